//! Exit codes.

use std::process::ExitCode;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: done; nothing needs a person.
    Done,
    /// 1: failed, wholly or for a document that was not fit to be published (`not-published`); what was published before
    /// still stands whole.
    Failed,
    /// 2: wrong usage or configuration.
    Usage,
    /// 3: published, but some articles were rejected and `--strict` was given; or a check found something.
    Rejected,
    /// 4: refused, because much of the collection is gone and `--accept-shrink` was not given.
    Refused,
}

impl Exit {
    /// The number of the exit code.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Rejected => 3,
            Self::Refused => 4,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        exit.code().into()
    }
}
