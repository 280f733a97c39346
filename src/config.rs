//! `feedmill.toml`, and the values that it shares with the command line.
//!
//! Unknown keys, wrong types and impossible values are errors that name the line, the column and the nearest right
//! word. [`File`] is what stands in the file; [`Config`] is what a run works with, every value there and resolved.

mod feeds;
mod tables;
mod value;

use std::num::NonZeroUsize;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use encoding_rs::Encoding;
use serde::Deserialize;
use toml::Spanned;

use crate::article::permalink::Pattern;
use crate::article::text::{inert, one_line};
use crate::article::{Language, WebUrl, path_text};
use crate::feed::{Site, Taxonomy};
use crate::load::{Fields, InputFormat, Limits};
use crate::nearest::nearest;
use crate::normalise::SourceAddresses;
use crate::normalise::date::DateOrder;
use crate::normalise::excerpt::{Excerpt, Unit};
use crate::render::redirects::RedirectFormat;
use crate::render::{OUTPUT_FORMATS, OutputFormat};
use crate::select::archive::Closing;
use crate::select::rules::Rules;
use crate::zone;
use feeds::{FeedForm, TermTables};
pub use feeds::{FeedTables, Named, Names, SourcesTable, TermsTable};
pub use tables::{
    Compare, ContentMode, ExcerptTable, Future, InputTable, LimitsTable, OneOrMany, OutputTable, PublishTable,
    SiteTable, Vanished,
};
use tables::{OrderName, UnitName};
pub use value::{
    Address, AddressPattern, AliasTable, Archives, BaseUrl, Charset, Depth, FieldTable, FilterTable, Format, Formats,
    Group, Moment, Paths, Reader, Server, Size, TermName, Tongue, Zone,
};

/// The file that is looked for where none is named.
pub const FILE_NAME: &str = "feedmill.toml";

/// For how many days a feed stays when its last entry is gone.
const VANISHED_DAYS: u16 = 30;

/// The address of a publication that names none.
pub const DEFAULT_BASE_URL: &str = "http://localhost:8000/";

/// Everything a run needs to know.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct Config {
    /// The publication.
    pub site: Site,
    /// Whether the base URL is the default one, which nobody can subscribe to from elsewhere.
    pub is_local: bool,
    /// The output folder.
    pub dir: PathBuf,
    /// The folder of what is remembered and not published; `None`: the hidden one in the output folder.
    pub state: Option<PathBuf>,
    /// The feed formats.
    pub formats: Vec<&'static OutputFormat>,
    /// The taxonomies whose terms have feeds.
    pub taxonomies: Vec<Taxonomy>,
    /// Whether nobody said which these are.
    pub taxonomies_are_usual: bool,
    /// How many entries a feed has.
    pub limit: usize,
    /// Whether feeds show whole texts.
    pub full: bool,
    /// How long excerpts are.
    pub excerpt: Excerpt,
    /// How large a feed may be.
    pub max_feed_bytes: usize,
    /// Whether articles of the future are published at once.
    pub publish_future: bool,
    /// For how long a feed stays after its last entry is gone; `None`: for good.
    pub vanished: Option<TimeDelta>,
    /// Whether inputs are compared by their content, not by size, times and inode.
    pub by_content: bool,
    /// Whether status and metrics are written by every run, also by one that finds nothing to do.
    pub heartbeat: bool,
    /// The servers that redirects are written for.
    pub redirects: Vec<&'static RedirectFormat>,
    /// What is said about terms and their feeds.
    pub rules: Rules,
    /// Where sources are.
    pub sources: SourceAddresses,
    /// How the documents are closed that keep what feeds ever showed; `None`: there are none.
    pub archives: Option<Closing>,
    /// How large things may be.
    pub limits: Limits,
    /// How many feeds there may be before new terms get none; `None`: as many as the size of the inputs speaks for.
    pub most_feeds: Option<usize>,
    /// The inputs.
    pub inputs: Vec<InputConfig>,
}

/// One input, or several that are read in the same way.
#[derive(Debug, Clone)]
pub struct InputConfig {
    /// Files, folders and patterns.
    pub paths: Vec<PathBuf>,
    /// The format, where it is not to be found out.
    pub format: Option<&'static InputFormat>,
    /// How the text is encoded, where it is not to be found out.
    pub encoding: Option<&'static Encoding>,
    /// The source of articles that name none.
    pub source: Option<String>,
    /// The language of articles that name none.
    pub language: Option<Language>,
    /// The zone of dates that name none, where somebody says it.
    pub zone: Option<zone::Zone>,
    /// The order of day and month, where the input does not prove one.
    pub date_order: Option<DateOrder>,
    /// When the input was captured, where it is not the time of its last change.
    pub captured: Option<DateTime<Utc>>,
    /// What addresses are relative to.
    pub base: Option<WebUrl>,
    /// Tags that all its articles get.
    pub tags: Vec<String>,
    /// Which names stand for which field.
    pub fields: Arc<Fields>,
    /// Where a document keeps its articles, where it is not to be found out.
    pub items: Vec<String>,
    /// What a database is asked for.
    pub query: Option<String>,
    /// What addresses of articles that have none are made of.
    pub url: Option<Pattern>,
    /// Whether links are followed that lead out of a folder.
    pub follow_links: bool,
}

impl InputConfig {
    /// The same without all that is said about these very files.
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
    },
}

/// The whole file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct File {
    /// `[site]`
    pub site: SiteTable,
    /// `[output]`
    pub output: OutputTable,
    /// `[[input]]`
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
}

impl File {
    /// Reads a configuration file.
    ///
    /// # Errors
    /// If it cannot be read, is not TOML, or says something that feedmill does not know.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Io { path: path.to_owned(), source })?;
        let mut file = Self::parse(&text, path)?;
        file.folder = path.parent().map(Path::to_owned).unwrap_or_default();
        Ok(file)
    }

    /// The file of that name here or in the nearest folder above.
    pub fn find(from: &Path) -> Option<PathBuf> {
        from.ancestors().map(|folder| folder.join(FILE_NAME)).find(|path| path.is_file())
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
            ConfigError::Syntax { path: path.to_owned(), line, column, message }
        };
        let mut file: Self =
            toml::from_str(text).map_err(|error| syntax(error.span(), with_nearest(error.message())))?;
        let forms = std::mem::take(&mut file.forms);
        file.feeds = FeedTables::read(forms).map_err(|(at, message)| syntax(Some(at), message))?;
        Ok(file)
    }

    /// The file with every default in its place. `inputs` (from the command line) take the place of the file's own.
    pub fn resolve(
        self,
        inputs: Vec<PathBuf>,
        format: Option<&'static InputFormat>,
        as_of: Option<DateTime<Utc>>,
    ) -> Config {
        let zone = self.site.time_zone.map(|Zone(zone)| zone);
        let language = self.site.language.map(|Tongue(language)| language);
        let is_local = self.site.base_url.is_none();
        let base_url = self.site.base_url.map(|BaseUrl(url)| url);
        let base_url = base_url
            .or_else(|| WebUrl::parse(DEFAULT_BASE_URL))
            .unwrap_or_else(|| unreachable!("the default is a URL"));
        let folder = self.folder;
        let from_file = |table: InputTable| {
            let fields = fields(&table);
            let paths = table.path.into_vec();
            InputConfig {
                paths: paths.into_iter().map(|path| folder.join(path)).collect(),
                format: format.or(table.format.map(|Reader(format)| format)),
                encoding: table.encoding.map(|Charset(encoding)| encoding),
                source: table.source,
                language: table.language.map(|Tongue(language)| language).or_else(|| language.clone()),
                zone: table.time_zone.map(|Zone(zone)| zone).or(zone),
                date_order: table.date_order.map(|order| match order {
                    OrderName::DayMonth => DateOrder::DayMonth,
                    OrderName::MonthDay => DateOrder::MonthDay,
                }),
                captured: as_of.or(table.as_of.map(|Moment(at)| at)),
                base: table.base_url.map(|BaseUrl(url)| url),
                tags: table.tags,
                fields,
                items: table.items.0,
                query: table.query,
                url: table.url.map(|AddressPattern(pattern)| pattern),
                follow_links: table.follow_links,
            }
        };
        let inputs = if inputs.is_empty() {
            self.input.into_iter().map(from_file).collect()
        } else {
            let named = InputConfig { paths: inputs, ..from_file(InputTable::default()) };
            vec![named]
        };
        let mut formats: Vec<&'static OutputFormat> = Vec::new();
        let wanted = self.output.formats.map(|Formats(list)| list.into_iter().map(|Format(format)| format).collect());
        for format in wanted.unwrap_or_else(|| vec![OUTPUT_FORMATS[0], OUTPUT_FORMATS[1]]) {
            if !formats.iter().any(|known| known.name == format.name) {
                formats.push(format);
            }
        }
        let taxonomies_are_usual = self.output.taxonomies.is_none();
        let mut taxonomies: Vec<Taxonomy> = Vec::new();
        for taxonomy in self
            .output
            .taxonomies
            .map_or_else(|| Taxonomy::USUAL.to_vec(), |list| list.into_iter().map(|Group(t)| t).collect())
        {
            if !taxonomies.contains(&taxonomy) {
                taxonomies.push(taxonomy);
            }
        }
        if self.output.languages == Some(true) && !taxonomies.contains(&Taxonomy::Language) {
            taxonomies.push(Taxonomy::Language);
        }
        let tables = TermTables {
            tags: self.tags,
            sources: self.sources,
            categories: self.categories,
            authors: self.authors,
            feeds: self.feeds,
            min_entries: self.output.min_entries,
        };
        let (rules, sources) = tables.resolve();
        let excerpt = self.output.excerpt.unwrap_or_default();
        Config {
            taxonomies_are_usual,
            is_local,
            dir: self.output.dir.map_or_else(|| PathBuf::from("feeds"), |dir| folder.join(dir)),
            state: self.publish.state.map(|state| folder.join(state)),
            formats,
            taxonomies,
            limit: self.output.limit.map_or(50, NonZeroUsize::get),
            full: self.output.content != Some(ContentMode::Excerpt),
            excerpt: Excerpt {
                length: excerpt.length.map_or(Excerpt::default().length, NonZeroUsize::get),
                unit: match excerpt.unit {
                    Some(UnitName::Words) => Unit::Words,
                    _ => Unit::Characters,
                },
            },
            max_feed_bytes: self.output.max_feed_bytes.map_or(1_000_000, NonZeroUsize::get),
            publish_future: self.publish.future == Some(Future::Publish),
            vanished: (self.publish.vanished != Some(Vanished::Keep))
                .then(|| TimeDelta::days(self.publish.vanished_days.unwrap_or(VANISHED_DAYS).into())),
            by_content: self.publish.compare == Some(Compare::Content),
            heartbeat: self.publish.heartbeat.unwrap_or(false),
            redirects: self.publish.redirects.unwrap_or_default().into_iter().map(|Server(format)| format).collect(),
            rules,
            sources,
            archives: self.output.archives.and_then(|Archives(closing)| closing),
            limits: self.limits.resolve(),
            most_feeds: self.limits.feeds.map(NonZeroUsize::get),
            inputs,
            site: Site {
                id: self.site.id.unwrap_or_else(|| base_url.canonical()),
                base_url,
                title: line(self.site.title),
                description: line(self.site.description),
                author: line(self.site.author),
                rights: line(self.site.rights),
                icon: self.site.icon.map(|Address(url)| url),
                logo: self.site.logo.map(|Address(url)| url),
                hubs: self.site.hub.into_vec().into_iter().map(|Address(url)| url).collect(),
                language,
            },
        }
    }
}

/// Which names stand for which field, and what a pattern of addresses asks for.
fn fields(table: &InputTable) -> Arc<Fields> {
    let names: Vec<&str> = table.url.iter().flat_map(|AddressPattern(pattern)| pattern.names()).collect();
    if table.fields.0.is_empty() && table.filter.0.is_empty() && names.is_empty() {
        return Fields::usual();
    }
    Arc::new(Fields::filtered(&table.fields.0, table.filter.0.clone()).with_extra(names.into_iter()))
}

/// A text of the configuration as it may be published; nothing where it says nothing.
fn line(text: Option<String>) -> Option<String> {
    text.map(|text| inert(&one_line(&text)).into_owned()).filter(|line| !line.is_empty())
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
