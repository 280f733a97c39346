//! Terms with their addresses: what each is called, where it is, whether it has a feed.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::article::key::feed_urn;
use crate::article::{Aliases, TermKey};
use crate::feed::{FeedKey, PublishedTerm, Site, Taxonomy, Vanishing};
use crate::memory::FeedRecord;
use crate::select::{Options, slug};

/// What is known of the articles of a term.
#[derive(Debug, Clone)]
pub struct Tally {
    /// What the term is called.
    pub label: String,
    /// How many articles have it.
    pub articles: usize,
    /// The day of the first of them.
    pub first_day: NaiveDate,
}

/// The terms of one taxonomy: what they are called, where they are, whether they have feeds.
///
/// The first of new terms to appear has the slug that several would have.
pub(in crate::select) fn published(
    taxonomy: Taxonomy,
    tallies: HashMap<&TermKey, Tally>,
    site: &Site,
    options: &Options<'_>,
) -> Vec<PublishedTerm> {
    let rules = options.rules.terms(taxonomy);
    let aliases = &rules.aliases;
    let mut keys: Vec<(NaiveDate, &TermKey)> = tallies.iter().map(|(key, tally)| (tally.first_day, *key)).collect();
    keys.sort_unstable();
    let known: HashMap<&TermKey, &FeedRecord> = options.memory.terms(taxonomy).collect();
    let slugs_before = known.iter().map(|(key, feed)| (*key, feed.slug.as_str()));
    let mut slugs = slug::assign(keys.into_iter().map(|(_, key)| key), slugs_before);
    let have_feeds = match taxonomy {
        Taxonomy::Declared => true,
        // One language is no reason for a second feed of everything.
        Taxonomy::Language if tallies.len() + known.len() < 2 => false,
        _ => options.taxonomies.contains(&taxonomy),
    };
    let term = |key: &TermKey, label: String, slug: String, feed_id: String, lack: Option<Vanishing>| {
        let label = rules.labels.get(key).cloned().unwrap_or(label);
        let (rules, formerly) = (options.rules.feed(Some((taxonomy, key))), Vec::new());
        let has_feed = lack.is_none();
        let vanishing = lack.filter(|_| known.get(key).is_some_and(|feed| options.stays(feed)));
        PublishedTerm {
            taxonomy,
            key: key.clone(),
            label,
            slug,
            articles: 0,
            has_feed,
            vanishing,
            feed_id,
            rules,
            formerly,
        }
    };
    let lack = |key: &TermKey| {
        let excluded = || (!rules.admits(key)).then_some(Vanishing::Excluded);
        (!have_feeds).then_some(Vanishing::LeftOut).or_else(excluded)
    };
    let is_raised = options.min_entries_before.get(&taxonomy).is_some_and(|before| rules.min_entries > *before);
    let mut published: HashMap<&TermKey, PublishedTerm> = tallies
        .into_iter()
        .map(|(key, Tally { label, articles, .. })| {
            let before = known.get(key);
            let slug = slugs.remove(key).unwrap_or_default();
            let folder = FeedKey::Term(taxonomy, slug.clone()).folder();
            let feed_id = before.map_or_else(|| feed_urn(&site.id, &folder), |feed| feed.id.clone());
            // Who is subscribed to a feed keeps it, however few articles it has by now, unless more are asked for.
            let is_large_enough =
                articles >= rules.min_entries || before.is_some_and(|feed| feed.vanished.is_none() && !is_raised);
            let lack = lack(key).or_else(|| (!is_large_enough).then_some(Vanishing::TooSmall));
            (key, PublishedTerm { articles, ..term(key, label, slug, feed_id, lack) })
        })
        .collect();
    // What has no article any more keeps its address for a while; what is called otherwise now keeps it beside it.
    // A feed that has a key of earlier versions is of another spelling of the term.
    for (key, feed) in
        known.iter().filter(|(key, feed)| !published.contains_key(*key) && options.stays(feed)).collect::<Vec<_>>()
    {
        let alias = aliases.of(&key.refolded());
        if alias.is_some_and(|term| published.contains_key(&term.key) || known.contains_key(&term.key)) {
            continue;
        }
        let has_it =
            |key: &TermKey| published.contains_key(key) || known.get(key).is_some_and(|feed| options.stays(feed));
        if respelled(key).is_some_and(|present| has_it(&present)) {
            continue;
        }
        let lack = if taxonomy == Taxonomy::Declared { Some(Vanishing::Undeclared) } else { lack(key) };
        published.insert(key, term(key, feed.label.clone(), feed.slug.clone(), feed.id.clone(), lack));
    }
    add_former_feeds(&mut published, &known, aliases);
    published.into_values().collect()
}

/// A key of earlier versions as it would be now, where that is another one.
fn respelled(key: &TermKey) -> Option<TermKey> {
    Some(key.refolded()).filter(|present| present != key)
}

/// Notes at each published term the feeds of the terms that are called so now.
fn add_former_feeds(
    published: &mut HashMap<&TermKey, PublishedTerm>,
    known: &HashMap<&TermKey, &FeedRecord>,
    aliases: &Aliases,
) {
    for (key, feed) in known {
        let present = respelled(key);
        let alias = aliases.of(present.as_ref().unwrap_or(key)).map(|term| &term.key);
        let Some(meant) = alias.or(present.as_ref()) else { continue };
        if let Some(term) = published.get_mut(meant)
            && term.is_published()
        {
            term.formerly.push((feed.slug.clone(), feed.id.clone()));
            term.formerly.sort_unstable();
        }
    }
}
