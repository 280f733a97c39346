//! Evidence: which ids and addresses tell the articles of a collection apart.
//!
//! An id or an address is evidence, not proof. Collections number their rows anew with every export, two files both count
//! from 1, a feed gives all its items the guid `0` or the address of its front page, a page of changes has one address with
//! many fragments. So before readings are put together, [`settle`] looks at all readings that share an id or an address,
//! and takes it from those that it does not belong to:
//!
//! - Within one file, an id or an address that stands beside different titles is none, nor one that stands beside one title on
//!   different days with different texts. Not so where these are versions of
//!   one article, as in a log that is only added to: published at one instant, or on one day at one address, each with a
//!   date of change of its own. An address whose fragments differ is taken with its fragment first.
//! - Of different files, readings that share an id are one article if their title, their address, their instant or their
//!   text is the same. The day is enough where the files have other ids in common that stand for the same articles, and no
//!   more that stand for different ones: then they are states of one collection. All others keep their id only within their
//!   own files, so that it still tells when their titles are edited.
//! - Of different files, readings that share an address are one article, unless the fragments differ or it is a front page;
//!   then title and day have to be the same.
//!
//! The result depends on the set of readings, not on their order.

mod clusters;
mod reuses;

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::article::{Address, ArticleId, IdStrength, Key, KeyKind, Outline, Precision, WebUrl};
use clusters::Clusters;
pub use reuses::Reuse;
pub(super) use reuses::Reuses;

/// Takes ids and addresses from readings that they do not belong to. Afterwards readings with the same id are one article,
/// and so are readings with the same address and no id.
pub(super) fn settle(readings: &mut [Box<Outline<'_>>], reuses: &mut Reuses) {
    settle_ids_of_files(readings, reuses);
    settle_addresses_of_files(readings, reuses);
    settle_ids(readings, reuses);
    settle_addresses(readings);
}

/// The id that its collection gives to an article.
fn given(article: &Outline<'_>) -> Option<Key> {
    article.keys().given.filter(|_| article.keys().file().is_none())
}

/// The readings that share a key with others, key by key, each group in reading order.
fn shared(readings: &[Box<Outline<'_>>], key: impl Fn(&Outline<'_>) -> Option<Key>) -> Vec<Vec<usize>> {
    let mut all: Vec<(Key, usize)> = readings.iter().enumerate().filter_map(|(n, one)| Some((key(one)?, n))).collect();
    all.sort_unstable();
    let groups = all.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1);
    let groups = groups.map(|group| {
        let mut places: Vec<usize> = group.iter().map(|(_, n)| *n).collect();
        places.sort_by(|a, b| readings[*a].origin().cmp(readings[*b].origin()));
        places
    });
    groups.collect()
}

/// The parts of a group (in reading order) that stand in one file, those of one reading left out.
fn by_file<'g>(readings: &[Box<Outline<'_>>], group: &'g [usize]) -> Vec<&'g [usize]> {
    let same_file = |a: &usize, b: &usize| readings[*a].origin().path == readings[*b].origin().path;
    group.chunk_by(same_file).filter(|part| part.len() > 1).collect()
}

/// Whether readings that share a key within one file are one article.
fn is_one(readings: &[Box<Outline<'_>>], group: &[usize]) -> bool {
    let live = || group.iter().map(|n| &*readings[*n]).filter(|one| !one.deleted);
    let mut titled = live().filter(|one| !one.is_title_made);
    let Some(first) = titled.next() else { return true };
    if titled.all(|other| other.keys().title == first.keys().title) {
        return !is_series(live());
    }
    is_one_instant(live()) || are_versions(live())
}

/// Whether readings of one title are several articles: the menu of each day.
fn is_series<'r, 'a: 'r>(mut readings: impl Iterator<Item = &'r Outline<'a>>) -> bool {
    let Some(first) = readings.next() else { return false };
    let is_of_day = |one: &Outline<'_>| one.published.precision <= Precision::Day;
    readings.any(|other| {
        let is_other_day = is_of_day(first) && is_of_day(other) && first.published.day != other.published.day;
        let texts = text(first).zip(text(other));
        is_other_day && other.updated.is_none() && texts.is_some_and(|(said, other)| said != other)
    })
}

/// The text of a reading, if it has one.
fn text(one: &Outline<'_>) -> Option<String> {
    one.text(&mut Vec::new()).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// Whether all were published on one day at one address, or at none, and each was changed at another time.
fn are_versions<'r, 'a: 'r>(readings: impl Iterator<Item = &'r Outline<'a>>) -> bool {
    let mut changes = FxHashSet::default();
    let mut first = None;
    let mut buffer = Vec::new();
    let mut readings = readings.map(|one| {
        let is_new = changes.insert(one.updated);
        let url = one.words(&mut buffer).url.and_then(WebUrl::parse);
        let same = (one.published.day, url.as_ref().map(WebUrl::canonical), one.keys().place);
        let is_same = *first.get_or_insert_with(|| same.clone()) == same;
        is_new && is_same && one.published.precision != Precision::Unknown
    });
    readings.all(|fits| fits)
}

/// Whether all were published at one instant.
fn is_one_instant<'r, 'a: 'r>(mut readings: impl Iterator<Item = &'r Outline<'a>>) -> bool {
    let Some(first) = readings.next() else { return true };
    first.published.instant().is_some() && readings.all(|other| other.published == first.published)
}

/// Reports the second article of a group that shares a key.
fn report(readings: &[Box<Outline<'_>>], kind: KeyKind, group: &[usize], reuses: &mut Reuses) {
    let mut live = group.iter().map(|n| &readings[*n]).filter(|one| !one.deleted);
    let Some(first) = live.next() else { return };
    let Some(other) = live.find(|other| other.keys().title != first.keys().title).or_else(|| live.next()) else {
        return;
    };
    let place = |one: &Outline<'_>| (one.origin().clone(), one.title());
    let (first, title) = place(first);
    reuses.add(kind, place(other), (Some(first), title));
}

fn settle_ids_of_files(readings: &mut [Box<Outline<'_>>], reuses: &mut Reuses) {
    for group in shared(readings, given) {
        for part in by_file(readings, &group) {
            if is_one(readings, part) {
                continue;
            }
            report(readings, KeyKind::Given, part, reuses);
            for n in part.iter().filter(|n| !readings[**n].deleted).copied().collect::<Vec<_>>() {
                let keys = readings[n].keys_mut();
                keys.reused = keys.given.take();
                keys.name_anew();
            }
        }
    }
}

fn settle_addresses_of_files(readings: &mut [Box<Outline<'_>>], reuses: &mut Reuses) {
    for group in shared(readings, |one| one.keys().url) {
        for part in by_file(readings, &group) {
            if is_one_at_address(readings, part) {
                continue;
            }
            let is_reported =
                part.iter().all(|n| readings[*n].keys().place.is_none() && readings[*n].keys().given.is_none());
            if is_reported {
                report(readings, KeyKind::Url, part, reuses);
            }
            for part in with_fragments(readings, part) {
                let is_one = is_one_at_address(readings, &part);
                for n in part {
                    let is_void = !is_one && !readings[n].deleted;
                    let place = readings[n].keys().place;
                    set_address(&mut readings[n], |url| if is_void { None } else { place.or(url) });
                }
            }
        }
    }
}

/// Whether readings that share an address within one file are one article. A front page says nothing about an article.
fn is_one_at_address(readings: &[Box<Outline<'_>>], part: &[usize]) -> bool {
    let is_front_page = readings[part[0]].address == Address::FrontPage;
    if !is_front_page {
        return is_one(readings, part);
    }
    let mut live = part.iter().map(|n| &readings[*n]).filter(|one| !one.deleted);
    let Some(first) = live.next() else { return true };
    live.all(|other| other.keys().card == first.keys().card)
}

/// A group that shares an address, parted by the fragments.
fn with_fragments(readings: &[Box<Outline<'_>>], group: &[usize]) -> Vec<Vec<usize>> {
    let mut parts: Vec<Vec<usize>> = Vec::new();
    let mut places: FxHashMap<Option<Key>, usize> = FxHashMap::default();
    for n in group {
        let place = *places.entry(readings[*n].keys().place).or_insert(parts.len());
        match parts.get_mut(place) {
            Some(part) => part.push(*n),
            None => parts.push(vec![*n]),
        }
    }
    parts
}

/// Gives a reading another address to be recognised by, and with it another id where that was made of the address.
fn set_address(reading: &mut Outline<'_>, address: impl Fn(Option<Key>) -> Option<Key>) {
    let keys = reading.keys_mut();
    let new = address(keys.url);
    if new != keys.url {
        let is_named_by_it = keys.url.is_some_and(|url| keys.id == ArticleId::from_key(url));
        keys.url = new;
        if keys.given.is_none() || is_named_by_it {
            keys.name_anew();
        }
    }
}

/// The title of a reading, if its collection gives it one.
fn title(one: &Outline<'_>) -> Option<Key> {
    (!one.is_title_made).then_some(one.keys().title)
}

/// The address of a reading that may be that of one article.
fn address(one: &Outline<'_>) -> Option<(Key, Option<Key>)> {
    one.keys().url.filter(|_| one.address == Address::Page).map(|url| (url, one.keys().place))
}

/// The readings of a group that certainly belong together: by title, address, instant or text.
fn alike(readings: &[Box<Outline<'_>>], group: &[usize]) -> Clusters {
    let of = |n: &usize| &readings[*n];
    let mut clusters = Clusters::new(group.len());
    clusters.join_equal(group.iter().map(|n| title(of(n))));
    clusters.join_equal(group.iter().map(|n| address(of(n))));
    clusters.join_equal(group.iter().map(|n| of(n).published.instant()));
    if !clusters.are_one() {
        clusters.join_equal(group.iter().map(|n| text(of(n))));
    }
    // What takes back an article, or has no title of its own, says nothing against it.
    for n in (1..group.len()).filter(|n| of(&group[*n]).deleted || of(&group[*n]).is_title_made) {
        clusters.join(0, n);
    }
    if of(&group[0]).deleted || of(&group[0]).is_title_made {
        clusters.join(0, group.len() - 1);
    }
    clusters
}

fn settle_ids(readings: &mut [Box<Outline<'_>>], reuses: &mut Reuses) {
    let groups: Vec<(Vec<usize>, Clusters)> = shared(readings, given)
        .into_iter()
        .map(|group| {
            let clusters = alike(readings, &group);
            (group, clusters)
        })
        .collect();
    let is_doubtful = |(_, clusters): &&(Vec<usize>, Clusters)| !clusters.are_one();
    let pairs: FxHashSet<_> =
        groups.iter().filter(is_doubtful).flat_map(|(group, _)| pairs_of_files(readings, group)).collect();
    let alike = if pairs.is_empty() { FxHashSet::default() } else { alike_files(readings, &groups, &pairs) };
    for (group, mut clusters) in groups {
        if clusters.are_one() {
            continue;
        }
        if readings[group[0]].keys().strength != IdStrength::Zero {
            join_days(readings, &group, &mut clusters, &alike);
        }
        if clusters.are_one() {
            continue;
        }
        let heads = clusters.all();
        let others = group.iter().zip(&heads).filter(|(_, head)| **head != 0).map(|(n, _)| *n);
        report(readings, KeyKind::Given, &[group[0]].into_iter().chain(others).collect::<Vec<_>>(), reuses);
        for (n, head) in group.iter().zip(heads) {
            let path = Arc::clone(&readings[group[head]].origin().path);
            let keys = readings[*n].keys_mut();
            let own = keys.given.map(|given| Key::new("id of file", &[&path, &given.urn()]));
            keys.reused = keys.given;
            keys.given = own;
            keys.name_anew();
        }
    }
}

/// Two files by their paths, in order.
type Files = (Arc<str>, Arc<str>);

/// The pairs of files that readings of a group stand in; of many files none, which are states of one collection.
fn pairs_of_files(readings: &[Box<Outline<'_>>], group: &[usize]) -> Vec<Files> {
    const MOST: usize = 8;
    let mut paths: Vec<&Arc<str>> = group.iter().map(|n| &readings[*n].origin().path).collect();
    paths.dedup();
    if paths.len() > MOST {
        return Vec::new();
    }
    let pairs =
        paths.iter().enumerate().flat_map(|(n, a)| paths[n + 1..].iter().map(|b| (Arc::clone(a), Arc::clone(b))));
    pairs.collect()
}

/// Which of the pairs of files are states of one collection, as the ids tell that they have in common.
fn alike_files(
    readings: &[Box<Outline<'_>>],
    groups: &[(Vec<usize>, Clusters)],
    pairs: &FxHashSet<Files>,
) -> FxHashSet<Files> {
    let mut votes: FxHashMap<Files, (usize, usize)> = FxHashMap::default();
    for (group, clusters) in groups {
        let heads = clusters.all();
        let first_in = |path: &Arc<str>| group.iter().position(|n| readings[*n].origin().path == *path);
        for files in pairs_of_files(readings, group).into_iter().filter(|files| pairs.contains(files)) {
            let (Some(a), Some(b)) = (first_in(&files.0), first_in(&files.1)) else { continue };
            let (alike, unlike) = votes.entry(files).or_default();
            *(if heads[a] == heads[b] { alike } else { unlike }) += 1;
        }
    }
    let are_alike = |(_, (alike, unlike)): &(Files, (usize, usize))| *alike > 0 && alike >= unlike;
    votes.into_iter().filter(are_alike).map(|(files, _)| files).collect()
}

/// Joins readings of one day in files that are states of one collection.
fn join_days(readings: &[Box<Outline<'_>>], group: &[usize], clusters: &mut Clusters, alike: &FxHashSet<Files>) {
    let mut by_day: FxHashMap<_, usize> = FxHashMap::default();
    for (n, one) in group.iter().map(|n| &readings[*n]).enumerate() {
        if one.published.precision == Precision::Unknown {
            continue;
        }
        let Some(before) = by_day.insert(one.published.day, n) else { continue };
        let files = (Arc::clone(&readings[group[before]].origin().path), Arc::clone(&one.origin().path));
        if alike.contains(&files) {
            clusters.join(before, n);
        }
    }
}

fn settle_addresses(readings: &mut [Box<Outline<'_>>]) {
    for group in shared(readings, |one| one.keys().url) {
        let is_front_page = readings[group[0]].address == Address::FrontPage;
        let place = readings[group[0]].keys().place;
        if !is_front_page && group.iter().all(|n| readings[*n].keys().place == place) {
            continue;
        }
        let of = |n: &usize| &readings[*n];
        let mut clusters = Clusters::new(group.len());
        if !is_front_page {
            clusters.join_equal(group.iter().map(|n| Some(of(n).keys().place)));
        }
        let day = |one: &Outline<'_>| (one.published.precision != Precision::Unknown).then_some(one.published.day);
        clusters.join_equal(group.iter().map(|n| title(of(n)).map(|title| (title, day(of(n))))));
        if clusters.are_one() {
            continue;
        }
        let heads = clusters.all();
        let mut places: FxHashMap<usize, Option<Key>> = FxHashMap::default();
        for (n, head) in group.iter().zip(&heads) {
            // The part that has the address without a fragment keeps it.
            let place = readings[*n].keys().place;
            let known = places.entry(*head).or_insert(place);
            *known = (*known).zip(place).map(|(known, place)| known.min(place));
        }
        for (n, head) in group.iter().zip(heads).filter(|(n, _)| !readings[**n].deleted).collect::<Vec<_>>() {
            let place = places[&head];
            set_address(&mut readings[*n], |url| if is_front_page { None } else { place.or(url) });
        }
    }
}
