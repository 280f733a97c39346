//! What a command says while it works: progress on a terminal, what happens at Ctrl-C, and `build --watch`.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use crate::run::{Scratch, finish};
use crate::skip::skip;

const ARTICLE: &str =
    r#"{"title": "Ferry back", "published": "2026-07-01", "tags": ["Ferries"], "url": "https://t.example/1"}"#;
const ADDRESS: &str = "https://x.example/";

/// How long is waited at most for what happens at once on a machine with nothing else to do.
const PATIENCE: Duration = Duration::from_mins(2);

/// Runs a line of a shell on a terminal, all of which is in the file `seen` meanwhile; `None` where there is no `script`.
fn on_terminal(scratch: &Scratch, shell: &str, environment: &[(&str, &str)]) -> Option<String> {
    let is_there = Command::new("script").arg("--version").output().is_ok_and(|output| output.status.success());
    if !is_there {
        skip("there is no script of util-linux");
        return None;
    }
    let line = format!("stty cols 100 rows 24; {}", shell.replace("feedmill", env!("CARGO_BIN_EXE_feedmill")));
    let mut command = Command::new("script");
    command.args(["--quiet", "--flush", "--return", "--command", &line, "seen"]).current_dir(scratch.path());
    command.stdin(Stdio::null()).env("TERM", "xterm").env_remove("NO_COLOR").env_remove("CLICOLOR");
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("FEEDMILL_")) {
        command.env_remove(name);
    }
    command.envs(environment.iter().copied());
    let said = finish(command);
    assert_eq!(said.code, 0, "{said:?}");
    Some(said.stdout)
}

/// What gives the input only when the terminal has shown these words.
fn late(words: &str) -> String {
    format!("(n=0; until grep -q '{words}' seen || [ $n -gt 600 ]; do sleep 0.1; n=$((n+1)); done; cat a.json)")
}

#[test]
fn a_terminal_shows_how_far_long_work_is_and_erases_it() {
    let scratch = Scratch::new();
    scratch.file("a.json", format!("[{ARTICLE}]"));
    for (command, result) in [
        ("build - -o out --base-url https://x.example/", "articles: 1 accepted of 1 read"),
        ("list tags --base-url https://x.example/ -", "Ferries"),
    ] {
        let shell = format!("{} | feedmill {command}", late("reading inputs"));
        let Some(said) = on_terminal(&scratch, &shell, &[]) else { return };
        let (shown, rest) = said.rsplit_once("\u{1b}[2K").unwrap_or_else(|| panic!("nothing is erased: {said:?}"));
        assert!(shown.contains("reading inputs"), "{said:?}");
        assert!(rest.contains(result) && !rest.contains("reading"), "{said:?}");
    }
    let shell = format!("{} | feedmill check - || true", late("checking"));
    let said = on_terminal(&scratch, &shell, &[]).unwrap();
    assert!(said.contains("checking: 0 of 1 files"), "{said:?}");
    // Colours are what NO_COLOR leaves out, no more.
    let shell = format!("{} | feedmill check - || true", late("checking"));
    let said = on_terminal(&scratch, &shell, &[("NO_COLOR", "1")]).unwrap();
    assert!(said.contains("─ checking: 0 of 1 files") && !said.contains("\u{1b}[32m"), "{said:?}");
}

#[test]
fn nothing_is_shown_where_it_would_be_in_the_way() {
    let scratch = Scratch::new();
    scratch.file("a.json", format!("[{ARTICLE}]"));
    let build = format!("(sleep 1; cat a.json) | feedmill build - -o out --base-url {ADDRESS}");
    for (shell, environment) in [
        (format!("{build} --quiet"), None),
        (build.clone(), Some(("TERM", "dumb"))),
        (format!("{build} 2>&1 | cat"), None),
    ] {
        let Some(said) = on_terminal(&scratch, &shell, environment.as_slice()) else { return };
        assert!(!said.contains('\u{1b}') && !said.contains("reading"), "{shell}: {said:?}");
    }
}

/// Starts a command which Ctrl-C ends, wherever the test runs.
fn start(scratch: &Scratch, args: &[&str]) -> Child {
    let mut command = Command::new("env");
    command.args(["--default-signal=INT", env!("CARGO_BIN_EXE_feedmill")]).args(args).current_dir(scratch.path());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("FEEDMILL_")) {
        command.env_remove(name);
    }
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Waits until something is so.
#[track_caller]
fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < PATIENCE, "{what}: not within {PATIENCE:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn interrupt(child: &Child) {
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
}

#[test]
#[cfg(target_os = "linux")]
fn ctrl_c_says_that_what_is_published_stands_and_dies_of_the_signal() {
    use std::os::unix::process::ExitStatusExt as _;

    let scratch = Scratch::new();
    scratch.file("a.json", format!("[{ARTICLE}]"));
    let args = ["build", "a.json", "-o", "out", "--base-url", ADDRESS];
    assert_eq!(scratch.run(&args).code, 0);
    let before = scratch.tree();
    let mut child = start(&scratch, &["build", "a.json", "-", "-o", "out", "--base-url", ADDRESS]);
    // It waits for standard input, which does not end.
    child.stdin.as_mut().unwrap().write_all(b"[").unwrap();
    let process = format!(" {} ", child.id());
    let is_locked = || std::fs::read_to_string("/proc/locks").unwrap().lines().any(|lock| lock.contains(&process));
    wait_until("the run has the lock", is_locked);
    interrupt(&child);
    let input = child.stdin.take();
    let output = child.wait_with_output().unwrap();
    drop(input);
    assert_eq!(output.status.signal(), Some(2), "{output:?}");
    let said = String::from_utf8(output.stderr).unwrap();
    let words = "interrupted; each feed that is published stands whole, and the next run does the rest";
    assert_eq!(said, format!("feedmill: {words}\n"));
    assert_eq!(scratch.tree(), before);
    assert_eq!(scratch.run(&args).code, 0);
}

/// A command that publishes again and again, and what it says.
struct Watching {
    child: Child,
    said: Receiver<String>,
    lines: Vec<String>,
}

impl Watching {
    fn start(scratch: &Scratch, args: &[&str]) -> Self {
        let mut child = start(scratch, args);
        let (sender, said) = channel();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let lines_to = sender.clone();
        std::thread::spawn(move || stdout.lines().map_while(Result::ok).try_for_each(|line| lines_to.send(line)));
        std::thread::spawn(move || stderr.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Self { child, said, lines: Vec::new() }
    }

    /// Waits until a line is said with these words.
    #[track_caller]
    fn hears(&mut self, words: &str) {
        while !self.lines.last().is_some_and(|line| line.contains(words)) {
            match self.said.recv_timeout(PATIENCE) {
                Ok(line) => self.lines.push(line),
                Err(error) => panic!("{words}: {error} after {:#?}", self.lines),
            }
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn shows(scratch: &Scratch, file: &str, words: &str) -> bool {
    std::fs::read_to_string(scratch.path().join(file)).is_ok_and(|text| text.contains(words))
}

#[test]
fn a_watched_collection_is_published_again_when_it_changes() {
    let scratch = Scratch::new();
    let article = |title: &str| format!("---\ntitle: {title}\ndate: 2026-07-01\n---\nText.\n");
    scratch.file("posts/one.md", article("One"));
    // The output lies in the input.
    let settings = |title: &str| {
        format!(
            "[site]\ntitle = \"{title}\"\nbase_url = \"{ADDRESS}\"\n[output]\ndir = \"posts/out\"\n[[input]]\npath = \"posts\"\n"
        )
    };
    scratch.file("feedmill.toml", settings("First"));
    let mut watching = Watching::start(&scratch, &["build", "--watch"]);
    watching.hears("watching for changes");
    assert!(shows(&scratch, "posts/out/atom.xml", "One"));
    scratch.file("posts/deeper/two.md", article("Two"));
    watching.hears("feeds: 1 changed; files written:");
    assert!(shows(&scratch, "posts/out/atom.xml", "Two"));
    // A broken configuration is said once; what is published stays, and the mended one is used.
    scratch.file("feedmill.toml", "[site]\ntitel = \"Second\"\n");
    watching.hears("feedmill.toml:2");
    scratch.file("feedmill.toml", settings("Second"));
    watching.hears("files written:");
    assert!(shows(&scratch, "posts/out/index.html", "Second"));
    // So is a collection that has shrunk too much.
    std::fs::rename(scratch.path().join("posts/one.md"), scratch.path().join("one.md")).unwrap();
    std::fs::rename(scratch.path().join("posts/deeper"), scratch.path().join("deeper")).unwrap();
    watching.hears("--accept-shrink");
    assert!(shows(&scratch, "posts/out/atom.xml", "Two"));
    std::fs::rename(scratch.path().join("one.md"), scratch.path().join("posts/one.md")).unwrap();
    std::fs::rename(scratch.path().join("deeper"), scratch.path().join("posts/deeper")).unwrap();
    scratch.file("posts/three.md", article("Three"));
    wait_until("the third article is published", || shows(&scratch, "posts/out/atom.xml", "Three"));
    interrupt(&watching.child);
    watching.hears("ended; what is published stands whole");
}

#[test]
fn what_cannot_be_watched_is_said() {
    let scratch = Scratch::new();
    for (args, words) in [
        (&["build", "-", "--watch"][..], "--watch: standard input ends once; name files or folders"),
        (&["build", "a.json", "--watch", "--dry-run"][..], "cannot be used with"),
        (&["build", "--watch", "--explain", "a.json"][..], "cannot be used with"),
        (&["build", "--watch"][..], "nothing to read"),
    ] {
        let said = scratch.run(args);
        assert_eq!(said.code, 2, "{said:?}");
        assert!(said.stderr.contains(words), "{said:?}");
    }
}
