//! The terms of the collection, as they are after what has changed.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use super::super::again::Stop;
use super::super::gather::{day_of, slug_key, spelling, term_key};
use super::feeds::Feeds;
use crate::article::TermKey;
use crate::catalogue::{Catalogue, CollectedRow, TermRow};
use crate::feed::{Activity, Taxonomy};
use crate::select::{Tallies, Tally};

/// A term by its name.
pub(super) type Name = (Taxonomy, TermKey);

/// The terms of which something is asked.
pub(super) struct Terms<'c> {
    catalogue: &'c Catalogue,
    /// What is known of the articles of those that change, and of those without feeds.
    rows: BTreeMap<i64, TermRow>,
    /// The numbers of terms whose names are known here.
    names: HashMap<Name, i64>,
    /// Those of terms that were not there before, by their keys.
    new: HashMap<[u8; 16], i64>,
    /// Spellings as texts, by their hashes.
    texts: HashMap<u64, String>,
    /// The highest number that was given before.
    first: i64,
    /// Terms of which articles have come, gone or changed.
    pub(super) dirty: BTreeSet<i64>,
    /// How many articles these had before.
    before: BTreeMap<i64, u64>,
}

impl<'c> Terms<'c> {
    /// None yet. `last` is the highest number of a term that was given.
    pub(super) fn new(catalogue: &'c Catalogue, last: i64) -> Self {
        Self {
            catalogue,
            rows: BTreeMap::new(),
            names: HashMap::new(),
            new: HashMap::new(),
            texts: HashMap::new(),
            first: last,
            dirty: BTreeSet::from([0]),
            before: BTreeMap::new(),
        }
    }

    /// What is known of the articles of a term.
    fn row(&mut self, n: i64) -> Result<&mut TermRow, Stop> {
        match self.rows.entry(n) {
            Entry::Occupied(entry) => Ok(entry.into_mut()),
            Entry::Vacant(entry) => {
                let row = self.catalogue.term(n)?.ok_or(Stop::Unsure("a term is not known"))?;
                Ok(entry.insert(row))
            }
        }
    }

    /// The number of a term that an article has in some spelling.
    pub(super) fn number(&mut self, name: &Name, label: &str, feeds: &Feeds<'_>) -> Result<i64, Stop> {
        self.texts.entry(spelling(label)).or_insert_with(|| label.to_owned());
        if let Some(n) = self.names.get(name) {
            return Ok(*n);
        }
        let n = match feeds.of_name(name)?.and_then(|feed| feed.published) {
            Some(published) => published.term,
            None => self.without_feed(name)?,
        };
        self.names.insert(name.clone(), n);
        Ok(n)
    }

    /// The number of a term that has no feed, or is new.
    fn without_feed(&mut self, name: &Name) -> Result<i64, Stop> {
        let key = term_key(name.0, &name.1);
        if let Some(n) = self.new.get(&key) {
            return Ok(*n);
        }
        let slug = slug_key(name.0, &name.1);
        let known = self.catalogue.term_of_key(&key)?;
        if known.is_none() || name.0 == Taxonomy::Source {
            let others = self.catalogue.terms_of_slug(&slug)? - usize::from(known.is_some());
            if others > 0 || self.new.values().any(|n| self.rows.get(n).is_some_and(|row| row.slug == slug)) {
                return Err(Stop::Unsure("a term may have the address of another"));
            }
        }
        if let Some(n) = known {
            self.row(n)?;
            return Ok(n);
        }
        let n = self.first + 1 + i64::try_from(self.new.len()).unwrap_or(i64::MAX);
        self.rows.insert(n, TermRow { key, slug, ..TermRow::default() });
        self.new.insert(key, n);
        Ok(n)
    }

    /// Counts an article out of its terms.
    pub(super) fn take(&mut self, article: &CollectedRow) -> Result<(), Stop> {
        for n in [0].iter().chain(&article.terms).filter(|_| article.held.is_none()) {
            self.dirty.insert(*n);
            let articles = self.row(*n)?.articles();
            self.before.entry(*n).or_insert(articles);
            let row = self.row(*n)?;
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
    pub(super) fn add(&mut self, article: &CollectedRow, labels: &[String]) -> Result<(), Stop> {
        if article.held.is_some() {
            return Ok(());
        }
        let of_terms = article.terms.iter().zip(labels).map(|(n, label)| (*n, Some(spelling(label))));
        for (n, spelling) in [(0, None)].into_iter().chain(of_terms) {
            self.dirty.insert(n);
            let articles = self.row(n)?.articles();
            self.before.entry(n).or_insert(articles);
            let row = self.row(n)?;
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
        Ok(())
    }

    /// Adds the terms of articles without an address whose entries lead elsewhere now: to the page of the term that has the fewest
    /// articles ([`crate::feed::Entry::link`]). `old` are articles that are looked after anyhow.
    pub(super) fn add_linked(&mut self, old: &BTreeMap<i64, CollectedRow>, feeds: &Feeds<'_>) -> Result<(), Stop> {
        /// The most articles of a term that are looked at.
        const MOST: i64 = 5_000;
        let count = |n: &i64| self.rows.get(n).map_or(0, TermRow::articles);
        let changed = self.before.iter().filter(|(n, before)| **n != 0 && count(n) != **before).map(|(n, _)| *n);
        let mut more = BTreeSet::new();
        for term in changed.collect::<Vec<_>>() {
            let Some(articles) = self.catalogue.without_address(term, MOST)? else {
                return Err(Stop::Unsure("very many articles may lead to another page"));
            };
            for n in articles.into_iter().filter(|n| !old.contains_key(n)) {
                let Some(row) = self.catalogue.collected(n)?.filter(|row| row.shown > 0) else { continue };
                // Of those of its terms that have feeds how many articles each has and had.
                let mut counts = Vec::with_capacity(row.terms.len());
                for term in &row.terms {
                    let Some(published) = feeds.of_term(*term)?.and_then(|feed| feed.published) else { continue };
                    let now = self.rows.get(term).map_or(published.articles, TermRow::articles);
                    counts.push((*term, now, self.before.get(term).copied().unwrap_or(now)));
                }
                let least = |count: &dyn Fn(&(i64, u64, u64)) -> u64| {
                    let least = counts.iter().map(count).min();
                    let of_least = counts.iter().filter(|term| Some(count(term)) == least);
                    of_least.map(|(term, ..)| *term).collect::<BTreeSet<_>>()
                };
                if least(&|(_, now, _)| *now) != least(&|(_, _, before)| *before) {
                    more.extend(row.terms.iter().copied());
                }
            }
        }
        for n in &more {
            self.row(*n)?;
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

    /// The terms of the articles that were read again and those that change, with what is known of each.
    pub(super) fn tallies(&mut self, feeds: &Feeds<'_>) -> Result<Tallies, Stop> {
        for n in self.dirty.clone() {
            self.row(n)?;
            if let Some(name) = feeds.of_term(n)?.and_then(|feed| feed.record.term.clone()) {
                self.names.insert(name, n);
            }
        }
        for taxonomy in self.getting_addresses(feeds)? {
            feeds.know_all(taxonomy)?;
        }
        for feed in feeds.known().values() {
            let Some(name) = feed.record.term.as_ref().filter(|name| !self.names.contains_key(name)) else { continue };
            let n = match feed.published {
                Some(published) => Some(published.term),
                None => self.catalogue.term_of_key(&term_key(name.0, &name.1))?,
            };
            if let Some(n) = n {
                self.names.insert(name.clone(), n);
            }
            if let (Some(n), None) = (n, feed.published) {
                self.row(n)?;
            }
        }
        let mut tallies: Tallies = Taxonomy::CHOICES.iter().map(|taxonomy| (*taxonomy, HashMap::new())).collect();
        for (name, n) in &self.names {
            let feed = feeds.of_name(name)?;
            let published = feed.as_ref().and_then(|feed| feed.published).filter(|_| !self.dirty.contains(n));
            let tally = match (&feed, published, self.rows.get(n)) {
                (Some(feed), Some(published), _) => Tally {
                    label: feed.record.label.clone(),
                    articles: usize::try_from(published.articles).unwrap_or(usize::MAX),
                    first_day: NaiveDate::default(),
                },
                (feed, _, Some(row)) => {
                    let first = row.spellings.iter().map(|(.., first)| *first).min();
                    let before = feed.as_ref().map(|feed| feed.record.label.as_str());
                    Tally {
                        label: if row.days.is_empty() { String::new() } else { self.label(row, before)? },
                        articles: usize::try_from(row.articles()).unwrap_or(usize::MAX),
                        first_day: first.and_then(day_of).unwrap_or_default(),
                    }
                }
                _ => return Err(Stop::Unsure("a term is not known")),
            };
            if tally.articles > 0 {
                tallies.entry(name.0).or_default().insert(name.1.clone(), tally);
            }
        }
        Ok(tallies)
    }

    /// The taxonomies in which a term gets an address that is told from those of all feeds: one that is new, or a source without
    /// a feed, which entries name all the same.
    fn getting_addresses(&self, feeds: &Feeds<'_>) -> Result<BTreeSet<Taxonomy>, Stop> {
        let mut found = BTreeSet::new();
        for (name, n) in &self.names {
            if feeds.of_name(name)?.is_none() && (*n > self.first || name.0 == Taxonomy::Source) {
                found.insert(name.0);
            }
        }
        Ok(found)
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
