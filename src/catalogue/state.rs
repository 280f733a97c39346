//! The tables of inputs and the last run, and writing all tables at once.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use rusqlite::{Transaction, params};

use super::articles::{MemoryChange, changed, put, time};
use super::collection;
use super::files::{forget_file, put_files};
use super::holders::Holders;
use super::rows::Filling;
use super::{Catalogue, CatalogueError, HASHED_SINCE, LIST, hashed};
use crate::digest::Digest;
use crate::feed::Taxonomy;
use crate::load::Stamp;
use crate::publish::{Step, is_inside};

/// A published file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileRecord {
    /// SHA-256 of its bytes.
    pub sha256: Digest,
    /// Number of bytes.
    pub length: u64,
    /// When its bytes changed last.
    pub updated: DateTime<Utc>,
}

/// Published files, by path.
pub type FileRecords = BTreeMap<Arc<str>, FileRecord>;

impl FileRecord {
    /// A file of which nothing is known but the SHA-256.
    pub fn of_digest(sha256: Digest) -> Self {
        Self { sha256, length: 0, updated: DateTime::default() }
    }
}

/// What tells inputs apart.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct InputKey {
    /// The file, as reports name it, [`hashed`].
    pub path: String,
    /// Which one of the tables that read this file; empty where there is one.
    pub part: String,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputRecord {
    /// What the configuration names (the file itself, a folder or a pattern), [`hashed`].
    pub found_by: String,
    /// How it looked before it was read.
    pub stamp: Stamp,
    /// SHA-256 of its bytes, where inputs are compared by content.
    pub sha256: Option<Box<Digest>>,
    /// How many articles it held.
    pub entries: u64,
}

/// The last run that ended well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunRecord {
    /// Configuration and program.
    pub fingerprint: String,
    /// When something is due though nothing changes: an article of the future, the end of a feed.
    pub due: Option<DateTime<Utc>>,
    /// What it said, as JSON, but for what it said of each feed.
    pub report: String,
    /// What it said of feeds.
    pub lines: FeedLines,
}

/// What a run said of feeds: of each its place in reports, and the line as JSON.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum FeedLines {
    /// What was said before.
    #[default]
    Same,
    /// Something else of these, and the same of the others.
    Changed(Vec<(String, String)>),
    /// This.
    All(Vec<(String, String)>),
}

/// What was said of the publication when it was published last, as far as the next run must know it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Publication {
    /// Where it is, and what the ids of its new feeds are made of; `None` until somebody says where it is.
    pub place: Option<(String, String)>,
    /// How many articles a term needed for a feed of its own.
    pub min_entries: BTreeMap<Taxonomy, usize>,
    /// Formats that were published once and are left out, by name, and since when.
    pub left_out_formats: BTreeMap<String, DateTime<Utc>>,
}

/// All that a run needs to know of the one before it, but for articles and feeds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// Published files, by path.
    pub files: FileRecords,
    /// Inputs.
    pub inputs: BTreeMap<InputKey, InputRecord>,
    /// What could not be looked into when the inputs were looked for: the place and the reason, [`hashed`].
    pub failures: BTreeSet<String>,
    /// What was said of the publication.
    pub publication: Publication,
    /// The last run that ended well, if nothing has been published since.
    pub run: Option<RunRecord>,
}

impl Catalogue {
    /// Whether the ledger has tables; one that was only just made has none.
    pub(super) fn has_tables(&self) -> Result<bool, CatalogueError> {
        Ok(self.version()? > 0)
    }

    /// Files, inputs and the last run.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn state(&self) -> Result<State, CatalogueError> {
        Ok(State { files: self.files()?, ..self.state_but_files()? })
    }

    /// Inputs, the last run and what was said of the publication.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn state_but_files(&self) -> Result<State, CatalogueError> {
        if !self.has_tables()? {
            return Ok(State::default());
        }
        // Before names were hashed.
        let has_names = self.version()? < HASHED_SINCE;
        let read = |text: String| if has_names { hashed(&text) } else { text };
        // Before a file could be several inputs.
        let is_older = self.version()? < 3;
        let query = if is_older {
            "SELECT path, '', found_by, size, modified_ns, changed_ns, inode, sha256, entries FROM input"
        } else {
            "SELECT path, part, found_by, size, modified_ns, changed_ns, inode, sha256, entries FROM input"
        };
        let inputs = self.rows(query, |row| {
            let inode: i64 = row.get(6)?;
            let stamp =
                Stamp { size: row.get(3)?, modified: row.get(4)?, changed: row.get(5)?, inode: inode.cast_unsigned() };
            let key = InputKey { path: read(row.get(0)?), part: row.get(1)? };
            let sha256: Option<Digest> = row.get(7)?;
            let (found_by, sha256) = (read(row.get(2)?), sha256.map(Box::new));
            Ok((key, InputRecord { found_by, stamp, sha256, entries: row.get(8)? }))
        })?;
        let (failures, publication) = if is_older {
            (Vec::new(), Publication::default())
        } else {
            (self.rows("SELECT what FROM failure", |row| Ok(read(row.get(0)?)))?, self.publication()?)
        };
        let run = self.rows("SELECT fingerprint, due, report FROM run", |row| {
            let lines = FeedLines::Same;
            Ok(RunRecord { fingerprint: row.get(0)?, due: time(row, 1)?, report: row.get(2)?, lines })
        })?;
        Ok(State {
            files: BTreeMap::new(),
            inputs: inputs.into_iter().collect(),
            failures: failures.into_iter().collect(),
            publication,
            run: run.into_iter().next(),
        })
    }

    fn publication(&self) -> Result<Publication, CatalogueError> {
        let place = self.rows("SELECT base_url, site_id FROM publication", |row| Ok((row.get(0)?, row.get(1)?)))?;
        let least: Vec<(String, usize)> =
            self.rows("SELECT taxonomy, entries FROM least", |row| Ok((row.get(0)?, row.get(1)?)))?;
        let left_out = self.rows("SELECT name, since FROM left_out_format", |row| {
            Ok((row.get::<_, String>(0)?, time(row, 1)?.unwrap_or_default()))
        })?;
        let named = |(name, entries): (String, usize)| Some((Taxonomy::named(&name)?, entries));
        Ok(Publication {
            place: place.into_iter().next(),
            min_entries: least.into_iter().filter_map(named).collect(),
            left_out_formats: left_out.into_iter().collect(),
        })
    }

    /// What the last run said of each feed, as JSON, in the order of reports.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn feed_lines(&self) -> Result<Vec<String>, CatalogueError> {
        if self.version()? < super::STEPS.len() {
            return Ok(Vec::new());
        }
        self.rows("SELECT line FROM feed_line ORDER BY place", |row| row.get(0))
    }

    /// What a run that did not end has yet to do to files.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn steps(&self) -> Result<Vec<Step>, CatalogueError> {
        if !self.has_table("placing")? {
            return Ok(Vec::new());
        }
        let query = if self.version()? < HASHED_SINCE {
            "SELECT path, name, 'new', NULL FROM placing ORDER BY step"
        } else {
            "SELECT path, name, stage, before FROM placing ORDER BY step"
        };
        let steps = self.rows(query, |row| {
            Ok(Step { path: row.get(0)?, name: row.get(1)?, stage: row.get(2)?, before: row.get(3)? })
        })?;
        Ok(steps.into_iter().filter(|step| is_inside(&step.path)).collect())
    }

    /// Writes down that all of it is done.
    ///
    /// # Errors
    /// If the ledger cannot be written.
    pub fn forget_steps(&mut self) -> Result<(), CatalogueError> {
        self.write(|transaction| transaction.execute("DELETE FROM placing", ()).map(drop))
    }

    /// Writes down, all at once, what is remembered (of which `memory` is what was remembered before, and what is now), what is so
    /// (and was, as [`Self::state`] gives it), what has yet to be done to files for that, and what the inputs hold. Writes nothing
    /// where the rest is known.
    ///
    /// # Errors
    /// If the ledger cannot be written; it then says what it said before.
    pub fn commit<'m>(
        &mut self,
        memory: impl Into<MemoryChange<'m>>,
        (old, new): (&State, &State),
        steps: &[Step],
        collection: Filling<'_>,
    ) -> Result<(), CatalogueError> {
        let nothing = State::default();
        let old = if self.has_tables()? { old } else { &nothing };
        let memory = memory.into();
        let is_known = std::ptr::eq(memory.before, memory.after) || memory.before == memory.after;
        if old == new && is_known && memory.new.is_empty() && self.steps()? == steps {
            return Ok(());
        }
        let folder = self.path.parent().map(Path::to_owned);
        self.write(|transaction| {
            let mut holders = Holders::new(folder.as_deref());
            put(transaction, memory, |n, record| {
                if let Filling::Filled(_) = collection {
                    holders.add_record(n, record);
                }
            })?;
            match collection {
                Filling::Stays => {}
                Filling::Unknown => collection::clear(transaction)?,
                Filling::Filled(collection) => {
                    memory.after.articles.iter().for_each(|(n, record)| holders.add_record(*n, record));
                    collection::fill(transaction, collection, holders)?;
                }
                Filling::Changed(changes) => collection::apply(transaction, changes, (memory.before, memory.after))?,
            }
            put_steps(transaction, steps)?;
            put_files(transaction, &old.files, &new.files)?;
            put_inputs(transaction, &old.inputs, &new.inputs)?;
            if old.failures != new.failures {
                transaction.execute("DELETE FROM failure", ())?;
                for what in &new.failures {
                    transaction.prepare_cached("INSERT INTO failure VALUES (?1)")?.execute([what])?;
                }
            }
            if old.publication != new.publication {
                put_publication(transaction, &new.publication)?;
            }
            if old.run != new.run {
                put_run(transaction, new.run.as_ref())?;
            }
            // What could not be read has left gaps: nothing of this is written.
            memory.new.check().map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
        })?;
        if let Some(folder) = self.path.parent() {
            // It is in the tables now.
            let _ = fs::remove_file(folder.join(LIST));
        }
        Ok(())
    }

    /// Writes down that nothing has to be done to files any more, after [`Self::commit`]: which are not published after all, and
    /// how the run ended.
    ///
    /// # Errors
    /// If the ledger cannot be written; it then says what it said before.
    pub fn end(&mut self, unpublished: &[Arc<str>], run: &RunRecord) -> Result<(), CatalogueError> {
        self.write(|transaction| {
            transaction.execute("DELETE FROM placing", ())?;
            unpublished.iter().try_for_each(|path| forget_file(transaction, path))?;
            put_run(transaction, Some(run))
        })
    }
}

fn put_steps(transaction: &Transaction<'_>, steps: &[Step]) -> rusqlite::Result<()> {
    transaction.execute("DELETE FROM placing", ())?;
    let mut insert =
        transaction.prepare_cached("INSERT INTO placing (path, name, stage, before) VALUES (?1, ?2, ?3, ?4)")?;
    let mut put = |step: &Step| insert.execute(params![step.path, step.name, step.stage, step.before]);
    steps.iter().try_for_each(|step| put(step).map(drop))
}

fn put_inputs(
    transaction: &Transaction<'_>,
    old: &BTreeMap<InputKey, InputRecord>,
    new: &BTreeMap<InputKey, InputRecord>,
) -> rusqlite::Result<()> {
    let gone = |key: InputKey| {
        let mut delete = transaction.prepare_cached("DELETE FROM input WHERE path = ?1 AND part = ?2")?;
        delete.execute([key.path, key.part]).map(drop)
    };
    changed(old, new, gone, |key, input| {
        let InputRecord { found_by, stamp, sha256, entries } = input;
        transaction
            .prepare_cached("INSERT OR REPLACE INTO input VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?
            .execute(params![
                key.path,
                key.part,
                found_by,
                stamp.size,
                stamp.modified,
                stamp.changed,
                stamp.inode.cast_signed(),
                sha256.as_deref(),
                entries
            ])
            .map(drop)
    })
}

fn put_run(transaction: &Transaction<'_>, run: Option<&RunRecord>) -> rusqlite::Result<()> {
    transaction.execute("DELETE FROM run", ())?;
    let Some(RunRecord { fingerprint, due, report, lines }) = run else { return Ok(()) };
    let due = due.map(|due| due.timestamp());
    transaction.execute("INSERT INTO run VALUES (1, ?1, ?2, ?3)", params![fingerprint, due, report])?;
    put_lines(transaction, lines)
}

/// Hashes the names that an older version wrote down.
pub(super) fn hash_names(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    for (table, column) in [("input", "path"), ("input", "found_by"), ("failure", "what")] {
        let names = transaction
            .prepare(&format!("SELECT DISTINCT {column} FROM {table}"))?
            .query_map((), |row| row.get(0))?
            .collect::<rusqlite::Result<Vec<String>>>()?;
        let mut update = transaction.prepare(&format!("UPDATE {table} SET {column} = ?1 WHERE {column} = ?2"))?;
        for name in names {
            update.execute([&hashed(&name), &name])?;
        }
    }
    Ok(())
}

fn put_lines(transaction: &Transaction<'_>, lines: &FeedLines) -> rusqlite::Result<()> {
    let lines = match lines {
        FeedLines::Same => return Ok(()),
        FeedLines::Changed(lines) => lines,
        FeedLines::All(lines) => {
            transaction.execute("DELETE FROM feed_line", ())?;
            lines
        }
    };
    let mut insert = transaction.prepare_cached("INSERT OR REPLACE INTO feed_line VALUES (?1, ?2)")?;
    lines.iter().try_for_each(|(place, line)| insert.execute([place, line]).map(drop))
}

fn put_publication(transaction: &Transaction<'_>, publication: &Publication) -> rusqlite::Result<()> {
    transaction.execute_batch("DELETE FROM publication; DELETE FROM least; DELETE FROM left_out_format;")?;
    if let Some((base_url, site_id)) = &publication.place {
        transaction.execute("INSERT INTO publication VALUES (1, ?1, ?2)", params![base_url, site_id])?;
    }
    for (taxonomy, entries) in &publication.min_entries {
        transaction.execute("INSERT INTO least VALUES (?1, ?2)", params![taxonomy.name(), entries])?;
    }
    for (name, since) in &publication.left_out_formats {
        transaction.execute("INSERT INTO left_out_format VALUES (?1, ?2)", params![name, since.timestamp()])?;
    }
    Ok(())
}
