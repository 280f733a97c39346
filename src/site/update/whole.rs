//! Inputs whose articles are read again all together.

use crate::report::WarningCode;
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::super::again::{self, OneRead, Stop, open_whole, read_whole};
use super::super::gather::{precision, row_in_whole};
use super::super::inputs::Found;
use super::changed::{Changed, NewReading};
use super::moves::Moves;
use crate::article::{Draft, Precision, path_text};
use crate::catalogue::{Access, Catalogue, InputReading, ReadingRow, Segment};
use crate::config::Config;
use crate::normalise::{OrderSigns, is_relative};

impl<'i, 'c> Changed<'i, 'c> {
    /// Reads an input again that has changed. Only what is not there already becomes new articles: `how` says how it was read before,
    /// if it was there.
    pub(super) fn read_whole(
        &mut self,
        config: &Config,
        found: &'i Found<'c>,
        how: Option<&InputReading>,
        catalogue: &Catalogue,
        now: DateTime<Utc>,
    ) -> Result<(), Stop> {
        let key = found.key();
        let mut known = Known::default();
        let mut segment = None;
        for (n, _) in how.map(|how| catalogue.segments_of(&how.key)).transpose()?.into_iter().flatten() {
            segment = Some(n);
            known.add(catalogue.readings_of_segment(n)?);
        }
        let (input, stamp) = open_whole(config, found, now)?;
        let mut left = known.counts();
        let before = how.map(|how| OrderSigns::of_number(how.order_signs).order());
        let shared_order = self.shared_order;
        // Dates that are read in another order, or counted from another moment, are others.
        let is_new = |hash, signs: OrderSigns, draft: &Draft<'_>| {
            before != Some(signs.order()) || is_relative(draft) || !left.get_mut(&hash).is_some_and(take_one)
        };
        let again::Whole { part, format, access, order_signs, hashes, others } =
            read_whole(config, found, (&input, shared_order), now, is_new)?;
        if access != Access::Whole {
            return Err(Stop::Unsure("the articles of an input can be read alone now"));
        }
        if part.warnings.iter().any(|warning| warning.code == WarningCode::UnfinishedLine) {
            return Err(Stop::Unsure("somebody may be writing an input"));
        }
        let mut moves = Moves::default();
        let mut last = (0, 0);
        for (origin, hash) in &others {
            let Some((n, row)) = known.take(*hash) else { continue };
            let now = (origin.line, origin.column);
            if (row.line, row.place) < last && depends_on_order(&row, catalogue)? {
                return Err(Stop::Unsure("articles of which the order counts are in another order"));
            }
            last = last.max((row.line, row.place));
            moves.articles.insert((row.line, row.place), Some(now));
            if (row.line, row.place) != now {
                self.standing.insert(n, ReadingRow { line: origin.line, place: origin.column, ..row });
            }
        }
        for (n, row) in known.into_rest() {
            moves.articles.insert((row.line, row.place), None);
            self.gone.insert(n, row);
        }
        let added = InputReading {
            key: key.clone(),
            format: format.to_owned(),
            access: Access::Whole,
            order_signs: order_signs.number(),
            articles: (part.articles.len() + others.len()) as u64,
            others: part.rejections.len() as u64,
            size: input.bytes(),
        };
        let place = segment.is_none().then_some(self.segments.len());
        if place.is_some() {
            self.segments.push(Segment::whole(key));
        }
        for (OneRead { article, unpublished, will_change }, hash) in part.articles.into_iter().zip(hashes) {
            let row = row_in_whole(&article, hash, segment.unwrap_or_default());
            let is_published = unpublished.is_none();
            self.new.push(NewReading { segment: place, row, article, is_published, will_change });
        }
        if let Some(how) = how {
            self.count(how, -1);
            self.moves.insert(path_text(&found.source.path).into_owned(), moves);
        }
        self.enter(found, stamp, added);
        self.rejections.extend(part.rejections);
        self.warnings.extend(part.warnings);
        Ok(())
    }
}

/// Whether it counts where a reading stands among others: its article has several, or seconds of a day.
fn depends_on_order(row: &ReadingRow, catalogue: &Catalogue) -> Result<bool, Stop> {
    let Some(n) = row.article else { return Ok(true) };
    let is_exact = catalogue.collected(n)?.is_some_and(|article| article.precision == precision(Precision::Exact));
    Ok(!is_exact || catalogue.readings_of_article(n)?.len() > 1)
}

/// Takes one of so many, if there is one.
fn take_one(left: &mut usize) -> bool {
    let is_left = *left > 0;
    *left -= usize::from(is_left);
    is_left
}

/// The readings of an input as they were, by what they say.
#[derive(Default)]
struct Known(BTreeMap<i64, Vec<(i64, ReadingRow)>>);

impl Known {
    fn add(&mut self, readings: Vec<(i64, ReadingRow)>) {
        // The last of a list is taken first.
        for (n, row) in readings.into_iter().rev() {
            self.0.entry(row.hash).or_default().push((n, row));
        }
    }

    /// How many say the same, by what they say.
    fn counts(&self) -> BTreeMap<i64, usize> {
        self.0.iter().map(|(hash, rows)| (*hash, rows.len())).collect()
    }

    fn take(&mut self, hash: i64) -> Option<(i64, ReadingRow)> {
        self.0.get_mut(&hash)?.pop()
    }

    fn into_rest(self) -> impl Iterator<Item = (i64, ReadingRow)> {
        self.0.into_values().flatten()
    }
}
