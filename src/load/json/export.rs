//! What exports of Ghost, of Google Reader and its kin, and of the fediverse say beyond the names of their fields: who wrote a
//! post and what its tags are stands in other lists, in labels of its reader, or among the people whom it mentions.

mod fediverse;
mod ghost;
mod reader;

use std::borrow::Cow;

use super::document::{Document, Named};
use super::find::List;
use crate::article::{Draft, KeptBack};
use crate::load::ReadOptions;
use crate::load::fields::Value;
use ghost::Ghost;

/// What a document is an export of, as far as it is one that is known.
pub(super) enum Export<'a> {
    /// None of these.
    Other,
    /// An object that may be a person of the fediverse: it is alone in its document.
    Alone,
    /// <https://ghost.org/docs/migration/custom/>
    Ghost(Box<Ghost<'a>>),
    /// A list of Google Reader's, which its successors export, too.
    Reader,
    /// A collection of `ActivityPub` (<https://www.w3.org/TR/activitystreams-core/#collections>).
    Fediverse,
}

impl<'a> Export<'a> {
    /// What a list is part of.
    pub(super) fn of(document: &Document<'a>, list: &List<'a>) -> Self {
        let Some(nearest) = list.wrappers.last() else {
            return if list.items.len() == 1 { Self::Alone } else { Self::Other };
        };
        // The members are found in one pass; only the texts that an export may have are read.
        let Some(members) = document.members(nearest) else { return Self::Other };
        if let Some(ghost) = Ghost::of(document, &members) {
            return Self::Ghost(Box::new(ghost));
        }
        if fediverse::is_collection(document, &members) {
            return Self::Fediverse;
        }
        if reader::is_list(document, list) { Self::Reader } else { Self::Other }
    }

    /// Whether an element says nothing that an article could be made of: the address of one.
    pub(super) fn passes_over(&self, item: &str) -> bool {
        matches!(self, Self::Fediverse) && item.starts_with('"')
    }

    /// Says it for an article.
    pub(super) fn complete(
        &self,
        document: &Document<'a>,
        item: &'a str,
        draft: &mut Draft<'a>,
        options: &ReadOptions<'_>,
    ) {
        if matches!(self, Self::Other) {
            return;
        }
        let Some(members) = document.members(item) else { return };
        let item = Parts { document, members: &members };
        match self {
            Self::Other => {}
            Self::Alone => fediverse::keep_back_person(item, draft),
            Self::Ghost(ghost) => ghost.complete(item, draft, options),
            Self::Reader => reader::complete(item, draft, options),
            Self::Fediverse => fediverse::complete(item, draft, options),
        }
    }
}

/// An object of a document.
#[derive(Clone, Copy)]
struct Parts<'m, 'a> {
    document: &'m Document<'a>,
    members: &'m Named<'a>,
}

impl<'a> Parts<'_, 'a> {
    /// A member, unread.
    fn raw(self, name: &str) -> Option<&'a str> {
        self.members.iter().find(|(key, _)| key == name).map(|(_, raw)| *raw)
    }

    /// A member that is a text or a number, if it says something.
    fn text(self, name: &str) -> Option<Cow<'a, str>> {
        match self.document.value(self.raw(name)?)? {
            Value::Text(text) | Value::Number(text) => Some(text).filter(|text| !text.trim().is_empty()),
            _ => None,
        }
    }

    /// The objects of a member that is a list of them, or one.
    fn objects(self, name: &str) -> Vec<Named<'a>> {
        let Some(raw) = self.raw(name) else { return Vec::new() };
        let items = if raw.starts_with('[') { self.document.array(raw).unwrap_or_default() } else { vec![raw] };
        items.into_iter().filter_map(|item| self.document.members(item)).collect()
    }
}

/// Keeps an article back that its collection does not publish, if nothing else does.
fn keep_back(draft: &mut Draft<'_>, reason: &'static str) {
    draft.unpublished.get_or_insert(KeptBack::Collection(reason.into()));
}
