//! What is asked of the feeds that are published: of one at a time, or of all as far as lists of feeds say something of them.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Params, Row};

use super::articles::{feed, time};
use super::blob::numbers;
use super::rows::ShownRow;
use super::{Catalogue, CatalogueError};
use crate::article::TermKey;
use crate::feed::{Activity, Taxonomy};
use crate::memory::FeedRecord;

/// A feed that is remembered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedRow {
    /// Its number.
    pub n: i64,
    /// What is remembered of it.
    pub record: FeedRecord,
    /// How it is published, if it is.
    pub published: Option<PublishedRow>,
}

/// How a feed is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublishedRow {
    /// The number of its term; 0: that of all articles.
    pub term: i64,
    /// How many articles this has.
    pub articles: u64,
    /// Whether it has entries.
    pub has_entries: bool,
}

/// A feed that has entries, as far as it is told from others where the liveliest are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedRow {
    /// Its number.
    pub feed: i64,
    /// The number of its term.
    pub term: i64,
    /// The taxonomy of that.
    pub taxonomy: Taxonomy,
    /// When the newest change among its entries was made.
    pub updated: Option<DateTime<Utc>>,
    /// How many articles it has in the whole collection, and when.
    pub activity: Activity,
}

/// The columns of [`FeedRow`], where the tables are called by their first letters.
const COLUMNS: &str = "SELECT f.n, f.taxonomy, f.term, f.slug, f.label, f.id, f.updated, f.vanished, s.feed, \
                       coalesce(s.term, 0), s.articles, length(s.entries) > 0 \
                       FROM feed f LEFT JOIN shown s ON s.feed = f.n";

impl Catalogue {
    /// The feed of a term, or of all articles.
    ///
    /// # Errors
    /// If the catalogue cannot be read, as with all questions.
    pub fn feed_of(&self, term: Option<(Taxonomy, &TermKey)>) -> Result<Option<FeedRow>, CatalogueError> {
        match term {
            Some((taxonomy, key)) => {
                self.feed_where("f.taxonomy = ?1 AND f.term = ?2", (taxonomy.name(), key.as_str()))
            }
            None => self.feed_where("f.taxonomy IS NULL", ()),
        }
    }

    /// The feed of a term of a taxonomy, by the name of its folder.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn feed_of_slug(&self, taxonomy: Taxonomy, slug: &str) -> Result<Option<FeedRow>, CatalogueError> {
        self.feed_where("f.taxonomy = ?1 AND f.slug = ?2", (taxonomy.name(), slug))
    }

    /// A feed by its number.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn feed(&self, n: i64) -> Result<Option<FeedRow>, CatalogueError> {
        self.feed_where("f.n = ?1", [n])
    }

    /// All feeds of terms of a taxonomy.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn feeds_of(&self, taxonomy: Taxonomy) -> Result<Vec<FeedRow>, CatalogueError> {
        self.ask(&format!("{COLUMNS} WHERE f.taxonomy = ?1"), [taxonomy.name()], feed_row)
    }

    fn feed_where(&self, condition: &str, params: impl Params) -> Result<Option<FeedRow>, CatalogueError> {
        self.ask_one(&format!("{COLUMNS} WHERE {condition}"), params, feed_row)
    }

    /// The number of the feed that is published of a term, by the number of that; 0 is that of all articles.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn feed_of_term(&self, term: i64) -> Result<Option<i64>, CatalogueError> {
        let query = if term == 0 {
            "SELECT feed FROM shown WHERE term IS NULL AND ?1 = 0"
        } else {
            "SELECT feed FROM shown WHERE term = ?1"
        };
        self.ask_one(query, [term], |row| row.get(0))
    }

    /// The name of a feed's folder.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn slug_of(&self, feed: i64) -> Result<Option<String>, CatalogueError> {
        self.ask_one("SELECT slug FROM feed WHERE n = ?1", [feed], |row| row.get(0))
    }

    /// What a feed shows.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn shown_by(&self, feed: i64) -> Result<Option<ShownRow>, CatalogueError> {
        Ok(self.ask_one(&format!("{SHOWN} WHERE feed = ?1"), [feed], shown)?.map(|(_, row)| row))
    }

    /// What feeds show, by their numbers.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn shown(&self) -> Result<BTreeMap<i64, ShownRow>, CatalogueError> {
        Ok(self.ask(SHOWN, (), shown)?.into_iter().collect())
    }

    /// How many feeds are published.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn feed_count(&self) -> Result<usize, CatalogueError> {
        Ok(self.ask_one("SELECT count(*) FROM shown", (), |row| row.get(0))?.unwrap_or(0))
    }

    /// All feeds of terms that have entries.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn listed(&self) -> Result<Vec<ListedRow>, CatalogueError> {
        let query = "SELECT feed, term, taxonomy, updated, articles, newest, activity FROM shown \
                     WHERE term IS NOT NULL AND length(entries) > 0";
        let rows = self.ask(query, (), |row| {
            let taxonomy = row.get_ref(2)?.as_str_or_null()?.and_then(Taxonomy::named);
            let activity = activity(row, 4)?;
            let listed = |taxonomy| {
                Ok(ListedRow { feed: row.get(0)?, term: row.get(1)?, taxonomy, updated: time(row, 3)?, activity })
            };
            taxonomy.map(listed).transpose()
        })?;
        Ok(rows.into_iter().flatten().collect())
    }

    /// Whether a feed is published that has had no entries since a moment or longer.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn has_vanished_by(&self, moment: DateTime<Utc>) -> Result<bool, CatalogueError> {
        let query = "SELECT 1 FROM feed f JOIN shown s ON s.feed = f.n WHERE f.vanished <= ?1 LIMIT 1";
        Ok(self.ask_one(query, [moment.timestamp()], |_| Ok(()))?.is_some())
    }

    /// Since when the first feed has no entries that has none since a moment later than this.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn first_vanished_after(&self, moment: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, CatalogueError> {
        let query = "SELECT min(vanished) FROM feed WHERE vanished > ?1";
        Ok(self.ask_one(query, [moment.timestamp()], |row| time(row, 0))?.flatten())
    }
}

fn feed_row(row: &Row<'_>) -> rusqlite::Result<FeedRow> {
    let (n, record) = feed(row)?;
    let is_published = row.get::<_, Option<i64>>(8)?.is_some();
    let published = PublishedRow {
        term: row.get(9)?,
        articles: row.get::<_, Option<u64>>(10)?.unwrap_or(0),
        has_entries: row.get::<_, Option<bool>>(11)?.unwrap_or(false),
    };
    Ok(FeedRow { n, record, published: is_published.then_some(published) })
}

/// All columns of [`ShownRow`].
const SHOWN: &str = "SELECT feed, term, taxonomy, updated, articles, newest, activity, language, entries FROM shown";

fn shown(row: &Row<'_>) -> rusqlite::Result<(i64, ShownRow)> {
    let taxonomy = row.get_ref(2)?.as_str_or_null()?.and_then(Taxonomy::named);
    let entries = numbers(row.get_ref(8)?.as_blob()?).collect();
    let (term, language) = (row.get(1)?, row.get(7)?);
    let row_of = ShownRow { term, taxonomy, language, updated: time(row, 3)?, activity: activity(row, 4)?, entries };
    Ok((row.get(0)?, row_of))
}

/// The activity in a column and the two after it.
fn activity(row: &Row<'_>, column: usize) -> rusqlite::Result<Activity> {
    let newest: Option<i32> = row.get(column + 1)?;
    let parts = numbers(row.get_ref(column + 2)?.as_blob()?);
    Ok(Activity::of_numbers(row.get(column)?, newest.and_then(NaiveDate::from_epoch_days), parts))
}
