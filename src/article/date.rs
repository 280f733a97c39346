//! When an article was published, and how well that is known.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc};

/// How well a publication date is known, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    /// The collection gives date and time.
    Exact,
    /// The collection gives the day.
    Day,
    /// The collection says "4 days ago"; resolved against the time the input was captured.
    Approximate,
    /// The collection gives no date that can be read: the time the input was captured.
    Unknown,
}

/// A publication date: an instant, its precision, and the calendar day as the collection wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Published {
    /// How well the instant is known.
    pub precision: Precision,
    /// The instant that feeds show.
    pub at: DateTime<Utc>,
    /// The day in the zone of the input; what a reader of the original would call its date.
    pub day: NaiveDate,
}

impl Published {
    /// Whether another date is no further away than `slack`: by days where one of them is no better known, else by time.
    pub fn is_near(&self, other: &Self, slack: TimeDelta) -> bool {
        if self.precision == Precision::Day || other.precision == Precision::Day {
            (self.day - other.day).abs() <= TimeDelta::days(slack.num_days())
        } else {
            (self.at - other.at).abs() <= slack
        }
    }
}

/// Whether a date can be written in every format: years 1 to 9999 (RFC 3339 §5.6, RFC 5322 §3.3).
pub fn is_publishable(at: DateTime<Utc>) -> bool {
    (1..=9999).contains(&at.year())
}

/// Whether a date is one that programs write where there is none: the first day of a calendar or a clock (the year 1 of
/// Go, .NET and SQL, 1601 of Windows, 1899 and 1900 of spreadsheets and databases, 1904 of the Macintosh, 1970 of Unix,
/// 1980 of MS-DOS), without a time, at midnight (UTC), or a second before it (`-1`, Unix's word for "no time").
///
/// ```
/// use chrono::{DateTime, NaiveDate};
/// use feedmill::article::date::is_placeholder;
/// use feedmill::article::{Precision, Published};
/// let zero = Published { precision: Precision::Exact, at: DateTime::UNIX_EPOCH, day: NaiveDate::default() };
/// assert!(is_placeholder(&zero));
/// assert!(!is_placeholder(&Published { at: "1970-01-01T09:30:00Z".parse().unwrap(), ..zero }));
/// ```
pub fn is_placeholder(published: &Published) -> bool {
    const FIRST_DAYS: [(i32, u32, u32); 8] = [
        (1601, 1, 1),
        (1753, 1, 1),
        (1899, 12, 30),
        (1899, 12, 31),
        (1900, 1, 1),
        (1904, 1, 1),
        (1970, 1, 1),
        (1980, 1, 1),
    ];
    let day = match published.precision {
        Precision::Exact => {
            let at = published.at + TimeDelta::seconds(i64::from(published.at.timestamp() == -1));
            Some(at.date_naive()).filter(|_| at.time() == NaiveTime::MIN)
        }
        Precision::Day => Some(published.day),
        Precision::Approximate | Precision::Unknown => None,
    };
    published.day.year() <= 1 || day.is_some_and(|day| FIRST_DAYS.contains(&(day.year(), day.month(), day.day())))
}

/// Whether a date is before there were feeds: worth a look, and rightly so in an archive.
pub fn is_implausible(at: DateTime<Utc>) -> bool {
    at.year() < 1990
}

/// An RFC 3339 date in UTC, as Atom (RFC 4287 §3.3) and JSON Feed want it.
///
/// ```
/// use chrono::DateTime;
/// use feedmill::article::date::rfc3339;
/// assert_eq!(rfc3339(DateTime::UNIX_EPOCH), "1970-01-01T00:00:00Z");
/// ```
pub fn rfc3339(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// An RFC 822 date with a four-digit year in GMT, as RSS 2.0 wants it.
///
/// ```
/// use chrono::DateTime;
/// use feedmill::article::date::rfc822;
/// assert_eq!(rfc822(DateTime::UNIX_EPOCH), "Thu, 01 Jan 1970 00:00:00 GMT");
/// ```
pub fn rfc822(at: DateTime<Utc>) -> String {
    at.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// The longest shift that [`spread`] applies: the last second of the day.
const LAST_SECOND: i64 = 86_399;

/// Gives dates that are no better known than a day distinct seconds, so that readers keep the order of the page.
///
/// `dates` comes in reading order (newest first, as on a page), each with the date that was given to it before, if it
/// has one: that one stands. `known` are seconds that are taken, too. The last of the others of each instant keeps it, each earlier one is at least a second later
/// than the one after it. Dates with a time of their own are left alone.
///
/// ```
/// use chrono::{DateTime, NaiveDate, TimeDelta};
/// use feedmill::article::date::spread;
/// use feedmill::article::{Precision, Published};
/// let day = Published { precision: Precision::Day, at: DateTime::UNIX_EPOCH, day: NaiveDate::default() };
/// let known = Published { at: day.at + TimeDelta::seconds(1), ..day };
/// let mut dates = [day; 3];
/// spread(dates.iter_mut().zip([None, Some(known), None]), []);
/// assert_eq!(dates.map(|date| date.at.timestamp()), [2, 1, 0]);
/// ```
pub fn spread<'d>(
    dates: impl DoubleEndedIterator<Item = (&'d mut Published, Option<Published>)>,
    known: impl IntoIterator<Item = DateTime<Utc>>,
) {
    let mut dates: Vec<_> = dates.rev().collect();
    let standing = dates.iter().filter_map(|(_, known)| *known).filter(|known| known.precision != Precision::Exact);
    let taken: HashSet<DateTime<Utc>> = standing.map(|known| known.at).chain(known).collect();
    let mut next = HashMap::<DateTime<Utc>, i64>::new();
    for (date, known) in &mut dates {
        let first = date.at;
        if let Some(known) = *known {
            let shift = (known.at - first).num_seconds();
            if date.precision != Precision::Exact && (0..=LAST_SECOND).contains(&shift) {
                let seconds = next.entry(first).or_insert(0);
                *seconds = (*seconds).max(shift + 1).min(LAST_SECOND);
            }
            **date = known;
        } else if date.precision != Precision::Exact {
            let seconds = next.entry(first).or_insert(0);
            while *seconds < LAST_SECOND && taken.contains(&(first + TimeDelta::seconds(*seconds))) {
                *seconds += 1;
            }
            date.at = first + TimeDelta::seconds(*seconds);
            *seconds = (*seconds + 1).min(LAST_SECOND);
        }
    }
}
