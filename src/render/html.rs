//! Pages for people: a page beside each feed, an index, and lists of all terms. No script; one style sheet, which also
//! makes the feeds themselves readable in a browser.
//!
//! A page is in the language of its articles; its own words are English and say so ([`words`]). But for the page of one article,
//! which has the pictures of its text, nothing here shows pictures of articles: no other page asks another server for anything.

mod article;
mod index;
mod list;
mod list_path;
mod page;
mod picture;
mod words;

use maud::{Markup, PreEscaped, html};

use self::page::{Offer, Page};
use self::words::{Words, count, day};
use super::kept::around;
use super::{Context, Envelope, Fragment, OutputFormat, SiteDocument, Uses, whole};
use crate::article::date::rfc3339;
use crate::article::url::escape_path;
use crate::article::{ArticleId, Language, Published, Term};
use crate::feed::{Entry, Feed, FeedKey, PublishedTerm, Taxonomy, anchor, page_folder, related};

/// The page beside a feed. It is not in the table of formats, as it cannot be chosen and is always there.
pub static PAGE: OutputFormat = OutputFormat {
    name: "html",
    title: "Page",
    file_name: "index.html",
    media_type: "text/html",
    entry,
    envelope,
    prefixes: |_| Vec::new(),
    find,
    changed: |_| None,
};

/// The same, in the archive of the feed of a term, which lies deeper.
pub static DEEP_PAGE: OutputFormat = OutputFormat { name: "archive-html", entry: deep_entry, ..PAGE };

pub use article::page as article_page;
pub use index::{ALL as ALL_ON_INDEX, LIVELIEST, NEWEST as NEWEST_ON_INDEX, lively_since};

// It says little of each feed: it is always made as a whole.
pub(super) const INDEX: SiteDocument =
    SiteDocument { name: "index", render: index::render, edit: |overview, _| Some(whole(index::render(overview))) };

/// The lists of all terms of a taxonomy.
pub(super) const LISTS: SiteDocument = SiteDocument { name: "lists", render: list::render, edit: list::edit };

/// The style sheet, and the picture that browsers show beside a page's title.
pub(super) const STYLE: SiteDocument = SiteDocument {
    name: "style",
    render: |_| {
        vec![
            ("style.css".into(), include_bytes!("style.css").to_vec()),
            ("icon.svg".into(), include_bytes!("icon.svg").to_vec()),
        ]
    },
    edit: |_, _| Some(Vec::new()),
};

/// The most tags that a page names as related.
pub const RELATED: usize = 12;

/// The most characters of a name that a link shows.
const LONGEST_NAME: usize = 120;

/// How a term is written: tags as hashtags.
fn name(term: &PublishedTerm) -> Markup {
    let sign = if term.taxonomy == Taxonomy::Tag { "#" } else { "" };
    let cut = term.label.char_indices().nth(LONGEST_NAME).map(|(at, _)| &term.label[..at]);
    html! { bdi { (sign) (cut.unwrap_or(&term.label)) @if cut.is_some() { "…" } } }
}

/// The address of a term's page, seen from a folder from which `to_top` leads to the top.
fn page_of(term: &PublishedTerm, to_top: &str) -> String {
    format!("{to_top}{}{}", escape_path(&term.feed().folder()), PAGE.file_name)
}

/// The address of an article's own page, seen likewise.
fn own_page(page: &str, to_top: &str) -> String {
    format!("{to_top}{}{}", escape_path(&page_folder(page)), PAGE.file_name)
}

fn envelope(feed: &Feed, _: Uses, context: &Context<'_>) -> Envelope {
    let page = Page { title: &feed.title, language: feed.language.as_ref(), to_top: feed.key.to_top(), context };
    let words = page.words();
    let term = feed.term.map(|n| &context.terms[n]);
    let own = Offer { title: &feed.title, key: &feed.key, folder: "" };
    let offer = offer_of_archive(feed).unwrap_or(own);
    let mut head = page.top(offer, &feed.description).into_string();
    let body = html! {
        header {
            (page.trail(term, feed.is_archive()))
            h1 { (headline(feed, term, words)) }
            @if !feed.is_archive() { (facts(feed, words)) }
        }
    };
    head.push_str(&body.into_string());
    head.push_str("<main>");
    let top = html! {
        div.side {
            (page.subscribe(offer))
            @if !feed.is_archive() { (related_to(feed, &page)) }
        }
        (PreEscaped("<section class=\"list\" aria-labelledby=\"articles\">"))
        h2 #articles lang=[words.lang] { @if feed.is_archive() { "Articles" } @else { "Newest articles" } }
        @if feed.entries.is_empty() && !feed.is_archive() {
            p.none lang=[words.lang] dir=[words.dir] {
                "There are no articles here at present. The feeds are still there: if you subscribe now, you will get the next ones."
            }
        }
    };
    head.push_str(&top.into_string());
    let past = history(feed, page.to_top, words).into_string();
    let tail = format!("</section>{past}</main>{}", page.bottom().into_string());
    Envelope { head: head.into_bytes(), separator: "\n", tail: tail.into_bytes() }
}

/// What a page of an archive offers: the feed that it belongs to. Nothing on such a page changes with that feed.
fn offer_of_archive(feed: &Feed) -> Option<Offer<'_>> {
    let FeedKey::Archive(current, name) = &feed.key else { return None };
    let title = feed.title.strip_suffix(&format!(" ({name})")).unwrap_or(&feed.title);
    Some(Offer { title, key: current, folder: "../../" })
}

/// The headline of a feed, the name in it set apart.
fn headline(feed: &Feed, term: Option<&PublishedTerm>, words: Words) -> Markup {
    let part = match &feed.key {
        FeedKey::Archive(_, name) => format!(": {name}"),
        _ => String::new(),
    };
    let whole = feed.headline.strip_suffix(part.as_str()).unwrap_or(&feed.headline);
    // What the configuration says is in the language of the page, unless another one is known.
    let made = term.filter(|term| term.rules.title.is_none());
    let named = made.and_then(|term| Some((whole.strip_suffix(term.label.as_str())?, term)));
    html! {
        @match named {
            Some((before, term)) => bdi lang=[words.lang] {
                (before.trim_end_matches('#'))
                bdi lang="" { @if before.ends_with('#') { "#" } (term.label) }
                (part)
            },
            None => bdi { (feed.headline) },
        }
    }
}

/// How many articles there are, how new they are, and a picture of it.
fn facts(feed: &Feed, words: Words) -> Markup {
    let activity = &feed.activity;
    let articles = match activity.articles {
        0 => "No articles".to_owned(),
        number => count(number, "article", "articles"),
    };
    html! {
        div.facts lang=[words.lang] dir=[words.dir] {
            p {
                strong { (articles) }
                @if let Some(newest) = activity.newest {
                    ", newest " time datetime=(newest) { (day(newest)) }
                }
            }
            @if activity.articles > 0 { (picture::figure(activity)) }
        }
    }
}

/// The ways into the past of a feed, and back.
fn history(feed: &Feed, to_top: &str, words: Words) -> Markup {
    let history = feed.history.iter();
    let ways: Vec<(&str, &str, &FeedKey)> = history
        .flat_map(|history| {
            let ways = [
                ("prev", "Older articles", &history.previous),
                ("next", "Newer articles", &history.next),
                ("up", "Newest articles", &history.current),
            ];
            ways.into_iter().filter_map(|(rel, text, to)| Some((rel, text, to.as_ref()?)))
        })
        .collect();
    html! {
        @if !ways.is_empty() {
            nav.history aria-label="Archive" lang=[words.lang] dir=[words.dir] {
                ul {
                    @for (rel, text, to) in ways {
                        li { a rel=(rel) href={ (to_top) (escape_path(&to.path(PAGE.file_name))) } { (text) } }
                    }
                }
            }
        }
    }
}

/// Tags that the entries of a feed have besides its own.
fn related_to(feed: &Feed, page: &Page<'_>) -> Markup {
    let context = page.context;
    let words = page.words();
    let known = feed.related.clone();
    let tags = known.unwrap_or_else(|| related(feed, context.article_terms, context.terms, RELATED));
    html! {
        @if !tags.is_empty() {
            nav.related aria-labelledby="related" {
                h2 #related lang=[words.lang] { "Related tags" }
                ul.tags { @for tag in tags { (chip(&context.terms[tag], page.to_top)) } }
            }
        }
    }
}

/// The tags that have feeds of an article, by its entry as it is published on the page of a feed: the name of the folder of each, as
/// addresses have it.
pub fn tags_on_page(entry: &[u8]) -> impl Iterator<Item = &str> {
    let entry = std::str::from_utf8(entry).unwrap_or_default();
    let tags = entry.rsplit_once("<ul class=\"tags\">").map_or("", |(_, tags)| tags);
    let tags = tags.split("<li><a href=\"../../tags/").skip(1);
    tags.filter_map(|tag| Some(tag.split_once("/index.html\">")?.0))
}

/// A term in a row of them.
fn chip(term: &PublishedTerm, to_top: &str) -> Markup {
    html! { li { @if term.has_feed { a href=(page_of(term, to_top)) { (name(term)) } } @else { (name(term)) } } }
}

/// The day of an article, whose language is its `own`: in words where the publication is in English, else in figures; in figures, too, among words
/// that run from right to left.
fn published(published: Published, own: Option<&Language>, context: &Context<'_>) -> Markup {
    let is_english = context.site.language.as_ref().is_none_or(words::is_english);
    let in_words = is_english && own.is_none_or(|own| own.direction() == "ltr");
    html! {
        @if in_words {
            time datetime=(rfc3339(published.at)) lang=[Words::on(own).lang] { (day(published.day)) }
        } @else {
            time datetime=(rfc3339(published.at)) { (published.day) }
        }
    }
}

/// The term of an author, where feeds are about authors.
fn term_of<'e>(author: &str, entry: &Entry<'e>) -> Option<&'e PublishedTerm> {
    let mut terms = entry.authors.iter().filter(|term| term.has_feed).peekable();
    terms.peek()?;
    let named = Term::new(author)?;
    terms.find(|term| term.key == named.key).copied()
}

/// The tags of an article, and its categories that have feeds.
fn topics<'e>(entry: &Entry<'e>) -> Vec<&'e PublishedTerm> {
    let categories = entry.categories.iter().filter(|term| term.has_feed);
    entry.tags.iter().chain(categories).copied().collect()
}

/// From where an article is, of when, and by whom; the date leads to its `own` page, if that is to be.
fn meta(entry: &Entry<'_>, own: Option<&str>, context: &Context<'_>, to_top: &str) -> Markup {
    let article = entry.article;
    let date = published(article.published, article.language.as_ref(), context);
    html! {
        @if let Some(source) = entry.source {
            @if source.has_feed { a href=(page_of(source, to_top)) { (name(source)) } } @else { (name(source)) }
            " · "
        }
        @match own {
            Some(own) => a href=(own) { (date) },
            None => (date),
        }
        @for author in &article.authors {
            " · "
            @match term_of(author, entry) {
                Some(term) => a href=(page_of(term, to_top)) { bdi { (author) } },
                None => bdi { (author) },
            }
        }
    }
}

fn find<'d>(page: &'d [u8], id: &ArticleId) -> Option<&'d [u8]> {
    let open = format!("<article id=\"{}\"", anchor(id));
    around(page, open.as_bytes(), open.as_bytes(), b"</article>")
}

/// Seen from the page of a term, and from a page of the archive of all articles.
fn entry(entry: &Entry<'_>, context: &Context<'_>) -> Fragment {
    entry_below(entry, context, "../../")
}

fn deep_entry(entry: &Entry<'_>, context: &Context<'_>) -> Fragment {
    entry_below(entry, context, "../../../../")
}

/// An entry on a page from whose folder `to_top` leads to the top.
fn entry_below(entry: &Entry<'_>, context: &Context<'_>, to_top: &str) -> Fragment {
    let article = entry.article;
    let lang = article.language.as_ref().map(Language::as_str);
    // The text itself tells where no language does.
    let dir = article.language.as_ref().map_or("auto", Language::direction);
    let topics = topics(entry);
    let own = entry.page.map(|page| own_page(page, to_top));
    let markup = html! {
        article id=(entry.anchor()) lang=[lang] dir=(dir) {
            h3 {
                @match (&article.url, &own) {
                    (Some(url), _) => a href=(url) { (article.title) },
                    (None, Some(own)) => a href=(own) { (article.title) },
                    (None, None) => (article.title),
                }
            }
            // Where its title leads elsewhere, its date leads to its page here.
            p.meta { (meta(entry, own.as_deref().filter(|_| article.url.is_some()), context, to_top)) }
            @if !entry.excerpt.is_empty() { p { (entry.excerpt) } }
            @if !topics.is_empty() {
                ul.tags { @for term in topics { (chip(term, to_top)) } }
            }
        }
    };
    Fragment { head: markup.into_string().into_bytes().into(), ..Fragment::default() }
}
