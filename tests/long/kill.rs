//! Runs that are killed.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::Random;
use crate::run::{finish, tree};
use crate::two::Two;

/// How many runs are killed; `FEEDMILL_KILLS` says otherwise.
fn kills() -> u64 {
    std::env::var("FEEDMILL_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(10_000)
}

#[test]
#[ignore = "takes seven minutes"]
fn killed_at_random() {
    let two = Two::new(40);
    // How long a run takes that publishes.
    two.collect(0);
    let started = Instant::now();
    assert_eq!(finish(two.build()).code, 0);
    let whole = started.elapsed();
    let mut random = Random(7);
    let (mut complaints, mut runs, mut killed, mut state) = (Vec::new(), 0, 0, 0);
    let mut was_killed = false;
    while killed < kills() {
        let n = runs;
        runs += 1;
        // What a run has finished is nothing to do for the next.
        if n % 3 == 0 || !was_killed {
            state = 1 - state;
            two.collect(state);
        }
        let mut run = two.build().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let most = u64::try_from(whole.as_micros()).unwrap() * 5 / 4;
        std::thread::sleep(Duration::from_micros(random.below(most)));
        was_killed = run.try_wait().unwrap().is_none();
        killed += u64::from(was_killed);
        run.kill().unwrap();
        run.wait().unwrap();
        complaints.extend(two.complaints().into_iter().map(|complaint| format!("kill {n}: {complaint}")));
        if n % 10 == 9 {
            complaints.extend(two.differences(state).into_iter().map(|complaint| format!("after {n}: {complaint}")));
        }
        assert!(complaints.len() < 20, "{complaints:#?}");
    }
    println!(
        "{runs} runs of about {whole:.0?}, {killed} of them killed before their end: {} complaints",
        complaints.len()
    );
    assert!(complaints.is_empty(), "{complaints:#?}");
}

/// What somebody does to the output folder of a run that is at work.
const HARMS: [&str; 9] = [
    "the hidden folder is removed",
    "the hidden folder is moved away",
    "the lock is removed",
    "the output folder is removed",
    "the output folder is moved, and an empty one takes its place",
    "the output folder is moved, and a link to another place takes its place",
    "a folder in it becomes a link to another place",
    "a file of somebody else takes the place of one of ours",
    "a folder of somebody else takes the place of one of ours",
];

/// A file that is not ours, and must be somewhere, whatever happens.
const THEIRS: &str = "theirs, and nobody else's";

fn harm(two: &Two, which: usize) {
    let scratch = two.scratch.path();
    let out = scratch.join("out");
    let elsewhere = scratch.join("elsewhere");
    // Whatever is in the way of that is part of what may happen.
    let _ = match HARMS[which] {
        "the hidden folder is removed" => fs::remove_dir_all(out.join(".feedmill")),
        "the hidden folder is moved away" => fs::rename(out.join(".feedmill"), scratch.join("hidden")),
        "the lock is removed" => fs::remove_file(out.join(".feedmill/lock")),
        "the output folder is removed" => fs::remove_dir_all(&out),
        "the output folder is moved, and an empty one takes its place" => {
            fs::rename(&out, scratch.join("moved")).and_then(|()| fs::create_dir(&out))
        }
        "the output folder is moved, and a link to another place takes its place" => {
            fs::rename(&out, scratch.join("moved")).and_then(|()| symlink(&elsewhere, &out))
        }
        "a folder in it becomes a link to another place" => {
            fs::rename(out.join("tags"), scratch.join("moved")).and_then(|()| symlink(&elsewhere, out.join("tags")))
        }
        "a file of somebody else takes the place of one of ours" => fs::write(scratch.join("mine"), THEIRS)
            .and_then(|()| fs::rename(scratch.join("mine"), out.join("atom.xml"))),
        _ => fs::rename(out.join("tags/a1"), scratch.join("moved"))
            .and_then(|()| fs::create_dir(out.join("tags/a1")))
            .and_then(|()| fs::write(out.join("tags/a1/atom.xml"), THEIRS)),
    };
}

/// All that is below a folder, hidden or not, by its bytes.
fn holds(folder: &Path, bytes: &[u8]) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.into_iter().any(|entry| match entry.file_type() {
        Ok(kind) if kind.is_dir() => holds(&entry.path(), bytes),
        Ok(kind) if kind.is_file() => fs::read(entry.path()).is_ok_and(|known| known == bytes),
        _ => false,
    })
}

/// How many runs are disturbed and then killed; `FEEDMILL_HARMS` says otherwise.
fn harms() -> usize {
    std::env::var("FEEDMILL_HARMS").ok().and_then(|count| count.parse().ok()).unwrap_or(1_000)
}

#[test]
#[ignore = "takes a quarter of an hour"]
fn disturbed_and_killed() {
    let two = Two::new(40);
    let saved = two.save();
    let scratch = two.scratch.path();
    two.collect(0);
    let started = Instant::now();
    assert_eq!(finish(two.build()).code, 0);
    let whole = started.elapsed();
    let mut random = Random(11);
    let (mut complaints, mut killed, mut second_runs) = (Vec::new(), 0, 0);
    // Torn or mixed is what neither state has.
    let is_known = |path: &str, bytes: &[u8]| two.trees.iter().any(|tree| tree.get(path).is_some_and(|b| b == bytes));
    let mut runs = 0;
    while killed < harms() {
        let n = runs;
        runs += 1;
        for leftover in ["hidden", "moved", "elsewhere", "mine"] {
            let _ = fs::remove_dir_all(scratch.join(leftover));
            let _ = fs::remove_file(scratch.join(leftover));
        }
        let _ = fs::remove_file(scratch.join("out"));
        two.restore(&saved);
        let theirs = ["atom.xml", "tags/a1/atom.xml", "a1/atom.xml", ".feedmill/lock"];
        for path in theirs {
            two.scratch.file(&format!("elsewhere/{path}"), THEIRS);
        }
        two.collect(0);
        let which = n % HARMS.len();
        let mut run = two.build().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // Most of it happens while files are put in their places, near the end.
        let most = u64::try_from(whole.as_micros()).unwrap();
        std::thread::sleep(Duration::from_micros(most / 4 + random.below(most * 3 / 4)));
        harm(&two, which);
        let mut second = None;
        if random.one_in(2) {
            second = two.build().stdout(Stdio::null()).stderr(Stdio::null()).spawn().ok();
            second_runs += 1;
        }
        if !random.one_in(4) {
            std::thread::sleep(Duration::from_micros(random.below(most / 8)));
            killed += usize::from(run.try_wait().unwrap().is_none());
            run.kill().unwrap();
        }
        run.wait().unwrap();
        if let Some(mut second) = second {
            second.wait().unwrap();
        }
        let mut complain = |complaint: String| complaints.push(format!("{n}: {}: {complaint}", HARMS[which]));
        let is_linked = fs::symlink_metadata(scratch.join("out")).is_ok_and(|meta| meta.is_symlink());
        // Elsewhere is a folder of ours only where the whole output leads there.
        if !is_linked {
            let there = tree(&scratch.join("elsewhere"));
            let others =
                there.iter().filter(|(path, bytes)| !theirs.contains(&path.as_str()) || **bytes != THEIRS.as_bytes());
            others.for_each(|(path, _)| complain(format!("elsewhere/{path}: not theirs")));
        }
        for path in theirs {
            if fs::read(scratch.join("elsewhere").join(path)).ok().as_deref() != Some(THEIRS.as_bytes())
                && !(is_linked && path == ".feedmill/lock")
            {
                complain(format!("elsewhere/{path}: gone or changed"));
            }
        }
        let placed = which >= HARMS.len() - 2;
        if placed
            && !holds(&scratch.join("out"), THEIRS.as_bytes())
            && !holds(&scratch.join("moved"), THEIRS.as_bytes())
        {
            // A link or a folder may have been in the way of it.
            let was_put = !scratch.join("mine").exists();
            if was_put {
                complain("a file of somebody else is gone".to_owned());
            }
        }
        if scratch.join("out").is_dir() && !is_linked {
            for (path, bytes) in ordinary(&scratch.join("out")) {
                // Where something is in the way, lists speak of less.
                let is_list = ["index.html", "index.opml", "feeds.json", "tags/index.html"].contains(&path.as_str());
                let is_blocked = is_list && [6, 8].contains(&which);
                if !is_known(&path, &bytes) && !is_blocked && bytes != THEIRS.as_bytes() {
                    complain(format!("{path}: torn, or in a wrong place"));
                }
            }
        }
        // What is in the way is moved away; then all is as it should be.
        if is_linked {
            fs::remove_file(scratch.join("out")).unwrap();
        }
        for path in ["out/tags", "out/tags/a1"] {
            let place = scratch.join(path);
            if fs::symlink_metadata(&place).is_ok_and(|meta| meta.is_symlink()) {
                fs::remove_file(&place).unwrap();
            }
        }
        for path in ["out/atom.xml", "out/tags/a1/atom.xml"] {
            if fs::read(scratch.join(path)).is_ok_and(|bytes| bytes == THEIRS.as_bytes()) {
                fs::remove_file(scratch.join(path)).unwrap();
            }
        }
        let _ = fs::remove_dir_all(scratch.join("out/.feedmill/aside"));
        let said = finish(two.build());
        if said.code != 0 {
            complain(format!("next run: {said:?}"));
        }
        let tree = two.scratch.tree();
        for (path, bytes) in &two.trees[0] {
            if tree.get(path) != Some(bytes) {
                complain(format!("next run: {path} is not as it should be"));
            }
        }
        assert!(complaints.len() < 20, "{complaints:#?}");
    }
    println!(
        "{runs} disturbed runs of about {whole:.0?}, {killed} of them killed, beside {second_runs} others: {} complaints",
        complaints.len()
    );
    assert!(complaints.is_empty(), "{complaints:#?}");
}

/// The ordinary files of a folder that are not hidden, through no links.
fn ordinary(root: &Path) -> Vec<(String, Vec<u8>)> {
    let (mut files, mut folders) = (Vec::new(), vec![root.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let (path, kind) = (entry.path(), entry.file_type().unwrap());
            if kind.is_dir() && entry.file_name() != ".feedmill" {
                folders.push(path);
            } else if kind.is_file() {
                files.push((path.strip_prefix(root).unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap()));
            }
        }
    }
    files
}
