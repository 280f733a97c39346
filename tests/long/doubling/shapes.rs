//! Inputs of all formats, of any size, made of what is known to be expensive.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use rusqlite::Connection;
use serde_json::{Value, json};

/// The names and contents of files that have about so many bytes.
pub(super) type Make = fn(usize) -> Vec<(String, Vec<u8>)>;

/// What is done with such files; the last step of a shape is measured.
pub(super) enum Step {
    /// They are all the inputs there are, and are published.
    Build(Make),
    /// The same, and the table `a` of one of them, a database, is asked for its rows.
    Query(Make),
    /// They stand in the published folder, which is checked.
    Check(Make),
}

/// A kind of input.
pub(super) struct Shape {
    pub(super) name: &'static str,
    pub(super) steps: &'static [Step],
}

macro_rules! shapes {
    ($($name:literal: $($step:ident $make:expr),+;)+) => {
        &[$(Shape { name: $name, steps: &[$(Step::$step($make)),+] }),+]
    };
}

pub(super) const SHAPES: &[Shape] = shapes! {
    "html: nested blocks": Build |n| html("<div>", "x", n);
    "html: formatting that does not end": Build |n| html("<b>", "x", n);
    "html: formatting made anew in each block": Build |n| html("<b><i><p>x", "", n);
    "html: formatting with attributes of its own": Build |n| html_of(n, |at| format!("<font color={at}><p>x"));
    "html: formatting, nested in formatting": Build |n| html("<b><i><u><s>", "x", n);
    "html: end tags behind scopes": Build |n| html("<b><table></b>", "x", n);
    "html: end tags without a start": Build |n| html("</p></b>", "x", n);
    "html: links in links": Build |n| html("<a href=/x>x", "", n);
    "html: links around blocks": Build |n| html("<a href=/x><div>", "x", n);
    "html: tables in tables": Build |n| html("<table><tr><td>", "x", n);
    "html: text in tables": Build |n| html("<table>x<b>", "x", n);
    "html: formatting in rows": Build |n| html("<table><b><tr>", "x", n);
    "html: attributes": Build |n| vec![post(&format!("<p {}>x", many(n, |at| format!("a{at}=1 "))))];
    "html: one attribute": Build |n| vec![post(&format!("<p title='{}'>x", "&amp;".repeat(n / 5)))];
    "html: entities": Build |n| html("&lt;&#x1F600;&nosuch;", "", n);
    "html: comments": Build |n| html("<!--x--><!", "", n);
    "html: a comment that does not end": Build |n| html("<!--", "x", n);
    "html: ruby": Build |n| html("<ruby><rt>x", "", n);
    "html: svg in math": Build |n| html("<svg><desc><math><mtext>", "x", n);
    "html: templates and selects": Build |n| html("<template><select><option>", "x", n);
    "html: lists": Build |n| html("<ul><li><dl><dt>x", "", n);
    "html: pictures": Build |n| html_of(n, |at| format!("<img src=/{at}.png srcset='/{at}.png 1x, /b.png 2x'>"));
    "html: films and what they hold": Build |n| html("<picture><source srcset=x><object data=x><video><source src=x>", "x", n);
    "html: frames, formulas and noscript": Build |n| html("<iframe src=//x.example/><math><mi>x<noscript><img src=x>", "", n);
    "html: lazy pictures": Build |n| html("<img data-src=x data-srcset='a 1x, b 2x'>", "", n);
    "html: marks of footnotes": Build |n| html("<sup class=footnote-ref><section class=footnotes>", "x", n);
    "html: equals signs": Build |n| html("=", "", n);
    "html: one word": Build |n| html("x", "", n);
    "html: many articles": Build |n| vec![jsonl(n, |at| json!({"title": at, "id": at, "content": "<b><p>x<table>y"}))];

    "markdown: quotes in quotes": Build |n| markdown(">", n);
    "markdown: emphasis": Build |n| markdown("*a **b _c ", n);
    "markdown: brackets": Build |n| markdown("[", n);
    "markdown: pictures in links": Build |n| markdown("[![a](b", n);
    "markdown: backticks": Build |n| markdown_of(n, |at| format!("{} ", "`".repeat(1 + at % 300)));
    "markdown: lists in lists": Build |n| markdown_of(n, |at| format!("{}- x\n", "  ".repeat(at % 200)));
    "markdown: list marks": Build |n| markdown("- ", n);
    "markdown: references": Build |n| markdown_of(n, |at| format!("[r{at}]\n\n[r{at}]: /{at}\n\n"));
    "markdown: references to one": Build |n| markdown("[r]: /x\n[r] [r]\n\n", n);
    "markdown: footnotes": Build |n| markdown_of(n, |at| format!("x[^{at}]\n\n[^{at}]: y\n\n"));
    "markdown: a wide table": Build |n| vec![("a.md".into(), format!("---\ntitle: T\n---\n\n{}\n{}\n{}", "a|".repeat(n / 8), "-|".repeat(n / 8), "|\n".repeat(n / 4)).into())];
    "markdown: tags that do not end": Build |n| markdown("<a ", n);
    "markdown: comments and instructions": Build |n| markdown("<!-- <? <![CDATA[ ", n);
    "markdown: tags of templates": Build |n| markdown("{{ x }}{% include y %}{{< z >}}", n);
    "markdown: tags that do not end, of templates": Build |n| markdown("{{{%", n);
    "markdown: blocks of templates": Build |n| markdown("{% highlight x %}{% raw %}", n);
    "markdown: links of a wiki": Build |n| markdown("[[a|b]] ![[c]] [[", n);
    "markdown: marks and comments of notes": Build |n| markdown("==a== %%b%% ==", n);
    "markdown: equals signs": Build |n| markdown("=", n);
    "markdown: tags of templates in code": Build |n| markdown("`{{", n);
    "markdown: components": Build |n| vec![("a.mdx".into(), format!("---\ntitle: T\n---\n{}", "<A x={".repeat(n / 6)).into())];
    "markdown: headings": Build |n| markdown("# x\n", n);
    "markdown: links of their own": Build |n| markdown("<https://a.example/> www.example.org ", n);

    "yaml: aliases": Build |n| front(&format!("a: &a [{}]\nb: [{}]\n", "x, ".repeat(n / 6), "*a, ".repeat(n / 8)));
    "yaml: aliases of aliases": Build |n| front(&many(n, |at| match at { 0 => "a0: &a0 [x, x]\n".into(), at => format!("a{at}: &a{at} [*a{0}, *a{0}]\n", at - 1) }));
    "yaml: anchors": Build |n| front(&many(n, |at| format!("k{at}: &a{at} x\n")));
    "yaml: lists in lists": Build |n| front(&format!("tags: {}", "[".repeat(n)));
    "yaml: maps in maps": Build |n| front(&format!("k: {}", "{a: ".repeat(n / 4)));
    "yaml: keys": Build |n| front(&many(n, |at| format!("k{at}: x\n")));
    "yaml: one key": Build |n| front(&"title: x\n".repeat(n / 9));
    "yaml: keys of several parts": Build |n| front(&"? [a, b]\n: x\n".repeat(n / 13));
    "yaml: tags": Build |n| front(&format!("tags: [{}]", many(n, |at| format!("t{at}, "))));
    "yaml: a long text": Build |n| front(&format!("summary: \"{}\"", "\\u0041 ".repeat(n / 7)));
    "yaml: a folded text": Build |n| front(&format!("summary: >\n{}", "  x\n\n".repeat(n / 5)));
    "yaml: many posts": Build |n| (0..n / 100).map(|at| (format!("{at}.md"), format!("---\ntitle: T{at}\n---\n{}", "x".repeat(75)).into())).collect();

    "json: lists in lists": Build |n| vec![("a.json".into(), "[".repeat(n).into())];
    "json: objects in objects": Build |n| vec![("a.json".into(), "{\"a\":".repeat(n / 5).into())];
    "json: lists of objects, in lines": Build |n| vec![("a.json".into(), "{\"a\":[\n".repeat(n / 7).into())];
    "json: small faults": Build |n| vec![("a.json".into(), format!("[{}{{}}]", "{\"title\":\"x\",},{\"title\":NaN}, /* */ {bad}, ".repeat(n / 45)).into())];
    "json: texts that do not end": Build |n| vec![("a.json".into(), format!("[{}", "{\"title\":\"x},".repeat(n / 13)).into())];
    "json: lines that do not end": Build |n| vec![("a.jsonl".into(), "{\"title\":\"x\"\n".repeat(n / 13).into())];
    "json: sections": Build |n| vec![("a.json".into(), format!("{{{}\"x\":1}}", many(n, |at| format!("\"s{at}\":[{{\"stories\":[{{\"title\":\"t{at}\",\"url\":\"https://a.example/{at}\",\"published\":\"2026-07-01\"}}]}}],"))).into())];
    "json: half characters": Build |n| vec![("a.json".into(), format!("[{{\"title\":\"x\",\"content\":\"{}\"}}]", "\\ud83d".repeat(n / 6)).into())];
    "json: wrappers": Build |n| vec![("a.json".into(), format!("[{}]", "{\"data\":[{\"x\":1}]},".repeat(n / 20).trim_end_matches(',')).into())];
    "json: keys of one article": Build |n| vec![("a.json".into(), format!("{{\"title\":\"x\",{}\"id\":1}}", many(n, |at| format!("\"k{at}\":1,"))).into())];
    "json: one key, many times": Build |n| vec![("a.json".into(), format!("{{{}\"id\":1}}", "\"title\":\"x\",".repeat(n / 12)).into())];
    "json: escapes": Build |n| vec![("a.json".into(), format!("[{{\"title\":\"{}\"}}]", "\\u0041\\n".repeat(n / 8)).into())];
    "json: short articles": Build |n| vec![("a.json".into(), format!("[{}]", many(n, |at| format!("{{\"title\":\"{at}\"}},")).trim_end_matches(',')).into())];
    "json: short lines": Build |n| vec![jsonl(n, |at| json!({"title": at}))];
    "json: short titles": Build |n| vec![jsonl(n, |at| json!({"title": format!("t{at}")}))];
    "json: ids": Build |n| vec![jsonl(n, |at| json!({"id": at, "title": "x"}))];
    "json: addresses": Build |n| vec![jsonl(n, |at| json!({"url": format!("http://a.example/{at}")}))];
    "json: sources": Build |n| vec![jsonl(n, |at| json!({"title": at, "source": format!("s{at}")}))];
    "json: tags of their own": Build |n| vec![jsonl(n, |at| json!({"title": at, "tags": [format!("t{at}"), format!("u{at}")]}))];
    "json: tags that all articles have": Build |n| vec![jsonl(n, |at| json!({"title": at, "tags": (0..50).collect::<Vec<_>>()}))];
    "json: authors": Build |n| vec![jsonl(n, |at| json!({"title": "x", "id": at, "authors": (0..30).map(|n| format!("{at} {n}")).collect::<Vec<_>>()}))];
    "json: enclosures": Build |n| vec![jsonl(n, |at| json!({"title": at, "enclosures": (0..40).map(|n| json!({"url": format!("https://a.example/{n}.mp3")})).collect::<Vec<_>>()}))];
    "json: lines that are no JSON": Build |n| vec![("a.jsonl".into(), format!("{{\"title\":\"x\"}}\n{}", "{\n".repeat(n / 2)).into())];
    "json: articles without anything": Build |n| vec![("a.jsonl".into(), format!("{{\"title\":\"x\"}}\n{}", "{\"id\":1}\n".repeat(n / 9)).into())];
    "json: numbers": Build |n| vec![("a.jsonl".into(), "{\"title\":1}\n".repeat(n / 12).into())];
    "json: readings of one article": Build |n| vec![jsonl(n, |at| json!({"id": 1, "url": "https://a.example/1", "title": "x", "text": at}))];
    "json: terms of one article in many lines": Build |n| vec![jsonl(n, |at| json!({"title": "t", "url": "https://a.example/1", "tags": [format!("t{at}")]}))];
    "json: one address, many ids": Build |n| vec![jsonl(n, |at| json!({"id": at, "url": "https://a.example/1", "title": format!("t{at}")}))];
    "json: one id, many addresses": Build |n| vec![jsonl(n, |at| json!({"id": 1, "url": format!("https://a.example/{at}"), "title": format!("t{at}")}))];
    "json: one title, dates": Build |n| vec![jsonl(n, |at| json!({"title": "x", "published": format!("20{:02}-01-{:02}", at % 26, 1 + at % 28)}))];
    "json: one title, vague dates": Build |n| vec![jsonl(n, |at| json!({"title": "x", "text": at, "published": format!("{} days ago", at % 300)}))];
    "json: one second": Build |n| vec![jsonl(n, |at| json!({"id": at, "title": at, "published": "2026-01-01T00:00:00Z", "updated": "2026-02-01T00:00:00Z"}))];
    "json: one day": Build |n| vec![jsonl(n, |at| json!({"id": at, "title": at, "published": "2026-01-01"}))];

    "fields: a long title": Build |n| tagged(json!({"title": "word ".repeat(n / 5)}));
    "fields: long titles": Build |n| vec![jsonl(n, |at| json!({"title": format!("{at} {}", "word ".repeat(780)), "tags": (0..20).collect::<Vec<_>>()}))];
    "fields: long tags": Build |n| vec![("a.json".into(), json!({"title": "x", "tags": names(n, 4_000)}).to_string().into())];
    "fields: tags of a thousand bytes": Build |n| vec![("a.json".into(), json!({"title": "x", "tags": names(n, 1_000)}).to_string().into())];
    "fields: tags of each article": Build |n| vec![jsonl(n, |at| json!({"title": at, "tags": (0..256).map(|n| format!("{at} {n}")).collect::<Vec<_>>()}))];
    "fields: tags of many articles": Build |n| vec![jsonl(n, |at| json!({"title": at, "tags": (0..30).map(|n| (at * 7 + n * 131) % 8_000).collect::<Vec<_>>()}))];
    "fields: texts with all tags": Build |n| vec![jsonl(n, |at| json!({"title": at, "content": "word ".repeat(500), "tags": (0..256).collect::<Vec<_>>()}))];
    "fields: names of authors": Build |n| tagged(json!({"title": "x", "authors": names(n, 900)}));
    "fields: files": Build |n| tagged(json!({"title": "x", "enclosures": names(n, 4_000).iter().map(|name| json!({"url": format!("https://a.example/{}", name.replace(' ', "/"))})).collect::<Vec<_>>()}));
    "fields: rights": Build |n| tagged(json!({"title": "x", "rights": "word ".repeat(n / 5)}));
    "fields: an address": Build |n| tagged(json!({"title": "x", "url": format!("https://a.example/{}", "x".repeat(n))}));
    "fields: an id": Build |n| tagged(json!({"title": "x", "id": format!("urn:x-y:{}", "x".repeat(n))}));
    "fields: a source": Build |n| tagged(json!({"title": "x", "source": "word ".repeat(n / 5)}));
    "fields: links below a long address": Build |n| vec![("a.json".into(), json!({"title": "x", "url": format!("https://a.example/{}/y", "x".repeat(2_000)), "content": "<a href=x>y</a>".repeat(n / 15)}).to_string().into())];

    "csv: empty rows": Build |n| table("title\nx\n", |_| "\n".into(), n);
    "csv: rows of one digit": Build |n| table("title\n", |at| format!("{}\n", at % 10), n);
    "csv: short rows": Build |n| table("title\n", |at| format!("{at:x}\n"), n);
    "csv: short rows with ids": Build |n| table("id,title\n", |at| format!("{at:x},t\n"), n);
    "csv: columns": Build |n| vec![("a.csv".into(), format!("title,{}\n{}", "a,".repeat(n / 4), "x\n".repeat(n / 4)).into())];
    "csv: cells": Build |n| vec![("a.csv".into(), format!("title,{}\n{}", "tags,".repeat(n / 10), "x,".repeat(n / 10)).into())];
    "csv: too many cells": Build |n| table("title,url\nx,y\n", |_| "a,b,c\n".into(), n);
    "csv: quotes that do not end": Build |n| table("title,url\nx,y\n", |_| "\"a,b\n".into(), n);
    "csv: quotes in a cell": Build |n| vec![("a.csv".into(), format!("title\n\"{}\"\n", "\"\"".repeat(n / 2)).into())];
    "csv: lists in a cell": Build |n| table("title,tags\n", |at| format!("{at},\"['a', 'b{at}', 'c']\"\n"), n);

    "xml: short items": Build |n| rss("<item><title>x</title></item>", n);
    "xml: items of their own": Build |n| rss_of(n, |at| format!("<item><title>{at}</title></item>"));
    "xml: elements in elements": Build |n| vec![("a.xml".into(), format!("<rss><channel><item><title>{}", "<a>".repeat(n / 3)).into())];
    "xml: attributes": Build |n| rss_of(1, |_| format!("<item {}><title>x</title></item>", many(n, |at| format!("a{at}='' "))));
    "xml: namespaces": Build |n| rss_of(n, |at| format!("<item xmlns:n{at}='u{at}'><title>x</title>"));
    "xml: namespaces of one element": Build |n| rss_of(1, |_| format!("<item {}><title>x</title></item>", many(n, |at| format!("xmlns:n{at}='u{at}' "))));
    "xml: categories": Build |n| rss_of(1, |_| format!("<item><title>x</title>{}</item>", many(n, |at| format!("<category>c{at}</category>"))));
    "xml: CDATA": Build |n| rss_of(1, |_| format!("<item><title>x</title><description>{}</description></item>", "<![CDATA[x]]>&amp;".repeat(n / 18)));
    "xml: an entity": Build |n| vec![("a.xml".into(), format!("<!DOCTYPE rss [<!ENTITY a \"{}\">]><rss><channel><item><title>{}</title></item></channel></rss>", "x".repeat(n / 2), "&a;".repeat(n / 6)).into())];
    "xml: entries of Atom": Build |n| vec![("a.atom".into(), format!("<feed xmlns='http://www.w3.org/2005/Atom'>{}</feed>", many(n, |at| format!("<entry><id>{at}</id><title>x</title><link href='/{at}'/></entry>"))).into())];
    "xml: texts as XHTML": Build |n| vec![("a.atom".into(), format!("<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>x</title><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>{}</div></content></entry></feed>", "<b>x</b>".repeat(n / 8)).into())];

    "page: bullets": Build |n| page("* x\n", n);
    "page: cards": Build |n| page("Title\nSource\n3 days ago\n\n", n);
    "page: short lines": Build |n| page("a\n", n);
    "page: one line": Build |n| page("x ", n);
    "page: dates": Build |n| page("18 July 2026\n\n", n);

    "sqlite: rows": Query |n| database("CREATE TABLE a (id, title)", "INSERT INTO a VALUES (?1, 't' || ?1)", n / 10);
    "sqlite: a large cell": Query |n| database("CREATE TABLE a (id, title, content)", "INSERT INTO a VALUES (?1, 't', printf('%.*c', 10000, 'x'))", n / 10_000);
    "sqlite: a view that multiplies": Query |n| database("CREATE TABLE b (n); CREATE VIEW a AS SELECT x.n || y.n || z.n AS title FROM b x, b y, b z", "INSERT INTO b VALUES (?1)", n / 1_000);

    "gzip: zeros": Build |n| vec![packed("a.json.gz", n, |_| vec![0; 1 << 16])];
    "gzip: short lines": Build |n| vec![packed("a.jsonl.gz", n, |_| b"{\"title\":\"x\"}\n".repeat(4096))];
    "gzip: eight files": Build |n| (0..8).map(|at| packed(&format!("{at}.json.gz"), n / 8, |_| b"[{\"title\":\"x\"},".repeat(4096))).collect();
    "gzip: lines of their own": Build |n| vec![packed("a.jsonl.gz", n, |at| many(1 << 16, |n| format!("{{\"title\":\"{at} {n}\"}}\n")).into())];
    "gzip: a long text": Build |n| vec![packed("a.md.gz", n, |_| b"x".repeat(1 << 16))];

    "again: one id, titles edited": Build |n| edition(n, 0, |at, state| json!({"id": 1, "title": format!("t{at} {state}"), "published": "2026-01-01"})), Build |n| edition(n, 1, |at, state| json!({"id": 1, "title": format!("t{at} {state}"), "published": "2026-01-01"}));
    "again: one title, texts and addresses edited": Build |n| edition(n, 0, |at, state| json!({"url": format!("https://{state}.example/{at}"), "title": "x", "text": format!("{at} {state}")})), Build |n| edition(n, 1, |at, state| json!({"url": format!("https://{state}.example/{at}"), "title": "x", "text": format!("{at} {state}")}));
    "again: one address, all else edited": Build |n| edition(n, 0, |at, state| json!({"id": format!("{at} {state}"), "url": "https://a.example/1", "title": format!("t{at} {state}"), "text": format!("{at} {state}")})), Build |n| edition(n, 1, |at, state| json!({"id": format!("{at} {state}"), "url": "https://a.example/1", "title": format!("t{at} {state}"), "text": format!("{at} {state}")}));
    "again: one text, titles edited": Build |n| edition(n, 0, |at, state| json!({"title": format!("t{at} {state}"), "text": "A text that all have."})), Build |n| edition(n, 1, |at, state| json!({"title": format!("t{at} {state}"), "text": "A text that all have."}));
    "again: ids counted anew": Build |n| edition(n, 0, |at, _| json!({"id": at, "title": format!("t{at}")})), Build |n| edition(n, 1, |at, _| json!({"id": at + 1, "title": format!("t{at}")}));
    "again: undated rows, none of them known": Build |n| edition(n, 0, |at, state| json!({"title": format!("t{at} {state}")})), Build |n| edition(n, 1, |at, state| json!({"title": format!("t{at} {state}")}));
    "again: one id, one title edited": Build |n| edition(n, 0, |at, state| json!({"id": 1, "title": format!("t{at} {}", if at == 0 { state } else { 0 }), "published": "2026-01-01"})), Build |n| edition(n, 1, |at, state| json!({"id": 1, "title": format!("t{at} {}", if at == 0 { state } else { 0 }), "published": "2026-01-01"}));
    "again: one id, then another, then the first": Build |n| edition(n, 0, |at, state| json!({"id": 1 + state % 2, "title": format!("t{at} {state}"), "text": format!("{at} {}", state % 2)})), Build |n| edition(n, 1, |at, state| json!({"id": 1 + state % 2, "title": format!("t{at} {state}"), "text": format!("{at} {}", state % 2)})), Build |n| edition(n, 2, |at, state| json!({"id": 1 + state % 2, "title": format!("t{at} {state}"), "text": format!("{at} {}", state % 2)}));
    "again: one id and text, titles edited": Build |n| edition(n, 0, |at, state| json!({"id": 1, "title": format!("t{at} {state}"), "text": "A text that all have."})), Build |n| edition(n, 1, |at, state| json!({"id": 1, "title": format!("t{at} {state}"), "text": "A text that all have."}));
    "again: one id, the source corrected": Build |n| edition(n, 0, |at, state| json!({"id": 1, "source": format!("s {state}"), "title": format!("t{at}")})), Build |n| edition(n, 1, |at, state| json!({"id": 1, "source": format!("s {state}"), "title": format!("t{at}")}));
    "again: one title and day, ids edited": Build |n| edition(n, 0, |at, state| json!({"id": format!("{at} {state}"), "title": "x", "published": "2026-01-01"})), Build |n| edition(n, 1, |at, state| json!({"id": format!("{at} {state}"), "title": "x", "published": "2026-01-01"}));
    "again: one title, vague dates, texts edited": Build |n| edition(n, 0, |at, state| json!({"title": "x", "text": format!("{at} {state}"), "published": format!("{} days ago", at % 300)})), Build |n| edition(n, 1, |at, state| json!({"title": "x", "text": format!("{at} {state}"), "published": format!("{} days ago", at % 300)}));
    "again: one title and text, addresses edited": Build |n| edition(n, 0, |at, state| json!({"url": format!("https://{state}.example/{at}"), "title": "x", "text": "A text that all have.", "published": "2026-01-01"})), Build |n| edition(n, 1, |at, state| json!({"url": format!("https://{state}.example/{at}"), "title": "x", "text": "A text that all have.", "published": "2026-01-01"}));
    "again: one address and day, ids and titles edited": Build |n| edition(n, 0, |at, state| json!({"id": format!("{at} {state}"), "url": "https://a.example/1", "title": format!("t{at} {state}"), "published": "2026-01-01"})), Build |n| edition(n, 1, |at, state| json!({"id": format!("{at} {state}"), "url": "https://a.example/1", "title": format!("t{at} {state}"), "published": "2026-01-01"}));
    "again: one front page, titles edited": Build |n| edition(n, 0, |at, state| json!({"url": "https://a.example/", "title": format!("t{at} {state}")})), Build |n| edition(n, 1, |at, state| json!({"url": "https://a.example/", "title": format!("t{at} {state}")}));
    "again: one page, places and titles edited": Build |n| edition(n, 0, |at, state| json!({"url": format!("https://a.example/1#{at}-{state}"), "title": format!("t{at} {state}")})), Build |n| edition(n, 1, |at, state| json!({"url": format!("https://a.example/1#{at}-{state}"), "title": format!("t{at} {state}")}));
    "again: one id in files of their own, titles edited": Build |n| files(n, 0, |at, state| json!({"id": 1, "title": format!("t{at} {state}"), "published": "2026-01-01"})), Build |n| files(n, 1, |at, state| json!({"id": 1, "title": format!("t{at} {state}"), "published": "2026-01-01"}));
    "again: one address in files of their own, ids and titles edited": Build |n| files(n, 0, |at, state| json!({"id": format!("{at} {state}"), "url": "https://a.example/1", "title": format!("t{at} {state}"), "published": "2026-01-01"})), Build |n| files(n, 1, |at, state| json!({"id": format!("{at} {state}"), "url": "https://a.example/1", "title": format!("t{at} {state}"), "published": "2026-01-01"}));
    "json: copies in files of their own, ids that count": Build |n| files(n, 0, |at, _| json!({"id": at, "title": "t", "text": "x", "published": "2026-01-01"}));
    "again: retractions": Build |n| edition(n, 0, |at, _| json!({"id": at, "title": format!("t{at}")})), Build |n| edition(n, 1, |at, _| json!({"id": at, "deleted": true}));
    "again: retractions at one address": Build |n| edition(n, 0, |at, _| json!({"id": at, "url": "https://a.example/1", "title": format!("t{at}")})), Build |n| edition(n, 1, |at, _| json!({"id": format!("x{at}"), "url": "https://a.example/1", "deleted": true}));

    "check: entries without author": Check |n| atom("<entry><id>urn:x:1</id><title>x</title><updated>2026-01-01T00:00:00Z</updated></entry>", n);
    "check: items": Check |n| vec![("rss.xml".into(), format!("<rss version='2.0'><channel><title>x</title>{}</channel></rss>", "<item><title>x</title><guid>1</guid></item>".repeat(n / 45)).into())];
    "check: elements in elements": Check |n| atom("<entry>", n);
    "check: attributes": Check |n| vec![("atom.xml".into(), format!("<feed {}/>", many(n, |at| format!("a{at}='' "))).into())];
    "check: namespaces": Check |n| vec![("atom.xml".into(), many(n, |at| format!("<a xmlns:n{at}='u{at}'>")).into())];
    "check: HTML of an entry": Check |n| atom(&format!("<entry><content type='html'>{}</content></entry>", "&lt;b>&lt;p>x".repeat(n / 13)), 1);
    "check: a page": Check |n| vec![("index.html".into(), format!("<!doctype html><title>x</title>{}", "<b><p>x<table>y".repeat(n / 15)).into())];
    "check: links of a page": Check |n| vec![("index.html".into(), format!("<!doctype html><title>x</title>{}", many(n, |at| format!("<a id=a{at} href=#a{at}>x</a>"))).into())];
    "check: an outline": Check |n| vec![("index.opml".into(), format!("<opml version='2.0'><head/><body>{}", "<outline text='x'>".repeat(n / 18)).into())];
    "check: JSON Feed": Check |n| vec![("feed.json".into(), format!("{{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{}]}}", "{\"id\":\"1\"},".repeat(n / 11).trim_end_matches(',')).into())];
    "check: lists in JSON": Check |n| vec![("feed.json".into(), "[".repeat(n).into())];
};

/// As many of these as fill so many bytes.
fn many(bytes: usize, make: impl Fn(usize) -> String) -> String {
    let mut all = String::with_capacity(bytes + 64);
    for at in 0.. {
        if all.len() >= bytes {
            break;
        }
        all.push_str(&make(at));
    }
    all
}

fn lines(bytes: usize, make: impl Fn(usize) -> Value) -> Vec<u8> {
    many(bytes, |at| format!("{}\n", make(at))).into()
}

fn jsonl(bytes: usize, make: fn(usize) -> Value) -> (String, Vec<u8>) {
    ("a.jsonl".into(), lines(bytes, make))
}

/// An article with 256 tags.
fn tagged(mut article: Value) -> Vec<(String, Vec<u8>)> {
    article["tags"] = (0..256).collect();
    vec![("a.json".into(), article.to_string().into())]
}

/// Different names of so many bytes each, so many bytes together.
fn names(bytes: usize, each: usize) -> Vec<String> {
    (0..bytes / each).map(|at| format!("{at} {}", "x".repeat(each - 8))).collect()
}

/// Articles of which each is made of its number and of how often the collection was published.
fn edition(bytes: usize, state: usize, make: fn(usize, usize) -> Value) -> Vec<(String, Vec<u8>)> {
    vec![("a.jsonl".into(), lines(bytes, |at| make(at, state)))]
}

/// The same, each in a file of its own.
fn files(bytes: usize, state: usize, make: fn(usize, usize) -> Value) -> Vec<(String, Vec<u8>)> {
    let articles = (0..bytes / 80).map(|at| make(at, state).to_string().into());
    (0..).map(|at| format!("{at}.json")).zip(articles).collect()
}

/// An article with this text.
fn post(html: &str) -> (String, Vec<u8>) {
    let article = json!({"title": "T", "url": "https://a.example/1", "content": html});
    ("a.json".into(), article.to_string().into())
}

fn html(unit: &str, end: &str, bytes: usize) -> Vec<(String, Vec<u8>)> {
    vec![post(&format!("{}{end}", unit.repeat(bytes / unit.len())))]
}

fn html_of(bytes: usize, make: fn(usize) -> String) -> Vec<(String, Vec<u8>)> {
    vec![post(&many(bytes, make))]
}

fn markdown(unit: &str, bytes: usize) -> Vec<(String, Vec<u8>)> {
    vec![("a.md".into(), format!("---\ntitle: T\n---\n\n{}", unit.repeat(bytes / unit.len())).into())]
}

fn markdown_of(bytes: usize, make: fn(usize) -> String) -> Vec<(String, Vec<u8>)> {
    vec![("a.md".into(), format!("---\ntitle: T\n---\n\n{}", many(bytes, make)).into())]
}

fn front(yaml: &str) -> Vec<(String, Vec<u8>)> {
    vec![("a.md".into(), format!("---\n{yaml}\n---\n\nText.\n").into())]
}

fn table(header: &str, row: fn(usize) -> String, bytes: usize) -> Vec<(String, Vec<u8>)> {
    vec![("a.csv".into(), format!("{header}{}", many(bytes, row)).into())]
}

fn rss(item: &str, bytes: usize) -> Vec<(String, Vec<u8>)> {
    vec![channel(&item.repeat(bytes / item.len()))]
}

fn rss_of(bytes: usize, item: impl Fn(usize) -> String) -> Vec<(String, Vec<u8>)> {
    vec![channel(&many(bytes, item))]
}

fn channel(items: &str) -> (String, Vec<u8>) {
    ("a.xml".into(), format!("<rss version='2.0'><channel><title>c</title>{items}</channel></rss>").into())
}

fn atom(entry: &str, bytes: usize) -> Vec<(String, Vec<u8>)> {
    let entries = entry.repeat((bytes / entry.len()).max(1));
    vec![("atom.xml".into(), format!("<feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>").into())]
}

/// A page as it is saved from an aggregator.
fn page(unit: &str, bytes: usize) -> Vec<(String, Vec<u8>)> {
    vec![("a.txt".into(), format!("Tag: x\n\n{}", unit.repeat(bytes / unit.len())).into())]
}

fn database(schema: &str, insert: &str, rows: usize) -> Vec<(String, Vec<u8>)> {
    let file = tempfile::NamedTempFile::new().unwrap();
    let mut database = Connection::open(file.path()).unwrap();
    database.execute_batch(schema).unwrap();
    let transaction = database.transaction().unwrap();
    for row in 0..rows {
        transaction.execute(insert, [row]).unwrap();
    }
    transaction.commit().unwrap();
    drop(database);
    vec![("a.sqlite".into(), std::fs::read(file.path()).unwrap())]
}

/// A packed file of so many bytes, or unpacked of 1,200 times as many: more than a packed file can hold.
fn packed(name: &str, bytes: usize, part: fn(usize) -> Vec<u8>) -> (String, Vec<u8>) {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    let mut unpacked = 0;
    for at in 0.. {
        if packed.get_ref().len() >= bytes || unpacked > bytes * 1_200 {
            break;
        }
        let part = part(at);
        unpacked += part.len();
        packed.write_all(&part).unwrap();
    }
    (name.into(), packed.finish().unwrap())
}
