//! The stage: files that are ready to take their places.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};

use super::plan::Change;
use super::{PublishError, is_inside};

/// When a file takes its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Order {
    /// With the others.
    Feed,
    /// After the files that it speaks of.
    Overview,
}

/// A file that is ready.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staged {
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// What its place holds now, compared with it.
    pub change: Change,
    /// When it takes its place.
    pub order: Order,
}

/// Takes the files of a run. Shared between threads; temporary files are gone when it is dropped.
#[derive(Debug)]
pub struct Stage {
    root: PathBuf,
    dry_run: bool,
    files: Mutex<BTreeMap<String, Staged>>,
}

/// What a document that names its generator holds, in each of the ways to name it. A page that only speaks of feedmill
/// has none of them.
const SIGNS: &[&[u8]] = &[
    b"<generator>feedmill ",
    b">feedmill</generator>",
    b"<!-- Published with feedmill -->",
    b"<footer><p>Published with <a href=\"https://crates.io/crates/feedmill\">feedmill</a>.",
    b"\"_feedmill\":",
    b"/* feedmill: ",
];

impl Stage {
    /// A stage for the folder `root`, which is made if it is not there. A dry run writes nothing.
    ///
    /// # Errors
    /// If the folder cannot be made, or is none.
    pub fn open(root: &Path, dry_run: bool) -> Result<Self, PublishError> {
        if !dry_run {
            fs::create_dir_all(root)
                .map_err(|error| PublishError::new(root, "cannot make the output folder", error))?;
        }
        Ok(Self { root: root.to_owned(), dry_run, files: Mutex::new(BTreeMap::new()) })
    }

    /// Stages a file: compares it with what is there and, if that is different, writes it beside it.
    ///
    /// `is_ours` says whether the path was published before. A file of somebody else is never replaced.
    ///
    /// # Errors
    /// If the path leads through a link, its place belongs to somebody else, or the file cannot be written whole.
    pub fn put(&self, path: &str, bytes: &[u8], order: Order, is_ours: bool) -> Result<(), PublishError> {
        let place = self.root.join(path);
        if !is_inside(path) {
            let error = io::Error::new(io::ErrorKind::InvalidInput, "not a path inside of the output folder");
            return Err(PublishError::new(&place, "cannot publish", error));
        }
        self.folder_of(path)?;
        let change = compare(&place, bytes, is_ours)?;
        if change != Change::None && !self.dry_run {
            let temp = temp_of(&place);
            write_new(&temp, bytes).map_err(|error| {
                let _ = fs::remove_file(&temp);
                PublishError::new(&place, "cannot write", error)
            })?;
        }
        let sha256 = hex(&Sha256::digest(bytes));
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.insert(path.to_owned(), Staged { sha256, change, order });
        Ok(())
    }

    /// The files that were staged, by path.
    pub fn files(&self) -> BTreeMap<String, Staged> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The output folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Makes the folders above a path; none of them may be a link.
    fn folder_of(&self, path: &str) -> Result<(), PublishError> {
        let Some((folder, _)) = path.rsplit_once('/') else { return Ok(()) };
        let mut place = self.root.clone();
        for part in folder.split('/') {
            place.push(part);
            match fs::symlink_metadata(&place) {
                Ok(meta) if meta.is_dir() => {}
                Ok(_) => {
                    let error = io::Error::new(io::ErrorKind::NotADirectory, "there is a link or a file in its place");
                    return Err(PublishError::new(&place, "cannot use as a folder", error));
                }
                Err(_) if self.dry_run => return Ok(()),
                Err(_) => match fs::create_dir(&place) {
                    Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                        return Err(PublishError::new(&place, "cannot make the folder", error));
                    }
                    _ => {}
                },
            }
        }
        Ok(())
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if self.dry_run {
            return;
        }
        // After a successful run there is nothing left to remove.
        for (path, staged) in self.files() {
            if staged.change != Change::None {
                let _ = fs::remove_file(temp_of(&self.root.join(path)));
            }
        }
    }
}

/// The temporary name of a file: hidden, in the same folder.
pub(super) fn temp_of(place: &Path) -> PathBuf {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    place.with_file_name(format!(".{name}.feedmill-new"))
}

/// Writes a file that is not there yet; what a killed run left under the name goes first.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let open = || OpenOptions::new().write(true).create_new(true).open(path);
    let mut file = match open() {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs::remove_file(path)?;
            open()?
        }
        other => other?,
    };
    file.write_all(bytes)
}

/// What has to be done for `place` to hold `bytes`.
fn compare(place: &Path, bytes: &[u8], is_ours: bool) -> Result<Change, PublishError> {
    let fail = |error| PublishError::new(place, "cannot read what is there", error);
    let meta = match fs::symlink_metadata(place) {
        Ok(meta) => meta,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Change::Create),
        Err(error) => return Err(fail(error)),
    };
    let mut old = Vec::new();
    if meta.is_file() {
        if meta.len() == bytes.len() as u64 || !is_ours {
            File::open(place).and_then(|mut file| file.read_to_end(&mut old)).map_err(fail)?;
        }
        if old == bytes {
            return Ok(Change::None);
        }
    }
    if is_ours || (meta.is_file() && SIGNS.iter().any(|sign| memchr::memmem::find(&old, sign).is_some())) {
        return Ok(Change::Replace);
    }
    let error = io::Error::new(
        io::ErrorKind::AlreadyExists,
        "it was not published by feedmill; choose another folder, or move it away",
    );
    Err(PublishError::new(place, "will not be replaced", error))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        // Writing to a String cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}
