//! Update: the feeds in which something has changed, of the articles that they show and of what has changed.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::collected::CollectedArticle;
use super::settle::{Settled, newest_first, settle};
use super::terms::{self, Tally, Terms};
use super::{Options, Selected, Selection, assemble};
use crate::article::{ArticleId, Keys, Language, Outline, Published, Term, TermKey};
use crate::feed::{Activity, PublishedTerm, Site, Taxonomy};
use crate::memory::Record;

/// Terms, and what is known of the articles of each.
pub type Tallies = BTreeMap<Taxonomy, HashMap<TermKey, Tally>>;

/// The terms of an article, with the spelling that it has.
pub type TermsOfArticle = Vec<(Taxonomy, TermKey, String)>;

/// The terms of some articles, with the spelling that each has.
pub fn terms_of(articles: Vec<Outline<'_>>, options: &Options<'_>) -> TermsOfArticle {
    let articles: Vec<Box<Outline<'_>>> = articles.into_iter().map(Box::new).collect();
    terms::of_articles(&articles, options).into_iter().flatten().collect()
}

/// Terms as they are published, by what is known of the articles of each.
pub fn published_terms(tallies: &Tallies, site: &Site, options: &Options<'_>) -> Vec<PublishedTerm> {
    terms::of_tallies(&[], tallies, site, options).published
}

impl<'a> Selection<'a> {
    /// Makes one article of all readings of it, as [`Self::select`] does; the memory is that of the articles that they may be.
    pub fn settle(self, options: &Options<'_>) -> Settled<'a> {
        let readings = self.readings();
        settle(self, &readings, options)
    }
}

impl<'a> Settled<'a> {
    /// What is taken down of the articles, those that are published first, each with its terms.
    pub fn collected(&self, options: &Options<'_>) -> Vec<(CollectedArticle, TermsOfArticle)> {
        let terms = terms::of_articles(&self.articles, options);
        let published = self.articles.iter().zip(&self.known).zip(terms);
        let published = published.map(|((article, known), terms)| (CollectedArticle::of(article, known.0), terms));
        published.chain(self.held_articles.iter().map(|held| (held.clone(), Vec::new()))).collect()
    }

    /// Whether something is about more articles than these: an id or an address that stands for several, more terms than an article
    /// may have, or something that is taken back.
    pub fn is_about_others(&self) -> bool {
        !self.reuses.is_empty()
            || !self.crowded.is_empty()
            || !self.unknown_retractions.is_empty()
            || self.retracted > 0
            || !self.retracted_records.is_empty()
    }

    /// How many readings are the same article as another.
    pub fn duplicates(&self) -> usize {
        self.duplicates
    }

    /// Keeps the articles whose places are wanted, of those that are not held.
    pub fn retain(&mut self, wanted: impl Fn(usize) -> bool) {
        let mut place = 0..;
        self.articles.retain(|_| place.next().is_some_and(&wanted));
        let mut place = 0..;
        self.known.retain(|_| place.next().is_some_and(&wanted));
    }

    /// The record and the keys of each article that is not held.
    pub fn keys(&self) -> impl Iterator<Item = (Option<i64>, Cow<'_, Keys>)> {
        self.articles.iter().zip(&self.known).map(|(article, (record, _))| (*record, article.keys()))
    }

    /// The ids of the articles that are remembered whether a feed shows them or not.
    pub fn must_be_remembered(&self) -> HashSet<ArticleId> {
        let known = self.articles.iter().zip(&self.known);
        known
            .filter(|(_, (_, must_be_remembered))| *must_be_remembered)
            .map(|(article, _)| article.id().clone())
            .collect()
    }

    /// Has those of the articles remembered for which there is a reason, whether a feed shows them or not.
    ///
    /// # Errors
    /// If it cannot be told.
    pub fn remember_where<E>(&mut self, mut is_needed: impl FnMut(&Outline<'_>) -> Result<bool, E>) -> Result<(), E> {
        for (article, (_, must_be_remembered)) in self.articles.iter().zip(&mut self.known) {
            *must_be_remembered |= is_needed(article)?;
        }
        Ok(())
    }

    /// Adds an article that has not changed, under its number, id and date.
    pub fn add_standing(&mut self, mut article: Outline<'a>, record: i64, id: &ArticleId, published: Published) {
        article.set_id(id.clone());
        article.published = published;
        self.articles.push(Box::new(article));
        self.known.push((Some(record), false));
    }

    /// Adds an article that has not changed and whose entries are not made again: under its number what is remembered of it, its
    /// terms and its language.
    pub fn add_kept(&mut self, n: i64, record: &Record, terms: Vec<(Taxonomy, Term)>, language: Option<Language>) {
        let mut article = Outline::kept(record.id.clone(), record.published, record.updated);
        article.language = language;
        let (mut tags, mut categories, mut source) = (Vec::new(), Vec::new(), None);
        for (taxonomy, term) in terms {
            match taxonomy {
                Taxonomy::Tag => tags.push(term),
                Taxonomy::Category => categories.push(term),
                Taxonomy::Source => source = Some(term),
                Taxonomy::Author | Taxonomy::Language | Taxonomy::Declared => {}
            }
        }
        article.set_terms(tags, categories, source);
        self.articles.push(Box::new(article));
        self.known.push((Some(n), false));
    }

    /// Makes the feed of all articles and those of the terms that are `wanted`. All articles that these show have to be here, and
    /// all terms of these among the `tallies`.
    pub fn select(
        mut self,
        tallies: &Tallies,
        activity: impl Fn(Option<&PublishedTerm>) -> Activity,
        wanted: impl Fn(&PublishedTerm) -> bool,
        site: &Site,
        options: &Options<'_>,
    ) -> Selected<'a> {
        let mut all: Vec<_> = self.articles.into_iter().zip(self.known).collect();
        all.sort_unstable_by(|(a, _), (b, _)| newest_first(a, b));
        (self.articles, self.known) = all.into_iter().unzip();
        let terms: Terms = terms::of_tallies(&self.articles, tallies, site, options);
        let of_terms = terms.published.iter().map(|term| {
            // What is about to vanish is as if it had no articles.
            let is_wanted = wanted(term) && term.vanishing.is_none();
            if is_wanted { activity(Some(term)) } else { Activity::default() }
        });
        let activities = [activity(None)].into_iter().chain(of_terms).collect();
        assemble(self, terms, activities, wanted, site, options)
    }
}
