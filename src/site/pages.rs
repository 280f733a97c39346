//! The pages of articles: which are published, which stay for a while though nothing shows their articles any more, and which go.
//!
//! A page is made with the entry of its article ([`super::rendering`]). Where nothing shows the article, the page stays as it was
//! published, for as long as a feed without articles does; then it goes. What an archive holds stays with it. The page of an article
//! that is taken back goes at once.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::{DateTime, TimeDelta, Utc};

use super::is_in_place;
use crate::article::url::escape_path;
use crate::catalogue::State;
use crate::config::Config;
use crate::feed::page_folder;
use crate::memory::{ArticlePage, Memory, Record};
use crate::publish::{Order, PublishError, Stage};
use crate::render::{OUTPUT_FORMATS, OutputFormat, PAGE, unlinked};
use crate::select::Selected;

/// The path of the page of an article, by the name of its folder.
pub(super) fn path(name: &str) -> String {
    page_folder(name) + PAGE.file_name
}

/// Takes down which pages are published from now on. `numbers` are those of the records of the selected articles, and `archived`
/// those of articles that documents of archives hold.
pub(super) fn remember(
    articles: &mut BTreeMap<i64, Record>,
    (selected, numbers, archived): (&Selected<'_>, &[i64], &BTreeSet<i64>),
    stays: Option<TimeDelta>,
    now: DateTime<Utc>,
) {
    let mut made = HashSet::new();
    for (n, page) in numbers.iter().zip(&selected.pages) {
        if let (Some(record), Some(page)) = (articles.get_mut(n), page) {
            record.page = Some(ArticlePage::shown(page));
            made.insert(*n);
        }
    }
    for (n, record) in articles.iter_mut().filter(|(n, _)| !made.contains(n)) {
        if record.retracted.is_some() {
            // Its name says what the article was called.
            record.page = None;
        } else if let Some(page) = record.page.as_mut().filter(|_| !archived.contains(n)) {
            page.leave(stays, now);
        }
    }
}

/// Keeps the pages of articles that nothing shows any more, or only a document of an archive that is kept as it is. What an archive
/// holds may outlive feeds and formats that its page leads to: such links go.
pub(super) fn keep(
    config: &Config,
    memory: &Memory,
    selected: &Selected<'_>,
    (state, stage): (&State, &Stage),
) -> Result<(), PublishError> {
    let made: HashSet<&str> = selected.pages.iter().flatten().map(|page| &**page).collect();
    let pages = memory.articles.values().filter_map(|record| record.page.as_ref());
    let kept = pages.filter(|page| page.is_there() && !made.contains(page.name.as_str())).map(|page| path(&page.name));
    let kept: Vec<String> = kept.filter(|path| is_in_place(config, state, path)).collect();
    if kept.is_empty() {
        return Ok(());
    }
    if memory.archives.is_empty() {
        for path in &kept {
            keep_file(path, state, stage);
        }
        return Ok(());
    }
    let feeds = selected.feeds.iter().chain(&selected.former_feeds);
    let folders: HashSet<String> = feeds.map(|feed| escape_path(feed.key.folder().trim_end_matches('/'))).collect();
    let gone = || OUTPUT_FORMATS.iter().filter(|format| stage.digest_of_feed(format.file_name).is_none());
    for path in &kept {
        let published = std::fs::read(config.dir.join(path)).unwrap_or_default();
        let mut page = unlinked(&published, "../../", |folder| folders.contains(folder));
        for format in gone() {
            if let Some(without) = unoffered(&page, format) {
                page = Cow::Owned(without);
            }
        }
        match page {
            Cow::Borrowed(_) => keep_file(path, state, stage),
            Cow::Owned(page) => {
                let known = state.files.get(&**path).map(|file| file.sha256);
                stage.put(path, &page, Order::Article, known)?;
            }
        }
    }
    Ok(())
}

/// Keeps a file as it is published.
fn keep_file(path: &str, state: &State, stage: &Stage) {
    if let Some(file) = state.files.get(path) {
        stage.keep(path, file.sha256, file.length);
    }
}

/// A page without the link in its head to all articles in a format; `None`: it has none.
fn unoffered(page: &[u8], format: &OutputFormat) -> Option<Vec<u8>> {
    let end = format!(" href=\"../../{}\">", format.file_name);
    let at = memchr::memmem::find(page, end.as_bytes())?;
    let open = b"<link rel=\"alternate\"";
    let start = memchr::memmem::rfind(&page[..at], open).filter(|start| !page[*start..at].contains(&b'>'))?;
    Some([&page[..start], &page[at + end.len()..]].concat())
}
