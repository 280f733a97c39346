//! JSON: an array of articles, an object that wraps one, a single article, JSON Feed 1.0 and 1.1, or JSON Lines.
//!
//! Read in two steps: the document is scanned for the raw text of each article (so that a wrong value costs no more
//! than its article), then each is read by the names of [`super::fields`]. Strings without escapes are borrowed. All lists of
//! articles in a document are read; what a wrapper or a section says about all of its articles (their source, a JSON Feed's title)
//! is said for each that does not say it.
//!
//! All is read strictly first. What is not JSON by a small fault (a comma too many, a comment, `NaN`, half a character, a list that is
//! cut off, one document after another) is read once more by a scanner that knows such faults, and named in the report; one
//! element that cannot be read costs itself.

mod document;
mod export;
mod faults;
mod find;
mod item;
mod json_feed;
mod lenient;
mod lines;
mod mend;
mod path;
mod value;
mod wrapper;

use serde_json::value::RawValue;

use super::fields::Value;
use super::lines::{Lines, line_end};
use super::repeats::Repeats;
use super::{InputFormat, LoadError, LoadErrorKind, Loaded, Read, ReadOptions};
use crate::article::Origin;
use crate::report::{Warning, WarningCode};
use document::Document;
use faults::Faults;
use find::{Finder, Found, List};
use item::Items;
use lenient::as_json;
use wrapper::Lenders;

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

/// Names under which an item keeps the article itself.
const INSIDE: &[&str] = &["_source", "attributes", "node", "article", "post", "data", "fields", "object"];

fn read<'a>(text: &'a str, options: &ReadOptions<'_>) -> Result<Loaded<'a>, LoadError> {
    let origin = options.origin;
    let whole = text;
    // An error at the end is one in the last line that says something.
    let text = text.trim_end();
    let document = Document::new(text, options.limits.json_depth);
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
    let first = match stream.next() {
        Some(Ok(first)) => first.get(),
        Some(Err(error)) => return read_faulty(whole, &document, options, &error),
        None => return Err(LoadError::new(&origin.at(1), LoadErrorKind::Empty)),
    };
    match stream.next() {
        None => read_documents(&document, &[first], options),
        // Several values: JSON Lines under another name, or the pages of an answer.
        Some(_) if first.starts_with('{') && !wraps(&document, first, options) => read_lines(whole, options),
        Some(_) if !first.starts_with(['{', '[']) => Err(neither(origin)),
        Some(_) => read_documents(&document, &document.documents(), options),
    }
}

/// Reads a text of which not all is JSON. The error is given back if there is no article in it.
fn read_faulty<'a>(
    whole: &'a str,
    document: &Document<'a>,
    options: &ReadOptions<'_>,
    error: &serde_json::Error,
) -> Result<Loaded<'a>, LoadError> {
    let read = match first_line(document.text) {
        Some(line) if !wraps(document, line, options) => read_lines(whole, options),
        _ => read_documents(document, &document.documents(), options),
    };
    match read {
        Ok(loaded) if !loaded.drafts.is_empty() => Ok(loaded),
        _ => Err(not_json("json", options.origin, document.text, error)),
    }
}

/// The first line of a text, if it is an object and not the only line.
fn first_line(text: &str) -> Option<&str> {
    let end = memchr::memchr(line_end(text), text.as_bytes())?;
    let line = text[..end].trim();
    let is_whole = line.starts_with('{') && as_json(line, usize::MAX, &mut Faults::default()).is_ok();
    is_whole.then_some(line)
}

/// Whether an object is no article but holds some.
fn wraps<'a>(document: &Document<'a>, raw: &'a str, options: &ReadOptions<'_>) -> bool {
    !options.items.is_empty() || Finder { document, fields: options.fields }.wraps(raw)
}

/// Reads the articles of documents that follow each other in a text.
fn read_documents<'a>(
    document: &Document<'a>,
    values: &[&'a str],
    options: &ReadOptions<'_>,
) -> Result<Loaded<'a>, LoadError> {
    let origin = options.origin;
    let mut loaded = Loaded::new(options);
    let lists = if options.items.is_empty() {
        let mut lists = Vec::new();
        for value in values {
            let found = found(document, value, options);
            let Found { lists: more, others } = found.ok_or_else(|| neither(origin))?;
            lists.extend(more);
            for name in others {
                let message =
                    format!("a list of articles at `{name}` is not read; `items` in [[input]] says which ones are");
                loaded.warnings.push(Warning::new(&origin.at(1), WarningCode::OtherList, message));
            }
        }
        lists
    } else {
        named(document, values, options, &mut loaded)?
    };
    let lines = Lines::new(document.text);
    let lenders = Lenders::default();
    let mut items = Items { document, options, lines, repeats: Repeats::default(), loaded, lenders };
    for list in &lists {
        items.read(list, 0);
    }
    let mut loaded = items.loaded;
    document.faults().report(document.text, origin, &mut loaded);
    non_empty(loaded, origin)
}

fn found<'a>(document: &Document<'a>, value: &'a str, options: &ReadOptions<'_>) -> Option<Found<'a>> {
    let list_of = |items| Found { lists: vec![List { items, wrappers: Vec::new() }], others: Vec::new() };
    if value.starts_with('{') {
        let found = Finder { document, fields: options.fields }.find(value);
        return Some(found.unwrap_or_else(|| list_of(vec![value])));
    }
    document.array(value).map(list_of)
}

/// The lists that the configuration names, in the order of the document, each once.
fn named<'a>(
    document: &Document<'a>,
    values: &[&'a str],
    options: &ReadOptions<'_>,
    loaded: &mut Loaded<'a>,
) -> Result<Vec<List<'a>>, LoadError> {
    let mut lists = Vec::new();
    let mut nowhere = Vec::new();
    for path in options.items {
        let known = lists.len();
        for value in values {
            lists.extend(path::find(document, value, path));
        }
        if lists.len() == known {
            nowhere.push(format!("`{path}`"));
        }
    }
    let reason = format!("there is no list of articles at {}", nowhere.join(" or "));
    if nowhere.len() == options.items.len() {
        let kind = LoadErrorKind::NotThisFormat { format: "json", reason };
        return Err(LoadError { origin: options.origin.at(1), kind });
    }
    if !nowhere.is_empty() {
        loaded.warnings.push(Warning::new(&options.origin.at(1), WarningCode::ItemsNowhere, reason));
    }
    let place = |list: &List<'a>| list.items.first().map_or(usize::MAX, |item| document.place(item));
    lists.sort_by_key(place);
    lists.dedup_by_key(|list| place(list));
    Ok(lists)
}

fn neither(origin: &Origin) -> LoadError {
    let reason = "neither an array nor an object".to_owned();
    LoadError { origin: origin.at(1), kind: LoadErrorKind::NotThisFormat { format: "json", reason } }
}

fn read_lines<'a>(text: &'a str, options: &ReadOptions<'_>) -> Result<Loaded<'a>, LoadError> {
    let origin = options.origin;
    if text.trim_start().starts_with('[') && serde_json::from_str::<&RawValue>(text).is_ok() {
        return read(text, options);
    }
    if options.items.is_empty()
        && let Some(line) = first_line(text)
    {
        let document = Document::new(text.trim_end(), options.limits.json_depth);
        if wraps(&document, line, options) {
            return read_documents(&document, &document.documents(), options);
        }
    }
    let loaded = lines::read(text, options);
    if loaded.drafts.is_empty() && is_document(text) {
        let document = Document::new(text.trim_end(), options.limits.json_depth);
        let read = read_documents(&document, &document.documents(), options);
        if let Ok(read) = read
            && !read.drafts.is_empty()
        {
            return Ok(read);
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

/// Whether a text is JSON Lines, as its first line says.
pub(super) fn are_rows(text: &str, options: &ReadOptions<'_>) -> bool {
    let document = Document::new(text.trim_end(), options.limits.json_depth);
    text.trim_start().starts_with('{') && first_line(text).is_some_and(|line| !wraps(&document, line, options))
}

/// Reads lines, whatever their text is a part of.
pub(super) fn rows<'a>(text: &'a str, options: &ReadOptions<'_>) -> Loaded<'a> {
    lines::read(text, options)
}

/// The value of a text that is JSON but for small faults.
pub(super) fn json_value(text: &str) -> Option<Value<'static>> {
    /// Nobody writes deeper ones into a cell.
    const DEEPEST: usize = 32;
    let json = as_json(text, DEEPEST, &mut Faults::default()).ok()?;
    serde_json::from_str::<Value<'_>>(&json).ok().map(Value::into_owned)
}

/// Whether a text begins like JSON, or with a comment.
fn is_document(text: &str) -> bool {
    text.trim_start().starts_with(['[', '{', '/'])
}

fn non_empty<'a>(loaded: Loaded<'a>, origin: &Origin) -> Result<Loaded<'a>, LoadError> {
    if loaded.drafts.is_empty() && loaded.rejections.is_empty() {
        return Err(LoadError::new(&origin.at(1), LoadErrorKind::NoArticles));
    }
    Ok(loaded)
}

fn not_json(format: &'static str, origin: &Origin, text: &str, error: &serde_json::Error) -> LoadError {
    // The column is counted in bytes there.
    let line = text.lines().nth(error.line().saturating_sub(1)).unwrap_or_default();
    let before = line.get(..error.column().saturating_sub(1)).map_or(0, |before| before.chars().count());
    let origin = origin.at_column(error.line() as u64, before as u64 + 1);
    LoadError { origin, kind: LoadErrorKind::NotThisFormat { format, reason: message(error) } }
}

/// The message of a JSON error without its place, which an origin says better.
fn message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}
