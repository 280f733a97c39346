//! Who wrote an article, and who helped.

use super::bounds::{Called, LONGEST_LIST, LONGEST_NAME, Room, is_short};
use super::fields::{author, shown_names};
use super::{Options, excerpt};
use crate::article::{Draft, WebUrl};
use crate::report::WarningCode;

/// The names of the authors; and, if that is another list, the names before some were left out or lost invisible characters.
pub(super) fn authors(
    draft: &Draft<'_>,
    options: &Options<'_>,
    warn: &mut impl FnMut(WarningCode, String),
) -> (Vec<String>, Option<Vec<String>>) {
    say_if_many("authors", draft.authors.len(), options, warn);
    let mut said: Vec<String> = Vec::with_capacity(draft.authors.len());
    for raw in draft.authors.iter().take(options.most_terms) {
        if WebUrl::parse(raw).is_some() {
            warn(
                WarningCode::AuthorIsUrl,
                format!("an address is no author's name; left out: {}", excerpt::headline(raw)),
            );
            continue;
        }
        let name = author(raw);
        // A dash or a question mark is no name.
        if name.contains(char::is_alphanumeric) && !said.contains(&name) {
            said.push(name);
        }
    }
    let shown = shown_names(&said);
    match short_names(shown.as_ref().unwrap_or(&said), Called { one: "an author", all: "authors" }, warn).or(shown) {
        Some(shown) => (shown, Some(said)),
        None => (said, None),
    }
}

/// The names of people who helped and are none of the authors.
pub(super) fn contributors(
    draft: &Draft<'_>,
    options: &Options<'_>,
    authors: &[String],
    warn: &mut impl FnMut(WarningCode, String),
) -> Vec<String> {
    say_if_many("contributors", draft.contributors.len(), options, warn);
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
    short_names(&contributors, Called { one: "a contributor", all: "contributors" }, warn).unwrap_or(contributors)
}

fn say_if_many(what: &str, count: usize, options: &Options<'_>, warn: &mut impl FnMut(WarningCode, String)) {
    if count > options.most_terms {
        warn(WarningCode::TooManyAuthors, format!("{count} {what}; the first {} are used", options.most_terms));
    }
}

/// The names that are short enough for an entry, as far as there is room for them; `None`: all.
fn short_names(
    names: &[String],
    Called { one, all }: Called,
    warn: &mut impl FnMut(WarningCode, String),
) -> Option<Vec<String>> {
    let length: usize = names.iter().map(String::len).sum();
    if length <= LONGEST_NAME {
        return None;
    }
    let mut room = Room::new(LONGEST_LIST);
    let short = names.iter().filter(|name| is_short(one, name.len(), LONGEST_NAME, warn));
    let short: Vec<&String> = short.collect();
    let kept: Vec<String> =
        short.iter().take_while(|name| room.takes(name.len())).map(|name| (*name).clone()).collect();
    if kept.len() < short.len() {
        let message = format!("{all} of more than {LONGEST_LIST} bytes; the first {} are used", kept.len());
        warn(WarningCode::TooManyAuthors, message);
    }
    (kept.len() < names.len()).then_some(kept)
}
