//! Terms: what the articles are about, under which name and address.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{Options, slug};
use crate::article::id::feed_urn;
use crate::article::{Article, TermKey};
use crate::feed::{FeedKey, PublishedTerm, Site, Taxonomy};
use crate::memory::FeedRecord;

/// What is known of a term while articles are counted.
struct Count<'t> {
    /// Its spellings: how often, and the first day of each.
    labels: HashMap<&'t str, (usize, NaiveDate)>,
    /// The articles that have it, newest first.
    members: Vec<usize>,
}

/// What a term is called: by its most frequent spelling, of several the one that was there first. The one that was
/// published stays until another is more than twice as frequent, so that titles do not go back and forth.
fn label(count: &Count<'_>, published: Option<&str>) -> String {
    let most = count.labels.iter().min_by_key(|(label, (times, day))| (usize::MAX - times, *day, **label));
    let Some((most, (times, _))) = most else { return String::new() };
    let stays = |label: &&str| count.labels.get(label).is_some_and(|(known, _)| known * 2 >= *times);
    published.filter(stays).unwrap_or(most).to_owned()
}

/// All terms of the articles (newest first) with their members; by taxonomy and slug.
pub(super) fn terms(
    articles: &[Article<'_>],
    site: &Site,
    options: &Options<'_>,
) -> (Vec<PublishedTerm>, Vec<Vec<usize>>) {
    let mut found = Vec::new();
    for &taxonomy in Taxonomy::ALL {
        let mut counts: HashMap<&TermKey, Count<'_>> = HashMap::new();
        for (n, article) in articles.iter().enumerate() {
            let terms = match taxonomy {
                Taxonomy::Tag => article.tags.as_slice(),
                Taxonomy::Source => article.source.as_slice(),
                Taxonomy::Category => article.categories.as_slice(),
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
        let known: HashMap<&TermKey, &FeedRecord> = options.memory.terms(taxonomy).collect();
        let slugs_before = known.iter().map(|(key, feed)| (*key, feed.slug.as_str()));
        let mut slugs = slug::assign(keys.into_iter().map(|(_, key)| key), slugs_before);
        let has_feed = options.taxonomies.contains(&taxonomy);
        let mut published: HashMap<&TermKey, (PublishedTerm, Vec<usize>)> = counts
            .into_iter()
            .map(|(key, count)| {
                let label = label(&count, known.get(key).map(|feed| feed.label.as_str()));
                let slug = slugs.remove(key).unwrap_or_default();
                let folder = FeedKey::Term(taxonomy, slug.clone()).folder();
                let feed_id = known.get(key).map_or_else(|| feed_urn(&site.id, &folder), |feed| feed.id.clone());
                let formerly = Vec::new();
                let term = PublishedTerm { taxonomy, key: key.clone(), label, slug, has_feed, feed_id, formerly };
                (key, (term, count.members))
            })
            .collect();
        // What has no article any more keeps its address for a while; what is called otherwise now keeps it beside it.
        let stays = |feed: &FeedRecord| has_feed && options.stays(feed);
        for (key, feed) in
            known.iter().filter(|(key, feed)| !published.contains_key(*key) && stays(feed)).collect::<Vec<_>>()
        {
            let alias = options.aliases(taxonomy).of(key);
            if alias.is_some_and(|term| published.contains_key(&term.key) || known.contains_key(&term.key)) {
                continue;
            }
            let term = PublishedTerm {
                taxonomy,
                key: (*key).clone(),
                label: feed.label.clone(),
                slug: feed.slug.clone(),
                has_feed,
                feed_id: feed.id.clone(),
                formerly: Vec::new(),
            };
            published.insert(key, (term, Vec::new()));
        }
        for (key, feed) in known.iter().filter(|_| has_feed) {
            let Some(term) = options.aliases(taxonomy).of(key) else { continue };
            if let Some((term, _)) = published.get_mut(&term.key) {
                term.formerly.push((feed.slug.clone(), feed.id.clone()));
                term.formerly.sort_unstable();
            }
        }
        found.extend(published.into_values());
    }
    found.sort_unstable_by(|(a, _), (b, _)| (a.taxonomy, &a.slug).cmp(&(b.taxonomy, &b.slug)));
    found.into_iter().unzip()
}
