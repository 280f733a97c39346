//! Readings that are one article, and the article that they are.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use rustc_hash::FxHashSet;

use super::is_vague;
use crate::article::{Article, Body, KeyKind, Keys, MergedReadings, Outline, Published, Term, TermKey};
use crate::select::Crowded;

/// All readings of one article.
pub(super) struct Group<'a> {
    /// What the article is known by.
    pub(super) keys: Keys,
    /// At least one.
    pub(super) readings: Vec<Box<Outline<'a>>>,
    /// The best known, then earliest date of all readings.
    pub(super) published: Published,
}

impl<'a> Group<'a> {
    pub(super) fn new(reading: Box<Outline<'a>>) -> Self {
        Self { keys: reading.keys().into_owned(), published: reading.published, readings: vec![reading] }
    }

    pub(super) fn add(&mut self, reading: Box<Outline<'a>>) {
        self.published = self.published.min(reading.published);
        self.readings.push(reading);
    }

    /// Takes in the readings of another group.
    pub(super) fn join(&mut self, other: Self) {
        self.published = self.published.min(other.published);
        self.readings.extend(other.readings);
    }

    /// The files in which its readings stand.
    pub(super) fn files(&self) -> impl Iterator<Item = Arc<str>> {
        self.readings.iter().map(|article| Arc::clone(&article.origin().path))
    }

    /// The text of the first reading that has one.
    pub(super) fn text(&self) -> Option<String> {
        self.readings.iter().find_map(|article| article.text(&mut Vec::new()).map(str::to_owned))
    }

    /// Whether its keys hold wherever it is read again: an id or a URL.
    pub(super) fn has_address(&self) -> bool {
        self.keys.given.is_some() || self.keys.url.is_some()
    }

    /// Puts the leading reading first: the one that changed last, of several the one that says most, of these the first
    /// in reading order.
    pub(super) fn order(&mut self) {
        self.readings.sort_by(|a, b| rank(b).cmp(&rank(a)).then_with(|| a.origin().cmp(b.origin())));
    }

    /// What its readings have in common, best first; nothing where there is only one. Readings come in their order.
    fn joined_by(&self) -> Vec<KeyKind> {
        const KINDS: [KeyKind; 4] = [KeyKind::Given, KeyKind::Url, KeyKind::Card, KeyKind::Headline];
        let first = self.readings[0].keys();
        let mut kinds: Vec<KeyKind> = self.readings[1..]
            .iter()
            .enumerate()
            .map(|(before, reading)| {
                let (keys, before) = (reading.keys(), self.readings[before].keys());
                let others: [&Keys; 3] = [&first, &self.keys, &before];
                let shares = |kind: &KeyKind| {
                    let key = kind.of(&keys);
                    key.is_some() && others.iter().any(|other| kind.of(other) == key)
                };
                let is_same_id = others.iter().any(|other| other.id == keys.id);
                let kind = KINDS.into_iter().find(shares);
                kind.unwrap_or(if is_same_id { KeyKind::Given } else { KeyKind::Card })
            })
            .collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    /// One article of all readings.
    ///
    /// The fields of the leading reading stand, and what it lacks comes from the next; a text that is only the beginning of
    /// another's gives way. Of dates the best known and earliest counts; one that is public makes it public. Tags and origins are united.
    pub(super) fn unite(mut self, most_terms: usize, crowded: &mut Vec<Crowded>) -> Box<Outline<'a>> {
        if self.readings.len() > 1 {
            self.order();
        }
        let published = self.published;
        let joined_by = self.joined_by();
        let mut readings = self.readings.into_iter();
        let mut outline = readings.next().unwrap_or_else(|| unreachable!("a group has a reading"));
        if readings.len() > 0 {
            merge(&mut outline, readings, joined_by, most_terms, crowded);
        }
        outline.published = published;
        // What it is known by does not depend on which reading leads.
        *outline.keys_mut() = self.keys;
        outline
    }
}

/// Adds to the leading reading of an article what the others say that it does not.
fn merge<'a>(
    leading: &mut Outline<'a>,
    others: impl Iterator<Item = Box<Outline<'a>>>,
    joined_by: Vec<KeyKind>,
    most_terms: usize,
    crowded: &mut Vec<Crowded>,
) {
    let (mut bytes, mut other_bytes) = (Vec::new(), Vec::new());
    let mut article = leading.open(&mut bytes);
    let mut origins = leading.origins().to_vec();
    let mut other_titles = Vec::new();
    let mut tags = United::new(&article.tags, most_terms);
    let mut categories = United::new(&article.categories, most_terms);
    for other in others {
        origins.extend_from_slice(other.origins());
        let other = other.open(&mut other_bytes);
        if !other.deleted && other.keys.title != article.keys.title {
            other_titles.push((other.origin.clone(), other.title.clone()));
        }
        tags.add(&mut article.tags, &other.tags);
        categories.add(&mut article.categories, &other.categories);
        fill(&mut article, other);
    }
    origins.sort_unstable();
    other_titles.sort_unstable();
    for (what, united) in [("tags", tags), ("categories", categories)] {
        if united.keys.len() > united.most {
            let (origin, count) = (origins[0].clone(), united.keys.len());
            crowded.push(Crowded { origin, what, count, most: united.most });
        }
    }
    article.origin = origins[0].clone();
    leading.replace_with(article);
    leading.set_merged(MergedReadings { origins, joined_by, other_titles });
}

/// Gives an article what it lacks and another reading of it has.
fn fill(article: &mut Article<'_>, other: Article<'_>) {
    article.updated = article.updated.max(other.updated);
    if is_fuller(other.body.as_ref(), article.body.as_ref()) {
        article.body = other.body.map(Body::into_owned);
        article.base = other.base;
    }
    article.summary = article.summary.take().or_else(|| Some(other.summary?.into_owned().into()));
    article.url = article.url.take().or(other.url);
    if article.source.is_none() {
        article.source_home = other.source_home;
        article.source_feed = other.source_feed;
    }
    article.source = article.source.take().or(other.source);
    article.image = article.image.take().or(other.image);
    article.language = article.language.take().or(other.language);
    if article.authors.is_empty() {
        article.authors = other.authors;
    }
    if article.contributors.is_empty() {
        article.contributors = other.contributors;
    }
    article.rights = article.rights.take().or(other.rights);
    if article.media.is_empty() {
        article.media = other.media;
    }
    article.deleted |= other.deleted;
    article.not_before = article.not_before.zip(other.not_before).map(|(a, b)| a.min(b));
    article.due = article.due.into_iter().chain(other.due).min();
}

/// The terms of one kind of all readings of an article, as far as they are few enough.
struct United {
    keys: FxHashSet<TermKey>,
    /// How many an article may have. A reading by itself has no more.
    most: usize,
}

impl United {
    fn new(terms: &[Term], most: usize) -> Self {
        Self { keys: terms.iter().map(|term| term.key.clone()).collect(), most: most.max(terms.len()) }
    }

    fn add(&mut self, terms: &mut Vec<Term>, others: &[Term]) {
        for term in others {
            if self.keys.insert(term.key.clone()) && terms.len() < self.most {
                terms.push(term.clone());
            }
        }
    }
}

/// Whether a text says what another one says, and more: of a cut text the whole one.
fn is_fuller(other: Option<&Body<'_>>, body: Option<&Body<'_>>) -> bool {
    let (Some(other), Some(body)) = (other, body) else { return body.is_none() };
    if other.raw().len() <= body.raw().len() {
        return false;
    }
    let Some(start) = body.raw().trim_end().strip_suffix('…') else { return false };
    other.raw().starts_with(start.trim_end())
}

/// What makes a reading lead: when it changed, and how much it says.
fn rank(article: &Outline<'_>) -> (DateTime<Utc>, u32) {
    // A vague date says nothing about which reading is later.
    let stamp = if is_vague(&article.published) { article.updated.unwrap_or_default() } else { article.changed() };
    (stamp, article.text_length)
}
