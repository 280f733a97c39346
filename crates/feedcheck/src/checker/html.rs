//! HTML in the text of an element.

use super::{Checker, Node};
use crate::document::Kind;
use crate::html::{self, TOO_DEEP};
use crate::rule::html::HTML_TOO_DEEP;
use crate::xml::inherited;
use crate::xml::text::Map;

impl<'d> Checker<'_, 'd> {
    /// Checks the text of an element as HTML.
    pub(crate) fn html(&mut self, node: Node<'d>, html: &str) {
        let may_be_relative = self.kind != Kind::Rss && inherited::has_base(node);
        let Some(found) = html::faults(html, may_be_relative) else {
            self.report_tag(&HTML_TOO_DEEP, node, TOO_DEEP);
            return;
        };
        let mut map = Map::of(node, self.text);
        let label = self.label(node.into());
        for (rule, range, what) in found {
            let start = map.source(range.start);
            let end = start.max(map.source(range.end));
            self.findings.add(rule, start..end, format!("{label} {what}"));
        }
    }
}
