//! The inputs of a run: which there are, whether they are as the last run left them, what is in them, and whether so much
//! is gone that somebody should look first.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use rayon::prelude::*;

use super::reject;
use crate::article::Origin;
use crate::config::{Config, InputConfig};
use crate::ledger::{InputRecord, State};
use crate::load::{self, Expanded, Input, InputFormat, LoadError, LoadErrorKind, Published, Reading, Source, Stamp};
use crate::publish::FOLDER;
use crate::report::{Report, Warning};

/// A file to read.
pub(super) struct Found<'c> {
    pub(super) source: Source,
    /// What the configuration names: the file itself, a folder or a pattern.
    pub(super) by: String,
    pub(super) config: &'c InputConfig,
}

/// All inputs, in the order of their paths, each file once.
#[derive(Default)]
pub(super) struct Inputs<'c> {
    pub(super) files: Vec<Found<'c>>,
    /// What was named and is not there, or holds nothing.
    pub(super) missing: Vec<(String, LoadError)>,
    /// What of a folder cannot be looked into.
    pub(super) failures: Vec<LoadError>,
    /// Files that look like articles in a format that is not read.
    unread: BTreeSet<PathBuf>,
}

impl<'c> Inputs<'c> {
    /// Looks for the inputs of a configuration.
    pub(super) fn find(config: &'c Config) -> Self {
        let mut inputs = Self::default();
        let mut sources: BTreeMap<Source, (String, &InputConfig)> = BTreeMap::new();
        let published = Published { output: &config.dir, marker: FOLDER };
        for input in &config.inputs {
            for path in &input.paths {
                let by = path.to_string_lossy().into_owned();
                match load::expand(path, &published) {
                    Ok(Expanded { files, failures, unread }) => {
                        for source in files {
                            sources.entry(source).or_insert_with(|| (by.clone(), input));
                        }
                        inputs.failures.extend(failures);
                        inputs.unread.extend(unread);
                    }
                    Err(error) => inputs.missing.push((by, error)),
                }
            }
        }
        // A file that was named and found in a folder is a named one.
        let named: BTreeSet<_> =
            sources.keys().filter(|source| source.named).map(|source| source.path.clone()).collect();
        sources.retain(|source, _| source.named || !named.contains(&source.path));
        inputs.files = sources.into_iter().map(|(source, (by, config))| Found { source, by, config }).collect();
        inputs
    }

    /// Whether all is as it was when the inputs in `state` were read.
    pub(super) fn are_as_before(&self, config: &Config, state: &State) -> bool {
        let is_as_before = |found: &Found<'_>| {
            let before = state.inputs.get(&*found.source.path.to_string_lossy());
            before.is_some_and(|before| {
                if config.by_content {
                    let sha256 = || load::sha256_of_input(&found.source.path);
                    before.sha256.is_some() && sha256().is_ok_and(|sha256| before.sha256 == Some(sha256))
                } else {
                    Stamp::of(&found.source.path) == Some(before.stamp)
                }
            })
        };
        self.missing.is_empty()
            && self.failures.is_empty()
            && self.files.len() == state.inputs.len()
            && self.files.iter().all(is_as_before)
    }

    /// Says which articles there may be that are not read, once for each kind of file.
    fn warnings(&self) -> Vec<Warning> {
        let mut kinds = BTreeMap::<&OsStr, (usize, &Path)>::new();
        for path in &self.unread {
            kinds.entry(path.extension().unwrap_or_default()).or_insert((0, path)).0 += 1;
        }
        let say = |(extension, (count, first)): (&OsStr, (usize, &Path))| {
            let message = format!("{count} files end in .{}, which is not read", extension.to_string_lossy());
            Warning::new(&Origin::new(first.to_string_lossy(), 0), "unread-files", message)
        };
        kinds.into_iter().map(say).collect()
    }

    /// Reads all files. One that was found in a folder and cannot be read costs no more than itself.
    pub(super) fn read(
        &self,
        config: &Config,
        now: DateTime<Utc>,
        report: &mut Report,
    ) -> Result<Vec<(&Found<'c>, &'c InputConfig, Input)>, LoadError> {
        let read: Vec<_> = self
            .files
            .par_iter()
            .map(|found| {
                let reading = reading(config, found.config, &found.source.path, now);
                (found, load::read(&found.source, &reading))
            })
            .collect();
        report.warnings.extend(self.warnings());
        let mut inputs = Vec::with_capacity(read.len());
        for (found, result) in read {
            match result {
                Ok(input) => inputs.push((found, found.config, input)),
                // What is being written would be gone without it.
                Err(error) if found.source.named || matches!(error.kind, LoadErrorKind::Changing) => return Err(error),
                Err(error) => reject(&error, report),
            }
        }
        Ok(inputs)
    }

    /// What is to be remembered of the inputs; `entries` says how many articles each path held.
    pub(super) fn records(
        &self,
        inputs: &[(&Found<'c>, &'c InputConfig, Input)],
        entries: &BTreeMap<String, u64>,
    ) -> BTreeMap<String, InputRecord> {
        let read: BTreeMap<_, _> = inputs.iter().map(|(found, _, input)| (&found.source.path, input)).collect();
        let records = self.files.iter().map(|found| {
            let input = read.get(&found.source.path);
            let stamp = input.map_or_else(|| Stamp::of(&found.source.path), |input| input.stamp);
            let path = found.source.path.to_string_lossy().into_owned();
            let entries = entries.get(&path).copied().unwrap_or(0);
            let sha256 = input.and_then(|input| input.sha256.clone());
            // What has none never looks as before.
            let stamp = stamp.unwrap_or_default();
            (path, InputRecord { found_by: found.by.clone(), stamp, sha256, entries })
        });
        records.collect()
    }
}

/// How a file is read.
pub(super) fn reading<'c>(
    config: &'c Config,
    input_config: &InputConfig,
    path: &Path,
    now: DateTime<Utc>,
) -> Reading<'c> {
    Reading {
        captured: input_config.captured,
        now,
        format: input_config.format.or_else(|| InputFormat::of_path(path)),
        limits: &config.limits,
        hash: config.by_content,
    }
}

/// Something that held articles and holds much fewer now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shrink {
    /// A file, a folder, or the whole collection.
    pub what: String,
    /// How many articles it held.
    pub before: u64,
    /// How many it holds now; `None`: it is not there.
    pub now: Option<u64>,
}

impl fmt::Display for Shrink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, before, now } = self;
        match now {
            Some(now) => write!(f, "{what}: held {before} articles, now {now}"),
            None => write!(f, "{what}: held {before} articles, and is not there any more"),
        }
    }
}

/// What of the inputs of the last run has vanished, is empty or has lost more than half of its articles.
///
/// Looked at are whatever the configuration names, each file that is still there, and the whole collection. That a folder
/// loses a file is how articles are removed: only the folder's sum counts. A file that is read under another name of the
/// configuration is not gone, and files that are new make up for others.
pub(super) fn shrunk(config: &Config, before: &State, now: &BTreeMap<String, InputRecord>) -> Vec<Shrink> {
    let lost = |before: u64, now: u64| before > 0 && now * 2 < before;
    let old = &before.inputs;
    let sum = |records: &mut dyn Iterator<Item = &InputRecord>| -> u64 { records.map(|record| record.entries).sum() };
    let gained = sum(&mut now.iter().filter(|(path, _)| !old.contains_key(*path)).map(|(_, record)| record));
    let mut found = Vec::new();
    let named = config.inputs.iter().flat_map(|input| &input.paths).map(|path| path.to_string_lossy());
    for name in named.collect::<BTreeSet<_>>() {
        let known = found.len();
        let own: Vec<_> = old.iter().filter(|(_, record)| record.found_by == name).collect();
        for (path, record) in &own {
            let Some(present) = now.get(*path) else { continue };
            // A file of one article may become a bad one, like any article.
            let counts = record.entries > 1 || **path == name || present.stamp.size == 0;
            if counts && lost(record.entries, present.entries) {
                found.push(Shrink { what: (*path).clone(), before: record.entries, now: Some(present.entries) });
            }
        }
        let is_own = |path: &String, record: &InputRecord| {
            record.found_by == name || old.get(path).is_some_and(|old| old.found_by == name)
        };
        let present: Vec<_> = now.iter().filter(|(path, record)| is_own(path, record)).collect();
        let before = sum(&mut own.iter().map(|(_, record)| *record));
        let after = sum(&mut present.iter().map(|(_, record)| *record));
        if found.len() == known && lost(before, after) && gained * 2 < before - after {
            found.push(Shrink { what: name.into_owned(), before, now: Some(after).filter(|_| !present.is_empty()) });
        }
    }
    let (before, now) = (sum(&mut old.values()), sum(&mut now.values()));
    if found.is_empty() && lost(before, now) {
        found.push(Shrink { what: "the whole collection".to_owned(), before, now: Some(now) });
    }
    found
}
