//! The terms of the collection, as they are after what has changed.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use super::super::again::Stop;
use super::super::gather::{day_of, slug_key, spelling, term_key};
use super::feeds::Feeds;
use crate::article::TermKey;
use crate::catalogue::{Catalogue, CollectedRow, Membership, Spelling, TermRow};
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
    /// The spellings that they may have been called by before.
    called: BTreeMap<i64, BTreeSet<u64>>,
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
            called: BTreeMap::new(),
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

    /// The place of a spelling among those of a term.
    pub(super) fn spelling(&mut self, n: i64, label: &str) -> Result<u32, Stop> {
        let hash = spelling(label);
        let row = self.row(n)?;
        let place = row.spellings.iter().position(|known| known.hash == hash).unwrap_or_else(|| {
            row.spellings.push(Spelling { hash, ..Spelling::default() });
            row.spellings.len() - 1
        });
        Ok(u32::try_from(place).unwrap_or(u32::MAX))
    }

    /// How many articles of a day have a term in a spelling, to be changed.
    fn count(&mut self, of: Membership, day: i32) -> Result<Entry<'_, i32, u64>, Stop> {
        self.dirty.insert(of.term);
        if !self.before.contains_key(&of.term) {
            let row = self.row(of.term)?;
            let (articles, called) = (row.articles(), called(row));
            self.before.insert(of.term, articles);
            self.called.insert(of.term, called);
        }
        let spelling = self.row(of.term)?.spellings.get_mut(of.spelling as usize);
        Ok(spelling.ok_or(Stop::Unsure("a spelling of a term is not known"))?.days.entry(day))
    }

    /// Counts an article out of its terms.
    pub(super) fn take(&mut self, article: &CollectedRow) -> Result<(), Stop> {
        for of in with_all(article) {
            let Entry::Occupied(mut count) = self.count(of, article.day)? else {
                return Err(Stop::Unsure("a day of a term is not known"));
            };
            *count.get_mut() -= 1;
            if *count.get() == 0 {
                count.remove();
            }
        }
        Ok(())
    }

    /// Counts an article into its terms.
    pub(super) fn add(&mut self, article: &CollectedRow) -> Result<(), Stop> {
        for of in with_all(article) {
            *self.count(of, article.day)?.or_insert(0) += 1;
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
                for Membership { term, .. } in &row.terms {
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
                    more.extend(row.terms.iter().map(|of| of.term));
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
        let is_empty = |n: &i64| *n <= self.first && self.rows.get(n).is_some_and(|row| row.articles() == 0);
        self.dirty.iter().any(|n| *n != 0 && is_empty(n))
    }

    /// When there were articles of a term.
    pub(super) fn activity(&self, n: i64) -> Activity {
        let days = self.rows.get(&n).map(TermRow::days);
        let days: Vec<(NaiveDate, u32)> = days
            .into_iter()
            .flatten()
            .filter_map(|(day, count)| Some((day_of(day)?, u32::try_from(count).unwrap_or(u32::MAX))))
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
        }
        // What is published of a feed that is about to vanish does not say how many articles its term has.
        let with_entries = |name: &Name| -> Result<_, Stop> {
            Ok(feeds.of_name(name)?.and_then(|feed| feed.published).filter(|published| published.has_entries))
        };
        for (name, n) in self.names.clone() {
            if with_entries(&name)?.is_none() {
                self.row(n)?;
            }
        }
        let mut tallies: Tallies = Taxonomy::CHOICES.iter().map(|taxonomy| (*taxonomy, HashMap::new())).collect();
        for (name, n) in &self.names {
            let feed = feeds.of_name(name)?;
            let published = with_entries(name)?.filter(|_| !self.dirty.contains(n));
            let tally = match (&feed, published, self.rows.get(n)) {
                (Some(feed), Some(published), _) => Tally {
                    label: feed.record.label.clone(),
                    articles: usize::try_from(published.articles).unwrap_or(usize::MAX),
                    first_day: NaiveDate::default(),
                },
                (feed, _, Some(row)) => {
                    let before = feed.as_ref().map(|feed| feed.record.label.as_str());
                    Tally {
                        label: if row.articles() == 0 { String::new() } else { self.label(row, before)? },
                        articles: usize::try_from(row.articles()).unwrap_or(usize::MAX),
                        first_day: row.first_day().and_then(day_of).unwrap_or_default(),
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
        let most = row.spellings.iter().map(Spelling::articles).max().unwrap_or(0);
        if let Some(label) = published.filter(|label| stays(row, label, most)) {
            return Ok(label.to_owned());
        }
        let texts: Option<Vec<&String>> = best(row, most).map(|(_, best)| self.texts.get(&best.hash)).collect();
        let label = texts.and_then(|texts| texts.into_iter().min());
        label.cloned().ok_or(Stop::Unsure("a term may have another spelling now, which is not at hand"))
    }

    /// Whether a term without a feed is called otherwise than before: entries name it that do not change but for that.
    pub(super) fn is_called_otherwise(&self, feeds: &Feeds<'_>) -> Result<bool, Stop> {
        for (n, before) in self.called.iter().filter(|(n, before)| **n != 0 && !before.is_empty()) {
            let now = self.rows.get(n).map(called);
            if now.is_some_and(|now| now != *before) && feeds.of_term(*n)?.is_none() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Articles that have terms in spellings which the terms may be called by now, where these spellings are not at hand. `old` are
    /// articles that are not what they were any more.
    pub(super) fn with_other_spellings(
        &self,
        old: &BTreeMap<i64, CollectedRow>,
        feeds: &Feeds<'_>,
    ) -> Result<Vec<i64>, Stop> {
        let mut found = Vec::new();
        for (n, row) in self.dirty.iter().filter_map(|n| Some((*n, self.rows.get(n)?))).filter(|(n, _)| *n != 0) {
            let most = row.spellings.iter().map(Spelling::articles).max().unwrap_or(0);
            let feed = feeds.of_term(n)?;
            if most == 0 || feed.is_some_and(|feed| stays(row, &feed.record.label, most)) {
                continue;
            }
            for (place, _) in best(row, most).filter(|(_, best)| !self.texts.contains_key(&best.hash)) {
                let of = Membership { term: n, spelling: u32::try_from(place).unwrap_or(u32::MAX) };
                found.extend(self.catalogue.article_with(of, |n| !old.contains_key(&n))?);
            }
        }
        Ok(found)
    }
}

/// The terms of an article that is published, and that of all articles.
fn with_all(article: &CollectedRow) -> impl Iterator<Item = Membership> + use<'_> {
    let all = Membership { term: 0, spelling: 0 };
    [all].into_iter().chain(article.terms.iter().copied()).filter(|_| article.held.is_none())
}

/// Whether a term is called as it was: its most frequent spelling is that of so many articles.
fn stays(row: &TermRow, label: &str, most: u64) -> bool {
    let known = spelling(label);
    row.spellings.iter().any(|spelling| spelling.hash == known && spelling.articles() * 2 >= most)
}

/// The spellings that a term may be called by.
fn called(row: &TermRow) -> BTreeSet<u64> {
    let most = row.spellings.iter().map(Spelling::articles).max().unwrap_or(0);
    if most == 0 { BTreeSet::new() } else { best(row, most).map(|(_, spelling)| spelling.hash).collect() }
}

/// The spellings that are those of so many articles, and of these those that were there first, with their places.
fn best(row: &TermRow, most: u64) -> impl Iterator<Item = (usize, &Spelling)> {
    let frequent = move || row.spellings.iter().enumerate().filter(move |(_, one)| one.articles() == most);
    let first = frequent().filter_map(|(_, one)| one.first_day()).min();
    frequent().filter(move |(_, one)| one.first_day() == first)
}
