//! Defects of namespaces and modules.

use super::defect::{Defect, NOTHING, defect};
use super::documents::{ATOM, RSS};

const CHANNEL: &str = "<!--channel-->";
const ITEM: &str = "<!--item-->";
const FEED: &str = "<!--feed-->";
const ENTRY: &str = "<!--entry-->";
/// What a podcast has to have beside what is tested.
const PODCAST: &[&str] = &["missing-itunes-element", "missing-itunes-email"];

/// The documents, each with the rule that it breaks.
pub const DEFECTS: &[Defect] = &[
    defect("unknown-namespace", RSS, "<rss", "<rss ¦xmlns:x=\"http://tide.example/x\""),
    defect("unsupported-namespace", RSS, "<rss", "<rss ¦xmlns:podcast=\"https://podcastindex.org/namespace/1.0\""),
    defect("reserved-prefix", RSS, "<rss", "<rss ¦xmlns:cc=\"http://tide.example/x\""),
    defect("nonstd-prefix", RSS, "<rss", "<rss ¦xmlns:pod=\"http://www.itunes.com/dtds/podcast-1.0.dtd\""),
    defect("avoid-namespace-prefix", ATOM, "<feed", "<feed ¦xmlns:atom=\"http://www.w3.org/2005/Atom\""),
    defect("media-rss-namespace", RSS, "<rss", "<rss ¦xmlns:m=\"http://search.yahoo.com/mrss\""),
    defect("questionable-usage", RSS, ITEM, "<¦atom:subtitle>x</atom:subtitle>"),
    defect("undeterminable-vocabulary", ATOM, ENTRY, "<¦x xmlns=\"\"/>"),
    defect("misplaced-xhtml-content", RSS, CHANNEL, "<¦xhtml:p>x</xhtml:p>"),
    defect("use-of-extension-attr", RSS, ITEM, "<category ¦x:y=\"\" xmlns:x=\"http://tide.example/x\">x</category>").also(&["unknown-namespace"]),
    defect("duplicate-semantics", RSS, CHANNEL, "<¦dc:language>en</dc:language>"),
    defect("duplicate-item-semantics", RSS, ITEM, "<author>a@tide.example (Ana)</author><¦dc:creator>Ana</dc:creator>"),
    defect("duplicate-description-semantics", RSS, ITEM, "<¦atom:content>x</atom:content>"),
    defect("slash-date", NOTHING, "", "<rss version=\"2.0\"><channel><title>x</title><link>https://tide.example/</link><description>x</description><item><title>x</title><¦slash:comments xmlns:slash=\"http://purl.org/rss/1.0/modules/slash/\">1</slash:comments></item></channel></rss>").also(&["missing-self", "missing-guid", "missing-dates"]),
    defect("comment-rss", RSS, ITEM, "<¦wfw:commentRSS>https://tide.example/r</wfw:commentRSS>"),
    defect("invalid-w3cdtf-date", RSS, CHANNEL, "<dcterms:issued>¦yesterday</dcterms:issued>"),
    defect("invalid-iso8601-date-time", RSS, ITEM, "<ev:startdate>¦yesterday</ev:startdate>"),
    defect("invalid-update-period", RSS, CHANNEL, "<sy:updatePeriod>¦often</sy:updatePeriod>"),
    defect("invalid-access-restriction-rel", RSS, "<channel>", "<access:restriction relationship=\"¦maybe\"/><channel>"),
    defect("invalid-yes-no", ATOM, ENTRY, "<app:control><app:draft>¦maybe</app:draft></app:control>"),
    defect("invalid-meta-name", RSS, CHANNEL, "<xhtml:meta name=\"¦x\" content=\"none\"/>"),
    defect("invalid-meta-content", RSS, CHANNEL, "<xhtml:meta name=\"robots\" content=\"¦x\"/>"),
    defect("conflicting-cat-attr", NOTHING, "", "<categories xmlns=\"http://www.w3.org/2007/app\" href=\"https://a.example/\" fixed=\"¦yes\"/>"),
    defect("conflicting-cat-children", NOTHING, "", "<categories xmlns=\"http://www.w3.org/2007/app\" href=\"https://a.example/\"><¦category xmlns=\"http://www.w3.org/2005/Atom\" term=\"x\"/></categories>"),
    defect("undefined-param", NOTHING, "", "<service xmlns=\"http://www.w3.org/2007/app\"><workspace><title xmlns=\"http://www.w3.org/2005/Atom\">x</title><collection href=\"https://a.example/\"><title xmlns=\"http://www.w3.org/2005/Atom\">x</title><accept>¦image/png;q=1</accept></collection></workspace></service>"),
    // Places on earth.
    defect("invalid-coord", RSS, ITEM, "<georss:point>¦here</georss:point>"),
    defect("invalid-coord-list", RSS, ITEM, "<georss:line>¦1 2 3</georss:line>"),
    defect("coord-comma", RSS, ITEM, "<georss:point>¦1,2</georss:point>"),
    defect("invalid-latitude", RSS, ITEM, "<geo:lat>¦91</geo:lat>"),
    defect("invalid-longitude", RSS, ITEM, "<geo:long>¦181</geo:long>"),
    defect("invalid-float-unit", RSS, ITEM, "<georss:elev>¦high</georss:elev>"),
    defect("invalid-integer", RSS, ITEM, "<georss:floor>¦first</georss:floor>"),
    // Podcasts.
    defect("missing-itunes-element", RSS, "<channel>", "<¦channel><itunes:author>Ana</itunes:author>").also(PODCAST),
    defect("missing-itunes-email", RSS, "<channel>", "<¦channel><itunes:author>Ana</itunes:author>").also(PODCAST),
    defect("unsupported-itunes-format", RSS, ITEM, "<itunes:season>1</itunes:season><enclosure url=\"¦https://a.example/a.ogg\" length=\"1\" type=\"audio/ogg\"/>").also(PODCAST),
    defect("invalid-itunes-category", RSS, CHANNEL, "<itunes:category text=\"¦Tides\"/>").also(PODCAST),
    defect("obsolete-itunes-category", RSS, CHANNEL, "<itunes:category text=\"¦Talk Radio\"/>").also(PODCAST),
    defect("invalid-itunes-channel-type", RSS, CHANNEL, "<itunes:type>¦weekly</itunes:type>").also(PODCAST),
    defect("invalid-itunes-episode-type", RSS, ITEM, "<itunes:episodeType>¦half</itunes:episodeType>").also(PODCAST),
    defect("invalid-yes-no-clean", RSS, CHANNEL, "<itunes:block>¦maybe</itunes:block>").also(PODCAST),
    defect("invalid-true-false", RSS, CHANNEL, "<itunes:explicit>¦maybe</itunes:explicit>").also(PODCAST),
    defect("invalid-duration", RSS, ITEM, "<itunes:duration>¦long</itunes:duration>").also(PODCAST),
    defect("invalid-keywords", RSS, CHANNEL, "<itunes:keywords>¦one two</itunes:keywords>").also(PODCAST),
    defect("too-long", RSS, CHANNEL, "<itunes:subtitle>¦aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</itunes:subtitle>").also(PODCAST),
    // Media.
    defect("media-group-without-alternatives", RSS, ITEM, "<¦media:group/>"),
    defect("deprecated-media-adult", RSS, ITEM, "<¦media:adult>true</media:adult>"),
    defect("invalid-credit-role", RSS, ITEM, "<media:credit role=\"¦friend\">x</media:credit>"),
    defect("invalid-media-hash", RSS, ITEM, "<media:hash>¦x</media:hash>"),
    defect("invalid-media-rating", RSS, ITEM, "<media:rating>¦fine</media:rating>"),
    defect("invalid-media-restriction", RSS, ITEM, "<media:restriction relationship=\"allow\">¦some</media:restriction>"),
    defect("invalid-media-restriction-rel", RSS, ITEM, "<media:restriction relationship=\"¦maybe\">all</media:restriction>"),
    defect("invalid-media-restriction-type", RSS, ITEM, "<media:restriction relationship=\"allow\" type=\"¦town\">x</media:restriction>"),
    defect("invalid-country-code", RSS, ITEM, "<media:restriction relationship=\"allow\" type=\"country\">¦xx</media:restriction>"),
    defect("invalid-media-text-type", RSS, ITEM, "<media:title type=\"¦rich\">x</media:title>"),
    defect("invalid-media-medium", RSS, ITEM, "<media:content url=\"https://a.example/a\" medium=\"¦paper\"/>"),
    defect("invalid-media-expression", RSS, ITEM, "<media:content url=\"https://a.example/a\" expression=\"¦half\"/>"),
    defect("invalid-float", RSS, ITEM, "<media:content url=\"https://a.example/a\" bitrate=\"¦fast\"/>"),
    defect("invalid-npt-time", RSS, ITEM, "<media:thumbnail url=\"https://a.example/a\" time=\"¦soon\"/>"),
    // FeedSync.
    defect("invalid-sse-type", RSS, CHANNEL, "<sx:sharing><sx:related link=\"https://a.example/\" type=\"¦half\"/></sx:sharing>"),
    defect("invalid-nss", RSS, ITEM, "<sx:sync id=\"¦a b\" updates=\"1\"><sx:history sequence=\"1\" by=\"a\" when=\"2026-11-20T14:05:00Z\"/></sx:sync>"),
    defect("integer-overflow", RSS, ITEM, "<sx:sync id=\"a\" updates=\"¦2147483648\"><sx:history sequence=\"1\" by=\"a\" when=\"2026-11-20T14:05:00Z\"/></sx:sync>"),
    defect("since-after-until", RSS, CHANNEL, "<sx:sharing since=\"¦2026-11-20T14:05:00Z\" until=\"2026-11-19T14:05:00Z\"/>"),
    defect("missing-by-and-when-attrs", RSS, ITEM, "<sx:sync id=\"a\" updates=\"1\"><¦sx:history sequence=\"1\"/></sx:sync>"),
    defect("missing-recommended-attribute", RSS, ITEM, "<sx:sync id=\"a\" updates=\"1\"><¦sx:history sequence=\"1\" by=\"a\"/></sx:sync>"),
    defect("missing-element", ATOM, FEED, "<¦contributor/>"),
];
