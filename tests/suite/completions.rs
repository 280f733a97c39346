//! What shells complete, and the manual.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::run::{Said, Scratch, finish};
use crate::skip::skip;

const ARTICLES: &str = r#"[{"title": "Ferry back", "published": "2026-07-01", "tags": ["Ferries"], "source": "The Tide"},
 {"title": "Fares fall", "published": "2026-07-02", "tags": ["Fares", "Ferries"], "source": "The Tide"}]"#;

/// A folder with a configuration and a collection.
fn scratch() -> Scratch {
    let scratch = Scratch::new();
    scratch.file("a.json", ARTICLES);
    scratch.file("feedmill.toml", "[[input]]\npath = \"a.json\"\n[[feed]]\nname = \"Own\"\nall = [\"tag/fares\"]\n");
    scratch
}

fn script(scratch: &Scratch, shell: &str) -> String {
    let said = scratch.run(&["completions", shell]);
    assert_eq!((said.code, said.stderr.as_str()), (0, ""));
    said.stdout
}

/// What a shell says to a script in which `feedmill` is the command; `None` where the shell is not there.
fn run(scratch: &Scratch, shell: &str, script: &str) -> Option<Said> {
    if Command::new(shell).arg("-c").arg("true").stdin(Stdio::null()).status().is_err() {
        skip(&format!("there is no {shell}"));
        return None;
    }
    let name = format!("script.{shell}");
    scratch.file(&name, script);
    let program = Path::new(env!("CARGO_BIN_EXE_feedmill")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let mut command = scratch.command(&[]);
    let environment: Vec<_> = command.get_envs().map(|(name, _)| name.to_owned()).collect();
    command = Command::new(shell);
    command.arg(&name).current_dir(scratch.path()).stdin(Stdio::null()).env("PATH", path).env("HOME", scratch.path());
    for name in environment {
        command.env_remove(name);
    }
    Some(finish(command))
}

/// What Bash completes the last of some words to.
fn in_bash(scratch: &Scratch, words: &[&str]) -> Option<Vec<String>> {
    let functions = script(scratch, "bash");
    let (last, before) = (words.len() - 1, words.len() - 2);
    let text = format!(
        "{functions}COMP_WORDS=({}); COMP_CWORD={last}\ncompopt() {{ :; }}\n\
         complete -p feedmill | grep -q _feedmill_lists || exit 1\n\
         _feedmill_lists feedmill '{}' '{}'\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"\n",
        words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" "),
        words[last],
        words[before],
    );
    let said = run(scratch, "bash", &text)?;
    assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{said:?}");
    Some(said.stdout.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

#[test]
fn bash_completes_commands_lists_and_the_feeds_of_the_collection() {
    let scratch = scratch();
    let Some(commands) = in_bash(&scratch, &["feedmill", ""]) else { return };
    for command in ["build", "check", "list", "completions", "man"] {
        assert!(commands.iter().any(|known| known == command), "{commands:?}");
    }
    let cases: &[(&[&str], &[&str])] = &[
        (&["feedmill", "list", "tag"], &["tags", "tag/"]),
        (&["feedmill", "list", "tag/f"], &["tag/ferries", "tag/fares"]),
        (&["feedmill", "list", "feed/"], &["feed/own"]),
        (&["feedmill", "list", "source/"], &["source/the-tide"]),
        (&["feedmill", "--color", "never", "list", "tag/fe"], &["tag/ferries"]),
        (&["feedmill", "list", "a.j"], &["a.json"]),
        (&["feedmill", "list", "--so"], &["--sort"]),
        (&["feedmill", "list", "--sort", ""], &["recent", "entries", "name"]),
    ];
    for (words, wanted) in cases {
        assert_eq!(in_bash(&scratch, words).unwrap(), *wanted, "{words:?}");
    }
}

#[test]
fn fish_completes_lists_and_the_feeds_of_the_collection() {
    let scratch = scratch();
    for (line, wanted) in [("feedmill list tag/f", "tag/fares\ntag/ferries\n"), ("feedmill list mer", "merged\n")] {
        let text = format!("{}complete -C '{line}'\n", script(&scratch, "fish"));
        let Some(said) = run(&scratch, "fish", &text) else { return };
        let mut lines: Vec<&str> = said.stdout.lines().collect();
        lines.sort_unstable();
        assert_eq!(lines.join("\n") + "\n", wanted, "{said:?}");
    }
}

#[test]
fn zsh_calls_its_functions() {
    let scratch = scratch();
    let text = script(&scratch, "zsh");
    assert_eq!(text.matches(":_feedmill_lists'").count(), 1, "the words of `list` are completed by it");
    // In place of the parts of the completion system that need a terminal.
    let test = "compdef() { :; }\n_files() { :; }\n_call_program() { shift; \"$@\"; }\n\
                compadd() { [[ $1 == -a ]] && print -l -- ${(P)2} || print -l -- \"$@\"; }\n";
    let call = |prefix: &str| format!("{test}{text}\nPREFIX='{prefix}'\n_feedmill_lists\n");
    // The pipe of the function is a part of the call of the program.
    let Some(said) = run(&scratch, "zsh", &call("tag/")) else { return };
    let lines: Vec<&str> = said.stdout.lines().collect();
    assert_eq!(lines, ["tag/ferries", "source/the-tide", "tag/fares", "feed/own"], "{said:?}");
    let said = run(&scratch, "zsh", &call("ta")).unwrap();
    let is_there = |word: &str| said.stdout.lines().any(|line| line == word);
    assert!(is_there("tags") && is_there("tag/") && is_there("merged"), "{said:?}");
}

#[test]
fn other_shells_know_commands_and_flags() {
    let scratch = scratch();
    for shell in ["powershell", "elvish"] {
        let script = script(&scratch, shell);
        assert!(script.contains("--min-entries") && script.contains("completions"), "{shell}");
    }
    let wrong = scratch.run(&["completions", "bahs"]);
    assert!(wrong.code == 2 && wrong.stderr.contains("'bash'"), "{wrong:?}");
}

#[test]
fn the_manual_has_a_page_for_each_command() {
    let scratch = scratch();
    assert_eq!(scratch.run(&["man", "share/man1"]).code, 0);
    let pages = crate::run::tree(&scratch.path().join("share/man1"));
    for page in ["feedmill", "feedmill-build", "feedmill-list", "feedmill-ledger-show", "feedmill-completions"] {
        assert!(pages.contains_key(&format!("{page}.1")), "{page}: {:?}", pages.keys());
    }
    assert!(!pages.keys().any(|name| name.contains("help")), "{:?}", pages.keys());
    let list = String::from_utf8(pages["feedmill-list.1"].clone()).unwrap();
    for words in [".TH feedmill-list 1", ".SH EXAMPLES\n.nf\n", "FEEDMILL_SORT", ".SH FEEDS"] {
        assert!(list.contains(words), "{words}\n{list}");
    }
    assert_eq!(scratch.run(&["man", "--page", "list"]).stdout, list);
    assert_eq!(scratch.run(&["man"]).stdout.as_bytes(), pages["feedmill.1"]);
    let show = scratch.run(&["man", "--page", "ledger show"]).stdout;
    assert_eq!(show.as_bytes(), pages["feedmill-ledger-show.1"]);
    let wrong = scratch.run(&["man", "--page", "lits"]);
    assert!(wrong.code == 2 && wrong.stderr.contains("did you mean \"list\"?"), "{wrong:?}");
    let blocked = scratch.run(&["man", "a.json"]);
    assert!(blocked.code == 1 && blocked.stderr.contains("a.json: "), "{blocked:?}");
}

#[test]
fn groff_has_nothing_to_say_about_the_manual() {
    let scratch = scratch();
    assert_eq!(scratch.run(&["man", "man"]).code, 0);
    for page in ["feedmill.1", "feedmill-build.1", "feedmill-list.1"] {
        let mut groff = Command::new("groff");
        groff.args(["-k", "-man", "-ww", "-Tutf8", page]).current_dir(scratch.path().join("man")).stdin(Stdio::null());
        let Ok(output) = groff.output() else {
            skip("there is no groff");
            return;
        };
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{page}");
    }
}
