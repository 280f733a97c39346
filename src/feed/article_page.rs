//! Pages of articles: where they lie, and which articles have one.

use serde::Deserialize;

/// The folder in which the pages of articles lie, each in a folder of its own.
const FOLDER: &str = "articles";

/// Which articles have a page of their own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[serde(rename_all = "lowercase")]
pub enum ArticlePages {
    /// Those that have no address.
    #[default]
    Missing,
    /// All.
    All,
    /// None.
    None,
}

impl ArticlePages {
    /// The folder in which all of them lie.
    pub const FOLDER: &'static str = FOLDER;
}

/// The folder of the page of an article, by its name, with a slash at its end.
///
/// ```
/// use feedmill::internal::feed::page_folder;
/// assert_eq!(page_folder("the-tide"), "articles/the-tide/");
/// ```
pub fn page_folder(name: &str) -> String {
    format!("{FOLDER}/{name}/")
}
