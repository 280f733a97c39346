//! Words and phrases that are looked for in a text, as a reader would look for them.
//!
//! Case, width and accents do not matter, nor what joins the words of a phrase (spaces, hyphens, line ends) or which apostrophe
//! is written. A letter that only looks like one with an accent stays what it is: the Russian й is no и, and a Japanese が no か.
//! A phrase begins and ends where words do. Where a script puts no spaces between its words (Chinese, Japanese, Thai, …), it may
//! stand anywhere; a Korean word may have a particle behind it.
//!
//! Not supported: other forms of a word (`tides` for `tide`), and spellings with other letters (`Mueller` for `Müller`).

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use icu_properties::props::{GeneralCategory, LineBreak};
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed};

use super::is_visible;
use crate::article::TermKey;

const NFD: DecomposingNormalizerBorrowed<'static> = DecomposingNormalizerBorrowed::new_nfd();
const NFC: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfc();
const CATEGORIES: CodePointMapDataBorrowed<'static, GeneralCategory> = CodePointMapData::<GeneralCategory>::new();
const LINE_BREAKS: CodePointMapDataBorrowed<'static, LineBreak> = CodePointMapData::<LineBreak>::new();

/// A text that phrases are looked for in.
#[derive(Debug)]
pub struct SearchedText(String);

impl SearchedText {
    /// The text, as phrases are compared with it.
    pub fn new(text: &str) -> Self {
        Self(folded(text))
    }
}

/// A word, or several that stand one after another.
///
/// ```
/// use feedmill::internal::article::text::{Phrase, SearchedText};
/// let text = SearchedText::new("The harbour-\nwall of Łódź’s café");
/// for phrase in ["Harbour Wall", "lodz", "Café", "CAFE"] {
///     assert!(Phrase::new(phrase).unwrap().is_in(&text), "{phrase}");
/// }
/// assert!(!Phrase::new("harbour wal").unwrap().is_in(&text));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase(Box<str>);

impl Phrase {
    /// A phrase; `None` where nothing is left to look for.
    pub fn new(text: &str) -> Option<Self> {
        let folded = folded(text);
        (is_visible(&folded) && folded != "-" && folded != "_").then(|| Self(folded.into()))
    }

    /// Whether it stands in a text, as whole words.
    pub fn is_in(&self, SearchedText(text): &SearchedText) -> bool {
        let Self(phrase) = self;
        let (Some(first), Some(last)) = (phrase.chars().next(), phrase.chars().next_back()) else { return false };
        let is_whole = |at: usize| {
            let (before, after) = (text[..at].chars().next_back(), text[at + phrase.len()..].chars().next());
            let begins = before.is_none_or(|before| may_part(before, first));
            begins && after.is_none_or(|after| !is_mark(after) && (may_part(last, after) || is_hangul(last)))
        };
        let mut from = 0;
        while let Some(at) = text[from..].find(&**phrase).map(|at| from + at) {
            if is_whole(at) {
                return true;
            }
            from = at + first.len_utf8();
        }
        false
    }
}

/// Whether one word may end and another begin between two characters.
fn may_part(before: char, after: char) -> bool {
    !is_of_word(before) || !is_of_word(after) || is_without_spaces(before) || is_without_spaces(after)
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || is_mark(c)
}

fn is_mark(c: char) -> bool {
    !c.is_ascii() && matches!(CATEGORIES.get(c), GeneralCategory::NonspacingMark | GeneralCategory::SpacingMark)
}

/// Whether a character is of a script that puts no spaces between words: lines may end within them (UAX #14).
fn is_without_spaces(c: char) -> bool {
    !c.is_ascii()
        && matches!(
            LINE_BREAKS.get(c),
            LineBreak::Ideographic | LineBreak::ComplexContext | LineBreak::ConditionalJapaneseStarter
        )
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{AC00}'..='\u{D7A3}' | '\u{1100}'..='\u{11FF}')
}

/// A text with its words as terms are compared ([`TermKey::fold`]), without accents.
fn folded(text: &str) -> String {
    let key = TermKey::fold(text);
    let text = key.as_str();
    if text.is_ascii() {
        return text.to_owned();
    }
    let mut bare = String::with_capacity(text.len());
    let mut base = ' ';
    for c in NFD.normalize_iter(text.chars()) {
        if is_accent(c, base) {
            continue;
        }
        if !is_mark(c) {
            base = c;
        }
        match c {
            'ł' => bare.push('l'),
            'ø' => bare.push('o'),
            'đ' => bare.push('d'),
            'ħ' => bare.push('h'),
            'ŧ' => bare.push('t'),
            'ı' => bare.push('i'),
            'æ' => bare.push_str("ae"),
            'œ' => bare.push_str("oe"),
            c => bare.push(c),
        }
    }
    NFC.normalize(&bare).into_owned()
}

/// Whether a mark is one that readers of the letter before it leave out when they look for a word.
fn is_accent(mark: char, base: char) -> bool {
    match mark {
        '\u{300}'..='\u{36F}' => match base {
            // Stress, and the dots of ё; others make another letter.
            '\u{400}'..='\u{52F}' => match mark {
                '\u{300}' | '\u{301}' => "аеиоуыэюяєіѵ".contains(base),
                '\u{308}' => base == 'е',
                _ => false,
            },
            _ => true,
        },
        // The points of Hebrew; the vowels of Arabic and its lengthening stroke.
        '\u{591}'..='\u{5BD}'
        | '\u{5BF}'
        | '\u{5C1}'
        | '\u{5C2}'
        | '\u{5C4}'
        | '\u{5C5}'
        | '\u{5C7}'
        | '\u{640}'
        | '\u{64B}'..='\u{652}'
        | '\u{670}' => true,
        // What stands on or under an alef.
        '\u{653}'..='\u{655}' => base == '\u{627}',
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Phrase, SearchedText};

    fn finds(phrase: &str, text: &str) -> bool {
        Phrase::new(phrase).unwrap().is_in(&SearchedText::new(text))
    }

    #[test]
    fn whole_words_are_found_whatever_their_case_and_accents() {
        for (phrase, text) in [
            ("tide", "The TIDE."),
            ("tide", "tide"),
            ("tide", "“Tide’s out”"),
            ("eau", "De l’eau"),
            ("muller", "Frau MÜLLER"),
            ("Müller", "Frau Muller"),
            ("strasse", "An der Straße"),
            ("istanbul", "İSTANBUL"),
            ("ελλαδα", "Ελλάδα"),
            ("С ёлкой", "с елкой"),
            ("harbour wall", "harbour\n  wall"),
            ("harbour wall", "harbour-wall"),
            ("rock 'n' roll", "Rock ’n’ Roll"),
            ("C++", "in C++, and C"),
            (".NET", "on .NET 9"),
            ("dockworkers", "dock\u{AD}workers"),
            ("كتاب", "كِتَاب"),
            ("שלום", "שָׁלוֹם"),
            ("ａｂｃ", "abc"),
        ] {
            assert!(finds(phrase, text), "{phrase} in {text}");
        }
        for (phrase, text) in [
            ("tide", "tides"),
            ("tide", "Yuletide"),
            ("harbour wall", "harbour walls"),
            ("harbour wall", "harbour, wall"),
            ("C++", "C"),
            ("мой", "мои"),
            ("か", "が"),
            ("5G", "15G"),
        ] {
            assert!(!finds(phrase, text), "{phrase} in {text}");
        }
        assert!(finds("tide", "Yuletide tide"), "the second one");
        assert!(Phrase::new(" \u{200B}").is_none() && Phrase::new("").is_none() && Phrase::new("-").is_none());
    }

    #[test]
    fn scripts_without_spaces_have_no_whole_words() {
        for (phrase, text) in [
            ("潮汐", "潮汐电站昨天并网发电"),
            ("電站", "潮汐電站"),
            ("東京", "東京都の観光"),
            ("タイド", "ハイタイドです"),
            ("ตลาด", "ตลาดเช้าริมทะเล"),
            ("iPhone", "新款iPhone发布"),
            ("조수", "조수가 높다"),
        ] {
            assert!(finds(phrase, text), "{phrase} in {text}");
        }
        // A vowel above belongs to the letter before it; a Korean word begins where it begins.
        for (phrase, text) in [("ก", "กิ"), ("수가", "조수가")] {
            assert!(!finds(phrase, text), "{phrase} in {text}");
        }
    }
}
