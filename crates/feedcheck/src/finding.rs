//! What was found: a rule, the place where it is broken, and what exactly is wrong there.

use std::ops::Range;

use super::rule::document::MORE_FINDINGS;
use super::rule::{Rule, Severity};

/// A place in a document where a rule is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The offending text, cut to one line of at most 120 characters.
    pub text: String,
    /// What exactly is wrong.
    pub message: String,
    /// The line it stands in, for people.
    pub excerpt: Excerpt,
}

/// A part of a line, and the range in it that a finding is about.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Excerpt {
    /// The text of the line, cut on both sides where it is long.
    pub line: String,
    /// The first character that the finding is about, counted from 0, and the one after the last.
    pub mark: Range<usize>,
}

/// The findings of a document while it is checked.
#[derive(Debug)]
pub(super) struct Findings<'t> {
    text: &'t str,
    list: Vec<Raw>,
    counts: [usize; 3],
}

/// A finding whose line is not counted yet.
#[derive(Debug)]
struct Raw {
    at: Range<usize>,
    rule: &'static Rule,
    message: String,
}

/// The most findings of one severity in one document.
const MOST: usize = 1_000;
/// The most characters of the offending text.
const LONGEST: usize = 120;
/// The most characters of a message.
const LONGEST_MESSAGE: usize = 300;
/// How many characters of a line are shown before and after the place.
const AROUND: (usize, usize) = (60, 100);

impl<'t> Findings<'t> {
    /// None yet, in this text.
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, list: Vec::new(), counts: [0; 3] }
    }

    /// The text that is checked.
    pub(super) fn source(&self) -> &'t str {
        self.text
    }

    /// Adds a finding at a range of bytes; a range that is none of the text's is moved into it.
    pub(super) fn add(&mut self, rule: &'static Rule, at: Range<usize>, message: impl Into<String>) {
        let count = &mut self.counts[rule.severity as usize];
        *count += 1;
        if *count <= MOST {
            self.list.push(Raw { at, rule, message: said(&message.into()) });
        }
    }

    /// Takes those of a text with the same offsets.
    pub(super) fn take(&mut self, others: Findings<'_>) {
        for (count, more) in self.counts.iter_mut().zip(others.counts) {
            *count += more;
        }
        self.list.extend(others.list);
    }

    /// The findings in the order of their places; each is there once.
    pub(super) fn finish(mut self) -> Vec<Finding> {
        for (severity, count) in [Severity::Error, Severity::Warning, Severity::Info].into_iter().zip(self.counts) {
            if count > MOST {
                let message = format!("{} more findings of severity {severity} are not shown", count - MOST);
                self.list.push(Raw { at: self.text.len()..self.text.len(), rule: &MORE_FINDINGS, message });
            }
        }
        let order = |raw: &Raw| (raw.at.start, raw.at.end, raw.rule.severity, raw.rule.code);
        self.list.sort_by(|a, b| order(a).cmp(&order(b)).then_with(|| a.message.cmp(&b.message)));
        self.list.dedup_by(|a, b| order(a) == order(b) && a.message == b.message);
        let mut places = Places::new(self.text);
        self.list.into_iter().map(|raw| places.finding(raw)).collect()
    }
}

/// Lines and columns of offsets that only grow.
struct Places<'t> {
    text: &'t str,
    /// Where the counting has come to.
    at: usize,
    line: usize,
    column: usize,
    line_start: usize,
}

impl<'t> Places<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, at: 0, line: 1, column: 1, line_start: 0 }
    }

    fn finding(&mut self, Raw { at, rule, message }: Raw) -> Finding {
        let start = self.text.floor_char_boundary(at.start);
        let end = self.text.floor_char_boundary(at.end).max(start);
        self.advance(start);
        Finding {
            rule,
            line: self.line,
            column: self.column,
            text: cut(&self.text[start..end]),
            message,
            excerpt: self.excerpt(start..end),
        }
    }

    fn advance(&mut self, to: usize) {
        let passed = &self.text[self.at..to];
        match passed.rfind('\n') {
            Some(last) => {
                self.line += memchr::memchr_iter(b'\n', passed.as_bytes()).count();
                self.line_start = self.at + last + 1;
                self.column = 1 + passed[last + 1..].chars().count();
            }
            None => self.column += passed.chars().count(),
        }
        self.at = to;
    }

    fn excerpt(&self, Range { start, end }: Range<usize>) -> Excerpt {
        let before = &self.text[self.line_start..start];
        let from = before.char_indices().rev().nth(AROUND.0).map_or(0, |(at, _)| at);
        // A line may be as long as the document.
        let rest = &self.text[start..self.text.floor_char_boundary(start + 4 * (AROUND.1 + 1))];
        let line_end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let to = rest[..line_end].char_indices().nth(AROUND.1).map_or(line_end, |(at, _)| at);
        let mut line = String::new();
        if from > 0 {
            line.push('…');
        }
        line.push_str(&before[from..]);
        let first = line.chars().count();
        line.push_str(&rest[..to]);
        let marked = rest[..to.min(end - start)].chars().count();
        if to < line_end {
            line.push('…');
        }
        Excerpt { line, mark: first..first + marked.max(1) }
    }
}

/// A message, which may quote the document: of a bearable length, and nothing that a terminal would obey.
fn said(message: &str) -> String {
    let shown = |c| if matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}') { '\u{FFFD}' } else { c };
    cut_to(message, LONGEST_MESSAGE).chars().map(shown).collect()
}

/// Text on one line, of a bearable length.
pub(super) fn cut(text: &str) -> String {
    cut_to(text, LONGEST)
}

fn cut_to(text: &str, longest: usize) -> String {
    let mut out: String = text.chars().take(longest).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(longest).is_some() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::document::{BAD_CHARACTERS, NOT_WELL_FORMED};

    #[test]
    fn places_are_counted_in_characters() {
        let text = "ä\nöü<x>\r\nend";
        let mut findings = Findings::new(text);
        let at = text.find('<').unwrap();
        findings.add(&NOT_WELL_FORMED, at..at + 3, "later");
        findings.add(&BAD_CHARACTERS, 0..2, "first");
        findings.add(&BAD_CHARACTERS, 0..2, "first");
        findings.add(&BAD_CHARACTERS, 900..999, "beyond");
        let found = findings.finish();
        let places: Vec<_> = found.iter().map(|f| (f.line, f.column, f.text.as_str())).collect();
        assert_eq!(places, [(1, 1, "ä"), (2, 3, "<x>"), (3, 4, "")]);
        assert_eq!(found[1].excerpt, Excerpt { line: "öü<x>".to_owned(), mark: 2..5 });
    }

    #[test]
    fn long_lines_are_cut_and_many_findings_are_counted() {
        let text = "x".repeat(5_000);
        let mut findings = Findings::new(&text);
        for at in 0..2_000 {
            findings.add(&BAD_CHARACTERS, at..at + 1, "x");
        }
        let found = findings.finish();
        assert_eq!(found.len(), MOST + 1);
        assert!(found.iter().all(|finding| finding.excerpt.line.chars().count() < 170));
        assert_eq!(found[MOST].message, "1000 more findings of severity warning are not shown");
    }
}
