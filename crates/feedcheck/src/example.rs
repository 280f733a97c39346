//! A document that breaks each rule: for `feedmill check --explain`, for the reference of the rules, and for the tests.

#[doc(hidden)]
pub mod atom;
mod defect;
#[doc(hidden)]
pub mod documents;
#[doc(hidden)]
pub mod extension;
#[doc(hidden)]
pub mod html;
#[doc(hidden)]
pub mod json_feed;
#[doc(hidden)]
pub mod lint;
#[doc(hidden)]
pub mod opml;
#[doc(hidden)]
pub mod page;
#[doc(hidden)]
pub mod rss;

use defect::example_of;
pub use defect::{Defect, Example, Marked};

/// An example of a rule; `None` for rules of bytes and of several documents, of which no short text is an example.
///
/// ```
/// let example = feedcheck::example::of("incorrect-dow").unwrap();
/// assert_eq!(example.wrong, "<pubDate>Mon, 20 Nov 2026 14:05:00 GMT</pubDate>");
/// assert_eq!(example.place, 9..9);
/// assert_eq!(example.right.unwrap(), "<pubDate>Fri, 20 Nov 2026 14:05:00 GMT</pubDate>");
/// ```
pub fn of(code: &str) -> Option<Example> {
    let defects = [rss::DEFECTS, atom::DEFECTS, extension::DEFECTS, html::DEFECTS, lint::DEFECTS];
    let defect = || defects.into_iter().flatten().find(|defect| defect.code == code);
    let marked = || MARKED.iter().copied().flatten().find(|(_, own)| *own == code);
    defect().map(Defect::example).or_else(|| marked().map(|(marked, _)| example_of(marked)))
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
