//! A first look at a collection that nothing is configured for yet: which files there are, what their fields are called, which
//! site they are the source of, and what only a person can say.

pub mod guess;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use rayon::prelude::*;

use super::BuildError;
use super::collect::read_options;
use super::inputs::{Found, Inputs, ReadInput};
use crate::article::permalink::Website;
use crate::article::{Draft, Precision, path_text};
use crate::config::{Config, InputConfig};
use crate::load::{self, Column, DatabaseTable, Field, Fields, InputFormat, Loaded, ReadOptions, SiteRules};
use crate::normalise::DateOptions;
use crate::normalise::date::{DateOrder, read_with_guess};
use crate::report::Report;
use crate::zone::Zone;
use guess::{Guess, guess};

/// What was seen of the files of a collection.
#[derive(Debug, Default)]
pub struct FirstLook {
    /// The files, in the order of their paths.
    pub files: Vec<FileLook>,
    /// Databases: those that were named, and those that lie in folders.
    pub databases: Vec<DatabaseLook>,
    /// Archives and spreadsheets that lie in folders, where they are not read.
    pub apart: Vec<PathBuf>,
    /// The sites that files are the source of, each with its folder.
    pub sites: Vec<(Arc<Website>, PathBuf)>,
    /// How many articles have a date with a time of the clock and without a zone, and the first of these dates.
    pub zoneless: (usize, String),
    /// How many articles have an address that is relative to one that nothing says, and the first of these addresses.
    pub relative: (usize, String),
}

/// What was seen of a file.
#[derive(Debug)]
pub struct FileLook {
    /// Its path.
    pub path: PathBuf,
    /// What the user named: the file, its folder or a pattern.
    pub by: PathBuf,
    /// The name of its format; empty where it is in none.
    pub format: &'static str,
    /// What columns may stand for that no field is called like.
    pub guesses: Vec<Guess>,
}

/// A database and its tables.
#[derive(Debug)]
pub struct DatabaseLook {
    /// Its path.
    pub path: PathBuf,
    /// The table that is most like one of articles, with the columns that say something of these; `None`: none is.
    pub best: Option<(String, Vec<Chosen>)>,
    /// The tables, and how many rows each has.
    pub tables: Vec<(String, u64)>,
}

/// A column of a database that says something of articles, and the field that it is, if it is not called like one.
pub type Chosen = (String, Option<Field>);

/// Looks at the files of a configuration that names its inputs and says nothing about them. What cannot be read is left out.
///
/// # Errors
/// If a file that was named is not there or cannot be read.
pub fn first_look(config: &Config, now: DateTime<Utc>) -> Result<FirstLook, BuildError> {
    let is_database = |path: &Path| path.is_file() && is_of_format(path, "sqlite");
    let named = config.inputs.iter().flat_map(|input| &input.paths).filter(|path| is_database(path));
    let mut databases: Vec<PathBuf> = named.cloned().collect();
    let names_all = |input: &InputConfig| InputConfig {
        paths: input.paths.iter().filter(|path| !is_database(path)).cloned().collect(),
        fields: Arc::new(naming()),
        ..input.clone()
    };
    let config = Config { inputs: config.inputs.iter().map(names_all).collect(), ..config.clone() };
    let mut inputs = Inputs::find(&config);
    // A folder that holds a database alone holds something.
    inputs.missing.retain(|(path, _)| !has_database(Path::new(path), &mut databases));
    if let Some((_, error)) = inputs.missing.pop() {
        return Err(error.into());
    }
    let (in_folders, apart): (Vec<_>, Vec<_>) = inputs.apart_paths().cloned().partition(|path| is_database(path));
    databases.extend(in_folders);
    databases.sort_unstable();
    databases.dedup();
    let read = inputs.read(&config, now, |_| None, &mut Report::default())?;
    let all = read.inputs.iter().map(|(.., input)| input.stored).sum();
    let looks: Vec<(FileLook, Counts)> =
        read.inputs.par_iter().map(|input| look_at(&config, input, all, now)).collect();
    let mut look = FirstLook { apart, sites: sites(&inputs), ..FirstLook::default() };
    for (file, counts) in looks {
        add(&mut look.zoneless, counts.zoneless);
        add(&mut look.relative, counts.relative);
        look.files.push(file);
    }
    look.databases = databases.iter().map(|path| look_at_database(path, now)).collect();
    Ok(look)
}

fn is_of_format(path: &Path, name: &str) -> bool {
    InputFormat::of_path(path).is_some_and(|format| format.name == name)
}

/// Whether a folder in which nothing was found holds databases, which are added to others.
fn has_database(folder: &Path, databases: &mut Vec<PathBuf>) -> bool {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let before = databases.len();
    databases.extend(entries.filter(|path| path.is_file() && is_of_format(path, "sqlite")));
    databases.len() > before
}

/// The usual names of fields, as if the configuration had named one: then the names that articles have are kept.
fn naming() -> Fields {
    let rights = Fields::usual().paths(Field::Rights).map(str::to_owned).collect();
    Fields::new(&BTreeMap::from([(Field::Rights, rights)]))
}

type Count = (usize, String);

#[derive(Default)]
struct Counts {
    zoneless: Count,
    relative: Count,
}

fn add(count: &mut Count, more: Count) {
    if count.0 == 0 {
        count.1 = more.1;
    }
    count.0 += more.0;
}

fn look_at(
    config: &Config,
    (found, input_config, input): &ReadInput<'_, '_>,
    all: u64,
    now: DateTime<Utc>,
) -> (FileLook, Counts) {
    let options = read_options(config, input_config, (input, all), found.way(), now, false);
    let loaded = load::drafts(input, input_config.format, &options);
    let promised = InputFormat::of_path(&input.path).map_or("", |format| format.name);
    let format = loaded.as_ref().map_or(promised, |loaded| loaded.format);
    let columns = match &loaded {
        _ if ["csv", "tsv"].contains(&format) => load::columns_of_text(&input.text),
        Ok(loaded) if ["json", "jsonl"].contains(&format) => columns_of(loaded),
        _ => Vec::new(),
    };
    let is_date = |text: &str| read_with_guess(text, &dates(now, Zone::UTC)).is_some();
    let file = FileLook {
        path: found.source.path.clone(),
        by: PathBuf::from(&found.by),
        format,
        guesses: guess(&columns, is_date),
    };
    let certain = file.guesses.iter().filter(|guess| guess.certain);
    let fields: BTreeMap<Field, Vec<String>> = certain.map(|guess| (guess.field, vec![guess.name.clone()])).collect();
    let drafts = if fields.is_empty() {
        loaded.map(|loaded| loaded.drafts).unwrap_or_default()
    } else {
        let fields = Fields::new(&fields);
        let loaded = load::drafts(input, input_config.format, &ReadOptions { fields: &fields, ..options });
        loaded.map(|loaded| loaded.drafts).unwrap_or_default()
    };
    (file, counts(&drafts, found, now))
}

/// The names that articles have, without values.
fn columns_of(loaded: &Loaded<'_>) -> Vec<Column> {
    loaded.names.iter().map(|name| Column { name: name.to_owned(), cells: Vec::new() }).collect()
}

fn counts(drafts: &[Draft<'_>], found: &Found<'_>, now: DateTime<Utc>) -> Counts {
    let mut counts = Counts::default();
    let site = found.website.as_ref().map(|(rules, _)| &rules.website);
    for draft in drafts.iter().filter(|draft| draft.unpublished.is_none()) {
        if let Some(raw) = draft.published.as_deref().filter(|raw| site.is_none() && is_zoneless(raw, now)) {
            add(&mut counts.zoneless, (1, raw.trim().to_owned()));
        }
        let is_path = |url: &str| url.contains('/') && !url.contains([':', ' ']) && !url.starts_with("//");
        let is_relative = |url: &&str| is_path(url.trim()) && draft.base.is_none();
        if let Some(url) = draft.url.as_deref().filter(is_relative)
            && site.is_none()
        {
            add(&mut counts.relative, (1, url.trim().to_owned()));
        }
    }
    counts
}

fn dates(now: DateTime<Utc>, zone: Zone) -> DateOptions {
    DateOptions { zone, order: DateOrder::default(), captured: now, serials: false, utc_timestamps: false }
}

/// Whether a date has a time of the clock that is another moment in another zone.
fn is_zoneless(raw: &str, now: DateTime<Utc>) -> bool {
    let Some(other) = Zone::named("+05:00") else { return false };
    let read = |zone| Some(read_with_guess(raw, &dates(now, zone))?.0);
    let (Some(here), Some(there)) = (read(Zone::UTC), read(other)) else { return false };
    here.precision == Precision::Exact && here.at != there.at
}

/// Each site once, with its folder.
fn sites(inputs: &Inputs<'_>) -> Vec<(Arc<Website>, PathBuf)> {
    let mut known = BTreeMap::<*const SiteRules, (Arc<Website>, PathBuf)>::new();
    for found in &inputs.files {
        let Some((rules, below)) = &found.website else { continue };
        let depth = below.split('/').count();
        let path = std::path::absolute(&found.source.path).unwrap_or_default();
        let folder = || path.ancestors().nth(depth).map(Path::to_owned).unwrap_or_default();
        known.entry(Arc::as_ptr(rules)).or_insert_with(|| (Arc::clone(&rules.website), folder()));
    }
    let mut sites: Vec<_> = known.into_values().collect();
    sites.sort_by(|a, b| a.1.cmp(&b.1));
    sites
}

fn look_at_database(path: &Path, now: DateTime<Utc>) -> DatabaseLook {
    let tables = load::tables_of_database(path);
    let is_date = |text: &str| read_with_guess(text, &dates(now, Zone::UTC)).is_some();
    let chosen = |table: &DatabaseTable| -> Vec<Chosen> {
        let guesses = guess(&table.columns, is_date);
        let guessed = |name: &str| guesses.iter().find(|guess| guess.certain && guess.name == name);
        let column = |column: &Column| match load::field_of(&column.name) {
            Some(_) => Some((column.name.clone(), None)),
            None => guessed(&column.name).map(|guess| (column.name.clone(), Some(guess.field))),
        };
        table.columns.iter().filter_map(column).collect()
    };
    let says = |columns: &[Chosen]| {
        let field = |(name, field): &Chosen| field.or_else(|| load::field_of(name));
        let has = |wanted: &[Field]| columns.iter().filter_map(field).any(|field| wanted.contains(&field));
        has(&[Field::Title, Field::Content, Field::Summary, Field::Url])
            .then(|| columns.len() + 5 * usize::from(has(&[Field::Published])))
    };
    let best = tables.iter().filter(|table| table.rows > 0).filter_map(|table| {
        let columns = chosen(table);
        Some((says(&columns)?, table, columns))
    });
    // The first of equals.
    let best = best.reduce(|best, next| if next.0 > best.0 { next } else { best });
    DatabaseLook {
        path: path.to_owned(),
        best: best.map(|(_, table, columns)| (table.name.clone(), columns)),
        tables: tables.iter().map(|table| (table.name.clone(), table.rows)).collect(),
    }
}

impl FileLook {
    /// The path as reports have it.
    pub fn name(&self) -> String {
        path_text(&self.path).into_owned()
    }
}
