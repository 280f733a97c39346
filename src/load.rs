//! Load: bytes to drafts.
//!
//! [`INPUT_FORMATS`] is the table of what can be read. A format is one file under `load/` and one line here; the
//! command's values, the help, detection and the error texts come from the table. Each format keeps its wire
//! structures to itself and hands out [`Draft`]s that borrow from the input's text.

mod columns;
mod csv;
#[cfg(feature = "sqlite")]
mod database;
mod enclosure;
pub mod encoding;
mod error;
mod feed;
pub mod fields;
mod front_matter;
mod input;
mod json;
mod known;
mod lines;
mod look;
mod packed;
mod removed;
mod repeats;
mod status;
mod tag_page;
mod unused;

use std::fmt;
use std::path::Path;

use crate::article::text::counted;
use crate::article::{Draft, Origin};
use crate::report::{Kept, Rejection, Warning, WarningCode};
use encoding::By;
use packed::Packing;

pub use columns::{Column, DatabaseTable, columns_of_text, field_of, tables_of_database};
pub use error::{LoadError, LoadErrorKind};
pub use fields::{Field, Fields};
pub use front_matter::SiteRules;
pub use input::{
    Expanded, Input, Opened, Parts, Published, Reading, Source, Stamp, UNPACKED, UNPACKED_SLACK, expand, is_archive,
    is_packed, is_readable_alone, read, sha256_of_input, sort_by_path,
};
pub use known::KnownNames;

/// A kind of file that articles are read from.
pub struct InputFormat {
    /// The name on the command line.
    pub name: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    /// File name extensions that promise this format, in lower case.
    pub extensions: &'static [&'static str],
    /// Whether a text looks like it, for files whose name promises nothing.
    pub detect: fn(&str) -> bool,
    /// Whether a file is whole at the end of every line, so that it may be read while lines are added.
    pub by_line: bool,
    /// Reads all articles. An error means that the input is not in this format at all.
    pub read: Read,
}

/// How the articles of a format are read.
#[derive(Clone, Copy)]
pub enum Read {
    /// From a text.
    Text(for<'a> fn(&'a str, &ReadOptions<'_>) -> Result<Loaded<'a>, LoadError>),
    /// From a file that it opens itself. Such a file is an input only where it is named.
    File(fn(&Path, &ReadOptions<'_>) -> Result<Loaded<'static>, LoadError>),
}

impl Read {
    /// Whether it opens files itself.
    pub fn opens_files(&self) -> bool {
        matches!(self, Self::File(_))
    }
}

/// How an input is read.
#[derive(Debug, Clone, Copy)]
pub struct ReadOptions<'o> {
    /// The file, line 0.
    pub origin: &'o Origin,
    /// Its path in the folder that the command or the configuration names, or its own path if it is named itself.
    pub below: &'o str,
    /// Whether the command or the configuration names the format.
    pub is_forced: bool,
    /// Which names stand for which field.
    pub fields: &'o Fields,
    /// The paths to the lists of articles in a document (`response.docs`); none: they are detected.
    pub items: &'o [String],
    /// The query that a database is read with.
    pub query: Option<&'o str>,
    /// The site that the file is a source of, and its path below the site's folder.
    pub website: Option<(&'o SiteRules, &'o str)>,
    /// The limits of sizes and numbers.
    pub limits: &'o Limits,
    /// Whether another program may still be writing the input, so that an unfinished article at its end waits.
    pub may_grow: bool,
    /// Whether drafts note where each field came from.
    pub explain: bool,
    /// How many articles the input may hold ([`Limits::most_articles`]).
    pub most_articles: usize,
    /// How many rejections and warnings of one kind are kept.
    pub most_of_a_kind: usize,
}

/// Limits of sizes and numbers. What exceeds one is reported and left out; all else is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// A line of a format that is read by lines, in bytes.
    pub line: usize,
    /// A file of any other format, unpacked, in bytes: such a file is in memory as a whole.
    pub document: usize,
    /// Articles of an input; `None`: a number that grows with its size.
    pub articles: Option<usize>,
    /// One of many articles in a file, in bytes.
    pub item: usize,
    /// A field of an article, in bytes.
    pub field: usize,
    /// Tags, categories and authors of an article, each.
    pub terms: usize,
    /// Nesting of HTML.
    pub html_depth: usize,
    /// Nesting of JSON.
    pub json_depth: usize,
}

impl Limits {
    /// The defaults. Real posts have been seen with more than 64 tags.
    pub const USUAL: Self = Self {
        line: 16 << 20,
        document: 256 << 20,
        articles: None,
        item: 2 << 20,
        field: 4 << 20,
        terms: 256,
        html_depth: 256,
        json_depth: 128,
    };

    /// How many articles an input may hold that has so many bytes, packed or not, of so many that all inputs have: one for
    /// eight bytes, and a share of 10,000. An article takes a thousand times the memory of the shortest row.
    ///
    /// ```
    /// use feedmill::internal::load::Limits;
    /// assert_eq!(Limits::USUAL.most_articles(800, 800), 10_100);
    /// assert_eq!(Limits::USUAL.most_articles(800, 80_000_000), 101);
    /// ```
    pub fn most_articles(&self, bytes: u64, all: u64) -> usize {
        const BYTES: u64 = 8;
        const SHARED: u64 = 10_000;
        let share = SHARED.saturating_mul(bytes).div_ceil(all.max(1));
        self.articles.unwrap_or_else(|| usize::try_from((bytes / BYTES).saturating_add(share)).unwrap_or(usize::MAX))
    }
}

/// All input formats, in the order in which they are tried.
pub static INPUT_FORMATS: &[&InputFormat] = &[
    &json::FORMAT,
    &json::LINES,
    &feed::FORMAT,
    &front_matter::MARKDOWN,
    &front_matter::HTML,
    &csv::FORMAT,
    &csv::TABS,
    #[cfg(feature = "sqlite")]
    &database::FORMAT,
    &tag_page::FORMAT,
];

impl fmt::Debug for InputFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl InputFormat {
    /// The format of that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        INPUT_FORMATS.iter().copied().find(|format| format.name == name)
    }

    /// The format that a file name promises; `news.json.gz` promises that of `news.json`.
    pub fn of_path(path: &Path) -> Option<&'static Self> {
        let path = if Packing::of_path(path).is_some() { Path::new(path.file_stem()?) } else { path };
        let extension = path.extension()?.to_str()?.to_lowercase();
        INPUT_FORMATS.iter().copied().find(|format| format.extensions.contains(&extension.as_str()))
    }

    /// The name of JSON Lines.
    pub const ROWS: &'static str = json::LINES.name;

    /// Whether it is JSON Lines.
    pub fn is_rows(&self) -> bool {
        std::ptr::eq(self, &raw const json::LINES)
    }

    /// Whether its lines are rows of cells, which may go on in the next line.
    fn is_table(&self) -> bool {
        [&csv::FORMAT, &csv::TABS].into_iter().any(|table| std::ptr::eq(table, self))
    }

    /// The format that a text looks like.
    pub fn of_text(text: &str) -> Option<&'static Self> {
        INPUT_FORMATS.iter().copied().find(|format| (format.detect)(text))
    }
}

/// The longest name, address or list of authors that a whole feed or document lends to each of its articles, in bytes.
const LONGEST_LENT: usize = 4_096;

/// The message about something that is larger than a limit of the configuration.
fn too_large(limit: &str, found: usize, most: usize) -> String {
    format!("{found} bytes are more than the {most} that limits.{limit} allows")
}

/// The drafts and reports of one input.
#[derive(Debug, Default)]
pub struct Loaded<'a> {
    /// The name of the format.
    pub format: &'static str,
    /// The articles.
    pub drafts: Vec<Draft<'a>>,
    /// How many rows were left out because they repeat one of these letter for letter.
    pub repeated: usize,
    /// Rejected articles, with their places.
    pub rejections: Kept<Rejection>,
    /// Warnings.
    pub warnings: Kept<Warning>,
    /// How many articles without a date were searched for values that look like one.
    looks: usize,
    /// Unknown words for states.
    unknown: status::Unknown,
    /// Which conditions of `where` are about a field that an article has, as bits by their order.
    pub seen: u64,
    /// Which names of `fields` an article has, as bits by their order.
    pub given: u64,
    /// Names that articles have, where the configuration names some.
    pub names: KnownNames,
    /// Whether articles were read from records, which have names.
    pub has_records: bool,
    /// What the file is in an export of a service, if it is known to be in one.
    pub export: Option<ExportFile>,
    /// Articles whose texts are files of their own: the place of each among the drafts, and the path of its text from the folder
    /// of this file, or one of several.
    pub texts: Vec<(usize, [String; 2])>,
}

/// What a file is in an export of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFile {
    /// A post of Medium: folders beside that of the posts hold other things.
    MediumPost,
    /// A table of people and their addresses.
    People,
}

/// The message about an article beyond the number that its input may hold.
const TOO_MANY: &str =
    "more articles than a file of this size may have; limits.articles in feedmill.toml says how many that are";

impl<'a> Loaded<'a> {
    /// Nothing yet.
    fn new(options: &ReadOptions<'_>) -> Self {
        let (rejections, warnings) = (Kept::most(options.most_of_a_kind), Kept::most(options.most_of_a_kind));
        Self { rejections, warnings, ..Self::default() }
    }

    /// Adds an article, if the input may hold one more.
    fn add(&mut self, draft: Draft<'a>, options: &ReadOptions<'_>) {
        if self.drafts.len() < options.most_articles {
            self.drafts.push(draft);
        } else {
            self.rejections.push(Rejection::new(&draft.origin, TOO_MANY));
        }
    }
}

/// The query by which the articles of a database are read, where it is one and has a table that can be read.
#[cfg(feature = "sqlite")]
pub fn query_of(path: &Path) -> Option<String> {
    let is_database =
        InputFormat::of_path(path).is_some_and(|format| std::ptr::eq(format, &raw const database::FORMAT));
    is_database.then(|| database::query_of(path)).flatten()
}

/// None: databases are not read without the feature `sqlite`.
#[cfg(not(feature = "sqlite"))]
pub fn query_of(_: &Path) -> Option<String> {
    None
}

/// Reads a part of a text in JSON Lines: some of its lines. `None` if its first lines are in the part and say that it is something
/// else, or if all of its articles are those of a template.
pub fn rows<'a>(text: &'a str, options: &ReadOptions<'_>, is_first: bool) -> Option<Loaded<'a>> {
    let loaded = (!is_first || json::are_rows(text, options)).then(|| json::rows(text, options));
    loaded.filter(|loaded| !front_matter::are_of_template(&loaded.drafts))
}

/// Reads the drafts of one input.
///
/// `forced` is the format that the user names; else the file name decides, else the text. What was too long to be kept is
/// rejected, and so is what cannot be used without it.
///
/// # Errors
/// If the text is empty, in no known format, or not in the one that is promised, and nothing of it was left out.
pub fn drafts<'a>(
    input: &'a Input,
    forced: Option<&InputFormat>,
    options: &ReadOptions<'_>,
) -> Result<Loaded<'a>, LoadError> {
    let text = input.text.as_str();
    let fail = |kind| LoadError { origin: input.origin.at(1), kind };
    let path = input.path.as_path();
    let promised = forced.or_else(|| InputFormat::of_path(path));
    let is_blank = text.trim().is_empty() && !promised.is_some_and(|format| format.read.opens_files());
    let format = promised.or_else(|| if is_blank { None } else { InputFormat::of_text(text) });
    let read = match format {
        _ if is_blank => Err(fail(LoadErrorKind::Empty)),
        Some(InputFormat { read: Read::Text(read), .. }) => read(text, options),
        Some(InputFormat { read: Read::File(read), .. }) => read(path, options),
        None => {
            let names: Vec<_> = INPUT_FORMATS.iter().map(|format| format.name).collect();
            Err(fail(LoadErrorKind::Unknown(names.join(", "))))
        }
    };
    let read = match (read, format) {
        (Err(error), Some(format)) if forced.is_none() => Err(look::with_look(error, text, format, options)),
        (read, _) => read,
    };
    let is_not_it = matches!(&read, Err(LoadError { kind: LoadErrorKind::NotThisFormat { .. }, .. }));
    let may_be_template = is_not_it && !input.named && forced.is_none();
    let template = format.filter(|_| may_be_template).and_then(|format| front_matter::template(text, format, options));
    let mut loaded = match read {
        Ok(Loaded { export: Some(ExportFile::People), .. }) if input.named => {
            let (format, reason) = (format.map_or("", |format| format.name), csv::PEOPLE.to_owned());
            return Err(fail(LoadErrorKind::NotThisFormat { format, reason }));
        }
        // Half of a file is not published while another program may be writing the other half.
        Ok(loaded)
            if loaded.warnings.iter().any(|warning| warning.code == WarningCode::CutOffJson)
                && (input.is_changing || input.stamp.is_some_and(|stamp| stamp.is_fresh())) =>
        {
            return Err(LoadError::new(&input.origin, LoadErrorKind::Changing));
        }
        Ok(loaded) if !input.named && forced.is_none() && front_matter::are_of_template(&loaded.drafts) => {
            Loaded { drafts: vec![front_matter::unfilled(options)], ..Loaded::default() }
        }
        Ok(loaded) => loaded,
        // What is wrong with half of a file says nothing about it.
        Err(_) if input.is_changing => return Err(LoadError::new(&input.origin, LoadErrorKind::Changing)),
        Err(LoadError { kind: LoadErrorKind::NotThisFormat { .. }, .. }) if template.is_some() => {
            Loaded { drafts: template.into_iter().collect(), ..Loaded::default() }
        }
        Err(error) if input.rejections.is_empty() => return Err(error),
        Err(LoadError { kind: LoadErrorKind::Empty | LoadErrorKind::NoArticles, .. }) => Loaded::new(options),
        Err(error) => {
            let mut loaded = Loaded::new(options);
            loaded.rejections.push(Rejection::new(&error.origin, error.kind.to_string()));
            loaded
        }
    };
    loaded.format = format.map_or("", |format| format.name);
    loaded.rejections.extend(input.rejections.iter().cloned());
    if input.is_changing {
        let message = "changes while it is read; read as it was when the last attempt ended";
        loaded.warnings.push(Warning::new(&input.origin, WarningCode::ChangingFile, message));
    }
    if let Some(recoded) = input.recoded {
        let lost = match recoded.lost {
            0 => String::new(),
            lost => {
                let characters = counted(lost, "character is none in it", "characters are none in it");
                format!("; {characters} and became U+FFFD")
            }
        };
        // What somebody says need not be said again.
        if recoded.by != By::Name || recoded.lost > 0 {
            let message = if recoded.by == By::Name { "read as" } else { "not UTF-8; read as" };
            loaded.warnings.push(Warning::new(
                &input.origin,
                WarningCode::Encoding,
                format!("{message} {recoded}{lost}"),
            ));
        }
    }
    Ok(loaded)
}
