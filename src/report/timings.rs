//! What a run takes: time, stage by stage, and memory.
//!
//! Nothing is measured unless it is asked for, and nothing of it is ever published. Time of the processor is that of all
//! threads of the process; it and the peak of memory are known on Linux only.

use std::fmt;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::{Serialize, Serializer};

use super::Report;
use super::text::size;

/// What a run does, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StageName {
    /// Finds the files that are inputs.
    FindInputs,
    /// Compares inputs and published files with what the last run left.
    Compare,
    /// Reads from the catalogue all that is remembered; only where the whole collection is read.
    Recall,
    /// Reads inputs: all of them, or what is new in them.
    Read,
    /// Makes articles of what was read; only where the whole collection is read.
    Normalise,
    /// Settles which of the articles in question is which; only where no more than what has changed is read.
    Settle,
    /// Chooses what feeds show.
    Select,
    /// Renders entries and documents, compares these with what is published and writes those that are new beside them.
    Render,
    /// Writes the catalogue.
    Commit,
    /// Flushes files to the disk and puts them into their places.
    Publish,
}

impl fmt::Display for StageName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::FindInputs => "find inputs",
            Self::Compare => "compare",
            Self::Recall => "recall",
            Self::Read => "read",
            Self::Normalise => "normalise",
            Self::Settle => "settle",
            Self::Select => "select",
            Self::Render => "render",
            Self::Commit => "commit",
            Self::Publish => "publish",
        })
    }
}

/// How long something took, in microseconds where it is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Time {
    /// By the clock on the wall.
    #[serde(rename = "wall_us", serialize_with = "microseconds")]
    pub wall: Duration,
    /// Of the processor, all threads together; `None`: not known on this system.
    #[serde(rename = "cpu_us", serialize_with = "microseconds_if", skip_serializing_if = "Option::is_none")]
    pub cpu: Option<Duration>,
}

fn microseconds<S: Serializer>(time: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(u64::try_from(time.as_micros()).unwrap_or(u64::MAX))
}

#[expect(clippy::ref_option, reason = "the signature is serde's")]
fn microseconds_if<S: Serializer>(time: &Option<Duration>, serializer: S) -> Result<S::Ok, S::Error> {
    microseconds(&time.unwrap_or_default(), serializer)
}

impl Time {
    fn add(&mut self, other: Self) {
        self.wall += other.wall;
        self.cpu = self.cpu.zip(other.cpu).map(|(one, other)| one + other);
    }
}

/// One stage of a run, and how long it took in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Stage {
    /// What the run did.
    pub name: StageName,
    /// How long it took.
    #[serde(flatten)]
    pub time: Time,
}

/// What a run took.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Timings {
    /// The stages that there were, in the order in which they began. What is left of the whole run is in none of them.
    pub stages: Vec<Stage>,
    /// The whole run.
    pub whole: Time,
    /// How many articles were read, and what should have been one.
    pub articles: u64,
    /// How many bytes of inputs, unpacked, were read for these.
    pub read: u64,
    /// How many bytes of files were written to be published.
    pub written: u64,
    /// The most memory that the process has had, in bytes; `None`: not known on this system.
    pub peak_memory: Option<u64>,
}

/// The time that a process has had, and when that was.
#[derive(Debug, Clone, Copy)]
struct Moment {
    wall: Instant,
    cpu: Option<Duration>,
}

impl Moment {
    fn now() -> Self {
        Self { wall: Instant::now(), cpu: cpu() }
    }

    fn until(self, later: Self) -> Time {
        let cpu = self.cpu.zip(later.cpu).map(|(from, to)| to.saturating_sub(from));
        Time { wall: later.wall.saturating_duration_since(self.wall), cpu }
    }
}

#[derive(Debug)]
struct Running {
    started: Moment,
    /// The stage that goes on, and since when.
    stage: Option<(StageName, Moment)>,
    timings: Timings,
}

impl Running {
    fn end_stage(&mut self, now: Moment) {
        let Some((name, since)) = self.stage.take() else { return };
        let time = since.until(now);
        match self.timings.stages.iter_mut().find(|stage| stage.name == name) {
            Some(stage) => stage.time.add(time),
            None => self.timings.stages.push(Stage { name, time }),
        }
    }
}

/// Measures a run, if `--timings` is given. Its clones are the same stopwatch.
///
/// ```
/// use feedmill::internal::report::{StageName, Stopwatch};
///
/// let stopwatch = Stopwatch::started();
/// stopwatch.start(StageName::Read);
/// stopwatch.start(StageName::Normalise);
/// let timings = stopwatch.stop().unwrap();
/// assert_eq!(timings.stages.len(), 2);
/// assert_eq!(Stopwatch::default().stop(), None);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Stopwatch(Option<Arc<Mutex<Running>>>);

impl Stopwatch {
    /// One that measures from now on. The default one never does.
    pub fn started() -> Self {
        let running = Running { started: Moment::now(), stage: None, timings: Timings::default() };
        Self(Some(Arc::new(Mutex::new(running))))
    }

    fn with<T>(&self, change: impl FnOnce(&mut Running) -> T) -> Option<T> {
        let running = self.0.as_ref()?;
        Some(change(&mut running.lock().unwrap_or_else(PoisonError::into_inner)))
    }

    /// A stage begins, or goes on, and the one before it is over.
    pub fn start(&self, stage: StageName) {
        self.with(|running| {
            let now = Moment::now();
            running.end_stage(now);
            running.stage = Some((stage, now));
        });
    }

    /// So many articles were read, of so many bytes.
    pub fn read(&self, articles: u64, bytes: u64) {
        self.with(|running| {
            running.timings.articles += articles;
            running.timings.read += bytes;
        });
    }

    /// So many bytes were written to be published.
    pub fn written(&self, bytes: u64) {
        self.with(|running| running.timings.written += bytes);
    }

    /// What there was up to now; `None`: nothing was measured.
    pub fn stop(&self) -> Option<Timings> {
        self.with(|running| {
            let now = Moment::now();
            running.end_stage(now);
            Timings { whole: running.started.until(now), peak_memory: peak_memory(), ..running.timings.clone() }
        })
    }
}

/// The time of the processor that this process has had.
#[cfg(target_os = "linux")]
fn cpu() -> Option<Duration> {
    Duration::try_from(rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime)).ok()
}

#[cfg(not(target_os = "linux"))]
fn cpu() -> Option<Duration> {
    None
}

/// The most memory that this process has had, in bytes.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok()?.checked_mul(1024)
}

/// How much of the collection a run read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Extent {
    /// The whole collection.
    Whole,
    /// What has changed.
    Changes,
    /// Nothing has changed.
    Nothing,
}

/// The object `timings` of the JSON report.
#[derive(Serialize)]
pub(super) struct Document<'r> {
    stages: &'r [Stage],
    #[serde(flatten)]
    whole: Time,
    looked_at: Extent,
    /// Why it was the whole collection.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'r str>,
    articles_read: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    articles_per_second: Option<u64>,
    bytes_read: u64,
    bytes_written: u64,
    bytes_published: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    peak_memory_bytes: Option<u64>,
}

impl Timings {
    /// How many articles were read in a second of the whole run; `None`: none was read.
    pub fn articles_per_second(&self) -> Option<u64> {
        let per_second = u128::from(self.articles) * 1_000_000 / self.whole.wall.as_micros().max(1);
        (self.articles > 0).then(|| u64::try_from(per_second).unwrap_or(u64::MAX))
    }
}

impl Report {
    fn looked_at(&self) -> Extent {
        match () {
            () if self.idle => Extent::Nothing,
            () if self.whole.is_some() => Extent::Whole,
            () => Extent::Changes,
        }
    }

    /// What the run took, if that was measured.
    pub(super) fn timings_document(&self) -> Option<Document<'_>> {
        let timings = self.timings.as_ref()?;
        Some(Document {
            stages: &timings.stages,
            whole: timings.whole,
            looked_at: self.looked_at(),
            why: self.whole.as_deref(),
            articles_read: timings.articles,
            articles_per_second: timings.articles_per_second(),
            bytes_read: timings.read,
            bytes_written: timings.written,
            bytes_published: self.bytes.published,
            peak_memory_bytes: timings.peak_memory,
        })
    }

    /// Writes what the run took for a person; nothing where that was not measured.
    ///
    /// # Errors
    /// If `out` fails.
    pub fn write_timings(&self, mut out: impl Write) -> io::Result<()> {
        let Some(timings) = &self.timings else { return Ok(()) };
        writeln!(out, "timings:")?;
        let mut line = |name: &dyn fmt::Display, time: Time| {
            let cpu = time.cpu.map_or(String::new(), |cpu| format!("{:10.3} s CPU", cpu.as_secs_f64()));
            writeln!(out, "  {name:<12}{:10.3} s{cpu}", time.wall.as_secs_f64())
        };
        for stage in &timings.stages {
            line(&stage.name, stage.time)?;
        }
        line(&"in all", timings.whole)?;
        let rate = timings.articles_per_second().map_or(String::new(), |rate| format!(" ({rate} a second)"));
        writeln!(out, "  articles read: {}{rate}", timings.articles)?;
        let published = size(self.bytes.published);
        writeln!(
            out,
            "  bytes: {} read, {} written of {published} published",
            size(timings.read),
            size(timings.written)
        )?;
        if let Some(peak) = timings.peak_memory {
            writeln!(out, "  memory: {} at most", size(peak))?;
        }
        match (self.looked_at(), &self.whole) {
            (Extent::Whole, Some(why)) => writeln!(out, "  the whole collection was read: {why}"),
            (Extent::Nothing, _) => writeln!(out, "  nothing has changed since the last run"),
            _ => writeln!(out, "  only what has changed was looked at"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_add_up_to_no_more_than_the_whole() {
        let stopwatch = Stopwatch::started();
        for stage in [StageName::Publish, StageName::Commit, StageName::Publish] {
            stopwatch.clone().start(stage);
        }
        stopwatch.read(3, 100);
        stopwatch.read(1, 10);
        let timings = stopwatch.stop().unwrap();
        let names: Vec<StageName> = timings.stages.iter().map(|stage| stage.name).collect();
        assert_eq!(names, [StageName::Publish, StageName::Commit]);
        assert!(timings.stages.iter().map(|stage| stage.time.wall).sum::<Duration>() <= timings.whole.wall);
        assert_eq!((timings.articles, timings.read), (4, 110));
    }

    #[test]
    fn nothing_is_said_that_was_not_measured() {
        let mut out = Vec::new();
        Report::default().write_timings(&mut out).unwrap();
        assert!(out.is_empty() && Report::default().timings_document().is_none());
    }
}
