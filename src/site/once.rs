//! What is said once for all articles of an input, and not of each.

use std::collections::BTreeMap;

use crate::article::Origin;
use crate::report::{Warning, WarningCode};

/// Warnings of one input that say the same of many articles.
#[derive(Debug, Default)]
pub(super) struct Once {
    /// By their codes and the general part of what they say: how many, the first place in reading order, and what is said of it.
    found: BTreeMap<(WarningCode, String), (usize, Origin, String)>,
}

impl Once {
    /// Adds a warning.
    pub(super) fn add(&mut self, warning: &Warning) {
        let general = warning.message.split("; the first: ").next().unwrap_or_default();
        self.add_many((warning.code, general.to_owned()), 1, &warning.origin, &warning.message);
    }

    fn add_many(&mut self, what: (WarningCode, String), count: usize, origin: &Origin, message: &str) {
        let new = || (0, origin.clone(), message.to_owned());
        let (known, first, said) = self.found.entry(what).or_insert_with(new);
        *known += count;
        if origin < first {
            first.clone_from(origin);
            message.clone_into(said);
        }
    }

    /// Adds what another one has.
    pub(super) fn append(&mut self, other: Self) {
        for (what, (count, origin, message)) in other.found {
            self.add_many(what, count, &origin, &message);
        }
    }

    /// The warnings, each with the number of its articles.
    pub(super) fn into_warnings(self) -> impl Iterator<Item = Warning> {
        self.found.into_iter().map(|((code, _), (count, origin, message))| {
            let message = if count > 1 { format!("{message} ({count} articles)") } else { message };
            Warning::new(&origin, code, message)
        })
    }
}
