//! Links of Atom, in Atom and RSS (RFC 4287 §4.2.7): relations, types, and whether a feed links to itself.
//!
//! Not checked: whether there is anything at the address.

use url::Url;

use super::model::Value;
use super::namespace::Ns;
use super::rule::atom::{
    ATOM_LINK_NOT_EMPTY, FEED_HISTORY_REL_IN_ENTRY, MISSING_HREF, NO_THR_WHEN, RELATIVE_SELF, SAME_DOCUMENT_REFERENCE,
    SELF_DOESNT_MATCH_LOCATION, SELF_NOT_ATOM, UNREGISTERED_ATOM_LINK_REL,
};
use super::rule::html::CONTAINS_HTML;
use super::rule::rss::UNEXPECTED_ATTRIBUTE;
use super::rule::value::INVALID_MIME_TYPE;
use super::value::{is_media_type, uri};
use super::walk::{Node, Subject, Walk};
use super::xml;

/// Relations that are registered (<https://www.iana.org/assignments/link-relations>), as far as feeds use them.
const RELATIONS: &[&str] = &[
    "about",
    "alternate",
    "amphtml",
    "appendix",
    "archives",
    "author",
    "bookmark",
    "canonical",
    "chapter",
    "collection",
    "contents",
    "copyright",
    "current",
    "describedby",
    "disclosure",
    "duplicate",
    "edit",
    "edit-form",
    "edit-media",
    "enclosure",
    "first",
    "glossary",
    "help",
    "hosts",
    "hub",
    "icon",
    "index",
    "item",
    "last",
    "latest-version",
    "license",
    "lrdd",
    "memento",
    "monitor",
    "next",
    "next-archive",
    "nofollow",
    "noreferrer",
    "original",
    "payment",
    "pingback",
    "prev",
    "prev-archive",
    "preview",
    "previous",
    "privacy-policy",
    "profile",
    "related",
    "replies",
    "search",
    "section",
    "self",
    "service",
    "start",
    "stylesheet",
    "subsection",
    "tag",
    "terms-of-service",
    "type",
    "up",
    "via",
    "webmention",
];

/// Relations between the documents of one feed (RFC 5005).
pub(super) const OF_HISTORY: &[&str] =
    &["current", "first", "last", "next", "next-archive", "prev-archive", "previous"];

const OF_FEEDS: [&str; 3] = ["application/atom+xml", "application/rss+xml", "application/rdf+xml"];
const XML: &str = "http://www.w3.org/XML/1998/namespace";
const THR: &str = "http://purl.org/syndication/thread/1.0";

/// The relation of a link, `alternate` if it names none.
pub(super) fn relation(link: Node<'_>) -> &str {
    let relation = link.attribute("rel").unwrap_or("alternate");
    relation.strip_prefix("http://www.iana.org/assignments/relation/").unwrap_or(relation)
}

/// The language of an element, where it or one around it says one.
pub(super) fn language(node: Node<'_>) -> Option<&str> {
    node.ancestors().find_map(|node| node.attribute((XML, "lang"))).filter(|language| !language.is_empty())
}

/// What references in an element are relative to: `xml:base` of it and those around it, then the document's own address.
pub(super) fn base(walk: &Walk<'_, '_>, node: Node<'_>) -> Option<Url> {
    let mut bases: Vec<&str> = node.ancestors().filter_map(|node| node.attribute((XML, "base"))).collect();
    bases.extend(walk.options.url);
    let mut base: Option<Url> = None;
    while let Some(reference) = bases.pop() {
        base = match base {
            Some(base) => base.join(reference).ok().or(Some(base)),
            None => Url::parse(reference).ok(),
        };
    }
    base
}

/// Whether an element or one around it has an `xml:base`.
pub(super) fn has_base(node: Node<'_>) -> bool {
    node.ancestors().any(|node| node.attribute((XML, "base")).is_some())
}

/// Checks a link.
pub(super) fn look<'d>(walk: &mut Walk<'_, 'd>, link: Node<'d>) {
    let relation = relation(link);
    let parent = link.parent_element().map(|parent| walk.classify(parent));
    if let Some((subject, raw)) = Subject::of(link, "rel") {
        walk.value(Value::AttributeNotBlank, raw, subject);
        let is_known = RELATIONS.contains(&relation) || uri::absolute(relation).is_ok();
        if !is_known {
            walk.report(&UNREGISTERED_ATOM_LINK_REL, subject, &format!("is no registered relation: \"{relation}\""));
        }
        if OF_HISTORY.contains(&relation) && parent == Some((Ns::Core, "entry")) {
            walk.report(&FEED_HISTORY_REL_IN_ENTRY, subject, &format!("is a relation of feeds: {relation}"));
        }
    }
    if let Some((subject, media_type)) = Subject::of(link, "type") {
        let bare = media_type.split(';').next().unwrap_or_default().trim();
        if !is_media_type(media_type) {
            walk.report(&INVALID_MIME_TYPE, subject, &format!("is no media type: \"{media_type}\""));
        } else if relation == "self" && !OF_FEEDS.contains(&bare) {
            walk.report(&SELF_NOT_ATOM, subject, &format!("is no type of feeds: {bare}"));
        }
    }
    if let Some((subject, title)) = Subject::of(link, "title") {
        walk.value(Value::AttributeNotBlank, title, subject);
        walk.plain(&CONTAINS_HTML, title.trim(), subject);
    }
    for (name, value) in [("length", Value::NonNegative), ("hreflang", Value::Language)] {
        if let Some((subject, text)) = Subject::of(link, name) {
            walk.value(value, text, subject);
        }
    }
    match Subject::of(link, "href") {
        None => {
            let (name, at) = xml::name(link, walk.text);
            walk.findings.add(&MISSING_HREF, at, format!("<{name}> has no href"));
        }
        Some((subject, href)) => {
            walk.value(Value::Iri, href, subject);
            same_document(walk, link, href, subject);
            if relation == "self" && matches!(parent, Some((Ns::Core, "feed" | "channel"))) {
                look_at_self(walk, link, href.trim(), subject);
            }
        }
    }
    threads(walk, link, relation);
    let has_text = link.children().any(|child| child.is_text() && !child.text().unwrap_or_default().trim().is_empty());
    if has_text {
        walk.report(&ATOM_LINK_NOT_EMPTY, link, "holds text");
    }
}

/// A reference that leads to where `xml:base` points is read as one to the feed itself (RFC 3986 §4.4).
pub(super) fn same_document<'d>(walk: &mut Walk<'_, 'd>, node: Node<'d>, reference: &str, subject: Subject<'d>) {
    if !has_base(node) {
        return;
    }
    let Some(base) = base(walk, node) else { return };
    let Ok(mut target) = base.join(reference) else { return };
    let mut bare = base.clone();
    bare.set_fragment(None);
    target.set_fragment(None);
    if target == bare && walk.options.url.is_none_or(|own| own != bare.as_str()) {
        walk.report(
            &SAME_DOCUMENT_REFERENCE,
            subject,
            "leads to where xml:base points, so that some read it as this document",
        );
    }
}

/// The address of the feed itself has to be absolute, and the one that it is found at.
fn look_at_self<'d>(walk: &mut Walk<'_, 'd>, link: Node<'d>, href: &str, subject: Subject<'d>) {
    let is_relative = uri::scheme(href).is_none() && !base_is_absolute(link);
    if is_relative {
        walk.report(&RELATIVE_SELF, subject, &format!("is relative: \"{href}\""));
    }
    let target = match base(walk, link) {
        Some(base) => base.join(href).ok(),
        None => Url::parse(href).ok(),
    };
    let without_fragment = |mut url: Url| {
        url.set_fragment(None);
        uri::canonical(url.as_str())
    };
    match (walk.options.url, walk.options.file_name) {
        (Some(own), _) => {
            let own_form = Url::parse(own).ok().and_then(without_fragment);
            if target.and_then(without_fragment) != own_form {
                walk.report(&SELF_DOESNT_MATCH_LOCATION, subject, &format!("is not {own}, where the feed is"));
            }
        }
        (None, Some(file_name)) => {
            let path = href.split(['?', '#']).next().unwrap_or_default();
            let last = percent_encoding::percent_decode_str(path.rsplit('/').next().unwrap_or_default());
            let last = last.decode_utf8_lossy();
            if !last.is_empty() && last != file_name {
                let message =
                    format!("does not end with {file_name}, the name of the file; --base-url says where it is");
                walk.report(&SELF_DOESNT_MATCH_LOCATION, subject, &message);
            }
        }
        (None, None) => {}
    }
}

fn base_is_absolute(node: Node<'_>) -> bool {
    node.ancestors().filter_map(|node| node.attribute((XML, "base"))).any(|base| base.contains("//"))
}

/// Counts and dates of replies (RFC 4685 §5).
fn threads<'d>(walk: &mut Walk<'_, 'd>, link: Node<'d>, relation: &str) {
    for attribute in link.attributes().filter(|attribute| attribute.namespace() == Some(THR)) {
        let subject = Subject { node: link, attribute: Some(attribute) };
        match attribute.name() {
            "count" => walk.value(Value::NonNegative, attribute.value(), subject),
            "updated" => walk.value(Value::Rfc3339, attribute.value(), subject),
            "when" => walk.report(&NO_THR_WHEN, subject, "is called thr:updated"),
            _ => continue,
        }
        if relation != "replies" && attribute.name() != "when" {
            walk.report(&UNEXPECTED_ATTRIBUTE, subject, "is only for links to replies");
        }
    }
}
