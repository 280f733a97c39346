//! What a run publishes is bounded by what it reads.
//!
//! An article stands in every feed of its terms, in each format: a kilobyte that is read may be a megabyte that is published.
//! Collections as people have them publish up to some 30 times what is read, and those of short articles up to 100 times;
//! nothing here touches these. Beyond [`TIMES`], texts give way to their excerpts, then what else an entry says is cut, then feeds show
//! fewer entries; and new terms get no feeds ([`most_feeds`]).

use super::shelf::Shelf;
use crate::article::text::counted;
use crate::article::{Origin, Outline, WebUrl, WordsLength};
use crate::config::{Config, FILE_NAME};
use crate::feed::{ArticleTerms, Feed, PublishedTerm, TermList, TermsOf};
use crate::normalise::bounds::Room;
use crate::normalise::excerpt::shortened;
use crate::report::{Warning, WarningCode};
use crate::select::Selected;
use crate::select::archive::Document;

/// How many feeds there may be whatever is read, and of how many bytes more of the input there may be one more. Collections have
/// one for each 1,000 to 6,000 bytes.
const FEEDS: usize = 5_000;
const BYTES_OF_A_FEED: u64 = 128;

/// How many bytes all entries of a run may have together whatever is read, and how many times what is read they may have.
const ALWAYS: u64 = 64 << 20;
const TIMES: u64 = 256;

/// How many bytes the whole text of one article may take in all documents together.
const MOST_OF_ONE_TEXT: u64 = 64 << 20;

/// How many bytes of a document are no entries, about; and how small no document has to be.
const ENVELOPE: u64 = 4 << 10;
const LEAST_OF_A_DOCUMENT: u64 = 8 << 10;

/// How many bytes stand around a name or an address in an entry, about.
const AROUND: usize = 64;

/// What is left of an entry that says too much in too many feeds: bytes of its title, and of its tags, categories, names and
/// addresses of files, each.
const SHORT_TITLE: usize = 256;
const SHORT_LIST: usize = 512;

/// How many feeds there may be before terms that were never published get none: as many as are `asked` for, else as many as
/// what was read speaks for.
pub(super) fn most_feeds(asked: Option<usize>, read: u64) -> usize {
    let by_size = usize::try_from(read / BYTES_OF_A_FEED).unwrap_or(usize::MAX);
    asked.unwrap_or(FEEDS.max(by_size))
}

/// Says how many terms have no feed because there is no room for it.
pub(super) fn without_room(selected: &Selected<'_>) -> Option<Warning> {
    let count = selected.without_room;
    let terms = counted(count, "new term has no feed", "new terms have no feeds");
    let message = format!(
        "{terms}: so many are more than an input of this size speaks for, and those with the most \
         articles came first; `[limits] feeds` says how many feeds there may be"
    );
    (count > 0).then(|| Warning::new(&Origin::new(FILE_NAME, 0), WarningCode::TooManyTerms, message))
}

/// How many bytes all entries of a run may have together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget(u64);

impl Budget {
    /// The budget of a run that has read so many bytes.
    pub(super) fn of(read: u64) -> Self {
        Self(ALWAYS.max(read.saturating_mul(TIMES)))
    }

    /// Whether so many published bytes come near to the budget, so that it has to be looked at all entries together.
    pub(super) fn is_near(self, published: u64) -> bool {
        published > self.0 / 4
    }

    /// Which of these go over the budget, the largest first: each with its number and what tells equals apart.
    fn over<K: Ord>(self, mut sizes: Vec<(u64, K, usize)>) -> Vec<usize> {
        let mut total: u64 = sizes.iter().fold(0, |total, (size, ..)| total.saturating_add(*size));
        if total <= self.0 {
            return Vec::new();
        }
        sizes.sort_unstable_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let mut over = Vec::new();
        for (size, _, n) in sizes {
            if total <= self.0 {
                break;
            }
            total = total.saturating_sub(size);
            over.push(n);
        }
        over
    }

    /// Leaves out the whole texts of articles that would multiply: of one that so many feeds show, and of those that take the
    /// most where all together are too much. Says of which.
    pub(super) fn shorten(
        self,
        config: &Config,
        selected: &Selected<'_>,
        archives: &[(Feed, &Document)],
        is_full: &mut [bool],
    ) -> Vec<Warning> {
        let shows_texts = |feed: &&Feed| feed.full.unwrap_or(config.full);
        let documents = documents(selected, archives, config.formats.len(), shows_texts);
        let length = |n: usize| selected.articles[n].text_length as usize;
        let mut over = Vec::new();
        let mut sizes = Vec::with_capacity(is_full.len());
        for n in (0..is_full.len()).filter(|n| is_full[*n]) {
            let size = (length(n) as u64).saturating_mul(documents[n]);
            if size > MOST_OF_ONE_TEXT {
                over.push(n);
            } else {
                sizes.push((size, selected.articles[n].id(), n));
            }
        }
        over.extend(self.over(sizes));
        over.sort_unstable();
        let say = |n: &usize| {
            let (length, documents) = (length(*n), documents[*n]);
            let message =
                format!("its text of {length} bytes would stand in {documents} documents; these show an excerpt of it");
            Warning::new(selected.articles[*n].origin(), WarningCode::TextInTooManyFeeds, message)
        };
        let said = over.iter().map(say).collect();
        for n in over {
            is_full[n] = false;
        }
        said
    }

    /// Cuts what entries say besides their texts, where all together are too much: of those that take the most. Says of which.
    pub(super) fn trim(self, config: &Config, selected: &mut Selected<'_>) -> Vec<Warning> {
        let archives: Vec<(Feed, &Document)> = selected.archive_feeds().collect();
        let documents = documents(selected, &archives, config.formats.len() + 1, |_| true);
        drop(archives);
        let said: Vec<usize> = selected
            .articles
            .iter()
            .enumerate()
            .map(|(n, article)| said(article, selected.article_terms.of(n), &selected.terms))
            .collect();
        let sizes = said.iter().zip(&documents).zip(&selected.articles).enumerate();
        let sizes =
            sizes.map(|(n, ((said, documents), article))| ((*said as u64).saturating_mul(*documents), article.id(), n));
        let mut over = self.over(sizes.collect());
        over.sort_unstable();
        let mut warnings = Vec::new();
        for n in over {
            let Selected { articles, article_terms, terms, .. } = &mut *selected;
            let article = &mut articles[n];
            cut(article);
            cut_terms(article_terms, n, terms);
            if self::said(article, article_terms.of(n), terms) >= said[n] {
                continue;
            }
            let message = format!(
                "its title, tags and names of {} bytes would stand in {} documents; these show the first of them",
                said[n], documents[n]
            );
            warnings.push(Warning::new(article.origin(), WarningCode::EntryInTooManyFeeds, message));
        }
        warnings
    }

    /// How large the document of a feed may be, at most `most`: so large that all together are within the budget.
    pub(super) fn most_of_a_document(self, config: &Config, selected: &Selected<'_>, shelf: &Shelf<'_>) -> usize {
        let most = config.max_feed_bytes as u64;
        let feeds = selected.feeds.iter().chain(&selected.former_feeds);
        let sizes = feeds.flat_map(|feed| {
            let full = feed.full.unwrap_or(config.full);
            let size = |format| feed.entries.iter().map(|n| shelf.size(*n, format, full)).sum::<u64>();
            // The page comes after the formats.
            (0..=config.formats.len()).map(move |format| (size(format) + ENVELOPE).min(most)).collect::<Vec<_>>()
        });
        let level = self.level(sizes.collect()).map_or(most, |level| level.max(LEAST_OF_A_DOCUMENT).min(most));
        usize::try_from(level).unwrap_or(usize::MAX)
    }

    /// To what documents of these sizes are cut so that all together are within the budget; `None`: they are. What smaller ones
    /// leave over is for the larger ones.
    fn level(self, mut sizes: Vec<u64>) -> Option<u64> {
        let mut left = self.0;
        if sizes.iter().sum::<u64>() <= left {
            return None;
        }
        sizes.sort_unstable();
        let mut count = sizes.len() as u64;
        for size in sizes {
            let level = left / count;
            if size > level {
                return Some(level);
            }
            left -= size;
            count -= 1;
        }
        None
    }
}

/// For each article in how many documents it stands, of so many for each of the feeds.
fn documents(
    selected: &Selected<'_>,
    archives: &[(Feed, &Document)],
    of_a_feed: usize,
    counts: impl Fn(&&Feed) -> bool,
) -> Vec<u64> {
    let mut documents = vec![0; selected.articles.len()];
    let feeds = selected.feeds.iter().chain(&selected.former_feeds).chain(archives.iter().map(|(feed, _)| feed));
    feeds.filter(counts).flat_map(|feed| &feed.entries).for_each(|n| documents[*n] += of_a_feed as u64);
    documents
}

/// How many bytes an entry has besides its text, about.
fn said(outline: &Outline<'_>, of: TermsOf<'_>, terms: &[PublishedTerm]) -> usize {
    let WordsLength { bytes, parts } = outline.words_length;
    let topics = of.tags().chain(of.categories()).map(|n| terms[n].label.len() + AROUND);
    bytes as usize + parts as usize * AROUND + topics.sum::<usize>()
}

/// Cuts what an article says.
fn cut(outline: &mut Outline<'_>) {
    let mut buffer = Vec::new();
    let mut article = outline.open(&mut buffer);
    if article.title.len() > SHORT_TITLE {
        article.title = shortened(&article.title, SHORT_TITLE).into_owned();
    }
    keep_first(&mut article.authors, String::len);
    keep_first(&mut article.contributors, String::len);
    keep_first(&mut article.media, |media| media.url.as_str().len());
    article.rights.take_if(|rights| rights.len() > SHORT_LIST);
    article.image.take_if(|image: &mut WebUrl| image.as_str().len() > SHORT_LIST);
    outline.replace_with(article);
}

/// Cuts the lists of the tags and categories of an article.
fn cut_terms(article_terms: &mut ArticleTerms, article: usize, terms: &[PublishedTerm]) {
    let length = |term: usize| terms[term].label.len();
    let of = article_terms.of(article);
    let (tags, categories) = (short_together(of.tags().map(length)), short_together(of.categories().map(length)));
    article_terms.truncate(article, TermList::Tags, tags);
    article_terms.truncate(article, TermList::Categories, categories);
}

/// The first of a list, as many as are short together.
fn keep_first<T>(list: &mut Vec<T>, length: impl Fn(&T) -> usize) {
    let kept = short_together(list.iter().map(length));
    list.truncate(kept);
}

/// How many of the first items of a list are short together, by their lengths.
fn short_together(lengths: impl Iterator<Item = usize>) -> usize {
    let mut room = Room::new(SHORT_LIST);
    lengths.take_while(|length| room.takes(*length + AROUND)).count()
}

#[cfg(test)]
mod tests {
    use super::{Budget, keep_first, most_feeds};

    #[test]
    fn feeds_grow_with_what_is_read_unless_a_number_is_asked_for() {
        assert_eq!(most_feeds(None, 0), 5_000);
        assert_eq!(most_feeds(None, 1 << 20), 8_192);
        assert_eq!(most_feeds(Some(3), 1 << 20), 3);
    }

    #[test]
    fn what_smaller_documents_leave_over_is_for_the_larger_ones() {
        assert_eq!(Budget(100).level(vec![50, 20, 30]), None);
        assert_eq!(Budget(100).level(vec![90, 10, 90]), Some(45));
        assert_eq!(Budget(100).level(vec![200]), Some(100));
        assert_eq!(Budget(2).level(vec![5, 5, 5]), Some(0));
    }

    #[test]
    fn the_largest_give_way_first_and_equals_in_a_fixed_order() {
        assert!(Budget(100).over(vec![(50, "b", 0), (50, "a", 1)]).is_empty());
        assert_eq!(Budget(100).over(vec![(50, "b", 0), (50, "a", 1), (60, "c", 2)]), [2]);
        assert_eq!(Budget(40).over(vec![(50, "b", 0), (50, "a", 1), (10, "c", 2)]), [1, 0]);
    }

    #[test]
    fn budgets_grow_with_what_is_read() {
        assert_eq!(Budget::of(0).0, 64 << 20);
        assert_eq!(Budget::of(1 << 20).0, 256 << 20);
        assert_eq!(Budget::of(u64::MAX).0, u64::MAX);
    }

    #[test]
    fn the_first_of_a_list_are_kept() {
        let mut list = vec![100, 200, 300, 1];
        keep_first(&mut list, |length| *length);
        assert_eq!(list, [100, 200]);
    }
}
