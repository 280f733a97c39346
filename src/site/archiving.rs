//! The documents of archives: what is kept, edited, made again or written.

use std::collections::BTreeMap;

use super::is_in_place;
use super::rendering::Writer;
use crate::article::{Article, ArticleId, Origin};
use crate::feed::{Feed, FeedKey};
use crate::publish::PublishError;
use crate::render::{Rendered, moved};
use crate::report::Warning;
use crate::select::archive::{Document, Upkeep};

impl Writer<'_> {
    /// A document of an archive in all formats. Whoever reads it reads it once, and wants all of it: it has no largest size.
    pub(super) fn archive(
        &self,
        bytes: &mut Vec<u8>,
        feed: &Feed,
        document: &Document,
        articles: &[Article<'_>],
    ) -> Result<Vec<Warning>, PublishError> {
        let mut warnings = Vec::new();
        let mut lost = 0;
        for format in self.formats_of(&feed.key) {
            let path = feed.key.path(format.1.file_name);
            let is_there = is_in_place(self.config, self.state, &path);
            if document.upkeep == Upkeep::Restored && is_there {
                self.keep_file(&path);
                continue;
            }
            let is_wanted = is_there && !document.kept.is_empty();
            let published = is_wanted.then(|| std::fs::read(self.config.dir.join(&path)).ok()).flatten();
            // Entries that are taken from there, then those of the collection: the first of an id counts.
            let mut kept: BTreeMap<&ArticleId, Rendered> = BTreeMap::new();
            for entry in &document.kept {
                let found = published.as_deref().and_then(|published| (format.1.find)(published, &entry.id));
                if let Some(raw) = found {
                    let raw = moved(raw, &document.base, self.config.site.base_url.as_str());
                    kept.insert(&entry.id, Rendered::kept(&raw, format.0));
                }
            }
            let fresh = document.articles.iter().map(|n| (&articles[*n], &self.rendered[*n]));
            let fresh = fresh.filter(|(article, _)| !kept.contains_key(article.id()));
            let mut entries: Vec<_> =
                fresh.map(|(article, rendered)| (article.published.at, article.id(), rendered)).collect();
            let dates = document.kept.iter().filter_map(|entry| Some((entry, kept.get(&entry.id)?)));
            entries.extend(dates.map(|(entry, rendered)| (entry.published, &entry.id, rendered)));
            entries.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
            let wanted = match document.upkeep {
                Upkeep::Written => document.articles.len() + document.kept.len(),
                _ => document.articles.len() + document.lost,
            };
            lost = lost.max(wanted.saturating_sub(entries.len()));
            let entries: Vec<&Rendered> = entries.into_iter().map(|(_, _, rendered)| rendered).collect();
            self.write(bytes, feed, format, &entries, (usize::MAX, true), &mut warnings)?;
        }
        if lost > 0 {
            let message = format!(
                "{lost} of its entries are neither in the collection nor where they were published; they are left out"
            );
            warnings.push(Warning::new(&Origin::new(feed.key.folder(), 0), "archive-incomplete", message));
        }
        Ok(warnings)
    }

    /// Keeps the files of a document as they are.
    pub(super) fn keep(&self, document: &FeedKey) {
        for (_, format) in self.formats_of(document) {
            self.keep_file(&document.path(format.file_name));
        }
    }

    pub(super) fn keep_file(&self, path: &str) {
        if let Some(file) = self.state.files.get(path) {
            self.stage.keep(path, &file.sha256, file.length);
        }
    }
}
