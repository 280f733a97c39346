//! One article inside a feed, before any format.

use super::{PublishedTerm, Site, TermsOf, page_folder};
use crate::article::{Article, ArticleId, Key};

/// One article inside a feed, ready to be rendered in any format.
#[derive(Debug)]
pub struct Entry<'e> {
    /// The article.
    pub article: &'e Article<'e>,
    /// Plain text on one line.
    pub excerpt: String,
    /// The whole text as safe HTML, where feeds show it.
    pub content: Option<String>,
    /// Its tags.
    pub tags: Vec<&'e PublishedTerm>,
    /// Its categories.
    pub categories: Vec<&'e PublishedTerm>,
    /// Those of its authors that feeds are about.
    pub authors: Vec<&'e PublishedTerm>,
    /// Its source.
    pub source: Option<&'e PublishedTerm>,
    /// The name of the folder of its own page, if it has one.
    pub page: Option<&'e str>,
}

impl<'e> Entry<'e> {
    /// An article with its text made fit to be shown, and its terms out of all of them.
    pub fn new(
        article: &'e Article<'e>,
        excerpt: String,
        content: Option<String>,
        of: TermsOf<'_>,
        terms: &'e [PublishedTerm],
    ) -> Self {
        let named = |n: usize| &terms[n];
        Self {
            article,
            excerpt,
            content,
            tags: of.tags().map(named).collect(),
            categories: of.categories().map(named).collect(),
            authors: of.authors().map(named).collect(),
            source: of.source().map(named),
            page: None,
        }
    }

    /// What it is about: its tags, and those of its categories that have feeds.
    pub fn topics(&self) -> impl Iterator<Item = &'e PublishedTerm> {
        self.tags.iter().chain(self.categories.iter().filter(|term| term.has_feed)).copied()
    }

    /// Where the entry leads: the article, or for one without an address its page here. Where it has none, it leads to its place on
    /// the page of that of its terms which has the fewest articles, where it is shown for longest. Readers do odd things with an entry that leads nowhere: of eleven tried, one took the id for an
    /// address and one made up `//?#`.
    pub fn link(&self, site: &Site) -> String {
        if let Some(url) = &self.article.url {
            return url.as_str().to_owned();
        }
        if let Some(page) = self.page {
            return site.url(&page_folder(page));
        }
        let terms = self.source.iter().chain(&self.tags).chain(&self.categories).chain(&self.authors);
        match terms.filter(|term| term.has_feed).min_by_key(|term| term.articles) {
            Some(term) => {
                let folder = term.feed().folder();
                format!("{}#{}", site.url(&folder), self.anchor())
            }
            None => site.url(""),
        }
    }

    /// The entry's name on a page.
    pub fn anchor(&self) -> String {
        anchor(self.article.id())
    }
}

/// The name of an article on pages.
pub fn anchor(id: &ArticleId) -> String {
    format!("e-{}", Key::new("anchor", &[&id.as_str()]).short())
}
