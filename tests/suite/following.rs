//! A run that looks only at what has changed comes to the same as one that reads everything (`build --rebuild`).

mod declared;
mod hidden;
mod many;
mod naming;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use chrono::{DateTime, Duration, Utc};
use feedmill::internal::catalogue::Catalogue;
use feedmill::internal::report::Report;
use feedmill::internal::{config, site};
use serde_json::json;

use crate::run::{Scratch, tree};

/// Numbers that look random and are the same in every run of the test.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// A collection that changes from step to step.
struct Evolving {
    scratch: Scratch,
    dice: Dice,
    lines: String,
    posts: BTreeMap<u64, String>,
    next: u64,
    now: DateTime<Utc>,
    /// What the configuration says besides what it always does.
    settings: &'static str,
}

impl Evolving {
    fn new(seed: u64) -> Self {
        let mut evolving = Self {
            scratch: Scratch::new(),
            dice: Dice(seed),
            lines: String::new(),
            posts: BTreeMap::new(),
            next: 0,
            now: Utc::now(),
            settings: "",
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
        let article = json!({
            "id": format!("a-{n}-{}", self.dice.roll(1_000_000)), "title": title, "url": format!("https://q.example/{n}"),
            "published": format!("{day}T10:{minute:02}:00Z"), "tags": tags, "source": format!("Paper {}", n % 3), "text": text,
        });
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
    fn step(&mut self) {
        for _ in 0..=self.dice.roll(3) {
            let known: Vec<u64> = self.posts.keys().copied().collect();
            let pick = known[usize::try_from(self.dice.roll(known.len() as u64)).unwrap()];
            match self.dice.roll(13) {
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

    fn build(&self, out: &str, run: &site::Run) -> Report {
        let usual = "[site]\nbase_url = \"https://feeds.example.org/\"\n[output]\nlimit = 7\n";
        let mut file = config::File::parse(&(usual.to_owned() + self.settings), "feedmill.toml".as_ref()).unwrap();
        file.output.dir = Some(self.scratch.path().join(out));
        file.output.content = Some(config::ContentMode::Excerpt);
        let inputs = vec![self.scratch.path().join("in/a.jsonl"), self.scratch.path().join("in/posts")];
        let config = file.resolve(inputs, None, None);
        site::build(&config, run).unwrap()
    }

    /// A run that looks only at what has changed.
    fn run(&self) -> site::Run {
        site::Run::at(self.now)
    }
}

fn copy(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let place = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &place);
        } else {
            fs::copy(&path, &place).unwrap();
        }
    }
}

/// Says how many of so many steps were told from what had changed alone.
fn follows(seed: u64, settings: &'static str, steps: usize) -> usize {
    let mut evolving = Evolving { settings, ..Evolving::new(seed) };
    evolving.build("out", &evolving.run());
    let (out, other) = (evolving.scratch.path().join("out"), evolving.scratch.path().join("other"));
    let mut followed = 0;
    for step in 0..steps {
        evolving.now += Duration::minutes(10);
        evolving.step();
        copy(&out, &other);
        let planned = evolving.build("out", &evolving.run().dry_run(true));
        assert!(tree(&out) == tree(&other), "seed {seed}, step {step}: a dry run has written something");
        let said = evolving.build("out", &evolving.run());
        let whole = evolving.build("other", &evolving.run().rebuild(true));
        assert!(whole.whole.is_some());
        followed += usize::from(said.whole.is_none());
        let (found, expected) = (tree(&out), tree(&other));
        let paths: Vec<_> =
            found.keys().chain(expected.keys()).filter(|path| found.get(*path) != expected.get(*path)).collect();
        if let Some(path) = paths.first() {
            let text = |tree: &BTreeMap<String, Vec<u8>>| {
                String::from_utf8_lossy(tree.get(*path).map_or(&[][..], |b| b)).into_owned()
            };
            let (found, expected) = (text(&found), text(&expected));
            let differ = found.lines().zip(expected.lines()).find(|(a, b)| a != b);
            panic!("seed {seed}, step {step}, {:?}: {paths:?}, {differ:?}", said.whole);
        }
        let memory = |folder: &Path| Catalogue::open(folder).unwrap().memory().unwrap();
        let (found, expected) = (memory(&out), memory(&other));
        let numbers = found.articles.keys().chain(expected.articles.keys());
        let differ = numbers.map(|n| (found.articles.get(n), expected.articles.get(n))).find(|(a, b)| a != b);
        assert_eq!(differ, None, "seed {seed}, step {step}, {:?}", said.whole);
        assert_eq!(found, expected, "seed {seed}, step {step}, {:?}", said.whole);
        let counts = |report: &Report| (report.articles, report.bytes, report.feed_lines.len(), report.files.written);
        assert_eq!(counts(&said), counts(&whole), "seed {seed}, step {step}, {:?}", said.whole);
        assert_eq!(counts(&planned), counts(&said), "seed {seed}, step {step}, {:?}", planned.whole);
        assert_eq!(planned.whole.is_some(), said.whole.is_some(), "seed {seed}, step {step}: a dry run");
    }
    followed
}

#[test]
fn looking_only_at_what_has_changed_comes_to_the_same() {
    let followed: usize = (0..4).map(|seed| follows(seed, "", 12)).sum();
    assert!(followed > 40, "{followed} of 48");
}

/// What once came to something else. Each is a change of a collection, by its files; what is empty goes. Says why everything was read,
/// if it was.
fn after_a_change(settings: &str, before: &[(&str, &str)], changed: &[(&str, &str)], hours: i64) -> Option<String> {
    let scratch = Scratch::new();
    let start: DateTime<Utc> = "2026-06-01T12:00:00Z".parse().unwrap();
    let build = |out: &str, rebuild: bool, now: DateTime<Utc>| {
        let toml = format!("[site]\nbase_url = \"https://feeds.example.org/\"\n{settings}");
        let mut file = config::File::parse(&toml, "feedmill.toml".as_ref()).unwrap();
        file.output.dir = Some(scratch.path().join(out));
        let config = file.resolve(vec![scratch.path().join("in")], None, None);
        site::build(&config, &site::Run::at(now).rebuild(rebuild).accept_shrink(true)).unwrap()
    };
    for (path, content) in before {
        scratch.file(&format!("in/{path}"), content);
    }
    build("out", false, start);
    for (path, content) in changed {
        let place = scratch.path().join("in").join(path);
        let known = fs::read_to_string(&place).unwrap_or_default();
        match content.strip_prefix(&known) {
            _ if content.is_empty() => fs::remove_file(&place).unwrap(),
            Some(more) if !known.is_empty() => {
                let mut file = fs::File::options().append(true).open(&place).unwrap();
                std::io::Write::write_all(&mut file, more.as_bytes()).unwrap();
            }
            _ => fs::write(&place, content).unwrap(),
        }
    }
    let (out, other) = (scratch.path().join("out"), scratch.path().join("other"));
    copy(&out, &other);
    let now = start + Duration::hours(hours);
    let (said, whole) = (build("out", false, now), build("other", true, now));
    assert_eq!(tree(&out), tree(&other), "{changed:?}");
    let memory = |folder: &Path| Catalogue::open(folder).unwrap().memory().unwrap();
    assert_eq!(memory(&out), memory(&other), "{changed:?}");
    let words = |report: &Report| -> Vec<String> {
        report.warnings.sorted().iter().map(|warning| format!("{} {}", warning.code, warning.message)).collect()
    };
    assert_eq!(words(&said), words(&whole), "{changed:?}");
    let counts = |report: &Report| (report.articles, report.bytes, report.feed_lines.len(), report.files.written);
    assert_eq!(counts(&said), counts(&whole), "{changed:?}");
    said.whole
}

/// A line of a file.
fn line(n: u64, published: &str, tag: &str, url: &str) -> String {
    let article = json!({ "id": format!("a-{n}"), "title": format!("Story {n}"), "published": published, "tags": [tag],
        "url": format!("https://q.example/{url}"), "text": format!("What there is to say of {n}.") });
    format!("{article}\n")
}

#[test]
fn what_once_came_to_something_else_comes_to_the_same() {
    let old: String = (1..9).map(|n| line(n, &format!("2026-05-{n:02}T10:00:00Z"), "sea", &n.to_string())).collect();
    let with = |more: &str| format!("{old}{more}");
    let post = |date: &str, tag: &str| {
        format!("---\ntitle: A post\nurl: https://b.example/1/\ndate: {date}\ntags: [{tag}]\n---\nIt says so.\n")
    };
    let few = "[output]\nlimit = 2\n";
    let follows = |settings: &str, before: &[(&str, &str)], changed: &[(&str, &str)]| {
        assert_eq!(after_a_change(settings, before, changed, 1), None, "{changed:?}");
    };
    // An article that is held, one that is held no more as it is gone, and a date that moves.
    let held = line(20, "2026-06-02T10:00:00Z", "sea", "20");
    follows(few, &[("a.jsonl", &old)], &[("a.jsonl", &with(&held))]);
    let (due, held) = (post("2026-05-20T10:00:00Z", "sea"), post("2026-06-02T10:00:00Z", "sea"));
    follows(few, &[("a.jsonl", &old), ("1.md", &held)], &[("1.md", "")]);
    follows(few, &[("a.jsonl", &old), ("1.md", &due)], &[("1.md", &post("2026-05-21T10:00:00Z", "sea"))]);
    // A change that comes to pass, of an article that expires later.
    let both = "url: https://b.example/1/\nlastmod: 2026-06-01T12:30:00Z\nexpiryDate: 2026-07-01";
    let changes = post("2026-05-20T10:00:00Z", "sea").replace("url: https://b.example/1/", both);
    let new = line(20, "2026-05-31T10:00:00Z", "sea", "20");
    follows(few, &[("a.jsonl", &old), ("1.md", &changes)], &[("a.jsonl", &with(&new))]);
    let changes =
        line(9, "2026-05-09T10:00:00Z", "sea", "9").replacen('{', "{\"updated\": \"2026-06-01T12:30:00Z\",", 1);
    follows(few, &[("a.jsonl", &with(&changes))], &[("a.jsonl", &with(&changes.replace("Story", "A story")))]);
    // What feeds show no more that are made anew, and others still do.
    let newer: String = (30..33).map(|n| line(n, "2026-05-30T10:00:00Z", "land", &n.to_string())).collect();
    let lone = line(29, "2026-05-29T10:00:00Z", "coast", "29");
    follows(few, &[("a.jsonl", &with(&lone))], &[("a.jsonl", &with(&format!("{lone}{newer}")))]);
    // A document that is too large once more.
    let small = "[output]\nlimit = 20\nmax_feed_bytes = 3000\n";
    follows(small, &[("a.jsonl", &with(&newer))], &[("a.jsonl", &with(&format!("{newer}{lone}")))]);
    // A term with fewer articles than it needs for a feed.
    let many = "[output]\nmin_entries = 2\n";
    let edited = post("2026-05-20T10:00:00Z", "rare").replace("It says so", "It says more");
    follows(many, &[("a.jsonl", &old), ("1.md", &post("2026-05-20T10:00:00Z", "rare"))], &[("1.md", &edited)]);
    // An article that stands at two places, then at one, then at two again.
    let other = line(28, "2026-05-28T10:00:00Z", "sea", "28");
    let first = line(1, "2026-05-01T10:00:00Z", "sea", "1");
    let fuller = first.replace("What there is", "All that there is");
    let twice = [("a.jsonl", &*old), ("b.jsonl", &*fuller)];
    follows("", &twice, &[("b.jsonl", &other)]);
    follows("", &[("a.jsonl", &old), ("b.jsonl", &other)], &[("b.jsonl", &with(&fuller)[old.len()..])]);
    follows("", &twice, &[("b.jsonl", &fuller.replace("Story 1", "Another story"))]);
    // A list that is read as a whole: an article comes first, one goes, one is edited; what was said of the others stays.
    let list = |articles: &[String]| format!("[\n{}\n]\n", articles.join(",\n").replace("\n,", ","));
    let mut articles: Vec<String> =
        (1..9).map(|n| line(n, &format!("2026-05-{n:02}T10:00:00Z"), "sea", &n.to_string())).collect();
    articles[5] = articles[5].replace("What there", "<a href='x.html'>What</a> there");
    let before = list(&articles);
    articles.remove(3);
    articles.insert(0, other.clone());
    articles[2] = articles[2].replace("Story", "Another story");
    follows("", &[("a.json", &before)], &[("a.json", &list(&articles))]);
    follows("", &[("a.json", &before), ("a.jsonl", &other)], &[("a.jsonl", &with(&other))]);
    // An article in two lines, of which the second comes later.
    let halves = line(27, "2026-05-27T10:00:00Z", "sea", "27").replacen(',', ",\n", 1);
    let (half, rest) = halves.split_at(halves.find('\n').unwrap() + 1);
    let begun = format!("{old}{half}");
    assert!(after_a_change("", &[("a.jsonl", &begun)], &[("a.jsonl", &format!("{begun}{rest}{other}"))], 1).is_some());
    // A file of which no article is left.
    let why = after_a_change("", &[("a.jsonl", &old), ("b.jsonl", &other)], &[("b.jsonl", "\n")], 1);
    assert_eq!(why.as_deref(), Some("an input holds no articles any more"));
    // Articles of a day, of which the first goes.
    let days: String = (40..44).map(|n| line(n, "2026-04-01", "sea", &n.to_string())).collect();
    let first = post("2026-04-01", "sea");
    follows(few, &[("a.jsonl", &with(&days)), ("1.md", &first)], &[("1.md", "")]);

    // What is left to a run that reads everything: a feed goes at once, the clock goes back, a page has places.
    let (gone_at_once, rare) = ("[publish]\nvanished_days = 0\n", post("2026-05-20T10:00:00Z", "rare"));
    let why = after_a_change(gone_at_once, &[("a.jsonl", &old), ("1.md", &rare)], &[("1.md", "")], 1);
    assert_eq!(why.as_deref(), Some("a feed goes"));
    // Bytes that are read as something else than they are in UTF-8, at the beginning and at the end.
    let marked = format!("\u{feff}{}", with(&lone));
    let wide: String = lone.chars().flat_map(|c| [c, '\0']).collect();
    for changed in [marked, with(&wide), wide] {
        assert!(after_a_change(few, &[("a.jsonl", &old)], &[("a.jsonl", &changed)], 1).is_some(), "{changed:?}");
    }
    let today: String = (50..53).map(|n| line(n, "2026-06-01T11:59:00Z", "sea", &n.to_string())).collect();
    let more = with(&format!("{today}{lone}"));
    let why = after_a_change(few, &[("a.jsonl", &with(&today))], &[("a.jsonl", &more)], -5);
    assert_eq!(why.as_deref(), Some("the clock was set back"));
    let place = |n: u64, date: &str| line(n, date, &format!("tag {n}"), &format!("page#{n}"));
    let (first, second) = (place(60, "2026-05-02T10:00:00Z"), place(61, "2026-05-20T10:00:00Z"));
    let (one, both) = (with(&first), with(&(first.clone() + &second)));
    let why = after_a_change("[output]\nlimit = 1\n", &[("a.jsonl", &one)], &[("a.jsonl", &both)], 1);
    assert_eq!(why.as_deref(), Some("an article is known by something else because of another one"));
}
