//! Findings for a person: where, what, the line with the place underlined, what to do, and where it is written.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use feedcheck::Finding;
use feedcheck::rule::Severity;

use super::super::excerpt::{FRAME, Marked, visible};

/// How many places are named of further findings of a rule.
const MORE_PLACES: usize = 5;

/// Writes findings with the paths of their documents: each, or of each rule the first as a whole and the places of others.
pub(super) fn write<'f>(
    out: &mut impl Write,
    findings: impl Iterator<Item = (&'f str, &'f Finding)>,
    all: bool,
    colour: bool,
) -> io::Result<()> {
    let mut of_rule: Vec<(&'static str, Vec<(&str, &Finding)>)> = Vec::new();
    for (path, finding) in findings {
        if all {
            write_one(out, path, finding, &[], colour)?;
            continue;
        }
        let code = finding.rule.code;
        match of_rule.iter_mut().find(|(known, _)| *known == code) {
            Some((_, found)) => found.push((path, finding)),
            None => of_rule.push((code, vec![(path, finding)])),
        }
    }
    for (_, found) in of_rule {
        let (path, first) = found[0];
        let mut more: Vec<String> = Vec::new();
        if found.len() > 1 {
            let places = found[1..].iter().take(MORE_PLACES);
            let places: Vec<_> = places.map(|(path, at)| format!("{path}:{}:{}", at.line, at.column)).collect();
            let rest = found.len() - 1 - places.len();
            let rest = if rest > 0 { format!(" and {rest} more (--all shows each)") } else { String::new() };
            more.push(format!("also at {}{rest}", places.join(", ")));
        }
        write_one(out, path, first, &more, colour)?;
    }
    Ok(())
}

/// How a severity looks.
fn style_of(severity: Severity) -> Style {
    let colour = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Info => AnsiColor::Cyan,
    };
    colour.on_default().bold()
}

/// Writes a finding in the document at that path, with `more` lines about others of its kind.
fn write_one(out: &mut impl Write, path: &str, finding: &Finding, more: &[String], colour: bool) -> io::Result<()> {
    let Finding { rule, line, column, message, excerpt, .. } = finding;
    let (style, frame) = if colour { (style_of(rule.severity), FRAME) } else { (Style::new(), Style::new()) };
    writeln!(out, "{path}:{line}:{column}: {style}{} [{}]{style:#}: {message}", rule.severity, rule.code)?;
    let marked = Marked::new(u64::try_from(*line).unwrap_or(u64::MAX), &excerpt.line, excerpt.mark.clone());
    let margin = marked.margin();
    writeln!(out, "{}", marked.draw(style, colour))?;
    for line in [rule.advice, rule.link].into_iter().chain(more.iter().map(String::as_str)) {
        writeln!(out, "{frame}{margin} ={frame:#} {}", line.chars().map(visible).collect::<String>())?;
    }
    writeln!(out)
}
