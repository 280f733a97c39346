//! Articles that are held keep their ids and their records, as those do that feeds show.

use chrono::{DateTime, Utc};
use feedmill::internal::memory::Record;
use feedmill::internal::{config, site};
use serde_json::{Value, json};

use crate::press::{D1, D2, D3, Press};

/// The moment at which the second article is due, and others before and after it.
const DUE: &str = "2026-07-25T10:00:00Z";
const BEFORE: [&str; 4] = [D2, "2026-07-21T13:10:00Z", D3, "2026-07-24T14:00:00Z"];
const AFTER: [&str; 3] = [DUE, "2026-07-26T10:00:00Z", "2026-11-27T10:00:00Z"];

fn first() -> Value {
    json!({"id": "guid-1", "title": "First", "url": "https://s.example/first", "published": "2026-07-01T10:00:00Z"})
}

fn second() -> Value {
    json!({"id": "guid-1", "title": "Second", "url": "https://s.example/second", "published": DUE})
}

/// The first article without its guid.
fn first_without_guid() -> Value {
    let mut first = first();
    first.as_object_mut().unwrap().remove("id");
    first
}

/// Publishes articles of these files at a moment. A file is a list or has lines, as its name says.
fn publish(press: &Press, now: &str, files: &[(&str, Vec<Value>)]) {
    for (name, articles) in files {
        let mut text = Value::Array(articles.clone()).to_string();
        if name.ends_with(".jsonl") {
            text = articles.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
        }
        press.scratch.file(&format!("in/{name}"), text);
    }
    let mut file = config::File::default();
    file.output.dir = Some(press.scratch.path().join("out"));
    file.output.formats = Some(config::Formats(vec!["rss".parse().unwrap(), "atom".parse().unwrap()]));
    let config = file.resolve(vec![press.scratch.path().join("in")], None, None);
    let run = site::Run::at(now.parse().unwrap()).accept_shrink(true);
    assert!(!site::build(&config, &run).unwrap().idle, "{now}");
}

/// The records of articles of a date, with their numbers.
fn records_of(press: &Press, date: &str) -> Vec<(i64, Record)> {
    let date: DateTime<Utc> = date.parse().unwrap();
    press.memory().articles.into_iter().filter(|(_, record)| record.published.at == date).collect()
}

/// An article that has nothing to do with the others, so that there is something to look at.
fn other(n: usize) -> Value {
    json!({"id": format!("other-{n}"), "title": format!("Other {n}"), "url": format!("https://s.example/o/{n}"), "published": "2026-07-02T10:00:00Z"})
}

#[test]
fn two_articles_have_one_guid_and_the_one_that_is_held_keeps_its_id_and_its_record() {
    for (one, two) in [("a.json", "a.json"), ("a.jsonl", "a.jsonl"), ("a.json", "b.json"), ("a.jsonl", "b.jsonl")] {
        // The guid passes from the first article to the second, or both have it.
        for now_first in [first_without_guid(), first()] {
            let press = Press::new();
            publish(&press, D1, &[(one, vec![first()])]);
            let id_of_first = press.entry("First").0;
            let mut looks = 0;
            let mut look = |now: &str| {
                looks += 1;
                let others = (0..looks).map(other);
                if one == two {
                    let all = [now_first.clone(), second()].into_iter().chain(others);
                    publish(&press, now, &[(one, all.collect())]);
                } else {
                    let all = [now_first.clone()].into_iter().chain(others);
                    publish(&press, now, &[(one, all.collect()), (two, vec![second()])]);
                }
                assert_eq!(press.entry("First").0, id_of_first, "{one} {two} {now}");
                records_of(&press, DUE)
            };
            let held = look(BEFORE[0]);
            for now in &BEFORE[1..] {
                assert_eq!(look(now), held, "{one} {two} {now}");
            }
            // A record is needed where nothing else says that the guid is not that of the first article.
            assert_eq!(held.len(), usize::from(now_first.get("id").is_none()), "{one} {two}");
            let published = look(AFTER[0]);
            let [(number, record)] = &published[..] else { panic!("{published:?}") };
            assert_eq!(press.entry("Second").0, record.id.as_str());
            for (known, held) in &held {
                assert_eq!((known, &held.id), (number, &record.id), "{one} {two}");
            }
            for now in &AFTER[1..] {
                let again = look(now);
                let [(again, known)] = &again[..] else { panic!("{again:?}") };
                assert_eq!((again, &known.id), (number, &record.id), "{one} {two} {now}");
            }
        }
    }
}
