//! JSON: an array of articles, an object that wraps one, a single article, or JSON Lines.
//!
//! Read in two steps: the document is scanned for the raw text of each article (so that a wrong value costs no more
//! than its article), then each is read by the names of [`super::fields`]. Strings without escapes are borrowed.
//!
//! Not supported: comments, `NaN`, several arrays in one document (the longest one is read).

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::fields::{FIELDS, Field, Value, field};
use super::{InputFormat, LoadError, LoadErrorKind, Loaded};
use crate::article::{Body, Draft, Origin};
use crate::report::{Rejection, Warning};

pub(super) static FORMAT: InputFormat = InputFormat {
    name: "json",
    about: "an array of articles, or an object that holds one",
    extensions: &["json"],
    detect: |text| text.trim_start().starts_with(['[', '{']),
    by_line: false,
    read,
};

pub(super) static LINES: InputFormat = InputFormat {
    name: "jsonl",
    about: "JSON Lines: one article a line",
    extensions: &["jsonl", "ndjson"],
    detect: |_| false, // Found by `json`, which reads lines where it meets them.
    by_line: true,
    read: read_lines,
};

/// Names under which a wrapper usually keeps its articles; tried before any other.
const LISTS: &[&str] = &["articles", "items", "entries", "posts", "results", "docs", "news", "stories", "data"];

fn read<'a>(text: &'a str, origin: &Origin) -> Result<Loaded<'a>, LoadError> {
    let whole = text;
    // An error at the end is one in the last line that says something.
    let text = text.trim_end();
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
    let document = match stream.next() {
        Some(Ok(document)) => document,
        Some(Err(error)) => return Err(not_json("json", origin, &error)),
        None => return Err(LoadError::new(&origin.at(1), LoadErrorKind::Empty)),
    };
    let is_object = document.get().starts_with('{');
    match stream.next() {
        None => {}
        // Several values: JSON Lines under another name.
        Some(_) if is_object => return read_lines(whole, origin),
        Some(Ok(_)) => {
            let reason = "a second value follows the array".to_owned();
            let kind = LoadErrorKind::NotThisFormat { format: "json", reason };
            return Err(LoadError { origin: origin.at(line_of(text, stream.byte_offset())), kind });
        }
        Some(Err(error)) => return Err(not_json("json", origin, &error)),
    }
    let items = if document.get().starts_with('[') {
        array(document).unwrap_or_default()
    } else if let Some(items) = wrapped(document, 0) {
        items
    } else if is_object {
        vec![document]
    } else {
        let kind = LoadErrorKind::NotThisFormat { format: "json", reason: "neither an array nor an object".to_owned() };
        return Err(LoadError { origin: origin.at(1), kind });
    };
    let mut loaded = Loaded::default();
    let (mut line, mut seen) = (1, 0);
    for item in items {
        // The raw text of an item is a part of `text`: the distance of their addresses is its offset.
        let offset = item.get().as_ptr() as usize - text.as_ptr() as usize;
        line += count_lines(&text.as_bytes()[seen..offset]);
        seen = offset;
        item_to_draft(item.get(), &origin.at(line), &mut loaded);
    }
    non_empty(loaded, origin)
}

fn read_lines<'a>(text: &'a str, origin: &Origin) -> Result<Loaded<'a>, LoadError> {
    if text.trim_start().starts_with('[') && serde_json::from_str::<&RawValue>(text).is_ok() {
        return read(text, origin);
    }
    let mut loaded = Loaded::default();
    let mut start = 0;
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain(std::iter::once(text.len()));
    for (line, end) in (1..).zip(ends) {
        let item = text[start..end].trim();
        start = (end + 1).min(text.len());
        if item.is_empty() {
            continue;
        }
        // Whoever writes the file may be in the middle of its last line.
        if end == text.len() && serde_json::from_str::<IgnoredAny>(item).is_err() && !loaded.drafts.is_empty() {
            let message = "the last line is not finished; it waits for the next run";
            loaded.warnings.push(Warning::new(&origin.at(line), "unfinished-line", message));
            continue;
        }
        item_to_draft(item, &origin.at(line), &mut loaded);
    }
    if loaded.drafts.is_empty()
        && let Some(first) = loaded.rejections.first()
    {
        let kind = LoadErrorKind::NotThisFormat { format: "jsonl", reason: first.reason.clone() };
        return Err(LoadError { origin: first.origin.clone(), kind });
    }
    non_empty(loaded, origin)
}

fn non_empty<'a>(loaded: Loaded<'a>, origin: &Origin) -> Result<Loaded<'a>, LoadError> {
    if loaded.drafts.is_empty() && loaded.rejections.is_empty() {
        return Err(LoadError::new(&origin.at(1), LoadErrorKind::NoArticles));
    }
    Ok(loaded)
}

fn not_json(format: &'static str, origin: &Origin, error: &serde_json::Error) -> LoadError {
    let reason = format!("{} (column {})", message(error), error.column());
    LoadError { origin: origin.at(error.line() as u64), kind: LoadErrorKind::NotThisFormat { format, reason } }
}

/// The message of a JSON error without its place, which an origin says better.
fn message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}

fn count_lines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

fn line_of(text: &str, offset: usize) -> u64 {
    1 + count_lines(&text.as_bytes()[..offset])
}

fn array(raw: &RawValue) -> Option<Vec<&RawValue>> {
    serde_json::from_str(raw.get()).ok()
}

/// The array of objects inside an object, if the object is not an article itself.
fn wrapped(raw: &RawValue, depth: usize) -> Option<Vec<&RawValue>> {
    /// `response.results` is as deep as wrappers go.
    const DEEPEST: usize = 3;
    if depth > DEEPEST || !raw.get().starts_with('{') {
        return None;
    }
    let Members(members) = serde_json::from_str(raw.get()).ok()?;
    let has =
        |fields: &[Field]| members.iter().any(|(key, _)| field(key).is_some_and(|(_, field)| fields.contains(&field)));
    if has(&[Field::Html, Field::Text]) {
        return None;
    }
    let of_objects = |items: &Vec<&RawValue>| items.iter().all(|item| item.get().starts_with('{'));
    for name in LISTS {
        if let Some(items) = members.iter().find(|(key, _)| key == name).and_then(|(_, value)| array(value))
            && of_objects(&items)
        {
            return Some(items);
        }
    }
    // A title without a list: an article.
    if has(&[Field::Title]) {
        return None;
    }
    let of_objects = |items: &Vec<&RawValue>| !items.is_empty() && of_objects(items);
    let longest = members.iter().filter_map(|(_, value)| array(value)).filter(of_objects).max_by_key(Vec::len);
    longest.or_else(|| members.iter().find_map(|(_, value)| wrapped(value, depth + 1)))
}

/// The members of an object, unread.
struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;
        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((Name(name), value)) = map.next_entry()? {
                    members.push((name, value));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(MembersVisitor)
    }
}

/// Reads one article, or says why not.
fn item_to_draft<'a>(item: &'a str, origin: &Origin, loaded: &mut Loaded<'a>) {
    if !item.starts_with('{') {
        let found = match item.as_bytes().first() {
            Some(b'[') => "an array",
            Some(b'"') => "a string",
            _ => "something else",
        };
        loaded.rejections.push(Rejection::new(origin, format!("expected a JSON object, found {found}")));
        return;
    }
    match serde_json::from_str::<Item>(item) {
        Ok(item) => loaded.drafts.push(item.into_draft(origin, &mut loaded.warnings)),
        Err(error) => {
            let reason = format!("not JSON: {} (column {})", message(&error), error.column());
            let line = origin.line + (error.line() as u64).saturating_sub(1);
            loaded.rejections.push(Rejection::new(&origin.at(line), reason));
        }
    }
}

/// One article as it stands in the file: the known fields, by their rank in [`FIELDS`].
struct Item<'a>(Vec<(usize, Value<'a>)>);

impl<'de> Deserialize<'de> for Item<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ItemVisitor;
        impl<'de> Visitor<'de> for ItemVisitor {
            type Value = Item<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut values = Vec::with_capacity(12);
                while let Some(Name(name)) = map.next_key()? {
                    match field(&name) {
                        Some((rank, _)) => values.push((rank, map.next_value()?)),
                        None => drop(map.next_value::<IgnoredAny>()?),
                    }
                }
                Ok(Item(values))
            }
        }
        deserializer.deserialize_map(ItemVisitor)
    }
}

impl<'a> Item<'a> {
    fn into_draft(mut self, origin: &Origin, warnings: &mut Vec<Warning>) -> Draft<'a> {
        let mut draft = Draft { origin: origin.clone(), ..Draft::default() };
        // The best name last, so that it overwrites the others.
        self.0.sort_by_key(|(rank, _)| std::cmp::Reverse(*rank));
        for (rank, value) in self.0 {
            let (name, field) = FIELDS[rank];
            if let Err(found) = draft.set(field, value) {
                let wanted = if field == Field::Deleted { "true or false" } else { "text" };
                let message = format!("{name}: expected {wanted}, found {}; left out", found.kind());
                warnings.push(Warning::new(origin, "wrong-type", message));
            }
        }
        draft
    }
}

impl<'a> Draft<'a> {
    /// Puts a value where it belongs; nothing in it leaves what is there.
    fn set(&mut self, field: Field, value: Value<'a>) -> Result<(), Value<'a>> {
        let slot = match field {
            Field::Tags | Field::Authors => {
                let (list, wrong) = value.into_texts();
                if !list.is_empty() {
                    *(if field == Field::Tags { &mut self.tags } else { &mut self.authors }) = list;
                }
                return wrong.map_or(Ok(()), Err);
            }
            Field::Html | Field::Text => {
                // HTML wins over text, whichever comes first.
                match (value.into_text()?, field, &self.body) {
                    (Some(html), Field::Html, _) => self.body = Some(Body::Html(html)),
                    (Some(text), _, None | Some(Body::Plain(_))) => self.body = Some(Body::Plain(text)),
                    _ => {}
                }
                return Ok(());
            }
            Field::Deleted => {
                self.deleted = value.into_bool()?;
                return Ok(());
            }
            Field::Id => &mut self.id,
            Field::Title => &mut self.title,
            Field::Url => &mut self.url,
            Field::Source => &mut self.source,
            Field::Published => &mut self.published,
            Field::Updated => &mut self.updated,
            Field::Summary => &mut self.summary,
            Field::Language => &mut self.language,
            Field::Image => &mut self.image,
        };
        if let Some(text) = value.into_text()? {
            *slot = Some(text);
        }
        Ok(())
    }
}

/// A string, borrowed where it has no escapes.
struct Name<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;
        impl<'de> Visitor<'de> for NameVisitor {
            type Value = Name<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(NameVisitor)
    }
}

impl<'de> Deserialize<'de> for Value<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ValueVisitor;
        impl<'de> Visitor<'de> for ValueVisitor {
            type Value = Value<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }
            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Value::Null)
            }
            fn visit_bool<E>(self, is: bool) -> Result<Self::Value, E> {
                Ok(Value::Bool(is))
            }
            fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
                Ok(Value::Text(Cow::Owned(number.to_string())))
            }
            fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
                Ok(Value::Text(Cow::Owned(number.to_string())))
            }
            fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
                /// The first number that has a neighbour it cannot be told from: 2 to the power of 53.
                const INEXACT: f64 = 9_007_199_254_740_992.0;
                Ok(if number.abs() < INEXACT { Value::Text(Cow::Owned(number.to_string())) } else { Value::Inexact })
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Value::Text(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Value::Text(Cow::Owned(text.to_owned())))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut values = Vec::new();
                while let Some(value) = seq.next_element()? {
                    values.push(value);
                }
                Ok(Value::List(values))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut name = None;
                while let Some(Name(key)) = map.next_key()? {
                    match &*key {
                        "name" | "title" => {
                            let value: Value<'de> = map.next_value()?;
                            name = value.into_text().ok().flatten().or(name);
                        }
                        _ => drop(map.next_value::<IgnoredAny>()?),
                    }
                }
                Ok(Value::Object(name))
            }
        }
        deserializer.deserialize_any(ValueVisitor)
    }
}
