//! What the pages for people promise. What a browser makes of them: `browser.rs`.

use std::collections::{BTreeMap, BTreeSet};

use feedmill::internal::article::{Draft, Origin, Outline, WebUrl};
use feedmill::internal::config;
use feedmill::internal::feed::{Site, Taxonomy};
use feedmill::internal::normalise::{self, DateOptions};
use feedmill::internal::render::{Context, Listed, OUTPUT_FORMATS, Overview, Rest, SITE_DOCUMENTS};
use feedmill::internal::select::{Options, Selection};
use serde_json::{Value, json};

use crate::press::{D1, D2, Press};
use crate::run::{Scratch, repository, tree};

/// The largest page that opens fast anywhere.
const LARGEST: usize = 300_000;

fn page(scratch: &Scratch, path: &str) -> String {
    String::from_utf8(scratch.published(path)).unwrap()
}

/// What stands between two texts, each time.
fn between<'t>(text: &'t str, before: &str, after: &str) -> Vec<&'t str> {
    text.split(before).skip(1).map(|rest| rest.split(after).next().unwrap()).collect()
}

/// The pages that a page links to, by their paths.
fn links(path: &str, text: &str) -> BTreeSet<String> {
    let links = between(text, "href=\"", "\"").into_iter().filter(|link| !link.contains("//"));
    let links = links.map(|link| link.split('#').next().unwrap()).filter(|link| link.ends_with(".html"));
    let absolute = links.map(|link| {
        let mut parts: Vec<&str> = path.split('/').collect();
        parts.pop();
        let mut rest = link;
        while let Some(up) = rest.strip_prefix("../") {
            parts.pop().unwrap_or_else(|| panic!("{path}: {link} leads above the top"));
            rest = up;
        }
        parts.push(rest);
        parts.join("/")
    });
    absolute.collect()
}

#[test]
fn a_picture_shows_all_articles_of_a_feed_and_ends_with_its_newest() {
    let scratch = Scratch::new();
    let article = |day: &str, tag: &str| json!({"title": format!("{day} {tag}"), "published": day, "tags": [tag]});
    let articles = [
        article("2026-07-13", "Tide"),
        article("2026-07-05", "Tide"),
        article("2026-07-01", "Tide"),
        article("2026-06-29", "Tide"),
        article("2026-05-01", "Tide"),
        article("2026-07-19", "Other"),
    ];
    scratch.file("a.json", Value::from(articles.to_vec()).to_string());
    assert_eq!(scratch.build(&["a.json", "--limit", "1"]).code, 0);
    let tide = page(&scratch, "tags/tide/index.html");
    assert_eq!(tide.matches("<article ").count(), 1, "the feed shows one");
    assert_eq!(
        between(&tide, "<title>", "</title>")[1],
        "Articles per week from 19 January 2026 to 19 July 2026: at most 3, in the week of 29 June 2026"
    );
    assert_eq!(between(&tide, "<path d=\"", "\""), ["M14 9v-3M23 9v-9M25 9v-3"]);
    assert!(tide.contains("<strong>5 articles</strong>, newest <time datetime=\"2026-07-13\">13 July 2026</time>"));
    // The same on the index and in the list.
    for path in ["index.html", "tags/index.html"] {
        let list = page(&scratch, path);
        assert!(list.contains("at most 3, in the week of 29 June 2026"), "{path}");
        assert!(list.contains("at most 1, in the week of 13 July 2026"), "{path}");
        assert!(list.contains("M14 9v-3M23 9v-9M25 9v-3"), "{path}");
    }
    assert!(page(&scratch, "index.html").contains("to 19 July 2026: at most 3, in the week of 29 June 2026"));
}

#[test]
fn an_article_of_another_year_changes_only_the_pages_of_its_own_feeds() {
    let scratch = Scratch::new();
    let tide = json!({"title": "The ferry is back", "published": "2024-07-13", "tags": ["Tide"]});
    scratch.file("a.json", json!([tide]).to_string());
    assert_eq!(scratch.build(&["a.json"]).code, 0);
    let before = page(&scratch, "tags/tide/index.html");
    let other = json!({"title": "The pier is closed", "published": "2026-07-19", "tags": ["Other"]});
    scratch.file("a.json", json!([tide, other]).to_string());
    assert_eq!(scratch.build(&["a.json"]).code, 0);
    assert!(page(&scratch, "tags/other/index.html").contains("19 July 2026"));
    assert_eq!(page(&scratch, "tags/tide/index.html"), before);
}

#[test]
fn a_page_names_the_tags_that_its_entries_have_in_common() {
    let scratch = Scratch::new();
    let article = |title: &str, tags: &[&str]| json!({"title": title, "published": "2026-07-10", "tags": tags});
    let articles = [
        article("A", &["Tide", "Rare", "Often"]),
        article("B", &["Tide", "Often"]),
        article("C", &["Tide", "Often", "Some"]),
        article("D", &["Tide", "Some"]),
        article("E", &["Elsewhere"]),
    ];
    scratch.file("a.json", Value::from(articles.to_vec()).to_string());
    assert_eq!(scratch.build(&["a.json"]).code, 0);
    let related = |path: &str| -> Vec<String> {
        let text = page(&scratch, path);
        let nav = text.split("<nav class=\"related\"").nth(1).unwrap_or_default().split("</nav>").next().unwrap();
        between(nav, "<bdi>", "</bdi>").into_iter().map(str::to_owned).collect()
    };
    assert_eq!(related("tags/tide/index.html"), ["#Often", "#Some", "#Rare"]);
    assert_eq!(related("tags/elsewhere/index.html"), Vec::<String>::new());
}

#[test]
fn every_page_is_safe_and_says_what_it_is() {
    let scratch = Scratch::new();
    for (name, bytes) in tree(&repository().join("tests/sample")) {
        scratch.file(&format!("in/{name}"), bytes);
    }
    assert_eq!(scratch.build(&["in", "--format", "rss,atom,json", "--title", "The Coast"]).code, 0);
    let pages: BTreeMap<String, Vec<u8>> =
        scratch.tree().into_iter().filter(|(path, _)| path.ends_with(".html")).collect();
    assert!(pages.len() > 38, "{}", pages.len());
    for (path, bytes) in pages {
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.starts_with("<!DOCTYPE html><html lang=\""), "{path}");
        let policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self';";
        assert_eq!(text.matches(policy).count(), 1, "{path}");
        assert!(!text.contains("<script") && !text.contains("<style") && !text.contains(" style="), "{path}");
        let main = if path.starts_with("articles/") { "article" } else { "articles" };
        let (skip, id) = (format!("<body><a class=\"skip\" href=\"#{main}\""), format!("id=\"{main}\""));
        for once in ["<h1>", "<main", "<footer", &skip, &id] {
            assert_eq!(text.matches(once).count(), 1, "{path}: {once}");
        }
        assert_eq!(text.matches("<link rel=\"alternate\"").count(), 3, "{path}");
        // Names come from anywhere: each is set apart from the text around it.
        // A title that leads to the page of its article is one.
        let titles = between(&text, "articles/", "</a>");
        let is_title = |label: &&str| titles.iter().any(|title| title.ends_with(label));
        for label in between(&text, "/index.html\">", "</a>").into_iter().filter(|label| !is_title(label)) {
            assert!(["Tags", "Sources"].contains(&label) || label.starts_with("<bdi"), "{path}: {label}");
        }
    }
    let tide = page(&scratch, "tags/tidalpower/index.html");
    assert!(tide.contains("<h1><bdi>Latest news with <bdi lang=\"\">#TidalPower</bdi></bdi></h1>"));
    assert!(tide.contains("<a href=\"rss.xml\">RSS</a>") && tide.contains("tidalpower/<wbr>rss.xml</code>"));
}

/// The texts of a page's body that hold a letter, each with the language that it is marked as.
fn texts(page: &str) -> Vec<(&str, &str)> {
    let (_, body) = page.split_once("<body>").unwrap();
    let mut open = vec![("body", between(page, "<html lang=\"", "\"")[0])];
    let mut found = Vec::new();
    for part in body.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap();
        let name = tag.split(' ').next().unwrap();
        let lang = between(tag, " lang=\"", "\"").first().copied().unwrap_or(open.last().unwrap().1);
        match name.strip_prefix('/') {
            Some("body" | "html") => break,
            Some(name) => assert_eq!(open.pop().unwrap().0, name, "{page}"),
            None if name == "wbr" => {}
            None => open.push((name, lang)),
        }
        if text.contains(char::is_alphabetic) {
            found.push((open.last().unwrap().1, text));
        }
    }
    found
}

#[test]
fn english_words_on_pages_in_other_languages_say_that_they_are() {
    let scratch = Scratch::new();
    scratch
        .file("a.json", r#"[{"title":"قوارب","tags":["ثقافة","ميناء","★"],"published":"2026-07-10","language":"ar"}]"#);
    assert_eq!(scratch.build(&["a.json", "--language", "ar", "--title", "أخبار"]).code, 0);
    for path in ["index.html", "tags/index.html", "tags/ثقافة/index.html"] {
        let text = page(&scratch, path);
        assert!(text.starts_with("<!DOCTYPE html><html lang=\"ar\" dir=\"rtl\">"), "{path}");
        let texts = texts(&text);
        assert!(texts.iter().any(|(lang, text)| *lang == "en" && text.contains("Published with")), "{path}");
        for (lang, text) in texts {
            let is_english = text.contains(|c: char| c.is_ascii_alphabetic());
            assert_eq!(is_english, lang == "en", "{path}: {text:?} in {lang:?}");
        }
    }
    assert!(
        page(&scratch, "tags/ثقافة/index.html").contains("<time datetime=\"2026-07-10T00:00:00Z\">2026-07-10</time>")
    );
}

#[test]
fn an_empty_feed_has_a_page_that_says_so() {
    let press = Press::new();
    let article = |title: &str, tag: &str| json!({"title": title, "published": "2026-07-10T08:00:00Z", "tags": [tag]});
    press.run(D1, &json!([article("A", "Gone"), article("B", "Here")]));
    press.run(D2, &json!([article("A", "Here"), article("B", "Here")]));
    let text = page(&press.scratch, "tags/gone/index.html");
    assert!(text.contains("There are no articles here at present.") && text.contains("<strong>No articles</strong>"));
    assert!(!text.contains("<svg"), "a picture of nothing");
}

#[test]
fn a_page_of_an_archive_offers_the_feed_that_goes_on() {
    let mut press = Press::new();
    press.toml = "[output]\narchives = 10\nlimit = 2\ntaxonomies = [\"tag\", \"author\"]\n".to_owned();
    let article = |n: usize| json!({"title": format!("T{n}"), "published": format!("2026-07-{n:02}"), "tags": ["Tide"], "authors": ["Jo Hall"]});
    press.run(D1, &(1..=17).map(article).collect());
    let text = page(&press.scratch, "tags/tide/archive/1/index.html");
    let alternate = "<link rel=\"alternate\" type=\"application/rss+xml\" title=\"Latest news with #Tide (RSS)\" href=\"../../rss.xml\">";
    assert!(text.contains(alternate) && text.contains("<a href=\"../../rss.xml\">RSS</a>"), "{text}");
    assert!(text.contains("tags/<wbr>tide/<wbr>rss.xml</code>"), "{text}");
    assert!(text.contains("<h1><bdi>Latest news with <bdi lang=\"\">#Tide</bdi>: 1</bdi></h1>"), "{text}");
    // What changes with every article is not there: a closed archive stays as it is.
    assert!(
        !text.contains("<svg") && !text.contains("class=\"facts\"") && !text.contains("class=\"related\""),
        "{text}"
    );
    assert!(text.contains("<a href=\"../../../../authors/jo-hall/index.html\"><bdi>Jo Hall</bdi></a>"), "{text}");
    assert!(page(&press.scratch, "tags/tide/index.html").contains("<strong>17 articles</strong>"));
}

#[test]
fn all_of_three_thousand_tags_are_reached_from_the_index() {
    let scratch = Scratch::new();
    let articles: Vec<Value> = (0..1_000)
        .map(|n| {
            let tags: Vec<String> = (0..3).map(|k| format!("{} {}", ["tide", "Öl", "海"][k], n * 3 + k)).collect();
            json!({"title": n.to_string(), "published": "2026-07-10", "tags": tags})
        })
        .collect();
    scratch.file("a.json", Value::from(articles).to_string());
    assert_eq!(scratch.build(&["a.json", "--format", "rss"]).code, 0);
    let files: BTreeMap<String, Vec<u8>> =
        scratch.tree().into_iter().filter(|(path, _)| !path.starts_with("articles/")).collect();
    let decode = |path: &str| percent_encoding::percent_decode_str(path).decode_utf8().unwrap().into_owned();
    let mut reached: BTreeSet<String> = ["index.html".to_owned()].into();
    let mut open: Vec<String> = reached.iter().cloned().collect();
    while let Some(path) = open.pop() {
        let text = std::str::from_utf8(&files[&path]).unwrap();
        assert!(text.len() <= LARGEST, "{path}: {} bytes", text.len());
        // Terms link to each other, too; what counts is the way through the lists.
        if path.matches('/').count() < 2 {
            let found: Vec<String> = links(&path, text).iter().map(|link| decode(link)).collect();
            let found = found.into_iter().filter(|link| !link.starts_with("articles/"));
            open.extend(found.filter(|link| reached.insert(link.clone())));
        }
    }
    let pages: BTreeSet<String> = files.into_keys().filter(|path| path.ends_with(".html")).collect();
    assert_eq!(pages.difference(&reached).collect::<Vec<_>>(), Vec::<&String>::new());
    assert_eq!(pages.iter().filter(|path| path.starts_with("tags/") && path.ends_with("/index.html")).count(), 3_001);
}

#[test]
fn no_page_grows_with_the_number_of_terms() {
    let dates = DateOptions {
        zone: feedmill::internal::zone::Zone::UTC,
        order: normalise::date::DateOrder::DayMonth,
        captured: "2026-07-20T12:00:00Z".parse().unwrap(),
        serials: false,
        utc_timestamps: false,
    };
    let options = normalise::Options::new(dates);
    let mut selection = Selection::default();
    for n in 0..20_000_u32 {
        // One in ten is long and of a script that addresses must escape; one in ten has an initial of its own.
        let tag = match n % 10 {
            0 => format!("{} {n}", "ثقافة".repeat(40)),
            1 => format!("{} {n}", char::from_u32(0x1200 + n / 10 % 300).unwrap()),
            _ => format!("Tag {n:05}"),
        };
        let draft = Draft {
            origin: Origin::new("a", u64::from(n) + 1),
            title: Some(n.to_string().into()),
            source: Some(format!("Source {}", n % 900).into()),
            published: Some(format!("2026-0{}-{:02}", n % 7 + 1, n % 17 + 1).into()),
            tags: vec![tag.into()],
            ..Draft::default()
        };
        selection.add(Outline::of(normalise::article(draft, &options, &mut Vec::new()).unwrap()));
    }
    let config = config::File::default().resolve(Vec::new(), None, None);
    let site = Site { base_url: WebUrl::parse("https://x.example/").unwrap(), ..config.site };
    let selected = selection.select(&site, &Options::new(vec![Taxonomy::Tag, Taxonomy::Source], 3));
    let context = Context {
        site: &site,
        formats: OUTPUT_FORMATS,
        terms: &selected.terms,
        gone: &[],
        article_terms: &selected.article_terms,
        pages: &selected.pages,
    };
    let listed = |feed| Listed { feed, term: feed.term.map(|n| &selected.terms[n]) };
    let overview = Overview {
        context: &context,
        feeds: selected.feeds.iter().map(listed).collect(),
        unlisted: Vec::new(),
        rest: &Rest::default(),
        articles: &selected.articles,
        sha256: &|_| None,
    };
    let files: BTreeMap<_, _> = SITE_DOCUMENTS.iter().flat_map(|document| (document.render)(&overview)).collect();
    let pages: Vec<_> = files.iter().filter(|(path, _)| path.ends_with(".html")).collect();
    let largest = pages.iter().map(|(path, bytes)| (bytes.len(), path)).max().unwrap();
    assert!(largest.0 <= LARGEST, "{largest:?}");
    assert!(files["index.html"].len() <= 120_000, "the index has {} bytes", files["index.html"].len());
    // The other pages name each term once.
    let cards = |folder: &str| -> usize {
        let pages = pages.iter().filter(|(path, _)| path.starts_with(folder));
        pages.map(|(_, bytes)| String::from_utf8_lossy(bytes).matches("<li><a href=\"../").count()).sum()
    };
    assert_eq!((cards("tags/"), cards("sources/")), (20_000, 900));
    assert!((40..80).contains(&pages.len()), "{}", pages.len());
}

#[test]
fn a_list_that_needs_fewer_pages_loses_the_last() {
    let press = Press::new();
    let tagged = |tags: std::ops::Range<usize>| -> Value {
        let tags: Vec<String> = tags.map(|n| format!("Tag {n}")).collect();
        tags.chunks(100)
            .enumerate()
            .map(|(n, tags)| json!({"title": format!("T{n}"), "published": "2026-07-10", "tags": tags}))
            .collect()
    };
    press.run(D1, &tagged(0..401));
    let first = page(&press.scratch, "tags/index.html");
    assert!(first.contains("Page 1 of 2") && first.contains("<a rel=\"next\" href=\"page-2.html\">"));
    let second = page(&press.scratch, "tags/page-2.html");
    assert!(second.contains("<a rel=\"prev\" href=\"index.html\">") && !second.contains("rel=\"next\""));
    let report = press.run(D2, &tagged(0..400));
    assert!(!press.scratch.path().join("out/tags/page-2.html").exists());
    assert!(!page(&press.scratch, "tags/index.html").contains("page-2.html"));
    assert_eq!((report.files.removed, report.feeds.removed), (1, 0), "a list is no feed");
}
