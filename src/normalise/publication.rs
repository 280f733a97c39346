//! The dates of a draft: when it was published, and when it was changed.

use chrono::{DateTime, TimeDelta, Utc};

use super::date::{self, Guess};
use super::{Options, excerpt, listing};
use crate::article::date::{is_placeholder, rfc3339};
use crate::article::text::one_line;
use crate::article::{Draft, Precision, Published};

/// When an article was published: as it says, else as the name of its file says, else when it was seen.
pub(super) fn published(
    draft: &Draft<'_>,
    options: &Options<'_>,
    warn: &mut impl FnMut(&'static str, String),
) -> Published {
    let day = draft.day.as_deref().and_then(|raw| date::parse(raw, &options.dates));
    let unknown = options.unknown(draft.is_file);
    let mut guessed = |raw: &str, found: Option<(Published, Option<Guess>)>| {
        let (published, guess) = found?;
        let what = match guess {
            Some(Guess::Day) => "no day is given; it is read as the first",
            Some(Guess::Zone) => "several time zones go by that name; it is read as",
            None => return Some(published),
        };
        warn("guessed-date", format!("\"{}\": {what} ({})", one_line(raw), rfc3339(published.at)));
        Some(published)
    };
    let found = draft.published.as_deref().map(|raw| (raw, guessed(raw, date::read_with_guess(raw, &options.dates))));
    let (published, code, message) = match found {
        Some((raw, Some(found))) if is_placeholder(&found) => {
            let message = format!("\"{}\" is what stands where no date is; taken for none", one_line(raw));
            (day.unwrap_or(unknown), Some("placeholder-date"), message)
        }
        Some((_, Some(found))) if found.precision == Precision::Approximate => {
            let message =
                format!("\"{}\" read as {}", one_line(draft.published.as_deref().unwrap_or_default()), found.day);
            (found, Some("approximate-date"), message)
        }
        Some((_, Some(found))) => (found, None, String::new()),
        Some((raw, None)) if day.is_some() => {
            let message = format!("no date can be read in \"{}\"; dated by the file's name", excerpt::headline(raw));
            (day.unwrap_or(unknown), Some("unreadable-date"), message)
        }
        Some((raw, None)) => {
            let message = format!("no date can be read in \"{}\"; dated by the input", excerpt::headline(raw));
            (unknown, Some("unreadable-date"), message)
        }
        None => match day {
            Some(day) => (day, None, String::new()),
            None => (unknown, Some("undated"), listing::undated(draft.is_file, options).to_owned()),
        },
    };
    if let Some(code) = code.filter(|_| !draft.deleted) {
        warn(code, message);
    }
    published
}

/// When an article was changed, if it says so and that has come. `due` is told when it will have come.
pub(super) fn updated(
    draft: &Draft<'_>,
    options: &Options<'_>,
    due: &mut Option<DateTime<Utc>>,
    warn: &mut impl FnMut(&'static str, String),
) -> Option<DateTime<Utc>> {
    draft.updated.as_deref().and_then(|raw| {
        let found = date::parse(raw, &options.dates);
        match found {
            None => warn("unreadable-date", format!("no date of change can be read in \"{}\"", excerpt::headline(raw))),
            Some(date) if options.until.is_some_and(|until| date.at > until) => {
                warn("future-update", format!("changed in the future ({}); left out until then", one_line(raw)));
                // It counts as soon as dates up to it do, and not when it comes: an expiry has no tolerance, this has.
                let tolerance = options.until.map_or(TimeDelta::zero(), |until| until - options.now);
                let counts = date.at - tolerance;
                *due = Some(due.map_or(counts, |due| due.min(counts)));
                return None;
            }
            Some(_) => {}
        }
        found.map(|date| date.at)
    })
}
