//! Placeholders: words and signs for a value that is not there.

use std::borrow::Cow;

/// The placeholders of databases and data frames, in any column.
const NOTHING: &[&str] = &["", "NULL", "null", "NaN", "nan", "None", "\\N"];

/// The placeholders that tables have for a name, a tag, a date or an address; pandas reads most of these in the same way.
const NOTHING_BUT_PROSE: &[&str] = &[
    "#DIV/0!",
    "#N/A",
    "#N/A N/A",
    "#NA",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#REF!",
    "#VALUE!",
    "(none)",
    "(null)",
    "-",
    "--",
    "---",
    "-NaN",
    "-nan",
    "<NA>",
    "<na>",
    "<none>",
    "<null>",
    "N.A.",
    "N/A",
    "NA",
    "NAN",
    "NONE",
    "NaT",
    "Nil",
    "Null",
    "[]",
    "[null]",
    "n.a.",
    "n/a",
    "nil",
    "none",
    "undefined",
    "{}",
    "–",
    "—",
];

/// Whether a value is a placeholder or empty. In titles and texts (`is_prose`) a dash is none.
pub(in crate::load) fn is_nothing(value: &str, is_prose: bool) -> bool {
    /// The longest of the words, in bytes.
    const LONGEST: usize = 9;
    let value = value.trim();
    value.len() <= LONGEST && (NOTHING.contains(&value) || (!is_prose && NOTHING_BUT_PROSE.contains(&value)))
}

/// Removes placeholders from the names of tags or people. In a list of several, only those with a sign are removed (`N/A`,
/// `-`): a word (`None`, `null`, `NA`) may be a name there.
pub(super) fn drop_nothing(names: &mut Vec<Cow<'_, str>>) {
    let is_one = names.len() == 1;
    let is_word = |name: &str| name.trim().bytes().all(|b| b.is_ascii_alphabetic());
    names.retain(|name| !name.trim().is_empty() && !(is_nothing(name, false) && (is_one || !is_word(name))));
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::{drop_nothing, is_nothing};

    #[test]
    fn dashes_say_nothing_but_in_prose() {
        for word in ["", " ", "NULL", "nan", "\\N"] {
            assert!(is_nothing(word, true) && is_nothing(word, false), "{word}");
        }
        for word in ["N/A", "-", "<NA>", "NaT", " #N/A ", "undefined"] {
            assert!(!is_nothing(word, true) && is_nothing(word, false), "{word}");
        }
        for word in ["Nana", "A-", "non", "not at all", "0"] {
            assert!(!is_nothing(word, false), "{word}");
        }
    }

    #[test]
    fn names_of_nothing_go_and_words_among_others_stay() {
        let left = |names: &[&'static str]| {
            let mut names = names.iter().map(|name| Cow::Borrowed(*name)).collect();
            drop_nothing(&mut names);
            names.join("|")
        };
        assert_eq!([left(&["N/A"]), left(&["none"]), left(&[" - "]), left(&["NA"])], ["", "", "", ""]);
        assert_eq!(left(&["Java", "null", "N/A", "", "—"]), "Java|null");
    }
}
