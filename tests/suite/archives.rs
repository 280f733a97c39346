//! Archives: all that a feed ever showed can be read, and a closed document never changes.

mod kept;
mod killed;
mod links;
mod unfit;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::run::{AS_OF, Said, Scratch};

/// The top of the published tree.
const BASE: &str = "https://feeds.example.org/";

/// An article of a day.
fn article(n: usize, day: &str) -> Value {
    json!({
        "title": format!("Story {n}"), "url": format!("https://news.example/{n}"), "published": format!("{day}T10:00:00Z"),
        "tags": ["Coast"], "source": "The Tide", "content": format!("<p>Text of story {n}.</p>"),
    })
}

/// Publishes the articles with archives.
fn publish(scratch: &Scratch, articles: &[Value], args: &[&str]) -> Said {
    publish_in("rss,atom,json", BASE, scratch, articles, args)
}

/// The same in other formats, and at another place.
fn publish_in(formats: &str, base: &str, scratch: &Scratch, articles: &[Value], args: &[&str]) -> Said {
    scratch.file("in.json", serde_json::to_vec(articles).unwrap());
    let build = ["build", "in.json", "-o", "out", "--base-url", base, "--as-of", AS_OF, "--report", "json"];
    let fixed = ["--format", formats, "--limit", "3", "--accept-shrink"];
    let said = scratch.run(&[&build[..], &fixed, args].concat());
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(scratch.findings(base), [""; 0]);
    said
}

fn atom(scratch: &Scratch, path: &str) -> atom_syndication::Feed {
    atom_syndication::Feed::read_from(scratch.published(path).as_slice()).unwrap()
}

/// Where a link of a document leads in the published tree.
fn link(feed: &atom_syndication::Feed, rel: &str) -> Option<String> {
    let link = feed.links().iter().find(|link| link.rel() == rel)?;
    Some(link.href().strip_prefix(BASE).unwrap_or_else(|| panic!("{}", link.href())).to_owned())
}

fn titles(feed: &atom_syndication::Feed) -> BTreeSet<String> {
    feed.entries().iter().map(|entry| entry.title().as_str().to_owned()).collect()
}

/// Follows a feed into its past, as RFC 5005 §4 says; gives the paths of the documents, newest first, and checks that the way
/// back is the same.
fn walk(scratch: &Scratch, start: &str) -> Vec<String> {
    let feed = atom(scratch, start);
    assert_eq!(link(&feed, "current"), None);
    let mut paths = Vec::new();
    let mut next = link(&feed, "prev-archive");
    while let Some(path) = next {
        let document = atom(scratch, &path);
        assert_eq!(link(&document, "self").as_deref(), Some(path.as_str()));
        assert_eq!(link(&document, "current").as_deref(), Some(start));
        assert_eq!(document.id(), feed.id(), "one feed, one id");
        let is_archive = String::from_utf8(scratch.published(&path)).unwrap().contains("<fh:archive");
        assert!(is_archive, "{path}");
        let after = link(&document, "next-archive").unwrap_or_else(|| panic!("{path}: no next-archive"));
        assert!(!scratch.published(&after).is_empty());
        if let Some(last) = paths.last() {
            assert_eq!(&after, last);
        }
        next = link(&document, "prev-archive");
        paths.push(path);
    }
    paths
}

/// The closed documents of all feeds and formats, with their bytes.
fn closed(scratch: &Scratch) -> BTreeMap<String, Vec<u8>> {
    let is_closed = |(path, bytes): &(String, Vec<u8>)| {
        path.ends_with(".xml") && memchr::memmem::find(bytes, b"<fh:archive").is_some()
    };
    let closed: BTreeMap<String, Vec<u8>> = scratch.tree().into_iter().filter(is_closed).collect();
    // JSON has no such sign: it is closed with the others.
    let json: Vec<String> =
        closed.keys().filter_map(|path| Some(path.strip_suffix("atom.xml")?.to_owned() + "feed.json")).collect();
    closed.into_iter().chain(json.into_iter().map(|path| (path.clone(), scratch.published(&path)))).collect()
}

/// That the feed and its closed documents hold `articles`, and no document holds what another one does.
fn is_complete(scratch: &Scratch, start: &str, articles: &[Value]) {
    let mut seen = BTreeSet::new();
    for path in walk(scratch, start) {
        for title in titles(&atom(scratch, &path)) {
            assert!(seen.insert(title.clone()), "{title} is in two documents");
        }
    }
    seen.extend(titles(&atom(scratch, start)));
    let wanted: BTreeSet<String> =
        articles.iter().map(|article| article["title"].as_str().unwrap().to_owned()).collect();
    assert_eq!(seen, wanted, "{start}");
}

/// Three articles on each of some days.
fn months(days: &[&str]) -> Vec<Value> {
    days.iter().enumerate().flat_map(|(m, day)| (0..3).map(move |n| article(m * 3 + n, day))).collect()
}

#[test]
fn all_history_can_be_read_and_closed_months_never_change() {
    let scratch = Scratch::new();
    let mut articles = months(&["2026-01-05", "2026-02-10", "2026-04-15"]);
    publish(&scratch, &articles, &["--archives"]);
    assert_eq!(
        walk(&scratch, "tags/coast/atom.xml"),
        ["tags/coast/archive/2026-02/atom.xml", "tags/coast/archive/2026-01/atom.xml"]
    );
    let before = closed(&scratch);
    // Four feeds: all, tag, source; two months; three formats.
    assert_eq!(before.len(), 3 * 2 * 3);

    // A month passes, one article comes late, one is edited, one goes.
    articles.extend([article(20, "2026-05-02"), article(21, "2026-01-20")]);
    articles[0]["title"] = "Another title".into();
    articles.remove(4);
    publish(&scratch, &articles, &["--archives"]);
    let after = closed(&scratch);
    for (path, bytes) in &before {
        assert!(after[path] == *bytes, "{path} was closed and has changed");
    }
    assert_eq!(after.len(), 3 * 3 * 3);
    // What was closed has the old title, and what has gone; the late one is in the document that was open.
    let late = titles(&atom(&scratch, "tags/coast/archive/2026-04/atom.xml"));
    assert!(late.contains("Story 21"), "{late:?}");
    articles[0]["title"] = "Story 0".into();
    articles.push(article(4, "2026-02-10"));
    for start in ["atom.xml", "tags/coast/atom.xml", "sources/the-tide/atom.xml"] {
        is_complete(&scratch, start, &articles);
    }
    // RSS and JSON tell the same.
    let rss = String::from_utf8(scratch.published("tags/coast/archive/2026-02/rss.xml")).unwrap();
    for part in [
        "<fh:archive></fh:archive>",
        "xmlns:fh=\"http://purl.org/syndication/history/1.0\"",
        "href=\"https://feeds.example.org/tags/coast/archive/2026-01/rss.xml\" rel=\"prev-archive\"",
        "href=\"https://feeds.example.org/tags/coast/archive/2026-04/rss.xml\" rel=\"next-archive\"",
        "href=\"https://feeds.example.org/tags/coast/rss.xml\" rel=\"current\"",
    ] {
        assert!(rss.contains(part), "{part} in {rss}");
    }
    let json: Value = serde_json::from_slice(&scratch.published("tags/coast/feed.json")).unwrap();
    assert_eq!(json["next_url"], "https://feeds.example.org/tags/coast/archive/2026-04/feed.json");
}

#[test]
fn a_run_without_news_touches_no_archive_and_a_lost_document_comes_back() {
    let scratch = Scratch::new();
    let articles = months(&["2026-01-05", "2026-02-10", "2026-03-15"]);
    publish(&scratch, &articles, &["--archives"]);
    let before = scratch.tree();
    let again = publish(&scratch, &articles, &["--archives"]);
    assert_eq!(again.report()["generated"]["files"]["written"], 0);
    let path = "tags/coast/archive/2026-01/rss.xml";
    std::fs::remove_file(scratch.path().join("out").join(path)).unwrap();
    let mended = publish(&scratch, &articles, &["--archives"]);
    assert_eq!(mended.report()["generated"]["files"]["written"], 1);
    assert!(scratch.tree() == before);
}

#[test]
fn pages_of_archives_lead_to_pages_that_exist() {
    let scratch = Scratch::new();
    publish(&scratch, &months(&["2026-01-05", "2026-02-10", "2026-03-15"]), &["--archives"]);
    let tree = scratch.tree();
    let mut looked_at = 0;
    for (path, bytes) in tree.iter().filter(|(path, _)| path.ends_with(".html")) {
        let folder = path.trim_end_matches("index.html");
        let page = std::str::from_utf8(bytes).unwrap();
        for link in page.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            if link.contains("://") || link.starts_with('#') {
                continue;
            }
            let mut place: Vec<&str> = folder.split_terminator('/').collect();
            for part in link.split('/') {
                if part == ".." {
                    place.pop().unwrap_or_else(|| panic!("{path}: {link}"));
                } else {
                    place.push(part);
                }
            }
            assert!(tree.contains_key(&place.join("/")), "{path}: {link}");
            looked_at += 1;
        }
    }
    assert!(looked_at > 200, "{looked_at}");
    let page = String::from_utf8(scratch.published("tags/coast/archive/2026-02/index.html")).unwrap();
    for way in [
        "rel=\"prev\" href=\"../../../../tags/coast/archive/2026-01/index.html\"",
        "rel=\"up\" href=\"../../../../tags/coast/index.html\"",
    ] {
        assert!(page.contains(way), "{way}");
    }
}

#[test]
fn documents_are_closed_by_count_where_that_is_wanted() {
    let scratch = Scratch::new();
    scratch.file("feedmill.toml", "[output]\narchives = 10\n");
    let all: Vec<Value> = (0..45).map(|n| article(n, &format!("2026-06-{:02}", 1 + n / 2))).collect();
    let mut before = BTreeMap::new();
    for count in [8, 10, 11, 25, 44, 45] {
        publish(&scratch, &all[..count], &[]);
        is_complete(&scratch, "tags/coast/atom.xml", &all[..count]);
        let after = closed(&scratch);
        assert!(before.iter().all(|(path, bytes)| after.get(path) == Some(bytes)), "at {count}");
        before = after;
    }
    let paths = walk(&scratch, "atom.xml");
    assert_eq!(paths.len(), 4);
    assert!(paths.iter().all(|path| atom(&scratch, path).entries().len() == 10));
}

#[test]
fn a_month_of_very_many_articles_is_closed_in_parts() {
    let scratch = Scratch::new();
    let mut all: Vec<Value> = (0..1_100).map(|n| article(n, &format!("2026-06-{:02}", 1 + n / 50))).collect();
    publish(&scratch, &all, &["--archives", "--taxonomy", "tag"]);
    is_complete(&scratch, "tags/coast/atom.xml", &all);
    let before = closed(&scratch);
    all.extend((1_100..1_600).map(|n| article(n, "2026-06-28")));
    all.push(article(1_600, "2026-07-02"));
    publish(&scratch, &all, &["--archives", "--taxonomy", "tag"]);
    is_complete(&scratch, "tags/coast/atom.xml", &all);
    let after = closed(&scratch);
    assert!(before.iter().all(|(path, bytes)| after.get(path) == Some(bytes)));
}

#[test]
fn what_is_taken_back_leaves_closed_documents_and_a_move_mends_their_links() {
    let scratch = Scratch::new();
    let mut articles = months(&["2026-01-05", "2026-02-10", "2026-03-15"]);
    publish(&scratch, &articles, &["--archives"]);
    let path = "tags/coast/archive/2026-01/atom.xml";
    assert!(titles(&atom(&scratch, path)).contains("Story 1"));
    articles[1]["deleted"] = true.into();
    publish(&scratch, &articles, &["--archives"]);
    assert_eq!(titles(&atom(&scratch, path)), BTreeSet::from(["Story 0".to_owned(), "Story 2".to_owned()]));
    let whole = String::from_utf8(scratch.published("tags/coast/atom.xml")).unwrap();
    assert!(whole.contains("deleted-entry"), "the feed tells those who have it");
    let before = scratch.tree();
    publish(&scratch, &articles, &["--archives"]);
    assert!(scratch.tree() == before);

    scratch.file("in.json", serde_json::to_vec(&articles).unwrap());
    let moved = ["build", "in.json", "-o", "out", "--archives", "--base-url", "https://moved.example/", "--limit", "3"];
    assert_eq!(scratch.run(&moved).code, 0);
    let text = String::from_utf8(scratch.published(path)).unwrap();
    assert!(text.contains("https://moved.example/tags/coast/archive/2026-02/atom.xml"));
    assert!(!text.contains("https://feeds.example.org/"));
}

#[test]
fn an_archive_outlives_the_articles_of_its_collection() {
    let scratch = Scratch::new();
    let articles = months(&["2026-01-05", "2026-02-10", "2026-03-15"]);
    publish(&scratch, &articles, &["--archives"]);
    let before = closed(&scratch);
    // Only the newest are still there, as with a site that exports its front page.
    publish(&scratch, &articles[6..], &["--archives"]);
    assert!(closed(&scratch) == before);
    // And when they come back, they are where they were.
    publish(&scratch, &articles, &["--archives"]);
    assert!(closed(&scratch) == before);
    is_complete(&scratch, "tags/coast/atom.xml", &articles);
}
