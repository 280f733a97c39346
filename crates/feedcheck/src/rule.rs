//! The table of all rules: what can be found, how bad it is, what to do about it, and where it is written.
//!
//! Codes are those of the W3C feed validator in kebab case where it has the rule, and severities those it gives, so
//! that a finding can be looked up there (<https://validator.w3.org/feed/docs/>); the other codes are made in the same
//! way. A link leads to the paragraph of the format that the rule comes from.

pub(crate) mod atom;
mod definition;
pub(crate) mod document;
pub(crate) mod extension;
pub(crate) mod html;
pub(crate) mod json_feed;
pub(crate) mod lint;
pub(crate) mod opml;
pub(crate) mod page;
pub(crate) mod rss;
mod specification;
pub(crate) mod tree;
pub(crate) mod value;

pub use definition::{Rule, Severity};

/// All rules.
///
/// ```
/// use feedcheck::rule;
/// let rule = rule::all().find(|rule| rule.code == "duplicate-element").unwrap();
/// assert_eq!(rule.severity, rule::Severity::Error);
/// ```
pub fn all() -> impl Iterator<Item = &'static Rule> {
    groups().flat_map(|(_, rules)| rules).copied()
}

/// The rule of that code.
pub fn named(code: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.code == code)
}

/// All rules by what they are about, each group with its title.
pub fn groups() -> impl Iterator<Item = (&'static str, &'static [&'static Rule])> {
    GROUPS.iter().copied()
}

static GROUPS: &[(&str, &[&Rule])] = &[
    ("Documents and encodings", document::TABLE),
    ("Values: dates, addresses, languages, numbers", value::TABLE),
    ("RSS, and elements in general", rss::TABLE),
    ("Atom", atom::TABLE),
    ("HTML in feeds", html::TABLE),
    ("Modules of feeds", extension::TABLE),
    ("What readers misread", lint::TABLE),
    ("JSON Feed", json_feed::TABLE),
    ("OPML", opml::TABLE),
    ("Pages", page::TABLE),
    ("Documents of one folder together", tree::TABLE),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_code_names_one_rule_and_says_what_to_do() {
        let mut codes = BTreeSet::new();
        for rule in all() {
            assert!(codes.insert(rule.code), "{} is there twice", rule.code);
            assert!(rule.code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{rule:?}");
            assert!(rule.link.starts_with("https://"), "{rule:?}");
            assert!(rule.advice.starts_with(char::is_uppercase) && !rule.advice.ends_with('.'), "{rule:?}");
        }
    }

    #[test]
    fn a_rule_says_why_it_is_there_in_sentences_of_its_own() {
        let words = |text: &str| -> BTreeSet<String> {
            let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3);
            words.map(str::to_lowercase).collect()
        };
        for rule in all() {
            for text in [Some(rule.why), rule.readers].into_iter().flatten() {
                let is_sentence = text.starts_with(char::is_alphabetic)
                    && text.ends_with('.')
                    && text.split(' ').count() >= 5
                    && !text.contains("  ");
                assert!(is_sentence, "{}: {text}", rule.code);
            }
            assert!(rule.why.starts_with(char::is_uppercase), "{}: {}", rule.code, rule.why);
            let (own, advice) = (words(rule.why), words(rule.advice));
            assert!(own.intersection(&advice).count() * 2 <= own.len(), "{} repeats its advice", rule.code);
            assert_ne!(rule.readers, Some(rule.why), "{}", rule.code);
        }
    }
}
