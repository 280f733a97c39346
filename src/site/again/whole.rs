//! Inputs whose articles are read again all together.

use chrono::{DateTime, Utc};

use super::super::collect;
use super::super::inputs::{Found, reading};
use super::{Part, Stop, access, draft_options};
use crate::article::{Draft, Origin};
use crate::catalogue::Access;
use crate::config::Config;
use crate::load::{self, Input, Loaded, Opened, Stamp};
use crate::normalise::{self, DateOrder, OrderSigns};

/// Opens an input whose articles are read again all together, and says how its file looked. It is one file, and holds no others.
pub(in crate::site) fn open_whole(
    config: &Config,
    found: &Found<'_>,
    now: DateTime<Utc>,
) -> Result<(Input, Stamp), Stop> {
    let opened = load::read(&found.source, &reading(config, found.config, &found.source.path, now));
    let Ok(Opened { inputs, failures, warnings, stamp, .. }) = opened else {
        return Err(Stop::Unsure("an input cannot be read"));
    };
    match (<[Input; 1]>::try_from(inputs), stamp) {
        (Ok([input]), Some(stamp)) if input.path == found.source.path && failures.is_empty() && warnings.is_empty() => {
            Ok((input, stamp))
        }
        _ => Err(Stop::Unsure("an input is no plain file")),
    }
}

/// What was read of a whole input.
pub(in crate::site) struct Whole {
    pub(in crate::site) part: Part,
    /// The name of its format.
    pub(in crate::site) format: &'static str,
    /// How its articles can be read again.
    pub(in crate::site) access: Access,
    /// What its dates show of the order of day and month.
    pub(in crate::site) order_signs: OrderSigns,
    /// For each of its articles the hash of what its draft says.
    pub(in crate::site) hashes: Vec<i64>,
    /// Where the other articles stand, and the hashes of what they say.
    pub(in crate::site) others: Vec<(Origin, i64)>,
}

/// Reads a whole input, and makes articles of the drafts that are wanted, by the hash of what each says and by whether its dates are
/// what they were when the input was captured earlier. `shared_order` is the order of day and month that all inputs prove.
pub(in crate::site) fn read_whole(
    config: &Config,
    found: &Found<'_>,
    (input, shared_order): (&Input, Option<DateOrder>),
    now: DateTime<Utc>,
    mut is_wanted: impl FnMut(i64, OrderSigns, &Draft<'_>) -> bool,
) -> Result<Whole, Stop> {
    let options = collect::read_options(config, found.config, (input, input.stored), found.way(), now, false);
    let loaded = load::drafts(input, found.config.format, &options);
    let Ok(loaded) = loaded else { return Err(Stop::Unsure("an input cannot be read")) };
    let access = access(input, &loaded);
    if access == Access::Never {
        return Err(Stop::Unsure("an input says something about others"));
    }
    let Loaded { format, drafts, rejections, warnings, .. } = loaded;
    if !rejections.more().is_empty() {
        return Err(Stop::Unsure("more is rejected of an input than is said"));
    }
    let (order_signs, order, ambiguous) = collect::order_of(&drafts, found.config, shared_order);
    let mut whole =
        Whole { part: Part::default(), format, access, order_signs, hashes: Vec::new(), others: Vec::new() };
    let options = draft_options(config, found, (input, order), now);
    whole.part.warnings.extend(ambiguous);
    whole.part.warnings.extend(warnings.sorted().into_iter().cloned());
    whole.part.rejections.extend(rejections.sorted().into_iter().cloned());
    for draft in drafts {
        let hash = draft.hash().cast_signed();
        if !is_wanted(hash, order_signs, &draft) {
            whole.others.push((draft.origin, hash));
            continue;
        }
        let became = normalise::article(draft, &options, &mut whole.part.warnings);
        whole.part.add(became)?;
        // One that was rejected has none.
        whole.hashes.resize(whole.part.articles.len(), hash);
    }
    Ok(whole)
}
