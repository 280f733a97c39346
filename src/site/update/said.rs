//! What a run says that looks only at what has changed.

use std::collections::{BTreeSet, HashSet};

use super::super::{identity, selecting};
use super::Answer;
use super::answer::Question;
use super::changed::Changed;
use super::moves;
use crate::article::Origin;
use crate::report::{Report, Warning, WarningCode};
use crate::select::Selected;

/// The report of a run, as far as it is told by what has changed in the inputs.
pub(super) fn report(said: &Report, changed: &Changed<'_, '_>) -> Report {
    let mut report = Report { idle: false, inputs: Vec::new(), ..said.clone() };
    let add = |to: &mut usize, by: i64| *to = to.saturating_add_signed(isize::try_from(by).unwrap_or(0));
    add(&mut report.articles.read, changed.read);
    add(&mut report.articles.rejected, changed.rejected);
    add(&mut report.articles.unpublished, changed.unpublished());
    report.bytes.read = report.bytes.read.saturating_add_signed(changed.bytes);
    let is_of_changed = |path: &str| changed.said_anew.iter().any(|changed| changed == path);
    report.rejections.retain(|rejection| !is_of_changed(&rejection.origin.path));
    report.warnings.retain(|warning| !is_of_changed(&warning.origin.path));
    let is_as_before = |origin: &Origin| !is_of_changed(&origin.path);
    report.merged.retain(|merged| merged.readings.iter().all(|reading| is_as_before(&reading.origin)));
    moves::apply(&mut report, &changed.moves, (&changed.rejections, &changed.warnings));
    report
}

/// Says of the articles in question which of them were put together, and of those that are new or other than they were what is said of
/// their dates.
pub(super) fn say_articles(
    report: &mut Report,
    Answer { question, rows, .. }: &Answer,
    (said, changed): (&Report, &Changed<'_, '_>),
    selected: &Selected<'_>,
) {
    say_merged(report, said, question, selected);
    // Nothing more is said of what is not published.
    let expired: HashSet<&Origin> = question.expired.iter().map(|warning| &warning.origin).collect();
    report.warnings.retain(|warning| !expired.contains(&warning.origin));
    report.warnings.extend(question.expired.iter().cloned());
    report.articles.unpublished += question.expired.len();
    let withheld = changed.new.iter().filter(|new| !new.is_published);
    let withheld: HashSet<&Origin> = withheld.map(|new| new.article.origin()).collect();
    let anew: HashSet<(WarningCode, &Origin)> = changed.warnings.iter().map(|said| (said.code, &said.origin)).collect();
    let is_said = |warning: &Warning| anew.contains(&(warning.code, &warning.origin));
    report.warnings.retain(|warning| !withheld.contains(&warning.origin) || is_said(warning));
    let others = question.collected.iter().zip(&rows.now).filter(|(_, (_, row))| row.is_some());
    let others = others.flat_map(|((article, _), _)| &article.origins);
    let others: BTreeSet<&Origin> = others.chain(changed.new.iter().map(|new| new.article.origin())).collect();
    let has_changed = |origin: &Origin| question.changed_by_now.contains(origin);
    report.warnings.retain(|warning| warning.code != WarningCode::FutureUpdate || !has_changed(&warning.origin));
    let is_of_dates = |warning: &Warning| matches!(warning.code, WarningCode::Held | WarningCode::DateMoved);
    report.warnings.retain(|warning| !is_of_dates(warning) || !others.contains(&warning.origin));
    report.warnings.extend(selecting::dates(selected).filter(|warning| others.contains(&warning.origin)));
}

/// Leaves out what was said of the documents that are made anew.
pub(super) fn forget_made(report: &mut Report, selected: &Selected<'_>) {
    let folders: HashSet<String> = selected.feeds.iter().map(|feed| feed.key.folder()).collect();
    let folder = |path: &str| path.rfind('/').map_or(0, |end| end + 1);
    let is_made = |path: &str| folders.contains(&path[..folder(path)]);
    report.warnings.retain(|warning| warning.code != WarningCode::FeedOverSize || !is_made(&warning.origin.path));
}

/// Says which of the articles in question were read from several places.
fn say_merged(report: &mut Report, said: &Report, question: &Question, selected: &Selected<'_>) {
    let expired = question.expired.iter().map(|warning| &warning.origin);
    let asked = question.collected.iter().flat_map(|(article, _)| &article.origins).chain(expired);
    let asked: HashSet<&Origin> = asked.collect();
    report.warnings.retain(|warning| warning.code != WarningCode::MergedTitle || !asked.contains(&warning.origin));
    report.warnings.extend(identity::warnings(selected));
    let before: usize = question.had.values().sum::<usize>() - question.had.len();
    report.articles.duplicates = (report.articles.duplicates + question.duplicates).saturating_sub(before);
    let were_merged = question.had.values().filter(|count| **count > 1).count();
    let count = (said.merged.len() + said.more_merged + selected.merged.len()).saturating_sub(were_merged);
    report.merged.retain(|merged| !merged.readings.iter().any(|reading| asked.contains(&reading.origin)));
    report.merged.extend(identity::merged(selected, report.rejections.of_a_kind()));
    report.merged.sort_by(|a, b| a.readings[0].origin.cmp(&b.readings[0].origin).then_with(|| a.id.cmp(&b.id)));
    report.more_merged = count.saturating_sub(report.merged.len());
}
