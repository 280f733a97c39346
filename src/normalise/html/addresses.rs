//! Addresses in HTML that is not parsed yet, which stand for others.

use std::borrow::Cow;

use super::tags::Tags;
use feedcheck::internal::pieces::Attributes;

/// Attributes that hold one address, before anything is rewritten.
const NAMES: &[&str] = &["href", "src", "poster", "cite", "data"];

/// What an address stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::normalise) enum Instead {
    /// Another address.
    Address(String),
    /// One that nobody knows.
    Unknown,
}

/// HTML with other addresses in the place of those that `instead` knows, and without the attributes of which nobody knows the
/// address.
pub(in crate::normalise) fn with_addresses(html: &str, instead: impl Fn(&str) -> Option<Instead>) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    for tag in Tags::of(html) {
        for (name, value) in Attributes::of(tag.text) {
            let (Some(own), Some(value)) = (tag.text.get(name.clone()), value) else { continue };
            if !NAMES.iter().any(|known| known.eq_ignore_ascii_case(own)) {
                continue;
            }
            let raw = tag.text.get(value.clone()).unwrap_or_default();
            let Some(address) = instead(&htmlize::unescape_attribute(raw)) else { continue };
            let quote = tag.text.as_bytes().get(value.end).filter(|end| matches!(end, b'"' | b'\''));
            let is_quoted = quote.is_some() && tag.text.as_bytes().get(value.start.wrapping_sub(1)) == quote;
            out.push_str(&html[copied..tag.start + name.start]);
            if let Instead::Address(address) = address {
                out.extend([own, "=\"", &htmlize::escape_attribute(&address), "\""]);
            }
            copied = tag.start + value.end + usize::from(is_quoted);
        }
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(&html[copied..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::{Instead, with_addresses};

    #[test]
    fn addresses_are_replaced_where_they_are_attributes() {
        let instead = |raw: &str| match raw.strip_prefix("{x}") {
            Some("gone") => Some(Instead::Unknown),
            rest => rest.map(|rest| Instead::Address(format!("https://x.example/{rest}?a&\"b"))),
        };
        for (html, made) in [
            ("<img src='{x}1' alt=a>", "<img src=\"https://x.example/1?a&amp;&quot;b\" alt=a>"),
            ("<A HREF={x}1>{x}1</A>", "<A HREF=\"https://x.example/1?a&amp;&quot;b\">{x}1</A>"),
            ("<a href=\"{x}gone\" title=\"{x}1\">b</a>", "<a  title=\"{x}1\">b</a>"),
            ("<!-- <a href='{x}1'> --><a href='1'>", "<!-- <a href='{x}1'> --><a href='1'>"),
        ] {
            assert_eq!(with_addresses(html, instead), made, "{html}");
        }
    }
}
