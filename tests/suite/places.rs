//! Places that are not as feedmill left them: what is in the way, what is somebody else's, and where the state is kept.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;

use crate::run::Scratch;

fn article(title: &str, tag: &str) -> String {
    format!(r#"{{"title":"{title}","published":"2026-07-01","tags":["{tag}"]}}"#)
}

/// The ordinary files in the output folder, reached through no links.
fn files(scratch: &Scratch) -> BTreeMap<String, Vec<u8>> {
    let root = scratch.path().join("out");
    let (mut folders, mut files) = (vec![root.clone()], BTreeMap::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let (kind, path) = (entry.file_type().unwrap(), entry.path());
            if kind.is_dir() && entry.file_name() != ".feedmill" {
                folders.push(path);
            } else if kind.is_file() {
                files.insert(path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// What a report says of places that are not as feedmill left them: code and path.
fn places(report: &serde_json::Value) -> Vec<(String, String)> {
    let text = |warning: &serde_json::Value, key: &str| warning[key].as_str().unwrap().to_owned();
    let warnings = report["warnings"].as_array().unwrap().iter();
    let own = warnings.filter(|warning| warning["code"] == "blocked-place" || warning["code"] == "foreign-file");
    own.map(|warning| (text(warning, "code"), text(warning, "path"))).collect()
}

fn placed(code: &str, path: &str) -> (String, String) {
    (code.to_owned(), path.to_owned())
}

#[test]
fn links_are_not_followed_out_of_the_folder() {
    let scratch = Scratch::new();
    scratch.file("a.jsonl", article("One", "A"));
    fs::create_dir_all(scratch.path().join("elsewhere")).unwrap();
    fs::create_dir_all(scratch.path().join("out")).unwrap();
    symlink(scratch.path().join("elsewhere"), scratch.path().join("out/tags")).unwrap();
    for round in 0..2 {
        let said = scratch.build(&["a.jsonl"]);
        assert_eq!(said.code, 1);
        // It costs what lies behind it, and no more; what is not there is not spoken of.
        assert_eq!(places(&said.report()), [placed("blocked-place", "tags")], "{said:?}");
        assert_eq!(fs::read_dir(scratch.path().join("elsewhere")).unwrap().count(), 0);
        let tree = files(&scratch);
        assert!(tree.contains_key("atom.xml") && tree.contains_key("index.html"));
        let opml = String::from_utf8(tree["index.opml"].clone()).unwrap();
        assert!(!opml.contains("tags/a/"), "{opml}");
        let written = &said.report()["generated"]["files"]["written"];
        assert_eq!(*written == 0, round == 1, "a run that finds it as before has nothing to do");
    }
    fs::remove_file(scratch.path().join("out/tags")).unwrap();
    let said = scratch.build(&["a.jsonl"]);
    assert_eq!((said.code, places(&said.report())), (0, vec![]));
    assert!(files(&scratch).contains_key("tags/a/atom.xml"));
}

/// Links, folders, pipes and files of others in the place of a file, or of a folder.
#[test]
fn what_is_in_the_way_costs_what_would_be_there() {
    let scratch = Scratch::new();
    let out = |path: &str| scratch.path().join("out").join(path);
    let publish = |text: &str| {
        let tags = ["a", "b", "c"].map(|tag| article(text, tag).replace("One", &format!("{tag} {text}")));
        scratch.file("in.jsonl", tags.join("\n"));
        scratch.build(&["in.jsonl", "--articles", "none"])
    };
    scratch.file("elsewhere/atom.xml", "theirs");
    assert_eq!(publish("1").code, 0);
    let whole = files(&scratch);
    let ways: [(&str, &dyn Fn()); 5] = [
        ("tags/a/atom.xml", &|| symlink(scratch.path().join("elsewhere/atom.xml"), out("tags/a/atom.xml")).unwrap()),
        ("tags/a/atom.xml", &|| symlink("atom.xml", out("tags/a/atom.xml")).unwrap()),
        ("tags/a/atom.xml", &|| fs::create_dir(out("tags/a/atom.xml")).unwrap()),
        ("tags/a", &|| {
            fs::remove_dir_all(out("tags/a")).unwrap();
            symlink(scratch.path().join("elsewhere"), out("tags/a")).unwrap();
        }),
        ("tags/a", &|| {
            fs::remove_dir_all(out("tags/a")).unwrap();
            fs::write(out("tags/a"), "theirs").unwrap();
        }),
    ];
    for (n, (by, put)) in ways.iter().enumerate() {
        fs::remove_file(out("tags/a/atom.xml")).unwrap();
        put();
        let said = publish(&format!("changed {n}"));
        assert_eq!((said.code, places(&said.report())), (1, vec![placed("blocked-place", by)]), "{by}: {said:?}");
        let tree = files(&scratch);
        let changed = |path: &str| String::from_utf8_lossy(&tree[path]).contains(&format!("changed {n}"));
        assert!(changed("atom.xml") && changed("tags/b/atom.xml"), "{by}");
        // What is found as it was is nothing to do, and said again.
        let again = scratch.build(&["in.jsonl", "--articles", "none"]);
        assert_eq!((again.code, places(&again.report())), (1, vec![placed("blocked-place", by)]), "{by}");
        assert_eq!(again.report()["generated"]["files"]["written"], 0, "{by}");
        let status = fs::read_to_string(out(".feedmill/status.json")).unwrap();
        assert!(status.contains("\"ok\": false"), "{status}");
        // A tag that vanishes takes nothing of others with it.
        let meta = out(by).symlink_metadata().unwrap();
        if meta.is_dir() {
            fs::remove_dir(out(by)).unwrap();
        } else {
            fs::remove_file(out(by)).unwrap();
        }
        let said = publish("1");
        assert_eq!((said.code, places(&said.report())), (0, vec![]), "{by}: {said:?}");
        assert!(files(&scratch).keys().eq(whole.keys()), "{by}");
    }
    assert_eq!(fs::read(scratch.path().join("elsewhere/atom.xml")).unwrap(), b"theirs");
}

#[test]
fn a_file_of_somebody_else_in_our_place_is_kept() {
    let scratch = Scratch::new();
    let publish = |title: &str| {
        scratch.file("a.jsonl", article(title, "A"));
        let said = scratch.build(&["a.jsonl"]);
        assert_eq!(said.code, 0, "{said:?}");
        said.report()
    };
    publish("One");
    // Theirs is kept aside; ours with a change is published anew.
    scratch.file("out/tags/a/atom.xml", "theirs");
    let ours = String::from_utf8(scratch.published("tags/a/rss.xml")).unwrap();
    scratch.file("out/tags/a/rss.xml", ours.replace("One", "Own"));
    let report = publish("Two");
    assert_eq!(places(&report), [placed("foreign-file", "tags/a/atom.xml"), placed("foreign-file", "tags/a/rss.xml")]);
    let message = report["warnings"][0]["message"].as_str().unwrap();
    let kept = message.split_whitespace().find(|word| word.starts_with(".feedmill/aside/")).unwrap();
    assert_eq!(fs::read(scratch.path().join("out").join(kept)).unwrap(), b"theirs");
    assert!(files(&scratch).values().all(|bytes| !String::from_utf8_lossy(bytes).contains("Own")));
    assert_eq!(places(&publish("Two")), [], "it is said once");
    // Where nothing was published, a file of somebody else stays, and only that is not published.
    scratch.file("out/tags/b/atom.xml", "theirs, too");
    scratch.file("a.jsonl", article("Two", "B"));
    let said = scratch.build(&["a.jsonl"]);
    assert_eq!((said.code, places(&said.report())), (1, vec![placed("blocked-place", "tags/b/atom.xml")]));
    assert_eq!(scratch.published("tags/b/atom.xml"), b"theirs, too");
    assert!(files(&scratch).contains_key("tags/b/rss.xml"));
}

/// The state of a publication elsewhere; what is served then has none of it.
#[test]
fn the_state_may_be_kept_elsewhere() {
    let scratch = Scratch::new();
    scratch.file("a.jsonl", article("One", "A"));
    scratch.file("feedmill.toml", "[output]\ndir = \"out\"\n[[input]]\npath = \"a.jsonl\"\n");
    assert_eq!(scratch.run(&["build", "-q"]).code, 0);
    let before = files(&scratch);
    let toml = "[output]\ndir = \"out\"\n[[input]]\npath = \"a.jsonl\"\n[publish]\nstate = \"var/state\"\n";
    scratch.file("feedmill.toml", toml);
    let dry = scratch.run(&["build", "--dry-run", "--report", "json"]);
    assert_eq!(dry.report()["generated"]["files"]["written"], 0, "{dry:?}");
    assert!(!scratch.path().join("var").exists());
    // What is known moves there.
    assert_eq!(scratch.run(&["build", "-q"]).code, 0);
    assert_eq!(files(&scratch), before);
    let names = |folder: &str| -> Vec<String> {
        let entries = fs::read_dir(scratch.path().join(folder)).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    assert_eq!(names("out/.feedmill"), ["lock"]);
    assert_eq!(names("var/state"), ["feedmill.prom", "ledger.sqlite", "status.json"]);
    for args in [&["ledger", "check"][..], &["ledger", "check", "-o", "out"]] {
        let said = scratch.run(args);
        assert!(said.code == 0 && said.stdout.contains("var/state"), "{said:?}");
    }
    assert_eq!(scratch.run(&["build", "--report", "json"]).report()["generated"]["files"]["written"], 0);
    scratch.file("a.jsonl", "broken");
    assert_eq!(scratch.run(&["build", "-q"]).code, 1);
    let status = fs::read_to_string(scratch.path().join("var/state/status.json")).unwrap();
    assert!(status.contains("a.jsonl:1") && !status.contains("feed_url"), "{status}");
    assert_eq!(names("out/.feedmill"), ["lock"]);
}

#[test]
fn names_of_inputs_are_not_in_what_is_served() {
    let scratch = Scratch::new();
    let broken = "{\"tags\": [\"no title\"]}";
    scratch.file("secret-folder/plan-for-may.jsonl", format!("{}\n{broken}", article("One", "A")));
    scratch.file("secret-folder/secret.docx", "not read");
    for round in 0..2 {
        let said = scratch.build(&["secret-folder"]);
        assert_eq!(said.code, 0, "{said:?}");
        // A run that finds nothing to do says them all the same.
        let rejected = |said: &crate::run::Said| said.report()["rejections"].clone();
        assert_eq!(rejected(&said)[0]["path"], "secret-folder/plan-for-may.jsonl", "{said:?}");
        let again = scratch.build(&["secret-folder"]);
        assert_eq!((rejected(&again), &again.report()["warnings"]), (rejected(&said), &said.report()["warnings"]));
        for entry in fs::read_dir(scratch.path().join("out/.feedmill")).unwrap() {
            let path = entry.unwrap().path();
            let bytes = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
            assert!(!bytes.contains("plan-for-may") && !bytes.contains("secret"), "{} {round}", path.display());
        }
        // One that an older version wrote.
        let ledger = rusqlite::Connection::open(scratch.path().join("out/.feedmill/ledger.sqlite")).unwrap();
        let newer =
            ["reading_of_input", "segment", "reading", "holder", "collected", "term", "member", "shown", "feed_line"];
        let dropped: Vec<String> = newer.iter().map(|table| format!("DROP TABLE {table};")).collect();
        let indexes =
            ["article_updated", "article_of_day", "article_left", "article_retracted", "file_updated", "file_part"];
        let indexes = indexes
            .iter()
            .chain(&["feed_vanished", "article_page", "article_page_left"])
            .map(|index| format!("DROP INDEX {index};"));
        ledger.execute_batch(&dropped.into_iter().chain(indexes).collect::<String>()).unwrap();
        let older = "ALTER TABLE placing DROP COLUMN stage; ALTER TABLE placing DROP COLUMN before; \
                     ALTER TABLE article DROP COLUMN page; ALTER TABLE article DROP COLUMN page_left; \
                     ALTER TABLE article DROP COLUMN page_is_gone; UPDATE input SET path = 'secret-folder/plan-for-may.jsonl', found_by = 'secret-folder'; \
                     INSERT INTO failure VALUES ('secret-folder/sub: cannot be read'); PRAGMA user_version = 5;";
        ledger.execute_batch(older).unwrap();
        drop(ledger);
        scratch.file("secret-folder/plan-for-may.jsonl", format!("{}\n{broken}", article("Two", "A")));
    }
    // Half of it gone is noticed all the same, and named by the run.
    let many: Vec<String> = (0..9).map(|n| article(&format!("T{n}"), "A")).collect();
    scratch.file("secret-folder/plan-for-may.jsonl", many.join("\n"));
    assert_eq!(scratch.build(&["secret-folder"]).code, 0);
    scratch.file("secret-folder/plan-for-may.jsonl", article("T1", "A"));
    let said = scratch.build(&["secret-folder"]);
    assert!(said.code == 4 && said.stderr.contains("secret-folder/plan-for-may.jsonl: held 9 articles"), "{said:?}");
    let status = fs::read_to_string(scratch.path().join("out/.feedmill/status.json")).unwrap();
    assert!(status.contains("the collection shrank") && !status.contains("secret"), "{status}");
}
