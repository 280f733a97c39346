//! A bounded number of rejections or warnings.
//!
//! A file of three million broken lines has three million rejections, of which a reader needs the first. Of each kind
//! the first in reading order are kept, in whatever order they come in; the others are counted.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Rejection, Warning};
use crate::article::{printable, without_error_numbers};

/// How many rejections or warnings of one kind a report keeps.
pub const MOST_OF_A_KIND: usize = 1_000;

/// The longest text of a rejection or a warning, in bytes: it may quote what it is about.
const LONGEST: usize = 1_000;

/// What is kept to a number of each kind.
pub trait Kind: Ord {
    /// What kind it is of. There are few kinds, whatever the input.
    fn kind(&self) -> Cow<'static, str>;

    /// Whether a run has to know each one of its kind.
    fn is_needed(&self) -> bool {
        false
    }

    /// Shares what it has in common with another one.
    fn share(&mut self, _other: &Self) {}
}

impl Kind for Rejection {
    /// The beginning of its reason, without what only this input says.
    fn kind(&self) -> Cow<'static, str> {
        let start = self.reason.split([':', '"', '(', ';', '<', '`', '\'']).next().unwrap_or_default();
        let mut kind = String::with_capacity(start.len());
        for character in start.chars() {
            match character {
                '0'..='9' if kind.ends_with('…') => {}
                '0'..='9' => kind.push('…'),
                _ => kind.push(character),
            }
        }
        kind.truncate(kind.trim_end().len());
        kind.into()
    }

    fn share(&mut self, other: &Self) {
        if self.reason == other.reason {
            self.reason = Arc::clone(&other.reason);
        }
    }
}

impl Kind for Warning {
    fn kind(&self) -> Cow<'static, str> {
        Cow::Borrowed(self.code.name())
    }

    fn is_needed(&self) -> bool {
        self.code.is_needed()
    }
}

/// A text that is no longer than a person reads, and that can be printed.
pub(super) fn cut(mut text: String) -> String {
    if text.len() > LONGEST {
        text.truncate(text.floor_char_boundary(LONGEST));
        text.push('…');
        text.shrink_to_fit();
    }
    if let Cow::Owned(plain) = without_error_numbers(&text) {
        text = plain;
    }
    match printable(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(text) => text,
    }
}

/// What is there of one kind.
#[derive(Clone)]
struct Pile<T> {
    /// How many there were.
    count: usize,
    /// Those that are kept, and fewer than twice as many as are to be.
    kept: Vec<T>,
    /// Whether `kept` was cut to the first ones, of which this is the last: what comes after it is not kept.
    last: Option<T>,
}

impl<T: Kind + Clone> Pile<T> {
    fn add(&mut self, mut one: T, most: usize) {
        if self.last.as_ref().is_some_and(|last| one >= *last) {
            return;
        }
        if let Some(before) = self.kept.last() {
            one.share(before);
        }
        self.kept.push(one);
        if self.kept.len() >= most.saturating_mul(2) {
            self.cut(most);
        }
    }

    fn cut(&mut self, most: usize) {
        if self.kept.len() > most {
            self.kept.sort_unstable();
            self.kept.truncate(most);
            self.last = self.kept.last().cloned();
        }
    }
}

/// The first rejections or warnings of each kind in reading order, and how many there were.
#[derive(Clone)]
pub struct Kept<T> {
    piles: BTreeMap<Cow<'static, str>, Pile<T>>,
    /// How many of a kind are kept.
    most: usize,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self::most(MOST_OF_A_KIND)
    }
}

impl<T> Kept<T> {
    /// Nothing yet; later as many of each kind as said.
    pub fn most(most: usize) -> Self {
        Self { piles: BTreeMap::new(), most }
    }

    /// How many of a kind are kept.
    pub fn of_a_kind(&self) -> usize {
        self.most
    }

    /// How many there were, kept or not.
    pub fn len(&self) -> usize {
        self.piles.values().map(|pile| pile.count).sum()
    }

    /// Whether there was none.
    pub fn is_empty(&self) -> bool {
        self.piles.is_empty()
    }

    /// Those that are kept, kind by kind, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.piles.values().flat_map(|pile| &pile.kept)
    }

    /// The same, to be changed in what does not tell its kind.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.piles.values_mut().flat_map(|pile| &mut pile.kept)
    }

    /// How many there were of each kind.
    pub fn counts(&self) -> impl Iterator<Item = (&str, usize)> {
        self.piles.iter().map(|(kind, pile)| (&**kind, pile.count))
    }

    /// How many of each kind there were besides those that are kept; only kinds of which there are some.
    pub fn more(&self) -> BTreeMap<&str, usize> {
        let more = self.piles.iter().map(|(kind, pile)| (&**kind, pile.count - pile.kept.len()));
        more.filter(|(_, more)| *more > 0).collect()
    }
}

impl<T: Kind + Clone> Kept<T> {
    /// Adds one.
    pub fn push(&mut self, one: T) {
        let most = if one.is_needed() { usize::MAX } else { self.most };
        let pile = self.piles.entry(one.kind()).or_insert_with(|| Pile { count: 0, kept: Vec::new(), last: None });
        pile.count += 1;
        pile.add(one, most);
    }

    /// Adds all of another, and what it did not keep.
    pub fn append(&mut self, other: Self) {
        for (kind, theirs) in other.piles {
            let pile = self.piles.entry(kind).or_insert_with(|| Pile { count: 0, kept: Vec::new(), last: None });
            pile.count += theirs.count;
            if pile.kept.is_empty() {
                (pile.kept, pile.last) = (theirs.kept, theirs.last);
                continue;
            }
            for one in theirs.kept {
                let most = if one.is_needed() { usize::MAX } else { self.most };
                pile.add(one, most);
            }
        }
    }

    /// Keeps no more of each kind than are to be, in reading order.
    pub fn settle(&mut self) {
        for pile in self.piles.values_mut() {
            let is_needed = pile.kept.first().is_some_and(Kind::is_needed);
            pile.cut(if is_needed { usize::MAX } else { self.most });
            pile.kept.sort_unstable();
        }
    }

    /// The first `most` of each kind.
    #[must_use]
    pub fn first(&self, most: usize) -> Self {
        let mut first = self.clone();
        for pile in first.piles.values_mut() {
            pile.kept.sort_unstable();
            pile.kept.truncate(most);
            pile.last = None;
        }
        first
    }

    /// Takes over the counts of the kinds of which `before` did not keep all: it is unknown which of those that it did not keep
    /// are still there.
    pub fn count_as(&mut self, before: &Self) {
        for kind in before.more().into_keys() {
            let count = before.piles.get(kind).map_or(0, |pile| pile.count);
            let new = || Pile { count: 0, kept: Vec::new(), last: None };
            let pile = self.piles.entry(kind.to_owned().into()).or_insert_with(new);
            pile.count = count.max(pile.kept.len());
        }
    }

    /// Those that are kept, in reading order.
    pub fn sorted(&self) -> Vec<&T> {
        let mut all: Vec<&T> = self.iter().collect();
        all.sort_unstable();
        all
    }

    /// Removes those that `is_meant` does not choose.
    pub fn retain(&mut self, mut is_meant: impl FnMut(&T) -> bool) {
        self.piles.retain(|_, pile| {
            let before = pile.kept.len();
            pile.kept.retain(&mut is_meant);
            pile.count -= before - pile.kept.len();
            // Of what was never kept nothing is known but that it is of this kind.
            if before > 0 && pile.kept.is_empty() {
                pile.count = 0;
            }
            pile.count > 0
        });
    }
}

impl<T: Kind + Clone> Extend<T> for Kept<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, all: I) {
        all.into_iter().for_each(|one| self.push(one));
    }
}

impl<T: Kind + Clone> FromIterator<T> for Kept<T> {
    fn from_iter<I: IntoIterator<Item = T>>(all: I) -> Self {
        let mut kept = Self::default();
        kept.extend(all);
        kept
    }
}

impl<T> IntoIterator for Kept<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.piles.into_values().flat_map(|pile| pile.kept).collect::<Vec<T>>().into_iter()
    }
}

impl<'k, T> IntoIterator for &'k Kept<T> {
    type Item = &'k T;
    type IntoIter = std::vec::IntoIter<&'k T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter().collect::<Vec<_>>().into_iter()
    }
}

impl<T: fmt::Debug> fmt::Debug for Kept<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// What is written down of a [`Kept`].
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written<T> {
    /// As it was before anything was left out.
    All(Vec<T>),
    /// What is kept, and how many more there were of each kind.
    First { kept: Vec<T>, more: BTreeMap<String, usize> },
}

impl<T: Kind + Clone + Serialize> Serialize for Kept<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let more = self.more().into_iter().map(|(kind, more)| (kind.to_owned(), more)).collect();
        Written::First { kept: self.sorted(), more }.serialize(serializer)
    }
}

impl<'de, T: Kind + Clone + Deserialize<'de>> Deserialize<'de> for Kept<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (all, more) = match Written::<T>::deserialize(deserializer)? {
            Written::All(all) => (all, BTreeMap::new()),
            Written::First { kept, more } => (kept, more),
        };
        let mut kept: Self = all.into_iter().collect();
        for (kind, more) in more {
            let pile = kept.piles.entry(kind.into()).or_insert_with(|| Pile { count: 0, kept: Vec::new(), last: None });
            pile.count = pile.count.saturating_add(more);
        }
        Ok(kept)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::Kept;
    use crate::article::Origin;
    use crate::report::{Rejection, Warning, WarningCode};

    fn rejection(line: u64) -> Rejection {
        Rejection::new(&Origin::new("a", line), format!("{line} cells where the header has 2"))
    }

    #[test]
    fn the_first_of_each_kind_are_kept_whatever_the_order() {
        let mut there = Kept::most(3);
        there.extend((1..=100).map(rejection));
        let mut back = Kept::most(3);
        back.extend((51..=100).rev().map(rejection));
        let mut other = Kept::most(3);
        other.extend((1..=50).rev().map(rejection));
        other.push(Rejection::new(&Origin::new("b", 1), "no title and no text"));
        back.append(other);
        for (mut kept, count) in [(there, 100), (back, 101)] {
            kept.settle();
            assert_eq!(kept.len(), count);
            let lines: Vec<u64> = kept.sorted().iter().map(|one| one.origin.line).take(3).collect();
            assert_eq!(lines, [1, 2, 3]);
            assert_eq!(kept.more(), BTreeMap::from([("… cells where the header has …", 97)]));
            let again: Kept<Rejection> = serde_json::from_str(&serde_json::to_string(&kept).unwrap()).unwrap();
            assert_eq!((again.len(), again.more()), (count, kept.more()));
        }
    }

    #[test]
    fn what_was_not_kept_is_counted_as_before() {
        let mut before = Kept::most(3);
        before.extend((1..=10).map(rejection));
        before.push(Rejection::new(&Origin::new("b", 1), "no title and no text"));
        before.settle();
        let mut after = before.clone();
        after.retain(|one| one.origin.line == 2);
        after.extend((20..=21).map(rejection));
        after.count_as(&before);
        let counts: Vec<(&str, usize)> = after.counts().collect();
        assert_eq!(counts, [("… cells where the header has …", 10)]);
    }

    #[test]
    fn a_list_of_before_is_read() {
        let kept: Kept<Rejection> =
            serde_json::from_str(r#"[{"origin":{"path":"a","line":3},"reason":"no title"}]"#).unwrap();
        assert_eq!((kept.len(), kept.more().len()), (1, 0));
    }

    #[test]
    fn what_is_quoted_is_cut() {
        let warning = Warning::new(&Origin::new("a", 1), WarningCode::NoTitle, "é".repeat(1 << 20));
        assert!(warning.message.len() < 1_100 && warning.message.ends_with("é…"));
    }
}
