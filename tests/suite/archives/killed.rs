//! Runs that are killed between two steps of publishing: the next run finishes what they had begun.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::{article, publish};
use crate::run::{Scratch, tree};

type Tree = BTreeMap<String, Vec<u8>>;

/// A site that exports its newest five: one is edited, one has left a tag, one is taken back.
fn collection(state: usize) -> Vec<Value> {
    let newest = 12 + 3 * state;
    let articles = newest - 5..newest;
    let mut articles: Vec<Value> = articles.map(|n| article(n, &format!("2026-06-{:02}", 1 + n))).collect();
    articles[1]["title"] = format!("Title {state}").into();
    articles[2]["tags"] = json!([format!("Tag {state}")]);
    articles[3]["deleted"] = (state == 1).into();
    articles
}

fn started() -> Scratch {
    let scratch = Scratch::new();
    scratch.file("feedmill.toml", "[output]\narchives = 10\n[publish]\nvanished_days = 0\n");
    let all: Vec<Value> = (0..7).map(|n| article(n, &format!("2026-06-{:02}", 1 + n))).collect();
    publish(&scratch, &all, &[]);
    publish(&scratch, &collection(0), &[]);
    scratch
}

fn copy(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Takes a run back, of which only the ledger and the first `done` steps stay; gives how many steps there are. `before`
/// is the tree that it found.
fn undo(out: &Path, before: &Tree, done: usize) -> usize {
    let after = tree(out);
    let ledger = rusqlite::Connection::open(out.join(".feedmill/ledger.sqlite")).unwrap();
    ledger.execute("DELETE FROM run", ()).unwrap();
    fs::create_dir_all(out.join(".feedmill/new")).unwrap();
    let changed = after.iter().filter(|(path, bytes)| before.get(*path) != Some(bytes)).map(|(path, _)| (path, true));
    let removed = before.keys().filter(|path| !after.contains_key(*path)).map(|path| (path, false));
    let mut steps = 0;
    for (path, is_new) in changed.chain(removed) {
        let (place, name) = (out.join(path), is_new.then_some(steps));
        ledger.execute("INSERT INTO placing (path, name) VALUES (?1, ?2)", rusqlite::params![path, name]).unwrap();
        if !is_new {
            let row = "INSERT INTO file VALUES (?1, '', 0, 0)";
            ledger.execute(row, [path]).unwrap();
        }
        if steps >= done {
            if let Some(name) = name {
                fs::rename(&place, out.join(format!(".feedmill/new/{name}"))).unwrap();
            }
            if let Some(bytes) = before.get(path) {
                fs::create_dir_all(place.parent().unwrap()).unwrap();
                fs::write(&place, bytes).unwrap();
            }
        }
        steps += 1;
    }
    steps
}

#[test]
fn the_next_run_finishes_what_a_killed_one_had_begun() {
    let scratch = started();
    let [out, saved] = ["out", "saved"].map(|name| scratch.path().join(name));
    let before = scratch.tree();
    publish(&scratch, &collection(1), &[]);
    let after = scratch.tree();
    copy(&out, &saved);
    publish(&scratch, &collection(2), &[]);
    let later = scratch.tree();
    assert!(before != after && after != later);
    let steps = {
        copy(&saved, &out);
        undo(&out, &before, 0)
    };
    assert!(steps > 20, "{steps}");
    for done in [0, 1, steps / 3, steps / 3 * 2, steps - 1, steps] {
        for (state, tree) in [(1, &after), (2, &later)] {
            copy(&saved, &out);
            undo(&out, &before, done);
            // The collection may have gone on: what was to be published in between is in the archive.
            publish(&scratch, &collection(state), &[]);
            assert!(scratch.tree() == *tree, "{done} of {steps} steps, then state {state}");
            assert!(!out.join(".feedmill/new").exists());
        }
    }
}

#[test]
fn what_is_left_by_anybody_else_takes_no_place() {
    let scratch = started();
    let out = scratch.path().join("out");
    let before = scratch.tree();
    publish(&scratch, &collection(1), &[]);
    let after = scratch.tree();
    undo(&out, &before, 0);
    fs::write(out.join(".feedmill/new/0"), "half a file").unwrap();
    fs::remove_file(out.join(".feedmill/new/1")).unwrap();
    publish(&scratch, &collection(1), &[]);
    assert!(scratch.tree() == after);
    // A run that was killed before it had written anything down.
    let files = scratch.tree();
    fs::create_dir_all(out.join(".feedmill/new")).unwrap();
    fs::write(out.join(".feedmill/new/0"), "<rss/>").unwrap();
    publish(&scratch, &collection(1), &[]);
    assert!(scratch.tree() == files && !out.join(".feedmill/new").exists());
}
