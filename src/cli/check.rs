//! `feedmill check`

mod explain;
mod files;
mod findings;
mod folders;

use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Utc};
use clap::builder::BoolishValueParser;
use rayon::prelude::*;
use serde::Serialize;

use super::progress::{Counted, Display, Work};
use super::report_form::ReportForm;
use super::{Error, Exit, colour};
use crate::article::path_text;
use crate::config::{BaseUrl, File};
use feedcheck::rule::Severity;
use feedcheck::{Checked, Kind, LARGEST, Options, check};
use files::Document;
use flate2::read::MultiGzDecoder;

/// Check feeds, lists of feeds and pages, ours or anybody's, offline; exit with 3 if an error was found
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command")]
pub(super) struct Args {
    /// Files, folders (walked) or - (standard input) [default: the output folder of feedmill.toml]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Where the folder, or the file's, will be served
    #[arg(long, value_name = "URL", env = "FEEDMILL_BASE_URL", help_heading = "Input")]
    base_url: Option<BaseUrl>,
    /// Configuration file [default: feedmill.toml here or in a folder above]
    #[arg(long, value_name = "FILE", env = "FEEDMILL_CONFIG")]
    config: Option<PathBuf>,
    /// Exit with 3 if a warning was found, too
    #[arg(long, env = "FEEDMILL_STRICT", help_heading = "Report", value_parser = BoolishValueParser::new())]
    strict: bool,
    /// Say what a rule is about, with an example, and check nothing
    #[arg(long, value_name = "CODE", conflicts_with = "paths", help_heading = "Report")]
    explain: Option<String>,
    /// Show each finding, and not only the first of each rule with the places of others
    #[arg(long, env = "FEEDMILL_ALL", help_heading = "Report", value_parser = BoolishValueParser::new())]
    all: bool,
    /// How to report
    #[arg(long, value_enum, default_value_t = ReportForm::Text, env = "FEEDMILL_REPORT", help_heading = "Report")]
    report: ReportForm,
    /// Say nothing unless something was found
    #[arg(short, long, conflicts_with = "verbose", help_heading = "Report")]
    quiet: bool,
    /// Show what is merely worth knowing, too
    #[arg(short, long, help_heading = "Report")]
    verbose: bool,
}

const EXAMPLES: &str = "\
Examples:
  feedmill check public --base-url https://example.org/feeds/    as it is to be served
  feedmill check public/rss.xml public/atom.xml                  two files
  feedmill check --strict --quiet                                the output of feedmill.toml
  feedmill check --explain undefined-named-entity                what a rule is about";

/// A document that was checked.
struct Looked {
    /// Its path, as people know it.
    path: String,
    /// Its number among those that were found.
    document: usize,
    checked: Checked,
}

/// The report for programs.
#[derive(Serialize)]
struct Report<'c> {
    version: u8,
    files: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    findings: Vec<Found<'c>>,
}

/// A finding, for programs.
#[derive(Serialize)]
struct Found<'c> {
    path: &'c str,
    line: usize,
    column: usize,
    severity: Severity,
    code: &'static str,
    message: &'c str,
    text: &'c str,
    advice: &'static str,
    link: &'static str,
}

pub(super) fn run(args: Args) -> Result<Exit, Error> {
    if let Some(code) = &args.explain {
        return explain::run(code);
    }
    let (paths, base) = match (args.paths, args.base_url) {
        (paths, base) if !paths.is_empty() => (paths, base.map(|BaseUrl(url)| url)),
        (_, base) => {
            let here = std::env::current_dir().unwrap_or_default();
            let Some(path) = args.config.or_else(|| File::find(&here)) else {
                let message = "nothing to check: name files or folders, or have a feedmill.toml here or above";
                return Err(Error::Usage(message.to_owned()));
            };
            let config = File::read(&path)?.resolve(Vec::new(), None, None);
            let own = (!config.is_local).then_some(config.site.base_url);
            (vec![config.dir], base.map(|BaseUrl(url)| url).or(own))
        }
    };
    let base = base.as_ref().map(crate::article::WebUrl::as_str);
    let found = files::find(&paths, base);
    let mut failures = found.failures.clone();
    let looked = look_at_all(args.quiet, &found, base, &mut failures);
    let count = |severity| {
        let all = looked.iter().flat_map(|looked| &looked.checked.findings);
        all.filter(|finding| finding.rule.severity == severity).count()
    };
    let (errors, warnings, infos) = (count(Severity::Error), count(Severity::Warning), count(Severity::Info));
    let mut out = BufWriter::new(io::stdout().lock());
    match args.report {
        ReportForm::Json => {
            let findings = looked.iter().flat_map(Looked::found).collect();
            let report = Report { version: 1, files: looked.len(), errors, warnings, infos, findings };
            serde_json::to_writer(&mut out, &report).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        ReportForm::Text => {
            let least = if args.verbose { Severity::Info } else { Severity::Warning };
            let shown = looked.iter().flat_map(|Looked { path, checked, .. }| {
                checked.findings.iter().filter(|finding| finding.rule.severity <= least).map(move |one| (&**path, one))
            });
            findings::write(&mut out, shown, args.all, colour::on_stdout())?;
            if looked.is_empty() {
                writeln!(out, "no files were looked at")?;
            } else if !args.quiet || errors + warnings > 0 {
                writeln!(
                    out,
                    "{}: {}, {}, {}",
                    number(looked.len(), "file"),
                    number(errors, "error"),
                    number(warnings, "warning"),
                    number(infos, "info")
                )?;
                if looked.len() > 1 {
                    writeln!(out, "looked at: {}", kinds(looked.iter().map(|looked| looked.checked.kind)))?;
                }
            }
        }
    }
    out.flush()?;
    for passed in &found.passed_over {
        colour::note(passed);
    }
    for failure in &failures {
        colour::error(failure);
    }
    Ok(match () {
        () if !failures.is_empty() => Exit::Failed,
        () if errors > 0 || (args.strict && warnings > 0) => Exit::Rejected,
        () => Exit::Done,
    })
}

/// Looks at all documents, alone and together, and says how far it is.
fn look_at_all(quiet: bool, found: &files::Found, base: Option<&str>, failures: &mut Vec<String>) -> Vec<Looked> {
    let now = Utc::now();
    let (_display, counter) = display(quiet, found.documents.len());
    let look = |(n, document)| {
        let looked = look(n, document, now);
        counter.fetch_add(1, Ordering::Relaxed);
        looked
    };
    let results: Vec<_> = found.documents.par_iter().enumerate().map(look).collect();
    let mut looked = Vec::new();
    for result in results {
        match result {
            Ok(Some(document)) => looked.push(document),
            Ok(None) => {}
            Err(failure) => failures.push(failure),
        }
    }
    folders::look(found, base, &mut looked);
    looked
}

/// Shows at how many of the files it was looked, and what counts these.
fn display(quiet: bool, files: usize) -> (Display, Arc<AtomicU64>) {
    let counter = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&counter);
    let look = move || {
        let part = Some((counted.load(Ordering::Relaxed), files as u64));
        Some(Work { doing: "checking", part, counted: Counted::Things("files") })
    };
    (Display::of(quiet, look), counter)
}

/// How many documents there are of each kind, in words.
fn kinds(kinds: impl Iterator<Item = Kind>) -> String {
    let words = |kind: Kind| match kind {
        Kind::Rss => ("RSS feed", "RSS feeds"),
        Kind::Atom => ("Atom feed", "Atom feeds"),
        Kind::AtomEntry => ("Atom entry", "Atom entries"),
        Kind::AtomPub => ("document of the Atom protocol", "documents of the Atom protocol"),
        Kind::Json => ("JSON document", "JSON documents"),
        Kind::Opml => ("list of feeds", "lists of feeds"),
        Kind::Page => ("page", "pages"),
        Kind::Rdf => ("RSS 1.0 feed", "RSS 1.0 feeds"),
        _ => ("other document", "other documents"),
    };
    let mut counts: Vec<(Kind, usize)> = Vec::new();
    for kind in kinds {
        match counts.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, count)) => *count += 1,
            None => counts.push((kind, 1)),
        }
    }
    let word = |kind, count| if count == 1 { words(kind).0 } else { words(kind).1 };
    counts.iter().map(|(kind, count)| format!("{count} {}", word(*kind, *count))).collect::<Vec<_>>().join(", ")
}

/// Reads and checks a document; `None` if it is of no known kind and is not named on the command line.
fn look(number: usize, document: &Document, now: DateTime<Utc>) -> Result<Option<Looked>, String> {
    let path = path_text(&document.path).into_owned();
    let bytes = read(&document.path).map_err(|error| format!("{path}: {error}"))?;
    let file_name = document.path.file_name().and_then(|name| name.to_str()).filter(|name| *name != "-");
    let file_name = file_name.map(|name| name.strip_suffix(".gz").unwrap_or(name));
    let mut options = Options::at(now);
    options.url = document.url.as_deref();
    options.file_name = file_name;
    let checked = check(&bytes, &options);
    let is_ours = document.is_named || checked.kind != Kind::Other;
    Ok(is_ours.then_some(Looked { path, document: number, checked }))
}

/// As much of a file as is checked, unpacked if it is packed by gzip; `-` is standard input.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    const GZIP: &[u8] = b"\x1f\x8b";
    let mut bytes = Vec::new();
    let most = LARGEST as u64 + 1;
    if path.as_os_str() == "-" {
        io::stdin().lock().take(most).read_to_end(&mut bytes)?;
    } else {
        std::fs::File::open(path)?.take(most).read_to_end(&mut bytes)?;
    }
    if !bytes.starts_with(GZIP) {
        return Ok(bytes);
    }
    let mut unpacked = Vec::new();
    MultiGzDecoder::new(&*bytes).take(most).read_to_end(&mut unpacked)?;
    Ok(unpacked)
}

impl Looked {
    fn found(&self) -> impl Iterator<Item = Found<'_>> {
        self.checked.findings.iter().map(|finding| Found {
            path: &self.path,
            line: finding.line,
            column: finding.column,
            severity: finding.rule.severity,
            code: finding.rule.code,
            message: &finding.message,
            text: &finding.text,
            advice: finding.rule.advice,
            link: finding.rule.link,
        })
    }
}

/// A number of things in words.
fn number(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}
