//! The names under which collections keep the fields of an article: one line each.

use std::borrow::Cow;

/// A field of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Id,
    Title,
    Url,
    Source,
    Published,
    Updated,
    Tags,
    Authors,
    Summary,
    Html,
    Text,
    Language,
    Image,
    Deleted,
}

/// Names and fields. Where several names of one field are present, the one that stands first here wins.
pub(super) static FIELDS: &[(&str, Field)] = &[
    ("id", Field::Id),
    ("title", Field::Title),
    ("url", Field::Url),
    ("link", Field::Url),
    ("source", Field::Source),
    ("published", Field::Published),
    ("date_published", Field::Published),
    ("date", Field::Published),
    ("updated", Field::Updated),
    ("date_modified", Field::Updated),
    ("tags", Field::Tags),
    ("authors", Field::Authors),
    ("author", Field::Authors),
    ("summary", Field::Summary),
    ("content_html", Field::Html),
    ("content_text", Field::Text),
    ("language", Field::Language),
    ("image", Field::Image),
    ("deleted", Field::Deleted),
];

/// The field that a name stands for, and its rank among the names (smaller wins).
pub(super) fn field(name: &str) -> Option<(usize, Field)> {
    FIELDS.iter().position(|(known, _)| *known == name).map(|rank| (rank, FIELDS[rank].1))
}

/// A value as inputs spell it: text, a number, a list, or an object of which only its name matters.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'a> {
    Null,
    Text(Cow<'a, str>),
    List(Vec<Value<'a>>),
    /// An object; its `name` (or `title`), if it has one.
    Object(Option<Cow<'a, str>>),
    Bool(bool),
    /// A number of more digits than can be told apart.
    Inexact,
}

impl<'a> Value<'a> {
    /// What kind of value it is, for a message.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Object(_) => "an object",
            Value::Bool(_) => "true or false",
            Value::Inexact => "a number of too many digits (put it in quotes)",
        }
    }

    /// The value as one text; `Err` gives it back where it is none.
    pub(super) fn into_text(self) -> Result<Option<Cow<'a, str>>, Self> {
        match self {
            Value::Null | Value::Object(None) => Ok(None),
            Value::Text(text) | Value::Object(Some(text)) => Ok(Some(text).filter(|text| !text.trim().is_empty())),
            other => Err(other),
        }
    }

    /// Whether the value says yes; `Err` gives it back where it says neither.
    pub(super) fn into_bool(self) -> Result<bool, Self> {
        match &self {
            Value::Null | Value::Object(None) => Ok(false),
            Value::Bool(is) => Ok(*is),
            Value::Text(text) => match text.trim().to_ascii_lowercase().as_str() {
                "true" | "yes" | "1" => Ok(true),
                "false" | "no" | "0" | "" => Ok(false),
                // When it was deleted.
                moment if moment.starts_with(|c: char| c.is_ascii_digit()) => Ok(true),
                _ => Err(self),
            },
            _ => Err(self),
        }
    }

    /// The value as a list of texts (a lone text is a list of one), and the first in it that is none.
    pub(super) fn into_texts(self) -> (Vec<Cow<'a, str>>, Option<Self>) {
        let values = match self {
            Value::List(values) => values,
            other => vec![other],
        };
        let (mut texts, mut wrong) = (Vec::with_capacity(values.len()), None);
        for value in values {
            match value.into_text() {
                Ok(text) => texts.extend(text),
                Err(value) => wrong = wrong.or(Some(value)),
            }
        }
        (texts, wrong)
    }
}
