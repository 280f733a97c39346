//! Render: feeds to bytes.
//!
//! [`OUTPUT_FORMATS`] is the table of feed formats, [`SITE_DOCUMENTS`] the one of documents about all feeds. A format is
//! one file under `render/` and one line here.
//!
//! An entry is rendered once in each format, as a [`Fragment`], and all of these are put into one piece ([`Rendered`]);
//! [`document`] joins those of a feed's entries in the feed's envelope. The full text, most of the bytes, is escaped once and shared by the XML formats.

mod atom;
mod directory;
mod html;
mod json_feed;
mod kept;
mod opml;
mod packed;
mod pieces;
pub mod redirects;
mod rss;
pub mod xml;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::rc::Rc;

use chrono::{DateTime, NaiveDate, Utc};

use crate::article::{ArticleId, Outline, WebUrl};
use crate::digest::Digest;
use crate::feed::{Activity, ArticleTerms, Entry, Feed, FeedKey, PublishedTerm, Site, Taxonomy};
use packed::InFormat;

pub use atom::language_of_entry;
pub use directory::FILE_NAME as FEED_LIST;
pub use html::{
    ALL_ON_INDEX, DEEP_PAGE, LIVELIEST, NEWEST_ON_INDEX, PAGE, RELATED, article_page, lively_since, tags_on_page,
};
pub use json_feed::VERSION as JSON_FEED_VERSION;
pub use kept::{kept, kept_in, moved, placed, relinked, unlinked};
pub use packed::{Rendered, render};

/// How a feed is written.
pub struct OutputFormat {
    /// The name on the command line.
    pub name: &'static str,
    /// The name for people.
    pub title: &'static str,
    /// The name of its file in the feed's folder.
    pub file_name: &'static str,
    /// The media type for links to it.
    pub media_type: &'static str,
    /// Renders one entry.
    pub entry: fn(&Entry<'_>, &Context<'_>) -> Fragment,
    /// Renders all of a feed but its entries.
    pub envelope: fn(&Feed, Uses, &Context<'_>) -> Envelope,
    /// The prefixes of the namespaces that the envelope declares for its entries.
    pub prefixes: fn(Uses) -> Vec<&'static str>,
    /// Finds the entry of an id in a published document.
    pub find: for<'d> fn(&'d [u8], &ArticleId) -> Option<&'d [u8]>,
    /// When a published entry says that it was changed last; `None` where the format does not say that.
    pub changed: fn(&[u8]) -> Option<DateTime<Utc>>,
}

/// The formats in which feeds are published, in the order in which they are shown.
pub static OUTPUT_FORMATS: &[&OutputFormat] = &[&rss::FORMAT, &atom::FORMAT, &json_feed::FORMAT];

impl fmt::Debug for OutputFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl OutputFormat {
    /// The format of that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        OUTPUT_FORMATS.iter().copied().find(|format| format.name == name)
    }
}

/// What every renderer may know.
#[derive(Debug)]
pub struct Context<'c> {
    /// The publication.
    pub site: &'c Site,
    /// The formats that are published.
    pub formats: &'c [&'static OutputFormat],
    /// All terms.
    pub terms: &'c [PublishedTerm],
    /// Feeds that were published and are removed.
    pub gone: &'c [FeedKey],
    /// For each article that feeds show its terms.
    pub article_terms: &'c ArticleTerms,
    /// For each of these articles the name of the folder of its own page, if it has one.
    pub pages: &'c [Option<Box<str>>],
}

/// The name that documents give for the program that made them, and where to find it.
pub const GENERATOR: (&str, &str, &str) = ("feedmill", env!("CARGO_PKG_REPOSITORY"), env!("CARGO_PKG_VERSION"));

/// The namespace of feed history (RFC 5005 §2).
const HISTORY: &str = "http://purl.org/syndication/history/1.0";

/// The links between the documents of a feed's history (RFC 5005 §4): each relation, and where it leads.
fn history_links(feed: &Feed) -> impl Iterator<Item = (&'static str, &FeedKey)> {
    feed.history.iter().flat_map(|history| {
        let links =
            [("current", &history.current), ("prev-archive", &history.previous), ("next-archive", &history.next)];
        links.into_iter().filter_map(|(rel, to)| Some((rel, to.as_ref()?)))
    })
}

/// Who tells subscribers of a feed that there is news (WebSub §4).
fn hubs<'s>(feed: &Feed, site: &'s Site) -> &'s [WebUrl] {
    if feed.is_archive() { &[] } else { &site.hubs }
}

/// Namespaces beyond the format's own that an entry uses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Uses {
    /// `content:encoded`.
    pub content: bool,
    /// `dc:creator`, `dc:language`.
    pub dublin_core: bool,
    /// `media:content`.
    pub media: bool,
}

impl Uses {
    fn or(self, other: Self) -> Self {
        Self {
            content: self.content | other.content,
            dublin_core: self.dublin_core | other.dublin_core,
            media: self.media | other.media,
        }
    }
}

/// One entry in one format. Its parts are written in their order.
#[derive(Debug, Clone, Default)]
pub struct Fragment {
    /// What comes first.
    pub head: Box<[u8]>,
    /// The full text.
    pub full: Full,
    /// What stands in the place of the full text where a feed has no room for it.
    pub brief: Box<[u8]>,
    /// What comes last.
    pub tail: Box<[u8]>,
    /// The namespaces that a feed with this entry must declare.
    pub uses: Uses,
}

/// The full text of an entry in one format.
#[derive(Debug, Clone, Default)]
pub enum Full {
    /// The entry has none, or is shown without it.
    #[default]
    None,
    /// The escaped text that the XML formats share, between these.
    Shared(Cow<'static, str>, &'static str),
    /// Bytes of the format's own.
    Own(Box<[u8]>),
}

/// What stands around the entries of a feed.
#[derive(Debug)]
pub struct Envelope {
    /// Before the first entry.
    pub head: Vec<u8>,
    /// Between two entries.
    pub separator: &'static str,
    /// After the last.
    pub tail: Vec<u8>,
}

/// A feed that was too large: how many entries gave up their full text, and how many were left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reduced {
    /// Entries with their excerpt only.
    pub brief: usize,
    /// Entries that are not there.
    pub dropped: usize,
}

/// A document of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// How much of its entries it shows.
    pub reduced: Reduced,
    /// Where its entries stand.
    pub entries: Range<usize>,
    /// The namespaces that it declares for them.
    pub uses: Uses,
}

/// How much of its entries a document shows.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Whether it shows whole texts.
    pub full: bool,
    /// How large it may be.
    pub most_bytes: usize,
    /// Whether entries may be left out of one that is too large.
    pub may_drop: bool,
}

/// Joins `entries` (newest first) in the envelope of a feed in one format; `format` is the index of the fragments.
///
/// A document that is larger than it may be gives up the full texts of its oldest entries, then the entries. `out` is emptied
/// first; whoever renders many feeds gives the same one again.
pub fn document(
    out: &mut Vec<u8>,
    feed: &Feed,
    format: (usize, &OutputFormat),
    entries: &[Rendered<'_>],
    size: Size,
    context: &Context<'_>,
) -> Joined {
    let (n, format) = format;
    let entries: Vec<InFormat<'_>> = entries.iter().map(|rendered| rendered.part(n)).collect();
    // What those of the entries use that are written, with so many full texts. A kept entry has its full text in its head.
    let uses = |full: usize, written: usize| {
        entries[..written].iter().enumerate().fold(Uses::default(), |uses, (at, part)| {
            let shows_full = at < full || part.full.is_none();
            uses.or(Uses { content: part.uses.content && shows_full, ..part.uses })
        })
    };
    let declared = uses(if size.full { entries.len() } else { 0 }, entries.len());
    let Envelope { mut head, separator, tail } = (format.envelope)(feed, declared, context);

    let Size { full: is_full, most_bytes, may_drop } = size;
    let frame_size = |part: &InFormat<'_>| part.head.len() + part.tail.len() + separator.len();
    let text_size = |part: &InFormat<'_>| if is_full { part.full_size() } else { part.brief.len() };
    let mut size =
        head.len() + tail.len() + entries.iter().map(|part| frame_size(part) + text_size(part)).sum::<usize>();
    let (mut full, mut kept) = (if is_full { entries.len() } else { 0 }, entries.len());
    while size > most_bytes && full > 0 {
        full -= 1;
        size = size - entries[full].full_size() + entries[full].brief.len();
    }
    // The newest entry stays, however large its head.
    while size > most_bytes && kept > 1 && may_drop {
        kept -= 1;
        size -= frame_size(&entries[kept]) + entries[kept].brief.len();
    }

    let used = uses(full, kept);
    if used != declared {
        head = (format.envelope)(feed, used, context).head;
    }
    out.clear();
    out.reserve(size);
    out.extend_from_slice(&head);
    let start = out.len();
    for (at, part) in entries[..kept].iter().enumerate() {
        if at > 0 {
            out.extend_from_slice(separator.as_bytes());
        }
        out.extend_from_slice(part.head);
        match part.full {
            Some(pieces) if at < full => pieces.iter().for_each(|piece| out.extend_from_slice(piece)),
            _ => out.extend_from_slice(part.brief),
        }
        out.extend_from_slice(part.tail);
    }
    let end = out.len();
    out.extend_from_slice(&tail);
    // Those that never had a text, and those that should not show it, have given up nothing.
    let gave_up = |part: &&InFormat<'_>| is_full && part.full.is_some();
    let brief = entries[full.min(kept)..kept].iter().filter(gave_up).count();
    Joined { reduced: Reduced { brief, dropped: entries.len() - kept }, entries: start..end, uses: used }
}

/// Files by their paths in the output.
pub type Files = Vec<(Cow<'static, str>, Vec<u8>)>;

/// A document about all feeds.
#[derive(Debug)]
pub struct SiteDocument {
    /// What it is.
    pub name: &'static str,
    /// Renders the files that it is made of.
    pub render: fn(&Overview<'_>) -> Files,
    /// Renders those of the files in which something changes where the feeds that are at hand have changed and others stay as
    /// they are published. `None`: what is published is not what was to be expected.
    pub edit: fn(&Overview<'_>, Published<'_>) -> Option<Edits>,
}

/// Files by their paths in the output, each in parts.
pub type Edits = Vec<(Cow<'static, str>, Vec<Part>)>;

/// A part of a file that is edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// What stands in the published file, as a place in that.
    Kept(Range<usize>),
    /// Something else.
    New(Vec<u8>),
}

impl Part {
    /// Its bytes, in the place of a published file.
    pub fn bytes<'p>(&'p self, published: &'p [u8]) -> &'p [u8] {
        match self {
            Self::Kept(range) => published.get(range.clone()).unwrap_or_default(),
            Self::New(bytes) => bytes,
        }
    }
}

/// Files that are made as a whole.
fn whole(files: Files) -> Edits {
    files.into_iter().map(|(path, bytes)| (path, vec![Part::New(bytes)])).collect()
}

/// What is published of the documents about all feeds, by path.
pub type Published<'p> = &'p dyn Fn(&str) -> Option<Rc<Vec<u8>>>;

/// The documents about all feeds.
pub static SITE_DOCUMENTS: &[SiteDocument] =
    &[html::STYLE, html::INDEX, html::LISTS, opml::DOCUMENT, directory::DOCUMENT];

/// A feed in documents about all.
#[derive(Debug, Clone, Copy)]
pub struct Listed<'o> {
    /// The feed.
    pub feed: &'o Feed,
    /// Its term, if it is of one.
    pub term: Option<&'o PublishedTerm>,
}

/// All feeds, for the documents about them.
pub struct Overview<'o> {
    /// The publication, its formats and terms.
    pub context: &'o Context<'o>,
    /// The feed of all articles, then those of terms that have articles, by taxonomy and slug: all of them, or those that have
    /// changed.
    pub feeds: Vec<Listed<'o>>,
    /// The terms that have no articles of those whose feeds are at hand: they are in no list, or not any more.
    pub unlisted: Vec<&'o PublishedTerm>,
    /// What is known of the others.
    pub rest: &'o Rest,
    /// The articles that the feeds show.
    pub articles: &'o [Box<Outline<'o>>],
    /// SHA-256 of a published file of a feed, by its path.
    pub sha256: &'o dyn Fn(&str) -> Option<Digest>,
}

/// The feeds that stay as they are published, as far as documents about all feeds say something of them that is not told from these
/// documents themselves.
#[derive(Debug, Default)]
pub struct Rest {
    /// The terms that may stand on the index, with what is known of their articles.
    pub liveliest: Vec<(Activity, PublishedTerm)>,
    /// For each taxonomy what its feeds have in common.
    pub of: BTreeMap<Taxonomy, Others>,
    /// When the newest change among their entries was made.
    pub updated: Option<DateTime<Utc>>,
}

/// Feeds of a taxonomy that are not at hand.
#[derive(Debug, Clone, Copy, Default)]
pub struct Others {
    /// How many there are.
    pub count: usize,
    /// The day of their newest article.
    pub newest: Option<NaiveDate>,
}

impl Overview<'_> {
    /// The feeds of a taxonomy that are at hand, with their terms.
    fn of(&self, taxonomy: Taxonomy) -> impl Iterator<Item = (&Feed, &PublishedTerm)> {
        let terms = self.feeds.iter().filter_map(|listed| Some((listed.feed, listed.term?)));
        terms.filter(move |(_, term)| term.taxonomy == taxonomy)
    }

    /// What is known of the feeds of a taxonomy that are not at hand.
    fn others(&self, taxonomy: Taxonomy) -> Others {
        self.rest.of.get(&taxonomy).copied().unwrap_or_default()
    }

    /// When the newest change was made among the entries of all feeds.
    fn updated(&self) -> Option<DateTime<Utc>> {
        self.feeds.iter().filter_map(|listed| listed.feed.updated).max().max(self.rest.updated)
    }
}
