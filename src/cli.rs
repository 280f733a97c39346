//! The command line. One file a command, owning its arguments and its `run`.

mod build;
mod check;
mod collection;
mod colour;
mod completions;
mod environment;
mod excerpt;
mod exit;
mod explain;
mod failure;
mod hints;
mod init;
mod interrupt;
mod ledger;
mod list;
mod man;
mod progress;
mod report_form;
mod watch;

use std::io;
use std::path::{Path, PathBuf};

use clap::{CommandFactory, Parser, Subcommand};

use crate::article::path_text;
use crate::config::ConfigError;
use crate::load::{LoadError, LoadErrorKind};
use crate::site::BuildError;
use colour::Color;
use excerpt::Marked;
pub use exit::Exit;

/// Publishes one RSS and one Atom feed per tag and per source of a collection of articles.
#[derive(Debug, Parser)]
#[command(name = "feedmill", version, long_version = env!("LONG_VERSION"), propagate_version = true)]
#[command(max_term_width = 100, styles = colour::STYLES, after_long_help = EXAMPLES)]
struct Cli {
    /// When output has colours: auto (on a terminal, unless `NO_COLOR` is set), always or never
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto, env = colour::VARIABLE)]
    #[arg(global = true, hide_possible_values = true)]
    color: Color,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  feedmill build articles.json -o public    publish the feeds of a collection
  feedmill list tags articles.json          what it holds
  feedmill check public                     whether its feeds are right
  feedmill build --help                     all about one command";

#[derive(Debug, Subcommand)]
enum Command {
    Build(Box<build::Args>),
    #[command(alias = "validate")]
    Check(check::Args),
    List(Box<list::Args>),
    Init(Box<init::Args>),
    Ledger(ledger::Args),
    Completions(completions::Args),
    Man(man::Args),
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
    #[error("{0}")]
    Manual(String),
    #[error("{}: cannot be written: {}", path_text(.0), .1)]
    NotWritten(PathBuf, io::Error),
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
            Self::Build(BuildError::Shrunk { .. }) => Exit::Refused,
            Self::Build(_) | Self::NoLedger(_) | Self::Manual(_) | Self::NotWritten(..) | Self::Report(_) => {
                Exit::Failed
            }
        }
    }
}

/// Parses the arguments of the process and runs its command.
pub fn run() -> Exit {
    colour::choose();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no errors; if they cannot be printed, there is no terminal to say so.
            let _ = error.print();
            if let Some(variable) = environment::source_of(&error, &Cli::command()) {
                colour::note(&format!("the value is that of the environment variable {variable}"));
            }
            return if error.use_stderr() { Exit::Usage } else { Exit::Done };
        }
    };
    for unknown in environment::unknown(Cli::command) {
        colour::warning(&unknown);
    }
    let result = match cli.command {
        Command::Build(args) => build::run(*args),
        Command::Check(args) => check::run(args),
        Command::List(args) => list::run(*args),
        Command::Init(args) => init::run(*args),
        Command::Ledger(args) => ledger::run(args),
        Command::Completions(args) => completions::run(&args),
        Command::Man(args) => man::run(args),
    };
    result.unwrap_or_else(|error| {
        let exit = error.exit();
        match &error {
            Error::Report(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
            error if exit == Exit::Done => colour::note(&error.to_string()),
            error => say(error),
        }
        exit
    })
}

/// Says what has failed, and shows the line that it is about.
fn say(error: &Error) {
    colour::error(&error.to_string());
    if let Some(marked) = excerpt_of(error) {
        colour::place(&marked);
    }
}

/// The line that an error is about.
fn excerpt_of(error: &Error) -> Option<Marked> {
    match error {
        Error::Config(ConfigError::Syntax { line, column, excerpt, .. }) if !excerpt.trim().is_empty() => {
            let at = column.saturating_sub(1);
            Some(Marked::new(*line as u64, excerpt, at..at + 1))
        }
        Error::Build(BuildError::Load(LoadError { origin, .. })) => {
            Marked::at(&text_of(Path::new(&*origin.path))?, origin.line, origin.column)
        }
        _ => None,
    }
}

/// The text of an input; `None`: it is large, packed, or no text in UTF-8.
fn text_of(path: &Path) -> Option<String> {
    const LARGEST: u64 = 16 << 20;
    let is_small = std::fs::metadata(path).is_ok_and(|meta| meta.is_file() && meta.len() <= LARGEST);
    is_small.then(|| std::fs::read_to_string(path).ok()).flatten()
}
