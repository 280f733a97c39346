//! A document that breaks each rule: for `feedmill check --explain`, for the reference of the rules, and for the tests.

pub mod atom;
mod defect;
pub mod documents;
pub mod extension;
pub mod html;
pub mod json_feed;
pub mod lint;
pub mod opml;
pub mod page;
pub mod rss;

use crate::rule::Rule;
use defect::example_of;
pub use defect::{Defect, Example, Marked};

impl Rule {
    /// An example of a document that breaks the rule; `None` for rules of bytes and of several documents, of which no
    /// short text is an example.
    ///
    /// ```
    /// let example = feedcheck::rule::named("incorrect-dow").unwrap().example().unwrap();
    /// assert_eq!(example.wrong, "<pubDate>Mon, 20 Nov 2026 14:05:00 GMT</pubDate>");
    /// assert_eq!(example.place, 9..9);
    /// assert_eq!(example.right.unwrap(), "<pubDate>Fri, 20 Nov 2026 14:05:00 GMT</pubDate>");
    /// ```
    pub fn example(&self) -> Option<Example> {
        let defects = [rss::DEFECTS, atom::DEFECTS, extension::DEFECTS, html::DEFECTS, lint::DEFECTS];
        let defect = defects.into_iter().flatten().find(|defect| defect.code == self.code);
        let marked = || MARKED.iter().copied().flatten().find(|(_, code)| *code == self.code);
        defect.map(Defect::example).or_else(|| marked().map(|(marked, _)| example_of(marked)))
    }
}

/// The examples of formats whose documents are marked.
const MARKED: &[&[Marked]] = &[
    json_feed::FEED,
    json_feed::ITEM,
    json_feed::WHOLE,
    opml::WHOLE,
    opml::HEAD,
    opml::BODY,
    page::WHOLE,
    page::HEAD,
    page::BODY,
];
