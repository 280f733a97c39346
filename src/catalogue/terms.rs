//! What is asked of terms and their articles.

use rusqlite::Row;

use super::blob::Reader;
use super::rows::{Membership, Spelling, TermRow};
use super::{Catalogue, CatalogueError};

impl Catalogue {
    /// A term, by its number.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn term(&self, n: i64) -> Result<Option<TermRow>, CatalogueError> {
        let query = "SELECT n, key, slug, spellings FROM term WHERE n = ?1";
        Ok(self.ask_one(query, [n], term)?.map(|(_, row)| row))
    }

    /// The number of a term, by its key.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn term_of_key(&self, key: &[u8; 16]) -> Result<Option<i64>, CatalogueError> {
        self.ask_one("SELECT n FROM term WHERE key = ?1", [key], |row| row.get(0))
    }

    /// All terms: the number of each, and what is known of its articles.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn terms(&self) -> Result<Vec<(i64, TermRow)>, CatalogueError> {
        self.ask("SELECT n, key, slug, spellings FROM term", (), term)
    }

    /// The numbers of the terms that would have a slug alone.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn terms_of_slug(&self, slug: &[u8; 16]) -> Result<Vec<i64>, CatalogueError> {
        self.ask("SELECT n FROM term WHERE slug = ?1", [slug], |row| row.get(0))
    }

    /// An article that has a term, in some spelling if that is said, and is meant, if there is one.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn article_with(
        &self,
        term: i64,
        spelling: Option<u32>,
        is_meant: impl Fn(i64) -> bool,
    ) -> Result<Option<i64>, CatalogueError> {
        let members: Vec<i64> = self.ask("SELECT article FROM member WHERE term = ?1", [term], |row| row.get(0))?;
        for n in members.into_iter().filter(|n| is_meant(*n)) {
            let is_spelled =
                |of: &Membership| of.term == term && spelling.is_none_or(|spelling| of.spelling == spelling);
            if self.collected(n)?.is_some_and(|article| article.terms.iter().any(is_spelled)) {
                return Ok(Some(n));
            }
        }
        Ok(None)
    }

    /// The articles of a term that feeds show, or of these those that have no address of their own.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn shown_of(&self, term: i64, only_without_address: bool) -> Result<Vec<i64>, CatalogueError> {
        if only_without_address {
            let any = "SELECT 1 FROM collected WHERE has_address = 0 LIMIT 1";
            if self.ask_one(any, (), |_| Ok(()))?.is_none() {
                return Ok(Vec::new());
            }
        }
        let query = "SELECT m.article FROM member m CROSS JOIN collected c ON c.n = m.article \
                     WHERE m.term = ?1 AND c.shown > 0 AND c.has_address <= ?2";
        self.ask(query, (term, !only_without_address), |row| row.get(0))
    }

    /// The newest articles of a term: the date and the number of each. Of one date all or none are among them.
    ///
    /// # Errors
    /// If the catalogue cannot be read.
    pub fn newest(&self, term: i64, count: usize) -> Result<Vec<(i64, i64)>, CatalogueError> {
        let query = "SELECT before, article FROM member WHERE term = ?1 AND before <= coalesce(\
                     (SELECT before FROM member WHERE term = ?1 ORDER BY before LIMIT 1 OFFSET ?2), 9223372036854775807) \
                     ORDER BY before";
        let last = i64::try_from(count.saturating_sub(1)).unwrap_or(i64::MAX);
        self.ask(query, [term, last], |row| Ok((-row.get::<_, i64>(0)?, row.get(1)?)))
    }
}

fn term(row: &Row<'_>) -> rusqlite::Result<(i64, TermRow)> {
    let spellings: Vec<u8> = row.get(3)?;
    let mut blob = Reader(&spellings);
    let spelling = || Some(Spelling { hash: blob.unsigned()?, days: blob.counts()? });
    let spellings = std::iter::from_fn(spelling).collect();
    Ok((row.get(0)?, TermRow { key: row.get(1)?, slug: row.get(2)?, spellings }))
}
