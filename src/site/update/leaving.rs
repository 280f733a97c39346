//! Pages of articles that nothing shows any more: they go when their time is over.

use std::fs;
use std::sync::Arc;

use super::super::again::Stop;
use super::super::{pages, remember};
use super::Context;
use crate::catalogue::{FileRecord, FileRecords};
use crate::digest::sha256;
use crate::memory::{ArticlePage, Memory, Record};

/// Takes down which pages go now: those whose time is over, and those of the articles at hand. `known` is what was remembered of these,
/// and `remembered` what is. Gives the files that go.
pub(super) fn leave(
    (known, remembered): (&mut Memory, &mut Memory),
    Context { config, catalogue, now, .. }: Context<'_>,
) -> Result<FileRecords, Stop> {
    if let Some(stays) = config.vanished {
        let over = catalogue.pages_left_by(now - stays)?;
        let over = over.into_iter().filter(|n| !remembered.articles.contains_key(n)).collect();
        for (n, before) in catalogue.memory_of(&over)?.articles {
            if before.left.is_some_and(|left| left + remember::FORGOTTEN_AFTER <= now) {
                return Err(Stop::Unsure("something waits for a run that reads everything"));
            }
            let mut after = before.clone();
            if let Some(page) = &mut after.page {
                page.leave(Some(stays), now);
            }
            known.articles.insert(n, before);
            remembered.articles.insert(n, after);
        }
    }
    let mut gone = FileRecords::new();
    for (n, record) in &known.articles {
        let Some(page) = page_of(record) else { continue };
        if remembered.articles.get(n).and_then(page_of).is_some() {
            continue;
        }
        let path = pages::path(&page.name);
        let Some(file) = catalogue.file(&path)? else { continue };
        // Somebody else's bytes stay where they are.
        let is_ours =
            |file: &FileRecord| fs::read(config.dir.join(&path)).map_or(true, |bytes| sha256(&bytes) == file.sha256);
        if !is_ours(&file) {
            return Err(Stop::Unsure("something is in the place of a file"));
        }
        gone.insert(Arc::from(path), file);
    }
    Ok(gone)
}

/// The page of an article, if it is published.
fn page_of(record: &Record) -> Option<&ArticlePage> {
    record.page.as_ref().filter(|page| page.is_there())
}
