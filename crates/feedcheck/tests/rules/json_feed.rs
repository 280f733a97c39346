//! What `check` finds in JSON Feeds, and where.

use feedcheck::Kind;
use feedcheck::internal::json_feed::{FEED, ITEM, WHOLE};

use crate::places::{checked, expect};

pub(crate) fn codes() -> Vec<&'static str> {
    let tables = [FEED, ITEM, WHOLE].concat();
    tables.into_iter().map(|(_, code)| code).chain(["feed-url-mismatch", "html-too-deep"]).collect()
}

fn feed(members: &str, item: &str) -> String {
    let comma = |members: &str| if members.is_empty() { String::new() } else { format!("{members},") };
    format!(
        "{{\n\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Coast & more\",\n{}\n\
         \"home_page_url\": \"https://example.org/\", \"feed_url\": \"https://example.org/feed.json\",\n\
         \"items\": [{{\n{}\n\"id\": \"1\"{}}}]}}\n",
        comma(members),
        comma(item),
        if item.contains("content") { "" } else { ", \"content_text\": \"\"" }
    )
}

#[test]
fn a_fault_is_found_where_it_is() {
    for (members, code) in FEED {
        expect(&feed(members, ""), code, |document| checked(document, None).findings);
    }
    for (item, code) in ITEM {
        expect(&feed("", item), code, |document| checked(document, None).findings);
    }
    for (document, code) in WHOLE {
        expect(document, code, |document| checked(document, None).findings);
    }
}

#[test]
fn a_document_without_faults_has_no_findings() {
    let members = r#""_ext": {"a": [1, null]}, "hubs": [{"type": "WebSub", "url": "https://hub.example.org/"}],
        "authors": [{"url": "mailto:a@example.org"}, {"avatar": "https://example.org/a.png"}], "author": {"name": "Ana"},
        "next_url": "https://example.org/feed.json?page=2", "language": "pt-BR", "expired": false"#;
    let item = r#""_own": {}, "title": "AT&T, x < y and the <b> tag", "content_html": "<p>A &amp; B <a href=\"https://example.org/\">c</a></p>",
        "date_published": "2026-11-20T14:05:00+01:00", "date_modified": "2026-11-20T13:05:00Z", "tags": [], "content_text": "<p>",
        "attachments": [{"url": "https://example.org/a", "mime_type": "audio/mpeg", "size_in_bytes": 0, "duration_in_seconds": 1.5}]"#;
    let document = feed(members, item);
    let checked = checked(&document, Some("https://example.org/feed.json"));
    assert_eq!((checked.kind, checked.findings), (Kind::Json, Vec::new()));
}

#[test]
fn a_feed_says_where_it_is() {
    let document = feed("", "");
    let found = checked(&document, Some("https://example.org/other.json")).findings;
    assert_eq!((found.len(), found[0].rule.code, found[0].line), (1, "feed-url-mismatch", 4));
    assert!(checked(&document, Some("HTTPS://Example.org:443/feed.json")).findings.is_empty());
}

#[test]
fn the_last_of_two_members_counts_and_deep_html_is_not_parsed() {
    let twice =
        feed("", r#""content_text": "a", "content_text": "b", "date_published": "2026", "date_published": "2026""#);
    let codes: Vec<_> = checked(&twice, None).findings.iter().map(|f| f.rule.code).collect();
    assert_eq!(codes, ["duplicate-member", "invalid-rfc3339-date", "duplicate-member", "invalid-rfc3339-date"]);
    let deep = feed("", &format!(r#""content_html": "{}""#, "<div>".repeat(2_000)));
    assert_eq!(checked(&deep, None).findings[0].rule.code, "html-too-deep");
}

#[test]
fn json_that_is_no_feed_is_of_another_kind() {
    for document in ["{\"name\": \"a\"}", "[]", "{\"items\": []}", "{", "{\"feeds\": [1,]}"] {
        assert_eq!(checked(document, None).kind, Kind::Other, "{document}");
    }
    assert_eq!(checked("{\"version\": \"https://jsonfeed.org/version/1\", \"ti", None).kind, Kind::Json);
}
