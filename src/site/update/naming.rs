//! What entries say of terms: what these are called, where they lie, and which of them have feeds.
//!
//! An entry names its tags and its source, and those of its other terms that have feeds. It links to the pages of those that have
//! feeds; where articles have no pages, one of an article without an address leads to the page of the term that has the fewest articles. So an entry is another one,
//! although its article is as it was, where a term of it is called otherwise, lies elsewhere, has a feed now or none any more, or where
//! it leads to the page of another. There is one rule for all of these: the articles whose entries may be others (`renamed`) are
//! rendered anew, and the feeds that show them are made anew ([`Terms::add_renamed`]).
//!
//! What this trusts: what a term is called depends on the spellings that its articles have and on what is remembered of its feed;
//! whether it has a feed on how many articles it has; where it lies, as long as that is not remembered, on the other terms that would
//! have the same slug and on when each of them came first. The rest is said by the configuration, which is the same in a run that
//! follows. Names that are not at hand are read from an article that has them ([`Labels`]).

use crate::report::WarningCode;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use super::super::again::{Again, Stop};
use super::super::gather::{day_of, spelling, term_key};
use super::super::selecting;
use super::Context;
use super::feeds::Feeds;
use super::terms::{Name, Terms};
use crate::article::TermKey;
use crate::catalogue::{Catalogue, CollectedRow, Membership, Spelling, TermRow};
use crate::config::Config;
use crate::feed::{ArticlePages, PublishedTerm, Taxonomy};
use crate::memory::Memory;
use crate::select::rules::NamedTerm;
use crate::select::{self, Options, Tallies, Tally, TermsOfArticle};

/// The most articles whose entries are rendered anew because of what happens to their terms; where there are more, all are.
const MOST: usize = 3_000;

/// What articles call their terms, read from those that are as they were.
#[derive(Clone, Copy)]
pub(super) struct Labels<'l, 'c> {
    pub(super) config: &'l Config,
    pub(super) catalogue: &'l Catalogue,
    pub(super) again: &'l Again<'l, 'c>,
    /// Articles that are not what they were any more: what these call their terms now is at hand.
    pub(super) old: &'l BTreeMap<i64, CollectedRow>,
}

impl Labels<'_, '_> {
    /// All terms of an article that has one of them, in some spelling if that is said.
    fn of(&self, term: i64, spelling: Option<u32>) -> Result<TermsOfArticle, Stop> {
        let found = self.catalogue.article_with(term, spelling, |n| !self.old.contains_key(&n))?;
        let Some(n) = found else { return Ok(Vec::new()) };
        let articles = self.again.articles(&self.catalogue.readings_of_article(n)?)?;
        let options = Options { rules: &self.config.rules, ..Options::new(self.config.taxonomies.clone(), 0) };
        Ok(select::terms_of(articles.into_iter().map(|read| read.article).collect(), &options))
    }
}

impl Terms<'_> {
    /// Finds the articles that are as they were and whose entries are others because of their terms, and has the feeds made anew that
    /// show these.
    pub(super) fn add_renamed(&mut self, labels: Labels<'_, '_>, context: Context<'_>) -> Result<(), Stop> {
        let feeds = context.feeds;
        let counted = self.before.iter().filter(|(n, _)| **n != 0);
        let counted: Vec<(i64, u64, Option<i32>)> =
            counted.map(|(n, before)| (*n, before.articles(), before.first_day())).collect();
        for (n, articles, first_day) in &counted {
            let now = self.row(*n)?;
            let (slug, is_there, is_moved) = (now.slug, now.articles() > 0, now.first_day() != *first_day);
            if is_there {
                self.know_name(*n, labels, feeds)?;
            }
            if is_moved && self.names.get(n).is_none_or(|(taxonomy, _)| *taxonomy == Taxonomy::Source) {
                let beside = self.others_of_slug(*n, &slug, labels, feeds)?;
                self.otherwise.extend(beside);
            }
            if is_there != (*articles > 0) {
                self.comes_or_goes(*n, context)?;
            }
        }
        let terms = self.published(labels, context)?;
        let terms: HashMap<(Taxonomy, &TermKey), &PublishedTerm> =
            terms.iter().map(|term| ((term.taxonomy, &term.key), term)).collect();
        for (n, ..) in &counted {
            let Some((taxonomy, key)) = self.names.get(n) else { continue };
            let has_feed = terms.get(&(*taxonomy, key)).is_some_and(|term| term.has_feed && term.articles > 0);
            let is_redirected = has_feed && !context.config.redirects.is_empty();
            let feed = if is_redirected { feeds.of_name(&(*taxonomy, key.clone()))? } else { None };
            if feed.is_some_and(|feed| feed.published.is_none()) {
                return Err(Stop::Unsure("a feed comes back that web servers are told is gone"));
            }
            if self.is_named_otherwise(*n, terms.get(&(*taxonomy, key)).copied(), feeds)? {
                self.otherwise.insert(*n);
            }
        }
        let mut articles = BTreeSet::new();
        for n in &self.otherwise {
            articles.extend(self.catalogue.shown_of(*n, false)?);
        }
        let has_more_or_less =
            |(n, before, _): &&(i64, u64, _)| self.rows.get(n).map_or(0, TermRow::articles) != *before;
        // An article with a page of its own leads to that.
        let has_pages = context.config.articles != ArticlePages::None;
        for (n, ..) in counted.iter().filter(|_| !has_pages).filter(has_more_or_less) {
            for article in self.catalogue.shown_of(*n, true)? {
                if !articles.contains(&article) && self.leads_elsewhere(article, feeds)? {
                    articles.insert(article);
                }
            }
        }
        articles.retain(|n| !labels.old.contains_key(n));
        if articles.len() > MOST {
            return Err(Stop::Unsure("very many entries name a term that is another now"));
        }
        self.renamed = articles;
        self.add_showing(feeds)
    }

    /// Has the feeds made anew that show an article whose entry is another one.
    fn add_showing(&mut self, feeds: &Feeds<'_>) -> Result<(), Stop> {
        let mut more = BTreeSet::new();
        for article in &self.renamed {
            for Membership { term, .. } in self.catalogue.collected(*article)?.into_iter().flat_map(|row| row.terms) {
                let feed = feeds.of_term(term)?.filter(|_| !self.dirty.contains(&term));
                let shown = feed.map(|feed| feeds.shown(feed.n)).transpose()?.flatten();
                more.extend(shown.filter(|shown| shown.entries.contains(article)).map(|_| term));
            }
        }
        for n in &more {
            self.row(*n)?;
        }
        self.dirty.extend(more);
        Ok(())
    }

    /// What a rule says of a term that no article has, is said of a run as a whole.
    fn comes_or_goes(&self, n: i64, Context { config, said, feeds, .. }: Context<'_>) -> Result<(), Stop> {
        let named = config.rules.named.iter().map(|NamedTerm { term: (taxonomy, key), .. }| (*taxonomy, key));
        let key = self.rows.get(&n).map(|row| row.key);
        let mut of_rules = named.filter(|(taxonomy, of)| Some(term_key(*taxonomy, of)) == key);
        let was_unmatched = said.warnings.counts().any(|(code, _)| code == WarningCode::UnmatchedTerm.name());
        let is_remembered = |(taxonomy, key): (Taxonomy, &TermKey)| feeds.of_name(&(taxonomy, key.clone()));
        let is_named = of_rules.next().map(is_remembered).transpose()?.is_some_and(|feed| feed.is_none());
        if was_unmatched || is_named {
            return Err(Stop::Unsure("a rule names a term that comes or goes, or is like one"));
        }
        Ok(())
    }

    /// Whether entries say something else of a term than before, of which articles were counted in or out.
    fn is_named_otherwise(&self, n: i64, term: Option<&PublishedTerm>, feeds: &Feeds<'_>) -> Result<bool, Stop> {
        let (Some(before), Some(row)) = (self.before.get(&n), self.rows.get(&n)) else { return Ok(true) };
        let Some(name) = self.names.get(&n) else { return Ok(true) };
        let feed = feeds.of_name(name)?;
        let published = feed.as_ref().and_then(|feed| feed.published);
        // One that is about to vanish has no entries.
        let had_feed = published.is_some_and(|published| published.has_entries);
        let label = feed.as_ref().map(|feed| feed.record.label.as_str());
        let is_same_label = match published.and(label) {
            Some(label) => term.is_none_or(|term| term.label == label),
            None => called(before, label) == called(row, label),
        };
        let is_moved = name.0 == Taxonomy::Source && feed.is_none() && before.first_day() != row.first_day();
        Ok(had_feed != term.is_some_and(|term| term.has_feed && term.articles > 0) || !is_same_label || is_moved)
    }

    /// The sources without a feed that is remembered which would have the slug of a term alone: they may lie elsewhere now.
    fn others_of_slug(
        &mut self,
        n: i64,
        slug: &[u8; 16],
        labels: Labels<'_, '_>,
        feeds: &Feeds<'_>,
    ) -> Result<Vec<i64>, Stop> {
        let mut found = Vec::new();
        for other in self.of_slug(slug)?.into_iter().filter(|other| *other != n) {
            let (taxonomy, key) = self.know_name(other, labels, feeds)?;
            if taxonomy != Taxonomy::Source {
                break;
            }
            if feeds.of_name(&(taxonomy, key))?.is_none() {
                found.push(other);
            }
        }
        Ok(found)
    }

    /// The terms that articles have and that would have a slug alone.
    fn of_slug(&mut self, slug: &[u8; 16]) -> Result<Vec<i64>, Stop> {
        let new = self.new.values().filter(|n| self.rows.get(n).is_some_and(|row| row.slug == *slug)).copied();
        let mut all: BTreeSet<i64> = new.collect();
        all.extend(self.catalogue.terms_of_slug(slug)?);
        let mut found = Vec::new();
        for n in all {
            if self.row(n)?.articles() > 0 {
                found.push(n);
            }
        }
        Ok(found)
    }

    /// Whether the entry of an article without an address leads to the page of another term: that of its terms with feeds which has
    /// the fewest articles ([`crate::feed::Entry::link`]).
    fn leads_elsewhere(&self, article: i64, feeds: &Feeds<'_>) -> Result<bool, Stop> {
        let Some(row) = self.catalogue.collected(article)? else { return Ok(true) };
        // Of those of its terms that have feeds how many articles each has and had.
        let mut counts = Vec::with_capacity(row.terms.len());
        for Membership { term, .. } in &row.terms {
            let published = feeds.of_term(*term)?.and_then(|feed| feed.published);
            // To the page of one that is about to vanish no entry leads.
            let Some(published) = published.filter(|published| published.has_entries) else { continue };
            let now = self.rows.get(term).map_or(published.articles, TermRow::articles);
            counts.push((*term, now, self.before.get(term).map_or(now, TermRow::articles)));
        }
        let least = |count: &dyn Fn(&(i64, u64, u64)) -> u64| {
            let least = counts.iter().map(count).min();
            let of_least = counts.iter().filter(|term| Some(count(term)) == least);
            of_least.map(|(term, ..)| *term).collect::<BTreeSet<_>>()
        };
        Ok(least(&|(_, now, _)| *now) != least(&|(_, _, before)| *before))
    }

    /// The terms that are known by their names, as they are published.
    fn published(&mut self, labels: Labels<'_, '_>, context: Context<'_>) -> Result<Vec<PublishedTerm>, Stop> {
        let Context { config, state, feeds, read, now, .. } = context;
        let tallies = self.tallies(labels, feeds)?;
        let known = feeds.known().into_iter().map(|(n, feed)| (n, feed.record.clone())).collect();
        let memory = Memory { feeds: known, ..Memory::default() };
        let options = selecting::options(config, &memory, &state.publication, read, now);
        Ok(select::published_terms(&tallies, &config.site, &options))
    }

    /// The name of a term that is known here, or that has a feed.
    pub(super) fn name(&self, n: i64, feeds: &Feeds<'_>) -> Result<Option<Name>, Stop> {
        let known = self.names.get(&n).cloned();
        Ok(if known.is_some() { known } else { feeds.of_term(n)?.and_then(|feed| feed.record.term.clone()) })
    }

    /// Whether it was to be expected that entries say something else of a term.
    pub(super) fn is_otherwise(&self, taxonomy: Taxonomy, key: &TermKey) -> bool {
        self.of_name(taxonomy, key).is_some_and(|n| n > self.first || self.otherwise.contains(&n))
    }

    /// The name of a term that articles have.
    fn know_name(&mut self, n: i64, labels: Labels<'_, '_>, feeds: &Feeds<'_>) -> Result<Name, Stop> {
        if !self.names.contains_key(&n) {
            match self.name(n, feeds)? {
                Some(name) => self.is_named(n, name),
                None => self.read(n, None, labels)?,
            }
        }
        self.names.get(&n).cloned().ok_or(Stop::Unsure("a term is not known by its name"))
    }

    /// Reads what articles call a term, in some spelling if that is said.
    fn read(&mut self, n: i64, place: Option<u32>, labels: Labels<'_, '_>) -> Result<(), Stop> {
        let known = self.row(n)?.key;
        for (taxonomy, key, label) in labels.of(n, place)? {
            if term_key(taxonomy, &key) == known {
                self.is_named(n, (taxonomy, key));
            }
            self.texts.entry(spelling(&label)).or_insert(label);
        }
        Ok(())
    }

    /// The terms of the articles that were read again and those that change, with what is known of each.
    pub(super) fn tallies(&mut self, labels: Labels<'_, '_>, feeds: &Feeds<'_>) -> Result<Tallies, Stop> {
        for n in self.dirty.clone() {
            self.row(n)?;
            if let Some(name) = self.name(n, feeds)? {
                self.is_named(n, name);
            }
        }
        for taxonomy in self.getting_addresses(labels, feeds)? {
            feeds.know_all(taxonomy)?;
        }
        let asked: BTreeSet<i64> = self.names.keys().copied().collect();
        for feed in feeds.known().values() {
            let Some(name) = feed.record.term.as_ref().filter(|name| !self.numbers.contains_key(name)) else {
                continue;
            };
            let n = match feed.published {
                Some(published) => Some(published.term),
                None => self.catalogue.term_of_key(&term_key(name.0, &name.1))?,
            };
            if let Some(n) = n {
                self.is_named(n, name.clone());
            }
        }
        let mut tallies: Tallies = Taxonomy::CHOICES.iter().map(|taxonomy| (*taxonomy, HashMap::new())).collect();
        for (n, name) in self.names.clone() {
            let tally = self.tally(n, &name, (asked.contains(&n), labels), feeds)?;
            if tally.articles > 0 {
                tallies.entry(name.0).or_default().insert(name.1, tally);
            }
        }
        Ok(tallies)
    }

    /// What is known of a term. What it is called counts where it `is_asked`.
    fn tally(
        &mut self,
        n: i64,
        name: &Name,
        (is_asked, labels): (bool, Labels<'_, '_>),
        feeds: &Feeds<'_>,
    ) -> Result<Tally, Stop> {
        let feed = feeds.of_name(name)?;
        let known = feed.as_ref().map(|feed| feed.record.label.as_str());
        let published = feed.as_ref().and_then(|feed| feed.published).filter(|_| !self.dirty.contains(&n));
        // What is published of a feed that is about to vanish does not say how many articles its term has.
        if let (Some(published), Some(label)) = (published.filter(|published| published.has_entries), known) {
            let articles = usize::try_from(published.articles).unwrap_or(usize::MAX);
            return Ok(Tally { label: label.to_owned(), articles, first_day: NaiveDate::default() });
        }
        let row = self.row(n)?;
        let articles = usize::try_from(row.articles()).unwrap_or(usize::MAX);
        let first_day = row.first_day().and_then(day_of).unwrap_or_default();
        let label = match known.filter(|_| published.is_some() || !is_asked) {
            Some(label) => label.to_owned(),
            None if articles == 0 => String::new(),
            None => self.label(n, known, labels)?,
        };
        Ok(Tally { label, articles, first_day })
    }

    /// The taxonomies in which a term gets an address that is told from those of all feeds: one that may get a feed, or a source
    /// without a feed, which entries name all the same. The others that would have its slug alone are known by their names then.
    fn getting_addresses(&mut self, labels: Labels<'_, '_>, feeds: &Feeds<'_>) -> Result<BTreeSet<Taxonomy>, Stop> {
        let mut found = BTreeSet::new();
        let mut slugs = BTreeSet::new();
        for (n, name) in self.names.clone() {
            let may_get = name.0 == Taxonomy::Source || self.dirty.contains(&n);
            if may_get && feeds.of_name(&name)?.is_none() {
                let (row, least) = (self.row(n)?, labels.config.rules.terms(name.0).min_entries);
                if name.0 == Taxonomy::Source || row.articles() >= least as u64 {
                    found.insert(name.0);
                    slugs.insert(row.slug);
                }
            }
        }
        for slug in slugs {
            for n in self.of_slug(&slug)? {
                self.know_name(n, labels, feeds)?;
            }
        }
        Ok(found)
    }

    /// What a term is called ([`crate::select`] says by which rule).
    fn label(&mut self, n: i64, published: Option<&str>, labels: Labels<'_, '_>) -> Result<String, Stop> {
        let row = self.row(n)?;
        if let Some(label) = published.filter(|label| stays(row, label)) {
            return Ok(label.to_owned());
        }
        let best: Vec<(usize, u64)> = best(row).map(|(place, best)| (place, best.hash)).collect();
        for (place, hash) in &best {
            if !self.texts.contains_key(hash) {
                self.read(n, u32::try_from(*place).ok(), labels)?;
            }
        }
        let texts: Option<Vec<&String>> = best.iter().map(|(_, hash)| self.texts.get(hash)).collect();
        let label = texts.and_then(|texts| texts.into_iter().min());
        label.cloned().ok_or(Stop::Unsure("a term may have another spelling now, which is not at hand"))
    }
}

/// How many articles have the most frequent spelling of a term; of one that no article has, more than have it.
fn most(row: &TermRow) -> u64 {
    row.spellings.iter().map(Spelling::articles).max().unwrap_or(0).max(1)
}

/// Whether a term is called as it was: its most frequent spelling is not that of more than twice as many articles.
fn stays(row: &TermRow, label: &str) -> bool {
    let (known, most) = (spelling(label), most(row));
    row.spellings.iter().any(|spelling| spelling.hash == known && spelling.articles() * 2 >= most)
}

/// The spellings that a term may be called by, if that is what it was called before.
fn called(row: &TermRow, published: Option<&str>) -> BTreeSet<u64> {
    match published.filter(|label| stays(row, label)) {
        Some(label) => BTreeSet::from([spelling(label)]),
        None => best(row).map(|(_, spelling)| spelling.hash).collect(),
    }
}

/// The most frequent spellings, and of these those that were there first, with their places.
fn best(row: &TermRow) -> impl Iterator<Item = (usize, &Spelling)> {
    let most = most(row);
    let frequent = move || row.spellings.iter().enumerate().filter(move |(_, one)| one.articles() == most);
    let first = frequent().filter_map(|(_, one)| one.first_day()).min();
    frequent().filter(move |(_, one)| one.first_day() == first)
}
