//! Archives that grow while runs are killed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::Random;
use crate::run::{Scratch, finish};

/// What hangs together from a feed into its past: for each document its path and the titles of its entries, newest first.
fn chain(scratch: &Scratch, start: &str) -> Vec<(String, Vec<String>)> {
    let mut documents: Vec<(String, Vec<String>)> = Vec::new();
    let mut next = Some(start.to_owned());
    while let Some(path) = next {
        let feed = atom_syndication::Feed::read_from(scratch.published(&path).as_slice()).unwrap();
        let link = |rel: &str| {
            let link = feed.links().iter().find(|link| link.rel() == rel)?;
            Some(link.href().strip_prefix("https://feeds.example.org/").unwrap().to_owned())
        };
        if let Some((after, _)) = documents.last().filter(|_| documents.len() > 1) {
            assert_eq!(link("next-archive").as_ref(), Some(after), "{path}");
        }
        let titles = feed.entries().iter().map(|entry| entry.title().to_string()).collect();
        next = link("prev-archive");
        documents.push((path, titles));
        assert!(documents.len() < 1_000, "the way into the past has no end");
    }
    documents
}

/// A site that exports what it has now: articles come, are edited, leave a tag, are taken back, and go.
struct Site {
    random: Random,
    articles: Vec<Value>,
    count: u64,
}

impl Site {
    fn go_on(&mut self) {
        for _ in 0..self.random.below(5) {
            let (n, minute) = (self.count, self.count % 1_440);
            let date = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(n / 1_440);
            self.articles.push(json!({
                "id": format!("urn:x-story:{n}"), "title": format!("T{n}"), "url": format!("https://news.example/{n}"),
                "published": format!("{date}T{:02}:{:02}:00Z", minute / 60, minute % 60), "tags": ["a", format!("b{}", n % 3)],
                "source": format!("S{}", n % 2), "content": format!("<p>Text {n}</p>"),
            }));
            self.count += 1;
        }
        self.articles.retain(|article| article["deleted"] != true);
        let most = 25;
        self.articles.drain(..self.articles.len().saturating_sub(most));
        for article in &mut self.articles {
            match self.random.below(80) {
                0 => article["title"] = format!("{} edited", article["title"].as_str().unwrap()).into(),
                1 => article["tags"] = json!(["c"]),
                2 => article["deleted"] = true.into(),
                3 => article["source"] = "S9".into(),
                _ => {}
            }
        }
        let random = &mut self.random;
        self.articles.retain(|article| article["deleted"] == true || !random.one_in(100));
    }
}

#[test]
#[ignore = "takes some minutes"]
fn killed_while_a_site_goes_on() {
    let kills = std::env::var("FEEDMILL_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(1_000);
    // Two folders publish the same at the same moments; the runs of one are killed, and each is followed by one that is
    // not.
    let [killed, undisturbed] = [Scratch::new(), Scratch::new()];
    let mut site = Site { random: Random(5), articles: Vec::new(), count: 0 };
    let (mut runs, mut dead) = (0_u64, 0_u64);
    let mut settings = ("10", "https://feeds.example.org/", "rss,atom");
    while dead < kills {
        site.go_on();
        if site.random.one_in(20) {
            settings.0 = *site.random.choose(&["10", "true"]);
            settings.1 = *site.random.choose(&["https://feeds.example.org/", "https://moved.example/f/"]);
            settings.2 = *site.random.choose(&["rss,atom", "rss,atom,json", "json"]);
        }
        runs += 1;
        let as_of =
            chrono::DateTime::UNIX_EPOCH + chrono::Days::new(20_600) + chrono::TimeDelta::minutes(runs.cast_signed());
        let as_of = as_of.format("%Y-%m-%dT%H:%M:%SZ").to_string();
        for scratch in [&killed, &undisturbed] {
            scratch.file("in.json", serde_json::to_vec(&site.articles).unwrap());
            scratch.file("feedmill.toml", format!("[output]\narchives = {}\nlimit = 5\n", settings.0));
        }
        let build = |scratch: &Scratch| {
            let args = ["build", "in.json", "-o", "out", "--base-url", settings.1, "--format", settings.2];
            scratch.command(&[&args[..], &["--as-of", &as_of, "--accept-shrink", "--quiet"]].concat())
        };
        let started = Instant::now();
        let code = finish(build(&undisturbed)).code;
        let whole = started.elapsed();
        let mut run = build(&killed).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(whole * u32::try_from(site.random.below(1_100)).unwrap() / 1_000);
        dead += u64::from(run.try_wait().unwrap().is_none());
        run.kill().unwrap();
        run.wait().unwrap();
        let said = finish(build(&killed));
        assert_eq!(said.code, code, "run {runs}: {said:?}");
        if code != 0 {
            // Nothing has come yet.
            continue;
        }
        let (tree, wanted) = (killed.tree(), undisturbed.tree());
        let paths: BTreeSet<&String> = tree.keys().chain(wanted.keys()).collect();
        let differ: Vec<_> = paths.into_iter().filter(|path| tree.get(*path) != wanted.get(*path)).collect();
        assert!(differ.is_empty(), "run {runs}: {differ:?}");
        if runs % 50 == 0 {
            let said = killed.run(&["check", "out", "--base-url", settings.1, "--strict"]);
            assert_eq!(said.code, 0, "run {runs}: {said:?}");
        }
    }
    println!(
        "{runs} runs, {dead} of them killed before their end and followed by another: the tree of {} files is each time that of runs \
         that nobody disturbed",
        killed.tree().len()
    );
}

#[test]
#[ignore = "takes some minutes"]
fn killed_while_archives_grow() {
    let kills = std::env::var("FEEDMILL_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(1_000);
    let scratch = Scratch::new();
    scratch.file(
        "feedmill.toml",
        "[site]\nbase_url = \"https://feeds.example.org/\"\n[output]\narchives = 10\nlimit = 5\n",
    );
    let build = || scratch.command(&["build", "a.jsonl", "-o", "out", "--quiet"]);
    let mut random = Random(11);
    let (mut lines, mut count, mut killed, mut runs) = (String::new(), 0_u64, 0_u64, 0_u64);
    let mut closed: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    while killed < kills {
        for _ in 0..random.below(4) {
            let (day, minute) = (count / 1_440, count % 1_440);
            let date = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(day);
            writeln!(
                lines,
                "{{\"id\":\"{count}\",\"title\":\"T{count}\",\"published\":\"{date}T{:02}:{:02}:00Z\",\"tags\":[\"a\",\"b{}\"],\"content_text\":\"Text\"}}",
                minute / 60, minute % 60, count % 3,
            )
            .unwrap();
            count += 1;
        }
        scratch.file("a.jsonl", &lines);
        let mut run = build().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_micros(random.below(60_000)));
        killed += u64::from(run.try_wait().unwrap().is_none());
        run.kill().unwrap();
        run.wait().unwrap();
        runs += 1;
        if runs % 10 > 0 || count == 0 {
            continue;
        }
        let said = finish(build());
        assert_eq!(said.code, 0, "{said:?}");
        let documents = chain(&scratch, "tags/a/atom.xml");
        let mut titles: Vec<&String> = documents[1..].iter().flat_map(|(_, titles)| titles).collect();
        titles.extend(documents[0].1.iter().take(usize::try_from(count).unwrap() - titles.len()));
        titles.sort();
        titles.dedup();
        assert_eq!(titles.len() as u64, count, "after {runs} runs");
        for (path, _) in &documents[1..] {
            let bytes = scratch.published(path);
            assert!(closed.get(path).is_none_or(|before| *before == bytes), "{path} has changed");
            closed.insert(path.clone(), bytes);
        }
    }
    println!(
        "{runs} runs, {killed} of them killed before their end; {count} articles in {} closed documents",
        closed.len()
    );
}
