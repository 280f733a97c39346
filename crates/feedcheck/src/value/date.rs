//! Dates: RFC 822 as RSS has it, RFC 3339 as Atom has it, and their relatives.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveTime, TimeDelta, Utc};

/// What is wrong with a date of RSS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It is none.
    Invalid(&'static str),
    /// Only a lenient reader understands it.
    Lenient(&'static str),
    /// It is another weekday: this one.
    Weekday(&'static str),
}

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/// Zones with names, and their hours (RFC 822 §5.1).
const ZONES: [(&str, i32); 11] = [
    ("UT", 0),
    ("GMT", 0),
    ("Z", 0),
    ("EST", -5),
    ("EDT", -4),
    ("CST", -6),
    ("CDT", -5),
    ("MST", -7),
    ("MDT", -6),
    ("PST", -8),
    ("PDT", -7),
];

/// A date of RSS: RFC 822 with a year of four digits, as RFC 2822 §3.3 writes it, with names of zones.
///
/// What RFC 822 allows and readers fail at (comments, two-digit years, other case, more blank space) is lenient.
pub(crate) fn rfc822(text: &str) -> Result<DateTime<FixedOffset>, Fault> {
    match strict(text) {
        Some(parts) => parts.resolve(),
        None => match lenient(text) {
            Some(reason) => Err(Fault::Lenient(reason)),
            None => Err(Fault::Invalid(reason(text))),
        },
    }
}

/// The parts of a date that has the right form.
struct Parts<'t> {
    weekday: Option<&'t str>,
    day: u32,
    month: u32,
    year: i32,
    time: &'t str,
    offset: i32,
}

impl Parts<'_> {
    fn resolve(&self) -> Result<DateTime<FixedOffset>, Fault> {
        let date = NaiveDate::from_ymd_opt(self.year, self.month, self.day);
        let date = date.ok_or(Fault::Invalid("there is no such day"))?;
        let expected = DAYS[date.weekday().num_days_from_monday() as usize];
        if self.weekday.is_some_and(|weekday| weekday != expected) {
            return Err(Fault::Weekday(expected));
        }
        let time = clock(self.time).ok_or(Fault::Invalid("there is no such time"))?;
        let zone = FixedOffset::east_opt(self.offset * 60).ok_or(Fault::Invalid("there is no such zone"))?;
        date.and_time(time).and_local_timezone(zone).single().ok_or(Fault::Invalid("there is no such time"))
    }
}

/// `09:05` or `09:05:60`.
fn clock(text: &str) -> Option<NaiveTime> {
    let mut parts = text.split(':').map(|part| part.parse::<u32>().ok());
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next().unwrap_or(Some(0))?);
    (second <= 60).then(|| NaiveTime::from_hms_opt(hour, minute, second.min(59))).flatten()
}

fn strict(text: &str) -> Option<Parts<'_>> {
    let (weekday, rest) = match text.split_once(", ") {
        Some((weekday, rest)) => (Some(weekday), rest),
        None => (None, text),
    };
    if weekday.is_some_and(|weekday| !DAYS.contains(&weekday)) {
        return None;
    }
    let mut words = rest.split(' ');
    let (day, month, year, time, zone) = (words.next()?, words.next()?, words.next()?, words.next()?, words.next()?);
    let month = MONTHS.iter().position(|name| *name == month)?;
    let has_form = words.next().is_none()
        && is_digits(day, 1..=2)
        && is_digits(year, 4..=4)
        && is_time(time)
        && (ZONES.iter().any(|(name, _)| *name == zone) || (is_offset(zone) && is_usual(zone)));
    has_form.then(|| Parts {
        weekday,
        day: day.parse().unwrap_or(0),
        month: u32::try_from(month).unwrap_or(0) + 1,
        year: year.parse().unwrap_or(0),
        time,
        offset: minutes(zone),
    })
}

fn is_digits(text: &str, length: std::ops::RangeInclusive<usize>) -> bool {
    length.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_time(text: &str) -> bool {
    let parts: Vec<_> = text.split(':').collect();
    matches!(parts.len(), 2 | 3) && parts.iter().all(|part| is_digits(part, 2..=2))
}

fn is_offset(zone: &str) -> bool {
    let digits = zone.strip_prefix(['+', '-']).unwrap_or_default();
    is_digits(digits, 4..=4)
}

/// Whether an offset is one that some place of the world has: in quarters of an hour.
fn is_usual(zone: &str) -> bool {
    ["00", "15", "30", "45"].iter().any(|minutes| zone.ends_with(minutes))
}

/// The minutes of a zone that has the right form.
fn minutes(zone: &str) -> i32 {
    if let Some((_, hours)) = ZONES.iter().find(|(name, _)| *name == zone) {
        return hours * 60;
    }
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let digits = zone.get(1..).unwrap_or_default().parse::<i32>().unwrap_or(0);
    sign * (digits / 100 * 60 + digits % 100)
}

/// What of a date only RFC 822 in its full width allows; `None` if it is no date.
fn lenient(text: &str) -> Option<&'static str> {
    let bare = without_comments(text);
    let lower = bare.to_ascii_lowercase();
    let (weekday, rest) = match lower.split_once(',') {
        Some((weekday, rest)) => (Some(weekday.trim()), rest),
        None => (None, lower.as_str()),
    };
    if weekday.is_some_and(|weekday| !DAYS.iter().any(|day| day.eq_ignore_ascii_case(weekday))) {
        return None;
    }
    let words: Vec<_> = rest.split_whitespace().collect();
    let [day, month, year, time, zone] = words[..] else { return None };
    let is_letter = zone.len() == 1 && zone.bytes().all(|b| b.is_ascii_lowercase() && b != b'j');
    let has_form = is_digits(day, 1..=2)
        && MONTHS.iter().any(|name| name.eq_ignore_ascii_case(month))
        && (is_digits(year, 4..=4) || is_digits(year, 2..=2))
        && is_time(time)
        && (is_letter || is_offset(zone) || ZONES.iter().any(|(name, _)| name.eq_ignore_ascii_case(zone)));
    has_form.then_some(match () {
        () if bare != text => "readers do not know comments in dates",
        () if year.len() == 2 => "the year has two digits",
        () if is_letter && zone != "z" => "zones of one letter were never used as they were meant",
        () => "write it as in Fri, 20 Nov 2026 14:05:00 +0000, letter by letter",
    })
}

/// A text without comments in brackets and escapes (RFC 822 §3.1.4).
fn without_comments(text: &str) -> String {
    let (mut out, mut depth, mut chars) = (String::with_capacity(text.len()), 0_usize, text.chars());
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                chars.next();
            }
            '(' => depth += 1,
            ')' if depth > 0 => {
                depth -= 1;
                out.push(' ');
            }
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// Why a text is no date of RSS.
fn reason(text: &str) -> &'static str {
    match () {
        () if text.is_empty() => "it is empty",
        () if rfc3339(text).is_ok() || is_w3cdtf(text) => "that is how Atom writes dates, not RSS",
        () if strict(&format!("{text} GMT")).is_some() => "it has no time zone",
        () if text.contains(" am") || text.contains(" AM") || text.contains(" pm") || text.contains(" PM") => {
            "hours are counted to 24"
        }
        () => "it is to look like Fri, 20 Nov 2026 14:05:00 +0000",
    }
}

/// A date of Atom (RFC 3339 §5.6, RFC 4287 §3.3), or why it is none.
pub(crate) fn rfc3339(text: &str) -> Result<DateTime<FixedOffset>, &'static str> {
    let Some((date, time)) = text.split_once('T') else {
        return Err(match () {
            () if text.is_empty() => "it is empty",
            () if text.contains('t') => "T and Z are upper case",
            () if day(text).is_some() => "it has no time",
            () => "it is to look like 2026-11-20T14:05:00Z",
        });
    };
    let Some((clock, zone)) = time.find(['Z', '+', '-']).map(|at| time.split_at(at)) else {
        return Err(if time.ends_with('z') { "T and Z are upper case" } else { "it has no time zone" });
    };
    let date = day(date).ok_or("there is no such day")?;
    let zone = match zone {
        "Z" => 0,
        _ => {
            let (hours, minutes) = zone[1..].split_once(':').ok_or("a zone is Z or like +01:00")?;
            if !is_digits(hours, 2..=2) || !is_digits(minutes, 2..=2) || hours > "23" || minutes > "59" {
                return Err("a zone is Z or like +01:00");
            }
            let sign = if zone.starts_with('-') { -1 } else { 1 };
            sign * (hours.parse::<i32>().unwrap_or(0) * 60 + minutes.parse::<i32>().unwrap_or(0))
        }
    };
    let (whole, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    if whole.len() != 8 || !is_time(whole) || !is_digits(fraction, 1..=usize::MAX) {
        return Err("the time is to look like 14:05:00");
    }
    let time = self::clock(whole).ok_or("there is no such time")?;
    let zone = FixedOffset::east_opt(zone * 60).ok_or("a zone is Z or like +01:00")?;
    date.and_time(time).and_local_timezone(zone).single().ok_or("there is no such time")
}

/// A day as in `2026-11-20`.
fn day(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let has_form = parts.next().is_none() && is_digits(year, 4..=4) && is_digits(month, 2..=2) && is_digits(day, 2..=2);
    NaiveDate::from_ymd_opt(has_form.then(|| year.parse().ok())??, month.parse().ok()?, day.parse().ok()?)
}

/// Whether a text is a date of the W3C's profile of ISO 8601 (<https://www.w3.org/TR/NOTE-datetime>): a year, a month,
/// a day, or a time with its zone.
pub(crate) fn is_w3cdtf(text: &str) -> bool {
    iso8601(text, true)
}

/// Whether a text is a date of ISO 8601 as feeds use it: like W3CDTF, but a time needs no zone.
pub(crate) fn is_iso8601(text: &str) -> bool {
    iso8601(text, false)
}

fn iso8601(text: &str, needs_zone: bool) -> bool {
    let Some((date, time)) = text.split_once('T') else {
        return match text.len() {
            4 => is_digits(text, 4..=4),
            7 => day(&format!("{text}-01")).is_some(),
            _ => day(text).is_some(),
        };
    };
    let (time, zone) = time.find(['Z', '+', '-']).map_or((time, ""), |at| time.split_at(at));
    let seconds = match time.len() {
        5 => format!("{time}:00"),
        _ => time.trim_end_matches('.').to_owned(),
    };
    let zone = if zone.is_empty() && !needs_zone { "Z" } else { zone };
    rfc3339(&format!("{date}T{seconds}{zone}")).is_ok()
}

/// Whether a date is before there were feeds, or in the future.
pub(crate) fn is_implausible(date: DateTime<FixedOffset>, now: DateTime<Utc>) -> bool {
    date.year() < 1990 || date > now + TimeDelta::minutes(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_rss_are_strict_lenient_or_none() {
        for good in ["Fri, 20 Nov 2026 14:05:00 +0000", "20 Nov 2026 14:05 EST", "Thu, 01 Jan 1970 00:00:00 GMT"] {
            assert!(rfc822(good).is_ok(), "{good}");
        }
        let lenient = ["Fri, 20 nov 2026 14:05:00 GMT", "20 Nov 26 14:05 GMT", "Fri,  20 Nov 2026 14:05:00 GMT (now)"];
        for text in lenient {
            assert!(matches!(rfc822(text), Err(Fault::Lenient(_))), "{text}");
        }
        let bad =
            ["", "2026-11-20T14:05:00Z", "Fri, 31 Feb 2026 14:05:00 GMT", "Fri, 20 Nov 2026 25:05:00 GMT", "é, é"];
        for text in bad {
            assert!(matches!(rfc822(text), Err(Fault::Invalid(_))), "{text}");
        }
        assert_eq!(rfc822("Mon, 20 Nov 2026 14:05:00 GMT"), Err(Fault::Weekday("Fri")));
        assert_eq!(rfc822("Fri, 20 Nov 2026 14:05:00"), Err(Fault::Invalid("it has no time zone")));
    }

    #[test]
    fn dates_of_atom_have_day_time_and_zone() {
        for good in ["2026-11-20T14:05:00Z", "2026-11-20T14:05:00.25+01:00", "2026-02-28T23:59:60-00:30"] {
            assert!(rfc3339(good).is_ok(), "{good}");
        }
        let bad = [
            ("2026-11-20", "it has no time"),
            ("2026-11-20t14:05:00z", "T and Z are upper case"),
            ("2026-11-20T14:05:00", "it has no time zone"),
            ("2026-11-31T14:05:00Z", "there is no such day"),
            ("2026-11-20T24:05:00Z", "there is no such time"),
            ("2026-11-20T14:05Z", "the time is to look like 14:05:00"),
            ("2026-11-20T14:05:00+1:00", "a zone is Z or like +01:00"),
            ("", "it is empty"),
        ];
        for (text, reason) in bad {
            assert_eq!(rfc3339(text), Err(reason), "{text}");
        }
    }

    #[test]
    fn other_profiles_allow_less_or_more() {
        for good in ["2026", "2026-11", "2026-11-20", "2026-11-20T14:05Z", "2026-11-20T14:05:00+01:00"] {
            assert!(is_w3cdtf(good), "{good}");
        }
        for bad in ["26", "2026-13", "2026-11-20T14:05", "2026-11-20 14:05Z"] {
            assert!(!is_w3cdtf(bad), "{bad}");
        }
        assert!(is_iso8601("2026-11-20T14:05:00") && !is_iso8601("yesterday"));
    }
}
