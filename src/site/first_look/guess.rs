//! Guess: which field a column is whose name no table of names has.
//!
//! A name in another language, or cells that are all addresses or all dates, say it for certain; a name that only resembles one, or
//! has one in it, does not.

mod words;

use crate::load::{Column, Field, Fields, field_of};
use crate::select::twins::differ_in_a_letter;
use words::WORDS;

/// A field, and the column that it may be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Guess {
    /// The field.
    pub field: Field,
    /// The name of the column.
    pub name: String,
    /// Whether there is no doubt.
    pub certain: bool,
}

/// Fields that a name may resemble.
const RESEMBLED: &[Field] = &[
    Field::Title,
    Field::Url,
    Field::Published,
    Field::Tags,
    Field::Source,
    Field::Authors,
    Field::Summary,
    Field::Content,
];

/// What the columns may be that no field is called like, for fields that no other column says.
pub fn guess(columns: &[Column], is_date: impl Fn(&str) -> bool) -> Vec<Guess> {
    let mut said: Vec<Field> = columns.iter().filter_map(|column| field_of(&column.name)).collect();
    let mut guesses: Vec<Guess> = Vec::new();
    let unknown: Vec<&Column> = columns.iter().filter(|column| field_of(&column.name).is_none()).collect();
    let mut take = |said: &mut Vec<Field>, column: &Column, field: Field, certain: bool| {
        let is_new = guesses.iter().all(|guess| guess.name != column.name) && !says(said, field);
        if is_new {
            said.push(field);
            guesses.push(Guess { field, name: column.name.clone(), certain });
        }
    };
    for column in &unknown {
        let Some(field) = by_word(&column.name) else { continue };
        // Words that mean other things, too: an address of a house, data of any kind.
        let fits = match field {
            Field::Published => Some(are_all(column, &is_date)),
            Field::Url => Some(are_all(column, &is_address)),
            _ => None,
        };
        match fits {
            Some(false) if !column.cells.is_empty() => {}
            fits => take(&mut said, column, field, fits != Some(false)),
        }
    }
    for column in &unknown {
        if are_all(column, &is_address) {
            take(&mut said, column, Field::Url, true);
        } else if are_all(column, &|cell| cell.len() >= 8 && is_date(cell)) {
            take(&mut said, column, Field::Published, true);
        }
    }
    for column in &unknown {
        if let Some(field) = by_part(&column.name) {
            // `Post title` beside no other title is none of anything else.
            take(&mut said, column, field, field == Field::Title);
        } else if let Some(field) = by_likeness(&column.name) {
            take(&mut said, column, field, false);
        }
    }
    // Without it, nothing in the table says what an article is.
    let says_something = |guess: &&mut Guess| SAYING.contains(&guess.field);
    let is_said = columns.iter().filter_map(|column| field_of(&column.name)).any(|field| SAYING.contains(&field));
    if !is_said && !guesses.iter().any(|guess| guess.certain && SAYING.contains(&guess.field)) {
        guesses.iter_mut().find(says_something).into_iter().for_each(|guess| guess.certain = true);
    }
    guesses.sort();
    guesses
}

/// Fields of which an article has one.
const SAYING: &[Field] = &[Field::Title, Field::Url, Field::Content, Field::Summary];

/// Whether there are cells, and all of them are so.
fn are_all(column: &Column, is: &dyn Fn(&str) -> bool) -> bool {
    !column.cells.is_empty() && column.cells.iter().all(|cell| is(cell))
}

fn is_address(cell: &str) -> bool {
    cell.starts_with("https://") || cell.starts_with("http://")
}

/// Whether a field is said; categories are tags where there are none.
fn says(said: &[Field], field: Field) -> bool {
    said.contains(&field) || (field == Field::Tags && said.contains(&Field::Categories))
}

fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn by_word(name: &str) -> Option<Field> {
    let letters = letters(name);
    WORDS.iter().find(|(_, words)| words.contains(&&*letters)).map(|(field, _)| *field)
}

/// The field that a name is one of, but for a word before it or one that says how it is written: `Article Title`, `pubdate_local`.
fn by_part(name: &str) -> Option<Field> {
    /// Words for how something is written.
    const WRITTEN: &[&str] = &["local", "utc", "gmt", "text", "string", "raw", "iso", "name", "names", "list", "html"];
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let known = |word: &str| field_of(word).filter(|field| RESEMBLED.contains(field));
    match words.as_slice() {
        [first, last] if WRITTEN.contains(&&*last.to_lowercase()) => known(first),
        [_, .., last] => known(last),
        _ => None,
    }
}

/// The field of a name that differs in one letter: `Publshed`.
fn by_likeness(name: &str) -> Option<Field> {
    let letters = letters(name);
    if letters.chars().count() < 5 {
        return None;
    }
    let is_near = |known: &str| known.len() > 4 && differ_in_a_letter(&letters, known);
    let fields = Fields::usual();
    RESEMBLED.iter().copied().find(|field| fields.paths(*field).any(is_near))
}

#[cfg(test)]
mod tests {
    use super::{Column, Field, WORDS, field_of, guess};

    fn guessed(columns: &[(&str, &[&str])]) -> Vec<(Field, String, bool)> {
        let column = |(name, cells): &(&str, &[&str])| Column {
            name: (*name).to_owned(),
            cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
        };
        let columns: Vec<Column> = columns.iter().map(column).collect();
        let is_date = |cell: &str| cell.len() == 10 && cell.as_bytes()[4] == b'-';
        guess(&columns, is_date).into_iter().map(|guess| (guess.field, guess.name, guess.certain)).collect()
    }

    #[test]
    fn a_word_stands_in_one_table_alone() {
        let words = WORDS.iter().flat_map(|(_, words)| *words);
        assert_eq!(words.filter(|word| field_of(word).is_some()).collect::<Vec<_>>(), [&""; 0]);
    }

    #[test]
    fn names_in_other_languages_are_known() {
        assert_eq!(
            guessed(&[("Titel", &["A"]), ("Hashtag", &["Meer"]), ("Kilde", &["Tide"])]),
            [(Field::Source, "Kilde".to_owned(), true), (Field::Tags, "Hashtag".to_owned(), true)]
        );
    }

    #[test]
    fn words_that_mean_other_things_need_cells_that_fit() {
        let titled = |name, cells| guessed(&[("title", &["A"]), (name, cells)]);
        assert_eq!(titled("Data", &["2026-01-01"]), [(Field::Published, "Data".to_owned(), true)]);
        assert_eq!(titled("Data", &["some"]), []);
        assert_eq!(titled("data", &[]), [(Field::Published, "data".to_owned(), false)]);
        assert_eq!(titled("Adresse", &["Am Deich 3"]), []);
    }

    #[test]
    fn cells_tell_addresses_and_dates() {
        assert_eq!(
            guessed(&[("title", &["A"]), ("where", &["https://a.example/"]), ("stamp1", &["2026-01-01"]), ("x", &[])]),
            [(Field::Url, "where".to_owned(), true), (Field::Published, "stamp1".to_owned(), true)]
        );
    }

    #[test]
    fn what_only_resembles_a_name_is_in_doubt() {
        assert_eq!(
            guessed(&[("title", &["A"]), ("Publshed", &["yesterday"]), ("Main Source", &["Tide"]), ("n", &["1"])]),
            [(Field::Source, "Main Source".to_owned(), false), (Field::Published, "Publshed".to_owned(), false)]
        );
        // A title is one, whatever stands before the word, and where no other column says the title.
        assert_eq!(guessed(&[("Piece Title", &["A"])]), [(Field::Title, "Piece Title".to_owned(), true)]);
        assert_eq!(guessed(&[("title", &["A"]), ("subtitle of it", &["B"]), ("likes", &["3"])]), []);
    }
}
