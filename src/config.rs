//! `feedmill.toml`, and the values that it shares with the command line.
//!
//! Unknown keys, wrong types and impossible values are errors that name the line, the column and the nearest right
//! word. [`File`] is what stands in the file; [`Config`] is what a run works with, every value there and resolved.

mod feeds;
mod resolve;
mod tables;
mod value;

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use encoding_rs::Encoding;
use serde::Deserialize;
use toml::Spanned;

use crate::article::permalink::Pattern;
use crate::article::{Language, WebUrl, path_text};
use crate::feed::{ArticlePages, Site, Taxonomy};
use crate::load::{Fields, InputFormat, Limits};
use crate::normalise::SourceAddresses;
use crate::normalise::date::DateOrder;
use crate::normalise::excerpt::Excerpt;
use crate::render::OutputFormat;
use crate::render::redirects::RedirectFormat;
use crate::select::archive::Closing;
use crate::select::rules::Rules;
use crate::zone;
use feedcheck::internal::nearest;
use feeds::FeedForm;
pub use feeds::{FeedTables, Named, Names, SourcesTable, TermsTable};
pub use tables::{
    Compare, ContentMode, ExcerptTable, Future, InputTable, LimitsTable, OutputTable, PublishTable, SiteTable, Vanished,
};
pub use value::{
    Address, AddressPattern, AliasTable, Archives, BaseUrl, Charset, Count, Depth, FieldTable, FilterTable, Format,
    Formats, Group, LanguageArg, Listed, Moment, Name, OneOrMany, Paths, Reader, Server, SinceValue, Size, TermName,
    TermNames, TextPattern, Word, Zone,
};

/// The name of the configuration file that a run looks for where the command line names none.
pub const FILE_NAME: &str = "feedmill.toml";

/// The address of a publication that names none.
pub const DEFAULT_BASE_URL: &str = "http://localhost:8000/";

/// Everything a run needs to know.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
#[non_exhaustive]
pub struct Config {
    /// The publication.
    pub site: Site,
    /// Whether the base URL is the default one, which no other machine can subscribe to.
    pub is_local: bool,
    /// The output folder.
    pub dir: PathBuf,
    /// The folder of the state, which is kept from run to run and not published; `None`: the hidden one in the output folder.
    pub state: Option<PathBuf>,
    /// The feed formats.
    pub formats: Vec<&'static OutputFormat>,
    /// The taxonomies whose terms have feeds.
    pub taxonomies: Vec<Taxonomy>,
    /// Whether the configuration leaves these to the default.
    pub taxonomies_are_usual: bool,
    /// How many entries a feed has.
    pub limit: usize,
    /// Whether feeds show whole texts.
    pub full: bool,
    /// How long excerpts are.
    pub excerpt: Excerpt,
    /// How large a feed may be.
    pub max_feed_bytes: usize,
    /// Whether articles with dates in the future are published at once.
    pub publish_future: bool,
    /// For how long a feed stays after its last entry is gone; `None`: for good.
    pub vanished: Option<TimeDelta>,
    /// Whether inputs are compared by their content, not by size, times and inode.
    pub by_content: bool,
    /// Whether status and metrics are written by every run, also by one that finds nothing to do.
    pub heartbeat: bool,
    /// The servers that redirects are written for.
    pub redirects: Vec<&'static RedirectFormat>,
    /// The rules of `[tags]`, `[sources]`, `[categories]`, `[authors]` and `[[feed]]` for terms and their feeds.
    pub rules: Rules,
    /// The addresses of the sources' home pages and own feeds.
    pub sources: SourceAddresses,
    /// When an archive document is full and another one begins; `None`: there are no archives.
    pub archives: Option<Closing>,
    /// Which articles have a page of their own.
    pub articles: ArticlePages,
    /// How large documents, articles and their fields may be.
    pub limits: Limits,
    /// How many feeds there may be before new terms get none; `None`: a number that grows with the size of the inputs.
    pub most_feeds: Option<usize>,
    /// The inputs.
    pub inputs: Vec<InputConfig>,
    /// What the configuration file is called, for what is said about it.
    pub file_name: String,
}

/// One `[[input]]`: files that are read in the same way.
#[derive(Debug, Clone)]
pub struct InputConfig {
    /// Files, folders and patterns.
    pub paths: Vec<PathBuf>,
    /// The format; `None`: it is detected.
    pub format: Option<&'static InputFormat>,
    /// The encoding of the text; `None`: it is detected.
    pub encoding: Option<&'static Encoding>,
    /// The source of articles that name none.
    pub source: Option<String>,
    /// The language of articles that name none.
    pub language: Option<Language>,
    /// The zone of dates that name none, if it is configured.
    pub zone: Option<zone::Zone>,
    /// The order of day and month where the dates of the input do not prove one.
    pub date_order: Option<DateOrder>,
    /// When the input was captured; `None`: when it was last changed.
    pub captured: Option<DateTime<Utc>>,
    /// The base of relative addresses.
    pub base: Option<WebUrl>,
    /// Tags that all its articles get.
    pub tags: Vec<String>,
    /// Which names stand for which field.
    pub fields: Arc<Fields>,
    /// The paths to the lists of articles in a document; none: they are detected.
    pub items: Vec<String>,
    /// The query that a database is read with.
    pub query: Option<String>,
    /// The pattern of addresses for articles that have none.
    pub url: Option<Pattern>,
    /// Whether symbolic links that lead out of a folder are followed.
    pub follow_links: bool,
    /// The line of its table in the configuration, from 1; 0 where it has none.
    pub line: u64,
}

impl InputConfig {
    /// The same input without the settings that hold for its own files alone.
    #[must_use]
    pub fn plain(&self) -> Self {
        Self {
            paths: Vec::new(),
            format: None,
            encoding: None,
            source: None,
            date_order: None,
            base: None,
            tags: Vec::new(),
            fields: Fields::usual(),
            items: Vec::new(),
            query: None,
            url: None,
            ..self.clone()
        }
    }
}

/// A configuration that cannot be used: where, and why.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("{}: cannot be read: {source}", path_text(path))]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// It is no text in UTF-8.
    #[error("{}:{line}: {encoding}; save the file as UTF-8", path_text(path))]
    Encoding {
        /// The file.
        path: PathBuf,
        /// The first line that is not, from 1.
        line: usize,
        /// What it is instead.
        encoding: String,
    },
    /// Something in the file is wrong.
    #[error("{}:{line}:{column}: {message}", path_text(path))]
    Syntax {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The column in characters, from 1.
        column: usize,
        /// What is wrong, and what would be right.
        message: String,
        /// The line.
        excerpt: String,
    },
}

/// The whole file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct File {
    /// `[site]`
    pub site: SiteTable,
    /// `[output]`
    pub output: OutputTable,
    #[serde(rename = "input")]
    input_forms: Vec<Spanned<InputTable>>,
    /// `[[input]]`
    #[serde(skip)]
    pub input: Vec<InputTable>,
    /// `[publish]`
    pub publish: PublishTable,
    /// `[tags]`
    pub tags: TermsTable,
    /// `[sources]`
    pub sources: SourcesTable,
    /// `[categories]`
    pub categories: TermsTable,
    /// `[authors]`
    pub authors: TermsTable,
    #[serde(rename = "feed")]
    forms: Vec<Spanned<FeedForm>>,
    /// `[[feed]]`
    #[serde(skip)]
    pub feeds: FeedTables,
    /// `[limits]`
    pub limits: LimitsTable,
    /// The folder that relative paths in the file start from.
    #[serde(skip)]
    pub folder: PathBuf,
    /// What it is called, if it is a file.
    #[serde(skip)]
    pub name: Option<String>,
}

impl File {
    /// Reads a configuration file.
    ///
    /// # Errors
    /// If it cannot be read, is not TOML, or says something that feedmill does not know.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let bytes = std::fs::read(path).map_err(|source| ConfigError::Io { path: path.to_owned(), source })?;
        let text = String::from_utf8(bytes).map_err(|error| not_utf8(path, &error))?;
        let mut file = Self::parse(&text, path)?;
        file.folder = path.parent().map(Path::to_owned).unwrap_or_default();
        file.name = path.file_name().map(|name| path_text(Path::new(name)).into_owned());
        Ok(file)
    }

    /// The file of that name here or in the nearest folder above. A folder of that name is found, too, so that reading it says what is
    /// wrong.
    pub fn find(from: &Path) -> Option<PathBuf> {
        from.ancestors().map(|folder| folder.join(FILE_NAME)).find(|path| path.is_file() || path.is_dir())
    }

    /// Reads the text of a configuration file; `path` is for messages.
    ///
    /// # Errors
    /// If it is not TOML, or says something that feedmill does not know.
    pub fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let syntax = |at: Option<Range<usize>>, message: String| {
            let before = &text[..at.map_or(0, |at| at.start).min(text.len())];
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            let excerpt = text.lines().nth(line - 1).unwrap_or_default().to_owned();
            let message = with_hint(message, &excerpt);
            ConfigError::Syntax { path: path.to_owned(), line, column, message, excerpt }
        };
        let mut file: Self =
            toml::from_str(text).map_err(|error| syntax(error.span(), with_nearest(error.message())))?;
        let line = |at: u64| {
            let before = usize::try_from(at).unwrap_or(usize::MAX).min(text.len());
            memchr::memchr_iter(b'\n', &text.as_bytes()[..before]).count() as u64 + 1
        };
        for table in [&mut file.tags, &mut file.categories, &mut file.authors] {
            table.only.iter_mut().chain([&mut table.except]).for_each(|names| names.replace_places(line));
        }
        let sources = &mut file.sources;
        sources.only.iter_mut().chain([&mut sources.except]).for_each(|names| names.replace_places(line));
        let inputs = std::mem::take(&mut file.input_forms).into_iter().map(|table| {
            let at = line(table.span().start as u64);
            InputTable { line: at, ..table.into_inner() }
        });
        file.input = inputs.collect();
        let forms = std::mem::take(&mut file.forms);
        file.feeds = FeedTables::read(forms, &line).map_err(|(at, message)| syntax(Some(at), message))?;
        Ok(file)
    }
}

/// What a file is that is not UTF-8.
fn not_utf8(path: &Path, error: &std::string::FromUtf8Error) -> ConfigError {
    let (bytes, at) = (error.as_bytes(), error.utf8_error().valid_up_to());
    let encoding = match bytes {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => "this is UTF-16".to_owned(),
        _ => format!("here is a byte ({:#04X}) that is not UTF-8; perhaps it is Latin-1 or Windows-1252", bytes[at]),
    };
    let line = memchr::memchr_iter(b'\n', &bytes[..at]).count() + 1;
    ConfigError::Encoding { path: path.to_owned(), line, encoding }
}

/// A message about a line, with what is right where one table stands (`[input]`, `input = { … }`) and a list of them is expected.
fn with_hint(message: String, line: &str) -> String {
    let name = line.trim_start_matches(['[', ' ', '\t']).split([']', ' ', '\t', '=']).next().unwrap_or_default();
    if ["input", "feed"].contains(&name) && message.starts_with("invalid type: map") {
        return format!("there may be several of this table; write [[{name}]]");
    }
    message
}

/// A message of the TOML reader, with the nearest of the words that it lists.
fn with_nearest(message: &str) -> String {
    let words: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    match words.split_first() {
        Some((word, known)) if message.starts_with("unknown ") => match nearest(word, known.iter().copied()) {
            Some(near) => format!("{message}; did you mean `{near}`?"),
            None => message.to_owned(),
        },
        _ => message.to_owned(),
    }
}
