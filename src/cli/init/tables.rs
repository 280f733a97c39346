//! Which `[[input]]` tables a collection needs: one for all that is read as it is, and one for each file or folder of which something
//! has to be said.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::paths::{Paths, plain};
use crate::article::path_text;
use crate::article::permalink::{Generator, Website};
use crate::load::Field;
use crate::site::{Chosen, DatabaseLook, FileLook, FirstLook, Guess};

/// An `[[input]]` table.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Table {
    /// What it reads, told from the folder of the configuration.
    pub(super) paths: Vec<PathBuf>,
    /// The query that a database is read with.
    pub(super) query: Option<String>,
    /// What else there is in a database.
    pub(super) other_tables: Vec<(String, u64)>,
    /// What its columns stand for.
    pub(super) guesses: Vec<Guess>,
}

/// How many files with the same columns are named one by one.
const MOST_NAMED: usize = 3;

/// What is to be read of what the user named: of the folder of a site the folder that has its posts.
pub(super) fn inputs_of(look: &FirstLook, named: Vec<PathBuf>) -> Vec<PathBuf> {
    let narrow = |path: PathBuf| {
        let site = look.sites.iter().find(|(_, folder)| path.is_dir() && plain(folder) == plain(&path));
        let posts = site.and_then(|(website, _)| posts_of(website, &path));
        posts.unwrap_or(path)
    };
    named.into_iter().map(narrow).collect()
}

/// The folder in which a site generator has posts, where they are nowhere else.
fn posts_of(website: &Website, folder: &Path) -> Option<PathBuf> {
    let name = match website.generator {
        Generator::Jekyll => "_posts",
        Generator::Hexo => "source/_posts",
        Generator::Hugo | Generator::Zola | Generator::Pelican => "content",
        Generator::Substack => return None,
    };
    let posts = folder.join(name);
    let here = Path::new(".");
    posts.is_dir().then(|| if folder == here { PathBuf::from(name) } else { posts })
}

/// The tables for these inputs.
pub(super) fn tables(look: &FirstLook, inputs: &[PathBuf], paths: &Paths) -> Vec<Table> {
    let is_read = |file: &&FileLook| {
        let place = plain(&file.path);
        inputs.iter().any(|input| place.starts_with(plain(input)) || (*input == file.by && !input.exists()))
    };
    let files: Vec<&FileLook> = look.files.iter().filter(is_read).collect();
    let mut special = BTreeMap::<&[Guess], Vec<&FileLook>>::new();
    // What is in doubt is only said, and takes no table of its own.
    let has_certain = |file: &&&FileLook| file.guesses.iter().any(|guess| guess.certain);
    for file in files.iter().filter(has_certain) {
        special.entry(&file.guesses).or_default().push(file);
    }
    let mut plain_inputs: Vec<PathBuf> = inputs.iter().filter(|path| !is_database(look, path)).cloned().collect();
    let mut tables = Vec::new();
    for (guesses, files_of_it) in special {
        let mut own: Vec<PathBuf> = Vec::new();
        // Where all that an input names is of this kind, it is named as the user did.
        plain_inputs.retain(|input| {
            let place = plain(input);
            let mut all = files.iter().filter(|file| plain(&file.path).starts_with(&place) || file.by == *input);
            let is_whole = all.all(|file| file.guesses == guesses);
            if is_whole {
                own.push(input.clone());
            }
            !is_whole
        });
        let is_named = |file: &FileLook| own.iter().any(|input| plain(&file.path).starts_with(plain(input)));
        let rest: Vec<&FileLook> = files_of_it.into_iter().filter(|file| !is_named(file)).collect();
        own.extend(names(&rest));
        let paths = own.iter().map(|path| paths.tell(path)).collect();
        tables.push(Table { paths, guesses: guesses.to_vec(), ..Table::default() });
    }
    let has_files = |input: &PathBuf| {
        let place = plain(input);
        files.iter().any(|file| plain(&file.path).starts_with(&place) || file.by == *input)
    };
    let usual: Vec<PathBuf> =
        plain_inputs.iter().filter(|input| has_files(input)).map(|path| paths.tell(path)).collect();
    if !usual.is_empty() {
        let doubtful = files.iter().filter(|file| !has_certain(file)).flat_map(|file| &file.guesses);
        let mut guesses: Vec<Guess> = Vec::new();
        for guess in doubtful {
            if guesses.iter().all(|known| known.field != guess.field) {
                guesses.push(guess.clone());
            }
        }
        tables.insert(0, Table { paths: usual, guesses, ..Table::default() });
    }
    tables.extend(look.databases.iter().filter_map(|database| of_database(database, paths)));
    tables
}

fn is_database(look: &FirstLook, path: &Path) -> bool {
    look.databases.iter().any(|database| database.path == path)
}

/// Files by their names; many of one folder and extension by a pattern.
fn names(files: &[&FileLook]) -> Vec<PathBuf> {
    let mut groups = BTreeMap::<PathBuf, Vec<&Path>>::new();
    for file in files {
        let extension = file.path.extension().map(|extension| path_text(extension.as_ref()).into_owned());
        let pattern = format!("*.{}", extension.unwrap_or_default());
        groups.entry(file.path.with_file_name(pattern)).or_default().push(&file.path);
    }
    let of = |(pattern, own): (PathBuf, Vec<&Path>)| {
        if own.len() > MOST_NAMED { vec![pattern] } else { own.into_iter().map(Path::to_owned).collect() }
    };
    groups.into_iter().flat_map(of).collect()
}

fn of_database(database: &DatabaseLook, paths: &Paths) -> Option<Table> {
    let (name, columns) = database.best.as_ref()?;
    let other_tables = database.tables.iter().filter(|(other, _)| other != name).cloned().collect();
    Some(Table {
        paths: vec![paths.tell(&database.path)],
        query: Some(query(name, columns)),
        other_tables,
        guesses: Vec::new(),
    })
}

fn query(table: &str, columns: &[Chosen]) -> String {
    let column = |(name, field): &Chosen| match field {
        Some(field) => format!("{} AS {}", identifier(name), field.name()),
        None => identifier(name),
    };
    let columns: Vec<String> = columns.iter().map(column).collect();
    format!("SELECT {} FROM {}", columns.join(", "), identifier(table))
}

/// A name as SQL has it.
fn identifier(name: &str) -> String {
    /// Names that are words of SQL.
    const WORDS: &[&str] = &[
        "add",
        "all",
        "alter",
        "and",
        "as",
        "between",
        "by",
        "case",
        "check",
        "collate",
        "commit",
        "create",
        "default",
        "delete",
        "distinct",
        "drop",
        "else",
        "end",
        "except",
        "exists",
        "foreign",
        "from",
        "group",
        "having",
        "in",
        "index",
        "insert",
        "into",
        "is",
        "join",
        "limit",
        "not",
        "null",
        "on",
        "or",
        "order",
        "primary",
        "references",
        "select",
        "set",
        "table",
        "then",
        "to",
        "transaction",
        "union",
        "unique",
        "update",
        "using",
        "values",
        "when",
        "where",
        "with",
    ];
    let is_plain = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !WORDS.contains(&&*name.to_ascii_lowercase());
    if is_plain { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

impl Table {
    /// Whether a file is read as this table says, by its path as reports have it.
    pub(super) fn reads(&self, file: &str, folder: &Path) -> bool {
        let place = plain(Path::new(file));
        self.paths.iter().any(|path| {
            let text = path_text(path);
            match text.split_once('*') {
                Some((start, end)) if !folder.join(path).exists() => {
                    place.starts_with(plain(&folder.join(start))) && file.ends_with(end)
                }
                _ => place.starts_with(plain(&folder.join(path))),
            }
        })
    }

    /// What its columns stand for, with no doubt or in doubt.
    pub(super) fn fields(&self, certain: bool) -> impl Iterator<Item = (Field, &str)> {
        self.guesses.iter().filter(move |guess| guess.certain == certain).map(|guess| (guess.field, &*guess.name))
    }
}
