//! The documents of archives: what is kept, edited, made again or written.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::is_in_place;
use super::last_look::LookAt;
use super::rendering::Writer;
use super::shelf::Desk;
use crate::article::{Address, ArticleId, Origin};
use crate::feed::{Feed, FeedKey, anchor};
use crate::publish::PublishError;
use crate::render::{OutputFormat, PAGE, Rendered, kept, moved, placed, relinked};
use crate::report::{Warning, WarningCode};
use crate::select::archive::{ArchiveAction, Document};

/// An entry as it stands in a published file.
struct Entry {
    published: DateTime<Utc>,
    /// When it was changed last, where the format says that.
    changed: Option<DateTime<Utc>>,
    rendered: Vec<u8>,
}

/// Entries by their ids.
type Entries<'d> = BTreeMap<&'d ArticleId, Entry>;

impl Writer<'_> {
    /// A document of an archive in all formats. A reader fetches it once, and wants all of it: it has no largest size.
    pub(super) fn archive(
        &self,
        desk: &mut Desk,
        feed: &Feed,
        document: &Document,
    ) -> Result<Vec<Warning>, PublishError> {
        self.progress.advance(1);
        let (mut warnings, mut lost) = (Vec::new(), 0);
        let mut files = Vec::new();
        for format in self.formats_of(&feed.key) {
            let path = feed.key.path(format.1.file_name);
            let is_edited = match document.action {
                ArchiveAction::Relinked => format.1.file_name == PAGE.file_name || self.leads_nowhere(&feed.key, &path),
                action => matches!(action, ArchiveAction::Edited | ArchiveAction::Written),
            };
            if !is_edited && is_in_place(self.config, self.state, &path) {
                self.keep_file(&path);
                continue;
            }
            let kept = self.kept(&feed.key, format, document);
            files.push((format, kept));
        }
        let Desk { entries: bytes, document: out } = desk;
        let own: &[usize] = if files.is_empty() { &[] } else { &document.articles };
        let rendered = self.read(own, bytes)?;
        let mut feed = feed.clone();
        let fresh = |kept: &Entries<'_>| {
            let entries = own.iter().map(|n| &self.articles[*n]).zip(rendered.iter().copied());
            entries.filter(|(article, _)| !kept.contains_key(article.id())).collect::<Vec<_>>()
        };
        // What they say themselves: an article that was changed since is not changed here.
        let changes = files.iter().flat_map(|(_, kept)| {
            let fresh = fresh(kept).into_iter().map(|(article, _)| Some(article.changed()));
            fresh.chain(kept.values().map(|kept| kept.changed)).collect::<Vec<_>>()
        });
        feed.updated = changes.flatten().max().or(feed.updated);
        for (format, kept) in &files {
            let placed = self.placed(&feed, *format, (own, &rendered));
            let mut entries: Vec<_> = fresh(kept)
                .into_iter()
                .map(|(article, rendered)| {
                    let placed = placed.get(article.id()).map(|placed| Rendered::new(placed));
                    (article.published.at, article.id(), placed.unwrap_or(rendered))
                })
                .chain(kept.iter().map(|(id, kept)| (kept.published, *id, Rendered::new(&kept.rendered))))
                .collect();
            entries.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
            lost = lost.max(document.size.saturating_sub(entries.len()));
            let entries: Vec<Rendered<'_>> = entries.into_iter().map(|(_, _, rendered)| rendered).collect();
            self.write(out, &feed, *format, (&entries, LookAt::All), (usize::MAX, true), &mut warnings)?;
        }
        if lost > 0 {
            let message = format!(
                "{lost} of its entries are neither in the collection nor where they were published; they are left out"
            );
            warnings.push(Warning::new(&Origin::new(feed.key.folder(), 0), WarningCode::ArchiveIncomplete, message));
        }
        Ok(warnings)
    }

    /// The entries that a document keeps, as they stand in one of its files, if that is there. How long it is does not
    /// matter: an entry that is there whole is good.
    fn kept<'d>(&self, key: &FeedKey, format: (usize, &OutputFormat), document: &'d Document) -> Entries<'d> {
        let path = key.path(format.1.file_name);
        let is_wanted = self.state.files.contains_key(&*path) && !document.kept.is_empty();
        let published = is_wanted.then(|| std::fs::read(self.config.dir.join(path)).ok()).flatten().unwrap_or_default();
        let entries = document.kept.iter().filter_map(|entry| {
            let raw = (format.1.find)(&published, &entry.id)?;
            let raw = moved(raw, &document.base, self.config.site.base_url.as_str());
            let raw = self.relinked(&raw, key);
            let base = self.config.site.base_url.as_str();
            let raw = placed(&raw, key, base, &anchor(&entry.id)).map_or(raw, Cow::Owned);
            let rendered = kept(&raw, format.0);
            let changed = (format.1.changed)(&raw);
            Some((&entry.id, Entry { published: entry.published, changed, rendered }))
        });
        entries.collect()
    }

    /// The entries that would lead to places on the pages of terms, where they are not for long: in a document they lead to their
    /// places on its own page. Pages name them without links.
    fn placed(
        &self,
        document: &Feed,
        (n, format): (usize, &OutputFormat),
        (own, rendered): (&[usize], &[Rendered<'_>]),
    ) -> BTreeMap<ArticleId, Vec<u8>> {
        let full = document.full.unwrap_or(self.config.full);
        let is_placed = |at: &usize| self.articles[*at].address == Address::None && self.context.pages[*at].is_none();
        let is_page = format.file_name == PAGE.file_name;
        let entries = own.iter().zip(rendered).filter(|(at, _)| !is_page && is_placed(at));
        let entries = entries.filter_map(|(at, rendered)| {
            let id = self.articles[*at].id();
            let base = self.config.site.base_url.as_str();
            let entry = placed(&rendered.whole(n, full), &document.key, base, &anchor(id))?;
            Some((id.clone(), kept(&entry, n)))
        });
        entries.collect()
    }

    /// What leads to no feed that is not there, in a document.
    fn relinked<'e>(&self, entry: &'e [u8], document: &FeedKey) -> Cow<'e, [u8]> {
        relinked(entry, document, self.config.site.base_url.as_str(), |folder| self.folders.contains(folder))
    }

    /// Whether entries of a published file lead to a feed that is not there any more.
    fn leads_nowhere(&self, document: &FeedKey, path: &str) -> bool {
        let published = std::fs::read(self.config.dir.join(path)).unwrap_or_default();
        matches!(self.relinked(&published, document), Cow::Owned(_))
    }

    /// Keeps the files of a document as they are.
    pub(super) fn keep(&self, document: &FeedKey) {
        for (_, format) in self.formats_of(document) {
            self.keep_file(&document.path(format.file_name));
        }
    }

    pub(super) fn keep_file(&self, path: &str) {
        if let Some(file) = self.state.files.get(path) {
            self.stage.keep(path, file.sha256, file.length);
        }
    }
}
