//! JSON with small faults, several lists and documents in one file, and paths to them: each fault costs at most itself, and is named.

use std::time::{Duration, SystemTime};

use crate::run::Scratch;

/// What one run says: the titles by the alphabet, the rejections with their lines, and the codes of warnings.
#[derive(Debug, PartialEq)]
struct Read {
    titles: Vec<String>,
    rejected: Vec<u64>,
    codes: Vec<String>,
}

fn run(scratch: &Scratch, args: &[&str]) -> Read {
    let said = scratch.build(&[args, &["--format", "atom"]].concat());
    let report = said.report();
    let list = |key: &str| report[key].as_array().unwrap().clone();
    let feed = scratch.atom();
    let mut titles: Vec<String> = feed.entries().iter().map(|entry| entry.title().to_string()).collect();
    titles.sort();
    let warnings = list("warnings");
    let codes = warnings.iter().map(|warning| warning["code"].as_str().unwrap().to_owned());
    Read {
        titles,
        rejected: list("rejections").iter().map(|rejection| rejection["line"].as_u64().unwrap()).collect(),
        codes: codes.filter(|code| code != "undated").collect(),
    }
}

/// The text of a file becomes these articles, rejections and warnings.
#[track_caller]
fn becomes(name: &str, text: &str, titles: &[&str], rejected: &[u64], codes: &[&str]) {
    let scratch = Scratch::new();
    let path = scratch.file(name, text);
    // Nobody is in the middle of writing it.
    let earlier = SystemTime::now() - Duration::from_mins(30);
    std::fs::File::options().write(true).open(path).unwrap().set_modified(earlier).unwrap();
    let wanted = Read {
        titles: titles.iter().map(ToString::to_string).collect(),
        rejected: rejected.to_vec(),
        codes: codes.iter().map(ToString::to_string).collect(),
    };
    assert_eq!(run(&scratch, &[name]), wanted, "{text}");
}

const A: &str = r#"{"title": "A", "url": "https://pier.example/a", "date": "2026-04-01"}"#;
const B: &str = r#"{"title": "B", "url": "https://pier.example/b", "date": "2026-04-02"}"#;

#[test]
fn small_faults_cost_a_warning() {
    for text in [
        format!("[{A},\n{B},]"),
        format!("// what is new\n[{A}, /* and */ {B}]"),
        format!("[{A}\n{B}]"),
        format!("[{A}, {{'title': 'B', 'seen': None, 'date': \"2026-04-02\"}}]").replace("'seen': None", "'seen': 1"),
        format!("[{A}, {{\"title\": \"B\", \"rank\": NaN, \"date\": \"2026-04-02\"}}]"),
        format!("[{A}, {{\"title\": \"B\", \"date\": \"2026-04-02\", \"text\": \"one\ntwo\"}}]"),
        format!("[{A}, {{title: \"B\", \"date\": \"2026-04-02\"}}]"),
        format!("[{A}]\n[{B}]"),
        format!("{{\"items\": [{A}]}}\n{{\"items\": [{B}]}}"),
    ] {
        becomes("a.json", &text, &["A", "B"], &[], &["lenient-json"]);
    }
    let pretty = |article: &str| article.replace(", ", ",\n  ");
    becomes("a.jsonl", &format!("{}\n{B}\n", pretty(A)), &["A", "B"], &[], &["lenient-json"]);
    becomes("a.jsonl", &format!("# none\n{A}\n{B},\n").replace('#', "//"), &["A", "B"], &[], &["lenient-json"; 2]);
}

#[test]
fn half_a_character_costs_no_article() {
    for text in
        [r#""title": "B \ud83d""#, r#""title": "B", "author": "Li \udc11""#, r#""title": "B \ud83d\ud83d\u00e9""#]
    {
        let scratch = Scratch::new();
        scratch.file("a.json", format!("[{A}, {{{text}, \"date\": \"2026-04-02\"}}]"));
        let read = run(&scratch, &["a.json"]);
        assert_eq!((read.titles.len(), read.rejected.len()), (2, 0), "{text}");
        assert!(read.codes.iter().any(|code| code == "lone-surrogate"), "{:?}", read.codes);
    }
    becomes(
        "a.json",
        &format!("[{{\"title\": \"A \\ud83d\\udc11\", \"date\": \"2026-04-02\"}}, {B}]"),
        &["A 🐑", "B"],
        &[],
        &[],
    );
}

#[test]
fn one_bad_element_costs_itself() {
    for bad in [
        r#"{"title": "No pier" "url": "https://pier.example/no"}"#,
        r#"{"title": "No pier, "url": "https://pier.example/no"}"#,
        r#"{"title": "No pier", "tags": ["x", "authors": [{"name": "A"}, {"name": "B"}]}"#,
        r#"{"title": No pier}"#,
    ] {
        becomes("a.json", &format!("[\n{A},\n{bad},\n{B}\n]"), &["A", "B"], &[3], &[]);
        becomes("a.json", &format!("{{\"news\": [\n{A},\n{bad},\n{B}\n]}}"), &["A", "B"], &[3], &[]);
    }
}

#[test]
fn what_is_whole_of_a_document_that_is_cut_off_is_read() {
    for end in ["", ",", ", {\"title\": \"C", ", {\"title\": \"C\", \"authors\": [{\"name\": \"x\"}, {\"na"] {
        becomes("a.json", &format!("[{A}, {B}{end}"), &["A", "B"], &[], &["cut-off-json"]);
        becomes(
            "a.json",
            &format!("{{\"status\": 1, \"articles\": [{A}, {B}{end}"),
            &["A", "B"],
            &[],
            &["cut-off-json"],
        );
    }
}

#[test]
fn of_a_name_that_stands_twice_the_last_one_counts() {
    let twice = r#"{"title": "Z", "date": "1999-01-01", "title": "A", "date": "2026-04-01"}"#;
    becomes("a.json", &format!("[{twice}, {B}]"), &["A", "B"], &[], &["duplicate-keys"]);
    becomes("a.jsonl", &format!("{twice}\n{B}"), &["A", "B"], &[], &["duplicate-keys"]);
    becomes("a.json", &format!("{{\"items\": [], \"items\": [{A}, {B}]}}"), &["A", "B"], &[], &["duplicate-keys"]);
    // Two spellings are two names.
    let spelt = r#"{"title": "A", "publishedAt": "2026-04-01", "published_at": "2026-04-02"}"#;
    becomes("a.jsonl", spelt, &["A"], &[], &[]);
}

#[test]
fn all_lists_of_a_document_are_read() {
    for text in [
        format!("{{\"north\": [{A}], \"south\": [{B}]}}"),
        format!("{{\"answer\": {{\"top\": {{\"docs\": [{A}]}}, \"more\": {{\"docs\": [{B}]}}}}}}"),
        format!("[{{\"name\": \"North\", \"stories\": [{A}]}}, {{\"name\": \"South\", \"stories\": [{B}]}}]"),
        format!(
            "{{\"sections\": [{{\"title\": \"North\", \"articles\": [{A}], \"sections\": [{{\"title\": \"Cape\", \"articles\": [{B}]}}]}}, {{\"title\": \"None\", \"articles\": []}}]}}"
        ),
        format!("[[{A}], [{B}]]"),
        format!("{{\"news\": [{A}, {B}], \"latest\": [{A}]}}"),
    ] {
        becomes("a.json", &text, &["A", "B"], &[], &[]);
    }
    let others = r#""comments": [{"title": "No", "text": "x", "date": "2026-04-03"}], "slides": [{"title": "No", "url": "https://pier.example/s"}]"#;
    let article = format!("{}, {others}}}", A.trim_end_matches('}'));
    becomes(
        "a.json",
        &format!("{{\"news\": [{article}], \"menu\": [{{\"title\": \"Home\", \"url\": \"/\"}}]}}"),
        &["A"],
        &[],
        &["other-list"],
    );
}

#[test]
fn items_takes_paths() {
    let text = format!(
        "{{\"a\": [{A}], \"b\": {{\"c\": [{{\"d\": [{B}]}}]}}, \"ads\": [{{\"title\": \"Soap\", \"url\": \"https://soap.example/\", \"date\": \"2026-04-01\"}}]}}"
    );
    for (items, titles, codes) in [
        ("[\"a\", \"b.c.d\"]", &["A", "B"][..], &[][..]),
        ("\"b.c[0].d\"", &["B"], &[]),
        ("\"b.c.0.d\"", &["B"], &[]),
        ("\"b.*.*.d\"", &["B"], &[]),
        ("[\"a\", \"nowhere\"]", &["A"], &["items-nowhere"]),
    ] {
        let scratch = Scratch::new();
        scratch.file("a.json", &text);
        scratch.file("feedmill.toml", format!("[[input]]\npath = \"a.json\"\nitems = {items}\n"));
        let read = run(&scratch, &[]);
        assert_eq!(
            (read.titles, read.codes),
            (titles.iter().map(ToString::to_string).collect(), codes.iter().map(ToString::to_string).collect()),
            "{items}"
        );
    }
    let scratch = Scratch::new();
    scratch.file("a.json", &text);
    scratch.file("feedmill.toml", "[[input]]\npath = \"a.json\"\nitems = [\"x\", \"y.z\"]\n");
    let said = scratch.build(&[]);
    assert!(said.stderr.contains("no list of articles at `x` or `y.z`"), "{}", said.stderr);
}

#[test]
fn what_is_no_json_is_refused_and_what_it_looks_like_is_said() {
    for (name, text, look) in [
        ("a.json", "[Video] The pier", ""),
        ("a.json", "The pier {is} open", ""),
        ("a.json", "{\"title\": \"A\" \"url\": 1}", ""),
        ("a.json", "title,url\nA,https://pier.example/a\n", "it looks like csv; name it with --input-format csv"),
        ("a.csv", A, "it looks like json; name it with --input-format json"),
    ] {
        let scratch = Scratch::new();
        scratch.file(name, text);
        let said = scratch.build(&[name]);
        assert!(said.stderr.contains("is not in the format") && said.stderr.contains(look), "{text}: {}", said.stderr);
        assert_eq!(said.stderr.contains("looks like"), !look.is_empty(), "{}", said.stderr);
    }
}

/// How much time such texts take is measured by `long/doubling`.
#[test]
fn texts_that_are_open_over_and_over_are_refused_and_cost_no_article() {
    let many = 2_000;
    for text in [
        "[".repeat(many),
        "[{\"a\":".repeat(many),
        "{\"a\":[\n".repeat(many),
        format!("[\n{}", "{\"title\": \"x\n".repeat(many)),
        format!("[\n{}", "{\"a\": \"b\n".repeat(many)),
        format!("[{}", "{\"a\" 1},".repeat(many)),
        "{\"a\":[{\"b\":".repeat(many),
    ] {
        for name in ["a.json", "a.jsonl"] {
            let scratch = Scratch::new();
            scratch.file(name, &text);
            scratch.file("b.json", A);
            let said = scratch.build(&[name]);
            assert_eq!(said.code, 1, "{name}: {said:?}");
            // Beside it the article of another file is published.
            scratch.file(&format!("in/{name}"), &text);
            scratch.file("in/b.json", A);
            let report = scratch.build(&["in"]).report();
            assert_eq!(report["generated"]["articles"]["accepted"], 1, "{name}: {report}");
            assert_ne!(report["generated"]["articles"]["rejected"], 0, "{name}: {report}");
        }
    }
}
