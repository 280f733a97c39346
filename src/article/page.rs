//! Pages of a site that are no articles: what speaks for a file being one.

use std::borrow::Cow;

/// What a file of one article says about whether it is one, or a page that stands beside the articles: about the author, with
/// a search, a list of the articles themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageSigns {
    /// Its folder, below the one that was named; of `name/index.md` the folder around `name`.
    pub folder: String,
    /// What speaks for a page, the weightiest.
    pub sign: Option<PageSign>,
}

/// Something that speaks for a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageSign {
    /// How much it weighs.
    pub weight: PageWeight,
    /// What it is, for a person: `layout: page`.
    pub what: Cow<'static, str>,
}

/// How much a sign of a page weighs, least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PageWeight {
    /// Its name is one that pages have, or it stands in a menu: a page if it has no date and most files around it have one.
    Usual,
    /// Its front matter says so: a page if it has no date.
    Said,
    /// There are only the instructions of a template: a page if it has no date.
    Template,
    /// Its generator has it in no list of articles, with a date or without.
    Unlisted,
}
