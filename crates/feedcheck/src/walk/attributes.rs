//! Attributes: those that may not be there, those that have to, and what they hold.

use super::{Node, Subject, Walk};
use crate::Kind;
use crate::model::Element;
use crate::namespace::{Ns, nearest};
use crate::rule::extension::USE_OF_EXTENSION_ATTRIBUTE;
use crate::rule::rss::{MISSING_ATTRIBUTE, UNEXPECTED_ATTRIBUTE};
use crate::rule::value::{INVALID_LANGUAGE, INVALID_URI_ATTRIBUTE};
use crate::value::{language, uri};
use crate::xml;

/// The namespace of an attribute.
fn namespace(attribute: &roxmltree::Attribute<'_, '_>) -> Ns {
    match attribute.namespace() {
        None => Ns::None,
        Some(uri) => nearest(uri).map_or(Ns::Other, |known| known.ns),
    }
}

impl<'d> Walk<'_, 'd> {
    /// Checks the attributes of an element.
    pub(super) fn attributes(&mut self, node: Node<'d>, record: &'static Element) {
        let may_have_any = matches!(record.holds, crate::model::Holds::Anything) && record.attributes.is_empty();
        for attribute in node.attributes() {
            let subject = Subject { node, attribute: Some(attribute) };
            let ns = namespace(&attribute);
            if ns == Ns::Xml {
                self.of_xml(subject, attribute.name(), attribute.value());
                continue;
            }
            let known = record.attributes.iter().find(|known| known.ns == ns && known.name == attribute.name());
            match known {
                Some(known) => {
                    for value in known.values {
                        self.value(*value, attribute.value(), subject);
                    }
                }
                None if may_have_any => {}
                None => self.unknown_attribute(subject, ns),
            }
        }
        for needed in record.attributes.iter().filter(|needed| needed.is_required) {
            let is_there = node.attributes().any(|own| own.name() == needed.name && namespace(&own) == needed.ns);
            if !is_there {
                let (name, at) = xml::name(node, self.text);
                self.findings.add(&MISSING_ATTRIBUTE, at, format!("<{name}> has no {}", needed.name));
            }
        }
    }

    fn unknown_attribute(&mut self, subject: Subject<'d>, ns: Ns) {
        let Some(attribute) = subject.attribute else { return };
        let label = self.label(subject);
        let at = attribute.range_qname();
        if !matches!(ns, Ns::Other | Ns::Unsupported) {
            self.findings.add(&UNEXPECTED_ATTRIBUTE, at, format!("{label} is no attribute that it may have"));
        } else if self.kind == Kind::Rss && !self.is_extended && self.classify(subject.node).0 == Ns::Core {
            self.findings.add(&USE_OF_EXTENSION_ATTRIBUTE, at, format!("{label} is an attribute of a module"));
        }
    }

    /// `xml:lang` and `xml:base`.
    fn of_xml(&mut self, subject: Subject<'d>, name: &str, value: &str) {
        match name {
            "lang" if !value.is_empty() && !language::is_language(value) => {
                self.report(&INVALID_LANGUAGE, subject, &format!("is no tag of a language: \"{value}\""));
            }
            "base" => self.uri(&INVALID_URI_ATTRIBUTE, uri::iri_reference(value), value, subject),
            _ => {}
        }
    }
}
