//! From [`File`] to [`Config`]: every default in its place.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::feeds::TermTables;
use super::tables::{
    Compare, ContentMode, ExcerptTable, Future, InputTable, OrderName, OutputTable, PublishTable, SiteTable, UnitName,
    Vanished,
};
use super::value::{
    Address, AddressPattern, Archives, BaseUrl, Charset, Count, Format, Formats, Group, LanguageArg, Moment, Reader,
    Server, Zone, line,
};
use super::{Config, DEFAULT_BASE_URL, FILE_NAME, File, InputConfig};
use crate::article::{Language, WebUrl};
use crate::feed::{Site, Taxonomy};
use crate::load::{Fields, InputFormat};
use crate::normalise::date::DateOrder;
use crate::normalise::excerpt::{Excerpt, Unit};
use crate::render::{OUTPUT_FORMATS, OutputFormat};
use crate::zone;

/// For how many days a feed stays when its last entry is gone.
const VANISHED_DAYS: u16 = 30;

impl File {
    /// The file with every default in its place. `inputs` (from the command line) take the place of the file's own.
    pub fn resolve(
        self,
        inputs: Vec<PathBuf>,
        format: Option<&'static InputFormat>,
        as_of: Option<DateTime<Utc>>,
    ) -> Config {
        let is_local = self.site.base_url.is_none();
        let zone = self.site.time_zone.as_ref().map(|Zone(zone)| *zone);
        let site = self.site.resolve();
        let defaults =
            InputDefaults { folder: &self.folder, format, captured: as_of, zone, language: site.language.as_ref() };
        let inputs = if inputs.is_empty() {
            self.input.into_iter().map(|table| defaults.fill_in(table)).collect()
        } else {
            vec![InputConfig { paths: inputs, ..defaults.fill_in(InputTable::default()) }]
        };
        let terms = TermTables {
            tags: self.tags,
            sources: self.sources,
            categories: self.categories,
            authors: self.authors,
            feeds: self.feeds,
            min_entries: self.output.min_entries,
        };
        let (rules, sources) = terms.resolve();
        let (output, publish) = (self.output, self.publish);
        Config {
            is_local,
            vanished: publish.vanished(),
            taxonomies: output.taxonomies(),
            taxonomies_are_usual: output.taxonomies.is_none(),
            dir: output.dir.map_or_else(|| PathBuf::from("feeds"), |dir| self.folder.join(dir)),
            state: publish.state.map(|state| self.folder.join(state)),
            formats: output.formats.map_or_else(|| OUTPUT_FORMATS[..2].to_vec(), Formats::each_once),
            limit: output.limit.map_or(50, Count::get),
            full: output.content != Some(ContentMode::Excerpt),
            excerpt: output.excerpt.unwrap_or_default().resolve(),
            max_feed_bytes: output.max_feed_bytes.map_or(1_000_000, Count::get),
            publish_future: publish.future == Some(Future::Publish),
            by_content: publish.compare == Some(Compare::Content),
            heartbeat: publish.heartbeat.unwrap_or(false),
            redirects: publish.redirects.unwrap_or_default().into_iter().map(|Server(format)| format).collect(),
            rules,
            sources,
            archives: output.archives.and_then(|Archives(closing)| closing),
            articles: output.articles.unwrap_or_default(),
            limits: self.limits.resolve(),
            most_feeds: self.limits.feeds.map(Count::get),
            inputs,
            file_name: self.name.unwrap_or_else(|| FILE_NAME.to_owned()),
            site,
        }
    }
}

/// What an input has where its own table says nothing else: from the command line, `[site]` and the place of the file.
struct InputDefaults<'f> {
    /// The folder that relative paths start from.
    folder: &'f Path,
    /// The format from the command line, which counts for every input.
    format: Option<&'static InputFormat>,
    /// The time of capture from the command line, which counts for every input.
    captured: Option<DateTime<Utc>>,
    zone: Option<zone::Zone>,
    language: Option<&'f Language>,
}

impl InputDefaults<'_> {
    /// Where a path leads that is told from the folder; the folder itself has the name that it has.
    fn place(&self, path: &Path) -> PathBuf {
        let is_here = path == Path::new(".") && !self.folder.as_os_str().is_empty();
        if is_here { self.folder.to_owned() } else { self.folder.join(path) }
    }

    /// The input of a table, with these defaults for what the table leaves out.
    fn fill_in(&self, table: InputTable) -> InputConfig {
        let fields = table.fields();
        InputConfig {
            paths: table.path.into_vec().into_iter().map(|path| self.place(&path)).collect(),
            format: self.format.or(table.format.map(|Reader(format)| format)),
            encoding: table.encoding.map(|Charset(encoding)| encoding),
            source: table.source,
            language: table.language.map(|LanguageArg(language)| language).or_else(|| self.language.cloned()),
            zone: table.time_zone.map(|Zone(zone)| zone).or(self.zone),
            date_order: table.date_order.map(|order| match order {
                OrderName::DayMonth => DateOrder::DayMonth,
                OrderName::MonthDay => DateOrder::MonthDayWithDots,
            }),
            captured: self.captured.or(table.as_of.map(|Moment(at)| at)),
            base: table.base_url.map(|BaseUrl(url)| url),
            tags: table.tags,
            fields,
            items: table.items.0,
            query: table.query,
            url: table.url.map(|AddressPattern(pattern)| pattern),
            follow_links: table.follow_links,
            line: table.line,
        }
    }
}

impl InputTable {
    /// Which names stand for which field, and which are kept for the pattern of addresses.
    fn fields(&self) -> Arc<Fields> {
        let names: Vec<&str> = self.url.iter().flat_map(|AddressPattern(pattern)| pattern.names()).collect();
        if self.fields.0.is_empty() && self.filter.0.is_empty() && names.is_empty() {
            return Fields::usual();
        }
        Arc::new(Fields::filtered(&self.fields.0, self.filter.0.clone()).with_extra(names.into_iter()))
    }
}

impl SiteTable {
    fn resolve(self) -> Site {
        let base_url = self
            .base_url
            .map(|BaseUrl(url)| url)
            .or_else(|| WebUrl::parse(DEFAULT_BASE_URL))
            .unwrap_or_else(|| unreachable!("the default is a URL"));
        Site {
            id: self.id.unwrap_or_else(|| base_url.canonical()),
            base_url,
            title: line(self.title),
            description: line(self.description),
            author: line(self.author),
            rights: line(self.rights),
            icon: self.icon.map(|Address(url)| url),
            logo: self.logo.map(|Address(url)| url),
            hubs: self.hub.into_vec().into_iter().map(|Address(url)| url).collect(),
            language: self.language.map(|LanguageArg(language)| language),
        }
    }
}

impl OutputTable {
    /// The taxonomies whose terms have feeds, each once.
    fn taxonomies(&self) -> Vec<Taxonomy> {
        let wanted = match &self.taxonomies {
            Some(list) => list.iter().map(|Group(taxonomy)| *taxonomy).collect(),
            None => Taxonomy::USUAL.to_vec(),
        };
        let of_languages = (self.languages == Some(true)).then_some(Taxonomy::Language);
        let mut taxonomies = Vec::with_capacity(wanted.len() + 1);
        for taxonomy in wanted.into_iter().chain(of_languages) {
            if !taxonomies.contains(&taxonomy) {
                taxonomies.push(taxonomy);
            }
        }
        taxonomies
    }
}

impl Formats {
    fn each_once(self) -> Vec<&'static OutputFormat> {
        let Self(list) = self;
        let mut formats: Vec<&'static OutputFormat> = Vec::with_capacity(list.len());
        for Format(format) in list {
            if !formats.iter().any(|known| known.name == format.name) {
                formats.push(format);
            }
        }
        formats
    }
}

impl ExcerptTable {
    fn resolve(self) -> Excerpt {
        Excerpt {
            length: self.length.map_or(Excerpt::default().length, Count::get),
            unit: match self.unit {
                Some(UnitName::Words) => Unit::Words,
                _ => Unit::Characters,
            },
        }
    }
}

impl PublishTable {
    /// For how long a feed stays after its last entry is gone; `None`: for good.
    fn vanished(&self) -> Option<TimeDelta> {
        let days = self.vanished_days.unwrap_or(VANISHED_DAYS);
        (self.vanished != Some(Vanished::Keep)).then(|| TimeDelta::days(days.into()))
    }
}
