//! Help, versions, colours and environment variables.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::lists::on_terminal;
use crate::run::{Said, Scratch, finish, repository};
use crate::skip::skip;

/// Every command, as it is called.
const COMMANDS: &[&[&str]] = &[
    &[],
    &["build"],
    &["check"],
    &["list"],
    &["completions"],
    &["man"],
    &["ledger", "show"],
    &["ledger", "check"],
    &["ledger", "forget"],
];

fn help(scratch: &Scratch, command: &[&str]) -> String {
    let said = scratch.run(&[command, &["--help"]].concat());
    assert_eq!(said.code, 0, "{said:?}");
    said.stdout
}

/// A folder in which the examples are at home.
fn examples(command: &[&str]) -> Scratch {
    let scratch = Scratch::new();
    let article = |n: u32| {
        format!(r#"{{"title": "T{n}", "published": "2026-07-0{n}", "tags": ["Ferries"], "source": "The Tide"}}"#)
    };
    scratch.file("articles.json", format!("[\n{},\n{},\n{}\n]", article(1), article(2), article(3)));
    scratch.file("posts/a.md", "---\ntitle: A\ndate: 2026-07-01\n---\nText.");
    scratch.file(
        "feedmill.toml",
        "[site]\ntitle = \"T\"\nbase_url = \"https://example.org/feeds/\"\n[output]\ndir = \"public\"\n\
         [[input]]\npath = \"articles.json\"\n",
    );
    if command != ["build"] {
        assert_eq!(scratch.run(&["build"]).code, 0);
    }
    scratch
}

#[test]
fn every_example_in_the_help_runs() {
    let mut run = 0;
    for command in COMMANDS {
        let help = help(&Scratch::new(), command);
        let examples: Vec<String> = help
            .split("\nExamples:\n")
            .nth(1)
            .unwrap_or_else(|| panic!("{command:?} has no examples"))
            .lines()
            .map(|line| line.strip_prefix("  feedmill ").unwrap_or_else(|| panic!("no example: {line}")))
            .map(|line| line.split("  ").next().unwrap().to_owned())
            .collect();
        // What goes on for ever is tried elsewhere.
        for example in examples {
            let scratch = self::examples(command);
            let words: Vec<&str> = example.split(' ').filter(|word| *word != "--watch").collect();
            if !command.is_empty() {
                assert_eq!(&words[..command.len()], *command, "an example of another command");
            }
            let said = scratch.run(&words);
            assert_eq!(said.code, 0, "feedmill {example}: {said:?}");
            run += 1;
        }
    }
    assert!(run > 20, "only {run} examples");
}

#[test]
fn help_has_sections() {
    let scratch = Scratch::new();
    for (command, sections) in [
        ("build", &["Arguments", "Options", "Input", "Output", "Feeds", "Dates", "Run", "Report", "Examples"][..]),
        ("list", &["Arguments", "Lists", "Options", "Input", "Output", "Feeds", "Dates", "List", "Report", "Examples"]),
        ("check", &["Arguments", "Options", "Input", "Report", "Examples"]),
    ] {
        let help = help(&scratch, &[command]);
        let is_heading = |line: &&str| line.ends_with(':') && line.starts_with(|c: char| c.is_ascii_uppercase());
        let mut found: Vec<&str> = help.lines().filter(is_heading).map(|line| line.trim_end_matches(':')).collect();
        let mut wanted = sections.to_vec();
        found.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(found, wanted, "{command}");
        let short = scratch.run(&[command, "-h"]).stdout;
        assert!(short.lines().count() < help.lines().count() && !short.contains("Examples"), "{short}");
    }
}

#[test]
fn every_flag_has_an_environment_variable() {
    let scratch = Scratch::new();
    // What asks for one answer, or is a matter of one call.
    let without = ["help", "version", "explain", "page", "quiet", "verbose", "watch"];
    for command in COMMANDS {
        let help = help(&scratch, command);
        let mut flag = None;
        for line in help.lines().chain(["      --end"]) {
            let named = line.trim_start().strip_prefix("--").or_else(|| line.split_once(", --").map(|(_, flag)| flag));
            if let Some(name) = named {
                let name = name.split(' ').next().unwrap();
                let before = flag.replace(name.to_owned());
                let before = before.filter(|before| !without.contains(&&**before));
                assert_eq!(before, None, "{command:?} has no environment variable for it");
            }
            if line.trim_start().starts_with("[env: FEEDMILL_") {
                flag = None;
            }
        }
    }
    let mut command = scratch.command(&["list", "tags", "a.json"]);
    scratch.file("a.json", r#"[{"title": "A", "published": "2026-07-01"}]"#);
    command.env("FEEDMILL_REPORT", "json");
    assert_eq!(finish(command).report()["version"], 1);
}

#[test]
fn versions_are_told_in_short_and_at_length() {
    let scratch = Scratch::new();
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(scratch.run(&["-V"]).stdout, format!("feedmill {version}\n"));
    let long = scratch.run(&["--version"]).stdout;
    assert!(long.starts_with(&format!("feedmill {version}")) && long.lines().count() == 1, "{long}");
    if cfg!(debug_assertions) {
        assert_eq!(long, format!("feedmill {version} (debug build)\n"));
    }
}

/// What the build script says of a folder.
fn built(program: &Path, folder: &Path, profile: &str, environment: &[(&str, &str)]) -> Said {
    let mut command = Command::new(program);
    command.current_dir(folder).env("CARGO_MANIFEST_DIR", folder).env("CARGO_PKG_VERSION", "1.2.3");
    command.env("PROFILE", profile).env_remove("SOURCE_DATE_EPOCH").envs(environment.iter().copied());
    finish(command)
}

#[test]
fn a_release_knows_its_commit_and_day_with_git_and_without() {
    let scratch = Scratch::new();
    let program = scratch.path().join("build-script");
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut compile = Command::new(rustc);
    compile.args(["--edition", "2024", "-o"]).arg(&program).arg(repository().join("build.rs"));
    match compile.status() {
        Ok(status) => assert!(status.success()),
        Err(error) => return skip(&format!("there is no rustc: {error}")),
    }
    let version = |said: &Said| {
        assert_eq!(said.code, 0, "{said:?}");
        let line = said.stdout.lines().find_map(|line| line.strip_prefix("cargo:rustc-env=LONG_VERSION="));
        line.unwrap().to_owned()
    };
    // A tarball, in a folder that is no checkout or lies in one of something else.
    let folder = scratch.path().join("source");
    fs::create_dir(&folder).unwrap();
    let ceiling = ("GIT_CEILING_DIRECTORIES", scratch.path().to_str().unwrap());
    assert_eq!(version(&built(&program, &folder, "release", &[ceiling])), "1.2.3");
    for (seconds, day) in [("0", "1970-01-01"), ("951782400", "2000-02-29"), ("1798761599", "2026-12-31")] {
        let said = built(&program, &folder, "release", &[ceiling, ("SOURCE_DATE_EPOCH", seconds)]);
        assert_eq!(version(&said), format!("1.2.3 ({day})"));
    }
    let no_git = built(&program, &folder, "release", &[("PATH", "/nowhere"), ("SOURCE_DATE_EPOCH", "0")]);
    assert_eq!(version(&no_git), "1.2.3 (1970-01-01)");
    let git = |args: &[&str]| {
        let mut git = Command::new("git");
        git.arg("-C").arg(&folder).args(["-c", "user.name=A", "-c", "user.email=a@b.example"]).args(args);
        git.env("GIT_COMMITTER_DATE", "2026-03-04T12:00:00Z").output()
    };
    if git(&["init", "-q"]).is_err() {
        return skip("there is no git");
    }
    git(&["commit", "-q", "--allow-empty", "-m", "first"]).unwrap();
    let hash = String::from_utf8(git(&["rev-parse", "--short=9", "HEAD"]).unwrap().stdout).unwrap();
    let said = built(&program, &folder, "release", &[]);
    assert_eq!(version(&said), format!("1.2.3 ({} 2026-03-04)", hash.trim()));
    let watched: Vec<_> = said.stdout.lines().filter_map(|line| line.strip_prefix("cargo:rerun-if-changed=")).collect();
    assert!(watched.len() == 3 && watched[0] == "build.rs", "{watched:?}");
    assert!(watched[1..].iter().all(|file| Path::new(file).is_file()), "what is not there is always out of date");
    // Below another checkout, and for development, its commits say nothing.
    let inner = folder.join("vendor");
    fs::create_dir(&inner).unwrap();
    assert_eq!(version(&built(&program, &inner, "release", &[])), "1.2.3");
    let debug = built(&program, &folder, "debug", &[]);
    assert_eq!(version(&debug), "1.2.3 (debug build)");
    assert!(!debug.stdout.contains(".git"), "{debug:?}");
}

#[test]
fn colours_are_there_on_a_terminal_or_if_they_are_asked_for() {
    let scratch = Scratch::new();
    scratch.file("bad.xml", "<rss version=\"2.0\"><channel><title>a &mdash; b</title></channel></rss>");
    let error = "feedmill: \u{1b}[1m\u{1b}[31merror:\u{1b}[0m nowhere.json: ";
    let has_colours = |args: &[&str], environment: &[(&str, &str)]| {
        let mut command = scratch.command(args);
        command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").envs(environment.iter().copied());
        let Said { stdout, stderr, .. } = finish(command);
        (stdout + &stderr).contains('\u{1b}')
    };
    for args in [&["build", "nowhere.json"][..], &["check", "bad.xml"], &["build", "--no-such-flag"], &["--help"]] {
        assert!(!has_colours(args, &[]), "{args:?} in a pipe");
        for always in [&["--color", "always"][..], &["--color=always"]] {
            assert!(has_colours(&[always, args].concat(), &[]), "{args:?}");
        }
        assert!(has_colours(args, &[("FEEDMILL_COLOR", "always")]), "{args:?}");
        assert!(has_colours(args, &[("CLICOLOR_FORCE", "1")]), "{args:?}");
        assert!(!has_colours(args, &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]), "{args:?}");
        assert!(!has_colours(&[args, &["--color", "never"]].concat(), &[("FEEDMILL_COLOR", "always")]), "{args:?}");
        let Some(said) = on_terminal(&scratch, 80, args, &[]) else { continue };
        assert!(said.stdout.contains('\u{1b}'), "{args:?} on a terminal: {said:?}");
        let said = on_terminal(&scratch, 80, &[args, &["--color", "never"]].concat(), &[]).unwrap();
        assert!(!said.stdout.contains('\u{1b}'), "{said:?}");
    }
    let mut command = scratch.command(&["build", "nowhere.json", "--color", "always"]);
    command.env_remove("NO_COLOR");
    assert!(finish(command).stderr.starts_with(error));
    assert!(scratch.run(&["build", "nowhere.json"]).stderr.starts_with("feedmill: error: nowhere.json: "));
    let wrong = scratch.run(&["list", "--color", "allways"]);
    assert!(wrong.code == 2 && wrong.stderr.contains("'always'"), "{wrong:?}");
}
