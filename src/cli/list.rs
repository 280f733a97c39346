//! `feedmill list`

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use chrono::Utc;
use clap::builder::BoolishValueParser;
use serde::Serialize;

use super::collection::{CollectionArgs, OutputArgs};
use super::report_form::ReportForm;
use super::{Error, Exit};
use crate::article::date::rfc3339;
use crate::feed::{Site, Taxonomy};
use crate::report::{InputLine, Report};
use crate::select::Selected;
use crate::site;
use feedcheck::nearest::nearest;

/// List what a collection holds: inputs by format and file, and terms with entries, newest date, slug, address
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What to list (inputs, tags, sources, categories, authors, languages or feeds; all if none is named), then files,
    /// folders or -
    #[arg(value_name = "inputs|tags|sources|…|INPUT")]
    words: Vec<PathBuf>,
    #[command(flatten)]
    collection: CollectionArgs,
    /// List every rejection instead: what became no article, with its place and the reason
    #[arg(long, env = "FEEDMILL_REJECTIONS", value_parser = BoolishValueParser::new())]
    rejections: bool,
    /// List instead every article that was read from several places: these places, and what they have in common
    #[arg(long, conflicts_with = "rejections", env = "FEEDMILL_MERGED", value_parser = BoolishValueParser::new())]
    merged: bool,
    /// How to report
    #[arg(long, value_enum, default_value_t = ReportForm::Text)]
    report: ReportForm,
}

/// What is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    All,
    Inputs,
    Terms(Taxonomy),
}

/// The word that lists inputs.
const INPUTS: &str = "inputs";

impl Wanted {
    fn named(word: &str) -> Option<Self> {
        if word == INPUTS { Some(Self::Inputs) } else { Taxonomy::named(word).map(Self::Terms) }
    }

    fn has_terms_of(self, taxonomy: Taxonomy) -> bool {
        self == Self::All || self == Self::Terms(taxonomy)
    }
}

/// One term.
#[derive(Debug, Serialize)]
struct Line<'a> {
    taxonomy: &'static str,
    term: &'a str,
    slug: &'a str,
    entries: usize,
    newest: Option<String>,
    url: String,
}

/// All that is listed.
#[derive(Serialize)]
struct Lists<'a> {
    inputs: Vec<&'a InputLine>,
    terms: Vec<Line<'a>>,
}

pub(super) fn run(args: Args) -> Result<Exit, Error> {
    let mut inputs = args.words;
    // A file of that name is named as ./tags.
    let wanted = inputs.first().and_then(|word| Wanted::named(word.to_str()?));
    if wanted.is_some() {
        inputs.remove(0);
    }
    if wanted.is_none()
        && let Some(word) = inputs.first().filter(|word| !word.exists()).and_then(|word| word.to_str())
        && let Some(near) = nearest(word, Taxonomy::ALL.iter().map(|taxonomy| taxonomy.folder()).chain([INPUTS]))
    {
        return Err(Error::Usage(format!("\"{word}\" is neither a file nor a list; did you mean \"{near}\"?")));
    }
    let wanted = wanted.unwrap_or(Wanted::All);
    let mut config = args.collection.resolve(inputs, OutputArgs::default())?;
    // What is listed has feeds, so that their newest entries are known.
    config.most_feeds = Some(usize::MAX);
    config.taxonomies = Taxonomy::ALL.iter().copied().filter(|taxonomy| wanted.has_terms_of(*taxonomy)).collect();
    let mut out = BufWriter::new(io::stdout().lock());
    let list = |selected: Option<&Selected<'_>>, site: &Site, report: &Report| {
        if args.merged {
            match args.report {
                ReportForm::Json => {
                    serde_json::to_writer(&mut out, &report.merged)?;
                    writeln!(out)?;
                }
                ReportForm::Text => report.merged.iter().try_for_each(|merged| writeln!(out, "{merged}"))?,
            }
            return out.flush();
        }
        match (args.rejections, args.report) {
            (true, ReportForm::Json) => {
                serde_json::to_writer(&mut out, &report.rejection_list())?;
                writeln!(out)?;
            }
            (true, ReportForm::Text) => {
                for rejection in report.rejections.sorted() {
                    writeln!(out, "{}: {}", rejection.origin, rejection.reason)?;
                }
            }
            (false, ReportForm::Json) if wanted == Wanted::Inputs => {
                serde_json::to_writer(&mut out, &by_format(report))?;
                writeln!(out)?;
            }
            (false, ReportForm::Json) => {
                let terms = selected.map(|selected| lines(selected, site, wanted)).unwrap_or_default();
                match wanted {
                    Wanted::All => serde_json::to_writer(&mut out, &Lists { inputs: by_format(report), terms })?,
                    _ => serde_json::to_writer(&mut out, &terms)?,
                }
                writeln!(out)?;
            }
            (false, ReportForm::Text) => {
                for InputLine { path, settings, format, articles, rejected, unpublished } in
                    by_format(report).into_iter().filter(|_| matches!(wanted, Wanted::All | Wanted::Inputs))
                {
                    let settings = if settings.is_empty() { String::new() } else { format!("\t{settings}") };
                    writeln!(
                        out,
                        "input\t{path}\t{articles}\t{format}\t{rejected} rejected\t{unpublished} not published{settings}"
                    )?;
                }
                for line in selected.map(|selected| lines(selected, site, wanted)).unwrap_or_default() {
                    let day = line.newest.as_deref().map_or("", |newest| &newest[..10]);
                    writeln!(
                        out,
                        "{}\t{}\t{}\t{day}\t{}\t{}",
                        line.taxonomy, line.term, line.entries, line.slug, line.url
                    )?;
                }
                for rejection in report.rejections.sorted() {
                    writeln!(io::stderr(), "rejected: {}: {}", rejection.origin, rejection.reason)?;
                }
            }
        }
        out.flush()
    };
    site::survey(&config, Utc::now(), list)??;
    Ok(Exit::Done)
}

/// The inputs by format, then by path.
fn by_format(report: &Report) -> Vec<&InputLine> {
    let mut inputs: Vec<_> = report.inputs.iter().collect();
    inputs.sort_by(|a, b| (&a.format, &a.path).cmp(&(&b.format, &b.path)));
    inputs
}

/// The terms, largest first.
fn lines<'s>(selected: &'s Selected<'_>, site: &Site, wanted: Wanted) -> Vec<Line<'s>> {
    let mut newest = vec![None; selected.terms.len()];
    for feed in &selected.feeds {
        if let (Some(term), Some(first)) = (feed.term, feed.entries.first()) {
            newest[term] = Some(selected.articles[*first].published.at);
        }
    }
    let mut lines: Vec<Line<'_>> = selected
        .terms
        .iter()
        .enumerate()
        .filter(|(_, term)| wanted.has_terms_of(term.taxonomy))
        .map(|(n, term)| Line {
            taxonomy: term.taxonomy.name(),
            term: &term.label,
            slug: &term.slug,
            entries: term.articles,
            newest: newest[n].map(rfc3339),
            url: site.url(&term.feed().folder()),
        })
        .collect();
    // Stable: within a size, by taxonomy and slug.
    lines.sort_by_key(|line| std::cmp::Reverse(line.entries));
    lines
}
