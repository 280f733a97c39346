//! Which readings are the same article, and what becomes of their differences.

use std::hash::{Hash as _, Hasher as _};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::Crowded;
use super::collected::keys_of;
use super::evidence::{self, Reuses};
use crate::article::{
    Article, ArticleId, Body, Key, KeyKind, Keys, MergedReadings, Outline, Precision, Published, Term, TermKey,
};

/// All readings of one article.
struct Group<'a> {
    /// What the article is known by, where that is not what its first reading is known by.
    own_keys: Option<Box<Keys>>,
    /// At least one.
    readings: Vec<Box<Outline<'a>>>,
    /// The best known, then earliest date of all readings.
    published: Published,
}

impl<'a> Group<'a> {
    fn new(reading: Box<Outline<'a>>) -> Self {
        Self { own_keys: None, published: reading.published, readings: vec![reading] }
    }

    /// What the article is known by.
    fn keys(&self) -> &Keys {
        self.own_keys.as_deref().unwrap_or(&self.readings[0].keys)
    }

    /// The same, to be changed.
    fn keys_mut(&mut self) -> &mut Keys {
        let first = &self.readings[0];
        self.own_keys.get_or_insert_with(|| Box::new(first.keys.clone()))
    }

    fn add(&mut self, reading: Box<Outline<'a>>) {
        self.published = self.published.min(reading.published);
        self.readings.push(reading);
    }

    /// Takes in the readings of another group.
    fn join(&mut self, other: Self) {
        self.published = self.published.min(other.published);
        self.readings.extend(other.readings);
    }

    /// The files in which its readings stand.
    fn files(&self) -> impl Iterator<Item = Arc<str>> {
        self.readings.iter().map(|article| Arc::clone(&article.origin().path))
    }

    /// The text of the first reading that has one.
    fn text(&self) -> Option<String> {
        self.readings.iter().find_map(|article| article.text(&mut Vec::new()).map(str::to_owned))
    }

    /// Whether its keys hold wherever it is read again: an id or a URL.
    fn has_address(&self) -> bool {
        self.keys().given.is_some() || self.keys().url.is_some()
    }

    /// Puts the leading reading first: the one that changed last, of several the one that says most, of these the first
    /// in reading order.
    fn order(&mut self) {
        self.readings.sort_by(|a, b| rank(b).cmp(&rank(a)).then_with(|| a.origin().cmp(b.origin())));
    }

    /// What its readings have in common, best first; nothing where there is only one. Readings come in their order.
    fn joined_by(&self) -> Vec<KeyKind> {
        const KINDS: [KeyKind; 4] = [KeyKind::Given, KeyKind::Url, KeyKind::Card, KeyKind::Headline];
        let first = &self.readings[0].keys;
        let mut kinds: Vec<KeyKind> = self.readings[1..]
            .iter()
            .enumerate()
            .map(|(before, reading)| {
                let others = [first, self.keys(), &self.readings[before].keys];
                let shares = |kind: &KeyKind| {
                    let key = kind.of(&reading.keys);
                    key.is_some() && others.iter().any(|other| kind.of(other) == key)
                };
                let is_same_id = others.iter().any(|other| other.id == reading.keys.id);
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
    fn unite(mut self, most_terms: usize, crowded: &mut Vec<Crowded>) -> Box<Outline<'a>> {
        if self.readings.len() > 1 {
            // What it is known by does not depend on which reading leads.
            self.keys_mut();
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
        if let Some(keys) = self.own_keys {
            outline.keys = *keys;
        }
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
    leading.merged = Some(Box::new(MergedReadings { origins, joined_by, other_titles }));
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
fn rank(article: &Outline<'_>) -> (DateTime<Utc>, usize) {
    // A vague date says nothing about which reading is later.
    let stamp = if is_vague(&article.published) { article.updated.unwrap_or_default() } else { article.changed() };
    (stamp, article.text_length)
}

/// Whether a date says no more than about when.
pub(super) fn is_vague(published: &Published) -> bool {
    matches!(published.precision, Precision::Approximate | Precision::Unknown)
}

/// Makes one article of all readings of it. The order of the readings does not matter.
///
/// Readings are the same article if their best keys are equal: the id, else the URL, else source, title and day, as far as
/// these tell articles apart ([`evidence`]). Then one without id joins one with its URL, and one without either joins one
/// with its source, title and day. Two with different ids are one if all else is equal ([`join_alike`]). Last, one whose date
/// is vague joins one of its source and title with the same text, or nearly the same day.
///
/// An article has no more than `most_terms` tags, and categories; `crowded` is told which would have more.
pub(super) fn unite<'a>(
    mut alone: Vec<Box<Outline<'a>>>,
    reuses: &mut Reuses,
    most_terms: usize,
    crowded: &mut Vec<Crowded>,
) -> Vec<Box<Outline<'a>>> {
    let mut readings = take_related(&mut alone);
    evidence::settle(&mut readings, reuses);
    let mut places: FxHashMap<Key, usize> = FxHashMap::default();
    let mut groups: Vec<Group<'a>> = Vec::new();
    for article in readings {
        let place = *places.entry(article.keys.primary()).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.add(article),
            None => groups.push(Group::new(article)),
        }
    }
    for group in groups.iter_mut().filter(|group| group.readings.len() > 1) {
        // Whatever order they came in: the keys are those of the first in reading order.
        let first = group.readings.iter().min_by_key(|article| article.origin());
        group.own_keys = first.map(|article| Box::new(article.keys.clone()));
        group.order();
    }
    groups.sort_unstable_by(|a, b| a.keys().id.cmp(&b.keys().id).then_with(|| a.keys().given.cmp(&b.keys().given)));
    let groups = absorb(groups, |group| group.keys().given.is_none(), |keys| keys.url);
    let groups = absorb(groups, |group| !group.has_address(), |keys| Some(keys.card));
    let groups = join_alike(groups);
    let groups = join_vague(groups);
    // An id that a collection gives may be one that we made: of two groups with one id, one article.
    let mut by_id: Vec<Group<'a>> = Vec::with_capacity(groups.len());
    let mut places: FxHashMap<ArticleId, usize> = FxHashMap::default();
    for mut group in groups {
        // Two files with nothing else to tell them apart are two articles all the same.
        if let Some(file) = group.keys().file()
            && let Some(same) = places.get(&group.keys().id)
            && by_id[*same].keys().file().is_some_and(|other| other != file)
        {
            group.keys_mut().id = ArticleId::instead_of(&group.keys().id, file);
        }
        let place = *places.entry(group.keys().id.clone()).or_insert(by_id.len());
        match by_id.get_mut(place) {
            Some(same) => same.join(group),
            None => by_id.push(group),
        }
    }
    alone.extend(by_id.into_iter().map(|group| group.unite(most_terms, crowded)));
    alone
}

/// Takes out the readings that may be the same article as another: they have a key in common with it. Most readings of most
/// collections have none, and are articles as they are.
fn take_related<'a>(readings: &mut Vec<Box<Outline<'a>>>) -> Vec<Box<Outline<'a>>> {
    fn hashes(one: &Outline<'_>) -> impl Iterator<Item = i64> {
        let mut id = FxHasher::default();
        one.id().hash(&mut id);
        keys_of(&one.keys).chain([id.finish().cast_signed()])
    }
    let mut all = Vec::with_capacity(readings.iter().map(|one| hashes(one).count()).sum());
    all.extend(readings.iter().flat_map(|one| hashes(one)));
    all.par_sort_unstable();
    let shared = all.chunk_by(|a, b| a == b).filter(|same| same.len() > 1).map(|same| same[0]);
    let shared: FxHashSet<i64> = shared.collect();
    if shared.is_empty() {
        return Vec::new();
    }
    readings.extract_if(.., |one| hashes(one).any(|hash| shared.contains(&hash))).collect()
}

/// Lets each guest join the first host that has the same key, if there is one the first that has the same title, too.
fn absorb<'a>(
    groups: Vec<Group<'a>>,
    is_guest: impl Fn(&Group<'a>) -> bool,
    key: impl Fn(&Keys) -> Option<Key>,
) -> Vec<Group<'a>> {
    let (guests, mut hosts): (Vec<_>, Vec<_>) = groups.into_iter().partition(is_guest);
    if guests.is_empty() {
        return hosts;
    }
    let mut places: FxHashMap<(Key, Option<Key>), usize> = FxHashMap::default();
    for (n, host) in hosts.iter().enumerate() {
        for (key, title) in host.readings.iter().filter_map(|article| Some((key(&article.keys)?, article.keys.title))) {
            places.entry((key, Some(title))).or_insert(n);
            places.entry((key, None)).or_insert(n);
        }
    }
    for guest in guests {
        let keys = || guest.readings.iter().filter_map(|article| Some((key(&article.keys)?, article.keys.title)));
        let titled = keys().find_map(|(key, title)| places.get(&(key, Some(title))));
        match titled.or_else(|| keys().find_map(|(key, _)| places.get(&(key, None)))) {
            Some(&n) => hosts[n].join(guest),
            None => hosts.push(guest),
        }
    }
    hosts
}

/// Joins groups that agree in so much that their ids tell nothing: in title, day and address; or, where the ids are numbers of
/// different files or there are none, in source, title, day and text.
fn join_alike(groups: Vec<Group<'_>>) -> Vec<Group<'_>> {
    let mut places: FxHashMap<Sign, usize> = FxHashMap::default();
    let mut joined: Vec<Group<'_>> = Vec::with_capacity(groups.len());
    let mut files = FilesOfGroups::default();
    for group in groups {
        let signs: Vec<Sign> = group.readings.iter().filter_map(|article| sign(article)).collect();
        let host = signs.iter().find_map(|sign| {
            let host = *places.get(sign)?;
            let is_same = group.keys().url.is_some() || may_be_copy(&group, &joined[host], files.of(host, &joined));
            is_same.then_some(host)
        });
        let place = host.unwrap_or(joined.len());
        for sign in signs {
            places.entry(sign).or_insert(place);
        }
        match joined.get_mut(place) {
            Some(host) => {
                files.add(place, &group);
                host.join(group);
            }
            None => joined.push(group),
        }
    }
    joined
}

/// The files in which the readings of groups stand, of those groups that were asked for.
#[derive(Default)]
struct FilesOfGroups(FxHashMap<usize, FxHashSet<Arc<str>>>);

impl FilesOfGroups {
    fn of(&mut self, place: usize, groups: &[Group<'_>]) -> &FxHashSet<Arc<str>> {
        self.0.entry(place).or_insert_with(|| groups[place].files().collect())
    }

    /// Another group joins the one at a place.
    fn add(&mut self, place: usize, group: &Group<'_>) {
        self.0.entry(place).and_modify(|files| files.extend(group.files()));
    }
}

/// Title and address, or headline and text; and the day, if it is known.
type Sign = ([Key; 2], Option<NaiveDate>);

/// What two readings have to have in common to be one article whatever their ids are.
fn sign(article: &Outline<'_>) -> Option<Sign> {
    let keys = &article.keys;
    if article.deleted || article.is_title_made || keys.file().is_some() {
        return None;
    }
    let said = match keys.url {
        Some(url) => [keys.title, keys.place.unwrap_or(url)],
        None => [keys.headline, keys.words.unwrap_or(keys.title)],
    };
    let Published { precision, day, .. } = article.published;
    Some((said, (precision != Precision::Unknown).then_some(day)))
}

/// Whether a group may be another one once more, that has no address either, and stands in these `files`: its ids count rows of
/// other files, or there is none.
fn may_be_copy(group: &Group<'_>, other: &Group<'_>, files: &FxHashSet<Arc<str>>) -> bool {
    let is_number = |group: &Group<'_>| group.keys().given.is_none() || group.keys().bare.is_some();
    let has_none = group.keys().given.is_none() || other.keys().given.is_none();
    let is_elsewhere = || group.readings.iter().all(|article| !files.contains(&article.origin().path));
    is_number(group) && is_number(other) && (has_none || is_elsewhere())
}

/// Lets groups with a vague date and no address join one of the same source and title.
fn join_vague(groups: Vec<Group<'_>>) -> Vec<Group<'_>> {
    /// How many articles of one source and title are looked at.
    const MOST: usize = 64;
    let is_guest = |group: &Group<'_>| !group.has_address() && is_vague(&group.published);
    let (mut guests, mut hosts): (Vec<_>, Vec<_>) = groups.into_iter().partition(is_guest);
    if guests.is_empty() {
        return hosts;
    }
    guests.sort_by_key(|group| (group.published, group.keys().id.clone()));
    let mut by_headline: FxHashMap<Key, Vec<usize>> = FxHashMap::default();
    for (n, host) in hosts.iter().enumerate() {
        by_headline.entry(host.keys().headline).or_default().push(n);
    }
    for guest in guests {
        let places = by_headline.entry(guest.keys().headline).or_default();
        let published = guest.published;
        let Published { precision, day, .. } = published;
        let slack = guest.readings.iter().map(|article| article.slack).max().unwrap_or_default();
        let distance = |n: &usize| (hosts[*n].published.day - day).num_days().abs();
        let same = |n: &usize| {
            let (ours, theirs) = (guest.text(), hosts[*n].text());
            let near = precision == Precision::Approximate && published.is_near(&hosts[*n].published, slack);
            let silent = precision == Precision::Unknown && (ours.is_none() || theirs.is_none());
            near || silent || (ours.is_some() && ours == theirs)
        };
        match places.iter().copied().take(MOST).filter(same).min_by_key(|n| (distance(n), *n)) {
            Some(n) => hosts[n].join(guest),
            None => {
                places.push(hosts.len());
                hosts.push(guest);
            }
        }
    }
    hosts
}
