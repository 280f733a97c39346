//! A collection that changes in many ways, and the settings and the clock with it.

mod events;
mod pieces;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use chrono::{DateTime, Utc};
use feedmill::internal::config;
use feedmill::internal::report::Report;
use feedmill::internal::site::{self, BuildError};
use serde_json::Value;

use super::settings::Settings;
use crate::generate::Random;
use crate::run::{Scratch, tree};
use pieces::content;

/// An article as it stands in a file.
#[derive(Debug, Clone, Default)]
pub(super) struct Piece {
    id: Option<Value>,
    title: String,
    url: Option<String>,
    date: Option<String>,
    updated: Option<String>,
    tags: Vec<String>,
    source: Option<String>,
    author: Option<String>,
    category: Option<String>,
    language: Option<String>,
    text: String,
    extra: Vec<(&'static str, Value)>,
    /// Whether it is of a kind that takes a run which reads everything.
    is_odd: bool,
}

#[derive(Debug, Clone)]
pub(super) enum Line {
    Piece(Box<Piece>),
    Broken(String),
}

/// A file of the collection.
#[derive(Debug, Clone, Default)]
pub(super) struct File {
    lines: Vec<Line>,
    has_crlf: bool,
    is_unfinished: bool,
    has_mark: bool,
}

pub(super) struct World {
    pub(super) scratch: Scratch,
    pub(super) random: Random,
    pub(super) now: DateTime<Utc>,
    settings: Settings,
    files: BTreeMap<String, File>,
    next: u64,
    /// One in so many pieces and events is odd; 0: none.
    oddness: u64,
    had_great_burst: bool,
}

const TAGS: &[&str] = &[
    "KDE",
    "kde",
    "#KDE",
    "C'",
    "\"c\"",
    "c",
    "C",
    "Zürich",
    "zurich",
    "Rust",
    "rust",
    "Rust lang",
    "rust-lang",
    "News",
    "Sea",
    "Land",
    "Café",
    "cafe",
    "Long road",
    "long_road",
];

/// Tags that few articles have, and that come and go: some are one in several spellings, some would have the slug of another.
const RARE: &[&str] = &["Rare", "rare", "RARE", "Rare'", "rare '", "\"Rare\"", "Seldom", "seldom", "Seldom!"];

/// Sources, likewise.
const SOURCES: &[&str] =
    &["paper 1", "PAPER 2", "Paper 1'", "Paper 2!", "Paper \"2\"", "Lone", "lone", "Lone'", "Lone \""];

fn is_list(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension != "md")
}

const NAMED: &str = "in/a.jsonl";

impl World {
    pub(super) fn new(seed: u64) -> Self {
        let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        random.below(2);
        let oddness = *random.choose(&[0, 0, 0, 150, 60, 20]);
        let mut world = Self {
            scratch: Scratch::new(),
            settings: Settings::new(&mut random),
            random,
            now: "2026-06-01T12:00:00Z".parse().unwrap(),
            files: BTreeMap::new(),
            next: 0,
            oddness,
            had_great_burst: false,
        };
        world.files.insert(NAMED.to_owned(), File::default());
        for _ in 0..20 + world.random.below(20) {
            world.add(NAMED);
        }
        for path in ["in/more/b.jsonl", "in/more/newest-first.json", "in/more/table.csv"] {
            world.files.insert(path.to_owned(), File::default());
            (0..8).for_each(|_| world.add(path));
        }
        for _ in 0..10 {
            world.add_post();
        }
        world.write();
        world
    }

    fn add(&mut self, path: &str) {
        let piece = self.piece();
        self.files.entry(path.to_owned()).or_default().lines.push(Line::Piece(Box::new(piece)));
    }

    fn add_post(&mut self) {
        let piece = self.piece();
        let folder = if self.random.one_in(4) { "in/more" } else { "in/posts" };
        let path = format!("{folder}/{}.md", self.next);
        self.files.insert(path, File { lines: vec![Line::Piece(Box::new(piece))], ..File::default() });
    }

    fn lists(&self) -> Vec<String> {
        self.files.keys().filter(|path| is_list(path)).cloned().collect()
    }

    fn posts(&self) -> Vec<String> {
        self.files.keys().filter(|path| !is_list(path)).cloned().collect()
    }

    fn list(&mut self) -> String {
        let lists = self.lists();
        self.random.choose(&lists).clone()
    }

    /// The place of an article, in a post more often than not.
    fn pick(&mut self) -> Option<(String, usize)> {
        let posts = self.posts();
        let path =
            if posts.is_empty() || self.random.one_in(3) { self.list() } else { self.random.choose(&posts).clone() };
        let lines = &self.files[&path].lines;
        let known: Vec<usize> = (0..lines.len()).filter(|n| matches!(lines[*n], Line::Piece(_))).collect();
        (!known.is_empty()).then(|| (path, *self.random.choose(&known)))
    }

    /// What is odd goes.
    fn cure(&mut self) {
        for file in self.files.values_mut() {
            file.lines.retain(|line| matches!(line, Line::Piece(piece) if !piece.is_odd));
            *file = File { lines: std::mem::take(&mut file.lines), ..File::default() };
        }
        self.files.retain(|path, file| is_list(path) || !file.lines.is_empty());
        self.settings.cure();
    }

    /// Something happens. Says what.
    pub(super) fn step(&mut self) -> Vec<String> {
        let mut happened = Vec::new();
        if self.oddness > 0 && self.random.one_in(6) {
            self.cure();
            happened.push("cured".to_owned());
        }
        for _ in 0..=self.random.below(3) {
            happened.extend(self.happen());
        }
        if self.is_odd() {
            happened.extend(self.happen_oddly());
        }
        happened.push(self.go_on());
        self.write();
        happened
    }

    /// Writes what has changed.
    fn write(&mut self) {
        let root = self.scratch.path().join("in");
        for folder in ["posts", "more"] {
            fs::create_dir_all(root.join(folder)).unwrap();
        }
        let is_known = |path: &String| self.files.contains_key(&format!("in/{path}"));
        for path in tree(&root).into_keys().filter(|path| !is_known(path)) {
            fs::remove_file(root.join(path)).unwrap();
        }
        for (path, file) in &self.files {
            let (content, place) = (content(path, file), self.scratch.path().join(path));
            let before = fs::read(&place).ok();
            if before.as_deref() == Some(content.as_bytes()) {
                continue;
            }
            let added = before.as_ref().and_then(|before| content.as_bytes().strip_prefix(before.as_slice()));
            match added.filter(|added| added.len() < content.len() && !self.random.one_in(10)) {
                Some(added) => {
                    let mut file = fs::File::options().append(true).open(&place).unwrap();
                    file.write_all(added).unwrap();
                    file.set_modified(SystemTime::from(self.now)).unwrap();
                }
                None => {
                    let new = place.with_extension("new");
                    fs::write(&new, &content).unwrap();
                    fs::rename(&new, &place).unwrap();
                    fs::File::options()
                        .append(true)
                        .open(&place)
                        .unwrap()
                        .set_modified(SystemTime::from(self.now))
                        .unwrap();
                }
            }
        }
    }

    /// What the configuration says.
    pub(super) fn toml(&self) -> String {
        self.settings.toml()
    }

    fn config(&self, out: &str) -> config::Config {
        let toml = self.settings.toml();
        let mut file =
            config::File::parse(&toml, Path::new("feedmill.toml")).unwrap_or_else(|error| panic!("{error}\n{toml}"));
        file.output.dir = Some(self.scratch.path().join(out));
        let inputs = ["in/a.jsonl", "in/more", "in/posts"].map(|path| self.scratch.path().join(path));
        file.resolve(inputs.into_iter().collect::<Vec<PathBuf>>(), None, None)
    }

    pub(super) fn build(&self, out: &str, rebuild: bool, accept_shrink: bool) -> Result<Report, BuildError> {
        site::build(&self.config(out), &site::Run::at(self.now).rebuild(rebuild).accept_shrink(accept_shrink))
    }

    /// What a run would do.
    pub(super) fn plan(&self, out: &str, accept_shrink: bool) -> Result<Report, BuildError> {
        site::build(&self.config(out), &site::Run::at(self.now).dry_run(true).accept_shrink(accept_shrink))
    }
}
