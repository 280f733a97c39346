//! Feeds before any format: which articles, in which order, under which title, path and address.
//!
//! This is the one place that knows where a feed lies. Formats and pages ask it.

mod activity;
mod article_page;
mod article_terms;
mod entry;
mod key;
mod related;
mod site;
mod taxonomy;

use chrono::{DateTime, TimeDelta, Utc};

use crate::article::{ArticleId, Language, Outline};

pub use activity::{Activity, Calendar, Unit};
pub use article_page::{ArticlePages, page_folder};
pub use article_terms::{ArticleTerms, TermList, TermsOf};
pub use entry::{Entry, anchor};
pub use key::{FeedKey, History, is_of_term};
pub use related::related;
pub use site::Site;
pub use taxonomy::{FeedRules, PublishedTerm, Taxonomy, Vanishing};

/// A feed: a term's newest articles with its title, address and dates.
#[derive(Debug, Clone)]
pub struct Feed {
    /// What it is about.
    pub key: FeedKey,
    /// The term, if it is about one, as an index into the published terms.
    pub term: Option<usize>,
    /// The headline of its page: `Latest news with #Tag`.
    pub headline: String,
    /// The headline, with the publication's title where it has one.
    pub title: String,
    /// One sentence.
    pub description: String,
    /// Its permanent id.
    pub id: String,
    /// Its articles, newest first, as indices into the selected ones.
    pub entries: Vec<usize>,
    /// Articles that it showed and that were taken back since, with the moment of that (RFC 6721).
    pub retracted: Vec<(ArticleId, DateTime<Utc>)>,
    /// When the newest change among its entries was made; of a feed that has none now, when it had.
    pub updated: Option<DateTime<Utc>>,
    /// The language that all its entries share, or the site's.
    pub language: Option<Language>,
    /// How often it is worth asking for news, in minutes.
    pub ttl: u32,
    /// Whether it shows whole texts, if the configuration says so for this feed.
    pub full: Option<bool>,
    /// Where it stands in its history, if all of that is kept.
    pub history: Option<History>,
    /// How many articles it has in the whole collection, and when.
    pub activity: Activity,
    /// Tags that its page names as related, as indices into the published terms, where they are not told from the terms of its
    /// entries (`related`).
    pub related: Option<Vec<usize>>,
}

impl Feed {
    /// The feed `id` of all articles, or of one term, over `articles` (newest first).
    pub fn new(
        site: &Site,
        id: String,
        term: Option<(usize, &PublishedTerm)>,
        entries: Vec<usize>,
        articles: &[Box<Outline<'_>>],
    ) -> Self {
        let key = term.map_or(FeedKey::All, |(_, term)| term.feed());
        let (headline, description) = match term {
            None => (
                site.name().to_owned(),
                site.description.clone().unwrap_or_else(|| "The newest articles of all sources.".to_owned()),
            ),
            Some((_, term)) => {
                let (headline, description) = said_of(term);
                let FeedRules { title, description: said, .. } = &term.rules;
                (title.clone().unwrap_or(headline), said.clone().unwrap_or(description))
            }
        };
        let title = match &site.title {
            Some(site_title) if term.is_some() => format!("{headline} – {site_title}"),
            _ => headline.clone(),
        };
        let of = |n: &usize| &articles[*n];
        let updated = entries.iter().map(|n| of(n).changed()).max();
        let mut languages = entries.iter().map(|n| of(n).language.as_ref());
        let shared = languages.next().flatten().filter(|first| languages.all(|other| other == Some(first)));
        let language = shared.cloned().or_else(|| site.language.clone());
        let dates: Vec<_> = entries.iter().map(|n| of(n).published.at).collect();
        Self {
            key,
            term: term.map(|(n, _)| n),
            headline,
            title,
            description: short(description),
            id,
            entries,
            retracted: Vec::new(),
            updated,
            language,
            ttl: ttl(&dates),
            full: None,
            history: None,
            activity: Activity::default(),
            related: None,
        }
    }

    /// The same feed at an address that its term had under another name, with the id of the feed that was there.
    #[must_use]
    pub fn formerly(&self, taxonomy: Taxonomy, slug: &str, id: &str) -> Self {
        Self { key: FeedKey::Term(taxonomy, slug.to_owned()), id: id.to_owned(), ..self.clone() }
    }

    /// A document of the feed's archive, dated as the feed, unless the caller knows its entries.
    #[must_use]
    pub fn archived(&self, name: &str, history: History, entries: &[usize]) -> Self {
        Self {
            key: self.key.archive(name),
            headline: format!("{}: {name}", self.headline),
            title: format!("{} ({name})", self.title),
            entries: entries.to_vec(),
            retracted: Vec::new(),
            // It is not worth asking twice.
            ttl: 1_440,
            history: Some(history),
            ..self.clone()
        }
    }

    /// Whether it is a document of an archive, which has no subscribers.
    pub fn is_archive(&self) -> bool {
        matches!(self.key, FeedKey::Archive(..))
    }

    /// When the newest change was made; the epoch for a feed without entries, whose date matters to no reader.
    pub fn updated_or_epoch(&self) -> DateTime<Utc> {
        self.updated.unwrap_or(DateTime::UNIX_EPOCH)
    }
}

/// The default headline and description of a term's feed.
fn said_of(term: &PublishedTerm) -> (String, String) {
    let label = &term.label;
    match term.taxonomy {
        Taxonomy::Tag => (format!("Latest news with #{label}"), format!("The newest articles with the tag {label}.")),
        Taxonomy::Source => (format!("Latest from {label}"), format!("The newest articles from {label}.")),
        Taxonomy::Category => (format!("Latest in {label}"), format!("The newest articles in the category {label}.")),
        Taxonomy::Author => (format!("Latest by {label}"), format!("The newest articles by {label}.")),
        Taxonomy::Language => (format!("Latest in {label}"), format!("The newest articles in {label}.")),
        Taxonomy::Declared => (label.clone(), format!("The newest articles of {label}.")),
    }
}

/// A description that readers show whole: of eleven tried, one cuts after 512 characters, which only a tag that is no
/// tag needs.
fn short(mut description: String) -> String {
    const MOST: usize = 500;
    if let Some((end, _)) = description.char_indices().nth(MOST) {
        description.truncate(end);
        description.push('…');
    }
    description
}

/// Half the usual distance between the newest entries, from a quarter of an hour to a day, in minutes.
fn ttl(newest_first: &[DateTime<Utc>]) -> u32 {
    /// From how many entries the cadence is computed.
    const LOOKED_AT: usize = 20;
    let newest = &newest_first[..newest_first.len().min(LOOKED_AT)];
    let (Some(first), Some(last)) = (newest.first(), newest.last()) else { return 1_440 };
    let gaps = i32::try_from(newest.len() - 1).unwrap_or(0).max(1);
    let gap: TimeDelta = (*first - *last) / gaps / 2;
    u32::try_from(gap.num_minutes().clamp(15, 1_440)).unwrap_or(1_440)
}
