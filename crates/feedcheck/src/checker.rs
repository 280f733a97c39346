//! What checks of an element work with: the facts about its document, its relatives, and the findings.
//!
//! [`Checker`] is handed to each function that a record of a [`Schema`](crate::schema::Schema) names. It knows no
//! format.

mod html;
mod value;

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::{Kind, Options};
use crate::finding::Findings;
use crate::namespace::{Ns, nearest, of_uri};
use crate::rule::Rule;
use crate::xml;

/// A node of the tree.
pub(super) type Node<'d> = roxmltree::Node<'d, 'd>;

/// What is known about a document while it is checked.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about the document")]
pub(super) struct Checker<'w, 'd> {
    pub(super) findings: &'w mut Findings<'d>,
    pub(super) options: &'w Options<'w>,
    /// The text that the tree was made of.
    pub(super) text: &'d str,
    pub(super) kind: Kind,
    /// The namespace of the root, which that of the format is taken for.
    pub(super) core: Option<&'d str>,
    /// The namespace that the elements of the format belong to, if they belong to one.
    own: Option<Ns>,
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
    /// Where the first element of each namespace stands.
    first: [Option<Range<usize>>; Ns::COUNT],
    /// First children by their parent and name: what each of thousands of entries asks about its feed.
    shared: FxHashMap<(roxmltree::NodeId, &'static str), Option<Node<'d>>>,
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

impl<'w, 'd> Checker<'w, 'd> {
    pub(super) fn new(
        kind: Kind,
        own: Option<Ns>,
        text: &'d str,
        root: Node<'d>,
        options: &'w Options<'w>,
        findings: &'w mut Findings<'d>,
        is_utf8: bool,
    ) -> Self {
        Self {
            findings,
            options,
            text,
            kind,
            core: root.tag_name().namespace(),
            own,
            is_rss2: kind == Kind::Rss,
            has_html: true,
            is_extended: text.contains("rssboard.org/rss-specification</docs>"),
            lacks_language: false,
            is_utf8,
            ids: FxHashSet::default(),
            first: [const { None }; Ns::COUNT],
            shared: FxHashMap::default(),
        }
    }

    /// What an element is: the namespace that it is looked up in, and its name there.
    pub(super) fn classify(&self, node: Node<'d>) -> (Ns, &'d str) {
        let name = node.tag_name();
        let ns = match name.namespace() {
            uri if uri == self.core && self.core.is_none_or(|core| self.is_core(core)) => Ns::Core,
            None | Some("") => Ns::None,
            Some(uri) => match nearest(uri).map(|known| known.ns) {
                Some(ns) if self.own == Some(ns) => Ns::Core,
                Some(ns) => ns,
                None => Ns::Other,
            },
        };
        (ns, name.name())
    }

    /// Whether the namespace of the root is that of the format, or stands for it.
    fn is_core(&self, core: &str) -> bool {
        let known = of_uri(core).map(|known| known.ns);
        known.is_none_or(|ns| self.own == Some(ns))
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

    /// The first element of the format with that name in the parent of `node`. Each parent is searched once, however
    /// many of its children ask.
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

    /// Remembers an element if it is the first one of its namespace.
    pub(super) fn remember_first(&mut self, ns: Ns, node: Node<'d>) {
        let first = &mut self.first[ns as usize];
        if first.is_none() {
            *first = Some(xml::name(node, self.text).1);
        }
    }

    /// Where the first element of a namespace stands, among those that were walked.
    pub(super) fn first(&self, ns: Ns) -> Option<Range<usize>> {
        self.first[ns as usize].clone()
    }
}
