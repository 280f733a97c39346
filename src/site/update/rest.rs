//! The feeds that stay as they are published, as far as documents about all feeds say something of them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::super::again::Stop;
use super::feeds::Feeds;
use crate::catalogue::{Catalogue, ListedRow};
use crate::feed::{Feed, FeedRules, PublishedTerm, Taxonomy};
use crate::memory::FeedRecord;
use crate::render::{ALL_ON_INDEX, LIVELIEST, Others, Rest, lively_since};
use crate::select::Selected;

/// What is said of the feeds that are not among the selected ones; `dirty` are the terms of these.
pub(super) fn rest(
    selected: &Selected<'_>,
    catalogue: &Catalogue,
    feeds: &Feeds<'_>,
    dirty: &BTreeSet<i64>,
) -> Result<Rest, Stop> {
    let mut rest = Rest::default();
    let mut listed: BTreeMap<Taxonomy, Vec<ListedRow>> = BTreeMap::new();
    for row in catalogue.listed()? {
        if !dirty.contains(&row.term) {
            listed.entry(row.taxonomy).or_default().push(row);
        }
    }
    for (taxonomy, rows) in listed {
        let of_taxonomy = |feed: &&Feed| feed.term.is_some_and(|n| selected.terms[n].taxonomy == taxonomy);
        let made = || selected.feeds.iter().filter(of_taxonomy).filter(|feed| !feed.entries.is_empty());
        let others = Others { count: rows.len(), newest: rows.iter().filter_map(|row| row.activity.newest).max() };
        rest.updated = rest.updated.max(rows.iter().filter_map(|row| row.updated).max());
        let newest = made().filter_map(|feed| feed.activity.newest).max().max(others.newest);
        let are_all = others.count + made().count() <= ALL_ON_INDEX;
        let rows = if are_all { rows } else { liveliest(rows, newest.unwrap_or_default(), catalogue)? };
        for row in rows {
            let Some(feed) = feeds.get(row.feed)? else { return Err(Stop::Unsure("a feed is not known")) };
            rest.liveliest.extend(listed_term(&feed.record, row.activity.articles).map(|term| (row.activity, term)));
        }
        rest.of.insert(taxonomy, others);
    }
    Ok(rest)
}

/// The term of a feed that has entries.
pub(super) fn listed_term(record: &FeedRecord, articles: usize) -> Option<PublishedTerm> {
    let (taxonomy, key) = record.term.clone()?;
    Some(PublishedTerm {
        taxonomy,
        key,
        label: record.label.clone(),
        slug: record.slug.clone(),
        articles,
        has_feed: true,
        vanishing: None,
        feed_id: record.id.clone(),
        rules: FeedRules::default(),
        formerly: Vec::new(),
    })
}

/// Those of the feeds of a taxonomy that may be among the liveliest, of which the newest article is of a day.
fn liveliest(mut rows: Vec<ListedRow>, newest: NaiveDate, catalogue: &Catalogue) -> Result<Vec<ListedRow>, Stop> {
    let since = lively_since(newest);
    let key = |row: &ListedRow| Reverse((row.activity.since(since), row.activity.articles));
    rows.sort_by_cached_key(key);
    if let Some(last) = rows.get(LIVELIEST - 1).map(key) {
        rows.truncate(rows.partition_point(|row| key(row) <= last));
        if rows.len() > LIVELIEST {
            // Of equals those come first whose addresses do.
            let mut slugs = BTreeMap::new();
            for row in &rows {
                slugs.insert(row.feed, catalogue.slug_of(row.feed)?.unwrap_or_default());
            }
            rows.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| slugs[&a.feed].cmp(&slugs[&b.feed])));
            rows.truncate(LIVELIEST);
        }
    }
    Ok(rows)
}
