//! Pages: which of the articles that feeds show have a page of their own, and what the folder of each is called.
//!
//! A page that was published once stays at its address: its name is remembered with the article, and it is made for as long as a
//! feed shows the article, also when that gets an address of its own.

use std::collections::HashSet;

use super::{Options, slug};
use crate::article::{Address, Outline};
use crate::feed::ArticlePages;

/// For each of the articles the name of the folder of its page, if it has one. `records` are the numbers of what is remembered of
/// them.
pub(super) fn pages(
    articles: &[Box<Outline<'_>>],
    records: &[Option<i64>],
    options: &Options<'_>,
) -> Vec<Option<Box<str>>> {
    let mut pages = vec![None; articles.len()];
    if options.pages == ArticlePages::None {
        return pages;
    }
    let mut new = Vec::new();
    for (n, (article, record)) in articles.iter().zip(records).enumerate() {
        let known = record.and_then(|record| options.memory.articles.get(&record)?.page.as_ref());
        let is_wanted = match article.address {
            Address::Unknown => false,
            Address::None => true,
            Address::FrontPage | Address::Page => options.pages == ArticlePages::All,
        };
        match known {
            Some(page) if is_wanted || page.is_there() => pages[n] = Some(page.name.as_str().into()),
            None if is_wanted => new.push(n),
            _ => {}
        }
    }
    if new.is_empty() {
        return pages;
    }
    let known = options.memory.articles.values().filter_map(|record| record.page.as_ref());
    let mut taken: HashSet<String> = known.map(|page| page.name.clone()).collect();
    // Of those that would have the same name, the oldest one has it.
    new.sort_unstable_by_key(|n| (articles[*n].published.at, articles[*n].id()));
    for n in new {
        let is_taken =
            |name: &str| taken.contains(name) || options.is_page_taken.is_some_and(|is_taken| is_taken(name));
        let name = slug::of_article(&articles[n].title(), articles[n].id(), is_taken);
        taken.insert(name.clone());
        pages[n] = Some(name.into());
    }
    pages
}
