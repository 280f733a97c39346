//! A table whose header was found: each of its rows becomes a draft or a rejection.

use std::borrow::Cow;
use std::ops::Range;

use ::csv::StringRecord;

use super::header::{self, Start};
use super::rows::{Quote, Rows};
use super::substack::Posts;
use crate::article::Origin;
use crate::load::fields::{Field, Fields, Record, Style, Value, is_nothing};
use crate::load::lines::{Lines, line_end};
use crate::load::repeats::Repeats;
use crate::load::{Loaded, ReadOptions, too_large};
use crate::report::{Rejection, Warning, WarningCode};

const UNFINISHED: &str = "the last row is not finished; it waits while the file may grow";

/// Where a table stands.
pub(super) struct TablePlace<'t> {
    /// The text that it stands in.
    pub(super) within: &'t str,
    /// Where in the text the table begins.
    pub(super) begins: usize,
    /// How many lines of the file stand before that text.
    pub(super) lines_before: u64,
}

/// The columns of a table, in their order.
struct Columns {
    names: StringRecord,
    /// The slots of their names in a record, if they are those of fields.
    slots: Vec<Option<usize>>,
    /// Whether titles or texts stand in them.
    is_prose: Vec<bool>,
    /// What completes the rows of an export of Substack, if it is one.
    posts: Option<Posts>,
}

impl Columns {
    fn of(names: StringRecord, options: &ReadOptions<'_>) -> Self {
        let slots = header::slots(&names, options.fields);
        let is_prose = slots.iter().map(|slot| slot.is_some_and(|slot| is_prose(slot, options.fields))).collect();
        let posts = Posts::of(&names, options);
        Self { names, slots, is_prose, posts }
    }

    /// The cells of a row that say something, under the names of their columns.
    fn record(&self, row: &StringRecord) -> Record<'static> {
        let mut record = Record::new();
        for ((cell, slot), is_prose) in row.iter().zip(&self.slots).zip(&self.is_prose) {
            if let Some(slot) = slot.filter(|_| !is_nothing(cell, *is_prose)) {
                record.push(slot, Value::Text(Cow::Owned(cell.to_owned())));
            }
        }
        record
    }
}

/// Whether titles and texts stand in a column.
fn is_prose(slot: usize, fields: &Fields) -> bool {
    [Field::Title, Field::Summary, Field::Content].iter().any(|field| fields.may_say(*field, slot))
}

/// A table while it is read.
pub(super) struct Table<'t, 'o> {
    /// All of it, also the lines above its header.
    text: &'t str,
    place: &'t TablePlace<'t>,
    separator: u8,
    options: &'o ReadOptions<'o>,
    columns: Columns,
    rows: Rows<'t>,
    lines: Lines<'t>,
    line_end: char,
    repeats: Repeats<'t>,
}

impl<'t, 'o> Table<'t, 'o> {
    pub(super) fn new(place: &'t TablePlace<'t>, start: &Start, options: &'o ReadOptions<'o>) -> Self {
        let text = &place.within[place.begins..];
        let names = header::header(&text[start.at..], start.separator).unwrap_or_default();
        let mut rows = Rows::new(text, start.separator);
        rows.again_from(start.at);
        Self {
            text,
            place,
            separator: start.separator,
            options,
            columns: Columns::of(names, options),
            rows,
            lines: Lines::new(place.within),
            line_end: char::from(line_end(place.within)),
            repeats: Repeats::default(),
        }
    }

    /// Reads all rows.
    pub(super) fn read(mut self, loaded: &mut Loaded<'_>) {
        let mut row = StringRecord::new();
        // The first row is the header.
        self.rows.next(&mut row);
        while let Some((start, end)) = self.rows.next(&mut row) {
            // Blank lines before a row belong to no row.
            let raw = &self.text[start..end];
            let start = start + (raw.len() - raw.trim_start_matches(['\r', '\n']).len());
            if row.iter().any(|cell| !cell.trim().is_empty()) {
                self.read_row(&row, start..end, loaded);
            }
        }
    }

    fn read_row(&mut self, row: &StringRecord, place: Range<usize>, loaded: &mut Loaded<'_>) {
        let line = self.place.lines_before + self.lines.of(self.place.begins + place.start);
        let origin = self.options.origin.at(line);
        let broken = Quote::broken(&self.text[place.clone()], self.separator);
        let may_be_unfinished = self.options.may_grow && !loaded.drafts.is_empty();
        if broken.is_some() && may_be_unfinished && self.is_line_without_end(&place) {
            loaded.warnings.push(Warning::new(&origin, WarningCode::UnfinishedLine, UNFINISHED));
        } else if let Some(reason) = self.why_rejected(row, &place, broken) {
            loaded.rejections.push(Rejection::new(&origin, reason));
        } else if may_be_unfinished && self.is_cut_off(row, &place) {
            loaded.warnings.push(Warning::new(&origin, WarningCode::UnfinishedLine, UNFINISHED));
        } else {
            self.add_draft(row, place, origin, loaded);
        }
    }

    /// Whether a row is one line, and no line end follows it.
    fn is_line_without_end(&self, place: &Range<usize>) -> bool {
        self.after_line(place) == place.end && !self.text[..place.end].ends_with(self.line_end)
    }

    /// Whether the table ends within a row that has fewer cells than the header.
    fn is_cut_off(&self, row: &StringRecord, place: &Range<usize>) -> bool {
        let lacks_cells = row.len() < self.columns.names.len();
        lacks_cells && place.end == self.text.len() && !self.text.ends_with(['\n', '\r'])
    }

    /// Where the first line of a row ends.
    fn after_line(&self, place: &Range<usize>) -> usize {
        self.text[place.clone()].find(self.line_end).map_or(place.end, |at| place.start + at + 1)
    }

    /// Why the row cannot be read, if it cannot: a quote is broken, it is too large, or it has more cells than the header.
    fn why_rejected(&mut self, row: &StringRecord, place: &Range<usize>, broken: Option<Quote>) -> Option<String> {
        if let Some(quote) = broken {
            let next = self.after_line(place);
            return Some(quote.reason(&self.text[next..place.end], || self.rows.again_from(next)));
        }
        let most = self.options.limits.item;
        if place.len() > most {
            return Some(too_large("item", place.len(), most));
        }
        let (cells, names) = (row.len(), self.columns.names.len());
        (cells > names).then(|| format!("{cells} cells where the header has {names}"))
    }

    fn add_draft(&mut self, row: &StringRecord, place: Range<usize>, origin: Origin, loaded: &mut Loaded<'_>) {
        let text = self.text[place].trim_ascii();
        if self.repeats.is_one(text) {
            loaded.repeated += 1;
            return;
        }
        let mut draft = self.columns.record(row).into_draft(self.options, Style::Row, origin, loaded);
        if let Some(posts) = &self.columns.posts {
            posts.complete(row, &mut draft, self.options, loaded);
        }
        // Rows that are not published are counted one by one, also those that are the same.
        if draft.unpublished.is_none() {
            self.repeats.add(text);
        }
        loaded.look_at(&draft, self.options, || {
            let cells = self.columns.names.iter().zip(row);
            cells.map(|(name, cell)| (name.into(), Value::Text(cell.into()))).collect()
        });
        loaded.add(draft, self.options);
    }
}
