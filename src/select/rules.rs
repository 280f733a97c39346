//! What is said about terms and their feeds: which terms have one, what it is called, how much it holds, and which
//! feeds are put together from several terms and by what their articles say.

use std::collections::{BTreeMap, BTreeSet};

use super::filter::ArticleFilter;
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
    /// Where `only`, `except` and `[[feed]]` name terms.
    pub named: Vec<NamedTerm>,
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

/// A feed of the articles that have some terms and not others, and what else is asked of them.
#[derive(Debug, Clone)]
pub struct DeclaredFeed {
    /// What it is called; its address is made of it.
    pub name: Term,
    /// An article has every one of these terms,
    pub all: Vec<NamedTerms>,
    /// at least one of these, if there are any,
    pub any: Vec<NamedTerms>,
    /// and none of these.
    pub none: Vec<NamedTerms>,
    /// What else must hold of it.
    pub filter: ArticleFilter,
}

impl DeclaredFeed {
    /// All terms and patterns of terms that it names.
    pub fn terms(&self) -> impl Iterator<Item = &NamedTerms> {
        self.all.iter().chain(&self.any).chain(&self.none)
    }
}

/// A term, or a pattern of the terms of a taxonomy, and where the configuration names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedTerms {
    /// What is named.
    pub terms: Terms,
    /// The line, from 1.
    pub line: u64,
}

/// A term, or all those of a taxonomy that match a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Terms {
    /// One term.
    One(TermRef),
    /// Those that match.
    Matching(Taxonomy, TermPattern),
}

impl Terms {
    /// Their taxonomy.
    pub fn taxonomy(&self) -> Taxonomy {
        match self {
            Self::One((taxonomy, _)) | Self::Matching(taxonomy, _) => *taxonomy,
        }
    }
}

/// A pattern of names: `*` stands for any characters, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermPattern(TermKey);

impl TermPattern {
    /// The pattern that a key is, if it has a `*`.
    pub fn new(key: TermKey) -> Option<Self> {
        key.as_str().contains('*').then_some(Self(key))
    }

    /// The pattern, folded as keys are.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether a name matches, spelled in any way.
    ///
    /// ```
    /// use feedmill::internal::article::TermKey;
    /// use feedmill::internal::select::rules::TermPattern;
    /// let pattern = TermPattern::new(TermKey::fold("Rust*lang")).unwrap();
    /// assert!(pattern.matches("rust-lang") && pattern.matches("RustLang"));
    /// assert!(!pattern.matches("rust-language") && !pattern.matches("trust lang"));
    /// ```
    pub fn matches(&self, name: &str) -> bool {
        let name = TermKey::fold(name);
        let (first, rest) = self.as_str().split_once('*').unwrap_or_else(|| unreachable!("it has a `*`"));
        let Some(mut name) = name.as_str().strip_prefix(first) else { return false };
        let (middle, last) = rest.rsplit_once('*').unwrap_or(("", rest));
        for part in middle.split('*') {
            let Some(at) = name.find(part) else { return false };
            name = &name[at + part.len()..];
        }
        name.ends_with(last)
    }
}

/// A term that a rule names, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedTerm {
    /// Which rule.
    pub rule: String,
    /// The term.
    pub term: TermRef,
    /// The line of the configuration, from 1.
    pub line: u64,
}

/// Something that a rule names and no article has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmatched {
    /// Which rule.
    pub rule: String,
    /// What it names, and where.
    pub named: NamedTerms,
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
        self.declared.iter().flat_map(DeclaredFeed::terms).any(|named| named.terms.taxonomy() == taxonomy)
    }
}

/// Nothing is said.
pub static NOTHING_SAID: Rules =
    Rules { taxonomies: BTreeMap::new(), feeds: BTreeMap::new(), declared: Vec::new(), named: Vec::new() };
