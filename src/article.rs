//! The articles: what a loader read ([`Draft`]) and what feedmill publishes ([`Article`]).
//!
//! This module is the bottom of the house: it knows no other but [`crate::spill`], where texts wait. A draft holds raw text and the place it came from; an
//! article is a draft that passed [`crate::normalise`], every field valid and typed. Bodies stay as they were read
//! (borrowed from the input where possible) until the article is known to be published.

pub mod ago;
pub mod date;
pub mod id;
pub mod key;
pub mod language;
pub mod origin;
mod outline;
pub mod page;
mod path_text;
pub mod permalink;
mod shared;
pub mod term;
pub mod text;
pub mod url;

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash as _, Hasher as _};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use rustc_hash::FxHasher;

pub use date::{Precision, Published};
pub use id::ArticleId;
pub use key::{IdStrength, Key, KeyKind, Keys};
pub use language::Language;
pub use origin::Origin;
pub use outline::{Address, MergedReadings, Outline, Words, WordsLength};
pub use page::PageSigns;
pub use path_text::{path_text, printable, without_error_numbers};
pub use permalink::SitePlace;
pub use shared::Shared;
pub use term::{Aliases, NO_ALIASES, Term, TermKey};
pub use url::WebUrl;

/// What a loader read about one article: raw strings, and where they stood.
///
/// Nothing in a draft is checked. `None` and an empty string mean the same: the input does not say.
#[derive(Debug, Clone, Default)]
pub struct Draft<'a> {
    /// The file and line the article was read from.
    pub origin: Origin,
    /// The identifier given by the collection, if it has one.
    pub id: Option<Cow<'a, str>>,
    /// The headline; may hold markup or entities.
    pub title: Option<Cow<'a, str>>,
    /// The address of the article.
    pub url: Option<Cow<'a, str>>,
    /// The name of the publication it comes from.
    pub source: Option<Cow<'a, str>>,
    /// The address of that publication.
    pub source_home: Option<Cow<'a, str>>,
    /// The address of the feed of that publication.
    pub source_feed: Option<Cow<'a, str>>,
    /// The publication date, in any shape.
    pub published: Option<Cow<'a, str>>,
    /// What else may be that date, best first, where it is not plain that the one above can be read.
    pub other_dates: Vec<OtherDate<'a>>,
    /// The date of the last change, in any shape.
    pub updated: Option<Cow<'a, str>>,
    /// Tags, as spelled in the input.
    pub tags: Vec<Cow<'a, str>>,
    /// Categories, as spelled in the input.
    pub categories: Vec<Cow<'a, str>>,
    /// The people who wrote it.
    pub authors: Vec<Cow<'a, str>>,
    /// The people who helped.
    pub contributors: Vec<Cow<'a, str>>,
    /// Who may copy it.
    pub rights: Option<Cow<'a, str>>,
    /// A summary given by the collection.
    pub summary: Option<Cow<'a, str>>,
    /// The text of the article.
    pub body: Option<Body<'a>>,
    /// A language tag.
    pub language: Option<Cow<'a, str>>,
    /// The address of a picture.
    pub image: Option<Cow<'a, str>>,
    /// Media that belong to it.
    pub enclosures: Vec<Enclosure<'a>>,
    /// What relative addresses in it are relative to.
    pub base: Option<Cow<'a, str>>,
    /// Whether the collection takes the article back; such a draft needs no more than an id or an address.
    pub deleted: bool,
    /// Whether the collection has thrown it away and keeps it all the same. It is not published; and what was published of
    /// it before is taken back, if no other draft is the same article.
    pub thrown_away: bool,
    /// Why it is not published, if it is not.
    pub unpublished: Option<KeptBack>,
    /// From when on the collection publishes it, where it says that apart from its date; the last one counts.
    pub not_before: Vec<OtherDate<'a>>,
    /// From when on the collection does not publish it any more, in any shape.
    pub expires: Option<Cow<'a, str>>,
    /// The day in the name of its file, which counts where no date can be read.
    pub day: Option<Cow<'a, str>>,
    /// Whether it is alone in its file: then the file names it, if nothing else does.
    pub is_file: bool,
    /// Where it stands in the site that its file is a source of.
    pub place: Option<Box<SitePlace>>,
    /// What it has under the names that a pattern of addresses asks for.
    pub extra: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// Whether such a file is a page of its site and no article, as far as it says so itself.
    pub page: Option<Box<PageSigns>>,
    /// Fields and where they came from, if somebody wants to know.
    pub notes: Vec<(&'static str, String)>,
}

impl Draft<'_> {
    /// A hash of all that the draft says, wherever it stands.
    pub fn hash(&self) -> u64 {
        let Self { id, title, url, source, source_home, source_feed, published, other_dates, updated, .. } = self;
        let Self { tags, categories, authors, contributors, rights, summary, body, language, image, .. } = self;
        let Self { enclosures, base, deleted, thrown_away, not_before, expires, day, is_file, extra, .. } = self;
        let unpublished = &self.unpublished;
        let mut hasher = FxHasher::default();
        (id, title, url, source, source_home, source_feed, published, other_dates, updated).hash(&mut hasher);
        (tags, categories, authors, contributors, rights, summary, body, language, image).hash(&mut hasher);
        (enclosures, base, deleted, thrown_away, not_before, expires, day, is_file, extra).hash(&mut hasher);
        unpublished.hash(&mut hasher);
        hasher.finish()
    }
}

/// Why a draft is not published.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum KeptBack {
    /// Its collection does not publish it: what it says.
    Collection(Cow<'static, str>),
    /// `where` in its `[[input]]` table leaves it out: the condition that does not hold.
    Where(Arc<str>),
}

impl fmt::Display for KeptBack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Collection(reason) => write!(f, "not published by its collection ({reason})"),
            Self::Where(condition) => write!(f, "left out by `where` ({condition})"),
        }
    }
}

/// A date that counts where those before it cannot be read, or stand for no date.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OtherDate<'a> {
    /// The date, in any shape.
    pub raw: Cow<'a, str>,
    /// The name under which it stands.
    pub from: Cow<'static, str>,
}

/// A file that belongs to an article, as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Enclosure<'a> {
    /// Its address.
    pub url: Cow<'a, str>,
    /// Its media type.
    pub media_type: Option<Cow<'a, str>>,
    /// Its length in bytes.
    pub length: Option<u64>,
}

/// A file that belongs to an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    /// Its address.
    pub url: WebUrl,
    /// Its media type.
    pub media_type: String,
    /// Its length in bytes, where it is known.
    pub length: Option<u64>,
}

/// The text of an article as it was read; it says itself whether it is plain text or HTML.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Body<'a> {
    /// Text without markup: `<` is a less-than sign.
    Plain(Cow<'a, str>),
    /// HTML that nobody has checked yet.
    Html(Cow<'a, str>),
    /// Markdown, which may hold such HTML.
    Markdown(Cow<'a, str>),
}

impl Body<'_> {
    /// The raw text, whatever it is.
    pub fn raw(&self) -> &str {
        match self {
            Body::Plain(text) | Body::Html(text) | Body::Markdown(text) => text,
        }
    }

    /// Whether there is nothing to read in it.
    pub fn is_blank(&self) -> bool {
        self.raw().trim().is_empty()
    }

    /// The same text, in memory of its own.
    #[must_use]
    pub fn into_owned(self) -> Body<'static> {
        match self {
            Body::Plain(text) => Body::Plain(text.into_owned().into()),
            Body::Html(text) => Body::Html(text.into_owned().into()),
            Body::Markdown(text) => Body::Markdown(text.into_owned().into()),
        }
    }
}

/// One article: every field valid and typed, except the body, which is still as it was read.
#[derive(Debug, Clone)]
pub struct Article<'a> {
    /// What the article is recognised by.
    pub keys: Keys,
    /// The headline as plain text that is no markup ([`text::inert`]), never empty.
    pub title: String,
    /// Its address.
    pub url: Option<WebUrl>,
    /// The publication it comes from.
    pub source: Option<Term>,
    /// When it was published, and how well that is known.
    pub published: Published,
    /// When it was changed, if the collection says so.
    pub updated: Option<DateTime<Utc>>,
    /// The address of that publication.
    pub source_home: Option<WebUrl>,
    /// The feed of that publication.
    pub source_feed: Option<WebUrl>,
    /// Tags, each once, in the order they were read.
    pub tags: Vec<Term>,
    /// Categories, likewise.
    pub categories: Vec<Term>,
    /// Names of the authors.
    pub authors: Vec<String>,
    /// Names of people who helped, none of them an author.
    pub contributors: Vec<String>,
    /// Who may copy it.
    pub rights: Option<String>,
    /// A given summary, raw: plain text, or HTML that becomes plain text when it is shown.
    pub summary: Option<Cow<'a, str>>,
    /// The text, raw.
    pub body: Option<Body<'a>>,
    /// The language of title and text.
    pub language: Option<Language>,
    /// A picture.
    pub image: Option<WebUrl>,
    /// Files that belong to it.
    pub media: Vec<Media>,
    /// What relative addresses in the text are relative to, if not to its own address.
    pub base: Option<WebUrl>,
    /// Whether the collection gives no title, and it was made of the text or the address.
    pub is_title_made: bool,
    /// The place that it was read from; of several the first in reading order.
    pub origin: Origin,
    /// When the input was captured that it was read from: a change that is seen now was made by then.
    pub captured: DateTime<Utc>,
    /// Whether the collection takes it back; of an article that is not published, whether it was thrown away.
    pub deleted: bool,
    /// From when on the collection publishes it, where that may be later than its date.
    pub not_before: Option<DateTime<Utc>>,
    /// By how much a vague date may be off: "a month ago" by a month. Zero where the date is known.
    pub slack: TimeDelta,
    /// When it has to be looked at again, though nothing in the collection changes: it expires, or the date of its change has
    /// come.
    pub due: Option<DateTime<Utc>>,
    /// Where it stands in the site that its file is a source of.
    pub place: Option<Box<SitePlace>>,
    /// Title and authors with the characters that are not shown, where there are any.
    pub said: Option<Box<Said>>,
}

/// What an article says before characters that show nothing are left out of it: its content ([`Outline::content`]) is the
/// same with and without them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// The title, where another one is shown.
    pub title: Option<String>,
    /// The authors, where others are shown.
    pub authors: Option<Vec<String>>,
}

impl Article<'_> {
    /// The id under which the article is published: the same in every feed and format.
    pub fn id(&self) -> &ArticleId {
        &self.keys.id
    }

    /// The first place, in reading order, at which the article stood.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// When the article last changed: its own date of change, else its publication; never before it.
    pub fn changed(&self) -> DateTime<Utc> {
        self.published.changed(self.updated)
    }

    /// Makes its terms share the memory of those that are the same.
    pub fn share_terms(&mut self, shared: &Shared) {
        let terms = self.tags.iter_mut().chain(&mut self.categories).chain(&mut self.source);
        shared.share(terms);
    }
}
