//! Zones that a time names, and offsets from UTC.

use super::token::{Kind, Token};
use super::words::{fold, meaning};
use crate::zone::Zone;

/// How sure it is which zone an abbreviation stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sense {
    /// One zone.
    One,
    /// Several zones; RFC 5322 §4.3 says which one it is in the date of a mail.
    OneInMail,
    /// Several zones.
    Several,
}

/// A zone that follows a time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named {
    pub(super) zone: Zone,
    pub(super) sense: Sense,
    /// The number of tokens that name it.
    pub(super) length: usize,
}

use Sense::{One, OneInMail, Several};

/// Abbreviations and hours and minutes east of UTC.
///
/// The first ones are those of RFC 5322 §4.3. Of the zones that share an abbreviation, the one with the most English feeds is
/// taken, but for IST, which is India.
const ABBREVIATIONS: &[(&str, i32, i32, Sense)] = &[
    ("GMT", 0, 0, One),
    ("WIB", 7, 0, One),
    ("WITA", 8, 0, One),
    ("WIT", 9, 0, One),
    ("UT", 0, 0, One),
    ("UTC", 0, 0, One),
    ("Z", 0, 0, One),
    ("EST", -5, 0, One),
    ("EDT", -4, 0, One),
    // China and Cuba, too.
    ("CST", -6, 0, OneInMail),
    ("CDT", -5, 0, One),
    ("MST", -7, 0, One),
    ("MDT", -6, 0, One),
    // The Philippines, too.
    ("PST", -8, 0, OneInMail),
    ("PDT", -7, 0, One),
    ("WET", 0, 0, One),
    ("WEST", 1, 0, One),
    ("CET", 1, 0, One),
    ("MET", 1, 0, One),
    ("MEZ", 1, 0, One),
    ("CEST", 2, 0, One),
    ("MEST", 2, 0, One),
    ("MESZ", 2, 0, One),
    ("EET", 2, 0, One),
    ("EEST", 3, 0, One),
    ("MSK", 3, 0, One),
    ("MSD", 4, 0, One),
    // Bangladesh and Bougainville, too.
    ("BST", 1, 0, Several),
    // Ireland and Israel, too.
    ("IST", 5, 30, Several),
    // Arabia, too.
    ("AST", -4, 0, Several),
    ("PKT", 5, 0, One),
    ("HKT", 8, 0, One),
    ("SGT", 8, 0, One),
    ("JST", 9, 0, One),
    ("KST", 9, 0, One),
    ("AWST", 8, 0, One),
    ("ACST", 9, 30, One),
    ("ACDT", 10, 30, One),
    ("AEST", 10, 0, One),
    ("AEDT", 11, 0, One),
    ("NZST", 12, 0, One),
    ("NZDT", 13, 0, One),
    ("HST", -10, 0, One),
    ("AKST", -9, 0, One),
    ("AKDT", -8, 0, One),
    ("NST", -3, 30, One),
    ("NDT", -2, 30, One),
    ("SAST", 2, 0, One),
    ("CAT", 2, 0, One),
    ("WAT", 1, 0, One),
    ("EAT", 3, 0, One),
    ("MUT", 4, 0, One),
    ("TRT", 3, 0, One),
    ("IDT", 3, 0, One),
    ("IRST", 3, 30, One),
    // South Georgia, too.
    ("GST", 4, 0, Several),
    ("AFT", 4, 30, One),
    ("UZT", 5, 0, One),
    ("NPT", 5, 45, One),
    ("MMT", 6, 30, One),
    ("ICT", 7, 0, One),
    ("MYT", 8, 0, One),
    ("PHT", 8, 0, One),
    ("PHST", 8, 0, One),
    ("CHST", 10, 0, One),
    ("BRT", -3, 0, One),
    ("ART", -3, 0, One),
    ("UYT", -3, 0, One),
    ("CLST", -3, 0, One),
    ("CLT", -4, 0, One),
    ("BOT", -4, 0, One),
    ("VET", -4, 0, One),
    ("COT", -5, 0, One),
    ("PET", -5, 0, One),
];

/// Names of a clock that is set forward in summer, and a place that has it.
const CLOCKS: &[(&str, &str)] = &[
    ("ET", "America/New_York"),
    ("CT", "America/Chicago"),
    ("MT", "America/Denver"),
    ("PT", "America/Los_Angeles"),
    ("AT", "America/Halifax"),
    ("AKT", "America/Anchorage"),
    ("AET", "Australia/Sydney"),
    ("NZT", "Pacific/Auckland"),
];

/// The clocks of North America in words, `Eastern Time`: the name of each, and its standard time in hours.
const SPOKEN: &[(&str, &str, i32)] = &[
    ("eastern", "ET", -5),
    ("central", "CT", -6),
    ("mountain", "MT", -7),
    ("pacific", "PT", -8),
    ("atlantic", "AT", -4),
];

/// The zone at the beginning of `tokens`, which are pieces of `text`.
///
/// An offset beside a name wins: `GMT+2`, `EST -0500`, `+0200 CEST`.
pub(super) fn zone(text: &str, tokens: &[Token<'_>]) -> Option<Named> {
    if let Some((minutes, length)) = offset(tokens) {
        let rest = &tokens[length..];
        let name = rest.first().is_some_and(|next| abbreviation(next).is_some()) || clock(rest).is_some();
        return Some(Named { zone: Zone::offset(minutes), sense: One, length: length + usize::from(name) });
    }
    let first = tokens.first()?;
    if first.kind != Kind::Word {
        return None;
    }
    if let Some((zone, length)) = place(text, tokens) {
        return Some(Named { zone, sense: One, length });
    }
    if let Some((zone, length)) = clock(tokens).map(|zone| (zone, 1)).or_else(|| spoken(tokens)) {
        return Some(Named { zone, sense: One, length });
    }
    let (minutes, sense) = abbreviation(first)?;
    match offset(&tokens[1..]) {
        Some((minutes, length)) => Some(Named { zone: Zone::offset(minutes), sense: One, length: 1 + length }),
        None => Some(Named { zone: Zone::offset(minutes), sense, length: 1 }),
    }
}

/// `+0200`, `+02:00`, `+2`: minutes and the number of tokens. The sign stands at its number: `10:30 - 18 July` has none.
fn offset(tokens: &[Token<'_>]) -> Option<(i32, usize)> {
    let (sign, hours) = (tokens.first()?, tokens.get(1)?);
    let factor = match sign.text {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let is_attached = |token: &Token<'_>| token.kind == Kind::Number && !token.spaced;
    if !is_attached(hours) {
        return None;
    }
    let two = |digits: &str| digits.parse::<i32>().ok();
    let (hours, minutes, length, most) = match hours.text.len() {
        4 => (two(&hours.text[..2])?, two(&hours.text[2..])?, 2, 23),
        1 | 2 => match tokens.get(2).filter(|mark| mark.is_mark(':') && !mark.spaced) {
            Some(_) => {
                let minutes = tokens.get(3).filter(|token| is_attached(token) && token.text.len() == 2)?;
                (two(hours.text)?, two(minutes.text)?, 4, 23)
            }
            // Kiribati is the furthest east.
            None => (two(hours.text)?, 0, 2, 14),
        },
        _ => return None,
    };
    (hours <= most && minutes < 60).then_some((factor * (hours * 60 + minutes), length))
}

/// A name of the IANA database that has a slash, `Europe/Berlin`, or a digit, `EST5EDT`: the zone and the number of tokens.
fn place(text: &str, tokens: &[Token<'_>]) -> Option<(Zone, usize)> {
    let start = tokens.first()?.start;
    let rest = &text[start..];
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "/_+-".contains(c))).unwrap_or(rest.len());
    let name = &rest[..end];
    // `EST5EDT` is one, too.
    let is_word = |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric()) && name.ends_with('T');
    let is_name = name.contains('/') || (is_word(name) && name.bytes().any(|b| b.is_ascii_digit()));
    let zone = is_name.then(|| Zone::place(name))??;
    Some((zone, tokens.iter().take_while(|token| token.start < start + end).count()))
}

/// The clock of a place, by its abbreviation. `at` and `pt` are a word and a weekday, `AT 5 July` is one.
fn clock(tokens: &[Token<'_>]) -> Option<Zone> {
    let token = tokens.first()?;
    let (name, place) = CLOCKS.iter().find(|(name, _)| name.eq_ignore_ascii_case(token.text))?;
    let is_word = matches!(*name, "AT" | "PT");
    let goes_on = tokens.get(1).is_some_and(|next| next.kind != Kind::Mark);
    if is_word && (token.text != *name || goes_on) { None } else { Zone::place(place) }
}

/// Whether one token is left and it is the name of a clock: `AT` and `PT` are words elsewhere.
pub(super) fn is_last_clock(tokens: &[Token<'_>]) -> bool {
    tokens.len() == 1 && clock(tokens).is_some()
}

/// `Eastern`, `Eastern Time`, `Pacific Standard Time`: the zone and the number of tokens. `Central European Time` is none.
fn spoken(tokens: &[Token<'_>]) -> Option<(Zone, usize)> {
    let word = |n: usize| tokens.get(n).filter(|token| token.kind == Kind::Word).map(|token| fold(token.text));
    let first = word(0)?;
    let (_, name, hours) = SPOKEN.iter().find(|(known, ..)| *known == first)?;
    let place = || CLOCKS.iter().find(|(known, _)| known == name).and_then(|(_, place)| Zone::place(place));
    let (zone, length) = match word(1).as_deref() {
        Some("standard") => (Zone::offset(hours * 60), 2),
        Some("daylight") => (Zone::offset(hours * 60 + 60), 2),
        _ => (place()?, 1),
    };
    let length = length + usize::from(word(length).as_deref() == Some("time"));
    word(length).is_none().then_some((zone, length))
}

/// The number of tokens that are the name of a zone, or an offset, that nobody knows: `XYZ`, `Europe/Atlantis`, `Lagos Time`,
/// `+24:00`.
pub(super) fn unknown(text: &str, tokens: &[Token<'_>]) -> usize {
    let Some(first) = tokens.first() else { return 0 };
    if first.kind == Kind::Mark {
        let mut length = 1;
        while tokens.get(length).is_some_and(|next| !next.spaced && (next.kind == Kind::Number || next.is_mark(':'))) {
            length += 1;
        }
        let is_all = tokens.get(length).is_none_or(|next| next.is_mark('(') || next.is_mark('['));
        return if is_all { length } else { 0 };
    }
    let is_capital = |word: &str| word.starts_with(char::is_uppercase);
    // A letter at the digits is a `T` without a time.
    if !is_capital(first.text) || (!first.spaced && first.text.len() == 1) {
        return 0;
    }
    let rest = &text[first.start..];
    let name = &rest[..rest.find(|c: char| !(c.is_alphanumeric() || "/_+-".contains(c))).unwrap_or(rest.len())];
    if name.contains('/') {
        return tokens.iter().take_while(|token| token.start < first.start + name.len()).count();
    }
    let is_part = |token: &&Token<'_>| {
        let word = fold(token.text);
        token.kind == Kind::Word
            && meaning(&word).is_none()
            && (is_capital(token.text)
                || matches!(word.as_str(), "time" | "standard" | "daylight" | "summer" | "local"))
    };
    1 + tokens[1..].iter().take_while(is_part).count()
}

/// The offset of an abbreviation. The letters of the armed forces are UTC (RFC 5322 §4.3): they were used with both
/// signs. `J` never was one, a small `h` stands for hours, and a letter at the digits is a `T` without a time.
fn abbreviation(token: &Token<'_>) -> Option<(i32, Sense)> {
    let known = ABBREVIATIONS.iter().find(|(name, ..)| name.eq_ignore_ascii_case(token.text));
    if let Some((_, hours, minutes, sense)) = known {
        return Some((hours * 60 + hours.signum() * minutes, *sense));
    }
    let is_letter = token.spaced && matches!(token.text.as_bytes(), [b'A'..=b'I' | b'K'..=b'Y']);
    is_letter.then_some((0, Several))
}
