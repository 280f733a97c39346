//! Defects of documents, of values and of RSS.

use super::defect::{Defect, NOTHING, defect};
use super::documents::RSS;

const GUID: &str = "<guid>https://tide.example/1</guid>";
const DATE: &str = "<pubDate>Fri, 20 Nov 2026 14:05:00 GMT</pubDate>";
const LINK: &str = "<link>https://tide.example/1</link>";
const CHANNEL: &str = "<!--channel-->";
const ITEM: &str = "<!--item-->";

/// The documents, each with the rule that it breaks.
pub const DEFECTS: &[Defect] = &[
    // The document.
    defect("wp-blank-line", RSS, "<?xml", "¦\n<?xml"),
    defect("unknown-encoding", RSS, "utf-8", "¦klingon"),
    defect("obscure-encoding", RSS, "utf-8", "¦koi8-u"),
    defect("nonstd-encoding", RSS, "utf-8", "¦windows-1252"),
    defect("missing-encoding", RSS, " encoding=\"utf-8\"?>", "¦?>"),
    defect("bad-xml-version", RSS, "version=\"1.0\"", "version=\"¦1.1\""),
    defect("sax-error", RSS, "ferry is", "ferry ¦& is"),
    defect("sax-error", RSS, "</guid>", "¦</link>"),
    defect("sax-error", RSS, "</channel>\n</rss>", "</channel>¦"),
    defect("undefined-named-entity", RSS, "ferry is", "ferry¦&nbsp;is"),
    defect("undeclared-prefix", RSS, ITEM, "<¦pic:a/>"),
    defect("contains-system-entity", RSS, "<rss", "¦<!DOCTYPE rss SYSTEM \"a.dtd\"><rss"),
    defect("bad-characters", RSS, "ferry is", "ferry¦\u{92}s is"),
    defect("bad-characters", RSS, "ferry is", "f¦Ã©rry is"),
    defect("bad-characters", RSS, "ferry is", "ferry ¦\u{FFFD} is"),
    defect("not-a-feed", NOTHING, "", "<¦urlset/>"),
    defect("obsolete-version", NOTHING, "", "<¦rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"/>"),
    // Values.
    defect("not-blank", RSS, "<title>The ferry is back</title>", "<¦title> </title>"),
    defect("invalid-rfc2822-date", RSS, DATE, "<pubDate>¦2026-11-20T14:05:00Z</pubDate>").also(&["missing-dates"]),
    defect("invalid-rfc2822-date", RSS, DATE, "<pubDate>¦Fri, 20 Nov 2026 14:05:00</pubDate>").also(&["missing-dates"]),
    defect("invalid-rfc2822-date", RSS, DATE, "<pubDate>¦Mon, 31 Feb 2026 14:05:00 GMT</pubDate>").also(&["missing-dates"]),
    defect("problematical-rfc822-date", RSS, DATE, "<pubDate>¦Fri, 20 nov 2026 14:05:00 GMT</pubDate>"),
    defect("incorrect-dow", RSS, DATE, "<pubDate>¦Mon, 20 Nov 2026 14:05:00 GMT</pubDate>"),
    defect("implausible-date", RSS, DATE, "<pubDate>¦Sun, 20 Nov 2095 14:05:00 GMT</pubDate>"),
    defect("implausible-date", RSS, DATE, "<pubDate>¦Thu, 01 Jan 1970 00:00:00 GMT</pubDate>"),
    defect("invalid-full-link", RSS, LINK, "<link>¦/1</link>"),
    defect("invalid-uri-char", RSS, LINK, "<link>¦https://tide.example/a b</link>"),
    defect("uri-not-iri", RSS, LINK, "<link>¦https://tide.example/Łódź</link>"),
    defect("scheme-not-iana-registered", RSS, LINK, "<link>¦notice:1</link>"),
    defect("invalid-url-attribute", RSS, ITEM, "<enclosure url=\"¦a.mp3\" length=\"1\" type=\"audio/mpeg\"/>"),
    defect("invalid-contact", RSS, ITEM, "<author>¦Ana Müller</author>"),
    defect("email-format", RSS, ITEM, "<author>¦Ana &lt;a@tide.example&gt;</author>"),
    defect("missing-real-name", RSS, ITEM, "<author>¦a@tide.example</author>"),
    defect("invalid-language", RSS, "<language>en", "<language>¦english"),
    defect("invalid-mime-attribute", RSS, ITEM, "<enclosure url=\"https://a.example/a\" length=\"1\" type=\"¦mp3\"/>"),
    defect("invalid-integer-attribute", RSS, ITEM, "<enclosure url=\"https://a.example/a\" length=\"¦1 MB\" type=\"a/b\"/>"),
    defect("invalid-non-negative-integer", RSS, ITEM, "<enclosure url=\"https://a.example/a\" length=\"¦-2\" type=\"a/b\"/>"),
    defect("use-zero-for-unknown", RSS, ITEM, "<enclosure url=\"https://a.example/a\" length=\"¦-1\" type=\"a/b\"/>"),
    defect("invalid-positive-integer", RSS, CHANNEL, "<ttl>¦0</ttl>"),
    defect("invalid-boolean-attribute", RSS, GUID, "<guid isPermaLink=\"¦no\">https://tide.example/1</guid>"),
    defect("duplicate-value", RSS, "<!--end-->", "<item><title>x</title><guid>¦https://tide.example/1</guid>\
         <pubDate>Fri, 20 Nov 2026 14:04:00 GMT</pubDate></item>"),
    // Elements and attributes.
    defect("undefined-element", RSS, CHANNEL, "<¦foo/>"),
    defect("undefined-element", RSS, "The ferry is", "The <¦b>ferry</b> is"),
    defect("unexpected-text", RSS, ITEM, "¦loose"),
    defect("duplicate-element", RSS, LINK, "<link>https://tide.example/1</link><¦link>https://tide.example/2</link>"),
    defect("missing-attribute", RSS, ITEM, "<¦enclosure url=\"https://a.example/a.mp3\" type=\"audio/mpeg\"/>"),
    defect("missing-attribute", RSS, "<rss version=\"2.0\"", "<¦rss"),
    defect("unexpected-attribute", RSS, LINK, "<link ¦href=\"x\">https://tide.example/1</link>"),
    defect("invalid-rss-version", RSS, "version=\"2.0\"", "version=\"¦2.1\""),
    defect("invalid-namespace", RSS, "<rss version", "<¦rss xmlns=\"http://backend.userland.com/rss2\" version")
        .also(&["unknown-namespace"]),
    defect("not-in-a-namespace", RSS, ITEM, "<x:a xmlns:x=\"http://tide.example/x\"><¦b/></x:a>").also(&["unknown-namespace"]),
    defect("missing-element", RSS, ITEM, "<¦atom:author/>"),
    // The channel.
    defect("missing-title", RSS, "<channel>\n<title>The Tide</title>", "<¦channel>"),
    defect("missing-link", RSS, "<channel>\n<title>The Tide</title>\n<link>https://tide.example/</link>", "<¦channel><title>x</title>"),
    defect("missing-description", RSS, "<channel>\n<title>The Tide</title>\n<link>https://tide.example/</link>\n<description>News of the coast</description>", "<¦channel><title>x</title><link>https://tide.example/</link>"),
    defect("missing-dc-language", RSS, "<channel>\n<title>The Tide</title>\n<link>https://tide.example/</link>\n<description>News of the coast</description>\n<language>en</language>", "<¦channel><title>x</title><link>https://tide.example/</link><description>x</description>"),
    defect("missing-self", NOTHING, "", "<rss version=\"2.0\"><¦channel><title>x</title><link>https://tide.example/</link><description>x</description></channel></rss>"),
    defect("misplaced-item", RSS, CHANNEL, "<¦item><title>x</title><guid>https://tide.example/0</guid>\
         <pubDate>Fri, 20 Nov 2026 14:06:00 GMT</pubDate></item><ttl>60</ttl>"),
    defect("invalid-integer-attribute", RSS, CHANNEL, "<cloud domain=\"a.example\" port=\"¦http\" path=\"/\" registerProcedure=\"x\" protocol=\"xml-rpc\"/>"),
    defect("image-title-doesnt-match", RSS, CHANNEL, "<image><url>https://tide.example/a.png</url><title>¦Logo</title><link>https://tide.example/</link></image>"),
    defect("image-link-doesnt-match", RSS, CHANNEL, "<image><url>https://tide.example/a.png</url><title>The Tide</title><link>¦https://tide.example/x</link></image>"),
    defect("image-url-format", RSS, CHANNEL, "<image><url>¦https://tide.example/a.tiff</url><title>The Tide</title><link>https://tide.example/</link></image>"),
    defect("invalid-width", RSS, CHANNEL, "<image><url>https://tide.example/a.png</url><title>The Tide</title><link>https://tide.example/</link><width>¦145</width></image>"),
    defect("invalid-height", RSS, CHANNEL, "<image><url>https://tide.example/a.png</url><title>The Tide</title><link>https://tide.example/</link><height>¦0</height></image>"),
    defect("avoid-text-input", RSS, CHANNEL, "<¦textInput><title>x</title><description>x</description><name>q</name><link>https://tide.example/</link></textInput>"),
    defect("invalid-form-component-name", RSS, CHANNEL, "<textInput><title>x</title><description>x</description><name>¦1</name><link>https://tide.example/</link></textInput>").also(&["avoid-text-input"]),
    defect("invalid-hour", RSS, CHANNEL, "<skipHours><hour>¦25</hour></skipHours>"),
    defect("use-zero-for-midnight", RSS, CHANNEL, "<skipHours><hour>¦24</hour></skipHours>"),
    defect("not-enough-hours-in-the-day", RSS, CHANNEL, "<¦skipHours><hour>0</hour><hour>1</hour><hour>2</hour><hour>3</hour><hour>4</hour><hour>5</hour><hour>6</hour><hour>7</hour><hour>8</hour><hour>9</hour><hour>10</hour><hour>11</hour><hour>12</hour><hour>13</hour><hour>14</hour><hour>15</hour><hour>16</hour><hour>17</hour><hour>18</hour><hour>19</hour><hour>20</hour><hour>21</hour><hour>22</hour><hour>23</hour><hour>1</hour></skipHours>").also(&["duplicate-value"]),
    defect("invalid-day", RSS, CHANNEL, "<skipDays><day>¦Mon</day></skipDays>"),
    defect("eight-days-a-week", RSS, CHANNEL, "<¦skipDays><day>Monday</day><day>Tuesday</day><day>Wednesday</day><day>Thursday</day><day>Friday</day><day>Saturday</day><day>Sunday</day><day>Monday</day></skipDays>").also(&["duplicate-value"]),
    defect("no-blink", RSS, CHANNEL, "<¦blink>x</blink>"),
    // Items.
    defect("item-must-contain-title-or-description", RSS, "<!--end-->", "<¦item><guid>https://tide.example/0</guid><pubDate>Fri, 20 Nov 2026 14:04:00 GMT</pubDate></item>"),
    defect("missing-guid", RSS, "<item>\n<title>The ferry is back</title>\n<link>https://tide.example/1</link>\n<guid>https://tide.example/1</guid>", "<¦item><title>x</title><link>https://tide.example/1</link>"),
    defect("invalid-http-guid", RSS, GUID, "<guid>¦1-a</guid>"),
    defect("invalid-permalink", RSS, GUID, "<guid>¦tag:tide.example,2026:1</guid>"),
    defect("invalid-permalink", RSS, GUID, "<guid>¦notice:1</guid>"),
    defect("not-sufficiently-unique", RSS, GUID, "<guid isPermaLink=\"false\">¦103</guid>"),
    defect("duplicate-enclosure", RSS, ITEM, "<enclosure url=\"https://a.example/a\" length=\"1\" type=\"a/b\"/><¦enclosure url=\"https://a.example/b\" length=\"1\" type=\"a/b\"/>"),
    defect("need-description-before-content", RSS, "<description>From", "<¦content:encoded>x</content:encoded><description>From"),
];
