//! `feedmill build --watch`: publishes, waits until an input or the configuration changes, and publishes again.
//!
//! The system tells of changes where it can; where it cannot, and for folders on other machines, it is looked every few seconds. A run
//! that finds nothing new takes milliseconds, so there is one every minute in any case: articles become due without any file changing, and what the
//! system did not tell is found.

mod folders;

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use chrono::Local;
use notify_debouncer_full::notify::{self, EventKind, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, NoCache, new_debouncer_opt};

use super::{Error, Exit, colour};
use crate::article::path_text;
use crate::config::Config;
use crate::report::{FeedCounts, Report};
use crate::site;
use folders::{Folder, is_remote};

/// How long it is waited after a change whether more follows.
const SETTLED: Duration = Duration::from_millis(300);
/// How often there is a run though nothing has told of a change.
const AT_LEAST: Duration = Duration::from_mins(1);
/// The same where the system does not tell.
const POLL: Duration = Duration::from_secs(3);

/// What is watched: the configuration as it was read, and its file.
pub(super) struct Watched {
    pub(super) config: Config,
    pub(super) file: Option<PathBuf>,
}

/// Runs once, and again after each change. `read` reads the configuration; `publish` runs with it, is told whether it is the first run, and says how it went.
///
/// # Errors
/// Only before the first run: what fails later is said, and tried again.
pub(super) fn watch(
    read: impl Fn() -> Result<Watched, Error>,
    quiet: bool,
    mut publish: impl FnMut(&Config, bool) -> Result<(), Error>,
) -> Result<Exit, Error> {
    let mut watched = read()?;
    if watched.config.inputs.iter().flat_map(|input| &input.paths).any(|path| path.as_os_str() == "-") {
        return Err(Error::Usage("--watch: standard input ends once; name files or folders".to_owned()));
    }
    let mut watcher = Watcher::new();
    let mut said = None;
    let mut is_first = true;
    loop {
        // Before the run: what changes while it goes on is a change.
        watcher.look_at(&watched);
        match publish(&watched.config, is_first) {
            Err(Error::Report(error)) => return Err(Error::Report(error)),
            result => say_once(result.err(), &mut said),
        }
        if is_first && !quiet {
            colour::note("watching for changes; Ctrl-C ends");
        }
        is_first = false;
        loop {
            watcher.wait();
            match read() {
                Ok(now) => break watched = now,
                Err(error) => say_once(Some(error), &mut said),
            }
        }
    }
}

/// Says what has failed, unless that was said last.
fn say_once(error: Option<Error>, said: &mut Option<String>) {
    let now = error.as_ref().map(ToString::to_string);
    if let Some(error) = error.filter(|_| now != *said) {
        super::say(&error);
    }
    *said = now;
}

/// Tells of changes.
struct Watcher {
    sender: Sender<()>,
    changes: Receiver<()>,
    /// What is asked of the system, and what tells of it.
    folders: Vec<Folder>,
    debouncer: Option<Debouncer<RecommendedWatcher, NoCache>>,
    /// Whether it is looked every few seconds, which was said.
    polls: bool,
}

impl Watcher {
    fn new() -> Self {
        let (sender, changes) = channel();
        Self { sender, changes, folders: Vec::new(), debouncer: None, polls: false }
    }

    /// Asks the system for changes of all that is read.
    fn look_at(&mut self, watched: &Watched) {
        let folders = folders::of(&watched.config, watched.file.as_deref());
        if folders == self.folders || self.polls {
            return;
        }
        let remote = folders.iter().find(|folder| is_remote(&folder.path));
        let why = match remote {
            Some(folder) => Some(format!("{} is on another machine", path_text(&folder.path))),
            None => self.ask(&folders, &watched.config).err().map(|error| error.to_string()),
        };
        if let Some(why) = why {
            let every = POLL.as_secs();
            colour::note(&format!(
                "{why}: the system tells of no changes there, so it is looked every {every} seconds"
            ));
            self.debouncer = None;
            self.polls = true;
        }
        self.folders = folders;
    }

    fn ask(&mut self, folders: &[Folder], config: &Config) -> notify::Result<()> {
        let own = own_folders(config);
        let sender = self.sender.clone();
        let tell = move |result: DebounceEventResult| {
            let is_change = match result {
                Ok(events) => events.iter().any(|event| is_change(event.kind, &event.paths, &own)),
                // Something was not told.
                Err(_) => true,
            };
            if is_change {
                // Nobody waits any more only where the command ends.
                let _ = sender.send(());
            }
        };
        let settings = notify::Config::default();
        let mut debouncer = new_debouncer_opt(SETTLED, None, tell, NoCache, settings)?;
        for folder in folders {
            let mode = if folder.is_deep { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
            debouncer.watch(&folder.path, mode)?;
        }
        self.debouncer = Some(debouncer);
        Ok(())
    }

    /// Waits for a change, or until it is time to look.
    fn wait(&self) {
        let _ = self.changes.recv_timeout(if self.polls { POLL } else { AT_LEAST });
        // One run finds all that was told until now.
        while self.changes.try_recv().is_ok() {}
    }
}

/// Where runs write.
fn own_folders(config: &Config) -> Vec<PathBuf> {
    let folders = [config.dir.clone(), site::state_folder(config)];
    folders.iter().flat_map(|folder| folder.canonicalize().into_iter().chain(std::path::absolute(folder))).collect()
}

/// Whether an event is a change of what is read, and not of what runs write.
fn is_change(kind: EventKind, paths: &[PathBuf], own: &[PathBuf]) -> bool {
    let is_own = |path: &Path| own.iter().any(|own| path.starts_with(own));
    !matches!(kind, EventKind::Access(_)) && (paths.is_empty() || paths.iter().any(|path| !is_own(path)))
}

/// Says in one line what a run has published.
pub(super) fn say(report: &Report) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{} {}", Local::now().format("%H:%M:%S"), line(report))?;
    out.flush()
}

fn line(report: &Report) -> String {
    let FeedCounts { created, changed, removed, .. } = report.feeds;
    let counts = [(created, "created"), (changed, "changed"), (removed, "removed")];
    let feeds = counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
    let feeds = feeds.collect::<Vec<_>>().join(", ");
    let feeds = if feeds.is_empty() { "no feed changed".to_owned() } else { format!("feeds: {feeds}") };
    let rejected = report.articles.rejected;
    let rejected = if rejected > 0 { format!(", {rejected} rejected") } else { String::new() };
    let (files, seconds) = (report.files.written, report.elapsed.as_secs_f64());
    format!("{feeds}; files written: {files}{rejected}, in {seconds:.2} s")
}

#[cfg(test)]
mod tests {
    use notify::event::{AccessKind, CreateKind, ModifyKind};

    use super::*;

    #[test]
    fn a_run_is_said_in_a_line() {
        let mut report = Report::default();
        assert_eq!(line(&report), "no feed changed; files written: 0, in 0.00 s");
        report.feeds = FeedCounts { created: 1, changed: 3, unchanged: 9, removed: 0 };
        (report.files.written, report.articles.rejected) = (14, 2);
        assert_eq!(line(&report), "feeds: 1 created, 3 changed; files written: 14, 2 rejected, in 0.00 s");
    }

    #[test]
    fn neither_what_is_read_nor_what_is_published_is_a_change() {
        let own = ["/srv/news/public".into(), "/var/lib/feedmill".into()];
        let tells = |kind, path: &str| is_change(kind, &[path.into()], &own);
        let modified = EventKind::Modify(ModifyKind::Any);
        assert!(tells(modified, "/srv/news/a.json"));
        assert!(tells(EventKind::Create(CreateKind::File), "/srv/news/public2/a.json"));
        assert!(!tells(EventKind::Access(AccessKind::Any), "/srv/news/a.json"));
        assert!(!tells(modified, "/srv/news/public/rss.xml"));
        assert!(!tells(modified, "/srv/news/public"));
        assert!(!tells(modified, "/var/lib/feedmill/ledger.sqlite"));
        // A file that leaves the output for an input.
        assert!(is_change(modified, &["/srv/news/public/a.json".into(), "/srv/news/a.json".into()], &own));
    }
}
