//! OPML 1.0, 1.1 and 2.0 (<https://opml.org/spec2.opml>): the head, and outlines as lists of subscriptions.
//!
//! Elements and attributes of other namespaces are passed over, as the format allows them.
//!
//! Not checked: whether numbers of windows and lines fit the outline, what inclusions lead to, types of outlines other
//! than `rss`, `link` and `include`.

use std::ops::Range;

use roxmltree::{Attribute, Node};
use rustc_hash::FxHashMap;

use super::fault::{self, Broken};
use super::finding::Findings;
use super::references::{References, Relation};
use super::rule::Rule;
use super::rule::document::OTHER_FORMAT;
use super::rule::extension::INVALID_TRUE_FALSE;
use super::rule::opml::{
    DUPLICATE_XML_URL, INVALID_EXPANSION_STATE, INVALID_OPML_VERSION, INVALID_OUTLINE_TYPE, INVALID_OUTLINE_VERSION,
    MISSING_OPML_TITLE, MISSING_OUTLINE_TYPE, MISSING_TITLE_ATTRIBUTE, MISSING_URL_ATTRIBUTE, MISSING_XML_URL,
    UNKNOWN_OUTLINE_ATTRIBUTE,
};
use super::rule::rss::{
    DUPLICATE_ELEMENT, MISSING_ATTRIBUTE, MISSING_ELEMENT, UNDEFINED_ELEMENT, UNEXPECTED_ATTRIBUTE, UNEXPECTED_TEXT,
};
use super::rule::value::{
    ATTR_NOT_BLANK, INVALID_CONTACT, INVALID_FULL_LINK, INVALID_LANGUAGE, INVALID_POSITIVE_INTEGER,
};
use super::value::{email, language, number};
use crate::document::Options;
use crate::xml;

/// What a value has to be.
#[derive(Clone, Copy)]
enum Value {
    Text,
    Date,
    Email,
    Url,
    Language,
    TrueOrFalse,
    /// Numbers of lines with commas between them.
    Lines,
    Positive,
    /// How an outline says what format its feed has.
    Version,
}

/// The elements of the head.
const HEAD: &[(&str, Value)] = &[
    ("title", Value::Text),
    ("dateCreated", Value::Date),
    ("dateModified", Value::Date),
    ("ownerName", Value::Text),
    ("ownerEmail", Value::Email),
    ("ownerId", Value::Url),
    ("docs", Value::Url),
    ("expansionState", Value::Lines),
    ("vertScrollState", Value::Positive),
    ("windowTop", Value::Positive),
    ("windowLeft", Value::Positive),
    ("windowBottom", Value::Positive),
    ("windowRight", Value::Positive),
];

/// The attributes of an outline.
const OUTLINE: &[(&str, Value)] = &[
    ("text", Value::Text),
    ("title", Value::Text),
    ("type", Value::Text),
    ("description", Value::Text),
    ("category", Value::Text),
    ("created", Value::Date),
    ("htmlUrl", Value::Url),
    ("xmlUrl", Value::Url),
    ("url", Value::Url),
    ("isBreakpoint", Value::TrueOrFalse),
    ("isComment", Value::TrueOrFalse),
    ("language", Value::Language),
    ("version", Value::Version),
];

/// Attributes that only an outline with a type has.
const OF_A_TYPE: &[&str] = &["description", "htmlUrl", "language", "title", "version", "xmlUrl"];

/// Checks a list of feeds; what it links to.
pub(super) fn check<'d>(root: Node<'d, 'd>, options: &Options<'_>, findings: &mut Findings<'_>) -> References {
    let text = root.document().input_text();
    let mut checker =
        Checker { findings, options, text, references: References::default(), feeds: FxHashMap::default() };
    checker.root(root);
    checker.references
}

struct Checker<'w, 'x, 'd> {
    findings: &'w mut Findings<'x>,
    options: &'w Options<'w>,
    text: &'d str,
    references: References,
    /// The addresses of feeds, with the text of their outlines.
    feeds: FxHashMap<&'d str, &'d str>,
}

impl<'d> Checker<'_, '_, 'd> {
    fn root(&mut self, root: Node<'d, 'd>) {
        let (name, at) = xml::name(root, self.text);
        let version = root.attribute_node("version");
        match version {
            _ if root.tag_name().name() == "outlineDocument" => {
                self.findings.add(&OTHER_FORMAT, at.clone(), "<outlineDocument> is older than OPML 1.0");
            }
            None => self.findings.add(&MISSING_ATTRIBUTE, at.clone(), format!("<{name}> has no version")),
            Some(version) if !["1.0", "1.1", "2.0"].contains(&version.value().trim()) => {
                let message = format!("OPML has no version \"{}\"", version.value());
                self.findings.add(&INVALID_OPML_VERSION, place(version), message);
            }
            Some(_) => {}
        }
        let is_old = version.is_none_or(|version| version.value().trim().starts_with("1."));
        for attribute in root.attributes().filter(|own| own.namespace().is_none() && own.name() != "version") {
            let message = format!("<{name}> has no attribute {}", attribute.name());
            self.findings.add(&UNEXPECTED_ATTRIBUTE, attribute.range_qname(), message);
        }
        let parts = self.children(root, &["head", "body"]);
        for part in ["head", "body"] {
            if !parts.iter().any(|own| own.tag_name().name() == part) {
                self.findings.add(&MISSING_ELEMENT, at.clone(), format!("<{name}> has no <{part}>"));
            }
        }
        for part in parts {
            if part.tag_name().name() == "head" {
                self.head(part);
            } else {
                self.body(part, is_old);
            }
        }
    }

    fn head(&mut self, head: Node<'d, 'd>) {
        let names: Vec<_> = HEAD.iter().map(|(name, _)| *name).collect();
        let children = self.children(head, &names);
        if !children.iter().any(|own| own.tag_name().name() == "title") {
            self.findings.add(&MISSING_OPML_TITLE, xml::name(head, self.text).1, "<head> has no <title>");
        }
        for child in children {
            let name = child.tag_name().name();
            let at = xml::content(child, self.text);
            let text = child.text().unwrap_or_default().trim();
            if let Some((_, value)) = HEAD.iter().find(|(known, _)| *known == name) {
                self.value(*value, text, at, &format!("<{name}>"));
            }
        }
    }

    /// The children of the format that may stand there; others are found, and so is a second one of a kind.
    fn children(&mut self, node: Node<'d, 'd>, names: &[&str]) -> Vec<Node<'d, 'd>> {
        self.stray_text(node);
        let mut children: Vec<Node<'d, 'd>> = Vec::new();
        for child in node.children().filter(|child| is_of_format(*child)) {
            let name = child.tag_name().name();
            if !names.contains(&name) {
                self.undefined(child, node);
            } else if children.iter().any(|other| other.tag_name().name() == name) {
                let message = format!("<{name}> is there more than once");
                self.findings.add(&DUPLICATE_ELEMENT, xml::name(child, self.text).1, message);
            } else {
                children.push(child);
            }
        }
        children
    }

    fn undefined(&mut self, child: Node<'d, 'd>, parent: Node<'d, 'd>) {
        let (name, at) = xml::name(child, self.text);
        let (parent, _) = xml::name(parent, self.text);
        self.findings.add(&UNDEFINED_ELEMENT, at, format!("<{name}> is no element of <{parent}>"));
    }

    /// Text where only elements may be.
    fn stray_text(&mut self, node: Node<'d, 'd>) {
        let stray =
            node.children().find(|child| child.text().is_some_and(|text| child.is_text() && !text.trim().is_empty()));
        if let Some(stray) = stray {
            let (name, _) = xml::name(node, self.text);
            let message = format!("text stands among the elements of <{name}>");
            self.findings.add(&UNEXPECTED_TEXT, stray.range(), message);
        }
    }

    /// All outlines, however deep.
    fn body(&mut self, body: Node<'d, 'd>, is_old: bool) {
        if !body.children().any(|child| child.has_tag_name("outline") || is_outline(child)) {
            self.findings.add(&MISSING_ELEMENT, xml::name(body, self.text).1, "<body> has no <outline>");
        }
        for node in body.descendants().filter(roxmltree::Node::is_element) {
            if node == body || is_outline(node) {
                self.stray_text(node);
                if node != body {
                    self.outline(node, is_old);
                }
            } else if let Some(parent) = node.parent_element()
                && is_of_format(node)
                && (parent == body || is_outline(parent))
            {
                self.undefined(node, parent);
            }
        }
    }

    fn outline(&mut self, node: Node<'d, 'd>, is_old: bool) {
        let (_, at) = xml::name(node, self.text);
        let own: Vec<_> = node.attributes().filter(|attribute| attribute.namespace().is_none()).collect();
        let get = |name: &str| own.iter().copied().find(|attribute| attribute.name() == name);
        for attribute in &own {
            self.attribute(*attribute);
        }
        // An attribute in the wrong case is found as such, and not as missing, too.
        let has = |name: &str| own.iter().any(|attribute| attribute.name().eq_ignore_ascii_case(name));
        if !has("text") {
            self.findings.add(&MISSING_ATTRIBUTE, at.clone(), "<outline> has no text");
        }
        let kind = get("type").map(|kind| kind.value().trim().to_ascii_lowercase());
        match (get("type"), kind.as_deref()) {
            (_, Some("rss")) => {
                if !has("xmlUrl") {
                    self.findings.add(&MISSING_XML_URL, at.clone(), "<outline> of type rss has no xmlUrl");
                }
                if !has("title") {
                    self.findings.add(&MISSING_TITLE_ATTRIBUTE, at, "<outline> of type rss has no title");
                }
                if let Some(text) = get("text").filter(|text| text.value().trim().is_empty()) {
                    self.findings.add(&ATTR_NOT_BLANK, place(text), "the text of <outline> is empty");
                }
            }
            (_, Some("link" | "include")) if !has("url") => {
                self.findings.add(&MISSING_URL_ATTRIBUTE, at, "<outline> that leads elsewhere has no url");
            }
            (Some(kind), _) if is_old => {
                let message = format!("OPML 1 has no type \"{}\"", kind.value());
                self.findings.add(&INVALID_OUTLINE_TYPE, place(kind), message);
            }
            (None, _) if own.iter().any(|attribute| OF_A_TYPE.contains(&attribute.name())) => {
                self.findings.add(&MISSING_OUTLINE_TYPE, at, "<outline> has no type, and looks like a feed");
            }
            _ => {}
        }
        if let Some(feed) = get("xmlUrl") {
            let text = get("text").map(|text| text.value()).unwrap_or_default();
            if let Some(other) = self.feeds.insert(feed.value().trim(), text) {
                let message = format!("\"{other}\" has the same xmlUrl");
                self.findings.add(&DUPLICATE_XML_URL, place(feed), message);
            }
            self.references.add(Relation::Feed, feed.value(), None, place(feed));
        }
        for name in ["htmlUrl", "url"] {
            if let Some(other) = get(name) {
                self.references.add(Relation::Other, other.value(), None, place(other));
            }
        }
    }

    fn attribute(&mut self, attribute: Attribute<'d, 'd>) {
        let name = attribute.name();
        let at = attribute.range_qname();
        if let Some((_, value)) = OUTLINE.iter().find(|(known, _)| *known == name) {
            return self.value(*value, attribute.value().trim(), place(attribute), &format!("{name} of <outline>"));
        }
        match OUTLINE.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
            Some((known, _)) => self.findings.add(&UNEXPECTED_ATTRIBUTE, at, format!("{name} is written {known}")),
            None => self.findings.add(&UNKNOWN_OUTLINE_ATTRIBUTE, at, format!("OPML has no attribute {name}")),
        }
    }

    fn value(&mut self, value: Value, text: &str, at: Range<usize>, subject: &str) {
        if let Err((rule, what)) = broken(value, text, self.options) {
            self.findings.add(rule, at, format!("{subject} {what}"));
        }
    }
}

/// Which rule a text breaks.
fn broken(value: Value, text: &str, options: &Options<'_>) -> Result<(), Broken> {
    let (is_right, rule, what): (bool, &'static Rule, _) = match value {
        Value::Text => return Ok(()),
        Value::Date => return fault::rss_date(text, options.now),
        Value::Url => return fault::web(text, &INVALID_FULL_LINK, &["mailto"]),
        Value::Email => {
            (email::classify(email::bare(text)) != email::Address::No, &INVALID_CONTACT, "is no e-mail address")
        }
        Value::Language => (language::is_language(text), &INVALID_LANGUAGE, "is no tag of a language"),
        Value::TrueOrFalse => {
            let is_right = ["true", "false"].iter().any(|word| word.eq_ignore_ascii_case(text));
            (is_right, &INVALID_TRUE_FALSE, "is neither true nor false")
        }
        Value::Lines => {
            let is_right = text.is_empty() || text.split(',').all(|line| number::integer(line).is_some_and(|n| n >= 0));
            (is_right, &INVALID_EXPANSION_STATE, "is no list of numbers")
        }
        Value::Positive => {
            (number::integer(text).is_some_and(|n| n > 0), &INVALID_POSITIVE_INTEGER, "is not a whole number from 1 on")
        }
        Value::Version => {
            let known = ["RSS", "RSS1", "RSS2", "scriptingNews"];
            (known.contains(&text), &INVALID_OUTLINE_VERSION, "is no version of a feed")
        }
    };
    if is_right { Ok(()) } else { Err((rule, format!("{what}: \"{text}\""))) }
}

/// Whether an element has the namespace of the root, or none: others are extensions.
fn is_of_format(node: Node<'_, '_>) -> bool {
    let space = node.tag_name().namespace();
    node.is_element() && (space.is_none() || space == node.document().root_element().tag_name().namespace())
}

fn is_outline(node: Node<'_, '_>) -> bool {
    is_of_format(node) && node.tag_name().name() == "outline"
}

/// Where the value of an attribute stands; its name, if it is empty.
fn place(attribute: Attribute<'_, '_>) -> Range<usize> {
    if attribute.range_value().is_empty() { attribute.range_qname() } else { attribute.range_value() }
}
