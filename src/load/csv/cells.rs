//! Quotes in cells that are escaped with a backslash.

use std::borrow::Cow;

/// The table with quotes doubled that it escapes with backslashes, as `MySQL`, Spark and pandas write them, if it does so.
///
/// It does so if a quote behind a backslash would end a cell that goes on (`"She said \"land\" twice"`), and more often than
/// quotes are doubled. A quote behind a backslash that ends its cell (`"C:\"`) proves nothing.
pub(super) fn without_backslashes(table: &str, separator: u8) -> Cow<'_, str> {
    if memchr::memmem::find(table.as_bytes(), b"\\\"").is_none() || !escapes(table.as_bytes(), separator) {
        return Cow::Borrowed(table);
    }
    let mut plain = String::with_capacity(table.len());
    let mut quotes = Quotes::new(table.as_bytes(), separator);
    let mut from = 0;
    while let Some((at, sign)) = quotes.next() {
        let instead = match sign {
            Sign::Escaped => "\"\"",
            Sign::Backslash => "\\",
            Sign::Doubled => continue,
        };
        plain.push_str(&table[from..at]);
        plain.push_str(instead);
        from = at + 2;
    }
    plain.push_str(&table[from..]);
    Cow::Owned(plain)
}

fn escapes(table: &[u8], separator: u8) -> bool {
    let (mut escaped, mut doubled) = (0_usize, 0_usize);
    let mut quotes = Quotes::new(table, separator);
    while let Some((at, sign)) = quotes.next() {
        let next = table.get(at + 2);
        match sign {
            Sign::Escaped if next.is_some_and(|next| *next != separator && !matches!(next, b'"' | b'\r' | b'\n')) => {
                escaped += 1;
            }
            Sign::Doubled => doubled += 1,
            _ => {}
        }
    }
    escaped > doubled
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// `\"`
    Escaped,
    /// `\\`
    Backslash,
    /// `""`
    Doubled,
}

/// The escapes inside of the quoted cells of a table, and where they stand.
struct Quotes<'t> {
    table: &'t [u8],
    separator: u8,
    at: usize,
    is_quoted: bool,
    /// How many escaped quotes the cell has so far: what one opens the next one closes.
    escaped: usize,
}

impl<'t> Quotes<'t> {
    fn new(table: &'t [u8], separator: u8) -> Self {
        Self { table, separator, at: 0, is_quoted: false, escaped: 0 }
    }

    fn next(&mut self) -> Option<(usize, Sign)> {
        loop {
            if !self.is_quoted {
                let quote = self.at + memchr::memchr(b'"', self.table.get(self.at..)?)?;
                self.at = quote + 1;
                let before = quote.checked_sub(1).map(|before| self.table[before]);
                self.escaped = 0;
                self.is_quoted = before.is_none_or(|byte| byte == self.separator || matches!(byte, b'\r' | b'\n'));
                continue;
            }
            let at = self.at + memchr::memchr2(b'"', b'\\', self.table.get(self.at..)?)?;
            self.at = at + 2;
            match (self.table[at], self.table.get(at + 1)) {
                (b'\\', Some(b'"')) if self.escaped.is_multiple_of(2) && self.ends_cell(at + 1) => {
                    self.is_quoted = false;
                }
                (b'\\', Some(b'"')) => {
                    self.escaped += 1;
                    return Some((at, Sign::Escaped));
                }
                (b'\\', Some(b'\\')) => return Some((at, Sign::Backslash)),
                (b'"', Some(b'"')) => return Some((at, Sign::Doubled)),
                (b'"', _) => {
                    self.at = at + 1;
                    self.is_quoted = false;
                }
                _ => self.at = at + 1,
            }
        }
    }

    /// Whether a quote behind a backslash ends its cell: the next cell begins after it, or the next row.
    fn ends_cell(&self, quote: usize) -> bool {
        match &self.table[quote + 1..] {
            [] | [b'\n', ..] | [b'\r', b'\n', ..] => true,
            [separator, next, ..] if *separator == self.separator => {
                // A sentence goes on with a blank.
                *next != b' ' && self.opens_cell_or_bare(quote + 2)
            }
            _ => false,
        }
    }

    /// Whether what follows a separator looks like a cell: quoted, or one without a quote in it.
    fn opens_cell_or_bare(&self, start: usize) -> bool {
        let rest = &self.table[start..];
        let end = memchr::memchr3(self.separator, b'\n', b'"', rest).unwrap_or(rest.len());
        end == 0 || rest.get(end) != Some(&b'"')
    }
}

#[cfg(test)]
mod tests {
    use super::without_backslashes;

    #[test]
    fn backslashes_before_quotes_are_taken_for_what_they_are() {
        let plain = |table| without_backslashes(table, b',').into_owned();
        assert_eq!(plain("\"She said \\\"land\\\", then\",1\n"), "\"She said \"\"land\"\", then\",1\n");
        assert_eq!(plain("\"a \\\"b\\\"\",\"c:\\\\\"\n"), "\"a \"\"b\"\"\",\"c:\\\"\n");
        for table in
            ["\"C:\\\",1\n\"D:\\\",2\n", "a\\\"b,c\n", "\"a \"\"b\\\"\" c\",1", "\"x\",\"C:\\\"", "\"a\\nb\",1"]
        {
            assert_eq!(plain(table), table);
        }
        assert_eq!(plain("\"a \\\"b\\\"\nc\",\"d\"\n"), "\"a \"\"b\"\"\nc\",\"d\"\n");
        // Both in one table.
        assert_eq!(plain("\"a \\\"b\\\" c\",\"C:\\\",1\n"), "\"a \"\"b\"\" c\",\"C:\\\",1\n");
    }
}
