//! How files look from outside, and the digests of what is in them: what tells whether an input has changed.

use std::fs::{File, Metadata};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, TimeDelta, Utc};

use crate::digest::{Digest, sha256_of};
use crate::load::InputFormat;

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
    pub(super) fn new(meta: &Metadata) -> Self {
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
    pub(super) fn new(meta: &Metadata) -> Self {
        let since = meta.modified().ok().and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
        let modified = since.and_then(|since| i64::try_from(since.as_nanos()).ok()).unwrap_or(0);
        Self { size: meta.len(), modified, changed: 0, inode: 0 }
    }

    /// Until when it counts as growing: for ten minutes after its last change.
    pub fn grows_until(&self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp(self.modified / 1_000_000_000, 0)?.checked_add_signed(TimeDelta::minutes(10))
    }

    /// Whether the file was written so lately that another program may still be writing it.
    pub(in crate::load) fn is_fresh(&self) -> bool {
        const WRITING: Duration = Duration::from_mins(1);
        let modified = self.modified.try_into().map_or(Duration::ZERO, Duration::from_nanos);
        // A time in the future says nothing.
        SystemTime::now().duration_since(SystemTime::UNIX_EPOCH + modified).is_ok_and(|age| age < WRITING)
    }

    /// When its content changed, to the second.
    pub(super) fn last_written(&self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp(self.modified.div_euclid(1_000_000_000), 0)
    }

    /// How long ago the file was changed last; nothing where that lies in the future.
    pub(super) fn age(&self) -> Duration {
        let last = self.modified.max(self.changed).try_into().map_or(Duration::ZERO, Duration::from_nanos);
        SystemTime::now().duration_since(SystemTime::UNIX_EPOCH + last).unwrap_or_default()
    }
}

/// The log of a SQLite database (<https://www.sqlite.org/wal.html>), if there is anything in it, and how it looks.
pub(in crate::load) fn log_of(path: &Path) -> Option<(PathBuf, Stamp)> {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let meta = std::fs::metadata(Path::new(&log)).ok()?;
    (meta.len() > 0).then(|| (PathBuf::from(log), Stamp::new(&meta)))
}

/// SHA-256 of a file that its format opens itself, with its log.
pub(super) fn sha256_with_log(path: &Path) -> std::io::Result<Digest> {
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
pub fn sha256_of_input(path: &Path) -> std::io::Result<Digest> {
    let opens_itself = InputFormat::of_path(path).is_some_and(|format| format.read.opens_files());
    if opens_itself { sha256_with_log(path) } else { sha256_of(File::open(path)?) }
}
