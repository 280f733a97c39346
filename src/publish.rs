//! Publish: bytes to files. It has never heard of an article.
//!
//! Files are staged as they are rendered ([`Stage::put`]): a file whose bytes are on disk already is left alone, any
//! other is written whole beside its place under a temporary name. [`Plan`] says what is to be done, and
//! [`Plan::apply`] does it: renames, the documents about the others last, then removals. What was there before stays
//! until its successor takes its place, and an error before that leaves everything as it was.
//!
//! Not promised yet: that bytes are on the disk before they are renamed, and one run at a time.

mod plan;
mod stage;

use std::io;
use std::path::{Path, PathBuf};

pub use plan::{Change, Plan};
pub use stage::{Order, Stage, Staged};

/// What could not be done to which file.
#[derive(Debug, thiserror::Error)]
#[error("{}: {action}: {source}", path.display())]
pub struct PublishError {
    /// The file or folder.
    pub path: PathBuf,
    /// What was tried.
    pub action: &'static str,
    /// Why it failed.
    #[source]
    pub source: io::Error,
}

impl PublishError {
    pub(crate) fn new(path: &Path, action: &'static str, source: io::Error) -> Self {
        Self { path: path.to_owned(), action, source }
    }
}

/// Whether a path may be published: relative, without `..` or empty parts, not below a hidden folder.
pub(crate) fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && path.split('/').all(|part| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', '\0']))
}

/// Replaces a file as a whole.
pub(crate) fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temp = stage::temp_of(path);
    stage::write_new(&temp, bytes).and_then(|()| std::fs::rename(&temp, path)).inspect_err(|_| {
        let _ = std::fs::remove_file(&temp);
    })
}
