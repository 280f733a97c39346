//! `feeds.json`: the list of all feeds, for programs.
//!
//! It is a JSON Feed 1.1 itself, so that every JSON Feed reader and validator takes it, and a reader that subscribes to
//! it learns of new feeds: one item a feed. What programs want stands in each item's extension `_feedmill` (JSON Feed
//! 1.1, "Extensions"): taxonomy, term, slug, label, title, entries, updated, and for each format the address and the
//! SHA-256 of the file.

use std::borrow::Cow;
use std::collections::BTreeMap;

use memchr::memmem::Finder;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::json_feed::{Author, VERSION};
use super::pieces::{Marks, Order, Piece, are_in_order, feed_in, put_in, put_in_place};
use super::{Edits, Listed, Overview, PAGE, Published, SiteDocument};
use crate::article::date::rfc3339;
use crate::digest::Digest;
use crate::feed::Taxonomy;

/// The name of the document.
pub const FILE_NAME: &str = "feeds.json";

pub(super) const DOCUMENT: SiteDocument =
    SiteDocument { name: "list", render: |overview| vec![(FILE_NAME.into(), render(overview))], edit };

#[derive(Serialize)]
struct Document<'a> {
    version: &'static str,
    title: String,
    home_page_url: String,
    feed_url: String,
    description: &'static str,
    authors: [Author<'a>; 1],
    #[serde(serialize_with = "items")]
    items: &'a Overview<'a>,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    url: String,
    title: &'a str,
    content_text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<[&'static str; 1]>,
    _feedmill: Listing<'a>,
}

#[derive(Serialize)]
struct Listing<'a> {
    taxonomy: Option<&'static str>,
    term: Option<&'a str>,
    slug: Option<&'a str>,
    label: Option<&'a str>,
    title: &'a str,
    entries: usize,
    updated: Option<String>,
    files: BTreeMap<&'static str, File>,
}

#[derive(Serialize)]
struct File {
    url: String,
    media_type: &'static str,
    sha256: Option<Digest>,
}

fn render(overview: &Overview<'_>) -> Vec<u8> {
    let site = overview.context.site;
    let document = Document {
        version: VERSION,
        title: format!("All feeds of {}", site.name()),
        home_page_url: site.base_url.as_str().to_owned(),
        feed_url: site.url(FILE_NAME),
        description: "Every feed that is published here, one item each.",
        authors: [Author { name: site.author() }],
        items: overview,
    };
    let mut out = serde_json::to_vec_pretty(&document)
        .unwrap_or_else(|error| unreachable!("texts and numbers are always JSON: {error}"));
    out.push(b'\n');
    out
}

/// An item with all that it says in one line, between the lines of its braces.
fn in_one_line(item: &Item<'_>) -> Box<RawValue> {
    let line = serde_json::to_string(item);
    let item = line.and_then(|line| RawValue::from_string(format!("{{\n      {}\n    }}", &line[1..line.len() - 1])));
    item.unwrap_or_else(|error| unreachable!("texts and numbers are always JSON: {error}"))
}

/// Writes the items, which are made one by one, so that never all of them are in memory.
fn items<S: Serializer>(overview: &Overview<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    let context = overview.context;
    let site = context.site;
    serializer.collect_seq(overview.feeds.iter().map(|listed| {
        let (feed, term) = (listed.feed, listed.term);
        let files = context.formats.iter().map(|format| {
            let path = feed.key.path(format.file_name);
            let sha256 = (overview.sha256)(&path);
            (format.name, File { url: site.url(&path), media_type: format.media_type, sha256 })
        });
        let page = feed.key.path(PAGE.file_name);
        let page = File { url: site.url(&page), media_type: PAGE.media_type, sha256: (overview.sha256)(&page) };
        in_one_line(&Item {
            id: &feed.id,
            url: site.url(&feed.key.folder()),
            title: &feed.title,
            content_text: &feed.description,
            date_published: feed.updated.map(rfc3339),
            tags: term.map(|term| [term.taxonomy.name()]),
            _feedmill: Listing {
                taxonomy: term.map(|term| term.taxonomy.name()),
                term: term.map(|term| term.key.as_str()),
                slug: term.map(|term| term.slug.as_str()),
                label: term.map(|term| term.label.as_str()),
                title: &feed.title,
                entries: feed.entries.len(),
                updated: feed.updated.map(rfc3339),
                files: files.chain([(PAGE.name, page)]).collect(),
            },
        })
    }))
}

/// The document with other items for the feeds that are at hand.
fn edit(overview: &Overview<'_>, published: Published<'_>) -> Option<Edits> {
    let base = overview.context.site.base_url.as_str();
    let (old, new) = (published(FILE_NAME)?, render(overview));
    let items = pieces(&new, base)?;
    let sign = |listed: &Listed<'_>| {
        let url = serde_json::to_vec(&overview.context.site.url(&listed.feed.key.folder())).ok()?;
        Some([URL, &url[1..]].concat())
    };
    let signs: Option<Vec<Vec<u8>>> = overview.feeds.iter().map(sign).collect();
    let in_place: Vec<_> = signs?.into_iter().zip(items.iter().map(|piece| &new[piece.range.clone()])).collect();
    let in_place = || put_in_place(0..old.len(), &old, &in_place, &ITEM);
    let parts = match overview.unlisted.is_empty().then(in_place).flatten() {
        Some(parts) => parts,
        None => {
            let unlisted =
                overview.unlisted.iter().map(|term| (order(Some(term.taxonomy), (&*term.slug).into()), None));
            let items = items.into_iter().map(|piece| (piece.order, Some(&new[piece.range])));
            let mut items: Vec<_> = items.chain(unlisted).collect();
            items.sort_by(|(a, _), (b, _)| a.cmp(b));
            put_in(0..old.len(), &pieces(&old, base)?, &items, SEPARATOR)?
        }
    };
    Some(vec![(FILE_NAME.into(), parts)])
}

/// How an item begins and ends, and what stands before the address of its feed.
const ITEM: Marks = Marks { open: b"    {\n", close: b"\n    }" };
const URL: &[u8] = b",\"url\":\"";

/// Where the feed of a term stands, or that of all articles.
fn order(taxonomy: Option<Taxonomy>, slug: Cow<'_, str>) -> Order<'_> {
    (taxonomy.map_or(0, |taxonomy| taxonomy as usize + 1), slug)
}

/// What stands between two items.
const SEPARATOR: &[u8] = b",\n";

/// The items of the document. No text in it has a line end or a quote of its own, so that each item is told by its lines, and the
/// address in it by its name.
fn pieces<'d>(document: &'d [u8], base: &str) -> Option<Vec<Piece<'d>>> {
    let (begin, end, url) = (Finder::new("\n  \"items\": [\n"), Finder::new(ITEM.close), Finder::new(URL));
    let mut pieces = Vec::new();
    let mut at = begin.find(document)? + begin.needle().len();
    loop {
        let rest = document[at..].starts_with(ITEM.open).then(|| &document[at..])?;
        let length = end.find(rest)? + end.needle().len();
        let item = &rest[..length];
        let folder = item[url.find(item)? + url.needle().len()..].strip_prefix(base.as_bytes())?;
        let folder = std::str::from_utf8(&folder[..memchr::memchr(b'"', folder)?]).ok()?;
        let (taxonomy, slug) = feed_in(folder)?;
        pieces.push(Piece { order: order(taxonomy, slug), range: at..at + length });
        if !rest[length..].starts_with(SEPARATOR) {
            break;
        }
        at += length + SEPARATOR.len();
    }
    are_in_order(&pieces).then_some(pieces)
}
