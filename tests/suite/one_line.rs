//! Reading order within a line: a document on one line gives the same feeds as the same document on many, and the ends of
//! lines make no difference.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::run::Scratch;

/// The order in which these articles stand is neither that of their titles nor that of their addresses.
const NAMES: [&str; 9] = ["Heron", "Bittern", "Stork", "Avocet", "Plover", "Crane", "Ibis", "Dunlin", "Égret"];

/// The date of each article, by its number.
type Dates = fn(usize) -> Option<&'static str>;

/// What may stand for a date; each leaves the order to the place in the document.
const DATES: [(&str, Dates); 4] = [
    ("days", |_| Some("2026-07-18")),
    ("relative dates", |_| Some("2 days ago")),
    ("no dates", |_| None),
    ("all kinds", |n| [Some("2026-07-18"), None, Some("2 days ago"), Some("2026-07-18T10:00:00Z")][n % 4]),
];

/// Everything that is published of one file, and the titles in the order of the feed.
fn published(name: &str, content: &str) -> (BTreeMap<String, Vec<u8>>, Vec<String>) {
    let scratch = Scratch::new();
    scratch.file(name, content);
    let said = scratch.build(&[name, "--format", "rss,atom,json", "--limit", "50"]);
    assert_eq!(said.code, 0, "{said:?}");
    let titles = scratch.atom().entries().iter().map(|entry| entry.title().to_string()).collect();
    (scratch.tree(), titles)
}

/// Publishes one document in several spellings.
fn same(what: &str, name: &str, spellings: &[String], in_order: bool) {
    let (tree, titles) = published(name, &spellings[0]);
    assert_eq!(titles.len(), NAMES.len(), "{what}: {titles:?}");
    if in_order {
        assert_eq!(titles, NAMES, "{what}");
    }
    for spelling in &spellings[1..] {
        let (other, others) = published(name, spelling);
        assert_eq!(others, titles, "{what}");
        assert!(other == tree, "{what}: other bytes");
    }
}

fn articles(date: Dates, names: [&str; 4]) -> Vec<Value> {
    let [title, url, published, content] = names;
    let article = |(n, name): (usize, &&str)| {
        let mut article =
            json!({title: name, url: format!("https://fen.example/{n}"), content: format!("On the {name}.")});
        if let Some(date) = date(n) {
            article[published] = json!(date);
        }
        article
    };
    NAMES.iter().enumerate().map(article).collect()
}

fn spellings(document: &Value) -> Vec<String> {
    let pretty = serde_json::to_string_pretty(document).unwrap();
    // Some on one line, some on others; and the articles on a line of their own, their brackets on another.
    let mixed = document.to_string().replace("},{", "}, {").replacen("}, {", "},\n\n{", 2).replacen("}, {", "\n},{", 2);
    vec![pretty.clone(), document.to_string(), mixed, pretty.replace('\n', "\r")]
}

#[test]
fn minified_json_keeps_its_order() {
    for (what, date) in DATES {
        let in_order = what != "all kinds";
        let articles = articles(date, ["title", "url", "published", "content"]);
        same(what, "birds.json", &spellings(&json!(articles)), in_order);
    }
    let articles = articles(DATES[0].1, ["title", "url", "published", "content"]);
    let wrapped = json!({"status": "ok", "response": {"total": 9, "results": articles}});
    same("in a wrapper", "birds.json", &spellings(&wrapped), true);
    let by_name: serde_json::Map<String, Value> =
        articles.iter().enumerate().map(|(n, article)| (format!("a{n}"), article.clone())).collect();
    same("by names", "birds.json", &spellings(&Value::Object(by_name)), true);
}

#[test]
fn a_minified_json_feed_keeps_its_order() {
    for (what, date) in DATES {
        let items = articles(date, ["title", "url", "date_published", "content_text"]);
        let feed = json!({"version": "https://jsonfeed.org/version/1.1", "title": "Fen", "items": items});
        same(what, "birds.json", &spellings(&feed), what != "all kinds");
    }
}

#[test]
fn feeds_on_one_line_keep_their_order() {
    let rss = |date: Dates, end: &str| {
        let mut out = format!("<?xml version='1.0'?>{end}<rss version='2.0'><channel><title>Fen «é»</title>{end}");
        for (n, name) in NAMES.iter().enumerate() {
            write!(out, "<item>{end}<title>{name}</title>{end}<link>https://fen.example/{n}</link>{end}").unwrap();
            if let Some(date) = date(n) {
                write!(out, "<pubDate>{date}</pubDate>{end}").unwrap();
            }
            write!(out, "<description>On the {name}.</description></item>{end}").unwrap();
        }
        out + "</channel></rss>" + end
    };
    let atom = |date: Dates, end: &str| {
        let mut out = format!("<feed xmlns='http://www.w3.org/2005/Atom'><title>Fen</title>{end}");
        for (n, name) in NAMES.iter().enumerate() {
            write!(out, "<entry><title>{name}</title><link href='https://fen.example/{n}'/>{end}").unwrap();
            if let Some(date) = date(n) {
                write!(out, "<published>{date}</published>{end}").unwrap();
            }
            write!(out, "<summary>On the {name}.</summary></entry>{end}").unwrap();
        }
        out + "</feed>"
    };
    for (what, date) in DATES {
        for feed in [rss, atom] {
            let spellings: Vec<String> = ["\n", "", "\r"].iter().map(|end| feed(date, end)).collect();
            same(what, "birds.xml", &spellings, what != "all kinds");
        }
    }
}

#[test]
fn ends_of_lines_change_no_order() {
    let ends = |text: &str| vec![text.to_owned(), text.replace('\n', "\r\n"), text.replace('\n', "\r")];
    for (what, date) in DATES {
        let in_order = what != "all kinds";
        let articles = articles(date, ["title", "url", "published", "content"]);
        let lines = articles.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
        same(what, "birds.jsonl", &ends(&lines), in_order);
        let mut rows = "title,url,published,content\n".to_owned();
        for (n, name) in NAMES.iter().enumerate() {
            let date = date(n).unwrap_or_default();
            writeln!(rows, "{name},https://fen.example/{n},{date},\"On the {name}.\"").unwrap();
        }
        same(what, "birds.csv", &ends(&rows), in_order);
    }
    let mut page = "Latest news with #Birds\n\n".to_owned();
    for name in NAMES {
        write!(page, "{name}\n{name}\n\nThe Fen\n\ntime18-07-2026\n\n  • The Fen\n\n{name}\n\nOn the {name}.\n\n")
            .unwrap();
    }
    same("a tag page", "birds.txt", &ends(&page), true);
}

/// U+2028 ends no line, and a text that has many is no other document.
#[test]
fn a_line_separator_ends_no_line() {
    let article = |n: usize, separator: &str| {
        json!({"title": NAMES[n], "url": format!("https://fen.example/{n}"), "published": "2026-07-18",
            "content": format!("On{separator}the {}.", NAMES[n])})
    };
    let document = |separator| json!((0..NAMES.len()).map(|n| article(n, separator)).collect::<Vec<_>>());
    same("separators", "birds.json", &spellings(&document("\u{2028}")), true);
    same("line ends", "birds.json", &spellings(&document("\n")), true);
}

#[test]
fn an_article_in_a_line_of_many_is_named_by_its_column() {
    let scratch = Scratch::new();
    scratch.file(
        "a.json",
        r#"[{"title": "Hérons"}, {"id": 4}, 17,
 {"title": "Storks"}, {"title": "Plovers"}]"#,
    );
    let said = scratch.build(&["a.json"]);
    let places: Vec<Value> = said.report()["rejections"].as_array().unwrap().clone();
    assert_eq!(
        places,
        [
            json!({"path": "a.json", "line": 1, "column": 23, "reason": "no title and no text"}),
            json!({"path": "a.json", "line": 1, "column": 34, "reason": "expected a JSON object, found something else"}),
        ]
    );
    let said = scratch.run(&["list", "a.json", "--rejections"]);
    assert!(said.stdout.starts_with("a.json:1:23: no title"), "{said:?}");
    let explain = |place: &str| {
        let said = scratch.run(&["build", "--explain", place, "--report", "json"]);
        let json: Value = serde_json::from_str(&said.stdout).unwrap_or_default();
        let places = json.as_array().into_iter().flatten().map(|one| {
            let origin = &one["origin"];
            format!("{}:{}", origin["line"], origin["column"].as_u64().unwrap_or(0))
        });
        places.collect::<Vec<_>>()
    };
    assert_eq!(explain("a.json:1"), ["1:0", "1:23", "1:34"]);
    assert_eq!(explain("a.json:1:2"), ["1:0"]);
    assert_eq!(explain("a.json:1:30"), ["1:23"]);
    assert_eq!(explain("a.json:2"), ["2:0", "2:23"]);
    assert_eq!(explain("a.json:2:23"), ["2:23"]);
    assert_eq!(explain("a.json:9"), [""; 0], "there is no such line");
    assert_eq!(explain("a.json").len(), 5);
}
