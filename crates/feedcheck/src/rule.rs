//! The table of all rules: what can be found, how bad it is, what to do about it, and where it is written.
//!
//! Codes are those of the W3C feed validator in kebab case where it has the rule, and severities those it gives, so that a
//! finding can be looked up there (<https://validator.w3.org/feed/docs/>); the other codes are made in the same way. A
//! link leads to the paragraph of the format that the rule comes from.

pub mod atom;
pub mod document;
pub mod extension;
pub mod html;
pub mod json_feed;
pub mod lint;
pub mod opml;
pub mod page;
pub mod rss;
pub mod tree;
pub mod value;

use std::fmt;

use serde::Serialize;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Against the format: some reader will fail.
    Error,
    /// Against what the format recommends, or what some reader misreads.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name, in kebab case.
    pub code: &'static str,
    /// How bad it is to break it.
    pub severity: Severity,
    /// What to do, as an imperative sentence.
    pub advice: &'static str,
    /// Where it is written.
    pub link: &'static str,
}

/// Declares the rules of a module, and a table of them:
/// `NAME: severity "code", "what to do", "where it is written";`
macro_rules! rules {
    ($($name:ident: $severity:ident $code:literal, $advice:literal, $link:expr;)*) => {
        $(
            #[doc = concat!("The rule `", $code, "`.")]
            pub static $name: $crate::rule::Rule = $crate::rule::Rule {
                code: $code,
                severity: $crate::rule::Severity::$severity,
                advice: $advice,
                link: $link,
            };
        )*

        /// The rules of this module.
        pub(super) static TABLE: &[&$crate::rule::Rule] = &[$(&$name),*];
    };
}
use rules;

/// All rules.
///
/// ```
/// use feedcheck::rule;
/// let rule = rule::all().find(|rule| rule.code == "duplicate-element").unwrap();
/// assert_eq!(rule.severity, rule::Severity::Error);
/// ```
pub fn all() -> impl Iterator<Item = &'static Rule> {
    groups().into_iter().flat_map(|(_, rules)| rules).copied()
}

/// The rule of that code.
pub fn named(code: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.code == code)
}

/// All rules by what they are about.
pub fn groups() -> [(&'static str, &'static [&'static Rule]); 11] {
    [
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
    ]
}

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
}
