//! The terms of the collection, as they are after what has changed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use super::super::again::Stop;
use super::super::gather::{day_of, slug_key, spelling, term_key};
use crate::article::TermKey;
use crate::catalogue::{Catalogue, CollectedRow, ShownRow, TermRow};
use crate::feed::{Activity, Taxonomy};
use crate::memory::FeedRecord;
use crate::select::{Tallies, Tally};

/// A term by its name.
pub(super) type Name = (Taxonomy, TermKey);

/// All terms.
pub(super) struct Terms {
    rows: BTreeMap<i64, TermRow>,
    by_key: HashMap<[u8; 16], i64>,
    /// The numbers of terms whose names are known here.
    names: HashMap<Name, i64>,
    /// Spellings as texts, by their hashes.
    texts: HashMap<u64, String>,
    /// The highest number that was given before, and the highest now.
    first: i64,
    last: i64,
    /// Terms of which articles have come, gone or changed.
    pub(super) dirty: BTreeSet<i64>,
    /// How many articles these had before.
    before: BTreeMap<i64, u64>,
}

impl Terms {
    pub(super) fn load(catalogue: &Catalogue, last: i64) -> Result<Self, Stop> {
        let mut terms = Self {
            rows: BTreeMap::new(),
            by_key: HashMap::new(),
            names: HashMap::new(),
            texts: HashMap::new(),
            first: last,
            last,
            dirty: BTreeSet::from([0]),
            before: BTreeMap::new(),
        };
        for (n, row) in catalogue.terms()? {
            terms.by_key.insert(row.key, n);
            terms.rows.insert(n, row);
        }
        Ok(terms)
    }

    /// The number of a term that an article has in some spelling.
    pub(super) fn number(&mut self, name: &Name, label: &str, catalogue: &Catalogue) -> Result<i64, Stop> {
        self.texts.entry(spelling(label)).or_insert_with(|| label.to_owned());
        if let Some(n) = self.names.get(name) {
            return Ok(*n);
        }
        let key = term_key(name.0, &name.1);
        let n = match self.by_key.get(&key) {
            Some(n) => *n,
            None => {
                let slug = slug_key(name.0, &name.1);
                if catalogue.has_slug(&slug)? {
                    return Err(Stop::Unsure("a new term may have the address of another"));
                }
                self.last += 1;
                self.rows.insert(self.last, TermRow { key, slug, ..TermRow::default() });
                self.by_key.insert(key, self.last);
                self.last
            }
        };
        self.names.insert(name.clone(), n);
        Ok(n)
    }

    /// Counts an article out of its terms.
    pub(super) fn take(&mut self, article: &CollectedRow) -> Result<(), Stop> {
        for n in [0].iter().chain(&article.terms).filter(|_| article.held.is_none()) {
            self.dirty.insert(*n);
            let Some(row) = self.rows.get_mut(n) else { return Err(Stop::Unsure("a term is not known")) };
            self.before.entry(*n).or_insert_with(|| row.articles());
            match row.days.get_mut(&article.day) {
                Some(count) if *count > 1 => *count -= 1,
                Some(_) => drop(row.days.remove(&article.day)),
                None => return Err(Stop::Unsure("a day of a term is not known")),
            }
            if *n == 0 {
                continue;
            }
            // Which of several spellings it had is not known any more.
            let [(_, times, first)] = &mut *row.spellings else {
                return Err(Stop::Unsure("an article is gone that had one of several spellings of a term"));
            };
            *times -= 1;
            *first = row.days.keys().next().copied().unwrap_or(*first);
            if *times == 0 {
                row.spellings.clear();
            }
        }
        Ok(())
    }

    /// Counts an article into its terms, in the spellings that it has.
    pub(super) fn add(&mut self, article: &CollectedRow, labels: &[String]) {
        if article.held.is_some() {
            return;
        }
        let of_terms = article.terms.iter().zip(labels).map(|(n, label)| (*n, Some(spelling(label))));
        for (n, spelling) in [(0, None)].into_iter().chain(of_terms) {
            self.dirty.insert(n);
            let row = self.rows.entry(n).or_default();
            self.before.entry(n).or_insert_with(|| row.articles());
            *row.days.entry(article.day).or_insert(0) += 1;
            let Some(spelling) = spelling else { continue };
            match row.spellings.iter_mut().find(|(known, ..)| *known == spelling) {
                Some((_, times, first)) => {
                    *times += 1;
                    *first = (*first).min(article.day);
                }
                None => row.spellings.push((spelling, 1, article.day)),
            }
        }
    }

    /// Adds the terms of articles without an address whose entries lead elsewhere now: to the page of the term that has the fewest
    /// articles ([`crate::feed::Entry::link`]). `old` are articles that are looked after anyhow.
    pub(super) fn add_linked(
        &mut self,
        old: &BTreeMap<i64, CollectedRow>,
        shown: &BTreeMap<i64, ShownRow>,
        catalogue: &Catalogue,
    ) -> Result<(), Stop> {
        /// The most articles of a term that are looked at.
        const MOST: i64 = 5_000;
        let have_feeds: BTreeSet<i64> = shown.values().filter_map(|shown| shown.term).collect();
        let count = |n: &i64| self.rows.get(n).map_or(0, TermRow::articles);
        let changed = self.before.iter().filter(|(n, before)| **n != 0 && count(n) != **before).map(|(n, _)| *n);
        let mut more = BTreeSet::new();
        for term in changed.collect::<Vec<_>>() {
            let Some(articles) = catalogue.without_address(term, MOST)? else {
                return Err(Stop::Unsure("very many articles may lead to another page"));
            };
            for n in articles.into_iter().filter(|n| !old.contains_key(n)) {
                let Some(row) = catalogue.collected(n)?.filter(|row| row.shown > 0) else { continue };
                let least = |count: &dyn Fn(&i64) -> u64| {
                    let of_feeds = || row.terms.iter().filter(|term| have_feeds.contains(term));
                    let least = of_feeds().map(count).min();
                    of_feeds().filter(|term| Some(count(term)) == least).copied().collect::<BTreeSet<_>>()
                };
                let before = |n: &i64| self.before.get(n).copied().unwrap_or_else(|| count(n));
                if least(&before) != least(&count) {
                    more.extend(row.terms.iter().copied());
                }
            }
        }
        self.dirty.extend(more);
        Ok(())
    }

    /// The rows that have changed.
    pub(super) fn changed(&self) -> Vec<(i64, TermRow)> {
        self.dirty.iter().filter_map(|n| Some((*n, self.rows.get(n)?.clone()))).collect()
    }

    /// Whether a term has no articles any more.
    pub(super) fn has_emptied(&self) -> bool {
        let is_empty = |n: &i64| *n <= self.first && self.rows.get(n).is_some_and(|row| row.days.is_empty());
        self.dirty.iter().any(|n| *n != 0 && is_empty(n))
    }

    /// When there were articles of a term.
    pub(super) fn activity(&self, n: i64) -> Activity {
        let days = self.rows.get(&n).map(|row| &row.days);
        let days: Vec<(NaiveDate, u32)> = days
            .into_iter()
            .flatten()
            .filter_map(|(day, count)| Some((day_of(*day)?, u32::try_from(*count).unwrap_or(u32::MAX))))
            .collect();
        Activity::of_counts(days.into_iter())
    }

    /// Whether a term was not there before.
    pub(super) fn is_new(&self, taxonomy: Taxonomy, key: &TermKey) -> bool {
        self.of_name(taxonomy, key).is_some_and(|n| n > self.first)
    }

    /// The number of the term of a name that is known here.
    pub(super) fn of_name(&self, taxonomy: Taxonomy, key: &TermKey) -> Option<i64> {
        self.names.get(&(taxonomy, key.clone())).copied()
    }

    /// The terms that have feeds, and those of the articles that were read again, with what is known of each.
    pub(super) fn tallies(
        &mut self,
        known: &BTreeMap<i64, FeedRecord>,
        shown: &BTreeMap<i64, ShownRow>,
    ) -> Result<Tallies, Stop> {
        let mut feeds: HashMap<i64, &FeedRecord> = HashMap::new();
        for (n, feed) in known {
            let Some(name) = &feed.term else { continue };
            let known = self.names.get(name).copied();
            let of_feed = || shown.get(n).and_then(|shown| shown.term);
            let of_key = || self.by_key.get(&term_key(name.0, &name.1)).copied();
            let Some(number) = known.or_else(of_feed).or_else(of_key) else { continue };
            self.names.insert(name.clone(), number);
            feeds.insert(number, feed);
        }
        let mut tallies: Tallies = Taxonomy::CHOICES.iter().map(|taxonomy| (*taxonomy, HashMap::new())).collect();
        for ((taxonomy, key), n) in &self.names {
            let Some(row) = self.rows.get(n).filter(|row| !row.days.is_empty()) else { continue };
            let feed = feeds.get(n);
            let label = match feed {
                Some(feed) if !self.dirty.contains(n) => feed.label.clone(),
                _ => self.label(row, feed.map(|feed| feed.label.as_str()))?,
            };
            let first = row.spellings.iter().map(|(.., first)| *first).min();
            let tally = Tally {
                label,
                articles: usize::try_from(row.articles()).unwrap_or(usize::MAX),
                first_day: first.and_then(day_of).unwrap_or_default(),
            };
            tallies.entry(*taxonomy).or_default().insert(key.clone(), tally);
        }
        Ok(tallies)
    }

    /// What a term is called ([`crate::select`] says by which rule).
    fn label(&self, row: &TermRow, published: Option<&str>) -> Result<String, Stop> {
        let known = published.map(spelling);
        let most = row.spellings.iter().map(|(_, times, _)| *times).max().unwrap_or(0);
        let stays = row.spellings.iter().any(|(hash, times, _)| Some(*hash) == known && times * 2 >= most);
        if let Some(label) = published.filter(|_| stays) {
            return Ok(label.to_owned());
        }
        let first = row.spellings.iter().filter(|(_, times, _)| *times == most).map(|(.., day)| *day).min();
        let best = row.spellings.iter().filter(|(_, times, day)| *times == most && Some(*day) == first);
        let texts: Option<Vec<&String>> = best.map(|(hash, ..)| self.texts.get(hash)).collect();
        let label = texts.and_then(|texts| texts.into_iter().min());
        label.cloned().ok_or(Stop::Unsure("a term may have another spelling now, which is not at hand"))
    }
}
