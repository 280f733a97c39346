//! Defects of bytes: encodings, sizes, what cannot be written as text.

use proptest::prelude::*;

use crate::defects::findings;
use feedcheck::internal::documents::{ATOM, RSS};

/// The rules that these tests provoke.
pub(crate) const CODES: &[&str] = &[
    "byte-order-mark",
    "unicode-error",
    "not-utf8",
    "validator-limit",
    "more-findings",
    "large-feed",
    "html-too-deep",
    "control-character",
];

fn codes(document: &[u8]) -> Vec<(&'static str, usize, usize)> {
    findings(document).iter().map(|f| (f.rule.code, f.line, f.column)).collect()
}

#[test]
fn bytes_that_do_not_fit_their_encoding_are_found() {
    assert_eq!(codes(&[b"\xEF\xBB\xBF", RSS.as_bytes()].concat()), [("byte-order-mark", 1, 1)]);
    let latin: Vec<u8> =
        RSS.replace("ferry", "f\u{E9}rry").chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let found = codes(&latin);
    assert_eq!(found[0], ("unicode-error", 19, 13), "{found:?}");
    let declared: Vec<u8> = [b"<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>", &latin[38..]].concat();
    assert_eq!(codes(&declared), [("nonstd-encoding", 1, 31)]);
    let wide: Vec<u8> = ATOM.replace("utf-8", "utf-16").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(codes(&wide), []);
    let podcast = "<itunes:author>Ana</itunes:author><itunes:explicit>false</itunes:explicit><itunes:category text=\"News\"/>\
         <itunes:owner><itunes:email>a@tide.example</itunes:email></itunes:owner>";
    let podcast = RSS.replace("<!--channel-->", podcast).replace("utf-8", "windows-1252");
    assert_eq!(codes(podcast.as_bytes()), [("nonstd-encoding", 1, 31), ("not-utf8", 17, 2)]);
}

#[test]
fn characters_that_no_xml_holds_are_found() {
    assert_eq!(codes(RSS.replace("ferry", "\u{B}ferry").as_bytes()), [("control-character", 19, 12)]);
}

#[test]
fn documents_beyond_the_limit_are_not_checked() {
    let laughs: String = (1..10).fold("<!ENTITY l0 \"ha\">".to_owned(), |all, n| {
        all + &format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10))
    });
    let bomb = format!("<!DOCTYPE rss [{laughs}]><rss version=\"2.0\"><channel><title>&l9;</title></channel></rss>");
    assert_eq!(codes(bomb.as_bytes())[0].0, "validator-limit");
    let large = RSS.replace("From", &"From ".repeat(13 << 18));
    assert_eq!(codes(large.as_bytes())[0], ("large-feed", 10, 2));
    let many = RSS.replace("<!--item-->", &"<foo/>".repeat(1_100));
    assert_eq!(codes(many.as_bytes()).last().map(|found| found.0), Some("more-findings"));
    let deep = RSS.replace("From", &"&lt;div&gt;".repeat(5_000));
    assert_eq!(codes(deep.as_bytes()), [("html-too-deep", 23, 2)]);
}

/// A place in a document, and what comes there.
#[derive(Debug, Clone)]
enum Change {
    Byte(usize, u8),
    Cut(usize, usize),
    Copy(usize, usize, usize),
    Put(usize, &'static str),
}

/// What breaks parsers.
const PIECES: &[&str] = &[
    "<",
    ">",
    "&",
    "]]>",
    "<![CDATA[",
    "<!--",
    "-->",
    "<?",
    "?>",
    "\"",
    "'",
    "&#0;",
    "&#x110000;",
    "&x;",
    "<!DOCTYPE a [",
    "é",
    "\u{FEFF}",
    "\u{2028}",
    "</item>",
    "<item>",
    "<entry>",
    "xmlns=\"\"",
    "xmlns:a=\"a\"",
    "&amp;lt;script&amp;gt;",
    "&lt;b",
    "&lt;table&gt;",
    "&lt;/p&gt;",
    "&lt;svg&gt;",
    "\r\n",
    "\0",
    "<itunes:category>",
    "<sx:conflicts>",
    " xml:base=\"http://[\"",
];

fn change() -> impl Strategy<Value = Change> {
    let at = 0..3_000_usize;
    prop_oneof![
        (at.clone(), any::<u8>()).prop_map(|(at, byte)| Change::Byte(at, byte)),
        (at.clone(), 0..200_usize).prop_map(|(at, length)| Change::Cut(at, length)),
        (at.clone(), 0..400_usize, at.clone()).prop_map(|(from, length, to)| Change::Copy(from, length, to)),
        (at, proptest::sample::select(PIECES)).prop_map(|(at, piece)| Change::Put(at, piece)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn no_document_makes_it_fail(is_rss in any::<bool>(), changes in proptest::collection::vec(change(), 1..12)) {
        let mut document = if is_rss { RSS } else { ATOM }.as_bytes().to_vec();
        for change in changes {
            let place = |at: usize, document: &[u8]| at % document.len().max(1);
            match change {
                Change::Byte(at, byte) => {
                    let at = place(at, &document);
                    if let Some(slot) = document.get_mut(at) {
                        *slot = byte;
                    }
                }
                Change::Cut(at, length) => {
                    let at = place(at, &document);
                    document.drain(at..(at + length).min(document.len()));
                }
                Change::Copy(from, length, to) => {
                    let from = place(from, &document);
                    let part = document[from..(from + length).min(document.len())].to_vec();
                    let to = place(to, &document);
                    document.splice(to..to, part);
                }
                Change::Put(at, piece) => {
                    let at = place(at, &document);
                    document.splice(at..at, piece.bytes());
                }
            }
        }
        for finding in findings(&document) {
            prop_assert!(finding.line > 0 && finding.column > 0 && !finding.message.is_empty());
        }
    }
}

#[test]
fn time_grows_with_the_document_and_no_faster() {
    let many = |part: &str, count: usize| part.repeat(count);
    let item = "<item><title>x</title><link>https://tide.example/1</link><guid>x</guid></item>";
    let documents = [
        RSS.replace("<!--end-->", &many(item, 8_000)),
        RSS.replace("<!--item-->", &many("<link>x</link><category/>", 20_000)),
        RSS.replace("<!--item-->", &many("<a:b xmlns:a=\"x\"/>", 8_000)),
        RSS.replace("<!--item-->", &many("<dc:a>", 100_000)),
        RSS.replace("ferry", &many("\u{92}<!-- -->", 40_000)),
        RSS.replace("ferry", &many("&#146;", 100_000)),
        RSS.replace("From", &many("&lt;p&gt;&lt;a href='/x' style='x' onclick&gt;", 2_000)),
        RSS.replace("From", &many("&lt;/p&gt;", 40_000)),
        RSS.replace("ferry", &many("Ã¼«", 40_000)),
        ATOM.replace(
            "<!--feed-->",
            &many("<link rel=\"first\" href=\"x\"/><link rel=\"previous\" href=\"y\"/>", 8_000),
        ),
        ATOM.replace("<content type=\"html\">From &lt;b&gt;Friday&lt;/b&gt; on.</content>", &{
            let (open, close) = (many("<p><a href=\"x\">", 20_000), many("</a></p>", 20_000));
            format!("<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">{open}{close}</div></content>")
        }),
        ATOM.replace("<!--feed-->", &many("<link rel=\"next\" href=\"/\"/>", 20_000)),
        ATOM.replace("<!--end-->", &many("<entry><id>tag:a.example,2026:1</id></entry>", 20_000)),
    ];
    for document in &documents {
        let found = findings(document.as_bytes());
        assert!(found.len() < 3_010, "{} for {}", found.len(), &document[document.len() - 200..]);
    }
}
