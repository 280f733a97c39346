//! What a run that reads everything writes down of the collection, so that later runs need look only at what has changed.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hasher as _;

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use rustc_hash::{FxHashMap, FxHasher};

use super::collect::Read;
use super::inputs::ReadInput;
use crate::article::{Article, ArticleId, Key, Origin, Precision, TermKey};
use crate::catalogue::{
    Access, CollectedRow, Collection, InputKey, InputReading, Membership, ReadingRow, Segment, ShownRow, Spelling,
    TermRow,
};
use crate::feed::{Feed, PublishedTerm, Taxonomy};
use crate::memory::Memory;
use crate::select::collected::{Collected, CollectedArticle, CollectedTerm, Reading};
use crate::select::{Selected, slug};

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

/// Where the articles of inputs stand.
#[derive(Default)]
struct Places<'r> {
    /// By the path of an input the number of the first of its segments, and where its articles stand that can be read alone.
    inputs: HashMap<&'r str, (usize, Option<&'r Standing>)>,
    /// What drafts say that are read again with their whole inputs.
    hashes: FxHashMap<&'r Origin, i64>,
}

/// An input whose articles can be read alone, cut into segments.
pub(super) struct Cut<'r> {
    text: &'r str,
    /// Whether each stands on a line of its own; else there is one, and it is the whole text.
    by_line: bool,
    /// Where the segments begin: the place and the number of lines before it.
    segments: Vec<(usize, u64)>,
}

impl<'r> Places<'r> {
    /// Takes down the segments of inputs, and how each was read.
    fn of(inputs: &'r [ReadInput<'_, '_>], read: &'r BTreeMap<InputKey, Read>, all: &mut Collection) -> Self {
        let mut places = Self::default();
        let mut whole: BTreeMap<InputKey, usize> = BTreeMap::new();
        for (found, _, input) in inputs {
            let key = found.key();
            let Some(read) = read.get(&key) else { continue };
            let path: &str = &input.origin.path;
            let first = *whole.entry(key.clone()).or_insert_with(|| {
                all.inputs.push(InputReading {
                    key: key.clone(),
                    format: read.format.to_owned(),
                    access: read.access,
                    order_signs: read.order_signs.number(),
                    articles: read.articles,
                    others: read.others,
                    size: read.size,
                });
                all.segments.len()
            });
            if read.access != Access::Alone {
                if first == all.segments.len() {
                    all.segments.push(Segment::whole(key));
                }
                places.hashes.extend(read.drafts.iter().map(|(origin, hash)| (origin, *hash)));
                places.inputs.insert(path, (first, None));
                continue;
            }
            all.segments.extend(read.standing.segments.iter().cloned());
            places.inputs.insert(path, (first, Some(&read.standing)));
        }
        places
    }

    /// The rows of readings, by segment and place.
    fn readings(&self, mut readings: Vec<Reading>, article_of: &FxHashMap<&Origin, i64>) -> Vec<ReadingRow> {
        readings.sort_unstable_by(|a, b| a.origin.cmp(&b.origin));
        let mut rows = Vec::with_capacity(readings.len());
        for of_file in readings.chunk_by_mut(|a, b| a.origin.path == b.origin.path) {
            let Some((first, standing)) = self.inputs.get(&*of_file[0].origin.path) else { continue };
            for reading in of_file {
                let whole = || Spot::in_whole(&reading.origin, self.hashes.get(&reading.origin).copied());
                let at = standing.and_then(|standing| standing.spot(reading.origin.line)).unwrap_or_else(whole);
                rows.push(ReadingRow {
                    segment: number(first + at.segment + 1),
                    line: at.line,
                    place: at.place,
                    length: at.length,
                    hash: at.hash,
                    article: article_of.get(&reading.origin).copied().filter(|_| reading.is_published),
                    keys: std::mem::take(&mut reading.keys),
                });
            }
        }
        rows
    }
}

impl<'r> Cut<'r> {
    /// A text in segments; one that is not read by lines is one.
    pub(super) fn of(text: &'r str, by_line: bool) -> Self {
        let mut segments = vec![(0, 0)];
        let (mut place, mut line) = (0, 0);
        while by_line && text.len() - place > SEGMENT {
            let Some(end) = memchr::memchr(b'\n', &text.as_bytes()[place + SEGMENT..]) else { break };
            let end = place + SEGMENT + end + 1;
            line += memchr::memchr_iter(b'\n', &text.as_bytes()[place..end]).count() as u64;
            place = end;
            if place < text.len() {
                segments.push((place, line));
            }
        }
        Self { text, by_line, segments }
    }

    /// Where the segments begin: how many bytes and lines stand before each.
    #[cfg(test)]
    pub(super) fn starts(&self) -> impl Iterator<Item = (u64, u64)> {
        self.segments.iter().map(|(place, line)| (*place as u64, *line))
    }

    /// The rows of the segments of an input.
    pub(super) fn segments(&self, input: &InputKey) -> impl Iterator<Item = Segment> {
        let ends = self.segments[1..].iter().map(|(place, _)| *place).chain([self.text.len()]);
        self.segments.iter().zip(ends).map(|((place, line), end)| {
            let bytes = &self.text.as_bytes()[*place..end];
            let (place, length) = (*place as u64, bytes.len() as u64);
            Segment { input: input.clone(), place, line: *line, length, hash: hash(bytes) }
        })
    }

    /// Goes through the lines.
    pub(super) fn cursor(&self) -> Cursor<'_, 'r> {
        Cursor::new(self)
    }
}

/// Where a reading stands.
#[derive(Debug, Clone, Copy, Default)]
struct Spot {
    /// The segment, and the line and the place in it.
    segment: usize,
    line: u64,
    place: u64,
    length: u64,
    hash: i64,
}

impl Spot {
    /// That of an article that is read again with its whole input.
    fn in_whole(origin: &Origin, hash: Option<i64>) -> Self {
        Self { line: origin.line, place: origin.column, hash: hash.unwrap_or_default(), ..Self::default() }
    }
}

/// Where the articles of an input stand that can be read alone.
#[derive(Debug, Clone, Default)]
pub(super) struct Standing {
    segments: Vec<Segment>,
    /// By the lines of the input.
    spots: Vec<At>,
}

/// The place of an article.
#[derive(Debug, Clone, Copy)]
struct At {
    line: u64,
    hash: i64,
    segment: u32,
    place: u32,
    length: u32,
}

impl Standing {
    /// Cuts a text, which is read by lines or is one article, into segments, and finds the articles that stand on some lines, from
    /// the first on.
    pub(super) fn of(input: &InputKey, (text, by_line): (&str, bool), lines: impl Iterator<Item = u64>) -> Self {
        let cut = Cut::of(text, by_line);
        let mut cursor = cut.cursor();
        let spots = lines.map(|line| {
            let Spot { segment, place, length, hash, .. } = cursor.line(line);
            // What does not fit is not found again, and then everything is read.
            let short = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
            At { line, hash, segment: short(segment as u64), place: short(place), length: short(length) }
        });
        let spots = spots.collect();
        Self { segments: cut.segments(input).collect(), spots }
    }

    /// Adds those of the next part of an input, before which so many bytes and lines stand.
    pub(super) fn append(&mut self, next: Self, (bytes, lines): (u64, u64)) {
        let before = u32::try_from(self.segments.len()).unwrap_or(u32::MAX);
        let segments = next.segments.into_iter();
        self.segments.extend(segments.map(|one| Segment { place: one.place + bytes, line: one.line + lines, ..one }));
        let spots = next.spots.into_iter();
        self.spots.extend(spots.map(|at| At { line: at.line + lines, segment: at.segment + before, ..at }));
    }

    /// How many articles are, letter for letter, ones that stand before them.
    pub(super) fn repeated(&self) -> usize {
        let mut hashes: Vec<i64> = self.spots.iter().map(|at| at.hash).collect();
        hashes.sort_unstable();
        hashes.dedup();
        self.spots.len() - hashes.len()
    }

    fn spot(&self, line: u64) -> Option<Spot> {
        let at = &self.spots[self.spots.binary_search_by_key(&line, |at| at.line).ok()?];
        let segment = at.segment as usize;
        let line = line - self.segments.get(segment)?.line;
        Some(Spot { segment, line, place: at.place.into(), length: at.length.into(), hash: at.hash })
    }
}

/// The row of an article that is read again with its whole input, in some segment.
pub(super) fn row_in_whole(article: &Article<'_>, hash: i64, segment: i64) -> ReadingRow {
    let Spot { line, place, length, hash, .. } = Spot::in_whole(article.origin(), Some(hash));
    ReadingRow { segment, line, place, length, hash, article: None, keys: Reading::new(article, true).keys }
}

/// Goes through the lines of an input, from the first on.
pub(super) struct Cursor<'l, 'r> {
    lines: &'l Cut<'r>,
    segment: usize,
    /// The line that is next, counted from 1, and its place.
    line: u64,
    place: usize,
}

impl<'l, 'r> Cursor<'l, 'r> {
    fn new(lines: &'l Cut<'r>) -> Self {
        Self { lines, segment: 0, line: 1, place: 0 }
    }

    /// The row of a reading on a line. Its segment is a place among those of the input, and it has no article yet.
    pub(super) fn row(&mut self, line: u64, article: &Article<'_>) -> ReadingRow {
        let Spot { segment, line, place, length, hash } = self.line(line);
        let keys = Reading::new(article, true).keys;
        ReadingRow { segment: number(segment), line, place, length, hash, article: None, keys }
    }

    /// Where a line stands, without its end. Of a text that is not read by lines the whole.
    fn line(&mut self, wanted: u64) -> Spot {
        let text = self.lines.text;
        if !self.lines.by_line {
            return Spot { line: wanted, length: text.len() as u64, hash: hash(text.as_bytes()), ..Spot::default() };
        }
        let end = |place: usize| memchr::memchr(b'\n', &text.as_bytes()[place..]).map_or(text.len(), |end| place + end);
        while self.line < wanted && self.place < text.len() {
            self.place = (end(self.place) + 1).min(text.len());
            self.line += 1;
        }
        while self.lines.segments.get(self.segment + 1).is_some_and(|(place, _)| *place <= self.place) {
            self.segment += 1;
        }
        let (start, before) = self.lines.segments[self.segment];
        let bytes = &text.as_bytes()[self.place..end(self.place)];
        Spot {
            segment: self.segment,
            line: wanted - before,
            place: (self.place - start) as u64,
            length: bytes.len() as u64,
            hash: hash(bytes),
        }
    }
}
