//! The plan: the changes of a run to the published files, and carrying them out.

use std::collections::BTreeMap;

use super::stage::{Stage, Staged};
use super::step::{Change, Step};
use super::{PublishError, is_inside};

/// All changes of a run, each file once, in the order in which they are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    changes: Vec<(String, Change)>,
}

impl Plan {
    /// The changes that lead from the files that are `published` to those that are `wanted`, by path. Pure.
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

    /// How many files have this change.
    pub fn count(&self, wanted: Change) -> usize {
        self.changes.iter().filter(|(_, change)| *change == wanted).count()
    }

    /// The steps that make the changes, in their order. `known` is the hash of a file that was published before.
    fn steps<'h>(&self, stage: &Stage, known: impl Fn(&str) -> Option<&'h str>) -> Vec<Step> {
        let (staged, name_of_stage) = (stage.files(), stage.name());
        let step = |(path, change): (&str, Change)| {
            let staged = staged.get(path);
            let name = staged.and_then(|staged| staged.name);
            let before = match staged {
                Some(staged) => staged.before.clone(),
                None => known(path).map(str::to_owned),
            };
            let step = Step { path: path.to_owned(), name, stage: name_of_stage.clone(), before };
            (name.is_some() || change == Change::Remove).then_some(step)
        };
        self.changes().filter_map(step).collect()
    }

    /// Puts the staged files in their places and removes others, of which `known` is the hash. `commit` runs before the first
    /// of these steps, when all new files are on the disk: once it has stored the steps, [`finish`](super::finish) can carry
    /// out those that an interrupted run left. The stage then knows what was in the places ([`Stage::found`]).
    ///
    /// # Errors
    /// If a file cannot take its place or cannot be removed, or this run has lost its lock; all steps before it are done, none
    /// after it.
    pub fn apply<'h, E: From<PublishError>>(
        &self,
        stage: &Stage,
        known: impl Fn(&str) -> Option<&'h str>,
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
