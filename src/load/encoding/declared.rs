//! What a document says about its own encoding: the XML declaration (XML 1.0, section 4.3.3 and appendix F), and
//! `<meta>` of HTML among the first 1,024 bytes (WHATWG HTML, "prescan a byte stream to determine its encoding").
//!
//! Not supported: EBCDIC, the encoding that a server names, `@charset` of CSS.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How far into a document a declaration is looked for.
const HEAD: usize = 1_024;

/// UTF-16 without a byte order mark, by the beginning of an XML declaration.
pub(super) fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    // White space before it is an error, and common.
    let start = bytes.chunks_exact(2).position(|pair| !matches!(pair, [0, space] | [space, 0] if is_space(*space)));
    match bytes.get(start? * 2..)? {
        [b'<', 0, b'?', 0, ..] => Some(UTF_16LE),
        [0, b'<', 0, b'?', ..] => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding that a document declares, in bytes of which ASCII is a part.
///
/// None, too, if it declares UTF-8, which is what is tried first, or UTF-16, which these bytes are not; so do parsers of
/// XML and HTML.
pub(super) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let text = bytes.trim_ascii_start();
    let head = &text[..text.len().min(HEAD)];
    if !head.starts_with(b"<") {
        return None;
    }
    let label = xml(head).or_else(|| html(head))?;
    let encoding = Encoding::for_label_no_replacement(label)?;
    (encoding != UTF_8 && encoding != UTF_16LE && encoding != UTF_16BE).then_some(encoding)
}

fn is_space(byte: u8) -> bool {
    byte.is_ascii_whitespace()
}

/// `<?xml version="1.0" encoding="…"?>`
fn xml(head: &[u8]) -> Option<&[u8]> {
    let declaration = head.strip_prefix(b"<?xml").filter(|rest| rest.first().is_some_and(|&byte| is_space(byte)))?;
    let end = memchr::memchr(b'>', declaration).unwrap_or(declaration.len());
    value(&declaration[..end], b"encoding")
}

/// `<meta charset="…">`, `<meta http-equiv="Content-Type" content="text/html; charset=…">`
fn html(head: &[u8]) -> Option<&[u8]> {
    let mut rest = head;
    while let Some(start) = memchr::memchr(b'<', rest) {
        rest = &rest[start..];
        if let Some(comment) = rest.strip_prefix(b"<!--") {
            // `<!-->` is one as well.
            rest = &rest[2 + memchr::memmem::find(&rest[2..], b"-->").unwrap_or(comment.len())..];
            continue;
        }
        let end = memchr::memchr(b'>', rest).unwrap_or(rest.len());
        let (tag, after) = rest.split_at(end);
        rest = if after.is_empty() { after } else { &after[1..] };
        let is_meta = tag.len() > 5 && tag[1..5].eq_ignore_ascii_case(b"meta") && (is_space(tag[5]) || tag[5] == b'/');
        if let Some(label) = value(tag, b"charset").filter(|_| is_meta) {
            return Some(label);
        }
    }
    None
}

/// What follows a name and `=`, in quotes or bare.
fn value<'a>(tag: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let last = tag.len().checked_sub(name.len())?;
    (0..=last).filter(|&at| tag[at..][..name.len()].eq_ignore_ascii_case(name)).find_map(|at| {
        let after = tag[at + name.len()..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        let (ends, text): (&[u8], _) = match after {
            [quote @ (b'"' | b'\''), text @ ..] => (std::slice::from_ref(quote), text),
            text => (b"\"' ;/?\t\r\n", text),
        };
        let end = text.iter().position(|byte| ends.contains(byte)).unwrap_or(text.len());
        Some(&text[..end]).filter(|label| !label.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> &'static str {
        declared(text.as_bytes()).map_or("", Encoding::name)
    }

    #[test]
    fn xml_says_its_encoding() {
        assert_eq!(of("<?xml version=\"1.0\" encoding=\"koi8-r\"?><rss/>"), "KOI8-R");
        assert_eq!(of("\r\n <?xml version='1.0' encoding = 'ISO-8859-2' standalone='yes'?><rss/>"), "ISO-8859-2");
        assert_eq!(of("<?xml version=\"1.0\" encoding=\"latin1\"?>"), "windows-1252");
        for text in [
            "<?xml version=\"1.0\"?><a encoding=\"koi8-r\"/>",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
            "<?xml version=\"1.0\" encoding=\"utf-16\"?>",
            "<?xml version=\"1.0\" encoding=\"utf-7\"?>",
            "<?xml version=\"1.0\" encoding=\"iso-2022-kr\"?>",
            "<?xml encoding=",
            "<?xml-stylesheet encoding=\"koi8-r\"?>",
            "Text <?xml version=\"1.0\" encoding=\"koi8-r\"?>",
            "<",
            "",
        ] {
            assert_eq!(of(text), "", "{text}");
        }
    }

    #[test]
    fn html_says_its_encoding() {
        assert_eq!(of("<!doctype html><html><META CHARSET=gb2312><title>x</title>"), "GBK");
        assert_eq!(of("<html><meta name=a content=b /><meta charset='shift_jis'>"), "Shift_JIS");
        let meta = "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=windows-1251\" />";
        assert_eq!(of(&format!("<html><head>{meta}")), "windows-1251");
        assert_eq!(of(&format!("<html><!-- {meta} --><meta/charset=big5>")), "Big5");
        assert_eq!(of(&format!("<!--><html>{meta}<!--")), "windows-1251");
        assert_eq!(of(&format!("<html>{}{meta}", " ".repeat(HEAD))), "");
        assert_eq!(of(&format!("# Title\n{meta}")), "");
        assert_eq!(of("<html><metal charset=koi8-r><p charset=koi8-r>"), "");
    }

    #[test]
    fn xml_in_utf_16_is_known_by_its_beginning() {
        let text = "\n<?xml version=\"1.0\"?><a>一一一一</a>";
        let low: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let high: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!((wide(&low), wide(&high)), (Some(UTF_16LE), Some(UTF_16BE)));
        assert_eq!((wide(text.as_bytes()), wide(b""), wide(b"<")), (None, None, None));
    }
}
