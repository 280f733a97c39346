//! What a run does to its files, and what a disk has of it after a power cut.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::Random;
use crate::run::finish;
use crate::two::Two;

/// What has a name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Node {
    Folder,
    /// The number of a file.
    File(usize),
}

/// Paths in the output folder.
pub(super) type Names = BTreeMap<String, Node>;

/// A change of names.
#[derive(Clone)]
pub(super) enum Change {
    Make(String, Node),
    Move(String, String, Node),
    Exchange(String, String),
    Remove(String),
}

/// A change of bytes.
#[derive(Clone)]
pub(super) enum Bytes {
    Write(usize, Vec<u8>),
    Length(usize),
}

/// What a run did.
pub(super) enum Event {
    Names(Change),
    Bytes(usize, Bytes),
    FlushFile(usize),
    FlushFolder(String),
    FlushAll,
}

fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

impl Change {
    fn is_in(&self, folder: &str) -> bool {
        match self {
            Self::Make(path, _) | Self::Remove(path) => parent(path) == folder,
            Self::Move(from, to, _) | Self::Exchange(from, to) => parent(from) == folder || parent(to) == folder,
        }
    }

    /// Does it, if the names that it needs are there.
    pub(super) fn apply(&self, names: &mut Names) {
        let has_parent =
            |names: &Names, path: &str| parent(path).is_empty() || names.get(parent(path)) == Some(&Node::Folder);
        match self {
            Self::Make(path, node) if has_parent(names, path) => drop(names.insert(path.clone(), *node)),
            Self::Move(from, to, node) if has_parent(names, to) => {
                names.remove(from);
                names.insert(to.clone(), *node);
            }
            Self::Exchange(one, other) => {
                if let (Some(a), Some(b)) = (names.get(one).copied(), names.get(other).copied()) {
                    names.insert(one.clone(), b);
                    names.insert(other.clone(), a);
                }
            }
            Self::Remove(path) => {
                let is_empty = !names.keys().any(|name| parent(name) == path);
                if is_empty {
                    names.remove(path);
                }
            }
            _ => {}
        }
    }
}

impl Bytes {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Length(length) => bytes.resize(*length, 0),
            Self::Write(at, written) => {
                let end = at + written.len();
                if bytes.len() < end {
                    bytes.resize(end, 0);
                }
                bytes[*at..end].copy_from_slice(written);
            }
        }
    }
}

/// A recorded run.
pub(super) struct Recording {
    /// What was there before.
    pub(super) names: Names,
    files: Vec<Vec<u8>>,
    pub(super) events: Vec<Event>,
}

/// The texts between two signs, of which `strace -xx` writes each byte as `\x2f`.
fn texts(line: &str, open: char, close: char) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    let mut rest = line;
    while let Some((_, after)) = rest.split_once(open) {
        let Some((text, after)) = after.split_once(close) else { break };
        found.push(text.split("\\x").skip(1).map(|byte| u8::from_str_radix(&byte[..2], 16).unwrap()).collect());
        rest = after;
    }
    found
}

impl Recording {
    /// Records the run that is next.
    pub(super) fn of(two: &Two) -> Self {
        let out = two.scratch.path().join("out");
        let (mut names, mut files) = (Names::new(), Vec::new());
        let mut folders = if out.exists() { vec![out.clone()] } else { Vec::new() };
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let name = path.strip_prefix(&out).unwrap().to_str().unwrap().to_owned();
                if path.is_dir() {
                    names.insert(name, Node::Folder);
                    folders.push(path);
                } else {
                    names.insert(name, Node::File(files.len()));
                    files.push(fs::read(&path).unwrap());
                }
            }
        }
        let log = two.scratch.path().join("strace.log");
        let calls = "-etrace=openat,write,pwrite64,ftruncate,fsync,fdatasync,syncfs,rename,renameat,renameat2,unlink,\
                     unlinkat,rmdir,mkdir,mkdirat";
        let build = two.build();
        let mut command = Command::new("strace");
        command.args(["-f", "-y", "-xx", "-s", "100000000", calls, "-o"]).arg(&log);
        command.arg(build.get_program()).args(build.get_args()).current_dir(two.scratch.path());
        let said = finish({
            command.stdin(Stdio::null()).env("RAYON_NUM_THREADS", "1");
            command
        });
        assert_eq!(said.code, 0, "strace: {said:?}");
        let log = fs::read_to_string(log).unwrap();
        assert!(!log.contains("<unfinished"), "two threads wrote at once");
        let mut recording = Self { names: names.clone(), files, events: Vec::new() };
        let mut count = recording.files.len();
        let mut ends = BTreeMap::new();
        for line in log.lines() {
            recording.read(line, &out, &mut names, &mut count, &mut ends);
        }
        recording
    }

    /// Reads a line. `names` is what there is then, `count` how many files there ever were, `ends` where each handle writes.
    fn read(
        &mut self,
        line: &str,
        out: &Path,
        names: &mut Names,
        count: &mut usize,
        ends: &mut BTreeMap<String, usize>,
    ) {
        let Some((call, result)) = line.rsplit_once(") = ") else { return };
        let Some((head, arguments)) = call.split_once('(') else { return };
        let call = head.split_whitespace().next_back().unwrap();
        if result.starts_with('-') {
            return;
        }
        let inside = |path: &Path| Some(path.strip_prefix(out).ok()?.to_str()?.to_owned());
        let text = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).into_owned();
        let handles: Vec<String> = texts(arguments, '<', '>').iter().map(text).collect();
        let root = out.parent().unwrap();
        // What a path in the arguments names, with the handle before it.
        let named = |n: usize| {
            let texts = texts(arguments, '"', '"');
            let base = handles.get(n).map_or(root, Path::new);
            inside(&base.join(text(&texts[n])))
        };
        let handle = || inside(Path::new(handles.first()?));
        let file = |names: &Names, path: &str| match names.get(path) {
            Some(Node::File(n)) => Some(*n),
            _ => None,
        };
        let number = || arguments.split('<').next().unwrap().to_owned();
        match call {
            "openat" => {
                let Some(path) = named(0) else { return };
                ends.insert(result.split('<').next().unwrap().to_owned(), 0);
                if arguments.contains("O_CREAT") && !names.contains_key(&path) {
                    let change = Change::Make(path, Node::File(*count));
                    *count += 1;
                    self.change(change, names);
                } else if let (true, Some(n)) = (arguments.contains("O_TRUNC"), file(names, &path)) {
                    self.events.push(Event::Bytes(n, Bytes::Length(0)));
                }
            }
            "write" | "pwrite64" | "ftruncate" => {
                let Some(n) = handle().and_then(|path| file(names, &path)) else { return };
                let last = || arguments.rsplit(", ").next().unwrap().parse().unwrap();
                let bytes = || texts(arguments, '"', '"').remove(0);
                let done = match call {
                    "ftruncate" => Bytes::Length(last()),
                    "pwrite64" => Bytes::Write(last(), bytes()),
                    _ => {
                        let end = ends.entry(number()).or_default();
                        let bytes = bytes();
                        *end += bytes.len();
                        Bytes::Write(*end - bytes.len(), bytes)
                    }
                };
                self.events.push(Event::Bytes(n, done));
            }
            "fsync" | "fdatasync" => {
                let Some(path) = handle() else { return };
                let event = file(names, &path).map_or(Event::FlushFolder(path), Event::FlushFile);
                self.events.push(event);
            }
            "syncfs" => self.events.push(Event::FlushAll),
            "mkdir" | "mkdirat" => {
                let Some(path) = named(0).filter(|path| !path.is_empty()) else { return };
                self.change(Change::Make(path, Node::Folder), names);
            }
            "rename" | "renameat" | "renameat2" => {
                let (Some(from), Some(to)) = (named(0), named(1)) else { return };
                if arguments.contains("RENAME_EXCHANGE") {
                    return self.change(Change::Exchange(from, to), names);
                }
                let node = names[&from];
                self.change(Change::Move(from, to, node), names);
            }
            "unlink" | "unlinkat" | "rmdir" => {
                let Some(path) = named(0) else { return };
                self.change(Change::Remove(path), names);
            }
            _ => {}
        }
    }

    fn change(&mut self, change: Change, names: &mut Names) {
        change.apply(names);
        self.events.push(Event::Names(change));
    }

    /// What is left of the output folder if the power is cut after so many events.
    pub(super) fn cut(&self, after: usize, in_order: bool, random: &mut Random) -> (Names, Vec<Vec<u8>>) {
        let (mut names, mut files) = (self.names.clone(), self.files.clone());
        let mut changes: Vec<&Change> = Vec::new();
        let mut bytes: BTreeMap<usize, Vec<&Bytes>> = BTreeMap::new();
        let grow = |files: &mut Vec<Vec<u8>>, n: usize| files.resize(files.len().max(n + 1), Vec::new());
        for event in &self.events[..after] {
            match event {
                Event::Names(change) => changes.push(change),
                Event::Bytes(n, written) => bytes.entry(*n).or_default().push(written),
                Event::FlushFile(n) => {
                    grow(&mut files, *n);
                    bytes.remove(n).into_iter().flatten().for_each(|written| written.apply(&mut files[*n]));
                }
                Event::FlushFolder(path) => changes.retain(|change| {
                    let is_in = change.is_in(path);
                    if is_in {
                        change.apply(&mut names);
                    }
                    !is_in
                }),
                Event::FlushAll => {
                    changes.drain(..).for_each(|change| change.apply(&mut names));
                    for (n, written) in std::mem::take(&mut bytes) {
                        grow(&mut files, n);
                        for written in written {
                            written.apply(&mut files[n]);
                        }
                    }
                }
            }
        }
        if in_order {
            changes.truncate(usize::try_from(random.below(changes.len() as u64 + 1)).unwrap());
        } else {
            changes.retain(|_| random.one_in(2));
        }
        for change in changes {
            change.apply(&mut names);
        }
        for (n, written) in bytes {
            grow(&mut files, n);
            let few = random.below(4);
            for written in written {
                if random.below(4) < few {
                    continue;
                }
                match written {
                    Bytes::Write(at, whole) if random.one_in(4) => {
                        let sectors = random.below(whole.len() as u64 / 512 + 1);
                        let length = usize::try_from(sectors * 512).unwrap().min(whole.len());
                        Bytes::Write(*at, whole[..length].to_vec()).apply(&mut files[n]);
                    }
                    other => other.apply(&mut files[n]),
                }
            }
        }
        let count = names.values().filter_map(|node| if let Node::File(n) = node { Some(n + 1) } else { None }).max();
        files.resize(files.len().max(count.unwrap_or(0)), Vec::new());
        (names, files)
    }
}
