//! JSON-LD: what a page says of its article in the words of schema.org (<https://schema.org/Article>).

use super::{Claims, rank};
use crate::load::fields::Value;

/// Types of articles, without `schema.org`.
#[rustfmt::skip]
const ARTICLES: &[&str] = &[
    "Article", "NewsArticle", "BlogPosting", "SocialMediaPosting", "LiveBlogPosting", "DiscussionForumPosting", "Report",
    "ScholarlyArticle", "MedicalScholarlyArticle", "TechArticle", "APIReference", "AnalysisNewsArticle", "AskPublicNewsArticle",
    "BackgroundNewsArticle", "OpinionNewsArticle", "ReportageNewsArticle", "ReviewNewsArticle", "SatiricalArticle",
    "AdvertiserContentArticle",
];

/// Members that hold other nodes of the page.
const NODES: &[&str] = &["@graph", "mainEntity", "mainEntityOfPage"];

/// The most nodes of a page that are looked at.
const MOST_NODES: usize = 1_000;

/// The most names of one member.
const MOST_NAMES: usize = 64;

type Node<'v> = &'v [(std::borrow::Cow<'v, str>, Value<'v>)];

/// Reads all scripts of JSON-LD.
pub(super) fn read(page: &str, claims: &mut Claims) {
    if !page.contains("ld+json") {
        return;
    }
    let documents: Vec<Value<'_>> = scripts(page).filter_map(parse).collect();
    let mut nodes = Vec::new();
    for document in &documents {
        gather(document, &mut nodes);
    }
    let mut articles = nodes.iter().filter(|node| is_article(node)).peekable();
    let Some(first) = articles.peek().copied() else { return };
    // The one that says that it is this page, if others are beside it.
    let canonical =
        claims.found.iter().find(|(field, _, _)| *field == "url").and_then(|(_, _, urls)| urls.first()).cloned();
    let is_here =
        |node: &&Node<'_>| canonical.as_deref().is_some_and(|url| address(node).is_some_and(|own| own == url));
    take(articles.find(is_here).unwrap_or(first), &nodes, claims);
}

/// The texts of scripts of JSON-LD.
fn scripts(page: &str) -> impl Iterator<Item = &str> {
    let mut rest = page;
    std::iter::from_fn(move || {
        loop {
            let at = memchr::memmem::find(rest.as_bytes(), b"ld+json")?;
            let before = &rest[..at];
            rest = &rest[at + "ld+json".len()..];
            // The attribute of a script, and no text that speaks of one.
            let is_script = before.rfind('<').is_some_and(|open| {
                before[open + 1..].get(..6).is_some_and(|name| name.eq_ignore_ascii_case("script"))
                    && !before[open..].contains('>')
            });
            if is_script {
                let text = rest.split_once('>')?.1;
                let text = &text[..end_of_script(text).unwrap_or(text.len())];
                rest = &rest[rest.len() - rest.split_once('>')?.1.len() + text.len()..];
                return Some(text);
            }
        }
    })
}

/// Where a script ends.
fn end_of_script(text: &str) -> Option<usize> {
    memchr::memmem::find_iter(text.as_bytes(), b"</")
        .find(|at| text.get(at + 2..at + 8).is_some_and(|name| name.eq_ignore_ascii_case("script")))
}

/// A document, without what hides scripts from old browsers. Line ends in texts, which JSON forbids and pages have, are blanks.
fn parse(text: &str) -> Option<Value<'static>> {
    let bare = text.trim();
    let bare = bare.strip_prefix("<!--").and_then(|text| text.strip_suffix("-->")).unwrap_or(bare);
    let bare = bare.trim().trim_start_matches("//").trim_start_matches("<![CDATA[").trim();
    let bare = bare.strip_suffix("]]>").unwrap_or(bare).trim().trim_end_matches("//").trim().trim_end_matches(';');
    let parsed = serde_json::from_str::<Value<'_>>(bare).map(Value::into_owned);
    parsed.ok().or_else(|| {
        let blank = bare.replace(|c: char| c.is_control(), " ");
        serde_json::from_str::<Value<'_>>(&blank).map(Value::into_owned).ok()
    })
}

/// The nodes of a document: alone, in a list, or in a graph.
fn gather<'v>(value: &'v Value<'v>, nodes: &mut Vec<Node<'v>>) {
    if nodes.len() >= MOST_NODES {
        return;
    }
    match value {
        Value::List(items) => items.iter().for_each(|item| gather(item, nodes)),
        Value::Map(members) => {
            nodes.push(members);
            for (_, value) in members.iter().filter(|(name, _)| NODES.contains(&&**name)) {
                gather(value, nodes);
            }
        }
        _ => {}
    }
}

fn member<'v>(node: Node<'v>, name: &str) -> Option<&'v Value<'v>> {
    node.iter().find(|(known, _)| known == name).map(|(_, value)| value)
}

fn is_article(node: Node<'_>) -> bool {
    let is_one = |value: &Value<'_>| {
        let Value::Text(kind) = value else { return false };
        ARTICLES.contains(&kind.rsplit(['/', '#', ':']).next().unwrap_or_default().trim())
    };
    match member(node, "@type") {
        Some(Value::List(kinds)) => kinds.iter().any(is_one),
        Some(kind) => is_one(kind),
        None => false,
    }
}

/// The address of an article.
fn address(node: Node<'_>) -> Option<&str> {
    let of = |name: &str| match member(node, name)? {
        Value::Text(url) => Some(&**url),
        Value::Map(page) => match member(page, "@id").or_else(|| member(page, "url"))? {
            Value::Text(url) => Some(&**url),
            _ => None,
        },
        _ => None,
    };
    ["url", "mainEntityOfPage", "@id"].iter().find_map(|name| of(name).filter(|url| url.contains("://")))
}

/// The texts of a value; of an object what stands under one of `names`, also where the object stands elsewhere.
fn texts<'v>(value: &'v Value<'v>, names: &[&str], nodes: &[Node<'v>]) -> Vec<&'v str> {
    match value {
        Value::Text(text) => vec![text],
        Value::List(items) => items
            .iter()
            .take(MOST_NAMES)
            .flat_map(|item| texts(item, names, &[]).into_iter().chain(referenced(item, names, nodes)))
            .collect(),
        Value::Map(members) => {
            let own = names.iter().find_map(|name| match member(members, name)? {
                Value::Text(text) => Some(&**text),
                Value::List(items) => match items.first()? {
                    Value::Text(text) => Some(&**text),
                    _ => None,
                },
                _ => None,
            });
            own.into_iter().chain(referenced(value, names, nodes)).collect()
        }
        _ => Vec::new(),
    }
}

/// What an object says that stands elsewhere: `{"@id": "#ana"}`.
fn referenced<'v>(value: &'v Value<'v>, names: &[&str], nodes: &[Node<'v>]) -> Option<&'v str> {
    let Value::Map(members) = value else { return None };
    if names.iter().any(|name| member(members, name).is_some()) {
        return None;
    }
    let Value::Text(id) = member(members, "@id")? else { return None };
    let is_it = |node: &&Node<'_>| matches!(member(node, "@id"), Some(Value::Text(own)) if own == id);
    let node = nodes.iter().filter(is_it).find(|node| names.iter().any(|name| member(node, name).is_some()))?;
    names.iter().find_map(|name| match member(node, name)? {
        Value::Text(text) => Some(&**text),
        _ => None,
    })
}

/// What an article says.
fn take<'v>(node: Node<'v>, nodes: &[Node<'v>], claims: &mut Claims) {
    const NAME: &[&str] = &["name"];
    /// A member, the field that it stands for, how much it counts, and what of an object is meant.
    const MEMBERS: &[(&str, &str, usize, &[&str])] = &[
        ("headline", "title", rank::ARTICLE, NAME),
        ("name", "title", rank::SITE, NAME),
        ("datePublished", "published", rank::ARTICLE, &["@value"]),
        ("dateCreated", "published", rank::SITE, &["@value"]),
        ("dateModified", "modified", rank::ARTICLE, &["@value"]),
        ("author", "authors", rank::ARTICLE, NAME),
        ("creator", "authors", rank::SITE, NAME),
        ("articleSection", "category", rank::SITE, NAME),
        ("keywords", "tags", rank::SITE, NAME),
        ("description", "summary", rank::SITE, &["@value"]),
        ("image", "image", rank::SITE, &["url", "contentUrl"]),
        ("thumbnailUrl", "image", rank::SITE + 1, &["url"]),
        ("inLanguage", "language", rank::SITE, &["alternateName", "name"]),
        ("publisher", "source", rank::SITE, NAME),
    ];
    claims.is_article = true;
    for (name, field, rank, of) in MEMBERS {
        let Some(value) = member(node, name) else { continue };
        for text in texts(value, of, nodes) {
            if *name == "publisher" {
                claims.sites.push(text.trim().to_owned());
            }
            claims.offer(field, *rank, text);
        }
    }
    if let Some(url) = address(node) {
        claims.offer("url", rank::SITE, url);
    }
    if let Some(Value::Text(text)) = member(node, "articleBody") {
        claims.text = Some(text.to_string());
    }
}

/// The object that Parse.ly has pages say in one `meta` (<https://docs.parse.ly/metatags/>).
pub(super) fn parsely(text: &str, claims: &mut Claims) {
    const MEMBERS: &[(&str, &str)] = &[
        ("title", "title"),
        ("pub_date", "published"),
        ("author", "authors"),
        ("authors", "authors"),
        ("section", "category"),
        ("tags", "tags"),
        ("link", "url"),
        ("image_url", "image"),
    ];
    let Some(Value::Map(members)) = parse(text) else { return };
    for (name, field) in MEMBERS {
        for text in member(&members, name).map(|value| texts(value, &[], &[])).unwrap_or_default() {
            claims.offer(field, rank::SITE, text);
        }
    }
}
