//! Which lines of a part of a file have changed: those around them, which say what they said, stay what they are.

use std::ops::Range;

use chrono::{DateTime, Utc};

use super::super::again::{self, Part, Stop};
use super::super::gather::{self, SEGMENT};
use super::super::inputs::{Found, reading};
use super::super::parts::{has_open_end, line_ends};
use super::lines::{Compared, Gap, Shift};
use crate::article::path_text;
use crate::catalogue::{Catalogue, ReadingRow, Segment};
use crate::config::Config;
use crate::report::{Rejection, Report};

/// A reading that stood in a gap.
pub(super) struct Stood {
    pub(super) n: i64,
    pub(super) row: ReadingRow,
    /// The place of its first byte in the file as it was.
    place: u64,
    /// Its line in that.
    pub(super) line: u64,
}

impl Stood {
    /// How many bytes its line has, with its end.
    fn length(&self) -> usize {
        usize::try_from(self.row.length + 1).unwrap_or(usize::MAX)
    }

    /// The place behind that.
    fn end(&self) -> u64 {
        self.place + self.row.length + 1
    }
}

/// Lines that have changed.
pub(super) struct Stretch {
    /// The readings that stood there.
    pub(super) stood: Vec<Stood>,
    /// How many lines stood before them.
    pub(super) first_line: u64,
    /// How many lines stood before what stands behind them, if anything does.
    pub(super) last_line: Option<u64>,
    /// Where they begin and end now.
    pub(super) start: u64,
    pub(super) end: u64,
    /// The segment that goes on around them, if one does.
    pub(super) around: Option<Around>,
}

impl Stretch {
    /// Whether a line stood in it.
    pub(super) fn has(&self, line: u64) -> bool {
        line > self.first_line && self.last_line.is_none_or(|last| line <= last)
    }

    /// Whether a line stood before its first line or behind its last one.
    pub(super) fn is_beside(&self, line: u64) -> bool {
        line == self.first_line || self.last_line.is_some_and(|last| line == last + 1)
    }
}

/// A segment of which some lines have changed.
pub(super) struct Around {
    pub(super) n: i64,
    /// The segment as it is now, but for the number of lines before it.
    pub(super) segment: Segment,
    /// The readings in it that stand elsewhere in it, or stood in another segment.
    pub(super) moved: Vec<(i64, ReadingRow)>,
    /// How many lines stand in it before those that have changed.
    pub(super) lines: u64,
}

impl Around {
    /// Adds readings that stand one behind the other from a place in the bytes of the segment on.
    fn add(&mut self, bytes: &[u8], mut place: usize, readings: Vec<Stood>) {
        let mut line = line_ends(&bytes[..place]) + 1;
        for reading in readings {
            let end = place + reading.length();
            let Stood { n, row, .. } = reading;
            let now = ReadingRow { segment: self.n, place: place as u64, line, ..row.clone() };
            line += line_ends(&bytes[place..end]);
            place = end;
            self.moved.extend((now != row).then_some((n, now)));
        }
    }
}

impl Compared<'_, '_> {
    /// All lines of a gap.
    fn whole(&self, gap: &Gap, catalogue: &Catalogue) -> Result<Stretch, Stop> {
        let behind = self.segments.get(gap.to).map(|(_, segment)| segment.line);
        Ok(Stretch {
            stood: self.stood(gap, catalogue)?,
            first_line: self.segments.get(gap.from).map_or(self.lines, |(_, segment)| segment.line),
            last_line: behind,
            start: gap.start,
            end: gap.end,
            around: None,
        })
    }

    /// The lines of a gap between the first and the last readings that stand there as they stood. Only where the gap is not larger
    /// than a segment may become. A margin of so many readings before and behind these lines is taken for changed.
    fn narrow(&mut self, gap: &Gap, margin: usize, catalogue: &Catalogue) -> Result<Option<Stretch>, Stop> {
        let length = gap.end - gap.start;
        if gap.from == gap.to || length == 0 || length > 2 * SEGMENT as u64 {
            return Ok(None);
        }
        let whole = self.whole(gap, catalogue)?;
        let bytes = self.parts.bytes(gap.start, length)?;
        let (n, first) = &self.segments[gap.from];
        let (_, last) = &self.segments[gap.to - 1];
        let (place, readings) = changed(&bytes, &whole.stood, (first.place, last.place + last.length), margin);
        if readings == (0..whole.stood.len()) {
            return Ok(None);
        }
        let lines = line_ends(&bytes[..place.start]);
        let last_line = whole.stood.get(readings.end).map_or(whole.last_line, |reading| Some(reading.line - 1));
        let segment = Segment { place: gap.start, length, hash: gather::hash(&bytes), ..first.clone() };
        let mut around = Around { n: *n, segment, moved: Vec::new(), lines };
        let mut stood = whole.stood;
        around.add(&bytes, place.end, stood.split_off(readings.end));
        let changed = stood.split_off(readings.start);
        around.add(&bytes, 0, stood);
        Ok(Some(Stretch {
            stood: changed,
            first_line: first.line + lines,
            last_line,
            start: gap.start + place.start as u64,
            end: gap.start + place.end as u64,
            around: Some(around),
        }))
    }

    /// Reads what has changed in a gap, which is further on than it was, `by` so much: as few lines as possible. If what is
    /// no article may go on before or behind these, one more on either side, then all.
    pub(super) fn read(
        &mut self,
        gap: &Gap,
        by: Shift,
        how: HowToRead<'_, '_>,
        catalogue: &Catalogue,
    ) -> Result<(Stretch, ReadStretch), Stop> {
        for margin in [0, 1] {
            if let Some(stretch) = self.narrow(gap, margin, catalogue)?
                && let Ok(read) = read_stretch(self, (&stretch, by), how)
            {
                return Ok((stretch, read));
            }
        }
        let stretch = self.whole(gap, catalogue)?;
        let read = read_stretch(self, (&stretch, by), how)?;
        Ok((stretch, read))
    }

    /// The readings that stood in a gap, in the order of the file.
    fn stood(&self, gap: &Gap, catalogue: &Catalogue) -> Result<Vec<Stood>, Stop> {
        let mut stood = Vec::new();
        for (n, segment) in &self.segments[gap.from..gap.to] {
            let rows = catalogue.readings_of_segment(*n)?.into_iter();
            stood.extend(rows.map(|(n, row)| {
                let (place, line) = (segment.place + row.place, segment.line + row.line);
                Stood { n, row, place, line }
            }));
        }
        Ok(stood)
    }
}

/// What has changed of a part of a file, which stood between two places: where that stands in the bytes of the part, and which of
/// the readings that stood there are gone. A margin of so many readings before and behind it is taken for changed.
fn changed(bytes: &[u8], stood: &[Stood], (from, to): (u64, u64), margin: usize) -> (Range<usize>, Range<usize>) {
    let is_line = |place: usize, reading: &Stood| {
        let end = place.checked_add(reading.length())?;
        let is_same = (place == 0 || bytes[place - 1] == b'\n')
            && bytes.get(place..end)?.ends_with(b"\n")
            && gather::hash(&bytes[place..end - 1]) == reading.row.hash;
        is_same.then_some(end)
    };
    // Only lines without anything between them stand as they stood.
    let (mut start, mut before, mut stood_from) = (0, 0, from);
    while let Some(reading) = stood.get(before)
        && reading.place == stood_from
        && let Some(end) = is_line(start, reading)
    {
        (start, before, stood_from) = (end, before + 1, reading.end());
    }
    let (mut end, mut after, mut stood_to) = (bytes.len(), stood.len(), to);
    while let Some(reading) = stood[before..after].last()
        && reading.end() == stood_to
        && let Some(place) = end.checked_sub(reading.length())
        && place >= start
        && is_line(place, reading) == Some(end)
    {
        (end, after, stood_to) = (place, after - 1, reading.place);
    }
    for _ in 0..margin {
        if let Some(reading) = before.checked_sub(1).map(|n| &stood[n]) {
            (start, before) = (start - reading.length(), before - 1);
        }
        if let Some(reading) = stood.get(after) {
            (end, after) = (end + reading.length(), after + 1);
        }
    }
    (start..end, before..after)
}

/// What was read of a stretch of a file.
pub(super) struct ReadStretch {
    pub(super) text: String,
    pub(super) part: Part,
}

/// What is asked for, the file, what was said before, and the time of the run.
pub(super) type HowToRead<'r, 'c> = (&'r Config, &'r Found<'c>, &'r Report, DateTime<Utc>);

/// Reads what stands in a stretch, which is further on than it was, `by` so much.
fn read_stretch(
    compared: &mut Compared<'_, '_>,
    (stretch, by): (&Stretch, Shift),
    (config, found, said, now): HowToRead<'_, '_>,
) -> Result<ReadStretch, Stop> {
    let path = path_text(&found.source.path);
    if said.rejections.iter().any(|one| *one.origin.path == *path && stretch.is_beside(one.origin.line)) {
        return Err(Stop::Unsure(MAY_GO_ON));
    }
    let how = reading(config, found.config, &found.source.path, now);
    let input = compared.parts.input(stretch.start, stretch.end - stretch.start, &how)?;
    let is_last = stretch.end == compared.size();
    let text = &input.text;
    if text.contains('\r') || (!is_last && !text.is_empty() && !text.ends_with('\n')) {
        return Err(Stop::Unsure("lines end in other ways"));
    }
    if text.trim().is_empty() {
        return Ok(ReadStretch { text: input.text, part: Part::default() });
    }
    let lines = stretch.first_line.saturating_add_signed(by.lines);
    let part = again::read(config, found, &input, lines, now)?;
    let in_text = |rejection: &Rejection| {
        let line = rejection.origin.line.saturating_sub(lines);
        Rejection { origin: rejection.origin.at(line), reason: rejection.reason.clone() }
    };
    let rejections: Vec<Rejection> = part.rejections.iter().map(in_text).collect();
    if has_open_end(text, &rejections) {
        return Err(Stop::Unsure(MAY_GO_ON));
    }
    Ok(ReadStretch { text: input.text, part })
}

/// An article in several lines may begin or end beside what has changed.
const MAY_GO_ON: &str = "a line that is no article stands beside what has changed";
