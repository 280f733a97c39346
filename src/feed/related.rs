//! Related terms: what the entries of a feed are about besides.

use super::{ArticleTerms, Feed, PublishedTerm};

/// The tags that most entries of a feed have besides its own term, up to `most` of them, as indices into `terms`.
///
/// `article_terms` are those of the articles that the feed's entries point to. A tag without a feed is none that one
/// could go on to. Of tags that as many entries have, those stand first that the newest entries have.
pub fn related(feed: &Feed, article_terms: &ArticleTerms, terms: &[PublishedTerm], most: usize) -> Vec<usize> {
    let tags = feed.entries.iter().flat_map(|entry| article_terms.of(*entry).tags());
    let tags = tags.filter(|tag| Some(*tag) != feed.term && terms[*tag].has_feed);
    let mut seen: Vec<(usize, usize)> = tags.zip(0..).collect();
    seen.sort_unstable();
    let mut counted: Vec<(usize, usize, usize)> =
        seen.chunk_by(|a, b| a.0 == b.0).map(|times| (usize::MAX - times.len(), times[0].1, times[0].0)).collect();
    counted.sort_unstable();
    counted.into_iter().take(most).map(|(_, _, tag)| tag).collect()
}
