//! Atom 1.0 (RFC 4287), feeds and entries: the table of its elements, and the one of those that RSS borrows.

mod entry;
mod feed;
pub(super) mod text;

use crate::checker::{Checker, Node};
use crate::link;
use crate::namespace::{Ns, of_uri};
use crate::rule::atom::{MISSING_NAMESPACE, MISSING_SOURCE_ELEMENT, OBSOLETE_NAMESPACE};
use crate::rule::rss::{INVALID_NAMESPACE, MISSING_ELEMENT};
use crate::schema::within::{
    CATEGORIES, CHANNEL, COLLECTION, CONFLICTS, ENTRY, FEED, ITEM, OF_ATOM, OF_RSS, PERSON, SOURCE, WORKSPACE,
};
use crate::schema::{Element, Needed, Value, any, optional, required, text as text_element, texts, tree};
use Value::{AddrSpec, Canonical, Iri, NoSpace, NotBlank, Plain, Rfc3339, Undeclared, Uri, UriReference};

/// The attributes of a link.
const LINK: &[crate::schema::Attribute] = &[
    optional("type", &[]),
    optional("title", &[]),
    optional("rel", &[]),
    optional("href", &[]),
    optional("length", &[]),
    optional("hreflang", &[]),
    optional("count", &[]).of(Ns::Thr),
    optional("when", &[]).of(Ns::Thr),
    optional("updated", &[]).of(Ns::Thr),
    optional("type", &[]).of(Ns::Rdf),
    optional("resource", &[]).of(Ns::Rdf),
];
/// What RDF says of an element.
const RDF: &[crate::schema::Attribute] = &[optional("parseType", &[]).of(Ns::Rdf)];
/// The attributes of a text.
const TEXT: &[crate::schema::Attribute] = &[optional("type", &[]), optional("src", &[])];
/// The attributes of a category.
const CATEGORY: &[crate::schema::Attribute] =
    &[required("term", &[NotBlank]), optional("scheme", &[Value::Uri]), optional("label", &[Plain])];

/// The elements of Atom.
pub(super) static TABLE: &[Element] = &[
    tree("author", OF_ATOM, PERSON).often().with(RDF),
    tree("contributor", OF_ATOM, PERSON).often().with(RDF),
    texts("category", OF_ATOM | CATEGORIES | COLLECTION, &[]).with(CATEGORY),
    text_element("generator", FEED | SOURCE, &[NotBlank, Undeclared])
        .with(&[optional("uri", &[]), optional("version", &[])])
        .and(feed::generator),
    text_element("id", FEED | SOURCE | ENTRY, &[NotBlank, NoSpace, Canonical]),
    text_element("icon", FEED | SOURCE, &[NotBlank, NoSpace, UriReference]),
    text_element("logo", FEED | SOURCE, &[NotBlank, NoSpace, UriReference]),
    any("link", OF_ATOM).with(LINK).and(link::check),
    construct("title", OF_ATOM | COLLECTION | WORKSPACE),
    construct("subtitle", FEED | SOURCE),
    construct("rights", OF_ATOM),
    construct("summary", ENTRY),
    any("content", ENTRY).once().with(TEXT).and(text::content),
    text_element("updated", FEED | SOURCE, &[NoSpace, Rfc3339]),
    text_element("updated", ENTRY, &[NoSpace, Rfc3339]).and(entry::updated),
    text_element("published", ENTRY, &[NoSpace, Rfc3339]),
    tree("entry", FEED | CONFLICTS, ENTRY).often().with(RDF).and(entry::check),
    tree("source", ENTRY, SOURCE).and(feed::source),
    text_element("name", PERSON, &[NotBlank, Plain]).and(entry::name),
    text_element("email", PERSON, &[AddrSpec]),
    text_element("uri", PERSON, &[NotBlank, NoSpace, Iri]),
];

/// Elements of Atom that RSS borrows (<https://www.rssboard.org/rss-profile#namespace-elements-atom>).
pub(super) static IN_RSS: &[Element] = &[
    any("link", OF_RSS).with(LINK).and(link::check),
    tree("author", CHANNEL, PERSON).often(),
    tree("author", ITEM, PERSON),
    tree("contributor", OF_RSS, PERSON).often(),
    text_element("name", PERSON, &[NotBlank, Plain]),
    text_element("email", PERSON, &[AddrSpec]),
    text_element("uri", PERSON, &[NotBlank, NoSpace, Iri]),
    texts("category", CHANNEL, &[]).with(CATEGORY),
    text_element("generator", CHANNEL, &[NotBlank]).with(&[optional("uri", &[]), optional("version", &[])]),
    text_element("id", OF_RSS, &[Uri]),
    text_element("icon", CHANNEL, &[NotBlank, UriReference]),
    text_element("logo", CHANNEL, &[NotBlank, UriReference]),
    construct("title", OF_RSS),
    construct("subtitle", CHANNEL),
    construct("rights", CHANNEL),
    construct("summary", ITEM),
    any("content", ITEM).with(TEXT).and(text::content),
    text_element("updated", OF_RSS, &[Rfc3339]),
    text_element("published", ITEM, &[Rfc3339]),
];

const fn construct(name: &'static str, within: u64) -> Element {
    any(name, within).once().with(TEXT).and(text::construct)
}

/// What has to be there.
pub(super) static NEEDED: &[Needed] = &[
    Needed { within: FEED | ENTRY, ns: Ns::Core, name: "title", rule: &MISSING_ELEMENT },
    Needed { within: FEED | ENTRY, ns: Ns::Core, name: "id", rule: &MISSING_ELEMENT },
    Needed { within: FEED | ENTRY, ns: Ns::Core, name: "updated", rule: &MISSING_ELEMENT },
    Needed { within: SOURCE, ns: Ns::Core, name: "title", rule: &MISSING_SOURCE_ELEMENT },
    Needed { within: SOURCE, ns: Ns::Core, name: "id", rule: &MISSING_SOURCE_ELEMENT },
    Needed { within: SOURCE, ns: Ns::Core, name: "updated", rule: &MISSING_SOURCE_ELEMENT },
];

/// Checks the namespace of the root, which is `feed` or `entry`, and gives its record.
pub(super) fn root<'d>(checker: &mut Checker<'_, 'd>, root: Node<'d>) -> Option<&'static Element> {
    static ROOT_FEED: Element = tree("feed", 0, FEED).with(&[optional("index", &[]).of(Ns::Indexing)]).and(feed::check);
    static ROOT_ENTRY: Element = tree("entry", 0, ENTRY).and(entry::check);
    match checker.core {
        None => checker.report_tag(&MISSING_NAMESPACE, root, "is in no namespace"),
        Some("http://purl.org/atom/ns#") => {
            checker.report_tag(&OBSOLETE_NAMESPACE, root, "is of Atom 0.3");
            return None;
        }
        Some(core) if of_uri(core).is_none_or(|known| known.ns != Ns::Atom) => {
            checker.report_tag(&INVALID_NAMESPACE, root, &format!("is in the namespace {core}"));
        }
        Some(_) => {}
    }
    let is_feed = root.tag_name().name() == "feed";
    Some(if is_feed { &ROOT_FEED } else { &ROOT_ENTRY })
}
