//! Inputs: what the user named, as a list of files in a fixed order, and their text.

mod content;
mod rows;
mod walk;

use std::fs::{File, Metadata};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, TimeDelta, Utc};
use encoding_rs::Encoding;

use super::encoding::Recoded;
use super::{InputFormat, Limits, LoadError, LoadErrorKind, encoding, too_large};
use crate::article::{Origin, path_text};
use crate::digest::sha256_of;
use crate::report::Rejection;
use content::Content;
pub use walk::{Expanded, Published, expand};

/// A file to read, or standard input.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Where it is; `-` is standard input.
    pub path: PathBuf,
    /// Whether the user named this very file. One that was found in a folder may fail without stopping the run.
    pub named: bool,
}

/// How a file looks from outside: what tells whether it has changed since.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Its bytes.
    pub size: u64,
    /// When its content changed, in nanoseconds since 1970.
    pub modified: i64,
    /// When anything about it changed, where the system says so.
    pub changed: i64,
    /// Which file it is, where the system says so.
    pub inode: u64,
}

impl Stamp {
    /// How a file looks now; `None` for standard input, for what is not there and for what is no file.
    pub fn of(path: &Path) -> Option<Self> {
        if path.as_os_str() == "-" {
            return None;
        }
        let stamp = std::fs::metadata(path).ok().filter(Metadata::is_file).map(|meta| Self::new(&meta))?;
        let opens_itself = InputFormat::of_path(path).is_some_and(|format| format.read.opens_files());
        Some(if opens_itself { stamp.with_log(path) } else { stamp })
    }

    /// The stamp of a database with that of its log, where changes stand first.
    fn with_log(self, path: &Path) -> Self {
        let Some((_, log)) = log_of(path) else { return self };
        Self {
            size: self.size + log.size,
            modified: self.modified.max(log.modified),
            changed: self.changed.max(log.changed),
            ..self
        }
    }

    #[cfg(unix)]
    fn new(meta: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt as _;
        let changed = meta.ctime() * 1_000_000_000 + meta.ctime_nsec();
        Self {
            size: meta.len(),
            modified: meta.mtime() * 1_000_000_000 + meta.mtime_nsec(),
            changed,
            inode: meta.ino(),
        }
    }

    #[cfg(not(unix))]
    fn new(meta: &Metadata) -> Self {
        let since = meta.modified().ok().and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
        let modified = since.and_then(|since| i64::try_from(since.as_nanos()).ok()).unwrap_or(0);
        Self { size: meta.len(), modified, changed: 0, inode: 0 }
    }

    /// Until when it counts as growing: for ten minutes after its last change.
    pub fn grows_until(&self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp(self.modified / 1_000_000_000, 0)?.checked_add_signed(TimeDelta::minutes(10))
    }

    /// Whether the file was written so lately that somebody may be in the middle of it.
    pub(super) fn is_fresh(&self) -> bool {
        const WRITING: Duration = Duration::from_mins(1);
        let modified = self.modified.try_into().map_or(Duration::ZERO, Duration::from_nanos);
        // A time in the future says nothing.
        SystemTime::now().duration_since(SystemTime::UNIX_EPOCH + modified).is_ok_and(|age| age < WRITING)
    }

    /// How long ago the file was changed last; nothing where that lies in the future.
    fn age(&self) -> Duration {
        let last = self.modified.max(self.changed).try_into().map_or(Duration::ZERO, Duration::from_nanos);
        SystemTime::now().duration_since(SystemTime::UNIX_EPOCH + last).unwrap_or_default()
    }
}

/// The text of one input.
#[derive(Debug)]
pub struct Input {
    /// The file, line 0.
    pub origin: Origin,
    /// Where it is.
    pub path: PathBuf,
    /// When its content was captured: what "4 days ago" is counted from.
    pub captured: DateTime<Utc>,
    /// When the file first appeared, where the system says so, that is notably before the capture, and nobody said when that was.
    pub appeared: Option<DateTime<Utc>>,
    /// Whether the user named this very file.
    pub named: bool,
    /// How the file looked before it was read; `None` for standard input.
    pub stamp: Option<Stamp>,
    /// SHA-256 of its bytes in hexadecimal, where it was asked for.
    pub sha256: Option<String>,
    /// The decoded text.
    pub text: String,
    /// The encoding, where it was not UTF-8.
    pub recoded: Option<Recoded>,
    /// Lines that were too long to be kept.
    pub rejections: Vec<Rejection>,
    /// Whether it changed while it was read, however often that was tried: it may be the half of it.
    pub is_changing: bool,
}

impl Input {
    /// How many bytes were stored of it, packed or not.
    pub fn stored(&self) -> u64 {
        self.stamp.map_or(self.text.len() as u64, |stamp| stamp.size)
    }

    /// How many bytes it has, unpacked: those of its text, or of a file that its format opens itself.
    pub fn bytes(&self) -> u64 {
        let of_file = self.stamp.map_or(0, |stamp| stamp.size);
        if self.text.is_empty() { of_file } else { self.text.len() as u64 }
    }
}

/// What is asked for when a file is read.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'r> {
    /// When the input was captured, instead of the time of its last change.
    pub captured: Option<DateTime<Utc>>,
    /// The present, for inputs without a time of their own.
    pub now: DateTime<Utc>,
    /// The format that the user or the file name promises. A file that is read by lines may be read while it grows, may
    /// be of any size, and loses its longest lines; any other is read as a whole.
    pub format: Option<&'static InputFormat>,
    /// How large lines and files may be.
    pub limits: &'r Limits,
    /// How its text is encoded, where that is not to be found out.
    pub encoding: Option<&'static Encoding>,
    /// Whether to say its SHA-256.
    pub hash: bool,
    /// How many bytes an archive may hold besides [`UNPACKED`] times its own.
    pub slack: usize,
}

/// How many times as large as its archive a content may be. Texts of articles are packed to a tenth.
pub const UNPACKED: u64 = 100;

/// How many bytes all archives of a run together may hold besides that.
pub const UNPACKED_SLACK: usize = 16 << 20;

/// How often a file that changes while it is read is read again, and how long to wait first, in milliseconds. One that changes later than
/// this is written for longer than anybody should wait.
const PAUSES: [u64; 5] = [20, 40, 80, 160, 320];

/// Reads, unpacks and decodes one file, as it was at one moment; one that never rests as it was when that was last tried.
///
/// # Errors
/// If the file cannot be read, is a damaged archive, is larger than `limits.document` allows
/// without being read by lines, or is no text.
pub fn read(source: &Source, reading: &Reading<'_>) -> Result<Input, LoadError> {
    let origin = Origin::new(path_text(&source.path), 0);
    let fail = |kind| match kind {
        LoadErrorKind::Io(_) | LoadErrorKind::Changing => LoadError { origin: origin.clone(), kind },
        _ => LoadError { origin: origin.at(1), kind },
    };
    if reading.format.is_some_and(|format| format.read.opens_files()) {
        return unopened(source, origin, reading);
    }
    let (content, stamp, is_changing) = if source.path.as_os_str() == "-" {
        (content::read(std::io::stdin().lock(), &source.path, None, reading).map_err(fail)?, None, false)
    } else {
        read_whole(&source.path, reading).map_err(fail)?
    };
    let captured = captured(stamp, reading);
    let rejections = content
        .left_out
        .iter()
        .map(|row| Rejection::new(&origin.at(row.line), too_large("line", row.bytes, reading.limits.line)));
    let rejections = rejections.collect();
    let decoded = match reading.encoding {
        Some(named) => encoding::decode_as(content.bytes, named),
        None => encoding::decode(content.bytes),
    };
    let Some((text, recoded)) = decoded else { return Err(fail(LoadErrorKind::NoText)) };
    Ok(Input {
        appeared: stamp.and_then(|_| appeared(&source.path, captured, reading)),
        origin,
        path: source.path.clone(),
        captured,
        named: source.named,
        stamp,
        sha256: content.sha256,
        text,
        recoded,
        rejections,
        is_changing,
    })
}

/// Whether a file is an archive by its name.
pub fn is_packed(path: &Path) -> bool {
    super::packed::Packing::of_path(path).is_some()
}

/// The log of a SQLite database (<https://www.sqlite.org/wal.html>), if there is anything in it, and how it looks.
pub(super) fn log_of(path: &Path) -> Option<(PathBuf, Stamp)> {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let meta = std::fs::metadata(Path::new(&log)).ok()?;
    (meta.len() > 0).then(|| (PathBuf::from(log), Stamp::new(&meta)))
}

/// SHA-256 of a file that its format opens itself, with its log.
fn sha256_with_log(path: &Path) -> std::io::Result<String> {
    let file = File::open(path)?;
    match log_of(path) {
        Some((log, _)) => sha256_of(file.chain(File::open(log)?)),
        None => sha256_of(file),
    }
}

/// SHA-256 of the bytes of an input, however it is read.
///
/// # Errors
/// If it cannot be read.
pub fn sha256_of_input(path: &Path) -> std::io::Result<String> {
    let opens_itself = InputFormat::of_path(path).is_some_and(|format| format.read.opens_files());
    if opens_itself { sha256_with_log(path) } else { sha256_of(File::open(path)?) }
}

/// A file that its format opens itself.
fn unopened(source: &Source, origin: Origin, reading: &Reading<'_>) -> Result<Input, LoadError> {
    let fail = |error| LoadError { origin: origin.clone(), kind: LoadErrorKind::Io(error) };
    File::open(&source.path).map_err(fail)?;
    let sha256 = if reading.hash { Some(sha256_with_log(&source.path).map_err(fail)?) } else { None };
    let stamp = Stamp::of(&source.path);
    Ok(Input {
        captured: captured(stamp, reading),
        // It holds many articles.
        appeared: None,
        origin,
        path: source.path.clone(),
        named: source.named,
        stamp,
        sha256,
        text: String::new(),
        recoded: None,
        rejections: Vec::new(),
        is_changing: false,
    })
}

/// When an input was captured. Nothing was captured in the future, whatever a wrong clock says; a time of the first day of 1970
/// says that there was none.
fn captured(stamp: Option<Stamp>, reading: &Reading<'_>) -> DateTime<Utc> {
    let modified = stamp.filter(|stamp| stamp.modified >= 86_400_000_000_000);
    let modified = modified.and_then(|stamp| DateTime::from_timestamp(stamp.modified / 1_000_000_000, 0));
    reading.captured.or(modified).unwrap_or(reading.now).min(reading.now)
}

/// When a file was made, if that was before it was captured. A minute is how long it may take to write it, and the files around
/// it: they keep their order by the times at which they were last written.
fn appeared(path: &Path, captured: DateTime<Utc>, reading: &Reading<'_>) -> Option<DateTime<Utc>> {
    const WRITING: TimeDelta = TimeDelta::minutes(1);
    if reading.captured.is_some() {
        return None;
    }
    let made = std::fs::metadata(path).and_then(|meta| meta.created()).ok()?;
    let made =
        made.duration_since(SystemTime::UNIX_EPOCH).ok().and_then(|since| i64::try_from(since.as_secs()).ok())?;
    let made = DateTime::from_timestamp(made, 0)?;
    (made.timestamp() > 0 && made + WRITING < captured.min(reading.now)).then_some(made)
}

/// The content of a file, how it looked before, and whether it changed while it was read by more than by growing.
fn read_whole(path: &Path, reading: &Reading<'_>) -> Result<(Content, Option<Stamp>, bool), LoadErrorKind> {
    let may_grow = reading.format.is_some_and(|format| format.by_line);
    let mut pauses = PAUSES.iter();
    loop {
        let (content, stamp, is_whole) = read_file(path, reading)?;
        match (content, pauses.next()) {
            // What is wrong with a file that is being written may be right a moment later.
            (content, _) if is_whole => return Ok((content?, stamp, false)),
            (_, Some(pause)) => std::thread::sleep(Duration::from_millis(*pause)),
            (Ok(content), None) => return Ok((content, stamp, !may_grow)),
            (Err(_), None) => return Err(LoadErrorKind::Changing),
        }
    }
}

/// The content of a file or what is wrong with it, how the file looked before, and whether it looks the same after.
type Read = (Result<Content, LoadErrorKind>, Option<Stamp>, bool);

fn read_file(path: &Path, reading: &Reading<'_>) -> std::io::Result<Read> {
    /// No file system's clock ticks slower, of those whose times have parts of a second.
    const TICK: Duration = Duration::from_millis(10);
    let mut file = File::open(path)?;
    let mut meta = file.metadata()?;
    // A change within the same tick would have the same time; so it is the next tick that we read in.
    let age = Stamp::new(&meta).age();
    if age < TICK && meta.is_file() {
        std::thread::sleep(TICK.saturating_sub(age));
        meta = file.metadata()?;
    }
    let stamp = Stamp::new(&meta);
    let content = match content::read(&mut file, path, Some(meta.len()), reading) {
        Err(LoadErrorKind::Io(error)) => return Err(error),
        content => content,
    };
    // A pipe can be read once.
    let stamp = Some(stamp).filter(|_| meta.is_file());
    let is_whole = stamp.is_none_or(|stamp| Stamp::of(path).is_none_or(|now| now == stamp));
    Ok((content, stamp, is_whole))
}
