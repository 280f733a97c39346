//! Terms: what a tag or a source is called, and which spellings are the same one.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use icu_casemap::CaseMapper;
use icu_normalizer::ComposingNormalizerBorrowed as Normalizer;

use super::text;

const NFC: Normalizer<'static> = Normalizer::new_nfc();
const NFKC: Normalizer<'static> = Normalizer::new_nfkc();

/// One spelling of a tag or a source, and the term it belongs to. Articles share it: a clone is no more than a pointer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term(Arc<Spelling>);

/// What a [`Term`] holds.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spelling {
    /// The spelling: one clean line that is no markup ([`text::inert`]), without the `#` of a hashtag.
    pub label: Arc<str>,
    /// What all spellings of the term share.
    pub key: TermKey,
}

impl Term {
    /// The spelling `label`, as it is, of the term `key`.
    pub fn spelled(label: Arc<str>, key: TermKey) -> Self {
        Self(Arc::new(Spelling { label, key }))
    }

    /// The term that a raw spelling names; `None` where nothing is left of it.
    ///
    /// ```
    /// use feedmill::internal::article::Term;
    /// let term = Term::new(" #Islamic_State ").unwrap();
    /// assert_eq!(&*term.label, "Islamic_State");
    /// assert_eq!(term.key, Term::new("islamic-state").unwrap().key);
    /// assert_ne!(term.key, Term::new("IslamicState").unwrap().key);
    /// ```
    pub fn new(raw: &str) -> Option<Self> {
        let line = text::one_line(&text::from_markup(raw));
        let line = match text::shown(&line) {
            Cow::Borrowed(_) => line,
            Cow::Owned(shown) => text::one_line(&shown),
        };
        let label = without_hash(&line);
        if !text::is_visible(label) {
            return None;
        }
        let key = TermKey::fold(label);
        Some(Self::spelled(text::inert(&NFC.normalize(label)).into(), key))
    }
}

impl Deref for Term {
    type Target = Spelling;

    fn deref(&self) -> &Spelling {
        &self.0
    }
}

/// A name without the `#` of a hashtag, if anything is left of it.
fn without_hash(name: &str) -> &str {
    let bare = name.trim_start_matches('#').trim_start();
    if bare.is_empty() { name } else { bare }
}

/// The identity of a term: spellings that differ only in case, width, Unicode form, in hyphen, underscore or space between
/// words, in the shape of apostrophes and quotation marks, or in characters that show nothing have the same key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermKey(Arc<str>);

impl TermKey {
    /// Folds one spelling.
    ///
    /// ```
    /// use feedmill::internal::article::TermKey;
    /// assert_eq!(TermKey::fold("Rock’n’Roll"), TermKey::fold("rock'n'roll"));
    /// assert_eq!(TermKey::fold("dock\u{AD}workers"), TermKey::fold("Dockworkers"));
    /// assert_ne!(TermKey::fold("we're"), TermKey::fold("were"));
    /// ```
    pub fn fold(label: &str) -> Self {
        Self(words(with_plain_quotes(folded(&text::telling(label)))).into())
    }

    /// The key of a term that an earlier version folded, as this one folds it.
    #[must_use]
    pub fn refolded(&self) -> Self {
        match text::telling(&self.0) {
            Cow::Borrowed(key) => Self::fold(key),
            Cow::Owned(key) if text::is_visible(&key) => Self::fold(without_hash(key.trim())),
            // No term has such a key any more.
            Cow::Owned(_) => self.clone(),
        }
    }

    /// A key as [`Self::as_str`] gave it.
    pub fn folded(key: String) -> Self {
        Self(key.into())
    }

    /// The folded text: lower case, words joined by one space.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The title or source of an article as its keys have it: case, width, Unicode form and what joins words do not matter.
///
/// Frozen: ids that are published for good are made of it. What terms are the same ([`TermKey::fold`]) may change, this
/// must not.
pub(crate) fn fold_for_article(text: &str) -> String {
    words(folded(text))
}

/// A source as the keys of articles have it; frozen like [`fold_for_article`].
pub(crate) fn source_for_article(raw: &str) -> Option<String> {
    let line = text::one_line(&text::from_markup(raw));
    Some(without_hash(&line)).filter(|label| !label.is_empty()).map(fold_for_article)
}

/// A text in lower case, narrow and composed.
fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let composed = NFC.normalize(text);
    let narrow = NFC.normalize(&narrow(&composed)).into_owned();
    NFC.normalize(&CaseMapper::new().fold_string(&narrow)).into_owned()
}

/// The words of a folded text, joined by one space; the text as it is where there is nothing but joiners.
fn words(folded: String) -> String {
    if are_joined(folded.as_bytes()) {
        return folded;
    }
    let mut words = String::with_capacity(folded.len());
    for word in folded.split(is_joiner).filter(|word| !word.is_empty()) {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    if words.is_empty() { folded } else { words }
}

/// Whether a text is in ASCII, and between its words and nowhere else stands one space, as in most texts.
fn are_joined(text: &[u8]) -> bool {
    let is_joiner = |byte: u8| is_joiner(char::from(byte));
    let mut before = b' ';
    let is_joined = text.iter().all(|byte| {
        let is_word = byte.is_ascii() && !is_joiner(*byte);
        let is_joined = is_word || (*byte == b' ' && before != b' ');
        before = *byte;
        is_joined
    });
    is_joined && before != b' '
}

/// A text in which each character that is written for an apostrophe or a quotation mark is the one of ASCII.
fn with_plain_quotes(text: String) -> String {
    let plain = |c: char| match c {
        // Left, right, low and reversed; primes; accents that stand alone; letters that look like one (the ʻokina, the
        // saltillo); those of Armenian and Hebrew; ornaments.
        '‘' | '’' | '‚' | '‛' | '′' | '‵' | '`' | '´' | 'ʹ' | 'ʻ' | 'ʼ' | 'ʽ' | '\u{A78B}' | '\u{A78C}' | '՚' | '׳'
        | '❛' | '❜' => Some('\''),
        '“' | '”' | '„' | '‟' | '″' | '‶' | 'ʺ' | '״' | '«' | '»' | '〝' | '〞' | '〟' | '❝' | '❞' => {
            Some('"')
        }
        _ => None,
    };
    if text.contains(|c| plain(c).is_some()) { text.chars().map(|c| plain(c).unwrap_or(c)).collect() } else { text }
}

/// Terms that are to be read as others: `ISIS-K` as `iskp`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Aliases(BTreeMap<TermKey, Term>);

/// No other names.
pub static NO_ALIASES: Aliases = Aliases::NONE;

impl Aliases {
    /// No other names.
    pub const NONE: Self = Self(BTreeMap::new());

    /// Makes the table of each term with its other names.
    ///
    /// # Errors
    /// If a name stands for two terms, or a term is another name of a second one.
    ///
    /// ```
    /// use feedmill::internal::article::term::{Aliases, Term};
    /// let aliases = Aliases::new([("iskp", vec!["ISIS-K"])]).unwrap();
    /// assert_eq!(&*aliases.resolve(Term::new("#isis_k").unwrap()).label, "iskp");
    /// assert!(Aliases::new([("a", vec!["x"]), ("b", vec!["X"])]).is_err());
    /// ```
    pub fn new<'n>(table: impl IntoIterator<Item = (&'n str, Vec<&'n str>)>) -> Result<Self, String> {
        let mut aliases = BTreeMap::<TermKey, Term>::new();
        for (name, others) in table {
            let term = Term::new(name).ok_or_else(|| format!("\"{name}\" is no name"))?;
            for other in others {
                let key = Term::new(other).ok_or_else(|| format!("\"{other}\" is no name"))?.key.clone();
                if key == term.key {
                    continue;
                }
                if let Some(first) = aliases.insert(key, term.clone()).filter(|first| *first != term) {
                    return Err(format!("\"{other}\" is another name of both \"{}\" and \"{name}\"", first.label));
                }
            }
        }
        if let Some(term) = aliases.values().find(|term| aliases.contains_key(&term.key)) {
            return Err(format!("\"{}\" has other names and is one", term.label));
        }
        Ok(Self(aliases))
    }

    /// The term that is meant.
    #[must_use]
    pub fn resolve(&self, term: Term) -> Term {
        self.of(&term.key).cloned().unwrap_or(term)
    }

    /// Whether no term has another name.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every other name, with the term that it stands for.
    pub fn iter(&self) -> impl Iterator<Item = (&TermKey, &Term)> {
        self.0.iter()
    }

    /// The term that a key is another name of.
    pub fn of(&self, key: &TermKey) -> Option<&Term> {
        self.0.get(key)
    }
}

/// What may stand between the words of a term without making it another one.
fn is_joiner(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Full-width and half-width forms replaced by the ordinary characters.
fn narrow(text: &str) -> Cow<'_, str> {
    let is_wide = |c: char| matches!(c, '\u{FF01}'..='\u{FFEE}');
    if !text.contains(is_wide) {
        return Cow::Borrowed(text);
    }
    // Runs are normalised together: a half-width kana takes the voice mark after it.
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_wide) {
        let end = start + rest[start..].find(|c| !is_wide(c)).unwrap_or(rest.len() - start);
        out.push_str(&rest[..start]);
        out.push_str(&NFKC.normalize(&rest[start..end]));
        rest = &rest[end..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_are_joined_by_one_space() {
        let same = ["a", "a b", "rust 2026", "c++", "", "-", " ", "é", "–"];
        for text in same {
            assert_eq!(words(text.to_owned()), text);
        }
        for text in [" a b", "a b ", "a  b", "a-b", "a_b", "a\tb", "a\u{A0}b", "a – b"] {
            assert_eq!(words(text.to_owned()), "a b", "{text:?}");
        }
    }
}
