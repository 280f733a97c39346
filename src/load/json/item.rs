//! Articles of lists, one after another: each a draft, or a rejection that says why not.

use super::document::Document;
use super::faults::{Fault, Faults};
use super::find::{Finder, List};
use super::json_feed::date_by_change;
use super::lenient::as_json;
use super::value::{Members, is_deeper, record};
use super::wrapper::Lenders;
use super::{INSIDE, Lines, message};
use crate::article::{Draft, Origin};
use crate::load::fields::{Field, Record, Style, Value};
use crate::load::repeats::Repeats;
use crate::load::{Loaded, ReadOptions, too_large};
use crate::report::Rejection;

/// How deep sections may lie in sections, and lists in lists.
const DEEPEST: usize = 6;

/// Reads the lists of a document.
pub(super) struct Items<'d, 'a, 'o> {
    pub(super) document: &'d Document<'a>,
    pub(super) options: &'d ReadOptions<'o>,
    pub(super) lines: Lines<'a>,
    pub(super) repeats: Repeats<'a>,
    pub(super) loaded: Loaded<'a>,
    /// What the objects around lists lend, by where they begin: each is around many lists.
    pub(super) lenders: Lenders<'a>,
}

impl<'a> Items<'_, 'a, '_> {
    /// Reads a list, the sections in it, and lists in it.
    pub(super) fn read(&mut self, list: &List<'a>, depth: usize) {
        let given = &mut self.loaded.given;
        let (lender, is_feed) = self.lenders.lent(self.document, &list.wrappers, self.options, given);
        let export = self.lenders.export(self.document, list);
        for item in &list.items {
            if export.passes_over(item) {
                continue;
            }
            if self.repeats.is_one(item) {
                self.loaded.repeated += 1;
                continue;
            }
            if item.starts_with('[') && self.inner_list(item, list, depth) {
                continue;
            }
            // A section may be larger than an article.
            if item.len() > self.options.limits.item && self.sections(item, list, depth) {
                continue;
            }
            let known = self.loaded.drafts.len();
            let origin = self.lines.origin(self.options.origin, self.document.place(item));
            let mut faults = Faults::default();
            let draft = draft(item, &origin, self.options, &mut self.loaded, &mut faults, None);
            let place = self.document.place(item);
            if !faults.is_empty() {
                self.document.extend(&faults, place);
            }
            let Some(mut draft) = draft else { continue };
            export.complete(self.document, item, &mut draft, self.options);
            if may_be_section(&draft) && self.sections(item, list, depth) {
                continue;
            }
            self.loaded.add(draft, self.options);
            // An item that is rejected is none.
            if let Some(draft) = self.loaded.drafts.get_mut(known) {
                lender.lend(draft, self.options);
                if is_feed {
                    date_by_change(draft, self.options);
                }
                // What is not published is counted each time.
                if draft.unpublished.is_none() {
                    self.repeats.add(item);
                }
            }
        }
    }

    /// Reads a list in a list; whether it is one of objects.
    fn inner_list(&mut self, item: &'a str, list: &List<'a>, depth: usize) -> bool {
        let items = self.document.array(item).filter(|_| depth < DEEPEST).unwrap_or_default();
        let is_list = items.iter().any(|item| item.starts_with('{'));
        if is_list {
            self.read(&List { items, wrappers: list.wrappers.clone() }, depth + 1);
        }
        is_list
    }

    /// Reads the lists of a section; whether it is one.
    fn sections(&mut self, item: &'a str, list: &List<'a>, depth: usize) -> bool {
        let finder = Finder { document: self.document, fields: self.options.fields };
        let Some(sections) = finder.sections(item, depth + 1) else { return false };
        for section in sections {
            let wrappers = list.wrappers.iter().chain(&section.wrappers).copied().collect();
            self.read(&List { items: section.items, wrappers }, depth + 1);
        }
        true
    }
}

/// Whether what was read of an object leaves room for it to be the section of a page.
fn may_be_section(draft: &Draft<'_>) -> bool {
    draft.published.is_none() && draft.body.is_none() && !draft.deleted
}

/// Reads one article, or says why not. `outer` is what stands around it and may say whether it is published.
pub(super) fn draft<'a>(
    item: &'a str,
    origin: &Origin,
    options: &ReadOptions<'_>,
    loaded: &mut Loaded<'a>,
    faults: &mut Faults,
    outer: Option<Record<'a>>,
) -> Option<Draft<'a>> {
    match read(item, origin, options, faults) {
        Ok(mut own) => {
            if let Some(outer) = outer {
                own.take_around(outer, options.fields);
            }
            let draft = own.into_draft(options, Style::Row, origin.clone(), loaded);
            let is_envelope = draft.title.is_none() && draft.url.is_none() && !draft.deleted;
            if is_envelope && let Some(inner) = inside(item) {
                let says_nothing = draft.body.is_none() && draft.summary.is_none();
                if says_nothing || has_title(inner, options) {
                    let says_when = draft.unpublished.is_some() || !draft.not_before.is_empty();
                    let decides = says_when || !options.fields.filter().is_empty();
                    let outer = decides.then(|| read(item, origin, options, &mut Faults::default()).ok()).flatten();
                    let inner = self::draft(inner, origin, options, loaded, faults, outer)?;
                    return Some(Draft {
                        published: inner.published.or(draft.published),
                        updated: inner.updated.or(draft.updated),
                        expires: inner.expires.or(draft.expires),
                        ..inner
                    });
                }
            }
            loaded.look_at(&draft, options, || match serde_json::from_str(item) {
                Ok(Value::Map(members)) => members,
                _ => Vec::new(),
            });
            Some(draft)
        }
        Err(rejection) => {
            loaded.rejections.push(rejection);
            None
        }
    }
}

/// The record of an item, also where small faults are in it.
fn read<'a>(
    item: &'a str,
    origin: &Origin,
    options: &ReadOptions<'_>,
    faults: &mut Faults,
) -> Result<Record<'a>, Rejection> {
    if !item.starts_with('{') {
        let found = match item.as_bytes().first() {
            Some(b'[') => "an array",
            Some(b'"') => "a string",
            _ => "something else",
        };
        return Err(Rejection::new(origin, format!("expected a JSON object, found {found}")));
    }
    let limits = options.limits;
    if item.len() > limits.item {
        return Err(Rejection::new(origin, too_large("item", item.len(), limits.item)));
    }
    let too_deep = || Rejection::new(origin, format!("nested deeper than {} (limits.json_depth)", limits.json_depth));
    if is_deeper(item, limits.json_depth) {
        return Err(too_deep());
    }
    let error = match record(item, options.fields) {
        Ok((record, false)) => return Ok(record),
        Ok((record, true)) => {
            faults.add(Fault::Duplicate, 0);
            return Ok(record);
        }
        Err(error) => error,
    };
    let mut found = Faults::default();
    if let Ok(json) = as_json(item, limits.json_depth, &mut found)
        && let Ok((record, is_repeated)) = record(&json, options.fields)
    {
        if is_repeated {
            found.add(Fault::Duplicate, 0);
        }
        faults.extend(&found, 0);
        return Ok(record.into_owned());
    }
    // Lines and columns are counted from the beginning of the item there.
    let lines = (error.line() as u64).saturating_sub(1);
    let before = if lines == 0 { origin.column.saturating_sub(1) } else { 0 };
    let reason = format!("not JSON: {} (column {})", message(&error), before + error.column() as u64);
    let origin = if lines == 0 { origin.clone() } else { origin.at(origin.line + lines) };
    Err(Rejection::new(&origin, reason))
}

/// Whether an object has a title of its own.
fn has_title(item: &str, options: &ReadOptions<'_>) -> bool {
    let Ok(Members(members)) = serde_json::from_str(item) else { return false };
    members.iter().any(|(name, _)| options.fields.names(Field::Title, name))
}

/// The article inside of an item that is only its envelope.
fn inside(item: &str) -> Option<&str> {
    let Members(members) = serde_json::from_str(item).ok()?;
    let of = |name: &&str| members.iter().find(|(key, value)| key == name && value.get().starts_with('{'));
    Some(INSIDE.iter().find_map(of)?.1.get())
}
