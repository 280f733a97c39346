//! Zones that a time names, and offsets from UTC.

use super::token::{Kind, Token};
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
];

/// The zone at the beginning of `tokens`, which are pieces of `text`.
///
/// An offset beside a name wins: `GMT+2`, `EST -0500`, `+0200 CEST`.
pub(super) fn zone(text: &str, tokens: &[Token<'_>]) -> Option<Named> {
    if let Some((minutes, length)) = offset(tokens) {
        let name = tokens[length..].first().is_some_and(|next| abbreviation(next).is_some());
        return Some(Named { zone: Zone::offset(minutes), sense: One, length: length + usize::from(name) });
    }
    let first = tokens.first()?;
    if first.kind != Kind::Word {
        return None;
    }
    if let Some((zone, length)) = place(text, tokens) {
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

/// A name of the IANA database that has a slash, `Europe/Berlin`: the zone and the number of tokens.
fn place(text: &str, tokens: &[Token<'_>]) -> Option<(Zone, usize)> {
    let start = tokens.first()?.start;
    let rest = &text[start..];
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "/_+-".contains(c))).unwrap_or(rest.len());
    let name = &rest[..end];
    let zone = name.contains('/').then(|| Zone::place(name))??;
    Some((zone, tokens.iter().take_while(|token| token.start < start + end).count()))
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
