//! From a value to the text of a date: the forms in which databases and programs keep dates.

use std::borrow::Cow;

use super::wrong::{Wrong, text};
use super::{How, Value};

/// The most dates that are kept beside a date that may be a placeholder.
pub(in crate::load) const MOST_DATES: usize = 8;

/// The longest of them, in bytes.
pub(in crate::load) const LONGEST_DATE: usize = 200;

/// Whether a text is a day without a time of the clock.
pub(super) fn is_day(text: &str) -> bool {
    /// No day is written longer.
    const LONGEST: usize = 40;
    let is_part = |c: char| c.is_alphanumeric() || c.is_whitespace() || "-/.,".contains(c);
    let text = text.trim();
    (6..=LONGEST).contains(&text.len())
        && text.chars().all(is_part)
        && text.chars().any(|c| c.is_ascii_digit())
        && (text.contains(['-', '/', '.']) || text.chars().any(char::is_whitespace))
}

/// Whether a text is a time of the clock and nothing else: `05:30`, `16:45:10`, `4:45 pm`, `16:45 CET`.
pub(super) fn is_clock(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let Some(rest) = text.get(digits..).and_then(|rest| rest.strip_prefix(':')) else { return false };
    let minutes = rest.bytes().take_while(u8::is_ascii_digit).count();
    let rest = rest[minutes..].trim_start_matches(|c: char| c.is_ascii_digit() || ":.,".contains(c)).trim();
    (1..=2).contains(&digits) && minutes == 2 && rest.len() <= 10 && !rest.contains(char::is_whitespace)
}

/// The names of the date in an object; the first that has a value counts.
const DATE: &[&str] = &[
    "$date",
    "$numberLong",
    "$t",
    "date-time",
    "date_time",
    "dateTime",
    "iso",
    "value",
    "date",
    "#text",
    "_seconds",
    "seconds",
    "$timestamp",
    "epoch",
    "unix",
    "timestamp",
    "raw",
];

/// The names of the zone of an object's date (PHP's `timezone`, the `timeZone` of calendars).
const ZONE: &[&str] = &["timezone", "time_zone"];

/// The text of a date; `None` where the value says nothing.
///
/// Besides texts and numbers these are dates: a list of one, the numbers of a date (`[2026, 7, 18, 12, 30]`), and the objects
/// of Mongo (`$date`, `$numberLong`), Firestore (`_seconds`), CSL (`date-parts`), PHP (`date` and `timezone`), and any
/// object with a `year`, a `month` and a `day`.
pub(super) fn date<'a>(value: &mut Value<'a>, how: How) -> Result<Option<Cow<'a, str>>, Wrong> {
    // `published: true` says whether, not when.
    if value.as_flag().is_some() {
        return Ok(None);
    }
    let found = match value {
        Value::List(items) => match items.as_mut_slice() {
            [] => return Ok(None),
            [only] => return date(only, how),
            items => match numbers(items) {
                Some(date) => Some(Cow::Owned(date)),
                None => {
                    let first = items.iter_mut().find_map(|item| date(item, how).ok().flatten());
                    return first.map(Some).ok_or(Wrong { wanted: "text", found: "a list" });
                }
            },
        },
        Value::Map(members) => match of_parts(members) {
            Some(date) => Some(Cow::Owned(date)),
            None => {
                let zone = member(members, ZONE).and_then(|zone| zone.take_text(&[]).ok().flatten());
                let found = text(value, DATE)?;
                match (found, zone) {
                    (Some(found), Some(zone)) if !names_zone(&found) => Some(Cow::Owned(format!("{found} {zone}"))),
                    (found, _) => found,
                }
            }
        },
        value => text(value, DATE)?,
    };
    Ok(found.map(|found| match how {
        How::Utc if !names_zone(&found) => Cow::Owned(format!("{}Z", found.trim())),
        _ => found,
    }))
}

fn member<'v, 'a>(members: &'v mut [(Cow<'a, str>, Value<'a>)], names: &[&str]) -> Option<&'v mut Value<'a>> {
    let is_named = |name: &str| names.iter().any(|known| name.eq_ignore_ascii_case(known));
    members.iter_mut().find(|(name, _)| is_named(name)).map(|(_, value)| value)
}

/// The date of an object that has it in parts: `{"date-parts": [[2026, 7, 18]]}`, `{"year": 2026, "month": 7, "day": 18}`.
fn of_parts<'a>(members: &mut [(Cow<'a, str>, Value<'a>)]) -> Option<String> {
    const PARTS: &[&str] = &["date-parts", "date_parts"];
    if member(members, &["date-time", "date_time"]).is_none()
        && let Some(Value::List(dates)) = member(members, PARTS)
    {
        // The second one is the end of a period.
        return dates.first_mut().and_then(|first| if let Value::List(parts) = first { numbers(parts) } else { None });
    }
    let mut part = |names: &[&str]| member(members, names).cloned();
    let date = [part(&["year"])?, part(&["month", "monthValue", "month_value"])?, part(&["day", "dayOfMonth"])?];
    let time = [part(&["hour", "hours"]), part(&["minute", "minutes"]), part(&["second", "seconds"])];
    let mut parts: Vec<_> = date.into_iter().chain(time.into_iter().map_while(|part| part)).collect();
    numbers(&mut parts)
}

/// A date of numbers, the largest part first: a year, a month of it, a day of it, or a time as well.
fn numbers(parts: &mut [Value<'_>]) -> Option<String> {
    let number = |value: &Value<'_>| match value {
        Value::Number(number) | Value::Text(number) => number.trim().parse::<u32>().ok(),
        _ => None,
    };
    // A part after the seconds is a fraction of one.
    let numbers: Vec<u32> = parts.iter().take(6).map(number).collect::<Option<_>>()?;
    let (year, rest) = numbers.split_first().filter(|(year, _)| (1000..=9999).contains(*year))?;
    Some(match *rest {
        [] => format!("{year}"),
        [month] => format!("{year}-{month:02}"),
        [month, day] => format!("{year}-{month:02}-{day:02}"),
        [month, day, hour] => format!("{year}-{month:02}-{day:02} {hour:02}:00"),
        [month, day, hour, minute] => format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02}"),
        [month, day, hour, minute, second, ..] => {
            format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
        }
    })
}

/// Whether a date names its zone, or has no time of day and needs none.
fn names_zone(date: &str) -> bool {
    let date = date.trim();
    let time = date.find([':', 'T']).map_or("", |at| &date[at..]);
    time.is_empty() || time[1..].contains(['Z', 'z', '+', '-']) || !date.ends_with(|c: char| c.is_ascii_digit())
}

/// Whether a text is a date of RFC 3339, or the day of one, between 1990 and 2100, as most are: it can certainly be read, and no
/// other dates need be kept beside it.
pub(in crate::load) fn is_plain_date(text: &str) -> bool {
    let number = |from: usize, to: usize| text.get(from..to).and_then(|digits| digits.parse::<u32>().ok());
    let dashes = text.as_bytes().get(4) == Some(&b'-') && text.as_bytes().get(7) == Some(&b'-');
    dashes
        && number(0, 4).is_some_and(|year| (1990..=2100).contains(&year))
        && number(5, 7).is_some_and(|month| (1..=12).contains(&month))
        && number(8, 10).is_some_and(|day| (1..=28).contains(&day))
        && (text.len() == 10 || chrono::DateTime::parse_from_rfc3339(text).is_ok())
}

#[cfg(test)]
mod tests {
    use super::{is_clock, is_day};

    #[test]
    fn days_and_clocks_are_told_apart() {
        for day in ["2026-01-05", "5/1/2026", "5 January 2026", "Jan 5, 2026", "5.1.26"] {
            assert!(is_day(day) && !is_clock(day), "{day}");
        }
        for clock in ["05:30", "16:45:10", "4:45 pm", "16:45 CET", "9:05:10.25"] {
            assert!(is_clock(clock) && !is_day(clock), "{clock}");
        }
        for neither in
            ["", "12", "yesterday", "2026-01-05T05:30:00Z", "2026-01-05 05:30", "16:9 films of the year", "1767600000"]
        {
            assert!(!is_clock(neither) && !is_day(neither), "{neither}");
        }
    }
}
