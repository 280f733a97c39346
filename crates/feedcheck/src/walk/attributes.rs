//! Attributes: those that may not be there, those that have to, and what they hold.

use crate::checker::{Checker, Node, Subject};
use crate::namespace::{Ns, nearest};
use crate::rule::extension::USE_OF_EXTENSION_ATTRIBUTE;
use crate::rule::rss::{MISSING_ATTRIBUTE, UNEXPECTED_ATTRIBUTE};
use crate::rule::value::{INVALID_LANGUAGE, INVALID_URI_ATTRIBUTE};
use crate::schema::{Element, Holds, Schema};
use crate::value::{language, uri};
use crate::xml;

/// The namespace of an attribute.
fn namespace(attribute: &roxmltree::Attribute<'_, '_>) -> Ns {
    match attribute.namespace() {
        None => Ns::None,
        Some(uri) => nearest(uri).map_or(Ns::Other, |known| known.ns),
    }
}

/// Checks the attributes of an element.
pub(super) fn check<'d>(checker: &mut Checker<'_, 'd>, schema: &Schema, node: Node<'d>, record: &Element) {
    let may_have_any = matches!(record.holds, Holds::Anything) && record.attributes.is_empty();
    for attribute in node.attributes() {
        let subject = Subject { node, attribute: Some(attribute) };
        let ns = namespace(&attribute);
        if ns == Ns::Xml {
            of_xml(checker, subject, attribute.name(), attribute.value());
            continue;
        }
        let known = record.attributes.iter().find(|known| known.ns == ns && known.name == attribute.name());
        match known {
            Some(known) => {
                for value in known.values {
                    checker.value(*value, attribute.value(), subject);
                }
            }
            None if may_have_any => {}
            None => unknown(checker, schema, subject, ns),
        }
    }
    for needed in record.attributes.iter().filter(|needed| needed.is_required) {
        let is_there = node.attributes().any(|own| own.name() == needed.name && namespace(&own) == needed.ns);
        if !is_there {
            let (name, at) = xml::name(node, checker.text);
            checker.findings.add(&MISSING_ATTRIBUTE, at, format!("<{name}> has no {}", needed.name));
        }
    }
}

/// An attribute that the record does not have.
fn unknown<'d>(checker: &mut Checker<'_, 'd>, schema: &Schema, subject: Subject<'d>, ns: Ns) {
    let Some(attribute) = subject.attribute else { return };
    let label = checker.label(subject);
    let at = attribute.range_qname();
    if !matches!(ns, Ns::Other | Ns::Unsupported) {
        checker.findings.add(&UNEXPECTED_ATTRIBUTE, at, format!("{label} is no attribute that it may have"));
    } else if !schema.may_have_foreign_attributes
        && !checker.is_extended
        && checker.classify(subject.node).0 == Ns::Core
    {
        checker.findings.add(&USE_OF_EXTENSION_ATTRIBUTE, at, format!("{label} is an attribute of a module"));
    }
}

/// `xml:lang` and `xml:base`.
fn of_xml<'d>(checker: &mut Checker<'_, 'd>, subject: Subject<'d>, name: &str, value: &str) {
    match name {
        "lang" if !value.is_empty() && !language::is_language(value) => {
            checker.report(&INVALID_LANGUAGE, subject, &format!("is no tag of a language: \"{value}\""));
        }
        "base" => checker.uri(&INVALID_URI_ATTRIBUTE, uri::iri_reference(value), value, subject),
        _ => {}
    }
}
