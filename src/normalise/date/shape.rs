//! The orders that the parts of a day stand in.

use chrono::{NaiveDate, Weekday};

use super::DateOrder;

/// A number in a date. The value of more than four digits is 0.
#[derive(Debug, Clone, Copy)]
pub(super) struct Number {
    pub(super) value: u32,
    digits: usize,
}

impl Number {
    pub(super) fn new(digits: &str) -> Self {
        let value = if digits.len() <= 4 { digits.parse().unwrap_or(0) } else { 0 };
        Self { value, digits: digits.len() }
    }

    pub(super) fn is_small(self) -> bool {
        self.digits <= 2
    }

    pub(super) fn is_year(self) -> bool {
        self.digits == 4
    }

    /// Whether it may be the last two digits of a year.
    pub(super) fn is_short_year(self) -> bool {
        self.digits == 2
    }

    /// The year that two digits stand for: 1969 to 2068, as in POSIX (`%y` of `strptime`).
    fn short_year(self) -> Option<i32> {
        self.year().map(|year| if year < 69 { year + 2000 } else { year + 1900 })
    }

    fn year(self) -> Option<i32> {
        i32::try_from(self.value).ok()
    }
}

/// A part of a day.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part {
    Number(Number),
    Month(u32),
    MonthOrWeekday(u32),
    /// `-`, `/` or `.`
    Separator,
    /// 年, 月 or 日 after a number: whether it is a year, a month or a day.
    Unit(char),
    /// A week of the year, and a day of it from Monday (ISO 8601): `W28-6`.
    Week(u32, Option<u8>),
}

/// What a date says about the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Time {
    None,
    /// A time without zone.
    Local,
    /// A time and its zone.
    Zoned,
}

/// The day that the parts make, and whether they say no more than its month or year.
pub(super) fn calendar(shape: &[Part], time: Time, order: DateOrder) -> Option<(NaiveDate, bool)> {
    use Part::{Month, Number as N, Separator as S, Unit, Week};
    let whole = |year: Option<i32>, month: u32, day: u32| Some((NaiveDate::from_ymd_opt(year?, month, day)?, false));
    let first_of = |year: Option<i32>, month: u32| match time {
        Time::None => Some((NaiveDate::from_ymd_opt(year?, month, 1)?, true)),
        Time::Local | Time::Zoned => None,
    };
    let has_time = time != Time::None;
    match *shape {
        [N(day), Month(month), N(year)] if day.is_small() && year.is_year() => whole(year.year(), month, day.value),
        [N(year), Month(month), N(day)] if day.is_small() && year.is_year() => whole(year.year(), month, day.value),
        [Month(month), N(day), N(year)] if day.is_small() && year.is_year() => whole(year.year(), month, day.value),
        // RFC 822 and RFC 850, as RFC 5322 §4.3 reads them.
        [N(day), Month(month), N(year)] if day.is_small() && time == Time::Zoned => {
            let since = match (year.digits, year.value) {
                (2, 0..=49) => 2000,
                (2 | 3, _) => 1900,
                _ => return None,
            };
            whole(year.year().map(|year| year + since), month, day.value)
        }
        [N(day), Month(month), N(year)] | [Month(month), N(day), N(year)] if day.is_small() && year.is_short_year() => {
            whole(year.short_year(), month, day.value)
        }
        [Month(month), N(year)] | [N(year), Month(month)] if year.is_year() => first_of(year.year(), month),
        [N(year), Unit('y'), N(month), Unit('m'), N(day), Unit('d')] | [N(year), S, N(month), S, N(day)]
            if year.is_year() && month.is_small() && day.is_small() =>
        {
            whole(year.year(), month.value, day.value)
        }
        [N(year), Unit('y'), N(month), Unit('m')] | [N(year), S, N(month)] if year.is_year() && month.is_small() => {
            first_of(year.year(), month.value)
        }
        [N(year), S, N(day)] if year.is_year() && day.digits == 3 => {
            Some((NaiveDate::from_yo_opt(year.year()?, day.value)?, false))
        }
        [N(year), Week(week, day)] | [N(year), S, Week(week, day)]
            if year.is_year() && (day.is_some() || !has_time) =>
        {
            let weekday = Weekday::try_from(day.unwrap_or(1).checked_sub(1)?).ok()?;
            Some((NaiveDate::from_isoywd_opt(year.year()?, week, weekday)?, day.is_none()))
        }
        // No month has so many days.
        [N(year), S, N(month), S, N(day)] if year.is_short_year() && year.value > 31 && day.is_small() => {
            whole(year.short_year(), month.value, day.value)
        }
        [N(first), S, N(second), S, N(year)]
            if first.is_small() && second.is_small() && (year.is_year() || year.is_short_year()) =>
        {
            let (day, month) = match (second.value <= 12, first.value <= 12, order) {
                (true, false, _) | (true, true, DateOrder::DayMonth) => (first, second),
                _ => (second, first),
            };
            whole(if year.is_year() { year.year() } else { year.short_year() }, month.value, day.value)
        }
        [N(year)] | [N(year), Unit('y')] if year.is_year() && (1990..=2100).contains(&year.value) => {
            first_of(year.year(), 1)
        }
        _ => None,
    }
}

/// Whether a text is a time as YAML writes it, to the second and without a zone: `2026-07-18 10:00:00`
/// (<https://yaml.org/type/timestamp.html>).
pub(super) fn is_timestamp(text: &str) -> bool {
    let are_digits = |part: &str, least: usize, most: usize| {
        (least..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    };
    let is = |parts: &[&str], lengths: &[(usize, usize)]| {
        parts.len() == lengths.len()
            && parts.iter().zip(lengths).all(|(part, (least, most))| are_digits(part, *least, *most))
    };
    let Some((day, time)) = text.split_once([' ', 'T', 't']) else { return false };
    let whole = time.split_once('.').map_or(time, |(whole, _)| whole);
    let (day, time): (Vec<&str>, Vec<&str>) = (day.split('-').collect(), whole.split(':').collect());
    is(&day, &[(4, 4), (1, 2), (1, 2)]) && is(&time, &[(1, 2), (2, 2), (2, 2)])
}
