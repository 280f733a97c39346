//! A run after one that ended well.

use chrono::{DateTime, Utc};

use super::again::Stop;
use super::before::is_all_there;
use super::inputs::Inputs;
use super::{BuildError, Run, obstacles, orphans, to_repeat, update};
use crate::catalogue::{Catalogue, FeedLines, RunRecord, State};
use crate::config::Config;
use crate::publish::Lock;
use crate::report::{FeedLine, Report};

/// A run after one that ended well, with the same configuration and program: says what that one said where nothing has changed,
/// and looks only at what has, where that is enough.
pub(super) fn follow(
    config: &Config,
    run: &Run,
    lock: Option<&Lock>,
    inputs: &Inputs<'_>,
    ledger: &mut Catalogue,
    state: &State,
) -> Result<Result<Report, Stop>, BuildError> {
    let unsure = |why| Ok(Err(Stop::Unsure(why)));
    let Some(last) = state.run.clone() else { return unsure("no run has ended well") };
    if run.rebuild {
        return unsure("that was asked for");
    }
    let is_due = last.due.is_some_and(|due| due <= run.now);
    let is_idle = !is_due && inputs.are_as_before(config, state);
    if let Err(error) = ledger.read_on() {
        return Ok(Err(error.into()));
    }
    match is_all_there(config, ledger, run.now) {
        Ok(true) => {}
        Ok(false) => return unsure("published files are not in their places"),
        Err(error) => return Ok(Err(error.into())),
    }
    let Ok(mut said) = serde_json::from_str::<Report>(&last.report) else {
        return unsure("the last report is not whole");
    };
    if run.lists_feeds {
        let lines = match ledger.feed_lines() {
            Ok(lines) => lines,
            Err(error) => return Ok(Err(error.into())),
        };
        said.feed_lines.extend(lines.iter().filter_map(|line| serde_json::from_str::<FeedLine>(line).ok()));
    }
    if !is_shown(inputs, config, &mut said, run.now) && is_idle {
        return unsure("inputs have other names");
    }
    if !obstacles::are_as_before(config, &said) {
        return unsure("what was in the place of a file is gone");
    }
    if is_idle {
        let mut said = Report { idle: true, dry_run: run.dry_run, ..said };
        orphans::settle(config, &mut said);
        return Ok(Ok(said));
    }
    let run_record = |report: &Report, due| {
        let (said, lines) = to_repeat(report, &inputs.names(config));
        RunRecord { fingerprint: last.fingerprint.clone(), due, report: said, lines: FeedLines::Changed(lines) }
    };
    update::update(config, run, lock, inputs, ledger, update::Before { state, said: &said }, run_record)
}

/// Puts the names of inputs back into a report of the last run; `false`: one is not known. Archives are read for the names in
/// them where these are needed.
fn is_shown(inputs: &Inputs<'_>, config: &Config, said: &mut Report, now: DateTime<Utc>) -> bool {
    let names = inputs.names(config);
    names.show(said) || names.with(inputs.names_in_archives(config, now)).show(said)
}
