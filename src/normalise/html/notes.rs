//! Footnotes: what excerpts are without. Texts keep them.
//!
//! Marks and notes are known by the spellings of Markdown's converters (`pulldown-cmark`, kramdown, Pandoc, Goldmark, GitHub),
//! of `WordPress` and its plugins, `MediaWiki`, Word, `LibreOffice`, Google Docs (and the comments there), and by the roles of DPUB-ARIA (`doc-noteref`, `doc-endnotes`).

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memmem;

use super::tags::{Tag, Tags};

/// Elements that marks of notes are made of.
const MARKS: &[&str] = &["sup", "a", "span", "label", "button", "small"];
/// Elements that notes and their lists are made of.
const LISTS: &[&str] = &["section", "div", "aside", "ol", "ul", "dl", "li", "p", "footer", "sup", "details"];

/// Classes and types (EPUB) of marks, in small letters.
#[rustfmt::skip]
const MARK_WORDS: &[&str] = &[
    "footnote", "footnotes", "footnote-ref", "footnote-reference", "footnoteref", "footnote-anchor", "footnote-link", "footnote-mark",
    "footnote-marker", "footnotes-link", "footnote_tooltip_position", "footnote_referrer", "footnote_plugin_tooltip_text",
    "easy-footnote", "simple-footnote", "fn", "fnref", "fn-ref", "noteref", "note-ref", "doc-noteref", "endnote-ref", "reference",
    "modern-footnotes-footnote", "sidenote-number", "margin-toggle", "footnote-backref", "footnote-back", "reversefootnote",
    "doc-backlink", "footnote-definition-label", "sdfootnoteanc", "sdfootnotesym", "sdendnoteanc", "sdendnotesym",
];
/// Classes, roles and types of notes and of their lists.
#[rustfmt::skip]
const LIST_WORDS: &[&str] = &[
    "footnotes", "footnote", "footnote-definition", "footnotes-list", "footnote-list", "footnotes-wrap", "footnote-item",
    "wp-block-footnotes", "footnotes-end-of-document", "footnotes-end-of-section", "footnotes-end-of-block", "endnotes", "endnote",
    "rearnotes", "rearnote", "doc-endnotes", "doc-endnote", "doc-footnote", "footnote_container_prepare", "footnote_container_overall",
    "easy-footnotes-wrapper", "simple-footnotes", "modern-footnotes-list", "modern-footnotes-footnote__note", "references", "reflist",
    "mw-references-wrap", "sidenote", "marginnote", "sdfootnote", "sdendnote",
];
/// How the ids of marks and of notes begin, with a number after them or not.
const MARK_IDS: &[&str] = &[
    "fnref",
    "fn-ref",
    "fn_ref",
    "footnote-ref",
    "footnoteref",
    "_ftnref",
    "ftnref",
    "cite_ref",
    "noteref",
    "note-ref",
    "_ednref",
    "ftnt_ref",
    "cmnt_ref",
];
const LIST_IDS: &[&str] = &[
    "fn",
    "footnote",
    "footnotes",
    "_ftn",
    "ftn",
    "cite_note",
    "endnote",
    "user-content-fn",
    "easy-footnote-bottom",
    "_edn",
    "ftnt",
    "cmnt",
    "sdfootnote",
    "sdendnote",
];

/// What stands in HTML that has any of these.
#[rustfmt::skip]
const SIGNS: &[&str] = &[
    "ootnote", "fnref", "#fn", "=fn", "\"fn", "'fn", "ftn", "noteref", "note-ref", "endnote", "rearnote", "cite_", "_edn", "sidenote",
    "marginnote", "cmnt", "reflist", "=reference", "\"reference", "'reference", "-references",
];

static FINDERS: LazyLock<Vec<memmem::Finder<'static>>> =
    LazyLock::new(|| SIGNS.iter().map(|sign| memmem::Finder::new(*sign)).collect());

/// HTML, of any origin, without marks of footnotes and notes; borrowed where there are none. Linear.
pub(in crate::normalise) fn without(html: &str) -> Cow<'_, str> {
    // A note is told by an attribute.
    let has_attribute = memchr::memchr(b'=', html.as_bytes()).is_some();
    if !has_attribute || !FINDERS.iter().any(|sign| sign.find(html.as_bytes()).is_some()) {
        return Cow::Borrowed(html);
    }
    let ends = Ends::of(html);
    let mut out = String::new();
    let mut copied = 0;
    for (n, tag) in ends.tags.iter().enumerate() {
        let is_it = || is_note(tag) || ends.begins_with_anchor(html, n);
        let Some(end) = ends.of[n].filter(|_| tag.start >= copied && is_it()) else { continue };
        let (start, end) = brackets(html, tag.start, end);
        out.push_str(html[copied..start.max(copied)].trim_end_matches('\u{A0}'));
        copied = end;
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(&html[copied..]);
    Cow::Owned(out)
}

/// The tags of HTML, and for the first tag of an element where that ends.
struct Ends<'t> {
    tags: Vec<Tag<'t>>,
    of: Vec<Option<usize>>,
}

impl<'t> Ends<'t> {
    fn of(html: &'t str) -> Self {
        let names: Vec<&str> = MARKS.iter().chain(LISTS).copied().collect();
        let mut tags = Vec::new();
        let mut of: Vec<Option<usize>> = Vec::new();
        // Of each name the first tags that are open.
        let mut open: Vec<Vec<usize>> = vec![Vec::new(); names.len()];
        for tag in Tags::of(html) {
            let Some(name) = names.iter().position(|name| name.eq_ignore_ascii_case(tag.name)) else { continue };
            if tag.is_end {
                if let Some(first) = open[name].pop() {
                    of[first] = Some(tag.end);
                }
                continue;
            }
            // The next one ends one that is left open.
            if tag.is(&["p"])
                && let Some(first) = open[name].pop()
            {
                of[first] = Some(tag.start);
            }
            open[name].push(tags.len());
            tags.push(tag);
            of.push(None);
        }
        Self { tags, of }
    }

    /// Whether an element begins with the anchor of a note, which leads back to its mark: `<p><a href="#ftnt_ref1" id="ftnt1">`.
    fn begins_with_anchor(&self, html: &str, n: usize) -> bool {
        /// How deep the anchor stands.
        const DEEPEST: usize = 4;
        if !self.tags[n].is(LISTS) {
            return false;
        }
        let mut at = self.tags[n].end;
        for tag in self.tags[n + 1..].iter().take(DEEPEST) {
            if !html.get(at..tag.start).is_some_and(|between| between.trim().is_empty()) {
                return false;
            }
            if tag.is(&["a"]) {
                let is_own = ["id", "name"].iter().any(|name| tag.raw(name).is_some_and(|id| is_id(id, LIST_IDS)));
                return is_own && fragment(tag).is_some_and(|id| is_id(id, MARK_IDS));
            }
            at = tag.end;
        }
        false
    }
}

/// What is cut out with a mark: the brackets around it.
fn brackets(html: &str, start: usize, end: usize) -> (usize, usize) {
    if html[..start].ends_with('[') && html[end..].starts_with(']') { (start - 1, end + 1) } else { (start, end) }
}

/// Whether an element is a mark, a note, or a list of notes.
fn is_note(tag: &Tag<'_>) -> bool {
    let says = |words: &'static [&'static str], ids: &'static [&'static str]| {
        let is_word = |word: &str| words.iter().any(|known| known.eq_ignore_ascii_case(word));
        ["class", "role", "epub:type", "data-type"].iter().any(|name| tag.has_word(name, is_word))
            || tag.raw("id").is_some_and(|id| is_id(id, ids))
    };
    let is_link = || fragment(tag).is_some_and(|id| is_id(id, LIST_IDS) || is_id(id, MARK_IDS));
    (tag.is(MARKS) && (says(MARK_WORDS, MARK_IDS) || (tag.is(&["a"]) && is_link())))
        || (tag.is(LISTS) && says(LIST_WORDS, LIST_IDS))
}

/// The place in the same text that a link leads to.
fn fragment<'t>(tag: &Tag<'t>) -> Option<&'t str> {
    tag.raw("href")?.strip_prefix('#')
}

/// Whether an id begins as one of these does and goes on with a number or a mark, or ends: `fn:1`, `_ftn2`, `cite_note-a-3`.
fn is_id(id: &str, known: &[&str]) -> bool {
    let id = id.strip_prefix("user-content-").unwrap_or(id);
    known.iter().any(|known| {
        let rest = id.get(..known.len()).filter(|own| own.eq_ignore_ascii_case(known)).map(|_| &id[known.len()..]);
        rest.is_some_and(|rest| {
            rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, ':' | '-' | '_' | '.'))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn marks_and_notes_go() {
        for (html, left) in [
            (
                "a<sup id=\"fnref:1\"><a href=\"#fn:1\">1</a></sup> b<div class=\"footnotes\"><ol><li>c</li></ol></div>",
                "a b",
            ),
            (
                "a<a href=\"#fn1\" class=\"footnote-ref\" role=\"doc-noteref\"><sup>1</sup></a><section role=doc-endnotes>x</section>",
                "a",
            ),
            ("a<sup><a href='#_ftn1' name='_ftnref1'>[1]</a></sup><p id=ftn1>b</p>", "a<sup></sup>"),
            ("a[<a href=\"#note-1\">1</a>]", "a[<a href=\"#note-1\">1</a>]"),
            ("a[<a href=\"#fn-1\">1</a>]b", "ab"),
            ("a<sup class=\"reference\" id=\"cite_ref-1\">[1]</sup><ol class=\"references\"><li>b</ol>", "a"),
            (
                "a<sup data-fn=x class=\"fn\"><a href=\"#8f\">1</a></sup><ol class=\"wp-block-footnotes\"><li>b</li></ol>",
                "a",
            ),
            (
                "<sup class=\"footnote-reference\"><a href=\"#l\">1</a></sup><div class=\"footnote-definition\" id=\"l\"><sup>1</sup><p>b</p></div>c",
                "c",
            ),
            // Google Docs, with notes and comments.
            (
                "<p>a<sup><a href=\"#ftnt1\" id=\"ftnt_ref1\">[1]</a></sup> b<sup><a href=\"#cmnt1\" id=\"cmnt_ref1\">[a]</a></sup></p><hr>\
                 <div><p class=\"c1\"><a href=\"#ftnt_ref1\" id=\"ftnt1\">[1]</a><span>&nbsp;Hail</span></p></div>\
                 <div class=\"c2\"><p><a href=\"#cmnt_ref1\" id=\"cmnt1\">[a]</a><span>Sure?</span></p></div>",
                "<p>a<sup></sup> b<sup></sup></p><hr>",
            ),
            // LibreOffice.
            (
                "<p>a<a class=\"sdfootnoteanc\" name=\"sdfootnote1anc\" href=\"#sdfootnote1sym\"><sup>1</sup></a> b\
                 <a class=\"sdendnoteanc\" name=\"sdendnote1anc\" href=\"#sdendnote1sym\"><sup>i</sup></a></p>\
                 <div id=\"sdfootnote1\"><p class=\"sdfootnote\"><a class=\"sdfootnotesym\" name=\"sdfootnote1sym\" href=\"#sdfootnote1anc\">1</a>Hail</p></div>\
                 <div id=\"sdendnote1\"><p>Rain</p></div>",
                "<p>a b</p>",
            ),
            ("<p>b</p><p><a href=#fnref1 id=fn1>1</a> Hail</p>", "<p>b</p>"),
            ("<section class=footnotes><section>a</section>b</section>c", "c"),
        ] {
            assert_eq!(without(html), left, "{html}");
        }
    }

    #[test]
    fn other_raised_letters_and_links_stay() {
        for html in [
            "40 m<sup>2</sup> <a href=\"#notes\">see notes</a>",
            "<p class=\"fnord\">A <a href=\"https://x.example/#fn1\">footnote</a></p>",
            "<sup class=footnote-ref>1",
            "<p><a href=\"#quay\" id=\"fn1\">The quay</a></p>",
            "<p>x <b><a href=\"#fnatics\" id=ftnt>c</a></b></p>",
            "<a href=\"#fnatics\">b</a> <p id=fnord>c</p>",
        ] {
            assert_eq!(without(html), html);
        }
    }
}
