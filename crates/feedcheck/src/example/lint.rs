//! What readers would misread.

use super::defect::{Defect, NOTHING, defect};
use super::documents::{ATOM, RSS};

const ENTRY: &str = "<entry><title>x</title><id>tag:tide.example,2026:2</id><link href=\"https://tide.example/2\"/>\
     <updated>¦2026-11-21T14:05:00Z</updated><summary>x</summary></entry>";

/// The documents, each with the rule that it breaks.
pub const DEFECTS: &[Defect] = &[
    defect("missing-dates", RSS, "<!--end-->", "<¦item><title>x</title><guid>https://tide.example/2</guid></item>"),
    defect("updated-before-published", ATOM, "<published>2026-11-20T14:05:00Z</published>\n<updated>2026-11-20T14:05:00Z", "<published>2026-11-20T14:05:00Z</published>\n<updated>¦2026-11-19T14:05:00Z"),
    defect("unsafe-link", RSS, "<link>https://tide.example/1", "<link>¦javascript:x()").also(&["scheme-not-iana-registered"]),
    defect("no-entries", NOTHING, "", "<rss version=\"2.0\"><¦channel><title>x</title><link>https://tide.example/</link><description>x</description></channel></rss>").also(&["missing-self"]),
    defect("not-newest-first", ATOM, "<!--end-->", ENTRY),
    defect("same-date", RSS, "<!--end-->", "<item><title>x</title><guid>https://tide.example/2</guid><pubDate>¦Fri, 20 Nov 2026 14:05:00 GMT</pubDate></item>"),
    defect("entry-without-link", RSS, "<!--end-->", "<¦item><title>x</title><guid isPermaLink=\"false\">tag:x</guid><pubDate>Fri, 20 Nov 2026 14:04:00 GMT</pubDate></item>"),
    defect("entry-without-title", RSS, "<!--end-->", "<¦item><description>x</description><guid>https://tide.example/2</guid><pubDate>Fri, 20 Nov 2026 14:04:00 GMT</pubDate></item>"),
    defect("markup-in-title", ATOM, "<title>The ferry is back</title>", "<title type=\"html\">¦The &lt;b&gt;ferry&lt;/b&gt;</title>"),
];
