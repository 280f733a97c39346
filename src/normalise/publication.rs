//! The dates of a draft: when it was published, and when it was changed.

use crate::report::WarningCode;
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use super::date::{self, DateOptions, Guess};
use super::{Options, excerpt, listing};
use crate::article::date::{is_placeholder, rfc3339};
use crate::article::text::one_line;
use crate::article::{Draft, OtherDate, Precision, Published};

/// A date that a draft has, as it was written.
struct Dated<'d> {
    raw: &'d str,
    /// The name it stands under, of those that count where the first one is none.
    from: Option<&'d str>,
    published: Published,
    guess: Option<Guess>,
}

/// The dates of a draft, best first, and the names of those behind the first.
fn dates<'d>(draft: &'d Draft<'_>) -> impl Iterator<Item = (&'d str, Option<&'d str>)> {
    let others = draft.other_dates.iter().map(|other| (&*other.raw, Some(&*other.from)));
    draft.published.as_deref().map(|raw| (raw, None)).into_iter().chain(others)
}

/// The first date that can be read and is no placeholder.
fn chosen<'d>(draft: &'d Draft<'_>, options: &DateOptions) -> Option<Dated<'d>> {
    dates(draft).find_map(|(raw, from)| {
        let (published, guess) = date::read_with_guess(raw, options)?;
        (!is_placeholder(&published)).then_some(Dated { raw, from, published, guess })
    })
}

/// The date of a draft with its time as it is written, in whatever zone.
pub(super) fn written(draft: &Draft<'_>, options: &Options<'_>) -> Option<NaiveDateTime> {
    date::written(chosen(draft, &options.dates)?.raw, options.dates.order)
}

/// The name under which the date of a draft stands, where that is not the best one.
pub fn date_from(draft: &Draft<'_>, options: &Options<'_>) -> DateFrom {
    let day = || draft.day.as_deref().and_then(|raw| date::parse(raw, &options.dates));
    match chosen(draft, &options.dates) {
        Some(Dated { from: Some(from), .. }) => DateFrom::Other(from.to_owned()),
        Some(_) => DateFrom::Said,
        // Its loader says from which name of what.
        None if draft.published.is_none() && day().is_some() => DateFrom::Said,
        None if day().is_some() => DateFrom::FileName,
        None => DateFrom::Nowhere,
    }
}

/// From where the date of a draft is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateFrom {
    /// From the best name that says one.
    Said,
    /// From another name.
    Other(String),
    /// From the name of its file, as none that it says can be read.
    FileName,
    /// It has none.
    Nowhere,
}

/// When an article was published: as it says, else as the name of its file says, else when it was seen; and by how much that
/// may be off.
pub(super) fn published(
    draft: &Draft<'_>,
    options: &Options<'_>,
    warn: &mut impl FnMut(WarningCode, String),
) -> (Published, TimeDelta) {
    // A date that is known is not off.
    let is_vague = |date: &Published| matches!(date.precision, Precision::Approximate | Precision::Unknown);
    let slack =
        |date: &Published, raw: Option<&str>| raw.filter(|_| is_vague(date)).map_or_else(TimeDelta::zero, date::slack);
    let found = chosen(draft, &options.dates);
    let day = || draft.day.as_deref().and_then(|raw| date::parse(raw, &options.dates));
    let mut say = |code, message| {
        if !draft.deleted {
            warn(code, message);
        }
    };
    if let Some(raw) = draft.published.as_deref().filter(|_| found.as_ref().is_none_or(|found| found.from.is_some())) {
        let shown = excerpt::headline(raw);
        let instead = match &found {
            Some(Dated { from: Some(from), published, .. }) => format!("dated by {from} ({})", rfc3339(published.at)),
            _ if day().is_some() => "dated by the file's name".to_owned(),
            _ => "dated by the input".to_owned(),
        };
        if date::parse(raw, &options.dates).is_some() {
            // What it is dated by instead needs no word where that is the usual thing.
            let instead = if found.is_some() { format!("; {instead}") } else { String::new() };
            let message = format!("\"{}\" is what stands where no date is; taken for none{instead}", one_line(raw));
            say(WarningCode::PlaceholderDate, message);
        } else if date::names_other_calendar(raw, &options.dates) {
            let message = format!(
                "the year of \"{shown}\" is one of the Persian or the Islamic calendar, which is not read; {instead}"
            );
            say(WarningCode::UnreadableDate, message);
        } else {
            say(WarningCode::UnreadableDate, format!("no date can be read in \"{shown}\"; {instead}"));
        }
    }
    let Some(Dated { raw, from, published, guess }) = found else {
        if draft.published.is_none() && day().is_none() {
            say(WarningCode::Undated, listing::undated(draft.is_file, options).to_owned());
        }
        let published = day().unwrap_or_else(|| options.unknown(draft.is_file));
        let slack = slack(&published, draft.published.as_deref());
        return (published, slack);
    };
    let read = match guess {
        Some(Guess::Day) => Some("no day is given; it is read as the first"),
        Some(Guess::Zone) => Some("several time zones go by that name; it is read as"),
        Some(Guess::UnknownZone) => Some("its time zone is not known; read in that of the input"),
        None => None,
    };
    if let Some(read) = read {
        warn(WarningCode::GuessedDate, format!("\"{}\": {read} ({})", one_line(raw), rfc3339(published.at)));
    }
    if published.precision == Precision::Approximate && !draft.deleted {
        warn(WarningCode::ApproximateDate, format!("\"{}\" read as {}", one_line(raw), published.day));
    }
    let slack = slack(&published, from.map(|_| raw).or(draft.published.as_deref()));
    (published, slack)
}

/// From when on a draft is published, where its collection says that apart from its date: the last of what it says.
pub(super) fn not_before(
    draft: &Draft<'_>,
    options: &Options<'_>,
    warn: &mut impl FnMut(WarningCode, String),
) -> Option<DateTime<Utc>> {
    let mut last = None;
    for OtherDate { raw, from } in &draft.not_before {
        match date::parse(raw, &options.dates) {
            Some(date) if is_placeholder(&date) => {}
            Some(date) => last = last.max(Some(date.at)),
            None if raw.starts_with("0000") => {}
            None => warn(
                WarningCode::UnreadableDate,
                format!("no date can be read in {from}: \"{}\"", excerpt::headline(raw)),
            ),
        }
    }
    last
}

/// When an article was changed, if it says so and that has come. `due` is told when it will have come.
pub(super) fn updated(
    draft: &Draft<'_>,
    options: &Options<'_>,
    due: &mut Option<DateTime<Utc>>,
    warn: &mut impl FnMut(WarningCode, String),
) -> Option<DateTime<Utc>> {
    draft.updated.as_deref().and_then(|raw| {
        let found = date::parse(raw, &options.dates);
        match found {
            None => warn(
                WarningCode::UnreadableDate,
                format!("no date of change can be read in \"{}\"", excerpt::headline(raw)),
            ),
            Some(date) if options.until.is_some_and(|until| date.at > until) => {
                warn(
                    WarningCode::FutureUpdate,
                    format!("changed in the future ({}); left out until then", one_line(raw)),
                );
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
