//! The columns of each list.

use chrono::{DateTime, Utc};

use super::lines::{ActivityLine, EntryLine, FeedLine, TermLine};
use super::table::{Column, Place, Table};
use crate::article::date::rfc3339;
use crate::report::InputLine;

const INPUTS: &[Column] = &[
    Column::long("input"),
    Column::number("articles"),
    Column::text("format"),
    Column::number("rejected"),
    Column::number("unpublished"),
    Column::text("settings"),
];

const TERMS: &[Column] = &[
    Column::text("taxonomy").in_pipe(),
    Column::long("term"),
    Column::number("entries"),
    Column::text("newest"),
    Column::text("slug").in_pipe(),
    Column::text("activity").if_there_is_room(),
    Column::text("per").if_there_is_room(),
    Column::text("url"),
];

const FEEDS: &[Column] = &[
    Column::long("title"),
    Column::number("entries"),
    Column::text("newest"),
    Column::text("activity").if_there_is_room(),
    Column::text("per").if_there_is_room(),
    Column::text("url"),
    Column::text("feed").in_pipe(),
];

const ENTRIES: &[Column] = &[Column::text("published"), Column::long("title"), Column::text("url")];

fn day(moment: Option<DateTime<Utc>>) -> String {
    moment.map(|at| rfc3339(at)[..10].to_owned()).unwrap_or_default()
}

/// Bars, and what each stands for.
fn shown(activity: &ActivityLine) -> [String; 2] {
    [activity.bars(), activity.unit.unwrap_or_default().to_owned()]
}

pub(super) fn inputs(inputs: &[&InputLine]) -> Table {
    let row = |InputLine { path, settings, format, articles, rejected, unpublished }: &&InputLine| {
        let numbers = [articles, rejected, unpublished].map(ToString::to_string);
        let [articles, rejected, unpublished] = numbers;
        vec![path.clone(), articles, format.to_string(), rejected, unpublished, settings.clone()]
    };
    Table::new(INPUTS, inputs.iter().map(row))
}

pub(super) fn terms(terms: &[TermLine<'_>]) -> Table {
    let row = |line: &TermLine<'_>| {
        let [activity, per] = shown(&line.activity);
        let TermLine { taxonomy, term, slug, entries, newest, url, .. } = line;
        let url = url.clone().unwrap_or_default();
        vec![
            (*taxonomy).to_owned(),
            (*term).to_owned(),
            entries.to_string(),
            day(*newest),
            (*slug).to_owned(),
            activity,
            per,
            url,
        ]
    };
    Table::new(TERMS, terms.iter().map(row))
}

pub(super) fn feeds(feeds: &[FeedLine<'_>]) -> Table {
    let row = |line: &FeedLine<'_>| {
        let [activity, per] = shown(&line.activity);
        let feed = line.feed.clone().unwrap_or_default();
        vec![line.title.to_owned(), line.entries.to_string(), day(line.newest), activity, per, line.url.clone(), feed]
    };
    Table::new(FEEDS, feeds.iter().map(row))
}

/// Entries, with their day on a terminal and else the moment.
pub(super) fn entries(entries: &[EntryLine], place: Place) -> Table {
    let row = |EntryLine { published, title, url }: &EntryLine| {
        let published = if place.is_terminal() { day(*published) } else { published.map(rfc3339).unwrap_or_default() };
        vec![published, title.clone(), url.clone().unwrap_or_default()]
    };
    Table::new(ENTRIES, entries.iter().map(row))
}
