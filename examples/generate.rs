//! Writes a made-up collection as JSON Lines: `cargo run --release --example generate -- 100000 > articles.jsonl`
//!
//! The same number gives the same bytes everywhere. An article is 2.5 KB long and has one of 500 sources and one to five
//! of 5,000 tags; as in real collections, a few tags have many articles and many have few.

use std::io::{self, BufWriter, Write};

/// How many distinct tags and sources there are.
const TAGS: u64 = 5_000;
const SOURCES: u64 = 500;
/// The length of a text in bytes.
const TEXT: usize = 2_200;

const SYLLABLES: &[&str] = &[
    "ma", "ri", "ton", "vel", "sa", "ko", "lun", "der", "pi", "est", "or", "na", "bek", "ul", "fi", "gra", "mo", "ten",
    "al", "is",
];

/// A linear congruential generator (Knuth's MMIX constants): no dependency, the same everywhere.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    /// Small numbers far more often than large ones.
    fn skewed(&mut self, limit: u64) -> u64 {
        let a = self.below(limit) + 1;
        self.below(a)
    }

    fn word(&mut self, out: &mut String) {
        for _ in 0..=self.below(3) + 1 {
            let at = self.below(SYLLABLES.len() as u64);
            out.push_str(SYLLABLES[usize::try_from(at).unwrap_or(0)]);
        }
    }

    fn sentence(&mut self, words: u64) -> String {
        let mut out = String::new();
        for n in 0..words {
            if n > 0 {
                out.push(' ');
            }
            self.word(&mut out);
        }
        out[..1].make_ascii_uppercase();
        out
    }
}

fn main() -> io::Result<()> {
    let count = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(1_000);
    let mut out = BufWriter::new(io::stdout().lock());
    write(count, &mut out)?;
    out.flush()
}

/// Writes a collection of `count` articles.
pub(crate) fn write(count: u64, mut out: impl Write) -> io::Result<()> {
    let mut random = Random(42);
    for n in 0..count {
        let title = random.sentence(8);
        let mut text = String::with_capacity(TEXT + 100);
        while text.len() < TEXT {
            if text.len() % 700 > 600 {
                text.push_str("\\n\\n");
            }
            let words = 8 + random.below(14);
            text.push_str(&random.sentence(words));
            text.push_str(". ");
        }
        let tags: Vec<String> = (0..=random.below(5)).map(|_| format!("\"Tag {:04}\"", random.skewed(TAGS))).collect();
        let source = random.skewed(SOURCES);
        // One every five minutes, backwards from the end of 2025.
        let minutes = n * 5;
        let (day, minute) = (minutes / 1_440, minutes % 1_440);
        let (year, day) = (2_025 - day / 336, 335 - day % 336);
        writeln!(
            out,
            r#"{{"title":"{title} {n}","url":"https://source-{source}.example/articles/{n}","source":"Source {source:03}","published":"{year:04}-{:02}-{:02}T{:02}:{:02}:00Z","tags":[{}],"authors":["Author {}"],"content_text":"{text}"}}"#,
            day / 28 + 1,
            day % 28 + 1,
            23 - minute / 60,
            59 - minute % 60,
            tags.join(","),
            random.below(300),
        )?;
    }
    Ok(())
}
