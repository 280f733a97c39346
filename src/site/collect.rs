//! From the text of the inputs to articles.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rayon::prelude::*;

use super::beside::{self, LoadedFile};
use super::gather::LinePlaces;
use super::inputs::{Found, InWebsite, Inputs, ReadInput};
use super::once::Once;
use super::part::{Part, Store};
use super::parts::InParts;
use super::{reject, unmatched, until};
use crate::article::permalink::Generator;
use crate::article::{Draft, Origin};
use crate::catalogue::{Access, InputKey, InputRecord};
use crate::config::{Config, InputConfig};
use crate::feed::Taxonomy;
use crate::load::{self, Input, InputFormat, LoadError, LoadErrorKind, Loaded, ReadOptions};
use crate::normalise::date::DateOrder;
use crate::normalise::listing::Listing;
use crate::normalise::{self, DateOptions, OrderSigns, Proof};
use crate::report::{InputLine, MOST_OF_A_KIND, Report, Unit, Warning, WarningCode};
use crate::select::Selection;
use crate::zone::Zone;

/// How an input was read, with all that it holds.
#[derive(Debug, Clone, Default)]
pub(super) struct Read {
    /// The name of its format.
    pub(super) format: &'static str,
    /// Whether it is read by lines.
    pub(super) by_line: bool,
    /// How its articles can be read again.
    pub(super) access: Access,
    /// What its dates show of the order of day and month.
    pub(super) order_signs: OrderSigns,
    /// Where that is done with the whole input: where each draft stands, and the hash of what it says.
    pub(super) drafts: Vec<(Origin, i64)>,
    /// Where its articles stand that can be read alone.
    pub(super) standing: LinePlaces,
    /// How many bytes it has.
    pub(super) size: u64,
    /// How many articles it holds, those that its collection does not publish included.
    pub(super) articles: u64,
    /// How much of it became no article.
    pub(super) others: u64,
}

/// Load and normalise. `before` is how the inputs looked in the last run; `read` is told how each was read. `in_parts` are those whose
/// articles are there already; the texts of the others go into the `store`, and nothing keeps those of `inputs`.
pub(super) fn collect<'i, 's>(
    config: &Config,
    before: &BTreeMap<InputKey, InputRecord>,
    inputs: &'i [ReadInput<'_, '_>],
    (mut in_parts, store): (BTreeMap<InputKey, InParts<'s>>, &'s Store),
    now: DateTime<Utc>,
    read: &mut BTreeMap<InputKey, Read>,
    report: &mut Report,
) -> Result<Selection<'s>, LoadError> {
    // Whether the run may go on without the articles that were in it is said later.
    let was_emptied = |found: &Found<'_>, kind: &LoadErrorKind| {
        before.contains_key(&found.key()) && matches!(kind, LoadErrorKind::Empty | LoadErrorKind::NoArticles)
    };
    let most_of_a_kind = report.rejections.of_a_kind();
    let all = inputs.iter().map(|(.., input)| input.stored).sum();
    let (parted, whole): (Vec<_>, Vec<_>) = inputs.iter().partition(|(found, ..)| in_parts.contains_key(&found.key()));
    store.progress.expect(Unit::Files, whole.len());
    let load = |(found, input_config, input): &&'i ReadInput<'_, '_>| {
        let options = read_options(config, input_config, (input, all), found.way(), now, false);
        let loaded = load::drafts(input, input_config.format, &ReadOptions { most_of_a_kind, ..options });
        store.progress.advance(1);
        loaded
    };
    let loaded: Vec<_> = whole.par_iter().map(load).collect();
    let mut loaded: Vec<LoadedFile<'_>> =
        whole.iter().zip(loaded).map(|((found, _, input), loaded)| (*found, input, loaded)).collect();
    report.warnings.extend(beside::settle(&mut loaded));
    let mut files = Vec::with_capacity(loaded.len());
    for (found, input, result) in loaded {
        match result {
            Ok(loaded) => files.push((found, input, loaded)),
            Err(error) if input.named && !was_emptied(found, &error.kind) => return Err(error),
            Err(error) => {
                let promised = found.config.format.or_else(|| InputFormat::of_path(&input.path));
                report.inputs.push(InputLine {
                    path: input.origin.path.to_string(),
                    settings: found.settings(),
                    format: promised.map_or("unknown", |format| format.name).into(),
                    articles: 0,
                    rejected: 1,
                    unpublished: 0,
                });
                reject(&error, report);
            }
        }
    }
    report.warnings.extend(unmatched::warnings(&config.file_name, &files));
    let shared_order = Proof::of(files.iter().flat_map(|(.., loaded)| &loaded.drafts)).order;
    let listings = listings(&files, parted.iter().map(|(found, ..)| (&*found.by, in_parts[&found.key()].part.dated)));
    store.progress.expect(Unit::Articles, files.iter().map(|(.., loaded)| loaded.drafts.len()).sum());
    let mut parts: Vec<_> = files
        .into_par_iter()
        .map(|(found, input, loaded)| {
            let loaded = (loaded, listings.get(found.by.as_str()));
            (found, input, Part::of_input(config, found, input, loaded, shared_order, (now, store)))
        })
        .collect();
    if !parted.is_empty() {
        let parted = parted.into_iter();
        parts.extend(parted.filter_map(|(found, _, input)| Some((*found, input, in_parts.remove(&found.key())?.part))));
        // In the order of the inputs.
        parts.sort_by_key(|(_, input, _)| std::ptr::from_ref::<Input>(input));
    }
    let mut selection = Selection::default();
    let mut once: BTreeMap<&str, Once> = BTreeMap::new();
    for (found, input, mut part) in parts {
        once.entry(&found.by).or_default().append(std::mem::take(&mut part.once));
        selection = selection.merge(take_down(found, input, part, read, report));
    }
    report.warnings.extend(once.into_values().flat_map(Once::into_warnings));
    selection.remember_addresses();
    Ok(selection)
}

/// Says what became of an input, and gives its articles.
fn take_down<'s>(
    found: &Found<'_>,
    input: &Input,
    part: Part<'s>,
    read: &mut BTreeMap<InputKey, Read>,
    report: &mut Report,
) -> Selection<'s> {
    let articles = part.selection.len() + part.repeated;
    // What its collection keeps back is still there.
    let of_key = read.entry(found.key()).or_insert(Read { access: part.access, ..Read::default() });
    if of_key.format.is_empty() {
        of_key.size = input.bytes();
    } else {
        of_key.access = Access::Never;
    }
    of_key.drafts = part.drafts;
    of_key.order_signs = of_key.order_signs.with(part.order_signs);
    of_key.standing = part.standing;
    of_key.format = part.format;
    of_key.by_line = InputFormat::named(part.format).is_some_and(|format| format.by_line);
    of_key.articles += (articles + part.unpublished) as u64;
    of_key.others += part.rejections.len() as u64;
    report.articles.read += articles + part.rejections.len() + part.unpublished;
    report.articles.duplicates += part.repeated;
    report.articles.unpublished += part.unpublished;
    report.inputs.push(InputLine {
        path: input.origin.path.to_string(),
        settings: found.settings(),
        format: part.format.into(),
        articles,
        rejected: part.rejections.len(),
        unpublished: part.unpublished,
    });
    report.rejections.append(part.rejections);
    report.warnings.append(part.warnings);
    part.selection
}

/// How an input is read, of inputs that have so many bytes in all.
pub(super) fn read_options<'o>(
    config: &'o Config,
    input_config: &'o InputConfig,
    (input, all): (&'o Input, u64),
    (by, website): (&str, Option<&'o InWebsite>),
    now: DateTime<Utc>,
    explain: bool,
) -> ReadOptions<'o> {
    ReadOptions {
        origin: &input.origin,
        below: below(&input.origin.path, by),
        is_forced: input_config.format.is_some(),
        fields: &input_config.fields,
        items: &input_config.items,
        query: input_config.query.as_deref(),
        website: website.map(|(rules, path)| (&**rules, path.as_str())),
        limits: &config.limits,
        may_grow: input.stamp.and_then(|stamp| stamp.grows_until()).is_some_and(|until| until > now),
        explain,
        most_articles: config.limits.most_articles(input.stored, all),
        most_of_a_kind: if explain { usize::MAX } else { MOST_OF_A_KIND },
    }
}

/// The path of a file below the folder or pattern that it was found by.
fn below<'p>(path: &'p str, by: &str) -> &'p str {
    let by = by.strip_prefix("./").unwrap_or(by);
    let folder = by.find(['*', '?', '[', '{']).map_or(by, |special| &by[..special]);
    // The part of a pattern before its first sign may end inside of a name.
    let folder = if folder.len() < by.len() { folder.rfind('/').map_or("", |end| &folder[..end]) } else { folder };
    let rest = path.strip_prefix(folder.trim_end_matches('/')).unwrap_or(path);
    if rest.is_empty() { path } else { rest.trim_start_matches('/') }
}

/// What the files have in common that were found by one path, folder or pattern, for each of these. `dated_rows` says how many
/// rows with dates there are in files that were read in parts.
fn listings<'f>(
    files: &[(&'f Found<'_>, &Input, Loaded<'_>)],
    dated_rows: impl Iterator<Item = (&'f str, usize)>,
) -> BTreeMap<&'f str, Listing> {
    let mut own = BTreeMap::<&str, (Vec<&Loaded<'_>>, usize)>::new();
    for (found, _, loaded) in files {
        own.entry(&found.by).or_default().0.push(loaded);
    }
    for (by, rows) in dated_rows {
        own.entry(by).or_default().1 += rows;
    }
    let of = |files: Vec<&Loaded<'_>>, rows| Listing::of(files.into_iter().flat_map(|loaded| &loaded.drafts), rows);
    own.into_iter().map(|(by, (files, rows))| (by, of(files, rows))).collect()
}

/// The order of day and month that all inputs together prove.
pub(super) fn order_of_all(config: &Config, inputs: &Inputs<'_>, now: DateTime<Utc>) -> Option<DateOrder> {
    let drafts = |loaded: &[Loaded<'_>]| Proof::of(loaded.iter().flat_map(|loaded| &loaded.drafts)).order;
    with_all(config, inputs, None, now, drafts)
}

/// What the files have in common that were found by a path, a folder or a pattern.
pub(super) fn listing_of(config: &Config, inputs: &Inputs<'_>, by: &str, now: DateTime<Utc>) -> Option<Listing> {
    let listing = |loaded: &[Loaded<'_>]| Some(Listing::of(loaded.iter().flat_map(|loaded| &loaded.drafts), 0));
    with_all(config, inputs, Some(by), now, listing)
}

/// What the dates of an input show of the order of day and month, and the order in which they are read. With it what is said of it.
pub(super) fn order_of(
    drafts: &[Draft<'_>],
    config: &InputConfig,
    shared_order: Option<DateOrder>,
) -> (OrderSigns, DateOrder, Option<Warning>) {
    let proof = Proof::of(drafts.iter());
    let order = config.date_order.or(proof.order).or(shared_order);
    let ambiguous = proof.unclear.filter(|_| order.is_none()).map(|(draft, raw)| {
        let message = format!("\"{raw}\" could be day-month or month-day; read as day-month, like all such dates here");
        Warning::new(&draft.origin, WarningCode::AmbiguousDate, message)
    });
    (proof.signs, order.unwrap_or_default(), ambiguous)
}

/// Reads all inputs, or those that were found by a name, and looks at what is in them.
fn with_all<R>(
    config: &Config,
    inputs: &Inputs<'_>,
    by: Option<&str>,
    now: DateTime<Utc>,
    look: impl FnOnce(&[Loaded<'_>]) -> Option<R>,
) -> Option<R> {
    let read = inputs.read(config, now, |_| None, &mut Report::default()).ok()?.inputs;
    let own = read.par_iter().filter(|(found, ..)| by.is_none_or(|by| found.by == by));
    let all = read.iter().map(|(.., input)| input.stored).sum();
    let loaded = own.filter_map(|(found, input_config, input)| {
        let options = read_options(config, input_config, (input, all), found.way(), now, false);
        load::drafts(input, input_config.format, &options).ok()
    });
    look(&loaded.collect::<Vec<_>>())
}

/// How its drafts become articles.
pub(super) fn options<'o>(
    config: &'o Config,
    (input_config, website): (&'o InputConfig, Option<&InWebsite>),
    input: &Input,
    listing: Option<&'o Listing>,
    (order, serials): (DateOrder, bool),
    now: DateTime<Utc>,
) -> normalise::Options<'o> {
    // What the user says comes before what the site says.
    let website = website.map(|(rules, _)| &rules.website).filter(|_| input_config.zone.is_none());
    let dates = DateOptions {
        zone: input_config.zone.or_else(|| website?.zone).unwrap_or(Zone::UTC),
        order,
        captured: input.captured,
        serials,
        utc_timestamps: website.is_some_and(|website| website.generator == Generator::Jekyll),
    };
    normalise::Options {
        dates,
        appeared: input.appeared,
        // Who says in which format a folder is means its files.
        listing: listing.filter(|_| input_config.format.is_none()),
        is_named: input.named,
        source: input_config.source.as_deref(),
        language: input_config.language.as_ref(),
        tags: &input_config.tags,
        base: input_config.base.as_ref(),
        address: input_config.url.as_ref(),
        until: until(config, now),
        now,
        most_bytes: config.limits.field,
        most_terms: config.limits.terms,
        tag_aliases: config.rules.aliases(Taxonomy::Tag),
        source_aliases: config.rules.aliases(Taxonomy::Source),
        category_aliases: config.rules.aliases(Taxonomy::Category),
        sources: &config.sources,
    }
}
