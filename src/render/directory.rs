//! `feeds.json`: the list of all feeds, for programs.
//!
//! It is a JSON Feed 1.1 itself, so that every JSON Feed reader and validator takes it, and a reader that subscribes to
//! it learns of new feeds: one item a feed. What programs want stands in each item's extension `_feedmill` (JSON Feed
//! 1.1, "Extensions"): taxonomy, term, slug, label, title, entries, updated, and for each format the address and the
//! SHA-256 of the file.

use std::collections::BTreeMap;

use serde::Serialize;

use super::json_feed::{Author, VERSION};
use super::{Overview, PAGE, SiteDocument};
use crate::article::date::rfc3339;

/// The name of the document.
pub const FILE_NAME: &str = "feeds.json";

pub(super) const DOCUMENT: SiteDocument =
    SiteDocument { name: "list", render: |overview| vec![(FILE_NAME.into(), render(overview))] };

#[derive(Serialize)]
struct Document<'a> {
    version: &'static str,
    title: String,
    home_page_url: String,
    feed_url: String,
    description: &'static str,
    authors: [Author<'a>; 1],
    items: Vec<Item<'a>>,
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
    files: BTreeMap<&'static str, File<'a>>,
}

#[derive(Serialize)]
struct File<'a> {
    url: String,
    media_type: &'static str,
    sha256: Option<&'a str>,
}

fn render(overview: &Overview<'_>) -> Vec<u8> {
    let context = overview.context;
    let site = context.site;
    let items = overview.feeds.iter().map(|feed| {
        let term = feed.term.map(|n| &context.terms[n]);
        let files = context.formats.iter().map(|format| {
            let path = feed.key.path(format.file_name);
            let sha256 = overview.sha256.get(&path).map(String::as_str);
            (format.name, File { url: site.url(&path), media_type: format.media_type, sha256 })
        });
        let page = feed.key.path(PAGE.file_name);
        let page = File {
            url: site.url(&page),
            media_type: PAGE.media_type,
            sha256: overview.sha256.get(&page).map(String::as_str),
        };
        Item {
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
        }
    });
    let document = Document {
        version: VERSION,
        title: format!("All feeds of {}", site.name()),
        home_page_url: site.base_url.as_str().to_owned(),
        feed_url: site.url(FILE_NAME),
        description: "Every feed that is published here, one item each.",
        authors: [Author { name: site.author() }],
        items: items.collect(),
    };
    let mut out = serde_json::to_vec_pretty(&document)
        .unwrap_or_else(|error| unreachable!("texts and numbers are always JSON: {error}"));
    out.push(b'\n');
    out
}
