//! `build --report json`: what programs are told, and that the documentation names all of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;

use crate::run::Scratch;

/// A line of a collection.
fn line(n: u32) -> String {
    format!(
        "{{\"title\": \"Ferry {n}\", \"url\": \"https://q.example/{n}\", \"published\": \"2026-07-01T10:00:{n:02}Z\", \
         \"tags\": [\"Ferries\"]}}\n"
    )
}

#[test]
fn a_failed_run_says_why_in_json() {
    let scratch = Scratch::new();
    let said = scratch.build(&["nowhere.json"]);
    let error = &said.report()["error"];
    assert_eq!((said.code, &error["exit"], &error["kind"]), (1, &1.into(), &"input".into()));
    assert!(!said.stdout.contains("os error") && !said.stderr.contains("os error"), "{said:?}");
    assert_eq!(error["path"], "nowhere.json");
    assert!(error["message"].as_str().unwrap().contains("does not exist"), "{error}");

    scratch.file("broken.json", "[{\"title\": \"a\"},\n nonsense: {");
    scratch.file("feedmill.toml", "[output]\nlimit = -3\n");
    let said = scratch.build(&["broken.json"]);
    let error = &said.report()["error"];
    assert_eq!(
        (said.code, &error["kind"], &error["line"], &error["column"]),
        (2, &"configuration".into(), &2.into(), &9.into())
    );
    assert!(error["path"].as_str().unwrap().ends_with("feedmill.toml"), "{error}");
    fs::remove_file(scratch.path().join("feedmill.toml")).unwrap();

    scratch.file("a.jsonl", (1..=40).map(line).collect::<String>());
    assert_eq!(scratch.build(&["a.jsonl"]).code, 0);
    scratch.file("a.jsonl", line(1));
    let said = scratch.build(&["a.jsonl"]);
    let error = &said.report()["error"];
    assert_eq!((said.code, &error["kind"]), (4, &"shrunk".into()));
    let shrunk = &error["shrunk"][0];
    assert_eq!((&shrunk["path"], &shrunk["before"], &shrunk["now"]), (&"a.jsonl".into(), &40.into(), &1.into()));
    assert!(said.stderr.contains("refused"), "{}", said.stderr);
}

/// Adds the path of each member of a value, with the types that it has.
fn members(value: &Value, path: &str, found: &mut BTreeMap<String, BTreeSet<&'static str>>) {
    let mut add = |kind| {
        if !path.is_empty() {
            found.entry(path.to_owned()).or_default().insert(kind);
        }
    };
    match value {
        Value::Null => add("null"),
        Value::Bool(_) => add("true or false"),
        Value::Number(_) => add("number"),
        Value::String(_) => add("text"),
        Value::Array(values) => {
            add("list");
            for value in values {
                members(value, &format!("{path}[]"), found);
            }
        }
        Value::Object(object) => {
            if !path.ends_with("[]") {
                add("object");
            }
            for (name, value) in object {
                // Names of formats and of kinds are data.
                let is_data = path.ends_with("paths") || path.starts_with("more.");
                let name = if is_data { "*" } else { name };
                let path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
                members(value, &path, found);
            }
        }
    }
}

/// Reports of runs of many kinds.
fn reports() -> Vec<Value> {
    let mut reports = Vec::new();
    let scratch = Scratch::new();
    reports.push(scratch.build(&["nowhere.json"]).report());
    scratch.file("feedmill.toml", "[output]\nlimit = -3\n");
    reports.push(scratch.build(&["a.jsonl"]).report());
    fs::remove_file(scratch.path().join("feedmill.toml")).unwrap();
    let broken: String = (0..1_100_u32).fold(String::new(), |text, n| text + &format!("no article {n}\n"));
    let odd = "{\"title\": \"Odd\", \"published\": \"03/04/2026\", \"tags\": [\"Ferries\"]}\n\
               {\"title\": \"Draft\", \"url\": \"https://q.example/d\", \"draft\": true}\n\
               {\"title\": \"Later\", \"url\": \"https://q.example/l\", \"published\": \"2030-01-01\"}\n\
               {\"deleted\": true, \"url\": \"https://q.example/39\"}\n";
    let undated: String = (1..=1_100).map(line).collect::<String>().replace("2026-07-01T10", "some day");
    let again: String = (1..=130).map(|n| line(n % 60).replace("q.example", "q.example/a")).collect();
    let lines: String = (1..=40).map(line).collect();
    scratch.file("a.jsonl", format!("{lines}{lines}{odd}{undated}{broken}{again}"));
    reports.push(scratch.build(&["a.jsonl", "--dry-run"]).report());
    reports.push(scratch.build(&["a.jsonl", "--timings"]).report());
    reports.push(scratch.build(&["a.jsonl", "--timings"]).report());
    scratch.file("a.jsonl", line(1));
    reports.push(scratch.build(&["a.jsonl"]).report());
    let one = |n: u32, title: &str| {
        let id = n % 130;
        format!(
            "{{\"id\": \"{id}\", \"url\": \"https://q.example/{id}\", \"title\": \"{title} {id}\", \"published\": \"3/4/2026\"}}"
        )
    };
    let morning: Vec<String> = (1..=130).map(|n| one(n, "First")).collect();
    let evening: Vec<String> = (1..=130).map(|n| one(n, "Second")).chain((0..=101).map(|_| one(1, "Second"))).collect();
    scratch.file("in/a.json", format!("[{}]", morning.join(", ")));
    scratch.file("in/b.json", format!("[{}, 3]", evening.join(", ")));
    reports.push(scratch.build(&["in", "--accept-shrink"]).report());
    scratch.file("feedmill.toml", "[publish]\nvanished_days = 0\n");
    reports.push(scratch.build(&["in", "--accept-shrink"]).report());
    reports.push(scratch.build(&["in", "--accept-shrink"]).report());
    reports
}

#[test]
fn the_documentation_names_each_member_of_the_report() {
    let mut found = BTreeMap::new();
    for report in reports() {
        members(&report, "", &mut found);
    }
    let page = fs::read_to_string("docs/src/report.md").unwrap();
    let row = |line: &str| {
        let mut cells = line.strip_prefix("| `")?.split(" | ");
        let path = cells.next()?.trim_end_matches('`').to_owned();
        let types = cells.next()?.split(", ").map(ToOwned::to_owned).collect::<BTreeSet<String>>();
        Some((path, types))
    };
    let table = page.split("## Members").nth(1).unwrap().split("\n## ").next().unwrap();
    let documented: BTreeMap<String, BTreeSet<String>> = table.lines().filter_map(row).collect();
    let said: BTreeMap<String, BTreeSet<String>> =
        found.into_iter().map(|(path, types)| (path, types.into_iter().map(ToOwned::to_owned).collect())).collect();
    for (path, types) in &said {
        let known =
            documented.get(path).unwrap_or_else(|| panic!("docs/src/report.md does not name `{path}` {types:?}"));
        assert!(types.is_subset(known), "`{path}` is {types:?}, and docs/src/report.md says {known:?}");
    }
    for (path, types) in &documented {
        assert!(
            said.get(path).is_some_and(|said| said == types),
            "no report has `{path}` {types:?}: {:?}",
            said.get(path)
        );
    }
}

#[test]
fn the_documentation_names_each_kind_of_warning() {
    let page = fs::read_to_string("docs/src/report.md").unwrap();
    let table = page.split("## Warnings").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| `")).collect();
    let expected: Vec<String> =
        feedmill::WarningCode::ALL.iter().map(|code| format!("| `{code}` | {} |", code.meaning())).collect();
    assert_eq!(rows, expected);
}
