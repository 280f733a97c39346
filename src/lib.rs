//! feedmill turns a collection of articles into feeds: one RSS 2.0 and one Atom 1.0 (and, on request, one JSON Feed
//! 1.1) for every tag and every source, as static files.
//!
//! Data flows in one direction, and each stage knows only the types below it:
//!
//! ```text
//! load ──► normalise ──► select ──► render ──► publish
//! bytes    draft         articles   feed       files
//! → drafts → article     → feeds    → bytes    → only what changed
//! ```
//!
//! [`site`] conducts them; [`cli`] is the command. The formats are tables: [`load::INPUT_FORMATS`],
//! [`render::OUTPUT_FORMATS`] and [`render::SITE_DOCUMENTS`].
//!
//! ```
//! use feedmill::{config, site};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let folder = std::env::temp_dir().join("feedmill-example");
//! std::fs::create_dir_all(&folder)?;
//! let input = folder.join("articles.json");
//! std::fs::write(&input, r#"[{"title": "The ferry is back", "published": "2026-05-04", "tags": ["Ferries"]}]"#)?;
//!
//! let mut file = config::File::default();
//! file.output.dir = Some(folder.join("feeds"));
//! let config = file.resolve(vec![input], None, None);
//! let report = site::build(&config, &site::Run::at("2026-05-05T12:00:00Z".parse()?))?;
//!
//! assert_eq!(report.articles.accepted, 1);
//! assert!(folder.join("feeds/tags/ferries/atom.xml").is_file());
//! # std::fs::remove_dir_all(folder)?;
//! # Ok(())
//! # }
//! ```

pub mod article;
pub mod catalogue;
pub mod cli;
pub mod config;
pub mod digest;
pub mod feed;
pub mod load;
pub mod memory;
pub mod normalise;
pub mod publish;
pub mod quoted;
pub mod render;
pub mod report;
pub mod select;
pub mod site;
pub mod spill;
pub mod zone;
