//! What a run did, feed by feed and file by file, for the report.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::formats::LeftOut;
use crate::article::date::rfc3339;
use crate::article::{Origin, Outline};
use crate::config::Config;
use crate::feed::{Feed, Taxonomy, Vanishing, is_of_term};
use crate::memory::{FeedRecord, Memory};
use crate::publish::{Change, Plan};
use crate::render::xml::push_text;
use crate::render::{OUTPUT_FORMATS, OutputFormat, PAGE};
use crate::report::{FeedLine, Report, Status, Warning, WarningCode};
use crate::select::Selected;

/// Says what became of every feed and file.
pub(super) fn summarise(
    config: &Config,
    selected: &Selected<'_>,
    plan: &Plan,
    memory: (&Memory, &Memory),
    left_out: &[LeftOut],
    report: &mut Report,
) {
    let changes: BTreeMap<&str, Change> = plan.changes().collect();
    report.files.written = plan.count(Change::Create) + plan.count(Change::Replace);
    report.files.unchanged = plan.count(Change::None);
    report.files.removed = plan.count(Change::Remove);
    for feed in &selected.feeds {
        let line = line(config, selected, feed, &changes, report.dry_run);
        match line.status {
            Status::Unchanged => report.feeds.unchanged += 1,
            Status::Created => report.feeds.created += 1,
            Status::Changed | Status::Removed => report.feeds.changed += 1,
        }
        report.feed_lines.push(line);
    }
    // A declared feed that nothing is in comes last among the selected ones.
    report.feed_lines.sort_by_cached_key(FeedLine::place);
    vanished(config, selected, memory, report);
    formats_left_out(config, &changes, left_out, report);
    let folder = |path: &str| path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
    // Lists of terms and documents of archives are no feeds.
    let mut gone: BTreeSet<_> = changes
        .iter()
        .filter(|(_, change)| **change == Change::Remove)
        .filter_map(|(path, _)| folder(path))
        .filter(|folder| is_of_term(folder))
        .collect();
    if !gone.is_empty() {
        for feed in selected.feeds.iter().chain(&selected.former_feeds) {
            gone.remove(feed.key.folder().trim_end_matches('/'));
        }
    }
    for folder in &gone {
        report.feeds.removed += 1;
        report.warnings.push(Warning::new(
            &Origin::new(format!("{folder}/"), 0),
            WarningCode::Removed,
            "the feed is removed",
        ));
        let formats = OUTPUT_FORMATS.iter().copied();
        let mut paths = paths(formats, |format| format!("{folder}/{}", format.file_name));
        paths.retain(|(_, path)| changes.contains_key(path.as_str()));
        let slug = folder.rsplit('/').next().map(str::to_owned);
        report.feed_lines.push(FeedLine {
            taxonomy: Taxonomy::ALL
                .iter()
                .find(|taxonomy| folder.starts_with(taxonomy.folder()))
                .map(|t| t.name().into()),
            term: None,
            slug,
            title: folder.clone(),
            entries: 0,
            updated: None,
            status: Status::Removed,
            gained: Vec::new(),
            paths,
        });
    }
}

/// What became of a feed; in a dry run with the titles of the entries that it would gain.
pub(super) fn line(
    config: &Config,
    selected: &Selected<'_>,
    feed: &Feed,
    changes: &BTreeMap<&str, Change>,
    is_dry_run: bool,
) -> FeedLine {
    let term = feed.term.map(|n| &selected.terms[n]);
    let path = |format: &OutputFormat| feed.key.path(format.file_name);
    let formats = config.formats.iter().copied().chain([&PAGE]);
    let of_feed: Vec<Change> =
        config.formats.iter().filter_map(|format| changes.get(path(format).as_str()).copied()).collect();
    let status = if of_feed.iter().all(|change| *change == Change::None) {
        Status::Unchanged
    } else if of_feed.iter().all(|change| *change == Change::Create) {
        Status::Created
    } else {
        Status::Changed
    };
    FeedLine {
        taxonomy: term.map(|term| term.taxonomy.name().into()),
        term: term.map(|term| term.label.clone()),
        slug: term.map(|term| term.slug.clone()),
        title: feed.title.clone(),
        entries: feed.entries.len(),
        updated: feed.updated.map(rfc3339),
        status,
        gained: if is_dry_run && status != Status::Unchanged { gained(config, selected, feed) } else { Vec::new() },
        paths: paths(formats, path),
    }
}

/// The path of a feed in each of these formats, sorted by their names.
fn paths(
    formats: impl Iterator<Item = &'static OutputFormat>,
    path: impl Fn(&OutputFormat) -> String,
) -> Vec<(Cow<'static, str>, String)> {
    let mut paths: Vec<_> = formats.map(|format| (format.name.into(), path(format))).collect();
    paths.sort_unstable();
    paths.shrink_to_fit();
    paths
}

/// Until when something stays that vanishes at a moment.
fn until(config: &Config, since: DateTime<Utc>) -> String {
    config.vanished.map_or("for good".to_owned(), |after| format!("until {}", rfc3339(since + after)))
}

/// How many names are said of many.
const NAMED: usize = 5;

/// Says which feeds are without entries since this run: one by one where their articles are gone, together where a setting
/// is the reason. Those that are gone at once are said to be removed.
pub(super) fn vanished(
    config: &Config,
    selected: &Selected<'_>,
    (before, after): (&Memory, &Memory),
    report: &mut Report,
) {
    let published = selected.feeds.iter().filter_map(|feed| feed.term);
    let published: BTreeMap<_, _> =
        published.map(|n| &selected.terms[n]).map(|term| ((term.taxonomy, &term.key), term.vanishing)).collect();
    let mut together: BTreeMap<(Taxonomy, Vanishing), Vec<&FeedRecord>> = BTreeMap::new();
    for (n, feed) in &after.feeds {
        let (Some(since), Some((taxonomy, key))) = (feed.vanished, &feed.term) else { continue };
        let Some(reason) = published.get(&(*taxonomy, key)) else { continue };
        if before.feeds.get(n).is_some_and(|before| before.vanished.is_some()) {
            continue;
        }
        if let Some(reason) = reason {
            together.entry((*taxonomy, *reason)).or_default().push(feed);
            continue;
        }
        let until = until(config, since);
        let message = format!("{} {} has no articles any more; its feeds stay {until}", taxonomy.name(), feed.label);
        let path = format!("{}/{}/", taxonomy.folder(), feed.slug);
        report.warnings.push(Warning::new(&Origin::new(path, 0), WarningCode::Vanished, message));
    }
    for ((taxonomy, reason), feeds) in together {
        let folder = taxonomy.folder();
        let reason = match reason {
            Vanishing::LeftOut => format!("the taxonomy {} is left out", taxonomy.name()),
            Vanishing::Excluded => format!("`only` or `except` of [{folder}] leaves terms out"),
            Vanishing::TooSmall => format!("{folder} have fewer articles than `min_entries`"),
            Vanishing::Undeclared => "feeds are not declared any more".to_owned(),
        };
        let mut names: Vec<&str> = feeds.iter().take(NAMED).map(|feed| feed.label.as_str()).collect();
        names.sort_unstable();
        let others = feeds.len() - names.len();
        let others = if others == 0 { String::new() } else { format!(" and {others} more") };
        let since = feeds.iter().filter_map(|feed| feed.vanished).max().unwrap_or_default();
        let message =
            format!("{reason}: {}{others}; these feeds stay, empty, {}", names.join(", "), until(config, since));
        report.warnings.push(Warning::new(&Origin::new(format!("{folder}/"), 0), WarningCode::Vanished, message));
    }
}

/// Says which formats are left out since this run, and which are gone.
fn formats_left_out(config: &Config, changes: &BTreeMap<&str, Change>, left_out: &[LeftOut], report: &mut Report) {
    for left_out in left_out.iter().filter(|left_out| left_out.is_new()) {
        let until = until(config, left_out.since);
        let message = format!("the format {} is left out; its files stay, empty, {until}", left_out.format.name);
        report.warnings.push(Warning::new(&Origin::new(left_out.format.file_name, 0), WarningCode::Vanished, message));
    }
    for format in OUTPUT_FORMATS {
        if changes.get(format.file_name) == Some(&Change::Remove) {
            let message = format!("the files of the format {} are removed", format.name);
            report.warnings.push(Warning::new(&Origin::new(format.file_name, 0), WarningCode::Removed, message));
        }
    }
}

/// The titles of a feed's entries that its published file does not hold, found by their ids.
fn gained(config: &Config, selected: &Selected<'_>, feed: &Feed) -> Vec<String> {
    let path = config.formats.first().map(|format| config.dir.join(feed.key.path(format.file_name)));
    let old = path.and_then(|path| std::fs::read(path).ok()).unwrap_or_default();
    let is_new = |article: &&Outline<'_>| {
        let mut id = Vec::new();
        let plain = article.id().as_str();
        push_text(&mut id, &plain);
        let ids = [id.as_slice(), plain.as_bytes()];
        ids.iter().all(|id| memchr::memmem::find(&old, id).is_none())
    };
    feed.entries.iter().map(|n| &*selected.articles[*n]).filter(is_new).map(Outline::title).collect()
}
