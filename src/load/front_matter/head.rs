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
    let (head, body) = page.split_at(end);
    let head = &head[..head.floor_char_boundary(LONGEST)];
    let mut members: Members<'_> = Vec::new();
    let mut add = |name: &'static str, value: &str| match members.iter_mut().find(|(known, _)| known == name) {
        // One tag each.
        Some((_, Value::Text(first))) if name == "tags" && *first != value => {
            first.to_mut().extend([", ", value]);
        }
        Some(_) => {}
        None => members.push((Cow::Borrowed(name), Value::Text(Cow::Owned(value.to_owned())))),
    };
    let mut rest = head;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        rest = &rest[at + 1..];
        // What is commented out is not said.
        if rest.starts_with("!--") {
            rest = rest.find("-->").map_or("", |end| &rest[end + 3..]);
            continue;
        }
        let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let name = rest[..length].to_ascii_lowercase();
        rest = &rest[length..];
        if matches!(name.as_str(), "script" | "style") {
            rest = rest.find("</").map_or("", |end| &rest[end..]);
            continue;
        }
        if !matches!(name.as_str(), "title" | "meta" | "link" | "html") {
            continue;
        }
        let (attributes, after) = attributes(rest);
        rest = after;
        let of = |wanted: &[&str]| {
            attributes.iter().find(|(name, _)| wanted.contains(&name.as_str())).map(|(_, value)| value.as_str())
        };
        match name.as_str() {
            "title" => {
                let (title, after) = rest.split_once("</").unwrap_or(("", ""));
                add("title", title.trim());
                rest = after;
            }
            "meta" => {
                let key = of(&["name", "property", "itemprop"]).map(str::to_ascii_lowercase);
                let known = key.and_then(|key| NAMES.iter().find(|(name, _)| *name == key));
                if let (Some((_, field)), Some(value)) = (known, of(&["content", "contents"])) {
                    add(field, value);
                }
            }
            "link" => {
                if let (Some("canonical"), Some(href)) = (of(&["rel"]), of(&["href"])) {
                    add("url", href);
                }
            }
            _ => {
                if let Some(language) = of(&["lang"]) {
                    add("language", language);
                }
            }
        }
    }
    let says = |field: &str| {
        members.iter().any(|(name, value)| name == field && matches!(value, Value::Text(text) if !text.is_empty()))
    };
    // A page without a date is about something else than news.
    (says("title") && says("published")).then(|| (members, text(body)))
}

/// The part of a page that is its text: the first `article`, else `main`, else `body`.
fn text(page: &str) -> &str {
    let part = ["article", "main", "body"].iter().find_map(|name| {
        let (open, close) = (format!("<{name}"), format!("</{name}"));
        let start = find(page, &open)?;
        let start = start + page[start..].find('>')? + 1;
        // Articles may stand in articles.
        let (mut depth, mut at) = (1_usize, start);
        while let Some(found) = memchr::memchr(b'<', &page.as_bytes()[at..]) {
            at += found;
            if begins(&page[at..], &open) {
                depth += 1;
            } else if begins(&page[at..], &close) {
                depth -= 1;
                if depth == 0 {
                    return Some(&page[start..at]);
                }
            }
            at += 1;
        }
        Some(&page[start..])
    });
    part.unwrap_or(page)
}

/// Whether a text begins with a tag, in letters of any case.
fn begins(text: &str, tag: &str) -> bool {
    let found = text.as_bytes().get(..tag.len());
    let next = text.as_bytes().get(tag.len());
    found.is_some_and(|found| found.eq_ignore_ascii_case(tag.as_bytes()))
        && !next.is_some_and(u8::is_ascii_alphanumeric)
}

/// Where a tag begins.
fn find(page: &str, tag: &str) -> Option<usize> {
    memchr::memchr_iter(b'<', page.as_bytes()).find(|at| begins(&page[*at..], tag))
}

/// The attributes of a tag, from after its name, and what follows them; their names in small letters, references decoded.
fn attributes(tag: &str) -> (Vec<(String, String)>, &str) {
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
    (found, rest.strip_prefix('>').unwrap_or(rest))
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
        let page = "<!-- <meta name=date content=1999-01-01> --><title>A</title><meta name=date content=2026-07-18>\
            <body><article>One <article>two</article> three</article> four</body>";
        let (members, text) = read(page).unwrap();
        assert_eq!(members[1].1, Value::Text("2026-07-18".into()));
        assert_eq!(text, "One <article>two</article> three");
        assert!(read("<p>no head</p>").is_none());
        assert!(read("<meta <meta =\"<title>").is_none());
    }
}
