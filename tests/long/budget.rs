//! What a run publishes of what it reads, where the bounds are reached: tens of megabytes.

use serde_json::{Value, json};

use crate::run::Scratch;

fn lines(rows: impl IntoIterator<Item = Value>) -> String {
    rows.into_iter().flat_map(|row| [row.to_string(), "\n".to_owned()]).collect()
}

/// The messages of the warnings of a kind.
fn warnings<'r>(report: &'r Value, code: &str) -> Vec<&'r str> {
    let all = report["warnings"].as_array().unwrap().iter().filter(|warning| warning["code"] == code);
    all.map(|warning| warning["message"].as_str().unwrap()).collect()
}

fn bytes(report: &Value, which: &str) -> u64 {
    report["generated"]["bytes"][which].as_u64().unwrap()
}

#[test]
#[ignore = "publishes tens of megabytes"]
fn whole_texts_of_all_articles_together_are_bounded() {
    let scratch = Scratch::new();
    let tags: Vec<String> = (0..256).map(|n| format!("t{n}")).collect();
    // Each article for itself takes less than is too much for one.
    let row = |n: usize| {
        let text = format!("<p>{}</p>", format!("word{n} ").repeat(4_000 + n));
        json!({"title": format!("T{n}"), "url": format!("https://a.example/{n}"), "published": "2026-01-01", "content_html": text, "tags": tags})
    };
    scratch.file("a.jsonl", lines((0..20).map(row)));
    let first = scratch.build(&["a.jsonl"]).report();
    let shortened = warnings(&first, "text-in-too-many-feeds").len();
    assert!((1..20).contains(&shortened), "{shortened}");
    let read = bytes(&first, "read");
    assert!(bytes(&first, "published") < 300 * read, "{} of {read}", bytes(&first, "published"));
    // The longest texts give way, and the same ones in the next run.
    let feed = String::from_utf8(scratch.published("tags/t0/rss.xml")).unwrap();
    assert!(feed.len() < 1_000_000 && !feed.contains(&"word19 ".repeat(200)), "{}", feed.len());
    let again = scratch.build(&["a.jsonl", "--limit", "49"]).report();
    assert_eq!(warnings(&again, "text-in-too-many-feeds"), warnings(&first, "text-in-too-many-feeds"));
}

#[test]
#[ignore = "publishes tens of megabytes"]
fn entries_that_name_too_much_in_too_many_feeds_name_the_first() {
    let scratch = Scratch::new();
    let tags: Vec<String> = (0..256).map(|n| format!("tag number {n} {}", "x".repeat(80))).collect();
    let row = |n: usize| json!({"title": format!("T{n}"), "id": n, "published": "2026-01-01", "tags": tags});
    scratch.file("a.jsonl", lines((0..10).map(row)));
    let report = scratch.build(&["a.jsonl"]).report();
    let cut = warnings(&report, "entry-in-too-many-feeds").len();
    assert!((1..10).contains(&cut), "{report}");
    assert_eq!(report["generated"]["feeds"]["created"], 257);
    assert!(bytes(&report, "published") < 150 << 20, "{}", bytes(&report, "published"));
    assert_eq!(scratch.findings("https://feeds.example.org/"), Vec::<String>::new());
}
