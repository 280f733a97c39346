//! Declared feeds: which articles belong to each.

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use rayon::prelude::*;

use super::{Count, Found, Spelling};
use crate::article::{Outline, TermKey};
use crate::feed::{PublishedTerm, Taxonomy};
use crate::select::Options;
use crate::select::filter::{Admission, ArticleText};
use crate::select::rules::{DeclaredFeed, NamedTerms, Rules, TermPattern, Terms, Unmatched};

/// The declared feeds as terms.
#[derive(Default)]
pub(super) struct Declared<'t> {
    /// The articles that belong to each.
    pub(super) counts: HashMap<&'t TermKey, Count<'t>>,
    /// What they name and no article has.
    pub(super) unmatched: Vec<Unmatched>,
    /// When the first article is too old for one of them.
    pub(super) due: Option<DateTime<Utc>>,
}

/// The declared feeds, and the articles (newest first) that belong to each; `found` are all other terms.
pub(super) fn declared<'t>(articles: &[Box<Outline<'_>>], found: &[Found], options: &Options<'t>) -> Declared<'t> {
    let feeds = &options.rules.declared;
    let mut declared = Declared::default();
    if feeds.is_empty() {
        return declared;
    }
    let known = KnownTerms::new(found, options.rules);
    let mut members: Vec<Vec<usize>> = Vec::with_capacity(feeds.len());
    for feed in feeds {
        let missing = feed.terms().filter(|named| known.members(&named.terms).is_empty());
        let rule = format!("the feed \"{}\"", feed.name.label);
        declared.unmatched.extend(missing.map(|named| Unmatched { rule: rule.clone(), named: named.clone() }));
        members.push(known.having(feed, articles.len()));
    }
    admit(feeds, &mut members, articles, options);
    for (feed, members) in feeds.iter().zip(members) {
        let ends = members.iter().filter_map(|n| feed.filter.ends(articles[*n].published));
        declared.due = declared.due.into_iter().chain(ends).min();
        let day = members.last().map_or(NaiveDate::MAX, |oldest| articles[*oldest].published.day);
        let spelling = Spelling { number: 0, count: (members.len(), day) };
        let labels = HashMap::from([(&*feed.name.label, spelling)]);
        declared.counts.insert(&feed.name.key, Count { labels, spelled: vec![0; members.len()], members });
    }
    declared
}

/// All terms but the declared feeds.
struct KnownTerms<'f> {
    found: &'f [Found],
    by_name: HashMap<(Taxonomy, &'f TermKey), &'f [usize]>,
    rules: &'f Rules,
}

impl<'f> KnownTerms<'f> {
    fn new(found: &'f [Found], rules: &'f Rules) -> Self {
        let by_name = found.iter().map(|Found { term, members, .. }| ((term.taxonomy, &term.key), &**members));
        Self { found, by_name: by_name.collect(), rules }
    }

    /// The articles that have one of the terms, in ascending order.
    fn members(&self, terms: &Terms) -> Cow<'f, [usize]> {
        match terms {
            Terms::One((taxonomy, key)) => {
                Cow::Borrowed(self.by_name.get(&(*taxonomy, key)).copied().unwrap_or_default())
            }
            Terms::Matching(taxonomy, pattern) => {
                let is_it = |found: &&Found| found.term.taxonomy == *taxonomy && self.matches(pattern, &found.term);
                let members = self.found.iter().filter(is_it).flat_map(|found| &found.members);
                let mut members: Vec<usize> = members.copied().collect();
                members.sort_unstable();
                members.dedup();
                Cow::Owned(members)
            }
        }
    }

    /// Whether a pattern matches a spelling of a term, its label, its name in addresses or another name of it.
    fn matches(&self, pattern: &TermPattern, term: &PublishedTerm) -> bool {
        let mut aliases = self.rules.aliases(term.taxonomy).iter();
        pattern.matches(term.key.as_str())
            || pattern.matches(&term.label)
            || pattern.matches(&term.slug)
            || aliases.any(|(name, of)| of.key == term.key && pattern.matches(name.as_str()))
    }

    /// The articles that have the terms that a feed asks for, in ascending order, out of `count`.
    fn having(&self, feed: &DeclaredFeed, count: usize) -> Vec<usize> {
        let lists = |named: &[NamedTerms]| -> Vec<Cow<'f, [usize]>> {
            named.iter().map(|named| self.members(&named.terms)).collect()
        };
        let (all, any, none) = (lists(&feed.all), lists(&feed.any), lists(&feed.none));
        let belongs = |n: usize| {
            let has = |list: &Cow<'_, [usize]>| list.binary_search(&n).is_ok();
            all.iter().all(has) && (any.is_empty() || any.iter().any(has)) && !none.iter().any(has)
        };
        // Articles that must have a term are sought among those that have it.
        match all.iter().min_by_key(|list| list.len()) {
            Some(rarest) => rarest.iter().copied().filter(|n| belongs(*n)).collect(),
            None => (0..count).filter(|n| belongs(*n)).collect(),
        }
    }
}

/// Keeps of the members of each feed those that its filter admits. A text is read once, and only where it decides.
fn admit(feeds: &[DeclaredFeed], members: &mut [Vec<usize>], articles: &[Box<Outline<'_>>], options: &Options<'_>) {
    let (now, plain_text) = (options.now, options.plain_text);
    // For each article the feeds that its text decides about.
    let mut by_text: HashMap<usize, Vec<usize>> = HashMap::new();
    for (place, (feed, members)) in feeds.iter().zip(&mut *members).enumerate() {
        if feed.filter.is_empty() {
            continue;
        }
        let look = |buffer: &mut Vec<u8>, n: usize| (n, feed.filter.look(&articles[n], now, buffer));
        let seen: Vec<(usize, Admission)> =
            members.par_iter().map_init(Vec::new, |buffer, n| look(buffer, *n)).collect();
        *members = seen.iter().filter(|(_, admission)| *admission != Admission::No).map(|(n, _)| *n).collect();
        for (n, _) in seen.iter().filter(|(_, admission)| *admission == Admission::ByText) {
            by_text.entry(*n).or_default().push(place);
        }
    }
    if by_text.is_empty() {
        return;
    }
    let refused: HashMap<usize, Vec<usize>> = by_text
        .into_par_iter()
        .map_init(Vec::new, |buffer, (n, mut places)| {
            let text = ArticleText::new(plain_text(&articles[n].open(buffer)));
            places.retain(|place| !feeds[*place].filter.admits_text(&text));
            (n, places)
        })
        .filter(|(_, places)| !places.is_empty())
        .collect();
    for (place, members) in members.iter_mut().enumerate() {
        members.retain(|n| !refused.get(n).is_some_and(|places| places.contains(&place)));
    }
}
