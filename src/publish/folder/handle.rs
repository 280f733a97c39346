//! Folders as handles (Linux).

use std::fs::File;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

use rustix::fs::{self, AtFlags, CWD, Dir, FileType, Mode, OFlags, RenameFlags, Stat};
use rustix::io::{Errno, retry_on_intr};

use super::{FileMetadata, Kind};

/// A folder.
#[derive(Debug)]
pub(super) struct Held(OwnedFd);

const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

/// Who may look into our folders.
const FOR_ALL: Mode = Mode::from_raw_mode(0o755);

/// Opens something, also if a signal comes between.
fn open(folder: impl AsFd, path: &Path, flags: OFlags, mode: Mode) -> rustix::io::Result<OwnedFd> {
    retry_on_intr(|| fs::openat(folder.as_fd(), path, flags, mode))
}

impl Held {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self(open(CWD, path, FOLDER, Mode::empty())?))
    }

    /// A second handle.
    pub(super) fn again(&self) -> io::Result<Self> {
        Ok(Self(self.0.try_clone()?))
    }

    pub(super) fn folder(&self, name: &str) -> io::Result<Self> {
        Ok(Self(open(&self.0, Path::new(name), FOLDER | OFlags::NOFOLLOW, Mode::empty())?))
    }

    /// Makes a folder, whatever the umask.
    pub(super) fn make(&self, name: &str) -> io::Result<()> {
        fs::mkdirat(&self.0, name, FOR_ALL)?;
        match self.folder(name) {
            Ok(made) => fs::fchmod(made.0, FOR_ALL)?,
            // One that a strict umask keeps even us out of.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                fs::chmodat(&self.0, name, FOR_ALL, AtFlags::empty())?;
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    pub(super) fn metadata(&self, name: &str) -> io::Result<FileMetadata> {
        Ok(metadata(&fs::statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW)?))
    }

    pub(super) fn metadata_of_itself(&self) -> io::Result<FileMetadata> {
        Ok(metadata(&fs::fstat(&self.0)?))
    }

    pub(super) fn open_file(&self, name: &str) -> io::Result<File> {
        // Opening a pipe would wait for its other end.
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        Ok(open(&self.0, Path::new(name), flags, Mode::empty())?.into())
    }

    pub(super) fn create(&self, name: &str) -> io::Result<File> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(open(&self.0, Path::new(name), flags, Mode::from_raw_mode(0o644))?.into())
    }

    pub(super) fn rename(&self, name: &str, to: &Self, new: &str) -> io::Result<()> {
        Ok(fs::renameat(&self.0, name, &to.0, new)?)
    }

    pub(super) fn rename_new(&self, name: &str, to: &Self, new: &str) -> io::Result<()> {
        match fs::renameat_with(&self.0, name, &to.0, new, RenameFlags::NOREPLACE) {
            // Not every file system can do that.
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => match to.metadata(new) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => self.rename(name, to, new),
                Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
                Err(error) => Err(error),
            },
            result => Ok(result?),
        }
    }

    pub(super) fn exchange(&self, name: &str, with: &Self, other: &str) -> io::Result<bool> {
        match fs::renameat_with(&self.0, name, &with.0, other, RenameFlags::EXCHANGE) {
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Ok(false),
            result => Ok(result.map(|()| true)?),
        }
    }

    pub(super) fn remove_file(&self, name: &str) -> io::Result<()> {
        Ok(fs::unlinkat(&self.0, name, AtFlags::empty())?)
    }

    pub(super) fn remove_folder(&self, name: &str) -> io::Result<()> {
        Ok(fs::unlinkat(&self.0, name, AtFlags::REMOVEDIR)?)
    }

    pub(super) fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in Dir::read_from(&self.0)? {
            match entry?.file_name().to_str() {
                Ok("." | "..") | Err(_) => {}
                Ok(name) => names.push(name.to_owned()),
            }
        }
        Ok(names)
    }

    pub(super) fn entries(&self) -> io::Result<Vec<(String, Kind)>> {
        let mut entries = Vec::new();
        for entry in Dir::read_from(&self.0)? {
            let entry = entry?;
            let Ok(name) = entry.file_name().to_str() else { continue };
            if name == "." || name == ".." {
                continue;
            }
            let kind = match entry.file_type() {
                FileType::RegularFile => Kind::File,
                FileType::Directory => Kind::Folder,
                FileType::Symlink => Kind::Link,
                // Some file systems do not say it here.
                FileType::Unknown => match self.metadata(name) {
                    Ok(metadata) => metadata.kind,
                    Err(_) => continue,
                },
                _ => Kind::Other,
            };
            entries.push((name.to_owned(), kind));
        }
        Ok(entries)
    }

    pub(super) fn flush(&self) -> io::Result<()> {
        match fs::fsync(&self.0) {
            // Some file systems flush no folders.
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Ok(()),
            flushed => Ok(flushed?),
        }
    }

    /// `syncfs`, if it says whether all was written: Linux does so since 5.8, but FUSE's server is not asked, and overlayfs
    /// does not hear of what the file system below it could not write.
    pub(super) fn flush_file_system(&self) -> io::Result<bool> {
        const FUSE: u64 = 0x6573_5546;
        const OVERLAY: u64 = 0x794c_7630;
        #[expect(clippy::cast_sign_loss, reason = "a number of four bytes")]
        #[expect(clippy::cast_possible_truncation, reason = "a number of four bytes")]
        let kind = u64::from(fs::fstatfs(&self.0)?.f_type as u32);
        if matches!(kind, FUSE | OVERLAY) || !*TELLS.get_or_init(tells_of_errors) {
            return Ok(false);
        }
        fs::syncfs(&self.0)?;
        Ok(true)
    }
}

/// Whether `syncfs` of this kernel tells of errors.
static TELLS: OnceLock<bool> = OnceLock::new();

fn tells_of_errors() -> bool {
    is_since_5_8(&rustix::system::uname().release().to_string_lossy())
}

/// Whether a release of Linux is 5.8 or later.
fn is_since_5_8(release: &str) -> bool {
    let mut numbers = release.split(|c: char| !c.is_ascii_digit()).map(|part| part.parse::<u32>().ok());
    let version = (numbers.next().flatten(), numbers.next().flatten());
    matches!(version, (Some(major), Some(minor)) if (major, minor) >= (5, 8))
}

/// A number of a `Stat`, whose types differ between architectures. None of them is negative.
fn number(number: impl TryInto<u64>) -> u64 {
    number.try_into().unwrap_or_default()
}

/// Seconds before or since 1970, likewise.
fn seconds(seconds: impl TryInto<i64>) -> i64 {
    seconds.try_into().unwrap_or_default()
}

fn metadata(stat: &Stat) -> FileMetadata {
    let kind = match FileType::from_raw_mode(stat.st_mode) {
        FileType::RegularFile => Kind::File,
        FileType::Directory => Kind::Folder,
        FileType::Symlink => Kind::Link,
        _ => Kind::Other,
    };
    let seconds = seconds(stat.st_mtime);
    let whole = Duration::from_secs(seconds.unsigned_abs());
    let modified = if seconds < 0 { SystemTime::UNIX_EPOCH - whole } else { SystemTime::UNIX_EPOCH + whole };
    FileMetadata {
        kind,
        device: number(stat.st_dev),
        inode: number(stat.st_ino),
        length: number(stat.st_size),
        modified: modified + Duration::from_nanos(number(stat.st_mtime_nsec)),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn releases_of_linux_are_compared_by_their_numbers() {
        for (release, since) in [
            ("5.8.0-63-generic", true),
            ("5.7.19", false),
            ("4.19.0-27-amd64", false),
            ("5.10.0", true),
            ("6.18.44-fc", true),
            ("10.0", true),
            ("", false),
            ("x", false),
        ] {
            assert_eq!(super::is_since_5_8(release), since, "{release}");
        }
    }
}
