//! Where something was read.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A file and a line in it: every draft, rejection and warning knows its own.
///
/// Origins sort in reading order: by path, then by line.
///
/// ```
/// use feedmill::article::Origin;
/// assert_eq!(Origin::new("news/page.txt", 17).to_string(), "news/page.txt:17");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Origin {
    /// The path as the user named it.
    pub path: Arc<str>,
    /// The line, counted from 1; 0 where the whole file is meant.
    pub line: u64,
}

impl Origin {
    /// The place `line` of the file `path`; line 0 is the whole file.
    pub fn new(path: impl Into<Arc<str>>, line: u64) -> Self {
        Self { path: path.into(), line }
    }

    /// Another line of the same file.
    #[must_use]
    pub fn at(&self, line: u64) -> Self {
        Self { path: Arc::clone(&self.path), line }
    }
}

impl Default for Origin {
    fn default() -> Self {
        Self::new("", 0)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => f.write_str(&self.path),
            line => write!(f, "{}:{line}", self.path),
        }
    }
}
