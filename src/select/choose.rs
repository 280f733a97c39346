//! Choose: which articles each feed shows, and which of them its archive holds.

use chrono::TimeDelta;

use super::Options;
use super::archive::{self, Document, FormerArchive};
use super::settle::Known;
use crate::article::Outline;
use crate::feed::{FeedRules, PublishedTerm, Site};

/// What feeds show, as places of articles. The first list of each kind is that of all articles; then comes one for each term.
pub(super) struct Chosen {
    /// For each feed its entries.
    pub(super) entries: Vec<Vec<usize>>,
    /// For each feed the documents of its archive, oldest first; nothing where there are none.
    pub(super) archives: Vec<Vec<Document>>,
    /// The archives at addresses that terms had under other names.
    pub(super) former_archives: Vec<FormerArchive>,
}

/// Chooses the newest articles of each list. `members` are the articles (newest first) of each of the `terms`; `retracted` are the
/// numbers of the records of what is taken back. Terms that are not `wanted` have no entries.
pub(super) fn choose(
    (articles, known): (&[Box<Outline<'_>>], &[Known]),
    (terms, members): (&[PublishedTerm], &[Vec<usize>]),
    retracted: impl Iterator<Item = i64>,
    wanted: impl Fn(&PublishedTerm) -> bool,
    site: &Site,
    options: &Options<'_>,
) -> Chosen {
    let all: Vec<usize> = (0..articles.len()).collect();
    let newest = |list: &[usize], rules: &FeedRules| {
        list[..newest(list, articles, rules.limit.unwrap_or(options.limit), options.most)].to_vec()
    };
    let mut entries: Vec<Vec<usize>> = vec![newest(&all, &options.rules.feed(None))];
    let of_term = |(list, term): (&Vec<usize>, &PublishedTerm)| {
        if term.has_feed && wanted(term) { newest(list, &term.rules) } else { Vec::new() }
    };
    entries.extend(members.iter().zip(terms).map(of_term));
    let mut archives = vec![Vec::new(); entries.len()];
    let mut former_archives: Vec<FormerArchive> = Vec::new();
    if let Some(archiving) = options.archives {
        let memory = options.memory;
        let past = archive::Past {
            articles,
            records: known,
            memory,
            known: &archive::Known::new(memory),
            retracted: &retracted.collect(),
            removed: &archive::removed(memory, terms, archiving),
        };
        let own: Vec<&[usize]> = present(members, terms).collect();
        let lists = [(None, all.as_slice())].into_iter().chain(terms.iter().map(Some).zip(own.iter().copied()));
        archives = past.documents(lists.collect(), site.base_url.as_str(), archiving);
        let lists = terms.iter().zip(own.iter().copied());
        former_archives =
            lists.flat_map(|(term, members)| past.former(term, members, site.base_url.as_str(), archiving)).collect();
        // What no closed document holds, the feed shows.
        for (entries, documents) in entries.iter_mut().zip(&archives) {
            let open = documents.last().filter(|document| !document.is_closed).map(|open| &open.articles);
            entries.extend(open.into_iter().flatten());
            entries.sort_unstable();
            entries.dedup();
        }
    }
    Chosen { entries, archives, former_archives }
}

/// The articles of each term; what is about to vanish is treated as if it had none.
pub(super) fn present<'m>(members: &'m [Vec<usize>], terms: &[PublishedTerm]) -> impl Iterator<Item = &'m [usize]> {
    members.iter().zip(terms).map(|(list, term)| if term.vanishing.is_some() { &[] } else { &list[..] })
}

/// How many of a list (newest first) a feed shows: the limit, and what is within a day of the newest.
fn newest(list: &[usize], articles: &[Box<Outline<'_>>], limit: usize, most: usize) -> usize {
    let Some(first) = list.first() else { return 0 };
    let burst = articles[*first].published.at - TimeDelta::hours(24);
    let recent = list[..list.len().min(most)].partition_point(|n| articles[*n].published.at >= burst);
    recent.max(limit).min(most.max(limit)).min(list.len())
}

impl Chosen {
    /// All lists of places of articles.
    pub(super) fn lists(&mut self) -> impl Iterator<Item = &mut Vec<usize>> {
        let former = self.former_archives.iter_mut().flat_map(|former| &mut former.documents);
        let documents = self.archives.iter_mut().flatten().chain(former.map(|(_, document)| document));
        self.entries.iter_mut().chain(documents.map(|document| &mut document.articles))
    }
}
