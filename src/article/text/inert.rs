//! Plain text that nobody takes for markup.

use std::borrow::Cow;

/// Stands inside of what would be markup, invisible, without width, and no place for a line to break (U+2060).
const WORD_JOINER: char = '\u{2060}';

/// A plain text that means the same to a reader that takes it for HTML, or decodes it once too often: after each `<` that would
/// begin a tag, and each `&` that would begin a character reference, stands a word joiner, and before each `=` after the
/// name of an attribute that holds an address.
///
/// Titles and summaries that hold markup as text (`Why <b> is bold`, known to be text) are read in several ways. Of
/// eleven readers tried, one decodes twice, one leaves out what looks like a tag and one escapes the rest of such a title;
/// the W3C validator warns of them (`ContainsHTML`). With the joiner all show it as it was written.
///
/// ```
/// use feedmill::internal::article::text::inert;
/// assert_eq!(inert("Why <b> is &lt;b&gt;"), "Why <\u{2060}b> is &\u{2060}lt;b&\u{2060}gt;");
/// assert_eq!(inert("a < b, AT&T & I <3 U"), "a < b, AT&T & I <3 U");
/// ```
pub fn inert(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    for at in memchr::memchr3_iter(b'<', b'&', b'=', text.as_bytes()) {
        let (before, rest) = (&text[..at], &text[at + 1..]);
        let cut = match text.as_bytes()[at] {
            b'<' => opens_tag(rest).then_some(at + 1),
            b'&' => names_character(rest).then_some(at + 1),
            _ => names_attribute(before).then_some(at),
        };
        if let Some(cut) = cut {
            out.push_str(&text[copied..cut]);
            out.push(WORD_JOINER);
            copied = cut;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

/// A text as it was before [`inert`] put something into it: for those who never take it for HTML.
///
/// ```
/// use feedmill::internal::article::text::{inert, literal};
/// assert_eq!(literal(&inert("Why <b> is &lt;b&gt;, src = x")), "Why <b> is &lt;b&gt;, src = x");
/// ```
pub fn literal(text: &str) -> Cow<'_, str> {
    const JOINER: &str = "\u{2060}";
    let mut out = String::new();
    let mut copied = 0;
    for at in memchr::memmem::find_iter(text.as_bytes(), JOINER) {
        let (before, rest) = (&text[..at], &text[at + JOINER.len()..]);
        let is_ours = (before.ends_with('<') && opens_tag(rest))
            || (before.ends_with('&') && names_character(rest))
            || (rest.starts_with('=') && names_attribute(before));
        if is_ours {
            out.push_str(&text[copied..at]);
            copied = at + JOINER.len();
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

/// Keeps markup apart that is text in HTML: `&lt;<wbr>b&gt;`. Readers show nothing for it.
pub const BREAK: &str = "<wbr>";

/// HTML without the [`BREAK`]s that keep markup that is text apart from markup: for those who never decode it too early.
///
/// ```
/// use feedmill::internal::article::text::unsettled;
/// assert_eq!(unsettled("Vec&lt;<wbr>T&gt;, a<wbr>b"), "Vec&lt;T&gt;, a<wbr>b");
/// ```
pub fn unsettled(safe: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    for at in memchr::memmem::find_iter(safe.as_bytes(), BREAK) {
        let (before, rest) = (&safe[..at], &safe[at + BREAK.len()..]);
        let is_ours =
            before.ends_with("&lt;") || before.ends_with("&amp;") || (rest.starts_with('=') && names_attribute(before));
        if is_ours {
            out.push_str(&safe[copied..at]);
            copied = at + BREAK.len();
        }
    }
    if copied == 0 {
        return Cow::Borrowed(safe);
    }
    out.push_str(&safe[copied..]);
    Cow::Owned(out)
}

/// Whether a `<` before this begins a tag, a comment or the like (HTML §13.2.5.6).
pub fn opens_tag(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
}

/// Whether an `&` before this begins a character reference (HTML §13.2.5.72), or what the W3C validator takes for one: a
/// name that HTML has, `;` after it or not, or that has a digit in it.
pub fn names_character(rest: &str) -> bool {
    /// No reference is longer.
    const LONGEST: usize = 40;
    if let Some(number) = rest.strip_prefix('#') {
        return number.starts_with(|c: char| c.is_ascii_digit() || matches!(c, 'x' | 'X'));
    }
    let rest = &rest[..rest.floor_char_boundary(LONGEST)];
    let name = &rest[..rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())];
    let reference = format!("&{name};");
    !name.is_empty()
        && (rest[name.len()..].starts_with(';')
            || !name.chars().all(char::is_alphabetic)
            || htmlize::unescape(&*reference) != reference)
}

/// Whether a text ends with what looks like the beginning of an attribute that holds an address: readers look for these
/// by patterns, wherever they stand.
pub fn names_attribute(text: &str) -> bool {
    const NAMES: [&str; 6] = ["href", "src", "srcset", "poster", "cite", "action"];
    let text = text.trim_end();
    NAMES.iter().any(|name| {
        let start = text.len().saturating_sub(name.len());
        text.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(name))
            && text[..start].ends_with(char::is_whitespace)
    })
}

#[cfg(test)]
mod tests {
    use super::{inert, literal};

    #[test]
    fn what_is_inert_stays_as_it_is() {
        for text in [
            "a </b> c",
            "<!-- x --> <?php ?> <![CDATA[ x ]]> Vec<T>",
            "&amp; &#38; &#x26; &copy 2026 &bogus; R&D2 ?a=1&copy=2 &T_x",
            "`<b>` <\u{2060}b>, img src=x HREF = y",
        ] {
            let once = inert(text);
            assert_eq!(inert(&once), once);
            assert_eq!(htmlize::unescape(&*once), once);
            assert_eq!(once.replace('\u{2060}', ""), text.replace('\u{2060}', ""));
            assert_eq!(inert(&literal(&once)), once);
        }
        for text in
            ["a < b && c > d", "AT&T, Q&A, R&D & you", "<3 <- <= << <", "&", "& <", "?a=1&t=2&list=3", "src=x a href"]
        {
            assert!(matches!(inert(text), std::borrow::Cow::Borrowed(_)), "{text}");
        }
    }
}
