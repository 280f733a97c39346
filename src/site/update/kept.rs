//! Entries that stand as they are published: they are taken from the published documents of the feeds that show them, and neither
//! read nor rendered again.
//!
//! An entry is the same in all feeds that show it. It changes with its article, and with what its terms are called and where they
//! lie (`naming`). Made again are those of articles that have neither an address nor a page, which lead to the page of the term that has
//! the fewest articles; and all of them, where a feed may have no room for their texts, or where
//! feeds are told to show more of them or less.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::super::again::Stop;
use super::Context;
use super::answer::Answer;
use super::feeds::Feeds;
use super::rest::listed_term;
use crate::article::url::escape_path;
use crate::article::{ArticleId, Language, Term};
use crate::catalogue::FeedRow;
use crate::config::Config;
use crate::feed::{ArticlePages, FeedKey, PublishedTerm, Taxonomy};
use crate::memory::Memory;
use crate::render::{NEWEST_ON_INDEX, OutputFormat, PAGE, RELATED, Rendered, kept_in, language_of_entry, tags_on_page};
use crate::report::{Report, WarningCode};
use crate::select::Selected;

/// An entry as it is published.
#[derive(Default)]
pub(super) struct PublishedEntry {
    /// What it is in each of the formats, and on pages, as it goes into documents.
    rendered: Vec<u8>,
    /// Whether a page was among the documents that it was found in.
    has_page: bool,
    /// The language of its article.
    pub(super) language: Option<Language>,
    /// Those of the terms of which something has changed that it has.
    pub(super) terms: Vec<(Taxonomy, Term)>,
}

impl PublishedEntry {
    /// As it goes into documents.
    pub(super) fn into_rendered(self) -> Vec<u8> {
        self.rendered
    }

    /// What it is on pages, which come last of so many formats.
    fn on_page(&self, formats: usize) -> &[u8] {
        Rendered::new(&self.rendered).head(formats - 1)
    }
}

/// The format in which an entry says the language of its article.
const WITH_LANGUAGE: &str = "atom";

/// Whether entries may be kept: feeds have room for all texts, and show as much of them as others.
fn can_keep(config: &Config, said: &Report) -> bool {
    let rules = config.rules.feeds.values().chain(config.rules.taxonomies.values().map(|rules| &rules.feeds));
    config.formats.iter().any(|format| format.name == WITH_LANGUAGE)
        && { rules }.all(|rules| rules.full.is_none())
        && !said.warnings.counts().any(|(code, _)| code == WarningCode::FeedOverSize.name())
}

/// The entries that are kept, by the numbers of their articles. `known` is what is remembered of these.
pub(super) fn kept(
    answer: &Answer<'_>,
    known: &Memory,
    context: Context<'_>,
) -> Result<BTreeMap<i64, PublishedEntry>, Stop> {
    let Context { config, said, feeds, .. } = context;
    let Answer { terms, wanted, .. } = answer;
    let mut all: BTreeMap<i64, PublishedEntry> = BTreeMap::new();
    if !can_keep(config, said) {
        return Ok(all);
    }
    // Articles that the index shows are read again, and those that a feed did not show before.
    let mut others: BTreeSet<i64> = wanted.newest(NEWEST_ON_INDEX).collect();
    for term in &terms.dirty {
        let of_term: BTreeSet<i64> = wanted.of_term(*term).collect();
        let mut found = BTreeSet::new();
        if let Some(feed) = feeds.of_term(*term)? {
            let name = feed.record.term.clone();
            let mut documents = Documents::of(&feed, context)?;
            for n in feeds.shown(feed.n)?.iter().flat_map(|shown| &shown.entries).filter(|n| of_term.contains(n)) {
                let Some(record) = wanted.standing.get(n).and_then(|record| known.articles.get(record)) else {
                    continue;
                };
                let kept = all.entry(*n).or_default();
                if documents.take(&record.id, kept) {
                    found.insert(*n);
                    let label = feed.record.label.as_str().into();
                    kept.terms.extend(name.clone().map(|(taxonomy, key)| (taxonomy, Term::spelled(label, key))));
                }
            }
            // Names of authors are told from their articles.
            if name.is_some_and(|(taxonomy, _)| taxonomy == Taxonomy::Author) {
                found.clear();
            }
        }
        others.extend(of_term.difference(&found));
    }
    others.extend(&terms.renamed);
    if config.articles == ArticlePages::None {
        others.extend(&wanted.without_address);
    }
    all.retain(|n, _| !others.contains(n));
    Ok(all)
}

/// The published documents of a feed.
struct Documents {
    /// The number of each format, and what is published in it.
    all: Vec<(usize, &'static OutputFormat, Vec<u8>)>,
    /// How much of each was looked at.
    looked_at: Vec<usize>,
    /// How many formats there are.
    formats: usize,
}

impl Documents {
    /// Those of a feed; none, if one is not what was published.
    fn of(feed: &FeedRow, Context { config, catalogue, stage, .. }: Context<'_>) -> Result<Self, Stop> {
        let key = match &feed.record.term {
            Some((taxonomy, _)) => FeedKey::Term(*taxonomy, feed.record.slug.clone()),
            None => FeedKey::All,
        };
        let formats: Vec<&OutputFormat> = config.formats.iter().copied().chain([&PAGE]).collect();
        let mut documents = Self { all: Vec::new(), looked_at: vec![0; formats.len()], formats: formats.len() };
        for (n, format) in formats.into_iter().enumerate() {
            // The page of all articles is the index.
            if key == FeedKey::All && format.name == PAGE.name {
                continue;
            }
            let path = key.path(format.file_name);
            let known = catalogue.file(&path)?.map(|file| file.sha256);
            match known.and_then(|known| stage.published(&path, known)) {
                Some(bytes) => documents.all.push((n, format, bytes)),
                None => return Ok(Self { all: Vec::new(), looked_at: Vec::new(), formats: 0 }),
            }
        }
        Ok(documents)
    }

    /// Takes an entry out of all of them; `false`: it is not there. Entries are taken in their order.
    fn take(&mut self, id: &ArticleId, kept: &mut PublishedEntry) -> bool {
        if self.all.is_empty() {
            return false;
        }
        let mut found: Vec<&[u8]> = vec![&[]; self.formats];
        for ((n, format, bytes), looked_at) in self.all.iter().zip(&mut self.looked_at) {
            let rest = &bytes[*looked_at..];
            let Some(entry) = (format.find)(rest, id) else { return false };
            found[*n] = entry;
            *looked_at += entry.as_ptr().addr() - rest.as_ptr().addr() + entry.len();
        }
        // It is the same in all feeds, but that of all articles has no page of its own.
        let has_page = self.all.iter().any(|(_, format, ..)| format.name == PAGE.name);
        if kept.rendered.is_empty() || (has_page && !kept.has_page) {
            let atom = self.all.iter().find(|(_, format, ..)| format.name == WITH_LANGUAGE);
            let language = atom.and_then(|(n, ..)| Language::parse(language_of_entry(found[*n])?));
            (kept.rendered, kept.has_page, kept.language) = (kept_in(&found), has_page, language);
        }
        true
    }
}

/// Finds the tags that the pages of feeds name as related, of which some entries are `kept` in so many formats and know theirs by their
/// addresses only.
pub(super) fn relate(
    selected: &mut Selected<'_>,
    (kept, formats): (&HashMap<ArticleId, PublishedEntry>, usize),
    feeds: &Feeds<'_>,
) -> Result<(), Stop> {
    if kept.is_empty() {
        return Ok(());
    }
    let mut places: HashMap<String, usize> = HashMap::new();
    // One without a feed may have the slug of another one here.
    let is_tag = |term: &PublishedTerm| term.taxonomy == Taxonomy::Tag && term.has_feed;
    for (n, term) in selected.terms.iter().enumerate().filter(|(_, term)| is_tag(term)) {
        places.insert(escape_path(&term.slug), n);
    }
    for at in 0..selected.feeds.len() {
        let feed = &selected.feeds[at];
        let own = feed.term.map(|n| &selected.terms[n]).filter(|term| term.taxonomy == Taxonomy::Tag);
        let own = own.map(|term| escape_path(&term.slug));
        let mut counted: HashMap<String, (usize, usize)> = HashMap::new();
        let mut place = 0..;
        for n in &feed.entries {
            let tags: Vec<String> = match kept.get(selected.articles[*n].id()) {
                Some(kept) => tags_on_page(kept.on_page(formats)).map(str::to_owned).collect(),
                None => {
                    let tags = selected.article_terms.of(*n).tags().map(|tag| &selected.terms[tag]);
                    tags.filter(|tag| tag.has_feed).map(|tag| escape_path(&tag.slug)).collect()
                }
            };
            for (tag, place) in tags.into_iter().filter(|tag| Some(tag) != own.as_ref()).zip(&mut place) {
                counted.entry(tag).or_insert((0, place)).0 += 1;
            }
        }
        let mut counted: Vec<_> = counted.into_iter().collect();
        counted.sort_unstable_by_key(|(_, (times, first))| (usize::MAX - times, *first));
        let mut related = Vec::with_capacity(RELATED);
        for (tag, _) in counted.into_iter().take(RELATED) {
            let n = match places.get(&tag) {
                Some(n) => *n,
                None => {
                    let term = term_at(&tag, feeds)?;
                    selected.terms.push(term);
                    places.insert(tag, selected.terms.len() - 1);
                    selected.terms.len() - 1
                }
            };
            related.push(n);
        }
        selected.feeds[at].related = Some(related);
    }
    Ok(())
}

/// The tag of an address.
fn term_at(slug: &str, feeds: &Feeds<'_>) -> Result<PublishedTerm, Stop> {
    let slug = percent_encoding::percent_decode_str(slug).decode_utf8_lossy();
    let feed = feeds.of_slug(Taxonomy::Tag, &slug)?;
    let term = feed.and_then(|feed| listed_term(&feed.record, 0));
    term.ok_or(Stop::Unsure("a related tag is not known"))
}
