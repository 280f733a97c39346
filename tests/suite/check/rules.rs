//! Every rule of `check`: a document that breaks it, and the place where it is found to.

use std::collections::BTreeSet;

use feedmill::check::rule::{self, Severity};
use feedmill::check::{Finding, Options, check};

use super::{atom, bytes, extension, html, lint, rss};

/// A document with one defect.
pub(crate) struct Case {
    /// The code of the rule that it breaks.
    pub(crate) code: &'static str,
    /// The document that is right.
    pub(crate) base: &'static str,
    /// What of it is replaced, by what; a bar (`¦`) stands before the place that is wrong.
    pub(crate) change: (&'static str, &'static str),
    /// Codes of other rules that the same defect breaks.
    pub(crate) also: &'static [&'static str],
}

/// A case.
pub(crate) const fn case(code: &'static str, base: &'static str, from: &'static str, to: &'static str) -> Case {
    Case { code, base, change: (from, to), also: &[] }
}

impl Case {
    /// The same with rules that are broken, too.
    pub(crate) const fn also(self, also: &'static [&'static str]) -> Self {
        Self { also, ..self }
    }
}

/// The feed of RSS that is right. What a case adds goes to the places of the comments.
pub(crate) const RSS: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"
  xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
  xmlns:georss="http://www.georss.org/georss" xmlns:geo="http://www.w3.org/2003/01/geo/wgs84_pos#"
  xmlns:sx="http://feedsync.org/2007/feedsync" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"
  xmlns:ev="http://purl.org/rss/1.0/modules/event/" xmlns:wfw="http://wellformedweb.org/CommentAPI/"
  xmlns:access="http://www.bloglines.com/about/specs/fac-1.0" xmlns:xhtml="http://www.w3.org/1999/xhtml"
  xmlns:dcterms="http://purl.org/dc/terms/" xmlns:trackback="http://madskills.com/public/xml/rss/module/trackback/">
<channel>
<title>The Tide</title>
<link>https://tide.example/</link>
<description>News of the coast</description>
<language>en</language>
<lastBuildDate>Fri, 20 Nov 2026 14:05:00 GMT</lastBuildDate>
<atom:link href="https://feeds.example.org/rss.xml" rel="self" type="application/rss+xml"/>
<!--channel-->
<item>
<title>The ferry is back</title>
<link>https://tide.example/1</link>
<guid>https://tide.example/1</guid>
<pubDate>Fri, 20 Nov 2026 14:05:00 GMT</pubDate>
<description>From &lt;b&gt;Friday&lt;/b&gt; on.</description>
<!--item-->
</item>
<!--end-->
</channel>
</rss>
"#;

/// The feed of Atom that is right.
pub(crate) const ATOM: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xmlns:thr="http://purl.org/syndication/thread/1.0"
  xmlns:fh="http://purl.org/syndication/history/1.0" xmlns:app="http://www.w3.org/2007/app"
  xmlns:indexing="urn:atom-extension:indexing">
<title>The Tide</title>
<id>https://tide.example/feed</id>
<updated>2026-11-20T14:05:00Z</updated>
<author><name>The newsroom</name></author>
<link rel="self" type="application/atom+xml" href="https://feeds.example.org/atom.xml"/>
<link rel="alternate" type="text/html" href="https://tide.example/"/>
<!--feed-->
<entry>
<title>The ferry is back</title>
<id>tag:tide.example,2026:1</id>
<link rel="alternate" type="text/html" href="https://tide.example/1"/>
<published>2026-11-20T14:05:00Z</published>
<updated>2026-11-20T14:05:00Z</updated>
<summary>From Friday on.</summary>
<content type="html">From &lt;b&gt;Friday&lt;/b&gt; on.</content>
<!--entry-->
</entry>
<!--end-->
</feed>
"#;

/// Nothing: the case is the whole document.
pub(crate) const NOTHING: &str = "";

/// All cases that are text.
fn cases() -> impl Iterator<Item = &'static Case> {
    [rss::CASES, atom::CASES, extension::CASES, html::CASES, lint::CASES].into_iter().flatten()
}

/// What is found in a document of a feed that is served from example.org.
pub(crate) fn findings(document: &[u8]) -> Vec<Finding> {
    // Also in UTF-16.
    let is_atom = document.windows(5).any(|part| part == b"<feed") || document.starts_with(b"<\0");
    let url = if is_atom { "https://feeds.example.org/atom.xml" } else { "https://feeds.example.org/rss.xml" };
    let now = "2026-11-26T12:00:00Z".parse().unwrap();
    check(document, &Options { now, url: Some(url), file_name: None }).findings
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
fn no_rule_is_dead() {
    let provoked: BTreeSet<&str> = cases().map(|case| case.code).chain(bytes::CODES.iter().copied()).collect();
    // The rules of the other formats are provoked by their own tests (`check_places`).
    let own = rule::all().take_while(|rule| rule.code != "invalid-json").map(|rule| rule.code);
    let dead: Vec<_> = own.filter(|code| !provoked.contains(code)).collect();
    assert!(dead.is_empty(), "no test provokes {dead:?}");
    let codes: BTreeSet<&str> = rule::all().map(|rule| rule.code).collect();
    let unknown: Vec<_> = provoked.difference(&codes).collect();
    assert!(unknown.is_empty(), "no rule is called {unknown:?}");
}
