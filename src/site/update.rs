//! A run that looks only at what has changed.
//!
//! The catalogue says what the collection holds. Inputs that look as they did are not opened. Read are the articles that are new,
//! those that may be the same as a new one or one that is gone, and of those that stand in a feed in which something changes the ones
//! whose entries cannot be taken from what is published (`kept`). Documents about all feeds are edited where they speak of the feeds
//! that change ([`super::overview`]). Where these do not tell what a change comes to ([`Stop`] says why), the whole collection is
//! read instead ([`super::publish_all`]), with the same result.
//!
//! What is published is used only where its bytes are those that were published. Nothing here goes through all feeds, files or terms,
//! but for one look at how lively each feed is (`rest`), for the index.
//!
//! Articles are read again from their places, or together with the whole input ([`super::again::access`]). Those whose moment has come
//! (they are held no more, have expired, or have changed by then) are in question like those that are new. Not supported: archives,
//! declared feeds, other names of terms; and changes of inputs that say something about others.

mod answer;
mod changed;
mod check;
mod choose;
mod closure;
mod entries;
mod feeds;
mod kept;
mod leaving;
mod lines;
mod moves;
mod naming;
mod rest;
mod said;
mod stretch;
mod terms;
mod whole;
mod written;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::again::{Again, Stop};
use super::inputs::Inputs;
use super::{BuildError, Run, obstacles, pages, placing, rendering};
use crate::article::path_text;
use crate::catalogue::{
    Catalogue, CollectedRow, FileRecords, Filling, InputKey, InputRecord, LastNumbers, Publication, RunRecord, State,
};
use crate::config::Config;
use crate::feed::Feed;
use crate::memory::Memory;
use crate::publish::{Lock, Plan, Stage};
use crate::render::{FEED_LIST, OUTPUT_FORMATS, PAGE};
use crate::report::{Report, StageName, Warning, WarningCode};
use crate::select::Selected;
use answer::Answer;
use changed::Changed;
pub(super) use check::can_follow;
use check::{check, check_changes, files_at_hand};
use choose::{Chosen, choose};
use feeds::Feeds;

/// What the run before left.
#[derive(Clone, Copy)]
pub(super) struct Before<'b> {
    pub(super) state: &'b State,
    /// What it said, with the names of inputs.
    pub(super) said: &'b Report,
}

/// Publishes what has changed; without a `lock`, only says what would be published. A [`Stop`] is no error: nothing was done, and a run
/// that reads everything can.
pub(super) fn update(
    config: &Config,
    run: &Run,
    lock: Option<&Lock>,
    inputs: &Inputs<'_>,
    catalogue: &mut Catalogue,
    before: Before<'_>,
    run_record: impl Fn(&Report, Option<DateTime<Utc>>) -> RunRecord,
) -> Result<Result<Report, Stop>, BuildError> {
    let stage = match Stage::open(&config.dir, lock) {
        Ok(stage) => stage,
        Err(error) => return Ok(Err(error.into())),
    };
    let prepared = match prepare(config, run, &stage, inputs, catalogue, before) {
        Ok(prepared) => prepared,
        Err(stop) => return Ok(Err(stop)),
    };
    let Prepared { plan, state, gone, memory, changes, mut report, due } = prepared;
    if lock.is_none() {
        return Ok(Ok(report));
    }
    run.start(StageName::Commit);
    let known = placing::Known { memory: (&memory.0, &memory.1).into(), collection: Filling::Changed(&changes) };
    let run_record = |report: &Report| run_record(report, due);
    let said = (&mut report, run);
    let before = if gone.is_empty() {
        Cow::Borrowed(before.state)
    } else {
        Cow::Owned(State { files: gone, ..before.state.clone() })
    };
    placing::place(&plan, &stage, catalogue, (&before, state), known, said, run_record)?;
    Ok(Ok(report))
}

/// All that is to be written.
struct Prepared {
    plan: Plan,
    state: State,
    /// The files that go.
    gone: FileRecords,
    memory: (Memory, Memory),
    changes: crate::catalogue::Changes,
    report: Report,
    due: Option<DateTime<Utc>>,
}

/// What is asked for and was there before, for all steps of a run.
#[derive(Clone, Copy)]
struct Context<'x> {
    config: &'x Config,
    catalogue: &'x Catalogue,
    state: &'x State,
    /// What the run before said.
    said: &'x Report,
    /// The feeds, as they were.
    feeds: &'x Feeds<'x>,
    /// The highest numbers that were given.
    last: LastNumbers,
    now: DateTime<Utc>,
    /// How many bytes all inputs have.
    read: u64,
    /// Where new files are put.
    stage: &'x Stage,
}

fn prepare(
    config: &Config,
    run: &Run,
    stage: &Stage,
    inputs: &Inputs<'_>,
    catalogue: &Catalogue,
    Before { state, said }: Before<'_>,
) -> Result<Prepared, Stop> {
    check(config, run, inputs, catalogue, Before { state, said })?;
    run.start(StageName::Read);
    let changed = Changed::find(config, inputs, catalogue, Before { state, said }, run.now)?;
    let bytes = changed.segments.iter().map(|one| one.length).sum();
    run.progress.read(changed.new.len() + changed.rejections.len());
    run.stopwatch.read((changed.new.len() + changed.rejections.len()) as u64, bytes);
    run.start(StageName::Settle);
    check_changes(config, run, inputs, &changed, Before { state, said })?;
    let mut report = Report { dry_run: run.dry_run, ..said::report(said, &changed) };
    let feeds = Feeds::new(catalogue);
    let (last, read) = (catalogue.last_numbers()?, report.bytes.read);
    let context = Context { config, catalogue, state, said, feeds: &feeds, last, now: run.now, read, stage };
    let again = Again {
        config,
        catalogue,
        files: changed.files.clone(),
        shifted: changed.shifted.clone(),
        moved: changed.standing.clone(),
        now: run.now,
        shared_order: changed.shared_order,
        stopwatch: &run.stopwatch,
    };
    let due = catalogue.due_articles(run.now.timestamp(), held_by(run.now))?;
    let mut answer = Answer::find((&changed, &due), &again, context)?;
    run.start(StageName::Select);
    let Chosen { mut selected, known, remembered, standing } = choose(&mut answer, &again, context)?;
    said::say_articles(&mut report, &answer, (said, &changed), &selected);
    run.start(StageName::Render);
    let paths: Vec<_> = inputs.files.iter().map(|found| (path_text(&found.source.path), found.by.as_str())).collect();
    let found_by = paths.iter().map(|(path, by)| (&**path, *by)).collect();
    said::forget_made(&mut report, &selected);
    let mut rendered = Report { bytes: report.bytes, ..Report::default() };
    let published = published(&selected, state, catalogue)?;
    let spill = super::state::spill(config, run);
    let (there, stage_and_spill) = ((&published, &[][..], Some(&standing)), (stage, &spill));
    rendering::render((config, &run.progress), &mut selected, there, &found_by, stage_and_spill, &mut rendered)?;
    if !standing.entries.is_empty() && rendered.warnings.iter().any(|warning| warning.code == WarningCode::FeedOverSize)
    {
        return Err(Stop::Unsure("a feed has no room for its texts"));
    }
    // Of an article that is shown again it is known.
    let known_already: BTreeSet<Warning> = report.warnings.iter().cloned().collect();
    report.warnings.extend(rendered.warnings.into_iter().filter(|warning| !known_already.contains(warning)));
    report.warnings.count_as(&said.warnings);
    if !stage.found().is_empty() || report.withholds() {
        return Err(Stop::Unsure("something is in the place of a file"));
    }
    let memory = (known, remembered);
    written::finish(context, (&changed, &answer), &selected, memory, &published, report)
}

/// What is known of the published files that may change with these feeds.
fn published(selected: &Selected<'_>, state: &State, catalogue: &Catalogue) -> Result<State, Stop> {
    let formats = || OUTPUT_FORMATS.iter().copied().chain([&PAGE]);
    let of_feed = |feed: &Feed| formats().map(|format| feed.key.path(format.file_name)).collect::<Vec<_>>();
    let at_top = ["index.html", "index.opml", FEED_LIST].map(str::to_owned);
    let pages = selected.pages.iter().flatten().map(|page| pages::path(page));
    let paths = selected.feeds.iter().flat_map(of_feed).chain(at_top).chain(pages);
    let mut published = files_at_hand(paths, state, catalogue)?;
    let taxonomies = selected.feeds.iter().filter_map(|feed| Some(selected.terms[feed.term?].taxonomy));
    for taxonomy in taxonomies.collect::<BTreeSet<_>>() {
        let folder = format!("{}/", taxonomy.folder());
        for list in ["index.html", "page-"].map(|list| format!("{folder}{list}")) {
            let files = catalogue.files_from(&list)?;
            published.files.extend(files.into_iter().filter(|(path, _)| !path[folder.len()..].contains('/')));
        }
    }
    Ok(published)
}

/// Until when articles are held that are looked at again now: those that are dated then are published before, by the tolerance.
fn held_by(now: DateTime<Utc>) -> i64 {
    (now + super::TOLERANCE).timestamp()
}

/// When articles that are held, that expire or that will have changed are looked at again, or a feed without entries goes, or the page
/// of an article that nothing shows. `made` is what is remembered of the articles and feeds at hand.
fn due<'r>(
    config: &Config,
    catalogue: &Catalogue,
    (gone, new): (&BTreeMap<i64, CollectedRow>, impl Iterator<Item = &'r CollectedRow>),
    made: &Memory,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, Stop> {
    let (due, held) = catalogue.next_due((now.timestamp(), held_by(now)), gone)?;
    let (mut all, mut held): (Vec<i64>, Vec<i64>) = (due.into_iter().collect(), held.into_iter().collect());
    for row in new {
        all.extend(row.due);
        held.extend(row.held);
    }
    // The tolerance of dates is no part of other moments; to look too early does no harm.
    all.extend(held.into_iter().flat_map(|at| [at - super::TOLERANCE.num_seconds(), at]));
    let all = all.into_iter().filter_map(|at| DateTime::from_timestamp(at, 0));
    let mut vanished: Vec<_> = made.feeds.values().filter_map(|feed| feed.vanished).collect();
    vanished.extend(made.articles.values().filter_map(|record| record.page.as_ref()?.left()));
    if let Some(after) = config.vanished {
        vanished.extend(catalogue.first_vanished_after(now - after)?);
        vanished.extend(catalogue.first_page_left_after(now - after)?);
    }
    let feeds = vanished.into_iter().filter_map(|vanished| Some(vanished + config.vanished?));
    Ok(all.chain(feeds).filter(|at| *at > now).min())
}

/// A state like that of the last run, with these files and inputs.
fn state_with(
    before: &State,
    files: FileRecords,
    inputs: BTreeMap<InputKey, InputRecord>,
    publication: Publication,
) -> State {
    State { files, inputs, failures: before.failures.clone(), publication, run: None }
}
