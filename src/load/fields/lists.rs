//! Tags, categories and people: lists, and texts that are lists.

use std::borrow::Cow;

use super::nothing::drop_nothing;
use super::wrong::Wrong;
use super::{How, Value};
use crate::load::json::json_value;

/// The names of the text of an object; the first that has a value counts.
const TERM: &[&str] = &["value", "name", "label", "title", "webTitle", "term", "display_name", "text", "slug"];
const PERSON: &[&str] =
    &["name", "display_name", "displayName", "full_name", "fullname", "webTitle", "username", "login", "original"];

/// Kinds of records that say nothing about the subject of an article.
const USUAL_KINDS: &[&str] = &[
    "post",
    "posts",
    "article",
    "articles",
    "story",
    "news",
    "page",
    "item",
    "entry",
    "comment",
    "job",
    "blog",
    "blogpost",
    "blogposting",
    "newsarticle",
    "document",
    "link",
    "text",
    "standard",
    "default",
    "content",
    "ask_hn",
];

/// The texts of a list, or the parts into which `split` takes a text; and an error if there are values that are no texts.
fn texts<'a>(
    value: &mut Value<'a>,
    names: &[&str],
    split: &dyn Fn(&str) -> Option<Vec<String>>,
) -> (Vec<Cow<'a, str>>, Result<(), Wrong>) {
    let (mut found, mut wrong) = (Vec::new(), Ok(()));
    match value {
        // A list of numbers refers to records that are not here.
        Value::List(items) if items.iter().all(|item| matches!(item, Value::Number(_))) => {
            wrong = if items.is_empty() { Ok(()) } else { Err(Wrong { wanted: "text", found: "numbers" }) };
        }
        Value::List(items) => {
            for item in items {
                let (mut more, is_wrong) = match item {
                    Value::List(_) => texts(item, names, &|_| None),
                    item => match item.take_text(names) {
                        Ok(text) => (text.into_iter().collect(), Ok(())),
                        Err(()) => (Vec::new(), Err(Wrong { wanted: "text", found: item.kind() })),
                    },
                };
                found.append(&mut more);
                wrong = wrong.and(is_wrong);
            }
        }
        Value::Text(text) => match written(text) {
            Some(mut value) => return texts(&mut value, names, split),
            None => match written_list(text).or_else(|| split(text)) {
                Some(items) => found.extend(items.into_iter().map(Cow::Owned)),
                None => found.push(std::mem::take(text)),
            },
        },
        value => match value.take_text(names) {
            Ok(text) => found.extend(text),
            Err(()) => wrong = Err(Wrong { wanted: "text", found: value.kind() }),
        },
    }
    drop_nothing(&mut found);
    (found, wrong)
}

/// A list or an object that is written as a text, as JSON or as Python does; several objects are a list.
pub(super) fn written(text: &str) -> Option<Value<'static>> {
    let text = text.trim();
    let is_within = |open, close| text.starts_with(open) && text.ends_with(close);
    if !is_within('[', ']') && !is_within('{', '}') {
        return None;
    }
    json_value(text).or_else(|| {
        let are_several = text.starts_with('{') && text[1..].contains('{');
        are_several.then(|| json_value(&format!("[{text}]")))?
    })
}

/// The items of a list that Python has written, `['a', 'b']`, or a database, `{a,"b"}`.
fn written_list(text: &str) -> Option<Vec<String>> {
    let text = text.trim();
    let within = |open, close| text.strip_prefix(open)?.strip_suffix(close);
    let is_tuple = |inner: &&str| inner.trim_start().starts_with(['\'', '"']);
    let inner = within('[', ']').or_else(|| within('{', '}')).or_else(|| within('(', ')').filter(is_tuple))?;
    // Quotes are of either kind; what has none ends at the next comma.
    let mut items = Vec::new();
    let mut chars = inner.chars().peekable();
    loop {
        while chars.next_if(|c| c.is_whitespace() || *c == ',').is_some() {}
        let Some(first) = chars.peek().copied() else { return Some(items) };
        let mut item = String::new();
        if matches!(first, '\'' | '"') {
            chars.next();
            loop {
                match chars.next()? {
                    '\\' => item.extend(chars.next()),
                    c if c == first => break,
                    c => item.push(c),
                }
            }
        } else {
            while let Some(c) = chars.next_if(|c| *c != ',') {
                item.push(c);
            }
            item.truncate(item.trim_end().len());
            if matches!(item.as_str(), "None" | "nan" | "null") || item.parse::<f64>().is_ok() {
                continue;
            }
        }
        items.push(item);
    }
}

/// Commas, semicolons and bars of all scripts, and line ends: a text is split at the first kind that is in it.
const SEPARATORS: &[&[char]] =
    &[&[',', '，', '、', '،', '､', '﹐'], &[';', '；', '؛', '﹔'], &['|', '｜', '¦'], &['\n', '\r']];

/// Whether a text of terms has separators between them.
pub(in crate::load) fn has_separator(text: &str) -> bool {
    SEPARATORS.iter().any(|separators| text.contains(*separators))
}

pub(super) fn terms<'a>(value: &mut Value<'a>, how: How) -> (Vec<Cow<'a, str>>, Result<(), Wrong>) {
    let split = |text: &str| {
        if how != How::Usual {
            return None;
        }
        if let Some(separators) = SEPARATORS.iter().find(|separators| text.contains(**separators)) {
            return Some(text.split(*separators).map(|item| item.trim().to_owned()).collect());
        }
        let mut words = text.split_whitespace();
        let are_hashtags = text.contains(' ') && words.all(|word| word.starts_with('#'));
        are_hashtags.then(|| text.split_whitespace().map(str::to_owned).collect())
    };
    let (mut found, wrong) = texts(value, TERM, &split);
    if how == How::Kind {
        found.retain(|kind| !USUAL_KINDS.contains(&kind.trim().to_ascii_lowercase().as_str()));
    }
    (found, wrong)
}

pub(super) fn people<'a>(value: &mut Value<'a>, how: How) -> (Vec<Cow<'a, str>>, Result<(), Wrong>) {
    // A number refers to a record that is not here.
    if matches!(value, Value::Number(_)) {
        return (Vec::new(), Ok(()));
    }
    if let Value::List(items) = value {
        items.iter_mut().for_each(whole_name);
    }
    whole_name(value);
    let split = |text: &str| match how {
        How::Byline => {
            let names = text.trim();
            let is_by = names.get(..3).is_some_and(|by| by.eq_ignore_ascii_case("by "));
            let names = if is_by { &names[3..] } else { names };
            let mut parts = vec![String::new()];
            for word in names.split_whitespace() {
                let is_and = word == "&" || word.eq_ignore_ascii_case("and");
                let last = parts.last_mut().filter(|_| !is_and);
                match last {
                    Some(name) if name.is_empty() => name.push_str(word),
                    Some(name) => name.extend([" ", word]),
                    None => parts.push(String::new()),
                }
            }
            let names = parts.iter().flat_map(|part| part.split(','));
            Some(names.map(|name| name.trim().to_owned()).collect())
        }
        _ => {
            // Commas stand in the names of one person, too: of several only where a field has several.
            let commas = if how == How::Usual { SEPARATORS[0] } else { &['、'] };
            // What stands behind a bar with spaces is more often an office (`Ana Moor | Staff writer`).
            let are_bars = |separators: &[char]| separators.contains(&'|');
            let is_office = |separators: &[char]| how != How::Usual && are_bars(separators) && text.contains(" | ");
            let separators = SEPARATORS[1..].iter().copied().chain([commas]);
            let found = separators.into_iter().find(|separators| text.contains(*separators) && !is_office(separators));
            found.map(|separators| each_person(text.split(separators), are_bars(separators)))
        }
    };
    texts(value, PERSON, &split)
}

/// The people that the parts of a text name. A mail address after a bar belongs to the name before it
/// (`Ana Moor | ana@tide.example`), and a line `By` is no name.
fn each_person<'t>(parts: impl Iterator<Item = &'t str>, at_bars: bool) -> Vec<String> {
    let mut people: Vec<String> = Vec::new();
    let names =
        parts.map(|part| part.trim().trim_end_matches([',', ' '])).filter(|part| !part.eq_ignore_ascii_case("by"));
    for part in names {
        let is_mail = at_bars && part.find('@').is_some_and(|at| at > 0) && !part.contains(char::is_whitespace);
        match people.last_mut().filter(|name| is_mail && !name.is_empty() && !name.contains('@')) {
            Some(name) => name.extend([" ", part]),
            None => people.push(part.to_owned()),
        }
    }
    people
}

/// Joins first, middle and last name of a person to one text.
fn whole_name(value: &mut Value<'_>) {
    const FIRST: &[&str] = &["firstname", "first_name", "given", "given_name"];
    const LAST: &[&str] = &["lastname", "last_name", "family", "family_name"];
    let Value::Map(members) = value else { return };
    let mut part = |names: &[&str]| {
        let member = members.iter_mut().find(|(name, _)| names.iter().any(|known| name.eq_ignore_ascii_case(known)));
        member.and_then(|(_, value)| value.take_text(&[]).ok().flatten())
    };
    let names: Vec<_> = [part(FIRST), part(&["middlename", "middle_name"]), part(LAST)].into_iter().flatten().collect();
    if !names.is_empty() {
        *value = Value::Text(Cow::Owned(names.join(" ")));
    }
}
