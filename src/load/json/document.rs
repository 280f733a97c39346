//! A JSON text as parts of itself, unread: the elements of its lists and the members of its objects.
//!
//! Each is parsed strictly; only a part that fails is read again by the scanner of [`super::lenient`]. An element that cannot
//! be read at all ends where its brackets close, or where a line begins like its own.

use std::borrow::Cow;
use std::cell::Cell;

use serde_json::value::RawValue;

use super::faults::{Fault, Faults};
use super::lenient::{Scan, Token, Tokens, Wrong, as_json, scan};
use super::value::{Members, last_of_each};
use crate::load::fields::Value;

/// How deep lists may lie in each other for their broken elements to be told apart.
const DEEPEST: usize = 8;

/// The text of an input, and what is wrong with it so far.
pub(super) struct Document<'a> {
    pub(super) text: &'a str,
    depth: usize,
    faults: Cell<Faults>,
}

/// Members by their names, in the order of the document.
pub(super) type Named<'a> = Vec<(Cow<'a, str>, &'a str)>;

impl<'a> Document<'a> {
    /// A text whose values are nested no deeper than `depth`.
    pub(super) fn new(text: &'a str, depth: usize) -> Self {
        // Wrappers are not counted.
        Self { text, depth: depth + DEEPEST, faults: Cell::default() }
    }

    pub(super) fn faults(&self) -> Faults {
        self.faults.get()
    }

    /// Where a part of the text begins: the distance of their addresses.
    pub(super) fn place(&self, part: &str) -> usize {
        part.as_ptr() as usize - self.text.as_ptr() as usize
    }

    /// The text up to the end of a part of it: what follows is none of it.
    fn upto(&self, part: &str) -> &'a str {
        &self.text[..self.place(part) + part.len()]
    }

    pub(super) fn add(&self, fault: Fault, at: usize) {
        let mut faults = self.faults.get();
        faults.add(fault, at);
        self.faults.set(faults);
    }

    pub(super) fn extend(&self, part: &Faults, from: usize) {
        let mut faults = self.faults.get();
        faults.extend(part, from);
        self.faults.set(faults);
    }

    /// The elements of a list.
    pub(super) fn array(&self, raw: &'a str) -> Option<Vec<&'a str>> {
        if !raw.starts_with('[') {
            return None;
        }
        if let Ok(elements) = serde_json::from_str::<Vec<&'a RawValue>>(raw) {
            return Some(elements.into_iter().map(RawValue::get).collect());
        }
        Some(self.quietly(|| self.elements(self.upto(raw), self.place(raw) + 1, Some(b']'), 0).0))
    }

    /// The members of an object; of a name that stands twice the last one.
    pub(super) fn members(&self, raw: &'a str) -> Option<Named<'a>> {
        if !raw.starts_with('{') {
            return None;
        }
        let (members, repeated) = match serde_json::from_str::<Members<'a>>(raw) {
            Ok(Members(members)) => last_of_each(members.into_iter().map(|(name, raw)| (name, raw.get())).collect()),
            Err(_) => last_of_each(self.quietly(|| self.broken_members(self.upto(raw), self.place(raw), 0).0)),
        };
        if repeated {
            self.add(Fault::Duplicate, self.place(raw));
        }
        Some(members)
    }

    /// A value, if it can be read.
    pub(super) fn value(&self, raw: &'a str) -> Option<Value<'a>> {
        serde_json::from_str(raw).ok().or_else(|| {
            let json = as_json(raw, self.depth, &mut Faults::default()).ok()?;
            serde_json::from_str::<Value<'_>>(&json).ok().map(Value::into_owned)
        })
    }

    /// Reads a part once more without noting its faults, which were noted when the whole text was read.
    fn quietly<R>(&self, look: impl FnOnce() -> R) -> R {
        let faults = self.faults.get();
        let found = look();
        self.faults.set(faults);
        found
    }

    /// All documents of the text.
    pub(super) fn documents(&self) -> Vec<&'a str> {
        let (documents, _) = self.elements(self.text, 0, None, 0);
        if let [_, second, ..] = documents.as_slice() {
            self.add(Fault::Several, self.place(second));
        }
        documents
    }

    /// The elements from a place on, up to the bracket that closes them, and where that is. Those that cannot be read are
    /// among them; one that the end of the text cuts off is not.
    fn elements(&self, text: &'a str, from: usize, close: Option<u8>, level: usize) -> (Vec<&'a str>, usize) {
        let mut faults = self.faults.get();
        let mut elements = Vec::new();
        let mut at = from;
        // Each attempt that fails may have gone to the end of the text.
        let mut patience = (text.len() - from).saturating_mul(16);
        loop {
            let mut tokens = Tokens::new(text, at);
            let token = tokens.next(&mut faults);
            let start = tokens.start;
            match token {
                Token::End => {
                    if close.is_some() {
                        faults.add(Fault::CutOff, start);
                    }
                    at = text.len();
                    break;
                }
                Token::Close(bracket) if Some(bracket) == close => {
                    at = tokens.at;
                    break;
                }
                Token::Close(_) => {
                    faults.add(Fault::Stray, start);
                    at = tokens.at;
                    continue;
                }
                Token::Comma => {
                    let is_closed = matches!(tokens.next(&mut faults), Token::Comma | Token::Close(_));
                    if is_closed || elements.is_empty() || close.is_none() {
                        faults.add(Fault::Comma, start);
                    }
                    at = start + 1;
                    continue;
                }
                _ => {}
            }
            // Up to where the text was searched for the end of an element that cannot be read.
            let mut looked = start;
            let end = match scan(text, start, self.depth, &mut faults, None) {
                Scan::Whole(end) => Some(end),
                // Lists of articles, and what wraps them.
                Scan::Cut | Scan::Bad(_) if Self::may_hold_lists(text, start, close) && level < DEEPEST => {
                    self.faults.set(faults);
                    let end = self.end_of_broken(text, start, level + 1);
                    faults = self.faults.get();
                    Some(end)
                }
                Scan::Cut => {
                    looked = text.len();
                    Self::next_like(text, start, start + 1).0
                }
                Scan::Bad(wrong) => {
                    let (end, upto) = Self::end_of_bad(text, start, &wrong);
                    looked = upto.max(start + 1);
                    Some(end)
                }
            };
            let Some(end) = end else {
                faults.add(Fault::CutOff, start);
                at = text.len();
                break;
            };
            if looked > start {
                let Some(left) = patience.checked_sub(looked - start) else {
                    elements.push(&text[start..]);
                    at = text.len();
                    break;
                };
                patience = left;
            }
            elements.push(text[start..end].trim_end_matches([' ', '\t', '\r', '\n', ',']));
            at = end.max(start + 1);
        }
        self.faults.set(faults);
        (elements, at)
    }

    /// Whether what begins at a place is not an article but a list of them, or a whole document.
    fn may_hold_lists(text: &str, start: usize, close: Option<u8>) -> bool {
        let first = text.as_bytes()[start];
        first == b'[' || (first == b'{' && close.is_none())
    }

    /// The members of an object that cannot be read strictly, and where it ends.
    fn broken_members(&self, text: &'a str, from: usize, level: usize) -> (Named<'a>, usize) {
        let mut members = Vec::new();
        let mut faults = self.faults.get();
        let mut tokens = Tokens::new(text, from + 1);
        loop {
            let token = tokens.next(&mut faults);
            let name = match token {
                Token::Comma => continue,
                Token::Text => as_json(tokens.token(), 1, &mut Faults::default())
                    .ok()
                    .and_then(|json| serde_json::from_str::<String>(&json).ok())
                    .unwrap_or_default(),
                Token::Word => tokens.token().to_owned(),
                Token::Close(_) => break,
                Token::End => {
                    faults.add(Fault::CutOff, tokens.start);
                    break;
                }
                _ => {
                    faults.add(Fault::Rest, tokens.start);
                    break;
                }
            };
            if tokens.next(&mut faults) != Token::Colon {
                let is_end = tokens.at == text.len();
                faults.add(if is_end { Fault::CutOff } else { Fault::Rest }, tokens.start);
                break;
            }
            let mut ahead = tokens.clone();
            let first = ahead.next(&mut faults);
            let start = ahead.start;
            let end = match scan(text, start, self.depth, &mut faults, None) {
                Scan::Whole(end) => end,
                _ if matches!(first, Token::Open(_)) && level < DEEPEST => {
                    self.faults.set(faults);
                    let end = self.end_of_broken(text, start, level + 1);
                    faults = self.faults.get();
                    end
                }
                outcome => {
                    faults.add(if outcome == Scan::Cut { Fault::CutOff } else { Fault::Rest }, start);
                    break;
                }
            };
            members.push((Cow::Owned(name), &text[start..end]));
            tokens = Tokens::new(text, end);
        }
        self.faults.set(faults);
        (members, tokens.at)
    }

    /// Where a list or an object ends in which something cannot be read.
    fn end_of_broken(&self, text: &'a str, start: usize, level: usize) -> usize {
        if text.as_bytes()[start] == b'[' {
            self.elements(text, start + 1, Some(b']'), level).1
        } else {
            self.broken_members(text, start, level).1
        }
    }

    /// Where an element with a fault that cannot be mended ends, and up to where the text was searched for that.
    fn end_of_bad(text: &str, start: usize, wrong: &Wrong) -> (usize, usize) {
        let (next, looked) = Self::next_like(text, start, wrong.at.max(start + 1));
        let end = Self::end_before(text, next.unwrap_or(text.len()), wrong);
        (end, looked.max(end))
    }

    /// The same, of an element that ends before `next`.
    fn end_before(text: &str, next: usize, wrong: &Wrong) -> usize {
        let mut faults = Faults::default();
        let mut tokens = Tokens::new(&text[..next], wrong.at.min(next));
        let mut open = wrong.open.len();
        if open == 0 {
            tokens.next(&mut faults);
            return tokens.at;
        }
        loop {
            match tokens.next(&mut faults) {
                Token::Open(_) => open += 1,
                Token::Close(_) if open == 1 => {
                    let end = tokens.at;
                    let follows = tokens.next(&mut faults);
                    let is_end = matches!(follows, Token::Comma | Token::Close(_) | Token::End | Token::Open(_));
                    return if is_end { end } else { next };
                }
                Token::Close(_) => open -= 1,
                Token::End => return next,
                _ => {}
            }
        }
    }

    /// The next line that begins like that of an element, with as many blanks and the same bracket, and up to where the text was
    /// searched for it.
    fn next_like(text: &str, start: usize, from: usize) -> (Option<usize>, usize) {
        let bytes = text.as_bytes();
        let line = memchr::memrchr(b'\n', &bytes[..start]).map_or(0, |end| end + 1);
        let indent = &bytes[line..start];
        let bracket = bytes[start];
        if !indent.iter().all(|byte| matches!(byte, b' ' | b'\t')) || !matches!(bracket, b'{' | b'[') {
            return (None, from);
        }
        let found = memchr::memchr_iter(b'\n', &bytes[from..]).map(|end| from + end + 1).find_map(|line| {
            let rest = bytes[line..].strip_prefix(indent)?;
            (rest.first() == Some(&bracket)).then_some(line + indent.len())
        });
        (found, found.unwrap_or(text.len()))
    }
}
