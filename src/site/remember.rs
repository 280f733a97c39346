//! What a run adds to the memory.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use chrono::{DateTime, TimeDelta, Utc};

use super::pages;
use crate::article::{ArticleId, Published, TermKey, WebUrl};
use crate::catalogue::NewRecords;
use crate::config::Config;
use crate::feed::{FeedKey, PublishedTerm, Taxonomy};
use crate::memory::{ArchiveRecord, ArticlePage, FeedRecord, Memory, Record};
use crate::publish::Found;
use crate::report::{Report, WarningCode};
use crate::select::Selected;
use crate::select::archive::ArchiveAction;
use crate::spill::Spill;

/// For how long an article is remembered that has left the collection: if it comes back, it has the id and the date that it
/// had. One that is still there and that no feed shows is remembered for as long as it is there.
pub(super) const FORGOTTEN_AFTER: TimeDelta = TimeDelta::days(90);

/// For how long a feed says that an article was taken back.
pub(super) const TOMBSTONE: TimeDelta = TimeDelta::days(30);

/// What is remembered after a run.
pub(super) struct Remembered {
    /// All of it but the articles that feeds show and that were not remembered before.
    pub(super) memory: Memory,
    /// For each selected article the number of its record.
    pub(super) numbers: Vec<i64>,
    shown_in: ShownIn,
}

impl Remembered {
    /// The records of articles that feeds show and that were not remembered before.
    /// Their keys may be in the `spill`.
    pub(super) fn new_articles<'r>(&'r self, selected: &'r Selected<'r>, spill: Option<&'r Spill>) -> NewArticles<'r> {
        NewArticles { remembered: self, selected, spill }
    }

    /// All that is remembered.
    pub(super) fn whole(mut self, selected: &Selected<'_>) -> Memory {
        let new: Vec<_> = self.new_articles(selected, None).records().collect();
        self.memory.articles.extend(new);
        self.memory
    }
}

/// Which feeds show which articles: the places of selected articles and the numbers of feeds, in order.
struct ShownIn(Vec<(u32, u32)>);

impl ShownIn {
    /// With room for so many.
    fn with_capacity(count: usize) -> Self {
        Self(Vec::with_capacity(count))
    }

    fn add(&mut self, article: usize, feed: i64) {
        let (Ok(article), Ok(feed)) = (u32::try_from(article), u32::try_from(feed)) else {
            unreachable!("neither of articles nor of feeds there are four billion")
        };
        self.0.push((article, feed));
    }

    /// Each once, in order.
    fn sorted(self) -> Self {
        let Self(mut all) = self;
        all.sort_unstable();
        all.dedup();
        Self(all)
    }

    /// The numbers of the feeds that show an article.
    fn of(&self, article: usize) -> impl Iterator<Item = i64> {
        let first = self.0.partition_point(|(at, _)| (*at as usize) < article);
        self.0[first..].iter().take_while(move |(at, _)| *at as usize == article).map(|(_, n)| i64::from(*n))
    }
}

/// Articles that feeds show and that were not remembered before.
pub(super) struct NewArticles<'r> {
    remembered: &'r Remembered,
    selected: &'r Selected<'r>,
    spill: Option<&'r Spill>,
}

impl NewArticles<'_> {
    /// The places of these among the selected articles, and their numbers.
    fn places(&self) -> impl Iterator<Item = (usize, i64)> {
        let numbers = self.remembered.numbers.iter().copied().enumerate();
        numbers.filter(|(at, _)| self.selected.records[*at].is_none())
    }
}

impl NewRecords for NewArticles<'_> {
    fn records(&self) -> Box<dyn Iterator<Item = (i64, Record)> + '_> {
        Box::new(self.places().map(|(at, n)| {
            let article = &self.selected.articles[at];
            let mut record = blank(article.id().clone(), article.published);
            record.know(&article.keys());
            record.updated = article.changed();
            record.content = Some(self.selected.contents[at]);
            record.feeds = self.remembered.shown_in.of(at).collect();
            record.page = self.selected.pages[at].as_deref().map(ArticlePage::shown);
            (n, record)
        }))
    }

    fn is_empty(&self) -> bool {
        self.places().next().is_none()
    }

    fn check(&self) -> io::Result<()> {
        self.spill.map_or(Ok(()), Spill::check)
    }
}

/// A record of an article of which nothing more is known.
fn blank(id: ArticleId, published: Published) -> Record {
    Record {
        id,
        keys: Vec::new(),
        published,
        updated: published.at,
        content: None,
        feeds: Vec::new(),
        left: None,
        gone: None,
        retracted: None,
        page: None,
    }
}

/// What is remembered after this run: what it publishes, and under which ids, dates and addresses. New articles and feeds get
/// numbers after the `last` ones.
pub(super) fn remember(
    memory: &Memory,
    last: (i64, i64),
    selected: &Selected<'_>,
    config: &Config,
    now: DateTime<Utc>,
) -> Remembered {
    let mut new = memory.clone();
    let (feeds, shown_in) = remember_feeds(&mut new, last.1, selected, now);
    let mut seen = BTreeSet::new();
    let mut next = last.0 + 1..;
    let mut number = |known: Option<i64>| known.or_else(|| next.next()).unwrap_or(i64::MAX);
    let numbers: Vec<i64> = selected.records.iter().map(|known| number(*known)).collect();
    let shown = selected.articles.iter().zip(&numbers).zip(&selected.contents).enumerate();
    for (at, ((article, n), content)) in shown {
        let Some(record) = new.articles.get_mut(n) else { continue };
        seen.insert(*n);
        record.mark_present(&article.keys(), article.published);
        record.gone = None;
        record.updated = article.changed();
        record.content = Some(*content);
        let feeds: BTreeSet<i64> = shown_in.of(at).chain(record.feeds.iter().copied()).collect();
        record.feeds = feeds.into_iter().collect();
    }
    for dated in &selected.dated {
        let n = number(dated.record);
        seen.insert(n);
        let record = new.articles.entry(n).or_insert_with(|| blank(dated.keys.id.clone(), dated.published));
        record.mark_present(&dated.keys, dated.published);
        if record.was_shown() {
            record.gone = record.gone.or(Some(now));
        }
    }
    let taken_back: BTreeSet<i64> = selected.retracted_records.iter().map(|(n, _)| *n).collect();
    for (n, when) in &selected.retracted_records {
        if let Some(record) = new.articles.get_mut(n).filter(|record| record.retracted.is_none()) {
            record.retracted = Some(*when);
            record.gone = Some(now);
        }
    }
    // What another row takes back has not left: the next run has to find it by the same evidence.
    seen.extend(&selected.standing_records);
    remember_archives(&mut new, selected, &config.site.base_url, &feeds, &numbers, &taken_back);
    // What is in a document, or was until its files are in their places.
    let archives = new.archives.values().chain(memory.archives.values());
    let archived: BTreeSet<i64> = archives.flat_map(|archive| archive.articles.iter().copied()).collect();
    pages::remember(&mut new.articles, (selected, &numbers, &archived), config.vanished, now);
    new.articles.retain(|n, record| {
        if !seen.contains(n) {
            record.gone = record.gone.or(Some(now));
            record.left = record.left.or(Some(now));
        }
        // Articles that were never published are forgotten at once. What is taken back is known for as long as it is.
        record.left.is_none_or(|left| record.was_shown() && left + FORGOTTEN_AFTER > now)
            || taken_back.contains(n)
            || archived.contains(n)
            || record.page.as_ref().is_some_and(ArticlePage::is_there)
    });
    Remembered { memory: new, numbers, shown_in }
}

/// Remembers what the documents of archives hold. `feeds` and `articles` are the numbers of the selected ones; what is
/// `taken_back` is in none.
fn remember_archives(
    new: &mut Memory,
    selected: &Selected<'_>,
    base_url: &WebUrl,
    feeds: &[i64],
    articles: &[i64],
    taken_back: &BTreeSet<i64>,
) {
    for (feed, documents) in feeds.iter().zip(&selected.archives) {
        for (place, document) in (1..).zip(documents) {
            let archive = new.archives.entry((*feed, place)).or_insert_with(|| ArchiveRecord {
                name: document.name.clone(),
                closed: false,
                base: String::new(),
                articles: Vec::new(),
            });
            match document.action {
                ArchiveAction::Stays | ArchiveAction::Restored | ArchiveAction::Relinked => {}
                ArchiveAction::Edited => base_url.as_str().clone_into(&mut archive.base),
                ArchiveAction::Written => {
                    let own = document.articles.iter().map(|n| articles[*n]);
                    archive.articles = own.chain(document.kept.iter().map(|kept| kept.record)).collect();
                    archive.articles.sort_unstable();
                    archive.closed = document.is_closed;
                    base_url.as_str().clone_into(&mut archive.base);
                }
            }
        }
    }
    for former in &selected.former_archives {
        let edited = former.documents.iter().filter(|(_, document)| document.action == ArchiveAction::Edited);
        for (place, _) in edited {
            if let Some(archive) = new.archives.get_mut(&(former.feed, *place)) {
                base_url.as_str().clone_into(&mut archive.base);
            }
        }
    }
    for archive in new.archives.values_mut() {
        archive.articles.retain(|n| !taken_back.contains(n));
    }
    let feeds = &new.feeds;
    new.archives.retain(|(feed, _), _| feeds.contains_key(feed));
}

/// Remembers the archives as they were of which a document was not published: what it should hold is not there.
pub(super) fn withhold(before: &Memory, new: &mut Memory, found: &BTreeMap<String, Found>, report: &Report) {
    let unfit = report.warnings.iter().filter(|warning| warning.code == WarningCode::NotPublished);
    let blocked = found.iter().filter(|(_, found)| found.is_in_the_way()).map(|(path, _)| path.as_str());
    for path in unfit.map(|warning| &*warning.origin.path).chain(blocked) {
        let Some((feed, _)) = path.rsplit_once("archive/") else { continue };
        let folder = |feed: &FeedRecord| match &feed.term {
            Some((taxonomy, _)) => FeedKey::Term(*taxonomy, feed.slug.clone()).folder(),
            None => FeedKey::All.folder(),
        };
        let number = new.feeds.iter().find(|(_, record)| folder(record) == feed).map(|(n, _)| *n);
        if let Some(n) = number {
            new.archives.retain(|(of, _), _| *of != n);
            let known = before.archives.range((n, i64::MIN)..=(n, i64::MAX));
            new.archives.extend(known.map(|(place, archive)| (*place, archive.clone())));
        }
    }
}

/// Remembers the feeds; gives the numbers of the selected ones, and for each article those of the feeds that show it.
fn remember_feeds(new: &mut Memory, last: i64, selected: &Selected<'_>, now: DateTime<Utc>) -> (Vec<i64>, ShownIn) {
    let numbers: BTreeMap<Option<(Taxonomy, TermKey)>, i64> =
        new.feeds.iter().map(|(n, feed)| (feed.term.clone(), *n)).collect();
    let mut next = last + 1;
    // Of several the first one. What a term was called formerly was published before.
    let mut by_slug: BTreeMap<(Taxonomy, String), i64> = BTreeMap::new();
    for (n, feed) in &new.feeds {
        if let Some((taxonomy, _)) = &feed.term {
            by_slug.entry((*taxonomy, feed.slug.clone())).or_insert(*n);
        }
    }
    let mut published = BTreeSet::new();
    let mut shown_in = ShownIn::with_capacity(selected.feeds.iter().map(|feed| feed.entries.len()).sum());
    let mut own_numbers = Vec::with_capacity(selected.feeds.len());
    for (at, feed) in selected.feeds.iter().enumerate() {
        let term = feed.term.map(|n| &selected.terms[n]);
        let key = term.map(|term| (term.taxonomy, term.key.clone()));
        let n = numbers.get(&key).copied().unwrap_or_else(|| {
            next += 1;
            next - 1
        });
        let before = new.feeds.get(&n);
        let vanished = before.and_then(|before| before.vanished).or(Some(now));
        // What is declared stays for as long as it is.
        let may_vanish = |term: &PublishedTerm| term.taxonomy != Taxonomy::Declared || term.vanishing.is_some();
        let record = FeedRecord {
            term: key,
            slug: term.map_or(String::new(), |term| term.slug.clone()),
            label: term.map_or(String::new(), |term| term.label.clone()),
            id: feed.id.clone(),
            updated: feed.updated.or(before.and_then(|before| before.updated)),
            vanished: vanished.filter(|_| feed.entries.is_empty() && term.is_some_and(may_vanish)),
        };
        let vanished = record.vanished;
        new.feeds.insert(n, record);
        published.insert(n);
        own_numbers.push(n);
        let archived = selected.archives[at].iter().flat_map(|document| &document.articles);
        for entry in feed.entries.iter().chain(archived) {
            shown_in.add(*entry, n);
        }
        // The address that it had under another name is as alive as the feed.
        for (term, (slug, _)) in term.iter().flat_map(|term| term.formerly.iter().map(move |former| (term, former))) {
            let n = by_slug.get(&(term.taxonomy, slug.clone())).copied();
            if let Some((n, former)) = n.and_then(|n| Some((n, new.feeds.get_mut(&n)?))) {
                former.vanished = vanished;
                published.insert(n);
                for entry in &feed.entries {
                    shown_in.add(*entry, n);
                }
            }
        }
    }
    for (_, feed) in new.feeds.iter_mut().filter(|(n, _)| !published.contains(n)) {
        feed.vanished = feed.vanished.or(Some(now));
    }
    (own_numbers, shown_in.sorted())
}

/// When something is due though no input changes: an article of the future, one that expires, a date of change to come, the end
/// of a feed, of a page or of a tombstone.
pub(super) fn due(
    config: &Config,
    memory: &Memory,
    selected: &Selected<'_>,
    tolerance: TimeDelta,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let held = selected.held.iter().map(|held| if held.is_dated { held.until - tolerance } else { held.until });
    let feeds = memory.feeds.values().filter_map(|feed| Some(feed.vanished? + config.vanished?));
    let pages = memory.articles.values().filter_map(|record| Some(record.page.as_ref()?.left()? + config.vanished?));
    let tombstones = memory.articles.values().filter(|record| record.retracted.is_some());
    let tombstones = tombstones.filter_map(|record| Some(record.gone? + TOMBSTONE));
    held.chain(feeds).chain(pages).chain(tombstones).chain(selected.due).filter(|due| *due > now).min()
}
