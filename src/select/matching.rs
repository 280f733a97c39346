//! Matching: which article is the one that a record is of.
//!
//! Nothing that a collection says of an article is proof that it is the one that was published: ids are counted anew,
//! titles are edited, addresses move. [`match_records`] goes through [`CERTAIN`] and [`LIKELY`] steps, the best evidence
//! first: first articles that agree with a record in id, title and address, last those that share one of these alone. A
//! record is matched once; so an article whose id is now that of another one is found by its title and address before
//! another article can take its record. An id alone never holds against title, address and day together.

mod crowd;
mod pair;
mod steps;

use std::cell::OnceCell;
use std::sync::Arc;

use chrono::NaiveDate;
use rustc_hash::{FxHashMap, FxHashSet};

use super::evidence::Reuses;
use super::recall::Index;
use crate::article::{Address, IdStrength, Key, KeyKind, Outline};
use crate::memory::Record;
use crowd::Crowds;
use crowd::Feature::{self, Content, Day, Instant, Place, Title, Words};
use pair::{Pair, Subject};
use steps::{CERTAIN, LIKELY};

/// What is the same of an article that was edited under its id.
const ALIKE: &[&[Feature]] = &[&[Title], &[Place], &[Instant], &[Words], &[Content]];

/// Finds the record of each article, by its number, and reports ids that are those of other articles now. Of the records
/// that are `retracted` an article has one only by its id or its address, and several may have the same.
pub(super) fn match_records(
    articles: &[Box<Outline<'_>>],
    index: &Index<'_>,
    retracted: &FxHashSet<i64>,
    matched: &mut FxHashSet<i64>,
    reuses: &mut Reuses,
) -> Vec<Option<i64>> {
    let mut records = vec![None; articles.len()];
    if index.memory.articles.is_empty() {
        return records;
    }
    let mut by_id: Vec<usize> = (0..articles.len()).collect();
    by_id.sort_by(|a, b| articles[*a].id().cmp(articles[*b].id()));
    // Articles that have no record yet, by their places in that order.
    let mut open: Vec<usize> = (0..articles.len()).collect();
    let mut untrusted = FxHashSet::default();
    let contents = vec![OnceCell::new(); articles.len()];
    let mut ids = Ids::new(index);
    for (steps, is_last) in [(CERTAIN, false), (LIKELY, true)] {
        if is_last {
            untrusted = files_with_new_ids(articles, &contents, &records, &mut ids);
        }
        for step in steps {
            let is_strong = matches!(step.kind, KeyKind::Given | KeyKind::Url | KeyKind::Place);
            let mut crowds = Crowds::new(index);
            let mut find = |place: usize, lists: &[&[Feature]]| {
                let at = by_id[place];
                let article = &articles[at];
                let is_id_trusted =
                    article.keys().strength == IdStrength::Unique || !untrusted.contains(&article.origin().path);
                let subject = Subject { article, content: &contents[at], is_id_trusted };
                let is_left = |n, _: &Record| !matched.contains(&n) && (is_strong || !retracted.contains(&n));
                let fits = |record: &Record| (step.fits)(&subject.with(record));
                let Some((n, _)) = crowds.first(step.kind, &subject, lists, is_left, fits) else { return false };
                // What is taken back may be there several times.
                if !retracted.contains(&n) {
                    matched.insert(n);
                }
                records[at] = Some(n);
                true
            };
            let mut in_crowds = Vec::new();
            open.retain(|&place| {
                let is_in_crowd = index.is_crowd(step.kind, &articles[by_id[place]]);
                in_crowds.extend(Some(place).filter(|_| is_in_crowd));
                !is_in_crowd && !find(place, step.alike)
            });
            // List by list, so that no article takes a record for which another one has better evidence.
            for list in step.alike {
                in_crowds.retain(|place| !find(*place, &[list]));
            }
            open.append(&mut in_crowds);
            open.sort_unstable();
        }
    }
    let is_trusted = |article: &Outline<'_>| {
        article.keys().strength == IdStrength::Unique || !untrusted.contains(&article.origin().path)
    };
    let open = open.into_iter().map(|place| by_id[place]).filter(|at| is_trusted(&articles[*at])).collect();
    match_lone_ids(articles, &contents, index, retracted, matched, &mut records, open);
    report_reuses(articles, &contents, &records, &mut ids, reuses);
    records
}

/// The key by which an article has an id of its collection, if it has one: a number without a source or an address around
/// it is a key of its own.
fn id_key(article: &Outline<'_>) -> Option<(KeyKind, Key)> {
    if article.keys().bare.is_some() && article.address == Address::None && article.source().is_none() {
        return article.keys().bare.map(|key| (KeyKind::Bare, key));
    }
    article.keys().given.filter(|_| article.keys().file().is_none()).map(|key| (KeyKind::Given, key))
}

/// Whether a record was last known by the id that an article has now.
fn has_id(record: &Record, article: &Outline<'_>) -> bool {
    id_key(article).is_some_and(|(kind, key)| record.present(kind) == Some(key))
}

/// The records that were last known by an id.
struct Ids<'i, 'm> {
    index: &'i Index<'m>,
    crowds: Crowds<'i, 'm>,
}

impl<'i, 'm> Ids<'i, 'm> {
    fn new(index: &'i Index<'m>) -> Self {
        Self { index, crowds: Crowds::new(index) }
    }

    /// Whether the record of an article is one that was last known by the id that the article has now.
    fn has_own(&self, article: &Outline<'_>, own: Option<i64>) -> bool {
        own.is_some_and(|n| has_id(&self.index.memory.articles[&n], article))
    }

    /// The first record that was last known by the id that an article has now, and fits.
    fn first(
        &mut self,
        subject: Subject<'_>,
        lists: &[&[Feature]],
        fits: impl Fn(&Pair<'_>) -> bool,
    ) -> Option<(i64, &'m Record)> {
        let (kind, _) = id_key(subject.article)?;
        let has_id = |_, record: &Record| has_id(record, subject.article);
        self.crowds.first(kind, &subject, lists, has_id, |record| fits(&subject.with(record)))
    }

    /// The record of another article that was last known by the id that an article has now, if its own record was not.
    fn other(&mut self, subject: Subject<'_>, own: Option<i64>) -> Option<(i64, &'m Record)> {
        if self.has_own(subject.article, own) { None } else { self.first(subject, &[&[]], |_| true) }
    }
}

/// What the ids of a file mean, compared with what they meant before.
#[derive(Default)]
struct Votes {
    /// How many are of the same article.
    same: usize,
    /// How many are of another.
    other: usize,
    /// The days of articles of which nothing but the day is the same.
    days: Vec<NaiveDate>,
}

impl Votes {
    /// Whether more ids are of other articles than of the same ones. One such id may be that of an article of which everything
    /// was edited. Where the days are the same row by row, and not one day for all, the articles are, too.
    fn are_new(&self) -> bool {
        let is_one_day = self.days.iter().all(|day| *day == self.days[0]);
        let (same, other) = if is_one_day { (0, self.days.len()) } else { (self.days.len(), 0) };
        self.other + other > 1 && self.other + other > self.same + same
    }
}

/// The files in which ids mean something else than before.
#[expect(clippy::redundant_closure_for_method_calls, reason = "the method is one of pairs of one lifetime")]
fn files_with_new_ids(
    articles: &[Box<Outline<'_>>],
    contents: &[OnceCell<Key>],
    records: &[Option<i64>],
    ids: &mut Ids<'_, '_>,
) -> FxHashSet<Arc<str>> {
    let mut votes: FxHashMap<&Arc<str>, Votes> = FxHashMap::default();
    let all = articles.iter().zip(contents).zip(records);
    for ((article, content), record) in all.filter(|((one, _), _)| one.keys().strength != IdStrength::Unique) {
        let subject = Subject { article, content, is_id_trusted: true };
        if ids.first(subject, &[&[]], |_| true).is_none() {
            continue;
        }
        let votes = votes.entry(&article.origin().path).or_default();
        let is_alike =
            |pair: &Pair<'_>| pair.has_title() || pair.has_address() || pair.has_instant() || pair.has_text();
        let is_lost = record.is_none();
        if ids.has_own(article, *record) || (is_lost && ids.first(subject, ALIKE, is_alike).is_some()) {
            votes.same += 1;
        } else if is_lost && ids.first(subject, &[&[Day]], |pair| pair.has_day()).is_some() {
            votes.days.push(article.published.day);
        } else {
            votes.other += 1;
        }
    }
    votes.into_iter().filter(|(_, votes)| votes.are_new()).map(|(path, _)| Arc::clone(path)).collect()
}

/// Matches articles with an id that is no more than a number, where the title that made it a key was edited and no other
/// article of the file has that number.
fn match_lone_ids(
    articles: &[Box<Outline<'_>>],
    contents: &[OnceCell<Key>],
    index: &Index<'_>,
    retracted: &FxHashSet<i64>,
    matched: &mut FxHashSet<i64>,
    records: &mut [Option<i64>],
    open: Vec<usize>,
) {
    let mut holders = FxHashMap::<(Key, &Arc<str>), usize>::default();
    for article in articles {
        if let Some(bare) = article.keys().bare {
            *holders.entry((bare, &article.origin().path)).or_default() += 1;
        }
    }
    let is_alone = |article: &Outline<'_>| {
        let is_only = article.keys().bare.is_some_and(|bare| holders.get(&(bare, &article.origin().path)) == Some(&1));
        is_only && article.keys().url.is_none() && article.source().is_none()
    };
    let mut crowds = Crowds::new(index);
    for at in open.into_iter().filter(|at| is_alone(&articles[*at])) {
        let subject = Subject { article: &articles[at], content: &contents[at], is_id_trusted: true };
        let is_left = |n, record: &Record| {
            !matched.contains(&n) && !retracted.contains(&n) && record.present(KeyKind::Url).is_none()
        };
        // The day or the text tells between several, and an edit may be of one alone: so those that leave meanwhile, as they are of
        // no article, leave nothing that fits better in the next run.
        let is_alike = |pair: &Pair<'_>| pair.is_id_telling() && (pair.has_day() || pair.has_text());
        let fits = |pair: &Pair<'_>| is_alike(pair) || (pair.is_id_telling() && pair.may_be_edited());
        let mut only = |fits: &dyn Fn(&Pair<'_>) -> bool| {
            crowds.only(KeyKind::Bare, &subject, is_left, |record| fits(&subject.with(record)))
        };
        let found = only(&is_alike).or_else(|| only(&fits));
        if let Some(n) = found {
            matched.insert(n);
            records[at] = Some(n);
        }
    }
}

/// Whether the id of an article, as a key that holds by itself, is that of another article's record.
pub(super) fn has_id_of_another(article: &Outline<'_>, own: Option<i64>, index: &Index<'_>) -> bool {
    if index.memory.articles.is_empty() {
        return false;
    }
    let Some((KeyKind::Given, key)) = id_key(article) else { return false };
    let is_own = |n| has_id(&index.memory.articles[&n], article);
    !own.is_some_and(is_own) && index.sharing(KeyKind::Given, key).any(|(_, record)| has_id(record, article))
}

/// Reports the articles that have the id that another article was published with.
fn report_reuses(
    articles: &[Box<Outline<'_>>],
    contents: &[OnceCell<Key>],
    records: &[Option<i64>],
    ids: &mut Ids<'_, '_>,
    reuses: &mut Reuses,
) {
    let mut holders: Option<FxHashMap<i64, usize>> = None;
    for ((article, content), record) in articles.iter().zip(contents).zip(records) {
        let subject = Subject { article, content, is_id_trusted: true };
        let Some((other, known)) = ids.other(subject, *record) else { continue };
        let holders = holders.get_or_insert_with(|| {
            let holders = records.iter().enumerate();
            holders.filter_map(|(at, record)| Some(((*record)?, at))).collect()
        });
        let other = match holders.get(&other).map(|at| &articles[*at]) {
            // A number is nobody's own: rows of several files have it from the beginning, whichever of them feeds show.
            Some(holder) if id_key(holder) == id_key(article) => continue,
            Some(holder) => (Some(holder.origin().clone()), holder.title()),
            None => (None, known.id.to_string()),
        };
        reuses.add(KeyKind::Given, (article.origin().clone(), article.title()), other);
    }
}
