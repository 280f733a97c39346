//! The sites that files are the sources of: the settings of a site generator in a folder around them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{InWebsite, Inputs};
use crate::article::{Origin, path_text};
use crate::load::{InputFormat, SiteRules};
use crate::quoted::quoted;
use crate::report::{Warning, WarningCode};

/// How many folders around the one that was named are looked into.
const ABOVE: usize = 5;

/// Formats in which site generators have articles.
const FORMATS: &[&str] = &["markdown", "html"];

/// A site, and its folder.
type InFolder = (Arc<SiteRules>, PathBuf);

/// Folders that were looked into.
struct Looked<'s> {
    /// The folders that may be those of sites, of all that were walked.
    sites: &'s BTreeSet<PathBuf>,
    /// What each folder holds.
    folders: HashMap<PathBuf, Option<Arc<SiteRules>>>,
    /// Whether each folder is the root of a repository.
    repositories: HashMap<PathBuf, bool>,
    /// The site that the files of a folder belong to which were found in one way, and its folder.
    found: HashMap<(PathBuf, PathBuf), Option<InFolder>>,
}

/// How the files of a folder were found.
struct Way<'w> {
    /// What the configuration names: a folder, or the beginning of a pattern.
    named: &'w Path,
    /// The folder that was walked, with all that the walk has listed below it; `None`: none was.
    root: Option<&'w Path>,
}

impl Looked<'_> {
    /// The site of a folder itself. The disk is not asked where the walk has seen that there is none.
    fn own(&mut self, folder: &Path, way: &Way<'_>) -> Option<Arc<SiteRules>> {
        if way.root.is_some_and(|root| folder.starts_with(root)) && !self.sites.contains(folder) {
            return None;
        }
        if let Some(known) = self.folders.get(folder) {
            return known.clone();
        }
        let found = SiteRules::of_folder(folder).map(Arc::new);
        self.folders.insert(folder.to_owned(), found.clone());
        found
    }

    fn is_repository(&mut self, folder: &Path) -> bool {
        if let Some(known) = self.repositories.get(folder) {
            return *known;
        }
        let found = folder.join(".git").exists();
        self.repositories.insert(folder.to_owned(), found);
        found
    }

    /// The nearest site around a folder, up to a few folders above what was named, and no further than the root of a repository.
    fn around(&mut self, folder: &Path, way: &Way<'_>) -> Option<InFolder> {
        let key = (folder.to_owned(), way.named.to_owned());
        if let Some(known) = self.found.get(&key) {
            return known.clone();
        }
        let is_above = |folder: &&Path| way.named.starts_with(folder) && way.named != *folder;
        let above = folder.ancestors().filter(is_above).count();
        let near = folder.ancestors().count() - above.saturating_sub(ABOVE);
        let found = folder.ancestors().take(near).find_map(|folder| Some((self.own(folder, way)?, folder.to_owned())));
        // Which of the folders on the way is a repository is asked only where it matters.
        let found = found.filter(|(_, root)| {
            !folder.ancestors().take_while(|folder| folder != root).any(|folder| self.is_repository(folder))
        });
        self.found.insert(key, found.clone());
        found
    }
}

impl Inputs<'_> {
    /// Finds the site of each file that may be an article of one.
    pub(super) fn find_websites(&mut self) {
        let absolute = |path: &Path| std::path::absolute(path).unwrap_or_default();
        let roots: BTreeMap<&str, PathBuf> =
            self.seen.roots.iter().map(|(by, root)| (by.as_str(), absolute(root))).collect();
        let sites: BTreeSet<PathBuf> = self.seen.sites.iter().map(|folder| absolute(folder)).collect();
        let mut looked =
            Looked { sites: &sites, folders: HashMap::new(), repositories: HashMap::new(), found: HashMap::new() };
        let mut starts: BTreeMap<String, PathBuf> = BTreeMap::new();
        let mut folders: HashMap<PathBuf, PathBuf> = HashMap::new();
        for found in &mut self.files {
            let path = found.source.path.as_path();
            let format = found.config.format.or_else(|| InputFormat::of_path(path));
            if !format.is_some_and(|format| FORMATS.contains(&format.name)) || path.as_os_str() == "-" {
                continue;
            }
            let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else { continue };
            if !folders.contains_key(parent) {
                folders.insert(parent.to_owned(), absolute(if parent == "" { Path::new(".") } else { parent }));
            }
            let folder = folders[parent].as_path();
            let start = starts.entry(found.by.clone()).or_insert_with_key(|by| {
                let start = by.split(['*', '?', '[', '{']).next().unwrap_or_default();
                absolute(Path::new(if start.is_empty() { "." } else { start }))
            });
            let way = if found.source.named {
                Way { named: folder, root: None }
            } else {
                Way { named: start, root: roots.get(found.by.as_str()).map(PathBuf::as_path) }
            };
            let Some((rules, root)) = looked.around(folder, &way) else { continue };
            let whole = folder.join(name);
            let Ok(below) = whole.strip_prefix(&root) else { continue };
            found.website = Some((rules, path_text(below).replace('\\', "/")));
        }
    }

    /// What the settings of all sites hash to; nothing where there are none.
    pub(in crate::site) fn website_hashes(&self) -> String {
        let hashes = self.files.iter().filter_map(|found| Some(found.website.as_ref()?.0.hash));
        let hashes: BTreeSet<String> = hashes.map(|hash| format!(" {hash}")).collect();
        hashes.into_iter().collect()
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
                let zone = match (&website.zone, &rules.unknown_zone) {
                    (Some(zone), _) => format!("; its time zone is {zone}"),
                    (None, Some(name)) => {
                        format!("; nobody knows its time zone {}; time_zone in [[input]] says it", quoted(name))
                    }
                    (None, None) => String::new(),
                };
                let (settings, generator) = (&website.settings, website.generator.name());
                let message = format!("read permalinks and title of {settings} ({generator}), {base}{zone}");
                Warning::new(&Origin::new(path_text(first), 0), WarningCode::SiteSettings, message)
            })
            .collect();
        warnings.sort_unstable();
        warnings
    }
}
