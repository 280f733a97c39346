//! The walker: each element of a feed is looked up in the tables, and what they say is held against it.

mod attributes;
mod namespaces;
pub(super) mod text;
mod value;

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::finding::Findings;
use super::model::{Element, Holds, within};
use super::namespace::{Ns, nearest, of_uri};
use super::rule::Rule;
use super::rule::document::BAD_CHARACTERS;
use super::rule::extension::{MISPLACED_XHTML, QUESTIONABLE_USAGE, UNDETERMINABLE_VOCABULARY};
use super::rule::rss::{NOT_IN_A_NAMESPACE, UNDEFINED_ELEMENT, UNEXPECTED_TEXT};
use super::tables;
use super::{Kind, Options, xml};

/// A node of the tree.
pub(super) type Node<'d> = roxmltree::Node<'d, 'd>;

/// The text directly in an element, without blank space around it.
pub(super) fn trimmed(node: Node<'_>) -> String {
    text::of(node).trim().to_owned()
}

/// How deep elements that are looked into may be nested.
const DEEPEST: usize = 64;

/// The state of a walk.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about the document")]
pub(super) struct Walk<'w, 'd> {
    pub(super) findings: &'w mut Findings<'d>,
    pub(super) options: &'w Options<'w>,
    /// The text that the tree was made of.
    pub(super) text: &'d str,
    pub(super) kind: Kind,
    /// The namespace of the root, which that of the format is taken for.
    pub(super) core: Option<&'d str>,
    /// Whether the RSS is of version 2.
    pub(super) is_rss2: bool,
    /// Whether its descriptions are HTML: from version 0.92 on.
    pub(super) has_html: bool,
    /// Whether the document goes by the specification that allows attributes of modules.
    pub(super) is_extended: bool,
    /// Whether a text without a language was reported.
    pub(super) lacks_language: bool,
    /// Whether the document is in UTF-8.
    pub(super) is_utf8: bool,
    /// Ids that were seen, each with what it is the id of.
    pub(super) ids: FxHashSet<(&'static str, String)>,
    /// The first element of the iTunes module.
    pub(super) itunes: Option<Range<usize>>,
    /// First children of that name in the format, by their parent: of what each of thousands of entries asks about its feed.
    shared: FxHashMap<(roxmltree::NodeId, &'static str), Option<Node<'d>>>,
    depth: usize,
}

/// An element, or an attribute of it: what a finding is about.
#[derive(Clone, Copy)]
pub(super) struct Subject<'d> {
    pub(super) node: Node<'d>,
    pub(super) attribute: Option<roxmltree::Attribute<'d, 'd>>,
}

impl<'d> Subject<'d> {
    /// The attribute of that name, without a prefix, and its value.
    pub(super) fn of(node: Node<'d>, name: &str) -> Option<(Self, &'d str)> {
        let attribute = node.attributes().find(|own| own.namespace().is_none() && own.name() == name)?;
        Some((Self { node, attribute: Some(attribute) }, attribute.value()))
    }
}

impl<'d> From<Node<'d>> for Subject<'d> {
    fn from(node: Node<'d>) -> Self {
        Self { node, attribute: None }
    }
}

impl<'w, 'd> Walk<'w, 'd> {
    pub(super) fn new(
        kind: Kind,
        text: &'d str,
        root: Node<'d>,
        options: &'w Options<'w>,
        findings: &'w mut Findings<'d>,
        is_utf8: bool,
    ) -> Self {
        let core = root.tag_name().namespace();
        Self {
            findings,
            options,
            text,
            kind,
            core,
            is_rss2: kind == Kind::Rss,
            has_html: true,
            lacks_language: false,
            is_extended: text.contains("rssboard.org/rss-specification</docs>"),
            is_utf8,
            ids: FxHashSet::default(),
            itunes: None,
            shared: FxHashMap::default(),
            depth: 0,
        }
    }

    /// Checks what concerns all nodes alike: namespaces, characters, `xml:lang` and `xml:base`.
    pub(super) fn everywhere(&mut self, root: Node<'d>) {
        namespaces::look(self, root);
        for node in root.descendants() {
            if node.is_element() {
                for attribute in node.attributes() {
                    if let Some(at) = text::broken(attribute.value()) {
                        let range = attribute.range_value();
                        let from = (range.start + at).min(range.end);
                        let name = attribute.name();
                        let what = text::what_is_broken(attribute.value(), at);
                        self.findings.add(&BAD_CHARACTERS, from..range.end, format!("{name} holds {what}"));
                    }
                }
            } else if node.is_text()
                && let Some(value) = node.text()
                && let Some(at) = text::broken(value)
                && let Some(parent) = node.parent_element()
            {
                let from = text::Map::of(parent, self.text).skip_to(node.range().start).source(at);
                let (name, _) = xml::name(parent, self.text);
                let length = self.text.get(from..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
                let what = text::what_is_broken(value, at);
                self.findings.add(&BAD_CHARACTERS, from..from + length, format!("<{name}> holds {what}"));
            }
        }
    }

    /// What an element is: the namespace that it is looked up in, and its name there.
    pub(super) fn classify(&self, node: Node<'d>) -> (Ns, &'d str) {
        let name = node.tag_name();
        let ns = match name.namespace() {
            uri if uri == self.core && self.core.is_none_or(|core| self.is_core(core)) => Ns::Core,
            None | Some("") => Ns::None,
            Some(uri) => match nearest(uri).map(|known| known.ns) {
                Some(Ns::Atom) if self.kind != Kind::Rss => Ns::Core,
                Some(ns) => ns,
                None => Ns::Other,
            },
        };
        (ns, name.name())
    }

    /// Whether the namespace of the root is that of the format, or stands for it.
    fn is_core(&self, core: &str) -> bool {
        let known = of_uri(core).map(|known| known.ns);
        known.is_none_or(|ns| ns == Ns::Atom && self.kind != Kind::Rss)
    }

    /// Adds a finding about an element or an attribute; `what` is the end of a sentence.
    pub(super) fn report(&mut self, rule: &'static Rule, subject: impl Into<Subject<'d>>, what: &str) {
        let subject = subject.into();
        let at = self.place(subject);
        self.findings.add(rule, at, format!("{} {what}", self.label(subject)));
    }

    /// Adds a finding at the start tag of an element.
    pub(super) fn report_tag(&mut self, rule: &'static Rule, node: Node<'d>, what: &str) {
        let (name, at) = xml::name(node, self.text);
        self.findings.add(rule, at, format!("<{name}> {what}"));
    }

    /// Where the value of a subject stands.
    pub(super) fn place(&self, subject: Subject<'d>) -> Range<usize> {
        match subject.attribute {
            Some(attribute) if attribute.range_value().is_empty() => attribute.range_qname(),
            Some(attribute) => attribute.range_value(),
            None => xml::content(subject.node, self.text),
        }
    }

    /// The name of a subject.
    pub(super) fn label(&self, subject: Subject<'d>) -> String {
        let (name, _) = xml::name(subject.node, self.text);
        match subject.attribute {
            Some(attribute) => {
                let own = self.text.get(attribute.range_qname()).unwrap_or_else(|| attribute.name());
                format!("{own} of <{name}>")
            }
            None => format!("<{name}>"),
        }
    }

    /// The child elements of that name.
    pub(super) fn children<'s>(&'s self, node: Node<'d>, ns: Ns, name: &'s str) -> impl Iterator<Item = Node<'d>> + 's {
        node.children().filter(move |child| child.is_element() && self.classify(*child) == (ns, name))
    }

    /// The first child element of that name.
    pub(super) fn child(&self, node: Node<'d>, ns: Ns, name: &str) -> Option<Node<'d>> {
        self.children(node, ns, name).next()
    }

    /// The same of an element that many ask, which is looked through once: an element of the format in the parent of `node`.
    pub(super) fn sibling(&mut self, node: Node<'d>, name: &'static str) -> Option<Node<'d>> {
        let parent = node.parent_element()?;
        let key = (parent.id(), name);
        if let Some(known) = self.shared.get(&key) {
            return *known;
        }
        let found = self.child(parent, Ns::Core, name);
        self.shared.insert(key, found);
        found
    }

    /// Checks an element by its record.
    pub(super) fn element(&mut self, node: Node<'d>, record: &'static Element) {
        if self.depth >= DEEPEST {
            return;
        }
        self.depth += 1;
        self.attributes(node, record);
        match record.holds {
            Holds::Text(values) => self.text(node, values),
            Holds::Elements(inside) => self.elements(node, inside),
            Holds::Anything => {}
        }
        if let Some(look) = record.look {
            look(self, node);
        }
        self.depth -= 1;
    }

    /// Checks an element that holds a text.
    fn text(&mut self, node: Node<'d>, values: &'static [super::model::Value]) {
        for child in node.children().filter(Node::is_element) {
            let (name, _) = xml::name(node, self.text);
            self.report_tag(&UNDEFINED_ELEMENT, child, &format!("stands inside of the text of <{name}>"));
        }
        if !values.is_empty() {
            let text = text::of(node);
            for value in values {
                self.value(*value, &text, node.into());
            }
        }
    }

    /// Checks an element that holds elements.
    pub(super) fn elements(&mut self, node: Node<'d>, inside: u64) {
        let mut seen: Vec<&'static Element> = Vec::new();
        let mut has_text = false;
        for child in node.children() {
            if child.is_text() && !has_text && !child.text().unwrap_or_default().trim().is_empty() {
                has_text = true;
                let (name, _) = xml::name(node, self.text);
                let start =
                    child.range().start + self.text.get(child.range()).map_or(0, |t| t.len() - t.trim_start().len());
                let message = format!("text stands among the elements of <{name}>");
                self.findings.add(&UNEXPECTED_TEXT, start..child.range().end, message);
            }
            if !child.is_element() {
                continue;
            }
            let (ns, name) = self.classify(child);
            if ns == Ns::Itunes && self.itunes.is_none() {
                self.itunes = Some(xml::name(child, self.text).1);
            }
            let Some(record) = tables::find(self.kind, ns, name, inside) else {
                self.unknown(child, (ns, name), node, inside);
                continue;
            };
            if !seen.iter().any(|seen| std::ptr::eq(*seen, record)) {
                seen.push(record);
            } else if let Some(rule) = record.once {
                let (parent, _) = xml::name(node, self.text);
                self.report_tag(rule, child, &format!("is there more than once in <{parent}>"));
            }
            self.element(child, record);
        }
        if inside & (within::OF_RSS | within::OF_ATOM) != 0 {
            self.said_twice(node, inside);
        }
        for needed in tables::needed(self.kind).filter(|needed| needed.within & inside != 0) {
            if self.child(node, needed.ns, needed.name).is_none() {
                let (name, at) = xml::name(node, self.text);
                let prefix = tables::prefix(needed.ns);
                self.findings.add(needed.rule, at, format!("<{name}> has no <{prefix}{}>", needed.name));
            }
        }
    }

    /// Looks for elements that say the same as another one.
    fn said_twice(&mut self, node: Node<'d>, inside: u64) {
        for twice in tables::twice(self.kind).iter().filter(|twice| twice.within & inside != 0) {
            let Some(module) = self.child(node, twice.module.0, twice.module.1) else { continue };
            let Some(core) = self.child(node, twice.core.0, twice.core.1) else { continue };
            let (later, other) =
                if module.range().start > core.range().start { (module, core) } else { (core, module) };
            let (other, _) = xml::name(other, self.text);
            self.report_tag(twice.rule, later, &format!("says what <{other}> says"));
        }
    }

    /// An element that may not stand there.
    fn unknown(&mut self, child: Node<'d>, (ns, name): (Ns, &str), parent: Node<'d>, inside: u64) {
        let (parent, _) = xml::name(parent, self.text);
        match ns {
            Ns::Other | Ns::Unsupported | Ns::Google => self.foreign(child),
            Ns::None => {
                self.report_tag(
                    &UNDETERMINABLE_VOCABULARY,
                    child,
                    "is in no namespace, so that nobody knows what it means",
                );
            }
            Ns::Xhtml => self.report_tag(&MISPLACED_XHTML, child, &format!("stands in <{parent}>, where no text is")),
            Ns::Core if self.kind != Kind::AtomPub => {
                self.report_tag(&UNDEFINED_ELEMENT, child, &format!("is no element of <{parent}>"));
            }
            _ if (self.kind == Kind::AtomPub || inside & (within::OF_RSS | within::OF_ATOM) != 0)
                && tables::is_questionable(self.kind, ns, name) =>
            {
                self.report_tag(&QUESTIONABLE_USAGE, child, &format!("is not made for <{parent}>"));
            }
            _ => self.report_tag(&UNDEFINED_ELEMENT, child, &format!("is no element of <{parent}>")),
        }
    }

    /// An element of a module that is not known: its elements have to be in a namespace (RSS 2.0, "Extending RSS").
    fn foreign(&mut self, node: Node<'d>) {
        if self.kind != Kind::Rss || self.core.is_some() {
            return;
        }
        let bare = node
            .descendants()
            .find(|inner| inner.is_element() && inner.tag_name().namespace().is_none_or(str::is_empty));
        if let Some(bare) = bare {
            self.report_tag(&NOT_IN_A_NAMESPACE, bare, "is in no namespace");
        }
    }
}
