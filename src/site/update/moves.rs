//! Where what was said of an input stands now that the input has changed.

use std::collections::{BTreeMap, HashSet};
use std::ops::RangeInclusive;

use crate::article::Origin;
use crate::report::{Kept, Rejection, Report, Warning, WarningCode};

/// How the places in an input have moved.
#[derive(Debug, Default)]
pub(super) struct Moves {
    /// Lines that are as they were, each so many lines further on.
    pub(super) stays: Vec<(RangeInclusive<u64>, i64)>,
    /// The line and the column of each article between these, and where it stands now that says the same, if one does.
    pub(super) articles: BTreeMap<(u64, u64), Option<(u64, u64)>>,
}

impl Moves {
    /// Where something stands now that is no part of what was read again.
    fn of_rest(&self, line: u64) -> Option<u64> {
        let stays = self.stays.iter().find(|(lines, _)| lines.contains(&line));
        stays.map(|(_, by)| line.saturating_add_signed(*by))
    }

    /// Where something stands now that was said of an article, if this says what it said.
    fn of_article(&self, origin: &Origin) -> Option<Origin> {
        if let Some(line) = self.of_rest(origin.line) {
            return Some(origin.at_column(line, origin.column));
        }
        let ((line, _), now) = self.articles.range(..=(origin.line, origin.column)).next_back()?;
        let (now, column) = (*now)?;
        let further = origin.line - line;
        Some(origin.at_column(now + further, if further == 0 { column } else { origin.column }))
    }
}

/// Moves what was said of inputs to where these say it now, and leaves out what was said of articles that are gone.
/// `rejections` and `warnings` are what the inputs give reason to say now.
pub(super) fn apply(
    report: &mut Report,
    moves: &BTreeMap<String, Moves>,
    (rejections, warnings): (&[Rejection], &[Warning]),
) {
    let of = |origin: &Origin| moves.get(&*origin.path);
    if report.rejections.iter().any(|rejection| of(&rejection.origin).is_some()) {
        let most = report.rejections.of_a_kind();
        let moved = std::mem::replace(&mut report.rejections, Kept::most(most)).into_iter();
        report.rejections.extend(moved.filter_map(|rejection| {
            let Some(moves) = of(&rejection.origin) else { return Some(rejection) };
            let line = moves.of_rest(rejection.origin.line)?;
            Some(Rejection { origin: rejection.origin.at_column(line, rejection.origin.column), ..rejection })
        }));
    }
    if report.warnings.iter().any(|warning| of(&warning.origin).is_some()) {
        let anew: HashSet<(WarningCode, &Origin)> =
            warnings.iter().map(|warning| (warning.code, &warning.origin)).collect();
        let most = report.warnings.of_a_kind();
        let moved = std::mem::replace(&mut report.warnings, Kept::most(most)).into_iter();
        report.warnings.extend(moved.filter_map(|warning| {
            let Some(moves) = of(&warning.origin) else { return Some(warning) };
            // It is said of the input, at one of its dates, and said anew if it still is so.
            if warning.code == WarningCode::AmbiguousDate {
                return None;
            }
            let origin = moves.of_article(&warning.origin)?;
            (!anew.contains(&(warning.code, &origin))).then_some(Warning { origin, ..warning })
        }));
    }
    report.rejections.extend(rejections.iter().cloned());
    report.warnings.extend(warnings.iter().cloned());
    report.merged.retain_mut(|merged| {
        merged.readings.iter_mut().all(|reading| {
            let Some(moves) = moves.get(&*reading.origin.path) else { return true };
            let now = moves.of_article(&reading.origin);
            let stands = now.is_some();
            reading.origin = now.unwrap_or_default();
            stands
        })
    });
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Moves, apply};
    use crate::article::Origin;
    use crate::report::{Rejection, Report, Warning, WarningCode};

    #[test]
    fn what_was_said_moves_with_what_it_was_said_of() {
        let place = |line: u64| Origin::new("a.json", line);
        let mut report = Report::default();
        for line in [2, 6, 9, 20] {
            report.warnings.push(Warning::new(&place(line), WarningCode::LinkOut, "said before"));
            report.rejections.push(Rejection::new(&place(line), "no title"));
        }
        let articles = BTreeMap::from([((5, 0), Some((3, 0))), ((8, 0), None)]);
        let moves =
            BTreeMap::from([("a.json".to_owned(), Moves { stays: vec![(0..=2, 0), (15..=u64::MAX, -4)], articles })]);
        let anew = [Warning::new(&place(12), WarningCode::LinkOut, "said anew")];
        apply(&mut report, &moves, (&[], &anew));
        let lines = |origins: Vec<&Origin>| origins.into_iter().map(|origin| origin.line).collect::<Vec<_>>();
        assert_eq!(lines(report.warnings.sorted().iter().map(|one| &one.origin).collect()), [2, 4, 12, 16]);
        assert_eq!(lines(report.rejections.sorted().iter().map(|one| &one.origin).collect()), [2, 16]);
    }
}
