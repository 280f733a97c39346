//! The three formats say the same, and what the specifications ask for.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::run::{Scratch, repository, tree};

/// The sample, published in all formats.
fn sample() -> Scratch {
    let scratch = Scratch::new();
    for (name, bytes) in tree(&repository().join("tests/sample")) {
        scratch.file(&format!("in/{name}"), bytes);
    }
    assert_eq!(scratch.build(&["in", "--format", "rss,atom,json", "--title", "The Coast"]).code, 0);
    scratch
}

/// What every format can say about an entry.
#[derive(Debug, PartialEq)]
struct Entry {
    id: String,
    title: String,
    link: String,
    published: String,
    tags: Vec<String>,
    content: Option<String>,
}

fn utc(date: &str) -> String {
    chrono::DateTime::parse_from_rfc3339(date)
        .or_else(|_| chrono::DateTime::parse_from_rfc2822(date))
        .unwrap_or_else(|error| panic!("{date}: {error}"))
        .to_utc()
        .to_rfc3339()
}

fn rss(bytes: &[u8]) -> Vec<Entry> {
    let channel = rss::Channel::read_from(bytes).unwrap();
    let entry = |item: &rss::Item| Entry {
        id: item.guid().unwrap().value().to_owned(),
        title: item.title().unwrap().to_owned(),
        link: item.link().unwrap().to_owned(),
        published: utc(item.pub_date().unwrap()),
        tags: item.categories().iter().map(|category| category.name().to_owned()).collect(),
        content: item.content().map(str::to_owned),
    };
    channel.items().iter().map(entry).collect()
}

fn atom(bytes: &[u8]) -> Vec<Entry> {
    let feed = atom_syndication::Feed::read_from(bytes).unwrap();
    let entry = |entry: &atom_syndication::Entry| Entry {
        id: entry.id().to_owned(),
        title: entry.title().to_string(),
        link: entry.links().iter().find(|link| link.rel() == "alternate").unwrap().href().to_owned(),
        published: utc(&entry.published().unwrap().to_rfc3339()),
        tags: entry.categories().iter().map(|category| category.term().to_owned()).collect(),
        content: entry.content().and_then(|content| content.value()).map(str::to_owned),
    };
    feed.entries().iter().map(entry).collect()
}

fn json(bytes: &[u8]) -> Vec<Entry> {
    let feed: Value = serde_json::from_slice(bytes).unwrap();
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let entry = |item: &Value| Entry {
        id: text(&item["id"]),
        title: text(&item["title"]),
        link: text(&item["url"]),
        published: utc(item["date_published"].as_str().unwrap()),
        tags: item["tags"].as_array().map_or(Vec::new(), |tags| tags.iter().map(text).collect()),
        content: item["content_html"].as_str().map(str::to_owned),
    };
    feed["items"].as_array().unwrap().iter().map(entry).collect()
}

#[test]
fn rss_atom_and_json_feed_agree() {
    let scratch = sample();
    let folders: Vec<String> =
        scratch.tree().into_keys().filter_map(|path| path.strip_suffix("rss.xml").map(str::to_owned)).collect();
    assert!(folders.len() > 30, "{folders:?}");
    let mut all_ids = BTreeSet::new();
    for folder in folders {
        let entries = rss(&scratch.published(&format!("{folder}rss.xml")));
        assert_eq!(entries, atom(&scratch.published(&format!("{folder}atom.xml"))), "{folder}");
        assert_eq!(entries, json(&scratch.published(&format!("{folder}feed.json"))), "{folder}");
        assert!(entries.is_sorted_by(|a, b| a.published >= b.published), "{folder}: newest first");
        let ids: BTreeSet<_> = entries.iter().map(|entry| entry.id.clone()).collect();
        assert_eq!(ids.len(), entries.len(), "{folder}: an id twice");
        if folder.is_empty() {
            all_ids = ids;
        } else {
            assert!(ids.is_subset(&all_ids), "{folder}: an article with another id");
        }
    }
    assert_eq!(all_ids.len(), 40);
}

#[test]
fn a_feed_is_dated_by_its_newest_entry_and_names_itself() {
    let scratch = sample();
    let channel = rss::Channel::read_from(scratch.published("tags/tidalpower/rss.xml").as_slice()).unwrap();
    let feed = atom_syndication::Feed::read_from(scratch.published("tags/tidalpower/atom.xml").as_slice()).unwrap();
    let newest = feed.entries().iter().map(|entry| entry.updated().to_utc()).max().unwrap();
    assert_eq!(feed.updated().to_utc(), newest);
    assert_eq!(utc(channel.last_build_date().unwrap()), newest.to_rfc3339());
    assert_eq!(channel.title(), "Latest news with #TidalPower – The Coast");
    assert_eq!(channel.link(), "https://feeds.example.org/tags/tidalpower/");
    let own = feed.links().iter().find(|link| link.rel() == "self").unwrap();
    assert_eq!(own.href(), "https://feeds.example.org/tags/tidalpower/atom.xml");
    let raw = String::from_utf8(scratch.published("tags/tidalpower/rss.xml")).unwrap();
    assert!(raw.starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<?xml-stylesheet type=\"text/css\" href=\"../../style.css\"?>\n<rss version=\"2.0\" "));
    assert!(raw.find("<rss").unwrap() < 512 && !raw.contains("CDATA"));
    assert!(raw.find("<atom:link").unwrap() < raw.find("<item>").unwrap(), "items come last");
    assert!(raw.contains("&#x26;"), "titles escape & as a hex reference");
    let raw = String::from_utf8(scratch.published("tags/tidalpower/atom.xml")).unwrap();
    assert!(!raw.contains("xmlns:atom") && !raw.contains("+00:00"));
}

#[test]
fn every_link_of_pages_opml_and_list_leads_to_a_published_file() {
    let scratch = sample();
    let files = scratch.tree();
    let base = "https://feeds.example.org/";
    let decode = |path: &str| -> String {
        let mut bytes = Vec::new();
        let mut rest = path.as_bytes();
        while let Some((&byte, after)) = rest.split_first() {
            if byte == b'%' {
                bytes.push(u8::from_str_radix(std::str::from_utf8(&after[..2]).unwrap(), 16).unwrap());
                rest = &after[2..];
            } else {
                bytes.push(byte);
                rest = after;
            }
        }
        String::from_utf8(bytes).unwrap()
    };
    let mut seen = 0;
    for (path, bytes) in
        files.iter().filter(|(path, _)| path.ends_with(".html") || path.ends_with(".opml") || *path == "feeds.json")
    {
        let text = std::str::from_utf8(bytes).unwrap();
        let folder = path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        for quoted in ["href=\"", "xmlUrl=\"", "htmlUrl=\"", "\"url\": \""] {
            for link in text.split(quoted).skip(1).map(|rest| rest.split(['"', '#']).next().unwrap()) {
                let target = match link.strip_prefix(base) {
                    Some(rest) => decode(rest),
                    None if link.starts_with("http") || link.starts_with("mailto:") => continue,
                    None => {
                        let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
                        let mut rest = link;
                        while let Some(up) = rest.strip_prefix("../") {
                            parts.pop().expect("a link above the top");
                            rest = up;
                        }
                        let top: String = parts.iter().flat_map(|part| [*part, "/"]).collect();
                        top + &decode(rest)
                    }
                };
                let target = if target.is_empty() || target.ends_with('/') { target + "index.html" } else { target };
                assert!(files.contains_key(&target), "{path}: {link} leads to {target}");
                seen += 1;
            }
        }
    }
    assert!(seen > 500, "{seen}");
}

#[test]
fn a_feed_that_is_too_large_gives_up_texts_before_entries() {
    let scratch = Scratch::new();
    let long = "word ".repeat(8_000);
    let items: Vec<String> = (1..=40)
        .map(|n| format!(r#"{{"title":"T{n}","published":"2026-06-{:02}","content_text":"{long}"}}"#, n % 28 + 1))
        .collect();
    scratch.file("a.json", format!("[{}]", items.join(",")));
    let report = scratch.build(&["a.json", "--format", "rss,atom,json"]).report();
    assert_eq!(report["warnings"][0]["code"], "feed-over-size");
    for name in ["rss.xml", "atom.xml", "feed.json"] {
        assert!(scratch.published(name).len() <= 1_000_000, "{name}");
    }
    let feed = scratch.atom();
    assert_eq!(feed.entries().len(), 40);
    let whole = feed.entries().iter().filter(|entry| entry.content().is_some()).count();
    assert!((20..=24).contains(&whole), "{whole}");
    assert!(feed.entries()[..whole].iter().all(|entry| entry.content().is_some()), "the newest keep their texts");
}

#[test]
fn a_burst_is_shown_whole() {
    let scratch = Scratch::new();
    let items: Vec<String> = (0..700)
        .map(|n| {
            format!(
                r#"{{"title":"T{n}","published":"2026-07-{:02}T{:02}:{:02}:00Z"}}"#,
                10 - n / 240,
                23 - n / 60 % 4,
                n % 60
            )
        })
        .collect();
    scratch.file("a.json", format!("[{}]", items.join(",")));
    assert_eq!(scratch.build(&["a.json"]).code, 0);
    // 240 of the newest day, and the one that is 24 hours older than the newest to the minute.
    assert_eq!(scratch.atom().entries().len(), 241);
    assert_eq!(scratch.build(&["a.json", "--limit", "300"]).code, 0);
    assert_eq!(scratch.atom().entries().len(), 300);
}

#[test]
fn authors_are_names_and_never_mail_addresses() {
    let scratch = Scratch::new();
    let authors = r#"["Mo Reed <mo@host.example>", "jo@host.example (Jo Hall)", "An Hay | an@al.example", "bo@x.example", "<b>Ida</b>", "@handle", "Li (AP)", "Uma: https://x.example/uma", "Studio@Home"]"#;
    scratch.file("a.json", format!(r#"[{{"title":"A","authors":{authors}}},{{"title":"B","source":"S"}}]"#));
    assert_eq!(scratch.build(&["a.json"]).code, 0);
    let channel = rss::Channel::read_from(scratch.published("rss.xml").as_slice()).unwrap();
    let expected = ["Mo Reed", "Jo Hall", "An Hay", "bo", "Ida", "handle", "Li [AP]", "Uma", "Studio＠Home"];
    let of = |title: &str| channel.items().iter().find(|item| item.title() == Some(title)).unwrap();
    assert_eq!(of("A").dublin_core_ext().unwrap().creators(), expected);
    assert!(of("B").dublin_core_ext().is_none());
    let atom = scratch.atom();
    let of = |title: &str| -> Vec<String> {
        let entry = atom.entries().iter().find(|entry| entry.title().as_str() == title).unwrap();
        entry.authors().iter().map(|person| person.name().to_owned()).collect()
    };
    // Round brackets would be looked into by readers of RSS alone.
    assert_eq!(of("A"), expected.map(|name| name.replace("[AP]", "(AP)")));
    assert_eq!(of("B"), ["S"], "who names nobody is of its source");
}

#[test]
fn files_of_an_article_are_in_every_format() {
    let scratch = Scratch::new();
    let article = serde_json::json!({
        "title": "T", "published": "2026-07-01", "image": "https://tide.example/p.png",
        "attachments": [
            {"url": "https://tide.example/a.mp3", "size_in_bytes": 7},
            {"url": "https://tide.example/b.pdf", "size_in_bytes": 9},
            {"url": "https://tide.example/p.png"},
        ],
        "author": "Ana", "contributors": ["Bo", "Ana"], "rights": "CC BY",
    });
    scratch.file("a.json", serde_json::json!([article]).to_string());
    assert_eq!(scratch.build(&["a.json", "--format", "rss,atom,json"]).code, 0);
    let rss = rss::Channel::read_from(scratch.published("rss.xml").as_slice()).unwrap();
    let item = &rss.items()[0];
    let enclosure = item.enclosure().unwrap();
    assert_eq!(
        (enclosure.url(), enclosure.length(), enclosure.mime_type()),
        ("https://tide.example/a.mp3", "7", "audio/mpeg")
    );
    let contents: Vec<_> = item.extensions()["media"]["content"]
        .iter()
        .map(|content| (content.attrs["url"].as_str(), content.attrs.get("fileSize").map(String::as_str)))
        .collect();
    assert_eq!(contents, [("https://tide.example/p.png", None), ("https://tide.example/b.pdf", Some("9"))]);
    let dublin_core = item.dublin_core_ext().unwrap();
    assert_eq!(
        (dublin_core.creators(), dublin_core.contributors(), dublin_core.rights()),
        (&["Ana".to_owned()][..], &["Bo".to_owned()][..], &["CC BY".to_owned()][..])
    );
    let entry = scratch.atom().entries()[0].clone();
    let files: Vec<&str> =
        entry.links().iter().filter(|link| link.rel() == "enclosure").map(atom_syndication::Link::href).collect();
    assert_eq!(files, ["https://tide.example/p.png", "https://tide.example/a.mp3", "https://tide.example/b.pdf"]);
    assert_eq!((entry.contributors()[0].name(), entry.rights().unwrap().as_str()), ("Bo", "CC BY"));
    let json: Value = serde_json::from_slice(&scratch.published("feed.json")).unwrap();
    assert_eq!(json["items"][0]["attachments"].as_array().unwrap().len(), 3);
}

#[test]
fn a_picture_alone_has_something_before_it() {
    let scratch = Scratch::new();
    let html = r"<p><img src='https://x.example/a.png' alt='b'></p>";
    scratch.file("a.json", format!(r#"[{{"title":"A","content_html":"{html}"}},{{"title":"B"}}]"#));
    assert_eq!(scratch.build(&["a.json"]).code, 0);
    let channel = rss::Channel::read_from(scratch.published("rss.xml").as_slice()).unwrap();
    let description = |title: &str| {
        channel.items().iter().find(|item| item.title() == Some(title)).unwrap().description().map(str::to_owned)
    };
    assert_eq!((description("A").as_deref(), description("B")), (Some("A"), None));
}
