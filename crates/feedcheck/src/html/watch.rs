//! The parser of HTML, watched: what it complains about, and what its tags hold.

use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use html5ever::Attribute;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::TreeBuilder;

use super::{names, style};
use crate::parser::limits::{self, Counter, Node};
use crate::parser::pieces::Pieces;
use crate::rule::Rule;
use crate::rule::html::{CONTAINS_REL_REF, DANGEROUS_STYLE, NOT_HTML, SECURITY_RISK, SECURITY_RISK_ATTRIBUTE};
use crate::rule::value::INVALID_URI_CHAR;
use crate::value::uri;

/// A finding in a text: the end of a sentence about the element that holds it.
pub(super) type Found = (&'static Rule, Range<usize>, String);

/// Parses HTML as the content of a `div` (HTML §13.4), and gives what is wrong with it; `None` where elements are
/// nested deeper than `deepest`, or it would take more than linear time.
pub(super) fn watch(html: &str, may_be_relative: bool, deepest: usize) -> Option<Vec<Found>> {
    if html.len() > limits::LONGEST {
        return None;
    }
    let watch = Watch {
        html,
        may_be_relative,
        builder: limits::builder(html.len(), deepest),
        at: Cell::new(0),
        tag: RefCell::new(0..0),
        open: RefCell::default(),
        foreign: Cell::default(),
        found: RefCell::default(),
    };
    let mut pieces = Pieces::of(html, watch);
    while let Some(piece) = pieces.next() {
        if pieces.has_many_attributes(&piece) {
            return None;
        }
        pieces.sink().builder.sink.work.begin(&html[piece.clone()]);
        pieces.feed(&piece);
        if pieces.sink().builder.sink.is_over() {
            return None;
        }
    }
    let watch = pieces.end();
    (!watch.builder.sink.is_over()).then(|| watch.found.into_inner())
}

/// Stands between tokens and tree.
struct Watch<'h> {
    html: &'h str,
    may_be_relative: bool,
    builder: TreeBuilder<Rc<Node>, Counter>,
    /// Where the search for the next tag begins.
    at: Cell<usize>,
    /// The last tag.
    tag: RefCell<Range<usize>>,
    /// Tags that were not closed yet, and where.
    open: RefCell<Vec<(String, Range<usize>)>>,
    /// How many SVG and MathML are open.
    foreign: Cell<usize>,
    found: RefCell<Vec<Found>>,
}

/// How many open tags are kept in mind.
const MOST_OPEN: usize = 512;
/// How far behind its tag an attribute is looked for.
const FARTHEST: usize = 4_096;

impl Watch<'_> {
    fn add(&self, rule: &'static Rule, at: Range<usize>, what: String) {
        self.found.borrow_mut().push((rule, at, what));
    }

    /// Where a tag stands in the text.
    fn find(&self, tag: &Tag) -> Range<usize> {
        let closing = tag.kind == TagKind::EndTag;
        let name = tag.name.as_bytes();
        let bytes = self.html.as_bytes();
        let from = self.at.get();
        for start in memchr::memchr_iter(b'<', &bytes[from..]).map(|at| from + at) {
            let at = start + 1 + usize::from(closing);
            let is_closing = bytes.get(start + 1) == Some(&b'/');
            let follows =
                bytes.get(at + name.len()).is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'));
            if is_closing == closing
                && bytes.get(at..at + name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name))
                && follows
            {
                self.at.set(at + name.len());
                return start..at + name.len();
            }
        }
        // It is not written as it is called; nor is it looked for again and again.
        self.at.set(bytes.len());
        from..from
    }

    fn start_tag(&self, tag: &Tag, at: &Range<usize>) {
        let name: &str = &tag.name;
        if matches!(name, "svg" | "math") {
            // Their elements are not checked, their scripts are.
            self.foreign.set(self.foreign.get() + usize::from(!tag.self_closing));
        } else if self.foreign.get() > 0 {
            if names::is_unsafe_foreign(name) {
                self.add(&SECURITY_RISK, at.clone(), format!("holds the element {name}"));
            }
        } else if names::is_unsafe(name) {
            self.add(&SECURITY_RISK, at.clone(), format!("holds the element {name}"));
        } else if !names::is_html(name) {
            self.add(&NOT_HTML, at.clone(), format!("holds an element that is none of HTML: {name}"));
        }
        for attribute in &tag.attrs {
            self.attribute(attribute, at);
        }
        if !tag.self_closing && !names::is_void(name) {
            let mut open = self.open.borrow_mut();
            if open.len() < MOST_OPEN {
                open.push((name.to_owned(), at.clone()));
            }
        }
    }

    fn attribute(&self, attribute: &Attribute, tag: &Range<usize>) {
        let name: &str = &attribute.name.local;
        let value = attribute.value.trim();
        // Attributes follow their tag.
        let place = || {
            let after = self.html.as_bytes().get(tag.end..).unwrap_or_default();
            let after = &after[..after.len().min(FARTHEST)];
            let offset = after.windows(name.len().max(1)).position(|part| part.eq_ignore_ascii_case(name.as_bytes()));
            offset.map_or_else(|| tag.clone(), |offset| tag.end + offset..tag.end + offset + name.len())
        };
        if name.starts_with("on") && name.len() > 2 {
            self.add(&SECURITY_RISK_ATTRIBUTE, place(), format!("holds a script in the attribute {name}"));
        } else if name == "style" {
            if let Some(part) = style::danger(&attribute.value) {
                let part = crate::finding::cut(&part);
                self.add(&DANGEROUS_STYLE, place(), format!("holds a style that readers drop: {part}"));
            }
        } else if names::ADDRESSES.contains(&name) && !value.is_empty() {
            match uri::scheme(value) {
                Some(scheme) if ["javascript", "vbscript"].iter().any(|s| s.eq_ignore_ascii_case(scheme)) => {
                    self.add(&SECURITY_RISK_ATTRIBUTE, place(), format!("holds a script in the attribute {name}"));
                }
                Some(_) => {}
                None if self.may_be_relative => {}
                None => match uri::iri_reference(value) {
                    Err(uri::Fault::Character(c)) => {
                        self.add(
                            &INVALID_URI_CHAR,
                            place(),
                            format!("holds an address with a character that no URI has: {c:?}"),
                        );
                    }
                    _ => {
                        let value = crate::finding::cut(value);
                        self.add(&CONTAINS_REL_REF, place(), format!("holds an address that is relative: \"{value}\""));
                    }
                },
            }
        }
    }

    fn end_tag(&self, tag: &Tag) {
        if matches!(&*tag.name, "svg" | "math") {
            self.foreign.set(self.foreign.get().saturating_sub(1));
        }
        let mut open = self.open.borrow_mut();
        if let Some(place) = open.iter().rposition(|(name, _)| **name == *tag.name) {
            open.truncate(place);
        }
    }

    /// What the parser complained about while it took a token.
    fn complain(&self, what: impl FnOnce() -> (Range<usize>, String)) {
        if self.builder.sink.errors.replace(0) > 0 {
            let (at, what) = what();
            self.add(&NOT_HTML, at, what);
        }
    }
}

impl TokenSink for Watch<'_> {
    type Handle = Rc<Node>;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Self::Handle> {
        match token {
            Token::TagToken(tag) => {
                let at = self.find(&tag);
                self.tag.replace(at.clone());
                let sign = if tag.kind == TagKind::EndTag { "</" } else { "<" };
                let written = format!("{sign}{}>", tag.name);
                let is_start = tag.kind == TagKind::StartTag;
                if is_start {
                    self.start_tag(&tag, &at);
                } else {
                    self.end_tag(&tag);
                }
                let result = self.builder.process_token(Token::TagToken(tag), line);
                self.complain(|| {
                    let why = if is_start {
                        "where HTML has no place for it"
                    } else {
                        "where nothing of the kind is open last"
                    };
                    (at, format!("holds {written} {why}"))
                });
                result
            }
            Token::EOFToken => {
                let result = self.builder.process_token(Token::EOFToken, line);
                let end = self.html.len();
                self.complain(|| match self.open.borrow().iter().find(|(name, _)| !is_closed_by_itself(name)) {
                    Some((name, at)) => (at.clone(), format!("holds <{name}>, which is not closed")),
                    None => (end..end, "ends before its elements do".to_owned()),
                });
                result
            }
            Token::ParseError(error) => {
                let at = self.at.get();
                self.add(&NOT_HTML, at..at, format!("is not right HTML: {error}"));
                TokenSinkResult::Continue
            }
            token => {
                let result = self.builder.process_token(token, line);
                let at = self.tag.borrow().clone();
                self.complain(|| (at, "holds text where HTML has no place for it".to_owned()));
                result
            }
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Whether an element needs no end tag (HTML §13.1.2.4).
fn is_closed_by_itself(name: &str) -> bool {
    ["p", "li", "dd", "dt", "option", "optgroup", "rp", "rt", "tbody", "td", "tfoot", "th", "thead", "tr"]
        .contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(html: &str) -> Vec<(&'static str, &str)> {
        let mut found = watch(html, false, 512).unwrap_or_default();
        found.sort_by_key(|(_, at, _)| at.start);
        found.into_iter().map(|(rule, at, _)| (rule.code, &html[at])).collect()
    }

    #[test]
    fn ordinary_html_passes() {
        for html in [
            "<p>one<p>two <b>bold</b><br>three<ul><li>a<li>b</ul>",
            "<table><tr><td>x</table><img src=\"https://a.example/i.png\" alt=\"\">",
            "a &amp; b <!-- note --> <a href=\"mailto:a@example.org\">c</a>",
            "<svg><path d=\"M0\"/></svg><figure><figcaption>x</figcaption></figure>",
        ] {
            assert_eq!(codes(html), [], "{html}");
        }
    }

    #[test]
    fn what_is_wrong_or_unsafe_has_a_place() {
        let cases: &[(&str, &[(&str, &str)])] = &[
            ("<b><i>x</b></i>", &[("not-html", "</b"), ("not-html", "</i")]),
            ("<p><b>x</p>", &[("not-html", "</p")]),
            ("<blink>x</blink>", &[("not-html", "<blink")]),
            ("x<script>a<b</script>y", &[("security-risk", "<script")]),
            ("<p onclick='x()'>y", &[("security-risk-attr", "onclick")]),
            ("<a href='javascript:x'>y</a>", &[("security-risk-attr", "href")]),
            ("<p style='position:fixed'>y", &[("dangerous-style-attr", "style")]),
            ("<a href='/x'>y</a><img src='z'>", &[("contains-rel-ref", "href"), ("contains-rel-ref", "src")]),
            ("<svg><script>x</script></svg>", &[("security-risk", "<script")]),
        ];
        for (html, expected) in cases {
            assert_eq!(codes(html), *expected, "{html}");
        }
    }
}
