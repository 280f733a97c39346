//! What `check` finds in OPML, and where.

use feedcheck::Kind;

use crate::places::{Case, expect, look};

/// Whole documents.
const WHOLE: &[Case] = &[
    ("<«opml»><head><title>a</title></head><body><outline text=\"a\"/></body></opml>", "missing-attribute"),
    (
        "<opml version=\"«0.5»\"><head><title>a</title></head><body><outline text=\"a\"/></body></opml>",
        "invalid-opml-version",
    ),
    (
        "<opml version=\"2.0\" «lang»=\"en\"><head><title>a</title></head><body><outline text=\"a\"/></body></opml>",
        "unexpected-attribute",
    ),
    ("<«opml» version=\"2.0\"><body><outline text=\"a\"/></body></opml>", "missing-element"),
    ("<«opml» version=\"2.0\"><head><title>a</title></head></opml>", "missing-element"),
    ("<opml version=\"2.0\"><«head»/><body><outline text=\"a\"/></body></opml>", "missing-opml-title"),
    ("<opml version=\"2.0\"><head><title>a</title></head><«body»/></opml>", "missing-element"),
    (
        "<opml version=\"2.0\"><head><title>a</title></head><body><outline text=\"a\"/></body><«outline» text=\"b\"/></opml>",
        "undefined-element",
    ),
    (
        "<«outlineDocument»><head><title>a</title></head><body><outline text=\"a\"/></body></outlineDocument>",
        "obsolete-version",
    ),
    (
        "<opml version=\"1.1\"><head><title>a</title></head><body><outline text=\"a\" type=\"«song»\"/></body></opml>",
        "invalid-outline-type",
    ),
];

/// Elements of a head that is right but for them.
const HEAD: &[Case] = &[
    ("<«title»>b</title>", "duplicate-element"),
    ("<«outline» text=\"a\"/>", "undefined-element"),
    ("<dateModified>«2026-11-21»</dateModified>", "invalid-rfc2822-date"),
    ("<dateCreated>«Mon, 20 Nov 2026 14:05:00 GMT»</dateCreated>", "incorrect-dow"),
    ("<dateCreated>«20 nov 2026 14:05:00 GMT»</dateCreated>", "problematical-rfc822-date"),
    ("<dateCreated>«20 Nov 2096 14:05:00 GMT»</dateCreated>", "implausible-date"),
    ("<ownerEmail>«by letter»</ownerEmail>", "invalid-contact"),
    ("<ownerId>«ana»</ownerId>", "invalid-full-link"),
    ("<expansionState>«1, two»</expansionState>", "invalid-expansion-state"),
    ("<windowTop>«-5»</windowTop>", "invalid-positive-integer"),
    ("«words»", "unexpected-text"),
];

/// Outlines of a body that is right but for them.
const BODY: &[Case] = &[
    ("<«outline»/>", "missing-attribute"),
    (
        "<outline text=\"a\"><outline text=\"b\"><«outline» title=\"c\" type=\"x\"/></outline></outline>",
        "missing-attribute",
    ),
    ("<«outline» text=\"a\" title=\"a\" type=\"rss\"/>", "missing-xml-url"),
    ("<«outline» text=\"a\" type=\"rss\" xmlUrl=\"https://a.example/f\"/>", "missing-title-attr"),
    ("<«outline» text=\"a\" type=\"link\"/>", "missing-url-attr"),
    ("<«outline» text=\"a\" type=\"include\"/>", "missing-url-attr"),
    ("<«outline» text=\"a\" title=\"a\" xmlUrl=\"https://a.example/f\"/>", "missing-outline-type"),
    ("<outline text=\"a\" title=\"a\" type=\"rss\" «xmlurl»=\"https://a.example/f\"/>", "unexpected-attribute"),
    ("<outline text=\"a\" «icon»=\"a.png\"/>", "unknown-outline-attribute"),
    ("<outline «text»=\"\" title=\"a\" type=\"rss\" xmlUrl=\"https://a.example/f\"/>", "attr-not-blank"),
    ("<outline text=\"a\" title=\"a\" type=\"rss\" xmlUrl=\"«rss.xml»\"/>", "invalid-full-link"),
    ("<outline text=\"a\" title=\"a\" type=\"rss\" xmlUrl=\"«feed:a.example»\"/>", "not-a-web-address"),
    (
        "<outline text=\"a\" title=\"a\" type=\"rss\" xmlUrl=\"https://a.example/f\" htmlUrl=\"«https://a.example/a b»\"/>",
        "invalid-uri-char",
    ),
    (
        "<outline text=\"a\" title=\"a\" type=\"rss\" xmlUrl=\"https://a.example/f\" version=\"«3»\"/>",
        "invalid-outline-version",
    ),
    (
        "<outline text=\"a\" title=\"a\" type=\"rss\" xmlUrl=\"https://a.example/f\" language=\"«unknown»\"/>",
        "invalid-language",
    ),
    ("<outline text=\"a\" created=\"«1130894625»\"/>", "invalid-rfc2822-date"),
    ("<outline text=\"a\" isComment=\"«maybe»\"/>", "invalid-true-false"),
    ("<outline text=\"a\">«b»</outline>", "unexpected-text"),
    ("<outline text=\"a\"><«p»>b</p></outline>", "undefined-element"),
    (
        "<outline text=\"a\" title=\"a\" type=\"rss\" xmlUrl=\"https://a.example/f\"/>\n\
         <outline text=\"b\" title=\"b\" type=\"RSS\" xmlUrl=\"«https://a.example/f»\"/>",
        "duplicate-xml-url",
    ),
];

pub(crate) fn codes() -> Vec<&'static str> {
    [WHOLE, HEAD, BODY].concat().into_iter().map(|(_, code)| code).collect()
}

fn list(head: &str, body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<opml version=\"2.0\">\n<head><title>Feeds</title>{head}</head>\n\
         <body>\n<outline text=\"é\"/>\n{body}\n</body>\n</opml>\n"
    )
}

#[test]
fn a_fault_is_found_where_it_is() {
    for (document, code) in WHOLE {
        expect(document, code, |document| look(document, None).findings);
    }
    for (head, code) in HEAD {
        expect(&list(head, ""), code, |document| look(document, None).findings);
    }
    for (body, code) in BODY {
        expect(&list("", body), code, |document| look(document, None).findings);
    }
}

#[test]
fn what_is_right_is_left_alone() {
    let head = "<dateModified>Fri, 20 Nov 2026 14:05:00 GMT</dateModified><ownerName>Ana</ownerName>\
                <ownerEmail>a@example.org</ownerEmail><ownerId>https://example.org/ana</ownerId><expansionState>1, 3,17</expansionState>\
                <vertScrollState>1</vertScrollState><x:y xmlns:x=\"https://example.org/ns\"><outline/></x:y>";
    let body = "<outline text=\"Folder\"><outline type=\"rss\" text=\"a\" title=\"a\" xmlUrl=\"https://a.example/f\" htmlUrl=\"https://a.example/\" \
                version=\"RSS\" language=\"en\" description=\"&lt;b&gt;\" x:y=\"1\" xmlns:x=\"https://example.org/ns\"/></outline>\
                <outline text=\"s\" type=\"song\" isComment=\"true\" category=\"/a,/b\"/>";
    let checked = look(list(head, body), None);
    assert_eq!((checked.kind, checked.findings), (Kind::Opml, Vec::new()));
}
