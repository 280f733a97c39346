//! A reader that never stops reading while feeds are published.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::run::{Scratch, finish, tree};
use crate::two::broken_links;

const PUBLISHES: usize = 1_000;

/// What is wrong with a file as a reader finds it.
fn complaint(path: &str, bytes: &[u8]) -> Option<String> {
    let error = match Path::new(path).extension()?.to_str()? {
        "xml" if path.ends_with("rss.xml") => rss::Channel::read_from(bytes).err().map(|error| error.to_string()),
        "xml" => atom_syndication::Feed::read_from(bytes).err().map(|error| error.to_string()),
        "json" => serde_json::from_slice::<serde_json::Value>(bytes).err().map(|error| error.to_string()),
        "html" => (!bytes.ends_with(b"</html>\n")).then(|| "no end".to_owned()),
        "opml" => (!bytes.ends_with(b"</opml>\n")).then(|| "no end".to_owned()),
        _ => None,
    };
    error.map(|error| format!("{path}: {error}"))
}

#[test]
#[ignore = "takes minutes"]
fn a_reader_reads_while_feeds_are_published() {
    let scratch = Scratch::new();
    scratch.file("feedmill.toml", "[publish]\nvanished_days = 0\n[site]\nbase_url = \"https://feeds.example.org/\"\n");
    // Of each tag there is an article in every third state; its feeds come and go.
    let collect = |state: usize| {
        let articles: Vec<String> = (0..30)
            .filter(|n| !(n + state).is_multiple_of(3))
            .map(|n| format!("{{\"id\":\"{n}\",\"title\":\"T{n} {state}\",\"published\":\"2026-06-{:02}\",\"tags\":[\"t{n}\"]}}\n", 1 + n % 28))
            .collect();
        scratch.file("a.jsonl", articles.concat());
    };
    let publish = || {
        let said = finish(scratch.command(&["build", "a.jsonl", "-o", "out", "--format", "rss,atom,json", "-q"]));
        assert_eq!(said.code, 0, "{said:?}");
    };
    collect(0);
    publish();
    let out = scratch.path().join("out");
    let over = AtomicBool::new(false);
    let (mut complaints, mut rounds, mut files) = (Vec::new(), 0_usize, 0_usize);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            while !over.load(Ordering::Relaxed) {
                let opml = fs::read(out.join("index.opml")).unwrap();
                let index = fs::read(out.join("index.html")).unwrap();
                let broken = broken_links(&out);
                // A link is broken if the list that has it is still the one that is published.
                let same = |path: &str, before: &[u8]| fs::read(out.join(path)).unwrap() == before;
                if !broken.is_empty() && same("index.opml", &opml) && same("index.html", &index) {
                    complaints.push(format!("links to nothing: {broken:?}"));
                }
                for path in listed(&out) {
                    // It may have gone since it was listed.
                    let Ok(bytes) = fs::read(out.join(&path)) else { continue };
                    files += 1;
                    complaints.extend(complaint(&path, &bytes));
                }
                rounds += 1;
            }
        });
        for state in 1..=PUBLISHES {
            collect(state);
            publish();
        }
        over.store(true, Ordering::Relaxed);
        reader.join().unwrap();
    });
    println!("{PUBLISHES} publishes, {files} files read in {rounds} rounds: {} complaints", complaints.len());
    assert!(complaints.is_empty() && rounds > 100, "{complaints:#?}");
    assert!(!tree(&out).is_empty());
}

/// The paths of all files at this moment, or about it.
fn listed(folder: &Path) -> Vec<String> {
    let mut paths = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        for entry in fs::read_dir(&at).into_iter().flatten().flatten() {
            let path = entry.path();
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(path);
            } else {
                paths.push(path.strip_prefix(folder).unwrap().to_string_lossy().into_owned());
            }
        }
    }
    paths
}
