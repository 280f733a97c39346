//! What every fuzz target promises: no panic, no article from nowhere, and what is published is fit to be published.

use std::sync::LazyLock;

use feedmill::internal::article::date::is_publishable;
use feedmill::internal::article::text::is_legal;
use feedmill::internal::article::{Origin, Precision};
use feedmill::internal::load::{Fields, InputFormat, Limits, Loaded, Read, ReadOptions, Reading, Source};
use feedmill::internal::normalise::date::{self, DateOrder};
use feedmill::internal::normalise::{self, DateOptions, EntryOptions, Excerpt, html, markdown};
use feedmill::internal::zone::Zone;

static PLACE: LazyLock<Origin> = LazyLock::new(|| Origin::new("in/2026-07-18-a.fr.md", 0));

fn options<'o>(fields: &'o Fields, query: Option<&'o str>) -> ReadOptions<'o> {
    ReadOptions { origin: &PLACE, below: &PLACE.path, is_forced: false, may_grow: true, fields, items: &[], query, website: None, limits: &Limits::USUAL, most_articles: usize::MAX, most_of_a_kind: 1_000,
        explain: true }
}

fn dates(zone: Zone, order: DateOrder) -> DateOptions {
    DateOptions { zone, order, captured: chrono::DateTime::from_timestamp(1_784_000_000, 0).expect("a time"), serials: true, utc_timestamps: false }
}

/// Reads a text in a format, and makes articles of what is in it.
///
/// # Panics
/// If a promise is broken.
pub fn load(format: &str, bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let format = InputFormat::named(format).expect("a format of the table");
    let _ = (format.detect)(text);
    let Read::Text(read) = format.read else { panic!("no text format") };
    let fields = Fields::usual();
    // YAML and CSV end lines with CR, too.
    let lines = 1 + text.matches(['\n', '\r']).count() as u64;
    match read(text, &options(&fields, None)) {
        Ok(loaded) => promises(loaded, lines),
        Err(error) => assert!(error.origin.line <= lines, "{error}"),
    }
}

/// Opens bytes as a database.
///
/// # Panics
/// If a promise is broken.
pub fn load_database(bytes: &[u8]) {
    let path = std::env::temp_dir().join(format!("feedmill-fuzz-{}.db", std::process::id()));
    std::fs::write(&path, bytes).expect("a place for a file");
    let Some(Read::File(read)) = InputFormat::named("sqlite").map(|format| format.read) else { return };
    let fields = Fields::usual();
    if let Ok(loaded) = read(&path, &options(&fields, Some("SELECT * FROM articles LIMIT 100"))) {
        promises(loaded, 100);
    }
    let _ = read(&path, &options(&fields, None));
}

fn promises(loaded: Loaded<'_>, lines: u64) {
    for rejection in &loaded.rejections {
        assert!(rejection.origin.line <= lines && !rejection.reason.is_empty(), "{rejection:?}");
    }
    let mut warnings = loaded.warnings;
    let options = normalise::Options::new(dates(Zone::UTC, DateOrder::DayMonth));
    let _ = normalise::Proof::of(loaded.drafts.iter());
    let _ = normalise::are_serial(&loaded.drafts);
    for draft in loaded.drafts {
        assert!(draft.origin.line <= lines, "{:?} of {lines} lines", draft.origin);
        let Ok(article) = normalise::article(draft, &options, &mut warnings) else { continue };
        assert!(is_publishable(article.published.at));
        assert!(article.title.chars().all(is_legal), "{:?}", article.title);
        let entry = EntryOptions { full: true, excerpt: Excerpt::default(), html_depth: 256 };
        let (excerpt, content) = normalise::text(&article, entry, &mut warnings);
        assert!(excerpt.chars().chain(content.iter().flat_map(|html| html.chars())).all(is_legal));
        let content = content.unwrap_or_default();
        assert!(!content.contains("<script"), "{content}");
    }
}

/// Sanitises a text as HTML, and as Markdown: once and for all, not deeper than it may be, and not longer than a multiple of it.
///
/// # Panics
/// If a promise is broken.
pub fn sanitise(bytes: &[u8]) {
    const DEEPEST: usize = 24;
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for html in [text, &markdown::to_html(text)] {
        let (safe, is_whole) = html::sanitise(html, None, DEEPEST);
        assert!(safe.len() <= 16 * html.len() + 64, "{} bytes of {}", safe.len(), html.len());
        let (mut depth, mut deepest) = (0_usize, 0);
        for tag in safe.split('<').skip(1) {
            let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
            let is_void = feedcheck::internal::is_void(&name);
            match tag.strip_prefix('/') {
                Some(_) => depth -= 1,
                None => {
                    deepest = deepest.max(depth + 1);
                    depth += usize::from(!is_void);
                }
            }
        }
        assert!(depth == 0 && deepest <= DEEPEST, "{deepest} deep: {safe}");
        let (again, is_whole_again) = html::sanitise(&safe, None, DEEPEST);
        assert_eq!(again, safe, "of {html}");
        assert!(is_whole_again || !is_whole);
    }
}

/// Looks for what is wrong with a document, and with it as the only one of its folder.
///
/// # Panics
/// If a promise is broken.
pub fn look(bytes: &[u8]) {
    let now = chrono::DateTime::from_timestamp(1_784_000_000, 0).expect("a time");
    let mut options = feedcheck::Options::at(now);
    options.url = Some("https://feeds.example.org/rss.xml");
    options.file_name = Some("rss.xml");
    let lines = 1 + bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count();
    for finding in feedcheck::check(bytes, &options).findings {
        assert!(finding.line >= 1 && finding.column >= 1 && !finding.message.is_empty(), "{finding:?}");
        assert!(finding.line <= lines || bytes.contains(&0), "{finding:?} of {lines} lines");
    }
    let _ = feedcheck::internal::check_published(bytes, "https://feeds.example.org/rss.xml");
}

/// Decodes bytes, and reads what is text in the format that it looks like.
pub fn decode(bytes: &[u8]) {
    if let Some((text, _)) = feedmill::internal::load::encoding::decode(bytes.to_vec())
        && let Some(format) = InputFormat::of_text(&text)
    {
        load(format.name, text.as_bytes());
    }
}

/// Reads bytes as a file: packed or not, by lines or whole.
///
/// # Panics
/// If a promise is broken.
pub fn unpack(bytes: &[u8]) {
    let limits = Limits { line: 1_000, document: 100_000, ..Limits::USUAL };
    for name in ["a.jsonl.gz", "a.csv.zst", "a.json", "a.zip", "a.tar.xz", "a"] {
        let path = std::env::temp_dir().join(format!("feedmill-fuzz-{}-{name}", std::process::id()));
        std::fs::write(&path, bytes).expect("a place for a file");
        let reading = Reading {
            captured: None,
            now: chrono::DateTime::UNIX_EPOCH,
            format: InputFormat::of_path(&path),
            limits: &limits,
            encoding: None,
            hash: true,
            slack: 1 << 20,
            marker: ".feedmill",
        };
        let Ok(opened) = feedmill::internal::load::read(&Source { path, named: true }, &reading) else { continue };
        let all = opened.inputs.iter().map(|input| input.text.len()).sum::<usize>();
        // What is no UTF-8 grows when it is decoded.
        assert!(all <= (bytes.len() * 100 + (1 << 20)) * 4, "{all} bytes of {}", bytes.len());
        let fields = Fields::usual();
        for input in &opened.inputs {
            if let Ok(loaded) = feedmill::internal::load::drafts(input, None, &options(&fields, None)) {
                promises(loaded, u64::MAX);
            }
        }
    }
}

/// Reads a date in some zones.
///
/// # Panics
/// If a promise is broken.
pub fn date(text: &str) {
    let zones = ["Asia/Kathmandu", "America/St_Johns", "Pacific/Apia", "-03:30"].into_iter().filter_map(Zone::named);
    for zone in zones.chain([Zone::UTC]) {
        for order in [DateOrder::DayMonth, DateOrder::MonthDay] {
            let Some((found, _)) = date::read_with_guess(text, &dates(zone, order)) else { continue };
            assert!(is_publishable(found.at), "{found:?}");
            assert_eq!(found.at.timestamp_subsec_nanos(), 0, "{found:?}");
            let days = (found.at.date_naive() - found.day).num_days().abs();
            assert!(days <= 2 || found.precision == Precision::Approximate, "{found:?}");
        }
    }
    let _ = (date::order_of(text), date::slack(text));
}
