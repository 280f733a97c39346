//! The publication: title, addresses and the like, which all feeds share.

use super::Taxonomy;
use crate::article::url::escape_path;
use crate::article::{Language, WebUrl};

/// The publication.
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
    /// # use feedmill::internal::{article::WebUrl, feed::Site};
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

    /// The author of entries that have none.
    pub fn author(&self) -> &str {
        self.author.as_deref().unwrap_or_else(|| self.name())
    }
}
