//! `feedmill list`

mod entries;
mod lines;
mod listing;
mod table;
mod tables;
mod wanted;

use std::io::{self, BufWriter, Write as _};
use std::path::PathBuf;

use chrono::Utc;
use clap::ValueEnum;
use clap::builder::BoolishValueParser;

use super::collection::{CollectionArgs, OutputArgs};
use super::progress::Display;
use super::report_form::ReportForm;
use super::{Error, Exit};
use crate::config::Count;
use crate::feed::Site;
use crate::report::Report;
use crate::select::Selected;
use crate::site::{self, Run};
use lines::Sorted;
use listing::Listing;
use table::Place;
use wanted::Wanted;

/// List what a collection holds: inputs, terms, feeds, the entries of a feed
///
/// In columns on a terminal, else in lines with tabs and a header. Nothing is written to the output folder.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Args {
    /// What to list (inputs and terms if nothing is named), then files, folders or - (standard input); a file whose name is that
    /// of a list is named as ./tags
    #[arg(value_name = "LIST|INPUT")]
    words: Vec<PathBuf>,
    #[command(flatten)]
    collection: CollectionArgs,
    /// Entries of a feed, before those of a burst, as `build --limit` says [default: 50]
    #[arg(long, value_name = "N", env = "FEEDMILL_LIMIT", help_heading = "Feeds")]
    feed_limit: Option<Count>,
    /// Articles that a term needs for a feed of its own, as `build --min-entries` says [default: 1]
    #[arg(long, value_name = "N", env = "FEEDMILL_MIN_ENTRIES", help_heading = "Feeds")]
    feed_min_entries: Option<Count>,
    /// What comes first [default: what has the most entries; of the entries of a feed the newest]
    #[arg(long, value_enum, value_name = "ORDER", env = "FEEDMILL_SORT", help_heading = "List")]
    sort: Option<Sort>,
    /// At most so many lines of each list [default: all; on a terminal, where no list is named, 10 of each]
    #[arg(short = 'n', long, value_name = "N", env = "FEEDMILL_LIST_LIMIT", help_heading = "List")]
    limit: Option<Count>,
    /// Only what has so many entries: terms and inputs with so many articles, articles that were read from so many places
    #[arg(long, value_name = "N", env = "FEEDMILL_LIST_MIN_ENTRIES", help_heading = "List")]
    min_entries: Option<Count>,
    /// The list `rejections`
    #[arg(long, env = "FEEDMILL_REJECTIONS", value_parser = BoolishValueParser::new(), help_heading = "List")]
    rejections: bool,
    /// The list `merged`
    #[arg(long, env = "FEEDMILL_MERGED", value_parser = BoolishValueParser::new(), help_heading = "List")]
    merged: bool,
    /// How to report
    #[arg(long, value_enum, default_value_t = ReportForm::Text, env = "FEEDMILL_REPORT", help_heading = "Report")]
    report: ReportForm,
}

const EXAMPLES: &str = "\
Lists:
  inputs                         by format and file
  tags, sources, categories, authors, languages
                                 terms: articles, newest date, address of the feed
  feeds                          the feeds that a run publishes
  tag/rust, source/the-tide, feed/own
                                 the entries of that feed, as its subscribers see them
  merged                         articles that were read from several places
  rejections                     what became no article

Examples:
  feedmill list articles.json                 inputs and terms
  feedmill list tags articles.json -n 20      the largest tags
  feedmill list sources --sort recent         the collection of feedmill.toml
  feedmill list tag/ferries articles.json     what subscribers of that tag see
  feedmill list feeds --report json           all feeds, for programs
  feedmill list rejections articles.json      what became no article, and why";

/// What comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Sort {
    /// What has the newest entry.
    Recent,
    /// What has the most entries.
    Entries,
    /// By name, title or place.
    Name,
}

/// How lists are cut and sorted, and where they go.
#[derive(Debug, Clone, Copy)]
struct View {
    sort: Option<Sort>,
    limit: Option<usize>,
    least: usize,
    form: ReportForm,
    place: Place,
}

pub(super) fn run(args: Args) -> Result<Exit, Error> {
    let mut inputs = args.words;
    let named = Wanted::take(&mut inputs).map_err(Error::Usage)?;
    let wanted = match (named, args.rejections, args.merged) {
        (named, false, false) => named,
        (Wanted::All | Wanted::Rejections, true, false) => Wanted::Rejections,
        (Wanted::All | Wanted::Merged, false, true) => Wanted::Merged,
        _ => return Err(Error::Usage("of several lists one is shown: leave out the others".to_owned())),
    };
    let output = OutputArgs { limit: args.feed_limit, min_entries: args.feed_min_entries, ..OutputArgs::default() };
    let view = View {
        sort: args.sort,
        limit: args.limit.map(Count::get),
        least: args.min_entries.map_or(0, Count::get),
        form: args.report,
        place: Place::of_stdout(),
    };
    view.check(&wanted).map_err(Error::Usage)?;
    let mut config = args.collection.resolve(inputs, output)?;
    let published = std::mem::take(&mut config.taxonomies);
    config.taxonomies = wanted.taxonomies(&published);
    let mut out = BufWriter::new(io::stdout().lock());
    let (mut display, progress) = Display::of_run(false);
    let list = |selected: Option<&Selected<'_>>, site: &Site, report: &Report| -> Result<(), Error> {
        display.end();
        let listing = Listing { view, selected, site, report, published: &published };
        listing.write(&mut out, &wanted, &config)?;
        out.flush()?;
        Ok(())
    };
    let result = site::survey(&config, &Run::at(Utc::now()).progress(progress), list);
    result??;
    Ok(Exit::Done)
}

impl View {
    /// Whether a list can be shown so.
    fn check(&self, wanted: &Wanted) -> Result<(), String> {
        let (what, sorts): (_, &[Sort]) = match wanted {
            Wanted::Inputs => ("inputs have", &[Sort::Entries, Sort::Name]),
            Wanted::Merged => ("articles that were read from several places have", &[Sort::Entries, Sort::Name]),
            Wanted::Rejections => ("rejections have", &[Sort::Name]),
            Wanted::Entries(..) => ("entries have", &[Sort::Recent, Sort::Name]),
            Wanted::All | Wanted::Feeds | Wanted::Terms(_) => return Ok(()),
        };
        let word = |sort: Sort| sort.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned());
        if let Some(sort) = self.sort.filter(|sort| !sorts.contains(sort)) {
            let lack = if sort == Sort::Recent { "no date here" } else { "no entries" };
            let sorts: Vec<String> = sorts.iter().map(|sort| word(*sort)).collect();
            return Err(format!("--sort {}: {what} {lack}; there is {}", word(sort), sorts.join(" and ")));
        }
        if self.least > 0 && !sorts.contains(&Sort::Entries) {
            return Err(format!("--min-entries: {what} no entries"));
        }
        Ok(())
    }

    /// The first lines, and how many more there are.
    fn cut<T>(&self, lines: &mut Vec<T>) -> usize {
        let more = lines.len().saturating_sub(self.limit.unwrap_or(usize::MAX));
        lines.truncate(lines.len() - more);
        more
    }

    /// Sorts lines, leaves out those with too few entries, and cuts the list.
    fn arrange<T: Sorted>(&self, lines: &mut Vec<T>) -> usize {
        lines.retain(|line| line.entries() >= self.least);
        lines::sort(lines, self.sort.unwrap_or(Sort::Entries));
        self.cut(lines)
    }
}
