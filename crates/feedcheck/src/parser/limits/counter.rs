//! The tree that is counted and not kept.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, ExpandedName, QualName, local_name, ns};

use super::work::{Formatting, Work};

/// A node of the tree that is not kept: it knows those around it, not those inside.
pub(crate) struct Node {
    name: QualName,
    /// Whether it is one of MathML that may hold HTML.
    holds_html: bool,
    parent: RefCell<Option<Rc<Node>>>,
    /// How many elements it is inside of.
    depth: Cell<usize>,
    children: Cell<usize>,
    attributes: usize,
    formatting: Cell<Formatting>,
    /// The characters of its last text that the writer will look for, since the last bracket.
    specials: Cell<usize>,
}

impl Node {
    pub(super) fn new(name: QualName) -> Self {
        Self {
            name,
            holds_html: false,
            parent: RefCell::default(),
            depth: Cell::default(),
            children: Cell::default(),
            attributes: 0,
            formatting: Cell::default(),
            specials: Cell::default(),
        }
    }

    fn nameless() -> Rc<Self> {
        Rc::new(Self::new(QualName::new(None, ns!(), local_name!(""))))
    }

    fn is_element(&self) -> bool {
        !self.name.local.is_empty()
    }
}

/// Where the parser puts what it finds, which is counted and forgotten.
pub(crate) struct Counter {
    pub(crate) work: Work,
    /// How many errors the parser found since this was last set.
    pub(crate) errors: Cell<usize>,
    deepest: usize,
    is_too_deep: Cell<bool>,
}

impl Counter {
    pub(super) fn new(bytes: usize, deepest: usize) -> Self {
        Self { work: Work::of(bytes), errors: Cell::default(), deepest, is_too_deep: Cell::default() }
    }

    /// Whether it is too much.
    pub(crate) fn is_over(&self) -> bool {
        self.is_too_deep.get() || self.work.is_over()
    }

    /// A place is looked for among the children of an element.
    fn search(&self, parent: &Node) {
        self.work.add(parent.children.get() / 4);
    }

    fn put(&self, parent: &Rc<Node>, child: &Rc<Node>) {
        child.parent.replace(Some(Rc::clone(parent)));
        parent.children.set(parent.children.get() + 1);
        parent.specials.set(0);
        if !child.is_element() {
            return;
        }
        // The root is the parser's own.
        let is_root = child.name.local == local_name!("html") && !parent.is_element();
        let depth = if is_root { 0 } else { parent.depth.get() + 1 };
        child.depth.set(depth);
        if depth > self.deepest {
            self.is_too_deep.set(true);
        }
        child.formatting.set(parent.formatting.get().down_to(&child.name, child.attributes, &self.work));
    }

    fn text(&self, parent: &Node, text: &str) {
        let bytes = text.as_bytes();
        let after = memchr::memrchr2(b'<', b'>', bytes).map_or(0, |at| at + 1);
        let before = parent.specials.get() + specials(bytes);
        self.work.add(search(before, bytes.len()));
        parent.specials.set(if after == 0 { before } else { specials(&bytes[after..]) });
    }
}

/// How many characters the writer of HTML looks for one by one, each time up to the next bracket.
fn specials(bytes: &[u8]) -> usize {
    memchr::memchr2_iter(b'&', 0xC2, bytes).count()
}

/// What it costs to look through so many bytes so many times.
fn search(times: usize, bytes: usize) -> usize {
    times.saturating_mul(bytes) / 64
}

impl TreeSink for Counter {
    type Handle = Rc<Node>;
    type Output = Self;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _message: Cow<'static, str>) {
        self.errors.set(self.errors.get() + 1);
    }

    fn get_document(&self) -> Rc<Node> {
        Node::nameless()
    }

    fn elem_name<'a>(&'a self, target: &'a Rc<Node>) -> ExpandedName<'a> {
        self.work.add(1);
        target.name.expanded()
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, flags: ElementFlags) -> Rc<Node> {
        self.work.element(&name, &attributes);
        for own in &attributes {
            self.work.add(search(specials(own.value.as_bytes()), own.value.len()));
        }
        let mut node = Node::new(name);
        node.holds_html = flags.mathml_annotation_xml_integration_point;
        node.attributes = attributes.len();
        Rc::new(node)
    }

    fn create_comment(&self, _text: StrTendril) -> Rc<Node> {
        Node::nameless()
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> Rc<Node> {
        Node::nameless()
    }

    fn append(&self, parent: &Rc<Node>, child: NodeOrText<Rc<Node>>) {
        match child {
            NodeOrText::AppendNode(child) => self.put(parent, &child),
            NodeOrText::AppendText(text) => self.text(parent, &text),
        }
    }

    fn append_before_sibling(&self, sibling: &Rc<Node>, child: NodeOrText<Rc<Node>>) {
        let Some(parent) = sibling.parent.borrow().clone() else { return };
        self.search(&parent);
        self.append(&parent, child);
    }

    fn append_based_on_parent_node(&self, element: &Rc<Node>, previous: &Rc<Node>, child: NodeOrText<Rc<Node>>) {
        if element.parent.borrow().is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _name: StrTendril, _public: StrTendril, _system: StrTendril) {}

    fn get_template_contents(&self, target: &Rc<Node>) -> Rc<Node> {
        Rc::clone(target)
    }

    fn same_node(&self, x: &Rc<Node>, y: &Rc<Node>) -> bool {
        self.work.compare();
        Rc::ptr_eq(x, y)
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn add_attrs_if_missing(&self, target: &Rc<Node>, attributes: Vec<Attribute>) {
        self.work.add(attributes.len() + target.attributes);
    }

    fn remove_from_parent(&self, target: &Rc<Node>) {
        if let Some(parent) = target.parent.take() {
            self.search(&parent);
            parent.children.set(parent.children.get().saturating_sub(1));
        }
    }

    fn reparent_children(&self, node: &Rc<Node>, new_parent: &Rc<Node>) {
        let children = node.children.take();
        self.work.add(children);
        new_parent.children.set(new_parent.children.get() + children);
    }

    fn is_mathml_annotation_xml_integration_point(&self, target: &Rc<Node>) -> bool {
        target.holds_html
    }
}
