//! Files of lines that have changed: which of their parts are as they were, and what stands between these now.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};

use super::super::again::{Part, Stop};
use super::super::gather::{self, SEGMENT};
use super::super::inputs::Found;
use super::super::parts::line_ends;
use super::changed::{Changed, signed};
use super::moves::Moves;
use super::stretch::{Around, ReadStretch, Stood, Stretch};
use crate::article::{Origin, path_text};
use crate::catalogue::{Catalogue, InputReading, InputRecord, Segment};
use crate::config::Config;
use crate::load::Parts;
use crate::report::Report;

/// A file, its parts as they were, and the file as it is now.
pub(super) struct Compared<'s, 'f> {
    pub(super) parts: Parts<'f>,
    pub(super) segments: &'s [(i64, Segment)],
    /// How many lines all segments had, if the last of them is as it was.
    pub(super) lines: u64,
}

/// What stands between parts that are as they were.
#[derive(Debug)]
pub(super) struct Gap {
    /// The first of the segments that stood there, and the one behind them.
    pub(super) from: usize,
    pub(super) to: usize,
    /// Where it begins and ends now.
    pub(super) start: u64,
    pub(super) end: u64,
}

impl Gap {
    /// Whether nothing stood there.
    fn is_new(&self) -> bool {
        self.from == self.to
    }
}

impl Compared<'_, '_> {
    pub(super) fn size(&self) -> u64 {
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
        let mut added = InputReading { size: stamp.size, ..how.clone() };
        let (mut moves, mut by) = (Moves::default(), Shift::default());
        moves.stays.push((0..=0, 0));
        // The first segment that is as it was, and how many lines stood before it or before the lines that are as they were.
        let (mut behind, mut stays_from) = (0, Some(0));
        for gap in &gaps {
            self.shift(&segments[behind..gap.from], by);
            let reading = (config, found, said, now);
            let (stretch, ReadStretch { text, part }) = compared.read(gap, by, reading, catalogue)?;
            if !gap.is_new() {
                let is_lost = |origin: &Origin| *origin.path == *path && stretch.has(origin.line);
                let lost = said.rejections.iter().filter(|rejection| is_lost(&rejection.origin)).count();
                added.others = added.others.saturating_sub(lost as u64);
            }
            let Stretch { stood, first_line, last_line, start, around, .. } = stretch;
            moves.stays.extend(stays_from.map(|from| (from + 1..=first_line, by.lines)));
            added.articles = (added.articles + part.articles.len() as u64).saturating_sub(stood.len() as u64);
            added.others += part.rejections.len() as u64;
            let lines = first_line.saturating_add_signed(by.lines);
            let lines_now = lines + line_ends(text.as_bytes());
            let first_new = self.new.len();
            let kept = match around {
                None => {
                    self.add_part(found, &text, (start, lines), part);
                    None
                }
                Some(around) => {
                    let n = around.n;
                    let lines = segments[gap.from].1.line.saturating_add_signed(by.lines);
                    self.add_within(found, (&text, start), (lines, around), part);
                    Some(n)
                }
            };
            let gone = segments[gap.from..gap.to].iter().map(|(n, _)| *n);
            self.segments_gone.extend(gone.filter(|n| Some(*n) != kept));
            self.take_out(stood, first_new, &mut moves);
            if let Some(last_line) = last_line {
                by.lines = signed(lines_now) - signed(last_line);
            }
            if let Some((_, behind)) = segments.get(gap.to) {
                by.bytes = signed(gap.end) - signed(behind.place);
            }
            (behind, stays_from) = (gap.to, last_line);
        }
        self.shift(&segments[behind..], by);
        moves.stays.extend(stays_from.map(|from| (from + 1..=u64::MAX, by.lines)));
        if gaps.iter().any(|gap| !gap.is_new()) {
            self.moves.insert(path.into_owned(), moves);
        }
        if added.articles == 0 {
            return Err(Stop::Unsure("an input holds no articles any more"));
        }
        self.count(how, -1);
        self.enter(found, stamp, added);
        Ok(())
    }

    /// Takes out readings that stood where others were read, the first of which is the new one of this place. Says of each where its
    /// line stands now.
    fn take_out(&mut self, stood: Vec<Stood>, first_new: usize, moves: &mut Moves) {
        let mut lines: BTreeMap<(i64, u64), Vec<u64>> = BTreeMap::new();
        for Stood { n, row, line, .. } in stood {
            moves.articles.insert((line, 0), None);
            lines.entry((row.hash, row.length)).or_default().push(line);
            self.gone.insert(n, row);
        }
        for new in &self.new[first_new..] {
            if let Some(line) = lines.get_mut(&(new.row.hash, new.row.length)).and_then(Vec::pop) {
                moves.articles.insert((line, 0), Some((new.article.origin().line, 0)));
            }
        }
    }

    /// Adds what was read between lines of a segment that stand as they stood, before which so many lines stand.
    fn add_within(
        &mut self,
        found: &'i Found<'c>,
        (text, start): (&str, u64),
        (lines, around): (u64, Around),
        part: Part,
    ) {
        let place = start - around.segment.place;
        let (first_segment, first_new) = (self.segments.len(), self.new.len());
        self.add_part(found, text, (start, lines + around.lines), part);
        // Their places are counted from the beginning of the segment, which is not cut.
        let cut = self.segments.split_off(first_segment);
        for new in &mut self.new[first_new..] {
            let Some(own) = new.segment.take().map(|n| &cut[n - first_segment]) else { continue };
            new.row.segment = around.n;
            new.row.place += own.place - start + place;
            new.row.line += own.line - lines;
        }
        self.shifted.insert(around.n, Segment { line: lines, ..around.segment });
        self.standing.extend(around.moved);
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
pub(super) struct Shift {
    bytes: i64,
    pub(super) lines: i64,
}
