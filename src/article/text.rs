//! Text that may be published: which characters are legal, how a line is made of what was read, what markup says.

mod cdata;
mod inert;
mod invisible;
mod markup;
mod phrase;

use std::borrow::Cow;
use std::fmt;

use icu_properties::props::BidiClass;
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed};

pub use cdata::without_cdata;
pub use feedcheck::internal::{has_illegal, is_legal};
pub use inert::{BREAK, inert, literal, names_attribute, names_character, opens_tag, unsettled};
pub(crate) use invisible::telling;
pub use invisible::{is_visible, shown};
pub use markup::{BLOCKS, from_markup, has_block, has_markup};
pub use phrase::{Phrase, SearchedText};

/// Windows-1252 for the code points U+0080 to U+009F, which nobody means when they stand in a text; `\0` is undefined.
/// The WHATWG rule for numeric character references (HTML §13.2.5.80) repairs them in the same way.
const C1: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘', '’', '“', '”', '•',
    '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

/// The text without characters that may not be published; borrowed where there is nothing to mend.
///
/// Line ends (U+2028 and U+2029 among them) become `\n`, C1 controls the characters that Windows-1252 has in their places;
/// all else that is not legal is removed.
///
/// ```
/// use feedmill::internal::article::text::clean;
/// assert_eq!(clean("a\u{0}b\r\nc\u{96}d\u{FFFD}"), "ab\nc–d");
/// assert!(matches!(clean("naïve"), std::borrow::Cow::Borrowed(_)));
/// ```
pub fn clean(text: &str) -> Cow<'_, str> {
    if !has_illegal(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                out.push('\n');
            }
            '\u{2028}' => out.push('\n'),
            '\u{2029}' => out.push_str("\n\n"),
            '\u{80}'..='\u{9F}' => out.extend(Some(C1[c as usize - 0x80]).filter(|&c| c != '\0')),
            c if is_legal(c) => out.push(c),
            _ => {}
        }
    }
    Cow::Owned(out)
}

/// A number of things, for a person: `1 file`, `2 files`.
///
/// ```
/// use feedmill::internal::article::text::counted;
/// assert_eq!((counted(1, "entry", "entries"), counted(0, "entry", "entries")), ("1 entry".into(), "0 entries".into()));
/// ```
pub fn counted<N: Copy + PartialEq + From<bool> + fmt::Display>(count: N, one: &str, many: &str) -> String {
    format!("{count} {}", if count == N::from(true) { one } else { many })
}

/// Whether [`clean`] would lose or mend anything but line ends: a sign of a wrong encoding that is worth a warning.
pub fn is_damaged(text: &str) -> bool {
    has_illegal(text.as_bytes())
        && text.chars().any(|c| !is_legal(c) && !matches!(c, '\r' | '\u{2028}' | '\u{2029}' | '\u{FEFF}'))
}

/// A clean text on one line, every run of white space one space, none at the ends.
///
/// ```
/// use feedmill::internal::article::text::one_line;
/// assert_eq!(one_line("  Tide\u{A0}table\n\t2026 "), "Tide table 2026");
/// ```
pub fn one_line(text: &str) -> String {
    let text = clean(text);
    line_start(&text, text.len())
}

/// The beginning of a clean text on one line: whole words, up to the one that reaches so many characters.
///
/// ```
/// use feedmill::internal::article::text::line_start;
/// assert_eq!(line_start("The boat\n came in.", 10), "The boat came");
/// ```
pub fn line_start(text: &str, mut chars: usize) -> String {
    let mut out = String::with_capacity(text.len().min(chars));
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
            chars = chars.saturating_sub(1);
        }
        out.push_str(word);
        chars = chars.saturating_sub(word.chars().count());
        if chars == 0 {
            break;
        }
    }
    out
}

/// Writes a text as HTML: `&`, `<` and `>` escaped (HTML §13.1.2.1).
pub fn push_html(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = memchr::memchr3(b'&', b'<', b'>', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            _ => "&gt;",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// Whether a text runs from right to left: its first letter that has a direction does (UAX #9, P2 and P3).
///
/// ```
/// use feedmill::internal::article::text::is_right_to_left;
/// assert!(is_right_to_left("«أخبار» Linux"));
/// assert!(!is_right_to_left("3 News: أخبار"));
/// ```
pub fn is_right_to_left(text: &str) -> bool {
    const CLASSES: CodePointMapDataBorrowed<'static, BidiClass> = CodePointMapData::<BidiClass>::new();
    let directed = [BidiClass::LeftToRight, BidiClass::RightToLeft, BidiClass::ArabicLetter];
    let first = text.chars().map(|c| CLASSES.get(c)).find(|class| directed.contains(class));
    first.is_some_and(|class| class != BidiClass::LeftToRight)
}
