//! One folder a case under `tests/cases`: a collection, and in `expected.json` what has to become of it.
//!
//! `articles` (newest first) says of each its `title` and, where it matters, `source`, `published`, `updated`, `tags`,
//! `categories`, `authors`, `summary`, `url` (`null`: none of its own), `id`, `language`, `image`, `enclosures`, `body`
//! (lines of text) and `html`; `rejections` says all of them; `warnings` says the codes, sorted. `args` are arguments of
//! the command. Where the folder has a `feedmill.toml` with inputs, these are read; else the folder is.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use feedmill::internal::config::DEFAULT_BASE_URL;
use rayon::prelude::*;
use serde_json::{Map, Value, json};

use crate::run::{AS_OF, Scratch, finish, repository, tree};

#[test]
fn every_case_comes_out_as_expected() {
    let mut folders: Vec<_> =
        fs::read_dir(repository().join("tests/cases")).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    assert!(folders.len() > 75, "the cases are gone");
    let failures: Vec<String> = folders
        .par_iter()
        .flat_map_iter(|folder| {
            let name = folder.file_name().unwrap().to_string_lossy().into_owned();
            check(folder).into_iter().map(move |failure| format!("{name}: {failure}"))
        })
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn check(folder: &Path) -> Vec<String> {
    let scratch = Scratch::new();
    let mut files = tree(folder);
    // A copy without the expectation: a folder is read as a whole.
    let expected: Value = serde_json::from_slice(&files.remove("expected.json").unwrap()).unwrap();
    let known: BTreeSet<&str> = ["args", "articles", "rejections", "warnings"].into();
    let keys: BTreeSet<&str> = expected.as_object().unwrap().keys().map(String::as_str).collect();
    assert!(keys.is_subset(&known), "{}: an expectation that nobody reads: {keys:?}", folder.display());
    for (path, bytes) in &files {
        scratch.file(&format!("in/{path}"), bytes);
    }
    let out = scratch.path().join("out");
    let fixed = ["-o", out.to_str().unwrap(), "--as-of", AS_OF, "--report", "json", "--format", "rss,atom,json"];
    let mut args = [&["build"], fixed.as_slice()].concat();
    let names_inputs = |toml: &Vec<u8>| String::from_utf8_lossy(toml).contains("[[input]]");
    if !files.get("feedmill.toml").is_some_and(names_inputs) {
        args.push(".");
    }
    args.extend(expected["args"].as_array().into_iter().flatten().map(|arg| arg.as_str().unwrap()));
    let mut command = scratch.command(&args);
    command.current_dir(scratch.path().join("in"));
    let said = finish(command);
    if said.code != 0 {
        return vec![format!("exit code {}: {}", said.code, said.stderr)];
    }
    let mut report = said.report();
    let mut failures = Vec::new();
    let mut compare = |what: &str, wanted: &Value, got: &Value| {
        if wanted != got {
            failures.push(format!("{what}\n  want {wanted}\n  got  {got}"));
        }
    };
    let feed: Value = serde_json::from_slice(&scratch.published("feed.json")).unwrap();
    let entries = scratch.atom().entries().to_vec();
    let mut got: Vec<Value> =
        entries.iter().zip(feed["items"].as_array().unwrap()).map(|(entry, item)| shown(entry, item)).collect();
    // Of each article what is expected of it.
    for (article, wanted) in got.iter_mut().zip(expected["articles"].as_array().unwrap()) {
        let (article, wanted) = (article.as_object_mut().unwrap(), wanted.as_object().unwrap());
        let unread: Vec<_> = wanted.keys().filter(|key| !article.contains_key(*key)).collect();
        assert!(unread.is_empty(), "{}: an expectation that nobody reads: {unread:?}", folder.display());
        assert!(wanted.contains_key("title"), "{}: an article without title: {wanted:?}", folder.display());
        article.retain(|key, _| wanted.contains_key(key));
    }
    compare("articles", &expected["articles"], &Value::Array(got));
    let mut rejections = expected.get("rejections").cloned().unwrap_or_else(|| json!([]));
    for rejection in rejections.as_array_mut().unwrap() {
        rejection.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    }
    // Paths of a configuration are those from its folder.
    let root = format!("{}/", scratch.path().join("in").canonicalize().unwrap().display());
    for rejection in report["rejections"].as_array_mut().unwrap() {
        let path = rejection["path"].as_str().unwrap().replacen(&root, "", 1);
        rejection["path"] = path.strip_prefix("./").unwrap_or(&path).into();
    }
    compare("rejections", &rejections, &report["rejections"]);
    // Whatever came in, what goes out is right.
    let findings = scratch.findings(DEFAULT_BASE_URL);
    compare("findings of the check", &json!([]), &json!(findings));
    if let Some(wanted) = expected.get("warnings") {
        let mut codes: Vec<&str> =
            report["warnings"].as_array().unwrap().iter().map(|w| w["code"].as_str().unwrap()).collect();
        codes.sort_unstable();
        compare("warnings", wanted, &json!(codes));
    }
    failures
}

/// An entry in the words of an expectation: of the Atom feed, and of the JSON Feed what Atom cannot say.
fn shown(entry: &atom_syndication::Entry, item: &Value) -> Value {
    assert_eq!(item["id"], entry.id());
    let html = entry.content().and_then(|content| content.value()).unwrap_or_default();
    let date = |date: &chrono::DateTime<chrono::FixedOffset>| date.to_utc().format("%Y-%m-%dT%H:%M:%SZ").to_string();
    let terms = |folder: &str| -> Vec<&str> {
        let is_of = |category: &&atom_syndication::Category| category.scheme().unwrap().ends_with(folder);
        entry.categories().iter().filter(is_of).map(atom_syndication::Category::term).collect()
    };
    let list = |name: &str| item[name].as_array().map_or(&[][..], Vec::as_slice).iter();
    let link = entry.links().iter().find(|link| link.rel() == "alternate").unwrap().href();
    let attachment = |attachment: &Value| {
        let names = [("url", "url"), ("type", "mime_type"), ("length", "size_in_bytes")];
        let members = names.into_iter().filter_map(|(name, of)| Some((name.to_owned(), attachment.get(of)?.clone())));
        Value::Object(members.collect::<Map<_, _>>())
    };
    json!({
        "title": entry.title().as_str(),
        "source": entry.source().map(|source| source.title().as_str().to_owned()),
        "published": date(entry.published().unwrap()),
        "updated": date(entry.updated()),
        "tags": terms("/tags/"),
        "categories": terms("/categories/"),
        "authors": list("authors").map(|author| &author["name"]).collect::<Vec<_>>(),
        "summary": item["summary"],
        "url": Some(link).filter(|link| !link.starts_with(DEFAULT_BASE_URL)),
        "id": entry.id(),
        "language": item["language"],
        "image": item["image"],
        "enclosures": list("attachments").map(attachment).collect::<Vec<_>>(),
        "body": lines(html),
        "html": html.trim_end(),
    })
}

/// The lines of text of an HTML text.
fn lines(html: &str) -> Vec<String> {
    let lines = ["<p>", "</p>", "<br>"].iter().fold(html.to_owned(), |html, tag| html.replace(tag, "\n"));
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
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}
