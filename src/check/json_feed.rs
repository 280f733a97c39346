//! JSON Feed 1.0 and 1.1: not looked at yet.

use super::Options;
use super::finding::Findings;

/// Checks the text of the findings.
pub(super) fn check(_options: &Options<'_>, _findings: &mut Findings<'_>) {}
