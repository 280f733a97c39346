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

    /// What is done to files, in its order.
    fn steps(&self, stage: &Stage) -> Vec<Step> {
        let staged = stage.files();
        let step = |(path, change): (&str, Change)| {
            let name = staged.get(path).and_then(|staged| staged.name);
            (name.is_some() || change == Change::Remove).then(|| Step { path: path.to_owned(), name })
        };
        self.changes().filter_map(step).collect()
    }

    /// Puts the staged files in their places and removes others. `commit` runs before the first of these steps, when
    /// all that they need is on the disk: once it has written them down, [`finish`] can do what is not done.
    ///
    /// # Errors
    /// If a file cannot take its place or cannot be removed; all before it are done, none after it.
    pub fn apply<E: From<PublishError>>(
        &self,
        stage: &Stage,
        commit: impl FnOnce(&[Step]) -> Result<(), E>,
    ) -> Result<(), E> {
        let steps = self.steps(stage);
        if steps.iter().any(|step| step.name.is_some()) {
            stage.flush()?;
        }
        commit(&steps)?;
        stage.hold(true);
        do_all(stage, &steps)?;
        stage.hold(false);
        Ok(())
    }
}

/// One thing that is done to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its path.
    pub path: String,
    /// The name, among the new files, of the one that takes its place; `None`: it is removed.
    pub name: Option<usize>,
}

/// Does what a run had begun that was killed, as far as it is not done. `sha256` says what hash of its bytes a file has
/// that takes its place: one that has another is no file of that run, and is left.
///
/// # Errors
/// If a file cannot take its place or cannot be removed; all before it are done, none after it.
pub fn finish<'h>(root: &Path, steps: &[Step], sha256: impl Fn(&str) -> Option<&'h str>) -> Result<(), PublishError> {
    let stage = Stage::left(root);
    let is_to_do = |step: &&Step| match step.name {
        Some(name) => sha256(&step.path).is_some_and(|wanted| stage.holds(name, wanted)),
        None => true,
    };
    let steps: Vec<Step> = steps.iter().filter(is_to_do).cloned().collect();
    do_all(&stage, &steps)
}

/// Does all steps, and sees that they are on the disk.
fn do_all(stage: &Stage, steps: &[Step]) -> Result<(), PublishError> {
    let mut is_flushed = true;
    for Step { path, name } in steps {
        match name {
            Some(name) => {
                stage.place(path, *name)?;
                is_flushed = false;
            }
            // Nothing goes before what took the places of others is there for good: removals come last.
            None => {
                if !is_flushed {
                    stage.flush()?;
                    is_flushed = true;
                }
                remove(stage.root(), path)?;
            }
        }
    }
    if is_flushed { Ok(()) } else { stage.flush() }
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
