//! Dates in the shapes that collections use.
//!
//! Read are: RFC 3339 and its looser cousins (a space for the `T`, no zone, `+0000`), RFC 2822, days (`2026-07-18`,
//! `18-07-2026`, `18 July 2026`, `July 18, 2026`), digits alone (`20260718120000`), seconds and milliseconds of the Unix epoch, and times counted back
//! from the capture of the input (`4 days ago`, `an hour ago`, `منذ ساعة`). Digits of any script count as digits.
//!
//! Not read: months by name in other languages than English, two-digit years outside RFC 2822, named zones.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use crate::article::date::is_publishable;
use crate::article::{Precision, Published};

/// Which of two small numbers is the day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DateOrder {
    /// 05-07 is the 5th of July.
    #[default]
    DayMonth,
    /// 05-07 is the 7th of May.
    MonthDay,
}

/// How dates are read.
#[derive(Debug, Clone, Copy)]
pub struct DateOptions {
    /// The zone of dates that name none.
    pub zone: Tz,
    /// The order of day and month in `05-07-2026`.
    pub order: DateOrder,
    /// When the input was captured: what "4 days ago" is counted from.
    pub captured: DateTime<Utc>,
}

impl DateOptions {
    /// The date of an article that has none: when its input was captured.
    pub fn unknown(&self) -> Published {
        let day = self.captured.with_timezone(&self.zone).date_naive();
        Published { precision: Precision::Unknown, at: whole_seconds(self.captured), day }
    }
}

/// Reads a date; `None` where no format fits, or the date cannot be published (years 1 to 9999).
///
/// ```
/// use feedmill::normalise::date::{DateOptions, DateOrder, parse};
/// let options = DateOptions {
///     zone: chrono_tz::Asia::Karachi,
///     order: DateOrder::DayMonth,
///     captured: "2026-07-20T12:00:00Z".parse().unwrap(),
/// };
/// let at = |raw| parse(raw, &options).unwrap().at.to_rfc3339();
/// assert_eq!(at("18-07-2026"), "2026-07-17T19:00:00+00:00");
/// assert_eq!(at("2026-07-18T10:00:00+02:00"), "2026-07-18T08:00:00+00:00");
/// assert_eq!(at("2 hours ago"), "2026-07-20T10:00:00+00:00");
/// assert!(parse("31-02-2026", &options).is_none());
/// ```
pub fn parse(raw: &str, options: &DateOptions) -> Option<Published> {
    let text = ascii(raw);
    let text = text.as_str();
    let published = exact(text)
        .or_else(|| naive(text).and_then(|local| zoned(local, options)))
        .or_else(|| day(text, options.order).and_then(|day| of_day(day, options)))
        .or_else(|| compact(text, options))
        .or_else(|| epoch(text))
        .or_else(|| relative(text, options))?;
    is_publishable(published.at).then_some(published)
}

/// The text with digits of any script as ASCII digits, without marks of direction, white space as single spaces.
fn ascii(raw: &str) -> String {
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
    out
}

/// The value of a decimal digit, in the scripts that write dates with their own.
fn digit(c: char) -> Option<u8> {
    /// Zeros; nine digits follow each.
    const ZEROS: [u32; 8] = [0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xED0, 0x1040, 0xFF10];
    let zero = ZEROS.into_iter().find(|zero| (*zero..zero + 10).contains(&u32::from(c)))?;
    u8::try_from(u32::from(c) - zero).ok()
}

/// An instant that says its own zone.
fn exact(text: &str) -> Option<Published> {
    let at = DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%z"))
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f%#z"))
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f %#z"))
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%#z"))
        .or_else(|_| DateTime::parse_from_rfc2822(text))
        .ok()?;
    Some(Published { precision: Precision::Exact, at: whole_seconds(at.to_utc()), day: at.date_naive() })
}

/// A date and time without zone.
fn naive(text: &str) -> Option<NaiveDateTime> {
    const FORMATS: &[&str] = &[
        "%Y-%m-%dT%H:%M:%S%.f",
        "%Y-%m-%d %H:%M:%S%.f",
        "%Y-%m-%dT%H:%M",
        "%Y-%m-%d %H:%M",
        "%Y/%m/%d %H:%M:%S",
        "%Y/%m/%d %H:%M",
    ];
    FORMATS.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
}

/// Days that name their parts in an order that cannot be mistaken.
const DAYS: &[&str] = &[
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%d %B %Y",
    "%B %d, %Y",
    "%B %d %Y",
    "%a, %d %B %Y",
    "%A, %d %B %Y",
    "%A, %B %d, %Y",
    "%d-%B-%Y",
];

/// A calendar day.
fn day(text: &str, order: DateOrder) -> Option<NaiveDate> {
    if let Some((first, second, year)) = numbers(text) {
        let (first_is_day, second_is_day) = (second <= 12, first <= 12);
        let (day, month) = match (first_is_day, second_is_day, order) {
            (true, false, _) | (true, true, DateOrder::DayMonth) => (first, second),
            _ => (second, first),
        };
        return NaiveDate::from_ymd_opt(year, month, day);
    }
    DAYS.iter().find_map(|format| NaiveDate::parse_from_str(text, format).ok())
}

/// Two numbers and a year of four digits, `18-07-2026`: the first two in their order.
fn numbers(text: &str) -> Option<(u32, u32, i32)> {
    let mut parts = text.split(['-', '/', '.']);
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    let small = |part: &str| {
        (matches!(part.len(), 1..=2) && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())?
    };
    let year = (year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit())).then(|| year.parse().ok())??;
    if parts.next().is_some() {
        return None;
    }
    Some((small(first)?, small(second)?, year))
}

/// What a date says about the order of day and month: `None` where it is not of that shape.
///
/// `Some(None)` is a date that can be read in either way.
pub fn order_of(raw: &str) -> Option<Option<DateOrder>> {
    match numbers(&ascii(raw))? {
        (first, second, _) if first == second => None,
        (13..=31, 1..=12, _) => Some(Some(DateOrder::DayMonth)),
        (1..=12, 13..=31, _) => Some(Some(DateOrder::MonthDay)),
        (1..=12, 1..=12, _) => Some(None),
        _ => None,
    }
}

/// Digits alone: `20260718`, `202607181200`, `20260718120000`, with `T` and `Z` or without.
fn compact(text: &str, options: &DateOptions) -> Option<Published> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let marks: String = text.chars().filter(|c| !c.is_ascii_digit()).collect();
    let century = matches!(digits.get(..2), Some("19" | "20"));
    if !century || !matches!(marks.as_str(), "" | "T" | "TZ") {
        return None;
    }
    let local = match digits.len() {
        8 => return of_day(NaiveDate::parse_from_str(&digits, "%Y%m%d").ok()?, options),
        12 => NaiveDateTime::parse_from_str(&digits, "%Y%m%d%H%M").ok()?,
        14 => NaiveDateTime::parse_from_str(&digits, "%Y%m%d%H%M%S").ok()?,
        _ => return None,
    };
    if marks.ends_with('Z') {
        return Some(Published { precision: Precision::Exact, at: local.and_utc(), day: local.date() });
    }
    zoned(local, options)
}

/// Seconds (9 or 10 digits) or milliseconds (12 or 13) of the Unix epoch: 1973 to 2286.
fn epoch(text: &str) -> Option<Published> {
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    let number: i64 = whole.parse().ok()?;
    let seconds = match whole.len() {
        9 | 10 => number,
        12 | 13 => number / 1_000,
        _ => return None,
    };
    let at = DateTime::from_timestamp(seconds, 0)?;
    Some(Published { precision: Precision::Exact, at, day: at.date_naive() })
}

/// "4 days ago", in English and Arabic.
fn relative(text: &str, options: &DateOptions) -> Option<Published> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = match lower.strip_prefix("منذ ").or_else(|| lower.strip_prefix("قبل ")) {
        Some(rest) => rest.split(' ').collect(),
        None => match lower.as_str() {
            "just now" | "now" => vec!["0", "seconds"],
            "today" => vec!["0", "days"],
            "yesterday" => vec!["1", "day"],
            other => {
                let rest = other.strip_suffix(" ago")?;
                rest.trim_start_matches("about ")
                    .trim_start_matches("over ")
                    .trim_start_matches("almost ")
                    .split(' ')
                    .collect()
            }
        },
    };
    let (count, unit) = match words.as_slice() {
        ["a" | "an" | "one", unit] | [unit] | [unit, "واحدة" | "واحد"] => (1, *unit),
        ["a", "few", unit] | ["بضع" | "بضعة", unit] => (0, *unit),
        [count, unit] => (count.parse::<u32>().ok()?, *unit),
        _ => return None,
    };
    let now = options.captured.with_timezone(&options.zone);
    let ago = |delta: TimeDelta| options.captured.checked_sub_signed(delta * i32::try_from(count).ok()?);
    let back = |day: Option<NaiveDate>| of_day(day?, options);
    let today = now.date_naive();
    let found = match unit {
        "second" | "seconds" | "sec" | "secs" | "ثانية" | "ثوان" | "ثواني" | "لحظات" => {
            ago(TimeDelta::seconds(1))
        }
        "minute" | "minutes" | "min" | "mins" | "دقيقة" | "دقائق" => ago(TimeDelta::minutes(1)),
        "دقيقتين" => ago(TimeDelta::minutes(2)),
        "hour" | "hours" | "hr" | "hrs" | "ساعة" | "ساعات" => ago(TimeDelta::hours(1)),
        "ساعتين" => ago(TimeDelta::hours(2)),
        _ => {
            let mut date = match unit {
                "day" | "days" | "يوم" | "أيام" | "يومًا" => {
                    back(today.checked_sub_days(Days::new(count.into())))
                }
                "يومين" => back(today.checked_sub_days(Days::new(2))),
                "week" | "weeks" | "أسبوع" | "أسابيع" => {
                    back(today.checked_sub_days(Days::new(u64::from(count) * 7)))
                }
                "أسبوعين" => back(today.checked_sub_days(Days::new(14))),
                "month" | "months" | "شهر" | "أشهر" | "شهور" => {
                    back(today.checked_sub_months(Months::new(count)))
                }
                "شهرين" => back(today.checked_sub_months(Months::new(2))),
                "year" | "years" | "سنة" | "سنوات" => {
                    back(today.checked_sub_months(Months::new(count.checked_mul(12)?)))
                }
                _ => None,
            }?;
            date.precision = Precision::Approximate;
            return Some(date);
        }
    }?;
    let day = found.with_timezone(&options.zone).date_naive();
    Some(Published { precision: Precision::Approximate, at: whole_seconds(found), day })
}

/// By how much a date like "4 days ago" may be off, on either side: what was "6 days ago" is "a week ago" the day after.
pub fn slack(raw: &str) -> TimeDelta {
    const UNITS: &[(&[&str], TimeDelta)] = &[
        (&["year", "سنة", "سنوات"], TimeDelta::days(367)),
        (&["month", "شهر", "أشهر", "شهور"], TimeDelta::days(32)),
        (&["week", "أسبوع", "أسابيع"], TimeDelta::days(8)),
        (&["day", "يوم", "أيام"], TimeDelta::days(2)),
    ];
    let lower = raw.to_lowercase();
    let unit = UNITS.iter().find(|(names, _)| names.iter().any(|name| lower.contains(name)));
    unit.map_or(TimeDelta::hours(2), |(_, slack)| *slack)
}

/// The first instant of a day in the configured zone.
fn of_day(day: NaiveDate, options: &DateOptions) -> Option<Published> {
    let at = resolve(day.and_time(NaiveTime::MIN), options.zone)?;
    Some(Published { precision: Precision::Day, at, day })
}

fn zoned(local: NaiveDateTime, options: &DateOptions) -> Option<Published> {
    let at = whole_seconds(resolve(local, options.zone)?);
    Some(Published { precision: Precision::Exact, at, day: local.date() })
}

/// The instant of a local time: the earlier one where the clock was set back, as if the clock had not been set forward
/// yet where it was (RFC 5545 §3.3.5).
fn resolve(local: NaiveDateTime, zone: Tz) -> Option<DateTime<Utc>> {
    if !(0..=9_999).contains(&local.year()) {
        return None;
    }
    if let Some(found) = zone.from_local_datetime(&local).earliest() {
        return Some(found.to_utc());
    }
    // No zone was ever set forward by more than a day.
    let before = zone.from_local_datetime(&local.checked_sub_days(Days::new(1))?).earliest()?;
    let seconds = before.offset().fix().local_minus_utc();
    local.and_utc().checked_sub_signed(TimeDelta::seconds(seconds.into()))
}

/// Fractions of a second say nothing in a feed.
fn whole_seconds(at: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp(at.timestamp(), 0).unwrap_or(at)
}
