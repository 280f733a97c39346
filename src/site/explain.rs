//! How one article is read: each field, where it comes from, and what becomes of it.

mod rules;

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::inputs::{Found, Inputs};
use super::{BuildError, Run, beside, collect};
use crate::article::date::rfc3339;
use crate::article::{Article, Body, Draft, Origin, Precision, path_text};
use crate::config::{Config, InputConfig};
use crate::load::{self, Input, LoadErrorKind, Source};
use crate::normalise::{self, EntryOptions, LeftOut};
use crate::report::{MergedLine, Report, Warning};
use rules::Said;

/// How many files of an archive are named where one of them has to be.
const MOST_NAMES: usize = 5;

/// How one article was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// Where it stands.
    pub origin: Origin,
    /// What its `[[input]]` table says, where others say something else about the file.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub settings: String,
    /// The name of the format.
    pub format: &'static str,
    /// Each field that says something, or that something was left out of.
    pub fields: Vec<FieldLine>,
    /// Why it becomes no article, if it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_out: Option<String>,
    /// What the report says about it.
    pub warnings: Vec<Warning>,
    /// The article that it became together with readings from other places, if it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merged: Option<MergedLine>,
}

/// One field of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldLine {
    /// Its name.
    pub field: &'static str,
    /// Where it was read, or which rule made it.
    pub from: String,
    /// As it was read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub read: Vec<String>,
    /// As it is published.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub published: Vec<String>,
}

/// A place in a file: where an article begins, or something in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line, from 1.
    pub line: u64,
    /// The column in characters, from 1; `None` is all of the line.
    pub column: Option<u64>,
}

impl Place {
    /// Whether something that begins at `origin` may be what stands there.
    fn may_be_of(self, origin: &Origin) -> bool {
        (origin.line, origin.column) <= (self.line, self.column.unwrap_or(u64::MAX))
    }

    /// Of all that begin in one line the one at the column, or all of them.
    fn begins_with(self, start: &Origin, origin: &Origin) -> bool {
        origin.line == start.line && (self.column.is_none() || origin.column == start.column)
    }
}

/// Explains how the articles of a file are read, or those that stand at a place of it (else the last before it).
///
/// The file is read as the configuration says, for each of its tables that reads it; one that it does not name is read by its
/// name and its text alone.
///
/// # Errors
/// If the file cannot be read.
pub fn explain(
    config: &Config,
    now: DateTime<Utc>,
    file: &Path,
    place: Option<Place>,
) -> Result<Vec<Explanation>, BuildError> {
    let inputs = Inputs::find(config);
    let inside = in_archive(file);
    let outer = inside.as_ref().map_or(file, |(archive, _)| archive).canonicalize().ok();
    let same = |found: &&Found<'_>| {
        found.source.path == file || (outer.is_some() && found.source.path.canonicalize().ok() == outer)
    };
    let found: Vec<_> = inputs.files.iter().filter(same).collect();
    // A file in an archive has a path below that of the archive, as that is named.
    let path = match (&inside, found.first()) {
        (Some((_, name)), Some(found)) => found.source.path.join(name),
        _ => file.to_owned(),
    };
    let file = path.as_path();
    let Some(plain) = config.inputs.first().map(InputConfig::plain) else { return Ok(Vec::new()) };
    if found.is_empty() {
        return explain_as(config, &inputs, (&plain, None), now, (file, place));
    }
    let (mut explanations, mut failure) = (Vec::new(), None);
    for found in found {
        match explain_as(config, &inputs, (found.config, Some(found)), now, (file, place)) {
            Ok(found) => explanations.extend(found),
            Err(error) => failure = failure.or(Some(error)),
        }
    }
    // What stands at a line stands there for one table, and for another far before it.
    let nearest = explanations.iter().map(|explanation| explanation.origin.line).max();
    explanations.retain(|explanation| place.is_none() || Some(explanation.origin.line) == nearest);
    explanations.sort_by(|a, b| a.origin.cmp(&b.origin));
    // Which others are the same article is seen only in the whole collection; where that cannot be read, all else stands.
    let merged = super::survey(config, &Run::at(now), |_, _, report| report.merged.clone()).unwrap_or_default();
    for explanation in &mut explanations {
        let is_it = |line: &&MergedLine| line.readings.iter().any(|reading| reading.origin == explanation.origin);
        explanation.merged = merged.iter().find(is_it).cloned();
    }
    match failure {
        Some(failure) if explanations.is_empty() => Err(failure),
        _ => Ok(explanations),
    }
}

/// The archive that a path leads into, and the path in it.
fn in_archive(file: &Path) -> Option<(PathBuf, PathBuf)> {
    let archive = file.ancestors().skip(1).find(|path| path.is_file())?;
    Some((archive.to_owned(), file.strip_prefix(archive).ok()?.to_owned()))
}

/// The same for one table: what it says, and how the file was found by it, if the configuration names it.
fn explain_as(
    config: &Config,
    inputs: &Inputs<'_>,
    (input_config, found): (&InputConfig, Option<&Found<'_>>),
    now: DateTime<Utc>,
    (file, place): (&Path, Option<Place>),
) -> Result<Vec<Explanation>, BuildError> {
    let (way, settings) = found.map_or((("", None), String::new()), |found| (found.way(), found.settings()));
    let inside = in_archive(file);
    let outer = inside.as_ref().map_or(file, |(archive, _)| archive.as_path());
    let opened = found.map_or(outer, |found| &found.source.path);
    let source = Source { path: opened.to_owned(), named: true };
    let opened = load::read(&source, &super::inputs::reading(config, input_config, opened, now))?;
    let is_meant = |input: &&Input| opened.inputs.len() == 1 || input.path == file;
    let Some(input) = opened.inputs.iter().find(is_meant) else {
        let failure = opened.failures.into_iter().find(|failure| *failure.origin.path == *path_text(file));
        let names = || opened.inputs.iter().map(|input| input.origin.path.to_string()).take(MOST_NAMES).collect();
        let origin = Origin::new(path_text(file), 0);
        return Err(failure.unwrap_or_else(|| load::LoadError::new(&origin, LoadErrorKind::ManyFiles(names()))).into());
    };
    let lines = input.text.lines().count() as u64;
    if let Some(line) = place.map(|place| place.line).filter(|line| *line > lines && lines > 0) {
        let origin = Origin::new(path_text(file), 0);
        return Err(load::LoadError::new(&origin, LoadErrorKind::NoLine { lines, line }).into());
    }
    let others;
    let mut loaded = load::drafts(
        input,
        input_config.format,
        &collect::read_options(config, input_config, (input, input.stored), way, now, true),
    )?;
    if let Some(found) = found.filter(|_| !loaded.texts.is_empty()) {
        others = inputs.read(config, now, |_| None, &mut Report::default())?.inputs;
        let own = others.iter().filter(|(other, ..)| std::ptr::eq(other.config, found.config));
        beside::explain(&input.origin.path, &mut loaded, own.map(|(.., input)| input));
    }
    let drafts = loaded.drafts;
    let rejected = loaded.rejections.iter().map(|rejection| &rejection.origin);
    let origins = drafts.iter().map(|draft| &draft.origin).chain(rejected);
    let start = place.and_then(|place| origins.filter(|origin| place.may_be_of(origin)).max().cloned());
    let is_wanted = |origin: &Origin| {
        place.is_none_or(|place| start.as_ref().is_some_and(|start| place.begins_with(start, origin)))
    };
    let proof = normalise::Proof::of(drafts.iter());
    let of_all = || proof.unclear.and_then(|_| collect::order_of_all(config, inputs, now));
    let order = input_config.date_order.or(proof.order).or_else(of_all).unwrap_or_default();
    let is_named = found.is_none_or(|found| found.source.named && input.path == found.source.path);
    let listing = found.filter(|_| !is_named && drafts.iter().any(|draft| draft.page.is_some()));
    let listing = listing.and_then(|found| collect::listing_of(config, inputs, &found.by, now));
    let as_read = (order, normalise::are_serial(&drafts));
    let website = found.and_then(|found| found.website.as_ref());
    let options = collect::options(config, (input_config, website), input, listing.as_ref(), as_read, now);
    let options = normalise::Options { is_named, ..options };
    let about = |warning: &&Warning, origin: &Origin| warning.origin == *origin;
    let mut explanations: Vec<Explanation> = drafts
        .into_iter()
        .filter(|draft| is_wanted(&draft.origin))
        .map(|draft| {
            let mut explanation = one(draft, input, config, input_config, &options);
            explanation.format = loaded.format;
            explanation.settings.clone_from(&settings);
            let read = loaded.warnings.iter().filter(|warning| about(warning, &explanation.origin));
            explanation.warnings.splice(0..0, read.cloned());
            explanation
        })
        .collect();
    let rejected = loaded.rejections.into_iter().filter(|rejection| is_wanted(&rejection.origin));
    explanations.extend(rejected.map(|rejection| Explanation {
        origin: rejection.origin,
        settings: settings.clone(),
        format: loaded.format,
        fields: Vec::new(),
        left_out: Some(rejection.reason.to_string()),
        warnings: Vec::new(),
        merged: None,
    }));
    if explanations.is_empty() {
        let origin = input.origin.at(place.map_or(1, |place| place.line));
        return Err(load::LoadError { origin, kind: LoadErrorKind::NoArticles }.into());
    }
    explanations.sort_by(|a, b| a.origin.cmp(&b.origin));
    Ok(explanations)
}

fn one(
    draft: Draft<'_>,
    input: &Input,
    config: &Config,
    input_config: &InputConfig,
    options: &normalise::Options<'_>,
) -> Explanation {
    let read = read_fields(&draft);
    let said = Said::of(&draft, options);
    let origin = draft.origin.clone();
    let is_file = draft.is_file;
    let mut warnings = Vec::new();
    let result = normalise::article(draft, options, &mut warnings);
    let mut rules;
    let (published, left_out) = match result {
        Ok(article) => {
            rules = said.rules(&article, options, input_config);
            let mut rule = |field: &'static str, rule: String| {
                if !rules.iter().any(|(known, _)| *known == field) {
                    rules.push((field, rule));
                }
            };
            rule("id", id_rule(&article).to_owned());
            rule(
                "published",
                match input.appeared.filter(|_| is_file) {
                    Some(appeared) => format!("when the file was made ({})", rfc3339(appeared)),
                    None => format!("when the input was captured ({})", rfc3339(input.captured)),
                },
            );
            let entry = EntryOptions { full: true, excerpt: config.excerpt, html_depth: config.limits.html_depth };
            let (excerpt, content) = normalise::text(&article, entry, &mut warnings);
            rule("summary", "the beginning of the text".to_owned());
            (published_fields(&article, excerpt, content.as_deref()), None)
        }
        Err(left_out) => {
            rules = said.notes;
            let reason = match left_out {
                LeftOut::Rejected(rejection) => rejection.reason.to_string(),
                LeftOut::Unpublished(warning, _) => warning.message,
            };
            (Vec::new(), Some(reason))
        }
    };
    let take = |list: &[(&'static str, Vec<String>)], field| {
        list.iter().find(|(known, _)| *known == field).map(|(_, values)| values.clone()).unwrap_or_default()
    };
    let fields = load::Field::ALL.iter().filter_map(|field| {
        let field = field.name();
        let (read, published) = (take(&read, field), take(&published, field));
        if read.is_empty() && published.is_empty() {
            return None;
        }
        let from = rules.iter().find(|(known, _)| *known == field).map(|(_, from)| from.clone());
        Some(FieldLine { field, from: from.unwrap_or_default(), read, published })
    });
    Explanation {
        origin,
        settings: String::new(),
        format: "",
        fields: fields.collect(),
        left_out,
        warnings,
        merged: None,
    }
}

/// What of the keys of an article its id is made of.
fn id_rule(article: &Article<'_>) -> &'static str {
    let of = |key: Option<crate::article::Key>| {
        key.is_some_and(|key| crate::article::ArticleId::from_key(key) == *article.id())
    };
    if of(article.keys.given) {
        "made of the id, which is no URI"
    } else if of(article.keys.url) {
        "made of the address"
    } else if of(Some(article.keys.card)) {
        "made of source, title and day"
    } else {
        "as it is given"
    }
}

type Values = Vec<(&'static str, Vec<String>)>;

fn read_fields(draft: &Draft<'_>) -> Values {
    let one = |text: &Option<std::borrow::Cow<'_, str>>| text.iter().map(ToString::to_string).collect();
    let many = |texts: &[std::borrow::Cow<'_, str>]| texts.iter().map(ToString::to_string).collect();
    let kind = |body: &Body<'_>| match body {
        Body::Plain(_) => "plain text",
        Body::Html(_) => "HTML",
        Body::Markdown(_) => "Markdown",
    };
    vec![
        ("id", one(&draft.id)),
        ("title", one(&draft.title)),
        ("url", one(&draft.url)),
        ("source", one(&draft.source)),
        ("published", one(&draft.published)),
        ("updated", one(&draft.updated)),
        ("tags", many(&draft.tags)),
        ("categories", many(&draft.categories)),
        ("authors", many(&draft.authors)),
        ("contributors", many(&draft.contributors)),
        ("rights", one(&draft.rights)),
        ("summary", one(&draft.summary)),
        ("content", draft.body.iter().map(|body| format!("{} bytes of {}", body.raw().len(), kind(body))).collect()),
        ("language", one(&draft.language)),
        ("image", one(&draft.image)),
        ("enclosures", draft.enclosures.iter().map(|enclosure| enclosure.url.to_string()).collect()),
        ("deleted", Some("true".to_owned()).filter(|_| draft.deleted).into_iter().collect()),
        ("draft", draft.unpublished.iter().map(ToString::to_string).collect()),
        ("not_before", draft.not_before.iter().map(|date| date.raw.to_string()).collect()),
        ("expires", one(&draft.expires)),
    ]
}

fn published_fields(article: &Article<'_>, excerpt: String, content: Option<&str>) -> Values {
    let known = match article.published.precision {
        Precision::Exact => "",
        Precision::Day => " (the day)",
        Precision::Approximate => " (about)",
        Precision::Unknown => " (not said)",
    };
    let labels = |terms: &[crate::article::Term]| terms.iter().map(|term| term.label.to_string()).collect();
    vec![
        ("id", vec![article.id().to_string()]),
        ("title", vec![article.title.clone()]),
        ("url", article.url.iter().map(ToString::to_string).collect()),
        ("source", article.source.iter().map(|source| source.label.to_string()).collect()),
        ("published", vec![rfc3339(article.published.at) + known]),
        ("updated", article.updated.iter().map(|at| rfc3339(*at)).collect()),
        ("tags", labels(&article.tags)),
        ("categories", labels(&article.categories)),
        ("authors", article.authors.clone()),
        ("contributors", article.contributors.clone()),
        ("rights", article.rights.iter().cloned().collect()),
        ("summary", Some(excerpt).filter(|text| !text.is_empty()).into_iter().collect()),
        ("content", content.iter().map(|html| format!("{} bytes of HTML", html.len())).collect()),
        ("language", article.language.iter().map(ToString::to_string).collect()),
        ("image", article.image.iter().map(ToString::to_string).collect()),
        ("enclosures", article.media.iter().map(|media| media.url.to_string()).collect()),
    ]
}
