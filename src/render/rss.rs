//! RSS 2.0 (<https://www.rssboard.org/rss-specification>), with the content, Dublin Core, Media RSS, Atom and feed history
//! modules.
//!
//! Not written: `author` (needs an e-mail address), `comments`, `cloud`, `textInput`, `skipHours`.

use std::collections::BTreeMap;

use rss::extension::{Extension, ExtensionMap, dublincore::DublinCoreExtension};
use rss::{Category, Channel, Enclosure, Guid, Image, Item, Source};

use super::kept::{around, moment};
use super::xml::{Style, before_end, fill, prolog, push_text, slot};
use super::{Context, Envelope, Fragment, Full, GENERATOR, OutputFormat, Uses, history_links, hubs};
use crate::article::date::{rfc822, rfc3339};
use crate::article::text::push_html;
use crate::feed::{Entry, Feed};

pub(super) static FORMAT: OutputFormat = OutputFormat {
    name: "rss",
    title: "RSS",
    file_name: "rss.xml",
    media_type: "application/rss+xml",
    entry,
    envelope,
    prefixes: |uses| {
        let used = [(true, ATOM), (uses.content, CONTENT), (uses.dublin_core, DC), (uses.media, MEDIA)];
        used.into_iter().filter(|(used, _)| *used).map(|(_, (prefix, _))| prefix).collect()
    },
    find: |document, id| {
        let mut sign = b">".to_vec();
        push_text(&mut sign, &id.as_str());
        sign.extend_from_slice(b"</guid>");
        around(document, &sign, b"<item>", b"</item>")
    },
    changed: |entry| moment(entry, "<atom:updated>").or_else(|| moment(entry, "<pubDate>")),
};

const CONTENT: (&str, &str) = ("content", "http://purl.org/rss/1.0/modules/content/");
const DC: (&str, &str) = ("dc", "http://purl.org/dc/elements/1.1/");
const MEDIA: (&str, &str) = ("media", "http://search.yahoo.com/mrss/");
const HISTORY: (&str, &str) = ("fh", super::HISTORY);
const ATOM: (&str, &str) = ("atom", "http://www.w3.org/2005/Atom");

fn entry(entry: &Entry<'_>, context: &Context<'_>) -> Fragment {
    let article = entry.article;
    let published = article.published.at;
    let mut extensions = ExtensionMap::new();
    if article.changed() != published {
        extend(&mut extensions, "atom", element("atom:updated", &[], Some(rfc3339(article.changed()))));
    }
    if let Some(image) = &article.image {
        extend(
            &mut extensions,
            "media",
            element("media:content", &[("url", image.as_str()), ("medium", "image")], None),
        );
        extend(&mut extensions, "media", element("media:thumbnail", &[("url", image.as_str())], None));
    }
    // One enclosure is as much as readers take (https://www.rssboard.org/rss-profile#element-channel-item-enclosure);
    // Media RSS has room for the others.
    let mut media = article.media.iter();
    let enclosure = media.next().map(|media| Enclosure {
        url: media.url.as_str().to_owned(),
        length: media.length.unwrap_or(0).to_string(),
        mime_type: media.media_type.clone(),
    });
    for media in media.filter(|media| Some(&media.url) != article.image.as_ref()) {
        let size = media.length.map(|length| length.to_string());
        let attributes =
            [("url", Some(media.url.as_str())), ("type", Some(&media.media_type)), ("fileSize", size.as_deref())];
        extend(&mut extensions, "media", with_attributes("media:content", &attributes));
    }
    // RSS has a language for the channel alone.
    let language = article.language.as_ref().filter(|language| context.site.language.as_ref() != Some(language));
    let dublin_core = DublinCoreExtension {
        creators: article.authors.iter().map(|name| person(name)).collect(),
        contributors: article.contributors.iter().map(|name| person(name)).collect(),
        rights: article.rights.iter().cloned().collect(),
        languages: language.iter().map(ToString::to_string).collect(),
        ..Default::default()
    };
    let uses = Uses {
        content: entry.content.is_some(),
        dublin_core: dublin_core != DublinCoreExtension::default(),
        media: extensions.contains_key("media"),
    };
    // Where it came from, if that has a feed of its own.
    let origin_feed = article.source_feed.as_ref().map(|url| url.as_str().to_owned());
    let source = entry.source.and_then(|term| {
        let own = term.has_feed.then(|| context.site.url(&term.feed().path(FORMAT.file_name)));
        Some(Source { url: origin_feed.or(own)?, title: Some(term.label.clone()) })
    });
    // A full text without words is a picture, and validators ask for something before it.
    let is_picture = entry.excerpt.is_empty() && uses.content;
    let about = if is_picture { &article.title } else { &entry.excerpt };
    let item = Item {
        title: Some(slot(0)),
        link: Some(entry.link(context.site)),
        guid: Some(Guid { value: article.id().to_string(), permalink: is_permalink(entry) }),
        pub_date: Some(rfc822(published)),
        categories: entry
            .topics()
            .map(|term| Category { name: term.label.clone(), domain: Some(context.site.scheme(term.taxonomy)) })
            .collect(),
        enclosure,
        description: (!about.is_empty()).then(|| slot(1)),
        source,
        dublin_core_ext: uses.dublin_core.then_some(dublin_core),
        extensions,
        ..Item::default()
    };
    // The crate writes items only inside of a channel.
    let skeleton = write(&Channel { items: vec![item], ..Channel::default() });
    let start = memchr::memmem::find(&skeleton, b"<item>").unwrap_or(0);
    let item = before_end(&skeleton[start..], "</item></channel></rss>");
    // Readers take a description for HTML.
    let mut description = String::with_capacity(about.len());
    push_html(&mut description, about);
    let mut head = Vec::with_capacity(item.len() + article.title.len() + description.len());
    fill(&mut head, item, &[(Style::Hex, &article.title), (Style::Named, &description)]);
    let full = if uses.content { Full::Shared("<content:encoded>".into(), "</content:encoded>") } else { Full::None };
    Fragment { head: head.into(), full, tail: b"</item>"[..].into(), uses, ..Fragment::default() }
}

/// A name in square brackets for round ones: some readers of RSS look for `address (name)`, and of eleven tried one shows no author
/// where a bracket has no address before it.
fn person(name: &str) -> String {
    name.replace('(', "[").replace(')', "]")
}

/// Whether the guid is an address under which the article is found.
fn is_permalink(entry: &Entry<'_>) -> bool {
    entry.article.url.as_ref().is_some_and(|url| url.as_str() == entry.article.id().as_str())
}

fn envelope(feed: &Feed, uses: Uses, context: &Context<'_>) -> Envelope {
    let site = context.site;
    let mut extensions = ExtensionMap::new();
    let own = site.url(&feed.key.path(FORMAT.file_name));
    let mut link = |rel: &str, href: &str, media_type: Option<&str>| {
        let attributes = [("href", Some(href)), ("rel", Some(rel)), ("type", media_type)];
        extend(&mut extensions, "atom", with_attributes("atom:link", &attributes));
    };
    link("self", &own, Some(FORMAT.media_type));
    for hub in hubs(feed, site) {
        link("hub", hub.as_str(), None);
    }
    for (rel, to) in history_links(feed) {
        link(rel, &site.url(&to.path(FORMAT.file_name)), Some(FORMAT.media_type));
    }
    let is_archive = feed.history.as_ref().is_some_and(|history| history.is_closed);
    if is_archive {
        extend(&mut extensions, "fh", element("fh:archive", &[], None));
    }
    let used =
        [(true, ATOM), (uses.content, CONTENT), (uses.dublin_core, DC), (is_archive, HISTORY), (uses.media, MEDIA)];
    let (name, _, version) = GENERATOR;
    let channel = Channel {
        title: slot(0),
        link: site.url(&feed.key.folder()),
        description: slot(1),
        language: feed.language.as_ref().map(|language| language.as_str().to_lowercase()),
        copyright: site.rights.clone(),
        image: site.logo.as_ref().or(site.icon.as_ref()).map(|picture| Image {
            url: picture.as_str().to_owned(),
            title: slot(0),
            link: site.url(&feed.key.folder()),
            ..Image::default()
        }),
        pub_date: feed.updated.map(rfc822),
        last_build_date: feed.updated.map(rfc822),
        generator: Some(format!("{name} {version}")),
        docs: Some("https://www.rssboard.org/rss-specification".to_owned()),
        ttl: Some(feed.ttl.to_string()),
        namespaces: used
            .iter()
            .filter(|(used, _)| *used)
            .map(|(_, (p, uri))| ((*p).to_owned(), (*uri).to_owned()))
            .collect(),
        extensions,
        ..Channel::default()
    };
    let skeleton = write(&channel);
    // The crate's declaration has no room for a style sheet.
    let start = memchr::memmem::find(&skeleton, b"<rss").unwrap_or(0);
    let skeleton = &skeleton[start..];
    let mut head = prolog(feed.key.to_top());
    fill(
        &mut head,
        before_end(skeleton, "</channel></rss>"),
        &[(Style::Hex, &feed.title), (Style::Hex, &feed.description)],
    );
    head.push(b'\n');
    Envelope { head, separator: "\n", tail: b"\n</channel></rss>\n".to_vec() }
}

/// A channel as the crate writes it.
fn write(channel: &Channel) -> Vec<u8> {
    let out = channel.write_to(Vec::with_capacity(2_048));
    out.unwrap_or_else(|error| unreachable!("writing to memory does not fail: {error}"))
}

fn element(name: &str, attributes: &[(&str, &str)], value: Option<String>) -> Extension {
    let attrs = attributes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Extension { name: name.to_owned(), value, attrs, children: BTreeMap::new() }
}

/// An element with those attributes that have a value.
fn with_attributes(name: &str, attributes: &[(&str, Option<&str>)]) -> Extension {
    let attributes: Vec<_> = attributes.iter().filter_map(|(name, value)| Some((*name, (*value)?))).collect();
    element(name, &attributes, None)
}

fn extend(map: &mut ExtensionMap, prefix: &str, element: Extension) {
    let local = element.name.rsplit(':').next().unwrap_or_default().to_owned();
    map.entry(prefix.to_owned()).or_default().entry(local).or_default().push(element);
}
