//! What elements inherit from those around them: `xml:lang` and `xml:base`.

use roxmltree::Node;
use url::Url;

const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// The language of an element, where it or one around it says one.
pub(crate) fn language<'d>(node: Node<'d, '_>) -> Option<&'d str> {
    node.ancestors().find_map(|node| node.attribute((XML, "lang"))).filter(|language| !language.is_empty())
}

/// Whether an element or one around it has an `xml:base`.
pub(crate) fn has_base(node: Node<'_, '_>) -> bool {
    node.ancestors().any(|node| node.attribute((XML, "base")).is_some())
}

/// Whether an element or one inside of it has an `xml:base` of its own.
pub(crate) fn has_base_inside(node: Node<'_, '_>) -> bool {
    node.descendants().any(|node| node.attribute((XML, "base")).is_some())
}

/// Whether the `xml:base` of an element or of one around it names a host.
pub(crate) fn has_absolute_base(node: Node<'_, '_>) -> bool {
    node.ancestors().filter_map(|node| node.attribute((XML, "base"))).any(|base| base.contains("//"))
}

/// What references in an element are relative to: `xml:base` of it and those around it, then the document's own
/// address.
pub(crate) fn base(own: Option<&str>, node: Node<'_, '_>) -> Option<Url> {
    let mut bases: Vec<&str> = node.ancestors().filter_map(|node| node.attribute((XML, "base"))).collect();
    bases.extend(own);
    let mut base: Option<Url> = None;
    while let Some(reference) = bases.pop() {
        base = match base {
            Some(base) => base.join(reference).ok().or(Some(base)),
            None => Url::parse(reference).ok(),
        };
    }
    base
}
