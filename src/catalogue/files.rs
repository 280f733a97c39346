//! The table of the published files, and what is asked of it.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Row, Transaction, params};

use super::articles::{changed, time};
use super::state::{FileRecord, FileRecords};
use super::{Catalogue, CatalogueError, list};
use crate::digest::Digest;
use crate::publish::is_inside;

impl Catalogue {
    /// Published files, by path.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn files(&self) -> Result<FileRecords, CatalogueError> {
        if !self.has_tables()? {
            // Before there was a ledger.
            return Ok(self.path.parent().map(list).unwrap_or_default());
        }
        let files = self.rows("SELECT path, sha256, length, updated FROM file", file)?;
        // Whatever is written there: nothing outside of the folder is ours.
        Ok(files.into_iter().filter(|(path, _)| is_inside(path)).collect())
    }

    /// A published file.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn file(&self, path: &str) -> Result<Option<FileRecord>, CatalogueError> {
        let query = "SELECT path, sha256, length, updated FROM file WHERE path = ?1";
        Ok(self.ask_one(query, [path], file)?.map(|(_, file)| file))
    }

    /// The published files whose paths begin with this.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn files_from(&self, beginning: &str) -> Result<Vec<(Arc<str>, FileRecord)>, CatalogueError> {
        let query = "SELECT path, sha256, length, updated FROM file WHERE path >= ?1 ORDER BY path";
        let Some(connection) = &self.connection else { return Ok(Vec::new()) };
        let some = || {
            let mut statement = connection.prepare_cached(query)?;
            let mut rows = statement.query([beginning])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let (path, record) = file(row)?;
                if !path.starts_with(beginning) {
                    break;
                }
                found.push((path, record));
            }
            Ok(found)
        };
        some().map_err(|source| self.failed("cannot read the ledger", source))
    }

    /// When a published file changed last.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn newest_file(&self) -> Result<Option<DateTime<Utc>>, CatalogueError> {
        Ok(self.ask_one("SELECT max(updated) FROM file", (), |row| time(row, 0))?.flatten())
    }

    /// How many published files there are, and of one of so many equal parts of them, which is the number `turn`, the path and the
    /// length of each.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn part_of_files(&self, turn: u64, parts: u64) -> Result<(usize, Vec<(String, u64)>), CatalogueError> {
        if !self.has_tables()? {
            return Ok((0, Vec::new()));
        }
        let count = self.rows("SELECT count(*) FROM file", |row| row.get(0))?.pop().unwrap_or(0);
        let query = format!("SELECT path, length FROM file WHERE length % {parts} = {}", turn % parts);
        let files: Vec<(String, u64)> = self.rows(&query, |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok((count, files))
    }
}

/// A published file with its path.
fn file(row: &Row<'_>) -> rusqlite::Result<(Arc<str>, FileRecord)> {
    let updated = time(row, 3)?.unwrap_or_default();
    Ok((row.get(0)?, FileRecord { sha256: row.get(1)?, length: row.get(2)?, updated }))
}

/// Writes the files that are published from now on instead of those that were.
pub(super) fn put_files(transaction: &Transaction<'_>, old: &FileRecords, new: &FileRecords) -> rusqlite::Result<()> {
    let gone = |path: Arc<str>| forget_file(transaction, &path);
    changed(old, new, gone, |path, file| {
        transaction
            .prepare_cached("INSERT OR REPLACE INTO file VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![path, file.sha256, file.length, file.updated.timestamp()])
            .map(drop)
    })
}

/// Forgets a file that is not published any more.
pub(super) fn forget_file(transaction: &Transaction<'_>, path: &str) -> rusqlite::Result<()> {
    transaction.prepare_cached("DELETE FROM file WHERE path = ?1")?.execute([path]).map(drop)
}

/// The tables have digests in hexadecimal.
impl ToSql for Digest {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.to_string().into())
    }
}

impl FromSql for Digest {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        // Whatever is written there: a text that is no digest is that of no file.
        Ok(value.as_str()?.parse().unwrap_or(Self::UNKNOWN))
    }
}
