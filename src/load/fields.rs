//! Records of named values to drafts: which names collections use for which field, and which of several wins.
//!
//! Names are compared without case and without anything but letters and digits, so that `publishedAt`, `published_at`
//! and `Published At` are one. A dot leads into an object (`headline.main`), and through a list to each of its items
//! (`keywords.value`). Where several names of a field are there, the first of the table (`names.rs`) that says something wins;
//! `[[input]] fields` puts other names in their place.
//!
//! Where the date of publication may be a placeholder (`N/A`, `0000-00-00`), the values of the names after it are kept as well.
//!
//! Dates at which a program fetched, stored or changed an article (`fetched_at`, `inserted_at`, `modified`) are never its
//! date of publication; that of its scraping (`scraped_at`) is the last resort.

mod convert;
mod dates;
mod draft;
pub mod filter;
mod lists;
mod names;
mod nothing;
mod record;
mod source;
mod value;
mod wrong;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, LazyLock};

use rustc_hash::FxHashMap;

use super::status;

pub(super) use convert::guessed;
pub(super) use dates::{LONGEST_DATE, MOST_DATES, is_plain_date};
pub(super) use filter::Answers;
pub use filter::Filter;
pub(super) use lists::has_separator;
pub(super) use names::How;
use names::NAMES;
#[cfg(feature = "sqlite")]
pub(super) use names::usual_field;
pub(super) use nothing::is_nothing;
pub(super) use record::{Record, Style};
pub(super) use value::Value;

/// A field of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Whether the collection takes the article back.
    Deleted,
    /// Whether the article is not published yet, no longer published, or not public.
    Draft,
    /// From when on it may be published.
    NotBefore,
    /// The identifier that the collection gives.
    Id,
    /// The headline.
    Title,
    /// The address.
    Url,
    /// The publication.
    Source,
    /// When it was published.
    Published,
    /// When it was changed.
    Updated,
    /// Tags.
    Tags,
    /// Categories, sections.
    Categories,
    /// The people who wrote it.
    Authors,
    /// The people who helped.
    Contributors,
    /// A summary.
    Summary,
    /// The text.
    Content,
    /// The language.
    Language,
    /// A picture.
    Image,
    /// Media that belong to it.
    Enclosures,
    /// Who may copy it.
    Rights,
    /// When it expires.
    Expires,
}

impl Field {
    /// All fields. Flags come first: a value that is no flag stays for the date that has the same name.
    pub const ALL: &[Self] = &[
        Self::Deleted,
        Self::Draft,
        Self::NotBefore,
        Self::Id,
        Self::Title,
        Self::Url,
        Self::Source,
        Self::Published,
        Self::Updated,
        Self::Tags,
        Self::Categories,
        Self::Authors,
        Self::Contributors,
        Self::Summary,
        Self::Content,
        Self::Language,
        Self::Image,
        Self::Enclosures,
        Self::Rights,
        Self::Expires,
    ];

    /// Whether it says that the article is public, or from when on. The values of its names are read and not moved.
    pub(super) fn is_of_status(self) -> bool {
        matches!(self, Self::Draft | Self::NotBefore)
    }

    /// Its name in the configuration and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Title => "title",
            Self::Url => "url",
            Self::Source => "source",
            Self::Published => "published",
            Self::Updated => "updated",
            Self::Tags => "tags",
            Self::Categories => "categories",
            Self::Authors => "authors",
            Self::Contributors => "contributors",
            Self::Rights => "rights",
            Self::Summary => "summary",
            Self::Content => "content",
            Self::Language => "language",
            Self::Image => "image",
            Self::Enclosures => "enclosures",
            Self::Deleted => "deleted",
            Self::Draft => "draft",
            Self::NotBefore => "not_before",
            Self::Expires => "expires",
        }
    }
}

/// A name and how the value under it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Name {
    /// As it is written.
    path: Cow<'static, str>,
    /// The slot of the first name of its path.
    slot: usize,
    /// The names that follow, folded.
    rest: Vec<String>,
    how: How,
    /// Whether another field has the same name, so that the value must stay for it.
    is_shared: bool,
    /// Whether it is another spelling of the name before it.
    is_flat: bool,
}

/// Names of the time of the clock, where the day stands under another.
const CLOCKS: &[&str] =
    &["time", "pub_time", "publish_time", "published_time", "time_published", "post_time", "created_time"];

/// The names of each field.
#[derive(Clone, PartialEq, Eq)]
pub struct Fields {
    /// The names of each field, best first, in the order of [`Field::ALL`].
    names: Vec<Vec<Name>>,
    /// The first names of all paths, folded, each with its number, its slot.
    slots: FxHashMap<String, usize>,
    /// For each slot, the names that say whether an article is public.
    statuses: Vec<Vec<(Field, Name)>>,
    /// Which articles of the input are published.
    filter: Filter,
    /// Names that are no field's, and whose values are kept for the pattern of addresses.
    extra: Vec<Name>,
    /// The names that `[[input]] fields` gives to fields, each with its other spelling.
    told: Vec<(Field, Vec<Name>)>,
    /// The names of the time of the clock, where the day stands under another, and their slots.
    clocks: Vec<(&'static str, usize)>,
}

impl fmt::Debug for Fields {
    /// The names, in an order that is always the same.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        map.entries(Field::ALL.iter().map(|field| (field.name(), self.paths(*field).collect::<Vec<_>>())));
        map.entry(&"extra", &self.extra().collect::<Vec<_>>());
        if !self.filter.is_empty() {
            map.entry(&"where", &self.filter);
        }
        map.finish()
    }
}

static USUAL: LazyLock<Arc<Fields>> = LazyLock::new(|| Arc::new(Fields::new(&BTreeMap::new())));

impl Fields {
    /// The usual names.
    pub fn usual() -> Arc<Self> {
        Arc::clone(&USUAL)
    }

    /// The usual names, but for some fields others `instead`.
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use feedmill::internal::load::fields::{Field, Fields};
    /// let fields = Fields::new(&BTreeMap::from([(Field::Title, vec!["meta.heading".to_owned()])]));
    /// assert_eq!(fields.paths(Field::Title).collect::<Vec<_>>(), ["meta.heading"]);
    /// ```
    pub fn new(instead: &BTreeMap<Field, Vec<String>>) -> Self {
        Self::filtered(instead, Filter::default())
    }

    /// The same, with the conditions of `where`.
    pub fn filtered(instead: &BTreeMap<Field, Vec<String>>, mut filter: Filter) -> Self {
        let mut slots = FxHashMap::default();
        let mut name = |path: Cow<'static, str>, how| {
            let mut parts = path.split('.').map(fold);
            let first = parts.next().unwrap_or_default();
            let rest = parts.collect();
            let next = slots.len();
            let slot = *slots.entry(first).or_insert(next);
            Name { path, slot, rest, how, is_shared: false, is_flat: false }
        };
        let names = Field::ALL.iter().map(|field| {
            let all = || NAMES.iter().chain(status::fields::NAMES);
            let usual = || all().filter(|(of, _)| of == field).flat_map(|(_, names)| names.iter().copied());
            match instead.get(field) {
                // The value of a usual name is read as usual.
                Some(paths) => paths
                    .iter()
                    .map(|path| {
                        let how = usual().find(|(known, _)| known == path).map_or(How::Usual, |(_, how)| how);
                        name(path.clone().into(), how)
                    })
                    .collect(),
                None => usual().map(|(path, how)| name(path.into(), how)).collect(),
            }
        });
        let mut names: Vec<Vec<Name>> = names.collect();
        // In tables, a name with dots may be that of a column.
        for list in &mut names {
            let mut n = 0;
            while n < list.len() {
                if list[n].path.contains('.') {
                    let next = slots.len();
                    let slot = *slots.entry(fold(&list[n].path)).or_insert(next);
                    list.insert(n + 1, Name { slot, rest: Vec::new(), is_flat: true, ..list[n].clone() });
                    n += 1;
                }
                n += 1;
            }
        }
        let mut fields = FxHashMap::<(usize, Vec<String>), BTreeSet<usize>>::default();
        let taking = |field: &&Field| !field.is_of_status();
        for field in Field::ALL.iter().filter(taking) {
            for name in &names[*field as usize] {
                fields.entry((name.slot, name.rest.clone())).or_default().insert(*field as usize);
            }
        }
        for name in names.iter_mut().flatten() {
            name.is_shared = fields.get(&(name.slot, name.rest.clone())).is_some_and(|fields| fields.len() > 1);
        }
        filter.place(&mut slots);
        names[Field::Deleted as usize].retain(|name| !filter.covers(name.slot, &name.rest));
        let mut statuses = vec![Vec::new(); slots.len()];
        for field in Field::ALL.iter().filter(|field| field.is_of_status()) {
            // Conditions of `where` on a name count instead.
            for name in names[*field as usize].iter().filter(|name| !filter.covers(name.slot, &name.rest)) {
                statuses[name.slot].push((*field, name.clone()));
            }
        }
        let mut told: Vec<(Field, Vec<Name>)> = Vec::new();
        for (field, name) in
            instead.keys().flat_map(|field| names[*field as usize].iter().map(move |name| (field, name)))
        {
            match told.last_mut() {
                Some((_, spellings)) if name.is_flat => spellings.push(name.clone()),
                _ => told.push((*field, vec![name.clone()])),
            }
        }
        told.truncate(Filter::MOST);
        let clocks = CLOCKS.iter().filter_map(|name| Some((*name, *slots.get(&fold(name))?))).collect();
        Self { names, slots, statuses, filter, extra: Vec::new(), told, clocks }
    }

    /// Which articles of the input are published.
    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    /// The names that `[[input]] fields` gives to fields; of many the first ones.
    pub fn told(&self) -> impl Iterator<Item = (Field, &str)> {
        self.told.iter().map(|(field, spellings)| (*field, &*spellings[0].path))
    }

    /// Whether `[[input]]` names fields, in `fields` or in `where`.
    pub fn names_some(&self) -> bool {
        !self.told.is_empty() || !self.filter.is_empty()
    }

    /// The names of an element that say whether an article is public: for each its field, its path and how its value is read.
    pub(super) fn statuses_named(&self, element: &str) -> impl ExactSizeIterator<Item = (Field, &str, How)> {
        let names = self.slot(element, &mut String::new()).map_or(&[][..], |slot| self.statuses(slot));
        names.iter().map(|(field, name)| (*field, &*name.path, name.how))
    }

    /// Whether a name is that of a field, and not only the first part of a path.
    pub(super) fn is_name(&self, name: &str) -> bool {
        let slot = self.slot(name, &mut String::new());
        slot.is_some_and(|slot| self.names.iter().flatten().any(|name| name.slot == slot && name.rest.is_empty()))
    }

    /// The names with this slot that say whether an article is public.
    fn statuses(&self, slot: usize) -> &[(Field, Name)] {
        &self.statuses[slot]
    }

    /// Whether the value in a slot may say whether an article is published.
    pub(super) fn decides(&self, slot: usize) -> bool {
        !self.statuses[slot].is_empty() || self.filter.is_about(slot)
    }

    /// The same, and the values of these names are kept for the pattern of addresses.
    #[must_use]
    pub fn with_extra<'n>(mut self, names: impl Iterator<Item = &'n str>) -> Self {
        for path in names {
            let mut parts = path.split('.').map(fold);
            let next = self.slots.len();
            let slot = *self.slots.entry(parts.next().unwrap_or_default()).or_insert(next);
            if slot == self.statuses.len() {
                self.statuses.push(Vec::new());
            }
            let (path, rest) = (Cow::Owned(path.to_owned()), parts.collect());
            self.extra.push(Name { path, slot, rest, how: How::Usual, is_shared: true, is_flat: false });
        }
        self
    }

    /// Whether a condition of `where` or the pattern of addresses is about the value in a slot.
    pub(super) fn is_asked_for(&self, slot: usize) -> bool {
        self.filter.is_about(slot) || self.extra.iter().any(|name| name.slot == slot)
    }

    /// The names whose values are kept for the pattern of addresses.
    pub fn extra(&self) -> impl Iterator<Item = &str> {
        self.extra.iter().map(|name| &*name.path)
    }

    /// The paths of a field, best first.
    pub fn paths(&self, field: Field) -> impl Iterator<Item = &str> {
        self.of(field).iter().filter(|name| !name.is_flat).map(|name| &*name.path)
    }

    /// Whether a path of a field begins with this name.
    pub(super) fn names(&self, field: Field, name: &str) -> bool {
        let slot = self.slot(name, &mut String::new());
        slot.is_some_and(|slot| self.of(field).iter().any(|name| name.slot == slot))
    }

    /// Whether the name of a slot is one of a field's.
    pub(super) fn may_say(&self, field: Field, slot: usize) -> bool {
        self.of(field).iter().any(|name| name.slot == slot && name.rest.is_empty())
    }

    fn of(&self, field: Field) -> &[Name] {
        &self.names[field as usize]
    }

    /// The slot of a name, if a path of any field begins with it. `folded` is memory to be used again.
    pub(super) fn slot(&self, name: &str, folded: &mut String) -> Option<usize> {
        folded.clear();
        push_folded(folded, name);
        self.slots.get(folded.as_str()).copied()
    }
}

/// A name without case and punctuation, which collections write differently.
pub(super) fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    push_folded(&mut folded, name);
    folded
}

fn push_folded(folded: &mut String, name: &str) {
    // `_id` and `_tags` are other names than `id` and `tags`.
    if name.starts_with('_') {
        folded.push('_');
    }
    folded.extend(name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase));
}
