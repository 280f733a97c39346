//! What is said about terms and their feeds: which terms have one, what it is called, how much it holds, and which
//! feeds are put together from several terms.

use std::collections::{BTreeMap, BTreeSet};

use crate::article::{Aliases, Term, TermKey};
use crate::feed::{FeedRules, Taxonomy};

/// What is said about all feeds.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// What is said about the terms of a taxonomy; nothing for one that is not there.
    pub taxonomies: BTreeMap<Taxonomy, TermRules>,
    /// What is said about the feed of one term, or of all articles (`None`).
    pub feeds: BTreeMap<Option<TermRef>, FeedRules>,
    /// Feeds put together from several terms.
    pub declared: Vec<DeclaredFeed>,
}

/// A term by its taxonomy and identity.
pub type TermRef = (Taxonomy, TermKey);

/// What is said about the terms of a taxonomy.
#[derive(Debug, Clone, Default)]
pub struct TermRules {
    /// Other names of terms.
    pub aliases: Aliases,
    /// What terms are called, whatever their spellings.
    pub labels: BTreeMap<TermKey, String>,
    /// The terms that have feeds, if not all of them.
    pub only: Option<BTreeSet<TermKey>>,
    /// Terms that have none.
    pub except: BTreeSet<TermKey>,
    /// How many articles a term needs for a feed of its own.
    pub min_entries: usize,
    /// What is said about each of their feeds.
    pub feeds: FeedRules,
}

/// No word about terms.
static NO_RULES: TermRules = TermRules {
    aliases: Aliases::NONE,
    labels: BTreeMap::new(),
    only: None,
    except: BTreeSet::new(),
    min_entries: 0,
    feeds: FeedRules { title: None, description: None, limit: None, full: None },
};

impl TermRules {
    /// Whether a term may have a feed.
    pub fn admits(&self, key: &TermKey) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(key)) && !self.except.contains(key)
    }
}

/// A feed of the articles that have some terms and not others.
#[derive(Debug, Clone)]
pub struct DeclaredFeed {
    /// What it is called; its address is made of it.
    pub name: Term,
    /// An article has every one of these terms,
    pub all: Vec<TermRef>,
    /// at least one of these, if there are any,
    pub any: Vec<TermRef>,
    /// and none of these.
    pub none: Vec<TermRef>,
}

impl DeclaredFeed {
    /// Every term that it names.
    pub fn terms(&self) -> impl Iterator<Item = &TermRef> {
        self.all.iter().chain(&self.any).chain(&self.none)
    }

    /// The articles that belong to it, in ascending order, out of `count`; `of` are those of a term, likewise.
    ///
    /// ```
    /// use feedmill::internal::article::Term;
    /// use feedmill::internal::feed::Taxonomy;
    /// use feedmill::internal::select::rules::DeclaredFeed;
    /// let tag = |name| (Taxonomy::Tag, Term::new(name).unwrap().key.clone());
    /// let feed = DeclaredFeed {
    ///     name: Term::new("Rust news").unwrap(),
    ///     all: vec![tag("rust")],
    ///     any: Vec::new(),
    ///     none: vec![tag("jobs")],
    /// };
    /// let members = |(_, key): &_| if *key == tag("rust").1 { &[0, 2, 3][..] } else { &[1, 2] };
    /// assert_eq!(feed.members(5, members), [0, 3]);
    /// ```
    pub fn members<'m>(&self, count: usize, of: impl Fn(&TermRef) -> &'m [usize]) -> Vec<usize> {
        let has = |term: &TermRef, n: usize| of(term).binary_search(&n).is_ok();
        let belongs = |n: usize| {
            self.all.iter().all(|term| has(term, n))
                && (self.any.is_empty() || self.any.iter().any(|term| has(term, n)))
                && !self.none.iter().any(|term| has(term, n))
        };
        // Whoever must have a term is looked for among those that have it.
        match self.all.iter().min_by_key(|term| of(term).len()) {
            Some(rarest) => of(rarest).iter().copied().filter(|n| belongs(*n)).collect(),
            None => (0..count).filter(|n| belongs(*n)).collect(),
        }
    }
}

impl Rules {
    /// What is said about the terms of a taxonomy.
    pub fn terms(&self, taxonomy: Taxonomy) -> &TermRules {
        self.taxonomies.get(&taxonomy).unwrap_or(&NO_RULES)
    }

    /// Other names of the terms of a taxonomy.
    pub fn aliases(&self, taxonomy: Taxonomy) -> &Aliases {
        &self.terms(taxonomy).aliases
    }

    /// What is said about the feed of a term, or of all articles.
    pub fn feed(&self, term: Option<(Taxonomy, &TermKey)>) -> FeedRules {
        let own = self.feeds.get(&term.map(|(taxonomy, key)| (taxonomy, key.clone())));
        let shared = term.map_or(&NO_RULES.feeds, |(taxonomy, _)| &self.terms(taxonomy).feeds);
        own.map_or_else(|| shared.clone(), |own| own.or(shared))
    }

    /// Whether the terms of a taxonomy are needed to know which articles a declared feed shows.
    pub fn needs(&self, taxonomy: Taxonomy) -> bool {
        self.declared.iter().flat_map(DeclaredFeed::terms).any(|(needed, _)| *needed == taxonomy)
    }
}

/// Nothing is said.
pub static NOTHING_SAID: Rules = Rules { taxonomies: BTreeMap::new(), feeds: BTreeMap::new(), declared: Vec::new() };
