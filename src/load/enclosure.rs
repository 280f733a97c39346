//! Enclosures that are written in lines: address, length in bytes, media type. So `WordPress` keeps them, in a custom field
//! named `enclosure` (<https://developer.wordpress.org/reference/functions/do_enclose/>).

use std::borrow::Cow;

use crate::article::Enclosure;

/// The enclosures of a text: one with its length and type, or several addresses in a line each.
pub(super) fn written(text: Cow<'_, str>) -> Vec<Enclosure<'_>> {
    // What exports write for the end of a line.
    let ends = if text.contains("\\n") { ["\\r\\n", "\\n"].as_slice() } else { &[] };
    if !text.trim().contains(['\n', '\r']) && ends.is_empty() {
        let is_said = !text.trim().is_empty();
        return is_said.then_some(Enclosure { url: text, media_type: None, length: None }).into_iter().collect();
    }
    let text = ends.iter().fold(text.into_owned(), |text, end| text.replace(end, "\n"));
    let mut found: Vec<Enclosure<'_>> = Vec::new();
    for line in text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()) {
        match found.last_mut() {
            Some(last) if line.bytes().all(|byte| byte.is_ascii_digit()) => {
                last.length = last.length.or(line.parse().ok());
            }
            Some(last) if is_media_type(line) => {
                last.media_type.get_or_insert_with(|| Cow::Owned(line.to_owned()));
            }
            // What WordPress adds behind: a serialised array.
            Some(_) if !line.contains("://") => {}
            _ => found.push(Enclosure { url: Cow::Owned(line.to_owned()), media_type: None, length: None }),
        }
    }
    found
}

/// Whether a line has the shape of a media type (RFC 6838 §4.2).
fn is_media_type(line: &str) -> bool {
    let kind = line.split(';').next().unwrap_or_default().trim();
    kind.split_once('/').is_some_and(|(kind, of)| {
        !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_alphabetic()) && !of.is_empty() && !of.contains('/')
    })
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn lines_are_address_length_and_type() {
        for text in [
            "https://x/1.mp3\n42\naudio/mpeg\n",
            "https://x/1.mp3\r\n42\r\naudio/mpeg",
            "https://x/1.mp3\\n42\\naudio/mpeg\\n",
        ] {
            let found = written(text.into());
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].url, "https://x/1.mp3");
            assert_eq!((found[0].length, found[0].media_type.as_deref()), (Some(42), Some("audio/mpeg")));
        }
        let urls = |text: &'static str| written(text.into()).into_iter().map(|file| file.url).collect::<Vec<_>>();
        assert_eq!(urls("https://x/1.mp3"), ["https://x/1.mp3"]);
        assert_eq!(urls("https://x/1.mp3\nhttps://x/2.mp3"), ["https://x/1.mp3", "https://x/2.mp3"]);
        assert_eq!(urls("a.mp3\n7\naudio/mpeg\na:1:{s:8:\"duration\";}"), ["a.mp3"]);
        assert!(urls(" \n").is_empty());
    }
}
