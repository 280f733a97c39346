//! Ids and addresses that stand for several articles, as the report names them.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::article::{KeyKind, Origin};

/// An id or an address that stands for several articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reuse {
    /// Whether it is an id ([`KeyKind::Given`]) or an address ([`KeyKind::Url`]).
    pub kind: KeyKind,
    /// The place and title of an article that has it.
    pub article: (Origin, String),
    /// The place, if it still stands anywhere, and the title or id of another one that has or had it.
    pub other: (Option<Origin>, String),
    /// How many ids or addresses of the same files are like this one.
    pub count: usize,
}

/// What kind of key it is, and the files of both articles.
type ReuseKey = (KeyKind, Arc<str>, Option<Arc<str>>);

/// Collects reuses: of each pair of files the first is kept, and the others are counted.
#[derive(Default)]
pub(in crate::select) struct Reuses {
    by_files: FxHashMap<ReuseKey, Reuse>,
}

impl Reuses {
    /// Adds an article, and another one that has or had its id or address.
    pub(in crate::select) fn add(&mut self, kind: KeyKind, article: (Origin, String), other: (Option<Origin>, String)) {
        let files = (kind, Arc::clone(&article.0.path), other.0.as_ref().map(|origin| Arc::clone(&origin.path)));
        let new = Reuse { kind, article, other, count: 1 };
        match self.by_files.get_mut(&files) {
            None => drop(self.by_files.insert(files, new)),
            Some(known) => {
                let count = known.count + 1;
                if new.article.0 < known.article.0 {
                    *known = new;
                }
                known.count = count;
            }
        }
    }

    /// All of them, in reading order.
    pub(in crate::select) fn into_sorted(self) -> Vec<Reuse> {
        let mut all: Vec<Reuse> = self.by_files.into_values().collect();
        all.sort_by(|a, b| (a.kind, &a.article.0, &a.other.0).cmp(&(b.kind, &b.article.0, &b.other.0)));
        all
    }
}
