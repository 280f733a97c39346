//! The sites that files are the sources of: the settings of a site generator in a folder around them.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{InWebsite, Inputs};
use crate::article::{Origin, path_text};
use crate::load::{InputFormat, SiteRules};
use crate::report::Warning;

/// How many folders around the one that was named are looked into.
const ABOVE: usize = 5;

/// Formats in which site generators have articles.
const FORMATS: &[&str] = &["markdown", "html"];

/// A site, and its folder.
type InFolder = (Arc<SiteRules>, PathBuf);

/// Folders that were looked into.
#[derive(Default)]
struct Looked {
    /// What each holds.
    folders: HashMap<PathBuf, Option<Arc<SiteRules>>>,
    /// The site that the files of a folder belong to which were found in one way, and its folder.
    sites: HashMap<(PathBuf, PathBuf), Option<InFolder>>,
}

impl Looked {
    /// The site of a folder itself.
    fn own(&mut self, folder: &Path) -> Option<Arc<SiteRules>> {
        if let Some(known) = self.folders.get(folder) {
            return known.clone();
        }
        let found = SiteRules::of_folder(folder).map(Arc::new);
        self.folders.insert(folder.to_owned(), found.clone());
        found
    }

    /// The nearest site around a folder, up to a few folders above `named`, and no further than the root of a repository.
    fn around(&mut self, folder: &Path, named: &Path) -> Option<InFolder> {
        let key = (folder.to_owned(), named.to_owned());
        if let Some(known) = self.sites.get(&key) {
            return known.clone();
        }
        let mut above = 0;
        let mut found = None;
        for folder in folder.ancestors() {
            above += usize::from(named.starts_with(folder) && named != folder);
            if above > ABOVE {
                break;
            }
            found = self.own(folder).map(|rules| (rules, folder.to_owned()));
            if found.is_some() || folder.join(".git").exists() {
                break;
            }
        }
        self.sites.insert(key, found.clone());
        found
    }
}

impl Inputs<'_> {
    /// Finds the site of each file that may be an article of one.
    pub(super) fn find_websites(&mut self) {
        let mut looked = Looked::default();
        for found in &mut self.files {
            let path = found.source.path.as_path();
            let format = found.config.format.or_else(|| InputFormat::of_path(path));
            if !format.is_some_and(|format| FORMATS.contains(&format.name)) || path.as_os_str() == "-" {
                continue;
            }
            let Ok(whole) = std::path::absolute(path) else { continue };
            let Some(folder) = whole.parent() else { continue };
            let by = found.by.split(['*', '?', '[', '{']).next().unwrap_or_default();
            let named = std::path::absolute(if by.is_empty() { "." } else { by }).unwrap_or_default();
            let named = if found.source.named { folder } else { named.as_path() };
            let Some((rules, root)) = looked.around(folder, named) else { continue };
            let Ok(below) = whole.strip_prefix(&root) else { continue };
            found.website = Some((rules, path_text(below).replace('\\', "/")));
        }
    }

    /// What the settings of all sites hash to; nothing where there are none.
    pub(in crate::site) fn website_hashes(&self) -> String {
        let mut hashes: Vec<&str> =
            self.files.iter().filter_map(|found| Some(&*found.website.as_ref()?.0.hash)).collect();
        hashes.sort_unstable();
        hashes.dedup();
        hashes.into_iter().flat_map(|hash| [" ", hash]).collect()
    }

    /// Says once of each site that its settings count.
    pub(super) fn websites(&self) -> Vec<Warning> {
        let mut sites: BTreeMap<*const SiteRules, (&InWebsite, &Path)> = BTreeMap::new();
        for found in &self.files {
            if let Some(website) = &found.website {
                sites.entry(Arc::as_ptr(&website.0)).or_insert((website, &found.source.path));
            }
        }
        let mut warnings: Vec<Warning> = sites
            .into_values()
            .map(|((rules, _), first)| {
                let website = &rules.website;
                let base =
                    website.base.as_ref().map_or_else(|| "it names no site".to_owned(), |base| format!("of {base}"));
                let message =
                    format!("read permalinks and title of {} ({}), {base}", website.settings, website.generator.name());
                Warning::new(&Origin::new(path_text(first), 0), "site-settings", message)
            })
            .collect();
        warnings.sort_unstable();
        warnings
    }
}
