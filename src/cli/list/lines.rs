//! What the lists hold: a line for each term, feed or entry.

use std::cmp::Reverse;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::Sort;
use crate::article::TermKey;
use crate::article::date::rfc3339;
use crate::feed::{Activity, Feed, PublishedTerm, Site, Taxonomy};
use crate::select::Selected;
use crate::select::collected::Collected;

/// A term.
#[derive(Debug, Serialize)]
pub(super) struct TermLine<'s> {
    pub(super) taxonomy: &'static str,
    pub(super) term: &'s str,
    pub(super) slug: &'s str,
    /// How many articles have it.
    pub(super) entries: usize,
    #[serde(serialize_with = "moment")]
    pub(super) newest: Option<DateTime<Utc>>,
    /// The address of its feed, if it has one.
    pub(super) url: Option<String>,
    pub(super) activity: ActivityLine,
}

/// A feed.
#[derive(Debug, Serialize)]
pub(super) struct FeedLine<'s> {
    pub(super) taxonomy: Option<&'static str>,
    pub(super) term: Option<&'s str>,
    pub(super) slug: Option<&'s str>,
    /// What `list` calls it; nothing for that of all articles.
    pub(super) feed: Option<String>,
    pub(super) title: &'s str,
    /// How many entries it shows.
    pub(super) entries: usize,
    #[serde(serialize_with = "moment")]
    pub(super) newest: Option<DateTime<Utc>>,
    pub(super) url: String,
    pub(super) activity: ActivityLine,
}

/// An entry of a feed.
#[derive(Debug, Serialize)]
pub(super) struct EntryLine {
    #[serde(serialize_with = "moment")]
    pub(super) published: Option<DateTime<Utc>>,
    pub(super) title: String,
    pub(super) url: Option<String>,
}

/// How many articles there were, week by week, month by month or year by year.
#[derive(Debug, Serialize)]
pub(super) struct ActivityLine {
    /// `week`, `month` or `year`.
    pub(super) unit: Option<&'static str>,
    /// The first day of the first of them.
    pub(super) from: Option<String>,
    /// The number in each, the last that of the newest article.
    pub(super) counts: Box<[u32]>,
}

#[expect(clippy::ref_option, reason = "serde gives a reference to the field")]
fn moment<S: serde::Serializer>(moment: &Option<DateTime<Utc>>, serializer: S) -> Result<S::Ok, S::Error> {
    moment.map(rfc3339).serialize(serializer)
}

/// How many weeks, months or years a person is shown.
const SHOWN: usize = 12;

impl ActivityLine {
    fn of(activity: Activity) -> Self {
        let calendar = activity.calendar;
        Self {
            unit: calendar.map(|calendar| calendar.unit().name()),
            from: calendar.map(|calendar| calendar.first_day().to_string()),
            counts: activity.counts,
        }
    }

    /// A bar for each of the last ones, as high as its number beside the others; none for nothing.
    pub(super) fn bars(&self) -> String {
        const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
        let last = &self.counts[self.counts.len().saturating_sub(SHOWN)..];
        let most = last.iter().copied().max().unwrap_or(0).max(1);
        let bar = |count: &u32| match (u64::from(*count) * BARS.len() as u64).div_ceil(u64::from(most)) {
            0 => ' ',
            height => BARS[usize::try_from(height - 1).unwrap_or(0).min(BARS.len() - 1)],
        };
        last.iter().map(bar).collect()
    }
}

/// What a line is sorted and chosen by.
pub(super) trait Sorted {
    fn name(&self) -> &str;
    fn entries(&self) -> usize;
    fn newest(&self) -> Option<DateTime<Utc>>;
}

impl Sorted for TermLine<'_> {
    fn name(&self) -> &str {
        self.term
    }

    fn entries(&self) -> usize {
        self.entries
    }

    fn newest(&self) -> Option<DateTime<Utc>> {
        self.newest
    }
}

impl Sorted for FeedLine<'_> {
    fn name(&self) -> &str {
        self.title
    }

    fn entries(&self) -> usize {
        self.entries
    }

    fn newest(&self) -> Option<DateTime<Utc>> {
        self.newest
    }
}

/// Sorts lines. Those that are equal stay as they are.
pub(super) fn sort(lines: &mut [impl Sorted], sort: Sort) {
    match sort {
        Sort::Recent => lines.sort_by_key(|line| Reverse(line.newest())),
        Sort::Entries => lines.sort_by_key(|line| Reverse(line.entries())),
        Sort::Name => lines.sort_by_cached_key(|line| (TermKey::fold(line.name()), line.name().to_owned())),
    }
}

/// The terms that articles have, by taxonomy and slug. `published` are the taxonomies that have feeds.
pub(super) fn terms<'s>(
    selected: &'s Selected<'_>,
    site: &Site,
    is_wanted: impl Fn(Taxonomy) -> bool,
    published: &[Taxonomy],
) -> Vec<TermLine<'s>> {
    let Some(Collected { dates, terms, .. }) = &selected.collected else { return Vec::new() };
    let of_articles = selected.terms.iter().zip(terms);
    let wanted = of_articles.filter(|(term, of)| is_wanted(term.taxonomy) && !of.members.is_empty());
    let line = |(term, of): (&'s PublishedTerm, &crate::select::collected::CollectedTerm)| {
        let members = of.members.iter().filter_map(|n| dates.get(*n as usize));
        TermLine {
            taxonomy: term.taxonomy.name(),
            term: &term.label,
            slug: &term.slug,
            entries: of.members.len(),
            newest: members.clone().next().map(|published| published.at),
            url: (term.has_feed && published.contains(&term.taxonomy)).then(|| site.url(&term.feed().folder())),
            activity: ActivityLine::of(Activity::of(members.map(|published| published.day))),
        }
    };
    wanted.map(line).collect()
}

/// The feeds that a run publishes: that of all articles, then those of terms, but for those that only stay until they vanish.
pub(super) fn feeds<'s>(selected: &'s Selected<'_>, site: &Site) -> Vec<FeedLine<'s>> {
    let of_term = |feed: &Feed| feed.term.map(|n| &selected.terms[n]);
    let stays = |term: &PublishedTerm| term.has_feed && (term.articles > 0 || term.taxonomy == Taxonomy::Declared);
    let present = selected.feeds.iter().filter(|feed| of_term(feed).is_none_or(stays));
    let line = |feed: &'s Feed| {
        let term = feed.term.map(|n| &selected.terms[n]);
        FeedLine {
            taxonomy: term.map(|term| term.taxonomy.name()),
            term: term.map(|term| &*term.label),
            slug: term.map(|term| &*term.slug),
            feed: term.map(|term| format!("{}/{}", term.taxonomy.name(), term.slug)),
            title: &feed.headline,
            entries: feed.entries.len(),
            newest: feed.entries.first().map(|n| selected.articles[*n].published.at),
            url: site.url(&feed.key.folder()),
            activity: ActivityLine::of(feed.activity.clone()),
        }
    };
    present.map(line).collect()
}

/// The entries that a feed shows, the newest first.
pub(super) fn entries(selected: &Selected<'_>, feed: &Feed) -> Vec<EntryLine> {
    let line = |n: &usize| {
        let article = &selected.articles[*n];
        EntryLine {
            published: Some(article.published.at),
            title: article.title(),
            url: article.url().map(|url| url.as_str().to_owned()),
        }
    };
    feed.entries.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_bar_is_the_largest_number_and_nothing_is_a_blank() {
        let line = |counts: &[u32]| ActivityLine { unit: None, from: None, counts: counts.into() }.bars();
        assert_eq!(line(&[0, 1, 4, 8]), " ▁▄█");
        assert_eq!(line(&[0, 0]), "  ");
        assert_eq!(line(&[]), "");
        let many: Vec<u32> = (0..26).collect();
        assert_eq!(line(&many).chars().count(), SHOWN);
        assert!(line(&[u32::MAX, 1]).starts_with('█'));
    }
}
