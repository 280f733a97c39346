//! Numbers of lines.

/// The numbers of the lines in which places of a text stand, counted on from the last one that was asked for.
///
/// A line ends with LF, CRLF or a CR alone.
pub(super) struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { bytes: text.as_bytes(), at: 0, line: 1 }
    }

    /// The line of a place, from 1.
    pub(super) fn of(&mut self, place: usize) -> u64 {
        let place = place.min(self.bytes.len());
        let (from, to) = (self.at.min(place), self.at.max(place));
        let is_end = |at: &usize| self.bytes[*at] == b'\n' || self.bytes.get(at + 1) != Some(&b'\n');
        let ends = memchr::memchr2_iter(b'\n', b'\r', &self.bytes[from..to]).map(|at| from + at);
        let lines = ends.filter(is_end).count() as u64;
        self.line = if place < self.at { self.line.saturating_sub(lines) } else { self.line + lines };
        self.at = place;
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn lines_are_counted_to_and_fro() {
        let text = "a\nb\r\nc\rd";
        let mut lines = Lines::new(text);
        let of = ["a", "d", "b", "c", "\n"].map(|part| lines.of(text.find(part).unwrap()));
        assert_eq!(of, [1, 4, 2, 3, 1]);
        assert_eq!(lines.of(100), 4);
    }
}
