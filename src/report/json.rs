//! The report for programs.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::{ArticleCounts, ByteCounts, FeedCounts, FeedLine, FileCounts, MergedLine, Report, is_none, timings};
use crate::article::Origin;

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
    #[serde(skip_serializing_if = "Option::is_none")]
    timings: Option<timings::Document<'r>>,
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
    bytes: ByteCounts,
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

impl Report {
    /// The first rejections with their places, as the JSON report has them: at most so many.
    pub fn rejection_list(&self, most: usize) -> impl Serialize {
        let mut rejections = self.placed_rejections();
        rejections.truncate(most);
        rejections
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
            generated: Generated { articles: self.articles, feeds: self.feeds, files: self.files, bytes: self.bytes },
            feeds: &self.feed_lines,
            merged: &self.merged,
            rejections: self.placed_rejections(),
            warnings: self
                .warnings
                .sorted()
                .into_iter()
                .map(|w| Placed { code: Some(w.code.name()), message: Some(&w.message), ..Placed::at(&w.origin) })
                .collect(),
            more: More { merged: self.more_merged, rejections: self.rejections.more(), warnings: self.warnings.more() },
            elapsed_ms: u64::try_from(self.elapsed.as_millis()).unwrap_or(u64::MAX),
            timings: self.timings_document(),
        };
        serde_json::to_writer(&mut out, &document)?;
        writeln!(out)
    }
}
