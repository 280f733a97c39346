//! What a document says about other documents, for the rules of a tree of files (`tree`).

use std::ops::Range;

use chrono::{DateTime, Utc};
use roxmltree::Node;

use super::xml;

/// What a document says about others, and what others may ask of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct References {
    pub(super) links: Vec<Link>,
    /// The ids that fragments can lead to, if the document is a page; sorted.
    pub(super) ids: Vec<Box<str>>,
    pub(super) entries: Vec<Entry>,
    /// Whether the document says that it is of the archive of a feed (RFC 5005 §4): it may hold older versions of
    /// entries.
    pub(super) is_archive: bool,
    /// What references are relative to, if that is not the document's own address.
    pub(super) base: Option<Box<str>>,
    /// Where a page begins that leads to no feed.
    pub(super) lacks_feeds: Option<Range<usize>>,
}

/// A link to another document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) relation: Relation,
    pub(super) href: Box<str>,
    /// The media type that the link says.
    pub(super) media_type: Option<Box<str>>,
    pub(super) at: Range<usize>,
}

/// What a link means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// The document itself: Atom's `self`, JSON Feed's `feed_url`.
    Own,
    /// The document of an archive that comes before this one, or before what the feed shows: RFC 5005's `prev-archive`,
    /// JSON Feed's `next_url`.
    Older,
    /// A feed that a page, a list of feeds or another feed leads readers to.
    Feed,
    /// Anything else that is to be there.
    Other,
}

/// An entry of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) id: Box<str>,
    pub(super) title: Box<str>,
    pub(super) link: Box<str>,
    pub(super) published: Option<DateTime<Utc>>,
    /// When it was changed last; where it does not say so, when it was published.
    pub(super) updated: Option<DateTime<Utc>>,
    pub(super) at: Range<usize>,
}

impl References {
    /// Adds a link; an empty reference is none.
    pub(super) fn add(&mut self, relation: Relation, href: &str, media_type: Option<&str>, at: Range<usize>) {
        let href = href.trim();
        if !href.is_empty() {
            self.links.push(Link { relation, href: href.into(), media_type: media_type.map(Into::into), at });
        }
    }
}

const ATOM: &str = "http://www.w3.org/2005/Atom";
const HISTORY: &str = "http://purl.org/syndication/history/1.0";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

impl References {
    /// The links and entries of RSS or Atom.
    ///
    /// `xml:base` is passed over: a relative link of an element that has one is not kept.
    pub(super) fn of_xml<'d>(root: Node<'d, 'd>) -> Self {
        let mut references = Self::default();
        let text = root.document().input_text();
        // Where elements end that were taken from elsewhere, and that say what references are relative to.
        let (mut source, mut base) = (0, 0);
        for node in root.descendants().filter(roxmltree::Node::is_element) {
            let range = node.range();
            if node.has_attribute((XML, "base")) {
                base = base.max(range.end);
            }
            match node.tag_name().name() {
                "archive" if node.tag_name().namespace() == Some(HISTORY) => references.is_archive = true,
                "source" => source = source.max(range.end),
                "item" | "entry" => references.entry(node, text),
                "link" if range.start >= source => references.link(node, text, range.start < base),
                "enclosure" => {
                    if let Some(url) = node.attribute_node("url") {
                        references.add(Relation::Other, url.value(), None, url.range_value());
                    }
                }
                _ => {}
            }
        }
        references
    }

    fn link(&mut self, node: Node<'_, '_>, text: &str, has_base: bool) {
        if node.tag_name().namespace() != Some(ATOM) {
            return self.add(Relation::Other, node.text().unwrap_or_default(), None, xml::content(node, text));
        }
        let Some(href) = node.attribute_node("href") else { return };
        if has_base && !href.value().contains(':') {
            return;
        }
        let relation = match node.attribute("rel").unwrap_or("alternate") {
            "self" => Relation::Own,
            "prev-archive" => Relation::Older,
            "current" => {
                self.is_archive = true;
                Relation::Feed
            }
            "next" | "previous" | "prev" | "first" | "last" | "next-archive" => Relation::Feed,
            "alternate" | "enclosure" | "related" | "replies" | "via" => Relation::Other,
            _ => return,
        };
        self.add(relation, href.value(), node.attribute("type"), href.range_value());
    }

    fn entry(&mut self, node: Node<'_, '_>, text: &str) {
        let child = |name| node.children().find(|child| child.is_element() && child.tag_name().name() == name);
        let text_of = |name| child(name).and_then(|child: Node<'_, '_>| child.text()).unwrap_or_default().trim();
        let Some(id) = child("guid").or_else(|| child("id")) else { return };
        let alternates = |link: &Node<'_, '_>| matches!(link.attribute("rel"), None | Some("alternate"));
        let link = node.children().filter(|child| child.tag_name().name() == "link").find(alternates);
        let link = link.and_then(|link| link.attribute("href").or_else(|| link.text())).unwrap_or_default().trim();
        let published = moment(text_of("pubDate")).or_else(|| moment(text_of("published")));
        self.entries.push(Entry {
            published,
            updated: moment(text_of("updated")).or(published),
            id: id.text().unwrap_or_default().trim().into(),
            title: text_of("title").into(),
            link: link.into(),
            at: xml::content(id, text),
        });
    }
}

/// The moment of a date in RFC 3339 or RFC 822.
pub(super) fn moment(date: &str) -> Option<DateTime<Utc>> {
    let read = DateTime::parse_from_rfc3339(date).or_else(|_| DateTime::parse_from_rfc2822(date));
    read.ok().map(|at| at.to_utc())
}
