//! What a rule is, and the macro that the tables of rules are written with.

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
#[non_exhaustive]
pub struct Rule {
    /// Its name, in kebab case.
    pub code: &'static str,
    /// How bad it is to break it.
    pub severity: Severity,
    /// What to do, as an imperative sentence.
    pub advice: &'static str,
    /// Who is hurt by a document that breaks it, and how: one or two sentences.
    pub why: &'static str,
    /// What readers do with such a document, where that is known.
    pub readers: Option<&'static str>,
    /// Where it is written.
    pub link: &'static str,
}

/// Declares the rules of a module, and a table of them:
/// `NAME: severity "code", "what to do", "where it is written", why "who is hurt", readers "what readers do";`
macro_rules! rules {
    (@readers) => { None };
    (@readers $readers:literal) => { Some($readers) };
    ($($name:ident: $severity:ident $code:literal, $advice:literal, $link:expr,
        why $why:literal $(, readers $readers:literal)?;)*) => {
        $(
            #[doc = concat!("The rule `", $code, "`.")]
            pub(crate) static $name: $crate::rule::definition::Rule = $crate::rule::definition::Rule {
                code: $code,
                severity: $crate::rule::definition::Severity::$severity,
                advice: $advice,
                why: $why,
                readers: rules!(@readers $($readers)?),
                link: $link,
            };
        )*

        /// The rules of this module.
        pub(super) static TABLE: &[&$crate::rule::definition::Rule] = &[$(&$name),*];
    };
}
pub(super) use rules;
