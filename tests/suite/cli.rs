//! Arguments, configuration, errors and exit codes.

use crate::run::{Scratch, tree};

const ARTICLE: &str =
    r#"[{"title": "Ferry back", "published": "2026-07-01", "tags": ["Ferries"], "source": "The Tide"}]"#;

/// Each run fails with its exit code, says the words, and leaves what was published as it was.
#[test]
fn a_failed_run_says_where_and_what_and_touches_nothing() {
    let scratch = Scratch::new();
    scratch.file("good.json", ARTICLE);
    assert_eq!(scratch.build(&["good.json"]).code, 0);
    let before = scratch.tree();
    let latin1: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    for (name, content) in [
        ("empty.json", &b""[..]),
        ("blank.txt", b" \n\n"),
        ("prose.txt", b"Dear reader,\n\nno card here.\n"),
        ("cut.json", b"[\n{\"title\": "),
        ("page.json", b"logo\n#\n\nLatest news with #Tag\n"),
        ("none.json", b"[]"),
        ("text.json", b"\"just text\""),
        ("bad.jsonl", b"not json\nneither\n"),
        ("picture.txt", latin1),
        ("key.toml", b"[site]\ntitel = \"x\"\n"),
        ("url.toml", b"[site]\nbase_url = \"nowhere\"\n"),
        ("format.toml", b"[output]\nformats = [\"rs\"]\n"),
        ("zone.toml", b"[site]\ntime_zone = \"Europe/Pragu\"\n"),
        ("syntax.toml", b"[site\n"),
        ("type.toml", b"[output]\nlimit = \"many\"\n"),
    ] {
        scratch.file(name, content);
    }
    std::fs::create_dir(scratch.path().join("nothing")).unwrap();
    let cases: &[(&[&str], i32, &[&str])] = &[
        (&["missing.json"], 1, &["missing.json", "does not exist"]),
        (&["god.json"], 1, &["god.json", "did you mean good.json?"]),
        (&["empty.json"], 1, &["empty.json:1", "is empty"]),
        (&["blank.txt"], 1, &["blank.txt:1", "is empty"]),
        (&["prose.txt"], 1, &["prose.txt:1", "tag-page", "no card"]),
        (&["cut.json"], 1, &["cut.json:2", "EOF"]),
        (&["page.json"], 1, &["page.json:1", "json"]),
        (&["none.json"], 1, &["none.json:1", "no article"]),
        (&["text.json"], 1, &["text.json:1", "neither an array nor an object"]),
        (&["bad.jsonl"], 1, &["bad.jsonl:1"]),
        (&["picture.txt"], 1, &["picture.txt:1"]),
        (&["nothing"], 1, &["nothing", "known extension"]),
        (&["good.json", "missing.json"], 1, &["missing.json"]),
        (&["good.json", "empty.json"], 1, &["empty.json:1"]),
        (&["good.json", "-o", "good.json"], 1, &["good.json", "output folder"]),
        (&["good.json", "--formt", "rss"], 2, &["--formt", "--format"]),
        (&["good.json", "--format", "rsss"], 2, &["rsss", "\"rss\""]),
        (&["good.json", "--taxonomy", "tga"], 2, &["tga", "\"tag\""]),
        (&["good.json", "--input-format", "jsn"], 2, &["jsn", "\"json\""]),
        (&["good.json", "--base-url", "ftp://x/"], 2, &["ftp://x/", "https://"]),
        (&["good.json", "--time-zone", "Europe/Pragu"], 2, &["Europe/Prague"]),
        (&["good.json", "--limit", "0"], 2, &["--limit"]),
        (&["good.json", "--config", "missing.toml"], 2, &["missing.toml"]),
        (&["good.json", "--config", "key.toml"], 2, &["key.toml:2:1", "titel", "`title`"]),
        (&["good.json", "--config", "url.toml"], 2, &["url.toml:2:12", "nowhere"]),
        (&["good.json", "--config", "format.toml"], 2, &["format.toml:2:", "\"rss\""]),
        (&["good.json", "--config", "zone.toml"], 2, &["zone.toml:2:13", "Europe/Prague"]),
        (&["good.json", "--config", "syntax.toml"], 2, &["syntax.toml:1:"]),
        (&["good.json", "--config", "type.toml"], 2, &["type.toml:2:9"]),
        (&[], 2, &["nothing to read"]),
    ];
    for (args, code, words) in cases {
        let base = ["build", "-o", "out", "--base-url", "https://feeds.example.org/"];
        // What is given twice is an error of its own: leave out what the case gives.
        let base: Vec<&str> = if args.contains(&"--base-url") {
            base[..3].to_vec()
        } else if args.contains(&"-o") {
            [&base[..1], &base[3..]].concat()
        } else {
            base.to_vec()
        };
        let said = scratch.run(&[&base, *args].concat());
        assert_eq!(said.code, *code, "{args:?}: {said:?}");
        for word in *words {
            assert!(said.stderr.contains(word), "{args:?}: no {word} in {}", said.stderr);
        }
        assert_eq!(said.stdout, "", "{args:?}");
        assert!(scratch.tree() == before, "{args:?} changed what was published");
    }
}

#[test]
fn strict_says_that_something_was_rejected() {
    let scratch = Scratch::new();
    scratch.file("a.jsonl", "{\"title\": \"Good\"}\nbroken\n");
    assert_eq!(scratch.build(&["a.jsonl"]).code, 0);
    let said = scratch.build(&["a.jsonl", "--strict"]);
    assert_eq!(said.code, 3);
    assert_eq!(said.report()["rejections"][0]["line"], 2);
}

#[test]
fn flags_beat_the_environment_and_the_environment_beats_the_file() {
    let scratch = Scratch::new();
    scratch.file("in/good.json", ARTICLE);
    scratch.file(
        "feedmill.toml",
        "[site]\ntitle = \"File\"\nbase_url = \"https://file.example/\"\n[output]\ndir = \"public\"\nformats = [\"json\"]\n\
         [[input]]\npath = \"in/*.json\"\ntags = [\"Added\"]\n",
    );
    // From a folder below: the file is found above, and its paths start from its own folder.
    let run = |args: &[&str], title: Option<&str>| {
        let mut command = scratch.command(args);
        command.current_dir(scratch.path().join("in"));
        if let Some(title) = title {
            command.env("FEEDMILL_TITLE", title);
        }
        let said = crate::run::finish(command);
        assert_eq!(said.code, 0, "{said:?}");
        let feed = std::fs::read(scratch.path().join("public/feed.json")).unwrap();
        let feed: serde_json::Value = serde_json::from_slice(&feed).unwrap();
        feed["title"].as_str().unwrap().to_owned()
    };
    assert_eq!(run(&["build"], None), "File");
    assert_eq!(run(&["build"], Some("Environment")), "Environment");
    assert_eq!(run(&["build", "--title", "Flag"], Some("Environment")), "Flag");
    let files = tree(&scratch.path().join("public"));
    assert!(files.contains_key("tags/added/feed.json") && !files.contains_key("rss.xml"), "{:?}", files.keys());
}

#[test]
fn a_dry_run_writes_nothing_and_says_what_it_would_do() {
    let scratch = Scratch::new();
    scratch.file("good.json", ARTICLE);
    let said = scratch.build(&["good.json", "--dry-run"]);
    let report = said.report();
    assert_eq!(report["generated"]["feeds"]["created"], 3);
    assert_eq!(report["feeds"][1]["paths"]["rss"], "tags/ferries/rss.xml");
    assert!(!scratch.path().join("out").exists());
    let text = scratch.run(&["build", "good.json", "--dry-run", "-o", "out"]).stdout;
    assert!(text.contains("would be created: Latest news with #Ferries (1 entry, tags/ferries"), "{text}");

    assert_eq!(scratch.build(&["good.json"]).code, 0);
    let two = ARTICLE.replace(']', "").replacen(": [\"Ferries\"", ": [\"Ferries\"]", 1);
    scratch.file(
        "good.json",
        format!("{two}, {{\"title\": \"Fares fall\", \"published\": \"2026-07-02\", \"tags\": [\"Ferries\"]}}]"),
    );
    let before = scratch.tree();
    let report = scratch.build(&["good.json", "--dry-run"]).report();
    assert_eq!(report["feeds"][1]["status"], "changed");
    assert_eq!(report["feeds"][1]["gained"], serde_json::json!(["Fares fall"]));
    assert!(scratch.tree() == before);
}

#[test]
fn the_report_is_stable_json() {
    let scratch = Scratch::new();
    scratch.file("a.jsonl", format!("{}\nbroken\n", &ARTICLE[1..ARTICLE.len() - 1]));
    let report = scratch.build(&["a.jsonl"]).report();
    assert_eq!(report["version"], 1);
    let articles = serde_json::json!({"read": 2, "accepted": 1, "duplicates": 0, "rejected": 1, "held": 0});
    assert_eq!(report["generated"]["articles"], articles);
    let feed = &report["feeds"][1];
    let expected = serde_json::json!({
        "taxonomy": "tag", "term": "Ferries", "slug": "ferries", "title": "Latest news with #Ferries", "entries": 1,
        "updated": "2026-07-01T00:00:00Z", "status": "created",
        "paths": {"rss": "tags/ferries/rss.xml", "atom": "tags/ferries/atom.xml", "html": "tags/ferries/index.html"},
    });
    assert_eq!(feed, &expected);
    let rejection = serde_json::json!({"path": "a.jsonl", "line": 2, "reason": "not JSON"});
    let got = &report["rejections"][0];
    assert_eq!((&got["path"], &got["line"]), (&rejection["path"], &rejection["line"]));
    assert!(report["elapsed_ms"].is_u64());
    let codes: Vec<_> = report["warnings"].as_array().unwrap().iter().map(|w| w["code"].clone()).collect();
    assert_eq!(codes, Vec::<serde_json::Value>::new());
}

#[test]
fn explain_says_where_each_field_comes_from_and_writes_nothing() {
    let scratch = Scratch::new();
    let line = r#"{"title": "The ferry is back - The Tide", "source": {"name": "The Tide"}, "modified": "2026-07-20",
        "pub_date": "2026-07-18T10:00:00+0200", "url": "HTTP://Tide.example/a", "keywords": [{"value": "Ferries"}]}"#;
    scratch.file("a.jsonl", format!("{{\"title\": \"x\"}}\n{}\n", line.replace('\n', "")));
    let said = scratch.run(&["build", "--explain", "a.jsonl:2"]);
    assert_eq!(said.code, 0, "{said:?}");
    for words in [
        "a.jsonl:2 (jsonl)",
        "title       The ferry is back  [title]",
        "published   2026-07-18T08:00:00Z  [pub_date]",
        "updated     2026-07-20T00:00:00Z  [modified]",
        "tags        Ferries  [keywords]",
        "[made of the address]",
    ] {
        assert!(said.stdout.contains(words), "{words}: {}", said.stdout);
    }
    assert!(!said.stdout.contains("a.jsonl:1"));
    let said = scratch.run(&["build", "--explain", "a.jsonl:2", "--report", "json"]);
    let json: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    let url = json[0]["fields"].as_array().unwrap().iter().find(|line| line["field"] == "url").unwrap();
    assert_eq!(url["read"][0], "HTTP://Tide.example/a");
    assert_eq!(url["published"][0], "http://tide.example/a");
    assert!(!scratch.path().join("feeds").exists());
    assert_eq!(scratch.run(&["build", "--explain", "b.jsonl"]).code, 1);
}

#[test]
fn standard_input_is_an_input() {
    use std::io::Write as _;
    use std::process::Stdio;
    let scratch = Scratch::new();
    let mut command = scratch.command(&["build", "-", "-o", "out", "-q"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(ARTICLE.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(scratch.atom().entries().len(), 1);
}
