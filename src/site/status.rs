//! What a run leaves for those who watch over it: `.feedmill/status.json` and, for Prometheus, `.feedmill/feedmill.prom`
//! (or in the folder that `[publish] state` names).
//!
//! They are written last, each as a whole, also by a run that failed, so that the time of the last success stands beside
//! the error. A run that finds nothing to do writes nothing, unless it is asked to (`heartbeat`).
//!
//! `status.json` is a JSON Feed without items, like every `.json` in the tree; what programs want stands in `_feedmill`.

use std::fmt::Write as _;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{BuildError, Run, Shrink, state};
use crate::article::date::rfc3339;
use crate::config::Config;
use crate::digest::sha256;
use crate::feed::Site;
use crate::load::LoadErrorKind;
use crate::publish::{FOLDER, PublishError, replace};
use crate::report::{ArticleCounts, ByteCounts, FeedCounts, FileCounts, Report};

const STATUS: &str = "status.json";
const METRICS: &str = "feedmill.prom";

/// The last run. What it counts is that of the last one that published.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Status {
    version: u32,
    ok: bool,
    error: Option<String>,
    last_run: String,
    last_success: Option<String>,
    seconds: f64,
    articles: ArticleCounts,
    rejections: usize,
    warnings: usize,
    feeds: FeedCounts,
    files: FileCounts,
    #[serde(default)]
    bytes: ByteCounts,
    /// What a run refused that says each refusal once a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    refusal: Option<Refusal>,
}

/// A refusal, and when it was said last.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Refusal {
    /// What is refused, which nobody can tell from it.
    hash: String,
    said: String,
}

/// For how long a refusal that was said is not said again.
const SAID: TimeDelta = TimeDelta::days(1);

/// The part of the document that is read again.
#[derive(Deserialize)]
struct Before {
    #[serde(rename = "_feedmill")]
    status: Status,
}

#[derive(Serialize)]
struct Document<'s> {
    version: &'static str,
    title: String,
    home_page_url: String,
    /// Where it lies in what is served.
    #[serde(skip_serializing_if = "Option::is_none")]
    feed_url: Option<String>,
    items: [(); 0],
    #[serde(rename = "_feedmill")]
    status: &'s Status,
}

/// What the last run left.
fn read(config: &Config) -> Option<Status> {
    let bytes = std::fs::read(state::folder(config).join(STATUS)).ok()?;
    serde_json::from_slice::<Before>(&bytes).ok().map(|before| before.status)
}

/// Whether the last run that left its status failed.
pub(super) fn tells_of_failure(config: &Config) -> bool {
    read(config).is_some_and(|status| !status.ok)
}

/// Marks a refusal as said that another run has said within a day. What is refused is the same as long as the same inputs shrink from
/// the same size.
pub(super) fn mark_as_said(config: &Config, now: DateTime<Utc>, result: &mut Result<Report, BuildError>) {
    let Err(BuildError::Shrunk { shrunk, was_said }) = result else { return };
    let Some(before) = read(config).and_then(|before| before.refusal) else { return };
    let said = DateTime::parse_from_rfc3339(&before.said).map(|said| now.signed_duration_since(said));
    // A clock that was set back tells nothing.
    *was_said = before.hash == hash(shrunk) && said.is_ok_and(|since| since >= TimeDelta::zero() && since < SAID);
}

/// What tells a refusal from others.
fn hash(shrunk: &[Shrink]) -> String {
    let what: Vec<_> = shrunk.iter().map(|Shrink { what, before, now, .. }| (what, before, now.is_none())).collect();
    sha256(format!("{what:?}").as_bytes()).to_string()
}

/// What is remembered of refusals after a run at `now`.
fn refusal(before: Option<Refusal>, run: &Run, error: &BuildError) -> Option<Refusal> {
    match error {
        BuildError::Shrunk { shrunk, was_said: false } if run.repeats_daily => {
            Some(Refusal { hash: hash(shrunk), said: rfc3339(run.now) })
        }
        _ => before,
    }
}

/// Writes both. What cannot be written is no reason to call a run failed that has published: the error is for the report.
pub(super) fn write(
    config: &Config,
    site: &Site,
    run: &Run,
    elapsed: Duration,
    result: &Result<Report, BuildError>,
) -> Result<(), PublishError> {
    let (before, now) = (read(config), run.now);
    let status = match result {
        Ok(report) => Status {
            version: 1,
            ok: !report.withholds(),
            error: report.withholds().then(|| "not all documents could be published".to_owned()),
            last_run: rfc3339(now),
            last_success: match &before {
                Some(before) if report.withholds() => before.last_success.clone(),
                _ => (!report.withholds()).then(|| rfc3339(now)),
            },
            seconds: elapsed.as_secs_f64(),
            articles: report.articles,
            rejections: report.rejections.len(),
            warnings: report.warnings.len(),
            feeds: report.feeds,
            files: report.files,
            bytes: report.bytes,
            refusal: None,
        },
        Err(error) => Status {
            version: 1,
            ok: false,
            error: Some(if config.state.is_some() { error.to_string() } else { in_public(error) }),
            last_run: rfc3339(now),
            last_success: before.as_ref().and_then(|before| before.last_success.clone()),
            seconds: elapsed.as_secs_f64(),
            articles: before.as_ref().map(|before| before.articles).unwrap_or_default(),
            rejections: before.as_ref().map_or(0, |before| before.rejections),
            warnings: before.as_ref().map_or(0, |before| before.warnings),
            // What was published still is.
            feeds: FeedCounts {
                unchanged: before.as_ref().map_or(0, |before| {
                    let FeedCounts { created, changed, unchanged, .. } = before.feeds;
                    created + changed + unchanged
                }),
                ..FeedCounts::default()
            },
            files: FileCounts::default(),
            bytes: before.as_ref().map(|before| before.bytes).unwrap_or_default(),
            refusal: refusal(before.and_then(|before| before.refusal), run, error),
        },
    };
    let document = Document {
        version: crate::render::JSON_FEED_VERSION,
        title: format!("feedmill: the last run for {}", site.name()),
        home_page_url: site.url(""),
        feed_url: config.state.is_none().then(|| site.url(&format!("{FOLDER}/{STATUS}"))),
        items: [],
        status: &status,
    };
    let mut json = serde_json::to_vec_pretty(&document)
        .unwrap_or_else(|error| unreachable!("texts and numbers are always JSON: {error}"));
    json.push(b'\n');
    let folder = state::folder(config);
    replace(&folder, STATUS, &json)?;
    replace(&folder, METRICS, metrics(&status).as_bytes())
}

/// Why a run failed, without the names of files that are not published: the status lies in what is served. The run itself
/// says them.
fn in_public(error: &BuildError) -> String {
    match error {
        BuildError::Load(error) => format!("an input cannot be used: {}", in_general(&error.kind)),
        BuildError::NoArticles(rejections, _) => {
            format!("there is no article in the inputs; nothing was changed ({} were rejected)", rejections.len())
        }
        BuildError::Shrunk { .. } => "refused: the collection shrank, and nothing was changed".to_owned(),
        BuildError::Publish(PublishError { action, source, .. }) => format!("{action}: {source}"),
        BuildError::Catalogue(_) => "the ledger cannot be used".to_owned(),
        BuildError::Locked(_) => "another run is publishing".to_owned(),
    }
}

/// What kind of error it is; one that quotes what it read is not repeated.
fn in_general(kind: &LoadErrorKind) -> String {
    match kind {
        LoadErrorKind::Io(error) => error.kind().to_string(),
        LoadErrorKind::Empty | LoadErrorKind::NoArticles => kind.to_string(),
        _ => "it is not what it should be".to_owned(),
    }
}

/// The status in Prometheus's text format, version 0.0.4.
fn metrics(status: &Status) -> String {
    let seconds = |time: &String| DateTime::parse_from_rfc3339(time).map_or(0, |time| time.timestamp());
    let mut out = String::new();
    let mut gauge = |name: &str, help: &str, value: String| {
        // Writing to a String cannot fail.
        let _ = write!(out, "# HELP feedmill_{name} {help}\n# TYPE feedmill_{name} gauge\nfeedmill_{name} {value}\n");
    };
    gauge("last_run_timestamp_seconds", "When the last run began.", seconds(&status.last_run).to_string());
    if let Some(time) = &status.last_success {
        gauge("last_success_timestamp_seconds", "When the last run that ended well began.", seconds(time).to_string());
    }
    gauge("up", "Whether the last run ended well.", u8::from(status.ok).to_string());
    gauge("run_seconds", "How long the last run took.", status.seconds.to_string());
    gauge("articles", "Distinct articles of the collection.", status.articles.accepted.to_string());
    gauge("articles_held", "Articles that are held for the future.", status.articles.held.to_string());
    gauge("rejections", "Inputs that became no article.", status.rejections.to_string());
    let FeedCounts { created, changed, unchanged, removed } = status.feeds;
    gauge("feeds", "Published feeds.", (created + changed + unchanged).to_string());
    gauge(
        "feeds_changed",
        "Feeds that the last run created, changed or removed.",
        (created + changed + removed).to_string(),
    );
    gauge("files_written", "Files that the last run wrote.", status.files.written.to_string());
    gauge("bytes_read", "Bytes of the inputs, unpacked.", status.bytes.read.to_string());
    gauge("bytes_published", "Bytes of all published files.", status.bytes.published.to_string());
    out
}
