//! Lists of which a few terms have changed, put together from what is published.

use std::collections::BTreeSet;
use std::rc::Rc;

use memchr::memmem;

use super::{Card, MOST, MOST_BYTES, Sheet, cards, count_of, pages, rank, sheets};
use crate::feed::Taxonomy;
use crate::render::html::list_path::path;
use crate::render::pieces::feed_in;
use crate::render::{Edits, Overview, Part, Published, whole};

/// The pages of the lists in which terms that are at hand stand, or should.
pub(in crate::render::html) fn edit(overview: &Overview<'_>, published: Published<'_>) -> Option<Edits> {
    let mut edits = Vec::new();
    for &taxonomy in Taxonomy::ALL {
        let new = cards(taxonomy, overview);
        let unlisted = overview.unlisted.iter().filter(|term| term.taxonomy == taxonomy).map(|term| &*term.slug);
        let unlisted: BTreeSet<&str> = unlisted.collect();
        if new.is_empty() && unlisted.is_empty() {
            continue;
        }
        let bytes: Vec<Rc<Vec<u8>>> = (0..).map_while(|number| published(&path(taxonomy, number))).collect();
        let old: Option<Vec<&str>> = bytes.iter().map(|page| std::str::from_utf8(page).ok()).collect();
        let list = List { taxonomy, pages: old? };
        match unlisted.is_empty().then(|| list.with_cards_in_place(&new)).flatten() {
            Some(pages) => edits.extend(pages),
            None => edits.extend(list.with_cards(new, &unlisted, overview)?),
        }
    }
    Some(edits)
}

/// The published pages of a list.
struct List<'c> {
    taxonomy: Taxonomy,
    pages: Vec<&'c str>,
}

/// What stands before the first term of a page.
const TERMS: &str = "<ul class=\"terms\">";

impl<'c> List<'c> {
    /// The pages that change where all `new` cards are of terms that are in the list, and no page has to give a term to another.
    fn with_cards_in_place(&self, new: &[Card<'_>]) -> Option<Edits> {
        let firsts: Option<Vec<Card<'_>>> = self.pages.iter().map(|page| first_card(page, self.taxonomy)).collect();
        let firsts = firsts?;
        let mut changes: Vec<Vec<(&str, usize, &Card<'_>)>> = vec![Vec::new(); self.pages.len()];
        for card in new {
            let number = firsts.partition_point(|first| first.order() <= card.order()).checked_sub(1)?;
            let link = &card.html[..card.html.find("\">")? + 2];
            let at = memmem::find(self.pages[number].as_bytes(), link.as_bytes())?;
            let html = &self.pages[number][at..];
            changes[number].push((&html[..html.find("</li>")? + "</li>".len()], at, card));
        }
        let changed = changes.iter().enumerate().filter(|(_, changes)| !changes.is_empty());
        let edits = changed.map(|(number, changes)| {
            self.has_room(number, &firsts, changes)?;
            let (mut parts, mut copied) = (Vec::new(), 0);
            for (old, at, card) in changes {
                parts.extend([Part::Kept(copied..*at), Part::New(card.html.as_bytes().to_vec())]);
                copied = at + old.len();
            }
            parts.push(Part::Kept(copied..self.pages[number].len()));
            Some((path(self.taxonomy, number).into(), parts))
        });
        edits.collect()
    }

    /// Whether a page has the same terms when some of its cards have changed: all of them are as long as they were, or the page
    /// is full of terms, as is the one before it, or is the last one, and has room for its cards.
    fn has_room(&self, number: usize, firsts: &[Card<'_>], changes: &[(&str, usize, &Card<'_>)]) -> Option<()> {
        if changes.iter().all(|(old, _, card)| old.len() == card.html.len()) {
            return Some(());
        }
        let is_first = |card: &Card<'_>| card.order() == firsts[number].order();
        let mut before = number.checked_sub(1).filter(|_| changes.iter().any(|(.., card)| is_first(card))).into_iter();
        let is_full = |number: usize| self.cards_of(number).is_some_and(|cards| cards.len() == MOST);
        let known = self.cards_of(number)?;
        let bytes: usize = known.iter().map(|card| card.html.len()).sum();
        let (less, more) =
            changes.iter().fold((0, 0), |(less, more), (old, _, card)| (less + old.len(), more + card.html.len()));
        let is_last = number + 1 == self.pages.len();
        let stays = (known.len() == MOST || is_last) && bytes + more - less <= MOST_BYTES && before.all(is_full);
        stays.then_some(())
    }

    /// The cards of a page.
    fn cards_of(&self, number: usize) -> Option<Vec<Card<'c>>> {
        let mut cards = Vec::with_capacity(MOST);
        read_cards(self.pages[number], self.taxonomy, &mut cards)?;
        Some(cards)
    }

    /// The pages that change where some cards are `new`, and those of `unlisted` slugs go.
    fn with_cards(&self, new: Vec<Card<'c>>, unlisted: &BTreeSet<&str>, overview: &Overview<'_>) -> Option<Edits> {
        let mut known = Vec::new();
        for page in &self.pages {
            read_cards(page, self.taxonomy, &mut known)?;
        }
        known.retain(|card| !unlisted.contains(&*card.slug));
        let mut sheets = sheets(put_in(known, new)?);
        if sheets.is_empty() {
            sheets.push(Sheet::default());
        }
        let terms: usize = sheets.iter().map(|sheet| sheet.terms).sum();
        if terms != count_of(self.taxonomy, overview) || sheets.len() < self.pages.len() {
            return None;
        }
        let pages = pages(self.taxonomy, &sheets, overview).into_iter().zip(0..);
        let is_other = |n: usize, page: &[u8]| self.pages.get(n).is_none_or(|before| before.as_bytes() != page);
        Some(whole(pages.filter(|((_, page), n)| is_other(*n, page)).map(|(page, _)| page).collect()))
    }
}

/// The first term of a published page of a list.
fn first_card(page: &str, taxonomy: Taxonomy) -> Option<Card<'_>> {
    let group = &page[page.find(GROUP)? + GROUP.len()..];
    let mut cards = Vec::new();
    read_group(&group[..group.find("</li>")? + "</li>".len()], taxonomy, &mut cards)?;
    cards.pop()
}

/// What stands before the heading of each group of terms.
const GROUP: &str = "<section class=\"wide\" aria-label=\"";

/// The terms of a published page of a list, in their order. Nothing that it says has `<` or `>` but its tags.
fn read_cards<'c>(page: &'c str, taxonomy: Taxonomy, cards: &mut Vec<Card<'c>>) -> Option<()> {
    let list = page.split_once("<main id=\"articles\">")?.1;
    for group in list.split(GROUP).skip(1) {
        read_group(group.split_once("</ul></section>")?.0, taxonomy, cards)?;
    }
    Some(())
}

/// The terms of a group, from the heading on.
fn read_group<'c>(group: &'c str, taxonomy: Taxonomy, cards: &mut Vec<Card<'c>>) -> Option<()> {
    let (heading, rest) = group.split_once('"')?;
    for html in rest.split_once(TERMS)?.1.split_inclusive("</li>") {
        let folder = html.strip_prefix("<li><a href=\"../")?.split_once("index.html\">")?.0;
        let (of, slug) = feed_in(folder)?;
        if of != Some(taxonomy) || heading.contains('&') {
            return None;
        }
        cards.push(Card { initial: (rank(heading), heading.into()), slug, html: html.into() });
    }
    Some(())
}

/// The `known` terms with `new` ones, in their places or where they belong. Both are in their order.
fn put_in<'c>(known: Vec<Card<'c>>, new: Vec<Card<'c>>) -> Option<Vec<Card<'c>>> {
    if !known.is_sorted_by(|a, b| a.order() < b.order()) {
        return None;
    }
    let mut all = Vec::with_capacity(known.len() + new.len());
    let mut known = known.into_iter().peekable();
    for card in new {
        while let Some(before) = known.next_if(|before| before.order() < card.order()) {
            all.push(before);
        }
        known.next_if(|same| same.order() == card.order());
        all.push(card);
    }
    all.extend(known);
    Some(all)
}
