//! The documents about all feeds, from feeds to files on the stage.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;

use crate::catalogue::State;
use crate::config::Config;
use crate::feed::{Feed, FeedKey, Taxonomy};
use crate::publish::{InPlace, Order, PublishError, Stage};
use crate::render::{Context, Listed, Overview, PAGE, Rest, SITE_DOCUMENTS};
use crate::select::Selected;

/// Renders the documents about all feeds. Where others than the selected ones stay as they are published (`rest`), the documents
/// are made of what is published of them, and nothing is put onto the stage that does not change.
pub(super) fn overview(
    config: &Config,
    selected: &Selected<'_>,
    rest: Option<&Rest>,
    (context, state, stage): (&Context<'_>, &State, &Stage),
) -> Result<(), PublishError> {
    let sha256 = |path: &str| stage.digest_of_feed(path);
    // What could not be published is not spoken of.
    let formats = || config.formats.iter().copied().chain([&PAGE]);
    let is_staged = |key: &FeedKey| formats().any(|format| sha256(&key.path(format.file_name)).is_some());
    // A feed that is declared is to be found, also before there is anything in it.
    let is_always = |key: &FeedKey| matches!(key, FeedKey::All | FeedKey::Term(Taxonomy::Declared, _));
    let vanishes = |feed: &Feed| feed.term.is_some_and(|n| selected.terms[n].vanishing.is_some());
    let is_listed = |feed: &&Feed| !feed.entries.is_empty() || (is_always(&feed.key) && !vanishes(feed));
    let unlisted = selected.feeds.iter().filter(|feed| !is_listed(feed));
    let unlisted = unlisted.filter_map(|feed| Some(&selected.terms[feed.term?])).collect();
    let feeds = selected.feeds.iter().filter(is_listed).filter(|feed| is_staged(&feed.key));
    let feeds = feeds.map(|feed| Listed { feed, term: feed.term.map(|n| &selected.terms[n]) }).collect();
    let none = Rest::default();
    let articles = &selected.articles;
    let overview = Overview { context, feeds, unlisted, rest: rest.unwrap_or(&none), articles, sha256: &sha256 };
    if rest.is_some() {
        return edit(&overview, state, stage);
    }
    let known = |path: &str| state.files.get(path).map(|file| file.sha256);
    for document in SITE_DOCUMENTS {
        for (path, bytes) in (document.render)(&overview) {
            stage.put(&path, &bytes, order(&path), known(&path))?;
        }
    }
    for format in &config.redirects {
        stage.put(format.file_name, &format.render(context), Order::Overview, known(format.file_name))?;
    }
    Ok(())
}

/// What stands at the top speaks of what lies in folders.
fn order(path: &str) -> Order {
    if path.contains('/') { Order::List } else { Order::Overview }
}

/// Puts what changes of the documents onto the stage.
fn edit(overview: &Overview<'_>, state: &State, stage: &Stage) -> Result<(), PublishError> {
    let in_place: RefCell<BTreeMap<String, InPlace>> = RefCell::default();
    let published = |path: &str| {
        let known = state.files.get(path)?;
        let found = stage.in_place(path, known.sha256)?;
        let bytes = found.bytes();
        in_place.borrow_mut().insert(path.to_owned(), found);
        Some(bytes)
    };
    for document in SITE_DOCUMENTS {
        let Some(files) = (document.edit)(overview, &published) else {
            let error = io::Error::new(io::ErrorKind::InvalidData, "it is not what was published");
            return Err(PublishError::new(document.name.as_ref(), "cannot edit", error));
        };
        for (path, parts) in files {
            let old = in_place.borrow_mut().remove(&*path);
            let published = old.as_ref().map(InPlace::bytes).unwrap_or_default();
            let parts: Vec<&[u8]> = parts.iter().map(|part| part.bytes(&published)).collect();
            match old {
                Some(old) => stage.replace(&path, &parts, order(&path), &old)?,
                None => {
                    let known = state.files.get(&*path).map(|file| file.sha256);
                    stage.put(&path, &parts.concat(), order(&path), known)?;
                }
            }
        }
    }
    Ok(())
}
