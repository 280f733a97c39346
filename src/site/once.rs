//! What is said once for all articles of an input, and not of each.

use std::collections::BTreeMap;

use crate::article::Origin;
use crate::report::Warning;

/// Warnings of one input that say the same of many articles.
#[derive(Debug, Default)]
pub(super) struct Once {
    /// How many, and the first place in reading order.
    found: BTreeMap<(String, String), (usize, Origin)>,
}

impl Once {
    /// Adds a warning.
    pub(super) fn add(&mut self, warning: &Warning) {
        self.add_many((warning.code.to_string(), warning.message.to_string()), 1, &warning.origin);
    }

    fn add_many(&mut self, what: (String, String), count: usize, origin: &Origin) {
        let (known, first) = self.found.entry(what).or_insert_with(|| (0, origin.clone()));
        *known += count;
        if origin < first {
            first.clone_from(origin);
        }
    }

    /// Adds what another one has.
    pub(super) fn append(&mut self, other: Self) {
        for (what, (count, origin)) in other.found {
            self.add_many(what, count, &origin);
        }
    }

    /// The warnings, each with the number of its articles.
    pub(super) fn into_warnings(self) -> impl Iterator<Item = Warning> {
        self.found.into_iter().map(|((code, message), (count, origin))| {
            let message = if count > 1 { format!("{message} ({count} articles)") } else { message };
            Warning { code: code.into(), ..Warning::new(&origin, "", message) }
        })
    }
}
