//! CSV and its relatives: a header, then one article a row (RFC 4180, and what spreadsheets write).
//!
//! Columns are known by the names of [`super::fields`]. The separator (comma, semicolon, tab or bar) is the one by which
//! the header has the most known names. Cells may hold line ends in quotes, and lists as JSON, as Python writes them, or
//! separated by commas. A row of more cells than the header has is no article: its cells are not where they should be.
//!
//! Not supported: files without header, comments, quotes that are escaped with a backslash.

use std::borrow::Cow;

use ::csv::{ReaderBuilder, StringRecord};

use super::fields::{Field, Fields, Record, Style, Value};
use super::{InputFormat, LoadError, LoadErrorKind, Loaded, Read, ReadOptions};
use crate::report::{Rejection, Warning};

pub(super) static FORMAT: InputFormat = InputFormat {
    name: "csv",
    about: "a table: a header, then one article a row",
    extensions: &["csv"],
    detect: |text| separator(text, &Fields::usual()).is_some_and(|(_, known)| known > 1),
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

const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The separator by which the header has the most known names, and how many these are.
fn separator(text: &str, fields: &Fields) -> Option<(u8, usize)> {
    let known = |separator: &u8| {
        let header = header(text, *separator)?;
        let says = |name: &str| {
            [Field::Title, Field::Url, Field::Content, Field::Summary].iter().any(|field| fields.names(*field, name))
        };
        let count = header.iter().filter(|name| fields.slot(name, &mut String::new()).is_some()).count();
        header.iter().any(says).then_some((*separator, count))
    };
    // The first of equals: a comma.
    SEPARATORS.iter().filter_map(known).rev().max_by_key(|(_, count)| *count)
}

fn header(text: &str, separator: u8) -> Option<StringRecord> {
    let mut reader = ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(text.as_bytes());
    reader.headers().ok().cloned()
}

fn read<'a>(text: &'a str, options: &ReadOptions<'_>, separated: Option<u8>) -> Result<Loaded<'a>, LoadError> {
    let origin = options.origin;
    let found = separated.map_or_else(|| separator(text, options.fields), |separator| Some((separator, 0)));
    let Some((separator, _)) = found else {
        let first = text.trim_start().lines().next().unwrap_or_default();
        let shown: String = first.chars().take(60).collect();
        let reason = format!("no column of the header is called title, url, text or summary: {shown}");
        let kind = LoadErrorKind::NotThisFormat { format: FORMAT.name, reason };
        return Err(LoadError { origin: origin.at(1), kind });
    };
    let mut reader = ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(text.as_bytes());
    let names = reader.headers().cloned().unwrap_or_default();
    let slots: Vec<_> = names.iter().map(|name| options.fields.slot(name, &mut String::new())).collect();
    let mut loaded = Loaded::default();
    let mut row = StringRecord::new();
    loop {
        let line = reader.position().line();
        match reader.read_record(&mut row) {
            Ok(false) => break,
            Ok(true) => {}
            Err(error) => {
                loaded.rejections.push(Rejection::new(&origin.at(line), format!("not a row: {error}")));
                continue;
            }
        }
        // Where the row begins: blank lines before it are none of its own.
        let origin = origin.at(row.position().map_or(line, ::csv::Position::line));
        let bytes = row.as_slice().len();
        if bytes > options.limits.item {
            let reason = super::too_large("item", bytes, options.limits.item);
            loaded.rejections.push(Rejection::new(&origin, reason));
            continue;
        }
        if row.len() > names.len() {
            let reason = format!("{} cells where the header has {}", row.len(), names.len());
            loaded.rejections.push(Rejection::new(&origin, reason));
            continue;
        }
        if reader.is_done() && row.len() < names.len() && !text.ends_with('\n') && !loaded.drafts.is_empty() {
            let message = "the last row is not finished; it waits for the next run";
            loaded.warnings.push(Warning::new(&origin, "unfinished-line", message));
            continue;
        }
        let mut record = Record::new();
        for (cell, slot) in row.iter().zip(&slots) {
            // What databases and data frames write for nothing.
            let is_nothing = matches!(cell.trim(), "" | "NULL" | "null" | "NaN" | "nan" | "None" | "\\N");
            if let Some(slot) = slot.filter(|_| !is_nothing) {
                record.push(slot, Value::Text(Cow::Owned(cell.to_owned())));
            }
        }
        let draft = record.into_draft(options, Style::Row, origin, &mut loaded);
        loaded.drafts.push(draft);
    }
    if loaded.drafts.is_empty() && loaded.rejections.is_empty() {
        return Err(LoadError::new(&origin.at(1), LoadErrorKind::NoArticles));
    }
    Ok(loaded)
}
