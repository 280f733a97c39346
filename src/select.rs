//! Select: articles to feeds. Duplicates become one, the newest of each term are chosen.
//!
//! A [`Selection`] collects readings. Merging two is associative and commutative: files, threads and machines may be
//! combined in any order, and the feeds are the same, because [`Selection::select`] looks at the set and never at the
//! order.

mod dedupe;
pub mod slug;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::article::date::spread;
use crate::article::{Article, Origin, TermKey};
use crate::feed::{Feed, PublishedTerm, Site, Taxonomy};

/// Which articles feeds show.
#[derive(Debug, Clone)]
pub struct Options {
    /// The taxonomies whose terms have feeds.
    pub taxonomies: Vec<Taxonomy>,
    /// How many entries a feed has; articles within a day of its newest come on top.
    pub limit: usize,
    /// The most entries a feed has.
    pub most: usize,
    /// Articles after this moment are held back.
    pub until: Option<DateTime<Utc>>,
}

/// Articles as they were read: the same one may be there several times until the feeds are made.
#[derive(Debug, Default)]
pub struct Selection<'a> {
    readings: Vec<Article<'a>>,
}

/// The feeds, and the articles that they show.
#[derive(Debug)]
pub struct Selected<'a> {
    /// The articles that at least one feed shows, newest first.
    pub articles: Vec<Article<'a>>,
    /// For each article its tags and its source, as indices into `terms`.
    pub article_terms: Vec<(Vec<usize>, Option<usize>)>,
    /// All terms, by taxonomy and slug.
    pub terms: Vec<PublishedTerm>,
    /// The feed of all articles, then one for each term that has one, in the order of `terms`.
    pub feeds: Vec<Feed>,
    /// How many distinct articles there are.
    pub distinct: usize,
    /// Those that are held for the future: where they stand, and until when.
    pub held: Vec<(Origin, DateTime<Utc>)>,
    /// How many drafts were the same article as another.
    pub duplicates: usize,
    /// For each term the number of its articles.
    pub term_sizes: Vec<usize>,
}

impl<'a> Selection<'a> {
    /// Adds a reading of an article.
    pub fn add(&mut self, article: Article<'a>) {
        self.readings.push(article);
    }

    /// The readings of both. Associative; commutative as far as [`Self::select`] can tell.
    #[must_use]
    pub fn merge(mut self, mut other: Self) -> Self {
        if self.readings.len() < other.readings.len() {
            std::mem::swap(&mut self, &mut other);
        }
        self.readings.append(&mut other.readings);
        self
    }

    /// How many readings there are.
    pub fn len(&self) -> usize {
        self.readings.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.readings.is_empty()
    }

    /// Chooses the newest articles of each term and makes the feeds.
    pub fn select(self, site: &Site, options: &Options) -> Selected<'a> {
        let added = self.readings.len();
        let mut articles = dedupe::unite(self.readings);
        let distinct = articles.len();
        // Reading order, for the seconds of days; then publishing order, for good.
        articles.sort_unstable_by(|a, b| a.origin().cmp(b.origin()).then_with(|| a.id().cmp(b.id())));
        spread(articles.iter_mut().map(|article| &mut article.published));
        let mut held = Vec::new();
        if let Some(until) = options.until {
            articles.retain(|article| {
                let is_due = article.published.at <= until;
                if !is_due {
                    held.push((article.origin().clone(), article.published.at));
                }
                is_due
            });
        }
        articles.sort_unstable_by(|a, b| b.published.at.cmp(&a.published.at).then_with(|| a.id().cmp(b.id())));

        let (terms, members) = terms(&articles, &options.taxonomies);
        let all: Vec<usize> = (0..articles.len()).collect();
        let newest = |list: &[usize]| list[..newest(list, &articles, options)].to_vec();
        let mut entries: Vec<Vec<usize>> = vec![newest(&all)];
        entries.extend(
            members.iter().zip(&terms).map(|(list, term)| if term.has_feed { newest(list) } else { Vec::new() }),
        );
        let term_sizes = members.iter().map(Vec::len).collect();

        // Only what is shown goes on; the places of the articles move up.
        let mut place = vec![usize::MAX; articles.len()];
        entries.iter().flatten().for_each(|n| place[*n] = 0);
        let mut kept = 0;
        for place in place.iter_mut().filter(|place| **place == 0) {
            *place = kept;
            kept += 1;
        }
        entries.iter_mut().flatten().for_each(|n| *n = place[*n]);
        let mut article_terms = vec![(Vec::new(), None); kept];
        for (n, (list, term)) in members.iter().zip(&terms).enumerate() {
            for at in list.iter().map(|article| place[*article]).filter(|at| *at != usize::MAX) {
                match term.taxonomy {
                    Taxonomy::Tag => article_terms[at].0.push(n),
                    Taxonomy::Source => article_terms[at].1 = Some(n),
                }
            }
        }
        let mut places = place.iter();
        articles.retain(|_| places.next().is_some_and(|place| *place != usize::MAX));
        // An article names its tags in its own order.
        for (article, (tags, _)) in articles.iter().zip(&mut article_terms) {
            tags.sort_by_key(|n| article.tags.iter().position(|tag| tag.key == terms[*n].key));
        }
        let feeds = entries
            .into_iter()
            .enumerate()
            .filter(|(n, _)| *n == 0 || terms[n - 1].has_feed)
            .map(|(n, entries)| Feed::new(site, n.checked_sub(1).map(|n| (n, &terms[n])), entries, &articles))
            .collect();
        Selected { duplicates: added - distinct, articles, article_terms, terms, feeds, distinct, held, term_sizes }
    }
}

/// How many of a list (newest first) a feed shows: the limit, and what is within a day of the newest.
fn newest(list: &[usize], articles: &[Article<'_>], options: &Options) -> usize {
    let Some(first) = list.first() else { return 0 };
    let burst = articles[*first].published.at - TimeDelta::hours(24);
    let recent = list[..list.len().min(options.most)].partition_point(|n| articles[*n].published.at >= burst);
    recent.max(options.limit).min(options.most.max(options.limit)).min(list.len())
}

/// What is known of a term while articles are counted.
struct Count<'t> {
    /// Its spellings: how often, and the first day of each.
    labels: HashMap<&'t str, (usize, NaiveDate)>,
    /// The articles that have it, newest first.
    members: Vec<usize>,
}

/// All terms of the articles (newest first) with their members; by taxonomy and slug.
fn terms(articles: &[Article<'_>], with_feeds: &[Taxonomy]) -> (Vec<PublishedTerm>, Vec<Vec<usize>>) {
    let mut found = Vec::new();
    for &taxonomy in Taxonomy::ALL {
        let mut counts: HashMap<&TermKey, Count<'_>> = HashMap::new();
        for (n, article) in articles.iter().enumerate() {
            let terms = match taxonomy {
                Taxonomy::Tag => article.tags.as_slice(),
                Taxonomy::Source => article.source.as_slice(),
            };
            for term in terms {
                let count =
                    counts.entry(&term.key).or_insert_with(|| Count { labels: HashMap::new(), members: Vec::new() });
                let label = count.labels.entry(&term.label).or_insert((0, article.published.day));
                label.0 += 1;
                label.1 = label.1.min(article.published.day);
                count.members.push(n);
            }
        }
        // The first term to appear has the slug that several would have.
        let mut keys: Vec<(NaiveDate, &TermKey)> = counts
            .iter()
            .map(|(key, count)| (count.labels.values().map(|(_, day)| *day).min().unwrap_or_default(), *key))
            .collect();
        keys.sort_unstable();
        let mut slugs = slug::assign(keys.into_iter().map(|(_, key)| key));
        found.extend(counts.into_iter().map(|(key, count)| {
            let label = count.labels.iter().min_by_key(|(label, (times, day))| (usize::MAX - times, *day, **label));
            let term = PublishedTerm {
                taxonomy,
                key: key.clone(),
                label: label.map(|(label, _)| (*label).to_owned()).unwrap_or_default(),
                slug: slugs.remove(key).unwrap_or_default(),
                has_feed: with_feeds.contains(&taxonomy),
            };
            (term, count.members)
        }));
    }
    found.sort_unstable_by(|(a, _), (b, _)| (a.taxonomy, &a.slug).cmp(&(b.taxonomy, &b.slug)));
    found.into_iter().unzip()
}
