//! The file of a spill.

use std::fs::{self, File, OpenOptions};
use std::io;
#[cfg(unix)]
use std::os::unix::fs::FileExt;
#[cfg(windows)]
use std::os::windows::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Its name. One run at a time uses a folder.
const NAME: &str = "spill.tmp";

/// Removes what a killed process has left in a folder where an open file cannot be removed.
pub fn remove_left(folder: &Path) {
    let _ = fs::remove_file(folder.join(NAME));
}

/// A temporary file, for its owner alone, read and written at any place.
#[derive(Debug, Clone)]
pub(super) struct Store(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    file: File,
    /// Its path, where it has one.
    path: Option<PathBuf>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            let _ = fs::remove_file(path);
        }
    }
}

impl Store {
    /// Makes the file in a folder. What a killed process has left there goes.
    pub(super) fn new(folder: &Path) -> io::Result<Self> {
        remove_left(folder);
        let path = folder.join(NAME);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path)?;
        // Where an open file can be removed, it is gone when the process is.
        let path = fs::remove_file(&path).is_err().then_some(path);
        Ok(Self(Arc::new(Inner { file, path })))
    }

    #[cfg(test)]
    pub(super) fn of(file: File) -> Self {
        Self(Arc::new(Inner { file, path: None }))
    }

    /// Whether the disk has as much room left as the file takes, which so many bytes are: what is published needs room, too.
    #[cfg(target_os = "linux")]
    pub(super) fn has_room_after(&self, bytes: u64) -> bool {
        let room = rustix::fs::fstatvfs(&self.0.file).map(|disk| disk.f_bavail.saturating_mul(disk.f_frsize));
        room.is_ok_and(|room| room > bytes)
    }

    #[cfg(not(target_os = "linux"))]
    pub(super) fn has_room_after(&self, _bytes: u64) -> bool {
        true
    }

    /// Writes all of some bytes at a place.
    pub(super) fn write_at(&self, bytes: &[u8], at: u64) -> io::Result<()> {
        #[cfg(unix)]
        let write = |bytes: &[u8], at| self.0.file.write_at(bytes, at);
        #[cfg(windows)]
        let write = |bytes: &[u8], at| self.0.file.seek_write(bytes, at);
        write_all(bytes, at, write)
    }

    /// Reads bytes from a place, as many as there is room for.
    pub(super) fn read_at(&self, into: &mut [u8], at: u64) -> io::Result<()> {
        #[cfg(unix)]
        let read = |into: &mut [u8], at| self.0.file.read_at(into, at);
        #[cfg(windows)]
        let read = |into: &mut [u8], at| self.0.file.seek_read(into, at);
        read_all(into, at, read)
    }
}

/// Writes all, whatever `write` takes at once.
fn write_all(mut bytes: &[u8], mut at: u64, mut write: impl FnMut(&[u8], u64) -> io::Result<usize>) -> io::Result<()> {
    while !bytes.is_empty() {
        match write(bytes, at) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => (bytes, at) = (&bytes[written..], at + written as u64),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Reads all, whatever `read` gives at once.
fn read_all(
    mut into: &mut [u8],
    mut at: u64,
    mut read: impl FnMut(&mut [u8], u64) -> io::Result<usize>,
) -> io::Result<()> {
    while !into.is_empty() {
        match read(into, at) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(length) => (into, at) = (&mut into[length..], at + length as u64),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;

    use super::{io, read_all, write_all};

    #[test]
    fn short_and_interrupted_calls_go_on_where_they_ended() {
        let mut file = vec![0; 9];
        let mut calls = 0;
        let mut is_interrupted = || {
            calls += 1;
            if calls % 2 == 0 { Err(io::Error::from(ErrorKind::Interrupted)) } else { Ok(()) }
        };
        let write = |bytes: &[u8], at: u64| {
            is_interrupted()?;
            let (at, length) = (usize::try_from(at).unwrap(), bytes.len().min(2));
            file[at..at + length].copy_from_slice(&bytes[..length]);
            Ok(length)
        };
        write_all(b"letters", 2, write).unwrap();
        assert_eq!(file, b"\0\0letters");
        let read = |into: &mut [u8], at: u64| {
            let length = into.len().min(3);
            into[..length].copy_from_slice(&file[usize::try_from(at).unwrap()..][..length]);
            Ok(length)
        };
        let mut into = [0; 7];
        read_all(&mut into, 2, read).unwrap();
        assert_eq!(&into, b"letters");
    }

    #[test]
    fn nothing_is_an_error() {
        assert_eq!(write_all(b"a", 0, |_, _| Ok(0)).unwrap_err().kind(), ErrorKind::WriteZero);
        assert_eq!(read_all(&mut [0], 0, |_, _| Ok(0)).unwrap_err().kind(), ErrorKind::UnexpectedEof);
        let full = write_all(b"a", 0, |_, _| Err(ErrorKind::StorageFull.into()));
        assert_eq!(full.unwrap_err().kind(), ErrorKind::StorageFull);
    }
}
