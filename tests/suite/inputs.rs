//! Files that several tables of the configuration name, and files that are not easily read.

use std::fs;

use serde_json::Value;

use crate::run::{Said, Scratch};

/// Two lists of articles in one file.
fn two_lists(news: usize, dates: usize) -> String {
    let list = |what: &str, count: usize| {
        let one = |n: usize| {
            format!(r#"{{"title":"{what} {n}","url":"https://w.example/{what}/{n}","published":"2026-07-{n:02}"}}"#)
        };
        (1..=count).map(one).collect::<Vec<_>>().join(",\n")
    };
    format!("{{\"news\": [{}],\n\"dates\": [{}]}}", list("news", news), list("dates", dates))
}

fn titles(scratch: &Scratch) -> Vec<String> {
    let mut titles: Vec<String> = scratch.atom().entries().iter().map(|entry| entry.title().to_string()).collect();
    titles.sort();
    titles
}

/// Publishes what these tables name; gives what was said, and whether the run had nothing to do.
fn build(scratch: &Scratch, tables: &[&str], args: &[&str]) -> (Said, bool) {
    let tables: Vec<String> = tables.iter().map(|table| format!("[[input]]\n{table}\n")).collect();
    scratch.file("feedmill.toml", tables.concat());
    let status =
        || fs::metadata(scratch.path().join("out/.feedmill/status.json")).and_then(|meta| meta.modified()).ok();
    let before = status();
    let said = scratch.build(args);
    let is_idle = before.is_some() && before == status();
    (said, is_idle)
}

const NEWS: &str = "path = \"w.json\"\nitems = \"news\"";
const DATES: &str = "path = \"w.json\"\nitems = \"dates\"";

#[test]
fn a_file_in_two_tables_is_two_inputs() {
    let scratch = Scratch::new();
    scratch.file("w.json", two_lists(2, 1));
    let (said, _) = build(&scratch, &[NEWS, DATES], &[]);
    assert_eq!(said.report()["generated"]["articles"]["accepted"], 3, "{said:?}");
    assert_eq!(titles(&scratch), ["dates 1", "news 1", "news 2"]);
    // The order of the tables says nothing, and a second run has nothing to do.
    let tree = scratch.tree();
    assert!(build(&scratch, &[NEWS, DATES], &[]).1);
    build(&scratch, &[DATES, NEWS], &[]);
    assert_eq!(scratch.tree(), tree);
    assert!(build(&scratch, &[DATES, NEWS], &[]).1);
    // A change of the file is a change of both.
    scratch.file("w.json", two_lists(2, 2));
    build(&scratch, &[DATES, NEWS], &[]);
    assert_eq!(titles(&scratch), ["dates 1", "dates 2", "news 1", "news 2"]);
    // Both are listed, each with what it is.
    let said = scratch.run(&["list", "inputs"]);
    for settings in ["items = \"news\"", "items = \"dates\""] {
        assert!(said.stdout.lines().any(|line| line.contains("w.json\t2\t") && line.ends_with(settings)), "{said:?}");
    }
    // An article is explained by the table that has it.
    let said = scratch.run(&["build", "--explain", "w.json:3", "-o", "out"]);
    assert!(said.stdout.contains("dates 1") && said.stdout.contains("items = \"dates\""), "{said:?}");
    assert!(!said.stdout.contains("news"), "{said:?}");
}

#[test]
fn each_list_of_a_file_is_guarded() {
    let scratch = Scratch::new();
    scratch.file("w.json", two_lists(20, 3));
    build(&scratch, &[NEWS, DATES], &[]);
    let before = scratch.tree();
    scratch.file("w.json", two_lists(20, 0));
    let (said, _) = build(&scratch, &[NEWS, DATES], &[]);
    assert_eq!(said.code, 4, "{said:?}");
    assert!(said.stderr.contains("w.json: held 3 articles, now 0"), "{said:?}");
    assert_eq!(scratch.tree(), before);
    // Another setting is no loss, as long as the file holds what it held.
    scratch.file("w.json", two_lists(20, 3));
    let (said, _) = build(&scratch, &[NEWS, &format!("{DATES}\ntags = [\"x\"]")], &[]);
    assert_eq!(said.code, 0, "{said:?}");
    let (said, _) = build(&scratch, &[NEWS], &[]);
    assert_eq!((said.code, titles(&scratch).len()), (0, 20), "{said:?}");
}

#[test]
fn tables_that_say_the_same_are_one() {
    let scratch = Scratch::new();
    scratch.file("in/a.json", r#"[{"title":"A","published":"2026-07-01"},{"title":"B","published":"2026-07-02"}]"#);
    scratch.file("in/post.md", "---\ndate: 2026-07-03\n---\nA post without an address of its own.\n");
    for tables in [
        &["path = \"in\"", "path = \"in/a.json\""][..],
        &["path = [\"in\", \"in/*.json\"]", "path = \"in\""],
        &["path = \"./in\"", "path = \"in/../in/post.md\"", "path = \"./in/a.json\""],
    ] {
        let (said, _) = build(&scratch, tables, &[]);
        let report = said.report();
        let articles = &report["generated"]["articles"];
        assert_eq!((&articles["accepted"], &articles["duplicates"]), (&3.into(), &0.into()), "{tables:?}: {said:?}");
        assert_eq!(report["warnings"].as_array().unwrap().iter().filter(|w| w["code"] == "input-exception").count(), 0);
        assert!(build(&scratch, tables, &[]).1);
    }
}

#[test]
fn a_closer_table_is_an_exception() {
    let scratch = Scratch::new();
    let article =
        |n: usize| format!(r#"[{{"title":"T{n}","url":"https://p.example/{n}","published":"2026-07-{n:02}"}}]"#);
    for (n, name) in ["a.json", "guest.json", "old/b.json", "old/c.json"].iter().enumerate() {
        scratch.file(&format!("posts/{name}"), article(n + 1));
    }
    let sources = |tables: &[&str]| {
        let (said, _) = build(&scratch, tables, &[]);
        let report = said.report();
        assert_eq!(report["generated"]["articles"]["duplicates"], 0, "{tables:?}: {said:?}");
        let warnings = report["warnings"].as_array().unwrap().clone();
        let said = warnings.iter().filter(|warning| warning["code"] == "input-exception").count();
        let feed = scratch.atom();
        let mut sources: Vec<String> = feed
            .entries()
            .iter()
            .map(|entry| format!("{} {}", entry.title().as_str(), entry.authors()[0].name()))
            .collect();
        sources.sort();
        (sources, said)
    };
    let all = "path = \"posts\"\nsource = \"Us\"";
    let guest = "path = \"posts/guest.json\"\nsource = \"Guest\"";
    assert_eq!(sources(&[all, guest]), (["T1 Us", "T2 Guest", "T3 Us", "T4 Us"].map(str::to_owned).to_vec(), 1));
    let old = "path = \"posts/old\"\nsource = \"Old\"";
    assert_eq!(sources(&[old, all]), (["T1 Us", "T2 Us", "T3 Old", "T4 Old"].map(str::to_owned).to_vec(), 1));
    let begun = "path = \"posts/g*.json\"\nsource = \"G\"";
    assert_eq!(
        sources(&[all, begun, "path = \"posts/*.json\"\nsource = \"Top\""]),
        (["T1 Top", "T2 G", "T3 Us", "T4 Us"].map(str::to_owned).to_vec(), 3)
    );
    // Two that come as close are two.
    let (said, _) = build(&scratch, &[guest, "path = \"./posts/guest.json\"\ntags = [\"x\"]"], &["--accept-shrink"]);
    assert_eq!(said.report()["generated"]["articles"]["read"], 2, "{said:?}");
    assert_eq!(titles(&scratch), ["T2"]);
    assert!(scratch.path().join("out/tags/x/rss.xml").is_file());
}

#[test]
fn a_closer_table_that_takes_other_articles_is_no_exception() {
    let scratch = Scratch::new();
    scratch.file("in/w.json", two_lists(2, 1));
    let tables = ["path = \"in\"\nitems = \"news\"", "path = \"in/w.json\"\nitems = \"dates\""];
    build(&scratch, &tables, &[]);
    assert_eq!(titles(&scratch), ["dates 1", "news 1", "news 2"]);
}

#[test]
fn a_post_of_two_tables_is_one_article() {
    let scratch = Scratch::new();
    scratch.file("in/post.md", "---\ndate: 2026-07-03\n---\nA post without an address of its own.\n");
    let tables = ["path = \"in\"\ntags = [\"sea\"]", "path = \"in\"\ntags = [\"sky\"]"];
    let (said, _) = build(&scratch, &tables, &[]);
    let articles = &said.report()["generated"]["articles"];
    assert_eq!((&articles["accepted"], &articles["duplicates"]), (&1.into(), &1.into()), "{said:?}");
    for tag in ["sea", "sky"] {
        assert!(scratch.path().join(format!("out/tags/{tag}/rss.xml")).is_file());
    }
}

#[cfg(feature = "sqlite")]
#[test]
fn a_database_may_be_asked_twice() {
    let scratch = Scratch::new();
    let database = rusqlite::Connection::open(scratch.path().join("n.db")).unwrap();
    database
        .execute_batch(
            "CREATE TABLE news (title TEXT, published TEXT); CREATE TABLE talks (title TEXT, published TEXT);
             INSERT INTO news VALUES ('A', '2026-07-01'); INSERT INTO talks VALUES ('B', '2026-07-02');",
        )
        .unwrap();
    drop(database);
    let tables = ["news", "talks"].map(|table| format!("path = \"n.db\"\nquery = \"SELECT * FROM {table}\""));
    build(&scratch, &[&tables[0], &tables[1]], &[]);
    assert_eq!(titles(&scratch), ["A", "B"]);
    assert!(build(&scratch, &[&tables[0], &tables[1]], &[]).1);
}

#[cfg(unix)]
#[test]
fn a_pipe_is_read_for_one_table() {
    use std::io::Write as _;
    use std::process::Stdio;
    let scratch = Scratch::new();
    let table = "[[input]]\npath = \"/dev/stdin\"\nformat = \"json\"\ntags =";
    scratch.file("feedmill.toml", format!("{table} [\"x\"]\n{table} [\"y\"]\n"));
    let mut command = scratch.command(&["build", "-o", "out", "--report", "json"]);
    let mut run = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    run.stdin.take().unwrap().write_all(br#"[{"title":"A","published":"2026-07-01"}]"#).unwrap();
    let report: Value = serde_json::from_slice(&run.wait_with_output().unwrap().stdout).unwrap();
    assert_eq!(report["generated"]["articles"]["accepted"], 1, "{report}");
    assert!(report["rejections"][0]["reason"].as_str().unwrap().contains("it can be read once"), "{report}");
}

#[test]
fn a_ledger_of_before_goes_on() {
    let scratch = Scratch::new();
    scratch.file("in/a.json", r#"[{"title":"A","published":"2026-07-01"},{"title":"B","published":"2026-07-02"}]"#);
    fs::create_dir_all(scratch.path().join("out/.feedmill")).unwrap();
    let old = rusqlite::Connection::open(scratch.path().join("out/.feedmill/ledger.sqlite")).unwrap();
    old.execute_batch(include_str!("../../src/catalogue/schema/schema.sql")).unwrap();
    old.execute_batch(include_str!("../../src/catalogue/schema/archives.sql")).unwrap();
    old.execute_batch("INSERT INTO input VALUES ('in/a.json', 'in', 1, 1, 1, 1, NULL, 9); PRAGMA user_version = 2;")
        .unwrap();
    drop(old);
    // It knows how much there was, also while it is only looked at.
    for args in [&["in", "--dry-run"][..], &["in"]] {
        let said = scratch.build(args);
        assert!(said.code == 4 && said.stderr.contains("in/a.json: held 9 articles, now 2"), "{said:?}");
    }
    assert_eq!(scratch.build(&["in", "--accept-shrink"]).code, 0);
    assert_eq!(scratch.build(&["in"]).report()["generated"]["files"]["written"], 0);
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text_are_different_names() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let scratch = Scratch::new();
    let post = |name: &[u8], text: &str| {
        let folder = scratch.path().join("in");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(OsStr::from_bytes(name)), format!("---\ntitle: One\ndate: 2026-07-01\n---\n{text}\n"))
            .unwrap();
    };
    for (n, name) in
        [&b"a\xff.md"[..], b"a\xfe.md", b"a\\xFF.md", "a\u{fffd}.md".as_bytes(), b"a\n.md"].iter().enumerate()
    {
        post(name, &format!("text {n}"));
    }
    let (said, _) = build(&scratch, &["path = \"in\""], &[]);
    let articles = &said.report()["generated"]["articles"];
    assert_eq!((&articles["accepted"], &articles["duplicates"]), (&5.into(), &0.into()), "{said:?}");
    let tree = scratch.tree();
    assert!(build(&scratch, &["path = \"in\""], &[]).1);
    // What changes in one is a change of that one.
    post(b"a\xfe.md", "another text");
    build(&scratch, &["path = \"in\""], &[]);
    let now = scratch.atom();
    let before = atom_syndication::Feed::read_from(tree["atom.xml"].as_slice()).unwrap();
    let ids = |feed: &atom_syndication::Feed| {
        let mut ids: Vec<String> = feed.entries().iter().map(|entry| entry.id().to_owned()).collect();
        ids.sort();
        ids
    };
    assert_eq!(ids(&now), ids(&before));
    assert!(build(&scratch, &["path = \"in\""], &[]).1);
    // Such a name may be said, and it is said in a way that can be read.
    let mut command = scratch.command(&["build", "--report", "json", "-o", "other"]);
    command.arg(OsStr::from_bytes(b"in/a\xff.md"));
    assert_eq!(crate::run::finish(command).report()["generated"]["articles"]["accepted"], 1);
    let mut command = scratch.command(&["build", "-o", "other2"]);
    command.arg(OsStr::from_bytes(b"in/missing\xff.md"));
    assert!(crate::run::finish(command).stderr.contains("in/missing\\xFF.md: does not exist"));
}

#[cfg(all(unix, feature = "sqlite"))]
#[test]
fn a_database_may_have_any_name() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let scratch = Scratch::new();
    for (name, title) in [(&b"news/\\xFF.db"[..], "A"), (b"news/?*.db", "B")] {
        let path = scratch.path().join(OsStr::from_bytes(name));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let database = rusqlite::Connection::open(path).unwrap();
        database
            .execute_batch(&format!(
                "CREATE TABLE t (title TEXT, published TEXT); INSERT INTO t VALUES ('{title}', '2026-07-01');"
            ))
            .unwrap();
    }
    let query = "query = \"SELECT * FROM t\"";
    build(&scratch, &[&format!("path = ['news/\\xFF.db', 'news/?*.db']\n{query}")], &[]);
    assert_eq!(titles(&scratch), ["A", "B"]);
}

/// Whether permissions say nothing here, as for the superuser.
#[cfg(unix)]
fn may_read_anything(scratch: &Scratch) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    let path = scratch.file("secret", "x");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    fs::read(path).is_ok()
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_costs_a_line_and_no_idle_run() {
    use std::os::unix::fs::PermissionsExt as _;
    let scratch = Scratch::new();
    let is_free = may_read_anything(&scratch);
    if is_free {
        // Links in a circle are the one thing that nobody can read.
        std::os::unix::fs::symlink("b.json", scratch.file("in/x", "").with_file_name("a.json")).unwrap();
        std::os::unix::fs::symlink("a.json", scratch.path().join("in/b.json")).unwrap();
    }
    let mode = |path: &str, mode: u32| {
        fs::set_permissions(scratch.path().join(path), fs::Permissions::from_mode(mode)).unwrap();
    };
    scratch.file("in/good.json", r#"[{"title":"A","published":"2026-07-01"},{"title":"B","published":"2026-07-02"}]"#);
    let one = r#"[{"title":"C","published":"2026-07-03"}]"#;
    scratch.file("in/locked/c.json", one);
    scratch.file("in/listed/d.json", one.replace('C', "D"));
    scratch.file("in/e.json", one.replace('C', "E"));
    mode("in/locked", 0o000);
    mode("in/listed", 0o444);
    mode("in/e.json", 0o000);
    let lines = |said: &Said| {
        let report = said.report();
        let mut lines: Vec<String> = report["rejections"]
            .as_array()
            .unwrap()
            .iter()
            .map(|line| line["path"].as_str().unwrap().to_owned())
            .collect();
        lines.sort();
        lines
    };
    for args in [&[][..], &["--checksum"]] {
        let (said, _) = build(&scratch, &["path = \"in\""], args);
        assert_eq!(said.code, 0, "{said:?}");
        assert_eq!(lines(&said).len(), if is_free { 2 } else { 3 }, "{said:?}");
        let (again, is_idle) = build(&scratch, &["path = \"in\""], args);
        assert!(is_idle, "{args:?}");
        assert_eq!(lines(&again), lines(&said));
    }
    // Once it can be read, it is.
    mode("in/locked", 0o755);
    mode("in/listed", 0o755);
    mode("in/e.json", 0o644);
    let _ = (fs::remove_file(scratch.path().join("in/a.json")), fs::remove_file(scratch.path().join("in/b.json")));
    let (said, is_idle) = build(&scratch, &["path = \"in\""], &[]);
    assert!(!is_idle && lines(&said).is_empty(), "{said:?}");
    assert_eq!(titles(&scratch), ["A", "B", "C", "D", "E"]);
    assert!(build(&scratch, &["path = \"in\""], &[]).1);
}
