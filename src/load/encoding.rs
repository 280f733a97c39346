//! Bytes to text: byte order mark, UTF-8, UTF-16 without a mark, else Windows-1252.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Decodes a file. The second part names the encoding where it is not plain UTF-8, so that it can be reported.
///
/// UTF-8 with single broken bytes stays UTF-8: the broken bytes become U+FFFD, which never reaches a feed.
///
/// ```
/// use feedmill::load::encoding::decode;
/// assert_eq!(decode(b"na\xEFve".to_vec()), ("naïve".to_owned(), Some("windows-1252")));
/// assert_eq!(decode("naïve".into()), ("naïve".to_owned(), None));
/// ```
pub fn decode(bytes: Vec<u8>) -> (String, Option<&'static str>) {
    if let Some((encoding, length)) = Encoding::for_bom(&bytes) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[length..]);
        return (text.into_owned(), (encoding != UTF_8).then(|| encoding.name()));
    }
    let bytes = match (wide(&bytes), String::from_utf8(bytes)) {
        (None, Ok(text)) => return (text, None),
        (Some(encoding), text) => {
            let bytes = text.map_or_else(std::string::FromUtf8Error::into_bytes, String::into_bytes);
            let (text, _) = encoding.decode_without_bom_handling(&bytes);
            return (text.into_owned(), Some(encoding.name()));
        }
        (None, Err(error)) => error.into_bytes(),
    };
    if is_mostly_utf8(&bytes) {
        return (String::from_utf8_lossy(&bytes).into_owned(), Some("UTF-8 with broken bytes"));
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(&bytes);
    (text.into_owned(), Some("windows-1252"))
}

/// UTF-16 without a byte order mark: among every other byte of the beginning there are many zeros (of spaces and line
/// ends, whatever the script), and none among the rest.
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
        _ => None,
    }
}

/// Whether more multi-byte sequences are whole than broken.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0_usize, 0_usize);
    let mut chunks = bytes.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        // A file that is being written may end in the middle of a character.
        let is_cut_off = chunks.peek().is_none()
            && std::str::from_utf8(chunk.invalid()).is_err_and(|error| error.error_len().is_none());
        broken += usize::from(!chunk.invalid().is_empty() && !is_cut_off);
    }
    whole > broken
}
