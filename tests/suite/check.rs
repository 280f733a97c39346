//! `feedmill check`: what it finds, where, and how it says so.

use feedcheck::internal::documents::RSS;

use crate::run::{Scratch, finish, repository};

/// Runs `check` and gives what it found as (code, severity, line, column).
fn found(scratch: &Scratch, args: &[&str]) -> Vec<(String, String, u64, u64)> {
    let said = scratch.run(&[&["check", "--report", "json"], args].concat());
    let report = said.report();
    let found = report["findings"].as_array().unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    found
        .iter()
        .map(|f| (text(&f["code"]), text(&f["severity"]), f["line"].as_u64().unwrap(), f["column"].as_u64().unwrap()))
        .collect()
}

#[test]
fn a_finding_says_where_and_what_and_what_to_do() {
    let scratch = Scratch::new();
    let feed = RSS.replace("ferry is", "ferry &mdash; is");
    scratch.file("rss.xml", feed);
    let said = scratch.run(&["check", "rss.xml"]);
    assert_eq!(said.code, 3, "{said:?}");
    for words in [
        "rss.xml:19:18: error [undefined-named-entity]: &mdash; is not defined",
        "19 | <title>The ferry &mdash; is back</title>",
        "   |                  ^^^^^^^\n",
        "   = Write the character itself",
        "   = https://www.w3.org/TR/xml/",
        "1 file: 1 error, ",
    ] {
        assert!(said.stdout.contains(words), "{words}\n{}", said.stdout);
    }
    assert!(!said.stdout.contains('\x1b'), "a pipe has no colours");
    let first = &found(&scratch, &["rss.xml"])[0];
    assert_eq!((first.0.as_str(), first.1.as_str(), first.2, first.3), ("undefined-named-entity", "error", 19, 18));
}

#[test]
fn findings_of_one_rule_are_shown_together() {
    let scratch = Scratch::new();
    let feed = RSS.replace("ferry is", "ferry &mdash; is").replace("News of", "News &nbsp; of");
    let feed = feed.replace("From ", &"&lsquo;From&rsquo; ".repeat(4));
    scratch.file("rss.xml", &feed);
    let said = scratch.run(&["check", "rss.xml"]);
    assert_eq!(said.stdout.matches("[undefined-named-entity]").count(), 1, "{said:?}");
    let more = "= also at rss.xml:19:18, rss.xml:23:14, rss.xml:23:25, rss.xml:23:33, rss.xml:23:44 and 4 more";
    assert!(said.stdout.contains(more), "{said:?}");
    let said = scratch.run(&["check", "rss.xml", "--all"]);
    assert_eq!(said.stdout.matches("[undefined-named-entity]").count(), 10);
    scratch.file("atom.xml", "<feed/>");
    assert!(scratch.run(&["check", "rss.xml", "atom.xml"]).stdout.contains("looked at: 1 RSS feed, 1 "));
}

#[test]
fn a_packed_document_is_unpacked() {
    let scratch = Scratch::new();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, RSS.replace("ferry is", "ferry &mdash; is").as_bytes()).unwrap();
    scratch.file("rss.xml.gz", packed.finish().unwrap());
    let found = found(&scratch, &["rss.xml.gz"]);
    assert!(found.contains(&("undefined-named-entity".to_owned(), "error".to_owned(), 19, 18)), "{found:?}");
    // One that is cut off cannot be looked at.
    scratch.file("cut.xml.gz", b"\x1f\x8b\x08\x00");
    assert_eq!(scratch.run(&["check", "cut.xml.gz"]).code, 1);
}

#[test]
fn a_rule_is_explained() {
    let scratch = Scratch::new();
    let said = scratch.run(&["check", "--explain", "incorrect-dow"]);
    assert_eq!(said.code, 0, "{said:?}");
    for words in [
        "incorrect-dow (error)\n",
        "\nWhy: Parsers that",
        "Mon, 20 Nov 2026",
        "             ^\n",
        "Right:\n    <pubDate>Fri",
        "https://",
    ] {
        assert!(said.stdout.contains(words), "{words}\n{}", said.stdout);
    }
    // What readers do is said where it is known, and the section where it has a number.
    let said = scratch.run(&["check", "--explain", "duplicate-entries"]);
    for words in ["\nWhat readers do: newsboat", "\nWhere it is written: RFC 4287, section 4.2.6\nhttps://"] {
        assert!(said.stdout.contains(words), "{words}\n{}", said.stdout);
    }
    let mut sentences = said.stdout.lines().filter(|line| !line.starts_with("    "));
    assert!(sentences.all(|line| line.chars().count() <= 80), "{}", said.stdout);
    let said = scratch.run(&["check", "--explain", "incorect-dow"]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("there is no rule incorect-dow; the nearest is incorrect-dow"), "{said:?}");
}

#[test]
fn folders_are_walked_and_what_is_none_of_ours_is_passed_over() {
    let scratch = Scratch::new();
    scratch.file("site/bad.xml", "<rss version=\"2.0\">");
    scratch.file("site/sitemap.xml", "<urlset/>");
    scratch.file("site/.hidden/bad.xml", "<rss");
    scratch.file("site/notes.txt", "<rss");
    let said = scratch.run(&["check", "site", "--report", "json"]);
    assert_eq!(said.code, 3);
    let report = said.report();
    assert_eq!(report["files"], 1);
    assert_eq!(report["findings"][0]["path"], "site/bad.xml");
    assert_eq!(scratch.run(&["check", "site/sitemap.xml"]).code, 3, "what is named is looked at");
}

#[test]
fn exit_codes_tell_what_happened() {
    let scratch = Scratch::new();
    scratch.file("other.xml", "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"/>");
    assert_eq!(scratch.run(&["check", "other.xml"]).code, 0, "a warning");
    assert_eq!(scratch.run(&["check", "other.xml", "--strict"]).code, 3);
    assert_eq!(scratch.run(&["check", "missing.xml"]).code, 1);
    assert_eq!(scratch.run(&["check"]).code, 2, "there is no configuration");
    assert_eq!(scratch.run(&["check", "--base-url", "nowhere", "other.xml"]).code, 2);
    scratch.file("feedmill.toml", "[output]\ndir = \"out\"\n");
    scratch.file("out/bad.xml", "<feed");
    assert_eq!(scratch.run(&["check", "--quiet"]).code, 3, "the output folder of the configuration");
}

#[test]
fn a_link_to_the_feed_itself_is_held_against_what_is_known_of_its_address() {
    let scratch = Scratch::new();
    for name in ["rss.xml", "other.xml", "site/tags/caf\u{E9}/rss.xml"] {
        scratch.file(name, RSS);
    }
    let is_wrong = |args: &[&str]| found(&scratch, args).iter().any(|(code, ..)| code == "self-doesnt-match-location");
    assert!(!is_wrong(&["rss.xml"]), "its name is right");
    assert!(is_wrong(&["other.xml"]));
    let base = ["--base-url", "https://feeds.example.org/"];
    assert!(!is_wrong(&[&["rss.xml"], &base[..]].concat()));
    assert!(is_wrong(&[&["other.xml"], &base[..]].concat()));
    assert!(is_wrong(&[&["site"], &base[..]].concat()), "its folder is another");
    let own = RSS.replace("feeds.example.org/rss.xml", "feeds.example.org/tags/caf%C3%A9/rss.xml");
    scratch.file("site/tags/caf\u{E9}/rss.xml", own);
    assert!(!is_wrong(&[&["site"], &base[..]].concat()));
}

#[test]
fn standard_input_is_a_document_without_a_name() {
    let scratch = Scratch::new();
    let path = scratch.file("other.xml", RSS.replace("<guid>", "<gui>").replace("</guid>", "</gui>"));
    let mut command = scratch.command(&["check", "-", "--report", "json"]);
    command.stdin(std::fs::File::open(path).unwrap());
    let said = finish(command);
    assert_eq!(said.code, 3);
    let report = said.report();
    let codes: Vec<_> = report["findings"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["missing-guid", "undefined-element"]);
    assert_eq!(report["findings"][0]["path"], "-");
}

#[test]
fn what_is_merely_worth_knowing_is_said_when_asked_for() {
    let scratch = Scratch::new();
    scratch.file("rss.xml", RSS.replace(" encoding=\"utf-8\"", ""));
    let said = |args: &[&str]| {
        let said = scratch.run(&[&["check", "rss.xml"], args].concat());
        assert_eq!(said.code, 0);
        said.stdout
    };
    assert_eq!(said(&[]), "1 file: 0 errors, 0 warnings, 1 info\n");
    assert!(said(&["--verbose"]).starts_with("rss.xml:1:20: info [missing-encoding]"));
    assert_eq!(said(&["--quiet"]), "");
}

#[test]
fn the_command_looks_at_folders() {
    let scratch = Scratch::new();
    let page = "<!DOCTYPE html><html lang=en><meta charset=utf-8><meta name=viewport content=a><title>a</title>\
                <link rel=alternate type=application/rss+xml title=a href=https://elsewhere.example/rss.xml><h1>a</h1>";
    scratch.file("site/index.html", format!("{page}\n<a href=\"missing.xml\">a</a><a href=\"logo.svg\">b</a>"));
    scratch.file("site/logo.svg", "<svg/>");
    let said = scratch.run(&["check", "site"]);
    assert_eq!(said.code, 3);
    assert!(
        said.stdout.contains("site/index.html:2:10: error [broken-link]: there is no file missing.xml"),
        "{said:?}"
    );
    assert_eq!(
        scratch.run(&["check", "site/index.html"]).code,
        0,
        "a page may have been fetched without what is beside it"
    );
    assert_eq!(scratch.run(&["check", "--base-url", "https://a.example/", "site/index.html"]).code, 3);
}

#[test]
fn the_published_sample_has_no_faults() {
    let feeds = repository().join("feeds");
    let scratch = Scratch::new();
    let said = scratch.run(&[
        "check",
        "--base-url",
        "https://feeds.example.org/",
        "--report",
        "json",
        feeds.to_str().unwrap(),
    ]);
    let report = said.report();
    let serious: Vec<_> = report["findings"].as_array().unwrap().iter().filter(|f| f["severity"] != "info").collect();
    assert!(serious.is_empty(), "{serious:?}");
    assert!(report["files"].as_u64().unwrap() > 100);
}
