//! `feedmill build`

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use chrono::Utc;
use clap::builder::BoolishValueParser;

use super::collection::{CollectionArgs, OutputArgs};
use super::progress::Display;
use super::report_form::ReportForm;
use super::watch::{self, Watched};
use super::{Error, Exit, colour, explain, failure, hints, interrupt};
use crate::config::{Archives, Config, ContentMode, Count, DEFAULT_BASE_URL, Format, Server};
use crate::feed::ArticlePages;
use crate::report::{Rejection, Report, Stopwatch, WarningCode};
use crate::site::{self, BuildError, Run};

/// Publish the feeds of a collection
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub(super) struct Args {
    /// Files, folders or - (standard input) that hold the articles; their order does not matter
    #[arg(value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// Output folder [default: feeds]
    #[arg(short, long, value_name = "DIR", env = "FEEDMILL_OUTPUT", help_heading = "Output")]
    output: Option<PathBuf>,
    /// Feed formats: rss, atom, json [default: rss,atom]
    #[arg(long, value_name = "LIST", value_delimiter = ',', env = "FEEDMILL_FORMAT", help_heading = "Output")]
    format: Option<Vec<Format>>,
    /// Whether feeds show whole texts or excerpts [default: full]
    #[arg(long, value_enum, value_name = "MODE", env = "FEEDMILL_CONTENT", help_heading = "Feeds")]
    content: Option<ContentMode>,
    /// Entries of a feed, before those of a burst [default: 50]
    #[arg(long, value_name = "N", env = "FEEDMILL_LIMIT", help_heading = "Feeds")]
    limit: Option<Count>,
    /// Articles that a term needs for a feed of its own [default: 1]
    #[arg(long, value_name = "N", env = "FEEDMILL_MIN_ENTRIES", help_heading = "Feeds")]
    min_entries: Option<Count>,
    /// Which articles have a page of their own: those without an address, all or none [default: missing]
    #[arg(long, value_enum, value_name = "WHICH", env = "FEEDMILL_ARTICLES", help_heading = "Feeds")]
    articles: Option<ArticlePages>,
    #[command(flatten)]
    collection: CollectionArgs,
    /// Publish though an input has vanished, is empty or has lost more than half of its articles
    #[arg(long, env = "FEEDMILL_ACCEPT_SHRINK", help_heading = "Run", value_parser = BoolishValueParser::new())]
    accept_shrink: bool,
    /// Read and make everything anew, whatever the last run left; ids, dates and addresses stay
    #[arg(long, env = "FEEDMILL_REBUILD", help_heading = "Run", value_parser = BoolishValueParser::new())]
    rebuild: bool,
    /// Compare inputs by their content, not by size, times and inode, to see whether there is anything to do
    #[arg(long, env = "FEEDMILL_CHECKSUM", help_heading = "Run", value_parser = BoolishValueParser::new())]
    checksum: bool,
    /// Also write what tells a web server of renamed and removed feeds, for nginx, apache, caddy or netlify
    #[arg(long, value_name = "LIST", value_delimiter = ',', env = "FEEDMILL_REDIRECTS", help_heading = "Output")]
    redirects: Option<Vec<Server>>,
    /// Keep all that feeds ever showed, in a document for each month
    #[arg(long, env = "FEEDMILL_ARCHIVES", help_heading = "Feeds", value_parser = BoolishValueParser::new())]
    archives: bool,
    /// Publish again whenever an input or the configuration changes, until Ctrl-C
    #[arg(long, conflicts_with_all = ["dry_run", "explain"], help_heading = "Run")]
    watch: bool,
    /// Write nothing; say what would be created, changed and removed
    #[arg(long, env = "FEEDMILL_DRY_RUN", help_heading = "Run", value_parser = BoolishValueParser::new())]
    dry_run: bool,
    /// Write nothing; show how the articles of a file are read, or those at a place of it: each field, where it comes
    /// from, what becomes of it
    #[arg(long, value_name = "FILE[:LINE[:COLUMN]]", help_heading = "Report")]
    explain: Option<String>,
    /// Exit with 3 if an article was rejected
    #[arg(long, env = "FEEDMILL_STRICT", help_heading = "Report", value_parser = BoolishValueParser::new())]
    strict: bool,
    /// Also report what the run took: time of each stage, memory, what was read, and why the whole collection was
    #[arg(long, env = "FEEDMILL_TIMINGS", help_heading = "Report", value_parser = BoolishValueParser::new())]
    timings: bool,
    /// How to report
    #[arg(long, value_enum, default_value_t = ReportForm::Text, env = "FEEDMILL_REPORT", help_heading = "Report")]
    report: ReportForm,
    /// Say nothing unless something needs a person
    #[arg(short, long, conflicts_with = "verbose", help_heading = "Report")]
    quiet: bool,
    /// Show every rejection and warning
    #[arg(short, long, help_heading = "Report")]
    verbose: bool,
}

const EXAMPLES: &str = "\
Examples:
  feedmill build articles.json -o public --base-url https://example.org/feeds/
  feedmill build posts/ --format rss,atom,json --time-zone Europe/Prague
  feedmill build                                   the inputs and settings of feedmill.toml
  feedmill build posts/ --watch                    publishes again after each change
  feedmill build articles.json --dry-run           what a run would change
  feedmill build --explain articles.json:3         how the article in line 3 is read
  feedmill build --quiet --strict                  for cron: speaks when a person is needed";

pub(super) fn run(args: Args) -> Result<Exit, Error> {
    let (form, is_quiet) = (args.report, args.quiet);
    let result = publish(args);
    if let (ReportForm::Json, Err(error)) = (form, &result)
        && !matches!(error, Error::Report(_))
    {
        failure::write(error, io::stdout().lock())?;
    }
    match result {
        // The run that holds the lock publishes the same.
        Err(Error::Build(BuildError::Locked(_))) if is_quiet => Ok(Exit::Done),
        // A mail a day is enough.
        Err(Error::Build(BuildError::Shrunk { was_said: true, .. })) if is_quiet => Ok(Exit::Refused),
        result => result,
    }
}

fn publish(args: Args) -> Result<Exit, Error> {
    if let Some(place) = &args.explain {
        let (file, place) = explain::place(place);
        let output = args.output_args();
        let config = args.collection.resolve_with(args.inputs, Some(&file), output)?;
        return explain::run(&config, &file, place, args.report);
    }
    if args.watch {
        return publish_again(&args);
    }
    let config = args.config()?;
    if !args.dry_run && !args.quiet {
        interrupt::say("interrupted; each feed that is published stands whole, and the next run does the rest");
    }
    let report = args.build(&config, args.rebuild)?;
    args.say(&config, &report)
}

/// Publishes now and after each change.
fn publish_again(args: &Args) -> Result<Exit, Error> {
    let read = || Ok(Watched { config: args.config()?, file: args.collection.file() });
    if !args.quiet {
        interrupt::say("ended; what is published stands whole");
    }
    let mut rejected = Vec::new();
    watch::watch(read, args.quiet, |config, is_first| {
        let report = args.build(config, args.rebuild && is_first)?;
        let now_rejected: Vec<Rejection> = report.rejections.sorted().into_iter().cloned().collect();
        let is_new = now_rejected != rejected;
        rejected = now_rejected;
        if is_first || (is_new && !rejected.is_empty()) || (args.report == ReportForm::Json && !report.idle) {
            args.say(config, &report).map(drop)
        } else if !report.idle && !args.quiet {
            Ok(watch::say(&report)?)
        } else {
            Ok(())
        }
    })
}

impl Args {
    fn output_args(&self) -> OutputArgs {
        OutputArgs {
            dir: self.output.clone(),
            limit: self.limit,
            min_entries: self.min_entries,
            formats: self.format.clone(),
            content: self.content,
            articles: self.articles,
            redirects: self.redirects.clone(),
            archives: self.archives.then_some(Archives::MONTHS),
        }
    }

    /// The configuration, as it is now.
    fn config(&self) -> Result<Config, Error> {
        let mut config = self.collection.clone().resolve(self.inputs.clone(), self.output_args())?;
        config.by_content |= self.checksum;
        Ok(config)
    }

    /// Publishes, and shows how far that is.
    fn build(&self, config: &Config, rebuild: bool) -> Result<Report, Error> {
        let (_display, progress) = Display::of_run(self.quiet);
        let run = Run {
            dry_run: self.dry_run,
            accept_shrink: self.accept_shrink,
            rebuild,
            repeats_daily: self.quiet,
            lists_feeds: matches!(self.report, ReportForm::Json),
            program: program(),
            stopwatch: if self.timings { Stopwatch::started() } else { Stopwatch::default() },
            progress,
            ..Run::at(Utc::now())
        };
        Ok(site::build(config, &run)?)
    }

    /// Says how a run went.
    fn say(&self, config: &Config, report: &Report) -> Result<Exit, Error> {
        let is_remembered = report.warnings.iter().any(|warning| warning.code == WarningCode::BaseUrlRemembered);
        // What a first run says it says once.
        let has_hints = hints::is_first(report) && self.report == ReportForm::Text && !self.quiet;
        if config.is_local && !is_remembered && !self.quiet && !has_hints {
            colour::note(&format!(
                "the feeds say that they are at {DEFAULT_BASE_URL}; set --base-url to where they will be"
            ));
        }
        let mut out = BufWriter::new(io::stdout().lock());
        match self.report {
            ReportForm::Json => report.write_json(&mut out)?,
            // An earlier run has reported these rejections.
            ReportForm::Text if self.quiet && (report.idle || !report.needs_person()) => {
                if self.strict && !report.rejections.is_empty() {
                    let rejected = report.articles.rejected;
                    let were = if rejected == 1 { "article was" } else { "articles were" };
                    writeln!(out, "{rejected} {were} rejected, as an earlier run has reported (--strict)")?;
                }
            }
            ReportForm::Text => {
                report.write_text(&mut out, self.verbose)?;
                report.write_timings(&mut out)?;
                if has_hints {
                    hints::write(&mut out, config, self.collection.file().is_some(), report)?;
                }
            }
        }
        out.flush()?;
        Ok(match () {
            () if report.withholds() => Exit::Failed,
            () if self.strict && !report.rejections.is_empty() => Exit::Rejected,
            () => Exit::Done,
        })
    }
}

/// The size and time of the program file, which tell builds of the same version apart.
fn program() -> String {
    let meta = std::env::current_exe().and_then(std::fs::metadata);
    let modified = meta.as_ref().ok().and_then(|meta| meta.modified().ok());
    format!("{} {modified:?}", meta.map_or(0, |meta| meta.len()))
}
