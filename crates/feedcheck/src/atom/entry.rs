//! What is not regular about an entry of Atom.

use super::feed::alternates;
use crate::checker::{Checker, Node};
use crate::link;
use crate::namespace::Ns;
use crate::rule::atom::{
    CONTAINS_EMAIL, DUPLICATE_UPDATED, MISSING_CONTENT_OR_ALTERNATE, MISSING_SUMMARY, MISSING_TEXTUAL_CONTENT,
};
use crate::rule::rss::MISSING_ELEMENT;
use crate::value::email;
use crate::xml::text::trimmed;

/// The entry as a whole.
pub(super) fn check<'d>(checker: &mut Checker<'_, 'd>, entry: Node<'d>) {
    let has = |checker: &Checker<'_, 'd>, node, name| checker.child(node, Ns::Core, name).is_some();
    let has_author = has(checker, entry, "author")
        || checker.sibling(entry, "author").is_some()
        || checker.child(entry, Ns::Core, "source").is_some_and(|source| has(checker, source, "author"));
    if !has_author {
        checker.report_tag(&MISSING_ELEMENT, entry, "has no <author>, and its feed has none");
    }
    let links: Vec<_> = checker.children(entry, Ns::Core, "link").collect();
    let has_summary = has(checker, entry, "summary");
    match checker.child(entry, Ns::Core, "content") {
        Some(content) if !has_summary => {
            let kind = content.attribute("type").unwrap_or_default();
            let is_remote = content.attribute("src").is_some();
            if is_remote || is_binary(kind) {
                let why = if is_remote { "is elsewhere" } else { "is no text" };
                checker.report_tag(&MISSING_SUMMARY, entry, &format!("has no <summary>, and its content {why}"));
            }
        }
        Some(_) => {}
        None => {
            if !has_summary {
                checker.report_tag(&MISSING_TEXTUAL_CONTENT, entry, "has neither summary nor content");
            }
            if !links.iter().any(|link| link::relation(*link) == "alternate") {
                checker.report_tag(&MISSING_CONTENT_OR_ALTERNATE, entry, "has neither content nor a link to its page");
            }
        }
    }
    alternates(checker, &links);
}

/// Whether a media type is of no text (RFC 4287 §4.1.3.3).
pub(super) fn is_binary(kind: &str) -> bool {
    kind.contains('/') && !kind.ends_with("+xml") && !kind.ends_with("/xml") && !kind.starts_with("text/")
}

/// Two entries of one instant have no order.
pub(super) fn updated<'d>(checker: &mut Checker<'_, 'd>, updated: Node<'d>) {
    let text = trimmed(updated);
    let is_of_feed = updated
        .parent_element()
        .and_then(|entry| entry.parent_element())
        .is_some_and(|feed| checker.classify(feed) == (Ns::Core, "feed"));
    if is_of_feed && !text.is_empty() && !checker.ids.insert(("updated", text.clone())) {
        checker.report(&DUPLICATE_UPDATED, updated, &format!("is that of an entry before: {text}"));
    }
}

/// A name is no e-mail address.
pub(super) fn name<'d>(checker: &mut Checker<'_, 'd>, name: Node<'d>) {
    let text = trimmed(name);
    let has_address = text
        .split('<')
        .skip(1)
        .any(|part| part.split_once('>').is_some_and(|(inside, _)| email::classify(inside) != email::Address::No));
    if has_address {
        checker.report(&CONTAINS_EMAIL, name, "holds an e-mail address");
    }
}
