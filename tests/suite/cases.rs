//! One folder a case under `tests/cases`: a collection, and in `expected.json` what has to become of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::run::{AS_OF, Scratch, finish, repository};

#[test]
fn every_case_comes_out_as_expected() {
    let mut failures = Vec::new();
    let mut folders: Vec<_> =
        fs::read_dir(repository().join("tests/cases")).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    assert!(folders.len() > 30, "the cases are gone");
    for folder in folders {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        for failure in check(&folder) {
            failures.push(format!("{name}: {failure}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn check(folder: &Path) -> Vec<String> {
    let scratch = Scratch::new();
    let expected: Value = serde_json::from_slice(&fs::read(folder.join("expected.json")).unwrap()).unwrap();
    let known: BTreeSet<&str> = ["articles", "rejections", "warnings"].into();
    let keys: BTreeSet<&str> = expected.as_object().unwrap().keys().map(String::as_str).collect();
    assert!(keys.is_subset(&known), "an expectation that nobody reads: {keys:?}");
    // A copy without the expectation: a folder is read as a whole.
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().unwrap() != "expected.json" {
            scratch.file(&format!("in/{}", path.file_name().unwrap().to_string_lossy()), fs::read(&path).unwrap());
        }
    }
    let out = scratch.path().join("out");
    let args = ["build", ".", "-o", out.to_str().unwrap(), "--as-of", AS_OF, "--report", "json"];
    let mut command = scratch.command(&args);
    command.current_dir(scratch.path().join("in"));
    let said = finish(command);
    if said.code != 0 {
        return vec![format!("exit code {}: {}", said.code, said.stderr)];
    }
    let report = said.report();
    let mut failures = Vec::new();
    let mut compare = |what: &str, wanted: &Value, got: &Value| {
        if wanted != got {
            failures.push(format!("{what}\n  want {wanted}\n  got  {got}"));
        }
    };
    let got: Vec<Value> = scratch.atom().entries().iter().map(shown).collect();
    compare("articles", &expected["articles"], &Value::Array(got));
    let mut rejections = expected.get("rejections").cloned().unwrap_or_else(|| json!([]));
    for rejection in rejections.as_array_mut().unwrap() {
        rejection.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    }
    compare("rejections", &rejections, &report["rejections"]);
    if let Some(wanted) = expected.get("warnings") {
        let mut codes: Vec<&str> =
            report["warnings"].as_array().unwrap().iter().map(|w| w["code"].as_str().unwrap()).collect();
        codes.sort_unstable();
        compare("warnings", wanted, &json!(codes));
    }
    failures
}

/// An entry in the words of an expectation.
fn shown(entry: &atom_syndication::Entry) -> Value {
    let html = entry.content().and_then(|content| content.value()).unwrap_or_default();
    let lines = html.replace("</p>", "\n").replace("<br>", "\n");
    let mut text = String::new();
    let mut inside = false;
    for c in lines.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    let body: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    json!({
        "title": entry.title().as_str(),
        "source": entry.source().map(|source| source.title().as_str().to_owned()),
        "published": entry.published().unwrap().to_utc().format("%Y-%m-%dT%H:%M:%SZ").to_string(),
        "tags": entry.categories().iter().map(atom_syndication::Category::term).collect::<Vec<_>>(),
        "body": body,
    })
}
