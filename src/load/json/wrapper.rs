//! What a wrapper says about all of its articles: their source and language, or what a JSON Feed says of itself.

use std::borrow::Cow;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::document::Document;
use super::export::Export;
use super::find::List;
use super::json_feed::is_json_feed;
use crate::article::{Draft, Origin};
use crate::load::fields::{Record, Style, Value};
use crate::load::{LONGEST_LENT, Loaded, ReadOptions};

/// What the objects around lists lend to their articles. An object may be around many lists; what a large one lends is made once.
#[derive(Default)]
pub(super) struct Lenders<'a> {
    lent: FxHashMap<usize, Rc<Lent<'a>>>,
    exports: FxHashMap<usize, Rc<Export<'a>>>,
}

/// What an object lends to the articles in it, and whether it is a JSON Feed.
type Lent<'a> = (Draft<'a>, bool);

impl<'a> Lenders<'a> {
    /// What the objects around a list lend, the nearest first; and whether one is a JSON Feed. `given` is told which names of
    /// `fields` they have.
    pub(super) fn lent(
        &mut self,
        document: &Document<'a>,
        wrappers: &[&'a str],
        options: &ReadOptions<'_>,
        given: &mut u64,
    ) -> Lent<'a> {
        let mut lent = Draft::default();
        let mut is_feed = false;
        for raw in wrappers.iter().rev() {
            let make = || (shared(document, raw, options, given), is_json_feed(document, raw));
            let of_one = once(&mut self.lent, document, raw, make);
            of_one.0.lend(&mut lent, options);
            is_feed |= of_one.1;
        }
        (lent, is_feed)
    }

    /// What a list is part of.
    pub(super) fn export(&mut self, document: &Document<'a>, list: &List<'a>) -> Rc<Export<'a>> {
        match list.wrappers.last() {
            Some(nearest) => once(&mut self.exports, document, nearest, || Export::of(document, list)),
            None => Rc::new(Export::of(document, list)),
        }
    }
}

/// What is made of an object, kept where it is large.
fn once<'a, T>(
    known: &mut FxHashMap<usize, Rc<T>>,
    document: &Document<'a>,
    raw: &'a str,
    make: impl FnOnce() -> T,
) -> Rc<T> {
    if raw.len() <= LONGEST_LENT {
        return Rc::new(make());
    }
    Rc::clone(known.entry(document.place(raw)).or_insert_with(|| Rc::new(make())))
}

fn shared<'a>(document: &Document<'a>, raw: &'a str, options: &ReadOptions<'_>, given: &mut u64) -> Draft<'a> {
    let members = document.members(raw).unwrap_or_default();
    // What is lent to each article must not be larger than a name is.
    let is_name = |value: &str| value.len() <= LONGEST_LENT;
    let value = |name: &str| {
        let (_, value) = members.iter().find(|(key, value)| key == name && is_name(value))?;
        document.value(value)
    };
    let text = |name: &str| match value(name) {
        Some(Value::Text(text)) => Some(text).filter(|text: &Cow<'_, str>| !text.trim().is_empty()),
        _ => None,
    };
    if is_json_feed(document, raw) {
        let authors = ["authors", "author"].iter().find_map(|name| {
            let mut record = Record::new();
            record.add(options.fields, name, value(name)?);
            Some(record.into_draft(options, Style::Row, Origin::default(), &mut Loaded::default()).authors)
        });
        return Draft {
            source: text("title"),
            source_home: text("home_page_url"),
            source_feed: text("feed_url"),
            language: text("language"),
            authors: authors.unwrap_or_default(),
            ..Draft::default()
        };
    }
    let mut record = Record::new();
    for name in ["source", "language", "lang"] {
        // A list beside others is no name.
        if let Some(value) = value(name).filter(|value| !matches!(value, Value::List(_))) {
            record.add(options.fields, name, value);
        }
    }
    let mut loaded = Loaded::default();
    let draft = record.into_draft(options, Style::Row, Origin::default(), &mut loaded);
    *given |= loaded.given;
    Draft { url: None, ..draft }
}

impl<'a> Draft<'a> {
    /// Says for another draft what it does not say itself.
    pub(super) fn lend(&self, to: &mut Draft<'a>, options: &ReadOptions<'_>) {
        let note = |to: &mut Self, field: &'static str| {
            to.note(options, field, || "what stands around the articles".to_owned());
        };
        if to.source.is_none() && self.source.is_some() {
            note(to, "source");
            to.source.clone_from(&self.source);
            to.source_home.clone_from(&self.source_home);
            to.source_feed.clone_from(&self.source_feed);
        }
        if to.language.is_none() && self.language.is_some() {
            note(to, "language");
            to.language.clone_from(&self.language);
        }
        if to.authors.is_empty() && !self.authors.is_empty() {
            note(to, "authors");
            to.authors.clone_from(&self.authors);
        }
    }
}
