//! One item, or another child of the feed, as a tree: a list of nodes in their order.
//!
//! Each child of an item must have its end tag: a title without one would swallow what follows. Inside of a child, and
//! around elements that are not read, start and end tags need not match, as feeds hold all sorts of HTML.

use std::borrow::Cow;
use std::rc::Rc;

use super::names::{Attr, Named, Ns, Scope};
use super::references::{append, is_reference, referenced};
use super::xml::{Fault, Token, Tokens};
use feedcheck::internal::is_void;

use crate::article::text::{push_html, without_cdata};

/// How deep elements may be nested in an item.
const DEEPEST: usize = 256;

/// The elements of an RSS item that are read.
const OF_RSS: &[&str] =
    &["title", "link", "guid", "description", "pubdate", "category", "author", "enclosure", "source"];

/// The tree of an element.
#[derive(Debug)]
pub(super) struct Tree<'a> {
    nodes: Vec<Node<'a>>,
    /// Its bytes in the file.
    pub(super) length: usize,
    /// Where end tags do not match.
    pub(super) mismatch: Option<usize>,
    /// How many nodes there were when the last element ended.
    ended: usize,
}

#[derive(Debug)]
struct Node<'a> {
    /// The index after its last descendant.
    end: usize,
    kind: Kind<'a>,
}

#[derive(Debug)]
enum Kind<'a> {
    Element(Named<'a>),
    Text(Cow<'a, str>),
}

/// Why there is no tree, and where reading goes on.
#[derive(Debug)]
pub(super) struct Broken {
    pub(super) fault: Fault,
    /// Where the next item begins.
    pub(super) resume: Option<usize>,
}

/// An element as an item, by its name.
pub(super) fn is_item(named: &Named<'_>) -> bool {
    named.is(Ns::Rss, "item") || named.is(Ns::Atom, "entry") || named.is(Ns::Tombstones, "deleted-entry")
}

/// Whether an element is of a vocabulary that feeds embed: it may hold anything, and few of its elements are read.
fn is_other(named: &Named<'_>) -> bool {
    matches!(named.ns, Ns::Other | Ns::Xhtml | Ns::Rdf | Ns::WordPress | Ns::App | Ns::Blogger)
}

/// An element that is not ended.
struct Open<'a> {
    name: &'a str,
    node: usize,
    /// Whether it is one that is not read.
    is_foreign: bool,
    /// Whether items inside of it are part of it, and not the next items of the feed.
    may_hold_items: bool,
}

/// Reads the rest of an element and builds its tree.
pub(super) struct Builder<'t, 'a> {
    tokens: &'t mut Tokens<'a>,
    scope: &'t mut Scope<'a>,
    /// How many elements are open around it.
    depth: usize,
    /// Where it begins.
    start: usize,
    is_item: bool,
    /// The elements that are open in it, itself the first.
    open: Vec<Open<'a>>,
    tree: Tree<'a>,
    /// Where the first item inside of it begins.
    nested: Option<usize>,
}

impl<'t, 'a> Builder<'t, 'a> {
    /// Begins with an element whose start tag, at `start`, was read.
    pub(super) fn new(
        tokens: &'t mut Tokens<'a>,
        scope: &'t mut Scope<'a>,
        name: &'a str,
        root: Named<'a>,
        start: usize,
    ) -> Self {
        Self {
            depth: scope.depth() - 1,
            tokens,
            scope,
            start,
            is_item: is_item(&root),
            open: vec![Open { name, node: 0, is_foreign: false, may_hold_items: false }],
            tree: Tree::of(root, 0),
            nested: None,
        }
    }

    /// Reads up to the end tag; of an element that is larger than `most` bytes, only the root is kept. `outside` are the
    /// names of the elements around it.
    pub(super) fn read(mut self, outside: &[&'a str], most: usize) -> Result<Tree<'a>, Broken> {
        let fault = loop {
            match self.step(outside, most) {
                Ok(()) if self.open.is_empty() => {
                    self.tree.length = self.tokens.at - self.start;
                    return Ok(self.tree);
                }
                Ok(()) => {}
                Err(fault) => break fault,
            }
        };
        self.scope.leave_to(self.depth);
        let resume = self.nested.or_else(|| self.tokens.next_landmark(fault.at));
        Err(Broken { fault, resume })
    }

    /// Reads one token.
    fn step(&mut self, outside: &[&'a str], most: usize) -> Result<(), Fault> {
        let at = self.tokens.at;
        let keep = at - self.start <= most;
        match self.tokens.next()? {
            Token::Eof => {
                let reason = format!("the file ends inside of <{}>", self.open[0].name);
                return Err(Fault { at, reason, is_end: true });
            }
            Token::Start { name, tag, is_empty } => {
                let mut bare = false;
                let named = self.scope.enter(name, tag, &mut bare);
                if bare {
                    self.tokens.bare.get_or_insert(at);
                }
                let open = self.start_element(at, name, named, keep).map_err(|reason| fault(at, reason))?;
                if is_empty {
                    self.scope.leave();
                } else {
                    self.open.push(open);
                }
            }
            Token::End { name } => self.end_elements(at, name, outside).map_err(|reason| fault(at, reason))?,
            _ if !keep => {}
            Token::Text(text) | Token::Raw(text) => self.tree.push_text(text.into()),
            Token::Reference(name) => self.push_reference(at, name),
        }
        Ok(())
    }

    /// Adds an element; an error where none may begin.
    fn start_element(&mut self, at: usize, name: &'a str, named: Named<'a>, keep: bool) -> Result<Open<'a>, String> {
        if is_item(&named) && !named.is(Ns::Tombstones, "deleted-entry") {
            self.nested.get_or_insert(at);
            if !self.open.iter().any(|element| element.may_hold_items) {
                return Err(match (self.is_item, &self.open[..]) {
                    (true, [_, .., element]) => {
                        format!("<{}> is not ended before the next item begins", element.name)
                    }
                    (true, _) => "it is not ended before the next item begins".to_owned(),
                    (false, _) => format!("<{}> is not ended before an item begins", self.open[0].name),
                });
            }
        }
        if self.open.len() >= DEEPEST {
            self.nested = None;
            return Err(format!("elements are nested deeper than {DEEPEST}"));
        }
        let is_other = is_other(&named);
        let is_foreign = is_other || (named.ns == Ns::Rss && !OF_RSS.contains(&&*named.name));
        let may_hold_items = is_other || named.is(Ns::Atom, "content");
        let node = self.tree.nodes.len();
        if keep {
            self.tree.nodes.push(Node { end: node + 1, kind: Kind::Element(named) });
        }
        Ok(Open { name, node, is_foreign, may_hold_items })
    }

    /// Ends the innermost element of that name and those inside of it; an error where a child of an item is not ended.
    fn end_elements(&mut self, at: usize, name: &str, outside: &[&'a str]) -> Result<(), String> {
        let Some(place) = self.open.iter().rposition(|element| element.name == name) else {
            if self.open.len() == 1 || outside.contains(&name) {
                return Err(format!("</{name}> stands inside of <{}>", self.open[self.open.len() - 1].name));
            }
            self.tree.mismatch.get_or_insert(at);
            return Ok(());
        };
        if place + 1 < self.open.len() {
            if place == 0 && !self.open[1].is_foreign {
                return Err(format!("<{}> is not ended before </{name}>", self.open[1].name));
            }
            self.tree.mismatch.get_or_insert(at);
        }
        let end = self.tree.nodes.len();
        self.tree.ended = end;
        for element in self.open.drain(place..) {
            if let Some(node) = self.tree.nodes.get_mut(element.node) {
                node.end = end;
            }
            self.scope.leave();
        }
        Ok(())
    }

    /// Adds what a reference stands for, or the reference itself where it stands for nothing.
    fn push_reference(&mut self, at: usize, name: &str) {
        let text = match referenced(name) {
            Some(text) => text.into(),
            None => {
                if !is_reference(name) {
                    self.tokens.bare.get_or_insert(at);
                }
                self.tokens.slice(at, self.tokens.at).into()
            }
        };
        self.tree.push_text(text);
    }
}

fn fault(at: usize, reason: String) -> Fault {
    Fault { at, reason, is_end: false }
}

impl<'a> Tree<'a> {
    /// The tree of an element without content.
    pub(super) fn of(root: Named<'a>, length: usize) -> Self {
        Self { nodes: vec![Node { end: 1, kind: Kind::Element(root) }], length, mismatch: None, ended: 0 }
    }

    /// Adds text, in one piece with the text before it.
    fn push_text(&mut self, text: Cow<'a, str>) {
        let no_end_between = self.nodes.len() > self.ended;
        if let Some(Node { kind: Kind::Text(last), .. }) = self.nodes.last_mut()
            && no_end_between
        {
            append(last, text);
            return;
        }
        let end = self.nodes.len() + 1;
        self.nodes.push(Node { end, kind: Kind::Text(text) });
    }

    pub(super) fn root(&self) -> Option<Element<'_, 'a>> {
        self.element(0)
    }

    fn element(&self, at: usize) -> Option<Element<'_, 'a>> {
        match &self.nodes.get(at)?.kind {
            Kind::Element(named) => Some(Element { tree: self, at, named }),
            Kind::Text(_) => None,
        }
    }
}

/// An element of a tree.
#[derive(Debug, Clone, Copy)]
pub(super) struct Element<'t, 'a> {
    tree: &'t Tree<'a>,
    at: usize,
    named: &'t Named<'a>,
}

impl<'t, 'a> Element<'t, 'a> {
    pub(super) fn named(self) -> &'t Named<'a> {
        self.named
    }

    fn end(self) -> usize {
        self.tree.nodes[self.at].end
    }

    /// The indices of the nodes directly in it.
    fn inside(self) -> impl Iterator<Item = usize> + use<'t, 'a> {
        let (tree, end) = (self.tree, self.end());
        let first = (self.at + 1 < end).then_some(self.at + 1);
        std::iter::successors(first, move |&at| Some(tree.nodes[at].end).filter(|&next| next < end))
    }

    /// The elements directly in it.
    pub(super) fn children(self) -> impl Iterator<Item = Self> + use<'t, 'a> {
        self.inside().filter_map(move |at| self.tree.element(at))
    }

    /// The first child of that name.
    pub(super) fn child(self, ns: Ns, name: &str) -> Option<Self> {
        self.children().find(|child| child.named.is(ns, name))
    }

    /// The elements in it, however deep.
    pub(super) fn descendants(self) -> impl Iterator<Item = Self> + use<'t, 'a> {
        (self.at + 1..self.end()).filter_map(move |at| self.tree.element(at))
    }

    pub(super) fn has_elements(self) -> bool {
        self.children().next().is_some()
    }

    /// The texts directly in it.
    pub(super) fn texts(self) -> impl Iterator<Item = &'t Cow<'a, str>> {
        self.inside().filter_map(move |at| match &self.tree.nodes[at].kind {
            Kind::Text(text) => Some(text),
            Kind::Element(_) => None,
        })
    }

    /// All text in it; of a CDATA section that was escaped, what stands inside.
    pub(super) fn text(self) -> Cow<'a, str> {
        let mut out = Cow::Borrowed("");
        for node in &self.tree.nodes[self.at + 1..self.end()] {
            if let Kind::Text(text) = &node.kind {
                append(&mut out, text.clone());
            }
        }
        without_cdata(out)
    }

    /// The value of an attribute without a prefix.
    pub(super) fn attr(self, name: &str) -> Option<&'t str> {
        self.attr_of(Ns::None, name).map(|value| &**value)
    }

    /// The value of an attribute.
    pub(super) fn attr_of(self, ns: Ns, name: &str) -> Option<&'t Cow<'a, str>> {
        self.named.attrs.iter().find(|attr| attr.ns == ns && attr.name == name).map(|attr| &attr.value)
    }

    pub(super) fn base(self) -> Option<&'t Rc<str>> {
        self.named.base.as_ref()
    }

    /// What is in it, as HTML (HTML §13.3).
    pub(super) fn markup(self) -> String {
        let mut out = String::new();
        let mut open: Vec<(usize, &str)> = Vec::new();
        let close = |out: &mut String, open: &mut Vec<(usize, &str)>, at: usize| {
            while let Some((_, name)) = open.pop_if(|(end, _)| *end <= at) {
                out.push_str("</");
                out.push_str(name);
                out.push('>');
            }
        };
        for at in self.at + 1..self.end() {
            close(&mut out, &mut open, at);
            match &self.tree.nodes[at].kind {
                Kind::Text(text) => push_html(&mut out, text),
                Kind::Element(named) => {
                    out.push('<');
                    out.push_str(&named.name);
                    named.attrs.iter().for_each(|attr| push_attr(&mut out, attr));
                    out.push('>');
                    if !is_void(&named.name) {
                        open.push((self.tree.nodes[at].end, &named.name));
                    }
                }
            }
        }
        close(&mut out, &mut open, self.end());
        out
    }
}

fn push_attr(out: &mut String, attr: &Attr<'_>) {
    if attr.ns != Ns::None {
        return;
    }
    out.push(' ');
    out.push_str(&attr.name);
    out.push_str("=\"");
    let mut value = String::new();
    push_html(&mut value, &attr.value);
    out.push_str(&value.replace('"', "&quot;"));
    out.push('"');
}
