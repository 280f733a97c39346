//! Archives of several files: zip (PKWARE's APPNOTE 6.3) and tar (POSIX.1-2001), the latter packed or not. Their files are
//! read as those of a folder are. Nothing is written to the disk.
//!
//! Not supported: archives in archives, encrypted files, archives in several parts, archives from standard input.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read};
use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use tar::EntryType;
use zip::ExtraField;
use zip::result::ZipError;

use super::content::{self, Content, reason};
use super::walk::{is_apart, is_setting};
use super::{Reading, UNPACKED};
use crate::load::packed::Packing;
use crate::load::{InputFormat, Limits, LoadErrorKind};

/// A kind of archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Zip,
    Tar,
}

/// What the names of archives end with, in lower case.
const ENDS: &[(&str, Kind)] = &[
    (".zip", Kind::Zip),
    (".tar", Kind::Tar),
    (".tar.gz", Kind::Tar),
    (".tgz", Kind::Tar),
    (".tar.bz2", Kind::Tar),
    (".tbz2", Kind::Tar),
    (".tbz", Kind::Tar),
    (".tar.xz", Kind::Tar),
    (".txz", Kind::Tar),
    (".tar.zst", Kind::Tar),
    (".tzst", Kind::Tar),
];

/// The sign of a tar archive and its place in the first block (POSIX.1-2001, ustar).
const USTAR: (usize, &[u8]) = (257, b"ustar");

impl Kind {
    /// The kind that a file name promises.
    pub(super) fn of_path(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        ENDS.iter().find(|(end, _)| name.ends_with(end)).map(|(_, kind)| *kind)
    }

    /// The kind of a file whose name promises nothing, by how it begins.
    pub(super) fn of_file(path: &Path) -> io::Result<Option<Self>> {
        let mut file = BufReader::new(File::open(path)?);
        let head = file.fill_buf()?;
        if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
            return Ok(Some(Self::Zip));
        }
        let mut block = Vec::new();
        let read = match Packing::of_head(head) {
            Some(packing) => packing.unpack(file).take(512).read_to_end(&mut block),
            None => file.take(512).read_to_end(&mut block),
        };
        let (at, sign) = USTAR;
        // What cannot be unpacked is found out when it is read.
        Ok(read.ok().filter(|_| block.get(at..at + sign.len()) == Some(sign)).map(|_| Self::Tar))
    }

    fn name(self) -> &'static str {
        match self {
            Self::Zip => "zip",
            Self::Tar => "tar",
        }
    }
}

/// What an archive holds.
pub(super) struct Archive {
    /// The files that can be read, by their paths in it.
    pub(super) members: BTreeMap<String, Member>,
    /// What is not read of it.
    pub(super) left_out: Vec<String>,
}

/// A file of an archive.
pub(super) struct Member {
    pub(super) format: &'static InputFormat,
    /// When it was last written.
    pub(super) modified: Option<DateTime<Utc>>,
    pub(super) content: Result<Content, LoadErrorKind>,
}

/// Reads all files of an archive that is so large.
///
/// # Errors
/// [`LoadErrorKind::Io`] if it cannot be read, another kind if it is damaged or holds too much. A file in it that cannot be
/// used costs no other.
pub(super) fn read(file: &mut File, kind: Kind, size: u64, reading: &Reading<'_>) -> Result<Archive, LoadErrorKind> {
    let left = Cell::new(size.saturating_mul(UNPACKED).saturating_add(reading.slack as u64));
    let mut found =
        Found { reading, left: &left, members: BTreeMap::new(), own: BTreeSet::new(), tally: Tally::default() };
    match kind {
        Kind::Zip => read_zip(file, &mut found)?,
        Kind::Tar => read_tar(file, &mut found)?,
    }
    Ok(found.finish())
}

/// What stands at a path of an archive.
enum Entry {
    File,
    Folder,
    /// Neither: what it is instead.
    Other(&'static str),
}

fn read_zip(file: &mut File, found: &mut Found<'_>) -> Result<(), LoadErrorKind> {
    let mut archive = zip::ZipArchive::new(BufReader::new(file)).map_err(|error| zip_error(Kind::Zip, error))?;
    for index in 0..archive.len() {
        let (name, entry, modified) = {
            let entry = archive.by_index_data(index).map_err(|error| zip_error(Kind::Zip, error))?;
            let name = entry.name().unwrap_or_else(|_| String::from_utf8_lossy(entry.name_raw()));
            let kind = if entry.is_dir() {
                Entry::Folder
            } else if entry.is_symlink() {
                Entry::Other(LINK)
            } else if entry.encrypted() {
                Entry::Other("encrypted")
            } else {
                Entry::File
            };
            // Some programs on Windows write its own separators.
            let name = if name.contains('/') { name.into_owned() } else { name.replace('\\', "/") };
            (name, kind, entry.last_modified())
        };
        let Some((path, format)) = found.look(&name, &entry) else { continue };
        let content = match archive.by_index(index) {
            Ok(member) => {
                let times = member.extra_data_fields().find_map(|field| match field {
                    ExtraField::ExtendedTimestamp(times) => times.mod_time(),
                    _ => None,
                });
                let time = times.and_then(|seconds| DateTime::from_timestamp(seconds.into(), 0));
                let modified = time.or_else(|| modified.and_then(dos_time));
                let size = member.size();
                found.read(path, format, (modified, size), Kind::Zip, member)?;
                continue;
            }
            Err(error) => zip_error(Kind::Zip, error),
        };
        found.members.insert(path, Member { format, modified: None, content: Err(content) });
    }
    Ok(())
}

/// A time as MS-DOS writes it, which names no zone.
fn dos_time(time: zip::DateTime) -> Option<DateTime<Utc>> {
    let day = NaiveDate::from_ymd_opt(time.year().into(), time.month().into(), time.day().into())?;
    Some(day.and_hms_opt(time.hour().into(), time.minute().into(), time.second().into())?.and_utc())
}

fn zip_error(kind: Kind, error: ZipError) -> LoadErrorKind {
    let reason = match error {
        ZipError::Io(error) if error.get_ref().is_none() && error.kind() != io::ErrorKind::UnexpectedEof => {
            return LoadErrorKind::Io(error);
        }
        ZipError::Io(error) => reason(&error),
        error => error.to_string(),
    };
    LoadErrorKind::Damaged { packing: kind.name(), reason }
}

fn read_tar(file: &mut File, found: &mut Found<'_>) -> Result<(), LoadErrorKind> {
    let mut file = BufReader::new(file);
    let left = found.left;
    let source: Box<dyn Read + '_> = match Packing::of_head(file.fill_buf()?) {
        Some(packing) => packing.unpack(file),
        None => Box::new(file),
    };
    let mut archive = tar::Archive::new(Bounded { source, left });
    let entries = archive.entries().map_err(|error| tar_error(&error))?;
    for entry in entries {
        let entry = entry.map_err(|error| tar_error(&error))?;
        let kind = match entry.header().entry_type() {
            EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => Entry::File,
            EntryType::Directory => Entry::Folder,
            EntryType::Link | EntryType::Symlink => Entry::Other(LINK),
            EntryType::XGlobalHeader => continue,
            _ => Entry::Other("devices and the like"),
        };
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let Some((path, format)) = found.look(&name, &kind) else { continue };
        let seconds = entry.header().mtime().ok().and_then(|seconds| i64::try_from(seconds).ok());
        let modified = seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0));
        let size = entry.size();
        found.read(path, format, (modified, size), Kind::Tar, entry)?;
    }
    Ok(())
}

fn tar_error(error: &io::Error) -> LoadErrorKind {
    match error.kind() {
        io::ErrorKind::FileTooLarge => LoadErrorKind::Inflated,
        _ => LoadErrorKind::Damaged { packing: Kind::Tar.name(), reason: reason(error) },
    }
}

/// What links are called.
const LINK: &str = "links";

/// What was found in an archive so far.
struct Found<'r> {
    reading: &'r Reading<'r>,
    /// How many bytes it may still hold, unpacked.
    left: &'r Cell<u64>,
    members: BTreeMap<String, Member>,
    /// Folders that feedmill published.
    own: BTreeSet<String>,
    tally: Tally,
}

impl Found<'_> {
    /// The path and the format of what is to be read; anything else is counted, or passed over as in a folder.
    fn look(&mut self, name: &str, entry: &Entry) -> Option<(String, &'static InputFormat)> {
        let Some(path) = inside(name) else {
            self.tally.refuse("paths that lead out of it", name);
            return None;
        };
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", &path));
        if let Some(at) = path.split('/').position(|part| part == self.reading.marker) {
            self.own.insert(path.split('/').take(at).flat_map(|part| [part, "/"]).collect());
        }
        if matches!(entry, Entry::Folder) || path.is_empty() {
            return None;
        }
        let is_hidden = path.split('/').any(|part| part.starts_with('.') || part == "__MACOSX");
        if is_hidden || folder.split('/').any(is_apart) || is_setting(file) {
            return None;
        }
        if let Entry::Other(what) = entry {
            self.tally.refuse(what, name);
            return None;
        }
        let known = InputFormat::of_path(Path::new(&path)).filter(|format| !format.read.opens_files());
        let Some(known) = known else {
            self.tally.pass(file, &path);
            return None;
        };
        Some((path, self.reading.format.unwrap_or(known)))
    }

    /// Reads a file of the archive.
    fn read(
        &mut self,
        path: String,
        format: &'static InputFormat,
        (modified, size): (Option<DateTime<Utc>>, u64),
        kind: Kind,
        source: impl Read,
    ) -> Result<(), LoadErrorKind> {
        // The stream of a tar archive is bounded as a whole.
        let endless = Cell::new(u64::MAX);
        let left = if kind == Kind::Zip { self.left } else { &endless };
        let is_packed = Packing::of_path(Path::new(&path)).is_some();
        let most = usize::try_from(self.left.get()).unwrap_or(usize::MAX);
        let limits = Limits { document: self.reading.limits.document.min(most), ..self.reading.limits.clone() };
        let limits = if is_packed { &limits } else { self.reading.limits };
        let reading = Reading { format: Some(format), limits, hash: false, slack: 0, ..*self.reading };
        let content = match content::read(Bounded { source, left }, Path::new(&path), Some(size), &reading) {
            Err(LoadErrorKind::Io(error)) if error.kind() == io::ErrorKind::FileTooLarge => {
                return Err(LoadErrorKind::Inflated);
            }
            // It may hold no more than all of the archive may.
            Err(LoadErrorKind::TooLarge { limit, .. }) if is_packed && limit == most => Err(LoadErrorKind::Inflated),
            Err(LoadErrorKind::Io(error)) => {
                Err(LoadErrorKind::Damaged { packing: kind.name(), reason: reason(&error) })
            }
            content => content,
        };
        if let Ok(content) = content.as_ref()
            && is_packed
        {
            self.left.set(self.left.get().saturating_sub(content.bytes.len() as u64));
        }
        // Of two files with one path the last one is what unpacking leaves.
        self.members.insert(path, Member { format, modified, content });
        Ok(())
    }

    fn finish(mut self) -> Archive {
        if !self.own.is_empty() {
            let own = &self.own;
            let is_own = |path: &str| path.match_indices('/').any(|(at, _)| own.contains(&path[..=at]));
            self.members.retain(|path, _| !own.contains("") && !is_own(path));
        }
        Archive { members: self.members, left_out: self.tally.lines() }
    }
}

/// The path of a file below the folder that an archive is unpacked into; `None` where it leads out of it.
fn inside(name: &str) -> Option<String> {
    let is_drive = name.as_bytes().get(1) == Some(&b':') && name.as_bytes()[0].is_ascii_alphabetic();
    if name.starts_with(['/', '\\']) || is_drive || name.contains('\0') {
        return None;
    }
    let parts: Vec<_> = name.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    (!parts.contains(&"..")).then(|| parts.join("/"))
}

/// What is not read of an archive.
#[derive(Default)]
struct Tally {
    /// What is never read, by what it is: how many, and the first.
    refused: BTreeMap<&'static str, (usize, String)>,
    /// Extensions of files in formats that are not read: how many, and the first.
    passed: BTreeMap<String, (usize, String)>,
}

impl Tally {
    /// The longest extension that is named, in bytes.
    const LONGEST: usize = 12;
    /// How many extensions are told apart.
    const MOST: usize = 100;

    fn refuse(&mut self, what: &'static str, name: &str) {
        self.refused.entry(what).or_insert_with(|| (0, name.to_owned())).0 += 1;
    }

    fn pass(&mut self, file: &str, path: &str) {
        let extension = file.rsplit_once('.').map(|(_, extension)| extension.to_lowercase());
        let extension = extension.filter(|extension| extension.len() <= Self::LONGEST).unwrap_or_default();
        let is_full = self.passed.len() >= Self::MOST && !self.passed.contains_key(&extension);
        let extension = if is_full { String::new() } else { extension };
        self.passed.entry(extension).or_insert_with(|| (0, path.to_owned())).0 += 1;
    }

    /// One line for what is refused, and one for what is passed over.
    fn lines(self) -> Vec<String> {
        let mut lines: Vec<String> = self
            .refused
            .iter()
            .map(|(what, (count, first))| format!("{count} of its entries are not read, which are {what}: {first}"))
            .collect();
        let all: usize = self.passed.values().map(|(count, _)| count).sum();
        if let Some((_, first)) = self.passed.values().next() {
            let mut kinds: Vec<_> = self.passed.iter().map(|(extension, (count, _))| (count, extension)).collect();
            kinds.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
            let name = |(count, extension): &(&usize, &String)| match extension.as_str() {
                "" => format!("{count} others"),
                extension => format!("{count} .{extension}"),
            };
            let kinds: Vec<_> = kinds.iter().map(name).collect();
            let kinds = kinds.join(", ");
            lines.push(format!("{all} of its files are in no format that is read ({kinds}): {first}"));
        }
        lines
    }
}

/// A source of which no more is read than is left for all.
struct Bounded<'l, R> {
    source: R,
    left: &'l Cell<u64>,
}

impl<R: Read> Read for Bounded<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.source.read(into)?;
        let left = self.left.get().checked_sub(length as u64).ok_or(io::ErrorKind::FileTooLarge)?;
        self.left.set(left);
        Ok(length)
    }
}
