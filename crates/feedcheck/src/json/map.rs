//! Where each character of a string stands in the document.

use std::ops::Range;

use super::read::escape;

/// The way from offsets in the value of a string to places in the document; offsets only grow.
#[derive(Clone)]
pub(crate) struct Map<'t> {
    inside: &'t str,
    /// The place of the string, with its quotes.
    at: Range<usize>,
    /// Where the way has come to, in the document and in the value.
    source: usize,
    decoded: usize,
}

impl<'t> Map<'t> {
    /// The way through a string of the text.
    pub(crate) fn of(text: &'t str, at: &Range<usize>) -> Self {
        let inside = text.get(at.start + 1..at.end.max(at.start + 2) - 1).unwrap_or_default();
        Self { inside, at: at.clone(), source: 0, decoded: 0 }
    }

    /// The place of the character that has this offset; the whole string, if there is none.
    pub(crate) fn place(&mut self, offset: usize) -> Range<usize> {
        while let Some(c) = self.inside.get(self.source..).and_then(|rest| rest.chars().next()) {
            let (c, length) = match c {
                '\\' => {
                    let (c, length) = escape(&self.inside[self.source..]);
                    (c.unwrap_or('?'), length)
                }
                _ => (c, c.len_utf8()),
            };
            if self.decoded + c.len_utf8() > offset {
                let start = self.at.start + 1 + self.source;
                return start..start + length;
            }
            self.decoded += c.len_utf8();
            self.source += length;
        }
        self.at.clone()
    }
}
