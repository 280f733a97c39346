//! What is shown on a terminal while a command works that takes longer than half a second.
//!
//! The stages count and know of no terminal; a thread looks at the counters ten times a second and shows one line on standard error, which is
//! erased before anything else is said. In a pipe, with `--quiet` and on a terminal that cannot erase (`TERM=dumb`) there is none, nor the thread.

mod line;

use std::io::{self, IsTerminal as _};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::colour::FAINT;
use crate::report::Progress;
use line::of_run;
pub(super) use line::{Counted, Work};

/// How long a command works before anything is shown.
const SILENT: Duration = Duration::from_millis(500);
/// How often it is looked how far it is.
const EVERY: Duration = Duration::from_millis(100);
/// How long a bar is, in columns.
const BAR: usize = 20;
/// How the part of it looks that is done.
const DONE: Style = AnsiColor::Green.on_default();

/// The line that is shown now.
static SHOWN: Mutex<Option<ProgressBar>> = Mutex::new(None);

/// A line that says how far a command is, until it is dropped.
pub(super) struct Display(Option<(Sender<()>, JoinHandle<()>)>);

impl Display {
    /// Shows on a terminal what `look` tells of the work, unless the command is `quiet`.
    pub(super) fn of(quiet: bool, look: impl Fn() -> Option<Work> + Send + 'static) -> Self {
        if quiet || !can_erase() {
            return Self(None);
        }
        let (end, ended) = channel();
        let thread = std::thread::Builder::new().spawn(move || show(&ended, look));
        Self(thread.ok().map(|thread| (end, thread)))
    }

    /// The same of a run, with what counts for it.
    pub(super) fn of_run(quiet: bool) -> (Self, Progress) {
        if quiet || !can_erase() {
            return (Self(None), Progress::default());
        }
        let progress = Progress::counted();
        let counted = progress.clone();
        (Self::of(quiet, move || counted.so_far().map(of_run)), progress)
    }

    /// Erases the line.
    pub(super) fn end(&mut self) {
        if let Some((end, thread)) = self.0.take() {
            drop(end);
            // A thread that has failed shows nothing more, either.
            let _ = thread.join();
        }
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        self.end();
    }
}

/// Whether standard error is a terminal on which a line can be erased.
fn can_erase() -> bool {
    let is_dumb = std::env::var_os("TERM").map_or(cfg!(unix), |term| term.is_empty() || term == "dumb");
    io::stderr().is_terminal() && !is_dumb
}

fn shown() -> MutexGuard<'static, Option<ProgressBar>> {
    SHOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Erases the line, which is not shown again while what this gives is held.
pub(super) fn erase() -> impl Drop {
    let shown = shown();
    if let Some(bar) = &*shown {
        bar.finish_and_clear();
    }
    shown
}

/// Shows the line until the other end of `ended` is gone.
fn show(ended: &Receiver<()>, look: impl Fn() -> Option<Work>) {
    let started = Instant::now();
    let (mut doing, mut since) = (None, started);
    let has_colour = AutoStream::choice(&io::stderr()) != ColorChoice::Never;
    let mut wait = SILENT;
    while ended.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
        wait = EVERY;
        let Some(work) = look() else { continue };
        if doing != Some(work.doing) {
            // What was begun while nobody looked is as old as the command.
            since = doing.map_or(started, |_| Instant::now());
            doing = Some(work.doing);
        }
        let mut shown = shown();
        let bar = shown.get_or_insert_with(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            bar.with_style(style(has_colour))
        });
        bar.set_message(format!("{}{}", bar_of(&work, has_colour), work.line(since.elapsed())));
        bar.tick();
    }
    if let Some(bar) = shown().take() {
        bar.finish_and_clear();
    }
}

/// A bar where it is known how much there is to do, and a space after it.
fn bar_of(work: &Work, has_colour: bool) -> String {
    let Some(done) = work.columns(BAR) else { return String::new() };
    let (bar, rest) = ("━".repeat(done), "─".repeat(BAR - done));
    if has_colour { format!("{DONE}{bar}{DONE:#}{FAINT}{rest}{FAINT:#} ") } else { format!("{bar}{rest} ") }
}

/// What turns, then words.
fn style(has_colour: bool) -> ProgressStyle {
    let template = if has_colour { "{spinner:.green} {wide_msg}" } else { "{spinner} {wide_msg}" };
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner());
    style.tick_chars("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏ ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_has_a_colour_only_where_colours_are_wanted() {
        let work = Work { doing: "checking", part: Some((1, 4)), counted: Counted::Things("files") };
        assert_eq!(bar_of(&work, false), "━━━━━─────────────── ");
        assert!(bar_of(&work, true).starts_with("\u{1b}[32m━━━━━\u{1b}[0m"));
        assert_eq!(bar_of(&Work { part: None, ..work }, false), "");
    }
}
