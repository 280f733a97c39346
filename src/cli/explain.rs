//! `feedmill build --explain`

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use chrono::Utc;

use super::report_form::ReportForm;
use super::{Error, Exit};
use crate::article::text::one_line;
use crate::config::Config;
use crate::report::ReadingLine;
use crate::site::{self, Explanation, FieldLine, Place};

/// The file and the place in it that an argument names: `news.jsonl:17`, `news.json:1:240`. If a file has the whole argument
/// for its name, that is meant.
pub(super) fn place(named: &str) -> (PathBuf, Option<Place>) {
    let whole = (PathBuf::from(named), None);
    let number = |named: &'_ str| {
        let (file, number) = named.rsplit_once(':')?;
        Some((file.to_owned(), number.parse::<u64>().ok()?))
    };
    let Some((file, last)) = number(named).filter(|_| !Path::new(named).exists()) else { return whole };
    match number(&file).filter(|_| !Path::new(&file).exists()) {
        Some((file, line)) => (PathBuf::from(file), Some(Place { line, column: Some(last) })),
        None => (PathBuf::from(file), Some(Place { line: last, column: None })),
    }
}

pub(super) fn run(config: &Config, file: &Path, place: Option<Place>, form: ReportForm) -> Result<Exit, Error> {
    let explanations = site::explain(config, Utc::now(), file, place)?;
    let mut out = BufWriter::new(io::stdout().lock());
    match form {
        ReportForm::Json => {
            serde_json::to_writer(&mut out, &explanations).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        ReportForm::Text => {
            for explanation in &explanations {
                write(&mut out, explanation)?;
            }
        }
    }
    out.flush()?;
    Ok(Exit::Done)
}

/// The most characters of a value that are shown.
const SHOWN: usize = 100;

fn write(out: &mut impl Write, explanation: &Explanation) -> io::Result<()> {
    let Explanation { origin, settings, format, fields, left_out, warnings, merged } = explanation;
    let settings = if settings.is_empty() { String::new() } else { format!(", {settings}") };
    writeln!(out, "{origin} ({format}{settings})")?;
    for FieldLine { field, from, read, published } in fields {
        let from = if from.is_empty() { String::new() } else { format!("  [{from}]") };
        let (read, published) = (shown(read), shown(published));
        match (read.as_str(), published.as_str()) {
            (read, "") if left_out.is_some() => writeln!(out, "  {field:<11} {read}{from}")?,
            (read, "") => writeln!(out, "  {field:<11} (nothing), read: {read}{from}")?,
            ("", published) => writeln!(out, "  {field:<11} {published}{from}")?,
            (read, published) if read == published => writeln!(out, "  {field:<11} {published}{from}")?,
            (read, published) => writeln!(out, "  {field:<11} {published}{from}\n  {:<11} read: {read}", "")?,
        }
    }
    for warning in warnings {
        writeln!(out, "  {}: {}", warning.code, warning.message)?;
    }
    if let Some(merged) = merged {
        writeln!(out, "  one article with what stands elsewhere, by {}: {}", merged.by.join(", "), merged.title)?;
        for ReadingLine { origin: place, title } in merged.readings.iter().filter(|reading| reading.origin != *origin) {
            let title = title.as_ref().map_or(String::new(), |title| format!(": {title}"));
            writeln!(out, "    {place}{title}")?;
        }
    }
    match left_out {
        Some(reason) => writeln!(out, "  no article: {reason}"),
        None => Ok(()),
    }
}

fn shown(values: &[String]) -> String {
    let line = one_line(&values.join(", "));
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
