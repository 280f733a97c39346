//! What `check` finds in pages, and where.

use feedcheck::Kind;
use feedcheck::internal::page::{BODY, HEAD, WHOLE};

use crate::places::{checked, expect};

pub(crate) fn codes() -> Vec<&'static str> {
    [WHOLE, HEAD, BODY].concat().into_iter().map(|(_, code)| code).chain(["quirks-mode"]).collect()
}

fn page(head: &str, body: &str) -> String {
    let policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'\">";
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>a</title>{head}\n{}</head>\n<body><h1>a</h1>\n{body}</body></html>\n",
        if body.is_empty() { "" } else { policy }
    )
}

#[test]
fn a_fault_is_found_where_it_is() {
    for (document, code) in &WHOLE[1..] {
        expect(document, code, |document| checked(document, None).findings);
    }
    for (head, code) in HEAD {
        expect(&page(head, ""), code, |document| checked(document, None).findings);
    }
    for (body, code) in BODY {
        expect(&page("", body), code, |document| checked(document, None).findings);
    }
}

#[test]
fn a_page_without_a_document_type_is_in_quirks_mode() {
    let codes: Vec<_> =
        checked(WHOLE[0].0.replace(['«', '»'], ""), None).findings.iter().map(|f| f.rule.code).collect();
    assert_eq!(codes, ["quirks-mode", "html-parse-error"]);
}

#[test]
fn a_document_without_faults_has_no_findings() {
    let head = "<link rel=\"alternate\" type=\"application/rss+xml\" title=\"a\" href=\"rss.xml\">\
                <link rel=alternate hreflang=de href=de.html><link rel='alternate stylesheet' href=b.css><link rel=preconnect href=https://a.example>\
                <script type=\"application/ld+json\">{\"a\": \"</p>\"}</script>";
    let body = "<p id=a>é &amp; <a href=\"https://a.example/?a=1&amp;b=2\">a</a><img src=a.png alt><svg><title>b</title><a id=b /></svg>\
                <table><tr><td>c</table><template><p>x</p></template><noscript><p>d</p></noscript>";
    let checked = checked(page(head, body), None);
    assert_eq!((checked.kind, checked.findings), (Kind::Page, Vec::new()));
}

#[test]
fn pages_that_would_take_more_than_linear_time_are_refused() {
    let deep = page("", &"<div>".repeat(100_000));
    let found = checked(deep, None).findings;
    assert_eq!(found.iter().find(|f| f.rule.code == "validator-limit").map(|f| f.line), Some(7));
}
