//! What `[[feed]]` asks of articles: patterns of terms, words, patterns of titles and texts, ages, languages.

use serde_json::{Value, json};

use crate::run::{Said, Scratch};

fn collection() -> Value {
    let article = |title: &str, day: u32, tags: &[&str], language: &str, content: &str| {
        json!({
            "title": title, "url": format!("https://news.example/{day}"), "tags": tags, "language": language,
            "published": format!("2026-07-{day:02}T10:00:00Z"), "source": "The Tide", "content": content,
        })
    };
    json!([
        article("Spring Tide", 1, &["Rust"], "en", "<p>The old harbour\n wall <b>held</b>.</p>"),
        article("Bücher", 2, &["Rust Lang", "Web"], "de", "<p>Ein Café am Hafen.</p><script>tide()</script>"),
        article("Über Gezeiten", 3, &["rustaceans"], "de-AT", "<p>Tides, and no more.</p>"),
        article("潮汐电站", 4, &["Web"], "zh", "<p>潮汐电站昨天并网发电。</p>"),
        article(
            "Fog",
            5,
            &["Trust"],
            "en",
            "<p class=\"tide\">Nothing to see: <a href=\"https://x.example/tide\">fog</a></p>"
        ),
    ])
}

fn publish(toml: &str) -> (Scratch, Said) {
    let scratch = Scratch::new();
    scratch.file("in.json", collection().to_string());
    scratch.file("feedmill.toml", toml);
    let said = scratch.build(&["in.json", "--format", "rss,atom,json"]);
    assert_eq!(said.code, 0, "{said:?}");
    (scratch, said)
}

/// The titles that a feed shows which asks for this, oldest first.
#[track_caller]
fn shown(asks: &str) -> Vec<String> {
    let (scratch, said) = publish(&format!("[[feed]]\nname = \"F\"\n{asks}\n"));
    assert!(said.report()["warnings"].as_array().unwrap().is_empty(), "{said:?}");
    assert_eq!(scratch.findings("https://feeds.example.org/"), [""; 0]);
    let feed: Value = serde_json::from_slice(&scratch.published("feeds/f/feed.json")).unwrap();
    let items = feed["items"].as_array().unwrap().iter().rev();
    items.map(|item| item["title"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn words_are_looked_for_in_titles_and_texts() {
    // Neither markup nor addresses nor scripts are text, and a part of a word is no word.
    assert_eq!(shown("words = [\"tide\"]"), ["Spring Tide"]);
    assert_eq!(shown("words = [\"harbour wall\", \"CAFE\"]"), ["Spring Tide", "Bücher"]);
    assert_eq!(shown("words = \"uber\""), ["Über Gezeiten"]);
    assert_eq!(shown("words = [\"電站\", \"电站\"]"), ["潮汐电站"]);
    assert_eq!(shown("words = [\"harbour ebb\"]"), [""; 0]);
}

#[test]
fn titles_and_texts_match_patterns() {
    assert_eq!(shown("title_matches = '^\\p{Lu}\\w+$'"), ["Bücher", "Fog"]);
    assert_eq!(shown("title_matches = '\\p{Han}'"), ["潮汐电站"]);
    assert_eq!(shown("text_matches = '(?i)harbour wall held|hafen'"), ["Spring Tide", "Bücher"]);
    assert_eq!(shown("text_matches = 'Fog\\n'"), ["Fog"], "the title is the first line");
}

#[test]
fn languages_are_asked_with_their_varieties() {
    assert_eq!(shown("language = \"de\""), ["Bücher", "Über Gezeiten"]);
    assert_eq!(shown("language = [\"de-AT\", \"zh\"]"), ["Über Gezeiten", "潮汐电站"]);
}

#[test]
fn articles_are_wanted_from_a_day_on() {
    for since in ["\"2026-07-04\"", "2026-07-04", "\"2026-07-04T10:00:00Z\"", "2026-07-04T10:00:00Z"] {
        assert_eq!(shown(&format!("since = {since}")), ["潮汐电站", "Fog"], "{since}");
    }
}

#[test]
fn patterns_of_terms_match_spellings_labels_and_slugs() {
    assert_eq!(shown("any = [\"tag/rust*\"]"), ["Spring Tide", "Bücher", "Über Gezeiten"]);
    assert_eq!(shown("any = \"tag/*rust\""), ["Spring Tide", "Fog"]);
    assert_eq!(shown("all = [\"tag/RUST-*\", \"tag/w*b\"]"), ["Bücher"]);
    assert_eq!(shown("none = [\"tag/*rust*\"]"), ["潮汐电站"]);
    assert_eq!(shown("any = [\"language/de*\"]"), ["Bücher", "Über Gezeiten"]);
    assert_eq!(shown("any = [\"tag/The net*\"]\n[tags]\nlabels = { web = \"The Network\" }"), ["Bücher", "潮汐电站"]);
    assert_eq!(shown("any = [\"tag/int*\"]\n[tags]\naliases = { web = [\"Internet\"] }"), ["Bücher", "潮汐电站"]);
}

#[test]
fn all_that_is_asked_must_hold() {
    assert_eq!(shown("any = [\"tag/web\"]\nlanguage = \"de\"\nwords = [\"hafen\", \"电站\"]"), ["Bücher"]);
    assert_eq!(shown("none = [\"tag/web\"]\nwords = [\"tide\", \"fog\"]\nsince = \"2026-07-02\""), ["Fog"]);
    assert_eq!(shown("title_matches = \"Tide\"\ntext_matches = \"held\"\nwords = [\"wall\"]"), ["Spring Tide"]);
    assert_eq!(shown("title_matches = \"Tide\"\ntext_matches = \"held\"\nwords = [\"walls\"]"), [""; 0]);
}

#[test]
fn several_feeds_ask_for_one_text() {
    let feeds = "[[feed]]\nname = \"A\"\nwords = [\"wall\"]\n[[feed]]\nname = \"B\"\ntext_matches = \"held\\\\.\"\n\
                 [[feed]]\nname = \"C\"\nwords = [\"fog\"]\n";
    let (scratch, _) = publish(feeds);
    let count = |slug: &str| {
        let feed: Value = serde_json::from_slice(&scratch.published(&format!("feeds/{slug}/feed.json"))).unwrap();
        feed["items"].as_array().unwrap().len()
    };
    assert_eq!((count("a"), count("b"), count("c")), (1, 1, 1));
    let list = scratch.run(&["list", "feeds", "in.json"]);
    assert!(list.stdout.contains("A\t1\t2026-07-01\thttp://localhost:8000/feeds/a/\tfeed/a\n"), "{list:?}");
}

#[test]
fn a_pattern_that_matches_no_term_is_reported_with_its_line() {
    let (_, said) = publish("[[feed]]\nname = \"F\"\nany = [\n  \"tag/rust*\",\n  \"tag/rsut*\",\n]\n");
    let report = said.report();
    let warnings = report["warnings"].as_array().unwrap();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert_eq!((&warnings[0]["code"], &warnings[0]["line"]), (&json!("unmatched-term"), &json!(5)));
    let message = warnings[0]["message"].as_str().unwrap();
    assert_eq!(message, "the feed \"F\" names the pattern \"tag/rsut*\", which no article has; did you mean \"rust\"?");
}

#[test]
fn a_wrong_filter_is_an_error_with_its_place() {
    for (asks, message) in [
        ("words = [\"tide\", \" \"]", "feedmill.toml:3:18: \" \" is no word to look for\n3 | words"),
        ("words = []", "needs terms"),
        (
            "title_matches = \"a(\"",
            "feedmill.toml:3:17: \"a(\" is no pattern: unclosed group\n3 | title_matches = \"a(\"\n  |  ",
        ),
        ("text_matches = '(\\w{1000}){1000}'", "is no pattern: it is too large"),
        ("since = \"3 moons\"", "3:9: \"3 moons\" is no date and no age; it should look like 2026-01-31, \"30 days\""),
        (
            "none = [\n  \"tag/a\",\n  \"b\",\n]",
            "feedmill.toml:5:3: \"b\" is no term; it should look like tag/rust\n5 |   \"b\",\n  |   ^",
        ),
        ("since = \"0 days\"", "is no date and no age"),
        ("since = 30", "expected a date such as \"2026-01-31\", or an age"),
        ("language = \"Deutsch\"", "\"Deutsch\" is no language tag"),
        ("all = [\"tga/rust*\"]", "did you mean \"tag\"?"),
        ("word = \"tide\"", "did you mean `words`?"),
        ("title_match = \"tide\"", "did you mean `title_matches`?"),
    ] {
        let scratch = Scratch::new();
        scratch.file("in.json", collection().to_string());
        scratch.file("feedmill.toml", format!("[[feed]]\nname = \"F\"\n{asks}\n"));
        let said = scratch.build(&["in.json"]);
        assert_eq!(said.code, 2, "{asks}: {said:?}");
        assert!(said.stderr.contains(message), "{asks}: {}", said.stderr);
    }
    let scratch = Scratch::new();
    scratch.file("in.json", collection().to_string());
    scratch.file("feedmill.toml", "[[feed]]\nterm = \"tag/rust\"\nwords = [\"tide\"]\n");
    assert!(scratch.build(&["in.json"]).stderr.contains("needs a name"));
}
