//! Texts of feeds: the text constructs of Atom, base64, and the texts of RSS.

use std::borrow::Cow;

use base64::alphabet;
use base64::engine::{DecodePaddingMode, Engine as _, GeneralPurpose, GeneralPurposeConfig};

use super::tree::Element;
use crate::article::Body;
use crate::article::text::{from_markup, has_markup, one_line, push_html};
use crate::load::encoding;

/// A text without white space at its ends.
pub(super) fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) if text.trim().len() == text.len() => Cow::Owned(text),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

/// A title of a feed as plain text.
pub(super) fn plain(text: &str) -> String {
    one_line(&from_markup(text))
}

/// The bytes of a base64 text (RFC 4648 §4 and §5), white space left out; `None` where it is none.
fn base64(text: &str) -> Option<Vec<u8>> {
    const LENIENT: GeneralPurposeConfig =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
    let plain = |c: char| match c {
        '-' => '+',
        '_' => '/',
        c => c,
    };
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).map(plain).collect();
    STANDARD.decode(bare).ok()
}

/// The text or markup of an element of Atom: RFC 4287 §3.1 and §4.1.3, Atom 0.3 §3.1 (`mode`).
///
/// `None` where it has neither but, for example, a picture or a document.
pub(super) fn construct<'a>(element: Element<'_, 'a>) -> Option<Body<'a>> {
    let kind = element.attr("type").unwrap_or_default().to_ascii_lowercase();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let mode = element.attr("mode").unwrap_or_default().trim().to_ascii_lowercase();
    let is_html = matches!(kind, "html" | "text/html");
    let is_xhtml = matches!(kind, "xhtml" | "application/xhtml+xml");
    let is_text = matches!(kind, "" | "text") || kind.starts_with("text/");
    if !is_html && !is_xhtml && (!is_text || kind == "text/xml") {
        return None;
    }
    if mode == "base64" {
        let (text, _) = encoding::decode(base64(&element.text())?)?;
        return Some(if is_html || is_xhtml { Body::Html(text.into()) } else { Body::Plain(text.into()) });
    }
    if element.has_elements() {
        return Some(Body::Html(Cow::Owned(element.only_div().markup())));
    }
    let text = element.text();
    let is_markup = if is_xhtml { mode != "xml" && has_markup(&text) } else { is_html && mode != "xml" };
    Some(match (is_markup, is_html || is_xhtml) {
        (true, _) => Body::Html(text),
        // A text of type XHTML without markup: its signs `<` and `&` are text.
        (false, true) => Body::Html(escaped(text)),
        (false, false) => Body::Plain(text),
    })
}

/// A construct as a text that may hold markup.
pub(super) fn as_markup(body: Body<'_>) -> Cow<'_, str> {
    match body {
        Body::Plain(text) => escaped(text),
        Body::Html(text) | Body::Markdown(text) => text,
    }
}

/// A plain text as one that may hold markup.
pub(super) fn escaped(text: Cow<'_, str>) -> Cow<'_, str> {
    if memchr::memchr2(b'&', b'<', text.as_bytes()).is_none() {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 16);
    push_html(&mut out, &text);
    Cow::Owned(out)
}

/// The text of an element of RSS, which is HTML by convention; or its child elements as HTML, where they are not escaped.
pub(super) fn rss_text<'a>(element: Element<'_, 'a>) -> Cow<'a, str> {
    if element.has_elements() { Cow::Owned(element.only_div().markup()) } else { element.text() }
}

/// Whether a type is one of pictures.
pub(super) fn is_image(media_type: Option<&str>) -> bool {
    media_type.is_some_and(|kind| kind.trim_start().get(..6).is_some_and(|start| start.eq_ignore_ascii_case("image/")))
}

impl<'a> Element<'_, 'a> {
    /// The `div` that holds the content of a text construct, which is no part of it (RFC 4287 §3.1.1.3).
    fn only_div(self) -> Self {
        let mut children = self.children();
        match (children.next(), children.next()) {
            (Some(child), None) if child.named().name == "div" && !self.has_own_text() => child,
            _ => self,
        }
    }

    /// Whether text stands beside its elements.
    fn has_own_text(self) -> bool {
        self.texts().any(|text: &Cow<'a, str>| !text.trim().is_empty())
    }
}
