//! Hints: where to look at what a first run has published, and what would make it better.

use std::io::{self, Write};

use url::Url;

use crate::article::{path_text, printable};
use crate::config::{Config, DEFAULT_BASE_URL};
use crate::quoted::quoted;
use crate::report::{FirstRun, Report};

/// Whether a run is the first one that publishes into its output folder.
pub(super) fn is_first(report: &Report) -> bool {
    let feeds = report.feeds;
    report.first_run.is_some() && !report.dry_run && feeds.created > 0 && feeds.changed + feeds.unchanged == 0
}

/// Says it, in a line each.
pub(super) fn write(mut out: impl Write, config: &Config, has_file: bool, report: &Report) -> io::Result<()> {
    let Some(first) = &report.first_run else { return Ok(()) };
    let index = config.dir.canonicalize().unwrap_or_else(|_| config.dir.clone()).join("index.html");
    let address = Url::from_file_path(&index).map_or_else(|()| path_text(&index).into_owned(), String::from);
    writeln!(out, "to look at it, open {address}")?;
    let hints = hints(config, has_file, first);
    if hints.is_empty() {
        return Ok(());
    }
    writeln!(out, "to make it better:")?;
    hints.iter().try_for_each(|hint| writeln!(out, "  {}", printable(hint)))
}

fn hints(config: &Config, has_file: bool, first: &FirstRun) -> Vec<String> {
    let mut hints = Vec::new();
    if config.is_local {
        hints.push(format!(
            "the feeds say that they are at {DEFAULT_BASE_URL}; base_url under [site] (or --base-url) says where they will be"
        ));
    }
    if config.site.title.is_none() {
        let name = config.site.name();
        hints.push(format!("the publication is called {}; title under [site] (or --title) names it", quoted(name)));
    }
    if first.without_address > 0 {
        let articles = if first.without_address == 1 {
            "1 article has".to_owned()
        } else {
            format!("{} articles have", first.without_address)
        };
        let pattern = quoted(&first.pattern);
        let lead = "entries lead to pages made of the texts";
        hints.push(format!(
            "{articles} no address, so that {lead}; under [[input]], url = {pattern} makes addresses of a site"
        ));
    }
    if let Some((label, others)) = first.twins.first() {
        let names: Vec<String> = others.iter().map(|other| format!("#{other}")).collect();
        let quoted_others: Vec<String> = others.iter().map(|other| quoted(other)).collect();
        let more = match first.twins.len() - 1 {
            0 => String::new(),
            more => format!(" (and {more} more such)"),
        };
        hints.push(format!(
            "#{label} and {} may be one tag{more}; under [tags], aliases = {{ {} = [{}] }} makes them one",
            names.join(", "),
            quoted(label),
            quoted_others.join(", ")
        ));
    }
    if !has_file {
        hints.push("`feedmill init` writes a feedmill.toml in which all of this can be said".to_owned());
    }
    hints
}
