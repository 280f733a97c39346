//! What the report says about articles that were put together or kept apart.

use std::collections::HashMap;

use crate::article::{KeyKind, Origin};
use crate::report::{MergedLine, ReadingLine, Warning, WarningCode};
use crate::select::{Merged, Reuse, Selected};

/// The codes of warnings about addresses and ids of several articles. They name the place of another one.
pub(super) const REUSED: [WarningCode; 2] = [WarningCode::AddressReused, WarningCode::IdReused];

/// What is said of an article that is remembered and not read.
const PUBLISHED_AS: &str = "an article that was published as ";

/// Whether something is said of one run alone: that an article is not the one that was published with its id or address. It is
/// remembered by itself from then on.
pub(super) fn is_said_once(warning: &Warning) -> bool {
    REUSED.contains(&warning.code) && warning.message.contains(PUBLISHED_AS)
}

/// What a key is called where people look.
fn noun(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Given | KeyKind::Bare => "id",
        KeyKind::Url | KeyKind::Place => "address",
        KeyKind::Card => "title, source and day",
        KeyKind::Text | KeyKind::Words => "text",
        KeyKind::Headline | KeyKind::Title => "title, and nearly the same date",
    }
}

/// The first `most` articles that were read from several places, with as many of these places.
pub(super) fn merged(selected: &Selected<'_>, most: usize) -> Vec<MergedLine> {
    let line = |merged: &Merged| {
        let mut titles = HashMap::<&Origin, &String>::new();
        for (place, title) in &merged.other_titles {
            titles.entry(place).or_insert(title);
        }
        let title_at = |origin: &Origin| titles.get(origin).map(|title| (*title).clone());
        let readings = merged.origins.iter().take(most);
        MergedLine {
            id: merged.id.to_string(),
            title: merged.title.clone(),
            by: merged.by.iter().map(|kind| kind.name().into()).collect(),
            readings: readings.map(|origin| ReadingLine { origin: origin.clone(), title: title_at(origin) }).collect(),
            more: merged.origins.len().saturating_sub(most),
        }
    };
    selected.merged.iter().take(most).map(line).collect()
}

/// Warnings about titles that gave way to others, and about ids and addresses that stand for several articles.
pub(super) fn warnings(selected: &Selected<'_>) -> impl Iterator<Item = Warning> {
    let titles = selected.merged.iter().flat_map(|merged| {
        let by = merged.by.first().map_or("id", |kind| noun(*kind));
        merged.other_titles.iter().map(move |(origin, title)| {
            let message = format!("\"{title}\" has the same {by} as \"{}\", and is published as that", merged.title);
            Warning::new(origin, WarningCode::MergedTitle, message)
        })
    });
    titles.chain(selected.reuses.iter().map(reused))
}

/// An id or an address that stands for several articles.
fn reused(reuse: &Reuse) -> Warning {
    let Reuse { kind, article: (origin, title), other: (place, other), count } = reuse;
    let noun = noun(*kind);
    let other = match place {
        Some(place) => format!("\"{other}\" ({place})"),
        None => format!("{PUBLISHED_AS}{other}"),
    };
    let (code, nouns) = if *kind == KeyKind::Url { (REUSED[0], "addresses") } else { (REUSED[1], "ids") };
    let more = match count - 1 {
        0 => String::new(),
        1 => format!("; so it is with 1 other {noun} of the same files"),
        more => format!("; so it is with {more} other {nouns} of the same files"),
    };
    let message = format!("\"{title}\" has the {noun} of {other}, and is another article{more}");
    Warning::new(origin, code, message)
}
