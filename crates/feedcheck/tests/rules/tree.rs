//! What `check` finds about documents of one folder together.

use std::collections::BTreeMap;

use feedcheck::{Finding, tree};

use crate::places::{checked, expect};

/// A page whose body is to come.
const PAGE: &str = "<!DOCTYPE html><html lang=en><meta charset=utf-8><meta name=viewport content=a><title>a</title>\
                    <link rel=alternate type=application/rss+xml title=a href=https://elsewhere.example/rss.xml><h1 id=a>a</h1>";

fn rss(guid: &str, title: &str, own: &str) -> String {
    format!(
        "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel><title>a</title><link>https://a.example/</link>\
         <description>a</description><language>en</language><atom:link rel=\"self\" type=\"application/rss+xml\" href=\"{own}\"/>\
         <item><title>{title}</title><link>https://a.example/{title}</link><guid isPermaLink=\"false\">{guid}</guid>\
         <pubDate>Fri, 20 Nov 2026 14:05:00 GMT</pubDate></item></channel></rss>"
    )
}

/// What is found in the documents together, by their names.
fn found(files: &[(&str, &str)], base: Option<&str>) -> BTreeMap<String, Vec<Finding>> {
    let checked: Vec<_> = files.iter().map(|(path, text)| (path, text, checked(text, None))).collect();
    let documents: Vec<_> = checked
        .iter()
        .filter(|(path, ..)| !path.ends_with(".css"))
        .map(|(path, _, checked)| {
            let mut document = tree::Document::new(path, checked.kind, &checked.references);
            document.is_named = path.starts_with("named");
            document
        })
        .collect();
    let mut found: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
    for fault in tree::check(&documents, base, Some(&|path| files.iter().any(|(own, _)| *own == path))) {
        let (path, text, _) = &checked[fault.document];
        found.entry((**path).to_owned()).or_default().extend(tree::locate(text.as_bytes(), [&fault]));
    }
    found
}

/// A file with a marked fault, other files, the base URL, the code.
type Case = (&'static str, String, Vec<(&'static str, String)>, Option<&'static str>, &'static str);

fn cases() -> Vec<Case> {
    let base = Some("https://a.example/f/");
    let own = |name: &str| rss("urn:x-a:1", "one", &format!("https://a.example/f/{name}"));
    let page = |body: &str| format!("{PAGE}\n{body}");
    let listing = ("list.html", page("<a href=rss.xml>a</a><a href=b/rss.xml>a</a>"));
    vec![
        ("index.html", page("<a href=\"«missing.xml»\">a</a>"), vec![], None, "broken-link"),
        ("index.html", page("<a href=\"«https://a.example/f/b/»\">a</a>"), vec![], base, "broken-link"),
        ("b/index.html", page("<img alt src='«../c.png»'>"), vec![], base, "broken-link"),
        ("index.html", page("<a href='«b/#x»'>a</a>"), vec![("b/index.html", page(""))], None, "broken-fragment"),
        ("index.html", page("<a href='«#x»'>a</a>"), vec![], None, "broken-fragment"),
        ("b/index.html", page("<a href='«../../c.html»'>a</a>"), vec![], None, "link-out-of-tree"),
        (
            "index.html",
            page("<link rel=alternate type=application/atom+xml title=a href='«rss.xml»'>"),
            vec![("rss.xml", own("rss.xml"))],
            base,
            "link-type-mismatch",
        ),
        (
            "b/index.html",
            "<!DOCTYPE html>«<html lang=en>»<title>a</title>".to_owned(),
            vec![("b/rss.xml", own("b/rss.xml")), ("rss.xml", own("rss.xml")), listing.clone()],
            base,
            "missing-alternate",
        ),
        ("named.html", "<!DOCTYPE html>«<html lang=en>»<title>a</title>".to_owned(), vec![], None, "missing-alternate"),
        (
            "c.xml",
            format!("«<»{}", &own("c.xml")[1..]),
            vec![listing.clone(), ("rss.xml", own("rss.xml")), ("b/rss.xml", own("b/rss.xml"))],
            base,
            "feed-not-listed",
        ),
        (
            "rss.xml",
            rss("«urn:x-a:1»", "two", "https://a.example/f/rss.xml"),
            vec![("b/rss.xml", own("b/rss.xml")), listing.clone()],
            base,
            "same-id-elsewhere",
        ),
        (
            "rss.xml",
            rss("urn:x-a:1", "one", "«https://a.example/f/b/rss.xml»"),
            vec![("b/rss.xml", own("b/rss.xml")), listing],
            base,
            "same-self-link",
        ),
    ]
}

pub(crate) fn codes() -> Vec<&'static str> {
    cases().into_iter().map(|(.., code)| code).collect()
}

#[test]
fn a_fault_is_found_where_it_is() {
    for (path, marked, others, base, code) in cases() {
        expect(&marked, code, |document| {
            let mut files: Vec<_> = others.iter().map(|(path, text)| (*path, text.as_str())).collect();
            files.push((path, document));
            let mut found = found(&files, base);
            let own = found.remove(path).unwrap_or_default();
            assert!(found.is_empty(), "{found:?} beside {marked}");
            own
        });
    }
}

#[test]
fn links_that_lead_to_a_file_have_no_findings() {
    let page = format!(
        "{PAGE}<a href=''>a</a><a href='#a'>a</a><a href='#TOP'>a</a><a href='b'>a</a><a href='b/#a'>a</a><a href='ü%20x.xml'>a</a>\
         <a href='/elsewhere'>a</a><a href='?page=2'>a</a><a href='mailto:a@a.example'>a</a><link rel=stylesheet href=style.css>"
    );
    let list = "<opml version='2.0'><body><outline xmlUrl='https://a.example/f/ü x.xml' htmlUrl='https://a.example/f/b/'/></body></opml>";
    let own = rss("urn:x-a:1", "one", "https://a.example/f/%C3%BC%20x.xml");
    let files =
        [("index.html", page.as_str()), ("b/index.html", PAGE), ("ü x.xml", &own), ("style.css", ""), ("a.opml", list)];
    assert_eq!(found(&files, Some("https://a.example/f")), BTreeMap::new());
    assert_eq!(found(&files, None), BTreeMap::new());
    assert_eq!(found(&files, Some("ftp://a.example/")), BTreeMap::new());
}

#[test]
fn bases_and_refreshes_are_followed() {
    let based = format!("{PAGE}<base href=\"b/\"><a href=c.html>a</a>");
    let moved = "<!DOCTYPE html><html lang=en><meta charset=utf-8><title>a</title><meta http-equiv=refresh content=\"0; url='gone.html'\">";
    let found = found(&[("index.html", &based), ("b/c.html", moved), ("b/rss.xml", &rss("a", "b", "c"))], None);
    let codes: Vec<_> =
        found.iter().flat_map(|(path, all)| all.iter().map(move |f| (path.as_str(), f.rule.code))).collect();
    assert_eq!(codes, [("b/c.html", "broken-link"), ("b/rss.xml", "broken-link"), ("b/rss.xml", "feed-not-listed")]);
}

/// An entry of a feed at a place: a title, when it was published and changed, and what the feed says about its history.
fn version(own: &str, title: &str, days: (u32, u32), history: &str) -> String {
    format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>urn:x-a:feed:{own}</id><title>a</title><updated>2026-10-01T00:00:00Z</updated>\
         <author><name>a</name></author><link rel=\"self\" href=\"https://a.example/f/{own}\"/>{history}<entry><id>urn:x-a:1</id>\
         <title>{title}</title><link href=\"https://a.example/{title}\"/><published>2026-09-{:02}T00:00:00Z</published>\
         <updated>2026-09-{:02}T00:00:00Z</updated><summary>a</summary></entry></feed>",
        days.0, days.1
    )
}

#[test]
fn versions_of_an_entry_in_archives_are_told_from_two_articles_with_one_id() {
    let archive = "<fh:archive xmlns:fh=\"http://purl.org/syndication/history/1.0\"/>";
    let open = "<link rel=\"current\" href=\"https://a.example/f/a.xml\"/>";
    let now = ("a.xml", version("a.xml", "new", (1, 9), ""));
    let other = ("b.xml", version("b.xml", "other", (1, 9), ""));
    let old = |days, history| ("archive/a.xml", version("archive/a.xml", "old", days, history));
    let older = ("archive/b.xml", version("archive/b.xml", "oldest", (1, 1), archive));
    for (files, codes) in [
        (vec![old((1, 5), archive), now.clone()], 0),
        (vec![old((1, 9), open), now.clone()], 0),
        (vec![old((1, 5), archive), older.clone()], 0),
        // No archive, another article, newer than what the feed shows, two feeds besides an archive.
        (vec![old((1, 5), ""), now.clone()], 1),
        (vec![old((2, 5), archive), now.clone()], 1),
        (vec![old((1, 11), archive), now.clone()], 1),
        (vec![old((2, 5), archive), older], 1),
        (vec![old((1, 5), archive), now, other], 1),
    ] {
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let found = found(&files, Some("https://a.example/f/"));
        let same = found.values().flatten().filter(|finding| finding.rule.code == "same-id-elsewhere").count();
        assert_eq!(same, codes, "{files:?}: {found:?}");
    }
    // A JSON Feed has no sign of its own: what `next_url` leads to is older.
    let feed = |own: &str, title: &str, next: &str| {
        format!(
            "{{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"a\",\"feed_url\":\"https://a.example/f/{own}\",{next}\"items\":[\
             {{\"id\":\"1\",\"url\":\"https://a.example/{title}\",\"title\":\"{title}\",\"content_text\":\"a\"}}]}}"
        )
    };
    let old = feed("old.json", "old", "");
    for (next, wanted) in [("", 1), ("\"next_url\":\"https://a.example/f/old.json\",", 0)] {
        let now = feed("now.json", "new", next);
        let found = found(&[("now.json", now.as_str()), ("old.json", old.as_str())], Some("https://a.example/f/"));
        let same = found.values().flatten().filter(|finding| finding.rule.code == "same-id-elsewhere").count();
        assert_eq!(same, wanted, "{found:?}");
    }
}
