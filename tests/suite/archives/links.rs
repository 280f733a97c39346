//! Where the links of documents lead when a format, a term or the base URL goes, and when entries in them say they changed.

use serde_json::{Value, json};

use super::{BASE, closed, months, publish, publish_in};
use crate::press::{D1, D2, D3, Press};
use crate::run::Scratch;

const MOVED: &str = "https://moved.example/f/";

fn text(scratch: &Scratch, path: &str) -> String {
    String::from_utf8(scratch.published(path)).unwrap()
}

#[test]
fn a_format_that_is_switched_off_leaves_no_link_to_it() {
    let scratch = Scratch::new();
    scratch.file("feedmill.toml", "[publish]\nvanished_days = 0\n");
    let articles = months(&["2026-01-05", "2026-02-10", "2026-03-15"]);
    publish(&scratch, &articles, &["--archives"]);
    let all = closed(&scratch);
    let page = "tags/coast/archive/2026-01/index.html";
    assert!(text(&scratch, page).contains("feed.json"));
    // Findings would be links to what is not there.
    publish_in("rss,atom", BASE, &scratch, &articles, &["--archives"]);
    let fewer = closed_xml(&scratch);
    assert!(fewer.iter().all(|(path, bytes)| all[path] == *bytes), "only pages change");
    let without = text(&scratch, page);
    assert!(!without.contains("feed.json") && without.contains("Story 2"), "{without}");
    assert!(!scratch.path().join("out/tags/coast/archive/2026-01/feed.json").exists());
    // On again: the documents are there again, and what is closed has no reason to change.
    publish(&scratch, &articles, &["--archives"]);
    assert!(closed(&scratch) == all);
    assert_eq!(text(&scratch, page), without);
    // What has left the collection is in the page of its document all the same.
    publish_in("json", BASE, &scratch, &articles[6..], &["--archives"]);
    let page = text(&scratch, page);
    assert!(page.contains("feed.json") && !page.contains("rss.xml") && page.contains("Story 2"), "{page}");
    // Of a format that comes later there is what the collection still has, and somebody is told.
    let said = publish_in("rss,json", BASE, &scratch, &articles[5..], &["--archives"]).report();
    let told = |warning: &&Value| warning["code"] == "archive-incomplete";
    assert_eq!(said["warnings"].as_array().unwrap().iter().filter(told).count(), 6, "{said}");
}

/// The closed documents in RSS and Atom.
fn closed_xml(scratch: &Scratch) -> Vec<(String, Vec<u8>)> {
    let is_closed = |(path, bytes): &(String, Vec<u8>)| {
        path.ends_with(".xml") && memchr::memmem::find(bytes, b"<fh:archive").is_some()
    };
    scratch.tree().into_iter().filter(is_closed).collect()
}

#[test]
fn documents_at_old_addresses_are_looked_after_like_others() {
    let scratch = Scratch::new();
    let mut articles = months(&["2026-01-05", "2026-02-10", "2026-03-15"]);
    publish(&scratch, &articles, &["--archives"]);
    scratch.file("feedmill.toml", "[tags]\naliases = { Shore = [\"Coast\"] }\n");
    publish(&scratch, &articles, &["--archives"]);
    let before = closed(&scratch);
    // A format goes, an article is taken back, the publication moves, a file is lost: one after another.
    publish_in("rss,atom", BASE, &scratch, &articles, &["--archives"]);
    let old = "tags/coast/archive/2026-01/";
    assert!(!text(&scratch, &format!("{old}index.html")).contains("feed.json"));
    articles[1]["deleted"] = true.into();
    publish(&scratch, &articles, &["--archives"]);
    for file in ["rss.xml", "atom.xml", "feed.json", "index.html"] {
        let there =
            ["Story 0", "Story 1", "Story 2"].map(|title| text(&scratch, &format!("{old}{file}")).contains(title));
        assert_eq!(there, [true, false, true], "{file}");
    }
    publish_in("rss,atom,json", MOVED, &scratch, &articles[6..], &["--archives"]);
    for path in before.keys() {
        let text = text(&scratch, path);
        assert!(!text.contains(BASE) && text.contains(&format!("{MOVED}{path}")), "{path}: {text}");
    }
    std::fs::remove_file(scratch.path().join("out").join(old).join("atom.xml")).unwrap();
    publish_in("rss,atom,json", MOVED, &scratch, &articles, &["--archives"]);
    assert!(text(&scratch, &format!("{old}atom.xml")).contains("Story 2"));
    // No alias any more: the feed goes on where it was.
    scratch.file("feedmill.toml", "");
    publish_in("rss,atom,json", MOVED, &scratch, &articles, &["--archives"]);
}

#[test]
fn closed_documents_lead_to_no_feed_that_is_removed() {
    let scratch = Scratch::new();
    scratch.file("feedmill.toml", "[publish]\nvanished_days = 0\n");
    let mut articles = months(&["2026-01-05", "2026-02-10", "2026-03-15"]);
    articles[0]["tags"] = json!(["Coast", "Rare"]);
    // Its entry leads to its place on the page of the document.
    articles[1].as_object_mut().unwrap().remove("url");
    articles[1]["tags"] = json!(["Coast", "Seldom"]);
    let publish = |scratch: &Scratch, articles: &[Value], args: &[&str]| {
        publish(scratch, articles, &[&["--archives", "--articles", "none"], args].concat())
    };
    publish(&scratch, &articles, &[]);
    let before = closed_xml(&scratch);
    let page = "tags/coast/archive/2026-01/index.html";
    let feed = "tags/coast/archive/2026-01/atom.xml";
    assert!(text(&scratch, page).contains("tags/rare/index.html"));
    assert!(text(&scratch, feed).contains(&format!("{BASE}tags/coast/archive/2026-01/#e-")));
    articles[0]["tags"] = json!(["Coast"]);
    publish(&scratch, &articles, &[]);
    let without = text(&scratch, page);
    assert!(without.contains("#Rare") && !without.contains("tags/rare/"), "{without}");
    assert!(closed_xml(&scratch).iter().all(|known| !known.0.starts_with("tags/coast/") || before.contains(known)));
    articles[1]["tags"] = json!(["Coast"]);
    publish(&scratch, &articles, &[]);
    assert!(text(&scratch, feed).contains(&format!("{BASE}tags/coast/archive/2026-01/#e-")));
    let before = scratch.tree();
    publish(&scratch, &articles, &["--checksum"]);
    assert!(scratch.tree() == before);
}

#[test]
fn an_older_version_in_an_archive_is_no_fault() {
    let scratch = Scratch::new();
    let mut articles = months(&["2026-01-05", "2026-02-10", "2026-03-15"]);
    for (n, article) in articles.iter_mut().enumerate() {
        article["id"] = format!("urn:x-story:{n}").into();
    }
    publish(&scratch, &articles, &["--archives"]);
    for n in [0, 4, 8] {
        articles[n]["title"] = format!("Edited {n}").into();
        articles[n]["url"] = format!("https://news.example/edited/{n}").into();
    }
    // One is edited and leaves a tag whose document is open.
    articles[7]["tags"] = json!(["Inland"]);
    publish(&scratch, &articles, &["--archives"]);
    articles[7]["title"] = "Edited 7".into();
    articles[7]["url"] = "https://news.example/edited/7".into();
    for formats in ["rss,atom,json", "json", "rss"] {
        publish_in(formats, BASE, &scratch, &articles, &["--archives", "--taxonomy", "tag,source"]);
        let said = scratch.run(&["check", "out", "--base-url", BASE, "--strict"]);
        assert_eq!(said.code, 0, "{formats}: {said:?}");
    }
}

#[test]
fn a_document_is_as_new_as_its_entries_say() {
    let mut press = Press::new();
    press.toml = "[output]\narchives = true\n".to_owned();
    let article = |title: &str, source: &str| {
        json!([
            {"id": "urn:x:1", "title": title, "url": "https://a.example/1", "source": source, "published": "2026-07-05T00:00:00Z"},
            {"id": "urn:x:2", "title": "Other", "url": "https://a.example/2", "source": "One", "published": "2026-07-06T00:00:00Z"},
        ])
    };
    press.run(D1, &article("First", "Three"));
    press.run(D1, &article("First", "One"));
    let files = ["atom.xml", "rss.xml", "index.html"].map(|file| format!("sources/three/archive/2026-07/{file}"));
    let read = || files.clone().map(|path| press.scratch.published(&path));
    let before = read();
    // It is edited, and then the same comes again and again: what Three showed of it is as old as it was.
    for now in [D2, D2, D3, "2026-07-30T00:00:00Z"] {
        press.run(now, &article("Second title", "One"));
        assert!(read() == before, "{now}");
    }
    let feed = String::from_utf8(before[0].clone()).unwrap();
    assert_eq!(feed.matches("<updated>2026-07-05T00:00:00Z</updated>").count(), 3, "{feed}");
    assert!(feed.contains("<title>First</title>"), "{feed}");
}

#[test]
fn a_document_declares_what_its_kept_entries_use() {
    let scratch = Scratch::new();
    let mut articles = months(&["2026-03-15"]);
    articles[0]["authors"] = json!(["Ann"]);
    articles[0]["image"] = "https://news.example/0.jpg".into();
    articles[0]["id"] = "urn:x-story:0".into();
    publish(&scratch, &articles, &["--archives"]);
    articles[0]["tags"] = json!(["Inland"]);
    publish(&scratch, &articles, &["--archives"]);
    // Nothing that is made now uses any of these.
    publish(&scratch, &articles, &["--archives", "--content", "excerpt"]);
    let kept = text(&scratch, "tags/coast/archive/2026-03/rss.xml");
    for prefix in ["content", "dc", "media"] {
        assert_eq!(kept.matches(&format!("xmlns:{prefix}=")).count(), 1, "{kept}");
    }
    let other = text(&scratch, "tags/coast/rss.xml");
    assert!(!other.contains("xmlns:content") && !other.contains("xmlns:dc"), "{other}");
}
