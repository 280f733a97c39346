//! What many articles have: their terms.

use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashSet;

use super::Term;

/// Terms, each spelling of which is in memory once. Used by several threads.
#[derive(Debug, Default)]
pub struct Shared(Mutex<FxHashSet<Term>>);

impl Shared {
    /// Makes terms share the memory of those that are equal to them.
    pub(super) fn share<'t>(&self, terms: impl Iterator<Item = &'t mut Term>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for term in terms {
            match known.get(term) {
                Some(same) => *term = same.clone(),
                None => drop(known.insert(term.clone())),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Shared, Term};

    #[test]
    fn equal_terms_are_in_memory_once() {
        let shared = Shared::default();
        let mut terms = ["a", "b", "a", "A"].map(|label| Term::new(label).unwrap());
        shared.share(terms.iter_mut());
        assert_eq!(terms.each_ref().map(|term| &*term.label), ["a", "b", "a", "A"]);
        assert!(Arc::ptr_eq(&terms[0].label, &terms[2].label) && !Arc::ptr_eq(&terms[0].label, &terms[3].label));
    }
}
