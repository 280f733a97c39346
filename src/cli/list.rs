//! `feedmill list`

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use chrono::Utc;
use serde::Serialize;

use super::build::ReportForm;
use super::collection::{CollectionArgs, OutputArgs};
use super::{Error, Exit};
use crate::article::date::rfc3339;
use crate::feed::{Site, Taxonomy};
use crate::nearest::nearest;
use crate::select::Selected;
use crate::site;

/// List what a collection holds: terms, entries, newest date, slug, address
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What to list (tags or sources; both if neither is named), then files, folders or -
    #[arg(value_name = "tags|sources|INPUT")]
    words: Vec<PathBuf>,
    #[command(flatten)]
    collection: CollectionArgs,
    /// How to report
    #[arg(long, value_enum, default_value_t = ReportForm::Text)]
    report: ReportForm,
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

pub(super) fn run(args: Args) -> Result<Exit, Error> {
    let mut inputs = args.words;
    // A file of that name is named as ./tags.
    let wanted = inputs.first().and_then(|word| Taxonomy::named(word.to_str()?));
    if wanted.is_some() {
        inputs.remove(0);
    }
    if wanted.is_none()
        && let Some(word) = inputs.first().filter(|word| !word.exists()).and_then(|word| word.to_str())
        && let Some(near) = nearest(word, Taxonomy::ALL.iter().map(|taxonomy| taxonomy.folder()))
    {
        return Err(Error::Usage(format!("\"{word}\" is neither a file nor a list; did you mean \"{near}\"?")));
    }
    let config = args.collection.resolve(inputs, OutputArgs::default())?;
    let mut out = BufWriter::new(io::stdout().lock());
    site::survey(&config, Utc::now(), |selected, report| {
        let lines = lines(selected, &config.site, wanted);
        match args.report {
            ReportForm::Json => {
                serde_json::to_writer(&mut out, &lines)?;
                writeln!(out)?;
            }
            ReportForm::Text => {
                for line in &lines {
                    let day = line.newest.as_deref().map_or("", |newest| &newest[..10]);
                    writeln!(
                        out,
                        "{}\t{}\t{}\t{day}\t{}\t{}",
                        line.taxonomy, line.term, line.entries, line.slug, line.url
                    )?;
                }
                for rejection in &report.rejections {
                    writeln!(io::stderr(), "rejected: {}: {}", rejection.origin, rejection.reason)?;
                }
            }
        }
        out.flush()
    })??;
    Ok(Exit::Done)
}

/// The terms, largest first.
fn lines<'s>(selected: &'s Selected<'_>, site: &Site, wanted: Option<Taxonomy>) -> Vec<Line<'s>> {
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
        .filter(|(_, term)| wanted.is_none_or(|wanted| wanted == term.taxonomy))
        .map(|(n, term)| Line {
            taxonomy: term.taxonomy.name(),
            term: &term.label,
            slug: &term.slug,
            entries: selected.term_sizes[n],
            newest: newest[n].map(rfc3339),
            url: site.url(&term.feed().folder()),
        })
        .collect();
    // Stable: within a size, by taxonomy and slug.
    lines.sort_by_key(|line| std::cmp::Reverse(line.entries));
    lines
}
