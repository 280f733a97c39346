//! A run that looks only at what has changed comes to the same as one that reads everything (`build --rebuild`).

mod declared;
mod evolving;
mod hidden;
mod many;
mod naming;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use chrono::{DateTime, Duration, Utc};
use feedmill::internal::catalogue::Catalogue;
use feedmill::internal::report::Report;
use feedmill::internal::{config, site};
use serde_json::json;

use crate::run::{Scratch, tree};
use evolving::Evolving;

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
    follows_every(10, seed, settings, steps)
}

/// The same, where so many minutes pass between two steps.
fn follows_every(minutes: i64, seed: u64, settings: &'static str, steps: usize) -> usize {
    let mut evolving = Evolving::new(seed, settings);
    evolving.build("out", &evolving.run());
    let (out, other) = (evolving.scratch.path().join("out"), evolving.scratch.path().join("other"));
    let mut followed = 0;
    for step in 0..steps {
        evolving.now += Duration::minutes(minutes);
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

/// Pages of articles that no feed shows any more go after a day.
#[test]
fn pages_that_go_are_those_that_go_when_all_is_read() {
    let missing = "[publish]\nvanished_days = 1\n";
    let all = "articles = \"all\"\n[publish]\nvanished_days = 1\n";
    let none = "articles = \"none\"\n[publish]\nvanished_days = 1\n";
    let followed = follows_every(500, 7, missing, 14) + follows_every(700, 8, all, 10) + follows(9, none, 6);
    assert!(followed > 22, "{followed} of 30");
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
