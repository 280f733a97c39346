//! What the dates of an input prove about each other.

use chrono::DateTime;

use super::date::{self, DateOptions, DateOrder};
use crate::article::date::is_placeholder;
use crate::article::{Draft, Precision};
use crate::zone::Zone;

/// What dates prove about the order of day and month.
#[derive(Debug, Clone, Copy, Default)]
pub struct Proof<'d> {
    /// The order, if they prove one.
    pub order: Option<DateOrder>,
    /// The first draft with a date that could be read in either way, and that date.
    pub unclear: Option<(&'d Draft<'d>, &'d str)>,
}

impl<'d> Proof<'d> {
    /// Looks at the dates of publication of drafts.
    pub fn of(drafts: impl Iterator<Item = &'d Draft<'d>>) -> Self {
        let (mut day_first, mut month_first, mut unclear) = (false, false, None);
        for draft in drafts {
            let Some(raw) = likely_date(draft) else { continue };
            match date::order_of(raw) {
                Some(Some(DateOrder::DayMonth)) => day_first = true,
                Some(Some(DateOrder::MonthDay)) => month_first = true,
                Some(None) => unclear = unclear.or(Some((draft, raw))),
                None => {}
            }
        }
        let order = match (day_first, month_first) {
            (true, false) => Some(DateOrder::DayMonth),
            (false, true) => Some(DateOrder::MonthDay),
            _ => None,
        };
        Self { order, unclear }
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

/// Whether a draft says nothing about others, and others nothing about it: it has a date that can be read in one way only, and that
/// does not depend on when its input was captured; nothing suggests that it is a page; it stands in no site with settings of its
/// own; and its collection publishes it.
pub fn is_plain(draft: &Draft<'_>) -> bool {
    let options = anywhere();
    let is_certain = |raw: &str| {
        let date = date::parse(raw, &options).filter(|date| !is_placeholder(date));
        let is_certain = date.is_some_and(|date| matches!(date.precision, Precision::Exact | Precision::Day));
        is_certain && date::order_of(raw).is_none() && !date::is_serial(raw)
    };
    let is_shown = draft.unpublished.is_none() && !draft.deleted && !draft.thrown_away && draft.not_before.is_empty();
    is_shown
        && draft.place.is_none()
        && draft.page.as_deref().is_none_or(|signs| signs.sign.is_none())
        && draft.published.as_deref().is_some_and(is_certain)
        && draft.updated.as_deref().is_none_or(is_certain)
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
