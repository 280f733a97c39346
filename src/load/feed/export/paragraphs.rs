//! Texts of `WordPress`'s classic editor: HTML in which an empty line ends a paragraph and a line end is a line break, and in
//! which shortcodes stand for captions, galleries and players. `WordPress` makes the paragraphs when it shows a text
//! (`wpautop`), so that its exports have none.

use std::borrow::Cow;

/// Elements that are no part of a paragraph (the list of `wpautop`).
const BLOCKS: &[&str] = &[
    "table",
    "thead",
    "tfoot",
    "caption",
    "col",
    "colgroup",
    "tbody",
    "tr",
    "td",
    "th",
    "div",
    "dl",
    "dd",
    "dt",
    "ul",
    "ol",
    "li",
    "pre",
    "form",
    "map",
    "area",
    "blockquote",
    "address",
    "style",
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "fieldset",
    "legend",
    "section",
    "article",
    "aside",
    "hgroup",
    "header",
    "footer",
    "nav",
    "figure",
    "figcaption",
    "details",
    "menu",
    "summary",
    "script",
    "iframe",
];

/// Shortcodes of `WordPress` itself, of which nothing is shown but what stands inside.
const SHORTCODES: &[&str] = &["caption", "wp_caption", "gallery", "playlist", "audio", "video", "embed"];

/// A text as `WordPress` shows it: with paragraphs, and without its own shortcodes. One that has paragraphs, or blocks of the
/// editor of today, stays as it is.
pub(in crate::load::feed) fn with_paragraphs(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_made = text.contains("<!-- wp:") || has_tag(&text, "p");
    if is_made || text.trim().is_empty() {
        return without_shortcodes(text);
    }
    let text = without_shortcodes(text).replace("\r\n", "\n").replace('\r', "\n");
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut pre = 0_usize;
    for part in text.split("\n\n").map(|part| part.trim_matches('\n')).filter(|part| !part.trim().is_empty()) {
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        let is_inside = pre > 0;
        pre = (pre + count(part, "<pre")).saturating_sub(count(part, "</pre"));
        if is_inside || pre > 0 || begins_block(part) || part.trim_start().starts_with("<!--") {
            out.push_str(part);
            continue;
        }
        out.push_str("<p>");
        out.push_str(&part.trim().replace('\n', "<br>\n"));
        out.push_str("</p>");
    }
    Cow::Owned(out)
}

/// How often something stands in a text, whatever its case.
fn count(text: &str, what: &str) -> usize {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'<', bytes)
        .filter(|&at| bytes.get(at..at + what.len()).is_some_and(|found| found.eq_ignore_ascii_case(what.as_bytes())))
        .count()
}

/// Whether a text has an element of that name.
fn has_tag(text: &str, name: &str) -> bool {
    memchr::memchr_iter(b'<', text.as_bytes()).any(|at| tag_name(&text[at..]) == Some(name))
}

/// The name of the tag that a text begins with, if it is known and in lower case or in capitals.
fn tag_name(text: &str) -> Option<&'static str> {
    let rest = text.strip_prefix('<')?;
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    BLOCKS.iter().copied().find(|block| block.eq_ignore_ascii_case(&rest[..length]))
}

fn begins_block(part: &str) -> bool {
    tag_name(part.trim_start()).is_some()
}

/// A text without the shortcodes that `WordPress` knows; what stands between two of them stays.
fn without_shortcodes(text: Cow<'_, str>) -> Cow<'_, str> {
    let mut out = String::new();
    let mut kept = 0;
    for at in memchr::memchr_iter(b'[', text.as_bytes()) {
        if at < kept {
            continue;
        }
        let Some(length) = shortcode(&text[at..]) else { continue };
        out.push_str(&text[kept..at]);
        kept = at + length;
    }
    if kept == 0 {
        return text;
    }
    out.push_str(&text[kept..]);
    Cow::Owned(out)
}

/// The length of the shortcode that a text begins with.
fn shortcode(text: &str) -> Option<usize> {
    /// Longer than any that somebody writes.
    const LONGEST: usize = 2_000;
    let rest = text.strip_prefix('[')?;
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let length = rest.bytes().take_while(|byte| byte.is_ascii_alphabetic() || *byte == b'_').count();
    if !SHORTCODES.contains(&&rest[..length]) || !rest[length..].starts_with([' ', ']', '/']) {
        return None;
    }
    let end = text.as_bytes().iter().take(LONGEST).position(|byte| *byte == b']')?;
    Some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(text: &str) -> String {
        with_paragraphs(Cow::Borrowed(text)).into_owned()
    }

    #[test]
    fn empty_lines_end_paragraphs() {
        assert_eq!(made("One\ntwo\n\n\nThree"), "<p>One<br>\ntwo</p>\n\n<p>Three</p>");
        assert_eq!(
            made("One\r\n\r\n<h2>Two</h2>\r\n\r\n<em>Three</em>"),
            "<p>One</p>\n\n<h2>Two</h2>\n\n<p><em>Three</em></p>"
        );
        assert_eq!(made("<pre>a\n\nb</pre>\n\nc"), "<pre>a\n\nb</pre>\n\n<p>c</p>");
        assert_eq!(made(""), "");
    }

    #[test]
    fn what_has_paragraphs_keeps_them() {
        for text in
            ["<p>One</p>\n\nTwo", "<!-- wp:paragraph -->\n<p>One</p>\n<!-- /wp:paragraph -->", "<P class=\"x\">One"]
        {
            assert_eq!(made(text), text);
        }
        assert_eq!(made("<progress>\n\nx"), "<p><progress></p>\n\n<p>x</p>");
    }

    #[test]
    fn shortcodes_of_wordpress_are_not_shown() {
        let caption = "[caption id=\"a_6\" width=\"300\"]<img src=\"a.jpg\"> The keel[/caption]";
        assert_eq!(made(caption), "<p><img src=\"a.jpg\"> The keel</p>");
        assert_eq!(
            made("See [gallery ids=\"1,2\"] and [1], [sic] and [captions]."),
            "<p>See  and [1], [sic] and [captions].</p>"
        );
        assert_eq!(made("[embed]https://v.example/1[/embed]"), "<p>https://v.example/1</p>");
        assert_eq!(made("[gallery never closed"), "<p>[gallery never closed</p>");
    }
}
