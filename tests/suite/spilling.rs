//! What is put into a temporary file comes to the same as what stays in memory.

use std::fmt::Write as _;
use std::fs;

use feedmill::{config, site};
use serde_json::json;

use crate::run::{Scratch, repository, tree};

/// Publishes folders of this repository and generated lines, with so many bytes in memory, whole and in archives.
fn build(scratch: &Scratch, out: &str, in_memory: u64) -> (String, u64) {
    let toml = "[site]\nbase_url = \"https://feeds.example.org/\"\n[output]\nformats = [\"rss\", \"atom\", \"json\"]\n\
                archives = 20\nlimit = 10\n[[feed]]\nterm = \"tag/Tag 3\"\ncontent = \"excerpt\"\n";
    let mut file = config::File::parse(toml, "feedmill.toml".as_ref()).unwrap();
    file.output.dir = Some(scratch.path().join(out));
    let inputs = ["tests/sample", "tests/hostile"].map(|folder| repository().join(folder)).to_vec();
    let inputs = inputs.into_iter().chain([scratch.path().join("in")]).collect();
    let config = file.resolve(inputs, None, None);
    let run = site::Run { in_memory, rebuild: true, ..site::Run::at("2026-11-12T09:00:00Z".parse().unwrap()) };
    let report = site::build(&config, &run).unwrap();
    (serde_json::to_string(&(&report.warnings, &report.rejections)).unwrap(), report.bytes.published)
}

#[test]
fn what_is_put_away_comes_to_the_same() {
    let scratch = Scratch::new();
    let article = |n: u64| {
        let text = format!("<p>Paragraph {n} &amp; more of it.</p>").repeat(usize::try_from(n % 40).unwrap());
        let tags = [format!("Tag {}", n % 7), format!("Tag {}", n % 11)];
        let date = format!("2026-0{}-0{}T10:00:00Z", n % 9 + 1, n % 8 + 1);
        json!({ "id": n, "title": format!("Story {n}"), "published": date, "tags": tags, "content_html": text })
    };
    let lines = (0..400).fold(String::new(), |mut lines, n| {
        writeln!(lines, "{}", article(n)).unwrap();
        lines
    });
    scratch.file("in/lines.jsonl", &lines);
    scratch.file("in/post.md", "---\ntitle: A post\ndate: 2026-02-02\ntags: [Tag 3]\n---\nIts *text*.\n");
    let in_memory = build(&scratch, "memory", u64::MAX);
    for (out, most) in [("disk", 0), ("both", 100_000)] {
        assert_eq!(build(&scratch, out, most), in_memory);
        assert!(tree(&scratch.path().join(out)) == tree(&scratch.path().join("memory")), "{most}");
        assert!(!fs::exists(scratch.path().join(out).join(".feedmill/spill.tmp")).unwrap());
    }
}
