//! Dates as collections have them: a good one under a lesser name, objects of databases and programs, days of a spreadsheet,
//! zones, other calendars, names of files; and what is said of those that are not read.

use serde_json::{Value, json};

use crate::run::Scratch;

/// What one run says: each title with its date, and all warnings.
fn read(scratch: &Scratch, input: &str) -> (Vec<(String, String)>, Vec<String>) {
    let said = scratch.build(&[input, "--format", "atom", "--limit", "100"]);
    let report = said.report();
    let warnings = report["warnings"].as_array().unwrap().iter();
    let warnings = warnings
        .map(|warning| format!("{}: {}", warning["code"].as_str().unwrap(), warning["message"].as_str().unwrap()));
    let feed = scratch.atom();
    let dates = feed
        .entries()
        .iter()
        .map(|entry| (entry.title().to_string(), entry.published().unwrap().to_rfc3339().replace("+00:00", "Z")));
    let mut dates: Vec<_> = dates.collect();
    dates.sort();
    (dates, warnings.collect())
}

/// Each of these dates is read as the instant, without a word but those that contain one of `words`.
#[track_caller]
fn all_read(dates: &[(Value, &str)], words: &[&str]) {
    let scratch = Scratch::new();
    let titles: Vec<String> = (0..dates.len()).map(|n| format!("Buoy {n:02}")).collect();
    let lines = dates.iter().zip(&titles).map(|((date, _), title)| json!({"title": title, "date": date}).to_string());
    scratch.file("a.jsonl", lines.collect::<Vec<_>>().join("\n"));
    let (found, warnings) = read(&scratch, "a.jsonl");
    let wanted: Vec<_> = titles.into_iter().zip(dates.iter().map(|(_, at)| (*at).to_owned())).collect();
    assert_eq!(found, wanted, "{warnings:#?}");
    assert!(warnings.iter().all(|said| words.iter().any(|word| said.contains(word))), "{warnings:#?}");
}

#[test]
fn a_date_that_is_none_gives_way_to_a_good_one_and_that_is_said() {
    for (none, code) in [
        (json!("9999-12-31"), "placeholder-date"),
        (json!("9999-12-31T23:59:59Z"), "placeholder-date"),
        (json!("0001-01-01T00:00:00Z"), "placeholder-date"),
        (json!("1970-01-01T00:00:00Z"), "placeholder-date"),
        (json!("0000-00-00 00:00:00"), "unreadable-date"),
        (json!("to be announced"), "unreadable-date"),
        (json!("1405/04/27"), "unreadable-date"),
    ] {
        let scratch = Scratch::new();
        let article = json!([{"title": "Buoy", "published_at": none, "created_at": "2026-07-18T10:00:00Z"}]);
        scratch.file("a.json", article.to_string());
        let (found, warnings) = read(&scratch, "a.json");
        assert_eq!(found, [("Buoy".to_owned(), "2026-07-18T10:00:00Z".to_owned())], "{none}");
        assert_eq!(warnings.len(), 1, "{warnings:?}");
        assert!(warnings[0].starts_with(code) && warnings[0].contains("dated by created_at"), "{warnings:?}");
    }
}

#[test]
fn a_good_date_stands_whatever_stands_behind_it() {
    let scratch = Scratch::new();
    let articles = json!([
        {"title": "A", "published": "2026-07-18T10:00:00Z", "date": "0000-00-00", "created_at": "2026-07-19T10:00:00Z"},
        {"title": "B", "published": "18 July 2026", "created_at": "2026-07-19T10:00:00Z"},
        {"title": "C", "created": 1_784_397_600, "created_utc": 1_784_368_800},
    ]);
    scratch.file("a.json", articles.to_string());
    let (found, warnings) = read(&scratch, "a.json");
    let dates: Vec<&str> = found.iter().map(|(_, at)| at.as_str()).collect();
    assert_eq!(dates, ["2026-07-18T10:00:00Z", "2026-07-18T00:00:00Z", "2026-07-18T10:00:00Z"]);
    assert!(warnings.is_empty(), "{warnings:?}");
}

#[test]
fn explain_says_under_which_name_the_date_stood() {
    let scratch = Scratch::new();
    scratch.file("a.json", r#"[{"title": "Buoy", "published_at": "N/A", "created_at": "2026-07-18T10:00:00Z"}]"#);
    let said = scratch.run(&["build", "a.json", "--explain", "a.json"]);
    let line = said.stdout.lines().find(|line| line.trim_start().starts_with("published")).unwrap_or_default();
    assert!(line.contains("created_at"), "{}", said.stdout);
}

#[test]
fn the_zone_or_the_order_may_be_proven_by_a_date_of_lesser_rank() {
    let scratch = Scratch::new();
    scratch.file(
        "a.json",
        r#"[{"title": "A", "published": "N/A", "date": "6/25/2026"}, {"title": "B", "published": "N/A", "date": "7/5/26"}]"#,
    );
    let (found, _) = read(&scratch, "a.json");
    assert_eq!(found[1].1, "2026-07-05T00:00:00Z");
}

#[test]
fn objects_of_databases_and_programs_are_dates() {
    let noon = "2026-07-18T10:00:00Z";
    all_read(
        &[
            (json!({"$date": "2026-07-18T10:00:00Z"}), noon),
            (json!({"$date": {"$numberLong": "1784368800000"}}), noon),
            (json!({"$numberLong": "1784368800000"}), noon),
            (json!({"_seconds": 1_784_368_800, "_nanoseconds": 5}), noon),
            (json!({"seconds": 1_784_368_800, "nanoseconds": 0}), noon),
            (json!({"date": "2026-07-18 12:00:00.000000", "timezone_type": 3, "timezone": "Europe/Berlin"}), noon),
            (json!({"date": "2026-07-18 12:00:00.000000", "timezone_type": 1, "timezone": "+02:00"}), noon),
            (json!({"dateTime": "2026-07-18T12:00:00", "timeZone": "Europe/Berlin"}), noon),
            (json!("/Date(1784368800000)/"), noon),
            (json!("/Date(1784368800000+0200)/"), noon),
            (json!([2026, 7, 18, 10, 0]), noon),
            (json!(["2026-07-18T10:00:00Z"]), noon),
            (json!({"year": 2026, "month": 7, "day": 18, "hour": 10, "minute": 0}), noon),
            (json!({"date-parts": [[2026, 7, 18]]}), "2026-07-18T00:00:01Z"),
            (json!({"date-parts": [["2026", "7", "18"]]}), "2026-07-18T00:00:00Z"),
            (json!({"date-parts": [[2026, 6]]}), "2026-06-01T00:00:00Z"),
        ],
        &["no day is given"],
    );
}

#[test]
fn a_column_of_days_since_1899_is_one_of_dates() {
    let scratch = Scratch::new();
    scratch.file("a.csv", "title,date\nA,46219\nB,46220.5\nC,46221.604166666664\nD,\nE,n/a\n");
    let (found, _) = read(&scratch, "a.csv");
    let dates: Vec<&str> = found.iter().map(|(_, at)| at.as_str()).collect();
    assert_eq!(dates[..3], ["2026-07-16T00:00:00Z", "2026-07-17T12:00:00Z", "2026-07-18T14:30:00Z"]);
    // One other date, and such a number says nothing.
    let other = Scratch::new();
    other.file("b.csv", "title,date\nA,46221\nB,2026-07-18\n");
    let (_, warnings) = read(&other, "b.csv");
    assert!(warnings.iter().any(|said| said.contains("no date can be read in \"46221\"")), "{warnings:?}");
}

#[test]
fn years_of_two_digits_follow_the_order_that_the_input_proves() {
    for (rows, wanted) in [
        ("A,7/25/17 9:03\nB,1/5/24 14:30\n", ["2017-07-25T09:03:00Z", "2024-01-05T14:30:00Z"]),
        ("A,25.07.17\nB,\"01.05.24, 14:30\"\n", ["2017-07-25T00:00:00Z", "2024-05-01T14:30:00Z"]),
    ] {
        let scratch = Scratch::new();
        scratch.file("a.csv", format!("title,date\n{rows}"));
        let (found, warnings) = read(&scratch, "a.csv");
        assert_eq!(found.iter().map(|(_, at)| at.as_str()).collect::<Vec<_>>(), wanted);
        assert!(warnings.is_empty(), "{warnings:?}");
    }
}

#[test]
fn the_time_of_a_zone_that_nobody_knows_is_kept_and_named() {
    all_read(
        &[
            (json!("July 17, 2026 7:51 PM ET"), "2026-07-17T23:51:00Z"),
            (json!("17 July 2026 19:51 XYZT"), "2026-07-17T19:51:00Z"),
            (json!("17 July 2026 12:30 (IST)"), "2026-07-17T07:00:00Z"),
        ],
        &["XYZT\": its time zone is not known", "IST)\": several time zones"],
    );
}

#[test]
fn other_calendars_are_named_and_not_taken_for_ours() {
    let scratch = Scratch::new();
    scratch.file("a.json", r#"[{"title": "A", "date": "1405/04/27"}, {"title": "B", "date": "1404-01-15 10:00"}]"#);
    let (found, warnings) = read(&scratch, "a.json");
    assert!(found.iter().all(|(_, at)| at.starts_with("2026-07-20")), "{found:?}");
    assert!(warnings.iter().all(|said| said.contains("Persian")), "{warnings:?}");
}

#[test]
fn a_json_feed_may_have_only_the_dates_of_changes() {
    let scratch = Scratch::new();
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Buoys",
        "items": [{"id": "1", "title": "A", "content_text": "Out.", "date_modified": "2026-07-18T10:00:00Z"}],
    });
    scratch.file("feed.json", feed.to_string());
    let (found, warnings) = read(&scratch, "feed.json");
    assert_eq!(found[0].1, "2026-07-18T10:00:00Z");
    assert!(warnings.is_empty(), "{warnings:?}");
}

#[test]
fn a_file_name_may_have_a_day_of_few_digits() {
    let scratch = Scratch::new();
    scratch.file("in/2025-9-1-buoys-out.md", "---\ntitle: Buoys out\n---\nText.\n");
    scratch.file("in/2025-10-12-buoys-in.md", "# Buoys in\n\nText.\n");
    let (found, _) = read(&scratch, "in");
    assert_eq!(found[0], ("Buoys in".to_owned(), "2025-10-12T00:00:00Z".to_owned()));
    assert_eq!(found[1], ("Buoys out".to_owned(), "2025-09-01T00:00:00Z".to_owned()));
}

#[test]
fn what_looks_like_a_date_is_named_once_where_there_is_none() {
    let rows = |scratch: &Scratch| {
        scratch.file("a.csv", "title,Went out,Seen\nA,2026-07-18,2026-07-19\nB,2026-07-19,2026-07-20\n");
        let items =
            json!([{"title": "A", "meta": {"went_out": "18.07.2026"}}, {"title": "B", "meta": {"went_out": "x"}}]);
        scratch.file("a.json", items.to_string());
        scratch.file("a.md", "---\ntitle: A\nwent_out: 2026-07-18\n---\nText.\n");
    };
    for (input, name) in [("a.csv", "`Went out`"), ("a.json", "`meta.went_out`"), ("a.md", "`went_out`")] {
        let scratch = Scratch::new();
        rows(&scratch);
        let (_, warnings) = read(&scratch, input);
        let named: Vec<_> = warnings.iter().filter(|said| said.starts_with("unused-date")).collect();
        assert_eq!(named.len(), 1, "{warnings:?}");
        assert!(named[0].contains(name) && named[0].contains("fields = { published = ["), "{named:?}");
    }
}

#[test]
fn a_good_date_under_another_name_counts_in_feeds_too() {
    let scratch = Scratch::new();
    let item = |title: &str, dates: &str| {
        format!("<item><title>{title}</title><link>https://f.example/{title}</link>{dates}</item>")
    };
    let feed = [
        item("A", "<pubDate>soon, we think</pubDate><dc:date>2026-07-01T10:00:00Z</dc:date>"),
        item("B", "<dc:date>2026-07-02T10:00:00Z</dc:date><pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>"),
        item("C", "<dc:date>2026-07-09T10:00:00Z</dc:date><pubDate>Fri, 03 Jul 2026 10:00:00 GMT</pubDate>"),
    ]
    .concat();
    let dc = "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"";
    scratch.file("f.xml", format!("<rss version=\"2.0\" {dc}><channel><title>F</title>{feed}</channel></rss>"));
    scratch.build(&["f.xml"]);
    let dates: Vec<_> = scratch
        .atom()
        .entries()
        .iter()
        .map(|entry| format!("{} {}", entry.title().as_str(), entry.published().unwrap().to_utc().format("%F")))
        .collect();
    assert_eq!(dates, ["C 2026-07-03", "B 2026-07-02", "A 2026-07-01"]);
}
