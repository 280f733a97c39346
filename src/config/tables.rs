//! The tables of `feedmill.toml`, as the file has them.

use std::path::PathBuf;

use serde::Deserialize;

use super::value::{
    Address, AddressPattern, Archives, BaseUrl, Charset, Count, Depth, FieldTable, FilterTable, Formats, Group,
    LanguageArg, Moment, OneOrMany, Paths, Reader, Server, Size, Zone,
};
use crate::feed::ArticlePages;
use crate::load::Limits;

/// `[site]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SiteTable {
    /// The publication's title.
    pub title: Option<String>,
    /// Where the output folder is served.
    pub base_url: Option<BaseUrl>,
    /// The language of articles that name none.
    pub language: Option<LanguageArg>,
    /// A sentence about the publication.
    pub description: Option<String>,
    /// Its author.
    pub author: Option<String>,
    /// Who may copy it.
    pub rights: Option<String>,
    /// A small square picture of it.
    pub icon: Option<Address>,
    /// A wide picture of it.
    pub logo: Option<Address>,
    /// Hubs that tell subscribers of news (WebSub).
    pub hub: OneOrMany<Address>,
    /// The zone of dates that name none.
    pub time_zone: Option<Zone>,
    /// What feed ids are made of.
    pub id: Option<String>,
}

/// `[output]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OutputTable {
    /// The output folder.
    pub dir: Option<PathBuf>,
    /// The feed formats.
    pub formats: Option<Formats>,
    /// The taxonomies whose terms have feeds.
    pub taxonomies: Option<Vec<Group>>,
    /// How many entries a feed has.
    pub limit: Option<Count>,
    /// Whether feeds show whole texts.
    pub content: Option<ContentMode>,
    /// How long excerpts are.
    pub excerpt: Option<ExcerptTable>,
    /// How large a feed may be.
    pub max_feed_bytes: Option<Count>,
    /// How many articles a term needs for a feed of its own.
    pub min_entries: Option<Count>,
    /// Whether each language has feeds, where there are several.
    pub languages: Option<bool>,
    /// Whether archive documents keep all entries that feeds ever had, and when one of them is full.
    pub archives: Option<Archives>,
    /// Which articles have a page of their own.
    pub articles: Option<ArticlePages>,
}

/// `content = "full"`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[serde(rename_all = "lowercase")]
pub enum ContentMode {
    /// The whole text.
    Full,
    /// An excerpt alone.
    Excerpt,
}

/// `excerpt = { length = 300, unit = "characters" }`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ExcerptTable {
    pub(super) length: Option<Count>,
    pub(super) unit: Option<UnitName>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum UnitName {
    Characters,
    Words,
}

/// `[[input]]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct InputTable {
    /// Files, folders and patterns, relative to the file's own folder.
    pub path: OneOrMany<PathBuf>,
    pub(super) format: Option<Reader>,
    pub(super) encoding: Option<Charset>,
    pub(super) source: Option<String>,
    pub(super) language: Option<LanguageArg>,
    pub(super) time_zone: Option<Zone>,
    pub(super) date_order: Option<OrderName>,
    pub(super) as_of: Option<Moment>,
    pub(super) base_url: Option<BaseUrl>,
    pub(super) tags: Vec<String>,
    pub(super) fields: FieldTable,
    pub(super) items: Paths,
    pub(super) query: Option<String>,
    #[serde(rename = "where")]
    pub(super) filter: FilterTable,
    pub(super) url: Option<AddressPattern>,
    pub(super) follow_links: bool,
    /// The line of the table, from 1; 0 where it stands in no file.
    #[serde(skip)]
    pub(super) line: u64,
}

/// `[limits]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LimitsTable {
    pub(super) line: Option<Size>,
    pub(super) document: Option<Size>,
    pub(super) articles: Option<Count>,
    pub(super) item: Option<Size>,
    pub(super) field: Option<Size>,
    pub(super) tags: Option<Count>,
    pub(super) html_depth: Option<Depth>,
    pub(super) json_depth: Option<Depth>,
    pub(super) feeds: Option<Count>,
}

impl LimitsTable {
    /// The limits of the table, and the defaults for those that it leaves out.
    pub(super) fn resolve(&self) -> Limits {
        let usual = Limits::USUAL;
        Limits {
            line: self.line.map_or(usual.line, |Size(bytes)| bytes),
            document: self.document.map_or(usual.document, |Size(bytes)| bytes),
            articles: self.articles.map(Count::get),
            item: self.item.map_or(usual.item, |Size(bytes)| bytes),
            field: self.field.map_or(usual.field, |Size(bytes)| bytes),
            terms: self.tags.map_or(usual.terms, Count::get),
            html_depth: self.html_depth.map_or(usual.html_depth, |Depth(depth)| depth),
            json_depth: self.json_depth.map_or(usual.json_depth, |Depth(depth)| depth),
        }
    }
}

#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) enum OrderName {
    #[serde(rename = "day-month")]
    DayMonth,
    #[serde(rename = "month-day")]
    MonthDay,
}

/// `[publish]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PublishTable {
    /// What becomes of articles with dates in the future.
    pub future: Option<Future>,
    /// What becomes of a feed when its last entry is gone.
    pub vanished: Option<Vanished>,
    /// After how many days it is removed.
    pub vanished_days: Option<u16>,
    /// How a run finds out whether an input has changed.
    pub compare: Option<Compare>,
    /// Whether every run writes its status.
    pub heartbeat: Option<bool>,
    /// The servers that redirects are written for.
    pub redirects: Option<Vec<Server>>,
    /// The folder of the state, which is kept from run to run and not published.
    pub state: Option<PathBuf>,
}

/// `vanished = "remove"`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Vanished {
    /// It stays, empty, for some days.
    Remove,
    /// It stays for good.
    Keep,
}

/// `compare = "metadata"`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Compare {
    /// By size, times and inode.
    Metadata,
    /// By what is in it.
    Content,
}

/// `future = "hold"`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Future {
    /// They wait until they are due.
    Hold,
    /// They are published at once.
    Publish,
}
