//! Names of inputs in what the ledger keeps of a report.
//!
//! The report of the last run is kept, so that a run that finds nothing to do says it again. The hidden folder lies in what
//! is served, and names of inputs are nobody's business there: what the ledger keeps has their hashes instead, and a run
//! that finds the same inputs knows their names.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::catalogue::hashed;
use crate::report::Report;

/// What stands before the hash of a name.
const MARK: &str = "input:";
/// How long a hash is.
const LENGTH: usize = 32;

/// What stands for the name of an input of which only the hash is known.
pub(super) fn hidden(hash: &str) -> String {
    format!("{MARK}{hash}")
}

/// The names that a run knows of its inputs, by their hashes.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeMap<String, String>);

impl Names {
    pub(super) fn new(names: impl IntoIterator<Item = String>) -> Self {
        Self(names.into_iter().map(|name| (hashed(&name), name)).collect())
    }

    /// These and those that have these hashes.
    pub(super) fn with_hashed(mut self, names: impl IntoIterator<Item = (String, String)>) -> Self {
        self.0.extend(names);
        self
    }

    /// These and more.
    pub(super) fn with(mut self, names: impl IntoIterator<Item = String>) -> Self {
        self.0.extend(Self::new(names).0);
        self
    }

    /// The name of an input that the ledger knows by this hash.
    pub(super) fn get(&self, hash: &str) -> Option<&String> {
        self.0.get(hash)
    }

    /// Takes names out of a report: of the places that it names, and of what is said about each.
    pub(super) fn hide(&self, report: &mut Report) {
        // Paths of published files stay.
        let hidden = |path: &str| {
            let hash = hashed(path);
            self.0.contains_key(&hash).then(|| format!("{MARK}{hash}"))
        };
        for_each(report, |path, text| {
            let Some(mark) = hidden(path) else { return };
            if let Some(text) = text.filter(|text| text.contains(&**path)) {
                *text = text.replace(&**path, &mark);
            }
            *path = mark.into();
        });
    }

    /// Puts the names back; `false`: one is not known.
    pub(super) fn show(&self, report: &mut Report) -> bool {
        let mut is_whole = true;
        for_each(report, |path, text| {
            let Some(hash) = path.strip_prefix(MARK).filter(|hash| hash.len() == LENGTH) else { return };
            let Some(name) = self.0.get(hash) else {
                is_whole = false;
                return;
            };
            if let Some(text) = text.filter(|text| text.contains(&**path)) {
                *text = text.replace(&**path, name);
            }
            *path = name.as_str().into();
        });
        is_whole
    }
}

/// Calls for each place that a report names, with what is said about it.
fn for_each(report: &mut Report, mut call: impl FnMut(&mut Arc<str>, Option<&mut String>)) {
    for rejection in report.rejections.iter_mut() {
        let mut reason = rejection.reason.to_string();
        call(&mut rejection.origin.path, Some(&mut reason));
        rejection.reason = reason.into();
    }
    for warning in report.warnings.iter_mut() {
        call(&mut warning.origin.path, Some(&mut warning.message));
    }
    for reading in report.merged.iter_mut().flat_map(|merged| &mut merged.readings) {
        call(&mut reading.origin.path, None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Origin;
    use crate::report::{Rejection, Warning, WarningCode};

    #[test]
    fn what_is_hidden_is_shown_again() {
        let names = Names::new(["in/secret.json".to_owned()]);
        let mut report = Report::default();
        let origin = Origin::new("in/secret.json", 3);
        report.rejections.push(Rejection::new(&origin, "in/secret.json: no title"));
        report.warnings.push(Warning::new(&Origin::new("tags/a/", 0), WarningCode::Vanished, "gone"));
        let whole = report.clone();
        names.hide(&mut report);
        let text = format!("{report:?}");
        assert!(!text.contains("secret") && text.contains("tags/a/"), "{text}");
        let mut shown = report.clone();
        assert!(names.show(&mut shown));
        assert_eq!(
            (shown.rejections.sorted(), shown.warnings.sorted()),
            (whole.rejections.sorted(), whole.warnings.sorted())
        );
        assert!(!Names::default().show(&mut report));
    }
}
