//! The spill: bytes that are needed later and would fill the memory until then.
//!
//! What is put into a [`Spill`] is found again by its [`Place`]. The first bytes stay in memory, so that a small collection never
//! touches the disk; the others go to one temporary file, written in blocks in the order in which they come. If the file
//! cannot be made or a block cannot be written, because the disk is full, that block and all after it stay in memory, and the
//! stages that use the spill notice nothing.
//!
//! Where the system allows it the file has no name: it is gone with the process, however that ends. Elsewhere it is removed at the
//! end, and what a killed process has left is by the next one that needs such a file.

mod file;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use file::Store;
pub use file::remove_left;

/// How many bytes stay in memory before any is written to the disk, of all spills but those of tests.
pub const IN_MEMORY: u64 = 4 << 20;

/// After how many bytes blocks are made as large as they may get: so many more are likely to come.
const SMALL: u64 = 1 << 20;

/// How many bytes are written at once.
const BLOCK: usize = 1 << 20;

/// Where bytes are in a spill, and how many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place {
    block: u32,
    at: u32,
    length: u32,
}

impl Place {
    /// How many bytes there are.
    pub fn len(self) -> usize {
        self.length as usize
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.length == 0
    }
}

/// A block that takes no more bytes.
#[derive(Debug)]
enum Block {
    Kept(Box<[u8]>),
    /// It begins at this place of the file.
    Written(u64),
}

/// The block that is being filled.
#[derive(Debug, Default)]
struct Open {
    bytes: Vec<u8>,
    /// How many bytes the blocks before it have.
    before: u64,
    /// The file, once it is made, and how long it is. `None` after a failure: nothing more is written.
    store: Option<(Store, u64)>,
    has_failed: bool,
}

/// Bytes that are needed later. Shared between threads.
#[derive(Debug)]
pub struct Spill {
    /// Where the file is made; `None`: all bytes stay in memory.
    folder: Option<PathBuf>,
    /// How many bytes stay in memory.
    in_memory: u64,
    /// How many bytes are written at once.
    block: usize,
    open: Mutex<Open>,
    blocks: RwLock<Blocks>,
    /// Why bytes could not be read.
    failure: Mutex<Option<io::Error>>,
}

/// What is full, and the file that some of it is in.
#[derive(Debug, Default)]
struct Blocks {
    full: Vec<Block>,
    store: Option<Store>,
}

impl Spill {
    /// One that writes to a file in a folder what goes beyond so many bytes; without a folder all stay in memory.
    pub fn new(folder: Option<&Path>, in_memory: u64) -> Self {
        let block = usize::try_from(in_memory).map_or(BLOCK, |most| most.clamp(1, BLOCK));
        Self {
            folder: folder.map(Path::to_owned),
            in_memory,
            block,
            open: Mutex::default(),
            blocks: RwLock::default(),
            failure: Mutex::default(),
        }
    }

    /// Puts bytes away, and says where.
    ///
    /// # Panics
    /// If there are four gigabytes of them: no entry and no text of an article is so large.
    pub fn put(&self, bytes: &[u8]) -> Place {
        let length = u32::try_from(bytes.len()).expect("fewer than four gigabytes");
        let mut open = locked(&self.open);
        if !open.bytes.is_empty() && open.bytes.len() + bytes.len() > self.block {
            self.close(&mut open);
        }
        if open.bytes.capacity() == 0 && open.before >= SMALL {
            open.bytes.reserve_exact(self.block);
        }
        let at = u32::try_from(open.bytes.len()).unwrap_or_else(|_| unreachable!("a block is short"));
        open.bytes.extend_from_slice(bytes);
        let block = self.blocks.read().unwrap_or_else(PoisonError::into_inner).full.len();
        Place { block: u32::try_from(block).unwrap_or(u32::MAX), at, length }
    }

    /// Puts the open block to the others, on the disk if there is room for it, and begins another one.
    fn close(&self, open: &mut Open) {
        let length = open.bytes.len() as u64;
        let stays = open.before + length <= self.in_memory || open.has_failed;
        open.before += length;
        let written = if stays { None } else { self.write(open) };
        let block = match written {
            Some(at) => {
                open.bytes.clear();
                Block::Written(at)
            }
            None => Block::Kept(std::mem::take(&mut open.bytes).into_boxed_slice()),
        };
        self.blocks.write().unwrap_or_else(PoisonError::into_inner).full.push(block);
    }

    /// Writes the open block to the end of the file, if that can be done; says where.
    fn write(&self, open: &mut Open) -> Option<u64> {
        let (store, end) = match open.store.take() {
            Some(store) => store,
            None => {
                let made = self.folder.as_deref().and_then(|folder| Store::new(folder).ok());
                let Some(store) = made else {
                    open.has_failed = true;
                    return None;
                };
                self.blocks.write().unwrap_or_else(PoisonError::into_inner).store = Some(store.clone());
                (store, 0)
            }
        };
        if !store.has_room_after(end) || store.write_at(&open.bytes, end).is_err() {
            open.has_failed = true;
            return None;
        }
        open.store = Some((store, end + open.bytes.len() as u64));
        Some(end)
    }

    /// Appends the bytes at a place to others.
    ///
    /// # Errors
    /// If they cannot be read from the disk.
    pub fn get(&self, place: Place, into: &mut Vec<u8>) -> io::Result<()> {
        let (at, length) = (place.at as usize, place.len());
        let blocks = self.blocks.read().unwrap_or_else(PoisonError::into_inner);
        match (blocks.full.get(place.block as usize), &blocks.store) {
            (Some(Block::Kept(bytes)), _) => into.extend_from_slice(&bytes[at..at + length]),
            (Some(Block::Written(start)), Some(store)) => {
                let (store, start) = (store.clone(), start + at as u64);
                drop(blocks);
                let before = into.len();
                into.resize(before + length, 0);
                return store.read_at(&mut into[before..], start).inspect_err(|_| into.truncate(before));
            }
            (Some(Block::Written(_)), None) => unreachable!("what is written is in the file"),
            (None, _) => {
                drop(blocks);
                // It is full by now, or still open: no lock was held in between.
                let open = locked(&self.open);
                let is_full =
                    self.blocks.read().unwrap_or_else(PoisonError::into_inner).full.len() > place.block as usize;
                if is_full {
                    drop(open);
                    return self.get(place, into);
                }
                into.extend_from_slice(&open.bytes[at..at + length]);
            }
        }
        Ok(())
    }

    /// Appends the bytes at a place to others; none if they cannot be read, and then [`Self::check`] says why.
    pub fn append(&self, place: Place, bytes: &mut Vec<u8>) {
        if let Err(error) = self.get(place, bytes) {
            locked(&self.failure).get_or_insert(error);
        }
    }

    /// Whether all bytes that [`Self::append`] was asked for could be read so far.
    ///
    /// # Errors
    /// The first reason why one could not.
    pub fn check(&self) -> io::Result<()> {
        locked(&self.failure).take().map_or(Ok(()), Err)
    }

    /// How many bytes are on the disk.
    pub fn on_disk(&self) -> u64 {
        locked(&self.open).store.as_ref().map_or(0, |(_, end)| *end)
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::path::Path;

    use super::file::Store;
    use super::{Place, Spill};

    /// Texts of all lengths, each other than the one before it.
    fn texts() -> Vec<Vec<u8>> {
        (0..300_usize).map(|n| vec![u8::try_from(n % 251).unwrap(); n * 7 % 97]).collect()
    }

    fn put_all(spill: &Spill) -> Vec<Place> {
        texts().iter().map(|text| spill.put(text)).collect()
    }

    fn assert_all(spill: &Spill, places: &[Place]) {
        for (place, text) in places.iter().zip(texts()).rev() {
            let mut into = b"before".to_vec();
            spill.get(*place, &mut into).unwrap();
            assert_eq!(into, [b"before", &*text].concat());
            assert_eq!((place.len(), place.is_empty()), (text.len(), text.is_empty()));
        }
    }

    #[test]
    fn what_was_put_away_is_found_again_in_memory_and_on_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let all: u64 = texts().iter().map(|text| text.len() as u64).sum();
        for in_memory in [0, 1, 100, 1_000, all, u64::MAX] {
            let spill = Spill::new(Some(folder.path()), in_memory);
            let places = put_all(&spill);
            assert_all(&spill, &places);
            assert_eq!(spill.on_disk() == 0, in_memory >= all, "{in_memory}");
            assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), usize::from(!cfg!(unix) && in_memory < all));
        }
    }

    #[test]
    fn without_a_folder_all_stays_in_memory() {
        for folder in [None, Some(Path::new("/no/such/folder"))] {
            let spill = Spill::new(folder, 10);
            let places = put_all(&spill);
            assert_all(&spill, &places);
            assert_eq!(spill.on_disk(), 0);
        }
    }

    #[test]
    fn what_cannot_be_written_stays_in_memory() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("read-only");
        std::fs::write(&path, "").unwrap();
        let spill = Spill::new(Some(folder.path()), 10);
        let store = Store::of(File::open(&path).unwrap());
        spill.open.lock().unwrap().store = Some((store, 0));
        let places = put_all(&spill);
        assert_all(&spill, &places);
        assert_eq!(spill.on_disk(), 0);
    }

    #[test]
    fn what_is_lost_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cut-off");
        let file = File::options().read(true).write(true).create_new(true).open(&path).unwrap();
        let spill = Spill::new(Some(folder.path()), 0);
        let store = Store::of(file);
        spill.open.lock().unwrap().store = Some((store.clone(), 0));
        spill.blocks.write().unwrap().store = Some(store);
        let place = spill.put(b"text");
        spill.put(b"more");
        std::fs::write(&path, "").unwrap();
        let mut into = b"before".to_vec();
        spill.get(place, &mut into).unwrap_err();
        assert_eq!(into, b"before");
        spill.check().unwrap();
        spill.append(place, &mut into);
        assert_eq!(into, b"before");
        spill.check().unwrap_err();
    }

    #[test]
    fn threads_share_it() {
        let folder = tempfile::tempdir().unwrap();
        let spill = Spill::new(Some(folder.path()), 500);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for text in texts() {
                        let place = spill.put(&text);
                        let mut into = Vec::new();
                        spill.get(place, &mut into).unwrap();
                        assert_eq!(into, text);
                    }
                });
            }
        });
    }
}
