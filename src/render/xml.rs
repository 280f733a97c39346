//! The one sink that writes XML text. Nothing that passes it can be ill-formed.
//!
//! The `rss` and `atom_syndication` crates build the structure. They let illegal characters through, write
//! descriptions as CDATA and escape bodies slowly, so long or delicate texts are not given to them: a [`slot`] stands in
//! their place, made of a character that is illegal in XML and so can stand nowhere else, and [`fill`] puts the text
//! there.

use crate::article::text;

/// Begins a slot. Removed from all text on its way in ([`text::clean`]) and never written by [`fill`].
const MARK: u8 = 0x01;

/// How `&`, `<` and `>` are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `&amp;`: the usual way.
    Named,
    /// `&#x26;`: for RSS titles, where every reader tried then shows the character itself (the RSS Advisory Board's
    /// Best Practices Profile, "Character Data").
    Hex,
}

/// The stand-in for slot `n` (0 to 9) in a text that a crate writes.
pub fn slot(n: usize) -> String {
    debug_assert!(n < 10);
    format!("{}{n}", char::from(MARK))
}

/// Writes a text, escaped for an element or an attribute in double quotes, without illegal characters.
pub fn push_text(out: &mut Vec<u8>, raw: &str) {
    push(out, raw, Style::Named);
}

fn push(out: &mut Vec<u8>, raw: &str, style: Style) {
    let clean = text::clean(raw);
    let bytes = clean.as_bytes();
    let mut start = 0;
    for at in memchr::memchr3_iter(b'&', b'<', b'>', bytes) {
        push_quotes(out, &bytes[start..at]);
        out.extend_from_slice(match (bytes[at], style) {
            (b'&', Style::Named) => b"&amp;",
            (b'<', Style::Named) => b"&lt;",
            (_, Style::Named) => b"&gt;",
            (b'&', Style::Hex) => b"&#x26;",
            (b'<', Style::Hex) => b"&#x3C;",
            (_, Style::Hex) => b"&#x3E;",
        });
        start = at + 1;
    }
    push_quotes(out, &bytes[start..]);
}

fn push_quotes(out: &mut Vec<u8>, bytes: &[u8]) {
    let mut start = 0;
    for at in memchr::memchr_iter(b'"', bytes) {
        out.extend_from_slice(&bytes[start..at]);
        out.extend_from_slice(b"&quot;");
        start = at + 1;
    }
    out.extend_from_slice(&bytes[start..]);
}

/// Copies what a crate wrote, with each slot replaced by its text.
///
/// CDATA around a slot goes with it. An illegal character in the rest, which no caller should have let in, is left out.
pub fn fill(out: &mut Vec<u8>, skeleton: &[u8], slots: &[(Style, &str)]) {
    const OPEN: &[u8] = b"<![CDATA[";
    const CLOSE: &[u8] = b"]]>";
    let mut rest = skeleton;
    while let Some(at) = memchr::memchr(MARK, rest) {
        let slot = rest.get(at + 1).and_then(|digit| slots.get(usize::from(digit.wrapping_sub(b'0'))));
        let Some((style, text)) = slot else {
            // No slot of ours: an illegal character like any other.
            push_markup(out, &rest[..at]);
            rest = &rest[at + 1..];
            continue;
        };
        let (before, after) = (&rest[..at], &rest[at + 2..]);
        let cdata = before.strip_suffix(OPEN).zip(after.strip_prefix(CLOSE));
        let (before, after) = cdata.unwrap_or((before, after));
        push_markup(out, before);
        push(out, text, *style);
        rest = after;
    }
    push_markup(out, rest);
}

/// Copies markup, without illegal characters.
fn push_markup(out: &mut Vec<u8>, markup: &[u8]) {
    if text::has_illegal(markup) {
        out.extend_from_slice(text::clean(&String::from_utf8_lossy(markup)).as_bytes());
    } else {
        out.extend_from_slice(markup);
    }
}

/// The beginning of an XML document that a browser shows with our style sheet, which lies `to_top` of it.
pub fn prolog(to_top: &str) -> Vec<u8> {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<?xml-stylesheet type=\"text/css\" href=\"{to_top}style.css\"?>\n"
    )
    .into_bytes()
}

/// What stands before the closing tag `close`, at the end of a document.
pub fn before_end<'d>(document: &'d [u8], close: &str) -> &'d [u8] {
    document.strip_suffix(close.as_bytes()).unwrap_or(document)
}

#[cfg(test)]
mod tests {
    use super::{Style, fill, push_text, slot};

    #[test]
    fn slots_are_replaced_and_nothing_illegal_passes() {
        let skeleton =
            format!("<t>{}</t><d><![CDATA[{}]]></d><i>\u{0}x\u{1}é\u{FFFF}\u{1}9</i>\u{1}", slot(0), slot(1));
        let mut out = Vec::new();
        fill(&mut out, skeleton.as_bytes(), &[(Style::Hex, "a & b"), (Style::Named, "]]> \u{1}0 <c>")]);
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text, "<t>a &#x26; b</t><d>]]&gt; 0 &lt;c&gt;</d><i>xé9</i>");
    }

    #[test]
    fn text_is_fit_for_attributes() {
        let mut out = Vec::new();
        push_text(&mut out, "\"a\"\r\n<b>\u{8}");
        assert_eq!(out, b"&quot;a&quot;\n&lt;b&gt;");
    }
}
