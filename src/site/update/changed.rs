//! What has changed in the inputs since the last run.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::super::again::{self, Part, Stop};
use super::super::gather::{self, Cut};
use super::super::inputs::{Found, Inputs, reading};
use crate::article::Article;
use crate::catalogue::{Catalogue, InputKey, InputReading, InputRecord, ReadingRow, Segment, State, hashed};
use crate::config::Config;
use crate::load::{self, Parts, Stamp};
use crate::report::{Rejection, Warning};

/// A reading that was not there before.
pub(super) struct NewReading {
    /// The place of its segment among the new ones.
    pub(super) segment: usize,
    pub(super) row: ReadingRow,
    pub(super) article: Article<'static>,
}

/// What has changed.
#[derive(Default)]
pub(super) struct Changed<'i, 'c> {
    /// The inputs whose files are as they were.
    pub(super) files: BTreeMap<InputKey, (&'i Found<'c>, Stamp)>,
    /// How all inputs look now.
    pub(super) records: BTreeMap<InputKey, InputRecord>,
    pub(super) inputs_gone: Vec<InputKey>,
    pub(super) inputs: Vec<InputReading>,
    pub(super) segments_gone: Vec<i64>,
    pub(super) segments: Vec<Segment>,
    /// Readings that are gone, by their numbers.
    pub(super) gone: BTreeMap<i64, ReadingRow>,
    pub(super) new: Vec<NewReading>,
    pub(super) rejections: Vec<Rejection>,
    pub(super) warnings: Vec<Warning>,
    /// The paths of inputs of which nothing that was said holds any more.
    pub(super) said_anew: Vec<String>,
    /// By how much more or less was read, and of that became no article.
    pub(super) read: i64,
    pub(super) rejected: i64,
    pub(super) bytes: i64,
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

impl<'i, 'c> Changed<'i, 'c> {
    /// Compares the inputs with those of the last run, and reads what is new.
    pub(super) fn find(
        config: &Config,
        inputs: &'i Inputs<'c>,
        catalogue: &Catalogue,
        state: &State,
        now: DateTime<Utc>,
    ) -> Result<Self, Stop> {
        let mut changed = Self::default();
        let known = catalogue.input_readings()?;
        let mut others = Vec::new();
        for found in &inputs.files {
            let (key, stamp) = (found.key(), Stamp::of(&found.source.path));
            match (state.inputs.get(&key), stamp) {
                (Some(before), Some(stamp)) if before.stamp == stamp => {
                    changed.files.insert(key.clone(), (found, stamp));
                    changed.records.insert(key, before.clone());
                }
                (before, Some(_)) => others.push((found, key, before)),
                (_, None) => return Err(Stop::Unsure("an input is no file")),
            }
        }
        for (found, key, before) in others {
            let how = known.get(&key);
            if before.is_some() != how.is_some() || how.is_some_and(|how| !how.is_plain) {
                return Err(Stop::Unsure("an input has changed whose articles cannot be read alone"));
            }
            match (before, how) {
                (Some(before), Some(how)) if how.format == "jsonl" => {
                    changed.read_lines(config, found, (before, how), catalogue, now)?;
                }
                _ => changed.read_file(config, found, how, catalogue, now)?,
            }
        }
        let gone: Vec<_> = state.inputs.keys().filter(|key| !changed.records.contains_key(*key)).collect();
        for key in gone {
            let Some(how) = known.get(key) else { return Err(Stop::Unsure("an input is gone that was not read")) };
            changed.leave(how, catalogue)?;
            changed.inputs_gone.push(key.clone());
        }
        Ok(changed)
    }

    /// Takes out all that an input held.
    fn leave(&mut self, how: &InputReading, catalogue: &Catalogue) -> Result<(), Stop> {
        for (n, _) in catalogue.segments_of(&how.key)? {
            self.gone.extend(catalogue.readings_of_segment(n)?);
            self.segments_gone.push(n);
        }
        self.count(how, -1);
        Ok(())
    }

    fn count(&mut self, how: &InputReading, sign: i64) {
        self.read += sign * (signed(how.articles) + signed(how.others));
        self.rejected += sign * signed(how.others);
        self.bytes += sign * signed(how.size);
    }

    /// Reads a file that is new, or has changed as a whole.
    fn read_file(
        &mut self,
        config: &Config,
        found: &'i Found<'c>,
        how: Option<&InputReading>,
        catalogue: &Catalogue,
        now: DateTime<Utc>,
    ) -> Result<(), Stop> {
        if let Some(how) = how {
            self.leave(how, catalogue)?;
        }
        let opened = load::read(&found.source, &reading(config, found.config, &found.source.path, now));
        let Ok(opened) = opened else { return Err(Stop::Unsure("an input cannot be read")) };
        let ([input], Some(stamp)) = (&*opened.inputs, opened.stamp) else {
            return Err(Stop::Unsure("an input is no plain file"));
        };
        let is_plain = input.recoded.is_none() && !input.is_changing && input.rejections.is_empty();
        if !is_plain
            || stamp.size != input.text.len() as u64
            || !opened.warnings.is_empty()
            || !opened.failures.is_empty()
        {
            return Err(Stop::Unsure("an input is not as it stands in its file"));
        }
        let part = again::read(config, found, input, 0, now)?;
        self.add(found, &input.text, (0, 0), stamp, part)
    }

    /// Reads a file of lines that has changed: where it has only grown, what was added.
    fn read_lines(
        &mut self,
        config: &Config,
        found: &'i Found<'c>,
        (before, how): (&InputRecord, &InputReading),
        catalogue: &Catalogue,
        now: DateTime<Utc>,
    ) -> Result<(), Stop> {
        let mut parts = Parts::open(&found.source)?;
        let stamp = parts.stamp();
        let segments = catalogue.segments_of(&how.key)?;
        let size = segments.last().map_or(0, |(_, last)| last.place + last.length);
        let mut is_same = |segment: &Segment| -> Result<Option<Vec<u8>>, Stop> {
            let bytes = parts.bytes(segment.place, segment.length)?;
            Ok((gather::hash(&bytes) == segment.hash).then_some(bytes))
        };
        let (Some((_, first)), Some((_, last))) = (segments.first(), segments.last()) else {
            return Err(Stop::Unsure("an input was empty"));
        };
        let has_grown = stamp.size > size && stamp.inode == before.stamp.inode && size == before.stamp.size;
        let end = if has_grown && is_same(first)?.is_some() { is_same(last)? } else { None };
        let Some(end) = end.filter(|end| end.ends_with(b"\n")) else {
            return Err(Stop::Unsure("lines have changed that were there"));
        };
        let lines = last.line + memchr::memchr_iter(b'\n', &end).count() as u64;
        let how_read = reading(config, found.config, &found.source.path, now);
        let input = parts.input(size, stamp.size - size, &how_read)?;
        if input.text.contains('\r') {
            return Err(Stop::Unsure("lines end in other ways"));
        }
        let part = again::read(config, found, &input, lines, now)?;
        let (articles, others) = (how.articles, how.others);
        self.count(how, -1);
        self.add(found, &input.text, (size, lines), stamp, part)?;
        // What was there is still there.
        self.files.insert(how.key.clone(), (found, stamp));
        let Some(new) = self.inputs.last_mut() else { return Ok(()) };
        let added = InputReading { articles, others, size, ..new.clone() };
        new.articles += articles;
        new.others += others;
        new.size += size;
        if let Some(record) = self.records.get_mut(&how.key) {
            record.entries += articles;
        }
        self.count(&added, 1);
        self.said_anew.pop();
        Ok(())
    }

    /// Adds what was read of an input, from a place on and after so many lines.
    fn add(
        &mut self,
        found: &'i Found<'c>,
        text: &str,
        (place, lines): (u64, u64),
        stamp: Stamp,
        part: Part,
    ) -> Result<(), Stop> {
        let key = found.key();
        let format = found.config.format.or_else(|| load::InputFormat::of_path(&found.source.path));
        let Some(format) = format else { return Err(Stop::Unsure("the format of an input is not known by its name")) };
        let how = InputReading {
            key: key.clone(),
            format: format.name.to_owned(),
            is_plain: true,
            articles: part.articles.len() as u64,
            others: part.rejections.len() as u64,
            size: text.len() as u64,
        };
        self.count(&how, 1);
        let record = InputRecord { found_by: hashed(&found.by), stamp, sha256: None, entries: how.articles };
        self.records.insert(key.clone(), record);
        self.inputs.push(how);
        let cut = Cut::of(text, format.by_line);
        let first = self.segments.len();
        let segments = cut.segments(&key);
        self.segments.extend(segments.map(|one| Segment { place: one.place + place, line: one.line + lines, ..one }));
        let mut cursor = cut.cursor();
        for article in part.articles {
            let row = cursor.row(article.origin().line - if format.by_line { lines } else { 0 }, &article);
            let segment = first + usize::try_from(row.segment).unwrap_or(0);
            self.new.push(NewReading { segment, row, article });
        }
        self.rejections.extend(part.rejections);
        self.warnings.extend(part.warnings);
        self.said_anew.push(crate::article::path_text(&found.source.path).into_owned());
        Ok(())
    }
}
