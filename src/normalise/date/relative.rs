//! Times that are counted back from the capture of the input.

use chrono::{Days, Months, TimeDelta};

use super::{DateOptions, of_day, whole_seconds};
use crate::article::ago::{Ago, Unit};
use crate::article::{Precision, Published};

/// "4 days ago", in the languages that [`Ago`] knows.
pub(super) fn relative(text: &str, options: &DateOptions) -> Option<Published> {
    let Ago { count, unit } = Ago::parse(text)?;
    let today = options.zone.local(options.captured).date_naive();
    let ago = |delta: TimeDelta| {
        let found = options.captured.checked_sub_signed(delta.checked_mul(i32::try_from(count).ok()?)?)?;
        let day = options.zone.local(found).date_naive();
        Some(Published { precision: Precision::Approximate, at: whole_seconds(found), day })
    };
    let day = match unit {
        Unit::Second => return ago(TimeDelta::seconds(1)),
        Unit::Minute => return ago(TimeDelta::minutes(1)),
        Unit::Hour => return ago(TimeDelta::hours(1)),
        Unit::Day => today.checked_sub_days(Days::new(count.into())),
        Unit::Week => today.checked_sub_days(Days::new(u64::from(count) * 7)),
        Unit::Month => today.checked_sub_months(Months::new(count)),
        Unit::Year => today.checked_sub_months(Months::new(count.checked_mul(12)?)),
    };
    Some(Published { precision: Precision::Approximate, ..of_day(day?, options)? })
}

/// By how much a date like "4 days ago" may be off, on either side: what was "6 days ago" is "a week ago" the day after.
pub fn slack(raw: &str) -> TimeDelta {
    const NAMES: &[(&[&str], Unit)] = &[
        (&["year", "سنة", "سنوات"], Unit::Year),
        (&["month", "شهر", "أشهر", "شهور"], Unit::Month),
        (&["week", "أسبوع", "أسابيع"], Unit::Week),
        (&["day", "يوم", "أيام"], Unit::Day),
    ];
    let named = || {
        let lower = raw.to_lowercase();
        NAMES.iter().find(|(names, _)| names.iter().any(|name| lower.contains(name))).map(|(_, unit)| *unit)
    };
    match Ago::parse(raw).map(|ago| ago.unit).or_else(named) {
        Some(Unit::Year) => TimeDelta::days(367),
        Some(Unit::Month) => TimeDelta::days(32),
        Some(Unit::Week) => TimeDelta::days(8),
        Some(Unit::Day) => TimeDelta::days(2),
        Some(Unit::Hour | Unit::Minute | Unit::Second) | None => TimeDelta::hours(2),
    }
}
