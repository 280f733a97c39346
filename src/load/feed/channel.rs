//! The feed itself: the fields that its items get from it.

use std::borrow::Cow;

use super::export::Export;
use super::item::{Item, Pick, Publication, person};
use super::names::{Named, Ns, is_absolute, resolved};
use super::text::trimmed;
use super::tree::Element;
use crate::article::Draft;
use crate::load::{LONGEST_LENT, ReadOptions};

/// The most authors of a feed that its items get.
const MOST_LENT: usize = 16;

/// The elements of a feed that are read.
#[derive(Debug, Default)]
pub(super) struct Feed<'a> {
    publication: Publication<'a>,
    language: Pick<'a>,
    authors: Vec<(u8, Cow<'a, str>)>,
    export: Export<'a>,
}

impl<'a> Feed<'a> {
    /// Takes the language of the root or the channel.
    pub(super) fn enter(&mut self, named: &Named<'a>) {
        if let Some(lang) = &named.lang {
            self.language.offer(2, lang.clone(), "");
        }
    }

    /// Takes an element of the feed or the channel.
    pub(super) fn take(&mut self, element: Element<'_, 'a>) {
        match (element.named().ns, &*element.named().name) {
            (Ns::Rss, "language") => self.language.offer(0, element.text(), ""),
            (Ns::Dc, "language") => self.language.offer(1, element.text(), ""),
            (Ns::Atom, "author") => self.author(0, person(element)),
            (Ns::Dc, "creator") => self.author(1, element.text()),
            (Ns::Itunes, "author") => self.author(2, element.text()),
            (Ns::WordPress, "author") => self.export.introduce(element),
            _ => self.publication.take(element),
        }
    }

    fn author(&mut self, rank: u8, name: Cow<'a, str>) {
        if !name.trim().is_empty() {
            self.authors.push((rank, trimmed(name)));
        }
    }

    /// Prepares the fields that these items get.
    pub(super) fn whole(mut self, items: &[Item<'a>]) -> Lender<'a> {
        self.publication.resolve();
        self.export.gather(items.iter().filter_map(|item| Some((item.exported.as_deref()?, &item.draft))));
        // Each item gets a copy, so there is a limit to their size.
        let fit = |text: Option<Cow<'a, str>>| text.filter(|text| text.len() <= LONGEST_LENT);
        self.authors.retain(|(_, name)| name.len() <= LONGEST_LENT);
        self.authors.truncate(MOST_LENT);
        let best = self.authors.iter().map(|(rank, _)| *rank).min();
        let authors = self.authors.into_iter().filter(|(rank, _)| Some(*rank) == best).map(|(_, name)| name);
        Lender {
            source: fit(self.publication.title.value()),
            home: fit(self.publication.home.value()),
            feed: fit(self.publication.feed.value()),
            language: fit(self.language.value()),
            authors: authors.collect(),
            export: self.export,
        }
    }
}

/// The fields that an item gets from its feed, if it does not have them itself.
#[derive(Debug)]
pub(super) struct Lender<'a> {
    source: Option<Cow<'a, str>>,
    home: Option<Cow<'a, str>>,
    feed: Option<Cow<'a, str>>,
    language: Option<Cow<'a, str>>,
    authors: Vec<Cow<'a, str>>,
    export: Export<'a>,
}

impl<'a> Lender<'a> {
    /// Gives an item the fields that it does not have, and makes its addresses absolute.
    pub(super) fn lend(&self, item: Item<'a>, options: &ReadOptions<'_>) -> Draft<'a> {
        let Item { mut draft, has_source, has_no_language, exported, .. } = item;
        if draft.deleted {
            return draft;
        }
        self.resolve(&mut draft);
        self.export.lend(exported.as_deref(), &mut draft, options);
        if !has_source {
            draft.source.clone_from(&self.source);
            draft.source_home.clone_from(&self.home);
            draft.source_feed.clone_from(&self.feed);
            if draft.source.is_some() {
                draft.note(options, "source", || "the <title> of the feed".to_owned());
            }
        }
        if draft.language.is_none() && !has_no_language {
            draft.language.clone_from(&self.language);
            if draft.language.is_some() {
                draft.note(options, "language", || "the language of the feed".to_owned());
            }
        }
        if draft.authors.is_empty() && !self.authors.is_empty() {
            draft.authors.clone_from(&self.authors);
            draft.note(options, "authors", || "the author of the feed".to_owned());
        }
        draft
    }

    /// Makes relative addresses absolute: from the page of the feed, where there was no `xml:base`.
    fn resolve(&self, draft: &mut Draft<'a>) {
        let home = self.home.as_deref();
        let base = draft.base.take().map(|base| resolved(home, base)).filter(|base| is_absolute(base));
        let from = base.as_deref().or(home);
        for address in [&mut draft.url, &mut draft.image].into_iter().flatten() {
            *address = resolved(from, std::mem::take(address));
        }
        for enclosure in &mut draft.enclosures {
            enclosure.url = resolved(from, std::mem::take(&mut enclosure.url));
        }
        // Addresses in a text are relative to the address of its item, if there is no other base.
        draft.base = match base {
            None if draft.url.is_none() => self.home.clone(),
            base => base,
        };
    }
}
