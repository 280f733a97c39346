//! Each stage on generated articles of several counts: time per article must hardly grow.
//!
//! `cargo bench` runs all; `cargo bench -- load` one stage.

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use feedmill::internal::article::{Article, Origin, Outline};
use feedmill::internal::config::{Config, File};
use feedmill::internal::feed::Entry;
use feedmill::internal::load::{self, Fields, Input, Limits, Loaded, ReadOptions};
use feedmill::internal::normalise::date::DateOrder;
use feedmill::internal::normalise::{self, DateOptions, EntryOptions};
use feedmill::internal::render::{self, Context, Rendered, Size};
use feedmill::internal::select::{Options, Selected, Selection};

#[path = "../examples/generate.rs"]
#[expect(dead_code, reason = "an example has a main function")]
mod generate;

const COUNTS: [u64; 3] = [1_000, 10_000, 100_000];

fn input(count: u64) -> Input {
    let mut bytes = Vec::new();
    generate::write(count, &mut bytes).expect("memory takes all");
    let origin = Origin::new("generated.jsonl", 0);
    let text = String::from_utf8(bytes).expect("the generator writes ASCII");
    Input {
        path: "a.jsonl".into(),
        is_changing: false,
        origin,
        appeared: None,
        captured: chrono::DateTime::UNIX_EPOCH,
        named: true,
        stamp: None,
        stored: text.len() as u64,
        text,
        recoded: None,
        rejections: Vec::new(),
    }
}

fn load(input: &Input) -> Loaded<'_> {
    let fields = Fields::usual();
    let options = ReadOptions {
        origin: &input.origin,
        below: "",
        is_forced: false,
        may_grow: true,
        fields: &fields,
        items: &[],
        query: None,
        website: None,
        limits: &Limits::USUAL,
        explain: false,
        most_articles: usize::MAX,
        most_of_a_kind: 1_000,
    };
    load::drafts(input, None, &options).expect("the generator writes JSON Lines")
}

fn articles(input: &Input) -> Vec<Article<'_>> {
    let dates = DateOptions {
        zone: feedmill::internal::zone::Zone::UTC,
        order: DateOrder::default(),
        captured: input.captured,
        serials: false,
        utc_timestamps: false,
    };
    let options = normalise::Options::new(dates);
    let drafts = load(input).drafts;
    drafts.into_iter().filter_map(|draft| normalise::article(draft, &options, &mut Vec::new()).ok()).collect()
}

fn select<'a>(articles: &[Article<'a>], config: &Config) -> Selected<'a> {
    let options = Options::new(config.taxonomies.clone(), config.limit);
    let mut selection = Selection::default();
    articles.iter().cloned().for_each(|article| selection.add(Outline::of(article)));
    selection.select(&config.site, &options)
}

fn render_entries(selected: &Selected<'_>, config: &Config) -> Vec<Vec<u8>> {
    let context = Context {
        site: &config.site,
        formats: &config.formats,
        terms: &selected.terms,
        gone: &[],
        article_terms: &selected.article_terms,
        pages: &selected.pages,
    };
    let options = EntryOptions { full: true, excerpt: config.excerpt, html_depth: config.limits.html_depth };
    let mut buffer = Vec::new();
    let mut render = |outline: &Outline<'_>, of| {
        let article = &outline.open(&mut buffer);
        let (excerpt, content) = normalise::text(article, options, &mut Vec::new());
        let entry = Entry::new(article, excerpt, content, of, &selected.terms);
        let mut rendered = Vec::new();
        render::render(&entry, &config.formats, &context, &mut rendered);
        rendered
    };
    (0..).zip(&selected.articles).map(|(n, article)| render(article, selected.article_terms.of(n))).collect()
}

fn documents(selected: &Selected<'_>, rendered: &[Vec<u8>], config: &Config) -> usize {
    let context = Context {
        site: &config.site,
        formats: &config.formats,
        terms: &selected.terms,
        gone: &[],
        article_terms: &selected.article_terms,
        pages: &selected.pages,
    };
    let size = Size { full: config.full, most_bytes: config.max_feed_bytes, may_drop: true };
    let mut bytes = Vec::new();
    let mut total = 0;
    for feed in &selected.feeds {
        for format in config.formats.iter().copied().enumerate() {
            let entries: Vec<_> = feed.entries.iter().map(|n| Rendered::new(&rendered[*n])).collect();
            render::document(&mut bytes, feed, format, &entries, size, &context);
            total += bytes.len();
        }
    }
    total
}

fn stages(criterion: &mut Criterion) {
    let config = File::default().resolve(Vec::new(), None, None);
    let mut group = criterion.benchmark_group("stages");
    group.sample_size(10).measurement_time(Duration::from_secs(5)).warm_up_time(Duration::from_secs(1));
    for count in COUNTS {
        let input = input(count);
        group.throughput(Throughput::Elements(count));
        let id = |stage| BenchmarkId::new(stage, count);
        group.bench_function(id("load"), |b| b.iter(|| load(black_box(&input))));
        group.bench_function(id("load and normalise"), |b| b.iter(|| articles(black_box(&input))));
        let articles = articles(&input);
        group.bench_function(id("select"), |b| b.iter(|| select(black_box(&articles), &config)));
        let selected = select(&articles, &config);
        group.bench_function(id("render entries"), |b| b.iter(|| render_entries(black_box(&selected), &config)));
        let rendered = render_entries(&selected, &config);
        group.bench_function(id("join documents"), |b| b.iter(|| documents(&selected, black_box(&rendered), &config)));
    }
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
