//! Records that share a key with many others.
//!
//! An id `1` in every row, one title for all articles, one address: who looks through all records that share such a key, for
//! each article that has it, looks at their product. So where more than [`FEW`] records share a key, those that an article
//! may be are looked up by what else both have to have in common: lists of [`Feature`]s, of which one list has to be the
//! same as a whole. Of the records of one list no more than [`MOST`] are looked at in vain.
//!
//! What lies in the lists is sorted when a step of matching asks for it first, of the records that nobody has taken by then.

use std::hash::{Hash, Hasher};

use chrono::TimeDelta;
use rustc_hash::{FxHashMap, FxHasher};

use super::pair::Subject;
use crate::article::{Key, KeyKind, Precision};
use crate::memory::Record;
use crate::select::recall::{FEW, Index};

/// How many records of a list are looked at that are not the one.
const MOST: usize = 64;

/// What an article and a record may have in common besides the key by which the record was looked up. What has the same name as
/// a question of [`super::pair::Pair`] is the answer to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
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

use Feature::{
    Card, Content, Day, DayAround, Id, Instant, Number, Page, Place, SameAddress, SameId, Stayed, Title, Undated, Words,
};

/// All features, in the order in which they are numbered.
const ALL: &[Feature] = &[
    Card,
    Title,
    Id,
    Page,
    Place,
    Words,
    Content,
    Day,
    Instant,
    Undated,
    DayAround,
    SameAddress,
    SameId,
    Number,
    Stayed,
];

/// How many values of one feature an article may have.
const VALUES: usize = 5;

impl Feature {
    /// Whether an article has it in common with every record.
    fn is_certain(self, subject: &Subject<'_>) -> bool {
        let article = subject.article;
        match self {
            SameAddress => article.keys.url.is_none() || subject.is_front_page(),
            SameId => article.keys.given.is_none() || !subject.is_id_trusted,
            Number => article.keys.bare.is_some(),
            _ => false,
        }
    }

    /// What a record has to have one of, to have the feature in common with an article.
    fn of_article(self, subject: &Subject<'_>) -> [Option<u64>; VALUES] {
        let keys = &subject.article.keys;
        let published = &subject.article.published;
        let key = |key: Option<Key>| key.map(hash);
        let one = |value| [value, None, None, None, None];
        let day = Some(published.day).filter(|_| published.precision != Precision::Unknown);
        match self {
            Card => one(key(Some(keys.card))),
            Title => [key(Some(keys.title)), key(Some(keys.headline)), key(Some(keys.card)), None, None],
            Id => one(key(keys.given)),
            Page => one(key(keys.url)),
            Place => one(key(keys.place.or(keys.url))),
            Words => one(key(keys.words)),
            Content => one(key(Some(subject.content()))),
            Day => one(day.map(hash)),
            Instant => one(published.instant().map(hash)),
            Undated => one(day.is_none().then_some(0)),
            DayAround => [-2, -1, 0, 1, 2].map(|days| day?.checked_add_signed(TimeDelta::days(days)).map(hash)),
            SameAddress => [key(keys.place.or(keys.url)), Some(0), None, None, None],
            SameId => [key(keys.given), key(keys.reused), Some(0), None, None],
            Number => one(None),
            Stayed => one(Some(0)),
        }
    }

    /// What an article has to have to have the feature in common with a record.
    fn of_record(self, record: &Record) -> Option<u64> {
        let key = |kind| record.present(kind).map(hash);
        let is_dated = record.published.precision != Precision::Unknown;
        match self {
            Card => key(KeyKind::Card),
            // What was written before titles were keys has no such key.
            Title => [KeyKind::Title, KeyKind::Headline, KeyKind::Card].into_iter().find_map(key),
            Id => key(KeyKind::Given),
            Page => key(KeyKind::Url),
            Place => key(KeyKind::Place).or_else(|| key(KeyKind::Url)),
            Words => key(KeyKind::Words),
            Content => record.content.map(hash),
            Day | DayAround => is_dated.then(|| hash(record.published.day)),
            Instant => record.published.instant().map(hash),
            Undated => (!is_dated).then_some(0),
            SameAddress => key(KeyKind::Url).map_or(Some(0), |url| key(KeyKind::Place).or(Some(url))),
            SameId => key(KeyKind::Given).or(Some(0)),
            Number => Some(0),
            Stayed => record.left.is_none().then_some(0),
        }
    }
}

fn hash<T: Hash>(value: T) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    // Zero is that there is none.
    hasher.finish().max(1)
}

/// The hash of a list of features, from that of its beginning.
fn with(beginning: u64, value: u64) -> u64 {
    hash((beginning, value))
}

/// A list of features as a set of their numbers.
fn set(features: impl Iterator<Item = Feature>) -> u16 {
    features.fold(0, |set, feature| set | 1 << feature as u8)
}

/// The features of a set, in order.
fn members(set: u16) -> impl Iterator<Item = Feature> {
    ALL.iter().copied().filter(move |feature| set & (1 << *feature as u8) != 0)
}

/// The values that a list of features may have in a record, to be those of an article.
fn values(set: u16, subject: &Subject<'_>) -> Vec<u64> {
    let mut all = vec![0];
    for feature in members(set) {
        let own = feature.of_article(subject);
        let values = own.iter().flatten();
        all = values.flat_map(|value| all.iter().map(|beginning| with(*beginning, *value))).collect();
    }
    all
}

/// The value that a list of features has in a record, if it has all of them.
fn value(set: u16, record: &Record) -> Option<u64> {
    members(set).try_fold(0, |beginning, feature| Some(with(beginning, feature.of_record(record)?)))
}

/// Records by the value of a list of features.
struct Lists {
    /// The value, and the place of the record in its crowd, sorted.
    entries: Vec<(u64, u32)>,
    /// For each entry the next one that may be left, or itself.
    next: Vec<u32>,
}

impl Lists {
    fn new(set: u16, crowd: &[(i64, &Record)]) -> Self {
        let values = (0..).zip(crowd).filter_map(|(at, (_, record))| Some((value(set, record)?, at)));
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
    by_features: FxHashMap<u16, Lists>,
}

impl<'m> Crowd<'m> {
    /// Of these records those that are left.
    fn new(records: impl Iterator<Item = (i64, &'m Record)>, is_left: impl Fn(i64, &Record) -> bool) -> Self {
        let records = records.filter(|(n, record)| is_left(*n, record)).collect();
        Self { records, by_features: FxHashMap::default() }
    }

    /// Its records by a list of features.
    fn lists(&mut self, set: u16) -> (&mut Lists, &[(i64, &'m Record)]) {
        let lists = self.by_features.entry(set).or_insert_with(|| Lists::new(set, &self.records));
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
        let key = kind.of(&subject.article.keys)?;
        let mut sharing = index.sharing(kind, key);
        if sharing.len() <= FEW {
            return sharing.find(|(n, record)| is_left(*n, record) && fits(record));
        }
        let crowd = known.entry((kind, key)).or_insert_with(|| Crowd::new(sharing, &is_left));
        let mut first = None;
        for list in lists {
            let set = set(list.iter().copied().filter(|feature| !feature.is_certain(subject)));
            let values = values(set, subject);
            let (lists, records) = crowd.lists(set);
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
        let key = kind.of(&subject.article.keys)?;
        let sharing = index.sharing(kind, key);
        let left: Vec<(i64, &Record)> = if sharing.len() <= FEW {
            sharing.filter(|(n, record)| is_left(*n, record)).collect()
        } else {
            let crowd = known.entry((kind, key)).or_insert_with(|| Crowd::new(sharing, &is_left));
            let (lists, records) = crowd.lists(set([].into_iter()));
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
        let set = set(list.iter().copied().filter(|feature| !feature.is_certain(subject)));
        value(set, record).is_some_and(|value| values(set, subject).contains(&value))
    })
}
