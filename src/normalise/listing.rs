//! Which files of a collection are pages beside its articles: those that the generator of the site would not list.
//!
//! A file with a date is an article, whatever else it says; only what its generator keeps out of all lists is none. One
//! without a date is a page if it says so itself, or if most files around it have dates and its name or its folder is that
//! of pages:
//!
//! - Jekyll and Hexo list what lies in `_posts` (<https://jekyllrb.com/docs/posts/>);
//! - Zola lists pages with a date (<https://www.getzola.org/documentation/templates/feeds/>);
//! - Pelican wants a date of every article (<https://docs.getpelican.com/en/latest/content.html>);
//! - Hugo's themes list the main section (<https://gohugo.io/methods/site/mainsections/>).
//!
//! Where no file has a date, names and folders say nothing; and where most files say of themselves that they are pages, that
//! says nothing either: then they are what was meant.

use std::collections::BTreeSet;

use super::Options;
use super::proof::is_date;
use crate::article::Draft;
use crate::article::page::{PageSign, PageWeight};

/// Folders that articles lie in, when pages lie elsewhere.
const ARTICLES: &[&str] = &[
    "_posts", "posts", "post", "blog", "blogs", "articles", "article", "news", "weblog", "writing", "writings",
    "journal", "entries", "essays",
];

/// What the files that one input stands for have in common.
#[expect(clippy::struct_excessive_bools, reason = "each answers a question of its own")]
#[derive(Debug, Clone, Default)]
pub struct Listing {
    /// Folders that hold articles with dates.
    dated: BTreeSet<String>,
    /// Folders around one that is called `_posts` and holds articles with dates.
    sites: BTreeSet<String>,
    /// Whether most articles with dates lie in folders of articles.
    has_home: bool,
    /// Whether most files have dates, but for those that look like pages.
    is_dated: bool,
    /// Whether most articles have dates, in whatever files.
    is_mostly_dated: bool,
    /// Whether articles are left without what says itself that it is a page: any with a date, or else more than that.
    is_more_than_pages: bool,
}

impl Listing {
    /// What the drafts of one input, in all its files, have in common. `dated_rows` is how many more there are that have dates and
    /// are no files of their own.
    pub fn of<'d>(drafts: impl Iterator<Item = &'d Draft<'d>>, dated_rows: usize) -> Self {
        let mut listing = Self::default();
        let (mut dated, mut undated, mut usual, mut said, mut at_home) = (0_usize, 0_usize, 0_usize, 0_usize, 0_usize);
        let (mut others_dated, mut others) = (dated_rows, dated_rows);
        for draft in drafts.filter(|draft| is_counted(draft)) {
            let Some(signs) = draft.page.as_deref().filter(|_| draft.is_file) else {
                others += 1;
                others_dated += usize::from(draft.published.is_some() || draft.day.is_some());
                continue;
            };
            let weight = signs.sign.as_ref().map(|sign| sign.weight);
            match weight {
                Some(PageWeight::Unlisted) => {}
                _ if is_dated(draft) => {
                    dated += 1;
                    at_home += usize::from(is_home(&signs.folder));
                    if !listing.dated.contains(&signs.folder) {
                        listing.dated.insert(signs.folder.clone());
                        listing.sites.extend(site_of(&signs.folder));
                    }
                }
                None => undated += 1,
                Some(PageWeight::Usual) => usual += 1,
                Some(PageWeight::Said) => said += 1,
                Some(PageWeight::Template) => {}
            }
        }
        listing.is_more_than_pages = dated > 0 || undated + usual + others > said;
        listing.has_home = at_home * 2 > dated;
        listing.is_dated = dated > undated;
        // What is left of those that look like pages are articles.
        let undated = if listing.is_dated { undated } else { undated + usual };
        listing.is_mostly_dated = (dated + others_dated) * 2 > dated + undated + others;
        listing
    }

    /// Whether most articles have dates.
    pub fn is_mostly_dated(&self) -> bool {
        self.is_mostly_dated
    }

    /// Whether a folder lies beside one that is called `_posts`, and in none that may be a collection of its own (`_recipes`).
    fn is_in_site(&self, folder: &str) -> bool {
        let is_below = |site: &String| {
            site.is_empty()
                || folder == site
                || folder.strip_prefix(site.as_str()).is_some_and(|rest| rest.starts_with('/'))
        };
        !folder.split('/').any(|part| part.starts_with('_')) && self.sites.iter().any(is_below)
    }

    /// Why a draft is a page and no article, if it is one.
    pub fn page(&self, draft: &Draft<'_>) -> Option<String> {
        let signs = draft.page.as_deref()?;
        if let Some(why) = always_page(draft) {
            return Some(why);
        }
        if is_dated(draft) {
            return None;
        }
        match &signs.sign {
            Some(PageSign { weight: PageWeight::Said, what }) if self.is_more_than_pages => {
                Some(format!("{what}, and no date"))
            }
            Some(PageSign { weight: PageWeight::Usual, what }) if self.is_dated => {
                Some(format!("{what}, and it has no date, unlike most files here"))
            }
            _ if self.is_in_site(&signs.folder) => Some("it has no date, and does not lie in _posts".to_owned()),
            _ if self.is_dated && self.has_home && !is_home(&signs.folder) && !self.dated.contains(&signs.folder) => {
                Some("it has no date, and lies apart from those that have one".to_owned())
            }
            _ => None,
        }
    }
}

/// Whether a draft counts when it is asked what most articles have: it is published, and not taken back.
pub fn is_counted(draft: &Draft<'_>) -> bool {
    draft.unpublished.is_none() && !draft.deleted
}

/// The folder around the one that is called `_posts`.
fn site_of(folder: &str) -> Option<String> {
    let parts: Vec<&str> = folder.split('/').collect();
    let at = parts.iter().position(|part| *part == "_posts")?;
    Some(parts[..at].join("/"))
}

/// Why a draft is a page of its site and no article, if it is one.
pub(super) fn page(draft: &Draft<'_>, options: &Options<'_>) -> Option<String> {
    match options.listing {
        _ if options.is_named || draft.deleted => None,
        Some(listing) => listing.page(draft),
        None => always_page(draft),
    }
}

/// What is said of an article without a date.
pub(super) fn undated(is_file: bool, options: &Options<'_>) -> &'static str {
    match (options.listing.is_some_and(Listing::is_mostly_dated), is_file) {
        (true, true) => "no date, unlike most articles here; dated by its file",
        (true, false) => "no date, unlike most articles here; dated by the input",
        (false, _) => "no date; dated by the input",
    }
}

/// Why a draft is a page whatever lies around it, if it is one.
fn always_page(draft: &Draft<'_>) -> Option<String> {
    let PageSign { weight, what } = draft.page.as_deref()?.sign.as_ref()?;
    match weight {
        PageWeight::Unlisted => Some(what.to_string()),
        PageWeight::Template if !is_dated(draft) => Some(format!("{what}, and no date")),
        _ => None,
    }
}

/// Whether a folder is one of articles, or lies in one.
fn is_home(folder: &str) -> bool {
    folder.split('/').any(|part| ARTICLES.contains(&part.to_ascii_lowercase().as_str()))
}

/// Whether a draft has a date that can be read.
fn is_dated(draft: &Draft<'_>) -> bool {
    let others = draft.other_dates.iter().map(|other| &other.raw);
    draft.published.iter().chain(&draft.day).chain(others).any(|raw| is_date(raw))
}
