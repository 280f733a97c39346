//! What the README says is true.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use feedmill::internal::config::File;
use feedmill::internal::load::INPUT_FORMATS;

use crate::run::{Scratch, finish, repository};

/// The code blocks of a language.
fn blocks(language: &str) -> Vec<String> {
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    let fence = format!("```{language}\n");
    readme.split(&fence).skip(1).map(|rest| rest.split("\n```").next().unwrap().to_owned()).collect()
}

/// The command of the README that begins with `start`.
pub(crate) fn command(start: &str) -> String {
    let mut found = blocks("sh").into_iter().filter(|block| block.starts_with(start));
    let command = found.next().unwrap_or_else(|| panic!("no command {start}"));
    assert_eq!(found.next(), None, "two commands {start}");
    command
}

#[test]
fn exactly_two_commands_set_everything_up() {
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    let section = readme.split("## Two commands").nth(1).unwrap().split("\n## ").next().unwrap();
    let commands: Vec<&str> = section.lines().filter(|line| line.starts_with("cargo ")).collect();
    assert_eq!(commands, [command("cargo run").as_str(), command("cargo test").as_str()]);
    let rust = env!("CARGO_PKG_RUST_VERSION");
    assert!(section.contains(&format!("Rust ({rust} or later)")), "the README names another Rust than Cargo.toml");
}

/// The files of Rust in a folder.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        match entry.extension().and_then(|extension| extension.to_str()) {
            _ if entry.is_dir() => sources(&entry, found),
            Some("rs") if !entry.ends_with("tests.rs") => found.push(entry),
            _ => {}
        }
    }
}

/// The modules at the top that a module uses, but in its tests and comments.
fn used_by(module: &str) -> BTreeSet<String> {
    let folder = repository().join("src");
    let mut files = vec![folder.join(module).with_extension("rs")];
    if folder.join(module).is_dir() {
        sources(&folder.join(module), &mut files);
    }
    let mut used = BTreeSet::new();
    for text in files.iter().filter_map(|file| fs::read_to_string(file).ok()) {
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            let names = line.split("crate::").skip(1).map(|rest| rest.split(|c: char| !c.is_ascii_lowercase()).next());
            used.extend(names.flatten().map(str::to_owned));
            used.extend(line.contains("feedcheck::").then(|| "feedcheck".to_owned()));
        }
    }
    used.remove(module);
    used
}

#[test]
fn modules_use_what_the_table_of_the_architecture_says_and_nothing_above_them() {
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    let table = readme.split("| module | what it does | what it uses |").nth(1).unwrap().split("\n\n").next().unwrap();
    let rows: Vec<Vec<&str>> = table.lines().skip(2).map(|line| line.split(" |").collect()).collect();
    let name = |row: &[&str]| row[0].split('`').nth(1).unwrap().rsplit('/').next().unwrap().to_owned();
    let names: Vec<String> = rows.iter().map(|row| name(row)).collect();
    for (n, row) in rows.iter().enumerate().filter(|(n, _)| names[*n] != "feedcheck") {
        let said: BTreeSet<String> = row[2].split('`').skip(1).step_by(2).map(str::to_owned).collect();
        assert_eq!(used_by(&names[n]), said, "{} uses other modules than the README says", names[n]);
        let above: Vec<_> = names[..n].iter().filter(|above| said.contains(*above)).collect();
        assert!(above.is_empty(), "{} uses {above:?}, which stand above it", names[n]);
    }
    let all = fs::read_to_string(repository().join("src/lib.rs")).unwrap();
    let modules = all.lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'));
    assert_eq!(modules.filter(|module| !names.iter().any(|name| name == module)).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn the_configuration_example_is_valid_and_complete() {
    let page = fs::read_to_string(repository().join("docs/src/configuration.md")).unwrap();
    let example = page.split("## A whole file\n\n```toml\n").nth(1).unwrap().split("\n```").next().unwrap();
    let file = File::parse(example, Path::new("configuration.md")).unwrap();
    let config = file.resolve(Vec::new(), None, None);
    assert_eq!(config.formats.len(), 3);
    assert_eq!(config.inputs[0].paths.len(), 2);
    // What it gives as defaults are the defaults.
    let defaults = File::default().resolve(Vec::new(), None, None);
    assert_eq!(
        (config.limit, config.full, config.max_feed_bytes),
        (defaults.limit, defaults.full, defaults.max_feed_bytes)
    );
    assert_eq!((config.excerpt.length, config.excerpt.unit), (defaults.excerpt.length, defaults.excerpt.unit));
    assert_eq!((&config.taxonomies, config.publish_future), (&defaults.taxonomies, defaults.publish_future));
    assert_eq!(config.limits, defaults.limits);
    assert_eq!(
        (config.vanished, config.by_content, config.heartbeat, config.redirects.len()),
        (defaults.vanished, defaults.by_content, defaults.heartbeat, defaults.redirects.len())
    );
}

#[test]
fn the_example_commands_run() {
    let scratch = Scratch::new();
    scratch.file(
        "articles/a.md",
        "---\ntitle: One\ndate: 2026-07-01\ntags: [Rust]\nurl: https://x.example/1\n---\nText.\n",
    );
    let own = command("cargo install");
    for line in own.lines().skip(1) {
        let words: Vec<&str> = line.split('#').next().unwrap().split_whitespace().skip(1).collect();
        let said = scratch.run(&words);
        assert_eq!(said.code, 0, "{line}: {said:?}");
    }
    assert!(scratch.path().join("feeds/tags/rust/rss.xml").is_file());

    let scratch = Scratch::new();
    scratch.file("pages/a.txt", fs::read(repository().join("tests/sample/tidal-power.txt")).unwrap());
    scratch.file("articles.json", "[{\"title\": \"One\", \"published\": \"2026-07-01\"}]");
    let words = blocks("console")[0].trim_start_matches("$ feedmill ").replace("\"My news\"", "My_news");
    assert_eq!(scratch.run(&words.split(' ').collect::<Vec<_>>()).code, 0);
    assert!(scratch.path().join("public/tags/tidalpower/rss.xml").is_file());

    for example in blocks("toml") {
        File::parse(&example, Path::new("README.md")).unwrap_or_else(|error| panic!("{error}"));
    }
    // What cron runs: in a folder with a configuration.
    assert!(blocks("crontab")[0].ends_with("cd /srv/news && feedmill build --quiet"));
    scratch.file("feedmill.toml", "[site]\nbase_url = \"https://x.example/\"\n[[input]]\npath = \"articles.json\"\n");
    let said = scratch.run(&["build", "--quiet"]);
    assert_eq!((said.code, said.stdout.as_str(), said.stderr.as_str()), (0, "", ""));
}

#[test]
fn the_report_in_the_readme_is_the_one_of_the_sample() {
    let scratch = Scratch::new();
    let mut command = scratch.command(&[
        "build",
        "tests/sample",
        "--as-of",
        "2026-11-12T09:00:00Z",
        "--format",
        "rss,atom,json",
        "--title",
        "The Ellery Coast",
        "--base-url",
        "https://feeds.example.org/",
        "-o",
    ]);
    command.arg(scratch.path().join("out")).current_dir(repository());
    let said = finish(command);
    let without_time = |text: &str| -> Vec<String> {
        text.lines().map(|line| line.split(", in ").next().unwrap().to_owned()).collect()
    };
    let shown = blocks("text").into_iter().find(|block| block.starts_with("articles:")).unwrap();
    // What follows, a first run says of this machine and of what could be better.
    let (report, hints) = said.stdout.split_once("to look at it, open file://").unwrap();
    assert_eq!(without_time(report), without_time(&shown));
    assert!(hints.contains("feedmill init"), "{hints}");
}

#[test]
fn tables_of_formats_and_fields_are_complete() {
    let page = fs::read_to_string(repository().join("docs/src/inputs.md")).unwrap();
    let rows: BTreeSet<&str> = page
        .split("| format |")
        .nth(1)
        .unwrap()
        .lines()
        .skip(2)
        .map_while(|line| line.strip_prefix("| `")?.split('`').next())
        .collect();
    assert_eq!(rows, INPUT_FORMATS.iter().map(|format| format.name).collect());
    for extension in INPUT_FORMATS.iter().flat_map(|format| format.extensions) {
        assert!(page.contains(&format!("`.{extension}`")), ".{extension}");
    }
}

#[test]
fn the_readme_is_short_and_its_links_lead_somewhere() {
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    assert!(readme.lines().count() <= 150, "{} lines", readme.lines().count());
    for link in readme.split("](").skip(1).map(|rest| rest.split([')', '#']).next().unwrap()) {
        assert!(link.starts_with("https://") || repository().join(link).exists(), "{link}");
    }
}
