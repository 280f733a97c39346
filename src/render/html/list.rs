//! Lists of all terms of a taxonomy, by their initials, in pages of a bounded size: twenty thousand tags open as fast as
//! two hundred.
//!
//! The first page of a list stands where the scheme of the taxonomy points (`tags/`). The names of the others have a dot,
//! which no slug has: no term's folder is ever in their way.

mod edit;

use std::borrow::Cow;

use icu_properties::props::Script;
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed};
use maud::{Markup, PreEscaped, html};

use super::list_path::{file_name, path};
use super::page::{Offer, Page};
use super::words::{Words, count, short_day};
use super::{name, page_of, picture};
use crate::article::url::escape_path;
use crate::feed::{Activity, Feed, PublishedTerm, Taxonomy};
use crate::render::{Context, Files, OutputFormat, Overview};

pub(super) use edit::edit;

/// The most terms of a page, and the most bytes of their cards. There is room for so many cards as they mostly are: where pages end by
/// their number, a card that grows moves no other one to the next page.
const MOST: usize = 400;
const MOST_BYTES: usize = 250_000;
/// The most initials that each page links to; where there are more, it links to the first of each page.
const MOST_INITIALS: usize = 300;

const SCRIPTS: CodePointMapDataBorrowed<'static, Script> = CodePointMapData::<Script>::new();

/// How many feeds of a taxonomy are listed.
pub(super) fn count_of(taxonomy: Taxonomy, overview: &Overview<'_>) -> usize {
    overview.of(taxonomy).count() + overview.others(taxonomy).count
}

/// A term in a list: its name, its activity, the addresses of its feeds. `to_top` leads from the page to the top.
pub(super) fn card(
    activity: &Activity,
    term: &PublishedTerm,
    to_top: &str,
    words: Words,
    context: &Context<'_>,
) -> Markup {
    let page = page_of(term, to_top);
    let folder = page.trim_end_matches("index.html");
    html! {
        li {
            a href=(page) { (name(term)) }
            (picture::small(activity, words))
            div lang=[words.lang] dir=[words.dir] {
                span {
                    (count(activity.articles, "article", "articles"))
                    @if let Some(newest) = activity.newest { ", " time datetime=(newest) { (short_day(newest)) } }
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

/// The heading of a term: its rank among the headings, and its text.
type Initial<'c> = (u8, Cow<'c, str>);

/// The heading of a term.
///
/// Chinese characters are too many for a heading each, Korean syllables stand under their first consonant, and what has
/// no letter at all comes last.
fn initial(term: &PublishedTerm) -> Initial<'static> {
    const CONSONANTS: [&str; 19] = [
        "ㄱ", "ㄲ", "ㄴ", "ㄷ", "ㄸ", "ㄹ", "ㅁ", "ㅂ", "ㅃ", "ㅅ", "ㅆ", "ㅇ", "ㅈ", "ㅉ", "ㅊ", "ㅋ", "ㅌ", "ㅍ",
        "ㅎ",
    ];
    let first = term.slug.chars().next().filter(|_| term.label.contains(char::is_alphanumeric));
    let heading: Cow<'static, str> = match first {
        None => NO_LETTER.into(),
        Some(c) if c.is_numeric() => NUMBER.into(),
        Some(c @ '가'..='힣') => CONSONANTS[(c as usize - '가' as usize) / 588].into(),
        Some(c) => match SCRIPTS.get(c) {
            Script::Han => "漢字".into(),
            Script::Latin | Script::Greek | Script::Cyrillic | Script::Armenian => {
                c.to_uppercase().collect::<String>().into()
            }
            _ => c.to_string().into(),
        },
    };
    (rank(&heading), heading)
}

/// The headings of terms that begin with a number, and of those that have no letter.
const NUMBER: &str = "0–9";
const NO_LETTER: &str = "#";

/// The rank of a heading: Latin letters, other scripts, numbers, no letter.
fn rank(heading: &str) -> u8 {
    match heading {
        NO_LETTER => 3,
        NUMBER => 2,
        _ if heading.chars().next().is_some_and(|c| SCRIPTS.get(c) == Script::Latin) => 0,
        _ => 1,
    }
}

/// A term of a list: its place, and its HTML.
struct Card<'c> {
    initial: Initial<'c>,
    slug: Cow<'c, str>,
    html: Cow<'c, str>,
}

impl Card<'_> {
    /// Its order among others.
    fn order(&self) -> (u8, &str, &str) {
        (self.initial.0, &self.initial.1, &self.slug)
    }
}

/// One page of a list: the cards of the terms under each heading, their number and their size.
#[derive(Default)]
struct Sheet<'c> {
    groups: Vec<(Cow<'c, str>, Vec<Cow<'c, str>>)>,
    terms: usize,
    bytes: usize,
}

/// Distributes cards, in their order, over as many pages as they need.
fn sheets(cards: Vec<Card<'_>>) -> Vec<Sheet<'_>> {
    let mut sheets: Vec<Sheet<'_>> = Vec::new();
    for Card { initial: (_, heading), html, .. } in cards {
        let size = html.len();
        let is_full = |sheet: &Sheet<'_>| sheet.terms == MOST || sheet.bytes + size > MOST_BYTES;
        if sheets.last().is_none_or(is_full) {
            sheets.push(Sheet::default());
        }
        let Some(sheet) = sheets.last_mut() else { continue };
        sheet.terms += 1;
        sheet.bytes += size;
        match sheet.groups.last_mut() {
            Some((last, cards)) if *last == heading => cards.push(html),
            _ => sheet.groups.push((heading, vec![html])),
        }
    }
    sheets
}

/// The cards of the terms of a taxonomy that the overview has, in their order.
fn cards(taxonomy: Taxonomy, overview: &Overview<'_>) -> Vec<Card<'static>> {
    let words = Words::on(overview.context.site.language.as_ref());
    let of_term = |(feed, term): (&Feed, &PublishedTerm)| Card {
        initial: initial(term),
        slug: term.slug.clone().into(),
        html: card(&feed.activity, term, "../", words, overview.context).0.into(),
    };
    let mut cards: Vec<Card<'_>> = overview.of(taxonomy).map(of_term).collect();
    cards.sort_by(|a, b| a.order().cmp(&b.order()));
    cards
}

/// The lists of all taxonomies.
pub(super) fn render(overview: &Overview<'_>) -> Files {
    let is_published = |term: &PublishedTerm, taxonomy| term.is_published() && term.taxonomy == taxonomy;
    let mut all = Vec::new();
    for &taxonomy in Taxonomy::ALL {
        let mut sheets = sheets(cards(taxonomy, overview));
        // The pages of terms that have no articles now lead here, too.
        if sheets.is_empty() && overview.context.terms.iter().any(|term| is_published(term, taxonomy)) {
            sheets.push(Sheet::default());
        }
        all.extend(pages(taxonomy, &sheets, overview));
    }
    all
}

/// The pages of a list.
fn pages(taxonomy: Taxonomy, sheets: &[Sheet<'_>], overview: &Overview<'_>) -> Files {
    // A list has no feeds of its own; the nearest are those of all articles.
    let Some(all) = overview.feeds.first().map(|listed| listed.feed) else { return Vec::new() };
    let context = overview.context;
    let site = context.site;
    let words = Words::on(site.language.as_ref());
    let offer = Offer { title: &all.title, key: &all.key, folder: "../" };
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
    let page = |(number, sheet): (usize, &Sheet<'_>)| {
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
                        ul.terms { @for card in cards { (PreEscaped(card)) } }
                    }
                }
                (pager(taxonomy, place, words))
            }
            (page.bottom())
        };
        (path(taxonomy, number).into(), markup.into_string().into_bytes())
    };
    sheets.iter().enumerate().map(page).collect()
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
