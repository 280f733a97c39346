//! Recall: which of the articles were published before, under which id and date.
//!
//! An article is the one that a record is of if enough of what it is known by is the record's ([`super::matching`]): so an
//! edited title, a moved URL or a new base URL keep the id.

mod meant;
mod retract;

use chrono::{DateTime, NaiveDate, Utc};
use rustc_hash::{FxHashMap, FxHashSet};

use super::Dated;
use super::dedupe::is_vague;
use super::evidence::Reuses;
use super::matching::{has_id_of_another, match_records};
use crate::article::{ArticleId, Key, KeyKind, Origin, Outline, Precision, Published};
use crate::memory::{Memory, Record};
use retract::{Left, Retractions};

/// How many records that share a key are looked at one by one.
pub(super) const FEW: usize = 64;

/// A way to find records.
pub(super) struct Index<'m> {
    pub(super) memory: &'m Memory,
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

    /// Whether more records share a key of a kind with an article than are looked at one by one.
    pub(super) fn is_crowd(&self, kind: KeyKind, article: &Outline<'_>) -> bool {
        kind.of(&article.keys()).is_some_and(|key| self.sharing(kind, key).len() > FEW)
    }

    /// The records that share a key, by their numbers.
    pub(super) fn sharing(
        &self,
        kind: KeyKind,
        key: Key,
    ) -> impl ExactSizeIterator<Item = (i64, &'m Record)> + use<'_, 'm> {
        let found = self.by_key.get(&(kind, key)).map_or(&[][..], Vec::as_slice);
        found.iter().map(|n| (*n, &self.memory.articles[n]))
    }
}

/// What is known of the articles of a collection.
#[derive(Default)]
pub(super) struct Recalled {
    /// For each article that stays the number of its record.
    pub(super) records: Vec<Option<i64>>,
    /// For each of them the date that it had before, where that date stands.
    pub(super) dates: Vec<Option<Published>>,
    /// For each of them whether it must be remembered though no feed shows it: the collection does not say its date, so that
    /// it could not be made again, or its id was that of another article, so that the next run would take it for that one.
    pub(super) must_be_remembered: Vec<bool>,
    /// How many articles the collection takes back.
    pub(super) retracted: usize,
    /// The records of those that were published, and when each was taken back.
    pub(super) retracted_records: Vec<(i64, DateTime<Utc>)>,
    /// The records of the articles that are taken back and stand in the collection all the same.
    pub(super) standing_records: Vec<i64>,
    /// Where something is taken back that nobody knows.
    pub(super) unknown: Vec<Origin>,
    /// What was published of the articles that are withheld now, and by what they are known.
    pub(super) withheld: Vec<Dated>,
}

/// Takes out the articles that the collection takes back, and gives each of the others the id under which it was published
/// before, or one of its own if it never was. Those that are `withheld` are only recognised; what was thrown away of them takes
/// back what no other article is.
pub(super) fn recall(
    articles: &mut Vec<Box<Outline<'_>>>,
    withheld: &[Box<Outline<'_>>],
    memory: &Memory,
    reuses: &mut Reuses,
) -> Recalled {
    let index = Index::new(memory);
    let before = articles.len();
    let (gone, live): (Vec<_>, Vec<_>) = articles.drain(..).partition(|article| article.deleted);
    *articles = live;
    let mut retractions = Retractions::new(gone, &index);
    let mut matched = FxHashSet::default();
    let of_the_gone: FxHashSet<i64> = retractions.records.keys().copied().collect();
    let mut records = match_records(articles, &index, &of_the_gone, &mut matched, reuses);
    // What was published as something that is taken back is that.
    let goes: Vec<bool> = records.iter().map(|record| record.is_some_and(|n| of_the_gone.contains(&n))).collect();
    let mut standing: Vec<i64> = records.iter().flatten().copied().filter(|n| of_the_gone.contains(n)).collect();
    take_out(articles, &mut records, &goes);
    matched.extend(of_the_gone);
    let left = Left { articles, records: &records, matched: &mut matched, standing: &mut standing };
    let is_taken_back = retractions.take_back_left(left);
    take_out(articles, &mut records, &is_taken_back);
    let dates = name(articles, &records, &index);
    let must_be_remembered = articles.iter().zip(&dates).zip(&records).map(|((article, date), record)| {
        is_made(&article.published, *date) || has_id_of_another(article, *record, &index)
    });
    let must_be_remembered = must_be_remembered.collect();
    matched.extend(memory.articles.iter().filter(|(_, record)| record.retracted.is_some()).map(|(n, _)| *n));
    let of_the_withheld = match_records(withheld, &index, &FxHashSet::default(), &mut matched, &mut Reuses::default());
    for (article, record) in withheld.iter().zip(&of_the_withheld).filter(|(article, _)| article.deleted) {
        retractions.throw_away(article, *record);
    }
    let kept = withheld.iter().zip(of_the_withheld).filter(|(article, _)| !article.deleted);
    let withheld = kept.filter_map(|(article, record)| {
        let published = memory.articles.get(&record?)?.published;
        Some(Dated { keys: article.keys().into_owned(), published, record })
    });
    Recalled {
        withheld: withheld.collect(),
        records,
        dates,
        must_be_remembered,
        retracted: before - articles.len(),
        unknown: retractions.unknown(),
        retracted_records: retractions.records.into_iter().collect(),
        standing_records: standing,
    }
}

/// Takes out the articles that go, with their records.
fn take_out(articles: &mut Vec<Box<Outline<'_>>>, records: &mut Vec<Option<i64>>, goes: &[bool]) {
    let mut at = goes.iter();
    articles.retain(|_| at.next() == Some(&false));
    let mut at = goes.iter();
    records.retain(|_| at.next() == Some(&false));
}

/// Gives each article its id, and says which dates stand.
fn name(articles: &mut [Box<Outline<'_>>], records: &[Option<i64>], index: &Index<'_>) -> Vec<Option<Published>> {
    let mut dates = vec![None; articles.len()];
    for ((article, record), date) in articles.iter_mut().zip(records).zip(&mut dates) {
        match record.and_then(|n| index.memory.articles.get(&n)) {
            Some(record) => {
                article.set_id(record.id.clone());
                *date = stands(record, article).then_some(record.published);
            }
            None => {
                // An address that was another article's before.
                while index.by_id.contains_key(article.id()) {
                    article.set_id(ArticleId::instead_of(article.id(), article.keys().card));
                }
            }
        }
    }
    dates
}

/// Whether the remembered date stands. One that a feed has shown does, for good. Of others, one that was made here does
/// as long as the collection says no more than it did, and it is not later than the capture.
fn stands(record: &Record, article: &Outline<'_>) -> bool {
    let read = &article.published;
    let is_of_future = is_vague(&record.published) && record.published.at > article.captured;
    if is_of_future && !record.was_shown() {
        return false;
    }
    let same_day = record.published.precision == read.precision && record.published.day == read.day;
    record.was_shown() || same_day || (is_vague(&record.published) && is_vague(read))
}

/// The articles whose date the collection gives differently now; the one that was published stands.
pub(super) fn moved(
    articles: &[Box<Outline<'_>>],
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

/// Whether a date is not the one that can be read, but the time at which the article was first seen, or one that was
/// published before.
fn is_made(read: &Published, known: Option<Published>) -> bool {
    let differs = |known: Published| match read.precision {
        Precision::Exact => known.at != read.at,
        _ => known.day != read.day || known.precision != read.precision,
    };
    is_vague(read) || known.is_some_and(differs)
}

/// Takes out the articles that no feed shows, and gives those of them that must be remembered: those that have a record, so
/// that it learns by what they are known now; and those whose date could not be made again, because it was made here, or
/// because they share a day with one that is shown.
pub(super) fn take_unshown(
    articles: &mut Vec<Box<Outline<'_>>>,
    records: &[(Option<i64>, bool)],
    is_shown: impl Fn(usize) -> bool,
) -> Vec<Dated> {
    let days: FxHashSet<NaiveDate> = articles
        .iter()
        .enumerate()
        .filter(|(n, article)| is_shown(*n) && article.published.precision == Precision::Day)
        .map(|(_, article)| article.published.day)
        .collect();
    let must = |published: &Published, must_be_remembered: bool| {
        must_be_remembered || (published.precision == Precision::Day && days.contains(&published.day))
    };
    let mut dated = Vec::new();
    let mut shown = Vec::new();
    for (n, (article, (record, must_be_remembered))) in articles.drain(..).zip(records).enumerate() {
        if is_shown(n) {
            shown.push(article);
        } else if record.is_some() || must(&article.published, *must_be_remembered) {
            dated.push(Dated { keys: article.keys().into_owned(), published: article.published, record: *record });
        }
    }
    *articles = shown;
    dated
}
