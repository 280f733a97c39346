//! Records that share a key with many others.
//!
//! An id `1` in every row, one title for all articles, one address: to compare each article with every record that shares such a
//! key takes time that grows with the square of their number. So where more than [`FEW`] records share a key, they are looked up by
//! what else an article must have in common with its record. A step of matching names lists of [`Feature`]s; whatever fits it
//! has all features of at least one of these lists in common. Of the records that have those of one list, at most [`MOST`] are
//! compared with an article and do not fit.
//!
//! The records are sorted by the features of a list when a step first asks for them; those that are matched by then are left out.

use std::hash::{Hash, Hasher};

use chrono::TimeDelta;
use rustc_hash::{FxHashMap, FxHasher};

use super::pair::Subject;
use crate::article::{Key, KeyKind, Precision};
use crate::memory::Record;
use crate::select::recall::{FEW, Index};

/// How many records of a list are looked at that are not the one.
const MOST: usize = 64;

/// What an article and a record may have in common besides the key by which the record was looked up. Where a question of
/// [`super::pair::Pair`] is about the same thing, both agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Feature {
    /// Source, title and day.
    Card,
    /// The title.
    Title,
    /// The id.
    Id,
    /// The page, whatever the fragments.
    Page,
    /// The page and the place on it.
    Place,
    /// The text, of articles without address.
    Words,
    /// Title, text and authors.
    Content,
    /// The day.
    Day,
    /// The moment.
    Instant,
    /// That no day is known.
    Undated,
    /// A day no more than two days away.
    DayAround,
    /// That the addresses are not different ones.
    SameAddress,
    /// That the ids are not different ones.
    SameId,
    /// Always, if the id of the article is a number or the like.
    Number,
    /// Always, if the record was in the collection until the last run.
    Stayed,
}

/// How many features a list may have.
const LONGEST: usize = 3;

/// The features of a list that tell records apart: without those that an article has in common with every record.
type Telling = [Option<Feature>; LONGEST];

/// How many values of one feature an article may have.
const VALUES: usize = 5;

impl Feature {
    /// Whether an article has it in common with every record.
    fn is_certain(self, subject: &Subject<'_>) -> bool {
        let article = subject.article;
        match self {
            Self::SameAddress => article.keys().url.is_none() || subject.is_front_page(),
            Self::SameId => article.keys().given.is_none() || !subject.is_id_trusted,
            Self::Number => article.keys().bare.is_some(),
            _ => false,
        }
    }

    /// What a record has to have one of, to have the feature in common with an article.
    fn of_article(self, subject: &Subject<'_>) -> [Option<u64>; VALUES] {
        let keys = &subject.article.keys();
        let published = &subject.article.published;
        let key = |key: Option<Key>| key.map(hash);
        let one = |value| [value, None, None, None, None];
        let day = Some(published.day).filter(|_| published.precision != Precision::Unknown);
        match self {
            Self::Card => one(key(Some(keys.card))),
            Self::Title => [key(Some(keys.title)), key(Some(keys.headline)), key(Some(keys.card)), None, None],
            Self::Id => one(key(keys.given)),
            Self::Page => one(key(keys.url)),
            Self::Place => one(key(keys.place.or(keys.url))),
            Self::Words => one(key(keys.words)),
            Self::Content => one(key(Some(subject.content()))),
            Self::Day => one(day.map(hash)),
            Self::Instant => one(published.instant().map(hash)),
            Self::Undated => one(day.is_none().then_some(0)),
            Self::DayAround => [-2, -1, 0, 1, 2].map(|days| day?.checked_add_signed(TimeDelta::days(days)).map(hash)),
            Self::SameAddress => [key(keys.place.or(keys.url)), Some(0), None, None, None],
            Self::SameId => [key(keys.given), key(keys.reused), Some(0), None, None],
            Self::Number => one(None),
            Self::Stayed => one(Some(0)),
        }
    }

    /// What an article has to have to have the feature in common with a record.
    fn of_record(self, record: &Record) -> Option<u64> {
        let key = |kind| record.present(kind).map(hash);
        let is_dated = record.published.precision != Precision::Unknown;
        match self {
            Self::Card => key(KeyKind::Card),
            // What was written before titles were keys has no such key.
            Self::Title => [KeyKind::Title, KeyKind::Headline, KeyKind::Card].into_iter().find_map(key),
            Self::Id => key(KeyKind::Given),
            Self::Page => key(KeyKind::Url),
            Self::Place => key(KeyKind::Place).or_else(|| key(KeyKind::Url)),
            Self::Words => key(KeyKind::Words),
            Self::Content => record.content.map(hash),
            Self::Day | Self::DayAround => is_dated.then(|| hash(record.published.day)),
            Self::Instant => record.published.instant().map(hash),
            Self::Undated => (!is_dated).then_some(0),
            Self::SameAddress => key(KeyKind::Url).map_or(Some(0), |url| key(KeyKind::Place).or(Some(url))),
            Self::SameId => key(KeyKind::Given).or(Some(0)),
            Self::Number => Some(0),
            Self::Stayed => record.left.is_none().then_some(0),
        }
    }
}

/// The hash of a value; never zero, which stands for having none.
fn hash<T: Hash>(value: T) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish().max(1)
}

/// The hash of a list of values, from that of its beginning.
fn with(beginning: u64, value: u64) -> u64 {
    hash((beginning, value))
}

/// What tells records apart of a list of features.
fn telling(list: &[Feature], subject: &Subject<'_>) -> Telling {
    let mut telling = [None; LONGEST];
    let left = list.iter().filter(|feature| !feature.is_certain(subject));
    telling.iter_mut().zip(left).for_each(|(place, feature)| *place = Some(*feature));
    telling
}

/// The values that features may have in a record, to be those of an article.
fn values(features: Telling, subject: &Subject<'_>) -> Vec<u64> {
    let mut all = vec![0];
    for feature in features.iter().flatten() {
        let own = feature.of_article(subject);
        let values = own.iter().flatten();
        all = values.flat_map(|value| all.iter().map(|beginning| with(*beginning, *value))).collect();
    }
    all
}

/// The value that features have in a record, if it has all of them.
fn value(features: Telling, record: &Record) -> Option<u64> {
    features.iter().flatten().try_fold(0, |beginning, feature| Some(with(beginning, feature.of_record(record)?)))
}

/// Records by the value of a list of features.
struct Lists {
    /// The value, and the place of the record in its crowd, sorted.
    entries: Vec<(u64, u32)>,
    /// For each entry the next one that may be left, or itself.
    next: Vec<u32>,
}

impl Lists {
    fn new(features: Telling, crowd: &[(i64, &Record)]) -> Self {
        let values = (0..).zip(crowd).filter_map(|(at, (_, record))| Some((value(features, record)?, at)));
        let mut entries: Vec<(u64, u32)> = values.collect();
        entries.sort_unstable();
        let next = (0..).take(entries.len()).collect();
        Self { entries, next }
    }

    /// The first entry from `at` on that may be left.
    fn next(&mut self, mut at: usize) -> usize {
        // Shortens the way for the next time (path halving).
        while let Some(&next) = self.next.get(at).filter(|next| **next as usize != at) {
            let after = self.next.get(next as usize).copied().unwrap_or(next);
            self.next[at] = after;
            at = after as usize;
        }
        at
    }

    /// The places of records with a value that are left, in order, until `is_enough` for somebody.
    fn walk(&mut self, value: u64, is_left: impl Fn(u32) -> bool, mut is_enough: impl FnMut(u32) -> bool) {
        let mut at = self.entries.partition_point(|entry| entry.0 < value);
        loop {
            at = self.next(at);
            let Some((_, place)) = self.entries.get(at).filter(|entry| entry.0 == value) else { return };
            if !is_left(*place) {
                self.next[at] += 1;
            } else if is_enough(*place) {
                return;
            }
            at += 1;
        }
    }

    /// The first place of a record with a value that is left and fits.
    fn first(&mut self, value: u64, is_left: impl Fn(u32) -> bool, fits: impl Fn(u32) -> bool) -> Option<u32> {
        let (mut first, mut in_vain) = (None, 0);
        self.walk(value, is_left, |place| {
            first = Some(place).filter(|place| fits(*place));
            in_vain += 1;
            first.is_some() || in_vain == MOST
        });
        first
    }
}

/// The records of a key that many share.
struct Crowd<'m> {
    /// Their numbers, in order.
    records: Vec<(i64, &'m Record)>,
    by_features: FxHashMap<Telling, Lists>,
}

impl<'m> Crowd<'m> {
    /// Of these records those that are left.
    fn new(records: impl Iterator<Item = (i64, &'m Record)>, is_left: impl Fn(i64, &Record) -> bool) -> Self {
        let records = records.filter(|(n, record)| is_left(*n, record)).collect();
        Self { records, by_features: FxHashMap::default() }
    }

    /// Its records by a list of features.
    fn lists(&mut self, features: Telling) -> (&mut Lists, &[(i64, &'m Record)]) {
        let lists = self.by_features.entry(features).or_insert_with(|| Lists::new(features, &self.records));
        (lists, &self.records)
    }
}

/// The crowds that were met.
pub(super) struct Crowds<'i, 'm> {
    index: &'i Index<'m>,
    known: FxHashMap<(KeyKind, Key), Crowd<'m>>,
}

impl<'i, 'm> Crowds<'i, 'm> {
    pub(super) fn new(index: &'i Index<'m>) -> Self {
        Self { index, known: FxHashMap::default() }
    }

    /// The first record that shares a key of a kind with an article, is left and fits. Every one that fits has all
    /// features of one of the `lists` in common with the article; and one that is not left once never is again.
    pub(super) fn first(
        &mut self,
        kind: KeyKind,
        subject: &Subject<'_>,
        lists: &[&[Feature]],
        is_left: impl Fn(i64, &Record) -> bool,
        fits: impl Fn(&Record) -> bool,
    ) -> Option<(i64, &'m Record)> {
        let Self { index, known } = self;
        let key = kind.of(&subject.article.keys())?;
        let mut sharing = index.sharing(kind, key);
        if sharing.len() <= FEW {
            return sharing.find(|(n, record)| is_left(*n, record) && fits(record));
        }
        let crowd = known.entry((kind, key)).or_insert_with(|| Crowd::new(sharing, &is_left));
        let mut first = None;
        for list in lists {
            let features = telling(list, subject);
            let values = values(features, subject);
            let (lists, records) = crowd.lists(features);
            let at = |place: u32| records[place as usize];
            for value in values {
                let found = lists.first(value, |place| is_left(at(place).0, at(place).1), |place| fits(at(place).1));
                first = first.into_iter().chain(found).min();
            }
        }
        first.map(|place: u32| crowd.records[place as usize])
    }

    /// The number of the only record that shares a key of a kind with an article, is left and fits. What many have of which none
    /// is taken tells nothing.
    pub(super) fn only(
        &mut self,
        kind: KeyKind,
        subject: &Subject<'_>,
        is_left: impl Fn(i64, &Record) -> bool,
        fits: impl Fn(&Record) -> bool,
    ) -> Option<i64> {
        let Self { index, known } = self;
        let key = kind.of(&subject.article.keys())?;
        let sharing = index.sharing(kind, key);
        let left: Vec<(i64, &Record)> = if sharing.len() <= FEW {
            sharing.filter(|(n, record)| is_left(*n, record)).collect()
        } else {
            let crowd = known.entry((kind, key)).or_insert_with(|| Crowd::new(sharing, &is_left));
            let (lists, records) = crowd.lists(Telling::default());
            let at = |place: u32| records[place as usize];
            let mut left = Vec::new();
            lists.walk(
                0,
                |place| is_left(at(place).0, at(place).1),
                |place| {
                    left.push(at(place));
                    left.len() > FEW
                },
            );
            left
        };
        let mut fitting = left.iter().filter(|(_, record)| left.len() <= FEW && fits(record));
        let (n, _) = fitting.next()?;
        fitting.next().is_none().then_some(*n)
    }
}

/// Whether an article and a record have all features of one of the lists in common.
#[cfg(test)]
pub(super) fn is_alike(lists: &[&[Feature]], subject: &Subject<'_>, record: &Record) -> bool {
    lists.iter().any(|list| {
        let features = telling(list, subject);
        value(features, record).is_some_and(|value| values(features, subject).contains(&value))
    })
}
