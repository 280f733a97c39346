//! Markup that a text holds: end tags, references, and ampersands that begin none.

use super::names;

/// The first end tag of an element of HTML in a text.
pub(crate) fn end_tag(text: &str) -> Option<&str> {
    memchr::memmem::find_iter(text.as_bytes(), b"</").find_map(|at| {
        let (name, _) = text[at + 2..].split_once('>')?;
        (name.len() <= names::LONGEST && names::is_html(&name.to_ascii_lowercase())).then_some(name)
    })
}

/// The first reference of HTML in a text, by name or number.
pub(crate) fn reference(text: &str) -> Option<&str> {
    memchr::memchr_iter(b'&', text.as_bytes()).find_map(|at| {
        let rest = &text[at + 1..];
        let digits = rest.strip_prefix('#').unwrap_or(rest);
        let length = digits.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(digits.len()).min(32);
        let end = rest.len() - digits.len() + length;
        let ends = usize::from(rest[end..].starts_with(';'));
        let whole = &text[at..at + 1 + end + ends];
        let is_one = match () {
            () if digits.len() < rest.len() => length > 0,
            () if length < 2 => false,
            // Readers are lenient about the semicolon.
            () => stands_for_something(&format!("{};", whole.trim_end_matches(';'))),
        };
        is_one.then_some(whole)
    })
}

fn stands_for_something(reference: &str) -> bool {
    htmlize::unescape(reference) != reference
}

/// The first ampersand before a letter that begins no reference, outside of comments and scripts.
pub(super) fn bare_ampersand(html: &str) -> Option<(usize, &str)> {
    let mut skipped = 0;
    memchr::memchr_iter(b'&', html.as_bytes()).find_map(|at| {
        let rest = &html[at + 1..];
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        if length == 0 || at < skipped {
            return None;
        }
        let ends = usize::from(rest[length..].starts_with(';'));
        let whole = &html[at..at + 1 + length + ends];
        if length <= 32 && stands_for_something(whole) {
            return None;
        }
        // Comments and scripts hold no references.
        let before = &html[skipped..at];
        for (start, end) in [("<!--", "-->"), ("<script", "</script"), ("<style", "</style")] {
            if let Some(open) = before.rfind(start)
                && !before[open..].contains(end)
            {
                skipped = html[at..].find(end).map_or(html.len(), |end| at + end);
                return None;
            }
        }
        Some((at, whole))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_plain_text_is_seen() {
        assert_eq!(end_tag("a <b>b</b>"), Some("b"));
        assert_eq!(end_tag("a </x> </ b> 1 </"), None);
        for (text, found) in [
            ("a &amp; b", Some("&amp;")),
            ("a &#39; b", Some("&#39;")),
            ("a &#x27 b", Some("&#x27")),
            ("AT&T, Q&A, R & D", None),
            ("&unknown; &", None),
            ("&nbsp", Some("&nbsp")),
            ("a&omega", Some("&omega")),
        ] {
            assert_eq!(reference(text), found, "{text}");
        }
    }

    #[test]
    fn ampersands_that_begin_nothing_are_seen() {
        assert_eq!(bare_ampersand("<a href='?a=1&b=2'>"), Some((13, "&b")));
        assert_eq!(bare_ampersand("A&B"), Some((1, "&B")));
        assert_eq!(bare_ampersand("a & b &amp; &lt; &copy 2020 <!-- a&b --> <script>a&&b&c</script>"), None);
    }
}
