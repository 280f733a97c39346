//! How drafts are read.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::date::DateOptions;
use super::listing::Listing;
use crate::article::permalink::Pattern;
use crate::article::{Aliases, Language, NO_ALIASES, Published, TermKey, WebUrl};

/// How drafts of one input are read.
#[derive(Debug, Clone)]
pub struct Options<'o> {
    /// How dates are read.
    pub dates: DateOptions,
    /// When the file first appeared, where that was before its capture: an article that is alone in it is no younger.
    pub appeared: Option<DateTime<Utc>>,
    /// What all files have in common that were found with it; `None`: nothing is known of them.
    pub listing: Option<&'o Listing>,
    /// Whether somebody asked for this very file: then it is an article, whatever speaks for a page.
    pub is_named: bool,
    /// The source of articles that name none.
    pub source: Option<&'o str>,
    /// The language of articles that name none.
    pub language: Option<&'o Language>,
    /// Tags that every article of the input gets.
    pub tags: &'o [String],
    /// Addresses in the input are relative to this one.
    pub base: Option<&'o WebUrl>,
    /// What addresses are made of where articles say none.
    pub address: Option<&'o Pattern>,
    /// No article was changed later than this.
    pub until: Option<DateTime<Utc>>,
    /// The present: articles that have expired by now are not published.
    pub now: DateTime<Utc>,
    /// The most bytes of a field.
    pub most_bytes: usize,
    /// The most tags, categories and authors of an article, each.
    pub most_terms: usize,
    /// Tags that are other names of tags.
    pub tag_aliases: &'o Aliases,
    /// Sources that are other names of sources.
    pub source_aliases: &'o Aliases,
    /// Categories that are other names of categories.
    pub category_aliases: &'o Aliases,
    /// Where sources are that do not say it.
    pub sources: &'o SourceAddresses,
}

/// Addresses of sources, for articles that do not say them.
#[derive(Debug, Clone, Default)]
pub struct SourceAddresses {
    /// Their home pages.
    pub homes: BTreeMap<TermKey, WebUrl>,
    /// Their own feeds.
    pub feeds: BTreeMap<TermKey, WebUrl>,
}

static NO_ADDRESSES: SourceAddresses = SourceAddresses { homes: BTreeMap::new(), feeds: BTreeMap::new() };

impl Options<'_> {
    /// Drafts of an input of which no more is known than how its dates are read.
    pub fn new(dates: DateOptions) -> Self {
        Self {
            dates,
            appeared: None,
            listing: None,
            is_named: false,
            source: None,
            language: None,
            tags: &[],
            base: None,
            address: None,
            until: None,
            now: DateTime::UNIX_EPOCH,
            most_bytes: usize::MAX,
            most_terms: usize::MAX,
            tag_aliases: &NO_ALIASES,
            source_aliases: &NO_ALIASES,
            category_aliases: &NO_ALIASES,
            sources: &NO_ADDRESSES,
        }
    }

    /// The date of a draft that has none; `is_file`: and is alone in its file.
    pub(super) fn unknown(&self, is_file: bool) -> Published {
        let appeared = self.appeared.filter(|_| is_file).unwrap_or(self.dates.captured);
        DateOptions { captured: appeared.min(self.dates.captured), ..self.dates }.unknown()
    }
}
