//! Whether so much of the collection is gone that somebody should look first.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::error::BuildError;
use super::names::Names;
use crate::article::path_text;
use crate::article::text::counted;
use crate::catalogue::{InputKey, InputRecord, State, hashed};
use crate::config::Config;
use crate::report::{Kept, Rejection};

/// Something that held articles and holds much fewer now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shrink {
    /// A file, a folder, or the whole collection.
    pub what: String,
    /// How many articles it held.
    pub before: u64,
    /// How many it holds now; `None`: it is not there.
    pub now: Option<u64>,
    /// Why it holds none, where that is known.
    pub why: Option<String>,
}

impl fmt::Display for Shrink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, before, now, why } = self;
        let before = counted(*before, "article", "articles");
        match now {
            Some(now) => write!(f, "{what}: held {before}, now {now}")?,
            None => write!(f, "{what}: held {before}, and is not there any more")?,
        }
        why.as_ref().map_or(Ok(()), |why| write!(f, " ({why})"))
    }
}

/// Whether any input is gone or holds less than it did.
pub(super) fn has_less(before: &State, now: &BTreeMap<InputKey, InputRecord>) -> bool {
    let holds =
        |(key, before): (&InputKey, &InputRecord)| now.get(key).is_some_and(|now| now.entries >= before.entries);
    !before.inputs.iter().all(holds)
}

/// Refuses a collection that has shrunk much since the run before this one.
///
/// # Errors
/// If it has: what of it has.
pub(super) fn refuse(
    config: &Config,
    before: &State,
    now: &BTreeMap<InputKey, InputRecord>,
    names: &Names,
    rejections: &Kept<Rejection>,
) -> Result<(), BuildError> {
    let shrunk = shrunk(config, before, now, names, rejections);
    if shrunk.is_empty() { Ok(()) } else { Err(BuildError::Shrunk { shrunk, was_said: false }) }
}

/// What of the inputs of the last run has vanished, is empty or has lost more than half of its articles.
///
/// Looked at are whatever the configuration names, each input that is still there, and the whole collection. That a folder
/// loses a file is how articles are removed: only the folder's sum counts. A file that is read under another name of the
/// configuration is not gone, and files that are new make up for others. Of a file that is other inputs now than it was,
/// their sum counts.
/// `names` are those of the files, by what the ledger calls them. `rejections` say why one holds none.
pub(super) fn shrunk(
    config: &Config,
    before: &State,
    now: &BTreeMap<InputKey, InputRecord>,
    names: &Names,
    rejections: &Kept<Rejection>,
) -> Vec<Shrink> {
    let lost = |before: u64, now: u64| before > 0 && now * 2 < before;
    let (old, new) = (by_path(&before.inputs), by_path(now));
    let sum = |records: &mut dyn Iterator<Item = &Parts<'_>>| -> u64 { records.map(entries).sum() };
    let gained = sum(&mut new.iter().filter(|(path, _)| !old.contains_key(*path)).map(|(_, parts)| parts));
    let mut found = Vec::new();
    let named = config.inputs.iter().flat_map(|input| &input.paths).map(|path| path_text(path));
    for name in named.collect::<BTreeSet<_>>() {
        let known = found.len();
        let by = hashed(&name);
        let is_named = |parts: &Parts<'_>| parts.values().any(|record| record.found_by == by);
        let own: Vec<_> = old.iter().filter(|(_, parts)| is_named(parts)).collect();
        for (path, parts) in &own {
            let (Some(present), Some(file)) = (new.get(*path), names.get(path)) else { continue };
            for (before, now, size) in compared(parts, present) {
                // A file of one article may become a bad one, like any article.
                let counts = before > 1 || *file == name || size == 0;
                if counts && lost(before, now) {
                    let is_why = |rejection: &&Rejection| now == 0 && *rejection.origin.path == **file;
                    let why = rejections.iter().filter(is_why).min().map(|rejection| rejection.reason.to_string());
                    found.push(Shrink { what: file.clone(), before, now: Some(now), why });
                }
            }
        }
        let is_own = |path: &str, parts: &Parts<'_>| is_named(parts) || old.get(path).is_some_and(is_named);
        let present: Vec<_> = new.iter().filter(|(path, parts)| is_own(path, parts)).collect();
        let before = sum(&mut own.iter().map(|(_, parts)| *parts));
        let after = sum(&mut present.iter().map(|(_, parts)| *parts));
        if found.len() == known && lost(before, after) && gained * 2 < before - after {
            found.push(Shrink {
                what: name.into_owned(),
                before,
                now: Some(after).filter(|_| !present.is_empty()),
                why: None,
            });
        }
    }
    let (before, now) = (sum(&mut old.values()), sum(&mut new.values()));
    if found.is_empty() && lost(before, now) {
        found.push(Shrink { what: "the whole collection".to_owned(), before, now: Some(now), why: None });
    }
    found
}

/// The inputs that one file is, by what tells them apart.
type Parts<'r> = BTreeMap<&'r str, &'r InputRecord>;

fn by_path(records: &BTreeMap<InputKey, InputRecord>) -> BTreeMap<&str, Parts<'_>> {
    let mut files: BTreeMap<&str, Parts<'_>> = BTreeMap::new();
    for (key, record) in records {
        files.entry(&key.path).or_default().insert(&key.part, record);
    }
    files
}

fn entries(parts: &Parts<'_>) -> u64 {
    parts.values().map(|record| record.entries).sum()
}

/// What a file held and holds now, and how large it is: for each of its inputs, or for all of them where they are others now.
fn compared(before: &Parts<'_>, now: &Parts<'_>) -> Vec<(u64, u64, u64)> {
    let size = now.values().map(|record| record.stamp.size).max().unwrap_or(0);
    if before.keys().eq(now.keys()) {
        let pairs = before.values().zip(now.values());
        return pairs.map(|(before, now)| (before.entries, now.entries, size)).collect();
    }
    vec![(entries(before), entries(now), size)]
}
