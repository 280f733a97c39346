//! Plain text: characters that cannot be shown, and markup that would be shown as it is.

use std::ops::Range;

/// Elements without content, which are markup without an end tag.
const VOID: &[&str] = &["br", "hr", "img", "wbr"];

/// The first character that is nothing to show: a control character, U+FFFD, or no character at all.
pub(super) fn unshown(text: &str) -> Option<(usize, char)> {
    text.char_indices().find(|&(_, c)| is_unshown(c))
}

fn is_unshown(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
        || c == '\u{FFFD}'
        || matches!(c, '\u{FDD0}'..='\u{FDEF}')
        || u32::from(c) & 0xFFFE == 0xFFFE
}

/// The first end tag, empty element or reference to a character in a text.
pub(super) fn markup(text: &str) -> Option<Range<usize>> {
    memchr::memchr2_iter(b'<', b'&', text.as_bytes()).find_map(|at| {
        let rest = &text[at..];
        let length = if rest.starts_with('&') { reference(rest) } else { tag(rest) };
        length.map(|length| at..at + length)
    })
}

/// The length of the reference that a text begins with.
fn reference(text: &str) -> Option<usize> {
    let length = text.bytes().take(33).position(|b| b == b';')? + 1;
    let reference = text.get(..length)?;
    let is_name = reference[1..length - 1].bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#');
    (is_name && htmlize::unescape(reference) != reference).then_some(length)
}

/// The length of the end tag or empty element that a text begins with.
fn tag(text: &str) -> Option<usize> {
    let length = text.bytes().take(2_000).position(|b| b == b'>')? + 1;
    let inside = text.get(1..length - 1)?;
    let name = inside.strip_prefix('/').unwrap_or(inside);
    let name = name.split(|c: char| c.is_ascii_whitespace() || c == '/').next().unwrap_or_default();
    let is_name =
        name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.bytes().all(|b| b.is_ascii_alphanumeric());
    let is_markup =
        inside.starts_with('/') || inside.ends_with('/') || VOID.iter().any(|v| v.eq_ignore_ascii_case(name));
    (is_name && is_markup).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_told_from_text() {
        for (text, expected) in [
            ("<b>Annual</b> report", "</b>"),
            ("Q&amp;A", "&amp;"),
            ("a &#8211; b", "&#8211;"),
            ("one<br>two", "<br>"),
            ("one<img src=\"a\">", "<img src=\"a\">"),
        ] {
            assert_eq!(markup(text).map(|at| &text[at]), Some(expected), "{text}");
        }
        for text in ["AT&T", "a < b and c > d", "the <b> tag", "Tom & Jerry; more", "&bogus;", "R&D;", "</>"] {
            assert_eq!(markup(text), None, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_shown_is_found() {
        assert_eq!(unshown("a\tb\u{B}"), Some((3, '\u{B}')));
        assert_eq!(unshown("ä\u{96}"), Some((2, '\u{96}')));
        assert_eq!(unshown("\u{1FFFE}"), Some((0, '\u{1FFFE}')));
        assert_eq!(unshown("ä\r\n😀"), None);
    }
}
