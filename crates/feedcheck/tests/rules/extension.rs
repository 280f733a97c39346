//! Defects of namespaces and modules.

use crate::defects::{Case, NOTHING, case};
use crate::documents::{ATOM, RSS};

const CHANNEL: &str = "<!--channel-->";
const ITEM: &str = "<!--item-->";
const FEED: &str = "<!--feed-->";
const ENTRY: &str = "<!--entry-->";
/// What a podcast has to have beside what is tested.
const PODCAST: &[&str] = &["missing-itunes-element", "missing-itunes-email"];

pub(crate) const CASES: &[Case] = &[
    case("unknown-namespace", RSS, "<rss", "<rss ¦xmlns:x=\"http://tide.example/x\""),
    case("unsupported-namespace", RSS, "<rss", "<rss ¦xmlns:podcast=\"https://podcastindex.org/namespace/1.0\""),
    case("reserved-prefix", RSS, "<rss", "<rss ¦xmlns:cc=\"http://tide.example/x\""),
    case("nonstd-prefix", RSS, "<rss", "<rss ¦xmlns:pod=\"http://www.itunes.com/dtds/podcast-1.0.dtd\""),
    case("avoid-namespace-prefix", ATOM, "<feed", "<feed ¦xmlns:atom=\"http://www.w3.org/2005/Atom\""),
    case("media-rss-namespace", RSS, "<rss", "<rss ¦xmlns:m=\"http://search.yahoo.com/mrss\""),
    case("questionable-usage", RSS, ITEM, "<¦atom:subtitle>x</atom:subtitle>"),
    case("undeterminable-vocabulary", ATOM, ENTRY, "<¦x xmlns=\"\"/>"),
    case("misplaced-xhtml-content", RSS, CHANNEL, "<¦xhtml:p>x</xhtml:p>"),
    case("use-of-extension-attr", RSS, ITEM, "<category ¦x:y=\"\" xmlns:x=\"http://tide.example/x\">x</category>").also(&["unknown-namespace"]),
    case("duplicate-semantics", RSS, CHANNEL, "<¦dc:language>en</dc:language>"),
    case("duplicate-item-semantics", RSS, ITEM, "<author>a@tide.example (Ana)</author><¦dc:creator>Ana</dc:creator>"),
    case("duplicate-description-semantics", RSS, ITEM, "<¦atom:content>x</atom:content>"),
    case("slash-date", NOTHING, "", "<rss version=\"2.0\"><channel><title>x</title><link>https://tide.example/</link><description>x</description><item><title>x</title><¦slash:comments xmlns:slash=\"http://purl.org/rss/1.0/modules/slash/\">1</slash:comments></item></channel></rss>").also(&["missing-self", "missing-guid", "missing-dates"]),
    case("comment-rss", RSS, ITEM, "<¦wfw:commentRSS>https://tide.example/r</wfw:commentRSS>"),
    case("invalid-w3cdtf-date", RSS, CHANNEL, "<dcterms:issued>¦yesterday</dcterms:issued>"),
    case("invalid-iso8601-date-time", RSS, ITEM, "<ev:startdate>¦yesterday</ev:startdate>"),
    case("invalid-update-period", RSS, CHANNEL, "<sy:updatePeriod>¦often</sy:updatePeriod>"),
    case("invalid-access-restriction-rel", RSS, "<channel>", "<access:restriction relationship=\"¦maybe\"/><channel>"),
    case("invalid-yes-no", ATOM, ENTRY, "<app:control><app:draft>¦maybe</app:draft></app:control>"),
    case("invalid-meta-name", RSS, CHANNEL, "<xhtml:meta name=\"¦x\" content=\"none\"/>"),
    case("invalid-meta-content", RSS, CHANNEL, "<xhtml:meta name=\"robots\" content=\"¦x\"/>"),
    case("conflicting-cat-attr", NOTHING, "", "<categories xmlns=\"http://www.w3.org/2007/app\" href=\"https://a.example/\" fixed=\"¦yes\"/>"),
    case("conflicting-cat-children", NOTHING, "", "<categories xmlns=\"http://www.w3.org/2007/app\" href=\"https://a.example/\"><¦category xmlns=\"http://www.w3.org/2005/Atom\" term=\"x\"/></categories>"),
    case("undefined-param", NOTHING, "", "<service xmlns=\"http://www.w3.org/2007/app\"><workspace><title xmlns=\"http://www.w3.org/2005/Atom\">x</title><collection href=\"https://a.example/\"><title xmlns=\"http://www.w3.org/2005/Atom\">x</title><accept>¦image/png;q=1</accept></collection></workspace></service>"),
    // Places on earth.
    case("invalid-coord", RSS, ITEM, "<georss:point>¦here</georss:point>"),
    case("invalid-coord-list", RSS, ITEM, "<georss:line>¦1 2 3</georss:line>"),
    case("coord-comma", RSS, ITEM, "<georss:point>¦1,2</georss:point>"),
    case("invalid-latitude", RSS, ITEM, "<geo:lat>¦91</geo:lat>"),
    case("invalid-longitude", RSS, ITEM, "<geo:long>¦181</geo:long>"),
    case("invalid-float-unit", RSS, ITEM, "<georss:elev>¦high</georss:elev>"),
    case("invalid-integer", RSS, ITEM, "<georss:floor>¦first</georss:floor>"),
    // Podcasts.
    case("missing-itunes-element", RSS, "<channel>", "<¦channel><itunes:author>Ana</itunes:author>").also(PODCAST),
    case("missing-itunes-email", RSS, "<channel>", "<¦channel><itunes:author>Ana</itunes:author>").also(PODCAST),
    case("unsupported-itunes-format", RSS, ITEM, "<itunes:season>1</itunes:season><enclosure url=\"¦https://a.example/a.ogg\" length=\"1\" type=\"audio/ogg\"/>").also(PODCAST),
    case("invalid-itunes-category", RSS, CHANNEL, "<itunes:category text=\"¦Tides\"/>").also(PODCAST),
    case("obsolete-itunes-category", RSS, CHANNEL, "<itunes:category text=\"¦Talk Radio\"/>").also(PODCAST),
    case("invalid-itunes-channel-type", RSS, CHANNEL, "<itunes:type>¦weekly</itunes:type>").also(PODCAST),
    case("invalid-itunes-episode-type", RSS, ITEM, "<itunes:episodeType>¦half</itunes:episodeType>").also(PODCAST),
    case("invalid-yes-no-clean", RSS, CHANNEL, "<itunes:block>¦maybe</itunes:block>").also(PODCAST),
    case("invalid-true-false", RSS, CHANNEL, "<itunes:explicit>¦maybe</itunes:explicit>").also(PODCAST),
    case("invalid-duration", RSS, ITEM, "<itunes:duration>¦long</itunes:duration>").also(PODCAST),
    case("invalid-keywords", RSS, CHANNEL, "<itunes:keywords>¦one two</itunes:keywords>").also(PODCAST),
    case("too-long", RSS, CHANNEL, "<itunes:subtitle>¦aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</itunes:subtitle>").also(PODCAST),
    // Media.
    case("media-group-without-alternatives", RSS, ITEM, "<¦media:group/>"),
    case("deprecated-media-adult", RSS, ITEM, "<¦media:adult>true</media:adult>"),
    case("invalid-credit-role", RSS, ITEM, "<media:credit role=\"¦friend\">x</media:credit>"),
    case("invalid-media-hash", RSS, ITEM, "<media:hash>¦x</media:hash>"),
    case("invalid-media-rating", RSS, ITEM, "<media:rating>¦fine</media:rating>"),
    case("invalid-media-restriction", RSS, ITEM, "<media:restriction relationship=\"allow\">¦some</media:restriction>"),
    case("invalid-media-restriction-rel", RSS, ITEM, "<media:restriction relationship=\"¦maybe\">all</media:restriction>"),
    case("invalid-media-restriction-type", RSS, ITEM, "<media:restriction relationship=\"allow\" type=\"¦town\">x</media:restriction>"),
    case("invalid-country-code", RSS, ITEM, "<media:restriction relationship=\"allow\" type=\"country\">¦xx</media:restriction>"),
    case("invalid-media-text-type", RSS, ITEM, "<media:title type=\"¦rich\">x</media:title>"),
    case("invalid-media-medium", RSS, ITEM, "<media:content url=\"https://a.example/a\" medium=\"¦paper\"/>"),
    case("invalid-media-expression", RSS, ITEM, "<media:content url=\"https://a.example/a\" expression=\"¦half\"/>"),
    case("invalid-float", RSS, ITEM, "<media:content url=\"https://a.example/a\" bitrate=\"¦fast\"/>"),
    case("invalid-npt-time", RSS, ITEM, "<media:thumbnail url=\"https://a.example/a\" time=\"¦soon\"/>"),
    // FeedSync.
    case("invalid-sse-type", RSS, CHANNEL, "<sx:sharing><sx:related link=\"https://a.example/\" type=\"¦half\"/></sx:sharing>"),
    case("invalid-nss", RSS, ITEM, "<sx:sync id=\"¦a b\" updates=\"1\"><sx:history sequence=\"1\" by=\"a\" when=\"2026-11-20T14:05:00Z\"/></sx:sync>"),
    case("integer-overflow", RSS, ITEM, "<sx:sync id=\"a\" updates=\"¦2147483648\"><sx:history sequence=\"1\" by=\"a\" when=\"2026-11-20T14:05:00Z\"/></sx:sync>"),
    case("since-after-until", RSS, CHANNEL, "<sx:sharing since=\"¦2026-11-20T14:05:00Z\" until=\"2026-11-19T14:05:00Z\"/>"),
    case("missing-by-and-when-attrs", RSS, ITEM, "<sx:sync id=\"a\" updates=\"1\"><¦sx:history sequence=\"1\"/></sx:sync>"),
    case("missing-recommended-attribute", RSS, ITEM, "<sx:sync id=\"a\" updates=\"1\"><¦sx:history sequence=\"1\" by=\"a\"/></sx:sync>"),
    case("missing-element", ATOM, FEED, "<¦contributor/>"),
];
