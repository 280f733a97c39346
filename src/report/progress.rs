//! How far a run is, for whoever shows that while it goes on.
//!
//! A run counts what it does, and asks nobody; another thread looks as often as it likes. A run of which nobody wants to know counts
//! nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

use super::StageName;

/// What is counted in a stage of which it is known how much there is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Bytes of inputs.
    Bytes,
    /// Files: inputs.
    Files,
    /// Articles that are read.
    Articles,
    /// Entries that are rendered.
    Entries,
    /// Feeds, in all their formats.
    Feeds,
}

const UNITS: [Unit; 5] = [Unit::Bytes, Unit::Files, Unit::Articles, Unit::Entries, Unit::Feeds];

const STAGES: [StageName; 10] = [
    StageName::FindInputs,
    StageName::Compare,
    StageName::Recall,
    StageName::Read,
    StageName::Normalise,
    StageName::Settle,
    StageName::Select,
    StageName::Render,
    StageName::Commit,
    StageName::Publish,
];

#[derive(Debug, Default)]
struct Counters {
    /// The stage that goes on, counted from 1; 0: none has begun.
    stage: AtomicU8,
    /// What is counted in it, by its number, counted from 1; 0: it is not known how much there is to do.
    unit: AtomicU8,
    done: AtomicU64,
    total: AtomicU64,
    /// Articles that were read in all, and files that were written.
    articles: AtomicU64,
    written: AtomicU64,
}

/// Counts how far a run is, if anybody wants to know. Its clones are the same counter.
///
/// ```
/// use feedmill::internal::report::{Progress, StageName, Unit};
///
/// let progress = Progress::counted();
/// progress.start(StageName::Render);
/// progress.expect(Unit::Feeds, 40);
/// progress.advance(1);
/// let so_far = progress.so_far().unwrap();
/// assert_eq!((so_far.stage, so_far.part), (StageName::Render, Some((Unit::Feeds, 1, 40))));
/// assert!(Progress::default().so_far().is_none());
/// ```
#[derive(Debug, Clone, Default)]
pub struct Progress(Option<Arc<Counters>>);

/// How far a run is at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SoFar {
    /// What it does.
    pub stage: StageName,
    /// How much of that is done, and how much there is, where it is known.
    pub part: Option<(Unit, u64, u64)>,
    /// How many articles were read.
    pub articles: u64,
    /// How many files were written that wait to be published.
    pub written: u64,
}

impl Progress {
    /// One that counts. The default one does not.
    pub fn counted() -> Self {
        Self(Some(Arc::default()))
    }

    /// A stage begins.
    pub fn start(&self, stage: StageName) {
        let Some(counters) = &self.0 else { return };
        counters.unit.store(0, Ordering::Relaxed);
        counters.stage.store(numbered(&STAGES, &stage), Ordering::Release);
    }

    /// There is so much to do in this stage, or in the part of it that begins.
    pub fn expect(&self, unit: Unit, total: usize) {
        let Some(counters) = &self.0 else { return };
        counters.unit.store(0, Ordering::Relaxed);
        counters.done.store(0, Ordering::Relaxed);
        counters.total.store(total as u64, Ordering::Relaxed);
        counters.unit.store(numbered(&UNITS, &unit), Ordering::Release);
    }

    /// So much more of it is done.
    pub fn advance(&self, by: usize) {
        self.add(by, |counters| &counters.done);
    }

    /// So many more articles were read; where articles are what is counted, so much more is done.
    pub fn read(&self, articles: usize) {
        self.add(articles, |counters| &counters.articles);
        let Some(counters) = &self.0 else { return };
        if counters.unit.load(Ordering::Relaxed) == numbered(&UNITS, &Unit::Articles) {
            counters.done.fetch_add(articles as u64, Ordering::Relaxed);
        }
    }

    /// So many more files were written.
    pub fn written(&self, files: usize) {
        self.add(files, |counters| &counters.written);
    }

    fn add(&self, more: usize, to: impl Fn(&Counters) -> &AtomicU64) {
        if let Some(counters) = &self.0 {
            to(counters).fetch_add(more as u64, Ordering::Relaxed);
        }
    }

    /// How far the run is; `None`: it has not begun, or nothing is counted.
    pub fn so_far(&self) -> Option<SoFar> {
        let counters = self.0.as_ref()?;
        let of = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let stage = *STAGES.get(usize::from(counters.stage.load(Ordering::Acquire)).checked_sub(1)?)?;
        let unit = usize::from(counters.unit.load(Ordering::Acquire)).checked_sub(1).and_then(|n| UNITS.get(n));
        let total = of(&counters.total);
        let part = unit.filter(|_| total > 0).map(|unit| (*unit, of(&counters.done).min(total), total));
        Some(SoFar { stage, part, articles: of(&counters.articles), written: of(&counters.written) })
    }
}

/// The place of one in a table, counted from 1.
fn numbered<T: PartialEq>(table: &[T], one: &T) -> u8 {
    let place = table.iter().position(|known| known == one);
    place.and_then(|place| u8::try_from(place + 1).ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_stage_counts_ends_with_it() {
        let progress = Progress::counted();
        assert_eq!(progress.so_far(), None);
        progress.start(StageName::Read);
        progress.expect(Unit::Files, 2);
        progress.clone().advance(1);
        progress.read(70);
        let so_far = progress.so_far().unwrap();
        assert_eq!((so_far.part, so_far.articles), (Some((Unit::Files, 1, 2)), 70));
        progress.start(StageName::Select);
        let so_far = progress.so_far().unwrap();
        assert_eq!((so_far.stage, so_far.part, so_far.articles), (StageName::Select, None, 70));
        progress.expect(Unit::Articles, 5);
        progress.read(2);
        let so_far = progress.so_far().unwrap();
        assert_eq!((so_far.part, so_far.articles), (Some((Unit::Articles, 2, 5)), 72));
        // More than was expected is no more than all; nothing to do is not counted.
        progress.expect(Unit::Feeds, 1);
        progress.advance(3);
        assert_eq!(progress.so_far().unwrap().part, Some((Unit::Feeds, 1, 1)));
        progress.expect(Unit::Feeds, 0);
        assert_eq!(progress.so_far().unwrap().part, None);
    }

    #[test]
    fn each_stage_and_unit_is_known_by_its_number() {
        let progress = Progress::counted();
        for stage in STAGES {
            progress.start(stage);
            assert_eq!(progress.so_far().unwrap().stage, stage);
        }
        for unit in UNITS {
            progress.expect(unit, 1);
            assert_eq!(progress.so_far().unwrap().part, Some((unit, 0, 1)));
        }
    }
}
