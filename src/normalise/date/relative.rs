//! Times that are counted back from the capture of the input.

use chrono::{Days, Months, NaiveDate, TimeDelta};

use super::{DateOptions, of_day, whole_seconds};
use crate::article::{Precision, Published};

/// "4 days ago", in English and Arabic.
pub(super) fn relative(text: &str, options: &DateOptions) -> Option<Published> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = match lower.strip_prefix("منذ ").or_else(|| lower.strip_prefix("قبل ")) {
        Some(rest) => rest.split(' ').collect(),
        None => match lower.as_str() {
            "just now" | "now" => vec!["0", "seconds"],
            "today" => vec!["0", "days"],
            "yesterday" => vec!["1", "day"],
            other => {
                let rest = other.strip_suffix(" ago")?;
                rest.trim_start_matches("about ")
                    .trim_start_matches("over ")
                    .trim_start_matches("almost ")
                    .split(' ')
                    .collect()
            }
        },
    };
    let (count, unit) = match words.as_slice() {
        ["a" | "an" | "one", unit] | [unit] | [unit, "واحدة" | "واحد"] => (1, *unit),
        ["a", "few", unit] | ["بضع" | "بضعة", unit] => (0, *unit),
        [count, unit] => (count.parse::<u32>().ok()?, *unit),
        _ => return None,
    };
    let today = options.zone.local(options.captured).date_naive();
    let ago = |delta: TimeDelta| options.captured.checked_sub_signed(delta * i32::try_from(count).ok()?);
    let back = |day: Option<NaiveDate>| of_day(day?, options);
    let found = match unit {
        "second" | "seconds" | "sec" | "secs" | "ثانية" | "ثوان" | "ثواني" | "لحظات" => {
            ago(TimeDelta::seconds(1))
        }
        "minute" | "minutes" | "min" | "mins" | "دقيقة" | "دقائق" => ago(TimeDelta::minutes(1)),
        "دقيقتين" => ago(TimeDelta::minutes(2)),
        "hour" | "hours" | "hr" | "hrs" | "ساعة" | "ساعات" => ago(TimeDelta::hours(1)),
        "ساعتين" => ago(TimeDelta::hours(2)),
        _ => {
            let mut date = match unit {
                "day" | "days" | "يوم" | "أيام" | "يومًا" => {
                    back(today.checked_sub_days(Days::new(count.into())))
                }
                "يومين" => back(today.checked_sub_days(Days::new(2))),
                "week" | "weeks" | "أسبوع" | "أسابيع" => {
                    back(today.checked_sub_days(Days::new(u64::from(count) * 7)))
                }
                "أسبوعين" => back(today.checked_sub_days(Days::new(14))),
                "month" | "months" | "شهر" | "أشهر" | "شهور" => {
                    back(today.checked_sub_months(Months::new(count)))
                }
                "شهرين" => back(today.checked_sub_months(Months::new(2))),
                "year" | "years" | "سنة" | "سنوات" => {
                    back(today.checked_sub_months(Months::new(count.checked_mul(12)?)))
                }
                _ => None,
            }?;
            date.precision = Precision::Approximate;
            return Some(date);
        }
    }?;
    let day = options.zone.local(found).date_naive();
    Some(Published { precision: Precision::Approximate, at: whole_seconds(found), day })
}

/// By how much a date like "4 days ago" may be off, on either side: what was "6 days ago" is "a week ago" the day after.
pub fn slack(raw: &str) -> TimeDelta {
    const UNITS: &[(&[&str], TimeDelta)] = &[
        (&["year", "سنة", "سنوات"], TimeDelta::days(367)),
        (&["month", "شهر", "أشهر", "شهور"], TimeDelta::days(32)),
        (&["week", "أسبوع", "أسابيع"], TimeDelta::days(8)),
        (&["day", "يوم", "أيام"], TimeDelta::days(2)),
    ];
    let lower = raw.to_lowercase();
    let unit = UNITS.iter().find(|(names, _)| names.iter().any(|name| lower.contains(name)));
    unit.map_or(TimeDelta::hours(2), |(_, slack)| *slack)
}
