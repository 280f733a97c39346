//! Pictures and links whose addresses are relative.

use super::ADDRESSES;

/// Whether a tag of a text has an address that is relative to the page: no scheme, and more than a place in the page itself.
pub(in crate::normalise) fn has_relative_addresses(html: &str) -> bool {
    /// No tag is longer, in bytes, up to its address.
    const LONGEST: usize = 2_000;
    memchr::memchr_iter(b'=', html.as_bytes()).any(|at| {
        let before = &html[html.ceil_char_boundary(at.saturating_sub(LONGEST))..at];
        let value = html[at + 1..].trim_start().trim_start_matches(['"', '\'']).trim_start();
        let name = before.trim_end().rsplit(|c: char| c.is_whitespace() || c == '<').next().unwrap_or_default();
        let is_address = ADDRESSES.iter().any(|known| name.eq_ignore_ascii_case(known));
        let is_in_tag = || before.rfind('<') > before.rfind('>');
        let scheme = value.split([':', '/', '?', '#', '"', '\'', ' ', '>']).next().unwrap_or_default();
        let has_scheme = value[scheme.len()..].starts_with(':');
        is_address && !value.is_empty() && !value.starts_with(['#', '>']) && !has_scheme && is_in_tag()
    })
}
