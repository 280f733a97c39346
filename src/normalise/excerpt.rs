//! Excerpts: the beginning of a text, cut where a reader would.

use std::borrow::Cow;

use icu_properties::props::GeneralCategory;
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed};
use icu_segmenter::options::{SentenceBreakInvariantOptions, WordBreakInvariantOptions};
use icu_segmenter::{GraphemeClusterSegmenter, SentenceSegmenter, WordSegmenter};

use crate::article::text;

/// What a length is counted in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Unit {
    /// Characters (Unicode scalar values).
    #[default]
    Characters,
    /// Words.
    Words,
}

/// How long an excerpt may be.
#[derive(Debug, Clone, Copy)]
pub struct Excerpt {
    /// The most it has of `unit`.
    pub length: usize,
    /// What is counted.
    pub unit: Unit,
}

impl Default for Excerpt {
    fn default() -> Self {
        Self { length: 300, unit: Unit::Characters }
    }
}

/// Words after which a full stop ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "gen", "sen", "rep", "gov", "lt", "col", "sgt", "capt", "cmdr", "rev", "hon",
    "st", "jr", "sr", "vs", "etc", "no", "vol", "fig", "inc", "ltd", "co", "corp", "jan", "feb", "mar", "apr", "jun",
    "jul", "aug", "sep", "sept", "oct", "nov", "dec", "z.b", "d.h", "bzw", "ca", "nr", "mme", "m",
];

impl Excerpt {
    /// How many characters of a text on one line are enough to cut it.
    pub(super) fn looked_at(&self) -> usize {
        let chars = match self.unit {
            Unit::Characters => self.length,
            Unit::Words => self.length.saturating_mul(LONGEST_WORD),
        };
        chars.saturating_add(2 * AFTER)
    }

    /// Cuts a text of one line.
    ///
    /// A text that fits stays whole. Else the last sentence end in the last third of the room counts, else one in the
    /// second half; a sentence may take the place of the ellipsis. Where there is none, the cut is after a word (by
    /// dictionary for Thai, Chinese and Japanese) and shown as `…`. No grapheme and no URL is ever cut in two.
    ///
    /// ```
    /// use feedmill::internal::normalise::excerpt::{Excerpt, Unit};
    /// let excerpt = Excerpt { length: 24, unit: Unit::Characters };
    /// assert_eq!(excerpt.cut("The boat is in. It rained all day."), "The boat is in.");
    /// assert_eq!(excerpt.cut("The boat came in with the evening tide."), "The boat came in with…");
    /// ```
    pub fn cut(&self, line: &str) -> String {
        let line = line.trim();
        let limit = match self.unit {
            Unit::Characters => line.char_indices().nth(self.length).map(|(at, _)| at),
            Unit::Words => {
                let head = &line[..end_of_chars(line, 0, self.length.saturating_mul(LONGEST_WORD))];
                let end = word_ends(head, 0).nth(self.length.saturating_sub(1)).unwrap_or(head.len());
                Some(end).filter(|&end| end < line.len())
            }
        };
        let Some(limit) = limit else { return line.to_owned() };
        // One more character than fits: the sentence that ends there takes the room of the ellipsis.
        let room = limit + line[limit..].chars().next().map_or(0, char::len_utf8);
        // Enough after it for the segmenters to see what follows.
        let window = end_of_chars(line, room, AFTER);
        let window = &line[..window];
        let chars = room_chars(line, limit);
        // What ends in the first half does not count.
        let half = start_of_word(window, end_of_chars(line, 0, chars(limit) / 2));
        let sentence = sentence_ends(window, half)
            .take_while(|&end| end <= room)
            .last()
            .filter(|&end| chars(end) * 2 >= chars(limit));
        if let Some(end) = sentence {
            return line[..end].trim_end().to_owned();
        }
        let last_word = |from| word_ends(window, from).take_while(|&end| end <= limit).last();
        let near = start_of_word(window, window.floor_char_boundary(limit.saturating_sub(NEAR)));
        let word = last_word(near).or_else(|| last_word(0)).unwrap_or(0);
        let end = before_url(line, if word > 0 { word } else { whole_grapheme(window, limit) });
        let kept =
            line[..end].trim_end().trim_end_matches([',', ';', ':', '-', '–', '—', '(', '“', '‘', '«']).trim_end();
        format!("{kept}…")
    }
}

/// A line of at most so many bytes: it is cut as an excerpt is, or, where there is no place for that, at a character.
///
/// ```
/// use feedmill::internal::normalise::excerpt::shortened;
/// assert_eq!(shortened("The boat came in with the evening tide", 24), "The boat came in with…");
/// assert_eq!(shortened("The boat is in", 24), "The boat is in");
/// ```
pub fn shortened(line: &str, most: usize) -> Cow<'_, str> {
    if line.len() <= most {
        return Cow::Borrowed(line);
    }
    let head = &line[..line.floor_char_boundary(most.saturating_sub('…'.len_utf8()))];
    let cut = Excerpt { length: head.chars().count(), unit: Unit::Characters }.cut(line);
    // A word or an address may be longer than there is room.
    Cow::Owned(if cut.len() * 2 < most { format!("{head}…") } else { cut })
}

/// How many characters after the end the segmenters see.
const AFTER: usize = 80;
/// Longer than any word, in characters: what is looked at for an excerpt that is counted in words.
const LONGEST_WORD: usize = 40;

/// How many bytes before the end hold the end of a word, but in texts that have few.
const NEAR: usize = 120;

/// Counts characters up to an offset; the text before `limit` is counted once.
fn room_chars(line: &str, limit: usize) -> impl Fn(usize) -> usize {
    move |end| line[..end.min(limit)].chars().count()
}

/// The offset `count` characters after `from`, or the end.
fn end_of_chars(line: &str, from: usize, count: usize) -> usize {
    line[from..].char_indices().nth(count).map_or(line.len(), |(at, _)| from + at)
}

/// The beginning of a word at or before an offset, or of the text: a letter or digit behind a space behind a letter or digit. From
/// there on, segmenters find the ends that they find in the whole text (UAX #29).
fn start_of_word(text: &str, at: usize) -> usize {
    const CATEGORIES: CodePointMapDataBorrowed<'static, GeneralCategory> = CodePointMapData::<GeneralCategory>::new();
    use GeneralCategory::{DecimalNumber, LowercaseLetter, OtherLetter, UppercaseLetter};
    // Marks, and letters that are written as marks, belong to the space.
    let is_letter = |c| matches!(CATEGORIES.get(c), UppercaseLetter | LowercaseLetter | OtherLetter | DecimalNumber);
    let mut after = ['\0'; 2];
    for (place, c) in text[..at].char_indices().rev() {
        if after[0] == ' ' && is_letter(after[1]) && is_letter(c) {
            return place + c.len_utf8() + 1;
        }
        after = [c, after[0]];
    }
    0
}

/// The ends of the words of a text from a place on: of each run of letters, digits or ideographs that a dictionary takes for a word.
fn word_ends(text: &str, from: usize) -> impl Iterator<Item = usize> + '_ {
    let segmenter = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
    let ends: Vec<usize> = segmenter
        .segment_str(&text[from..])
        .iter_with_word_type()
        .filter(|(_, kind)| kind.is_word_like())
        .map(|(end, _)| from + end)
        .collect();
    // "don't", "3.5" and "A/B" are one word for a reader: a word ends where no word follows at once.
    ends.into_iter().filter(|&end| !text[end..].starts_with(['\'', '’', '/', '@', '_']))
}

/// The ends of the sentences of a text from a place on, without the white space after them; not after abbreviations and initials.
fn sentence_ends(text: &str, from: usize) -> impl Iterator<Item = usize> + '_ {
    let segmenter = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
    let rest = if text[from..].contains(ENDS) || text[from..].contains('.') { &text[from..] } else { "" };
    let ends: Vec<usize> = segmenter.segment_str(rest).filter(|&end| end > 0).map(|end| from + end).collect();
    ends.into_iter()
        .map(|end| text[..end].trim_end().len())
        .filter(move |&end| is_sentence_end(&text[..end], &text[end..]))
}

/// Characters that end a sentence wherever they stand.
const ENDS: [char; 15] = ['!', '?', '…', '。', '！', '？', '؟', '۔', '।', '॥', '․', '።', '‼', '⁉', '｡'];

fn is_sentence_end(before: &str, after: &str) -> bool {
    const CLOSERS: [char; 10] = ['"', '\'', '”', '’', '»', ')', ']', '」', '』', '）'];
    let bare = before.trim_end_matches(CLOSERS);
    let Some(last) = bare.chars().next_back() else { return false };
    if ENDS.contains(&last) {
        return true;
    }
    if last != '.' || after.trim_start().starts_with(|c: char| c.is_lowercase()) {
        return false;
    }
    let word = bare[..bare.len() - 1].rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    !initial && !ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

/// The last boundary between graphemes at or before `limit`.
fn whole_grapheme(text: &str, limit: usize) -> usize {
    GraphemeClusterSegmenter::new().segment_str(text).take_while(|&end| end <= limit).last().unwrap_or(0)
}

/// `end`, or the beginning of the URL that it would cut in two.
fn before_url(line: &str, end: usize) -> usize {
    let start =
        line[..end].rfind(char::is_whitespace).map_or(0, |at| at + line[at..].chars().next().map_or(1, char::len_utf8));
    let word = line[start..].split_whitespace().next().unwrap_or_default();
    if word.contains("://") && start + word.len() > end && start > 0 { start } else { end }
}

/// A headline made of a text: its first words.
pub(super) fn headline(raw: &str) -> String {
    /// Enough to see the text's beginning; what follows is not looked at.
    const LOOKED_AT: usize = 1_000;
    let head = &raw[..end_of_chars(raw, 0, LOOKED_AT)];
    Excerpt { length: 80, unit: Unit::Characters }.cut(&text::one_line(&text::from_markup(head)))
}

/// Whether a given summary is only a cut copy of the text: `… [+1234 chars]`, or its beginning with an ellipsis.
pub(super) fn is_cut_copy(summary: &str, text: &str) -> bool {
    if summary.trim_end().ends_with(" chars]") && summary.contains("[+") {
        return true;
    }
    let summary = summary.trim_end().trim_end_matches(']');
    let Some(start) = summary.strip_suffix('…').or_else(|| summary.strip_suffix("...")) else {
        return false;
    };
    let start = start.trim_end_matches([' ', '[']);
    !start.is_empty()
        && text
            .split_whitespace()
            .flat_map(str::chars)
            .zip(start.split_whitespace().flat_map(str::chars))
            .all(|(a, b)| a == b)
        && text.len() > start.len()
}

#[cfg(test)]
mod tests {
    use super::{Excerpt, Unit, is_cut_copy, sentence_ends, start_of_word, word_ends};
    use proptest::prelude::*;

    fn cut(length: usize, line: &str) -> String {
        Excerpt { length, unit: Unit::Characters }.cut(line)
    }

    #[test]
    fn a_sentence_end_is_found_in_any_script() {
        assert_eq!(cut(20, "潮汐电站昨天并网发电。渔港夜里灯火通明,老人们说从未见过。"), "潮汐电站昨天并网发电。");
        assert_eq!(cut(24, "هل عاد القارب؟ نعم، عاد في المساء مع المد"), "هل عاد القارب؟");
        assert_eq!(cut(20, "It rained. It stopped. Then it began again."), "It rained.");
        // The room of the ellipsis is the sentence's.
        assert_eq!(cut(9, "It rained. Then it stopped."), "It rained.");
    }

    #[test]
    fn abbreviations_initials_and_numbers_end_no_sentence() {
        assert_eq!(cut(22, "The prize went to Dr. Ana Moor for her work."), "The prize went to Dr…");
        assert_eq!(cut(22, "The prize went to J. R. Moor for her work."), "The prize went to J. R…");
        assert_eq!(cut(22, "It has grown to be 3.5 metres long since May."), "It has grown to be 3.5…");
    }

    #[test]
    fn without_a_sentence_the_cut_is_after_a_word() {
        assert_eq!(cut(12, "tidetables and more of them"), "tidetables…");
        // Dictionaries know the words of scripts without spaces.
        assert_eq!(cut(8, "ตลาดเช้าริมทะเลเปิดแล้ว"), "ตลาดเช้า…");
        assert_eq!(cut(5, "東京都の観光案内所"), "東京都の…");
        // No grapheme and no address is cut in two.
        assert_eq!(cut(3, "👨‍👩‍👧‍👦👨‍👩‍👧‍👦"), "…");
        assert_eq!(cut(25, "see it at https://example.org/a/b today"), "see it at…");
    }

    proptest! {
        #[test]
        fn segmenters_find_the_same_from_a_word_on(
            text in "(([a-zA-Zé0-9]{1,4}|[.!?]|[)\"'’] ?|. |ตลาดเช้า|観光案内|\\. [A-Z]\\.|\u{301}|\u{200D})[ ]{0,2}){0,24}",
            percent in 0..=100_usize,
        ) {
            let at = text.floor_char_boundary(text.len() * percent / 100);
            let from = start_of_word(&text, at);
            prop_assert!(from <= at);
            let behind = |end: &usize| *end > from;
            prop_assert_eq!(
                word_ends(&text, from).collect::<Vec<_>>(), word_ends(&text, 0).filter(behind).collect::<Vec<_>>()
            );
            prop_assert_eq!(
                sentence_ends(&text, from).collect::<Vec<_>>(),
                sentence_ends(&text, 0).filter(behind).collect::<Vec<_>>()
            );
        }
    }

    #[test]
    fn words_can_be_counted() {
        let excerpt = Excerpt { length: 3, unit: Unit::Words };
        assert_eq!(excerpt.cut("one two three four five"), "one two three…");
        assert_eq!(excerpt.cut("one two three"), "one two three");
    }

    #[test]
    fn a_cut_copy_is_known() {
        assert!(is_cut_copy("The boat came… [+1234 chars]", "anything"));
        assert!(is_cut_copy("The boat came …", "The boat  came in with the tide"));
        assert!(!is_cut_copy("A boat came…", "The boat came in"));
        assert!(!is_cut_copy("The boat came in", "The boat came in"));
    }
}
