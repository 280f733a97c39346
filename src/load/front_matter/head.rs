//! What the head of an HTML page says about it, where it has no front matter: `title`, `meta` (HTML's own names, Open
//! Graph, Dublin Core), `link rel=canonical`, the language of `html`. Pelican's pages and saved ones have such heads.
//!
//! Not supported: microdata, JSON-LD.

use std::borrow::Cow;

use super::Members;
use crate::load::fields::Value;

/// Names of `meta` and the names of fields that they stand for.
const NAMES: &[(&str, &str)] = &[
    ("og:title", "title"),
    ("twitter:title", "title"),
    ("article:published_time", "published"),
    ("date", "published"),
    ("pubdate", "published"),
    ("datepublished", "published"),
    ("dc.date", "published"),
    ("dc.date.issued", "published"),
    ("dcterms.created", "published"),
    ("article:modified_time", "modified"),
    ("modified", "modified"),
    ("datemodified", "modified"),
    ("article:tag", "tags"),
    ("keywords", "tags"),
    ("tags", "tags"),
    ("article:section", "category"),
    ("category", "category"),
    ("author", "authors"),
    ("authors", "authors"),
    ("article:author", "authors"),
    ("dc.creator", "authors"),
    ("description", "summary"),
    ("og:description", "summary"),
    ("summary", "summary"),
    ("og:image", "image"),
    ("og:url", "url"),
    ("og:site_name", "source"),
    ("status", "status"),
];

/// How much of a head is looked at, in bytes.
const LONGEST: usize = 256 << 10;

/// What a page says in its head, and its text; `None` where it has no title or no date.
pub(super) fn read(page: &str) -> Option<(Members<'_>, &str)> {
    let end = find(page, "</head").or_else(|| find(page, "<body")).unwrap_or(page.len());
    let (head, rest) = page.split_at(end);
    let head = &head[..head.floor_char_boundary(LONGEST)];
    let mut members: Members<'_> = Vec::new();
    let mut add = |name: &'static str, value: Cow<'_, str>| {
        let value = value.into_owned();
        match members.iter_mut().find(|(known, _)| known == name) {
            // One tag each.
            Some((_, Value::Text(first))) if name == "tags" && *first != value => {
                first.to_mut().extend([", ", &value]);
            }
            Some(_) => {}
            None => members.push((Cow::Borrowed(name), Value::Text(value.into()))),
        }
    };
    for (at, _) in head.match_indices('<') {
        let tag = &head[at + 1..];
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
        match name.as_str() {
            "title" => {
                let start = tag.find('>').map_or(tag.len(), |end| end + 1);
                let title = tag[start..].split("</").next().unwrap_or_default();
                add("title", Cow::Borrowed(title.trim()));
            }
            "meta" => {
                let attributes = attributes(&tag[name.len()..]);
                let of = |wanted: &[&str]| {
                    attributes.iter().find(|(name, _)| wanted.contains(&name.as_str())).map(|(_, value)| value)
                };
                let key = of(&["name", "property", "itemprop"]).map(|name| name.to_ascii_lowercase());
                let known = key.and_then(|key| NAMES.iter().find(|(name, _)| *name == key));
                if let (Some((_, field)), Some(value)) = (known, of(&["content", "contents"])) {
                    add(field, Cow::Borrowed(value));
                }
            }
            "link" => {
                let attributes = attributes(&tag[name.len()..]);
                let of =
                    |wanted: &str| attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
                if let (Some("canonical"), Some(href)) = (of("rel"), of("href")) {
                    add("url", Cow::Borrowed(href));
                }
            }
            "html" => {
                let attributes = attributes(&tag[name.len()..]);
                if let Some((_, language)) = attributes.iter().find(|(name, _)| name == "lang") {
                    add("language", Cow::Borrowed(language));
                }
            }
            _ => {}
        }
    }
    let says = |field: &str| {
        members.iter().any(|(name, value)| name == field && matches!(value, Value::Text(text) if !text.is_empty()))
    };
    // A page without a date is about something else than news.
    (says("title") && says("published")).then(|| (members, text(rest)))
}

/// The part of a page that is its text: the first `article`, else `main`, else `body`.
fn text(page: &str) -> &str {
    let part = ["article", "main", "body"].iter().find_map(|name| {
        let start = find(page, &format!("<{name}"))?;
        let start = start + page[start..].find('>')? + 1;
        let end = find(&page[start..], &format!("</{name}")).map_or(page.len(), |end| start + end);
        Some(&page[start..end])
    });
    part.unwrap_or(page)
}

/// Where a tag begins, in letters of any case.
fn find(page: &str, tag: &str) -> Option<usize> {
    memchr::memchr_iter(b'<', page.as_bytes()).find(|at| {
        let found = page.as_bytes().get(*at..at + tag.len());
        let next = page.as_bytes().get(at + tag.len());
        found.is_some_and(|found| found.eq_ignore_ascii_case(tag.as_bytes()))
            && !next.is_some_and(u8::is_ascii_alphanumeric)
    })
}

/// The attributes of a tag, from after its name; their names in small letters, references decoded.
fn attributes(tag: &str) -> Vec<(String, String)> {
    /// More than any tag of a head has.
    const MOST: usize = 32;
    let mut found = Vec::new();
    let mut rest = tag.trim_start();
    while found.len() < MOST && !rest.starts_with(['>', '<']) && !rest.is_empty() {
        let length = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '<')).unwrap_or(rest.len());
        let name = rest[..length].trim_matches('/').to_ascii_lowercase();
        rest = rest[length..].trim_start();
        let Some(after) = rest.strip_prefix('=') else {
            if length == 0 {
                break;
            }
            continue;
        };
        let after = after.trim_start();
        let (value, next) = match after.chars().next() {
            Some(quote @ ('"' | '\'')) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
            _ => after.split_at(after.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(after.len())),
        };
        found.push((name, htmlize::unescape(value).into_owned()));
        rest = next.trim_start();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::load::fields::Value;

    #[test]
    fn a_head_says_what_front_matter_would() {
        let page = "<!doctype html><HTML lang='fr'><head><title>Le bac &amp; moi</title>\n\
            <meta property=\"article:tag\" content=\"A\"><meta content='B' property='article:tag'/>\n\
            <link rel=canonical href=https://x.example/1><meta name=date content=\"2026-07-18\"></head>\n\
            <body><nav>n</nav><article class=x><p>Text</p></article></body>";
        let (members, text) = read(page).unwrap();
        let of = |wanted: &str| match members.iter().find(|(name, _)| name == wanted) {
            Some((_, Value::Text(text))) => text.to_string(),
            _ => String::new(),
        };
        assert_eq!(
            ["title", "tags", "url", "published", "language"].map(of),
            ["Le bac &amp; moi", "A, B", "https://x.example/1", "2026-07-18", "fr"]
        );
        assert_eq!(text, "<p>Text</p>");
        assert!(read("<p>no head</p>").is_none());
        assert!(read("<meta <meta =\"<title>").is_none());
    }
}
