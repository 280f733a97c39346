//! `feeds/` is what the README's first command publishes.

use std::collections::BTreeMap;

use crate::readme::command;
use crate::run::{Scratch, finish, repository, tree};

#[test]
fn the_published_sample_is_current() {
    let scratch = Scratch::new();
    let out = scratch.path().join("feeds");
    let line = command("cargo run");
    let args: Vec<&str> = line.split_once(" -- ").unwrap().1.split_inclusive('"').collect();
    // Arguments are separated by spaces, and quoted where they hold one.
    let mut words: Vec<String> = Vec::new();
    for (n, part) in args.iter().enumerate() {
        let bare = part.trim_end_matches('"');
        if n % 2 == 1 {
            words.push(bare.to_owned());
        } else {
            words.extend(bare.split_whitespace().map(str::to_owned));
        }
    }
    let feeds = words.iter().position(|word| word == "feeds").expect("the command publishes into feeds/");
    out.to_str().unwrap().clone_into(&mut words[feeds]);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut command = scratch.command(&words);
    command.current_dir(repository());
    let said = finish(command);
    assert_eq!(said.code, 0, "{said:?}");

    let fresh = tree(&out);
    let kept = tree(&repository().join("feeds"));
    let differences: BTreeMap<&String, &str> = fresh
        .keys()
        .chain(kept.keys())
        .filter_map(|path| match (fresh.get(path), kept.get(path)) {
            (Some(a), Some(b)) if a == b => None,
            (Some(_), Some(_)) => Some((path, "is out of date")),
            (Some(_), None) => Some((path, "is missing")),
            _ => Some((path, "should not be there")),
        })
        .collect();
    assert!(differences.is_empty(), "run the README's first command: {differences:#?}");
}
