//! The names that articles have, kept if the configuration names some (`fields`, `where`), which may be spelled wrong there.

use std::collections::BTreeSet;

use super::fields::{Value, fold};
use super::{Loaded, ReadOptions};

/// The names of how many articles are kept.
const MOST_LOOKS: usize = 20;

/// How many names are kept, the longest of them in bytes, and how deep they may stand.
const MOST_NAMES: usize = 300;
const LONGEST: usize = 100;
const DEEPEST: usize = 3;

/// Of how many items of a list the names are kept.
const MOST_ITEMS: usize = 3;

/// Names that articles have, those in objects with the names around them: `headline.main`.
#[derive(Debug, Clone, Default)]
pub struct KnownNames {
    names: BTreeSet<String>,
    looks: usize,
}

impl KnownNames {
    /// Whether an article has the name, in any spelling.
    pub fn has(&self, name: &str) -> bool {
        let name = fold(name);
        self.names.iter().any(|known| fold(known) == name)
    }

    /// The names, sorted.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Adds what others have.
    pub fn append(&mut self, other: &Self) {
        for name in &other.names {
            self.add(name);
        }
    }

    fn add(&mut self, name: &str) {
        if self.names.len() < MOST_NAMES
            && name.len() <= LONGEST
            && !name.trim().is_empty()
            && !self.names.contains(name)
        {
            self.names.insert(name.to_owned());
        }
    }

    fn add_value(&mut self, name: &str, value: &Value<'_>, depth: usize) {
        match value {
            Value::Map(members) if depth < DEEPEST => {
                self.add(name);
                for (key, value) in members.iter().take(MOST_NAMES) {
                    self.add_value(&format!("{name}.{key}"), value, depth + 1);
                }
            }
            Value::List(items) => {
                self.add(name);
                let items = items.iter().take(MOST_ITEMS).filter(|item| matches!(item, Value::Map(_)));
                items.for_each(|item| self.add_value(name, item, depth));
            }
            _ => self.add(name),
        }
    }
}

impl Loaded<'_> {
    /// Whether the names of one more article are to be kept.
    pub(super) fn wants_names(&mut self, options: &ReadOptions<'_>) -> bool {
        let wants = options.fields.names_some() && self.names.looks < MOST_LOOKS;
        self.names.looks += usize::from(wants);
        wants
    }

    /// Keeps a name, and those in its value.
    pub(super) fn know(&mut self, name: &str, value: &Value<'_>) {
        self.names.add_value(name.trim_start_matches('\u{FEFF}').trim(), value, 1);
    }
}
