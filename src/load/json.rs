//! JSON: an array of articles, an object that wraps one, a single article, JSON Feed 1.0 and 1.1, or JSON Lines.
//!
//! Read in two steps: the document is scanned for the raw text of each article (so that a wrong value costs no more
//! than its article), then each is read by the names of [`super::fields`]. Strings without escapes are borrowed. What a
//! wrapper says about all of its articles (their source, a JSON Feed's title) is said for each that does not say it.
//!
//! Not supported: comments, `NaN`, several arrays in one document (the longest one is read).

mod json_feed;
mod value;

use std::borrow::Cow;

use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::fields::{Field, Record, Style, Value};
use super::lines::{Lines, line_end};
use super::repeats::Repeats;
use super::{InputFormat, LoadError, LoadErrorKind, Loaded, Read, ReadOptions};
use crate::article::{Draft, Origin};
use crate::report::{Rejection, Warning};
use json_feed::{date_by_change, is_json_feed};
use value::{Members, is_deeper, record};

pub(super) static FORMAT: InputFormat = InputFormat {
    name: "json",
    about: "an array of articles, or an object that holds one; JSON Feed",
    extensions: &["json"],
    detect: |text| text.trim_start().starts_with(['[', '{']),
    by_line: false,
    read: Read::Text(read),
};

pub(super) static LINES: InputFormat = InputFormat {
    name: "jsonl",
    about: "JSON Lines: one article a line",
    extensions: &["jsonl", "ndjson"],
    detect: |_| false, // Found by `json`, which reads lines where it meets them.
    by_line: true,
    read: Read::Text(read_lines),
};

/// Names under which a wrapper usually keeps its articles; tried before any other.
const LISTS: &[&str] = &[
    "articles",
    "items",
    "entries",
    "posts",
    "results",
    "docs",
    "hits",
    "news",
    "newsItems",
    "stories",
    "edges",
    "children",
    "records",
    "rows",
    "data",
];

/// Names under which an item keeps the article itself.
const INSIDE: &[&str] = &["_source", "attributes", "node", "article", "post", "data", "fields", "object"];

fn read<'a>(text: &'a str, options: &ReadOptions<'_>) -> Result<Loaded<'a>, LoadError> {
    let origin = options.origin;
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
        Some(_) if is_object => return read_lines(whole, options),
        Some(Ok(_)) => {
            let reason = "a second value follows the array".to_owned();
            let kind = LoadErrorKind::NotThisFormat { format: "json", reason };
            return Err(LoadError { origin: origin.at(Lines::new(text).of(stream.byte_offset())), kind });
        }
        Some(Err(error)) => return Err(not_json("json", origin, &error)),
    }
    let found = match options.items {
        Some(path) => Some(named(document, path).ok_or_else(|| {
            let reason = format!("there is no list of articles at `{path}`");
            LoadError { origin: origin.at(1), kind: LoadErrorKind::NotThisFormat { format: "json", reason } }
        })?),
        None if is_object => wrapped(document, options, 0),
        None => array(document).map(|items| Found { items, ..Found::default() }),
    };
    let Found { items, wrapper, others } = match found {
        Some(found) => found,
        None if is_object => Found { items: vec![document], ..Found::default() },
        None => {
            let reason = "neither an array nor an object".to_owned();
            let kind = LoadErrorKind::NotThisFormat { format: "json", reason };
            return Err(LoadError { origin: origin.at(1), kind });
        }
    };
    let mut loaded = Loaded::new(options);
    for name in others {
        let message = format!("a list of articles at `{name}` is not read; `items` in [[input]] says which one is");
        loaded.warnings.push(Warning::new(&origin.at(1), "other-list", message));
    }
    let is_json_feed = wrapper.is_some_and(is_json_feed);
    let wrapper = wrapper.map(|raw| shared(raw, options)).unwrap_or_default();
    let mut lines = Lines::new(text);
    let mut repeats = Repeats::default();
    for item in items {
        if repeats.is_one(item.get()) {
            loaded.repeated += 1;
            continue;
        }
        let known = loaded.drafts.len();
        // The raw text of an item is a part of `text`: the distance of their addresses is its offset.
        let offset = item.get().as_ptr() as usize - text.as_ptr() as usize;
        item_to_draft(item.get(), &lines.origin(origin, offset), options, &mut loaded, None);
        // An item that is rejected is none.
        if let Some(draft) = loaded.drafts.get_mut(known) {
            wrapper.lend(draft);
            if is_json_feed {
                date_by_change(draft, options);
            }
            repeats.add(item.get());
        }
    }
    non_empty(loaded, origin)
}

fn read_lines<'a>(text: &'a str, options: &ReadOptions<'_>) -> Result<Loaded<'a>, LoadError> {
    let origin = options.origin;
    if text.trim_start().starts_with('[') && serde_json::from_str::<&RawValue>(text).is_ok() {
        return read(text, options);
    }
    let mut loaded = Loaded::new(options);
    let mut repeats = Repeats::default();
    let mut start = 0;
    let ends = memchr::memchr_iter(line_end(text), text.as_bytes()).chain(std::iter::once(text.len()));
    for (line, end) in (1..).zip(ends) {
        let item = text[start..end].trim();
        start = (end + 1).min(text.len());
        if item.is_empty() {
            continue;
        }
        // Whoever writes the file may be in the middle of its last line.
        if options.may_grow
            && end == text.len()
            && serde_json::from_str::<IgnoredAny>(item).is_err()
            && !loaded.drafts.is_empty()
        {
            let message = "the last line is not finished; it waits while the file may grow";
            loaded.warnings.push(Warning::new(&origin.at(line), "unfinished-line", message));
            continue;
        }
        if repeats.is_one(item) {
            loaded.repeated += 1;
            continue;
        }
        let known = loaded.drafts.len();
        item_to_draft(item, &origin.at(line), options, &mut loaded, None);
        if loaded.drafts.len() > known {
            repeats.add(item);
        }
    }
    if loaded.drafts.is_empty()
        && let Some(first) = loaded.rejections.iter().min()
    {
        let kind = LoadErrorKind::NotThisFormat { format: "jsonl", reason: first.reason.to_string() };
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

fn array(raw: &RawValue) -> Option<Vec<&RawValue>> {
    serde_json::from_str(raw.get()).ok()
}

fn members(raw: &RawValue) -> Option<Vec<(Cow<'_, str>, &RawValue)>> {
    let Members(members) = serde_json::from_str(raw.get()).ok()?;
    Some(members)
}

/// Where the articles of a document are.
#[derive(Default)]
struct Found<'a> {
    items: Vec<&'a RawValue>,
    /// The object that they were found in.
    wrapper: Option<&'a RawValue>,
    /// Other lists of articles in it, which are not read.
    others: Vec<Cow<'a, str>>,
}

/// The list that a path of the configuration leads to.
fn named<'a>(document: &'a RawValue, path: &str) -> Option<Found<'a>> {
    let (mut value, mut wrapper) = (document, None);
    for name in path.split('.').filter(|name| !name.is_empty()) {
        wrapper = Some(value);
        value = members(value)?.into_iter().find(|(key, _)| key == name)?.1;
    }
    array(value).map(|items| Found { items, wrapper, others: Vec::new() })
}

/// The articles inside an object, if the object is not an article itself.
fn wrapped<'a>(raw: &'a RawValue, options: &ReadOptions<'_>, depth: usize) -> Option<Found<'a>> {
    /// `response.results` is as deep as wrappers go.
    const DEEPEST: usize = 3;
    if depth > DEEPEST || !raw.get().starts_with('{') {
        return None;
    }
    let members = members(raw)?;
    let has = |field| members.iter().any(|(key, _)| options.fields.names(field, key));
    let lists: Vec<_> = members.iter().filter_map(|(key, value)| Some((key, array(value)?))).collect();
    let has_objects = |items: &[&RawValue]| items.iter().any(|item| item.get().starts_with('{'));
    let is_article = has(Field::Content) && has(Field::Title);
    let holds_articles = |items: &[&RawValue]| items.iter().any(|item| is_titled(item, options));
    let list_of = |chosen: &str| {
        let is_other = |(key, items): &&(&Cow<'a, str>, Vec<&RawValue>)| **key != chosen && holds_articles(items);
        let others = lists.iter().filter(is_other).map(|(key, _)| (*key).clone()).collect();
        let items = lists.iter().find(|(key, _)| **key == chosen).map(|(_, items)| items.clone());
        Found { items: items.unwrap_or_default(), wrapper: Some(raw), others }
    };
    let named = || LISTS.iter().filter(|_| !is_article).filter_map(|name| lists.iter().find(|(key, _)| key == name));
    if let Some((key, _)) = named().find(|(_, items)| has_objects(items)) {
        return Some(list_of(key));
    }
    // A title without a list: an article. The wrapper of a list may have a name.
    let has_title = members.iter().any(|(key, _)| key != "name" && options.fields.names(Field::Title, key));
    let longest = lists.iter().filter(|(_, items)| has_objects(items)).max_by_key(|(_, items)| items.len());
    if has_title || (has(Field::Title) && !longest.is_some_and(|(_, items)| holds_articles(items))) {
        return None;
    }
    if let Some((key, _)) = longest {
        return Some(list_of(key));
    }
    if let Some(found) = members.iter().find_map(|(_, value)| wrapped(value, options, depth + 1)) {
        return Some(found);
    }
    // Articles by their names: `{"17": {"title": …}, "18": {"title": …}}`.
    let values: Vec<&RawValue> =
        members.iter().map(|(_, value)| *value).filter(|value| value.get().starts_with('{')).collect();
    if values.len() > 1 && values.iter().all(|value| is_titled(value, options)) {
        return Some(Found { items: values, ..Found::default() });
    }
    named().next().map(|(key, _)| list_of(key))
}

/// Whether an object has a title. Things and people have names, too.
fn is_titled(value: &RawValue, options: &ReadOptions<'_>) -> bool {
    let members = members(value).unwrap_or_default();
    members.iter().any(|(key, _)| key != "name" && options.fields.names(Field::Title, key))
}

/// What a wrapper says about all of its articles.
fn shared<'a>(raw: &'a RawValue, options: &ReadOptions<'_>) -> Draft<'a> {
    let members = members(raw).unwrap_or_default();
    // What is lent to each article must not be larger than a name is.
    let is_name = |value: &RawValue| value.get().len() <= super::LONGEST_LENT;
    let text = |name: &str| {
        let (_, value) = members.iter().find(|(key, value)| key == name && is_name(value))?;
        serde_json::from_str::<Cow<'a, str>>(value.get()).ok().filter(|text| !text.trim().is_empty())
    };
    if is_json_feed(raw) {
        let authors = ["authors", "author"].iter().find_map(|name| {
            let (_, value) = members.iter().find(|(key, value)| key == name && is_name(value))?;
            let mut record = Record::new();
            record.add(options.fields, name, serde_json::from_str::<Value<'a>>(value.get()).ok()?);
            Some(record.into_draft(options, Style::Row, Origin::default(), &mut Loaded::default()).authors)
        });
        return Draft {
            source: text("title"),
            source_home: text("home_page_url"),
            source_feed: text("feed_url"),
            language: text("language"),
            authors: authors.unwrap_or_default(),
            ..Draft::default()
        };
    }
    let mut record = Record::new();
    for (key, value) in
        members.iter().filter(|(key, value)| matches!(&**key, "source" | "language" | "lang") && is_name(value))
    {
        if let Ok(value) = serde_json::from_str(value.get()) {
            record.add(options.fields, key, value);
        }
    }
    record.into_draft(options, Style::Row, Origin::default(), &mut Loaded::default())
}

impl<'a> Draft<'a> {
    /// Says for another draft what it does not say itself.
    fn lend(&self, to: &mut Draft<'a>) {
        if to.source.is_none() && self.source.is_some() {
            to.source.clone_from(&self.source);
            to.source_home.clone_from(&self.source_home);
            to.source_feed.clone_from(&self.source_feed);
        }
        if to.language.is_none() {
            to.language.clone_from(&self.language);
        }
        if to.authors.is_empty() {
            to.authors.clone_from(&self.authors);
        }
    }
}

/// Reads one article, or says why not. `outer` is what stands around it and may say whether it is published.
fn item_to_draft<'a>(
    item: &'a str,
    origin: &Origin,
    options: &ReadOptions<'_>,
    loaded: &mut Loaded<'a>,
    outer: Option<Record<'a>>,
) {
    let mut reject = |origin: &Origin, reason: String| loaded.rejections.push(Rejection::new(origin, reason));
    if !item.starts_with('{') {
        let found = match item.as_bytes().first() {
            Some(b'[') => "an array",
            Some(b'"') => "a string",
            _ => "something else",
        };
        return reject(origin, format!("expected a JSON object, found {found}"));
    }
    if item.len() > options.limits.item {
        return reject(origin, super::too_large("item", item.len(), options.limits.item));
    }
    if is_deeper(item, options.limits.json_depth) {
        let reason = format!("nested deeper than {} (limits.json_depth)", options.limits.json_depth);
        return reject(origin, reason);
    }
    match record(item, options.fields) {
        Ok(mut own) => {
            if let Some(outer) = outer {
                own.put_into(outer, options.fields);
            }
            let draft = own.into_draft(options, Style::Row, origin.clone(), loaded);
            let says_nothing =
                draft.title.is_none() && draft.body.is_none() && draft.summary.is_none() && draft.url.is_none();
            if says_nothing
                && !draft.deleted
                && let Some(inner) = inside(item)
            {
                let says_when = draft.unpublished.is_some() || !draft.not_before.is_empty();
                let decides = says_when || !options.fields.filter().is_empty();
                let outer = decides.then(|| record(item, options.fields).ok()).flatten();
                return item_to_draft(inner, origin, options, loaded, outer);
            }
            loaded.name_unused_dates(&draft, options, || match serde_json::from_str(item) {
                Ok(Value::Map(members)) => members,
                _ => Vec::new(),
            });
            loaded.add(draft, options);
        }
        Err(error) => {
            // Lines and columns are counted from the beginning of the item there.
            let lines = (error.line() as u64).saturating_sub(1);
            let before = if lines == 0 { origin.column.saturating_sub(1) } else { 0 };
            let reason = format!("not JSON: {} (column {})", message(&error), before + error.column() as u64);
            let origin = if lines == 0 { origin.clone() } else { origin.at(origin.line + lines) };
            reject(&origin, reason);
        }
    }
}

/// The article inside of an item that is only its envelope.
fn inside(item: &str) -> Option<&str> {
    let Members(members) = serde_json::from_str(item).ok()?;
    let inner = INSIDE.iter().find_map(|name| members.iter().find(|(key, _)| key == name))?.1.get();
    inner.starts_with('{').then_some(inner)
}
