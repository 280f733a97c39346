//! Articles without a date: dated when they are seen first, back from the capture, never in the future.

use std::fmt::Write as _;
use std::fs::File;
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use feedmill::internal::{config, site};
use serde_json::{Value, json};

use crate::press::{D1, D2, D3, Press};
use crate::run::Scratch;

/// Titles and dates of publication, in the order of the feed.
fn entries(scratch: &Scratch) -> Vec<(String, DateTime<Utc>)> {
    let feed = scratch.atom();
    let entries = feed.entries().iter();
    entries.map(|entry| (entry.title().to_string(), entry.published().unwrap().to_utc())).collect()
}

#[test]
fn three_thousand_rows_are_shown_at_once_in_reading_order() {
    let scratch = Scratch::new();
    let rows = |count: usize| {
        let mut csv = "title,url\n".to_owned();
        (0..count).for_each(|n| writeln!(csv, "Row {n},https://s.example/{n}").unwrap());
        scratch.file("rows.csv", csv)
    };
    let start = Utc::now();
    rows(3000);
    let args = ["build", "rows.csv", "-o", "out", "--limit", "4000", "--report", "json"];
    let report =
        scratch.run(&[&args[..], &["--base-url", "https://f.example/", "--content", "excerpt"]].concat()).report();
    assert_eq!(
        report["generated"]["articles"],
        json!({"read": 3000, "accepted": 3000, "duplicates": 0, "rejected": 0, "held": 0})
    );
    let before = entries(&scratch);
    let titles: Vec<String> = (0..3000).map(|n| format!("Row {n}")).collect();
    assert_eq!(before.iter().map(|(title, _)| title.clone()).collect::<Vec<_>>(), titles);
    assert!(before[0].1 <= Utc::now() && before[0].1 > start - chrono::TimeDelta::seconds(5), "{:?}", before[0]);
    assert!(before.windows(2).all(|pair| pair[0].1 - pair[1].1 == chrono::TimeDelta::seconds(1)));
    // A day later, with one more at the end.
    let file = File::options().append(true).open(rows(3001)).unwrap();
    file.set_modified(SystemTime::now() + Duration::from_hours(24)).unwrap();
    let mut file = config::File::default();
    file.output.dir = Some(scratch.path().join("out"));
    file.output.limit = Some("4000".parse().unwrap());
    file.output.content = Some(config::ContentMode::Excerpt);
    file.site.base_url = Some("https://f.example/".parse().unwrap());
    let config = file.resolve(vec![scratch.path().join("rows.csv")], None, None);
    site::build(&config, &site::Run::at(Utc::now() + chrono::TimeDelta::days(1))).unwrap();
    let after = entries(&scratch);
    assert_eq!(after[0].0, "Row 3000");
    assert_eq!(after[1..], before[..]);
}

#[test]
fn a_file_of_the_future_is_as_old_as_the_run() {
    let scratch = Scratch::new();
    let path = scratch.file("in/a.json", r#"[{"title": "A"}, {"title": "B", "published": "an hour ago"}]"#);
    File::options()
        .append(true)
        .open(path)
        .unwrap()
        .set_modified(SystemTime::now() + Duration::from_hours(240))
        .unwrap();
    assert_eq!(scratch.run(&["build", "in", "-o", "out", "-q"]).code, 0);
    let found = entries(&scratch);
    assert_eq!(found.iter().map(|(title, _)| title.as_str()).collect::<Vec<_>>(), ["A", "B"]);
    assert!(found.iter().all(|(_, at)| *at <= Utc::now()), "{found:?}");
}

#[test]
fn files_of_a_fresh_checkout_keep_their_order() {
    let scratch = Scratch::new();
    let start = SystemTime::now() - Duration::from_secs(100);
    // Written one after the other, a second or two apart, in no order; and one that is of another day.
    for (name, second) in [("a", 3), ("b", 1), ("c", 2), ("d", 5), ("e", 0)] {
        let path = scratch.file(&format!("in/{name}.md"), format!("---\ntitle: {name}\n---\nText of {name}.\n"));
        File::options().append(true).open(path).unwrap().set_modified(start + Duration::from_secs(second)).unwrap();
    }
    let old = scratch.file("in/0.md", "---\ntitle: old\n---\nOld text.\n");
    File::options().append(true).open(old).unwrap().set_modified(start - Duration::from_hours(24)).unwrap();
    assert_eq!(scratch.run(&["build", "in", "-o", "out", "-q"]).code, 0);
    let found = entries(&scratch);
    assert_eq!(found.iter().map(|(title, _)| title.as_str()).collect::<Vec<_>>(), ["a", "b", "c", "d", "e", "old"]);
    assert!(found.iter().all(|(_, at)| *at <= DateTime::<Utc>::from(start)), "none later than its file: {found:?}");
}

#[test]
fn a_date_that_was_made_here_holds_nothing_back() {
    let press = Press::new();
    // Ten minutes after midnight there are a thousand articles of the day, and forty of this minute.
    let of_today = (0..1000).map(|n| json!({"title": format!("Day {n}"), "published": "2026-07-20"}));
    let of_now = (0..40).map(|n| json!({"title": format!("Now {n}"), "published": "2 seconds ago"}));
    let report = press.run("2026-07-20T00:10:00Z", &of_today.chain(of_now).collect());
    assert_eq!((report.articles.accepted, report.articles.held), (1040, 0));
    let now: Vec<_> = press.entries().into_iter().filter(|(title, _)| title.starts_with("Now")).collect();
    assert!(!now.is_empty() && now.iter().all(|(_, entry)| entry.1.as_str() <= "2026-07-20T00:10:00"), "{now:?}");
    assert!(press.entries()["Now 0"].1 > press.entries()["Now 1"].1);
}

#[test]
fn the_next_capture_takes_no_second_that_is_given() {
    let press = Press::new();
    let all = |titles: &[&str]| titles.iter().map(|title| json!({"title": title})).collect::<Value>();
    press.run(D1, &all(&["a", "b", "c"]));
    let before = press.entries();
    // The same capture is read again, with more in it.
    press.run(D1, &all(&["new", "a", "between", "b", "c"]));
    let after = press.entries();
    assert!(before.iter().all(|(title, entry)| after[title] == *entry));
    let dates: std::collections::BTreeSet<_> = after.values().map(|entry| entry.1.clone()).collect();
    assert_eq!(dates.len(), 5);
    assert_eq!(after["new"].1, "2026-07-20T11:59:57");
    // And what is seen for the first time a day later is newer than all of it.
    press.run(D2, &all(&["new", "a", "between", "b", "c", "late"]));
    assert_eq!(press.entry("late").1, "2026-07-21T13:00:00");
    press.run(D3, &all(&["late", "c"]));
    assert_eq!(press.entry("c"), before["c"]);
}
