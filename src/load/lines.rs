//! Lines, and places in them.

use crate::article::Origin;

/// The lines and columns in which places of a text stand, counted on from the last one that was asked for: in a text of
/// one line, too, each character is counted once, whatever the number of places.
///
/// A line ends with LF, CRLF or a CR alone. U+2028 and its like end no line.
pub(super) struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
    /// Where the line begins in which `at` is.
    start: usize,
    /// How many characters of it stand before `at`.
    before: u64,
    /// Up to where it was looked through for something else than white space and brackets.
    blank_to: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { bytes: text.as_bytes(), at: 0, line: 1, start: 0, before: 0, blank_to: 0 }
    }

    /// The line of a place, from 1.
    pub(super) fn of(&mut self, place: usize) -> u64 {
        self.go_to(place);
        self.line
    }

    /// The origin of what begins at a place of the file. It has a column where something else than white space and brackets
    /// stands before it in its line, so that another article may.
    pub(super) fn origin(&mut self, file: &Origin, place: usize) -> Origin {
        self.go_to(place);
        let is_blank = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'[' | b']' | b'{' | b'}' | b',');
        while self.blank_to < self.at && is_blank(self.bytes[self.blank_to]) {
            self.blank_to += 1;
        }
        let column = if self.blank_to < self.at { self.before + 1 } else { 0 };
        file.at_column(self.line, column)
    }

    fn go_to(&mut self, place: usize) {
        let place = place.min(self.bytes.len());
        let (from, to) = (self.at.min(place), self.at.max(place));
        let is_end = |at: &usize| self.bytes[*at] == b'\n' || self.bytes.get(at + 1) != Some(&b'\n');
        let ends = |from: usize, to: usize| {
            memchr::memchr2_iter(b'\n', b'\r', &self.bytes[from..to]).map(move |at| from + at).filter(is_end)
        };
        let lines = ends(from, to).count() as u64;
        if lines == 0 {
            let passed = characters(&self.bytes[from..to]);
            self.before = if place < self.at { self.before.saturating_sub(passed) } else { self.before + passed };
        } else {
            self.line = if place < self.at { self.line.saturating_sub(lines) } else { self.line + lines };
            let ends = memchr::memrchr2_iter(b'\n', b'\r', &self.bytes[..place]);
            self.start = ends.map(|at| at + 1).find(|start| is_end(&(start - 1))).unwrap_or(0);
            self.before = characters(&self.bytes[self.start..place]);
            self.blank_to = self.start;
        }
        self.at = place;
    }
}

/// How many characters begin in a piece of a text.
fn characters(bytes: &[u8]) -> u64 {
    // In UTF-8 every byte of a character but its first is 10xxxxxx.
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count() as u64
}

/// What ends the lines of a text: LF (or CRLF), and CR alone where there is no LF in all of it.
pub(super) fn line_end(text: &str) -> u8 {
    if memchr::memchr(b'\n', text.as_bytes()).is_some() { b'\n' } else { b'\r' }
}

#[cfg(test)]
mod tests {
    use super::{Lines, Origin};

    #[test]
    fn lines_are_counted_to_and_fro() {
        let text = "a\nb\r\nc\rd";
        let mut lines = Lines::new(text);
        let of = ["a", "d", "b", "c", "\n"].map(|part| lines.of(text.find(part).unwrap()));
        assert_eq!(of, [1, 4, 2, 3, 1]);
        assert_eq!(lines.of(100), 4);
    }

    #[test]
    fn a_column_is_given_where_something_stands_before() {
        let text = "[{é:1},{\u{2028}:2},\r\n  {:3},\r {:4}, {:5}\n},{:6}";
        let mut lines = Lines::new(text);
        let file = Origin::new("a", 0);
        let mut of = |part: &str| lines.origin(&file, text.find(part).unwrap()).to_string();
        let there = ["{é", "{\u{2028}", "{:3", "{:4", "{:5", "{:6"];
        let places = ["a:1", "a:1:8", "a:2", "a:3", "a:3:8", "a:4"];
        assert_eq!(there.map(&mut of), places);
        for n in [5, 1, 4, 2, 3, 0, 1, 5, 0] {
            assert_eq!(of(there[n]), places[n]);
        }
    }
}
