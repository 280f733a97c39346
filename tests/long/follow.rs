//! Runs that look only at what has changed ("follow") publish and remember what a run does that reads everything
//! (`build --rebuild`), whatever happens to the collection, to the settings, to what is published and to the clock.
//!
//! After each step the output folder is copied; one run follows, another one reads everything into the copy, and what both
//! leave is compared: every published file, what is remembered, what is known of the collection, and what was said.

mod known;
mod settings;
mod world;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::fs;
use std::path::Path;
use std::process::Command;

use feedmill::internal::report::Report;

use crate::run::tree;
use known::{Known, known};
use world::World;

/// A collection of this many steps is left for a new one, so that no run gets long.
const LIFE: usize = 60;

/// Before one of so many steps a dry run says what it would do.
const PLANNED: usize = 8;

#[derive(Default)]
struct Figures {
    steps: usize,
    followed: usize,
    idle: usize,
    failed: usize,
    /// How often everything was read, by why.
    whole: BTreeMap<String, usize>,
}

/// Life `n` of a seed is the first one of the seed `n` more: `SEED=17 STEPS=60` lives that one again.
#[test]
#[ignore = "takes minutes"]
fn following_comes_to_the_same() {
    let steps: usize = std::env::var("STEPS").map_or(3_000, |steps| steps.parse().unwrap());
    let seed: u64 = std::env::var("SEED").map_or(1, |seed| seed.parse().unwrap());
    let mut figures = Figures::default();
    let mut complaints = Vec::new();
    for life in 0..steps.div_ceil(LIFE) as u64 {
        let most = LIFE.min(steps - figures.steps);
        if let Err(complaint) = live(seed + life, most, &mut figures) {
            println!("seed {}, {complaint}", seed + life);
            complaints.push(complaint);
        }
        if life % 50 == 49 {
            println!("{} steps so far, {} complaints", figures.steps, complaints.len());
        }
    }
    let Figures { steps, followed, idle, failed, whole } = figures;
    let read = whole.values().sum::<usize>();
    println!("{steps} steps: {followed} followed, {idle} had nothing to do, {failed} failed, {read} read everything:");
    for (why, count) in &whole {
        println!("{count:6} {why}");
    }
    assert!(complaints.is_empty(), "{} complaints", complaints.len());
    assert!(followed * 4 > steps, "only {followed} of {steps} steps followed");
}

/// A collection from its beginning on, until something differs.
fn live(seed: u64, steps: usize, figures: &mut Figures) -> Result<(), String> {
    let mut world = World::new(seed);
    let (out, other) = (world.scratch.path().join("out"), world.scratch.path().join("other"));
    world.build("out", false, true).unwrap();
    for step in 0..steps {
        let before = world.now;
        let happened = world.step();
        let accept_shrink = !world.random.one_in(4);
        let _ = fs::remove_dir_all(&other);
        assert!(Command::new("cp").arg("-a").args([&out, &other]).status().unwrap().success());
        let planned = (step % PLANNED == 0).then(|| world.plan("out", accept_shrink));
        let said = world.build("out", false, accept_shrink);
        let whole = world.build("other", true, accept_shrink);
        figures.steps += 1;
        let why = match &said {
            Ok(report) if report.idle => "idle".to_owned(),
            Ok(report) => report.whole.clone().unwrap_or_else(|| "followed".to_owned()),
            Err(_) => "failed".to_owned(),
        };
        match &*why {
            "idle" => figures.idle += 1,
            "followed" => figures.followed += 1,
            "failed" => figures.failed += 1,
            _ => *figures.whole.entry(why.clone()).or_default() += 1,
        }
        let differences = match (&said, &whole) {
            // What a clock that was set back takes away is left to the next run that has something to do.
            (Ok(said), _) if said.idle && world.now < before => Vec::new(),
            (Ok(said), Ok(whole)) => {
                let mut found = differences(&out, &other, said.whole.is_none());
                // What is to be forgotten by now is left to the next run that has something to do.
                found.retain(|one| !said.idle || !one.starts_with("article ") || !one.ends_with(", not \"None\""));
                found.extend(other_words(said, whole));
                found
            }
            (said, whole) => {
                let text = |result: &Result<Report, _>| {
                    result.as_ref().map_or_else(ToString::to_string, |_| "published".into())
                };
                let (said, whole) = (text(said), text(whole));
                if said == whole.replace("/other/", "/out/") { Vec::new() } else { vec![format!("{said}, {whole}")] }
            }
        };
        let mut differences = differences;
        if let (Some(Ok(planned)), Ok(said)) = (planned, &said) {
            differences.extend(not_as_planned(planned, said));
        }
        if !differences.is_empty() {
            let happened = happened.join("\n    ");
            let shown = differences.iter().take(12).cloned().collect::<Vec<_>>().join("\n    ");
            return Err(format!(
                "step {step}, {why}:\n    {happened}\n  {} differences:\n    {shown}\n  with the settings:\n{}",
                differences.len(),
                world.toml()
            ));
        }
    }
    Ok(())
}

/// What a run says otherwise than the dry run before it. Only the run puts aside what is in the place of a file.
fn not_as_planned(mut planned: Report, said: &Report) -> Vec<String> {
    planned.feed_lines.iter_mut().for_each(|line| line.gained.clear());
    let mut planned = planned;
    planned.dry_run = false;
    let mut words = other_words(&planned, said);
    words.retain(|word| !word.contains(" foreign-file: "));
    if planned.whole != said.whole {
        words.push(format!("{:?}, not {:?}", planned.whole, said.whole));
    }
    words.into_iter().map(|word| format!("planned: {word}")).collect()
}

/// What differs between what two runs left.
fn differences(out: &Path, other: &Path, has_followed: bool) -> Vec<String> {
    let (found, expected) = (tree(out), tree(other));
    let mut differ = Vec::new();
    for path in found.keys().chain(expected.keys()).filter(|path| found.get(*path) != expected.get(*path)) {
        let text = |tree: &BTreeMap<String, Vec<u8>>| {
            tree.get(path).map_or_else(|| "nothing".to_owned(), |bytes| String::from_utf8_lossy(bytes).into_owned())
        };
        let (found, expected) = (text(&found), text(&expected));
        let place = found.bytes().zip(expected.bytes()).take_while(|(a, b)| a == b).count();
        let around = |text: &str| {
            let (from, to) = (place.saturating_sub(60), (place + 60).min(text.len()));
            String::from_utf8_lossy(&text.as_bytes()[from.min(to)..to]).into_owned()
        };
        differ.push(format!("{path}: {:?}, not {:?}", around(&found), around(&expected)));
    }
    let (memory, stood, now, faults) = known(out);
    let (other_memory, other_stood, other_now, _) = known(other);
    let articles: BTreeSet<&i64> = memory.articles.keys().chain(other_memory.articles.keys()).collect();
    differ.extend(
        articles.into_iter().filter_map(|n| {
            other_fields(&format!("article {n}"), memory.articles.get(n), other_memory.articles.get(n))
        }),
    );
    let feeds: BTreeSet<&i64> = memory.feeds.keys().chain(other_memory.feeds.keys()).collect();
    differ.extend(
        feeds
            .into_iter()
            .filter_map(|n| other_fields(&format!("feed {n}"), memory.feeds.get(n), other_memory.feeds.get(n))),
    );
    if differ.is_empty() && memory != other_memory {
        differ.push("the memory differs".to_owned());
    }
    differ.extend(unlike(&stood, &other_stood));
    match (now, other_now) {
        (Some(now), Some(other_now)) => differ.extend(unlike(&now, &other_now)),
        (Some(_), None) if has_followed => differ.push("goes on where it should not".to_owned()),
        _ => {}
    }
    differ.extend(faults);
    differ
}

/// What differs between two records.
fn other_fields<T: Debug + PartialEq>(name: &str, found: Option<&T>, expected: Option<&T>) -> Option<String> {
    if found == expected {
        return None;
    }
    let lines =
        |record: Option<&T>| format!("{record:#?}").lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>();
    let (found, expected) = (lines(found), lines(expected));
    let only = |these: &[String], those: &[String]| -> Vec<String> {
        these.iter().filter(|line| !those.contains(line)).cloned().collect()
    };
    let (mut unlike, mut other) = (only(&found, &expected), only(&expected, &found));
    if unlike.is_empty() && other.is_empty() {
        (unlike, other) = (found, expected);
    }
    Some(format!("{name}: {:?}, not {:?}", unlike.join(" "), other.join(" ")))
}

fn unlike(found: &Known, expected: &Known) -> Vec<String> {
    let names = found.keys().chain(expected.keys().filter(|name| !found.contains_key(*name)));
    let differ = names.filter(|name| found.get(*name) != expected.get(*name));
    differ.map(|name| format!("{name}: {:?}, not {:?}", found.get(name), expected.get(name))).collect()
}

/// What two reports say otherwise.
fn other_words(said: &Report, whole: &Report) -> Vec<String> {
    let words = |report: &Report| {
        // What is said of one run alone is not said again by one that has nothing to do.
        let mut settled = report.settled();
        settled.feed_lines = report.settled_lines().collect();
        let report = if said.idle { &settled } else { report };
        let mut words = Known::new();
        words.insert("articles".to_owned(), format!("{:?}", report.articles));
        words.insert("feeds".to_owned(), format!("{:?}", report.feeds));
        words.insert("files".to_owned(), format!("{:?}", report.files));
        words.insert("bytes".to_owned(), format!("{:?}", report.bytes));
        words.insert("merged".to_owned(), format!("{:?}", report.merged));
        words.insert(
            "order".to_owned(),
            format!("{:?}", report.feed_lines.iter().map(|line| &line.slug).collect::<Vec<_>>()),
        );
        for line in &report.feed_lines {
            words.insert(format!("line {:?} {:?}", line.taxonomy, line.slug), format!("{line:?}"));
        }
        for rejection in report.rejections.iter() {
            words.insert(format!("rejection {}", rejection.origin), rejection.reason.to_string());
        }
        for warning in report.warnings.iter() {
            let place = warning.origin.to_string().replace("/other/", "/out/");
            words.insert(format!("warning {place} {}", warning.code), warning.message.clone());
        }
        words
    };
    unlike(&words(said), &words(whole))
}
