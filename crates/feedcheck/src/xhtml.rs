//! XHTML as elements of a feed: the same as HTML, without a parser.

use crate::checker::{Checker, Node, Subject};
use crate::html::{end_tag, names, reference, style};
use crate::namespace::{Ns, nearest};
use crate::rule::atom::{MISSING_NAMESPACE, NOT_INLINE};
use crate::rule::html::{CONTAINS_REL_REF, DANGEROUS_STYLE, NOT_HTML, SECURITY_RISK, SECURITY_RISK_ATTRIBUTE};
use crate::rule::rss::UNDEFINED_ELEMENT;
use crate::value::uri;
use crate::xml::{inherited, text};

/// Checks an element of XHTML and all inside of it.
pub(crate) fn inline<'d>(checker: &mut Checker<'_, 'd>, root: Node<'d>) {
    let is_flat = !root.children().any(|child| child.is_element());
    if is_flat {
        let text = text::of(root);
        if end_tag(&text).is_some() || reference(&text).is_some() {
            checker.report(&NOT_INLINE, root, "holds escaped markup, and is of type xhtml");
        }
    }
    let may_be_relative = inherited::has_base(root) || inherited::has_base_inside(root);
    for node in root.descendants().filter(Node::is_element) {
        let tag = node.tag_name();
        let name = tag.name();
        let ns =
            tag.namespace().filter(|uri| !uri.is_empty()).map(|uri| nearest(uri).map_or(Ns::Other, |known| known.ns));
        match ns {
            Some(Ns::Xhtml) if names::is_unsafe(name) => {
                checker.report_tag(&SECURITY_RISK, node, "is dropped by readers, for good reasons");
            }
            Some(Ns::Xhtml) if !names::is_html(name) => checker.report_tag(&NOT_HTML, node, "is no element of XHTML"),
            Some(Ns::Svg | Ns::MathMl) if names::is_unsafe_foreign(name) => {
                checker.report_tag(&SECURITY_RISK, node, "is dropped by readers, for good reasons");
            }
            None => checker.report_tag(&MISSING_NAMESPACE, node, "is in no namespace"),
            Some(Ns::Xhtml | Ns::Svg | Ns::MathMl | Ns::Other | Ns::Unsupported | Ns::Rdf | Ns::Cc | Ns::Dc) => {}
            Some(_) => checker.report_tag(&UNDEFINED_ELEMENT, node, "is no element of XHTML"),
        }
        for attribute in node.attributes().filter(|attribute| attribute.namespace().is_none()) {
            let subject = Subject { node, attribute: Some(attribute) };
            let (name, value) = (attribute.name(), attribute.value());
            if name.starts_with("on") && name.len() > 2 {
                checker.report(&SECURITY_RISK_ATTRIBUTE, subject, "is a script");
            } else if name == "style" {
                if let Some(part) = style::danger(value) {
                    checker.report(&DANGEROUS_STYLE, subject, &format!("is dropped by readers: {part}"));
                }
            } else if names::ADDRESSES.contains(&name) {
                match uri::scheme(value.trim()) {
                    Some(scheme) if scheme.eq_ignore_ascii_case("javascript") => {
                        checker.report(&SECURITY_RISK_ATTRIBUTE, subject, "is a script");
                    }
                    None if !may_be_relative && !value.is_empty() => {
                        checker.report(&CONTAINS_REL_REF, subject, &format!("is relative: \"{value}\""));
                    }
                    _ => {}
                }
            }
        }
    }
}
