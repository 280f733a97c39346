//! A text that is gone through from mark to mark, past its code.

use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::OPTIONS;

/// Where code stands in a text, in its order.
pub(super) struct Code<I: Iterator<Item = Range<usize>>>(Peekable<I>);

/// The code of a text: blocks and what stands between backticks.
pub(super) fn code(text: &str) -> Code<impl Iterator<Item = Range<usize>>> {
    let is_code = |event: &Event<'_>| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_)));
    let events = Parser::new_ext(text, OPTIONS).into_offset_iter();
    Code(events.filter(move |(event, _)| is_code(event)).map(|(_, range)| range).peekable())
}

impl<I: Iterator<Item = Range<usize>>> Code<I> {
    /// Where the code ends that a place is in. Places are asked for in their order.
    pub(super) fn end(&mut self, at: usize) -> Option<usize> {
        while self.0.next_if(|range| range.end <= at).is_some() {}
        self.0.peek().filter(|range| range.start <= at).map(|range| range.end)
    }
}

/// Leaves out what stands at the end of `out`, with no hole in its sentence; `rest` is what follows. Says how many bytes of it go,
/// too.
pub(super) fn close_hole(out: &mut String, rest: &str) -> usize {
    let line = out.rfind('\n').map_or(0, |at| at + 1);
    let is_blank = out[line..].trim().is_empty();
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
