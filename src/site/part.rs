//! What becomes of an input, or of a part of it: drafts become articles.

use chrono::{DateTime, Utc};

use super::again;
use super::collect::{options, order_of};
use super::gather::LinePlaces;
use super::inputs::Found;
use super::once::Once;
use crate::article::date::{is_implausible, rfc3339};
use crate::article::{Draft, Origin, Outline, Shared};
use crate::catalogue::Access;
use crate::config::Config;
use crate::load::{Input, InputFormat, Loaded};
use crate::normalise::date::DateOrder;
use crate::normalise::listing::Listing;
use crate::normalise::{self, LeftOut, OrderSigns};
use crate::report::{Kept, Progress, Rejection, Warning, WarningCode};
use crate::select::Selection;
use crate::spill::Spill;

/// After how many drafts their memory is given back.
const GIVEN_BACK: usize = 1 << 14;

/// Where that of articles is kept which is needed later, or by many.
#[derive(Debug)]
pub(super) struct Store {
    /// Their texts.
    pub(super) spill: Spill,
    /// What their terms are called.
    pub(super) shared: Shared,
    /// Is told of each of them.
    pub(super) progress: Progress,
}

impl Store {
    /// An empty one.
    pub(super) fn new(spill: Spill, progress: &Progress) -> Self {
        Self { spill, shared: Shared::default(), progress: progress.clone() }
    }
}

/// What became of one input.
#[derive(Default)]
pub(super) struct Part<'s> {
    pub(super) format: &'static str,
    pub(super) access: Access,
    /// What its dates show of the order of day and month.
    pub(super) order_signs: OrderSigns,
    pub(super) drafts: Vec<(Origin, i64)>,
    /// Where its articles stand that can be read alone.
    pub(super) standing: LinePlaces,
    pub(super) selection: Selection<'s>,
    /// How many more readings there are, each letter for letter one of these.
    pub(super) repeated: usize,
    pub(super) rejections: Kept<Rejection>,
    pub(super) warnings: Kept<Warning>,
    /// What is said once for all files that were found in one way.
    pub(super) once: Once,
    /// How many drafts the collection does not publish.
    pub(super) unpublished: usize,
    /// Of rows that are read in parts: how many have dates and are not kept back.
    pub(super) dated: usize,
    /// The first article that is dated before there was a web.
    pub(super) ancient: Option<Origin>,
}

/// Warnings of articles: those that are said of each, and those that are said once.
struct Said<'s>(&'s mut Kept<Warning>, &'s mut Once);

impl Extend<Warning> for Said<'_> {
    fn extend<T: IntoIterator<Item = Warning>>(&mut self, warnings: T) {
        for warning in warnings {
            if warning.code == WarningCode::NoAddress { self.1.add(&warning) } else { self.0.push(warning) }
        }
    }
}

impl<'s> Part<'s> {
    /// The articles of a whole input, with their texts in the `store`.
    pub(super) fn of_input(
        site: &Config,
        found: &Found<'_>,
        input: &Input,
        (loaded, listing): (Loaded<'_>, Option<&Listing>),
        shared_order: Option<DateOrder>,
        (now, store): (DateTime<Utc>, &'s Store),
    ) -> Self {
        // The places of a file that several tables name are those of several inputs.
        let access = if found.part.is_empty() { again::access(input, &loaded) } else { Access::Never };
        let hashed = |draft: &Draft<'_>| (draft.origin.clone(), draft.hash().cast_signed());
        let hashes = if access == Access::Whole { loaded.drafts.iter().map(hashed).collect() } else { Vec::new() };
        let Loaded { format, drafts, repeated, rejections, warnings, .. } = loaded;
        let mut part = Self { format, access, drafts: hashes, repeated, rejections, warnings, ..Self::default() };
        if access == Access::Alone {
            let by_line = InputFormat::named(format).is_some_and(|format| format.by_line);
            let lines = drafts.iter().map(|draft| draft.origin.line);
            part.standing = LinePlaces::of(&found.key(), (&input.text, by_line), lines);
        }
        let config = found.config;
        if let Some(said) = config.captured.filter(|said| *said > now) {
            let message = format!("as_of is {}, which has not come yet; taken for now", rfc3339(said));
            part.warnings.push(Warning::new(&input.origin, WarningCode::FutureCapture, message));
        }
        let (order_signs, order, ambiguous) = order_of(&drafts, config, shared_order);
        part.order_signs = order_signs;
        part.warnings.extend(ambiguous);
        let as_read = (order, normalise::are_serial(&drafts));
        let options = options(site, (config, found.website.as_ref()), input, listing, as_read, now);
        part.add(drafts, &options, store);
        part.say_ancient();
        part
    }

    /// Makes articles of drafts, whose texts go into the `store`.
    pub(super) fn add(&mut self, mut drafts: Vec<Draft<'_>>, options: &normalise::Options<'_>, store: &'s Store) {
        let mut selection = Selection::with_capacity(drafts.len());
        // Drafts go as they become articles.
        drafts.reverse();
        while let Some(draft) = drafts.pop() {
            if drafts.len().is_multiple_of(GIVEN_BACK) {
                drafts.shrink_to_fit();
            }
            store.progress.read(1);
            match normalise::article(draft, options, &mut Said(&mut self.warnings, &mut self.once)) {
                Ok(mut article) => {
                    article.share_terms(&store.shared);
                    let is_ancient = self.ancient.is_none() && is_implausible(article.published.at);
                    self.ancient = self.ancient.take().or_else(|| is_ancient.then(|| article.origin().clone()));
                    selection.add(Outline::put_away(article, &store.spill));
                }
                Err(LeftOut::Rejected(rejection)) => self.rejections.push(rejection),
                Err(LeftOut::Unpublished(warning, article)) => {
                    self.unpublished += 1;
                    // One that says nothing is not found again; a page is left out because of the others.
                    if article.is_none() || warning.code != WarningCode::Unpublished {
                        self.access = Access::Never;
                    }
                    selection.withhold(article.map(|article| Outline::put_away(*article, &store.spill)));
                    self.warnings.push(warning);
                }
            }
        }
        self.selection = std::mem::take(&mut self.selection).merge(selection);
    }

    /// Says of the first article that is dated too early that it is.
    pub(super) fn say_ancient(&mut self) {
        if let Some(origin) = self.ancient.take() {
            let message = "dated before 1990; published as it is";
            self.warnings.push(Warning::new(&origin, WarningCode::ImplausibleDate, message));
        }
    }

    /// Adds what became of the next part of the same input, which stands after so many bytes and lines.
    pub(super) fn append(&mut self, next: Self, after: (u64, u64)) {
        if next.access == Access::Never {
            self.access = Access::Never;
        }
        self.standing.append(next.standing, after);
        self.selection = std::mem::take(&mut self.selection).merge(next.selection);
        self.rejections.append(next.rejections);
        self.warnings.append(next.warnings);
        self.once.append(next.once);
        self.unpublished += next.unpublished;
        self.dated += next.dated;
        self.ancient = self.ancient.take().or(next.ancient);
    }
}
