//! Two states of a collection, and the tree that each leads to: whatever happens on the way from one to the other, every
//! file is that of one of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{Scratch, finish};

pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

pub(crate) struct Two {
    pub(crate) scratch: Scratch,
    collections: [String; 2],
    pub(crate) trees: [Tree; 2],
}

impl Two {
    /// Publishes both in turn, until the ledger has nothing new to learn. `size` is how many articles stay the same.
    pub(crate) fn new(size: usize) -> Self {
        Self::with(size, "")
    }

    /// The same with some more lines in its `feedmill.toml`.
    pub(crate) fn with(size: usize, settings: &str) -> Self {
        let scratch = Scratch::new();
        let site = "[publish]\nvanished_days = 0\n[site]\nbase_url = \"https://feeds.example.org/\"\n";
        scratch.file("feedmill.toml", format!("{site}{settings}"));
        let collections = [0, 1].map(|state| {
            let mut lines = String::new();
            for n in 0..size {
                let text = if n % 3 == 0 { format!("Text {n} of state {state}.") } else { format!("Text {n}.") };
                writeln!(
                    lines,
                    "{{\"id\":\"{n}\",\"title\":\"T{n}\",\"source\":\"S{}\",\"published\":\"2026-06-{:02}T10:00:00Z\",\"updated\":\"2026-07-01T00:00:0{}Z\",\"tags\":[\"a{}\",\"b{}\"],\"content_text\":\"{text}\"}}",
                    n % 3, 1 + n % 28, n % 10, n % 4, if n % 5 == 0 { state } else { 2 },
                )
                .unwrap();
            }
            lines + &format!("{{\"id\":\"only{state}\",\"title\":\"Only {state}\",\"published\":\"2026-06-15\",\"tags\":[\"only{state}\"]}}\n")
        });
        let mut two = Self { scratch, collections, trees: [Tree::new(), Tree::new()] };
        for state in [0, 1, 0, 1] {
            two.collect(state);
            let said = finish(two.build());
            assert_eq!(said.code, 0, "{said:?}");
            two.trees[state] = two.scratch.tree();
        }
        two
    }

    /// Puts the collection into a state.
    pub(crate) fn collect(&self, state: usize) {
        self.scratch.file("a.jsonl", &self.collections[state]);
    }

    /// The run that publishes it.
    pub(crate) fn build(&self) -> Command {
        self.scratch.command(&["build", "a.jsonl", "-o", "out", "--as-of", "2026-07-20T12:00:00Z", "--report", "json"])
    }

    /// What is wrong with the tree in the middle of everything.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let out = self.scratch.path().join("out");
        let mut complaints = Vec::new();
        let tree = self.scratch.tree();
        for (path, bytes) in &tree {
            if !self.trees.iter().any(|known| known.get(path) == Some(bytes)) {
                complaints.push(format!("{path}: torn or mixed ({} bytes)", bytes.len()));
            }
        }
        for path in self.trees[0].keys().filter(|path| self.trees[1].contains_key(*path) && !tree.contains_key(*path)) {
            complaints.push(format!("{path}: missing"));
        }
        complaints.extend(broken_links(&out).into_iter().map(|link| format!("{link}: listed, and not there")));
        complaints
    }

    /// What is wrong after a run that nobody disturbed.
    pub(crate) fn differences(&self, state: usize) -> Vec<String> {
        let said = finish(self.build());
        let mut complaints = Vec::new();
        if said.code != 0 {
            complaints.push(format!("{said:?}"));
        }
        let tree = self.scratch.tree();
        let paths: BTreeSet<&String> = tree.keys().chain(self.trees[state].keys()).collect();
        let differs = |path: &&&String| tree.get(**path) != self.trees[state].get(**path);
        complaints.extend(paths.iter().filter(differs).map(|path| format!("{path}: differs from an undisturbed run")));
        complaints.extend(self.leftovers().into_iter().map(|path| format!("{path}: left over")));
        complaints
    }

    /// Files that are there only while a run is.
    pub(crate) fn leftovers(&self) -> Vec<String> {
        let hidden = self.scratch.path().join("out/.feedmill");
        let known = ["lock", "ledger.sqlite", "status.json", "feedmill.prom"];
        let names = fs::read_dir(hidden).into_iter().flatten().map(|entry| entry.unwrap().file_name());
        names.map(|name| name.to_string_lossy().into_owned()).filter(|name| !known.contains(&name.as_str())).collect()
    }

    /// A copy of the output folder, for [`Self::restore`].
    pub(crate) fn save(&self) -> PathBuf {
        let saved = self.scratch.path().join("saved");
        copy(&self.scratch.path().join("out"), &saved);
        saved
    }

    /// Puts the whole output folder back to how `saved` was.
    pub(crate) fn restore(&self, saved: &Path) {
        let out = self.scratch.path().join("out");
        let _ = fs::remove_dir_all(&out);
        copy(saved, &out);
    }
}

/// Copies a folder with the times of its files.
fn copy(from: &Path, to: &Path) {
    assert!(Command::new("cp").arg("-a").args([from, to]).status().unwrap().success());
}

/// The feeds that the lists of a tree name and that are not there.
pub(crate) fn broken_links(out: &Path) -> Vec<String> {
    let Ok(opml) = fs::read_to_string(out.join("index.opml")) else { return Vec::new() };
    let Ok(index) = fs::read_to_string(out.join("index.html")) else { return Vec::new() };
    let from_opml = opml.split("Url=\"https://feeds.example.org/").skip(1).map(|rest| rest.split('"').next().unwrap());
    let from_index = index.split("href=\"").skip(1).map(|rest| rest.split(['"', '#']).next().unwrap());
    let local = from_opml.chain(from_index).filter(|link| !link.contains("://") && !link.is_empty());
    let mut broken: Vec<String> = local.filter(|link| !out.join(link).exists()).map(str::to_owned).collect();
    broken.dedup();
    broken
}
