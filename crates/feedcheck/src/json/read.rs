//! The reader of JSON. Nothing is recursive: open arrays and objects are a list, and there may be [`DEEPEST`] of them.

use std::borrow::Cow;
use std::ops::Range;

use super::value::{Member, Node, Value};
use crate::finding::{Findings, cut};
use crate::rule::Rule;
use crate::rule::document::VALIDATOR_LIMIT;
use crate::rule::json_feed::{CONTROL_IN_STRING, INVALID_JSON, LONE_SURROGATE};

/// How deep values may be nested.
const DEEPEST: usize = 128;
/// The most values of one document.
const MOST_VALUES: usize = 4_000_000;

/// An array or object whose end is not read yet.
enum Open<'t> {
    Array(usize, Vec<Node<'t>>),
    Object(usize, Vec<Member<'t>>, Option<(Cow<'t, str>, Range<usize>)>),
}

impl<'t> Open<'t> {
    fn close(self, end: usize) -> Node<'t> {
        match self {
            Self::Array(start, values) => Node { at: start..end, value: Value::Array(values) },
            Self::Object(start, members, _) => Node { at: start..end, value: Value::Object(members) },
        }
    }

    fn closer(&self) -> u8 {
        if matches!(self, Self::Array(..)) { b']' } else { b'}' }
    }

    fn push(&mut self, node: Node<'t>) {
        match self {
            Self::Array(_, values) => values.push(node),
            Self::Object(_, members, name) => {
                if let Some((name, name_at)) = name.take() {
                    members.push(Member { name, name_at, node });
                }
            }
        }
    }
}

/// Reads a document; what could be read of it, if it ends in the middle.
pub(crate) fn read<'t>(text: &'t str, findings: &mut Findings<'_>) -> Option<Node<'t>> {
    let mut reader = Reader { text, bytes: text.as_bytes(), at: 0, left: MOST_VALUES, findings };
    let mut open: Vec<Open<'t>> = Vec::new();
    let root = reader.document(&mut open);
    if root.is_some() {
        reader.space();
        if reader.at < text.len() {
            let at = reader.at;
            reader.fault(at..at + 1, "something follows after the end of the document");
        }
        return root;
    }
    let end = reader.at;
    let mut root = None;
    while let Some(mut last) = open.pop() {
        if let Some(node) = root.take() {
            last.push(node);
        }
        root = Some(last.close(end));
    }
    root
}

/// What has been read of a value.
enum Begun<'t> {
    Whole(Node<'t>),
    /// The bracket that an array or object begins with.
    Opened,
}

struct Reader<'t, 'f, 'x> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    /// How many more values may come.
    left: usize,
    findings: &'f mut Findings<'x>,
}

impl<'t> Reader<'t, '_, '_> {
    /// The root, or `None` if reading cannot go on.
    fn document(&mut self, open: &mut Vec<Open<'t>>) -> Option<Node<'t>> {
        loop {
            let Begun::Whole(mut node) = self.begin(open)? else { continue };
            loop {
                let Some(last) = open.last_mut() else { return Some(node) };
                last.push(node);
                self.space();
                let comma = self.at;
                let has_comma = self.eat(b',');
                if has_comma {
                    self.space();
                }
                let closer = open.last()?.closer();
                match self.bytes.get(self.at) {
                    Some(&byte) if byte == closer => {
                        if has_comma {
                            self.fault(comma..comma + 1, "a comma before the end of an array or object");
                        }
                        self.at += 1;
                        node = open.pop()?.close(self.at);
                    }
                    None => {
                        self.fault(self.at..self.at, "the document ends before its arrays and objects do");
                        return None;
                    }
                    Some(_) if has_comma => break,
                    Some(b']' | b'}') => {
                        self.fault(self.at..self.at + 1, "a bracket of the wrong kind");
                        return None;
                    }
                    Some(_) => {
                        self.fault(self.at..self.at + 1, "a comma is missing");
                        break;
                    }
                }
            }
        }
    }

    /// Reads a value, with its name in an object; `None` if reading cannot go on.
    fn begin(&mut self, open: &mut Vec<Open<'t>>) -> Option<Begun<'t>> {
        self.space();
        self.left = self.left.checked_sub(1).or_else(|| {
            self.findings.add(&VALIDATOR_LIMIT, 0..0, format!("more than {MOST_VALUES} values"));
            None
        })?;
        if let Some(Open::Object(_, _, name)) = open.last_mut() {
            let start = self.at;
            if self.bytes.get(start) != Some(&b'"') {
                self.fault(start..start + 1, "the name of a member stands in double quotes");
                return None;
            }
            let own = self.string()?;
            *name = Some((own, start..self.at));
            self.space();
            if !self.eat(b':') {
                self.fault(self.at..self.at + 1, "a colon follows after the name of a member");
                return None;
            }
            self.space();
        }
        let start = self.at;
        let value = match self.bytes.get(start) {
            None => {
                self.fault(start..start, "the document ends where a value is missing");
                return None;
            }
            Some(b'"') => Value::String(self.string()?),
            Some(b'{' | b'[') => {
                self.at += 1;
                if open.len() >= DEEPEST {
                    let message = format!("arrays and objects are nested more than {DEEPEST} deep");
                    self.findings.add(&VALIDATOR_LIMIT, start..start + 1, message);
                    return None;
                }
                let opened = match self.bytes[start] {
                    b'{' => Open::Object(start, Vec::new(), None),
                    _ => Open::Array(start, Vec::new()),
                };
                self.space();
                if self.eat(opened.closer()) {
                    return Some(Begun::Whole(opened.close(self.at)));
                }
                open.push(opened);
                return Some(Begun::Opened);
            }
            Some(_) => self.word()?,
        };
        Some(Begun::Whole(Node { at: start..self.at, value }))
    }

    /// A number, or one of the three words.
    fn word(&mut self) -> Option<Value<'t>> {
        let start = self.at;
        let is_part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.' | b'_');
        self.at += self.bytes[start..].iter().take_while(|b| is_part(b)).count();
        let word = &self.text[start..self.at];
        Some(match word {
            "null" => Value::Null,
            "true" | "false" => Value::Boolean,
            "" => {
                self.fault(start..start + 1, "a value is to stand here");
                return None;
            }
            _ if is_number(word) => Value::Number(word),
            _ => {
                self.fault(start..self.at, &format!("JSON has no value {}", cut(word)));
                Value::Broken
            }
        })
    }

    /// A string; its quote is next.
    fn string(&mut self) -> Option<Cow<'t, str>> {
        let opening = self.at;
        self.at += 1;
        let mut decoded: Option<String> = None;
        let mut start = self.at;
        loop {
            let rest = &self.bytes[self.at..];
            let Some(length) = rest.iter().position(|b| matches!(b, b'"' | b'\\' | 0..0x20)) else {
                self.fault(opening..opening + 1, "a string without an end");
                self.at = self.bytes.len();
                return None;
            };
            self.at += length;
            match rest[length] {
                b'"' => {
                    let last = &self.text[start..self.at];
                    self.at += 1;
                    return Some(match decoded {
                        None => Cow::Borrowed(last),
                        Some(text) => Cow::Owned(text + last),
                    });
                }
                b'\\' => {
                    let text = decoded.get_or_insert_default();
                    text.push_str(&self.text[start..self.at]);
                    let (c, length) = escape(&self.text[self.at..]);
                    let at = self.at..self.at + length;
                    text.push(c.unwrap_or_else(|rule| {
                        let message = format!("{} is no character", cut(self.text.get(at.clone()).unwrap_or_default()));
                        self.findings.add(rule, at, message);
                        '?'
                    }));
                    self.at += length;
                    start = self.at;
                }
                byte => {
                    let message = format!("U+{byte:04X} stands in a string as it is");
                    self.findings.add(&CONTROL_IN_STRING, self.at..self.at + 1, message);
                    self.at += 1;
                }
            }
        }
    }

    /// Skips blank space, and comments, which are none.
    fn space(&mut self) {
        loop {
            self.at += self.bytes[self.at..].iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n')).count();
            let rest = &self.bytes[self.at..];
            let end = match rest {
                [b'/', b'/', ..] => memchr::memchr(b'\n', rest),
                [b'/', b'*', ..] => memchr::memmem::find(rest, b"*/").map(|end| end + 2),
                _ => return,
            };
            let end = self.at + end.unwrap_or(rest.len());
            self.fault(self.at..end, "JSON has no comments");
            self.at = end;
        }
    }

    fn eat(&mut self, byte: u8) -> bool {
        let is_next = self.bytes.get(self.at) == Some(&byte);
        self.at += usize::from(is_next);
        is_next
    }

    fn fault(&mut self, at: Range<usize>, message: &str) {
        self.findings.add(&INVALID_JSON, at, message);
    }
}

/// Whether a word is a number (RFC 8259 §6).
fn is_number(word: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (rest, exponent) = word.split_once(['e', 'E']).map_or((word, None), |(rest, exponent)| (rest, Some(exponent)));
    let (whole, fraction) = rest.split_once('.').map_or((rest, None), |(whole, fraction)| (whole, Some(fraction)));
    let whole = whole.strip_prefix('-').unwrap_or(whole);
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
}

/// The character that an escape stands for, or the rule that it breaks, and its length (RFC 8259 §7).
pub(super) fn escape(text: &str) -> (Result<char, &'static Rule>, usize) {
    let simple = match text.as_bytes().get(1) {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{C}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => {
            let Some(first) = unit(text) else { return (Err(&INVALID_JSON), 2) };
            let second = text.get(6..).and_then(unit);
            return match (first, second) {
                (0xD800..0xDC00, Some(second @ 0xDC00..0xE000)) => {
                    let c = 0x10000 + ((u32::from(first) - 0xD800) << 10) + (u32::from(second) - 0xDC00);
                    (char::from_u32(c).ok_or(&LONE_SURROGATE), 12)
                }
                _ => (char::from_u32(u32::from(first)).ok_or(&LONE_SURROGATE), 6),
            };
        }
        _ => return (Err(&INVALID_JSON), 1),
    };
    (Ok(simple), 2)
}

/// The UTF-16 code unit of an escape like `\u00e4`.
fn unit(text: &str) -> Option<u16> {
    let hex = text.strip_prefix("\\u")?.get(..4)?;
    hex.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u16::from_str_radix(hex, 16).ok())?
}
