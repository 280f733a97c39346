//! XHTML as elements of a feed: the same as HTML, without a parser.

use super::{end_tag, names, reference, style};
use crate::link;
use crate::namespace::{Ns, nearest};
use crate::rule::atom::{MISSING_NAMESPACE, NOT_INLINE};
use crate::rule::html::{CONTAINS_REL_REF, DANGEROUS_STYLE, NOT_HTML, SECURITY_RISK, SECURITY_RISK_ATTRIBUTE};
use crate::rule::rss::UNDEFINED_ELEMENT;
use crate::value::uri;
use crate::walk::{Node, Subject, Walk, text};

const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Checks an element of XHTML and all inside of it.
pub(crate) fn inline<'d>(walk: &mut Walk<'_, 'd>, root: Node<'d>) {
    let is_flat = !root.children().any(|child| child.is_element());
    if is_flat {
        let text = text::of(root);
        if end_tag(&text).is_some() || reference(&text).is_some() {
            walk.report(&NOT_INLINE, root, "holds escaped markup, and is of type xhtml");
        }
    }
    let has_own_base =
        |node: Node<'d>| node.attributes().any(|own| own.namespace() == Some(XML) && own.name() == "base");
    let may_be_relative = link::has_base(root) || root.descendants().any(has_own_base);
    for node in root.descendants().filter(Node::is_element) {
        let tag = node.tag_name();
        let name = tag.name();
        let ns =
            tag.namespace().filter(|uri| !uri.is_empty()).map(|uri| nearest(uri).map_or(Ns::Other, |known| known.ns));
        match ns {
            Some(Ns::Xhtml) if names::is_unsafe(name) => {
                walk.report_tag(&SECURITY_RISK, node, "is dropped by readers, for good reasons");
            }
            Some(Ns::Xhtml) if !names::is_html(name) => walk.report_tag(&NOT_HTML, node, "is no element of XHTML"),
            Some(Ns::Svg | Ns::MathMl) if names::is_unsafe_foreign(name) => {
                walk.report_tag(&SECURITY_RISK, node, "is dropped by readers, for good reasons");
            }
            None => walk.report_tag(&MISSING_NAMESPACE, node, "is in no namespace"),
            Some(Ns::Xhtml | Ns::Svg | Ns::MathMl | Ns::Other | Ns::Unsupported | Ns::Rdf | Ns::Cc | Ns::Dc) => {}
            Some(_) => walk.report_tag(&UNDEFINED_ELEMENT, node, "is no element of XHTML"),
        }
        for attribute in node.attributes().filter(|attribute| attribute.namespace().is_none()) {
            let subject = Subject { node, attribute: Some(attribute) };
            let (name, value) = (attribute.name(), attribute.value());
            if name.starts_with("on") && name.len() > 2 {
                walk.report(&SECURITY_RISK_ATTRIBUTE, subject, "is a script");
            } else if name == "style" {
                if let Some(part) = style::danger(value) {
                    walk.report(&DANGEROUS_STYLE, subject, &format!("is dropped by readers: {part}"));
                }
            } else if names::ADDRESSES.contains(&name) {
                match uri::scheme(value.trim()) {
                    Some(scheme) if scheme.eq_ignore_ascii_case("javascript") => {
                        walk.report(&SECURITY_RISK_ATTRIBUTE, subject, "is a script");
                    }
                    None if !may_be_relative && !value.is_empty() => {
                        walk.report(&CONTAINS_REL_REF, subject, &format!("is relative: \"{value}\""));
                    }
                    _ => {}
                }
            }
        }
    }
}
