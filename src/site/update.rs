//! A run that looks only at what has changed.
//!
//! The catalogue says what the collection holds. Inputs that look as they did are not opened; of what is new or gone, only the
//! articles are read again that may be the same one, and those that the feeds show in which something changes. Whatever cannot be
//! told from these alone ([`Stop`]) is left to a run that reads everything ([`super::publish`]), which comes to the same.
//!
//! This is for collections of which each article can be read by itself ([`again::can_be_read_alone`]): JSON Lines, and files of
//! one article each. It is not for archives, declared feeds and other names of terms, nor for what expires or is held when its
//! time has come.

mod changed;
mod closure;
mod entries;
mod terms;
mod written;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::{DateTime, NaiveDate, Utc};

use super::again::{Again, Stop};
use super::collect::Read;
use super::gather::{day_number, day_of, precision};
use super::inputs::Inputs;
use super::{BuildError, Run, formats, obstacles, placing, remember, rendering, selecting, shrink};
use crate::article::{ArticleId, Origin, Precision, Published, path_text};
use crate::catalogue::{
    Catalogue, CollectedRow, FileRecord, Filling, InputKey, InputRecord, Publication, RunRecord, ShownRow, State,
};
use crate::config::Config;
use crate::feed::{Feed, PublishedTerm, Taxonomy};
use crate::memory::{FeedRecord, Memory, Record};
use crate::publish::{Lock, Plan, Stage};
use crate::report::{Kept, Report, StageName, Warning};
use crate::select::collected::CollectedArticle;
use crate::select::{Selected, Selection, Settled, TermsOfArticle};
use changed::Changed;
use closure::Closure;
use entries::Wanted;
use terms::Terms;
use written::Rows;

/// Whether a later run may look only at what has changed: nothing in the collection is about more than the articles that are at
/// hand then. `how` says how inputs were read, of all those that are remembered (`records`).
pub(super) fn can_follow(
    config: &Config,
    selected: &Selected<'_>,
    (how, records): (&BTreeMap<InputKey, Read>, &BTreeMap<InputKey, InputRecord>),
    (before, memory): (&Memory, &Memory),
    report: &Report,
) -> bool {
    let is_plain = |key: &InputKey| how.get(key).is_some_and(|how| how.is_plain);
    let collected = selected.collected.iter().flat_map(|collected| &collected.readings);
    is_supported(config)
        && !config.by_content
        && records.keys().all(is_plain)
        && { collected }.all(|reading| reading.is_published)
        && selected.former_feeds.is_empty()
        && selected.reuses.is_empty()
        && selected.crowded.is_empty()
        && selected.retracted == 0
        && selected.without_room == 0
        && memory.archives.is_empty()
        && memory.articles.values().all(|record| record.retracted.is_none())
        && !report.withholds()
        && !is_second_free(selected, before, memory)
}

/// The days of which an article is not remembered any more whose time is not known: its second is free again.
fn forgotten_days(before: &Memory, after: &Memory) -> BTreeSet<NaiveDate> {
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
    let mut articles = selected.collected.iter().flat_map(|collected| &collected.articles);
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

/// What the run before left.
#[derive(Clone, Copy)]
pub(super) struct Before<'b> {
    pub(super) state: &'b State,
    /// What it said, with the names of inputs.
    pub(super) said: &'b Report,
}

/// Publishes what has changed. A [`Stop`] is no error: nothing was done, and a run that reads everything can.
pub(super) fn update(
    config: &Config,
    run: &Run,
    lock: &Lock,
    inputs: &Inputs<'_>,
    catalogue: &mut Catalogue,
    before: Before<'_>,
    run_record: impl Fn(&Report, Option<DateTime<Utc>>) -> RunRecord,
) -> Result<Result<Report, Stop>, BuildError> {
    let prepared = match prepare(config, run, lock, inputs, catalogue, before) {
        Ok(prepared) => prepared,
        Err(stop) => return Ok(Err(stop)),
    };
    run.stopwatch.start(StageName::Commit);
    let Prepared { plan, stage, state, memory, changes, mut report, due } = prepared;
    let known = placing::Known { before: &memory.0, after: &memory.1, collection: Filling::Changed(&changes) };
    let run_record = |report: &Report| run_record(report, due);
    let said = (&mut report, &run.stopwatch);
    placing::place(&plan, &stage, catalogue, (before.state, state), known, said, run_record)?;
    Ok(Ok(report))
}

/// All that is to be written.
struct Prepared {
    plan: Plan,
    stage: Stage,
    state: State,
    memory: (Memory, Memory),
    changes: crate::catalogue::Changes,
    report: Report,
    due: Option<DateTime<Utc>>,
}

/// The articles in question, as they are now and as they were.
struct Question {
    settled: Settled<'static>,
    /// What is taken down of them, with their terms, in the order in which they are settled.
    collected: Vec<(CollectedArticle, TermsOfArticle)>,
    /// As they were, by their numbers.
    old: BTreeMap<i64, CollectedRow>,
    /// The numbers of those that stand where they stood.
    places: BTreeMap<Origin, i64>,
    /// What was remembered of them.
    memory: Memory,
}

/// What is asked for and was there before, for all steps of a run.
#[derive(Clone, Copy)]
struct Context<'x> {
    config: &'x Config,
    catalogue: &'x Catalogue,
    state: &'x State,
    /// All feeds, as they were, by their numbers.
    feeds: &'x BTreeMap<i64, FeedRecord>,
    /// What these showed.
    shown: &'x BTreeMap<i64, ShownRow>,
    /// The highest numbers that were given.
    last: [i64; 5],
    now: DateTime<Utc>,
    /// How many bytes all inputs have.
    read: u64,
}

fn prepare(
    config: &Config,
    run: &Run,
    lock: &Lock,
    inputs: &Inputs<'_>,
    catalogue: &Catalogue,
    Before { state, said }: Before<'_>,
) -> Result<Prepared, Stop> {
    check(config, run, inputs, catalogue, Before { state, said })?;
    run.stopwatch.start(StageName::Read);
    let changed = Changed::find(config, inputs, catalogue, state, run.now)?;
    let bytes = changed.segments.iter().map(|one| one.length).sum();
    run.stopwatch.read((changed.new.len() + changed.rejections.len()) as u64, bytes);
    run.stopwatch.start(StageName::Settle);
    check_changes(config, run, inputs, &changed, Before { state, said })?;
    let mut report = written::report(said, &changed);
    let (feeds, shown) = (catalogue.feeds()?, catalogue.shown()?);
    let (last, read) = (catalogue.last_numbers()?, report.bytes.read);
    let context = Context { config, catalogue, state, feeds: &feeds, shown: &shown, last, now: run.now, read };
    let (files, shifted, stopwatch) = (changed.files.clone(), changed.shifted.clone(), &run.stopwatch);
    let again = Again { config, catalogue, files, shifted, now: run.now, stopwatch };
    let mut answer = Answer::find(&changed, &again, context)?;
    run.stopwatch.start(StageName::Select);
    let Chosen { mut selected, known, remembered, others } = choose(&mut answer, &again, context)?;
    written::say_dates(&mut report, &answer, (said, &changed), &selected)?;
    run.stopwatch.start(StageName::Render);
    let stage = Stage::open(&config.dir, Some(lock)).map_err(|_| Stop::Unsure("the stage cannot be opened"))?;
    let paths: Vec<_> = inputs.files.iter().map(|found| (path_text(&found.source.path), found.by.as_str())).collect();
    let found_by = paths.iter().map(|(path, by)| (&**path, *by)).collect();
    written::forget_made(&mut report, &selected);
    let mut rendered = Report { bytes: report.bytes, ..Report::default() };
    rendering::render(config, &mut selected, (state, &[], &others), &found_by, &stage, &mut rendered)
        .map_err(|_| Stop::Unsure("a file cannot be written"))?;
    // Of an article that is shown again it is known.
    let known_already: BTreeSet<Warning> = report.warnings.iter().cloned().collect();
    report.warnings.extend(rendered.warnings.into_iter().filter(|warning| !known_already.contains(warning)));
    if !stage.found().is_empty() || report.withholds() {
        return Err(Stop::Unsure("something is in the place of a file"));
    }
    written::finish(context, (&changed, &answer), &selected, (known, remembered), stage, report)
}

/// Checks that nothing is asked for, and nothing was there before, that takes the whole collection.
fn check(
    config: &Config,
    run: &Run,
    inputs: &Inputs<'_>,
    catalogue: &Catalogue,
    Before { state, said }: Before<'_>,
) -> Result<(), Stop> {
    if catalogue.collection_counts()?.is_none() {
        return Err(Stop::Unsure("it is not known what the inputs hold"));
    }
    if !is_supported(config) || !inputs.missing.is_empty() || !formats::left_out(config, state, run.now).is_empty() {
        return Err(Stop::Unsure("the configuration asks for what takes the whole collection"));
    }
    if inputs.failure_texts() != state.failures || !inputs.failures.is_empty() {
        return Err(Stop::Unsure("an input cannot be looked into"));
    }
    if said.withholds() || catalogue.has_upkeep((run.now - remember::FORGOTTEN_AFTER).timestamp())? {
        return Err(Stop::Unsure("something waits for a run that reads everything"));
    }
    let newest = catalogue.newest(0, 1)?;
    let until = super::until(config, run.now).map(|until| until.timestamp());
    let is_held_again = until.is_some_and(|until| newest.iter().any(|(at, _)| *at > until));
    if is_held_again || state.files.values().any(|file| file.updated > run.now) {
        return Err(Stop::Unsure("the clock was set back"));
    }
    Ok(())
}

/// Checks that what has changed is not so much that somebody should look first, and that nothing was said of it that is not so any
/// more.
fn check_changes(
    config: &Config,
    run: &Run,
    inputs: &Inputs<'_>,
    changed: &Changed<'_, '_>,
    Before { state, said }: Before<'_>,
) -> Result<(), Stop> {
    if changed.records == state.inputs {
        return Err(Stop::Unsure("no input has changed"));
    }
    let is_edited =
        |origin: &Origin| changed.edited.iter().any(|(path, line)| **path == *origin.path && origin.line > *line);
    if said.warnings.iter().any(|warning| is_edited(&warning.origin)) {
        return Err(Stop::Unsure("something was said of lines that have changed"));
    }
    let names = inputs.names(config);
    if !run.accept_shrink && !shrink::shrunk(config, state, &changed.records, &names, &Kept::default()).is_empty() {
        return Err(Stop::Unsure("the collection shrinks"));
    }
    Ok(())
}

/// Which articles are in question, what they are now, and which feeds change by that.
struct Answer {
    question: Question,
    closure: Closure,
    rows: Rows,
    terms: Terms,
    wanted: Wanted,
}

impl Answer {
    /// Looks at what has changed, at what may be the same as that, and at what feeds show for the first time by that.
    fn find(changed: &Changed<'_, '_>, again: &Again<'_, '_>, context: Context<'_>) -> Result<Self, Stop> {
        let Context { config, catalogue, feeds, shown, last, .. } = context;
        for n in changed.gone.values().filter_map(|row| row.article) {
            if catalogue.readings_of_article(n)?.len() > 1 {
                return Err(Stop::Unsure("an article that stood at several places is gone from one"));
            }
        }
        let mut closure = Closure::of(changed, catalogue)?;
        loop {
            let days = add_days(&mut closure, changed, catalogue)?;
            let question = question(changed, (&closure, &days), again, context)?;
            let mut terms = Terms::load(catalogue, last[4])?;
            let were = (&question.old, &question.places);
            let rows = written::rows(&question.collected, were, (&mut terms, catalogue), last[3])?;
            terms.add_linked(&rows.old, shown, catalogue)?;
            let wanted = Wanted::find(config, &terms, &rows, catalogue, (shown, feeds))?;
            if wanted.new.is_empty() {
                return Ok(Self { question, closure, rows, terms, wanted });
            }
            for n in &wanted.new {
                closure.add_article(*n, changed, catalogue)?;
            }
        }
    }

    /// Leaves the articles that go on: those that are other than they were, that feeds show that are made anew, or that may have
    /// to be remembered.
    fn narrow(&mut self, context: Context<'_>) -> Result<(), Stop> {
        let Self { question, rows, terms, wanted, .. } = self;
        let Question { settled, collected, memory, .. } = question;
        if terms.has_emptied() {
            return Err(Stop::Unsure("a term has no articles any more"));
        }
        for (place, (record, keys)) in settled.keys().enumerate() {
            let Some(record) = record.filter(|_| !rows.goes_on(place, record, wanted)) else { continue };
            let Some(old) = memory.articles.get(&record) else { return Err(Stop::Unsure("a record is not known")) };
            let mut new = old.clone();
            new.know(keys);
            if new.keys != old.keys {
                return Err(Stop::Unsure("an article is known by something else because of another one"));
            }
        }
        settled.retain(|place| rows.goes_on(place, collected[place].0.record, wanted));
        // Seconds of a day stay where they are if a feed shows one of them; which ones feeds show is seen later.
        settled.remember_where(|article| {
            if article.published.precision != Precision::Day {
                return Ok(false);
            }
            wanted.shows_day(day_number(article.published.day), rows, (context.catalogue, context.shown), terms)
        })
    }

    /// The records of the articles that go on, of those that stand and are shown, and of those that have left.
    fn records(&self) -> BTreeSet<i64> {
        let collected = &self.question.collected;
        let matched: BTreeSet<i64> = collected.iter().filter_map(|(article, _)| article.record).collect();
        let goes_on = |(place, (article, _)): &(usize, &(CollectedArticle, TermsOfArticle))| {
            article.held.is_some() || self.rows.goes_on(*place, article.record, &self.wanted)
        };
        let at_hand = collected.iter().enumerate().filter(goes_on);
        let at_hand = at_hand.filter_map(|(_, (article, _))| article.record);
        at_hand
            .chain(self.closure.records.difference(&matched).copied())
            .chain(self.wanted.standing.values().copied())
            .collect()
    }
}

/// The feeds that are made anew.
struct Chosen {
    selected: Selected<'static>,
    /// What was remembered of the articles and feeds at hand, and what is.
    known: Memory,
    remembered: Memory,
    /// The feeds that stay as they are.
    others: Vec<Feed>,
}

/// Chooses what feeds show of which something has changed.
fn choose(answer: &mut Answer, again: &Again<'_, '_>, context: Context<'_>) -> Result<Chosen, Stop> {
    let Context { config, catalogue, feeds, shown, now, .. } = context;
    let ids = answer.question.settled.must_be_remembered();
    answer.narrow(context)?;
    let mut known = catalogue.memory_of(&answer.records())?;
    known.feeds.clone_from(feeds);
    let Answer { question, rows, terms, wanted, .. } = answer;
    let mut settled = std::mem::take(&mut question.settled);
    let mut readings = Vec::with_capacity(wanted.standing.len());
    for n in wanted.standing.keys() {
        let [reading] = <[_; 1]>::try_from(catalogue.readings_of_article(*n)?)
            .map_err(|_| Stop::Unsure("an article stands at several places"))?;
        readings.push(reading);
    }
    for (article, record) in again.articles(&readings)?.into_iter().zip(wanted.standing.values()) {
        let Some(record_of) = known.articles.get(record) else { return Err(Stop::Unsure("a record is not known")) };
        settled.add_standing(article, *record, &record_of.id, record_of.published);
    }
    let is_taken = |at: DateTime<Utc>| catalogue.is_second_taken(at.timestamp()).unwrap_or(true);
    let options = selecting::options(config, &known, &context.state.publication, context.read, now);
    let options = crate::select::Options { is_second_taken: Some(&is_taken), ..options };
    for (_, of) in settled.collected(&options) {
        for (taxonomy, key, label) in of {
            terms.number(&(taxonomy, key), &label, catalogue)?;
        }
    }
    let tallies = terms.tallies(feeds, shown)?;
    let number = |term: &PublishedTerm| terms.of_name(term.taxonomy, &term.key);
    let is_dirty = |term: &PublishedTerm| number(term).is_some_and(|n| terms.dirty.contains(&n));
    let activity = |term: Option<&PublishedTerm>| terms.activity(term.map_or(Some(0), number).unwrap_or(-1));
    let mut selected = settled.select(&tallies, activity, is_dirty, &config.site, &options);
    if !selected.former_feeds.is_empty() || selected.terms.len() >= options.most_feeds {
        return Err(Stop::Unsure("feeds have several addresses, or too many"));
    }
    drop(options);
    check_terms(&selected, feeds, shown, terms)?;
    let others = written::other_feeds(config, &selected, feeds, shown, terms, is_dirty);
    // Those that stand and were read again for nothing (of one second more are than a feed shows) are not looked after.
    let standing: BTreeSet<i64> = wanted.standing.values().copied().collect();
    let is_shown: BTreeSet<i64> = selected.records.iter().flatten().copied().collect();
    known.articles.retain(|n, _| !standing.contains(n) || is_shown.contains(n));
    known.feeds = written::feeds_at_hand(feeds, &selected);
    let is_at_hand = |record: i64| known.articles.contains_key(&record) && !standing.contains(&record);
    selected.dated.retain(|dated| dated.record.is_none_or(is_at_hand));
    let elsewhere = Wanted::shown_elsewhere(shown, terms);
    let days = days_shown(&selected, rows, &elsewhere, catalogue)?;
    selected.dated.retain(|dated| {
        let is_of_day = dated.record.is_none() && dated.published.precision == Precision::Day;
        !is_of_day || days.contains(&dated.published.day) || ids.contains(&dated.keys.id)
    });
    let last = (context.last[0], feeds.keys().next_back().copied().unwrap_or(0));
    let mut remembered = remember::remember(&known, last, &selected, &config.site.base_url, now);
    // They are known by what they were: what others have in common with them is not told from them alone.
    for (n, record) in known.articles.iter().filter(|(n, _)| standing.contains(n)) {
        if let Some(new) = remembered.articles.get_mut(n) {
            new.keys.clone_from(&record.keys);
        }
    }
    // What another feed shows is not gone.
    let is_elsewhere = |(_, n): &(_, i64)| elsewhere.contains(n);
    for ((article, _), _) in question.collected.iter().zip(rows.numbers()).filter(is_elsewhere) {
        let Some(record) = article.record else { continue };
        if let (Some(old), Some(new)) = (known.articles.get(&record), remembered.articles.get_mut(&record)) {
            new.gone = old.gone;
        }
    }
    for day in forgotten_days(&known, &remembered) {
        for n in catalogue.without_time(day_number(day))?.into_iter().filter(|n| !rows.old.contains_key(n)) {
            if catalogue.collected(n)?.is_some_and(|row| row.record.is_none()) {
                return Err(Stop::Unsure("a second of a day is free again"));
            }
        }
    }
    Ok(Chosen { selected, known, remembered, others })
}

/// The days of which feeds show an article whose time is not known, among those of the articles that no feed shows and that are not
/// remembered. `elsewhere` are the articles that the feeds show that are not made anew.
fn days_shown(
    selected: &Selected<'_>,
    rows: &Rows,
    elsewhere: &HashSet<i64>,
    catalogue: &Catalogue,
) -> Result<BTreeSet<NaiveDate>, Stop> {
    let is_of_day = |published: &Published| published.precision == Precision::Day;
    let shown = selected.articles.iter().map(|article| article.published).filter(is_of_day);
    let mut days: BTreeSet<NaiveDate> = shown.map(|published| published.day).collect();
    let others = selected.dated.iter().filter(|dated| dated.record.is_none()).map(|dated| dated.published);
    for day in others.filter(is_of_day).map(|published| published.day).collect::<BTreeSet<_>>() {
        for n in catalogue.without_time(day_number(day))? {
            let is_shown = elsewhere.contains(&n) && !rows.old.contains_key(&n);
            if is_shown && catalogue.collected(n)?.is_some_and(|row| row.precision == precision(Precision::Day)) {
                days.insert(day);
            }
        }
    }
    Ok(days)
}

/// Adds the articles of the days of which the time of an article in question is not known: they have seconds of one day. Says which
/// days these are.
fn add_days(closure: &mut Closure, changed: &Changed<'_, '_>, catalogue: &Catalogue) -> Result<BTreeSet<i32>, Stop> {
    let mut known = BTreeSet::new();
    loop {
        let new = changed.new.iter().map(|new| new.article.published);
        let new = new.filter(|published| published.precision != Precision::Exact);
        let mut days: BTreeSet<i32> = new.map(|published| day_number(published.day)).collect();
        let gone = changed.gone.values().map(|row| (row, true));
        for (row, is_gone) in gone.chain(closure.readings.values().map(|row| (row, false))) {
            let Some(article) = row.article.map(|n| catalogue.collected(n)).transpose()?.flatten() else { continue };
            let may_move = is_gone || article.shown == 0 || article.record.is_none();
            if article.precision == precision(Precision::Day) && may_move {
                days.insert(article.day);
            }
        }
        let mut is_done = true;
        for day in days {
            if known.insert(day) {
                is_done = false;
                for n in catalogue.without_time(day)? {
                    closure.add_article(n, changed, catalogue)?;
                }
            }
        }
        if is_done {
            return Ok(known);
        }
    }
}

/// Reads the articles in question, and settles which is which.
fn question(
    changed: &Changed<'_, '_>,
    (closure, days): (&Closure, &BTreeSet<i32>),
    again: &Again<'_, '_>,
    context: Context<'_>,
) -> Result<Question, Stop> {
    let rows: Vec<_> = closure.readings.iter().map(|(n, row)| (*n, row.clone())).collect();
    let memory = again.catalogue.memory_of(&closure.records)?;
    let mut selection = Selection::default();
    let standing = again.articles(&rows)?;
    let numbers =
        rows.iter().zip(&standing).filter_map(|((_, row), article)| Some((article.origin().clone(), row.article?)));
    let places = numbers.chain(changed.moved()).collect();
    for article in changed.new.iter().map(|new| new.article.clone()).chain(standing) {
        selection.add(article);
    }
    let Context { config, state, read, now, .. } = context;
    let options = selecting::options(config, &memory, &state.publication, read, now);
    // Those that are held are taken down too.
    let mut options = crate::select::Options { collects: true, ..options };
    for day in days.iter().filter_map(|day| day_of(*day)) {
        let seconds = again.catalogue.seconds_of(day)?;
        options.moments.extend(seconds.into_iter().filter_map(|at| DateTime::from_timestamp(at, 0)));
    }
    let settled = selection.settle(&options);
    if settled.is_about_others() {
        return Err(Stop::Unsure("articles may be one, or one several"));
    }
    let collected = settled.collected(&options);
    let mut old = BTreeMap::new();
    for n in changed.gone.values().chain(closure.readings.values()).filter_map(|row| row.article) {
        if let Some(row) = again.catalogue.collected(n)? {
            old.insert(n, row);
        }
    }
    drop(options);
    Ok(Question { settled, collected, old, places, memory })
}

/// Checks that terms whose feeds are not made anew are as they were: a feed that comes or goes, or is called otherwise, changes the
/// entries that name it.
fn check_terms(
    selected: &Selected<'_>,
    known: &BTreeMap<i64, FeedRecord>,
    shown: &BTreeMap<i64, ShownRow>,
    terms: &Terms,
) -> Result<(), Stop> {
    let feeds: BTreeMap<_, i64> = known.iter().filter_map(|(n, feed)| Some((feed.term.as_ref()?, *n))).collect();
    let made = written::feeds_at_hand(known, selected);
    let is_dirty = |shown: &ShownRow| terms.dirty.contains(&shown.term.unwrap_or(0));
    if shown.iter().any(|(n, shown)| is_dirty(shown) && !made.contains_key(n)) {
        return Err(Stop::Unsure("a feed goes"));
    }
    for term in &selected.terms {
        let before = feeds.get(&(term.taxonomy, term.key.clone()));
        let was_shown = before.is_some_and(|n| shown.contains_key(n));
        let is_same_label = before.is_none_or(|n| known[n].label == term.label);
        let is_dirty = terms.of_name(term.taxonomy, &term.key).is_some_and(|n| terms.dirty.contains(&n));
        let is_new = is_dirty && terms.is_new(term.taxonomy, &term.key);
        // One that is about to vanish has no entries.
        let has_entries = |n: &i64| shown.get(n).is_some_and(|shown| !shown.entries.is_empty());
        let comes_or_goes = before.is_some_and(has_entries) != (term.has_feed && term.articles > 0);
        if (was_shown != term.is_published() || comes_or_goes || !is_same_label) && !is_new {
            return Err(Stop::Unsure("a term has a feed now, or none any more, or is called otherwise"));
        }
    }
    Ok(())
}

/// The articles that are held or expire are looked at again when their time has come.
fn due<'r>(
    config: &Config,
    catalogue: &Catalogue,
    new: impl Iterator<Item = &'r CollectedRow>,
    feeds: impl Iterator<Item = &'r FeedRecord>,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, Stop> {
    let (due, held) = catalogue.next_due()?;
    let (mut all, mut held): (Vec<i64>, Vec<i64>) = (due.into_iter().collect(), held.into_iter().collect());
    for row in new {
        all.extend(row.due);
        held.extend(row.held);
    }
    // The tolerance of dates is no part of other moments; to look too early does no harm.
    all.extend(held.into_iter().map(|at| at - super::TOLERANCE.num_seconds()));
    let all = all.into_iter().filter_map(|at| DateTime::from_timestamp(at, 0));
    let feeds = feeds.filter_map(|feed| Some(feed.vanished? + config.vanished?));
    Ok(all.chain(feeds).filter(|at| *at > now).min())
}

/// A state like that of the last run, with these files and inputs.
fn state_with(
    before: &State,
    files: BTreeMap<String, FileRecord>,
    inputs: BTreeMap<InputKey, InputRecord>,
    publication: Publication,
) -> State {
    State { files, inputs, failures: before.failures.clone(), publication, run: None }
}
