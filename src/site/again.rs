//! Articles that are read again from their places, without the rest of their inputs.

use std::collections::BTreeMap;
use std::io;

use chrono::{DateTime, Utc};

use super::collect;
use super::inputs::{Found, reading};
use crate::article::Article;
use crate::catalogue::{Catalogue, CatalogueError, InputKey, ReadingRow, Segment};
use crate::config::Config;
use crate::load::{self, Input, InputFormat, Loaded, Parts, Stamp};
use crate::normalise::{self, LeftOut};
use crate::report::{Rejection, Stopwatch, Warning};

/// Why a run reads everything and not only what has changed.
#[derive(Debug, thiserror::Error)]
pub(super) enum Stop {
    /// What has changed does not tell which feeds change: why.
    #[error("{0}")]
    Unsure(&'static str),
    /// An input cannot be read as it was.
    #[error(transparent)]
    Read(#[from] io::Error),
    /// The catalogue cannot be used.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
}

/// What was read of a part of an input.
pub(super) struct Part {
    pub(super) articles: Vec<Article<'static>>,
    pub(super) rejections: Vec<Rejection>,
    pub(super) warnings: Vec<Warning>,
}

/// How many files are open at once.
const OPEN: usize = 64;

/// Reads articles again.
pub(super) struct Again<'a, 'c> {
    pub(super) config: &'c Config,
    pub(super) catalogue: &'a Catalogue,
    /// The files whose parts are where the catalogue says, or `shifted`, and how each looks.
    pub(super) files: BTreeMap<InputKey, (&'a Found<'c>, Stamp)>,
    /// Parts of inputs that stand elsewhere than the catalogue says, by their numbers.
    pub(super) shifted: BTreeMap<i64, Segment>,
    pub(super) now: DateTime<Utc>,
    /// Counts what is read.
    pub(super) stopwatch: &'a Stopwatch,
}

impl Again<'_, '_> {
    /// The articles of some readings (each with its number), as they were when these were written down.
    pub(super) fn articles(&self, readings: &[(i64, ReadingRow)]) -> Result<Vec<Article<'static>>, Stop> {
        let mut open: BTreeMap<InputKey, Parts<'_>> = BTreeMap::new();
        let mut articles = Vec::with_capacity(readings.len());
        for (_, row) in readings {
            let shifted = self.shifted.get(&row.segment).cloned();
            let segment = if shifted.is_some() { shifted } else { self.catalogue.segment(row.segment)? };
            let segment = segment.ok_or(Stop::Unsure("a segment is not known"))?;
            let Some((found, stamp)) = self.files.get(&segment.input) else {
                return Err(Stop::Unsure("an article stands in an input that has changed"));
            };
            if !open.contains_key(&segment.input) {
                if open.len() >= OPEN {
                    open.clear();
                }
                let parts = Parts::open(&found.source)?;
                if parts.stamp() != *stamp {
                    return Err(Stop::Unsure("an input changes"));
                }
                open.insert(segment.input.clone(), parts);
            }
            let Some(parts) = open.get_mut(&segment.input) else { continue };
            let how = reading(self.config, found.config, &found.source.path, self.now);
            let input = parts.input(segment.place + row.place, row.length, &how)?;
            self.stopwatch.read(1, input.text.len() as u64);
            let lines = segment.line + row.line - 1;
            let mut part = read(self.config, found, &input, lines, self.now)?;
            match (part.articles.pop(), part.articles.pop()) {
                (Some(article), None) => articles.push(article),
                _ => return Err(Stop::Unsure("what was an article is none any more")),
            }
        }
        Ok(articles)
    }
}

/// What a part of an input holds, before which so many lines stand.
pub(super) fn read(
    config: &Config,
    found: &Found<'_>,
    input: &Input,
    lines: u64,
    now: DateTime<Utc>,
) -> Result<Part, Stop> {
    let options = collect::read_options(config, found.config, (input, input.stored), found.way(), now, false);
    let format = found.config.format.or_else(|| InputFormat::of_path(&found.source.path));
    let by_line = format.is_some_and(|format| format.by_line);
    let loaded = load::drafts(input, found.config.format, &options);
    let Ok(loaded) = loaded else { return Err(Stop::Unsure("a part of an input cannot be read alone")) };
    if !is_told_apart(&loaded) {
        return Err(Stop::Unsure("a part of an input says something about the whole"));
    }
    let Loaded { drafts, rejections, .. } = loaded;
    let mut part = Part { articles: Vec::new(), rejections: Vec::new(), warnings: Vec::new() };
    let shift = |line: u64| if by_line && line > 0 { line + lines } else { line };
    let order = (found.config.date_order.unwrap_or_default(), false);
    let options = collect::options(config, (found.config, found.website.as_ref()), input, None, order, now);
    for mut draft in drafts {
        if !normalise::is_plain(&draft) {
            return Err(Stop::Unsure("an article says something about others"));
        }
        draft.origin = draft.origin.at_column(shift(draft.origin.line), draft.origin.column);
        match normalise::article(draft, &options, &mut part.warnings) {
            Ok(article) => part.articles.push(article.into_owned()),
            Err(LeftOut::Rejected(rejection)) => part.rejections.push(rejection),
            Err(LeftOut::Unpublished(..)) => return Err(Stop::Unsure("an article is not published")),
        }
    }
    for rejection in rejections.iter() {
        let origin = rejection.origin.at(shift(rejection.origin.line));
        part.rejections.push(Rejection { origin, reason: rejection.reason.clone() });
    }
    Ok(part)
}

/// Formats in which an article can be read without the rest of its input.
const READ_ALONE: &[&str] = &["jsonl", "markdown", "html"];

/// Whether the articles of an input can be read without the rest of it: the bytes of its file are its text, each stands on a line of
/// its own where it is read by lines, and nothing was said of it as a whole.
pub(super) fn can_be_read_alone(input: &Input, loaded: &Loaded<'_>) -> bool {
    is_as_it_stands(input)
        && is_told_apart(loaded)
        && loaded.drafts.is_sorted_by(|a, b| a.origin.line < b.origin.line)
        && loaded.drafts.iter().all(|draft| draft.origin.column == 0 && normalise::is_plain(draft))
        && (loaded.drafts.iter().all(|draft| draft.is_file) || !input.text.contains('\r'))
}

/// Whether the text of an input is the bytes of its file, all of them.
pub(super) fn is_as_it_stands(input: &Input) -> bool {
    let is_whole = input.stamp.is_some_and(|stamp| stamp.size == input.text.len() as u64);
    is_whole && input.recoded.is_none() && !input.is_changing && input.rejections.is_empty()
}

/// Whether what was read says nothing about an input as a whole, or about other inputs.
fn is_told_apart(loaded: &Loaded<'_>) -> bool {
    READ_ALONE.contains(&loaded.format)
        && loaded.repeated == 0
        && loaded.warnings.is_empty()
        && loaded.export.is_none()
        && loaded.texts.is_empty()
}
