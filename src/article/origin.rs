//! Where something was read.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A file and a place in it: every draft, rejection and warning knows its own.
///
/// Origins sort in reading order: by path, then by line, then by column.
///
/// ```
/// use feedmill::internal::article::Origin;
/// let page = Origin::new("news/page.txt", 17);
/// assert_eq!(page.to_string(), "news/page.txt:17");
/// let second = page.at_column(17, 240);
/// assert_eq!(second.to_string(), "news/page.txt:17:240");
/// assert!(page < second && second < page.at(18));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Origin {
    /// The path as the user named it.
    pub path: Arc<str>,
    /// The line, counted from 1; 0 where the whole file is meant.
    pub line: u64,
    /// The column, counted in characters from 1; 0 where the line says enough: nothing but white space and brackets stands
    /// before it, or the line as a whole is meant.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub column: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
fn is_zero(column: &u64) -> bool {
    *column == 0
}

impl Origin {
    /// The place `line` of the file `path`; line 0 is the whole file.
    pub fn new(path: impl Into<Arc<str>>, line: u64) -> Self {
        Self { path: path.into(), line, column: 0 }
    }

    /// Another line of the same file.
    #[must_use]
    pub fn at(&self, line: u64) -> Self {
        self.at_column(line, 0)
    }

    /// A place in a line of the same file; column 0 is the whole line.
    #[must_use]
    pub fn at_column(&self, line: u64, column: u64) -> Self {
        Self { path: Arc::clone(&self.path), line, column }
    }
}

impl Default for Origin {
    fn default() -> Self {
        Self::new("", 0)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.column) {
            (0, _) => f.write_str(&self.path),
            (line, 0) => write!(f, "{}:{line}", self.path),
            (line, column) => write!(f, "{}:{line}:{column}", self.path),
        }
    }
}
