//! What feedmill promises, tried on the command as a user runs it.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
#![expect(clippy::case_sensitive_file_extension_comparisons, reason = "feedmill names its files in lower case")]

mod addresses;
mod aliases;
mod archives;
mod article_pages;
mod browser;
mod budget;
mod cases;
mod changes;
mod check;
mod cli;
mod completions;
mod crowds;
#[cfg(feature = "sqlite")]
mod database;
mod dates;
mod determinism;
mod dialects;
mod docs;
mod due;
mod embedded;
mod errors;
mod evidence;
mod exports;
mod feeds;
mod filters;
mod following;
mod formats;
mod guards;
mod help;
mod hostile;
mod html_limits;
mod identity;
mod init;
mod inputs;
mod ledger;
mod lenient;
mod limits;
mod listing;
mod lists;
mod mixed;
mod nasty;
mod one_line;
mod operators;
mod packed;
mod pages;
mod places;
mod press;
mod public;
mod publish;
mod readers;
mod reading;
mod readme;
mod report;
mod run;
mod sample;
mod saved;
mod selection;
mod servers;
#[path = "../../crates/feedcheck/tests/shared/shapes.rs"]
mod shapes;
mod skip;
mod spellings;
mod spilling;
mod tables;
mod terms;
mod timings;
mod undated;
mod vanishing;
mod working;
mod zones;
