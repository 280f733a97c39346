//! References (`&amp;`, `&#160;`), and texts in which they are decoded.

use std::borrow::Cow;

/// The text of a reference: by one of the five names of XML, a name of HTML, or a number. Entities that a document declares
/// itself are unknown, so that no entity can be made of others.
pub(super) fn referenced(name: &str) -> Option<String> {
    if !is_reference(name) {
        return None;
    }
    let whole = format!("&{name};");
    // By the rules for attributes, under which the beginning of a name is no reference.
    let text = htmlize::unescape_attribute(whole.as_str()).into_owned();
    (text != whole && (name == "semi" || !text.ends_with(';'))).then_some(text)
}

/// Whether a name has the form of a reference.
pub(super) fn is_reference(name: &str) -> bool {
    /// Longer than any name of HTML.
    const LONGEST: usize = 40;
    let digits = name.strip_prefix('#').unwrap_or(name);
    !digits.is_empty() && name.len() <= LONGEST && digits.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// A text with its references decoded; `bare` becomes true if it has a `&` that begins no reference.
pub(super) fn decoded<'a>(raw: &'a str, bare: &mut bool) -> Cow<'a, str> {
    if memchr::memchr(b'&', raw.as_bytes()).is_none() {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let length = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').take(41).count();
        let name = &rest[..length];
        let is_ended = rest.as_bytes().get(length) == Some(&b';');
        match referenced(name).filter(|_| is_ended) {
            Some(text) => {
                out.push_str(&text);
                rest = &rest[length + 1..];
            }
            None => {
                *bare |= !is_ended;
                out.push('&');
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Appends a piece to a text.
pub(super) fn append<'a>(text: &mut Cow<'a, str>, piece: Cow<'a, str>) {
    if text.is_empty() {
        *text = piece;
    } else {
        text.to_mut().push_str(&piece);
    }
}
