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

    /// Those that have feeds where nobody says which.
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

/// What is said about a feed. Nothing means: as with all others.
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
    /// What is said about its feed.
    pub rules: FeedRules,
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
    /// A document of the archive of a feed, by its name.
    Archive(Box<FeedKey>, String),
}

impl FeedKey {
    /// The feed's folder in the output: empty, or with a slash at its end.
    pub fn folder(&self) -> String {
        match self {
            Self::All => String::new(),
            Self::Term(taxonomy, slug) => format!("{}/{slug}/", taxonomy.folder()),
            Self::Archive(feed, name) => format!("{}archive/{name}/", feed.folder()),
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
            Self::Archive(feed, _) if **feed == Self::All => "../../",
            Self::Archive(..) => "../../../../",
        }
    }

    /// A document of the feed's archive.
    #[must_use]
    pub fn archive(&self, name: &str) -> Self {
        Self::Archive(Box::new(self.clone()), name.to_owned())
    }
}

/// Whether a folder is that of the feed of a term.
///
/// ```
/// use feedmill::feed::is_of_term;
/// assert!(is_of_term("tags/archive"));
/// assert!(!is_of_term("archive/2026-07") && !is_of_term("tags") && !is_of_term("tags/rust/archive/2026-07"));
/// ```
pub fn is_of_term(folder: &str) -> bool {
    let Some((taxonomy, slug)) = folder.split_once('/') else { return false };
    Taxonomy::ALL.iter().any(|known| known.folder() == taxonomy) && !slug.contains('/')
}

/// Where a document stands in the history of its feed (RFC 5005 §4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// The feed, of a document of its archive.
    pub current: Option<FeedKey>,
    /// Whether its entries stay as they are.
    pub is_closed: bool,
    /// The document before it.
    pub previous: Option<FeedKey>,
    /// The document after it.
    pub next: Option<FeedKey>,
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
    /// A small square picture of it.
    pub icon: Option<WebUrl>,
    /// A wide picture of it.
    pub logo: Option<WebUrl>,
    /// Hubs that tell subscribers of news (WebSub §4).
    pub hubs: Vec<WebUrl>,
    /// The language of articles that do not say theirs.
    pub language: Option<Language>,
    /// What the ids of new feeds are made of.
    pub id: String,
}

impl Site {
    /// A publication of which no more is known than its address.
    pub fn new(base_url: WebUrl) -> Self {
        Self {
            id: base_url.canonical(),
            base_url,
            title: None,
            description: None,
            author: None,
            rights: None,
            icon: None,
            logo: None,
            hubs: Vec::new(),
            language: None,
        }
    }

    /// The address of a path in the output.
    ///
    /// ```
    /// # use feedmill::{article::WebUrl, feed::Site};
    /// let base_url = WebUrl::parse("https://feeds.example.org/").unwrap();
    /// let site = Site::new(base_url);
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
    /// Whether it shows whole texts, where that is said of this feed.
    pub full: Option<bool>,
    /// Where it stands in its history, if all of that is kept.
    pub history: Option<History>,
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
            Some((_, term)) => {
                let (headline, description) = said_of(term);
                let FeedRules { title, description: said, .. } = &term.rules;
                (title.clone().unwrap_or(headline), said.clone().unwrap_or(description))
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
            description: short(description),
            id,
            entries,
            retracted: Vec::new(),
            updated,
            language,
            ttl: ttl(&dates),
            full: None,
            history: None,
            activity: Activity::default(),
        }
    }

    /// The same feed at an address that its term had under another name, with the id of the feed that was there.
    #[must_use]
    pub fn formerly(&self, taxonomy: Taxonomy, slug: &str, id: &str) -> Self {
        Self { key: FeedKey::Term(taxonomy, slug.to_owned()), id: id.to_owned(), ..self.clone() }
    }

    /// A document of the feed's archive.
    #[must_use]
    pub fn archived(&self, name: &str, history: History, entries: Vec<usize>, articles: &[Article<'_>]) -> Self {
        Self {
            key: self.key.archive(name),
            headline: format!("{}: {name}", self.headline),
            title: format!("{} ({name})", self.title),
            updated: entries.iter().map(|n| articles[*n].changed()).max(),
            entries,
            retracted: Vec::new(),
            // It is not worth asking twice.
            ttl: 1_440,
            history: Some(history),
            ..self.clone()
        }
    }

    /// Whether it is a document of an archive: nobody subscribes to it.
    pub fn is_archive(&self) -> bool {
        matches!(self.key, FeedKey::Archive(..))
    }

    /// When the newest change was made; the epoch for a feed without entries, whose date no reader looks at.
    pub fn updated_or_epoch(&self) -> DateTime<Utc> {
        self.updated.unwrap_or(DateTime::UNIX_EPOCH)
    }
}

/// The headline and the description of a term's feed, where nobody says others.
fn said_of(term: &PublishedTerm) -> (String, String) {
    let label = &term.label;
    match term.taxonomy {
        Taxonomy::Tag => (format!("Latest news with #{label}"), format!("The newest articles with the tag {label}.")),
        Taxonomy::Source => (format!("Latest from {label}"), format!("The newest articles from {label}.")),
        Taxonomy::Category => (format!("Latest in {label}"), format!("The newest articles in the category {label}.")),
        Taxonomy::Author => (format!("Latest by {label}"), format!("The newest articles by {label}.")),
        Taxonomy::Language => (format!("Latest in {label}"), format!("The newest articles in {label}.")),
        Taxonomy::Declared => (label.clone(), format!("The newest articles of {label}.")),
    }
}

/// A description that readers show whole: of eleven tried, one cuts after 512 characters, which only a tag that is no
/// tag needs.
fn short(mut description: String) -> String {
    const MOST: usize = 500;
    if let Some((end, _)) = description.char_indices().nth(MOST) {
        description.truncate(end);
        description.push('…');
    }
    description
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
    /// Its authors, likewise; none where no feed is about an author.
    pub authors: Vec<usize>,
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
    /// Those of its authors that feeds are about.
    pub authors: Vec<&'e PublishedTerm>,
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
            authors: named(&of.authors),
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
