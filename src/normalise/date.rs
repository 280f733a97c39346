//! Dates in the shapes that collections use.
//!
//! Read are, days with or without a time, times with or without a zone:
//!
//! - RFC 3339 and its looser cousins (a space for the `T`, small letters, a comma before the fraction, hours alone, no
//!   zone, `+0000`, one digit for two), also without separators (`20260718T120000Z`, `20260718120000`);
//! - RFC 5322 §3.3 and §4.3 (RFC 822 with its years of two digits), RFC 850, `asctime`, and what people write: day,
//!   month by name and year in the orders `18 July 2026`, `July 18th, 2026` and `2026 Jul 18`, with `3:04 pm`, `14h30`
//!   or `19 Uhr`. Months may be named in English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian,
//!   Swedish, Danish, Norwegian, Turkish and Czech. Weekdays are passed over, right or wrong;
//! - numbers, `18-07-2026` in the order of [`DateOptions::order`], and `2026年7月18日`, `2026년 7월 18일`;
//! - years of two digits, 1969 to 2068: `18.07.26`, `7/18/26 3:04 PM`, `18-Jul-26`, `18 July '26`;
//! - weeks and days of the year (ISO 8601): `2026-W29-6`, `2026W296`, `2026-199`;
//! - a month (`2026-07`, `July 2026`), a week (`2026-W29`) or a year (1990 to 2100) alone, as its first day: see
//!   [`Guess::Day`];
//! - the Unix epoch in seconds, milli-, micro- and nanoseconds; the days of a spreadsheet, where [`DateOptions::serials`]
//!   says so; what programs write around a date: `/Date(1784368800000+0200)/`, `ISODate("…")`, `datetime.date(2026, 7, 18)`;
//! - times counted back from the capture of the input (`4 days ago`, `vor einer Stunde`, `منذ ساعة`).
//!
//! A zone is an offset, a name of the IANA database with a slash, or an abbreviation: see [`Guess::Zone`]. `ET`, `CT`, `MT`,
//! `PT` and `AT` are set forward in summer, `EST` and `EDT` say which it is. A zone that is not known leaves the time as it is:
//! see [`Guess::UnknownZone`]. Digits of any script count as digits. A leap second is the second before it, 24:00 is midnight of
//! the next day.
//!
//! Not read: dates without a year, years of two digits in front (`26-07-18` is a day of 2018), other calendars (see
//! [`names_other_calendar`]), ranges, zones without a time.

mod program;
mod read;
mod relative;
mod serial;
mod shape;
#[cfg(test)]
mod tests;
mod token;
mod words;
mod zone;

use std::borrow::Cow;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use icu_normalizer::ComposingNormalizerBorrowed as Normalizer;

use crate::article::date::is_publishable;
use crate::article::{Precision, Published};
use crate::zone::Zone;
use read::Reading;
pub use relative::slack;
pub use serial::is_serial;

/// Which of two small numbers is the day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DateOrder {
    /// 05-07 is the 5th of July.
    #[default]
    DayMonth,
    /// 05-07 is the 7th of May.
    MonthDay,
    /// The same, also where dots stand between the numbers, as nobody writes it who is not asked to.
    MonthDayWithDots,
}

/// How dates are read.
#[derive(Debug, Clone, Copy)]
pub struct DateOptions {
    /// The zone of dates that name none.
    pub zone: Zone,
    /// The order of day and month in `05-07-2026`.
    pub order: DateOrder,
    /// When the input was captured: what "4 days ago" is counted from.
    pub captured: DateTime<Utc>,
    /// Whether a bare number of five digits counts days as spreadsheets do: see [`is_serial`].
    pub serials: bool,
    /// Whether a time that is written as YAML writes it, to the second, and names no zone is one of UTC, in whatever zone all
    /// others are: so Ruby reads them (<https://github.com/ruby/psych>, `parse_time`), and with it Jekyll.
    pub utc_timestamps: bool,
}

impl DateOptions {
    /// The date of an article that has none: when its input was captured.
    pub fn unknown(&self) -> Published {
        let day = self.zone.local(self.captured).date_naive();
        Published { precision: Precision::Unknown, at: whole_seconds(self.captured), day }
    }
}

/// Reads a date; `None` where no format fits, or the date cannot be published (years 1 to 9999).
///
/// ```
/// use feedmill::internal::normalise::date::{DateOptions, DateOrder, parse};
/// use feedmill::internal::zone::Zone;
/// let options = DateOptions {
///     zone: Zone::named("Asia/Karachi").unwrap(),
///     order: DateOrder::DayMonth,
///     captured: "2026-07-20T12:00:00Z".parse().unwrap(),
///     serials: false,
///     utc_timestamps: false,
/// };
/// let at = |raw| parse(raw, &options).unwrap().at.to_rfc3339();
/// assert_eq!(at("18-07-2026"), "2026-07-17T19:00:00+00:00");
/// assert_eq!(at("2026-07-18T10:00:00+02:00"), "2026-07-18T08:00:00+00:00");
/// assert_eq!(at("2 hours ago"), "2026-07-20T10:00:00+00:00");
/// assert!(parse("31-02-2026", &options).is_none());
/// ```
pub fn parse(raw: &str, options: &DateOptions) -> Option<Published> {
    read_with_guess(raw, options).map(|(published, _)| published)
}

/// What of a date is not said by it and had to be guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guess {
    /// The day: only a month or a year is given, and the first day of it is taken.
    Day,
    /// The zone: several zones go by its abbreviation (`AST`, `BST`, `CST`, `IST`, `PST`, and the letters of the armed
    /// forces but `Z`). RFC 5322 §4.3 defines `CST` and `PST`: they are no guess where day, month by name and year
    /// stand in its order. A zone with its offset beside it never is.
    Zone,
    /// The zone: nobody knows the one that is named, and the time is read in the zone of the input.
    UnknownZone,
}

/// Reads a date as [`parse`] does, and says what had to be guessed.
///
/// ```
/// # use feedmill::internal::normalise::date::{DateOptions, DateOrder, Guess, read_with_guess};
/// # let options = DateOptions { zone: feedmill::internal::zone::Zone::UTC, order: DateOrder::DayMonth, captured: chrono::DateTime::UNIX_EPOCH, serials: false, utc_timestamps: false };
/// let guess = |raw| read_with_guess(raw, &options).unwrap().1;
/// assert_eq!(guess("2003-12"), Some(Guess::Day));
/// assert_eq!(guess("2026-07-18 10:00 CST"), Some(Guess::Zone));
/// assert_eq!(guess("Sat, 18 Jul 2026 10:00:00 CST"), None);
/// ```
pub fn read_with_guess(raw: &str, options: &DateOptions) -> Option<(Published, Option<Guess>)> {
    read_in_any_year(raw, options).filter(|(published, _)| !is_of_other_calendar(published.day))
}

/// Whether the year of a day is one of the Persian or the Islamic calendar (1300 to 1499), which nobody means in ours.
fn is_of_other_calendar(day: NaiveDate) -> bool {
    (1300..=1499).contains(&day.year())
}

/// Whether a text would be a date if its year were one of our calendar: `1405/04/27`.
///
/// ```
/// # use feedmill::internal::normalise::date::{DateOptions, DateOrder, names_other_calendar, parse};
/// # let options = DateOptions { zone: feedmill::internal::zone::Zone::UTC, order: DateOrder::DayMonth, captured: chrono::DateTime::UNIX_EPOCH, serials: false, utc_timestamps: false };
/// assert!(names_other_calendar("1405/04/27", &options));
/// assert!(parse("1405/04/27", &options).is_none());
/// ```
pub fn names_other_calendar(raw: &str, options: &DateOptions) -> bool {
    read_in_any_year(raw, options).is_some_and(|(published, _)| is_of_other_calendar(published.day))
}

fn read_in_any_year(raw: &str, options: &DateOptions) -> Option<(Published, Option<Guess>)> {
    let found = match rfc3339(raw.trim()) {
        Some(published) => (published, None),
        None => {
            let text = plain(raw)?;
            calendar(&text, options)
                .or_else(|| epoch(&text).map(|published| (published, None)))
                .or_else(|| relative::relative(&text, options).map(|published| (published, None)))
                .or_else(|| serial::read(&text, options).map(|published| (published, None)))
                .or_else(|| program::read(&text, options))?
        }
    };
    is_publishable(found.0.at).then_some(found)
}

/// The shape that most dates have, read at once.
fn rfc3339(text: &str) -> Option<Published> {
    if text.len() > 40 || text.as_bytes().get(4) != Some(&b'-') || text.as_bytes().get(10) != Some(&b'T') {
        return None;
    }
    let at = DateTime::parse_from_rfc3339(text).ok()?;
    Some(Published { precision: Precision::Exact, at: whole_seconds(at.to_utc()), day: at.date_naive() })
}

/// The longest date, in bytes.
const LONGEST: usize = 200;

/// The text in compatible, composed characters, with digits of any script as ASCII digits, without marks of direction,
/// white space as single spaces. `None` where it is too long for a date.
fn plain(raw: &str) -> Option<String> {
    let raw = raw.trim();
    if raw.len() > LONGEST {
        return None;
    }
    let raw = if raw.is_ascii() { Cow::Borrowed(raw) } else { Normalizer::new_nfkc().normalize(raw) };
    let mut out = String::with_capacity(raw.len());
    for word in raw.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for c in word.chars() {
            match c {
                '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' => {}
                '\u{2010}'..='\u{2015}' | '\u{2212}' => out.push('-'),
                c => out.push(digit(c).map_or(c, |digit| char::from(b'0' + digit))),
            }
        }
    }
    Some(out)
}

/// The value of a decimal digit, in the scripts that write dates with their own.
fn digit(c: char) -> Option<u8> {
    /// Zeros; nine digits follow each.
    const ZEROS: [u32; 8] = [0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xED0, 0x1040, 0xFF10];
    let zero = ZEROS.into_iter().find(|zero| (*zero..zero + 10).contains(&u32::from(c)))?;
    u8::try_from(u32::from(c) - zero).ok()
}

/// A day, or a time on a day.
fn calendar(text: &str, options: &DateOptions) -> Option<(Published, Option<Guess>)> {
    let reading = read::read(text, options.order)?;
    let day = reading.day;
    let guess = match reading {
        Reading { is_partial: true, .. } => Some(Guess::Day),
        Reading { is_guessed_zone: true, .. } => Some(Guess::Zone),
        Reading { is_unknown_zone: true, .. } => Some(Guess::UnknownZone),
        _ => None,
    };
    let Some(clock) = reading.clock else { return Some((of_day(day, options)?, guess)) };
    let local = reading.local(clock)?;
    let at = match reading.zone {
        Some(named) => named.zone.instant(local)?,
        None if options.utc_timestamps && shape::is_timestamp(text) => local.and_utc(),
        None => options.zone.instant(local)?,
    };
    Some((Published { precision: Precision::Exact, at: whole_seconds(at), day }, guess))
}

/// What a date shows that says day and time, in whatever zone it was written; `None`: it says no time of a day.
///
/// ```
/// # use feedmill::internal::normalise::date::{DateOrder, written};
/// let shown = |raw| written(raw, DateOrder::DayMonth).map(|local| local.to_string());
/// assert_eq!(shown("2026-07-18T23:30:00+02:00").as_deref(), Some("2026-07-18 23:30:00"));
/// assert_eq!(shown("18 July 2026"), None);
/// ```
pub fn written(raw: &str, order: DateOrder) -> Option<NaiveDateTime> {
    let raw = raw.trim();
    if rfc3339(raw).is_some() {
        return DateTime::parse_from_rfc3339(raw).ok().map(|at| at.naive_local());
    }
    let reading = read::read(&plain(raw)?, order)?;
    reading.local(reading.clock?)
}

/// What a date says about the order of day and month: `None` where it is not of that shape.
///
/// `Some(None)` is a date that can be read in either way.
///
/// ```
/// use feedmill::internal::normalise::date::{DateOrder, order_of};
/// assert_eq!(order_of("18/07/2026 10:30"), Some(Some(DateOrder::DayMonth)));
/// assert_eq!(order_of("05/07/2026"), Some(None));
/// assert_eq!(order_of("05.07.2026"), None);
/// assert_eq!(order_of("2026-07-18"), None);
/// ```
pub fn order_of(raw: &str) -> Option<Option<DateOrder>> {
    // A year in front, as in most dates, leaves no question.
    if raw.len() >= 4 && raw.bytes().take(4).all(|b| b.is_ascii_digit()) {
        return None;
    }
    match read::small_numbers(&plain(raw)?)? {
        (first, second, _) if first == second => None,
        (13..=31, 1..=12, _) => Some(Some(DateOrder::DayMonth)),
        (1..=12, 13..=31, _) => Some(Some(DateOrder::MonthDay)),
        // With dots the day stands first.
        (1..=12, 1..=12, is_dotted) => (!is_dotted).then_some(None),
        _ => None,
    }
}

/// The Unix epoch from 1973 to 2286: seconds (9 or 10 digits), milliseconds (12 or 13), microseconds (15 or 16) or
/// nanoseconds (18 or 19), with a fraction or without.
fn epoch(text: &str) -> Option<Published> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    if ![whole, fraction].iter().all(|digits| digits.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    let seconds = match whole.len() {
        9 | 10 => number,
        12 | 13 => number / 1_000,
        15 | 16 => number / 1_000_000,
        18 | 19 => number / 1_000_000_000,
        _ => return None,
    };
    let at = DateTime::from_timestamp(seconds, 0)?;
    Some(Published { precision: Precision::Exact, at, day: at.date_naive() })
}

/// The first instant of a day in the configured zone.
fn of_day(day: NaiveDate, options: &DateOptions) -> Option<Published> {
    let at = options.zone.instant(day.and_time(NaiveTime::MIN))?;
    Some(Published { precision: Precision::Day, at, day })
}

/// Fractions of a second say nothing in a feed.
fn whole_seconds(at: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp(at.timestamp(), 0).unwrap_or(at)
}
