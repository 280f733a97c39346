//! The ledger: what must be remembered between runs, in `<out>/.feedmill/`.
//!
//! At present that is the list of published files: one line each, SHA-256 and path, as `sha256sum` writes it, so that
//! `sha256sum -c .feedmill/published` in the output folder checks the whole tree. It decides which files may be
//! replaced and removed. First-seen dates and slugs are to be remembered here, too.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::publish::{PublishError, is_inside, write_file};

/// The folder in the output.
pub const FOLDER: &str = ".feedmill";
/// The list of published files.
const PUBLISHED: &str = "published";

/// What is remembered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    folder: PathBuf,
    /// SHA-256 in hexadecimal of every published file, by path.
    pub published: BTreeMap<String, String>,
}

impl Ledger {
    /// Reads the ledger of an output folder. Where there is none, nothing is remembered.
    ///
    /// # Errors
    /// If it is there and cannot be read.
    pub fn open(root: &Path) -> Result<Self, PublishError> {
        let folder = root.join(FOLDER);
        let path = folder.join(PUBLISHED);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                String::new()
            }
            Err(error) => return Err(PublishError::new(&path, "cannot read the list of published files", error)),
        };
        // A line that is none of ours is forgotten: it must not make us remove anything.
        let published = text
            .lines()
            .filter_map(|line| line.split_once("  "))
            .filter(|(hash, path)| hash.len() == 64 && is_inside(path))
            .map(|(hash, path)| (path.to_owned(), hash.to_owned()))
            .collect();
        Ok(Self { folder, published })
    }

    /// Whether a path was published before.
    pub fn knows(&self, path: &str) -> bool {
        self.published.contains_key(path)
    }

    /// Remembers that exactly these files are published. Writes nothing where that is known.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn commit(&mut self, published: BTreeMap<String, String>) -> Result<(), PublishError> {
        if self.published == published {
            return Ok(());
        }
        let text: String = published.iter().flat_map(|(path, hash)| [hash, "  ", path, "\n"]).collect();
        let fail = |error| PublishError::new(&self.folder, "cannot write the list of published files", error);
        fs::create_dir_all(&self.folder).map_err(fail)?;
        write_file(&self.folder.join(PUBLISHED), text.as_bytes()).map_err(fail)?;
        self.published = published;
        Ok(())
    }
}
