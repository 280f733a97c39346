//! What operators are given works as it is.

use std::fs;
use std::process::{Command, Stdio};

use crate::run::{Scratch, finish, repository};
use crate::skip::skip;

const ARTICLE: &str =
    r#"[{"title": "Ferry back", "published": "2026-07-01", "tags": ["Ferries"], "source": "The Tide"}]"#;
const CONFIG: &str = "[output]\ndir = \"public\"\n[[input]]\npath = \"articles.json\"\n";

/// The line as cron runs it: by `sh`, with hardly an environment.
#[test]
fn the_line_for_cron_runs() {
    let crontab = fs::read_to_string(repository().join("contrib/crontab")).unwrap();
    let lines: Vec<&str> = crontab.lines().filter(|line| !line.starts_with('#')).collect();
    let [path, line] = lines[..] else { panic!("{lines:?}") };
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    assert!(readme.contains(&format!("```crontab\n{path}\n{line}\n```")), "the README names another line");
    let (times, command) = line.split_once("  ").unwrap();
    assert_eq!(times.split(' ').count(), 5);
    let scratch = Scratch::new();
    scratch.file("articles.json", ARTICLE);
    scratch.file("feedmill.toml", format!("[site]\nbase_url = \"https://x.example/\"\n{CONFIG}"));
    let bin = std::path::Path::new(env!("CARGO_BIN_EXE_feedmill")).parent().unwrap();
    let command = command.replace("/srv/news", scratch.path().to_str().unwrap());
    for _ in 0..2 {
        let mut sh = Command::new("/bin/sh");
        sh.args(["-c", &command]).env_clear().stdin(Stdio::null()).current_dir("/");
        let path = path.strip_prefix("PATH=").unwrap().replace("/usr/local/bin", bin.to_str().unwrap());
        sh.env("PATH", path).env("HOME", "/").env("SHELL", "/bin/sh");
        let said = finish(sh);
        assert_eq!((said.code, said.stdout.as_str(), said.stderr.as_str()), (0, "", ""), "cron would send mail");
    }
    assert!(scratch.path().join("public/tags/ferries/atom.xml").is_file());
}

/// systemd reads the units without a complaint, and thinks well of the service's exposure.
#[test]
fn the_units_are_sound() {
    if Command::new("systemd-analyze").arg("--version").stdout(Stdio::null()).status().is_err() {
        skip("there is no systemd-analyze");
        return;
    }
    let scratch = Scratch::new();
    // Where this machine has what the service names.
    let service = fs::read_to_string(repository().join("contrib/feedmill.service")).unwrap();
    let service = service.replace("/usr/local/bin/feedmill", env!("CARGO_BIN_EXE_feedmill"));
    let service = service.replace("User=feedmill", "User=daemon");
    let service = scratch.file("feedmill.service", service);
    let timer = scratch.file("feedmill.timer", fs::read(repository().join("contrib/feedmill.timer")).unwrap());
    let analyze = |args: &[&str]| {
        let mut command = Command::new("systemd-analyze");
        command.args(args);
        finish(command)
    };
    let (service, timer) = (service.to_str().unwrap(), timer.to_str().unwrap());
    let said = analyze(&["verify", "--man=no", service, timer]);
    let ours: Vec<&str> = said.stderr.lines().filter(|line| line.contains("feedmill")).collect();
    assert!(said.code == 0 && ours.is_empty(), "{said:?}");
    // Of 100 points of exposure a service without any of these lines has more than 90.
    let said = analyze(&["security", "--offline=true", "--no-pager", "--threshold=15", service]);
    assert_eq!(said.code, 0, "{}", said.stdout.lines().last().unwrap_or_default());
}

/// As a hardened service sees the world: only the output folder can be written.
#[test]
fn a_run_writes_nothing_but_the_output() {
    let scratch = Scratch::new();
    scratch.file("articles.json", ARTICLE);
    let before = fs::read_dir(scratch.path()).unwrap().count();
    assert_eq!(scratch.build(&["articles.json"]).code, 0);
    assert_eq!(fs::read_dir(scratch.path()).unwrap().count(), before + 1);
}
