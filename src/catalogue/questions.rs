//! What is asked of the collection.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{OptionalExtension as _, Params, Row, params};

use super::articles::{article_row, key_row, time};
use super::blob::Reader;
use super::rows::{Access, CollectedRow, InputReading, Membership, ReadingRow, Segment};
use super::state::InputKey;
use super::{Catalogue, CatalogueError};
use crate::article::{Key, KeyKind};
use crate::memory::Memory;

/// Who has a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holder {
    /// A reading, by its number.
    Reading(i64),
    /// A record, by its number.
    Record(i64),
}

/// The highest numbers that were given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LastNumbers {
    /// Of the articles that are remembered.
    pub record: i64,
    /// Of the parts of inputs.
    pub segment: i64,
    /// Of the readings.
    pub reading: i64,
    /// Of the articles of the collection.
    pub article: i64,
    /// Of the terms.
    pub term: i64,
    /// Of the feeds that are remembered.
    pub feed: i64,
}

impl Holder {
    fn of(number: i64) -> Self {
        if number % 2 == 0 { Self::Reading(number / 2) } else { Self::Record(number / 2) }
    }

    /// The number under which the holder stands in the table.
    pub(super) fn number(self) -> i64 {
        match self {
            Self::Reading(n) => n * 2,
            Self::Record(n) => n * 2 + 1,
        }
    }
}

impl Catalogue {
    /// The rows of a question; none where there is no ledger.
    pub(super) fn ask<T>(
        &self,
        query: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, CatalogueError> {
        let Some(connection) = &self.connection else { return Ok(Vec::new()) };
        let all = || connection.prepare_cached(query)?.query_map(params, read)?.collect::<rusqlite::Result<Vec<T>>>();
        all().map_err(|source| self.failed("cannot read the ledger", source))
    }

    /// The one row of a question, if there is one.
    pub(super) fn ask_one<T>(
        &self,
        query: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, CatalogueError> {
        let Some(connection) = &self.connection else { return Ok(None) };
        let one = || connection.prepare_cached(query)?.query_row(params, read).optional();
        one().map_err(|source| self.failed("cannot read the ledger", source))
    }

    /// Whether it is known what the inputs hold.
    ///
    /// # Errors
    /// If the catalogue cannot be read, as with all questions.
    pub fn has_collection(&self) -> Result<bool, CatalogueError> {
        if self.version()? < super::STEPS.len() {
            return Ok(false);
        }
        Ok(self.ask_one("SELECT 1 FROM term WHERE n = 0", (), |_| Ok(()))?.is_some())
    }

    /// How each input was read.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn input_readings(&self) -> Result<BTreeMap<InputKey, InputReading>, CatalogueError> {
        let query = "SELECT path, part, format, access, order_signs, articles, others, size FROM reading_of_input";
        let rows = self.ask(query, (), |row| {
            let key = InputKey { path: row.get(0)?, part: row.get(1)? };
            let reading = InputReading {
                key: key.clone(),
                format: row.get(2)?,
                access: Access::of_number(row.get(3)?),
                order_signs: row.get(4)?,
                articles: row.get(5)?,
                others: row.get(6)?,
                size: row.get(7)?,
            };
            Ok((key, reading))
        })?;
        Ok(rows.into_iter().collect())
    }

    /// The parts of an input with their numbers, in their order.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn segments_of(&self, input: &InputKey) -> Result<Vec<(i64, Segment)>, CatalogueError> {
        let query = "SELECT n, place, line, length, hash FROM segment WHERE path = ?1 AND part = ?2 ORDER BY place";
        self.ask(query, params![input.path, input.part], |row| segment(row, input.clone()))
    }

    /// A part of an input.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn segment(&self, n: i64) -> Result<Option<Segment>, CatalogueError> {
        let query = "SELECT n, place, line, length, hash, path, part FROM segment WHERE n = ?1";
        let read = |row: &Row<'_>| segment(row, InputKey { path: row.get(5)?, part: row.get(6)? });
        Ok(self.ask_one(query, [n], read)?.map(|(_, segment)| segment))
    }

    /// The readings of a part of an input with their numbers, in their order.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn readings_of_segment(&self, segment: i64) -> Result<Vec<(i64, ReadingRow)>, CatalogueError> {
        let query = "SELECT n, segment, line, place, length, hash, article, keys FROM reading WHERE segment = ?1 ORDER BY line, place";
        self.ask(query, [segment], reading)
    }

    /// The readings of an article with their numbers.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn readings_of_article(&self, article: i64) -> Result<Vec<(i64, ReadingRow)>, CatalogueError> {
        let query =
            "SELECT n, segment, line, place, length, hash, article, keys FROM reading WHERE article = ?1 ORDER BY n";
        self.ask(query, [article], reading)
    }

    /// A reading.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn reading(&self, n: i64) -> Result<Option<ReadingRow>, CatalogueError> {
        let query = "SELECT n, segment, line, place, length, hash, article, keys FROM reading WHERE n = ?1";
        Ok(self.ask_one(query, [n], reading)?.map(|(_, reading)| reading))
    }

    /// Who has a key.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn holders(&self, key: i64) -> Result<Vec<Holder>, CatalogueError> {
        self.ask("SELECT holder FROM holder WHERE key = ?1", [key], |row| Ok(Holder::of(row.get(0)?)))
    }

    /// An article of the collection.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn collected(&self, n: i64) -> Result<Option<CollectedRow>, CatalogueError> {
        let query = "SELECT record, published, precision, day, held, due, has_address, terms, shown FROM collected WHERE n = ?1";
        self.ask_one(query, [n], |row| {
            let terms: Vec<u8> = row.get(7)?;
            Ok(CollectedRow {
                record: row.get(0)?,
                published: row.get(1)?,
                precision: row.get(2)?,
                day: row.get(3)?,
                held: row.get(4)?,
                due: row.get(5)?,
                has_address: row.get(6)?,
                terms: memberships(&terms),
                shown: row.get(8)?,
            })
        })
    }

    /// The article that a record is of, if it is in the collection.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn collected_of_record(&self, record: i64) -> Result<Option<i64>, CatalogueError> {
        self.ask_one("SELECT n FROM collected WHERE record = ?1", [record], |row| row.get(0))
    }

    /// The articles of a day whose time is not known.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn without_time(&self, day: i32) -> Result<Vec<i64>, CatalogueError> {
        self.ask("SELECT n FROM collected WHERE day = ?1 AND precision > 0", [day], |row| row.get(0))
    }

    /// The records of articles of a day whose time is not known.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn seconds_of(&self, day: NaiveDate) -> Result<Vec<i64>, CatalogueError> {
        let query = "SELECT published FROM article WHERE day = ?1 AND precision <> 'exact'";
        self.ask(query, [day.to_string()], |row| row.get(0))
    }

    /// When the first article has to be looked at again though nothing in the collection changes, without those that are `gone`: one
    /// expires or has changed later than at `due`, or one is held no more that was held later than until `held`.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn next_due(
        &self,
        (due, held): (i64, i64),
        gone: &BTreeMap<i64, CollectedRow>,
    ) -> Result<(Option<i64>, Option<i64>), CatalogueError> {
        let first = |query: &str, after: i64| -> Result<Option<i64>, CatalogueError> {
            let most = i64::try_from(gone.len() + 1).unwrap_or(i64::MAX);
            let found: Vec<(i64, i64)> = self.ask(query, [after, most], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(found.into_iter().find(|(n, _)| !gone.contains_key(n)).map(|(_, at)| at))
        };
        let due = first("SELECT n, due FROM collected WHERE due > ?1 ORDER BY due LIMIT ?2", due)?;
        let held = first("SELECT n, held FROM collected WHERE held > ?1 ORDER BY held LIMIT ?2", held)?;
        Ok((due, held))
    }

    /// The articles that have to be looked at again: those that are `due` by then, and those that are `held` until then or no more.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn due_articles(&self, due: i64, held: i64) -> Result<Vec<i64>, CatalogueError> {
        // Of a UNION, SQLite 3.53 scans both tables whole, for their order.
        let query = "SELECT n FROM collected WHERE due <= ?1 UNION ALL SELECT n FROM collected WHERE held <= ?2";
        let mut articles: Vec<i64> = self.ask(query, [due, held], |row| row.get(0))?;
        articles.sort_unstable();
        articles.dedup();
        Ok(articles)
    }

    /// What an article is recognised by that is remembered.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn keys_of(&self, record: i64) -> Result<Vec<(KeyKind, Key)>, CatalogueError> {
        let query = "SELECT article, kind, key FROM key WHERE article = ?1 ORDER BY place";
        Ok(self.ask(query, [record], key_row)?.into_iter().map(|(_, kind, key)| (kind, key)).collect())
    }

    /// What is remembered of some articles.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn memory_of(&self, records: &BTreeSet<i64>) -> Result<Memory, CatalogueError> {
        let mut memory = Memory::default();
        for n in records {
            let query = "SELECT n, id, published, precision, day, updated, content, feeds, gone, retracted, \"left\", \
                         page, page_left, page_is_gone FROM article WHERE n = ?1";
            let Some((n, mut record)) = self.ask_one(query, [n], article_row)? else { continue };
            record.keys = self.keys_of(n)?;
            memory.articles.insert(n, record);
        }
        Ok(memory)
    }

    /// Whether a feed has shown an article that changed last in this second.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn is_second_taken(&self, at: i64) -> Result<bool, CatalogueError> {
        let query = "SELECT n FROM article WHERE updated = ?1 AND content IS NOT NULL LIMIT 1";
        Ok(self.ask_one(query, [at], |_| Ok(()))?.is_some())
    }

    /// Whether an article has, or had, a page of this name.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn is_page_taken(&self, name: &str) -> Result<bool, CatalogueError> {
        Ok(self.ask_one("SELECT 1 FROM article WHERE page = ?1 LIMIT 1", [name], |_| Ok(()))?.is_some())
    }

    /// The records of articles that no feed has shown since a moment or longer and whose pages are still published, in no order.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn pages_left_by(&self, moment: DateTime<Utc>) -> Result<Vec<i64>, CatalogueError> {
        let query = "SELECT n FROM article WHERE page_left <= ?1";
        self.ask(query, [moment.timestamp()], |row| row.get(0))
    }

    /// Since when no feed shows the first article with a page that none has shown since a moment later than this.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn first_page_left_after(&self, moment: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, CatalogueError> {
        let query = "SELECT min(page_left) FROM article WHERE page_left > ?1";
        Ok(self.ask_one(query, [moment.timestamp()], |row| time(row, 0))?.flatten())
    }

    /// The highest numbers that were given.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn last_numbers(&self) -> Result<LastNumbers, CatalogueError> {
        let last = |table: &str| -> Result<i64, CatalogueError> {
            let query = format!("SELECT coalesce(max(n), 0) FROM {table}");
            Ok(self.ask_one(&query, (), |row| row.get(0))?.unwrap_or(0))
        };
        Ok(LastNumbers {
            record: last("article")?,
            segment: last("segment")?,
            reading: last("reading")?,
            article: last("collected")?,
            term: last("term")?,
            feed: last("feed")?,
        })
    }

    /// Whether there is anything that only a run that reads everything looks after: an article that was taken back, or one that
    /// has left for so long that it is to be forgotten (its page is not published any more), or documents of archives.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn has_upkeep(&self, left_before: i64) -> Result<bool, CatalogueError> {
        let query = "SELECT 1 WHERE EXISTS (SELECT 1 FROM archive) \
                     OR EXISTS (SELECT 1 FROM article WHERE retracted IS NOT NULL) \
                     OR EXISTS (SELECT 1 FROM article WHERE \"left\" <= ?1 AND (page IS NULL OR page_is_gone))";
        Ok(self.ask_one(query, [left_before], |_| Ok(()))?.is_some())
    }
}

fn segment(row: &Row<'_>, input: InputKey) -> rusqlite::Result<(i64, Segment)> {
    Ok((row.get(0)?, Segment { input, place: row.get(1)?, line: row.get(2)?, length: row.get(3)?, hash: row.get(4)? }))
}

fn reading(row: &Row<'_>) -> rusqlite::Result<(i64, ReadingRow)> {
    let keys: Vec<u8> = row.get(7)?;
    let keys = keys.as_chunks::<8>().0.iter().map(|bytes| i64::from_le_bytes(*bytes)).collect();
    let reading = ReadingRow {
        segment: row.get(1)?,
        line: row.get(2)?,
        place: row.get(3)?,
        length: row.get(4)?,
        hash: row.get(5)?,
        article: row.get(6)?,
        keys,
    };
    Ok((row.get(0)?, reading))
}

/// The terms of an article, as they stand in its row.
fn memberships(blob: &[u8]) -> Vec<Membership> {
    let mut blob = Reader(blob);
    let mut before = 0_i64;
    std::iter::from_fn(|| {
        before = before.wrapping_add(blob.signed()?);
        Some(Membership { term: before, spelling: u32::try_from(blob.unsigned()?).ok()? })
    })
    .collect()
}
