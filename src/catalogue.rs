//! The catalogue: what is remembered between runs, and what the inputs hold, in `<out>/.feedmill/ledger.sqlite`.
//!
//! **The ledger** is what must be remembered: the ids and dates of articles, the names of their pages, and the addresses and ids of
//! feeds ([`crate::memory`]), the list of published files, how the inputs looked, and what the last run said. `feedmill ledger show`
//! looks inside, and so does any `sqlite3`.
//!
//! **The tables of the collection** ([`Rows`]; `catalogue/schema/collection.sql`) are what a run needs in order to look
//! only at what has changed:
//!
//! - the parts of each input, about a megabyte each: place, length, hash ([`Segment`]), and where in them each article stands
//!   ([`ReadingRow`]);
//! - what each reading and each remembered article is recognised by, and who else is ([`Holder`]);
//! - of each article its date, its terms and when it is due ([`CollectedRow`]); of each term how many articles there are of
//!   each day and each spelling ([`TermRow`]), and its articles, the newest first;
//! - which articles each feed shows, and what lists of feeds say of it ([`ShownRow`]).
//!
//! There is no text, title or address in them: keys, terms, spellings and names of inputs are hashes, and an article that is needed
//! is read again from its place. They grow with the collection, and losing them costs one run that reads everything.
//!
//! A run that has read everything and publishes fills them ([`Filling::Filled`]), in the transaction in which the ledger is
//! written; a run that follows it changes them ([`Filling::Changed`]). They are emptied ([`Filling::Unknown`]) where it could not be
//! told from them what a change comes to: the collection or the configuration has something that takes all articles at once
//! (`can_follow` in `site/update/check.rs` lists all of it), or `feedmill ledger forget` was run. A dry run
//! leaves them alone. Empty tables are no fault; every run that is not idle then reads everything.
//!
//! **What a run trusts.** An input whose stamp is as it was (size, times of content and inode, inode) is not opened. Of a file
//! of JSON Lines that is larger and has its inode, the first and the last part are compared by their hashes, and what stands
//! behind is read: in between it is taken to be as it was. Of one that has changed otherwise all parts are compared, one after
//! the other, and what stands between those that are the same is read. Any other input that has changed is read as a
//! whole, and the hashes of what its drafts say tell which are new. These hashes have 64 bits and tell
//! changes, not attacks: who writes an input decides anyway what is published of it. With `--checksum` (`compare = "content"`) every
//! run reads the bytes of all inputs, compares their SHA-256, and reads everything where one differs. `build --rebuild` trusts nothing
//! of the tables.
//!
//! **Why SQLite.** Three stores were weighed, each with 10,000 ids of which 0.1% change in a run:
//!
//! | | next run | for a person to look at | cost in a cold build |
//! | --- | --- | --- | --- |
//! | a sorted file, replaced as a whole | 12 ms | any pager | none |
//! | redb | 12 to 16 ms | only this program | 35 CPU s |
//! | SQLite | 12 to 16 ms | `sqlite3`, any language | 29 CPU s (at `opt-level` 1; 78 at 3) |
//!
//! At a million ids the file takes 2.3 s, redb 1.1 s and SQLite 1.6 s. For the ledger, which is small (it grows with what is
//! published), speed decides nothing. A file of our own would be the third format to specify and to keep; SQLite's is
//! documented, kept for decades, and its commits have been tested against power loss and full disks more than anything we could
//! write. The tables of the collection were added later: they need indexes, which a file of our own would not have.
//!
//! **When it is written.** A run that changes nothing writes nothing. Any other commits, *before* the first file takes
//! its place and in one transaction, what will be so when all have: ids, dates and addresses, what archives hold, the
//! collection, the files, and which of them are still to be put in their places or removed ([`crate::publish::Step`]). A run that is
//! killed before that has done nothing, and one that is killed after it is finished by the next. That all is done is
//! committed when it is.
//!
//! **What it says of what is not published.** The hidden folder lies in what is served or copied. Articles that no feed shows
//! are ids and hashes here, and names of pages where they had any (not what was taken back), names of inputs are hashes, and what is deleted is overwritten. The report of the last run is
//! kept to be repeated, without names of inputs; but where something was left out, its reasons and warnings may quote a few
//! words of it. Who does not want that to be where it can be read sets `[publish] state`: the ledger is in that folder then.
//!
//! **Losing the ledger** costs what cannot be derived: dates of undated articles, seconds within a day, changes that were seen,
//! names of terms that share a slug, ids of articles whose keys have changed since. Everything else comes out the same. A
//! damaged ledger is put aside as `ledger.sqlite.damaged`, and the run goes on without.
//!
//! Not supported: two programs writing one ledger (a run holds [`crate::publish::Lock`]), network file systems without
//! locks.

mod articles;
mod blob;
mod collection;
mod feeds;
mod files;
mod holders;
mod questions;
mod rows;
mod state;
mod terms;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::article::path_text;
use crate::digest::sha256;
use crate::publish::{FOLDER, PublishError, is_inside};
pub use articles::{MemoryChange, NewRecords};
pub use feeds::{FeedRow, ListedRow, PublishedRow};
pub use questions::{Holder, LastNumbers};
pub use rows::{
    Access, Changes, CollectedRow, Filling, InputReading, Member, Membership, ReadingRow, Rows, Segment, ShownRow,
    Spelling, TermRow,
};
pub use state::{FeedLines, FileRecord, FileRecords, InputKey, InputRecord, Publication, RunRecord, State};

/// The file in the hidden folder.
const NAME: &str = "ledger.sqlite";
/// What SQLite calls its journal instead.
const JOURNAL: &str = "sqlite-journal";
/// What was there before there was a ledger: a list as `sha256sum` writes it.
const LIST: &str = "published";

/// The steps that lead from nothing to the present format; their number is the format's version.
const STEPS: &[&str] = &[
    include_str!("catalogue/schema/schema.sql"),
    include_str!("catalogue/schema/archives.sql"),
    include_str!("catalogue/schema/publication.sql"),
    include_str!("catalogue/schema/placing.sql"),
    include_str!("catalogue/schema/left.sql"),
    include_str!("catalogue/schema/places.sql"),
    // Tables of the collection in an earlier form, which the next step makes anew.
    "",
    include_str!("catalogue/schema/collection.sql"),
    include_str!("catalogue/schema/pages.sql"),
];

/// The format since which names of inputs are hashed, and steps say what may be in their places.
const HASHED_SINCE: usize = 6;

/// What stands for a text that must be told from others and need not be read: the beginning of its SHA-256.
pub fn hashed(text: &str) -> String {
    format!("{:.32}", sha256(text.as_bytes()))
}

/// Why the ledger cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// The store says no.
    #[error("{}: {action}: {source}", path_text(path))]
    Store {
        /// The ledger.
        path: PathBuf,
        /// What was tried.
        action: &'static str,
        /// Why it failed.
        #[source]
        source: rusqlite::Error,
    },
    /// It was written by a newer version of this program.
    #[error("{}: has format {found}, and this feedmill knows {} at most; use a newer one", path_text(path), STEPS.len())]
    Newer {
        /// The ledger.
        path: PathBuf,
        /// Its format.
        found: usize,
    },
    /// A file beside it.
    #[error(transparent)]
    File(#[from] PublishError),
}

impl CatalogueError {
    /// Whether the ledger is damaged, so that nothing can be done with it.
    pub fn is_damage(&self) -> bool {
        let Self::Store { source, .. } = self else { return false };
        match source {
            rusqlite::Error::SqliteFailure(error, _) => {
                matches!(error.code, ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt)
            }
            // A value that none of our versions has written.
            rusqlite::Error::FromSqlConversionFailure(..) | rusqlite::Error::InvalidColumnType(..) => true,
            _ => false,
        }
    }
}

/// What is remembered. Nothing is made until there is something to write down.
#[derive(Debug)]
pub struct Catalogue {
    path: PathBuf,
    connection: Option<Connection>,
}

impl Catalogue {
    /// Opens the ledger of an output folder. Where there is none, nothing is remembered.
    ///
    /// # Errors
    /// If it is there and cannot be opened.
    pub fn open(root: &Path) -> Result<Self, CatalogueError> {
        Self::open_in(&root.join(FOLDER))
    }

    /// Opens the ledger in a folder of its own.
    ///
    /// # Errors
    /// If it is there and cannot be opened.
    pub fn open_in(folder: &Path) -> Result<Self, CatalogueError> {
        let mut ledger = Self { path: folder.join(NAME), connection: None };
        match fs::symlink_metadata(&ledger.path) {
            Ok(meta) if !meta.is_file() => {
                let error = io::Error::new(io::ErrorKind::InvalidInput, "it is no ordinary file");
                return Err(PublishError::new(&ledger.path, "cannot open the ledger", error).into());
            }
            Ok(_) => ledger.connection = Some(ledger.connect(ledger.is_to_be_mended())?),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {}
            Err(error) => return Err(PublishError::new(&ledger.path, "cannot open the ledger", error).into()),
        }
        Ok(ledger)
    }

    /// Opens it once more, after a look at every byte of it.
    ///
    /// # Errors
    /// If it cannot be read or opened.
    pub fn reopen(&mut self) -> Result<(), CatalogueError> {
        let fail = |error| PublishError::new(&self.path, "cannot read the ledger", error);
        drop(fs::read(&self.path).map_err(fail)?);
        self.connection = None;
        self.connection = Some(self.connect(self.is_to_be_mended())?);
        Ok(())
    }

    /// Whether a run was killed while it wrote: the journal that it left takes back what it had begun.
    fn is_to_be_mended(&self) -> bool {
        self.path.with_extension(JOURNAL).exists()
    }

    /// Opens the store. Most runs only read it.
    fn connect(&self, to_write: bool) -> Result<Connection, CatalogueError> {
        let access = if to_write { OpenFlags::SQLITE_OPEN_READ_WRITE } else { OpenFlags::SQLITE_OPEN_READ_ONLY };
        let access = access | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let open = || {
            let connection = Connection::open_with_flags(&self.path, access)?;
            // Somebody may be looking.
            connection.busy_timeout(Duration::from_secs(10))?;
            // More than there are questions.
            connection.set_prepared_statement_cache_capacity(100);
            Ok(connection)
        };
        open().map_err(|source| self.failed("cannot open the ledger", source))
    }

    /// The version of its format; 0 where there is none yet.
    fn version(&self) -> Result<usize, CatalogueError> {
        let Some(connection) = &self.connection else { return Ok(0) };
        let version = connection.query_row("PRAGMA user_version", (), |row| row.get(0));
        let version: usize = version.map_err(|source| self.failed("cannot read the ledger", source))?;
        if version > STEPS.len() {
            return Err(CatalogueError::Newer { path: self.path.clone(), found: version });
        }
        Ok(version)
    }

    /// Puts a damaged ledger aside; nothing is remembered from then on. Gives where it is now.
    ///
    /// # Errors
    /// If it cannot be moved.
    pub fn put_aside(&mut self) -> Result<Option<PathBuf>, CatalogueError> {
        self.connection = None;
        let aside = self.path.with_extension("sqlite.damaged");
        match fs::rename(&self.path, &aside) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(PublishError::new(&self.path, "cannot put aside", error).into()),
            Ok(()) => {}
        }
        // What belongs to the old one must not be applied to a new one.
        let _ = fs::remove_file(self.path.with_extension(JOURNAL));
        Ok(Some(aside))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether there is one.
    pub fn exists(&self) -> bool {
        self.connection.is_some()
    }

    /// Looks for damage (SQLite's `integrity_check`); gives what was found.
    ///
    /// # Errors
    /// If it cannot be read at all.
    pub fn integrity(&self) -> Result<Vec<String>, CatalogueError> {
        let lines: Vec<String> = self.rows("PRAGMA integrity_check", |row| row.get(0))?;
        Ok(lines.into_iter().filter(|line| line != "ok").collect())
    }

    /// Whether there is a table; the steps to the present format are made when it is opened for writing.
    fn has_table(&self, name: &str) -> Result<bool, CatalogueError> {
        let names: Vec<String> = self.rows("SELECT name FROM sqlite_schema WHERE type = 'table'", |row| row.get(0))?;
        Ok(names.iter().any(|known| known == name))
    }

    /// All rows of a query; none where there is no ledger, or none of the present format yet.
    fn rows<T>(
        &self,
        query: &str,
        read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, CatalogueError> {
        self.ask(query, (), read)
    }

    /// Reads from now on in one transaction, until something is written: each question by itself would lock the file and look for
    /// changes of others.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn read_on(&self) -> Result<(), CatalogueError> {
        let Some(connection) = self.connection.as_ref().filter(|connection| connection.is_autocommit()) else {
            return Ok(());
        };
        connection.execute_batch("BEGIN").map_err(|source| self.failed("cannot read the ledger", source))
    }

    /// Writes in one transaction, into a ledger of the present format.
    fn write(
        &mut self,
        write: impl FnOnce(&rusqlite::Transaction<'_>) -> rusqlite::Result<()>,
    ) -> Result<(), CatalogueError> {
        if self.connection.is_none() {
            // Made with its permissions, whatever the umask.
            drop(
                crate::publish::write_new(&self.path, &[])
                    .map_err(|error| PublishError::new(&self.path, "cannot make the ledger", error))?,
            );
        }
        if self.connection.as_ref().is_none_or(|connection| connection.is_readonly("main").unwrap_or(true)) {
            self.connection = Some(self.connect(true)?);
        }
        let version = self.version()?;
        let path = self.path.clone();
        let fail = |source| CatalogueError::Store { path: path.clone(), action: "cannot write the ledger", source };
        let Some(connection) = &mut self.connection else { unreachable!("it was just made") };
        let all = || {
            if !connection.is_autocommit() {
                connection.execute_batch("COMMIT")?;
            }
            // A commit stays through a power cut, and what is deleted is gone from the file.
            connection.pragma_update(None, "synchronous", "EXTRA")?;
            connection.pragma_update(None, "secure_delete", true)?;
            let transaction = connection.transaction()?;
            for step in &STEPS[version..] {
                transaction.execute_batch(step)?;
            }
            if (1..HASHED_SINCE).contains(&version) {
                state::hash_names(&transaction)?;
            }
            if version < STEPS.len() {
                transaction.pragma_update(None, "user_version", STEPS.len())?;
            }
            write(&transaction)?;
            transaction.commit()
        };
        let result = all().map_err(fail);
        if result.is_err() {
            // What was begun is rolled back at once, and not by the next connection.
            self.connection = None;
            if self.is_to_be_mended() {
                self.connection = self.connect(true).ok();
                let _ = self.version();
            }
        }
        result
    }

    fn failed(&self, action: &'static str, source: rusqlite::Error) -> CatalogueError {
        CatalogueError::Store { path: self.path.clone(), action, source }
    }
}

/// The list of published files that feedmill kept before there was a ledger: one line each, SHA-256 and path. A line that
/// is none of ours is forgotten: it must not make us remove anything.
fn list(folder: &Path) -> FileRecords {
    let text = fs::read_to_string(folder.join(LIST)).unwrap_or_default();
    text.lines()
        .filter_map(|line| line.split_once("  "))
        .filter(|(_, path)| is_inside(path))
        .filter_map(|(hash, path)| Some((path.into(), FileRecord::of_digest(hash.parse().ok()?))))
        .collect()
}
