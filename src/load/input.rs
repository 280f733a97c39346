//! Inputs: what the user named, as a list of files in a fixed order, and their text.

mod archive;
mod binary;
mod content;
mod part;
mod rows;
mod stamp;
mod walk;

use std::fs::{File, Metadata};
use std::io::Seek as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, TimeDelta, Utc};
use encoding_rs::Encoding;

use super::encoding::Recoded;
use super::{InputFormat, Limits, LoadError, LoadErrorKind, encoding, too_large};
use crate::article::{Origin, path_text};
use crate::digest::{Digest, sha256_of};
use crate::report::{Rejection, Warning, WarningCode};
use archive::Archive;
use content::Content;
pub use part::Parts;
#[cfg(feature = "sqlite")]
pub(super) use stamp::log_of;
use stamp::sha256_with_log;
pub use stamp::{Stamp, sha256_of_input};
pub use walk::{Expanded, Published, expand, sort_by_path};

/// A file to read, or standard input.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Where it is; `-` is standard input.
    pub path: PathBuf,
    /// Whether the user named this very file. One that was found in a folder may fail without stopping the run.
    pub named: bool,
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
    /// When the file was created, if the system knows it, the capture is notably later, and its time is not configured.
    pub appeared: Option<DateTime<Utc>>,
    /// Whether the user named this very file.
    pub named: bool,
    /// How the file looked before it was read; `None` for standard input.
    pub stamp: Option<Stamp>,
    /// How many bytes were stored of it, packed or not.
    pub stored: u64,
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
    /// How many bytes it has, unpacked: those of its text, or of a file that its format opens itself.
    pub fn bytes(&self) -> u64 {
        let of_file = self.stamp.map_or(0, |stamp| stamp.size);
        if self.text.is_empty() { of_file } else { self.text.len() as u64 }
    }
}

/// What a file holds: itself, or the files of an archive.
#[derive(Debug)]
pub struct Opened {
    /// The texts, in the order of their paths. Those of an archive have paths below its own, and no stamps.
    pub inputs: Vec<Input>,
    /// Files of an archive that cannot be used.
    pub failures: Vec<LoadError>,
    /// What is not read of an archive.
    pub warnings: Vec<Warning>,
    /// How the file looked before it was read; `None` for standard input.
    pub stamp: Option<Stamp>,
    /// SHA-256 of its bytes, where it was asked for.
    pub sha256: Option<Digest>,
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
    /// The name of a folder that every output folder holds.
    pub marker: &'static str,
}

/// How many times as large as its archive a content may be. Texts of articles are packed to a tenth.
pub const UNPACKED: u64 = 100;

/// How many bytes all archives of a run together may hold besides that.
pub const UNPACKED_SLACK: usize = 16 << 20;

/// How often a file that changes while it is read is read again, and how long to wait first, in milliseconds. A file that
/// changes for longer is read as it is.
const PAUSES: [u64; 5] = [20, 40, 80, 160, 320];

/// Reads, unpacks and decodes one file or all files of an archive, as it was at one moment; one that never rests as it was when that was
/// last tried.
///
/// # Errors
/// If the file cannot be read, is a damaged archive, is larger than `limits.document` allows
/// without being read by lines, or is no text.
pub fn read(source: &Source, reading: &Reading<'_>) -> Result<Opened, LoadError> {
    let origin = Origin::new(path_text(&source.path), 0);
    let fail = |kind| match kind {
        LoadErrorKind::Io(_) | LoadErrorKind::Changing => LoadError { origin: origin.clone(), kind },
        _ => LoadError { origin: origin.at(1), kind },
    };
    if reading.format.is_some_and(|format| format.read.opens_files()) {
        return unopened(source, origin, reading);
    }
    if source.path.as_os_str() == "-" {
        let content = content::read(std::io::stdin().lock(), &source.path, None, reading).map_err(fail)?;
        return single(source, content, (None, false), reading).map_err(fail);
    }
    if let Some(kind) = archive_kind(&source.path).map_err(|error| fail(error.into()))? {
        let read = |file: &mut File, size| {
            let sha256 = if reading.hash { Some(sha256_of(&mut *file)?) } else { None };
            file.rewind()?;
            Ok((archive::read(file, kind, size, reading)?, sha256))
        };
        let (archive, stamp, is_changing) = read_whole(&source.path, false, read).map_err(fail)?;
        return unpacked(source, archive, (stamp, is_changing), reading).map_err(fail);
    }
    let may_grow = reading.format.is_some_and(|format| format.by_line);
    let read = |file: &mut File, size| content::read(file, &source.path, Some(size), reading);
    let (content, stamp, is_changing) = read_whole(&source.path, may_grow, read).map_err(fail)?;
    single(source, content, (stamp, is_changing), reading).map_err(fail)
}

/// The kind of archive that a file is, by its name or by how it begins where its name promises nothing.
fn archive_kind(path: &Path) -> std::io::Result<Option<archive::Kind>> {
    if let Some(kind) = archive::Kind::of_path(path) {
        return Ok(Some(kind));
    }
    let is_plain = || std::fs::metadata(path).is_ok_and(|meta| meta.is_file());
    let promises_nothing = InputFormat::of_path(path).is_none() && !binary::is_office(path);
    if promises_nothing && is_plain() { archive::Kind::of_file(path) } else { Ok(None) }
}

/// A file that is one input.
fn single(
    source: &Source,
    mut content: Content,
    (stamp, is_changing): (Option<Stamp>, bool),
    reading: &Reading<'_>,
) -> Result<Opened, LoadErrorKind> {
    let sha256 = content.sha256.take();
    let captured = captured(stamp.and_then(|stamp| stamp.last_written()), reading);
    let stored = stamp.map(|stamp| stamp.size);
    let input = decoded(&source.path, content, reading)?;
    let appeared = stamp.and_then(|_| appeared(&source.path, captured, reading));
    let stored = stored.unwrap_or(input.text.len() as u64);
    let input = Input { captured, appeared, named: source.named, stamp, stored, is_changing, ..input };
    Ok(Opened { inputs: vec![input], failures: Vec::new(), warnings: Vec::new(), stamp, sha256 })
}

/// The files of an archive, which are read like files of a folder.
fn unpacked(
    source: &Source,
    (archive, sha256): (Archive, Option<Digest>),
    (stamp, is_changing): (Option<Stamp>, bool),
    reading: &Reading<'_>,
) -> Result<Opened, LoadErrorKind> {
    let Archive { members, left_out } = archive;
    let origin = Origin::new(path_text(&source.path), 0);
    if members.is_empty() {
        let left_out = left_out.iter().flat_map(|line| ["; ", line]).collect::<String>();
        return Err(LoadErrorKind::NoFiles(walk::known_extensions() + &left_out));
    }
    let is_read = |member: &archive::Member| member.content.as_ref().map_or(0, |content| content.bytes.len() as u64);
    let all = members.values().map(is_read).sum::<u64>().max(1);
    let size = stamp.map_or(all, |stamp| stamp.size);
    let (mut inputs, mut failures) = (Vec::with_capacity(members.len()), Vec::new());
    for (name, member) in members {
        let path = source.path.join(&name);
        // Each has its share of what the archive may hold.
        let stored = u64::try_from(u128::from(size) * u128::from(is_read(&member)) / u128::from(all)).unwrap_or(size);
        let reading = Reading { format: Some(member.format), ..*reading };
        let captured = captured(member.modified.or(stamp.and_then(|stamp| stamp.last_written())), &reading);
        match member.content.and_then(|content| decoded(&path, content, &reading)) {
            Ok(input) => inputs.push(Input { captured, stored, is_changing, ..input }),
            Err(kind) => failures.push(LoadError { origin: Origin::new(path_text(&path), 1), kind }),
        }
    }
    let warnings = left_out.into_iter().map(|line| Warning::new(&origin, WarningCode::UnreadFiles, line)).collect();
    Ok(Opened { inputs, failures, warnings, stamp, sha256 })
}

/// The text of some content, of which nothing else is known.
fn decoded(path: &Path, content: Content, reading: &Reading<'_>) -> Result<Input, LoadErrorKind> {
    let origin = Origin::new(path_text(path), 0);
    let too_long =
        |row: &rows::LeftOut| Rejection::new(&origin.at(row.line), too_large("line", row.bytes, reading.limits.line));
    let rejections = content.left_out.iter().map(too_long).collect();
    let what = binary::what(&content.bytes, path);
    if binary::is_office(path) && content.bytes.starts_with(b"PK") {
        return Err(LoadErrorKind::NoText(what));
    }
    let decoded = match reading.encoding {
        Some(named) => encoding::decode_as(content.bytes, named),
        None => encoding::decode(content.bytes),
    };
    let (text, recoded) = decoded.ok_or(LoadErrorKind::NoText(what))?;
    Ok(Input {
        origin,
        path: path.to_owned(),
        captured: reading.now,
        appeared: None,
        named: false,
        stamp: None,
        stored: 0,
        text,
        recoded,
        rejections,
        is_changing: false,
    })
}

/// Whether a file is packed by its name.
pub fn is_packed(path: &Path) -> bool {
    super::packed::Packing::of_path(path).is_some()
}

/// Whether a file is an archive of several files by its name.
pub fn is_archive(path: &Path) -> bool {
    archive::Kind::of_path(path).is_some()
}

/// Whether a file is read where it is named, though not where it only lies in a folder: an archive or a database.
pub fn is_readable_alone(path: &Path) -> bool {
    is_archive(path) || InputFormat::of_path(path).is_some_and(|format| format.read.opens_files())
}

/// A file that its format opens itself.
fn unopened(source: &Source, origin: Origin, reading: &Reading<'_>) -> Result<Opened, LoadError> {
    let fail = |error| LoadError { origin: origin.clone(), kind: LoadErrorKind::Io(error) };
    File::open(&source.path).map_err(fail)?;
    let sha256 = if reading.hash { Some(sha256_with_log(&source.path).map_err(fail)?) } else { None };
    let stamp = Stamp::of(&source.path);
    let input = Input {
        captured: captured(stamp.and_then(|stamp| stamp.last_written()), reading),
        // It holds many articles.
        appeared: None,
        origin,
        path: source.path.clone(),
        named: source.named,
        stamp,
        stored: stamp.map_or(0, |stamp| stamp.size),
        text: String::new(),
        recoded: None,
        rejections: Vec::new(),
        is_changing: false,
    };
    Ok(Opened { inputs: vec![input], failures: Vec::new(), warnings: Vec::new(), stamp, sha256 })
}

/// When an input was captured, by the time at which it was last written. A time in the future, from a wrong clock, becomes now; a
/// time on the first day of 1970 is none.
fn captured(written: Option<DateTime<Utc>>, reading: &Reading<'_>) -> DateTime<Utc> {
    let written = written.filter(|time| time.timestamp() >= 86_400);
    reading.captured.or(written).unwrap_or(reading.now).min(reading.now)
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

/// What `read` makes of a file whose size it is told, how the file looked before, and whether it changed while it was read by more
/// than by growing.
fn read_whole<T>(
    path: &Path,
    may_grow: bool,
    read: impl Fn(&mut File, u64) -> Result<T, LoadErrorKind>,
) -> Result<(T, Option<Stamp>, bool), LoadErrorKind> {
    let mut pauses = PAUSES.iter();
    loop {
        let (content, stamp, is_whole) = read_once(path, &read)?;
        match (content, pauses.next()) {
            // What is wrong with a file that is being written may be right a moment later.
            (content, _) if is_whole => return Ok((content?, stamp, false)),
            (_, Some(pause)) => std::thread::sleep(Duration::from_millis(*pause)),
            (Ok(content), None) => return Ok((content, stamp, !may_grow)),
            (Err(_), None) => return Err(LoadErrorKind::Changing),
        }
    }
}

/// What was made of a file or what is wrong with it, how the file looked before, and whether it looks the same after.
type Once<T> = (Result<T, LoadErrorKind>, Option<Stamp>, bool);

/// The metadata of an open file. Two changes within one tick of the clock would have the same time; so if the file has just
/// changed, its metadata are read in the next tick.
fn settled_metadata(file: &File) -> std::io::Result<Metadata> {
    /// No file system's clock ticks slower, of those whose times have parts of a second.
    const TICK: Duration = Duration::from_millis(10);
    let meta = file.metadata()?;
    let age = Stamp::new(&meta).age();
    if age >= TICK || !meta.is_file() {
        return Ok(meta);
    }
    std::thread::sleep(TICK.saturating_sub(age));
    file.metadata()
}

fn read_once<T>(path: &Path, read: impl Fn(&mut File, u64) -> Result<T, LoadErrorKind>) -> std::io::Result<Once<T>> {
    let mut file = File::open(path)?;
    let meta = settled_metadata(&file)?;
    let stamp = Stamp::new(&meta);
    let content = match read(&mut file, meta.len()) {
        Err(LoadErrorKind::Io(error)) => return Err(error),
        content => content,
    };
    // A pipe can be read once.
    let stamp = Some(stamp).filter(|_| meta.is_file());
    let is_whole = stamp.is_none_or(|stamp| Stamp::of(path).is_none_or(|now| now == stamp));
    Ok((content, stamp, is_whole))
}
