//! Who wrote an article, and who helped.

use super::fields::{author, short_names, shown_names};
use super::{Options, excerpt};
use crate::article::{Draft, WebUrl};

/// The names of the authors, and as they were before characters that show nothing were left out, where that is another list.
pub(super) fn authors(
    draft: &Draft<'_>,
    options: &Options<'_>,
    warn: &mut impl FnMut(&'static str, String),
) -> (Vec<String>, Option<Vec<String>>) {
    let mut authors: Vec<String> = Vec::with_capacity(draft.authors.len());
    for raw in draft.authors.iter().take(options.most_terms) {
        if WebUrl::parse(raw).is_some() {
            warn("author-is-url", format!("an address is no author's name; left out: {}", excerpt::headline(raw)));
            continue;
        }
        let name = author(raw);
        // A dash, a question mark: nobody.
        if name.contains(char::is_alphanumeric) && !authors.contains(&name) {
            authors.push(name);
        }
    }
    let shown = shown_names(&authors);
    let said_authors = shown.map(|shown| std::mem::replace(&mut authors, shown));
    let mut short = authors.clone();
    short_names(&mut short, "an author", warn);
    if short.len() < authors.len() {
        return (short, said_authors.or(Some(authors)));
    }
    (authors, said_authors)
}

/// The names of people who helped and are none of the authors.
pub(super) fn contributors(
    draft: &Draft<'_>,
    options: &Options<'_>,
    authors: &[String],
    warn: &mut impl FnMut(&'static str, String),
) -> Vec<String> {
    let mut contributors: Vec<String> = Vec::new();
    for name in draft.contributors.iter().take(options.most_terms).filter(|raw| WebUrl::parse(raw).is_none()) {
        let name = author(name);
        let is_new = !authors.contains(&name) && !contributors.contains(&name);
        if is_new && name.contains(char::is_alphanumeric) {
            contributors.push(name);
        }
    }
    if let Some(shown) = shown_names(&contributors) {
        contributors = shown.into_iter().filter(|name| !authors.contains(name)).collect();
    }
    short_names(&mut contributors, "a contributor", warn);
    contributors
}
