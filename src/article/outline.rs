//! Outlines: what has to be known of an article to choose what feeds show. All else waits until the article is rendered.
//!
//! A collection may have millions of articles, and all of their outlines are in memory together; their titles, names, addresses and
//! texts are not. These are written down in two records, so that who asks for a title need not read a text: [`Words`], and the texts.
//! The records are bytes in a [`Spill`], or in memory of the outline's own where there is none. They are read by the same process
//! that wrote them, so their form may change with every version.

mod record;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    Article, ArticleId, Key, KeyKind, Keys, Language, Media, Origin, Published, Said, SitePlace, Term, WebUrl,
};
use crate::spill::{Place, Spill};
use record::{Kind, Texts, read, written};
pub use record::{Words, WordsLength};

/// What has to be known of an article to choose what feeds show. The fields that [`Article`] has, too, are documented there.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "Article documents them")]
pub struct Outline<'s> {
    pub keys: Keys,
    pub source: Option<Term>,
    pub published: Published,
    pub updated: Option<DateTime<Utc>>,
    pub tags: Vec<Term>,
    pub categories: Vec<Term>,
    pub language: Option<Language>,
    pub is_title_made: bool,
    pub origin: Origin,
    pub captured: DateTime<Utc>,
    pub deleted: bool,
    pub not_before: Option<DateTime<Utc>>,
    pub slack: TimeDelta,
    pub due: Option<DateTime<Utc>>,
    /// What kind of address it has.
    pub address: Address,
    /// How long its text is.
    pub text_length: usize,
    /// How long the rest of it is that an entry shows.
    pub words_length: WordsLength,
    /// Of an article that was read from several places, what these are.
    pub merged: Option<Box<MergedReadings>>,
    place: Option<Box<SitePlace>>,
    records: Records<'s>,
}

/// What is known of an article that was read from several places.
#[derive(Debug, Clone)]
pub struct MergedReadings {
    /// Where they stand, in reading order.
    pub origins: Vec<Origin>,
    /// What they have in common.
    pub joined_by: Vec<KeyKind>,
    /// Titles that other readings of the article have, and where these stand.
    pub other_titles: Vec<(Origin, String)>,
}

/// What kind of address an article has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Address {
    /// None.
    None,
    /// The front page of a site, which is not that of an article.
    FrontPage,
    /// A page.
    Page,
}

/// Where the rest of an article waits.
#[derive(Debug, Clone)]
enum Records<'s> {
    Here { words: Box<[u8]>, texts: Box<[u8]> },
    Away { spill: &'s Spill, words: Place, texts: Place },
}

impl<'s> Outline<'s> {
    /// The outline of an article; the rest of the article goes into a spill.
    pub fn put_away(article: Article<'_>, spill: &'s Spill) -> Self {
        let put = |bytes: Vec<u8>| spill.put(&bytes);
        Self::new(article, |words, texts| Records::Away { spill, words: put(words), texts: put(texts) })
    }

    /// The outline of an article, with the rest of it.
    pub fn of(article: Article<'_>) -> Self {
        Self::new(article, |words, texts| Records::Here { words: words.into(), texts: texts.into() })
    }

    fn new(article: Article<'_>, write: impl FnOnce(Vec<u8>, Vec<u8>) -> Records<'s>) -> Self {
        let words = Words::of(&article);
        let words_length = words.length();
        let records = write(written(&words), written(&Texts::of(&article)));
        let address = article
            .url
            .as_ref()
            .map_or(Address::None, |url| if url.is_front_page() { Address::FrontPage } else { Address::Page });
        Self {
            text_length: article.body.as_ref().map_or(0, |body| body.raw().len()),
            keys: article.keys,
            source: article.source,
            published: article.published,
            updated: article.updated,
            tags: article.tags,
            categories: article.categories,
            language: article.language,
            is_title_made: article.is_title_made,
            origin: article.origin,
            captured: article.captured,
            deleted: article.deleted,
            not_before: article.not_before,
            slack: article.slack,
            due: article.due,
            address,
            words_length,
            merged: None,
            place: article.place,
            records,
        }
    }

    /// An article of which no more is known than how it is published, for feeds in which its entries stay as they are.
    pub fn kept(id: ArticleId, published: Published, updated: DateTime<Utc>) -> Self {
        Self {
            keys: Keys::of_id(id),
            source: None,
            published,
            updated: Some(updated),
            tags: Vec::new(),
            categories: Vec::new(),
            language: None,
            is_title_made: false,
            origin: Origin::new("", 0),
            captured: updated,
            deleted: false,
            not_before: None,
            slack: TimeDelta::zero(),
            due: None,
            address: Address::None,
            text_length: 0,
            words_length: WordsLength::default(),
            merged: None,
            place: None,
            records: Records::Here { words: Box::default(), texts: Box::default() },
        }
    }

    /// The id under which the article is published: the same in every feed and format.
    pub fn id(&self) -> &ArticleId {
        &self.keys.id
    }

    /// The first place, in reading order, at which the article stood.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// All places at which the article stood, in reading order.
    pub fn origins(&self) -> &[Origin] {
        self.merged.as_ref().map_or(std::slice::from_ref(&self.origin), |merged| &merged.origins)
    }

    /// When the article last changed: its own date of change, else its publication; never before it.
    pub fn changed(&self) -> DateTime<Utc> {
        self.published.changed(self.updated)
    }

    /// What it says besides its texts. What is read stays in the `buffer`; [`Spill::check`] says whether it could be read.
    pub fn words<'b>(&self, buffer: &'b mut Vec<u8>) -> Words<'b> {
        buffer.clear();
        self.records.append_words(buffer);
        read(buffer)
    }

    /// Where it stands in the site that its file is a source of.
    pub fn place(&self) -> Option<&SitePlace> {
        self.place.as_deref()
    }

    /// Its address.
    pub fn url(&self) -> Option<WebUrl> {
        self.words(&mut Vec::new()).url.map(WebUrl::as_written)
    }

    /// The headline.
    pub fn title(&self) -> String {
        self.words(&mut Vec::new()).title.to_owned()
    }

    /// The text without white space around it, whatever it is written in; `None` where there is none.
    pub fn text<'b>(&self, buffer: &'b mut Vec<u8>) -> Option<&'b str> {
        if self.text_length == 0 {
            return None;
        }
        buffer.clear();
        self.records.append_texts(buffer);
        let texts: Texts<'b> = read(buffer);
        texts.body.map(|(_, text)| text.trim())
    }

    /// The whole article, as it is published. What is read stays in the `buffer`; [`Spill::check`] says whether it could be read.
    pub fn open<'b>(&self, buffer: &'b mut Vec<u8>) -> Article<'b> {
        let (words, texts) = self.records(buffer);
        let texts_of = |list: Vec<&str>| list.into_iter().map(str::to_owned).collect::<Vec<_>>();
        let url = |text: Option<&str>| text.map(WebUrl::as_written);
        let media = words.media.into_iter().map(|(url, media_type, length)| Media {
            url: WebUrl::as_written(url),
            media_type: media_type.to_owned(),
            length,
        });
        let said = words
            .said
            .map(|(title, authors)| Box::new(Said { title: title.map(str::to_owned), authors: authors.map(texts_of) }));
        Article {
            keys: self.keys.clone(),
            title: words.title.to_owned(),
            url: url(words.url),
            source: self.source.clone(),
            published: self.published,
            updated: self.updated,
            source_home: url(words.source_home),
            source_feed: url(words.source_feed),
            tags: self.tags.clone(),
            categories: self.categories.clone(),
            authors: texts_of(words.authors),
            contributors: texts_of(words.contributors),
            rights: words.rights.map(str::to_owned),
            summary: texts.summary.map(Cow::Borrowed),
            body: texts.body(),
            language: self.language.clone(),
            image: url(words.image),
            media: media.collect(),
            base: url(words.base),
            is_title_made: self.is_title_made,
            origin: self.origin().clone(),
            captured: self.captured,
            deleted: self.deleted,
            not_before: self.not_before,
            slack: self.slack,
            due: self.due,
            place: self.place.clone(),
            said,
        }
    }

    /// Both records, in a buffer.
    fn records<'b>(&self, buffer: &'b mut Vec<u8>) -> (Words<'b>, Texts<'b>) {
        buffer.clear();
        self.records.append_words(buffer);
        let end = buffer.len();
        self.records.append_texts(buffer);
        let (words, texts) = buffer.split_at(end);
        (read(words), read(texts))
    }

    /// Puts another article in the place of this one, which was read from the same places.
    pub fn replace_with(&mut self, article: Article<'_>) {
        let merged = self.merged.take();
        let new = match self.records {
            Records::Here { .. } => Self::of(article),
            Records::Away { spill, .. } => Self::put_away(article, spill),
        };
        *self = Self { merged, ..new };
    }

    /// What makes it another version of the same article: its title, text and authors. Tags, source, picture and address
    /// may change around an article that stays as it is.
    pub fn content(&self, buffer: &mut Vec<u8>) -> Key {
        let (words, texts) = self.records(buffer);
        let (kind, body) = match &texts.body {
            Some((Kind::Html, html)) => ("html", html.trim()),
            Some((Kind::Markdown, text)) => ("markdown", text.trim()),
            Some((Kind::Plain, plain)) => ("text", plain.trim()),
            None => ("", ""),
        };
        let summary = texts.summary.unwrap_or_default().trim();
        let (said_title, said_authors) = words.said.unwrap_or_default();
        let title = said_title.unwrap_or(words.title);
        let mut parts = vec![title, summary, kind, body];
        parts.extend(said_authors.unwrap_or(words.authors));
        Key::new("content", &parts)
    }
}

impl Records<'_> {
    fn append_words(&self, buffer: &mut Vec<u8>) {
        match self {
            Self::Here { words, .. } => buffer.extend_from_slice(words),
            Self::Away { spill, words, .. } => spill.append(*words, buffer),
        }
    }

    fn append_texts(&self, buffer: &mut Vec<u8>) {
        match self {
            Self::Here { texts, .. } => buffer.extend_from_slice(texts),
            Self::Away { spill, texts, .. } => spill.append(*texts, buffer),
        }
    }
}
