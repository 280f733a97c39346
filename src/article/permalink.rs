//! Patterns of addresses: what a site makes the address of an article of, where the article does not say it.
//!
//! A pattern is text with placeholders. Placeholders of dates (`{year}`) are filled with the date of publication, all others
//! with what the article has under that name. Which names there are, and what stands for what, is a matter of the site
//! generator (`crate::load`); the one of `feedmill.toml` is [`Pattern::of_braces`].

pub mod slug;
mod website;

use std::fmt::Write as _;

use chrono::NaiveDateTime;

use super::url::push_escaped;
pub use website::{Generator, SitePlace, Website};

/// Placeholders of the date, and how `strftime` writes them.
const DATES: &[(&str, &str)] = &[
    ("year", "%Y"),
    ("short_year", "%y"),
    ("month", "%m"),
    ("i_month", "%-m"),
    ("month_name", "%B"),
    ("short_month", "%b"),
    ("day", "%d"),
    ("i_day", "%-d"),
    ("y_day", "%j"),
    ("week", "%V"),
    ("w_year", "%G"),
    ("w_day", "%u"),
    ("weekday_from_sunday", "%w"),
    ("short_day", "%a"),
    ("long_day", "%A"),
    ("hour", "%H"),
    ("minute", "%M"),
    ("second", "%S"),
    ("date", "%Y-%m-%d"),
    ("timestamp", "%s"),
];

/// A part of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// Stands there as it is.
    Text(String),
    /// What the article has under that name.
    Value(String),
    /// The date of publication, as `strftime` writes it.
    Date(String),
}

/// A pattern of addresses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pattern {
    parts: Vec<Part>,
}

/// A placeholder that has no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// The article has nothing under that name.
    Value(String),
    /// The article has no date.
    Date,
}

impl Pattern {
    /// A pattern with names in braces; `{date:%Y/%m}` is the date as `strftime` writes it.
    ///
    /// # Errors
    /// If a brace is not closed, there is no name between two, or the date cannot be written in such a way.
    ///
    /// ```
    /// use feedmill::internal::article::permalink::{Missing, Pattern};
    /// let pattern = Pattern::of_braces("https://tide.example/{year}/{slug}/").unwrap();
    /// let date = "2026-07-18T12:00:00".parse().ok();
    /// let filled = pattern.filled(date, |name| (name == "slug").then(|| "the ferry".to_owned()));
    /// assert_eq!(filled.unwrap(), "https://tide.example/2026/the%20ferry/");
    /// assert_eq!(pattern.filled(date, |_| None), Err(Missing::Value("slug".into())));
    /// assert!(Pattern::of_braces("https://tide.example/{slug/").is_err());
    /// ```
    pub fn of_braces(text: &str) -> Result<Self, String> {
        let mut pattern = Self::default();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            pattern.push_text(before);
            let (name, after) = after.split_once('}').ok_or("a brace is not closed: {")?;
            let name = name.trim();
            match name.split_once(':') {
                _ if name.is_empty() || name.contains('{') => return Err("a placeholder has no name: {}".to_owned()),
                Some(("date", format)) => pattern.push_date(format)?,
                _ => pattern.push_name(name),
            }
            rest = after;
        }
        if rest.contains('}') {
            return Err("a brace is not opened: }".to_owned());
        }
        pattern.push_text(rest);
        Ok(pattern)
    }

    /// A pattern with names after colons (`:year/:title`), of those that are known: each name and what it is called here. What
    /// else follows a colon is text, and so is a colon behind a backslash (Hugo: <https://gohugo.io/content-management/urls/#tokens>).
    ///
    /// ```
    /// use feedmill::internal::article::permalink::Pattern;
    /// let pattern = Pattern::of_colons("/:year/:title:output_ext", &[("year", "year"), ("title", "slug"), ("output_ext", "ext")]);
    /// let date = "2026-07-18T12:00:00".parse().ok();
    /// let filled = pattern.filled(date, |name| Some(if name == "ext" { ".html" } else { "ferry" }.to_owned()));
    /// assert_eq!(filled.unwrap(), "/2026/ferry.html");
    /// ```
    pub fn of_colons(text: &str, names: &[(&str, &str)]) -> Self {
        let mut pattern = Self::default();
        let mut rest = text;
        while let Some(at) = rest.find(':') {
            let (before, after) = (&rest[..at], &rest[at + 1..]);
            if let Some(before) = before.strip_suffix('\\') {
                pattern.push_text(&format!("{before}:"));
                rest = after;
                continue;
            }
            // Of `title` and `title_words` the longer one that fits.
            let found = names.iter().filter(|(name, _)| after.starts_with(name)).max_by_key(|(name, _)| name.len());
            let Some((name, value)) = found else {
                pattern.push_text(&rest[..=at]);
                rest = after;
                continue;
            };
            pattern.push_text(before);
            pattern.push_name(value);
            rest = &after[name.len()..];
        }
        pattern.push_text(rest);
        pattern
    }

    /// A text without placeholders.
    pub fn of_text(text: &str) -> Self {
        let mut pattern = Self::default();
        pattern.push_text(text);
        pattern
    }

    fn push_text(&mut self, text: &str) {
        match self.parts.last_mut() {
            _ if text.is_empty() => {}
            Some(Part::Text(last)) => last.push_str(text),
            _ => self.parts.push(Part::Text(text.to_owned())),
        }
    }

    fn push_name(&mut self, name: &str) {
        let date = DATES.iter().find(|(known, _)| *known == name);
        self.parts.push(match date {
            Some((_, format)) => Part::Date((*format).to_owned()),
            None => Part::Value(name.to_owned()),
        });
    }

    fn push_date(&mut self, format: &str) -> Result<(), String> {
        let mut items = chrono::format::StrftimeItems::new(format);
        if items.any(|item| matches!(item, chrono::format::Item::Error)) {
            return Err(format!("a date cannot be written as \"{format}\""));
        }
        self.parts.push(Part::Date(format.to_owned()));
        Ok(())
    }

    /// The names of the placeholders that are no dates.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Value(name) => Some(name.as_str()),
            _ => None,
        })
    }

    /// Whether it is the same for all articles.
    pub fn is_fixed(&self) -> bool {
        self.parts.iter().all(|part| matches!(part, Part::Text(_)))
    }

    /// The names of all placeholders of dates.
    pub fn date_names() -> impl Iterator<Item = &'static str> {
        DATES.iter().map(|(name, _)| *name)
    }

    /// The same with values in the place of names. Placeholders of dates stay, and so do names without a value.
    #[must_use]
    pub fn with(&self, mut value: impl FnMut(&str) -> Option<String>) -> Self {
        let mut pattern = Self::default();
        for part in &self.parts {
            match part {
                Part::Value(name) => match value(name) {
                    Some(value) => pattern.push_text(&escaped(&value)),
                    None => pattern.parts.push(Part::Value(name.clone())),
                },
                Part::Text(text) => pattern.push_text(text),
                Part::Date(format) => pattern.parts.push(Part::Date(format.clone())),
            }
        }
        pattern
    }

    /// Whether the pattern ends in a text.
    pub fn ends_with(&self, end: &str) -> bool {
        matches!(self.parts.last(), Some(Part::Text(text)) if text.ends_with(end))
    }

    /// The pattern without a text at its end.
    #[must_use]
    pub fn without_end(mut self, end: &str) -> Self {
        if let Some(Part::Text(text)) = self.parts.last_mut()
            && let Some(length) = text.strip_suffix(end).map(str::len)
        {
            text.truncate(length);
        }
        self
    }

    /// The address of an article that was published at `date` (in the zone of its site). Values are percent-encoded, but for
    /// their slashes.
    ///
    /// # Errors
    /// If a placeholder has no value.
    pub fn filled(
        &self,
        date: Option<NaiveDateTime>,
        mut value: impl FnMut(&str) -> Option<String>,
    ) -> Result<String, Missing> {
        let mut address = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => address.push_str(text),
                Part::Date(format) => {
                    let date = date.ok_or(Missing::Date)?;
                    let _ = write!(address, "{}", date.format(format));
                }
                Part::Value(name) => {
                    let found = value(name).filter(|value| !value.trim().is_empty());
                    let found = found.ok_or_else(|| Missing::Value(name.clone()))?;
                    address.push_str(&escaped(found.trim().trim_matches('/')));
                }
            }
        }
        Ok(address)
    }
}

/// A text as it may stand in a path: all but what RFC 3986 §3.3 allows there, and slashes, percent-encoded.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            push_escaped(&mut out, byte);
        }
    }
    out
}
