//! From the stage to the places of files, and back on the way after a run that was killed.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::before::undamaged;
use super::{BuildError, Run, obstacles};
use crate::catalogue::{Catalogue, FileRecord, FileRecords, Filling, MemoryChange, RunRecord, State};
use crate::memory::Memory;
use crate::publish::{self, Change, Files, Lock, Plan, Stage, Staged, Step};
use crate::report::{Report, StageName};

/// What is remembered of a file that is staged. It was changed now, unless it was published as it is.
pub(super) fn record(staged: &Staged, path: &str, before: &State, now: DateTime<Utc>) -> FileRecord {
    let same = before.files.get(path).filter(|file| file.sha256 == staged.sha256);
    let updated = same.map_or(now, |file| file.updated);
    FileRecord { sha256: staged.sha256, length: staged.length, updated }
}

/// What is remembered of all files that are staged.
pub(super) fn records(staged: &Files, before: &State, now: DateTime<Utc>) -> FileRecords {
    staged.iter().map(|(path, staged)| (Arc::clone(path), record(staged, path, before, now))).collect()
}

/// What is known of articles and feeds.
#[derive(Clone, Copy)]
pub(super) struct Known<'k> {
    /// What is remembered of articles and feeds.
    pub(super) memory: MemoryChange<'k>,
    /// What the inputs hold.
    pub(super) collection: Filling<'k>,
}

/// Puts the files in their places. What is so then is written down before, with what has to be done for it, so that the
/// next run finishes what this one leaves undone. `record` gives what is remembered of this run, once its report says all.
pub(super) fn place(
    plan: &Plan,
    stage: &Stage,
    ledger: &mut Catalogue,
    (before, mut after): (&State, State),
    known: Known<'_>,
    (report, run): (&mut Report, &Run),
    record: impl Fn(&Report) -> RunRecord,
) -> Result<(), BuildError> {
    if plan.changes().all(|(_, change)| change == Change::None) {
        run.start(StageName::Commit);
        after.run = Some(record(report));
        return Ok(ledger.commit(known.memory, (before, &after), &[], known.collection)?);
    }
    // What is removed is ours until it is.
    let removed = before.files.iter().filter(|(path, _)| !after.files.contains_key(*path));
    let removed: Vec<_> = removed.map(|(path, file)| (Arc::clone(path), *file)).collect();
    after.files.extend(removed.iter().cloned());
    let ours = |path: &str| Some(before.files.get(path)?.sha256);
    let said = stage.found();
    let commit = |steps: &[Step]| {
        run.start(StageName::Commit);
        let committed = ledger.commit(known.memory, (before, &after), steps, known.collection);
        run.start(StageName::Publish);
        committed.map_err(BuildError::from)
    };
    run.start(StageName::Publish);
    plan.apply(stage, ours, commit)?;
    let is_written = |change| matches!(change, Change::Create | Change::Replace);
    let written = plan.changes().filter(|(_, change)| is_written(*change));
    run.stopwatch.written(written.filter_map(|(path, _)| Some(after.files.get(path)?.length)).sum());
    drop(after);
    let mut found = stage.found();
    found.retain(|path, found| said.get(path) != Some(found));
    obstacles::say(&found, report);
    report.warnings.settle();
    // Where something came into the way since, there is nothing of ours.
    let in_the_way = found.iter().filter(|(_, found)| found.is_in_the_way()).map(|(path, _)| path.as_str().into());
    let unpublished: Vec<Arc<str>> = removed.into_iter().map(|(path, _)| path).chain(in_the_way).collect();
    run.start(StageName::Commit);
    Ok(ledger.end(&unpublished, &record(report))?)
}

/// Finishes what a run had begun that was killed.
pub(super) fn finish(lock: &Lock, ledger: &mut Catalogue, report: &mut Report) -> Result<(), BuildError> {
    let steps = undamaged(ledger, false, report, Catalogue::steps)?;
    if steps.is_empty() {
        return Ok(());
    }
    let before = undamaged(ledger, false, report, Catalogue::state)?;
    let mut state = before.clone();
    let finished = publish::finish(lock, &steps, |path| Some(state.files.get(path)?.sha256))?;
    obstacles::say(&finished.found, report);
    if finished.undone.is_empty() {
        ledger.forget_steps()?;
        return Ok(());
    }
    // What is there is what was there before.
    for (path, before) in finished.undone {
        match before {
            Some(sha256) => state.files.insert(path, FileRecord::of_digest(sha256)),
            None => state.files.remove(&path),
        };
    }
    ledger.commit((&Memory::default(), &Memory::default()), (&before, &state), &[], Filling::Unknown)?;
    Ok(())
}
