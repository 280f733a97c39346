//! The words of the line that says how far a command is.

use std::time::Duration;

use crate::report::{SoFar, StageName, Unit, size};

/// How far a command is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Work {
    /// What it does, in words.
    pub(in super::super) doing: &'static str,
    /// How much of that is done, and how much there is.
    pub(in super::super) part: Option<(u64, u64)>,
    /// What is counted, and what else is worth a word.
    pub(in super::super) counted: Counted,
}

/// What is counted of a work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Counted {
    /// Things that are called so.
    Things(&'static str),
    /// Bytes of inputs, and how many articles were in them.
    Bytes(u64),
    /// Articles, of which it is worth knowing how many there are in a second.
    Articles,
    /// Feeds, and how many files were written for them.
    Feeds(u64),
    /// Nothing in this stage; so many articles were read and so many files written.
    Nothing(u64, u64),
}

/// How far a run is.
pub(in super::super) fn of_run(so_far: SoFar) -> Work {
    let SoFar { stage, part, articles, written } = so_far;
    let doing = match (stage, part) {
        (StageName::FindInputs, _) => "looking for inputs",
        (StageName::Compare, _) => "comparing with the last run",
        (StageName::Recall, _) => "looking up what was published",
        (StageName::Read, _) | (StageName::Normalise, Some((Unit::Files, ..))) => "reading inputs",
        (StageName::Normalise, _) => "reading articles",
        (StageName::Settle, _) => "finding out which articles are new",
        (StageName::Select, _) => "choosing what feeds show",
        (StageName::Render, Some((Unit::Entries, ..))) => "making entries",
        (StageName::Render, _) => "making feeds",
        (StageName::Commit, _) => "writing the ledger",
        (StageName::Publish, _) => "publishing",
    };
    let counted = match part {
        Some((Unit::Bytes, ..)) => Counted::Bytes(articles),
        Some((Unit::Files, ..)) => Counted::Things("files"),
        Some((Unit::Articles, ..)) => Counted::Articles,
        Some((Unit::Entries, ..)) => Counted::Things("entries"),
        Some((Unit::Feeds, ..)) => Counted::Feeds(written),
        None => Counted::Nothing(articles, written),
    };
    Work { doing, part: part.map(|(_, done, total)| (done, total)), counted }
}

impl Work {
    /// How many of so many columns stand for what is done.
    pub(super) fn columns(&self, of: usize) -> Option<usize> {
        let (done, total) = self.part?;
        let columns = u128::from(done) * of as u128 / u128::from(total).max(1);
        Some(usize::try_from(columns).unwrap_or(of).min(of))
    }

    /// The line, so long after this work began.
    pub(super) fn line(&self, since: Duration) -> String {
        let mut words = Vec::new();
        if let Some((done, total)) = self.part {
            words.push(match self.counted {
                Counted::Bytes(_) => format!("{} of {}", size(done), size(total)),
                Counted::Things(things) => format!("{} of {} {things}", number(done), number(total)),
                Counted::Articles => format!("{} of {}", number(done), number(total)),
                Counted::Feeds(_) | Counted::Nothing(..) => format!("{} of {} feeds", number(done), number(total)),
            });
        }
        let several = |count: u64, of: &str| (count > 0).then(|| format!("{} {of}", number(count)));
        let rate = |count: u64| a_second(count, since).map(|rate| format!("{}/s", number(rate)));
        match self.counted {
            Counted::Bytes(articles) => words.extend(several(articles, "articles").into_iter().chain(rate(articles))),
            Counted::Articles => words.extend(rate(self.part.map_or(0, |(done, _)| done))),
            Counted::Feeds(written) => words.extend(several(written, "files written")),
            Counted::Nothing(articles, written) => {
                words.extend(several(articles, "articles read").into_iter().chain(several(written, "files written")));
            }
            Counted::Things(_) => {}
        }
        words.extend(self.part.and_then(|(done, total)| left(done, total, since)));
        let words = words.join(", ");
        if words.is_empty() { self.doing.to_owned() } else { format!("{}: {words}", self.doing) }
    }
}

/// How long it takes before a speed says anything.
const SETTLED: Duration = Duration::from_millis(300);

/// How many there are in a second; `None`: that is not known yet.
fn a_second(count: u64, since: Duration) -> Option<u64> {
    let per_second = u128::from(count) * 1_000 / since.as_millis().max(1);
    (count > 0 && since >= SETTLED).then(|| u64::try_from(per_second).unwrap_or(u64::MAX))
}

/// How long it takes to do the rest, in words, if it goes on as before.
fn left(done: u64, total: u64, since: Duration) -> Option<String> {
    if done == 0 || done == total || since < SETTLED {
        return None;
    }
    let rest = since.as_millis() * u128::from(total.saturating_sub(done)) / u128::from(done);
    let seconds = u64::try_from(rest.div_ceil(1_000)).unwrap_or(u64::MAX);
    Some(match (seconds / 3_600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds} s left"),
        (0, minutes, seconds) => format!("{minutes} min {seconds} s left"),
        (hours, minutes, _) => format!("{hours} h {minutes} min left"),
    })
}

/// A number with commas.
fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (n, digit) in digits.char_indices() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(stage: StageName, part: Option<(Unit, u64, u64)>, (articles, written): (u64, u64), millis: u64) -> String {
        of_run(SoFar { stage, part, articles, written }).line(Duration::from_millis(millis))
    }

    #[test]
    fn a_line_says_what_is_done_how_much_of_it_and_how_long_it_takes() {
        for (said, expected) in [
            (line(StageName::FindInputs, None, (0, 0), 700), "looking for inputs"),
            (
                line(StageName::Read, Some((Unit::Files, 3, 12)), (0, 0), 1_000),
                "reading inputs: 3 of 12 files, 3 s left",
            ),
            (
                line(StageName::Read, Some((Unit::Bytes, 25_000_000, 100_000_000)), (15_000, 0), 2_000),
                "reading inputs: 25.0 MB of 100 MB, 15,000 articles, 7,500/s, 6 s left",
            ),
            (
                line(StageName::Normalise, Some((Unit::Articles, 20_000, 60_000)), (20_000, 0), 4_000),
                "reading articles: 20,000 of 60,000, 5,000/s, 8 s left",
            ),
            (
                line(StageName::Render, Some((Unit::Entries, 0, 1_000)), (0, 0), 4_000),
                "making entries: 0 of 1,000 entries",
            ),
            (
                line(StageName::Render, Some((Unit::Feeds, 10, 1_250)), (60_000, 33), 1_000),
                "making feeds: 10 of 1,250 feeds, 33 files written, 2 min 4 s left",
            ),
            (
                line(StageName::Publish, None, (60_000, 1_234_567), 1_000),
                "publishing: 60,000 articles read, 1,234,567 files written",
            ),
        ] {
            assert_eq!(said, expected);
        }
    }

    #[test]
    fn nothing_is_foretold_that_is_not_known() {
        // Neither before something is done, nor in the first moment.
        assert_eq!(left(0, 10, Duration::from_secs(5)), None);
        assert_eq!(left(1, 10, Duration::from_millis(20)), None);
        assert_eq!(a_second(1_000, Duration::from_millis(20)), None);
        assert_eq!(left(10, 10, Duration::from_secs(5)), None);
        assert_eq!(left(1, 10_000, Duration::from_secs(3)).unwrap(), "8 h 19 min left");
    }

    #[test]
    fn numbers_have_commas() {
        assert_eq!([0, 999, 1_000, 12_345, 1_234_567].map(number), ["0", "999", "1,000", "12,345", "1,234,567"]);
    }
}
