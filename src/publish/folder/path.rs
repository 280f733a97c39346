//! Folders as paths, where the system has no handles of folders that we use.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::{FileMetadata, Kind, no_folder};
use crate::publish::allow;

/// A folder.
#[derive(Debug)]
pub(super) struct Held(PathBuf);

impl Held {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        if fs::metadata(path)?.is_dir() { Ok(Self(path.to_owned())) } else { Err(no_folder()) }
    }

    pub(super) fn again(&self) -> io::Result<Self> {
        Ok(Self(self.0.clone()))
    }

    pub(super) fn folder(&self, name: &str) -> io::Result<Self> {
        let place = self.0.join(name);
        if fs::symlink_metadata(&place)?.is_dir() { Ok(Self(place)) } else { Err(no_folder()) }
    }

    pub(super) fn make(&self, name: &str) -> io::Result<()> {
        let place = self.0.join(name);
        fs::create_dir(&place)?;
        allow(&place, 0o755)
    }

    pub(super) fn metadata(&self, name: &str) -> io::Result<FileMetadata> {
        let meta = fs::symlink_metadata(self.0.join(name))?;
        metadata(&meta, identity(&meta))
    }

    pub(super) fn metadata_of_itself(&self) -> io::Result<FileMetadata> {
        let meta = fs::metadata(&self.0)?;
        metadata(&meta, identity(&meta))
    }

    pub(super) fn open_file(&self, name: &str) -> io::Result<File> {
        File::open(self.0.join(name))
    }

    pub(super) fn create(&self, name: &str) -> io::Result<File> {
        OpenOptions::new().write(true).create_new(true).open(self.0.join(name))
    }

    pub(super) fn rename(&self, name: &str, to: &Self, new: &str) -> io::Result<()> {
        fs::rename(self.0.join(name), to.0.join(new))
    }

    pub(super) fn rename_new(&self, name: &str, to: &Self, new: &str) -> io::Result<()> {
        match to.metadata(new) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => self.rename(name, to, new),
            Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
            Err(error) => Err(error),
        }
    }

    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "other systems can")]
    pub(super) fn exchange(&self, _: &str, _: &Self, _: &str) -> io::Result<bool> {
        Ok(false)
    }

    pub(super) fn remove_file(&self, name: &str) -> io::Result<()> {
        fs::remove_file(self.0.join(name))
    }

    pub(super) fn remove_folder(&self, name: &str) -> io::Result<()> {
        fs::remove_dir(self.0.join(name))
    }

    pub(super) fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.0)? {
            names.extend(entry?.file_name().into_string().ok());
        }
        Ok(names)
    }

    pub(super) fn entries(&self) -> io::Result<Vec<(String, Kind)>> {
        let names = self.names()?.into_iter();
        Ok(names.filter_map(|name| self.metadata(&name).ok().map(|metadata| (name, metadata.kind))).collect())
    }

    /// Some systems flush no folders.
    pub(super) fn flush(&self) -> io::Result<()> {
        let _ = File::open(&self.0).and_then(|folder| folder.sync_all());
        Ok(())
    }

    pub(super) fn flush_file_system(&self) -> io::Result<bool> {
        Ok(false)
    }
}

#[cfg(unix)]
fn identity(meta: &fs::Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt as _;
    (meta.dev(), meta.ino())
}

/// What is known without opening it: when it was made.
#[cfg(not(unix))]
fn identity(meta: &fs::Metadata) -> (u64, u64) {
    let made = meta.created().ok().and_then(|made| made.duration_since(std::time::SystemTime::UNIX_EPOCH).ok());
    (0, made.map_or(0, |made| u64::try_from(made.as_nanos()).unwrap_or(0)))
}

/// The metadata that the system gives, as far as they are used.
fn metadata(meta: &fs::Metadata, (device, inode): (u64, u64)) -> io::Result<FileMetadata> {
    let kind = match meta.file_type() {
        kind if kind.is_file() => Kind::File,
        kind if kind.is_dir() => Kind::Folder,
        kind if kind.is_symlink() => Kind::Link,
        _ => Kind::Other,
    };
    Ok(FileMetadata { kind, device, inode, length: meta.len(), modified: meta.modified()? })
}
