//! What may be the same as what has changed: the readings and records that have a key in common with it, and those that have one in
//! common with these, and so on.

use std::collections::{BTreeMap, BTreeSet};

use super::super::again::Stop;
use super::changed::Changed;
use crate::catalogue::{Catalogue, Holder, ReadingRow};
use crate::select::collected::{keys_of, keys_of_record};

/// The most readings that are looked at because of what has changed; where there are more, all are.
const MOST: usize = 3_000;

/// Readings and records that belong together.
#[derive(Default)]
pub(super) struct Closure {
    /// Readings that are as they were, by their numbers.
    pub(super) readings: BTreeMap<i64, ReadingRow>,
    /// Numbers of records.
    pub(super) records: BTreeSet<i64>,
    /// Keys that were looked up.
    known: BTreeSet<i64>,
    /// Keys that are to be looked up.
    waiting: Vec<i64>,
}

impl Closure {
    /// What has a key in common with what is new or gone.
    pub(super) fn of(changed: &Changed<'_, '_>, catalogue: &Catalogue) -> Result<Self, Stop> {
        let mut closure = Self::default();
        for new in &changed.new {
            closure.wait(keys_of(&new.article.keys()).collect::<Vec<_>>());
        }
        for row in changed.gone.values() {
            closure.wait(row.keys.iter().copied());
            if let Some(n) = row.article {
                for (n, row) in catalogue.readings_of_article(n)? {
                    closure.add_reading(n, row, changed);
                }
                closure.add_record_of(n, catalogue)?;
            }
        }
        closure.close(changed, catalogue)?;
        Ok(closure)
    }

    /// Adds the readings of an article, and what has a key in common with them.
    pub(super) fn add_article(&mut self, n: i64, changed: &Changed<'_, '_>, catalogue: &Catalogue) -> Result<(), Stop> {
        for (n, row) in catalogue.readings_of_article(n)? {
            self.add_reading(n, row, changed);
        }
        self.add_record_of(n, catalogue)?;
        self.close(changed, catalogue)
    }

    fn add_record_of(&mut self, article: i64, catalogue: &Catalogue) -> Result<(), Stop> {
        let record = catalogue.collected(article)?.and_then(|row| row.record);
        if let Some(record) = record.filter(|record| self.records.insert(*record)) {
            self.wait_for_record(record, catalogue)?;
        }
        Ok(())
    }

    fn wait(&mut self, keys: impl IntoIterator<Item = i64>) {
        for key in keys {
            if self.known.insert(key) {
                self.waiting.push(key);
            }
        }
    }

    fn wait_for_record(&mut self, n: i64, catalogue: &Catalogue) -> Result<(), Stop> {
        let keys = catalogue.keys_of(n)?;
        self.wait(keys_of_record(&keys).collect::<Vec<_>>());
        Ok(())
    }

    fn add_reading(&mut self, n: i64, row: ReadingRow, changed: &Changed<'_, '_>) {
        if !changed.gone.contains_key(&n) && !self.readings.contains_key(&n) {
            self.wait(row.keys.iter().copied());
            self.readings.insert(n, row);
        }
    }

    fn close(&mut self, changed: &Changed<'_, '_>, catalogue: &Catalogue) -> Result<(), Stop> {
        while let Some(key) = self.waiting.pop() {
            for holder in catalogue.holders(key)? {
                match holder {
                    Holder::Reading(n) => {
                        if let Some(row) = catalogue.reading(n)? {
                            self.add_reading(n, row, changed);
                        }
                    }
                    Holder::Record(n) => {
                        if self.records.insert(n) {
                            self.wait_for_record(n, catalogue)?;
                            if let Some(article) = catalogue.collected_of_record(n)? {
                                for (n, row) in catalogue.readings_of_article(article)? {
                                    self.add_reading(n, row, changed);
                                }
                            }
                        }
                    }
                }
                if self.readings.len() > MOST {
                    return Err(Stop::Unsure("very many articles may be the same as what has changed"));
                }
            }
        }
        Ok(())
    }
}
