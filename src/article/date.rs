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
    /// The instant, where the collection says it: two articles hardly share one. Midnight (UTC) says no more than the day.
    pub fn instant(&self) -> Option<DateTime<Utc>> {
        (self.precision == Precision::Exact && self.at.time() != NaiveTime::MIN).then_some(self.at)
    }

    /// When an article of this date last changed: at its own date of change, else when it was published; never before that.
    pub fn changed(&self, updated: Option<DateTime<Utc>>) -> DateTime<Utc> {
        updated.map_or(self.at, |updated| updated.max(self.at))
    }

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
/// 1980 of MS-DOS), without a time, at midnight (UTC), or a second before it (`-1`, Unix's word for "no time"); or the last
/// day that there is, `9999-12-31`.
///
/// ```
/// use chrono::{DateTime, NaiveDate};
/// use feedmill::internal::article::date::is_placeholder;
/// use feedmill::internal::article::{Precision, Published};
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
    let is_last = (published.day.year(), published.day.month()) >= (9999, 12) && published.day.day() >= 30;
    published.day.year() <= 1
        || is_last
        || day.is_some_and(|day| FIRST_DAYS.contains(&(day.year(), day.month(), day.day())))
}

/// Whether a date is before there were feeds: worth a look, and rightly so in an archive.
pub fn is_implausible(at: DateTime<Utc>) -> bool {
    at.year() < 1990
}

/// An RFC 3339 date in UTC, as Atom (RFC 4287 §3.3) and JSON Feed want it.
///
/// ```
/// use chrono::DateTime;
/// use feedmill::internal::article::date::rfc3339;
/// assert_eq!(rfc3339(DateTime::UNIX_EPOCH), "1970-01-01T00:00:00Z");
/// ```
pub fn rfc3339(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// An RFC 822 date with a four-digit year in GMT, as RSS 2.0 wants it.
///
/// ```
/// use chrono::DateTime;
/// use feedmill::internal::article::date::rfc822;
/// assert_eq!(rfc822(DateTime::UNIX_EPOCH), "Thu, 01 Jan 1970 00:00:00 GMT");
/// ```
pub fn rfc822(at: DateTime<Utc>) -> String {
    at.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// The longest shift forwards that [`spread`] applies: the last second of the day.
const LAST_SECOND: i64 = 86_399;

/// How far apart two captures may be that count as one: the files of a fresh checkout are written one after the other.
const ONE_CAPTURE: TimeDelta = TimeDelta::seconds(2);

const SECOND: TimeDelta = TimeDelta::seconds(1);

/// A date that may have to share its day or its moment with others.
#[derive(Debug)]
pub struct Spread<'d> {
    /// As it was read; becomes what is published.
    pub date: &'d mut Published,
    /// What was given to it before, if it was: that stands.
    pub known: Option<Published>,
    /// When the input was captured that it was read from.
    pub captured: DateTime<Utc>,
}

/// Gives dates that are no better known than a day distinct seconds, so that readers keep the order of the page.
///
/// `dates` comes in reading order (newest first, as on a page). `taken` are seconds that other articles have. Dates with a
/// time of their own are left alone.
///
/// - Of one day the last in reading order has the first second, each one before it is at least a second later.
/// - Relative dates likewise, unless that would make one later than the capture: then as those that are missing.
/// - Where the date is missing, the first in reading order is dated at the capture, each one after it at least a second
///   earlier. So none is ever in the future. Files that were captured within seconds of each other are one capture, the
///   moment of the first of them.
///
/// ```
/// use chrono::{DateTime, NaiveDate, TimeDelta};
/// use feedmill::internal::article::date::{Spread, spread};
/// use feedmill::internal::article::{Precision, Published};
/// let captured = DateTime::UNIX_EPOCH + TimeDelta::days(2);
/// let seconds = |mut dates: [Published; 3], known: [Option<Published>; 3]| {
///     let with = dates.iter_mut().zip(known).map(|(date, known)| Spread { date, known, captured });
///     spread(with.collect(), []);
///     dates.map(|date| date.at.timestamp())
/// };
/// let day = Published { precision: Precision::Day, at: DateTime::UNIX_EPOCH, day: NaiveDate::default() };
/// let known = Published { at: day.at + TimeDelta::seconds(1), ..day };
/// assert_eq!(seconds([day; 3], [None, Some(known), None]), [2, 1, 0]);
/// let missing = Published { precision: Precision::Unknown, at: captured, ..day };
/// assert_eq!(seconds([missing; 3], [None; 3]), [172_800, 172_799, 172_798]);
/// ```
pub fn spread(mut dates: Vec<Spread<'_>>, taken: impl IntoIterator<Item = DateTime<Utc>>) {
    let standing = dates.iter().filter_map(|one| one.known).filter(|known| known.precision != Precision::Exact);
    let mut taken: HashSet<DateTime<Utc>> = standing.map(|known| known.at).chain(taken).collect();
    let crowded = crowded(&dates);
    let counts_back = |one: &Spread<'_>| match one.date.precision {
        Precision::Exact | Precision::Day => false,
        Precision::Approximate => crowded.contains(&one.date.at),
        Precision::Unknown => true,
    };
    let counts_back: Vec<bool> = dates.iter().map(|one| one.known.is_none() && counts_back(one)).collect();
    let mut next = HashMap::<DateTime<Utc>, i64>::new();
    // From the last in reading order on: each is later than those of its day that came before it.
    for (one, counts_back) in dates.iter_mut().zip(&counts_back).rev() {
        let is_forwards = one.date.precision != Precision::Exact && !counts_back;
        let first = one.date.at;
        if let Some(known) = one.known {
            let shift = (known.at - first).num_seconds();
            // A time that the collection once gave is no second of the day that was made here.
            let is_made = one.date.precision != Precision::Exact && known.precision != Precision::Exact;
            if is_made && (0..=LAST_SECOND).contains(&shift) {
                let seconds = next.entry(first).or_insert(0);
                *seconds = (*seconds).max(shift + 1).min(LAST_SECOND);
            }
            *one.date = known;
        } else if is_forwards {
            let seconds = next.entry(first).or_insert(0);
            while *seconds < LAST_SECOND && taken.contains(&(first + TimeDelta::seconds(*seconds))) {
                *seconds += 1;
            }
            one.date.at = first + TimeDelta::seconds(*seconds);
            *seconds = (*seconds + 1).min(LAST_SECOND);
        }
    }
    let back = dates.into_iter().zip(counts_back).filter(|(_, counts_back)| *counts_back);
    let mut back: Vec<Spread<'_>> = back.map(|(one, _)| one).collect();
    let captures = captures(&back);
    // Captures come in the order of time: a later one that reaches back to an earlier one takes what is left.
    let mut order: Vec<usize> = (0..back.len()).collect();
    order.sort_by_key(|n| captures[*n]);
    let mut next = None;
    // Where the search for a free second goes on: nobody passes taken ones one by one again.
    let mut free = HashMap::<DateTime<Utc>, DateTime<Utc>>::new();
    for n in order {
        let (capture, first) = captures[n];
        let mut at = match next {
            Some((known, at)) if known == capture => at,
            _ => first,
        };
        let mut passed = Vec::new();
        while !taken.insert(at) {
            passed.push(at);
            at = free.get(&at).copied().unwrap_or(at - SECOND);
        }
        free.extend(passed.into_iter().map(|passed| (passed, at - SECOND)));
        back[n].date.at = at;
        next = Some((capture, at - SECOND));
    }
}

/// The moments that so many relative dates share that their seconds would lead beyond the capture.
fn crowded(new: &[Spread<'_>]) -> HashSet<DateTime<Utc>> {
    let mut counts = HashMap::<DateTime<Utc>, (i64, i64)>::new();
    for one in new.iter().filter(|one| one.known.is_none() && one.date.precision == Precision::Approximate) {
        let room = (one.captured - one.date.at).num_seconds();
        let (count, least) = counts.entry(one.date.at).or_insert((0, room));
        *count += 1;
        *least = room.min(*least);
    }
    counts.into_iter().filter(|(_, (count, room))| *count > *room + 1).map(|(at, _)| at).collect()
}

/// For each date the number of the capture that it belongs to, in the order of time, and the moment of that.
fn captures(dates: &[Spread<'_>]) -> Vec<(usize, DateTime<Utc>)> {
    let mut order: Vec<usize> = (0..dates.len()).collect();
    order.sort_by_key(|n| dates[*n].date.at);
    let mut captures = vec![(0, DateTime::UNIX_EPOCH); dates.len()];
    let mut present: Option<(usize, DateTime<Utc>)> = None;
    let mut last = None;
    for n in order {
        let at = dates[n].date.at;
        let capture = match (present, last) {
            (Some(capture), Some(last)) if at - last <= ONE_CAPTURE => capture,
            (Some((number, _)), _) => (number + 1, at),
            (None, _) => (0, at),
        };
        (present, last) = (Some(capture), Some(at));
        captures[n] = capture;
    }
    captures
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate, TimeDelta};

    use super::{Precision, Published, Spread, spread};

    #[test]
    fn a_time_that_the_collection_once_gave_pushes_no_seconds_of_the_day() {
        let day = Published { precision: Precision::Day, at: DateTime::UNIX_EPOCH, day: NaiveDate::default() };
        let at_ten = |precision| Published { precision, at: day.at + TimeDelta::hours(10), ..day };
        let first_of = |known: Published| {
            let (mut new, mut other) = (day, day);
            let captured = day.at + TimeDelta::days(2);
            let dates = [(&mut new, None), (&mut other, Some(known))];
            spread(dates.map(|(date, known)| Spread { date, known, captured }).into(), []);
            (new.at - day.at).num_seconds()
        };
        assert_eq!(first_of(at_ten(Precision::Exact)), 0);
        assert_eq!(first_of(at_ten(Precision::Day)), 36_001);
    }
}
