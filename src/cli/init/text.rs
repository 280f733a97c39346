//! The text of a configuration: only what is not the default or what a person will want to say, each with the reason.

mod site;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::paths::Paths;
use super::tables::Table;
use super::{counted, grouped};
use crate::article::{path_text, printable};
use crate::quoted::quoted;
use crate::report::Report;
use crate::select::twins::{Likeness, Twins};
use crate::site::{FileFindings, Findings, FirstLook};
pub(super) use site::output_of;

/// How many pairs of tags are proposed, and how many tables of a database are named.
const SHOWN: usize = 20;

/// The longest example in a comment, in characters.
const LONGEST: usize = 60;

/// A collection, and all that was found of it.
pub(super) struct Collection<'c> {
    pub(super) look: &'c FirstLook,
    pub(super) tables: &'c [Table],
    pub(super) findings: &'c Findings,
    pub(super) report: &'c Report,
    /// The output folder.
    pub(super) dir: &'c str,
}

impl Collection<'_> {
    /// The whole text.
    pub(super) fn write(&self, paths: &Paths) -> String {
        let mut formats = BTreeMap::<&str, usize>::new();
        for input in &self.report.inputs {
            *formats.entry(&*input.format).or_insert(0) += 1;
        }
        let formats: Vec<&str> = formats.into_keys().collect();
        let articles = counted(self.report.articles.accepted, "article", "articles");
        let files = counted(self.report.inputs.len(), "file", "files");
        let mut out = String::new();
        line(&mut out, &format!("# Made by `feedmill init` for {articles} in {files} ({}).", formats.join(", ")));
        line(
            &mut out,
            "# Lines that begin with # are reasons, and settings that wait for you: take the # away to use one.",
        );
        line(&mut out, "");
        self.write_site(&mut out, paths);
        self.write_output(&mut out);
        line(&mut out, "");
        out.push_str(&inputs(self.tables, self.look, self.findings));
        self.write_apart(&mut out, paths);
        self.write_tags(&mut out);
        line(&mut out, "");
        line(&mut out, "# Next: feedmill build");
        out
    }

    fn write_output(&self, out: &mut String) {
        line(out, "");
        line(out, "[output]");
        line(out, &format!("dir = {}", quoted(self.dir)));
        let Findings { with_categories, tags: (tags, single), .. } = self.findings;
        if *with_categories > 0 {
            let articles = counted(*with_categories, "article has", "articles have");
            reason(
                out,
                &format!("{articles} categories that are no tags: with \"category\" here these get feeds, too."),
            );
            line(out, "taxonomies = [\"tag\", \"source\", \"category\"]");
        }
        let languages = &self.findings.languages;
        if languages.len() > 1 {
            let each: Vec<String> = languages.iter().map(|(language, count)| format!("{language} ({count})")).collect();
            reason(out, &format!("Articles are in several languages, {}; each can have a feed:", each.join(", ")));
            line(out, "# languages = true");
        }
        // A few are no reason to ask for more.
        if *single >= 50 && *single * 2 > *tags {
            let (single, all) = (grouped(*single), grouped(*tags));
            reason(out, &format!("{single} of {all} tags have one article only; 2 leaves these without a feed:"));
            line(out, "# min_entries = 2");
        }
    }

    /// What lies in the folders and is not read.
    fn write_apart(&self, out: &mut String, paths: &Paths) {
        for path in self.look.apart.iter().take(SHOWN) {
            let path = path_text(&paths.tell(path)).into_owned();
            line(out, "");
            let is_archive = crate::load::is_archive(path.as_ref());
            if is_archive {
                reason(out, "An archive that lies in a folder is read only where it is named:");
                line(out, "# [[input]]");
                line(out, &format!("# path = {}", quoted(&path)));
            } else {
                reason(out, &format!("{}: not read; save its tables as CSV.", quoted(&path)));
            }
        }
        for database in self.look.databases.iter().filter(|database| database.best.is_none()) {
            let path = path_text(&paths.tell(&database.path)).into_owned();
            let names: Vec<&str> = database.tables.iter().take(SHOWN).map(|(name, _)| &**name).collect();
            line(out, "");
            reason(
                out,
                &format!("No table of this database is plainly one of articles: {}", printable(&names.join(", "))),
            );
            line(out, "# [[input]]");
            line(out, &format!("# path = {}", quoted(&path)));
            line(out, "# query = \"SELECT … AS title, … AS url, … AS published FROM …\"");
        }
    }

    fn write_tags(&self, out: &mut String) {
        let twins = &self.findings.twins;
        if twins.is_empty() {
            return;
        }
        line(out, "");
        reason(out, "Tags that may be one. The addresses of the others keep working.");
        let certain = twins.iter().any(|twins| twins.likeness == Likeness::Joined);
        line(out, if certain { "[tags.aliases]" } else { "# [tags.aliases]" });
        for twins in twins.iter().take(SHOWN) {
            line(out, &alias(twins));
        }
        if twins.len() > SHOWN {
            reason(out, &format!("… and {} more like these.", twins.len() - SHOWN));
        }
    }
}

/// A line that makes other names of a tag.
fn alias(twins: &Twins) -> String {
    let others: Vec<String> = twins.others.iter().map(|(label, _)| quoted(label)).collect();
    let counts: Vec<String> = twins.others.iter().map(|(_, count)| count.to_string()).collect();
    let sign = if twins.likeness == Likeness::Joined { "" } else { "# " };
    let (label, articles) = (quoted(&twins.label), twins.articles);
    format!("{sign}{label} = [{}]   # {articles} and {} articles", others.join(", "), counts.join(", "))
}

/// The `[[input]]` tables.
pub(super) fn inputs(tables: &[Table], look: &FirstLook, findings: &Findings) -> String {
    let mut out = String::new();
    for (n, table) in tables.iter().enumerate() {
        if n > 0 {
            line(&mut out, "");
        }
        line(&mut out, "[[input]]");
        write_table(&mut out, table);
        let own = of_table(tables, n, findings);
        write_counts(&mut out, (table, own), n == 0, look, findings);
    }
    out
}

/// What there is to say of the files that a table reads.
fn of_table(tables: &[Table], n: usize, findings: &Findings) -> FileFindings {
    let folder = std::path::Path::new("");
    let is_own = |path: &str| tables.iter().rposition(|table| table.reads(path, folder)).unwrap_or(0) == n;
    let own = findings.files.iter().filter(|(path, _)| is_own(path)).map(|(_, file)| file);
    own.fold(FileFindings::default(), |sum, file| FileFindings {
        articles: sum.articles + file.articles,
        without_address: sum.without_address.and(file.without_address),
        without_source: sum.without_source + file.without_source,
    })
}

fn write_table(out: &mut String, table: &Table) {
    let paths: Vec<String> = table.paths.iter().map(|path| quoted(&path.to_string_lossy())).collect();
    match &paths[..] {
        [one] => line(out, &format!("path = {one}")),
        several => line(out, &format!("path = [{}]", several.join(", "))),
    }
    if let Some(query) = &table.query {
        if !table.other_tables.is_empty() {
            let others = table.other_tables.iter().take(SHOWN);
            let others: Vec<String> = others.map(|(name, rows)| format!("{name} ({rows} rows)")).collect();
            reason(out, &format!("Other tables of it: {}.", printable(&others.join(", "))));
        }
        // With quotes for its names it reads better in those that leave all as it is.
        let is_literal = query.contains('"') && !query.contains(|c: char| c == '\'' || c.is_control());
        let query = if is_literal { format!("'{query}'") } else { quoted(query) };
        line(out, &format!("query = {query}"));
    }
    let fields = |certain| {
        let fields: Vec<String> =
            table.fields(certain).map(|(field, name)| format!("{} = {}", field.name(), quoted(name))).collect();
        fields.join(", ")
    };
    let (certain, doubtful) = (fields(true), fields(false));
    if !certain.is_empty() {
        reason(out, "What is called otherwise than the fields that feedmill knows:");
        line(out, &format!("fields = {{ {certain} }}"));
    }
    if !doubtful.is_empty() {
        reason(out, "Look at this: by their names these columns may be fields.");
        let all = if certain.is_empty() { doubtful } else { format!("{certain}, {doubtful}") };
        line(out, &format!("# fields = {{ {all} }}"));
    }
}

fn write_counts(
    out: &mut String,
    (table, own): (&Table, FileFindings),
    is_first: bool,
    look: &FirstLook,
    findings: &Findings,
) {
    let (relative, example) = &look.relative;
    if is_first && *relative > 0 {
        let articles = counted(*relative, "article has an address", "articles have addresses");
        reason(out, &format!("{articles} that are only paths ({}): say of which site.", shown(example)));
        line(out, "# base_url = \"https://example.org/\"");
    } else if own.without_address.count > 0 {
        let articles = counted(own.without_address.count, "article has", "articles have");
        reason(
            out,
            &format!(
                "{articles} no address: feeds lead to pages made of their texts. If they stand on a site, a pattern makes addresses:"
            ),
        );
        line(out, &format!("# url = {}", quoted(&own.without_address.pattern())));
    }
    if own.without_source > 0 {
        let articles = counted(own.without_source, "article names", "articles name");
        reason(out, &format!("{articles} no source; with this they have a feed of theirs:"));
        line(out, "# source = \"The name of the publication\"");
    }
    if let Some((path, message)) = &findings.ambiguous
        && table.reads(path, std::path::Path::new(""))
    {
        let message = message.split(';').next().unwrap_or(message);
        reason(out, &format!("{}; if the month comes first, say so:", printable(message)));
        line(out, "# date_order = \"month-day\"");
    }
}

/// An example in a comment.
fn shown(text: &str) -> String {
    let short: String = text.chars().take(LONGEST).collect();
    let text = if short.len() < text.len() { format!("{short}…") } else { short };
    quoted(&text)
}

fn line(out: &mut String, text: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{text}");
}

/// A reason, as a comment in one line whatever stands in it.
fn reason(out: &mut String, text: &str) {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    line(out, &format!("# {text}"));
}
