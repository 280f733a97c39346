//! Texts that many articles have: what their terms are called.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashSet;

/// Texts, each of which is in memory once. Used by several threads.
#[derive(Debug, Default)]
pub struct Shared(Mutex<FxHashSet<Arc<str>>>);

impl Shared {
    /// Makes texts share the memory of those that are equal to them.
    pub(super) fn share<'t>(&self, texts: impl Iterator<Item = &'t mut Arc<str>>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for text in texts {
            match known.get(text) {
                Some(same) => *text = Arc::clone(same),
                None => drop(known.insert(Arc::clone(text))),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Arc, Shared};

    #[test]
    fn equal_texts_are_in_memory_once() {
        let shared = Shared::default();
        let mut texts: [Arc<str>; 4] = ["a", "b", "a", "b"].map(Arc::from);
        shared.share(texts.iter_mut());
        assert_eq!(texts.each_ref().map(|text| &**text), ["a", "b", "a", "b"]);
        assert!(Arc::ptr_eq(&texts[0], &texts[2]) && Arc::ptr_eq(&texts[1], &texts[3]));
    }
}
