//! The catalogue, and runs that follow another one, on 10,000 generated articles.
//!
//! `cargo bench --bench catalogue` runs all; `cargo bench --bench catalogue -- holders` one. The folder for temporary files
//! should be in memory (`TMPDIR=/dev/shm`), else it is the flushing of a disk that is measured.
//!
//! Last figures (2026-11-30, two cores of an AMD EPYC beside other work, in memory):
//!
//! | what | time | of one |
//! | --- | --- | --- |
//! | fill the tables with 10,000 articles | 85 ms | 8.5 µs an article |
//! | the newest of each of some 4,800 terms | 50 ms | 10 µs a term |
//! | the holders of each of 20,000 keys | 194 ms | 9.7 µs a key |
//! | run again, nothing new | 17 ms | |
//! | run again, one article new | 240 ms | |
//! | run again, one article new, everything read | 1.7 s | |

use std::collections::BTreeMap;
use std::fs;
use std::hint::black_box;
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use chrono::Utc;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use feedmill::internal::catalogue::{
    Catalogue, CollectedRow, Filling, InputReading, Member, ReadingRow, Rows, Segment, ShownRow, State, TermRow,
};
use feedmill::internal::config::{Config, File};
use feedmill::internal::memory::Memory;
use feedmill::internal::report::Report;
use feedmill::internal::site::{self, Run};
use tempfile::TempDir;

#[path = "../examples/generate.rs"]
#[expect(dead_code, reason = "an example has a main function")]
mod generate;

const COUNT: u64 = 10_000;
/// As many articles as a feed shows that is told nothing else.
const ENTRIES: usize = 50;

/// A collection in a file of lines, and what was published of it.
struct Published {
    folder: TempDir,
    config: Config,
    added: u64,
}

impl Published {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("there is room");
        let lines = folder.path().join("a.jsonl");
        generate::write(COUNT, fs::File::create(&lines).expect("there is room")).expect("there is room");
        let toml = "[site]\nbase_url = \"https://feeds.example.org/\"\n";
        let mut file = File::parse(toml, "feedmill.toml".as_ref()).expect("it is right");
        file.output.dir = Some(folder.path().join("out"));
        let config = file.resolve(vec![lines], None, None);
        let published = Self { folder, config, added: 0 };
        published.run(false);
        published
    }

    fn run(&self, rebuild: bool) -> Report {
        site::build(&self.config, &Run::at(Utc::now()).rebuild(rebuild)).expect("it is published")
    }

    /// One article more, in some of the feeds that there are, and in one that there is not yet if it is of a `new` tag.
    fn add(&mut self, new: bool) {
        self.added += 1;
        let (n, hour, minute) = (self.added, self.added / 60 % 24, self.added % 60);
        let lines = self.folder.path().join("a.jsonl");
        let mut lines = fs::File::options().append(true).open(lines).expect("it is there");
        let tag = if new { format!("New tag {n}") } else { "Tag 0020".to_owned() };
        writeln!(
            lines,
            r#"{{"id": "new-{n}", "title": "Something new, number {n}", "url": "https://new.example/{n}", "published": "2026-01-01T{hour:02}:{minute:02}:00Z", "tags": ["Tag 0001", "{tag}"], "source": "Source 003", "text": "What is new."}}"#
        )
        .expect("there is room");
    }

    fn catalogue(&self) -> Catalogue {
        Catalogue::open(&self.folder.path().join("out")).expect("it is whole")
    }
}

/// What the inputs hold, as rows in memory.
#[derive(Default)]
struct Collection {
    inputs: Vec<InputReading>,
    segments: Vec<Segment>,
    readings: Vec<ReadingRow>,
    articles: Vec<CollectedRow>,
    terms: Vec<TermRow>,
    members: Vec<Member>,
    shown: BTreeMap<i64, ShownRow>,
}

impl Rows for Collection {
    fn inputs(&self) -> &[InputReading] {
        &self.inputs
    }

    fn segments(&self) -> &[Segment] {
        &self.segments
    }

    fn readings(&self) -> Box<dyn Iterator<Item = ReadingRow> + '_> {
        Box::new(self.readings.iter().cloned())
    }

    fn articles(&self) -> Box<dyn Iterator<Item = CollectedRow> + '_> {
        Box::new(self.articles.iter().cloned())
    }

    fn terms(&self) -> Box<dyn Iterator<Item = TermRow> + '_> {
        Box::new(self.terms.iter().cloned())
    }

    fn members(&self) -> Box<dyn Iterator<Item = Member> + '_> {
        Box::new(self.members.iter().copied())
    }

    fn shown(&self) -> Box<dyn Iterator<Item = (i64, ShownRow)> + '_> {
        Box::new(self.shown.iter().map(|(n, shown)| (*n, shown.clone())))
    }
}

/// What a run wrote down that read everything: rows have the numbers of their places.
fn collection(catalogue: &Catalogue) -> Result<Collection, feedmill::internal::catalogue::CatalogueError> {
    let inputs = catalogue.input_readings()?;
    let mut all =
        Collection { inputs: inputs.values().cloned().collect(), shown: catalogue.shown()?, ..Collection::default() };
    for (n, segment) in inputs.keys().map(|key| catalogue.segments_of(key)).collect::<Result<Vec<_>, _>>()?.concat() {
        all.segments.push(segment);
        all.readings.extend(catalogue.readings_of_segment(n)?.into_iter().map(|(_, reading)| reading));
    }
    all.articles = (1..).map_while(|n| catalogue.collected(n).transpose()).collect::<Result<_, _>>()?;
    let terms: BTreeMap<_, _> = catalogue.terms()?.into_iter().collect();
    all.terms = terms.into_values().collect();
    for (article, row) in (1..).zip(&all.articles).filter(|(_, row)| row.held.is_none()) {
        let terms = [0].into_iter().chain(row.terms.iter().map(|of| of.term));
        all.members.extend(terms.map(|term| Member { term, before: -row.published, article }));
    }
    all.members.sort_unstable();
    Ok(all)
}

/// Fills the tables of a ledger that knows the articles already.
fn fill(criterion: &mut Criterion) {
    let catalogue = Published::new().catalogue();
    let (collection, memory) = (collection(&catalogue).expect("it is whole"), catalogue.memory().expect("it is whole"));
    assert_eq!(collection.articles.len() as u64, COUNT);
    let folder = tempfile::tempdir().expect("there is room");
    let mut before = Catalogue::open(folder.path()).expect("there is none");
    let hidden = folder.path().join(".feedmill");
    fs::create_dir_all(&hidden).expect("there is room");
    let (none, nothing) = (Memory::default(), State::default());
    before.commit((&none, &memory), (&nothing, &nothing), &[], Filling::Unknown).expect("there is room");
    let state = State { failures: ["something else".to_owned()].into(), ..State::default() };
    let mut group = criterion.benchmark_group("catalogue");
    group.sample_size(20).measurement_time(Duration::from_secs(5)).throughput(Throughput::Elements(COUNT));
    group.bench_function("fill", |b| {
        let copy = || {
            let copy = tempfile::tempdir().expect("there is room");
            let ledger = "ledger.sqlite";
            fs::copy(hidden.join(ledger), copy.path().join(ledger)).expect("there is room");
            let catalogue = Catalogue::open_in(copy.path()).expect("it is whole");
            (copy, catalogue)
        };
        let fill = |(folder, mut catalogue): (TempDir, Catalogue)| {
            let filling = Filling::Filled(black_box(&collection));
            catalogue.commit((&memory, &memory), (&nothing, &state), &[], filling).expect("there is room");
            (folder, catalogue)
        };
        b.iter_batched(copy, fill, BatchSize::PerIteration);
    });
    group.finish();
}

/// Asks what each feed shows, and who has each key.
fn ask(criterion: &mut Criterion) {
    let published = Published::new();
    let catalogue = published.catalogue();
    let all = collection(&catalogue).expect("it is whole");
    let mut group = criterion.benchmark_group("catalogue");
    group.sample_size(20).measurement_time(Duration::from_secs(5));
    group.throughput(Throughput::Elements(all.terms.len() as u64));
    let terms = i64::try_from(all.terms.len()).expect("there are few");
    group.bench_function("newest of each term", |b| {
        let newest = |term| catalogue.newest(term, ENTRIES).expect("it is whole").len();
        b.iter(|| (0..terms).map(newest).sum::<usize>());
    });
    let keys: Vec<i64> = all.readings.iter().flat_map(|reading| reading.keys.iter().copied()).collect();
    group.throughput(Throughput::Elements(keys.len() as u64));
    group.bench_function("holders of each key", |b| {
        let holders = |key: &i64| catalogue.holders(*key).expect("it is whole").len();
        b.iter(|| keys.iter().map(holders).sum::<usize>());
    });
    group.finish();
}

/// Runs again: where nothing is new, where one article is, and all of it.
fn follow(criterion: &mut Criterion) {
    let mut published = Published::new();
    let mut group = criterion.benchmark_group("run again");
    group.sample_size(10).measurement_time(Duration::from_secs(5));
    group.bench_function("nothing new", |b| {
        b.iter(|| assert!(published.run(false).idle));
    });
    let cases = [
        ("one article new", false, false),
        ("one article new, of a new tag", false, true),
        ("one article new, everything read", true, false),
    ];
    for (name, rebuild, new_tag) in cases {
        group.bench_function(name, |b| {
            b.iter_custom(|rounds| {
                let mut taken = Duration::ZERO;
                for _ in 0..rounds {
                    published.add(new_tag);
                    let report = published.run(rebuild);
                    assert_eq!((report.whole.is_some(), report.idle), (rebuild, false), "{:?}", report.whole);
                    taken += report.elapsed;
                }
                taken
            });
        });
    }
    group.finish();
}

/// The folder for temporary files, for whoever reads the figures.
fn place(_: &mut Criterion) {
    let folder: &Path = &std::env::temp_dir();
    eprintln!("in {}", folder.display());
}

criterion_group!(benches, place, fill, ask, follow);
criterion_main!(benches);
