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

/// A term by its name.
pub(super) type Name = (Taxonomy, TermKey);

/// The terms of which something is asked.
pub(super) struct Terms<'c> {
    pub(super) catalogue: &'c Catalogue,
    /// What is known of the articles of those that change, and of those without feeds.
    pub(super) rows: BTreeMap<i64, TermRow>,
    /// The numbers of terms whose names are known here, and the names.
    pub(super) numbers: HashMap<Name, i64>,
    pub(super) names: BTreeMap<i64, Name>,
    /// Those of terms that were not there before, by their keys.
    pub(super) new: HashMap<[u8; 16], i64>,
    /// Spellings as texts, by their hashes.
    pub(super) texts: HashMap<u64, String>,
    /// The highest number that was given before.
    pub(super) first: i64,
    /// Terms of which articles have come, gone or changed.
    pub(super) dirty: BTreeSet<i64>,
    /// Those of them of which articles were counted in or out, as they were.
    pub(super) before: BTreeMap<i64, TermRow>,
    /// Those of which entries may say something else than before.
    pub(super) otherwise: BTreeSet<i64>,
    /// Articles that are as they were and whose entries are not.
    pub(super) renamed: BTreeSet<i64>,
}

impl<'c> Terms<'c> {
    /// None yet. `last` is the highest number of a term that was given.
    pub(super) fn new(catalogue: &'c Catalogue, last: i64) -> Self {
        Self {
            catalogue,
            rows: BTreeMap::new(),
            numbers: HashMap::new(),
            names: BTreeMap::new(),
            new: HashMap::new(),
            texts: HashMap::new(),
            first: last,
            dirty: BTreeSet::from([0]),
            before: BTreeMap::new(),
            otherwise: BTreeSet::new(),
            renamed: BTreeSet::new(),
        }
    }

    /// What is known of the articles of a term.
    pub(super) fn row(&mut self, n: i64) -> Result<&mut TermRow, Stop> {
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
        if let Some(n) = self.numbers.get(name) {
            return Ok(*n);
        }
        let n = match feeds.of_name(name)?.and_then(|feed| feed.published) {
            Some(published) => published.term,
            None => self.without_feed(name)?,
        };
        self.is_named(n, name.clone());
        Ok(n)
    }

    /// Takes down the name of a term.
    pub(super) fn is_named(&mut self, n: i64, name: Name) {
        self.numbers.insert(name.clone(), n);
        self.names.insert(n, name);
    }

    /// The number of a term that has no feed, or is new.
    fn without_feed(&mut self, name: &Name) -> Result<i64, Stop> {
        let key = term_key(name.0, &name.1);
        if let Some(n) = self.new.get(&key) {
            return Ok(*n);
        }
        let known = self.catalogue.term_of_key(&key)?;
        if let Some(n) = known {
            self.row(n)?;
            return Ok(n);
        }
        let n = self.first + 1 + i64::try_from(self.new.len()).unwrap_or(i64::MAX);
        self.rows.insert(n, TermRow { key, slug: slug_key(name.0, &name.1), ..TermRow::default() });
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
            let row = self.row(of.term)?.clone();
            self.before.insert(of.term, row);
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

    /// The rows that have changed.
    pub(super) fn changed(&self) -> Vec<(i64, TermRow)> {
        self.dirty.iter().filter_map(|n| Some((*n, self.rows.get(n)?.clone()))).collect()
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

    /// The number of the term of a name that is known here.
    pub(super) fn of_name(&self, taxonomy: Taxonomy, key: &TermKey) -> Option<i64> {
        self.numbers.get(&(taxonomy, key.clone())).copied()
    }
}

/// The terms of an article that is published, and that of all articles.
fn with_all(article: &CollectedRow) -> impl Iterator<Item = Membership> + use<'_> {
    let all = Membership { term: 0, spelling: 0 };
    [all].into_iter().chain(article.terms.iter().copied()).filter(|_| article.held.is_none())
}
