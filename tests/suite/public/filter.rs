//! `where` in `[[input]]`: which articles of an input are published.

use serde_json::{Value, json};

use super::{article, titles};
use crate::run::Scratch;

/// Publishes `a.json` as a table of the configuration says.
fn filtered(filter: &str, articles: &[Value]) -> (Vec<String>, Value) {
    let scratch = Scratch::new();
    scratch.file("a.json", json!(articles).to_string());
    scratch.file("feedmill.toml", format!("[[input]]\npath = \"a.json\"\nwhere = {filter}\n"));
    let report = scratch.build(&[]).report();
    (titles(&scratch), report)
}

#[test]
fn where_says_which_articles_are_published() {
    let articles = [
        article("A", &json!({"status": "live", "section": "World", "rank": 3, "ok": true})),
        article("B", &json!({"status": "sticky", "section": "Internal"})),
        article("C", &json!({"status": "draft", "meta": {"desk": [{"name": "Sport"}]}})),
        article("Weekly D", &json!({"status": "odd", "section": ["World", "Culture"]})),
    ];
    for (filter, published) in [
        ("[{ field = \"Status\", is = [\"Live\", \"sticky\"] }]", &["A", "B"][..]),
        // The rule for drafts is turned round.
        ("[{ field = \"status\", is = \"draft\" }]", &["C"]),
        ("[{ field = \"status\", is_not = \"live\" }]", &["B", "C", "Weekly D"]),
        ("[{ field = \"section\", is_not = \"internal\" }]", &["A", "Weekly D"]),
        ("[{ field = \"section\", is = \"culture\" }]", &["Weekly D"]),
        ("[{ field = \"meta.desk\", is = \"sport\" }, { field = \"status\", is_not = \"x\" }]", &["C"]),
        ("[{ field = \"title\", matches = \"^Weekly\" }]", &["Weekly D"]),
        ("[{ field = \"section\", matches = [\"^W\", \"x$\"], is_not = \"Culture\" }]", &["A"]),
        ("[{ field = \"rank\", is = 3 }]", &["A"]),
        ("[{ field = \"ok\", is = true }]", &["A"]),
        ("[]", &["A", "B", "Weekly D"]),
    ] {
        let (titles, report) = filtered(filter, &articles);
        assert_eq!(titles, published, "{filter}");
        assert_eq!(report["generated"]["articles"]["unpublished"], 4 - published.len(), "{filter}");
        assert!(!report.to_string().contains("unmatched-where"), "{filter}");
    }
    let (titles, report) = filtered("[{ field = \"sektion\", is_not = \"x\" }]", &articles);
    assert_eq!(titles, ["A", "B", "Weekly D"]);
    assert!(report.to_string().contains("unmatched-where"), "{report}");
}

#[test]
fn where_is_for_all_formats() {
    let scratch = Scratch::new();
    scratch.file(
        "t.csv",
        "title,url,date,meta.desk\nA,https://q.example/1,2026-07-01,Sport\nB,https://q.example/2,2026-07-01,World\n",
    );
    scratch.file("m/Weekly.md", "---\ndate: 2026-07-01\ndraft: true\n---\n# Weekly\n\nText.\n");
    scratch.file("m/other.md", "---\ntitle: Other\ndate: 2026-07-01\n---\nText.\n");
    let item = |title: &str, status: &str| {
        format!(
            "<item><title>{title}</title><link>https://q.example/{title}</link><wp:status>{status}</wp:status></item>"
        )
    };
    scratch.file(
        "f.xml",
        format!(
            "<rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>Q</title>{}{}</channel></rss>",
            item("D", "draft"),
            item("P", "publish")
        ),
    );
    scratch.file(
        "feedmill.toml",
        "[[input]]\npath = \"t.csv\"\nwhere = [{ field = \"meta.desk\", is = \"sport\" }]\n\
         [[input]]\npath = \"m\"\nwhere = [{ field = \"title\", matches = \"^Week\" }, { field = \"draft\", is = true }]\n\
         [[input]]\npath = \"f.xml\"\nwhere = [{ field = \"wp:status\", is = \"draft\" }]\n",
    );
    scratch.build(&[]);
    assert_eq!(titles(&scratch), ["A", "D", "Weekly"]);
}

#[test]
fn what_is_wrong_with_where_is_said_with_its_place() {
    for (filter, message) in [
        ("[{ field = \"status\" }]", "is, is_not or matches"),
        ("[{ field = \"\", is = \"x\" }]", "no name of a field"),
        ("[{ field = \"title\", matches = \"(\" }]", "no pattern"),
        ("[{ field = \"title\", si = \"x\" }]", "`si`"),
        ("[{ is = \"x\" }]", "field"),
    ] {
        let scratch = Scratch::new();
        scratch.file("a.json", "[]");
        scratch.file("feedmill.toml", format!("[[input]]\npath = \"a.json\"\nwhere = {filter}\n"));
        let said = scratch.build(&[]);
        assert_eq!(said.code, 2, "{filter}: {said:?}");
        assert!(said.stderr.contains(message) && said.stderr.contains("feedmill.toml:3:"), "{filter}: {}", said.stderr);
    }
}
