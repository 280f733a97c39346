//! CSV and its relatives: a header, then one article a row (RFC 4180, and what spreadsheets write).
//!
//! Columns are known by the names of [`super::fields`], also in the plural and with a unit behind them. Lines above the
//! header are ignored, and so are blank rows. The separator (comma, semicolon, tab or bar) is the one by which the header
//! has the most known names. Cells may hold line ends in quotes, and lists as JSON, as Python writes them, or separated by
//! commas. A row with more cells than the header is rejected: its cells are in the wrong columns. A row whose quote is not
//! closed is rejected, too, and the lines after its first are read as rows.
//!
//! Quotes in cells are doubled, or escaped with a backslash in a table that shows that it does so.
//!
//! Not supported: files without header, comments among the rows.

mod cells;
mod header;
mod people;
mod rows;
mod substack;
mod table;

use std::borrow::Cow;

use ::csv::StringRecord;

use super::columns::Column;
use super::fields::{Fields, fold};
use super::lines::{Lines, line_end};
use super::{ExportFile, InputFormat, LoadError, LoadErrorKind, Loaded, Read, ReadOptions};
use crate::report::{Warning, WarningCode};
use feedcheck::internal::nearest;
use header::Start;
pub(super) use people::PEOPLE;
use people::is_of_people;
use table::{Table, TablePlace};

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

/// What `fields` names that the header does not have, with the nearest column that it has.
fn told_otherwise(table: &str, separator: u8, fields: &Fields) -> String {
    let Some(header) = header::header(table, separator) else { return String::new() };
    let has = |name: &str| header.iter().any(|cell| fold(cell.trim()) == fold(name));
    let told = fields.told().filter(|(_, name)| !has(name)).map(|(field, name)| {
        let near = nearest(name, header.iter().map(str::trim));
        let near = near.map_or_else(String::new, |near| format!("; did you mean \"{near}\"?"));
        format!("; `fields` says that \"{name}\" is the {}{near}", field.name())
    });
    told.collect()
}

fn read<'a>(text: &'a str, options: &ReadOptions<'_>, separated: Option<u8>) -> Result<Loaded<'a>, LoadError> {
    let origin = options.origin;
    let (table, stated) = stated_separator(text);
    let guessed = separated.or(stated).unwrap_or_else(|| header::most_frequent(table));
    if is_of_people(table, guessed, options.fields) {
        return Ok(Loaded { export: Some(ExportFile::People), ..Loaded::new(options) });
    }
    let Some(start) = header::find(table, options.fields, separated.or(stated)) else {
        let first = table.trim_start().lines().next().unwrap_or_default();
        let shown: String = first.chars().take(60).collect();
        let told = told_otherwise(table, guessed, options.fields);
        let reason = format!("no column of the header is called title, url, text or summary: {shown}{told}");
        let kind = LoadErrorKind::NotThisFormat { format: FORMAT.name, reason };
        return Err(LoadError { origin: origin.at(1), kind });
    };
    let mut loaded = Loaded::new(options);
    if start.above > 0 {
        let lines = if start.above == 1 { "a line".to_owned() } else { format!("{} lines", start.above) };
        let message = format!("{lines} above the header; passed over");
        loaded.warnings.push(Warning::new(&origin.at(1), WarningCode::Preamble, message));
    }
    let plain = cells::without_backslashes(table, start.separator);
    let place = match &plain {
        Cow::Borrowed(_) => TablePlace { within: text, begins: text.len() - table.len(), lines_before: 0 },
        Cow::Owned(plain) => {
            let above = &text[..text.len() - table.len()];
            TablePlace { within: plain, begins: 0, lines_before: Lines::new(above).of(usize::MAX) - 1 }
        }
    };
    Table::new(&place, &start, options).read(&mut loaded);
    if loaded.drafts.is_empty() && loaded.rejections.is_empty() {
        return Err(LoadError::new(&origin.at(1), LoadErrorKind::NoArticles));
    }
    Ok(loaded)
}

/// The columns of a table, with some of their cells.
pub(super) fn columns(text: &str) -> Vec<Column> {
    /// Of how many rows, and how much of each cell, in characters.
    const LOOK: (usize, usize) = (50, 200);
    let (table, stated) = stated_separator(text);
    let usual = || Start { separator: stated.unwrap_or_else(|| header::most_frequent(table)), at: 0, above: 0 };
    let start = header::find(table, &Fields::usual(), stated).unwrap_or_else(usual);
    let mut rows = rows::reader(&table[start.at..], start.separator);
    let mut row = StringRecord::new();
    if !rows.read_record(&mut row).unwrap_or(false) {
        return Vec::new();
    }
    let name = |name: &str| name.trim_start_matches('\u{FEFF}').trim().to_owned();
    let mut columns: Vec<Column> = row.iter().map(|cell| Column { name: name(cell), cells: Vec::new() }).collect();
    for _ in 0..LOOK.0 {
        if !rows.read_record(&mut row).unwrap_or(false) {
            break;
        }
        for (column, cell) in columns.iter_mut().zip(&row).filter(|(_, cell)| !cell.trim().is_empty()) {
            column.cells.push(cell.trim().chars().take(LOOK.1).collect());
        }
    }
    columns.retain(|column| !column.name.is_empty());
    columns
}

/// The table, and the separator that its first line states, as spreadsheets write it: `sep=;`.
fn stated_separator(text: &str) -> (&str, Option<u8>) {
    let rest = text.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")).map(|start| &text[start.len()..]);
    let stated = rest.and_then(|rest| rest.split_once(char::from(line_end(text))));
    match stated.map(|(separator, table)| (separator.trim_end_matches('\r').as_bytes(), table)) {
        Some(([separator], table)) => (table, Some(*separator)),
        _ => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::stated_separator;

    #[test]
    fn a_separator_may_be_stated() {
        assert_eq!(stated_separator("sep=;\r\na;b"), ("a;b", Some(b';')));
        assert_eq!(stated_separator("abcé,title"), ("abcé,title", None));
        assert_eq!(stated_separator("sep=é\na"), ("sep=é\na", None));
    }
}
