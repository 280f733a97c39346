//! JSON Lines: one article a line, and what people write instead.

use serde::de::IgnoredAny;

use super::faults::{Fault, Faults};
use super::item::draft;
use super::lenient::{Scan, Token, Tokens, as_json, scan};
use crate::load::lines::line_end;
use crate::load::repeats::Repeats;
use crate::load::{Loaded, ReadOptions};
use crate::report::{Warning, WarningCode};

/// Reads all lines. An object that goes on in the next lines is one article.
pub(super) fn read<'a>(text: &'a str, options: &ReadOptions<'_>) -> Loaded<'a> {
    let origin = options.origin;
    let mut loaded = Loaded::new(options);
    let mut repeats = Repeats::default();
    let mut faults = Faults::default();
    // How many bytes of lines that are not whole may be read again.
    let mut patience = text.len();
    let (mut start, mut line) = (0, 0);
    let end_of_line = line_end(text);
    while start < text.len() {
        line += 1;
        let mut end = memchr::memchr(end_of_line, &text.as_bytes()[start..]).map_or(text.len(), |end| start + end);
        let from = start;
        start = end + 1;
        let rest = text[from..end].trim_start();
        let place = end - rest.len();
        let mut item = rest.trim_end();
        if item.is_empty() {
            continue;
        }
        let first_line = line;
        let is_last = options.may_grow && end == text.len();
        if (is_last || !item.ends_with('}') || item.starts_with('/')) && is_open(item, options) {
            if is_comment(item) {
                faults.add(Fault::Comment, place);
                continue;
            }
            if let Some(more) = whole(text, place, options, &mut patience) {
                (end, item) = (more, &text[place..more]);
                line += memchr::memchr_iter(end_of_line, &text.as_bytes()[place..end]).count() as u64;
                faults.add(Fault::Several, place);
                start = end;
                // What follows it in its last line.
                let rest = text[end..].trim_start_matches([' ', '\t', ',']);
                let rest = rest.strip_prefix('\r').filter(|_| end_of_line == b'\n').unwrap_or(rest);
                if rest.as_bytes().first() == Some(&end_of_line) {
                    start = text.len() - rest.len() + 1;
                } else {
                    line -= 1;
                }
            } else if options.may_grow && end == text.len() && !loaded.drafts.is_empty() {
                // Another program may not have written all of the last line yet.
                let message = "the last line is not finished; it waits while the file may grow";
                loaded.warnings.push(Warning::new(&origin.at(line), WarningCode::UnfinishedLine, message));
                continue;
            }
        }
        if repeats.is_one(item) {
            loaded.repeated += 1;
            continue;
        }
        let known = loaded.drafts.len();
        let mut own = Faults::default();
        if let Some(draft) = draft(item, &origin.at(first_line), options, &mut loaded, &mut own, None) {
            loaded.add(draft, options);
        }
        if !own.is_empty() {
            faults.extend(&own, place);
        }
        // What is not published is counted each time.
        if loaded.drafts.get(known).is_some_and(|draft| draft.unpublished.is_none()) {
            repeats.add(item);
        }
    }
    if !faults.is_empty() {
        faults.report(text, origin, &mut loaded);
    }
    loaded
}

/// Whether a line is not a whole article, as far as that is seen from outside.
fn is_open(item: &str, options: &ReadOptions<'_>) -> bool {
    serde_json::from_str::<IgnoredAny>(item).is_err()
        && as_json(item, options.limits.json_depth, &mut Faults::default()).is_err()
}

fn is_comment(line: &str) -> bool {
    let mut faults = Faults::default();
    Tokens::new(line, 0).next(&mut faults) == Token::End && !faults.is_empty()
}

/// Where an object ends that begins in a line and goes on in the next ones.
fn whole(text: &str, start: usize, options: &ReadOptions<'_>, patience: &mut usize) -> Option<usize> {
    let most = options.limits.item.min(*patience).min(text.len() - start);
    let mut last = start + most;
    while !text.is_char_boundary(last) {
        last -= 1;
    }
    let mut faults = Faults::default();
    if !text[start..].starts_with('{') {
        return None;
    }
    match scan(&text[..last], start, options.limits.json_depth, &mut faults, None) {
        Scan::Whole(end) => Some(end),
        Scan::Cut => {
            *patience -= most;
            None
        }
        Scan::Bad(wrong) => {
            *patience = patience.saturating_sub(wrong.at - start);
            None
        }
    }
}
