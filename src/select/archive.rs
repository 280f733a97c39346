//! Archives (RFC 5005 §4): which documents hold what a feed shows no more, so that its whole history can be read.
//!
//! Each article of a feed goes into one document, oldest first. A document is closed when a later one has begun: when its
//! month is over, or when it is full. What it holds is then remembered and never changes, whatever becomes of the
//! collection; an article that comes late, with a date in a month that is closed, goes into the document that is open. The
//! open one is there from the start, so that the document before it can name it, and the feed itself shows all of it that the
//! collection still has: a reader who follows the feed and its closed documents misses nothing. What leaves the collection
//! before its document is closed stays in it, as it was published.
//!
//! Two things do change a closed document: an article in it that is taken back, because it must not be shown any more, and
//! links that would lead nowhere: with another base URL those of all its files, those of its page to a format that is
//! not published any more, and those of its entries to the feed of a term that is removed. Then its published files are
//! edited; they are never made anew from a collection that may have changed since. Only a file that is not there is, as
//! far as the collection still has its articles: one that was lost, or one in a format that was not published before.
//!
//! A term that is called otherwise now leaves its documents at the old address. None is added there, and each is looked
//! after like a closed one.

mod names;

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, Utc};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::article::{ArticleId, Outline, TermKey};
use crate::feed::{FeedKey, PublishedTerm, Taxonomy};
use crate::memory::{ArchiveRecord, FeedRecord, Memory};
use names::{Month, Names};

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
    /// Whether a document has files in formats that are not published any more: its page leads to such files.
    pub is_outdated: &'o (dyn Fn(&FeedKey) -> bool + Sync),
    /// Whether there is a page of a feed before this run.
    pub was_published: &'o (dyn Fn(&FeedKey) -> bool + Sync),
}

impl fmt::Debug for Archiving<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Archiving").field("closing", &self.closing).finish_non_exhaustive()
    }
}

/// What has to be done for the files of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArchiveAction {
    /// Nothing: they are in their places, closed for good.
    Stays,
    /// Those that are not in their places are made again, as far as the collection still has their articles.
    Restored,
    /// The same, and those are edited that lead to what is not published any more.
    Relinked,
    /// Their entries stay as they are published, but for what was taken back and for links to where the publication was.
    Edited,
    /// They are written: the document is open, or it is closed now.
    Written,
}

/// An entry that is taken from where it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The number of its record.
    pub record: i64,
    /// Its id.
    pub id: ArticleId,
    /// Its date.
    pub published: DateTime<Utc>,
}

/// A document of a feed's archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its name in the feed's archive.
    pub name: String,
    /// Whether its entries stay as they are.
    pub is_closed: bool,
    /// What becomes of its files.
    pub action: ArchiveAction,
    /// Its articles, newest first, where they may have to be rendered.
    pub articles: Vec<usize>,
    /// Entries that are taken from the published files: of what is edited all, else those whose articles the feed does not
    /// have any more.
    pub kept: Vec<Kept>,
    /// The base URL that its links were made with.
    pub base: String,
    /// How many entries it should have.
    pub size: usize,
}

/// The archive of a feed whose term is called otherwise now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerArchive {
    /// The feed at its old address.
    pub key: FeedKey,
    /// The number of its record.
    pub feed: i64,
    /// Its documents, oldest first, each with its place in the archive.
    pub documents: Vec<(i64, Document)>,
}

/// What is remembered of the archive of each feed, oldest document first.
pub(super) struct Known<'m> {
    by_term: FxHashMap<Option<(Taxonomy, &'m TermKey)>, Vec<&'m ArchiveRecord>>,
}

impl<'m> Known<'m> {
    pub(super) fn new(memory: &'m Memory) -> Self {
        let mut by_term: FxHashMap<_, Vec<&ArchiveRecord>> = FxHashMap::default();
        for ((feed, _), archive) in &memory.archives {
            let Some(feed) = memory.feeds.get(feed) else { continue };
            by_term.entry(feed.term.as_ref().map(|(taxonomy, key)| (*taxonomy, key))).or_default().push(archive);
        }
        Self { by_term }
    }

    /// The archive of the feed of a term.
    pub(super) fn of<'s>(&'s self, term: Option<&'s PublishedTerm>) -> &'s [&'s ArchiveRecord] {
        self.by_term.get(&term.map(|term| (term.taxonomy, &term.key))).map_or(&[], Vec::as_slice)
    }
}

/// What all archives are made of.
pub(super) struct Past<'p> {
    /// All articles, newest first.
    pub(super) articles: &'p [Box<Outline<'p>>],
    /// Their records.
    pub(super) records: &'p [(Option<i64>, bool)],
    /// All that is remembered.
    pub(super) memory: &'p Memory,
    /// What of it is about archives.
    pub(super) known: &'p Known<'p>,
    /// Articles that are taken back.
    pub(super) retracted: &'p FxHashSet<i64>,
    /// Feeds whose files this run removes, by their numbers.
    pub(super) removed: &'p FxHashSet<i64>,
}

/// The feeds whose files a run removes that publishes feeds of these terms.
pub(super) fn removed(memory: &Memory, terms: &[PublishedTerm], archiving: Archiving<'_>) -> FxHashSet<i64> {
    let published: FxHashSet<(Taxonomy, &str)> = terms
        .iter()
        .filter(|term| term.has_feed)
        .flat_map(|term| {
            let former = term.formerly.iter().map(|(slug, _)| slug);
            former.chain([&term.slug]).map(|slug| (term.taxonomy, slug.as_str()))
        })
        .collect();
    let is_removed = |feed: &FeedRecord| {
        feed.term.as_ref().is_some_and(|(taxonomy, _)| {
            !published.contains(&(*taxonomy, feed.slug.as_str()))
                && (archiving.was_published)(&FeedKey::Term(*taxonomy, feed.slug.clone()))
        })
    };
    memory.feeds.iter().filter(|(_, feed)| is_removed(feed)).map(|(n, _)| *n).collect()
}

impl Past<'_> {
    /// The documents of each of the feeds, of which the term and the articles are given, newest first.
    pub(super) fn documents(
        &self,
        feeds: Vec<(Option<&PublishedTerm>, &[usize])>,
        base_url: &str,
        archiving: Archiving<'_>,
    ) -> Vec<Vec<Document>> {
        let documents = feeds.into_par_iter().map(|(term, members)| {
            if term.is_some_and(|term| !term.is_published()) {
                return Vec::new();
            }
            let key = term.map_or(FeedKey::All, PublishedTerm::feed);
            let archive = Archive { past: self, members, known: self.known.of(term), base_url };
            archive.documents(&key, archiving)
        });
        documents.collect()
    }

    /// The documents at the addresses that a term had under other names; `members` are its articles, newest first.
    pub(super) fn former(
        &self,
        term: &PublishedTerm,
        members: &[usize],
        base_url: &str,
        archiving: Archiving<'_>,
    ) -> Vec<FormerArchive> {
        let archive = Archive { past: self, members, known: &[], base_url };
        let former = term.formerly.iter().filter(|_| term.has_feed).filter_map(|(slug, _)| {
            let is_it = |feed: &&FeedRecord| {
                feed.slug == *slug && feed.term.as_ref().is_some_and(|(taxonomy, _)| *taxonomy == term.taxonomy)
            };
            let feed = *self.memory.feeds.iter().find(|(_, feed)| is_it(feed))?.0;
            let key = FeedKey::Term(term.taxonomy, slug.clone());
            let places = archive.places();
            let known = self.memory.archives.range((feed, i64::MIN)..=(feed, i64::MAX));
            let documents = known.map(|((_, place), known)| (*place, archive.closed(known, &places, &key, archiving)));
            Some(FormerArchive { documents: documents.collect(), key, feed })
        });
        former.filter(|former| !former.documents.is_empty()).collect()
    }
}

/// What a feed's archive is made of.
struct Archive<'s> {
    past: &'s Past<'s>,
    /// The articles of the feed, newest first.
    members: &'s [usize],
    /// What is remembered of it.
    known: &'s [&'s ArchiveRecord],
    /// Where the publication is.
    base_url: &'s str,
}

impl Archive<'_> {
    /// The articles of the feed by their records.
    fn places(&self) -> FxHashMap<i64, usize> {
        self.members.iter().filter_map(|n| Some((self.past.records[*n].0?, *n))).collect()
    }

    /// The documents, oldest first; the last one is open. `feed` is what they are the archive of.
    fn documents(&self, feed: &FeedKey, archiving: Archiving<'_>) -> Vec<Document> {
        let (closed, open): (Vec<&ArchiveRecord>, Vec<_>) = self.known.iter().partition(|archive| archive.closed);
        let places = self.places();
        let mut documents: Vec<Document> =
            closed.iter().map(|archive| self.closed(archive, &places, feed, archiving)).collect();
        let archived: FxHashSet<i64> = closed.iter().flat_map(|archive| archive.articles.iter().copied()).collect();
        let is_archived = |n: usize| self.past.records[n].0.is_some_and(|record| archived.contains(&record));
        let rest: Vec<usize> = self.members.iter().rev().copied().filter(|n| !is_archived(*n)).collect();
        // What the open document held and the collection does not any more.
        let open = open.first();
        let gone = open.map_or(&[][..], |archive| &archive.articles).iter();
        let kept = self.kept(gone.filter(|n| !places.contains_key(n)));
        let names = Names { first: open.map(|archive| archive.name.as_str()), closed: &closed };
        let mut parts = match archiving.closing {
            Closing::Months => self.by_months(&rest, kept.len(), &names),
            Closing::Entries(count) => by_count(&rest, kept.len(), count, &names),
        };
        if let (true, Some(name)) = (parts.is_empty(), names.first) {
            parts.push((name.to_owned(), Vec::new()));
        }
        let last = parts.len().saturating_sub(1);
        let mut kept = Some(kept);
        documents.extend(parts.into_iter().enumerate().map(|(n, (name, mut articles))| {
            articles.reverse();
            let kept = kept.take().unwrap_or_default();
            Document {
                name,
                is_closed: n < last,
                action: ArchiveAction::Written,
                size: articles.len() + kept.len(),
                articles,
                kept,
                base: open.map_or(String::new(), |archive| archive.base.clone()),
            }
        }));
        documents
    }

    /// A document to which nothing is added. `places` are the articles of the feed by their records.
    fn closed(
        &self,
        archive: &ArchiveRecord,
        places: &FxHashMap<i64, usize>,
        feed: &FeedKey,
        archiving: Archiving<'_>,
    ) -> Document {
        let is_edited =
            archive.base != self.base_url || archive.articles.iter().any(|n| self.past.retracted.contains(n));
        let key = feed.archive(&archive.name);
        let action = match () {
            () if is_edited => ArchiveAction::Edited,
            () if (archiving.is_outdated)(&key) || self.leads_to_removed(archive) => ArchiveAction::Relinked,
            () if (archiving.is_intact)(&key) => ArchiveAction::Stays,
            () => ArchiveAction::Restored,
        };
        let stay = || archive.articles.iter().filter(|n| !self.past.retracted.contains(n));
        let (mut articles, mut kept) = (Vec::new(), Vec::new());
        if action != ArchiveAction::Stays {
            articles = stay().filter_map(|n| places.get(n).copied()).collect();
            articles.sort_unstable();
            kept = self.kept(stay().filter(|n| action != ArchiveAction::Restored || !places.contains_key(n)));
        }
        Document {
            name: archive.name.clone(),
            is_closed: archive.closed,
            action,
            articles,
            kept,
            base: archive.base.clone(),
            size: stay().count(),
        }
    }

    /// Whether entries of a document name terms whose feeds are removed.
    fn leads_to_removed(&self, archive: &ArchiveRecord) -> bool {
        let removed = self.past.removed;
        let names = |n: &i64| {
            let record = self.past.memory.articles.get(n);
            record.is_some_and(|record| record.feeds.iter().any(|feed| removed.contains(feed)))
        };
        !removed.is_empty() && archive.articles.iter().any(names)
    }

    /// Entries that are taken from where they were published, newest first.
    fn kept<'n>(&self, records: impl Iterator<Item = &'n i64>) -> Vec<Kept> {
        let kept = |n: &i64| {
            let record = self.past.memory.articles.get(n).filter(|_| !self.past.retracted.contains(n))?;
            Some(Kept { record: *n, id: record.id.clone(), published: record.published.at })
        };
        let mut kept: Vec<Kept> = records.filter_map(kept).collect();
        kept.sort_by(|a, b| b.published.cmp(&a.published).then_with(|| a.id.cmp(&b.id)));
        kept
    }

    /// What is in no closed document (oldest first), by months. The first part holds `kept` entries already.
    fn by_months(&self, rest: &[usize], kept: usize, names: &Names<'_>) -> Vec<(String, Vec<usize>)> {
        let month = |n: usize| Month::of(self.past.articles[n].published.day);
        let Some(newest) = rest.iter().map(|n| month(*n)).max() else { return Vec::new() };
        // What comes late goes into the first one that is not closed.
        let last = names.closed.iter().filter_map(|archive| Month::in_name(&archive.name)).max();
        let begun = names.first.and_then(Month::in_name).unwrap_or_else(|| {
            let next = rest.iter().map(|n| month(*n)).filter(|month| last.is_none_or(|last| *month > last)).min();
            next.unwrap_or(newest)
        });
        let mut by_month: BTreeMap<Month, Vec<usize>> = BTreeMap::from([(begun, Vec::new())]);
        for n in rest {
            by_month.entry(month(*n).max(begun)).or_default().push(*n);
        }
        let mut parts: Vec<(String, Vec<usize>)> = Vec::with_capacity(by_month.len());
        for (month, articles) in by_month {
            let room = if parts.is_empty() { MOST_ENTRIES.saturating_sub(kept) } else { MOST_ENTRIES };
            for chunk in chunks(&articles, room, MOST_ENTRIES) {
                // A month that goes on in another document, or that has one already, has a number.
                let name = names.free(parts.len(), &month.to_string(), &parts);
                parts.push((name, chunk.to_vec()));
            }
        }
        parts
    }
}

/// What is in no closed document (oldest first), by number of entries. The first part holds `kept` entries already.
fn by_count(rest: &[usize], kept: usize, count: usize, names: &Names<'_>) -> Vec<(String, Vec<usize>)> {
    let mut parts: Vec<(String, Vec<usize>)> = Vec::new();
    if !rest.is_empty() {
        for chunk in chunks(rest, count.saturating_sub(kept), count) {
            let number = names.closed.len() + parts.len() + 1;
            let name = names.free(parts.len(), &number.to_string(), &parts);
            parts.push((name, chunk.to_vec()));
        }
    }
    parts
}

/// A list in pieces: the first has the length of `room`, the others that of `size`. At least one.
fn chunks(list: &[usize], room: usize, size: usize) -> impl Iterator<Item = &[usize]> {
    let (first, others) = list.split_at(room.min(list.len()));
    std::iter::once(first).chain(others.chunks(size))
}
