//! Bytes to text, with what is wrong about their encoding.
//!
//! A byte order mark decides, then the XML declaration or a page's `meta`, then UTF-8 (XML 1.0 §4.3.3 and appendix F).
//! Nothing is guessed: bytes that are none of their encoding are a finding, and become U+FFFD.
//!
//! Not supported: UTF-32, EBCDIC.

use std::borrow::Cow;
use std::ops::Range;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::rule::Rule;
use super::rule::document::{
    BAD_XML_VERSION, BYTE_ORDER_MARK, MISSING_ENCODING, NONSTD_ENCODING, OBSCURE_ENCODING, UNICODE_ERROR,
    UNKNOWN_ENCODING,
};

/// A text, and what was found about its bytes.
pub(super) struct Decoded<'b> {
    /// The text without a byte order mark.
    pub(super) text: Cow<'b, str>,
    /// What is wrong, and where in the text.
    pub(super) faults: Vec<(&'static Rule, Range<usize>, String)>,
    /// Whether it is in UTF-8.
    pub(super) is_utf8: bool,
}

/// Encodings beside UTF-8 and UTF-16 that feeds are known to use, as the Encoding Standard calls them.
const USUAL: &[&str] = &[
    "EUC-JP",
    "GB18030",
    "GBK",
    "ISO-8859-2",
    "ISO-8859-7",
    "ISO-8859-15",
    "KOI8-R",
    "Shift_JIS",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
];

/// Decodes a document.
pub(super) fn decode(bytes: &[u8]) -> Decoded<'_> {
    let mut faults = Vec::new();
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => {
            if encoding == UTF_8 {
                faults.push((&BYTE_ORDER_MARK, 0..0, "the document begins with a byte order mark".to_owned()));
            }
            (Some(encoding), &bytes[length..])
        }
        None => (wide(bytes), bytes),
    };
    let head = match encoding {
        Some(wide) if wide != UTF_8 => wide.decode_without_bom_handling(&bytes[..bytes.len().min(512) & !1]).0,
        _ => String::from_utf8_lossy(&bytes[..bytes.len().min(512)]),
    };
    let declaration = Declaration::of(&head);
    let declared = match &declaration {
        Some(declaration) => declaration.check(encoding, &mut faults),
        None => of_page(bytes),
    };
    let encoding = encoding.or(declared).unwrap_or(UTF_8);
    let text = if encoding == UTF_8 {
        let text = String::from_utf8_lossy(bytes);
        if let Err(error) = std::str::from_utf8(bytes) {
            let at = error.valid_up_to();
            let byte = bytes.get(at).copied().unwrap_or_default();
            faults.push((&UNICODE_ERROR, at..at + 3, format!("the byte 0x{byte:02X} is no UTF-8 there")));
        }
        text
    } else {
        let (text, has_failed) = encoding.decode_without_bom_handling(bytes);
        if has_failed {
            let at = text.find('\u{FFFD}').unwrap_or_default();
            faults.push((&UNICODE_ERROR, at..at + 3, format!("some bytes are no {}", encoding.name())));
        }
        text
    };
    Decoded { text, faults, is_utf8: encoding == UTF_8 }
}

/// The encoding that an HTML page says in a `meta` (HTML §13.2.3.2, roughly).
fn of_page(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(1_024)].to_ascii_lowercase();
    let head = String::from_utf8_lossy(&head);
    if !["<!doctype html", "<html"].iter().any(|start| head.trim_start().starts_with(start)) {
        return None;
    }
    let (_, after) = head.split_once("charset=")?;
    let label = after.trim_start_matches(['"', '\'']).split(['"', '\'', ' ', '>', ';', '/']).next()?;
    Encoding::for_label(label.as_bytes()).filter(|encoding| *encoding != UTF_16LE && *encoding != UTF_16BE)
}

/// UTF-16 without a byte order mark begins with `<` beside a zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [b'<', 0, ..] => Some(UTF_16LE),
        [0, b'<', ..] => Some(UTF_16BE),
        _ => None,
    }
}

/// An XML declaration.
struct Declaration<'t> {
    version: Option<(&'t str, Range<usize>)>,
    encoding: Option<(&'t str, Range<usize>)>,
    end: usize,
}

impl<'t> Declaration<'t> {
    fn of(head: &'t str) -> Option<Self> {
        let start = head.len() - head.trim_start().len();
        let rest = head[start..].strip_prefix("<?xml")?;
        let end = rest.find("?>")?;
        let offset = start + "<?xml".len();
        let value = |name: &str| {
            let at = rest[..end].find(name)? + name.len();
            let after = rest[at..end].trim_start().strip_prefix('=')?.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let value = after[1..].split(quote).next()?;
            let from = offset + end - after.len() + 1;
            Some((value, from..from + value.len()))
        };
        Some(Self { version: value("version"), encoding: value("encoding"), end: offset + end })
    }

    /// The encoding that is declared, with what is wrong about it. `known` is what the bytes begin like.
    fn check(
        &self,
        known: Option<&'static Encoding>,
        faults: &mut Vec<(&'static Rule, Range<usize>, String)>,
    ) -> Option<&'static Encoding> {
        if let Some((version, at)) = &self.version
            && *version != "1.0"
        {
            faults.push((&BAD_XML_VERSION, at.clone(), format!("the XML version is \"{version}\"")));
        }
        let Some((label, at)) = &self.encoding else {
            faults.push((&MISSING_ENCODING, self.end..self.end + 2, "the declaration names no encoding".to_owned()));
            return None;
        };
        let Some(encoding) = Encoding::for_label(label.as_bytes()) else {
            faults.push((&UNKNOWN_ENCODING, at.clone(), format!("no encoding is called \"{label}\"")));
            return None;
        };
        let is_wide = |encoding| encoding == UTF_16LE || encoding == UTF_16BE;
        if is_wide(encoding) != known.is_some_and(is_wide) {
            let known = if is_wide(encoding) { UTF_8 } else { known.unwrap_or(UTF_8) };
            let message = format!("\"{label}\" is declared, but the bytes are {}", known.name());
            faults.push((&UNICODE_ERROR, at.clone(), message));
            return known.into();
        }
        if encoding != UTF_8 && !is_wide(encoding) {
            let rule = if USUAL.contains(&encoding.name()) { &NONSTD_ENCODING } else { &OBSCURE_ENCODING };
            faults.push((rule, at.clone(), format!("the document is in {label}")));
        }
        Some(encoding)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(bytes: &[u8]) -> (String, Vec<&'static str>) {
        let decoded = decode(bytes);
        (decoded.text.into_owned(), decoded.faults.iter().map(|(rule, ..)| rule.code).collect())
    }

    #[test]
    fn bytes_are_read_in_the_encoding_that_they_declare() {
        let latin = b"<?xml version='1.0' encoding='iso-8859-1'?><a>\xFC</a>";
        assert_eq!(codes(latin).0, "<?xml version='1.0' encoding='iso-8859-1'?><a>ü</a>");
        assert_eq!(codes(latin).1, ["nonstd-encoding"]);
        assert_eq!(codes(b"<?xml version=\"1.0\"?><a>\xFC</a>").1, ["missing-encoding", "unicode-error"]);
        assert_eq!(codes(b"<?xml version='1.1' encoding='klingon'?><a/>").1, ["bad-xml-version", "unknown-encoding"]);
        assert_eq!(codes(b"<?xml version='1.0' encoding='koi8-u'?><a/>").1, ["obscure-encoding"]);
        assert_eq!(codes(b"\xEF\xBB\xBF<a/>"), ("<a/>".to_owned(), vec!["byte-order-mark"]));
        let wide: Vec<u8> =
            "<?xml version='1.0' encoding='utf-16'?><a/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(codes(&wide).1.is_empty(), "{:?}", codes(&wide));
        assert_eq!(codes(b"<?xml version='1.0' encoding='utf-16'?><a/>").1, ["unicode-error"]);
        let page = b"<!DOCTYPE html><META CHARSET='ISO-8859-1'><p>\xFC";
        assert_eq!(codes(page), ("<!DOCTYPE html><META CHARSET='ISO-8859-1'><p>ü".to_owned(), vec![]));
        assert_eq!(codes(b"<p>charset=latin1 \xFC").1, ["unicode-error"]);
    }

    #[test]
    fn places_are_those_of_the_label() {
        let decoded = decode(b"<?xml version = \"1.0\" encoding = \"nowhere\" ?>");
        let (_, at, _) = &decoded.faults[0];
        assert_eq!(&decoded.text[at.clone()], "nowhere");
    }
}
