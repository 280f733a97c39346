//! What an article is recognised by, and the id it is published under.
//!
//! An article has up to three keys: the id its collection gives it, its canonical URL, and its source, title and day.
//! The best one that it has makes its id. Nothing that may change around it (base URL, tags, order, other articles) has
//! a part in it, so the same article has the same id in every feed and format. The day is the one that the input is read
//! to say; where it says `05-07-2026` and nothing proves the order, that reading has a part in the id.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The name space of feedmill's own UUIDs (version 5, RFC 9562 §5.5). Changing it changes every derived id.
const NAMESPACE: Uuid = Uuid::from_u128(0x7c1c_7f0c_52b8_5a4e_9d27_3f6f_6d69_6c6c);

/// A 128-bit name of something, equal for equal kinds and parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "[u8; 16]", into = "[u8; 16]")]
pub struct Key(Uuid);

impl From<[u8; 16]> for Key {
    fn from(bytes: [u8; 16]) -> Self {
        Self::from_bytes(bytes)
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
    /// use feedmill::article::Key;
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

    /// The key that [`Self::as_bytes`] gave.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(bytes))
    }

    /// The first eight hexadecimal digits: enough to tell apart two slugs that would be the same.
    pub fn short(self) -> String {
        self.0.simple().to_string()[..8].to_owned()
    }
}

/// The id of a published article: an absolute URI. Ids sort as their texts do.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ArticleId(Form);

/// How an id is kept: most are made of a key, and a key is a quarter of the text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Form {
    /// The URN of a key.
    Urn(Key),
    /// Any other text.
    Text(Arc<str>),
}

impl ArticleId {
    /// The id that a key stands for.
    pub fn from_key(key: Key) -> Self {
        Self(Form::Urn(key))
    }

    /// An id that the collection gives, if it is an absolute URI as it stands (RFC 3986, no repair).
    ///
    /// ```
    /// use feedmill::article::ArticleId;
    /// assert!(ArticleId::from_uri("tag:example.org,2026:17").is_some());
    /// assert!(ArticleId::from_uri("17").is_none());
    /// ```
    pub fn from_uri(given: &str) -> Option<Self> {
        let (scheme, rest) = given.split_once(':')?;
        let (before, fragment) = rest.split_once('#').unwrap_or((rest, ""));
        let shape = match scheme {
            "http" | "https" => super::url::WebUrl::parse(given).is_some(),
            // RFC 8141 §2: urn:NID:NSS; RFC 4151 §2.1: tag:authority,date:specific.
            "urn" => before.split_once(':').is_some_and(|(nid, nss)| nid.len() >= 2 && !nss.is_empty()),
            "tag" => before.split_once(':').is_some_and(|(entity, _)| entity.contains(',')),
            _ => false,
        };
        (shape && is_uri(before) && is_uri(fragment)).then(|| Self::of(given))
    }

    /// Whether it is written as every program writes it, so that it can be compared by its characters (RFC 4287
    /// §4.2.6.1): an address in its normal form, a URN or a tag of the characters that these may have. Another one has an
    /// id made of it.
    ///
    /// ```
    /// use feedmill::article::ArticleId;
    /// let is_canonical = |id| ArticleId::from_uri(id).unwrap().is_canonical();
    /// assert!(is_canonical("https://example.org/a?b=%20") && is_canonical("urn:isbn:0451450523"));
    /// assert!(!is_canonical("https://example.org:443/") && !is_canonical("https://example.org/%7Eme"));
    /// assert!(!is_canonical("urn:uuid:17"));
    /// ```
    pub fn is_canonical(&self) -> bool {
        let Form::Text(text) = &self.0 else { return true };
        let (scheme, rest) = text.split_once(':').unwrap_or_default();
        match scheme {
            "http" | "https" => {
                let url = super::url::WebUrl::parse(text);
                url.is_some_and(|url| url.as_str() == &**text && !url.host().ends_with(['[', '.']))
                    && escapes_text(text)
            }
            "urn" => rest.split_once(':').is_some_and(|(nid, nss)| {
                let name = (2..=32).contains(&nid.len()) && nid.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
                let uuid = nss.len() == 36 && Uuid::try_parse(nss).is_ok();
                name && nss.bytes().all(|b| b.is_ascii_alphanumeric() || b"()+,.:=@;$_!*'-".contains(&b))
                    && (uuid || !nid.eq_ignore_ascii_case("uuid"))
            }),
            _ => rest.split_once(':').is_some_and(|(entity, specific)| {
                let (authority, date) = entity.split_once(',').unwrap_or_default();
                let host = authority.rsplit('@').next().unwrap_or_default();
                let is_of = |text: &str, more: &[u8]| {
                    let legal = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || more.contains(&b);
                    !text.is_empty() && text.bytes().all(legal)
                };
                let shape: String = date.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
                is_of(host, b"-.")
                    && is_of(authority, b"-._@")
                    && authority.matches('@').count() < 2
                    && !authority.starts_with('@')
                    && ["0000", "0000-00", "0000-00-00"].contains(&shape.as_str())
                    && !specific.contains('%')
            }),
        }
    }

    /// An id that was published before, as it was.
    pub fn published(id: &str) -> Self {
        Self::of(id)
    }

    /// The id of this text. Each text has one form, so that ids are equal if their texts are.
    fn of(text: &str) -> Self {
        let key = text.strip_prefix("urn:uuid:").and_then(|uuid| Uuid::try_parse(uuid).ok()).map(Key);
        match key.filter(|key| key.urn() == text) {
            Some(key) => Self(Form::Urn(key)),
            None => Self(Form::Text(text.into())),
        }
    }

    /// The id for an article whose own id `taken` another one has: made of it and what else the article is known by.
    #[must_use]
    pub fn instead_of(taken: &Self, card: Key) -> Self {
        Self::from_key(Key::new("instead", &[&taken.as_str(), &card.urn()]))
    }

    /// The id as it is written.
    pub fn as_str(&self) -> Cow<'_, str> {
        match &self.0 {
            Form::Urn(key) => Cow::Owned(key.urn()),
            Form::Text(text) => Cow::Borrowed(text),
        }
    }
}

impl Ord for ArticleId {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            // The digits of a URN are the bytes of its key.
            (Form::Urn(a), Form::Urn(b)) => a.cmp(b),
            _ => self.as_str().cmp(&other.as_str()),
        }
    }
}

impl PartialOrd for ArticleId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.as_str())
    }
}

/// Whether a text has only characters that stand in a URI outside of its delimiters (RFC 3986 §2), escapes whole.
fn is_uri(text: &str) -> bool {
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let legal = match byte {
            b'%' => [bytes.next(), bytes.next()].iter().all(|hex| hex.is_some_and(|b| b.is_ascii_hexdigit())),
            _ => byte.is_ascii_alphanumeric() || b"-._~:/?@!$&'()*+,;=".contains(&byte),
        };
        if !legal {
            return false;
        }
    }
    true
}

/// Whether what is escaped in an address is text, in composed characters (RFC 3987 §5.3.2.2).
fn escapes_text(url: &str) -> bool {
    let text = percent_encoding::percent_decode_str(url).decode_utf8();
    text.is_ok_and(|text| icu_normalizer::ComposingNormalizerBorrowed::new_nfc().is_normalized(&text))
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

#[cfg(test)]
mod tests {
    use super::ArticleId;

    #[test]
    fn ids_are_equal_and_sort_as_their_texts_do() {
        let texts = [
            "https://a.example/",
            "urn:isbn:0451450523",
            "urn:uuid:0c1c7f0c-52b8-5a4e-9d27-3f6f6d69aaaa",
            "urn:uuid:7C1C7F0C-52B8-5A4E-9D27-3F6F6D696C6C",
            "urn:uuid:7c1c7f0c-52b8-5a4e-9d27-3f6f6d696c6c",
            "urn:uuid:7c1c7f0c52b85a4e9d273f6f6d696c6c",
            "urn:uuid:f",
        ];
        for a in texts {
            assert_eq!(ArticleId::published(a).as_str(), a);
            for b in texts {
                let ids = [a, b].map(ArticleId::published);
                assert_eq!(ids[0].cmp(&ids[1]), a.cmp(b), "{a} {b}");
                assert_eq!(ids[0] == ids[1], a == b, "{a} {b}");
            }
        }
    }
}
