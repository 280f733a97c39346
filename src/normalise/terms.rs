//! The tags and categories of an article.

use crate::report::WarningCode;
use std::borrow::Cow;

use super::bounds::{Called, LONGEST_LIST, LONGEST_NAME, Room, is_short};
use crate::article::{Aliases, Term};

/// How warnings call tags.
pub(super) const TAGS: Called = Called { one: "a tag", all: "tags" };
/// How warnings call categories.
pub(super) const CATEGORIES: Called = Called { one: "a category", all: "categories" };

/// The terms of an article, each once, aliases replaced by the terms that they stand for: those of its input and those that are
/// `given`.
pub(super) fn terms(
    Called { one, all }: Called,
    of_input: &[String],
    given: &[Cow<'_, str>],
    aliases: &Aliases,
    most: usize,
    warn: &mut impl FnMut(WarningCode, String),
) -> Vec<Term> {
    let mut terms: Vec<Term> = Vec::with_capacity(given.len());
    let mut room = Room::new(LONGEST_LIST);
    for raw in of_input.iter().map(String::as_str).chain(given.iter().map(AsRef::as_ref)) {
        if terms.len() == most {
            warn(WarningCode::TooManyTags, format!("{} {all}; the first {most} are used", given.len()));
            break;
        }
        let Some(term) = Term::new(raw).map(|term| aliases.resolve(term)) else { continue };
        let length = term.label.len();
        if !is_short(one, length, LONGEST_NAME, warn) {
            continue;
        }
        if terms.iter().any(|known| known.key == term.key) {
            continue;
        }
        if !room.takes(length) {
            let message = format!("{all} of more than {LONGEST_LIST} bytes; the first {} are used", terms.len());
            warn(WarningCode::TooManyTags, message);
            break;
        }
        terms.push(term);
    }
    terms
}
