//! Values as inputs spell them.

use std::borrow::Cow;

use super::fold;
use crate::article::text::without_cdata;
use crate::load::status::flag;

/// A value: text, a number, a list, an object.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::load) enum Value<'a> {
    #[default]
    Null,
    Bool(bool),
    /// A number as it is written.
    Number(Cow<'a, str>),
    /// A number with more digits than a double can hold.
    Inexact,
    Text(Cow<'a, str>),
    List(Vec<Value<'a>>),
    /// An object: names and values.
    Map(Vec<(Cow<'a, str>, Value<'a>)>),
}

impl<'a> Value<'a> {
    /// What kind of value it is, for a message.
    pub(in crate::load) fn kind(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::Inexact => "a number of too many digits (put it in quotes)",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "an object",
        }
    }

    /// The values to which folded names lead from here, through each item of a list.
    pub(super) fn follow<'v>(&'v mut self, path: &[String], found: &mut Vec<&'v mut Self>) {
        let Some((first, rest)) = path.split_first() else {
            found.push(self);
            return;
        };
        match self {
            Value::List(items) => items.iter_mut().for_each(|item| item.follow(path, found)),
            Value::Map(members) => {
                for (_, value) in members.iter_mut().filter(|(name, _)| fold(name) == *first) {
                    value.follow(rest, found);
                }
            }
            _ => {}
        }
    }

    /// The same, of values that stay as they are.
    pub(super) fn lead<'v>(&'v self, path: &[String], found: &mut dyn FnMut(&'v Self)) {
        let Some((first, rest)) = path.split_first() else { return found(self) };
        match self {
            Value::List(items) => items.iter().for_each(|item| item.lead(path, found)),
            Value::Map(members) => {
                for (_, value) in members.iter().filter(|(name, _)| fold(name) == *first) {
                    value.lead(rest, found);
                }
            }
            _ => {}
        }
    }

    /// Unwraps texts that are a CDATA section as a whole.
    pub(super) fn unwrap_cdata(&mut self) {
        match self {
            Value::Text(text) if text.trim_start().starts_with(['<', '&']) => {
                *text = without_cdata(std::mem::take(text));
            }
            Value::List(items) => items.iter_mut().for_each(Value::unwrap_cdata),
            Value::Map(members) => members.iter_mut().for_each(|(_, value)| value.unwrap_cdata()),
            _ => {}
        }
    }

    /// The value, borrowing nothing.
    pub(in crate::load) fn into_owned(self) -> Value<'static> {
        let own = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        match self {
            Value::Null => Value::Null,
            Value::Bool(is) => Value::Bool(is),
            Value::Number(text) => Value::Number(own(text)),
            Value::Inexact => Value::Inexact,
            Value::Text(text) => Value::Text(own(text)),
            Value::List(items) => Value::List(items.into_iter().map(Value::into_owned).collect()),
            Value::Map(members) => {
                Value::Map(members.into_iter().map(|(name, value)| (own(name), value.into_owned())).collect())
            }
        }
    }

    /// Takes one text out of the value; out of an object, the text of the first of `names` that has one. `None` if there is
    /// none, `Err` if the value is of another kind.
    pub(super) fn take_text(&mut self, names: &[&str]) -> Result<Option<Cow<'a, str>>, ()> {
        match self {
            Value::Null => Ok(None),
            Value::Number(text) | Value::Text(text) => {
                let text = std::mem::take(text);
                *self = Value::Null;
                Ok(Some(text).filter(|text| !text.trim().is_empty()))
            }
            Value::Map(members) => {
                for name in names {
                    let member = members.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(name));
                    if let Some(Ok(Some(text))) = member.map(|(_, value)| value.take_text(names)) {
                        return Ok(Some(text));
                    }
                }
                // An object of the same text in several languages.
                if !members.is_empty()
                    && members.iter().all(|(name, _)| is_language(name))
                    && members.iter().any(|(name, _)| is_sure_language(name))
                {
                    return Ok(members.iter_mut().find_map(|(_, value)| value.take_text(&[]).ok().flatten()));
                }
                Ok(None)
            }
            Value::Bool(_) | Value::Inexact | Value::List(_) => Err(()),
        }
    }

    /// Whether the value says yes or no in one word, and nothing else.
    pub(super) fn as_flag(&self) -> Option<bool> {
        match self {
            Value::Bool(is) => Some(*is),
            Value::Text(text) | Value::Number(text) => flag(text),
            _ => None,
        }
    }

    /// Whether the value says yes; `None` if it says neither yes nor no.
    pub(super) fn as_bool(&self) -> Option<bool> {
        match self {
            Value::Null => Some(false),
            Value::Map(members) if members.is_empty() => Some(false),
            Value::Bool(is) => Some(*is),
            Value::Text(text) if text.trim().is_empty() => Some(false),
            // A date says since when, and so yes.
            Value::Text(text) | Value::Number(text) => {
                self.as_flag().or(text.trim().starts_with(|c: char| c.is_ascii_digit()).then_some(true))
            }
            Value::Inexact | Value::List(_) | Value::Map(_) => None,
        }
    }
}

/// Whether a name is a language, or a language of a country: `de`, `pt-BR`, `en_US`.
fn is_language(name: &str) -> bool {
    let (language, country) = name.split_once(['-', '_']).unwrap_or((name, "XX"));
    language.len() == 2
        && name != "id"
        && country.len() == 2
        && language.bytes().all(|byte| byte.is_ascii_lowercase())
        && country.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Whether such a name can only be that of a language.
fn is_sure_language(name: &str) -> bool {
    name.len() == 5 || matches!(name, "en" | "de" | "fr" | "es" | "it" | "pt" | "nl" | "ru" | "zh" | "ja" | "ar")
}
