//! Documents that break a rule, as the examples and the tests have them.

use std::ops::Range;

/// A part of a document that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Example {
    /// What is wrong.
    pub wrong: String,
    /// Where in that the fault is found, in bytes.
    pub place: Range<usize>,
    /// What is right in its place, if something is.
    pub right: Option<String>,
}

/// A document with one defect.
#[derive(Debug)]
pub struct Defect {
    /// The code of the rule that it breaks.
    pub code: &'static str,
    /// The document that is right.
    pub base: &'static str,
    /// What of it is replaced, by what; a bar (`¦`) stands before the place that is wrong.
    pub change: (&'static str, &'static str),
    /// Codes of other rules that the same defect breaks.
    pub also: &'static [&'static str],
}

/// A part of a document where what is wrong stands between « and », and the code of the rule that is broken.
pub type Marked = (&'static str, &'static str);

/// Nothing: the defect is the whole document.
pub(super) const NOTHING: &str = "";

pub(super) const fn defect(code: &'static str, base: &'static str, from: &'static str, to: &'static str) -> Defect {
    Defect { code, base, change: (from, to), also: &[] }
}

impl Defect {
    /// The same with rules that are broken, too.
    pub(super) const fn also(self, also: &'static [&'static str]) -> Self {
        Self { also, ..self }
    }

    pub(super) fn example(&self) -> Example {
        let (from, to) = self.change;
        // Whole lines of the document.
        let start = self.base.find(from).unwrap_or(0);
        let end = start + from.len();
        let line_start = self.base[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = self.base[end..].find('\n').map_or(self.base.len(), |at| end + at);
        let (before, after) = (&self.base[line_start..start], &self.base[end..line_end]);
        let at = before.len() + to.find('¦').unwrap_or(0);
        // A comment is where something is put in that should not be there.
        let is_right = !from.is_empty() && !from.starts_with("<!--");
        Example {
            wrong: [before, &to.replacen('¦', "", 1), after].concat(),
            place: at..at,
            right: is_right.then(|| self.base[line_start..line_end].to_owned()),
        }
    }
}

pub(super) fn example_of(marked: &str) -> Example {
    let (before, rest) = marked.split_once('«').unwrap_or((marked, ""));
    let (fault, after) = rest.split_once('»').unwrap_or((rest, ""));
    let place = before.len()..before.len() + fault.len();
    Example { wrong: [before, fault, after].concat(), place, right: None }
}
