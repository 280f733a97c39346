//! The feeds of which something is asked, as they were: each is read once, and none that nobody asks for.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use super::super::again::Stop;
use super::terms::Name;
use crate::catalogue::{Catalogue, CatalogueError, FeedRow, ShownRow};
use crate::feed::Taxonomy;

/// The feeds that are known by now.
pub(super) struct Feeds<'c> {
    catalogue: &'c Catalogue,
    /// By their numbers.
    rows: RefCell<BTreeMap<i64, Option<Rc<FeedRow>>>>,
    /// The numbers of those of terms, by names and by numbers of terms.
    of_name: RefCell<HashMap<Name, Option<i64>>>,
    of_term: RefCell<BTreeMap<i64, Option<i64>>>,
    /// What some show.
    shown: RefCell<BTreeMap<i64, Option<Rc<ShownRow>>>>,
}

impl<'c> Feeds<'c> {
    pub(super) fn new(catalogue: &'c Catalogue) -> Self {
        let (rows, of_name) = (RefCell::default(), RefCell::default());
        Self { catalogue, rows, of_name, of_term: RefCell::default(), shown: RefCell::default() }
    }

    /// A feed by its number.
    pub(super) fn get(&self, n: i64) -> Result<Option<Rc<FeedRow>>, Stop> {
        let row = self.rows.borrow().get(&n).cloned();
        row.map_or_else(
            || {
                let row = self.catalogue.feed(n)?.map(Rc::new);
                Ok(self.rows.borrow_mut().entry(n).or_insert(row).clone())
            },
            Ok,
        )
    }

    /// The feed of a term, published or not.
    pub(super) fn of_name(&self, name: &Name) -> Result<Option<Rc<FeedRow>>, Stop> {
        let known = self.of_name.borrow().get(name).copied();
        if let Some(known) = known {
            return known.map_or(Ok(None), |n| self.get(n));
        }
        let row = self.catalogue.feed_of(Some((name.0, &name.1)))?.map(Rc::new);
        self.of_name.borrow_mut().insert(name.clone(), row.as_ref().map(|row| row.n));
        if let Some(row) = &row {
            self.rows.borrow_mut().insert(row.n, Some(Rc::clone(row)));
        }
        Ok(row)
    }

    /// The feed of a term, by the name of its folder.
    pub(super) fn of_slug(&self, taxonomy: Taxonomy, slug: &str) -> Result<Option<Rc<FeedRow>>, Stop> {
        Ok(self.catalogue.feed_of_slug(taxonomy, slug)?.map(Rc::new))
    }

    /// The feed that is published of a term, by the number of that; 0 is that of all articles.
    pub(super) fn of_term(&self, term: i64) -> Result<Option<Rc<FeedRow>>, Stop> {
        let known = self.of_term.borrow().get(&term).copied();
        let n = match known {
            Some(known) => known,
            None => *self.of_term.borrow_mut().entry(term).or_insert(self.catalogue.feed_of_term(term)?),
        };
        n.map_or(Ok(None), |n| self.get(n))
    }

    /// What a feed shows.
    pub(super) fn shown(&self, feed: i64) -> Result<Option<Rc<ShownRow>>, Stop> {
        let row = self.shown.borrow().get(&feed).cloned();
        row.map_or_else(
            || {
                let row = self.catalogue.shown_by(feed)?.map(Rc::new);
                Ok(self.shown.borrow_mut().entry(feed).or_insert(row).clone())
            },
            Ok,
        )
    }

    /// How many of the feeds of some terms show an article.
    pub(super) fn showing<'t>(&self, article: i64, terms: impl IntoIterator<Item = &'t i64>) -> Result<usize, Stop> {
        let mut count = 0;
        for term in terms {
            let Some(feed) = self.of_term(*term)? else { continue };
            count += usize::from(self.shown(feed.n)?.is_some_and(|shown| shown.entries.contains(&article)));
        }
        Ok(count)
    }

    /// The feeds that are known by now, by their numbers.
    pub(super) fn known(&self) -> BTreeMap<i64, Rc<FeedRow>> {
        let rows = self.rows.borrow();
        rows.iter().filter_map(|(n, row)| Some((*n, Rc::clone(row.as_ref()?)))).collect()
    }

    /// Has all feeds of a taxonomy known: the address of a new one is told from those of all others.
    pub(super) fn know_all(&self, taxonomy: Taxonomy) -> Result<(), CatalogueError> {
        for row in self.catalogue.feeds_of(taxonomy)? {
            if let Some(name) = &row.record.term {
                self.of_name.borrow_mut().insert(name.clone(), Some(row.n));
            }
            self.rows.borrow_mut().entry(row.n).or_insert_with(|| Some(Rc::new(row)));
        }
        Ok(())
    }
}
