//! Collected: what there is in the whole collection, shown or not, as far as the next run must know it to look only at what
//! changes.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::settle::{Known, Settled};
use super::terms::Terms;
use crate::article::{Article, ArticleId, Key, KeyKind, Keys, Origin, Published, TermKey};
use crate::feed::Taxonomy;

/// All readings, articles and terms of a collection.
#[derive(Debug, Clone, Default)]
pub struct Collected {
    /// What was read, in no order.
    pub readings: Vec<Reading>,
    /// The articles that are published, the newest first, then those that are held.
    pub articles: Vec<CollectedArticle>,
    /// The terms that articles have.
    pub terms: Vec<CollectedTerm>,
}

/// One place at which an article stands.
#[derive(Debug, Clone)]
pub struct Reading {
    /// Where.
    pub origin: Origin,
    /// Hashes of what other readings and records have in common with it that may be the same article.
    pub keys: Vec<i64>,
    /// Whether its collection publishes it.
    pub is_published: bool,
}

impl Reading {
    /// A reading of an article.
    pub fn new(article: &Article<'_>, is_published: bool) -> Self {
        let mut keys = Vec::with_capacity(KINDS.len());
        keys.extend(keys_of(&article.keys));
        Self { origin: article.origin().clone(), keys, is_published }
    }
}

/// The kinds of keys that readings of one article have in common: one of these at least. Whatever else is the same implies that one
/// of them is: source, title and day the title; the place the page.
const KINDS: [KeyKind; 5] = [KeyKind::Given, KeyKind::Url, KeyKind::Bare, KeyKind::Title, KeyKind::Words];

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
    /// Its terms, as places in [`Collected::terms`], each with the place of the spelling that it has.
    pub terms: Vec<(usize, u32)>,
}

/// A term, and what is known of the articles that have it.
#[derive(Debug, Clone)]
pub struct CollectedTerm {
    /// What kind of term.
    pub taxonomy: Taxonomy,
    /// Which one.
    pub key: TermKey,
    /// Its spellings, and how many articles there are of each day that have each.
    pub spellings: Vec<(String, BTreeMap<NaiveDate, usize>)>,
}

impl Collected {
    /// Takes down what is settled. `readings` are all that were read.
    pub(super) fn new(readings: Vec<Reading>, settled: &Settled<'_>, terms: &Terms) -> Self {
        let mut articles: Vec<CollectedArticle> =
            settled.articles.iter().zip(&settled.known).map(|(article, known)| collected(article, *known)).collect();
        let members = terms.members.iter().zip(&terms.spelled);
        let collected_terms = terms.published.iter().zip(members).zip(&terms.spellings).enumerate();
        let terms = collected_terms.map(|(n, ((term, (members, spelled)), spellings))| {
            let mut spellings: Vec<_> = spellings.iter().map(|label| (label.clone(), BTreeMap::new())).collect();
            for (at, spelling) in members.iter().zip(spelled) {
                articles[*at].terms.push((n, *spelling));
                *spellings[*spelling as usize].1.entry(articles[*at].published.day).or_insert(0) += 1;
            }
            CollectedTerm { taxonomy: term.taxonomy, key: term.key.clone(), spellings }
        });
        let terms = terms.collect();
        articles.extend(settled.held_articles.iter().cloned());
        Self { readings, articles, terms }
    }
}

/// What is taken down of an article.
pub(super) fn collected(article: &Article<'_>, (record, _): Known) -> CollectedArticle {
    CollectedArticle {
        id: article.id().clone(),
        origins: article.origins.clone(),
        published: article.published,
        record,
        held: None,
        due: article.due,
        has_address: article.url.is_some(),
        terms: Vec::new(),
    }
}
