//! Documents with one fault each, marked in place: what `check` is to find there, and nowhere else.

use std::collections::BTreeSet;

use feedcheck::{Checked, Finding, Options, check, rule};

use crate::{json_feed, opml, page, tree};

/// The time at which the documents are looked at.
pub(crate) const NOW: &str = "2026-11-26T12:00:00Z";

pub(crate) fn checked(document: impl AsRef<[u8]>, url: Option<&str>) -> Checked {
    let mut options = Options::at(NOW.parse().unwrap());
    options.url = url;
    check(document.as_ref(), &options)
}

/// A document without its marks, and what stands between them: line, column, text.
pub(crate) fn unmark(marked: &str) -> (String, Option<(usize, usize, String)>) {
    let Some((before, rest)) = marked.split_once('«') else { return (marked.to_owned(), None) };
    let (text, after) = rest.split_once('»').unwrap();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    (format!("{before}{text}{after}"), Some((line, column, text.replace(char::is_control, " "))))
}

/// Asserts that one rule is broken, at the marks; with no code, that there is nothing to say.
pub(crate) fn expect(marked: &str, code: &str, found: impl Fn(&str) -> Vec<Finding>) {
    let (document, place) = unmark(marked);
    let found: Vec<_> = found(&document).into_iter().map(|f| (f.rule.code, (f.line, f.column, f.text))).collect();
    let found: Vec<_> =
        found.iter().map(|(code, (line, column, text))| (*code, *line, *column, text.as_str())).collect();
    match &place {
        Some((line, column, text)) => assert_eq!(found, [(code, *line, *column, text.as_str())], "{marked}"),
        None => assert_eq!(found, [], "{marked}"),
    }
}

#[test]
fn every_rule_has_a_document_that_breaks_it() {
    let own = rule::all().skip_while(|rule| rule.code != "invalid-json").map(|rule| rule.code);
    let tried: BTreeSet<&str> =
        [json_feed::codes(), opml::codes(), page::codes(), tree::codes()].concat().into_iter().collect();
    let untried: Vec<_> = own.filter(|code| !tried.contains(code)).collect();
    assert!(untried.is_empty(), "{untried:?}");
}

mod properties {
    //! Whatever a document is, looking at it ends, and what is found is in it.

    use feedcheck::tree;
    use proptest::prelude::*;

    use super::checked;

    /// Documents to begin with, one of each kind.
    fn documents() -> Vec<String> {
        let published = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../feeds");
        let names =
            ["feed.json", "feeds.json", "index.opml", "index.html", "tags/cafe/index.html", "rss.xml", "atom.xml"];
        let read = |name| std::fs::read_to_string(published.join(name)).unwrap();
        let mut all: Vec<_> = names.into_iter().map(read).map(|text| text.chars().take(6_000).collect()).collect();
        all.push(
            "<!DOCTYPE html><table><b x><p>a<td></b><a href=b><svg><title><p>c<select><option>d<template><tr><td>"
                .to_owned(),
        );
        all.push("{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{\"id\":\"\\ud83d\\ude00\",\"title\":\"\\u000b</b>\"}]}".to_owned());
        all
    }

    /// What is put in.
    const PIECES: &[&str] = &[
        "<",
        ">",
        "\"",
        "'",
        "&",
        "&amp;",
        "\\",
        "\\u",
        "\\ud83d",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "//",
        "/*",
        "\u{0}",
        "é",
        "😀",
        "</b>",
        "<b>",
        "<!--",
        "-->",
        "<script>",
        "</p>",
        "<outline xmlurl=\"\">",
        "xmlUrl=\"../\"",
        "\"id\": 1e999",
        "null",
        "<base href=//>",
        "<table>",
        "<svg>",
        "]]>",
        "<?",
        "\n",
        "\u{FEFF}",
        "=",
        " style='",
        " onclick",
        "NaN",
    ];

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn mutated_documents_are_checked_without_a_panic(
            which in 0..9_usize,
            edits in prop::collection::vec((any::<prop::sample::Index>(), 0..40_usize, 0..PIECES.len()), 1..8),
            tail in prop::collection::vec(any::<u8>(), 0..4),
        ) {
            let mut document: Vec<char> = documents().swap_remove(which).chars().collect();
            for (at, cut, piece) in edits {
                let start = at.index(document.len() + 1);
                let end = (start + cut).min(document.len());
                document.splice(start..end, PIECES[piece].chars());
            }
            let mut bytes = document.iter().collect::<String>().into_bytes();
            bytes.extend(tail);
            let checked = checked(&bytes, Some("https://feeds.example.org/x"));
            let lines = memchr::memchr_iter(b'\n', &bytes).count() + 1;
            for finding in &checked.findings {
                prop_assert!((1..=lines).contains(&finding.line) && finding.column > 0 && !finding.message.is_empty());
            }
            let mut document = tree::Document::new("x", checked.kind, &checked.references);
            document.is_named = true;
            for base in [None, Some("https://feeds.example.org/")] {
                let faults = tree::check(&[document], base, Some(&|_| false));
                prop_assert!(tree::locate(&bytes, &faults).len() <= faults.len());
            }
        }
    }
}
