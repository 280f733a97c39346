//! The rows of the tables of the collection, and what becomes of them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::state::InputKey;
use crate::feed::{Activity, Taxonomy};

/// How the articles of an input can be read again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// Not at all: one of them, or the input as a whole, says something about others, or the input is no plain file.
    #[default]
    Never,
    /// Together with the whole input.
    Whole,
    /// Each from its place.
    Alone,
}

impl Access {
    /// The number that stands for it in the table.
    pub(super) fn number(self) -> i64 {
        match self {
            Self::Never => 0,
            Self::Whole => 1,
            Self::Alone => 2,
        }
    }

    /// What a number in the table stands for.
    pub(super) fn of_number(number: i64) -> Self {
        match number {
            1 => Self::Whole,
            2 => Self::Alone,
            _ => Self::Never,
        }
    }
}

/// How an input was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputReading {
    /// The input.
    pub key: InputKey,
    /// The name of its format.
    pub format: String,
    /// How its articles can be read again.
    pub access: Access,
    /// What its dates show of the order of day and month, as a number ([`crate::normalise::OrderSigns`]).
    pub order_signs: u8,
    /// How many articles it holds.
    pub articles: u64,
    /// How much of it became no article.
    pub others: u64,
    /// How many bytes it has, unpacked.
    pub size: u64,
}

/// A part of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The input.
    pub input: InputKey,
    /// The place of its first byte.
    pub place: u64,
    /// How many lines stand before it.
    pub line: u64,
    /// How many bytes it has.
    pub length: u64,
    /// The hash of these.
    pub hash: i64,
}

impl Segment {
    /// The one part of an input that is read again as a whole, or not at all.
    pub fn whole(input: InputKey) -> Self {
        Self { input, place: 0, line: 0, length: 0, hash: 0 }
    }
}

/// A place at which an article stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingRow {
    /// The number of its segment.
    pub segment: i64,
    /// Its line, counted from the beginning of the segment.
    pub line: u64,
    /// Its first byte, likewise; its column, where the whole input is read for it.
    pub place: u64,
    /// How many bytes it has; 0: the whole input is read for it.
    pub length: u64,
    /// The hash of these, or of what it says.
    pub hash: i64,
    /// The number of its article, if it is one that is published.
    pub article: Option<i64>,
    /// Hashes of what it is recognised by.
    pub keys: Vec<i64>,
}

/// An article of the collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectedRow {
    /// The number of its record, if it has one.
    pub record: Option<i64>,
    /// Its date, in seconds since 1970.
    pub published: i64,
    /// How well that is known, from 0 (to the second) to 3 (not at all).
    pub precision: u8,
    /// Its day, counted from 1970-01-01.
    pub day: i32,
    /// Until when it is held.
    pub held: Option<i64>,
    /// When it has to be looked at again.
    pub due: Option<i64>,
    /// Whether it has an address of its own.
    pub has_address: bool,
    /// Its terms, by their numbers.
    pub terms: Vec<Membership>,
    /// How many feeds show it.
    pub shown: u32,
}

/// That an article has a term.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Membership {
    /// The number of the term.
    pub term: i64,
    /// The place of the spelling that it has, among those of the term.
    pub spelling: u32,
}

/// A term that articles have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TermRow {
    /// The hash of its taxonomy and its key.
    pub key: [u8; 16],
    /// The hash of the slug that it would have alone.
    pub slug: [u8; 16],
    /// Its spellings. One that no article has any more keeps its place.
    pub spellings: Vec<Spelling>,
}

/// A spelling of a term.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spelling {
    /// Its hash.
    pub hash: u64,
    /// How many articles have it on each day, counted from 1970-01-01.
    pub days: BTreeMap<i32, u64>,
}

impl Spelling {
    /// How many articles have it.
    pub fn articles(&self) -> u64 {
        self.days.values().sum()
    }

    /// The first day of these.
    pub fn first_day(&self) -> Option<i32> {
        self.days.keys().next().copied()
    }
}

impl TermRow {
    /// How many articles have it.
    pub fn articles(&self) -> u64 {
        self.spellings.iter().map(Spelling::articles).sum()
    }

    /// How many articles have it on each day.
    pub fn days(&self) -> BTreeMap<i32, u64> {
        let mut days = BTreeMap::new();
        for (day, count) in self.spellings.iter().flat_map(|spelling| &spelling.days) {
            *days.entry(*day).or_insert(0) += count;
        }
        days
    }

    /// The first day of an article that has it.
    pub fn first_day(&self) -> Option<i32> {
        self.spellings.iter().filter_map(Spelling::first_day).min()
    }
}

/// What a feed shows, and what lists of feeds say of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ShownRow {
    /// The number of its term; `None`: that of all articles.
    pub term: Option<i64>,
    /// The taxonomy of its term.
    pub taxonomy: Option<Taxonomy>,
    /// The language that its entries share.
    pub language: Option<String>,
    /// When the newest change among its entries was made.
    pub updated: Option<DateTime<Utc>>,
    /// How many articles it has in the whole collection, and when.
    pub activity: Activity,
    /// The numbers of its articles, the newest first.
    pub entries: Vec<i64>,
}

/// What the inputs hold, as it is written down by a run that reads everything: row by row, so that never all of it is in memory as
/// rows. Numbers of rows are their places, counted from 1; the term of all articles has the number 0.
pub trait Rows {
    /// How each input was read.
    fn inputs(&self) -> &[InputReading];
    /// Their parts.
    fn segments(&self) -> &[Segment];
    /// The places of articles.
    fn readings(&self) -> Box<dyn Iterator<Item = ReadingRow> + '_>;
    /// The articles.
    fn articles(&self) -> Box<dyn Iterator<Item = CollectedRow> + '_>;
    /// All articles as if they were those of one term, then the terms.
    fn terms(&self) -> Box<dyn Iterator<Item = TermRow> + '_>;
    /// The articles of each of these, by their numbers: the newest first, of one moment by their numbers.
    fn members(&self) -> Box<dyn Iterator<Item = Member> + '_>;
    /// The feeds that are published, by their numbers.
    fn shown(&self) -> Box<dyn Iterator<Item = (i64, ShownRow)> + '_>;
}

/// An article among those of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    /// The number of the term.
    pub term: i64,
    /// The date of the article, in seconds before 1970: so the newest stands first.
    pub before: i64,
    /// The number of the article.
    pub article: i64,
}

/// What becomes of the tables.
#[derive(Clone, Copy)]
pub enum Filling<'c> {
    /// They stay as they are.
    Stays,
    /// What they say may not be so any more: they are emptied.
    Unknown,
    /// They say this.
    Filled(&'c dyn Rows),
    /// They change as this says.
    Changed(&'c Changes),
}

/// What changes in the tables.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// Inputs that are gone.
    pub inputs_gone: Vec<InputKey>,
    /// How inputs were read.
    pub inputs: Vec<InputReading>,
    /// Numbers of parts that are gone.
    pub segments_gone: Vec<i64>,
    /// Parts by their numbers.
    pub segments: Vec<(i64, Segment)>,
    /// Readings that are gone.
    pub readings_gone: Vec<(i64, ReadingRow)>,
    /// New readings by their numbers.
    pub readings: Vec<(i64, ReadingRow)>,
    /// Readings that stand elsewhere or are of another article and say what they said, by their numbers.
    pub readings_moved: Vec<(i64, ReadingRow)>,
    /// Articles as they were, of those that are gone or other than they were.
    pub articles_gone: Vec<(i64, CollectedRow)>,
    /// Articles by their numbers.
    pub articles: Vec<(i64, CollectedRow)>,
    /// How many feeds show an article that is otherwise as it was.
    pub shown_by: Vec<(i64, u32)>,
    /// Terms by their numbers.
    pub terms: Vec<(i64, TermRow)>,
    /// By their numbers feeds that show something else.
    pub shown: BTreeMap<i64, ShownRow>,
}
