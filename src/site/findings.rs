//! Findings: what shows only when the articles of a collection are put together, as far as a person can do something about it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::article::{Address, Outline, Precision};
use crate::feed::Taxonomy;
use crate::load::InputFormat;
use crate::report::{FirstRun, Report, WarningCode};
use crate::select::Selected;
use crate::select::twins::{Likeness, Twins, twins};

/// What there is to say of the articles of a file, or of several.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FileFindings {
    /// How many there are.
    pub articles: usize,
    /// Those of them that have no address.
    pub without_address: WithoutAddress,
    /// How many of them name no source.
    pub without_source: usize,
}

/// Articles without an address.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WithoutAddress {
    /// How many there are.
    pub count: usize,
    /// How many of them are a file each, which has a name.
    files: usize,
    /// How many of them have a date.
    dated: usize,
}

impl WithoutAddress {
    fn add(&mut self, path: &str, precision: Precision) {
        let format = InputFormat::of_path(Path::new(path)).map_or("", |format| format.name);
        self.count += 1;
        self.files += usize::from(matches!(format, "markdown" | "html"));
        self.dated += usize::from(precision != Precision::Unknown);
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let Self { count, files, dated } = other;
        Self { count: self.count + count, files: self.files + files, dated: self.dated + dated }
    }

    /// A pattern that gives each of them an address, of what they all have.
    pub fn pattern(&self) -> String {
        let day = if self.dated == self.count { "{year}/{month}/" } else { "" };
        let name = if self.files == self.count { "{slug}" } else { "{title}" };
        format!("https://example.org/{day}{name}/")
    }
}

/// What there is to say of a collection.
#[derive(Debug, Default)]
pub struct Findings {
    /// The articles of each file, by its path as reports have it.
    pub files: BTreeMap<String, FileFindings>,
    /// How many articles have no date at all.
    pub undated: usize,
    /// How many articles have categories that are no tags of theirs.
    pub with_categories: usize,
    /// How many tags there are, and how many of these have one article.
    pub tags: (usize, usize),
    /// Tags that may be one.
    pub twins: Vec<Twins>,
    /// The languages that articles are in, and in how many.
    pub languages: BTreeMap<String, usize>,
    /// How many articles name no language.
    pub without_language: usize,
    /// The source that has the most articles, and how many sources there are.
    pub sources: (Option<String>, usize),
    /// Dates that may be read in two ways: where the first is, and what the report says of it.
    pub ambiguous: Option<(String, String)>,
}

/// What a first run has to say of what it publishes.
pub(super) fn first_run(selected: &Selected<'_>) -> FirstRun {
    let mut without_address = WithoutAddress::default();
    for article in selected.articles.iter().filter(|article| article.address == Address::None) {
        without_address.add(&article.origin().path, article.published.precision);
    }
    let unshown = selected.collected.iter().flat_map(|collected| &collected.unshown);
    for (_, article) in unshown.filter(|(_, article)| !article.has_address) {
        let path = article.origins.first().map_or("", |origin| &*origin.path);
        without_address.add(path, article.published.precision);
    }
    let tags = selected.terms.iter().filter(|term| term.taxonomy == Taxonomy::Tag);
    let twins = twins(tags).into_iter().filter(|twins| twins.likeness == Likeness::Joined);
    let names = |twins: Twins| (twins.label, twins.others.into_iter().map(|(label, _)| label).collect());
    FirstRun {
        without_address: without_address.count,
        pattern: without_address.pattern(),
        twins: twins.map(names).collect(),
    }
}

impl Findings {
    /// What there is to say of what was selected; every article has to be in a feed.
    pub fn of(selected: Option<&Selected<'_>>, report: &Report) -> Self {
        let mut found = Self::default();
        let Some(selected) = selected else { return found };
        for article in &selected.articles {
            found.add(article);
        }
        let tags = || selected.terms.iter().filter(|term| term.taxonomy == Taxonomy::Tag);
        found.tags = (tags().count(), tags().filter(|term| term.articles == 1).count());
        found.twins = twins(tags());
        let sources = || selected.terms.iter().filter(|term| term.taxonomy == Taxonomy::Source);
        found.sources = (sources().max_by_key(|term| term.articles).map(|term| term.label.clone()), sources().count());
        let ambiguous = report.warnings.iter().find(|warning| warning.code == WarningCode::AmbiguousDate);
        found.ambiguous = ambiguous.map(|warning| (warning.origin.path.to_string(), warning.message.clone()));
        found
    }

    fn add(&mut self, article: &Outline<'_>) {
        let file = self.files.entry(article.origin().path.to_string()).or_default();
        file.articles += 1;
        if article.address == Address::None {
            file.without_address.add(&article.origin().path, article.published.precision);
        }
        file.without_source += usize::from(article.source().is_none());
        self.undated += usize::from(article.published.precision == Precision::Unknown);
        let tags: BTreeSet<&str> = article.tags().iter().map(|tag| tag.key.as_str()).collect();
        let has_others = article.categories().iter().any(|category| !tags.contains(category.key.as_str()));
        self.with_categories += usize::from(has_others);
        match &article.language {
            Some(language) => *self.languages.entry(language.as_str().to_owned()).or_insert(0) += 1,
            None => self.without_language += 1,
        }
    }
}
