//! The inputs of a run: which there are, whether they are as the last run left them, and what is in them.

mod find;
mod websites;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use chrono::{DateTime, Utc};
use rayon::prelude::*;

use super::collect::Read;
use super::names::Names;
use super::reject;
use crate::article::text::counted;
use crate::article::{Origin, path_text};
use crate::catalogue::{InputKey, InputRecord, State, hashed};
use crate::config::{Config, InputConfig};
use crate::digest::Digest;
use crate::load::{self, Input, InputFormat, LoadError, LoadErrorKind, Opened, Reading, SiteRules, Source, Stamp};
use crate::publish::FOLDER;
use crate::quoted::quoted;
use crate::report::{Report, Warning, WarningCode};

/// A file to read, as one table says.
pub(super) struct Found<'c> {
    pub(super) source: Source,
    /// What the configuration names: the file itself, a folder or a pattern.
    pub(super) by: String,
    /// Which of the tables that read this file; empty where there is one.
    pub(super) part: String,
    pub(super) config: &'c InputConfig,
    /// The site that it is a source of.
    pub(super) website: Option<InWebsite>,
    /// What was asked for once: what it is remembered by, and how its file looked.
    key: OnceLock<InputKey>,
    stamp: OnceLock<Option<Stamp>>,
}

/// A site, and the path of a file below its folder.
pub(super) type InWebsite = (Arc<SiteRules>, String);

impl Found<'_> {
    /// How it was found, and in which site it stands.
    pub(super) fn way(&self) -> (&str, Option<&InWebsite>) {
        (&self.by, self.website.as_ref())
    }

    /// What the input is remembered by.
    pub(super) fn key(&self) -> InputKey {
        let key = || InputKey { path: hashed(&path_text(&self.source.path)), part: self.part.clone() };
        self.key.get_or_init(key).clone()
    }

    /// How its file looked when that was first asked for in this run.
    pub(super) fn stamp(&self) -> Option<Stamp> {
        *self.stamp.get_or_init(|| Stamp::of(&self.source.path))
    }

    /// What its table says, where other tables say something else about the file.
    pub(super) fn settings(&self) -> String {
        if self.part.is_empty() { String::new() } else { find::said(self.config) }
    }
}

/// What is said of a link out of an input folder.
const LEADS_OUT: &str = "a link out of its folder, which is not followed; `follow_links` in [[input]] has it followed";

/// A text that was read, the file that it is or that holds it, and what its table says.
pub(super) type ReadInput<'f, 'c> = (&'f Found<'c>, &'c InputConfig, Input);

/// What was read of the inputs.
pub(super) struct ReadInputs<'f, 'c> {
    pub(super) inputs: Vec<ReadInput<'f, 'c>>,
    looks: BTreeMap<InputKey, Look>,
    /// The names of files in archives.
    pub(super) in_archives: Vec<String>,
}

impl ReadInputs<'_, '_> {
    /// Gives the memory of all texts back.
    pub(super) fn forget_texts(&mut self) {
        self.inputs.iter_mut().for_each(|(.., input)| input.text = String::new());
    }
}

/// How a file looked when it was read: its stamp, and its SHA-256 where that is compared. One without a stamp never looks as it did.
type Look = (Option<Stamp>, Option<Box<Digest>>);

/// What the walks of folders have seen: the folder that each walked, by what names it in the configuration, and which folders
/// may be those of sites.
#[derive(Default)]
struct Seen {
    roots: BTreeMap<String, PathBuf>,
    sites: BTreeSet<PathBuf>,
}

/// All inputs, in the order of their paths.
#[derive(Default)]
pub(super) struct Inputs<'c> {
    pub(super) files: Vec<Found<'c>>,
    /// What was named and is not there, or holds nothing.
    pub(super) missing: Vec<(String, LoadError)>,
    /// What of a folder cannot be looked into.
    pub(super) failures: Vec<LoadError>,
    /// Links that lead out of their folders and are not followed.
    links: BTreeSet<PathBuf>,
    /// Files that look like articles in a format that is not read.
    unread: BTreeSet<PathBuf>,
    /// Archives, databases and spreadsheets in folders, which are read only where they are named.
    apart: BTreeSet<PathBuf>,
    /// Tables that are exceptions to others (what each names): for how many files, and the first of these.
    exceptions: BTreeMap<(String, String), (usize, PathBuf)>,
    /// What the walks of folders have seen.
    seen: Seen,
}

impl<'c> Inputs<'c> {
    /// Whether all is as it was when the inputs in `state` were read.
    pub(super) fn are_as_before(&self, config: &Config, state: &State) -> bool {
        let is_as_before = |found: &Found<'_>| {
            let before = state.inputs.get(&found.key());
            before.is_some_and(|before| {
                if config.by_content {
                    // A pipe can be read once; what cannot be read now could not be read before.
                    Stamp::of(&found.source.path).is_some()
                        && load::sha256_of_input(&found.source.path).ok() == before.sha256.as_deref().copied()
                } else {
                    found.stamp() == Some(before.stamp)
                }
            })
        };
        self.missing.is_empty()
            && self.failure_texts() == state.failures
            && self.files.len() == state.inputs.len()
            && self.files.iter().all(is_as_before)
    }

    /// Archives, databases and spreadsheets in folders, which are not read there.
    pub(super) fn apart_paths(&self) -> impl Iterator<Item = &PathBuf> {
        self.apart.iter()
    }

    /// What cannot be looked into or is not followed: each place and the reason, hashed.
    pub(super) fn failure_texts(&self) -> BTreeSet<String> {
        let links = self.links.iter().map(|path| format!("{}: {LEADS_OUT}", path_text(path)));
        self.failures.iter().map(ToString::to_string).chain(links).map(|text| hashed(&text)).collect()
    }

    /// All names that reports may have of inputs, but those of files in archives.
    pub(super) fn names(&self, config: &Config) -> Names {
        let text = |path: &Path| path_text(path).into_owned();
        let named = config.inputs.iter().flat_map(|input| &input.paths).map(|path| text(path));
        let files = self.files.iter().map(|found| (found.key().path, text(&found.source.path)));
        let unread = self
            .unread
            .iter()
            .chain(&self.apart)
            .chain(self.exceptions.values().map(|(_, first)| first))
            .map(|path| text(path));
        let failures = self.failures.iter().map(|failure| failure.origin.path.to_string());
        let links = self.links.iter().map(|path| text(path));
        Names::new(named.chain(unread).chain(failures).chain(links)).with_hashed(files)
    }

    /// All names that reports may have of files in archives, which have to be read for them.
    pub(super) fn names_in_archives(&self, config: &Config, now: DateTime<Utc>) -> Vec<String> {
        // The names of others promise that they are none.
        let archives = self.files.iter().filter(|found| InputFormat::of_path(&found.source.path).is_none());
        let opened = archives.filter_map(|found| {
            let reading = reading(config, found.config, &found.source.path, now);
            Some((found, load::read(&found.source, &reading).ok()?))
        });
        opened.flat_map(|(found, opened)| names_in(found, &opened)).collect()
    }

    /// Says which articles there may be that are not read, once for each kind of file.
    fn warnings(&self) -> Vec<Warning> {
        let mut kinds = BTreeMap::<&OsStr, (usize, &Path)>::new();
        for path in &self.unread {
            kinds.entry(path.extension().unwrap_or_default()).or_insert((0, path)).0 += 1;
        }
        let say = |(extension, (count, first)): (&OsStr, (usize, &Path))| {
            let files = counted(count, "file ends", "files end");
            let message = format!("{files} in .{}, which is not read", path_text(extension.as_ref()));
            Warning::new(&Origin::new(path_text(first), 0), WarningCode::UnreadFiles, message)
        };
        let except = |((closer, other), (count, first)): (&(String, String), &(usize, PathBuf))| {
            let files = if *count == 1 { "it is".to_owned() } else { format!("{count} files are") };
            let message =
                format!("{files} read as the [[input]] table of {closer} says, and not as that of {other} does");
            Warning::new(&Origin::new(path_text(first), 0), WarningCode::InputException, message)
        };
        let links = self
            .links
            .iter()
            .map(|path| Warning::new(&Origin::new(path_text(path), 0), WarningCode::LinkOut, LEADS_OUT));
        let said =
            kinds.into_iter().map(say).chain(self.apart()).chain(self.exceptions.iter().map(except)).chain(links);
        said.chain(self.websites()).collect()
    }

    /// Says how files are read that lie in a folder and are read only where they are named, once for each kind of file.
    fn apart(&self) -> impl Iterator<Item = Warning> {
        let mut kinds = BTreeMap::<&OsStr, (usize, &Path)>::new();
        for path in &self.apart {
            kinds.entry(path.extension().unwrap_or_default()).or_insert((0, path)).0 += 1;
        }
        kinds.into_iter().map(|(extension, (count, first))| {
            let path = path_text(first);
            let extension = path_text(extension.as_ref());
            let advice = if load::is_readable_alone(first) {
                let (path, query) = (quoted(&path), load::query_of(first));
                let lines = match query.map(|query| quoted(&query)) {
                    Some(query) => {
                        format!("`[[input]]`, `path = {path}` and `query = {query}`, each in a line of its own,")
                    }
                    None => format!("`[[input]]` and, in the next line, `path = {path}`"),
                };
                format!("read only where it is named: add {lines} to feedmill.toml")
            } else {
                "not read; save its tables as CSV".to_owned()
            };
            let files =
                if count == 1 { "it is".to_owned() } else { format!("{count} files end in .{extension}, each") };
            Warning::new(&Origin::new(path, 0), WarningCode::NamedOnly, format!("{files} {advice}"))
        })
    }

    /// Reads all files but those that were `opened` already. One that was found in a folder and cannot be read costs no more than itself, and is read again by the next
    /// run if somebody is writing it.
    pub(super) fn read(
        &self,
        config: &Config,
        now: DateTime<Utc>,
        opened: impl Fn(&Found<'_>) -> Option<Opened> + Sync,
        report: &mut Report,
    ) -> Result<ReadInputs<'_, 'c>, LoadError> {
        let is_packed =
            |found: &&Found<'_>| load::is_packed(&found.source.path) || load::is_archive(&found.source.path);
        let slack = load::UNPACKED_SLACK / self.files.iter().filter(is_packed).count().max(1);
        let read: Vec<_> = self
            .files
            .par_iter()
            .map(|found| {
                let reading = Reading { slack, ..reading(config, found.config, &found.source.path, now) };
                (found, opened(found).map_or_else(|| load::read(&found.source, &reading), Ok))
            })
            .collect();
        report.warnings.extend(self.warnings());
        let (mut inputs, mut looks, mut in_archives) = (Vec::with_capacity(read.len()), BTreeMap::new(), Vec::new());
        for (found, result) in read {
            match result {
                Ok(opened) => {
                    in_archives.extend(names_in(found, &opened));
                    looks.insert(found.key(), (opened.stamp, opened.sha256.map(Box::new)));
                    report.warnings.extend(opened.warnings);
                    for failure in &opened.failures {
                        reject(failure, report);
                    }
                    for input in opened.inputs {
                        report.bytes.read = report.bytes.read.saturating_add(input.bytes());
                        inputs.push((found, found.config, input));
                    }
                }
                Err(error) if found.source.named => return Err(error),
                Err(error) => {
                    if matches!(error.kind, LoadErrorKind::Changing) {
                        looks.insert(found.key(), (None, None));
                    }
                    reject(&error, report);
                }
            }
        }
        Ok(ReadInputs { inputs, looks, in_archives })
    }

    /// What is to be remembered of the inputs; `how` says how each was read.
    pub(super) fn records(
        &self,
        read: &ReadInputs<'_, 'c>,
        how: &BTreeMap<InputKey, Read>,
        config: &Config,
    ) -> BTreeMap<InputKey, InputRecord> {
        let records = self.files.iter().map(|found| {
            let key = found.key();
            let (stamp, sha256) = read.looks.get(&key).cloned().unwrap_or_else(|| {
                let path = &found.source.path;
                let sha256 = config.by_content.then(|| load::sha256_of_input(path).ok()).flatten();
                (Stamp::of(path), sha256.map(Box::new))
            });
            let entries = how.get(&key).map_or(0, |how| how.articles);
            // What has none never looks as before.
            let stamp = stamp.unwrap_or_default();
            (key, InputRecord { found_by: hashed(&found.by), stamp, sha256, entries })
        });
        records.collect()
    }
}

/// The names of the files in an archive; none of any other file.
fn names_in(found: &Found<'_>, opened: &load::Opened) -> Vec<String> {
    let inside = opened.inputs.iter().filter(|input| input.path != found.source.path).map(|input| &input.origin);
    inside.chain(opened.failures.iter().map(|failure| &failure.origin)).map(|origin| origin.path.to_string()).collect()
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
        encoding: input_config.encoding,
        hash: config.by_content,
        slack: load::UNPACKED_SLACK,
        marker: FOLDER,
    }
}
