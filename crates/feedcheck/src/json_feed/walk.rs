//! What checks of a JSON Feed work with.

use std::ops::Range;

use crate::document::Options;
use crate::finding::Findings;
use crate::rule::Rule;

/// What is known about a feed while it is checked.
pub(super) struct Walk<'w, 'd> {
    pub(super) findings: &'w mut Findings<'d>,
    pub(super) options: &'w Options<'w>,
    pub(super) text: &'d str,
    /// Whether the feed is of version 1.0.
    pub(super) is_old: bool,
}

impl Walk<'_, '_> {
    /// Adds a finding.
    pub(super) fn add(&mut self, rule: &'static Rule, at: &Range<usize>, message: impl Into<String>) {
        self.findings.add(rule, at.clone(), message);
    }
}
