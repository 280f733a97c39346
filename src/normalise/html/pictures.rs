//! Pictures and links without addresses.

use super::{ADDRESSES, end_of_tag, settle};
use crate::article::text::push_html;

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

/// Sanitised HTML with the words in place of each picture that has no address.
pub(in crate::normalise) fn without_empty_pictures(safe: String) -> String {
    const OPEN: &str = "<img";
    if !safe.contains(OPEN) {
        return safe;
    }
    let mut out = String::new();
    let (mut copied, mut at) = (0, 0);
    // Tag by tag: what looks like one may stand in an attribute.
    while let Some(found) = memchr::memchr(b'<', &safe.as_bytes()[at..]) {
        let start = at + found;
        let tag = &safe[start..][..end_of_tag(&safe.as_bytes()[start..])];
        at = (start + tag.len() + 1).min(safe.len());
        let Some(attributes) = tag.strip_prefix(OPEN).filter(|rest| rest.is_empty() || rest.starts_with(' ')) else {
            continue;
        };
        if attributes.contains(" src=\"") {
            continue;
        }
        out.push_str(&safe[copied..start]);
        if let Some((alt, _)) = attributes.split_once(" alt=\"").and_then(|(_, alt)| alt.split_once('"')) {
            push_html(&mut out, &htmlize::unescape_attribute(alt));
        }
        copied = at;
    }
    if copied == 0 {
        return safe;
    }
    out.push_str(&safe[copied..]);
    settle(out)
}
