//! Power cuts. A run is recorded with `strace`: every call that writes, with its bytes. A simulated disk then forgets, at
//! any point of that, whatever was not flushed; what is left is written to a folder, and the next run goes on with it.
//!
//! What a disk may forget: of data, any write since the file was flushed, and of the last one the end, in sectors of 512
//! bytes; of names (made, moved, removed), all since some moment, as file systems with a journal do (*in order*), or any
//! of them (*in any order*). What a flush of a file or folder covers is that alone.

mod recording;

use std::fs;
use std::path::Path;

use crate::Random;
use crate::two::Two;
use recording::{Event, Names, Node, Recording};

/// How many cuts there are in all; `FEEDMILL_CUTS` says otherwise.
fn cuts() -> usize {
    std::env::var("FEEDMILL_CUTS").ok().and_then(|count| count.parse().ok()).unwrap_or(10_000)
}

/// Makes the output folder what is left of it.
fn restore(out: &Path, names: &Names, files: &[Vec<u8>]) {
    let _ = fs::remove_dir_all(out);
    fs::create_dir(out).unwrap();
    for (path, node) in names {
        let place = out.join(path);
        match node {
            Node::Folder => fs::create_dir(place).unwrap(),
            Node::File(n) => fs::write(place, &files[*n]).unwrap(),
        }
    }
}

/// Whether the simulation finds anything at all: a run that does not flush what it puts in its places. Gives after how many
/// cuts it does.
fn without_flushes(two: &Two, mut recording: Recording, random: &mut Random) -> usize {
    recording.events.retain(|event| !matches!(event, Event::FlushAll));
    let events = recording.events.len() as u64;
    for n in 1..1_000 {
        let after = usize::try_from(random.below(events + 1)).unwrap();
        let (names, files) = recording.cut(after, true, random);
        restore(&two.scratch.path().join("out"), &names, &files);
        if !two.complaints().is_empty() {
            return n;
        }
    }
    panic!("a run without flushes passes, too");
}

#[test]
#[ignore = "takes half an hour, and strace"]
fn power_cuts() {
    let mut random = Random(12);
    let (mut count, mut unlike) = (0, 0);
    let mut complaints = Vec::new();
    for (name, settings, is_first) in
        [("a change", "", false), ("with archives", "[output]\narchives = true\n", false), ("the first run", "", true)]
    {
        let two = Two::with(6, settings);
        let out = two.scratch.path().join("out");
        if is_first {
            fs::remove_dir_all(&out).unwrap();
        }
        // The tree is that of state 1, or nothing.
        two.collect(0);
        let recording = Recording::of(&two);
        let events = recording.events.len();
        assert!(events > 100, "{name}: {events} events");
        // To begin with, all of it: what is simulated is what happened.
        let whole = {
            let mut names = recording.names.clone();
            let changes = recording.events.iter().filter_map(|event| match event {
                Event::Names(change) => Some(change),
                _ => None,
            });
            changes.for_each(|change| change.apply(&mut names));
            names
        };
        let known = two.trees[0].keys().filter(|path| !whole.contains_key(*path)).count();
        assert_eq!(known, 0, "{name}: names were not recorded");
        for n in 0..cuts() / 3 {
            let in_order = n % 2 == 0;
            let after = usize::try_from(random.below(events as u64 + 1)).unwrap();
            let (names, files) = recording.cut(after, in_order, &mut random);
            unlike += usize::from(names != recording.names && names != whole);
            restore(&out, &names, &files);
            count += 1;
            let place = format!("{name}, cut {n} after {after} of {events}");
            // Where nothing was, nothing is missing; what the order of names promises, it promises where there is one.
            let counts = |said: &String| {
                !(is_first && said.ends_with("missing")) && (in_order || !said.ends_with("listed, and not there"))
            };
            complaints.extend(two.complaints().into_iter().filter(counts).map(|said| format!("{place}: {said}")));
            complaints.extend(two.differences(0).into_iter().map(|said| format!("{place}, next run: {said}")));
            assert!(complaints.len() < 20, "{complaints:#?}");
        }
        println!("{name}: {events} events");
        if name == "a change" {
            let found = without_flushes(&two, recording, &mut random);
            println!("without its two flushes of the file system: a complaint after {found} cuts");
        }
    }
    println!("{count} power cuts, {unlike} of them between two trees: {} complaints", complaints.len());
    assert!(complaints.is_empty(), "{complaints:#?}");
}
