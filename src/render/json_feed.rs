//! JSON Feed 1.1 (<https://www.jsonfeed.org/version/1.1/>). Its texts are plain and its HTML is HTML by definition, so nothing
//! stands in them that keeps readers from taking one for the other.
//!
//! `next_url` leads to the newest document of the archive, and from each document to the one before it.
//!
//! Not written: `external_url`, `banner_image`, `user_comment`, `expired`.

use std::borrow::Cow;

use chrono::DateTime;
use serde::{Deserialize, Serialize};

use super::{Context, Envelope, Fragment, Full, GENERATOR, OutputFormat, Uses, hubs};
use crate::article::date::rfc3339;
use crate::article::text::{literal, unsettled};
use crate::article::{Language, WebUrl};
use crate::feed::{Entry, Feed, FeedKey, History};

pub(super) static FORMAT: OutputFormat = OutputFormat {
    name: "json",
    title: "JSON Feed",
    file_name: "feed.json",
    media_type: "application/feed+json",
    entry,
    envelope,
    prefixes: |_| Vec::new(),
    find: |document, id| {
        let sign = [b"\n{\"id\":", json(&id.as_str()).as_slice(), b","].concat();
        let start = memchr::memmem::find(document, &sign)? + 1;
        let length = memchr::memchr(b'\n', &document[start..])?;
        let line = &document[start..start + length];
        Some(line.strip_suffix(b",").unwrap_or(line))
    },
    changed: |entry| {
        let dates: Dates<'_> = serde_json::from_slice(entry).ok()?;
        DateTime::parse_from_rfc3339(dates.date_modified.or(dates.date_published)?).ok().map(|at| at.to_utc())
    },
};

/// The dates of a published item.
#[derive(Deserialize)]
struct Dates<'i> {
    date_published: Option<&'i str>,
    date_modified: Option<&'i str>,
}

/// The value of `version`.
pub const VERSION: &str = "https://jsonfeed.org/version/1.1";

/// A person or a publication.
#[derive(Serialize)]
pub(super) struct Author<'a> {
    pub(super) name: &'a str,
}

#[derive(Serialize)]
struct Document<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: String,
    feed_url: String,
    description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    authors: [Author<'a>; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    icon: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    favicon: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hubs: Vec<Hub<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_url: Option<String>,
    /// JSON Feed has no generator and no way from an archive to its feed; an extension says them.
    _feedmill: Extension,
    items: [(); 0],
}

#[derive(Serialize)]
struct Hub<'a> {
    r#type: &'static str,
    url: &'a str,
}

#[derive(Serialize)]
struct Extension {
    version: &'static str,
    /// The feed, of a document of its archive.
    #[serde(skip_serializing_if = "Option::is_none")]
    current: Option<String>,
}

#[derive(Serialize)]
struct Item<'a> {
    id: Cow<'a, str>,
    url: String,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    date_published: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<Attachment<'a>>,
}

#[derive(Serialize)]
struct Attachment<'a> {
    url: &'a str,
    mime_type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    size_in_bytes: Option<u64>,
}

#[derive(Serialize)]
struct Html<'a> {
    content_html: &'a str,
}

#[derive(Serialize)]
struct Text<'a> {
    content_text: &'a str,
}

fn entry(entry: &Entry<'_>, context: &Context<'_>) -> Fragment {
    let article = entry.article;
    let excerpt = literal(&entry.excerpt);
    let labels = labels(entry);
    let item = Item {
        id: article.id().as_str(),
        url: entry.link(context.site),
        title: &literal(&article.title),
        summary: Some(&*excerpt).filter(|excerpt| !excerpt.is_empty()),
        image: article.image.as_ref().map(WebUrl::as_str),
        date_published: rfc3339(article.published.at),
        date_modified: (article.changed() != article.published.at).then(|| rfc3339(article.changed())),
        authors: article.authors.iter().map(|name| Author { name }).collect(),
        tags: labels.iter().map(|label| &**label).collect(),
        language: article.language.as_ref().map(Language::as_str),
        attachments: article
            .media
            .iter()
            .map(|media| Attachment {
                url: media.url.as_str(),
                mime_type: &media.media_type,
                size_in_bytes: media.length,
            })
            .collect(),
    };
    let mut head = json(&item);
    head.pop();
    head.push(b',');
    // One of the two must be there; they close the object.
    let brief = json(&Text { content_text: &excerpt })[1..].into();
    let full = match &entry.content {
        Some(content_html) => Full::Own(json(&Html { content_html: &unsettled(content_html) })[1..].into()),
        None => Full::None,
    };
    Fragment { head: head.into(), full, brief, ..Fragment::default() }
}

/// What the entry is about, each name once.
fn labels<'e>(entry: &Entry<'e>) -> Vec<Cow<'e, str>> {
    let mut labels: Vec<Cow<'_, str>> = Vec::new();
    for term in entry.topics() {
        let label = literal(&term.label);
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    labels
}

fn envelope(feed: &Feed, _: Uses, context: &Context<'_>) -> Envelope {
    let site = context.site;
    let leads =
        |to: fn(&History) -> Option<&FeedKey>| Some(site.url(&to(feed.history.as_ref()?)?.path(FORMAT.file_name)));
    let mut head = json(&Document {
        version: VERSION,
        title: &literal(&feed.title),
        home_page_url: site.url(&feed.key.folder()),
        feed_url: site.url(&feed.key.path(FORMAT.file_name)),
        description: &literal(&feed.description),
        language: feed.language.as_ref().map(Language::as_str),
        authors: [Author { name: &literal(site.author()) }],
        // The icon is the larger of the two.
        icon: site.logo.as_ref().or(site.icon.as_ref()).map(WebUrl::as_str),
        favicon: site.icon.as_ref().map(WebUrl::as_str),
        hubs: hubs(feed, site).iter().map(|hub| Hub { r#type: "WebSub", url: hub.as_str() }).collect(),
        next_url: leads(|history| history.previous.as_ref()),
        _feedmill: Extension { version: GENERATOR.2, current: leads(|history| history.current.as_ref()) },
        items: [],
    });
    head.truncate(head.len() - b"]}".len());
    head.push(b'\n');
    Envelope { head, separator: ",\n", tail: b"\n]}\n".to_vec() }
}

/// A value as JSON.
fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_else(|error| unreachable!("texts and numbers are always JSON: {error}"))
}
