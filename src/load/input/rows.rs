//! Lines, without those that are too long: these are left out while a file is read, so that they cost no memory.
//!
//! In a table a row may go on for several lines, inside of quotes. There it is the row of a line that is too long that is
//! left out, as a whole: a row without its middle would be another one, and quotes that never close would swallow the rest.
//! What is left out leaves its line ends, so that all other lines keep their numbers.

/// Lines as they come in.
pub(super) struct Rows {
    /// The longest line that is kept.
    most: usize,
    /// What is kept, and the beginning of a line that is not over.
    pub(super) bytes: Vec<u8>,
    /// Where in `bytes` the present line begins.
    start: usize,
    /// Its number.
    line: u64,
    /// What of the present row was left out.
    leaving: Option<LeftOut>,
    pub(super) left_out: Vec<LeftOut>,
    table: Option<Table>,
}

/// A row that is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LeftOut {
    /// The line where it begins.
    pub(super) line: u64,
    /// How long it is.
    pub(super) bytes: usize,
}

/// Where in a table rows begin, which is searched only if a line is too long.
#[derive(Default)]
struct Table {
    cell: Cell,
    /// Where the last row that was found begins.
    row: usize,
    /// Up to where it was searched.
    seen: usize,
}

/// Where in a cell a byte stands (RFC 4180, with any of the separators that are read).
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Cell {
    #[default]
    Start,
    Bare,
    Quoted,
    /// After a quote that ends a cell, unless another one follows.
    Closed,
}

impl Cell {
    /// After bytes of which none is a quote.
    fn after(self, bytes: &[u8]) -> Self {
        match bytes.last() {
            Some(_) if self == Self::Quoted => self,
            Some(b',' | b';' | b'\t' | b'|' | b'\n' | b'\r') => Self::Start,
            Some(_) => Self::Bare,
            None => self,
        }
    }

    fn after_quote(self) -> Self {
        match self {
            Self::Quoted => Self::Closed,
            Self::Start | Self::Closed => Self::Quoted,
            Self::Bare => Self::Bare,
        }
    }
}

impl Table {
    /// Goes over bytes once.
    fn pass(&mut self, mut bytes: &[u8]) {
        while let Some(quote) = memchr::memchr(b'"', bytes) {
            self.cell = self.cell.after(&bytes[..quote]).after_quote();
            bytes = &bytes[quote + 1..];
        }
        self.cell = self.cell.after(bytes);
    }

    /// Where the row begins that the line at `start` is part of.
    fn row_of(&mut self, bytes: &[u8], start: usize) -> usize {
        while let Some(length) = memchr::memchr(b'\n', &bytes[self.seen..start]) {
            let next = self.seen + length + 1;
            self.pass(&bytes[self.seen..next]);
            self.seen = next;
            if self.cell != Cell::Quoted {
                self.row = next;
            }
        }
        self.row
    }
}

impl Rows {
    /// `bytes` is the beginning, in which no row was searched yet.
    pub(super) fn new(bytes: Vec<u8>, most: usize, is_table: bool) -> Self {
        let table = is_table.then(Table::default);
        let mut rows = Self { most, bytes, start: 0, line: 1, leaving: None, left_out: Vec::new(), table };
        rows.look(0);
        rows
    }

    /// Looks at what was added since, which begins at `from`.
    pub(super) fn look(&mut self, from: usize) {
        let (mut read, mut write) = (from, from);
        loop {
            let found = memchr::memchr(b'\n', &self.bytes[read..]);
            let end = found.map_or(self.bytes.len(), |length| read + length);
            if self.leaving.is_none() && write - self.start + (end - read) > self.most {
                write = self.leave(write);
            }
            if let Some(leaving) = &mut self.leaving {
                leaving.bytes += end - read;
                if let Some(table) = &mut self.table {
                    table.pass(&self.bytes[read..end]);
                }
            } else {
                if write != read {
                    self.bytes.copy_within(read..end, write);
                }
                write += end - read;
            }
            if found.is_none() {
                break;
            }
            self.bytes[write] = b'\n';
            (write, read) = (write + 1, end + 1);
            self.end_line(write);
        }
        self.bytes.truncate(write);
    }

    /// Begins to leave out the row of the present line, of which `bytes` holds what is before `end`. Says where to go on
    /// writing.
    fn leave(&mut self, end: usize) -> usize {
        let row = self.table.as_mut().map_or(self.start, |table| table.row_of(&self.bytes, self.start));
        if let Some(table) = &mut self.table {
            table.pass(&self.bytes[self.start..end]);
        }
        let lines = memchr::memchr_iter(b'\n', &self.bytes[row..self.start]).count();
        self.bytes[row..row + lines].fill(b'\n');
        self.leaving = Some(LeftOut { line: self.line - lines as u64, bytes: end - row });
        self.start = row + lines;
        self.start
    }

    /// After a line end, where `bytes` holds what is before `next`.
    fn end_line(&mut self, next: usize) {
        self.line += 1;
        self.start = next;
        let Some(leaving) = &mut self.leaving else { return };
        if let Some(table) = &mut self.table {
            table.pass(b"\n");
            if table.cell == Cell::Quoted {
                leaving.bytes += 1;
                return;
            }
            (table.row, table.seen) = (next, next);
        }
        self.left_out.extend(self.leaving.take());
    }

    /// What is kept, and what is not.
    pub(super) fn finish(mut self) -> (Vec<u8>, Vec<LeftOut>) {
        self.left_out.extend(self.leaving);
        // Without its header a table says nothing: the next row would be taken for it.
        let has_header = |first: &LeftOut| {
            let before = usize::try_from(first.line - 1).unwrap_or(usize::MAX);
            self.bytes.split(|&byte| byte == b'\n').take(before).any(|line| !line.trim_ascii().is_empty())
        };
        if self.table.is_some() && self.left_out.first().is_some_and(|first| !has_header(first)) {
            self.bytes.clear();
        }
        (self.bytes, self.left_out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is kept and left out, whatever the pieces in which a text comes.
    fn rows(text: &str, most: usize, is_table: bool) -> (String, Vec<(u64, usize)>) {
        let read = |piece: usize| {
            let mut rows = Rows::new(Vec::new(), most, is_table);
            for chunk in text.as_bytes().chunks(piece) {
                let from = rows.bytes.len();
                rows.bytes.extend_from_slice(chunk);
                rows.look(from);
            }
            let (bytes, left_out) = rows.finish();
            (String::from_utf8(bytes).unwrap(), left_out.iter().map(|row| (row.line, row.bytes)).collect::<Vec<_>>())
        };
        let whole = read(text.len().max(1));
        for piece in 1..text.len() {
            assert_eq!(read(piece), whole, "in pieces of {piece}");
        }
        whole
    }

    #[test]
    fn long_lines_leave_their_line_ends() {
        let none = Vec::<(u64, usize)>::new();
        assert_eq!(rows("", 4, false), (String::new(), none.clone()));
        assert_eq!(rows("one\nfour\n\nend", 4, false), ("one\nfour\n\nend".to_owned(), none));
        assert_eq!(rows("one\nthree\nend\n", 4, false), ("one\n\nend\n".to_owned(), vec![(2, 5)]));
        assert_eq!(rows("three", 4, false), (String::new(), vec![(1, 5)]));
        assert_eq!(
            rows("three\nthree\r\nfour\nseven77", 4, false),
            ("\n\nfour\n".to_owned(), vec![(1, 5), (2, 6), (4, 7)])
        );
    }

    #[test]
    fn a_row_of_a_table_is_left_out_as_a_whole() {
        let most = 12;
        let table = |middle: &str| format!("title,text\nA,1\n{middle}\nB,2\nC,\"x\ny\"\n");
        let left_out = |middle: &str| {
            let (kept, left_out) = rows(&table(middle), most, true);
            let lines = middle.matches('\n').count();
            assert_eq!(kept, table(&"\n".repeat(lines)), "{middle}");
            assert_eq!(left_out, [(3, middle.len())], "{middle}");
        };
        left_out("D,a long line it is");
        left_out("D,\"a long, \"\"line\"\" it is\"");
        left_out("D,\"short\nand then it is long\nshort\",x");
        left_out("D,\"it is long at the start\nand then\nshort\",x");
        left_out("D,\"short\n\nand then it is long\",x");
        left_out("\"\",\"\"\"\",\"\"\"a quote,\"\"\nand the end of it\"");
        left_out("D,5\" it is long and no quote");
        left_out("D,\"\"\"it\"\" is\nlong, with quotes at its start\"");
    }

    #[test]
    fn a_table_without_its_header_is_none() {
        assert_eq!(rows("title,text,and,more\nA,1\n", 12, true), (String::new(), vec![(1, 19)]));
        assert_eq!(rows("\n \ntitle,text,and,more\nA,1\n", 12, true), (String::new(), vec![(3, 19)]));
        assert_eq!(rows("title,text\nA,\"and so on\nfor ever and ever\nB,2\n", 12, true).1, [(2, 35)]);
    }
}
