//! Where the publication is.
//!
//! A publication whose base URL was given once has links with it. A run that is not told (a variable that is not set under cron, a
//! configuration file that is not found) keeps it, and says so; it never leads readers to the machine that it runs on.

use std::borrow::Cow;
use std::path::Path;

use serde::Deserialize;

use crate::article::{Origin, WebUrl};
use crate::catalogue::{RunRecord, State};
use crate::config::{Config, DEFAULT_BASE_URL, FILE_NAME};
use crate::render::FEED_LIST;
use crate::report::{Warning, WarningCode};

/// The configuration with the base URL that was published last, where it names none. `has_this_fingerprint` says whether a run was
/// one of this program with this configuration.
pub(super) fn remembered<'c>(
    config: &'c Config,
    state: &State,
    has_this_fingerprint: impl Fn(&RunRecord) -> bool,
) -> Cow<'c, Config> {
    if !config.is_local {
        return Cow::Borrowed(config);
    }
    let known = state.publication.place.as_ref();
    let known = known.and_then(|(base_url, id)| Some((WebUrl::parse(base_url)?, id.clone())));
    let published = || {
        // That run would have written it down.
        if state.run.as_ref().is_some_and(has_this_fingerprint) {
            return None;
        }
        let base_url = published(&config.dir)?;
        Some((base_url.clone(), base_url.canonical()))
    };
    let Some((base_url, id)) = known.or_else(published) else { return Cow::Borrowed(config) };
    let mut config = config.clone();
    // An id that nobody gave is made of the base URL.
    if config.site.id == config.site.base_url.canonical() {
        config.site.id = id;
    }
    config.site.base_url = base_url;
    Cow::Owned(config)
}

/// Says that the base URL is remembered, if it is.
pub(super) fn warning(config: &Config) -> Option<Warning> {
    let message = || {
        format!("no base URL is given; that of the last run stays: {} (--base-url says another)", config.site.base_url)
    };
    (config.is_local && is_known(config))
        .then(|| Warning::new(&Origin::new(FILE_NAME, 0), WarningCode::BaseUrlRemembered, message()))
}

/// What is to be remembered: the base URL, and what the ids of new feeds are made of.
pub(super) fn to_remember(config: &Config) -> Option<(String, String)> {
    is_known(config).then(|| (config.site.base_url.as_str().to_owned(), config.site.id.clone()))
}

/// Whether somebody has said the base URL, now or earlier.
fn is_known(config: &Config) -> bool {
    !config.is_local || config.site.base_url.as_str() != DEFAULT_BASE_URL
}

/// The base URL in the published list of feeds: all that is known where there is no ledger, or one of a version that did not
/// remember it.
fn published(dir: &Path) -> Option<WebUrl> {
    #[derive(Deserialize)]
    struct List {
        home_page_url: String,
        feed_url: String,
    }
    let bytes = std::fs::read(dir.join(FEED_LIST)).ok()?;
    let List { home_page_url, feed_url } = serde_json::from_slice(&bytes).ok()?;
    let is_ours = feed_url == format!("{home_page_url}{FEED_LIST}") && home_page_url != DEFAULT_BASE_URL;
    WebUrl::parse(&home_page_url).filter(|_| is_ours)
}
