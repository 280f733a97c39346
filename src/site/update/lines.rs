//! Files of lines that have changed: which of their parts are as they were, and what stands between these now.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};

use super::super::again::{self, Part, Stop};
use super::super::gather::{self, SEGMENT};
use super::super::inputs::{Found, reading};
use super::super::parts::{has_open_end, line_ends};
use super::changed::{Changed, signed};
use super::moves::Moves;
use crate::article::{Origin, path_text};
use crate::catalogue::{Catalogue, InputReading, InputRecord, Segment};
use crate::config::Config;
use crate::load::{Input, Parts};
use crate::report::{Rejection, Report};

/// A file, its parts as they were, and the file as it is now.
struct Compared<'s, 'f> {
    parts: Parts<'f>,
    segments: &'s [(i64, Segment)],
    /// How many lines all segments had, if the last of them is as it was.
    lines: u64,
}

/// What stands between parts that are as they were.
#[derive(Debug)]
struct Gap {
    /// The first of the segments that stood there, and the one behind them.
    from: usize,
    to: usize,
    /// Where it begins and ends now.
    start: u64,
    end: u64,
}

impl Compared<'_, '_> {
    fn size(&self) -> u64 {
        self.parts.stamp().size
    }

    /// The bytes of a segment, if they stand at a place. A last line without an end may go on.
    fn same(&mut self, at: usize, place: u64) -> Result<Option<Vec<u8>>, Stop> {
        let (_, segment) = &self.segments[at];
        let end = place + segment.length;
        if end > self.size() {
            return Ok(None);
        }
        let bytes = self.parts.bytes(place, segment.length)?;
        let is_same = gather::hash(&bytes) == segment.hash && (bytes.ends_with(b"\n") || end == self.size());
        Ok(is_same.then_some(bytes))
    }

    /// Whether the file has grown in its place: only its first and its last part are looked at.
    fn has_only_grown(&mut self, before: &InputRecord) -> Result<bool, Stop> {
        let stamp = self.parts.stamp();
        let (Some((_, first)), Some((_, last))) = (self.segments.first(), self.segments.last()) else {
            return Ok(false);
        };
        if stamp.size <= before.stamp.size || stamp.inode != before.stamp.inode {
            return Ok(false);
        }
        if self.same(0, first.place)?.is_none() {
            return Ok(false);
        }
        let bytes = self.same(self.segments.len() - 1, last.place)?;
        self.lines = bytes.as_ref().map_or(0, |bytes| last.line + line_ends(bytes));
        Ok(bytes.is_some())
    }

    /// What stands between the parts that are as they were, in the order of the file.
    fn gaps(&mut self, before: &InputRecord, catalogue: &Catalogue) -> Result<Vec<Gap>, Stop> {
        let all = self.segments.len();
        if self.has_only_grown(before)? {
            return Ok(vec![Gap { from: all, to: all, start: before.stamp.size, end: self.size() }]);
        }
        let (mut gaps, mut at, mut place) = (Vec::new(), 0, 0);
        while at < all {
            if let Some(bytes) = self.same(at, place)? {
                place += bytes.len() as u64;
                at += 1;
                self.lines = self.segments[at - 1].1.line + line_ends(&bytes);
                continue;
            }
            let (to, end) = match self.next_same(at, place, catalogue)? {
                Some(next) => next,
                None => self.last_same(at, place)?,
            };
            gaps.push(Gap { from: at, to, start: place, end });
            (at, place) = (to, end);
        }
        if place < self.size() {
            gaps.push(Gap { from: all, to: all, start: place, end: self.size() });
        }
        Ok(gaps)
    }

    /// The next segment that stands not far behind a place, and where: its first line is looked for.
    fn next_same(&mut self, at: usize, place: u64, catalogue: &Catalogue) -> Result<Option<(usize, u64)>, Stop> {
        /// How many segments are looked for.
        const NEXT: usize = 3;
        let mut first_lines: HashMap<(i64, u64), usize> = HashMap::new();
        for next in (at..self.segments.len()).take(NEXT + 1) {
            let readings = catalogue.readings_of_segment(self.segments[next].0)?;
            let first = readings.first().filter(|(_, row)| row.line == 1 && row.place == 0);
            first_lines.extend(first.map(|(_, row)| ((row.hash, row.length), next)));
        }
        let window = (NEXT as u64 * 2 * SEGMENT as u64).min(self.size() - place);
        let bytes = self.parts.bytes(place, window)?;
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', &bytes) {
            let line = &bytes[start..end];
            let found = first_lines.get(&(gather::hash(line), line.len() as u64)).copied();
            let stands_at = place + start as u64;
            if let Some(next) = found
                && self.same(next, stands_at)?.is_some()
            {
                return Ok(Some((next, stands_at)));
            }
            start = end + 1;
        }
        Ok(None)
    }

    /// The first of the segments that are as they were up to the end of the file, and where it stands.
    fn last_same(&mut self, at: usize, place: u64) -> Result<(usize, u64), Stop> {
        let (mut to, mut end) = (self.segments.len(), self.size());
        while to > at {
            let length = self.segments[to - 1].1.length;
            let Some(start) = end.checked_sub(length).filter(|start| *start >= place) else { break };
            if self.same(to - 1, start)?.is_none() {
                break;
            }
            (to, end) = (to - 1, start);
        }
        Ok((to, end))
    }
}

impl<'i, 'c> Changed<'i, 'c> {
    /// Reads a file of lines that has changed: where it has only grown, what was added, else what stands between the parts that are as
    /// they were.
    pub(super) fn read_lines(
        &mut self,
        config: &Config,
        found: &'i Found<'c>,
        (before, how): (&InputRecord, &InputReading),
        said: &Report,
        (catalogue, now): (&Catalogue, DateTime<Utc>),
    ) -> Result<(), Stop> {
        let segments = catalogue.segments_of(&how.key)?;
        if segments.last().map_or(0, |(_, last)| last.place + last.length) != before.stamp.size {
            return Err(Stop::Unsure("an input is not as it stands in its file"));
        }
        let mut compared = Compared { parts: Parts::open(&found.source)?, segments: &segments, lines: 0 };
        let gaps = compared.gaps(before, catalogue)?;
        let stamp = compared.parts.stamp();
        let path = path_text(&found.source.path);
        let line_of = |at: usize, lines: u64| segments.get(at).map_or(lines, |(_, segment)| segment.line);
        let mut added = InputReading { size: stamp.size, ..how.clone() };
        let (mut moves, mut stretch, mut by) = (Moves::default(), 0, Shift::default());
        moves.stays.push((0..=0, 0));
        for gap in &gaps {
            self.shift(&segments[stretch..gap.from], by);
            let first_line = line_of(gap.from, compared.lines);
            moves.stays.push((line_of(stretch, 0) + 1..=first_line, by.lines));
            let gone = &segments[gap.from..gap.to];
            let behind = segments.get(gap.to).map(|(_, segment)| segment);
            let last_line = behind.map_or(u64::MAX, |behind| behind.line);
            let is_lost =
                |origin: &Origin| *origin.path == *path && (first_line + 1..=last_line).contains(&origin.line);
            if !gone.is_empty() {
                let lost = said.rejections.iter().filter(|rejection| is_lost(&rejection.origin)).count();
                added.others = added.others.saturating_sub(lost as u64);
            }
            let is_beside = |origin: &Origin| {
                *origin.path == *path && (origin.line == first_line || origin.line == last_line.saturating_add(1))
            };
            if said.rejections.iter().any(|rejection| is_beside(&rejection.origin)) {
                return Err(Stop::Unsure(MAY_GO_ON));
            }
            let lines = first_line.saturating_add_signed(by.lines);
            let input = compared.parts.input(
                gap.start,
                gap.end - gap.start,
                &reading(config, found.config, &found.source.path, now),
            )?;
            let is_last = gap.end == stamp.size;
            let part = read_gap(config, found, (&input, lines), is_last, now)?;
            added.articles += part.articles.len() as u64;
            added.others += part.rejections.len() as u64;
            let mut stood = self.take_out(gone, &mut moves, catalogue)?;
            added.articles = added.articles.saturating_sub(stood.values().map(Vec::len).sum::<usize>() as u64);
            let first_new = self.new.len();
            self.add_part(found, &input.text, (gap.start, lines), part);
            for new in &self.new[first_new..] {
                if let Some(line) = stood.get_mut(&(new.row.hash, new.row.length)).and_then(Vec::pop) {
                    moves.articles.insert((line, 0), Some((new.article.origin().line, 0)));
                }
            }
            if let Some(behind) = behind {
                let lines = lines + line_ends(input.text.as_bytes());
                by =
                    Shift { bytes: signed(gap.end) - signed(behind.place), lines: signed(lines) - signed(behind.line) };
            }
            stretch = gap.to;
        }
        self.shift(&segments[stretch..], by);
        if stretch < segments.len() {
            moves.stays.push((line_of(stretch, 0) + 1..=u64::MAX, by.lines));
        }
        if gaps.iter().any(|gap| gap.from < segments.len()) {
            self.moves.insert(path.into_owned(), moves);
        }
        if added.articles == 0 {
            return Err(Stop::Unsure("an input holds no articles any more"));
        }
        self.count(how, -1);
        self.enter(found, stamp, added);
        Ok(())
    }

    /// Takes out what stood in segments that are gone. Says on which lines, by the hash and the length of each.
    fn take_out(
        &mut self,
        gone: &[(i64, Segment)],
        moves: &mut Moves,
        catalogue: &Catalogue,
    ) -> Result<BTreeMap<(i64, u64), Vec<u64>>, Stop> {
        let mut stood: BTreeMap<(i64, u64), Vec<u64>> = BTreeMap::new();
        for (n, segment) in gone {
            let readings = catalogue.readings_of_segment(*n)?;
            for (_, row) in &readings {
                moves.articles.insert((segment.line + row.line, 0), None);
                stood.entry((row.hash, row.length)).or_default().push(segment.line + row.line);
            }
            self.gone.extend(readings);
            self.segments_gone.push(*n);
        }
        Ok(stood)
    }

    /// Segments that are as they were stand elsewhere.
    fn shift(&mut self, segments: &[(i64, Segment)], by: Shift) {
        for (n, segment) in segments.iter().filter(|_| by != Shift::default()) {
            let place = segment.place.saturating_add_signed(by.bytes);
            let line = segment.line.saturating_add_signed(by.lines);
            self.shifted.insert(*n, Segment { place, line, ..segment.clone() });
        }
    }
}

/// By how much something stands further on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Shift {
    bytes: i64,
    lines: i64,
}

/// What stands in a gap, before which so many lines stand.
fn read_gap(
    config: &Config,
    found: &Found<'_>,
    (input, lines): (&Input, u64),
    is_last: bool,
    now: DateTime<Utc>,
) -> Result<Part, Stop> {
    let text = &input.text;
    if text.contains('\r') || (!is_last && !text.is_empty() && !text.ends_with('\n')) {
        return Err(Stop::Unsure("lines end in other ways"));
    }
    if text.trim().is_empty() {
        return Ok(Part::default());
    }
    let part = again::read(config, found, input, lines, now)?;
    let in_text = |rejection: &Rejection| {
        let line = rejection.origin.line.saturating_sub(lines);
        Rejection { origin: rejection.origin.at(line), reason: rejection.reason.clone() }
    };
    let rejections: Vec<Rejection> = part.rejections.iter().map(in_text).collect();
    if has_open_end(text, &rejections) {
        return Err(Stop::Unsure(MAY_GO_ON));
    }
    Ok(part)
}

/// An article in several lines may begin or end beside what has changed.
const MAY_GO_ON: &str = "a line that is no article stands beside what has changed";
