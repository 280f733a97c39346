//! What a document keeps, whatever becomes of the collection, of the run, and of the configuration.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{BASE, article, atom, closed, is_complete, months, publish, titles, walk};
use crate::run::{AS_OF, Scratch};

/// The entry of a title in a document, as it stands there.
fn holds(scratch: &Scratch, path: &str, title: &str) -> bool {
    String::from_utf8(scratch.published(path)).unwrap().contains(title)
}

#[test]
fn what_leaves_the_collection_early_is_in_the_archive_as_it_was_published() {
    let scratch = Scratch::new();
    scratch.file("feedmill.toml", "[output]\narchives = 10\n");
    // A site that exports its newest five.
    let all: Vec<Value> = (0..45).map(|n| article(n, &format!("2026-06-{:02}", 1 + n / 2))).collect();
    let mut before = BTreeMap::new();
    for end in (5..=45).step_by(2) {
        publish(&scratch, &all[end - 5..end], &[]);
        let after = closed(&scratch);
        assert!(before.iter().all(|(path, bytes)| after.get(path) == Some(bytes)), "at {end}");
        before = after;
    }
    // All but what the open document keeps until it is closed.
    let start = "tags/coast/atom.xml";
    let seen: BTreeSet<String> = walk(&scratch, start).iter().flat_map(|path| titles(&atom(&scratch, path))).collect();
    assert_eq!(seen.len(), 40);
    let open = "tags/coast/archive/5/";
    for file in ["atom.xml", "rss.xml", "feed.json", "index.html"] {
        for n in 40..45 {
            assert!(holds(&scratch, &format!("{open}{file}"), &format!("Story {n}")), "{file}: {n}");
        }
    }
}

#[test]
fn a_closed_document_keeps_all_others_when_one_is_taken_back_or_the_publication_moves() {
    let scratch = Scratch::new();
    let articles = months(&["2026-01-05", "2026-02-10", "2026-03-15"]);
    publish(&scratch, &articles, &["--archives"]);
    // The collection holds only the newest month, and a word about one that it takes back.
    let mut rest = articles[6..].to_vec();
    rest.push(json!({"url": "https://news.example/1", "title": "Story 1", "source": "The Tide", "deleted": true}));
    publish(&scratch, &rest, &["--archives"]);
    let january = "tags/coast/archive/2026-01/";
    for file in ["atom.xml", "rss.xml", "feed.json", "index.html"] {
        let path = format!("{january}{file}");
        let there = ["Story 0", "Story 1", "Story 2"].map(|title| holds(&scratch, &path, title));
        assert_eq!(there, [true, false, true], "{file}");
    }
    let february = closed(&scratch);
    // Another address: links to our own feeds follow, all else stays.
    scratch.file("in.json", serde_json::to_vec(&rest).unwrap());
    let moved = [
        "build",
        "in.json",
        "-o",
        "out",
        "--archives",
        "--base-url",
        "https://moved.example/f/",
        "--limit",
        "3",
        "--format",
        "rss,atom,json",
    ];
    assert_eq!(scratch.run(&moved).code, 0);
    assert_eq!(scratch.findings("https://moved.example/f/"), [""; 0]);
    for file in ["atom.xml", "rss.xml", "feed.json"] {
        let text = String::from_utf8(scratch.published(&format!("{january}{file}"))).unwrap();
        assert!(!text.contains(BASE) && text.contains("https://moved.example/f/tags/"), "{file}: {text}");
        assert!(text.contains("https://news.example/2"), "{file}");
    }
    // And back again: the same bytes.
    publish(&scratch, &rest, &["--archives"]);
    assert!(closed(&scratch) == february);
}

#[test]
fn a_run_that_fails_leaves_nothing_half_closed() {
    let scratch = Scratch::new();
    let mut articles = months(&["2026-01-05", "2026-02-10"]);
    publish(&scratch, &articles, &["--archives"]);
    // Another month, another tag whose place is taken, and something is taken back.
    articles.extend([article(20, "2026-02-20"), article(21, "2026-03-01")]);
    articles[7]["tags"] = json!(["Coast", "New"]);
    articles[1]["deleted"] = true.into();
    let foreign = scratch.file("out/tags/new/rss.xml", "<rss>not ours</rss>");
    scratch.file("in.json", serde_json::to_vec(&articles).unwrap());
    let said = scratch.build(&["in.json", "--format", "rss,atom,json", "--limit", "3", "--archives"]);
    assert_eq!(said.code, 1, "{said:?}");
    std::fs::remove_file(foreign).unwrap();
    publish(&scratch, &articles, &["--archives"]);
    articles.remove(1);
    for start in ["atom.xml", "tags/coast/atom.xml", "sources/the-tide/atom.xml"] {
        is_complete(&scratch, start, &articles);
    }
}

#[test]
fn documents_keep_their_names_when_they_are_closed_in_another_way() {
    let scratch = Scratch::new();
    let all: Vec<Value> = (0..60).map(|n| article(n, &format!("2026-{:02}-{:02}", 1 + n / 10, 1 + n % 10))).collect();
    let mut before = BTreeMap::new();
    for (count, archives) in [(25, "true"), (40, "10"), (52, "true"), (56, "10"), (60, "true")] {
        scratch.file("feedmill.toml", format!("[output]\narchives = {archives}\n"));
        publish(&scratch, &all[..count], &[]);
        is_complete(&scratch, "tags/coast/atom.xml", &all[..count]);
        let after = closed(&scratch);
        assert!(before.iter().all(|(path, bytes)| after.get(path) == Some(bytes)), "{count}");
        before = after;
    }
    // The flag asks for archives, not for months.
    let other = Scratch::new();
    other.file("feedmill.toml", "[output]\narchives = 10\n");
    publish(&other, &all[..25], &["--archives"]);
    assert!(other.path().join("out/archive/1/atom.xml").is_file());
}

#[test]
fn a_lost_file_comes_back_with_what_is_left_and_says_so() {
    let scratch = Scratch::new();
    let articles = months(&["2026-01-05", "2026-02-10", "2026-03-15"]);
    publish(&scratch, &articles, &["--archives"]);
    let path = "tags/coast/archive/2026-01/rss.xml";
    let atom_before = scratch.published("tags/coast/archive/2026-01/atom.xml");
    std::fs::remove_file(scratch.path().join("out").join(path)).unwrap();
    let report = publish(&scratch, &articles[1..], &["--archives"]).report();
    let warnings = report["warnings"].as_array().unwrap();
    let lost = warnings.iter().find(|warning| warning["code"] == "archive-incomplete");
    assert_eq!(lost.unwrap()["path"], "tags/coast/archive/2026-01/", "{warnings:?}");
    assert!(holds(&scratch, path, "Story 2") && !holds(&scratch, path, "Story 0"));
    assert!(scratch.published("tags/coast/archive/2026-01/atom.xml") == atom_before, "what is there stays");
    // Somebody should know, once.
    std::fs::remove_file(scratch.path().join("out").join(path)).unwrap();
    let quiet = [
        "build",
        "in.json",
        "-o",
        "out",
        "--base-url",
        BASE,
        "--as-of",
        AS_OF,
        "--format",
        "rss,atom,json",
        "--limit",
        "3",
        "--archives",
        "--quiet",
    ];
    assert!(scratch.run(&quiet).stdout.contains("archive-incomplete"));
    assert_eq!(scratch.run(&quiet).stdout, "");
}

#[test]
fn closed_documents_at_old_addresses_stay() {
    let scratch = Scratch::new();
    let articles = months(&["2026-01-05", "2026-02-10", "2026-03-15"]);
    publish(&scratch, &articles, &["--archives"]);
    let before: Vec<_> = closed(&scratch).into_iter().filter(|(path, _)| path.starts_with("tags/coast/")).collect();
    assert_eq!(before.len(), 6);
    scratch.file("feedmill.toml", "[tags]\naliases = { Shore = [\"Coast\"] }\n");
    publish(&scratch, &articles, &["--archives"]);
    let after = closed(&scratch);
    assert!(before.iter().all(|(path, bytes)| after.get(path) == Some(bytes)));
    is_complete(&scratch, "tags/shore/atom.xml", &articles);
}

#[test]
fn a_feed_that_is_too_large_keeps_what_no_document_holds() {
    let scratch = Scratch::new();
    scratch.file("feedmill.toml", "[output]\nmax_feed_bytes = 20000\n");
    let articles: Vec<Value> = (0..60).map(|n| article(n, &format!("2026-06-{:02}", 1 + n / 3))).collect();
    publish(&scratch, &articles, &["--archives"]);
    is_complete(&scratch, "tags/coast/atom.xml", &articles);
}
