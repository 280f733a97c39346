//! Articles from run to run: ids and dates do not move, and nothing is taken for something else.

mod held;
mod taken_back;

use std::collections::BTreeSet;

use feedmill::internal::{config, site};
use serde_json::{Value, json};

use crate::press::{D1, D2, D3, Press};
use crate::run::Scratch;

#[test]
fn an_id_and_a_date_outlive_edits_moves_and_a_new_base_url() {
    let mut press = Press::new();
    let a = json!({"title": "A", "url": "https://s.example/a", "source": "S", "published": "2026-07-01T10:00:00Z"});
    let b = json!({"title": "B", "source": "S", "published": "2026-07-02"});
    let text = "A long text, by which an article can be told from all others even if its title is another one.";
    let c = json!({"title": "C", "source": "S", "published": "2026-07-03", "content_text": text});
    let d = json!({"id": "7", "title": "D", "source": "S", "published": "2026-07-04"});
    press.run(D1, &json!([a, b, c, d]));
    let before = press.entries();
    let feed_id = press.scratch.atom().id().to_owned();
    let edit = |article: &Value, field: &str, value: &str| {
        let mut article = article.clone();
        article[field] = json!(value);
        article
    };
    // Title edited under the same address; address moved under the same title; title edited over the same text; all three
    // with tags and in another order.
    let a = edit(&a, "title", "A, edited");
    let b = edit(&b, "tags", "new");
    let c = edit(&c, "title", "C, edited");
    let d = edit(&edit(&d, "title", "D, edited"), "published", "2026-07-09");
    press.toml = "[site]\nbase_url = \"https://elsewhere.example/\"\n".to_owned();
    let report = press.run(D2, &json!([d, c, b, a]));
    for (old, new) in [("A", "A, edited"), ("B", "B"), ("C", "C, edited"), ("D", "D, edited")] {
        let (old, new) = (&before[old], press.entry(new));
        assert_eq!((&old.0, &old.1), (&new.0, &new.1));
    }
    assert_eq!(press.scratch.atom().id(), feed_id, "feed ids stay when the base URL changes");
    let codes: Vec<_> = report.warnings.iter().map(|warning| warning.code.name()).collect();
    assert_eq!(codes, ["date-moved"], "D is dated differently now, and that is said");
    // The address moves: the title, source and day are the same.
    let moved = edit(&edit(&a, "title", "A, edited"), "url", "https://s.example/moved");
    press.run(D3, &json!([moved, b, c, d]));
    assert_eq!(press.entry("A, edited").0, before["A"].0);
    // Somebody else takes the old address: that is another article.
    let new = json!({"title": "New", "url": "https://s.example/a", "source": "S", "published": "2026-07-20"});
    press.run(D3, &json!([moved, b, c, d, new]));
    assert_eq!(press.entry("A, edited").0, before["A"].0);
    assert_ne!(press.entry("New").0, before["A"].0);
    let new_id = press.entry("New").0;
    press.run(D3, &json!([new, moved, b, c, d]));
    assert_eq!(press.entry("New").0, new_id);
}

#[test]
fn dates_that_were_made_here_do_not_move() {
    let press = Press::new();
    let undated = json!({"title": "Undated", "content_text": "Some text"});
    let relative = |days: u32| json!({"title": "Relative", "source": "S", "published": format!("{days} days ago")});
    let day = |title: &str| json!({"title": title, "published": "2026-07-10"});
    press.run(D1, &json!([undated, relative(4), day("Second"), day("First")]));
    let before = press.entries();
    assert_eq!(before["Undated"].1, "2026-07-20T12:00:00");
    assert_eq!(before["Relative"].1, "2026-07-16T00:00:00");
    assert_eq!(
        (before["First"].1.as_str(), before["Second"].1.as_str()),
        ("2026-07-10T00:00:00", "2026-07-10T00:00:01")
    );
    // The page is read again the next day, and says "5 days ago"; articles of the same day come in on top, in between and
    // below; one goes.
    press.run(D2, &json!([day("Top"), relative(5), day("Second"), day("Between"), day("Last"), undated]));
    let after = press.entries();
    for title in ["Undated", "Relative", "Second"] {
        assert_eq!(before[title], after[title], "{title}");
    }
    let days: std::collections::BTreeSet<_> =
        ["Second", "Top", "Between", "Last"].iter().map(|title| &after[*title].1).collect();
    assert_eq!(days.len(), 4, "{after:?}");
    assert!(after["Top"].1 > after["Second"].1);
    // It comes back.
    press.run(D3, &json!([day("First"), undated, relative(7), day("Second")]));
    for title in ["Undated", "Relative", "Second", "First"] {
        assert_eq!(before[title], press.entry(title), "{title}");
    }
}

#[test]
fn updated_moves_only_when_the_article_did() {
    let press = Press::new();
    let article = |title: &str, text: &str, tag: &str| json!({"id": title, "source": "S", "title": title, "published": "2026-07-10T08:00:00Z", "content_text": text, "tags": [tag]});
    press.run(D1, &json!([article("A", "old", "x"), article("B", "old", "x")]));
    let before = press.entry("A").2;
    assert!(before.starts_with("2026-07-10T08:00:0"), "{before}");
    // Another tag is no change.
    press.run(D2, &json!([article("A", "old", "y"), article("B", "old", "x")]));
    assert_eq!(press.entry("A").2, before);
    // A change was made when its input was captured; two have seconds of their own.
    press.run(D2, &json!([article("A", "new", "y"), article("B", "new", "x")]));
    let seen = [press.entry("A").2, press.entry("B").2];
    assert_eq!(seen.iter().max().unwrap(), "2026-07-21T13:00:01");
    assert_eq!(seen.iter().min().unwrap(), "2026-07-21T13:00:00");
    assert_eq!(press.entry("A").1, "2026-07-10T08:00:00");
    press.run(D3, &json!([article("A", "new", "y"), article("B", "new", "x")]));
    assert_eq!(seen, [press.entry("A").2, press.entry("B").2]);
    // Its own date wins.
    let mut own = article("A", "newer", "y");
    own["updated"] = json!("2026-07-22T01:02:03Z");
    press.run(D3, &json!([own, article("B", "new", "x")]));
    assert_eq!(press.entry("A").2, "2026-07-22T01:02:03");
}

#[test]
fn of_two_articles_with_one_number_the_one_of_that_day_was_edited() {
    let press = Press::new();
    let other = json!({"title": "Other", "published": "2026-07-09"});
    press.run(D1, &json!([{"id": "1", "title": "A"}, {"id": "1", "title": "B", "published": "2026-07-02"}, other]));
    let id = press.entry("B").0;
    for now in [D2, D3] {
        press.run(now, &json!([{"id": "1", "title": "C", "published": "2026-07-02T02:00:00Z"}, other]));
        assert_eq!(press.entry("C").0, id, "{now}");
    }
}

#[test]
fn an_id_outlives_what_its_keys_do_not() {
    let press = Press::new();
    let at = |now: &str, articles: Value| {
        press.run(now, &articles);
        press.entries()
    };
    // An id that is only a number, with an edited title; and what was six days ago and is a week ago.
    let ago = |when: &str| json!({"title": "Ago", "source": "S", "published": when});
    let before =
        at("2026-07-01T12:00:00Z", json!([{"id": "17", "title": "One", "published": "2026-06-01"}, ago("6 days ago")]));
    let after =
        at("2026-07-08T12:00:00Z", json!([{"id": "17", "title": "Two", "published": "2026-06-01"}, ago("1 week ago")]));
    assert_eq!((&before["One"].0, &before["Ago"]), (&after["Two"].0, &after["Ago"]));
    let later = at(
        "2026-08-10T12:00:00Z",
        json!([{"id": "17", "title": "Two", "published": "2026-06-01"}, ago("1 month ago")]),
    );
    assert_eq!(later["Ago"], before["Ago"]);
    // The brief of every morning is another one.
    let brief = |text: &str| json!([{"title": "Morning brief", "source": "S", "published": "2 hours ago", "content_text": text}]);
    let press = Press::new();
    let ids = ["2026-07-10T09:00:00Z", "2026-07-11T09:00:00Z", "2026-07-12T09:00:00Z"].map(|now| {
        press.run(now, &brief(now));
        press.entry("Morning brief").0
    });
    assert!(ids[0] != ids[1] && ids[1] != ids[2] && ids[0] != ids[2]);
    // And so is the weather of a day, after one that had none.
    let press = Press::new();
    press.run(D1, &json!([{"title": "Weather", "source": "S", "content_text": "some"}]));
    let undated = press.entry("Weather");
    press.run(D2, &json!([{"title": "Weather", "source": "S", "content_text": "other", "published": "2026-07-10"}]));
    assert_ne!(press.entry("Weather").0, undated.0);
    // An address passes from one article to the next.
    let press = Press::new();
    let weekly = |n: u32, url: &str| json!({"title": format!("Weekly {n}"), "url": url, "published": format!("2026-07-0{n}"), "content_text": format!("Text {n}")});
    press.run(D1, &json!([weekly(1, "https://x.example/latest")]));
    let first = press.entry("Weekly 1");
    press.run(D2, &json!([weekly(2, "https://x.example/latest"), weekly(1, "https://x.example/2026/1")]));
    assert_eq!(press.entry("Weekly 1"), first);
    assert_ne!(press.entry("Weekly 2").0, first.0);
}

/// Captured by its file's time, which has parts of a second: none of them may reach a feed, where the ledger keeps none.
#[test]
fn what_a_run_sees_is_what_the_next_one_remembers() {
    let scratch = Scratch::new();
    scratch.file("feedmill.toml", "[site]\nbase_url = \"https://feeds.example.org/\"\n");
    let article = |text: &str, more: &str| {
        format!(
            r#"[{{"title":"A","published":"2026-06-01","content_text":"{text}"}},{{"id":"b","title":"B"{more}}},{{"title":"C"}}]"#
        )
    };
    let publish = |content: String| {
        scratch.file("a.json", content);
        assert_eq!(scratch.run(&["build", "a.json", "-o", "out", "-q"]).code, 0);
        scratch.tree()
    };
    publish(article("old", ""));
    let seen = publish(article("new", r#","deleted":true"#));
    assert_eq!(publish(format!("{} ", article("new", r#","deleted":true"#))), seen);
    let atom = String::from_utf8(seen["atom.xml"].clone()).unwrap();
    let mut dates = atom.split("<updated>").skip(1).map(|rest| rest.split('<').next().unwrap());
    assert!(dates.all(|date| date.len() == "2026-06-01T00:00:00Z".len()) && atom.contains("deleted-entry"), "{atom}");
    // A date of change that is still to come is looked at when it has come.
    let press = Press::new();
    let articles = json!([{"title": "A", "published": "2026-07-01T00:00:00Z", "updated": "2026-07-22T00:00:00Z"}]);
    press.run(D2, &articles);
    assert_eq!(press.entry("A").2, "2026-07-01T00:00:00");
    let mut file = config::File::default();
    file.output.dir = Some(press.scratch.path().join("out"));
    file.output.formats = Some(config::Formats(vec!["rss".parse().unwrap(), "atom".parse().unwrap()]));
    let config = file.resolve(vec![press.scratch.path().join("in/a.json")], None, Some(D2.parse().unwrap()));
    assert!(!site::build(&config, &site::Run::at(D3.parse().unwrap())).unwrap().idle);
    assert_eq!(press.entry("A").2, "2026-07-22T00:00:00");
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    /// An article of a few titles, dates and texts, so that many are nearly the same.
    fn article() -> impl Strategy<Value = Value> {
        let date = prop_oneof![
            Just(None),
            (1_u32..6).prop_map(|day| Some(format!("2026-07-{day:02}"))),
            (1_u32..6).prop_map(|day| Some(format!("2026-07-{day:02}T0{day}:00:00Z"))),
            (1_u32..9).prop_map(|days| Some(format!("{days} days ago"))),
            Just(Some("2026-07-25T00:00:00Z".to_owned())),
        ];
        let optional = |name: &'static str, count: u32| {
            prop::option::of(0..count).prop_map(move |n| n.map(|n| format!("{name}{n}")))
        };
        let texts =
            (optional("https://s.example/", 8), optional("id", 12), optional("Source ", 3), optional("Text ", 3));
        let tags = prop::collection::vec(prop::sample::select(vec!["C", "c#", "C'est", "c est", "Ä", "x"]), 0..3);
        (0_u32..8, date, texts, tags, prop::bool::weighted(0.05)).prop_map(
            |(title, date, (url, id, source, text), tags, deleted)| {
                let mut article = json!({"title": format!("Title {title}"), "tags": tags});
                let fields =
                    [("published", date), ("url", url), ("id", id), ("source", source), ("content_text", text)];
                for (name, value) in fields {
                    if let Some(value) = value {
                        article[name] = value.into();
                    }
                }
                if deleted {
                    article["deleted"] = true.into();
                }
                article
            },
        )
    }

    /// An article that its collection may publish later than it is dated.
    fn article_of_some_moment() -> impl Strategy<Value = Value> {
        let moments = ["2026-07-25T00:00:00Z", "2026-07-25T00:00:00Z", "2026-07-01T00:00:00Z"];
        (article(), prop::option::of(prop::sample::select(moments.to_vec()))).prop_map(|(mut article, moment)| {
            if let Some(moment) = moment {
                article["embargo_until"] = moment.into();
            }
            article
        })
    }

    /// How many collections are made: `PROPTEST_CASES` of each kind, where that is set.
    fn config() -> ProptestConfig {
        let cases = std::env::var("PROPTEST_CASES").map_or(24, |cases| cases.parse().unwrap());
        ProptestConfig { cases, ..ProptestConfig::default() }
    }

    /// Publishes one collection and then another one, and looks at that again, also on another day.
    fn look_again(before: &[Value], after: &[Value]) -> Result<(), TestCaseError> {
        let press = Press { toml: "[output]\nlimit = 5\n".to_owned(), ..Press::new() };
        press.run(D1, &Value::Array(before.to_vec()));
        let all = [after, &before[before.len() / 3..]].concat();
        press.run(D2, &Value::Array(all.clone()));
        let tree = press.scratch.tree();
        let memory = press.memory();
        let again = press.run(D2, &Value::Array(all.clone()));
        prop_assert!(!again.idle);
        prop_assert_eq!(again.files.written + again.files.removed, 0);
        let mut file = config::File::parse(&press.toml, "feedmill.toml".as_ref()).unwrap();
        file.output.dir = Some(press.scratch.path().join("out"));
        file.output.formats = Some(config::Formats(vec!["rss".parse().unwrap(), "atom".parse().unwrap()]));
        // The same files, read on another day.
        let config = file.resolve(vec![press.scratch.path().join("in/a.json")], None, Some(D2.parse().unwrap()));
        press.scratch.file("in/a.json", format!("{} ", Value::Array(all)));
        site::build(&config, &site::Run::at("2026-07-22T22:00:00Z".parse().unwrap())).unwrap();
        prop_assert_eq!(press.scratch.tree(), tree);
        prop_assert_eq!(press.memory(), memory);
        let feed = press.scratch.atom();
        let ids: BTreeSet<_> = feed.entries().iter().map(atom_syndication::Entry::id).collect();
        prop_assert_eq!(ids.len(), feed.entries().len());
        Ok(())
    }

    proptest! {
        #![proptest_config(config())]

        /// Whatever the collection and whatever went before: looked at again, it is as it was published, also on another
        /// day; and no two entries share an id.
        #[test]
        fn looking_again_changes_nothing(
            before in prop::collection::vec(article(), 1..30),
            after in prop::collection::vec(article(), 1..30),
        ) {
            look_again(&before, &after)?;
        }

        /// The same where many articles are held. One is published, so that there is a feed.
        #[test]
        fn looking_again_changes_nothing_of_what_is_held(
            before in prop::collection::vec(article_of_some_moment(), 1..30),
            after in prop::collection::vec(article_of_some_moment(), 1..30),
        ) {
            let public = json!({"title": "Public", "published": "2026-07-10"});
            look_again(&[before, vec![public]].concat(), &after)?;
        }
    }
}

#[test]
fn a_file_is_an_article_whatever_is_edited_in_it() {
    let scratch = Scratch::new();
    let post = |title: &str, date: &str, text: &str| format!("---\ntitle: {title}\ndate: {date}\n---\n{text}\n");
    let entries = || -> Vec<(String, String)> {
        let feed = scratch.atom();
        let mut entries: Vec<_> =
            feed.entries().iter().map(|entry| (entry.title().to_string(), entry.id().to_owned())).collect();
        entries.sort();
        entries
    };
    // Two files that say the same are two articles.
    scratch.file("in/a.md", post("Tides", "2026-07-01", "One."));
    scratch.file("in/b/a.md", post("Tides", "2026-07-01", "One."));
    assert_eq!(scratch.build(&["in"]).code, 0);
    let before = entries();
    assert_eq!(before.len(), 2);
    assert_ne!(before[0].1, before[1].1);
    // Without the ledger they come out the same.
    std::fs::remove_dir_all(scratch.path().join("out")).unwrap();
    assert_eq!(scratch.build(&["in"]).code, 0);
    assert_eq!(entries(), before);
    // Title, date and text are edited: the file is still that article.
    let ids = || entries().into_iter().map(|(_, id)| id).collect::<BTreeSet<_>>();
    let before = ids();
    scratch.file("in/b/a.md", post("Tide tables", "2026-07-02", "Two."));
    assert_eq!(scratch.build(&["in"]).code, 0);
    assert_eq!(ids(), before);
    // It is moved, and nothing else: its title, source and day are the same.
    let edited = entries().into_iter().find(|(title, _)| title == "Tide tables").unwrap();
    std::fs::rename(scratch.path().join("in/b/a.md"), scratch.path().join("in/c.md")).unwrap();
    assert_eq!(scratch.build(&["in"]).code, 0);
    assert!(entries().contains(&edited), "{:?} {edited:?}", entries());
}
