//! `[[feed]]`, `[tags]`, `[sources]`, `[categories]` and `[authors]`: the settings for terms and their feeds.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::tables::ContentMode;
use super::value::{
    Address, AliasTable, Count, LanguageArg, Listed, Name, SinceValue, TermName, TermNames, TextPattern, Word, line,
};
use crate::article::{Aliases, Term, TermKey, WebUrl};
use crate::feed::{FeedRules, Taxonomy};
use crate::normalise::SourceAddresses;
use crate::select::filter::ArticleFilter;
use crate::select::rules::{DeclaredFeed, NamedTerm, NamedTerms, Rules, TermRef, TermRules, Terms};

/// `[tags]`, `[categories]` and `[authors]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TermsTable {
    /// Each term with its other names.
    pub aliases: AliasTable,
    /// The labels of terms, which count before the spellings in articles.
    pub labels: Named<String>,
    /// The terms that have feeds.
    pub only: Option<Names>,
    /// Terms that have no feeds.
    pub except: Names,
    /// How many articles a term needs for a feed of its own.
    pub min_entries: Option<usize>,
    /// How many entries their feeds have.
    pub limit: Option<Count>,
    /// Whether their feeds show whole texts.
    pub content: Option<ContentMode>,
}

/// `[sources]`: the settings that other terms have, and the addresses of sources.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SourcesTable {
    /// Each source with its other names.
    pub aliases: AliasTable,
    /// The labels of sources, which count before the spellings in articles.
    pub labels: Named<String>,
    /// The sources that have feeds.
    pub only: Option<Names>,
    /// Sources that have no feeds.
    pub except: Names,
    /// How many articles a source needs for a feed of its own.
    pub min_entries: Option<usize>,
    /// How many entries their feeds have.
    pub limit: Option<Count>,
    /// Whether their feeds show whole texts.
    pub content: Option<ContentMode>,
    /// The address of a source's home page.
    pub url: Named<Address>,
    /// The address of a source's own feed.
    pub feed: Named<Address>,
}

impl SourcesTable {
    fn split(self) -> (TermsTable, Named<Address>, Named<Address>) {
        let Self { aliases, labels, only, except, min_entries, limit, content, url, feed } = self;
        (TermsTable { aliases, labels, only, except, min_entries, limit, content }, url, feed)
    }
}

/// Terms of one taxonomy.
pub type Names = Listed<Name>;

/// A value for each of some terms.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "BTreeMap<String, T>")]
pub struct Named<T>(BTreeMap<TermKey, T>);

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T> TryFrom<BTreeMap<String, T>> for Named<T> {
    type Error = String;
    fn try_from(table: BTreeMap<String, T>) -> Result<Self, String> {
        let mut named = BTreeMap::new();
        for (name, value) in table {
            if named.insert(key(&name)?, value).is_some() {
                return Err(format!("\"{name}\" is there twice"));
            }
        }
        Ok(Self(named))
    }
}

fn key(name: &str) -> Result<TermKey, String> {
    name.parse().map(|Name(key)| key)
}

/// All `[[feed]]` tables.
#[derive(Debug, Clone, Default)]
pub struct FeedTables {
    declared: Vec<(DeclaredFeed, FeedRules)>,
    /// With the lines of the tables.
    of_terms: BTreeMap<Option<TermRef>, (FeedRules, u64)>,
}

/// `[[feed]]`: a feed with a `name` of its own, or the settings for the feed of a `term`.
enum FeedTable {
    Declared(Box<DeclaredFeed>, FeedRules),
    OfTerm(Option<TermRef>, FeedRules),
}

/// A `[[feed]]` table as the file has it, unchecked.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct FeedForm {
    name: Option<String>,
    term: Option<String>,
    title: Option<String>,
    description: Option<String>,
    all: Listed<TermNames>,
    any: Listed<TermNames>,
    none: Listed<TermNames>,
    words: Listed<Word>,
    title_matches: Option<TextPattern>,
    text_matches: Option<TextPattern>,
    since: Option<SinceValue>,
    language: Listed<LanguageArg>,
    limit: Option<Count>,
    content: Option<ContentMode>,
}

/// The `term` of the feed of all articles.
const ALL: &str = "all";

impl FeedForm {
    /// Checks a table; `line` is that of a place.
    fn checked(mut self, line: &impl Fn(u64) -> u64) -> Result<FeedTable, String> {
        let rules = FeedRules {
            title: self::line(self.title.take()),
            description: self::line(self.description.take()),
            limit: self.limit.map(Count::get),
            full: self.content.map(|mode| mode == ContentMode::Full),
        };
        let named = |names: Listed<TermNames>| -> Vec<NamedTerms> {
            let names = names.into_vec().into_iter();
            names.map(|(TermNames(terms), at)| NamedTerms { terms, line: line(at) }).collect()
        };
        let (all, any, none) = (named(self.all), named(self.any), named(self.none));
        let filter = ArticleFilter {
            words: self.words.into_values().into_iter().map(|Word(phrase)| phrase).collect(),
            title: self.title_matches.map(|TextPattern(pattern)| pattern),
            text: self.text_matches.map(|TextPattern(pattern)| pattern),
            since: self.since.map(|SinceValue(since)| since),
            languages: self.language.into_values().into_iter().map(|LanguageArg(language)| language).collect(),
        };
        let asks = !(all.is_empty() && any.is_empty() && none.is_empty() && filter.is_empty());
        match (self.name, self.term) {
            (Some(name), None) if asks => {
                let name = Term::new(&name).ok_or_else(|| format!("\"{name}\" is no name"))?;
                Ok(FeedTable::Declared(Box::new(DeclaredFeed { name, all, any, none, filter }), rules))
            }
            (Some(name), None) => Err(format!(
                "the feed \"{name}\" needs terms (all, any or none, such as all = [\"tag/rust\"]) or another filter: words, \
                 title_matches, text_matches, since or language"
            )),
            (None, Some(_)) if asks => {
                Err("a feed that says which articles it has needs a name instead of a term".to_owned())
            }
            (None, Some(term)) => {
                let of = if term.eq_ignore_ascii_case(ALL) { None } else { Some(term.parse::<TermName>()?.0) };
                Ok(FeedTable::OfTerm(of, rules))
            }
            (Some(_), Some(_)) | (None, None) => {
                Err("a feed has a name (of its own), or a term (tag/rust, all): one of them".to_owned())
            }
        }
    }
}

impl FeedTables {
    /// Checks the tables; `line` is that of a place.
    ///
    /// # Errors
    /// If one is not a feed, or two are about the same feed: the place of the table, and what is wrong.
    pub(super) fn read(
        forms: Vec<Spanned<FeedForm>>,
        line: &impl Fn(u64) -> u64,
    ) -> Result<Self, (Range<usize>, String)> {
        let mut feeds = Self::default();
        for form in forms {
            let at = form.span();
            match form.into_inner().checked(line).map_err(|message| (at.clone(), message))? {
                FeedTable::Declared(feed, rules) => {
                    if feeds.declared.iter().any(|(known, _)| known.name.key == feed.name.key) {
                        return Err((at, format!("two feeds are named \"{}\"", feed.name.label)));
                    }
                    feeds.declared.push((*feed, rules));
                }
                FeedTable::OfTerm(term, rules) => {
                    if feeds.of_terms.insert(term.clone(), (rules, line(at.start as u64))).is_some() {
                        let of = term.map_or(ALL.to_owned(), |(of, key)| format!("{}/{}", of.name(), key.as_str()));
                        return Err((at, format!("there are two tables for the feed of \"{of}\"")));
                    }
                }
            }
        }
        Ok(feeds)
    }
}

/// The tables about terms and feeds.
#[derive(Debug, Clone, Default)]
pub(super) struct TermTables {
    pub(super) tags: TermsTable,
    pub(super) sources: SourcesTable,
    pub(super) categories: TermsTable,
    pub(super) authors: TermsTable,
    pub(super) feeds: FeedTables,
    pub(super) min_entries: Option<Count>,
}

impl TermTables {
    /// The rules for terms and feeds, aliases replaced by the terms that they stand for; and the addresses of sources.
    pub(super) fn resolve(self) -> (Rules, SourceAddresses) {
        let (sources, homes, source_feeds) = self.sources.split();
        let usual = self.min_entries.map_or(1, Count::get);
        let mut rules = Rules::default();
        for (taxonomy, table) in [
            (Taxonomy::Tag, self.tags),
            (Taxonomy::Source, sources),
            (Taxonomy::Category, self.categories),
            (Taxonomy::Author, self.authors),
        ] {
            let of_terms = term_rules(taxonomy, table, usual, &mut rules.named);
            rules.taxonomies.insert(taxonomy, of_terms);
        }
        let meant = |(taxonomy, key): TermRef| (taxonomy, meant(rules.aliases(taxonomy), key));
        let mut feeds = BTreeMap::new();
        let mut named = Vec::new();
        for (term, (said, line)) in self.feeds.of_terms {
            let term = term.map(meant);
            let rule = || "the table [[feed]]".to_owned();
            named.extend(term.clone().map(|term| NamedTerm { rule: rule(), term, line }));
            feeds.insert(term, said);
        }
        let all = |list: Vec<NamedTerms>| -> Vec<NamedTerms> {
            let terms = |terms| match terms {
                Terms::One(term) => Terms::One(meant(term)),
                pattern @ Terms::Matching(..) => pattern,
            };
            list.into_iter().map(|named| NamedTerms { terms: terms(named.terms), ..named }).collect()
        };
        let mut declared = Vec::with_capacity(self.feeds.declared.len());
        for (feed, said) in self.feeds.declared {
            feeds.insert(Some((Taxonomy::Declared, feed.name.key.clone())), said);
            let DeclaredFeed { name, all: every, any, none, filter } = feed;
            declared.push(DeclaredFeed { name, all: all(every), any: all(any), none: all(none), filter });
        }
        rules.named.extend(named);
        let aliases = rules.aliases(Taxonomy::Source).clone();
        let at = |named: Named<Address>| -> BTreeMap<TermKey, WebUrl> {
            named.0.into_iter().map(|(key, Address(url))| (self::meant(&aliases, key), url)).collect()
        };
        let addresses = SourceAddresses { homes: at(homes), feeds: at(source_feeds) };
        (Rules { feeds, declared, ..rules }, addresses)
    }
}

/// The rules of a table. Where it names terms goes to `named`.
fn term_rules(taxonomy: Taxonomy, table: TermsTable, min_entries: usize, named: &mut Vec<NamedTerm>) -> TermRules {
    let aliases = table.aliases.0;
    let mut keys = |word: &str, names: Names| -> BTreeSet<TermKey> {
        let rule = format!("`{word}` of [{}]", taxonomy.folder());
        let names = names.into_vec().into_iter().map(|(Name(key), line)| {
            let key = meant(&aliases, key);
            named.push(NamedTerm { rule: rule.clone(), term: (taxonomy, key.clone()), line });
            key
        });
        names.collect()
    };
    let (only, except) = (table.only.map(|only| keys("only", only)), keys("except", table.except));
    TermRules {
        labels: table
            .labels
            .0
            .into_iter()
            .filter_map(|(key, label)| Some((meant(&aliases, key), line(Some(label))?)))
            .collect(),
        only,
        except,
        min_entries: table.min_entries.unwrap_or(min_entries),
        feeds: FeedRules {
            limit: table.limit.map(Count::get),
            full: table.content.map(|mode| mode == ContentMode::Full),
            ..FeedRules::default()
        },
        aliases,
    }
}

/// The term that an alias stands for, or the term itself.
fn meant(aliases: &Aliases, key: TermKey) -> TermKey {
    aliases.of(&key).map_or(key, |term| term.key.clone())
}
