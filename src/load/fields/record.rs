//! Records: the values that a collection has for one article, under its own names.

use std::borrow::Cow;

use super::dates::{LONGEST_DATE, MOST_DATES, date, is_clock, is_day, is_plain_date};
use super::filter::Answers;
use super::source::is_web;
use super::wrong::Wrong;
use super::{Field, Fields, How, Name, Value};
use crate::article::{Draft, KeptBack, Origin, OtherDate};
use crate::load::status::Standing;
use crate::load::{Loaded, ReadOptions, removed};
use crate::report::{Warning, WarningCode};

/// Whether the record is one of many, or the header of a text of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::load) enum Style {
    /// A row or an object: categories are tags where there are no others.
    Row,
    /// Front matter: tags and categories are two things, and the text comes from elsewhere.
    FrontMatter,
}

/// The slots that a record may have values for, so that the names of other collections, which are most, cost no search.
#[derive(Debug, Clone, Copy, Default)]
struct Slots([u64; 16]);

impl Slots {
    /// Adds a slot; whether it may be there already.
    fn add(&mut self, slot: usize) -> bool {
        let had = self.may_have(slot);
        self.0[slot / 64 % 16] |= 1 << (slot % 64);
        had
    }

    fn may_have(&self, slot: usize) -> bool {
        self.0[slot / 64 % 16] & (1 << (slot % 64)) != 0
    }
}

/// An article as a collection keeps it: values by the slots of their names ([`Fields::slot`]).
#[derive(Debug)]
pub(in crate::load) struct Record<'a> {
    /// In the order of the collection.
    members: Vec<(usize, Value<'a>)>,
    /// Values of the records around this one that may say whether the article is published.
    around: Vec<(usize, Value<'a>)>,
    present: Slots,
    has_repeats: bool,
}

impl<'a> Record<'a> {
    pub(in crate::load) fn new() -> Self {
        Self { members: Vec::with_capacity(12), around: Vec::new(), present: Slots::default(), has_repeats: false }
    }

    /// Adds a value whose name has a slot.
    pub(in crate::load) fn push(&mut self, slot: usize, mut value: Value<'a>) {
        self.has_repeats |= self.present.add(slot) && self.members.iter().any(|(known, _)| *known == slot);
        value.unwrap_cdata();
        self.members.push((slot, value));
    }

    /// Whether two values may have one name.
    pub(in crate::load) fn has_repeats(&self) -> bool {
        self.has_repeats
    }

    /// The record, borrowing nothing.
    pub(in crate::load) fn into_owned(self) -> Record<'static> {
        let owned = |members: Vec<(usize, Value<'a>)>| {
            members.into_iter().map(|(slot, value)| (slot, value.into_owned())).collect()
        };
        Record {
            members: owned(self.members),
            around: owned(self.around),
            present: self.present,
            has_repeats: self.has_repeats,
        }
    }

    /// Adds a value, if a field has its name.
    pub(in crate::load) fn add(&mut self, fields: &Fields, name: &str, value: Value<'a>) {
        if let Some(slot) = fields.slot(name, &mut String::new()) {
            self.push(slot, value);
        }
    }

    /// Takes from a record around this one the values that may say whether the article is published.
    pub(in crate::load) fn take_around(&mut self, outer: Self, fields: &Fields) {
        let Self { members, around, .. } = outer;
        let deciding = members.into_iter().filter(|(slot, _)| fields.decides(*slot));
        self.around.extend(deciding.chain(around));
    }

    /// Which of the conditions of `where` it meets.
    pub(in crate::load) fn answers(&self, options: &ReadOptions<'_>) -> Answers {
        let filter = options.fields.filter();
        if filter.is_empty() { Answers::default() } else { filter.ask_record(&[&self.members, &self.around]) }
    }

    /// Which of the names of `fields` in `[[input]]` it has, as bits by their order, in addition to those in `known`.
    fn given(&self, fields: &Fields, known: u64) -> u64 {
        let has = |name: &Name| {
            let mut has = false;
            let own = self.members.iter().filter(|(slot, _)| *slot == name.slot && self.present.may_have(name.slot));
            own.for_each(|(_, value)| value.lead(&name.rest, &mut |value| has |= *value != Value::Null));
            has
        };
        let told = fields.told.iter().enumerate().filter(|(n, _)| known & (1 << n) == 0);
        told.filter(|(_, (_, spellings))| spellings.iter().any(has)).fold(known, |given, (n, _)| given | (1 << n))
    }

    /// Reads whether the article is public; returns whether the record may say from when on it is.
    fn read_status(
        &self,
        options: &ReadOptions<'_>,
        style: Style,
        draft: &mut Draft<'a>,
        loaded: &mut Loaded<'_>,
    ) -> bool {
        let mut standing: Option<Standing> = None;
        let mut says_when = false;
        for (slot, value) in self.members.iter().chain(&self.around) {
            for (field, name) in options.fields.statuses(*slot) {
                says_when |= *field == Field::NotBefore;
                // In front matter, `post_type` names a template.
                if *field == Field::NotBefore || (name.how == How::PostType && style == Style::FrontMatter) {
                    continue;
                }
                value.lead(&name.rest, &mut |value| {
                    standing.get_or_insert_default().take(&name.path, name.how, value);
                });
            }
        }
        let Some(mut standing) = standing else { return says_when };
        if standing.is_unknown() && self.was_never_published(options.fields) {
            standing.hide("a state that is not known, and no date of publication beside that of its making");
        }
        standing.settle(draft, options, loaded);
        says_when
    }

    /// Whether the date of publication (`published_at`) is there and blank, while the record has a `created_at`.
    fn was_never_published(&self, fields: &Fields) -> bool {
        let is_blank = |value: &Value<'_>| match value {
            Value::Null => true,
            Value::Text(text) => text.trim().is_empty(),
            _ => false,
        };
        let of = |name: &str| {
            let slot = fields.slot(name, &mut String::new())?;
            self.members.iter().find(|(other, _)| *other == slot).map(|(_, value)| value)
        };
        of("published_at").is_some_and(is_blank) && of("created_at").is_some_and(|value| !is_blank(value))
    }

    /// Reads the dates from which on the article may be published; that in the slot `dated` is its date of publication instead.
    fn read_not_before(&self, options: &ReadOptions<'_>, dated: Option<usize>, draft: &mut Draft<'a>) {
        for (slot, value) in self.members.iter().chain(&self.around).filter(|(slot, _)| Some(*slot) != dated) {
            for (_, name) in options.fields.statuses(*slot).iter().filter(|(field, _)| *field == Field::NotBefore) {
                value.lead(&name.rest, &mut |value| {
                    if draft.not_before.len() == MOST_DATES {
                        return;
                    }
                    if value.as_flag() == Some(true) && name.path.starts_with("embargo") {
                        let reason = KeptBack::Collection(format!("{}: true", name.path).into());
                        draft.unpublished = draft.unpublished.take().or(Some(reason));
                    }
                    let found = date(&mut value.clone(), name.how).ok().flatten();
                    if let Some(raw) = found.filter(|raw| raw.len() <= LONGEST_DATE) {
                        draft.not_before.push(OtherDate { raw, from: name.path.clone() });
                    }
                });
            }
        }
    }

    /// A day joined with the time of the clock that stands under a name of its own, and that name.
    fn with_clock(&self, day: &str, options: &ReadOptions<'_>) -> Option<(String, Cow<'static, str>)> {
        let mut texts = options.fields.clocks.iter().filter_map(|(name, slot)| {
            match self.members.iter().find(|(other, _)| other == slot) {
                Some((_, Value::Text(text))) => Some((*name, text.trim())),
                _ => None,
            }
        });
        texts.find(|(_, text)| is_clock(text)).map(|(name, clock)| (join(day, clock), Cow::Borrowed(name)))
    }

    /// The values that a path leads to.
    pub(super) fn find(&mut self, name: &Name) -> Vec<&mut Value<'a>> {
        let mut found = Vec::new();
        for (_, value) in self.members.iter_mut().filter(|(slot, _)| *slot == name.slot) {
            value.follow(&name.rest, &mut found);
        }
        found
    }

    /// The dates that a name leads to.
    fn dates(&mut self, fields: &Fields, name: &Name) -> Vec<OtherDate<'a>> {
        let stays = name.is_shared || fields.decides(name.slot);
        let date = |value: &mut Value<'a>| {
            let found = if stays { date(&mut value.clone(), name.how) } else { date(value, name.how) };
            let raw = found.ok().flatten().filter(|raw| raw.len() <= LONGEST_DATE)?;
            Some(OtherDate { raw, from: name.path.clone() })
        };
        self.find(name).into_iter().filter_map(date).collect()
    }

    /// Makes a draft of the record.
    pub(in crate::load) fn into_draft(
        mut self,
        options: &ReadOptions<'_>,
        style: Style,
        origin: Origin,
        loaded: &mut Loaded<'a>,
    ) -> Draft<'a> {
        let mut draft = Draft { origin, ..Draft::default() };
        let mut is_bare_text = false;
        let mut dated = None;
        let answers = self.answers(options);
        let says_when = self.read_status(options, style, &mut draft, loaded);
        if options.fields.names_some() {
            loaded.has_records = true;
            loaded.given = self.given(options.fields, loaded.given);
        }
        self.read_extra(options.fields, &mut draft);
        for &field in Field::ALL.iter().filter(|field| !field.is_of_status()) {
            let Some(name) = self.read_field(field, options, &mut draft, loaded) else { continue };
            is_bare_text |= field == Field::Content && name.path == "text";
            if field == Field::Published && name.rest.is_empty() {
                dated = Some(name.slot);
            }
        }
        if says_when {
            self.read_not_before(options, dated, &mut draft);
        }
        self.join_day_and_clock(options, &mut draft);
        if draft.source.as_deref().is_some_and(is_web) {
            self.name_source(&mut draft, options);
        }
        if style == Style::Row && draft.tags.is_empty() && !draft.categories.is_empty() {
            draft.tags.clone_from(&draft.categories);
            draft.note(options, "tags", || "the categories, as there are no tags".to_owned());
        }
        if is_bare_text {
            draft.title_of_short_text(options);
        }
        // Front matter is a part of its article: its loader applies `where` when the draft has its text.
        if style == Style::Row {
            options.fields.filter().decide(answers, &mut draft, &mut loaded.seen);
            // A record that says no more than that it was thrown away takes back the article with its id or its address.
            let says_nothing = draft.title.is_none() && draft.body.is_none() && draft.summary.is_none();
            draft.deleted |= draft.thrown_away && says_nothing;
            removed::take_away(&mut draft);
        }
        draft
    }

    /// Copies the values that the pattern of addresses asks for.
    fn read_extra(&mut self, fields: &Fields, draft: &mut Draft<'a>) {
        for name in &fields.extra {
            let found = self.find(name).into_iter().find_map(|value| match value {
                Value::Text(text) | Value::Number(text) => Some(text.clone()),
                Value::List(items) => items.iter().find_map(|item| match item {
                    Value::Text(text) | Value::Number(text) => Some(text.clone()),
                    _ => None,
                }),
                _ => None,
            });
            draft.extra.extend(found.map(|value| (name.path.clone(), value)));
        }
    }

    /// Reads a field from the best of its names that gives it a value, and returns that name.
    fn read_field<'f>(
        &mut self,
        field: Field,
        options: &ReadOptions<'f>,
        draft: &mut Draft<'a>,
        loaded: &mut Loaded<'_>,
    ) -> Option<&'f Name> {
        let present = self.present;
        let mut names = options.fields.of(field).iter().filter(|name| present.may_have(name.slot));
        while let Some(name) = names.next() {
            if !self.move_values(field, name, draft, loaded) || !draft.has(field) {
                continue;
            }
            draft.note(options, field.name(), || name.path.to_string());
            if field == Field::Published && !draft.published.as_deref().is_some_and(is_plain_date) {
                draft.other_dates = names.flat_map(|name| self.dates(options.fields, name)).take(MOST_DATES).collect();
            }
            return Some(name);
        }
        None
    }

    /// Moves the values of a name to a field of the draft (a name that several fields share keeps them); whether there are any.
    fn move_values(&mut self, field: Field, name: &Name, draft: &mut Draft<'a>, loaded: &mut Loaded<'_>) -> bool {
        let values = self.find(name);
        let has_values = !values.is_empty();
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
            loaded.warnings.push(Warning::new(&draft.origin, WarningCode::WrongType, message));
        }
        has_values
    }

    /// Completes a date of publication that is a day or a time of the clock alone, where the other stands under another name.
    fn join_day_and_clock(&self, options: &ReadOptions<'_>, draft: &mut Draft<'a>) {
        let Some(published) = draft.published.as_deref() else { return };
        let joined = if is_day(published) {
            self.with_clock(published, options)
        } else if is_clock(published) {
            let day = draft.other_dates.iter().find(|other| is_day(&other.raw));
            day.map(|day| (join(&day.raw, published), day.from.clone()))
        } else {
            None
        };
        let Some((joined, other)) = joined else { return };
        draft.published = Some(Cow::Owned(joined));
        if let Some((_, from)) = draft.notes.iter_mut().find(|(field, _)| *field == "published") {
            from.extend([" and ", &*other]);
        }
    }
}

/// A day and a time of the clock as one date.
fn join(day: &str, clock: &str) -> String {
    format!("{} {}", day.trim(), clock.trim())
}
