//! What stays, what goes, and what is written.

use feedmill::internal::catalogue::Catalogue;
use feedmill::internal::memory::PageState;
use serde_json::Value;

use super::{BASE, D1, D2, D3, Press, article};

/// One feed of two articles.
const FEW: &str = "[output]\nlimit = 2\ntaxonomies = []\n";

/// Thirty days after the second run, and a second before.
const END: &str = "2026-08-20T12:00:00Z";
const BEFORE_THE_END: &str = "2026-08-20T11:59:59Z";

fn three() -> Vec<Value> {
    vec![article(1, "First"), article(3, "Second"), article(5, "Third")]
}

#[test]
fn a_page_stays_for_a_while_when_nothing_shows_its_article() {
    let press = Press::new();
    press.run(D1, FEW, &three()[..2]);
    assert_eq!(press.pages(), ["first", "second"]);
    let first = press.text("articles/first/index.html");
    let report = press.run(D2, FEW, &three());
    assert_eq!((report.whole, report.files.removed), (None, 0));
    assert_eq!(press.pages(), ["first", "second", "third"]);
    assert_eq!(press.text("articles/first/index.html"), first);
    assert!(press.again(BEFORE_THE_END, FEW).idle);
    let report = press.again(END, FEW);
    assert_eq!((report.whole, report.files.removed, report.files.written), (None, 1, 0));
    assert_eq!(press.pages(), ["second", "third"]);
    assert!(press.again(END, FEW).idle);
    // Where it is shown again, it is at its address.
    press.run("2026-08-21T12:00:00Z", FEW, &three()[..2]);
    assert_eq!(press.entry("", "First").0, format!("{BASE}articles/first/"));
    assert_eq!(press.text("articles/first/index.html"), first);
}

#[test]
fn a_page_goes_at_once_or_stays_for_good_if_that_is_said() {
    for (setting, pages) in
        [("vanished_days = 0", vec!["second", "third"]), ("vanished = \"keep\"", vec!["first", "second", "third"])]
    {
        let toml = format!("{FEW}[publish]\n{setting}\n");
        let press = Press::new();
        press.run(D1, &toml, &three()[..2]);
        press.run(D2, &toml, &three());
        assert_eq!(press.pages(), pages, "{setting}");
        // Long after it has left the collection, too.
        press.run(D3, &toml, &three()[1..]);
        press.run("2027-07-20T12:00:00Z", &toml, &[three(), vec![article(6, "Fourth")]].concat()[1..]);
        press.run(
            "2027-07-21T12:00:00Z",
            &toml,
            &[three(), vec![article(6, "Fourth"), article(7, "Fifth")]].concat()[1..],
        );
        assert_eq!(press.pages().contains(&"first".to_owned()), setting.contains("keep"), "{setting}");
    }
}

#[test]
fn pages_go_after_a_while_when_there_are_to_be_none() {
    let press = Press::new();
    press.run(D1, "", &three());
    let none = "[output]\narticles = \"none\"\n";
    press.again(D2, none);
    assert_eq!(press.pages().len(), 3);
    assert!(press.entry("", "First").0.contains("/#e-"));
    assert!(press.again(BEFORE_THE_END, none).idle);
    assert_eq!(press.again(END, none).files.removed, 3);
    assert_eq!(press.pages(), [""; 0]);
}

#[test]
fn the_page_of_an_article_that_is_taken_back_goes_at_once() {
    let press = Press::new();
    let mut articles = three();
    articles[0]["id"] = "urn:x:first".into();
    press.run(D1, "[publish]\nvanished = \"keep\"\n", &articles);
    articles[0]["deleted"] = true.into();
    press.run(D2, "[publish]\nvanished = \"keep\"\n", &articles);
    assert_eq!(press.pages(), ["second", "third"]);
    // Nor does the ledger, which may be served, say what it was called.
    let bytes = std::fs::read(press.scratch.path().join("out/.feedmill/ledger.sqlite")).unwrap();
    let names = |name: &[u8]| memchr::memmem::find(&bytes, name).is_some();
    assert!(names(b"articles/second") && !names(b"articles/first"));
}

#[test]
fn a_run_writes_the_pages_of_what_has_changed_and_no_others() {
    let press = Press::new();
    press.run(D1, "", &three());
    let before = press.scratch.tree();
    let changed = |before: &std::collections::BTreeMap<String, Vec<u8>>| -> Vec<String> {
        let tree = press.scratch.tree();
        let other =
            tree.into_iter().filter(|(path, bytes)| path.starts_with("articles/") && before.get(path) != Some(bytes));
        other.map(|(path, _)| path).collect()
    };
    let more = [three(), vec![article(7, "Fourth")]].concat();
    assert_eq!(press.run(D2, "", &more).whole, None);
    assert_eq!(changed(&before), ["articles/fourth/index.html"]);
    let before = press.scratch.tree();
    let mut edited = more.clone();
    edited[1]["content"] = "<p>It says something else.</p>".into();
    assert_eq!(press.run(D3, "", &edited).whole, None);
    assert_eq!(changed(&before), ["articles/second/index.html"]);
    // The edited text is beyond what feeds show of it, and the page says it all the same.
    let excerpts = Press::new();
    let toml = "[output]\ncontent = \"excerpt\"\n";
    excerpts.run(D1, toml, &three());
    let mut edited = three();
    edited[1]["content"] = edited[1]["content"].as_str().unwrap().replace("<h2>More</h2>", "<h2>The end</h2>").into();
    assert_eq!(excerpts.run(D2, toml, &edited).whole, None);
    assert!(excerpts.text("articles/second/index.html").contains("<h2>The end</h2>"));
}

#[test]
fn what_is_known_of_pages_is_looked_after() {
    let press = Press::new();
    press.run(D1, "", &three());
    let before = press.scratch.tree();
    let said = press.scratch.run(&["ledger", "show", "-o", "out", "urn:"]);
    assert!(said.stdout.contains("  page /articles/first\n"), "{said:?}");
    // Without the ledger they come out the same.
    std::fs::remove_dir_all(press.scratch.path().join("out/.feedmill")).unwrap();
    assert_eq!(press.again(D2, "").files.written, 0);
    assert!(press.scratch.tree() == before);
    // A page that somebody has removed or changed is made again.
    std::fs::remove_file(press.scratch.path().join("out/articles/first/index.html")).unwrap();
    press.again(D2, "");
    assert!(press.scratch.tree() == before);
    // One that nobody knows is named.
    press.scratch.file("out/articles/strange/index.html", press.text("articles/first/index.html"));
    let said = press.scratch.run(&["ledger", "check", "-o", "out"]);
    assert!(said.code != 0 && said.stdout.contains("articles/strange/index.html: feedmill published it"), "{said:?}");
}

#[test]
fn a_ledger_of_before_there_were_pages_is_used() {
    let press = Press::new();
    press.run(D1, "[output]\narticles = \"none\"\n", &three());
    let ids = |press: &Press| -> Vec<(i64, String)> {
        let memory = Catalogue::open(&press.scratch.path().join("out")).unwrap().memory().unwrap();
        memory.articles.iter().map(|(n, record)| (*n, record.id.to_string())).collect()
    };
    let before = ids(&press);
    let ledger = rusqlite::Connection::open(press.scratch.path().join("out/.feedmill/ledger.sqlite")).unwrap();
    let older = "DROP INDEX article_page; DROP INDEX article_page_left; ALTER TABLE article DROP COLUMN page; \
                 ALTER TABLE article DROP COLUMN page_left; ALTER TABLE article DROP COLUMN page_is_gone; PRAGMA user_version = 8;";
    ledger.execute_batch(older).unwrap();
    drop(ledger);
    assert_eq!(ids(&press), before);
    press.again(D2, "");
    assert_eq!(ids(&press), before);
    assert_eq!(press.pages(), ["first", "second", "third"]);
    let memory = Catalogue::open(&press.scratch.path().join("out")).unwrap().memory().unwrap();
    let pages = memory.articles.values().map(|record| record.page.clone().unwrap());
    assert!(pages.into_iter().all(|page| page.state == PageState::Shown));
}

/// Where the entries of a document lead, by its folder.
fn links(press: &Press, folder: &str) -> Vec<String> {
    let rss = rss::Channel::read_from(&*press.scratch.published(&format!("{folder}rss.xml"))).unwrap();
    rss.items().iter().map(|item| item.link().unwrap().strip_prefix(BASE).unwrap().to_owned()).collect()
}

/// Two articles of a month that is over, and one of a later one.
fn months() -> Vec<Value> {
    let mut articles = three();
    articles[0]["published"] = "2026-05-01T10:00:00Z".into();
    articles[1]["published"] = "2026-05-03T10:00:00Z".into();
    articles
}

#[test]
fn what_an_archive_holds_keeps_its_page() {
    let press = Press::new();
    let toml = "[output]\nlimit = 1\narchives = true\n[publish]\nvanished_days = 0\n";
    press.run(D1, toml, &months());
    assert_eq!(links(&press, "tags/coast/archive/2026-05/"), ["articles/second/", "articles/first/"]);
    // The article leaves the collection, then the feed of its tag goes.
    press.run(D2, toml, &months()[1..]);
    let mut last = article(5, "Third");
    (last["tags"], last["source"]) = (Value::from(vec!["Land"]), "Other".into());
    press.run(D3, toml, &[last]);
    assert_eq!(press.pages(), ["first", "second", "third"]);
    let page = press.text("articles/first/index.html");
    assert!(page.contains("#Coast") && !page.contains("tags/coast"), "{page}");
    // Elsewhere its entries lead there, too.
    let moved =
        press.scratch.run(&["build", "a.jsonl", "-o", "out", "--base-url", "https://b.example/f/", "--archives"]);
    assert_eq!(moved.code, 0, "{moved:?}");
}

#[test]
fn entries_of_an_archive_lead_to_where_they_stand() {
    let press = Press::new();
    press.run(D1, "[output]\nlimit = 1\narchives = true\narticles = \"none\"\n", &months());
    for folder in ["archive/2026-05/", "tags/coast/archive/2026-05/", "sources/the-tide/archive/2026-05/"] {
        let page = press.text(&format!("{folder}index.html"));
        let links = links(&press, folder);
        assert_eq!(links.len(), 2, "{folder}");
        for link in links {
            let (there, anchor) = link.split_once('#').unwrap();
            assert!(there == folder && page.contains(&format!("id=\"{anchor}\"")), "{folder}: {link}");
        }
    }
}
