//! Which articles the feeds show in which something has changed.

use std::collections::{BTreeMap, BTreeSet};

use super::super::MOST_ENTRIES;
use super::super::again::Stop;
use super::feeds::Feeds;
use super::terms::Terms;
use super::written::Rows;
use crate::catalogue::Catalogue;
use crate::config::Config;

/// The articles that feeds show, by their numbers.
#[derive(Default)]
pub(super) struct Wanted {
    /// Those that stand as they are, with the numbers of their records.
    pub(super) standing: BTreeMap<i64, i64>,
    /// Those that no feed showed before or that stand at several places, and that have not been read again yet.
    pub(super) new: BTreeSet<i64>,
    /// All of them.
    pub(super) all: BTreeSet<i64>,
    /// Those that have no address of their own.
    pub(super) without_address: BTreeSet<i64>,
    /// For each term of which something has changed its articles among them, the newest first, with their dates.
    of: BTreeMap<i64, Vec<(i64, i64)>>,
}

impl Wanted {
    /// Finds the newest articles of each term of which something has changed. Of one second more are found than a feed may show.
    /// `before` are those that were found when less was known to have changed.
    pub(super) fn find(
        before: &Self,
        config: &Config,
        terms: &Terms<'_>,
        rows: &Rows,
        (catalogue, feeds): (&Catalogue, &Feeds<'_>),
    ) -> Result<Self, Stop> {
        let mut wanted = Self::default();
        for term in &terms.dirty {
            let name = terms.name(*term, feeds)?;
            let name = name.as_ref().map(|(taxonomy, key)| (*taxonomy, key));
            let limit = config.rules.feed(name).limit.unwrap_or(config.limit).max(1);
            let least = limit.max(MOST_ENTRIES) + rows.old.len();
            let stands = catalogue.newest(*term, least)?.into_iter().filter(|(_, n)| !rows.old.contains_key(n));
            let mut newest: Vec<(i64, i64)> = stands.chain(rows.members(*term)).collect();
            newest.sort_unstable_by(|a, b| b.cmp(a));
            let Some((first, _)) = newest.first().copied() else { continue };
            let burst = newest.iter().take(MOST_ENTRIES).take_while(|(at, _)| *at >= first - 24 * 60 * 60).count();
            let count = burst.max(limit).min(MOST_ENTRIES.max(limit)).min(newest.len());
            let last = newest[count - 1].0;
            newest.truncate(newest.partition_point(|(at, _)| *at >= last));
            wanted.all.extend(newest.iter().map(|(_, n)| *n));
            wanted.of.insert(*term, newest);
        }
        for n in wanted.all.iter().filter(|n| !rows.has(**n)) {
            if let Some(record) = before.standing.get(n) {
                wanted.without_address.extend(before.without_address.get(n));
                wanted.standing.insert(*n, *record);
                continue;
            }
            match catalogue.collected(*n)? {
                Some(row) if row.shown > 0 && row.record.is_some() && catalogue.readings_of_article(*n)?.len() == 1 => {
                    wanted.without_address.extend((!row.has_address).then_some(*n));
                    wanted.standing.extend(row.record.map(|record| (*n, record)));
                }
                Some(_) => drop(wanted.new.insert(*n)),
                None => return Err(Stop::Unsure("an article of a term is not known")),
            }
        }
        Ok(wanted)
    }

    /// Those of a term of which something has changed.
    pub(super) fn of_term(&self, term: i64) -> impl Iterator<Item = i64> {
        self.of.get(&term).into_iter().flatten().map(|(_, n)| *n)
    }

    /// The newest of all, so many of them and those of the same second.
    pub(super) fn newest(&self, count: usize) -> impl Iterator<Item = i64> {
        let all = self.of.get(&0).map_or(&[][..], Vec::as_slice);
        let last = all.get(count - 1).map_or(i64::MIN, |(at, _)| *at);
        all.iter().take_while(move |(at, _)| *at >= last).map(|(_, n)| *n)
    }

    /// Whether a feed may show an article of a day whose time is not known.
    pub(super) fn shows_day(
        &self,
        day: i32,
        rows: &Rows,
        (catalogue, feeds): (&Catalogue, &Feeds<'_>),
        terms: &Terms<'_>,
    ) -> Result<bool, Stop> {
        for n in catalogue.without_time(day)?.into_iter().filter(|n| !rows.old.contains_key(n)) {
            if self.all.contains(&n) || is_shown_elsewhere(n, catalogue, feeds, terms)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Whether a feed shows an article that is not made anew.
pub(super) fn is_shown_elsewhere(
    n: i64,
    catalogue: &Catalogue,
    feeds: &Feeds<'_>,
    terms: &Terms<'_>,
) -> Result<bool, Stop> {
    let shown = catalogue.collected(n)?.map_or(0, |row| row.shown as usize);
    Ok(shown > 0 && shown > feeds.showing(n, &terms.dirty)?)
}
