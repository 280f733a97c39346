//! What a run writes down that looks only at what has changed.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::super::again::Stop;
use super::super::gather::{row, shown_row};
use super::super::summary;
use super::answer::Question;
use super::changed::Changed;
use super::entries::Wanted;
use super::feeds::Feeds;
use super::leaving;
use super::terms::Terms;
use super::{Answer, Context, Prepared, due, obstacles, placing, state_with};
use chrono::{DateTime, Utc};

use crate::article::{ArticleId, Origin};
use crate::catalogue::{Changes, CollectedRow, FileRecords, LastNumbers, Membership, ShownRow, State};
use crate::config::Config;
use crate::feed::{Feed, Taxonomy};
use crate::memory::{FeedRecord, Memory, Record};
use crate::publish::{Change, Plan};
use crate::report::{FeedCounts, FeedLine, Report, Status};
use crate::select::Selected;

/// The articles in question, as rows.
pub(super) struct Rows {
    /// Those that are gone or other than they were, as they were.
    pub(super) old: BTreeMap<i64, CollectedRow>,
    /// For each article in question its number, and its row if it is new or other than it was.
    pub(super) now: Vec<(i64, Option<CollectedRow>)>,
    /// For each its place in the inputs.
    origins: HashMap<Origin, usize>,
}

/// Numbers the articles in question, says which of them are other than they were, and counts these out of and into their terms.
pub(super) fn rows(
    Question { collected, old, had, places, .. }: &Question,
    (terms, feeds): (&mut Terms<'_>, &Feeds<'_>),
    last: i64,
) -> Result<Rows, Stop> {
    let of_record: BTreeMap<i64, i64> = old.iter().filter_map(|(n, row)| Some((row.record?, *n))).collect();
    let mut rows = Rows { old: BTreeMap::new(), now: Vec::with_capacity(collected.len()), origins: HashMap::new() };
    let mut stays = BTreeSet::new();
    let mut next = last;
    for (place, (article, of)) in collected.iter().enumerate() {
        let were: BTreeSet<Option<i64>> = article.origins.iter().map(|origin| places.get(origin).copied()).collect();
        let of_record = article.record.and_then(|record| of_record.get(&record).copied());
        let known = were.iter().copied().chain([of_record]).flatten().find(|n| !stays.contains(n));
        let n = known.unwrap_or_else(|| {
            next += 1;
            next
        });
        stays.insert(n);
        // All its readings are those that it had.
        let stands = were.len() == 1 && were.contains(&Some(n)) && had.get(&n) == Some(&article.origins.len());
        let mut memberships = Vec::with_capacity(of.len());
        for (taxonomy, key, label) in of {
            let term = terms.number(&(*taxonomy, key.clone()), label, feeds)?;
            memberships.push(Membership { term, spelling: terms.spelling(term, label)? });
        }
        memberships.sort_unstable();
        let before = old.get(&n);
        let row = CollectedRow { shown: before.map_or(0, |before| before.shown), ..row(article, memberships) };
        let is_same = stands && before == Some(&row);
        rows.origins.extend(article.origins.iter().map(|origin| (origin.clone(), place)));
        rows.now.push((n, (!is_same).then_some(row)));
    }
    let same: HashSet<i64> = rows.now.iter().filter(|(_, row)| row.is_none()).map(|(n, _)| *n).collect();
    rows.old = old.iter().filter(|(n, _)| !same.contains(n)).map(|(n, row)| (*n, row.clone())).collect();
    for row in rows.old.values() {
        terms.take(row)?;
    }
    for row in rows.now.iter().filter_map(|(_, row)| row.as_ref()) {
        terms.add(row)?;
    }
    Ok(rows)
}

impl Rows {
    /// The articles of a term that are new or other than they were: the date and the number of each.
    pub(super) fn members(&self, term: i64) -> impl Iterator<Item = (i64, i64)> {
        let changed = self.now.iter().filter_map(|(n, row)| Some((*n, row.as_ref()?)));
        let published = changed
            .filter(move |(_, row)| row.held.is_none() && (term == 0 || row.terms.iter().any(|of| of.term == term)));
        published.map(|(n, row)| (row.published, n))
    }

    /// The numbers of the articles in question.
    pub(super) fn numbers(&self) -> impl Iterator<Item = i64> {
        self.now.iter().map(|(n, _)| *n)
    }

    /// Whether an article is in question.
    pub(super) fn has(&self, n: i64) -> bool {
        self.now.iter().any(|(known, _)| *known == n)
    }

    /// Whether the article at a place goes on: it is other than it was, or a feed shows it, or it may have to be remembered.
    pub(super) fn goes_on(&self, place: usize, record: Option<i64>, wanted: &Wanted) -> bool {
        let (n, row) = &self.now[place];
        row.is_some() || wanted.all.contains(n) || record.is_none()
    }
}

/// Of what is remembered of feeds that which is remembered of those that are made anew.
pub(super) fn feeds_at_hand(feeds: &BTreeMap<i64, FeedRecord>, selected: &Selected<'_>) -> BTreeMap<i64, FeedRecord> {
    let made: BTreeSet<_> = selected.feeds.iter().map(|feed| term_of(feed, selected)).collect();
    feeds.iter().filter(|(_, feed)| made.contains(&feed.term)).map(|(n, feed)| (*n, feed.clone())).collect()
}

/// The term of a feed that is made anew, by its name.
pub(super) fn term_of(feed: &Feed, selected: &Selected<'_>) -> Option<(Taxonomy, crate::article::TermKey)> {
    feed.term.map(|n| (selected.terms[n].taxonomy, selected.terms[n].key.clone()))
}

/// Puts together all that is written. `known` is what was remembered of the articles and feeds at hand, and `remembered` what is.
pub(super) fn finish(
    context: Context<'_>,
    (changed, answer): (&Changed<'_, '_>, &Answer),
    selected: &Selected<'_>,
    (mut known, mut remembered): (Memory, Memory),
    published: &State,
    mut report: Report,
) -> Result<Prepared, Stop> {
    let Context { config, catalogue, state, feeds: known_feeds, last, now, stage, .. } = context;
    let Answer { question, rows, terms, wanted, .. } = answer;
    let collected = &question.collected;
    let mut changes =
        Changes { terms: terms.changed(), articles_gone: rows.old.clone().into_iter().collect(), ..Changes::default() };
    let of_id: HashMap<&ArticleId, i64> = remembered.articles.iter().map(|(n, record)| (&record.id, *n)).collect();
    let mut numbers: HashMap<ArticleId, i64> = HashMap::new();
    for ((article, _), (n, _)) in collected.iter().zip(&rows.now) {
        numbers.insert(article.id.clone(), *n);
    }
    for (n, record) in &wanted.standing {
        numbers.extend(known.articles.get(record).map(|record| (record.id.clone(), *n)));
    }
    changes.shown = shown(selected, &remembered, &numbers, terms)?;
    let mut more = shown_by_more(&changes.shown, known_feeds)?;
    for ((article, _), (n, row)) in collected.iter().zip(&rows.now) {
        let record = of_id.get(&article.id).copied().or(article.record);
        let before = if row.is_none() && record != article.record { catalogue.collected(*n)? } else { None };
        let Some(row) = row.clone().or(before) else { continue };
        let more = more.remove(n).unwrap_or(0);
        let shown_by = i64::from(row.shown) + more;
        changes.articles.push((*n, CollectedRow { record, shown: u32::try_from(shown_by).unwrap_or(0), ..row }));
    }
    let is_gone = |n: &i64| rows.old.contains_key(n);
    for (n, more) in more.into_iter().filter(|(n, more)| *more != 0 && !is_gone(n)) {
        let Some(row) = catalogue.collected(n)? else { return Err(Stop::Unsure("an entry is not known")) };
        let shown_by = u32::try_from(i64::from(row.shown) + more).unwrap_or(0);
        changes.shown_by.push((n, shown_by));
        let record = row.record.filter(|record| shown_by == 0 && !remembered.articles.contains_key(record));
        if let Some(record) = record {
            // No feed shows it any more.
            let before = catalogue.memory_of(&BTreeSet::from([record]))?.articles;
            remembered.articles.extend(before.iter().map(|(n, record)| (*n, unshown(record, config, now))));
            known.articles.extend(before);
        }
    }
    let gone = leaving::leave((&mut known, &mut remembered), context)?;
    places(&mut changes, changed, answer, last);
    let staged = stage.files();
    let records = staged.iter().map(|(path, staged)| (path, placing::record(staged, path, published, now)));
    let others = records.filter(|(path, file)| published.files.get(*path) != Some(file));
    let files: BTreeMap<_, _> = others.map(|(path, file)| (Arc::clone(path), file)).collect();
    obstacles::report(config, published, &stage.found(), &mut report)
        .map_err(|_| Stop::Unsure("a file is somebody else's"))?;
    let plan = Plan::new(gone.keys(), &staged);
    summarise(config, selected, &plan, (&published.files, &files, &gone), &mut report);
    summary::vanished(config, selected, (&known, &remembered), &mut report);
    let new = || rows.now.iter().filter_map(|(_, row)| row.as_ref());
    let held = |row: &&CollectedRow| row.held.is_some();
    report.articles.accepted = (report.articles.accepted + new().count()).saturating_sub(rows.old.len());
    report.articles.held =
        (report.articles.held + new().filter(held).count()).saturating_sub(rows.old.values().filter(held).count());
    report.rejections.settle();
    report.warnings.settle();
    let articles = changes.articles.iter().map(|(_, row)| row);
    let due = due(config, catalogue, (&rows.old, articles), &remembered, now)?;
    let state = state_with(state, files, changed.records.clone(), state.publication.clone());
    Ok(Prepared { plan, state, gone, memory: (known, remembered), changes, report, due })
}

/// What is remembered of an article that no feed shows any more.
fn unshown(record: &Record, config: &Config, now: DateTime<Utc>) -> Record {
    let mut record = Record { gone: record.gone.or(Some(now)), ..record.clone() };
    if let Some(page) = &mut record.page {
        page.leave(config.vanished, now);
    }
    record
}

/// What the feeds that are made anew show. `numbers` are those of the articles.
fn shown(
    selected: &Selected<'_>,
    remembered: &Memory,
    numbers: &HashMap<ArticleId, i64>,
    terms: &Terms<'_>,
) -> Result<BTreeMap<i64, ShownRow>, Stop> {
    let feeds: HashMap<_, i64> = remembered.feeds.iter().map(|(n, feed)| (feed.term.clone(), *n)).collect();
    let row = |feed: &Feed| {
        let n = feeds.get(&term_of(feed, selected)).ok_or(Stop::Unsure("a feed is not remembered"))?;
        let entry = |n: &usize| numbers.get(selected.articles[*n].id()).copied();
        let entries: Option<Vec<i64>> = feed.entries.iter().map(entry).collect();
        let entries = entries.ok_or(Stop::Unsure("an entry has no number"))?;
        let term = feed.term.map(|n| &selected.terms[n]);
        let number = term.and_then(|term| terms.of_name(term.taxonomy, &term.key));
        Ok((*n, shown_row(feed, term, number, entries)))
    };
    selected.feeds.iter().map(row).collect()
}

/// By how many more feeds (or fewer) each article is shown than before.
fn shown_by_more(shown: &BTreeMap<i64, ShownRow>, known: &Feeds<'_>) -> Result<BTreeMap<i64, i64>, Stop> {
    let mut more: BTreeMap<i64, i64> = BTreeMap::new();
    for (feed, row) in shown {
        for n in &row.entries {
            *more.entry(*n).or_insert(0) += 1;
        }
        for n in known.shown(*feed)?.iter().flat_map(|before| &before.entries) {
            *more.entry(*n).or_insert(0) -= 1;
        }
    }
    Ok(more)
}

/// Where articles stand now.
fn places(changes: &mut Changes, changed: &Changed<'_, '_>, answer: &Answer<'_>, last: LastNumbers) {
    let Answer { question, rows, .. } = answer;
    let article_at = |origin: &Origin| rows.origins.get(origin).map(|place| rows.now[*place].0);
    changes.inputs_gone.clone_from(&changed.inputs_gone);
    changes.inputs.clone_from(&changed.inputs);
    changes.segments_gone.clone_from(&changed.segments_gone);
    changes.segments = (last.segment + 1..).zip(changed.segments.iter().cloned()).collect();
    changes.segments.extend(changed.shifted.iter().map(|(n, segment)| (*n, segment.clone())));
    changes.readings_gone = changed.gone.iter().map(|(n, row)| (*n, row.clone())).collect();
    let mut standing = changed.standing.clone();
    for (origin, n, row) in &question.standing {
        let article = article_at(origin);
        if article != row.article {
            standing.entry(*n).or_insert_with(|| row.clone()).article = article;
        }
    }
    changes.readings_moved = standing.into_iter().collect();
    for (n, new) in (last.reading + 1..).zip(&changed.new) {
        let place = new.segment.map(|place| last.segment + 1 + i64::try_from(place).unwrap_or(0));
        let segment = place.unwrap_or(new.row.segment);
        let article = article_at(new.article.origin());
        changes.readings.push((n, crate::catalogue::ReadingRow { segment, article, ..new.row.clone() }));
    }
}

/// Says what became of feeds and files.
fn summarise(
    config: &Config,
    selected: &Selected<'_>,
    plan: &Plan,
    (before, after, gone): (&FileRecords, &FileRecords, &FileRecords),
    report: &mut Report,
) {
    let changes: BTreeMap<&str, Change> = plan.changes().collect();
    // All files are unchanged in the report of a run that is over.
    let new = after.keys().filter(|path| !before.contains_key(*path)).count();
    report.files.written = plan.count(Change::Create) + plan.count(Change::Replace);
    report.files.unchanged = report.files.unchanged + new - report.files.written - gone.len();
    report.files.removed = gone.len();
    report.bytes.published -= gone.values().map(|file| file.length).sum::<u64>();
    for (path, file) in after {
        report.bytes.published += file.length;
        report.bytes.published -= before.get(path).map_or(0, |before| before.length);
    }
    let is_dry_run = report.dry_run;
    let line = |feed: &Feed| summary::line(config, selected, feed, &changes, is_dry_run);
    let lines: Vec<FeedLine> = selected.feeds.iter().map(line).collect();
    let count = |status| lines.iter().filter(|line| line.status == status).count();
    let (created, changed) = (count(Status::Created), count(Status::Changed));
    // All feeds are unchanged in the report of a run that is over.
    let unchanged = report.feeds.unchanged - changed;
    report.feeds = FeedCounts { created, changed, unchanged, removed: 0 };
    let mut places: BTreeMap<String, FeedLine> = report.feed_lines.drain(..).map(|line| (line.place(), line)).collect();
    places.extend(lines.into_iter().map(|line| (line.place(), line)));
    report.feed_lines = places.into_values().collect();
}
