//! The plan: what has to be done, and doing it.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use super::stage::{Stage, Staged};
use super::{PublishError, is_inside};

/// What is done to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Its bytes are there already.
    None,
    /// There is nothing in its place.
    Create,
    /// Other bytes are in its place.
    Replace,
    /// It was published before and is not wanted any more.
    Remove,
}

/// All changes of a run, each file once, in the order in which they are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    changes: Vec<(String, Change)>,
}

impl Plan {
    /// What leads from the files that are `published` to those that are `wanted`, by path. Pure.
    pub fn new<P>(published: &BTreeMap<String, P>, wanted: &BTreeMap<String, Staged>) -> Self {
        let mut ordered: Vec<_> = wanted.iter().map(|(path, staged)| (staged.order, path, staged.change)).collect();
        ordered.sort_by_key(|(order, path, _)| (*order, *path));
        let removed = published.keys().filter(|path| !wanted.contains_key(*path) && is_inside(path));
        let changes = ordered
            .into_iter()
            .map(|(_, path, change)| (path.clone(), change))
            .chain(removed.map(|path| (path.clone(), Change::Remove)))
            .collect();
        Self { changes }
    }

    /// The changes in their order.
    pub fn changes(&self) -> impl Iterator<Item = (&str, Change)> {
        self.changes.iter().map(|(path, change)| (path.as_str(), *change))
    }

    /// How many files a change is made to.
    pub fn count(&self, wanted: Change) -> usize {
        self.changes.iter().filter(|(_, change)| *change == wanted).count()
    }

    /// Puts the staged files in their places; `between` runs after that, before the first removal.
    ///
    /// # Errors
    /// If a file cannot take its place or cannot be removed; all files before it are done, none after it.
    pub fn apply<E: From<PublishError>>(
        &self,
        stage: &Stage,
        between: impl FnOnce() -> Result<(), E>,
    ) -> Result<(), E> {
        if self.count(Change::Create) + self.count(Change::Replace) > 0 {
            let staged = stage.files();
            stage.flush()?;
            for (path, _) in self.changes() {
                if let Some(name) = staged.get(path).and_then(|staged| staged.name) {
                    stage.place(path, name)?;
                }
            }
            stage.flush()?;
        }
        between()?;
        for (path, _) in self.changes().filter(|(_, change)| *change == Change::Remove) {
            remove(stage.root(), path)?;
        }
        Ok(())
    }
}

/// Removes a file that was published, and its folders if nothing else is in them. Never through a link.
fn remove(root: &Path, path: &str) -> Result<(), PublishError> {
    let mut folder = root.to_owned();
    let parts: Vec<&str> = path.split('/').collect();
    for part in &parts[..parts.len() - 1] {
        folder.push(part);
        match fs::symlink_metadata(&folder) {
            Ok(meta) if meta.is_dir() => {}
            // It leads elsewhere, or is gone.
            Ok(_) => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(PublishError::new(&folder, "cannot look into", error)),
        }
    }
    let place = root.join(path);
    match fs::remove_file(&place) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(PublishError::new(&place, "cannot remove", error));
        }
        _ => {}
    }
    // One that is not empty stays: there are other files in it.
    while folder != root && fs::remove_dir(&folder).is_ok() && folder.pop() {}
    Ok(())
}
