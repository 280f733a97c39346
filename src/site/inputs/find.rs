//! Which files are read, and as which `[[input]]` table says.
//!
//! A file that several tables name is several inputs, one for each that says something else about it: two `items`, two
//! `query`s, two formats, two sources. Tables that say the same are one.
//!
//! A table that comes closer to a file than another is an exception to it, as in
//!
//! ```toml
//! [[input]]
//! path = "posts"
//!
//! [[input]]
//! path = "posts/guest.json"
//! source = "The guest"
//! ```
//!
//! The file is then read as the closer one says, and the report says so. The file itself is closest, then a pattern, then a
//! folder; of two the one that names more of the way. It is no exception where both say which articles they take from the
//! file (`items`, `query`, `format`) and these are not the same.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::OnceLock;

use super::{Found, Inputs};
use encoding_rs::Encoding;

use crate::article::{Language, Origin, WebUrl, path_text};
use crate::config::{Config, InputConfig};
use crate::digest::sha256;
use crate::load::{self, Expanded, LoadError, LoadErrorKind, Published, Source};
use crate::publish::FOLDER;

/// How near a table comes to a file that it names: whether it names the file itself, how much of the way it names, and
/// whether it is a pattern.
type Nearness = (bool, usize, bool);

/// One of the ways in which the configuration names a file.
struct Way<'c> {
    source: Source,
    by: String,
    nearness: Nearness,
    /// All that the table says.
    settings: Rc<str>,
    config: &'c InputConfig,
}

impl Way<'_> {
    /// Whether another table is an exception to this one for their file.
    fn gives_way_to(&self, other: &Self) -> bool {
        let differ = |one: Option<&str>, other: Option<&str>| one.is_some() && other.is_some() && one != other;
        let (a, b) = (self.config, other.config);
        let takes_other_articles = (!a.items.is_empty() && !b.items.is_empty() && a.items != b.items)
            || differ(a.query.as_deref(), b.query.as_deref())
            || differ(a.format.map(|format| format.name), b.format.map(|format| format.name));
        self.nearness < other.nearness && !takes_other_articles
    }
}

impl<'c> Inputs<'c> {
    /// Looks for the inputs of a configuration.
    pub(in crate::site) fn find(config: &'c Config) -> Self {
        let mut inputs = Self::default();
        let has_several = config.inputs.iter().map(|input| input.paths.len()).sum::<usize>() > 1;
        let mut places = Places { folders: HashMap::new(), has_several };
        let mut ways: BTreeMap<PathBuf, Vec<Way<'_>>> = BTreeMap::new();
        for input in &config.inputs {
            let settings: Rc<str> = format!("{:?}", InputConfig { paths: Vec::new(), line: 0, ..input.clone() }).into();
            let published = Published { output: &config.dir, marker: FOLDER, follow_links: input.follow_links };
            for path in &input.paths {
                let by = path_text(path).into_owned();
                match load::expand(path, &published) {
                    Ok(Expanded { files, failures, unread, links, apart, root, sites }) => {
                        let (length, is_pattern) = places.of(path);
                        for source in files {
                            let place = places.of_file(&source.path);
                            let nearness = (source.named, length, is_pattern);
                            let (by, settings) = (by.clone(), Rc::clone(&settings));
                            let way = Way { source, by, nearness, settings, config: input };
                            if has_several {
                                ways.entry(place).or_default().push(way);
                            } else {
                                // It is named in no other way.
                                inputs.add(vec![way]);
                            }
                        }
                        inputs.seen.roots.extend(root.map(|root| (by, root)));
                        inputs.seen.sites.extend(sites);
                        inputs.failures.extend(failures);
                        inputs.unread.extend(unread);
                        inputs.links.extend(links);
                        inputs.apart.extend(apart);
                    }
                    Err(mut error) => {
                        if let (LoadErrorKind::Pattern(reason), 1..) = (&mut error.kind, input.line) {
                            *reason = format!("{reason} ([[input]] in line {} of {})", input.line, config.file_name);
                        }
                        inputs.missing.push((by, error));
                    }
                }
            }
        }
        for ways in ways.into_values() {
            inputs.add(ways);
        }
        inputs.files.sort_by(|a, b| a.part.cmp(&b.part));
        load::sort_by_path(&mut inputs.files, |found| &found.source.path);
        inputs.find_websites();
        inputs
    }

    /// Adds a file that is named in these ways.
    fn add(&mut self, mut ways: Vec<Way<'c>>) {
        if ways.len() > 1 {
            ways.sort_by(|a, b| (Reverse(a.nearness), &a.source, &a.by).cmp(&(Reverse(b.nearness), &b.source, &b.by)));
            let mut known: Vec<&str> = Vec::new();
            let is_new: Vec<bool> = ways
                .iter()
                .map(|way| {
                    let is_new = !known.contains(&&*way.settings);
                    known.push(&way.settings);
                    is_new
                })
                .collect();
            let mut is_new = is_new.into_iter();
            ways.retain(|_| is_new.next().unwrap_or(true));
        }
        let closer: Vec<Option<usize>> =
            ways.iter().map(|way| ways.iter().position(|other| way.gives_way_to(other))).collect();
        for (way, closer) in ways.iter().zip(&closer) {
            if let Some(closer) = closer {
                let tables = (ways[*closer].by.clone(), way.by.clone());
                self.exceptions.entry(tables).or_insert_with(|| (0, way.source.path.clone())).0 += 1;
            }
        }
        let mut closer = closer.into_iter();
        ways.retain(|_| closer.next().flatten().is_none());
        let Some(first) = ways.first() else { return };
        let path = first.source.path.clone();
        if ways.len() > 1 && (path.as_os_str() == "-" || path.metadata().is_ok_and(|meta| !meta.is_file())) {
            let message =
                format!("{} [[input]] tables name it, and it can be read once; the first one does", ways.len());
            let origin = Origin::new(path_text(&path), 0);
            self.failures.push(LoadError::new(&origin, io::Error::other(message)));
            ways.truncate(1);
        }
        let count = ways.len();
        let mut parts: Vec<String> =
            ways.iter().map(|way| if count > 1 { part(way.config) } else { String::new() }).collect();
        for n in 1..count {
            // They differ in when they were captured, which may be another moment in every run.
            let same = parts[..n].iter().filter(|part| part.split('-').next() == Some(&parts[n])).count();
            if same > 0 {
                parts[n] = format!("{}-{}", parts[n], same + 1);
            }
        }
        self.files.extend(ways.into_iter().zip(parts).map(|(way, part)| Found {
            source: Source { path: path.clone(), named: way.source.named },
            by: way.by,
            part,
            config: way.config,
            website: None,
            key: OnceLock::new(),
            stamp: OnceLock::new(),
        }));
    }
}

/// What a table says of its articles, as in `feedmill.toml`: what tells it from others that read the same file.
pub(super) fn said(config: &InputConfig) -> String {
    let items = match config.items.as_slice() {
        [] => None,
        [only] => Some(format!("items = {only:?}")),
        several => Some(format!("items = {several:?}")),
    };
    let texts = [
        ("format", config.format.map(|format| format.name)),
        ("encoding", config.encoding.map(Encoding::name)),
        ("query", config.query.as_deref()),
        ("source", config.source.as_deref()),
        ("language", config.language.as_ref().map(Language::as_str)),
        ("base_url", config.base.as_ref().map(WebUrl::as_str)),
    ];
    let texts = texts.into_iter().filter_map(|(name, value)| Some(format!("{name} = {:?}", value?)));
    let texts = items.into_iter().chain(texts);
    let tags = (!config.tags.is_empty()).then(|| format!("tags = {:?}", config.tags));
    texts.chain(tags).collect::<Vec<_>>().join(", ")
}

/// What tells an input from the others of its file: what its table says, as a short name.
fn part(config: &InputConfig) -> String {
    let said = InputConfig { paths: Vec::new(), captured: None, ..config.clone() };
    format!("{:.16}", sha256(format!("{said:?}").as_bytes()))
}

/// Where files are, in whatever way they are named.
struct Places {
    /// Folders as they are named, and where they are.
    folders: HashMap<PathBuf, PathBuf>,
    /// Whether a file may be named in several ways at all.
    has_several: bool,
}

impl Places {
    /// The place of a folder.
    fn of_folder(&mut self, folder: &Path) -> PathBuf {
        if let Some(known) = self.folders.get(folder) {
            return known.clone();
        }
        let named = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let place = named.canonicalize().unwrap_or_else(|_| folder.to_owned());
        self.folders.insert(folder.to_owned(), place.clone());
        place
    }

    /// The place of a file. A link is not followed: it is an input of its own.
    fn of_file(&mut self, file: &Path) -> PathBuf {
        match (file.parent(), file.file_name()) {
            (Some(folder), Some(name)) if self.has_several && file.as_os_str() != "-" => {
                self.of_folder(folder).join(name)
            }
            _ => file.to_owned(),
        }
    }

    /// How much of the way to its files something names, and whether it is a pattern.
    fn of(&mut self, named: &Path) -> (usize, bool) {
        let pattern = named.to_str().filter(|_| !named.exists());
        let special = pattern.and_then(|text| Some((text, text.find(['*', '?', '[', '{'])?)));
        let Some((text, special)) = special else { return (self.of_folder(named).as_os_str().len(), false) };
        // What stands before the first sign may end inside of a name.
        let (folder, begun) = match text[..special].rfind('/') {
            Some(end) => (&text[..=end], special - end - 1),
            None => ("", special),
        };
        (self.of_folder(Path::new(folder)).as_os_str().len() + 1 + begun, true)
    }
}
