//! The rows of a table, and the quotes in them.

use crate::article::text::counted;
use ::csv::{ReaderBuilder, StringRecord};

/// The rows of a table with their places in it.
pub(super) struct Rows<'a> {
    table: &'a str,
    separator: u8,
    reader: ::csv::Reader<&'a [u8]>,
    /// The place in the table where the reader began.
    start: usize,
    /// How often it may begin at another place.
    patience: usize,
}

impl<'a> Rows<'a> {
    pub(super) fn new(table: &'a str, separator: u8) -> Self {
        Self { table, separator, reader: reader(table, separator), start: 0, patience: 100 }
    }

    /// Reads the next row, and returns where it begins and ends.
    pub(super) fn next(&mut self, row: &mut StringRecord) -> Option<(usize, usize)> {
        let place = |reader: &::csv::Reader<&[u8]>| usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        let before = place(&self.reader);
        // The text is UTF-8 and rows may differ in length, so no row is an error.
        let is_row = self.reader.read_record(row).unwrap_or(false);
        is_row.then(|| (self.start + before, (self.start + place(&self.reader)).min(self.table.len())))
    }

    /// Goes on from another place; `false` where that was done too often, as each time may read to the end of the table.
    pub(super) fn again_from(&mut self, start: usize) -> bool {
        if self.patience == 0 {
            return false;
        }
        self.patience -= 1;
        self.start = start.min(self.table.len());
        self.reader = reader(&self.table[self.start..], self.separator);
        true
    }
}

pub(super) fn reader(table: &str, separator: u8) -> ::csv::Reader<&[u8]> {
    ReaderBuilder::new().delimiter(separator).flexible(true).has_headers(false).from_reader(table.as_bytes())
}

/// What is wrong with the quotes of a row.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Quote {
    /// One of them is not closed.
    Open,
    /// The quote that closes a cell of several lines is not followed by a separator: it is the opening quote of another cell.
    Followed,
}

impl Quote {
    /// Why the row is rejected. `swallowed` are the lines after its first that its quote made part of it; `read_again` reads
    /// these as rows of their own, and returns `false` where that was done too often.
    pub(super) fn reason(&self, swallowed: &str, read_again: impl FnOnce() -> bool) -> String {
        let reason = match self {
            Self::Open => "a quote in it does not end",
            Self::Followed => "something follows the quote that ends a cell",
        };
        if swallowed.is_empty() || read_again() {
            return reason.to_owned();
        }
        let lines = counted(swallowed.lines().count(), "line after it is", "lines after it are");
        format!("{reason}, and {lines} not read: too many rows are broken in this way")
    }

    /// Looks for quotes that break RFC 4180 §2.5.
    pub(super) fn broken(row: &str, separator: u8) -> Option<Self> {
        if !row.trim_end_matches(['\r', '\n']).contains(['\r', '\n']) && memchr::memrchr(b'"', row.as_bytes()).is_none()
        {
            return None;
        }
        let mut bytes = row.bytes().peekable();
        let mut at_start = true;
        while let Some(byte) = bytes.next() {
            if at_start && byte == b'"' {
                let mut has_lines = false;
                loop {
                    match bytes.next() {
                        None => return Some(Self::Open),
                        // Two quotes stand for one.
                        Some(b'"') if bytes.next_if_eq(&b'"').is_none() => break,
                        Some(inner) => has_lines |= matches!(inner, b'\n' | b'\r'),
                    }
                }
                let is_followed =
                    bytes.peek().is_some_and(|next| *next != separator && !matches!(next, b'\r' | b'\n' | b' '));
                if has_lines && is_followed {
                    return Some(Self::Followed);
                }
            }
            at_start = byte == separator;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::Quote;

    #[test]
    fn a_broken_quote_is_seen() {
        let broken = |row| Quote::broken(row, b',');
        for row in ["a,\"b", "\"a\"\",b\nc", "\"a\",\"\"\"", "\""] {
            assert_eq!(broken(row), Some(Quote::Open), "{row}");
        }
        assert_eq!(broken("\"a,b\nc,d\n\"e\",f"), Some(Quote::Followed));
        for row in ["a,\"b\"", "5\" pipe,b", "\"a\"\"b\",c", "", "\"\",\"\"", "\"a\nb\",c", "\"a\"b,c"] {
            assert_eq!(broken(row), None, "{row}");
        }
    }
}
