//! What a collection takes back.

use serde_json::json;

use crate::press::{D1, D2, D3, Press};

#[test]
fn an_article_that_is_taken_back_goes_everywhere() {
    let press = Press::new();
    let article = |title: &str| json!({"id": title, "title": title, "source": "S", "published": "2026-07-10T08:00:00Z", "tags": ["x", title], "url": format!("https://s.example/{title}")});
    press.run(D1, &json!([article("a"), article("b"), article("c"), article("d"), article("e")]));
    let id = |title: &str| press.entry(title).0;
    let ids = ["a", "b", "c", "d"].map(id);
    let mut deleted = article("a");
    deleted["deleted"] = json!(true);
    let tombstones = json!([deleted, {"id": "b", "deleted": true}, {"url": "https://s.example/c?utm_source=x", "deleted": "yes"}, {"id": ids[3], "deleted": 1}, article("b"), article("d"), article("e")]);
    let report = press.run(D2, &tombstones);
    assert_eq!((report.articles.accepted, report.articles.rejected), (1, 0), "{:?}", report.rejections);
    for path in ["atom.xml", "tags/x/atom.xml", "sources/s/atom.xml"] {
        let text = String::from_utf8(press.scratch.published(path)).unwrap();
        let feed = atom_syndication::Feed::read_from(text.as_bytes()).unwrap();
        assert_eq!(feed.entries().len(), 1, "{path}");
        assert_eq!(feed.updated().to_rfc3339(), "2026-07-21T13:00:00+00:00");
        for id in &ids {
            let tombstone = format!("ref=\"{id}\" when=\"2026-07-21T13:00:00Z\"/>");
            assert!(text.contains(&tombstone), "{path}: {tombstone}\n{text}");
        }
    }
    let only = String::from_utf8(press.scratch.published("tags/a/atom.xml")).unwrap();
    assert!(only.contains(&ids[0]) && !only.contains(&ids[1]));
    for (path, bytes) in press.scratch.tree() {
        let text = String::from_utf8(bytes).unwrap();
        assert!(!text.contains("s.example/a"), "{path}");
    }
    // Nothing more to say the next time; after a month the tombstones go; and what is not taken back any more is there.
    assert_eq!(press.run(D2, &tombstones).files.written, 0);
    press.run("2026-08-20T12:00:00Z", &tombstones);
    assert!(String::from_utf8(press.scratch.published("atom.xml")).unwrap().contains("deleted-entry"));
    press.run("2026-08-30T13:00:00Z", &tombstones);
    assert!(!String::from_utf8(press.scratch.published("atom.xml")).unwrap().contains("deleted-entry"));
    press.run("2026-08-31T13:00:00Z", &json!([article("a"), article("e")]));
    assert_eq!(press.entry("a").0, ids[0]);
}

#[test]
fn what_is_taken_back_is_no_more_than_that() {
    let press = Press::new();
    let incident = |n: u32| json!({"id": format!("tag:x.example,2026:{n}"), "title": format!("Incident {n}"), "url": "https://status.x.example/", "source": "S", "published": format!("2026-07-0{n}T10:00:00Z")});
    let numbered = |source: &str| json!({"id": "1", "title": format!("First of {source}"), "source": source, "published": "2026-07-05"});
    press.run(D1, &json!([incident(1), incident(2), numbered("A"), numbered("B")]));
    // Another article at the same address is another article, if its collection says so.
    press.run(D2, &json!([incident(2), incident(3), numbered("A"), numbered("B")]));
    assert_eq!(press.entry("Incident 3").0, "tag:x.example,2026:3");
    let mut gone = incident(2);
    gone["deleted"] = json!("2026-07-21T10:00:00Z");
    let of_a = json!({"id": "1", "source": "A", "deleted": true});
    let report = press.run(D3, &json!([gone, incident(3), of_a, numbered("B"), {"id": "77", "deleted": true}]));
    assert_eq!(press.entries().into_keys().collect::<Vec<_>>(), ["First of B", "Incident 3"]);
    assert_eq!(report.warnings.iter().filter(|warning| warning.code.name() == "unknown-retraction").count(), 1);
    // What comes back says so.
    press.run(D3, &json!([incident(2), incident(3), numbered("B")]));
    assert_eq!(press.entry("Incident 2").2, "2026-07-23T14:00:01");
}

#[test]
fn what_a_row_takes_back_stays_so_where_another_row_still_has_it() {
    let press = Press::new();
    let other = json!({"title": "Other", "published": "2026-07-02"});
    press.run(D1, &json!([{"id": "7", "source": "S", "title": "Old", "url": "https://s.example/a"}, other]));
    // One row takes back the address, another one has the id, with another title and no address.
    let edited = json!({"id": "7", "source": "S", "title": "New"});
    let all = json!([edited, {"title": "Gone", "url": "https://s.example/a", "deleted": true}, other]);
    press.run(D2, &all);
    let memory = press.memory();
    for now in [D2, D3, "2026-12-01T12:00:00Z"] {
        press.run(now, &all);
        assert_eq!(press.entries().into_keys().collect::<Vec<_>>(), ["Other"], "{now}");
        assert_eq!(press.memory().articles, memory.articles, "{now}");
    }
}

#[test]
fn a_row_that_is_thrown_away_leaves_nothing_of_what_was_never_published() {
    let press = Press::new();
    let other = json!({"title": "Other", "published": "2026-07-02"});
    let held = json!({"id": "7", "source": "S", "title": "Held", "embargo_until": "2026-07-30T00:00:00Z"});
    press.run(D1, &json!([held, other]));
    assert_eq!(press.memory().articles.len(), 2);
    let mut thrown = held;
    thrown["status"] = json!("trash");
    for now in [D2, D2, D3] {
        press.run(now, &json!([thrown, other]));
        assert_eq!(press.memory().articles.len(), 1, "{now}");
    }
}
