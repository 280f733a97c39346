//! Ways to group articles, their terms as they are published, and the settings for the feed of each.

use super::FeedKey;
use crate::article::TermKey;

/// A way to group articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Taxonomy {
    /// By tag; an article has any number.
    Tag,
    /// By publication; an article has at most one.
    Source,
    /// By category or section; an article has any number.
    Category,
    /// By the people who wrote it; an article has any number.
    Author,
    /// By language; an article has at most one.
    Language,
    /// By what a configuration puts together from other terms.
    Declared,
}

impl Taxonomy {
    /// All taxonomies, in the order in which they are shown.
    pub const ALL: &[Self] = &[Self::Declared, Self::Tag, Self::Source, Self::Category, Self::Author, Self::Language];

    /// Those that can be chosen: all but the declared feeds, which are there by being declared.
    pub const CHOICES: &[Self] = &[Self::Tag, Self::Source, Self::Category, Self::Author, Self::Language];

    /// Those that have feeds by default.
    pub const USUAL: &[Self] = &[Self::Tag, Self::Source];

    /// The name on the command line and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::Source => "source",
            Self::Category => "category",
            Self::Author => "author",
            Self::Language => "language",
            Self::Declared => "feed",
        }
    }

    /// The folder of its terms.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Tag => "tags",
            Self::Source => "sources",
            Self::Category => "categories",
            Self::Author => "authors",
            Self::Language => "languages",
            Self::Declared => "feeds",
        }
    }

    /// The heading of a list of its terms.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Tag => "Tags",
            Self::Source => "Sources",
            Self::Category => "Categories",
            Self::Author => "Authors",
            Self::Language => "Languages",
            Self::Declared => "Feeds",
        }
    }

    /// The taxonomy of that name, in the singular or the plural.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|taxonomy| name == taxonomy.name() || name == taxonomy.folder())
    }
}

/// The settings for a feed; `None`: as for all others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedRules {
    /// Its headline.
    pub title: Option<String>,
    /// A sentence about it.
    pub description: Option<String>,
    /// How many entries it has, before those of a burst.
    pub limit: Option<usize>,
    /// Whether it shows whole texts.
    pub full: Option<bool>,
}

impl FeedRules {
    /// These rules, and for what they do not say the `other` ones.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        Self {
            title: self.title.as_ref().or(other.title.as_ref()).cloned(),
            description: self.description.as_ref().or(other.description.as_ref()).cloned(),
            limit: self.limit.or(other.limit),
            full: self.full.or(other.full),
        }
    }
}

/// Why a term has no feed any more: its feed stays for a while, empty, as if the term had no articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Vanishing {
    /// Its taxonomy is left out.
    LeftOut,
    /// The rules of its taxonomy (`only`, `except`) leave it out.
    Excluded,
    /// It has fewer articles than a feed needs.
    TooSmall,
    /// It is not declared.
    Undeclared,
}

/// A term as it is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedTerm {
    /// Its taxonomy.
    pub taxonomy: Taxonomy,
    /// Its identity.
    pub key: TermKey,
    /// Its most frequent spelling.
    pub label: String,
    /// Its name in paths.
    pub slug: String,
    /// How many articles it has.
    pub articles: usize,
    /// Whether it has a feed of its own.
    pub has_feed: bool,
    /// Why it has none any more, as long as its former one is still there.
    pub vanishing: Option<Vanishing>,
    /// The permanent id of its feed.
    pub feed_id: String,
    /// The settings for its feed.
    pub rules: FeedRules,
    /// Slugs and feed ids of terms that are other names of it now: its entries stand at their addresses, too.
    pub formerly: Vec<(String, String)>,
}

impl PublishedTerm {
    /// Whether there is a feed at its address: its own, or one that is about to vanish.
    pub fn is_published(&self) -> bool {
        self.has_feed || self.vanishing.is_some()
    }

    /// The feed of the term, whether it is published or not.
    pub fn feed(&self) -> FeedKey {
        FeedKey::Term(self.taxonomy, self.slug.clone())
    }
}
