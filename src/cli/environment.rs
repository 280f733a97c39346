//! Environment variables: which of them an argument takes its value from, and those that none does.

use std::env;

use clap::error::{ContextKind, ContextValue};
use clap::{Arg, Command};
use feedcheck::internal::nearest;

/// How the variables begin that feedmill reads.
const PREFIX: &str = "FEEDMILL_";

/// The arguments of a command and those below it.
fn arguments(command: &Command) -> Vec<&Arg> {
    command.get_arguments().chain(command.get_subcommands().flat_map(arguments)).collect()
}

/// Says of each variable that begins like one of feedmill's and is none which one may be meant.
pub(super) fn unknown(command: impl FnOnce() -> Command) -> Vec<String> {
    let set = env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    let mut unknown: Vec<String> = set.filter(|name| name.starts_with(PREFIX)).collect();
    if unknown.is_empty() {
        return unknown;
    }
    let command = command();
    let known: Vec<&str> = arguments(&command).iter().filter_map(|arg| arg.get_env()?.to_str()).collect();
    unknown.retain(|name| !known.contains(&&**name));
    unknown.sort_unstable();
    let hint = |name: String| match nearest(&name, known.iter().copied()) {
        Some(near) => format!("the environment variable {name} is not known, and not read; did you mean {near}?"),
        None => format!("the environment variable {name} is not known, and not read"),
    };
    unknown.into_iter().map(hint).collect()
}

/// The variable that a value comes from that an argument cannot have, if it is not on the command line.
pub(super) fn source_of(error: &clap::Error, command: &Command) -> Option<String> {
    let Some(ContextValue::String(named)) = error.get(ContextKind::InvalidArg) else { return None };
    let long = named.strip_prefix("--")?.split([' ', '=']).next()?;
    let is_given = env::args().any(|arg| arg.strip_prefix("--").is_some_and(|arg| arg.split('=').next() == Some(long)));
    let variable = arguments(command).into_iter().find(|arg| arg.get_long() == Some(long))?.get_env()?.to_str()?;
    (!is_given && env::var_os(variable).is_some()).then(|| variable.to_owned())
}
