//! The conductor: from a configuration to published feeds.

mod again;
mod archiving;
mod before;
mod beside;
mod budget;
mod collect;
mod error;
mod explain;
mod follow;
mod formats;
mod gather;
mod identity;
mod inputs;
mod names;
mod obstacles;
mod once;
mod orphans;
mod overview;
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

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};

use crate::article::{Origin, path_text};
use crate::catalogue::{Catalogue, FeedLines, Filling, MemoryChange, Publication, RunRecord, State, hashed};
use crate::config::Config;
use crate::feed::{ArticleTerms, Site, Taxonomy};
use crate::load::{Input, LoadError};
use crate::memory::Memory;
use crate::publish::{self, FOLDER, Lock, Plan, Stage};
use crate::report::{Kept, Rejection, Report, StageName, Stopwatch, Warning};
use crate::select::Selected;
use crate::spill::{self, Spill};
use before::{fingerprint, is_in_place, undamaged};
pub use error::BuildError;
pub use explain::{Explanation, FieldLine, Place, explain};
use follow::follow;
use formats::LeftOut;
use inputs::{Found, Inputs};
use names::Names;
pub use orphans::unknown;
use part::Store;
pub use place::REMEMBERED;
use selecting::select;
pub use shrink::Shrink;
pub use state::folder as state_folder;

/// What a run is told besides its configuration.
#[expect(clippy::struct_excessive_bools, reason = "each is asked for by itself")]
#[derive(Debug, Clone)]
pub struct Run {
    /// The present. Articles after it are held back; no date that a feed shows comes from it.
    pub now: DateTime<Utc>,
    /// Whether to write nothing, and only say what would be done.
    pub dry_run: bool,
    /// Whether to publish though much of the collection is gone.
    pub accept_shrink: bool,
    /// Whether to read and make everything anew, whatever the last run left.
    pub rebuild: bool,
    /// Whether to report of each feed, and not only of those in which something changes.
    pub lists_feeds: bool,
    /// How many bytes of what is needed later stay in memory before any are put into a temporary file.
    pub in_memory: u64,
    /// Which program this is, if not just its version: another one looks at everything again.
    pub program: String,
    /// What measures the run, if anything does.
    pub stopwatch: Stopwatch,
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
            lists_feeds: true,
            in_memory: spill::IN_MEMORY,
            program: String::new(),
            stopwatch: Stopwatch::default(),
        }
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
    run.stopwatch.start(StageName::FindInputs);
    let inputs = Inputs::find(config);
    run.stopwatch.start(StageName::Compare);
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
    let elapsed = started.elapsed();
    let is_idle = result.as_ref().is_ok_and(|report| report.idle);
    // A run that has lost its lock must not write what another one writes.
    let may_write = lock.check().is_ok();
    if may_write && (config.heartbeat || !is_idle || status::tells_of_failure(config)) {
        let written = status::write(config, &site, run.now, elapsed, &result);
        if let (Ok(report), Err(error)) = (&mut result, written) {
            let origin = Origin::new(path_text(&error.path), 0);
            report.warnings.push(Warning::new(&origin, "no-status", error.to_string()));
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
    run.stopwatch.start(StageName::Recall);
    if state.files.is_empty() {
        state.files = undamaged(&mut ledger, run.dry_run, &mut report, Catalogue::files)?;
    }
    publish_all(config, run, lock, inputs, (ledger, &state, fingerprint), report)
}

/// Reads the whole collection and publishes it. `state` is what the last run left, and `fingerprint` what this one is told.
fn publish_all(
    config: &Config,
    run: &Run,
    lock: Option<&Lock>,
    mut inputs: Inputs<'_>,
    (mut ledger, state, fingerprint): (Catalogue, &State, String),
    mut report: Report,
) -> Result<Report, BuildError> {
    let stored = undamaged(&mut ledger, run.dry_run, &mut report, Catalogue::memory)?;
    let memory = stored.refolded();
    report.warnings.extend(place::warning(config).into_iter().chain(private_folder(config)));
    reject_missing(&mut inputs, state, &mut report)?;
    run.stopwatch.start(StageName::Read);
    let store = Store::new(state::spill(config, run));
    let in_parts = parts::read(config, &inputs, run, &store);
    let opened = |found: &Found<'_>| in_parts.get(&found.key()).map(|part| part.opened(found, run.now));
    let mut read = inputs.read(config, run.now, opened, &mut report)?;
    run.stopwatch.start(StageName::Normalise);
    let in_archives = std::mem::take(&mut read.in_archives);
    let mut how = BTreeMap::new();
    let selection =
        collect::collect(config, &state.inputs, &read.inputs, (in_parts, &store), run.now, &mut how, &mut report)?;
    read.forget_texts();
    let records = inputs.records(&read, &how, config);
    let names = inputs.names(config).with(in_archives);
    if !run.accept_shrink {
        shrink::refuse(config, state, &records, &names, &report.rejections)?;
    }
    if selection.is_empty() && memory.articles.is_empty() {
        let hints = unmatched::hints(report.warnings.iter());
        return Err(BuildError::NoArticles(std::mem::take(&mut report.rejections), hints));
    }
    run.stopwatch.read(report.articles.read as u64, report.bytes.read);
    run.stopwatch.start(StageName::Select);
    let left_out = formats::left_out(config, state, run.now);
    let before = selecting::Before { memory: &memory, state, left_out: &left_out };
    let mut selected = select(config, selection, before, lock.map(|_| &store.spill), run.now, &mut report);
    selected.forget_terms();

    run.stopwatch.start(StageName::Render);
    let stage = Stage::open(&config.dir, lock)?;
    let published = (state, &left_out[..], None);
    rendering::render(config, &mut selected, published, &found_by(&read.inputs), (&stage, &store.spill), &mut report)?;
    store.spill.check().map_err(|error| state::lost(config, error))?;
    // Only entries name them.
    selected.article_terms = ArticleTerms::default();
    let (staged, found) = (stage.files(), stage.found());
    obstacles::report(config, state, &found, &mut report)?;
    let mut remembered = remember::remember(&memory, last_numbers(&memory), &selected, &config.site.base_url, run.now);
    remember::withhold(&memory, &mut remembered.memory, &found, &report);
    let plan = Plan::new(orphans::own_files(config, state, &staged, &found, &mut report), &staged);
    report.bytes.published = staged.values().map(|staged| staged.length).sum();
    summary::summarise(config, &selected, &plan, (&memory, &remembered.memory), &left_out, &mut report);
    orphans::report(config, state, &staged, &mut report);
    report.rejections.settle();
    report.warnings.settle();
    if lock.is_none() {
        return Ok(report);
    }
    run.stopwatch.start(StageName::Commit);
    let files = placing::records(&staged, state, run.now);
    drop(staged);
    let due = remember::due(config, &remembered.memory, &selected, TOLERANCE, run.now);
    let ends = left_out.iter().filter_map(|left_out| Some(left_out.since + config.vanished?));
    let due = due.into_iter().chain(ends).chain(unfinished(&read.inputs, &report)).min();
    let run_record = |report: &Report| {
        let (said, lines) = to_repeat(report, &names);
        RunRecord { fingerprint: fingerprint.clone(), due, report: said, lines: FeedLines::All(lines) }
    };
    let settled = State {
        files,
        inputs: records,
        failures: inputs.failure_texts(),
        publication: publication(config, &left_out),
        run: None,
    };
    let can_follow = left_out.is_empty()
        && update::can_follow(config, &selected, (&how, &settled.inputs), (&memory, &remembered.memory), &report);
    let collected = selected.collected.take().filter(|_| can_follow);
    let collection = collected
        .map(|collected| gather::gather((&read.inputs, &how), &selected, collected, &remembered, &store.spill));
    let known = placing::Known {
        memory: MemoryChange {
            before: &stored,
            after: &remembered.memory,
            new: &remembered.new_articles(&selected, Some(&store.spill)),
        },
        collection: collection.as_ref().map_or(Filling::Unknown, |collection| Filling::Filled(collection)),
    };
    let said = (&mut report, &run.stopwatch);
    placing::place(&plan, &stage, &mut ledger, (state, settled), known, said, run_record)?;
    Ok(report)
}

/// Warns of an output folder that only its owner may read.
fn private_folder(config: &Config) -> Option<Warning> {
    let message = "only its owner may read this folder; for a web server of another user, chmod it to 755";
    let warning = || Warning::new(&Origin::new(path_text(&config.dir), 0), "private-folder", message);
    publish::is_private(&config.dir).then(warning)
}

/// The highest numbers of remembered articles and feeds; 0 where there are none.
fn last_numbers(memory: &Memory) -> (i64, i64) {
    let number = |last: Option<&i64>| last.copied().unwrap_or(0);
    (number(memory.articles.keys().next_back()), number(memory.feeds.keys().next_back()))
}

/// Rejects what was named or is in a folder and cannot be read. What was named and never was there is an error.
fn reject_missing(inputs: &mut Inputs<'_>, state: &State, report: &mut Report) -> Result<(), LoadError> {
    for (by, error) in std::mem::take(&mut inputs.missing) {
        if !state.inputs.values().any(|input| input.found_by == hashed(&by)) {
            return Err(error);
        }
        // It was there: whether the run may go on without it is said later.
        reject(&error, report);
    }
    inputs.failures.iter().for_each(|error| reject(error, report));
    Ok(())
}

/// What the next run must know of what the configuration says now.
fn publication(config: &Config, left_out: &[LeftOut]) -> Publication {
    Publication {
        place: place::to_remember(config),
        min_entries: Taxonomy::CHOICES.iter().map(|of| (*of, config.rules.terms(*of).min_entries)).collect(),
        left_out_formats: left_out.iter().map(|left_out| (left_out.format.name.into(), left_out.since)).collect(),
    }
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
/// are only rejections.
///
/// # Errors
/// If an input that was named cannot be used, or there is no article at all.
pub fn survey<R>(
    config: &Config,
    now: DateTime<Utc>,
    look: impl FnOnce(Option<&Selected<'_>>, &Site, &Report) -> R,
) -> Result<R, BuildError> {
    // It is what names each of them.
    let mut report = Report { rejections: Kept::most(usize::MAX), ..Report::default() };
    let mut ledger = Catalogue::open_in(&state::folder(config))?;
    let state = undamaged(&mut ledger, true, &mut report, Catalogue::state)?;
    let config = &*place::remembered(config, &state, |_| false);
    let mut inputs = Inputs::find(config);
    if let Some((_, error)) = inputs.missing.pop() {
        return Err(error.into());
    }
    let stored = undamaged(&mut ledger, true, &mut report, Catalogue::memory)?;
    let memory = stored.refolded();
    let mut read = inputs.read(config, now, |_| None, &mut report)?;
    let (nothing, store) = (BTreeMap::new(), Store::new(Spill::new(None, 0)));
    let texts = (BTreeMap::new(), &store);
    let selection = collect::collect(config, &nothing, &read.inputs, texts, now, &mut BTreeMap::new(), &mut report)?;
    read.forget_texts();
    let selected = (!selection.is_empty()).then(|| {
        let before = selecting::Before { memory: &memory, state: &State::default(), left_out: &[] };
        select(config, selection, before, None, now, &mut report)
    });
    report.rejections.settle();
    report.warnings.settle();
    if selected.is_none() && report.rejections.is_empty() {
        return Err(BuildError::NoArticles(Kept::default(), unmatched::hints(report.warnings.iter())));
    }
    Ok(look(selected.as_ref(), &config.site, &report))
}

/// By which name each file was found that was read.
fn found_by<'r>(read: &'r [inputs::ReadInput<'_, '_>]) -> BTreeMap<&'r str, &'r str> {
    read.iter().map(|(found, _, input)| (&*input.origin.path, found.by.as_str())).collect()
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

/// When the first of the files whose ends wait is read to its end, grown or not.
fn unfinished(read: &[inputs::ReadInput<'_, '_>], report: &Report) -> Option<DateTime<Utc>> {
    let unfinished = report.warnings.iter().filter(|warning| warning.code == "unfinished-line");
    let unfinished: BTreeSet<&str> = unfinished.map(|warning| &*warning.origin.path).collect();
    let waits = |input: &&Input| unfinished.contains(&*input.origin.path);
    let waiting = read.iter().map(|(_, _, input)| input).filter(waits);
    waiting.filter_map(|input| input.stamp?.grows_until()).min()
}
