//! `feedmill ledger`

use std::borrow::Cow;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{Args as ClapArgs, Subcommand};
use serde::Serialize;

use super::report_form::ReportForm;
use super::{Error, Exit};
use crate::article::date::rfc3339;
use crate::article::text::counted;
use crate::article::{TermKey, path_text};
use crate::catalogue::{Catalogue, Filling};
use crate::config::{Config, File};
use crate::digest::sha256;
use crate::feed::{FeedKey, page_folder};
use crate::memory::{FeedRecord, Memory, Record};
use crate::publish::Lock;
use crate::site::{self, BuildError};

/// Look at what is remembered between runs, check it, or forget a part of it
#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Action,
}

const SHOW: &str = "\
Examples:
  feedmill ledger show -o public
  feedmill ledger show ferries -o public    the feed of a tag, and articles by their ids";

const CHECK: &str = "\
Examples:
  feedmill ledger check -o public";

const FORGET: &str = "\
Examples:
  feedmill ledger forget tags/ferries -o public";

#[derive(Debug, Subcommand)]
enum Action {
    /// Show what is remembered: counts, or all articles and feeds that a word names
    #[command(after_long_help = SHOW)]
    Show {
        #[command(flatten)]
        place: Place,
        /// A part of an id, a term or an address such as tags/rust
        word: Option<String>,
        /// How to report
        #[arg(long, value_enum, default_value_t = ReportForm::Text, env = "FEEDMILL_REPORT")]
        report: ReportForm,
    },
    /// Check the ledger and every published file against it, and look for files that it does not know; exit with 3 if something
    /// is wrong
    #[command(after_long_help = CHECK)]
    Check {
        #[command(flatten)]
        place: Place,
    },
    /// Forget articles by their ids, or feeds by their addresses (tags/rust): the next run treats them as new
    #[command(after_long_help = FORGET)]
    Forget {
        #[command(flatten)]
        place: Place,
        /// Ids and addresses, whole
        #[arg(required = true)]
        names: Vec<String>,
    },
}

#[derive(Debug, ClapArgs)]
struct Place {
    /// Output folder [default: that of feedmill.toml here or in a folder above, else feeds]
    #[arg(short, long, value_name = "DIR", env = "FEEDMILL_OUTPUT")]
    output: Option<PathBuf>,
    /// Configuration file
    #[arg(long, value_name = "FILE", env = "FEEDMILL_CONFIG")]
    config: Option<PathBuf>,
}

impl Place {
    /// The output folder and its ledger.
    fn open(self) -> Result<(PathBuf, Catalogue), Error> {
        let here = std::env::current_dir().unwrap_or_default();
        let named = self.config.is_some();
        // Where the output folder is said alone, the file that is found may be of another one.
        let config = match self.config.or_else(|| File::find(&here)) {
            Some(path) => Some(File::read(&path)?.resolve(Vec::new(), None, None)),
            None => None,
        };
        let config = match self.output {
            Some(dir) => {
                let is_its = |config: &Config| named || config.dir.canonicalize().ok() == dir.canonicalize().ok();
                let state = config.filter(is_its).and_then(|config| config.state);
                Config { dir, state, ..File::default().resolve(Vec::new(), None, None) }
            }
            None => config.unwrap_or_else(|| File::default().resolve(Vec::new(), None, None)),
        };
        let folder = site::state_folder(&config);
        let dir = config.dir;
        let ledger = Catalogue::open_in(&folder).map_err(BuildError::from)?;
        if !ledger.exists() {
            return Err(Error::NoLedger(ledger.path().to_owned()));
        }
        Ok((dir, ledger))
    }
}

pub(super) fn run(args: Args) -> Result<Exit, Error> {
    match args.action {
        Action::Show { place, word, report } => show(&place.open()?.1, word.as_deref(), report),
        Action::Check { place } => {
            let (dir, ledger) = place.open()?;
            check(&dir, &ledger)
        }
        Action::Forget { place, names } => {
            let (dir, ledger) = place.open()?;
            forget(&dir, ledger, &names)
        }
    }
}

/// An article, as it is shown.
#[derive(Serialize)]
struct ArticleLine<'m> {
    id: Cow<'m, str>,
    published: String,
    updated: String,
    feeds: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retracted: Option<String>,
}

/// A feed, as it is shown.
#[derive(Serialize)]
struct FeedLine<'m> {
    address: String,
    label: &'m str,
    id: &'m str,
    updated: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vanished: Option<String>,
}

/// What is shown.
#[derive(Serialize)]
struct Shown<'m> {
    ledger: String,
    articles: usize,
    feeds: usize,
    files: usize,
    inputs: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    found_articles: Vec<ArticleLine<'m>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    found_feeds: Vec<FeedLine<'m>>,
}

fn show(ledger: &Catalogue, word: Option<&str>, form: ReportForm) -> Result<Exit, Error> {
    let memory = ledger.memory().map_err(BuildError::from)?;
    let state = ledger.state().map_err(BuildError::from)?;
    let mut shown = Shown {
        ledger: path_text(ledger.path()).into_owned(),
        articles: memory.articles.len(),
        feeds: memory.feeds.len(),
        files: state.files.len(),
        inputs: state.inputs.len(),
        found_articles: Vec::new(),
        found_feeds: Vec::new(),
    };
    if let Some(word) = word {
        let folded = TermKey::fold(word);
        let names_feed = |feed: &FeedRecord| {
            address(feed) == word.trim_end_matches('/')
                || feed.term.as_ref().is_some_and(|(_, term)| term.refolded() == folded)
        };
        shown.found_feeds = memory.feeds.values().filter(|feed| names_feed(feed)).map(feed_line).collect();
        let named = memory.articles.values().filter(|record| record.id.as_str().contains(word));
        shown.found_articles = named.map(|record| article_line(record, &memory)).collect();
    }
    let mut out = BufWriter::new(io::stdout().lock());
    match form {
        ReportForm::Json => {
            serde_json::to_writer(&mut out, &shown).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        ReportForm::Text => {
            let Shown { ledger, articles, feeds, files, inputs, .. } = &shown;
            let (articles, feeds) = (counted(*articles, "article", "articles"), counted(*feeds, "feed", "feeds"));
            let (files, inputs) = (counted(*files, "file", "files"), counted(*inputs, "input", "inputs"));
            writeln!(out, "{ledger}: {articles}, {feeds}, {files}, {inputs}")?;
            for FeedLine { address, label, id, updated, vanished } in &shown.found_feeds {
                let updated = updated.as_deref().unwrap_or("never");
                writeln!(out, "feed /{address}\n  {label}\n  id {id}\n  updated {updated}")?;
                if let Some(vanished) = vanished {
                    writeln!(out, "  without entries since {vanished}")?;
                }
            }
            for ArticleLine { id, published, updated, feeds, page, gone, retracted } in &shown.found_articles {
                writeln!(
                    out,
                    "article {id}\n  published {published}\n  updated {updated}\n  in /{}",
                    feeds.join(" /")
                )?;
                if let Some(page) = page {
                    writeln!(out, "  page /{page}")?;
                }
                for (what, when) in [("in no feed since", gone), ("taken back", retracted)] {
                    if let Some(when) = when {
                        writeln!(out, "  {what} {when}")?;
                    }
                }
            }
        }
    }
    out.flush()?;
    let found = word.is_none() || !shown.found_articles.is_empty() || !shown.found_feeds.is_empty();
    if let (false, Some(word)) = (found, word) {
        return Err(Error::Usage(format!("the ledger knows no article and no feed by \"{word}\"")));
    }
    Ok(Exit::Done)
}

/// The folder of a feed, without the slash at its end.
fn address(feed: &FeedRecord) -> String {
    let key = feed.term.as_ref().map_or(FeedKey::All, |(taxonomy, _)| FeedKey::Term(*taxonomy, feed.slug.clone()));
    key.folder().trim_end_matches('/').to_owned()
}

fn feed_line(feed: &FeedRecord) -> FeedLine<'_> {
    FeedLine {
        address: address(feed),
        label: &feed.label,
        id: &feed.id,
        updated: feed.updated.map(rfc3339),
        vanished: feed.vanished.map(rfc3339),
    }
}

fn article_line<'m>(record: &'m Record, memory: &Memory) -> ArticleLine<'m> {
    ArticleLine {
        id: record.id.as_str(),
        published: rfc3339(record.published.at),
        updated: rfc3339(record.updated),
        feeds: record.feeds.iter().filter_map(|n| memory.feeds.get(n)).map(address).collect(),
        page: record.page.as_ref().map(|page| page_folder(&page.name).trim_end_matches('/').to_owned()),
        gone: record.gone.map(rfc3339),
        retracted: record.retracted.map(rfc3339),
    }
}

fn check(dir: &Path, ledger: &Catalogue) -> Result<Exit, Error> {
    let mut findings = ledger.integrity().map_err(BuildError::from)?;
    let files = match ledger.state() {
        Ok(state) => state.files,
        Err(error) => {
            findings.push(error.to_string());
            std::collections::BTreeMap::default()
        }
    };
    if let Err(error) = ledger.memory() {
        findings.push(error.to_string());
    }
    for (path, file) in &files {
        match fs::read(dir.join(&**path)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                // Of very many files a run looks only at some.
                let rebuild = if files.len() > site::FEW_FILES { " --rebuild" } else { "" };
                findings.push(format!("{path}: is not there; run `feedmill build{rebuild}` to mend it"));
            }
            Err(error) => findings.push(format!("{path}: cannot be read: {error}")),
            Ok(bytes) if sha256(&bytes) != file.sha256 => {
                findings.push(format!("{path}: is not what was published at {}", rfc3339(file.updated)));
            }
            Ok(_) => {}
        }
    }
    let unknown = site::unknown(dir, &files);
    findings
        .extend(unknown.iter().map(|path| format!("{path}: feedmill published it, and the ledger does not know it")));
    let mut out = BufWriter::new(io::stdout().lock());
    for finding in &findings {
        writeln!(out, "{finding}")?;
    }
    let (known, found) = (counted(files.len(), "file", "files"), counted(findings.len(), "finding", "findings"));
    writeln!(out, "{}: {known}, {found}", path_text(ledger.path()))?;
    out.flush()?;
    Ok(if findings.is_empty() { Exit::Done } else { Exit::Rejected })
}

fn forget(dir: &Path, mut ledger: Catalogue, names: &[String]) -> Result<Exit, Error> {
    let Some(_lock) = Lock::acquire(dir).map_err(BuildError::from)? else {
        return Err(BuildError::Locked(dir.to_owned()).into());
    };
    let memory = ledger.memory().map_err(BuildError::from)?;
    let mut state = ledger.state().map_err(BuildError::from)?;
    let mut new = memory.clone();
    for name in names {
        let before = (new.articles.len(), new.feeds.len());
        new.articles.retain(|_, record| record.id.as_str() != name.as_str());
        new.feeds.retain(|_, feed| feed.term.is_none() || address(feed) != name.trim_matches('/'));
        if before == (new.articles.len(), new.feeds.len()) {
            let message = format!("the ledger knows no article and no feed by \"{name}\"; nothing was forgotten");
            return Err(Error::Usage(message));
        }
    }
    let feeds: Vec<i64> = new.feeds.keys().copied().collect();
    for record in new.articles.values_mut() {
        record.feeds.retain(|n| feeds.binary_search(n).is_ok());
    }
    new.archives.retain(|(feed, _), _| feeds.binary_search(feed).is_ok());
    for archive in new.archives.values_mut() {
        archive.articles.retain(|n| new.articles.contains_key(n));
    }
    // The next run looks at everything again.
    let before = state.clone();
    state.run = None;
    let steps = ledger.steps().map_err(BuildError::from)?;
    ledger.commit((&memory, &new), (&before, &state), &steps, Filling::Unknown).map_err(BuildError::from)?;
    let (articles, feeds) = (memory.articles.len() - new.articles.len(), memory.feeds.len() - new.feeds.len());
    let (articles, feeds) = (counted(articles, "article", "articles"), counted(feeds, "feed", "feeds"));
    writeln!(io::stdout(), "forgot {articles} and {feeds}")?;
    Ok(Exit::Done)
}
