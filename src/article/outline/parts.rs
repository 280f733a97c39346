//! What an outline is made of: what few articles have, terms, and where keys and records are.

use chrono::{DateTime, TimeDelta, Utc};

use super::MergedReadings;
use crate::article::{Article, ArticleId, Keys, SitePlace, Term};
use crate::spill::{Place, Spill};

/// What few articles have, each documented at the method of its name.
#[derive(Debug, Clone, Default)]
pub(super) struct Rare {
    pub(super) not_before: Option<DateTime<Utc>>,
    pub(super) slack: TimeDelta,
    pub(super) due: Option<DateTime<Utc>>,
    pub(super) place: Option<Box<SitePlace>>,
    pub(super) merged: Option<MergedReadings>,
}

impl Rare {
    /// What an article has of it, if it has any.
    pub(super) fn of(article: &mut Article<'_>) -> Option<Box<Self>> {
        let Article { not_before, slack, due, .. } = *article;
        let place = article.place.take();
        let has_any = not_before.is_some() || slack != TimeDelta::zero() || due.is_some() || place.is_some();
        has_any.then(|| Box::new(Self { not_before, slack, due, place, merged: None }))
    }
}

/// The terms of an article: its tags, its categories and its source.
#[derive(Debug, Clone, Default)]
pub(super) struct Terms {
    pub(super) all: Box<[Term]>,
    /// How many of them are tags.
    pub(super) tags: u32,
    /// How many are categories.
    pub(super) categories: u32,
}

impl Terms {
    pub(super) fn new(tags: Vec<Term>, categories: Vec<Term>, source: Option<Term>) -> Self {
        let count = |terms: &[Term]| u32::try_from(terms.len()).unwrap_or_else(|_| unreachable!("they are few"));
        let (tags_count, categories_count) = (count(&tags), count(&categories));
        let all = tags.into_iter().chain(categories).chain(source).collect();
        Self { all, tags: tags_count, categories: categories_count }
    }
}

/// Where the keys of an article are.
#[derive(Debug, Clone)]
pub(super) enum KeysAt {
    Here(Box<Keys>),
    /// In the spill that the records are in, all but the id.
    Away {
        id: ArticleId,
        place: Place,
    },
}

/// Where the rest of an article waits.
#[derive(Debug, Clone)]
pub(super) enum Records<'s> {
    Here { words: Box<[u8]>, texts: Box<[u8]> },
    Away { spill: &'s Spill, words: Place, texts: Place },
}

impl Records<'_> {
    pub(super) fn append_words(&self, buffer: &mut Vec<u8>) {
        match self {
            Self::Here { words, .. } => buffer.extend_from_slice(words),
            Self::Away { spill, words, .. } => spill.append(*words, buffer),
        }
    }

    /// Appends the bytes at a place of the spill.
    pub(super) fn append(&self, place: Place, buffer: &mut Vec<u8>) {
        match self {
            Self::Here { .. } => unreachable!("nothing of it is in a spill"),
            Self::Away { spill, .. } => spill.append(place, buffer),
        }
    }

    pub(super) fn append_texts(&self, buffer: &mut Vec<u8>) {
        match self {
            Self::Here { texts, .. } => buffer.extend_from_slice(texts),
            Self::Away { spill, texts, .. } => spill.append(*texts, buffer),
        }
    }
}
