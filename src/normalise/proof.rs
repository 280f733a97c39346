//! What the dates of an input prove about each other.

use chrono::DateTime;

use super::date::{self, DateOptions, DateOrder};
use crate::article::Draft;
use crate::article::date::is_placeholder;
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

/// Whether a text is a date, and none that stands where there is none. Neither zone nor order makes a date of what is none.
pub(super) fn is_date(raw: &str) -> bool {
    let captured = DateTime::UNIX_EPOCH;
    let options =
        DateOptions { zone: Zone::UTC, order: DateOrder::DayMonth, captured, serials: false, utc_timestamps: false };
    date::parse(raw, &options).is_some_and(|date| !is_placeholder(&date))
}
