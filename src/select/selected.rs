//! What was selected: the feeds, the articles that they show, and what became of the others.

use chrono::{DateTime, Utc};

use super::Reuse;
use super::archive::{ArchiveAction, Document, FormerArchive};
use super::collected::Collected;
use super::rules::Unmatched;
use crate::article::{ArticleId, Key, KeyKind, Keys, MergedReadings, Origin, Outline, Published};
use crate::feed::{ArticleTerms, Feed, FeedKey, History, PublishedTerm};

/// An article that no feed shows and that must be remembered.
#[derive(Debug, Clone)]
pub struct Dated {
    /// What it is known by.
    pub keys: Keys,
    /// Its date.
    pub published: Published,
    /// The number of its record, if it has one.
    pub record: Option<i64>,
}

/// An article that is held for the future.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Where it stands.
    pub origin: Origin,
    /// Until when it is held.
    pub until: DateTime<Utc>,
    /// Whether that is its date; else it is another one, from which on its collection publishes it.
    pub is_dated: bool,
}

/// An article whose readings have more terms together than it may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crowded {
    /// Where it stands first.
    pub origin: Origin,
    /// What there are too many of.
    pub what: &'static str,
    /// How many there are.
    pub count: usize,
    /// How many of them are used.
    pub most: usize,
}

/// An article that was read from several places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The id that it is published under.
    pub id: ArticleId,
    /// The title that it is published with.
    pub title: String,
    /// Where it stands, in reading order.
    pub origins: Vec<Origin>,
    /// What these readings have in common, best first.
    pub by: Vec<KeyKind>,
    /// Titles that other readings have, and where these stand.
    pub other_titles: Vec<(Origin, String)>,
}

impl Merged {
    /// What is said of an article, if it was.
    pub(super) fn of(article: &Outline<'_>) -> Option<Self> {
        let MergedReadings { origins, joined_by, other_titles } = article.merged()?;
        Some(Self {
            id: article.id().clone(),
            title: article.title(),
            origins: origins.clone(),
            by: joined_by.clone(),
            other_titles: other_titles.clone(),
        })
    }
}

/// The feeds, and the articles that they show.
#[derive(Debug)]
pub struct Selected<'a> {
    /// The articles that at least one feed shows, newest first.
    pub articles: Vec<Box<Outline<'a>>>,
    /// For each article the number of its record in the memory, if it was known before.
    pub records: Vec<Option<i64>>,
    /// For each article what its content is ([`Outline::content`]).
    pub contents: Vec<Key>,
    /// For each article the name of the folder of its own page, if it has one.
    pub pages: Vec<Option<Box<str>>>,
    /// Articles that no feed shows and that must be remembered: how they are known, and their dates.
    pub dated: Vec<Dated>,
    /// The terms of the articles.
    pub article_terms: ArticleTerms,
    /// All terms, by taxonomy and slug.
    pub terms: Vec<PublishedTerm>,
    /// The feed of all articles, then one for each term that has one, in the order of `terms`.
    pub feeds: Vec<Feed>,
    /// The feeds of terms that are called otherwise now, at their old addresses.
    pub former_feeds: Vec<Feed>,
    /// How many distinct articles there are.
    pub distinct: usize,
    /// Those that are held for the future.
    pub held: Vec<Held>,
    /// Those that the collection dates differently than they were published: where, its date, the one that stands.
    pub moved: Vec<(Origin, DateTime<Utc>, DateTime<Utc>)>,
    /// How many drafts were the same article as another.
    pub duplicates: usize,
    /// Articles that were read from several places, in reading order.
    pub merged: Vec<Merged>,
    /// Articles whose readings have too many terms together.
    pub crowded: Vec<Crowded>,
    /// Ids and addresses that stand for several articles.
    pub reuses: Vec<Reuse>,
    /// How many articles the collection takes back.
    pub retracted: usize,
    /// Where something is taken back that nobody knows.
    pub unknown_retractions: Vec<Origin>,
    /// When the first of the articles has to be looked at again: it expires, the date of its change has come, or it is too old for a
    /// declared feed.
    pub due: Option<DateTime<Utc>>,
    /// The records of those that were published, and when each was taken back.
    pub retracted_records: Vec<(i64, DateTime<Utc>)>,
    /// The records of those of them that stand in the collection all the same: another row takes them back.
    pub standing_records: Vec<i64>,
    /// The archive of each of the `feeds`, oldest document first; nothing where there are none.
    pub archives: Vec<Vec<Document>>,
    /// The archives at addresses that terms had under other names.
    pub former_archives: Vec<FormerArchive>,
    /// Feeds that were published and are no more; found where the whole collection is selected from.
    pub gone: Vec<FeedKey>,
    /// Terms that rules name and no article has.
    pub unmatched: Vec<Unmatched>,
    /// How many terms have no feed because there is no room for it.
    pub without_room: usize,
    /// What there is in the whole collection, where that is to be taken down.
    pub collected: Option<Collected>,
}

impl Selected<'_> {
    /// Gives back the memory of what articles say of their terms, which `article_terms` says, too.
    pub fn forget_terms(&mut self) {
        for article in &mut self.articles {
            article.set_terms(Vec::new(), Vec::new(), None);
        }
    }

    /// The documents whose files stay as they are.
    pub fn standing_documents(&self) -> impl Iterator<Item = FeedKey> {
        let own = self.feeds.iter().zip(&self.archives);
        let own = own.flat_map(|(feed, documents)| documents.iter().map(|document| (&feed.key, document)));
        let former = self.former_archives.iter();
        let former = former.flat_map(|former| former.documents.iter().map(|(_, document)| (&former.key, document)));
        let standing = own.chain(former).filter(|(_, document)| document.action == ArchiveAction::Stays);
        standing.map(|(feed, document)| feed.archive(&document.name))
    }

    /// The documents of the archives that have to be looked after, as feeds.
    pub fn archive_feeds(&self) -> impl Iterator<Item = (Feed, &Document)> {
        let own = self.feeds.iter().zip(&self.archives);
        let own = own.map(|(feed, documents)| (feed, documents.iter().collect::<Vec<_>>()));
        let former = self.former_archives.iter().filter_map(|former| {
            let feed = self.former_feeds.iter().find(|feed| feed.key == former.key)?;
            Some((feed, former.documents.iter().map(|(_, document)| document).collect()))
        });
        own.chain(former).flat_map(|(feed, documents)| {
            let at = |n: usize| documents.get(n).map(|document| feed.key.archive(&document.name));
            let has_work = |(_, document): &(usize, &&Document)| document.action != ArchiveAction::Stays;
            let feeds = documents.iter().enumerate().filter(has_work).map(|(n, document)| {
                let history = History {
                    current: Some(feed.key.clone()),
                    is_closed: document.is_closed,
                    previous: n.checked_sub(1).and_then(at),
                    next: at(n + 1),
                };
                (feed.archived(&document.name, history, &document.articles), *document)
            });
            feeds.collect::<Vec<_>>()
        })
    }
}
