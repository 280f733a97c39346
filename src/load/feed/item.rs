//! An item of RSS or an entry of Atom: which of its elements says which field.
//!
//! Every field has an order: the format's own element, then the other format's, then the modules. Of equals the first
//! wins, and what is empty never does.

mod atom;
mod modules;
mod rss;
mod status;

use std::borrow::Cow;
use std::collections::HashSet;

use super::export::{self, Domain, Exported};
use super::names::{Ns, resolved};
use super::text::trimmed;
use super::tree::Element;
use crate::article::text::without_cdata;
use crate::article::{Body, Draft, Enclosure, Origin, OtherDate};
use crate::load::fields::{Answers, LONGEST_DATE, MOST_DATES, Value, guessed, is_plain_date};
use crate::load::{Loaded, ReadOptions};
pub(super) use atom::{Publication, person};
use status::Status;

/// The ranks of elements that are not the format's own: those of the other format, and those of modules.
const OTHER_FORMAT: u8 = 10;
const MODULE: u8 = 20;

/// The best value of a field so far.
#[derive(Debug, Default)]
pub(super) struct Pick<'a> {
    rank: u8,
    found: Option<(Cow<'a, str>, &'static str)>,
}

impl<'a> Pick<'a> {
    /// Takes a value if it is not blank and has a better rank than the one that is there.
    pub(super) fn offer(&mut self, rank: u8, value: Cow<'a, str>, from: &'static str) {
        if (self.found.is_none() || rank < self.rank) && !value.trim().is_empty() {
            (self.rank, self.found) = (rank, Some((trimmed(value), from)));
        }
    }

    pub(super) fn value(self) -> Option<Cow<'a, str>> {
        self.found.map(|(value, _)| value)
    }
}

/// The dates of publication of an item, each with its rank and its element.
#[derive(Debug, Default)]
struct Dates<'a>(Vec<(u8, Cow<'a, str>, &'static str)>);

impl<'a> Dates<'a> {
    /// Takes a date if it is not blank.
    fn offer(&mut self, rank: u8, raw: Cow<'a, str>, from: &'static str) {
        if self.0.len() < MOST_DATES && !raw.trim().is_empty() {
            self.0.push((rank, trimmed(raw), from));
        }
    }

    /// The best one, and the others after it.
    fn in_order(mut self) -> (Pick<'a>, impl Iterator<Item = OtherDate<'a>>) {
        self.0.sort_by_key(|(rank, ..)| *rank);
        let mut dates = self.0.into_iter();
        let best = dates.next().map_or_else(Pick::default, |(rank, raw, from)| Pick { rank, found: Some((raw, from)) });
        let others = dates.filter(|(_, raw, _)| raw.len() <= LONGEST_DATE);
        (best, others.map(|(_, raw, from)| OtherDate { raw, from: from.into() }))
    }
}

/// The elements of an item that were read.
#[derive(Debug, Default)]
struct Found<'a> {
    id: Pick<'a>,
    title: Pick<'a>,
    url: Pick<'a>,
    published: Dates<'a>,
    updated: Pick<'a>,
    /// RSS: the text or, beside one, the summary.
    description: Pick<'a>,
    summary: Pick<'a>,
    /// The description of a module, which is used if there is neither text nor summary.
    blurb: Pick<'a>,
    language: Pick<'a>,
    image: Pick<'a>,
    body: Option<(u8, Body<'a>, &'static str)>,
    /// `xml:base` of the body.
    base: Option<String>,
    tags: Vec<Cow<'a, str>>,
    tags_from: Vec<&'static str>,
    seen_tags: HashSet<Cow<'a, str>>,
    /// Categories, which an export has apart from tags.
    categories: Vec<Cow<'a, str>>,
    seen_categories: HashSet<Cow<'a, str>>,
    authors: Vec<(u8, Cow<'a, str>, &'static str)>,
    contributors: Vec<Cow<'a, str>>,
    rights: Pick<'a>,
    enclosures: Vec<Enclosure<'a>>,
    seen_enclosures: HashSet<Cow<'a, str>>,
    publication: Option<Publication<'a>>,
    status: Status<'a>,
    exported: Option<Box<Exported<'a>>>,
}

impl<'a> Found<'a> {
    fn tag(&mut self, tag: Cow<'a, str>, from: &'static str) {
        let tag = trimmed(without_cdata(tag));
        if !tag.is_empty() && self.seen_tags.insert(tag.clone()) {
            self.tags.push(tag);
            if !self.tags_from.contains(&from) {
                self.tags_from.push(from);
            }
        }
    }

    /// Adds a category, which is a tag unless the domain says otherwise, as in exports.
    fn category(&mut self, element: Element<'_, 'a>) {
        match export::domain(element) {
            Domain::Tag => self.tag(element.text(), "<category>"),
            Domain::Category => {
                let category = trimmed(element.text());
                if !category.is_empty() && self.seen_categories.insert(category.clone()) {
                    self.categories.push(category);
                }
            }
            Domain::Layout => {}
        }
    }

    fn author(&mut self, rank: u8, name: Cow<'a, str>, from: &'static str) {
        let name = trimmed(name);
        if !name.is_empty() {
            self.authors.push((rank, name, from));
        }
    }

    fn body(&mut self, rank: u8, body: Option<Body<'a>>, element: Element<'_, 'a>, from: &'static str) {
        let is_better = self.body.as_ref().is_none_or(|(other, _, _)| rank < *other);
        if let Some(body) = body.filter(|body| is_better && !body.is_blank()) {
            self.body = Some((rank, body, from));
            self.base = element.base().map(ToString::to_string);
        }
    }

    /// Adds a file; `size` is its length as it is written.
    fn enclosure(&mut self, element: Element<'_, 'a>, address: &str, size: &str) {
        let Some(url) = address_of(element, address) else { return };
        if self.seen_enclosures.insert(url.clone()) {
            self.enclosures.push(Enclosure {
                url,
                media_type: element.attr_of(Ns::None, "type").cloned().map(trimmed).filter(|kind| !kind.is_empty()),
                length: element.attr(size).and_then(|length| length.trim().parse().ok()),
            });
        }
    }
}

/// An address in an attribute, from the base in scope.
fn address_of<'a>(element: Element<'_, 'a>, name: &str) -> Option<Cow<'a, str>> {
    let raw = trimmed(element.attr_of(Ns::None, name)?.clone());
    (!raw.is_empty()).then(|| resolved(element.base().map(|base| &**base), raw))
}

/// A draft, and which of its fields the feed may complete.
#[derive(Debug)]
pub(super) struct Item<'a> {
    pub(super) draft: Draft<'a>,
    /// Whether it names its publication itself.
    pub(super) has_source: bool,
    /// Whether it says that its language is unknown.
    pub(super) has_no_language: bool,
    /// Which conditions of `where` it meets.
    pub(super) answers: Answers,
    /// What an export says about other items with it.
    pub(super) exported: Option<Box<Exported<'a>>>,
}

/// Reads an item.
pub(super) fn read<'a>(
    root: Element<'_, 'a>,
    origin: Origin,
    options: &ReadOptions<'_>,
    loaded: &mut Loaded<'_>,
) -> Item<'a> {
    if root.named().is(Ns::Tombstones, "deleted-entry") {
        // RFC 6721 §3.
        let id = root.attr_of(Ns::None, "ref").cloned().map(trimmed).filter(|id| !id.is_empty());
        let mut draft = Draft { origin, id, deleted: true, ..Draft::default() };
        draft.note(options, "id", || "the ref of <at:deleted-entry>".to_owned());
        let answers = Answers::default();
        return Item { draft, has_source: false, has_no_language: false, answers, exported: None };
    }
    let family = root.named().ns;
    let mut found = Found::default();
    if family == Ns::Rss
        && let Some(about) = root.attr_of(Ns::Rdf, "about")
    {
        found.id.offer(1, about.clone(), "rdf:about");
    }
    let lang = root.named().lang.clone();
    for child in root.children() {
        match child.named().ns {
            Ns::Rss if family == Ns::Rss => found.take_rss(child),
            Ns::Atom => found.take_atom(child, if family == Ns::Atom { 0 } else { OTHER_FORMAT }),
            _ => found.take_module(child, family),
        }
        found.status.take(child, options);
    }
    let own = root.attr_of(Ns::Xml, "lang").is_some();
    let has_no_language = lang.as_ref().is_some_and(|lang| lang.trim().is_empty());
    if let Some(lang) = lang {
        found.language.offer(if own { 0 } else { MODULE + 1 }, lang, "xml:lang");
    }
    let base = found.base.take().or_else(|| root.base().map(ToString::to_string));
    let mut draft = Draft { origin, base: base.map(Cow::Owned), ..Draft::default() };
    let has_source = found.publication.is_some();
    let has_no_language = has_no_language && found.language.found.is_none();
    std::mem::take(&mut found.status).settle(&mut draft, options, loaded);
    let exported = found.exported.take();
    if exported.is_none() {
        // Only an export means something by the domain of a category.
        let categories = std::mem::take(&mut found.categories);
        for category in categories {
            found.tag(category, "<category>");
        }
    } else if let Some((_, Body::Html(text), _)) = &mut found.body {
        *text = export::with_paragraphs(std::mem::take(text));
    }
    found.put(&mut draft, options);
    let has_filter = !options.fields.filter().is_empty();
    if loaded.wants_names(options) {
        for child in root.children() {
            loaded.know(&child.named().name, &Value::Null);
        }
    }
    let answers = if has_filter { status::answers(root, options) } else { Answers::default() };
    Item { draft, has_source, has_no_language, answers, exported }
}

impl<'a> Found<'a> {
    /// Decides which element is the text and which the summary, and fills a draft.
    fn put(mut self, draft: &mut Draft<'a>, options: &ReadOptions<'_>) {
        if let Some((description, from)) = self.description.found.take() {
            if self.body.is_some() {
                self.summary.offer(0, description, from);
            } else {
                self.body = Some((0, guessed(description), from));
            }
        }
        if self.body.is_none() && self.summary.found.is_none() {
            self.summary = self.blurb;
        }
        let (mut published, other_dates) = self.published.in_order();
        if published.found.is_none() {
            published = std::mem::take(&mut self.updated);
        }
        let mut put = |field: &'static str, pick: Pick<'a>, noted: bool| {
            let (value, from) = pick.found?;
            if noted {
                draft.note(options, field, || from.to_owned());
            }
            Some(value)
        };
        let id = put("id", self.id, true);
        let title = put("title", self.title, true);
        let url = put("url", self.url, true);
        let published = put("published", published, true);
        let updated = put("updated", self.updated, true);
        let summary = put("summary", self.summary, true);
        let rights = put("rights", self.rights, true);
        let language = put("language", self.language, true);
        let image = put("image", self.image, true);
        (draft.id, draft.title, draft.url, draft.published, draft.updated) = (id, title, url, published, updated);
        // Of an entry that was never published, some say the first day of a calendar.
        if draft.published.as_deref().is_some_and(|published| !is_plain_date(published)) {
            draft.other_dates.extend(other_dates);
            let updated = draft.updated.clone();
            draft.other_dates.extend(updated.map(|raw| OtherDate { raw, from: "the date of its change".into() }));
        }
        (draft.summary, draft.language, draft.image, draft.rights) = (summary, language, image, rights);
        draft.contributors = self.contributors;
        if let Some((_, body, from)) = self.body {
            draft.body = Some(body);
            draft.note(options, "content", || from.to_owned());
        }
        if !self.tags.is_empty() {
            draft.tags = self.tags;
            draft.note(options, "tags", || self.tags_from.join(", "));
        }
        if !self.categories.is_empty() {
            draft.categories = self.categories;
            draft.note(options, "categories", || "<category domain=\"category\">".to_owned());
        }
        if let Some((best, _, from)) = self.authors.iter().min_by_key(|(rank, _, _)| *rank) {
            let (best, from) = (*best, *from);
            draft.note(options, "authors", || from.to_owned());
            let authors = self.authors.into_iter().filter(|(rank, _, _)| *rank == best).map(|(_, name, _)| name);
            draft.authors = authors.collect();
        }
        draft.enclosures = self.enclosures;
        if !draft.enclosures.is_empty() {
            draft.note(options, "enclosures", || "the enclosures of the item".to_owned());
        }
        if let Some(publication) = self.publication {
            draft.source = publication.title.value();
            draft.source_home = publication.home.value();
            draft.source_feed = publication.feed.value();
            draft.note(options, "source", || "<source>".to_owned());
        }
    }
}
