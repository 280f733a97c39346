//! What a browser makes of pages and feeds: `tests/browser/check.mjs` opens them in headless Chromium.
//!
//! It needs `chromium`, `node` and the packages of `tests/browser` (`npm ci` there); without one of them the test says that
//! it was skipped, and why.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::press::{D1, D2, Press};
use crate::run::{Scratch, repository};
use crate::skip::skip;

/// Why there is no browser to try, if there is none.
fn missing() -> Option<&'static str> {
    let runs =
        |program: &str| Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    let browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    let has_browser = std::env::var_os("CHROMIUM").is_some() || browsers.iter().any(|path| Path::new(path).exists());
    let has_packages = ["axe-core", "puppeteer-core"]
        .iter()
        .all(|name| repository().join("tests/browser/node_modules").join(name).is_dir());
    match (has_browser, runs("node").is_ok(), has_packages) {
        (false, ..) => Some("there is no chromium"),
        (_, false, _) => Some("there is no node"),
        (.., false) => Some("its packages are not there: npm ci --prefix tests/browser"),
        _ => None,
    }
}

/// Opens what `collections` names; a record for each page or feed and each view.
fn open(collections: &Value) -> Vec<Value> {
    let mut node = Command::new("node")
        .arg(repository().join("tests/browser/check.mjs"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    node.stdin.take().unwrap().write_all(collections.to_string().as_bytes()).unwrap();
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success(), "{:?}", output.status);
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The sample as it is published.
fn sample() -> Value {
    let source = fs::read_dir(repository().join("feeds/sources")).unwrap().map(|entry| entry.unwrap().file_name());
    let arabic = source.map(|name| name.into_string().unwrap()).find(|name| name.starts_with('ص')).unwrap();
    json!({
        "name": "sample",
        "folder": repository().join("feeds"),
        "pages": ["index.html", "tags/index.html", "tags/tidalpower/index.html", format!("sources/{arabic}/index.html")],
        "feeds": ["rss.xml", "tags/tidalpower/rss.xml", "tags/tidalpower/atom.xml", format!("sources/{arabic}/rss.xml")],
    })
}

/// A publication in Arabic.
fn arabic(scratch: &Scratch) -> Value {
    let article = |title: &str, source: &str, tags: &[&str]| json!({"title": title, "source": source, "tags": tags, "published": "2026-07-10", "url": "https://x.example/a", "summary": format!("{title}. {title}."), "language": "ar", "id": title});
    let articles = [
        article("عودة الصيادين إلى الميناء", "صوت الميناء", &["ميناء", "C++"]),
        article("مهرجان Harbour يبدأ", "جريدة", &["ثقافة", "ميناء"]),
    ];
    scratch.file("a.json", Value::from(articles.to_vec()).to_string());
    let said = scratch.build(&["a.json", "--language", "ar", "--title", "أخبار الساحل", "--format", "rss,atom,json"]);
    assert_eq!(said.code, 0, "{said:?}");
    json!({
        "name": "arabic",
        "folder": scratch.path().join("out"),
        "pages": ["index.html", "tags/index.html", "tags/ميناء/index.html"],
        "feeds": ["tags/ميناء/atom.xml"],
    })
}

/// A tag whose articles are gone.
fn emptied(press: &Press) -> Value {
    let article = |title: &str, tag: &str| json!({"title": title, "published": "2026-07-10T08:00:00Z", "tags": [tag]});
    press.run(D1, &json!([article("A", "Gone"), article("B", "Here")]));
    press.run(D2, &json!([article("A", "Here"), article("B", "Here")]));
    json!({
        "name": "emptied",
        "folder": press.scratch.path().join("out"),
        "pages": ["tags/gone/index.html"],
        "feeds": ["tags/gone/rss.xml"],
    })
}

/// Three thousand tags.
fn many(scratch: &Scratch) -> Value {
    let articles = (0..1_000).map(|n| {
        let tags: Vec<String> = (0..3).map(|k| format!("{} {}", ["tide", "öl", "ميناء"][k], n * 3 + k)).collect();
        json!({"title": format!("T{n}"), "published": format!("2026-0{}-10", n % 7 + 1), "tags": tags})
    });
    scratch.file("a.json", articles.collect::<Value>().to_string());
    assert_eq!(scratch.build(&["a.json", "--format", "rss"]).code, 0);
    json!({
        "name": "many",
        "folder": scratch.path().join("out"),
        "pages": ["index.html", "tags/page-2.html"],
        "views": ["phone"],
    })
}

#[test]
fn pages_and_feeds_are_sound_in_a_browser() {
    if let Some(what) = missing() {
        skip(what);
        return;
    }
    let (scratch, press, tags) = (Scratch::new(), Press::new(), Scratch::new());
    let collections = json!([sample(), arabic(&scratch), emptied(&press), many(&tags)]);
    let records = open(&collections);
    assert_eq!(records.len(), 3 * (8 + 4 + 2) + 2);
    for record in &records {
        let (collection, path) = (record["collection"].as_str().unwrap(), record["path"].as_str().unwrap());
        let place = format!("{collection}/{path} ({})", record["view"].as_str().unwrap());
        for nothing in ["said", "failed", "elsewhere"] {
            assert_eq!(record[nothing], json!([]), "{place}: {nothing}");
        }
        assert!(record["overflow"].as_i64().unwrap() <= 0, "{place} is wider than the window: {}", record["overflow"]);
        let title = record["title"].as_str().unwrap();
        assert!(!title.is_empty(), "{place}");
        if record["kind"] == "feed" {
            assert!(record["note"].as_str().unwrap().contains("This is a web feed."), "{place}: {}", record["note"]);
            assert!(title.starts_with("Latest") || title == "The Ellery Coast", "{place}: {title}");
            let least = if collection == "emptied" { 2 } else { 5 };
            assert!(record["shown"].as_u64().unwrap() >= least, "{place} is not styled: {}", record["shown"]);
            continue;
        }
        assert_eq!(record["violations"], json!([]), "{place}");
        let links = record["links"].as_array().unwrap();
        for link in links {
            assert!(link["status"] == 200 && link["bytes"].as_u64().unwrap() > 100, "{place}: {link}");
        }
        let feeds: Vec<&Value> = links.iter().filter(|link| link["rel"] == "alternate").collect();
        let types: Vec<&str> = feeds.iter().map(|link| link["type"].as_str().unwrap()).collect();
        let wanted = ["application/rss+xml", "application/atom+xml", "application/feed+json"];
        let formats = match collection {
            "many" => 1,
            "emptied" => 2,
            _ => 3,
        };
        assert_eq!(types, wanted[..formats], "{place}");
        let is_list = path.matches('/').count() == 1;
        for feed in feeds {
            let named = feed["title"].as_str().unwrap();
            assert!(named.ends_with(')') && (is_list || named.starts_with(title)), "{place}: {named}");
        }
        assert!(links.iter().any(|link| link["rel"] == "icon"), "{place}");
    }
}

/// A check that finds nothing proves nothing if it cannot find anything.
#[test]
fn the_browser_finds_what_is_wrong() {
    if let Some(what) = missing() {
        skip(what);
        return;
    }
    let scratch = Scratch::new();
    scratch.file(
        "bad.html",
        r#"<!DOCTYPE html><html><head><title>x</title></head><body style="width:4000px">
        <p style="color:#999;background:#aaa">pale</p><img src="missing.png"><img src="http://127.0.0.1:9/x.png" alt="">
        <script>console.warn("hello")</script></body></html>"#,
    );
    let records = open(&json!([{"name": "bad", "folder": scratch.path(), "pages": ["bad.html"], "views": ["light"]}]));
    let record = &records[0];
    let holds = |field: &str, what: &str| {
        let found = record[field].to_string();
        assert!(found.contains(what), "{field} has no {what}: {found}");
    };
    holds("said", "hello");
    holds("failed", "missing.png");
    holds("elsewhere", "http://127.0.0.1:9/x.png");
    for rule in ["color-contrast", "html-has-lang", "image-alt", "region"] {
        holds("violations", rule);
    }
    assert!(record["overflow"].as_i64().unwrap() > 2_000, "{record}");
}
