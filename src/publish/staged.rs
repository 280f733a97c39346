//! What is on the stage: the files of a run, each with what becomes of the one in its place.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::folder::FileMetadata;
use super::step::Change;
use crate::digest::{Digest, Sha256};

/// When a file takes its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Order {
    /// Before the feeds that lead to it.
    Article,
    /// With the other feeds and pages.
    Feed,
    /// After the feeds that it lists.
    List,
    /// After all that it lists.
    Overview,
}

/// A file on the stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staged {
    /// SHA-256 of its bytes.
    pub sha256: Digest,
    /// The number of its bytes.
    pub length: u64,
    /// What putting it in its place changes.
    pub change: Change,
    /// When it takes its place.
    pub order: Order,
    /// Its name in the folder of new files, if it was written there.
    pub(super) name: Option<u32>,
    /// The file that it may replace, which most files of a first run have not.
    pub(super) old: Option<Box<Old>>,
}

/// A file that a staged one may replace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Old {
    /// SHA-256 of its bytes.
    pub(super) sha256: Digest,
    /// Its size, times and inode, if it is in its place.
    pub(super) metadata: Option<FileMetadata>,
}

/// Staged files, by path. Paths are shared, as the plan keeps them, too.
pub type Files = BTreeMap<Arc<str>, Staged>;

impl Staged {
    /// A file of these parts that is not written to any stage.
    pub fn new(parts: &[&[u8]], change: Change, order: Order) -> Self {
        let mut hash = Sha256::default();
        for part in parts {
            hash.add(part);
        }
        let length = parts.iter().map(|part| part.len() as u64).sum();
        Self { sha256: hash.finish(), length, change, order, name: None, old: None }
    }

    /// A file that is in its place already and stays as it is.
    pub(super) fn unchanged(sha256: Digest, length: u64) -> Self {
        Self { sha256, length, change: Change::None, order: Order::Feed, name: None, old: None }
    }
}
