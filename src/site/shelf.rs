//! Rendered entries, put away until documents are made of them.

use std::io;

use rayon::prelude::*;

use crate::render::Rendered;
use crate::spill::{Place, Spill};

/// Where an entry is.
#[derive(Debug, Clone, Copy)]
enum EntryPlace<'s> {
    /// In the spill.
    Spilled(Place),
    /// In memory, with the thread that renders.
    Lent(&'s [u8]),
}

/// Where on the shelf one entry is put.
pub(super) struct Slot<'p, 's> {
    spill: &'s Spill,
    place: &'p mut EntryPlace<'s>,
    sizes: &'p mut [[u32; 2]],
}

impl<'s> Slot<'_, 's> {
    /// Puts the entry away.
    pub(super) fn fill(mut self, rendered: &[u8]) {
        self.measure(rendered);
        *self.place = EntryPlace::Spilled(self.spill.put(rendered));
    }

    /// Notes where the entry is, which stays in memory anyhow.
    pub(super) fn lend(mut self, rendered: &'s [u8]) {
        self.measure(rendered);
        *self.place = EntryPlace::Lent(rendered);
    }

    fn measure(&mut self, rendered: &[u8]) {
        let entry = Rendered::new(rendered);
        let size = |n, full| u32::try_from(entry.size(n, full)).unwrap_or(u32::MAX);
        for (n, sizes) in self.sizes.iter_mut().enumerate() {
            *sizes = [size(n, true), size(n, false)];
        }
    }
}

/// All entries of a run, by the numbers of their articles.
pub(super) struct Shelf<'s> {
    spill: &'s Spill,
    places: Vec<EntryPlace<'s>>,
    /// How many formats are counted.
    counted: usize,
    /// How many bytes each entry has in each format that is counted, with its full text and without.
    sizes: Vec<[u32; 2]>,
}

impl<'s> Shelf<'s> {
    /// With room for so many entries, whose bytes in the first few formats are counted.
    pub(super) fn new(spill: &'s Spill, entries: usize, counted: usize) -> Self {
        let places = vec![EntryPlace::Spilled(Place::default()); entries];
        Self { spill, places, counted, sizes: vec![[0; 2]; entries * counted] }
    }

    /// The slots of all entries, by the numbers of their articles.
    pub(super) fn slots(&mut self) -> impl IndexedParallelIterator<Item = Slot<'_, 's>> {
        let (spill, sizes) = (self.spill, self.sizes.par_chunks_exact_mut(self.counted));
        self.places.par_iter_mut().zip(sizes).map(move |(place, sizes)| Slot { spill, place, sizes })
    }

    /// How many bytes an entry has in a format that is counted, with its full text or without.
    pub(super) fn size(&self, entry: usize, format: usize, full: bool) -> u64 {
        u64::from(self.sizes[entry * self.counted + format][usize::from(!full)])
    }

    /// The entries, of which those that were put away are read into `bytes`, which are emptied first.
    pub(super) fn read<'b>(&'b self, entries: &[usize], bytes: &'b mut Vec<u8>) -> io::Result<Vec<Rendered<'b>>> {
        bytes.clear();
        for n in entries {
            if let EntryPlace::Spilled(place) = self.places[*n] {
                self.spill.get(place, bytes)?;
            }
        }
        let mut rest = &**bytes;
        let rendered = entries.iter().map(|n| match self.places[*n] {
            EntryPlace::Spilled(place) => {
                let (entry, after) = rest.split_at(place.len());
                rest = after;
                Rendered::new(entry)
            }
            EntryPlace::Lent(entry) => Rendered::new(entry),
        });
        Ok(rendered.collect())
    }
}

/// Where the documents of a thread are made.
#[derive(Default)]
pub(super) struct Desk {
    /// The entries of a feed.
    pub(super) entries: Vec<u8>,
    /// A document.
    pub(super) document: Vec<u8>,
}
