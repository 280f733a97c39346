//! What a run costs is bounded, whatever is in its inputs.

use serde_json::Value;

use crate::run::Scratch;

const GOOD: &str = "{\"title\":\"t\",\"url\":\"https://a.example/1\",\"published\":\"2026-01-01\"}\n";

fn counts(report: &Value) -> (u64, usize, u64) {
    let listed = report["rejections"].as_array().unwrap();
    let more = report["more"]["rejections"].as_object().map_or(0, |more| more.values().filter_map(Value::as_u64).sum());
    (report["generated"]["articles"]["rejected"].as_u64().unwrap(), listed.len(), more)
}

#[test]
fn rejections_are_kept_to_a_number_and_counted_beyond_it() {
    let scratch = Scratch::new();
    scratch.file("in/a.jsonl", format!("{GOOD}{}{}", "{\n".repeat(3_000), "[]\n".repeat(5)));
    scratch.file("in/b.jsonl", format!("{GOOD}{}", "{\n".repeat(3_000)));
    scratch.file("in/c.csv", format!("title,url\nx,https://a.example/2\n{}", "a,b,c\n".repeat(2_000)));
    let first = scratch.build(&["in"]).report();
    assert_eq!(counts(&first), (8_005, 2_005, 6_000));
    // They are the first, wherever the others stand.
    let lines: Vec<u64> = first["rejections"].as_array().unwrap().iter().map(|r| r["line"].as_u64().unwrap()).collect();
    assert_eq!(&lines[..1_000], (2..=1_001).collect::<Vec<u64>>());
    let more = first["more"]["rejections"].as_object().unwrap();
    assert_eq!(more["… cells where the header has …"], 1_000, "{more:?}");
    let ledger = std::fs::metadata(scratch.path().join("out/.feedmill/ledger.sqlite")).unwrap().len();
    assert!(ledger < 1_000_000, "{ledger}");
    // An idle run says the same.
    let again = scratch.build(&["in"]).report();
    for member in ["rejections", "more"] {
        assert_eq!(first[member], again[member], "{member}");
    }
    // A survey names each of them.
    let all = scratch.run(&["list", "in", "--rejections"]);
    assert_eq!(all.stdout.lines().count(), 8_005);
    let text = scratch.run(&["build", "in", "-o", "other", "--base-url", "https://f.example/", "--title", "T"]);
    assert!(text.stdout.contains("8005 rejected") && text.stdout.contains("and 7985 more"), "{text:?}");
}

#[test]
fn warnings_are_kept_to_a_number_and_quote_no_more_than_a_person_reads() {
    let scratch = Scratch::new();
    let row = |n: u32| format!("{{\"title\":\"t{n}\",\"url\":\"https://a.example/{n}\",\"published\":\"some day\"}}\n");
    scratch.file("a.jsonl", (0..1_500).map(row).collect::<String>());
    let long = "x".repeat(100_000);
    scratch.file("b.jsonl", format!("{{\"title\":\"{long}\",\"url\":\"https://a.example/1\"}}\n"));
    let said = scratch.build(&["a.jsonl", "b.jsonl"]);
    let report = said.report();
    let warnings = report["warnings"].as_array().unwrap();
    let undated = warnings.iter().filter(|warning| warning["code"] == "unreadable-date").count();
    assert_eq!((undated, &report["more"]["warnings"]["unreadable-date"]), (1_000, &Value::from(500)));
    assert!(warnings.iter().any(|warning| warning["code"] == "merged-title"), "{report}");
    let longest = warnings.iter().map(|warning| warning["message"].as_str().unwrap().len()).max();
    assert!(longest.unwrap() < 1_100, "{longest:?}");
}
