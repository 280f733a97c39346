//! An id or an address is evidence, not proof: what is one article, what is several, and what the report says about it.

use serde_json::{Value, json};

use crate::press::{D1, D2, D3, Press};
use crate::run::Scratch;

/// An article of a source, with an address and a text of its own.
#[expect(clippy::needless_pass_by_value, reason = "what is called reads better so")]
fn post(id: Value, name: &str, at: &str) -> Value {
    json!({"id": id, "title": format!("About {name}"), "url": format!("https://s.example/{name}"), "published": at,
        "content_text": format!("What there is to say about {name}.")})
}

fn codes(report: &feedmill::internal::report::Report, code: &str) -> Vec<String> {
    let found = report.warnings.iter().filter(|warning| warning.code.name() == code);
    found.map(|warning| format!("{}: {}", warning.origin.path.rsplit('/').next().unwrap(), warning.message)).collect()
}

#[test]
fn numbers_of_rows_move_no_article() {
    // With addresses and without; each on a day of its own, and all on one.
    for (has_address, one_day) in [(true, false), (true, true), (false, false), (false, true)] {
        let row = |n: usize, of: usize| {
            let day = if one_day { 1 } else { n + 1 };
            let mut row = post(json!(of - n), &format!("row{n}"), &format!("2026-07-{day:02}T08:00:{n:02}Z"));
            if !has_address {
                row.as_object_mut().unwrap().remove("url");
            }
            row
        };
        let rows = |count: usize| (0..count).rev().map(|n| row(n, count)).collect::<Value>();
        let press = Press::new();
        press.run(D1, &rows(4));
        let before = press.entries();
        let report = press.run(D2, &rows(6));
        let after = press.entries();
        assert_eq!(after.len(), 6);
        for (title, entry) in &before {
            assert_eq!(after[title], *entry, "{title}, {has_address}, {one_day}");
        }
        let said = codes(&report, "id-reused");
        assert!(said.len() == 1 && said[0].contains("another article"), "{said:?}");
        // It is as it was published from then on.
        press.run(D3, &rows(6));
        assert_eq!(press.entries(), after);
    }
}

#[test]
fn a_whole_new_export_with_the_old_numbers_is_of_new_articles() {
    let press = Press::new();
    let export = |name: &str| (0..3).map(|n| post(json!(n), &format!("{name}{n}"), "2026-07-10")).collect::<Value>();
    press.run(D1, &export("old"));
    let before = press.entries();
    let report = press.run(D2, &export("new"));
    let after = press.entries();
    assert!(after.values().all(|new| before.values().all(|old| old.0 != new.0)), "{before:?} {after:?}");
    let said = codes(&report, "id-reused");
    assert!(said.len() == 1 && said[0].contains("2 other ids of the same files"), "{said:?}");
}

#[test]
fn an_edit_under_the_same_id_or_address_is_an_edit() {
    let press = Press::new();
    let other = post(json!(8), "other", "2026-07-02");
    press.run(D1, &json!([post(json!(7), "first", "2026-07-01"), other]));
    let id = press.entry("About first").0;
    // Title and address at once, under the same number and on the same day.
    let report = press.run(D2, &json!([post(json!(7), "second", "2026-07-01"), other]));
    assert_eq!(press.entry("About second").0, id);
    assert_eq!(codes(&report, "id-reused"), [""; 0]);
    // The same address, another number and another title.
    let mut third = post(json!(70), "second", "2026-07-01");
    third["title"] = "A third title".into();
    press.run(D3, &json!([third, other]));
    assert_eq!(press.entry("A third title").0, id);
}

#[test]
fn two_files_that_count_from_one_are_two_series() {
    let scratch = Scratch::new();
    let file = |name: &str, day: u32| {
        let rows = (1..4).map(|n| post(json!(n), &format!("{name}{n}"), &format!("2026-07-{:02}", day + n)));
        scratch.file(&format!("in/{name}.json"), rows.collect::<Value>().to_string());
    };
    // The same numbers on the same days.
    file("ferry", 1);
    let alone = scratch.build(&["in"]).report();
    assert_eq!(alone["generated"]["articles"]["accepted"], 3);
    let before: Vec<String> = scratch.atom().entries().iter().map(|entry| entry.id().to_owned()).collect();
    file("tram", 1);
    let report = scratch.build(&["in"]).report();
    assert_eq!(
        report["generated"]["articles"],
        json!({"read": 6, "accepted": 6, "duplicates": 0, "rejected": 0, "held": 0})
    );
    let now: Vec<String> = scratch.atom().entries().iter().map(|entry| entry.id().to_owned()).collect();
    assert!(now.len() == 6 && before.iter().all(|id| now.contains(id)), "{before:?} {now:?}");
    let warnings = report["warnings"].as_array().unwrap();
    let said: Vec<_> = warnings.iter().filter(|warning| warning["code"] == "id-reused").collect();
    assert_eq!(said.len(), 1, "{warnings:?}");
    assert_eq!((&said[0]["path"], &said[0]["line"]), (&json!("in/tram.json"), &json!(1)));
    let message = said[0]["message"].as_str().unwrap();
    assert!(message.contains("(in/ferry.json:1)") && message.contains("2 other ids"), "{message}");
    // States of one collection in two files: an id that both have in common is believed.
    let other = Scratch::new();
    let morning = json!([post(json!(1), "a", "2026-07-01"), post(json!(2), "b", "2026-07-02")]);
    let noon = json!([post(json!(1), "edited", "2026-07-01"), post(json!(2), "b", "2026-07-02")]);
    other.file("in/1.json", morning.to_string());
    other.file("in/2.json", noon.to_string());
    assert_eq!(other.build(&["in"]).report()["generated"]["articles"]["accepted"], 2);
}

#[test]
fn an_id_or_a_link_that_all_have_is_none() {
    let with = |field: &str, value: &Value| {
        let press = Press::new();
        let articles = (1..5).map(|n| {
            let mut article = post(Value::Null, &format!("item{n}"), "2026-07-10");
            article[field] = value.clone();
            article
        });
        press.run(D1, &articles.collect());
        press.entries()
    };
    for (field, value) in [
        ("id", json!("N/A")),
        ("id", json!("0")),
        ("id", json!("https://s.example/")),
        ("id", json!("urn:uuid:7b0c8a4e-6f0c-4a52-9a57-9f4c3b1a2d10")),
        ("url", json!("https://s.example/")),
        ("url", json!("https://s.example/news")),
    ] {
        let entries = with(field, &value);
        let ids: std::collections::BTreeSet<_> = entries.values().map(|entry| &entry.0).collect();
        assert_eq!((entries.len(), ids.len()), (4, 4), "{field} {value}");
    }
    // A log that is only added to has each version of an article.
    let press = Press::new();
    let version = |title: &str, at: &str| json!({"id": 5, "source": "S", "title": title, "published": "2026-07-10", "updated": at});
    press.run(
        D1,
        &json!([version("Storm comes", "2026-07-10T08:00:00Z"), version("Storm is here", "2026-07-10T09:00:00Z")]),
    );
    assert_eq!(press.entries().into_keys().collect::<Vec<_>>(), ["Storm is here"]);
    // The front page says nothing on another day either.
    let press = Press::new();
    let daily = |n: u32| json!([{"title": format!("Day {n}"), "url": "https://s.example", "published": format!("2026-07-0{n}")}]);
    press.run(D1, &daily(1));
    let first = press.entry("Day 1").0;
    press.run(D2, &daily(2));
    assert_ne!(press.entry("Day 2").0, first);
}

#[test]
fn places_on_one_page_are_several_articles() {
    let release = |n: u32| json!({"title": format!("Release {n}"), "url": format!("https://s.example/changes#v{n}"), "published": format!("2026-07-0{n}"), "content_text": "It is out."});
    let press = Press::new();
    press.run(D1, &json!([release(1)]));
    press.run(D2, &json!([release(1), release(2)]));
    let before = press.entries();
    assert_eq!(before.len(), 2);
    // Each is known by its place, when its title is edited.
    let mut edited = release(1);
    edited["title"] = "Release 1, with a fix".into();
    press.run(D3, &json!([edited, release(2), release(3)]));
    let after = press.entries();
    assert_eq!(after["Release 1, with a fix"].0, before["Release 1"].0);
    assert_eq!(after["Release 2"], before["Release 2"]);
    assert_eq!(after.len(), 3);
    // One article under two names of a place is one article.
    let press = Press::new();
    let read = |url: &str| json!({"title": "Tides", "url": url, "published": "2026-07-01"});
    press.run(D1, &json!([read("https://s.example/tides"), read("https://s.example/tides#comments")]));
    assert_eq!(press.entries().len(), 1);
}

#[test]
fn an_id_outlives_a_corrected_source() {
    let press = Press::new();
    let of = |source: &str, n: u32, text: &str| json!({"id": n, "title": format!("Item {n}"), "source": source, "published": format!("2026-07-0{n}"), "content_text": text});
    press.run(D1, &json!([of("Tide", 1, "a"), of("Tide", 2, "b"), of("Other", 1, "c")]));
    let before = press.entries();
    assert_eq!(before.len(), 2, "titles of the two sources are the same: {before:?}");
    press.run(D2, &json!([of("The Tide", 1, "a"), of("The Tide", 2, "b, edited"), of("Other", 1, "c")]));
    assert_eq!(press.entry("Item 2").0, before["Item 2"].0);
    assert_eq!(press.memory().articles.values().filter(|record| record.gone.is_none()).count(), 3);
    // Without an id, the title, the text and the day are enough.
    let press = Press::new();
    let of = |source: &str| json!([{"title": "Fog", "source": source, "published": "2026-07-01", "content_text": "A wall of it."}]);
    press.run(D1, &of("Tide"));
    let before = press.entry("Fog");
    press.run(D2, &of("The Tide"));
    assert_eq!(press.entry("Fog"), before);
}

#[test]
fn what_is_not_shown_is_recognised_all_the_same() {
    let mut press = Press::new();
    press.toml = "[output]\nlimit = 1\n".to_owned();
    let article = |title: &str, url: &str| json!({"title": title, "url": url, "published": "2026-07-02T00:00:00Z"});
    let newer = json!({"title": "Newer", "url": "https://s.example/n", "published": "2026-07-09T00:00:00Z"});
    press.run(D1, &json!([article("A", "https://s.example/1")]));
    let id = press.entry("A").0;
    press.run(D1, &json!([article("A", "https://s.example/1"), newer]));
    press.run(D2, &json!([article("A", "https://s.example/2"), newer]));
    // Half a year later it is still there, and still known.
    press.run("2026-11-01T12:00:00Z", &json!([article("A", "https://s.example/2"), newer]));
    press.run("2027-02-01T12:00:00Z", &json!([article("A, edited", "https://s.example/2"), newer]));
    press.run("2027-02-02T12:00:00Z", &json!([article("A, edited", "https://s.example/2")]));
    assert_eq!(press.entry("A, edited").0, id);
}

#[test]
fn what_is_withheld_is_recognised_all_the_same() {
    for withheld in
        [json!({"draft": true}), json!({"expires": "2026-07-19"}), json!({"status": "private", "draft": "yes"})]
    {
        let press = Press::new();
        let article = |title: &str, url: &str| json!({"title": title, "url": url, "published": "2026-07-02"});
        let other = json!({"title": "Other", "url": "https://s.example/o", "published": "2026-07-09"});
        let with = |mut article: Value| {
            article.as_object_mut().unwrap().extend(withheld.as_object().unwrap().clone());
            article
        };
        press.run(D1, &json!([article("A", "https://s.example/1"), other]));
        let before = press.entry("A");
        press.run(D2, &json!([with(article("A", "https://s.example/2")), other]));
        // It stays a draft for longer than what has gone is remembered.
        press.run("2026-12-01T12:00:00Z", &json!([with(article("A2", "https://s.example/2")), other]));
        assert_eq!(press.entries().into_keys().collect::<Vec<_>>(), ["Other"]);
        press.run("2026-12-02T12:00:00Z", &json!([article("A2", "https://s.example/2"), other]));
        let after = press.entry("A2");
        assert_eq!((&after.0, &after.1), (&before.0, &before.1), "{withheld}");
    }
    // What is taken back stays so, whatever a draft says.
    let press = Press::new();
    let article = json!({"id": "tag:s.example,2026:1", "title": "A", "published": "2026-07-02"});
    let other = json!({"title": "Other", "published": "2026-07-09"});
    press.run(D1, &json!([article, other]));
    press.run(D2, &json!([{"id": "tag:s.example,2026:1", "deleted": true}, other]));
    let draft = json!({"id": "tag:s.example,2026:1", "title": "A", "published": "2026-07-02", "draft": true});
    press.run(D3, &json!([draft, other]));
    assert!(String::from_utf8(press.scratch.published("atom.xml")).unwrap().contains("deleted-entry"));
}

#[test]
fn what_is_merged_is_named() {
    let scratch = Scratch::new();
    scratch.file("in/morning.json", json!([post(json!(1), "tide", "2026-07-01T07:00:00Z")]).to_string());
    let mut noon = post(json!(1), "tide", "2026-07-01T07:00:00Z");
    noon["title"] = "The tide turns".into();
    noon["updated"] = "2026-07-01T12:00:00Z".into();
    scratch.file("in/noon.json", json!([noon, post(json!(2), "fog", "2026-07-02")]).to_string());
    let report = scratch.build(&["in"]).report();
    let merged = &report["merged"];
    assert_eq!(merged.as_array().unwrap().len(), 1, "{report}");
    assert_eq!((&merged[0]["title"], &merged[0]["by"]), (&json!("The tide turns"), &json!(["id"])));
    let readings =
        json!([{"path": "in/morning.json", "line": 1, "title": "About tide"}, {"path": "in/noon.json", "line": 1}]);
    let places = |value: &Value| {
        let mut value = value.clone();
        value.as_array_mut().unwrap().iter_mut().for_each(|one| drop(one.as_object_mut().unwrap().remove("column")));
        value
    };
    assert_eq!(places(&merged[0]["readings"]), readings);
    let warning = report["warnings"].as_array().unwrap().iter().find(|warning| warning["code"] == "merged-title");
    let message = warning.unwrap()["message"].as_str().unwrap();
    assert_eq!(message, "\"About tide\" has the same id as \"The tide turns\", and is published as that");
    let listed = scratch.run(&["list", "in", "--merged"]);
    assert_eq!(listed.stdout, "The tide turns [id]\n  in/morning.json:1: About tide\n  in/noon.json:1\n");
    let listed = scratch.run(&["list", "in", "--merged", "--report", "json"]);
    let listed: Value = serde_json::from_str(&listed.stdout).unwrap();
    assert_eq!(places(&listed["merged"][0]["readings"]), readings);
    let said = scratch.run(&["build", "in", "--explain", "in/noon.json:1:2"]).stdout;
    assert!(
        said.contains("one article with what stands elsewhere, by id: The tide turns\n    in/morning.json:1"),
        "{said}"
    );
    assert!(!scratch.run(&["build", "in", "--explain", "in/noon.json:1:200"]).stdout.contains("elsewhere"));
}

#[test]
fn two_ids_of_one_article_are_ids_of_one_article() {
    let press = Press::new();
    let of = |id: Value| post(id, "alder", "2026-07-01T10:00:00Z");
    // In one file, and across runs.
    press.run(D1, &json!([of(json!(100)), of(json!("https://s.example/?p=0")), of(Value::Null)]));
    let before = press.entries();
    assert_eq!(before.len(), 1);
    press.run(D2, &json!([of(json!("https://s.example/?p=0"))]));
    assert_eq!(press.entries(), before);
    // The best known date counts, whichever of the ids it stands beside.
    for (first, second) in [(100, 200), (200, 100), (100, 300), (300, 100)] {
        let press = Press::new();
        press.run(D1, &json!([post(json!(first), "alder", "2026-07-01"), of(json!(second))]));
        assert_eq!(press.entry("About alder").1, "2026-07-01T10:00:00", "{first} {second}");
    }
    // Rows without addresses that stand in two exports, under other numbers.
    let scratch = Scratch::new();
    let export = |name: &str, range: std::ops::Range<usize>| {
        let rows =
            range.clone().rev().enumerate().map(|(row, n)| format!("{row},Row {n},2026-07-{:02},Text of {n}\n", 1 + n));
        scratch.file(&format!("in/{name}.csv"), format!("id,title,date,text\n{}", rows.collect::<String>()));
    };
    export("12", 0..4);
    assert_eq!(scratch.build(&["in"]).report()["generated"]["articles"]["accepted"], 4);
    let before: Vec<String> = scratch.atom().entries().iter().map(|entry| entry.id().to_owned()).collect();
    export("13", 1..6);
    let articles = &scratch.build(&["in"]).report()["generated"]["articles"];
    assert_eq!((&articles["accepted"], &articles["duplicates"]), (&json!(6), &json!(3)));
    let after: Vec<String> = scratch.atom().entries().iter().map(|entry| entry.id().to_owned()).collect();
    assert!(before.iter().all(|id| after.contains(id)), "{before:?} {after:?}");
}

#[test]
fn a_good_id_holds_when_all_titles_are_edited() {
    let uuid = |n: usize| json!(format!("7b0c8a4e-6f0c-4a52-9a57-9f4c3b1a2d1{n}"));
    let number = |n: usize| json!(n + 1);
    for (name, id, has_address) in [
        ("uuid", &uuid as &dyn Fn(usize) -> Value, false),
        ("uuid", &uuid, true),
        ("number", &number, false),
        ("number", &number, true),
    ] {
        let press = Press::new();
        let rows = |edit: &str| {
            let row = |n: usize| {
                let mut row = json!({"id": id(n), "title": format!("Row {n}{edit}"), "published": format!("2026-07-0{}", n + 1), "content_text": format!("Text {n}")});
                if has_address {
                    row["url"] = format!("https://s.example/row-{n}{edit}").into();
                }
                row
            };
            (0..4).map(row).collect::<Value>()
        };
        press.run(D1, &rows(""));
        let before = press.entries();
        press.run(D2, &rows("-edited"));
        for n in 0..4 {
            let (old, new) = (&before[&format!("Row {n}")], press.entry(&format!("Row {n}-edited")));
            assert_eq!(old.0, new.0, "{name} {has_address}");
        }
    }
}

#[test]
fn another_text_on_another_day_is_another_article() {
    // A file of one row, without an address.
    let press = Press::new();
    let row =
        |title: &str, day: &str, text: &str| json!([{"id": 1, "title": title, "published": day, "content_text": text}]);
    press.run(D1, &row("Alder felled", "2026-07-01", "An old tree."));
    let first = press.entry("Alder felled").0;
    press.run(D2, &row("Cedar moved", "2026-07-03", "A young one."));
    assert_ne!(press.entry("Cedar moved").0, first);
    // The menu of each day, under one title and address.
    let press = Press::new();
    let menu = |n: u32| json!({"title": "Menu", "url": "https://s.example/menu", "published": format!("2026-07-0{n}"), "content_text": format!("Soup {n}")});
    press.run(D1, &json!([menu(3), menu(2), menu(1)]));
    assert_eq!(press.scratch.atom().entries().len(), 3);
}

#[test]
fn a_title_in_other_apostrophes_is_the_same_title() {
    let press = Press::new();
    let on = |title: &str| json!([{"title": title, "published": "2026-07-01", "content_text": "aa"}]);
    press.run(D1, &on("It's on"));
    let before = press.entry("It's on").0;
    press.run(D2, &on("It’s on"));
    assert_eq!(press.entry("It’s on").0, before);
    press.run(D3, &on("It’s\u{ad} on"));
    assert_eq!(press.memory().articles.len(), 1);
}
