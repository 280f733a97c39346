//! Whether it is enough to look at what has changed.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::NaiveDate;

use super::super::again::Stop;
use super::super::budget::Budget;
use super::super::collect::Read;
use super::super::inputs::Inputs;
use super::super::{Run, formats, identity, remember, shrink, until};
use super::Before;
use super::changed::Changed;
use crate::article::{ArticleId, Precision, Published};
use crate::catalogue::{Catalogue, InputKey, InputRecord, State};
use crate::config::Config;
use crate::feed::Taxonomy;
use crate::memory::{Memory, Record};
use crate::render::OUTPUT_FORMATS;
use crate::report::{Kept, Report, Warning, WarningCode};
use crate::select::Selected;

/// Whether a later run may look only at what has changed: nothing in the collection is about more than the articles that are at
/// hand then. `how` says how inputs were read, of all those that are remembered (`records`).
pub(in crate::site) fn can_follow(
    config: &Config,
    selected: &Selected<'_>,
    (how, records): (&BTreeMap<InputKey, Read>, &BTreeMap<InputKey, InputRecord>),
    (before, memory): (&Memory, &Memory),
    report: &Report,
) -> bool {
    let is_told = |key: &InputKey| how.contains_key(key);
    is_supported(config)
        && !config.by_content
        && records.keys().any(is_told)
        && selected.former_feeds.is_empty()
        && selected.retracted == 0
        && selected.without_room == 0
        && memory.archives.is_empty()
        && memory.articles.values().all(|record| record.retracted.is_none())
        && !report.withholds()
        && !is_second_free(selected, before, memory)
}

/// The days of which an article is not remembered any more whose time is not known: its second is free again.
pub(super) fn forgotten_days(before: &Memory, after: &Memory) -> BTreeSet<NaiveDate> {
    let is_gone =
        |(n, record): &(&i64, &Record)| record.published.precision == Precision::Day && !after.articles.contains_key(n);
    before.articles.iter().filter(is_gone).map(|(_, record)| record.published.day).collect()
}

/// Whether the next run gives an article another second of its day: one is free again, and the article is not remembered.
fn is_second_free(selected: &Selected<'_>, before: &Memory, after: &Memory) -> bool {
    let days = forgotten_days(before, after);
    if days.is_empty() {
        return false;
    }
    let known: HashSet<&ArticleId> = after.articles.values().map(|record| &record.id).collect();
    // Those that feeds show are remembered.
    let collected = selected.collected.iter();
    let mut articles = collected.flat_map(|of| of.unshown.iter().map(|(_, article)| article).chain(&of.held));
    articles.any(|article| {
        let Published { precision, day, .. } = article.published;
        precision == Precision::Day && days.contains(&day) && !known.contains(&article.id)
    })
}

/// Whether the configuration asks for nothing that takes the whole collection.
fn is_supported(config: &Config) -> bool {
    let has_names = |taxonomy: &Taxonomy| !config.rules.aliases(*taxonomy).is_empty();
    config.archives.is_none()
        && config.rules.declared.is_empty()
        && !config.taxonomies.contains(&Taxonomy::Language)
        && !Taxonomy::CHOICES.iter().any(has_names)
}

/// Checks that nothing is asked for, and nothing was there before, that takes the whole collection.
pub(super) fn check(
    config: &Config,
    run: &Run,
    inputs: &Inputs<'_>,
    catalogue: &Catalogue,
    Before { state, said }: Before<'_>,
) -> Result<(), Stop> {
    if !catalogue.has_collection()? {
        return Err(Stop::Unsure("it is not known what the inputs hold"));
    }
    let top = files_at_hand(OUTPUT_FORMATS.iter().map(|format| format.file_name.to_owned()), state, catalogue)?;
    if !is_supported(config) || !inputs.missing.is_empty() || !formats::left_out(config, &top, run.now).is_empty() {
        return Err(Stop::Unsure("the configuration asks for what takes the whole collection"));
    }
    if inputs.failure_texts() != state.failures || !inputs.failures.is_empty() {
        return Err(Stop::Unsure("an input cannot be looked into"));
    }
    if Budget::of(said.bytes.read).is_near(said.bytes.published) {
        return Err(Stop::Unsure("so much is published that all entries are looked at together"));
    }
    if said.withholds() || catalogue.has_upkeep((run.now - remember::FORGOTTEN_AFTER).timestamp())? {
        return Err(Stop::Unsure("something waits for a run that reads everything"));
    }
    if said.warnings.counts().any(|(code, _)| code == WarningCode::UnfinishedLine.name()) {
        return Err(Stop::Unsure("somebody may be writing an input"));
    }
    if let Some(after) = config.vanished
        && catalogue.has_vanished_by(run.now - after)?
    {
        return Err(Stop::Unsure("a feed goes"));
    }
    let newest = catalogue.newest(0, 1)?;
    let until = until(config, run.now).map(|until| until.timestamp());
    let is_held_again = until.is_some_and(|until| newest.iter().any(|(at, _)| *at > until));
    if is_held_again || catalogue.newest_file()?.is_some_and(|updated| updated > run.now) {
        return Err(Stop::Unsure("the clock was set back"));
    }
    Ok(())
}

/// What is known of these published files and of the publication.
pub(super) fn files_at_hand(
    paths: impl IntoIterator<Item = String>,
    state: &State,
    catalogue: &Catalogue,
) -> Result<State, Stop> {
    let mut files = BTreeMap::new();
    for path in paths {
        if let Some(file) = catalogue.file(&path)? {
            files.insert(path.into(), file);
        }
    }
    Ok(State { files, publication: state.publication.clone(), ..State::default() })
}

/// Checks that what has changed is not so much that somebody should look first, and that nothing was said of it that is not so any
/// more.
pub(super) fn check_changes(
    config: &Config,
    run: &Run,
    inputs: &Inputs<'_>,
    changed: &Changed<'_, '_>,
    Before { state, said }: Before<'_>,
) -> Result<(), Stop> {
    if changed.records == state.inputs && state.run.as_ref().and_then(|last| last.due).is_none_or(|due| due > run.now) {
        return Err(Stop::Unsure("no input has changed"));
    }
    if Budget::of(said.bytes.read.saturating_add_signed(changed.bytes)).is_near(said.bytes.published) {
        return Err(Stop::Unsure("so much is published that all entries are looked at together"));
    }
    if !said.rejections.more().is_empty() && (!changed.moves.is_empty() || !changed.said_anew.is_empty()) {
        return Err(Stop::Unsure("more was rejected of what has changed than is known"));
    }
    let names_moved = |warning: &Warning| {
        identity::REUSED.contains(&warning.code) && changed.moves.keys().any(|path| warning.message.contains(path))
    };
    if !changed.moves.is_empty() && said.warnings.iter().any(names_moved) {
        return Err(Stop::Unsure("what was said names a place that may be another now"));
    }
    if !run.accept_shrink && shrink::has_less(state, &changed.records) {
        let names = inputs.names(config);
        if !shrink::shrunk(config, state, &changed.records, &names, &Kept::default()).is_empty() {
            return Err(Stop::Unsure("the collection shrinks"));
        }
    }
    Ok(())
}
