//! The stage: new files, written whole, before they are put in their places.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use super::folder::{FileMetadata, Folder, Kind};
use super::place::{Found, Placing, blocked, no_file, split};
use super::staged::{Files, Old, Order, Staged};
use super::step::{Change, Step};
use super::{Lock, PublishError, WAITING, is_inside, is_waiting, sign};
use crate::digest::{Digest, sha256};

/// Takes the files of a run. Threads share it; when it is dropped, it removes the new files that are not in their places.
#[derive(Debug)]
pub struct Stage {
    root_path: PathBuf,
    /// `None`: a dry run, which writes nothing.
    lock: Option<Lock>,
    /// The output folder of a dry run, if it is there.
    looked_at: Option<Folder>,
    waiting: Mutex<Waiting>,
    files: Mutex<Arc<Files>>,
    /// Files and folders that were in the places and are not what feedmill put there.
    found: Mutex<BTreeMap<String, Found>>,
    /// Files in their places that are what was published, and how each looked.
    published: Mutex<HashMap<String, FileMetadata>>,
    /// Whether its new files stay when it is dropped.
    is_held: AtomicBool,
}

/// The file that is in the place of a published one.
#[derive(Debug)]
pub struct InPlace {
    bytes: Rc<Vec<u8>>,
    metadata: FileMetadata,
    /// SHA-256 of the published one.
    known: Digest,
}

impl InPlace {
    /// Its bytes.
    pub fn bytes(&self) -> Rc<Vec<u8>> {
        Rc::clone(&self.bytes)
    }
}

/// The new files.
#[derive(Debug, Default)]
struct Waiting {
    /// The name of their folder.
    name: Arc<str>,
    /// The folder, which is made for the first of them.
    folder: Option<Arc<Folder>>,
    /// How many there are.
    count: u32,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Stage {
    /// A stage for the folder `root`, which `lock` locks. Removes the new files that an interrupted run left. Without a lock,
    /// nothing is written.
    ///
    /// # Errors
    /// If leftovers cannot be removed.
    pub fn open(root: &Path, lock: Option<&Lock>) -> Result<Self, PublishError> {
        if let Some(hidden) = lock.map(Lock::hidden) {
            let sweep = || {
                let names = hidden.names()?.into_iter().filter(|name| is_waiting(name));
                names.into_iter().try_for_each(|name| hidden.remove_all(&name))
            };
            let fail = |error| PublishError::new(hidden.path(), "cannot remove what a former run left", error);
            sweep().map_err(fail)?;
        }
        Ok(Self {
            root_path: root.to_owned(),
            lock: lock.cloned(),
            looked_at: if lock.is_none() { Folder::open(root).ok() } else { None },
            waiting: Mutex::default(),
            files: Mutex::default(),
            found: Mutex::default(),
            published: Mutex::default(),
            is_held: AtomicBool::new(false),
        })
    }

    /// Says whether its new files stay when it is dropped, because the steps that put them in their places are stored.
    pub(super) fn hold(&self, is_held: bool) {
        self.is_held.store(is_held, Ordering::Relaxed);
    }

    /// The output folder; `None`: it is not there.
    fn root(&self) -> Option<&Folder> {
        self.lock.as_ref().map_or(self.looked_at.as_ref(), |lock| Some(lock.root()))
    }

    /// Stages a file: compares it with the one in its place and writes it, if that is different. Returns the change.
    ///
    /// `known` is the hash of the file that was published there before. Where none was, a file that is not feedmill's is
    /// never replaced.
    ///
    /// # Errors
    /// If the file cannot be written whole. It is no error if something is in its way: then it is not staged.
    pub fn put(&self, path: &str, bytes: &[u8], order: Order, known: Option<Digest>) -> Result<Change, PublishError> {
        let place = self.root_path.join(path);
        if !is_inside(path) {
            let error = io::Error::new(io::ErrorKind::InvalidInput, "not a path inside of the output folder");
            return Err(PublishError::new(&place, "cannot publish", error));
        }
        let mut staged = Staged::new(&[bytes], Change::Create, order);
        let old = match self.compare(path, bytes, known, &mut staged) {
            Ok(old) => old,
            Err(Trouble::Found(found)) => {
                self.take_off(path);
                locked(&self.found).insert(path.to_owned(), found);
                return Ok(Change::Blocked);
            }
            Err(Trouble::Failed(error)) => return Err(PublishError::new(&place, "cannot read what is there", error)),
        };
        if staged.change != Change::None && self.lock.is_some() {
            let (folder, name) = self.next_name()?;
            write(&folder, name, &[bytes], old).map_err(|error| PublishError::new(&place, "cannot write", error))?;
            staged.name = Some(name);
        }
        let change = staged.change;
        self.add(path, staged);
        Ok(change)
    }

    /// The bytes of a file that was published with this hash and is in its place as it was published. [`Self::put`] does not read it
    /// again, unless it looks otherwise by then.
    pub fn published(&self, path: &str, known: Digest) -> Option<Vec<u8>> {
        let InPlace { bytes, metadata, .. } = self.in_place(path, known)?;
        let bytes = Rc::into_inner(bytes).filter(|bytes| sha256(bytes) == known)?;
        locked(&self.published).insert(path.to_owned(), metadata);
        Some(bytes)
    }

    /// The file in the place of one that was published with this hash; `None`: nothing is there, or no ordinary file.
    /// [`Self::replace`] checks whether it still has that hash.
    pub fn in_place(&self, path: &str, known: Digest) -> Option<InPlace> {
        let (parent, name) = split(path);
        let folder = self.root()?.at(parent).ok().flatten()?;
        let metadata = folder.metadata(name).ok().flatten().filter(|metadata| metadata.kind == Kind::File)?;
        Some(InPlace { bytes: Rc::new(folder.read(name).ok()?), metadata, known })
    }

    /// Stages a file of these parts in the place of the old one, unless that has the same bytes.
    ///
    /// # Errors
    /// If the file cannot be written whole, or the old one does not have the hash with which it was published.
    pub fn replace(&self, path: &str, parts: &[&[u8]], order: Order, old: &InPlace) -> Result<(), PublishError> {
        let fail = |error| PublishError::new(&self.root_path.join(path), "cannot replace", error);
        if sha256(&old.bytes) != old.known {
            return Err(fail(io::Error::new(io::ErrorKind::InvalidData, "it is not what was published")));
        }
        let mut rest = old.bytes.as_slice();
        let mut is_next = |part: &&[u8]| rest.strip_prefix(*part).map(|after| rest = after).is_some();
        if parts.iter().all(&mut is_next) && rest.is_empty() {
            self.keep(path, old.known, old.metadata.length);
            return Ok(());
        }
        let mut staged = Staged::new(parts, Change::Replace, order);
        if self.lock.is_some() {
            let (folder, name) = self.next_name()?;
            write(&folder, name, parts, Some(old.metadata.modified)).map_err(fail)?;
            staged.name = Some(name);
        }
        staged.old = Some(Box::new(Old { sha256: old.known, metadata: Some(old.metadata) }));
        self.add(path, staged);
        Ok(())
    }

    /// Compares a file with the one in its place, and returns when that was changed. `known` is the hash of the file that was
    /// published there before.
    fn compare(
        &self,
        path: &str,
        bytes: &[u8],
        known: Option<Digest>,
        staged: &mut Staged,
    ) -> Result<Option<SystemTime>, Trouble> {
        staged.old = known.map(|sha256| Box::new(Old { sha256, metadata: None }));
        let Some(root) = self.root() else { return Ok(None) };
        let (parent, name) = split(path);
        let Some(folder) = root.at(parent).map_err(|(by, error)| Trouble::of(by, error))? else { return Ok(None) };
        let fail = |error| Trouble::of(path, error);
        if folder.metadata_of_itself().map_err(fail)?.device != root.metadata_of_itself().map_err(fail)?.device {
            return Err(Trouble::of(parent, io::ErrorKind::CrossesDevices.into()));
        }
        let Some(metadata) = folder.metadata(name).map_err(fail)? else {
            return Ok(None);
        };
        if metadata.kind != Kind::File {
            return Err(Trouble::Found(no_file(path, metadata.kind)));
        }
        if let Some(sha256) = known.filter(|_| locked(&self.published).get(path) == Some(&metadata)) {
            if sha256 == staged.sha256 {
                (staged.change, staged.old) = (Change::None, None);
                return Ok(None);
            }
            staged.change = Change::Replace;
            staged.old = Some(Box::new(Old { sha256, metadata: Some(metadata) }));
            return Ok(Some(metadata.modified));
        }
        let old = folder.read(name).map_err(fail)?;
        if old == bytes {
            (staged.change, staged.old) = (Change::None, None);
            return Ok(None);
        }
        staged.change = Change::Replace;
        let there = Old { sha256: sha256(&old), metadata: Some(metadata) };
        match known {
            Some(known) if known == there.sha256 => staged.old = Some(Box::new(there)),
            Some(_) if sign::is_own(&old) => {
                locked(&self.found).insert(path.to_owned(), Found::Edited);
                staged.old = Some(Box::new(there));
            }
            // Another program's file is put aside when this one takes its place.
            Some(_) => {}
            // It was published before the ledger was lost.
            None if sign::is_own(&old) => staged.old = Some(Box::new(there)),
            None => return Err(Trouble::Found(Found::Foreign)),
        }
        Ok(Some(metadata.modified))
    }

    /// Takes a file off the stage again. The published one (`ours`: its SHA-256 and length) stays in its place, if there is one.
    pub fn withdraw(&self, path: &str, ours: Option<(Digest, u64)>) {
        match ours {
            Some((sha256, length)) => self.keep(path, sha256, length),
            None => self.take_off(path),
        }
    }

    /// Stages a file that is in its place already and stays as it is.
    pub fn keep(&self, path: &str, sha256: Digest, length: u64) {
        self.add(path, Staged::unchanged(sha256, length));
    }

    fn add(&self, path: &str, staged: Staged) {
        Arc::make_mut(&mut locked(&self.files)).insert(path.into(), staged);
    }

    fn take_off(&self, path: &str) {
        Arc::make_mut(&mut locked(&self.files)).remove(path);
    }

    /// A name for a new file, and the folder for it, which the first call makes.
    fn next_name(&self) -> Result<(Arc<Folder>, u32), PublishError> {
        let mut waiting = locked(&self.waiting);
        waiting.count += 1;
        if let Some(folder) = &waiting.folder {
            return Ok((Arc::clone(folder), waiting.count));
        }
        let Some(hidden) = self.lock.as_ref().map(Lock::hidden) else { unreachable!("a dry run writes nothing") };
        // The folder has a name of its own, so that no other run takes these files for its own.
        waiting.name = format!("{WAITING}-{}", std::process::id()).into();
        let made = hidden.make_new(&waiting.name);
        let made = made
            .map_err(|error| PublishError::new(&hidden.path().join(&*waiting.name), "cannot make the folder", error));
        let folder = Arc::new(made?);
        waiting.folder = Some(Arc::clone(&folder));
        Ok((folder, waiting.count))
    }

    /// The files that are staged so far. They are not copied, unless others are staged while somebody still has these.
    pub fn files(&self) -> Arc<Files> {
        Arc::clone(&locked(&self.files))
    }

    /// SHA-256 of a file of a feed that is staged. Documents about all feeds, which speak of these files, have none here.
    pub fn digest_of_feed(&self, path: &str) -> Option<Digest> {
        let files = locked(&self.files);
        files.get(path).filter(|staged| staged.order == Order::Feed).map(|staged| staged.sha256)
    }

    /// Files and folders found so far that were in the places and are not what feedmill put there, by path.
    pub fn found(&self) -> BTreeMap<String, Found> {
        locked(&self.found).clone()
    }

    /// The name of the folder of new files.
    pub(super) fn name(&self) -> Arc<str> {
        Arc::clone(&locked(&self.waiting).name)
    }

    /// The lock, of a run that writes.
    pub(super) fn lock(&self) -> Option<&Lock> {
        self.lock.as_ref()
    }

    /// Flushes the new files to the disk.
    pub(super) fn flush(&self) -> Result<(), PublishError> {
        let (Some(lock), Some(folder)) = (&self.lock, &locked(&self.waiting).folder) else { return Ok(()) };
        let flush = || {
            if lock.root().flush_file_system()? {
                return Ok(());
            }
            for name in self.files().values().filter_map(|staged| staged.name) {
                folder.open_file(&name.to_string())?.sync_all()?;
            }
            folder.flush()?;
            lock.hidden().flush()?;
            lock.root().flush()
        };
        flush().map_err(|error| PublishError::new(&self.root_path, "cannot flush to the disk", error))
    }

    /// Carries out the steps, and notes what is in the places and is not feedmill's.
    pub(super) fn place(&self, lock: &Lock, steps: &[Step]) -> Result<(), PublishError> {
        let files = self.files();
        let folder = locked(&self.waiting).folder.clone();
        let after = |path: &str| files.get(path).map(|staged| staged.sha256);
        let seen = |path: &str| files.get(path)?.old.as_ref()?.metadata;
        let found = Placing::new(lock, folder.as_deref()).all(steps, after, seen)?;
        locked(&self.found).extend(found);
        Ok(())
    }
}

/// Why a file is not staged.
enum Trouble {
    Found(Found),
    Failed(io::Error),
}

impl Trouble {
    fn of(by: &str, error: io::Error) -> Self {
        blocked(by, &error).map_or(Self::Failed(error), Self::Found)
    }
}

/// Writes a new file. Servers tell versions apart by size and whole seconds of the time of change (nginx's `ETag`, HTTP's
/// `Last-Modified`), so that is at least a second later than the `old` one's.
fn write(folder: &Folder, name: u32, parts: &[&[u8]], old: Option<SystemTime>) -> io::Result<()> {
    let file = folder.write(&name.to_string(), parts)?;
    let second = |time: SystemTime| time.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    if let Some(old) = old.map(second)
        && second(file.metadata()?.modified()?) <= old
    {
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(old + 1))?;
    }
    Ok(())
}

impl Drop for Stage {
    fn drop(&mut self) {
        let waiting = self.waiting.get_mut().unwrap_or_else(PoisonError::into_inner);
        let (Some(lock), Some(folder)) = (&self.lock, &waiting.folder) else { return };
        if *self.is_held.get_mut() {
            return;
        }
        // Each is tried twice, in case the first call is interrupted. The next run removes the files that stay.
        for name in folder.names().or_else(|_| folder.names()).unwrap_or_default() {
            let _ = folder.remove_file(&name).or_else(|_| folder.remove_file(&name));
        }
        let remove = || lock.hidden().remove_folder(&waiting.name);
        let _ = remove().or_else(|_| remove());
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Lock, Order, PublishError, Stage, sha256};

    #[test]
    fn what_is_withdrawn_leaves_what_is_there() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a"), "old").unwrap();
        let lock = Lock::acquire(folder.path()).unwrap().unwrap();
        let stage = Stage::open(folder.path(), Some(&lock)).unwrap();
        for path in ["a", "b"] {
            stage.put(path, b"broken", Order::Feed, Some(sha256(b"old"))).unwrap();
        }
        stage.withdraw("a", Some((sha256(b"old"), 3)));
        stage.withdraw("b", None);
        let staged = stage.files();
        let plan = super::super::Plan::new(staged.keys(), &staged);
        plan.apply(&stage, |_| None, |_| Ok::<(), PublishError>(())).unwrap();
        assert_eq!(fs::read(folder.path().join("a")).unwrap(), b"old");
        assert!(!folder.path().join("b").exists());
        assert_eq!(staged["a"].sha256, sha256(b"old"));
    }
}
