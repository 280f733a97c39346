//! Which of the articles that were published a collection means that takes one back.

use rustc_hash::FxHashMap;

use super::Index;
use crate::article::{Key, KeyKind, Outline};

/// The records of a key that names one article and no other, by the ids that they were last known by.
type ByIds = FxHashMap<Option<Key>, Vec<i64>>;

/// Finds the records that are meant. Of those that many articles take back by one key each is told once.
pub(super) struct Meant<'i, 'm> {
    index: &'i Index<'m>,
    known: FxHashMap<(KeyKind, Key), ByIds>,
}

impl<'i, 'm> Meant<'i, 'm> {
    pub(super) fn new(index: &'i Index<'m>) -> Self {
        Self { index, known: FxHashMap::default() }
    }

    /// The records that an article means which is taken back: by the id that they were published under, by the id of the
    /// collection, by the address. Where all of these were told before, one of them.
    pub(super) fn by(&mut self, article: &Outline<'_>) -> Vec<i64> {
        let mut meant: Vec<i64> = self.index.by_id.get(article.id()).copied().into_iter().collect();
        for kind in [KeyKind::Given, KeyKind::Url] {
            let Some(key) = kind.of(&article.keys()) else { continue };
            let by_ids = self.known.entry((kind, key)).or_insert_with(|| by_ids(self.index, kind, key));
            let id = article.keys().given.filter(|_| kind == KeyKind::Url);
            let mut tell = |numbers: &mut Vec<i64>| {
                meant.extend(numbers.iter());
                numbers.truncate(1);
            };
            match id {
                // One address may be that of several articles with ids of their own.
                Some(id) => {
                    for id in [None, Some(id), article.keys().reused] {
                        by_ids.get_mut(&id).into_iter().for_each(&mut tell);
                    }
                }
                None => by_ids.values_mut().for_each(&mut tell),
            }
        }
        meant
    }
}

/// The records that have a key; those that had it before only where none has it now.
fn by_ids(index: &Index<'_>, kind: KeyKind, key: Key) -> ByIds {
    let sharing = || index.sharing(kind, key);
    let is_known = sharing().any(|(_, record)| record.present(kind) == Some(key));
    let mut by_ids = ByIds::default();
    for (n, record) in sharing().filter(|(_, record)| !is_known || record.present(kind) == Some(key)) {
        let id = record.present(KeyKind::Given).filter(|_| kind == KeyKind::Url);
        by_ids.entry(id).or_default().push(n);
    }
    by_ids
}
