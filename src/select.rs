//! Select: articles to feeds. Duplicates become one, the newest of each term are chosen.
//!
//! A [`Selection`] collects readings. Merging two is associative and commutative: files, threads and machines may be
//! combined in any order, and the feeds are the same, because [`Selection::select`] looks at the set and never at the
//! order.

pub mod archive;
mod changes;
mod choose;
pub mod collected;
mod dedupe;
mod evidence;
pub mod filter;
mod matching;
mod pages;
mod past;
mod recall;
pub mod rules;
mod selected;
mod settle;
mod shown;
pub mod slug;
mod terms;
pub mod twins;
mod update;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use crate::article::permalink::Website;
use crate::article::{Article, Outline, WebUrl};
use crate::feed::{Activity, ArticlePages, Feed, FeedKey, History, PublishedTerm, Site, Taxonomy};
use crate::memory::{FeedRecord, Memory, NO_MEMORY};
use crate::spill::Spill;
use archive::{Archiving, Document};
use choose::{Chosen, choose, present};
use collected::{Collected, CollectedTerm, Reading, Readings};
pub use evidence::Reuse;
use past::PastFeeds;
use rules::{NOTHING_SAID, Rules};
pub use selected::{Crowded, Dated, Held, Merged, Selected};
pub use settle::Settled;
use settle::settle;
use shown::{Shown, show};
pub use terms::Tally;
use terms::Terms;
pub use update::{Tallies, TermsOfArticle, published_terms, terms_of};

/// Which articles feeds show.
#[derive(Clone)]
pub struct Options<'o> {
    /// The taxonomies whose terms have feeds.
    pub taxonomies: Vec<Taxonomy>,
    /// How many entries a feed has; articles within a day of its newest come on top.
    pub limit: usize,
    /// The most entries a feed has.
    pub most: usize,
    /// Articles after this moment are held back.
    pub until: Option<DateTime<Utc>>,
    /// What was published before.
    pub memory: &'o Memory,
    /// The present: when feeds vanish that have no entries any more.
    pub now: DateTime<Utc>,
    /// For how long feeds without entries stay; `None`: for good.
    pub vanished: Option<TimeDelta>,
    /// How many articles a term needed for a feed when it was published last.
    pub min_entries_before: BTreeMap<Taxonomy, usize>,
    /// Articles that were taken back after this moment are named in the feeds that showed them.
    pub tombstones_since: DateTime<Utc>,
    /// What is said about terms and their feeds.
    pub rules: &'o Rules,
    /// How all that feeds ever showed is kept, if it is.
    pub archives: Option<Archiving<'o>>,
    /// How many tags, and categories, an article has that was read from several places.
    pub most_terms: usize,
    /// How many feeds there may be before terms that were never published get none.
    pub most_feeds: usize,
    /// Whether to take down what there is in the whole collection.
    pub collects: bool,
    /// Where that waits until it is written.
    pub spill: Option<&'o Spill>,
    /// Moments of articles that `memory` does not have and whose times are not known, of the days of those that are selected.
    pub moments: Vec<DateTime<Utc>>,
    /// What a reader reads of an article: title, summary and text without markup, each on a line. Asked for where a declared feed
    /// wants to know.
    pub plain_text: &'o (dyn Fn(&Article<'_>) -> String + Sync),
    /// Whether an article that `memory` does not have has changed last in a second.
    pub is_second_taken: Option<&'o dyn Fn(DateTime<Utc>) -> bool>,
    /// Which articles have a page of their own.
    pub pages: ArticlePages,
    /// Whether an article that `memory` does not have has a page of a name.
    pub is_page_taken: Option<&'o dyn Fn(&str) -> bool>,
}

impl<'o> Options<'o> {
    /// The newest `limit` articles of each term of these taxonomies, held for no future; nothing was published before, and the texts
    /// of articles say nothing.
    pub fn new(taxonomies: Vec<Taxonomy>, limit: usize) -> Options<'o> {
        Self {
            taxonomies,
            limit,
            most: 500,
            until: None,
            memory: &NO_MEMORY,
            now: DateTime::UNIX_EPOCH,
            vanished: None,
            min_entries_before: BTreeMap::new(),
            tombstones_since: DateTime::UNIX_EPOCH,
            rules: &NOTHING_SAID,
            archives: None,
            most_terms: usize::MAX,
            most_feeds: usize::MAX,
            collects: false,
            spill: None,
            moments: Vec::new(),
            plain_text: &no_text,
            is_second_taken: None,
            pages: ArticlePages::None,
            is_page_taken: None,
        }
    }

    /// Whether a feed without entries is still published.
    fn stays(&self, feed: &FeedRecord) -> bool {
        self.vanished.is_none_or(|after| feed.vanished.unwrap_or(self.now) + after > self.now)
    }
}

/// No text.
fn no_text(_: &Article<'_>) -> String {
    String::new()
}

/// Articles as they were read: the same one may be there several times until the feeds are made.
#[derive(Debug, Default)]
pub struct Selection<'a> {
    readings: Vec<Box<Outline<'a>>>,
    /// Readings that are not published.
    withheld: Vec<Box<Outline<'a>>>,
}

impl<'a> Selection<'a> {
    /// None yet, with room for as many.
    pub fn with_capacity(count: usize) -> Self {
        Self { readings: Vec::with_capacity(count), withheld: Vec::new() }
    }

    /// Adds a reading of an article.
    pub fn add(&mut self, article: Outline<'a>) {
        self.readings.push(Box::new(article));
    }

    /// Adds a reading of an article that its collection does not publish. If it was published before, what it is known by now is
    /// remembered, so that it is recognised when it comes back.
    pub fn withhold(&mut self, article: Option<Outline<'a>>) {
        self.withheld.extend(article.map(Box::new));
    }

    /// The readings of both. Associative; commutative as far as [`Self::select`] can tell.
    #[must_use]
    pub fn merge(mut self, mut other: Self) -> Self {
        if self.readings.len() < other.readings.len() {
            std::mem::swap(&mut self, &mut other);
        }
        self.readings.append(&mut other.readings);
        self.withheld.append(&mut other.withheld);
        self
    }

    /// Tells each site the addresses of its articles, for the texts that name one.
    pub fn remember_addresses(&self) {
        let mut sites: Vec<(&Website, Vec<(&str, WebUrl)>)> = Vec::new();
        for reading in &self.readings {
            let Some((place, url)) = reading.place().and_then(|place| Some((place, reading.url()?))) else { continue };
            let at = sites
                .iter()
                .rposition(|(site, _)| std::ptr::eq(*site, Arc::as_ptr(&place.website)))
                .unwrap_or_else(|| {
                    sites.push((&place.website, Vec::new()));
                    sites.len() - 1
                });
            sites[at].1.push((&place.path, url));
        }
        for (site, articles) in sites {
            site.remember(articles.iter().map(|(path, url)| (*path, url)));
        }
    }

    /// How many readings there are that are published.
    pub fn len(&self) -> usize {
        self.readings.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.readings.is_empty()
    }

    /// Chooses the newest articles of each term and makes the feeds. What was published before keeps its id, its date and
    /// its address.
    pub fn select(self, site: &Site, options: &Options<'_>) -> Selected<'a> {
        let readings = self.readings();
        let settled = settle(self, &readings, options);
        let readings = if options.collects { Readings::new(readings, options.spill) } else { Readings::default() };
        let terms = terms::terms(&settled.articles, site, options);
        let days = |n: &usize| settled.articles[*n].published.day;
        let all = Activity::of(settled.articles.iter().map(|article| article.published.day));
        let of_terms = present(&terms.members, &terms.published).map(|list| Activity::of(list.iter().map(days)));
        let activities = [all].into_iter().chain(of_terms).collect();
        let selected = assemble(settled, terms, activities, |_| true, site, options);
        let collected = selected.collected.map(|collected| Collected { readings, ..collected });
        Selected { collected, gone: gone(&selected.terms, options.memory), ..selected }
    }

    /// What is taken down of each reading, of those that are published first.
    fn readings(&self) -> Vec<Reading> {
        let published = self.readings.iter().map(|article| Reading::new(article, !article.deleted));
        published.chain(self.withheld.iter().map(|article| Reading::new(article, false))).collect()
    }
}

/// Makes the feeds of what is settled: that of all articles and those of the terms that are `wanted`. `activities` are that of
/// all articles and then that of each term.
fn assemble<'a>(
    mut settled: Settled<'a>,
    terms: Terms,
    activities: Vec<Activity>,
    wanted: impl Fn(&PublishedTerm) -> bool,
    site: &Site,
    options: &Options<'_>,
) -> Selected<'a> {
    let Terms { published: terms, members, unmatched, without_room, spellings, spelled, due } = terms;
    let retracted = settled.retracted_records.iter().map(|(n, _)| *n);
    let articles = (&*settled.articles, &*settled.known);
    let mut chosen = choose(articles, (&terms, &members), retracted, &wanted, site, options);
    let dates = if options.collects { settled.articles.as_slice() } else { &[] };
    let dates = dates.iter().map(|article| article.published).collect();
    let Shown { mut articles, records, terms: article_terms, dated, unshown } =
        show((settled.articles, &settled.known), (&terms, &members), &mut chosen, options.collects);
    let collected = options.collects.then(|| {
        let of_terms = terms.iter().zip(spellings).zip(members).zip(spelled);
        let terms = of_terms.map(|(((term, spellings), members), spelled)| CollectedTerm {
            taxonomy: term.taxonomy,
            key: term.key.clone(),
            spellings,
            members: members.into_iter().map(short).collect(),
            spelled,
        });
        let held = std::mem::take(&mut settled.held_articles);
        Collected { readings: Readings::default(), dates, unshown, held, terms: terms.collect() }
    });
    let contents = changes::changes(&mut articles, &records, options);
    let pages = pages::pages(&articles, &records, options);
    let past = PastFeeds::new(options.memory, &settled.retracted_records, options.tombstones_since);
    let Chosen { entries, mut archives, former_archives } = chosen;
    let is_published = |term: &PublishedTerm| term.is_published() && wanted(term);
    let lists = entries.into_iter().zip(activities);
    let feeds = feeds(lists, (&terms, &articles), is_published, &past, site, options);
    let mut n = 0..;
    archives.retain(|_| n.next().is_some_and(|n: usize| n == 0 || is_published(&terms[n - 1])));
    let feeds: Vec<Feed> =
        feeds.into_iter().zip(&archives).map(|(feed, archive)| with_history(feed, archive)).collect();
    let former_feeds = feeds
        .iter()
        .filter_map(|feed| Some((feed, &terms[feed.term?])))
        .flat_map(|(feed, term)| past.former_feeds(feed, term, &articles))
        .collect();
    Selected {
        gone: Vec::new(),
        articles,
        records,
        contents,
        pages,
        dated: settled.dated.into_iter().chain(dated).collect(),
        article_terms,
        terms,
        feeds,
        former_feeds,
        distinct: settled.distinct,
        held: settled.held,
        moved: settled.moved,
        duplicates: settled.duplicates,
        merged: settled.merged,
        crowded: settled.crowded,
        reuses: settled.reuses,
        unknown_retractions: settled.unknown_retractions,
        due: settled.due.into_iter().chain(due).min(),
        retracted: settled.retracted,
        retracted_records: settled.retracted_records,
        standing_records: settled.standing_records,
        archives,
        former_archives,
        unmatched,
        without_room,
        collected,
    }
}

/// The feeds that were published and are no more: neither at the address of a term nor at one that it had under another name.
fn gone(terms: &[PublishedTerm], memory: &Memory) -> Vec<FeedKey> {
    let published = terms.iter().filter(|term| term.is_published()).flat_map(|term| {
        let slugs = term.formerly.iter().map(|(slug, _)| slug).chain([&term.slug]);
        slugs.map(|slug| (term.taxonomy, slug.as_str()))
    });
    let published: BTreeSet<(Taxonomy, &str)> = published.collect();
    let known = memory.feeds.values().filter_map(|feed| Some((feed.term.as_ref()?.0, feed.slug.as_str())));
    let gone: BTreeSet<(Taxonomy, &str)> = known.filter(|feed| !published.contains(feed)).collect();
    gone.into_iter().map(|(taxonomy, slug)| FeedKey::Term(taxonomy, slug.to_owned())).collect()
}

/// A place among the articles, as it is taken down.
fn short(place: usize) -> u32 {
    u32::try_from(place).unwrap_or_else(|_| unreachable!("four billion articles do not fit into any memory"))
}

/// The feed of all articles, then those of the terms that are published. `lists` are, in the same order and for each term, its
/// entries and its activity.
fn feeds(
    lists: impl Iterator<Item = (Vec<usize>, Activity)>,
    (terms, articles): (&[PublishedTerm], &[Box<Outline<'_>>]),
    is_published: impl Fn(&PublishedTerm) -> bool,
    past: &PastFeeds<'_>,
    site: &Site,
    options: &Options<'_>,
) -> Vec<Feed> {
    let newest_change = articles.iter().map(|article| article.changed()).max();
    let terms = [None].into_iter().chain(terms.iter().enumerate().map(Some));
    let published = terms.zip(lists).filter(|(term, _)| term.is_none_or(|(_, term)| is_published(term)));
    let feeds = published.map(|(term, (entries, activity))| {
        let full = term.map_or_else(|| options.rules.feed(None).full, |(_, term)| term.rules.full);
        let feed = past.feed(site, term, entries, articles);
        // One that never had an entry is as old as it is known.
        Feed { activity, full, updated: feed.updated.or(newest_change), ..feed }
    });
    feeds.collect()
}

/// A feed, with the last document that holds what it shows no more.
fn with_history(feed: Feed, documents: &[Document]) -> Feed {
    let closed = documents.iter().rfind(|document| document.is_closed);
    let history = (!documents.is_empty()).then(|| History {
        current: None,
        is_closed: false,
        previous: closed.map(|document| feed.key.archive(&document.name)),
        next: None,
    });
    Feed { history, ..feed }
}
