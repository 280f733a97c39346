//! The conductor: from a configuration to published feeds.

mod again;
mod archiving;
mod before;
mod beside;
mod budget;
mod collect;
mod error;
mod everything;
mod explain;
mod findings;
pub mod first_look;
mod follow;
mod formats;
mod gather;
mod identity;
mod inputs;
mod last_look;
mod names;
mod obstacles;
mod once;
mod orphans;
mod overview;
mod pages;
mod part;
mod parts;
mod place;
mod placing;
mod remember;
mod rendering;
mod selecting;
mod shelf;
mod shrink;
mod state;
mod status;
mod summary;
mod unmatched;
mod update;

use std::collections::BTreeMap;
use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};

use crate::article::{Origin, path_text};
use crate::catalogue::{Catalogue, State};
use crate::config::Config;
use crate::feed::Site;
use crate::load::LoadError;
use crate::publish::{FOLDER, Lock};
use crate::report::{Kept, Progress, Rejection, Report, StageName, Stopwatch, Warning, WarningCode};
use crate::select::Selected;
use crate::spill::{self, Spill};
pub use before::FEW_FILES;
use before::{fingerprint, is_in_place, undamaged};
pub use error::BuildError;
use everything::publish_all;
pub use explain::{Explanation, FieldLine, Place, explain};
pub use findings::{FileFindings, Findings};
pub use first_look::{Chosen, DatabaseLook, FileLook, FirstLook, first_look, guess::Guess};
use follow::follow;
use inputs::Inputs;
use names::Names;
pub use orphans::unknown;
use part::Store;
use selecting::select;
pub use shrink::Shrink;
pub use state::folder as state_folder;

/// What a run is told besides its configuration.
#[expect(clippy::struct_excessive_bools, reason = "each is asked for by itself")]
///
/// ```
/// use feedmill::Run;
///
/// let run = Run::at("2026-05-05T12:00:00.9Z".parse().unwrap()).dry_run(true);
/// assert_eq!(run.now.to_rfc3339(), "2026-05-05T12:00:00+00:00");
/// assert!(run.dry_run && !run.accept_shrink);
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Run {
    /// The present. Articles after it are held back; no date that a feed shows comes from it.
    pub now: DateTime<Utc>,
    /// Whether to write nothing, and only say what would be done.
    pub dry_run: bool,
    /// Whether to publish though much of the collection is gone.
    pub accept_shrink: bool,
    /// Whether to read and make everything anew, whatever the last run left.
    pub rebuild: bool,
    /// Whether a refusal is said once a day, and not by each run; see [`BuildError::Shrunk`].
    pub repeats_daily: bool,
    /// Whether to report of each feed, and not only of those in which something changes.
    pub lists_feeds: bool,
    /// How many bytes of what is needed later stay in memory before any are put into a temporary file.
    pub in_memory: u64,
    /// Which program this is, if not just its version: another one looks at everything again.
    pub program: String,
    /// What measures the run, if anything does.
    pub stopwatch: Stopwatch,
    /// What counts how far the run is, if anybody wants to know.
    pub progress: Progress,
}

impl Run {
    /// An ordinary run at a moment, of which whole seconds count.
    pub fn at(now: DateTime<Utc>) -> Self {
        let now = DateTime::from_timestamp(now.timestamp(), 0).unwrap_or(now);
        Self {
            now,
            dry_run: false,
            accept_shrink: false,
            rebuild: false,
            repeats_daily: false,
            lists_feeds: true,
            in_memory: spill::IN_MEMORY,
            program: String::new(),
            stopwatch: Stopwatch::default(),
            progress: Progress::default(),
        }
    }

    /// The same, with [`Self::dry_run`] as said.
    #[must_use]
    pub fn dry_run(self, dry_run: bool) -> Self {
        Self { dry_run, ..self }
    }

    /// The same, with [`Self::accept_shrink`] as said.
    #[must_use]
    pub fn accept_shrink(self, accept_shrink: bool) -> Self {
        Self { accept_shrink, ..self }
    }

    /// The same, with [`Self::rebuild`] as said.
    #[must_use]
    pub fn rebuild(self, rebuild: bool) -> Self {
        Self { rebuild, ..self }
    }

    /// The same, measured by [`Self::stopwatch`].
    #[must_use]
    pub fn stopwatch(self, stopwatch: Stopwatch) -> Self {
        Self { stopwatch, ..self }
    }

    /// The same, counted by [`Self::progress`].
    #[must_use]
    pub fn progress(self, progress: Progress) -> Self {
        Self { progress, ..self }
    }

    /// A stage begins, and the one before it is over.
    fn start(&self, stage: StageName) {
        self.stopwatch.start(stage);
        self.progress.start(stage);
    }

    /// The same, with [`Self::in_memory`] as said.
    #[must_use]
    pub fn in_memory(self, in_memory: u64) -> Self {
        Self { in_memory, ..self }
    }
}

/// How late an article may be dated and still count as of now: clocks differ.
const TOLERANCE: TimeDelta = TimeDelta::minutes(5);
/// The most entries of a feed in a burst of news.
const MOST_ENTRIES: usize = 500;

/// Loads the collection and publishes its feeds.
///
/// # Errors
/// If an input that was named cannot be used, there is no article at all, much of the collection is gone, a file cannot
/// be written, or another run is publishing.
pub fn build(config: &Config, run: &Run) -> Result<Report, BuildError> {
    let started = Instant::now();
    run.start(StageName::FindInputs);
    let inputs = Inputs::find(config);
    run.start(StageName::Compare);
    // Nothing is made where nothing ever was and nothing will be.
    if run.dry_run || (!inputs.missing.is_empty() && !config.dir.join(FOLDER).exists()) {
        let mut report = publish(config, run, None, inputs, &mut config.site.clone())?;
        (report.elapsed, report.timings) = (started.elapsed(), run.stopwatch.stop());
        return Ok(report);
    }
    let Some(lock) = Lock::acquire(&config.dir)? else { return Err(BuildError::Locked(config.dir.clone())) };
    state::prepare(config)?;
    spill::remove_left(&state::folder(config));
    let mut site = config.site.clone();
    let mut result = publish(config, run, Some(&lock), inputs, &mut site);
    if run.repeats_daily {
        status::mark_as_said(config, run.now, &mut result);
    }
    let elapsed = started.elapsed();
    let is_idle = result.as_ref().is_ok_and(|report| report.idle);
    // A run that has lost its lock must not write what another one writes.
    let may_write = lock.check().is_ok();
    if may_write && (config.heartbeat || !is_idle || status::tells_of_failure(config)) {
        let written = status::write(config, &site, run, elapsed, &result);
        if let (Ok(report), Err(error)) = (&mut result, written) {
            let origin = Origin::new(path_text(&error.path), 0);
            report.warnings.push(Warning::new(&origin, WarningCode::NoStatus, error.to_string()));
        }
    }
    result.map(|report| Report { elapsed, timings: run.stopwatch.stop(), ..report })
}

/// Everything between taking the lock and saying how it went. `site` is told what is known of the publication.
fn publish(
    config: &Config,
    run: &Run,
    lock: Option<&Lock>,
    inputs: Inputs<'_>,
    site: &mut Site,
) -> Result<Report, BuildError> {
    let mut report = Report { dry_run: run.dry_run, ..Report::default() };
    let mut ledger = Catalogue::open_in(&state::folder(config))?;
    if let Some(lock) = lock {
        placing::finish(lock, &mut ledger, &mut report)?;
    }
    let mut state = undamaged(&mut ledger, run.dry_run, &mut report, Catalogue::state_but_files)?;
    let config = &*place::remembered(config, &state, |last| last.fingerprint == fingerprint(config, &inputs, run));
    site.clone_from(&config.site);
    let fingerprint = fingerprint(config, &inputs, run);
    report.whole = match &state.run {
        Some(last) if last.fingerprint == fingerprint => {
            match follow(config, run, lock, &inputs, &mut ledger, &state)? {
                Ok(report) => return Ok(report),
                Err(stop) => Some(stop.to_string()),
            }
        }
        Some(_) => Some("the configuration or the program is another one".to_owned()),
        None => Some("no run before this one has ended well".to_owned()),
    };
    run.start(StageName::Recall);
    if state.files.is_empty() {
        state.files = undamaged(&mut ledger, run.dry_run, &mut report, Catalogue::files)?;
    }
    publish_all(config, run, lock, inputs, (ledger, &state, fingerprint), report)
}

/// What is kept of a report, to be said again, and what is kept of each feed.
fn to_repeat(report: &Report, names: &Names) -> (String, Vec<(String, String)>) {
    fn json(said: &impl serde::Serialize) -> String {
        serde_json::to_string(said).unwrap_or_else(|error| unreachable!("texts and numbers are always JSON: {error}"))
    }
    let mut said = report.settled();
    said.warnings.retain(|warning| !identity::is_said_once(warning));
    names.hide(&mut said);
    (json(&said), report.settled_lines().map(|line| (line.place(), json(&line))).collect())
}

/// Loads the collection and makes its feeds, without rendering or writing anything. `look` is shown no feeds where there
/// are only rejections; else also the dates and terms of all articles, whether feeds show them or not.
///
/// # Errors
/// If an input that was named cannot be used, or there is no article at all.
pub fn survey<R>(
    config: &Config,
    run: &Run,
    look: impl FnOnce(Option<&Selected<'_>>, &Site, &Report) -> R,
) -> Result<R, BuildError> {
    // It is what names each of them.
    let mut report = Report { rejections: Kept::most(usize::MAX), ..Report::default() };
    let now = run.now;
    run.start(StageName::Recall);
    let mut ledger = Catalogue::open_in(&state::folder(config))?;
    let state = undamaged(&mut ledger, true, &mut report, Catalogue::state)?;
    let config = &*place::remembered(config, &state, |_| false);
    run.start(StageName::FindInputs);
    let mut inputs = Inputs::find(config);
    if let Some((_, error)) = inputs.missing.pop() {
        return Err(error.into());
    }
    let stored = undamaged(&mut ledger, true, &mut report, Catalogue::memory)?;
    let memory = stored.refolded();
    // Nothing is written where the feeds are.
    let store = Store::new(Spill::new(Some(&std::env::temp_dir()), spill::IN_MEMORY), &run.progress);
    let (in_parts, mut read) = everything::read_inputs(config, run, &inputs, (&store, usize::MAX), &mut report)?;
    let (nothing, texts) = (BTreeMap::new(), (in_parts, &store));
    let selection = collect::collect(config, &nothing, &read.inputs, texts, now, &mut BTreeMap::new(), &mut report)?;
    read.forget_texts();
    run.start(StageName::Select);
    let collected = Spill::new(Some(&std::env::temp_dir()), spill::IN_MEMORY);
    let selected = (!selection.is_empty()).then(|| {
        let before = selecting::Before { memory: &memory, state: &State::default(), left_out: &[] };
        select(config, selection, before, Some(&collected), now, &mut report)
    });
    report.rejections.settle();
    report.warnings.settle();
    if selected.is_none() && report.rejections.is_empty() {
        return Err(BuildError::NoArticles(Kept::default(), unmatched::hints(report.warnings.iter())));
    }
    Ok(look(selected.as_ref(), &config.site, &report))
}

/// A file in a folder that cannot be used costs no more than itself.
fn reject(error: &LoadError, report: &mut Report) {
    report.articles.read += 1;
    report.rejections.push(Rejection::new(&error.origin, error.kind.to_string()));
}

/// Until when articles may be dated.
fn until(config: &Config, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    (!config.publish_future).then(|| now + TOLERANCE)
}
