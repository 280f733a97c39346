//! HTML by an HTML5 parser ([`html5ever`]), with places.
//!
//! The parser itself knows lines at best. It is given the text in [pieces](crate::parser::pieces), and so what it makes
//! of a piece stands there.
//!
//! Parsing stops where it would become slow: where elements are nested deep, or the parser opens very many by itself.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, ExpandedName, QualName, local_name, ns};

use crate::parser::limits::{Formatting, Work};
use crate::parser::pieces::{Attributes, Pieces, is_start_tag, tag_name};

/// How deep elements may be nested.
const DEEPEST: u32 = 512;
/// What a page is made of.
pub(super) struct Page {
    /// The elements that have a tag, in the order of the document.
    pub(super) elements: Vec<Element>,
    /// What the parser had to mend.
    pub(super) faults: Vec<(Range<usize>, Cow<'static, str>)>,
    /// Whether browsers show the page as in the last century.
    pub(super) is_quirky: bool,
    /// Where parsing stopped, and why.
    pub(super) limit: Option<(Range<usize>, &'static str)>,
}

/// An element that has a tag.
pub(super) struct Element {
    node: Rc<Node>,
    /// Where its tag stands.
    pub(super) at: Range<usize>,
    attributes: Vec<Attribute>,
}

impl Element {
    /// Its name, if it is one of HTML.
    pub(super) fn name(&self) -> &str {
        if self.node.name.ns == ns!(html) { &self.node.name.local } else { "" }
    }

    pub(super) fn is_in_head(&self) -> bool {
        self.node.is_in_head.get()
    }

    /// Its text, if it is a title.
    pub(super) fn text(&self) -> String {
        self.node.text.borrow().trim().to_owned()
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes().find(|(own, _)| *own == name).map(|(_, value)| value)
    }

    /// Names and values.
    pub(super) fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.attributes.iter().map(|own| (&*own.name.local, &*own.value))
    }

    /// Where the value of an attribute stands, or its name if it has none; else the tag.
    pub(super) fn place(&self, name: &str, text: &str) -> Range<usize> {
        let tag = text.get(self.at.clone()).unwrap_or_default();
        let own = Attributes::of(tag).find(|(own, _)| tag[own.clone()].eq_ignore_ascii_case(name));
        own.map_or(self.at.clone(), |(name, value)| {
            let at = value.filter(|value| !value.is_empty()).unwrap_or(name);
            self.at.start + at.start..self.at.start + at.end
        })
    }
}

/// Parses a page.
pub(super) fn parse(text: &str) -> Page {
    let options = TreeBuilderOpts { scripting_enabled: false, ..Default::default() };
    let mut pieces = Pieces::of(text, TreeBuilder::new(Sink::of(text.len()), options)).at_references();
    let mut limit = None;
    while let Some(piece) = pieces.next() {
        let tag = &text[piece.clone()];
        if pieces.has_many_attributes(&piece) {
            limit = Some((piece.start..piece.start + 1, "a tag with too many attributes"));
            break;
        }
        let sink = &pieces.sink().sink;
        sink.work.begin(tag);
        sink.piece.replace(piece.clone());
        sink.tag.replace(if is_start_tag(tag) { tag_name(tag).to_ascii_lowercase() } else { String::new() });
        pieces.feed(&piece);
        let sink = &pieces.sink().sink;
        if sink.deepest.get() > DEEPEST {
            limit = Some((piece, "elements are nested too deep"));
            break;
        }
        if sink.work.is_over() {
            limit = Some((piece, "too many elements, or elements that are never closed"));
            break;
        }
    }
    let sink = if limit.is_none() {
        pieces.sink().sink.piece.replace(text.len()..text.len());
        pieces.end().sink
    } else {
        pieces.stop().sink
    };
    Page { elements: sink.elements.take(), faults: sink.faults.take(), is_quirky: sink.is_quirky.get(), limit }
}

/// A node of the tree: what is asked of it later.
#[derive(Debug)]
struct Node {
    name: QualName,
    attributes: usize,
    depth: Cell<u32>,
    formatting: Cell<Formatting>,
    is_in_head: Cell<bool>,
    text: RefCell<String>,
}

impl Node {
    fn new(name: QualName, attributes: usize) -> Rc<Self> {
        let (depth, formatting, is_in_head) = (Cell::default(), Cell::default(), Cell::default());
        Rc::new(Self { name, attributes, depth, formatting, is_in_head, text: RefCell::default() })
    }

    fn is_html(&self, name: &html5ever::LocalName) -> bool {
        self.name.ns == ns!(html) && self.name.local == *name
    }
}

/// Where the parser puts what it finds.
struct Sink {
    document: Rc<Node>,
    /// The piece that is being read, and the name of its start tag.
    piece: RefCell<Range<usize>>,
    tag: RefCell<String>,
    elements: RefCell<Vec<Element>>,
    faults: RefCell<Vec<(Range<usize>, Cow<'static, str>)>>,
    is_quirky: Cell<bool>,
    deepest: Cell<u32>,
    work: Work,
}

/// A name for what is no element.
fn nameless() -> QualName {
    QualName::new(None, ns!(), local_name!(""))
}

impl Sink {
    /// For a page of so many bytes.
    fn of(bytes: usize) -> Self {
        Self {
            document: Node::new(nameless(), 0),
            piece: RefCell::default(),
            tag: RefCell::default(),
            elements: RefCell::default(),
            faults: RefCell::default(),
            is_quirky: Cell::default(),
            deepest: Cell::default(),
            work: Work::of(bytes),
        }
    }

    /// Keeps an element if the tag that is being read is its own. Elements that the parser opens again come before it.
    fn keep(&self, node: &Rc<Node>, attributes: Vec<Attribute>) {
        if *self.tag.borrow() != *node.name.local {
            return;
        }
        let at = self.piece.borrow().clone();
        let mut elements = self.elements.borrow_mut();
        if elements.last().is_some_and(|last| last.at == at) {
            elements.pop();
        }
        elements.push(Element { node: Rc::clone(node), at, attributes });
    }
}

impl TreeSink for Sink {
    type Handle = Rc<Node>;
    type Output = Self;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, message: Cow<'static, str>) {
        self.faults.borrow_mut().push((self.piece.borrow().clone(), message));
    }

    fn get_document(&self) -> Rc<Node> {
        Rc::clone(&self.document)
    }

    fn elem_name<'a>(&'a self, target: &'a Rc<Node>) -> ExpandedName<'a> {
        self.work.add(1);
        target.name.expanded()
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Rc<Node> {
        self.work.element(&name, &attributes);
        let node = Node::new(name, attributes.len());
        self.keep(&node, attributes);
        node
    }

    fn create_comment(&self, _: StrTendril) -> Rc<Node> {
        Node::new(nameless(), 0)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Rc<Node> {
        Node::new(nameless(), 0)
    }

    fn append(&self, parent: &Rc<Node>, child: NodeOrText<Rc<Node>>) {
        match child {
            NodeOrText::AppendNode(child) => {
                child.depth.set(parent.depth.get() + 1);
                child.formatting.set(parent.formatting.get().down_to(&child.name, child.attributes, &self.work));
                self.deepest.set(self.deepest.get().max(child.depth.get()));
                child.is_in_head.set(parent.is_in_head.get() || parent.is_html(&local_name!("head")));
            }
            NodeOrText::AppendText(text) if parent.is_html(&local_name!("title")) => {
                parent.text.borrow_mut().push_str(&text);
            }
            NodeOrText::AppendText(_) => {}
        }
    }

    fn append_based_on_parent_node(&self, element: &Rc<Node>, previous: &Rc<Node>, child: NodeOrText<Rc<Node>>) {
        let deeper = if element.depth.get() > previous.depth.get() { element } else { previous };
        self.append(deeper, child);
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Rc<Node>) -> Rc<Node> {
        Rc::clone(target)
    }

    fn same_node(&self, x: &Rc<Node>, y: &Rc<Node>) -> bool {
        self.work.compare();
        Rc::ptr_eq(x, y)
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.is_quirky.set(mode == QuirksMode::Quirks);
    }

    fn append_before_sibling(&self, sibling: &Rc<Node>, child: NodeOrText<Rc<Node>>) {
        self.append(sibling, child);
    }

    fn add_attrs_if_missing(&self, target: &Rc<Node>, attributes: Vec<Attribute>) {
        self.keep(target, attributes);
    }

    fn remove_from_parent(&self, _: &Rc<Node>) {}

    fn reparent_children(&self, _: &Rc<Node>, _: &Rc<Node>) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_have_places() {
        let text = "<!DOCTYPE html>\n<link rel=a>\n<p>x<b id=\"o\">y</p><p>z<img\n src = q.png ><SPAN ID=s>";
        let page = parse(text);
        let tags: Vec<_> = page.elements.iter().map(|e| (e.name(), &text[e.at.clone()], e.is_in_head())).collect();
        assert_eq!(
            tags,
            [
                ("link", "<link rel=a>", true),
                ("p", "<p>", false),
                ("b", "<b id=\"o\">", false),
                ("p", "<p>", false),
                ("img", "<img\n src = q.png >", false),
                ("span", "<SPAN ID=s>", false),
            ]
        );
        assert_eq!(&text[page.elements[4].place("src", text)], "q.png");
        assert_eq!(&text[page.elements[5].place("id", text)], "s");
        assert_eq!(page.elements[2].get("id"), Some("o"));
        assert!(!page.faults.is_empty() && !page.is_quirky);
    }

    #[test]
    fn parsing_is_bounded() {
        for (text, what) in [
            ("<div>".repeat(10_000), "elements are nested too deep"),
            (format!("<a{}>", " b".repeat(10_000)), ""),
            ((0..10_000).fold("<a".to_owned(), |all, n| all + &format!(" b{n}=1")), "a tag with too many attributes"),
        ] {
            let limit = parse(&text).limit.map_or("", |(_, what)| what);
            assert!(limit == what || what.is_empty(), "{limit}");
        }
        let blocks = (0..400).fold("<p>".to_owned(), |all, n| all + &format!("<b a{n}>")) + &"</p><p>x".repeat(6_000);
        assert!(parse(&blocks).limit.is_some());
        let compared = (0..250).fold(String::new(), |all, n| all + &format!("<b a{n}>")) + &"<b></b>".repeat(6_000);
        assert!(parse(&compared).limit.is_some());
        let quick = [
            format!("<p>{}", "&".repeat(100_000)),
            "x&amp;".repeat(30_000),
            format!("<script>{}", "</".repeat(50_000)),
            "<a b='".repeat(20_000),
            "<!--".repeat(20_000),
            "</p>".repeat(20_000),
        ];
        for text in quick {
            parse(&text);
        }
    }
}
