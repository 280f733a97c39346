//! Days as spreadsheets count them.

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};

use super::{DateOptions, of_day, whole_seconds};
use crate::article::{Precision, Published};

/// The days from 1990 to 2099: neither a year nor an epoch has five digits.
const DAYS: std::ops::Range<u64> = 32_874..73_051;

/// Whether a text may be a day as spreadsheets count them: days since 30 December 1899, from 1990 to 2099, and a fraction for
/// the time (`46221.5`). Such a number says nothing by itself: it is a date where all dates of the input are such.
///
/// ```
/// use feedmill::internal::normalise::date::is_serial;
/// assert!(is_serial("46221") && is_serial("46221.604166666664"));
/// assert!(!is_serial("2026") && !is_serial("1784368800") && !is_serial("90210"));
/// ```
pub fn is_serial(raw: &str) -> bool {
    parts(raw.trim()).is_some()
}

/// The days, and the part of a day.
fn parts(text: &str) -> Option<(u64, f64)> {
    let (days, fraction) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let are_digits = |digits: &str| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    if days.len() != 5 || !are_digits(days) || !are_digits(fraction) {
        return None;
    }
    let days = days.parse().ok().filter(|days| DAYS.contains(days))?;
    Some((days, format!("0.{fraction}").parse().ok()?))
}

/// The day, or the time on it to the next second.
pub(super) fn read(text: &str, options: &DateOptions) -> Option<Published> {
    let (days, fraction) = parts(text).filter(|_| options.serials)?;
    let day = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))?;
    let seconds = TimeDelta::from_std(std::time::Duration::from_secs_f64((fraction * 86_400.0).round())).ok()?;
    if seconds.is_zero() {
        return of_day(day, options);
    }
    let local = day.and_time(NaiveTime::MIN).checked_add_signed(seconds)?;
    let at = options.zone.instant(local)?;
    Some(Published { precision: Precision::Exact, at: whole_seconds(at), day: local.date() })
}
