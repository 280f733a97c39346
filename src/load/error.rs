//! Why an input cannot be used.

use super::{UNPACKED, too_large};
use crate::article::Origin;

/// An input that cannot be used: where, and why.
#[derive(Debug, thiserror::Error)]
#[error("{origin}: {kind}")]
pub struct LoadError {
    /// The file, and the line where there is one.
    pub origin: Origin,
    /// What is wrong.
    #[source]
    pub kind: LoadErrorKind,
}

/// What can be wrong with an input as a whole.
#[derive(Debug, thiserror::Error)]
pub enum LoadErrorKind {
    /// There is no such file or folder.
    #[error("does not exist{}", near.as_ref().map_or(String::new(), |near| format!("; did you mean {near}?")))]
    Missing {
        /// What is there and has a similar name.
        near: Option<String>,
    },
    /// No file fits a pattern.
    #[error("the pattern matches no file that is read{0}")]
    NoMatch(String),
    /// A pattern that is none.
    #[error("is no pattern: {0}")]
    Pattern(String),
    /// A line that is behind the end of a text.
    #[error("has {lines} line{}, and no line {line}", if *lines == 1 { "" } else { "s" })]
    NoLine {
        /// How many it has.
        lines: u64,
        /// The one that is asked for.
        line: u64,
    },
    /// An address.
    #[error("inputs are files; fetch it first, for example: curl -L -O {0}")]
    Address(String),
    /// It cannot be read.
    #[error("cannot be read: {0}")]
    Io(#[from] std::io::Error),
    /// A folder without a file of a known kind.
    #[error("holds no file with a known extension ({0})")]
    NoFiles(String),
    /// Somebody is writing it.
    #[error("changes while it is read; try again when it is written")]
    Changing,
    /// Feeds are no articles.
    #[error("is the output folder; feeds go into a folder of their own")]
    IsOutput,
    /// An archive that cannot be unpacked to its end.
    #[error("is no {packing} archive that can be unpacked: {reason}")]
    Damaged {
        /// The name of the packing.
        packing: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// Larger than is read as a whole.
    #[error("{}; limits.document in feedmill.toml raises it", oversize(*size, *limit))]
    TooLarge {
        /// How large it is, unpacked, where that is known without reading all of it.
        size: Option<u64>,
        /// How large it may be.
        limit: usize,
    },
    /// An archive that holds much more than articles are packed to.
    #[error(
        "holds more than {} times as many bytes as the archive has; unpack it first, if they are articles",
        UNPACKED
    )]
    Inflated,
    /// Bytes that are no text in any encoding, and what they are where that is known.
    #[error("is {}", .0.unwrap_or("no text"))]
    NoText(Option<&'static str>),
    /// Nothing but white space.
    #[error("is empty")]
    Empty,
    /// The text is in no format that feedmill reads.
    #[error("is in none of the formats that can be read: {0}; name one with --input-format")]
    Unknown(String),
    /// The text is not in the format that its name or the user promises.
    #[error("is not in the format {format}: {reason}")]
    NotThisFormat {
        /// The name of the format.
        format: &'static str,
        /// What was found instead.
        reason: String,
    },
    /// A database, and nothing says which of its rows are articles.
    #[error(
        "a database is read by a query, which stands in feedmill.toml; write there, for example:\n\n{table}\n\n(its tables: {tables})"
    )]
    NoQuery {
        /// A table of the configuration that reads it.
        table: String,
        /// The names of its own tables.
        tables: String,
    },
    /// An archive where one of its files has to be named.
    #[error("holds several files; name one of them, as in {}", .0.join(", "))]
    ManyFiles(Vec<String>),
    /// In the right format, and without a single article.
    #[error("holds no article")]
    NoArticles,
}

/// Why a file is not read that is larger than a document may be.
fn oversize(size: Option<u64>, limit: usize) -> String {
    match size.map(usize::try_from) {
        Some(size) => too_large("document", size.unwrap_or(usize::MAX), limit),
        None => format!("holds more than the {limit} bytes that limits.document allows"),
    }
}

impl LoadError {
    /// An error at a place.
    pub fn new(origin: &Origin, kind: impl Into<LoadErrorKind>) -> Self {
        Self { origin: origin.clone(), kind: kind.into() }
    }
}
