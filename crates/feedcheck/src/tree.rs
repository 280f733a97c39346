//! Documents of one folder together: whether links lead to files that are there, and whether no two feeds or entries
//! have the same id.
//!
//! [`check`] is a function of what each document says about others, and of a question to the file system: whether a
//! file is there. References that are relative or begin with the base URL are checked; where no base URL is known,
//! relative ones only.
//!
//! Not checked: links with a query (the answer is a server's), relative links below an `xml:base`, files that are no
//! feed and to which no link leads.

mod address;

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::finding::{Finding, Findings};
use super::references::{Entry, Link, References, Relation};
use super::rule::Rule;
use super::rule::tree::{
    BROKEN_FRAGMENT, BROKEN_LINK, FEED_NOT_LISTED, LINK_OUT_OF_TREE, LINK_TYPE_MISMATCH, MISSING_ALTERNATE, SAME_ID,
    SAME_SELF_LINK,
};
use crate::document::Kind;
use crate::source;
use address::{Place, Root};

/// A document of a tree.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Document<'d> {
    /// Its path in the folder, with slashes.
    pub path: &'d str,
    /// What it is.
    pub kind: Kind,
    /// What it says about others.
    pub references: &'d References,
    /// Whether it was named by itself; a page is then expected to lead to feeds.
    pub is_named: bool,
}

impl<'d> Document<'d> {
    /// The document at that path, which was checked, and not named by itself.
    pub const fn new(path: &'d str, kind: Kind, references: &'d References) -> Self {
        Self { path, kind, references, is_named: false }
    }
}

/// What was found in a document, before its lines are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fault {
    /// The number of the document.
    pub document: usize,
    /// The rule.
    pub rule: &'static Rule,
    at: Range<usize>,
    message: String,
}

/// Checks the documents of a folder together. `exists` says whether there is a file at a path of the folder; without
/// it, nothing is known about other files, and the documents are only compared with each other.
///
/// ```
/// use feedcheck::{Options, check, tree};
/// let options = Options::at("2026-05-05T12:00:00Z".parse().unwrap());
/// let page = b"<!DOCTYPE html><title>News</title>\n<p><a href=\"old/feed.xml\">Feed</a>";
/// let checked = check(page, &options);
/// let document = tree::Document::new("index.html", checked.kind, &checked.references);
/// let faults = tree::check(&[document], None, Some(&|path| path == "index.html"));
/// let findings = tree::locate(page, &faults);
/// assert_eq!((findings[0].rule.code, findings[0].line, findings[0].column), ("broken-link", 2, 13));
/// ```
pub fn check(documents: &[Document<'_>], base: Option<&str>, exists: Option<&dyn Fn(&str) -> bool>) -> Vec<Fault> {
    let Some(root) = Root::new(base) else { return Vec::new() };
    let by_path: FxHashMap<&str, usize> =
        documents.iter().enumerate().map(|(n, document)| (document.path, n)).collect();
    let mut tree = Tree {
        documents,
        by_path,
        exists,
        known: FxHashMap::default(),
        listed: FxHashSet::default(),
        own: FxHashMap::default(),
        archives: documents.iter().enumerate().filter(|(_, own)| own.references.is_archive).map(|(n, _)| n).collect(),
        faults: Vec::new(),
    };
    for (n, document) in documents.iter().enumerate() {
        let base = root.base_of(document.path, document.references.base.as_deref());
        for link in &document.references.links {
            match base.as_ref().map_or(Place::Elsewhere, |base| root.place(base, &link.href)) {
                Place::Elsewhere => tree.own_elsewhere(n, link),
                Place::Above if exists.is_none() => {}
                Place::Above => {
                    let message = format!("\"{}\" leads out of the folder that is checked", link.href);
                    tree.add(n, &LINK_OUT_OF_TREE, &link.at, message);
                }
                Place::Inside { path, fragment } => tree.link(n, link, &path, fragment.as_deref()),
            }
        }
    }
    tree.pages();
    tree.unlisted();
    tree.entries();
    tree.faults
}

/// The findings of a document for its faults.
pub fn locate<'f>(bytes: &[u8], faults: impl IntoIterator<Item = &'f Fault>) -> Vec<Finding> {
    let source = source::decode(bytes);
    let mut findings = Findings::new(&source.text);
    for fault in faults {
        findings.add(fault.rule, fault.at.clone(), fault.message.as_str());
    }
    findings.finish()
}

struct Tree<'t, 'd> {
    documents: &'t [Document<'d>],
    by_path: FxHashMap<&'d str, usize>,
    exists: Option<&'t dyn Fn(&str) -> bool>,
    /// The files that were asked for.
    known: FxHashMap<String, bool>,
    /// Documents that a page or a list leads to.
    listed: FxHashSet<usize>,
    /// What feeds call themselves, and which does first.
    own: FxHashMap<String, usize>,
    /// Documents of the archives of feeds.
    archives: FxHashSet<usize>,
    faults: Vec<Fault>,
}

impl Tree<'_, '_> {
    fn add(&mut self, document: usize, rule: &'static Rule, at: &Range<usize>, message: String) {
        self.faults.push(Fault { document, rule, at: at.clone(), message });
    }

    fn is_there(&mut self, path: &str) -> bool {
        if self.by_path.contains_key(path) {
            return true;
        }
        if let Some(known) = self.known.get(path) {
            return *known;
        }
        let is_there = self.exists.is_none_or(|exists| exists(path));
        self.known.insert(path.to_owned(), is_there);
        is_there
    }

    /// The file that a path stands for: a folder stands for its page.
    fn file(&mut self, path: &str) -> Option<String> {
        let is_folder = path.is_empty() || path.ends_with('/');
        if !is_folder && self.is_there(path) {
            return Some(path.to_owned());
        }
        let slash = if is_folder { "" } else { "/" };
        let page = format!("{path}{slash}index.html");
        self.is_there(&page).then_some(page)
    }

    /// A feed that names itself elsewhere: two that do so at one place are found all the same.
    fn own_elsewhere(&mut self, n: usize, link: &Link) {
        if link.relation == Relation::Own {
            self.own_link(n, link, link.href.to_string());
        }
    }

    fn own_link(&mut self, n: usize, link: &Link, address: String) {
        let first = *self.own.entry(address).or_insert(n);
        if first != n {
            let message = format!("{} names this address as its own, too", self.documents[first].path);
            self.add(n, &SAME_SELF_LINK, &link.at, message);
        }
    }

    /// A link to a place in the folder.
    fn link(&mut self, n: usize, link: &Link, path: &str, fragment: Option<&str>) {
        if link.relation == Relation::Own {
            self.own_link(n, link, path.to_owned());
        }
        let Some(file) = self.file(path) else {
            let folder = if path.is_empty() || path.ends_with('/') { "index.html" } else { "" };
            self.add(n, &BROKEN_LINK, &link.at, format!("there is no file {path}{folder}"));
            return;
        };
        let Some(target) = self.by_path.get(file.as_str()).copied() else { return };
        if link.relation == Relation::Older && n != target {
            self.archives.insert(target);
        }
        let (from, to) = (self.documents[n], self.documents[target]);
        if matches!(from.kind, Kind::Page | Kind::Opml | Kind::Json) && n != target {
            self.listed.insert(target);
        }
        if let Some(media_type) = link.media_type.as_deref()
            && !fits(media_type, to.kind)
        {
            let message = format!("{} is {}, not {media_type}", to.path, noun(to.kind));
            self.add(n, &LINK_TYPE_MISMATCH, &link.at, message);
        }
        if let Some(fragment) = fragment
            && to.kind == Kind::Page
            && !fragment.eq_ignore_ascii_case("top")
            && to.references.ids.binary_search_by(|id| (**id).cmp(fragment)).is_err()
        {
            self.add(n, &BROKEN_FRAGMENT, &link.at, format!("{} has no element with the id \"{fragment}\"", to.path));
        }
    }

    /// Pages beside feeds that do not say so.
    fn pages(&mut self) {
        let folder = |path: &str| path.rfind('/').map_or(0, |slash| slash + 1);
        let with_feeds: FxHashSet<&str> =
            self.documents.iter().filter(|own| is_feed(own.kind)).map(|own| &own.path[..folder(own.path)]).collect();
        for (n, document) in self.documents.iter().enumerate() {
            let Some(at) = &document.references.lacks_feeds else { continue };
            if document.is_named || with_feeds.contains(&document.path[..folder(document.path)]) {
                self.add(n, &MISSING_ALTERNATE, at, "the page leads readers to no feed".to_owned());
            }
        }
    }

    /// Feeds that nothing leads to, where there are pages or lists.
    fn unlisted(&mut self) {
        let has_lists = self.documents.iter().any(|own| matches!(own.kind, Kind::Page | Kind::Opml));
        for (n, document) in self.documents.iter().enumerate() {
            if has_lists && is_feed(document.kind) && !self.listed.contains(&n) {
                self.add(n, &FEED_NOT_LISTED, &(0..1), "no page and no list of feeds leads to this feed".to_owned());
            }
        }
    }

    /// Entries with one id whose titles and links differ, but for older versions of one, which archives hold.
    fn entries(&mut self) {
        let mut current: FxHashMap<&str, (usize, &Entry)> = FxHashMap::default();
        let mut archived = current.clone();
        let is_archive = |n: &usize| self.archives.contains(n);
        let feeds = (0..self.documents.len()).filter(|n| !is_archive(n));
        for n in feeds.chain((0..self.documents.len()).filter(is_archive)) {
            let document = self.documents[n];
            for entry in document.references.entries.iter().filter(|entry| !entry.id.is_empty()) {
                let (other, own, is_version) = if is_archive(&n) {
                    match current.get(&*entry.id) {
                        Some((other, own)) => {
                            let is_older = own.updated.is_none() || entry.updated <= own.updated;
                            (*other, *own, is_older && is_version(entry, own))
                        }
                        None => {
                            let (other, own) = *archived.entry(&entry.id).or_insert((n, entry));
                            (other, own, is_version(entry, own))
                        }
                    }
                } else {
                    let (other, own) = *current.entry(&entry.id).or_insert((n, entry));
                    (other, own, false)
                };
                if other != n && !is_version && own.title != entry.title && own.link != entry.link {
                    let path = self.documents[other].path;
                    let message =
                        format!("in {path} the entry with this id is \"{}\"", super::finding::cut(&own.title));
                    self.faults.push(Fault { document: n, rule: &SAME_ID, at: entry.at.clone(), message });
                }
            }
        }
    }
}

/// Whether an entry of an archive may be another version of one with the same id, as far as can be told: an article is
/// published once. RFC 5005 §4 lets the later document count where they do not say when they were changed.
fn is_version(archived: &Entry, other: &Entry) -> bool {
    archived.published == other.published || archived.published.is_none() || other.published.is_none()
}

fn is_feed(kind: Kind) -> bool {
    matches!(kind, Kind::Rss | Kind::Atom | Kind::Json | Kind::Rdf)
}

/// Whether a document can be of a media type.
fn fits(media_type: &str, kind: Kind) -> bool {
    let media_type = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match media_type.as_str() {
        "application/rss+xml" => matches!(kind, Kind::Rss | Kind::Rdf),
        "application/rdf+xml" => kind == Kind::Rdf,
        "application/atom+xml" => matches!(kind, Kind::Atom | Kind::AtomEntry),
        "application/feed+json" | "application/json" => kind == Kind::Json,
        "text/x-opml" | "text/x-opml+xml" => kind == Kind::Opml,
        "text/html" | "application/xhtml+xml" => kind == Kind::Page,
        "text/xml" | "application/xml" => !matches!(kind, Kind::Json),
        _ => {
            !media_type.starts_with("image/") && !media_type.starts_with("audio/") && !media_type.starts_with("video/")
        }
    }
}

/// What a document is, in words.
fn noun(kind: Kind) -> &'static str {
    match kind {
        Kind::Rss => "RSS",
        Kind::Atom => "an Atom feed",
        Kind::AtomEntry => "an Atom entry",
        Kind::AtomPub => "a document of the Atom Publishing Protocol",
        Kind::Json => "a JSON Feed",
        Kind::Opml => "OPML",
        Kind::Page => "a page",
        Kind::Rdf => "RSS 1.0",
        Kind::Other => "something else",
    }
}
