//! Atom 1.0 (RFC 4287), feeds and entries: the table of its elements, and the one of those that RSS borrows.

mod entry;
mod feed;
pub(super) mod text;

use super::link;
use super::model::within::{
    CATEGORIES, CHANNEL, COLLECTION, CONFLICTS, ENTRY, FEED, ITEM, OF_ATOM, OF_RSS, PERSON, SOURCE, WORKSPACE,
};
use super::model::{Element, Needed, Value, any, optional, required, texts, tree};
use super::namespace::{Ns, of_uri};
use super::rule::atom::{MISSING_NAMESPACE, MISSING_SOURCE_ELEMENT, OBSOLETE_NAMESPACE};
use super::rule::rss::{INVALID_NAMESPACE, MISSING_ELEMENT};
use super::walk::{Node, Walk};
use Value::{AddrSpec, Canonical, Iri, NoSpace, NotBlank, Plain, Rfc3339, Undeclared, Uri, UriReference};

/// The attributes of a link.
const LINK: &[super::model::Attribute] = &[
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
const RDF: &[super::model::Attribute] = &[optional("parseType", &[]).of(Ns::Rdf)];
/// The attributes of a text.
const TEXT: &[super::model::Attribute] = &[optional("type", &[]), optional("src", &[])];
/// The attributes of a category.
const CATEGORY: &[super::model::Attribute] =
    &[required("term", &[NotBlank]), optional("scheme", &[Value::Uri]), optional("label", &[Plain])];

/// The elements of Atom.
pub(super) static TABLE: &[Element] = &[
    tree("author", OF_ATOM, PERSON).often().with(RDF),
    tree("contributor", OF_ATOM, PERSON).often().with(RDF),
    texts("category", OF_ATOM | CATEGORIES | COLLECTION, &[]).with(CATEGORY),
    super::model::text("generator", FEED | SOURCE, &[NotBlank, Undeclared])
        .with(&[optional("uri", &[]), optional("version", &[])])
        .and(feed::generator),
    super::model::text("id", FEED | SOURCE | ENTRY, &[NotBlank, NoSpace, Canonical]),
    super::model::text("icon", FEED | SOURCE, &[NotBlank, NoSpace, UriReference]),
    super::model::text("logo", FEED | SOURCE, &[NotBlank, NoSpace, UriReference]),
    any("link", OF_ATOM).with(LINK).and(link::look),
    construct("title", OF_ATOM | COLLECTION | WORKSPACE),
    construct("subtitle", FEED | SOURCE),
    construct("rights", OF_ATOM),
    construct("summary", ENTRY),
    any("content", ENTRY).once().with(TEXT).and(text::content),
    super::model::text("updated", FEED | SOURCE, &[NoSpace, Rfc3339]),
    super::model::text("updated", ENTRY, &[NoSpace, Rfc3339]).and(entry::updated),
    super::model::text("published", ENTRY, &[NoSpace, Rfc3339]),
    tree("entry", FEED | CONFLICTS, ENTRY).often().with(RDF).and(entry::look),
    tree("source", ENTRY, SOURCE).and(feed::source),
    super::model::text("name", PERSON, &[NotBlank, Plain]).and(entry::name),
    super::model::text("email", PERSON, &[AddrSpec]),
    super::model::text("uri", PERSON, &[NotBlank, NoSpace, Iri]),
];

/// Elements of Atom that RSS borrows (<https://www.rssboard.org/rss-profile#namespace-elements-atom>).
pub(super) static IN_RSS: &[Element] = &[
    any("link", OF_RSS).with(LINK).and(link::look),
    tree("author", CHANNEL, PERSON).often(),
    tree("author", ITEM, PERSON),
    tree("contributor", OF_RSS, PERSON).often(),
    super::model::text("name", PERSON, &[NotBlank, Plain]),
    super::model::text("email", PERSON, &[AddrSpec]),
    super::model::text("uri", PERSON, &[NotBlank, NoSpace, Iri]),
    texts("category", CHANNEL, &[]).with(CATEGORY),
    super::model::text("generator", CHANNEL, &[NotBlank]).with(&[optional("uri", &[]), optional("version", &[])]),
    super::model::text("id", OF_RSS, &[Uri]),
    super::model::text("icon", CHANNEL, &[NotBlank, UriReference]),
    super::model::text("logo", CHANNEL, &[NotBlank, UriReference]),
    construct("title", OF_RSS),
    construct("subtitle", CHANNEL),
    construct("rights", CHANNEL),
    construct("summary", ITEM),
    any("content", ITEM).with(TEXT).and(text::content),
    super::model::text("updated", OF_RSS, &[Rfc3339]),
    super::model::text("published", ITEM, &[Rfc3339]),
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

/// Checks a document whose root is `feed` or `entry`.
pub(super) fn check<'d>(walk: &mut Walk<'_, 'd>, root: Node<'d>) {
    static ROOT_FEED: Element = tree("feed", 0, FEED).with(&[optional("index", &[]).of(Ns::Indexing)]).and(feed::look);
    static ROOT_ENTRY: Element = tree("entry", 0, ENTRY).and(entry::look);
    match walk.core {
        None => walk.report_tag(&MISSING_NAMESPACE, root, "is in no namespace"),
        Some("http://purl.org/atom/ns#") => {
            walk.report_tag(&OBSOLETE_NAMESPACE, root, "is of Atom 0.3");
            return;
        }
        Some(core) if of_uri(core).is_none_or(|known| known.ns != Ns::Atom) => {
            walk.report_tag(&INVALID_NAMESPACE, root, &format!("is in the namespace {core}"));
        }
        Some(_) => {}
    }
    let is_feed = root.tag_name().name() == "feed";
    walk.element(root, if is_feed { &ROOT_FEED } else { &ROOT_ENTRY });
}
