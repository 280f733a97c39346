//! What feeds show of which something has changed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};

use super::super::again::{Again, OneRead, Stop};
use super::super::gather::{day_number, precision};
use super::super::rendering::Unchanged;
use super::super::{remember, selecting};
use super::Context;
use super::answer::Answer;
use super::check::forgotten_days;
use super::entries::{Wanted, is_shown_elsewhere};
use super::feeds::Feeds;
use super::kept::{PublishedEntry, kept, relate};
use super::naming::Labels;
use super::rest::rest;
use super::terms::Terms;
use super::written::{self, Rows};
use crate::article::{ArticleId, Precision, Published};
use crate::catalogue::Catalogue;
use crate::feed::PublishedTerm;
use crate::memory::Memory;
use crate::select::{Options, Selected, Settled};

/// The feeds that are made anew.
pub(super) struct Chosen {
    pub(super) selected: Selected<'static>,
    /// What was remembered of the articles and feeds at hand, and what is.
    pub(super) known: Memory,
    pub(super) remembered: Memory,
    /// What stays as it is published.
    pub(super) standing: Unchanged,
}

/// Chooses what feeds show of which something has changed.
pub(super) fn choose(answer: &mut Answer<'_>, again: &Again<'_, '_>, context: Context<'_>) -> Result<Chosen, Stop> {
    let Context { config, catalogue, feeds, now, .. } = context;
    let ids = answer.question.settled.must_be_remembered();
    answer.narrow(context)?;
    let mut known = catalogue.memory_of(&answer.records())?;
    let mut kept = kept(answer, &known, context)?;
    let settled = standing(answer, &known, &mut kept, (again, context))?;
    let Answer { question, rows, terms, wanted, .. } = answer;
    let options = selecting::options(config, &known, &context.state.publication, context.read, now);
    for (_, of) in settled.collected(&options) {
        for (taxonomy, key, label) in of {
            terms.number(&(taxonomy, key), &label, feeds)?;
        }
    }
    drop(options);
    let tallies = terms.tallies(Labels { config, catalogue, again, old: &rows.old }, feeds)?;
    known.feeds = feeds.known().into_iter().map(|(n, feed)| (n, feed.record.clone())).collect();
    let is_taken = |at: DateTime<Utc>| catalogue.is_second_taken(at.timestamp()).unwrap_or(true);
    let options = selecting::options(config, &known, &context.state.publication, context.read, now);
    let is_page_taken = |name: &str| catalogue.is_page_taken(name).unwrap_or(true);
    let options = Options { is_second_taken: Some(&is_taken), is_page_taken: Some(&is_page_taken), ..options };
    let number = |term: &PublishedTerm| terms.of_name(term.taxonomy, &term.key);
    let is_dirty = |term: &PublishedTerm| number(term).is_some_and(|n| terms.dirty.contains(&n));
    let activity = |term: Option<&PublishedTerm>| terms.activity(term.map_or(Some(0), number).unwrap_or(-1));
    let mut selected = settled.select(&tallies, activity, is_dirty, &config.site, &options);
    let mut new = 0;
    for name in selected.feeds.iter().filter_map(|feed| written::term_of(feed, &selected)) {
        new += usize::from(feeds.of_name(&name)?.is_none_or(|feed| feed.published.is_none()));
    }
    if !selected.former_feeds.is_empty() || (new > 0 && catalogue.feed_count()? + new >= options.most_feeds) {
        return Err(Stop::Unsure("feeds have several addresses, or too many"));
    }
    drop(options);
    check_terms(&selected, feeds, terms)?;
    let standing_entries = Unchanged {
        rest: rest(&selected, catalogue, feeds, &terms.dirty)?,
        entries: keep(&mut selected, (kept, wanted), &known, (feeds, config.formats.len() + 1))?,
    };
    // Those that stand and were read again for nothing (of one second more are than a feed shows) are not looked after.
    let standing: BTreeSet<i64> = wanted.standing.values().copied().collect();
    let is_shown: BTreeSet<i64> = selected.records.iter().flatten().copied().collect();
    known.articles.retain(|n, _| !standing.contains(n) || is_shown.contains(n));
    known.feeds = written::feeds_at_hand(&known.feeds, &selected);
    let is_at_hand = |record: i64| known.articles.contains_key(&record) && !standing.contains(&record);
    selected.dated.retain(|dated| dated.record.is_none_or(is_at_hand));
    let is_elsewhere = |n| is_shown_elsewhere(n, catalogue, feeds, terms);
    let days = days_shown(&selected, rows, is_elsewhere, catalogue)?;
    selected.dated.retain(|dated| {
        let is_of_day = dated.record.is_none() && dated.published.precision == Precision::Day;
        !is_of_day || days.contains(&dated.published.day) || ids.contains(&dated.keys.id)
    });
    let last = (context.last.record, context.last.feed);
    let mut remembered = remember::remember(&known, last, &selected, config, now).whole(&selected);
    // They are known by what they were: what others have in common with them is not told from them alone.
    for (n, record) in known.articles.iter().filter(|(n, _)| standing.contains(n)) {
        if let Some(new) = remembered.articles.get_mut(n) {
            new.keys.clone_from(&record.keys);
        }
    }
    // What another feed shows is not gone.
    for ((article, _), n) in question.collected.iter().zip(rows.numbers()) {
        let Some(record) = article.record.filter(|_| question.old.contains_key(&n)) else { continue };
        if !is_elsewhere(n)? {
            continue;
        }
        if let (Some(old), Some(new)) = (known.articles.get(&record), remembered.articles.get_mut(&record)) {
            new.gone = old.gone;
            if !is_shown.contains(&record) {
                new.page.clone_from(&old.page);
            }
        }
    }
    for day in forgotten_days(&known, &remembered) {
        for n in catalogue.without_time(day_number(day))?.into_iter().filter(|n| !rows.old.contains_key(n)) {
            if catalogue.collected(n)?.is_some_and(|row| row.record.is_none()) {
                return Err(Stop::Unsure("a second of a day is free again"));
            }
        }
    }
    Ok(Chosen { selected, known, remembered, standing: standing_entries })
}

/// The articles in question, with those that stand: these are read again, unless their entries are `kept`.
fn standing(
    answer: &mut Answer<'_>,
    known: &Memory,
    kept: &mut BTreeMap<i64, PublishedEntry>,
    (again, context): (&Again<'_, '_>, Context<'_>),
) -> Result<Settled<'static>, Stop> {
    let mut settled = std::mem::take(&mut answer.question.settled);
    let record_of = |n: &i64| known.articles.get(n).ok_or(Stop::Unsure("a record is not known"));
    let mut readings = Vec::new();
    let mut records = Vec::new();
    for (article, n) in &answer.wanted.standing {
        if let Some(kept) = kept.get_mut(article) {
            settled.add_kept(*n, record_of(n)?, std::mem::take(&mut kept.terms), kept.language.clone());
            continue;
        }
        let [reading] = <[_; 1]>::try_from(context.catalogue.readings_of_article(*article)?)
            .map_err(|_| Stop::Unsure("an article stands at several places"))?;
        readings.push(reading);
        records.push(n);
    }
    for (OneRead { article, unpublished, .. }, n) in again.articles(&readings)?.into_iter().zip(records) {
        if unpublished.is_some() {
            return Err(Stop::Unsure("an article is not published any more"));
        }
        let record = record_of(n)?;
        settled.add_standing(article, *n, &record.id, record.published);
    }
    Ok(settled)
}

/// Puts what is known of `kept` entries in the place of what is not known of their articles, and gives them as they go into documents,
/// in so many formats.
fn keep(
    selected: &mut Selected<'_>,
    (kept, wanted): (BTreeMap<i64, PublishedEntry>, &Wanted),
    known: &Memory,
    (feeds, formats): (&Feeds<'_>, usize),
) -> Result<HashMap<ArticleId, Vec<u8>>, Stop> {
    let record = |n: &i64| known.articles.get(wanted.standing.get(n)?);
    let kept: HashMap<_, _> = kept.into_iter().filter_map(|(n, kept)| Some((record(&n)?.id.clone(), kept))).collect();
    let Selected { articles, records, contents, .. } = selected;
    for ((article, n), content) in articles.iter().zip(&*records).zip(contents) {
        if kept.contains_key(article.id()) {
            let known = n.and_then(|n| known.articles.get(&n)?.content);
            *content = known.ok_or(Stop::Unsure("what an entry says is not known"))?;
        }
    }
    relate(selected, (&kept, formats), feeds)?;
    Ok(kept.into_iter().map(|(id, kept)| (id, kept.into_rendered())).collect())
}

/// The days of which feeds show an article whose time is not known, among those of the articles that no feed shows and that are not
/// remembered. `is_elsewhere` says whether a feed shows an article that is not made anew.
fn days_shown(
    selected: &Selected<'_>,
    rows: &Rows,
    is_elsewhere: impl Fn(i64) -> Result<bool, Stop>,
    catalogue: &Catalogue,
) -> Result<BTreeSet<NaiveDate>, Stop> {
    let is_of_day = |published: &Published| published.precision == Precision::Day;
    let shown = selected.articles.iter().map(|article| article.published).filter(is_of_day);
    let mut days: BTreeSet<NaiveDate> = shown.map(|published| published.day).collect();
    let others = selected.dated.iter().filter(|dated| dated.record.is_none()).map(|dated| dated.published);
    for day in others.filter(is_of_day).map(|published| published.day).collect::<BTreeSet<_>>() {
        for n in catalogue.without_time(day_number(day))? {
            let is_shown = !rows.old.contains_key(&n) && is_elsewhere(n)?;
            if is_shown && catalogue.collected(n)?.is_some_and(|row| row.precision == precision(Precision::Day)) {
                days.insert(day);
            }
        }
    }
    Ok(days)
}

/// Checks that entries say of terms what they said before, but of those of which something else was to be expected.
fn check_terms(selected: &Selected<'_>, feeds: &Feeds<'_>, terms: &Terms<'_>) -> Result<(), Stop> {
    let made: BTreeSet<_> = selected.feeds.iter().map(|feed| written::term_of(feed, selected)).collect();
    for n in &terms.dirty {
        if feeds.of_term(*n)?.is_some_and(|feed| !made.contains(&feed.record.term)) {
            return Err(Stop::Unsure("a feed goes"));
        }
    }
    for term in &selected.terms {
        let before = feeds.of_name(&(term.taxonomy, term.key.clone()))?;
        let published = before.as_ref().and_then(|feed| feed.published);
        let is_same_label = published.is_none() || before.as_ref().is_some_and(|feed| feed.record.label == term.label);
        // One that is about to vanish has no entries.
        let has_entries = published.is_some_and(|published| published.has_entries);
        let comes_or_goes = has_entries != (term.has_feed && term.articles > 0);
        let is_other = published.is_some() != term.is_published() || comes_or_goes || !is_same_label;
        if is_other && !terms.is_otherwise(term.taxonomy, &term.key) {
            return Err(Stop::Unsure("a term is another one than was to be expected"));
        }
    }
    Ok(())
}
