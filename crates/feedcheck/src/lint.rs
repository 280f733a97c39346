//! What readers misread, though the format allows it.
//!
//! Found by what Miniflux, newsboat, sfeed, gofeed and `SimplePie` do with feeds; each rule names some of them.

use chrono::{DateTime, FixedOffset};

use crate::checker::{Checker, Node, Subject};
use crate::document::Kind;
use crate::link;
use crate::namespace::Ns;
use crate::rule::lint::{
    ENTRY_WITHOUT_LINK, ENTRY_WITHOUT_TITLE, LARGE_FEED, MARKUP_IN_TITLE, MISSING_DATES, NO_ENTRIES, NOT_NEWEST_FIRST,
    SAME_DATE, UNSAFE_LINK, UPDATED_BEFORE_PUBLISHED,
};
use crate::value::{date, uri};
use crate::xml::text::trimmed;

/// The largest feed that every reader takes, in bytes.
const LARGE: usize = 15 << 20;

/// Schemes that run what follows.
const UNSAFE: &[&str] = &["javascript", "vbscript", "data", "file", "about"];

/// Checks a feed as a whole; `name` is what its entries are called.
pub(super) fn feed<'d>(checker: &mut Checker<'_, 'd>, feed: Node<'d>, name: &str) {
    if checker.text.len() > LARGE {
        checker.report_tag(&LARGE_FEED, feed, &format!("is of a feed of {} bytes", checker.text.len()));
    }
    let entries: Vec<_> = checker.children(feed, Ns::Core, name).collect();
    if entries.is_empty() {
        checker.report_tag(&NO_ENTRIES, feed, "has no entries");
    }
    let mut dates: Vec<(Node<'d>, DateTime<FixedOffset>)> = Vec::new();
    let mut undated = None;
    for entry in &entries {
        match published(checker, *entry) {
            Some(dated) => dates.push(dated),
            None if dates_of(checker, *entry).next().is_none() => _ = undated.get_or_insert(*entry),
            None => {}
        }
        self::entry(checker, *entry);
    }
    if let Some(undated) = undated
        && checker.kind == Kind::Rss
    {
        checker.report_tag(&MISSING_DATES, undated, "has no date");
    }
    if let Some(pair) = dates.windows(2).find(|pair| pair[0].1 < pair[1].1) {
        checker.report(&NOT_NEWEST_FIRST, pair[1].0, "is newer than that of the entry before");
    }
    if let Some(pair) = dates.windows(2).find(|pair| pair[0].1 == pair[1].1) {
        checker.report(&SAME_DATE, pair[1].0, "is that of the entry before");
    }
}

/// The elements that may say when an entry was published, best first.
fn dates_of<'s, 'd>(checker: &'s Checker<'_, 'd>, entry: Node<'d>) -> impl Iterator<Item = Node<'d>> + use<'s, 'd> {
    const NAMES: &[(Ns, &str)] = &[
        (Ns::Core, "pubDate"),
        (Ns::Core, "published"),
        (Ns::Core, "updated"),
        (Ns::Dc, "date"),
        (Ns::Atom, "published"),
        (Ns::Atom, "updated"),
        (Ns::DcTerms, "issued"),
        (Ns::DcTerms, "created"),
    ];
    let nodes: Vec<_> = NAMES.iter().filter_map(|(ns, name)| checker.child(entry, *ns, name)).collect();
    nodes.into_iter()
}

/// When an entry was published, and where it says so.
fn published<'d>(checker: &Checker<'_, 'd>, entry: Node<'d>) -> Option<(Node<'d>, DateTime<FixedOffset>)> {
    dates_of(checker, entry).find_map(|node| {
        let text = trimmed(node);
        let at = date::rfc822(&text).ok().or_else(|| date::rfc3339(&text).ok())?;
        Some((node, at))
    })
}

/// Checks one entry.
fn entry<'d>(checker: &mut Checker<'_, 'd>, entry: Node<'d>) {
    let title = checker.child(entry, Ns::Core, "title");
    match title {
        None => checker.report_tag(&ENTRY_WITHOUT_TITLE, entry, "has no title"),
        Some(title) if title.attribute("type") == Some("html") && trimmed(title).contains('<') => {
            checker.report(&MARKUP_IN_TITLE, title, "holds tags");
        }
        Some(_) => {}
    }
    let links: Vec<_> = checker.children(entry, Ns::Core, "link").collect();
    let leads = match checker.kind {
        Kind::Rss => {
            let is_permalink = |guid: Node<'d>| guid.attribute("isPermaLink") != Some("false");
            !links.is_empty() || checker.child(entry, Ns::Core, "guid").is_some_and(is_permalink)
        }
        _ => links.iter().any(|link| link::relation(*link) == "alternate"),
    };
    if !leads {
        checker.report_tag(&ENTRY_WITHOUT_LINK, entry, "has no link to its page");
    }
    for link in links {
        let (subject, address) = match Subject::of(link, "href") {
            Some((subject, address)) => (subject, address.to_owned()),
            None => (link.into(), trimmed(link)),
        };
        if uri::scheme(&address).is_some_and(|scheme| UNSAFE.iter().any(|known| known.eq_ignore_ascii_case(scheme))) {
            checker.report(&UNSAFE_LINK, subject, "is no address that a reader opens");
        }
    }
    let at = |name| {
        let node = checker.child(entry, Ns::Core, name)?;
        Some((node, date::rfc3339(&trimmed(node)).ok()?))
    };
    if let (Some((_, published)), Some((node, updated))) = (at("published"), at("updated"))
        && updated < published
    {
        checker.report(&UPDATED_BEFORE_PUBLISHED, node, "is before <published>");
    }
}
