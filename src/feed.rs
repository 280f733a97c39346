//! Feeds before any format: which articles, in which order, under which title, path and address.
//!
//! This is the one place that knows where a feed lies. Formats and pages ask it.

mod activity;
mod related;

use chrono::{DateTime, TimeDelta, Utc};

use crate::article::url::escape_path;
use crate::article::{Article, ArticleId, Key, Language, TermKey, WebUrl};

pub use activity::{Activity, Calendar, Unit};
pub use related::related;

/// A way to group articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Taxonomy {
    /// By tag; an article has any number.
    Tag,
    /// By publication; an article has at most one.
    Source,
    /// By category or section; an article has any number.
    Category,
}

impl Taxonomy {
    /// All taxonomies, in the order in which they are shown.
    pub const ALL: &[Self] = &[Self::Tag, Self::Source, Self::Category];

    /// Those that have feeds where nobody says which.
    pub const USUAL: &[Self] = &[Self::Tag, Self::Source];

    /// The name on the command line and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::Source => "source",
            Self::Category => "category",
        }
    }

    /// The folder of its terms.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Tag => "tags",
            Self::Source => "sources",
            Self::Category => "categories",
        }
    }

    /// The heading of a list of its terms.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Tag => "Tags",
            Self::Source => "Sources",
            Self::Category => "Categories",
        }
    }

    /// The taxonomy of that name, in the singular or the plural.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|taxonomy| name == taxonomy.name() || name == taxonomy.folder())
    }
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
    /// Whether it has a feed of its own.
    pub has_feed: bool,
    /// The permanent id of its feed.
    pub feed_id: String,
    /// Slugs and feed ids of terms that are other names of it now: its entries stand at their addresses, too.
    pub formerly: Vec<(String, String)>,
}

impl PublishedTerm {
    /// The feed of the term, whether it is published or not.
    pub fn feed(&self) -> FeedKey {
        FeedKey::Term(self.taxonomy, self.slug.clone())
    }
}

/// What a feed is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FeedKey {
    /// All articles.
    All,
    /// The articles of one term, by its slug.
    Term(Taxonomy, String),
}

impl FeedKey {
    /// The feed's folder in the output: empty, or with a slash at its end.
    pub fn folder(&self) -> String {
        match self {
            Self::All => String::new(),
            Self::Term(taxonomy, slug) => format!("{}/{slug}/", taxonomy.folder()),
        }
    }

    /// The path of one of the feed's files, relative to the output folder.
    pub fn path(&self, file_name: &str) -> String {
        self.folder() + file_name
    }

    /// The way from the feed's folder to the top of the output.
    pub fn to_top(&self) -> &'static str {
        match self {
            Self::All => "",
            Self::Term(..) => "../../",
        }
    }
}

/// What is said about the whole publication.
#[derive(Debug, Clone)]
pub struct Site {
    /// Where the output folder is served; ends in a slash.
    pub base_url: WebUrl,
    /// Its title, if it has one.
    pub title: Option<String>,
    /// A sentence about it.
    pub description: Option<String>,
    /// Who answers for it.
    pub author: Option<String>,
    /// Who may copy it.
    pub rights: Option<String>,
    /// The language of articles that do not say theirs.
    pub language: Option<Language>,
    /// What the ids of new feeds are made of.
    pub id: String,
}

impl Site {
    /// The address of a path in the output.
    ///
    /// ```
    /// # use feedmill::{article::WebUrl, feed::Site};
    /// let base_url = WebUrl::parse("https://feeds.example.org/").unwrap();
    /// let site = Site { base_url, title: None, description: None, author: None, rights: None, language: None, id: String::new() };
    /// assert_eq!(site.url("tags/海/rss.xml"), "https://feeds.example.org/tags/%E6%B5%B7/rss.xml");
    /// ```
    pub fn url(&self, path: &str) -> String {
        self.base_url.as_str().to_owned() + &escape_path(path)
    }

    /// The address that names a taxonomy: Atom's category scheme (RFC 4287 §4.2.2.2), RSS's category domain.
    pub fn scheme(&self, taxonomy: Taxonomy) -> String {
        self.url(&format!("{}/", taxonomy.folder()))
    }

    /// The name of the publication, for people.
    pub fn name(&self) -> &str {
        self.title.as_deref().unwrap_or("Latest news")
    }

    /// Who stands for the publication where an entry names nobody.
    pub fn author(&self) -> &str {
        self.author.as_deref().unwrap_or_else(|| self.name())
    }
}

/// A feed: a term's newest articles with its title, address and dates.
#[derive(Debug, Clone)]
pub struct Feed {
    /// What it is about.
    pub key: FeedKey,
    /// The term, if it is about one, as an index into the published terms.
    pub term: Option<usize>,
    /// The headline of its page: `Latest news with #Tag`.
    pub headline: String,
    /// The headline, with the publication's title where it has one.
    pub title: String,
    /// One sentence.
    pub description: String,
    /// Its permanent id.
    pub id: String,
    /// Its articles, newest first, as indices into the selected ones.
    pub entries: Vec<usize>,
    /// Articles that it showed and that were taken back since, with the moment of that (RFC 6721).
    pub retracted: Vec<(ArticleId, DateTime<Utc>)>,
    /// When the newest change among its entries was made; of a feed that has none now, when it had.
    pub updated: Option<DateTime<Utc>>,
    /// The language that all its entries share, or the site's.
    pub language: Option<Language>,
    /// How often it is worth asking for news, in minutes.
    pub ttl: u32,
    /// How many articles it has in the whole collection, and when.
    pub activity: Activity,
}

impl Feed {
    /// The feed `id` of all articles, or of one term, over `articles` (newest first).
    pub fn new(
        site: &Site,
        id: String,
        term: Option<(usize, &PublishedTerm)>,
        entries: Vec<usize>,
        articles: &[Article<'_>],
    ) -> Self {
        let key = term.map_or(FeedKey::All, |(_, term)| term.feed());
        let (headline, description) = match term {
            None => (
                site.name().to_owned(),
                site.description.clone().unwrap_or_else(|| "The newest articles of all sources.".to_owned()),
            ),
            Some((_, PublishedTerm { taxonomy: Taxonomy::Tag, label, .. })) => {
                (format!("Latest news with #{label}"), format!("The newest articles with the tag {label}."))
            }
            Some((_, PublishedTerm { taxonomy: Taxonomy::Source, label, .. })) => {
                (format!("Latest from {label}"), format!("The newest articles from {label}."))
            }
            Some((_, PublishedTerm { taxonomy: Taxonomy::Category, label, .. })) => {
                (format!("Latest in {label}"), format!("The newest articles in the category {label}."))
            }
        };
        let title = match &site.title {
            Some(site_title) if term.is_some() => format!("{headline} – {site_title}"),
            _ => headline.clone(),
        };
        let of = |n: &usize| &articles[*n];
        let updated = entries.iter().map(|n| of(n).changed()).max();
        let mut languages = entries.iter().map(|n| of(n).language.as_ref());
        let shared = languages.next().flatten().filter(|first| languages.all(|other| other == Some(first)));
        let language = shared.cloned().or_else(|| site.language.clone());
        let dates: Vec<_> = entries.iter().map(|n| of(n).published.at).collect();
        Self {
            key,
            term: term.map(|(n, _)| n),
            headline,
            title,
            description,
            id,
            entries,
            retracted: Vec::new(),
            updated,
            language,
            ttl: ttl(&dates),
            activity: Activity::default(),
        }
    }

    /// The same feed at an address that its term had under another name, with the id of the feed that was there.
    #[must_use]
    pub fn formerly(&self, taxonomy: Taxonomy, slug: &str, id: &str) -> Self {
        Self { key: FeedKey::Term(taxonomy, slug.to_owned()), id: id.to_owned(), ..self.clone() }
    }

    /// When the newest change was made; the epoch for a feed without entries, whose date no reader looks at.
    pub fn updated_or_epoch(&self) -> DateTime<Utc> {
        self.updated.unwrap_or(DateTime::UNIX_EPOCH)
    }
}

/// Half the usual distance between the newest entries, from a quarter of an hour to a day, in minutes.
fn ttl(newest_first: &[DateTime<Utc>]) -> u32 {
    /// How far back the cadence is looked at.
    const LOOKED_AT: usize = 20;
    let newest = &newest_first[..newest_first.len().min(LOOKED_AT)];
    let (Some(first), Some(last)) = (newest.first(), newest.last()) else { return 1_440 };
    let gaps = i32::try_from(newest.len() - 1).unwrap_or(0).max(1);
    let gap: TimeDelta = (*first - *last) / gaps / 2;
    u32::try_from(gap.num_minutes().clamp(15, 1_440)).unwrap_or(1_440)
}

/// The terms of an article, as indices into all terms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ArticleTerms {
    /// Its tags, in its own order.
    pub tags: Vec<usize>,
    /// Its categories, likewise.
    pub categories: Vec<usize>,
    /// Its source.
    pub source: Option<usize>,
}

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
    /// Its source.
    pub source: Option<&'e PublishedTerm>,
}

impl<'e> Entry<'e> {
    /// An article with its text made fit to be shown, and its terms out of all of them.
    pub fn new(
        article: &'e Article<'e>,
        excerpt: String,
        content: Option<String>,
        of: &ArticleTerms,
        terms: &'e [PublishedTerm],
    ) -> Self {
        let named = |list: &[usize]| list.iter().map(|n| &terms[*n]).collect();
        Self {
            article,
            excerpt,
            content,
            tags: named(&of.tags),
            categories: named(&of.categories),
            source: of.source.map(|n| &terms[n]),
        }
    }

    /// What it is about: its tags, and those of its categories that have feeds.
    pub fn topics(&self) -> impl Iterator<Item = &'e PublishedTerm> {
        self.tags.iter().chain(self.categories.iter().filter(|term| term.has_feed)).copied()
    }

    /// Where the entry leads: the article, or for one without an address its place on the page of its source (else of
    /// its first tag or category). Readers do odd things with an entry that leads nowhere: of eleven tried, one took the id for an
    /// address and one made up `//?#`.
    pub fn link(&self, site: &Site) -> String {
        if let Some(url) = &self.article.url {
            return url.as_str().to_owned();
        }
        let mut terms = self.source.iter().chain(&self.tags).chain(&self.categories).filter(|term| term.has_feed);
        match terms.next() {
            Some(term) => {
                let folder = term.feed().folder();
                format!("{}#{}", site.url(&folder), self.anchor())
            }
            None => site.url(""),
        }
    }

    /// The entry's name on a page.
    pub fn anchor(&self) -> String {
        anchor(self.article)
    }
}

/// The name of an article on pages.
pub fn anchor(article: &Article<'_>) -> String {
    format!("e-{}", Key::new("anchor", &[article.id().as_str()]).short())
}
