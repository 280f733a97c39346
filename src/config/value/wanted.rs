//! What `[[feed]]` asks of articles: terms and patterns of them, words, patterns of texts, ages.

use std::fmt;
use std::str::FromStr;

use chrono::{NaiveDate, TimeDelta};
use regex::{Regex, RegexBuilder};
use serde::{Deserialize, Deserializer, de};

use super::{Moment, TermName, taxonomy};
use crate::article::text::Phrase;
use crate::article::{Term, TermKey};
use crate::feed::Taxonomy;
use crate::select::filter::Since;
use crate::select::rules::{TermPattern, Terms};

value!(
    /// The name of a term, whose taxonomy is known.
    Name(TermKey),
    |text| Term::new(text).map(|term| term.key.clone()).ok_or_else(|| format!("\"{text}\" is no name"))
);
value!(
    /// A term with its taxonomy, or a pattern of terms: `tag/rust`, `tag/rust*`.
    TermNames(Terms),
    |text| {
        let Some((of, name)) = text.split_once('/').filter(|(_, name)| name.contains('*')) else {
            return text.parse::<TermName>().map(|TermName(term)| Terms::One(term));
        };
        let taxonomy = taxonomy(of.trim(), Taxonomy::CHOICES)?;
        let pattern = Term::new(name).and_then(|term| TermPattern::new(term.key.clone()));
        pattern.map(|pattern| Terms::Matching(taxonomy, pattern)).ok_or_else(|| format!("\"{text}\" names no {}", taxonomy.name()))
    }
);
value!(
    /// A word or a phrase that is looked for in texts.
    Word(Phrase),
    |text| Phrase::new(text).ok_or_else(|| format!("\"{text}\" is no word to look for"))
);
value!(
    /// A pattern of texts.
    TextPattern(Regex),
    |text| {
        /// Larger ones would take more memory and time than any title is worth.
        const MOST_BYTES: usize = 1 << 20;
        let pattern = RegexBuilder::new(text).size_limit(MOST_BYTES).build();
        pattern.map_err(|error| format!("\"{text}\" is no pattern: {}", reason(&error)))
    }
);

/// What is wrong with a pattern. Such an error shows the pattern first, and says what is wrong in its last line.
pub(super) fn reason(error: &regex::Error) -> String {
    match error {
        regex::Error::CompiledTooBig(_) => "it is too large; a smaller number in {…} makes it smaller".to_owned(),
        error => error.to_string().lines().last().unwrap_or_default().trim().trim_start_matches("error: ").to_owned(),
    }
}

/// From when on articles are wanted: `"2026-01-01"`, `2026-01-01` or `"30 days"`.
#[derive(Debug, Clone, Copy)]
pub struct SinceValue(pub Since);

impl FromStr for SinceValue {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let trimmed = text.trim();
        if let Ok(day) = trimmed.parse::<NaiveDate>() {
            return Ok(Self(Since::Day(day)));
        }
        if let Some(age) = age(trimmed) {
            return Ok(Self(Since::Age(age)));
        }
        let moment = trimmed.parse::<Moment>().map(|Moment(at)| Self(Since::Moment(at)));
        moment.map_err(|_| {
            format!("\"{text}\" is no date and no age; it should look like 2026-01-31, \"30 days\", \"2 weeks\" or \"12 hours\"")
        })
    }
}

/// An age: a number of hours, days or weeks, at most a hundred years.
fn age(text: &str) -> Option<TimeDelta> {
    const MOST_HOURS: i64 = 100 * 366 * 24;
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number: i64 = text[..digits].parse().ok()?;
    let hours = match text[digits..].trim().to_ascii_lowercase().as_str() {
        "h" | "hour" | "hours" => 1,
        "d" | "day" | "days" => 24,
        "w" | "week" | "weeks" => 7 * 24,
        _ => return None,
    };
    let hours = number.checked_mul(hours).filter(|hours| (1..=MOST_HOURS).contains(hours))?;
    Some(TimeDelta::hours(hours))
}

impl<'de> Deserialize<'de> for SinceValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = SinceValue;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date such as \"2026-01-31\", or an age such as \"30 days\"")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<SinceValue, E> {
                text.parse().map_err(E::custom)
            }

            // A date of TOML's own, which its reader hands over as a table of one text.
            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<SinceValue, A::Error> {
                let entry = map.next_entry::<String, String>()?;
                let (_, text) = entry.ok_or_else(|| de::Error::custom("an empty table is no date"))?;
                text.parse().map_err(de::Error::custom)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}
