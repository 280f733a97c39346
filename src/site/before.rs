//! What the last run left, and whether it is still there.

use chrono::{DateTime, Utc};

use super::Run;
use super::inputs::Inputs;
use crate::article::{Origin, path_text};
use crate::catalogue::{Catalogue, CatalogueError, State};
use crate::config::Config;
use crate::digest::sha256;
use crate::publish::{self, is_inside};
use crate::report::{Report, Warning, WarningCode};

/// Reads from the ledger; a damaged one is put aside, and nothing is remembered.
pub(super) fn undamaged<T: Default>(
    ledger: &mut Catalogue,
    dry_run: bool,
    report: &mut Report,
    read: impl Fn(&Catalogue) -> Result<T, CatalogueError>,
) -> Result<T, CatalogueError> {
    let found = match read(ledger) {
        // A disk that does not give it looks the same as damage: that is no reason to go on without it.
        Err(error) if error.is_damage() => {
            ledger.reopen()?;
            read(ledger)
        }
        other => other,
    };
    match found {
        Err(error) if error.is_damage() => {
            let origin = Origin::new(path_text(ledger.path()), 0);
            let place = if dry_run { None } else { ledger.put_aside()? };
            let place = place.map_or(String::new(), |place| format!("; it is now {}", path_text(&place)));
            let message = format!("damaged, and nothing that it remembered is known{place} ({error})");
            report.warnings.push(Warning::new(&origin, WarningCode::LedgerDamaged, message));
            Ok(T::default())
        }
        other => other,
    }
}

/// What a run depends on besides its inputs and the ledger: the program, every value of the configuration, one that is
/// added later included, and the settings of the sites that inputs are sources of.
pub(super) fn fingerprint(config: &Config, inputs: &Inputs<'_>, run: &Run) -> String {
    let websites = inputs.website_hashes();
    sha256(format!("{} {} {config:?}{websites}", env!("CARGO_PKG_VERSION"), run.program).as_bytes()).to_string()
}

/// Up to how many published files are all looked at by each run, and into how many parts more of them are cut.
pub const FEW_FILES: usize = 2_000;
const PARTS: u64 = 7;

/// Whether published files are in their places, as long as they were, and no run left anything half done. Of very many files each
/// run looks at one part: a file that is lost is missed by the seventh run on average.
pub(super) fn is_all_there(config: &Config, ledger: &Catalogue, now: DateTime<Utc>) -> Result<bool, CatalogueError> {
    let (count, mut files) = ledger.part_of_files(part(now), PARTS)?;
    if count <= FEW_FILES {
        files = ledger.part_of_files(0, 1)?.1;
    }
    // Whatever is written there: nothing outside of the folder is ours.
    files.retain(|(path, _)| is_inside(path));
    Ok(!publish::has_leftovers(&config.dir) && publish::are_in_place(&config.dir, &files))
}

/// The part of very many files that a run looks at. Minutes are scattered over the parts (with the constants of `SplitMix64`), so that
/// runs of whatever distance come to all of them: a run that finds nothing to do writes down nothing, and cannot count on.
fn part(now: DateTime<Utc>) -> u64 {
    let mut minute = now.timestamp().unsigned_abs() / 60;
    for factor in [0xbf58_476d_1ce4_e5b9, 0x94d0_49bb_1331_11eb] {
        minute = (minute ^ (minute >> 30)).wrapping_mul(factor);
        minute ^= minute >> 27;
    }
    (minute ^ (minute >> 31)) % PARTS
}

/// Whether a file was published and is in its place, as long as it was.
pub(super) fn is_in_place(config: &Config, state: &State, path: &str) -> bool {
    let Some(file) = state.files.get(path) else { return false };
    let meta = config.dir.join(path).symlink_metadata();
    meta.is_ok_and(|meta| meta.is_file() && meta.len() == file.length)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn runs_of_any_distance_look_at_all_parts() {
        let start: DateTime<Utc> = "2026-11-30T09:08:00Z".parse().unwrap();
        for minutes in 1..=24 * 60 {
            let parts: BTreeSet<u64> =
                (0..80).map(|run| part(start + chrono::TimeDelta::minutes(run * minutes))).collect();
            assert_eq!(parts.len() as u64, PARTS, "every {minutes} minutes");
        }
    }
}
