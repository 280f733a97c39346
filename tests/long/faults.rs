//! System calls that fail, or at which the run is killed; file systems that are full.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Stdio};

use crate::run::{Said, finish};
use crate::two::Two;

/// What a run does to files: at these a killed run has done something that the next one must not doubt.
const WRITES: &[&str] = &[
    "write",
    "pwrite64",
    "fsync",
    "fdatasync",
    "syncfs",
    "rename",
    "renameat",
    "renameat2",
    "unlink",
    "unlinkat",
    "rmdir",
    "mkdir",
    "mkdirat",
    "chmod",
    "fchmod",
    "fchmodat",
    "utimensat",
    "ftruncate",
];

/// What else it asks of them.
const READS: &[&str] = &[
    "openat",
    "flock",
    "fstat",
    "fstatfs",
    "statx",
    "getdents64",
    "read",
    "pread64",
    "close",
    "fcntl",
    "lseek",
    "newfstatat",
    "lstat",
    "stat",
    "access",
];

fn strace(two: &Two, options: &[String]) -> Said {
    let build = two.build();
    let mut command = Command::new("strace");
    command.arg("-f").arg("-qq").args(options).arg(build.get_program()).args(build.get_args());
    command.current_dir(two.scratch.path()).stdin(Stdio::null()).env("RAYON_NUM_THREADS", "1");
    finish(command)
}

/// For each system call the numbers of those, counted from 1, that a run makes after it took the lock.
fn calls(two: &Two, names: &[&'static str]) -> BTreeMap<&'static str, std::ops::RangeInclusive<usize>> {
    let log = two.scratch.path().join("strace.log");
    let said = strace(two, &["-o".to_owned(), log.to_string_lossy().into_owned()]);
    assert_eq!(said.code, 0, "strace: {said:?}");
    let log = fs::read_to_string(log).unwrap();
    let mut seen = BTreeMap::<&str, (usize, usize)>::new();
    let mut is_publishing = false;
    for line in log.lines() {
        is_publishing |= line.contains("\"lock\"");
        let Some(name) = names.iter().find(|name| line.contains(&format!(" {name}("))) else { continue };
        let (before, after) = seen.entry(name).or_default();
        *(if is_publishing { after } else { before }) += 1;
    }
    seen.into_iter().map(|(name, (before, after))| (name, before + 1..=before + after)).collect()
}

#[test]
#[ignore = "takes two minutes, and strace"]
fn killed_at_every_call_that_writes() {
    kill_at_every_call(&Two::new(6));
}

#[test]
#[ignore = "takes two minutes, and strace"]
fn killed_at_every_call_that_writes_archives() {
    kill_at_every_call(&Two::with(6, "[output]\narchives = true\n"));
}

fn kill_at_every_call(two: &Two) {
    let saved = two.save();
    // The tree is that of state 1.
    two.collect(0);
    let calls = calls(two, WRITES);
    let (mut runs, mut complaints) = (0, Vec::new());
    for (name, numbers) in calls {
        for number in numbers {
            two.restore(&saved);
            strace(two, &["-o/dev/null".to_owned(), format!("-einject={name}:signal=KILL:when={number}")]);
            runs += 1;
            let place = format!("{name} {number}");
            complaints.extend(two.complaints().into_iter().map(|complaint| format!("{place}: {complaint}")));
            complaints.extend(two.differences(0).into_iter().map(|complaint| format!("after {place}: {complaint}")));
            assert!(complaints.len() < 20, "{complaints:#?}");
        }
    }
    println!("{runs} runs killed at a call that writes: {} complaints", complaints.len());
    assert!(complaints.is_empty() && runs > 100, "{complaints:#?}");
}

#[test]
#[ignore = "takes a quarter of an hour, and strace"]
fn every_call_fails_in_every_way() {
    let two = Two::new(6);
    let saved = two.save();
    two.collect(0);
    let calls = calls(&two, &[WRITES, READS].concat());
    let all = 5 * calls.values().cloned().map(Iterator::count).sum::<usize>();
    // Those that `FEEDMILL_CALLS` names, if it is set.
    let wanted = std::env::var("FEEDMILL_CALLS").ok();
    let is_wanted = |name: &str| wanted.as_ref().is_none_or(|wanted| wanted.split(',').any(|wanted| wanted == name));
    let (mut runs, mut failed, mut complaints) = (0, 0, Vec::new());
    for (name, numbers) in calls.into_iter().filter(|(name, _)| is_wanted(name)) {
        for number in numbers {
            for error in ["ENOSPC", "EIO", "EROFS", "EMFILE", "EINTR"] {
                two.restore(&saved);
                let inject = format!("-einject={name}:error={error}:when={number}");
                let said = strace(&two, &["-o/dev/null".to_owned(), inject]);
                runs += 1;
                let place = format!("{name} {number} {error}");
                let mut complain = |complaint: String| complaints.push(format!("{place}: {complaint}"));
                match said.code {
                    // Not everything that fails matters: what can be done again is, and a status is only a status.
                    0 if two.scratch.tree() != two.trees[0] => complain("exit code 0, and not published".to_owned()),
                    0 => {}
                    1 => {
                        failed += 1;
                        // strace counts the calls of each thread: the message may be another one that fails.
                        let was_lost = name == "write" && said.stderr.is_empty();
                        if !said.stderr.starts_with("feedmill: ") && !was_lost {
                            complain(format!("no message: {said:?}"));
                        }
                    }
                    code => complain(format!("exit code {code}: {said:?}")),
                }
                two.complaints().into_iter().for_each(&mut complain);
                // What a run that failed had ready, the next one puts in its place.
                let leftovers = two.leftovers().into_iter().filter(|name| said.code == 0 || !name.starts_with("new-"));
                leftovers.for_each(|path| complain(format!("{path}: left over")));
                two.differences(0).into_iter().for_each(|complaint| complain(format!("next run: {complaint}")));
                assert!(complaints.len() < 20, "{complaints:#?}");
            }
        }
    }
    println!(
        "{runs} runs (of {all}) with a call that failed, {failed} of them failed: {} complaints",
        complaints.len()
    );
    assert!(complaints.is_empty() && (runs > 500 || wanted.is_some()), "{complaints:#?}");
}

/// A file system in memory, gone when it is dropped.
struct Tmpfs<'t>(&'t std::path::Path);

impl Tmpfs<'_> {
    fn mount(&self, options: &str) {
        let status = Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(self.0).status().unwrap();
        assert!(status.success(), "nobody may mount a tmpfs here");
    }
}

impl Drop for Tmpfs<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).status();
    }
}

#[test]
#[ignore = "takes the right to mount"]
fn full_file_systems() {
    let two = Two::new(40);
    let saved = two.scratch.path().join("saved");
    fs::rename(two.scratch.path().join("out"), &saved).unwrap();
    let out = two.scratch.path().join("out");
    fs::create_dir(&out).unwrap();
    let (mut full, mut fitted, mut complaints) = (0, 0, Vec::new());
    for pages in 0..20 {
        let tmpfs = Tmpfs(&out);
        tmpfs.mount("size=100m");
        let status = Command::new("sh").args(["-c", "cp -a saved/. out"]).current_dir(two.scratch.path()).status();
        assert!(status.unwrap().success());
        let used = Command::new("df").args(["--output=used", "-k"]).arg(&out).output().unwrap();
        let used: u64 = String::from_utf8(used.stdout).unwrap().lines().last().unwrap().trim().parse().unwrap();
        // From no free page to more than all new files take.
        let size = used + pages * 40;
        tmpfs.mount(&format!("remount,size={size}k"));
        two.collect(0);
        let said = finish(two.build());
        let mut complain = |complaint: String| complaints.push(format!("{pages}: {complaint}"));
        match said.code {
            0 => fitted += 1,
            1 if said.stderr.contains("No space left") || said.stderr.contains("full") => full += 1,
            _ => complain(format!("{said:?}")),
        }
        two.complaints().into_iter().for_each(&mut complain);
        two.leftovers().into_iter().for_each(|path| complain(format!("{path}: left over")));
        tmpfs.mount("remount,size=100m");
        two.differences(0).into_iter().for_each(|complaint| complain(format!("with room again: {complaint}")));
    }
    println!("20 sizes: {full} too small, {fitted} large enough: {} complaints", complaints.len());
    assert!(complaints.is_empty() && full > 3 && fitted > 3, "{full} {fitted} {complaints:#?}");
}
