//! The last look before publishing: a document that is not well formed stays as it was, and somebody is told.

use serde_json::{Value, json};

use super::{article, is_complete, months};
use crate::run::{Said, Scratch};

/// Publishes without looking at how it went.
fn build(scratch: &Scratch, articles: &[Value], args: &[&str]) -> Said {
    scratch.file("in.json", serde_json::to_vec(articles).unwrap());
    scratch.build(&[&["in.json", "--format", "rss,atom,json", "--archives", "--accept-shrink"], args].concat())
}

#[test]
fn a_prefix_that_nobody_declares_is_not_published() {
    let scratch = Scratch::new();
    let mut articles = months(&["2026-03-15"]);
    articles[0]["id"] = "urn:x-story:0".into();
    assert_eq!(build(&scratch, &articles, &[]).code, 0);
    // Somebody changes a published file, in an entry that is then taken from there.
    let path = "tags/coast/archive/2026-03/rss.xml";
    let place = scratch.path().join("out").join(path);
    let published = std::fs::read_to_string(&place).unwrap();
    let torn = published.replace("<title>Story 0</title>", "<b:tle>Story 0</b:tle>");
    assert!(torn != published && torn.len() == published.len());
    std::fs::write(&place, &torn).unwrap();
    articles[0]["tags"] = json!(["Inland"]);
    articles.push(article(7, "2026-03-20"));
    let said = build(&scratch, &articles, &[]);
    assert_eq!(said.code, 1, "{said:?}");
    let warnings = said.report()["warnings"].clone();
    let withheld = warnings.as_array().unwrap().iter().find(|warning| warning["code"] == "not-published");
    assert_eq!(withheld.unwrap()["path"], path);
    assert_eq!(std::fs::read_to_string(&place).unwrap(), torn, "what was published stays");
    // It is not over because nothing has changed since; the status says so, too.
    assert_eq!(build(&scratch, &articles, &[]).code, 1);
    let status: Value = serde_json::from_slice(&scratch.published(".feedmill/status.json")).unwrap();
    assert_eq!(status["_feedmill"]["ok"], false);
    // Nor is the document closed that could not be written.
    articles.push(article(8, "2026-04-02"));
    assert_eq!(build(&scratch, &articles, &[]).code, 1);
    std::fs::write(&place, &published).unwrap();
    articles.push(article(9, "2026-04-03"));
    let said = build(&scratch, &articles, &[]);
    assert_eq!(said.code, 0, "{said:?}");
    let whole = String::from_utf8(scratch.published(path)).unwrap();
    assert!(["Story 0", "Story 1", "Story 7", "<fh:archive"].iter().all(|part| whole.contains(part)), "{whole}");
    let mut all = articles.clone();
    all[0]["tags"] = json!(["Coast"]);
    is_complete(&scratch, "tags/coast/atom.xml", &all);
    let status: Value = serde_json::from_slice(&scratch.published(".feedmill/status.json")).unwrap();
    assert_eq!(status["_feedmill"]["ok"], true);
}
