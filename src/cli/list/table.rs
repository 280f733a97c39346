//! A table: in columns on a terminal, tab-separated with a header in a pipe.

use std::env;
use std::io::{self, IsTerminal as _, Write};

use terminal_size::{Width, terminal_size};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::super::colour::{self, FAINT, HEADING};
use crate::article::printable;

/// A column of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    /// What stands above it.
    name: &'static str,
    kind: Kind,
    on: On,
    /// Whether it goes first where the terminal is narrow.
    is_spare: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A text.
    Text,
    /// A text that is cut where the line is too long.
    Long,
    /// A number, which ends where the others do.
    Number,
}

/// Where a column is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum On {
    Both,
    Terminal,
    Pipe,
}

impl Column {
    pub(super) const fn text(name: &'static str) -> Self {
        Self { name, kind: Kind::Text, on: On::Both, is_spare: false }
    }

    pub(super) const fn long(name: &'static str) -> Self {
        Self { name, kind: Kind::Long, on: On::Both, is_spare: false }
    }

    pub(super) const fn number(name: &'static str) -> Self {
        Self { name, kind: Kind::Number, on: On::Both, is_spare: false }
    }

    /// The same, only on a terminal, and only if that is wide enough.
    pub(super) const fn if_there_is_room(self) -> Self {
        Self { on: On::Terminal, is_spare: true, ..self }
    }

    /// The same, only in a pipe.
    pub(super) const fn in_pipe(self) -> Self {
        Self { on: On::Pipe, ..self }
    }
}

/// Where a table goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// To a terminal of so many columns, if that is known.
    Terminal { width: Option<usize>, colour: bool },
    /// To a file or another program.
    Pipe,
}

impl Place {
    /// What standard output is.
    pub(super) fn of_stdout() -> Self {
        if !io::stdout().is_terminal() {
            return Self::Pipe;
        }
        let said = || env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let width = terminal_size().map(|(Width(width), _)| usize::from(width)).filter(|width| *width > 0);
        Self::Terminal { width: width.or_else(said), colour: colour::on_stdout() }
    }

    pub(super) fn is_terminal(self) -> bool {
        self != Self::Pipe
    }

    /// Writes a line above a table, or below it, on a terminal.
    pub(super) fn write_heading(self, out: &mut impl Write, heading: &str) -> io::Result<()> {
        let Self::Terminal { colour, .. } = self else { return Ok(()) };
        let style = if colour { HEADING } else { anstyle::Style::new() };
        writeln!(out, "{style}{}{style:#}", cell(heading))
    }

    /// Writes how many more lines there would be, on a terminal, and what shows them.
    pub(super) fn write_more(self, out: &mut impl Write, more: usize, how: &str) -> io::Result<()> {
        let Self::Terminal { colour, .. } = self else { return Ok(()) };
        if more == 0 {
            return Ok(());
        }
        let style = if colour { FAINT } else { anstyle::Style::new() };
        let how = if how.is_empty() { String::new() } else { format!(" ({how})") };
        writeln!(out, "{style}… and {more} more{how}{style:#}")
    }
}

/// A table.
#[derive(Debug)]
pub(super) struct Table {
    columns: &'static [Column],
    rows: Vec<Vec<String>>,
}

/// Between two columns.
const GAP: usize = 2;
/// How narrow a long text gets.
const NARROWEST: usize = 24;
/// How wide a long text gets where the width of the terminal is not known.
const USUAL: usize = 60;

impl Table {
    /// One with a text for each column of each row.
    pub(super) fn new(columns: &'static [Column], rows: impl Iterator<Item = Vec<String>>) -> Self {
        Self { columns, rows: rows.collect() }
    }

    /// Writes it.
    pub(super) fn write(&self, out: &mut impl Write, place: Place) -> io::Result<()> {
        match place {
            Place::Pipe => self.write_lines(out),
            Place::Terminal { .. } if self.rows.is_empty() => Ok(()),
            Place::Terminal { width, colour } => self.write_columns(out, width, colour),
        }
    }

    fn write_lines(&self, out: &mut impl Write) -> io::Result<()> {
        let shown = self.shown(|column| column.on != On::Terminal);
        let names: Vec<&str> = shown.iter().map(|n| self.columns[*n].name).collect();
        writeln!(out, "{}", names.join("\t"))?;
        for row in &self.rows {
            let cells: Vec<String> = shown.iter().map(|n| cell(&row[*n])).collect();
            writeln!(out, "{}", cells.join("\t"))?;
        }
        Ok(())
    }

    fn write_columns(&self, out: &mut impl Write, width: Option<usize>, colour: bool) -> io::Result<()> {
        // A column that says nothing is not shown.
        let says = |n: &usize| self.rows.iter().any(|row| !row[*n].is_empty());
        let mut shown = self.shown(|column| column.on != On::Pipe);
        shown.retain(says);
        let (mut widths, is_narrow) = self.widths(&shown, width);
        if is_narrow {
            shown.retain(|n| !self.columns[*n].is_spare);
            (widths, _) = self.widths(&shown, width);
        }
        let kinds: Vec<Kind> = shown.iter().map(|n| self.columns[*n].kind).collect();
        let names: Vec<&str> = shown.iter().map(|n| self.columns[*n].name).collect();
        let style = if colour { HEADING } else { anstyle::Style::new() };
        writeln!(out, "{style}{}{style:#}", line(&names, &kinds, &widths))?;
        for row in &self.rows {
            let mut cells: Vec<String> = shown.iter().map(|n| cell(&row[*n])).collect();
            for ((cell, kind), width) in cells.iter_mut().zip(&kinds).zip(&widths) {
                if *kind == Kind::Long {
                    cut(cell, *width);
                }
            }
            let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
            writeln!(out, "{}", line(&cells, &kinds, &widths))?;
        }
        Ok(())
    }

    /// How wide the columns are, and whether there is too little room for them. An address that is longer than most may go on
    /// in the next line.
    fn widths(&self, shown: &[usize], width: Option<usize>) -> (Vec<usize>, bool) {
        let of = |n: usize| -> Vec<usize> { self.rows.iter().map(|row| cell(&row[n]).width()).collect() };
        let widest = |n: &usize| of(*n).into_iter().max().unwrap_or(0).max(self.columns[*n].name.width());
        let mut widths: Vec<usize> = shown.iter().map(widest).collect();
        let Some(long) = shown.iter().position(|n| self.columns[*n].kind == Kind::Long) else { return (widths, false) };
        let mut last = shown.last().map(|n| of(*n)).unwrap_or_default();
        last.sort_unstable();
        let last = last.get(last.len() / 2).copied().unwrap_or(0);
        let before: usize = widths[..shown.len() - 1].iter().map(|width| width + GAP).sum();
        let others = if long + 1 == shown.len() { before } else { before + last - widths[long] };
        let room = width.map_or(USUAL, |width| width.saturating_sub(others));
        let is_narrow = room < NARROWEST.min(widths[long]);
        widths[long] = widths[long].min(room.max(NARROWEST));
        (widths, is_narrow)
    }

    fn shown(&self, is_shown: impl Fn(&Column) -> bool) -> Vec<usize> {
        (0..self.columns.len()).filter(|n| is_shown(&self.columns[*n])).collect()
    }
}

/// A text that takes one line and no column but its own, and that no terminal obeys.
fn cell(text: &str) -> String {
    printable(text).replace(['\t', '\n'], " ")
}

/// Cells beside each other, without blanks at the end.
fn line(cells: &[&str], kinds: &[Kind], widths: &[usize]) -> String {
    let mut line = String::new();
    for ((cell, kind), width) in cells.iter().zip(kinds).zip(widths) {
        let blanks = " ".repeat(width.saturating_sub(cell.width()));
        let (before, after) = if *kind == Kind::Number { (blanks, String::new()) } else { (String::new(), blanks) };
        line.extend([&before, *cell, &after, &" ".repeat(GAP)]);
    }
    line.truncate(line.trim_end_matches(' ').len());
    line
}

/// Cuts a text that takes more columns than there are.
fn cut(text: &mut String, most: usize) {
    if text.width() <= most {
        return;
    }
    let mut width = 0;
    let fits = |(_, c): &(usize, char)| {
        width += c.width().unwrap_or(0);
        width < most
    };
    let end = text.char_indices().take_while(fits).last().map_or(0, |(at, c)| at + c.len_utf8());
    text.truncate(end);
    text.push('…');
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[Column] =
        &[Column::long("tag"), Column::number("entries"), Column::text("slug").in_pipe(), Column::text("address")];

    fn written(place: Place, terms: &[&str]) -> Vec<String> {
        let row = |(n, term): (usize, &&str)| {
            vec![(*term).to_owned(), (9 + n).to_string(), "s".to_owned(), format!("https://x.example/{n}/")]
        };
        let mut out = Vec::new();
        Table::new(COLUMNS, terms.iter().enumerate().map(row)).write(&mut out, place).unwrap();
        String::from_utf8(out).unwrap().lines().map(str::to_owned).collect()
    }

    #[test]
    fn columns_stand_below_each_other_whatever_the_width_of_characters() {
        let terms = ["Rust", "海の風", "👩‍🚀🇨🇿", "e\u{301}te\u{301}", "\u{1b}[31mred"];
        let lines = written(Place::Terminal { width: Some(80), colour: false }, &terms);
        assert_eq!(
            lines,
            [
                "tag          entries  address",
                "Rust               9  https://x.example/0/",
                "海の風            10  https://x.example/1/",
                "👩‍🚀🇨🇿              11  https://x.example/2/",
                "e\u{301}te\u{301}               12  https://x.example/3/",
                "\\x1B[31mred       13  https://x.example/4/",
            ]
        );
    }

    #[test]
    fn a_long_text_gives_way_to_the_width_of_the_terminal() {
        let lines =
            written(Place::Terminal { width: Some(50), colour: false }, &["海の風が吹く岬の灯台から見た港の船", "a"]);
        assert_eq!(lines[1], "海の風が吹く岬の灯台か…         9  https://x.example/0/");
        let lines =
            written(Place::Terminal { width: Some(60), colour: false }, &["海の風が吹く岬の灯台から見た港の船", "a"]);
        assert_eq!(lines[1].width(), 60, "{lines:?}");
        let narrow = written(Place::Terminal { width: Some(10), colour: false }, &["a word that is longer than that"]);
        assert!(narrow[1].starts_with("a word that is longer t…  "), "{narrow:?}");
    }

    #[test]
    fn in_a_pipe_a_cell_holds_no_tab() {
        assert_eq!(
            written(Place::Pipe, &["a\tb\nc"]),
            ["tag\tentries\tslug\taddress", "a b c\t9\ts\thttps://x.example/0/"]
        );
    }

    #[test]
    fn only_names_have_colours() {
        let lines = written(Place::Terminal { width: None, colour: true }, &["a"]);
        assert!(lines[0].starts_with("\u{1b}[1mtag") && !lines[1].contains('\u{1b}'), "{lines:?}");
    }
}
