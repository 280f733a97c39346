//! Where that is kept which is remembered and not published: in the hidden folder of the output, or in a folder that the
//! configuration names, because the output is served or copied as it is.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::{BuildError, Run};
use crate::config::Config;
use crate::publish::{FOLDER, PublishError};
use crate::spill::Spill;

/// What is in it, the ledger first.
const FILES: [&str; 3] = ["ledger.sqlite", "status.json", "feedmill.prom"];

/// The folder of the ledger and the status.
pub fn folder(config: &Config) -> PathBuf {
    match &config.state {
        // Until the first run has moved it.
        Some(state) if !state.join(FILES[0]).exists() && hidden(config).join(FILES[0]).exists() => hidden(config),
        Some(state) => state.clone(),
        None => hidden(config),
    }
}

/// Where a run puts what it needs later. A dry run writes nothing.
pub(super) fn spill(config: &Config, run: &Run) -> Spill {
    let folder = (!run.dry_run).then(|| folder(config));
    Spill::new(folder.as_deref(), run.in_memory)
}

/// What is said when that cannot be read again.
pub(super) fn lost(config: &Config, error: io::Error) -> PublishError {
    PublishError::new(&folder(config), "cannot read a temporary file in", error)
}

fn hidden(config: &Config) -> PathBuf {
    config.dir.join(FOLDER)
}

/// Makes the folder that the configuration names, for its owner alone, and moves there what is in the hidden one.
pub(super) fn prepare(config: &Config) -> Result<(), BuildError> {
    let Some(state) = &config.state else { return Ok(()) };
    make(state).map_err(|error| PublishError::new(state, "cannot make the folder", error))?;
    let old = hidden(config);
    // A journal belongs to the ledger beside it: the first program that opens that there uses it up.
    if old.join("ledger.sqlite-journal").exists() {
        drop(crate::catalogue::Catalogue::open_in(&old)?.state()?);
    }
    for name in FILES {
        let (from, to) = (old.join(name), state.join(name));
        if from.exists() && !to.exists() {
            let result = move_file(&from, &to);
            result.map_err(|error| PublishError::new(&from, "cannot move to the folder of the state", error))?;
        }
    }
    Ok(())
}

fn make(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// Moves a file, also to another file system: it is there whole before it is gone here.
fn move_file(from: &Path, to: &Path) -> io::Result<()> {
    if fs::rename(from, to).is_ok() {
        return Ok(());
    }
    let mut name = to.as_os_str().to_owned();
    name.push(".new");
    fs::copy(from, &name)?;
    File::open(&name)?.sync_all()?;
    fs::rename(&name, to)?;
    fs::remove_file(from)
}
