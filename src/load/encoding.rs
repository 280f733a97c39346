//! Bytes to text.
//!
//! In this order: a byte order mark, what the configuration says, UTF-16 that shows, what the document declares, UTF-8, UTF-8 with broken bytes, and
//! whatever the bytes look like.
//!
//! A declaration counts for less than the bytes do where they are UTF-8: proxies and databases encode feeds again and leave
//! their first line as it was, and text in another encoding is hardly ever valid UTF-8 beyond ASCII. ISO-2022-JP alone is
//! ASCII from outside, so that nothing but its declaration tells it.
//!
//! Not supported: UTF-32, UTF-7, ISO-2022-JP that is not declared, several encodings in one file.

mod declared;
mod western;

use std::fmt;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How a text was encoded that was not plain UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recoded {
    /// The name of the encoding, as the WHATWG Encoding Standard has it.
    pub name: &'static str,
    /// What told it.
    pub by: By,
    /// How many places stand for no character in it, and became U+FFFD.
    pub lost: usize,
}

/// What told an encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A byte order mark, or the bytes of UTF-8 and UTF-16 that no other text has.
    Form,
    /// What the document says.
    Declaration,
    /// Which language the letters would be of; windows-1252 where they are too few to tell.
    Detection,
    /// The configuration.
    Name,
}

impl fmt::Display for Recoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)?;
        f.write_str(match self.by {
            By::Form | By::Name => "",
            By::Declaration => " (declared)",
            By::Detection => " (detected)",
        })
    }
}

/// Decodes a file; `None` if it is no text. The second part says how it was encoded where that was not plain UTF-8, so that
/// it can be reported.
///
/// UTF-8 with single broken bytes stays UTF-8: the broken bytes become U+FFFD, which never reaches a feed.
///
/// ```
/// use feedmill::internal::load::encoding::decode;
/// let (text, recoded) = decode(b"na\xEFve".to_vec()).unwrap();
/// assert_eq!((text.as_str(), recoded.unwrap().to_string()), ("naïve", "windows-1252 (detected)".to_owned()));
/// assert_eq!(decode("naïve".into()), Some(("naïve".to_owned(), None)));
/// assert_eq!(decode(vec![0; 1_000]), None);
/// ```
pub fn decode(mut bytes: Vec<u8>) -> Option<(String, Option<Recoded>)> {
    let declared = match Encoding::for_bom(&bytes) {
        Some((encoding, length)) if encoding == UTF_8 => {
            bytes.drain(..length);
            None
        }
        Some((encoding, length)) => return as_read(&bytes[length..], encoding, By::Form),
        None => {
            if let Some(encoding) = wide(&bytes) {
                return as_read(&bytes, encoding, By::Form);
            }
            declared::declared(&bytes)
        }
    };
    if is_binary(&bytes) {
        return None;
    }
    if declared == Some(ISO_2022_JP) && bytes.is_ascii() {
        // Without an escape it is ASCII.
        let has_escape = memchr::memchr(0x1B, &bytes).is_some();
        return if has_escape { as_read(&bytes, ISO_2022_JP, By::Declaration) } else { plain(bytes) };
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Some((text, None)),
        Err(error) => error.into_bytes(),
    };
    // One broken byte among many whole characters makes no other encoding, declared or not.
    let whole_for_one = if declared.is_some() { 10 } else { 1 };
    if is_mostly_utf8(&bytes, whole_for_one) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let recoded = Recoded { name: "UTF-8 with broken bytes", by: By::Form, lost: 0 };
        return Some((text, Some(recoded)));
    }
    match declared {
        Some(encoding) => as_read(&bytes, encoding, By::Declaration),
        None => as_read(&bytes, detected(&bytes), By::Detection),
    }
}

/// Decodes a file whose encoding somebody names; `None` if it is no text. A byte order mark says more: it is a part of the bytes. What
/// stands for no character becomes U+FFFD and is counted.
///
/// ```
/// use feedmill::internal::load::encoding::decode_as;
/// let (text, recoded) = decode_as(b"\xCB\xB8\xE4".to_vec(), encoding_rs::WINDOWS_1251).unwrap();
/// assert_eq!((text.as_str(), recoded.unwrap().lost), ("Лёд", 0));
/// ```
pub fn decode_as(bytes: Vec<u8>, named: &'static Encoding) -> Option<(String, Option<Recoded>)> {
    if Encoding::for_bom(&bytes).is_some() {
        return decode(bytes);
    }
    let is_wide = named == UTF_16LE || named == UTF_16BE;
    if !is_wide && is_binary(&bytes) {
        return None;
    }
    as_read(&bytes, named, By::Name)
}

#[expect(clippy::unnecessary_wraps, reason = "it is what a file was decoded to")]
fn as_read(bytes: &[u8], encoding: &'static Encoding, by: By) -> Option<(String, Option<Recoded>)> {
    let (text, has_failed) = encoding.decode_without_bom_handling(bytes);
    let lost = if has_failed { text.matches('\u{FFFD}').count() } else { 0 };
    Some((text.into_owned(), Some(Recoded { name: encoding.name(), by, lost })))
}

/// Whether a file that begins like this, or is said to be so encoded, is UTF-16, where a line end is no single byte.
pub(super) fn is_wide(head: &[u8], named: Option<&'static Encoding>) -> bool {
    match (Encoding::for_bom(head), named) {
        (Some((encoding, _)), _) => encoding != UTF_8,
        (None, Some(named)) => named == UTF_16LE || named == UTF_16BE,
        (None, None) => wide(head).is_some(),
    }
}

fn plain(bytes: Vec<u8>) -> Option<(String, Option<Recoded>)> {
    String::from_utf8(bytes).ok().map(|text| (text, None))
}

/// UTF-16 without a byte order mark: among every other byte of the beginning there are many zeros (of spaces and line
/// ends, whatever the script), and none among the rest; or it begins like XML.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(1_024) & !1];
    if head.len() < 4 {
        return None;
    }
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|&&b| b == 0).count();
    let (high, low, pairs) = (zeros(0), zeros(1), head.len() / 2);
    let many = |count: usize| count >= 8 && count * 10 >= pairs;
    match (many(high), many(low)) {
        (true, false) if low == 0 => Some(UTF_16BE),
        (false, true) if high == 0 => Some(UTF_16LE),
        _ => declared::wide(head),
    }
}

/// Whether a file begins with many control characters that no text has: images, archives, databases, holes.
fn is_binary(bytes: &[u8]) -> bool {
    /// Compressed data has one in ten, text has none; a few may be somebody's separators, or damage.
    const ONE_IN: usize = 50;
    const FEW: usize = 8;
    let head = &bytes[..bytes.len().min(1 << 16)];
    // Backspace, tab, line feed, vertical tab, form feed, carriage return; shifts and the escape of ISO-2022.
    let is_control = |byte: u8| byte < 0x20 && !matches!(byte, 0x08..=0x0F | 0x1B);
    let controls = head.iter().filter(|&&byte| is_control(byte)).count();
    controls >= FEW && controls * ONE_IN > head.len()
}

/// Whether there are more than so many whole multi-byte sequences for each broken one.
fn is_mostly_utf8(bytes: &[u8], whole_for_one: usize) -> bool {
    let (mut whole, mut broken) = (0_usize, 0_usize);
    let mut chunks = bytes.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        // A file that is being written may end in the middle of a character.
        let is_cut_off = chunks.peek().is_none()
            && std::str::from_utf8(chunk.invalid()).is_err_and(|error| error.error_len().is_none());
        broken += usize::from(!chunk.invalid().is_empty() && !is_cut_off);
    }
    whole > broken * whole_for_one
}

/// What an encoding looks like that is neither declared nor Unicode.
fn detected(bytes: &[u8]) -> &'static Encoding {
    /// From the first letter on that is not ASCII; with some before it, which say whether it stands inside of a word.
    const BEFORE: usize = 64;
    const SAMPLE: usize = 1 << 19;
    /// Two bytes would be a letter in any language. They are most often of a Western one.
    const FEW: usize = 2;
    let start = Encoding::ascii_valid_up_to(bytes).saturating_sub(BEFORE);
    let sample = &bytes[start..bytes.len().min(start + SAMPLE)];
    if sample.iter().filter(|byte| !byte.is_ascii()).nth(FEW).is_none() {
        return WINDOWS_1252;
    }
    if western::is_certain(sample) {
        return WINDOWS_1252;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, start + sample.len() == bytes.len());
    let guess = detector.guess(None, Utf8Detection::Deny);
    if western::has_pounds(sample) && western::lacks_pounds(guess) { WINDOWS_1252 } else { guess }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{EUC_JP, GB18030, GBK, ISO_8859_2, KOI8_R, KOI8_U, SHIFT_JIS, WINDOWS_1251};

    use super::*;

    const RUSSIAN: &str = "Новости порта: сегодня утром в гавань вошли два парохода с лесом.";
    const JAPANESE: &str = "港のニュース：今朝、木材を積んだ二隻の汽船が入港しました。";
    const CHINESE: &str = "港口新闻：今天早上，两艘满载木材的轮船驶入港口。";
    const CZECH: &str = "Zprávy z přístavu: dnes ráno připluly dvě lodě naložené dřívím, žlutá a šedá.";

    fn told(bytes: Vec<u8>) -> (String, String) {
        let (text, recoded) = decode(bytes).unwrap();
        (text, recoded.map_or(String::new(), |recoded| recoded.to_string()))
    }

    fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
        let (bytes, _, has_failed) = encoding.encode(text);
        assert!(!has_failed, "{text}");
        bytes.into_owned()
    }

    fn utf_16(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn a_declaration_is_believed() {
        let cases = [
            (RUSSIAN, KOI8_R),
            (RUSSIAN, WINDOWS_1251),
            (JAPANESE, SHIFT_JIS),
            (JAPANESE, EUC_JP),
            (JAPANESE, ISO_2022_JP),
            (CHINESE, GB18030),
            (CZECH, ISO_8859_2),
        ];
        for (text, encoding) in cases {
            let xml = format!("<?xml version=\"1.0\" encoding=\"{}\"?>\n<a>{text}</a>", encoding.name());
            let html = format!("<!doctype html><meta charset={}><p>{text}", encoding.name());
            for document in [xml, html] {
                let name = format!("{} (declared)", encoding.name());
                assert_eq!(told(encoded(&document, encoding)), (document, name));
            }
        }
    }

    #[test]
    fn utf_8_is_what_it_is_whatever_it_says() {
        for name in ["windows-1251", "iso-8859-1", "gb2312", "shift_jis", "iso-2022-jp", "utf-16", "utf-8", "none"] {
            let xml = format!("<?xml version=\"1.0\" encoding=\"{name}\"?><a>{RUSSIAN} é</a>");
            assert_eq!(told(xml.clone().into_bytes()), (xml, String::new()));
        }
        let plain = "<?xml version=\"1.0\" encoding=\"iso-2022-jp\"?><a>plain</a>";
        assert_eq!(told(plain.into()), (plain.to_owned(), String::new()));
        // A text that was cut in the middle of a letter.
        let broken = [b"<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><a>", RUSSIAN.as_bytes(), b"\xD0</a>"].concat();
        assert_eq!(told(broken).1, "UTF-8 with broken bytes");
        let marked = ["\u{FEFF}<?xml version=\"1.0\" encoding=\"koi8-r\"?>".as_bytes(), RUSSIAN.as_bytes()].concat();
        assert!(told(marked).0.ends_with(RUSSIAN));
        // UTF-8 is declared, and is not there.
        let xml = format!("<?xml version=\"1.0\" encoding=\"utf-8\"?><a>{RUSSIAN}</a>");
        assert_eq!(told(encoded(&xml, WINDOWS_1251)), (xml, "windows-1251 (detected)".to_owned()));
    }

    #[test]
    fn utf_16_is_what_it_is_whatever_it_says() {
        for name in ["utf-16", "utf-8", "koi8-r"] {
            let xml = format!("<?xml version=\"1.0\" encoding=\"{name}\"?><a>一一{CHINESE}</a>");
            assert_eq!(told(utf_16(&xml)), (xml.clone(), "UTF-16LE".to_owned()));
            let marked = [&b"\xFF\xFE"[..], &utf_16(&xml)].concat();
            assert_eq!(told(marked), (xml, "UTF-16LE".to_owned()));
        }
    }

    #[test]
    fn what_nobody_declares_is_detected() {
        let cases = [
            // KOI8-R with some more letters.
            (RUSSIAN, KOI8_U),
            (RUSSIAN, WINDOWS_1251),
            (JAPANESE, SHIFT_JIS),
            (JAPANESE, EUC_JP),
            (CHINESE, GBK),
            (CZECH, ISO_8859_2),
            ("naïve", WINDOWS_1252),
            ("«oui»", WINDOWS_1252),
            ("Smørrebrød på havnen", WINDOWS_1252),
            ("“It’s a café” – €5", WINDOWS_1252),
            ("Viele Grüße aus München", WINDOWS_1252),
            ("Ya está aquí el año", WINDOWS_1252),
        ];
        for (text, encoding) in cases {
            for before in ["", "[{\"title\": \"A title in ASCII\"}]\n"] {
                let text = format!("{before}{text}");
                assert_eq!(told(encoded(&text, encoding)), (text, format!("{} (detected)", encoding.name())));
            }
        }
        // However late the first letter comes that is not ASCII.
        let late = "ASCII\n".repeat(20_000) + RUSSIAN;
        assert_eq!(told(encoded(&late, WINDOWS_1251)).1, "windows-1251 (detected)");
    }

    #[test]
    fn binary_data_is_no_text() {
        let noise = |n: u32| (n.wrapping_mul(2_654_435_761) >> 13).to_le_bytes()[0];
        assert_eq!(decode((0..5_000).map(noise).collect()), None);
        assert_eq!(
            decode([b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0".as_slice()].concat()),
            None
        );
        assert_eq!(decode(vec![0; 100]), None);
        assert!(decode(b"one\0two\x01three\x1B[0m".to_vec()).is_some());
        assert!(decode(Vec::new()).is_some());
        assert!(decode(utf_16("short text in UTF-16")).is_some());
    }
}
