//! What tables have, of which nobody has said yet what it is: names of columns, with some of their cells.

use std::path::Path;

use super::Fields;
use super::csv;
#[cfg(feature = "sqlite")]
use super::database;
use super::fields::Field;

/// A column, or a name that articles have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Some of its cells that say something.
    pub cells: Vec<String>,
}

/// A table of a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseTable {
    /// Its name.
    pub name: String,
    /// How many rows it has.
    pub rows: u64,
    /// Its columns.
    pub columns: Vec<Column>,
}

/// The columns of a text that is a table, from the row that is most likely its header.
pub fn columns_of_text(text: &str) -> Vec<Column> {
    csv::columns(text)
}

/// The tables and views of a database; none where it cannot be read.
pub fn tables_of_database(path: &Path) -> Vec<DatabaseTable> {
    #[cfg(feature = "sqlite")]
    return database::contents(path).unwrap_or_default();
    #[cfg(not(feature = "sqlite"))]
    {
        let _ = path;
        Vec::new()
    }
}

/// The field that a name stands for, if it is one of the names of a field.
///
/// ```
/// use feedmill::internal::load::{Field, field_of};
/// assert_eq!(field_of("Pub Date"), Some(Field::Published));
/// assert_eq!(field_of("Kolumnentitel"), None);
/// ```
pub fn field_of(name: &str) -> Option<Field> {
    let fields = Fields::usual();
    let slot = fields.slot(name, &mut String::new())?;
    Field::ALL.iter().copied().find(|field| fields.may_say(*field, slot))
}
