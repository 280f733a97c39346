//! The places of files: what is in them, and putting files there or removing them.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::folder::{Folder, Kind, Look};
use super::plan::Step;
use super::{Lock, PublishError, WAITING, sign};
use crate::digest::sha256;

/// The folder in the hidden one for files of others that were in our places.
const ASIDE: &str = "aside";

/// What was found in the place of a file, and is not what feedmill put there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Something that is left, so that nothing is published there.
    Blocked {
        /// The file or folder that is in the way.
        by: String,
        /// What it is.
        why: String,
    },
    /// Somebody else's file where nothing was published before: it is left, and nothing is published there.
    Foreign,
    /// A document of feedmill's that somebody has changed since: it is replaced.
    Edited,
    /// Somebody else's file, which is kept under this name in the output folder.
    Aside(String),
    /// Somebody else's file where one is to be removed: it is left.
    Left,
}

impl Found {
    /// Whether nothing is published there.
    pub fn is_in_the_way(&self) -> bool {
        matches!(self, Self::Blocked { .. } | Self::Foreign)
    }
}

/// What a file system or a person may do to one place, which costs no more than what is published there.
pub(super) fn blocked(by: &str, error: &io::Error) -> Option<Found> {
    let why = match error.kind() {
        io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory => {
            "a link, a folder or a file is in the place of something else".to_owned()
        }
        io::ErrorKind::CrossesDevices => "it is another file system".to_owned(),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ResourceBusy => error.to_string(),
        _ => return None,
    };
    Some(Found::Blocked { by: by.to_owned(), why })
}

/// Why something that is no ordinary file cannot be replaced.
pub(super) fn no_file(path: &str, kind: Kind) -> Found {
    let why = match kind {
        Kind::File => "a file is in its place",
        Kind::Folder => "a folder is in its place",
        Kind::Link => "a link is in its place",
        Kind::Other => "a device, a pipe or a socket is in its place",
    };
    Found::Blocked { by: path.to_owned(), why: why.to_owned() }
}

/// The folder of a path, and the name in it.
pub(super) fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// Does the steps of a run.
pub(super) struct Placing<'s> {
    lock: &'s Lock,
    /// The new files; `None` where they are gone.
    waiting: Option<&'s Folder>,
    /// The folder of the step before, and how it is reached.
    last: Option<(&'s str, Folder)>,
    /// What was found in places.
    found: BTreeMap<String, Found>,
}

impl<'s> Placing<'s> {
    pub(super) fn new(lock: &'s Lock, waiting: Option<&'s Folder>) -> Self {
        Self { lock, waiting, last: None, found: BTreeMap::new() }
    }

    fn fail(&self, path: &str, action: &'static str, error: io::Error) -> PublishError {
        PublishError::new(&self.lock.root().path().join(path), action, error)
    }

    /// Does all steps, and sees that they are on the disk. `after` says what hash a file has that takes its place, `seen` how
    /// the place looked when that was decided, if there was something in it that may be replaced. What was found in places is given, by path.
    pub(super) fn all(
        mut self,
        steps: &'s [Step],
        after: impl Fn(&str) -> Option<String>,
        seen: impl Fn(&str) -> Option<Look>,
    ) -> Result<BTreeMap<String, Found>, PublishError> {
        let mut is_flushed = true;
        for step in steps {
            self.lock.check()?;
            match step.name {
                Some(name) => {
                    let after = after(&step.path).unwrap_or_default();
                    self.put(step, name, &after, seen(&step.path))?;
                    is_flushed = false;
                }
                // Nothing goes before what took the places of others is there for good: removals come last.
                None => {
                    if !is_flushed {
                        self.flush(steps)?;
                        is_flushed = true;
                    }
                    self.remove(step)?;
                }
            }
        }
        // What was removed must be gone before it is written down that it is.
        if !steps.is_empty() {
            self.flush(steps)?;
        }
        self.lock.check()?;
        Ok(self.found)
    }

    /// Puts a new file in its place, unless something is in the way.
    fn put(&mut self, step: &'s Step, name: usize, after: &str, mut seen: Option<Look>) -> Result<(), PublishError> {
        let path = step.path.as_str();
        let (parent, last) = split(path);
        let temp = name.to_string();
        // Somebody may be at work in the same place, but not for long.
        for _ in 0..10 {
            if self.last.as_ref().is_none_or(|(known, _)| *known != parent) {
                self.last = match self.lock.root().make_at(parent) {
                    Ok(folder) => Some((parent, folder)),
                    Err((by, error)) => return self.give_up(path, by, "cannot make the folder", error),
                };
            }
            let (Some((_, folder)), Some(waiting)) = (&self.last, self.waiting) else {
                return Err(self.fail(path, "cannot put in place", io::ErrorKind::NotFound.into()));
            };
            let look = folder.look(last).map_err(|error| self.fail(path, "cannot look at", error))?;
            let mut is_free = false;
            if let Some(look) = look.filter(|look| seen != Some(*look)) {
                match examine(folder, last, look, [step.before.as_deref(), Some(after)]) {
                    Ok(Content::Ours) => {}
                    Ok(Content::Edited) => drop(self.found.insert(path.to_owned(), Found::Edited)),
                    Ok(Content::NoFile) => {
                        self.found.insert(path.to_owned(), no_file(path, look.kind));
                        return Ok(());
                    }
                    Ok(Content::Foreign(hash)) => match put_aside(self.lock.hidden(), folder, last, (&hash, last)) {
                        Ok(kept) => {
                            self.found.insert(path.to_owned(), Found::Aside(kept));
                            is_free = true;
                        }
                        Err(error) => return self.give_up(path, path, "cannot put aside", error),
                    },
                    Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                    Err(error) => return self.give_up(path, path, "cannot read what is there", error),
                }
            }
            let placed = match look.filter(|_| !is_free) {
                None => waiting.rename_new(&temp, folder, last).map(|()| None),
                Some(look) => {
                    let hashes = [step.before.as_deref(), Some(after)];
                    replace((waiting, &temp), (folder, path), look, hashes, self.lock.hidden())
                }
            };
            match placed {
                Ok(found) => {
                    self.found.extend(found.map(|found| (path.to_owned(), found)));
                    return Ok(());
                }
                // Something came into the place meanwhile.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => seen = None,
                // The folder was removed meanwhile.
                Err(error) if error.kind() == io::ErrorKind::NotFound && matches!(waiting.look(&temp), Ok(Some(_))) => {
                    self.last = None;
                }
                Err(error) => return self.give_up(path, path, "cannot put in place", error),
            }
        }
        Err(self.fail(path, "cannot put in place", io::Error::other("somebody else changes it all the time")))
    }

    /// Leaves a place to what is in the way, or the run if it is something else that went wrong.
    fn give_up(&mut self, path: &str, by: &str, action: &'static str, error: io::Error) -> Result<(), PublishError> {
        // Where the new files are gone with the folder, that says more.
        self.lock.check()?;
        let found = blocked(by, &error).ok_or_else(|| self.fail(path, action, error))?;
        self.found.insert(path.to_owned(), found);
        Ok(())
    }

    /// Removes a file that was published, and its folders if nothing else is in them. Never through a link.
    fn remove(&mut self, step: &'s Step) -> Result<(), PublishError> {
        // A folder that goes must not be the one that the next file is put into.
        self.last = None;
        let path = step.path.as_str();
        let (mut parent, mut last) = split(path);
        let root = self.lock.root();
        let mut folder = match root.at(parent) {
            Ok(Some(folder)) => folder,
            // It is gone.
            Ok(None) => return Ok(()),
            // It leads elsewhere.
            Err((by, error)) => return self.give_up(path, by, "cannot look into", error),
        };
        let removed = match folder.look(last) {
            Ok(None) => return Ok(()),
            Ok(Some(look)) => match examine(&folder, last, look, [step.before.as_deref(), None]) {
                Ok(Content::Ours) => take_away(self.lock.hidden(), &folder, last, look),
                // What an older version was about to remove; it did not write down what that was.
                Ok(Content::Edited) if step.before.is_none() => take_away(self.lock.hidden(), &folder, last, look),
                Ok(_) => {
                    self.found.insert(path.to_owned(), Found::Left);
                    return Ok(());
                }
                Err(error) => Err(error),
            },
            Err(error) => Err(error),
        };
        match removed {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return self.give_up(path, path, "cannot remove", error);
            }
            _ => {}
        }
        // One that is not empty stays: there are other files in it.
        while !parent.is_empty() {
            (parent, last) = split(parent);
            match root.at(parent) {
                Ok(Some(above)) if above.remove_folder(last).is_ok() => folder = above,
                _ => break,
            }
        }
        drop(folder);
        Ok(())
    }

    /// Flushes what was done.
    fn flush(&self, steps: &[Step]) -> Result<(), PublishError> {
        let root = self.lock.root();
        let flush = || {
            if root.flush_file_system()? {
                return Ok(());
            }
            let mut parents = BTreeSet::new();
            for step in steps {
                parents.extend(step.path.match_indices('/').map(|(end, _)| &step.path[..end]));
            }
            for parent in parents {
                if let Ok(Some(folder)) = root.at(parent) {
                    folder.flush()?;
                }
            }
            root.flush()?;
            self.lock.hidden().flush()?;
            self.waiting.map_or(Ok(()), Folder::flush)
        };
        flush().map_err(|error| self.fail("", "cannot flush to the disk", error))
    }
}

/// What a file is that is in one of our places.
enum Content {
    /// It has one of the hashes.
    Ours,
    /// It has none, and says that feedmill made it.
    Edited,
    /// It is somebody else's; this is its hash.
    Foreign(String),
    /// It is no ordinary file.
    NoFile,
}

fn examine(folder: &Folder, name: &str, look: Look, hashes: [Option<&str>; 2]) -> io::Result<Content> {
    if look.kind != Kind::File {
        return Ok(Content::NoFile);
    }
    let bytes = folder.read(name)?;
    let hash = sha256(&bytes);
    Ok(match hash {
        hash if hashes.contains(&Some(hash.as_str())) => Content::Ours,
        _ if sign::is_own(&bytes) => Content::Edited,
        hash => Content::Foreign(hash),
    })
}

/// Puts a new file in the place of one that was looked at. Both take each other's place, so that it is seen what the new one
/// has replaced: something else may have come there since.
fn replace(
    (waiting, temp): (&Folder, &str),
    (folder, path): (&Folder, &str),
    seen: Look,
    hashes: [Option<&str>; 2],
    hidden: &Folder,
) -> io::Result<Option<Found>> {
    let name = split(path).1;
    if !waiting.exchange(temp, folder, name)? {
        return waiting.rename(temp, folder, name).map(|()| None);
    }
    let Some(taken) = waiting.look(temp)? else { return Ok(None) };
    if taken != seen {
        match examine(waiting, temp, taken, hashes)? {
            Content::Ours => {}
            Content::Edited => {
                waiting.remove_file(temp)?;
                return Ok(Some(Found::Edited));
            }
            Content::Foreign(hash) => {
                return put_aside(hidden, waiting, temp, (&hash, name)).map(|kept| Some(Found::Aside(kept)));
            }
            Content::NoFile => {
                waiting.exchange(temp, folder, name)?;
                return Ok(Some(no_file(path, taken.kind)));
            }
        }
    }
    waiting.remove_file(temp).map(|()| None)
}

/// Removes a file that was looked at. If something else has come to its place since, that goes back there.
fn take_away(hidden: &Folder, folder: &Folder, name: &str, seen: Look) -> io::Result<()> {
    let gone = format!("{WAITING}-gone");
    folder.rename(name, hidden, &gone)?;
    if hidden.look(&gone)? == Some(seen) { hidden.remove_file(&gone) } else { hidden.rename_new(&gone, folder, name) }
}

/// Moves a file of somebody else where nobody removes it; gives where, in the output folder. The same file twice is kept
/// once.
fn put_aside(hidden: &Folder, folder: &Folder, name: &str, (hash, known_as): (&str, &str)) -> io::Result<String> {
    let aside = hidden.make(ASIDE)?;
    let kept = format!("{}-{known_as}", &hash[..16]);
    folder.rename(name, &aside, &kept)?;
    Ok(format!("{}/{ASIDE}/{kept}", super::FOLDER))
}

/// What came of finishing a run that did not end.
#[derive(Debug, Default)]
pub struct Finished {
    /// What was found in places, by path.
    pub found: BTreeMap<String, Found>,
    /// The places that do not hold what they should, and the hash of what was in them before, if anything was.
    pub undone: Vec<(String, Option<String>)>,
}

/// Does what a run had begun that was killed, as far as it is not done. `after` says what hash of its bytes a file has
/// that takes its place: one that has another is no file of that run, and is left.
///
/// # Errors
/// If a file cannot take its place or cannot be removed; all before it are done, none after it. So if this run has lost its
/// lock.
pub fn finish<'h>(
    lock: &Lock,
    steps: &[Step],
    after: impl Fn(&str) -> Option<&'h str>,
) -> Result<Finished, PublishError> {
    let stage = steps.iter().find(|step| step.name.is_some()).map_or("", |step| step.stage.as_str());
    let waiting = if stage.is_empty() { Ok(None) } else { lock.hidden().folder(stage) };
    // What is in its place is no folder of ours.
    let waiting = waiting.ok().flatten();
    let (mut undone, mut aside) = (Vec::new(), BTreeMap::new());
    let is_to_do = |step: &&Step| {
        let Some(name) = step.name else { return true };
        let Some(wanted) = after(&step.path) else { return false };
        let temp = name.to_string();
        let staged = waiting.as_ref().and_then(|waiting| waiting.read(&temp).ok());
        let hash = staged.as_ref().map(|bytes| sha256(bytes));
        if hash.as_deref() == Some(wanted) {
            return true;
        }
        let (parent, last) = split(&step.path);
        let there = lock.root().at(parent).ok().flatten().and_then(|folder| folder.read(last).ok());
        if there.as_ref().is_none_or(|bytes| sha256(bytes) != wanted) {
            // An older version did not write down what was there: it is ours if it says so.
            let own = || there.filter(|bytes| sign::is_own(bytes)).map(|bytes| sha256(&bytes));
            undone.push((step.path.clone(), step.before.clone().or_else(own)));
        } else if let (Some(waiting), Some(hash)) = (&waiting, hash)
            && step.before.as_ref().is_some_and(|before| *before != hash)
            && !staged.is_some_and(|bytes| sign::is_own(&bytes))
            && let Ok(kept) = put_aside(lock.hidden(), waiting, &temp, (&hash, last))
        {
            // What had come to the place just before, and was seen by nobody yet.
            aside.insert(step.path.clone(), Found::Aside(kept));
        }
        false
    };
    let steps: Vec<Step> = steps.iter().filter(is_to_do).cloned().collect();
    let mut found =
        Placing::new(lock, waiting.as_ref()).all(&steps, |path| after(path).map(str::to_owned), |_| None)?;
    let blocked = found.iter().filter(|(_, found)| found.is_in_the_way());
    undone.extend(blocked.map(|(path, _)| (path.clone(), None)));
    found.extend(aside);
    Ok(Finished { found, undone })
}
