//! Select: articles to feeds. Duplicates become one, the newest of each term are chosen.
//!
//! A [`Selection`] collects readings. Merging two is associative and commutative: files, threads and machines may be
//! combined in any order, and the feeds are the same, because [`Selection::select`] looks at the set and never at the
//! order.

pub mod archive;
mod changes;
mod dedupe;
mod evidence;
mod matching;
mod past;
mod recall;
pub mod rules;
mod selected;
pub mod slug;
mod terms;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use crate::article::date::{Spread, spread};
use crate::article::permalink::Website;
use crate::article::{Article, Precision, Published, TermKey, WebUrl};
use crate::feed::{Activity, ArticleTerms, Feed, FeedRules, History, Site, Taxonomy};
use crate::memory::{FeedRecord, Memory, NO_MEMORY};
use archive::{Archiving, Document, FormerArchive};
pub use evidence::Reuse;
use evidence::Reuses;
use past::PastFeeds;
use rules::{NOTHING_SAID, Rules};
pub use selected::{Crowded, Dated, Held, Merged, Selected};
use terms::Terms;

/// Which articles feeds show.
#[derive(Debug, Clone)]
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
}

impl<'o> Options<'o> {
    /// The newest `limit` articles of each term of these taxonomies, held for no future; nothing was published before.
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
        }
    }

    /// Whether a feed without entries is still published.
    fn stays(&self, feed: &FeedRecord) -> bool {
        self.vanished.is_none_or(|after| feed.vanished.unwrap_or(self.now) + after > self.now)
    }
}

/// Articles as they were read: the same one may be there several times until the feeds are made.
#[derive(Debug, Default)]
pub struct Selection<'a> {
    readings: Vec<Box<Article<'a>>>,
    /// Readings that are not published.
    withheld: Vec<Box<Article<'a>>>,
}

impl<'a> Selection<'a> {
    /// None yet, with room for as many.
    pub fn with_capacity(count: usize) -> Self {
        Self { readings: Vec::with_capacity(count), withheld: Vec::new() }
    }

    /// Adds a reading of an article.
    pub fn add(&mut self, article: Article<'a>) {
        self.readings.push(Box::new(article));
    }

    /// Adds a reading of an article that its collection does not publish. If it was published before, what it is known by now is
    /// remembered, so that it is recognised when it comes back.
    pub fn withhold(&mut self, article: Option<Box<Article<'a>>>) {
        self.withheld.extend(article);
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
        let mut sites: Vec<(&Website, Vec<(&str, &WebUrl)>)> = Vec::new();
        for reading in &self.readings {
            let Some((place, url)) = reading.place.as_deref().zip(reading.url.as_ref()) else { continue };
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
            site.remember(articles.into_iter());
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
        let memory = options.memory;
        let added = self.readings.len();
        let mut reuses = Reuses::default();
        let mut crowded = Vec::new();
        let mut articles = dedupe::unite(self.readings, &mut reuses, options.most_terms, &mut crowded);
        let duplicates = added - articles.len();
        // Reading order, for the seconds of days; then publishing order, for good.
        articles.sort_unstable_by(|a, b| a.origin().cmp(b.origin()).then_with(|| a.id().cmp(b.id())));
        let mut withheld = self.withheld;
        withheld.sort_unstable_by(|a, b| a.origin().cmp(b.origin()));
        let recalled = recall::recall(&mut articles, &withheld, memory, &mut reuses);
        let distinct = articles.len();
        let merged =
            articles.iter().filter(|article| article.origins.len() > 1).map(|article| Merged::new(article)).collect();
        let moved = recall::moved(&articles, &recalled.dates);
        let vague = memory.articles.values().map(|record| record.published);
        let vague = vague.filter(|published| published.precision != Precision::Exact).map(|published| published.at);
        // What the collection says, before it gets seconds that it does not say: these hold nothing back.
        let said: Vec<Published> = articles.iter().map(|article| article.published).collect();
        let dates = articles.iter_mut().zip(recalled.dates);
        let dates = dates.map(|(article, known)| {
            let captured = article.captured;
            Spread { date: &mut article.published, known, captured }
        });
        spread(dates.collect(), vague);
        let due = articles.iter().filter_map(|article| article.due).min();
        let known = recalled.records.into_iter().zip(recalled.must_be_remembered);
        let (mut held, mut dated) = (Vec::new(), recalled.withheld);
        let is_due = |record: Option<i64>, said: &Published| {
            // A clock that was set back takes nothing away.
            let was_shown = || record.is_some_and(|n| memory.articles[&n].was_shown());
            dedupe::is_vague(said) || options.until.is_none_or(|until| said.at <= until) || was_shown()
        };
        let mut due_articles = Vec::with_capacity(distinct);
        for ((article, (record, must_be_remembered)), said) in articles.into_iter().zip(known).zip(said) {
            // Unlike a date, this may come to be where an article is published already.
            let closed = article.not_before.filter(|at| options.until.is_some() && *at > options.now);
            if closed.is_none() && is_due(record, &said) {
                due_articles.push((article, (record, must_be_remembered)));
                continue;
            }
            let was_shown = record.is_some_and(|n| memory.articles[&n].was_shown());
            held.push(Held {
                origin: article.origin().clone(),
                until: closed.unwrap_or(said.at),
                is_dated: closed.is_none(),
            });
            if must_be_remembered || was_shown {
                let published = if was_shown { article.published } else { said };
                dated.push(Dated { keys: article.keys, published, record });
            }
        }
        let mut articles = due_articles;
        articles
            .sort_unstable_by(|(a, _), (b, _)| b.published.at.cmp(&a.published.at).then_with(|| a.id().cmp(b.id())));
        let (mut articles, records): (Vec<_>, Vec<_>) = articles.into_iter().unzip();

        let Terms { published: terms, members, unmatched, without_room } = terms::terms(&articles, site, options);
        let all: Vec<usize> = (0..articles.len()).collect();
        let all_rules = options.rules.feed(None);
        let newest = |list: &[usize], rules: &FeedRules| {
            list[..newest(list, &articles, rules.limit.unwrap_or(options.limit), options.most)].to_vec()
        };
        let mut entries: Vec<Vec<usize>> = vec![newest(&all, &all_rules)];
        entries.extend(
            members
                .iter()
                .zip(&terms)
                .map(|(list, term)| if term.has_feed { newest(list, &term.rules) } else { Vec::new() }),
        );
        // What is about to vanish is treated as if it had no articles.
        let own: Vec<&[usize]> = members
            .iter()
            .zip(&terms)
            .map(|(list, term)| if term.vanishing.is_some() { &[] } else { &list[..] })
            .collect();
        let known = archive::Known::new(memory);
        let mut archives = vec![Vec::new(); entries.len()];
        let mut former_archives: Vec<FormerArchive> = Vec::new();
        if let Some(archiving) = options.archives {
            let gone = recalled.retracted_records.iter().map(|(n, _)| *n).collect();
            let past = archive::Past {
                articles: &articles,
                records: &records,
                memory,
                known: &known,
                retracted: &gone,
                removed: &archive::removed(memory, &terms, archiving),
            };
            let lists = [(None, all.as_slice())].into_iter().chain(terms.iter().map(Some).zip(own.iter().copied()));
            archives = past.documents(lists.collect(), site.base_url.as_str(), archiving);
            let lists = terms.iter().zip(own.iter().copied());
            former_archives = lists
                .flat_map(|(term, members)| past.former(term, members, site.base_url.as_str(), archiving))
                .collect();
            // What no closed document holds, the feed shows.
            for (entries, documents) in entries.iter_mut().zip(&archives) {
                let open = documents.last().filter(|document| !document.is_closed).map(|open| &open.articles);
                entries.extend(open.into_iter().flatten());
                entries.sort_unstable();
                entries.dedup();
            }
        }
        let days = |list: &[usize]| Activity::of(list.iter().map(|n| articles[*n].published.day));
        let activities: Vec<Activity> = [&all[..]].into_iter().chain(own).map(days).collect();

        // Only what is shown goes on; the places of the articles move up.
        let mut place = vec![usize::MAX; articles.len()];
        let former = former_archives.iter_mut().flat_map(|former| &mut former.documents);
        let archived = archives.iter_mut().flatten().chain(former.map(|(_, document)| document));
        let archived = archived.map(|document| &mut document.articles);
        let mut shown: Vec<&mut Vec<usize>> = entries.iter_mut().chain(archived).collect();
        shown.iter().flat_map(|list| list.iter()).for_each(|n| place[*n] = 0);
        let mut kept = 0;
        for place in place.iter_mut().filter(|place| **place == 0) {
            *place = kept;
            kept += 1;
        }
        shown.iter_mut().flat_map(|list| list.iter_mut()).for_each(|n| *n = place[*n]);
        let mut article_terms = vec![ArticleTerms::default(); kept];
        for (n, (list, term)) in members.iter().zip(&terms).enumerate() {
            for at in list.iter().map(|article| place[*article]).filter(|at| *at != usize::MAX) {
                match term.taxonomy {
                    Taxonomy::Tag => article_terms[at].tags.push(n),
                    Taxonomy::Category => article_terms[at].categories.push(n),
                    Taxonomy::Source => article_terms[at].source = Some(n),
                    Taxonomy::Author => article_terms[at].authors.push(n),
                    Taxonomy::Language | Taxonomy::Declared => {}
                }
            }
        }
        let is_shown = |n: usize| place[n] != usize::MAX;
        dated.extend(recall::take_unshown(&mut articles, &records, is_shown));
        let shown = records.iter().enumerate().filter(|(n, _)| is_shown(*n));
        let records: Vec<Option<i64>> = shown.map(|(_, (record, _))| *record).collect();
        // An article names its terms in its own order.
        for (article, of) in articles.iter().zip(&mut article_terms) {
            for (own, found) in [(&article.tags, &mut of.tags), (&article.categories, &mut of.categories)] {
                found.sort_by_key(|n| own.iter().position(|term| term.key == terms[*n].key));
            }
            if of.authors.len() > 1 {
                let own: Vec<TermKey> = article.authors.iter().map(|name| TermKey::fold(name)).collect();
                of.authors.sort_by_key(|n| own.iter().position(|key| *key == terms[*n].key));
            }
        }
        let contents = changes::changes(&mut articles, &records, memory);
        let past = PastFeeds::new(memory, &recalled.retracted_records, options.tombstones_since);
        let newest_change = articles.iter().map(|article| article.changed()).max();
        let feeds: Vec<Feed> = entries
            .into_iter()
            .zip(activities)
            .enumerate()
            .filter(|(n, _)| *n == 0 || terms[n - 1].is_published())
            .map(|(n, (entries, activity))| {
                let term = n.checked_sub(1).map(|n| (n, &terms[n]));
                let full = term.map_or(all_rules.full, |(_, term)| term.rules.full);
                let feed = past.feed(site, term, entries, &articles);
                // One that never had an entry is as old as it is known.
                Feed { activity, full, updated: feed.updated.or(newest_change), ..feed }
            })
            .collect();
        let mut n = 0..;
        archives.retain(|_| n.next().is_some_and(|n: usize| n == 0 || terms[n - 1].is_published()));
        let feeds: Vec<Feed> =
            feeds.into_iter().zip(&archives).map(|(feed, archive)| with_history(feed, archive)).collect();
        let former_feeds = feeds
            .iter()
            .filter_map(|feed| Some((feed, &terms[feed.term?])))
            .flat_map(|(feed, term)| past.former_feeds(feed, term, &articles))
            .collect();
        Selected {
            articles,
            records,
            contents,
            dated,
            article_terms,
            terms,
            feeds,
            former_feeds,
            distinct,
            held,
            moved,
            duplicates,
            merged,
            crowded,
            reuses: reuses.into_sorted(),
            unknown_retractions: recalled.unknown,
            due,
            retracted: recalled.retracted,
            retracted_records: recalled.retracted_records,
            archives,
            former_archives,
            unmatched,
            without_room,
        }
    }
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

/// How many of a list (newest first) a feed shows: the limit, and what is within a day of the newest.
fn newest(list: &[usize], articles: &[Box<Article<'_>>], limit: usize, most: usize) -> usize {
    let Some(first) = list.first() else { return 0 };
    let burst = articles[*first].published.at - TimeDelta::hours(24);
    let recent = list[..list.len().min(most)].partition_point(|n| articles[*n].published.at >= burst);
    recent.max(limit).min(most.max(limit)).min(list.len())
}
