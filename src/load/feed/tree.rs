//! One item, or another child of the feed, as a tree: a list of nodes in their order.
//!
//! The end tags of an item must match those of its own children: a title that is not ended would swallow what follows.
//! Inside of a child, and around elements that are not read, they may differ; feeds hold all sorts
//! of HTML.

use std::borrow::Cow;
use std::rc::Rc;

use super::names::{Attr, Named, Ns, Scope};
use super::text::{append, is_reference, referenced};
use super::xml::{Fault, Token, Tokens};
use crate::article::text::push_html;

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

/// An element that is not ended.
struct Open<'a> {
    name: &'a str,
    node: usize,
    /// Whether it is one that is not read.
    is_foreign: bool,
    /// Whether an item inside of it is its own affair.
    may_hold_items: bool,
}

/// An element as an item, by its name.
pub(super) fn is_item(named: &Named<'_>) -> bool {
    named.is(Ns::Rss, "item") || named.is(Ns::Atom, "entry") || named.is(Ns::Tombstones, "deleted-entry")
}

/// Reads an element whose start tag was read; of one that is larger than `most`, only the root is kept.
pub(super) fn read<'a>(
    tokens: &mut Tokens<'a>,
    scope: &mut Scope<'a>,
    (name, root): (&'a str, Named<'a>),
    start: usize,
    outside: &[&'a str],
    most: usize,
) -> Result<Tree<'a>, Broken> {
    let depth = scope.depth() - 1;
    let of_items = is_item(&root);
    let mut open = vec![Open { name, node: 0, is_foreign: false, may_hold_items: false }];
    let mut tree =
        Tree { nodes: vec![Node { end: 1, kind: Kind::Element(root) }], length: 0, mismatch: None, ended: 0 };
    let mut nested = None;
    let mut bare = false;
    let fault = loop {
        let at = tokens.at;
        let keep = at - start <= most;
        let fault = |reason: String| Fault { at, reason, is_end: false };
        match tokens.next() {
            Err(fault) => break fault,
            Ok(Token::Eof) => {
                break Fault { is_end: true, ..fault(format!("the file ends inside of <{name}>")) };
            }
            Ok(Token::Start { name, tag, is_empty }) => {
                let named = scope.enter(name, tag, &mut bare);
                if bare {
                    tokens.bare.get_or_insert(at);
                }
                if is_item(&named) && !named.is(Ns::Tombstones, "deleted-entry") {
                    if !open.iter().any(|element| element.may_hold_items) {
                        nested.get_or_insert(at);
                        break fault(match (of_items, open.last()) {
                            (true, Some(element)) if open.len() > 1 => {
                                format!("<{}> is not ended before the next item begins", element.name)
                            }
                            (true, _) => "it is not ended before the next item begins".to_owned(),
                            (false, _) => format!("<{}> is not ended before an item begins", open[0].name),
                        });
                    }
                    nested.get_or_insert(at);
                }
                if open.len() >= DEEPEST {
                    nested = None;
                    break fault(format!("elements are nested deeper than {DEEPEST}"));
                }
                let is_other =
                    matches!(named.ns, Ns::Other | Ns::Xhtml | Ns::Rdf | Ns::WordPress | Ns::App | Ns::Blogger);
                let is_foreign = is_other || (named.ns == Ns::Rss && !OF_RSS.contains(&&*named.name));
                let may_hold_items = is_other || named.is(Ns::Atom, "content");
                let node = tree.nodes.len();
                if keep {
                    tree.nodes.push(Node { end: node + 1, kind: Kind::Element(named) });
                }
                if is_empty {
                    scope.leave();
                } else {
                    open.push(Open { name, node, is_foreign, may_hold_items });
                }
            }
            Ok(Token::End { name }) => {
                let Some(place) = open.iter().rposition(|element| element.name == name) else {
                    if open.len() == 1 || outside.contains(&name) {
                        break fault(format!("</{name}> stands inside of <{}>", open[open.len() - 1].name));
                    }
                    tree.mismatch.get_or_insert(at);
                    continue;
                };
                if place + 1 < open.len() {
                    if place == 0 && !open[1].is_foreign {
                        break fault(format!("<{}> is not ended before </{name}>", open[1].name));
                    }
                    tree.mismatch.get_or_insert(at);
                }
                let end = tree.nodes.len();
                tree.ended = end;
                for element in open.drain(place..) {
                    if let Some(node) = tree.nodes.get_mut(element.node) {
                        node.end = end;
                    }
                    scope.leave();
                }
                if open.is_empty() {
                    tree.length = tokens.at - start;
                    return Ok(tree);
                }
            }
            Ok(_) if !keep => {}
            Ok(Token::Text(text) | Token::Raw(text)) => tree.push_text(text.into()),
            Ok(Token::Reference(name)) => match referenced(name) {
                Some(text) => tree.push_text(text.into()),
                None => {
                    if !is_reference(name) {
                        tokens.bare.get_or_insert(at);
                    }
                    tree.push_text(tokens.slice(at, tokens.at).into());
                }
            },
        }
    };
    scope.leave_to(depth);
    let resume = nested.or_else(|| tokens.next_landmark(fault.at));
    Err(Broken { fault, resume })
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

    /// What stands directly in it, by index.
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

    /// All text in it.
    pub(super) fn text(self) -> Cow<'a, str> {
        let mut out = Cow::Borrowed("");
        for node in &self.tree.nodes[self.at + 1..self.end()] {
            if let Kind::Text(text) = &node.kind {
                append(&mut out, text.clone());
            }
        }
        out
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
        const VOID: &[&str] = &["area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"];
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
                    if !VOID.contains(&&*named.name) {
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
