//! Texts as they stand in `feedmill.toml`.

use std::fmt::Write as _;

/// A text as a basic string of TOML 1.0, in one line.
///
/// ```
/// use feedmill::internal::quoted::quoted;
/// assert_eq!(quoted(r#"C:\news "2026".db"#), r#""C:\\news \"2026\".db""#);
/// assert_eq!(quoted("a\tb\u{301}"), "\"a\\u0009b\u{301}\"");
/// ```
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
