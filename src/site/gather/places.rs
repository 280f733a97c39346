//! Where the articles of inputs stand: in which part of their input, on which line, and what stands there.

use std::collections::{BTreeMap, HashMap};

use rustc_hash::FxHashMap;

use super::super::collect::Read;
use super::super::inputs::ReadInput;
use super::{SEGMENT, hash, number};
use crate::article::{Origin, Outline};
use crate::catalogue::{Access, InputKey, InputReading, ReadingRow, Segment};
use crate::select::collected::Reading;

/// Where the articles of inputs stand.
#[derive(Default)]
pub(super) struct Places<'r> {
    /// By the path of an input the number of the first of its segments, and where its articles stand that can be read alone.
    inputs: HashMap<&'r str, (usize, Option<&'r LinePlaces>)>,
    /// What drafts say that are read again with their whole inputs.
    hashes: FxHashMap<&'r Origin, i64>,
}

/// An input whose articles can be read alone, cut into segments.
pub(in crate::site) struct Cut<'r> {
    text: &'r str,
    /// Whether each stands on a line of its own; else there is one, and it is the whole text.
    by_line: bool,
    /// Where the segments begin: the place and the number of lines before it.
    segments: Vec<(usize, u64)>,
}

impl<'r> Places<'r> {
    /// Where the articles of inputs stand, with how each input was read and its segments.
    pub(super) fn of(
        inputs: &'r [ReadInput<'_, '_>],
        read: &'r BTreeMap<InputKey, Read>,
    ) -> (Self, Vec<InputReading>, Vec<Segment>) {
        let mut places = Self::default();
        let (mut readings, mut segments) = (Vec::new(), Vec::new());
        let mut whole: BTreeMap<InputKey, usize> = BTreeMap::new();
        for (found, _, input) in inputs {
            let key = found.key();
            let Some(read) = read.get(&key) else { continue };
            let path: &str = &input.origin.path;
            let first = *whole.entry(key.clone()).or_insert_with(|| {
                readings.push(InputReading {
                    key: key.clone(),
                    format: read.format.to_owned(),
                    access: read.access,
                    order_signs: read.order_signs.number(),
                    articles: read.articles,
                    others: read.others,
                    size: read.size,
                });
                segments.len()
            });
            if read.access != Access::Alone {
                if first == segments.len() {
                    segments.push(Segment::whole(key));
                }
                places.hashes.extend(read.drafts.iter().map(|(origin, hash)| (origin, *hash)));
                places.inputs.insert(path, (first, None));
                continue;
            }
            segments.extend(read.standing.segments.iter().cloned());
            places.inputs.insert(path, (first, Some(&read.standing)));
        }
        (places, readings, segments)
    }

    /// Whether it is known where the articles of an input stand.
    pub(super) fn has(&self, origin: &Origin) -> bool {
        self.inputs.contains_key(&*origin.path)
    }

    /// The row of a reading of an article.
    pub(super) fn row(&self, reading: &Reading, article: Option<i64>) -> ReadingRow {
        let origin = &reading.origin;
        let (first, standing) = self.inputs.get(&*origin.path).copied().unwrap_or_default();
        let whole = || Spot::in_whole(origin, self.hashes.get(origin).copied());
        let at = standing.and_then(|standing| standing.spot(origin.line)).unwrap_or_else(whole);
        ReadingRow {
            segment: number(first + at.segment + 1),
            line: at.line,
            place: at.place,
            length: at.length,
            hash: at.hash,
            article,
            keys: reading.keys.to_vec(),
        }
    }
}

impl<'r> Cut<'r> {
    /// A text in segments; one that is not read by lines is one.
    pub(in crate::site) fn of(text: &'r str, by_line: bool) -> Self {
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
    pub(in crate::site) fn starts(&self) -> impl Iterator<Item = (u64, u64)> {
        self.segments.iter().map(|(place, line)| (*place as u64, *line))
    }

    /// The rows of the segments of an input.
    pub(in crate::site) fn segments(&self, input: &InputKey) -> impl Iterator<Item = Segment> {
        let ends = self.segments[1..].iter().map(|(place, _)| *place).chain([self.text.len()]);
        self.segments.iter().zip(ends).map(|((place, line), end)| {
            let bytes = &self.text.as_bytes()[*place..end];
            let (place, length) = (*place as u64, bytes.len() as u64);
            Segment { input: input.clone(), place, line: *line, length, hash: hash(bytes) }
        })
    }

    /// Goes through the lines.
    pub(in crate::site) fn cursor(&self) -> Cursor<'_, 'r> {
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
pub(in crate::site) struct LinePlaces {
    segments: Vec<Segment>,
    /// By the lines of the input.
    spots: Vec<At>,
}

/// The place of an article, in few bytes: there are as many as articles. What does not fit is not found again, and then everything
/// is read.
#[derive(Debug, Clone, Copy)]
struct At {
    line: u32,
    /// In the segment of the line.
    place: u32,
    length: u32,
    /// The hash of its bytes, as bytes, which need no alignment.
    hash: [u8; 8],
}

/// A number in four bytes.
fn short(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl LinePlaces {
    /// Cuts a text, which is read by lines or is one article, into segments, and finds the articles that stand on some lines, from
    /// the first on.
    pub(in crate::site) fn of(
        input: &InputKey,
        (text, by_line): (&str, bool),
        lines: impl Iterator<Item = u64>,
    ) -> Self {
        let cut = Cut::of(text, by_line);
        let mut cursor = cut.cursor();
        let spots = lines.map(|line| {
            let Spot { place, length, hash, .. } = cursor.line(line);
            At { line: short(line), place: short(place), length: short(length), hash: hash.to_ne_bytes() }
        });
        let spots = spots.collect();
        Self { segments: cut.segments(input).collect(), spots }
    }

    /// Adds those of the next part of an input, before which so many bytes and lines stand.
    pub(in crate::site) fn append(&mut self, next: Self, (bytes, lines): (u64, u64)) {
        let segments = next.segments.into_iter();
        self.segments.extend(segments.map(|one| Segment { place: one.place + bytes, line: one.line + lines, ..one }));
        let spots = next.spots.into_iter();
        self.spots.extend(spots.map(|at| At { line: short(u64::from(at.line) + lines), ..at }));
    }

    /// How many articles are, letter for letter, ones that stand before them.
    pub(in crate::site) fn repeated(&self) -> usize {
        let mut hashes: Vec<i64> = self.spots.iter().map(|at| i64::from_ne_bytes(at.hash)).collect();
        hashes.sort_unstable();
        hashes.dedup();
        self.spots.len() - hashes.len()
    }

    fn spot(&self, line: u64) -> Option<Spot> {
        let at = &self.spots[self.spots.binary_search_by_key(&short(line), |at| at.line).ok()?];
        let segment = self.segments.partition_point(|segment| segment.line < line).saturating_sub(1);
        let line = line - self.segments.get(segment)?.line;
        let hash = i64::from_ne_bytes(at.hash);
        Some(Spot { segment, line, place: at.place.into(), length: at.length.into(), hash })
    }
}

/// The row of an article that is read again with its whole input, in some segment.
pub(in crate::site) fn row_in_whole(article: &Outline<'_>, hash: i64, segment: i64) -> ReadingRow {
    let Spot { line, place, length, hash, .. } = Spot::in_whole(article.origin(), Some(hash));
    ReadingRow { segment, line, place, length, hash, article: None, keys: Reading::new(article, true).keys.into_vec() }
}

/// Goes through the lines of an input, from the first on.
pub(in crate::site) struct Cursor<'l, 'r> {
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
    pub(in crate::site) fn row(&mut self, line: u64, article: &Outline<'_>) -> ReadingRow {
        let Spot { segment, line, place, length, hash } = self.line(line);
        let keys = Reading::new(article, true).keys.into_vec();
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
