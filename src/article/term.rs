//! Terms: what a tag or a source is called, and which spellings are the same one.

use std::borrow::Cow;
use std::collections::BTreeMap;

use icu_casemap::CaseMapper;
use icu_normalizer::ComposingNormalizerBorrowed as Normalizer;

use super::text;

const NFC: Normalizer<'static> = Normalizer::new_nfc();
const NFKC: Normalizer<'static> = Normalizer::new_nfkc();

/// One spelling of a tag or a source, and the term it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term {
    /// The spelling: one clean line that is no markup ([`text::inert`]), without the `#` of a hashtag.
    pub label: String,
    /// What all spellings of the term share.
    pub key: TermKey,
}

impl Term {
    /// The term that a raw spelling names; `None` where nothing is left of it.
    ///
    /// ```
    /// use feedmill::article::Term;
    /// let term = Term::new(" #Islamic_State ").unwrap();
    /// assert_eq!(term.label, "Islamic_State");
    /// assert_eq!(term.key, Term::new("islamic-state").unwrap().key);
    /// assert_ne!(term.key, Term::new("IslamicState").unwrap().key);
    /// ```
    pub fn new(raw: &str) -> Option<Self> {
        let line = text::one_line(&text::from_markup(raw));
        let bare = line.trim_start_matches('#').trim_start();
        let label = if bare.is_empty() { line.as_str() } else { bare };
        if label.is_empty() {
            return None;
        }
        let key = TermKey::fold(label);
        Some(Self { label: text::inert(&NFC.normalize(label)).into_owned(), key })
    }
}

/// The identity of a term: spellings that differ only in case, width, Unicode form, or in hyphen, underscore or space
/// between words have the same key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermKey(String);

impl TermKey {
    /// Folds one spelling.
    pub fn fold(label: &str) -> Self {
        let folded = if label.is_ascii() {
            label.to_ascii_lowercase()
        } else {
            let composed = NFC.normalize(label);
            let narrow = NFC.normalize(&narrow(&composed)).into_owned();
            NFC.normalize(&CaseMapper::new().fold_string(&narrow)).into_owned()
        };
        let mut key = String::with_capacity(folded.len());
        for word in folded.split(is_joiner).filter(|word| !word.is_empty()) {
            if !key.is_empty() {
                key.push(' ');
            }
            key.push_str(word);
        }
        Self(if key.is_empty() { folded } else { key })
    }

    /// A key as [`Self::as_str`] gave it.
    pub fn folded(key: String) -> Self {
        Self(key)
    }

    /// The folded text: lower case, words joined by one space.
    pub fn as_str(&self) -> &str {
        &self.0
    }
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
    /// use feedmill::article::term::{Aliases, Term};
    /// let aliases = Aliases::new([("iskp", vec!["ISIS-K"])]).unwrap();
    /// assert_eq!(aliases.resolve(Term::new("#isis_k").unwrap()).label, "iskp");
    /// assert!(Aliases::new([("a", vec!["x"]), ("b", vec!["X"])]).is_err());
    /// ```
    pub fn new<'n>(table: impl IntoIterator<Item = (&'n str, Vec<&'n str>)>) -> Result<Self, String> {
        let mut aliases = BTreeMap::<TermKey, Term>::new();
        for (name, others) in table {
            let term = Term::new(name).ok_or_else(|| format!("\"{name}\" is no name"))?;
            for other in others {
                let key = Term::new(other).ok_or_else(|| format!("\"{other}\" is no name"))?.key;
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
