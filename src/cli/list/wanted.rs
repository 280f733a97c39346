//! What is to be listed: the first word of the command.

use std::path::{Path, PathBuf};

use crate::feed::Taxonomy;
use feedcheck::internal::nearest;

/// What is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Inputs and terms.
    All,
    /// The inputs.
    Inputs,
    /// What became no article.
    Rejections,
    /// Articles that were read from several places.
    Merged,
    /// The feeds that a run publishes.
    Feeds,
    /// The terms of a taxonomy.
    Terms(Taxonomy),
    /// The entries of the feed of a term, as it is called.
    Entries(Taxonomy, String),
}

/// The lists that are none of terms.
const LISTS: [(&str, Wanted); 3] =
    [("inputs", Wanted::Inputs), ("rejections", Wanted::Rejections), ("merged", Wanted::Merged)];

impl Wanted {
    /// The list of that name.
    fn named(word: &str) -> Option<Self> {
        if let Some((_, wanted)) = LISTS.into_iter().find(|(name, _)| *name == word) {
            return Some(wanted);
        }
        Taxonomy::named(word).map(|taxonomy| match taxonomy {
            Taxonomy::Declared => Self::Feeds,
            terms => Self::Terms(terms),
        })
    }

    /// The list that the first of some words names, which is taken away; else everything. A file is named before the entries of a
    /// feed, but not before a list.
    ///
    /// # Errors
    /// If the word is neither a list nor a file, and near to the name of a list.
    pub(super) fn take(words: &mut Vec<PathBuf>) -> Result<Self, String> {
        let Some(word) = words.first().and_then(|word| word.to_str()) else { return Ok(Self::All) };
        let is_file = words[0].exists();
        let wanted = match (Self::named(word), word.split_once('/')) {
            (Some(wanted), _) => wanted,
            (None, _) if is_file => Self::All,
            // As a shell completes it.
            (None, Some((taxonomy, ""))) => Self::named(taxonomy).unwrap_or(Self::All),
            (None, Some((taxonomy, term))) => match Taxonomy::named(taxonomy) {
                Some(taxonomy) => Self::Entries(taxonomy, term.to_owned()),
                // A file that is not there.
                None if Path::new(taxonomy).exists() || term.contains(['.', '/', '*']) => Self::All,
                None => match nearest(taxonomy, Taxonomy::ALL.iter().map(|known| known.name())) {
                    Some(near) => {
                        return Err(format!(
                            "\"{word}\" is neither a file nor a feed; did you mean \"{near}/{term}\"?"
                        ));
                    }
                    None => Self::All,
                },
            },
            (None, None) => {
                let lists = LISTS.iter().map(|(name, _)| *name);
                match nearest(word, Taxonomy::ALL.iter().map(|known| known.folder()).chain(lists)) {
                    Some(near) => {
                        return Err(format!("\"{word}\" is neither a file nor a list; did you mean \"{near}\"?"));
                    }
                    None => Self::All,
                }
            }
        };
        if wanted != Self::All {
            words.remove(0);
        }
        Ok(wanted)
    }

    /// The taxonomies whose terms have to be known, of those that a run publishes.
    pub(super) fn taxonomies(&self, published: &[Taxonomy]) -> Vec<Taxonomy> {
        match self {
            Self::Feeds | Self::Inputs | Self::Rejections | Self::Merged => published.to_vec(),
            Self::All => Taxonomy::ALL.to_vec(),
            Self::Terms(taxonomy) => vec![*taxonomy],
            Self::Entries(taxonomy, _) => {
                let others = published.iter().copied().filter(|known| known != taxonomy);
                others.chain([*taxonomy]).collect()
            }
        }
    }
}
