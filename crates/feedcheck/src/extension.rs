//! Extension modules: the tables of their elements, one file for each family.
//!
//! Not looked into: Google Base, the podcast namespace, and modules that hardly anybody reads beyond whether their
//! elements stand where they may (FOAF, taxonomy, annotation).

pub(super) mod app;
mod dublin_core;
pub(super) mod feedsync;
pub(super) mod georss;
pub(super) mod itunes;
mod media;
mod others;

use crate::namespace::Ns;
use crate::rule::extension::{DUPLICATE_ITEM_SEMANTICS, DUPLICATE_SEMANTICS};
use crate::schema::within::{BODY, CHANNEL, HEAD, ITEM};
use crate::schema::{Element, Twice};

/// The elements of a module.
pub(super) fn elements(ns: Ns) -> &'static [Element] {
    match ns {
        Ns::Access => others::ACCESS,
        Ns::Admin => others::ADMIN,
        Ns::Ag => others::AG,
        Ns::Annotate => others::ANNOTATE,
        Ns::App => app::TABLE,
        Ns::BlogChannel => others::BLOG_CHANNEL,
        Ns::Cc => others::CC,
        Ns::Cf => others::CF,
        Ns::Content => others::CONTENT,
        Ns::ConversationsNetwork => others::CONVERSATIONS_NETWORK,
        Ns::Cp => others::CP,
        Ns::CreativeCommons => others::CREATIVE_COMMONS,
        Ns::Dc => dublin_core::ELEMENTS,
        Ns::DcTerms => dublin_core::TERMS,
        Ns::Ev => others::EV,
        Ns::FeedBurner => others::FEED_BURNER,
        Ns::Fh => others::FH,
        Ns::Foaf => others::FOAF,
        Ns::Geo => georss::GEO,
        Ns::GeoRss => georss::GEORSS,
        Ns::GeoUrl | Ns::Icbm => georss::PAIR,
        Ns::Gml => georss::GML,
        Ns::Itunes => itunes::TABLE,
        Ns::L => others::L,
        Ns::Media => media::TABLE,
        Ns::OpenSearch => others::OPEN_SEARCH,
        Ns::Opml => others::OPML,
        Ns::Rdf => others::RDF,
        Ns::Rdfs => others::RDFS,
        Ns::Slash => others::SLASH,
        Ns::Sx => feedsync::TABLE,
        Ns::Sy => others::SY,
        Ns::Taxo => others::TAXO,
        Ns::Thr => others::THR,
        Ns::Tombstones => others::TOMBSTONES,
        Ns::Trackback => others::TRACKBACK,
        Ns::Wfw => others::WFW,
        Ns::Wiki => others::WIKI,
        Ns::Xhtml => others::XHTML,
        _ => &[],
    }
}

/// Elements of modules that say what an element of RSS says (RSS Profile, "namespace elements").
pub(super) static TWICE: &[Twice] = &[
    twice(CHANNEL, "managingEditor", (Ns::Dc, "creator")),
    twice(CHANNEL, "webMaster", (Ns::Dc, "publisher")),
    twice(CHANNEL, "category", (Ns::Dc, "subject")),
    twice(CHANNEL, "pubDate", (Ns::Dc, "date")),
    twice(CHANNEL, "language", (Ns::Dc, "language")),
    twice(CHANNEL, "copyright", (Ns::Dc, "rights")),
    twice(CHANNEL, "generator", (Ns::Admin, "generatorAgent")),
    twice(CHANNEL, "lastBuildDate", (Ns::DcTerms, "modified")),
    twice(ITEM, "author", (Ns::Dc, "creator")),
    twice(ITEM, "category", (Ns::Dc, "subject")),
    twice(ITEM, "pubDate", (Ns::Dc, "date")),
    twice(ITEM, "pubDate", (Ns::Atom, "published")),
    twice(ITEM, "guid", (Ns::Atom, "id")),
    twice(ITEM, "source", (Ns::Dc, "source")),
    Twice {
        within: HEAD | BODY,
        core: (Ns::CreativeCommons, "license"),
        module: (Ns::Cc, "license"),
        rule: &DUPLICATE_SEMANTICS,
    },
];

const fn twice(within: u64, name: &'static str, module: (Ns, &'static str)) -> Twice {
    let rule = if within == ITEM { &DUPLICATE_ITEM_SEMANTICS } else { &DUPLICATE_SEMANTICS };
    Twice { within, core: (Ns::Core, name), module, rule }
}
