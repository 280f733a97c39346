//! Which feeds there are, what they are called and how much they hold: declared feeds, rules of terms, languages, authors.

use serde_json::{Value, json};

use crate::run::{Said, Scratch};

fn collection() -> Value {
    let article = |n: usize, tags: &[&str], author: &str, language: &str| {
        json!({
            "title": format!("Story {n}"), "url": format!("https://news.example/{n}"),
            "published": format!("2026-07-{:02}T10:00:00Z", n + 1), "tags": tags, "author": author,
            "source": "The Tide", "language": language, "content": format!("<p>Text of story {n}.</p>"),
        })
    };
    json!([
        article(0, &["Rust", "Jobs"], "Ana Müller", "en"),
        article(1, &["rust", "Web"], "Ana Müller", "de"),
        article(2, &["RUST", "Web"], "Bo Li", "en"),
        article(3, &["Web", "Jobs"], "Bo Li", "en"),
        article(4, &["Rust"], "Çiğdem Ak", "en"),
        article(5, &["Spam"], "Bo Li", "en"),
    ])
}

fn publish(toml: &str) -> (Scratch, Said) {
    let scratch = Scratch::new();
    scratch.file("in.json", collection().to_string());
    scratch.file("feedmill.toml", toml);
    let said = scratch.build(&["in.json", "--format", "rss,atom,json"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(scratch.findings("https://feeds.example.org/"), [""; 0]);
    (scratch, said)
}

fn json_feed(scratch: &Scratch, folder: &str) -> Value {
    serde_json::from_slice(&scratch.published(&format!("{folder}feed.json"))).unwrap()
}

fn titles(scratch: &Scratch, folder: &str) -> Vec<String> {
    let feed = json_feed(scratch, folder);
    feed["items"].as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect()
}

fn exists(scratch: &Scratch, path: &str) -> bool {
    scratch.path().join("out").join(path).exists()
}

#[test]
fn a_declared_feed_shows_what_has_all_any_and_none_of_some_terms() {
    let toml = r#"
        [[feed]]
        name = "Rust, not jobs"
        title = "Rust for people who have one"
        description = "No offers."
        all = ["tag/rust"]
        none = ["tag/Jobs"]

        [[feed]]
        name = "Either"
        any = ["tag/jobs", "author/Çiğdem Ak"]

        [[feed]]
        name = "English web"
        all = ["tag/web", "language/en", "source/the tide"]
        limit = 1
        content = "excerpt"
    "#;
    let (scratch, said) = publish(toml);
    assert_eq!(titles(&scratch, "feeds/rust-not-jobs/"), ["Story 4", "Story 2", "Story 1"]);
    assert_eq!(titles(&scratch, "feeds/either/"), ["Story 4", "Story 3", "Story 0"]);
    // One, and what came within a day of it.
    assert_eq!(titles(&scratch, "feeds/english-web/"), ["Story 3", "Story 2"]);
    let feed = json_feed(&scratch, "feeds/rust-not-jobs/");
    assert_eq!((&feed["title"], &feed["description"]), (&json!("Rust for people who have one"), &json!("No offers.")));
    // Authors and languages get no feeds of their own by being named.
    assert!(!exists(&scratch, "authors") && !exists(&scratch, "languages"));
    assert!(said.report()["warnings"].as_array().unwrap().is_empty(), "{said:?}");
    let line = |name: &str| {
        let report = said.report();
        report["feeds"].as_array().unwrap().iter().find(|feed| feed["slug"] == name).cloned().unwrap()
    };
    assert_eq!((line("either")["taxonomy"].as_str(), line("either")["term"].as_str()), (Some("feed"), Some("Either")));
    // Lists name them.
    for list in ["index.html", "index.opml", "feeds.json"] {
        assert!(String::from_utf8(scratch.published(list)).unwrap().contains("feeds/either/"), "{list}");
    }
    // An excerpt has no full text, in no format; others have.
    for file in ["rss.xml", "atom.xml", "feed.json"] {
        let text = |folder: &str| String::from_utf8(scratch.published(&format!("{folder}{file}"))).unwrap();
        let has_full =
            |text: &str| ["content:encoded", "<content", "content_html"].iter().any(|sign| text.contains(sign));
        assert!(!has_full(&text("feeds/english-web/")) && has_full(&text("feeds/either/")), "{file}");
    }
}

#[test]
fn a_declared_feed_that_nothing_matches_is_there_and_reported() {
    let toml = "[[feed]]\nname = \"Typo\"\nall = [\"tag/rst\"]\n";
    let (scratch, said) = publish(toml);
    assert!(titles(&scratch, "feeds/typo/").is_empty());
    let report = said.report();
    let warnings = report["warnings"].as_array().unwrap();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert_eq!(warnings[0]["code"], "unmatched-term");
    assert!(warnings[0]["message"].as_str().unwrap().contains("did you mean \"rust\"?"), "{warnings:?}");
    // It has a date, which does not move.
    let updated =
        || atom_syndication::Feed::read_from(scratch.published("feeds/typo/atom.xml").as_slice()).unwrap().updated;
    assert_eq!(updated().to_rfc3339(), "2026-07-06T10:00:00+00:00");
    let mut more = collection();
    more[5]["published"] = json!("2026-07-09T10:00:00Z");
    more[5]["url"] = json!("https://news.example/another");
    scratch.file("in.json", more.to_string());
    assert_eq!(scratch.build(&["in.json"]).code, 0);
    assert_eq!(updated().to_rfc3339(), "2026-07-06T10:00:00+00:00");
    // Not declared any more, it goes, as all that vanishes does.
    scratch.file("feedmill.toml", "");
    assert_eq!(scratch.build(&["in.json"]).code, 0);
    assert!(titles(&scratch, "feeds/typo/").is_empty());
    scratch.file("feedmill.toml", "[publish]\nvanished_days = 0\n");
    assert_eq!(scratch.build(&["in.json"]).code, 0);
    assert!(!exists(&scratch, "feeds"));
}

#[test]
fn one_feed_may_be_whole_where_all_others_are_excerpts() {
    let (scratch, _) =
        publish("[output]\ncontent = \"excerpt\"\n[[feed]]\nterm = \"tag/web\"\ncontent = \"full\"\nlimit = 2\n");
    let item = |folder: &str| json_feed(&scratch, folder)["items"][0].clone();
    assert!(item("tags/web/")["content_html"].is_string());
    assert!(item("tags/rust/")["content_html"].is_null());
    assert!(item("")["content_html"].is_null());
    assert_eq!(titles(&scratch, "tags/web/"), ["Story 3", "Story 2"]);
    let rss = String::from_utf8(scratch.published("tags/rust/rss.xml")).unwrap();
    assert!(!rss.contains("xmlns:content"), "a name space that is not used");
}

#[test]
fn terms_have_feeds_as_the_rules_say() {
    let (scratch, _) = publish(
        "[output]\nmin_entries = 2\ntaxonomies = [\"tag\", \"author\"]\n\
         [tags]\nexcept = [\"spam\"]\nlabels = { rust = \"The Rust language\" }\nlimit = 2\n\
         [authors]\nonly = [\"Ana Müller\", \"Çiğdem Ak\"]\naliases = { \"Ana Müller\" = [\"Bo Li\"] }\n",
    );
    assert!(exists(&scratch, "tags/rust/rss.xml") && exists(&scratch, "tags/jobs/rss.xml"));
    assert!(!exists(&scratch, "tags/spam") && !exists(&scratch, "sources"));
    assert_eq!(json_feed(&scratch, "tags/rust/")["title"], "Latest news with #The Rust language");
    assert_eq!(titles(&scratch, "tags/rust/"), ["Story 4", "Story 2"]);
    // Çiğdem has one article, Bo is Ana.
    assert_eq!(titles(&scratch, "authors/ana-muller/").len(), 5);
    assert_eq!(json_feed(&scratch, "authors/ana-muller/")["title"], "Latest by Ana Müller");
    assert!(!exists(&scratch, "authors/bo-li") && !exists(&scratch, "authors/cigdem-ak"));
}

#[test]
fn a_feed_that_was_published_stays_when_its_term_has_too_few_articles() {
    let scratch = Scratch::new();
    let article = |n: usize, tag: &str| json!({"title": format!("T{n}"), "published": "2026-07-01", "tags": [tag]});
    let build = |list: Value| {
        scratch.file("in.json", list.to_string());
        assert_eq!(scratch.build(&["in.json", "--min-entries", "2", "--taxonomy", "tag"]).code, 0);
    };
    build(json!([article(1, "a"), article(2, "a"), article(3, "b")]));
    assert!(exists(&scratch, "tags/a") && !exists(&scratch, "tags/b"));
    build(json!([article(1, "a"), article(2, "b"), article(3, "b")]));
    assert!(exists(&scratch, "tags/a") && exists(&scratch, "tags/b"));
}

#[test]
fn languages_have_feeds_where_there_are_several() {
    let (scratch, _) = publish("[output]\nlanguages = true\n");
    assert_eq!(titles(&scratch, "languages/de/"), ["Story 1"]);
    assert_eq!(titles(&scratch, "languages/en/").len(), 5);
    let feed = json_feed(&scratch, "languages/de/");
    assert_eq!((&feed["title"], &feed["language"]), (&json!("Latest in Deutsch"), &json!("de")));

    let one = Scratch::new();
    one.file("in.json", json!([{"title": "T", "published": "2026-07-01", "language": "de"}]).to_string());
    assert_eq!(one.build(&["in.json", "--languages"]).code, 0);
    assert!(!exists(&one, "languages"));
}

#[test]
fn the_publication_has_pictures_hubs_rights_and_sources_addresses() {
    let (scratch, _) = publish(
        "[site]\ntitle = \"Coast\"\nicon = \"https://x.example/i.png\"\nlogo = \"https://x.example/l.png\"\n\
         hub = [\"https://hub.example/\", \"https://hub2.example/\"]\nrights = \"CC BY\"\nlanguage = \"en\"\n\
         [sources]\nurl = { \"The Tide\" = \"https://tide.example/\" }\nfeed = { \"the-tide\" = \"https://tide.example/feed\" }\n",
    );
    let rss = rss::Channel::read_from(scratch.published("tags/rust/rss.xml").as_slice()).unwrap();
    let image = rss.image().unwrap();
    assert_eq!((image.url(), image.title(), image.link()), ("https://x.example/l.png", rss.title(), rss.link()));
    assert_eq!(rss.copyright(), Some("CC BY"));
    assert_eq!(rss.items()[0].source().unwrap().url(), "https://tide.example/feed");
    let links = &rss.extensions()["atom"]["link"];
    let hubs: Vec<&str> =
        links.iter().filter(|link| link.attrs["rel"] == "hub").map(|link| link.attrs["href"].as_str()).collect();
    assert_eq!(hubs, ["https://hub.example/", "https://hub2.example/"]);
    // RSS says the language of an item that is not the publication's.
    let languages = |n: usize| rss.items()[n].dublin_core_ext().unwrap().languages().to_vec();
    assert_eq!(
        (rss.items()[2].title(), languages(2), languages(0)),
        (Some("Story 1"), vec!["de".to_owned()], Vec::new())
    );

    let atom = atom_syndication::Feed::read_from(scratch.published("tags/rust/atom.xml").as_slice()).unwrap();
    assert_eq!((atom.icon(), atom.logo()), (Some("https://x.example/i.png"), Some("https://x.example/l.png")));
    assert_eq!(atom.links().iter().filter(|link| link.rel() == "hub").count(), 2);
    let source = atom.entries()[0].source().unwrap();
    assert!(source.links().iter().any(|link| link.rel() == "alternate" && link.href() == "https://tide.example/"));

    let json = json_feed(&scratch, "tags/rust/");
    assert_eq!(
        (&json["icon"], &json["favicon"]),
        (&json!("https://x.example/l.png"), &json!("https://x.example/i.png"))
    );
    assert_eq!(
        json["hubs"],
        json!([{"type": "WebSub", "url": "https://hub.example/"}, {"type": "WebSub", "url": "https://hub2.example/"}])
    );
}

#[test]
fn texts_that_run_from_right_to_left_say_so_in_their_content() {
    let scratch = Scratch::new();
    let list = json!([
        {"title": "خبر", "published": "2026-07-03", "content": "نص", "language": "ar"},
        {"title": "خبر آخر", "published": "2026-07-02", "content": "نص"},
        {"title": "News", "published": "2026-07-01", "content": "text"},
    ]);
    scratch.file("in.json", list.to_string());
    assert_eq!(scratch.build(&["in.json", "--format", "json,atom,rss"]).code, 0);
    let feed = json_feed(&scratch, "");
    let html = |n: usize| feed["items"][n]["content_html"].as_str().unwrap().to_owned();
    assert!(html(0).starts_with("<div dir=\"rtl\" lang=\"ar\"><p>"), "{}", html(0));
    assert!(html(1).starts_with("<div dir=\"rtl\"><p>"), "{}", html(1));
    assert!(html(2).starts_with("<p>"), "{}", html(2));
}

#[test]
fn impossible_feeds_are_errors_with_their_places() {
    for (toml, message) in [
        ("[[feed]]\nname = \"x\"\n", "needs terms"),
        ("[[feed]]\nname = \"x\"\nterm = \"tag/y\"\n", "one of them"),
        ("[[feed]]\nterm = \"tag/y\"\nall = [\"tag/z\"]\n", "needs a name"),
        ("[[feed]]\nname = \"x\"\nall = [\"tga/z\"]\n", "did you mean \"tag\"?"),
        ("[[feed]]\nname = \"x\"\nall = [\"rust\"]\n", "should look like tag/rust"),
        (
            "[[feed]]\nname = \"x\"\nall = [\"tag/a\"]\n[[feed]]\nname = \"X\"\nall = [\"tag/b\"]\n",
            "two feeds are named",
        ),
        ("[tags]\nonyl = [\"a\"]\n", "did you mean `only`?"),
        ("[tags]\nurl = { a = \"https://a.example/\" }\n", "unknown field `url`"),
        ("[sources]\nurl = { a = \"a.example\" }\n", "is no address"),
        ("[output]\narchives = 3\n", "10 to 1000"),
        ("[site]\nhub = \"hub\"\n", "one text, or a list"),
    ] {
        let scratch = Scratch::new();
        scratch.file("in.json", collection().to_string());
        scratch.file("feedmill.toml", toml);
        let said = scratch.build(&["in.json"]);
        assert_eq!(said.code, 2, "{toml}: {said:?}");
        assert!(said.stderr.contains(message) && said.stderr.contains("feedmill.toml:"), "{toml}: {}", said.stderr);
    }
    // The place is that of the table, not of the first.
    let scratch = Scratch::new();
    scratch.file("in.json", collection().to_string());
    let toml = "[[feed]]\nname = \"a\"\nall = [\"tag/a\"]\n\n[[feed]]\nname = \"b\"\n";
    scratch.file("feedmill.toml", toml);
    let said = scratch.build(&["in.json"]);
    assert!(said.stderr.contains("feedmill.toml:5:"), "{}", said.stderr);
}

#[test]
fn rules_for_what_is_not_there_are_reported() {
    let (_, said) = publish(
        "[tags]\nonly = [\"rust\", \"wbe\"]\n[[feed]]\nterm = \"tag/jbos\"\nlimit = 3\n[[feed]]\nterm = \"all\"\nlimit = 9\n",
    );
    let report = said.report();
    let messages: Vec<&str> =
        report["warnings"].as_array().unwrap().iter().map(|warning| warning["message"].as_str().unwrap()).collect();
    assert_eq!(messages.len(), 2, "{messages:?}");
    for (word, near) in [("wbe", "web"), ("jbos", "jobs")] {
        assert!(messages.iter().any(|message| message.contains(word) && message.contains(near)), "{messages:?}");
    }
}

#[test]
fn an_entry_without_an_address_leads_to_the_page_that_shows_it_longest() {
    let scratch = Scratch::new();
    let article = |n: usize, tags: &[&str], author: &str| json!({"title": format!("T{n}"), "published": format!("2026-07-{:02}", n + 1), "tags": tags, "author": author, "source": "S"});
    let list = json!([article(0, &["a", "b"], "Ana"), article(1, &["a"], "Ana"), article(2, &["a"], "Bo")]);
    scratch.file("in.json", list.to_string());
    let build = ["in.json", "--format", "json,rss", "--taxonomy", "tag,source,author", "--limit", "1"];
    assert_eq!(scratch.build(&[&build[..], &["--articles", "none"]].concat()).code, 0);
    let feed = json_feed(&scratch, "tags/a/");
    let link = |n: usize| feed["items"][n]["url"].as_str().unwrap().split_once('#').unwrap().0.to_owned();
    assert_eq!(link(0), "https://feeds.example.org/authors/bo/");
    assert_eq!(
        json_feed(&scratch, "tags/b/")["items"][0]["url"].as_str().unwrap().split('#').next(),
        Some("https://feeds.example.org/tags/b/")
    );
    assert_eq!(scratch.findings("https://feeds.example.org/"), [""; 0]);
}
