//! HTML pages: not looked at yet.

use super::Options;
use super::finding::Findings;

/// Checks the text of the findings.
pub(super) fn check(_options: &Options<'_>, _findings: &mut Findings<'_>) {}
