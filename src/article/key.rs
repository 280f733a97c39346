//! What an article is recognised by.
//!
//! A key is a hash of something that an article says. Which of them makes the id that it is published under is told in
//! [`super::id`]; the others find the article again when that is edited.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::ArticleId;

/// The name space of feedmill's own UUIDs (version 5, RFC 9562 §5.5). Changing it changes every derived id.
const NAMESPACE: Uuid = Uuid::from_u128(0x7c1c_7f0c_52b8_5a4e_9d27_3f6f_6d69_6c6c);

/// A 128-bit name of something, equal for equal kinds and parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "[u8; 16]", into = "[u8; 16]")]
pub struct Key(Uuid);

impl From<[u8; 16]> for Key {
    /// The key that [`Key::as_bytes`] gave.
    fn from(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(bytes))
    }
}

impl From<Key> for [u8; 16] {
    fn from(key: Key) -> Self {
        *key.as_bytes()
    }
}

impl Key {
    /// The key of `parts` within `kind`. Parts are length-prefixed: no two lists of parts share a key by their joins.
    ///
    /// ```
    /// use feedmill::internal::article::Key;
    /// assert_eq!(Key::new("url", &["https://example.org/"]), Key::new("url", &["https://example.org/"]));
    /// assert_ne!(Key::new("x", &["ab", "c"]), Key::new("x", &["a", "bc"]));
    /// ```
    pub fn new(kind: &str, parts: &[&str]) -> Self {
        let mut name = Vec::with_capacity(kind.len() + parts.iter().map(|part| part.len() + 8).sum::<usize>());
        for part in std::iter::once(&kind).chain(parts) {
            name.extend_from_slice(&(part.len() as u64).to_le_bytes());
            name.extend_from_slice(part.as_bytes());
        }
        Self(Uuid::new_v5(&NAMESPACE, &name))
    }

    /// The key as a URN, fit for an Atom id (RFC 4287 §4.2.6) and an RSS guid.
    pub fn urn(self) -> String {
        self.0.urn().to_string()
    }

    /// The key as its 16 bytes.
    pub fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }

    /// The first eight hexadecimal digits: enough to tell apart two slugs that would be the same.
    pub fn short(self) -> String {
        self.0.simple().to_string()[..8].to_owned()
    }
}

/// What a key of an article is made of, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyKind {
    /// The id that its collection gives.
    Given,
    /// Its canonical URL.
    Url,
    /// Source, title and day.
    Card,
    /// Source, day and text.
    Text,
    /// Source and title.
    Headline,
    /// The id that its collection gives, wherever that is: what a tombstone may name.
    Bare,
    /// The URL with its fragment.
    Place,
    /// The title alone.
    Title,
    /// The text alone, of an article without an address.
    Words,
}

impl KeyKind {
    /// All kinds, best first.
    pub const ALL: &[Self] = &[
        Self::Given,
        Self::Url,
        Self::Card,
        Self::Text,
        Self::Headline,
        Self::Bare,
        Self::Place,
        Self::Title,
        Self::Words,
    ];

    /// Its name where people look.
    pub fn name(self) -> &'static str {
        match self {
            Self::Given => "id",
            Self::Url => "url",
            Self::Card => "card",
            Self::Text => "text",
            Self::Headline => "headline",
            Self::Bare => "bare-id",
            Self::Place => "place",
            Self::Title => "title",
            Self::Words => "words",
        }
    }

    /// The key of this kind, if the article has one.
    pub fn of(self, keys: &Keys) -> Option<Key> {
        match self {
            Self::Given => keys.given,
            Self::Url => keys.url,
            Self::Card => Some(keys.card),
            Self::Text => keys.text,
            Self::Headline => Some(keys.headline),
            Self::Bare => keys.bare,
            Self::Place => keys.place,
            Self::Title => Some(keys.title),
            Self::Words => keys.words,
        }
    }
}

/// All that an article is recognised by.
#[derive(Debug, Clone)]
pub struct Keys {
    /// The id it is published under, from the best of the keys.
    pub id: ArticleId,
    /// From the id the collection gives; of an article with a file of its own and no id or address, from the file's path.
    pub given: Option<Key>,
    /// From that id alone, where it is no URI: not enough to tell two articles apart, but enough to name one.
    pub bare: Option<Key>,
    /// What [`Self::given`] was before it turned out that other articles have the same id.
    pub reused: Option<Key>,
    /// From its canonical URL.
    pub url: Option<Key>,
    /// From its canonical URL with the fragment that [`Self::url`] leaves out, where there is one.
    pub place: Option<Key>,
    /// From source, title and day (or text, where there is no day).
    pub card: Key,
    /// From source and title alone, in any spelling of these: no id is made of it.
    pub headline: Key,
    /// From the title alone.
    pub title: Key,
    /// From source, text and the day that the collection gives, for an article without id and address: what is left when
    /// its title is edited.
    pub text: Option<Key>,
    /// From the text alone, for an article without address: what tells an edit from another article under the same id.
    pub words: Option<Key>,
    /// How much the id says that its collection gives.
    pub strength: IdStrength,
}

impl Keys {
    /// Those of an article of which no more is known than the id.
    pub(super) fn of_id(id: ArticleId) -> Self {
        let none = Key::new("", &[]);
        Self {
            id,
            given: None,
            bare: None,
            reused: None,
            url: None,
            place: None,
            card: none,
            headline: none,
            title: none,
            text: None,
            words: None,
            strength: IdStrength::Zero,
        }
    }
}

/// How much an id says about which article it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum IdStrength {
    /// A zero: what programs write where there is none, and the number of a first row.
    Zero,
    /// An id that may count rows, or be that of another article in another file.
    Usual,
    /// A UUID, which no two articles have by counting.
    Unique,
}

impl Keys {
    /// The path of its file, where that is all that tells the article from others: its id is made of source, title and day.
    pub fn file(&self) -> Option<Key> {
        self.given.filter(|_| self.id == ArticleId::from_key(self.card))
    }

    /// Makes the id anew of the best key that is left, after a better one turned out to be that of other articles, too.
    pub fn name_anew(&mut self) {
        self.id = ArticleId::from_key(self.url.unwrap_or(self.card));
    }

    /// The key that decides whether two drafts are the same article.
    pub fn primary(&self) -> Key {
        self.given.or(self.url).unwrap_or(self.card)
    }
}

/// The permanent id of the feed `path` of the site `site` (RFC 4287 §4.2.6): its own for each feed and site.
pub fn feed_urn(site: &str, path: &str) -> String {
    Key::new("feed", &[site, path]).urn()
}

/// A key for a slug that needs one to be unique.
pub fn slug_hash(term: &str) -> String {
    Key::new("term", &[term]).short()
}
