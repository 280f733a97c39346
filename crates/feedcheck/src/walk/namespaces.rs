//! Declarations of namespaces: prefixes that stand for something else, namespaces that are misspelt or not known.

use rustc_hash::FxHashSet;

use crate::checker::{Checker, Node};
use crate::namespace::{Ns, nearest, of_prefix, of_uri};
use crate::rule::extension::{
    AVOID_NAMESPACE_PREFIX, MEDIA_RSS_NAMESPACE, NONSTD_PREFIX, RESERVED_PREFIX, UNKNOWN_NAMESPACE,
    UNSUPPORTED_NAMESPACE,
};
use crate::schema::Schema;
use crate::xml;

/// Checks all declarations below the root, each once.
pub(super) fn check<'d>(checker: &mut Checker<'_, 'd>, schema: &Schema, root: Node<'d>) {
    let mut seen = FxHashSet::default();
    for node in root.descendants().filter(Node::is_element) {
        // Those that an element inherits are checked where they are declared.
        if !declares(node, checker.text) {
            continue;
        }
        for namespace in node.namespaces() {
            let prefix = namespace.name().unwrap_or_default();
            if prefix != "xml" && seen.insert((prefix, namespace.uri())) {
                declaration(checker, schema, node, (prefix, namespace.uri()), root);
            }
        }
    }
}

fn tag<'d>(node: Node<'d>, text: &'d str) -> &'d str {
    let rest = text.get(node.range()).unwrap_or_default();
    let end = node.first_child().map_or(rest.len(), |child| child.range().start.saturating_sub(node.range().start));
    rest.get(..end).unwrap_or(rest)
}

fn declares(node: Node<'_>, text: &str) -> bool {
    let (name, _) = xml::name(node, text);
    let tag = tag(node, text);
    // Most tags have no attributes at all.
    tag.len() > name.len() + 3 && tag.contains("xmlns")
}

fn declaration<'d>(
    checker: &mut Checker<'_, 'd>,
    schema: &Schema,
    node: Node<'d>,
    (prefix, uri): (&str, &str),
    root: Node<'d>,
) {
    let tag = tag(node, checker.text);
    let name = if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
    let start = node.range().start + tag.find(&name).unwrap_or(1);
    let at = start..start + name.len();
    let mut add = |rule, message: String| checker.findings.add(rule, at.clone(), message);
    if uri == "http://search.yahoo.com/mrss" {
        add(&MEDIA_RSS_NAMESPACE, "the namespace of Media RSS ends with a slash".to_owned());
        return;
    }
    let known = of_uri(uri);
    if schema.avoids_prefixes
        && !prefix.is_empty()
        && (matches!(prefix, "atom" | "xhtml") || known.is_some_and(|known| matches!(known.ns, Ns::Atom | Ns::Xhtml)))
    {
        add(&AVOID_NAMESPACE_PREFIX, format!("the prefix {prefix} stands for Atom or XHTML"));
    }
    match known {
        _ if uri.is_empty() => {}
        Some(known) if known.ns == Ns::Unsupported => {
            add(&UNSUPPORTED_NAMESPACE, format!("elements of {uri} are not looked at"));
        }
        Some(known) if !prefix.is_empty() && known.prefix != prefix => {
            add(&NONSTD_PREFIX, format!("{uri} is called {} by everybody, not {prefix}", known.prefix));
        }
        Some(_) => {}
        None => match of_prefix(prefix) {
            Some(usual) => add(&RESERVED_PREFIX, format!("the prefix {prefix} stands for {}, not {uri}", usual.uri)),
            None if root.tag_name().namespace() == Some(uri) => {}
            None => match nearest(uri) {
                Some(near) => add(&UNKNOWN_NAMESPACE, format!("{uri} is not known; {} is", near.uri)),
                None => add(&UNKNOWN_NAMESPACE, format!("{uri} is not known")),
            },
        },
    }
}
