//! Defects of Atom.

use super::defect::{Defect, NOTHING, defect};
use super::documents::ATOM;

const ID: &str = "<id>tag:tide.example,2026:1</id>";
const UPDATED: &str = "<updated>2026-11-20T14:05:00Z</updated>\n<summary>";
const SELF: &str = "href=\"https://feeds.example.org/atom.xml\"";
const SUMMARY: &str = "<summary>From Friday on.</summary>";
const CONTENT: &str = "<content type=\"html\">From &lt;b&gt;Friday&lt;/b&gt; on.</content>";
const FEED: &str = "<!--feed-->";
const ENTRY: &str = "<!--entry-->";
const END: &str = "<!--end-->";

/// The documents, each with the rule that it breaks.
pub const DEFECTS: &[Defect] = &[
    defect("obsolete-namespace", NOTHING, "", "<¦feed xmlns=\"http://purl.org/atom/ns#\" version=\"0.3\"/>"),
    defect(
        "missing-namespace",
        NOTHING,
        "",
        "<¦feed xml:lang=\"en\"><title>x</title><id>https://tide.example/</id><updated>2026-11-20T14:05:00Z</updated><link rel=\"self\" href=\"https://feeds.example.org/atom.xml\"/></feed>",
    ),
    defect(
        "invalid-namespace",
        ATOM,
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"",
        "<¦feed xmlns=\"http://tide.example/\"",
    ),
    // Values.
    defect(
        "unexpected-whitespace",
        ATOM,
        "<updated>2026-11-20T14:05:00Z</updated>\n<author>",
        "<updated>¦2026-11-20T14:05:00Z </updated>\n<author>",
    ),
    defect("invalid-rfc3339-date", ATOM, UPDATED, "<updated>¦2026-11-20</updated>\n<summary>"),
    defect("invalid-rfc3339-date", ATOM, UPDATED, "<updated>¦2026-11-20t14:05:00z</updated>\n<summary>"),
    defect("invalid-rfc3339-date", ATOM, UPDATED, "<updated>¦2026-11-20T14:05:00</updated>\n<summary>"),
    defect("invalid-full-link", ATOM, ID, "<id>¦1</id>"),
    defect("invalid-tag", ATOM, ID, "<id>¦tag:tide.example:1</id>"),
    defect("invalid-urn", ATOM, ID, "<id>¦urn:x</id>"),
    defect("invalid-uuid", ATOM, ID, "<id>¦urn:uuid:1</id>"),
    defect("non-canonical-uri", ATOM, ID, "<id>¦HTTPS://Tide.example:443/1</id>"),
    defect("invalid-link", ATOM, FEED, "<icon>¦http:///a.png</icon>"),
    defect("invalid-iri", ATOM, FEED, "<contributor><name>x</name><uri>¦http://</uri></contributor>"),
    defect("invalid-uri-attribute", ATOM, FEED, "<generator uri=\"¦http://\">x</generator>"),
    defect("invalid-addr-spec", ATOM, FEED, "<contributor><name>x</name><email>¦Ana</email></contributor>"),
    defect("unknown-host", ATOM, FEED, "<contributor><name>x</name><email>¦ana@localhost</email></contributor>"),
    defect("contains-email", ATOM, FEED, "<contributor><name>¦Ana &lt;a@tide.example&gt;</name></contributor>"),
    defect(
        "attr-not-blank",
        ATOM,
        "rel=\"alternate\" type=\"text/html\" href=\"https://tide.example/1\"",
        "type=\"text/html\" ¦title=\"\" href=\"https://tide.example/1\"",
    ),
    defect(
        "invalid-mime-type",
        ATOM,
        "type=\"text/html\" href=\"https://tide.example/1\"",
        "type=\"¦html\" href=\"https://tide.example/1\"",
    ),
    // The feed.
    defect(
        "missing-element",
        ATOM,
        END,
        "<¦entry><title>x</title><id>tag:tide.example,2026:2</id><content>x</content></entry>",
    ),
    defect("misplaced-metadata", ATOM, END, "<¦generator>x</generator>"),
    defect(
        "duplicate-entries",
        ATOM,
        END,
        "<entry><title>x</title><id>¦tag:tide.example,2026:1</id><updated>2026-11-20T14:04:00Z</updated><content>x</content></entry>",
    ),
    defect(
        "duplicate-ids",
        ATOM,
        END,
        "<entry><title>x</title><id>¦tag:tide.example,2026:1</id><updated>2026-11-20T13:01:00Z</updated><content>x</content></entry>\
        <entry><title>x</title><id>tag:tide.example,2026:1</id><updated>2026-11-20T13:02:00Z</updated><content>x</content></entry>\
        <entry><title>x</title><id>tag:tide.example,2026:1</id><updated>2026-11-20T13:03:00Z</updated><content>x</content></entry>\
        <entry><title>x</title><id>tag:tide.example,2026:1</id><updated>2026-11-20T13:04:00Z</updated><content>x</content></entry>\
        <entry><title>x</title><id>tag:tide.example,2026:1</id><updated>2026-11-20T13:05:00Z</updated><content>x</content></entry>\
        <entry><title>x</title><id>tag:tide.example,2026:1</id><updated>2026-11-20T13:06:00Z</updated><content>x</content></entry>\
        <entry><title>x</title><id>tag:tide.example,2026:1</id><updated>2026-11-20T13:07:00Z</updated><content>x</content></entry>\
        <entry><title>x</title><id>tag:tide.example,2026:1</id><updated>2026-11-20T13:08:00Z</updated><content>x</content></entry>\
        <entry><title>x</title><id>tag:tide.example,2026:1</id><updated>2026-11-20T13:09:00Z</updated><content>x</content></entry>",
    ),
    defect(
        "duplicate-updated",
        ATOM,
        END,
        "<entry><title>x</title><id>tag:tide.example,2026:2</id><updated>¦2026-11-20T14:05:00Z</updated><content>x</content></entry>",
    ),
    defect("missing-source-element", ATOM, ENTRY, "<¦source><title>x</title><id>https://tide.example/</id></source>"),
    // Links.
    defect("duplicate-atom-link", ATOM, FEED, "<¦link type=\"text/html\" href=\"https://tide.example/x\"/>"),
    defect("missing-href", ATOM, FEED, "<¦link rel=\"related\"/>"),
    defect("atom-link-not-empty", ATOM, FEED, "<link rel=\"related\" href=\"https://tide.example/\">¦x</link>"),
    defect("unregistered-atom-link-rel", ATOM, FEED, "<link rel=\"¦cousin\" href=\"https://tide.example/\"/>"),
    defect("self-not-atom", ATOM, "type=\"application/atom+xml\"", "type=\"¦text/xml\""),
    defect("relative-self", ATOM, SELF, "href=\"¦atom.xml\""),
    defect("self-doesnt-match-location", ATOM, SELF, "href=\"¦https://feeds.example.org/other.xml\""),
    defect(
        "same-document-reference",
        ATOM,
        FEED,
        "<link rel=\"related\" xml:base=\"https://tide.example/a\" href=\"¦#x\"/>",
    ),
    defect("feed-history-rel-in-entry", ATOM, ENTRY, "<link rel=\"¦next\" href=\"https://tide.example/\"/>"),
    defect(
        "feed-rel-in-complete-feed",
        ATOM,
        FEED,
        "<fh:complete/><¦link rel=\"next\" href=\"https://tide.example/2\"/>",
    ),
    defect(
        "current-not-self-in-complete-feed",
        ATOM,
        FEED,
        "<fh:complete/><¦link rel=\"current\" href=\"https://tide.example/2\"/>",
    ),
    defect(
        "link-past-end",
        ATOM,
        FEED,
        "<link rel=\"first\" href=\"https://feeds.example.org/atom.xml\"/><¦link rel=\"previous\" href=\"https://tide.example/2\"/>",
    ),
    defect("archive-incomplete", ATOM, FEED, "<¦fh:archive/><link rel=\"current\" href=\"https://tide.example/2\"/>"),
    defect(
        "missing-current-in-archive",
        ATOM,
        FEED,
        "<¦fh:archive/><link rel=\"prev-archive\" href=\"https://tide.example/2\"/>",
    ),
    defect(
        "no-thr-when",
        ATOM,
        ENTRY,
        "<link rel=\"replies\" href=\"https://tide.example/1/r\" thr:when=\"¦2026-11-20T14:05:00Z\"/>",
    ),
    defect(
        "unexpected-attribute",
        ATOM,
        ENTRY,
        "<link rel=\"related\" href=\"https://tide.example/1/r\" thr:count=\"¦2\"/>",
    ),
    // Entries and their texts.
    defect(
        "missing-summary",
        ATOM,
        END,
        "<¦entry><title>x</title><id>tag:tide.example,2026:2</id><updated>2026-11-20T14:04:00Z</updated><content type=\"image/png\" src=\"https://tide.example/1\"/></entry>",
    ),
    defect(
        "missing-textual-content",
        ATOM,
        END,
        "<¦entry><title>x</title><id>tag:tide.example,2026:2</id><updated>2026-11-20T14:04:00Z</updated><link href=\"https://tide.example/2\"/></entry>",
    ),
    defect(
        "missing-content-or-alternate",
        ATOM,
        END,
        "<¦entry><title>x</title><id>tag:tide.example,2026:2</id><updated>2026-11-20T14:04:00Z</updated><summary>x</summary></entry>",
    ),
    defect("invalid-text-type", ATOM, SUMMARY, "<summary type=\"¦text/plain\">x</summary>"),
    defect("missing-type-attr", ATOM, CONTENT, "<¦content src=\"https://tide.example/1\"/>"),
    defect("not-base64", ATOM, CONTENT, "<content type=\"image/png\">¦not so</content>"),
    defect("not-escaped", ATOM, CONTENT, "<content type=\"html\" mode=\"¦escaped\">x</content>")
        .also(&["unexpected-attribute"]),
    defect(
        "not-inline",
        ATOM,
        CONTENT,
        "<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">¦&lt;b&gt;x&lt;/b&gt;</div></content>",
    ),
    defect("missing-xhtml-div", ATOM, CONTENT, "<content type=\"xhtml\">¦x</content>"),
    defect("html-fragment", ATOM, CONTENT, "<content type=\"text/html\">¦&lt;p&gt;x&lt;/p&gt;</content>"),
    defect("contains-undeclared-html", ATOM, SUMMARY, "<summary>¦From &lt;b&gt;Friday&lt;/b&gt; on.</summary>"),
    defect("undefined-element", ATOM, CONTENT, "<content type=\"html\"><¦p>x</p></content>"),
    defect(
        "missing-namespace",
        ATOM,
        CONTENT,
        "<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><¦b xmlns=\"\">x</b></div></content>",
    ),
];
