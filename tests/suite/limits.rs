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
    // A person is shown the first of each kind.
    for words in [
        "1 duplicate, 8005 rejected",
        "… and 5997 more like these",
        "a.jsonl:3002: expected",
        "… and 2 more like these",
    ] {
        assert!(text.stdout.contains(words), "{words}: {text:?}");
    }
    assert!(text.stdout.lines().count() < 25, "{text:?}");
}

#[test]
fn a_survey_names_each_rejection_of_a_file_that_is_read_in_parts() {
    let scratch = Scratch::new();
    let text = "word ".repeat(800);
    let row = |n: u32| {
        let day = n % 28 + 1;
        format!("\"no article\"\n{{\"title\":\"t{n}\",\"published\":\"2026-01-{day:02}\",\"text\":\"{text}\"}}\n")
    };
    scratch.file("in/a.jsonl", (0..1_400).map(row).collect::<String>());
    assert_eq!(scratch.run(&["list", "in", "--rejections"]).stdout.lines().count(), 1_400);
    assert_eq!(counts(&scratch.build(&["in"]).report()), (1_400, 1_000, 400));
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

#[test]
fn tags_of_all_readings_together_are_limited() {
    let scratch = Scratch::new();
    let row = |n: u32| {
        format!(
            "{{\"title\":\"t\",\"url\":\"https://a.example/1\",\"published\":\"2026-01-01\",\"tags\":[\"t{n}\"],\"n\":{n}}}\n"
        )
    };
    scratch.file("a.jsonl", (0..300).map(row).collect::<String>());
    let report = scratch.build(&["a.jsonl"]).report();
    assert_eq!(report["feeds"].as_array().unwrap().len(), 257, "{report}");
    let warning = report["warnings"].as_array().unwrap().iter().find(|warning| warning["code"] == "too-many-tags");
    let message = warning.unwrap()["message"].as_str().unwrap();
    assert!(message.starts_with("300 tags") && message.contains("the first 256"), "{message}");
}

#[test]
fn a_text_that_many_feeds_show_is_not_multiplied() {
    let scratch = Scratch::new();
    let tags: Vec<String> = (0..200).map(|n| format!("\"t{n}\"")).collect();
    let body = "<p>word</p>".repeat(30_000);
    let line = format!(
        "{{\"title\":\"t\",\"content_html\":\"{body}\",\"published\":\"2026-01-01\",\"tags\":[{}]}}",
        tags.join(",")
    );
    scratch.file("a.jsonl", line);
    let report = scratch.build(&["a.jsonl"]).report();
    assert!(report["warnings"].as_array().unwrap().iter().any(|w| w["code"] == "text-in-too-many-feeds"), "{report}");
    let feed = std::fs::metadata(scratch.path().join("out/tags/t0/rss.xml")).unwrap().len();
    assert!(feed < 20_000, "{feed}");
    scratch.file(
        "a.jsonl",
        format!("{{\"title\":\"t\",\"content_html\":\"{body}\",\"published\":\"2026-01-01\",\"tags\":[\"a\"]}}"),
    );
    scratch.build(&["a.jsonl", "--accept-shrink"]);
    assert!(std::fs::metadata(scratch.path().join("out/tags/a/rss.xml")).unwrap().len() > 300_000);
}

#[test]
fn rows_that_repeat_are_counted_and_not_kept() {
    let scratch = Scratch::new();
    for (name, text) in [
        ("a.csv", "title\n".to_owned() + &"a\n".repeat(5_000)),
        ("a.jsonl", "{\"title\":\"a\"}\n".repeat(5_000)),
        ("a.json", format!("[{}]", ["{\"title\":\"a\"}"].repeat(5_000).join(","))),
    ] {
        scratch.file(name, text);
        let report = scratch.build(&[name, "--accept-shrink"]).report();
        let articles = &report["generated"]["articles"];
        assert_eq!(
            (&articles["read"], &articles["accepted"], &articles["duplicates"]),
            (&5_000.into(), &1.into(), &4_999.into())
        );
        assert_eq!(report["merged"][0]["readings"].as_array().unwrap().len(), 1_000, "{name}");
    }
}

/// An archive holds no more than articles are packed to.
#[test]
fn archives_that_hold_too_much_are_rejected_before_they_are_read() {
    use std::io::Write as _;
    let scratch = Scratch::new();
    let pack = |spaces: usize| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(b"[{\"title\":\"a\",\"published\":\"2026-01-01\"}").unwrap();
        (0..spaces >> 20).for_each(|_| encoder.write_all(&vec![b' '; 1 << 20]).unwrap());
        encoder.write_all(b"]").unwrap();
        encoder.finish().unwrap()
    };
    scratch.file("in/good.json.gz", pack(1 << 20));
    scratch.file("in/bomb.json.gz", pack(100 << 20));
    let report = scratch.build(&["in"]).report();
    assert_eq!(report["generated"]["articles"]["accepted"], 1);
    assert!(report["rejections"][0]["reason"].as_str().unwrap().contains("100 times"), "{report}");
}

#[cfg(unix)]
#[test]
fn links_out_of_an_input_folder_are_followed_only_where_that_is_said() {
    use std::os::unix::fs::symlink;
    let scratch = Scratch::new();
    scratch.file("secret/a.md", "---\ntitle: Secret\n---\nx");
    scratch.file("posts/b.md", "---\ntitle: B\n---\nx");
    let posts = scratch.path().join("posts");
    symlink(scratch.path().join("secret/a.md"), posts.join("a.md")).unwrap();
    symlink("../secret", posts.join("folder")).unwrap();
    symlink("b.md", posts.join("c.md")).unwrap();
    let titles = |args: &[&str]| {
        let report = scratch.build(args).report();
        let links =
            report["warnings"].as_array().unwrap().iter().filter(|warning| warning["code"] == "link-out").count();
        let text = std::fs::read_to_string(scratch.path().join("out/atom.xml")).unwrap();
        (text.contains("Secret"), links)
    };
    assert_eq!(titles(&["posts"]), (false, 2));
    assert_eq!(titles(&["posts/*.md"]), (false, 1));
    assert_eq!(titles(&["posts/a.md"]), (true, 0), "who names a link means it");
    scratch.file("feedmill.toml", "[[input]]\npath = \"posts\"\nfollow_links = true\n");
    assert_eq!(titles(&["--accept-shrink"]), (true, 0));
    // What is not followed and was not there before is seen by a run that finds nothing else.
    scratch.file("feedmill.toml", "[[input]]\npath = \"posts\"\n");
    assert_eq!(titles(&["--accept-shrink"]), (false, 2));
    symlink("/etc/passwd", posts.join("d.md")).unwrap();
    assert_eq!(titles(&[]), (false, 3));
}

#[cfg(unix)]
#[test]
fn a_check_of_a_folder_stays_in_it() {
    use std::os::unix::fs::symlink;
    let scratch = Scratch::new();
    scratch.file("secret/a.xml", "<rss>");
    scratch.file("site/b.xml", "<rss version=\"2.0\"><channel><title>t</title></channel></rss>");
    let site = scratch.path().join("site");
    symlink("../secret/a.xml", site.join("a.xml")).unwrap();
    symlink("/proc", site.join("p")).unwrap();
    symlink("b.xml", site.join("c.xml")).unwrap();
    let said = scratch.run(&["check", "site", "--report", "json"]);
    let report: Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(report["files"], 2, "{said:?}");
    assert_eq!(said.stderr.lines().filter(|line| line.contains("a link out of the folder")).count(), 2, "{said:?}");
    let said = scratch.run(&["check", "/proc"]);
    assert!(said.stderr.contains("/proc"), "{said:?}");
}

#[cfg(unix)]
#[test]
fn names_of_files_cannot_write_to_a_terminal() {
    let scratch = Scratch::new();
    let name = "in/\u{1b}[31mred\u{7}.md";
    scratch.file(name, "---\ntitle: [\n---\n");
    scratch.file("in/a.md", "---\ntitle: A\n---\n");
    scratch.file("in/\u{1b}[32m.json", "{\"\u{1b}[33m\":");
    for args in [
        &["build", "in", "-o", "out", "--base-url", "https://f.example/", "--title", "T", "--verbose"][..],
        &["list", "in"],
        &["list", "in", "--rejections"],
        &["check", name],
        &["check", "in/\u{1b}[31m.xml"],
        &["build", "in/\u{1b}.md", "-o", "out"],
        &["build", name, "-o", "out"],
        &["build", "--config", "\u{1b}[31m.toml"],
        &["list", "--config", "\u{1b}[31m.toml"],
        &["ledger", "show", "-o", "\u{1b}[31m"],
    ] {
        let said = scratch.run(args);
        assert!(!said.stdout.contains(['\u{1b}', '\u{7}']) && !said.stderr.contains(['\u{1b}', '\u{7}']), "{said:?}");
    }
}
