//! CSV and its relatives: a header, then one article a row (RFC 4180, and what spreadsheets write).
//!
//! Columns are known by the names of [`super::fields`], also in the plural and with a unit behind them. Lines above the header are passed
//! over, and so are rows of nothing. The separator (comma, semicolon, tab or bar) is the one by which
//! the header has the most known names. Cells may hold line ends in quotes, and lists as JSON, as Python writes them, or
//! separated by commas. A row of more cells than the header has is no article: its cells are not where they should be. One
//! whose quote does not end is none either, and the lines after its first are read as rows.
//!
//! Quotes may be doubled, or stand behind a backslash where the table shows that it means that.
//!
//! Not supported: files without header, comments among the rows.

mod cells;
mod header;
mod people;
mod substack;

use std::borrow::Cow;

use ::csv::{ReaderBuilder, StringRecord};

use super::fields::{Field, Fields, Record, Style, Value, is_nothing};
use super::lines::{Lines, line_end};
use super::repeats::Repeats;
use super::{ExportFile, InputFormat, LoadError, LoadErrorKind, Loaded, Read, ReadOptions};
use crate::report::{Rejection, Warning};
pub(super) use people::PEOPLE;
use people::is_of_people;

pub(super) static FORMAT: InputFormat = InputFormat {
    name: "csv",
    about: "a table: a header, then one article a row",
    extensions: &["csv"],
    detect: |text| header::separator(text, &Fields::usual()).is_some_and(|(_, known)| known > 1),
    by_line: true,
    read: Read::Text(|text, options| read(text, options, None)),
};

pub(super) static TABS: InputFormat = InputFormat {
    name: "tsv",
    about: "a table, separated by tabs",
    extensions: &["tsv", "tab"],
    detect: |_| false, // Found by `csv`, which finds out the separator.
    by_line: true,
    read: Read::Text(|text, options| read(text, options, Some(b'\t'))),
};

fn read<'a>(text: &'a str, options: &ReadOptions<'_>, separated: Option<u8>) -> Result<Loaded<'a>, LoadError> {
    let origin = options.origin;
    let whole = text;
    let (table, stated) = stated_separator(text);
    let guessed = separated.or(stated).unwrap_or_else(|| header::most_frequent(table));
    if is_of_people(table, guessed, options.fields) {
        return Ok(Loaded { export: Some(ExportFile::People), ..Loaded::new(options) });
    }
    let Some(start) = header::find(table, options.fields, separated.or(stated)) else {
        let first = table.trim_start().lines().next().unwrap_or_default();
        let shown: String = first.chars().take(60).collect();
        let reason = format!("no column of the header is called title, url, text or summary: {shown}");
        let kind = LoadErrorKind::NotThisFormat { format: FORMAT.name, reason };
        return Err(LoadError { origin: origin.at(1), kind });
    };
    let separator = start.separator;
    let mut loaded = Loaded::new(options);
    if start.above > 0 {
        let lines = if start.above == 1 { "a line".to_owned() } else { format!("{} lines", start.above) };
        let message = format!("{lines} above the header; passed over");
        loaded.warnings.push(Warning::new(&origin.at(1), "preamble", message));
    }
    let plain = cells::without_backslashes(table, separator);
    // Lines end where they ended.
    let (text, before) = match &plain {
        Cow::Borrowed(_) => (text, text.len() - table.len()),
        Cow::Owned(plain) => (plain.as_str(), 0),
    };
    let line_before = if before == 0 { Lines::new(&whole[..whole.len() - table.len()]).of(usize::MAX) - 1 } else { 0 };
    let table = &text[before..];
    let skipped = start.at;
    let names = header::header(&table[skipped..], separator).unwrap_or_default();
    let slots = header::slots(&names, options.fields);
    let is_prose: Vec<bool> =
        slots.iter().map(|slot| slot.is_some_and(|slot| is_prose(slot, options.fields))).collect();
    let posts = substack::Posts::of(&names, options);
    let mut lines = Lines::new(text);
    let mut row = StringRecord::new();
    let mut rows = Rows::new(table, separator);
    rows.again_from(skipped);
    let mut repeats = Repeats::default();
    let line_end = char::from(line_end(text));
    // Whether somebody may be in the middle of writing the last row.
    let may_be_written = |loaded: &Loaded<'_>| options.may_grow && !loaded.drafts.is_empty();
    // The header.
    rows.next(&mut row);
    while let Some((start, end)) = rows.next(&mut row) {
        // Where the row begins: blank lines before it are none of its own.
        let raw = &table[start..end];
        let start = start + (raw.len() - raw.trim_start_matches(['\r', '\n']).len());
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let origin = origin.at(line_before + lines.of(before + start));
        let broken = Quote::broken(&table[start..end], separator);
        let after_line = table[start..end].find(line_end).map_or(end, |at| start + at + 1);
        if broken.is_some() && after_line == end && !table[..end].ends_with(line_end) && may_be_written(&loaded) {
            loaded.warnings.push(Warning::new(&origin, "unfinished-line", UNFINISHED));
            continue;
        }
        let reject = match broken {
            Some(quote) => Some(quote.reason(&table[after_line..end], || rows.again_from(after_line))),
            None => misfit((end - start, row.len(), names.len()), options),
        };
        if let Some(reason) = reject {
            loaded.rejections.push(Rejection::new(&origin, reason));
            continue;
        }
        let is_cut = row.len() < names.len() && end == table.len() && !table.ends_with(['\n', '\r']);
        if is_cut && may_be_written(&loaded) {
            loaded.warnings.push(Warning::new(&origin, "unfinished-line", UNFINISHED));
            continue;
        }
        let text = table[start..end].trim_ascii();
        if repeats.is_one(text) {
            loaded.repeated += 1;
            continue;
        }
        let mut record = Record::new();
        for ((cell, slot), is_prose) in row.iter().zip(&slots).zip(&is_prose) {
            if let Some(slot) = slot.filter(|_| !is_nothing(cell, *is_prose)) {
                record.push(slot, Value::Text(Cow::Owned(cell.to_owned())));
            }
        }
        let mut draft = record.into_draft(options, Style::Row, origin, &mut loaded);
        if let Some(posts) = &posts {
            posts.complete(&row, &mut draft, options, &mut loaded);
        }
        // What is not published is counted each time.
        if draft.unpublished.is_none() {
            repeats.add(text);
        }
        loaded.look_at(&draft, options, || {
            names.iter().zip(&row).map(|(name, cell)| (name.into(), Value::Text(cell.into()))).collect()
        });
        loaded.add(draft, options);
    }
    if loaded.drafts.is_empty() && loaded.rejections.is_empty() {
        return Err(LoadError::new(&origin.at(1), LoadErrorKind::NoArticles));
    }
    Ok(loaded)
}

/// Why a row is none that can be read: it is too large, or has more `cells` than the header has `names`.
fn misfit((bytes, cells, names): (usize, usize, usize), options: &ReadOptions<'_>) -> Option<String> {
    if bytes > options.limits.item {
        return Some(super::too_large("item", bytes, options.limits.item));
    }
    (cells > names).then(|| format!("{cells} cells where the header has {names}"))
}

/// Whether titles and texts stand in a column.
fn is_prose(slot: usize, fields: &Fields) -> bool {
    [Field::Title, Field::Summary, Field::Content].iter().any(|field| fields.may_say(*field, slot))
}

const UNFINISHED: &str = "the last row is not finished; it waits while the file may grow";

/// The table, and the separator that its first line states, as spreadsheets write it: `sep=;`.
fn stated_separator(text: &str) -> (&str, Option<u8>) {
    let rest = text.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")).map(|start| &text[start.len()..]);
    let stated = rest.and_then(|rest| rest.split_once(char::from(line_end(text))));
    match stated.map(|(separator, table)| (separator.trim_end_matches('\r').as_bytes(), table)) {
        Some(([separator], table)) => (table, Some(*separator)),
        _ => (text, None),
    }
}

/// The rows of a table with their places in it.
struct Rows<'a> {
    table: &'a str,
    separator: u8,
    reader: ::csv::Reader<&'a [u8]>,
    /// Where the reader began.
    start: usize,
    /// How often it may begin again.
    patience: usize,
}

impl<'a> Rows<'a> {
    fn new(table: &'a str, separator: u8) -> Self {
        Self { table, separator, reader: reader(table, separator), start: 0, patience: 100 }
    }

    /// Reads the next row, and says from where to where it stands.
    fn next(&mut self, row: &mut StringRecord) -> Option<(usize, usize)> {
        let place = |reader: &::csv::Reader<&[u8]>| usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        let before = place(&self.reader);
        // All is UTF-8, and rows may differ in length: nothing can be wrong with one.
        let is_row = self.reader.read_record(row).unwrap_or(false);
        is_row.then(|| (self.start + before, (self.start + place(&self.reader)).min(self.table.len())))
    }

    /// Goes on from another place, if that was not done too often: each time reads on to where the next open quote ends.
    fn again_from(&mut self, start: usize) -> bool {
        if self.patience == 0 {
            return false;
        }
        self.patience -= 1;
        self.start = start.min(self.table.len());
        self.reader = reader(&self.table[self.start..], self.separator);
        true
    }
}

fn reader(table: &str, separator: u8) -> ::csv::Reader<&[u8]> {
    ReaderBuilder::new().delimiter(separator).flexible(true).has_headers(false).from_reader(table.as_bytes())
}

/// What is wrong with the quotes of a row.
#[derive(Debug, PartialEq, Eq)]
enum Quote {
    /// One does not end in it.
    Open,
    /// What ends one is not followed by a separator, and the cell has more than one line: it ended by the quote of another.
    Followed,
}

impl Quote {
    /// Why the row is none. `swallowed` are the lines that its quote took with it; `read_again` reads these as rows of their own, if
    /// that was not done too often.
    fn reason(&self, swallowed: &str, read_again: impl FnOnce() -> bool) -> String {
        let reason = match self {
            Self::Open => "a quote in it does not end",
            Self::Followed => "something follows the quote that ends a cell",
        };
        if swallowed.is_empty() || read_again() {
            return reason.to_owned();
        }
        let lines = swallowed.lines().count();
        format!("{reason}, and {lines} lines after it are not read: too many rows are broken in this way")
    }

    /// Looks for quotes that are not as they should be (RFC 4180 §2.5).
    fn broken(row: &str, separator: u8) -> Option<Self> {
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
                        // Two are one.
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
    use super::{Quote, stated_separator};

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

    #[test]
    fn a_separator_may_be_stated() {
        assert_eq!(stated_separator("sep=;\r\na;b"), ("a;b", Some(b';')));
        assert_eq!(stated_separator("abcé,title"), ("abcé,title", None));
        assert_eq!(stated_separator("sep=é\na"), ("sep=é\na", None));
    }
}
