//! Namespaces, and the attributes `xmlns`, `xml:base` and `xml:lang`, which hold for all elements inside.
//!
//! Namespaces in XML 1.0 §3 and §6, XML Base §3 and §4, XML 1.0 §2.12.

use std::borrow::Cow;
use std::rc::Rc;

use quick_xml::events::attributes::Attributes;
use rustc_hash::FxHashMap;
use url::Url;

use super::references::decoded;
use crate::article::url::with_scheme;

/// The vocabulary that a name belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ns {
    /// None: an attribute of its element.
    None,
    /// RSS, in any of its namespaces or in none.
    Rss,
    /// Atom 0.3 and 1.0.
    Atom,
    /// Dublin Core.
    Dc,
    /// Dublin Core Terms.
    DcTerms,
    /// The RSS 1.0 module of whole texts.
    Content,
    /// Media RSS.
    Media,
    /// Podcasts.
    Itunes,
    /// HTML as XML.
    Xhtml,
    /// RFC 6721.
    Tombstones,
    /// What `FeedBurner` adds.
    FeedBurner,
    /// What `WordPress` exports.
    WordPress,
    /// The Atom Publishing Protocol.
    App,
    /// What Blogger exports.
    Blogger,
    /// RDF.
    Rdf,
    /// `xml:base` and the like.
    Xml,
    /// Another one.
    Other,
}

impl Ns {
    /// The vocabulary of a namespace name. Feeds write them with and without a slash, and in any case.
    fn of(uri: &str) -> Self {
        let uri = uri.trim().to_ascii_lowercase();
        let name = uri.split_once("://").map_or(uri.as_str(), |(_, rest)| rest).trim_end_matches(['/', '#']);
        match name {
            "" => Ns::None,
            "www.w3.org/2005/atom" | "purl.org/atom/ns" => Ns::Atom,
            "purl.org/dc/elements/1.1" | "purl.org/dc/elements/1.0" => Ns::Dc,
            "purl.org/dc/terms" => Ns::DcTerms,
            "purl.org/rss/1.0/modules/content" => Ns::Content,
            "search.yahoo.com/mrss"
            | "search.yahoo.com/mrss/1.0"
            | "www.rssboard.org/media-rss"
            | "tools.search.yahoo.com/mrss"
            | "video.search.yahoo.com/mrss" => Ns::Media,
            "www.itunes.com/dtds/podcast-1.0.dtd" | "example.com/dtds/podcast-1.0.dtd" => Ns::Itunes,
            "www.w3.org/1999/xhtml" => Ns::Xhtml,
            "purl.org/atompub/tombstones/1.0" => Ns::Tombstones,
            "rssnamespace.org/feedburner/ext/1.0" => Ns::FeedBurner,
            "www.w3.org/2007/app" | "purl.org/atom/app" => Ns::App,
            "schemas.google.com/blogger/2008" | "schemas.google.com/blogger/2018" => Ns::Blogger,
            "www.w3.org/1999/02/22-rdf-syntax-ns" => Ns::Rdf,
            "www.w3.org/xml/1998/namespace" => Ns::Xml,
            "purl.org/rss/1.0"
            | "purl.org/net/rss1.1"
            | "purl.org/rss/2.0"
            | "my.netscape.com/rdf/simple/0.9"
            | "channel.netscape.com/rdf/simple/0.9"
            | "blogs.law.harvard.edu/tech/rss"
            | "cyber.law.harvard.edu/rss" => Ns::Rss,
            name => match name.split_once('/') {
                Some(("wordpress.org", path)) if path.starts_with("export") => Ns::WordPress,
                Some((host, path)) if host.ends_with(".userland.com") && path.starts_with("rss") => Ns::Rss,
                _ => Ns::Other,
            },
        }
    }

    /// The vocabulary that a prefix usually stands for, where it is not declared.
    fn of_prefix(prefix: &str) -> Self {
        match prefix {
            "rss" => Ns::Rss,
            "atom" | "atom03" | "atom10" => Ns::Atom,
            "dc" => Ns::Dc,
            "dcterms" => Ns::DcTerms,
            "content" => Ns::Content,
            "media" => Ns::Media,
            "itunes" => Ns::Itunes,
            "xhtml" => Ns::Xhtml,
            "at" => Ns::Tombstones,
            "feedburner" => Ns::FeedBurner,
            "wp" => Ns::WordPress,
            "app" => Ns::App,
            "blogger" => Ns::Blogger,
            "rdf" => Ns::Rdf,
            "xml" => Ns::Xml,
            _ => Ns::Other,
        }
    }
}

/// A name without its prefix, in lower case: feeds write `pubdate` too.
fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

/// An attribute.
#[derive(Debug)]
pub(super) struct Attr<'a> {
    pub(super) ns: Ns,
    /// In lower case.
    pub(super) name: Cow<'a, str>,
    pub(super) value: Cow<'a, str>,
}

/// What a start tag says, names resolved.
#[derive(Debug)]
pub(super) struct Named<'a> {
    pub(super) ns: Ns,
    /// The name without its prefix, in lower case.
    pub(super) name: Cow<'a, str>,
    pub(super) attrs: Vec<Attr<'a>>,
    /// `xml:base` in scope, as absolute as it could be made.
    pub(super) base: Option<Rc<str>>,
    /// `xml:lang` in scope; empty where an inner element resets it.
    pub(super) lang: Option<Cow<'a, str>>,
}

impl Named<'_> {
    pub(super) fn is(&self, ns: Ns, name: &str) -> bool {
        self.ns == ns && self.name == name
    }
}

/// The namespaces, bases and languages that are in scope, by the elements that are open.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    /// What a name without a namespace belongs to.
    pub(super) family: Ns,
    /// The namespaces of each prefix, the innermost last.
    prefixes: FxHashMap<&'a str, Vec<Ns>>,
    /// The prefixes that were declared, with the depth of their elements.
    declared: Vec<(usize, &'a str)>,
    bases: Vec<(usize, Rc<str>)>,
    langs: Vec<(usize, Cow<'a, str>)>,
    depth: usize,
}

impl<'a> Scope<'a> {
    pub(super) fn new() -> Self {
        Self {
            family: Ns::Rss,
            prefixes: FxHashMap::default(),
            declared: Vec::new(),
            bases: Vec::new(),
            langs: Vec::new(),
            depth: 0,
        }
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// Enters an element. `bare` becomes true where a `&` in an attribute stands for itself.
    pub(super) fn enter(&mut self, name: &'a str, tag: &'a str, bare: &mut bool) -> Named<'a> {
        self.depth += 1;
        let mut raw: Vec<(&'a str, Cow<'a, str>)> = Vec::new();
        for attr in Attributes::html(tag, name.len()).with_checks(false).flatten() {
            let Ok(key) = std::str::from_utf8(attr.key.into_inner()) else { continue };
            let value = match attr.value {
                Cow::Borrowed(bytes) => decoded(std::str::from_utf8(bytes).unwrap_or_default(), bare),
                Cow::Owned(bytes) => Cow::Owned(decoded(&String::from_utf8_lossy(&bytes), bare).into_owned()),
            };
            let prefix = if key == "xmlns" { Some("") } else { key.strip_prefix("xmlns:") };
            match (prefix, key) {
                (Some(prefix), _) => {
                    self.declared.push((self.depth, prefix));
                    self.prefixes.entry(prefix).or_default().push(Ns::of(&value));
                }
                (None, "xml:base") if !value.trim().is_empty() => {
                    let base = resolved(self.base(), value.trim().into());
                    if base.len() <= LONGEST_ADDRESS {
                        self.bases.push((self.depth, Rc::from(&*base)));
                    }
                }
                (None, "xml:lang") => {
                    if value.len() <= LONGEST_LANGUAGE {
                        self.langs.push((self.depth, value.clone()));
                        raw.push((key, value));
                    }
                }
                (None, _) => raw.push((key, value)),
            }
        }
        let attrs = raw.into_iter().map(|(key, value)| {
            let (prefix, local) = key.split_once(':').unwrap_or(("", key));
            let ns = if prefix.is_empty() { Ns::None } else { self.namespace(prefix) };
            Attr { ns, name: lower(local), value }
        });
        let attrs = attrs.collect();
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        Named {
            ns: self.namespace(prefix),
            name: lower(local),
            attrs,
            base: self.bases.last().map(|(_, base)| Rc::clone(base)),
            lang: self.langs.last().map(|(_, lang)| lang.clone()),
        }
    }

    /// Leaves elements until `depth` are open.
    pub(super) fn leave_to(&mut self, depth: usize) {
        while let Some((_, prefix)) = self.declared.pop_if(|(of, _)| *of > depth) {
            if let Some(namespaces) = self.prefixes.get_mut(prefix) {
                namespaces.pop();
            }
        }
        while self.bases.pop_if(|(of, _)| *of > depth).is_some() {}
        while self.langs.pop_if(|(of, _)| *of > depth).is_some() {}
        self.depth = depth;
    }

    /// Leaves the innermost element.
    pub(super) fn leave(&mut self) {
        self.leave_to(self.depth.saturating_sub(1));
    }

    fn base(&self) -> Option<&str> {
        self.bases.last().map(|(_, base)| &**base)
    }

    fn namespace(&self, prefix: &str) -> Ns {
        let declared = self.prefixes.get(prefix).and_then(|namespaces| namespaces.last().copied());
        match declared {
            None | Some(Ns::None) if prefix.is_empty() => self.family,
            None => Ns::of_prefix(prefix),
            Some(ns) => ns,
        }
    }

    /// Takes the namespace of the root element, also an unknown one, for that of its format.
    pub(super) fn adopt(&mut self, prefix: &'a str, ns: Ns) {
        match self.prefixes.get_mut(prefix).and_then(|namespaces| namespaces.last_mut()) {
            Some(last) if *last != Ns::None => *last = ns,
            _ => self.family = ns,
        }
    }
}

/// The longest `xml:base` and `xml:lang` that are read, in bytes: every element inside inherits them.
const LONGEST_ADDRESS: usize = 4_096;
const LONGEST_LANGUAGE: usize = 64;

/// An address from a base (RFC 3986 §5.2); as it stands where it is absolute, or cannot be made so.
pub(super) fn resolved<'a>(base: Option<&str>, raw: Cow<'a, str>) -> Cow<'a, str> {
    // One without its scheme is absolute as well.
    if is_absolute(&raw) || with_scheme(&raw, true).is_some() {
        return raw;
    }
    let joined = base.and_then(|base| Url::parse(base).ok()).and_then(|base| base.join(raw.trim()).ok());
    joined.map_or(raw, |url| Cow::Owned(url.into()))
}

/// Whether an address needs no base.
pub(super) fn is_absolute(raw: &str) -> bool {
    Url::parse(raw.trim()).is_ok()
}
