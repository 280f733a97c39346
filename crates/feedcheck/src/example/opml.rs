//! Faults of OPML.

use super::defect::Marked;

/// Whole documents.
pub const WHOLE: &[Marked] = &[
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
pub const HEAD: &[Marked] = &[
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
pub const BODY: &[Marked] = &[
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
