//! No two entries of a feed were changed in the same second, and what was published about it stands.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::press::{D1, D2, D3, Press};
use crate::run::Scratch;

/// Articles of one second, by title; some change in another one.
fn article(title: &str) -> Value {
    json!({"id": title, "title": title, "source": "S", "published": "2026-07-10T08:00:00Z", "tags": [title, "x"]})
}

fn updated(press: &Press) -> BTreeMap<String, String> {
    press.entries().into_iter().map(|(title, (_, _, updated))| (title, updated)).collect()
}

#[test]
fn articles_of_one_second_were_changed_in_seconds_of_their_own() {
    let scratch = Scratch::new();
    let mut articles: Vec<Value> = ["A", "B", "C"].map(article).to_vec();
    articles.push(
        json!({"id": "D", "title": "D", "published": "2026-07-09", "updated": "2026-07-10T08:00:00Z", "tags": ["x"]}),
    );
    articles.push(json!({"id": "E", "title": "E", "published": "2026-07-10T08:00:01Z", "tags": ["x"]}));
    scratch.file("a.json", Value::from(articles.clone()).to_string());
    assert_eq!(scratch.build(&["a.json", "--format", "rss,atom,json"]).code, 0);
    let read = |path: &str| atom_syndication::Feed::read_from(scratch.published(path).as_slice()).unwrap();
    let of = |path: &str| -> BTreeMap<String, String> {
        let dated = |entry: &atom_syndication::Entry| (entry.title().to_string(), entry.updated().to_rfc3339());
        read(path).entries().iter().map(dated).collect()
    };
    let all = of("atom.xml");
    assert_eq!(all.values().collect::<BTreeSet<_>>().len(), 5, "{all:?}");
    let seconds: BTreeSet<&str> = all.values().map(|at| &at[..19]).collect();
    let expected: Vec<String> = (0..5).map(|second| format!("2026-07-10T08:00:0{second}")).collect();
    assert_eq!(seconds.into_iter().collect::<Vec<_>>(), expected, "no further away than it must be");
    // An article is the same everywhere, and the later of two in a list was not changed before the one below it.
    assert_eq!(of("tags/x/atom.xml"), all);
    assert_eq!(of("tags/a/atom.xml")["A"], all["A"]);
    let feed = read("atom.xml");
    let same_second: Vec<_> = feed.entries().iter().filter(|entry| "ABC".contains(entry.title().as_str())).collect();
    assert!(same_second.is_sorted_by(|a, b| a.updated() > b.updated()));
    // Dates of publication stay.
    assert!(same_second.iter().all(|e| e.published().unwrap().to_rfc3339() == "2026-07-10T08:00:00+00:00"));
    let channel = rss::Channel::read_from(scratch.published("rss.xml").as_slice()).unwrap();
    let same_time = channel.items().iter().filter(|item| "ABC".contains(item.title().unwrap()));
    assert!(same_time.clone().count() == 3);
    for item in same_time {
        assert_eq!(item.pub_date(), Some("Fri, 10 Jul 2026 08:00:00 GMT"));
    }
    let list: Value = serde_json::from_slice(&scratch.published("feed.json")).unwrap();
    for item in list["items"].as_array().unwrap() {
        let changed = item["date_modified"].as_str().or(item["date_published"].as_str()).unwrap();
        assert_eq!(changed[..19], all[item["title"].as_str().unwrap()][..19]);
    }
    // Whatever the order, and without a memory, too.
    articles.reverse();
    let other = Scratch::new();
    other.file("a.json", Value::from(articles).to_string());
    assert_eq!(other.build(&["a.json", "--format", "rss,atom,json"]).code, 0);
    assert_eq!(other.published("atom.xml"), scratch.published("atom.xml"));
}

#[test]
fn who_comes_and_goes_moves_nobody() {
    let press = Press::new();
    press.run(D1, &json!([article("M"), article("N")]));
    let before = updated(&press);
    assert_ne!(before["M"], before["N"]);
    // Some of the same second come later, one goes.
    press.run(D2, &json!(["A", "M", "B", "C", "Y", "Z"].map(article)));
    let after = updated(&press);
    assert_eq!(after["M"], before["M"]);
    assert_eq!(after.values().collect::<BTreeSet<_>>().len(), 6, "{after:?}");
    assert!(!after.values().any(|at| *at == before["N"]), "its second is kept for it");
    // It comes back, and the run after that finds nothing to do.
    let all = json!(["N", "A", "M", "B", "C", "Y", "Z"].map(article));
    press.run(D3, &all);
    let mut expected = after;
    expected.insert("N".to_owned(), before["N"].clone());
    assert_eq!(updated(&press), expected);
    assert_eq!(press.run(D3, &all).files.written, 0);
}

#[test]
fn hundreds_of_one_midnight_are_told_apart() {
    let press = Press::new();
    let articles: Vec<Value> = (0..400).map(|n| article(&format!("n{n}"))).collect();
    press.run(D1, &json!(articles));
    let entries = press.entries();
    let distinct: BTreeSet<_> = entries.values().map(|(.., updated)| updated).collect();
    assert_eq!((entries.len(), distinct.len()), (400, 400));
    assert_eq!(**distinct.last().unwrap(), "2026-07-10T08:06:39");
}
