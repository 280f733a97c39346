//! Front matter in YAML 1.2.
//!
//! Read from the events of the parser and not through a schema: a plain `2026`, `1.10` or `2026-07-18` stays as it is
//! written, so no version is rounded and no impossible date is an error. Only `true`, `false` and nothing are more than text.
//!
//! Not supported: merge keys, keys that are no scalars, tags (`!!date`), more than one document.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};

use super::{Broken, Members, fence};
use crate::load::fields::Value;

/// How deep values may be nested.
const DEEPEST: usize = 128;
/// How many values there may be, those of aliases counted each time.
const MOST: usize = 100_000;
/// How many bytes anchors and aliases may copy, besides as many times the document as [`COPIES`] says.
const COPIED: usize = 1 << 20;
const COPIES: usize = 4;

/// The members of a YAML document.
pub(super) fn members(text: &str) -> Result<Members<'_>, Broken> {
    // Some editors leave characters behind that YAML does not allow (§5.1, §6.1); the article is read without them.
    let is_stray = |c: char| c == '\u{FEFF}' || (c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{85}'));
    if text.contains(is_stray) || text.contains('\t') {
        let text = text.replace(is_stray, "").replace('\t', "  ");
        let members = read(&text)?;
        return Ok(members
            .into_iter()
            .map(|(name, value)| (Cow::Owned(name.into_owned()), value.into_owned()))
            .collect());
    }
    match read(text) {
        // Jekyll and Hugo read a quoted text that goes on without being indented.
        Err(broken) if broken.reason.contains("quoted scalar") => {
            let text = indented(text);
            let members = read(&text).map_err(|_| broken)?;
            Ok(members.into_iter().map(|(name, value)| (Cow::Owned(name.into_owned()), value.into_owned())).collect())
        }
        result => result,
    }
}

/// The text with lines indented that are neither names nor items.
fn indented(text: &str) -> String {
    let begins = |line: &str| {
        line.starts_with([' ', '-', '#', '}', ']']) || line.trim().is_empty() || fence::name(line).is_some()
    };
    text.split_inclusive('\n').map(|line| if begins(line) { line.to_owned() } else { format!(" {line}") }).collect()
}

fn read(text: &str) -> Result<Members<'_>, Broken> {
    let left = COPIED + COPIES * text.len();
    let mut reader = Reader { events: Parser::new_from_str(text), anchors: HashMap::new(), count: 0, left, line: 1 };
    loop {
        match reader.next()? {
            Event::StreamEnd => return Ok(Vec::new()),
            Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd | Event::Nothing => {}
            event => {
                let line = reader.line;
                return match reader.value(event, 0)? {
                    Value::Map(members) => Ok(members),
                    Value::Null => Ok(Vec::new()),
                    other => Err(Broken {
                        line,
                        reason: format!("the front matter is {}, no names and values", other.kind()),
                    }),
                };
            }
        }
    }
}

struct Reader<'a, P> {
    events: P,
    anchors: HashMap<usize, Value<'a>>,
    count: usize,
    /// How many bytes may still be copied.
    left: usize,
    line: u64,
}

impl<'a, P> Reader<'a, P>
where
    P: Iterator<Item = Result<(Event<'a>, saphyr_parser::Span), ScanError>>,
{
    fn broken(&self, reason: &str) -> Broken {
        Broken { line: self.line, reason: reason.to_owned() }
    }

    fn next(&mut self) -> Result<Event<'a>, Broken> {
        match self.events.next() {
            Some(Ok((event, span))) => {
                self.line = span.start.line() as u64;
                Ok(event)
            }
            Some(Err(error)) => {
                let reason = format!("the front matter is not YAML: {}", error.info());
                Err(Broken { line: error.marker().line().max(1) as u64, reason })
            }
            None => Ok(Event::StreamEnd),
        }
    }

    /// The value that begins with an event.
    fn value(&mut self, event: Event<'a>, depth: usize) -> Result<Value<'a>, Broken> {
        self.count += 1;
        if depth > DEEPEST || self.count > MOST {
            return Err(self.broken("the front matter is nested too deeply or has too many values"));
        }
        let (anchor, value) = match event {
            Event::Scalar(text, style, anchor, _) => (anchor, scalar(text, style)),
            Event::SequenceStart(anchor, _) => {
                let mut items = Vec::new();
                loop {
                    match self.next()? {
                        Event::SequenceEnd => break,
                        event => items.push(self.value(event, depth + 1)?),
                    }
                }
                (anchor, Value::List(items))
            }
            Event::MappingStart(anchor, _) => {
                let mut members: Members<'a> = Vec::new();
                let mut places: HashMap<Cow<'a, str>, usize> = HashMap::new();
                loop {
                    let key = match self.next()? {
                        Event::MappingEnd => break,
                        event => self.value(event, depth + 1)?,
                    };
                    let event = self.next()?;
                    let value = self.value(event, depth + 1)?;
                    if let Value::Text(key) = key {
                        // Of a name that is there twice the last counts, as with every generator.
                        match places.entry(key.clone()) {
                            Entry::Occupied(place) => members[*place.get()].1 = value,
                            Entry::Vacant(place) => {
                                place.insert(members.len());
                                members.push((key, value));
                            }
                        }
                    }
                }
                (anchor, Value::Map(members))
            }
            Event::Alias(anchor) => {
                let Some(known) = self.anchors.get(&anchor) else { return Ok(Value::Null) };
                let (count, bytes) = size(known);
                self.count += count;
                self.left = self.left.checked_sub(bytes).ok_or_else(|| self.broken(TOO_MUCH))?;
                return self.anchors.get(&anchor).cloned().ok_or_else(|| self.broken(TOO_MUCH));
            }
            _ => return Err(self.broken("the front matter is not YAML: it ends too early")),
        };
        if anchor > 0 {
            self.left = self.left.checked_sub(size(&value).1).ok_or_else(|| self.broken(TOO_MUCH))?;
            self.anchors.insert(anchor, value.clone());
        }
        Ok(value)
    }
}

const TOO_MUCH: &str = "the aliases of the front matter stand for too much text";

/// How many values a value has, and how many bytes a copy of it takes.
fn size(value: &Value<'_>) -> (usize, usize) {
    let own = (1, size_of::<Value<'_>>());
    let add = |sum: (usize, usize), more: (usize, usize)| (sum.0 + more.0, sum.1 + more.1);
    match value {
        Value::Text(text) | Value::Number(text) => (1, own.1 + text.len()),
        Value::List(items) => items.iter().map(size).fold(own, add),
        Value::Map(members) => {
            members.iter().map(|(name, value)| add(size(value), (0, own.1 + name.len()))).fold(own, add)
        }
        _ => own,
    }
}

fn scalar(text: Cow<'_, str>, style: ScalarStyle) -> Value<'_> {
    if style != ScalarStyle::Plain {
        return Value::Text(text);
    }
    match &*text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => Value::Text(text),
    }
}

#[cfg(test)]
mod tests {
    use super::members;
    use crate::load::fields::Value;

    #[test]
    fn scalars_stay_as_they_are_written() {
        let found = members("a: 1.10\nb: 9999-99-99\nc: [x, 2026]\nd: no\ne:\n").ok().unwrap();
        let text = |text: &'static str| Value::Text(text.into());
        assert_eq!(found[0].1, text("1.10"));
        assert_eq!(found[1].1, text("9999-99-99"));
        assert_eq!(found[2].1, Value::List(vec![text("x"), text("2026")]));
        assert_eq!(found[3].1, text("no"));
        assert_eq!(found[4].1, Value::Null);
    }

    #[test]
    fn a_quoted_text_may_go_on_without_indentation() {
        let found = members("title: \"a\nb c\"\ndate: 1\n").ok().unwrap();
        assert_eq!(found[0].1, Value::Text("a b c".into()));
        assert!(members("title: \"a\nb c\n").is_err());
    }

    #[test]
    fn what_is_broken_says_where() {
        assert_eq!(members("a: 1\nb: [x\nc: 2\n").err().unwrap().line, 3);
        assert!(members("just text").is_err());
    }

    #[test]
    fn aliases_do_not_explode() {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for n in 1..12 {
            let last = vec![format!("*a{}", n - 1); 10].join(", ");
            text.extend([format!("a{n}: &a{n} [{last}]\n")]);
        }
        assert!(members(&text).is_err());
        assert!(members(&format!("a: {}", "[".repeat(5_000))).is_err());
        // One long text, many times.
        let text = |aliases: usize| {
            format!("a: &a {}\nb: [{}]\nc: {{ {}: *a }}\n", "x".repeat(10_000), ["*a"].repeat(aliases).join(","), "k")
        };
        assert!(members(&text(100)).is_ok());
        assert!(members(&text(1_000)).is_err());
        let nested = (0..120).fold("x".repeat(20_000), |inside, n| format!("&n{n} [{inside}]"));
        assert!(members(&format!("a: {nested}")).is_err());
    }
}
