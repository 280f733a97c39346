//! Whether documents follow their specifications: feeds, lists of feeds and pages, of feedmill or others, offline.
//!
//! [`check`] is a function of bytes: no file system, no network, no clock. What it finds are [`Finding`]s, each of a
//! [`Rule`] of one table ([`rule::all`]), with its line and column. XML becomes a tree with places (`xml`); a walker
//! looks each element up in tables of plain records (`model`): where it may stand, how often, and what it holds.
//!
//! Checked: well-formedness and encoding of any document; RSS 2.0 and Atom 1.0 (feeds and entries) with the modules of
//! `extension`, HTML inside of them, and what some readers would misread (`lint`); JSON Feed (`json_feed`), OPML and pages,
//! each with a reader of its own that keeps places; and what documents of one folder say about each other ([`tree`]).
//!
//! Not checked, on purpose: what needs the network (whether a host or an enclosure is there), other formats beyond their
//! being well-formed (RSS 0.90, 1.0 and 1.1, Atom 0.3, CDF, KML), and Google Base, whose module is out of use.
//!
//! Codes and severities are those of the W3C feed validator where it has the rule. It is left where it is older than what
//! it looks at (schemes that were registered since, Media RSS 1.5), and where it looks closer: at each element of SVG and
//! MathML, into HTML in Base64, at what stands before the place where a document is not well-formed any more.

mod atom;
pub mod example;
mod extension;
mod fault;
mod finding;
mod html;
mod json;
mod json_feed;
mod link;
mod lint;
mod model;
mod namespace;
#[doc(hidden)]
pub mod nearest;
mod opml;
mod page;
#[doc(hidden)]
pub mod parser;
mod plain;
mod quick;
mod references;
mod rss;
pub mod rule;
mod source;
mod tables;
pub mod text;
pub mod tree;
mod value;
mod walk;
mod xml;

use chrono::{DateTime, Utc};

use finding::Findings;
pub use finding::{Excerpt, Finding};
pub use quick::{quick, quick_entry, quick_text};
pub use references::References;
pub use rule::{Rule, Severity};

/// The largest document that is looked at, in bytes.
pub const LARGEST: usize = 64 << 20;

/// What is known about a document beside its bytes.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// The time of the check: dates after it are implausible.
    pub now: DateTime<Utc>,
    /// The address that the document is served at, percent-encoded.
    pub url: Option<&'a str>,
    /// The name of its file, where the address is not known.
    pub file_name: Option<&'a str>,
}

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// RSS 2.0, or 0.91 to 0.94.
    Rss,
    /// An Atom feed.
    Atom,
    /// An Atom entry on its own.
    AtomEntry,
    /// A document of the Atom Publishing Protocol: services or categories.
    AtomPub,
    /// JSON, which may be a JSON Feed.
    Json,
    /// OPML.
    Opml,
    /// An HTML page.
    Page,
    /// RSS 0.90, 1.0 or 1.1.
    Rdf,
    /// Anything else.
    Other,
}

/// What became of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
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
/// let options = Options { now: "2026-05-05T12:00:00Z".parse().unwrap(), url: None, file_name: None };
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
    xml::look_at_doctype(findings);
    let Some(text) = xml::mend(findings.source(), findings) else { return References::default() };
    let Ok(document) = xml::parse(&text) else { return References::default() };
    let root = document.root_element();
    match kind {
        Kind::Opml => return opml::check(root, options, findings),
        Kind::Rss | Kind::Atom | Kind::AtomEntry | Kind::AtomPub => {
            let mut inside = Findings::new(&text);
            let mut walk = walk::Walk::new(kind, &text, root, options, &mut inside, is_utf8);
            walk.everywhere(root);
            match kind {
                Kind::Rss => rss::check(&mut walk, root),
                Kind::AtomPub => extension::app::check(&mut walk, root),
                _ => atom::check(&mut walk, root),
            }
            findings.take(inside);
            return References::of_xml(root);
        }
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

impl Kind {
    /// What a text is, by its first element or character.
    pub fn of(text: &str) -> Self {
        let mut rest = text.trim_start();
        if rest.starts_with(['{', '[']) {
            return Self::Json;
        }
        loop {
            rest = rest.trim_start();
            let skipped = if let Some(comment) = rest.strip_prefix("<!--") {
                comment.split_once("-->")
            } else if let Some(instruction) = rest.strip_prefix("<?") {
                instruction.split_once("?>")
            } else if let Some(doctype) = rest.strip_prefix("<!") {
                let word = doctype.get(..7).unwrap_or_default();
                let name = doctype.get(7..).unwrap_or_default().trim_start();
                if word.eq_ignore_ascii_case("doctype") && name.get(..4).is_some_and(|n| n.eq_ignore_ascii_case("html"))
                {
                    return Self::Page;
                }
                match doctype.find(['[', '>']) {
                    Some(at) if doctype.as_bytes()[at] == b'[' => {
                        doctype.split_once("]>").or_else(|| doctype.split_once('>'))
                    }
                    _ => doctype.split_once('>'),
                }
            } else {
                break;
            };
            match skipped {
                Some((_, after)) => rest = after,
                None => return Self::Other,
            }
        }
        let Some(tag) = rest.strip_prefix('<') else { return Self::Other };
        let name = tag.split(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).next().unwrap_or_default();
        let local = name.rsplit(':').next().unwrap_or_default();
        match local {
            "rss" => Self::Rss,
            "feed" => Self::Atom,
            "entry" => Self::AtomEntry,
            "service" | "categories" if rest.contains("http://www.w3.org/2007/app") => Self::AtomPub,
            "opml" | "outlineDocument" => Self::Opml,
            "RDF" | "Channel" => Self::Rdf,
            _ if local.eq_ignore_ascii_case("html") => Self::Page,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_what_its_first_element_says() {
        let cases = [
            ("<?xml version=\"1.0\"?><!-- <feed> --><rss>", Kind::Rss),
            ("<!DOCTYPE rss [<!ENTITY a \"<b>\">]>\n<rss version='2.0'>", Kind::Rss),
            ("<feed xmlns='x'>", Kind::Atom),
            ("<atom:entry>", Kind::AtomEntry),
            (" {\"version\": 1}", Kind::Json),
            ("<!doctype html><p>", Kind::Page),
            ("<HTML><p>", Kind::Page),
            ("<opml version=\"2.0\"/>", Kind::Opml),
            ("<rdf:RDF>", Kind::Rdf),
            ("<urlset>", Kind::Other),
            ("text", Kind::Other),
            ("<!-- without end", Kind::Other),
            ("", Kind::Other),
        ];
        for (text, kind) in cases {
            assert_eq!(Kind::of(text), kind, "{text}");
        }
    }

    #[test]
    fn a_document_that_is_too_large_is_a_finding() {
        let options = Options { now: DateTime::UNIX_EPOCH, url: None, file_name: None };
        let checked = check(&vec![b' '; LARGEST + 1], &options);
        assert_eq!(checked.findings[0].rule.code, "validator-limit");
    }
}
