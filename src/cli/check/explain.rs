//! `--explain CODE`: what a rule is about.

use std::io::{self, Write};

use feedcheck::Example;
use feedcheck::internal::nearest;
use feedcheck::rule::{self, Severity};

use super::super::excerpt::visible;
use super::super::{Error, Exit};

/// Says what a rule is about; an error, if there is no rule of that code.
pub(super) fn run(code: &str) -> Result<Exit, Error> {
    let code = code.trim_matches(['[', ']']);
    let Some(rule) = rule::named(code) else {
        let near = nearest(code, rule::all().map(|rule| rule.code));
        let near = near.map_or_else(String::new, |near| format!("; the nearest is {near}"));
        let message = format!("there is no rule {code}{near} (codes stand in square brackets in reports)");
        return Err(Error::Usage(message));
    };
    let mut out = io::stdout().lock();
    writeln!(out, "{} ({})", rule.code, rule.severity)?;
    write_paragraph(&mut out, &format!("{}.", rule.advice))?;
    write_paragraph(&mut out, &format!("Why: {}", rule.why))?;
    if let Some(Example { wrong, place, right, .. }) = rule.example() {
        writeln!(out, "\nWrong:")?;
        write_example(&mut out, &wrong, Some(place.start))?;
        if let Some(right) = right {
            writeln!(out, "\nRight:")?;
            write_example(&mut out, &right, None)?;
        }
    }
    if let Some(readers) = rule.readers {
        write_paragraph(&mut out, &format!("What readers do: {readers}"))?;
    }
    let severity = match rule.severity {
        Severity::Error => "It is against the format; some reader will fail.",
        Severity::Warning => "It is against what the format recommends, or some reader misreads it.",
        Severity::Info => "It is worth knowing.",
    };
    write_paragraph(&mut out, severity)?;
    writeln!(out, "\nWhere it is written: {}\n{}", rule.specification(), rule.link)?;
    Ok(Exit::Done)
}

/// The width of a line.
const WIDTH: usize = 80;

/// Writes an empty line, and a text in lines of at most [`WIDTH`] characters.
fn write_paragraph(out: &mut impl Write, text: &str) -> io::Result<()> {
    let mut width = 0;
    writeln!(out)?;
    for word in text.split(' ') {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > WIDTH {
            writeln!(out)?;
            width = 0;
        }
        let space = if width > 0 { " " } else { "" };
        write!(out, "{space}{word}")?;
        width += space.len() + length;
    }
    writeln!(out)
}

/// Writes an example, indented, with a mark under the place of the fault.
fn write_example(out: &mut impl Write, text: &str, place: Option<usize>) -> io::Result<()> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let shown: String = line.trim_end_matches('\n').chars().map(visible).collect();
        writeln!(out, "    {shown}")?;
        if let Some(at) = place.filter(|at| (start..start + line.len()).contains(at)) {
            writeln!(out, "    {}^", " ".repeat(text[start..at].chars().count()))?;
        }
        start += line.len();
    }
    Ok(())
}
