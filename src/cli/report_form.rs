//! `--report`

use clap::ValueEnum;

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportForm {
    /// For a person.
    Text,
    /// One JSON document on standard output.
    Json,
}
