//! Nothing to do, too little to go on, and what is said about it.

use std::fs;
use std::io::Write as _;
use std::time::{Duration, Instant, SystemTime};

use serde_json::Value;

use crate::run::{AS_OF, Scratch};

/// An array of articles.
fn articles(count: usize) -> String {
    let articles: Vec<String> = (0..count)
        .map(|n| format!(r#"{{"title":"T{n}","published":"2026-06-{:02}T10:00:00Z","tags":["a"]}}"#, 1 + n % 28))
        .collect();
    format!("[{}]", articles.join(",\n"))
}

fn status(scratch: &Scratch) -> Value {
    let text = fs::read(scratch.path().join("out/.feedmill/status.json")).unwrap();
    serde_json::from_slice::<Value>(&text).unwrap()["_feedmill"].clone()
}

#[test]
fn a_collection_that_shrinks_stops_the_run() {
    let scratch = Scratch::new();
    scratch.file("in/many.json", articles(8));
    scratch.file("in/more.json", articles(8).replace("\"T", "\"M"));
    scratch.file("in/one.json", articles(1).replace("\"T", "\"O"));
    scratch.file("alone.json", articles(3).replace("\"T", "\"L"));
    let inputs = ["in", "alone.json"];
    assert_eq!(scratch.build(&inputs).code, 0);
    let before = scratch.tree();
    let restore = |name: &str, content: &str| {
        scratch.file(name, content);
        assert_eq!(scratch.build(&inputs).code, 0, "{name}");
        assert_eq!(scratch.tree(), before);
    };
    // What happens to a file, and what is said about it.
    let half = articles(8).replace("\"T", "\"M");
    let cases: &[(&str, Option<&str>, &str)] = &[
        ("alone.json", None, "alone.json: held 3 articles, and is not there any more"),
        ("alone.json", Some(""), "alone.json: held 3 articles, now 0"),
        ("alone.json", Some("[]"), "alone.json: held 3 articles, now 0"),
        ("in/more.json", Some(""), "in/more.json: held 8 articles, now 0"),
        ("in/more.json", Some(&half[..half.len() / 2]), "in/more.json: held 8 articles, now 0"),
        ("in/one.json", Some(""), "in/one.json: held 1 article, now 0"),
    ];
    for (name, content, message) in cases {
        let old = fs::read_to_string(scratch.path().join(name)).unwrap();
        match content {
            Some(content) => drop(scratch.file(name, content)),
            None => fs::remove_file(scratch.path().join(name)).unwrap(),
        }
        for _ in 0..2 {
            let said = scratch.build(&inputs);
            assert_eq!(said.code, 4, "{name} {content:?}: {said:?}");
            assert!(said.stderr.contains(message) && said.stderr.contains("--accept-shrink"), "{}", said.stderr);
            assert_eq!(scratch.tree(), before, "{name} {content:?}");
        }
        assert_eq!(status(&scratch)["ok"], false);
        assert_eq!(status(&scratch)["feeds"]["unchanged"], 2);
        restore(name, &old);
        assert_eq!(status(&scratch)["ok"], true);
    }
    // Whoever names the same files otherwise loses nothing.
    assert_eq!(scratch.build(&["alone.json", "in/more.json", "in/*.json"]).code, 0);
    assert_eq!(scratch.build(&inputs).code, 0);
    // A file of a folder may go, and a file may be renamed.
    fs::remove_file(scratch.path().join("in/one.json")).unwrap();
    fs::rename(scratch.path().join("in/more.json"), scratch.path().join("in/renamed.json")).unwrap();
    assert_eq!(scratch.build(&inputs).code, 0);
    // A person says that it is right.
    scratch.file("in/many.json", articles(1));
    fs::remove_file(scratch.path().join("alone.json")).unwrap();
    assert_eq!(scratch.build(&inputs).code, 4);
    let report = scratch.build(&["in", "alone.json", "--accept-shrink"]).report();
    assert_eq!(report["generated"]["articles"]["accepted"], 9);
    assert_eq!(scratch.build(&["in"]).code, 0);
    // What was accepted stays accepted: an empty file is no error the next time.
    scratch.file("in/renamed.json", "[]");
    assert_eq!(scratch.build(&["in/renamed.json", "in/many.json", "--accept-shrink"]).code, 0);
    scratch.file("in/many.json", articles(2));
    assert_eq!(scratch.build(&["in/renamed.json", "in/many.json"]).code, 0);
    // The folder as a whole.
    assert_eq!(scratch.build(&["in"]).code, 0);
    scratch.file("in/b.json", articles(3).replace("\"T", "\"B"));
    assert_eq!(scratch.build(&["in"]).code, 0);
    fs::remove_file(scratch.path().join("in/b.json")).unwrap();
    let said = scratch.build(&["in"]);
    assert!(said.code == 4 && said.stderr.contains("in: held 5 articles, now 2"), "{said:?}");
    // And the output is no collection.
    let said = scratch.build(&["out"]);
    assert!(said.code == 1 && said.stderr.contains("is the output folder"), "{said:?}");
}

#[test]
fn an_empty_collection_is_not_published_over_a_full_one() {
    let scratch = Scratch::new();
    scratch.file("in/a.json", articles(1));
    assert_eq!(scratch.build(&["in"]).code, 0);
    fs::remove_file(scratch.path().join("in/a.json")).unwrap();
    assert_eq!(scratch.build(&["in"]).code, 4);
    scratch.file("other.json", articles(1));
    assert_eq!(scratch.build(&["other.json"]).code, 0, "another collection of the same size");
}

#[test]
fn standard_input_is_guarded_too() {
    use std::process::Stdio;
    let scratch = Scratch::new();
    let build = |content: &str| {
        let mut command = scratch.command(&["build", "-", "-o", "out", "-q"]);
        let mut run = command.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        run.stdin.take().unwrap().write_all(content.as_bytes()).unwrap();
        run.wait().unwrap().code()
    };
    assert_eq!([build(&articles(10)), build(&articles(1)), build(&articles(9))], [Some(0), Some(4), Some(0)]);
}

#[test]
fn an_unfinished_last_line_waits() {
    let scratch = Scratch::new();
    let line = |n: u32| format!(r#"{{"title":"T{n}","published":"2026-06-01T10:00:00Z"}}"#);
    let whole = format!("{}\n{}\n", line(1), line(2));
    for cut in [whole.len() - 1, whole.len() - 2, whole.len() - 20, line(1).len() + 2] {
        scratch.file("a.jsonl", &whole[..cut]);
        let report = scratch.build(&["a.jsonl"]).report();
        assert_eq!(report["generated"]["articles"]["rejected"], 0);
        let waits = cut < whole.len() - 1;
        assert_eq!(report["warnings"][0]["code"] == "unfinished-line", waits, "{report}");
        assert_eq!(report["generated"]["articles"]["accepted"], if waits { 1 } else { 2 });
        scratch.file("a.jsonl", &whole);
        assert_eq!(scratch.build(&["a.jsonl"]).report()["generated"]["articles"]["accepted"], 2);
    }
    // One in the middle does not wait.
    scratch.file("a.jsonl", format!("{}\n{{\n{}", line(1), line(2)));
    assert_eq!(scratch.build(&["a.jsonl"]).report()["rejections"][0]["line"], 2);
}

#[test]
fn what_waits_does_not_wait_for_ever() {
    let scratch = Scratch::new();
    let lines = scratch.file("a.jsonl", "{\"title\":\"A\",\"published\":\"2026-06-01\"}\n{\"title\":");
    let rows = scratch.file("b.csv", "title,published,tags\nB,2026-05-01,x\nC,2026-04-01");
    let mut file = feedmill::internal::config::File::default();
    file.output.dir = Some(scratch.path().join("out"));
    let config = file.resolve(vec![lines, rows], None, None);
    let now = chrono::Utc::now();
    let build = |minutes: i64| {
        let run = feedmill::internal::site::Run::at(now + chrono::TimeDelta::minutes(minutes));
        let report = feedmill::internal::site::build(&config, &run).unwrap();
        (report.idle, report.articles.accepted, report.rejections.len())
    };
    assert_eq!(build(0), (false, 2, 0));
    assert_eq!(build(1), (true, 2, 0));
    // Nobody went on writing: the row is a short one, the line a broken one.
    assert_eq!(build(20), (false, 3, 1));
    assert_eq!(build(21), (true, 3, 1));
}

#[test]
fn a_file_that_is_being_written_is_read_when_it_is_whole() {
    let scratch = Scratch::new();
    let whole = articles(200);
    let path = scratch.file("a.json", "");
    let (start, end) = whole.split_at(whole.len() / 2);
    let mut file = fs::File::create(&path).unwrap();
    file.write_all(start.as_bytes()).unwrap();
    let deadline = Instant::now() + Duration::from_millis(200);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while Instant::now() < deadline {
                file.set_modified(SystemTime::now()).unwrap();
            }
            file.write_all(end.as_bytes()).unwrap();
        });
        // Where the writer rests for longer than we wait, the run fails; none publishes a part.
        let said = std::iter::repeat_with(|| scratch.build(&["a.json"])).find(|said| said.code == 0).unwrap();
        assert_eq!(said.report()["generated"]["articles"]["accepted"], 200);
    });
    // Written for ever: it is read as it is, and that is said. Long enough for reading it to take a while.
    let before = scratch.tree();
    let never_rests = |content: String| {
        scratch.file("a.json", content);
        let over = std::sync::atomic::AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while !over.load(std::sync::atomic::Ordering::Relaxed) {
                    fs::File::options().write(true).open(&path).unwrap().set_modified(SystemTime::now()).unwrap();
                }
            });
            // Where the writer rests for long enough, the file is whole.
            let deadline = Instant::now() + Duration::from_mins(1);
            let mut runs = std::iter::repeat_with(|| scratch.build(&["a.json"]));
            let is_said =
                |said: &crate::run::Said| (said.stdout.clone() + &said.stderr).contains("changes while it is read");
            let said = runs.find(|said| is_said(said) || Instant::now() > deadline).unwrap();
            over.store(true, std::sync::atomic::Ordering::Relaxed);
            said
        })
    };
    let said = never_rests(whole.clone() + &" ".repeat(40_000_000));
    assert_eq!((said.code, said.report()["warnings"][0]["code"].as_str()), (0, Some("changing-file")), "{said:?}");
    assert_eq!(scratch.tree(), before);
    // Half of it is not published, and what is wrong with half of it is not said.
    let said = never_rests(start.to_owned() + &" ".repeat(40_000_000));
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.stderr.contains("a.json: changes while it is read"), "{}", said.stderr);
    assert_eq!(scratch.tree(), before);
}

#[test]
fn nothing_to_do_repeats_what_was_said() {
    let scratch = Scratch::new();
    scratch.file("a.jsonl", format!("{}\nnot json\n", articles(2).trim_matches(['[', ']']).replace(",\n", "\n")));
    let strict = ["a.jsonl", "--strict"];
    let first = scratch.build(&strict);
    let again = scratch.build(&strict);
    assert_eq!((first.code, again.code), (3, 3));
    let (first, again) = (first.report(), again.report());
    assert_eq!(first["generated"]["articles"], again["generated"]["articles"]);
    assert_eq!(first["rejections"], again["rejections"]);
    assert_eq!(first["warnings"], again["warnings"]);
    assert_eq!(again["generated"]["files"]["unchanged"], first["generated"]["files"]["written"]);
    assert_eq!(again["feeds"].as_array().unwrap().len(), first["feeds"].as_array().unwrap().len());
    assert_eq!(again["feeds"][0]["status"], "unchanged");
    // What was rejected has been said: cron sends no second mail.
    let quiet = ["build", "-q", "-o", "out", "--base-url", "https://feeds.example.org/", "--as-of", AS_OF, "a.jsonl"];
    assert_eq!(scratch.run(&quiet).stdout, "");
}

/// Times of all that could be written, hidden files included.
fn touched(scratch: &Scratch) -> Vec<(std::path::PathBuf, SystemTime)> {
    let mut all = Vec::new();
    let mut folders = vec![scratch.path().join("out")];
    while let Some(folder) = folders.pop() {
        all.push((folder.clone(), fs::metadata(&folder).unwrap().modified().unwrap()));
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                all.push((path.clone(), fs::metadata(&path).unwrap().modified().unwrap()));
            }
        }
    }
    all.sort();
    all
}

#[test]
fn whatever_may_have_changed_is_looked_at() {
    let scratch = Scratch::new();
    scratch.file("in/a.json", articles(2));
    assert_eq!(scratch.build(&["in"]).code, 0);
    let before = touched(&scratch);
    assert_eq!(scratch.build(&["in"]).code, 0);
    assert_eq!(touched(&scratch), before, "nothing at all is written");
    // Same size, same time of change, other content.
    let old = fs::metadata(scratch.path().join("in/a.json")).unwrap().modified().unwrap();
    let path = scratch.file("in/a.json", articles(2).replace("T1", "X1"));
    fs::File::options().write(true).open(&path).unwrap().set_modified(old).unwrap();
    assert_eq!(scratch.build(&["in"]).report()["generated"]["feeds"]["changed"], 2);
    // A new file, another option, a lost output.
    scratch.file("in/b.json", articles(1).replace("T0", "B0"));
    assert_eq!(scratch.build(&["in"]).report()["generated"]["feeds"]["changed"], 2);
    assert_eq!(scratch.build(&["in", "--title", "Other"]).report()["generated"]["feeds"]["changed"], 2);
    fs::remove_file(scratch.path().join("out/tags/a/rss.xml")).unwrap();
    assert_eq!(scratch.build(&["in", "--title", "Other"]).report()["generated"]["files"]["written"], 1);
    // By content: other times are no change.
    let by_content = ["in", "--title", "Other", "--checksum"];
    assert_eq!(scratch.build(&by_content).code, 0);
    let before = touched(&scratch);
    scratch.file("in/b.json", articles(1).replace("T0", "B0"));
    assert_eq!(scratch.build(&by_content).code, 0);
    assert_eq!(touched(&scratch), before);
    scratch.file("in/b.json", articles(1).replace("T0", "B1"));
    assert_eq!(scratch.build(&by_content).report()["generated"]["feeds"]["changed"], 2);
}

#[test]
fn a_run_leaves_its_status() {
    let scratch = Scratch::new();
    scratch.file("a.jsonl", format!("{}\nnot json\n", articles(2).trim_matches(['[', ']']).replace(",\n", "\n")));
    assert_eq!(scratch.build(&["a.jsonl"]).code, 0);
    let first = status(&scratch);
    assert_eq!(
        (&first["ok"], &first["rejections"], &first["articles"]["accepted"]),
        (&true.into(), &1.into(), &2.into())
    );
    assert_eq!(first["feeds"]["created"], 2);
    let metrics = || fs::read_to_string(scratch.path().join("out/.feedmill/feedmill.prom")).unwrap();
    for line in ["feedmill_up 1", "feedmill_articles 2", "feedmill_rejections 1", "feedmill_feeds_changed 2"] {
        assert!(metrics().contains(&format!("\n{line}\n")), "{line} in {}", metrics());
    }
    assert!(!metrics().lines().any(|line| line.trim().is_empty()));
    scratch.file("a.jsonl", "broken");
    assert_eq!(scratch.build(&["a.jsonl"]).code, 1);
    let failed = status(&scratch);
    assert_eq!((&failed["ok"], &failed["last_success"]), (&false.into(), &first["last_success"]));
    // It lies in what is served: names of inputs are not for everybody.
    let error = failed["error"].as_str().unwrap();
    assert!(error.contains("an input cannot be used") && !error.contains("a.jsonl"), "{error}");
    assert!(metrics().contains("\nfeedmill_up 0\n"));
    // Asked to, also a run that finds nothing to do says that it was there.
    scratch.file("feedmill.toml", "[publish]\nheartbeat = true\n");
    scratch.file("a.jsonl", articles(1).trim_matches(['[', ']']));
    assert_eq!(scratch.build(&["a.jsonl"]).code, 0);
    let before = status(&scratch)["last_run"].clone();
    std::thread::sleep(Duration::from_millis(1_100));
    assert_eq!(scratch.build(&["a.jsonl"]).code, 0);
    assert_ne!(status(&scratch)["last_run"], before);
}
