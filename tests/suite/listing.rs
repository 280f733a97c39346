//! Pages of a site that stand beside its articles: they are not published, and the report names them.

use std::fs::File;
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use feedmill::internal::{config, site};
use serde_json::Value;

use crate::run::{AS_OF, Scratch};

fn titles(scratch: &Scratch) -> Vec<String> {
    scratch.atom().entries().iter().map(|entry| entry.title().to_string()).collect()
}

/// The paths of warnings with a code, sorted.
fn warned(report: &Value, code: &str) -> Vec<String> {
    let warnings = report["warnings"].as_array().unwrap().iter().filter(|warning| warning["code"] == code);
    let mut paths: Vec<_> = warnings.map(|warning| warning["path"].as_str().unwrap().to_owned()).collect();
    paths.sort();
    paths
}

const LIST: &str =
    "<ul>{% for post in site.posts %}<li><a href=\"{{ post.url }}\">{{ post.title }}</a></li>{% endfor %}</ul>";

/// A blog of Jekyll, with three posts.
fn jekyll() -> Scratch {
    let scratch = Scratch::new();
    for (name, text) in [
        ("_posts/2026-07-16-ebb.md", "---\ntitle: Ebb\n---\nLow water."),
        ("_posts/2026-07-17-flood.md", "---\ntitle: Flood\nlayout: page\n---\nHigh water."),
        ("_posts/news/2026-07-18-slack.md", "---\ntitle: Slack\n---\nNo water moves."),
        ("about.md", "---\ntitle: About\nlayout: page\n---\nI look at the sea."),
        ("contact.md", "---\ntitle: Contact\n---\nBy lamp."),
        ("tide-tables.md", "---\ntitle: Tide tables\n---\nOf all years."),
        ("404.html", "---\npermalink: /404.html\n---\n<h1>Adrift</h1>"),
        ("search.md", "---\ntitle: Search\nsitemap: false\n---\nWhat for?"),
        ("feed.xml", "---\nlayout: null\n---\n<rss>{% for post in site.posts limit:10 %}<item/>{% endfor %}</rss>"),
        ("search.json", "---\nlayout: null\n---\n[{% for post in site.posts %}{{ post.title | jsonify }}{% endfor %}]"),
        ("_tabs/links.md", "---\ntitle: Links\n---\nOther shores."),
    ] {
        scratch.file(&format!("blog/{name}"), text);
    }
    scratch.file("blog/index.html", format!("---\nlayout: home\n---\n{LIST}"));
    scratch.file("blog/tags.html", format!("---\n---\n{LIST}"));
    scratch
}

#[test]
fn pages_do_not_stand_among_posts() {
    let scratch = jekyll();
    let report = scratch.build(&["blog"]).report();
    assert_eq!(titles(&scratch), ["Slack", "Flood", "Ebb"]);
    let pages = [
        "404.html",
        "_tabs/links.md",
        "about.md",
        "contact.md",
        "feed.xml",
        "index.html",
        "search.json",
        "search.md",
        "tags.html",
        "tide-tables.md",
    ];
    assert_eq!(warned(&report, "page-not-listed"), pages.map(|name| format!("blog/{name}")));
    assert_eq!(report["rejections"].as_array().unwrap().len(), 0, "{report}");
    let counts = &report["generated"]["articles"];
    assert_eq!((&counts["read"], &counts["accepted"], &counts["unpublished"]), (&13.into(), &3.into(), &10.into()));
    // Nothing changed, nothing to do.
    let again = scratch.build(&["blog"]).report();
    assert_eq!(again["generated"]["files"]["written"], 0);
    assert_eq!(warned(&again, "page-not-listed").len(), pages.len());
}

#[test]
fn what_somebody_asks_for_is_an_article() {
    let scratch = jekyll();
    let report = scratch.build(&["blog/_posts", "blog/about.md", "blog/tide-tables.md"]).report();
    assert_eq!(titles(&scratch), ["About", "Tide tables", "Slack", "Flood", "Ebb"]);
    assert_eq!(warned(&report, "page-not-listed"), [""; 0]);
    assert_eq!(warned(&report, "undated"), ["blog/about.md", "blog/tide-tables.md"]);

    let scratch = jekyll();
    let folder = scratch.path().join("blog");
    for template in ["feed.xml", "search.json", "index.html", "tags.html", "404.html"] {
        std::fs::remove_file(folder.join(template)).unwrap();
    }
    scratch.build(&["blog", "--input-format", "markdown"]).report();
    assert!(titles(&scratch).contains(&"About".to_owned()), "{:?}", titles(&scratch));
}

#[test]
fn the_report_says_why_and_so_does_explain() {
    let scratch = jekyll();
    let report = scratch.build(&["blog"]).report();
    let why = |name: &str| {
        let path = format!("blog/{name}");
        let warnings = report["warnings"].as_array().unwrap();
        warnings.iter().find(|warning| warning["path"] == *path).unwrap()["message"].as_str().unwrap().to_owned()
    };
    for (name, wanted) in [
        ("about.md", "layout: page"),
        ("contact.md", "its name is contact"),
        ("tide-tables.md", "does not lie in _posts"),
        ("404.html", "permalink: /404.html"),
        ("search.md", "sitemap: false"),
        ("tags.html", "a template"),
    ] {
        assert!(why(name).contains(wanted), "{name}: {}", why(name));
    }
    scratch.file("feedmill.toml", "[[input]]\npath = \"blog\"\n");
    for name in ["about.md", "contact.md", "tide-tables.md"] {
        let said = scratch.run(&["build", "--explain", &format!("blog/{name}")]);
        assert!(said.stdout.contains(&why(name)), "{said:?}");
    }
    let said = scratch.run(&["build", "--explain", "blog/_posts/2026-07-17-flood.md"]);
    assert!(!said.stdout.contains("no article"), "{said:?}");
}

#[test]
fn a_section_with_posts_is_told_from_the_pages_around_it() {
    let scratch = Scratch::new();
    for (name, text) in [
        ("content/posts/ebb.md", "+++\ntitle = \"Ebb\"\ndate = 2026-07-16\n+++\nLow water."),
        ("content/posts/flood/index.md", "+++\ntitle = \"Flood\"\ndate = 2026-07-17\n+++\nHigh water."),
        ("content/posts/slack.md", "+++\ntitle = \"Slack\"\ndate = 2026-07-18\n+++\nNo water moves."),
        // Nobody wrote down when.
        ("content/posts/spring.md", "+++\ntitle = \"Spring\"\n+++\nAt new moon."),
        ("content/posts/_index.md", "+++\ntitle = \"Posts\"\ndate = 2026-07-19\n+++\n"),
        ("content/_index.md", "not even front matter"),
        ("content/about.md", "+++\ntitle = \"About\"\n+++\nI look at the sea."),
        ("content/boats/cutter.md", "+++\ntitle = \"Cutter\"\n+++\nOne mast."),
        ("content/boats/yawl.md", "+++\ntitle = \"Yawl\"\ntype = \"page\"\n+++\nTwo masts."),
        // Kept out of all lists.
        (
            "content/posts/secret.md",
            "+++\ntitle = \"Secret\"\ndate = 2026-07-15\n[build]\nlist = \"never\"\n+++\nHush.",
        ),
    ] {
        scratch.file(name, text);
    }
    let report = scratch.build(&["content"]).report();
    assert_eq!(titles(&scratch), ["Spring", "Slack", "Flood", "Ebb"]);
    let pages = ["_index.md", "about.md", "boats/cutter.md", "boats/yawl.md", "posts/_index.md", "posts/secret.md"];
    assert_eq!(warned(&report, "page-not-listed"), pages.map(|name| format!("content/{name}")));
    assert_eq!(warned(&report, "undated"), ["content/posts/spring.md"]);
    assert!(report.to_string().contains("no date, unlike most articles here; dated by its file"), "{report}");
}

#[test]
fn where_nothing_has_a_date_names_say_nothing() {
    let scratch = Scratch::new();
    for (name, text) in [
        ("notes/about.md", "---\ntitle: About\n---\nI look at the sea."),
        ("notes/home.md", "---\ntitle: Home\n---\nBy the sea."),
        ("notes/knots.md", "---\ntitle: Knots\n---\nBowline."),
        ("notes/ropes/hemp.md", "---\ntitle: Hemp\n---\nRough."),
        ("notes/start.md", "---\ntitle: Start\nlayout: page\n---\nHere."),
    ] {
        scratch.file(name, text);
    }
    let report = scratch.build(&["notes"]).report();
    assert_eq!(titles(&scratch), ["About", "Home", "Knots", "Hemp"]);
    assert_eq!(warned(&report, "page-not-listed"), ["notes/start.md"]);
    assert!(report.to_string().contains("\"no date; dated by the input\""), "{report}");

    // Two dated ones among many make no blog of it.
    for n in 1..3 {
        scratch.file(&format!("notes/log/{n}.md"), format!("---\ntitle: Day {n}\ndate: 2026-07-0{n}\n---\nWind."));
    }
    assert_eq!(warned(&scratch.build(&["notes"]).report(), "page-not-listed"), ["notes/start.md"]);
}

#[test]
fn where_most_are_pages_they_are_what_was_meant() {
    let scratch = Scratch::new();
    for (name, title) in [("a", "Anchor"), ("b", "Buoy")] {
        scratch.file(&format!("wiki/{name}.md"), format!("---\ntitle: {title}\nlayout: page\n---\nText."));
    }
    scratch.file("wiki/c.md", "---\ntitle: Capstan\n---\nText.");
    let report = scratch.build(&["wiki"]).report();
    assert_eq!(titles(&scratch), ["Anchor", "Buoy", "Capstan"]);
    assert_eq!(warned(&report, "page-not-listed"), [""; 0]);
}

#[test]
fn a_date_makes_an_article_of_any_page() {
    let scratch = Scratch::new();
    for (n, matter) in
        ["layout: page", "layout: default", "type: about", "permalink: /404.html", "menu: main", "sitemap: false"]
            .iter()
            .enumerate()
    {
        let text = format!("---\ntitle: Page {n}\ndate: 2026-07-1{n}\n{matter}\n---\nText.");
        scratch.file(&format!("blog/{n}.md"), text);
    }
    scratch.file("blog/2026-07-19-index.html", format!("---\ntitle: List\nlayout: page\n---\n{LIST}"));
    let report = scratch.build(&["blog"]).report();
    assert_eq!(titles(&scratch).len(), 7);
    assert_eq!(warned(&report, "page-not-listed"), [""; 0]);
    // What stands where no date is, is none.
    scratch.file("blog/about.md", "---\ntitle: About\ndate: 0001-01-01T00:00:00Z\n---\nText.");
    assert_eq!(warned(&scratch.build(&["blog"]).report(), "page-not-listed"), ["blog/about.md"]);
}

#[test]
fn an_undated_post_is_no_younger_than_its_file() {
    let scratch = Scratch::new();
    let now = DateTime::from_timestamp(Utc::now().timestamp(), 0).unwrap();
    let later = now + chrono::TimeDelta::hours(2);
    let touched = SystemTime::now() + Duration::from_hours(1);
    for (name, text) in [
        ("ebb.md", "---\ntitle: Ebb\ndate: 2026-07-16\n---\nLow water."),
        ("flood.md", "---\ntitle: Flood\ndate: 2026-07-17\n---\nHigh water."),
        ("spring.md", "---\ntitle: Spring\n---\nAt new moon."),
    ] {
        let path = scratch.file(&format!("posts/{name}"), text);
        File::options().write(true).open(path).unwrap().set_modified(touched).unwrap();
    }
    let made = std::fs::metadata(scratch.path().join("posts/spring.md")).unwrap().created();
    let build = |out: &str, as_of: Option<DateTime<Utc>>| {
        let mut file = config::File::default();
        file.output.dir = Some(scratch.path().join(out));
        site::build(&file.resolve(vec![scratch.path().join("posts")], None, as_of), &site::Run::at(later)).unwrap();
        let atom = std::fs::read(scratch.path().join(out).join("atom.xml")).unwrap();
        let feed = atom_syndication::Feed::read_from(atom.as_slice()).unwrap();
        assert_eq!(feed.entries()[0].title().to_string(), "Spring");
        feed.entries()[0].published().unwrap().to_utc()
    };
    // Not every file system knows when a file was made.
    if made.is_ok() {
        let published = build("out", None);
        assert!((now - published).abs() < chrono::TimeDelta::minutes(1), "{published}, made {now}");
    }
    // What is said about the capture stands.
    let as_of = AS_OF.parse().unwrap();
    assert_eq!(build("said", Some(as_of)), as_of);
}
