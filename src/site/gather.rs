//! What a run that reads everything writes down of the collection, so that later runs need look only at what has changed.

mod places;

use std::collections::{BTreeMap, HashMap};
use std::hash::Hasher as _;
use std::ops::Range;

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use rustc_hash::FxHasher;

use super::collect::Read;
use super::inputs::ReadInput;
use super::remember::Remembered;
use crate::article::{ArticleId, Key, Origin, Precision, TermKey};
use crate::catalogue::{
    CollectedRow, InputKey, InputReading, Member, Membership, ReadingRow, Rows, Segment, ShownRow, Spelling, TermRow,
};
use crate::feed::{Feed, PublishedTerm, Taxonomy};
use crate::select::collected::{Collected, CollectedArticle, CollectedTerm};
use crate::select::{Selected, slug};
use crate::spill::Spill;
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

/// A collection as rows, which are made one by one when they are written.
pub(super) struct Gathered<'g> {
    inputs: Vec<InputReading>,
    segments: Vec<Segment>,
    spill: &'g Spill,
    places: Places<'g>,
    collected: Collected,
    selected: &'g Selected<'g>,
    /// For each of the selected articles its place among all.
    places_of_shown: Vec<u32>,
    /// How many feeds show each of them.
    shown_by: Vec<u32>,
    remembered: &'g Remembered,
    /// The numbers of the records of articles that no feed shows.
    records: HashMap<&'g ArticleId, i64>,
}

/// Takes down a collection. `remembered` is what is known of articles and feeds from now on; in the `spill` are the readings.
pub(super) fn gather<'g>(
    (inputs, read): (&'g [ReadInput<'_, '_>], &'g BTreeMap<InputKey, Read>),
    selected: &'g Selected<'g>,
    collected: Collected,
    remembered: &'g Remembered,
    spill: &'g Spill,
) -> Gathered<'g> {
    let (places, inputs, segments) = Places::of(inputs, read);
    let is_needed = !collected.unshown.is_empty() || !collected.held.is_empty();
    let records = remembered.memory.articles.iter().filter(|_| is_needed).map(|(n, record)| (&record.id, *n)).collect();
    let mut unshown = collected.unshown.iter().map(|(n, _)| *n).peekable();
    let shown = (0..).zip(0..collected.dates.len()).filter(|(_, n)| unshown.next_if_eq(n).is_none());
    let places_of_shown = shown.map(|(place, _)| place).collect();
    let mut shown_by = vec![0; selected.articles.len()];
    selected.feeds.iter().flat_map(|feed| &feed.entries).for_each(|n| shown_by[*n] += 1);
    Gathered { inputs, segments, spill, places, collected, selected, places_of_shown, shown_by, remembered, records }
}

impl Gathered<'_> {
    /// The row of an article that no feed shows.
    fn unshown(&self, article: &CollectedArticle, terms: Vec<Membership>) -> CollectedRow {
        CollectedRow { record: self.records.get(&article.id).copied(), ..row(article, terms) }
    }

    /// The number of one of the selected articles.
    fn number(&self, selected: usize) -> i64 {
        i64::from(self.places_of_shown[selected]) + 1
    }

    /// The day of an article that is published.
    fn day(&self, place: usize) -> i32 {
        day_number(self.collected.dates[place].day)
    }

    /// How many articles there are of each day.
    fn of_all(&self) -> Spelling {
        let mut all = Spelling::default();
        for place in 0..self.collected.dates.len() {
            *all.days.entry(self.day(place)).or_insert(0) += 1;
        }
        all
    }

    /// The row of a term.
    fn term(&self, term: &CollectedTerm) -> TermRow {
        let hashed = |label: &String| Spelling { hash: spelling(label), ..Spelling::default() };
        let mut spellings: Vec<Spelling> = term.spellings.iter().map(hashed).collect();
        for (n, place) in term.members.iter().enumerate() {
            *spellings[term.spelling(n) as usize].days.entry(self.day(*place as usize)).or_insert(0) += 1;
        }
        TermRow { key: term_key(term.taxonomy, &term.key), slug: slug_key(term.taxonomy, &term.key), spellings }
    }

    /// Where an article stands, and its number. Those that feeds show come first, then others that are published, then those that
    /// are held.
    fn stands(&self, place: usize) -> (&[Origin], i64) {
        let Collected { unshown, held, dates, .. } = &self.collected;
        let shown = self.selected.articles.len();
        if place < shown {
            return (self.selected.articles[place].origins(), self.number(place));
        }
        match unshown.get(place - shown) {
            Some((n, article)) => (&article.origins, number(n + 1)),
            None => {
                let n = place - shown - unshown.len();
                (&held[n].origins, number(dates.len() + 1 + n))
            }
        }
    }

    /// The places at which articles stand, in their order: of each the article, and which of its own it is. There are as many as
    /// readings, so these are few bytes.
    fn origins(&self) -> Vec<(u32, u32)> {
        let count = self.selected.articles.len() + self.collected.unshown.len() + self.collected.held.len();
        let mut origins: Vec<(u32, u32)> = Vec::with_capacity(count);
        for (article, place) in (0..count).zip(0..) {
            origins.extend((0..).zip(self.stands(article).0).map(|(n, _)| (place, n)));
        }
        origins.sort_unstable_by_key(|(place, n)| self.origin(*place, *n).0);
        origins
    }

    /// One of the places at which an article stands, and its number.
    fn origin(&self, place: u32, n: u32) -> (&Origin, i64) {
        let (origins, number) = self.stands(place as usize);
        (&origins[n as usize], number)
    }
}

impl Rows for Gathered<'_> {
    fn inputs(&self) -> &[InputReading] {
        &self.inputs
    }

    fn segments(&self) -> &[Segment] {
        &self.segments
    }

    fn readings(&self) -> Box<dyn Iterator<Item = ReadingRow> + '_> {
        let mut articles = self.origins().into_iter().map(|(place, n)| self.origin(place, n)).peekable();
        let readings = self.collected.readings.iter(self.spill).filter(|reading| self.places.has(&reading.origin));
        Box::new(readings.map(move |reading| {
            while articles.next_if(|(origin, _)| **origin < reading.origin).is_some() {}
            let article = articles.peek().filter(|(origin, _)| **origin == reading.origin).map(|(_, n)| *n);
            self.places.row(&reading, article.filter(|_| reading.is_published))
        }))
    }

    fn articles(&self) -> Box<dyn Iterator<Item = CollectedRow> + '_> {
        let mut unshown = self.collected.unshown.iter().peekable();
        let mut shown = self.selected.articles.iter().zip(&self.remembered.numbers).zip(&self.shown_by);
        let mut memberships = Memberships::new(&self.collected.terms);
        let published = (0..self.collected.dates.len()).filter_map(move |place| {
            let terms = memberships.of(place);
            if let Some((_, article)) = unshown.next_if(|(n, _)| *n == place) {
                return Some(self.unshown(article, terms));
            }
            let ((article, record), shown) = shown.next()?;
            Some(CollectedRow { shown: *shown, ..row(&CollectedArticle::of(article, Some(*record)), terms) })
        });
        Box::new(published.chain(self.collected.held.iter().map(|article| self.unshown(article, Vec::new()))))
    }

    fn terms(&self) -> Box<dyn Iterator<Item = TermRow> + '_> {
        let all = TermRow { spellings: vec![self.of_all()], ..TermRow::default() };
        Box::new(std::iter::once(all).chain(self.collected.terms.iter().map(|term| self.term(term))))
    }

    fn members(&self) -> Box<dyn Iterator<Item = Member> + '_> {
        let member = |term: usize, place: usize| Member {
            term: number(term),
            before: -self.collected.dates[place].at.timestamp(),
            article: number(place + 1),
        };
        let all = (0..self.collected.dates.len()).map(move |place| member(0, place));
        let of_terms = (1..).zip(&self.collected.terms);
        let of_terms =
            of_terms.flat_map(move |(n, term)| term.members.iter().map(move |place| member(n, *place as usize)));
        Box::new(all.chain(of_terms))
    }

    fn shown(&self) -> Box<dyn Iterator<Item = (i64, ShownRow)> + '_> {
        let feeds = &self.remembered.memory.feeds;
        let known: HashMap<_, i64> = feeds.iter().map(|(n, feed)| (feed.term.as_ref(), *n)).collect();
        Box::new(self.selected.feeds.iter().filter_map(move |feed| {
            let term = feed.term.map(|n| &self.selected.terms[n]);
            let key = term.map(|term| (term.taxonomy, term.key.clone()));
            let n = known.get(&key.as_ref())?;
            let entries = feed.entries.iter().map(|n| self.number(*n)).collect();
            Some((*n, shown_row(feed, term, feed.term.map(|n| number(n + 1)), entries)))
        }))
    }
}

/// The terms of each article. They are put together for a block of articles at once, so that never all memberships are in memory twice.
struct Memberships<'c> {
    terms: &'c [CollectedTerm],
    /// How many members of each term stand before the end of the block.
    told: Vec<usize>,
    /// The places of the articles in the block.
    block: Range<usize>,
    /// Where the terms of each of these begin, and where those of the last one end.
    starts: Vec<usize>,
    of_block: Vec<Membership>,
}

/// For how many articles terms are put together at once.
const BLOCK: usize = 1 << 14;

impl<'c> Memberships<'c> {
    fn new(terms: &'c [CollectedTerm]) -> Self {
        Self { terms, told: vec![0; terms.len()], block: 0..0, starts: Vec::new(), of_block: Vec::new() }
    }

    /// The terms of an article. They are asked for in the order of the articles.
    fn of(&mut self, place: usize) -> Vec<Membership> {
        while place >= self.block.end {
            self.next_block();
        }
        let at = place - self.block.start;
        self.of_block[self.starts[at]..self.starts[at + 1]].to_vec()
    }

    fn next_block(&mut self) {
        self.block = self.block.end..self.block.end + BLOCK;
        let Self { terms, told, block, starts, of_block } = self;
        let members = |term: &'c CollectedTerm, told: usize| {
            let members = term.members[told..].iter().map(|place| *place as usize);
            members.take_while(|place| *place < block.end).map(|place| place - block.start)
        };
        starts.clear();
        starts.resize(BLOCK + 1, 0);
        for (term, told) in terms.iter().zip(&*told) {
            members(term, *told).for_each(|at| starts[at + 1] += 1);
        }
        (0..BLOCK).for_each(|at| starts[at + 1] += starts[at]);
        of_block.clear();
        of_block.resize(starts[BLOCK], Membership::default());
        let mut next = starts.clone();
        for (n, (term, told)) in (1..).zip(terms.iter().zip(told)) {
            for at in members(term, *told) {
                of_block[next[at]] = Membership { term: n, spelling: term.spelling(*told) };
                next[at] += 1;
                *told += 1;
            }
        }
    }
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
