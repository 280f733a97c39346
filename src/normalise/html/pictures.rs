//! Pictures and links whose addresses are relative.

use super::ADDRESSES;

/// Whether a tag of a text has an address that is relative to the page: no scheme, and more than a place in the page itself.
pub(in crate::normalise) fn has_relative_addresses(html: &str) -> bool {
    /// No tag is longer, in bytes, up to its address.
    const LONGEST: usize = 2_000;
    /// No name of an attribute, and no scheme, is longer, with the white space around it.
    const SHORT: usize = 40;
    memchr::memchr_iter(b'=', html.as_bytes()).any(|at| {
        let before = |length: usize| &html[html.ceil_char_boundary(at.saturating_sub(length))..at];
        let name = before(SHORT).trim_end().rsplit(|c: char| c.is_whitespace() || c == '<').next().unwrap_or_default();
        if !ADDRESSES.iter().any(|known| name.eq_ignore_ascii_case(known)) {
            return false;
        }
        let value = &html[at + 1..html.floor_char_boundary(at + 1 + SHORT)];
        let value = value.trim_start().trim_start_matches(['"', '\'']).trim_start();
        let scheme = value.split([':', '/', '?', '#', '"', '\'', ' ', '>']).next().unwrap_or_default();
        let has_scheme = value[scheme.len()..].starts_with(':');
        let tag = before(LONGEST);
        !value.is_empty() && !value.starts_with(['#', '>']) && !has_scheme && tag.rfind('<') > tag.rfind('>')
    })
}

#[cfg(test)]
mod tests {
    use super::has_relative_addresses;

    #[test]
    fn addresses_without_a_scheme_are_relative() {
        for html in
            ["<a href=\"b.html\">", "<img alt=\"x\" src = '/a.png'>", "<A HREF=//x.example/a>", "<a\nhref=?q=1>"]
        {
            assert!(has_relative_addresses(html), "{html}");
        }
        for html in [
            "<a href=\"https://x.example/\">",
            "<a href=\"#note\">",
            "<a href=\"mailto:a@x.example\">",
            "<p>href=\"b.html\"</p>",
            "<a title=\"b.html\">",
            "a == b",
            "\u{E9}=\u{E9}",
        ] {
            assert!(!has_relative_addresses(html), "{html}");
        }
    }
}
