//! What the catalogue knows of a collection, told without the numbers that it gives: these are others where it was told in
//! another way.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use feedmill::internal::catalogue::{Catalogue, Holder, Membership, TermRow};
use feedmill::internal::memory::Memory;
use feedmill::internal::select::collected::keys_of_record;

/// By what something is called, what is known of it.
pub(super) type Known = BTreeMap<String, String>;

/// What is remembered, how things stood, and what is known of the collection, if anything is. With it what is wrong with that.
pub(super) fn known(out: &Path) -> (Memory, Known, Option<Known>, Vec<String>) {
    let catalogue = Catalogue::open(out).unwrap();
    let memory = catalogue.memory().unwrap();
    let state = catalogue.state().unwrap();
    let mut stood = Known::new();
    for (path, file) in &state.files {
        stood.insert(format!("file {path}"), format!("{file:?}"));
    }
    for (key, input) in &state.inputs {
        stood.insert(format!("input {key:?}"), format!("{input:?}"));
    }
    stood.insert("failures".to_owned(), format!("{:?}", state.failures));
    stood.insert("publication".to_owned(), format!("{:?}", state.publication));
    let mut faults = Vec::new();
    if !catalogue.has_collection().unwrap() {
        return (memory, stood, None, faults);
    }
    let mut known = Known::new();
    let mut names = BTreeMap::from([(0, "all".to_owned())]);
    let mut all_terms = catalogue.terms().unwrap();
    all_terms.retain(|(n, term)| *n == 0 || term.articles() > 0);
    let rows: BTreeMap<i64, TermRow> = all_terms.iter().cloned().collect();
    for (n, mut term) in all_terms.clone() {
        term.spellings.retain(|spelling| n == 0 || spelling.articles() > 0);
        term.spellings.sort_unstable();
        let name = if n == 0 {
            "all".to_owned()
        } else {
            format!("{:08x}", u32::from_be_bytes([term.key[0], term.key[1], term.key[2], term.key[3]]))
        };
        known.insert(format!("term {name}"), format!("{term:?}"));
        names.insert(n, name);
    }
    let article = |n: i64| {
        let mut row = catalogue.collected(n).unwrap()?;
        let name = |of: &Membership| {
            let spelling = rows.get(&of.term).and_then(|row| row.spellings.get(of.spelling as usize));
            format!("{:?} {:?}", names.get(&of.term), spelling.map(|spelling| spelling.hash))
        };
        let mut terms: Vec<String> = row.terms.iter().map(name).collect();
        terms.sort_unstable();
        row.terms.clear();
        Some(format!("{row:?} {terms:?}"))
    };
    let mut numbers = BTreeSet::new();
    for (key, input) in catalogue.input_readings().unwrap() {
        known.insert(format!("input {key:?}"), format!("{input:?}"));
        let mut place = 0;
        for (segment_number, segment) in catalogue.segments_of(&key).unwrap() {
            if segment.place != place {
                faults.push(format!("{segment:?} begins elsewhere"));
            }
            place += segment.length;
            for (n, reading) in catalogue.readings_of_segment(segment_number).unwrap() {
                let line = segment.line + reading.line;
                let spot = (segment.place + reading.place, reading.length, reading.hash);
                let mut keys = reading.keys.clone();
                keys.sort_unstable();
                let of = reading.article.map(|n| article(n).unwrap_or_else(|| format!("{n}, which is not there")));
                known.insert(format!("reading {key:?} {line}"), format!("{spot:?} {keys:?} {of:?}"));
                numbers.extend(reading.article);
                for key in reading.keys {
                    if !catalogue.holders(key).unwrap().contains(&Holder::Reading(n)) {
                        faults.push(format!("reading {n} does not hold key {key}"));
                    }
                }
            }
        }
    }
    for (n, record) in &memory.articles {
        for key in keys_of_record(&record.keys) {
            let holders = catalogue.holders(key).unwrap();
            if !holders.contains(&Holder::Record(*n)) {
                faults.push(format!("record {n} does not hold key {key}"));
            }
            let is_there = |holder: &Holder| match holder {
                Holder::Reading(n) => catalogue.reading(*n).unwrap().is_some_and(|reading| reading.keys.contains(&key)),
                Holder::Record(n) => {
                    memory.articles.get(n).is_some_and(|record| keys_of_record(&record.keys).any(|known| known == key))
                }
            };
            faults.extend(
                holders.iter().filter(|holder| !is_there(holder)).map(|one| format!("{one:?} holds a key still")),
            );
        }
    }
    for (n, _) in &all_terms {
        let newest = catalogue.newest(*n, 10_000).unwrap();
        let mut members: Vec<String> =
            newest.iter().map(|(at, n)| format!("{at} {}", article(*n).map_or(0, |text| text.len()))).collect();
        members.sort_unstable();
        known.insert(format!("members {}", names[n]), members.join("\n"));
    }
    for (feed, shown) in catalogue.shown().unwrap() {
        let entries: Vec<_> =
            shown.entries.iter().map(|n| catalogue.collected(*n).unwrap().map(|row| row.record)).collect();
        let term = names.get(&shown.term.unwrap_or(0));
        known.insert(format!("feed {feed}"), format!("{term:?} {:?} {entries:?}", shown.language));
    }
    let used = numbers.len();
    known.insert("articles".to_owned(), format!("{used}"));
    (memory, stood, Some(known), faults)
}
