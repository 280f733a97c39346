//! Articles that are read again: from their places, without the rest of their inputs, or with the whole input.

mod whole;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io;

use chrono::{DateTime, Utc};

use super::collect;
use super::gather::hash;
use super::inputs::{Found, reading};
use crate::article::{Article, Outline};
use crate::catalogue::{Access, Catalogue, CatalogueError, InputKey, ReadingRow, Segment};
use crate::config::Config;
use crate::load::{self, Input, InputFormat, Loaded, Parts, Stamp};
use crate::normalise::{self, Alone, DateOrder, LeftOut};
use crate::publish::PublishError;
use crate::report::{Rejection, Stopwatch, Warning, WarningCode};
pub(super) use whole::{Whole, open_whole, read_whole};

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
    /// A file cannot be edited or written.
    #[error(transparent)]
    Publish(#[from] PublishError),
}

/// An article that was read again.
pub(super) struct OneRead {
    pub(super) article: Outline<'static>,
    /// Why its collection does not publish it, if it does not.
    pub(super) unpublished: Option<Warning>,
    /// Whether it says that it will be changed.
    pub(super) will_change: bool,
}

/// What was read of a part of an input.
#[derive(Default)]
pub(super) struct Part {
    pub(super) articles: Vec<OneRead>,
    pub(super) rejections: Vec<Rejection>,
    pub(super) warnings: Vec<Warning>,
}

impl Part {
    /// Adds what became of a draft, and what was said of that but for what stands in the warnings already.
    fn add(&mut self, became: Result<Article<'_>, LeftOut<'_>>) -> Result<(), Stop> {
        match became {
            Ok(article) => self.add_article(article, None),
            Err(LeftOut::Rejected(rejection)) => self.rejections.push(rejection),
            Err(LeftOut::Unpublished(warning, Some(article))) if warning.code == WarningCode::Unpublished => {
                self.warnings.push(warning.clone());
                self.add_article(*article, Some(warning));
            }
            Err(LeftOut::Unpublished(..)) => return Err(Stop::Unsure("an article is not published because of others")),
        }
        Ok(())
    }

    /// Adds an article, of which something was said last if anything was.
    fn add_article(&mut self, article: Article<'_>, unpublished: Option<Warning>) {
        let mut own = self.warnings.iter().rev().take_while(|warning| warning.origin == *article.origin());
        let will_change = own.any(|warning| warning.code == WarningCode::FutureUpdate);
        self.articles.push(OneRead { article: Outline::of(article), unpublished, will_change });
    }
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
    /// Readings that stand elsewhere than the catalogue says, by their numbers.
    pub(super) moved: BTreeMap<i64, ReadingRow>,
    pub(super) now: DateTime<Utc>,
    /// The order of day and month that all inputs together prove.
    pub(super) shared_order: Option<DateOrder>,
    /// Counts what is read.
    pub(super) stopwatch: &'a Stopwatch,
}

impl<'c> Again<'_, 'c> {
    /// The articles of some readings (each with its number), as they were when these were written down.
    pub(super) fn articles(&self, readings: &[(i64, ReadingRow)]) -> Result<Vec<OneRead>, Stop> {
        let mut articles: Vec<Option<OneRead>> = Vec::with_capacity(readings.len());
        let mut open: BTreeMap<InputKey, Parts<'_>> = BTreeMap::new();
        let mut in_whole: BTreeMap<InputKey, Vec<usize>> = BTreeMap::new();
        for (at, (n, row)) in readings.iter().enumerate() {
            let row = self.moved.get(n).unwrap_or(row);
            let shifted = self.shifted.get(&row.segment).cloned();
            let segment = if shifted.is_some() { shifted } else { self.catalogue.segment(row.segment)? };
            let segment = segment.ok_or(Stop::Unsure("a segment is not known"))?;
            if row.length == 0 {
                in_whole.entry(segment.input).or_default().push(at);
                articles.push(None);
            } else {
                articles.push(Some(self.article(row, &segment, &mut open)?));
            }
        }
        for (key, places) in in_whole {
            let hashes: Vec<i64> = places.iter().map(|at| readings[*at].1.hash).collect();
            for (at, article) in places.into_iter().zip(self.in_whole(&key, &hashes)?) {
                articles[at] = Some(article);
            }
        }
        articles.into_iter().collect::<Option<_>>().ok_or(Stop::Unsure("an article is not in its place"))
    }

    /// An article that is read from its place in a segment. `open` are the files that are open.
    fn article<'s>(
        &'s self,
        row: &ReadingRow,
        segment: &Segment,
        open: &mut BTreeMap<InputKey, Parts<'s>>,
    ) -> Result<OneRead, Stop> {
        let (found, stamp) = self.file(&segment.input)?;
        if !open.contains_key(&segment.input) && open.len() >= OPEN {
            open.clear();
        }
        let parts = match open.entry(segment.input.clone()) {
            Entry::Occupied(open) => open.into_mut(),
            Entry::Vacant(closed) => closed.insert(Parts::open(&found.source)?),
        };
        if parts.stamp() != stamp {
            return Err(Stop::Unsure("an input changes"));
        }
        let how = reading(self.config, found.config, &found.source.path, self.now);
        let input = parts.input(segment.place + row.place, row.length, &how)?;
        self.stopwatch.read(1, input.text.len() as u64);
        if hash(input.text.as_bytes()) != row.hash {
            return Err(Stop::Unsure("an article is not in its place"));
        }
        let mut part = read(self.config, found, &input, segment.line + row.line - 1, self.now)?;
        match (part.articles.pop(), part.articles.pop()) {
            (Some(article), None) => Ok(article),
            _ => Err(Stop::Unsure("what was an article is none any more")),
        }
    }

    /// The articles of an input that is read again as a whole, by the hashes of what they say.
    fn in_whole(&self, key: &InputKey, hashes: &[i64]) -> Result<Vec<OneRead>, Stop> {
        let (found, stamp) = self.file(key)?;
        let (input, now) = open_whole(self.config, found, self.now)?;
        if now != stamp {
            return Err(Stop::Unsure("an input changes"));
        }
        let mut wanted: BTreeMap<i64, usize> = BTreeMap::new();
        for hash in hashes {
            *wanted.entry(*hash).or_default() += 1;
        }
        let whole = read_whole(self.config, found, (&input, self.shared_order), self.now, |hash, _, _| {
            wanted.get_mut(&hash).filter(|left| **left > 0).is_some_and(|left| {
                *left -= 1;
                true
            })
        })?;
        self.stopwatch.read(whole.part.articles.len() as u64, input.bytes());
        let mut found: BTreeMap<i64, Vec<OneRead>> = BTreeMap::new();
        for (hash, article) in whole.hashes.iter().zip(whole.part.articles).rev() {
            found.entry(*hash).or_default().push(article);
        }
        let articles = hashes.iter().map(|hash| found.get_mut(hash).and_then(Vec::pop));
        articles.collect::<Option<_>>().ok_or(Stop::Unsure("what was an article is none any more"))
    }

    /// The file of an input and how it looks.
    fn file(&self, key: &InputKey) -> Result<(&Found<'c>, Stamp), Stop> {
        let file = self.files.get(key).map(|(found, stamp)| (*found, *stamp));
        file.ok_or(Stop::Unsure("an article stands in an input that has changed"))
    }
}

/// How drafts become articles that say nothing about others.
fn draft_options<'o>(
    config: &'o Config,
    found: &'o Found<'_>,
    (input, order): (&Input, DateOrder),
    now: DateTime<Utc>,
) -> normalise::Options<'o> {
    collect::options(config, (found.config, found.website.as_ref()), input, None, (order, false), now)
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
    if !READ_ALONE.contains(&loaded.format) || !loaded.warnings.is_empty() || !is_told_apart(&loaded) {
        return Err(Stop::Unsure("a part of an input says something about the whole"));
    }
    if !loaded.rejections.more().is_empty() {
        return Err(Stop::Unsure("more is rejected of an input than is said"));
    }
    let Loaded { drafts, rejections, .. } = loaded;
    let mut part = Part::default();
    let shift = |line: u64| if by_line && line > 0 { line + lines } else { line };
    let options = draft_options(config, found, (input, DateOrder::default()), now);
    for mut draft in drafts {
        if normalise::alone(&draft) != Alone::Yes {
            return Err(Stop::Unsure("an article says something about others"));
        }
        draft.origin = draft.origin.at_column(shift(draft.origin.line), draft.origin.column);
        let became = normalise::article(draft, &options, &mut part.warnings);
        part.add(became)?;
    }
    for rejection in rejections.iter() {
        let origin = rejection.origin.at(shift(rejection.origin.line));
        part.rejections.push(Rejection { origin, reason: rejection.reason.clone() });
    }
    Ok(part)
}

/// Formats in which an article can be read without the rest of its input.
pub(super) const READ_ALONE: &[&str] = &["jsonl", "markdown", "html"];

/// How the articles of an input can be read again. None may say anything about another or another input. Each can be read alone where
/// the bytes of the file are its text, each article stands on a line of its own if the file is read by lines, and nothing was said of
/// it as a whole.
pub(super) fn access(input: &Input, loaded: &Loaded<'_>) -> Access {
    let is_whole = !input.is_changing && input.rejections.is_empty();
    let alone = loaded.drafts.iter().map(normalise::alone).min().unwrap_or(Alone::Yes);
    if !is_whole || !is_told_apart(loaded) || alone == Alone::No {
        return Access::Never;
    }
    let are_alone = alone == Alone::Yes
        && is_as_it_stands(input)
        && READ_ALONE.contains(&loaded.format)
        && loaded.warnings.is_empty()
        && loaded.drafts.is_sorted_by(|a, b| a.origin.line < b.origin.line)
        && loaded.drafts.iter().all(|draft| draft.origin.column == 0)
        && (loaded.drafts.iter().all(|draft| draft.is_file) || !input.text.contains('\r'));
    if are_alone { Access::Alone } else { Access::Whole }
}

/// Whether the text of an input is the bytes of its file, all of them.
pub(super) fn is_as_it_stands(input: &Input) -> bool {
    let is_whole = input.stamp.is_some_and(|stamp| stamp.size == input.text.len() as u64);
    is_whole && input.recoded.is_none() && !input.is_changing && input.rejections.is_empty()
}

/// Whether what was read says nothing about other inputs, and all of it is at hand.
fn is_told_apart(loaded: &Loaded<'_>) -> bool {
    loaded.repeated == 0 && loaded.export.is_none() && loaded.texts.is_empty()
}
