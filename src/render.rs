//! Render: feeds to bytes.
//!
//! [`OUTPUT_FORMATS`] is the table of feed formats, [`SITE_DOCUMENTS`] the one of documents about all feeds. A format is
//! one file under `render/` and one line here.
//!
//! An entry is rendered once in each format, as a [`Fragment`]; [`document`] joins the fragments of a feed's entries in
//! the feed's envelope. The full text, most of the bytes, is escaped once and shared by the XML formats.

mod atom;
mod directory;
mod html;
mod json_feed;
mod opml;
pub mod redirects;
mod rss;
pub mod xml;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use crate::article::Article;
use crate::feed::{ArticleTerms, Entry, Feed, PublishedTerm, Site};

pub use html::PAGE;
pub use json_feed::VERSION as JSON_FEED_VERSION;

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
    /// For each article that feeds show its terms.
    pub article_terms: &'c [ArticleTerms],
}

/// The name that documents give for the program that made them, and where to find it.
pub const GENERATOR: (&str, &str, &str) = ("feedmill", "https://crates.io/crates/feedmill", env!("CARGO_PKG_VERSION"));

/// Namespaces beyond the format's own that an entry uses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Uses {
    /// `content:encoded`.
    pub content: bool,
    /// `dc:creator`.
    pub creator: bool,
    /// `media:content`.
    pub media: bool,
}

impl Uses {
    fn or(self, other: Self) -> Self {
        Self {
            content: self.content | other.content,
            creator: self.creator | other.creator,
            media: self.media | other.media,
        }
    }
}

/// One entry in one format. Its parts are written in their order.
#[derive(Debug, Default)]
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
#[derive(Debug, Default)]
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

/// An article in all formats.
#[derive(Debug)]
pub struct Rendered {
    /// The full text, escaped for XML.
    shared: Box<[u8]>,
    /// One for each of the formats, in their order.
    fragments: Vec<Fragment>,
}

impl Rendered {
    /// Renders an entry in each of `formats`.
    pub fn new(entry: &Entry<'_>, formats: &[&OutputFormat], context: &Context<'_>) -> Self {
        let mut shared = Vec::new();
        if let Some(content) = &entry.content {
            shared.reserve(content.len() + content.len() / 8);
            xml::push_text(&mut shared, content);
        }
        let fragments = formats.iter().map(|format| (format.entry)(entry, context)).collect();
        Self { shared: shared.into_boxed_slice(), fragments }
    }
}

/// A feed that was too large: how many entries gave up their full text, and how many were left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reduced {
    /// Entries with their excerpt only.
    pub brief: usize,
    /// Entries that are not there.
    pub dropped: usize,
}

/// Joins the entries of a feed (newest first) in one format; `format` is the index of the fragments.
///
/// A document larger than `max_bytes` gives up the full texts of its oldest entries, then the entries. `out` is emptied
/// first; whoever renders many feeds gives the same one again.
pub fn document(
    out: &mut Vec<u8>,
    feed: &Feed,
    format: (usize, &OutputFormat),
    rendered: &[Rendered],
    max_bytes: usize,
    context: &Context<'_>,
) -> Reduced {
    let (n, format) = format;
    let entries: Vec<(&Rendered, &Fragment)> =
        feed.entries.iter().map(|entry| (&rendered[*entry], &rendered[*entry].fragments[n])).collect();
    let uses = entries.iter().fold(Uses::default(), |uses, (_, fragment)| uses.or(fragment.uses));
    let Envelope { head, separator, tail } = (format.envelope)(feed, uses, context);

    let full_size = |(rendered, fragment): &(&Rendered, &Fragment)| match &fragment.full {
        Full::None => fragment.brief.len(),
        Full::Shared(open, close) => open.len() + rendered.shared.len() + close.len(),
        Full::Own(bytes) => bytes.len(),
    };
    let frame_size = |fragment: &Fragment| fragment.head.len() + fragment.tail.len() + separator.len();
    let mut size = head.len() + tail.len() + entries.iter().map(|e| frame_size(e.1) + full_size(e)).sum::<usize>();
    let (mut full, mut kept) = (entries.len(), entries.len());
    while size > max_bytes && full > 0 {
        full -= 1;
        size = size - full_size(&entries[full]) + entries[full].1.brief.len();
    }
    // The newest entry stays, however large its head.
    while size > max_bytes && kept > 1 {
        kept -= 1;
        size -= frame_size(entries[kept].1) + entries[kept].1.brief.len();
    }

    out.clear();
    out.reserve(size);
    out.extend_from_slice(&head);
    for (at, (rendered, fragment)) in entries[..kept].iter().enumerate() {
        if at > 0 {
            out.extend_from_slice(separator.as_bytes());
        }
        out.extend_from_slice(&fragment.head);
        match &fragment.full {
            Full::Shared(open, close) if at < full => {
                out.extend_from_slice(open.as_bytes());
                out.extend_from_slice(&rendered.shared);
                out.extend_from_slice(close.as_bytes());
            }
            Full::Own(bytes) if at < full => out.extend_from_slice(bytes),
            _ => out.extend_from_slice(&fragment.brief),
        }
        out.extend_from_slice(&fragment.tail);
    }
    out.extend_from_slice(&tail);
    let brief =
        entries[full.min(kept)..kept].iter().filter(|(_, fragment)| !matches!(fragment.full, Full::None)).count();
    Reduced { brief, dropped: entries.len() - kept }
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
}

/// The documents about all feeds.
pub static SITE_DOCUMENTS: &[SiteDocument] =
    &[html::STYLE, html::INDEX, html::LISTS, opml::DOCUMENT, directory::DOCUMENT];

/// All feeds, for the documents about them.
#[derive(Debug)]
pub struct Overview<'o> {
    /// The publication, its formats and terms.
    pub context: &'o Context<'o>,
    /// The feed of all articles, then those of terms that have articles.
    pub feeds: Vec<&'o Feed>,
    /// The articles that they show.
    pub articles: &'o [Article<'o>],
    /// SHA-256 of the published files, in hexadecimal, by path.
    pub sha256: &'o BTreeMap<String, String>,
}
