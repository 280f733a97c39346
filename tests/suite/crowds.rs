//! Articles of which all have one id, one title, one address or one text: each is told from the others by what else it says.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::press::{D1, D2, D3, Press};

/// How many articles there are: more than are compared one by one.
const COUNT: usize = 150;

/// How an article is made, of its number and of how often it was edited.
type Make = fn(usize, usize) -> Value;

fn day(at: usize) -> String {
    format!("202{}-{:02}-{:02}", 1 + at / 60, 1 + at % 12, 1 + at / 12 % 5)
}

fn minute(at: usize) -> String {
    format!("2026-03-01T{:02}:{:02}:07Z", at / 60, at % 60)
}

/// Collections of which the articles share much, and their titles are edited.
const SHARED: &[(&str, Make)] = &[
    (
        "one id and day, addresses",
        |at, state| json!({"id": 1, "title": format!("T{at} {state}"), "url": format!("https://a.example/{at}"), "published": "2026-01-01"}),
    ),
    (
        "one id, days and texts",
        |at, state| json!({"id": 1, "title": format!("T{at} {state}"), "published": day(at), "content_text": format!("About {at}.")}),
    ),
    (
        "one source, day and text, ids",
        |at, state| json!({"id": at, "title": format!("T{at} {state}"), "source": "S", "published": "2026-01-01", "content_text": "All."}),
    ),
    (
        "one address, ids and moments",
        |at, state| json!({"id": at, "title": format!("T{at} {state}"), "url": "https://a.example/1", "published": minute(at)}),
    ),
    ("one page and day, places", |at, state| {
        let url = format!("https://a.example/1#{at}");
        json!({"title": format!("T{at} {state}"), "url": url, "published": "2026-01-01"})
    }),
    ("no id, one day, long texts", |at, state| {
        let text =
            format!("{at}: a long text, by which an article is told from all others, whatever its title is by now.");
        json!({"title": format!("T{at} {state}"), "published": "2026-01-01", "content_text": text})
    }),
];

/// Collections of which all articles have one title: what else they say is edited.
const TITLED: &[(&str, Make)] = &[
    (
        "moments, texts edited",
        |at, state| json!({"id": at, "title": "T", "published": minute(at), "content_text": format!("{at} {state}")}),
    ),
    ("moments and texts, addresses edited", |at, state| {
        let url = format!("https://{state}.example/{at}");
        json!({"title": "T", "url": url, "published": minute(at), "content_text": format!("About {at}.")})
    }),
    (
        "days, texts edited",
        |at, state| json!({"title": "T", "published": day(at), "content_text": format!("{at} {state}")}),
    ),
];

fn press() -> Press {
    Press { toml: "[output]\nlimit = 400\n".to_owned(), ..Press::new() }
}

/// The ids of all articles, by their numbers.
fn ids(press: &Press) -> Vec<String> {
    let feed = press.scratch.atom();
    let id = |at: usize| {
        let said = format!("number {at}");
        let is_it = |entry: &&atom_syndication::Entry| entry.summary().is_some_and(|summary| summary.as_str() == said);
        feed.entries().iter().find(is_it).unwrap_or_else(|| panic!("no {said}")).id().to_owned()
    };
    (0..COUNT).map(id).collect()
}

/// A collection of which each article says its number in its summary.
fn collection(make: Make, state: impl Fn(usize) -> usize) -> Vec<Value> {
    let article = |at: usize| {
        let mut article = make(at, state(at));
        article["summary"] = json!(format!("number {at}"));
        article
    };
    (0..COUNT).map(article).collect()
}

#[test]
fn what_did_not_change_keeps_its_id_in_a_crowd() {
    for (name, make) in SHARED.iter().chain(TITLED) {
        let press = press();
        press.run(D1, &json!(collection(*make, |_| 0)));
        let before = ids(&press);
        assert_eq!(before.iter().collect::<BTreeSet<_>>().len(), COUNT, "{name}");
        // Half of it is edited, and its order is turned.
        let mut again = collection(*make, |at| at % 2);
        again.reverse();
        press.run(D2, &json!(again));
        let after = ids(&press);
        for at in (0..COUNT).step_by(2) {
            assert_eq!(after[at], before[at], "{name}, {at}");
        }
        assert_eq!(after.iter().collect::<BTreeSet<_>>().len(), COUNT, "{name}");
    }
}

#[test]
fn what_was_edited_keeps_its_id_in_a_crowd() {
    for (name, make) in SHARED.iter().chain(TITLED) {
        let press = press();
        press.run(D1, &json!(collection(*make, |_| 0)));
        let before = ids(&press);
        press.run(D2, &json!(collection(*make, |_| 1)));
        assert!(ids(&press) == before, "{name}");
        // Nothing changes but one.
        press.run(D3, &json!(collection(*make, |at| 1 + usize::from(at == 7))));
        assert!(ids(&press) == before, "{name}");
    }
}

#[test]
fn the_order_of_a_crowd_does_not_matter() {
    // Nothing is left that tells which is which.
    let unknown: &[(&str, Make)] = &[
        ("one id", |at, state| json!({"id": 1, "title": format!("T{at} {state}"), "published": "2026-01-01"})),
        (
            "one text",
            |at, state| json!({"title": format!("T{at} {state}"), "content_text": "A long text that all articles have, so that it does not tell which is which of them."}),
        ),
        ("one title", |at, state| json!({"title": "T", "content_text": format!("{at} {state}")})),
        (
            "one address",
            |at, state| json!({"id": format!("{at} {state}"), "title": format!("T{at} {state}"), "url": "https://a.example/1"}),
        ),
    ];
    for (name, make) in unknown {
        let run = |is_turned: bool| {
            let press = press();
            press.run(D1, &json!(collection(*make, |_| 0)));
            let mut again = collection(*make, |_| 1);
            if is_turned {
                again.reverse();
            }
            press.run(D2, &json!(again));
            ids(&press)
        };
        assert!(run(false) == run(true), "{name}");
    }
}

#[test]
fn a_retraction_at_an_address_that_many_have_means_the_one_with_its_id() {
    let make: Make =
        |at, _| json!({"id": at, "title": format!("T{at}"), "url": "https://a.example/1", "published": minute(at)});
    let press = press();
    press.run(D1, &json!(collection(make, |_| 0)));
    let before = ids(&press);
    let mut again = collection(make, |_| 0);
    for at in (0..COUNT).step_by(3) {
        again[at] = json!({"id": at, "url": "https://a.example/1", "deleted": true});
    }
    press.run(D2, &json!(again));
    let after: BTreeSet<String> = press.scratch.atom().entries().iter().map(|entry| entry.id().to_owned()).collect();
    let left = before.into_iter().enumerate().filter(|(at, _)| at % 3 != 0).map(|(_, id)| id);
    assert_eq!(after, left.collect());
}
