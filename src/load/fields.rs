//! Records of named values to drafts: which names collections use for which field, and which of several wins.
//!
//! Names are compared without case and without anything but letters and digits, so that `publishedAt`, `published_at`
//! and `Published At` are one. A dot leads into an object (`headline.main`), and through a list to each of its items
//! (`keywords.value`). Where several names of a field are there, the first of the table (`names.rs`) that says something wins;
//! `[[input]] fields` puts other names in their place.
//!
//! Dates at which somebody fetched, stored or changed an article (`fetched_at`, `inserted_at`, `modified`) are never its
//! date of publication; that of its scraping (`scraped_at`) is the last resort.

mod convert;
mod names;
mod value;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, LazyLock};

use rustc_hash::FxHashMap;

use super::{Loaded, ReadOptions};
use crate::article::{Body, Draft, Origin};
use crate::report::Warning;
use convert::Wrong;
pub(super) use convert::guessed;
use names::{How, NAMES};
pub(super) use value::Value;

/// A field of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Whether it is taken back.
    Deleted,
    /// Whether it is not published yet.
    Draft,
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
    /// When it is not published any more.
    Expires,
}

impl Field {
    /// All fields. Flags come first: they leave what stands under their names to a date.
    pub const ALL: &[Self] = &[
        Self::Deleted,
        Self::Draft,
        Self::Id,
        Self::Title,
        Self::Url,
        Self::Source,
        Self::Published,
        Self::Updated,
        Self::Tags,
        Self::Categories,
        Self::Authors,
        Self::Summary,
        Self::Content,
        Self::Language,
        Self::Image,
        Self::Enclosures,
        Self::Expires,
    ];

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
            Self::Summary => "summary",
            Self::Content => "content",
            Self::Language => "language",
            Self::Image => "image",
            Self::Enclosures => "enclosures",
            Self::Deleted => "deleted",
            Self::Draft => "draft",
            Self::Expires => "expires",
        }
    }
}

/// A name and how the value under it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Name {
    /// As it is written.
    path: Cow<'static, str>,
    /// Which of the first names of all paths it begins with.
    slot: usize,
    /// The names that follow, folded.
    rest: Vec<String>,
    how: How,
    /// Whether another field has the same name, so that what stands under it must stay there.
    is_shared: bool,
    /// Whether it is another spelling of the name before it.
    is_flat: bool,
}

/// Which names stand for which field.
#[derive(Clone, PartialEq, Eq)]
pub struct Fields {
    /// The names of each field, best first, in the order of [`Field::ALL`].
    names: Vec<Vec<Name>>,
    /// The first names of all paths, folded.
    slots: FxHashMap<String, usize>,
}

impl fmt::Debug for Fields {
    /// The names, in an order that is always the same.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map()
            .entries(Field::ALL.iter().map(|field| (field.name(), self.paths(*field).collect::<Vec<_>>())))
            .finish()
    }
}

static USUAL: LazyLock<Arc<Fields>> = LazyLock::new(|| Arc::new(Fields::new(&BTreeMap::new())));

impl Fields {
    /// The names that are known.
    pub fn usual() -> Arc<Self> {
        Arc::clone(&USUAL)
    }

    /// The names that are known, and for some fields others in their place.
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use feedmill::load::fields::{Field, Fields};
    /// let fields = Fields::new(&BTreeMap::from([(Field::Title, vec!["meta.heading".to_owned()])]));
    /// assert_eq!(fields.paths(Field::Title).collect::<Vec<_>>(), ["meta.heading"]);
    /// ```
    pub fn new(instead: &BTreeMap<Field, Vec<String>>) -> Self {
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
            let usual = || NAMES.iter().filter(|(of, _)| of == field).flat_map(|(_, names)| names.iter().copied());
            match instead.get(field) {
                // A name that is known is read as it always is.
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
        // Tables have names with dots in them.
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
        for (field, list) in names.iter().enumerate() {
            for name in list {
                fields.entry((name.slot, name.rest.clone())).or_default().insert(field);
            }
        }
        for name in names.iter_mut().flatten() {
            name.is_shared = fields[&(name.slot, name.rest.clone())].len() > 1;
        }
        Self { names, slots }
    }

    /// The paths of a field, best first.
    pub fn paths(&self, field: Field) -> impl Iterator<Item = &str> {
        self.of(field).iter().filter(|name| !name.is_flat).map(|name| &*name.path)
    }

    /// Whether a member of that name may say a field, or hold what does.
    pub(super) fn names(&self, field: Field, name: &str) -> bool {
        let slot = self.slot(name, &mut String::new());
        slot.is_some_and(|slot| self.of(field).iter().any(|name| name.slot == slot))
    }

    fn of(&self, field: Field) -> &[Name] {
        &self.names[field as usize]
    }

    /// The place of a name in a record, if any field may want what stands there.
    pub(super) fn slot(&self, name: &str, folded: &mut String) -> Option<usize> {
        folded.clear();
        push_folded(folded, name);
        self.slots.get(folded.as_str()).copied()
    }
}

/// A name without what collections write differently.
fn fold(name: &str) -> String {
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

/// Whether the record is one of many, or the header of a text of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// A row or an object: categories are tags where there are no others.
    Row,
    /// Front matter: tags and categories are two things, and the text comes from elsewhere.
    FrontMatter,
}

/// Which places of names a record may have: most names are those of other collections.
struct Slots([u64; 8]);

impl Slots {
    fn of(members: &[(usize, Value<'_>)]) -> Self {
        let mut slots = [0; 8];
        for (slot, _) in members {
            slots[slot / 64 % 8] |= 1 << (slot % 64);
        }
        Self(slots)
    }

    fn may_have(&self, slot: usize) -> bool {
        self.0[slot / 64 % 8] & (1 << (slot % 64)) != 0
    }
}

/// An article as a collection keeps it: values by the places of their names.
#[derive(Debug)]
pub(super) struct Record<'a> {
    /// In the order of the collection.
    members: Vec<(usize, Value<'a>)>,
}

impl<'a> Record<'a> {
    pub(super) fn new() -> Self {
        Self { members: Vec::with_capacity(12) }
    }

    /// Adds a value whose name has a place.
    pub(super) fn push(&mut self, slot: usize, value: Value<'a>) {
        self.members.push((slot, value));
    }

    /// Adds a value if any field may want it.
    pub(super) fn add(&mut self, fields: &Fields, name: &str, value: Value<'a>) {
        if let Some(slot) = fields.slot(name, &mut String::new()) {
            self.push(slot, value);
        }
    }

    /// The values that a path leads to.
    fn find(&mut self, name: &Name) -> Vec<&mut Value<'a>> {
        let mut found = Vec::new();
        for (_, value) in self.members.iter_mut().filter(|(slot, _)| *slot == name.slot) {
            value.follow(&name.rest, &mut found);
        }
        found
    }

    /// Makes a draft of the record.
    pub(super) fn into_draft(
        mut self,
        options: &ReadOptions<'_>,
        style: Style,
        origin: Origin,
        loaded: &mut Loaded<'a>,
    ) -> Draft<'a> {
        let mut draft = Draft { origin, ..Draft::default() };
        let mut is_bare_text = false;
        let present = Slots::of(&self.members);
        for &field in Field::ALL {
            for name in options.fields.of(field).iter().filter(|name| present.may_have(name.slot)) {
                let values = self.find(name);
                if values.is_empty() {
                    continue;
                }
                let mut wrong = Ok(());
                for value in values {
                    let result = if name.is_shared {
                        draft.take(field, name.how, &mut value.clone())
                    } else {
                        draft.take(field, name.how, value)
                    };
                    wrong = result.and(wrong);
                }
                if let Err(Wrong { wanted, found }) = wrong {
                    let message = format!("{}: expected {wanted}, found {found}; left out", name.path);
                    loaded.warnings.push(Warning::new(&draft.origin, "wrong-type", message));
                }
                if draft.has(field) {
                    is_bare_text |= field == Field::Content && name.path == "text";
                    draft.note(options, field.name(), || name.path.to_string());
                    break;
                }
            }
        }
        if style == Style::Row && draft.tags.is_empty() && !draft.categories.is_empty() {
            draft.tags.clone_from(&draft.categories);
            draft.note(options, "tags", || "the categories, as there are no tags".to_owned());
        }
        if is_bare_text {
            draft.title_of_short_text(options);
        }
        draft
    }
}

impl Draft<'_> {
    /// Says where a field came from, if anybody wants to know.
    pub(super) fn note(&mut self, options: &ReadOptions<'_>, field: &'static str, from: impl FnOnce() -> String) {
        if options.explain {
            self.notes.push((field, from()));
        }
    }

    /// A record that has a text of one line and no title: the text is the title.
    fn title_of_short_text(&mut self, options: &ReadOptions<'_>) {
        /// No headline is longer, in bytes.
        const LONGEST: usize = 250;
        let is_short = |text: &str| text.len() <= LONGEST && !text.trim().contains('\n');
        if self.title.is_none()
            && self.summary.is_none()
            && let Some(Body::Plain(text)) =
                self.body.take_if(|body| matches!(body, Body::Plain(text) if is_short(text)))
        {
            self.title = Some(text);
            self.note(options, "title", || "the text, which is one line".to_owned());
        }
    }

    /// Whether a field says something.
    fn has(&self, field: Field) -> bool {
        match field {
            Field::Id => self.id.is_some(),
            Field::Title => self.title.is_some(),
            Field::Url => self.url.is_some(),
            Field::Source => self.source.is_some(),
            Field::Published => self.published.is_some(),
            Field::Updated => self.updated.is_some(),
            Field::Tags => !self.tags.is_empty(),
            Field::Categories => !self.categories.is_empty(),
            Field::Authors => !self.authors.is_empty(),
            Field::Summary => self.summary.is_some(),
            Field::Content => self.body.is_some(),
            Field::Language => self.language.is_some(),
            Field::Image => self.image.is_some(),
            Field::Enclosures => !self.enclosures.is_empty(),
            Field::Deleted => self.deleted,
            Field::Draft => self.unpublished.is_some(),
            Field::Expires => self.expires.is_some(),
        }
    }
}
