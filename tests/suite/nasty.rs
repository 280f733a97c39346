//! More than a thousand articles, made of what breaks parsers and sanitisers, in three formats.
//!
//! What is published is read by programs that are not ours: XML by quick-xml, contents by html5ever, as a browser reads
//! them. Nothing is looked for in the text of a document.

use std::collections::BTreeSet;

use feedmill::internal::article::text::inert;
use feedmill::internal::normalise::html::sanitise;
use html5ever::tendril::TendrilSink;
use html5ever::{QualName, local_name, ns, parse_fragment};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use proptest::prelude::*;
use quick_xml::NsReader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use serde_json::{Value, json};

use crate::run::Scratch;

/// How many collections, and how many articles each has.
const COLLECTIONS: u32 = 8;
const ARTICLES: usize = 130;
const _: () = assert!(COLLECTIONS as usize * ARTICLES >= 1_000);

/// Pieces of text, of markup as text, and of what is no text.
#[rustfmt::skip]
const TEXTS: &[&str] = &[
    "]]>", "<![CDATA[", "]]]]><![CDATA[>", "<!--", "-->", "--!>", "<!DOCTYPE x [<!ENTITY a 'b'>]>",
    "<?xml version='1.1'?>", "&amp;", "&amp;lt;", "&lt;b&gt;", "&#0;", "&#x1;", "&#128;", "&#xD800;", "&#x110000;",
    "&bogus;", "&copy", "&", "&#", "&;", "</item></channel></rss>", "</entry></feed>", "</title>", "<b>", "</b>",
    "<i>x</i>", "<script>alert(1)</script>", "<script>", "<style>*{}", "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;img src=x onerror=alert(1)&amp;gt;", "<img src=x onerror=alert(1)>", "`<b>`", "\u{0}", "\u{1}0", "\u{8}",
    "\u{B}", "\u{C}", "\u{1F}", "\u{7F}", "\u{80}", "\u{85}", "\u{9F}", "\u{AD}", "\u{FFFD}", "\u{FFFE}", "\u{FFFF}",
    "\u{FDD0}", "\u{1FFFE}", "\u{10FFFF}", "\u{FEFF}", "\u{2028}", "\u{2029}", "\u{202E}", "\u{2066}", "\u{200B}",
    "\u{2060}", "\u{301}", "\u{20DD}", "e\u{301}\u{301}\u{301}", "\r", "\r\n", "\n\n", "\t", "\u{A0}", "\"", "'",
    "\" onclick=\"x", "' x='", "\\", "\\u0000", "%00", "Ã©â€™", "潮", "م", "🚀", "+00:00</updated>", "Z</published>",
    "javascript:alert(1)", "{{x}}", "$(x)", "`", "=cmd|'/c x'!A1", "../../etc/passwd", "src=x", " href = y ",
];

/// Pieces of HTML: what runs, what loads, and shapes in which a sanitised text became another one when it was parsed again.
#[rustfmt::skip]
const MARKUP: &[&str] = &[
    "<p onclick=x>", "<p OnMouseOver='x'>", "<img src=x onerror=alert(1)>", "<img/src=\"x\"/onerror=y>",
    "<img src='https://x.example/a.png' srcset='b.png 2x, javascript:z 3x'>", "<a href='javascript:alert(1)'>",
    "<a href=\" \tjava\nscript:alert(1)\">", "<a href=\"&#106;avascript&colon;z\">", "<a href='JaVaScRiPt:x'>",
    "<a href='vbscript:x'>", "<a href='data:text/html;base64,PHNjcmlwdD4='>", "<a href='\u{1}javascript:x'>",
    "<a href='//x.example/a'>", "<a href='?q'>", "<a href='#f'>", "<a href='../a b|c'>",
    "<a href='mailto:a@b.example'>", "<a href='mailto:\"><script>'>", "<a href=https://x.example/?a=1&copy=2>",
    "<a target=_blank rel=opener ping=https://x.example/>", "<q cite='javascript:x'>", "<script>alert(1)</script>",
    "<script src=https://x.example/a.js></script>", "<scr<script>ipt>", "</script>", "<style>@import 'x'</style>",
    "<p style='background:url(x)'>", "<svg><script>alert(1)</script></svg>", "<svg/onload=x>",
    "<svg><a xlink:href='javascript:x'>", "<svg><style><img src=x onerror=y></style>", "<svg><foreignObject><p>",
    "<svg></p><style><a id='</style><img src=1 onerror=x>'>", "<math><mi xlink:href='data:x'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=x&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=x>",
    "<noscript><p title='</noscript><img src=x onerror=y>'>", "<template><script>x</script></template>",
    "<xmp><img src=x onerror=y></xmp>", "<noembed><img src=x onerror=y>", "<plaintext>", "<listing>",
    "<iframe src=https://x.example/></iframe>", "<iframe srcdoc='<script>x</script>'>", "<object data=x>",
    "<embed src=x>", "<applet>", "<frameset onload=x>", "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>", "<link rel=stylesheet href=x>",
    "<form action='javascript:x'><input name=a><button formaction=x>", "<textarea></textarea><img src=x>",
    "<select><option><style></select>", "<video src=x poster=y autoplay>", "<audio><source src='x.mp3' onerror=y>",
    "<video><source onerror=x>", "<isindex>", "<keygen autofocus onfocus=x>", "<details open ontoggle=x>",
    "<marquee onstart=x>", "<div><table><tr><td><a></table></a>", "<table><p>x<td><b>", "<b><i></b></i>",
    "<a><table><a>", "<ul><li><p></ul>", "<p><div></p>", "<dl><dt><dd></dl></dt>", "<h1><h2></h1>", "<ruby><rt><rtc>",
    "<br/>", "</br>", "</p>", "<col>", "<caption><td>", "<!-- <img src=x> --!> -->", "<!--><img src=x onerror=y>-->",
    "<![CDATA[<script>x</script>]]>", "<?php <script>x</script> ?>", "<!DOCTYPE html>", "</", "<", "<a", "<a href='",
    "<a b=\"<img src=x onerror=y>\">", "<img alt='\" onerror=x'>", "<img alt=\"&quot;&gt;&lt;script&gt;x\">",
    "<abbr title='&amp;quot; onload=x'>", "<p title='</p><script>x</script>'>", "<bdo dir='x'>",
    "<img src='https://x.example/\"onerror=x'>", "&lt;script&gt;alert(1)&lt;/script&gt;", "&amp;lt;script&amp;gt;",
    "&lt;img src=x onerror=alert(1)&gt;", "&lt;/p&gt;&lt;!--", "&ltscript&gt", "&#x3C;svg onload=x&#x3E;",
    "a &lt;b &amp;copy; &amp;", "<div id=x class=y data-x=z name=w accesskey=a tabindex=1 contenteditable>",
    "<image src=x onerror=y>", "<IMG SRC=x ONERROR=y>", "<img\u{C}src=x\u{B}onerror=y>", "<p\u{0}onclick=x>",
    "<\u{0}script>x</script>", "<ſcript>x</ſcript>", "<script\u{A0}>x</script>", "<body onload=x>", "<html onclick=x>",
    "<head><title>x</title></head>",
];

#[rustfmt::skip]
const ADDRESSES: &[&str] = &[
    "", " ", "javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", "vbscript:x", "file:///etc/passwd",
    "ftp://x.example/", "//x.example/a", "/a", "a b", "#", "?", "http://", "https:///x", "http://[::1]:8080/",
    "http://user:pw@x.example/", "HTTP://X.Example:80/a/../%7e%zz|", "https://bücher.example/straße?ä=ö#ü",
    "https://x.example/\u{0}\u{202E}a", "https://x.example/?a=1&amp;b=<script>\"'", "https://x.example/]]>",
    "https://x.example/%FF%00", "https://x.example:99999/", "http://1.2.3", "http://xn--a/",
    "https://x.example/a\u{301}", "tag:x.example,2026:a", "urn:uuid:17", "urn:x:y", "mailto:a@b.example",
    "\u{1}https://x.example/", "https://x.example/ https://y.example/", "blob:https://x.example/1", "about:blank",
];

#[rustfmt::skip]
const DATES: &[&str] = &[
    "2026-07-01", "2026-07-01", "2026-07-01T12:00:00Z", "2026-07-01T12:00:00Z", "2026-07-02T23:59:60Z", "0000-00-00",
    "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "99999-01-01", "-5", "1e400", "1969-12-31T23:59:59Z", "1970-01-01",
    "1975-06-03", "2026-13-45", "soon", "4 days ago", "-3 days ago", "99999999999999999999 years ago", "in 5 minutes",
    "Thu, 31 Feb 2026 25:61:61 +9999", "]]>", "<b>", "1767225600", "NaN", "", "01/02/03", "2026-07-01T12:00:00+99:99",
];

#[rustfmt::skip]
const LANGUAGES: &[&str] = &[
    "en", "zh-Hant", "ar", "EN_us", "\"><x", "x", "jp", "xx", "english", "a-b-c-d-e-f-g-h-i-j-k-l", "\u{0}en", "",
];

/// Pieces of `list`, other characters and what is too large, together.
fn pieces(list: &'static [&'static str]) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        12 => prop::sample::select(list).prop_map(str::to_owned),
        4 => prop::sample::select(TEXTS).prop_map(str::to_owned),
        2 => any::<char>().prop_map(String::from),
        3 => "[A-Za-z .]{1,12}",
    ];
    let text = prop::collection::vec(piece, 0..9).prop_map(|pieces| pieces.concat());
    let large = (prop::sample::select(list), 200_usize..600).prop_map(|(piece, times)| piece.repeat(times));
    prop_oneof![40 => text, 1 => large]
}

fn text() -> impl Strategy<Value = String> {
    pieces(TEXTS)
}

fn address() -> impl Strategy<Value = String> {
    let made = (prop::sample::select(ADDRESSES), text()).prop_map(|(address, text)| format!("{address}{text}"));
    prop_oneof![3 => prop::sample::select(ADDRESSES).prop_map(str::to_owned), 1 => made, 1 => text()]
}

fn article() -> impl Strategy<Value = Value> {
    let dates = [prop::sample::select(DATES), prop::sample::select(DATES)];
    // Few, so that there are not many times as many feeds as articles.
    let names = || prop_oneof![3 => Just(Vec::new()), 1 => prop::collection::vec(text(), 1..3)];
    let texts = [text().boxed(), text().boxed(), text().boxed()];
    let addresses = [address().boxed(), address().boxed(), address().boxed(), address().boxed(), address().boxed()];
    let body = (0_usize..3, pieces(MARKUP));
    let fields = (texts, body, names(), names(), names(), dates, addresses, prop::sample::select(LANGUAGES));
    fields.prop_map(|([title, source, summary], (kind, body), tags, categories, authors, dates, addresses, language)| {
        let mut article = json!({
            "title": title, "source": source, "summary": summary, "tags": tags, "categories": categories, "authors": authors,
            "published": dates[0], "updated": dates[1], "url": addresses[0], "id": addresses[1], "image": addresses[2],
            "enclosures": [{"url": addresses[3], "type": title, "length": dates[0]}, {"url": addresses[4]}], "language": language,
        });
        let body_name = ["content_html", "content_text", "markdown"][kind];
        article[body_name] = json!(body);
        article
    })
}

/// Every document is well formed (XML 1.0, and namespaces), and each of its characters one that XML has.
fn prove_xml(path: &str, document: &str) {
    let is_char =
        |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
    assert_eq!(document.chars().find(|c| !is_char(*c)), None, "{path}");
    let mut reader = NsReader::from_str(document);
    reader.config_mut().check_comments = true;
    reader.config_mut().allow_unmatched_ends = false;
    let (mut depth, mut roots) = (0_usize, 0);
    let attributes = |tag: &BytesStart<'_>| {
        for attribute in tag.attributes().with_checks(true) {
            let attribute = attribute.unwrap_or_else(|error| panic!("{path}: {error}"));
            let value = std::str::from_utf8(&attribute.value).unwrap();
            let value = quick_xml::escape::unescape(value).unwrap_or_else(|error| panic!("{path}: {error}"));
            assert!(value.chars().all(is_char) && !attribute.value.contains(&b'<'), "{path}: {value}");
        }
    };
    loop {
        let (resolved, event) = reader.read_resolved_event().unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(!matches!(resolved, ResolveResult::Unknown(_)), "{path}: {event:?}");
        match event {
            Event::Start(tag) => {
                attributes(&tag);
                roots += usize::from(depth == 0);
                depth += 1;
            }
            Event::Empty(tag) => attributes(&tag),
            Event::End(_) => depth -= 1,
            Event::Text(text) => {
                let text = std::str::from_utf8(&text).unwrap();
                assert!(!text.contains("]]>") && (depth > 0 || text.trim().is_empty()), "{path}: {text}");
            }
            Event::GeneralRef(name) => {
                let known = ["amp", "lt", "gt", "quot", "apos"].map(str::as_bytes).contains(&&*name);
                assert!(known || name.resolve_char_ref().unwrap().is_some_and(is_char), "{path}: {name:?}");
            }
            Event::CData(_) | Event::DocType(_) => panic!("{path}: {event:?}"),
            Event::Eof => break,
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
    assert_eq!((depth, roots), (0, 1), "{path}");
}

/// An absolute address that leads to a web page.
fn prove_address(path: &str, address: &str) {
    let url = url::Url::parse(address).unwrap_or_else(|error| panic!("{path}: {address}: {error}"));
    assert!(
        matches!(url.scheme(), "http" | "https") && url.has_host() && url.username().is_empty(),
        "{path}: {address}"
    );
    assert!(address.bytes().all(|b| b.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&b)), "{path}: {address}");
}

/// The elements of a content and their attributes: no other is known to be harmless.
#[rustfmt::skip]
const HARMLESS: &[&str] = &[
    "a", "abbr", "acronym", "area", "article", "aside", "audio", "b", "bdi", "bdo", "blockquote", "br", "caption", "center", "cite", "code",
    "col", "colgroup", "data", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hgroup", "hr", "i", "img", "ins", "kbd", "li", "map", "mark", "nav", "ol", "p", "pre", "q", "rp", "rt", "rtc",
    "ruby", "s", "samp", "small", "source", "span", "strike", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th",
    "thead", "time", "tr", "tt", "u", "ul", "var", "video", "wbr",
];
const SILENT: &[&str] = &[
    "align", "alt", "char", "charoff", "colspan", "controls", "datetime", "dir", "headers", "height", "hreflang",
    "lang", "rowspan", "scope", "size", "span", "start", "summary", "title", "type", "width",
];

/// What a browser makes of a fragment.
fn tree(html: &str) -> RcDom {
    let context = QualName::new(None, ns!(html), local_name!("div"));
    parse_fragment(RcDom::default(), html5ever::ParseOpts::default(), context, Vec::new(), false).one(html)
}

/// Nothing in a content runs, or loads from or leads to a place that is not on the web. `is_exact` asks for addresses as
/// RFC 3986 has them, too.
fn prove_content(path: &str, html: &str, is_exact: bool) {
    fn walk(path: &str, node: &Handle, html: &str, is_exact: bool) {
        match &node.data {
            NodeData::Element { name, attrs, .. } if &*name.local != "html" => {
                let element = &*name.local;
                assert!(name.ns == ns!(html) && HARMLESS.contains(&element), "{path}: <{element}> in {html}");
                for attribute in attrs.borrow().iter() {
                    let (name, value) = (&*attribute.name.local, &*attribute.value);
                    match name {
                        "href" | "cite" if value.starts_with("mailto:") => {}
                        "href" | "src" | "poster" | "cite" if is_exact => prove_address(path, value),
                        "href" | "src" | "poster" | "cite" => {
                            assert!(value.starts_with("https://") || value.starts_with("http://"), "{path}: {value}");
                        }
                        _ => assert!(SILENT.contains(&name), "{path}: {name}={value:?} in {html}"),
                    }
                }
            }
            NodeData::Comment { .. } | NodeData::Doctype { .. } | NodeData::ProcessingInstruction { .. } => {
                panic!("{path}: a comment in {html}")
            }
            _ => {}
        }
        node.children.borrow().iter().for_each(|child| walk(path, child, html, is_exact));
    }
    walk(path, &tree(html).document, html, is_exact);
}

/// All of that, and that it stays so for a reader that decodes once too often, but for preformatted text, which is as it was
/// typed.
fn prove_html(path: &str, html: &str) {
    prove_content(path, html, true);
    let mut parts = html.split("<pre");
    let mut typeset = parts.next().unwrap_or_default().to_owned();
    parts.for_each(|part| typeset.push_str(part.rsplit_once("</pre>").map_or("", |(_, after)| after)));
    prove_content(path, &htmlize::unescape(typeset), false);
}

/// A text is the same for who takes it for plain text and for HTML.
fn prove_plain(path: &str, text: &str) {
    assert_eq!(inert(text), text, "{path}");
    assert_eq!(htmlize::unescape(text), text, "{path}");
    prove_line(path, text);
}

/// A text is one line of what may be published.
fn prove_line(path: &str, text: &str) {
    assert!(text.chars().all(feedmill::internal::article::text::is_legal), "{path}: {text:?}");
    assert!(!text.contains(['\n', '\t']), "{path}: {text:?}");
}

fn prove_rss(path: &str, document: &str) {
    let channel = rss::Channel::read_from(document.as_bytes()).unwrap_or_else(|error| panic!("{path}: {error}"));
    prove_address(path, channel.link());
    let mut ids = BTreeSet::new();
    for item in channel.items() {
        prove_plain(path, item.title().unwrap());
        item.categories().iter().for_each(|category| prove_plain(path, category.name()));
        item.link().into_iter().for_each(|link| prove_address(path, link));
        item.enclosure().into_iter().for_each(|enclosure| prove_address(path, enclosure.url()));
        item.source().into_iter().for_each(|source| prove_address(path, source.url()));
        let (id, date) = (item.guid().unwrap(), item.pub_date().unwrap());
        if id.is_permalink() {
            prove_address(path, id.value());
        }
        assert!(ids.insert(id.value().to_owned()), "{path}: {} twice", id.value());
        chrono::DateTime::parse_from_rfc2822(date).unwrap_or_else(|error| panic!("{path}: {date}: {error}"));
        item.content().into_iter().chain(item.description()).for_each(|html| prove_html(path, html));
        let media = item.extensions().get("media").into_iter().flat_map(|media| media.values().flatten());
        media.filter_map(|element| element.attrs().get("url")).for_each(|url| prove_address(path, url));
    }
}

fn prove_atom(path: &str, document: &str) -> usize {
    let feed = atom_syndication::Feed::read_from(document.as_bytes()).unwrap_or_else(|error| panic!("{path}: {error}"));
    let (mut ids, mut changes) = (BTreeSet::new(), BTreeSet::new());
    for entry in feed.entries() {
        prove_plain(path, entry.title());
        prove_plain(path, entry.summary().unwrap());
        entry.authors().iter().for_each(|person| prove_line(path, person.name()));
        entry.categories().iter().for_each(|category| prove_plain(path, category.term()));
        entry.links().iter().for_each(|link| prove_address(path, link.href()));
        assert!(ids.insert(entry.id().to_owned()), "{path}: {} twice", entry.id());
        assert!(url::Url::parse(entry.id()).is_ok(), "{path}: {}", entry.id());
        let (published, updated) = (*entry.published().unwrap(), *entry.updated());
        assert!(changes.insert(updated.to_utc()) && updated >= published, "{path}: {updated}");
        entry.content().and_then(|content| content.value()).into_iter().for_each(|html| prove_html(path, html));
    }
    feed.entries().len()
}

fn prove_json(path: &str, document: &str) {
    let feed: Value = serde_json::from_str(document).unwrap_or_else(|error| panic!("{path}: {error}"));
    for item in feed["items"].as_array().unwrap() {
        let texts = |names: &[&str]| names.iter().filter_map(|name| item[*name].as_str()).collect::<Vec<_>>();
        let lists = |name: &str| item[name].as_array().map_or(&[][..], Vec::as_slice);
        for text in texts(&["title", "summary"]) {
            prove_line(path, text);
        }
        for url in texts(&["url", "image"]) {
            prove_address(path, url);
        }
        for html in texts(&["content_html"]) {
            prove_content(path, html, true);
        }
        for file in lists("attachments") {
            prove_address(path, file["url"].as_str().unwrap());
        }
        for name in lists("authors").iter().map(|author| &author["name"]).chain(lists("tags")) {
            prove_line(path, name.as_str().unwrap());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: COLLECTIONS, max_shrink_iters: 0, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_thousand_hostile_articles_are_harmless_in_three_formats(articles in prop::collection::vec(article(), ARTICLES)) {
        let scratch = Scratch::new();
        let lines: Vec<String> = articles.iter().map(Value::to_string).chain(["{\"title\":\"always\"}".to_owned()]).collect();
        scratch.file("a.jsonl", lines.join("\n"));
        scratch.file("feedmill.toml", "[output]\nmax_feed_bytes = 100000000\n");
        let options = ["--format", "rss,atom,json", "--taxonomy", "tag,category", "--limit", "500"];
        let said = scratch.build(&[&["a.jsonl"], options.as_slice()].concat());
        prop_assert_eq!(said.code, 0, "{:?}", said);
        for (path, bytes) in scratch.tree() {
            let document = String::from_utf8(bytes).unwrap();
            // The feeds of all articles have every entry; in the others are the same bytes.
            match path.as_str() {
                "rss.xml" => prove_rss(&path, &document),
                "atom.xml" => prop_assert!(prove_atom(&path, &document) >= ARTICLES * 3 / 4),
                "feed.json" => prove_json(&path, &document),
                _ => {}
            }
            match path.rsplit('.').next() {
                Some("xml" | "opml") => prove_xml(&path, &document),
                Some("json") => drop(serde_json::from_str::<Value>(&document).unwrap()),
                _ => {}
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_sanitised_stays_as_it_is(html in pieces(MARKUP)) {
        let base = feedmill::internal::article::WebUrl::parse("https://x.example/a/");
        let once = sanitise(&html, base.as_ref(), 256).0;
        prop_assert_eq!(&sanitise(&once, None, 256).0, &once);
        prove_html("fragment", &once);
    }
}
