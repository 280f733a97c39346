//! What an HTML page says about itself, where it has no front matter: in its head (`title`, `meta`, `link rel=canonical`, the
//! language of `html`), in JSON-LD ([`linked`]), in microdata and microformats ([`marked`]). Pelican's pages and those that
//! browsers save say it so.
//!
//! Where several say the same, the one that is about the article wins: JSON-LD, Open Graph and its like, then the title of the
//! window. Not supported: `RDFa` but for `meta`.

mod linked;
mod marked;
pub(super) mod medium;
mod names;
mod scan;

use std::borrow::Cow;

use super::Members;
use crate::load::fields::Value;
use names::{LISTS, NAMES, SITES};
use scan::{attributes, find, inner};

/// How much of a head is read, in bytes.
const LONGEST: usize = 256 << 10;

/// The ranks of the sources of a field: the least wins. Between them are the ranks of the names of `meta`, in their order.
mod rank {
    pub(super) const ARTICLE: usize = 10;
    pub(super) const PAGE: usize = 50;
    pub(super) const META: usize = 100;
    pub(super) const SITE: usize = 300;
    pub(super) const MARKED: usize = 500;
    pub(super) const TIME: usize = 700;
    pub(super) const WINDOW: usize = 900;
}

/// The fields that a page has.
#[derive(Default)]
struct Claims {
    /// Each field, the rank of its source, and its values.
    found: Vec<(&'static str, usize, Vec<String>)>,
    /// The names of the site.
    sites: Vec<String>,
    /// Whether it says that it is an article.
    is_article: bool,
    /// The text, for pages that are written by scripts.
    text: Option<String>,
}

impl Claims {
    /// The most that is kept of a list.
    const MOST: usize = 256;

    fn offer(&mut self, field: &'static str, rank: usize, value: &str) {
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        let is_list = LISTS.contains(&field);
        match self.found.iter_mut().find(|(known, _, _)| *known == field) {
            Some((_, known, values)) if is_list && (field == "tags" || *known == rank) => {
                if values.len() < Self::MOST && !values.iter().any(|known| known == value) {
                    values.push(value.to_owned());
                }
            }
            Some((_, known, values)) if *known > rank => (*known, *values) = (rank, vec![value.to_owned()]),
            Some(_) => {}
            None => self.found.push((field, rank, vec![value.to_owned()])),
        }
    }

    fn says(&self, field: &str) -> bool {
        self.found.iter().any(|(known, _, _)| *known == field)
    }

    /// What stands under a name of `meta`.
    fn meta(&mut self, name: &str, value: &str) {
        if name == "og:type" {
            self.is_article |= value.trim().to_ascii_lowercase().ends_with("article");
        }
        if SITES.contains(&name) {
            self.sites.push(value.trim().to_owned());
        }
        // A profile is no name.
        let is_address = || value.trim().starts_with("http://") || value.trim().starts_with("https://");
        if let Some(n) = NAMES.iter().position(|(known, _)| *known == name)
            && (NAMES[n].1 != "authors" || !is_address())
        {
            self.offer(NAMES[n].1, rank::META + n, value);
        }
    }

    /// The title without the name of the site at its end.
    fn trim_title(&mut self) {
        let Some((_, _, titles)) = self.found.iter_mut().find(|(field, _, _)| *field == "title") else { return };
        let Some(title) = titles.first_mut() else { return };
        for mark in [" - ", " – ", " — ", " | ", " · ", " • ", " :: ", " » "] {
            let Some(at) = title.rfind(mark).filter(|at| *at > 0) else { continue };
            let end = htmlize::unescape(title[at + mark.len()..].trim()).to_lowercase();
            if self.sites.iter().any(|site| htmlize::unescape(site).to_lowercase() == end) {
                title.truncate(at);
                title.truncate(title.trim_end().len());
                return;
            }
        }
    }

    /// The fields as members, and the text of the page.
    fn with_text(mut self, text: &str) -> (Members<'_>, &str) {
        self.trim_title();
        let whole = self.text.take().filter(|_| scan::is_blank(text));
        let mut members = self.members();
        members.extend(whole.map(|whole| (Cow::Borrowed("content_text"), Value::Text(whole.into()))));
        (members, text)
    }

    fn members<'a>(self) -> Members<'a> {
        let value = |field: &str, mut values: Vec<String>| match field {
            // Words between commas may be one value.
            "tags" => Value::Text(values.join(", ").into()),
            _ if values.len() == 1 => Value::Text(values.remove(0).into()),
            _ => Value::List(values.into_iter().map(|value| Value::Text(value.into())).collect()),
        };
        self.found.into_iter().map(|(field, _, values)| (Cow::Borrowed(field), value(field, values))).collect()
    }
}

/// What a page says about itself, and its text; `None` where it has no title or no date.
pub(super) fn read(page: &str) -> Option<(Members<'_>, &str)> {
    let (claims, text) = claims(page);
    // A page without a date is about something else than news.
    (claims.says("title") && claims.says("published")).then(|| claims.with_text(text))
}

/// The same of a page that need not say its title or its date.
pub(super) fn read_all(page: &str) -> (Members<'_>, &str) {
    let (claims, text) = claims(page);
    claims.with_text(text)
}

fn claims(page: &str) -> (Claims, &str) {
    let end = find(page, "</head").or_else(|| find(page, "<body")).unwrap_or(page.len());
    let (head, body) = page.split_at(end);
    let mut claims = Claims::default();
    in_head(&head[..head.floor_char_boundary(LONGEST)], &mut claims);
    linked::read(page, &mut claims);
    let marked = marked::read(body, &mut claims);
    if let Some(url) = scan::saved_from(page) {
        claims.offer("url", rank::WINDOW, url);
    }
    (claims, marked.unwrap_or_else(|| text(body)))
}

/// Reads `title`, `meta`, `link` and the language.
fn in_head(head: &str, claims: &mut Claims) {
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
        let of = |wanted: &str| attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
        match name.as_str() {
            "title" => {
                let (title, after) = rest.split_once("</").unwrap_or(("", ""));
                claims.offer("title", rank::WINDOW, title);
                rest = after;
            }
            "meta" => {
                let Some(value) = of("content").or_else(|| of("contents")) else { continue };
                for key in ["name", "property", "itemprop"].iter().filter_map(|key| of(key)) {
                    let key = key.to_ascii_lowercase();
                    match key.as_str() {
                        "parsely-page" => linked::parsely(value, claims),
                        key => claims.meta(key, value),
                    }
                }
            }
            "link" => {
                let is_canonical = of("rel")
                    .is_some_and(|rel| rel.split_whitespace().any(|word| word.eq_ignore_ascii_case("canonical")));
                if let Some(href) = of("href").filter(|_| is_canonical) {
                    claims.offer("url", rank::PAGE, href);
                }
            }
            _ => {
                if let Some(language) = of("lang") {
                    claims.offer("language", rank::PAGE, language);
                }
            }
        }
    }
}

/// The part of a page that is its text: the first `article`, else `main`, else `body`.
fn text(page: &str) -> &str {
    let part = ["article", "main", "body"].iter().find_map(|name| {
        let start = find(page, &format!("<{name}"))?;
        let start = start + page[start..].find('>')? + 1;
        Some(inner(page, start, name))
    });
    part.unwrap_or(page)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::load::fields::Value;

    fn of(page: &str, wanted: &str) -> String {
        let (members, _) = read(page).unwrap();
        match members.iter().find(|(name, _)| name == wanted) {
            Some((_, Value::Text(text))) => text.to_string(),
            Some((_, Value::List(items))) => format!("{items:?}"),
            _ => String::new(),
        }
    }

    #[test]
    fn a_head_says_what_front_matter_would() {
        let page = "<!doctype html><HTML lang='fr'><head><title>Le bac &amp; moi</title>\n\
            <meta property=\"article:tag\" content=\"A\"><meta content='B' property='article:tag'/>\n\
            <link rel=canonical href=https://x.example/1><meta name=date content=\"2026-07-18\"></head>\n\
            <body><nav>n</nav><article class=x><p>Text</p></article></body>";
        let (_, text) = read(page).unwrap();
        assert_eq!(
            ["title", "tags", "url", "published", "language"].map(|wanted| of(page, wanted)),
            ["Le bac &amp; moi", "A, B", "https://x.example/1", "2026-07-18", "fr"]
        );
        assert_eq!(text, "<p>Text</p>");
        let page = "<!-- <meta name=date content=1999-01-01> --><title>A</title><meta name=date content=2026-07-18>\
            <body><article>One <article>two</article> three</article> four</body>";
        let (_, text) = read(page).unwrap();
        assert_eq!(of(page, "published"), "2026-07-18");
        assert_eq!(text, "One <article>two</article> three");
        assert!(read("<p>no head</p>").is_none());
        assert!(read("<meta <meta =\"<title>").is_none());
    }

    #[test]
    fn the_title_of_the_article_goes_before_that_of_the_window() {
        const DATE: &str = "<meta name=date content=2026-07-18>";
        for (head, title) in [
            ("<title>A - B</title>", "A - B"),
            ("<title>A - B</title><meta property=og:site_name content=b>", "A"),
            ("<title>A | B</title><meta name=application-name content='B'>", "A"),
            ("<title>A - B</title><meta property=og:site_name content='B C'>", "A - B"),
            ("<title>A - B</title><meta name=twitter:title content='A'>", "A"),
            ("<meta property=og:title content='O | B'><meta property=og:site_name content=B>", "O"),
            ("<title>W</title><meta name=citation_title content='C'><meta name=dc.title content='D'>", "C"),
            ("<title>W</title><meta property=og:title content=' '>", "W"),
        ] {
            assert_eq!(of(&format!("<head>{head}{DATE}</head><p>x"), "title"), title, "{head}");
        }
    }
}
