//! Collected: what there is in the whole collection, shown or not, as far as the next run must know it to look only at what
//! changes.

use chrono::{DateTime, Utc};

use crate::article::{Address, ArticleId, Key, KeyKind, Keys, Origin, Outline, Published, TermKey};
use crate::feed::Taxonomy;

/// All readings, articles and terms of a collection.
#[derive(Debug, Clone, Default)]
pub struct Collected {
    /// What was read, in no order.
    pub readings: Vec<Reading>,
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
    pub members: Vec<usize>,
    /// For each of these the place of the spelling that it has.
    pub spelled: Vec<u32>,
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
            due: article.due,
            has_address: article.address != Address::None,
        }
    }
}
