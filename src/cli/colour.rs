//! `--color`: where output has colours, and what is said on standard error.

use std::env;
use std::ffi::OsStr;
use std::fmt::Display;
use std::io::{self, Write};

use anstream::AutoStream;
use anstyle::{AnsiColor, Style};
use clap::ValueEnum;
use clap::builder::Styles;

use super::excerpt::Marked;
use crate::article::{printable, without_error_numbers};

/// The environment variable of the flag.
pub(super) const VARIABLE: &str = "FEEDMILL_COLOR";

/// When output has colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless `NO_COLOR` is set; `CLICOLOR_FORCE` asks for them elsewhere, too.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How help and errors of the command line look.
pub(super) const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// How a heading looks.
pub(super) const HEADING: Style = Style::new().bold();
/// How what is less important looks.
pub(super) const FAINT: Style = Style::new().dimmed();
const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();

/// Does what `--color` or its environment variable says, before anything is said; a value that is none is an error later.
pub(super) fn choose() {
    let mut args = env::args_os().skip(1);
    let mut named = None;
    while let Some(arg) = args.next() {
        match arg.to_str() {
            Some("--") => break,
            Some("--color") => named = args.next(),
            Some(arg) => named = arg.strip_prefix("--color=").map(Into::into).or(named),
            None => {}
        }
    }
    let named = named.or_else(|| env::var_os(VARIABLE));
    let choice = match named.as_deref().and_then(OsStr::to_str) {
        Some("always") => anstream::ColorChoice::Always,
        Some("never") => anstream::ColorChoice::Never,
        _ => anstream::ColorChoice::Auto,
    };
    choice.write_global();
}

/// Whether standard output has colours.
pub(super) fn on_stdout() -> bool {
    AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
}

/// Says on standard error what has failed.
pub(super) fn error(message: &str) {
    say(&format_args!("{ERROR}error:{ERROR:#} "), message);
}

/// Shows on standard error the place of what has failed.
pub(super) fn place(marked: &Marked) {
    let has_colours = AutoStream::choice(&io::stderr()) != anstream::ColorChoice::Never;
    let _ = writeln!(anstream::stderr().lock(), "{}", marked.draw(ERROR, has_colours));
}

/// Says on standard error what is worth a look.
pub(super) fn warning(message: &str) {
    say(&format_args!("{WARNING}warning:{WARNING:#} "), message);
}

/// Says something on standard error.
pub(super) fn note(message: &str) {
    say(&"", message);
}

/// Where standard error is closed, nobody listens.
fn say(severity: &dyn Display, message: &str) {
    let _ = writeln!(anstream::stderr().lock(), "feedmill: {severity}{}", printable(&without_error_numbers(message)));
}
