//! A text that is gone through from mark to mark, past its code.

use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::OPTIONS;

/// Where code stands in a text, in its order.
pub(super) struct Code<I: Iterator<Item = Range<usize>>>(Peekable<I>);

/// The code of a text.
pub(super) fn code(text: &str) -> Code<impl Iterator<Item = Range<usize>>> {
    Code(ranges_of_code(text).peekable())
}

/// Where the code of a text stands: blocks and what stands between backticks.
pub(super) fn ranges_of_code(text: &str) -> impl Iterator<Item = Range<usize>> {
    let is_code = |event: &Event<'_>| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_)));
    let events = Parser::new_ext(text, OPTIONS).into_offset_iter();
    events.filter(move |(event, _)| is_code(event)).map(|(_, range)| range)
}

impl<I: Iterator<Item = Range<usize>>> Code<I> {
    /// Where the code ends that a place is in. Places are asked for in their order.
    pub(super) fn end(&mut self, at: usize) -> Option<usize> {
        while self.0.next_if(|range| range.end <= at).is_some() {}
        self.0.peek().filter(|range| range.start <= at).map(|range| range.end)
    }
}

/// A text with something else at some of its marks, none of them in code. `find` says where the next mark is in some bytes, an ASCII
/// character; `take` is given what was written so far and where the mark stands, writes what stands for it and says where to go
/// on. `None`: the mark stays.
pub(super) fn replaced(
    text: &str,
    find: impl Fn(&[u8]) -> Option<usize>,
    mut take: impl FnMut(&mut String, usize) -> Option<usize>,
) -> String {
    let mut code = code(text);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(found) = find(&text.as_bytes()[at..]) {
        let start = at + found;
        out.push_str(&text[at..start]);
        if let Some(end) = code.end(start) {
            out.push_str(&text[start..end]);
            at = end;
        } else if let Some(next) = take(&mut out, start) {
            at = next;
        } else {
            out.push_str(&text[start..=start]);
            at = start + 1;
        }
    }
    out.push_str(&text[at..]);
    out
}

/// Whether nothing but blanks stands in the last line of what was written.
pub(super) fn is_line_blank(out: &str) -> bool {
    /// More blanks than that begin a line of no text.
    const LONGEST: usize = 200;
    let tail = &out[out.ceil_char_boundary(out.len().saturating_sub(LONGEST))..];
    let bare = tail.trim_end_matches([' ', '\t']);
    bare.is_empty() || bare.ends_with('\n')
}

/// Leaves out what stands at the end of `out`, with no hole in its sentence; `rest` is what follows. Says how many bytes of it go,
/// too.
pub(super) fn close_hole(out: &mut String, rest: &str) -> usize {
    let is_blank = is_line_blank(out);
    let next = rest.chars().next();
    if !is_blank && out.ends_with(' ') {
        match next {
            Some('.' | ',' | ';' | ':' | '!' | '?' | ')' | '\n' | '\r') | None => {
                out.truncate(out.trim_end_matches(' ').len());
            }
            Some(' ') => return 1,
            _ => {}
        }
    }
    // What stood alone before a text is no indentation of it.
    usize::from(is_blank && next == Some(' ') && !rest.trim_start_matches(' ').starts_with('\n'))
}
