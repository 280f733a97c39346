//! What a plan consists of: the changes to files, and the steps that make them.

use std::sync::Arc;

use crate::digest::Digest;

/// What a run does to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Nothing: it has these bytes already.
    None,
    /// Creates it, as nothing is in its place.
    Create,
    /// Replaces it, as it has other bytes.
    Replace,
    /// Removes it: it was published before and is not wanted any more.
    Remove,
    /// Nothing: something that is not feedmill's is in its place, and stays there.
    Blocked,
}

/// One step of a plan: a file is put in its place, or removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its path.
    pub path: Arc<str>,
    /// The name of the new file in the folder of new files; `None`: the file at the path is removed.
    pub name: Option<u32>,
    /// The folder of new files, in the hidden folder.
    pub stage: Arc<str>,
    /// SHA-256 of the file that the step may replace or remove.
    pub before: Option<Digest>,
}
