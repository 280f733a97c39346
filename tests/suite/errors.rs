//! Wrong calls: what is said, and the exit code.

mod inputs;
mod refusals;

use crate::run::{Scratch, finish};

const ARTICLES: &str = r#"[{"title": "The tide", "published": "2026-05-01T10:00:00Z"},
 {"title": "The ferry", "published": "2026-05-02T10:00:00Z"}]"#;

/// A folder with a collection and a configuration.
fn scratch(configuration: &str) -> Scratch {
    let scratch = Scratch::new();
    scratch.file("a.json", ARTICLES);
    scratch.file("feedmill.toml", configuration);
    scratch
}

/// Asserts that a call fails with a code and says this.
#[track_caller]
fn says(scratch: &Scratch, args: &[&str], code: i32, words: &str) {
    let said = scratch.run(args);
    assert_eq!(said.code, code, "{said:?}");
    assert!(said.stderr.contains(words), "{words}\n{}", said.stderr);
}

#[test]
fn a_configuration_says_where_it_is_wrong_and_what_would_be_right() {
    for (text, words) in [
        (
            "[output]\nlimit = -3\n",
            "2:9: invalid value: integer `-3`, expected a whole number from 1\n2 | limit = -3\n  |         ^",
        ),
        ("[output]\nlimit = 0\n", "expected a whole number from 1"),
        ("[output]\nlimit = \"x\"\n", "expected a whole number from 1"),
        (
            "[input]\npath = \"a.json\"\n",
            "1:1: there may be several of this table; write [[input]]\n1 | [input]\n  | ^",
        ),
        ("[feed]\n", "write [[feed]]"),
        ("[ input ]\npath = \"a.json\"\n", "write [[input]]"),
        ("input = { path = \"a.json\" }\n", "write [[input]]"),
        ("[site]\ntitel = \"x\"\n", "2:1: unknown field `titel`"),
    ] {
        says(&scratch(text), &["build", "a.json"], 2, words);
    }
    let scratch = scratch("[output]\nformats = \"atom\"\n");
    assert_eq!(scratch.run(&["build", "a.json"]).code, 0, "one format needs no list");
}

#[test]
fn a_configuration_in_another_encoding_is_named() {
    let place = scratch("");
    place.file("feedmill.toml", b"\xFF\xFE[\0");
    says(&place, &["build", "a.json"], 2, "feedmill.toml:1: this is UTF-16; save the file as UTF-8");
    place.file("feedmill.toml", b"[site]\ntitle = \"Caf\xE9\"\n");
    says(&place, &["build", "a.json"], 2, "feedmill.toml:2: here is a byte (0xE9) that is not UTF-8");
    std::fs::remove_file(place.path().join("feedmill.toml")).unwrap();
    std::fs::create_dir(place.path().join("feedmill.toml")).unwrap();
    says(&place, &["build", "a.json"], 2, "feedmill.toml: cannot be read");
}

#[test]
fn an_environment_variable_is_named() {
    let scratch = scratch("");
    let run = |name: &str, value: &str, args: &[&str]| {
        let mut command = scratch.command(args);
        command.env(name, value);
        finish(command)
    };
    let said = run("FEEDMILL_LIMIT", "abc", &["build", "a.json"]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("is no whole number from 1"), "{said:?}");
    assert!(said.stderr.contains("the value is that of the environment variable FEEDMILL_LIMIT"), "{said:?}");
    let said = run("FEEDMILL_TITEL", "x", &["build", "a.json"]);
    assert_eq!(said.code, 0);
    assert!(
        said.stderr.contains("FEEDMILL_TITEL is not known, and not read; did you mean FEEDMILL_TITLE?"),
        "{said:?}"
    );
    scratch.file("b.json", r#"[{"title": "The tide", "published": "2026-05-01"}, {"published": "2026-05-02"}]"#);
    assert_eq!(run("FEEDMILL_STRICT", "yes", &["build", "b.json"]).code, 3);
    assert_eq!(run("FEEDMILL_STRICT", "no", &["build", "b.json"]).code, 0);
}

#[test]
fn an_input_that_is_none_is_told_from_others() {
    let place = scratch("");
    says(&place, &["build", "*.jsn"], 1, "*.jsn: the pattern matches no file that is read");
    says(&place, &["build", "a["], 2, "a[: is no pattern: ");
    says(
        &place,
        &["build", "https://a.example/x.json"],
        1,
        "inputs are files; fetch it first, for example: curl -L -O https://a.example/x.json",
    );
    says(&place, &["build", "--explain", "a.json:99"], 1, "a.json: has 2 lines, and no line 99");
    assert_eq!(place.run(&["build", "--explain", "a.json:2"]).code, 0, "a configuration without inputs explains it");
    says(&place, &["validate", "nowhere"], 1, "nowhere: ");
    assert!(place.run(&["check", "nowhere"]).stdout.contains("no files were looked at"));
}

#[test]
fn a_rejection_that_is_known_is_no_silent_failure() {
    let scratch = scratch("");
    scratch.file("b.json", r#"[{"title": "The tide", "published": "2026-05-01"}, {"published": "2026-05-02"}]"#);
    let first = scratch.run(&["build", "b.json", "--quiet", "--strict"]);
    assert!(first.code == 3 && first.stdout.contains("b.json:1:"), "{first:?}");
    let again = scratch.run(&["build", "b.json", "--quiet", "--strict"]);
    assert_eq!(
        (again.code, &*again.stdout),
        (3, "1 article was rejected, as an earlier run has reported (--strict)\n")
    );
    // More than are kept of a kind.
    let many =
        (0..1_199).map(|n| format!(", {{\"id\": {n}, \"published\": \"2026-05-02\"}}")).collect::<Vec<_>>().concat();
    scratch.file("b.json", format!("[{{\"title\": \"The tide\", \"published\": \"2026-05-01\"}}{many}]"));
    assert_eq!(scratch.run(&["build", "b.json", "--quiet", "--strict"]).code, 3);
    let again = scratch.run(&["build", "b.json", "--quiet", "--strict"]);
    assert!(again.stdout.starts_with("1199 articles were rejected"), "{again:?}");
}

#[test]
fn an_output_that_cannot_be_is_named() {
    let scratch = scratch("");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("/nowhere/x", scratch.path().join("link")).unwrap();
        says(&scratch, &["build", "a.json", "-o", "link"], 1, "it is a link to /nowhere/x, where nothing is");
    }
    scratch.file("feedmill.toml", "[site]\nbase_url = \"https://f.example/x//\"\n");
    assert_eq!(scratch.run(&["build", "a.json", "-o", "out"]).code, 0);
    let feed = String::from_utf8(scratch.published("rss.xml")).unwrap();
    assert!(feed.contains("https://f.example/x/rss.xml") && !feed.contains("x//"), "of several slashes one is meant");
}

#[test]
fn an_input_that_cannot_be_read_shows_the_place() {
    let scratch = Scratch::new();
    scratch.file("a.json", "\n  née [ }\n");
    let said = scratch.build(&["a.json"]);
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("a.json:2:4: is not in the format json:"), "{}", said.stderr);
    assert!(said.stderr.ends_with("\n2 |   née [ }\n  |    ^\n"), "{}", said.stderr);
    // A byte order mark is no character of the line, and neither is what a terminal would obey.
    scratch.file("b.json", "nix\u{1b}[31m");
    let said = scratch.build(&["b.json"]).stderr;
    assert!(said.contains("\n1 | nix␛[31m\n") && !said.contains('\u{1b}'), "{said}");
}
