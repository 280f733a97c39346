//! What a run says: counts, rejections, warnings and what changed, as text and as JSON.

mod kept;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::article::Origin;
use kept::cut;
pub use kept::{Kept, Kind, MOST_OF_A_KIND};

/// An input that became no article: where it stands, and why. Data, not an error.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Rejection {
    /// Where.
    pub origin: Origin,
    /// Why.
    pub reason: Arc<str>,
}

impl Rejection {
    /// A rejection at a place.
    pub fn new(origin: &Origin, reason: impl Into<String>) -> Self {
        Self { origin: origin.clone(), reason: cut(reason.into()).into() }
    }
}

/// Something that was published and is worth a look.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Warning {
    /// Where.
    pub origin: Origin,
    /// A stable name for the kind of warning.
    pub code: Cow<'static, str>,
    /// What it is, for a person.
    pub message: String,
}

impl Warning {
    /// A warning at a place.
    pub fn new(origin: &Origin, code: &'static str, message: impl Into<String>) -> Self {
        Self { origin: origin.clone(), code: Cow::Borrowed(code), message: cut(message.into()) }
    }
}

/// How articles fared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleCounts {
    /// Drafts that were read, and inputs that should have been one.
    pub read: usize,
    /// Distinct articles.
    pub accepted: usize,
    /// Drafts that were the same article as another.
    pub duplicates: usize,
    /// Inputs that became no article.
    pub rejected: usize,
    /// Articles of the future, not yet published.
    pub held: usize,
    /// Drafts and other articles that their collection does not publish, and pages that it does not list; left out where there is none.
    #[serde(default, skip_serializing_if = "is_none")]
    pub unpublished: usize,
    /// Articles that the collection takes back; left out where there is none.
    #[serde(default, skip_serializing_if = "is_none")]
    pub retracted: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
fn is_none(count: &usize) -> bool {
    *count == 0
}

/// How feeds fared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedCounts {
    /// Not there before.
    pub created: usize,
    /// There before, with other bytes.
    pub changed: usize,
    /// Not touched.
    pub unchanged: usize,
    /// No longer there.
    pub removed: usize,
}

/// How files fared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileCounts {
    /// Created or replaced.
    pub written: usize,
    /// Not touched.
    pub unchanged: usize,
    /// Deleted.
    pub removed: usize,
}

/// What happened to a feed or a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Not touched.
    Unchanged,
    /// New.
    Created,
    /// Replaced.
    Changed,
    /// Deleted.
    Removed,
}

/// One feed in the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedLine {
    /// `tag`, `source`, or nothing for the feed of all articles.
    pub taxonomy: Option<Cow<'static, str>>,
    /// The term as it is shown.
    pub term: Option<String>,
    /// The term in addresses.
    pub slug: Option<String>,
    /// The feed's title.
    pub title: String,
    /// How many entries it has.
    pub entries: usize,
    /// The date of its newest entry.
    pub updated: Option<String>,
    /// What happened to it.
    pub status: Status,
    /// In a dry run, the titles of the entries that it would gain.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gained: Vec<String>,
    /// Its files by format, relative to the output folder.
    pub paths: BTreeMap<Cow<'static, str>, String>,
}

/// One input that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputLine {
    /// The file.
    pub path: String,
    /// What its `[[input]]` table says, where others say something else about the file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub settings: String,
    /// The name of its format.
    pub format: Cow<'static, str>,
    /// How many articles it holds.
    pub articles: usize,
    /// How much of it became no article.
    pub rejected: usize,
    /// How many articles it holds that it does not publish.
    pub unpublished: usize,
}

/// An article that was read from several places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergedLine {
    /// The id that it is published under.
    pub id: String,
    /// The title that it is published with.
    pub title: String,
    /// What its readings have in common: `id`, `url`, `card` (source, title and day) or `headline` (source and title).
    pub by: Vec<Cow<'static, str>>,
    /// Where it stands, the first places in reading order.
    pub readings: Vec<ReadingLine>,
    /// At how many more places it stands.
    #[serde(default, skip_serializing_if = "is_none")]
    pub more: usize,
}

/// A place that an article was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadingLine {
    /// The place.
    #[serde(flatten)]
    pub origin: Origin,
    /// The title there, if it is not the one that is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

impl fmt::Display for MergedLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} [{}]", self.title, self.by.join(", "))?;
        for ReadingLine { origin, title } in &self.readings {
            write!(f, "\n  {origin}")?;
            if let Some(title) = title {
                write!(f, ": {title}")?;
            }
        }
        if self.more > 0 {
            write!(f, "\n  … and {} more", self.more)?;
        }
        Ok(())
    }
}

/// All that a run has to say.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Report {
    /// Whether nothing had changed since the last run, which this report then repeats.
    #[serde(skip)]
    pub idle: bool,
    /// Whether nothing was written because nothing should be.
    pub dry_run: bool,
    /// Articles.
    pub articles: ArticleCounts,
    /// Feeds.
    pub feeds: FeedCounts,
    /// Files.
    pub files: FileCounts,
    /// Each feed, the one of all articles first.
    pub feed_lines: Vec<FeedLine>,
    /// Each input that was read.
    #[serde(skip)]
    pub inputs: Vec<InputLine>,
    /// Articles that were read from several places, the first in reading order.
    #[serde(default)]
    pub merged: Vec<MergedLine>,
    /// How many more of them there are.
    #[serde(default)]
    pub more_merged: usize,
    /// What became no article.
    pub rejections: Kept<Rejection>,
    /// What is worth a look.
    pub warnings: Kept<Warning>,
    /// How long the run took.
    #[serde(skip)]
    pub elapsed: Duration,
}

/// The report as JSON: version 1. New members may come; none changes its meaning or goes.
#[derive(Serialize)]
struct Document<'r> {
    version: u32,
    dry_run: bool,
    generated: Generated,
    feeds: &'r [FeedLine],
    merged: &'r [MergedLine],
    rejections: Vec<Placed<'r>>,
    warnings: Vec<Placed<'r>>,
    #[serde(skip_serializing_if = "More::is_empty")]
    more: More<'r>,
    elapsed_ms: u64,
}

/// How many there are besides those that are listed: of rejections and warnings for each kind.
#[derive(Serialize)]
struct More<'r> {
    #[serde(skip_serializing_if = "is_none")]
    merged: usize,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    rejections: BTreeMap<&'r str, usize>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    warnings: BTreeMap<&'r str, usize>,
}

impl More<'_> {
    fn is_empty(&self) -> bool {
        self.merged == 0 && self.rejections.is_empty() && self.warnings.is_empty()
    }
}

#[derive(Serialize)]
struct Generated {
    articles: ArticleCounts,
    feeds: FeedCounts,
    files: FileCounts,
}

/// A rejection (`reason`) or a warning (`code`, `message`) with its place.
#[derive(Serialize)]
struct Placed<'r> {
    path: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'r str>,
}

impl<'r> Placed<'r> {
    fn at(origin: &'r Origin) -> Self {
        let given = |number: u64| (number > 0).then_some(number);
        let (line, column) = (given(origin.line), given(origin.column));
        Self { path: &origin.path, line, column, reason: None, code: None, message: None }
    }
}

/// Warnings about what happened in one run alone.
const ONCE: &[&str] = &["vanished", "removed", "foreign-file", "ledger-damaged", "shrunk", "archive-incomplete"];

/// Whether somebody should look at what a warning of this kind says.
fn needs_person(code: &str) -> bool {
    matches!(code, "ledger-damaged" | "not-published" | "archive-incomplete" | "blocked-place")
}

/// How many warnings of one kind, merged articles and places of one of these are kept to be repeated.
const REPEATED: usize = 100;

/// How many lines of one kind a person is shown.
const SHOWN: usize = 20;

impl Report {
    /// Whether somebody should look at it.
    pub fn needs_person(&self) -> bool {
        !self.rejections.is_empty() || self.warnings.iter().any(|warning| needs_person(&warning.code))
    }

    /// Whether a document was not published: it was not fit for it, so that what was published before stands in its place, or
    /// something is in the way that is not feedmill's.
    pub fn withholds(&self) -> bool {
        self.warnings.iter().any(|warning| matches!(&*warning.code, "not-published" | "blocked-place"))
    }

    /// What a run would say that finds everything as this one left it.
    #[must_use]
    pub fn settled(&self) -> Self {
        let mut report = Self { idle: true, ..self.clone() };
        let FeedCounts { created, changed, unchanged, .. } = self.feeds;
        report.feeds = FeedCounts { unchanged: created + changed + unchanged, ..FeedCounts::default() };
        let FileCounts { written, unchanged, .. } = self.files;
        report.files = FileCounts { unchanged: written + unchanged, ..FileCounts::default() };
        report.feed_lines.retain(|line| line.status != Status::Removed);
        report.feed_lines.iter_mut().for_each(|line| line.status = Status::Unchanged);
        report.more_merged += report.merged.len().saturating_sub(REPEATED);
        report.merged.truncate(REPEATED);
        for merged in &mut report.merged {
            merged.more += merged.readings.len().saturating_sub(REPEATED);
            merged.readings.truncate(REPEATED);
        }
        report.warnings.retain(|warning| !ONCE.contains(&&*warning.code));
        report.warnings = report.warnings.first(REPEATED);
        report
    }

    /// The rejections with their places, as the JSON report has them.
    pub fn rejection_list(&self) -> impl Serialize {
        self.placed_rejections()
    }

    fn placed_rejections(&self) -> Vec<Placed<'_>> {
        self.rejections
            .sorted()
            .into_iter()
            .map(|r| Placed { reason: Some(&r.reason), ..Placed::at(&r.origin) })
            .collect()
    }

    /// Writes the report as one JSON document.
    ///
    /// # Errors
    /// If `out` fails.
    pub fn write_json(&self, mut out: impl Write) -> io::Result<()> {
        let document = Document {
            version: 1,
            dry_run: self.dry_run,
            generated: Generated { articles: self.articles, feeds: self.feeds, files: self.files },
            feeds: &self.feed_lines,
            merged: &self.merged,
            rejections: self.placed_rejections(),
            warnings: self
                .warnings
                .sorted()
                .into_iter()
                .map(|w| Placed { code: Some(&w.code), message: Some(&w.message), ..Placed::at(&w.origin) })
                .collect(),
            more: More { merged: self.more_merged, rejections: self.rejections.more(), warnings: self.warnings.more() },
            elapsed_ms: u64::try_from(self.elapsed.as_millis()).unwrap_or(u64::MAX),
        };
        serde_json::to_writer(&mut out, &document)?;
        writeln!(out)
    }

    /// Writes the report for a person. With `verbose`, all of it; else the first lines of each kind.
    ///
    /// # Errors
    /// If `out` fails.
    pub fn write_text(&self, mut out: impl Write, verbose: bool) -> io::Result<()> {
        let shown = if verbose { usize::MAX } else { SHOWN };
        if self.dry_run {
            for line in self.feed_lines.iter().filter(|line| line.status != Status::Unchanged) {
                let path = line.paths.values().next().map_or("", String::as_str);
                writeln!(out, "would be {}: {} ({} entries, {path})", line.status, line.title, line.entries)?;
                for title in line.gained.iter().take(shown) {
                    writeln!(out, "  + {title}")?;
                }
            }
        }
        let ArticleCounts { read, accepted, duplicates, rejected, held, unpublished, retracted } = self.articles;
        write!(out, "articles: {accepted} accepted of {read} read")?;
        let others = [
            (duplicates, "duplicates"),
            (rejected, "rejected"),
            (held, "held for the future"),
            (unpublished, "not published or not listed by their collection"),
            (retracted, "taken back"),
        ];
        for (count, what) in others {
            if count > 0 {
                write!(out, ", {count} {what}")?;
            }
        }
        let FeedCounts { created, changed, unchanged, removed } = self.feeds;
        let FileCounts { written, .. } = self.files;
        let would = if self.dry_run { "would be " } else { "" };
        writeln!(out)?;
        writeln!(
            out,
            "feeds:    {would}{created} created, {changed} changed, {unchanged} unchanged, {removed} removed"
        )?;
        writeln!(
            out,
            "files:    {would}{written} written, {} unchanged, {} removed, in {:.2} s",
            self.files.unchanged,
            self.files.removed,
            self.elapsed.as_secs_f64()
        )?;
        let (rejections, count) = (self.rejections.sorted(), self.rejections.len());
        let lines = rejections.iter().map(|r| format!("{}: {}", r.origin, r.reason));
        list(&mut out, "rejected", (shown, count), lines)?;
        if verbose {
            let count = self.merged.len() + self.more_merged;
            let lines = self.merged.iter().map(MergedLine::to_string);
            list(&mut out, "read from several places", (shown, count), lines)?;
            let (warnings, count) = (self.warnings.sorted(), self.warnings.len());
            let lines = warnings.iter().map(|w| format!("{}: {} [{}]", w.origin, w.message, w.code));
            return list(&mut out, "warnings", (shown, count), lines);
        }
        if !self.warnings.is_empty() {
            let mut firsts = BTreeMap::<&str, &Warning>::new();
            for warning in self.warnings.sorted() {
                firsts.entry(&*warning.code).or_insert(warning);
            }
            let lines: Vec<String> = self
                .warnings
                .counts()
                .filter_map(|(code, count)| Some((firsts.get(code)?, count)))
                .map(|(first, count)| match count {
                    1 => format!("{}: {} [{}]", first.origin, first.message, first.code),
                    _ => format!("{}: {} [{}, {count} times]", first.origin, first.message, first.code),
                })
                .collect();
            list(&mut out, "warnings", (shown, lines.len()), lines.into_iter())?;
        }
        Ok(())
    }
}

/// Writes the first `shown` of `count` lines, of which no more than `lines` are known.
fn list(
    out: &mut impl Write,
    title: &str,
    (shown, count): (usize, usize),
    lines: impl ExactSizeIterator<Item = String>,
) -> io::Result<()> {
    if count > 0 {
        writeln!(out, "{title}:")?;
    }
    let known = lines.len();
    for line in lines.take(shown) {
        writeln!(out, "  {line}")?;
    }
    if shown < known {
        writeln!(
            out,
            "  … and {} more (--verbose shows {})",
            count - shown,
            if known < count { "some" } else { "all" }
        )?;
    } else if known < count {
        writeln!(out, "  … and {} more (`feedmill list --rejections` and `--merged` show all)", count - known)?;
    }
    Ok(())
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Status::Unchanged => "unchanged",
            Status::Created => "created",
            Status::Changed => "changed",
            Status::Removed => "removed",
        })
    }
}
