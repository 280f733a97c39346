//! What the collection takes back: the records that each retraction names, and the articles that stand all the same.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rustc_hash::{FxHashMap, FxHashSet};

use super::Index;
use super::meant::Meant;
use crate::article::{Address, Key, KeyKind, Origin, Outline};
use crate::memory::Record;

/// The retractions of a collection, and what they take back.
pub(super) struct Retractions<'i, 'm, 'a> {
    index: &'i Index<'m>,
    /// What the collection says is gone, and whether each of these has taken back anything.
    gone: Vec<Box<Outline<'a>>>,
    has_effect: Vec<bool>,
    /// The records that are taken back, and when each was.
    pub(super) records: BTreeMap<i64, DateTime<Utc>>,
}

/// The articles that are left when records have been found, with these.
pub(super) struct Left<'l, 'a> {
    pub(super) articles: &'l [Box<Outline<'a>>],
    pub(super) records: &'l [Option<i64>],
    /// The records that are those of an article, or taken back.
    pub(super) matched: &'l mut FxHashSet<i64>,
    /// The records of the articles that are taken back and stand in the collection all the same.
    pub(super) standing: &'l mut Vec<i64>,
}

impl<'i, 'm, 'a> Retractions<'i, 'm, 'a> {
    /// Takes back the records that are named by an id or an address.
    pub(super) fn new(gone: Vec<Box<Outline<'a>>>, index: &'i Index<'m>) -> Self {
        // One that was read together with what it takes back has done its work.
        let has_effect = gone.iter().map(|article| article.merged().is_some()).collect();
        let mut retractions = Self { index, gone, has_effect, records: BTreeMap::new() };
        let mut meant = Meant::new(index);
        for at in 0..retractions.gone.len() {
            for n in meant.by(&retractions.gone[at]) {
                retractions.take_back(n, at);
            }
        }
        retractions
    }

    fn take_back(&mut self, record: i64, by: usize) {
        let at = when(record, &self.gone[by], self.index);
        self.records.entry(record).or_insert(at);
        self.has_effect[by] = true;
    }

    /// One that names itself by no more than its title, or by an id without anything around it, takes back what is left. Says which
    /// of the articles are taken back.
    pub(super) fn take_back_left(&mut self, left: Left<'_, '_>) -> Vec<bool> {
        let Left { articles, records, matched, standing } = left;
        let mut is_taken_back = vec![false; articles.len()];
        if self.gone.is_empty() {
            return is_taken_back;
        }
        let more_is_said: FxHashSet<Key> =
            self.gone.iter().filter(|other| !is_bare(other)).filter_map(|other| other.keys().bare).collect();
        let mut holders = holders_of_bare_ids(articles);
        for by in (0..self.gone.len()).filter(|by| !self.has_effect[*by]).collect::<Vec<_>>() {
            let bare = self.gone[by].keys().bare.filter(|bare| is_bare(&self.gone[by]) && !more_is_said.contains(bare));
            if let Some(bare) = bare
                && let Some(Holders::One(at)) = holders.get(&bare).copied()
            {
                holders.remove(&bare);
                is_taken_back[at] = true;
                self.has_effect[by] = true;
                if let Some(n) = records[at] {
                    self.take_back(n, by);
                    standing.push(n);
                }
            } else if let Some(n) = self.only_record(&self.gone[by], matched) {
                self.take_back(n, by);
                matched.insert(n);
            }
        }
        is_taken_back
    }

    /// The one record that a retraction without an address can mean, of those that no article has.
    fn only_record(&self, article: &Outline<'_>, matched: &FxHashSet<i64>) -> Option<i64> {
        let has_address = article.keys().given.is_some() || article.keys().url.is_some();
        let kind = match (is_bare(article), has_address) {
            (true, _) => KeyKind::Bare,
            (false, false) => KeyKind::Card,
            (false, true) => return None,
        };
        let is_left = |(n, record): &(i64, &Record)| {
            !matched.contains(n) && (record.gone.is_none() || record.retracted.is_some())
        };
        let mut left = self.index.sharing(kind, kind.of(&article.keys())?).filter(is_left);
        left.next().filter(|_| left.next().is_none()).map(|(n, _)| n)
    }

    /// Takes back the record of an article that was thrown away. Of what no feed has shown there is nothing to take back: it is
    /// forgotten.
    pub(super) fn throw_away(&mut self, article: &Outline<'_>, record: Option<i64>) {
        if let Some(n) = record.filter(|n| self.index.memory.articles[n].was_shown()) {
            self.records.entry(n).or_insert_with(|| when(n, article, self.index));
        }
    }

    /// Where something is taken back that nobody knows.
    pub(super) fn unknown(&self) -> Vec<Origin> {
        let unknown = self.gone.iter().zip(&self.has_effect).filter(|(_, has_effect)| !**has_effect);
        unknown.map(|(article, _)| article.origin().clone()).collect()
    }
}

/// When a record was taken back by what was read: never before it was published.
fn when(record: i64, by: &Outline<'_>, index: &Index<'_>) -> DateTime<Utc> {
    by.updated.unwrap_or(by.captured).max(index.memory.articles[&record].published.at)
}

/// Whether an article that is taken back says no more than an id that means nothing anywhere else.
fn is_bare(article: &Outline<'_>) -> bool {
    article.keys().bare.is_some()
        && article.address == Address::None
        && article.source().is_none()
        && article.title().is_empty()
}

/// Who holds an id that means nothing anywhere else.
#[derive(Clone, Copy)]
enum Holders {
    One(usize),
    Several,
}

fn holders_of_bare_ids(articles: &[Box<Outline<'_>>]) -> FxHashMap<Key, Holders> {
    let mut holders = FxHashMap::default();
    for (at, article) in articles.iter().enumerate() {
        if let Some(bare) = article.keys().bare {
            holders.entry(bare).and_modify(|of| *of = Holders::Several).or_insert(Holders::One(at));
        }
    }
    holders
}
