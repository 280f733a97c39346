//! The places of published files: examining them, putting files there and removing them.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use super::folder::{FileMetadata, Folder, Kind};
use super::step::Step;
use super::{Lock, PublishError, WAITING, sign};
use crate::digest::{Digest, sha256};

/// The folder, in the hidden one, for files of other programs that were in the places of ours.
const ASIDE: &str = "aside";

/// What was in the place of a file and is not what feedmill put there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Something that cannot be replaced: it stays, and nothing is published there.
    Blocked {
        /// The file or folder that is in the way.
        by: String,
        /// What it is.
        why: String,
    },
    /// A file of another program where feedmill published nothing before: it stays, and nothing is published there.
    Foreign,
    /// A document of feedmill's that was edited since: it is replaced.
    Edited,
    /// A file of another program in the place of a published one: it is kept under this name in the output folder.
    Aside(String),
    /// A file of another program in the place of one that is to be removed: it stays.
    Left,
}

impl Found {
    /// Whether nothing is published there.
    pub fn is_in_the_way(&self) -> bool {
        matches!(self, Self::Blocked { .. } | Self::Foreign)
    }
}

/// The finding for an error that concerns one place alone, so that only that file is not published; `None`: the run fails.
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
    /// The folder of new files; `None`: it is gone.
    waiting: Option<&'s Folder>,
    /// The path and the folder of the step before.
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

    /// Carries out all steps and flushes them to the disk. `after` is the hash of the new file for a path, `seen` the look of
    /// the file there that it may replace, if the stage compared them. Returns what was in the places, by path.
    pub(super) fn all(
        mut self,
        steps: &'s [Step],
        after: impl Fn(&str) -> Option<Digest>,
        seen: impl Fn(&str) -> Option<FileMetadata>,
    ) -> Result<BTreeMap<String, Found>, PublishError> {
        let (mut is_flushed, mut checked) = (true, None);
        for step in steps {
            // Once for the files of a folder.
            let folder = split(&step.path).0;
            if checked != Some(folder) {
                self.lock.check()?;
                checked = Some(folder);
            }
            match step.name {
                Some(name) => {
                    self.put(step, name, after(&step.path), seen(&step.path))?;
                    is_flushed = false;
                }
                // Nothing is removed before all new files are on the disk.
                None => {
                    if !is_flushed {
                        self.flush(steps)?;
                        is_flushed = true;
                    }
                    self.remove(step)?;
                }
            }
        }
        // The removals must be on the disk before the ledger says that they are done.
        if !steps.is_empty() {
            self.flush(steps)?;
        }
        self.lock.check()?;
        Ok(self.found)
    }

    /// Puts a new file in its place, unless something is in the way.
    fn put(
        &mut self,
        step: &'s Step,
        name: u32,
        after: Option<Digest>,
        mut seen: Option<FileMetadata>,
    ) -> Result<(), PublishError> {
        let (path, hashes) = (&*step.path, [step.before, after]);
        let (parent, last) = split(path);
        let temp = name.to_string();
        // Another program may change the same place, but not for long.
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
            let metadata = folder.metadata(last).map_err(|error| self.fail(path, "cannot look at", error))?;
            let mut is_free = false;
            if let Some(metadata) = metadata.filter(|metadata| seen != Some(*metadata)) {
                match examine(folder, last, metadata, hashes) {
                    Ok(Content::Ours) => {}
                    Ok(Content::Edited) => drop(self.found.insert(path.to_owned(), Found::Edited)),
                    Ok(Content::NoFile) => {
                        self.found.insert(path.to_owned(), no_file(path, metadata.kind));
                        return Ok(());
                    }
                    Ok(Content::Foreign(hash)) => match put_aside(self.lock.hidden(), folder, last, (hash, last)) {
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
            let placed = match metadata.filter(|_| !is_free) {
                None => waiting.rename_new(&temp, folder, last).map(|()| None),
                Some(metadata) => replace((waiting, &temp), (folder, path), metadata, hashes, self.lock.hidden()),
            };
            match placed {
                Ok(found) => {
                    self.found.extend(found.map(|found| (path.to_owned(), found)));
                    return Ok(());
                }
                // Something came into the place meanwhile.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => seen = None,
                // The folder was removed meanwhile.
                Err(error)
                    if error.kind() == io::ErrorKind::NotFound && matches!(waiting.metadata(&temp), Ok(Some(_))) =>
                {
                    self.last = None;
                }
                Err(error) => return self.give_up(path, path, "cannot put in place", error),
            }
        }
        Err(self.fail(path, "cannot put in place", io::Error::other("somebody else changes it all the time")))
    }

    /// Leaves this place as it is, if the error concerns it alone; else fails.
    fn give_up(&mut self, path: &str, by: &str, action: &'static str, error: io::Error) -> Result<(), PublishError> {
        // If the whole output folder was taken away, that is the better message.
        self.lock.check()?;
        let found = blocked(by, &error).ok_or_else(|| self.fail(path, action, error))?;
        self.found.insert(path.to_owned(), found);
        Ok(())
    }

    /// Removes a file that was published, and its folders if nothing else is in them. Never through a link.
    fn remove(&mut self, step: &'s Step) -> Result<(), PublishError> {
        // The folder may be removed below, so the next file must not be put into this handle.
        self.last = None;
        let path = &*step.path;
        let (mut parent, mut last) = split(path);
        let root = self.lock.root();
        let mut folder = match root.at(parent) {
            Ok(Some(folder)) => folder,
            // The folder is gone, and the file with it.
            Ok(None) => return Ok(()),
            // A link or a file is in the place of the folder.
            Err((by, error)) => return self.give_up(path, by, "cannot look into", error),
        };
        let removed = match folder.metadata(last) {
            Ok(None) => return Ok(()),
            Ok(Some(metadata)) => match examine(&folder, last, metadata, [step.before, None]) {
                Ok(Content::Ours) => take_away(self.lock.hidden(), &folder, last, metadata),
                // An older version stored this step, without the hash of the file.
                Ok(Content::Edited) if step.before.is_none() => take_away(self.lock.hidden(), &folder, last, metadata),
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
        // A folder with other files in it cannot be removed, and stays.
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

    /// Flushes the steps to the disk.
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

/// Whose the file in a place is.
enum Content {
    /// Feedmill's: it has one of the hashes.
    Ours,
    /// Feedmill's, but edited: it has another hash, and names feedmill as its generator.
    Edited,
    /// Another program's, with this hash.
    Foreign(Digest),
    /// It is no ordinary file.
    NoFile,
}

fn examine(folder: &Folder, name: &str, metadata: FileMetadata, hashes: [Option<Digest>; 2]) -> io::Result<Content> {
    if metadata.kind != Kind::File {
        return Ok(Content::NoFile);
    }
    let bytes = folder.read(name)?;
    let hash = sha256(&bytes);
    Ok(match hash {
        hash if hashes.contains(&Some(hash)) => Content::Ours,
        _ if sign::is_own(&bytes) => Content::Edited,
        hash => Content::Foreign(hash),
    })
}

/// Puts a new file in the place of one that was examined. The two are exchanged, so that a file that came there since is not
/// lost: the one that comes back is examined once more.
fn replace(
    (waiting, temp): (&Folder, &str),
    (folder, path): (&Folder, &str),
    seen: FileMetadata,
    hashes: [Option<Digest>; 2],
    hidden: &Folder,
) -> io::Result<Option<Found>> {
    let name = split(path).1;
    if !waiting.exchange(temp, folder, name)? {
        return waiting.rename(temp, folder, name).map(|()| None);
    }
    let Some(taken) = waiting.metadata(temp)? else { return Ok(None) };
    if taken != seen {
        match examine(waiting, temp, taken, hashes)? {
            Content::Ours => {}
            Content::Edited => {
                waiting.remove_file(temp)?;
                return Ok(Some(Found::Edited));
            }
            Content::Foreign(hash) => {
                return put_aside(hidden, waiting, temp, (hash, name)).map(|kept| Some(Found::Aside(kept)));
            }
            Content::NoFile => {
                waiting.exchange(temp, folder, name)?;
                return Ok(Some(no_file(path, taken.kind)));
            }
        }
    }
    waiting.remove_file(temp).map(|()| None)
}

/// Removes a file that was examined. A file that came to its place since is put back.
fn take_away(hidden: &Folder, folder: &Folder, name: &str, seen: FileMetadata) -> io::Result<()> {
    let gone = format!("{WAITING}-gone");
    folder.rename(name, hidden, &gone)?;
    if hidden.metadata(&gone)? == Some(seen) {
        hidden.remove_file(&gone)
    } else {
        hidden.rename_new(&gone, folder, name)
    }
}

/// Moves a file of another program to where feedmill never removes it; returns its new path in the output folder. Of two files
/// with the same bytes one is kept.
fn put_aside(hidden: &Folder, folder: &Folder, name: &str, (hash, known_as): (Digest, &str)) -> io::Result<String> {
    let aside = hidden.make(ASIDE)?;
    let kept = format!("{hash:.16}-{known_as}");
    folder.rename(name, &aside, &kept)?;
    Ok(format!("{}/{ASIDE}/{kept}", super::FOLDER))
}

/// The result of finishing an interrupted run.
#[derive(Debug, Default)]
pub struct Finished {
    /// What was in the places and is not feedmill's, by path.
    pub found: BTreeMap<String, Found>,
    /// The places without the file that they should have, and the hash of the file that was there before, if one was.
    pub undone: Vec<(Arc<str>, Option<Digest>)>,
}

/// Finishes an interrupted run: carries out those of its steps that are not done. `after` is the hash of the new file for a
/// path; a file with another hash is not of that run, and stays where it is.
///
/// # Errors
/// If a file cannot take its place or cannot be removed, or this run has lost its lock; all steps before it are done, none
/// after it.
pub fn finish(lock: &Lock, steps: &[Step], after: impl Fn(&str) -> Option<Digest>) -> Result<Finished, PublishError> {
    let stage = steps.iter().find(|step| step.name.is_some()).map_or("", |step| &*step.stage);
    let waiting = if stage.is_empty() { Ok(None) } else { lock.hidden().folder(stage) };
    // If a link or a file is in the place of that folder, its files are gone.
    let waiting = waiting.ok().flatten();
    let (mut undone, mut aside) = (Vec::new(), BTreeMap::new());
    let is_to_do = |step: &&Step| {
        let Some(name) = step.name else { return true };
        let Some(wanted) = after(&step.path) else { return false };
        let temp = name.to_string();
        let staged = waiting.as_ref().and_then(|waiting| waiting.read(&temp).ok());
        let hash = staged.as_ref().map(|bytes| sha256(bytes));
        if hash == Some(wanted) {
            return true;
        }
        let (parent, last) = split(&step.path);
        let there = lock.root().at(parent).ok().flatten().and_then(|folder| folder.read(last).ok());
        if there.as_ref().is_none_or(|bytes| sha256(bytes) != wanted) {
            // A step that an older version stored has no hash: the file is feedmill's if it names feedmill as its generator.
            let own = || there.filter(|bytes| sign::is_own(bytes)).map(|bytes| sha256(&bytes));
            undone.push((Arc::clone(&step.path), step.before.or_else(own)));
        } else if let (Some(waiting), Some(hash)) = (&waiting, hash)
            && step.before.is_some_and(|before| before != hash)
            && !staged.is_some_and(|bytes| sign::is_own(&bytes))
            && let Ok(kept) = put_aside(lock.hidden(), waiting, &temp, (hash, last))
        {
            // It came to the place just before the exchange, and was not examined yet.
            aside.insert(step.path.to_string(), Found::Aside(kept));
        }
        false
    };
    let steps: Vec<Step> = steps.iter().filter(is_to_do).cloned().collect();
    let mut found = Placing::new(lock, waiting.as_ref()).all(&steps, after, |_| None)?;
    let blocked = found.iter().filter(|(_, found)| found.is_in_the_way());
    undone.extend(blocked.map(|(path, _)| (path.as_str().into(), None)));
    found.extend(aside);
    Ok(Finished { found, undone })
}
