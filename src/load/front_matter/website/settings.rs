//! Settings of a generator: a tree of names and values, in YAML, TOML, JSON or plain assignments of Python.

use super::python;
use crate::load::fields::Value;
use crate::load::front_matter::{Members, json, toml, yaml};

/// How many values templates may be told.
const MOST: usize = 1_000;

/// The tree. Names are compared without case, as Hugo does.
pub(super) struct Settings(Members<'static>);

impl Settings {
    /// What a text says that stands in a file of that name; without an extension it has no settings.
    pub(super) fn parse(name: &str, text: &str) -> Option<Self> {
        let members = match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
            "" => Vec::new(),
            "toml" => toml::members(text).ok()?,
            "json" => owned(json(text).ok()?),
            "py" => python::assignments(text),
            _ => owned(yaml::members(text).ok()?),
        };
        Some(Self(members))
    }

    /// The value that a path of names leads to: `languages.en.title`.
    pub(super) fn get(&self, path: &str) -> Option<&Value<'static>> {
        let mut parts = path.split('.');
        let first = parts.next()?;
        parts.try_fold(member(&self.0, first)?, |value, part| match value {
            Value::Map(members) => member(members, part),
            _ => None,
        })
    }

    /// A value as a text that says something.
    pub(super) fn text(&self, path: &str) -> Option<String> {
        self.get(path).and_then(text).filter(|text| !text.trim().is_empty())
    }

    /// Whether a value is true.
    pub(super) fn is(&self, path: &str) -> bool {
        matches!(self.get(path), Some(Value::Bool(true))) || self.text(path).is_some_and(|text| text == "True")
    }

    /// The members of a map.
    pub(super) fn map(&self, path: &str) -> &[(std::borrow::Cow<'static, str>, Value<'static>)] {
        match self.get(path) {
            Some(Value::Map(members)) => members,
            _ => &[],
        }
    }

    /// All texts, each under its path after `prefix`.
    pub(super) fn values(&self, prefix: &str) -> Vec<(String, String)> {
        let mut values = Vec::new();
        push(&mut values, prefix, &self.0);
        values
    }

    /// The same with other members, which count first.
    pub(super) fn under(mut self, other: Option<Self>) -> Self {
        if let Some(other) = other {
            self.0.splice(0..0, other.0);
        }
        self
    }

    /// The same with a member more.
    pub(super) fn with(mut self, name: &'static str, other: Option<Self>) -> Self {
        if let Some(other) = other {
            self.0.push((name.into(), Value::Map(other.0)));
        }
        self
    }
}

fn push(
    values: &mut Vec<(String, String)>,
    prefix: &str,
    members: &[(std::borrow::Cow<'static, str>, Value<'static>)],
) {
    for (name, value) in members {
        let path = format!("{prefix}.{name}");
        match value {
            _ if values.len() >= MOST => return,
            Value::Map(members) => push(values, &path, members),
            value => values.extend(text(value).map(|text| (path, text))),
        }
    }
}

fn member<'m>(
    members: &'m [(std::borrow::Cow<'static, str>, Value<'static>)],
    name: &str,
) -> Option<&'m Value<'static>> {
    members.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// A value that is one text.
pub(super) fn text(value: &Value<'_>) -> Option<String> {
    match value {
        Value::Text(text) | Value::Number(text) => Some(text.to_string()),
        _ => None,
    }
}

fn owned(members: Members<'_>) -> Members<'static> {
    members.into_iter().map(|(name, value)| (name.into_owned().into(), value.into_owned())).collect()
}
