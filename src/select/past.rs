//! Feeds that were published before: their ids, their dates, and what was taken back from them.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};

use crate::article::key::feed_urn;
use crate::article::{ArticleId, Outline, TermKey};
use crate::feed::{Feed, FeedKey, PublishedTerm, Site, Taxonomy};
use crate::memory::{FeedRecord, Memory, Record};

/// The feeds of earlier runs.
pub(super) struct PastFeeds<'m> {
    by_term: HashMap<Option<(Taxonomy, &'m TermKey)>, (i64, &'m FeedRecord)>,
    by_slug: HashMap<(Taxonomy, &'m str), Vec<i64>>,
    /// Articles that were taken back, and when.
    tombstones: Vec<(&'m Record, DateTime<Utc>)>,
    /// For each feed which of these it showed.
    showed: HashMap<i64, Vec<usize>>,
}

impl<'m> PastFeeds<'m> {
    /// The feeds that `memory` knows; `retracted` are the articles that are taken back now. Tombstones of articles that
    /// were taken back before `since` are not shown any more.
    pub(super) fn new(memory: &'m Memory, retracted: &[(i64, DateTime<Utc>)], since: DateTime<Utc>) -> Self {
        let by_term = memory.feeds.iter().map(|(n, feed)| {
            let term = feed.term.as_ref().map(|(taxonomy, key)| (*taxonomy, key));
            (term, (*n, feed))
        });
        let now: HashMap<i64, DateTime<Utc>> = retracted.iter().copied().collect();
        let tombstones = memory.articles.iter().filter_map(|(n, record)| match record.retracted {
            // The first time that an article was taken back counts.
            Some(when) => Some((record, when)).filter(|_| record.gone.is_none_or(|gone| gone > since)),
            None => Some((record, *now.get(n)?)),
        });
        let tombstones: Vec<_> = tombstones.collect();
        let mut showed: HashMap<i64, Vec<usize>> = HashMap::new();
        for (at, (record, _)) in tombstones.iter().enumerate() {
            record.feeds.iter().for_each(|n| showed.entry(*n).or_default().push(at));
        }
        let mut by_slug: HashMap<_, Vec<i64>> = HashMap::new();
        for (n, feed) in &memory.feeds {
            if let Some((taxonomy, _)) = &feed.term {
                by_slug.entry((*taxonomy, feed.slug.as_str())).or_default().push(*n);
            }
        }
        Self { by_term: by_term.collect(), by_slug, tombstones, showed }
    }

    /// The feed of a term, or of all articles, over `articles`, with what is remembered of it.
    pub(super) fn feed(
        &self,
        site: &Site,
        term: Option<(usize, &PublishedTerm)>,
        entries: Vec<usize>,
        articles: &[Box<Outline<'_>>],
    ) -> Feed {
        let known = self.by_term.get(&term.map(|(_, term)| (term.taxonomy, &term.key)));
        let id = match (term, known) {
            (Some((_, term)), _) => term.feed_id.clone(),
            (None, Some((_, known))) => known.id.clone(),
            (None, None) => feed_urn(&site.id, &FeedKey::All.folder()),
        };
        let mut feed = Feed::new(site, id, term, entries, articles);
        if let Some((n, known)) = known {
            feed.updated = feed.updated.or(known.updated);
            self.add_tombstones(&mut feed, &[*n], articles);
        }
        feed
    }

    /// The feed of a term at the addresses that it had under other names.
    pub(super) fn former_feeds(&self, feed: &Feed, term: &PublishedTerm, articles: &[Box<Outline<'_>>]) -> Vec<Feed> {
        let numbers = |slug: &str| {
            let known = [slug, &term.slug].into_iter().filter_map(|slug| self.by_slug.get(&(term.taxonomy, slug)));
            known.flatten().copied().collect::<Vec<_>>()
        };
        let former = term.formerly.iter().map(|(slug, id)| {
            let mut former = feed.formerly(term.taxonomy, slug, id);
            self.add_tombstones(&mut former, &numbers(slug), articles);
            former
        });
        former.collect()
    }

    /// Adds a tombstone for each retracted article that this feed once showed, under any of its numbers.
    fn add_tombstones(&self, feed: &mut Feed, numbers: &[i64], articles: &[Box<Outline<'_>>]) {
        let mut showed: Vec<usize> = numbers.iter().filter_map(|n| self.showed.get(n)).flatten().copied().collect();
        if showed.is_empty() {
            feed.retracted = Vec::new();
            return;
        }
        showed.sort_unstable();
        showed.dedup();
        let shown: HashSet<&ArticleId> = feed.entries.iter().map(|n| articles[*n].id()).collect();
        let tombstones = showed.into_iter().map(|at| &self.tombstones[at]);
        feed.retracted = tombstones
            .filter(|(record, _)| !shown.contains(&record.id))
            .map(|(record, when)| (record.id.clone(), *when))
            .collect();
        feed.updated = feed.updated.max(feed.retracted.iter().map(|(_, when)| *when).max());
    }
}
