//! The id that an article is published under.
//!
//! Of the keys of an article ([`super::key`]) up to three may make its id: the id its collection gives it, its canonical URL, and its
//! source, title and day.
//! The best one that it has makes its id. Nothing that may change around it (base URL, tags, order, other articles) has
//! a part in it, so the same article has the same id in every feed and format. The day is the one that the input is read
//! to say; where it says `05-07-2026` and nothing proves the order, that reading has a part in the id.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use feedcheck::internal::is_tag;
use uuid::Uuid;

use super::Key;

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
    /// use feedmill::internal::article::ArticleId;
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
    /// use feedmill::internal::article::ArticleId;
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
            _ => is_tag(text) && rest.split_once(':').is_some_and(|(_, specific)| !specific.contains('%')),
        }
    }

    /// An id that was published before, as it was.
    pub fn published(id: &str) -> Self {
        Self::of(id)
    }

    /// The id of this text. Each text has one form, so that ids are equal if their texts are.
    fn of(text: &str) -> Self {
        let key = text.strip_prefix("urn:uuid:").and_then(|uuid| Uuid::try_parse(uuid).ok());
        let key = key.map(|uuid| Key::from(uuid.into_bytes()));
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
