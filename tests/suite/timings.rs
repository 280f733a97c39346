//! `build --timings`: what a run says of what it took. How long that is, no test says.

use serde_json::Value;

use crate::run::Scratch;

const LINE: &str =
    r#"{"title": "Ferry", "url": "https://q.example/N", "published": "2026-07-01T10:00:00Z", "tags": ["Ferries"]}"#;

fn line(n: u32) -> String {
    LINE.replace('N', &n.to_string()) + "\n"
}

/// The collection: a file of lines and what it is called.
fn collection() -> Scratch {
    let scratch = Scratch::new();
    scratch.file("a.jsonl", (1..=3).map(line).collect::<String>());
    scratch
}

fn timings(scratch: &Scratch, args: &[&str]) -> Value {
    let said = scratch.build(&[&["a.jsonl", "--timings"], args].concat());
    said.report()["timings"].clone()
}

fn names(timings: &Value) -> Vec<&str> {
    timings["stages"].as_array().unwrap().iter().map(|stage| stage["name"].as_str().unwrap()).collect()
}

#[test]
fn stages_of_each_kind_of_run_are_named() {
    let scratch = collection();
    let first = timings(&scratch, &[]);
    let whole =
        ["find-inputs", "compare", "recall", "read", "normalise", "select", "render", "commit", "publish"].to_vec();
    assert_eq!(names(&first), whole);
    assert_eq!((first["looked_at"].as_str(), first["articles_read"].as_u64()), (Some("whole"), Some(3)));
    assert_eq!(first["why"], "no run before this one has ended well");
    assert_eq!(first["bytes_read"].as_u64(), Some(3 * line(1).len() as u64));
    assert_eq!(first["bytes_written"], first["bytes_published"]);

    let idle = timings(&scratch, &[]);
    assert_eq!(names(&idle), ["find-inputs", "compare"]);
    assert_eq!((idle["looked_at"].as_str(), idle["articles_read"].as_u64()), (Some("nothing"), Some(0)));
    assert_eq!((&idle["why"], &idle["articles_per_second"]), (&Value::Null, &Value::Null));
    assert_eq!(idle["bytes_written"], 0);

    scratch.file("a.jsonl", (1..=4).map(line).collect::<String>());
    let following = timings(&scratch, &[]);
    assert_eq!(
        names(&following),
        ["find-inputs", "compare", "read", "settle", "select", "render", "commit", "publish"]
    );
    assert_eq!((following["looked_at"].as_str(), &following["why"]), (Some("changes"), &Value::Null));
    assert!(following["articles_read"].as_u64() >= Some(1));

    let rebuilt = timings(&scratch, &["--rebuild"]);
    assert_eq!((rebuilt["looked_at"].as_str(), rebuilt["why"].as_str()), (Some("whole"), Some("that was asked for")));
    // All files are as they were: nothing is flushed or put into its place.
    assert_eq!((names(&rebuilt), rebuilt["bytes_written"].as_u64()), (whole[..8].to_vec(), Some(0)));
}

#[test]
fn stages_take_no_more_than_the_whole() {
    let scratch = collection();
    for timings in [timings(&scratch, &[]), timings(&scratch, &[]), timings(&scratch, &["--dry-run", "--rebuild"])] {
        let stages = timings["stages"].as_array().unwrap();
        for time in ["wall_us", "cpu_us"] {
            if time == "cpu_us" && !cfg!(target_os = "linux") {
                continue;
            }
            let sum: u64 = stages.iter().map(|stage| stage[time].as_u64().unwrap()).sum();
            assert!(sum <= timings[time].as_u64().unwrap(), "{timings}");
        }
        assert!(!cfg!(target_os = "linux") || timings["peak_memory_bytes"].as_u64() > Some(0));
    }
}

#[test]
fn timings_are_said_where_they_are_asked_for_and_the_report_is_said() {
    let scratch = collection();
    let said = |args: &[&str]| scratch.run(&[&["build", "a.jsonl", "--base-url", "https://x.example/"], args].concat());
    assert_eq!(scratch.build(&["a.jsonl"]).report().get("timings"), None);
    assert!(!said(&[]).stdout.contains("timings:"));
    assert_eq!(said(&["--timings", "--quiet"]).stdout, "");
    let text = said(&["--timings", "--rebuild"]).stdout;
    let (_, timings) = text.split_once("timings:\n").unwrap();
    for expected in
        ["  find inputs ", "  in all ", "  articles read: 3 (", "  the whole collection was read: that was asked for"]
    {
        assert!(timings.contains(expected), "{text}");
    }
}
