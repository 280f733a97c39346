//! XML as a tree with places: [`roxmltree`], with checks before and after.
//!
//! No entity is loaded from anywhere, and a document that would grow when its entities are put in, or whose tags would
//! take more than linear time, is a finding. After a control character or an entity that is not declared, reading goes
//! on as if another character stood there, so that more than one finding comes out of one run.
//!
//! Not supported: validation against a DTD; what parameter entities stand for.

pub(super) mod inherited;
pub(super) mod text;

use std::borrow::Cow;
use std::ops::Range;

use roxmltree::{Document, Error, Node, ParsingOptions, TextPos};

use super::finding::Findings;
use super::rule::document::{
    CONTROL_CHARACTER, LEADING_SPACE, NOT_WELL_FORMED, SYSTEM_ENTITY, UNDECLARED_PREFIX, UNDEFINED_ENTITY,
    VALIDATOR_LIMIT,
};

/// How many faults are mended to find the next one.
const MENDED: usize = 16;
/// The most attributes of one tag.
const MOST_ATTRIBUTES: usize = 256;
/// The most that tags with namespaces times different prefixes may add up to.
const MOST_NAMESPACES: usize = 2_000_000;
/// The most bytes that entities may grow to.
const MOST_ENTITIES: usize = 4 << 20;
/// The most nodes.
const MOST_NODES: u32 = 8_000_000;

/// A text that can be parsed, with the same offsets as the document; what is wrong with it is found.
///
/// Parsing is done by [`parse`], because the tree borrows from the text.
pub(super) fn mend<'t>(text: &'t str, findings: &mut Findings<'_>) -> Option<Cow<'t, str>> {
    let mut text = Cow::Borrowed(text);
    let start = text.len() - text.trim_start().len();
    if start > 0 && text[start..].starts_with("<?xml") {
        findings.add(&LEADING_SPACE, 0..start, "blank space stands before the XML declaration");
        // The declaration becomes a comment of the same length.
        let end = text[start..].find("?>").map_or(text.len(), |end| start + end);
        if end - start < 7 || end == text.len() || !text.is_char_boundary(end - 1) || text[start..end].contains("--") {
            return None;
        }
        let owned = text.to_mut();
        owned.replace_range(end - 1..end + 2, "-->");
        owned.replace_range(start..start + 4, "<!--");
    }
    if let Some(blanked) = without_parameter_entities(&text) {
        text = Cow::Owned(blanked);
    }
    if let Some((at, message)) = excess(&text) {
        findings.add(&VALIDATOR_LIMIT, at, message);
        return None;
    }
    for _ in 0..MENDED {
        let Err(error) = parse(&text) else { return Some(text) };
        let at = offset(&text, error.pos());
        let (range, with) = match &error {
            Error::NonXmlChar(c, _) => {
                let message = format!("U+{:04X} is no character of XML", u32::from(*c));
                findings.add(&CONTROL_CHARACTER, at..at + c.len_utf8(), message);
                (at..at + c.len_utf8(), ' ')
            }
            Error::UnknownEntityReference(name, _) => {
                let range = at..(at + name.len() + 2).min(text.len());
                findings.add(&UNDEFINED_ENTITY, range.clone(), format!("&{name}; is not defined"));
                (range, '_')
            }
            Error::MalformedEntityReference(_) => {
                let message = "an ampersand that begins no reference; it is written &amp;";
                findings.add(&NOT_WELL_FORMED, at..at + 1, message);
                (at..at + 1, '_')
            }
            Error::UnknownNamespace(prefix, _) => {
                let message = format!("the prefix \"{prefix}\" is not declared");
                findings.add(&UNDECLARED_PREFIX, at..at + prefix.len(), message);
                return None;
            }
            Error::UnclosedRootNode | Error::UnexpectedEndOfStream => {
                let end = text.trim_end().len();
                findings.add(&NOT_WELL_FORMED, end..end, "the document ends before its elements do");
                return None;
            }
            Error::NodesLimitReached | Error::AttributesLimitReached | Error::NamespacesLimitReached => {
                findings.add(&VALIDATOR_LIMIT, 0..0, error.to_string());
                return None;
            }
            Error::EntityReferenceLoop(_) => {
                findings.add(&VALIDATOR_LIMIT, at..at + 1, "entities that hold entities");
                return None;
            }
            _ => {
                let message = error.to_string();
                // The place is told apart from what is wrong.
                let message = message.rsplit_once(" at ").map_or(message.as_str(), |(what, _)| what);
                findings.add(&NOT_WELL_FORMED, at..at + 1, message.replace('\'', "\""));
                return None;
            }
        };
        let fits = text.get(range.clone()).is_some_and(|cut| cut.chars().all(|c| c != '<' && c != '>'));
        if !fits || range.is_empty() {
            return None;
        }
        let filler: String = std::iter::repeat_n(with, range.len()).collect();
        text.to_mut().replace_range(range, &filler);
    }
    None
}

/// The tree of a text.
pub(super) fn parse(text: &str) -> Result<Document<'_>, Error> {
    Document::parse_with_options(
        text,
        ParsingOptions { allow_dtd: true, nodes_limit: MOST_NODES, ..ParsingOptions::default() },
    )
}

/// The text with blanks for the parameter entities of its document type, if there are any: what they stand for is
/// elsewhere.
fn without_parameter_entities(text: &str) -> Option<String> {
    let start = text.find("<!DOCTYPE")?;
    let subset = start + text[start..].find('[')?;
    let end = subset + text[subset..].find("]>")?;
    let is_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
    let mut mended: Option<String> = None;
    for at in memchr::memchr_iter(b'%', &text.as_bytes()[subset..end]).map(|at| subset + at) {
        let length = text.as_bytes()[at + 1..end].iter().take_while(|b| is_name(b)).count();
        if length > 0 && text.as_bytes()[at + 1 + length] == b';' {
            let blanks = " ".repeat(length + 2);
            mended.get_or_insert_with(|| text.to_owned()).replace_range(at..at + length + 2, &blanks);
        }
    }
    mended
}

/// What would make parsing slow or large.
fn excess(text: &str) -> Option<(Range<usize>, String)> {
    let bytes = text.as_bytes();
    if let Some(start) = text.find("<!DOCTYPE") {
        let subset = &text[start..];
        let last = memchr::memmem::rfind(subset.as_bytes(), b"<!ENTITY").unwrap_or(0);
        let end = subset[last..].find('>').map_or(subset.len(), |end| last + end);
        let references = memchr::memchr_iter(b'&', bytes).count();
        let nested = if subset[..end].contains('&') { 255 } else { 1 };
        if last > 0 && end.saturating_mul(references).saturating_mul(nested) > MOST_ENTITIES {
            return Some((start..start + 9, "its entities may grow without bounds".to_owned()));
        }
    }
    let mut declaring = 0_usize;
    let mut prefixes = rustc_hash::FxHashSet::default();
    let mut starts = memchr::memchr_iter(b'<', bytes).peekable();
    while let Some(start) = starts.next() {
        let end = starts.peek().copied().unwrap_or(bytes.len());
        let tag = &bytes[start..end];
        if tag.len() < 8 || !tag.get(1).is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b':' | 0x80..)) {
            continue;
        }
        let tag = &tag[..end_of_tag(tag)];
        let mut attributes = 0;
        for at in memchr::memchr_iter(b'=', tag) {
            attributes += usize::from(matches!(tag.get(at + 1), Some(b'"' | b'\'' | b' ' | b'\t' | b'\n' | b'\r')));
        }
        if attributes > MOST_ATTRIBUTES {
            return Some((start..start + 1, format!("a tag with more than {MOST_ATTRIBUTES} attributes")));
        }
        if attributes > 0 && memchr::memmem::find(tag, b"xmlns").is_some() {
            declaring += 1;
            for at in memchr::memmem::find_iter(tag, b"xmlns:") {
                let name = &tag[at + 6..];
                let length = name.iter().take_while(|b| !matches!(b, b'=' | b' ' | b'\t' | b'\n' | b'\r')).count();
                prefixes.insert(&name[..length]);
            }
            if declaring.saturating_mul(prefixes.len()) > MOST_NAMESPACES {
                return Some((start..start + 1, "too many declarations of namespaces".to_owned()));
            }
        }
    }
    None
}

/// The length of a tag up to the `>` that ends it, quotes respected.
fn end_of_tag(tag: &[u8]) -> usize {
    let mut at = 0;
    while let Some(found) = memchr::memchr3(b'>', b'"', b'\'', &tag[at..]) {
        at += found;
        if tag[at] == b'>' {
            return at;
        }
        let Some(close) = memchr::memchr(tag[at], &tag[at + 1..]) else { break };
        at += close + 2;
    }
    tag.len()
}

/// The offset of a line and column.
fn offset(text: &str, TextPos { row, col }: TextPos) -> usize {
    let row = usize::try_from(row).unwrap_or(1).max(1);
    let start = match row {
        1 => 0,
        _ => memchr::memchr_iter(b'\n', text.as_bytes()).nth(row - 2).map_or(text.len(), |at| at + 1),
    };
    let rest = text.get(start..).unwrap_or_default();
    let column = usize::try_from(col).unwrap_or(1).max(1);
    start + rest.char_indices().nth(column - 1).map_or(rest.len(), |(at, _)| at)
}

/// Where a document names an external file in its document type.
pub(super) fn check_doctype(findings: &mut Findings<'_>) {
    let text = findings.source();
    let prolog = &text[..text.floor_char_boundary(4_096)];
    let Some(start) = prolog.find("<!DOCTYPE") else { return };
    // One in a text is a part of the text.
    if memchr::memchr_iter(b'<', &prolog.as_bytes()[..start]).any(|at| prolog.as_bytes()[at + 1].is_ascii_alphabetic())
    {
        return;
    }
    let end = prolog[start..].find(['>', '[']).map_or(prolog.len(), |end| start + end);
    if ["SYSTEM", "PUBLIC"].iter().any(|word| prolog[start..end].contains(word)) {
        findings.add(&SYSTEM_ENTITY, start..end, "the document type names an external file");
    }
}

/// The name of an element as it is written, and its place.
pub(super) fn name<'t>(node: Node<'_, 't>, text: &'t str) -> (&'t str, Range<usize>) {
    let start = node.range().start + 1;
    let rest = text.get(start..).unwrap_or_default();
    let length = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).unwrap_or(rest.len());
    (&rest[..length], start..start + length)
}

/// Where the content of an element stands, without blank space around it; its name, if it is empty.
pub(super) fn content(node: Node<'_, '_>, text: &str) -> Range<usize> {
    let (_, name) = name(node, text);
    let (Some(first), Some(last)) = (node.first_child(), node.last_child()) else { return name };
    let (start, end) = (first.range().start, last.range().end);
    let inside = text.get(start..end).unwrap_or_default();
    let trimmed = inside.trim();
    if trimmed.is_empty() {
        return name;
    }
    let start = start + inside.len() - inside.trim_start().len();
    start..start + trimmed.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&'static str, String)> {
        let mut findings = Findings::new(text);
        mend(text, &mut findings);
        findings.finish().into_iter().map(|finding| (finding.rule.code, finding.text)).collect()
    }

    fn codes(text: &str) -> Vec<&'static str> {
        found(text).into_iter().map(|(code, _)| code).collect()
    }

    #[test]
    fn what_is_not_well_formed_has_a_place() {
        let cases = [
            ("<a>\u{B}</a>", "control-character", "\u{20}"),
            ("<a>b &nbsp; c</a>", "undefined-named-entity", "&nbsp;"),
            ("<a>b & c</a>", "sax-error", "&"),
            ("<a><b></a>", "sax-error", "<"),
            ("<x:a/>", "undeclared-prefix", "x"),
            ("<a>", "sax-error", ""),
            ("<a b='1' b='2'/>", "sax-error", "b"),
        ];
        for (text, code, marked) in cases {
            assert_eq!(found(text), [(code, marked.to_owned())], "{text}");
        }
    }

    #[test]
    fn reading_goes_on_after_what_can_be_mended() {
        assert_eq!(
            codes("\n<?xml version=\"1.0\"?><a>\u{B}&nbsp; & &eacute;</a>"),
            ["wp-blank-line", "control-character", "undefined-named-entity", "sax-error", "undefined-named-entity"]
        );
        let parameters = "<!DOCTYPE a [<!ENTITY % b SYSTEM \"b\"> %b; <!ENTITY c \"d\">]><a>&c;</a>";
        assert!(codes(parameters).is_empty(), "{:?}", codes(parameters));
        assert_eq!(codes("\n<?xml version=\"1.0\" é?><a>"), ["wp-blank-line"]);
        assert_eq!(codes("\n<?xml version=\"1.0\""), ["wp-blank-line"]);
        assert!(codes("<!DOCTYPE a [<!ENTITY nbsp \"&#160;\">]><a>&nbsp;</a>").is_empty());
    }

    #[test]
    fn documents_that_would_grow_without_bound_are_refused() {
        let laughs = (1..10).fold("<!ENTITY l0 \"ha\">".to_owned(), |all, n| {
            all + &format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10))
        });
        assert_eq!(codes(&format!("<!DOCTYPE a [{laughs}]><a>&l9;</a>")), ["validator-limit"]);
        let long = format!("<!DOCTYPE a [<!ENTITY l \"{}\">]><a>{}</a>", "x".repeat(100_000), "&l;".repeat(100_000));
        assert_eq!(codes(&long), ["validator-limit"]);
        let attributes: String = (0..100_000).fold(String::new(), |all, n| all + &format!(" a{n}=\"\""));
        assert_eq!(codes(&format!("<a{attributes}/>")), ["validator-limit"]);
        let spaces: String = (0..100_000).fold(String::new(), |all, n| all + &format!("<a xmlns:a{n}=\"a{n}\">"));
        assert_eq!(codes(&spaces), ["validator-limit"]);
        let deep = "<a>".repeat(200_000) + &"</a>".repeat(200_000);
        assert!(codes(&deep).is_empty());
    }
}
