//! What stands in texts and is no text, or looks like markup and is none: lazy images, what is embedded, formulas, footnotes,
//! names of elements, CDATA sections that were kept, enclosures in lines.

use serde_json::{Value, json};

use crate::run::Scratch;

/// The first item of what is published of one article, with a date and an address.
fn item(article: &Value) -> Value {
    let scratch = Scratch::new();
    let mut article = article.clone();
    article["url"] = "https://reef.example/a/".into();
    article["date"] = "2026-07-10T10:00:00Z".into();
    scratch.file("a.json", json!([article]).to_string());
    published(&scratch, "a.json")
}

/// The first item of what is published of an input.
fn published(scratch: &Scratch, input: &str) -> Value {
    let said = scratch.build(&[input, "--format", "json"]);
    assert_eq!(said.code, 0, "{said:?}");
    let feed: Value = serde_json::from_slice(&scratch.published("feed.json")).unwrap();
    feed["items"][0].clone()
}

fn html(content: &str) -> String {
    let item = item(&json!({"title": "A", "content_html": content}));
    item["content_html"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn images_have_the_source_that_a_script_would_give_them() {
    for (content, wanted) in [
        ("<p>a</p><img src=/img/blank.gif data-src=1.jpg>", "<p>a</p><img src=\"https://reef.example/a/1.jpg\">"),
        ("<p>a</p><img srcset='1.jpg 1x, 2.jpg 2x'>", "<p>a</p><img src=\"https://reef.example/a/2.jpg\">"),
        ("<p>a</p><img alt=b>", "<p>a</p>"),
        ("<p>a</p><img data-src=javascript:x() src=data:,>", "<p>a</p>"),
        (
            "<picture><source srcset=/1.webp><img src=1.jpg alt='\"b\"'></picture>",
            "<img src=\"https://reef.example/a/1.jpg\" alt=\"“b”\">",
        ),
    ] {
        assert_eq!(html(content), wanted, "{content}");
    }
}

#[test]
fn what_is_embedded_leaves_a_link_its_fallback_or_its_text() {
    for (content, wanted) in [
        ("<iframe src=//film.example/7 title=Film></iframe>", "<p><a href=\"https://film.example/7\">Film</a></p>"),
        ("<p>a</p><iframe src=javascript:x()></iframe><object data=data:text/html,x></object>", "<p>a</p>"),
        ("<object data=1.pdf><p>Get it</p></object>", "<p>Get it</p>"),
        ("<p>so <math><mi>c</mi><mo>=</mo><msup><mi>a</mi><mn>2</mn></msup></math></p>", "<p>so c=a<sup>2</sup></p>"),
        ("<video><a href=/1.mp4>Get it</a></video>", "<a href=\"https://reef.example/1.mp4\">Get it</a>"),
    ] {
        assert_eq!(html(content), wanted, "{content}");
    }
}

#[test]
fn excerpts_are_without_footnotes_and_texts_with_them() {
    let scratch = Scratch::new();
    scratch.file("2026-07-10-a.md", "---\ntitle: A\n---\nIt *rained*[^a] all day[^2].\n\n[^a]: Hail.\n[^2]: Rain.\n");
    let item = published(&scratch, "2026-07-10-a.md");
    assert_eq!(item["summary"], "It rained all day.");
    assert!(item["content_html"].as_str().unwrap().contains("Hail."));
    let scratch = Scratch::new();
    scratch.file("b.md", "---\ntitle: B\ndate: 2026-07-10\nsummary: 'All *of* [it](x) in 5 * 3 `<b>`'\n---\nText.\n");
    assert_eq!(published(&scratch, "b.md")["summary"], "All of it in 5 * 3 <b>");
    let scratch = Scratch::new();
    scratch.file(
        "c.md",
        "---\ntitle: C\ndate: 2026-07-10\n---\nSee [it][1].\n\n<!--more-->\n\nMore.\n\n[1]: https://x.example/\n",
    );
    assert_eq!(published(&scratch, "c.md")["summary"], "See it.");
}

#[test]
fn names_of_elements_are_words() {
    let item = item(
        &json!({"title": "The <details> element <i>now</i>", "content": "Use <b> wisely", "tags": ["<video>", "<b>Sea</b>"],
        "authors": ["The <main> desk", "Li (AP)"], "summary": "Why <p> ends"}),
    );
    assert_eq!(item["title"], "The <details> element now");
    assert_eq!(item["summary"], "Why <p> ends");
    assert_eq!(item["content_html"], "<p>Use &lt;b&gt; wisely</p>");
    assert_eq!(item["tags"], json!(["<video>", "Sea"]));
    assert_eq!(item["authors"], json!([{"name": "The <main> desk"}, {"name": "Li (AP)"}]));
    assert_eq!(html("<pre>a &lt;b&gt;</pre>"), "<pre>a &lt;b&gt;</pre>");
}

#[test]
fn tags_before_the_cut_of_a_text_are_markup() {
    let said = |summary: &str| -> Value {
        item(&json!({"title": "A", "summary": summary, "content_html": "<p>It rained.</p>"}))["summary"].clone()
    };
    assert_eq!(said("Under head coach <dfn>…"), "Under head coach …");
    assert_eq!(said("Meet it at <a href=\"https://reef.example/\" data-a=\"1\" data-b…"), "Meet it at …");
    assert_eq!(said("<p><a href=\"https://reef.example/\" data-a=\"1\" data-b…"), "It rained.");
    assert_eq!(said("How the <details> element…"), "How the <details> element…");
}

#[test]
fn sections_of_xml_are_what_stands_inside() {
    let item = item(&json!({"title": "<![CDATA[Fish & chips]]>", "content": "&lt;![CDATA[&lt;p&gt;a&lt;/p&gt;]]&gt;",
        "tags": "<![CDATA[Sea, Food]]>", "enclosure": "https://reef.example/1.mp3\n42\naudio/mpeg\n"}));
    assert_eq!(item["title"], "Fish & chips");
    assert_eq!(item["content_html"], "<p>a</p>");
    assert_eq!(item["tags"], json!(["Sea", "Food"]));
    let file = json!({"url": "https://reef.example/1.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 42});
    assert_eq!(item["attachments"], json!([file]));
}

#[test]
fn an_export_keeps_its_enclosures_in_custom_fields() {
    let scratch = Scratch::new();
    let field = |key: &str, value: &str| {
        format!(
            "<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
        )
    };
    let fields = field("_edit_last", "1") + &field("enclosure", "https://reef.example/2.mp3\n7\naudio/mpeg\n");
    scratch.file(
        "a.xml",
        format!(
            "<rss version=\"2.0\" xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>R</title><link>https://reef.example/</link>\
             <item><title>A</title><link>https://reef.example/a</link><pubDate>Fri, 10 Jul 2026 10:00:00 GMT</pubDate>{fields}</item></channel></rss>"
        ),
    );
    let item = published(&scratch, "a.xml");
    let file = json!({"url": "https://reef.example/2.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 7});
    assert_eq!(item["attachments"], json!([file]));
}
