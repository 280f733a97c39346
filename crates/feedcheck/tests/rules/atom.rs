//! Defects of Atom.

use crate::defects::{Case, NOTHING, case};
use crate::documents::ATOM;

const ID: &str = "<id>tag:tide.example,2026:1</id>";
const UPDATED: &str = "<updated>2026-11-20T14:05:00Z</updated>\n<summary>";
const SELF: &str = "href=\"https://feeds.example.org/atom.xml\"";
const SUMMARY: &str = "<summary>From Friday on.</summary>";
const CONTENT: &str = "<content type=\"html\">From &lt;b&gt;Friday&lt;/b&gt; on.</content>";
const FEED: &str = "<!--feed-->";
const ENTRY: &str = "<!--entry-->";
const END: &str = "<!--end-->";

pub(crate) const CASES: &[Case] = &[
    case("obsolete-namespace", NOTHING, "", "<¦feed xmlns=\"http://purl.org/atom/ns#\" version=\"0.3\"/>"),
    case(
        "missing-namespace",
        NOTHING,
        "",
        "<¦feed xml:lang=\"en\"><title>x</title><id>https://tide.example/</id><updated>2026-11-20T14:05:00Z</updated><link rel=\"self\" href=\"https://feeds.example.org/atom.xml\"/></feed>",
    ),
    case(
        "invalid-namespace",
        ATOM,
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"",
        "<¦feed xmlns=\"http://tide.example/\"",
    ),
    // Values.
    case(
        "unexpected-whitespace",
        ATOM,
        "<updated>2026-11-20T14:05:00Z</updated>\n<author>",
        "<updated>¦2026-11-20T14:05:00Z </updated>\n<author>",
    ),
    case("invalid-rfc3339-date", ATOM, UPDATED, "<updated>¦2026-11-20</updated>\n<summary>"),
    case("invalid-rfc3339-date", ATOM, UPDATED, "<updated>¦2026-11-20t14:05:00z</updated>\n<summary>"),
    case("invalid-rfc3339-date", ATOM, UPDATED, "<updated>¦2026-11-20T14:05:00</updated>\n<summary>"),
    case("invalid-full-link", ATOM, ID, "<id>¦1</id>"),
    case("invalid-tag", ATOM, ID, "<id>¦tag:tide.example:1</id>"),
    case("invalid-urn", ATOM, ID, "<id>¦urn:x</id>"),
    case("invalid-uuid", ATOM, ID, "<id>¦urn:uuid:1</id>"),
    case("non-canonical-uri", ATOM, ID, "<id>¦HTTPS://Tide.example:443/1</id>"),
    case("invalid-link", ATOM, FEED, "<icon>¦http:///a.png</icon>"),
    case("invalid-iri", ATOM, FEED, "<contributor><name>x</name><uri>¦http://</uri></contributor>"),
    case("invalid-uri-attribute", ATOM, FEED, "<generator uri=\"¦http://\">x</generator>"),
    case("invalid-addr-spec", ATOM, FEED, "<contributor><name>x</name><email>¦Ana</email></contributor>"),
    case("unknown-host", ATOM, FEED, "<contributor><name>x</name><email>¦ana@localhost</email></contributor>"),
    case("contains-email", ATOM, FEED, "<contributor><name>¦Ana &lt;a@tide.example&gt;</name></contributor>"),
    case(
        "attr-not-blank",
        ATOM,
        "rel=\"alternate\" type=\"text/html\" href=\"https://tide.example/1\"",
        "type=\"text/html\" ¦title=\"\" href=\"https://tide.example/1\"",
    ),
    case(
        "invalid-mime-type",
        ATOM,
        "type=\"text/html\" href=\"https://tide.example/1\"",
        "type=\"¦html\" href=\"https://tide.example/1\"",
    ),
    // The feed.
    case(
        "missing-element",
        ATOM,
        END,
        "<¦entry><title>x</title><id>tag:tide.example,2026:2</id><content>x</content></entry>",
    ),
    case("misplaced-metadata", ATOM, END, "<¦generator>x</generator>"),
    case(
        "duplicate-entries",
        ATOM,
        END,
        "<entry><title>x</title><id>¦tag:tide.example,2026:1</id><updated>2026-11-20T14:04:00Z</updated><content>x</content></entry>",
    ),
    case(
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
    case(
        "duplicate-updated",
        ATOM,
        END,
        "<entry><title>x</title><id>tag:tide.example,2026:2</id><updated>¦2026-11-20T14:05:00Z</updated><content>x</content></entry>",
    ),
    case("missing-source-element", ATOM, ENTRY, "<¦source><title>x</title><id>https://tide.example/</id></source>"),
    // Links.
    case("duplicate-atom-link", ATOM, FEED, "<¦link type=\"text/html\" href=\"https://tide.example/x\"/>"),
    case("missing-href", ATOM, FEED, "<¦link rel=\"related\"/>"),
    case("atom-link-not-empty", ATOM, FEED, "<link rel=\"related\" href=\"https://tide.example/\">¦x</link>"),
    case("unregistered-atom-link-rel", ATOM, FEED, "<link rel=\"¦cousin\" href=\"https://tide.example/\"/>"),
    case("self-not-atom", ATOM, "type=\"application/atom+xml\"", "type=\"¦text/xml\""),
    case("relative-self", ATOM, SELF, "href=\"¦atom.xml\""),
    case("self-doesnt-match-location", ATOM, SELF, "href=\"¦https://feeds.example.org/other.xml\""),
    case(
        "same-document-reference",
        ATOM,
        FEED,
        "<link rel=\"related\" xml:base=\"https://tide.example/a\" href=\"¦#x\"/>",
    ),
    case("feed-history-rel-in-entry", ATOM, ENTRY, "<link rel=\"¦next\" href=\"https://tide.example/\"/>"),
    case(
        "feed-rel-in-complete-feed",
        ATOM,
        FEED,
        "<fh:complete/><¦link rel=\"next\" href=\"https://tide.example/2\"/>",
    ),
    case(
        "current-not-self-in-complete-feed",
        ATOM,
        FEED,
        "<fh:complete/><¦link rel=\"current\" href=\"https://tide.example/2\"/>",
    ),
    case(
        "link-past-end",
        ATOM,
        FEED,
        "<link rel=\"first\" href=\"https://feeds.example.org/atom.xml\"/><¦link rel=\"previous\" href=\"https://tide.example/2\"/>",
    ),
    case("archive-incomplete", ATOM, FEED, "<¦fh:archive/><link rel=\"current\" href=\"https://tide.example/2\"/>"),
    case(
        "missing-current-in-archive",
        ATOM,
        FEED,
        "<¦fh:archive/><link rel=\"prev-archive\" href=\"https://tide.example/2\"/>",
    ),
    case(
        "no-thr-when",
        ATOM,
        ENTRY,
        "<link rel=\"replies\" href=\"https://tide.example/1/r\" thr:when=\"¦2026-11-20T14:05:00Z\"/>",
    ),
    case(
        "unexpected-attribute",
        ATOM,
        ENTRY,
        "<link rel=\"related\" href=\"https://tide.example/1/r\" thr:count=\"¦2\"/>",
    ),
    // Entries and their texts.
    case(
        "missing-summary",
        ATOM,
        END,
        "<¦entry><title>x</title><id>tag:tide.example,2026:2</id><updated>2026-11-20T14:04:00Z</updated><content type=\"image/png\" src=\"https://tide.example/1\"/></entry>",
    ),
    case(
        "missing-textual-content",
        ATOM,
        END,
        "<¦entry><title>x</title><id>tag:tide.example,2026:2</id><updated>2026-11-20T14:04:00Z</updated><link href=\"https://tide.example/2\"/></entry>",
    ),
    case(
        "missing-content-or-alternate",
        ATOM,
        END,
        "<¦entry><title>x</title><id>tag:tide.example,2026:2</id><updated>2026-11-20T14:04:00Z</updated><summary>x</summary></entry>",
    ),
    case("invalid-text-type", ATOM, SUMMARY, "<summary type=\"¦text/plain\">x</summary>"),
    case("missing-type-attr", ATOM, CONTENT, "<¦content src=\"https://tide.example/1\"/>"),
    case("not-base64", ATOM, CONTENT, "<content type=\"image/png\">¦not so</content>"),
    case("not-escaped", ATOM, CONTENT, "<content type=\"html\" mode=\"¦escaped\">x</content>")
        .also(&["unexpected-attribute"]),
    case(
        "not-inline",
        ATOM,
        CONTENT,
        "<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">¦&lt;b&gt;x&lt;/b&gt;</div></content>",
    ),
    case("missing-xhtml-div", ATOM, CONTENT, "<content type=\"xhtml\">¦x</content>"),
    case("html-fragment", ATOM, CONTENT, "<content type=\"text/html\">¦&lt;p&gt;x&lt;/p&gt;</content>"),
    case("contains-undeclared-html", ATOM, SUMMARY, "<summary>¦From &lt;b&gt;Friday&lt;/b&gt; on.</summary>"),
    case("undefined-element", ATOM, CONTENT, "<content type=\"html\"><¦p>x</p></content>"),
    case(
        "missing-namespace",
        ATOM,
        CONTENT,
        "<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><¦b xmlns=\"\">x</b></div></content>",
    ),
];
