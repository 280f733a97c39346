//! Recall: which of the articles were published before, under which id and date.
//!
//! An article is the one that a record is of if one of its keys is the record's: its id, else its URL, else its source,
//! title and day; one without id and address also by its source, day and text, and one whose date is vague by its source
//! and title. A record is of one article at most, and better keys go first. So an edited title, a moved URL or a new
//! base URL keep the id.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Dated;
use super::dedupe::is_vague;
use crate::article::{Article, ArticleId, Key, Origin, Precision, Published};
use crate::memory::{KeyKind, Memory, Record};

/// How far a vague date may be off, in days: "4 days ago" is exact to one, on either side.
const DAYS: i64 = 2;

/// The records of the articles.
pub(super) struct Recalled {
    /// For each article the number of its record.
    pub(super) records: Vec<Option<i64>>,
    /// For each article the date that it had before, where that date stands.
    pub(super) dates: Vec<Option<Published>>,
}

/// A way to find records.
struct Index<'m> {
    memory: &'m Memory,
    by_key: FxHashMap<(KeyKind, Key), Vec<i64>>,
    by_id: FxHashMap<&'m ArticleId, i64>,
}

impl<'m> Index<'m> {
    fn new(memory: &'m Memory) -> Self {
        let mut by_key: FxHashMap<_, Vec<i64>> = FxHashMap::default();
        let mut by_id = FxHashMap::default();
        for (n, record) in &memory.articles {
            by_id.insert(&record.id, *n);
            for key in &record.keys {
                by_key.entry(*key).or_default().push(*n);
            }
        }
        Self { memory, by_key, by_id }
    }

    /// The records that share a key of a kind with an article.
    fn sharing(&self, kind: KeyKind, article: &Article<'_>) -> impl Iterator<Item = (i64, &'m Record)> {
        let key = kind.of(&article.keys);
        let found = key.and_then(|key| self.by_key.get(&(kind, key))).map_or(&[][..], Vec::as_slice);
        found.iter().filter_map(|n| Some((*n, self.memory.articles.get(n)?)))
    }
}

/// Articles that the collection takes back.
#[derive(Default)]
pub(super) struct Retracted {
    /// How many of its articles.
    pub(super) count: usize,
    /// The records of those that were published, and when each was taken back.
    pub(super) records: Vec<(i64, DateTime<Utc>)>,
}

/// Takes out the articles that the collection takes back.
pub(super) fn retract(articles: &mut Vec<Article<'_>>, memory: &Memory) -> Retracted {
    let mut found = Retracted::default();
    let (gone, mut live): (Vec<_>, Vec<_>) = articles.drain(..).partition(|article| article.deleted);
    if gone.is_empty() {
        articles.append(&mut live);
        return found;
    }
    let index = Index::new(memory);
    let mut bare = FxHashSet::default();
    for article in &gone {
        found.count += 1;
        let names_itself = article.keys.url.is_some() || !article.title.is_empty();
        let by_key = || {
            let kinds = [KeyKind::Given, KeyKind::Url, KeyKind::Card];
            kinds.into_iter().find_map(|kind| index.sharing(kind, article).map(|(n, _)| n).next())
        };
        // An id without anything around it names the one article that has it.
        let by_bare_id = || {
            let mut all = index.sharing(KeyKind::Bare, article).filter(|_| !names_itself);
            all.next().filter(|_| all.next().is_none()).map(|(n, _)| n)
        };
        if let Some(n) = index.by_id.get(article.id()).copied().or_else(by_key).or_else(by_bare_id) {
            let when = article.updated.unwrap_or(article.captured);
            found.records.push((n, when.max(memory.articles[&n].published.at)));
        }
        bare.extend(article.keys.bare.filter(|_| !names_itself));
    }
    found.records.sort_unstable();
    found.records.dedup_by_key(|(n, _)| *n);
    let mut holders = FxHashMap::<Key, usize>::default();
    for key in live.iter().filter_map(|article| article.keys.bare) {
        *holders.entry(key).or_default() += 1;
    }
    let records: FxHashSet<i64> = found.records.iter().map(|(n, _)| *n).collect();
    let before = live.len();
    live.retain(|article| {
        let named = article.keys.bare.is_some_and(|key| bare.contains(&key) && holders.get(&key) == Some(&1));
        let mut known = [KeyKind::Given, KeyKind::Url].into_iter().flat_map(|kind| index.sharing(kind, article));
        let by_id = index.by_id.get(article.id()).is_some_and(|n| records.contains(n));
        !named && !by_id && !known.any(|(n, _)| records.contains(&n))
    });
    found.count += before - live.len();
    articles.append(&mut live);
    found
}

/// Gives each article the id under which it was published before, and one of its own to each that never was.
pub(super) fn recall(articles: &mut [Article<'_>], memory: &Memory) -> Recalled {
    let mut records = vec![None; articles.len()];
    if memory.articles.is_empty() {
        return Recalled { dates: vec![None; articles.len()], records };
    }
    let index = Index::new(memory);
    let mut order: Vec<usize> = (0..articles.len()).collect();
    order.sort_unstable_by(|a, b| articles[*a].id().cmp(articles[*b].id()));
    let mut claimed = FxHashSet::default();
    let kinds = KeyKind::ALL.iter().filter(|kind| **kind != KeyKind::Bare);
    let passes = kinds.flat_map(|kind| [(*kind, true), (*kind, false)]);
    for (kind, present) in passes {
        for &at in &order {
            if records[at].is_some() {
                continue;
            }
            let article = &articles[at];
            let is_it = |(n, record): &(i64, &Record)| {
                !claimed.contains(n)
                    && (!present || record.present(kind) == kind.of(&article.keys))
                    && may_be(article, record, kind)
            };
            if let Some((n, _)) = index.sharing(kind, article).find(is_it) {
                claimed.insert(n);
                records[at] = Some(n);
            }
        }
    }
    let mut dates = vec![None; articles.len()];
    for at in order {
        let article = &mut articles[at];
        match records[at].and_then(|n| memory.articles.get(&n)) {
            Some(record) => {
                article.keys.id = record.id.clone();
                dates[at] = stands(record, &article.published).then_some(record.published);
            }
            None => {
                // An address that was another article's before.
                while index.by_id.contains_key(&article.keys.id) {
                    article.keys.id = ArticleId::instead_of(&article.keys.id, article.keys.card);
                }
            }
        }
    }
    Recalled { records, dates }
}

/// Whether an article that shares a key of a kind with a record may be the one that the record is of.
fn may_be(article: &Article<'_>, record: &Record, kind: KeyKind) -> bool {
    match kind {
        KeyKind::Given | KeyKind::Url | KeyKind::Text => true,
        KeyKind::Bare => false,
        // Of one title, source and day there may be two, and their ids tell them apart, unless they say the same.
        KeyKind::Card => match (article.keys.given, record.present(KeyKind::Given)) {
            (Some(given), Some(known)) if given != known => record.content == Some(article.content()),
            _ => true,
        },
        KeyKind::Headline => {
            let has_address = article.keys.given.is_some() || article.keys.url.is_some();
            let near = (record.published.day - article.published.day).num_days().abs() <= DAYS;
            !has_address
                && (article.published.precision == Precision::Unknown
                    || record.published.precision == Precision::Unknown
                    || (near && (is_vague(&article.published) || is_vague(&record.published))))
        }
    }
}

/// Whether the remembered date stands. One that a feed has shown does, for good. Of others, one that was made here does
/// as long as the collection says no more than it did.
fn stands(record: &Record, read: &Published) -> bool {
    let same_day = record.published.precision == read.precision && record.published.day == read.day;
    record.was_shown() || same_day || (is_vague(&record.published) && is_vague(read))
}

/// The articles whose date the collection gives differently now; the one that was published stands.
pub(super) fn moved(
    articles: &[Article<'_>],
    dates: &[Option<Published>],
) -> Vec<(Origin, DateTime<Utc>, DateTime<Utc>)> {
    let differs = |read: &Published, known: &Published| match read.precision {
        Precision::Exact => read.at != known.at,
        Precision::Day => read.day != known.day,
        Precision::Approximate | Precision::Unknown => false,
    };
    articles
        .iter()
        .zip(dates)
        .filter_map(|(article, known)| Some((article, (*known)?)))
        .filter(|(article, known)| differs(&article.published, known))
        .map(|(article, known)| (article.origin().clone(), article.published.at, known.at))
        .collect()
}

/// Of the articles that no feed shows, those whose date must be remembered, because it could not be made again: all whose
/// date was made up when they were first seen, and those that share a day with one that is shown.
pub(super) fn dated(articles: &[Article<'_>], records: &[Option<i64>], is_shown: impl Fn(usize) -> bool) -> Vec<Dated> {
    let days: FxHashSet<NaiveDate> = articles
        .iter()
        .enumerate()
        .filter(|(n, article)| is_shown(*n) && article.published.precision == Precision::Day)
        .map(|(_, article)| article.published.day)
        .collect();
    let must = |published: &Published| match published.precision {
        Precision::Exact => false,
        Precision::Day => days.contains(&published.day),
        Precision::Approximate | Precision::Unknown => true,
    };
    articles
        .iter()
        .zip(records)
        .enumerate()
        .filter(|(n, (article, _))| !is_shown(*n) && must(&article.published))
        .map(|(_, (article, record))| Dated {
            keys: article.keys.clone(),
            published: article.published,
            record: *record,
        })
        .collect()
}

/// Dates the changes of articles (in publishing order) that were shown before and do not date them themselves: a change
/// was made when the input was captured in which it is seen first. Gives what the content of each is.
pub(super) fn changes(articles: &mut [Article<'_>], records: &[Option<i64>], memory: &Memory) -> Vec<Key> {
    let contents: Vec<Key> = articles.par_iter().map(Article::content).collect();
    let mut next = FxHashMap::<DateTime<Utc>, DateTime<Utc>>::default();
    for ((article, content), record) in articles.iter_mut().zip(&contents).zip(records).rev() {
        let Some(record) = record.and_then(|n| memory.articles.get(&n)).filter(|record| record.was_shown()) else {
            continue;
        };
        let own = article.updated;
        let updated = if own.is_some() || record.content == Some(*content) {
            own.map_or(record.updated, |own| own.max(record.updated))
        } else {
            // Several changes of one input have seconds of their own, as its order has them.
            let first = article.captured.max(record.updated + TimeDelta::seconds(1));
            let at = next.get(&first).copied().unwrap_or(first);
            next.insert(first, at + TimeDelta::seconds(1));
            at
        };
        article.updated = Some(updated).filter(|updated| own.is_some() || *updated > article.published.at);
    }
    contents
}
