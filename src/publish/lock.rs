//! The lock: one run at a time in one output folder.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

use super::{FOLDER, PublishError, allow, make_folders};

/// Held by the run that publishes; the system gives it back when the process ends, however it does.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

impl Lock {
    /// Takes the lock of an output folder, which is made if it is not there; `None` if another run has it.
    ///
    /// # Errors
    /// If the folder or the lock's file cannot be made.
    pub fn acquire(root: &Path) -> Result<Option<Self>, PublishError> {
        make_folders(root)?;
        let place = root.join(FOLDER).join("lock");
        let fail = |error| PublishError::new(&place, "cannot lock", error);
        // A link could lead anywhere.
        if place.symlink_metadata().is_ok_and(|meta| !meta.is_file()) {
            return Err(fail(io::Error::new(io::ErrorKind::InvalidInput, "it is no ordinary file")));
        }
        // To lock a file it is enough to read it.
        let file = File::open(&place).or_else(|error| match error.kind() {
            io::ErrorKind::NotFound => {
                let file = OpenOptions::new().append(true).create(true).open(&place)?;
                // Other users may publish into the same folder; one of them was faster if this is not allowed.
                let _ = allow(&place, 0o644);
                Ok(file)
            }
            _ => Err(error),
        });
        let file = file.map_err(fail)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(fail(error)),
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing is not enough where the process was forked meanwhile: the child has the file, too, until it starts its
        // program.
        let _ = self.file.unlock();
    }
}
