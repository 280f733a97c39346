//! Records that share a key with many others.
//!
//! An id `1` that stands in every row, one title for all articles: who looks through all records that share it, for each
//! article that does, looks at their product. So the records of a key that many share are found by what else has to be the
//! same ([`Feature`]), and where that is shared by many, too, no more than [`MOST`] of them are looked at.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::article::{Article, Key, KeyKind};
use crate::memory::{Memory, Record};

/// How many records that share a key are no crowd.
const FEW: usize = 64;

/// How many records are looked at for one article, of those that are left.
pub(super) const MOST: usize = 512;

/// What an article and a record may have in common besides the key by which the record was looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Feature {
    /// A key that the record was last known by.
    Key(KeyKind),
    /// The content.
    Content,
    /// The date, to the second.
    Instant,
}

/// What a feature is in an article or a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Value {
    Key(KeyKind, Key),
    Content(Key),
    Instant(i64),
}

/// The records of a key that many share.
#[derive(Default)]
struct Crowd {
    all: Left,
    by_value: FxHashMap<Value, Left>,
}

impl Crowd {
    fn new(numbers: &[i64], memory: &Memory) -> Self {
        let mut crowd = Self { all: Left(numbers.to_vec()), ..Self::default() };
        for n in numbers {
            let Some(record) = memory.articles.get(n) else { continue };
            let keys = KeyKind::ALL.iter().filter_map(|kind| Some(Value::Key(*kind, record.present(*kind)?)));
            let content = record.content.map(Value::Content);
            for value in keys.chain(content).chain([Value::Instant(record.published.at.timestamp())]) {
                crowd.by_value.entry(value).or_default().0.push(*n);
            }
        }
        crowd
    }
}

/// Numbers of records, in order, of which those that are matched go sooner or later.
#[derive(Default)]
struct Left(Vec<i64>);

impl Left {
    /// The first ones that are not matched.
    fn first(&mut self, matched: &FxHashSet<i64>) -> Vec<i64> {
        let mut passed = 0;
        let is_left = |n: &&i64| {
            let is_left = !matched.contains(n);
            passed += usize::from(!is_left);
            is_left
        };
        let first: Vec<i64> = self.0.iter().filter(is_left).take(MOST).copied().collect();
        if passed > FEW {
            self.0.retain(|n| !matched.contains(n));
        }
        first
    }
}

/// The crowds of a memory, each made when it is met.
#[derive(Default)]
pub(super) struct Crowds {
    known: FxHashMap<(KeyKind, Key), Crowd>,
}

impl Crowds {
    /// The records that may be meant, in order, if those that share a key (`numbers`) are a crowd: of what is not matched
    /// what has one of the features of the article, or the first of all where there are no `features` to go by.
    pub(super) fn candidates(
        &mut self,
        (kind, key): (KeyKind, Key),
        numbers: &[i64],
        features: &[Feature],
        (article, content): (&Article<'_>, impl Fn() -> Key),
        memory: &Memory,
        matched: &FxHashSet<i64>,
    ) -> Option<Vec<i64>> {
        if numbers.len() <= FEW {
            return None;
        }
        let crowd = self.known.entry((kind, key)).or_insert_with(|| Crowd::new(numbers, memory));
        if features.is_empty() {
            return Some(crowd.all.first(matched));
        }
        let mut found = Vec::new();
        for feature in features {
            let value = match feature {
                Feature::Key(kind) => kind.of(&article.keys).map(|key| Value::Key(*kind, key)),
                Feature::Content => Some(Value::Content(content())),
                Feature::Instant => Some(Value::Instant(article.published.at.timestamp())),
            };
            if let Some(left) = value.and_then(|value| crowd.by_value.get_mut(&value)) {
                found.extend(left.first(matched));
            }
        }
        found.sort_unstable();
        found.dedup();
        Some(found)
    }
}

/// Whether a record was last known by a key.
pub(super) fn has(record: &Record, (kind, key): (KeyKind, Key)) -> bool {
    record.present(kind) == Some(key)
}
