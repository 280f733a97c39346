//! The stage: files that are ready to take their places.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use super::plan::Change;
use super::{FOLDER, PublishError, WAITING, folders_above, is_folder, is_inside, make_folder, sweep, write_new};
use crate::digest::sha256;

/// When a file takes its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Order {
    /// With the others.
    Feed,
    /// After the feeds that it speaks of.
    List,
    /// After all that it speaks of.
    Overview,
}

/// A file that is ready.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staged {
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// The number of its bytes.
    pub length: u64,
    /// What its place holds now, compared with it.
    pub change: Change,
    /// When it takes its place.
    pub order: Order,
    /// Its name among the new files, if it is one.
    pub(super) name: Option<usize>,
}

impl Staged {
    /// A file that is not on any stage.
    pub fn new(bytes: &[u8], change: Change, order: Order) -> Self {
        Self { sha256: sha256(bytes), length: bytes.len() as u64, change, order, name: None }
    }
}

/// Takes the files of a run. Shared between threads; what was not put in its place is gone when it is dropped.
#[derive(Debug)]
pub struct Stage {
    root: PathBuf,
    /// Where new files wait.
    folder: PathBuf,
    dry_run: bool,
    /// How many new files there are.
    count: Mutex<usize>,
    files: Mutex<BTreeMap<String, Staged>>,
    /// Whether its new files stay when it is dropped.
    is_held: AtomicBool,
}

/// What a document that names its generator holds, in each of the ways to name it. A page that only speaks of feedmill
/// has none of them.
const SIGNS: &[&[u8]] = &[
    b"<generator>feedmill ",
    b">feedmill</generator>",
    b"<!-- Published with feedmill -->",
    b"<meta name=\"generator\" content=\"feedmill\">",
    b"<footer><p>Published with <a href=\"https://crates.io/crates/feedmill\">feedmill</a>.",
    b"\"_feedmill\":",
    b"/* feedmill: ",
    b"# feedmill: ",
];

impl Stage {
    /// A stage for the folder `root`. What a killed run left on its stage goes. A dry run writes nothing.
    ///
    /// # Errors
    /// If leftovers cannot be removed.
    pub fn open(root: &Path, dry_run: bool) -> Result<Self, PublishError> {
        let folder = root.join(FOLDER).join(WAITING);
        if !dry_run {
            let removed = match fs::remove_dir_all(&folder) {
                Err(error) if error.kind() == io::ErrorKind::NotADirectory => fs::remove_file(&folder),
                other => other,
            };
            match removed {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(PublishError::new(&folder, "cannot remove what a former run left", error));
                }
                _ => {}
            }
        }
        let mut stage = Self::left(root);
        stage.dry_run = dry_run;
        Ok(stage)
    }

    /// The stage as a run left it that was killed.
    pub(super) fn left(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            folder: root.join(FOLDER).join(WAITING),
            dry_run: false,
            count: Mutex::default(),
            files: Mutex::default(),
            is_held: AtomicBool::new(false),
        }
    }

    /// Whether its new files stay when it is dropped, because somebody may be about to put them in their places.
    pub(super) fn hold(&self, is_held: bool) {
        self.is_held.store(is_held, Ordering::Relaxed);
    }

    /// Whether it has a new file with this hash of its bytes.
    pub(super) fn holds(&self, name: usize, wanted: &str) -> bool {
        fs::read(self.temp(name)).is_ok_and(|bytes| sha256(&bytes) == wanted)
    }

    /// Stages a file: compares it with what is there and, if that is different, writes it.
    ///
    /// `is_ours` says whether the path was published before. A file of somebody else is never replaced. Gives what its place holds
    /// now, compared with it.
    ///
    /// # Errors
    /// If the path leads through a link, its place belongs to somebody else, or the file cannot be written whole.
    pub fn put(&self, path: &str, bytes: &[u8], order: Order, is_ours: bool) -> Result<Change, PublishError> {
        let place = self.root.join(path);
        if !is_inside(path) {
            let error = io::Error::new(io::ErrorKind::InvalidInput, "not a path inside of the output folder");
            return Err(PublishError::new(&place, "cannot publish", error));
        }
        for folder in folders_above(&self.root, path) {
            is_folder(&folder)?;
        }
        let (change, old) = compare(&place, bytes, is_ours)?;
        let mut staged = Staged::new(bytes, change, order);
        if change != Change::None && !self.dry_run {
            let name = self.next_name()?;
            self.write(name, bytes, old).map_err(|error| PublishError::new(&place, "cannot write", error))?;
            staged.name = Some(name);
        }
        self.files.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), staged);
        Ok(change)
    }

    /// Takes a file off the stage again. What is in its place stays there if that is `ours` (its SHA-256 and length).
    pub fn withdraw(&self, path: &str, ours: Option<(&str, u64)>) {
        match ours {
            Some((sha256, length)) => self.keep(path, sha256, length),
            None => drop(self.files.lock().unwrap_or_else(PoisonError::into_inner).remove(path)),
        }
    }

    /// Takes a file that is in its place and stays as it is.
    pub fn keep(&self, path: &str, sha256: &str, length: u64) {
        let staged = Staged { sha256: sha256.to_owned(), length, change: Change::None, order: Order::Feed, name: None };
        self.files.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), staged);
    }

    /// Writes a new file. Servers tell versions apart by size and whole seconds of the time of change (nginx's `ETag`, HTTP's
    /// `Last-Modified`), so that is at least a second later than the `old` one's.
    fn write(&self, name: usize, bytes: &[u8], old: Option<SystemTime>) -> io::Result<()> {
        let file = write_new(&self.temp(name), bytes)?;
        let second = |time: SystemTime| time.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
        if let Some(old) = old.map(second)
            && second(file.metadata()?.modified()?) <= old
        {
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(old + 1))?;
        }
        Ok(())
    }

    /// A name for a new file; whoever comes first makes the folder.
    fn next_name(&self) -> Result<usize, PublishError> {
        let mut count = self.count.lock().unwrap_or_else(PoisonError::into_inner);
        *count += 1;
        if *count == 1 {
            make_folder(&self.folder)?;
        }
        Ok(*count)
    }

    /// Where a new file waits.
    fn temp(&self, name: usize) -> PathBuf {
        self.folder.join(name.to_string())
    }

    /// The files that were staged, by path.
    pub fn files(&self) -> BTreeMap<String, Staged> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The output folder.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Puts a new file in its place.
    pub(super) fn place(&self, path: &str, name: usize) -> Result<(), PublishError> {
        for folder in folders_above(&self.root, path) {
            make_folder(&folder)?;
        }
        let place = self.root.join(path);
        fs::rename(self.temp(name), &place).map_err(|error| PublishError::new(&place, "cannot put in place", error))
    }

    /// Flushes everything that was written to the file system of the output folder to its disk.
    #[cfg(target_os = "linux")]
    pub(super) fn flush(&self) -> Result<(), PublishError> {
        let flush = || rustix::fs::syncfs(File::open(&self.root)?).map_err(io::Error::from);
        flush().map_err(|error| PublishError::new(&self.root, "cannot flush to the disk", error))
    }

    /// Flushes the new files, and later their folders, one by one.
    #[cfg(not(target_os = "linux"))]
    pub(super) fn flush(&self) -> Result<(), PublishError> {
        for (path, staged) in self.files() {
            let Some(name) = staged.name else { continue };
            let temp = self.temp(name);
            let place = self.root.join(&path);
            let flushed = if temp.exists() { File::open(&temp) } else { File::open(place.parent().unwrap_or(&place)) };
            // Some systems flush no folders.
            if let Ok(file) = flushed
                && let Err(error) = file.sync_all()
                && temp.exists()
            {
                return Err(PublishError::new(&place, "cannot flush to the disk", error));
            }
        }
        Ok(())
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let count = *self.count.lock().unwrap_or_else(PoisonError::into_inner);
        if count > 0 && !*self.is_held.get_mut() {
            sweep(&self.folder, (1..=count).map(|name| self.temp(name)));
        }
    }
}

/// Whether a file is a document that names feedmill as its generator, at its beginning.
pub fn is_signed(place: &Path) -> bool {
    /// Ours say it in their first thousands of bytes.
    const HEAD: u64 = 64 << 10;
    let mut head = Vec::new();
    File::open(place).and_then(|file| file.take(HEAD).read_to_end(&mut head)).is_ok() && is_own(&head)
}

/// Whether a document names feedmill as its generator. One of somebody else may hold entries that came from a feed of ours,
/// and name it as their source (RFC 4287 §4.2.11).
fn is_own(document: &[u8]) -> bool {
    let entries = [&b"<entry"[..], b"<item"].into_iter().filter_map(|open| memchr::memmem::find(document, open));
    let own = &document[..entries.min().unwrap_or(document.len())];
    SIGNS.iter().any(|sign| memchr::memmem::find(own, sign).is_some())
}

/// What has to be done for `place` to hold `bytes`, and when what is there was changed.
fn compare(place: &Path, bytes: &[u8], is_ours: bool) -> Result<(Change, Option<SystemTime>), PublishError> {
    let fail = |error| PublishError::new(place, "cannot read what is there", error);
    let meta = match fs::symlink_metadata(place) {
        Ok(meta) => meta,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((Change::Create, None)),
        Err(error) => return Err(fail(error)),
    };
    let mut old = Vec::new();
    if meta.is_file() {
        if meta.len() == bytes.len() as u64 || !is_ours {
            File::open(place).and_then(|mut file| file.read_to_end(&mut old)).map_err(fail)?;
        }
        if old == bytes {
            return Ok((Change::None, None));
        }
    }
    if is_ours || (meta.is_file() && is_own(&old)) {
        return Ok((Change::Replace, meta.modified().ok()));
    }
    let error = io::Error::new(
        io::ErrorKind::AlreadyExists,
        "it was not published by feedmill; choose another folder, or move it away",
    );
    Err(PublishError::new(place, "will not be replaced", error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_withdrawn_leaves_what_is_there() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a"), "old").unwrap();
        make_folder(&folder.path().join(FOLDER)).unwrap();
        let stage = Stage::open(folder.path(), false).unwrap();
        for path in ["a", "b"] {
            stage.put(path, b"broken", Order::Feed, true).unwrap();
        }
        stage.withdraw("a", Some((&sha256(b"old"), 3)));
        stage.withdraw("b", None);
        let staged = stage.files();
        let plan = super::super::Plan::new(&staged, &staged);
        plan.apply(&stage, |_| Ok::<(), PublishError>(())).unwrap();
        assert_eq!(fs::read(folder.path().join("a")).unwrap(), b"old");
        assert!(!folder.path().join("b").exists());
        assert_eq!(staged["a"].sha256, sha256(b"old"));
    }
}
