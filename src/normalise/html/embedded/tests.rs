use proptest::prelude::*;

use super::super::tags::Tags;
use super::rewritten;
use crate::article::WebUrl;

fn of(html: &str) -> String {
    let base = WebUrl::parse("https://x.example/a/");
    crate::normalise::html::sanitise(html, base.as_ref(), 64).0
}

#[test]
fn images_are_those_that_a_script_would_load() {
    for (html, published) in [
        ("<img src=/blank.gif data-src=/1.jpg alt=A>", "<img src=\"https://x.example/1.jpg\" alt=\"A\">"),
        ("<img src=\"data:image/gif;base64,A\" data-lazy-src=1.jpg>", "<img src=\"https://x.example/a/1.jpg\">"),
        ("<img src=1.jpg data-original=2.jpg>", "<img src=\"https://x.example/a/1.jpg\">"),
        ("<img class='b lazy' src=1.jpg data-original=2.jpg>", "<img src=\"https://x.example/a/2.jpg\">"),
        ("<img src=1.jpg data-src=12>", "<img src=\"https://x.example/a/1.jpg\">"),
        ("<img data-src='javascript:x()'>", ""),
        ("<img data-src='data:text/html,x' src=1.jpg>", "<img src=\"https://x.example/a/1.jpg\">"),
        ("<img data-src='/1.jpg\" onerror=\"x()'>", "<img src=\"https://x.example/1.jpg%22%20onerror=%22x()\">"),
        ("<img srcset='/1.jpg 300w, /2.jpg 900w, /3.jpg 5000w'>", "<img src=\"https://x.example/2.jpg\">"),
        ("<img srcset='/c,w_1/1.jpg 1x, /2.jpg 2x,'>", "<img src=\"https://x.example/2.jpg\">"),
        ("<img src=data:,><noscript><img src=1.jpg></noscript>", "<img src=\"https://x.example/a/1.jpg\">"),
        ("<img src=1.jpg><noscript><img src=2.jpg></noscript>", "<img src=\"https://x.example/a/1.jpg\">"),
        (
            "<img data-src=1.jpg src=/p.gif><noscript><img src=1.jpg></noscript>",
            "<img src=\"https://x.example/a/1.jpg\">",
        ),
        (
            "<noscript><img src=1.jpg></noscript><img src=data:, data-src=1.jpg>",
            "<img src=\"https://x.example/a/1.jpg\">",
        ),
        ("a<noscript><img height=1 width=1 src=//t.example/p></noscript><noscript>No scripts</noscript>", "a"),
        (
            "<picture><source srcset=1.webp><source srcset=1.jpg><img alt=A></picture>",
            "<img src=\"https://x.example/a/1.jpg\" alt=\"A\">",
        ),
        ("<picture><source srcset=1.webp type=image/webp></picture>", "<img src=\"https://x.example/a/1.webp\">"),
        ("<amp-img src=1.jpg alt=A></amp-img>", "<img src=\"https://x.example/a/1.jpg\" alt=\"A\">"),
        (
            "<source src=1.mp4><video><source src=1.mp4></video>",
            "<video><source src=\"https://x.example/a/1.mp4\"></video>",
        ),
        ("<IMG SRC=/blank.gif DATA-SRC=/1.jpg>", "<img src=\"https://x.example/1.jpg\">"),
        ("<IMG SRCSET='/1.jpg 300w, /2.jpg 900w'>", "<img src=\"https://x.example/2.jpg\">"),
        ("<video><source data-src=1.mp4></video>", "<video><source src=\"https://x.example/a/1.mp4\"></video>"),
        ("<VIDEO DATA-SRC=1.mp4></VIDEO>", "<video src=\"https://x.example/a/1.mp4\"></video>"),
        (
            "<amp-video controls poster=1.jpg><source src=1.mp4></amp-video>",
            "<video controls=\"\" poster=\"https://x.example/a/1.jpg\"><source src=\"https://x.example/a/1.mp4\"></video>",
        ),
        ("<amp-audio src=1.mp3></amp-audio>", "<audio src=\"https://x.example/a/1.mp3\"></audio>"),
        ("<video poster=1.jpg><a href=1.mp4>Get it</a></video>", "<a href=\"https://x.example/a/1.mp4\">Get it</a>"),
    ] {
        assert_eq!(of(html), published, "{html}");
        assert_eq!(of(published), published);
    }
}

#[test]
fn what_is_embedded_becomes_a_link() {
    for (html, published) in [
        (
            "<iframe src=//p.example/7 title='A &amp; b'>x</iframe>y",
            "<p><a href=\"https://p.example/7\">A &amp; b</a></p>y",
        ),
        (
            "<p>a <iframe data-src='https://p.example/7?a=1&amp;b=2'></iframe> b</p>",
            "<p>a <a href=\"https://p.example/7?a=1&amp;b=2\">p.example/7</a> b</p>",
        ),
        ("a<iframe src=https://t.example/ns.html height=0 width=0></iframe>b", "ab"),
        ("a<iframe src=javascript:x()></iframe><embed src=data:text/html,x>b", "ab"),
        ("<embed src=/1.swf>", "<p><a href=\"https://x.example/1.swf\">/1.swf</a></p>"),
        ("<object data=1.pdf></object>", "<p><a href=\"https://x.example/a/1.pdf\">1.pdf</a></p>"),
        ("<object data=1.pdf><p>Get it</p></object>", "<p>Get it</p>"),
        (
            "<object><param name=movie value=/1.swf><embed src=/1.swf></object>",
            "<p><a href=\"https://x.example/1.swf\">/1.swf</a></p>",
        ),
        ("<object type=image/svg+xml data=1.svg></object>", "<img src=\"https://x.example/a/1.svg\">"),
        ("<object data=1.pdf>", "<p><a href=\"https://x.example/a/1.pdf\">1.pdf</a></p>"),
        (
            "<lite-youtube videoid=aB-_9 playlabel='The ferry'><button>Play</button></lite-youtube>",
            "<p><a href=\"https://www.youtube.com/watch?v=aB-_9\">The ferry</a></p>",
        ),
        (
            "<lite-youtube videoid=aB9><a href=https://youtu.be/aB9>The ferry</a></lite-youtube>",
            "<a href=\"https://youtu.be/aB9\">The ferry</a>",
        ),
        ("<lite-youtube videoid='x&list=y\"'></lite-youtube>b", "b"),
        (
            "<p><AMP-YouTube DATA-VIDEOID=aB9></AMP-YouTube></p>",
            "<p><a href=\"https://www.youtube.com/watch?v=aB9\">www.youtube.com/watch?v=aB9</a></p>",
        ),
        ("<iframe src=/7>x", "<p><a href=\"https://x.example/7\">/7</a></p>"),
    ] {
        assert_eq!(of(html), published, "{html}");
        assert_eq!(of(published), published);
    }
}

#[test]
fn a_formula_is_its_text() {
    for (html, published) in [
        ("<p><math><mn>2</mn> <mi>π</mi><mi>r</mi></math> long</p>", "<p>2πr long</p>"),
        ("<math><msup><mi>r</mi><mn>2</mn></msup></math>", "r<sup>2</sup>"),
        ("<math><mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac></math>", "(a+b)/2"),
        ("<math><semantics><mi>r</mi><annotation>r</annotation></semantics></math>", "r"),
        ("<span class=katex-mathml><math><mi>r</mi></math></span>r", "<span></span>r"),
        ("<math><mi>r<p>a <b>b</b></p>", "r<p>a <b>b</b></p>"),
        ("<math alttext='a &lt; b'></math>", "a &lt; b"),
        ("<math><mtext><img src=x onerror=x()></mtext></math>", "<img src=\"https://x.example/a/x\">"),
    ] {
        assert_eq!(of(html), published, "{html}");
    }
}

#[test]
fn ordinary_html_is_left_alone() {
    for html in ["<p>a <img src=1.jpg alt=b></p>", "data-src <p>x", "<video src=1.mp4></video>"] {
        assert!(matches!(rewritten(html, None), std::borrow::Cow::Borrowed(_)), "{html}");
    }
}

/// Pieces of what is rewritten, whole and broken.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "<iframe src=//f.example/1 title='<b>&quot;'>", "</iframe>", "<iframe src='javascript:x()'>", "<object data=/1.pdf>", "</object>",
    "<param name=movie value='java&#115;cript:x()'>", "<embed src=/e>", "<embed src=data:text/html,x type=image/png>", "<applet code=x>", "</applet>",
    "<math>", "</math>", "<mi>", "</mi>", "<mtext>", "</mtext>", "<msup>", "</msup>", "<mfrac>", "</mfrac>", "<mrow>", "<annotation>", "</annotation>",
    "<annotation-xml encoding=text/html>", "<mglyph>", "<svg>", "</svg>", "<style>", "</style>", "<noscript>", "</noscript>", "<noscript><img src=/n></noscript>",
    "<img src=/1>", "<img src=data:, data-src='/2\" onerror=\"x()'>", "<img srcset='/3 1x, javascript:x() 2x'>", "<img data-src=javascript:x()>", "<img alt='",
    "<picture>", "</picture>", "<source srcset=/4>", "<source src=/5>", "<video>", "</video>", "<video data-src=/6>", "<audio src=/7>", "</audio>",
    "<amp-img src=/8>", "<amp-video data-src=/10>", "</amp-video>", "<lite-youtube videoid=x>", "</lite-youtube>", "<p>", "</p>", "<div>", "</div>", "<a href=/9>", "</a>", "<table>", "<td>", "</table>", "<script>", "</script>", "<!--", "-->",
    "x", " y ", "&lt;img src=x onerror=x()&gt;", "\"", "'", ">", "<pre>", "</pre>", "<template>", "</template>", "<title>", "</title>", "<plaintext>",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]
    /// Whatever is rewritten comes out harmless, and is the same when it is sanitised again.
    #[test]
    fn what_is_rewritten_is_sanitised(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24)) {
        let html = pieces.concat();
        let safe = of(&html);
        prop_assert_eq!(of(&safe), &*safe, "{}", html);
        for tag in Tags::of(&safe) {
            let gone = ["iframe", "object", "embed", "applet", "script", "noscript", "math", "picture", "svg", "style", "template"];
            prop_assert!(!tag.is(&gone) && tag.raw("onerror").is_none() && tag.raw("srcset").is_none(), "{}", safe);
            for address in ["src", "href", "poster"].iter().filter_map(|name| tag.raw(name)) {
                prop_assert!(address.starts_with("https://"), "{}", safe);
            }
            prop_assert!(tag.is_end || !tag.is(&["img", "source"]) || tag.raw("src").is_some(), "{}", safe);
        }
        let notes = crate::normalise::html::without_notes(&html);
        prop_assert!(notes.len() <= html.len());
    }
}
