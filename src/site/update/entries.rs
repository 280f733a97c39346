//! Which articles the feeds show in which something has changed.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::super::MOST_ENTRIES;
use super::super::again::Stop;
use super::terms::Terms;
use super::written::Rows;
use crate::catalogue::{Catalogue, ShownRow};
use crate::config::Config;
use crate::memory::FeedRecord;

/// The articles that feeds show, by their numbers.
#[derive(Default)]
pub(super) struct Wanted {
    /// Those that stand as they are, with the numbers of their records.
    pub(super) standing: BTreeMap<i64, i64>,
    /// Those that no feed showed before or that stand at several places, and that have not been read again yet.
    pub(super) new: BTreeSet<i64>,
    /// All of them.
    pub(super) all: BTreeSet<i64>,
}

impl Wanted {
    /// Finds the newest articles of each term of which something has changed. Of one second more are found than a feed may show.
    pub(super) fn find(
        config: &Config,
        terms: &Terms,
        rows: &Rows,
        catalogue: &Catalogue,
        (shown, feeds): (&BTreeMap<i64, ShownRow>, &BTreeMap<i64, FeedRecord>),
    ) -> Result<Self, Stop> {
        let limits = limits(config, shown, feeds);
        let mut wanted = Self::default();
        for term in &terms.dirty {
            let limit = limits.get(term).copied().unwrap_or(config.limit).max(1);
            let least = limit.max(MOST_ENTRIES) + rows.old.len();
            let stands = catalogue.newest(*term, least)?.into_iter().filter(|(_, n)| !rows.old.contains_key(n));
            let mut newest: Vec<(i64, i64)> = stands.chain(rows.members(*term)).collect();
            newest.sort_unstable_by(|a, b| b.cmp(a));
            let Some((first, _)) = newest.first().copied() else { continue };
            let burst = newest.iter().take(MOST_ENTRIES).take_while(|(at, _)| *at >= first - 24 * 60 * 60).count();
            let count = burst.max(limit).min(MOST_ENTRIES.max(limit)).min(newest.len());
            let last = newest[count - 1].0;
            wanted.all.extend(newest.iter().take_while(|(at, _)| *at >= last).map(|(_, n)| *n));
        }
        for n in wanted.all.iter().filter(|n| !rows.has(**n)) {
            match catalogue.collected(*n)? {
                Some(row) if row.shown > 0 && row.record.is_some() && catalogue.readings_of_article(*n)?.len() == 1 => {
                    wanted.standing.extend(row.record.map(|record| (*n, record)));
                }
                Some(_) => drop(wanted.new.insert(*n)),
                None => return Err(Stop::Unsure("an article of a term is not known")),
            }
        }
        Ok(wanted)
    }

    /// The articles that feeds show that are not made anew.
    pub(super) fn shown_elsewhere(shown: &BTreeMap<i64, ShownRow>, terms: &Terms) -> HashSet<i64> {
        let others = shown.values().filter(|feed| !terms.dirty.contains(&feed.term.unwrap_or(0)));
        others.flat_map(|feed| feed.entries.iter().copied()).collect()
    }

    /// Whether a feed may show an article of a day whose time is not known.
    pub(super) fn shows_day(
        &self,
        day: i32,
        rows: &Rows,
        (catalogue, shown): (&Catalogue, &BTreeMap<i64, ShownRow>),
        terms: &Terms,
    ) -> Result<bool, Stop> {
        let is_dirty = |feed: &&ShownRow| terms.dirty.contains(&feed.term.unwrap_or(0));
        for n in catalogue.without_time(day)?.into_iter().filter(|n| !rows.old.contains_key(n)) {
            if self.all.contains(&n) {
                return Ok(true);
            }
            let Some(row) = catalogue.collected(n)? else { continue };
            let made_anew = shown.values().filter(is_dirty).filter(|feed| feed.entries.contains(&n)).count();
            if row.shown as usize > made_anew {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// How many entries the feeds of terms have, where that is said of one.
fn limits(config: &Config, shown: &BTreeMap<i64, ShownRow>, feeds: &BTreeMap<i64, FeedRecord>) -> BTreeMap<i64, usize> {
    let of_feed = |(n, shown): (&i64, &ShownRow)| {
        let term = feeds.get(n)?.term.as_ref().map(|(taxonomy, key)| (*taxonomy, key));
        Some((shown.term.unwrap_or(0), config.rules.feed(term).limit?))
    };
    shown.iter().filter_map(of_feed).collect()
}
