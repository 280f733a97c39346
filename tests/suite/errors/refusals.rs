//! A refusal under cron: said once, then once a day.

use chrono::{DateTime, Duration, Utc};
use feedmill::internal::config;
use feedmill::internal::site::{self, BuildError, Run};
use serde_json::json;

use super::scratch;
use crate::run::Scratch;

fn articles(count: usize, name: &str) -> String {
    let article = |n| json!({"title": format!("{name} {n}"), "published": "2026-05-01T10:00:00Z"}).to_string();
    (0..count).map(article).collect::<Vec<_>>().join("\n") + "\n"
}

/// Whether a run at a moment refuses, and if so, whether it says that.
fn says(scratch: &Scratch, now: DateTime<Utc>, repeats_daily: bool) -> Option<bool> {
    let mut file = config::File::default();
    file.output.dir = Some(scratch.path().join("out"));
    let inputs = ["a.jsonl", "b.jsonl"].map(|name| scratch.path().join(name));
    let config = file.resolve(inputs.to_vec(), None, None);
    let mut run = Run::at(now);
    run.repeats_daily = repeats_daily;
    match site::build(&config, &run) {
        Ok(_) => None,
        Err(BuildError::Shrunk { was_said, .. }) => Some(!was_said),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn the_same_refusal_is_said_once_and_then_once_a_day() {
    let place = scratch("");
    let (a, b) = (articles(9, "A"), articles(9, "B"));
    place.file("a.jsonl", &a);
    place.file("b.jsonl", &b);
    let start: DateTime<Utc> = "2026-07-20T12:00:00Z".parse().unwrap();
    let says = |minutes: i64, daily| says(&place, start + Duration::minutes(minutes), daily);
    assert_eq!(says(0, true), None);
    place.file("a.jsonl", articles(2, "A"));
    assert_eq!(says(5, true), Some(true));
    assert_eq!(says(10, true), Some(false));
    // One more or less of what is left is the same refusal.
    place.file("a.jsonl", articles(1, "A"));
    assert_eq!(says(15, true), Some(false));
    // Who looks himself is told, and that is no mail.
    assert_eq!(says(20, false), Some(true));
    assert_eq!(says(25, true), Some(false));
    assert_eq!(says(5 + 24 * 60 - 1, true), Some(false));
    assert_eq!(says(5 + 24 * 60, true), Some(true));
    assert_eq!(says(10 + 24 * 60, true), Some(false));
    // Another one is said at once.
    place.file("b.jsonl", articles(1, "B"));
    assert_eq!(says(15 + 24 * 60, true), Some(true));
    assert_eq!(says(20 + 24 * 60, true), Some(false));
    // After a run that ended well nothing is known of it.
    place.file("a.jsonl", &a);
    place.file("b.jsonl", &b);
    assert_eq!(says(25 + 24 * 60, true), None);
    place.file("a.jsonl", articles(2, "A"));
    assert_eq!(says(30 + 24 * 60, true), Some(true));
}

#[test]
fn the_exit_code_stays() {
    let place = scratch("");
    place.file("n.jsonl", articles(9, "N"));
    assert_eq!(place.run(&["build", "n.jsonl", "-o", "out", "--quiet"]).code, 0);
    place.file("n.jsonl", articles(1, "N"));
    for (quiet, says) in [(true, true), (true, false), (false, true), (true, false)] {
        let said = place.run(&["build", "n.jsonl", "-o", "out", if quiet { "--quiet" } else { "--verbose" }]);
        assert_eq!(said.code, 4, "{said:?}");
        assert_eq!(said.stderr.contains("n.jsonl: held 9 articles, now 1"), says, "{said:?}");
        assert!(says || (said.stderr.is_empty() && said.stdout.is_empty()), "{said:?}");
    }
}
