//! Spellings that look alike: apostrophes and characters that show nothing make no other term, take no id and no address
//! from what was published, and are no title.

use std::collections::{BTreeMap, BTreeSet};

use feedmill::internal::article::TermKey;
use feedmill::internal::article::text::literal;
use feedmill::internal::catalogue::Catalogue;
use feedmill::internal::feed::Taxonomy;
use serde_json::{Value, json};

use crate::press::{D1, D2, D3, Press};
use crate::run::Scratch;

/// Spellings of one term each, the one with the plain slug first.
const SAME: &[&[&str]] = &[
    &["surf'n'sail", "surf’n’sail", "Surf‘n’Sail", "surf`n´sail", "surfʼnʼsail", "surf＇n＇sail", "SURF′N′SAIL"],
    &["\"Gull\"", "“Gull”", "„Gull“", "«Gull»", "＂gull＂"],
    &[
        "lighthouse",
        "light\u{AD}house",
        "light\u{200B}house",
        "\u{200E}lighthouse",
        "lighthouse\u{2060}",
        "#\u{200D}lighthouse",
    ],
    &["\u{202B}#מגדלור\u{202C}", "מגדלור", "מגדלור\u{200F}", "\u{2067}מגדלור\u{2069}"],
    &["می\u{200C}خواهم", "میخواهم"],
    &["Deep Sea", "Deep\u{A0}Sea", "deep\u{2009}sea", "deep\u{202F}sea", "deep\u{3164}sea", "deep-\u{200B}sea"],
    &["❤", "❤\u{FE0F}", "❤\u{FE0E}"],
    &["צה\"ל", "צה״ל"],
    &["葛", "葛\u{E0100}"],
];

/// Terms that are several.
const OTHERS: &[&[&str]] = &[
    &["we're", "were", "we re"],
    &["👨\u{200D}👩\u{200D}👧", "👨👩👧"],
    &[
        "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
        "🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}",
        "🏴",
    ],
    &["ㄇㄚˊ", "ㄇㄚˋ"],
];

fn tagged(tags: &[&str]) -> Value {
    let article = |(n, tag): (usize, &&str)| {
        json!({"title": format!("T{n}"), "url": format!("https://cove.example/{n}"), "tags": [tag],
            "published": format!("2026-07-{:02}T10:00:00Z", n + 1), "source": tag, "author": tag})
    };
    tags.iter().enumerate().map(article).collect()
}

fn terms(press: &Press, taxonomy: Taxonomy) -> BTreeMap<String, (String, String)> {
    let memory = press.memory();
    let feeds = memory.feeds.values().filter(|feed| feed.term.as_ref().is_some_and(|(of, _)| *of == taxonomy));
    feeds.map(|feed| (feed.slug.clone(), (feed.label.clone(), feed.id.clone()))).collect()
}

#[test]
fn spellings_that_look_alike_are_one_term() {
    for spellings in SAME {
        let press = Press::new();
        press.run(D1, &tagged(spellings));
        for taxonomy in [Taxonomy::Tag, Taxonomy::Source] {
            let found = terms(&press, taxonomy);
            assert_eq!(found.len(), 1, "{spellings:?}: {found:?}");
            // Whichever spelling comes next: nothing new.
            for spelling in spellings.iter().take(3) {
                press.run(D2, &tagged(&[spelling]));
                assert_eq!(terms(&press, taxonomy).keys().collect::<Vec<_>>(), found.keys().collect::<Vec<_>>());
            }
        }
    }
    for spellings in OTHERS {
        let press = Press::new();
        press.run(D1, &tagged(spellings));
        assert_eq!(terms(&press, Taxonomy::Tag).len(), spellings.len(), "{spellings:?}");
    }
}

#[test]
fn names_are_shown_without_what_shows_nothing() {
    let article = |n: usize, name: &str| {
        json!({"title": format!("T{n}"), "url": format!("https://cove.example/{n}"), "tags": [name], "source": name,
            "authors": [name, "\u{200B}", "\u{3164}"], "published": "2026-07-10T10:00:00Z", "category": name})
    };
    for (name, shown) in [
        ("light\u{AD}house\u{2060}", "lighthouse"),
        ("\u{200E}\u{FEFF}Cove\u{200B}", "Cove"),
        ("deep\u{3164}\u{A0}sea\u{3164}", "deep sea"),
        ("می\u{200C}خواهم", "می\u{200C}خواهم"),
        ("ශ්\u{200D}රී", "ශ්\u{200D}රී"),
        ("x👩🏽\u{200D}🚀", "x👩🏽\u{200D}🚀"),
        ("x❤\u{FE0F}", "x❤\u{FE0F}"),
        ("O’Neil", "O’Neil"),
        ("a &lt;b&gt; c", "a <\u{2060}b> c"),
    ] {
        let scratch = Scratch::new();
        scratch.file("a.json", json!([article(1, name)]).to_string());
        let said = scratch.build(&["a.json", "--format", "json", "--taxonomy", "tag,source,category,author"]);
        let feed: Value = serde_json::from_slice(&scratch.published("feed.json")).unwrap();
        let item = &feed["items"][0];
        let plain = literal(shown);
        assert_eq!(item["tags"], json!([plain]), "{said:?}");
        assert_eq!(item["authors"].as_array().unwrap().len(), 1);
        assert_eq!(item["authors"][0]["name"], *plain);
        let own: Vec<Value> = said.report()["feeds"].as_array().unwrap().clone();
        let labels: BTreeSet<&str> = own.iter().filter_map(|feed| feed["term"].as_str()).collect();
        assert_eq!(labels, BTreeSet::from([shown]));
    }
}

#[test]
fn names_of_invisible_characters_are_none() {
    let scratch = Scratch::new();
    let name = "\u{200B}\u{2800}\u{AD}";
    let article = json!({"title": "T", "tags": [name, "#\u{200B}", "cove"], "source": name, "author": name, "rights": name,
        "summary": name, "content": "It is low tide.", "published": "2026-07-10T10:00:00Z"});
    scratch.file("a.json", json!([article]).to_string());
    scratch.build(&["a.json", "--format", "atom,json"]);
    let feed: Value = serde_json::from_slice(&scratch.published("feed.json")).unwrap();
    let item = &feed["items"][0];
    assert_eq!(item["tags"], json!(["#", "cove"]));
    assert_eq!((&item["authors"], &item["summary"]), (&Value::Null, &json!("It is low tide.")));
    assert!(!scratch.path().join("out/sources").exists());
    assert!(scratch.atom().entries()[0].rights().is_none());
}

#[test]
fn a_title_of_invisible_characters_is_none() {
    let scratch = Scratch::new();
    let titles = [
        "\u{200B}",
        "\u{AD}\u{2060}",
        "\u{3164}\u{115F}\u{FFA0}",
        "\u{2800}\u{2800}",
        "\u{34F}\u{FE0F}\u{E0100}",
        "\u{E0041}\u{E007F}",
        "\u{202A}\u{A0}\u{202C}\u{200E}",
        "&#8203;&shy;&zwnj;&nbsp;",
        "<b>\u{200D}</b>",
        "\u{1}\u{7F}\u{200B}",
        "\u{FFFC}",
    ];
    let article = |(n, title): (usize, &&str)| json!({"title": title, "url": format!("https://cove.example/{n}"), "published": "2026-07-10", "content": format!("Low tide {n}")});
    let articles: Vec<Value> = titles.iter().enumerate().map(article).collect();
    scratch.file("a.json", json!(articles).to_string());
    let report = scratch.build(&["a.json"]).report();
    let shown: Vec<String> = scratch.atom().entries().iter().map(|entry| entry.title().to_string()).collect();
    assert_eq!(shown, (0..titles.len()).map(|n| format!("Low tide {n}")).collect::<Vec<_>>());
    let warnings = report["warnings"].as_array().unwrap().iter().filter(|warning| warning["code"] == "no-title");
    assert_eq!(warnings.count(), titles.len());
    // What says something stays as it is; what has nothing else is rejected.
    scratch.file("a.json", json!([{"title": "\u{200B}low\u{AD}tide"}, {"title": "\u{200B}"}]).to_string());
    let report = scratch.build(&["a.json", "--accept-shrink"]).report();
    assert_eq!(report["rejections"][0]["reason"], "no title and no text");
    assert_eq!(scratch.atom().entries()[0].title().as_str(), "\u{200B}low\u{AD}tide");
}

/// Ids are for good: these are what feedmill published before it took any spellings for one.
#[test]
fn what_articles_are_recognised_by_is_folded_as_ever() {
    let scratch = Scratch::new();
    let articles = json!([
        {"title": "It’s here", "published": "2026-07-01", "source": "L’Équipe", "content": "Text of It’s here."},
        {"title": "It's there", "published": "2026-07-02", "source": "L'Équipe", "content": "Text of It's there."},
        {"title": "So\u{AD}ft \u{200B}hyphen", "published": "2026-07-03", "source": "Zero\u{200B}Width", "content": "Text."},
        {"title": "\u{200B}", "published": "2026-07-04", "source": "\u{200B}", "content": "Text of \u{200B}."},
        {"title": "Title - L’Équipe", "published": "2026-07-06", "source": "L'Équipe", "content": "Text."},
        {"title": "می\u{200C}خواهم", "published": "2026-07-07", "source": "Ｌ＇Équipe", "content": "Text."},
        {"title": "Same", "published": "2026-07-09", "source": "The ʻOkina", "content": "Text."},
        {"summary": "\u{200B}", "content": "Body only", "published": "2026-07-10"},
        {"content": "Just a body’s text", "published": "2026-07-11", "source": "#L’Équipe"},
    ]);
    scratch.file("a.json", articles.to_string());
    scratch.build(&["a.json"]);
    let ids: Vec<String> = scratch.atom().entries().iter().map(|entry| entry.id().to_owned()).collect();
    let published = [
        "1be84b16-6c6e-5d7d-a4c6-0f4aae8a54b1",
        "ecd182df-133f-5beb-bbb0-49e3353c1180",
        "fcd15470-4c0c-5a17-b339-cf06552be869",
        "89ff54b4-04f2-5dcd-98b1-c0331bc52505",
        "0a1a5ea5-5660-5993-b397-32ba901ed466",
        "fc0a64ba-41ae-502a-868d-dd0e0fce9167",
        "984a7c1c-58a6-588d-913d-4fa2ee3084af",
        "d3067686-3e12-5ac1-8e3e-3e8fcc2b5a97",
        "3421ff5f-0e71-5413-9410-c692b47d52a5",
    ];
    assert_eq!(ids, published.map(|id| format!("urn:uuid:{id}")));
}

/// Puts the keys into the ledger that an earlier version would have, which told spellings apart.
fn respell(press: &Press, keys: &[(&str, &str)]) {
    let mut ledger = Catalogue::open(&press.scratch.path().join("out")).unwrap();
    let before = ledger.memory().unwrap();
    let mut after = before.clone();
    for (slug, key) in keys {
        let is_it = |feed: &&mut feedmill::internal::memory::FeedRecord| {
            feed.slug == *slug && feed.term.as_ref().is_some_and(|(taxonomy, _)| *taxonomy == Taxonomy::Tag)
        };
        let feed = after.feeds.values_mut().find(is_it).unwrap();
        feed.term = Some((Taxonomy::Tag, TermKey::folded((*key).to_owned())));
    }
    let state = ledger.state().unwrap();
    ledger.commit((&before, &after), (&state, &state), &[], feedmill::internal::catalogue::Filling::Stays).unwrap();
    drop(ledger);
    // A run that finds all as it was does nothing: the new program is a reason to look.
    press.scratch.file("in/a.json", "[]");
}

fn atom(press: &Press, path: &str) -> (String, Vec<String>) {
    let bytes = press.scratch.published(&format!("tags/{path}/atom.xml"));
    let feed = atom_syndication::Feed::read_from(bytes.as_slice()).unwrap();
    (feed.id().to_owned(), feed.entries().iter().map(|entry| entry.title().to_string()).collect())
}

#[test]
fn feeds_of_several_spellings_keep_their_addresses_and_ids() {
    // What was published before: two terms, either of which may have come first.
    for (plain, other) in [("surf'n'sail", "surf’n’sail"), ("surf’n’sail", "surf'n'sail")] {
        let press = Press::new();
        press.run(D1, &tagged(&["surf'n'sail", "one of many", "light house"]));
        respell(&press, &[("surf-n-sail", plain), ("one-of-many", other), ("light-house", "light\u{AD}house")]);
        let before = terms(&press, Taxonomy::Tag);
        let articles = tagged(&[plain, other, "light\u{AD}house", plain]);
        let report = press.run(D2, &articles);
        assert!(
            report.warnings.iter().all(|warning| !warning.origin.path.starts_with("tags/")),
            "{:?}",
            report.warnings
        );
        let ids = |terms: &BTreeMap<String, (String, String)>| -> Vec<(String, String)> {
            terms.iter().map(|(slug, (_, id))| (slug.clone(), id.clone())).collect()
        };
        assert_eq!(ids(&terms(&press, Taxonomy::Tag)), ids(&before));
        for slug in ["surf-n-sail", "one-of-many"] {
            assert_eq!(atom(&press, slug), (before[slug].1.clone(), vec!["T3".into(), "T1".into(), "T0".into()]));
        }
        assert_eq!(atom(&press, "light-house"), (before["light-house"].1.clone(), vec!["T2".to_owned()]));
        // And nothing more happens.
        let tree = press.scratch.tree();
        let report = press.run(D3, &articles);
        assert_eq!((report.files.written, report.files.removed), (0, 0));
        assert!(press.scratch.tree() == tree);
        // Where one goes the other goes, at the same time.
        let rest = tagged(&["harbour"]);
        press.run(D3, &rest);
        assert_eq!((atom(&press, "surf-n-sail").1.len(), atom(&press, "one-of-many").1.len()), (0, 0));
        press.run("2026-08-22T13:59:59Z", &rest);
        assert!(press.scratch.path().join("out/tags/one-of-many").exists());
        press.run("2026-08-22T14:00:01Z", &rest);
        for slug in ["surf-n-sail", "one-of-many", "light-house"] {
            assert!(!press.scratch.path().join("out/tags").join(slug).exists(), "{slug}");
        }
        press.run("2026-09-22T14:00:01Z", &rest);
        assert!(!press.scratch.path().join("out/tags/one-of-many").exists());
        // It comes back where it was.
        press.run("2026-09-23T14:00:01Z", &tagged(&[other]));
        assert_eq!(atom(&press, "surf-n-sail").0, before["surf-n-sail"].1);
        assert_eq!(ids(&terms(&press, Taxonomy::Tag)).len(), before.len() + 1);
    }
}

#[test]
fn rules_about_a_term_are_about_all_of_its_spellings() {
    let mut press = Press::new();
    press.toml = "[tags]\nonly = [\"surf’n’sail\"]\nlabels = {\"surf`n`sail\" = \"Surfing\"}\n".to_owned();
    press.run(D1, &tagged(&["surf'n'sail", "surf\u{AD}’n’sail", "were"]));
    let found = terms(&press, Taxonomy::Tag);
    assert_eq!(found.values().map(|(label, _)| label.as_str()).collect::<Vec<_>>(), ["Surfing"]);
    assert_eq!(atom(&press, "surf-n-sail").1, ["T1", "T0"]);
    let shown = press.ledger(&["show", "surf’n’sail"]);
    assert!(shown.stdout.contains("tags/surf-n-sail"), "{shown:?}");
}
