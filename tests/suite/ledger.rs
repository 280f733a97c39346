//! The ledger itself: lost, damaged, upgraded, bounded, looked into.

use std::fs;

use feedmill::internal::catalogue::Catalogue;
use serde_json::{Value, json};

use crate::press::{D1, D2, D3, Press};
use crate::run::Scratch;

#[test]
fn a_lost_or_damaged_ledger_costs_only_what_cannot_be_derived() {
    let press = Press::new();
    let articles = json!([
        {"title": "A", "url": "https://s.example/a", "published": "2026-07-10T08:00:00Z", "tags": ["x"]},
        {"title": "B", "source": "S", "published": "2026-07-11", "tags": ["x", "C#"]},
        {"title": "C", "id": "urn:x:c", "published": "2026-07-12T08:00:00Z"},
    ]);
    press.run(D1, &articles);
    let before = press.scratch.tree();
    let hidden = press.scratch.path().join("out/.feedmill");
    fs::remove_dir_all(&hidden).unwrap();
    assert_eq!(press.run(D2, &articles).files.written, 0);
    assert_eq!(press.scratch.tree(), before);
    for damage in [&b"not a ledger at all, but long enough to be one"[..], b"", &[0; 5_000]] {
        fs::write(hidden.join("ledger.sqlite"), damage).unwrap();
        let report = press.run(D3, &articles);
        assert_eq!(report.files.written, 0);
        let is_damaged = report.warnings.iter().any(|warning| warning.code.name() == "ledger-damaged");
        assert_eq!(is_damaged, !damage.is_empty(), "an empty file is an empty ledger");
        assert_eq!(press.scratch.tree(), before);
        assert_eq!(press.ledger(&["check"]).code, 0);
    }
    // Damage in the middle is found, too.
    let mut bytes = fs::read(hidden.join("ledger.sqlite")).unwrap();
    bytes[4_096..].fill(0x41);
    fs::write(hidden.join("ledger.sqlite"), bytes).unwrap();
    assert_eq!(press.run("2026-07-24T00:00:00Z", &articles).files.written, 0);
    assert_eq!(press.scratch.tree(), before);
}

#[test]
fn the_list_of_before_becomes_a_ledger() {
    let scratch = Scratch::new();
    scratch.file("feedmill.toml", "[publish]\nvanished_days = 0\n");
    scratch.file("a.json", r#"[{"title":"A","published":"2026-07-01","tags":["x"]}]"#);
    assert_eq!(scratch.build(&["a.json"]).code, 0);
    let before = scratch.tree();
    let hash = "0".repeat(64);
    let list: Vec<String> = before.keys().map(|path| format!("{hash}  {path}\n")).collect();
    let list = list.concat();
    fs::remove_dir_all(scratch.path().join("out/.feedmill")).unwrap();
    scratch.file("out/tags/old/rss.xml", "an old feed");
    let old = feedmill::internal::digest::sha256(b"an old feed");
    scratch.file("out/.feedmill/published", format!("{list}{old}  tags/old/rss.xml\n{hash}  ../a.json\n"));
    let report = scratch.build(&["a.json"]).report();
    assert_eq!(report["generated"]["files"], json!({"written": 0, "unchanged": before.len(), "removed": 1}));
    assert_eq!(scratch.tree(), before);
    assert!(!scratch.path().join("out/.feedmill/published").exists());
    assert_eq!(scratch.run(&["ledger", "check", "-o", "out"]).code, 0);
    // One of the future is left alone.
    let ledger = rusqlite::Connection::open(scratch.path().join("out/.feedmill/ledger.sqlite")).unwrap();
    ledger.pragma_update(None, "user_version", 99).unwrap();
    let said = scratch.build(&["a.json"]);
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("format 99"), "{}", said.stderr);
}

/// The tables of the collection once had another form under the number 7.
#[test]
fn tables_of_the_collection_are_made_anew() {
    let scratch = Scratch::new();
    let article = |n: u64| json!({"title": format!("Story {n}"), "published": "2026-07-01T10:00:00Z", "tags": ["x"]});
    let lines = |count: u64| (1..=count).map(|n| article(n).to_string()).collect::<Vec<_>>().join("\n") + "\n";
    scratch.file("a.jsonl", lines(2));
    assert_eq!(scratch.build(&["a.jsonl"]).code, 0);
    let ids = |scratch: &Scratch| -> Vec<String> {
        let memory = Catalogue::open(&scratch.path().join("out")).unwrap().memory().unwrap();
        memory.articles.values().map(|record| record.id.to_string()).collect()
    };
    let before = ids(&scratch);
    let ledger = rusqlite::Connection::open(scratch.path().join("out/.feedmill/ledger.sqlite")).unwrap();
    let older = "DROP TABLE term; CREATE TABLE term (n INTEGER PRIMARY KEY, days BLOB NOT NULL); DROP TABLE reading_of_input; \
                 DROP INDEX article_page; DROP INDEX article_page_left; ALTER TABLE article DROP COLUMN page; \
                 ALTER TABLE article DROP COLUMN page_left; ALTER TABLE article DROP COLUMN page_is_gone; PRAGMA user_version = 7;";
    ledger.execute_batch(older).unwrap();
    drop(ledger);
    scratch.file("a.jsonl", lines(3));
    assert_eq!(scratch.build(&["a.jsonl"]).code, 0);
    assert_eq!(ids(&scratch)[..2], before);
    assert!(Catalogue::open(&scratch.path().join("out")).unwrap().has_collection().unwrap());
}

#[test]
fn the_ledger_is_bounded_by_what_is_published() {
    let mut press = Press::new();
    press.toml = "[output]\nlimit = 10\ntaxonomies = [\"tag\"]\n".to_owned();
    let articles = |count: usize| -> Value {
        let article = |n: usize| json!({"title": format!("T{n}"), "published": format!("2026-0{}-{:02}T{:02}:00:00Z", 1 + n / 600 % 6, 1 + n / 24 % 25, n % 24), "tags": ["x"]});
        (0..count).map(article).collect()
    };
    press.run(D1, &articles(3_000));
    assert!(press.memory().articles.len() <= 24 + 10, "{}", press.memory().articles.len());
    // Who leaves the feeds is forgotten after a while.
    press.run(D2, &json!([{"title": "Only", "published": "2026-07-20T12:00:00Z"}]));
    press.run("2027-01-01T00:00:00Z", &json!([{"title": "Only!", "published": "2026-07-20T12:00:00Z"}]));
    press.run("2027-01-02T00:00:00Z", &json!([{"title": "Only!!", "published": "2026-07-20T12:00:00Z"}]));
    assert!(press.memory().articles.len() <= 3, "{:?}", press.memory().articles.len());
}

#[test]
fn one_can_look_into_the_ledger_and_make_it_forget() {
    let press = Press::new();
    let article =
        |date: &str| json!([{"title": "A", "url": "https://s.example/a", "published": date, "tags": ["Rust"]}]);
    press.run(D1, &article("2026-07-01T10:00:00Z"));
    let (id, ..) = press.entry("A");
    let said = press.ledger(&["show", "rust"]);
    assert!(
        said.stdout.contains("1 article, 2 feeds") && said.stdout.contains("feed /tags/rust\n  Rust\n"),
        "{said:?}"
    );
    let shown: Value = serde_json::from_str(&press.ledger(&["show", &id, "--report", "json"]).stdout).unwrap();
    assert_eq!(shown["found_articles"][0]["published"], "2026-07-01T10:00:00Z");
    assert_eq!(shown["found_articles"][0]["feeds"], json!(["", "tags/rust"]));
    assert_eq!(press.ledger(&["show", "nothing"]).code, 2);
    assert_eq!(press.ledger(&["check"]).code, 0);
    press.scratch.file("out/tags/rust/rss.xml", "somebody was here");
    let said = press.ledger(&["check"]);
    assert_eq!(said.code, 3);
    assert!(said.stdout.contains("tags/rust/rss.xml: is not what was published"), "{said:?}");
    // A published date stays, until it is forgotten.
    press.run(D2, &article("2026-07-02T10:00:00Z"));
    assert_eq!(press.entry("A").1, "2026-07-01T10:00:00");
    assert_eq!(press.ledger(&["forget", "urn:none"]).code, 2);
    assert_eq!(press.ledger(&["forget", &id, "tags/rust"]).stdout, "forgot 1 article and 1 feed\n");
    press.run(D2, &article("2026-07-02T10:00:00Z"));
    assert_eq!(press.entry("A"), (id, "2026-07-02T10:00:00".to_owned(), "2026-07-02T10:00:00".to_owned()));
    assert_eq!(press.ledger(&["check"]).code, 0, "what was overwritten is as it was");
    assert_eq!(Scratch::new().run(&["ledger", "show"]).code, 1);
}

/// What the report says of feeds that nobody knows.
fn orphans(report: &Value) -> Vec<String> {
    let warnings = report["warnings"].as_array().unwrap().iter();
    let orphans = warnings.filter(|warning| warning["code"] == "orphaned-feed");
    orphans.map(|warning| warning["path"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn feeds_are_named_that_the_ledger_has_lost() {
    let scratch = Scratch::new();
    let collection = |tags: &[&str]| {
        let article =
            |(n, tag): (usize, &&str)| json!({"title": format!("T{n}"), "published": "2026-07-01", "tags": [tag]});
        let articles: Value = tags.iter().enumerate().map(article).collect();
        scratch.file("a.json", articles.to_string());
    };
    let build = |args: &[&str]| {
        let said = scratch.build(&[&["a.json", "--accept-shrink", "--articles", "none"], args].concat());
        assert_eq!(said.code, 0, "{said:?}");
        said.report()
    };
    let ledger = scratch.path().join("out/.feedmill/ledger.sqlite");
    let check = || scratch.run(&["ledger", "check", "-o", "out"]);
    // Files of others have names like ours, and speak of us.
    scratch.file("out/tags/mine/atom.xml", "<feed><title>Mine</title><generator>other</generator><entry><source><generator>feedmill</generator></source></entry></feed>");
    scratch.file("out/tags/mine/index.html", "<p>feedmill is a program.</p>");
    collection(&["a", "b"]);
    assert_eq!(orphans(&build(&["--format", "rss,json"])), Vec::<String>::new());
    assert_eq!(check().code, 0, "{:?}", check());
    let old = fs::read(&ledger).unwrap();
    collection(&["a", "b", "c"]);
    build(&["--format", "rss,json"]);
    // An older ledger, and what came later has gone.
    fs::write(&ledger, old).unwrap();
    collection(&["a", "b"]);
    assert_eq!(orphans(&build(&["--format", "rss,json"])), ["tags/c/"]);
    assert_eq!(orphans(&build(&["--format", "rss,json"])), ["tags/c/"], "a run that finds nothing to do says it, too");
    let said = check();
    assert_eq!(said.code, 3, "{said:?}");
    for file in ["feed.json", "rss.xml", "index.html"] {
        assert!(said.stdout.contains(&format!("tags/c/{file}: feedmill published it")), "{said:?}");
    }
    assert!(said.stdout.ends_with("3 findings\n"), "{said:?}");
    assert!(scratch.path().join("out/tags/c/rss.xml").is_file(), "nobody but a person removes it");
    fs::remove_dir_all(scratch.path().join("out/tags/c")).unwrap();
    assert_eq!(orphans(&build(&["--format", "rss,json"])), Vec::<String>::new());
    // No ledger at all, and a tag and a format are gone.
    fs::remove_dir_all(scratch.path().join("out/.feedmill")).unwrap();
    collection(&["a"]);
    let found = orphans(&build(&["--format", "rss"]));
    assert_eq!(found, ["feed.json", "tags/a/", "tags/b/"]);
    assert_eq!(check().code, 3);
    // Many are not said one by one.
    let many: Vec<String> = (0..50).map(|n| format!("m{n}")).collect();
    collection(&many.iter().map(String::as_str).collect::<Vec<_>>());
    build(&["--format", "rss"]);
    fs::remove_dir_all(scratch.path().join("out/.feedmill")).unwrap();
    collection(&["a"]);
    let report = build(&["--format", "rss"]);
    assert_eq!(orphans(&report).len(), 21);
    assert!(report.to_string().contains("33 more like it"), "{report}");
}

#[test]
fn what_somebody_put_in_our_place_is_not_removed() {
    let scratch = Scratch::new();
    scratch.file("feedmill.toml", "[publish]\nvanished_days = 0\n");
    let tagged = |tag: &str| {
        scratch.file("a.json", json!([{"title": "T", "published": "2026-07-01", "tags": [tag]}]).to_string())
    };
    tagged("a");
    assert_eq!(scratch.build(&["a.json"]).code, 0);
    scratch.file("out/tags/a/index.html", "my own page, written by hand");
    tagged("b");
    let report = scratch.build(&["a.json"]).report();
    assert_eq!(report["generated"]["files"]["removed"], 2);
    assert!(
        report["warnings"]
            .as_array()
            .unwrap()
            .iter()
            .any(|w| w["code"] == "foreign-file" && w["path"] == "tags/a/index.html")
    );
    let files: Vec<String> = scratch.tree().into_keys().filter(|path| path.starts_with("tags/a")).collect();
    assert_eq!(files, ["tags/a/index.html"]);
    assert_eq!(scratch.build(&["a.json"]).report()["generated"]["files"]["removed"], 0);
    assert!(scratch.path().join("out/tags/a/index.html").is_file());
}

#[test]
fn a_feed_that_quotes_one_of_ours_is_not_ours() {
    let scratch = Scratch::new();
    scratch.file("a.json", json!([{"title": "T", "published": "2026-07-01"}]).to_string());
    let generator = "<generator uri=\"https://feedmill.example/\" version=\"0.1.0\">feedmill</generator>";
    let planet =
        format!("<feed><title>Planet</title><entry><title>T</title><source>{generator}</source></entry></feed>");
    scratch.file("out/atom.xml", &planet);
    let said = scratch.build(&["a.json"]);
    assert!(said.code == 1 && said.stderr.contains("not published by feedmill"), "{said:?}");
    assert_eq!(scratch.published("atom.xml"), planet.as_bytes());
    // One of ours is, also where no ledger says so.
    scratch.file("out/atom.xml", format!("<feed><title>T</title>{generator}<entry><title>T</title></entry></feed>"));
    assert_eq!(scratch.build(&["a.json"]).code, 0);
}
