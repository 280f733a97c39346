//! Defects of HTML inside of feeds.

use super::defect::{Defect, defect};
use super::documents::{ATOM, RSS};

const TITLE: &str = "<title>The ferry is back</title>";
const TEXT: &str = "From &lt;b&gt;Friday&lt;/b&gt; on.";
const CONTENT: &str = "<content type=\"html\">From &lt;b&gt;Friday&lt;/b&gt; on.</content>";

/// The documents, each with the rule that it breaks.
pub const DEFECTS: &[Defect] = &[
    defect("contains-html", RSS, TITLE, "<title>¦The &lt;b&gt;ferry&lt;/b&gt; is back</title>"),
    defect("contains-html", RSS, TITLE, "<title>¦Salt &amp;amp; water</title>"),
    defect("character-data", RSS, TITLE, "<title>¦a &lt;b is less</title>"),
    defect("not-html", RSS, TEXT, "¦&lt;b&gt;x").also(&[]),
    defect("not-html", RSS, TEXT, "&lt;b&gt;&lt;i&gt;x¦&lt;/b&gt;&lt;/i&gt;"),
    defect("not-html", RSS, TEXT, "&lt;a href=\"https://tide.example/?a=1¦&amp;b=2\"&gt;x&lt;/a&gt;"),
    defect("not-html", RSS, TEXT, "<![CDATA[<p>¦<blink>x</blink></p>]]>"),
    defect(
        "not-html",
        ATOM,
        CONTENT,
        "<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><¦blink/></div></content>",
    ),
    defect("security-risk", RSS, TEXT, "¦&lt;script&gt;x()&lt;/script&gt;"),
    defect("security-risk", RSS, TEXT, "<![CDATA[a & b ¦<iframe src=\"https://a.example/\"></iframe>]]>"),
    defect(
        "security-risk",
        ATOM,
        CONTENT,
        "<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><¦script/></div></content>",
    ),
    defect("security-risk-attr", RSS, TEXT, "&lt;b ¦onclick=\"x()\"&gt;x&lt;/b&gt;"),
    defect("security-risk-attr", RSS, TEXT, "&lt;a ¦href=\"javascript:x()\"&gt;x&lt;/a&gt;"),
    defect("dangerous-style-attr", RSS, TEXT, "&lt;b ¦style=\"position:fixed\"&gt;x&lt;/b&gt;"),
    defect("contains-rel-ref", RSS, TEXT, "&lt;a ¦href=\"/x\"&gt;x&lt;/a&gt;"),
    defect("contains-rel-ref", ATOM, "From &lt;b&gt;", "&lt;img ¦src=\"x.png\"&gt;From &lt;b&gt;"),
];
