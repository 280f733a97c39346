//! Files that feedmill published and does not know any more.
//!
//! A ledger that is lost, or an older one that is restored, does not know feeds of terms that have gone meanwhile: they would
//! be served for good, and never change. They are found by what each of our documents says of its program, and named; a
//! person removes them. Files of others are nobody's business here.
//!
//! A run that publishes lists the folders of each taxonomy and looks into those that it does not know (10,000 folders that it
//! knows take some milliseconds); where nothing is known it looks at every file, once. `feedmill ledger check` always does.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use super::obstacles;
use crate::article::Origin;
use crate::catalogue::{FileRecord, FileRecords, State};
use crate::config::Config;
use crate::digest::sha256;
use crate::feed::{ArticlePages, Taxonomy, is_of_term};
use crate::publish::{self, Files, Found, is_signed};
use crate::render::OUTPUT_FORMATS;
use crate::report::{Report, Warning, WarningCode};

/// How many are named one by one.
const NAMED: usize = 20;

/// Says which feeds and other files are in the output folder that neither the last run nor this one knows.
pub(super) fn report(config: &Config, state: &State, wanted: &Files, report: &mut Report) {
    let found: BTreeSet<String> = if state.files.is_empty() {
        let files = unknown_files(&config.dir, |path| wanted.contains_key(path));
        files.iter().map(|path| feed_of(path).map_or_else(|| path.clone(), |folder| format!("{folder}/"))).collect()
    } else {
        let known: BTreeSet<&str> = wanted.keys().chain(state.files.keys()).filter_map(|path| feed_of(path)).collect();
        unknown_feeds(&config.dir, &known)
    };
    for path in found.iter().take(NAMED) {
        let message = "feedmill published it, and it is not known any more; remove it, for nothing in it will change";
        report.warnings.push(Warning::new(&Origin::new(path.as_str(), 0), WarningCode::OrphanedFeed, message));
    }
    if let Some(next) = found.iter().nth(NAMED) {
        let message = format!("{} more like it (`feedmill ledger check` names all)", found.len() - NAMED);
        report.warnings.push(Warning::new(&Origin::new(next.as_str(), 0), WarningCode::OrphanedFeed, message));
    }
}

/// Forgets what was said of feeds that somebody has removed since.
pub(super) fn settle(config: &Config, report: &mut Report) {
    report
        .warnings
        .retain(|warning| warning.code != WarningCode::OrphanedFeed || config.dir.join(&*warning.origin.path).exists());
}

/// The paths of the published files without those that would be removed now and are somebody else's: their bytes are not those that
/// were published. Says which these are. What a new file could not be put into is nobody's to remove, either.
pub(super) fn own_files<'s>(
    config: &Config,
    state: &'s State,
    wanted: &Files,
    blocked: &BTreeMap<String, Found>,
    report: &mut Report,
) -> Vec<&'s Arc<str>> {
    let is_published = |path: &str, file: &FileRecord| match fs::read(config.dir.join(path)) {
        Ok(bytes) => sha256(&bytes) == file.sha256,
        Err(_) => true,
    };
    let (mut own, mut left) = (Vec::new(), BTreeMap::new());
    for (path, file) in state.files.iter().filter(|(path, _)| !blocked.contains_key(&***path)) {
        if wanted.contains_key(path) || is_published(path, file) {
            own.push(path);
        } else {
            left.insert(path.to_string(), Found::Left);
        }
    }
    obstacles::say(&left, report);
    own
}

/// The folder of the feed of a term that a file belongs to.
fn feed_of(path: &str) -> Option<&str> {
    let (end, _) = path.match_indices('/').nth(1)?;
    Some(&path[..end]).filter(|folder| is_of_term(folder))
}

/// Folders of feeds of terms that are not `known`.
fn unknown_feeds(root: &Path, known: &BTreeSet<&str>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for taxonomy in Taxonomy::ALL {
        let folder = taxonomy.folder();
        for (name, is_folder) in entries(&root.join(folder)) {
            let path = format!("{folder}/{name}");
            let is_ours = || {
                let mut files = OUTPUT_FORMATS.iter().map(|format| root.join(&path).join(format.file_name));
                files.any(|file| is_signed(&file))
            };
            if is_folder && !known.contains(path.as_str()) && is_ours() {
                found.insert(path + "/");
            }
        }
    }
    found
}

/// The files where feedmill publishes that say that they are its own and are not `known`: those at the top, and all in the
/// folders of taxonomies, of articles and of the archive.
pub(super) fn unknown_files(root: &Path, known: impl Fn(&str) -> bool) -> Vec<String> {
    let tops = Taxonomy::ALL.iter().map(|taxonomy| taxonomy.folder()).chain(["archive", ArticlePages::FOLDER]);
    let tops: BTreeSet<&str> = tops.collect();
    let mut found = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        for (name, is_folder) in entries(&root.join(&folder)) {
            let path = format!("{folder}{name}");
            if is_folder && (!folder.is_empty() || tops.contains(path.as_str())) {
                folders.push(path + "/");
            } else if !is_folder && !known(&path) && is_signed(&root.join(&path)) {
                found.push(path);
            }
        }
    }
    found.sort_unstable();
    found
}

/// What is in the output folder, says that feedmill published it, and is not among the `files` that are known.
pub fn unknown(root: &Path, files: &FileRecords) -> Vec<String> {
    unknown_files(root, |path| files.contains_key(path))
}

/// The names in a folder, and whether each is one of a folder. Hidden ones, links and names that we would not give are left
/// out; so is a folder that cannot be looked into.
fn entries(folder: &Path) -> impl Iterator<Item = (String, bool)> {
    publish::entries(folder).unwrap_or_default().into_iter().filter(|(name, _)| !name.starts_with('.'))
}
