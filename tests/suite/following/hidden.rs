//! Articles that their collection does not publish, not yet or not any more.

use super::{after_a_change, line};

const FEW: &str = "[output]\nlimit = 2\n";

/// Checks that a change is followed.
fn follows(before: &[(&str, &str)], changed: &[(&str, &str)]) {
    for settings in ["", FEW] {
        assert_eq!(after_a_change(settings, before, changed, 1), None, "{settings}: {changed:?}");
    }
}

/// A line of which something more is said.
fn with(line: &str, more: &str) -> String {
    line.replacen('{', &format!("{{{more},"), 1)
}

const DRAFT: &str = "\"draft\":true";

#[test]
fn drafts_stand_beside_articles() {
    let all: String = (1..9).map(|n| line(n, &format!("2026-05-{n:02}T10:00:00Z"), "sea", &n.to_string())).collect();
    let lone = line(20, "2026-05-20T10:00:00Z", "rare", "20");
    let (draft, other) = (with(&lone, DRAFT), line(21, "2026-05-21", "sea", "21"));
    let and = |lines: &[&str]| all.clone() + &lines.concat();
    // One comes, one is there while another article comes, one goes, is edited, is published, and is not any more.
    follows(&[("a.jsonl", &all)], &[("a.jsonl", &and(&[&draft]))]);
    follows(&[("a.jsonl", &and(&[&draft]))], &[("a.jsonl", &and(&[&draft, &other]))]);
    follows(&[("a.jsonl", &and(&[&draft]))], &[("a.jsonl", &and(&[&other]))]);
    follows(&[("a.jsonl", &and(&[&draft]))], &[("a.jsonl", &and(&[&draft.replace("Story", "A story")]))]);
    follows(&[("a.jsonl", &and(&[&draft]))], &[("a.jsonl", &and(&[&lone]))]);
    follows(&[("a.jsonl", &and(&[&lone]))], &[("a.jsonl", &and(&[&draft]))]);
    follows(&[("a.jsonl", &and(&[&lone])), ("b.jsonl", &other)], &[("b.jsonl", &(other.clone() + &draft))]);
    // Likewise in a file of its own, and in a list.
    let post = |more: &str| {
        format!(
            "---\ntitle: A post\nurl: https://b.example/1/\ndate: 2026-05-20T10:00:00Z\n{more}tags: [sea]\n---\nIt says so.\n"
        )
    };
    let (shown, hidden) = (post(""), post("draft: true\n"));
    follows(&[("a.jsonl", &all), ("1.md", &shown)], &[("1.md", &hidden)]);
    follows(&[("a.jsonl", &all), ("1.md", &hidden)], &[("1.md", &shown)]);
    follows(&[("a.jsonl", &all), ("1.md", &hidden)], &[("1.md", "")]);
    let list = |lines: &[&str]| format!("[\n{}\n]\n", lines.join(",\n").replace("\n,", ","));
    follows(
        &[("a.jsonl", &all), ("b.json", &list(&[&draft, &other]))],
        &[("b.json", &list(&[&all[..all.find('\n').unwrap()], &draft, &other]))],
    );
    follows(&[("a.jsonl", &all), ("b.json", &list(&[&draft, &other]))], &[("b.json", &list(&[&lone, &other]))]);
}

#[test]
fn articles_expire() {
    let all: String = (1..9).map(|n| line(n, &format!("2026-05-{n:02}T10:00:00Z"), "sea", &n.to_string())).collect();
    let other = line(21, "2026-05-21T10:00:00Z", "sea", "21");
    for tag in ["sea", "rare"] {
        let lone = line(20, "2026-05-20", tag, "20").replace("What there", "<a href='x.html'>What</a> there");
        let soon = with(&lone, "\"expires\":\"2026-06-01T12:30:00Z\"");
        let later = with(&lone, "\"expires\":\"2026-06-01T14:00:00Z\"");
        let expired = with(&lone, "\"expires\":\"2026-06-01T11:00:00Z\"");
        // At its moment, as others change or none; where it stands at two places; and before that.
        for expires in [&soon, &later] {
            let with_it = all.clone() + expires;
            if expires == &soon {
                follows(&[("a.jsonl", &with_it)], &[]);
            }
            follows(&[("a.jsonl", &with_it)], &[("a.jsonl", &(with_it.clone() + &other))]);
            follows(&[("a.jsonl", &with_it), ("b.jsonl", &lone)], &[("c.jsonl", &other)]);
            follows(&[("a.jsonl", &with_it), ("b.jsonl", expires)], &[("c.jsonl", &other)]);
            follows(&[("a.jsonl", &with_it)], &[("a.jsonl", &(all.clone() + &expired))]);
        }
    }
}

#[test]
fn the_moment_of_an_article_comes() {
    let all: String = (1..9).map(|n| line(n, &format!("2026-05-{n:02}T10:00:00Z"), "sea", &n.to_string())).collect();
    let (other, next) = (line(24, "2026-05-24T10:00:00Z", "sea", "24"), line(25, "2026-06-01T14:00:00Z", "sea", "25"));
    // By the tolerance or to the second, as others change or none.
    for at in ["2026-06-01T12:06:00Z", "2026-06-01T12:59:59Z", "2026-06-01T13:05:00Z", "2026-06-01T13:05:01Z"] {
        let held = line(21, at, "new", "21");
        let changes = with(&line(21, "2026-05-09T10:00:00Z", "new", "21"), &format!("\"updated\":\"{at}\""));
        for line in [&held, &changes, &(line(22, at, "sea", "22") + &next)] {
            let before = all.clone() + line;
            follows(&[("a.jsonl", &before)], &[("a.jsonl", &(before.clone() + &other))]);
            follows(&[("a.jsonl", &before), ("b.jsonl", &other)], &[("b.jsonl", &other.replace("What", "All that"))]);
            if at < "2026-06-01T13:05:01Z" {
                follows(&[("a.jsonl", &before)], &[]);
            }
        }
    }
}
