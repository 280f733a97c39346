//! SQLite databases: one article a row of a query.
//!
//! The query is that of the `[[input]]` table; its columns are named as fields are ([`super::fields`]), so a column of
//! another name takes an `AS`. The database is opened for reading alone, and other programs may write to it meanwhile:
//! what is read is its state at one moment. The line of an article is the number of its row.
//!
//! Not supported: other databases, standard input, packed files.

use std::borrow::Cow;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::time::Duration;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Row};

use super::fields::{Record, Style, Value};
use super::input::{Stamp, log_of};
use super::{InputFormat, LoadError, LoadErrorKind, Loaded, Read, ReadOptions};
use crate::article::url::escape_path;
use crate::report::Rejection;

pub(super) static FORMAT: InputFormat = InputFormat {
    name: "sqlite",
    about: "a SQLite database and a query",
    extensions: &["db", "sqlite", "sqlite3"],
    detect: |_| false, // It is no text.
    by_line: false,
    read: Read::File(read),
};

/// How long to wait for a program that writes.
const PATIENCE: Duration = Duration::from_secs(5);

/// How often it is read again because somebody wrote to it.
const ATTEMPTS: usize = 3;

fn read(path: &Path, options: &ReadOptions<'_>) -> Result<Loaded<'static>, LoadError> {
    for _ in 0..ATTEMPTS {
        match read_once(path, options) {
            Err(LoadError { kind: LoadErrorKind::Changing, .. }) => {}
            other => return other,
        }
    }
    read_once(path, options)
}

/// Reads a database, of which nobody changes the file meanwhile.
fn read_once(path: &Path, options: &ReadOptions<'_>) -> Result<Loaded<'static>, LoadError> {
    let fail = |reason: String| {
        let kind = LoadErrorKind::NotThisFormat { format: FORMAT.name, reason };
        LoadError { origin: options.origin.clone(), kind }
    };
    let before = Stamp::of(path);
    let is_quiet = has_mode_of_log(path) && log_of(path).is_none();
    let database = open(path, is_quiet).map_err(|error| fail(error.to_string()))?;
    let Some(query) = options.query else {
        let tables = tables(&database).map_err(|error| fail(error.to_string()))?;
        return Err(fail(format!(
            "it takes a query in its [[input]] table, such as query = \"SELECT title, url, published FROM …\" (its tables: {})",
            tables.join(", ")
        )));
    };
    let loaded = rows(&database, query, options).map_err(|error| fail(format!("the query fails: {error}")))?;
    if is_quiet && Stamp::of(path) != before {
        return Err(LoadError { origin: options.origin.clone(), kind: LoadErrorKind::Changing });
    }
    Ok(loaded)
}

/// Opens a database for reading alone. One whose log is empty is opened as if nobody could write to it: else SQLite would
/// make a log beside it (<https://www.sqlite.org/wal.html#read_only_databases>). Whoever writes to it meanwhile is noticed
/// by its stamp.
fn open(path: &Path, is_quiet: bool) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let database = match path.to_str().filter(|_| is_quiet) {
        Some(path) => {
            let uri = format!("file:{}?immutable=1", escape_path(path));
            Connection::open_with_flags(uri, flags | OpenFlags::SQLITE_OPEN_URI)?
        }
        None => Connection::open_with_flags(path, flags)?,
    };
    database.busy_timeout(PATIENCE)?;
    // Nothing in the file runs but the query (https://www.sqlite.org/security.html).
    database.execute_batch("PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;")?;
    Ok(database)
}

/// Whether changes to a database stand in a log first: its header says so
/// (<https://www.sqlite.org/fileformat2.html#file_format_version_numbers>).
fn has_mode_of_log(path: &Path) -> bool {
    let mut header = [0; 20];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut header));
    read.is_ok() && header[18..] == [2, 2]
}

fn tables(database: &Connection) -> rusqlite::Result<Vec<String>> {
    let names =
        "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' ORDER BY name";
    database.prepare(names)?.query_map([], |row| row.get(0))?.collect()
}

fn rows(database: &Connection, query: &str, options: &ReadOptions<'_>) -> rusqlite::Result<Loaded<'static>> {
    let mut statement = database.prepare(query)?;
    let names = statement.column_names();
    let slots: Vec<_> = names.iter().map(|name| options.fields.slot(name, &mut String::new())).collect();
    let mut loaded = Loaded::new(options);
    let mut rows = statement.query([])?;
    let mut number = 0;
    loop {
        number += 1;
        let origin = options.origin.at(number);
        let row = match rows.next() {
            Ok(Some(row)) => row,
            Ok(None) => break,
            // What was read before stays.
            Err(error) if number > 1 => {
                let reason = format!("the query fails at this row, and no row after it is read: {error}");
                loaded.rejections.push(Rejection::new(&origin, reason));
                break;
            }
            Err(error) => return Err(error),
        };
        match record(row, &slots, options.limits.item)? {
            Ok(record) => {
                let draft = record.into_draft(options, Style::Row, origin, &mut loaded);
                loaded.drafts.push(draft);
            }
            Err(bytes) => {
                let reason = super::too_large("item", bytes, options.limits.item);
                loaded.rejections.push(Rejection::new(&origin, reason));
            }
        }
    }
    Ok(loaded)
}

/// A row as a record, or its length where that is more than `most` bytes.
fn record(row: &Row<'_>, slots: &[Option<usize>], most: usize) -> rusqlite::Result<Result<Record<'static>, usize>> {
    let mut record = Record::new();
    let mut bytes = 0_usize;
    for (n, slot) in slots.iter().enumerate() {
        let Some(slot) = *slot else { continue };
        let value = match row.get_ref(n)? {
            ValueRef::Null => continue,
            ValueRef::Integer(number) => Value::Number(Cow::Owned(number.to_string())),
            ValueRef::Real(number) => Value::Number(Cow::Owned(number.to_string())),
            ValueRef::Text(text) | ValueRef::Blob(text) => {
                bytes = bytes.saturating_add(text.len());
                if bytes > most {
                    continue;
                }
                Value::Text(Cow::Owned(String::from_utf8_lossy(text).into_owned()))
            }
        };
        record.push(slot, value);
    }
    Ok(if bytes > most { Err(bytes) } else { Ok(record) })
}
