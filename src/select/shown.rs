//! Shown: only the articles that feeds show go on, each with its terms.

use super::Dated;
use super::choose::Chosen;
use super::collected::CollectedArticle;
use super::recall;
use super::settle::Known;
use crate::article::{Outline, TermKey};
use crate::feed::{ArticleTerms, PublishedTerm, Taxonomy};

/// The articles that at least one feed shows, newest first.
pub(super) struct Shown<'a> {
    pub(super) articles: Vec<Box<Outline<'a>>>,
    /// For each the number of its record, if it was known before.
    pub(super) records: Vec<Option<i64>>,
    /// For each its terms.
    pub(super) terms: Vec<ArticleTerms>,
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

/// The terms of each article, in the order in which it names them. `places` are those of all articles that terms have among those
/// that are shown.
fn terms_of(
    articles: &[Box<Outline<'_>>],
    places: &[Option<usize>],
    (terms, members): (&[PublishedTerm], &[Vec<usize>]),
) -> Vec<ArticleTerms> {
    let mut found = vec![ArticleTerms::default(); articles.len()];
    for (n, (list, term)) in members.iter().zip(terms).enumerate() {
        for at in list.iter().filter_map(|article| places[*article]) {
            match term.taxonomy {
                Taxonomy::Tag => found[at].tags.push(n),
                Taxonomy::Category => found[at].categories.push(n),
                Taxonomy::Source => found[at].source = Some(n),
                Taxonomy::Author => found[at].authors.push(n),
                Taxonomy::Language | Taxonomy::Declared => {}
            }
        }
    }
    let mut buffer = Vec::new();
    for (article, of) in articles.iter().zip(&mut found) {
        for (own, found) in [(&article.tags, &mut of.tags), (&article.categories, &mut of.categories)] {
            found.sort_by_key(|n| own.iter().position(|term| term.key == terms[*n].key));
        }
        if of.authors.len() > 1 {
            let own: Vec<TermKey> = article.words(&mut buffer).authors.into_iter().map(TermKey::fold).collect();
            of.authors.sort_by_key(|n| own.iter().position(|key| *key == terms[*n].key));
        }
    }
    found
}
