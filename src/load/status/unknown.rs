//! Words for a state that are not known: each is named once for each input.

use super::super::Loaded;
use crate::article::Origin;
use crate::article::text::one_line;
use crate::report::{Warning, WarningCode};

/// How many words of an input are named.
const MOST: usize = 20;

/// The words of an input that are not known.
#[derive(Debug, Default)]
pub(in crate::load) struct Unknown {
    /// The name under which each stands, and the word.
    said: Vec<(String, String)>,
}

impl Loaded<'_> {
    /// Names a word that is not known, if it was not named yet.
    pub(super) fn name_unknown_status(&mut self, origin: &Origin, name: &str, word: &str) {
        let said = &mut self.unknown.said;
        if said.len() >= MOST || said.iter().any(|(known, other)| known == name && other == word) {
            return;
        }
        said.push((name.to_owned(), word.to_owned()));
        let last = if said.len() == MOST { "; no more of such words are named" } else { "" };
        let message = format!(
            "{name}: \"{}\" is no state of an article that is known; published (where = [{{ field = \"{name}\", … }}] in [[input]] says what is){last}",
            one_line(word)
        );
        self.warnings.push(Warning::new(origin, WarningCode::UnknownStatus, message));
    }
}
