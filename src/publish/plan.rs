//! The plan: the changes of a run to the published files, and carrying them out.

use std::sync::Arc;

use super::stage::Stage;
use super::staged::Files;
use super::step::{Change, Step};
use super::{PublishError, is_inside};
use crate::digest::Digest;

/// All changes of a run, each file once, in the order in which they are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    changes: Vec<(Arc<str>, Change)>,
}

impl Plan {
    /// The changes that lead from the files that are `published` (their paths) to those that are `wanted`. Pure.
    pub fn new<'p>(published: impl IntoIterator<Item = &'p Arc<str>>, wanted: &Files) -> Self {
        let mut ordered: Vec<_> = wanted.iter().collect();
        // Stable: files of one order stay sorted by their paths.
        ordered.sort_by_key(|(_, staged)| staged.order);
        let ordered = ordered.into_iter().map(|(path, staged)| (path, staged.change));
        let removed = published.into_iter().filter(|path| !wanted.contains_key(*path) && is_inside(path));
        let changes = ordered.chain(removed.map(|path| (path, Change::Remove)));
        Self { changes: changes.map(|(path, change)| (Arc::clone(path), change)).collect() }
    }

    /// The changes in their order.
    pub fn changes(&self) -> impl Iterator<Item = (&str, Change)> {
        self.changes.iter().map(|(path, change)| (&**path, *change))
    }

    /// How many files have this change.
    pub fn count(&self, wanted: Change) -> usize {
        self.changes.iter().filter(|(_, change)| *change == wanted).count()
    }

    /// The steps that make the changes, in their order. `known` is the hash of a file that was published before.
    fn steps(&self, stage: &Stage, known: impl Fn(&str) -> Option<Digest>) -> Vec<Step> {
        let (files, stage) = (stage.files(), stage.name());
        let step = |(path, change): &(Arc<str>, Change)| {
            let staged = files.get(path);
            let name = staged.and_then(|staged| staged.name);
            let before = || match staged {
                Some(staged) => staged.old.as_ref().map(|old| old.sha256),
                None => known(path),
            };
            let is_step = name.is_some() || *change == Change::Remove;
            is_step.then(|| Step { path: Arc::clone(path), name, stage: Arc::clone(&stage), before: before() })
        };
        self.changes.iter().filter_map(step).collect()
    }

    /// Puts the staged files in their places and removes others, of which `known` is the hash. `commit` runs before the first
    /// of these steps, when all new files are on the disk: once it has stored the steps, [`finish`](super::finish) can carry
    /// out those that an interrupted run left. The stage then knows what was in the places ([`Stage::found`]).
    ///
    /// # Errors
    /// If a file cannot take its place or cannot be removed, or this run has lost its lock; all steps before it are done, none
    /// after it.
    pub fn apply<E: From<PublishError>>(
        &self,
        stage: &Stage,
        known: impl Fn(&str) -> Option<Digest>,
        commit: impl FnOnce(&[Step]) -> Result<(), E>,
    ) -> Result<(), E> {
        let Some(lock) = stage.lock() else { return Ok(()) };
        let steps = self.steps(stage, known);
        if steps.iter().any(|step| step.name.is_some()) {
            stage.flush()?;
        }
        lock.check()?;
        commit(&steps)?;
        stage.hold(true);
        stage.place(lock, &steps)?;
        stage.hold(false);
        Ok(())
    }
}
