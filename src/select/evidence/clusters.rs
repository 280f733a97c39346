//! Groups of readings that belong together.

use std::hash::Hash;

use rustc_hash::FxHashMap;

/// Which of the readings that share a key belong together.
pub(super) struct Clusters {
    /// For each reading of the group the first one that it belongs together with.
    heads: Vec<usize>,
}

impl Clusters {
    pub(super) fn new(count: usize) -> Self {
        Self { heads: (0..count).collect() }
    }

    /// The head of a reading. Shortens the way to it for the next time (path halving).
    pub(super) fn head(&mut self, mut n: usize) -> usize {
        while self.heads[n] != n {
            self.heads[n] = self.heads[self.heads[n]];
            n = self.heads[n];
        }
        n
    }

    /// The head of each reading.
    pub(super) fn all(&self) -> Vec<usize> {
        let mut all = self.heads.clone();
        // A head stands before all that it is the head of.
        for n in 0..all.len() {
            all[n] = all[all[n]];
        }
        all
    }

    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.head(a), self.head(b));
        self.heads[a.max(b)] = a.min(b);
    }

    /// Joins all that have the same value of something.
    pub(super) fn join_equal<K: Eq + Hash>(&mut self, values: impl Iterator<Item = Option<K>>) {
        let mut first: FxHashMap<K, usize> = FxHashMap::default();
        for (n, value) in values.enumerate() {
            let Some(value) = value else { continue };
            match first.get(&value) {
                Some(&first) => self.join(first, n),
                None => drop(first.insert(value, n)),
            }
        }
    }

    pub(super) fn are_one(&self) -> bool {
        self.all().iter().all(|head| *head == 0)
    }
}
