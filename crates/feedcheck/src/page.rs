//! HTML pages: whether they are HTML, and whether readers find the feeds they belong to.
//!
//! Not checked: what HTML allows inside of what, styles and scripts themselves, `srcset`, microdata, and whether a page
//! is easy to use beyond its language, headline and texts of pictures.

mod parse;
mod policy;

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::fault;
use super::finding::Findings;
use super::references::{References, Relation};
use super::rule::Rule;
use super::rule::document::VALIDATOR_LIMIT;
use super::rule::page::{
    ALTERNATE_HREF, ALTERNATE_IN_BODY, ALTERNATE_TITLE, ALTERNATE_TYPE, BLOCKED_BY_POLICY, DUPLICATE_HTML_ID,
    HEADING_COUNT, HTML_PARSE_ERROR, MISSING_ALT, MISSING_CHARSET, MISSING_LANG, MISSING_PAGE_TITLE, MISSING_VIEWPORT,
    QUIRKS_MODE,
};
use super::rule::value::{INVALID_LANGUAGE, INVALID_URL_ATTRIBUTE};
use super::value::{language, uri};
use parse::{Element, Page};
use policy::Policy;

/// Media types that readers look for.
const FEEDS: &[&str] = &["application/rss+xml", "application/atom+xml", "application/feed+json"];
/// Media types that feeds are said to have, and that readers do not look for.
const NEARLY: &[&str] = &[
    "application/json",
    "application/rdf+xml",
    "application/rss",
    "application/atom",
    "application/x-rss+xml",
    "application/xml",
    "text/rss",
    "text/rss+xml",
    "text/atom",
    "text/atom+xml",
    "text/xml",
];
/// How many policies of a page are checked.
const MOST_POLICIES: usize = 4;
/// How much of a page is searched for its encoding.
const PRESCAN: usize = 1_024;
/// Attributes of elements that lead elsewhere.
const REFERENCES: &[(&str, &str)] = &[
    ("a", "href"),
    ("area", "href"),
    ("img", "src"),
    ("script", "src"),
    ("iframe", "src"),
    ("source", "src"),
    ("audio", "src"),
    ("video", "src"),
    ("embed", "src"),
    ("track", "src"),
];

/// Checks the text of the findings; what it links to.
pub(super) fn check(findings: &mut Findings<'_>) -> References {
    let text = findings.source();
    let page = parse::parse(text);
    for (at, message) in &page.faults {
        // What it expected instead is the parser's own business.
        let what = message.split([':', '(']).next().unwrap_or_default().trim().to_ascii_lowercase();
        findings.add(&HTML_PARSE_ERROR, at.clone(), format!("this is not as HTML has it: {what}"));
    }
    if let Some((at, what)) = &page.limit {
        findings.add(&VALIDATOR_LIMIT, at.clone(), *what);
    }
    let mut checker = Checker { findings, text, references: References::default(), page: &page };
    checker.document();
    checker.ids();
    checker.policy();
    for element in &page.elements {
        checker.element(element);
    }
    checker.references
}

struct Checker<'w, 'd> {
    findings: &'w mut Findings<'d>,
    text: &'d str,
    references: References,
    page: &'w Page,
}

impl Checker<'_, '_> {
    fn add(&mut self, rule: &'static Rule, at: Range<usize>, message: impl Into<String>) {
        self.findings.add(rule, at, message);
    }

    fn named(&self, name: &'static str) -> impl Iterator<Item = &Element> {
        self.page.elements.iter().filter(move |element| element.name() == name)
    }

    /// What a page has to have once.
    fn document(&mut self) {
        let page = self.page;
        let start = self.text.len() - self.text.trim_start().len();
        let start = start..start + 1;
        if page.is_quirky {
            self.add(&QUIRKS_MODE, start.clone(), "the page has no document type of HTML");
        }
        let root = self.named("html").next();
        let at = root.map_or(start, |root| root.at.clone());
        match root.and_then(|root| Some((root.get("lang")?, root.place("lang", self.text)))) {
            None | Some(("", _)) => self.add(&MISSING_LANG, at.clone(), "the page does not say its language"),
            Some((lang, at)) if !language::is_language(lang) => {
                let message = format!("lang of <html> is no tag of a language: \"{lang}\"");
                self.add(&INVALID_LANGUAGE, at, message);
            }
            Some(_) => {}
        }
        let metas: Vec<_> = self.named("meta").collect();
        let charset = metas.iter().find_map(|meta| Some((charset(meta)?, meta.at.clone())));
        let viewport =
            metas.iter().any(|meta| meta.get("name").is_some_and(|name| name.eq_ignore_ascii_case("viewport")));
        let refreshes = metas.iter().any(|meta| http_equiv(meta, "refresh").is_some());
        match charset {
            None => self.add(&MISSING_CHARSET, at.clone(), "the page does not say its encoding"),
            Some((_, place)) if place.end > PRESCAN => {
                self.add(&MISSING_CHARSET, place, "browsers look for the encoding in the first 1024 bytes only");
            }
            Some((label, place)) if !label.eq_ignore_ascii_case("utf-8") => {
                self.add(&MISSING_CHARSET, place, format!("the page says that it is in \"{label}\""));
            }
            Some(_) => {}
        }
        // An SVG may have a title, too.
        if self.named("title").find(|title| title.is_in_head()).is_none_or(|title| title.text().is_empty()) {
            self.add(&MISSING_PAGE_TITLE, at.clone(), "the page has no title");
        }
        if !viewport {
            self.add(&MISSING_VIEWPORT, at.clone(), "the page does not fit telephones");
        }
        let headings: Vec<_> = self.named("h1").map(|heading| heading.at.clone()).collect();
        if headings.len() != 1 && !refreshes {
            let place = headings.get(1).cloned().unwrap_or(at.clone());
            self.add(&HEADING_COUNT, place, format!("the page has {} elements <h1>", headings.len()));
        }
        let is_alternate = |link: &&Element| is_alternate(link) && feed_type(link).is_some();
        self.references.lacks_feeds = (!refreshes && !self.named("link").any(|link| is_alternate(&link))).then_some(at);
    }

    fn ids(&mut self) {
        let mut ids = FxHashSet::default();
        for element in &self.page.elements {
            let Some(id) = element.get("id") else { continue };
            if !ids.insert(id) {
                self.findings.add(
                    &DUPLICATE_HTML_ID,
                    element.place("id", self.text),
                    format!("another element has the id \"{id}\", too"),
                );
            }
        }
        ids.extend(self.named("a").filter_map(|anchor| anchor.get("name")));
        self.references.ids = ids.into_iter().map(Into::into).collect();
        self.references.ids.sort_unstable();
    }

    /// What the page's own policy forbids.
    fn policy(&mut self) {
        let policies = self.page.elements.iter().filter_map(|meta| http_equiv(meta, "content-security-policy"));
        for policy in policies.take(MOST_POLICIES) {
            let policy = Policy::of(policy);
            for element in &self.page.elements {
                let has_nonce = element.get("nonce").is_some();
                let is_forbidden = match element.name() {
                    // Data in a script is no script.
                    "script"
                        if element.get("type").is_some_and(|kind| kind.contains("json") || kind.contains("text/x")) =>
                    {
                        false
                    }
                    "script" if element.get("src").is_some() => policy.forbids_files(),
                    "script" => policy.forbids_script(has_nonce),
                    "style" => policy.forbids_style(has_nonce),
                    _ => false,
                };
                if is_forbidden {
                    let message = format!("the policy of the page forbids this <{}>", element.name());
                    self.findings.add(&BLOCKED_BY_POLICY, element.at.clone(), message);
                }
                for (name, _) in element.attributes() {
                    let is_handler = name.len() > 2 && name.starts_with("on");
                    if is_handler && policy.forbids_handlers() || name == "style" && policy.forbids_style_attributes() {
                        let message = format!("the policy of the page forbids the attribute {name}");
                        self.findings.add(&BLOCKED_BY_POLICY, element.place(name, self.text), message);
                    }
                }
            }
        }
    }

    fn element(&mut self, element: &Element) {
        match element.name() {
            "link" => self.link(element),
            "img" if element.get("alt").is_none() => {
                let is_hidden =
                    element.get("aria-hidden") == Some("true") || element.get("role") == Some("presentation");
                if !is_hidden {
                    self.add(&MISSING_ALT, element.at.clone(), "<img> has no alt");
                }
            }
            "base" => {
                if let Some(href) = element.get("href").filter(|_| self.references.base.is_none()) {
                    self.references.base = Some(href.into());
                }
            }
            _ => {}
        }
        if let Some(refresh) = http_equiv(element, "refresh")
            && let Some((_, target)) = refresh.split_once(['=', ';']).map(|(delay, rest)| (delay, after_url(rest)))
        {
            self.references.add(Relation::Other, target, None, element.place("content", self.text));
        }
        for (_, attribute) in REFERENCES.iter().filter(|(name, _)| *name == element.name()) {
            if let Some(href) = element.get(attribute) {
                self.references.add(Relation::Other, href, None, element.place(attribute, self.text));
            }
        }
    }

    fn link(&mut self, link: &Element) {
        let Some(rel) = link.get("rel") else { return };
        let is = |name: &str| rel.split_ascii_whitespace().any(|own| own.eq_ignore_ascii_case(name));
        if is_alternate(link) {
            return self.alternate(link);
        }
        // These name a host and not a document.
        if !is("preconnect")
            && !is("dns-prefetch")
            && let Some(href) = link.get("href")
        {
            self.references.add(Relation::Other, href, None, link.place("href", self.text));
        }
    }

    /// A link that readers find a feed by; translations and other forms of the page are none.
    fn alternate(&mut self, link: &Element) {
        let href = link.get("href").unwrap_or_default().trim();
        let Some(kind) = feed_type(link) else {
            self.references.add(Relation::Other, href, link.get("type"), link.place("href", self.text));
            let is_other = ["type", "hreflang", "media"].iter().any(|name| link.get(name).is_some());
            if !is_other {
                self.add(&ALTERNATE_TYPE, link.at.clone(), "the link has no type");
            }
            return;
        };
        self.references.add(Relation::Feed, href, Some(&kind), link.place("href", self.text));
        if !FEEDS.contains(&kind.as_str()) {
            let at = link.place("type", self.text);
            self.add(&ALTERNATE_TYPE, at, format!("readers do not look for feeds of the type \"{kind}\""));
        }
        if !link.is_in_head() {
            self.add(&ALTERNATE_IN_BODY, link.at.clone(), "the link stands in the body");
        }
        if link.get("title").is_none_or(|title| title.trim().is_empty()) {
            self.add(&ALTERNATE_TITLE, link.at.clone(), "the link has no title");
        }
        if href.is_empty() {
            self.add(&ALTERNATE_HREF, link.at.clone(), "the link leads nowhere");
        } else if uri::scheme(href).is_some()
            && let Err((rule, what)) = fault::web(href, &INVALID_URL_ATTRIBUTE, &[])
        {
            self.add(rule, link.place("href", self.text), format!("href of <link> {what}"));
        }
    }
}

/// Whether a link leads to another form of the page.
fn is_alternate(link: &Element) -> bool {
    let rel = link.get("rel").unwrap_or_default().to_ascii_lowercase();
    let mut words = rel.split_ascii_whitespace();
    words.clone().any(|word| word == "alternate") && !words.any(|word| word == "stylesheet")
}

/// The media type of a link to a feed, without parameters.
fn feed_type(link: &Element) -> Option<String> {
    let kind = link.get("type")?.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    (FEEDS.contains(&kind.as_str()) || NEARLY.contains(&kind.as_str())).then_some(kind)
}

/// The content of a `meta` that stands for a header.
fn http_equiv<'e>(meta: &'e Element, name: &str) -> Option<&'e str> {
    let is_it =
        meta.name() == "meta" && meta.get("http-equiv").is_some_and(|own| own.trim().eq_ignore_ascii_case(name));
    if is_it { meta.get("content") } else { None }
}

/// The encoding that a `meta` says.
fn charset(meta: &Element) -> Option<String> {
    if let Some(charset) = meta.get("charset") {
        return Some(charset.trim().to_owned());
    }
    let content = http_equiv(meta, "content-type")?.to_ascii_lowercase();
    let (_, charset) = content.split_once("charset=")?;
    Some(charset.split(';').next().unwrap_or_default().trim_matches(['"', '\'', ' ']).to_owned())
}

/// The address in `5; url='x'`, from after the first sign on.
fn after_url(text: &str) -> &str {
    let text = text.trim_start();
    let text = match text.get(..4) {
        Some(start) if start.eq_ignore_ascii_case("url=") => &text[4..],
        _ => text,
    };
    text.trim().trim_matches(['"', '\''])
}
