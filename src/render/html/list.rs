//! Lists of all terms of a taxonomy, by their initials, in pages of a bounded size: twenty thousand tags open as fast as
//! two hundred.
//!
//! The first page of a list stands where the scheme of the taxonomy points (`tags/`). The names of the others have a dot,
//! which no slug has: no term's folder is ever in their way.

use std::borrow::Cow;

use icu_properties::props::Script;
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed};
use maud::{Markup, html};

use super::page::{Offer, Page};
use super::words::{Words, count, short_day};
use super::{name, page_of, picture};
use crate::article::url::escape_path;
use crate::feed::{Feed, PublishedTerm, Taxonomy};
use crate::render::{Context, Files, OutputFormat, Overview};

/// The most terms of a page, and the most bytes of what it says of them.
const MOST: usize = 500;
const MOST_BYTES: usize = 250_000;
/// The most initials that each page links to; where there are more, it links to the first of each page.
const MOST_INITIALS: usize = 300;

const SCRIPTS: CodePointMapDataBorrowed<'static, Script> = CodePointMapData::<Script>::new();

/// The path of a page of a list; the first has the number 0.
pub(super) fn path(taxonomy: Taxonomy, number: usize) -> String {
    match number {
        0 => format!("{}/index.html", taxonomy.folder()),
        _ => format!("{}/page-{}.html", taxonomy.folder(), number + 1),
    }
}

/// The feeds of a taxonomy that are listed, with their terms.
pub(super) fn feeds<'o>(taxonomy: Taxonomy, overview: &'o Overview<'_>) -> Vec<(&'o Feed, &'o PublishedTerm)> {
    let terms = overview.feeds.iter().filter_map(|feed| Some((*feed, &overview.context.terms[feed.term?])));
    terms.filter(|(_, term)| term.taxonomy == taxonomy).collect()
}

/// A term in a list: its name, its activity, the addresses of its feeds. `to_top` leads from the page to the top.
pub(super) fn card(feed: &Feed, term: &PublishedTerm, to_top: &str, words: Words, context: &Context<'_>) -> Markup {
    let page = page_of(term, to_top);
    let folder = page.trim_end_matches("index.html");
    html! {
        li {
            a href=(page) { (name(term)) }
            (picture::small(&feed.activity, words))
            div lang=[words.lang] dir=[words.dir] {
                span {
                    (count(feed.activity.articles, "article", "articles"))
                    @if let Some(newest) = feed.activity.newest { ", " time datetime=(newest) { (short_day(newest)) } }
                }
                span { @for format in context.formats { a href={ (folder) (format.file_name) } { (short(format)) } " " } }
            }
        }
    }
}

/// The name of a format where there is little room.
fn short(format: &OutputFormat) -> &str {
    format.title.split(' ').next().unwrap_or(format.title)
}

/// Under which heading a term stands: an order, and what the heading says.
///
/// Chinese characters are too many for a heading each, Korean syllables stand under their first consonant, and what has
/// no letter at all comes last.
fn initial(term: &PublishedTerm) -> (u8, Cow<'static, str>) {
    const CONSONANTS: [&str; 19] = [
        "ㄱ", "ㄲ", "ㄴ", "ㄷ", "ㄸ", "ㄹ", "ㅁ", "ㅂ", "ㅃ", "ㅅ", "ㅆ", "ㅇ", "ㅈ", "ㅉ", "ㅊ", "ㅋ", "ㅌ", "ㅍ",
        "ㅎ",
    ];
    let first = term.slug.chars().next().filter(|_| term.label.contains(char::is_alphanumeric));
    match first {
        None => (3, "#".into()),
        Some(c) if c.is_numeric() => (2, "0–9".into()),
        Some(c @ '가'..='힣') => (1, CONSONANTS[(c as usize - '가' as usize) / 588].into()),
        Some(c) if SCRIPTS.get(c) == Script::Han => (1, "漢字".into()),
        Some(c) if SCRIPTS.get(c) == Script::Latin => (0, c.to_uppercase().collect::<String>().into()),
        Some(c) if matches!(SCRIPTS.get(c), Script::Greek | Script::Cyrillic | Script::Armenian) => {
            (1, c.to_uppercase().collect::<String>().into())
        }
        Some(c) => (1, c.to_string().into()),
    }
}

/// One page of a list: under each heading its terms; and the size of what it says of them.
#[derive(Default)]
struct Sheet {
    groups: Vec<(Cow<'static, str>, Vec<Markup>)>,
    terms: usize,
    bytes: usize,
}

/// The terms of a taxonomy, on as many sheets as they need.
fn sheets(taxonomy: Taxonomy, words: Words, overview: &Overview<'_>) -> Vec<Sheet> {
    let mut feeds = feeds(taxonomy, overview);
    feeds.sort_by_cached_key(|(_, term)| (initial(term), term.slug.clone()));
    let mut sheets: Vec<Sheet> = Vec::new();
    for (feed, term) in feeds {
        let card = card(feed, term, "../", words, overview.context);
        let size = card.0.len();
        let is_full = |sheet: &Sheet| sheet.terms == MOST || sheet.bytes + size > MOST_BYTES;
        if sheets.last().is_none_or(is_full) {
            sheets.push(Sheet::default());
        }
        let Some(sheet) = sheets.last_mut() else { continue };
        sheet.terms += 1;
        sheet.bytes += size;
        let (_, heading) = initial(term);
        match sheet.groups.last_mut() {
            Some((last, cards)) if *last == heading => cards.push(card),
            _ => sheet.groups.push((heading, vec![card])),
        }
    }
    sheets
}

/// The lists of all taxonomies.
pub(super) fn render(overview: &Overview<'_>) -> Files {
    // A list has no feeds of its own; the nearest are those of all articles.
    let Some(all) = overview.feeds.first() else { return Vec::new() };
    let context = overview.context;
    let site = context.site;
    let offer = Offer { title: &all.title, key: &all.key, folder: "../" };
    let mut pages = Vec::new();
    for &taxonomy in Taxonomy::ALL {
        let words = Words::on(site.language.as_ref());
        let mut sheets = sheets(taxonomy, words, overview);
        // The pages of terms that have no articles now lead here, too.
        if sheets.is_empty() && context.terms.iter().any(|term| term.is_published() && term.taxonomy == taxonomy) {
            sheets.push(Sheet::default());
        }
        let terms = sheets.iter().map(|sheet| sheet.terms).sum();
        // Where each heading begins.
        let mut headings: Vec<(&str, usize)> = Vec::new();
        for (number, sheet) in sheets.iter().enumerate() {
            for (heading, _) in &sheet.groups {
                if headings.last().is_none_or(|(last, _)| last != heading) {
                    headings.push((heading, number));
                }
            }
        }
        for (number, sheet) in sheets.iter().enumerate() {
            let place = (number, sheets.len());
            let (heading, name) = (taxonomy.heading(), site.name());
            let title = match number {
                0 => format!("{heading} – {name}"),
                _ => format!("{heading} – {name} (page {} of {})", place.0 + 1, place.1),
            };
            let page = Page { title: &title, language: site.language.as_ref(), to_top: "../", context };
            let said = count(terms, taxonomy.name(), taxonomy.folder());
            let markup = html! {
                (page.top(offer, &format!("All {said} of {} that have feeds.", site.name())))
                header {
                    (page.trail(None, false))
                    h1 { span lang=[words.lang] { (taxonomy.heading()) } }
                    p lang=[words.lang] dir=[words.dir] {
                        @if terms > 0 { (said) ", each with its feeds." } @else { "There are none at present." }
                        @if place.1 > 1 { " Page " (place.0 + 1) " of " (place.1) "." }
                    }
                    (initials(&headings, taxonomy, number))
                }
                main #articles {
                    @for (heading, cards) in &sheet.groups {
                        @let begins_here = headings.iter().any(|begins| *begins == (heading, number));
                        section.wide aria-label=(heading) {
                            h2 id=[begins_here.then_some(heading)] {
                                (heading) @if !begins_here { small lang=[words.lang] { " continued" } }
                            }
                            ul.terms { @for card in cards { (card) } }
                        }
                    }
                    (pager(taxonomy, place, words))
                }
                (page.bottom())
            };
            pages.push((path(taxonomy, number).into(), markup.into_string().into_bytes()));
        }
    }
    pages
}

/// Links to all headings of a list, wherever they are.
fn initials(headings: &[(&str, usize)], taxonomy: Taxonomy, here: usize) -> Markup {
    let mut shown = headings.to_vec();
    if shown.len() > MOST_INITIALS {
        shown.dedup_by_key(|(_, number)| *number);
    }
    html! {
        @if shown.len() > 1 {
            nav.initials aria-label="A–Z" {
                @for (heading, number) in &shown {
                    a href={ @if *number != here { (file_name(taxonomy, *number)) } "#" (escape_path(heading)) } { bdi { (heading) } } " "
                }
            }
        }
    }
}

/// Links to the pages before and after.
fn pager(taxonomy: Taxonomy, (number, pages): (usize, usize), words: Words) -> Markup {
    html! {
        @if pages > 1 {
            nav.pager aria-label="Pages" lang=[words.lang] dir=[words.dir] {
                @if number > 0 { a rel="prev" href=(file_name(taxonomy, number - 1)) { "← Previous page" } " " }
                @if number + 1 < pages { a rel="next" href=(file_name(taxonomy, number + 1)) { "Next page →" } }
            }
        }
    }
}

/// The name of a page of a list in its folder.
fn file_name(taxonomy: Taxonomy, number: usize) -> String {
    path(taxonomy, number).split_off(taxonomy.folder().len() + 1)
}
