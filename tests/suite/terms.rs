//! Terms and their feeds from run to run: addresses stay, whatever becomes of the term.

use std::collections::BTreeMap;

use feedmill::internal::config;
use serde_json::{Value, json};

use crate::press::{D1, D2, D3, Press};

#[test]
fn an_address_stays_with_its_term() {
    let press = Press::new();
    let article = |title: &str, tag: &str, day: u32| json!({"title": title, "published": format!("2026-07-{day:02}"), "tags": [tag]});
    press.run(D1, &json!([article("A", "C'est", 10)]));
    // An older article with a term of the same slug comes in: the published address stays.
    press.run(D2, &json!([article("A", "C'est", 10), article("B", "C est", 1)]));
    let slug = |label: &str| press.memory().feeds.values().find(|feed| feed.label == label).unwrap().slug.clone();
    assert_eq!(slug("C'est"), "c-est");
    let other = slug("C est");
    assert!(other.starts_with("c-est-"), "{other}");
    // Both go, and come back.
    press.run(D2, &json!([article("C", "d", 1)]));
    press.run("2026-09-21T13:00:00Z", &json!([article("C", "d", 2)]));
    assert!(!press.scratch.path().join("out/tags/c-est").exists());
    press.run("2026-09-22T13:00:00Z", &json!([article("B", "C est", 1), article("A", "C'est", 10)]));
    assert_eq!((slug("C'est").as_str(), slug("C est")), ("c-est", other));
}

#[test]
fn a_term_is_called_as_it_was_until_that_is_clearly_wrong() {
    let press = Press::new();
    let tagged = |tags: &[&str]| -> Value {
        let article = |(n, tag): (usize, &&str)| json!({"title": format!("T{n}"), "published": format!("2026-07-{:02}", n + 1), "tags": [tag]});
        tags.iter().enumerate().map(article).collect()
    };
    let label = || press.memory().feeds.values().find(|feed| feed.slug == "kde").unwrap().label.clone();
    press.run(D1, &tagged(&["KDE", "kde", "KDE"]));
    assert_eq!(label(), "KDE");
    press.run(D2, &tagged(&["KDE", "kde", "KDE", "kde", "kde", "kde"]));
    assert_eq!(label(), "KDE");
    press.run(D3, &tagged(&["KDE", "kde", "KDE", "kde", "kde", "kde", "kde"]));
    assert_eq!(label(), "kde");
}

#[test]
fn a_vanished_term_keeps_its_feeds_for_a_while() {
    let mut press = Press::new();
    let article = |title: &str, tag: &str| json!({"title": title, "published": "2026-07-10T08:00:00Z", "tags": [tag]});
    press.run(D1, &json!([article("A", "Gone"), article("B", "Here")]));
    let feed = |name: &str| press.scratch.published(&format!("tags/gone/{name}"));
    let before = atom_syndication::Feed::read_from(feed("atom.xml").as_slice()).unwrap();
    let report = press.run(D2, &json!([article("A", "Here"), article("B", "Here")]));
    assert!(
        report
            .warnings
            .iter()
            .any(|warning| warning.code.name() == "vanished" && warning.message.contains("2026-08-20"))
    );
    let after = atom_syndication::Feed::read_from(feed("atom.xml").as_slice()).unwrap();
    assert_eq!((after.entries().len(), after.id(), after.updated()), (0, before.id(), before.updated()));
    assert!(rss::Channel::read_from(feed("rss.xml").as_slice()).unwrap().items().is_empty());
    for list in ["index.html", "index.opml", "feeds.json"] {
        assert!(!String::from_utf8(press.scratch.published(list)).unwrap().contains("tags/gone"), "{list}");
    }
    // Nothing changes, until the time is up: that is due, though no input has changed.
    let quiet = press.run("2026-08-20T12:59:59Z", &json!([article("A", "Here"), article("B", "Here")]));
    assert_eq!((quiet.files.written, quiet.files.removed), (0, 0));
    let report = press.run("2026-08-20T13:00:01Z", &json!([article("A", "Here"), article("B", "Here")]));
    assert_eq!((report.files.removed, report.feeds.removed), (3, 1));
    assert!(!press.scratch.path().join("out/tags/gone").exists());
    // Kept for good.
    press = Press::new();
    press.toml = "[publish]\nvanished = \"keep\"\n".to_owned();
    press.run(D1, &json!([article("A", "Gone"), article("B", "Here")]));
    press.run(D2, &json!([article("A", "Here")]));
    assert_eq!(press.run("2036-07-21T13:00:00Z", &json!([article("A", "Here")])).files.removed, 0);
}

#[test]
fn a_renamed_term_keeps_its_old_address() {
    let mut press = Press::new();
    let articles = json!([
        {"title": "A", "published": "2026-07-10T08:00:00Z", "tags": ["IslamicStateKhorasan"], "source": "Tide"},
        {"title": "B", "published": "2026-07-11T08:00:00Z", "tags": ["ISIS-K", "iskp"], "source": "The Tide"},
    ]);
    press.run(D1, &articles);
    let id = press.entry("A").0;
    let feed_id = |path: &str| {
        atom_syndication::Feed::read_from(press.scratch.published(path).as_slice()).unwrap().id().to_owned()
    };
    let before: BTreeMap<&str, String> = ["tags/islamicstatekhorasan/atom.xml", "tags/isis-k/atom.xml"]
        .into_iter()
        .map(|path| (path, feed_id(path)))
        .collect();
    press.toml = "[tags]\naliases = { \"ISKP\" = [\"IslamicStateKhorasan\", \"ISIS-K\"] }\n[sources]\naliases = { \"The Tide\" = [\"tide\"] }\n[publish]\nredirects = [\"nginx\", \"caddy\", \"netlify\"]\n[site]\nbase_url = \"https://x.example/feeds/\"\n".to_owned();
    let report = press.run(D2, &articles);
    assert_eq!(report.feeds.removed, 0);
    assert_eq!(press.entry("A").0, id);
    let new = press.scratch.published("tags/iskp/atom.xml");
    assert_eq!(atom_syndication::Feed::read_from(new.as_slice()).unwrap().entries().len(), 2);
    for old in ["tags/islamicstatekhorasan/atom.xml", "tags/isis-k/atom.xml"] {
        let entries = |bytes: &[u8]| atom_syndication::Feed::read_from(bytes).unwrap().entries().to_vec();
        let former = press.scratch.published(old);
        assert_eq!(entries(&former), entries(&new), "{old}");
        let former = atom_syndication::Feed::read_from(former.as_slice()).unwrap();
        assert!(former.links().iter().any(|link| link.href() == format!("https://x.example/feeds/{old}")), "{old}");
        assert_eq!(former.id(), before[old], "{old}");
    }
    let text = |path: &str| String::from_utf8(press.scratch.published(path)).unwrap();
    assert!(
        text("redirects.nginx.conf")
            .contains("\"~^\\Q/feeds/tags/isis-k/atom.xml\\E$\" \"/feeds/tags/iskp/atom.xml\";")
    );
    assert!(text("redirects.caddy").contains("redir \"/feeds/sources/tide/\" \"/feeds/sources/the-tide/\" 301\n"));
    assert!(text("_redirects").contains("\n/feeds/tags/isis-k/rss.xml /feeds/tags/iskp/rss.xml 301!\n"));
    assert!(!text("index.opml").contains("isis-k"));
    // For good, as long as the other name is known.
    assert_eq!(press.run("2027-07-21T13:00:00Z", &articles).files.removed, 0);
    let error = config::File::parse("[tags]\naliases = { a = [\"x\"], b = [\"X\"] }", "f.toml".as_ref()).unwrap_err();
    assert!(error.to_string().starts_with("f.toml:2:"), "{error}");
}
