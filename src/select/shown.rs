//! Shown: only the articles that feeds show go on, each with its terms.

use super::Dated;
use super::choose::Chosen;
use super::collected::CollectedArticle;
use super::recall;
use super::settle::Known;
use crate::article::{Outline, TermKey};
use crate::feed::{ArticleTerms, PublishedTerm, Taxonomy, TermList};

/// The articles that at least one feed shows, newest first.
pub(super) struct Shown<'a> {
    pub(super) articles: Vec<Box<Outline<'a>>>,
    /// For each the number of its record, if it was known before.
    pub(super) records: Vec<Option<i64>>,
    /// Their terms.
    pub(super) terms: ArticleTerms,
    /// Articles that no feed shows and that must be remembered.
    pub(super) dated: Vec<Dated>,
    /// Articles that no feed shows, each with its place among all, if these are to be taken down.
    pub(super) unshown: Vec<(usize, CollectedArticle)>,
}

/// Takes out the articles that nothing shows that was chosen, and takes them down if somebody `collects` them. The places in `chosen` become those of the articles that are left.
pub(super) fn show<'a>(
    (mut articles, known): (Vec<Box<Outline<'a>>>, &[Known]),
    (terms, members): (&[PublishedTerm], &[Vec<usize>]),
    chosen: &mut Chosen,
    collects: bool,
) -> Shown<'a> {
    let places = move_up(articles.len(), chosen);
    let is_shown = |n: usize| places[n].is_some();
    let all = articles.iter().zip(known).enumerate().filter(|(n, _)| collects && !is_shown(*n));
    let unshown = all.map(|(n, (article, (record, _)))| (n, CollectedArticle::of(article, *record))).collect();
    let dated = recall::take_unshown(&mut articles, known, is_shown);
    let shown = known.iter().enumerate().filter(|(n, _)| is_shown(*n));
    let records = shown.map(|(_, (record, _))| *record).collect();
    let terms = terms_of(&articles, &places, (terms, members));
    Shown { articles, records, terms, dated, unshown }
}

/// Gives those of so many articles that are chosen places without gaps, in their order, and says which these are.
fn move_up(count: usize, chosen: &mut Chosen) -> Vec<Option<usize>> {
    let mut is_shown = vec![false; count];
    chosen.lists().for_each(|list| list.iter().for_each(|n| is_shown[*n] = true));
    let mut next = 0..;
    let places: Vec<Option<usize>> = is_shown.into_iter().map(|is| if is { next.next() } else { None }).collect();
    for n in chosen.lists().flatten() {
        *n = places[*n].unwrap_or_else(|| unreachable!("it is in a list, so it is shown"));
    }
    places
}

/// The terms of the articles, of each in the order in which it names them. `places` are those of all articles that terms have among
/// those that are shown.
fn terms_of(
    articles: &[Box<Outline<'_>>],
    places: &[Option<usize>],
    (terms, members): (&[PublishedTerm], &[Vec<usize>]),
) -> ArticleTerms {
    let named = || {
        let of_terms = members.iter().zip(terms).enumerate().filter_map(|(n, (members, term))| {
            let list = match term.taxonomy {
                Taxonomy::Tag => TermList::Tags,
                Taxonomy::Category => TermList::Categories,
                Taxonomy::Source => TermList::Source,
                Taxonomy::Author => TermList::Authors,
                Taxonomy::Language | Taxonomy::Declared => return None,
            };
            Some((n, list, members))
        });
        of_terms.flat_map(|(n, list, members)| {
            members.iter().filter_map(|article| places[*article]).map(move |article| (article, list, n))
        })
    };
    let mut found = ArticleTerms::new(articles.len(), named);
    let mut buffer = Vec::new();
    for (n, article) in articles.iter().enumerate() {
        for (own, list) in [(article.tags(), TermList::Tags), (article.categories(), TermList::Categories)] {
            let place = |term: &u32| own.iter().position(|own| own.key == terms[*term as usize].key);
            found.list_mut(n, list).sort_by_key(place);
        }
        let authors = found.list_mut(n, TermList::Authors);
        if authors.len() > 1 {
            let own: Vec<TermKey> = article.words(&mut buffer).authors.into_iter().map(TermKey::fold).collect();
            authors.sort_by_key(|term| own.iter().position(|key| *key == terms[*term as usize].key));
        }
    }
    found
}
