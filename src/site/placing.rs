//! From the stage to the places of files, and back on the way after a run that was killed.

use super::BuildError;
use super::before::undamaged;
use crate::config::Config;
use crate::ledger::{Ledger, State};
use crate::memory::Memory;
use crate::publish::{self, Change, Plan, Stage};
use crate::report::Report;

/// Puts the files in their places. What is so then is written down before, with what has to be done for it, so that the
/// next run finishes what this one leaves undone. `memory` is what is remembered before that, and after.
pub(super) fn place(
    plan: &Plan,
    stage: &Stage,
    ledger: &mut Ledger,
    before: &State,
    after: &State,
    memory: (&Memory, &Memory),
) -> Result<(), BuildError> {
    let is_new = plan.changes().any(|(_, change)| change != Change::None);
    if is_new {
        // What is removed is ours until it is.
        let others = before.files.iter().filter(|(path, _)| !after.files.contains_key(*path));
        let files = after.files.iter().chain(others).map(|(path, file)| (path.clone(), file.clone())).collect();
        let begun = State { files, run: None, ..after.clone() };
        plan.apply(stage, |steps| ledger.commit(memory, &begun, steps).map_err(BuildError::from))?;
    }
    ledger.commit(if is_new { (memory.1, memory.1) } else { memory }, after, &[])?;
    Ok(())
}

/// Finishes what a run had begun that was killed.
pub(super) fn finish(
    config: &Config,
    ledger: &mut Ledger,
    state: &State,
    report: &mut Report,
) -> Result<(), BuildError> {
    let steps = undamaged(ledger, false, report, Ledger::steps)?;
    if !steps.is_empty() {
        publish::finish(&config.dir, &steps, |path| Some(state.files.get(path)?.sha256.as_str()))?;
        ledger.forget_steps()?;
    }
    Ok(())
}
