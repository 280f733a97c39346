//! What falls due by the clock: a run that finds nothing changed does it all the same.

use feedmill::internal::report::Report;
use feedmill::internal::{config, site};
use serde_json::{Value, json};

use crate::run::{Scratch, tree};

/// A collection that is looked at again and again, and does not change.
struct Clock {
    scratch: Scratch,
    config: config::Config,
}

impl Clock {
    fn new(toml: &str, articles: &Value) -> Self {
        let scratch = Scratch::new();
        let input = scratch.file("a.json", articles.to_string());
        let mut file = config::File::parse(toml, "feedmill.toml".as_ref()).unwrap();
        file.output.dir = Some(scratch.path().join("out"));
        let config = file.resolve(vec![input], None, Some("2026-07-01T00:00:00Z".parse().unwrap()));
        Self { scratch, config }
    }

    fn run(&self, now: &str) -> Report {
        site::build(&self.config, &site::Run::at(now.parse().unwrap())).unwrap()
    }

    /// Nothing happens at `before`; at `then` the feed of all articles goes on to show these titles.
    fn shows(&self, before: &str, then: &str, titles: &[&str]) -> Report {
        assert!(self.run(before).idle, "{before}");
        let report = self.run(then);
        assert!(!report.idle, "{then}");
        assert_eq!(self.titles(), titles, "{then}");
        assert!(self.run(then).idle, "{then}, again");
        report
    }

    fn titles(&self) -> Vec<String> {
        self.titles_of("")
    }

    fn titles_of(&self, folder: &str) -> Vec<String> {
        let feed = self.scratch.published(&format!("{folder}atom.xml"));
        let feed = atom_syndication::Feed::read_from(feed.as_slice()).unwrap();
        feed.entries().iter().map(|entry| entry.title().to_string()).collect()
    }
}

fn article(title: &str, fields: &Value) -> Value {
    let mut article =
        json!({"title": title, "url": format!("https://t.example/{title}"), "published": "2026-07-02T10:00:00Z"});
    article.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    article
}

#[test]
fn an_article_goes_when_it_expires() {
    let clock = Clock::new(
        "[output]\nlimit = 1\n",
        &json!([
            article("stays", &json!({"published": "2026-07-03T11:00:00Z"})),
            article(
                "first",
                &json!({"published": "2026-07-03T10:00:00Z", "expires": "2026-07-20T12:00:00Z", "tags": ["x"]})
            ),
            article("second", &json!({"published": "2026-07-03T09:00:00Z", "expires": "2026-07-20T12:00:01Z"})),
            // No feed shows it.
            article("hidden", &json!({"published": "2026-06-01T09:00:00Z", "expires": "2026-07-21T12:00:00Z"})),
        ]),
    );
    clock.run("2026-07-10T12:00:00Z");
    assert_eq!(clock.titles(), ["stays", "first", "second"]);
    // Clocks differ by minutes where an article comes; where it goes, the second counts.
    let report = clock.shows("2026-07-20T11:59:59Z", "2026-07-20T12:00:00Z", &["stays", "second"]);
    assert_eq!((report.articles.accepted, report.articles.unpublished), (3, 1));
    clock.shows("2026-07-20T12:00:00Z", "2026-07-20T12:00:01Z", &["stays"]);
    let report = clock.shows("2026-07-21T11:59:59Z", "2026-07-21T12:00:00Z", &["stays"]);
    assert_eq!(report.articles.accepted, 1);
    // Not looked at for days.
    let late =
        Clock::new("", &json!([article("a", &json!({})), article("b", &json!({"expires": "2026-07-20T12:00:00Z"}))]));
    late.run("2026-07-10T12:00:00Z");
    late.run("2026-08-10T12:00:00Z");
    assert_eq!(late.titles(), ["a"]);
}

#[test]
fn each_reading_of_an_article_expires() {
    let clock = Clock::new(
        "",
        &json!([
            article("a", &json!({"tags": ["one"], "content": "A text that says more than the other one does."})),
            article("a", &json!({"tags": ["two"], "expires": "2026-07-20T12:00:00Z"})),
            article("b", &json!({"published": "2026-07-01T10:00:00Z"})),
        ]),
    );
    clock.run("2026-07-10T12:00:00Z");
    assert!(clock.scratch.path().join("out/tags/two/atom.xml").is_file());
    let report = clock.shows("2026-07-20T11:59:59Z", "2026-07-20T12:00:00Z", &["a", "b"]);
    assert_eq!((report.articles.accepted, report.articles.duplicates), (2, 0));
    assert!(report.warnings.iter().any(|warning| warning.code.name() == "vanished" && warning.message.contains("two")));
}

#[test]
fn an_article_may_be_held_and_expire() {
    let clock = Clock::new(
        "",
        &json!([
            article("now", &json!({})),
            article("later", &json!({"published": "2026-07-15T12:00:00Z", "expires": "2026-07-20T12:00:00Z"})),
            article("never", &json!({"published": "2026-07-18T12:00:00Z", "expires": "2026-07-16T12:00:00Z"})),
        ]),
    );
    assert_eq!(clock.run("2026-07-10T12:00:00Z").articles.held, 2);
    // An article may come some minutes early.
    clock.shows("2026-07-15T11:54:59Z", "2026-07-15T11:55:00Z", &["later", "now"]);
    let report = clock.shows("2026-07-16T11:59:59Z", "2026-07-16T12:00:00Z", &["later", "now"]);
    assert_eq!(report.articles.held, 0);
    clock.shows("2026-07-20T11:59:59Z", "2026-07-20T12:00:00Z", &["now"]);
}

#[test]
fn a_change_counts_when_its_date_has_come() {
    let clock = Clock::new(
        "",
        &json!([
            article("a", &json!({"updated": "2026-07-15T12:00:00Z", "expires": "2026-07-15T11:57:00Z"})),
            article("b", &json!({"published": "2026-07-01", "updated": "2026-07-16T12:00:00Z"}))
        ]),
    );
    clock.run("2026-07-10T12:00:00Z");
    // Each at its own moment, whichever comes first.
    clock.shows("2026-07-15T11:54:59Z", "2026-07-15T11:55:00Z", &["a", "b"]);
    clock.shows("2026-07-15T11:56:59Z", "2026-07-15T11:57:00Z", &["b"]);
    clock.shows("2026-07-16T11:54:59Z", "2026-07-16T11:55:00Z", &["b"]);
    assert_eq!(clock.scratch.atom().entries()[0].updated().to_rfc3339(), "2026-07-16T12:00:00+00:00");
}

#[test]
fn what_expires_is_no_loss_of_the_collection() {
    let scratch = Scratch::new();
    scratch.file("jobs.jsonl", r#"{"title": "Cook", "published": "2026-07-01", "expires": "2026-08-01"}"#);
    scratch.file("news.jsonl", r#"{"title": "Fog", "published": "2026-07-02"}"#);
    let publish = |now: &str| {
        let mut file = config::File::default();
        file.output.dir = Some(scratch.path().join("out"));
        let inputs = ["jobs.jsonl", "news.jsonl"].map(|name| scratch.path().join(name));
        let config = file.resolve(inputs.to_vec(), None, Some("2026-07-20T12:00:00Z".parse().unwrap()));
        site::build(&config, &site::Run::at(now.parse().unwrap()))
    };
    assert_eq!(publish("2026-07-20T12:00:00Z").unwrap().articles.accepted, 2);
    let report = publish("2026-08-01T00:00:00Z").unwrap();
    assert_eq!((report.articles.accepted, report.articles.unpublished), (1, 1));
}

#[test]
fn an_article_leaves_a_feed_that_it_is_too_old_for() {
    let settings = "[[feed]]\nname = \"Fresh\"\nsince = \"2 weeks\"\nlimit = 1\n\
                    [[feed]]\nname = \"Rust\"\nany = [\"tag/rust\"]\nsince = \"10 days\"\n";
    let clock = Clock::new(
        settings,
        &json!([
            article("c", &json!({"published": "2026-07-03T10:00:00Z", "tags": ["rust"]})),
            article("b", &json!({"published": "2026-07-02T10:00:00Z"})),
            article("a", &json!({"published": "2026-07-01", "tags": ["rust"]})),
            article("early", &json!({"published": "2026-07-20T12:00:00Z"})),
        ]),
    );
    clock.run("2026-07-10T12:00:00Z");
    let ids = |clock: &Clock| -> Vec<(String, String)> {
        clock
            .scratch
            .atom()
            .entries()
            .iter()
            .map(|entry| (entry.id().to_owned(), entry.updated().to_rfc3339()))
            .collect()
    };
    let before = ids(&clock);
    let steps: [(&str, &str, &[&str], &[&str]); 5] = [
        ("2026-07-10T12:00:01Z", "2026-07-11T23:59:59Z", &["c", "b"], &["c"]),
        ("2026-07-13T09:59:59Z", "2026-07-13T10:00:00Z", &["c", "b"], &[]),
        ("2026-07-14T23:59:58Z", "2026-07-16T10:00:00Z", &["c"], &[]),
        ("2026-07-17T09:59:59Z", "2026-07-17T10:00:00Z", &[], &[]),
        ("2026-07-20T11:54:59Z", "2026-07-20T11:55:00Z", &["early"], &[]),
    ];
    for (quiet, then, fresh, rust) in steps {
        assert!(clock.run(quiet).idle, "{quiet}");
        assert!(!clock.run(then).idle, "{then}");
        assert_eq!(
            (clock.titles_of("feeds/fresh/"), clock.titles_of("feeds/rust/")),
            (owned(fresh), owned(rust)),
            "{then}"
        );
        assert!(clock.run(then).idle, "{then}, again");
        let known = tree(&clock.scratch.path().join("out"));
        let mut rebuild = site::Run::at(then.parse().unwrap());
        rebuild.rebuild = true;
        site::build(&clock.config, &rebuild).unwrap();
        assert!(tree(&clock.scratch.path().join("out")) == known, "{then}: reading everything comes to the same");
    }
    assert_eq!(ids(&clock)[1..], before, "all else stays as it is");
}

fn owned(titles: &[&str]) -> Vec<String> {
    titles.iter().map(ToString::to_string).collect()
}
