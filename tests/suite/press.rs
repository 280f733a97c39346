//! A collection that is published again and again, each time at a moment of its own.

use std::collections::BTreeMap;

use feedmill::internal::memory::Memory;
use feedmill::internal::{config, site};
use serde_json::Value;

use crate::run::{Said, Scratch};

pub(crate) const D1: &str = "2026-07-20T12:00:00Z";
pub(crate) const D2: &str = "2026-07-21T13:00:00Z";
pub(crate) const D3: &str = "2026-07-23T14:00:00Z";

/// Publishes a collection at one moment after another.
pub(crate) struct Press {
    pub(crate) scratch: Scratch,
    pub(crate) toml: String,
}

impl Press {
    pub(crate) fn new() -> Self {
        Self { scratch: Scratch::new(), toml: String::new() }
    }

    /// Publishes these articles, captured and published at a moment.
    pub(crate) fn run(&self, now: &str, articles: &Value) -> feedmill::internal::report::Report {
        let input = self.scratch.file("in/a.json", articles.to_string());
        let mut file = config::File::parse(&self.toml, "feedmill.toml".as_ref()).unwrap();
        file.output.dir = Some(self.scratch.path().join("out"));
        file.output.formats = Some(config::Formats(vec!["rss".parse().unwrap(), "atom".parse().unwrap()]));
        let config = file.resolve(vec![input], None, Some(now.parse().unwrap()));
        let run = site::Run::at(now.parse().unwrap()).accept_shrink(true);
        site::build(&config, &run).unwrap()
    }

    /// Id, date of publication and date of change of each entry, by title.
    pub(crate) fn entries(&self) -> BTreeMap<String, (String, String, String)> {
        let date = |date: chrono::DateTime<chrono::FixedOffset>| date.format("%Y-%m-%dT%H:%M:%S").to_string();
        let entries = self.scratch.atom();
        let entries = entries.entries().iter().map(|entry| {
            let dates = (date(entry.published().copied().unwrap()), date(*entry.updated()));
            (entry.title().to_string(), (entry.id().to_owned(), dates.0, dates.1))
        });
        entries.collect()
    }

    pub(crate) fn entry(&self, title: &str) -> (String, String, String) {
        self.entries().remove(title).unwrap_or_else(|| panic!("no {title} in {:?}", self.entries()))
    }

    pub(crate) fn memory(&self) -> Memory {
        feedmill::internal::catalogue::Catalogue::open(&self.scratch.path().join("out")).unwrap().memory().unwrap()
    }

    pub(crate) fn ledger(&self, args: &[&str]) -> Said {
        self.scratch.run(&[&["ledger", args[0], "-o", "out"], &args[1..]].concat())
    }
}
