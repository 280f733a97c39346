//! The conductor: from a configuration to published feeds.

mod summary;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};
use rayon::prelude::*;

use crate::article::Origin;
use crate::article::date::{is_implausible, rfc3339};
use crate::config::{Config, InputConfig};
use crate::feed::{Entry, Feed, FeedKey};
use crate::ledger::{self, Ledger};
use crate::load::{self, Input, LoadError, Loaded, Published, Source};
use crate::normalise::date::DateOrder;
use crate::normalise::{self, DateOptions, EntryOptions};
use crate::publish::{Order, Plan, PublishError, Stage};
use crate::render::{self, Context, OutputFormat, Overview, PAGE, Rendered, SITE_DOCUMENTS};
use crate::report::{Rejection, Report, Warning};
use crate::select::{self, Selected, Selection};

/// Why a run failed. What was published before still stands whole.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// An input cannot be used.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// A file cannot be published.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// The inputs hold nothing to publish.
    #[error("there is no article in the inputs; nothing was changed{}", first_rejection(.0))]
    NoArticles(Vec<Rejection>),
}

fn first_rejection(rejections: &[Rejection]) -> String {
    rejections
        .first()
        .map_or(String::new(), |first| format!(" (first of {}: {}: {})", rejections.len(), first.origin, first.reason))
}

/// How late an article may be dated and still count as of now: clocks differ.
const TOLERANCE: TimeDelta = TimeDelta::minutes(5);
/// The most entries of a feed in a burst of news.
const MOST_ENTRIES: usize = 500;

/// Loads the collection and publishes its feeds. `now` is the present; articles after it are held back.
///
/// # Errors
/// If an input that was named cannot be used, there is no article at all, or a file cannot be written.
pub fn build(config: &Config, now: DateTime<Utc>, dry_run: bool) -> Result<Report, BuildError> {
    let started = Instant::now();
    let mut report = Report { dry_run, ..Report::default() };
    let inputs = read(config, now, &mut report)?;
    let selected = select(config, &inputs, now, &mut report)?;
    let mut ledger = Ledger::open(&config.dir)?;
    let stage = Stage::open(&config.dir, dry_run)?;
    render(config, &selected, &ledger, &stage, &mut report)?;

    let staged = stage.files();
    let plan = Plan::new(&ledger.published, &staged);
    if !dry_run {
        let published = staged.iter().map(|(path, staged)| (path.clone(), staged.sha256.clone())).collect();
        plan.apply(stage.root(), || ledger.commit(published))?;
    }
    summary::summarise(config, &selected, &plan, &mut report);
    report.rejections.sort();
    report.warnings.sort();
    report.elapsed = started.elapsed();
    Ok(report)
}

/// Loads the collection and makes its feeds, without rendering or writing anything.
///
/// # Errors
/// If an input that was named cannot be used, or there is no article at all.
pub fn survey<R>(
    config: &Config,
    now: DateTime<Utc>,
    look: impl FnOnce(&Selected<'_>, &Report) -> R,
) -> Result<R, BuildError> {
    let mut report = Report::default();
    let inputs = read(config, now, &mut report)?;
    let selected = select(config, &inputs, now, &mut report)?;
    report.rejections.sort();
    report.warnings.sort();
    Ok(look(&selected, &report))
}

/// Reads all inputs, in the order of their paths, each file once.
fn read<'c>(
    config: &'c Config,
    now: DateTime<Utc>,
    report: &mut Report,
) -> Result<Vec<(&'c InputConfig, Input)>, BuildError> {
    let mut sources: BTreeMap<Source, &InputConfig> = BTreeMap::new();
    for input in &config.inputs {
        for path in &input.paths {
            let (found, failures) = load::expand(path, &Published { output: &config.dir, marker: ledger::FOLDER })?;
            for source in found {
                sources.entry(source).or_insert(input);
            }
            for error in &failures {
                reject(error, report);
            }
        }
    }
    // A file that was named and found in a folder is a named one.
    let named: BTreeSet<_> = sources.keys().filter(|source| source.named).map(|source| source.path.clone()).collect();
    sources.retain(|source, _| source.named || !named.contains(&source.path));
    let read: Vec<_> = sources
        .into_par_iter()
        .map(|(source, input)| (load::read(&source, input.captured, now), source.named, input))
        .collect();
    let mut inputs = Vec::with_capacity(read.len());
    for (result, named, input) in read {
        match result {
            Ok(text) => inputs.push((input, text)),
            Err(error) if named => return Err(error.into()),
            Err(error) => reject(&error, report),
        }
    }
    Ok(inputs)
}

/// A file in a folder that cannot be used costs no more than itself.
fn reject(error: &LoadError, report: &mut Report) {
    report.articles.read += 1;
    report.rejections.push(Rejection::new(&error.origin, error.kind.to_string()));
}

/// Load, normalise, select.
fn select<'i>(
    config: &Config,
    inputs: &'i [(&InputConfig, Input)],
    now: DateTime<Utc>,
    report: &mut Report,
) -> Result<Selected<'i>, BuildError> {
    let loaded: Vec<_> = inputs.par_iter().map(|(config, input)| load::drafts(input, config.format)).collect();
    let mut files = Vec::with_capacity(inputs.len());
    for (result, (config, input)) in loaded.into_iter().zip(inputs) {
        match result {
            Ok(loaded) => files.push((*config, input, loaded)),
            Err(error) if input.named => return Err(error.into()),
            Err(error) => reject(&error, report),
        }
    }
    let shared_order = normalise::proven_order(files.iter().flat_map(|(.., loaded)| &loaded.drafts)).0;
    let until = (!config.publish_future).then(|| now + TOLERANCE);
    let parts: Vec<_> = files
        .into_par_iter()
        .map(|(config, input, loaded)| articles(config, input, loaded, shared_order, until))
        .collect();
    let mut selection = Selection::default();
    for (part, rejections, warnings) in parts {
        report.articles.read += part.len() + rejections.len();
        report.rejections.extend(rejections);
        report.warnings.extend(warnings);
        selection = selection.merge(part);
    }
    if selection.is_empty() {
        report.rejections.sort();
        return Err(BuildError::NoArticles(std::mem::take(&mut report.rejections)));
    }
    let options =
        select::Options { taxonomies: config.taxonomies.clone(), limit: config.limit, most: MOST_ENTRIES, until };
    let selected = selection.select(&config.site, &options);
    report.articles.accepted = selected.distinct;
    report.articles.duplicates = selected.duplicates;
    report.articles.held = selected.held.len();
    report.warnings.extend(
        selected
            .held
            .iter()
            .map(|(origin, due)| Warning::new(origin, "held", format!("dated {}; held until then", rfc3339(*due)))),
    );
    report.articles.rejected = report.rejections.len();
    Ok(selected)
}

/// The articles of one input.
fn articles<'i>(
    config: &InputConfig,
    input: &Input,
    loaded: Loaded<'i>,
    shared_order: Option<DateOrder>,
    until: Option<DateTime<Utc>>,
) -> (Selection<'i>, Vec<Rejection>, Vec<Warning>) {
    let Loaded { drafts, mut rejections, mut warnings } = loaded;
    let (own_order, unclear) = normalise::proven_order(drafts.iter());
    let order = config.date_order.or(own_order).or(shared_order);
    if let (None, Some(draft)) = (order, unclear) {
        let message = format!(
            "\"{}\" could be day-month or month-day; read as day-month, like all such dates here",
            draft.published.as_deref().unwrap_or_default()
        );
        warnings.push(Warning::new(&draft.origin, "ambiguous-date", message));
    }
    let options = normalise::Options {
        dates: DateOptions { zone: config.zone, order: order.unwrap_or_default(), captured: input.captured },
        source: config.source.as_deref(),
        language: config.language.as_ref(),
        tags: &config.tags,
        base: config.base.as_ref(),
        until,
    };
    let mut selection = Selection::default();
    let mut ancient = None;
    for draft in drafts {
        match normalise::article(draft, &options, &mut warnings) {
            Ok(article) => {
                ancient = ancient.or_else(|| is_implausible(article.published.at).then(|| article.origin().clone()));
                selection.add(article);
            }
            Err(rejection) => rejections.push(rejection),
        }
    }
    if let Some(origin) = ancient {
        warnings.push(Warning::new(&origin, "implausible-date", "dated before 1990; published as it is"));
    }
    (selection, rejections, warnings)
}

/// Renders every selected article once, every feed in every format, and the documents about them, onto the stage.
fn render(
    config: &Config,
    selected: &Selected<'_>,
    ledger: &Ledger,
    stage: &Stage,
    report: &mut Report,
) -> Result<(), BuildError> {
    let context = Context { site: &config.site, formats: &config.formats, terms: &selected.terms };
    // The page comes after the formats that were asked for.
    let formats: Vec<&'static OutputFormat> = config.formats.iter().copied().chain([&PAGE]).collect();
    let options = EntryOptions { full: config.full, excerpt: config.excerpt };
    let (rendered, warnings): (Vec<Rendered>, Vec<Vec<Warning>>) = selected
        .articles
        .par_iter()
        .zip(&selected.article_terms)
        .map(|(article, (tags, source))| {
            let mut warnings = Vec::new();
            let (excerpt, content) = normalise::text(article, options, &mut warnings);
            let tags = tags.iter().map(|n| &selected.terms[*n]).collect();
            let entry = Entry { article, excerpt, content, tags, source: source.map(|n| &selected.terms[n]) };
            (Rendered::new(&entry, &formats, &context), warnings)
        })
        .unzip();
    report.warnings.extend(warnings.into_iter().flatten());

    let reduced: Vec<Vec<Warning>> = selected
        .feeds
        .par_iter()
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
                stage.put(&path, bytes, Order::Feed, ledger.knows(&path))?;
            }
            Ok(warnings)
        })
        .collect::<Result<_, PublishError>>()?;
    report.warnings.extend(reduced.into_iter().flatten());

    let sha256 = stage.files().into_iter().map(|(path, staged)| (path, staged.sha256)).collect();
    let overview =
        Overview { context: &context, feeds: &selected.feeds, articles: &selected.articles, sha256: &sha256 };
    for document in SITE_DOCUMENTS {
        stage.put(
            document.file_name,
            &(document.render)(&overview),
            Order::Overview,
            ledger.knows(document.file_name),
        )?;
    }
    Ok(())
}

/// Whether a feed has a file in a format. The page of all articles is the index, a document about all feeds.
fn has_file(feed: &Feed, format: &OutputFormat) -> bool {
    format.name != PAGE.name || feed.key != FeedKey::All
}
