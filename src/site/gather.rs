//! What a run that reads everything writes down of the collection, so that later runs need look only at what has changed.

mod places;

use std::collections::{BTreeMap, HashMap};
use std::hash::Hasher as _;

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use rustc_hash::{FxHashMap, FxHasher};

use super::collect::Read;
use super::inputs::ReadInput;
use crate::article::{ArticleId, Key, Origin, Precision, TermKey};
use crate::catalogue::{CollectedRow, Collection, InputKey, Membership, ShownRow, Spelling, TermRow};
use crate::feed::{Feed, PublishedTerm, Taxonomy};
use crate::memory::Memory;
use crate::select::collected::{Collected, CollectedArticle, CollectedTerm};
use crate::select::{Selected, slug};
use places::Places;
pub(super) use places::{Cut, LinePlaces, row_in_whole};

/// About how many bytes of an input are compared and read again at once.
pub(super) const SEGMENT: usize = 1 << 18;

/// The day of the year 1 that 1970-01-01 is, as chrono counts days.
const EPOCH: i32 = 719_163;

/// A day, counted from 1970-01-01.
pub(super) fn day_number(day: NaiveDate) -> i32 {
    day.num_days_from_ce() - EPOCH
}

/// The day of such a number.
pub(super) fn day_of(number: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(number.checked_add(EPOCH)?)
}

/// The hash of a part of an input.
pub(super) fn hash(bytes: &[u8]) -> i64 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    hasher.finish().cast_signed()
}

/// What a term is known by in the catalogue.
pub(super) fn term_key(taxonomy: Taxonomy, key: &TermKey) -> [u8; 16] {
    *Key::new("term", &[taxonomy.name(), key.as_str()]).as_bytes()
}

/// What the slug is known by that a term would have if it were alone.
pub(super) fn slug_key(taxonomy: Taxonomy, key: &TermKey) -> [u8; 16] {
    *Key::new("slug", &[taxonomy.name(), &slug::base(key)]).as_bytes()
}

/// What a spelling is known by.
pub(super) fn spelling(label: &str) -> u64 {
    hash(label.as_bytes()).cast_unsigned()
}

/// How well a date is known, as a number.
pub(super) fn precision(precision: Precision) -> u8 {
    match precision {
        Precision::Exact => 0,
        Precision::Day => 1,
        Precision::Approximate => 2,
        Precision::Unknown => 3,
    }
}

/// Takes down a collection. `memory` is what is remembered from now on. What was selected is given back as soon as it is not needed.
pub(super) fn gather(
    inputs: &[ReadInput<'_, '_>],
    read: &BTreeMap<InputKey, Read>,
    mut selected: Selected<'_>,
    memory: &Memory,
) -> Option<Collection> {
    let mut collected = selected.collected.take()?;
    let mut all = Collection::default();
    let places = Places::of(inputs, read, &mut all);
    let numbers: HashMap<&ArticleId, i64> = memory.articles.iter().map(|(n, record)| (&record.id, *n)).collect();
    let entries: Vec<Option<i64>> = selected.articles.iter().map(|one| numbers.get(one.id()).copied()).collect();
    let Selected { feeds, terms: published, .. } = selected;
    all.terms = terms(&collected);
    collected.terms = Vec::new();
    let mut article_of: FxHashMap<&Origin, i64> = FxHashMap::default();
    all.articles.reserve_exact(collected.articles.len());
    for (n, article) in (1..).zip(&collected.articles) {
        article_of.extend(article.origins.iter().map(|origin| (origin, n)));
        let terms = article.terms.iter();
        let terms = terms.map(|(n, spelling)| Membership { term: number(n + 1), spelling: *spelling }).collect();
        let record = numbers.get(&article.id).copied();
        all.articles.push(CollectedRow { record, ..row(article, terms) });
    }
    all.readings = places.readings(collected.readings, &article_of);
    drop(collected.articles);
    shown((&feeds, &entries), &published, memory, &mut all);
    Some(all)
}

/// An article with its terms, by their numbers, as a row; no feed shows it yet.
pub(super) fn row(article: &CollectedArticle, terms: Vec<Membership>) -> CollectedRow {
    let seconds = |at: DateTime<Utc>| at.timestamp();
    CollectedRow {
        record: article.record,
        published: article.published.at.timestamp(),
        precision: precision(article.published.precision),
        day: day_number(article.published.day),
        held: article.held.map(seconds),
        due: article.due.map(seconds),
        has_address: article.has_address,
        terms,
        shown: 0,
    }
}

/// A place among others as the number of a row.
fn number(place: usize) -> i64 {
    i64::try_from(place).unwrap_or(i64::MAX)
}

fn terms(collected: &Collected) -> Vec<TermRow> {
    let published = collected.articles.iter().filter(|article| article.held.is_none());
    let mut all = Spelling::default();
    for article in published {
        *all.days.entry(day_number(article.published.day)).or_insert(0) += 1;
    }
    let all = TermRow { spellings: vec![all], ..TermRow::default() };
    let of = |term: &CollectedTerm| TermRow {
        key: term_key(term.taxonomy, &term.key),
        slug: slug_key(term.taxonomy, &term.key),
        spellings: term
            .spellings
            .iter()
            .map(|(label, days)| Spelling {
                hash: spelling(label),
                days: days.iter().map(|(day, count)| (day_number(*day), *count as u64)).collect(),
            })
            .collect(),
    };
    std::iter::once(all).chain(collected.terms.iter().map(of)).collect()
}

/// What feeds show, and how many show each article. `entries` are the records of the articles that feeds show.
fn shown((feeds, entries): (&[Feed], &[Option<i64>]), terms: &[PublishedTerm], memory: &Memory, all: &mut Collection) {
    let of_record: FxHashMap<i64, usize> =
        all.articles.iter().enumerate().filter_map(|(n, article)| Some((article.record?, n))).collect();
    let place = |n: &usize| of_record.get(&entries[*n]?).copied();
    let known: HashMap<_, i64> = memory.feeds.iter().map(|(n, feed)| (feed.term.as_ref(), *n)).collect();
    for feed in feeds {
        let term = feed.term.map(|n| &terms[n]);
        let key = term.map(|term| (term.taxonomy, term.key.clone()));
        let Some(n) = known.get(&key.as_ref()) else { continue };
        let entries: Vec<usize> = feed.entries.iter().filter_map(place).collect();
        for entry in &entries {
            all.articles[*entry].shown += 1;
        }
        let entries = entries.into_iter().map(|n| number(n + 1)).collect();
        all.shown.insert(*n, shown_row(feed, term, feed.term.map(|n| number(n + 1)), entries));
    }
}

/// What a feed shows and what lists say of it, as a row. `n` is the number of its term.
pub(super) fn shown_row(feed: &Feed, term: Option<&PublishedTerm>, n: Option<i64>, entries: Vec<i64>) -> ShownRow {
    ShownRow {
        term: n,
        taxonomy: term.map(|term| term.taxonomy),
        language: feed.language.as_ref().map(|language| language.as_str().to_owned()),
        updated: feed.updated,
        activity: feed.activity.clone(),
        entries,
    }
}
