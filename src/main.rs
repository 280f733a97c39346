//! The command: parse, run, exit.

use std::process::ExitCode;

fn main() -> ExitCode {
    feedmill::cli::run().into()
}
