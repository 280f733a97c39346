//! Which readings are the same article.

mod group;

use std::hash::{Hash as _, Hasher as _};
use std::sync::Arc;

use chrono::NaiveDate;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::Crowded;
use super::collected::{KINDS, Reading};
use super::evidence::{self, Reuses};
use crate::article::{ArticleId, Key, Keys, Outline, Precision, Published};
use group::Group;

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
/// `keys` are what is taken down of each reading, in their order. An article has no more than `most_terms` tags, and categories;
/// `crowded` is told which would have more.
pub(super) fn unite<'a>(
    mut alone: Vec<Box<Outline<'a>>>,
    keys: &[Reading],
    reuses: &mut Reuses,
    most_terms: usize,
    crowded: &mut Vec<Crowded>,
) -> Vec<Box<Outline<'a>>> {
    let mut readings = take_related(&mut alone, keys);
    evidence::settle(&mut readings, reuses);
    let mut places: FxHashMap<Key, usize> = FxHashMap::default();
    let mut groups: Vec<Group<'a>> = Vec::new();
    for article in readings {
        let place = *places.entry(article.keys().primary()).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.add(article),
            None => groups.push(Group::new(article)),
        }
    }
    for group in groups.iter_mut().filter(|group| group.readings.len() > 1) {
        // Whatever order they came in: the keys are those of the first in reading order.
        if let Some(first) = group.readings.iter().min_by_key(|article| article.origin()) {
            group.keys = first.keys().into_owned();
        }
        group.order();
    }
    groups.sort_unstable_by(|a, b| a.keys.id.cmp(&b.keys.id).then_with(|| a.keys.given.cmp(&b.keys.given)));
    let groups = absorb(groups, |group| group.keys.given.is_none(), |keys| keys.url);
    let groups = absorb(groups, |group| !group.has_address(), |keys| Some(keys.card));
    let groups = join_alike(groups);
    let groups = join_vague(groups);
    // An id that a collection gives may be one that we made: of two groups with one id, one article.
    let mut by_id: Vec<Group<'a>> = Vec::with_capacity(groups.len());
    let mut places: FxHashMap<ArticleId, usize> = FxHashMap::default();
    for mut group in groups {
        // Two files with nothing else to tell them apart are two articles all the same.
        if let Some(file) = group.keys.file()
            && let Some(same) = places.get(&group.keys.id)
            && by_id[*same].keys.file().is_some_and(|other| other != file)
        {
            group.keys.id = ArticleId::instead_of(&group.keys.id, file);
        }
        let place = *places.entry(group.keys.id.clone()).or_insert(by_id.len());
        match by_id.get_mut(place) {
            Some(same) => same.join(group),
            None => by_id.push(group),
        }
    }
    alone.extend(by_id.into_iter().map(|group| group.unite(most_terms, crowded)));
    alone
}

/// Takes out the readings that may be the same article as another: they have a key in common with it. Most readings of most
/// collections have none, and are articles as they are. `keys` are those of each reading.
fn take_related<'a>(readings: &mut Vec<Box<Outline<'a>>>, keys: &[Reading]) -> Vec<Box<Outline<'a>>> {
    /// The most hashes of a reading: of its keys and its id.
    const HASHES: usize = KINDS.len() + 1;
    fn hashes<'h>(one: &Outline<'_>, keys: &'h [i64]) -> impl Iterator<Item = i64> + use<'h> {
        let mut id = FxHasher::default();
        one.id().hash(&mut id);
        keys.iter().copied().chain([id.finish().cast_signed()])
    }
    let mut all = Vec::with_capacity(readings.len() * HASHES);
    all.extend(readings.iter().zip(keys).flat_map(|(one, keys)| hashes(one, &keys.keys)));
    all.par_sort_unstable();
    let shared = all.chunk_by(|a, b| a == b).filter(|same| same.len() > 1).map(|same| same[0]);
    let shared: FxHashSet<i64> = shared.collect();
    if shared.is_empty() {
        return Vec::new();
    }
    let mut keys = keys.iter();
    let is_related = |one: &mut Box<Outline<'_>>| {
        keys.next().is_some_and(|keys| hashes(one, &keys.keys).any(|hash| shared.contains(&hash)))
    };
    let mut related: Vec<_> = readings.extract_if(.., is_related).collect();
    for one in &mut related {
        one.hold_keys();
    }
    related
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
        for (key, title) in host.readings.iter().filter_map(|article| titled_key(article, &key)) {
            places.entry((key, Some(title))).or_insert(n);
            places.entry((key, None)).or_insert(n);
        }
    }
    for guest in guests {
        let keys = || guest.readings.iter().filter_map(|article| titled_key(article, &key));
        let titled = keys().find_map(|(key, title)| places.get(&(key, Some(title))));
        match titled.or_else(|| keys().find_map(|(key, _)| places.get(&(key, None)))) {
            Some(&n) => hosts[n].join(guest),
            None => hosts.push(guest),
        }
    }
    hosts
}

/// A key of a reading, if it has one, and that of its title.
fn titled_key(article: &Outline<'_>, key: impl Fn(&Keys) -> Option<Key>) -> Option<(Key, Key)> {
    let keys = article.keys();
    Some((key(&keys)?, keys.title))
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
            let is_same = group.keys.url.is_some() || may_be_copy(&group, &joined[host], files.of(host, &joined));
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
    let keys = &article.keys();
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
    let is_number = |group: &Group<'_>| group.keys.given.is_none() || group.keys.bare.is_some();
    let has_none = group.keys.given.is_none() || other.keys.given.is_none();
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
    guests.sort_by_key(|group| (group.published, group.keys.id.clone()));
    let mut by_headline: FxHashMap<Key, Vec<usize>> = FxHashMap::default();
    for (n, host) in hosts.iter().enumerate() {
        by_headline.entry(host.keys.headline).or_default().push(n);
    }
    for guest in guests {
        let places = by_headline.entry(guest.keys.headline).or_default();
        let published = guest.published;
        let Published { precision, day, .. } = published;
        let slack = guest.readings.iter().map(|article| article.slack()).max().unwrap_or_default();
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
