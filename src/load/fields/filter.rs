//! Which articles of an input are published at all: the conditions of `where` in `[[input]]`.
//!
//! A condition is about a field as the collection names it, in any case and spelling; a dot leads into an object, and through
//! a list to each of its items. Where a record has no such field, the field of feedmill with that name counts (`title`, `url`,
//! `source`, `tags`, …). Texts are compared without their case and without blanks around them; numbers and `true` and `false`
//! by their texts. If a field has several values, a condition holds if one of them meets it; `is_not` holds only if all do.

use std::fmt;
use std::sync::Arc;

use regex::Regex;
use rustc_hash::FxHashMap;

use super::{Field, Value, fold};
use crate::article::{Draft, KeptBack};

/// Which articles of an input are published: those for which all conditions hold.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Filter {
    conditions: Vec<Condition>,
}

/// A condition on a field.
#[derive(Clone)]
pub struct Condition {
    /// As it is written.
    field: String,
    /// The first name, folded, and its slot.
    first: String,
    slot: usize,
    /// The names that follow, folded.
    rest: Vec<String>,
    /// The slot of the whole name, if a column may have it, or of the name without the prefix of a namespace.
    flat: usize,
    test: Test,
    /// The condition as the message names it when it does not hold.
    fails: Arc<str>,
}

/// What a field must be.
#[derive(Debug, Clone)]
pub enum Test {
    /// One of these.
    Is(Vec<String>),
    /// None of these.
    IsNot(Vec<String>),
    /// A text in which one of these is found.
    Matches(Vec<Regex>),
}

impl Test {
    /// Whether a value is one that the test looks for.
    fn finds(&self, text: &str) -> bool {
        match self {
            Self::Is(words) | Self::IsNot(words) => words.iter().any(|word| is_same(word, text)),
            Self::Matches(patterns) => patterns.iter().any(|pattern| pattern.is_match(text)),
        }
    }
}

/// Whether two texts are the same but for their case.
fn is_same(word: &str, text: &str) -> bool {
    let text = text.trim();
    if word.eq_ignore_ascii_case(text) {
        return true;
    }
    // Letters of other scripts have case, too. A text that is much longer is another one.
    !word.is_ascii() && text.len() <= 2 * word.len() && word.to_lowercase() == text.to_lowercase()
}

impl Condition {
    /// A condition of a field, by its path.
    pub fn new(field: &str, test: Test) -> Self {
        let mut names = field.split('.').map(fold);
        let first = names.next().unwrap_or_default();
        let words = |words: &[String]| words.iter().map(|word| format!("{word:?}")).collect::<Vec<_>>().join(" or ");
        let fails = match &test {
            Test::Is(wanted) => format!("{field} is not {}", words(wanted)),
            Test::IsNot(unwanted) => format!("{field} is {}", words(unwanted)),
            Test::Matches(patterns) => {
                let patterns: Vec<String> = patterns.iter().map(ToString::to_string).collect();
                format!("{field} does not match {}", words(&patterns))
            }
        };
        let test = match test {
            Test::Is(words) => Test::Is(words.iter().map(|word| word.trim().to_owned()).collect()),
            Test::IsNot(words) => Test::IsNot(words.iter().map(|word| word.trim().to_owned()).collect()),
            other @ Test::Matches(_) => other,
        };
        let (rest, slot, flat) = (names.collect(), usize::MAX, usize::MAX);
        Self { field: field.to_owned(), first, slot, rest, flat, test, fails: fails.into() }
    }

    /// The field, as it is written.
    pub fn field(&self) -> &str {
        &self.field
    }

    /// The folded names of the field, of which the first one has no prefix of a namespace.
    pub(in crate::load) fn names(&self) -> impl Iterator<Item = String> {
        self.field.split('.').map(|name| fold(name.rsplit(':').next().unwrap_or(name)))
    }

    /// Whether it holds, if a value that it looks for was found, or was not; `None`: there is no value.
    fn holds(&self, found: Option<bool>) -> bool {
        match self.test {
            Test::IsNot(_) => found != Some(true),
            Test::Is(_) | Test::Matches(_) => found == Some(true),
        }
    }
}

impl PartialEq for Condition {
    fn eq(&self, other: &Self) -> bool {
        self.fails == other.fails
    }
}

impl Eq for Condition {}

impl fmt::Debug for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.fails)
    }
}

impl fmt::Debug for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.conditions).finish()
    }
}

/// For each condition, whether an article has the field, and whether one of its values is one that the condition looks for.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::load) struct Answers {
    given: u64,
    found: u64,
}

impl Filter {
    /// The most conditions.
    pub const MOST: usize = 64;

    /// The filter of these conditions, of which there are at most [`Self::MOST`].
    pub fn new(mut conditions: Vec<Condition>) -> Self {
        conditions.truncate(Self::MOST);
        Self { conditions }
    }

    /// Whether there are no conditions.
    pub fn is_empty(&self) -> bool {
        self.conditions.is_empty()
    }

    /// The conditions.
    pub fn conditions(&self) -> &[Condition] {
        &self.conditions
    }

    /// Gives the names of the fields their slots.
    pub(super) fn place(&mut self, slots: &mut FxHashMap<String, usize>) {
        let mut place = |name: String| {
            let next = slots.len();
            *slots.entry(name).or_insert(next)
        };
        for condition in &mut self.conditions {
            condition.slot = place(condition.first.clone());
            let local = condition.field.rsplit(':').next().map(fold).filter(|_| condition.rest.is_empty());
            condition.flat = place(local.unwrap_or_else(|| fold(&condition.field)));
        }
    }

    /// Whether a condition is about the value in a slot, or a part of it.
    pub(super) fn is_about(&self, slot: usize) -> bool {
        self.conditions.iter().any(|condition| condition.slot == slot || condition.flat == slot)
    }

    /// Whether a condition is about the field of a path, or a part of it.
    pub(super) fn covers(&self, slot: usize, rest: &[String]) -> bool {
        let is_covered = |condition: &Condition| {
            (condition.flat == slot && rest.is_empty()) || (condition.slot == slot && condition.rest.starts_with(rest))
        };
        self.conditions.iter().any(is_covered)
    }

    /// Asks the conditions of an article. `values` calls back with each text that the field of a condition has.
    pub(in crate::load) fn ask(&self, mut values: impl FnMut(&Condition, &mut dyn FnMut(&str))) -> Answers {
        let mut answers = Answers::default();
        for (n, condition) in self.conditions.iter().enumerate() {
            values(condition, &mut |text| {
                if !text.trim().is_empty() {
                    answers.given |= 1 << n;
                    answers.found |= u64::from(condition.test.finds(text)) << n;
                }
            });
        }
        answers
    }

    /// Asks the conditions of a record.
    pub(super) fn ask_record(&self, members: &[&[(usize, Value<'_>)]]) -> Answers {
        self.ask(|condition, tell| {
            for (slot, value) in members.iter().copied().flatten() {
                if *slot == condition.slot {
                    value.lead(&condition.rest, &mut |value| texts(value, 0, tell));
                } else if *slot == condition.flat {
                    texts(value, 0, tell);
                }
            }
        })
    }

    /// Leaves the article out if a condition does not hold. `seen` gets the conditions whose fields the article has.
    pub(in crate::load) fn decide(&self, mut answers: Answers, draft: &mut Draft<'_>, seen: &mut u64) {
        for (n, condition) in self.conditions.iter().enumerate() {
            let bit = 1 << n;
            if answers.given & bit == 0 {
                of_draft(&condition.field, draft, &mut |text| {
                    if !text.trim().is_empty() {
                        answers.given |= bit;
                        answers.found |= u64::from(condition.test.finds(text)) << n;
                    }
                });
            }
            let found = (answers.given & bit != 0).then_some(answers.found & bit != 0);
            if !condition.holds(found) && draft.unpublished.is_none() {
                draft.unpublished = Some(KeptBack::Where(Arc::clone(&condition.fails)));
            }
        }
        *seen |= answers.given;
    }
}

/// Calls back with the texts of a value: of a list, those of its items; of an object, its name.
fn texts(value: &Value<'_>, depth: usize, tell: &mut dyn FnMut(&str)) {
    const DEEPEST: usize = 8;
    const NAMES: &[&str] = &["name", "value", "label", "title", "slug", "rendered", "term", "text", "id"];
    match value {
        Value::Null | Value::Inexact => {}
        Value::Bool(is) => tell(if *is { "true" } else { "false" }),
        Value::Number(text) | Value::Text(text) => tell(text),
        _ if depth == DEEPEST => {}
        Value::List(items) => items.iter().for_each(|item| texts(item, depth + 1, tell)),
        Value::Map(members) => {
            let of = |name: &&str| members.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
            if let Some((_, value)) = NAMES.iter().find_map(of) {
                texts(value, depth + 1, tell);
            }
        }
    }
}

/// Calls back with the texts of a field of a draft.
fn of_draft(field: &str, draft: &Draft<'_>, tell: &mut dyn FnMut(&str)) {
    let name = fold(field);
    let Some(field) = Field::ALL.iter().find(|field| fold(field.name()) == name) else { return };
    let text = match field {
        Field::Id => &draft.id,
        Field::Title => &draft.title,
        Field::Url => &draft.url,
        Field::Source => &draft.source,
        Field::Published => &draft.published,
        Field::Updated => &draft.updated,
        Field::Summary => &draft.summary,
        Field::Language => &draft.language,
        Field::Image => &draft.image,
        Field::Rights => &draft.rights,
        Field::Tags => return draft.tags.iter().for_each(|text| tell(text)),
        Field::Categories => return draft.categories.iter().for_each(|text| tell(text)),
        Field::Authors => return draft.authors.iter().for_each(|text| tell(text)),
        Field::Contributors => return draft.contributors.iter().for_each(|text| tell(text)),
        Field::Content => return draft.body.iter().for_each(|body| tell(body.raw())),
        Field::Deleted | Field::Draft | Field::NotBefore | Field::Enclosures | Field::Expires => return,
    };
    if let Some(text) = text {
        tell(text);
    }
}
