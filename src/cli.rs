//! The command line. One file a command, owning its arguments and its `run`.

mod build;
mod check;
mod collection;
mod environment;
mod exit;
mod explain;
mod failure;
mod ledger;
mod list;
mod report_form;

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{CommandFactory, Parser, Subcommand};

use crate::article::{path_text, printable};
use crate::config::ConfigError;
use crate::load::{LoadError, LoadErrorKind};
use crate::site::BuildError;
pub use exit::Exit;

/// Publishes one RSS and one Atom feed per tag and per source of a collection of articles.
#[derive(Debug, Parser)]
#[command(name = "feedmill", version, propagate_version = true, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(Box<build::Args>),
    #[command(alias = "validate")]
    Check(check::Args),
    List(Box<list::Args>),
    Ledger(ledger::Args),
}

/// A failed command.
#[derive(Debug, thiserror::Error)]
enum Error {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error("{0}")]
    Usage(String),
    #[error(transparent)]
    Build(#[from] BuildError),
    #[error("{}: there is no ledger; it is made by the first run", path_text(.0))]
    NoLedger(PathBuf),
    #[error("cannot write the report: {0}")]
    Report(#[from] io::Error),
}

impl Error {
    fn exit(&self) -> Exit {
        match self {
            Self::Config(_)
            | Self::Usage(_)
            | Self::Build(BuildError::Load(LoadError { kind: LoadErrorKind::Pattern(_), .. })) => Exit::Usage,
            // The program that reads the output has all that it wants.
            Self::Report(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
            Self::Build(BuildError::Locked(_)) => Exit::Done,
            Self::Build(BuildError::Shrunk(_)) => Exit::Refused,
            Self::Build(_) | Self::NoLedger(_) | Self::Report(_) => Exit::Failed,
        }
    }
}

/// Parses the arguments of the process and runs its command.
pub fn run() -> Exit {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no errors; if they cannot be printed, there is no terminal to say so.
            let _ = error.print();
            if let Some(variable) = environment::source_of(&error, &Cli::command()) {
                let _ = writeln!(io::stderr(), "\nfeedmill: the value is that of the environment variable {variable}");
            }
            return if error.use_stderr() { Exit::Usage } else { Exit::Done };
        }
    };
    for unknown in environment::unknown(Cli::command) {
        let _ = writeln!(io::stderr(), "feedmill: {}", printable(&unknown));
    }
    let result = match cli.command {
        Command::Build(args) => build::run(*args),
        Command::Check(args) => check::run(args),
        Command::List(args) => list::run(*args),
        Command::Ledger(args) => ledger::run(args),
    };
    result.unwrap_or_else(|error| {
        let exit = error.exit();
        if !matches!(&error, Error::Report(error) if error.kind() == io::ErrorKind::BrokenPipe) {
            let _ = writeln!(io::stderr(), "feedmill: {}", printable(&error.to_string()));
        }
        exit
    })
}
