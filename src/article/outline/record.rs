//! The records in which the rest of an article waits, as bytes.

use serde::{Deserialize, Serialize};

use crate::article::{Article, ArticleId, Body, IdStrength, Key, Keys, WebUrl};

/// How much an article says besides its text and its terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WordsLength {
    /// How many bytes its title, names and addresses have.
    pub bytes: u32,
    /// How many names and addresses these are.
    pub parts: u32,
}

/// What an article says besides its texts.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Words<'b> {
    /// The headline.
    pub title: &'b str,
    /// Its address.
    pub url: Option<&'b str>,
    /// Names of the authors.
    #[serde(borrow)]
    pub authors: Vec<&'b str>,
    pub(super) source_home: Option<&'b str>,
    pub(super) source_feed: Option<&'b str>,
    pub(super) contributors: Vec<&'b str>,
    pub(super) rights: Option<&'b str>,
    pub(super) image: Option<&'b str>,
    pub(super) media: Vec<(&'b str, &'b str, Option<u64>)>,
    pub(super) base: Option<&'b str>,
    /// The title and the authors of [`Said`](crate::article::Said).
    pub(super) said: Option<(Option<&'b str>, Option<Vec<&'b str>>)>,
}

/// The texts of an article.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Texts<'b> {
    #[serde(borrow)]
    pub(super) summary: Option<&'b str>,
    pub(super) body: Option<(Kind, &'b str)>,
}

/// What a text is written in.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) enum Kind {
    Plain,
    Html,
    Markdown,
}

impl<'b> Words<'b> {
    pub(super) fn of(article: &'b Article<'_>) -> Self {
        fn texts(list: &[String]) -> Vec<&str> {
            list.iter().map(String::as_str).collect()
        }
        let said = article.said.as_deref();
        Self {
            title: &article.title,
            url: article.url.as_ref().map(WebUrl::as_str),
            authors: texts(&article.authors),
            source_home: article.source_home.as_ref().map(WebUrl::as_str),
            source_feed: article.source_feed.as_ref().map(WebUrl::as_str),
            contributors: texts(&article.contributors),
            rights: article.rights.as_deref(),
            image: article.image.as_ref().map(WebUrl::as_str),
            media: article.media.iter().map(|one| (one.url.as_str(), &*one.media_type, one.length)).collect(),
            base: article.base.as_ref().map(WebUrl::as_str),
            said: said.map(|said| (said.title.as_deref(), said.authors.as_deref().map(texts))),
        }
    }

    pub(super) fn length(&self) -> WordsLength {
        let names = self.authors.iter().chain(&self.contributors).copied();
        let urls = self.url.into_iter().chain(self.image).chain(self.media.iter().map(|(url, ..)| *url));
        let parts = names.chain(urls).map(str::len);
        let rest = self.title.len() + self.rights.map_or(0, str::len);
        let (parts, bytes) = parts.fold((0, rest), |(parts, bytes), length| (parts + 1, bytes + length));
        WordsLength { bytes: length(bytes), parts }
    }
}

impl<'b> Texts<'b> {
    pub(super) fn of(article: &'b Article<'_>) -> Self {
        let body = article.body.as_ref().map(|body| match body {
            Body::Plain(text) => (Kind::Plain, &**text),
            Body::Html(text) => (Kind::Html, &**text),
            Body::Markdown(text) => (Kind::Markdown, &**text),
        });
        Self { summary: article.summary.as_deref(), body }
    }

    pub(super) fn body(&self) -> Option<Body<'b>> {
        self.body.map(|(kind, text)| match kind {
            Kind::Plain => Body::Plain(text.into()),
            Kind::Html => Body::Html(text.into()),
            Kind::Markdown => Body::Markdown(text.into()),
        })
    }
}

/// How many bytes there are of something that an article says: a record with four gigabytes could not be written.
pub(super) fn length(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// The keys that every article has, those that one may have, and how much its id says.
type KeysRecord = ([Key; 3], [Option<Key>; 7], IdStrength);

/// Keys as a record, without the id.
pub(super) fn of_keys(keys: &Keys) -> Vec<u8> {
    let Keys { given, bare, reused, url, place, card, headline, title, text, words, strength, id: _ } = *keys;
    let record: KeysRecord = ([card, headline, title], [given, bare, reused, url, place, text, words], strength);
    written(&record)
}

/// The keys that [`of_keys`] wrote; if they are lost, those of an article of which no more is known than the id.
pub(super) fn keys(id: ArticleId, bytes: &[u8]) -> Keys {
    let Ok((all, some, strength)) = postcard::from_bytes::<KeysRecord>(bytes) else { return Keys::of_id(id) };
    let ([card, headline, title], [given, bare, reused, url, place, text, words]) = (all, some);
    Keys { id, given, bare, reused, url, place, card, headline, title, text, words, strength }
}

/// A record as bytes.
pub(super) fn written(record: &impl Serialize) -> Vec<u8> {
    postcard::to_allocvec(record).unwrap_or_else(|error| unreachable!("texts and numbers can be written: {error}"))
}

/// A record that [`written`] wrote; an empty one if it is lost.
pub(super) fn read<'b, R: Deserialize<'b> + Default>(bytes: &'b [u8]) -> R {
    postcard::from_bytes(bytes).unwrap_or_default()
}
