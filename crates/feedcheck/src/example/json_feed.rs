//! Faults of JSON Feeds.

use super::defect::Marked;

/// Members of a feed that is right but for them.
pub const FEED: &[Marked] = &[
    (r#""description": "Of the «\u000b»coast""#, "control-character-in-text"),
    (r#""description": "Of the «�» coast""#, "control-character-in-text"),
    ("\"description\": \"Of the«\t» coast\"", "json-control-character"),
    (r#""description": "«\ud83d» coast""#, "lone-surrogate"),
    (r#""description": "The «&eacute;» coast""#, "html-in-plain-text"),
    (r#""description": "The <b>\"nice\"«</b>» coast""#, "html-in-plain-text"),
    (r#""description": «""»"#, "not-blank"),
    (r#""description": «[]»"#, "wrong-json-type"),
    (r#""user_comment": «1»"#, "wrong-json-type"),
    (r#""expired": «"no"»"#, "wrong-json-type"),
    (r#""expired": «nil»"#, "invalid-json"),
    (r#""language": «"english"»"#, "invalid-language"),
    (r#""icon": «"/icon.png"»"#, "invalid-full-link"),
    (r#""favicon": «"https://example.org/a b.png"»"#, "invalid-uri-char"),
    (r#""icon": «"https://example.org/ü.png"»"#, "uri-not-iri"),
    (r#""icon": «"data:image/png;base64,AAAA"»"#, "not-a-web-address"),
    (r#""icon": «""»"#, "not-blank"),
    (r#""next_url": «"https://example.org/feed.json"»"#, "next-url-loop"),
    (r#""author": «{"name": "Ana"}»"#, "deprecated-author"),
    (r#""authors": [«{}»]"#, "empty-author"),
    (r#""authors": [«{"_ext": {}}»]"#, "empty-author"),
    (r#""authors": [«"Ana"»]"#, "wrong-json-type"),
    (r#""authors": «{"name": "Ana"}»"#, "wrong-json-type"),
    (r#""authors": [{"name": "Ana", "url": «"ana.example.org"»}]"#, "invalid-full-link"),
    (r#""authors": [{"name": "Ana", «"email"»: "a@example.org"}]"#, "unknown-member"),
    (r#""hubs": [«{»"type": "WebSub"}]"#, "missing-member"),
    (r#""hubs": [{"type": "WebSub", "url": «"hub"»}]"#, "invalid-full-link"),
    (r#"«"pubDate"»: "x""#, "unknown-member"),
    (r#""description": "a", «"description"»: "b""#, "duplicate-member"),
    (r#""_ext": «1»"#, "invalid-extension"),
    (r#"«"_1"»: {}"#, "invalid-extension"),
    ("«/* a feed */»\"expired\": true", "invalid-json"),
];

/// Members of an item that is right but for them.
pub const ITEM: &[Marked] = &[
    (r#""url": «"/notices/1"»"#, "invalid-full-link"),
    (r#""external_url": «null»"#, "wrong-json-type"),
    (r#""title": "Annual«<br>»report""#, "html-in-plain-text"),
    (r#""image": «"ftp://example.org/a.png"»"#, "not-a-web-address"),
    (r#""banner_image": «"nowhere:a"»"#, "scheme-not-iana-registered"),
    (r#""summary": «null»"#, "wrong-json-type"),
    (r#""date_published": «"2026-11-20"»"#, "invalid-rfc3339-date"),
    (r#""date_published": «"Fri, 20 Nov 2026 14:05:00 +0000"»"#, "invalid-rfc3339-date"),
    (r#""date_modified": «"2095-11-20T14:05:00Z"»"#, "implausible-date"),
    (r#""date_published": «"1970-01-01T00:00:00Z"»"#, "implausible-date"),
    (
        r#""date_published": "2026-11-20T14:05:00Z", "date_modified": «"2026-11-20T15:04:00+01:00"»"#,
        "modified-before-published",
    ),
    (r#""author": «{"name": "Ana"}»"#, "deprecated-author"),
    (r#""tags": «"a,b"»"#, "wrong-json-type"),
    (r#""tags": ["a", «1»]"#, "wrong-json-type"),
    (r#""tags": ["a", «" "»]"#, "not-blank"),
    (r#""tags": ["R«&amp;»D"]"#, "html-in-plain-text"),
    (r#""language": «"en_US"»"#, "invalid-language"),
    (r#""attachments": [«{»"url": "https://example.org/a.mp3"}]"#, "missing-member"),
    (r#""attachments": [{"url": "https://example.org/a", "mime_type": «"mp3"»}]"#, "invalid-mime-type"),
    (
        r#""attachments": [{"url": "https://example.org/a", "mime_type": "a/b", "size_in_bytes": «1.5»}]"#,
        "invalid-attachment-number",
    ),
    (
        r#""attachments": [{"url": "https://example.org/a", "mime_type": "a/b", "duration_in_seconds": «-1»}]"#,
        "invalid-attachment-number",
    ),
    (
        r#""attachments": [{"url": "https://example.org/a", "mime_type": "a/b", "duration_in_seconds": «"90"»}]"#,
        "wrong-json-type",
    ),
    (r#""content_html": "<p>é\n<a «href»='/a'>a</a></p>""#, "contains-rel-ref"),
    (r#""content_html": "<p>\u00e9«<script»>x()</script></p>""#, "security-risk"),
    (r#""content_html": "<p><b>a«</p»></b>""#, "not-html"),
    (r#"«"titel"»: "a""#, "unknown-member"),
    (r#""content_text": «5»"#, "wrong-json-type"),
];

/// Whole documents.
pub const WHOLE: &[Marked] = &[
    (
        r#"«{»"title": "a", "home_page_url": "https://a.example/", "feed_url": "https://a.example/f", "items": []}"#,
        "missing-member",
    ),
    (
        r#"«{»"version": "https://jsonfeed.org/version/1.1", "home_page_url": "https://a.example/", "feed_url": "https://a.example/f", "items": []}"#,
        "missing-member",
    ),
    (
        r#"«{»"version": "https://jsonfeed.org/version/1.1", "title": "a", "home_page_url": "https://a.example/", "feed_url": "https://a.example/f"}"#,
        "missing-member",
    ),
    (
        r#"«{»"version": "https://jsonfeed.org/version/1.1", "title": "a", "home_page_url": "https://a.example/", "items": []}"#,
        "missing-recommended-member",
    ),
    (
        r#"{"version": «"1.1"», "title": "a", "home_page_url": "https://a.example/", "feed_url": "https://a.example/f", "items": []}"#,
        "invalid-json-feed-version",
    ),
    (
        r#"{"version": «"https://jsonfeed.org/version/1"», "title": "a", "home_page_url": "https://a.example/", "feed_url": "https://a.example/f", "author": {"name": "a"}, "items": []}"#,
        "old-json-feed-version",
    ),
    (
        r#"{"version": "https://jsonfeed.org/version/1.1", "title": "a", "home_page_url": "https://a.example/", "feed_url": "https://a.example/f", "items": []«,»}"#,
        "invalid-json",
    ),
    (
        r#"{"version": "https://jsonfeed.org/version/1.1", "title": "a", "home_page_url": "https://a.example/", "feed_url": "https://a.example/f", "items": [«{»"id": "1"}]}"#,
        "missing-content",
    ),
    (
        r#"{"version": "https://jsonfeed.org/version/1.1", "title": "a", "home_page_url": "https://a.example/", "feed_url": "https://a.example/f", "items": [«{»"content_text": "a"}]}"#,
        "missing-member",
    ),
    (
        r#"{"version": "https://jsonfeed.org/version/1.1", "title": "a", "home_page_url": "https://a.example/", "feed_url": "https://a.example/f", "items": [{"id": «103», "content_text": "a"}]}"#,
        "number-id",
    ),
    (
        r#"{"version": "https://jsonfeed.org/version/1.1", "title": "a", "home_page_url": "https://a.example/", "feed_url": "https://a.example/f", "items": [{"id": «""», "content_text": "a"}]}"#,
        "not-blank",
    ),
    (
        r#"{"version": "https://jsonfeed.org/version/1.1", "title": "a", "home_page_url": "https://a.example/", "feed_url": "https://a.example/f", "items": [{"id": "1", "content_text": "a"}, {"id": «"\u0031"», "content_text": "a"}]}"#,
        "duplicate-item-id",
    ),
    (r#" «[»{"id": 1}]"#, "not-a-json-feed"),
    (r#"«{»"name": "package", "version": "1.0.0"}"#, "not-a-json-feed"),
];
