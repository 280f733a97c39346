//! The page of one article: its whole text, who wrote it when, and ways to what is about the same.
//!
//! It leads only to what stays while it is there, and says nothing that changes with other articles: it is made again when its
//! article changes, and only then.

use std::borrow::Cow;

use maud::{Markup, PreEscaped, html};

use super::page::{Offer, Page, Top};
use super::{LONGEST_NAME, chip, meta, topics};
use crate::article::{Language, Media};
use crate::feed::{Entry, FeedKey};
use crate::render::Context;

/// The way from the folder of such a page to the top.
const TO_TOP: &str = "../../";

/// The page of an article, whose entry has its whole text.
pub fn page(entry: &Entry<'_>, context: &Context<'_>) -> Vec<u8> {
    let article = entry.article;
    let title = match &context.site.title {
        Some(site) => format!("{} – {site}", article.title),
        None => article.title.clone(),
    };
    let page = Page { title: &title, language: article.language.as_ref(), to_top: TO_TOP, context };
    let words = page.words();
    let lang = article.language.as_ref().map(Language::as_str);
    // The text itself tells where no language does.
    let dir = article.language.as_ref().map_or("auto", Language::direction);
    let top = Top {
        offer: Offer { title: context.site.name(), key: &FeedKey::All, folder: TO_TOP },
        description: if entry.excerpt.is_empty() { &article.title } else { &entry.excerpt },
        canonical: article.url.as_ref(),
        main: ("article", "Skip to the article"),
        has_media: true,
    };
    let markup = html! {
        (page.head(&top))
        header {
            (page.trail_to(entry.source))
            h1 { bdi lang=[lang] dir=(dir) { (article.title) } }
            p.meta lang=[lang] dir=(dir) { (meta(entry, None, context, TO_TOP)) }
        }
        main {
            article #article.list.text lang=[lang] dir=(dir) {
                @match &entry.content {
                    Some(content) => (PreEscaped(below_a_headline(&with_alternatives(content)))),
                    None => @if !entry.excerpt.is_empty() { p { (entry.excerpt) } },
                }
                (files(&article.media))
                @if let Some(url) = &article.url {
                    p.meta lang=[words.lang] dir=[words.dir] { "Original: " a href=(url) { bdi { (shown(url.as_str())) } } }
                }
            }
            (more(entry, &page))
        }
        (page.bottom())
    };
    markup.into_string().into_bytes()
}

/// A safe text whose pictures say all what they show, or that this is not known: who listens to a page hears addresses otherwise.
fn with_alternatives(content: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    for (at, _) in content.match_indices("<img ") {
        let (mut is_quoted, mut says) = (false, false);
        for (n, byte) in content.bytes().enumerate().skip(at) {
            match byte {
                b'"' => is_quoted = !is_quoted,
                b' ' if !is_quoted => says |= content[n..].starts_with(" alt="),
                b'>' if !is_quoted => break,
                _ => {}
            }
        }
        if !says {
            let end = at + "<img".len();
            out.push_str(&content[copied..end]);
            out.push_str(" alt=\"\"");
            copied = end;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(content);
    }
    out.push_str(&content[copied..]);
    Cow::Owned(out)
}

/// A safe text whose headings are below the headline of the page.
fn below_a_headline(content: &str) -> Cow<'_, str> {
    let has = |tag| content.contains(tag);
    if !has("<h1>") && !has("<h1 ") {
        return Cow::Borrowed(content);
    }
    let below = |text: &str, from: &str| text.replace(from, &from.replace("h1", "h2"));
    Cow::Owned(["<h1>", "<h1 ", "</h1>"].into_iter().fold(content.to_owned(), |text, from| below(&text, from)))
}

/// An address or the name of a file, not longer than a name.
fn shown(text: &str) -> String {
    match text.char_indices().nth(LONGEST_NAME) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// The files that belong to an article.
fn files(media: &[Media]) -> Markup {
    html! {
        @if !media.is_empty() {
            ul.files {
                @for file in media { li { a href=(file.url) { bdi { (shown(file.url.as_str())) } } " " (file.media_type) } }
            }
        }
    }
}

/// The ways to what is about the same.
fn more(entry: &Entry<'_>, page: &Page<'_>) -> Markup {
    let topics = topics(entry);
    html! {
        @if !topics.is_empty() {
            div.side {
                nav.related aria-labelledby="tags" {
                    h2 #tags lang=[page.words().lang] { "Tags" }
                    ul.tags { @for term in topics { (chip(term, TO_TOP)) } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{below_a_headline, with_alternatives};

    #[test]
    fn a_page_has_one_headline() {
        assert_eq!(below_a_headline("<h1>a</h1><h1 lang=\"x\">b</h1>"), "<h2>a</h2><h2 lang=\"x\">b</h2>");
        assert_eq!(below_a_headline("<h2>a</h2>"), "<h2>a</h2>");
    }

    #[test]
    fn pictures_say_what_they_show_or_that_it_is_not_known() {
        for (text, there) in [
            ("<p>a</p>", "<p>a</p>"),
            ("<img src=\"a\"><img alt=\"x\" src=\"b\">", "<img alt=\"\" src=\"a\"><img alt=\"x\" src=\"b\">"),
            ("<img src=\"a\" title=\"> alt=\"> alt=", "<img alt=\"\" src=\"a\" title=\"> alt=\"> alt="),
            ("<img src=\"a\" alt=\"\">", "<img src=\"a\" alt=\"\">"),
        ] {
            assert_eq!(with_alternatives(text), there);
        }
    }
}
