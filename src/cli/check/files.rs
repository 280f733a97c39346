//! What the user named, as a list of documents with their addresses, in a fixed order.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use crate::article::path_text;
use crate::article::url::escape_path;

/// A file to check.
pub(super) struct Document {
    /// Its path; `-` is standard input.
    pub(super) path: PathBuf,
    /// The address it is served at, if a base URL is known.
    pub(super) url: Option<String>,
    /// Whether the command line names it; others are reported only if they are of a known kind.
    pub(super) is_named: bool,
    /// The folder that it is in, by its number, and the path in there.
    pub(super) within: Option<(usize, String)>,
}

/// A folder whose documents lead to each other.
#[derive(Debug)]
pub(super) struct Folder {
    pub(super) path: PathBuf,
    /// Whether what is not there is missing: a single file may have been fetched without the others.
    pub(super) is_whole: bool,
}

/// What was found.
#[derive(Default)]
pub(super) struct Found {
    pub(super) documents: Vec<Document>,
    pub(super) folders: Vec<Folder>,
    /// What cannot be looked into, in words.
    pub(super) failures: Vec<String>,
    /// What is passed over, in words.
    pub(super) passed_over: Vec<String>,
}

/// Folders of the system whose files are no files.
const OF_THE_SYSTEM: &[&str] = &["/proc", "/sys", "/dev"];

/// Why an entry of a folder is passed over, if it is: a link that leads out of the folder, or a folder of the system. A
/// pipe or a device is no file, and not read either.
fn passed_over(entry: &ignore::DirEntry, root: Option<&Path>) -> Option<&'static str> {
    let is_link = entry.path_is_symlink();
    if !is_link && !entry.path().is_dir() {
        return None;
    }
    let place = entry.path().canonicalize().ok()?;
    if is_link && entry.depth() > 0 && root.is_some_and(|root| !place.starts_with(root)) {
        return Some("a link out of the folder, which is not followed");
    }
    let is_of_the_system = OF_THE_SYSTEM.iter().any(|folder| place.starts_with(folder));
    is_of_the_system.then_some("a folder of the system, which is passed over")
}

/// Extensions of files that may be feeds, lists of feeds or pages.
const EXTENSIONS: &[&str] = &["xml", "rss", "atom", "rdf", "opml", "json", "html", "htm"];

/// The documents that the paths stand for. The address of a file in a folder is the base URL and its path in there, that
/// of a file by itself the base URL and its name, that of standard input the base URL.
pub(super) fn find(paths: &[PathBuf], base: Option<&str>) -> Found {
    let mut found = Found::default();
    for named in paths {
        if named.as_os_str() == "-" {
            let url = base.map(str::to_owned);
            found.documents.push(Document { path: named.clone(), url, is_named: true, within: None });
            continue;
        }
        match std::fs::metadata(named) {
            Err(error) => found.failures.push(format!("{}: {error}", path_text(named))),
            Ok(meta) if meta.is_dir() => walk(named, base, &mut found),
            Ok(_) => {
                let folder = named.parent().unwrap_or(Path::new(""));
                let number = found.folder(folder, base.is_some());
                found.documents.push(document(named, (number, folder), base, true));
            }
        }
    }
    found
}

fn walk(folder: &Path, base: Option<&str>, found: &mut Found) {
    let number = found.folder(folder, true);
    let mut walk = ignore::WalkBuilder::new(folder);
    let root = folder.canonicalize().ok();
    let passed = Arc::new(Mutex::new(Vec::new()));
    let says = Arc::clone(&passed);
    walk.standard_filters(false).hidden(true).follow_links(true).sort_by_file_path(Ord::cmp);
    walk.filter_entry(move |entry| match passed_over(entry, root.as_deref()) {
        Some(why) => {
            if let Ok(mut passed) = says.lock() {
                passed.push(format!("{}: {why}", path_text(entry.path())));
            }
            false
        }
        None => true,
    });
    for entry in walk.build() {
        match entry {
            Err(error) => found.failures.push(error.to_string()),
            Ok(entry) => {
                let path = entry.path();
                let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
                let is_known = EXTENSIONS.iter().any(|known| known.eq_ignore_ascii_case(extension));
                if is_known && path.is_file() {
                    found.documents.push(document(path, (number, folder), base, false));
                }
            }
        }
    }
    if let Ok(mut passed) = passed.lock() {
        found.passed_over.append(&mut passed);
    }
}

impl Found {
    /// The number of a folder. Two files of one folder are in it together.
    fn folder(&mut self, path: &Path, is_whole: bool) -> usize {
        let is_it = |own: &Folder| own.path == path && own.is_whole == is_whole;
        self.folders.iter().position(is_it).unwrap_or_else(|| {
            self.folders.push(Folder { path: path.to_owned(), is_whole });
            self.folders.len() - 1
        })
    }
}

fn document(path: &Path, (number, folder): (usize, &Path), base: Option<&str>, is_named: bool) -> Document {
    let relative = path.strip_prefix(folder).unwrap_or(path);
    let names: Vec<_> = relative.iter().map(std::ffi::OsStr::to_string_lossy).collect();
    let inside = names.join("/");
    let url = base.map(|base| format!("{}/{}", base.trim_end_matches('/'), escape_path(&inside)));
    Document { path: path.to_owned(), url, is_named, within: Some((number, inside)) }
}
