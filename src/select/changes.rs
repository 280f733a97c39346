//! Changes: when each article was changed last, and no two in the same second.
//!
//! Atom readers tell versions of an entry apart by `updated`, and validators object to a feed in which two entries share
//! one (the W3C validator's `DuplicateUpdated`). An article has the same `updated` in all its feeds, so the seconds are
//! given out over all articles that feeds show: of those that changed (or were published) in one second the last in
//! publishing order keeps it, and each one before it is a second later. `published` stays as the collection says it.
//!
//! What was published stands: the memory has the second of each article, and articles that come later take free ones.
//! Without a memory the order of publishing alone decides, so a lost ledger costs seconds of articles that share one.

use chrono::{DateTime, TimeDelta, Utc};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Options;
use crate::article::date::is_publishable;
use crate::article::{Key, Outline};
use crate::memory::Record;

/// Dates the changes of articles (in publishing order). One that was shown before and does not date its change itself was
/// changed when the input was captured in which the change is seen first. Gives what the content of each is.
pub(super) fn changes(articles: &mut [Box<Outline<'_>>], records: &[Option<i64>], options: &Options<'_>) -> Vec<Key> {
    let memory = options.memory;
    let contents: Vec<Key> =
        articles.par_iter().map_init(Vec::new, |buffer, article| article.content(buffer)).collect();
    let shown = |record: Option<i64>| memory.articles.get(&record?).filter(|record| record.was_shown());
    let moments: Vec<(DateTime<Utc>, bool)> = articles
        .iter()
        .zip(&contents)
        .zip(records)
        .map(|((article, content), record)| match shown(*record) {
            Some(record) => {
                let changed = changed(article, *content, record);
                (changed, changed == record.updated)
            }
            None => (article.changed(), false),
        })
        .collect();
    let mut taken = FxHashSet::default();
    let mut stand: Vec<bool> = moments.iter().rev().map(|(at, stands)| *stands && taken.insert(*at)).collect();
    stand.reverse();
    taken.extend(memory.articles.values().filter(|record| record.was_shown()).map(|record| record.updated));
    let is_taken = |at: DateTime<Utc>| options.is_second_taken.is_some_and(|is_taken| is_taken(at));
    // Where the search for a free second goes on: there may be thousands of one midnight.
    let mut next = FxHashMap::<DateTime<Utc>, DateTime<Utc>>::default();
    for ((article, (first, _)), stands) in articles.iter_mut().zip(moments).zip(stand).rev() {
        let at = if stands { first } else { free(first, (&mut taken, &is_taken), &mut next) };
        article.updated = Some(at).filter(|at| article.updated.is_some() || *at > article.published.at);
    }
    contents
}

/// The first second from `first` on that is not `taken`, which it is then. A search that has passed taken seconds notes in `next`
/// where to go on, so that the next search does not pass them one by one again.
fn free(
    first: DateTime<Utc>,
    (taken, is_taken): (&mut FxHashSet<DateTime<Utc>>, impl Fn(DateTime<Utc>) -> bool),
    next: &mut FxHashMap<DateTime<Utc>, DateTime<Utc>>,
) -> DateTime<Utc> {
    const SECOND: TimeDelta = TimeDelta::seconds(1);
    let mut at = first;
    let mut passed = Vec::new();
    while (taken.contains(&at) || is_taken(at)) && is_publishable(at + SECOND) {
        passed.push(at);
        at = next.get(&at).copied().unwrap_or(at + SECOND);
    }
    taken.insert(at);
    next.extend(passed.into_iter().map(|passed| (passed, at)));
    at
}

/// When an article was changed that was shown before. Never before that, or before what was said then.
fn changed(article: &Outline<'_>, content: Key, record: &Record) -> DateTime<Utc> {
    let changed = match article.updated {
        Some(own) => own.max(record.updated),
        None if record.content == Some(content) => record.updated,
        None => article.captured.max(record.updated + TimeDelta::seconds(1)),
    };
    // Who was told that it is gone must see that it is back (RFC 6721 §3).
    let back = record.retracted.map(|when| when + TimeDelta::seconds(1));
    changed.max(back.unwrap_or_default()).max(article.published.at)
}
