//! A finding for a person: where, what, the line with the place underlined, what to do, and where it is written.

use std::io::{self, Write};

use icu_properties::CodePointMapData;
use icu_properties::props::{EastAsianWidth, GeneralCategory};

use feedcheck::Finding;
use feedcheck::rule::Severity;

/// Colours, as terminals know them (ECMA-48 §8.3.117).
struct Style {
    severity: &'static str,
    frame: &'static str,
    end: &'static str,
}

impl Style {
    fn of(severity: Severity, colour: bool) -> Self {
        if !colour {
            return Self { severity: "", frame: "", end: "" };
        }
        let severity = match severity {
            Severity::Error => "\x1b[1;31m",
            Severity::Warning => "\x1b[1;33m",
            Severity::Info => "\x1b[1;36m",
        };
        Self { severity, frame: "\x1b[34m", end: "\x1b[0m" }
    }
}

/// Writes a finding in the document at that path, with `more` lines about others of its kind.
pub(super) fn write(
    out: &mut impl Write,
    path: &str,
    finding: &Finding,
    more: &[String],
    colour: bool,
) -> io::Result<()> {
    let Finding { rule, line, column, message, excerpt, .. } = finding;
    let Style { severity, frame, end } = Style::of(rule.severity, colour);
    writeln!(out, "{path}:{line}:{column}: {severity}{} [{}]{end}: {message}", rule.severity, rule.code)?;
    let number = line.to_string();
    let margin = " ".repeat(number.len());
    let shown: String = excerpt.line.chars().map(visible).collect();
    let (mut before, mut marked) = (0, 0);
    for (n, c) in shown.chars().enumerate() {
        if n < excerpt.mark.start {
            before += width(c);
        } else if n < excerpt.mark.end {
            marked += width(c);
        }
    }
    let (before, marks) = (" ".repeat(before), "^".repeat(marked.max(1)));
    writeln!(out, "{frame}{number} |{end} {shown}")?;
    writeln!(out, "{frame}{margin} |{end} {before}{severity}{marks}{end}")?;
    writeln!(out, "{frame}{margin} ={end} {}", rule.advice)?;
    writeln!(out, "{frame}{margin} ={end} {}", rule.link)?;
    for line in more {
        writeln!(out, "{frame}{margin} ={end} {}", line.chars().map(visible).collect::<String>())?;
    }
    writeln!(out)
}

/// A character as it can be shown: no control character reaches the terminal.
pub(super) fn visible(c: char) -> char {
    match c {
        '\t' => ' ',
        '\0'..'\x20' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(' '),
        '\x7f' => '␡',
        '\u{80}'..'\u{A0}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => '\u{FFFD}',
        _ => c,
    }
}

/// How many columns a character takes.
fn width(c: char) -> usize {
    match CodePointMapData::<EastAsianWidth>::new().get(c) {
        EastAsianWidth::Wide | EastAsianWidth::Fullwidth => 2,
        _ => {
            let category = CodePointMapData::<GeneralCategory>::new().get(c);
            let is_mark = matches!(
                category,
                GeneralCategory::NonspacingMark | GeneralCategory::EnclosingMark | GeneralCategory::Format
            );
            usize::from(!is_mark)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use feedcheck::Excerpt;
    use feedcheck::rule::document::UNDEFINED_ENTITY;

    #[test]
    fn the_place_is_underlined_whatever_the_width_of_what_stands_before() {
        let finding = Finding {
            rule: &UNDEFINED_ENTITY,
            line: 12,
            column: 5,
            text: "&x;".to_owned(),
            message: "&x; is not defined".to_owned(),
            excerpt: Excerpt { line: "海e\u{301}\u{7}&x;".to_owned(), mark: 4..7 },
        };
        let mut out = Vec::new();
        write(&mut out, "a.xml", &finding, &[], false).unwrap();
        let said = String::from_utf8(out).unwrap();
        let lines: Vec<_> = said.lines().take(3).collect();
        assert_eq!(lines[0], "a.xml:12:5: error [undefined-named-entity]: &x; is not defined");
        assert_eq!(lines[1], "12 | 海e\u{301}␇&x;");
        assert_eq!(lines[2], "   |     ^^^");
    }
}
