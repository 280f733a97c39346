//! A collection that changes in many ways, and the settings and the clock with it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use feedmill::report::Report;
use feedmill::site::{self, BuildError};
use feedmill::{catalogue::Catalogue, config};
use serde_json::{Value, json};

use super::settings::Settings;
use crate::generate::Random;
use crate::run::{Scratch, tree};

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

fn is_list(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "jsonl")
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
        world.files.insert("in/more/b.jsonl".to_owned(), File::default());
        for _ in 0..20 + world.random.below(20) {
            world.add(NAMED);
        }
        for _ in 0..8 {
            world.add("in/more/b.jsonl");
        }
        for _ in 0..10 {
            world.add_post();
        }
        world.write();
        world
    }

    fn is_odd(&mut self) -> bool {
        self.oddness > 0 && self.random.one_in(self.oddness)
    }

    fn number(&mut self, below: u64) -> i64 {
        i64::try_from(self.random.below(below)).unwrap()
    }

    fn text_of(at: DateTime<Utc>) -> String {
        at.to_rfc3339_opts(SecondsFormat::Secs, true)
    }

    fn date(&mut self) -> String {
        let days = match self.random.below(12) {
            0 => self.number(2_000),
            1..=3 => 0,
            _ => self.number(25),
        };
        let at = self.now - TimeDelta::days(days);
        let minute = self.number(600);
        let past = at - TimeDelta::minutes(minute);
        match self.random.below(20) {
            0..=8 => Self::text_of(past),
            9..=13 => at.format("%Y-%m-%d").to_string(),
            14 | 15 => at.format("%Y-%m-%dT10:00:00Z").to_string(),
            16 => at.format("%Y-%m-%dT03:30:00+05:30").to_string(),
            17 => at.format("%Y-%m-%dT23:30:00-08:00").to_string(),
            18 => past.format("%Y-%m-%d %H:%M").to_string(),
            _ if self.random.one_in(3) => Self::text_of(self.now + TimeDelta::minutes(minute)),
            _ => Self::text_of(past),
        }
    }

    fn tags(&mut self) -> Vec<String> {
        let count = self.random.below(4);
        (0..count).map(|_| self.tag()).collect()
    }

    fn tag(&mut self) -> String {
        match self.random.below(30) {
            0 => format!("New {}", self.next),
            1..=12 => format!("Tag {}", self.random.below(10)),
            _ if self.random.one_in(2) => (*self.random.choose(&["Sea", "Land", "News", "Rust", "KDE"])).to_owned(),
            13..=20 => (*self.random.choose(TAGS)).to_owned(),
            _ => format!("Tag {}", self.random.below(3)),
        }
    }

    fn title(&mut self) -> String {
        match self.random.below(25) {
            0 => "Menu of the day".to_owned(),
            1 => format!("Letters {}", self.random.below(3)),
            _ => format!("Story {} {}", self.next, self.random.below(1_000)),
        }
    }

    fn url(&mut self) -> String {
        let n = self.next;
        match self.random.below(if self.oddness > 0 { 40 } else { 400 }) {
            0 => format!("https://q.example/page#{n}"),
            1 => format!("https://q.example/{n}/#top"),
            2 => format!("http://www.q.example/{n}?utm_source=x"),
            _ => format!("https://q.example/{n}"),
        }
    }

    fn piece(&mut self) -> Piece {
        self.next += 1;
        let n = self.next;
        let mut piece = Piece {
            id: match self.random.below(4) {
                0 => None,
                1 => Some(json!(n)),
                _ => Some(json!(format!("a-{n}-{}", self.random.below(1_000_000)))),
            },
            title: self.title(),
            url: Some(self.url()),
            date: Some(self.date()),
            tags: self.tags(),
            source: (!self.random.one_in(6)).then(|| format!("Paper {}", self.random.below(4))),
            author: self.random.one_in(2).then(|| format!("Ann {}", self.random.below(4))),
            category: self.random.one_in(3).then(|| format!("Kind {}", self.random.below(3))),
            language: self.random.one_in(4).then(|| (*self.random.choose(&["en", "de", "ar"])).to_owned()),
            text: format!("What there is to say of story {n}: {}.", self.random.below(1_000)),
            ..Piece::default()
        };
        if self.random.one_in(8) {
            piece.updated = Some(self.changed());
        }
        if self.random.one_in(9) {
            // Its entries lead to the page of one of its terms.
            piece.url = None;
        }
        if self.is_odd() {
            self.make_odd(&mut piece);
        }
        piece
    }

    fn changed(&mut self) -> String {
        match self.random.below(4) {
            0 => Self::text_of(self.now),
            1 => self.now.format("%Y-%m-%dT00:00:00Z").to_string(),
            2 => self.now.format("%Y-%m-%d").to_string(),
            _ => Self::text_of(self.now - TimeDelta::minutes(self.number(3_000))),
        }
    }

    fn make_odd(&mut self, piece: &mut Piece) {
        piece.is_odd = true;
        match self.random.below(14) {
            0 => piece.url = None,
            1 => piece.date = Some("3 days ago".to_owned()),
            2 => piece.date = None,
            3 => piece.date = Some("1970-01-01".to_owned()),
            4 => piece.date = Some("03/04/2026".to_owned()),
            5 => piece.extra.push(("expires", json!(Self::text_of(self.now + TimeDelta::minutes(self.number(4_000)))))),
            6 => piece.extra.push(("draft", json!(true))),
            7 => piece.extra.push(("deleted", json!(true))),
            8 => piece.extra.push(("status", json!("draft"))),
            9 => piece.date = Some(Self::text_of(self.now + TimeDelta::minutes(10 + self.number(3_000)))),
            10 => piece.date = Some((self.now + TimeDelta::days(1)).format("%Y-%m-%d").to_string()),
            11 => piece.id = Some(json!(self.random.below(3))),
            12 => piece.url = Some("https://q.example/".to_owned()),
            _ => piece.extra.push(("publish_date", json!(Self::text_of(self.now + TimeDelta::days(1))))),
        }
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

    /// Something happens to an article.
    fn edit(&mut self) -> Option<String> {
        let (path, n) = self.pick()?;
        let Line::Piece(mut piece) = self.files[&path].lines[n].clone() else { return None };
        let what = match self.random.below(20) {
            0..=3 => {
                write!(piece.text, " More {}.", self.random.below(100)).unwrap();
                "edited"
            }
            4 | 5 => {
                piece.title = self.title();
                "retitled"
            }
            6..=8 => {
                piece.tags = self.tags();
                "retagged"
            }
            9 => {
                let tag = self.tag();
                piece.tags.push(tag);
                "tagged"
            }
            10 => {
                piece.tags.pop();
                "untagged"
            }
            11 | 12 => {
                piece.date = Some(self.date());
                "redated"
            }
            13 => {
                self.next += 1;
                piece.url = Some(self.url());
                "moved"
            }
            14 => {
                piece.source = Some(format!("Paper {}", self.random.below(6)));
                "of another source"
            }
            15 => {
                piece.updated = Some(self.changed());
                "updated"
            }
            16 => {
                piece.tags.iter_mut().for_each(|tag| *tag = tag.to_uppercase());
                "spelt otherwise"
            }
            17 => {
                piece.language = self.random.one_in(2).then(|| "de".to_owned());
                piece.author = Some(format!("Ann {}", self.random.below(4)));
                "of another author and language"
            }
            18 => {
                piece.id = None;
                "without id"
            }
            _ if self.is_odd() => {
                self.make_odd(&mut piece);
                "odd"
            }
            _ => {
                *piece = self.piece();
                "another one"
            }
        };
        self.files.get_mut(&path).unwrap().lines[n] = Line::Piece(piece);
        Some(format!("{path}:{} {what}", n + 1))
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

    fn happen(&mut self) -> Option<String> {
        let what = match self.random.below(40) {
            0..=11 => {
                let path = self.list();
                self.add(&path);
                format!("added to {path}")
            }
            12..=16 => {
                self.add_post();
                format!("post {} added", self.next)
            }
            17..=30 => return self.edit(),
            31 | 32 => {
                let posts = self.posts();
                if posts.len() < 6 {
                    return None;
                }
                let path = self.random.choose(&posts).clone();
                self.files.remove(&path);
                format!("{path} removed")
            }
            33 => {
                let path = self.list();
                let file = self.files.get_mut(&path)?;
                if file.lines.len() < 4 {
                    return None;
                }
                let n = usize::try_from(self.random.below(file.lines.len() as u64)).unwrap();
                file.lines.remove(n);
                format!("{path}:{} removed", n + 1)
            }
            34 => {
                let (path, n) = self.pick()?;
                let line = self.files[&path].lines[n].clone();
                let file = self.files.get_mut(&path)?;
                file.lines.remove(n);
                if !is_list(&path) {
                    self.files.remove(&path);
                }
                let to = self.list();
                self.files.get_mut(&to)?.lines.push(line);
                format!("{path}:{} goes to {to}", n + 1)
            }
            35 => {
                let posts = self.posts();
                if posts.is_empty() {
                    return None;
                }
                let path = self.random.choose(&posts).clone();
                let file = self.files.remove(&path)?;
                self.next += 1;
                let to = format!("in/posts/renamed-{}.md", self.next);
                self.files.insert(to.clone(), file);
                format!("{path} renamed to {to}")
            }
            36 if self.random.one_in(3) => {
                // More at once than a feed shows.
                let (path, count) = (self.list(), 4 + self.random.below(12));
                let (at, tag) = (self.date(), self.tag());
                for _ in 0..count {
                    let piece = self.piece();
                    let tags = piece.tags.iter().cloned().chain([tag.clone()]).collect();
                    let piece = Piece { date: Some(at.clone()), tags, ..piece };
                    self.files.get_mut(&path)?.lines.push(Line::Piece(Box::new(piece)));
                }
                format!("{count} added at once to {path} ({at}, {tag})")
            }
            37 if self.random.one_in(4) => self.change_settings(),
            38 if self.random.one_in(2) => {
                self.next += 1;
                let path = format!("in/more/{}.jsonl", self.next);
                (0..3).for_each(|_| self.add(&path));
                format!("{path} added")
            }
            39 if self.random.one_in(3) => {
                // A tag goes from all articles.
                let tag = self.tag();
                let mut count = 0;
                let posts = self.files.iter_mut().filter(|(path, _)| !is_list(path));
                for line in posts.flat_map(|(_, file)| &mut file.lines) {
                    let Line::Piece(piece) = line else { continue };
                    let before = piece.tags.len();
                    piece.tags.retain(|known| *known != tag);
                    count += before - piece.tags.len();
                }
                format!("{tag} gone from {count} posts")
            }
            _ => return None,
        };
        Some(what)
    }

    fn change_settings(&mut self) -> String {
        let is_odd = self.oddness > 0 && self.random.one_in(2);
        self.settings.change(&mut self.random, is_odd)
    }

    fn happen_oddly(&mut self) -> Option<String> {
        let what = match self.random.below(17) {
            0 => {
                let path = self.list();
                let texts = ["{\"title\": ", "no JSON at all", "", "[]", "{}", "{\"title\": \"\", \"url\": \"\"}"];
                let text = (*self.random.choose(&texts)).to_owned();
                self.files.get_mut(&path)?.lines.push(Line::Broken(text));
                format!("broken line in {path}")
            }
            1 => {
                let posts = self.posts();
                let path = self.random.choose(&posts).clone();
                let texts = ["---\ntitle: [\n---\n", "", "\u{FEFF}", "---\ntitle: x"];
                let lines = vec![Line::Broken((*self.random.choose(&texts)).to_owned())];
                self.files.insert(path.clone(), File { lines, ..File::default() });
                format!("{path} broken")
            }
            2 => {
                let path = self.list();
                let file = self.files.get_mut(&path)?;
                file.has_crlf = !file.has_crlf;
                format!("line ends of {path}")
            }
            3 => {
                let path = self.list();
                let file = self.files.get_mut(&path)?;
                file.is_unfinished = !file.is_unfinished;
                format!("end of {path}")
            }
            4 => {
                let path = self.list();
                self.files.get_mut(&path)?.has_mark ^= true;
                format!("byte order mark of {path}")
            }
            5 => {
                let path = self.list();
                self.files.get_mut(&path)?.lines.clear();
                format!("{path} emptied")
            }
            6 => {
                let path = self.list();
                if path == NAMED {
                    return None;
                }
                self.files.remove(&path);
                format!("{path} removed")
            }
            7 => {
                let path = self.list();
                if path == NAMED {
                    return None;
                }
                self.next += 1;
                let to = format!("in/more/renamed-{}.jsonl", self.next);
                let file = self.files.remove(&path)?;
                self.files.insert(to.clone(), file);
                format!("{path} renamed to {to}")
            }
            8 => {
                let (path, n) = self.pick()?;
                let Line::Piece(piece) = self.files[&path].lines[n].clone() else { return None };
                let to = self.list();
                self.files.get_mut(&to)?.lines.push(Line::Piece(Box::new(Piece { is_odd: true, ..*piece })));
                format!("{path}:{} also in {to}", n + 1)
            }
            9 => {
                let paths: Vec<String> = self.files.keys().cloned().collect();
                let path = self.random.choose(&paths).clone();
                let file = fs::File::options().append(true).open(self.scratch.path().join(&path)).ok()?;
                file.set_modified(SystemTime::from(self.now - TimeDelta::minutes(1))).unwrap();
                format!("{path} touched")
            }
            10 | 11 => {
                let out = self.scratch.path().join("out");
                let paths: Vec<String> = tree(&out).into_keys().collect();
                let path = self.random.choose(&paths).clone();
                if self.random.one_in(2) {
                    fs::remove_file(out.join(&path)).unwrap();
                    format!("published {path} removed")
                } else {
                    // One that is as long as it was is not noticed.
                    fs::write(out.join(&path), "mine").unwrap();
                    format!("published {path} written over")
                }
            }
            12 => {
                let memory = Catalogue::open(&self.scratch.path().join("out")).unwrap().memory().unwrap();
                let ids: Vec<String> = memory.articles.values().map(|record| record.id.as_str().to_owned()).collect();
                if ids.is_empty() {
                    return None;
                }
                let id = self.random.choose(&ids).clone();
                let said = self.scratch.run(&["ledger", "forget", "-o", "out", &id]);
                assert_eq!(said.code, 0, "{said:?}");
                format!("{id} forgotten")
            }
            13 => {
                let run = site::Run { dry_run: true, accept_shrink: true, ..site::Run::at(self.now) };
                let _ = site::build(&self.config("out"), &run);
                "tried".to_owned()
            }
            14 if !self.had_great_burst => {
                self.had_great_burst = true;
                let path = "in/more/burst.jsonl";
                let day = self.now.format("%Y-%m-%d").to_string();
                for n in 0..505 {
                    let piece = self.piece();
                    let date = if n % 5 == 0 { day.clone() } else { format!("{day}T09:{:02}:{:02}Z", n % 60, n % 7) };
                    let piece = Piece { date: Some(date), tags: vec!["Sea".to_owned()], is_odd: true, ..piece };
                    self.files.entry(path.to_owned()).or_default().lines.push(Line::Piece(Box::new(piece)));
                }
                "500 in a day".to_owned()
            }
            15 => {
                // A new line in the midst of others.
                let path = self.list();
                let piece = self.piece();
                let file = self.files.get_mut(&path)?;
                let n = usize::try_from(self.random.below(file.lines.len() as u64 + 1)).unwrap();
                file.lines.insert(n, Line::Piece(Box::new(piece)));
                format!("{path}:{} comes between", n + 1)
            }
            _ => self.change_settings(),
        };
        Some(what)
    }

    fn go_on(&mut self) -> String {
        let by = match self.random.below(30) {
            0 | 1 => TimeDelta::zero(),
            2 => TimeDelta::days(1 + self.number(3)),
            3 if self.random.one_in(4) => TimeDelta::days(100),
            4 if self.random.one_in(3) => TimeDelta::days(32),
            5 if self.random.one_in(4) => TimeDelta::minutes(-1 - self.number(3_000)),
            6..=10 => TimeDelta::hours(self.number(20)),
            _ => TimeDelta::minutes(1 + self.number(30)),
        };
        self.now += by;
        format!("{by} on")
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

    fn config(&self, out: &str) -> config::Config {
        let toml = self.settings.toml();
        let mut file =
            config::File::parse(&toml, Path::new("feedmill.toml")).unwrap_or_else(|error| panic!("{error}\n{toml}"));
        file.output.dir = Some(self.scratch.path().join(out));
        let inputs = ["in/a.jsonl", "in/more", "in/posts"].map(|path| self.scratch.path().join(path));
        file.resolve(inputs.into_iter().collect::<Vec<PathBuf>>(), None, None)
    }

    pub(super) fn build(&self, out: &str, rebuild: bool, accept_shrink: bool) -> Result<Report, BuildError> {
        site::build(&self.config(out), &site::Run { rebuild, accept_shrink, ..site::Run::at(self.now) })
    }
}

fn content(path: &str, file: &File) -> String {
    let mut text = String::new();
    if file.has_mark {
        text.push('\u{FEFF}');
    }
    if !is_list(path) {
        for line in &file.lines {
            match line {
                Line::Piece(piece) => text.push_str(&post(piece)),
                Line::Broken(broken) => text.push_str(broken),
            }
        }
        return text;
    }
    for line in &file.lines {
        match line {
            Line::Piece(piece) => write!(text, "{}", Value::Object(fields(piece).into_iter().collect())).unwrap(),
            Line::Broken(broken) => text.push_str(broken),
        }
        text.push_str(if file.has_crlf { "\r\n" } else { "\n" });
    }
    if file.is_unfinished {
        text.pop();
    }
    text
}

fn fields(piece: &Piece) -> Vec<(String, Value)> {
    let Piece { id, title, url, date, updated, tags, source, author, category, language, text, extra, .. } = piece;
    let named = [
        ("url", url),
        ("published", date),
        ("updated", updated),
        ("source", source),
        ("author", author),
        ("category", category),
        ("language", language),
    ];
    let mut all =
        vec![("title".to_owned(), json!(title)), ("tags".to_owned(), json!(tags)), ("text".to_owned(), json!(text))];
    all.extend(id.iter().map(|id| ("id".to_owned(), id.clone())));
    all.extend(named.into_iter().filter_map(|(name, value)| Some((name.to_owned(), json!(value.as_ref()?)))));
    all.extend(extra.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    all
}

fn post(piece: &Piece) -> String {
    let mut post = "---\n".to_owned();
    for (name, value) in fields(piece).into_iter().filter(|(name, _)| name != "text") {
        let name = if name == "published" { "date" } else { &name };
        writeln!(post, "{name}: {value}").unwrap();
    }
    post + "---\n" + &piece.text + "\n"
}
