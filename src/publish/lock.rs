//! The lock: one run at a time in one output folder.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::folder::{FileMetadata, Folder, Kind};
use super::{FOLDER, PublishError, make_root};

/// The lock's file in the hidden folder.
const NAME: &str = "lock";

/// Held by the run that publishes; the system gives it back when the process ends, however it does. With it the run holds on
/// to the output folder and the hidden one.
#[derive(Debug, Clone)]
pub struct Lock(Arc<Held>);

#[derive(Debug)]
struct Held {
    root: Folder,
    hidden: Folder,
    file: File,
    /// The lock's file, as it was when it was locked.
    metadata: FileMetadata,
}

impl Lock {
    /// Takes the lock of an output folder, which is made if it is not there; `None` if another run has it.
    ///
    /// # Errors
    /// If the folder or the lock's file cannot be made, or its file system has no locks.
    pub fn acquire(root: &Path) -> Result<Option<Self>, PublishError> {
        make_root(root)?;
        let place = root.join(FOLDER).join(NAME);
        // Another program may remove the file after it was opened and before it is locked.
        for _ in 0..100 {
            let fail = |error| PublishError::new(&place, "cannot lock", error);
            let folder = Folder::open(root).map_err(|error| PublishError::new(root, "cannot open", error))?;
            let hidden = folder.make(FOLDER);
            let hidden =
                hidden.map_err(|error| PublishError::new(&root.join(FOLDER), "cannot use as a folder", error))?;
            let (file, metadata) = match open(&hidden) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                opened => opened.map_err(fail)?,
            };
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Ok(None),
                Err(TryLockError::Error(error)) => return Err(fail(explained(error))),
            }
            let lock = Self(Arc::new(Held { root: folder, hidden, file, metadata }));
            if lock.is_in_place().map_err(fail)? {
                return Ok(Some(lock));
            }
        }
        Err(PublishError::new(&place, "cannot lock", io::Error::other("it is removed again and again")))
    }

    /// Whether the run still works where its name leads to: if the folder or the lock's file was removed, moved or replaced,
    /// another run may have a lock of its own there.
    ///
    /// # Errors
    /// If it does not, or that cannot be found out.
    pub fn check(&self) -> Result<(), PublishError> {
        let place = self.0.hidden.path().join(NAME);
        match self.is_in_place() {
            Ok(true) => Ok(()),
            Ok(false) => {
                let message = "it was removed, moved or replaced while this run was at work, so another run may be at work, too; \
                               the next run does what is left";
                Err(PublishError::new(&place, "stopped", io::Error::other(message)))
            }
            Err(error) => Err(PublishError::new(&place, "cannot look at the lock", error)),
        }
    }

    fn is_in_place(&self) -> io::Result<bool> {
        let Held { root, hidden, metadata, .. } = &*self.0;
        let named = match Folder::open(root.path()) {
            Ok(named) => named.metadata_of_itself()?,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(false);
            }
            Err(error) => return Err(error),
        };
        let is = |found: Option<FileMetadata>, own: &FileMetadata| found.is_some_and(|found| found.is_same(own));
        Ok(named.is_same(&root.metadata_of_itself()?)
            && is(root.metadata(FOLDER)?, &hidden.metadata_of_itself()?)
            && is(hidden.metadata(NAME)?, metadata))
    }

    /// The output folder.
    pub(super) fn root(&self) -> &Folder {
        &self.0.root
    }

    /// The hidden folder in it.
    pub(super) fn hidden(&self) -> &Folder {
        &self.0.hidden
    }
}

/// Opens the lock's file; it is made if it is not there. Other users may publish into the same folder, so to read it is
/// enough.
fn open(hidden: &Folder) -> io::Result<(File, FileMetadata)> {
    let metadata = match hidden.metadata(NAME)? {
        Some(metadata) => metadata,
        None => match hidden.create(NAME) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => hidden.metadata(NAME)?.ok_or(io::ErrorKind::NotFound)?,
        },
    };
    // A link could lead anywhere.
    if metadata.kind != Kind::File {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no ordinary file"));
    }
    Ok((hidden.open_file(NAME)?, metadata))
}

/// A file system without locks, and what to do about it.
fn explained(error: io::Error) -> io::Error {
    #[cfg(target_os = "linux")]
    let has_none = {
        use rustix::io::Errno;
        let without = [Errno::NOLCK, Errno::NOSYS, Errno::NOTSUP, Errno::INVAL];
        without.iter().any(|errno| error.raw_os_error() == Some(errno.raw_os_error()))
    };
    #[cfg(not(target_os = "linux"))]
    let has_none = false;
    if !has_none && error.kind() != io::ErrorKind::Unsupported {
        return error;
    }
    let message = format!(
        "its file system has no locks, and without one two runs could publish at once ({error}); mount it with locks (NFS: its \
         lock service must run), or publish into a folder on a local disk and copy that"
    );
    io::Error::new(error.kind(), message)
}

impl Drop for Held {
    fn drop(&mut self) {
        // Closing is not enough where the process was forked meanwhile: the child has the file, too, until it starts its
        // program.
        let _ = self.file.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_knows_when_it_is_no_lock_any_more() {
        let scratch = tempfile::tempdir().unwrap();
        let root = scratch.path().join("out");
        let hidden = root.join(FOLDER);
        let elsewhere = scratch.path().join("elsewhere");
        let harm: [&dyn Fn(); 5] = [
            &|| std::fs::remove_file(hidden.join(NAME)).unwrap(),
            &|| std::fs::remove_dir_all(&hidden).unwrap(),
            &|| std::fs::rename(&hidden, root.join("moved")).unwrap(),
            &|| std::fs::rename(&root, &elsewhere).unwrap(),
            &|| std::fs::remove_dir_all(&root).unwrap(),
        ];
        for harm in harm {
            let lock = Lock::acquire(&root).unwrap().unwrap();
            lock.check().unwrap();
            assert!(Lock::acquire(&root).unwrap().is_none());
            harm();
            let said = lock.check().unwrap_err().to_string();
            assert!(said.contains("removed, moved or replaced"), "{said}");
            // Another run has its own.
            let other = Lock::acquire(&root).unwrap().unwrap();
            other.check().unwrap();
            lock.check().unwrap_err();
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_system_without_locks_is_named() {
        for number in [37, 38, 95] {
            let said = explained(io::Error::from_raw_os_error(number)).to_string();
            assert!(said.contains("has no locks") && said.contains("copy that"), "{said}");
        }
        assert!(!explained(io::Error::from_raw_os_error(5)).to_string().contains("locks"));
    }
}
