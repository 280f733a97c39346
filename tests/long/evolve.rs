//! A collection that evolves as collections do: rows are numbered anew, files are merged and split, links are shared, titles and
//! addresses are edited, formats and settings are switched on and off. Whatever happens, as long as anything is left by
//! which a person would recognise an article, its id and its date stay, no two articles share an id, and none is lost
//! without a line in the report.
//!
//! Each state is published twice: once with documents in many lines, once with the same documents in one line. Both
//! publish the same bytes.

mod world;

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

use crate::run::{Scratch, tree};
use world::World;

/// Id and date of each story in a feed, and complaints about stories that are there twice.
fn shown(scratch: &Scratch) -> BTreeMap<usize, (String, String)> {
    let atom = std::fs::read(scratch.path().join("out/atom.xml")).unwrap();
    let feed = atom_syndication::Feed::read_from(atom.as_slice()).unwrap();
    let mut found = BTreeMap::new();
    for entry in feed.entries() {
        let name = entry.authors()[0].name().strip_prefix("Author ").unwrap().parse().unwrap();
        let value = (entry.id().to_owned(), entry.published().unwrap().to_rfc3339());
        assert!(found.insert(name, value).is_none(), "story {name} is there twice");
    }
    found
}

#[test]
#[ignore = "takes minutes"]
fn a_collection_evolves() {
    let steps: usize = std::env::var("STEPS").map_or(5_000, |steps| steps.parse().unwrap());
    let seed: u64 = std::env::var("SEED").map_or(1, |seed| seed.parse().unwrap());
    let complaints = evolve(steps, seed);
    println!("{steps} steps: {} complaints", complaints.len());
    complaints.iter().take(20).for_each(|complaint| println!("{complaint}"));
    assert!(complaints.is_empty());
}

fn evolve(steps: usize, seed: u64) -> Vec<String> {
    /// A collection of this many steps is left for a new one, so that no run gets long.
    const LIFE: usize = 100;
    let mut complaints = Vec::new();
    for life in 0..steps.div_ceil(LIFE) {
        let mut world = World::new(seed * 1_000_000 + life as u64);
        let (pretty, plain) = (Scratch::new(), Scratch::new());
        let mut known: BTreeMap<usize, (String, String)> = BTreeMap::new();
        let mut addresses: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for step in 0..LIFE {
            let mut touched = BTreeSet::new();
            let mut happened = Vec::new();
            world.are_all_shown = world.limit == 400;
            if step > 0 {
                for _ in 0..=world.random.below(3) {
                    happened.extend(world.evolve(&mut touched));
                }
                let minutes = i64::try_from(1 + world.random.below(2_000)).unwrap();
                world.now += TimeDelta::minutes(minutes);
            }
            world.write(&pretty, true);
            world.write(&plain, false);
            let report = world.publish(&pretty);
            world.publish(&plain);
            let place = format!("life {life}, step {step} ({})", happened.join(", "));
            let mut complain = |what: String| complaints.push(format!("{place}: {what}"));
            if tree(&pretty.path().join("out")) != tree(&plain.path().join("out")) {
                complain("documents in one line and in many are published differently".to_owned());
            }
            let there = world.stories.iter().filter(|story| story.is_there).count();
            let said = report.merged.iter().map(|merged| merged.readings.len() - 1).sum::<usize>();
            if report.articles.accepted + said != there {
                complain(format!("{there} stories, {} accepted, {said} named in the report", report.articles.accepted));
            }
            let now = shown(&pretty);
            if world.limit == 400 && now.len() + said + report.articles.held != there {
                complain(format!(
                    "{there} stories, {} in the feed, {said} named, {} held",
                    now.len(),
                    report.articles.held
                ));
            }
            let ids: BTreeSet<&String> = now.values().map(|(id, _)| id).collect();
            if ids.len() != now.len() {
                complain("two stories share an id".to_owned());
            }
            for (story, found) in &now {
                if found.1 > world.now.to_rfc3339() {
                    complain(format!("story {story} is dated {}, in the future", found.1));
                }
                let before = known.entry(*story).or_insert_with(|| found.clone());
                if before != found {
                    complain(format!(
                        "story {story} was {before:?} and is {found:?}: {:?} in {:?}",
                        world.stories[*story], world.files[world.stories[*story].file]
                    ));
                    *before = found.clone();
                }
            }
            for line in &report.feed_lines {
                let (Some(taxonomy), Some(term), Some(slug)) = (&line.taxonomy, &line.term, &line.slug) else {
                    continue;
                };
                let slugs = addresses.entry(format!("{taxonomy}/{term}")).or_default();
                slugs.insert(slug.clone());
                if slugs.len() > 1 {
                    complain(format!("{taxonomy} {term} moved: {slugs:?}"));
                }
            }
        }
    }
    complaints
}
