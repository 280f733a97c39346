//! What the user named, as a list of files in a fixed order.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};

use super::{Source, binary, is_readable_alone};
use crate::article::{Origin, path_text};
use crate::load::{INPUT_FORMATS, InputFormat, LoadError, LoadErrorKind, SiteRules};
use feedcheck::internal::nearest;

/// What is no input when a folder is walked: feeds are not articles.
#[derive(Debug, Clone, Copy)]
pub struct Published<'p> {
    /// The output folder of this run.
    pub output: &'p Path,
    /// The name of a folder that every output folder holds.
    pub marker: &'static str,
    /// Whether links are followed that lead out of the folder.
    pub follow_links: bool,
}

/// What a path, a folder or a pattern stands for.
#[derive(Debug, Default)]
pub struct Expanded {
    /// The files to read, sorted.
    pub files: Vec<Source>,
    /// What of a folder cannot be looked into.
    pub failures: Vec<LoadError>,
    /// Files that look like articles in a format that is not read, sorted.
    pub unread: Vec<PathBuf>,
    /// Links that lead out of the folder and are not followed, sorted.
    pub links: Vec<PathBuf>,
    /// Archives, databases and spreadsheets, which are not read where they only lie in a folder, sorted.
    pub apart: Vec<PathBuf>,
    /// The folder that was walked; `None`: none was.
    pub root: Option<PathBuf>,
    /// The folders below it, or it itself, that may be those of sites ([`SiteRules::may_be_told_by`]).
    pub sites: Vec<PathBuf>,
}

/// The extensions of all formats, for people.
pub(super) fn known_extensions() -> String {
    let known: Vec<_> = INPUT_FORMATS.iter().flat_map(|format| format.extensions).copied().collect();
    known.join(", ") + "; each also with .gz, .bz2, .xz or .zst"
}

/// The files that a path, a folder (walked) or a pattern (`news/*.json`) stands for, and what of a folder cannot be read. What lies in an output folder is no input, unless the user names the very file.
///
/// # Errors
/// If there is nothing there, or a folder holds no file with a known extension.
pub fn expand(named: &Path, published: &Published<'_>) -> Result<Expanded, LoadError> {
    let origin = Origin::new(path_text(named), 0);
    let itself = || Expanded { files: vec![Source { path: named.to_owned(), named: true }], ..Expanded::default() };
    let found = |mut walked: Expanded, is_pattern: bool| {
        sort_by_path(&mut walked.files, |source| &source.path);
        walked.unread.sort_unstable();
        walked.links.sort_unstable();
        walked.apart.sort_unstable();
        if walked.files.is_empty() {
            // Why nothing was found says more than that.
            if let Some(failure) = walked.failures.pop() {
                return Err(failure);
            }
            let apart =
                walked.apart.first().map(|first| format!("; {} is read only where it is named", path_text(first)));
            let apart = apart.unwrap_or_default();
            let kind = if is_pattern {
                LoadErrorKind::NoMatch(apart)
            } else {
                LoadErrorKind::NoFiles(known_extensions() + &apart)
            };
            return Err(LoadError::new(&origin, kind));
        }
        Ok(walked)
    };
    if named.as_os_str() == "-" {
        return Ok(itself());
    }
    match std::fs::metadata(named) {
        Ok(meta) if meta.is_dir() => {
            let is = |folder: &Path| folder.canonicalize().ok();
            if is(named).is_some() && is(named) == is(published.output) {
                return Err(LoadError { origin, kind: LoadErrorKind::IsOutput });
            }
            found(walk(named, published), false)
        }
        Ok(_) => Ok(itself()),
        Err(error) => match pattern(named).map_err(|kind| LoadError::new(&origin, kind))? {
            Some((root, glob)) => {
                let mut walked = walk(&root, published);
                walked.files.retain(|source| glob.is_match(&source.path));
                walked.unread.retain(|path| glob.is_match(path));
                walked.links.retain(|path| glob.is_match(path));
                walked.apart.retain(|path| glob.is_match(path));
                // A pattern that fits files of any kind names none that has to be named.
                let is_named = |path: &PathBuf| is_readable_alone(path) && !glob.is_match(path.with_extension("any"));
                let (named, apart): (Vec<PathBuf>, _) = walked.apart.into_iter().partition(is_named);
                walked.apart = apart;
                walked.files.extend(named.into_iter().map(|path| Source { path, named: false }));
                found(walked, true)
            }
            None if ["https://", "http://"].iter().any(|scheme| named.to_string_lossy().starts_with(scheme)) => {
                Err(LoadError::new(&origin, LoadErrorKind::Address(named.to_string_lossy().into_owned())))
            }
            None if error.kind() == io::ErrorKind::NotFound => {
                Err(LoadError { origin, kind: LoadErrorKind::Missing { near: similar(named) } })
            }
            None => Err(LoadError::new(&origin, error)),
        },
    }
}

/// What lies beside a path that does not exist and is called nearly the same.
fn similar(missing: &Path) -> Option<String> {
    let folder = missing.parent().filter(|folder| !folder.as_os_str().is_empty());
    let entries = std::fs::read_dir(folder.unwrap_or(Path::new("."))).ok()?;
    let mut names: Vec<String> = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    names.sort_unstable();
    let near = nearest(missing.file_name()?.to_str()?, names.iter().map(String::as_str))?;
    Some(path_text(&missing.with_file_name(near)).into_owned())
}

/// A path with `*`, `?` or `[` as the folder to walk and the pattern to match.
fn pattern(named: &Path) -> Result<Option<(PathBuf, globset::GlobMatcher)>, LoadErrorKind> {
    let Some(text) = named.to_str().filter(|text| !text.contains("://")) else { return Ok(None) };
    let text = text.strip_prefix("./").unwrap_or(text);
    let Some(special) = text.find(['*', '?', '[', '{']) else { return Ok(None) };
    let root = text[..special].rfind('/').map_or(".", |end| &text[..=end]);
    let glob = globset::GlobBuilder::new(text).literal_separator(true).build();
    let glob = glob.map_err(|error| LoadErrorKind::Pattern(error.kind().to_string()))?;
    Ok(Some((PathBuf::from(root), glob.compile_matcher())))
}

/// Extensions of articles that cannot be read yet.
const UNREAD: &[&str] = &["rst", "adoc", "asciidoc", "org", "textile", "ipynb", "rmd", "qmd"];

/// Folders of a site or a project that hold no articles.
const APART: &[&str] =
    &["_layouts", "_includes", "_data", "_sass", "_site", "layouts", "archetypes", "themes", "node_modules", "vendor"];

/// Files of a project that are no articles, by their whole names.
const SETTINGS: &[&str] = &[
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "jsconfig.json",
    "composer.json",
    "vercel.json",
    "manifest.json",
    "redirects.json",
    "robots.txt",
    "humans.txt",
    "requirements.txt",
    "CNAME.txt",
];

/// Whether a folder of that name holds no articles.
pub(super) fn is_apart(name: &str) -> bool {
    APART.contains(&name)
}

/// Whether a file of that name holds settings and no article, though its extension is that of a format.
pub(super) fn is_setting(name: &str) -> bool {
    SETTINGS.contains(&name)
}

/// Whether a file is read only where it is named: an archive, a database, a spreadsheet.
fn is_to_be_named(path: &Path) -> bool {
    is_readable_alone(path) || binary::is_spreadsheet(path)
}

/// All files with a known extension below a folder, and the folders that cannot be read. Hidden files and folders are left
/// out, and so is everything that feedmill published.
///
/// Other people may write in the folder, as in a repository that was cloned: with a link out of it they could publish files that
/// they cannot read. So only links to files in the folder are followed, unless `follow_links` is set.
fn walk(folder: &Path, published: &Published<'_>) -> Expanded {
    let mut walked = Expanded { root: Some(folder.to_owned()), ..Expanded::default() };
    let root = folder.canonicalize().ok();
    let leads_out = |path: &Path| {
        let target = path.canonicalize().ok();
        target.zip(root.as_ref()).is_some_and(|(target, root)| !target.starts_with(root))
    };
    let (output, marker) = (published.output.canonicalize().ok(), published.marker);
    let mut walk = ignore::WalkBuilder::new(folder);
    walk.standard_filters(false).hidden(true).follow_links(published.follow_links).filter_entry(move |entry| {
        let path = entry.path();
        let is_folder = match entry.file_type() {
            Some(kind) if !kind.is_symlink() => kind.is_dir(),
            _ => path.is_dir(),
        };
        // What is found in a folder and is no link has the last name of its place.
        let may_be_output = || {
            let is_called_so = output.as_deref().and_then(Path::file_name) == Some(entry.file_name());
            output.is_some() && (is_called_so || entry.depth() == 0 || entry.path_is_symlink())
        };
        let is_ours = || path.join(marker).is_dir() || (may_be_output() && path.canonicalize().ok() == output);
        let is_without = || entry.depth() > 0 && entry.file_name().to_str().is_some_and(is_apart);
        !(is_folder && (is_without() || is_ours()))
    });
    let mut open: Option<OsString> = None;
    for entry in walk.build() {
        match entry {
            Ok(entry) => {
                if entry.depth() > 0 && entry.file_name().to_str().is_some_and(SiteRules::may_be_told_by) {
                    walked.sites.extend(entry.path().parent().map(Path::to_owned));
                }
                let is_link = !published.follow_links && entry.path_is_symlink();
                let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
                let is_no_article = is_folder || entry.file_name().to_str().is_some_and(is_setting);
                let meta = if is_no_article { Ok(false) } else { is_file(&entry, &mut open) };
                let path = entry.into_path();
                let path = path.strip_prefix("./").map(Path::to_owned).unwrap_or(path);
                let is_known = InputFormat::of_path(&path).is_some_and(|format| !format.read.opens_files());
                let is_file = match meta {
                    Ok(is_file) => is_file,
                    // A link that leads nowhere is no file.
                    Err(error) => {
                        if is_known && error.kind() != io::ErrorKind::NotFound {
                            walked.failures.push(LoadError::new(&Origin::new(path_text(&path), 0), error));
                        }
                        false
                    }
                };
                if is_link && (is_file && is_known || path.is_dir()) && leads_out(&path) {
                    walked.links.push(path);
                    continue;
                }
                let extension = || path.extension()?.to_str().map(str::to_ascii_lowercase);
                if is_file && is_known {
                    walked.files.push(Source { path, named: false });
                } else if is_file && extension().is_some_and(|extension| UNREAD.contains(&extension.as_str())) {
                    walked.unread.push(path);
                } else if is_file && is_to_be_named(&path) {
                    walked.apart.push(path);
                }
            }
            Err(error) => {
                let origin = Origin::new(path_text(place_of(&error).unwrap_or(folder)), 0);
                let message = error.to_string();
                let error = error.into_io_error().unwrap_or_else(|| io::Error::other(message));
                walked.failures.push(LoadError::new(&origin, error));
            }
        }
    }
    walked
}

/// Whether an entry of a folder is a file. The folder tells that of plain files; the first of them is looked at, because it may be that
/// none in the folder can be. `open` is the folder that the last such file was in.
fn is_file(entry: &ignore::DirEntry, open: &mut Option<OsString>) -> io::Result<bool> {
    let is_plain = entry.file_type().is_some_and(|kind| kind.is_file());
    let folder = entry.path().parent().map(Path::as_os_str);
    if is_plain && folder == open.as_deref() {
        return Ok(true);
    }
    let is_file = entry.path().metadata()?.is_file();
    if is_plain {
        *open = folder.map(OsStr::to_owned);
    }
    Ok(is_file)
}

/// Sorts in the order of [`Path`], which compares part by part. Where no path has a part that is empty, `.` or `..`, comparing bytes
/// gives the same order in much less time, if a separator comes before all other bytes.
pub fn sort_by_path<T>(all: &mut [T], path: impl Fn(&T) -> &Path) {
    fn bytes(path: &Path) -> &[u8] {
        path.as_os_str().as_encoded_bytes()
    }
    let is_separator = |byte: u8| std::path::is_separator(char::from(byte));
    let is_plain = |path: &Path| {
        let bytes = bytes(path);
        let has_odd_part = bytes.windows(2).any(|two| is_separator(two[0]) && matches!(two[1], b'.' | b'/' | b'\\'));
        cfg!(unix) && !bytes.starts_with(b".") && !has_odd_part
    };
    if !all.iter().all(|one| is_plain(path(one))) {
        return all.sort_by(|a, b| path(a).cmp(path(b)));
    }
    all.sort_by(|a, b| {
        let (a, b) = (bytes(path(a)), bytes(path(b)));
        match a.iter().zip(b).find(|(a, b)| a != b) {
            None => a.len().cmp(&b.len()),
            Some((a, b)) => (!is_separator(*a), a).cmp(&(!is_separator(*b), b)),
        }
    });
}

/// The path that a failed step of a walk names.
fn place_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => place_of(err),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Published, expand, sort_by_path};

    #[test]
    fn paths_are_sorted_as_they_are_compared() {
        let names = [
            "a", "a/b", "a-b", "a-b/c", "a/b/c", "a/bc", "ab/c", "a.md", "a/b.md", "b", "B/c", "é/a", "z", "a\u{1}b",
            "a/c", "/a", "/a/b",
        ];
        for dotted in [&[][..], &["../a", "-a", "a/../b", "a/./c"], &["a//z", "./a"]] {
            let mut sorted: Vec<&Path> = names.iter().chain(dotted).rev().map(Path::new).collect();
            sort_by_path(&mut sorted, |path| path);
            assert!(sorted.is_sorted(), "{sorted:?}");
        }
    }

    #[test]
    fn a_walk_says_which_folders_may_be_those_of_sites() {
        let folder = tempfile::tempdir().unwrap();
        for file in ["_config.yml", "posts/a/index.md", "posts/b/index.md", "posts/b/hugo.toml", "c/config/d/e.md"] {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        let published = Published { output: Path::new("none"), marker: ".none", follow_links: false };
        let walked = expand(folder.path(), &published).unwrap();
        assert_eq!(walked.root.as_deref(), Some(folder.path()));
        let mut sites = walked.sites;
        sites.sort_unstable();
        // Of `a`, nothing has to be asked.
        assert_eq!(sites, ["", "c", "posts/b"].map(|below| folder.path().join(below)));
    }
}
