//! Paths as texts.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::Path;

/// A path as reports, origins and the ledger have it: a text that no other path has, and that can be printed.
///
/// Bytes that are no UTF-8, and control characters, are written as `\xFF`. So is the backslash of a name in which those four
/// characters really stand. All others stay as they are.
///
/// ```
/// use feedmill::internal::article::path_text;
/// assert_eq!(path_text("news/été \\ x.md".as_ref()), "news/été \\ x.md");
/// assert_eq!(path_text("a\nb.md".as_ref()), "a\\x0Ab.md");
/// assert_eq!(path_text("a\\x0Ab.md".as_ref()), "a\\x5Cx0Ab.md");
/// ```
pub fn path_text(path: &Path) -> Cow<'_, str> {
    let bytes = path.as_os_str().as_encoded_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
    let looks_escaped = |at: usize| bytes.get(at + 1) == Some(&b'x') && is_digit(at + 2) && is_digit(at + 3);
    if let Some(text) = path.to_str()
        && !text.contains(char::is_control)
        && !memchr::memchr_iter(b'\\', bytes).any(looks_escaped)
    {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(bytes.len() + 16);
    let escape = |out: &mut String, bytes: &[u8]| {
        for byte in bytes {
            // Writing to a String cannot fail.
            let _ = write!(out, "\\x{byte:02X}");
        }
    };
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            if c.is_control() || (c == '\\' && looks_escaped(at)) {
                escape(&mut out, c.encode_utf8(&mut [0; 4]).as_bytes());
            } else {
                out.push(c);
            }
            at += c.len_utf8();
        }
        escape(&mut out, chunk.invalid());
        at += chunk.invalid().len();
    }
    Cow::Owned(out)
}

/// A text for people that nothing in it makes a terminal or a mail obey: control characters but line ends and tabs, and those
/// that turn the direction of writing, are written as `\x1B` and `\u{202E}`.
///
/// ```
/// use feedmill::internal::article::printable;
/// assert_eq!(printable("a \u{1B}[31mred\n"), "a \\x1B[31mred\n");
/// ```
pub fn printable(text: &str) -> Cow<'_, str> {
    let turns = |c| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let is_obeyed = |c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || turns(c);
    if !text.contains(is_obeyed) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        // Writing to a String cannot fail.
        let _ = match c {
            _ if turns(c) => write!(out, "\\u{{{:X}}}", u32::from(c)),
            _ if is_obeyed(c) => write!(out, "\\x{:02X}", u32::from(c)),
            _ => out.write_char(c),
        };
    }
    Cow::Owned(out)
}

/// A message without the numbers of errors of the system, which tell a person nothing.
///
/// ```
/// use feedmill::internal::article::without_error_numbers;
/// assert_eq!(without_error_numbers("a: No such file or directory (os error 2)"), "a: No such file or directory");
/// ```
pub fn without_error_numbers(message: &str) -> Cow<'_, str> {
    const START: &str = " (os error ";
    let mut parts = message.split(START);
    let mut out = Cow::Borrowed(parts.next().unwrap_or_default());
    for part in parts {
        let rest = part.trim_start_matches('-').trim_start_matches(|c: char| c.is_ascii_digit());
        match rest.strip_prefix(')') {
            Some(rest) => out.to_mut().push_str(rest),
            None => out.to_mut().extend([START, part]),
        }
    }
    out
}

#[cfg(all(test, unix))]
mod tests {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    use super::*;

    #[test]
    fn no_two_paths_have_one_text() {
        let cases: &[(&[u8], &str)] = &[
            (b"a\xff.md", "a\\xFF.md"),
            (b"a\xfe.md", "a\\xFE.md"),
            (b"a\\xff.md", "a\\x5Cxff.md"),
            (b"a\\xFF.md", "a\\x5CxFF.md"),
            (b"a\\\xff.md", "a\\\\xFF.md"),
            (b"a\\x5CxFF.md", "a\\x5Cx5CxFF.md"),
            ("é\u{85}\u{fffd}".as_bytes(), "é\\xC2\\x85\u{fffd}"),
            (b"C:\\news\\x.md", "C:\\news\\x.md"),
        ];
        for (bytes, text) in cases {
            assert_eq!(path_text(Path::new(OsStr::from_bytes(bytes))), *text);
        }
    }
}
