//! Namespaces of feeds and their modules.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// A namespace that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Ns {
    /// No namespace, or that of the root: the format's own elements.
    Core,
    /// None, where the format has one.
    None,
    Access,
    Admin,
    Ag,
    Annotate,
    App,
    Atom,
    BlogChannel,
    Cc,
    Cf,
    Content,
    ConversationsNetwork,
    Cp,
    CreativeCommons,
    Dc,
    DcTerms,
    Ev,
    FeedBurner,
    Fh,
    Foaf,
    Geo,
    GeoRss,
    GeoUrl,
    Gml,
    Google,
    Icbm,
    Indexing,
    Itunes,
    L,
    MathMl,
    Media,
    OpenSearch,
    Opml,
    Rdf,
    Rdfs,
    Slash,
    Svg,
    Sx,
    Sy,
    Taxo,
    Thr,
    Tombstones,
    Trackback,
    Wfw,
    Wiki,
    Xhtml,
    Xml,
    /// One that is in use, and whose elements are not checked.
    Unsupported,
    /// Any other.
    Other,
}

impl Ns {
    /// How many there are.
    pub(super) const COUNT: usize = Self::Other as usize + 1;

    /// The usual prefix with its colon.
    pub(super) fn prefix(self) -> String {
        match self {
            Self::Core | Self::None => String::new(),
            _ => {
                KNOWN.iter().find(|known| known.ns == self).map_or(String::new(), |known| format!("{}:", known.prefix))
            }
        }
    }
}

/// What is known of a namespace.
pub(super) struct Known {
    pub(super) uri: &'static str,
    /// The usual prefix.
    pub(super) prefix: &'static str,
    pub(super) ns: Ns,
}

const fn known(prefix: &'static str, ns: Ns, uri: &'static str) -> Known {
    Known { uri, prefix, ns }
}

/// All known namespaces. Of two with the same prefix, the prefix stands for the first.
pub(super) static KNOWN: &[Known] = &[
    known("access", Ns::Access, "http://www.bloglines.com/about/specs/fac-1.0"),
    known("admin", Ns::Admin, "http://webns.net/mvcb/"),
    known("ag", Ns::Ag, "http://purl.org/rss/1.0/modules/aggregation/"),
    known("annotate", Ns::Annotate, "http://purl.org/rss/1.0/modules/annotate/"),
    known("app", Ns::App, "http://www.w3.org/2007/app"),
    known("atom", Ns::Atom, "http://www.w3.org/2005/Atom"),
    known("at", Ns::Tombstones, "http://purl.org/atompub/tombstones/1.0"),
    known("blogChannel", Ns::BlogChannel, "http://backend.userland.com/blogChannelModule"),
    known("cc", Ns::Cc, "http://web.resource.org/cc/"),
    known("cf", Ns::Cf, "http://www.microsoft.com/schemas/rss/core/2005"),
    known("content", Ns::Content, "http://purl.org/rss/1.0/modules/content/"),
    known("conversationsNetwork", Ns::ConversationsNetwork, "http://conversationsnetwork.org/rssNamespace-1.0/"),
    known("cp", Ns::Cp, "http://my.theinfo.org/changed/1.0/rss/"),
    known("creativeCommons", Ns::CreativeCommons, "http://backend.userland.com/creativeCommonsRssModule"),
    known("dc", Ns::Dc, "http://purl.org/dc/elements/1.1/"),
    known("dcterms", Ns::DcTerms, "http://purl.org/dc/terms/"),
    known("ev", Ns::Ev, "http://purl.org/rss/1.0/modules/event/"),
    known("feedburner", Ns::FeedBurner, "http://rssnamespace.org/feedburner/ext/1.0"),
    known("fh", Ns::Fh, "http://purl.org/syndication/history/1.0"),
    known("foaf", Ns::Foaf, "http://xmlns.com/foaf/0.1/"),
    known("geo", Ns::Geo, "http://www.w3.org/2003/01/geo/wgs84_pos#"),
    known("georss", Ns::GeoRss, "http://www.georss.org/georss"),
    known("geourl", Ns::GeoUrl, "http://geourl.org/rss/module/"),
    known("gml", Ns::Gml, "http://www.opengis.net/gml"),
    known("g", Ns::Google, "http://base.google.com/ns/1.0"),
    known("icbm", Ns::Icbm, "http://postneo.com/icbm"),
    known("indexing", Ns::Indexing, "urn:atom-extension:indexing"),
    known("itunes", Ns::Itunes, "http://www.itunes.com/dtds/podcast-1.0.dtd"),
    known("l", Ns::L, "http://purl.org/rss/1.0/modules/link/"),
    known("mathml", Ns::MathMl, "http://www.w3.org/1998/Math/MathML"),
    known("media", Ns::Media, "http://search.yahoo.com/mrss/"),
    known("opensearch", Ns::OpenSearch, "http://a9.com/-/spec/opensearch/1.1/"),
    known("opensearch10", Ns::OpenSearch, "http://a9.com/-/spec/opensearchrss/1.0/"),
    known("opml", Ns::Opml, "http://www.opml.org/spec2"),
    known("rdf", Ns::Rdf, "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    known("rdfs", Ns::Rdfs, "http://www.w3.org/2000/01/rdf-schema#"),
    known("slash", Ns::Slash, "http://purl.org/rss/1.0/modules/slash/"),
    known("svg", Ns::Svg, "http://www.w3.org/2000/svg"),
    known("sx", Ns::Sx, "http://feedsync.org/2007/feedsync"),
    known("sy", Ns::Sy, "http://purl.org/rss/1.0/modules/syndication/"),
    known("taxo", Ns::Taxo, "http://purl.org/rss/1.0/modules/taxonomy/"),
    known("thr", Ns::Thr, "http://purl.org/syndication/thread/1.0"),
    known("trackback", Ns::Trackback, "http://madskills.com/public/xml/rss/module/trackback/"),
    known("wfw", Ns::Wfw, "http://wellformedweb.org/CommentAPI/"),
    known("wiki", Ns::Wiki, "http://purl.org/rss/1.0/modules/wiki/"),
    known("wiki", Ns::Wiki, "http://www.usemod.com/cgi-bin/mb.pl?ModWiki"),
    known("xhtml", Ns::Xhtml, "http://www.w3.org/1999/xhtml"),
    known("xml", Ns::Xml, "http://www.w3.org/XML/1998/namespace"),
    known("", Ns::Unsupported, "https://podcastindex.org/namespace/1.0"),
    known("", Ns::Unsupported, "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"),
    known("", Ns::Unsupported, "http://schemas.google.com/g/2005"),
    known("", Ns::Unsupported, "http://www.rawvoice.com/rawvoiceRssModule/"),
    known("", Ns::Unsupported, "http://www.google.com/schemas/play-podcasts/1.0"),
    known("", Ns::Unsupported, "http://schema.org/"),
    known("", Ns::Unsupported, "https://schema.org/"),
    known("", Ns::Unsupported, "http://www.w3.org/1999/xlink"),
];

static BY_URI: LazyLock<FxHashMap<&'static str, &'static Known>> =
    LazyLock::new(|| KNOWN.iter().map(|known| (known.uri, known)).collect());

static BY_SPELLING: LazyLock<FxHashMap<String, &'static Known>> =
    LazyLock::new(|| KNOWN.iter().map(|known| (spelling(known.uri), known)).collect());

/// A URI without what is most often misspelt in it: case, and signs at its end.
fn spelling(uri: &str) -> String {
    uri.trim_end_matches(|c: char| !c.is_alphanumeric()).to_ascii_lowercase()
}

/// What a URI names exactly.
pub(super) fn of_uri(uri: &str) -> Option<&'static Known> {
    BY_URI.get(uri).copied()
}

/// The known namespace of a URI, or of one that is spelled almost like it.
pub(super) fn nearest(uri: &str) -> Option<&'static Known> {
    of_uri(uri).or_else(|| BY_SPELLING.get(&spelling(uri)).copied())
}

/// The namespace that a prefix always stands for.
pub(super) fn of_prefix(prefix: &str) -> Option<&'static Known> {
    KNOWN.iter().find(|known| known.prefix == prefix && !prefix.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn namespaces_are_found_by_their_uris() {
        assert_eq!(of_uri("http://purl.org/dc/terms/").map(|known| known.ns), Some(Ns::DcTerms));
        assert!(of_uri("http://search.yahoo.com/mrss").is_none());
        assert_eq!(nearest("http://search.yahoo.com/mrss").map(|known| known.ns), Some(Ns::Media));
        assert_eq!(nearest("http://www.w3.org/2005/atom").map(|known| known.ns), Some(Ns::Atom));
        assert_eq!(of_prefix("wiki").map(|known| known.uri), Some("http://purl.org/rss/1.0/modules/wiki/"));
    }
}
