//! Characters that show nothing: what is left of a text without them.
//!
//! Sources: Unicode's `Default_Ignorable_Code_Point` (UAX #44), UTS #51 (what emoji are made of), RFC 5892, appendix A
//! (joiners in words), UTS #37 (variants of ideographs).

use std::borrow::Cow;

use icu_properties::props::{DefaultIgnorableCodePoint, EmojiModifier, ExtendedPictographic, Script};
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed, CodePointSetData, CodePointSetDataBorrowed};

const IGNORABLE: CodePointSetDataBorrowed<'static> = CodePointSetData::new::<DefaultIgnorableCodePoint>();
const PICTOGRAPHS: CodePointSetDataBorrowed<'static> = CodePointSetData::new::<ExtendedPictographic>();
const SKIN_TONES: CodePointSetDataBorrowed<'static> = CodePointSetData::new::<EmojiModifier>();
const SCRIPTS: CodePointMapDataBorrowed<'static, Script> = CodePointMapData::<Script>::new();

const ZWNJ: char = '\u{200C}';
const ZWJ: char = '\u{200D}';
/// The last of the tags of an emoji (UTS #51, ED-14a).
const CANCEL_TAG: char = '\u{E007F}';

/// Whether a text has anything to see: neither white space nor characters without a shape of their own.
///
/// ```
/// use feedmill::internal::article::text::is_visible;
/// assert!(is_visible("\u{AD}a") && is_visible("👍"));
/// assert!(!is_visible("") && !is_visible("\u{200B}\u{A0}\u{3164}\u{2800}\u{FE0F}"));
/// ```
pub fn is_visible(text: &str) -> bool {
    text.chars()
        .any(|c| !c.is_whitespace() && !is_ignorable(c) && !is_filler(c) && !matches!(c, '\u{FFFC}' | '\u{1D159}'))
}

/// A name without invisible characters but those that change how it looks: joiners in the scripts that have them and in
/// emoji, selectors of variants, the tags of a flag. Soft hyphens, zero width spaces and marks of direction go.
///
/// ```
/// use feedmill::internal::article::text::shown;
/// assert_eq!(shown("dock\u{AD}wor\u{200B}kers\u{200E}"), "dockworkers");
/// for name in ["می\u{200C}خواهم", "👨\u{200D}👩\u{200D}👧", "❤\u{FE0F}"] {
///     assert_eq!(shown(name), name);
/// }
/// ```
pub fn shown(name: &str) -> Cow<'_, str> {
    without(name, &LOOKS)
}

/// What tells a name from others: of invisible characters those that make another emoji. A word is the same word with and
/// without its joiners.
pub(crate) fn telling(name: &str) -> Cow<'_, str> {
    without(name, &MEANING)
}

/// Which invisible characters stay, by the characters before and after all that stand in one place.
struct Rules {
    selector: fn(char, char, Option<char>) -> bool,
    joiner: fn(char, char, char) -> bool,
}

const LOOKS: Rules = Rules {
    selector: selects_variant,
    joiner: |before, joiner, after| joins_emoji(before, joiner, after) || (has_joiners(before) && has_joiners(after)),
};

const MEANING: Rules = Rules { selector: |_, _, _| false, joiner: joins_emoji };

fn without<'t>(text: &'t str, rules: &Rules) -> Cow<'t, str> {
    if text.is_ascii() || !text.contains(|c| is_ignorable(c) || is_filler(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c| is_ignorable(c) || is_filler(c)) {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        if rest.starts_with(is_filler) {
            out.push(' ');
            rest = rest.trim_start_matches(is_filler);
            continue;
        }
        let end = rest.find(|c| !is_ignorable(c)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        if let Some(before) = out.chars().next_back() {
            keep(&mut out, before, run, after.chars().next(), rules);
        }
        rest = after;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Keeps of a run of invisible characters what has a meaning where it stands: a selector, the tags of a flag, a joiner.
fn keep(out: &mut String, before: char, run: &str, after: Option<char>, rules: &Rules) {
    if let Some(first) = run.chars().next().filter(|first| (rules.selector)(before, *first, after)) {
        out.push(first);
    }
    let is_tag = |c: char| matches!(c, '\u{E0020}'..=CANCEL_TAG);
    if is_emoji(before)
        && let (Some(start), Some(end)) = (run.find(is_tag), run.find(CANCEL_TAG))
        && start < end
    {
        out.extend(run[start..end].chars().filter(|c| is_tag(*c)));
        out.push(CANCEL_TAG);
    }
    let joiner = run.chars().find(|c| matches!(*c, ZWJ | ZWNJ));
    if let (Some(joiner), Some(after)) = (joiner, after)
        && (rules.joiner)(before, joiner, after)
    {
        out.push(joiner);
    }
}

/// Whether a character has no shape, and programs that do not know it show nothing.
fn is_ignorable(c: char) -> bool {
    match c {
        '\0'..='\u{AC}' => c.is_control() && !c.is_whitespace(),
        // Marks around annotations.
        '\u{FFF9}'..='\u{FFFB}' => true,
        _ => IGNORABLE.contains(c) && !is_filler(c),
    }
}

/// Whether a character is a blank that Unicode takes for a letter or a symbol: Hangul's filler, wide and narrow, and the
/// pattern of Braille without dots.
fn is_filler(c: char) -> bool {
    matches!(c, '\u{3164}' | '\u{FFA0}' | '\u{2800}')
}

fn is_emoji(c: char) -> bool {
    PICTOGRAPHS.contains(c) || SKIN_TONES.contains(c)
}

fn joins_emoji(before: char, joiner: char, after: char) -> bool {
    joiner == ZWJ && is_emoji(before) && PICTOGRAPHS.contains(after)
}

/// Whether a selector chooses another look of the character before it.
fn selects_variant(before: char, selector: char, after: Option<char>) -> bool {
    match selector {
        '\u{FE0E}' | '\u{FE0F}' => {
            let is_keycap = matches!(before, '0'..='9' | '#' | '*') && after == Some('\u{20E3}');
            is_keycap || is_emoji(before)
        }
        '\u{FE00}'..='\u{FE0D}' | '\u{E0100}'..='\u{E01EF}' => {
            !matches!(SCRIPTS.get(before), Script::Latin | Script::Greek | Script::Cyrillic | Script::Common)
        }
        '\u{180B}'..='\u{180D}' | '\u{180F}' => SCRIPTS.get(before) == Script::Mongolian,
        _ => false,
    }
}

/// Whether a character is of a script whose letters join, or stand below each other, by rules that joiners change.
fn has_joiners(c: char) -> bool {
    let script = SCRIPTS.get(c);
    ![
        Script::Latin,
        Script::Greek,
        Script::Cyrillic,
        Script::Common,
        Script::Armenian,
        Script::Georgian,
        Script::Hebrew,
        Script::Ethiopic,
        Script::Thai,
        Script::Lao,
        Script::Han,
        Script::Hiragana,
        Script::Katakana,
        Script::Bopomofo,
        Script::Hangul,
    ]
    .contains(&script)
}

#[cfg(test)]
mod tests {
    use super::{is_visible, shown, telling};

    #[test]
    fn what_has_a_meaning_stays() {
        for name in [
            "می\u{200C}خواهم",
            "کتابخانه\u{200C}ها",
            "ক্\u{200D}ষ",
            "র\u{200D}্যাব",
            "ශ්\u{200D}රී",
            "👩🏽\u{200D}💻",
            "🏳\u{FE0F}\u{200D}🌈",
            "🏴\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F}",
            "1\u{FE0F}\u{20E3}",
            "葛\u{E0100}",
            "☎\u{FE0E} 7",
        ] {
            assert_eq!(shown(name), name);
            assert!(is_visible(name));
        }
    }

    #[test]
    fn what_has_none_goes() {
        for (name, left) in [
            ("Auf\u{200C}lage", "Auflage"),
            ("a\u{200D}b", "ab"),
            ("\u{200D}👍\u{200D}", "👍"),
            ("10\u{FE0F}", "10"),
            ("x\u{E0067}\u{E007F}", "x"),
            ("👍\u{E0067}", "👍"),
            ("می\u{200C}", "می"),
            ("می\u{200C}\u{200C}\u{200B}خ", "می\u{200C}خ"),
            ("\u{2067}خبر\u{2069}", "خبر"),
            ("a\u{34F}\u{61C}\u{180E}\u{2063}b", "ab"),
            ("Port\u{3164}Gull", "Port Gull"),
        ] {
            assert_eq!(shown(name), left);
        }
    }

    #[test]
    fn what_makes_another_emoji_is_telling() {
        for same in [["❤\u{FE0F}", "❤"], ["می\u{200C}خواهم", "میخواهم"], ["ශ්\u{200D}රී", "ශ්රී"]]
        {
            assert_eq!(telling(same[0]), telling(same[1]));
        }
        let flag = |letter: char| format!("🏴\u{E0067}\u{E0062}{letter}\u{E007F}");
        assert_ne!(telling(&flag('\u{E0065}')), telling(&flag('\u{E0077}')));
        assert_ne!(telling("👨\u{200D}👩"), telling("👨👩"));
    }

    #[test]
    fn a_long_run_costs_no_more_than_its_length() {
        let long = "\u{200B}\u{200D}".repeat(200_000);
        assert_eq!(shown(&format!("a{long}b")), "ab");
        assert!(!is_visible(&long));
    }
}
