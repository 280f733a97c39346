//! The report of a run that failed, for programs.

use std::io::{self, Write};

use serde::Serialize;

use super::Error;
use crate::article::{path_text, without_error_numbers};
use crate::config::ConfigError;
use crate::load::LoadError;
use crate::site::{BuildError, Shrink};

/// Why a run failed, in place of what it would have said.
#[derive(Serialize)]
struct Document {
    version: u32,
    error: Failure,
}

/// What failed, and where.
#[derive(Serialize)]
struct Failure {
    /// The exit code.
    exit: u8,
    kind: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u64>,
    /// What holds less than it did.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    shrunk: Vec<Shrunk>,
}

/// An input, a folder or the collection, and how many articles it held and holds.
#[derive(Serialize)]
struct Shrunk {
    path: String,
    before: u64,
    now: u64,
}

/// Writes why a run failed as one JSON document.
///
/// # Errors
/// If `out` fails.
pub(super) fn write(error: &Error, mut out: impl Write) -> io::Result<()> {
    let (path, line, column) = place(error);
    let shrunk = match error {
        Error::Build(BuildError::Shrunk { shrunk, .. }) => shrunk.as_slice(),
        _ => &[],
    };
    let shrunk = shrunk.iter().map(|Shrink { what, before, now, .. }| Shrunk {
        path: what.clone(),
        before: *before,
        now: now.unwrap_or(0),
    });
    let failure = Failure {
        exit: error.exit().code(),
        kind: kind(error),
        message: without_error_numbers(&error.to_string()).into_owned(),
        path,
        line,
        column,
        shrunk: shrunk.collect(),
    };
    serde_json::to_writer(&mut out, &Document { version: 1, error: failure })?;
    writeln!(out)?;
    out.flush()
}

/// What kind of failure it is: a name that programs may rely on.
fn kind(error: &Error) -> &'static str {
    match error {
        Error::Config(_) => "configuration",
        Error::Usage(_) => "usage",
        Error::Build(BuildError::Load(_)) => "input",
        Error::Build(BuildError::Publish(_)) | Error::Manual(_) | Error::NotWritten(..) | Error::Report(_) => "output",
        Error::Build(BuildError::Catalogue(_)) | Error::NoLedger(_) => "ledger",
        Error::Build(BuildError::NoArticles(..)) => "no-articles",
        Error::Build(BuildError::Shrunk { .. }) => "shrunk",
        Error::Build(BuildError::Locked(_)) => "locked",
    }
}

/// The file, line and column that it is about.
fn place(error: &Error) -> (Option<String>, Option<u64>, Option<u64>) {
    let given = |number: u64| (number > 0).then_some(number);
    match error {
        Error::Build(BuildError::Load(LoadError { origin, .. })) => {
            (Some(origin.path.to_string()), given(origin.line), given(origin.column))
        }
        Error::Config(ConfigError::Syntax { path, line, column, .. }) => {
            (Some(path_text(path).into_owned()), Some(*line as u64), Some(*column as u64))
        }
        Error::Config(ConfigError::Encoding { path, line, .. }) => {
            (Some(path_text(path).into_owned()), Some(*line as u64), None)
        }
        Error::Config(ConfigError::Io { path, .. }) | Error::NoLedger(path) | Error::NotWritten(path, _) => {
            (Some(path_text(path).into_owned()), None, None)
        }
        Error::Build(BuildError::Locked(path)) => (Some(path_text(path).into_owned()), None, None),
        Error::Build(BuildError::Publish(error)) => (Some(path_text(&error.path).into_owned()), None, None),
        Error::Usage(_) | Error::Build(_) | Error::Manual(_) | Error::Report(_) => (None, None, None),
    }
}
