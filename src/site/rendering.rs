//! From selected articles to files on the stage.

use rayon::prelude::*;

use crate::article::Origin;
use crate::config::Config;
use crate::feed::{Entry, Feed, FeedKey};
use crate::ledger::State;
use crate::normalise::{self, EntryOptions};
use crate::publish::{Order, PublishError, Stage};
use crate::render::{self, Context, OutputFormat, Overview, PAGE, Rendered, SITE_DOCUMENTS};
use crate::report::{Report, Warning};
use crate::select::Selected;

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
    let formats: Vec<&'static OutputFormat> = config.formats.iter().copied().chain([&PAGE]).collect();
    let options = EntryOptions { full: config.full, excerpt: config.excerpt, html_depth: config.limits.html_depth };
    let (rendered, warnings): (Vec<Rendered>, Vec<Vec<Warning>>) = selected
        .articles
        .par_iter()
        .zip(&selected.article_terms)
        .map(|(article, of)| {
            let mut warnings = Vec::new();
            let (excerpt, content) = normalise::text(article, options, &mut warnings);
            let entry = Entry::new(article, excerpt, content, of, &selected.terms);
            (Rendered::new(&entry, &formats, &context), warnings)
        })
        .unzip();
    report.warnings.extend(warnings.into_iter().flatten());

    let reduced: Vec<Vec<Warning>> = selected
        .feeds
        .par_iter()
        .chain(&selected.former_feeds)
        .map_init(Vec::new, |bytes, feed| {
            let mut warnings = Vec::new();
            for format in formats.iter().copied().enumerate().filter(|(_, format)| has_file(feed, format)) {
                let path = feed.key.path(format.1.file_name);
                let reduced = render::document(bytes, feed, format, &rendered, config.max_feed_bytes, &context);
                if reduced != render::Reduced::default() {
                    let message = format!(
                        "too large: {} entries show their excerpt only, {} are left out",
                        reduced.brief, reduced.dropped
                    );
                    warnings.push(Warning::new(&Origin::new(path.as_str(), 0), "feed-over-size", message));
                }
                stage.put(&path, bytes, Order::Feed, is_ours(&path))?;
            }
            Ok(warnings)
        })
        .collect::<Result<_, PublishError>>()?;
    report.warnings.extend(reduced.into_iter().flatten());

    let sha256 = stage.files().into_iter().map(|(path, staged)| (path, staged.sha256)).collect();
    let listed = |feed: &&Feed| !feed.entries.is_empty() || feed.key == FeedKey::All;
    let feeds = selected.feeds.iter().filter(listed).collect();
    let overview = Overview { context: &context, feeds, articles: &selected.articles, sha256: &sha256 };
    for document in SITE_DOCUMENTS {
        for (path, bytes) in (document.render)(&overview) {
            stage.put(&path, &bytes, Order::Overview, is_ours(&path))?;
        }
    }
    for format in &config.redirects {
        stage.put(format.file_name, &format.render(&context), Order::Overview, is_ours(format.file_name))?;
    }
    Ok(())
}

/// Whether a feed has a file in a format. The page of all articles is the index, a document about all feeds.
fn has_file(feed: &Feed, format: &OutputFormat) -> bool {
    format.name != PAGE.name || feed.key != FeedKey::All
}
