//! Rows that repeat another one letter for letter.
//!
//! A row of two bytes becomes an article of a thousand. The number of different short rows is small; rows that are the same
//! are one article, and after [`KEPT`] of them the others are only counted.

use std::hash::Hasher as _;

use rustc_hash::{FxHashMap, FxHasher};

/// How many repeated rows of a file are read.
const KEPT: usize = 1_000;

/// The rows of a file that were read.
#[derive(Default)]
pub(super) struct Repeats<'a> {
    seen: FxHashMap<u64, &'a str>,
    kept: usize,
}

impl<'a> Repeats<'a> {
    /// Whether a row was read before and is only counted.
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
