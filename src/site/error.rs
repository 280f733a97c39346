//! Why a run did not publish.

use std::path::PathBuf;

use super::Shrink;
use crate::article::path_text;
use crate::catalogue::CatalogueError;
use crate::load::LoadError;
use crate::publish::PublishError;
use crate::report::{Kept, Rejection};

/// Why a run did not publish. What was published before still stands whole.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// An input cannot be used.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// A file cannot be published.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// The ledger cannot be used.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// The inputs hold nothing to publish.
    #[error("there is no article in the inputs; nothing was changed{}{}", first_rejection(.0), hints(.1))]
    NoArticles(Kept<Rejection>, Vec<String>),
    /// So much of the collection is gone that somebody should look first.
    #[error("refused: the collection shrank, and nothing was changed (--accept-shrink publishes it){}", lines(.shrunk))]
    Shrunk {
        /// What is gone.
        shrunk: Vec<Shrink>,
        /// Whether a run before this one has said so, and it need not be said again yet.
        was_said: bool,
    },
    /// Another run publishes into the same folder.
    #[error("another run is publishing into {}; nothing to do here", path_text(.0))]
    Locked(PathBuf),
}

fn first_rejection(rejections: &Kept<Rejection>) -> String {
    rejections
        .iter()
        .min()
        .map_or(String::new(), |first| format!(" (first of {}: {}: {})", rejections.len(), first.origin, first.reason))
}

fn hints(hints: &[String]) -> String {
    hints.iter().flat_map(|hint| ["\n  ", hint]).collect()
}

fn lines(shrinks: &[Shrink]) -> String {
    shrinks.iter().flat_map(|shrink| ["\n  ".to_owned(), shrink.to_string()]).collect()
}
