//! Feeds of others, read as another program reads them.
//!
//! Wants two things in the environment: `FEEDMILL_FEEDS`, a folder of feeds, and `FEEDMILL_TRUTH`, a file of JSON Lines
//! that says what is in them: `{"file": "a/b.xml", "entries": [{"id", "title", "link", "published", "updated", "tags"}]}`,
//! dates as RFC 3339, null for what is not there, as a script around Python's feedparser writes it.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::run::{Scratch, finish};

/// What one field of an article was read as and published as.
fn field(article: &Value, name: &str, which: &str) -> Vec<String> {
    let lines = article["fields"].as_array().into_iter().flatten();
    let line = lines.into_iter().find(|line| line["field"] == name);
    let values = line.and_then(|line| line[which].as_array());
    values.into_iter().flatten().filter_map(|value| Some(value.as_str()?.trim().to_owned())).collect()
}

/// A title without markup, on one line.
fn bare(title: &str) -> String {
    let once = feedmill::internal::article::text::from_markup(title).into_owned();
    feedmill::internal::article::text::one_line(&feedmill::internal::article::text::from_markup(&once))
}

/// In what an article differs from what is expected of it.
fn differences(wanted: &Value, article: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut compare = |what: &str, wanted: &str, got: &str| {
        if wanted != got {
            found.push(format!("{what}: {got:?}, and feedparser {wanted:?}"));
        }
    };
    let text = |name: &str| wanted[name].as_str().unwrap_or_default().trim().to_owned();
    let read = |name: &str| field(article, name, "read").first().cloned().unwrap_or_default();
    compare("id", &text("id"), &read("id"));
    compare("title", &bare(&text("title")), &bare(&read("title")));
    let link = text("link");
    // Where there is no link, feedparser gives the id for one.
    if link.starts_with("http") && link != text("id") {
        compare("link", &link, &read("url"));
    }
    let tags: BTreeSet<String> = wanted["tags"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|tag| Some(tag.as_str()?.trim().to_owned()))
        .collect();
    compare(
        "tags",
        &format!("{tags:?}"),
        &format!("{:?}", field(article, "tags", "read").into_iter().collect::<BTreeSet<_>>()),
    );
    let date = wanted["published"].as_str().or(wanted["updated"].as_str());
    let published = field(article, "published", "published");
    if let (Some(date), Some(published)) = (date, published.first()) {
        compare("date", &date[..19], &published[..19]);
    }
    found
}

#[test]
#[ignore = "wants feeds of others: FEEDMILL_FEEDS and FEEDMILL_TRUTH"]
fn feeds_of_others_say_what_they_say_to_others() {
    let of = |name: &str| std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set"));
    let (folder, truth) = (of("FEEDMILL_FEEDS"), std::fs::read_to_string(of("FEEDMILL_TRUTH")).unwrap());
    let scratch = Scratch::new();
    let (mut entries, mut equal, mut left_out) = (0, 0, 0);
    for line in truth.lines() {
        let truth: Value = serde_json::from_str(line).unwrap();
        let wanted = truth["entries"].as_array().unwrap();
        let name = truth["file"].as_str().unwrap();
        let path = Path::new(&folder).join(name);
        let command = scratch.command(&["build", "--explain", path.to_str().unwrap(), "--report", "json"]);
        let said = finish(command);
        assert!(said.code <= 1, "{name}: {said:?}");
        let articles: Vec<Value> = serde_json::from_str(&said.stdout).unwrap_or_default();
        for (n, wanted) in wanted.iter().enumerate() {
            entries += 1;
            let Some(article) = articles.get(n) else {
                println!("{name}: not read: {}", said.stderr.trim());
                continue;
            };
            left_out += usize::from(article["left_out"].is_string());
            let differences = differences(wanted, article);
            equal += usize::from(differences.is_empty());
            for difference in &differences {
                println!("{name}: {difference}");
            }
        }
    }
    println!("{entries} entries, {equal} equal; {left_out} have neither title, text nor address and are rejected");
    assert!(equal * 100 >= entries * 95);
}
