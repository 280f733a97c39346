//! Suggestions for misspelled words.

/// The nearest of the known words, if one is near: a third of the letters may be wrong.
///
/// ```
/// use feedcheck::internal::nearest;
/// assert_eq!(nearest("titel", ["title", "rights"]), Some("title"));
/// assert_eq!(nearest("colour", ["title", "rights"]), None);
/// ```
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let word = word.to_lowercase();
    let distance = |name: &&str| strsim::osa_distance(&word, &name.to_lowercase());
    let best = known.into_iter().min_by_key(distance)?;
    (distance(&best) <= word.chars().count().div_ceil(3)).then_some(best)
}
