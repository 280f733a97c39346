//! A run that reads everything: the first one, and those of which what has changed does not tell what to publish.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::before::undamaged;
use super::collect::{self, Read};
use super::formats::{self, LeftOut};
use super::inputs::{Found, Inputs, ReadInput, ReadInputs};
use super::names::Names;
use super::part::Store;
use super::parts::InParts;
use super::selecting::{self, select};
use super::{
    BuildError, Run, TOLERANCE, findings, gather, obstacles, orphans, pages, parts, place, placing, reject, remember,
    rendering, shrink, state, summary, to_repeat, unmatched, update,
};
use crate::article::{Origin, path_text};
use crate::catalogue::{
    Catalogue, FeedLines, Filling, InputKey, InputRecord, MemoryChange, Publication, RunRecord, State, hashed,
};
use crate::config::Config;
use crate::feed::{ArticleTerms, Taxonomy};
use crate::load::{Input, LoadError};
use crate::memory::Memory;
use crate::publish::{self, Lock, Plan, Stage};
use crate::report::{Report, StageName, Unit, Warning, WarningCode};
use crate::select::Selection;

/// Reads the whole collection and publishes it. `state` is what the last run left, and `fingerprint` what this one is told.
pub(super) fn publish_all(
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
    let store = Store::new(state::spill(config, run), &run.progress);
    let everything = read_everything(config, run, &inputs, (state, &store), &mut report)?;
    everything.refuse_loss(config, run, (state, &memory), &mut report)?;
    let Everything { inputs: read, how, selection, records, names } = everything;
    run.stopwatch.read(report.articles.read as u64, report.bytes.read);
    run.start(StageName::Select);
    let left_out = formats::left_out(config, state, run.now);
    let before = selecting::Before { memory: &memory, state, left_out: &left_out };
    let mut selected = select(config, selection, before, lock.map(|_| &store.spill), run.now, &mut report);
    selected.forget_terms();
    report.first_run = (state.run.is_none() && state.files.is_empty()).then(|| findings::first_run(&selected));

    run.start(StageName::Render);
    let stage = Stage::open(&config.dir, lock)?;
    let there = (state, &*left_out, None);
    rendering::render(
        (config, &run.progress),
        &mut selected,
        there,
        &found_by(&read),
        (&stage, &store.spill),
        &mut report,
    )?;
    store.spill.check().map_err(|error| state::lost(config, error))?;
    // Only entries name them.
    selected.article_terms = ArticleTerms::default();
    let mut remembered = remember::remember(&memory, last_numbers(&memory), &selected, config, run.now);
    pages::keep(config, &remembered.memory, &selected, (state, &stage))?;
    let (staged, found) = (stage.files(), stage.found());
    obstacles::report(config, state, &found, &mut report)?;
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
    run.start(StageName::Commit);
    let files = placing::records(&staged, state, run.now);
    drop(staged);
    let ends = left_out.iter().filter_map(|left_out| Some(left_out.since + config.vanished?));
    let due = remember::due(config, &remembered.memory, &selected, TOLERANCE, run.now).into_iter();
    let due = due.chain(ends).chain(unfinished(&read, &report)).min();
    let run_record = |report: &Report| {
        let (said, lines) = to_repeat(report, &names);
        RunRecord { fingerprint: fingerprint.clone(), due, report: said, lines: FeedLines::All(lines) }
    };
    let (failures, publication) = (inputs.failure_texts(), publication(config, &left_out));
    let settled = State { files, inputs: records, failures, publication, run: None };
    let can_follow = left_out.is_empty()
        && update::can_follow(config, &selected, (&how, &settled.inputs), (&memory, &remembered.memory), &report);
    let collected = selected.collected.take().filter(|_| can_follow);
    let collection =
        collected.map(|collected| gather::gather((&read, &how), &selected, collected, &remembered, &store.spill));
    let known = placing::Known {
        memory: MemoryChange {
            before: &stored,
            after: &remembered.memory,
            new: &remembered.new_articles(&selected, Some(&store.spill)),
        },
        collection: collection.as_ref().map_or(Filling::Unknown, |collection| Filling::Filled(collection)),
    };
    let said = (&mut report, run);
    placing::place(&plan, &stage, &mut ledger, (state, settled), known, said, run_record)?;
    Ok(report)
}

/// What there is in all inputs.
struct Everything<'f, 'c, 's> {
    /// The inputs, without their texts, and how each was read.
    inputs: Vec<ReadInput<'f, 'c>>,
    how: BTreeMap<InputKey, Read>,
    selection: Selection<'s>,
    /// What is remembered of the inputs, and their names.
    records: BTreeMap<InputKey, InputRecord>,
    names: Names,
}

impl Everything<'_, '_, '_> {
    /// Ends a run that has lost much of the collection, or in which there is nothing at all.
    fn refuse_loss(
        &self,
        config: &Config,
        run: &Run,
        (state, memory): (&State, &Memory),
        report: &mut Report,
    ) -> Result<(), BuildError> {
        if !run.accept_shrink {
            shrink::refuse(config, state, &self.records, &self.names, &report.rejections)?;
        }
        if self.selection.is_empty() && memory.articles.is_empty() {
            let hints = unmatched::hints(report.warnings.iter());
            return Err(BuildError::NoArticles(std::mem::take(&mut report.rejections), hints));
        }
        Ok(())
    }
}

/// Reads all inputs, of which `state` says what they were in the last run. Texts of articles go into the `store`.
fn read_everything<'f, 'c, 's>(
    config: &Config,
    run: &Run,
    inputs: &'f Inputs<'c>,
    (state, store): (&State, &'s Store),
    report: &mut Report,
) -> Result<Everything<'f, 'c, 's>, BuildError> {
    let most_of_a_kind = report.rejections.of_a_kind();
    let (in_parts, mut read) = read_inputs(config, run, inputs, (store, most_of_a_kind), report)?;
    let in_archives = std::mem::take(&mut read.in_archives);
    let mut how = BTreeMap::new();
    let selection =
        collect::collect(config, &state.inputs, &read.inputs, (in_parts, store), run.now, &mut how, report)?;
    read.forget_texts();
    let records = inputs.records(&read, &how, config);
    let names = inputs.names(config).with(in_archives);
    Ok(Everything { inputs: read.inputs, how, selection, records, names })
}

/// Reads the texts of inputs, and makes articles of those that are read in parts. Of rejections of a kind so many are kept.
pub(super) fn read_inputs<'f, 'c, 's>(
    config: &Config,
    run: &Run,
    inputs: &'f Inputs<'c>,
    (store, most_of_a_kind): (&'s Store, usize),
    report: &mut Report,
) -> Result<(BTreeMap<InputKey, InParts<'s>>, ReadInputs<'f, 'c>), LoadError> {
    run.start(StageName::Read);
    let in_parts = parts::read(config, inputs, run, (store, most_of_a_kind));
    run.progress.expect(Unit::Files, inputs.files.len());
    let opened = |found: &Found<'_>| {
        run.progress.advance(1);
        in_parts.get(&found.key()).map(|part| part.opened(found, run.now))
    };
    let read = inputs.read(config, run.now, opened, report)?;
    run.start(StageName::Normalise);
    Ok((in_parts, read))
}

/// Warns of an output folder that only its owner may read.
fn private_folder(config: &Config) -> Option<Warning> {
    let message = "only its owner may read this folder; for a web server of another user, chmod it to 755";
    let warning = || Warning::new(&Origin::new(path_text(&config.dir), 0), WarningCode::PrivateFolder, message);
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

/// By which name each file was found that was read.
fn found_by<'r>(read: &'r [ReadInput<'_, '_>]) -> BTreeMap<&'r str, &'r str> {
    read.iter().map(|(found, _, input)| (&*input.origin.path, found.by.as_str())).collect()
}

/// When the first of the files whose ends wait is read to its end, grown or not.
fn unfinished(read: &[ReadInput<'_, '_>], report: &Report) -> Option<DateTime<Utc>> {
    let unfinished = report.warnings.iter().filter(|warning| warning.code == WarningCode::UnfinishedLine);
    let unfinished: BTreeSet<&str> = unfinished.map(|warning| &*warning.origin.path).collect();
    let waits = |input: &&Input| unfinished.contains(&*input.origin.path);
    let waiting = read.iter().map(|(_, _, input)| input).filter(waits);
    waiting.filter_map(|input| input.stamp?.grows_until()).min()
}
