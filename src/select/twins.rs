//! Near-twins: terms that are called nearly the same, and that may be one.
//!
//! What [`TermKey`] folds is one term anyhow: case, width, hyphens and spaces between words. Beyond that, people write
//! `TidalPower` and `Tidal-Power`, `Ferry` and `Ferries`, `Goverment` and `Government`. Nobody but a person can say whether two
//! such terms are one, so feedmill only names them.

use std::collections::{BTreeMap, BTreeSet};

use crate::article::TermKey;
use crate::feed::PublishedTerm;

/// What two terms differ in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// Only in what stands between the letters: `TidalPower` and `Tidal-Power`.
    Joined,
    /// One is the plural of the other: `Ferry` and `Ferries`.
    Plural,
    /// In one letter: `Goverment` and `Government`.
    Letter,
}

/// A term, and others that may be other names of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Twins {
    /// What the term is called that has the most articles.
    pub label: String,
    /// How many articles it has.
    pub articles: usize,
    /// What the others are called, and how many articles each has.
    pub others: Vec<(String, usize)>,
    /// What they differ in.
    pub likeness: Likeness,
}

/// How many letters a term needs to have a plural, and to be compared letter by letter.
const SHORTEST: [usize; 2] = [4, 8];

/// How many articles a term needs to be compared letter by letter.
const FEWEST: usize = 2;

/// The near-twins among the terms of one taxonomy, those with the most articles first.
///
/// Each term stands in at most one group, so that all groups can be aliases together.
pub fn twins<'t>(terms: impl Iterator<Item = &'t PublishedTerm>) -> Vec<Twins> {
    let mut groups = BTreeMap::<String, Vec<&PublishedTerm>>::new();
    for term in terms.filter(|term| term.articles > 0) {
        let letters = letters(&term.key);
        if letters.chars().any(char::is_alphabetic) {
            groups.entry(letters).or_default().push(term);
        }
    }
    for group in groups.values_mut() {
        // A name with spaces or hyphens is the better one of equals.
        group.sort_by_key(|term| (std::cmp::Reverse(term.articles), !term.key.as_str().contains(' '), &term.slug));
    }
    let mut found: Vec<Twins> = Vec::new();
    let mut used = BTreeSet::<&str>::new();
    for (letters, group) in groups.iter().filter(|(_, group)| group.len() > 1) {
        found.extend(of(group, Likeness::Joined));
        used.insert(letters);
    }
    let mut pairs: Vec<(&str, &str, Likeness)> = Vec::new();
    for letters in groups.keys().filter(|letters| letters.chars().count() >= SHORTEST[0]) {
        let plurals = [Some(format!("{letters}s")), letters.strip_suffix('y').map(|stem| format!("{stem}ies"))];
        for plural in plurals.iter().flatten() {
            if let Some((plural, _)) = groups.get_key_value(plural.as_str()) {
                pairs.push((letters, plural, Likeness::Plural));
            }
        }
    }
    pairs.extend(near(&groups).into_iter().map(|(one, other)| (one, other, Likeness::Letter)));
    for (one, other, likeness) in pairs {
        if !used.contains(one) && !used.contains(other) {
            used.extend([one, other]);
            let mut group = [groups[one].as_slice(), groups[other].as_slice()].concat();
            group.sort_by_key(|term| std::cmp::Reverse(term.articles));
            found.extend(of(&group, likeness));
        }
    }
    found.sort_by(|a, b| (a.likeness, b.articles, &a.label).cmp(&(b.likeness, a.articles, &b.label)));
    found
}

fn of(group: &[&PublishedTerm], likeness: Likeness) -> Option<Twins> {
    let (first, others) = group.split_first()?;
    let others = others.iter().map(|term| (term.label.clone(), term.articles)).collect();
    Some(Twins { label: first.label.clone(), articles: first.articles, others, likeness })
}

/// The letters and digits of a term; where another sign may tell it from others (`C++`), all of it.
fn letters(key: &TermKey) -> String {
    let key = key.as_str();
    let tells = |c: char| !c.is_alphanumeric() && !matches!(c, ' ' | '-' | '.' | '\'' | '’' | '/' | '&' | ',');
    if key.contains(tells) { key.to_owned() } else { key.chars().filter(|c| c.is_alphanumeric()).collect() }
}

/// Pairs of long terms with several articles each that differ in one letter: it is another, one too many, or two have changed
/// their places. They are found by what is left of both when one letter is taken out.
fn near<'g>(groups: &'g BTreeMap<String, Vec<&PublishedTerm>>) -> Vec<(&'g str, &'g str)> {
    let is_long = |letters: &str| letters.chars().count() >= SHORTEST[1] && letters.chars().all(char::is_alphabetic);
    let has_enough = |group: &[&PublishedTerm]| group.iter().map(|term| term.articles).sum::<usize>() >= FEWEST;
    let mut without = BTreeMap::<String, Vec<&str>>::new();
    for (letters, _) in groups.iter().filter(|(letters, group)| is_long(letters) && has_enough(group)) {
        without.entry(letters.clone()).or_default().push(letters);
        for (at, c) in letters.char_indices() {
            let rest = [&letters[..at], &letters[at + c.len_utf8()..]].concat();
            without.entry(rest).or_default().push(letters);
        }
    }
    let mut pairs = BTreeSet::new();
    // Of what many have in common nothing can be said.
    for list in without.values().filter(|list| (2..=20).contains(&list.len())) {
        for (n, one) in list.iter().enumerate() {
            let others = list[n + 1..].iter().filter(|other| differ_in_a_letter(one, other));
            pairs.extend(others.map(|other| (*one.min(other), *one.max(other))));
        }
    }
    pairs.into_iter().collect()
}

/// Whether two texts differ in one letter that is another, missing, or changed places with its neighbour.
pub fn differ_in_a_letter(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let same = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[same..], &other[same..]);
    let same = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[..one.len() - same], &other[..other.len() - same]);
    match (one, other) {
        ([a, b], [c, d]) => a == d && b == c,
        _ => one.len().max(other.len()) == 1,
    }
}

#[cfg(test)]
mod tests {
    use super::{Likeness, differ_in_a_letter, twins};
    use crate::article::TermKey;
    use crate::feed::{FeedRules, PublishedTerm, Taxonomy};

    fn term(label: &str, articles: usize) -> PublishedTerm {
        let key = TermKey::fold(label);
        PublishedTerm {
            taxonomy: Taxonomy::Tag,
            slug: key.as_str().to_owned(),
            label: label.to_owned(),
            key,
            articles,
            has_feed: true,
            vanishing: None,
            feed_id: String::new(),
            rules: FeedRules::default(),
            formerly: Vec::new(),
        }
    }

    fn found(terms: &[(&str, usize)]) -> Vec<(String, Vec<String>, Likeness)> {
        let terms: Vec<PublishedTerm> = terms.iter().map(|(label, articles)| term(label, *articles)).collect();
        let found = twins(terms.iter()).into_iter();
        found.map(|it| (it.label, it.others.into_iter().map(|(label, _)| label).collect(), it.likeness)).collect()
    }

    fn expect(label: &str, others: &[&str], likeness: Likeness) -> (String, Vec<String>, Likeness) {
        (label.to_owned(), others.iter().map(|other| (*other).to_owned()).collect(), likeness)
    }

    #[test]
    fn what_is_called_nearly_the_same_is_found() {
        assert_eq!(
            found(&[("TidalPower", 3), ("Tidal-Power", 3), ("Ferry", 1), ("Ferries", 9), ("Goverment", 2)]),
            [expect("Tidal-Power", &["TidalPower"], Likeness::Joined), expect("Ferries", &["Ferry"], Likeness::Plural)]
        );
        assert_eq!(
            found(&[("Government", 20), ("Goverment", 2), ("Parliment", 1), ("Parliament", 20)]),
            [expect("Government", &["Goverment"], Likeness::Letter)]
        );
    }

    #[test]
    fn what_only_looks_alike_is_not() {
        for terms in [
            &[("C", 5), ("C++", 5), ("C#", 5)][..],
            &[("Rust", 5), ("Trust", 5)],
            &[("2026-05", 3), ("2026-06", 3), ("20260-5", 3)],
            &[("Web 2024 report", 4), ("Web 2025 report", 4)],
        ] {
            assert_eq!(found(terms), [], "{terms:?}");
        }
    }

    #[test]
    fn letters_are_compared() {
        assert!(differ_in_a_letter("government", "goverment") && differ_in_a_letter("recieve", "receive"));
        assert!(differ_in_a_letter("colour", "colouR"));
        assert!(!differ_in_a_letter("colour", "colours.") && !differ_in_a_letter("abcd", "badc"));
    }
}
