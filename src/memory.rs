//! What earlier runs published, as far as later runs must know it: plain data, between the ledger that keeps it and
//! the stages that use it.
//!
//! A [`Record`] is kept of every article that a feed has shown, for as long as it is in the collection and for a while
//! after; of an article that no feed has shown, and of one that is held, only if its date was made here (by the time it was
//! first seen, or by the seconds of its day) or its id was made because it has that of another article, as neither could be
//! made again. A [`FeedRecord`] is kept for good, and so is a record of an article that a closed document of an archive holds, or whose
//! page stays for good.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use crate::article::{ArticleId, Key, KeyKind, Keys, Published, TermKey};
use crate::feed::Taxonomy;

/// An article that was published, or whose date was made here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The id it is published under, for good.
    pub id: ArticleId,
    /// All that it was known by; of each kind the present one last.
    pub keys: Vec<(KeyKind, Key)>,
    /// Its date, for good once a feed has shown it.
    pub published: Published,
    /// When it last changed.
    pub updated: DateTime<Utc>,
    /// What its content was ([`crate::article::Outline::content`]); `None` if no feed has shown it yet.
    pub content: Option<Key>,
    /// The feeds that have shown it, by their numbers, sorted.
    pub feeds: Vec<i64>,
    /// Since when it is not in the collection.
    pub left: Option<DateTime<Utc>>,
    /// Since when no feed shows it.
    pub gone: Option<DateTime<Utc>>,
    /// When the collection took it back.
    pub retracted: Option<DateTime<Utc>>,
    /// Its own page, if it ever had one.
    pub page: Option<ArticlePage>,
}

/// The page of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticlePage {
    /// The name of its folder, which stays as it is for as long as the article is remembered.
    pub name: String,
    /// Whether it is published.
    pub state: PageState,
}

/// Whether the page of an article is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageState {
    /// It is: a feed or a document of an archive shows the article.
    Shown,
    /// It is for a while, though none does since a moment.
    Left(DateTime<Utc>),
    /// It is not.
    Gone,
}

impl ArticlePage {
    /// The page of an article that a feed shows.
    pub fn shown(name: &str) -> Self {
        Self { name: name.to_owned(), state: PageState::Shown }
    }

    /// Whether it is published.
    pub fn is_there(&self) -> bool {
        self.state != PageState::Gone
    }

    /// Takes down that nothing shows the article, whose page stays for a while; `None`: for good.
    pub fn leave(&mut self, stays: Option<TimeDelta>, now: DateTime<Utc>) {
        let since = match self.state {
            PageState::Shown => now,
            PageState::Left(since) => since,
            PageState::Gone => return,
        };
        let is_over = stays.is_some_and(|stays| since + stays <= now);
        self.state = if is_over { PageState::Gone } else { PageState::Left(since) };
    }

    /// Since when nothing shows the article, if its page stays all the same.
    pub fn left(&self) -> Option<DateTime<Utc>> {
        match self.state {
            PageState::Left(since) => Some(since),
            PageState::Shown | PageState::Gone => None,
        }
    }
}

/// How many keys of one kind are kept: a live report may get a new title every hour.
const KEYS_OF_A_KIND: usize = 4;

impl Record {
    /// Adds what the article is known by now.
    pub fn know(&mut self, keys: &Keys) {
        if keys.url.is_some() && keys.place.is_none() {
            // The page is its address now, not a place on it.
            self.keys.retain(|(kind, _)| *kind != KeyKind::Place);
        }
        for &kind in KeyKind::ALL {
            let Some(key) = kind.of(keys) else { continue };
            if self.present(kind) == Some(key) {
                continue;
            }
            self.keys.retain(|known| *known != (kind, key));
            self.keys.push((kind, key));
            if self.keys.iter().filter(|(known, _)| *known == kind).count() > KEYS_OF_A_KIND
                && let Some(oldest) = self.keys.iter().position(|(known, _)| *known == kind)
            {
                self.keys.remove(oldest);
            }
        }
    }

    /// Takes down that the article is in the collection, under these keys and this date.
    pub fn mark_present(&mut self, keys: &Keys, published: Published) {
        self.know(keys);
        self.keys.shrink_to_fit();
        self.published = published;
        self.left = None;
        if self.retracted.take().is_some() {
            self.gone = None;
        }
    }

    /// The key of a kind that it was last known by.
    pub fn present(&self, kind: KeyKind) -> Option<Key> {
        self.keys.iter().rev().find(|(known, _)| *known == kind).map(|(_, key)| *key)
    }

    /// Whether a feed has shown it.
    pub fn was_shown(&self) -> bool {
        self.content.is_some()
    }
}

/// A feed that was published: its address and its id are never given to another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedRecord {
    /// The term it is about; `None` is the feed of all articles.
    pub term: Option<(Taxonomy, TermKey)>,
    /// The name of its folder; empty for all articles.
    pub slug: String,
    /// What the term was called last.
    pub label: String,
    /// Its permanent id.
    pub id: String,
    /// The date of its newest entry when it last had one.
    pub updated: Option<DateTime<Utc>>,
    /// Since when it has no entries, or is not published.
    pub vanished: Option<DateTime<Utc>>,
}

/// A document of a feed's archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveRecord {
    /// Its name in the feed's archive.
    pub name: String,
    /// Whether its entries stay as they are.
    pub closed: bool,
    /// The base URL that its links were made with.
    pub base: String,
    /// The articles that it holds, by their numbers, sorted.
    pub articles: Vec<i64>,
}

/// All that is remembered of articles and feeds, by number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Memory {
    /// The articles.
    pub articles: BTreeMap<i64, Record>,
    /// The feeds.
    pub feeds: BTreeMap<i64, FeedRecord>,
    /// The archives, by feed and place, oldest first.
    pub archives: BTreeMap<(i64, i64), ArchiveRecord>,
}

/// Nothing.
pub static NO_MEMORY: Memory = Memory { articles: BTreeMap::new(), feeds: BTreeMap::new(), archives: BTreeMap::new() };

impl Memory {
    /// This memory with the terms of feeds folded as they are now: earlier versions told more spellings apart.
    ///
    /// Of several feeds that are of one term by now, the one with the shortest slug has the term (its slug has no hash),
    /// of equals the first. The others keep a key that no term has any more: as [`TermKey::refolded`] says whose, they are
    /// found as other names of it.
    pub fn refolded(&self) -> Cow<'_, Self> {
        let mut spellings: BTreeMap<(Taxonomy, TermKey), Vec<(i64, &FeedRecord)>> = BTreeMap::new();
        for (n, feed) in &self.feeds {
            if let Some((taxonomy, key)) = &feed.term {
                spellings.entry((*taxonomy, key.refolded())).or_default().push((*n, feed));
            }
        }
        let mut memory = Cow::Borrowed(self);
        for (term, feeds) in spellings {
            let Some((first, feed)) = feeds.iter().min_by_key(|(n, feed)| (feed.slug.len(), *n)) else { continue };
            if feed.term.as_ref() == Some(&term) {
                continue;
            }
            let memory = memory.to_mut();
            // A record that has the key gives it to the first.
            let holder = feeds.iter().find(|(_, other)| other.term.as_ref() == Some(&term));
            if let Some(holder) = holder.and_then(|(n, _)| memory.feeds.get_mut(n)) {
                holder.term.clone_from(&feed.term);
            }
            if let Some(first) = memory.feeds.get_mut(first) {
                first.term = Some(term);
            }
        }
        memory
    }

    /// The feeds of the terms of a taxonomy.
    pub fn terms(&self, taxonomy: Taxonomy) -> impl Iterator<Item = (&TermKey, &FeedRecord)> {
        self.feeds.values().filter_map(move |feed| match &feed.term {
            Some((of, key)) if *of == taxonomy => Some((key, feed)),
            _ => None,
        })
    }
}
