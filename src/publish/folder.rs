//! Folders that a run keeps open.
//!
//! On Linux a folder is a handle, and what is in it is reached through that: whatever happens to its name meanwhile, a run
//! works in the folder that it opened and in no other. What lies deeper is opened step by step, never through a link.
//! Elsewhere a folder is its path, which is examined before it is used.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::allow_file;
#[cfg(target_os = "linux")]
use handle as system;
#[cfg(not(target_os = "linux"))]
use path as system;

#[cfg(target_os = "linux")]
mod handle;
#[cfg(not(target_os = "linux"))]
mod path;

/// A folder, held open where the system allows that.
#[derive(Debug)]
pub(super) struct Folder {
    /// Where it was found, for messages.
    path: PathBuf,
    held: system::Held,
}

/// The metadata of something that has a name in a folder. As long as they are the same, nothing has happened to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FileMetadata {
    pub(super) kind: Kind,
    /// The file system that it is in.
    pub(super) device: u64,
    pub(super) inode: u64,
    pub(super) length: u64,
    pub(super) modified: SystemTime,
}

/// What has a name in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Folder,
    Link,
    /// A device, a pipe, a socket.
    Other,
}

impl FileMetadata {
    /// Whether both are the same file or folder.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        (self.device, self.inode) == (other.device, other.inode)
    }
}

impl Folder {
    /// A folder that the configuration names; the name may be a link.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let named = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        Ok(Self { path: path.to_owned(), held: system::Held::open(named)? })
    }

    /// Where it was found.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// A folder in it; `None` if there is nothing of that name.
    ///
    /// # Errors
    /// If something else has the name, such as a link, which could lead anywhere.
    pub(super) fn folder(&self, name: &str) -> io::Result<Option<Self>> {
        match self.held.folder(name) {
            Ok(held) => Ok(Some(Self { path: self.path.join(name), held })),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => match self.metadata(name) {
                Ok(Some(metadata)) if metadata.kind != Kind::Folder => Err(no_folder()),
                _ => Err(error),
            },
        }
    }

    /// The same; it is made, readable by all users, if there is nothing of that name.
    pub(super) fn make(&self, name: &str) -> io::Result<Self> {
        if let Some(folder) = self.folder(name)? {
            return Ok(folder);
        }
        match self.make_new(name) {
            // Another run was faster.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => self.folder(name)?.ok_or(error),
            made => made,
        }
    }

    /// A folder in it that was not there.
    pub(super) fn make_new(&self, name: &str) -> io::Result<Self> {
        self.held.make(name)?;
        Ok(Self { path: self.path.join(name), held: self.held.folder(name)? })
    }

    /// The folder that a path leads to, through no links; `None` if it is not there. The other value, if there is an error,
    /// says how far it leads.
    pub(super) fn at<'p>(&self, path: &'p str) -> Result<Option<Self>, (&'p str, io::Error)> {
        self.walk(path, Self::folder)
    }

    /// The same; folders are made that are not there.
    pub(super) fn make_at<'p>(&self, path: &'p str) -> Result<Self, (&'p str, io::Error)> {
        let made = self.walk(path, |folder, name| folder.make(name).map(Some))?;
        made.ok_or_else(|| (path, io::ErrorKind::NotFound.into()))
    }

    fn walk<'p>(
        &self,
        path: &'p str,
        step: impl Fn(&Self, &str) -> io::Result<Option<Self>>,
    ) -> Result<Option<Self>, (&'p str, io::Error)> {
        let mut reached: Option<Self> = None;
        let mut start = 0;
        while start < path.len() {
            let end = path[start..].find('/').map_or(path.len(), |end| start + end);
            match step(reached.as_ref().unwrap_or(self), &path[start..end]) {
                Ok(Some(next)) => reached = Some(next),
                Ok(None) => return Ok(None),
                Err(error) => return Err((&path[..end], error)),
            }
            start = end + 1;
        }
        let again = || Ok(Self { path: self.path.clone(), held: self.held.again()? });
        reached.map_or_else(again, Ok).map(Some).map_err(|error| ("", error))
    }

    /// The metadata of something in it, without following links; `None` if there is nothing of that name.
    pub(super) fn metadata(&self, name: &str) -> io::Result<Option<FileMetadata>> {
        match self.held.metadata(name) {
            Ok(metadata) => Ok(Some(metadata)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The metadata of the folder itself.
    pub(super) fn metadata_of_itself(&self) -> io::Result<FileMetadata> {
        self.held.metadata_of_itself()
    }

    /// Opens a file in it to be read, or a folder to be flushed.
    pub(super) fn open_file(&self, name: &str) -> io::Result<File> {
        self.held.open_file(name)
    }

    /// The bytes of a file in it.
    pub(super) fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.open_file(name)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Makes a file in it that is not there yet, readable by all users.
    pub(super) fn create(&self, name: &str) -> io::Result<File> {
        let file = self.held.create(name)?;
        allow_file(&file, 0o644)?;
        Ok(file)
    }

    /// Writes a file of these parts in it that is not there yet, readable by all users.
    pub(super) fn write(&self, name: &str, parts: &[&[u8]]) -> io::Result<File> {
        let mut file = self.create(name)?;
        parts.iter().try_for_each(|part| file.write_all(part))?;
        Ok(file)
    }

    /// Moves a file to another folder, where it takes the place of what is there.
    pub(super) fn rename(&self, name: &str, to: &Self, new: &str) -> io::Result<()> {
        self.held.rename(name, &to.held, new)
    }

    /// Moves a file to another folder, where nothing has that name yet.
    pub(super) fn rename_new(&self, name: &str, to: &Self, new: &str) -> io::Result<()> {
        self.held.rename_new(name, &to.held, new)
    }

    /// Lets two files take each other's place; `false`, and nothing is done, where the file system cannot do that.
    pub(super) fn exchange(&self, name: &str, with: &Self, other: &str) -> io::Result<bool> {
        self.held.exchange(name, &with.held, other)
    }

    /// Removes a file from it.
    pub(super) fn remove_file(&self, name: &str) -> io::Result<()> {
        self.held.remove_file(name)
    }

    /// Removes a folder in it that is empty.
    pub(super) fn remove_folder(&self, name: &str) -> io::Result<()> {
        self.held.remove_folder(name)
    }

    /// The names in it that are UTF-8.
    pub(super) fn names(&self) -> io::Result<Vec<String>> {
        self.held.names()
    }

    /// The names in it that are UTF-8, and what has them.
    pub(super) fn entries(&self) -> io::Result<Vec<(String, Kind)>> {
        self.held.entries()
    }

    /// Removes what has a name in it, with all that is in that. What a link leads to stays.
    pub(super) fn remove_all(&self, name: &str) -> io::Result<()> {
        match self.metadata(name)?.map(|metadata| metadata.kind) {
            None => Ok(()),
            Some(Kind::Folder) => {
                if let Some(folder) = self.folder(name)? {
                    folder.names()?.iter().try_for_each(|name| folder.remove_all(name))?;
                }
                self.remove_folder(name)
            }
            Some(_) => self.remove_file(name),
        }
    }

    /// Flushes its own list of names to the disk.
    pub(super) fn flush(&self) -> io::Result<()> {
        self.held.flush()
    }

    /// Flushes all of the file system that it is in, if that is a promise there; else gives `false`, and did nothing.
    pub(super) fn flush_file_system(&self) -> io::Result<bool> {
        self.held.flush_file_system()
    }
}

fn no_folder() -> io::Error {
    io::Error::new(io::ErrorKind::NotADirectory, "there is a link or a file in its place")
}
