//! The tables of articles, feeds and archives.

use std::collections::BTreeMap;
use std::io;

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::types::Type;
use rusqlite::{Row, Transaction, params};

use super::{Catalogue, CatalogueError};
use crate::article::{ArticleId, Key, KeyKind, Precision, Published, TermKey};
use crate::feed::Taxonomy;
use crate::memory::{ArchiveRecord, ArticlePage, FeedRecord, Memory, PageState, Record};

/// What the precisions of dates are called in the table.
const PRECISIONS: &[(Precision, &str)] = &[
    (Precision::Exact, "exact"),
    (Precision::Day, "day"),
    (Precision::Approximate, "approximate"),
    (Precision::Unknown, "unknown"),
];

/// The format since which pages of articles are remembered.
const PAGES_SINCE: usize = 9;

impl Catalogue {
    /// All that is remembered of articles and feeds.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn memory(&self) -> Result<Memory, CatalogueError> {
        if !self.has_tables()? {
            return Ok(Memory::default());
        }
        // What no feed showed was not known to be in the collection.
        let version = self.version()?;
        let left = if version < 5 { "gone" } else { "left" };
        let page = if version < PAGES_SINCE { "NULL, NULL, 0" } else { "page, page_left, page_is_gone" };
        let query = format!(
            "SELECT n, id, published, precision, day, updated, content, feeds, gone, retracted, \"{left}\", {page} FROM article"
        );
        let mut articles: BTreeMap<i64, Record> = self.rows(&query, article_row)?.into_iter().collect();
        let query = "SELECT article, kind, key FROM key ORDER BY article, place";
        for (n, kind, key) in self.rows(query, key_row)? {
            if let Some(record) = articles.get_mut(&n) {
                record.keys.push((kind, key));
            }
        }
        let feeds = self.feeds()?;
        let archives = if self.version()? < 2 {
            BTreeMap::new()
        } else {
            let query = "SELECT feed, place, name, closed, base, articles FROM archive";
            self.rows(query, archive)?.into_iter().collect()
        };
        Ok(Memory { articles, feeds, archives })
    }

    /// All feeds that are remembered, by their numbers.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn feeds(&self) -> Result<BTreeMap<i64, FeedRecord>, CatalogueError> {
        let query = "SELECT n, taxonomy, term, slug, label, id, updated, vanished FROM feed";
        Ok(self.rows(query, feed)?.into_iter().collect())
    }
}

/// What becomes of what is remembered of articles and feeds.
#[derive(Clone, Copy)]
pub struct MemoryChange<'m> {
    /// What was remembered before.
    pub before: &'m Memory,
    /// What is remembered from now on.
    pub after: &'m Memory,
    /// Articles that are remembered for the first time, and are not in `after`.
    pub new: &'m dyn NewRecords,
}

impl<'m> From<(&'m Memory, &'m Memory)> for MemoryChange<'m> {
    fn from((before, after): (&'m Memory, &'m Memory)) -> Self {
        Self { before, after, new: &NoRecords }
    }
}

/// Records that are made one by one when they are written, so that never all of them are in memory.
pub trait NewRecords {
    /// The records, by their numbers.
    fn records(&self) -> Box<dyn Iterator<Item = (i64, Record)> + '_>;
    /// Whether there are none.
    fn is_empty(&self) -> bool;
    /// Whether all that they were made of could be read so far, and what is written of the collection, too.
    ///
    /// # Errors
    /// The first reason why something could not.
    fn check(&self) -> io::Result<()>;
}

/// None.
struct NoRecords;

impl NewRecords for NoRecords {
    fn records(&self) -> Box<dyn Iterator<Item = (i64, Record)> + '_> {
        Box::new(std::iter::empty())
    }

    fn is_empty(&self) -> bool {
        true
    }

    fn check(&self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes the articles, feeds and archives that are remembered from now on instead of those that were. `tell` is told of each new
/// article, with its number.
pub(super) fn put(
    transaction: &Transaction<'_>,
    memory: MemoryChange<'_>,
    mut tell: impl FnMut(i64, &Record),
) -> rusqlite::Result<()> {
    let MemoryChange { before: old, after: new, new: records } = memory;
    let put_again = |n, record: &Record| {
        transaction.prepare_cached("DELETE FROM key WHERE article = ?1")?.execute([n])?;
        put_article(transaction, n, record)
    };
    changed(&old.articles, &new.articles, |n| forget_article(transaction, n), put_again)?;
    for (n, record) in records.records() {
        put_article(transaction, n, &record)?;
        tell(n, &record);
    }
    let forget = |n| transaction.prepare_cached("DELETE FROM feed WHERE n = ?1")?.execute([n]).map(drop);
    changed(&old.feeds, &new.feeds, forget, |n, feed| put_feed(transaction, n, feed))?;
    changed(
        &old.archives,
        &new.archives,
        |(feed, place)| {
            let mut delete = transaction.prepare_cached("DELETE FROM archive WHERE feed = ?1 AND place = ?2")?;
            delete.execute([feed, place]).map(drop)
        },
        |(feed, place), archive| {
            transaction
                .prepare_cached("INSERT OR REPLACE INTO archive VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
                .execute(params![feed, place, archive.name, archive.closed, archive.base, joined(&archive.articles)])
                .map(drop)
        },
    )
}

/// Calls for every row that is not the same in both: those that go first, so that what they had is free.
pub(super) fn changed<K: Ord + Clone, V: PartialEq, E>(
    old: &BTreeMap<K, V>,
    new: &BTreeMap<K, V>,
    mut gone: impl FnMut(K) -> Result<(), E>,
    mut put: impl FnMut(K, &V) -> Result<(), E>,
) -> Result<(), E> {
    for key in old.keys().filter(|key| !new.contains_key(key)) {
        gone(key.clone())?;
    }
    for (key, value) in new.iter().filter(|(key, value)| old.get(key) != Some(value)) {
        put(key.clone(), value)?;
    }
    Ok(())
}

fn forget_article(transaction: &Transaction<'_>, n: i64) -> rusqlite::Result<()> {
    transaction.prepare_cached("DELETE FROM key WHERE article = ?1")?.execute([n])?;
    transaction.prepare_cached("DELETE FROM article WHERE n = ?1")?.execute([n]).map(drop)
}

fn put_article(transaction: &Transaction<'_>, n: i64, record: &Record) -> rusqlite::Result<()> {
    let precision = PRECISIONS.iter().find(|(precision, _)| *precision == record.published.precision);
    let page = record.page.as_ref();
    transaction
        .prepare_cached(
            "INSERT OR REPLACE INTO article VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        )?
        .execute(params![
            n,
            &*record.id.as_str(),
            record.published.at.timestamp(),
            precision.map(|(_, name)| *name),
            record.published.day.to_string(),
            record.updated.timestamp(),
            record.content.as_ref().map(Key::as_bytes),
            joined(&record.feeds),
            record.gone.map(|at| at.timestamp()),
            record.retracted.map(|at| at.timestamp()),
            record.left.map(|at| at.timestamp()),
            page.map(|page| page.name.as_str()),
            page.and_then(ArticlePage::left).map(|at| at.timestamp()),
            page.is_some_and(|page| !page.is_there()),
        ])?;
    let mut insert = transaction.prepare_cached("INSERT INTO key VALUES (?1, ?2, ?3, ?4)")?;
    for (place, (kind, key)) in (0_i64..).zip(&record.keys) {
        insert.execute(params![n, place, kind.name(), key.as_bytes()])?;
    }
    Ok(())
}

fn put_feed(transaction: &Transaction<'_>, n: i64, feed: &FeedRecord) -> rusqlite::Result<()> {
    transaction
        .prepare_cached("INSERT OR REPLACE INTO feed VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?
        .execute(params![
            n,
            feed.term.as_ref().map(|(taxonomy, _)| taxonomy.name()),
            feed.term.as_ref().map(|(_, key)| key.as_str()),
            feed.slug,
            feed.label,
            feed.id,
            feed.updated.map(|at| at.timestamp()),
            feed.vanished.map(|at| at.timestamp()),
        ])
        .map(drop)
}

/// A key, its kind and the number of the article that has it.
pub(super) fn key_row(row: &Row<'_>) -> rusqlite::Result<(i64, KeyKind, Key)> {
    let kind: String = row.get(1)?;
    let kind = KeyKind::ALL.iter().copied().find(|known| known.name() == kind);
    Ok((row.get(0)?, kind.ok_or_else(|| wrong(1))?, Key::from(row.get::<_, [u8; 16]>(2)?)))
}

/// An article with its number, without its keys.
pub(super) fn article_row(row: &Row<'_>) -> rusqlite::Result<(i64, Record)> {
    let precision: String = row.get(3)?;
    let precision = PRECISIONS.iter().find(|(_, name)| *name == precision).ok_or_else(|| wrong(3))?.0;
    let day: String = row.get(4)?;
    let day: NaiveDate = day.parse().map_err(|_| wrong(4))?;
    let content: Option<[u8; 16]> = row.get(6)?;
    let record = Record {
        id: ArticleId::published(row.get_ref(1)?.as_str()?),
        keys: Vec::new(),
        published: Published { precision, at: time(row, 2)?.ok_or_else(|| wrong(2))?, day },
        updated: time(row, 5)?.ok_or_else(|| wrong(5))?,
        content: content.map(Key::from),
        feeds: numbers(row, 7)?,
        gone: time(row, 8)?,
        retracted: time(row, 9)?,
        left: time(row, 10)?,
        page: page(row, 11)?,
    };
    Ok((row.get(0)?, record))
}

/// The page of an article, in a column and the two after it.
fn page(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<ArticlePage>> {
    let Some(name) = row.get::<_, Option<String>>(column)? else { return Ok(None) };
    let state = match time(row, column + 1)? {
        _ if row.get(column + 2)? => PageState::Gone,
        Some(since) => PageState::Left(since),
        None => PageState::Shown,
    };
    Ok(Some(ArticlePage { name, state }))
}

/// A feed with its number.
pub(super) fn feed(row: &Row<'_>) -> rusqlite::Result<(i64, FeedRecord)> {
    let taxonomy: Option<String> = row.get(1)?;
    let taxonomy = taxonomy.map(|name| Taxonomy::named(&name).ok_or_else(|| wrong(1))).transpose()?;
    let term: Option<String> = row.get(2)?;
    let feed = FeedRecord {
        term: taxonomy.zip(term.map(TermKey::folded)),
        slug: row.get(3)?,
        label: row.get(4)?,
        id: row.get(5)?,
        updated: time(row, 6)?,
        vanished: time(row, 7)?,
    };
    Ok((row.get(0)?, feed))
}

fn archive(row: &Row<'_>) -> rusqlite::Result<((i64, i64), ArchiveRecord)> {
    let archive =
        ArchiveRecord { name: row.get(2)?, closed: row.get(3)?, base: row.get(4)?, articles: numbers(row, 5)? };
    Ok(((row.get(0)?, row.get(1)?), archive))
}

/// Numbers in one column.
fn joined(numbers: &[i64]) -> String {
    let numbers: Vec<String> = numbers.iter().map(i64::to_string).collect();
    numbers.join(" ")
}

fn numbers(row: &Row<'_>, column: usize) -> rusqlite::Result<Vec<i64>> {
    let text: String = row.get(column)?;
    text.split_whitespace().map(|number| number.parse().map_err(|_| wrong(column))).collect()
}

/// A time, if the column has one.
pub(super) fn time(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<DateTime<Utc>>> {
    let seconds: Option<i64> = row.get(column)?;
    seconds.map(|seconds| DateTime::from_timestamp(seconds, 0).ok_or_else(|| wrong(column))).transpose()
}

/// A value that none of our versions has written.
fn wrong(column: usize) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, "not a value of this column".into())
}
