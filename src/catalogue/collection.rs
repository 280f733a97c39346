//! The tables of what the inputs hold: what is written into them, as a whole or as changes. [`super`] says when they are filled
//! and what a run trusts; `questions.rs` asks them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rusqlite::{Transaction, params};

use super::blob::{Writer, of_numbers};
use super::questions::Holder;
use super::state::InputKey;
use crate::feed::{Activity, Taxonomy};
use crate::memory::{Memory, Record};
use crate::select::collected::keys_of_record;

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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

/// What the inputs hold, as it is written down by a run that reads everything. Numbers of rows are their places, counted from 1;
/// the term of all articles has the number 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Collection {
    /// How each input was read.
    pub inputs: Vec<InputReading>,
    /// Their parts.
    pub segments: Vec<Segment>,
    /// The places of articles.
    pub readings: Vec<ReadingRow>,
    /// The articles.
    pub articles: Vec<CollectedRow>,
    /// All articles as if they were those of one term, then the terms.
    pub terms: Vec<TermRow>,
    /// By their numbers the feeds that are published.
    pub shown: BTreeMap<i64, ShownRow>,
}

/// What becomes of the tables.
#[derive(Debug, Clone, Copy)]
pub enum Filling<'c> {
    /// They stay as they are.
    Stays,
    /// What they say may not be so any more: they are emptied.
    Unknown,
    /// They say this.
    Filled(&'c Collection),
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
    /// Readings by their numbers.
    pub readings: Vec<(i64, ReadingRow)>,
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

/// Changes the tables. `memory` is what was remembered before of the articles that change, and what is.
pub(super) fn apply(
    transaction: &Transaction<'_>,
    changes: &Changes,
    memory: (&Memory, &Memory),
) -> rusqlite::Result<()> {
    for key in &changes.inputs_gone {
        let mut delete = transaction.prepare_cached("DELETE FROM reading_of_input WHERE path = ?1 AND part = ?2")?;
        delete.execute([&key.path, &key.part])?;
    }
    for input in &changes.inputs {
        put_input(transaction, input)?;
    }
    for n in &changes.segments_gone {
        transaction.prepare_cached("DELETE FROM segment WHERE n = ?1")?.execute([n])?;
    }
    for (n, segment) in &changes.segments {
        put_segment(transaction, *n, segment)?;
    }
    let holder = |n: i64| Holder::Reading(n).number();
    for (n, reading) in &changes.readings_gone {
        transaction.prepare_cached("DELETE FROM reading WHERE n = ?1")?.execute([n])?;
        remove_holder(transaction, holder(*n), reading.keys.iter().copied())?;
    }
    let mut holders = Vec::new();
    for (n, reading) in &changes.readings {
        put_reading(transaction, *n, reading)?;
        holders.extend(reading.keys.iter().map(|key| (*key, holder(*n))));
    }
    let keys = |record: &Record| keys_of_record(&record.keys).collect::<Vec<_>>();
    for (n, record) in &memory.0.articles {
        if memory.1.articles.get(n).is_none_or(|new| new.keys != record.keys) {
            remove_holder(transaction, Holder::Record(*n).number(), keys(record).into_iter())?;
        }
    }
    for (n, record) in &memory.1.articles {
        if memory.0.articles.get(n).is_none_or(|old| old.keys != record.keys) {
            holders.extend(keys(record).into_iter().map(|key| (key, Holder::Record(*n).number())));
        }
    }
    put_holders(transaction, holders)?;
    for (n, article) in &changes.articles_gone {
        transaction.prepare_cached("DELETE FROM collected WHERE n = ?1")?.execute([n])?;
        for (term, before) in places(article) {
            let mut delete =
                transaction.prepare_cached("DELETE FROM member WHERE term = ?1 AND before = ?2 AND article = ?3")?;
            delete.execute([term, before, *n])?;
        }
    }
    for (n, article) in &changes.articles {
        put_collected(transaction, *n, article)?;
        for (term, before) in places(article) {
            let mut insert = transaction.prepare_cached("INSERT OR IGNORE INTO member VALUES (?1, ?2, ?3)")?;
            insert.execute([term, before, *n])?;
        }
    }
    for (n, shown) in &changes.shown_by {
        transaction.prepare_cached("UPDATE collected SET shown = ?2 WHERE n = ?1")?.execute(params![n, shown])?;
    }
    for (n, term) in &changes.terms {
        put_term(transaction, *n, term)?;
    }
    for (n, shown) in &changes.shown {
        put_shown(transaction, *n, shown)?;
    }
    Ok(())
}

/// The places of an article among those of its terms.
fn places(article: &CollectedRow) -> impl Iterator<Item = (i64, i64)> {
    let terms = [0].into_iter().chain(article.terms.iter().map(|of| of.term)).filter(|_| article.held.is_none());
    terms.map(|term| (term, -article.published))
}

fn remove_holder(transaction: &Transaction<'_>, holder: i64, keys: impl Iterator<Item = i64>) -> rusqlite::Result<()> {
    let mut delete = transaction.prepare_cached("DELETE FROM holder WHERE key = ?1 AND holder = ?2")?;
    for key in keys {
        delete.execute([key, holder])?;
    }
    Ok(())
}

/// Empties the tables.
pub(super) fn clear(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    transaction.execute_batch(
        "DELETE FROM reading_of_input; DELETE FROM segment; DELETE FROM reading; DELETE FROM holder; \
         DELETE FROM collected; DELETE FROM term; DELETE FROM member; DELETE FROM shown;",
    )
}

/// Writes all of it into the tables instead of what was there. `memory` is what is remembered beside it.
pub(super) fn fill(transaction: &Transaction<'_>, all: &Collection, memory: &Memory) -> rusqlite::Result<()> {
    clear(transaction)?;
    for input in &all.inputs {
        put_input(transaction, input)?;
    }
    for (n, segment) in (1..).zip(&all.segments) {
        put_segment(transaction, n, segment)?;
    }
    for (n, reading) in (1..).zip(&all.readings) {
        put_reading(transaction, n, reading)?;
    }
    let of_readings =
        (1_i64..).zip(&all.readings).flat_map(|(n, reading)| reading.keys.iter().map(move |key| (*key, n * 2)));
    let of_records =
        memory.articles.iter().flat_map(|(n, record)| keys_of_record(&record.keys).map(move |key| (key, n * 2 + 1)));
    let count = all.readings.iter().map(|reading| reading.keys.len()).sum::<usize>()
        + memory.articles.values().map(|record| record.keys.len()).sum::<usize>();
    let mut holders = Vec::with_capacity(count);
    holders.extend(of_readings.chain(of_records));
    put_holders(transaction, holders)?;
    let mut members = Vec::with_capacity(all.articles.iter().map(|article| article.terms.len() + 1).sum());
    for (n, article) in (1..).zip(&all.articles) {
        put_collected(transaction, n, article)?;
        members.extend(places(article).map(|(term, before)| (term, before, n)));
    }
    for (n, term) in (0..).zip(&all.terms) {
        put_term(transaction, n, term)?;
    }
    members.sort_unstable();
    let mut insert = transaction.prepare_cached("INSERT OR IGNORE INTO member VALUES (?1, ?2, ?3)")?;
    for (term, before, article) in members {
        insert.execute([term, before, article])?;
    }
    for (n, shown) in &all.shown {
        put_shown(transaction, *n, shown)?;
    }
    Ok(())
}

/// Writes who has which keys, in the order of the table.
pub(super) fn put_holders(transaction: &Transaction<'_>, mut holders: Vec<(i64, i64)>) -> rusqlite::Result<()> {
    holders.sort_unstable();
    let mut insert = transaction.prepare_cached("INSERT OR IGNORE INTO holder VALUES (?1, ?2)")?;
    for (key, holder) in holders {
        insert.execute([key, holder])?;
    }
    Ok(())
}

pub(super) fn put_input(transaction: &Transaction<'_>, input: &InputReading) -> rusqlite::Result<()> {
    let InputReading { key, format, access, order_signs, articles, others, size } = input;
    transaction
        .prepare_cached("INSERT OR REPLACE INTO reading_of_input VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?
        .execute(params![key.path, key.part, format, access.number(), order_signs, articles, others, size])
        .map(drop)
}

pub(super) fn put_segment(transaction: &Transaction<'_>, n: i64, segment: &Segment) -> rusqlite::Result<()> {
    let Segment { input, place, line, length, hash } = segment;
    transaction
        .prepare_cached("INSERT OR REPLACE INTO segment VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?
        .execute(params![n, input.path, input.part, place, line, length, hash])
        .map(drop)
}

pub(super) fn put_reading(transaction: &Transaction<'_>, n: i64, reading: &ReadingRow) -> rusqlite::Result<()> {
    let keys: Vec<u8> = reading.keys.iter().flat_map(|key| key.to_le_bytes()).collect();
    transaction
        .prepare_cached("INSERT OR REPLACE INTO reading VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?
        .execute(params![
            n,
            reading.segment,
            reading.line,
            reading.place,
            reading.length,
            reading.hash,
            reading.article,
            keys
        ])
        .map(drop)
}

pub(super) fn put_collected(transaction: &Transaction<'_>, n: i64, article: &CollectedRow) -> rusqlite::Result<()> {
    transaction
        .prepare_cached("INSERT OR REPLACE INTO collected VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?
        .execute(params![
            n,
            article.record,
            article.published,
            article.precision,
            article.day,
            article.held,
            article.due,
            article.has_address,
            of_memberships(&article.terms),
            article.shown,
        ])
        .map(drop)
}

/// The terms of an article: the number of each as the difference from the one before it, and the place of the spelling.
fn of_memberships(terms: &[Membership]) -> Vec<u8> {
    let mut out = Writer::default();
    let mut before = 0;
    for Membership { term, spelling } in terms {
        out.signed(term.wrapping_sub(before));
        out.unsigned(u64::from(*spelling));
        before = *term;
    }
    out.finish()
}

pub(super) fn put_term(transaction: &Transaction<'_>, n: i64, term: &TermRow) -> rusqlite::Result<()> {
    let mut spellings = Writer::default();
    for Spelling { hash, days } in &term.spellings {
        spellings.unsigned(*hash);
        spellings.counts(days);
    }
    transaction
        .prepare_cached("INSERT OR REPLACE INTO term VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![n, term.key, term.slug, spellings.finish()])
        .map(drop)
}

pub(super) fn put_shown(transaction: &Transaction<'_>, n: i64, shown: &ShownRow) -> rusqlite::Result<()> {
    let ShownRow { term, taxonomy, language, updated, activity, entries } = shown;
    transaction
        .prepare_cached("INSERT OR REPLACE INTO shown VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?
        .execute(params![
            n,
            term,
            taxonomy.map(Taxonomy::name),
            language,
            updated.map(|at| at.timestamp()),
            activity.articles,
            activity.newest.map(|day| day.to_epoch_days()),
            of_numbers(&activity.numbers()),
            of_numbers(entries),
        ])
        .map(drop)
}
