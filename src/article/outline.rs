//! Outlines: what has to be known of an article to choose what feeds show. All else waits until the article is rendered.
//!
//! A collection may have millions of articles, and all of their outlines are in memory together; their titles, names, addresses and
//! texts are not. These are written down in records, so that who asks for a title need not read a text: [`Words`], the texts, and what
//! the article is recognised by, which few have to be asked for once it is known that no other article shares any of it.
//! The records are bytes in a [`Spill`], or in memory of the outline's own where there is none. They are read by the same process
//! that wrote them, so their form may change with every version.

mod parts;
mod record;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    Article, ArticleId, Key, KeyKind, Keys, Language, Media, Origin, Published, Said, SitePlace, Term, WebUrl,
};
use crate::spill::Spill;
use parts::{KeysAt, Rare, Records, Terms};
use record::{Kind, Texts, read, written};
pub use record::{Words, WordsLength};

/// What has to be known of an article to choose what feeds show. The fields that [`Article`] has, too, are documented there.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "Article documents them")]
pub struct Outline<'s> {
    pub published: Published,
    pub updated: Option<DateTime<Utc>>,
    pub language: Option<Language>,
    pub is_title_made: bool,
    pub origin: Origin,
    pub captured: DateTime<Utc>,
    pub deleted: bool,
    /// What kind of address it has.
    pub address: Address,
    /// How many bytes its text has.
    pub text_length: u32,
    /// How long the rest of it is that an entry shows.
    pub words_length: WordsLength,
    /// What few articles have.
    rare: Option<Box<Rare>>,
    terms: Terms,
    keys: KeysAt,
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
    /// It is not known: the entries of the article stay as they are published.
    Unknown,
    /// None.
    None,
    /// The front page of a site, which is not that of an article.
    FrontPage,
    /// A page.
    Page,
}

impl<'s> Outline<'s> {
    /// The outline of an article; the rest of the article goes into a spill.
    pub fn put_away(article: Article<'_>, spill: &'s Spill) -> Self {
        let put = |bytes: Vec<u8>| spill.put(&bytes);
        let mut outline =
            Self::new(article, |words, texts| Records::Away { spill, words: put(words), texts: put(texts) });
        outline.put_keys_away();
        outline
    }

    /// The outline of an article, with the rest of it.
    pub fn of(article: Article<'_>) -> Self {
        Self::new(article, |words, texts| Records::Here { words: words.into(), texts: texts.into() })
    }

    fn new(mut article: Article<'_>, write: impl FnOnce(Vec<u8>, Vec<u8>) -> Records<'s>) -> Self {
        let rare = Rare::of(&mut article);
        let words = Words::of(&article);
        let words_length = words.length();
        let records = write(written(&words), written(&Texts::of(&article)));
        let address = article
            .url
            .as_ref()
            .map_or(Address::None, |url| if url.is_front_page() { Address::FrontPage } else { Address::Page });
        Self {
            text_length: article.body.as_ref().map_or(0, |body| record::length(body.raw().len())),
            keys: KeysAt::Here(Box::new(article.keys)),
            published: article.published,
            updated: article.updated,
            terms: Terms::new(article.tags, article.categories, article.source),
            language: article.language,
            is_title_made: article.is_title_made,
            origin: article.origin,
            captured: article.captured,
            deleted: article.deleted,
            rare,
            address,
            words_length,
            records,
        }
    }

    /// An article of which no more is known than how it is published, for feeds in which its entries stay as they are.
    pub fn kept(id: ArticleId, published: Published, updated: DateTime<Utc>) -> Self {
        Self {
            keys: KeysAt::Here(Box::new(Keys::of_id(id))),
            published,
            updated: Some(updated),
            terms: Terms::default(),
            language: None,
            is_title_made: false,
            origin: Origin::new("", 0),
            captured: updated,
            deleted: false,
            rare: None,
            address: Address::Unknown,
            text_length: 0,
            words_length: WordsLength::default(),
            records: Records::Here { words: Box::default(), texts: Box::default() },
        }
    }

    /// The id under which the article is published: the same in every feed and format.
    pub fn id(&self) -> &ArticleId {
        match &self.keys {
            KeysAt::Here(keys) => &keys.id,
            KeysAt::Away { id, .. } => id,
        }
    }

    /// Gives it another id.
    pub fn set_id(&mut self, new: ArticleId) {
        match &mut self.keys {
            KeysAt::Here(keys) => keys.id = new,
            KeysAt::Away { id, .. } => *id = new,
        }
    }

    /// What it is recognised by. Where that waits in a spill, it is read; to ask several times, call
    /// [`Self::hold_keys`] first. [`Spill::check`] says whether it could be read.
    pub fn keys(&self) -> Cow<'_, Keys> {
        match &self.keys {
            KeysAt::Here(keys) => Cow::Borrowed(keys),
            KeysAt::Away { id, place } => {
                let mut bytes = Vec::new();
                self.records.append(*place, &mut bytes);
                Cow::Owned(record::keys(id.clone(), &bytes))
            }
        }
    }

    /// Keeps in memory what it is recognised by, until [`Self::put_keys_away`].
    pub fn hold_keys(&mut self) {
        self.keys_mut();
    }

    /// What it is recognised by, to be changed. It stays in memory from now on.
    pub fn keys_mut(&mut self) -> &mut Keys {
        if let KeysAt::Away { .. } = self.keys {
            self.keys = KeysAt::Here(Box::new(self.keys().into_owned()));
        }
        match &mut self.keys {
            KeysAt::Here(keys) => keys,
            KeysAt::Away { .. } => unreachable!("they were just read"),
        }
    }

    /// Puts what it is recognised by into the spill that its records are in, if they are in one.
    pub fn put_keys_away(&mut self) {
        let (KeysAt::Here(keys), Records::Away { spill, .. }) = (&self.keys, &self.records) else { return };
        self.keys = KeysAt::Away { place: spill.put(&record::of_keys(keys)), id: keys.id.clone() };
    }

    /// The first place, in reading order, at which the article stood.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// All places at which the article stood, in reading order.
    pub fn origins(&self) -> &[Origin] {
        self.merged().map_or(std::slice::from_ref(&self.origin), |merged| &merged.origins)
    }

    /// When the article last changed: its own date of change, else its publication; never before it.
    pub fn changed(&self) -> DateTime<Utc> {
        self.published.changed(self.updated)
    }

    /// By how much its date may be off, where that is vague.
    pub fn slack(&self) -> TimeDelta {
        self.rare.as_ref().map_or_else(TimeDelta::zero, |rare| rare.slack)
    }

    /// From when on the collection publishes it, where that may be later than its date.
    pub fn not_before(&self) -> Option<DateTime<Utc>> {
        self.rare.as_ref()?.not_before
    }

    /// When it has to be looked at again, though nothing in the collection changes: it expires, or the date of its change has
    /// come.
    pub fn due(&self) -> Option<DateTime<Utc>> {
        self.rare.as_ref()?.due
    }

    /// Of an article that was read from several places, what is known of these.
    pub fn merged(&self) -> Option<&MergedReadings> {
        self.rare.as_ref()?.merged.as_ref()
    }

    /// Takes down that it was read from several places.
    pub fn set_merged(&mut self, merged: MergedReadings) {
        self.rare.get_or_insert_default().merged = Some(merged);
    }

    /// What it says besides its texts. What is read stays in the `buffer`; [`Spill::check`] says whether it could be read.
    pub fn words<'b>(&self, buffer: &'b mut Vec<u8>) -> Words<'b> {
        buffer.clear();
        self.records.append_words(buffer);
        read(buffer)
    }

    /// Its tags, each once, in the order in which they were read.
    pub fn tags(&self) -> &[Term] {
        &self.terms.all[..self.terms.tags as usize]
    }

    /// Its categories, likewise.
    pub fn categories(&self) -> &[Term] {
        &self.terms.all[self.terms.tags as usize..][..self.terms.categories as usize]
    }

    /// The publication that it comes from.
    pub fn source(&self) -> Option<&Term> {
        self.terms.all.get((self.terms.tags + self.terms.categories) as usize)
    }

    /// Gives it other tags, categories and another source.
    pub fn set_terms(&mut self, tags: Vec<Term>, categories: Vec<Term>, source: Option<Term>) {
        self.terms = Terms::new(tags, categories, source);
    }

    /// Where it stands in the site that its file is a source of.
    pub fn place(&self) -> Option<&SitePlace> {
        self.rare.as_ref()?.place.as_deref()
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
            keys: self.keys().into_owned(),
            title: words.title.to_owned(),
            url: url(words.url),
            source: self.source().cloned(),
            published: self.published,
            updated: self.updated,
            source_home: url(words.source_home),
            source_feed: url(words.source_feed),
            tags: self.tags().to_vec(),
            categories: self.categories().to_vec(),
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
            not_before: self.not_before(),
            slack: self.slack(),
            due: self.due(),
            place: self.rare.as_ref().and_then(|rare| rare.place.clone()),
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
        let merged = self.rare.as_mut().and_then(|rare| rare.merged.take());
        let new = match self.records {
            Records::Here { .. } => Self::of(article),
            Records::Away { spill, .. } => Self::put_away(article, spill),
        };
        *self = new;
        if let Some(merged) = merged {
            self.set_merged(merged);
        }
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
