//! Archives that grow while runs are killed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::Stdio;
use std::time::Duration;

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
