//! HTML and Markdown that take parsers more time than their length: what is published of them is a multiple of it at most, and
//! no deeper than `html_depth`.

use std::fmt::Write as _;

use feedmill::internal::normalise::html::sanitise;
use feedmill::internal::normalise::markdown;
use html5ever::tendril::TendrilSink;
use html5ever::{QualName, local_name, ns, parse_fragment};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use serde_json::json;

use crate::run::Scratch;
use crate::shapes;

/// How many nodes a browser makes of HTML, and how deep its elements are nested.
fn read(html: &str) -> (usize, usize) {
    let context = QualName::new(None, ns!(html), local_name!("div"));
    let dom = parse_fragment(RcDom::default(), html5ever::ParseOpts::default(), context, Vec::new(), false).one(html);
    let (mut nodes, mut deepest) = (0, 0);
    let mut open: Vec<(Handle, usize)> = vec![(dom.document, 0)];
    while let Some((node, depth)) = open.pop() {
        nodes += 1;
        let is_element = matches!(&node.data, NodeData::Element { name, .. } if &*name.local != "html");
        let depth = depth + usize::from(is_element);
        deepest = deepest.max(depth);
        open.extend(node.children.borrow().iter().map(|child| (child.clone(), depth)));
    }
    (nodes, deepest)
}

/// Bytes and nodes of what is published.
fn published(name: &str, html: &str, deepest: usize) -> (usize, usize) {
    let (safe, _) = sanitise(html, None, deepest);
    let (nodes, depth) = read(&safe);
    assert!(depth <= deepest, "{name}: {depth} deep");
    assert_eq!(sanitise(&safe, None, deepest).0, safe, "{name}: sanitised again");
    (safe.len(), nodes)
}

#[test]
fn what_is_published_grows_as_its_html_does() {
    for (name, shape) in shapes::HTML {
        let sizes = [3_000, 6_000, 12_000].map(|bytes| {
            let html = shape(bytes);
            let (length, nodes) = published(name, &html, 256);
            assert!(length <= 12 * html.len() && nodes <= html.len(), "{name}: {length} bytes, {nodes} nodes");
            length + nodes
        });
        for pair in sizes.windows(2) {
            assert!(pair[1] <= 3 * pair[0] + 5_000, "{name}: {sizes:?}");
        }
    }
}

#[test]
fn what_markdown_becomes_grows_as_it_does() {
    for (name, shape) in shapes::MARKDOWN {
        let sizes = [3_000, 6_000, 12_000].map(|bytes| {
            let html = markdown::to_html(&shape(bytes));
            let (length, nodes) = published(name, &html, 256);
            html.len() + length + nodes
        });
        for pair in sizes.windows(2) {
            assert!(pair[1] <= 3 * pair[0] + 5_000, "{name}: {sizes:?}");
        }
    }
}

#[test]
fn the_limit_of_depth_holds_in_what_is_published() {
    let nest = |open: &str, close: &str, inside: &str, n: usize| open.repeat(n) + inside + &close.repeat(n);
    for deepest in [1, 2, 3, 8, 40] {
        for n in deepest - 1..=deepest + 2 {
            for html in [
                nest("<div>", "</div>", "x", n),
                nest("<div>", "</div>", "<br>", n),
                nest("<div>", "</div>", "&lt;script>", n),
                nest("<b>", "</b>", "<p>x", n),
                nest("<ul><li>", "", "x", n),
                nest("<table><td>", "", "x", n),
                nest("<a href=https://a.example/><div>", "", "x", n),
                nest("<b><p>", "</b>", "x", n),
                nest("<div><template></div></template>", "", "x", n),
                nest("<table><b>", "", "x", n),
                nest("<center><font>", "", "<i>x", n),
            ] {
                let (safe, is_whole) = sanitise(&html, None, deepest);
                let (_, depth) = read(&safe);
                // Text alone is paragraphs, with breaks inside.
                assert!(depth <= if is_whole { deepest } else { 2 }, "{depth} of {deepest}: {html} is {safe}");
            }
        }
        assert!(sanitise(&nest("<div>", "</div>", "x", deepest), None, deepest).1);
    }
}

#[test]
fn text_alone_is_as_the_sanitiser_writes_it() {
    let spoken = ["a\u{A0}b", "&nbsp;", "\"a\" &lt;b src=x", "a & b &amp;lt;", "a<br>b<p>c"];
    // Characters that no feed may hold, and such as end lines.
    let odd = ["a\u{3}b", "a&#3;b", "a\u{FEFF}b", "a&#xFEFF;b", "a&#x85;b", "a\u{2028}b", "a&#x2029;b", "a\r\nb"];
    for text in spoken.into_iter().chain(odd) {
        let (safe, is_whole) = sanitise(&("<div>".repeat(300) + text), None, 256);
        assert!(!is_whole);
        assert_eq!(sanitise(&safe, None, 256), (safe.clone(), true), "{text}");
    }
}

#[test]
fn a_text_that_is_turned_around_is_no_deeper() {
    let scratch = Scratch::new();
    let mut lines = String::new();
    for (n, depth) in [(1, 19), (2, 20)] {
        let content = "<div>".repeat(depth) + "نص";
        let article = json!({"title": format!("عنوان {n}"), "url": format!("https://a.example/{n}"), "published": "2026-05-01", "content": content});
        writeln!(lines, "{article}").unwrap();
    }
    scratch.file("a.jsonl", lines);
    scratch.file("feedmill.toml", "[limits]\nhtml_depth = 20\n");
    let said = scratch.build(&["a.jsonl", "--config", "feedmill.toml"]);
    assert_eq!(said.code, 0, "{said:?}");
    let feed = scratch.atom();
    assert_eq!(feed.entries().len(), 2);
    for entry in feed.entries() {
        let html = entry.content().unwrap().value().unwrap();
        assert!(html.contains("dir=\"rtl\"") && html.contains("نص") && read(html).1 <= 20, "{html}");
    }
}

/// The text of an article whose markup is given up is published, and its neighbours as they are.
#[test]
fn one_article_that_is_too_much_costs_its_markup_alone() {
    let scratch = Scratch::new();
    let bombs = ["nested blocks", "b in a table", "blocks behind templates"];
    let mut lines = String::new();
    for (name, shape) in shapes::HTML.iter().filter(|(name, _)| bombs.contains(name)) {
        let content = format!("<p>First.</p>{}", shape(150_000));
        writeln!(lines, "{}", json!({"title": name, "published": "2026-05-01", "content": content})).unwrap();
    }
    writeln!(lines, "{}", json!({"title": "Tame", "published": "2026-05-02", "content": "<p>A <b>b</b></p>"})).unwrap();
    scratch.file("a.jsonl", lines);
    let said = scratch.build(&["a.jsonl"]);
    assert_eq!(said.code, 0, "{said:?}");
    let warnings = said.report()["warnings"].as_array().unwrap().clone();
    assert_eq!(warnings.iter().filter(|warning| warning["code"] == "html-too-deep").count(), 3, "{warnings:?}");
    for entry in scratch.atom().entries() {
        let html = entry.content().unwrap().value().unwrap();
        if entry.title().as_str() == "Tame" {
            assert_eq!(html, "<p>A <b>b</b></p>");
        } else {
            assert!(html.starts_with("<p>First.</p>") && !html.contains("<b"), "{}", &html[..200]);
        }
    }
}

#[test]
fn annotations_without_ruby_lose_their_tags() {
    for (html, safe) in [
        ("<p>a <rt>x</rt> <rp>(</rp> b</p>", "<p>a x ( b</p>"),
        ("<rt>x<rt>y", "xy"),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>"),
        ("<ruby>漢<rt>kan<rt>jin</ruby>", "<ruby>漢<rt>kan</rt><rt>jin</rt></ruby>"),
        ("<ruby><span>漢<rt>kan</rt></span></ruby>", "<ruby><span>漢kan</span></ruby>"),
        ("<ruby>漢<rtc>x<rt>kan</rt></rtc></ruby>", "<ruby>漢<rtc>x<rt>kan</rt></rtc></ruby>"),
        (
            "<ruby>漢<table><td><rt>kan</table></ruby>",
            "<ruby>漢<table><tbody><tr><td>kan</td></tr></tbody></table></ruby>",
        ),
        ("<rp>a<ruby>b<rt>c</rt></ruby></rp>", "a<ruby>b<rt>c</rt></ruby>"),
    ] {
        assert_eq!(sanitise(html, None, 256).0, safe, "{html}");
    }
}

/// What is counted is what the sanitiser does only if both parse alike.
#[test]
fn there_is_one_parser_of_html() {
    let lock = std::fs::read_to_string(crate::run::repository().join("Cargo.lock")).unwrap();
    assert_eq!(lock.matches("name = \"html5ever\"\n").count(), 1);
}
