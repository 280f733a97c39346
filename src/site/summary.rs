//! What a run did, feed by feed and file by file, for the report.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::article::date::rfc3339;
use crate::article::{Article, Origin};
use crate::config::Config;
use crate::feed::{Feed, Taxonomy, is_of_term};
use crate::memory::Memory;
use crate::publish::{Change, Plan};
use crate::render::PAGE;
use crate::render::xml::push_text;
use crate::report::{FeedLine, Report, Status, Warning};
use crate::select::Selected;

/// Says what became of every feed and file.
pub(super) fn summarise(
    config: &Config,
    selected: &Selected<'_>,
    plan: &Plan,
    (before, after): (&Memory, &Memory),
    report: &mut Report,
) {
    let changes: BTreeMap<&str, Change> = plan.changes().collect();
    report.files.written = plan.count(Change::Create) + plan.count(Change::Replace);
    report.files.unchanged = plan.count(Change::None);
    report.files.removed = plan.count(Change::Remove);
    for feed in &selected.feeds {
        let term = feed.term.map(|n| &selected.terms[n]);
        let paths: BTreeMap<Cow<'static, str>, String> = config
            .formats
            .iter()
            .copied()
            .chain([&PAGE])
            .map(|format| (format.name.into(), feed.key.path(format.file_name)))
            .collect();
        let feed_changes: Vec<Change> = config
            .formats
            .iter()
            .filter_map(|format| changes.get(feed.key.path(format.file_name).as_str()).copied())
            .collect();
        let status = if feed_changes.iter().all(|change| *change == Change::None) {
            report.feeds.unchanged += 1;
            Status::Unchanged
        } else if feed_changes.iter().all(|change| *change == Change::Create) {
            report.feeds.created += 1;
            Status::Created
        } else {
            report.feeds.changed += 1;
            Status::Changed
        };
        report.feed_lines.push(FeedLine {
            taxonomy: term.map(|term| term.taxonomy.name().into()),
            term: term.map(|term| term.label.clone()),
            slug: term.map(|term| term.slug.clone()),
            title: feed.title.clone(),
            entries: feed.entries.len(),
            updated: feed.updated.map(rfc3339),
            status,
            gained: if report.dry_run && status != Status::Unchanged {
                gained(config, selected, feed)
            } else {
                Vec::new()
            },
            paths,
        });
    }
    for (n, feed) in &after.feeds {
        let (Some(since), Some((taxonomy, _))) = (feed.vanished, &feed.term) else { continue };
        if before.feeds.get(n).is_none_or(|before| before.vanished.is_none()) {
            let until =
                config.vanished.map_or("for good".to_owned(), |after| format!("until {}", rfc3339(since + after)));
            let message =
                format!("{} {} has no articles any more; its feeds stay {until}", taxonomy.name(), feed.label);
            let path = format!("{}/{}/", taxonomy.folder(), feed.slug);
            report.warnings.push(Warning::new(&Origin::new(path, 0), "vanished", message));
        }
    }
    let folder = |path: &str| path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
    let kept: BTreeSet<_> = selected
        .feeds
        .iter()
        .chain(&selected.former_feeds)
        .filter_map(|feed| folder(&feed.key.path(PAGE.file_name)))
        .collect();
    // Lists of terms and documents of archives are no feeds.
    let gone: BTreeSet<_> = changes
        .iter()
        .filter(|(_, change)| **change == Change::Remove)
        .filter_map(|(path, _)| folder(path))
        .filter(|folder| is_of_term(folder))
        .collect();
    for folder in gone.difference(&kept) {
        report.feeds.removed += 1;
        report.warnings.push(Warning::new(&Origin::new(format!("{folder}/"), 0), "removed", "the feed is removed"));
        let paths: BTreeMap<Cow<'static, str>, String> = config
            .formats
            .iter()
            .map(|format| (Cow::from(format.name), format!("{folder}/{}", format.file_name)))
            .filter(|(_, path)| changes.contains_key(path.as_str()))
            .collect();
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

/// The titles of a feed's entries that its published file does not hold, found by their ids.
fn gained(config: &Config, selected: &Selected<'_>, feed: &Feed) -> Vec<String> {
    let path = config.formats.first().map(|format| config.dir.join(feed.key.path(format.file_name)));
    let old = path.and_then(|path| std::fs::read(path).ok()).unwrap_or_default();
    let is_new = |article: &&Article<'_>| {
        let mut id = Vec::new();
        push_text(&mut id, article.id().as_str());
        let ids = [id.as_slice(), article.id().as_str().as_bytes()];
        ids.iter().all(|id| memchr::memmem::find(&old, id).is_none())
    };
    feed.entries.iter().map(|n| &selected.articles[*n]).filter(is_new).map(|article| article.title.clone()).collect()
}
