//! What a run says: counts, rejections, warnings, what changed and what it took, as text and as JSON.

mod code;
mod json;
mod kept;
mod progress;
mod text;
mod timings;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::article::Origin;
use crate::feed::Taxonomy;
pub use code::WarningCode;
use kept::cut;
pub use kept::{Kept, Kind, MOST_OF_A_KIND};
pub use progress::{Progress, SoFar, Unit};
pub use text::size;
pub use timings::{Stage, StageName, Stopwatch, Time, Timings};

/// An input that became no article: where it stands, and why. Data, not an error.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
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
#[non_exhaustive]
pub struct Warning {
    /// Where.
    pub origin: Origin,
    /// What kind of warning it is.
    pub code: WarningCode,
    /// What it is, for a person.
    pub message: String,
}

impl Warning {
    /// A warning at a place.
    pub fn new(origin: &Origin, code: WarningCode, message: impl Into<String>) -> Self {
        Self { origin: origin.clone(), code, message: cut(message.into()) }
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

/// What came in and what stands there for it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByteCounts {
    /// The inputs, unpacked.
    pub read: u64,
    /// All published files, whether this run wrote them or not.
    pub published: u64,
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
    /// Its files, relative to the output folder, by the names of their formats, sorted by these.
    #[serde(serialize_with = "as_map", deserialize_with = "from_map")]
    pub paths: Vec<(Cow<'static, str>, String)>,
}

fn as_map<S: Serializer>(paths: &[(Cow<'static, str>, String)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(paths.iter().map(|(format, path)| (format, path)))
}

fn from_map<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<(Cow<'static, str>, String)>, D::Error> {
    BTreeMap::deserialize(deserializer).map(|paths| paths.into_iter().collect())
}

impl FeedLine {
    /// Its place among others: that of all articles first, then by taxonomy and slug.
    pub fn place(&self) -> String {
        let taxonomy = self.taxonomy.as_deref().and_then(Taxonomy::named);
        let number = Taxonomy::ALL.iter().position(|known| Some(*known) == taxonomy);
        number.map_or(String::new(), |number| format!("{number}/{}", self.slug.as_deref().unwrap_or_default()))
    }
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
#[non_exhaustive]
pub struct Report {
    /// Whether nothing had changed since the last run, which this report then repeats.
    #[serde(skip)]
    pub idle: bool,
    /// Why the whole collection was read, where it was.
    #[serde(skip)]
    pub whole: Option<String>,
    /// Whether nothing was written because nothing should be.
    pub dry_run: bool,
    /// Articles.
    pub articles: ArticleCounts,
    /// Feeds.
    pub feeds: FeedCounts,
    /// Files.
    pub files: FileCounts,
    /// Bytes.
    #[serde(default)]
    pub bytes: ByteCounts,
    /// The feeds, the one of all articles first: each, if the run was asked for all, else those that changed.
    #[serde(default)]
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
    /// What is worth a look. Where there are more of a kind than are kept, a run that looks only at what has changed does not count
    /// them: their number is that of the last run that read everything.
    pub warnings: Kept<Warning>,
    /// What a person can make better, where this is the first run.
    #[serde(skip)]
    pub first_run: Option<FirstRun>,
    /// How long the run took.
    #[serde(skip)]
    pub elapsed: Duration,
    /// What it took, stage by stage, if that was asked for.
    #[serde(skip)]
    pub timings: Option<Timings>,
}

/// What can be made better of a collection that is published for the first time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FirstRun {
    /// How many articles have no address.
    pub without_address: usize,
    /// A pattern that gives them one.
    pub pattern: String,
    /// Tags that may be one: the one that has the most articles, and others that are called nearly the same.
    pub twins: Vec<(String, Vec<String>)>,
}

/// How many merged articles and places of one of these are kept to be repeated.
const REPEATED: usize = 100;

impl Report {
    /// Whether it needs the attention of a person.
    pub fn needs_person(&self) -> bool {
        !self.rejections.is_empty() || self.warnings.iter().any(|warning| warning.code.needs_person())
    }

    /// Whether a document was not published: it was not fit for it, so that what was published before stands in its place, or
    /// something is in the way that is not feedmill's.
    pub fn withholds(&self) -> bool {
        self.warnings.iter().any(|warning| warning.code.withholds())
    }

    /// What a run would say that finds everything as this one left it, but for what it would say of each feed
    /// ([`Self::settled_lines`]).
    #[must_use]
    pub fn settled(&self) -> Self {
        let FeedCounts { created, changed, unchanged, .. } = self.feeds;
        let feeds = FeedCounts { unchanged: created + changed + unchanged, ..FeedCounts::default() };
        let FileCounts { written, unchanged, .. } = self.files;
        let files = FileCounts { unchanged: written + unchanged, ..FileCounts::default() };
        let mut merged: Vec<MergedLine> = self.merged.iter().take(REPEATED).cloned().collect();
        for merged in &mut merged {
            merged.more += merged.readings.len().saturating_sub(REPEATED);
            merged.readings.truncate(REPEATED);
        }
        let mut warnings = self.warnings.clone();
        warnings.retain(|warning| !warning.code.is_of_one_run());
        Self {
            idle: true,
            dry_run: self.dry_run,
            articles: self.articles,
            feeds,
            files,
            bytes: self.bytes,
            merged,
            more_merged: self.more_merged + self.merged.len().saturating_sub(REPEATED),
            rejections: self.rejections.clone(),
            warnings: warnings.first(MOST_OF_A_KIND),
            ..Self::default()
        }
    }

    /// What such a run would say of each feed.
    pub fn settled_lines(&self) -> impl Iterator<Item = FeedLine> {
        let lines = self.feed_lines.iter().filter(|line| line.status != Status::Removed);
        lines.map(|line| FeedLine { status: Status::Unchanged, ..line.clone() })
    }
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
