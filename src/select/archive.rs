//! Archives (RFC 5005 §4): which documents hold what a feed shows no more, so that its whole history can be read.
//!
//! Each article of a feed goes into one document, oldest first. A document is closed when a later one has begun: when its
//! month is over, or when it is full. What it holds is then remembered and never changes, whatever becomes of the
//! collection; an article that comes late, with a date in a month that is closed, goes into the document that is open. The
//! open one is there from the start, so that the document before it can name it, and the feed itself shows all that it
//! holds: a reader who follows the feed and its closed documents misses nothing.
//!
//! Two things do change a closed document: an article in it that is taken back, because it must not be shown any more, and
//! another base URL, because its links would lead nowhere.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{Datelike, NaiveDate};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::article::{Article, TermKey};
use crate::feed::{FeedKey, PublishedTerm, Taxonomy};
use crate::memory::{ArchiveRecord, Memory};

/// When a document is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closing {
    /// When its month is over.
    Months,
    /// When it has so many entries.
    Entries(usize),
}

/// The most entries of a document of a month; more make another one.
const MOST_ENTRIES: usize = 500;

/// How archives are made.
#[derive(Clone, Copy)]
pub struct Archiving<'o> {
    /// When a document is closed.
    pub closing: Closing,
    /// Whether all files of a document are in their places, so that it need not be written.
    pub is_intact: &'o (dyn Fn(&FeedKey) -> bool + Sync),
}

impl fmt::Debug for Archiving<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Archiving").field("closing", &self.closing).finish_non_exhaustive()
    }
}

/// A document of a feed's archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its name in the feed's archive.
    pub name: String,
    /// Whether its entries stay as they are.
    pub is_closed: bool,
    /// Its articles, newest first; empty where its files stay as they are.
    pub articles: Vec<usize>,
    /// Whether it was closed before.
    pub was_closed: bool,
    /// Whether its files are written though they are there.
    pub is_rewritten: bool,
}

/// What is remembered of the archive of each feed, oldest document first.
pub(super) struct Known<'m> {
    by_term: FxHashMap<Option<(Taxonomy, &'m TermKey)>, Vec<&'m ArchiveRecord>>,
    /// All articles that a closed document holds.
    pub(super) archived: FxHashSet<i64>,
}

impl<'m> Known<'m> {
    pub(super) fn new(memory: &'m Memory) -> Self {
        let mut by_term: FxHashMap<_, Vec<&ArchiveRecord>> = FxHashMap::default();
        let mut archived = FxHashSet::default();
        for ((feed, _), archive) in &memory.archives {
            let Some(feed) = memory.feeds.get(feed) else { continue };
            by_term.entry(feed.term.as_ref().map(|(taxonomy, key)| (*taxonomy, key))).or_default().push(archive);
            archived.extend(&archive.articles);
        }
        Self { by_term, archived }
    }

    /// The archive of the feed of a term.
    pub(super) fn of<'s>(&'s self, term: Option<&'s PublishedTerm>) -> &'s [&'s ArchiveRecord] {
        self.by_term.get(&term.map(|term| (term.taxonomy, &term.key))).map_or(&[], Vec::as_slice)
    }
}

/// What a feed's archive is made of.
pub(super) struct Archive<'s> {
    /// The articles of the feed, newest first.
    pub(super) members: &'s [usize],
    /// All articles.
    pub(super) articles: &'s [Article<'s>],
    /// Their records.
    pub(super) records: &'s [(Option<i64>, bool)],
    /// What is remembered of it.
    pub(super) known: &'s [&'s ArchiveRecord],
    /// Where the publication is.
    pub(super) base_url: &'s str,
    /// Articles that are taken back.
    pub(super) retracted: &'s FxHashSet<i64>,
}

impl Archive<'_> {
    /// The documents, oldest first; the last one is open. `folder` is the feed.
    pub(super) fn documents(&self, folder: &FeedKey, archiving: Archiving<'_>) -> Vec<Document> {
        let (closed, open): (Vec<&ArchiveRecord>, Vec<_>) = self.known.iter().partition(|archive| archive.closed);
        let archived: FxHashSet<i64> = closed.iter().flat_map(|archive| archive.articles.iter().copied()).collect();
        let is_archived = |n: usize| self.records[n].0.is_some_and(|record| archived.contains(&record));
        let mut documents: Vec<Document> = Vec::with_capacity(closed.len() + 1);
        for archive in &closed {
            let is_rewritten =
                archive.base != self.base_url || archive.articles.iter().any(|n| self.retracted.contains(n));
            let key = folder.archive(&archive.name);
            let articles = if is_rewritten || !(archiving.is_intact)(&key) {
                let holds = |n: &usize| self.records[*n].0.is_some_and(|n| archive.articles.binary_search(&n).is_ok());
                self.members.iter().copied().filter(holds).collect()
            } else {
                Vec::new()
            };
            documents.push(Document {
                name: archive.name.clone(),
                is_closed: true,
                articles,
                was_closed: true,
                is_rewritten,
            });
        }
        let rest: Vec<usize> = self.members.iter().rev().copied().filter(|n| !is_archived(*n)).collect();
        let first = open.first().map(|archive| archive.name.as_str());
        let parts = match archiving.closing {
            Closing::Months => self.by_months(&rest, first, &closed),
            Closing::Entries(count) => by_count(&rest, first, closed.len(), count),
        };
        let last = parts.len().saturating_sub(1);
        documents.extend(parts.into_iter().enumerate().map(|(n, (name, mut articles))| {
            articles.reverse();
            Document { name, is_closed: n < last, articles, was_closed: false, is_rewritten: false }
        }));
        documents
    }

    /// What is in no closed document (oldest first), by months. `first` is the name that the first of them has already.
    fn by_months(&self, rest: &[usize], first: Option<&str>, closed: &[&ArchiveRecord]) -> Vec<(String, Vec<usize>)> {
        let month = |n: usize| Month::of(self.articles[n].published.day);
        let Some(newest) = rest.iter().map(|n| month(*n)).max() else {
            return first.map(|name| (name.to_owned(), Vec::new())).into_iter().collect();
        };
        // What comes late goes into the first one that is not closed.
        let last = closed.last().and_then(|archive| Month::in_name(&archive.name));
        let begun = first.and_then(Month::in_name).unwrap_or_else(|| {
            let next = rest.iter().map(|n| month(*n)).filter(|month| last.is_none_or(|last| *month > last)).min();
            next.unwrap_or(newest)
        });
        let mut by_month: BTreeMap<Month, Vec<usize>> = BTreeMap::from([(begun, Vec::new())]);
        for n in rest {
            by_month.entry(month(*n).max(begun)).or_default().push(*n);
        }
        let mut parts: Vec<(String, Vec<usize>)> = Vec::with_capacity(by_month.len());
        for (month, articles) in by_month {
            // A month that goes on in another document, or that has one already.
            let part = |parts: &[_]| format!("{month}-{}", closed.len() + parts.len() + 1);
            let name = match first {
                Some(first) if parts.is_empty() => first.to_owned(),
                _ if last.is_some_and(|last| last >= month) => part(&parts),
                _ => month.to_string(),
            };
            let mut chunks = articles.chunks(MOST_ENTRIES);
            parts.push((name, chunks.next().unwrap_or_default().to_vec()));
            for chunk in chunks {
                parts.push((part(&parts), chunk.to_vec()));
            }
        }
        parts
    }
}

/// What is in no closed document (oldest first), by number of entries.
fn by_count(rest: &[usize], first: Option<&str>, closed: usize, count: usize) -> Vec<(String, Vec<usize>)> {
    let name = |at: usize| match first {
        Some(first) if at == 0 => first.to_owned(),
        _ => (closed + at + 1).to_string(),
    };
    if rest.is_empty() {
        return first.map(|name| (name.to_owned(), Vec::new())).into_iter().collect();
    }
    rest.chunks(count).enumerate().map(|(at, chunk)| (name(at), chunk.to_vec())).collect()
}

/// A month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Month {
    year: i32,
    month: u32,
}

impl Month {
    fn of(day: NaiveDate) -> Self {
        Self { year: day.year(), month: day.month() }
    }

    /// The month that the name of a document begins with.
    fn in_name(name: &str) -> Option<Self> {
        let (year, rest) = name.split_at_checked(4)?;
        let month = rest.strip_prefix('-')?.get(..2)?;
        Some(Self { year: year.parse().ok()?, month: month.parse().ok()? })
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}
