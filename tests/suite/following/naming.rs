//! Terms that come and go, are called otherwise or lie elsewhere: the entries that name them are others.

use serde_json::json;

use super::after_a_change;

/// A line of a file, of some article of the first half of May; without an address, if it is told so.
fn line(n: u64, tags: &[&str], source: &str, has_address: bool) -> String {
    let mut article = json!({ "id": format!("a-{n}"), "title": format!("Story {n}"), "tags": tags, "source": source,
        "published": format!("2026-05-{:02}T10:00:{:02}Z", n / 60 + 1, n % 60), "text": format!("What there is to say of {n}.") });
    if has_address {
        article["url"] = json!(format!("https://q.example/{n}"));
    }
    format!("{article}\n")
}

fn post(tags: &[&str], source: &str) -> String {
    format!(
        "---\ntitle: A post\nurl: https://b.example/1/\ndate: 2026-05-20T10:00:00Z\ntags: {}\nsource: {source}\n---\nIt says so.\n",
        json!(tags)
    )
}

/// Articles of several tags and sources, of which two spellings are as frequent.
fn articles() -> String {
    let tags =
        [&["Sea", "KDE"][..], &["sea", "Land"], &["Land"], &["C'", "Land"], &["Sea", "few"], &["sea", "Few", "KDE"]];
    let of = |n: usize| line(n as u64, tags[n % tags.len()], ["Paper", "paper", "Other"][n % 3], !n.is_multiple_of(5));
    (0..60).map(of).collect()
}

/// Checks that a change is followed.
fn follows(settings: &str, before: &[(&str, &str)], changed: &[(&str, &str)]) {
    assert_eq!(after_a_change(settings, before, changed, 1), None, "{settings}: {changed:?}");
}

const FEW: &str = "[output]\nlimit = 3\n";
/// Where few tags have feeds, and where only they have some.
const SOME: &str = "[output]\nlimit = 3\nmin_entries = 3\n";
const TAGS: &str = "[output]\nlimit = 3\nmin_entries = 3\ntaxonomies = [\"tag\"]\n";

#[test]
fn terms_come_and_go() {
    let all = articles();
    let with = |tags: &[&str], source: &str| format!("{all}{}", line(70, tags, source, true));
    for settings in [FEW, SOME, TAGS] {
        // The last article of a tag goes, or has another one; it comes back; the last of a source goes.
        let (rare, other) = (post(&["rare", "Sea"], "Lone"), post(&["other", "Sea"], "Lone"));
        let both = [("a.jsonl", &*all), ("1.md", &*rare)];
        follows(settings, &both, &[("1.md", "")]);
        follows(settings, &both, &[("1.md", &other)]);
        follows(settings, &both, &[("a.jsonl", &with(&["rare"], "Lone"))]);
        // A tag has as many articles as it needs for a feed: entries of the others name it, too.
        let two: String = [80, 81].map(|n| line(n, &["third", "Land"], "Other", n == 80)).concat();
        follows(
            settings,
            &[("a.jsonl", &format!("{all}{two}"))],
            &[("a.jsonl", &format!("{all}{two}{}", line(82, &["third"], "Other", true)))],
        );
    }
}

#[test]
fn terms_have_the_slugs_of_others() {
    let all = articles();
    let with = |n: u64, tags: &[&str], source: &str| format!("{all}{}", line(n, tags, source, true));
    for settings in [FEW, SOME, TAGS] {
        // Some come later, beside one that stands in a feed, some come first.
        for name in ["C", "\"C", "C\""] {
            follows(settings, &[("a.jsonl", &all)], &[("a.jsonl", &with(130, &[name, "Land"], "Other"))]);
        }
        follows(settings, &[("a.jsonl", &all)], &[("a.jsonl", &with(70, &["C"], "Other"))]);
        follows(settings, &[("a.jsonl", &all)], &[("a.jsonl", &with(0, &["C"], "Other").replace("\"a-0\"", "\"b\""))]);
        let lone = post(&["Lone'"], "Lone'");
        for (n, name) in [(70, "Lone"), (400, "Lone \"")] {
            follows(settings, &[("a.jsonl", &all), ("1.md", &lone)], &[("a.jsonl", &with(n, &[name], name))]);
            follows(
                settings,
                &[("a.jsonl", &with(n, &[name], name)), ("1.md", &lone)],
                &[("1.md", &post(&["Sea"], "Paper"))],
            );
            follows(settings, &[("a.jsonl", &with(n, &[name], name)), ("1.md", &lone)], &[("1.md", "")]);
        }
    }
}

#[test]
fn terms_are_called_otherwise() {
    let all = articles();
    for settings in [FEW, SOME, TAGS] {
        // Of two spellings the other one is more frequent now, by one or by far.
        for (from, to) in [
            ("\"few\"", "\"Few\""),
            ("\"Few\"", "\"FEW\""),
            ("\"Sea\"", "\"sea\""),
            ("\"Paper\"", "\"paper\""),
            ("\"KDE\"", "\"kde\""),
        ] {
            follows(settings, &[("a.jsonl", &all)], &[("a.jsonl", &all.replace(from, to))]);
            follows(settings, &[("a.jsonl", &all)], &[("a.jsonl", &all.replacen(from, to, 3))]);
        }
        let (one, other) = (post(&["rare one", "Sea"], "Lone"), post(&["Rare One", "Sea"], "lone"));
        follows(settings, &[("a.jsonl", &all), ("1.md", &one)], &[("1.md", &other)]);
        let both = format!("{all}{}", line(90, &["RARE ONE"], "LONE", true));
        follows(settings, &[("a.jsonl", &both), ("1.md", &one)], &[("1.md", &other)]);
        follows(settings, &[("a.jsonl", &both), ("1.md", &one)], &[("1.md", "")]);
    }
}

#[test]
fn what_a_rule_says_of_a_term_that_no_article_has_is_said_anew() {
    let (all, settings) = (articles(), "[output]\nlimit = 3\n[tags]\nonly = [\"Sea\", \"Rare\"]\n");
    let more = format!("{all}{}", line(70, &["Rare"], "Other", true));
    assert!(after_a_change(settings, &[("a.jsonl", &all)], &[("a.jsonl", &more)], 1).is_some());
    let like = format!("{all}{}", line(70, &["Rate"], "Other", true));
    assert!(after_a_change(settings, &[("a.jsonl", &all)], &[("a.jsonl", &like)], 1).is_some());
}
