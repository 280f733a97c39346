//! Where a feed lies, and where its history.

use super::Taxonomy;

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
/// use feedmill::internal::feed::is_of_term;
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
