//! Inputs: what the user named, as a list of files in a fixed order, and their text.

use std::fs::{File, Metadata};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};

use super::{INPUT_FORMATS, InputFormat, LoadError, LoadErrorKind, encoding};
use crate::article::Origin;
use crate::digest::sha256;
use crate::nearest::nearest;

/// A file to read, or standard input.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Where it is; `-` is standard input.
    pub path: PathBuf,
    /// Whether the user named this very file. One that was found in a folder may fail without stopping the run.
    pub named: bool,
}

/// What is no input when a folder is walked: feeds are not articles.
#[derive(Debug, Clone, Copy)]
pub struct Published<'p> {
    /// The output folder of this run.
    pub output: &'p Path,
    /// The name of a folder that every output folder holds.
    pub marker: &'static str,
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
        std::fs::metadata(path).ok().filter(Metadata::is_file).map(|meta| Self::new(&meta))
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
    /// When its content was captured: what "4 days ago" is counted from.
    pub captured: DateTime<Utc>,
    /// Whether the user named this very file.
    pub named: bool,
    /// How the file looked before it was read; `None` for standard input.
    pub stamp: Option<Stamp>,
    /// SHA-256 of its bytes in hexadecimal, where it was asked for.
    pub sha256: Option<String>,
    /// The decoded text.
    pub text: String,
    /// The encoding, where it was not UTF-8.
    pub recoded: Option<&'static str>,
}

/// The files that a path, a folder (walked) or a pattern (`news/*.json`) stands for, sorted, and what of a folder cannot
/// be looked into. What lies in an output folder is no input, unless the user names the very file.
///
/// # Errors
/// If there is nothing there, or a folder holds no file with a known extension.
pub fn expand(named: &Path, published: &Published<'_>) -> Result<(Vec<Source>, Vec<LoadError>), LoadError> {
    let origin = Origin::new(named.to_string_lossy(), 0);
    let itself = || (vec![Source { path: named.to_owned(), named: true }], Vec::new());
    let found = |(paths, failures): (Vec<PathBuf>, Vec<LoadError>)| {
        let mut files: Vec<_> = paths.into_iter().map(|path| Source { path, named: false }).collect();
        files.sort_unstable();
        if files.is_empty() {
            let known: Vec<_> = INPUT_FORMATS.iter().flat_map(|format| format.extensions).copied().collect();
            return Err(LoadError::new(&origin, LoadErrorKind::NoFiles(known.join(", "))));
        }
        Ok((files, failures))
    };
    if named.as_os_str() == "-" {
        return Ok(itself());
    }
    match std::fs::metadata(named) {
        Ok(meta) if meta.is_dir() => {
            let is = |folder: &Path| folder.canonicalize().ok();
            if is(named).is_some() && is(named) == is(published.output) {
                return Err(LoadError { origin, kind: LoadErrorKind::IsOutput });
            }
            found(walk(named, published))
        }
        Ok(_) => Ok(itself()),
        Err(error) => match pattern(named) {
            Some((root, glob)) => {
                let (mut paths, failures) = walk(&root, published);
                paths.retain(|path| glob.is_match(path));
                found((paths, failures))
            }
            None if error.kind() == std::io::ErrorKind::NotFound => {
                Err(LoadError { origin, kind: LoadErrorKind::Missing { near: similar(named) } })
            }
            None => Err(LoadError::new(&origin, error)),
        },
    }
}

/// What lies beside a path that does not exist and is called nearly the same.
fn similar(missing: &Path) -> Option<String> {
    let folder = missing.parent().filter(|folder| !folder.as_os_str().is_empty());
    let entries = std::fs::read_dir(folder.unwrap_or(Path::new("."))).ok()?;
    let mut names: Vec<String> = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    names.sort_unstable();
    let near = nearest(missing.file_name()?.to_str()?, names.iter().map(String::as_str))?;
    Some(missing.with_file_name(near).to_string_lossy().into_owned())
}

/// A path with `*`, `?` or `[` as the folder to walk and the pattern to match.
fn pattern(named: &Path) -> Option<(PathBuf, globset::GlobMatcher)> {
    let text = named.to_str()?;
    let text = text.strip_prefix("./").unwrap_or(text);
    let special = text.find(['*', '?', '[', '{'])?;
    let root = text[..special].rfind('/').map_or(".", |end| &text[..=end]);
    let glob = globset::GlobBuilder::new(text).literal_separator(true).build().ok()?;
    Some((PathBuf::from(root), glob.compile_matcher()))
}

/// All files with a known extension below a folder, and what cannot be looked into. Hidden files and folders are left
/// out, and so is everything that feedmill published.
fn walk(folder: &Path, published: &Published<'_>) -> (Vec<PathBuf>, Vec<LoadError>) {
    let (mut paths, mut failures) = (Vec::new(), Vec::new());
    let (output, marker) = (published.output.canonicalize().ok(), published.marker);
    let mut walk = ignore::WalkBuilder::new(folder);
    walk.standard_filters(false).hidden(true).filter_entry(move |entry| {
        let path = entry.path();
        let is_ours = || path.join(marker).is_dir() || (output.is_some() && path.canonicalize().ok() == output);
        !(path.is_dir() && is_ours())
    });
    for entry in walk.build() {
        match entry {
            Ok(entry) => {
                let is_file = entry.path().metadata().is_ok_and(|meta| meta.is_file());
                if is_file && InputFormat::of_path(entry.path()).is_some() {
                    let path = entry.into_path();
                    paths.push(path.strip_prefix("./").map(Path::to_owned).unwrap_or(path));
                }
            }
            Err(error) => {
                let origin = Origin::new(place_of(&error).unwrap_or(folder).to_string_lossy(), 0);
                let message = error.to_string();
                let error = error.into_io_error().unwrap_or_else(|| std::io::Error::other(message));
                failures.push(LoadError::new(&origin, error));
            }
        }
    }
    (paths, failures)
}

/// The path that a failed step of a walk names.
fn place_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => place_of(err),
        _ => None,
    }
}

/// What is asked for when a file is read.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    /// When the input was captured, instead of the time of its last change.
    pub captured: Option<DateTime<Utc>>,
    /// The present, for inputs without a time of their own.
    pub now: DateTime<Utc>,
    /// Whether the file may be read while it grows.
    pub may_grow: bool,
    /// Whether to say its SHA-256.
    pub hash: bool,
}

/// How often a file that changes while it is read is read again, and how long to wait first, in milliseconds. One that changes later than
/// this is written for longer than anybody should wait.
const PAUSES: [u64; 5] = [20, 40, 80, 160, 320];

/// Reads and decodes one file, as it was at one moment.
///
/// # Errors
/// If the file cannot be read, or is still being written.
pub fn read(source: &Source, reading: &Reading) -> Result<Input, LoadError> {
    let origin = Origin::new(source.path.to_string_lossy(), 0);
    let fail = |error| LoadError::new(&origin, LoadErrorKind::Io(error));
    let (bytes, stamp): (_, Option<Stamp>) = if source.path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map_err(fail)?;
        (bytes, None)
    } else {
        let mut pauses = PAUSES.iter();
        loop {
            let (bytes, stamp, is_whole) = read_file(&source.path).map_err(fail)?;
            if is_whole || (reading.may_grow && pauses.len() == 0) {
                break (bytes, stamp);
            }
            match pauses.next() {
                Some(pause) => std::thread::sleep(Duration::from_millis(*pause)),
                None => return Err(LoadError { origin, kind: LoadErrorKind::Changing }),
            }
        }
    };
    let modified = stamp.filter(|stamp| stamp.modified > 0);
    let modified = modified.and_then(|stamp| DateTime::from_timestamp(stamp.modified / 1_000_000_000, 0));
    let captured = reading.captured.or(modified).unwrap_or(reading.now);
    let sha256 = reading.hash.then(|| sha256(&bytes));
    let (text, recoded) = encoding::decode(bytes);
    Ok(Input { origin, captured, named: source.named, stamp, sha256, text, recoded })
}

/// The bytes of a file, how it looked before, and whether it looks the same after.
fn read_file(path: &Path) -> std::io::Result<(Vec<u8>, Option<Stamp>, bool)> {
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
    let mut bytes = Vec::new();
    bytes.reserve_exact(usize::try_from(meta.len()).unwrap_or(0));
    file.read_to_end(&mut bytes)?;
    // A pipe can be read once.
    let stamp = Some(stamp).filter(|_| meta.is_file());
    let is_whole = stamp.is_none_or(|stamp| Stamp::of(path).is_none_or(|now| now == stamp));
    Ok((bytes, stamp, is_whole))
}
