//! Links of Atom, in Atom and RSS (RFC 4287 §4.2.7): relations, types, and whether a feed links to itself.
//!
//! Not checked: whether there is anything at the address.

use url::Url;

use crate::checker::{Checker, Node, Subject};
use crate::namespace::Ns;
use crate::rule::atom::{
    ATOM_LINK_NOT_EMPTY, FEED_HISTORY_REL_IN_ENTRY, MISSING_HREF, NO_THR_WHEN, RELATIVE_SELF, SAME_DOCUMENT_REFERENCE,
    SELF_DOESNT_MATCH_LOCATION, SELF_NOT_ATOM, UNREGISTERED_ATOM_LINK_REL,
};
use crate::rule::html::CONTAINS_HTML;
use crate::rule::rss::UNEXPECTED_ATTRIBUTE;
use crate::rule::value::INVALID_MIME_TYPE;
use crate::schema::value::Value;
use crate::value::{is_media_type, uri};
use crate::xml::{self, inherited};

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
const THR: &str = "http://purl.org/syndication/thread/1.0";

/// The relation of a link, `alternate` if it names none.
pub(super) fn relation(link: Node<'_>) -> &str {
    let relation = link.attribute("rel").unwrap_or("alternate");
    relation.strip_prefix("http://www.iana.org/assignments/relation/").unwrap_or(relation)
}

/// Checks a link.
pub(super) fn check<'d>(checker: &mut Checker<'_, 'd>, link: Node<'d>) {
    let relation = relation(link);
    let parent = link.parent_element().map(|parent| checker.classify(parent));
    if let Some((subject, raw)) = Subject::of(link, "rel") {
        checker.value(Value::AttributeNotBlank, raw, subject);
        let is_known = RELATIONS.contains(&relation) || uri::absolute(relation).is_ok();
        if !is_known {
            checker.report(&UNREGISTERED_ATOM_LINK_REL, subject, &format!("is no registered relation: \"{relation}\""));
        }
        if OF_HISTORY.contains(&relation) && parent == Some((Ns::Core, "entry")) {
            checker.report(&FEED_HISTORY_REL_IN_ENTRY, subject, &format!("is a relation of feeds: {relation}"));
        }
    }
    if let Some((subject, media_type)) = Subject::of(link, "type") {
        let bare = media_type.split(';').next().unwrap_or_default().trim();
        if !is_media_type(media_type) {
            checker.report(&INVALID_MIME_TYPE, subject, &format!("is no media type: \"{media_type}\""));
        } else if relation == "self" && !OF_FEEDS.contains(&bare) {
            checker.report(&SELF_NOT_ATOM, subject, &format!("is no type of feeds: {bare}"));
        }
    }
    if let Some((subject, title)) = Subject::of(link, "title") {
        checker.value(Value::AttributeNotBlank, title, subject);
        checker.plain(&CONTAINS_HTML, title.trim(), subject);
    }
    for (name, value) in [("length", Value::NonNegative), ("hreflang", Value::Language)] {
        if let Some((subject, text)) = Subject::of(link, name) {
            checker.value(value, text, subject);
        }
    }
    match Subject::of(link, "href") {
        None => {
            let (name, at) = xml::name(link, checker.text);
            checker.findings.add(&MISSING_HREF, at, format!("<{name}> has no href"));
        }
        Some((subject, href)) => {
            checker.value(Value::Iri, href, subject);
            same_document(checker, link, href, subject);
            if relation == "self" && matches!(parent, Some((Ns::Core, "feed" | "channel"))) {
                check_self(checker, link, href.trim(), subject);
            }
        }
    }
    threads(checker, link, relation);
    let has_text = link.children().any(|child| child.is_text() && !child.text().unwrap_or_default().trim().is_empty());
    if has_text {
        checker.report(&ATOM_LINK_NOT_EMPTY, link, "holds text");
    }
}

/// A reference that leads to where `xml:base` points is read as one to the feed itself (RFC 3986 §4.4).
pub(super) fn same_document<'d>(checker: &mut Checker<'_, 'd>, node: Node<'d>, reference: &str, subject: Subject<'d>) {
    if !inherited::has_base(node) {
        return;
    }
    let Some(base) = inherited::base(checker.options.url, node) else { return };
    let Ok(mut target) = base.join(reference) else { return };
    let mut bare = base.clone();
    bare.set_fragment(None);
    target.set_fragment(None);
    if target == bare && checker.options.url.is_none_or(|own| own != bare.as_str()) {
        checker.report(
            &SAME_DOCUMENT_REFERENCE,
            subject,
            "leads to where xml:base points, so that some read it as this document",
        );
    }
}

/// The address of the feed itself has to be absolute, and the one that it is found at.
fn check_self<'d>(checker: &mut Checker<'_, 'd>, link: Node<'d>, href: &str, subject: Subject<'d>) {
    let is_relative = uri::scheme(href).is_none() && !inherited::has_absolute_base(link);
    if is_relative {
        checker.report(&RELATIVE_SELF, subject, &format!("is relative: \"{href}\""));
    }
    let target = match inherited::base(checker.options.url, link) {
        Some(base) => base.join(href).ok(),
        None => Url::parse(href).ok(),
    };
    let without_fragment = |mut url: Url| {
        url.set_fragment(None);
        uri::canonical(url.as_str())
    };
    match (checker.options.url, checker.options.file_name) {
        (Some(own), _) => {
            let own_form = Url::parse(own).ok().and_then(without_fragment);
            if target.and_then(without_fragment) != own_form {
                checker.report(&SELF_DOESNT_MATCH_LOCATION, subject, &format!("is not {own}, where the feed is"));
            }
        }
        (None, Some(file_name)) => {
            let path = href.split(['?', '#']).next().unwrap_or_default();
            let last = percent_encoding::percent_decode_str(path.rsplit('/').next().unwrap_or_default());
            let last = last.decode_utf8_lossy();
            if !last.is_empty() && last != file_name {
                let message =
                    format!("does not end with {file_name}, the name of the file; --base-url says where it is");
                checker.report(&SELF_DOESNT_MATCH_LOCATION, subject, &message);
            }
        }
        (None, None) => {}
    }
}

/// Counts and dates of replies (RFC 4685 §5).
fn threads<'d>(checker: &mut Checker<'_, 'd>, link: Node<'d>, relation: &str) {
    for attribute in link.attributes().filter(|attribute| attribute.namespace() == Some(THR)) {
        let subject = Subject { node: link, attribute: Some(attribute) };
        match attribute.name() {
            "count" => checker.value(Value::NonNegative, attribute.value(), subject),
            "updated" => checker.value(Value::Rfc3339, attribute.value(), subject),
            "when" => checker.report(&NO_THR_WHEN, subject, "is called thr:updated"),
            _ => continue,
        }
        if relation != "replies" && attribute.name() != "when" {
            checker.report(&UNEXPECTED_ATTRIBUTE, subject, "is only for links to replies");
        }
    }
}
