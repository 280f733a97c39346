//! The terms of all articles that feeds show, in one list: an article has few terms, and there may be a million articles.

/// What an article has terms as. Each has a list, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermList {
    /// Its tags.
    Tags,
    /// Its categories.
    Categories,
    /// Its authors.
    Authors,
    /// Its source.
    Source,
}

/// How many lists an article has.
const LISTS: usize = 4;

/// The terms of articles, both by their places among all.
///
/// ```
/// use feedmill::internal::feed::{ArticleTerms, TermList};
/// // The second article has the tags 7 and 3; nobody has said in which order.
/// let tags = [(1, TermList::Tags, 3), (1, TermList::Tags, 7)];
/// let mut terms = ArticleTerms::new(2, || tags.into_iter());
/// terms.list_mut(1, TermList::Tags).sort_by_key(|term| std::cmp::Reverse(*term));
/// assert_eq!(terms.of(1).tags().collect::<Vec<_>>(), [7, 3]);
/// assert_eq!(terms.of(0).source(), None);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ArticleTerms {
    lists: Vec<Lists>,
    terms: Vec<u32>,
}

/// Where the lists of an article begin, and how long each of them is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Lists {
    start: u32,
    lengths: [u32; LISTS],
}

impl ArticleTerms {
    /// The terms of so many articles. `named` goes through them, each as its article, the list that it belongs to, and the term,
    /// and is asked twice; of one list they stay in its order.
    pub fn new<I: Iterator<Item = (usize, TermList, usize)>>(articles: usize, named: impl Fn() -> I) -> Self {
        let mut lists = vec![Lists::default(); articles];
        for (article, list, _) in named() {
            lists[article].lengths[list as usize] += 1;
        }
        let mut end = 0;
        for of in &mut lists {
            of.start = end;
            end += of.lengths.iter().sum::<u32>();
        }
        let mut terms = vec![0; end as usize];
        let mut filled = vec![[0; LISTS]; articles];
        for (article, list, term) in named() {
            let filled = &mut filled[article][list as usize];
            terms[lists[article].range(list).start + *filled] = number(term);
            *filled += 1;
        }
        Self { lists, terms }
    }

    /// The terms of an article.
    pub fn of(&self, article: usize) -> TermsOf<'_> {
        TermsOf { lists: &self.lists[article], terms: &self.terms }
    }

    /// A list of an article, to be put in order.
    pub fn list_mut(&mut self, article: usize, list: TermList) -> &mut [u32] {
        &mut self.terms[self.lists[article].range(list)]
    }

    /// Shortens a list of an article to so many terms.
    pub fn truncate(&mut self, article: usize, list: TermList, length: usize) {
        let lists = &mut self.lists[article];
        let range = lists.range(list);
        let end = lists.range(TermList::Source).end;
        let length = length.min(range.len());
        // The lists after it move up; what was theirs last belongs to nobody.
        self.terms.copy_within(range.end..end, range.start + length);
        lists.lengths[list as usize] = number(length);
    }
}

impl Lists {
    /// Where a list is among all terms.
    fn range(&self, list: TermList) -> std::ops::Range<usize> {
        let before: u32 = self.lengths[..list as usize].iter().sum();
        let start = (self.start + before) as usize;
        start..start + self.lengths[list as usize] as usize
    }
}

/// The terms of one article, as indices into all terms.
#[derive(Debug, Clone, Copy)]
pub struct TermsOf<'t> {
    lists: &'t Lists,
    terms: &'t [u32],
}

impl<'t> TermsOf<'t> {
    /// Its tags, in its own order.
    pub fn tags(self) -> impl Iterator<Item = usize> + use<'t> {
        self.list(TermList::Tags)
    }

    /// Its categories, likewise.
    pub fn categories(self) -> impl Iterator<Item = usize> + use<'t> {
        self.list(TermList::Categories)
    }

    /// Its authors, likewise; none where no feed is about an author.
    pub fn authors(self) -> impl Iterator<Item = usize> + use<'t> {
        self.list(TermList::Authors)
    }

    /// Its source.
    pub fn source(self) -> Option<usize> {
        self.list(TermList::Source).next()
    }

    fn list(self, list: TermList) -> impl Iterator<Item = usize> + use<'t> {
        self.terms[self.lists.range(list)].iter().map(|term| *term as usize)
    }
}

/// A place as it is kept.
fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or_else(|_| unreachable!("there are fewer than four billion terms"))
}

#[cfg(test)]
mod tests {
    use super::{ArticleTerms, TermList};

    #[test]
    fn a_list_that_is_shortened_leaves_the_others_as_they_are() {
        use TermList::{Authors, Categories, Source, Tags};
        let named = [(0, Source, 9), (0, Tags, 1), (1, Tags, 4), (0, Categories, 2), (0, Tags, 3), (0, Authors, 5)];
        let mut terms = ArticleTerms::new(2, || named.into_iter());
        let all = |terms: &ArticleTerms, n| {
            let of = terms.of(n);
            (of.tags().collect::<Vec<_>>(), of.categories().collect::<Vec<_>>(), of.authors().next(), of.source())
        };
        assert_eq!(all(&terms, 0), (vec![1, 3], vec![2], Some(5), Some(9)));
        terms.truncate(0, Tags, 1);
        assert_eq!(all(&terms, 0), (vec![1], vec![2], Some(5), Some(9)));
        terms.truncate(0, Categories, 0);
        terms.truncate(0, Authors, 8);
        assert_eq!(all(&terms, 0), (vec![1], vec![], Some(5), Some(9)));
        assert_eq!(all(&terms, 1), (vec![4], vec![], None, None));
    }
}
