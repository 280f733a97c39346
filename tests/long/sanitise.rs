//! Random HTML and Markdown is sanitised once and for all, in little time, and no deeper than it may be.

use std::time::{Duration, Instant};

use feedmill::internal::normalise::html::sanitise;
use feedmill::internal::normalise::markdown;

use crate::generate::Random;

/// What the texts are made of: what a parser moves, opens again, or reads as text.
#[rustfmt::skip]
const PARTS: &[&str] = &[
    "<div>", "</div>", "<p>", "</p>", "<b>", "</b>", "<i title=x>", "</i>", "<a href=https://a.example/>", "</a>", "<nobr>", "</nobr>",
    "<font color=red>", "</font>", "<code>", "</code>", "<table>", "</table>", "<tr>", "<td>", "</td>", "<th>", "<caption>", "<tbody>", "<col>",
    "<colgroup>", "<ul>", "</ul>", "<li>", "</li>", "<dl>", "<dt>", "<dd>", "<h1>", "</h1>", "<h2>", "<ruby>", "</ruby>", "<rt>", "</rt>", "<rp>",
    "<rtc>", "<object>", "</object>", "<applet>", "<marquee>", "</marquee>", "<template>", "</template>", "<select>", "</select>",
    "<option>", "<button>", "</button>", "<form>", "</form>", "<svg>", "</svg>", "<title>", "</title>", "<foreignObject>", "<desc>",
    "<math>", "</math>", "<mi>", "<annotation-xml encoding='text/html'>", "<style>", "</style>", "<script>", "</script>", "<noscript>",
    "</noscript>", "<textarea>", "</textarea>", "<xmp>", "<plaintext>", "<frameset>", "<body>", "<html>", "<head>", "<br>", "<hr>", "<img src=x>",
    "<pre>", "</pre>", "\n", "<details>", "<summary>", "<center>", "<span>", "</span>", "<picture>", "<source>", "<video>", "</video>",
    "<!--", "-->", "<![CDATA[", "]]>", "<?x>", "</>", "<", ">", "&", "&lt;", "&amp;", "&lt;a ", "src=x ", "\u{A0}", "x", " ", "\"", "'",
    "> ", "- ", "1. ", "*", "_", "`", "[", "](", "|", "\n\n", "    ", "# ",
];

/// How deep the elements of a serialised tree are nested.
fn depth(html: &str) -> usize {
    let (mut open, mut deepest) = (0_usize, 0);
    for tag in html.split('<').skip(1) {
        let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        if tag.starts_with('/') {
            open -= 1;
        } else {
            deepest = deepest.max(open + 1);
            let is_void = ["area", "br", "col", "hr", "img", "source", "wbr"].contains(&&*name);
            open += usize::from(!is_void);
        }
    }
    assert_eq!(open, 0, "{html}");
    deepest
}

#[test]
#[ignore = "takes minutes"]
fn what_is_sanitised_is_settled_quick_and_flat() {
    const DEEPEST: usize = 24;
    let texts: u64 = std::env::var("FEEDMILL_TEXTS").map_or(200_000, |texts| texts.parse().unwrap());
    let mut random = Random(7);
    let (mut bytes, mut given_up, mut slowest) = (0, 0, Duration::ZERO);
    for _ in 0..texts {
        // Some parts many times: what is hard is hard in numbers.
        let mut text = String::new();
        for _ in 0..=random.below(12) {
            let parts: Vec<&str> = (0..=random.below(6)).map(|_| *random.choose(PARTS)).collect();
            let times = if random.one_in(8) { 1 + random.below(400) } else { 1 };
            text.push_str(&parts.concat().repeat(usize::try_from(times).unwrap()));
        }
        let as_markdown = markdown::to_html(&text);
        for html in [text, as_markdown] {
            let started = Instant::now();
            let (safe, is_whole) = sanitise(&html, None, DEEPEST);
            slowest = slowest.max(started.elapsed());
            bytes += html.len();
            given_up += usize::from(!is_whole);
            assert!(safe.len() <= 16 * html.len() + 64, "{} bytes of {html}", safe.len());
            let deepest = depth(&safe);
            assert!(deepest <= DEEPEST, "{deepest} deep: {safe}");
            assert_eq!(sanitise(&safe, None, DEEPEST).0, safe, "of {html}");
        }
    }
    println!("{texts} texts twice, {bytes} bytes: {given_up} lost their markup, the slowest took {slowest:?}");
}
