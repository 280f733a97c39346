//! Pages for people: an index of all feeds, and a page beside each feed. No script; one style sheet, which also makes
//! the feeds themselves readable in a browser.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Context, Envelope, Fragment, OutputFormat, Overview, SiteDocument, Uses};
use crate::article::Language;
use crate::article::date::rfc3339;
use crate::article::url::escape_path;
use crate::feed::{Entry, Feed, PublishedTerm, Taxonomy};

/// The page beside a feed. Not in the table of formats: nobody chooses it, and it is always there.
pub static PAGE: OutputFormat =
    OutputFormat { name: "html", title: "Page", file_name: "index.html", media_type: "text/html", entry, envelope };

/// The page at the top.
pub(super) const INDEX: SiteDocument =
    SiteDocument { file_name: "index.html", render: |overview| index(overview).into_string().into_bytes() };

/// The style sheet.
pub(super) const STYLE: SiteDocument =
    SiteDocument { file_name: "style.css", render: |_| include_bytes!("style.css").to_vec() };

/// Nothing is loaded but our style sheet and pictures.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src https: http:; base-uri 'none'; form-action 'none'";

/// The beginning of a page, up to and with its header. `feed` is the one that the page shows.
fn top(feed: &Feed, to_top: &str, context: &Context<'_>) -> Markup {
    let lang = feed.language.as_ref().map_or("en", Language::as_str);
    let dir = feed.language.as_ref().map_or("ltr", Language::direction);
    html! {
        (DOCTYPE)
        (PreEscaped(format!("<html lang=\"{lang}\" dir=\"{dir}\">")))
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta http-equiv="Content-Security-Policy" content=(POLICY);
            title { (feed.title) }
            meta name="description" content=(feed.description);
            link rel="stylesheet" href={ (to_top) "style.css" };
            @for format in context.formats {
                link rel="alternate" type=(format.media_type) title={ (feed.title) " (" (format.title) ")" } href=(format.file_name);
            }
        }
        (PreEscaped("<body>"))
        header {
            @if feed.term.is_some() {
                nav { a href={ (to_top) "index.html" } { bdi { (context.site.name()) } } }
            }
            h1 { bdi { (feed.headline) } }
            p { (feed.description) }
            (subscribe(feed, context))
        }
    }
}

/// The addresses of a feed, to copy into a reader.
fn subscribe(feed: &Feed, context: &Context<'_>) -> Markup {
    html! {
        section.subscribe aria-label="Subscribe" {
            p { "To follow, copy an address into your feed reader:" }
            ul {
                @for format in context.formats {
                    li {
                        a href=(format.file_name) { (format.title) } " "
                        code { (context.site.url(&feed.key.path(format.file_name))) }
                    }
                }
            }
        }
    }
}

fn bottom() -> Markup {
    let (name, uri, _) = super::GENERATOR;
    html! {
        footer { p { "Published with " a href=(uri) { (name) } "." } }
        (PreEscaped("</body></html>\n"))
    }
}

fn envelope(feed: &Feed, _: Uses, context: &Context<'_>) -> Envelope {
    let mut head = top(feed, feed.key.to_top(), context).into_string();
    head.push_str("<main>\n");
    if feed.entries.is_empty() {
        head.push_str("<p>There are no articles here at present.</p>");
    }
    let tail = format!("\n</main>{}", bottom().into_string());
    Envelope { head: head.into_bytes(), separator: "\n", tail: tail.into_bytes() }
}

/// The address of a term's page, seen from the page of another term.
fn page_of(term: &PublishedTerm) -> String {
    let folder = term.feed().folder();
    format!("../../{}index.html", escape_path(&folder))
}

fn entry(entry: &Entry<'_>, _: &Context<'_>) -> Fragment {
    let article = entry.article;
    let lang = article.language.as_ref().map(Language::as_str);
    // The text itself tells where no language does.
    let dir = article.language.as_ref().map_or("auto", Language::direction);
    let date = article.published.at;
    let day = article.published.day;
    let markup = html! {
        article id=(entry.anchor()) lang=[lang] dir=(dir) {
            h2 {
                @match &article.url {
                    Some(url) => a href=(url) { (article.title) },
                    None => (article.title),
                }
            }
            p.meta {
                @if let Some(source) = entry.source {
                    @if source.has_feed { a href=(page_of(source)) { bdi { (source.label) } } } @else { bdi { (source.label) } }
                    " · "
                }
                time datetime=(rfc3339(date)) { (day) }
                @for author in &article.authors { " · " bdi { (author) } }
            }
            @if !entry.excerpt.is_empty() { p { (entry.excerpt) } }
            @if !entry.tags.is_empty() {
                ul.tags {
                    @for tag in &entry.tags {
                        li { @if tag.has_feed { a href=(page_of(tag)) { "#" bdi { (tag.label) } } } @else { "#" bdi { (tag.label) } } }
                    }
                }
            }
        }
    };
    Fragment { head: markup.into_string().into_bytes().into(), ..Fragment::default() }
}

fn index(overview: &Overview<'_>) -> Markup {
    let context = overview.context;
    html! {
        @if let Some(all) = overview.feeds.first() { (top(all, "", context)) }
        main {
            p { a href="index.opml" { "All feeds as OPML" } ", to import into a feed reader, or " a href="feeds.json" { "as a list for programs" } "." }
            @for taxonomy in Taxonomy::ALL {
                (terms(*taxonomy, overview))
            }
        }
        (bottom())
    }
}

/// The feeds of one taxonomy as a table.
fn terms(taxonomy: Taxonomy, overview: &Overview<'_>) -> Markup {
    let terms = &overview.context.terms;
    let feeds: Vec<(&Feed, &PublishedTerm)> = overview
        .feeds
        .iter()
        .filter_map(|feed| feed.term.map(|n| (*feed, &terms[n])))
        .filter(|(_, term)| term.taxonomy == taxonomy)
        .collect();
    html! {
        @if !feeds.is_empty() {
            section aria-labelledby=(taxonomy.folder()) {
                h2 id=(taxonomy.folder()) { (taxonomy.heading()) }
                table {
                    thead { tr { th scope="col" { (taxonomy.heading()) } th scope="col" { "Entries" } th scope="col" { "Newest" } th scope="col" { "Feeds" } } }
                    tbody {
                        @for (feed, term) in feeds {
                            @let folder = page_of(term).trim_start_matches("../").to_owned();
                            tr {
                                th scope="row" { a href=(folder) { bdi { (term.label) } } }
                                td { (feed.entries.len()) }
                                td { @if let Some(n) = feed.entries.first() {
                                    @let published = overview.articles[*n].published;
                                    time datetime=(rfc3339(published.at)) { (published.day) }
                                } }
                                td { @for format in overview.context.formats {
                                    a href={ (folder.trim_end_matches("index.html")) (format.file_name) } { (format.title) } " "
                                } }
                            }
                        }
                    }
                }
            }
        }
    }
}
