//! Faults of JSON that do not keep a text from being read: a warning names each kind once for each input, with its first place.

use super::Lines;
use crate::article::Origin;
use crate::load::Loaded;
use crate::report::{Warning, WarningCode};

/// A small fault of a JSON text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// `//`, `/* */`
    Comment,
    /// One too many, as after the last element.
    Comma,
    /// None between two elements of a list.
    NoComma,
    /// `NaN`, `Infinity`
    NotANumber,
    /// `None`, `True`, `undefined`, a number that is none of JSON.
    Word,
    /// A name without quotes, or a text in other quotes.
    Quotes,
    /// A line end or a tab inside of a text.
    Control,
    /// Half a character.
    Surrogate,
    /// A backslash before something that takes none.
    Escape,
    /// A bracket that closes nothing.
    Stray,
    /// One document after another.
    Several,
    /// The text ends inside of a list or an object.
    CutOff,
    /// A name that stands twice in an object.
    Duplicate,
    /// What comes next in an object is no member of it.
    Rest,
}

/// The code and the message of each kind, in the order of [`Fault`].
const TABLE: [(WarningCode, &str); 14] = [
    (WarningCode::LenientJson, "a comment in JSON; passed over"),
    (WarningCode::LenientJson, "a comma too many in JSON; passed over"),
    (WarningCode::LenientJson, "no comma between two elements of a list; read as if there were one"),
    (WarningCode::LenientJson, "NaN or Infinity, which JSON does not have; read as null"),
    (WarningCode::LenientJson, "a word or a number that JSON does not have; read as what it means elsewhere"),
    (WarningCode::LenientJson, "a name or a text that is not in double quotes; read as if it were"),
    (WarningCode::LenientJson, "a line end, a tab or another control character inside of a text; read as it is"),
    (WarningCode::LoneSurrogate, "half a character (a surrogate without its other half); read as U+FFFD"),
    (WarningCode::LenientJson, "a backslash before a character that takes none; read as it is"),
    (WarningCode::LenientJson, "a bracket that closes nothing; passed over"),
    (WarningCode::LenientJson, "several documents one after another; all are read"),
    (WarningCode::CutOffJson, "the document is cut off in what begins here; what is whole before it is read"),
    (WarningCode::DuplicateKeys, "a name stands twice in one object; the last one counts"),
    (
        WarningCode::LenientJson,
        "an object around the articles cannot be read from here on; what stands in it before is",
    ),
];

/// Which faults a text has, and where the first of each kind is, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Faults([Option<usize>; TABLE.len()]);

impl Faults {
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub(super) fn add(&mut self, fault: Fault, at: usize) {
        let first = &mut self.0[fault as usize];
        *first = Some(first.map_or(at, |first| first.min(at)));
    }

    /// Adds those of a part of the text that begins at `from`.
    pub(super) fn extend(&mut self, part: &Self, from: usize) {
        for (first, at) in self.0.iter_mut().zip(part.0) {
            if let Some(at) = at {
                *first = Some(first.map_or(from + at, |first| first.min(from + at)));
            }
        }
    }

    /// Names them in the report.
    pub(super) fn report(&self, text: &str, file: &Origin, loaded: &mut Loaded<'_>) {
        let mut found: Vec<_> = self.0.iter().zip(TABLE).filter_map(|(at, named)| Some(((*at)?, named))).collect();
        found.sort_unstable();
        let mut lines = Lines::new(text);
        for (at, (code, message)) in found {
            loaded.warnings.push(Warning::new(&lines.origin(file, at), code, message));
        }
    }
}
