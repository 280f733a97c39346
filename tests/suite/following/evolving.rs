//! A collection that changes from step to step: lines of a file and posts of a folder come, go, move, and say something else.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use chrono::{DateTime, Utc};
use feedmill::internal::report::Report;
use feedmill::internal::{config, site};
use serde_json::json;

use crate::run::Scratch;

/// Numbers that look random and are the same in every run of the test.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// A collection that changes from step to step.
pub(super) struct Evolving {
    pub(super) scratch: Scratch,
    dice: Dice,
    lines: String,
    posts: BTreeMap<u64, String>,
    next: u64,
    pub(super) now: DateTime<Utc>,
    /// More of the configuration.
    settings: &'static str,
}

impl Evolving {
    pub(super) fn new(seed: u64, settings: &'static str) -> Self {
        let mut evolving = Self {
            settings,
            scratch: Scratch::new(),
            dice: Dice(seed),
            lines: String::new(),
            posts: BTreeMap::new(),
            next: 0,
            now: Utc::now(),
        };
        (0..150).for_each(|_| evolving.add_line());
        (0..40).for_each(|_| evolving.add_post());
        evolving.write();
        evolving
    }

    fn title(&mut self) -> String {
        let n = self.dice.roll(400);
        // Some titles are those of several articles.
        if n < 20 { "Menu of the day".to_owned() } else { format!("Story {} {n}", self.next) }
    }

    fn tags(&mut self) -> Vec<String> {
        let count = self.dice.roll(4) + 1;
        (0..count).map(|_| format!("Tag {}", self.dice.roll(12))).collect()
    }

    fn day(&mut self) -> String {
        format!("2026-{:02}-{:02}", self.dice.roll(3) + 8, self.dice.roll(28) + 1)
    }

    fn add_line(&mut self) {
        self.next += 1;
        let (n, title, tags, day) = (self.next, self.title(), self.tags(), self.day());
        let minute = self.dice.roll(60);
        // So much that the file is compared in several parts.
        let text = format!("What there is to say of {title}: {}. {}", self.dice.roll(1_000), "And more. ".repeat(700));
        let mut article = json!({
            "id": format!("a-{n}-{}", self.dice.roll(1_000_000)), "title": title, "url": format!("https://q.example/{n}"),
            "published": format!("{day}T10:{minute:02}:00Z"), "tags": tags, "source": format!("Paper {}", n % 3), "text": text,
        });
        if n.is_multiple_of(4) {
            article.as_object_mut().unwrap().remove("url");
        }
        writeln!(self.lines, "{article}").unwrap();
    }

    /// A line is edited, or goes.
    fn change_line(&mut self) {
        let mut lines: Vec<String> = self.lines.lines().map(str::to_owned).collect();
        let at = usize::try_from(self.dice.roll(lines.len() as u64)).unwrap();
        match self.dice.roll(3) {
            0 => drop(lines.remove(at)),
            1 => lines[at] = lines[at].replace("What there is", "All that there is"),
            _ => lines[at] = lines[at].replace("Story", "Another story"),
        }
        self.lines = lines.iter().flat_map(|line| [line, "\n"]).collect();
    }

    /// Two lines change their places.
    fn move_line(&mut self) {
        let mut lines: Vec<&str> = self.lines.lines().collect();
        let (a, b) = (self.dice.roll(lines.len() as u64), self.dice.roll(lines.len() as u64));
        lines.swap(usize::try_from(a).unwrap(), usize::try_from(b).unwrap());
        self.lines = lines.iter().flat_map(|line| [line, "\n"]).collect();
    }

    fn add_post(&mut self) {
        self.next += 1;
        let n = self.next;
        let post = self.post(n);
        self.posts.insert(n, post);
    }

    fn post(&mut self, n: u64) -> String {
        let (title, tags, day) = (self.title(), self.tags(), self.day());
        let said = self.dice.roll(1_000);
        // Some have no address, and lead to the page of a tag.
        let url = if n.is_multiple_of(3) { String::new() } else { format!("url: https://b.example/{n}/\n") };
        format!("---\ntitle: {title}\n{url}date: {day}\ntags: {}\n---\nA post of {n}: {said}.\n", json!(tags))
    }

    /// Something changes, or several things.
    pub(super) fn step(&mut self) {
        for _ in 0..=self.dice.roll(3) {
            let known: Vec<u64> = self.posts.keys().copied().collect();
            let pick = known[usize::try_from(self.dice.roll(known.len() as u64)).unwrap()];
            match self.dice.roll(14) {
                13 => {
                    // It gets an address, or loses it.
                    let post = &self.posts[&pick];
                    let line = post.lines().find(|line| line.starts_with("url: "));
                    let other = match line {
                        Some(line) => post.replace(&format!("{line}\n"), ""),
                        None => post.replacen("date: ", &format!("url: https://b.example/{pick}/\ndate: "), 1),
                    };
                    self.posts.insert(pick, other);
                }
                10 | 11 => self.change_line(),
                12 => self.move_line(),
                0..=3 => self.add_line(),
                4 | 5 => self.add_post(),
                6 => {
                    let edited = self.posts[&pick].replace("A post of", "An edited post of");
                    self.posts.insert(pick, edited);
                }
                7 => {
                    let post = self.post(pick);
                    self.posts.insert(pick, post);
                }
                8 if known.len() > 30 => drop(self.posts.remove(&pick)),
                _ => {
                    let retitled = self.posts[&pick].replacen("title: ", "title: More of ", 1);
                    self.posts.insert(pick, retitled);
                }
            }
        }
        self.write();
    }

    fn write(&self) {
        let path = self.scratch.path().join("in/a.jsonl");
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let known = fs::read_to_string(&path).unwrap_or_default();
        match self.lines.strip_prefix(&known) {
            Some(more) => {
                let mut file = fs::File::options().append(true).create(true).open(&path).unwrap();
                std::io::Write::write_all(&mut file, more.as_bytes()).unwrap();
            }
            // One that is edited and grows in its place would look like one that has only grown.
            None => {
                let new = path.with_extension("new");
                fs::write(&new, &self.lines).unwrap();
                fs::rename(&new, &path).unwrap();
            }
        }
        let folder = self.scratch.path().join("in/posts");
        fs::create_dir_all(&folder).unwrap();
        for (n, post) in &self.posts {
            let place = folder.join(format!("{n}.md"));
            if fs::read_to_string(&place).ok().as_ref() != Some(post) {
                fs::write(place, post).unwrap();
            }
        }
        for entry in fs::read_dir(&folder).unwrap() {
            let place = entry.unwrap().path();
            let n: u64 = place.file_stem().unwrap().to_str().unwrap().parse().unwrap();
            if !self.posts.contains_key(&n) {
                fs::remove_file(place).unwrap();
            }
        }
    }

    pub(super) fn build(&self, out: &str, run: &site::Run) -> Report {
        let settings = self.settings;
        let toml = format!("[site]\nbase_url = \"https://feeds.example.org/\"\n[output]\nlimit = 7\n{settings}");
        let mut file = config::File::parse(&toml, "feedmill.toml".as_ref()).unwrap();
        file.output.dir = Some(self.scratch.path().join(out));
        file.output.content = Some(config::ContentMode::Excerpt);
        let inputs = vec![self.scratch.path().join("in/a.jsonl"), self.scratch.path().join("in/posts")];
        let config = file.resolve(inputs, None, None);
        site::build(&config, run).unwrap()
    }

    /// A run that looks only at what has changed.
    pub(super) fn run(&self) -> site::Run {
        site::Run::at(self.now)
    }
}
