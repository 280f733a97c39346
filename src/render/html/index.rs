//! The page at the top: the newest articles, and all terms, or where they are many the liveliest.

use std::cmp::Reverse;

use chrono::{Days, NaiveDate};
use maud::{Markup, html};

use super::page::{Offer, Page};
use super::words::{Words, count, grouped};
use super::{facts, history, list, list_path, name, own_page, page_of, published};
use crate::article::{Language, Outline};
use crate::feed::{Activity, Feed, PublishedTerm, Taxonomy, anchor};
use crate::render::{Context, Files, Overview};

/// The most terms of a taxonomy that all stand here.
pub const ALL: usize = 200;
/// How many terms of a taxonomy with more stand on the page, and the most bytes of their cards.
pub const LIVELIEST: usize = 60;
const MOST_BYTES: usize = 80_000;
/// Those are the liveliest that have most articles of so many days before the newest.
const LATELY: Days = Days::new(182);
/// How many articles stand here.
pub const NEWEST: usize = 8;

pub(super) fn render(overview: &Overview<'_>) -> Files {
    let Some(all) = overview.feeds.first().map(|listed| listed.feed) else { return Vec::new() };
    let context = overview.context;
    let site = context.site;
    let page = Page { title: &all.title, language: all.language.as_ref(), to_top: "", context };
    let words = page.words();
    let offer = Offer { title: &all.title, key: &all.key, folder: "" };
    let lists: Vec<Taxonomy> =
        Taxonomy::ALL.iter().copied().filter(|taxonomy| list::count_of(*taxonomy, overview) > 0).collect();
    let markup = html! {
        (page.top(offer, &all.description))
        header {
            h1 { bdi { (all.headline) } }
            @match &site.description {
                Some(description) => p { bdi { (description) } },
                None => p lang=[words.lang] dir=[words.dir] { (all.description) },
            }
            (facts(all, words))
        }
        main {
            (newest(all, overview, words))
            div.side {
                (page.subscribe(offer))
                p.meta lang=[words.lang] dir=[words.dir] {
                    "All feeds at once: " a href="index.opml" { "as OPML" } ", to import into a feed reader, and "
                    a href="feeds.json" { "as JSON" } ", for programs."
                }
            }
            (history(all, "", words))
            @for taxonomy in lists { (terms(taxonomy, overview, words)) }
        }
        (page.bottom())
    };
    vec![("index.html".into(), markup.into_string().into_bytes())]
}

/// An article: its title, source and date.
fn headline(n: usize, article: &Outline<'_>, source: Option<&PublishedTerm>, context: &Context<'_>) -> Markup {
    let mut buffer = Vec::new();
    let words = article.words(&mut buffer);
    let language = article.language.as_ref();
    let own = context.pages[n].as_ref().map(|page| own_page(page, ""));
    let here = source.filter(|source| source.has_feed).map(|source| page_of(source, ""));
    html! {
        li lang=[language.map(Language::as_str)] dir=(language.map_or("auto", Language::direction)) {
            @match (words.url.or(own.as_deref()), &here) {
                (Some(url), _) => a href=(url) { (words.title) },
                (None, Some(page)) => a href={ (page) "#" (anchor(article.id())) } { (words.title) },
                (None, None) => (words.title),
            }
            " "
            span.meta {
                @if let Some(source) = source {
                    @if let Some(page) = here { a href=(page) { (name(source)) } } @else { (name(source)) }
                    " · "
                }
                (published(article.published, language, context))
            }
        }
    }
}

/// The newest articles: their titles, sources and dates.
fn newest(all: &Feed, overview: &Overview<'_>, words: Words) -> Markup {
    let context = overview.context;
    html! {
        section.list aria-labelledby="articles" {
            h2 #articles lang=[words.lang] { "Newest articles" }
            @if all.entries.is_empty() {
                p.none lang=[words.lang] dir=[words.dir] { "There are no articles here at present." }
            } @else {
                ul.newest {
                    @for n in all.entries.iter().take(NEWEST) {
                        @let source = context.article_terms.of(*n).source().map(|source| &context.terms[source]);
                        (headline(*n, &overview.articles[*n], source, context))
                    }
                }
            }
        }
    }
}

/// Since when articles count for how lively terms are, of which the newest article is of a day.
pub fn lively_since(newest: NaiveDate) -> NaiveDate {
    newest.checked_sub_days(LATELY).unwrap_or(newest)
}

/// The terms of a taxonomy: all of few, by name; of many those that had most articles of late.
fn terms(taxonomy: Taxonomy, overview: &Overview<'_>, words: Words) -> Markup {
    let standing = overview.rest.liveliest.iter().map(|(activity, term)| (activity, term));
    let mut feeds: Vec<(&Activity, &PublishedTerm)> = overview
        .of(taxonomy)
        .map(|(feed, term)| (&feed.activity, term))
        .chain(standing.filter(|(_, term)| term.taxonomy == taxonomy))
        .collect();
    feeds.sort_by_key(|(_, term)| &term.slug);
    let number = list::count_of(taxonomy, overview);
    let are_all = number <= ALL;
    if !are_all {
        let newest = feeds.iter().filter_map(|(activity, _)| activity.newest).max();
        let since = lively_since(newest.max(overview.others(taxonomy).newest).unwrap_or_default());
        feeds.sort_by_key(|(activity, _)| Reverse((activity.since(since), activity.articles)));
        feeds.truncate(LIVELIEST);
    }
    let mut room = MOST_BYTES;
    let cards: Vec<Markup> = feeds
        .iter()
        .map(|(activity, term)| list::card(activity, term, "", words, overview.context))
        .take_while(|card| {
            let rest = room.checked_sub(card.0.len());
            room = rest.unwrap_or(0);
            rest.is_some()
        })
        .collect();
    let are_all = are_all && cards.len() == number;
    let folder = taxonomy.folder();
    html! {
        section.wide aria-labelledby=(folder) {
            h2 id=(folder) lang=[words.lang] { (taxonomy.heading()) }
            p.meta lang=[words.lang] dir=[words.dir] {
                @if are_all {
                    (count(number, taxonomy.name(), folder)) ". "
                } @else {
                    "The liveliest " (grouped(cards.len())) " of " (count(number, taxonomy.name(), folder)) ". "
                    a href=(list_path::path(taxonomy, 0)) { "All " (folder) " from A to Z" } ". "
                }
            }
            ul.terms { @for card in &cards { (card) } }
        }
    }
}
