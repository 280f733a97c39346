//! Matching: which article is the one that a record is of.
//!
//! Nothing that a collection says of an article is proof that it is the one that was published: ids are counted anew,
//! titles are edited, addresses move. [`match_records`] goes through [`CERTAIN`] and [`LIKELY`] steps, the best evidence
//! first: first articles that agree with a record in id, title and address, last those that share one of these alone. A
//! record is matched once; so an article whose id is now that of another one is found by its title and address before
//! another article can take its record. An id alone never holds against title, address and day together.

mod pair;

use std::sync::Arc;

use chrono::NaiveDate;
use rustc_hash::{FxHashMap, FxHashSet};

use super::evidence::Reuses;
use super::recall::Index;
use crate::article::{Article, IdStrength, Key, KeyKind};
use crate::memory::Record;
use pair::Pair;
pub(super) use pair::differs_in_id;

/// One step of matching: the key by which records are looked up, and what else must be the same.
struct Step {
    kind: KeyKind,
    fits: fn(&Pair<'_>) -> bool,
}

/// The steps after which it is known whether ids still mean what they meant, the best evidence first.
const CERTAIN: &[Step] = &[
    Step { kind: KeyKind::Given, fits: |pair| pair.has_id() && pair.has_title() && !pair.differs_in_address() },
    Step { kind: KeyKind::Place, fits: |pair| pair.has_place() && pair.shares(KeyKind::Card) },
    Step { kind: KeyKind::Url, fits: |pair| pair.has_place() && pair.shares(KeyKind::Card) },
    Step { kind: KeyKind::Card, fits: |pair| pair.shares(KeyKind::Card) && pair.has_content() },
    Step { kind: KeyKind::Given, fits: |pair| pair.has_id() && (pair.has_title() || pair.has_address()) },
    Step { kind: KeyKind::Place, fits: |pair| pair.has_address() && pair.has_title() && pair.may_have_address() },
    Step { kind: KeyKind::Url, fits: |pair| pair.has_page() && pair.has_title() && pair.may_have_address() },
    Step { kind: KeyKind::Given, fits: |pair| pair.has_id() && (pair.has_instant() || pair.has_text()) },
    Step { kind: KeyKind::Headline, fits: |pair| pair.has_day() && pair.has_text() && !pair.differs_in_address() },
];

/// The steps after those.
const LIKELY: &[Step] = &[
    Step { kind: KeyKind::Place, fits: |pair| pair.has_address() && pair.has_day() && pair.may_have_address() },
    Step { kind: KeyKind::Url, fits: |pair| pair.has_address() && pair.has_day() && pair.may_have_address() },
    Step { kind: KeyKind::Given, fits: |pair| pair.has_id() && pair.has_day() && pair.is_id_telling() },
    Step { kind: KeyKind::Given, fits: |pair| pair.has_id() && pair.is_id_unique() && pair.are_undated() },
    // What a record was known by once counts where something else is the same.
    Step { kind: KeyKind::Given, fits: |pair| pair.has_title() || pair.has_address() || pair.has_text() },
    Step { kind: KeyKind::Place, fits: |pair| (pair.has_title() || pair.has_day()) && pair.may_have_address() },
    Step { kind: KeyKind::Url, fits: |pair| pair.has_title() && pair.may_have_address() },
    Step { kind: KeyKind::Card, fits: |pair| !pair.differs_in_id() || pair.has_text() || pair.has_instant() },
    Step {
        kind: KeyKind::Headline,
        fits: |pair| pair.has_day() && !pair.differs_in_id() && !pair.differs_in_address(),
    },
    // One key alone.
    Step { kind: KeyKind::Given, fits: |pair| pair.is_id_enough() },
    Step { kind: KeyKind::Place, fits: |pair| pair.has_address() && pair.may_have_address() },
    Step { kind: KeyKind::Url, fits: |pair| pair.has_address() && pair.may_have_address() },
    Step { kind: KeyKind::Text, fits: |_| true },
    Step { kind: KeyKind::Headline, fits: |pair| pair.is_same_vague_date() },
    // The name of the source was corrected: all keys that it is a part of have changed.
    Step { kind: KeyKind::Bare, fits: |pair| !pair.differs_in_address() && pair.is_same_but_for_source() },
    Step { kind: KeyKind::Title, fits: |pair| pair.is_same_elsewhere() },
];

/// Finds the record of each article, by its number, and reports ids that are those of other articles now. Of the records
/// that are `retracted` an article has one only by its id or its address, and several may have the same.
pub(super) fn match_records(
    articles: &[Box<Article<'_>>],
    index: &Index<'_>,
    retracted: &FxHashSet<i64>,
    matched: &mut FxHashSet<i64>,
    reuses: &mut Reuses,
) -> Vec<Option<i64>> {
    let mut records = vec![None; articles.len()];
    if index.memory.articles.is_empty() {
        return records;
    }
    let mut open: Vec<usize> = (0..articles.len()).collect();
    open.sort_by(|a, b| articles[*a].id().cmp(articles[*b].id()));
    let mut untrusted = FxHashSet::default();
    for (steps, is_last) in [(CERTAIN, false), (LIKELY, true)] {
        if is_last {
            untrusted = files_with_new_ids(articles, &records, index);
        }
        for step in steps {
            let is_strong = matches!(step.kind, KeyKind::Given | KeyKind::Url | KeyKind::Place);
            open.retain(|&at| {
                let article = &articles[at];
                let is_id_trusted =
                    article.keys.strength == IdStrength::Unique || !untrusted.contains(&article.origin().path);
                let is_it = |(n, record): &(i64, &Record)| {
                    !matched.contains(n)
                        && (is_strong || !retracted.contains(n))
                        && (step.fits)(&Pair { article, record, is_id_trusted })
                };
                let Some((n, _)) = index.sharing(step.kind, article).find(is_it) else { return true };
                // What is taken back may be there several times.
                if !retracted.contains(&n) {
                    matched.insert(n);
                }
                records[at] = Some(n);
                false
            });
        }
    }
    let is_trusted = |article: &Article<'_>| {
        article.keys.strength == IdStrength::Unique || !untrusted.contains(&article.origin().path)
    };
    open.retain(|at| is_trusted(&articles[*at]));
    match_lone_ids(articles, index, retracted, matched, &mut records, open);
    report_reuses(articles, &records, index, reuses);
    records
}

/// The key by which an article has an id of its collection, if it has one: a number without a source or an address around
/// it is a key of its own.
fn id_key(article: &Article<'_>) -> Option<(KeyKind, Key)> {
    if article.keys.bare.is_some() && article.url.is_none() && article.source.is_none() {
        return article.keys.bare.map(|key| (KeyKind::Bare, key));
    }
    article.keys.given.filter(|_| article.keys.file().is_none()).map(|key| (KeyKind::Given, key))
}

/// The records that were last known by the id that an article has now.
fn with_id_of<'i>(article: &Article<'_>, index: &'i Index<'_>) -> impl Iterator<Item = (i64, &'i Record)> {
    let key = id_key(article);
    let found = key.into_iter().flat_map(|(kind, _)| index.sharing(kind, article));
    found.filter(move |(_, record)| key.is_some_and(|(kind, key)| record.present(kind) == Some(key)))
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
fn files_with_new_ids(
    articles: &[Box<Article<'_>>],
    records: &[Option<i64>],
    index: &Index<'_>,
) -> FxHashSet<Arc<str>> {
    let mut votes: FxHashMap<&Arc<str>, Votes> = FxHashMap::default();
    for (article, record) in
        articles.iter().zip(records).filter(|(article, _)| article.keys.strength != IdStrength::Unique)
    {
        let known: Vec<(i64, &Record)> = with_id_of(article, index).collect();
        if known.is_empty() {
            continue;
        }
        let pair = |known| Pair { article, record: known, is_id_trusted: true };
        let is_alike = |known| {
            let pair = pair(known);
            record.is_none() && (pair.has_title() || pair.has_address() || pair.has_instant() || pair.has_text())
        };
        let votes = votes.entry(&article.origin().path).or_default();
        if known.iter().any(|(n, known)| *record == Some(*n) || is_alike(*known)) {
            votes.same += 1;
        } else if record.is_none() && known.iter().any(|(_, known)| pair(*known).has_day()) {
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
    articles: &[Box<Article<'_>>],
    index: &Index<'_>,
    retracted: &FxHashSet<i64>,
    matched: &mut FxHashSet<i64>,
    records: &mut [Option<i64>],
    open: Vec<usize>,
) {
    let mut holders = FxHashMap::<(Key, &Arc<str>), usize>::default();
    for article in articles {
        if let Some(bare) = article.keys.bare {
            *holders.entry((bare, &article.origin().path)).or_default() += 1;
        }
    }
    let is_alone = |article: &Article<'_>| {
        let is_only = article.keys.bare.is_some_and(|bare| holders.get(&(bare, &article.origin().path)) == Some(&1));
        is_only && article.keys.url.is_none() && article.source.is_none()
    };
    for at in open.into_iter().filter(|at| is_alone(&articles[*at])) {
        let article = &articles[at];
        let is_free = |(n, record): &(i64, &Record)| {
            let pair = Pair { article, record, is_id_trusted: true };
            !matched.contains(n)
                && !retracted.contains(n)
                && record.present(KeyKind::Url).is_none()
                && pair.is_id_telling()
                && (pair.has_day() || pair.has_text() || pair.may_be_edited())
        };
        let mut free = index.sharing(KeyKind::Bare, article).filter(is_free);
        if let (Some((n, _)), None) = (free.next(), free.next()) {
            matched.insert(n);
            records[at] = Some(n);
        }
    }
}

/// Whether the id of an article, as a key that holds by itself, is that of another article's record.
pub(super) fn has_id_of_another(article: &Article<'_>, own: Option<i64>, index: &Index<'_>) -> bool {
    let is_given = id_key(article).is_some_and(|(kind, _)| kind == KeyKind::Given);
    is_given && other_with_id(article, own, index).is_some()
}

/// The record of another article that was last known by the id that an article has now, if its own record was not.
fn other_with_id<'i>(article: &Article<'_>, own: Option<i64>, index: &'i Index<'_>) -> Option<(i64, &'i Record)> {
    let mut others = with_id_of(article, index);
    let first = others.next().filter(|(n, _)| own != Some(*n))?;
    (!others.any(|(n, _)| own == Some(n))).then_some(first)
}

/// Reports the articles that have the id that another article was published with.
fn report_reuses(articles: &[Box<Article<'_>>], records: &[Option<i64>], index: &Index<'_>, reuses: &mut Reuses) {
    let mut holders: Option<FxHashMap<i64, usize>> = None;
    for (article, record) in articles.iter().zip(records) {
        let Some((other, known)) = other_with_id(article, *record, index) else { continue };
        let holders = holders.get_or_insert_with(|| {
            let holders = records.iter().enumerate();
            holders.filter_map(|(at, record)| Some(((*record)?, at))).collect()
        });
        let other = match holders.get(&other).map(|at| &articles[*at]) {
            Some(holder) => (Some(holder.origin().clone()), holder.title.clone()),
            None => (None, known.id.to_string()),
        };
        reuses.add(KeyKind::Given, (article.origin().clone(), article.title.clone()), other);
    }
}
