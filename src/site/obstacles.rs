//! What is in places of files and is not what feedmill put there: it is named, and never lost.

use std::collections::BTreeMap;
use std::path::Path;

use super::BuildError;
use crate::article::Origin;
use crate::catalogue::State;
use crate::config::Config;
use crate::publish::{self, Found, PublishError, is_signed};
use crate::report::{Report, Warning, WarningCode};

/// How many are named one by one.
const NAMED: usize = 20;

/// Says what was found. Where nothing was ever published, a file of somebody else ends the run: the folder may be a wrong
/// one.
pub(super) fn report(
    config: &Config,
    state: &State,
    found: &BTreeMap<String, Found>,
    report: &mut Report,
) -> Result<(), BuildError> {
    let foreign = found.iter().find(|(_, found)| **found == Found::Foreign);
    if let Some((path, _)) = foreign.filter(|_| state.files.is_empty()) {
        return Err(refused(config, path).into());
    }
    say(found, report);
    Ok(())
}

fn refused(config: &Config, path: &str) -> PublishError {
    let message = "it was not published by feedmill; choose another folder, or move it away";
    let error = std::io::Error::new(std::io::ErrorKind::AlreadyExists, message);
    PublishError::new(&config.dir.join(path), "will not be replaced", error)
}

/// Says what was found in places.
pub(super) fn say(found: &BTreeMap<String, Found>, report: &mut Report) {
    // What is in the way of many files is said once.
    let mut ways: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut others = Vec::new();
    for (path, found) in found {
        let message = match found {
            Found::Blocked { by, why } => {
                *ways.entry((by, why)).or_default() += 1;
                continue;
            }
            Found::Foreign => {
                *ways.entry((path, "somebody else's file is in its place")).or_default() += 1;
                continue;
            }
            Found::Edited => "somebody has changed it since it was published; it is published anew".to_owned(),
            Found::Aside(kept) => format!("somebody else's file was in its place; that is {kept} now"),
            Found::Left => "it would be removed, but it is not what feedmill published; it stays".to_owned(),
        };
        others.push((path.clone(), WarningCode::ForeignFile, message));
    }
    let ways = ways.into_iter().map(|((by, why), count)| {
        let message = match count {
            1 => format!("1 file is not published: {why}; move that away"),
            _ => format!("{count} files are not published: {why}; move that away"),
        };
        (by.to_owned(), WarningCode::BlockedPlace, message)
    });
    for all in [ways.collect::<Vec<_>>(), others] {
        let count = all.len();
        for (n, (path, code, message)) in all.into_iter().enumerate().take(NAMED + 1) {
            let message =
                if n < NAMED || count == NAMED + 1 { message } else { format!("{} more like it", count - NAMED) };
            report.warnings.push(Warning::new(&Origin::new(path, 0), code, message));
        }
    }
}

/// Whether all that was in the way still is, so that a run has nothing to do about it.
pub(super) fn are_as_before(config: &Config, said: &Report) -> bool {
    let blocked = said.warnings.iter().filter(|warning| warning.code == WarningCode::BlockedPlace);
    blocked.into_iter().all(|warning| is_blocked(&config.dir, &warning.origin.path, &warning.message))
}

fn is_blocked(root: &Path, path: &str, why: &str) -> bool {
    let place = root.join(path);
    let Ok(meta) = place.symlink_metadata() else { return false };
    if meta.is_dir() {
        return why.contains("a folder is in its place")
            || !publish::is_same_file_system(root, &place)
            || publish::entries(&place).is_err();
    }
    !meta.is_file() || !is_signed(&place)
}
