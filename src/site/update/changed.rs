//! What has changed in the inputs since the last run.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::super::again::{self, OneRead, Part, Stop};
use super::super::gather::Cut;
use super::super::inputs::{Found, Inputs, reading};
use super::super::names;
use super::Before;
use super::moves::Moves;
use crate::article::{Origin, Outline, path_text};
use crate::catalogue::{Access, Catalogue, InputKey, InputReading, InputRecord, ReadingRow, Segment, hashed};
use crate::config::Config;
use crate::load::{self, InputFormat, Stamp};
use crate::normalise::{DateOrder, OrderSigns};
use crate::report::{Rejection, Warning};

/// A reading that was not there before.
pub(super) struct NewReading {
    /// The place of its segment among the new ones; `None`: its row says the number of one that is there.
    pub(super) segment: Option<usize>,
    pub(super) row: ReadingRow,
    pub(super) article: Outline<'static>,
    /// Whether its collection publishes it.
    pub(super) is_published: bool,
    /// Whether it says that it will be changed.
    pub(super) will_change: bool,
}

/// What has changed.
#[derive(Default)]
pub(super) struct Changed<'i, 'c> {
    /// The inputs whose articles can be read again, and how the file of each looks.
    pub(super) files: BTreeMap<InputKey, (&'i Found<'c>, Stamp)>,
    /// How all inputs look now.
    pub(super) records: BTreeMap<InputKey, InputRecord>,
    pub(super) inputs_gone: Vec<InputKey>,
    pub(super) inputs: Vec<InputReading>,
    pub(super) segments_gone: Vec<i64>,
    pub(super) segments: Vec<Segment>,
    /// Parts that stand elsewhere now, by their numbers.
    pub(super) shifted: BTreeMap<i64, Segment>,
    /// Readings that are gone, by their numbers.
    pub(super) gone: BTreeMap<i64, ReadingRow>,
    pub(super) new: Vec<NewReading>,
    pub(super) rejections: Vec<Rejection>,
    pub(super) warnings: Vec<Warning>,
    /// Readings that say what they said and stand elsewhere in their inputs, by their numbers.
    pub(super) standing: BTreeMap<i64, ReadingRow>,
    /// The paths of inputs of which nothing that was said holds any more.
    pub(super) said_anew: Vec<String>,
    /// By the paths of inputs where what was said of them stands now.
    pub(super) moves: BTreeMap<String, Moves>,
    /// The order of day and month that all inputs together prove.
    pub(super) shared_order: Option<DateOrder>,
    /// By how much more or less was read, and of that became no article.
    pub(super) read: i64,
    pub(super) rejected: i64,
    pub(super) bytes: i64,
}

/// A number of bytes, lines or articles, to reckon with.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

impl<'i, 'c> Changed<'i, 'c> {
    /// Compares the inputs with those of the last run, and reads what is new.
    pub(super) fn find(
        config: &Config,
        inputs: &'i Inputs<'c>,
        catalogue: &Catalogue,
        Before { state, said }: Before<'_>,
        now: DateTime<Utc>,
    ) -> Result<Self, Stop> {
        let mut changed = Self::default();
        let known = catalogue.input_readings()?;
        let shared_order = order_of(known.values());
        changed.shared_order = shared_order;
        let mut others = Vec::new();
        for found in &inputs.files {
            let (key, stamp) = (found.key(), found.stamp());
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
            if before.is_some() != how.is_some() || !found.part.is_empty() {
                return Err(Stop::Unsure("an input has changed of which too little is known"));
            }
            let alone = format(found).ok().filter(|format| again::READ_ALONE.contains(&format.name));
            match (before.zip(how), how.map_or(Access::Alone, |how| how.access), alone) {
                (_, Access::Never, _) => {
                    return Err(Stop::Unsure("an input has changed that says something about others"));
                }
                (Some(before), Access::Alone, Some(format)) if format.by_line => {
                    changed.read_lines(config, found, before, said, (catalogue, now))?;
                }
                (_, Access::Alone, Some(_)) => changed.read_file(config, found, how, catalogue, now)?,
                _ => changed.read_whole(config, found, how, catalogue, now)?,
            }
        }
        let is_known = |how: &&InputReading| changed.records.contains_key(&how.key);
        let is_changed = |key: &InputKey| changed.inputs.iter().any(|input| input.key == *key);
        let rest = known.values().filter(is_known).filter(|how| !is_changed(&how.key));
        if order_of(rest.chain(&changed.inputs)) != shared_order {
            return Err(Stop::Unsure("dates show another order of day and month"));
        }
        let gone: Vec<_> = state.inputs.keys().filter(|key| !changed.records.contains_key(*key)).collect();
        for key in gone {
            let Some(how) = known.get(key) else { return Err(Stop::Unsure("an input is gone that was not read")) };
            if how.access == Access::Never {
                return Err(Stop::Unsure("an input is gone that says something about others"));
            }
            changed.leave(how, catalogue)?;
            changed.said_anew.push(names::hidden(&key.path));
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

    /// Counts what an input holds in, or out where the sign is negative.
    pub(super) fn count(&mut self, how: &InputReading, sign: i64) {
        self.read += sign * (signed(how.articles) + signed(how.others));
        self.rejected += sign * signed(how.others);
        self.bytes += sign * signed(how.size);
    }

    /// By how much more or fewer articles their collection does not publish.
    pub(super) fn unpublished(&self) -> i64 {
        let new = self.new.iter().filter(|new| !new.is_published).count();
        let gone = self.gone.values().filter(|row| row.article.is_none()).count();
        signed(new as u64) - signed(gone as u64)
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
        if !again::is_as_it_stands(input) || !opened.warnings.is_empty() || !opened.failures.is_empty() {
            return Err(Stop::Unsure("an input is not as it stands in its file"));
        }
        let part = again::read(config, found, input, 0, now)?;
        self.add_file(found, &input.text, stamp, part)
    }

    /// Adds what was read of a file as a whole.
    fn add_file(&mut self, found: &'i Found<'c>, text: &str, stamp: Stamp, part: Part) -> Result<(), Stop> {
        let how = InputReading {
            key: found.key(),
            format: format(found)?.name.to_owned(),
            access: Access::Alone,
            order_signs: 0,
            articles: part.articles.len() as u64,
            others: part.rejections.len() as u64,
            size: text.len() as u64,
        };
        self.enter(found, stamp, how);
        self.said_anew.push(path_text(&found.source.path).into_owned());
        self.add_part(found, text, (0, 0), part);
        Ok(())
    }

    /// Takes down how an input was read, and how its file looked.
    pub(super) fn enter(&mut self, found: &'i Found<'c>, stamp: Stamp, how: InputReading) {
        self.count(&how, 1);
        let record = InputRecord { found_by: hashed(&found.by), stamp, sha256: None, entries: how.articles };
        self.records.insert(how.key.clone(), record);
        self.files.insert(how.key.clone(), (found, stamp));
        self.inputs.push(how);
    }

    /// Adds what was read of an input, from a place on and after so many lines.
    pub(super) fn add_part(&mut self, found: &'i Found<'c>, text: &str, (place, lines): (u64, u64), part: Part) {
        let by_line = format(found).is_ok_and(|format| format.by_line);
        let cut = Cut::of(text, by_line);
        let first = self.segments.len();
        let key = found.key();
        let segments = cut.segments(&key).filter(|segment| segment.length > 0);
        self.segments.extend(segments.map(|one| Segment { place: one.place + place, line: one.line + lines, ..one }));
        let mut cursor = cut.cursor();
        for OneRead { article, unpublished, will_change } in part.articles {
            let row = cursor.row(article.origin().line - if by_line { lines } else { 0 }, &article);
            let segment = Some(first + usize::try_from(row.segment).unwrap_or(0));
            self.new.push(NewReading { segment, row, article, is_published: unpublished.is_none(), will_change });
        }
        self.rejections.extend(part.rejections);
        self.warnings.extend(part.warnings);
    }

    /// The articles whose readings are elsewhere now and say the same, by their new places.
    pub(super) fn moved(&self) -> BTreeMap<Origin, i64> {
        let mut known: BTreeMap<(i64, u64, &[i64]), Vec<i64>> = BTreeMap::new();
        for row in self.gone.values().rev() {
            known.entry((row.hash, row.length, &row.keys)).or_default().extend(row.article);
        }
        let mut moved = BTreeMap::new();
        for new in &self.new {
            let articles = known.get_mut(&(new.row.hash, new.row.length, &*new.row.keys));
            if let Some(article) = articles.and_then(Vec::pop) {
                moved.insert(new.article.origin().clone(), article);
            }
        }
        moved
    }
}

/// The order of day and month that inputs together prove.
fn order_of<'r>(inputs: impl Iterator<Item = &'r InputReading>) -> Option<DateOrder> {
    let signs = inputs.map(|input| OrderSigns::of_number(input.order_signs));
    signs.fold(OrderSigns::default(), OrderSigns::with).order()
}

/// The format that the name of an input promises, or the configuration.
fn format(found: &Found<'_>) -> Result<&'static InputFormat, Stop> {
    let format = found.config.format.or_else(|| InputFormat::of_path(&found.source.path));
    format.ok_or(Stop::Unsure("the format of an input is not known by its name"))
}
