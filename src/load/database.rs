//! SQLite databases: one article a row of a query.
//!
//! The query is that of the `[[input]]` table; its columns are named as fields are ([`super::fields`]), so a column of
//! another name takes an `AS`. The database is opened for reading alone, and other programs may write to it meanwhile:
//! what is read is its state at one moment. The line of an article is the number of its row.
//!
//! **It may be somebody else's.** A view may recurse for ever or make a gigabyte of a word. So what a query costs is bounded
//! by the size of the file ([`Budget`]): instructions of SQLite's virtual machine, bytes, the length of one value; and a
//! minute of time. What was read until then stays, and the report says where it ended. Functions that do more than
//! compute do not run in the schema (<https://www.sqlite.org/security.html>).
//!
//! Not supported: other databases, standard input, packed files.

use std::borrow::Cow;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Row};

use super::columns::{Column, DatabaseTable};
use super::fields::{Field, Fields, Record, Style, Value, usual_field};
use super::input::{Stamp, log_of};
use super::{InputFormat, Limits, LoadError, LoadErrorKind, Loaded, Read, ReadOptions};
use crate::article::url::escape_path;
use crate::quoted::quoted;
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

/// How long a query may take.
const TIME: Duration = Duration::from_mins(1);

/// How many instructions SQLite may execute, whatever the size of the file, and more for each byte of it. A usual query takes
/// some ten for each value that it looks at.
const INSTRUCTIONS: u64 = 100_000_000;
const INSTRUCTIONS_OF_A_BYTE: u64 = 200;

/// How many bytes rows may have, whatever the size of the file, and more for each byte of it. A row counts as
/// [`ROW`] more than its texts.
const BYTES: u64 = 4 << 20;
const BYTES_OF_A_BYTE: u64 = 16;
const ROW: u64 = 256;

/// After how many instructions the budget is looked at.
const STEP: u16 = 1_000;

/// What a query may cost.
struct Budget {
    /// How many bytes its rows may still have.
    bytes: u64,
    /// What came to an end: nothing, the instructions or the time.
    ended: Arc<AtomicU8>,
}

impl Budget {
    const INSTRUCTIONS: u8 = 1;
    const TIME: u8 = 2;

    /// The budget of a query of a database, which it watches from now on.
    fn watch(database: &mut Connection, size: u64, limits: &Limits) -> rusqlite::Result<Self> {
        database.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        database.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
        // No value of it is larger than the file, unless it is made.
        let longest = usize::try_from(size).unwrap_or(usize::MAX).clamp(limits.item, limits.document.max(limits.item));
        // SQLite's own limit.
        let longest = i32::try_from(longest.min(1_000_000_000)).unwrap_or(i32::MAX);
        database.set_limit(Limit::SQLITE_LIMIT_LENGTH, longest)?;
        database.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
        let ended = Arc::new(AtomicU8::new(0));
        let (says, started) = (Arc::clone(&ended), Instant::now());
        let mut left = INSTRUCTIONS.saturating_add(size.saturating_mul(INSTRUCTIONS_OF_A_BYTE));
        let handler = move || {
            left = left.saturating_sub(u64::from(STEP));
            let end = match () {
                () if left == 0 => Self::INSTRUCTIONS,
                () if started.elapsed() > TIME => Self::TIME,
                () => return false,
            };
            says.store(end, Ordering::Relaxed);
            true
        };
        database.progress_handler(i32::from(STEP), Some(handler))?;
        Ok(Self { bytes: BYTES.saturating_add(size.saturating_mul(BYTES_OF_A_BYTE)), ended })
    }

    /// What an error means.
    fn explain(&self, error: &rusqlite::Error) -> String {
        match self.ended.load(Ordering::Relaxed) {
            Self::INSTRUCTIONS => "it takes more work than a query of a file of this size may".to_owned(),
            Self::TIME => format!("it takes longer than {} seconds", TIME.as_secs()),
            _ => error.to_string(),
        }
    }

    /// Whether a row is within it.
    fn admits(&mut self, bytes: usize) -> bool {
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX).saturating_add(ROW);
        let left = self.bytes.checked_sub(bytes);
        self.bytes = left.unwrap_or_default();
        left.is_some()
    }
}

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
    let mut database = open(path, is_quiet).map_err(|error| fail(error.to_string()))?;
    let Some(query) = options.query else {
        let tables = tables(&database).map_err(|error| fail(error.to_string()))?;
        let query = usual_query(&mut database).unwrap_or_else(|| "SELECT title, url, published FROM …".to_owned());
        let path = quoted(&options.origin.path);
        let table = format!("[[input]]\npath = {path}\nquery = {}", quoted(&query));
        return Err(LoadError::new(options.origin, LoadErrorKind::NoQuery { table, tables: tables.join(", ") }));
    };
    let size = Stamp::of(path).map_or(0, |stamp| stamp.size);
    let mut budget = Budget::watch(&mut database, size, options.limits).map_err(|error| fail(error.to_string()))?;
    let loaded = rows(&database, query, options, &mut budget);
    let loaded = loaded.map_err(|error| fail(format!("the query fails: {}", budget.explain(&error))))?;
    if is_quiet && Stamp::of(path) != before {
        return Err(LoadError { origin: options.origin.clone(), kind: LoadErrorKind::Changing });
    }
    Ok(loaded)
}

/// Opens a database for reading alone. One whose log is empty is opened as if nobody could write to it: else SQLite would
/// make a log beside it (<https://www.sqlite.org/wal.html#read_only_databases>). A program that writes to it meanwhile is noticed
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

/// The tables and views of a database, with some cells of their columns.
pub(super) fn contents(path: &Path) -> Option<Vec<DatabaseTable>> {
    /// How many tables are looked at, and of how many rows.
    const LOOK: (usize, usize) = (100, 20);
    let is_quiet = has_mode_of_log(path) && log_of(path).is_none();
    let mut database = open(path, is_quiet).ok()?;
    let _budget = Budget::watch(&mut database, Stamp::of(path).map_or(0, |stamp| stamp.size), &Limits::USUAL).ok()?;
    let table = |name: String| -> rusqlite::Result<DatabaseTable> {
        let quoted = format!("\"{}\"", name.replace('"', "\"\""));
        let mut statement = database.prepare(&format!("SELECT * FROM {quoted} LIMIT {}", LOOK.1))?;
        let names = statement.column_names().map(str::to_owned);
        let mut columns: Vec<Column> = names.map(|name| Column { name, cells: Vec::new() }).collect();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            for (n, column) in columns.iter_mut().enumerate() {
                match row.get_ref(n)? {
                    ValueRef::Text(text) => {
                        column.cells.push(String::from_utf8_lossy(text).chars().take(200).collect());
                    }
                    ValueRef::Integer(number) => column.cells.push(number.to_string()),
                    _ => {}
                }
            }
        }
        let rows = database.query_row(&format!("SELECT count(*) FROM {quoted}"), [], |row| row.get(0))?;
        Ok(DatabaseTable { name, rows, columns })
    };
    Some(tables(&database).ok()?.into_iter().take(LOOK.0).filter_map(|name| table(name).ok()).collect())
}

/// The query of the table or view of a database that has the most columns which are called as fields are; `None`: no table of it
/// can be read.
pub(super) fn query_of(path: &Path) -> Option<String> {
    let is_quiet = has_mode_of_log(path) && log_of(path).is_none();
    usual_query(&mut open(path, is_quiet).ok()?)
}

fn usual_query(database: &mut Connection) -> Option<String> {
    /// How many tables are looked at.
    const MOST: usize = 100;
    let _budget = Budget::watch(database, 0, &Limits::USUAL).ok()?;
    let fields = Fields::usual();
    let known = |table: &String| -> rusqlite::Result<Vec<String>> {
        let mut statement = database.prepare("SELECT name FROM pragma_table_info(?1)")?;
        let names: Vec<String> = statement.query_map([table], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        Ok(names.into_iter().filter(|name| fields.is_name(name)).collect())
    };
    let tables = tables(database).ok()?.into_iter().take(MOST);
    let counted = tables.filter_map(|table| Some((known(&table).ok()?, table)));
    // The first of equals.
    let (columns, table) = counted.reduce(|best, next| if next.0.len() > best.0.len() { next } else { best })?;
    let is_plain = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let in_quotes = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    let plain = |name: &str| if is_plain(name) { name.to_owned() } else { in_quotes(name) };
    let query = |name: &dyn Fn(&str) -> String| {
        let columns = named(&columns, name);
        format!("SELECT {} FROM {}", if columns.is_empty() { "*" } else { &columns }, name(&table))
    };
    // Some words are names only in quotes.
    [query(&plain), query(&in_quotes)].into_iter().find(|query| database.prepare(query).is_ok())
}

/// The columns of a query, by the names of the fields that they are read for. Of several for one field the best has its name.
fn named(columns: &[String], name: impl Fn(&str) -> String) -> String {
    let fields: Vec<_> = columns.iter().map(|column| usual_field(column)).collect();
    let is_best = |(field, place): (Field, usize)| {
        !fields.iter().flatten().any(|(other, better)| *other == field && *better < place)
            && !columns.iter().any(|column| column.eq_ignore_ascii_case(field.name()))
    };
    let expressions = columns.iter().zip(&fields).map(|(column, field)| match field.filter(|field| is_best(*field)) {
        Some((field, _)) => format!("{} AS {}", name(column), field.name()),
        None => name(column),
    });
    expressions.collect::<Vec<_>>().join(", ")
}

fn rows(
    database: &Connection,
    query: &str,
    options: &ReadOptions<'_>,
    budget: &mut Budget,
) -> rusqlite::Result<Loaded<'static>> {
    let mut statement = database.prepare(query)?;
    let names: Vec<String> = statement.column_names().map(ToOwned::to_owned).collect();
    let slots: Vec<_> = names.iter().map(|name| options.fields.slot(name, &mut String::new())).collect();
    let mut loaded = Loaded::new(options);
    if loaded.wants_names(options) {
        for name in &names {
            loaded.know(name, &Value::Null);
        }
    }
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
                let reason =
                    format!("the query fails at this row, and no row after it is read: {}", budget.explain(&error));
                loaded.rejections.push(Rejection::new(&origin, reason));
                break;
            }
            Err(error) => return Err(error),
        };
        let (record, bytes) = record(row, &slots, options.limits.item)?;
        if !budget.admits(bytes) {
            let reason = "the query gives more than the file can hold; this row and those after it are not read";
            loaded.rejections.push(Rejection::new(&origin, reason));
            break;
        }
        match record {
            Some(record) => {
                let draft = record.into_draft(options, Style::Row, origin, &mut loaded);
                loaded.add(draft, options);
            }
            None => {
                let reason = super::too_large("item", bytes, options.limits.item);
                loaded.rejections.push(Rejection::new(&origin, reason));
            }
        }
    }
    Ok(loaded)
}

/// A row as a record, if it has no more than `most` bytes, and its length.
fn record(row: &Row<'_>, slots: &[Option<usize>], most: usize) -> rusqlite::Result<(Option<Record<'static>>, usize)> {
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
    Ok(((bytes <= most).then_some(record), bytes))
}
