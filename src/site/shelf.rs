//! Rendered entries, put away until documents are made of them.

use std::io;

use crate::render::Rendered;
use crate::spill::{Place, Spill};

/// An entry that was put away.
pub(super) struct Shelved {
    place: Place,
    /// How many bytes it has in each format that is counted, with its full text and without.
    sizes: Vec<[u32; 2]>,
}

impl Shelved {
    /// Puts an entry away, whose bytes in the first few formats are counted.
    pub(super) fn new(rendered: &[u8], counted: usize, spill: &Spill) -> Self {
        let entry = Rendered::new(rendered);
        let size = |n, full| u32::try_from(entry.size(n, full)).unwrap_or(u32::MAX);
        let sizes = (0..counted).map(|n| [size(n, true), size(n, false)]).collect();
        Self { place: spill.put(rendered), sizes }
    }
}

/// All entries of a run, by the numbers of their articles.
pub(super) struct Shelf<'s> {
    spill: &'s Spill,
    places: Vec<Place>,
    /// How many formats are counted.
    counted: usize,
    sizes: Vec<[u32; 2]>,
}

impl<'s> Shelf<'s> {
    /// With room for so many entries, whose bytes in the first few formats are counted.
    pub(super) fn new(spill: &'s Spill, entries: usize, counted: usize) -> Self {
        Self { spill, places: Vec::with_capacity(entries), counted, sizes: Vec::with_capacity(entries * counted) }
    }

    /// Adds the entry of the next article.
    pub(super) fn add(&mut self, entry: Shelved) {
        self.places.push(entry.place);
        self.sizes.extend(entry.sizes);
    }

    /// How many bytes an entry has in a format that is counted, with its full text or without.
    pub(super) fn size(&self, entry: usize, format: usize, full: bool) -> u64 {
        u64::from(self.sizes[entry * self.counted + format][usize::from(!full)])
    }

    /// Reads entries into `bytes`, which are emptied first.
    pub(super) fn read<'b>(&self, entries: &[usize], bytes: &'b mut Vec<u8>) -> io::Result<Vec<Rendered<'b>>> {
        bytes.clear();
        for n in entries {
            self.spill.get(self.places[*n], bytes)?;
        }
        let mut rest = &**bytes;
        let rendered = entries.iter().map(|n| {
            let (entry, after) = rest.split_at(self.places[*n].len());
            rest = after;
            Rendered::new(entry)
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
