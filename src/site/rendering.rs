//! From selected articles to files on the stage.

use rayon::prelude::*;

use super::is_in_place;
use crate::article::Origin;
use crate::check::{self, Finding, Severity};
use crate::config::Config;
use crate::feed::{Entry, Feed, FeedKey, Taxonomy};
use crate::ledger::State;
use crate::normalise::{self, EntryOptions};
use crate::publish::{Change, Order, PublishError, Stage};
use crate::render::{self, Context, DEEP_PAGE, OutputFormat, Overview, PAGE, Rendered, SITE_DOCUMENTS};
use crate::report::{Report, Warning};
use crate::select::Selected;
use crate::select::archive::Document;

/// Renders every selected article once, every feed in every format, and the documents about them, onto the stage.
pub(super) fn render(
    config: &Config,
    selected: &Selected<'_>,
    state: &State,
    stage: &Stage,
    report: &mut Report,
) -> Result<(), PublishError> {
    let is_ours = |path: &str| state.files.contains_key(path);
    let context = Context {
        site: &config.site,
        formats: &config.formats,
        terms: &selected.terms,
        article_terms: &selected.article_terms,
    };
    // The page comes after the formats that were asked for.
    let mut formats: Vec<&'static OutputFormat> = config.formats.iter().copied().chain([&PAGE]).collect();
    if config.archives.is_some() {
        formats.push(&DEEP_PAGE);
    }
    let archives: Vec<(Feed, &Document)> = selected.archive_feeds().collect();
    let feeds = selected.feeds.iter().chain(&selected.former_feeds).chain(archives.iter().map(|(feed, _)| feed));
    // An article that no feed shows as a whole has no whole text.
    let mut is_full = vec![config.full; selected.articles.len()];
    for feed in feeds.filter(|feed| feed.full.is_some_and(|full| full)) {
        feed.entries.iter().for_each(|n| is_full[*n] = true);
    }
    let options = EntryOptions { full: config.full, excerpt: config.excerpt, html_depth: config.limits.html_depth };
    let (rendered, warnings): (Vec<Rendered>, Vec<Vec<Warning>>) = selected
        .articles
        .par_iter()
        .zip(&selected.article_terms)
        .zip(is_full)
        .map(|((article, of), full)| {
            let mut warnings = Vec::new();
            let (excerpt, content) = normalise::text(article, EntryOptions { full, ..options }, &mut warnings);
            let entry = Entry::new(article, excerpt, content, of, &selected.terms);
            (Rendered::new(&entry, &formats, &context), warnings)
        })
        .unzip();
    report.warnings.extend(warnings.into_iter().flatten());

    let put = |bytes: &mut Vec<u8>, feed: &Feed, most_bytes: usize, is_kept: &dyn Fn(&str) -> bool| {
        let mut warnings = Vec::new();
        let size = render::Size { full: feed.full.unwrap_or(config.full), most_bytes };
        for format in formats.iter().copied().enumerate().filter(|(_, format)| has_file(feed, format)) {
            let path = feed.key.path(format.1.file_name);
            if let Some(file) = state.files.get(&path).filter(|_| is_kept(&path)) {
                stage.keep(&path, &file.sha256, file.length);
                continue;
            }
            let reduced = render::document(bytes, feed, format, &rendered, size, &context);
            if reduced != render::Reduced::default() {
                let message = format!(
                    "too large: {} entries show their excerpt only, {} are left out",
                    reduced.brief, reduced.dropped
                );
                warnings.push(Warning::new(&Origin::new(path.as_str(), 0), "feed-over-size", message));
            }
            let change = stage.put(&path, bytes, Order::Feed, is_ours(&path))?;
            if change != Change::None
                && let Some(fault) = fault(bytes, &config.site.url(&path), format.1)
            {
                let old = state.files.get(&path).filter(|_| is_in_place(config, state, &path));
                stage.withdraw(&path, old.map(|file| (file.sha256.as_str(), file.length)));
                warnings.push(Warning::new(&Origin::new(path.as_str(), fault.line as u64), "not-published", {
                    format!(
                        "{}: {}; what was published before stays (a defect of feedmill)",
                        fault.rule.code, fault.message
                    )
                }));
            }
        }
        Ok(warnings)
    };
    let reduced: Vec<Vec<Warning>> = selected
        .feeds
        .par_iter()
        .chain(&selected.former_feeds)
        .map_init(Vec::new, |bytes, feed| put(bytes, feed, config.max_feed_bytes, &|_| false))
        .collect::<Result<_, PublishError>>()?;
    // Whoever reads an archive reads it once, and wants all of it.
    archives
        .par_iter()
        .map_init(Vec::new, |bytes, (feed, document)| {
            let stays = document.was_closed && !document.is_rewritten;
            put(bytes, feed, usize::MAX, &|path| stays && is_in_place(config, state, path)).map(drop)
        })
        .collect::<Result<(), PublishError>>()?;
    report.warnings.extend(reduced.into_iter().flatten());

    let sha256 = stage.files().into_iter().map(|(path, staged)| (path, staged.sha256)).collect();
    // Whoever declares a feed wants it to be found, also before there is anything in it.
    let is_always = |key: &FeedKey| matches!(key, FeedKey::All | FeedKey::Term(Taxonomy::Declared, _));
    let listed = |feed: &&Feed| !feed.entries.is_empty() || is_always(&feed.key);
    let feeds = selected.feeds.iter().filter(listed).collect();
    let overview = Overview { context: &context, feeds, articles: &selected.articles, sha256: &sha256 };
    for document in SITE_DOCUMENTS {
        for (path, bytes) in (document.render)(&overview) {
            // What stands at the top speaks of what lies in folders.
            let order = if path.contains('/') { Order::List } else { Order::Overview };
            stage.put(&path, &bytes, order, is_ours(&path))?;
        }
    }
    for format in &config.redirects {
        stage.put(format.file_name, &format.render(&context), Order::Overview, is_ours(format.file_name))?;
    }
    Ok(())
}

/// What makes a document unfit to be published, if anything does. Nothing that comes in should lead to that: it is the last
/// look at what goes out.
fn fault(bytes: &[u8], url: &str, format: &OutputFormat) -> Option<Finding> {
    let findings =
        if format.name == PAGE.name || format.name == DEEP_PAGE.name { Vec::new() } else { check::quick(bytes, url) };
    findings.into_iter().find(|finding| finding.rule.severity == Severity::Error)
}

/// Whether a feed has a file in a format. The page of all articles is the index, a document about all feeds; those of the
/// archives of terms lie deeper than others.
fn has_file(feed: &Feed, format: &OutputFormat) -> bool {
    let is_deep = matches!(&feed.key, FeedKey::Archive(of, _) if **of != FeedKey::All);
    match format.name {
        name if name == DEEP_PAGE.name => is_deep,
        name if name == PAGE.name => feed.key != FeedKey::All && !is_deep,
        _ => true,
    }
}
