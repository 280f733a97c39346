//! What a run publishes is bounded by what it reads, and the report says both.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::run::Scratch;

fn lines(rows: impl IntoIterator<Item = Value>) -> String {
    rows.into_iter().flat_map(|row| [row.to_string(), "\n".to_owned()]).collect()
}

fn warnings<'r>(report: &'r Value, code: &str) -> Vec<&'r str> {
    let all = report["warnings"].as_array().unwrap().iter().filter(|warning| warning["code"] == code);
    all.map(|warning| warning["message"].as_str().unwrap()).collect()
}

/// The slugs of the tags that have feeds.
fn tags(scratch: &Scratch) -> BTreeSet<String> {
    let tree = scratch.tree();
    let feeds = tree.keys().filter_map(|path| path.strip_prefix("tags/")?.strip_suffix("/rss.xml"));
    feeds.map(str::to_owned).collect()
}

const CONFIG: &str = "[output]\ntaxonomies = [\"tag\"]\n[limits]\nfeeds = 4\n";

fn article(n: usize, day: usize, tags: &[&str]) -> Value {
    json!({"title": format!("T{n}"), "url": format!("https://a.example/{n}"), "published": format!("2026-01-{day:02}"), "tags": tags})
}

#[test]
fn new_terms_have_feeds_while_there_is_room_and_the_largest_come_first() {
    let scratch = Scratch::new();
    scratch.file("feedmill.toml", CONFIG);
    let rows = [
        article(1, 9, &["late", "pair"]),
        article(2, 2, &["early", "pair"]),
        article(3, 3, &["b", "a"]),
        article(4, 3, &["c", "many"]),
        article(5, 4, &["many", "d"]),
        article(6, 5, &["many"]),
    ];
    scratch.file("a.jsonl", lines(rows.clone()));
    let report = scratch.build(&["a.jsonl"]).report();
    let named = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    // The largest; of equals the first to appear, of one day the first of the alphabet.
    assert_eq!(tags(&scratch), named(&["many", "pair", "early", "a"]));
    let said = warnings(&report, "too-many-terms");
    assert!(said.len() == 1 && said[0].starts_with("4 new terms") && said[0].contains("[limits] feeds"), "{said:?}");
    // Terms without feeds are named, and lead nowhere.
    let atom = scratch.atom();
    assert!(atom.entries().iter().any(|entry| entry.categories().iter().any(|category| category.term() == "late")));
    let page = String::from_utf8(scratch.published("tags/pair/index.html")).unwrap();
    assert!(page.contains("#late") && !page.contains("tags/late/"), "{page}");
    assert_eq!(scratch.findings("https://feeds.example.org/"), Vec::<String>::new());
    // The same again, whatever the order of the rows.
    let other = Scratch::new();
    other.file("feedmill.toml", CONFIG);
    other.file("a.jsonl", lines(rows.into_iter().rev()));
    other.build(&["a.jsonl"]);
    assert_eq!(tags(&other), tags(&scratch));
}

#[test]
fn terms_that_were_published_keep_their_feeds_and_named_ones_have_them_anyway() {
    let scratch = Scratch::new();
    scratch.file("feedmill.toml", CONFIG);
    let first = [article(1, 1, &["a", "b", "c", "d"])];
    scratch.file("a.jsonl", lines(first.clone()));
    assert!(warnings(&scratch.build(&["a.jsonl"]).report(), "too-many-terms").is_empty());
    let more = (2..9).map(|n| article(n, n, &["large", "named", "larger"]));
    scratch.file("a.jsonl", lines(first.into_iter().chain(more)));
    let report = scratch.build(&["a.jsonl"]).report();
    assert_eq!(tags(&scratch), ["a", "b", "c", "d"].map(str::to_owned).into());
    assert!(warnings(&report, "too-many-terms")[0].starts_with("3 new terms"));
    // What a rule names has a feed.
    let rules = "[[feed]]\nterm = \"tag/named\"\nlimit = 3\n[[feed]]\nname = \"Own\"\nall = [\"tag/large\"]\n";
    scratch.file("feedmill.toml", format!("{CONFIG}{rules}"));
    scratch.build(&["a.jsonl"]);
    assert_eq!(tags(&scratch), ["a", "b", "c", "d", "named"].map(str::to_owned).into());
    assert!(scratch.path().join("out/feeds/own/rss.xml").is_file());
    scratch.file("feedmill.toml", format!("{CONFIG}[tags]\nonly = [\"large\", \"a\"]\n"));
    scratch.build(&["a.jsonl"]);
    assert!(tags(&scratch).contains("large"));
    // The setting gives room; lists name all terms whatever it says.
    scratch.file("feedmill.toml", CONFIG.replace("= 4", "= 400"));
    let report = scratch.build(&["a.jsonl"]).report();
    assert!(tags(&scratch).len() == 7 && warnings(&report, "too-many-terms").is_empty());
    let other = scratch.run(&["list", "tags", "a.jsonl"]);
    assert_eq!(other.stdout.lines().count(), 1 + 7);
}

#[test]
fn what_stands_in_every_entry_is_short() {
    let scratch = Scratch::new();
    let long = "A word of many. ".repeat(4_000);
    let url = format!("https://a.example/{}", "x".repeat(60_000));
    let tags: Vec<String> = (0..20).map(|n| format!("t{n}")).collect();
    let names: Vec<String> = (0..100).map(|n| format!("Name {n} {}", "x".repeat(500))).collect();
    let rows = [
        ("title", json!({"title": long, "tags": tags})),
        ("tags", json!({"title": "x", "tags": [long, "short"], "categories": names})),
        ("authors", json!({"title": "x", "authors": [long, "Short"], "contributors": names, "tags": tags})),
        ("rights", json!({"title": "x", "rights": long, "tags": tags})),
        ("source", json!({"title": "x", "source": long, "tags": tags})),
        ("url", json!({"title": "x", "url": url, "image": url, "tags": tags})),
        ("id", json!({"title": "x", "id": format!("urn:x-y:{}", "x".repeat(60_000)), "tags": tags})),
        (
            "enclosures",
            json!({"title": "x", "enclosures": names.iter().map(|name| json!({"url": format!("https://a.example/{name}"), "type": format!("a/{}", "b".repeat(900))})).collect::<Vec<_>>(), "tags": tags}),
        ),
    ];
    for (name, row) in rows {
        let scratch = Scratch::new();
        scratch.file("a.json", row.to_string());
        let report = scratch.build(&["a.json"]).report();
        let atom = scratch.published("atom.xml").len();
        assert!(atom < 120_000, "{name}: {atom}");
        assert_eq!(report["generated"]["articles"]["accepted"], 1, "{name}");
        let is_said = ["field-too-large", "too-many-authors", "too-many-enclosures"]
            .iter()
            .any(|code| !warnings(&report, code).is_empty());
        assert!(is_said || name == "id", "{name}: {report}");
        assert_eq!(scratch.findings("https://feeds.example.org/"), Vec::<String>::new(), "{name}");
    }
    // A title is cut where a reader would cut it.
    scratch.file("a.json", json!({"title": long, "url": "https://a.example/1", "published": "2026-01-01"}).to_string());
    scratch.build(&["a.json"]);
    let title = scratch.atom().entries()[0].title().value.clone();
    assert!((3_000..=4_096).contains(&title.len()) && title.ends_with('.'), "{}", title.len());
}

/// Its keys are made of what the collection says, and so is the sign that it was changed.
#[test]
fn an_article_that_is_cut_is_recognised_by_all_that_it_says() {
    let id = |row: &Value| {
        let scratch = Scratch::new();
        scratch.file("a.json", row.to_string());
        scratch.build(&["a.json"]);
        scratch.atom().entries()[0].id().to_owned()
    };
    let long = "word ".repeat(2_000);
    let row = |end: &str| json!({"title": format!("{long}{end}"), "source": "S", "published": "2026-01-01"});
    assert_ne!(id(&row("one")), id(&row("two")));
    let scratch = Scratch::new();
    let at = |text: &str, as_of: &str| {
        scratch
            .file("a.json", json!({"title": format!("{long}{text}"), "id": 1, "published": "2026-01-01"}).to_string());
        let args = ["build", "a.json", "-o", "out", "--base-url", "https://feeds.example.org/", "--as-of", as_of];
        assert_eq!(scratch.run(&args).code, 0);
        let atom = scratch.atom();
        (atom.entries()[0].id().to_owned(), atom.entries()[0].updated().to_rfc3339())
    };
    let first = at("one", "2026-02-01T00:00:00Z");
    let second = at("two", "2026-03-01T00:00:00Z");
    assert_eq!(first.0, second.0);
    assert!(second.1.starts_with("2026-03-01"), "{second:?}");
}

#[test]
fn an_address_that_stands_before_many_links_does_not_multiply() {
    let scratch = Scratch::new();
    let url = format!("https://a.example/{}/a", "x".repeat(4_000));
    scratch
        .file("a.json", json!({"title": "T", "url": url, "content_html": "<a href=x>y</a>".repeat(5_000)}).to_string());
    let report = scratch.build(&["a.json"]).report();
    assert_eq!(warnings(&report, "html-too-deep").len(), 1, "{report}");
    // A usual address does.
    scratch.file("b.json", json!({"title": "B", "url": "https://b.example/news/2026/a-title", "content_html": "<a href=x>y</a>".repeat(5_000)}).to_string());
    let report = scratch.build(&["b.json", "--accept-shrink"]).report();
    assert!(warnings(&report, "html-too-deep").is_empty(), "{report}");
}

#[test]
fn the_report_says_what_was_read_and_what_is_published() {
    let scratch = Scratch::new();
    let text = lines((0..30).map(|n| article(n, 1 + n % 28, &["a", "b"])));
    scratch.file("a.jsonl", &text);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::Write::write_all(&mut packed, text.replace("T1", "U1").as_bytes()).unwrap();
    scratch.file("b.jsonl.gz", packed.finish().unwrap());
    let report = scratch.build(&["a.jsonl", "b.jsonl.gz"]).report();
    let bytes = |report: &Value| report["generated"]["bytes"].clone();
    let on_disk: usize = scratch.tree().values().map(Vec::len).sum();
    assert_eq!(bytes(&report), json!({"read": 2 * text.len(), "published": on_disk}));
    let status: Value = serde_json::from_slice(&scratch.published(".feedmill/status.json")).unwrap();
    assert_eq!(status["_feedmill"]["bytes"], bytes(&report));
    let metrics = String::from_utf8(scratch.published(".feedmill/feedmill.prom")).unwrap();
    assert!(metrics.contains(&format!("feedmill_bytes_published {on_disk}\n")), "{metrics}");
    // An idle run says the same.
    assert_eq!(bytes(&scratch.build(&["a.jsonl", "b.jsonl.gz"]).report()), bytes(&report));
    let said =
        scratch.run(&["build", "a.jsonl", "b.jsonl.gz", "-o", "out", "--base-url", "https://feeds.example.org/"]);
    assert!(said.stdout.contains("\nbytes:    ") && said.stdout.contains(" read, "), "{said:?}");
}
