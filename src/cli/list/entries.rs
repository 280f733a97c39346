//! `list tag/rust`: the feed of a term, found by any of its names.

use super::Error;
use crate::article::{Aliases, Term, TermKey};
use crate::feed::{Feed, PublishedTerm, Taxonomy};
use crate::select::Selected;
use feedcheck::internal::nearest;

/// The feed of the term that a word names: by its label or another spelling, its slug, another name of it, or the slug that it had
/// under that.
pub(super) fn find<'s>(
    selected: &'s Selected<'_>,
    taxonomy: Taxonomy,
    word: &str,
    aliases: &Aliases,
) -> Result<&'s Feed, Error> {
    let is_there = |term: &&PublishedTerm| term.articles > 0 || (term.taxonomy == Taxonomy::Declared && term.has_feed);
    let terms = || selected.terms.iter().filter(|term| term.taxonomy == taxonomy).filter(is_there);
    let key = Term::new(word).map_or_else(|| TermKey::fold(word), |term| term.key.clone());
    let alias = aliases.of(&key).map(|term| &term.key);
    let slug = word.trim_end_matches('/');
    let term = terms()
        .find(|term| term.key == key)
        .or_else(|| terms().find(|term| term.slug == slug))
        .or_else(|| terms().find(|term| Some(&term.key) == alias))
        .or_else(|| terms().find(|term| term.formerly.iter().any(|(former, _)| former == slug)));
    let name = taxonomy.name();
    let Some(term) = term else {
        let known: Vec<&str> = terms().flat_map(|term| [&*term.slug, &*term.label]).collect();
        let elsewhere = || selected.terms.iter().filter(is_there).find(|term| term.key == key || term.slug == slug);
        let near = nearest(word, known).map(|near| (name, near));
        let near = near.or_else(|| elsewhere().map(|term| (term.taxonomy.name(), &*term.slug)));
        let near = near.map_or_else(String::new, |(name, near)| format!("; did you mean \"{name}/{near}\"?"));
        let message = match taxonomy {
            Taxonomy::Declared => format!("no [[feed]] is called \"{word}\"{near}"),
            _ => format!("no article has the {name} \"{word}\"{near}"),
        };
        return Err(Error::Usage(message));
    };
    let feed =
        selected.feeds.iter().find(|feed| feed.term.is_some_and(|n| std::ptr::eq(&raw const selected.terms[n], term)));
    feed.filter(|_| term.has_feed).ok_or_else(|| {
        let PublishedTerm { label, articles, .. } = term;
        let articles = if *articles == 1 { "1 article has".to_owned() } else { format!("{articles} articles have") };
        let why = match taxonomy {
            Taxonomy::Language => "languages have feeds where there are several",
            _ => "`only`, `except` and `min_entries` say which have one, and [limits] feeds how many there may be",
        };
        Error::Usage(format!("{articles} the {name} \"{label}\", which has no feed: {why}"))
    })
}
