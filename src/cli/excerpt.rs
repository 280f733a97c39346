//! A line of a file with a place in it marked, for a person: how errors of the configuration, of inputs and of checked feeds show
//! where they are.

use std::fmt::Write as _;
use std::ops::Range;

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthChar as _;

/// How the line number and the bar beside the line look.
pub(super) const FRAME: Style = AnsiColor::Blue.on_default();

/// The most characters of a line that are shown.
const LONGEST: usize = 160;
/// How many of them stand before the place, if the line is longer.
const BEFORE: usize = 60;

/// A line, and the place in it.
#[derive(Debug, Clone)]
pub(super) struct Marked {
    /// The number of the line, from 1.
    number: u64,
    /// The line, or what is shown of it.
    text: String,
    /// What is marked, in characters of `text`.
    mark: Range<usize>,
}

impl Marked {
    /// A line with its number, and what is marked in it, in characters.
    pub(super) fn new(number: u64, line: &str, mark: Range<usize>) -> Self {
        let count = line.chars().count();
        let start = if count > LONGEST { mark.start.saturating_sub(BEFORE).min(count - LONGEST) } else { 0 };
        let mut text = String::new();
        text.extend((start > 0).then_some('…'));
        text.extend(line.chars().skip(start).take(LONGEST).map(visible));
        text.extend((start + LONGEST < count).then_some('…'));
        let shift = |at: usize| (at + usize::from(start > 0)).saturating_sub(start).min(text.chars().count());
        let mark = shift(mark.start)..shift(mark.end);
        Self { number, text, mark }
    }

    /// The character at a column (from 1) of a line of a text; `None`: the text has no such line, or there is nothing to see in it.
    pub(super) fn at(text: &str, line: u64, column: u64) -> Option<Self> {
        let before = usize::try_from(line.checked_sub(1)?).ok()?;
        let found = text.lines().nth(before).filter(|found| !found.trim().is_empty())?;
        let column = usize::try_from(column.checked_sub(1)?).ok()?;
        Some(Self::new(line, found, column..column + 1))
    }

    /// The blank space as wide as the number of the line.
    pub(super) fn margin(&self) -> String {
        " ".repeat(self.number.to_string().len())
    }

    /// Both lines: the one of the file, and the marks below it in the style given; all in plain text, if there are no colours.
    pub(super) fn draw(&self, marks: Style, has_colours: bool) -> String {
        let (frame, marks) = if has_colours { (FRAME, marks) } else { (Style::new(), Style::new()) };
        let (mut before, mut marked) = (0, 0);
        for (n, c) in self.text.chars().enumerate() {
            if n < self.mark.start {
                before += c.width().unwrap_or(0);
            } else if n < self.mark.end {
                marked += c.width().unwrap_or(0);
            }
        }
        let Self { number, text, .. } = self;
        let (margin, before, under) = (self.margin(), " ".repeat(before), "^".repeat(marked.max(1)));
        let mut drawn = String::new();
        // Writing to a String cannot fail.
        let _ = writeln!(drawn, "{frame}{number} |{frame:#} {text}");
        let _ = write!(drawn, "{frame}{margin} |{frame:#} {before}{marks}{under}{marks:#}");
        drawn
    }
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

#[cfg(test)]
mod tests {
    use anstyle::Style;

    use super::Marked;

    /// Both lines without colours.
    fn drawn(marked: &Marked) -> String {
        marked.draw(Style::new(), false)
    }

    #[test]
    fn the_place_is_underlined_whatever_the_width_of_what_stands_before() {
        let marked = Marked::new(12, "海e\u{301}\u{7}&x;", 4..7);
        assert_eq!(drawn(&marked), "12 | 海e\u{301}␇&x;\n   |     ^^^");
    }

    #[test]
    fn of_a_long_line_the_part_around_the_place_is_shown() {
        let line = "a".repeat(1_000) + "!" + &"b".repeat(1_000);
        let said = drawn(&Marked::new(1, &line, 1_000..1_001));
        let (shown, marks) = said.split_once('\n').unwrap();
        assert!(shown.starts_with("1 | …aaa") && shown.ends_with("bbb…"), "{shown}");
        let place = shown.chars().position(|c| c == '!').unwrap();
        assert_eq!(marks.chars().position(|c| c == '^').unwrap(), place);
        let end = drawn(&Marked::new(1, &line, 2_000..2_001));
        assert!(end.lines().next().unwrap().ends_with('b') && end.ends_with("  ^"), "{end}");
    }

    #[test]
    fn a_place_that_is_not_there_is_not_shown() {
        assert_eq!(Marked::at("one\ntwo", 2, 1).map(|marked| drawn(&marked)).as_deref(), Some("2 | two\n  | ^"));
        for (line, column) in [(0, 1), (1, 0), (3, 1)] {
            assert!(Marked::at("one\ntwo", line, column).is_none());
        }
        assert!(Marked::at("one\n\n", 2, 1).is_none());
    }
}
