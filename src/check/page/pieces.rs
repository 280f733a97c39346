//! A page in pieces, one a tag, comment or run of text, and the attributes of a tag with their places.

use std::ops::Range;

/// Elements whose content is text up to their end tag.
const RAW: &[&str] = &["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"];

pub(super) fn is_start_tag(piece: &str) -> bool {
    let mut bytes = piece.bytes();
    bytes.next() == Some(b'<') && bytes.next().is_some_and(|b| b.is_ascii_alphabetic())
}

/// The name in a tag.
pub(super) fn tag_name(tag: &str) -> &str {
    let name = tag.trim_start_matches(['<', '/']);
    name.split(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).next().unwrap_or_default()
}

/// A text as tags, comments and runs of text.
pub(super) struct Pieces<'t> {
    text: &'t str,
    at: usize,
    /// The element whose content is text.
    raw: Option<&'static str>,
}

impl<'t> Pieces<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Self { text, at: 0, raw: None }
    }

    pub(super) fn next(&mut self) -> Option<Range<usize>> {
        let rest = &self.text[self.at..];
        if rest.is_empty() {
            return None;
        }
        let bytes = rest.as_bytes();
        let length = match bytes {
            _ if self.raw.is_some() => {
                let name = self.raw.take().unwrap_or_default();
                match end_of_raw(rest, name) {
                    0 => return self.next(),
                    length => length,
                }
            }
            [b'<', b'!', b'-', b'-', ..] => memchr::memmem::find(bytes, b"-->").map_or(rest.len(), |end| end + 3),
            [b'<', b'!' | b'?', ..] => memchr::memchr(b'>', bytes).map_or(rest.len(), |end| end + 1),
            [b'<', b'/', next, ..] | [b'<', next, ..] if next.is_ascii_alphabetic() => {
                let mut attributes = Attributes::of(rest);
                while attributes.next().is_some() {}
                if bytes[1] != b'/' {
                    let name = tag_name(rest);
                    self.raw = RAW.iter().copied().find(|raw| raw.eq_ignore_ascii_case(name));
                }
                attributes.at
            }
            // A run of text; each reference begins a new one.
            _ => memchr::memchr2(b'<', b'&', &bytes[1..]).map_or(rest.len(), |end| end + 1),
        };
        let start = self.at;
        self.at += length;
        Some(start..self.at)
    }
}

/// Where the end tag of an element begins.
fn end_of_raw(text: &str, name: &str) -> usize {
    let ends = memchr::memmem::find_iter(text.as_bytes(), b"</");
    let is_end = |at: &usize| text.get(at + 2..at + 2 + name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name));
    ends.into_iter().find(is_end).unwrap_or(text.len())
}

/// The names and values of a tag, by the rules of HTML §13.2.5.32 and after; at the end `at` is the end of the tag.
pub(super) struct Attributes<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl<'t> Attributes<'t> {
    pub(super) fn of(tag: &'t str) -> Self {
        let slash = usize::from(tag.as_bytes().get(1) == Some(&b'/'));
        Self { bytes: tag.as_bytes(), at: 1 + slash + tag_name(tag).len() }
    }

    fn skip(&mut self, is_skipped: impl Fn(u8) -> bool) -> Range<usize> {
        let start = self.at;
        let rest = self.bytes.get(start..).unwrap_or_default();
        self.at += rest.iter().take_while(|b| is_skipped(**b)).count();
        start..self.at
    }
}

impl Iterator for Attributes<'_> {
    type Item = (Range<usize>, Option<Range<usize>>);

    fn next(&mut self) -> Option<Self::Item> {
        self.skip(|b| b.is_ascii_whitespace() || b == b'/');
        match self.bytes.get(self.at) {
            None => return None,
            Some(b'>') => {
                self.at += 1;
                // What follows is none of this tag's.
                self.bytes = &self.bytes[..self.at];
                return None;
            }
            Some(_) => {}
        }
        let start = self.at;
        self.at += 1;
        self.skip(|b| !b.is_ascii_whitespace() && !matches!(b, b'/' | b'>' | b'='));
        let name = start..self.at;
        self.skip(|b| b.is_ascii_whitespace());
        if self.bytes.get(self.at) != Some(&b'=') {
            return Some((name, None));
        }
        self.at += 1;
        self.skip(|b| b.is_ascii_whitespace());
        let value = match self.bytes.get(self.at) {
            Some(quote @ (b'"' | b'\'')) => {
                self.at += 1;
                let value = self.skip(|b| b != *quote);
                self.at = (self.at + 1).min(self.bytes.len());
                value
            }
            _ => self.skip(|b| !b.is_ascii_whitespace() && b != b'>'),
        };
        Some((name, Some(value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_tags_comments_and_text() {
        let text = "<!doctype html><title>a <b> & c</title><!-- <p> --><a title=it's href='x>y' b>d &amp; e</a><script>\"<p>\"</script>x";
        let mut pieces = Pieces::of(text);
        let pieces: Vec<_> = std::iter::from_fn(|| pieces.next()).map(|at| &text[at]).collect();
        let expected = [
            "<!doctype html>",
            "<title>",
            "a <b> & c",
            "</title>",
            "<!-- <p> -->",
            "<a title=it's href='x>y' b>",
            "d ",
            "&amp; e",
            "</a>",
            "<script>",
            "\"<p>\"",
            "</script>",
            "x",
        ];
        assert_eq!(pieces, expected);
    }
}
