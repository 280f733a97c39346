//! Terms: what the articles are about, under which name and address.

mod declared;
mod published;

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};

use super::Options;
use super::rules::{self, NamedTerm, NamedTerms, Unmatched};
use super::update::{Tallies, TermsOfArticle};
use crate::article::{Outline, Term, TermKey};
use crate::feed::{PublishedTerm, Site, Taxonomy};
use crate::memory::FeedRecord;
use declared::{Declared, declared};
pub use published::Tally;
use published::published;

/// All terms, and what belongs to each of them.
#[derive(Default)]
pub(super) struct Terms {
    /// By taxonomy and slug.
    pub(super) published: Vec<PublishedTerm>,
    /// For each term its articles, newest first.
    pub(super) members: Vec<Vec<usize>>,
    /// For each term its spellings, by their numbers.
    pub(super) spellings: Vec<Vec<String>>,
    /// For each term that has several the numbers of the spellings that its articles have.
    pub(super) spelled: Vec<Vec<u32>>,
    /// Terms that rules name and no article has.
    pub(super) unmatched: Vec<Unmatched>,
    /// When an article is too old for a declared feed that has it.
    pub(super) due: Option<DateTime<Utc>>,
    /// How many terms have no feed because there is no room for it.
    pub(super) without_room: usize,
}

/// What is known of a term while articles are counted.
#[derive(Default)]
struct Count<'t> {
    /// Its spellings.
    labels: HashMap<&'t str, Spelling>,
    /// The articles that have it, newest first.
    members: Vec<usize>,
    /// The number of the spelling that each of them has.
    spelled: Vec<u32>,
}

/// A spelling of a term.
struct Spelling {
    number: u32,
    /// How many articles have it, and the first day of these.
    count: (usize, NaiveDate),
}

/// A term, its articles (newest first) and its spellings.
struct Found {
    term: PublishedTerm,
    members: Vec<usize>,
    spellings: Vec<String>,
    spelled: Vec<u32>,
}

impl Count<'_> {
    /// What is known of the articles. The label that was `published` stays for as long as it may.
    fn tally(&self, published: Option<&str>) -> Tally {
        let spellings: Vec<_> = self.labels.iter().map(|(label, spelling)| (*label, spelling.count)).collect();
        let label = label(&spellings, published).unwrap_or_default();
        let first_day = self.labels.values().map(|spelling| spelling.count.1).min().unwrap_or_default();
        Tally { label: label.to_owned(), articles: self.members.len(), first_day }
    }
}

/// What a term is called: by its most frequent spelling, of several the one that was there first. The one that was
/// published stays until another is more than twice as frequent, so that titles do not go back and forth.
pub(super) fn label<L: Copy + Ord>(spellings: &[(L, (usize, NaiveDate))], published: Option<L>) -> Option<L> {
    let most = spellings.iter().min_by_key(|(label, (times, day))| (usize::MAX - times, *day, *label));
    let (most, (times, _)) = most?;
    let stays = |label: &L| spellings.iter().any(|(known, (count, _))| known == label && count * 2 >= *times);
    Some(published.filter(stays).unwrap_or(*most))
}

/// The terms of an article in one taxonomy. Those that are not in the article as terms are `made`.
fn terms_of<'t>(article: &'t Outline<'_>, taxonomy: Taxonomy, made: &'t [Term]) -> &'t [Term] {
    match taxonomy {
        Taxonomy::Tag => article.tags(),
        Taxonomy::Source => article.source().map_or(&[], std::slice::from_ref),
        Taxonomy::Category => article.categories(),
        Taxonomy::Author | Taxonomy::Language => made,
        Taxonomy::Declared => &[],
    }
}

/// Terms of a taxonomy that articles hold as something else (their authors, their language), for each article; nothing where there
/// are none.
struct Made(Vec<Vec<Term>>);

impl Made {
    /// Those of an article.
    fn of(&self, article: usize) -> &[Term] {
        self.0.get(article).map_or(&[], Vec::as_slice)
    }
}

/// The terms of a taxonomy that articles hold as something else, if feeds are about them.
fn made(articles: &[Box<Outline<'_>>], taxonomy: Taxonomy, options: &Options<'_>) -> Made {
    let is_needed = options.taxonomies.contains(&taxonomy) || options.rules.needs(taxonomy);
    if !is_needed || !matches!(taxonomy, Taxonomy::Author | Taxonomy::Language) {
        return Made(Vec::new());
    }
    let mut buffer = Vec::new();
    let mut make = |article: &Outline<'_>| -> Vec<Term> {
        match taxonomy {
            Taxonomy::Author => {
                let authors = article.words(&mut buffer).authors;
                let mut terms: Vec<Term> = Vec::with_capacity(authors.len());
                let named = authors.into_iter().filter_map(Term::new);
                for term in named.map(|term| options.rules.aliases(taxonomy).resolve(term)) {
                    if terms.iter().all(|known| known.key != term.key) {
                        terms.push(term);
                    }
                }
                terms
            }
            Taxonomy::Language => {
                let language = article.language.iter();
                language.map(|tag| Term::spelled(tag.name().into(), TermKey::fold(tag.as_str()))).collect()
            }
            _ => Vec::new(),
        }
    };
    Made(articles.iter().map(|article| make(article)).collect())
}

/// The articles (newest first) of each term of a taxonomy, and its spellings.
fn count<'t>(articles: &'t [Box<Outline<'_>>], taxonomy: Taxonomy, made: &'t Made) -> HashMap<&'t TermKey, Count<'t>> {
    let mut counts: HashMap<&TermKey, Count<'_>> = HashMap::new();
    for (n, article) in articles.iter().enumerate() {
        for term in terms_of(article, taxonomy, made.of(n)) {
            let count = counts.entry(&term.key).or_default();
            let number = u32::try_from(count.labels.len()).unwrap_or(u32::MAX);
            let spelling =
                count.labels.entry(&term.label).or_insert(Spelling { number, count: (0, article.published.day) });
            spelling.count.0 += 1;
            spelling.count.1 = spelling.count.1.min(article.published.day);
            count.spelled.push(spelling.number);
            count.members.push(n);
        }
    }
    counts
}

/// Terms of which something is said, and that no article has or ever had: likely misspelled.
fn unmatched_rules(counts: &BTreeMap<Taxonomy, HashMap<&TermKey, Count<'_>>>, options: &Options<'_>) -> Vec<Unmatched> {
    let is_unmatched = |NamedTerm { term: (taxonomy, key), .. }: &&NamedTerm| {
        options.taxonomies.contains(taxonomy)
            && !counts.get(taxonomy).is_some_and(|counts| counts.contains_key(key))
            && !options.memory.terms(*taxonomy).any(|(known, _)| known == key)
    };
    let unmatched = options.rules.named.iter().filter(is_unmatched).map(|NamedTerm { rule, term, line }| Unmatched {
        rule: rule.clone(),
        named: NamedTerms { terms: rules::Terms::One(term.clone()), line: *line },
    });
    unmatched.collect()
}

/// All terms of the articles (newest first) with their members.
pub(super) fn terms(articles: &[Box<Outline<'_>>], site: &Site, options: &Options<'_>) -> Terms {
    let made: BTreeMap<Taxonomy, Made> =
        Taxonomy::CHOICES.iter().map(|taxonomy| (*taxonomy, made(articles, *taxonomy, options))).collect();
    let counts: BTreeMap<Taxonomy, HashMap<&TermKey, Count<'_>>> =
        made.iter().map(|(taxonomy, made)| (*taxonomy, count(articles, *taxonomy, made))).collect();
    let unmatched_rules = unmatched_rules(&counts, options);
    let mut found = Vec::new();
    for (taxonomy, counts) in counts {
        found.extend(of_taxonomy(taxonomy, counts, site, options));
    }
    let Declared { counts, mut unmatched, due } = declared(articles, &found, options);
    unmatched.extend(unmatched_rules);
    found.extend(of_taxonomy(Taxonomy::Declared, counts, site, options));
    let without_room = ration(&mut found, articles, options);
    Terms { unmatched, due, without_room, ..Terms::of(found) }
}

/// The terms of a taxonomy, of which the articles are counted.
fn of_taxonomy(
    taxonomy: Taxonomy,
    mut counts: HashMap<&TermKey, Count<'_>>,
    site: &Site,
    options: &Options<'_>,
) -> Vec<Found> {
    let known: HashMap<&TermKey, &FeedRecord> = options.memory.terms(taxonomy).collect();
    let label = |key: &TermKey| known.get(key).map(|feed| feed.label.as_str());
    let tallies = counts.iter().map(|(key, count)| (*key, count.tally(label(key)))).collect();
    let found = published(taxonomy, tallies, site, options).into_iter().map(|term| {
        let Count { labels, mut members, mut spelled } = counts.remove(&term.key).unwrap_or_default();
        members.shrink_to_fit();
        if labels.len() == 1 {
            spelled.clear();
        }
        spelled.shrink_to_fit();
        let mut labels: Vec<(u32, &str)> =
            labels.into_iter().map(|(label, spelling)| (spelling.number, label)).collect();
        labels.sort_unstable();
        let spellings = labels.into_iter().map(|(_, label)| label.to_owned()).collect();
        Found { term, members, spellings, spelled }
    });
    found.collect()
}

/// The terms of each article, with the spelling that it has.
pub(super) fn of_articles(articles: &[Box<Outline<'_>>], options: &Options<'_>) -> Vec<TermsOfArticle> {
    let mut found = vec![Vec::new(); articles.len()];
    for taxonomy in Taxonomy::CHOICES {
        let made = made(articles, *taxonomy, options);
        for (n, (article, found)) in articles.iter().zip(&mut found).enumerate() {
            let terms = terms_of(article, *taxonomy, made.of(n)).iter();
            found.extend(terms.map(|term| (*taxonomy, term.key.clone(), term.label.to_string())));
        }
    }
    found
}

/// The terms that are known by `tallies`, with those of some articles (newest first) as their members.
pub(super) fn of_tallies(
    articles: &[Box<Outline<'_>>],
    tallies: &Tallies,
    site: &Site,
    options: &Options<'_>,
) -> Terms {
    let mut found = Vec::new();
    for (taxonomy, tallies) in tallies {
        let made = made(articles, *taxonomy, options);
        let mut counts = count(articles, *taxonomy, &made);
        let tallies = tallies.iter().map(|(key, tally)| (key, tally.clone())).collect();
        found.extend(published(*taxonomy, tallies, site, options).into_iter().map(|term| {
            let members = counts.remove(&term.key).map(|count| count.members).unwrap_or_default();
            Found { term, members, spellings: Vec::new(), spelled: Vec::new() }
        }));
    }
    Terms::of(found)
}

impl Terms {
    /// By taxonomy and slug.
    fn of(mut found: Vec<Found>) -> Self {
        found.sort_unstable_by(|Found { term: a, .. }, Found { term: b, .. }| {
            (a.taxonomy, &a.slug).cmp(&(b.taxonomy, &b.slug))
        });
        let mut terms = Self::default();
        for Found { term, members, spellings, spelled } in found {
            terms.published.push(term);
            terms.members.push(members);
            terms.spellings.push(spellings);
            terms.spelled.push(spelled);
        }
        terms
    }
}

/// Takes the feeds of new terms away for which there is no room, and says how many these are. Room is for the terms that have the
/// most articles; of equals for the first to appear. A term that was published before keeps its feed, and one that a rule
/// names always has it.
fn ration(found: &mut [Found], articles: &[Box<Outline<'_>>], options: &Options<'_>) -> usize {
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
    for (n, Found { term, members, .. }) in found.iter().enumerate() {
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
        let Found { term, members, .. } = &found[*n];
        let first_day = members.last().map(|oldest| articles[*oldest].published.day);
        (Reverse(members.len()), first_day, &term.key, term.taxonomy)
    });
    let left_out = new.split_off(room);
    for n in &left_out {
        found[*n].term.has_feed = false;
    }
    left_out.len()
}
