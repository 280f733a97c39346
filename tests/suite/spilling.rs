//! What is put into a temporary file comes to the same as what stays in memory, and so do inputs that are read in parts.

use std::fmt::Write as _;
use std::fs;

use chrono::{DateTime, Utc};
use feedmill::internal::report::Report;
use feedmill::internal::{config, site};
use serde_json::{Value, json};

use crate::run::{Scratch, repository, tree};

/// What is published, and how.
struct How {
    toml: &'static str,
    /// Folders of the repository.
    others: &'static [&'static str],
    /// Files and folders of lines and a post.
    own: &'static [&'static str],
}

/// Lines and a post, both named.
const NAMED: How = How { toml: "", others: &[], own: &["in/lines.jsonl", "in/posts"] };

/// Publishes a collection at a moment, with so many bytes in memory.
fn build(scratch: &Scratch, out: &str, how: &How, now: DateTime<Utc>, in_memory: u64) -> Report {
    let How { toml, others, own } = how;
    let toml = format!("[site]\nbase_url = \"https://feeds.example.org/\"\n[output]\nlimit = 10\n{toml}");
    let mut file = config::File::parse(&toml, "feedmill.toml".as_ref()).unwrap();
    file.output.dir = Some(scratch.path().join(out));
    let inputs = others.iter().map(|folder| repository().join(folder));
    let inputs = inputs.chain(own.iter().map(|input| scratch.path().join(input)));
    let config = file.resolve(inputs.collect(), None, None);
    let run = site::Run::at(now).in_memory(in_memory).accept_shrink(true);
    site::build(&config, &run).unwrap()
}

/// What a run says, but for what it took.
fn said(report: &Report) -> Value {
    let mut report = report.clone();
    report.elapsed = std::time::Duration::ZERO;
    serde_json::to_value(report).unwrap()
}

/// So many lines, some of which have texts of several kilobytes, and a post beside them.
fn lines(scratch: &Scratch, count: u64) -> String {
    scratch.file("in/posts/post.md", "---\ntitle: A post\ndate: 2026-02-02\ntags: [Tag 3]\n---\nIts *text*.\n");
    (0..count).fold(String::new(), |mut lines, n| {
        let text = format!("<p>Paragraph {n} &amp; more of it.</p>").repeat(usize::try_from(n % 90).unwrap());
        let tags = [format!("Tag {}", n % 7), format!("Tag {}", n % 11)];
        let date = format!("2026-0{}-0{}T10:00:00Z", n % 9 + 1, n % 8 + 1);
        let line =
            json!({ "id": n, "title": format!("Story {n}"), "published": date, "tags": tags, "content_html": text });
        writeln!(lines, "{line}").unwrap();
        lines
    })
}

#[test]
fn what_is_put_away_comes_to_the_same() {
    let scratch = Scratch::new();
    let lines = lines(&scratch, 400);
    assert!(lines.len() > 1 << 19);
    let toml = "formats = [\"rss\", \"atom\", \"json\"]\narchives = 20\n\
                [[feed]]\nterm = \"tag/Tag 3\"\ncontent = \"excerpt\"\n";
    let how = &How { toml, others: &["tests/sample", "tests/hostile"], ..NAMED };
    let now = "2026-11-12T09:00:00Z".parse().unwrap();
    let plain = lines.clone();
    let faulty = lines.clone()
        + "no article\n\n{\"id\": 1, \"deleted\": true}\n{\"title\": \"Hidden\", \"date\": \"2026-01-01\", \"draft\": true}\n\
           {\"title\": \"Old\", \"date\": \"1980-01-01\"}\n";
    let unclear = lines.clone() + "{\"title\": \"Which day\", \"date\": \"03/04/2026\"}\n{\"title\": \"No day\"}\n";
    let mended = lines.clone() + "{\"title\": \"A comma too many\", \"date\": \"2026-01-01\",}\n";
    let repeated = lines + &"{\"title\": \"Again\", \"date\": \"2026-01-01\"}\n".repeat(1_200);
    for (n, text) in [plain, faulty, unclear, mended, repeated].iter().enumerate() {
        scratch.file("in/lines.jsonl", text);
        let in_memory = build(&scratch, &format!("memory-{n}"), how, now, u64::MAX);
        for (out, most) in [("disk", 0), ("both", 100_000)] {
            let out = format!("{out}-{n}");
            assert_eq!(said(&build(&scratch, &out, how, now, most)), said(&in_memory), "{n}");
            assert!(
                tree(&scratch.path().join(&out)) == tree(&scratch.path().join(format!("memory-{n}"))),
                "{n}: {most}"
            );
            assert!(!fs::exists(scratch.path().join(out).join(".feedmill/spill.tmp")).unwrap());
        }
    }
}

#[test]
fn what_was_read_in_parts_is_followed() {
    let scratch = Scratch::new();
    let lines = lines(&scratch, 400);
    scratch.file("in/lines.jsonl", &lines);
    let outs = [("disk", 0), ("memory", u64::MAX)];
    for (out, in_memory) in outs {
        build(&scratch, out, &NAMED, Utc::now(), in_memory);
    }
    let more = "{\"title\": \"News\", \"published\": \"2026-10-01T10:00:00Z\", \"tags\": [\"Tag 1\"]}\n";
    scratch.file("in/lines.jsonl", lines.replacen("Story 17\"", "Another story\"", 1) + more);
    let [disk, memory] = outs.map(|(out, in_memory)| build(&scratch, out, &NAMED, Utc::now(), in_memory));
    assert_eq!((disk.whole, &memory.whole), (None, &None));
    assert_eq!((disk.articles, disk.feeds), (memory.articles, memory.feeds));
    assert!(tree(&scratch.path().join("disk")) == tree(&scratch.path().join("memory")));
}

#[test]
fn lines_in_a_folder_are_read_in_parts_beside_its_other_files() {
    let scratch = Scratch::new();
    scratch.file("in/lines.jsonl", lines(&scratch, 400));
    // What is said of it depends on how many articles of the folder have dates, those in lines included.
    scratch.file("in/posts/undated.md", "---\ntitle: No day\ntags: [Tag 3]\n---\nIts text.\n");
    scratch.file("in/posts/other.md", "---\ntitle: No day, either\ntags: [Tag 3]\n---\nIts text.\n");
    let how = &How { own: &["in"], ..NAMED };
    let now = "2026-11-12T09:00:00Z".parse().unwrap();
    let [disk, memory] = [("disk", 0), ("memory", u64::MAX)].map(|(out, most)| build(&scratch, out, how, now, most));
    assert_eq!(said(&disk), said(&memory));
    let undated: Vec<_> = disk.warnings.iter().filter(|warning| warning.code.name() == "undated").collect();
    assert!(undated.len() == 2 && undated[0].message.starts_with("no date, unlike most"), "{undated:?}");
    assert!(tree(&scratch.path().join("disk")) == tree(&scratch.path().join("memory")));
}
