//! Collected: what there is in the whole collection, shown or not, as far as the next run must know it to look only at what
//! changes.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::article::{Address, ArticleId, Key, KeyKind, Keys, Origin, Outline, Published, TermKey};
use crate::feed::Taxonomy;
use crate::spill::{Place, Spill};

/// All readings, articles and terms of a collection.
#[derive(Debug, Clone, Default)]
pub struct Collected {
    /// What was read.
    pub readings: Readings,
    /// The dates of the articles that are published, the newest first.
    pub dates: Vec<Published>,
    /// Those of them that no feed shows, each with its place among all, in their order.
    pub unshown: Vec<(usize, CollectedArticle)>,
    /// The articles that are held.
    pub held: Vec<CollectedArticle>,
    /// The terms that articles have.
    pub terms: Vec<CollectedTerm>,
}

/// One place at which an article stands.
#[derive(Debug, Clone)]
pub struct Reading {
    /// Where.
    pub origin: Origin,
    /// Hashes of what other readings and records have in common with it that may be the same article.
    pub keys: Box<[i64]>,
    /// Whether its collection publishes it.
    pub is_published: bool,
}

impl Reading {
    /// A reading of an article.
    pub fn new(article: &Outline<'_>, is_published: bool) -> Self {
        let keys = keys_of(&article.keys()).collect();
        Self { origin: article.origin().clone(), keys, is_published }
    }
}

/// All readings of a collection, in reading order. They are not asked for between the choice and the catalogue, so most wait in a
/// spill.
#[derive(Debug, Clone)]
pub enum Readings {
    /// In memory.
    Here(Vec<Reading>),
    /// In parts, each at a place of the spill.
    Away(Vec<Place>),
}

impl Default for Readings {
    fn default() -> Self {
        Self::Here(Vec::new())
    }
}

/// How many readings are put away, and read again, at once.
const PART: usize = 1024;

/// A reading as it waits: path, line and column, hashes, and whether its collection publishes it.
type ReadingRecord<'b, Keys> = (&'b str, u64, u64, Keys, bool);

fn record(reading: &Reading) -> ReadingRecord<'_, &[i64]> {
    let Origin { path, line, column } = &reading.origin;
    (path, *line, *column, &reading.keys, reading.is_published)
}

impl Readings {
    /// Readings in any order, which are put into the spill, if there is one.
    pub(super) fn new(mut readings: Vec<Reading>, spill: Option<&Spill>) -> Self {
        readings.sort_unstable_by(|a, b| a.origin.cmp(&b.origin));
        let Some(spill) = spill else { return Self::Here(readings) };
        let parts = readings.chunks(PART).map(|part| {
            let records: Vec<ReadingRecord<'_, &[i64]>> = part.iter().map(record).collect();
            let bytes = postcard::to_allocvec(&records);
            spill.put(&bytes.unwrap_or_else(|error| unreachable!("texts and numbers can be written: {error}")))
        });
        Self::Away(parts.collect())
    }

    /// All of them, in order. [`Spill::check`] says whether those could be read that are in the `spill`.
    pub fn iter<'i>(&'i self, spill: &'i Spill) -> Box<dyn Iterator<Item = Reading> + 'i> {
        match self {
            Self::Here(readings) => Box::new(readings.iter().cloned()),
            Self::Away(parts) => Box::new(parts.iter().flat_map(|place| part(*place, spill))),
        }
    }
}

/// The readings of a part.
fn part(place: Place, spill: &Spill) -> Vec<Reading> {
    let mut bytes = Vec::new();
    spill.append(place, &mut bytes);
    let records: Vec<ReadingRecord<'_, Vec<i64>>> = postcard::from_bytes(&bytes).unwrap_or_default();
    let mut readings: Vec<Reading> = Vec::with_capacity(records.len());
    for (path, line, column, keys, is_published) in records {
        // Most stand in the file of the one before.
        let before = readings.last().map(|before| &before.origin.path).filter(|before| ***before == *path);
        let path = before.map_or_else(|| path.into(), Arc::clone);
        readings.push(Reading { origin: Origin { path, line, column }, keys: keys.into(), is_published });
    }
    readings
}

/// The kinds of keys that readings of one article have in common: one of these at least. Whatever else is the same implies that one
/// of them is: source, title and day the title; the place the page.
pub(super) const KINDS: [KeyKind; 5] = [KeyKind::Given, KeyKind::Url, KeyKind::Bare, KeyKind::Title, KeyKind::Words];

/// The hash of a key of some kind.
fn hashed(kind: KeyKind, key: Key) -> i64 {
    let bytes = key.as_bytes();
    let half = |at: usize| bytes[at..at + 8].iter().fold(0_u64, |all, byte| all << 8 | u64::from(*byte));
    (half(0) ^ half(8).rotate_left(kind as u32)).cast_signed()
}

/// The hashes of the keys of a record, as [`Reading::keys`] has them.
pub fn keys_of_record(keys: &[(KeyKind, Key)]) -> impl Iterator<Item = i64> {
    keys.iter().filter(|(kind, _)| KINDS.contains(kind)).map(|(kind, key)| hashed(*kind, *key))
}

/// The hashes of the keys of an article, as [`Reading::keys`] has them.
pub fn keys_of(keys: &Keys) -> impl Iterator<Item = i64> {
    KINDS.iter().filter_map(|kind| Some(hashed(*kind, kind.of(keys)?)))
}

/// An article of the collection.
#[derive(Debug, Clone)]
pub struct CollectedArticle {
    /// The id under which it is or would be published.
    pub id: ArticleId,
    /// Where it stands.
    pub origins: Vec<Origin>,
    /// Its date.
    pub published: Published,
    /// The number of its record, if it was known before.
    pub record: Option<i64>,
    /// Until when it is held, if it is.
    pub held: Option<DateTime<Utc>>,
    /// When it has to be looked at again, though nothing in the collection changes.
    pub due: Option<DateTime<Utc>>,
    /// Whether it has an address of its own.
    pub has_address: bool,
}

/// A term, and what is known of the articles that have it.
#[derive(Debug, Clone)]
pub struct CollectedTerm {
    /// What kind of term.
    pub taxonomy: Taxonomy,
    /// Which one.
    pub key: TermKey,
    /// Its spellings.
    pub spellings: Vec<String>,
    /// The places of the articles that have it, the newest first.
    pub members: Vec<u32>,
    /// For each of these the place of the spelling that it has; nothing where there is one.
    pub spelled: Vec<u32>,
}

impl CollectedTerm {
    /// The place of the spelling that the member at a place has.
    pub fn spelling(&self, member: usize) -> u32 {
        self.spelled.get(member).copied().unwrap_or(0)
    }
}

impl CollectedArticle {
    /// What is taken down of an article, which has a record or not.
    pub fn of(article: &Outline<'_>, record: Option<i64>) -> Self {
        Self {
            id: article.id().clone(),
            origins: article.origins().to_vec(),
            published: article.published,
            record,
            held: None,
            due: article.due(),
            has_address: article.address != Address::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{PART, Reading, Readings};
    use crate::article::Origin;
    use crate::spill::Spill;

    #[test]
    fn readings_that_wait_in_a_spill_are_those_that_stay_in_memory() {
        let reading = |n: usize| Reading {
            origin: Origin::new(["b.jsonl", "a.jsonl"][n % 2], n as u64).at_column(n as u64, n as u64 % 3),
            keys: (0..n % 4).map(|key| i64::MIN + i64::try_from(n * key).unwrap()).collect(),
            is_published: !n.is_multiple_of(5),
        };
        let readings: Vec<Reading> = (0..=2 * PART).rev().map(reading).collect();
        let (folder, nothing) = (tempfile::tempdir().unwrap(), Spill::new(None, 0));
        let spill = Spill::new(Some(folder.path()), 0);
        let (here, away) = (Readings::new(readings.clone(), None), Readings::new(readings, Some(&spill)));
        let shown = |readings: &Readings, spill| format!("{:?}", readings.iter(spill).collect::<Vec<_>>());
        assert_eq!(shown(&away, &spill), shown(&here, &nothing));
        assert!(here.iter(&nothing).is_sorted_by_key(|reading| reading.origin) && spill.check().is_ok());
    }
}
