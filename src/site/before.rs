//! What the last run left, and whether it is still there.

use super::Run;
use super::inputs::Inputs;
use crate::article::{Origin, path_text};
use crate::catalogue::{Catalogue, CatalogueError, State};
use crate::config::Config;
use crate::digest::sha256;
use crate::publish;
use crate::report::{Report, Warning};

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
            report.warnings.push(Warning::new(&origin, "ledger-damaged", message));
            Ok(T::default())
        }
        other => other,
    }
}

/// What a run depends on besides its inputs and the ledger: the program, every value of the configuration, one that is
/// added later included, and the settings of the sites that inputs are sources of.
pub(super) fn fingerprint(config: &Config, inputs: &Inputs<'_>, run: &Run) -> String {
    let websites = inputs.website_hashes();
    sha256(format!("{} {} {config:?}{websites}", env!("CARGO_PKG_VERSION"), run.program).as_bytes())
}

/// Whether all published files are in their places, as long as they were, and no run left anything half done.
pub(super) fn is_all_there(config: &Config, state: &State) -> bool {
    !publish::has_leftovers(&config.dir) && state.files.keys().all(|path| is_in_place(config, state, path))
}

/// Whether a file was published and is in its place, as long as it was.
pub(super) fn is_in_place(config: &Config, state: &State, path: &str) -> bool {
    let Some(file) = state.files.get(path) else { return false };
    let meta = config.dir.join(path).symlink_metadata();
    meta.is_ok_and(|meta| meta.is_file() && meta.len() == file.length)
}
