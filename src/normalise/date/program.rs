//! What programs write around a date.

use chrono::{DateTime, FixedOffset};

use super::{DateOptions, Guess, calendar, epoch, whole_seconds};
use crate::article::{Precision, Published};

/// A date in the words of a programming language.
///
/// Read are `/Date(1784368800000+0200)/` (.NET; what follows the milliseconds is the zone of the day and no part of the
/// instant), `ISODate("…")` and `NumberLong(…)` (Mongo), `new Date(…)` (scripts), `Timestamp('…')` (pandas),
/// `datetime.date(2026, 7, 18)` and `datetime.datetime(2026, 7, 18, 12, 30, tzinfo=…)` (Python).
pub(super) fn read(text: &str, options: &DateOptions) -> Option<(Published, Option<Guess>)> {
    let (name, rest) = text.split_once('(')?;
    let inner = rest.trim_end_matches(['/', '\\', ';', ' ']).strip_suffix(')')?.trim();
    let name = name.trim_start_matches(['/', '\\']).trim();
    let quoted = inner.trim_matches(['"', '\'']).trim();
    match name {
        "Date" | "new Date" | "NumberLong" if quoted.starts_with(|c: char| c == '-' || c.is_ascii_digit()) => {
            milliseconds(quoted).map(|published| (published, None)).or_else(|| calendar(quoted, options))
        }
        "new Date" | "ISODate" | "Timestamp" | "pd.Timestamp" => {
            calendar(quoted, options).or_else(|| epoch(quoted).map(|published| (published, None)))
        }
        "datetime.datetime" | "datetime.date" | "datetime" | "date" => calendar(&of_python(inner)?, options),
        _ => None,
    }
}

/// Milliseconds since 1970, and the offset in which somebody saw them.
fn milliseconds(text: &str) -> Option<Published> {
    let end = text.get(1..)?.find(['+', '-']).map_or(text.len(), |at| at + 1);
    let (number, offset) = text.split_at(end);
    let at = whole_seconds(DateTime::from_timestamp_millis(number.trim().parse().ok()?)?);
    let minutes = match offset.split_at_checked(1) {
        None => 0,
        Some((sign, digits)) if digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit()) => {
            let digits: i32 = digits.parse().ok()?;
            let minutes = digits / 100 * 60 + digits % 100;
            if sign == "-" { -minutes } else { minutes }
        }
        Some(_) => return None,
    };
    let day = at.with_timezone(&FixedOffset::east_opt(minutes * 60)?).date_naive();
    Some(Published { precision: Precision::Exact, at, day })
}

/// The arguments of a date of Python as a date: `2026, 7, 18, 12, 30, tzinfo=datetime.timezone.utc`.
fn of_python(arguments: &str) -> Option<String> {
    let (numbers, zone) = arguments.split_once("tzinfo=").unwrap_or((arguments, ""));
    let mut numbers = numbers.split(',').map(str::trim).filter(|number| !number.is_empty());
    let mut next = || numbers.next().map_or(Some(None), |number| number.parse::<u32>().ok().map(Some));
    let (year, month, day) = (next()??, next()??, next()??);
    let time = match (next()?, next()?, next()?) {
        (Some(hour), minute, second) => {
            format!(" {hour:02}:{:02}:{:02}", minute.unwrap_or(0), second.unwrap_or(0))
        }
        _ => return Some(format!("{year:04}-{month:02}-{day:02}")),
    };
    let zone = match zone.split(['\'', '"']).nth(1) {
        Some(name) => name,
        None if zone.to_ascii_lowercase().contains("utc") => "UTC",
        // Another zone that only the program knew.
        None if !zone.is_empty() => "Unknown",
        None => "",
    };
    Some(format!("{year:04}-{month:02}-{day:02}{time} {zone}"))
}
