//! Feeds that were published before: their ids, their dates, and what was taken back from them.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};

use crate::article::id::feed_urn;
use crate::article::{Article, TermKey};
use crate::feed::{Feed, FeedKey, PublishedTerm, Site, Taxonomy};
use crate::memory::{FeedRecord, Memory, Record};

/// The feeds of earlier runs.
pub(super) struct PastFeeds<'m> {
    by_term: HashMap<Option<(Taxonomy, &'m TermKey)>, (i64, &'m FeedRecord)>,
    /// Articles that were taken back, and when.
    tombstones: Vec<(&'m Record, DateTime<Utc>)>,
}

impl<'m> PastFeeds<'m> {
    /// The feeds that `memory` knows; `retracted` are the articles that are taken back now. Tombstones from before `since`
    /// are not shown any more.
    pub(super) fn new(memory: &'m Memory, retracted: &[(i64, DateTime<Utc>)], since: DateTime<Utc>) -> Self {
        let by_term = memory.feeds.iter().map(|(n, feed)| {
            let term = feed.term.as_ref().map(|(taxonomy, key)| (*taxonomy, key));
            (term, (*n, feed))
        });
        // The first time that an article was taken back counts.
        let before = memory.articles.iter().filter_map(|(n, record)| Some((*n, record.retracted?)));
        let all: BTreeMap<i64, DateTime<Utc>> = retracted.iter().copied().chain(before).collect();
        let tombstones =
            all.into_iter().filter(|(_, when)| *when > since).map(|(n, when)| (&memory.articles[&n], when));
        Self { by_term: by_term.collect(), tombstones: tombstones.collect() }
    }

    /// The feed of a term, or of all articles, over `articles`, with what is remembered of it.
    pub(super) fn feed(
        &self,
        site: &Site,
        term: Option<(usize, &PublishedTerm)>,
        entries: Vec<usize>,
        articles: &[Article<'_>],
    ) -> Feed {
        let known = self.by_term.get(&term.map(|(_, term)| (term.taxonomy, &term.key)));
        let id = match (term, known) {
            (Some((_, term)), _) => term.feed_id.clone(),
            (None, Some((_, known))) => known.id.clone(),
            (None, None) => feed_urn(&site.id, &FeedKey::All.folder()),
        };
        let mut feed = Feed::new(site, id, term, entries, articles);
        if let Some((n, known)) = known {
            let showed = self.tombstones.iter().filter(|(record, _)| record.feeds.binary_search(n).is_ok());
            feed.retracted = showed
                .filter(|(record, _)| !feed.entries.iter().any(|n| *articles[*n].id() == record.id))
                .map(|(record, when)| (record.id.clone(), *when))
                .collect();
            feed.updated = feed.updated.or(known.updated).max(feed.retracted.iter().map(|(_, when)| *when).max());
        }
        feed
    }
}
