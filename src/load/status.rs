//! Whether an article is public, as its collection says: flags, words for a state, dates from which on it is, its audience.
//!
//! One field that says no outweighs all that say yes: the article is not published. [`fields`] has the names of the
//! fields, [`words`] the words for states; an unknown word is reported once ([`unknown`]), and the article is published. A
//! number is a state only if it is 1 or less; others may be anything (`200`).
//!
//! `where` in `[[input]]` takes the place of the rules for the fields that it names ([`super::fields::Filter`]).
//!
//! Sources: the exports of `WordPress`, Blogger, Ghost, Drupal, Joomla, Wagtail, Strapi and Plone; RFC 5023 §13.1 (`app:draft`);
//! `ActivityPub` §5.6 (public addressing); the statuses of Mastodon's API; IPTC's publication states.

pub(super) mod fields;
mod unknown;
mod words;

use std::borrow::Cow;

use super::fields::{How, Value};
use super::{Loaded, ReadOptions};
use crate::article::text::one_line;
use crate::article::{Draft, KeptBack};
pub(super) use unknown::Unknown;
use words::Word;
pub(super) use words::flag;

/// What a value says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Says<'v> {
    Nothing,
    /// The article is public.
    Public,
    /// A word for a state that feedmill does not know.
    Unknown(&'v str),
    /// Public in the Fediverse alone.
    Unlisted(&'v str),
    /// The article is not public.
    Hidden(&'v str),
    /// The article was thrown away.
    Gone(&'v str),
}

/// Names under which an object may have its state; the first of them that says something counts.
const INSIDE: &[&str] = &[
    "name",
    "value",
    "slug",
    "key",
    "code",
    "label",
    "title",
    "rendered",
    "raw",
    "state",
    "status",
    "type",
    "id",
    "text",
    "#text",
    "$t",
    "_",
    "$date",
    "$numberLong",
    "_seconds",
    "seconds",
    "iso",
];

/// How deep a state may be nested.
const DEEPEST: usize = 8;

/// What a value says about whether the article is public.
pub(super) fn says<'v>(value: &'v Value<'_>, how: How) -> Says<'v> {
    says_at(value, how, 0)
}

fn says_at<'v>(value: &'v Value<'_>, how: How, depth: usize) -> Says<'v> {
    let inner = |value: &'v Value<'_>| says_at(value, how, depth + 1);
    match value {
        Value::Null | Value::Inexact => Says::Nothing,
        Value::List(_) | Value::Map(_) if depth > DEEPEST => Says::Nothing,
        Value::List(items) => items.iter().map(inner).max().unwrap_or(Says::Nothing),
        Value::Map(members) => {
            let of = |name: &&str| members.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
            let mut said = INSIDE.iter().filter_map(of).map(|(_, value)| inner(value));
            said.find(|says| *says != Says::Nothing).unwrap_or(Says::Nothing)
        }
        Value::Bool(is) => of_text(if *is { "true" } else { "false" }, how),
        Value::Number(text) | Value::Text(text) => of_text(text.trim(), how),
    }
}

/// What a text says; `text` has no white space at its ends.
fn of_text(text: &str, how: How) -> Says<'_> {
    if matches!(text, "" | "null" | "NULL" | "None" | "none" | "nil" | "NaN" | "nan") {
        return Says::Nothing;
    }
    match how {
        How::Not => match words::flag(text) {
            Some(true) => Says::Public,
            Some(false) => Says::Hidden(text),
            None if begins_with_digit(text) => Says::Nothing,
            None => of_word(text),
        },
        How::Gone => match words::flag(text) {
            Some(true) => Says::Gone(text),
            Some(false) => Says::Nothing,
            None if text.contains(|c: char| c.is_ascii_digit()) && !is_no_date(text) => Says::Gone(text),
            None => match of_word(text) {
                gone @ Says::Gone(_) => gone,
                _ => Says::Nothing,
            },
        },
        How::State | How::Region => of_state(text, how),
        How::Quiet => of_word(text),
        How::Password if words::flag(text) == Some(false) => Says::Nothing,
        How::Password => Says::Hidden("it has one"),
        How::PostType => hidden_if(words::is_no_post(text), text),
        How::Blogger => hidden_if(text.starts_with("blogger#") && words::is_no_post(text), text),
        How::Audience | How::Sign => Says::Nothing,
        // The other names say whether an article is hidden, or since when.
        _ => match words::flag(text) {
            Some(is) => hidden_if(is, text),
            None if begins_with_digit(text) => hidden_if(!is_no_date(text), text),
            None => match of_word(text) {
                Says::Public => Says::Nothing,
                Says::Nothing if is_word(text) => Says::Unknown(text),
                Says::Unlisted(text) => Says::Hidden(text),
                says => says,
            },
        },
    }
}

fn hidden_if(is: bool, text: &str) -> Says<'_> {
    if is { Says::Hidden(text) } else { Says::Nothing }
}

/// What a word for a state says.
fn of_word(text: &str) -> Says<'_> {
    match words::state(text) {
        Some(Word::Public) => Says::Public,
        Some(Word::Unlisted) => Says::Unlisted(text),
        Some(Word::Hidden) => Says::Hidden(text),
        Some(Word::Gone) => Says::Gone(text),
        None => Says::Nothing,
    }
}

/// What a text says under a name for a state.
fn of_state(text: &str, how: How) -> Says<'_> {
    if let Ok(number) = text.strip_suffix(".0").unwrap_or(text).parse::<i64>() {
        return match number {
            ..=0 => Says::Hidden(text),
            1 => Says::Public,
            2..100 if how == How::State => Says::Unknown(text),
            _ => Says::Nothing,
        };
    }
    if let Some(is) = words::flag(text) {
        return if is { Says::Public } else { Says::Hidden(text) };
    }
    match of_word(text) {
        Says::Nothing if how == How::State && is_word(text) => Says::Unknown(text),
        Says::Nothing if how == How::Region && is_word(text) && is_of_program(text) => Says::Unknown(text),
        says => says,
    }
}

fn begins_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a date stands for none: the zero of a calendar or of a program.
fn is_no_date(text: &str) -> bool {
    ["0000", "0001-01-01", "1970-01-01", "1900-01-01", "1899-12-3", "01/01/0001"]
        .iter()
        .any(|zero| text.starts_with(zero))
        || text.bytes().all(|byte| matches!(byte, b'0' | b'.'))
}

/// Whether a text may be a word for a state, and no sentence, number or address.
fn is_word(text: &str) -> bool {
    const LONGEST: usize = 40;
    const WORDS: usize = 3;
    text.len() <= LONGEST
        && !text.contains("://")
        && !begins_with_digit(text)
        && text.contains(char::is_alphabetic)
        && text.split_whitespace().count() <= WORDS
}

/// Whether a word is written as programs write it (`in_limbo`, `LIMBO`), and not as the name of a place (`Ohio`, `OH`).
fn is_of_program(text: &str) -> bool {
    const LONGEST_CODE: usize = 3;
    let is_in = |is_case: fn(&u8) -> bool| text.bytes().all(|byte| is_case(&byte) || matches!(byte, b'_' | b'-'));
    text.len() > LONGEST_CODE && (is_in(u8::is_ascii_lowercase) || is_in(u8::is_ascii_uppercase))
}

/// What all fields of a record together say about whether it is public.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each answers a question of its own")]
pub(super) struct Standing {
    /// Why it is hidden, the strictest reason, and whether that is that it was thrown away.
    hidden: Option<(bool, String)>,
    unlisted: Option<String>,
    unknown: Option<(String, String)>,
    says_public: bool,
    is_of_fediverse: bool,
    /// Whether its audience has the public, other addresses of the web, or texts that are no addresses.
    to_public: bool,
    to_others: bool,
    to_names: bool,
    is_list: bool,
}

impl Standing {
    /// Takes the value of a name.
    pub(super) fn take(&mut self, name: &str, how: How, value: &Value<'_>) {
        match how {
            How::Sign => self.is_of_fediverse |= *value != Value::Null,
            How::Audience => self.address(value),
            _ => self.hear(name, says(value, how)),
        }
    }

    fn hear(&mut self, name: &str, says: Says<'_>) {
        let reason = |text: &str| format!("{name}: {}", one_line(text));
        match says {
            Says::Nothing => {}
            Says::Public => self.says_public = true,
            Says::Unknown(word) => {
                self.unknown.get_or_insert_with(|| (name.to_owned(), word.to_owned()));
            }
            Says::Unlisted(word) => {
                self.unlisted.get_or_insert_with(|| reason(word));
            }
            Says::Hidden(word) => {
                self.hidden.get_or_insert_with(|| (false, reason(word)));
            }
            Says::Gone(word) => {
                if self.hidden.as_ref().is_none_or(|(is_gone, _)| !is_gone) {
                    self.hidden = Some((true, reason(word)));
                }
            }
        }
    }

    /// Takes its audience (`ActivityPub` §5.6).
    fn address(&mut self, value: &Value<'_>) {
        match value {
            Value::List(items) => {
                self.is_list = true;
                items.iter().filter(|item| !matches!(item, Value::List(_))).for_each(|item| self.address(item));
            }
            Value::Text(to) => {
                let to = to.trim();
                let is_public = matches!(to, "Public" | "as:Public") || to.ends_with("activitystreams#Public");
                let is_address = to.starts_with("https://") || to.starts_with("http://");
                self.to_public |= is_public;
                self.to_others |= is_address && !is_public;
                self.to_names |= !is_address && !is_public && !to.is_empty();
            }
            _ => {}
        }
    }

    /// Whether all that the record says is an unknown word.
    pub(super) fn is_unknown(&self) -> bool {
        self.unknown.is_some() && self.hidden.is_none() && !self.says_public
    }

    /// Hides the article for a reason that is no field's.
    pub(super) fn hide(&mut self, reason: &str) {
        self.hidden.get_or_insert_with(|| (false, reason.to_owned()));
    }

    /// Tells the draft whether it is published.
    pub(super) fn settle(mut self, draft: &mut Draft<'_>, options: &ReadOptions<'_>, loaded: &mut Loaded<'_>) {
        let is_of_fediverse = self.is_of_fediverse || (self.is_list && self.to_public);
        if let Some(reason) = self.unlisted.take().filter(|_| !is_of_fediverse) {
            self.hide(&reason);
        }
        if self.to_others && !self.to_public && !self.to_names && (self.is_list || self.is_of_fediverse) {
            self.hide("addressed to some people, and not to the public");
        }
        if let Some((is_gone, reason)) = self.hidden {
            draft.note(options, "draft", || reason.clone());
            draft.thrown_away |= is_gone;
            draft.unpublished = draft.unpublished.take().or(Some(KeptBack::Collection(Cow::Owned(reason))));
        } else if let Some((name, word)) = self.unknown {
            loaded.name_unknown_status(&draft.origin, &name, &word);
        }
    }
}
