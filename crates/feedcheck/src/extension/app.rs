//! The Atom Publishing Protocol (RFC 5023): what it adds to feeds, and its own documents.

use crate::checker::{Checker, Node, Subject};
use crate::namespace::Ns;
use crate::rule::extension::{CONFLICTING_CAT_ATTR, CONFLICTING_CAT_CHILDREN, INVALID_YES_NO, UNDEFINED_PARAM};
use crate::rule::rss::MISSING_ELEMENT;
use crate::rule::value::INVALID_MIME_TYPE;
use crate::schema::{
    Element, Needed, Value, optional, required, text, texts, tree,
    within::{CATEGORIES, COLLECTION, CONTROL, ENTRY, FEED, SERVICE, SOURCE, WORKSPACE},
};
use crate::xml::text::trimmed;
use Value::{Iri, NoSpace, OneOf, Rfc3339};

pub(crate) static TABLE: &[Element] = &[
    text("edited", ENTRY, &[NoSpace, Rfc3339]),
    tree("control", ENTRY, CONTROL),
    text("draft", CONTROL, &[OneOf(&["yes", "no"], &INVALID_YES_NO)]),
    tree("workspace", SERVICE, WORKSPACE).often(),
    tree("collection", WORKSPACE | FEED | SOURCE, COLLECTION).often().with(&[required("href", &[Iri])]),
    texts("accept", COLLECTION, &[]).and(accept),
    tree("categories", COLLECTION, CATEGORIES)
        .often()
        .with(&[
            optional("fixed", &[OneOf(&["yes", "no"], &INVALID_YES_NO)]),
            optional("scheme", &[]),
            optional("href", &[Iri]),
        ])
        .and(categories),
];

pub(crate) static NEEDED: &[Needed] = &[
    Needed { within: SERVICE, ns: Ns::App, name: "workspace", rule: &MISSING_ELEMENT },
    Needed { within: WORKSPACE | COLLECTION, ns: Ns::Core, name: "title", rule: &MISSING_ELEMENT },
];

/// The record of the root, which is `service` or `categories`.
#[expect(clippy::unnecessary_wraps, reason = "a schema of another format may give none")]
pub(crate) fn root<'d>(_: &mut Checker<'_, 'd>, root: Node<'d>) -> Option<&'static Element> {
    static SERVICE_ROOT: Element = tree("service", 0, SERVICE);
    static CATEGORIES_ROOT: Element = tree("categories", 0, CATEGORIES)
        .with(&[
            optional("fixed", &[OneOf(&["yes", "no"], &INVALID_YES_NO)]),
            optional("scheme", &[]),
            optional("href", &[Iri]),
        ])
        .and(categories);
    Some(if root.tag_name().name() == "service" { &SERVICE_ROOT } else { &CATEGORIES_ROOT })
}

/// A list of media ranges without weights (RFC 5023 §8.3.4).
fn accept<'d>(checker: &mut Checker<'_, 'd>, accept: Node<'d>) {
    let text = trimmed(accept);
    for range in text.split(',').map(str::trim).filter(|range| !range.is_empty()) {
        if range.contains(";q=") {
            checker.report(&UNDEFINED_PARAM, accept, &format!("has a weight: \"{range}\""));
        }
        checker.value(Value::MediaType(&INVALID_MIME_TYPE), range, accept.into());
    }
}

/// Categories are here or elsewhere (RFC 5023 §7.2.1).
fn categories<'d>(checker: &mut Checker<'_, 'd>, node: Node<'d>) {
    if !node.has_attribute("href") {
        return;
    }
    for name in ["fixed", "scheme"] {
        if let Some((subject, _)) = Subject::of(node, name) {
            checker.report(&CONFLICTING_CAT_ATTR, subject, "stands beside href");
        }
    }
    if let Some(child) = node.children().find(Node::is_element) {
        checker.report_tag(&CONFLICTING_CAT_CHILDREN, child, "stands in categories that are elsewhere");
    }
}
