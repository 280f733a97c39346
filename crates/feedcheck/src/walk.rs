//! The walk over the tree of a feed: it looks each element up in the tables of a [`Schema`], and checks what its record
//! says.

mod attributes;
mod namespaces;

use crate::checker::{Checker, Node};
use crate::namespace::Ns;
use crate::rule::document::BAD_CHARACTERS;
use crate::rule::extension::{MISPLACED_XHTML, QUESTIONABLE_USAGE, UNDETERMINABLE_VOCABULARY};
use crate::rule::rss::{NOT_IN_A_NAMESPACE, UNDEFINED_ELEMENT, UNEXPECTED_TEXT};
use crate::schema::{Element, Holds, Schema, Value};
use crate::xml::{self, text};

/// How deep elements may be nested; what is deeper is not checked.
const DEEPEST: usize = 64;

/// Checks a document by the schema of its format.
pub(super) fn check<'d>(checker: &mut Checker<'_, 'd>, schema: &'static Schema, root: Node<'d>) {
    let mut walk = Walk { checker, schema, depth: 0 };
    walk.everywhere(root);
    if let Some(record) = (schema.root)(walk.checker, root) {
        walk.element(root, record);
    }
}

struct Walk<'c, 'w, 'd> {
    checker: &'c mut Checker<'w, 'd>,
    schema: &'static Schema,
    depth: usize,
}

impl<'d> Walk<'_, '_, 'd> {
    /// Checks what concerns all nodes alike: namespaces, characters, `xml:lang` and `xml:base`.
    fn everywhere(&mut self, root: Node<'d>) {
        namespaces::check(self.checker, self.schema, root);
        for node in root.descendants() {
            if node.is_element() {
                for attribute in node.attributes() {
                    if let Some(at) = text::broken(attribute.value()) {
                        let range = attribute.range_value();
                        let from = (range.start + at).min(range.end);
                        let name = attribute.name();
                        let what = text::what_is_broken(attribute.value(), at);
                        self.checker.findings.add(&BAD_CHARACTERS, from..range.end, format!("{name} holds {what}"));
                    }
                }
            } else if node.is_text()
                && let Some(value) = node.text()
                && let Some(at) = text::broken(value)
                && let Some(parent) = node.parent_element()
            {
                let from = text::Map::of(parent, self.checker.text).skip_to(node.range().start).source(at);
                let (name, _) = xml::name(parent, self.checker.text);
                let length =
                    self.checker.text.get(from..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
                let what = text::what_is_broken(value, at);
                self.checker.findings.add(&BAD_CHARACTERS, from..from + length, format!("<{name}> holds {what}"));
            }
        }
    }

    /// Checks an element by its record.
    fn element(&mut self, node: Node<'d>, record: &'static Element) {
        if self.depth >= DEEPEST {
            return;
        }
        self.depth += 1;
        attributes::check(self.checker, self.schema, node, record);
        match record.holds {
            Holds::Text(values) => self.text(node, values),
            Holds::Elements(inside) => self.elements(node, inside),
            Holds::Anything => {}
        }
        if let Some(check) = record.check {
            check(self.checker, node);
        }
        self.depth -= 1;
    }

    /// Checks an element that holds a text.
    fn text(&mut self, node: Node<'d>, values: &'static [Value]) {
        for child in node.children().filter(Node::is_element) {
            let (name, _) = xml::name(node, self.checker.text);
            self.checker.report_tag(&UNDEFINED_ELEMENT, child, &format!("stands inside of the text of <{name}>"));
        }
        if !values.is_empty() {
            let text = text::of(node);
            for value in values {
                self.checker.value(*value, &text, node.into());
            }
        }
    }

    /// Checks an element that holds elements.
    fn elements(&mut self, node: Node<'d>, inside: u64) {
        let mut seen: Vec<&'static Element> = Vec::new();
        let mut has_text = false;
        for child in node.children() {
            if child.is_text() && !has_text && !child.text().unwrap_or_default().trim().is_empty() {
                has_text = true;
                let (name, _) = xml::name(node, self.checker.text);
                let start = child.range().start
                    + self.checker.text.get(child.range()).map_or(0, |t| t.len() - t.trim_start().len());
                let message = format!("text stands among the elements of <{name}>");
                self.checker.findings.add(&UNEXPECTED_TEXT, start..child.range().end, message);
            }
            if !child.is_element() {
                continue;
            }
            let (ns, name) = self.checker.classify(child);
            self.checker.remember_first(ns, child);
            let Some(record) = self.schema.find(ns, name, inside) else {
                self.unknown(child, (ns, name), node, inside);
                continue;
            };
            if !seen.iter().any(|seen| std::ptr::eq(*seen, record)) {
                seen.push(record);
            } else if let Some(rule) = record.once {
                let (parent, _) = xml::name(node, self.checker.text);
                self.checker.report_tag(rule, child, &format!("is there more than once in <{parent}>"));
            }
            self.element(child, record);
        }
        self.said_twice(node, inside);
        for needed in self.schema.needed.iter().copied().flatten().filter(|needed| needed.within & inside != 0) {
            if self.checker.child(node, needed.ns, needed.name).is_none() {
                let (name, at) = xml::name(node, self.checker.text);
                let prefix = needed.ns.prefix();
                self.checker.findings.add(needed.rule, at, format!("<{name}> has no <{prefix}{}>", needed.name));
            }
        }
    }

    /// Looks for elements that say the same as another one.
    fn said_twice(&mut self, node: Node<'d>, inside: u64) {
        for twice in self.schema.twice.iter().filter(|twice| twice.within & inside != 0) {
            let Some(module) = self.checker.child(node, twice.module.0, twice.module.1) else { continue };
            let Some(core) = self.checker.child(node, twice.core.0, twice.core.1) else { continue };
            let (later, other) =
                if module.range().start > core.range().start { (module, core) } else { (core, module) };
            let (other, _) = xml::name(other, self.checker.text);
            self.checker.report_tag(twice.rule, later, &format!("says what <{other}> says"));
        }
    }

    /// An element that may not stand there.
    fn unknown(&mut self, child: Node<'d>, (ns, name): (Ns, &str), parent: Node<'d>, inside: u64) {
        let (parent, _) = xml::name(parent, self.checker.text);
        match ns {
            Ns::Other | Ns::Unsupported | Ns::Google => self.foreign(child),
            Ns::None => {
                self.checker.report_tag(
                    &UNDETERMINABLE_VOCABULARY,
                    child,
                    "is in no namespace, so that nobody knows what it means",
                );
            }
            Ns::Xhtml => {
                self.checker.report_tag(&MISPLACED_XHTML, child, &format!("stands in <{parent}>, where no text is"));
            }
            _ if (self.schema.is_questionable)(ns, name, inside) => {
                self.checker.report_tag(&QUESTIONABLE_USAGE, child, &format!("is not made for <{parent}>"));
            }
            _ => self.checker.report_tag(&UNDEFINED_ELEMENT, child, &format!("is no element of <{parent}>")),
        }
    }

    /// An element of a module that is not known: its elements have to be in a namespace (RSS 2.0, "Extending RSS").
    fn foreign(&mut self, node: Node<'d>) {
        if !self.schema.needs_namespaces || self.checker.core.is_some() {
            return;
        }
        let bare = node
            .descendants()
            .find(|inner| inner.is_element() && inner.tag_name().namespace().is_none_or(str::is_empty));
        if let Some(bare) = bare {
            self.checker.report_tag(&NOT_IN_A_NAMESPACE, bare, "is in no namespace");
        }
    }
}
