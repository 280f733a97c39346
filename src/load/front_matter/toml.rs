//! Front matter in TOML.

use std::borrow::Cow;

use super::{Broken, Members};
use crate::load::fields::Value;

/// The members of a TOML document.
pub(super) fn members(text: &str) -> Result<Members<'static>, Broken> {
    let table: ::toml::Table = text.parse().map_err(|error: ::toml::de::Error| {
        let before = &text[..error.span().map_or(0, |span| span.start).min(text.len())];
        let line = 1 + before.matches('\n').count() as u64;
        Broken { line, reason: format!("the front matter is not TOML: {}", error.message()) }
    })?;
    Ok(table.into_iter().map(|(name, value)| (Cow::Owned(name), read(value))).collect())
}

fn read(value: ::toml::Value) -> Value<'static> {
    match value {
        ::toml::Value::String(text) => Value::Text(Cow::Owned(text)),
        ::toml::Value::Integer(number) => Value::Text(Cow::Owned(number.to_string())),
        ::toml::Value::Float(number) => Value::Text(Cow::Owned(number.to_string())),
        ::toml::Value::Boolean(is) => Value::Bool(is),
        ::toml::Value::Datetime(date) => Value::Text(Cow::Owned(date.to_string())),
        ::toml::Value::Array(items) => Value::List(items.into_iter().map(read).collect()),
        ::toml::Value::Table(table) => {
            Value::Map(table.into_iter().map(|(name, value)| (Cow::Owned(name), read(value))).collect())
        }
    }
}
