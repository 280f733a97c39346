//! Activity: how many articles there were in each week, month or year.
//!
//! Each feed has a [`Calendar`] of its own. It ends with the feed's newest article, never with the clock or with an article of
//! another feed: a picture changes only when the articles do that it shows.

use chrono::{Datelike, Days, NaiveDate};

/// What is counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Seven days from a Monday on.
    Week,
    /// A month of the calendar.
    Month,
    /// A year of the calendar.
    Year,
}

impl Unit {
    /// All of them.
    const ALL: [Self; 3] = [Self::Week, Self::Month, Self::Year];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// How many of them a calendar has.
    fn span(self) -> u16 {
        match self {
            Self::Week => 26,
            Self::Month | Self::Year => 24,
        }
    }

    /// The number of the one that a day lies in.
    fn number(self, day: NaiveDate) -> i32 {
        match self {
            // The first of January of the year 1, day 1 of the common era, was a Monday.
            Self::Week => (day.num_days_from_ce() - 1).div_euclid(7),
            Self::Month => day.year() * 12 + day.month0().cast_signed(),
            Self::Year => day.year(),
        }
    }

    /// The first day of the one with that number.
    fn first_day(self, number: i32) -> NaiveDate {
        let day = match self {
            Self::Week => NaiveDate::from_num_days_from_ce_opt(number * 7 + 1),
            Self::Month => {
                let month = u32::try_from(number.rem_euclid(12)).unwrap_or(0) + 1;
                NaiveDate::from_ymd_opt(number.div_euclid(12), month, 1)
            }
            Self::Year => NaiveDate::from_ymd_opt(number, 1, 1),
        };
        day.unwrap_or_default()
    }
}

/// The weeks, months or years over which articles are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calendar {
    unit: Unit,
    /// The number of the last one.
    last: i32,
}

impl Calendar {
    /// The calendar of a feed, by the days of all its articles: half a year in weeks if three quarters of the articles
    /// lie in it, else two years in months, else 24 years. `None` for a feed without articles.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use feedmill::internal::feed::{Calendar, Unit};
    /// let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    /// let calendar = Calendar::new(["2026-07-01", "2026-07-20"].map(day)).unwrap();
    /// assert_eq!((calendar.unit(), calendar.first_day()), (Unit::Week, day("2026-01-26")));
    /// let calendar = Calendar::new(["2025-07-01", "2026-07-20"].map(day)).unwrap();
    /// assert_eq!((calendar.unit(), calendar.first_day()), (Unit::Month, day("2024-08-01")));
    /// ```
    pub fn new(days: impl IntoIterator<Item = NaiveDate, IntoIter: Clone>) -> Option<Self> {
        Self::of_counts(&days.into_iter().map(|day| (day, 1)))
    }

    /// The same, by how many articles there are of each day.
    fn of_counts(days: &(impl Iterator<Item = (NaiveDate, u32)> + Clone)) -> Option<Self> {
        let newest = days.clone().map(|(day, _)| day).max()?;
        let calendar = |unit: Unit| Self { unit, last: unit.number(newest) };
        let fits = |calendar: &Self| {
            let first = calendar.first_day();
            let (mut all, mut inside) = (0_u64, 0_u64);
            for (day, count) in days.clone() {
                all += u64::from(count);
                inside += if day >= first { u64::from(count) } else { 0 };
            }
            inside * 4 >= all * 3
        };
        let by_length = [Unit::Week, Unit::Month].map(calendar);
        Some(by_length.into_iter().find(fits).unwrap_or_else(|| calendar(Unit::Year)))
    }

    /// What it counts.
    pub fn unit(self) -> Unit {
        self.unit
    }

    /// The number of its first week, month or year.
    fn first(self) -> i32 {
        self.last - i32::from(self.unit.span()) + 1
    }

    /// Its first day.
    pub fn first_day(self) -> NaiveDate {
        self.unit.first_day(self.first())
    }

    /// Its last day.
    pub fn last_day(self) -> NaiveDate {
        let next = self.unit.first_day(self.last + 1);
        next.checked_sub_days(Days::new(1)).unwrap_or(next)
    }

    /// How many of some articles, by how many there are of each day, there were in each of its weeks, months or years.
    fn activity(self, days: impl Iterator<Item = (NaiveDate, u32)>) -> Activity {
        let first = self.first();
        let mut counts = vec![0; usize::from(self.unit.span())];
        let (mut articles, mut newest) = (0, None);
        for (day, number) in days {
            articles += number as usize;
            newest = newest.max(Some(day));
            let place = usize::try_from(self.unit.number(day) - first).ok();
            if let Some(count) = place.and_then(|place| counts.get_mut(place)) {
                *count += number;
            }
        }
        Activity { articles, newest, calendar: Some(self), counts: counts.into_boxed_slice() }
    }
}

/// How many articles a feed got and when: all that the collection has of it, not only those that it shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Activity {
    /// How many articles there are.
    pub articles: usize,
    /// The day of the newest.
    pub newest: Option<NaiveDate>,
    /// What is counted; none in a collection without articles.
    pub calendar: Option<Calendar>,
    /// The number of articles in each week, month or year of the calendar, oldest first.
    pub counts: Box<[u32]>,
}

impl Activity {
    /// The activity of a feed, by the days of all its articles.
    pub fn of(days: impl IntoIterator<Item = NaiveDate, IntoIter: Clone>) -> Self {
        Self::of_counts(days.into_iter().map(|day| (day, 1)))
    }

    /// The same, by how many articles there are of each day.
    pub fn of_counts(days: impl Iterator<Item = (NaiveDate, u32)> + Clone) -> Self {
        Calendar::of_counts(&days).map_or_else(Self::default, |calendar| calendar.activity(days))
    }

    /// Its calendar and its counts as numbers, and back from these ([`Self::of_numbers`]).
    pub fn numbers(&self) -> Vec<i64> {
        let Some(Calendar { unit, last }) = self.calendar else { return Vec::new() };
        let unit = Unit::ALL.iter().zip(0..).find(|(known, _)| **known == unit).map(|(_, number)| number);
        unit.into_iter().chain([last.into()]).chain(self.counts.iter().map(|count| (*count).into())).collect()
    }

    /// The activity of so many articles, of which the newest is of that day, by what [`Self::numbers`] gave of it.
    pub fn of_numbers(articles: usize, newest: Option<NaiveDate>, numbers: impl IntoIterator<Item = i64>) -> Self {
        let mut numbers = numbers.into_iter();
        let unit = numbers.next().and_then(|unit| Unit::ALL.get(usize::try_from(unit).ok()?));
        let last = numbers.next().and_then(|last| i32::try_from(last).ok());
        let calendar = unit.zip(last).map(|(unit, last)| Calendar { unit: *unit, last });
        let counts = numbers.map(|count| u32::try_from(count).unwrap_or(0)).collect();
        Self { articles, newest, calendar, counts }
    }

    /// The largest number in one week, month or year, and the first day of the latest that has it; none if there is
    /// nothing in the calendar.
    pub fn peak(&self) -> Option<(u32, NaiveDate)> {
        let calendar = self.calendar?;
        let last_first = self.counts.iter().zip(0..).max_by_key(|(count, _)| **count).filter(|(count, _)| **count > 0);
        last_first.map(|(count, place)| (*count, calendar.unit.first_day(calendar.first() + place)))
    }

    /// About how many articles there are since a day: those of the weeks, months or years of its calendar that have not ended
    /// by then.
    pub fn since(&self, day: NaiveDate) -> u32 {
        let Some(calendar) = self.calendar else { return 0 };
        let before = calendar.unit.number(day).saturating_sub(calendar.first());
        self.counts.iter().skip(usize::try_from(before).unwrap_or(0)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn weeks_begin_on_monday_and_months_on_their_first() {
        for (unit, within, first) in [
            (Unit::Week, "2026-07-20", "2026-07-20"),
            (Unit::Week, "2026-07-26", "2026-07-20"),
            (Unit::Month, "2024-02-29", "2024-02-01"),
            (Unit::Month, "-0001-12-31", "-0001-12-01"),
            (Unit::Year, "1999-12-31", "1999-01-01"),
        ] {
            assert_eq!(unit.first_day(unit.number(day(within))), day(first), "{within}");
        }
    }

    #[test]
    fn one_old_article_does_not_change_the_unit() {
        let recent = ["2026-07-01", "2026-06-01", "2026-05-01"].map(day);
        let mut days = recent.to_vec();
        days.push(day("1999-01-01"));
        assert_eq!(Calendar::new(days.clone()).map(Calendar::unit), Some(Unit::Week));
        days.push(day("1998-01-01"));
        assert_eq!(Calendar::new(days).map(Calendar::unit), Some(Unit::Year));
        assert_eq!(Calendar::new([]), None);
    }

    #[test]
    fn everything_is_counted_and_the_peak_is_the_latest_of_equals() {
        let days = ["2026-07-20", "2026-07-19", "2026-07-14", "2026-07-01", "2026-07-02", "2020-01-01"].map(day);
        let activity = Activity::of(days);
        assert_eq!(activity.calendar.map(Calendar::last_day), Some(day("2026-07-26")));
        assert_eq!((activity.articles, activity.newest), (6, Some(days[0])));
        assert_eq!(activity.counts[22..], [2, 0, 2, 1]);
        assert_eq!(activity.peak(), Some((2, day("2026-07-13"))));
        assert_eq!(
            ["1990-01-01", "2026-07-02", "2026-07-13", "2026-08-01"].map(|since| activity.since(day(since))),
            [5, 5, 3, 0]
        );
        assert_eq!(Activity::of([]), Activity::default());
        for activity in [activity, Activity::default()] {
            assert_eq!(Activity::of_numbers(activity.articles, activity.newest, activity.numbers()), activity);
        }
    }
}
