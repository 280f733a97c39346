//! Rows that are there letter for letter already.
//!
//! A row of two bytes becomes an article of a thousand. As far as rows differ, their number is bounded by what a file can
//! say; as far as they do not, they are one article, and nobody looks at each place of more than [`KEPT`] of them.

use std::hash::Hasher as _;

use rustc_hash::{FxHashMap, FxHasher};

/// How many rows of a file that are like others are readings of their own.
const KEPT: usize = 1_000;

/// The rows of a file that were read.
#[derive(Default)]
pub(super) struct Repeats<'a> {
    seen: FxHashMap<u64, &'a str>,
    kept: usize,
}

impl<'a> Repeats<'a> {
    /// Whether a row is one that was read before, and need not be read again.
    pub(super) fn is_one(&mut self, row: &'a str) -> bool {
        let is_known = self.seen.get(&hash(row)).is_some_and(|known| *known == row);
        self.kept += usize::from(is_known);
        is_known && self.kept > KEPT
    }

    /// Remembers a row that became an article.
    pub(super) fn add(&mut self, row: &'a str) {
        self.seen.entry(hash(row)).or_insert(row);
    }
}

fn hash(row: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(row.as_bytes());
    hasher.finish()
}
