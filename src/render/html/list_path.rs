//! Where the pages of the lists of terms are.

use crate::feed::Taxonomy;

/// The path of a page of a list; the first has the number 0.
pub(super) fn path(taxonomy: Taxonomy, number: usize) -> String {
    match number {
        0 => format!("{}/index.html", taxonomy.folder()),
        _ => format!("{}/page-{}.html", taxonomy.folder(), number + 1),
    }
}

/// The name of a page of a list in its folder.
pub(super) fn file_name(taxonomy: Taxonomy, number: usize) -> String {
    path(taxonomy, number).split_off(taxonomy.folder().len() + 1)
}
