//! feedmill turns a collection of articles into feeds: one RSS 2.0 and one Atom 1.0 (and, on request, one JSON Feed
//! 1.1) for every tag and every source, as static files.
//!
//! A program of yours does what the command does in three steps: it fills in a [`ConfigFile`] (or reads one), resolves it to a
//! [`Config`], and calls [`build`], which gives a [`Report`]:
//!
//! ```
//! use feedmill::{ConfigFile, Run, build};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let folder = std::env::temp_dir().join("feedmill-example");
//! std::fs::create_dir_all(&folder)?;
//! let input = folder.join("articles.json");
//! std::fs::write(&input, r#"[{"title": "The ferry is back", "published": "2026-05-04", "tags": ["Ferries"]}]"#)?;
//!
//! let mut file = ConfigFile::default();
//! file.output.dir = Some(folder.join("feeds"));
//! let config = file.resolve(vec![input], None, None);
//! let report = build(&config, &Run::at("2026-05-05T12:00:00Z".parse()?))?;
//!
//! assert_eq!(report.articles.accepted, 1);
//! assert!(folder.join("feeds/tags/ferries/atom.xml").is_file());
//! # std::fs::remove_dir_all(folder)?;
//! # Ok(())
//! # }
//! ```
//!
//! What became no article is a [`Rejection`] with its place and the reason; what was published and is worth a look is a
//! [`Warning`] with a [`WarningCode`]. Only what stops a run is an error ([`ConfigError`], [`BuildError`]): what was published before then still
//! stands whole.
//!
//! The formats are tables: [`INPUT_FORMATS`] and [`OUTPUT_FORMATS`].
//!
//! Inside, data flows in one direction, and each stage knows only the types below it:
//!
//! ```text
//! load ──► normalise ──► select ──► render ──► publish
//! bytes    draft         articles   feed       files
//! → drafts → article     → feeds    → bytes    → only what changed
//! ```
//!
//! `site` conducts them; `cli` is the command (feature `cli`, on by default).
//!
//! What this crate promises to keep is what stands on this page. Structures may gain fields, and enums variants, in any version.

mod article;
mod catalogue;
#[cfg(feature = "cli")]
mod cli;
mod config;
mod digest;
mod feed;
mod load;
mod memory;
mod normalise;
mod publish;
mod quoted;
mod render;
mod report;
mod select;
mod site;
mod spill;
mod zone;

#[cfg(feature = "cli")]
#[doc(hidden)]
pub use cli::{Exit, run as run_command};
pub use config::{Config, ConfigError, File as ConfigFile};
pub use load::{INPUT_FORMATS, InputFormat};
pub use render::{OUTPUT_FORMATS, OutputFormat};
pub use report::{Rejection, Report, Warning, WarningCode};
pub use site::{BuildError, Run, build};

/// The stages, for the benches, fuzz targets and tests of this repository. Nothing of it is promised.
#[doc(hidden)]
pub mod internal {
    /// Makes a stage public under its name.
    macro_rules! stages {
        ($($stage:ident)+) => { $(pub mod $stage { pub use crate::$stage::*; })+ };
    }

    stages! {
        article catalogue config digest feed load memory normalise publish quoted render report select site spill zone
    }
}
