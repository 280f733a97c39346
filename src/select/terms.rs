//! Terms: what the articles are about, under which name and address.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;

use super::rules::{DeclaredFeed, TermRef};
use super::{Options, slug};
use crate::article::id::feed_urn;
use crate::article::{Article, Term, TermKey};
use crate::feed::{FeedKey, PublishedTerm, Site, Taxonomy, Vanishing};
use crate::memory::FeedRecord;

/// All terms, and what belongs to each of them.
pub(super) struct Terms {
    /// By taxonomy and slug.
    pub(super) published: Vec<PublishedTerm>,
    /// For each term its articles, newest first.
    pub(super) members: Vec<Vec<usize>>,
    /// Terms that rules name and no article has: which rule, and the term.
    pub(super) unmatched: Vec<(String, TermRef)>,
    /// How many terms have no feed because there is no room for it.
    pub(super) without_room: usize,
}

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

/// The terms of an article in one taxonomy. Those that are not in the article as terms are `made`.
fn terms_of<'t>(article: &'t Article<'_>, taxonomy: Taxonomy, made: &'t [Term]) -> &'t [Term] {
    match taxonomy {
        Taxonomy::Tag => &article.tags,
        Taxonomy::Source => article.source.as_slice(),
        Taxonomy::Category => &article.categories,
        Taxonomy::Author | Taxonomy::Language => made,
        Taxonomy::Declared => &[],
    }
}

/// Terms that articles hold as something else: their authors, their language.
fn made(articles: &[Box<Article<'_>>], taxonomy: Taxonomy, options: &Options<'_>) -> Vec<Vec<Term>> {
    let is_needed = options.taxonomies.contains(&taxonomy) || options.rules.needs(taxonomy);
    let make = |article: &Article<'_>| -> Vec<Term> {
        match taxonomy {
            Taxonomy::Author => {
                let mut terms: Vec<Term> = Vec::with_capacity(article.authors.len());
                let named = article.authors.iter().filter_map(|name| Term::new(name));
                for term in named.map(|term| options.rules.aliases(taxonomy).resolve(term)) {
                    if terms.iter().all(|known| known.key != term.key) {
                        terms.push(term);
                    }
                }
                terms
            }
            Taxonomy::Language => {
                let language = article.language.iter();
                language.map(|tag| Term { label: tag.name(), key: TermKey::fold(tag.as_str()) }).collect()
            }
            _ => Vec::new(),
        }
    };
    if is_needed { articles.iter().map(|article| make(article)).collect() } else { vec![Vec::new(); articles.len()] }
}

/// The articles (newest first) of each term of a taxonomy, and its spellings.
fn count<'t>(
    articles: &'t [Box<Article<'_>>],
    taxonomy: Taxonomy,
    made: &'t [Vec<Term>],
) -> HashMap<&'t TermKey, Count<'t>> {
    let mut counts: HashMap<&TermKey, Count<'_>> = HashMap::new();
    for (n, (article, made)) in articles.iter().zip(made).enumerate() {
        for term in terms_of(article, taxonomy, made) {
            let count =
                counts.entry(&term.key).or_insert_with(|| Count { labels: HashMap::new(), members: Vec::new() });
            let label = count.labels.entry(&term.label).or_insert((0, article.published.day));
            label.0 += 1;
            label.1 = label.1.min(article.published.day);
            count.members.push(n);
        }
    }
    counts
}

/// The declared feeds as terms, with the articles that belong to each; `counts` are those of the other taxonomies.
fn declared<'t>(
    feeds: &'t [DeclaredFeed],
    articles: &[Box<Article<'_>>],
    counts: &BTreeMap<Taxonomy, HashMap<&TermKey, Count<'_>>>,
    unmatched: &mut Vec<(String, TermRef)>,
) -> HashMap<&'t TermKey, Count<'t>> {
    let of = |(taxonomy, key): &TermRef| counts.get(taxonomy).and_then(|counts| counts.get(key));
    feeds
        .iter()
        .map(|feed| {
            let missing = feed.terms().filter(|term| of(term).is_none());
            unmatched.extend(missing.map(|term| (format!("the feed \"{}\"", feed.name.label), term.clone())));
            let members = feed.members(articles.len(), |term| of(term).map_or(&[][..], |count| &count.members));
            let day = members.last().map_or(NaiveDate::MAX, |oldest| articles[*oldest].published.day);
            let labels = HashMap::from([(feed.name.label.as_str(), (members.len(), day))]);
            (&feed.name.key, Count { labels, members })
        })
        .collect()
}

/// Terms of which something is said, and that no article has or ever had: likely misspelled.
fn unmatched_rules(
    counts: &BTreeMap<Taxonomy, HashMap<&TermKey, Count<'_>>>,
    options: &Options<'_>,
) -> Vec<(String, TermRef)> {
    let only = options.rules.taxonomies.iter().flat_map(|(taxonomy, rules)| {
        let keys = rules.only.iter().flatten();
        keys.map(|key| (format!("`only` of [{}]", taxonomy.folder()), (*taxonomy, key.clone())))
    });
    let feeds = options.rules.feeds.keys().flatten();
    let feeds = feeds.map(|term| ("the table [[feed]]".to_owned(), term.clone()));
    let is_unmatched = |(_, (taxonomy, key)): &(String, TermRef)| {
        *taxonomy != Taxonomy::Declared
            && options.taxonomies.contains(taxonomy)
            && !counts.get(taxonomy).is_some_and(|counts| counts.contains_key(key))
            && !options.memory.terms(*taxonomy).any(|(known, _)| known == key)
    };
    only.chain(feeds).filter(is_unmatched).collect()
}

/// All terms of the articles (newest first) with their members.
pub(super) fn terms(articles: &[Box<Article<'_>>], site: &Site, options: &Options<'_>) -> Terms {
    let made: BTreeMap<Taxonomy, Vec<Vec<Term>>> =
        Taxonomy::CHOICES.iter().map(|taxonomy| (*taxonomy, made(articles, *taxonomy, options))).collect();
    let mut counts: BTreeMap<Taxonomy, HashMap<&TermKey, Count<'_>>> =
        made.iter().map(|(taxonomy, made)| (*taxonomy, count(articles, *taxonomy, made))).collect();
    let mut unmatched = Vec::new();
    let declared = declared(&options.rules.declared, articles, &counts, &mut unmatched);
    unmatched.extend(unmatched_rules(&counts, options));
    counts.insert(Taxonomy::Declared, declared);
    let mut found = Vec::new();
    for (taxonomy, counts) in counts {
        found.extend(published(taxonomy, counts, site, options));
    }
    found.sort_unstable_by(|(a, _), (b, _)| (a.taxonomy, &a.slug).cmp(&(b.taxonomy, &b.slug)));
    let without_room = ration(&mut found, articles, options);
    let (published, members) = found.into_iter().unzip();
    Terms { published, members, unmatched, without_room }
}

/// Takes the feeds of new terms away for which there is no room, and says how many these are. Room is for the terms that have the
/// most articles; of equals for the first to appear. A term that was published before keeps its feed, and one that a rule
/// names always has it.
fn ration(found: &mut [(PublishedTerm, Vec<usize>)], articles: &[Box<Article<'_>>], options: &Options<'_>) -> usize {
    let known = options.memory.feeds.values().filter_map(|feed| feed.term.as_ref());
    let known: HashSet<(Taxonomy, &TermKey)> = known.map(|(taxonomy, key)| (*taxonomy, key)).collect();
    let is_named = |term: &PublishedTerm| {
        let only = &options.rules.terms(term.taxonomy).only;
        term.taxonomy == Taxonomy::Declared
            || only.as_ref().is_some_and(|only| only.contains(&term.key))
            || options.rules.feeds.contains_key(&Some((term.taxonomy, term.key.clone())))
    };
    let is_new = |term: &PublishedTerm| {
        term.has_feed && term.formerly.is_empty() && !known.contains(&(term.taxonomy, &term.key)) && !is_named(term)
    };
    let (mut new, mut taken) = (Vec::new(), 0_usize);
    for (n, (term, members)) in found.iter().enumerate() {
        if is_new(term) {
            new.push(n);
        } else if term.is_published() && (!members.is_empty() || options.vanished.is_some()) {
            // Who keeps feeds without articles for good does not want them to be in the way of others.
            taken += 1;
        }
    }
    let room = options.most_feeds.saturating_sub(taken);
    if new.len() <= room {
        return 0;
    }
    new.sort_unstable_by_key(|n| {
        let (term, members) = &found[*n];
        let first_day = members.last().map(|oldest| articles[*oldest].published.day);
        (Reverse(members.len()), first_day, &term.key, term.taxonomy)
    });
    let left_out = new.split_off(room);
    for n in &left_out {
        found[*n].0.has_feed = false;
    }
    left_out.len()
}

/// The terms of one taxonomy: what they are called, where they are, whether they have feeds.
fn published(
    taxonomy: Taxonomy,
    counts: HashMap<&TermKey, Count<'_>>,
    site: &Site,
    options: &Options<'_>,
) -> Vec<(PublishedTerm, Vec<usize>)> {
    let rules = options.rules.terms(taxonomy);
    let aliases = &rules.aliases;
    // The first term to appear has the slug that several would have.
    let mut keys: Vec<(NaiveDate, &TermKey)> = counts
        .iter()
        .map(|(key, count)| (count.labels.values().map(|(_, day)| *day).min().unwrap_or_default(), *key))
        .collect();
    keys.sort_unstable();
    let known: HashMap<&TermKey, &FeedRecord> = options.memory.terms(taxonomy).collect();
    let slugs_before = known.iter().map(|(key, feed)| (*key, feed.slug.as_str()));
    let mut slugs = slug::assign(keys.into_iter().map(|(_, key)| key), slugs_before);
    let have_feeds = match taxonomy {
        Taxonomy::Declared => true,
        // One language is no reason for a second feed of everything.
        Taxonomy::Language if counts.len() + known.len() < 2 => false,
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
    let mut published: HashMap<&TermKey, (PublishedTerm, Vec<usize>)> = counts
        .into_iter()
        .map(|(key, count)| {
            let before = known.get(key);
            let label = label(&count, before.map(|feed| feed.label.as_str()));
            let slug = slugs.remove(key).unwrap_or_default();
            let folder = FeedKey::Term(taxonomy, slug.clone()).folder();
            let feed_id = before.map_or_else(|| feed_urn(&site.id, &folder), |feed| feed.id.clone());
            // Who is subscribed to a feed keeps it, however few articles it has by now, unless more are asked for.
            let is_large_enough = count.members.len() >= rules.min_entries
                || before.is_some_and(|feed| feed.vanished.is_none() && !is_raised);
            let lack = lack(key).or_else(|| (!is_large_enough).then_some(Vanishing::TooSmall));
            (key, (term(key, label, slug, feed_id, lack), count.members))
        })
        .collect();
    // What has no article any more keeps its address for a while; what is called otherwise now keeps it beside it.
    // A feed that has a key of earlier versions is of another spelling of the term.
    let respelled = |key: &TermKey| Some(key.refolded()).filter(|present| present != key);
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
        let term = term(key, feed.label.clone(), feed.slug.clone(), feed.id.clone(), lack);
        published.insert(key, (term, Vec::new()));
    }
    for (key, feed) in &known {
        let present = respelled(key);
        let alias = aliases.of(present.as_ref().unwrap_or(key)).map(|term| &term.key);
        let Some(meant) = alias.or(present.as_ref()) else { continue };
        if let Some((term, _)) = published.get_mut(meant)
            && term.is_published()
        {
            term.formerly.push((feed.slug.clone(), feed.id.clone()));
            term.formerly.sort_unstable();
        }
    }
    published
        .into_values()
        .map(|(term, members)| (PublishedTerm { articles: members.len(), ..term }, members))
        .collect()
}
