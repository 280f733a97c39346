//! What is not regular about a feed of Atom.

use rustc_hash::FxHashSet;
use url::Url;

use crate::checker::{Checker, Node, Subject};
use crate::namespace::Ns;
use crate::rule::atom::{
    ARCHIVE_INCOMPLETE, CURRENT_NOT_SELF, DUPLICATE_ATOM_LINK, DUPLICATE_ENTRIES, DUPLICATE_IDS,
    FEED_REL_IN_COMPLETE_FEED, LINK_PAST_END, MISPLACED_METADATA, MISSING_CURRENT_IN_ARCHIVE,
};
use crate::rule::rss::MISSING_SELF;
use crate::rule::value::{INVALID_LINK, INVALID_URI_ATTRIBUTE};
use crate::schema::Value;
use crate::value::uri;
use crate::xml::inherited;
use crate::xml::text::trimmed;
use crate::{extension, link, lint};

/// The feed as a whole.
pub(super) fn check<'d>(checker: &mut Checker<'_, 'd>, feed: Node<'d>) {
    misplaced(checker, feed);
    same_ids(checker, feed);
    let links: Vec<_> = checker.children(feed, Ns::Core, "link").collect();
    if !links.iter().any(|link| link::relation(*link) == "self") {
        checker.report_tag(&MISSING_SELF, feed, "has no <link rel=\"self\">");
    }
    alternates(checker, &links);
    history(checker, feed, &links);
    extension::itunes::channel(checker, feed);
    lint::feed(checker, feed, "entry");
}

/// The feed that an entry comes from.
pub(super) fn source<'d>(checker: &mut Checker<'_, 'd>, source: Node<'d>) {
    let links: Vec<_> = checker.children(source, Ns::Core, "link").collect();
    alternates(checker, &links);
}

/// The address of a generator.
pub(super) fn generator<'d>(checker: &mut Checker<'_, 'd>, generator: Node<'d>) {
    if let Some((subject, address)) = Subject::of(generator, "uri") {
        let result = uri::reference(address);
        checker.uri(&INVALID_URI_ATTRIBUTE, result, address, subject);
    }
    if let Some((subject, address)) = Subject::of(generator, "url") {
        let result = uri::reference(address);
        checker.uri(&INVALID_LINK, result, address, subject);
    }
}

/// The elements about the feed stand before its entries.
fn misplaced<'d>(checker: &mut Checker<'_, 'd>, feed: Node<'d>) {
    let mut has_entry = false;
    let elements: Vec<_> = feed.children().filter(Node::is_element).collect();
    for node in elements {
        let (ns, name) = checker.classify(node);
        if ns == Ns::Core && name == "entry" {
            has_entry = true;
        } else if ns == Ns::Core && has_entry {
            checker.report_tag(&MISPLACED_METADATA, node, "stands after an entry");
        }
    }
}

/// Entries that have one id.
fn same_ids<'d>(checker: &mut Checker<'_, 'd>, feed: Node<'d>) {
    let entries: Vec<_> = checker.children(feed, Ns::Core, "entry").collect();
    let mut seen = FxHashSet::default();
    let mut again = Vec::new();
    for entry in &entries {
        if let Some(id) = checker.child(*entry, Ns::Core, "id") {
            let text = trimmed(id);
            if !text.is_empty() && !seen.insert(text.clone()) {
                again.push((id, text));
            }
        }
    }
    if entries.len() > 9 && again.len() + 1 == entries.len() {
        let (id, _) = again[0];
        checker.report(&DUPLICATE_IDS, id, "is that of all entries");
        return;
    }
    for (id, text) in again {
        checker.report(&DUPLICATE_ENTRIES, id, &format!("is that of an entry before: \"{text}\""));
    }
}

/// One link to the page for each type and language (RFC 4287 §4.1.1).
pub(super) fn alternates<'d>(checker: &mut Checker<'_, 'd>, links: &[Node<'d>]) {
    let mut seen = FxHashSet::default();
    for link in links.iter().filter(|link| link::relation(**link) == "alternate") {
        let kind = link.attribute("type").unwrap_or_default();
        let language = link.attribute("hreflang").unwrap_or_default();
        if !seen.insert((kind, language)) {
            checker.report_tag(&DUPLICATE_ATOM_LINK, *link, &format!("is another alternate of type \"{kind}\""));
        }
    }
}

/// Where a link leads.
fn target<'d>(checker: &Checker<'_, 'd>, link: &Node<'d>) -> Option<Url> {
    let href = link.attribute("href").unwrap_or_default();
    inherited::base(checker.options.url, *link).map_or_else(|| Url::parse(href).ok(), |base| base.join(href).ok())
}

/// The documents of a feed that has several (RFC 5005).
fn history<'d>(checker: &mut Checker<'_, 'd>, feed: Node<'d>, links: &[Node<'d>]) {
    let is_complete = checker.child(feed, Ns::Fh, "complete").is_some();
    let archive = checker.child(feed, Ns::Fh, "archive");
    let own = links.iter().find(|link| link::relation(**link) == "self").and_then(|link| target(checker, link));
    let to_itself = |checker: &Checker<'_, 'd>, link: &Node<'d>| {
        target(checker, link)
            .is_some_and(|target| checker.options.url == Some(target.as_str()) || own.as_ref() == Some(&target))
    };
    let of = |relation: &str| links.iter().find(|link| link::relation(**link) == relation);
    let ends = [("first", "previous", of("previous")), ("last", "next", of("next"))];
    for link in links {
        let relation = link::relation(*link);
        if is_complete && link::OF_HISTORY.contains(&relation) {
            if relation != "current" {
                checker.report_tag(&FEED_REL_IN_COMPLETE_FEED, *link, &format!("is {relation} in a complete feed"));
            } else if !to_itself(checker, link) {
                checker.report_tag(&CURRENT_NOT_SELF, *link, "does not lead to the complete feed itself");
            }
        }
        for (end, beyond, past) in ends {
            if let Some(past) = past
                && relation == end
                && to_itself(checker, link)
            {
                checker.report_tag(&LINK_PAST_END, *past, &format!("is {beyond}, but this document is the {end}"));
            }
        }
    }
    if let Some(archive) = archive
        && !is_complete
    {
        let has = |relations: &[&str]| links.iter().any(|link| relations.contains(&link::relation(*link)));
        if !has(&["prev-archive", "next-archive"]) {
            checker.report_tag(&ARCHIVE_INCOMPLETE, archive, "is there, but no link to another archive");
        }
        if !has(&["current"]) {
            checker.report_tag(&MISSING_CURRENT_IN_ARCHIVE, archive, "is there, but no link to the current feed");
        }
    }
    if let Some(index) = feed.attribute_node(("urn:atom-extension:indexing", "index")) {
        let subject = crate::checker::Subject { node: feed, attribute: Some(index) };
        checker.value(Value::OneOf(&["yes", "no"], &crate::rule::extension::INVALID_YES_NO), index.value(), subject);
    }
}
