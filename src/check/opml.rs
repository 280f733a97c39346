//! OPML: not looked at yet.

use roxmltree::Node;

use super::Options;
use super::finding::Findings;

/// Checks a list of feeds.
pub(super) fn check(_root: Node<'_, '_>, _options: &Options<'_>, _findings: &mut Findings<'_>) {}
