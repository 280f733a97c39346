//! What the dates of an input prove about each other.

use chrono::DateTime;

use super::date::{self, DateOptions, DateOrder};
use crate::article::date::is_placeholder;
use crate::article::{Draft, Precision};
use crate::zone::Zone;

/// What dates show of the order of day and month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OrderSigns {
    /// Whether in one the day comes first, or in one the month.
    day_first: bool,
    month_first: bool,
    /// Whether one could be read in either way.
    is_unclear: bool,
}

impl OrderSigns {
    /// What those dates show that are shown by either.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self {
            day_first: self.day_first || other.day_first,
            month_first: self.month_first || other.month_first,
            is_unclear: self.is_unclear || other.is_unclear,
        }
    }

    /// The order, if they prove one.
    pub fn order(self) -> Option<DateOrder> {
        match (self.day_first, self.month_first) {
            (true, false) => Some(DateOrder::DayMonth),
            (false, true) => Some(DateOrder::MonthDay),
            _ => None,
        }
    }

    /// A number that stands for them.
    pub fn number(self) -> u8 {
        u8::from(self.day_first) | u8::from(self.month_first) << 1 | u8::from(self.is_unclear) << 2
    }

    /// What such a number stands for.
    pub fn of_number(number: u8) -> Self {
        Self { day_first: number & 1 != 0, month_first: number & 2 != 0, is_unclear: number & 4 != 0 }
    }
}

/// What dates prove about the order of day and month.
#[derive(Debug, Clone, Copy, Default)]
pub struct Proof<'d> {
    /// What they show of it.
    pub signs: OrderSigns,
    /// The order, if they prove one.
    pub order: Option<DateOrder>,
    /// The first draft with a date that could be read in either way, and that date.
    pub unclear: Option<(&'d Draft<'d>, &'d str)>,
}

impl<'d> Proof<'d> {
    /// Looks at the dates of publication of drafts.
    pub fn of(drafts: impl Iterator<Item = &'d Draft<'d>>) -> Self {
        let (mut signs, mut unclear) = (OrderSigns::default(), None);
        for draft in drafts {
            let Some(raw) = likely_date(draft) else { continue };
            match date::order_of(raw) {
                Some(Some(DateOrder::DayMonth)) => signs.day_first = true,
                Some(Some(DateOrder::MonthDay | DateOrder::MonthDayWithDots)) => signs.month_first = true,
                Some(None) => unclear = unclear.or(Some((draft, raw))),
                None => {}
            }
        }
        signs.is_unclear = unclear.is_some();
        Self { signs, order: signs.order(), unclear }
    }
}

/// The first date of a draft that can be read, in whatever order.
fn likely_date<'d>(draft: &'d Draft<'_>) -> Option<&'d str> {
    let first = draft.published.as_deref()?;
    if draft.other_dates.is_empty() || is_date(first) {
        return Some(first);
    }
    draft.other_dates.iter().map(|other| &*other.raw).find(|raw| is_date(raw))
}

/// Whether bare numbers of five digits are the days of a spreadsheet: there are some, and no other date can be read among those
/// of these drafts.
pub fn are_serial(drafts: &[Draft<'_>]) -> bool {
    let mut dates = drafts.iter().filter_map(|draft| draft.published.as_deref());
    dates.clone().any(date::is_serial) && dates.all(|raw| date::is_serial(raw) || !is_date(raw))
}

/// How far a draft can be read without others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alone {
    /// It says something about others, or they about it: no date can be read; it may be a page; it stands in a site with settings of its
    /// own; or its collection takes it back.
    No,
    /// But for its dates: in which order these are read, and from when they are counted, is a matter of the whole input.
    ButForDates,
    /// It says nothing about others.
    Yes,
}

/// How far a draft can be read without others.
pub fn alone(draft: &Draft<'_>) -> Alone {
    let is_taken_back = draft.deleted || draft.thrown_away;
    let is_page = draft.page.as_deref().is_some_and(|signs| signs.sign.is_some());
    if is_taken_back || is_page { Alone::No } else { published_or_not(draft) }
}

/// Whether a draft of many in a file says nothing about others, and others nothing about it, be it published or not.
pub fn is_apart(draft: &Draft<'_>) -> bool {
    draft.page.is_none() && draft.expires.is_none() && published_or_not(draft) == Alone::Yes
}

/// How far a draft can be read without others as far as its dates and its place tell.
fn published_or_not(draft: &Draft<'_>) -> Alone {
    if !draft.not_before.is_empty() || draft.place.is_some() || draft.published.is_none() {
        return Alone::No;
    }
    dates_of(draft).map(alone_with_date).min().unwrap_or(Alone::No)
}

fn alone_with_date(raw: &str) -> Alone {
    let read = |order| date::parse(raw, &DateOptions { order, ..anywhere() }).filter(|date| !is_placeholder(date));
    let Some(date) = read(DateOrder::DayMonth).or_else(|| read(DateOrder::MonthDay)) else { return Alone::No };
    match date.precision {
        Precision::Unknown => Alone::No,
        _ if date::is_serial(raw) => Alone::No,
        Precision::Approximate => Alone::ButForDates,
        Precision::Exact | Precision::Day if date::order_of(raw).is_some() => Alone::ButForDates,
        Precision::Exact | Precision::Day => Alone::Yes,
    }
}

/// Whether a date of a draft depends on when its input was captured.
pub fn is_relative(draft: &Draft<'_>) -> bool {
    let is_absolute = |raw: &str| {
        let date = date::parse(raw, &anywhere());
        date.is_none_or(|date| matches!(date.precision, Precision::Exact | Precision::Day))
    };
    !dates_of(draft).all(is_absolute)
}

fn dates_of<'d>(draft: &'d Draft<'_>) -> impl Iterator<Item = &'d str> {
    draft.published.as_deref().into_iter().chain(draft.updated.as_deref())
}

/// How dates are read where neither zone nor order makes a date of what is none.
fn anywhere() -> DateOptions {
    let captured = DateTime::UNIX_EPOCH;
    DateOptions { zone: Zone::UTC, order: DateOrder::DayMonth, captured, serials: false, utc_timestamps: false }
}

/// Whether a text is a date, and none that stands where there is none. Neither zone nor order makes a date of what is none.
pub(super) fn is_date(raw: &str) -> bool {
    let options = anywhere();
    date::parse(raw, &options).is_some_and(|date| !is_placeholder(&date))
}
