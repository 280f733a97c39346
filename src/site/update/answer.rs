//! Which articles are in question, and what they are now.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::DateTime;

use super::super::again::{Again, OneRead, Stop};
use super::super::gather::{day_number, day_of, precision};
use super::super::selecting;
use super::Context;
use super::changed::Changed;
use super::closure::Closure;
use super::entries::Wanted;
use super::naming::Labels;
use super::terms::Terms;
use super::written::{self, Rows};
use crate::article::{Origin, Outline, Precision};
use crate::catalogue::{Catalogue, CollectedRow, ReadingRow};
use crate::memory::Memory;
use crate::report::Warning;
use crate::select::collected::CollectedArticle;
use crate::select::{Options, Selection, Settled, TermsOfArticle};

/// The articles in question, as they are now and as they were.
pub(super) struct Question {
    pub(super) settled: Settled<'static>,
    /// What is taken down of them, with their terms, in the order in which they are settled.
    pub(super) collected: Vec<(CollectedArticle, TermsOfArticle)>,
    /// As they were, by their numbers.
    pub(super) old: BTreeMap<i64, CollectedRow>,
    /// How many readings are the same article as another.
    pub(super) duplicates: usize,
    /// How many readings each of these had.
    pub(super) had: BTreeMap<i64, usize>,
    /// Readings that were there before: where each stands, its number and its row.
    pub(super) standing: Vec<(Origin, i64, ReadingRow)>,
    /// The numbers of the articles that these readings, and those that say what one said that is gone, were of.
    pub(super) places: BTreeMap<Origin, i64>,
    /// What was remembered of them.
    pub(super) memory: Memory,
    /// Readings that were read again and do not say that they will be changed.
    pub(super) changed_by_now: HashSet<Origin>,
    /// What is said of readings that their collection does not publish any more, though they are as they were.
    pub(super) expired: Vec<Warning>,
}

/// Which articles are in question, what they are now, and which feeds change by that.
pub(super) struct Answer<'c> {
    pub(super) question: Question,
    pub(super) closure: Closure,
    pub(super) rows: Rows,
    pub(super) terms: Terms<'c>,
    pub(super) wanted: Wanted,
}

impl<'c> Answer<'c> {
    /// Looks at what has changed, at what may be the same as that, and at what feeds show for the first time by that.
    /// `due` are articles whose moment has come.
    pub(super) fn find(
        (changed, due): (&Changed<'_, '_>, &[i64]),
        again: &Again<'_, '_>,
        context: Context<'c>,
    ) -> Result<Self, Stop> {
        let Context { config, catalogue, feeds, last, .. } = context;
        let mut closure = Closure::of(changed, catalogue)?;
        for n in due {
            closure.add_article(*n, changed, catalogue)?;
        }
        let mut wanted = Wanted::default();
        loop {
            let days = add_days(&mut closure, changed, catalogue)?;
            let question = question(changed, (&closure, &days), again, context)?;
            let mut terms = Terms::new(catalogue, last.term);
            let rows = written::rows(&question, (&mut terms, feeds), last.article)?;
            terms.add_renamed(Labels { config, catalogue, again, old: &rows.old }, context)?;
            wanted = Wanted::find(&wanted, config, &terms, &rows, (catalogue, feeds))?;
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
    pub(super) fn narrow(&mut self, context: Context<'_>) -> Result<(), Stop> {
        let Self { question, rows, terms, wanted, .. } = self;
        let Question { settled, collected, memory, .. } = question;
        for (place, (record, keys)) in settled.keys().enumerate() {
            let Some(record) = record.filter(|_| !rows.goes_on(place, record, wanted)) else { continue };
            let Some(old) = memory.articles.get(&record) else { return Err(Stop::Unsure("a record is not known")) };
            let mut new = old.clone();
            new.know(&keys);
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
            wanted.shows_day(day_number(article.published.day), rows, (context.catalogue, context.feeds), terms)
        })
    }

    /// The records of the articles that go on, of those that stand and are shown, and of those that have left.
    pub(super) fn records(&self) -> BTreeSet<i64> {
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
    let stands = |((n, row), read): ((i64, ReadingRow), &OneRead)| (read.article.origin().clone(), n, row);
    let stood: Vec<_> = rows.into_iter().zip(&standing).map(stands).collect();
    let numbers = stood.iter().filter_map(|(origin, _, row)| Some((origin.clone(), row.article?)));
    let places = numbers.chain(changed.moved()).collect();
    let mut expired = Vec::new();
    let stand = standing.iter().map(|read| (&read.article, read.will_change));
    let are_read = changed.new.iter().map(|new| (&new.article, new.will_change)).chain(stand);
    let changed_by_now = are_read.filter(|(_, will_change)| !will_change);
    let changed_by_now = changed_by_now.map(|(article, _)| article.origin().clone()).collect();
    let new = changed.new.iter().map(|new| (new.article.clone(), new.is_published));
    let mut all: Vec<(Outline<'_>, bool)> = new.collect();
    for (OneRead { article, unpublished, .. }, (.., row)) in standing.into_iter().zip(&stood) {
        if unpublished.is_none() && row.article.is_none() {
            return Err(Stop::Unsure("an article is published again"));
        }
        all.push((article, unpublished.is_none()));
        expired.extend(unpublished.filter(|_| row.article.is_some()));
    }
    for (article, is_published) in all {
        if is_published {
            selection.add(article);
        } else {
            selection.withhold(Some(article));
        }
    }
    let Context { config, state, read, now, .. } = context;
    let options = selecting::options(config, &memory, &state.publication, read, now);
    // Those that are held are taken down too.
    let mut options = Options { collects: true, ..options };
    for day in days.iter().filter_map(|day| day_of(*day)) {
        let seconds = again.catalogue.seconds_of(day)?;
        options.moments.extend(seconds.into_iter().filter_map(|at| DateTime::from_timestamp(at, 0)));
    }
    let settled = selection.settle(&options);
    if settled.is_about_others() {
        return Err(Stop::Unsure("articles may be one, or one several"));
    }
    let collected = settled.collected(&options);
    let (mut old, mut had) = (BTreeMap::new(), BTreeMap::new());
    for n in changed.gone.values().chain(closure.readings.values()).filter_map(|row| row.article) {
        if let Some(row) = again.catalogue.collected(n)? {
            old.insert(n, row);
            *had.entry(n).or_insert(0) += 1;
        }
    }
    drop(options);
    let duplicates = settled.duplicates();
    Ok(Question { settled, collected, old, duplicates, had, standing: stood, places, memory, changed_by_now, expired })
}
