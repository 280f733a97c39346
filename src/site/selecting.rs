//! What feeds show, and what became of the articles.

use chrono::{DateTime, Utc};

use super::formats::LeftOut;
use super::{MOST_ENTRIES, budget, identity, is_in_place, remember, until};
use crate::article::date::rfc3339;
use crate::article::{Article, Origin, Outline};
use crate::catalogue::{Publication, State};
use crate::config::Config;
use crate::feed::FeedKey;
use crate::memory::Memory;
use crate::normalise;
use crate::render::{OUTPUT_FORMATS, OutputFormat, PAGE};
use crate::report::{Report, Warning, WarningCode};
use crate::select::archive::Archiving;
use crate::select::rules::{Terms, Unmatched};
use crate::select::{self, Crowded, Selected, Selection};
use crate::spill::Spill;
use feedcheck::internal::nearest;

/// What was published before.
#[derive(Clone, Copy)]
pub(super) struct Before<'b> {
    pub(super) memory: &'b Memory,
    pub(super) state: &'b State,
    /// Formats that are left out now.
    pub(super) left_out: &'b [LeftOut],
}

/// Chooses what feeds show, and reports what became of the articles. What there is in the whole collection is taken down if there
/// is a spill that some of it can be `collected` in.
pub(super) fn select<'i>(
    config: &Config,
    selection: Selection<'i>,
    Before { memory, state, left_out }: Before<'_>,
    collected: Option<&Spill>,
    now: DateTime<Utc>,
    report: &mut Report,
) -> Selected<'i> {
    let is_intact = |document: &FeedKey| {
        let formats = config.formats.iter().copied().chain([&PAGE]);
        let formats = formats.chain(left_out.iter().map(|left_out| left_out.format));
        formats.map(|format| document.path(format.file_name)).all(|path| is_in_place(config, state, &path))
    };
    // Pages lose their links to a format in the first run without it; and once more when its files go, if it had come back.
    let is_outdated = |document: &FeedKey| {
        let is_there = |format: &&&OutputFormat| {
            let done = left_out.iter().filter(|left_out| !left_out.is_new()).map(|left_out| left_out.format);
            config.formats.iter().copied().chain(done).any(|known| known.name == format.name)
        };
        let mut gone = OUTPUT_FORMATS.iter().filter(|format| !is_there(format));
        gone.any(|format| state.files.contains_key(&*document.path(format.file_name)))
    };
    let was_published = |feed: &FeedKey| state.files.contains_key(&*feed.path(PAGE.file_name));
    let plain_text = |article: &Article<'_>| normalise::plain_text(article, config.limits.html_depth);
    let options = select::Options {
        collects: collected.is_some(),
        spill: collected,
        archives: config.archives.map(|closing| Archiving {
            closing,
            is_intact: &is_intact,
            is_outdated: &is_outdated,
            was_published: &was_published,
        }),
        plain_text: &plain_text,
        ..options(config, memory, &state.publication, report.bytes.read, now)
    };
    let selected = selection.select(&config.site, &options);
    report.articles.accepted = selected.distinct;
    report.articles.duplicates += selected.duplicates;
    report.articles.held = selected.held.len();
    report.articles.retracted = selected.retracted;
    report.articles.rejected = report.rejections.len();
    let unknown = selected.unknown_retractions.iter().map(|origin| {
        Warning::new(
            origin,
            WarningCode::UnknownRetraction,
            "takes back what was never published, or is not known any more",
        )
    });
    let crowded = selected.crowded.iter().map(|crowded| {
        let Crowded { origin, what, count, most } = crowded;
        let message = format!("{count} {what} of all places that it was read from; the first {most} are used");
        Warning::new(origin, WarningCode::TooManyTags, message)
    });
    report.warnings.extend(crowded);
    report.warnings.extend(budget::without_room(&selected));
    report.warnings.extend(dates(&selected).chain(unknown).chain(identity::warnings(&selected)));
    report.merged = identity::merged(&selected, report.rejections.of_a_kind());
    report.more_merged = selected.merged.len() - report.merged.len();
    report.warnings.extend(selected.unmatched.iter().map(|unmatched| unmatched_term(config, &selected, unmatched)));
    if config.taxonomies_are_usual {
        report.warnings.extend(unused_categories(&selected));
    }
    selected
}

/// What is said of terms that the configuration names and no article has.
fn unmatched_term(config: &Config, selected: &Selected<'_>, Unmatched { rule, named }: &Unmatched) -> Warning {
    let taxonomy = named.terms.taxonomy();
    let (name, what) = match &named.terms {
        Terms::One((_, key)) => (key.as_str(), format!("the {} \"{}\"", taxonomy.name(), key.as_str())),
        Terms::Matching(_, pattern) => {
            let pattern = pattern.as_str();
            (pattern.trim_matches('*'), format!("the pattern \"{}/{pattern}\"", taxonomy.name()))
        }
    };
    let known = selected.terms.iter().filter(|term| term.taxonomy == taxonomy && term.articles > 0);
    let near = nearest(name, known.map(|term| term.key.as_str()));
    let near = near.map_or(String::new(), |near| format!("; did you mean \"{near}\"?"));
    let message = format!("{rule} names {what}, which no article has{near}");
    Warning::new(&Origin::new(&*config.file_name, named.line), WarningCode::UnmatchedTerm, message)
}

/// What is said of the dates of articles: they are held, or published with others.
pub(super) fn dates(selected: &Selected<'_>) -> impl Iterator<Item = Warning> {
    let held = selected.held.iter().map(|held| {
        let what = if held.is_dated { "dated" } else { "to be published" };
        Warning::new(&held.origin, WarningCode::Held, format!("{what} {}; held until then", rfc3339(held.until)))
    });
    let moved = selected.moved.iter().map(|(origin, read, stands)| {
        let message = format!(
            "dated {} now; it was published with {}, and a published date stays (`feedmill ledger forget` lets go of it)",
            rfc3339(*read),
            rfc3339(*stands)
        );
        Warning::new(origin, WarningCode::DateMoved, message)
    });
    held.chain(moved)
}

/// What the configuration says about the choice, without archives, of inputs that have so many bytes.
pub(super) fn options<'o>(
    config: &'o Config,
    memory: &'o Memory,
    publication: &Publication,
    read: u64,
    now: DateTime<Utc>,
) -> select::Options<'o> {
    select::Options {
        taxonomies: config.taxonomies.clone(),
        limit: config.limit,
        most: MOST_ENTRIES,
        until: until(config, now),
        memory,
        now,
        vanished: config.vanished,
        min_entries_before: publication.min_entries.clone(),
        tombstones_since: now - remember::TOMBSTONE,
        rules: &config.rules,
        most_terms: config.limits.terms,
        most_feeds: budget::most_feeds(config.most_feeds, read),
        archives: None,
        collects: false,
        spill: None,
        moments: Vec::new(),
        plain_text: &|_| String::new(),
        is_second_taken: None,
        pages: config.articles,
        is_page_taken: None,
    }
}

/// Says that there are categories without feeds, where they are not the tags by another name.
fn unused_categories(selected: &Selected<'_>) -> Option<Warning> {
    let has_others = |article: &&Outline<'_>| {
        article.categories().iter().any(|category| !article.tags().iter().any(|tag| tag.key == category.key))
    };
    let first = selected.articles.iter().map(|article| &**article).find(has_others)?;
    let message = "articles have categories, which get no feeds; --taxonomy tag,source,category publishes them";
    Some(Warning::new(first.origin(), WarningCode::UnusedCategories, message))
}
