//! What the manual (`docs/`) says is true: its files are written, its commands run, and what they print is what it shows.
//!
//! A block called ```` ```json articles.json ```` is a file. In a block of the language `console`, a line that begins with `$ ` is a
//! command, run in a folder of the page's own, and the lines after it are what it prints. `…` stands for any text, and
//! on a line of its own for any lines. `FEEDMILL_WRITE=1 cargo test --test suite docs` writes what the commands print into the pages.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use feedmill::internal::config::File;

use crate::run::{Scratch, finish, repository};

/// The pages of the manual.
fn pages() -> Vec<PathBuf> {
    let root = repository().join("docs/src");
    let summary = fs::read_to_string(root.join("SUMMARY.md")).unwrap();
    let linked = summary.split("](").skip(1).map(|rest| root.join(rest.split(')').next().unwrap()));
    linked.collect()
}

/// Whether a text is what a line of the manual shows of it.
fn fits(shown: &str, text: &str) -> bool {
    let mut parts = shown.split('…');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, between)) = parts.split_last() else { return rest.is_empty() };
    for part in between {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// Whether lines are what the manual shows of them.
fn all_fit(shown: &[&str], lines: &[&str]) -> bool {
    match shown {
        [] => lines.is_empty(),
        ["…", rest @ ..] => (0..=lines.len()).any(|n| all_fit(rest, &lines[n..])),
        [first, rest @ ..] => lines.first().is_some_and(|line| fits(first, line)) && all_fit(rest, &lines[1..]),
    }
}

/// What a command prints, without the times that it took.
fn output(scratch: &Scratch, command: &str) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_feedmill")).parent().unwrap();
    let paths = std::env::join_paths([program, Path::new("/usr/local/bin"), Path::new("/usr/bin"), Path::new("/bin")]);
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", &format!("exec 2>&1; {command}")]).current_dir(scratch.path()).env("PATH", paths.unwrap());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("FEEDMILL_")) {
        shell.env_remove(name);
    }
    let said = finish(shell).stdout;
    let folder = scratch.path().canonicalize().unwrap();
    let said = said.replace(folder.to_str().unwrap(), "/srv/news");
    let untimed = said.lines().map(|line| match line.split_once(" removed, in ") {
        Some((counts, _)) => format!("{counts} removed, in … s\n"),
        None => format!("{line}\n"),
    });
    untimed.collect()
}

/// Runs a block of commands; gives the block with what they print where it shows something else.
fn run(scratch: &Scratch, block: &str) -> String {
    let mut out = String::new();
    let mut lines = block.lines().peekable();
    while let Some(line) = lines.next() {
        let command = line.strip_prefix("$ ").unwrap_or_else(|| panic!("a command begins with $: {line}"));
        let mut shown = Vec::new();
        while let Some(line) = lines.next_if(|line| !line.starts_with("$ ")) {
            shown.push(line);
        }
        let said = output(scratch, command);
        let said: Vec<&str> = said.lines().collect();
        let _ = writeln!(out, "$ {command}");
        for line in if all_fit(&shown, &said) { shown } else { said } {
            let _ = writeln!(out, "{line}");
        }
    }
    out
}

/// A page with what its commands print now.
fn played(page: &str) -> String {
    let scratch = Scratch::new();
    let mut out = String::new();
    let mut rest = page;
    while let Some(at) = rest.find("```") {
        let (before, block) = rest.split_at(at);
        out += before;
        let (info, body) = block[3..].split_once('\n').unwrap();
        let (body, after) = body.split_once("```").expect("a block ends");
        let _ = writeln!(out, "```{info}");
        match info.split_once(' ') {
            _ if info == "console" => out += &run(&scratch, body),
            Some((_, name)) => {
                scratch.file(name, body);
                out += body;
            }
            None => out += body,
        }
        out += "```";
        rest = after;
    }
    out + rest
}

#[cfg(unix)]
#[test]
fn commands_of_the_manual_print_what_it_shows() {
    for path in pages() {
        let page = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let played = played(&page);
        if std::env::var_os("FEEDMILL_WRITE").is_some() {
            fs::write(&path, played).unwrap();
        } else {
            assert_eq!(page, played, "{}", path.display());
        }
    }
}

#[test]
fn links_of_the_manual_lead_somewhere() {
    let pages = pages();
    assert!(pages.len() > 10);
    for path in &pages {
        let page = fs::read_to_string(path).unwrap();
        for link in page.split("](").skip(1).map(|rest| rest.split([')', ' ']).next().unwrap()) {
            if link.starts_with("https://") || link.starts_with("http://") {
                continue;
            }
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { path.clone() } else { path.parent().unwrap().join(file) };
            let text = fs::read_to_string(&target).unwrap_or_else(|_| panic!("{}: {link}", path.display()));
            let headings = text.lines().filter(|line| line.starts_with('#'));
            let mut anchors = headings.map(|line| {
                let text = line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
                text.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect::<String>()
            });
            assert!(anchor.is_empty() || anchors.any(|known| known == anchor), "{}: {link}", path.display());
        }
    }
}

/// The keys of a table of the configuration, as the program knows them.
fn keys_of(table: &str) -> Vec<String> {
    let error = File::parse(&format!("{table}\nno-such-key-anywhere = 1\n"), Path::new("a.toml")).unwrap_err();
    let message = error.to_string();
    let known = message.split("expected one of ").nth(1).unwrap_or_else(|| panic!("{message}"));
    known.lines().next().unwrap().split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn the_reference_names_each_key_of_the_configuration() {
    let page = fs::read_to_string(repository().join("docs/src/configuration.md")).unwrap();
    for table in ["[site]", "[output]", "[[input]]", "[tags]", "[sources]", "[[feed]]", "[limits]", "[publish]"] {
        let heading = format!("\n## `{table}`\n");
        let section = page.split(&heading).nth(1).unwrap_or_else(|| panic!("no section {table}"));
        let section = section.split("\n## ").next().unwrap();
        let mut named: Vec<&str> =
            section.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
        named.sort_unstable();
        let mut known = keys_of(table);
        known.sort_unstable();
        assert_eq!(named, known, "{table}");
    }
}
