//! Checks feeds, lists of feeds and pages against their specifications, offline.
//!
//! [`check`] is a function of bytes: no file system, no network, no clock. What it finds are [`Finding`]s, each of a
//! [`Rule`] of one table ([`rule::all`]), with its line and column:
//!
//! ```
//! use feedcheck::{Options, Severity, check};
//!
//! let feed = "<rss version=\"2.0\"><channel>
//! <title>News &nbsp;</title>
//! <link>https://example.org/</link><description>All of it</description>
//! </channel></rss>";
//! let mut options = Options::at("2026-05-05T12:00:00Z".parse().unwrap());
//! options.url = Some("https://example.org/rss.xml");
//! for finding in check(feed.as_bytes(), &options).findings {
//!     if finding.rule.severity == Severity::Error {
//!         assert_eq!((finding.rule.code, finding.line, finding.column), ("undefined-named-entity", 2, 13));
//!         println!("{}:{}: {} ({})", finding.line, finding.column, finding.message, finding.rule.advice);
//!     }
//! }
//! ```
//!
//! A [`Rule`] says what to do, why it is there, where it is written, and for most there is an example
//! ([`Rule::example`]). [`tree`] checks what the documents of one folder say about each other.
//!
//! # What is checked
//!
//! Well-formedness and encoding of any document; RSS 2.0 and Atom 1.0 (feeds and entries) with some forty extension
//! modules, HTML inside of them, and what some readers would misread; JSON Feed; OPML; pages.
//!
//! Not checked: what needs the network (whether a host or an enclosure is there), other formats beyond their being
//! well-formed (RSS 0.90, 1.0 and 1.1, Atom 0.3, CDF, KML), and Google Base, whose module is out of use.
//!
//! Codes and severities are those of the W3C feed validator where it has the rule. The two differ where the validator
//! is older than what it checks (schemes that were registered since, Media RSS 1.5), and where this crate checks more:
//! each element of SVG and MathML, HTML in Base64, and what stands before the place where a document is no longer
//! well-formed.
//!
//! # How it works
//!
//! XML becomes a tree with places (`xml`). Each format of feeds is a `Schema` (`schema`, `formats`): plain records of
//! its elements, and functions for what is not regular. The entry point hands it to the `walk`, which looks each
//! element up and knows no format itself; what the functions work with is a `Checker`. JSON Feed, OPML and pages have
//! readers of their own, which keep places.

mod atom;
mod checker;
mod document;
mod example;
mod extension;
mod fault;
mod finding;
mod formats;
mod html;
#[doc(hidden)]
pub mod internal;
mod json;
mod json_feed;
mod link;
mod lint;
mod namespace;
mod nearest;
mod opml;
mod page;
mod parser;
mod plain;
mod published;
mod references;
mod rss;
pub mod rule;
mod schema;
mod source;
mod text;
pub mod tree;
mod value;
mod walk;
mod xhtml;
mod xml;

use checker::Checker;
pub use document::{Kind, Options};
pub use example::Example;
use finding::Findings;
pub use finding::{Excerpt, Finding};
pub use references::References;
pub use rule::{Rule, Severity};

/// The largest document that is checked, in bytes.
pub const LARGEST: usize = 64 << 20;

/// What became of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Checked {
    /// What the document is.
    pub kind: Kind,
    /// What was found, in the order of the document.
    pub findings: Vec<Finding>,
    /// What it says about other documents.
    pub references: References,
}

/// Checks a document.
///
/// ```
/// use feedcheck::{Options, check};
/// let options = Options::at("2026-05-05T12:00:00Z".parse().unwrap());
/// let checked = check(b"<rss version=\"2.0\"><channel><title>News &nbsp;</title></channel></rss>", &options);
/// let finding = checked.findings.iter().find(|finding| finding.rule.code == "undefined-named-entity").unwrap();
/// assert_eq!((finding.line, finding.column), (1, 41));
/// ```
pub fn check(bytes: &[u8], options: &Options<'_>) -> Checked {
    if bytes.len() > LARGEST {
        let mut findings = Findings::new("");
        findings.add(&rule::document::VALIDATOR_LIMIT, 0..0, format!("{} bytes; {LARGEST} are looked at", bytes.len()));
        return Checked { kind: Kind::Other, findings: findings.finish(), references: References::default() };
    }
    let source = source::decode(bytes);
    let mut kind = Kind::of(&source.text);
    let mut findings = Findings::new(&source.text);
    for (rule, at, message) in source.faults.iter().cloned() {
        findings.add(rule, at, message);
    }
    let references;
    match kind {
        Kind::Json => (kind, references) = json_feed::check(options, &mut findings),
        Kind::Page => references = page::check(&mut findings),
        _ => references = check_xml(kind, options, source.is_utf8, &mut findings),
    }
    Checked { kind, findings: findings.finish(), references }
}

fn check_xml(kind: Kind, options: &Options<'_>, is_utf8: bool, findings: &mut Findings<'_>) -> References {
    xml::check_doctype(findings);
    let Some(text) = xml::mend(findings.source(), findings) else { return References::default() };
    let Ok(document) = xml::parse(&text) else { return References::default() };
    let root = document.root_element();
    if let Some(schema) = formats::schema(kind) {
        let mut inside = Findings::new(&text);
        let mut checker = Checker::new(kind, schema.own, &text, root, options, &mut inside, is_utf8);
        walk::check(&mut checker, schema, root);
        findings.take(inside);
        return References::of_xml(root);
    }
    match kind {
        Kind::Opml => return opml::check(root, options, findings),
        Kind::Rdf => {
            let (name, at) = xml::name(root, &text);
            findings.add(&rule::document::OTHER_FORMAT, at, format!("<{name}> is of RSS 0.90, 1.0 or 1.1"));
        }
        _ => {
            let (name, at) = xml::name(root, &text);
            findings.add(&rule::document::NOT_A_FEED, at, format!("<{name}> is no feed"));
        }
    }
    References::default()
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::{LARGEST, Options, check};

    #[test]
    fn a_document_that_is_too_large_is_a_finding() {
        let checked = check(&vec![b' '; LARGEST + 1], &Options::at(DateTime::UNIX_EPOCH));
        assert_eq!(checked.findings[0].rule.code, "validator-limit");
    }
}
