//! Atom 1.0 (RFC 4287).
//!
//! An article that was taken back leaves a `deleted-entry` (RFC 6721), which tells readers to remove it. Documents of an archive
//! are linked and marked as RFC 5005 says.
//!
//! Not written: other extensions.

use atom_syndication as atom;
use atom_syndication::{Category, FixedDateTime, Generator, Link, Person, Text, TextType, WriteConfig};
use chrono::{DateTime, Utc};

use super::kept::{around, moment};
use super::xml::{Style, before_end, fill, prolog, push_text, slot};
use super::{Context, Envelope, Fragment, Full, GENERATOR, HISTORY, OutputFormat, Uses, history_links, hubs};
use crate::article::Language;
use crate::article::date::rfc3339;
use crate::feed::{Entry, Feed};

pub(super) static FORMAT: OutputFormat = OutputFormat {
    name: "atom",
    title: "Atom",
    file_name: "atom.xml",
    media_type: "application/atom+xml",
    entry,
    envelope,
    prefixes: |_| Vec::new(),
    find: |document, id| {
        let mut sign = b"<id>".to_vec();
        push_text(&mut sign, &id.as_str());
        sign.extend_from_slice(b"</id>");
        around(document, &sign, b"<entry", b"</entry>")
    },
    // The first one: that of its source comes after it.
    changed: |entry| moment(entry, "<updated>"),
};

const CONFIG: WriteConfig = WriteConfig { write_document_declaration: false, indent_size: None };

fn entry(entry: &Entry<'_>, context: &Context<'_>) -> Fragment {
    let article = entry.article;
    let text = |n| Text { value: slot(n), ..Text::default() };
    let mut links = vec![link("alternate", &entry.link(context.site), None)];
    links.extend(article.image.iter().map(|image| {
        let picture = image.media_type().filter(|media_type| media_type.starts_with("image/"));
        link("enclosure", image.as_str(), Some(picture.unwrap_or("image/jpeg")))
    }));
    links.extend(article.media.iter().filter(|media| Some(&media.url) != article.image.as_ref()).map(|media| Link {
        length: media.length.map(|length| length.to_string()),
        ..link("enclosure", media.url.as_str(), Some(&media.media_type))
    }));
    let skeleton = atom::Entry {
        title: text(0),
        id: article.id().to_string(),
        updated: date(article.changed()),
        published: Some(date(article.published.at)),
        authors: authors(entry, context),
        contributors: article.contributors.iter().map(|name| person(name)).collect(),
        rights: article.rights.as_deref().map(plain),
        categories: entry
            .topics()
            .map(|term| Category {
                term: term.label.clone(),
                scheme: Some(context.site.scheme(term.taxonomy)),
                label: Some(term.label.clone()),
            })
            .collect(),
        links,
        source: entry.source.map(|term| {
            let key = term.feed();
            let mut links = Vec::new();
            if term.has_feed {
                links.push(link("self", &context.site.url(&key.path(FORMAT.file_name)), Some(FORMAT.media_type)));
            }
            links.extend(article.source_home.iter().map(|home| link("alternate", home.as_str(), None)));
            atom::Source {
                id: term.feed_id.clone(),
                title: term.label.as_str().into(),
                // The entry's own date: that of the source's feed would change this entry with every other.
                updated: date(article.changed()),
                links,
                ..atom::Source::default()
            }
        }),
        summary: Some(text(1)),
        ..atom::Entry::default()
    };
    let skeleton = skeleton.write_with_config(Vec::with_capacity(1_024), CONFIG);
    let skeleton = skeleton.unwrap_or_else(|error| unreachable!("writing to memory does not fail: {error}"));
    let skeleton = utc(&skeleton);
    let start = skeleton.find('>').map_or(0, |end| end + 1);
    let body = before_end(&skeleton.as_bytes()[start..], "</entry>");
    let mut head = Vec::with_capacity(body.len() + article.title.len() + entry.excerpt.len());
    // A language tag is made of letters, digits and hyphens.
    match &article.language {
        Some(language) => head.extend_from_slice(format!("<entry xml:lang=\"{language}\">").as_bytes()),
        None => head.extend_from_slice(b"<entry>"),
    }
    // An entry without any text is one that validators object to.
    let summary = if entry.excerpt.is_empty() { &article.title } else { &entry.excerpt };
    fill(&mut head, body, &[(Style::Named, &article.title), (Style::Named, summary)]);
    let full = match &entry.content {
        Some(_) => Full::Shared("<content type=\"html\">".into(), "</content>"),
        None => Full::None,
    };
    Fragment { head: head.into(), full, tail: b"</entry>"[..].into(), ..Fragment::default() }
}

/// The language of the article of an entry as it is published, if that has one.
pub fn language_of_entry(entry: &[u8]) -> Option<&str> {
    let tag = entry.strip_prefix(b"<entry xml:lang=\"")?;
    std::str::from_utf8(&tag[..memchr::memchr(b'"', tag)?]).ok()
}

/// Who wrote it: the article's authors, else its source, else the publication.
fn authors(entry: &Entry<'_>, context: &Context<'_>) -> Vec<Person> {
    if !entry.article.authors.is_empty() {
        return entry.article.authors.iter().map(|name| person(name)).collect();
    }
    vec![person(entry.source.map_or_else(|| context.site.author(), |term| &term.label))]
}

fn envelope(feed: &Feed, _: Uses, context: &Context<'_>) -> Envelope {
    let site = context.site;
    let (name, uri, version) = GENERATOR;
    let mut links = vec![
        link("self", &site.url(&feed.key.path(FORMAT.file_name)), Some(FORMAT.media_type)),
        link("alternate", &site.url(&feed.key.folder()), Some("text/html")),
    ];
    links.extend(hubs(feed, site).iter().map(|hub| link("hub", hub.as_str(), None)));
    links.extend(
        history_links(feed).map(|(rel, to)| link(rel, &site.url(&to.path(FORMAT.file_name)), Some(FORMAT.media_type))),
    );
    let skeleton = atom::Feed {
        title: slot(0).into(),
        subtitle: Some(slot(1).into()),
        id: feed.id.clone(),
        updated: date(feed.updated_or_epoch()),
        authors: vec![person(site.author())],
        links,
        icon: site.icon.as_ref().map(|icon| icon.as_str().to_owned()),
        logo: site.logo.as_ref().map(|logo| logo.as_str().to_owned()),
        generator: Some(Generator {
            value: name.to_owned(),
            uri: Some(uri.to_owned()),
            version: Some(version.to_owned()),
        }),
        rights: site.rights.as_deref().map(plain),
        lang: feed.language.as_ref().map(Language::to_string),
        ..atom::Feed::default()
    };
    let skeleton = skeleton.write_with_config(Vec::with_capacity(2_048), CONFIG);
    let skeleton = skeleton.unwrap_or_else(|error| unreachable!("writing to memory does not fail: {error}"));
    let skeleton = utc(&skeleton);
    let mut head = prolog(feed.key.to_top());
    let slots = [(Style::Named, feed.title.as_str()), (Style::Named, &feed.description)];
    fill(&mut head, before_end(skeleton.as_bytes(), "</feed>"), &slots);
    if feed.history.as_ref().is_some_and(|history| history.is_closed) {
        head.extend_from_slice(format!("<fh:archive xmlns:fh=\"{HISTORY}\"/>").as_bytes());
    }
    head.push(b'\n');
    let mut tail = b"\n".to_vec();
    for (id, when) in &feed.retracted {
        tail.extend_from_slice(b"<at:deleted-entry xmlns:at=\"http://purl.org/atompub/tombstones/1.0\" ref=\"");
        push_text(&mut tail, &id.as_str());
        tail.extend_from_slice(format!("\" when=\"{}\"/>\n", rfc3339(*when)).as_bytes());
    }
    tail.extend_from_slice(b"</feed>\n");
    Envelope { head, separator: "\n", tail }
}

fn person(name: &str) -> Person {
    Person { name: name.to_owned(), ..Person::default() }
}

fn plain(text: &str) -> Text {
    Text { value: text.to_owned(), r#type: TextType::Text, ..Text::default() }
}

fn date(at: DateTime<Utc>) -> FixedDateTime {
    at.fixed_offset()
}

/// The crate's dates with `Z`, as every other date that we write. Texts cannot hold the end tag of a date.
fn utc(skeleton: &[u8]) -> String {
    let text = String::from_utf8_lossy(skeleton);
    text.replace("+00:00</updated>", "Z</updated>").replace("+00:00</published>", "Z</published>")
}

fn link(rel: &str, href: &str, media_type: Option<&str>) -> Link {
    Link { rel: rel.to_owned(), href: href.to_owned(), mime_type: media_type.map(str::to_owned), ..Link::default() }
}
