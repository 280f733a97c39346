//! Settle: which articles there are, under which id and date, and which of them are published by now.

use chrono::{DateTime, Utc};

use super::collected::{CollectedArticle, Reading};
use super::evidence::{Reuse, Reuses};
use super::recall::{self, Recalled};
use super::{Crowded, Dated, Held, Merged, Options, Selection, dedupe};
use crate::article::date::{Spread, spread};
use crate::article::{Origin, Outline, Precision, Published};

/// An article, the number of its record, and whether it must be remembered though no feed shows it.
pub(super) type Known = (Option<i64>, bool);

/// The articles that are published, and what became of the others.
#[derive(Default)]
pub struct Settled<'a> {
    /// Newest first.
    pub(super) articles: Vec<Box<Outline<'a>>>,
    /// For each of them what is known of it.
    pub(super) known: Vec<Known>,
    /// How many articles there are, those that are held included.
    pub(super) distinct: usize,
    pub(super) duplicates: usize,
    pub(super) held: Vec<Held>,
    /// The articles that are held, where they are to be taken down.
    pub(super) held_articles: Vec<CollectedArticle>,
    /// Articles that are not published (any more) and that must be remembered.
    pub(super) dated: Vec<Dated>,
    pub(super) moved: Vec<(Origin, DateTime<Utc>, DateTime<Utc>)>,
    pub(super) merged: Vec<Merged>,
    pub(super) crowded: Vec<Crowded>,
    pub(super) reuses: Vec<Reuse>,
    /// When the first of the articles has to be looked at again.
    pub(super) due: Option<DateTime<Utc>>,
    pub(super) retracted: usize,
    /// The records of what is taken back, and when each was.
    pub(super) retracted_records: Vec<(i64, DateTime<Utc>)>,
    /// The records of those of them that stand in the collection all the same.
    pub(super) standing_records: Vec<i64>,
    pub(super) unknown_retractions: Vec<Origin>,
}

/// Makes one article of all readings of it, gives it the id and the date that it was published with before, and holds back
/// those that are not due. `readings` are what is taken down of those of the selection, in its order.
pub(super) fn settle<'a>(selection: Selection<'a>, readings: &[Reading], options: &Options<'_>) -> Settled<'a> {
    let memory = options.memory;
    let added = selection.readings.len();
    let mut reuses = Reuses::default();
    let mut crowded = Vec::new();
    let mut articles = dedupe::unite(selection.readings, readings, &mut reuses, options.most_terms, &mut crowded);
    let duplicates = added - articles.len();
    // Reading order, for the seconds of days; then publishing order, for good.
    articles.sort_unstable_by(|a, b| a.origin().cmp(b.origin()).then_with(|| a.id().cmp(b.id())));
    let mut withheld = selection.withheld;
    withheld.sort_unstable_by(|a, b| a.origin().cmp(b.origin()));
    if !memory.articles.is_empty() {
        // Matching asks for them again and again.
        for article in articles.iter_mut().chain(&mut withheld) {
            article.hold_keys();
        }
    }
    let recalled = recall::recall(&mut articles, &withheld, memory, &mut reuses);
    for article in &mut articles {
        article.put_keys_away();
    }
    let distinct = articles.len();
    let merged = articles.iter().filter_map(|article| Merged::of(article)).collect();
    let moved = recall::moved(&articles, &recalled.dates);
    // What the collection says, before it gets seconds that it does not say: these hold nothing back.
    let said: Vec<Published> = articles.iter().map(|article| article.published).collect();
    give_dates(&mut articles, &recalled.dates, options);
    let due = articles.iter().filter_map(|article| article.due()).min();
    let Recalled { records, must_be_remembered, withheld: dated, retracted, unknown, .. } = recalled;
    let Recalled { retracted_records, standing_records, .. } = recalled;
    let known = records.into_iter().zip(must_be_remembered);
    let mut settled = Settled {
        articles: Vec::with_capacity(distinct),
        known: Vec::with_capacity(distinct),
        distinct,
        duplicates,
        held: Vec::new(),
        held_articles: Vec::new(),
        dated,
        moved,
        merged,
        crowded,
        reuses: reuses.into_sorted(),
        due,
        retracted,
        retracted_records,
        standing_records,
        unknown_retractions: unknown,
    };
    settled.hold(articles, known.zip(said), options);
    settled
}

/// Gives each article the date that stands, where one does, and seconds of its own within its day.
fn give_dates(articles: &mut [Box<Outline<'_>>], known: &[Option<Published>], options: &Options<'_>) {
    let vague = options.memory.articles.values().map(|record| record.published);
    let vague = vague.filter(|published| published.precision != Precision::Exact).map(|published| published.at);
    let vague = vague.chain(options.moments.iter().copied());
    // What has a time of its own keeps it.
    let dates = articles.iter_mut().zip(known);
    let dates = dates.filter(|(article, known)| known.is_some() || article.published.precision != Precision::Exact);
    let dates = dates.map(|(article, known)| {
        let captured = article.captured;
        Spread { date: &mut article.published, known: *known, captured }
    });
    spread(dates.collect(), vague);
}

impl<'a> Settled<'a> {
    /// Holds back the articles that are not due, and puts the others in publishing order. Each comes with what is known of it
    /// and the date that the collection says.
    fn hold(
        &mut self,
        articles: Vec<Box<Outline<'a>>>,
        known: impl Iterator<Item = (Known, Published)>,
        options: &Options<'_>,
    ) {
        let memory = options.memory;
        let was_shown = |record: Option<i64>| record.is_some_and(|n| memory.articles[&n].was_shown());
        let is_due = |record: Option<i64>, said: &Published| {
            // A clock that was set back takes nothing away.
            dedupe::is_vague(said) || options.until.is_none_or(|until| said.at <= until) || was_shown(record)
        };
        let mut due = Vec::with_capacity(articles.len());
        for (article, ((record, must_be_remembered), said)) in articles.into_iter().zip(known) {
            // Unlike a date, this may come to be where an article is published already.
            let closed = article.not_before().filter(|at| options.until.is_some() && *at > options.now);
            if closed.is_none() && is_due(record, &said) {
                due.push((article, (record, must_be_remembered)));
                continue;
            }
            let until = closed.unwrap_or(said.at);
            self.held.push(Held { origin: article.origin().clone(), until, is_dated: closed.is_none() });
            if options.collects {
                let held = CollectedArticle::of(&article, record);
                self.held_articles.push(CollectedArticle { held: Some(until), ..held });
            }
            // What is remembered is so for as long as it is there, under its number, id and date.
            if must_be_remembered || record.is_some() {
                self.dated.push(Dated { keys: article.keys().into_owned(), published: article.published, record });
            }
        }
        due.sort_unstable_by(|(a, _), (b, _)| newest_first(a, b));
        (self.articles, self.known) = due.into_iter().unzip();
    }
}

/// The order in which articles are published: the newest first, of one moment by their ids.
pub(super) fn newest_first(a: &Outline<'_>, b: &Outline<'_>) -> std::cmp::Ordering {
    b.published.at.cmp(&a.published.at).then_with(|| a.id().cmp(b.id()))
}
