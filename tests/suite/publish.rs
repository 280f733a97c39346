//! What is written, what is left alone and what is never touched.

use std::fs;

use feedmill::internal::publish::{Change, Order, Plan, Staged};

use crate::run::Scratch;

fn article(title: &str, tag: &str) -> String {
    format!(r#"{{"title":"{title}","published":"2026-07-01","tags":["{tag}"]}}"#)
}

#[test]
fn only_what_changed_is_written_and_only_what_was_published_is_removed() {
    let scratch = Scratch::new();
    scratch.file("feedmill.toml", "[publish]\nvanished_days = 0\n");
    scratch.file("a.jsonl", format!("{}\n{}\n", article("One", "A"), article("Two", "B")));
    assert_eq!(scratch.build(&["a.jsonl"]).code, 0);
    scratch.file("out/tags/b/notes.txt", "mine");
    scratch.file("out/robots.txt", "mine");
    scratch.file("a.jsonl", format!("{}\n{}\n", article("One", "A"), article("Three", "C")));
    let report = scratch.build(&["a.jsonl"]).report();
    let feeds = &report["generated"]["feeds"];
    assert_eq!(feeds, &serde_json::json!({"created": 1, "changed": 1, "unchanged": 1, "removed": 1}));
    let files = scratch.tree();
    assert!(!files.contains_key("tags/b/rss.xml") && files.contains_key("tags/c/rss.xml"));
    assert_eq!(files["tags/b/notes.txt"], b"mine");
    assert_eq!(files["robots.txt"], b"mine");
    assert!(!files.keys().any(|path| path.contains("feedmill-new")), "a temporary file is left");
}

#[test]
fn the_output_is_no_input() {
    let scratch = Scratch::new();
    scratch.file("a.jsonl", article("One", "A"));
    for _ in 0..2 {
        let report = scratch.build(&[".", "--format", "json"]).report();
        assert_eq!(report["generated"]["articles"]["read"], 1, "{report}");
    }
}

#[test]
fn a_file_of_somebody_else_is_not_replaced() {
    let scratch = Scratch::new();
    scratch.file("a.jsonl", article("One", "A"));
    scratch.file("out/index.html", "<h1>My own page</h1>");
    let said = scratch.build(&["a.jsonl"]);
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("index.html") && said.stderr.contains("not published by feedmill"), "{}", said.stderr);
    let files = scratch.tree();
    assert_eq!(files.keys().collect::<Vec<_>>(), ["index.html"], "nothing was left behind");
    assert_eq!(files["index.html"], b"<h1>My own page</h1>");
}

#[test]
fn a_forged_list_removes_nothing_outside() {
    let scratch = Scratch::new();
    scratch.file("feedmill.toml", "[publish]\nvanished_days = 0\n");
    scratch.file("a.jsonl", article("One", "A"));
    scratch.file("victim", "safe");
    assert_eq!(scratch.build(&["a.jsonl"]).code, 0);
    let ledger = rusqlite::Connection::open(scratch.path().join("out/.feedmill/ledger.sqlite")).unwrap();
    for path in ["../victim", "/etc/hostname", "tags/../../victim", ".feedmill/lock"] {
        ledger.execute("INSERT INTO file VALUES (?1, '', 0, 0)", [path]).unwrap();
    }
    drop(ledger);
    scratch.file("a.jsonl", article("Two", "B"));
    let report = scratch.build(&["a.jsonl"]).report();
    assert_eq!(report["generated"]["feeds"]["removed"], 1, "what is ours went");
    assert_eq!(fs::read(scratch.path().join("victim")).unwrap(), b"safe");
    assert!(scratch.path().join("out/.feedmill/lock").exists());
}

/// Size and seconds of the time of change are all that nginx makes its `ETag` of, and HTTP dates have no parts of seconds.
#[test]
fn a_changed_file_is_at_least_a_second_younger() {
    use std::os::unix::fs::MetadataExt as _;
    let scratch = Scratch::new();
    let mut seen = Vec::new();
    for title in ["One", "Two", "Six", "Ten"] {
        scratch.file("a.jsonl", article(title, "A"));
        assert_eq!(scratch.build(&["a.jsonl"]).code, 0);
        let meta = fs::metadata(scratch.path().join("out/atom.xml")).unwrap();
        seen.push((meta.mtime(), meta.mode() & 0o777));
    }
    assert!(seen.windows(2).all(|pair| pair[1].0 > pair[0].0), "{seen:?}");
    assert!(seen.iter().all(|(_, mode)| *mode == 0o644), "{seen:?}");
    assert_eq!(fs::metadata(scratch.path().join("out/tags/a")).unwrap().mode() & 0o777, 0o755);
}

#[test]
fn a_second_run_leaves_at_once() {
    let scratch = Scratch::new();
    scratch.file("a.jsonl", article("One", "A"));
    let lock = feedmill::internal::publish::Lock::acquire(&scratch.path().join("out")).unwrap().unwrap();
    let said = scratch.build(&["a.jsonl"]);
    assert_eq!((said.code, &said.report()["error"]["kind"]), (0, &"locked".into()));
    assert!(said.stderr.contains("another run"), "{}", said.stderr);
    assert_eq!(scratch.build(&["a.jsonl", "-q"]).stderr, "");
    assert_eq!(scratch.run(&["build", "a.jsonl", "-o", "out"]).stdout, "");
    assert!(scratch.tree().is_empty());
    drop(lock);
    assert_eq!(scratch.build(&["a.jsonl"]).report()["generated"]["files"]["removed"], 0);
    assert!(!scratch.tree().is_empty());
}

/// The run that has the lock waits for its input, so that all others meet it.
#[test]
fn of_fifty_runs_at_once_one_publishes() {
    use std::io::{Read as _, Write as _};
    use std::process::Stdio;
    let scratch = Scratch::new();
    let start = |_| {
        let mut command = scratch.command(&["build", "-", "-o", "out", "--as-of", "2026-07-20"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let mut runs: Vec<_> = (0..50).map(start).collect();
    let mut left = Vec::new();
    while runs.len() > 1 {
        let (over, waiting): (Vec<_>, Vec<_>) =
            runs.into_iter().map(|mut run| (run.try_wait().unwrap(), run)).partition(|(status, _)| status.is_some());
        left.extend(over);
        runs = waiting.into_iter().map(|(_, run)| run).collect();
    }
    for (status, run) in left {
        let mut said = String::new();
        run.stderr.unwrap().read_to_string(&mut said).unwrap();
        assert_eq!(status.unwrap().code(), Some(0), "{said}");
        assert!(said.contains("another run is publishing"), "{said}");
    }
    let mut last = runs.pop().unwrap();
    last.stdin.take().unwrap().write_all(article("One", "A").as_bytes()).unwrap();
    assert!(last.wait().unwrap().success());
    assert_eq!(scratch.atom().entries().len(), 1);
}

#[test]
fn what_a_killed_run_left_is_swept() {
    let scratch = Scratch::new();
    scratch.file("a.jsonl", article("One", "A"));
    assert_eq!(scratch.build(&["a.jsonl"]).code, 0);
    scratch.file("out/.feedmill/new/17", "half a fee");
    assert_eq!(scratch.build(&["a.jsonl"]).code, 0);
    assert!(!scratch.path().join("out/.feedmill/new").exists());
}

#[test]
fn a_plan_is_ordered_and_pure() {
    let staged = |change, order| Staged::new(&[], change, order);
    let wanted = [
        ("index.html", staged(Change::Replace, Order::Overview)),
        ("tags/index.html", staged(Change::Create, Order::List)),
        ("rss.xml", staged(Change::None, Order::Feed)),
        ("tags/a/rss.xml", staged(Change::Create, Order::Feed)),
    ];
    let wanted = wanted.into_iter().map(|(path, staged)| (path.into(), staged)).collect();
    let published = ["rss.xml", "tags/b/rss.xml"].map(std::sync::Arc::from);
    let plan = Plan::new(&published, &wanted);
    let changes: Vec<_> = plan.changes().collect();
    let expected = [
        ("rss.xml", Change::None),
        ("tags/a/rss.xml", Change::Create),
        ("tags/index.html", Change::Create),
        ("index.html", Change::Replace),
        ("tags/b/rss.xml", Change::Remove),
    ];
    assert_eq!(changes, expected);
}

/// Whoever comes second finds the folder made.
#[test]
fn many_make_the_output_folder_at_once() {
    let scratch = Scratch::new();
    for round in 0..50 {
        let root = scratch.path().join(format!("out{round}"));
        let barrier = std::sync::Barrier::new(8);
        std::thread::scope(|scope| {
            let make = || {
                barrier.wait();
                feedmill::internal::publish::make_folders(&root).unwrap();
            };
            for _ in 0..8 {
                scope.spawn(make);
            }
        });
    }
}

/// Cron may run with any umask, and a web server is somebody else.
#[cfg(unix)]
#[test]
fn everybody_may_read_what_is_published() {
    use std::os::unix::fs::PermissionsExt as _;
    let scratch = Scratch::new();
    scratch.file("a.jsonl", article("One", "A"));
    fs::create_dir(scratch.path().join("mine")).unwrap();
    fs::set_permissions(scratch.path().join("mine"), fs::Permissions::from_mode(0o700)).unwrap();
    let mode = |path: &str| fs::metadata(scratch.path().join(path)).unwrap().permissions().mode() & 0o777;
    for umask in ["077", "027", "777"] {
        for out in [format!("www{umask}/feeds/here"), format!("mine/out{umask}"), format!("./x{umask}/../y{umask}")] {
            let script = format!(
                "umask {umask}; exec \"$0\" build a.jsonl -o {out} -q --format rss,json --archives --redirects caddy \
                 --base-url https://feeds.example.org/"
            );
            let mut command = std::process::Command::new("sh");
            command.args(["-c", &script, env!("CARGO_BIN_EXE_feedmill")]).current_dir(scratch.path());
            assert!(command.status().unwrap().success(), "{script}");
            let mut folders = vec![out.clone()];
            folders.extend(out.starts_with("www").then(|| format!("www{umask}")));
            folders.extend(out.starts_with("www").then(|| format!("www{umask}/feeds")));
            while let Some(folder) = folders.pop() {
                assert_eq!(mode(&folder), 0o755, "{folder}");
                if !folder.starts_with(&out) {
                    continue;
                }
                for entry in fs::read_dir(scratch.path().join(&folder)).unwrap() {
                    let entry = entry.unwrap();
                    let path = format!("{folder}/{}", entry.file_name().to_str().unwrap());
                    if entry.file_type().unwrap().is_dir() {
                        folders.push(path);
                    } else {
                        assert_eq!(mode(&path), 0o644, "{path}");
                    }
                }
            }
        }
    }
    assert_eq!(mode("mine"), 0o700, "a folder that was there stays as it was");
}

#[test]
fn a_base_url_that_is_not_said_again_stays() {
    let scratch = Scratch::new();
    scratch.file("a.jsonl", article("One", "A"));
    let build = |args: &[&str]| {
        let said = scratch.run(&[&["build", "a.jsonl", "-o", "out", "--report", "json"], args].concat());
        assert_eq!(said.code, 0, "{said:?}");
        let warnings = said.report()["warnings"].as_array().unwrap().clone();
        let is_said = warnings.iter().any(|warning| {
            warning["code"] == "base-url-remembered"
                && warning["message"].as_str().unwrap().contains("https://f.example/x/")
        });
        (is_said, said)
    };
    // The first run publishes for this machine, and says so.
    let (is_said, said) = build(&[]);
    assert!(!is_said && said.stderr.contains("localhost"), "{said:?}");
    build(&["--base-url", "https://f.example/x/"]);
    let published = scratch.tree();
    for args in [&["--dry-run"][..], &[], &[], &["--title", ""]] {
        let (is_said, said) = build(args);
        assert!(is_said && !said.stderr.contains("localhost"), "{args:?}: {said:?}");
        assert_eq!(scratch.tree(), published, "{args:?}");
    }
    let status = fs::read_to_string(scratch.path().join("out/.feedmill/status.json")).unwrap();
    assert!(status.contains("https://f.example/x/") && !status.contains("localhost"), "{status}");
    assert!(!scratch.run(&["list", "a.jsonl"]).stdout.contains("f.example"), "the folder feeds is another one");
    scratch.file("feedmill.toml", "[output]\ndir = \"out\"\n");
    assert!(scratch.run(&["list", "a.jsonl"]).stdout.contains("https://f.example/x/tags/a/"));
    // A feed that comes now has the id that it would have had.
    scratch.file("a.jsonl", format!("{}\n{}\n", article("One", "A"), article("Two", "B")));
    build(&[]);
    let without = scratch.tree();
    assert!(without.values().all(|bytes| !String::from_utf8_lossy(bytes).contains("localhost")));
    let told = Scratch::new();
    told.file("a.jsonl", article("One", "A"));
    let build_told = |args: &[&str]| {
        assert_eq!(told.run(&[&["build", "a.jsonl", "-o", "out"], args].concat()).code, 0);
    };
    build_told(&[]);
    build_told(&["--base-url", "https://f.example/x/"]);
    told.file("a.jsonl", format!("{}\n{}\n", article("One", "A"), article("Two", "B")));
    build_told(&["--base-url", "https://f.example/x/"]);
    assert_eq!(without, told.tree());
    // It is known without a ledger, too.
    fs::remove_dir_all(scratch.path().join("out/.feedmill")).unwrap();
    assert!(build(&[]).0);
    assert!(scratch.tree().values().all(|bytes| !String::from_utf8_lossy(bytes).contains("localhost")));
    // Another one is another one, this machine included.
    build(&["--base-url", "http://localhost:8000/"]);
    assert!(String::from_utf8(scratch.published("atom.xml")).unwrap().contains("http://localhost:8000/"));
}
