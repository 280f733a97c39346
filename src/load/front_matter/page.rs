//! Whether a file is a page of its site and no article, by its name, its front matter and its text.
//!
//! The names and values are those of Jekyll, Hugo, Zola, Hexo, Pelican and Eleventy, and of their best known themes. Whether
//! the file and those around it have dates is compared later ([`crate::normalise::listing`]).

use std::borrow::Cow;

use super::file_name::FileName;
use super::template::{self, Share};
use crate::article::page::{PageSign, PageSigns, PageWeight};
use crate::load::fields::Value;

/// Words of which one in the name of a layout, of a template or of a kind of page says that it is no article.
#[rustfmt::skip]
const PAGES: &[&str] = &[
    "page", "pages", "default", "base", "home", "homepage", "frontpage", "landing", "splash", "about", "search",
    "archive", "archives", "404", "error", "compress", "none", "tag", "tags", "category", "categories", "taxonomy",
    "terms", "links", "friends", "contact", "sitemap", "feed", "rss", "atom", "redirect", "redirected", "index",
    "list", "section", "profile", "resume", "cv", "guestbook", "tabs",
];

/// Words that say that it is an article, also beside one of [`PAGES`]: `post-page`.
const ARTICLES: &[&str] = &["post", "article", "blogpost", "entry", "news", "note", "single", "story"];

/// Names of files, or of folders around `index.md`, that pages have.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "index", "home", "about", "about-me", "about-us", "bio", "me", "who", "search", "404", "403", "500", "error",
    "not-found", "offline", "archive", "archives", "tag", "tags", "category", "categories", "topics", "series",
    "authors", "blog", "posts", "articles", "all", "all-posts", "contact", "contact-us", "contact-me", "privacy",
    "privacy-policy", "cookies", "cookie-policy", "imprint", "impressum", "legal", "legal-notice", "terms",
    "terms-of-service", "terms-of-use", "tos", "disclaimer", "license", "licence", "copyright", "accessibility",
    "sitemap", "feed", "feeds", "rss", "atom", "subscribe", "newsletter", "links", "blogroll", "friends", "guestbook",
    "now", "uses", "resume", "cv", "projects", "portfolio", "talks", "speaking", "publications", "colophon",
    "credits", "faq", "support", "donate", "sponsors", "sponsor", "team", "people", "staff", "members", "thanks",
    "thank-you", "success", "redirect", "gallery", "photos", "landing", "readme", "changelog", "contributing",
    "code_of_conduct",
    // German, French, Spanish, Italian, Portuguese, Dutch.
    "ueber", "ueber-mich", "ueber-uns", "über", "über-mich", "über-uns", "datenschutz", "kontakt", "suche", "archiv",
    "a-propos", "apropos", "à-propos", "mentions-legales", "recherche", "acerca", "acerca-de", "sobre", "sobre-mi",
    "sobre-mim", "contacto", "contato", "buscar", "busca", "archivo", "arquivo", "chi-sono", "chi-siamo", "cerca",
    "contatti", "over", "over-mij", "zoeken", "archief",
];

/// Members by which a page says that it stands in a menu.
const MENUS: &[&str] =
    &["menu", "menus", "nav", "navigation", "nav_order", "navorder", "eleventynavigation", "in_menu", "nav_title"];

/// The signs of a file whose front matter has these members.
pub(super) fn signs(name: &FileName, members: &[(Cow<'_, str>, Value<'_>)], body: &str, is_html: bool) -> PageSigns {
    let mut sign: Option<PageSign> = None;
    let mut add = |found: Option<PageSign>| {
        if let Some(found) = found
            && sign.as_ref().is_none_or(|known| known.weight < found.weight)
        {
            sign = Some(found);
        }
    };
    if name.is_section() {
        add(Some(of(PageWeight::Unlisted, "it is about a section of the site")));
    }
    for (key, value) in members {
        add(member(&key.to_ascii_lowercase(), value));
    }
    add(text(body));
    add(place(name, is_html));
    PageSigns { folder: name.folder.clone(), sign }
}

/// The signs of a file that is not in the format that its name promises, if it is a template of a site.
pub(super) fn signs_of_template(name: &FileName, text: &str, format: &str) -> Option<PageSigns> {
    template::is_in_place_of(format, text).then(|| signs_of_unfilled(name))
}

/// The signs of a file that is a template of a site.
pub(super) fn signs_of_unfilled(name: &FileName) -> PageSigns {
    PageSigns { folder: name.folder.clone(), sign: Some(not_filled_in()) }
}

/// What the text says.
fn text(body: &str) -> Option<PageSign> {
    match template::share(body) {
        Share::Most => Some(not_filled_in()),
        Share::List => Some(of(PageWeight::Said, "it lists the articles")),
        Share::Other => None,
    }
}

fn not_filled_in() -> PageSign {
    of(PageWeight::Template, "it is a template that is not filled in")
}

fn of(weight: PageWeight, what: impl Into<Cow<'static, str>>) -> PageSign {
    PageSign { weight, what: what.into() }
}

/// What a member of the front matter says. `key` is in small letters.
fn member(key: &str, value: &Value<'_>) -> Option<PageSign> {
    use PageWeight::{Said, Unlisted, Usual};
    let said = |word: &str| of(Said, format!("{key}: {word}"));
    match (key, value) {
        // https://www.11ty.dev/docs/collections/#how-to-exclude-content-from-collections
        ("eleventyexcludefromcollections", Value::Bool(true)) => {
            Some(of(Unlisted, "eleventyExcludeFromCollections: true"))
        }
        // https://gohugo.io/content-management/build-options/
        ("build" | "_build", Value::Map(options)) => {
            let list = options.iter().find(|(name, _)| name.eq_ignore_ascii_case("list")).map(|(_, value)| value);
            let is_never = match list? {
                Value::Bool(is) => !is,
                Value::Text(word) => matches!(&**word, "never" | "local" | "false"),
                _ => false,
            };
            is_never.then(|| of(Unlisted, "build.list: never"))
        }
        ("layout" | "type" | "template" | "post_type" | "page_template", Value::Text(word)) => {
            // One of its own: in Zola a page is an article by its date.
            let is_own = || key == "template" && !names_article(word);
            if names_page(word) {
                return Some(said(word.trim()));
            }
            is_own().then(|| of(Usual, format!("{key}: {}", word.trim())))
        }
        // An archetype, a scaffold: in YAML two braces are two maps.
        ("title" | "date", Value::Map(members)) if members.is_empty() => Some(not_filled_in()),
        ("title" | "date", Value::Text(word))
            if template::instruction(word.trim()).is_some_and(|(_, rest)| rest.is_empty()) =>
        {
            Some(not_filled_in())
        }
        // Without a layout it is a feed or a list for a script; or the layout was left blank.
        ("layout", Value::Null | Value::Bool(false)) => Some(of(Usual, "layout: null")),
        ("permalink" | "url", Value::Text(path)) => address(key, path.trim()),
        ("permalink" | "sitemap" | "in_sitemap", Value::Bool(false)) => Some(said("false")),
        ("sitemap_exclude" | "sitemapexclude", Value::Bool(true)) => Some(said("true")),
        ("redirect_to" | "redirect", Value::Text(_) | Value::List(_)) => {
            Some(of(Said, format!("{key} leads elsewhere")))
        }
        // Lists of articles, by pages.
        ("pagination" | "paginate_by" | "paginate", Value::Map(_) | Value::Text(_) | Value::Bool(true)) => {
            Some(of(Said, format!("{key}: it is a list")))
        }
        (_, Value::Bool(false) | Value::Null) => None,
        _ if MENUS.contains(&key) => Some(of(Usual, format!("{key}: it stands in a menu"))),
        _ => None,
    }
}

/// Whether the name of a layout says that it is one of pages: `page`, `layouts/base.njk`, `PageLayout`.
fn names_page(layout: &str) -> bool {
    words(layout).iter().any(|word| PAGES.contains(&word.as_str())) && !names_article(layout)
}

/// Whether it says that it is one of articles.
fn names_article(layout: &str) -> bool {
    words(layout).iter().any(|word| ARTICLES.contains(&word.as_str()))
}

/// The words in the name of a layout, in small letters.
fn words(layout: &str) -> Vec<String> {
    let file = layout.trim().rsplit(['/', '\\']).next().unwrap_or_default();
    let bare = file.split_once('.').map_or(file, |(bare, _)| bare);
    let mut words = vec![String::new()];
    let mut before = ' ';
    for c in bare.chars() {
        if !c.is_alphanumeric() || (c.is_uppercase() && before.is_lowercase()) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
        before = c;
    }
    words
}

/// What the address says that a file gives itself.
fn address(key: &str, path: &str) -> Option<PageSign> {
    if path.contains("://") || path.contains([':', '{']) {
        return None;
    }
    let file = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let (stem, extension) = file.rsplit_once('.').unwrap_or((file, ""));
    let what = || format!("{key}: {path}");
    match (stem, extension) {
        ("", "") if path == "/" => Some(of(PageWeight::Said, what())),
        ("404", _) | (_, "xml" | "json" | "txt" | "js" | "css") => Some(of(PageWeight::Said, what())),
        (stem, _) => NAMES.contains(&stem.to_lowercase().as_str()).then(|| of(PageWeight::Usual, what())),
    }
}

/// What the name of the file says.
fn place(name: &FileName, is_html: bool) -> Option<PageSign> {
    let named = |what: String| Some(of(PageWeight::Usual, what));
    let stem = name.stem.to_lowercase();
    if NAMES.contains(&stem.as_str()) || NAMES.contains(&stem.replace([' ', '_'], "-").as_str()) {
        return named(format!("its name is {stem}"));
    }
    // `fr/index.md`, and a page of HTML for a folder.
    if name.bare.eq_ignore_ascii_case("index") && (is_html || super::file_name::is_language(&name.stem)) {
        return named(format!("it is the first page of {stem}"));
    }
    let is_pages = |folder: &str| matches!(folder, "pages" | "page" | "_pages" | "_tabs");
    name.folder.split('/').any(is_pages).then(|| of(PageWeight::Usual, "it lies among pages"))
}

#[cfg(test)]
mod tests {
    use super::super::file_name::FileName;
    use super::{names_page, signs};
    use crate::article::page::PageWeight::{self, Said, Template, Unlisted, Usual};
    use crate::load::front_matter::yaml;

    fn weight(path: &str, matter: &str, body: &str) -> Option<PageWeight> {
        let members = yaml::members(matter).ok().unwrap();
        signs(&FileName::new(path), &members, body, path.contains(".html")).sign.map(|sign| sign.weight)
    }

    #[test]
    fn layouts_of_pages_are_told_from_those_of_articles() {
        for layout in [
            "page",
            "Page",
            "default",
            "layouts/base.njk",
            "~/layouts/PageLayout.astro",
            "home",
            "404",
            "page-fullwidth",
            "tag_index",
        ] {
            assert!(names_page(layout), "{layout}");
        }
        for layout in
            ["post", "layouts/post.njk", "PostPage", "blog-post-page", "single", "recipe", "blog", "docs", "paged", ""]
        {
            assert!(!names_page(layout), "{layout}");
        }
    }

    #[test]
    fn front_matter_says_that_it_is_a_page() {
        for (matter, wanted) in [
            ("layout: page", Some(Said)),
            ("layout: post", None),
            ("layout:", Some(Usual)),
            ("type: about", Some(Said)),
            ("type: essay", None),
            ("template: about.html", Some(Said)),
            ("template: article.html", None),
            ("template: lighthouse.html", Some(Usual)),
            ("permalink: /404.html", Some(Said)),
            ("permalink: /", Some(Said)),
            ("permalink: /feed.xml", Some(Said)),
            ("permalink: /about/", Some(Usual)),
            ("permalink: /2026/the-ferry/", None),
            ("url: https://harbour.example/about", None),
            ("sitemap: false", Some(Said)),
            ("sitemap: true", None),
            ("menu: main", Some(Usual)),
            ("menu: false", None),
            ("eleventyExcludeFromCollections: true", Some(Unlisted)),
            ("eleventyExcludeFromCollections: false", None),
            ("build:\n  list: never", Some(Unlisted)),
            ("pagination:\n  data: collections.posts", Some(Said)),
            ("title: About", None),
            ("title: {{ title }}\ndate: {{ date }}", Some(Template)),
            ("title: \"{{ replace .Name }}\"", Some(Template)),
            ("title: \"{{ in Go\"", None),
        ] {
            assert_eq!(weight("the-ferry.md", matter, "At seven."), wanted, "{matter}");
        }
    }

    #[test]
    fn names_are_those_of_pages() {
        for (path, wanted) in [
            ("about.md", Some(Usual)),
            ("About Me.md", Some(Usual)),
            ("content/about/index.md", Some(Usual)),
            ("index.html", Some(Usual)),
            ("fr/index.md", Some(Usual)),
            ("harbour/index.html", Some(Usual)),
            ("pages/harbour.md", Some(Usual)),
            ("_index.md", Some(Unlisted)),
            ("harbour/_index.fr.md", Some(Unlisted)),
            ("harbour/index.md", None),
            ("about-ferries.md", None),
            ("research.md", None),
        ] {
            assert_eq!(weight(path, "title: A", "At seven."), wanted, "{path}");
        }
    }
}
