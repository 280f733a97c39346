//! Every rule of `check`: a document that breaks it, and the place where it is found to.

use std::collections::BTreeSet;

use feedcheck::internal::documents::{ATOM, RSS};
use feedcheck::internal::{Defect, atom, extension, html, lint, rss};
use feedcheck::rule::{self, Severity};
use feedcheck::{Finding, Options, check};

use crate::bytes;

/// All cases that are text.
fn cases() -> impl Iterator<Item = &'static Defect> {
    [rss::DEFECTS, atom::DEFECTS, extension::DEFECTS, html::DEFECTS, lint::DEFECTS].into_iter().flatten()
}

/// What is found in a document of a feed that is served from example.org.
pub(crate) fn findings(document: &[u8]) -> Vec<Finding> {
    // Also in UTF-16.
    let is_atom = document.windows(5).any(|part| part == b"<feed") || document.starts_with(b"<\0");
    let url = if is_atom { "https://feeds.example.org/atom.xml" } else { "https://feeds.example.org/rss.xml" };
    let now = "2026-11-26T12:00:00Z".parse().unwrap();
    let mut options = Options::at(now);
    options.url = Some(url);
    check(document, &options).findings
}

#[test]
fn feeds_that_are_right_have_no_findings() {
    for good in [RSS, ATOM] {
        assert_eq!(findings(good.as_bytes()), []);
    }
}

#[test]
fn every_defect_is_found_where_it_is() {
    let mut failures = Vec::new();
    for case in cases() {
        let (from, to) = case.change;
        let marked = if case.base.is_empty() { to.to_owned() } else { case.base.replacen(from, to, 1) };
        assert!(case.base.contains(from) && marked.contains('¦'), "{} changes nothing: {from}", case.code);
        let (before, after) = marked.split_once('¦').unwrap();
        let place = (before.matches('\n').count() + 1, before.rsplit('\n').next().unwrap().chars().count() + 1);
        let found = findings((before.to_owned() + after).as_bytes());
        let is_it = |finding: &Finding| finding.rule.code == case.code && (finding.line, finding.column) == place;
        let is_other = |finding: &&Finding| {
            let code = finding.rule.code;
            finding.rule.severity != Severity::Info && code != case.code && !case.also.contains(&code)
        };
        let others: Vec<_> = found.iter().filter(is_other).map(|other| other.rule.code).collect();
        if !found.iter().any(is_it) || !others.is_empty() {
            let found: Vec<_> = found.iter().map(|f| (f.rule.code, f.line, f.column, &f.message)).collect();
            failures.push(format!("{} at {place:?} of {to}\n   found {found:?}", case.code));
        }
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn a_document_breaks_each_rule() {
    let provoked: BTreeSet<&str> = cases().map(|case| case.code).chain(bytes::CODES.iter().copied()).collect();
    // The rules of the other formats are provoked by their own tests (`places`).
    let own = rule::all().take_while(|rule| rule.code != "invalid-json").map(|rule| rule.code);
    let dead: Vec<_> = own.filter(|code| !provoked.contains(code)).collect();
    assert!(dead.is_empty(), "no test provokes {dead:?}");
    let codes: BTreeSet<&str> = rule::all().map(|rule| rule.code).collect();
    let unknown: Vec<_> = provoked.difference(&codes).collect();
    assert!(unknown.is_empty(), "no rule is called {unknown:?}");
}
