//! The schemas of the formats of feeds: what [`walk`](crate::walk) is given.

use crate::atom;
use crate::document::Kind;
use crate::extension;
use crate::namespace::Ns;
use crate::rss;
use crate::rule::rss::MISSING_ELEMENT;
use crate::schema::within::{EVERYWHERE, OF_ATOM, OF_RSS, PERSON};
use crate::schema::{Element, Needed, Schema};

/// RSS 2.0, with the elements of Atom that it borrows.
static RSS: Schema = Schema {
    own: None,
    root: rss::root,
    elements: |ns| match ns {
        Ns::Core => rss::TABLE,
        Ns::Atom => atom::IN_RSS,
        ns => extension::elements(ns),
    },
    needed: &[
        rss::NEEDED,
        &[Needed { within: PERSON, ns: Ns::Atom, name: "name", rule: &MISSING_ELEMENT }],
        extension::app::NEEDED,
        extension::feedsync::NEEDED,
        extension::georss::NEEDED,
        extension::itunes::NEEDED,
    ],
    twice: extension::TWICE,
    is_questionable: |ns, name, inside| {
        ns != Ns::Core && inside & (OF_RSS | OF_ATOM) != 0 && (is_of_protocol(ns, name) || is_harmless(ns, name))
    },
    needs_namespaces: true,
    may_have_foreign_attributes: false,
    avoids_prefixes: false,
};

/// Atom 1.0: feeds and entries.
static ATOM: Schema = Schema {
    own: Some(Ns::Atom),
    root: atom::root,
    elements: elements_in_atom,
    needed: NEEDED_IN_ATOM,
    twice: &[],
    is_questionable: RSS.is_questionable,
    needs_namespaces: false,
    may_have_foreign_attributes: true,
    avoids_prefixes: true,
};

/// The documents of the Atom Publishing Protocol.
static ATOM_PUB: Schema = Schema {
    own: Some(Ns::Atom),
    root: extension::app::root,
    elements: elements_in_atom,
    needed: NEEDED_IN_ATOM,
    twice: &[],
    is_questionable: |ns, name, _| is_harmless(if ns == Ns::Core { Ns::Atom } else { ns }, name),
    needs_namespaces: false,
    may_have_foreign_attributes: true,
    avoids_prefixes: false,
};

/// The schema of a kind of documents, if it is one of feeds in XML.
pub(super) fn schema(kind: Kind) -> Option<&'static Schema> {
    match kind {
        Kind::Rss => Some(&RSS),
        Kind::Atom | Kind::AtomEntry => Some(&ATOM),
        Kind::AtomPub => Some(&ATOM_PUB),
        Kind::Json | Kind::Opml | Kind::Page | Kind::Rdf | Kind::Other => None,
    }
}

static NEEDED_IN_ATOM: &[&[Needed]] = &[
    atom::NEEDED,
    &[Needed { within: PERSON, ns: Ns::Core, name: "name", rule: &MISSING_ELEMENT }],
    extension::app::NEEDED,
    extension::feedsync::NEEDED,
    extension::georss::NEEDED,
    extension::itunes::NEEDED,
];

fn elements_in_atom(ns: Ns) -> &'static [Element] {
    if ns == Ns::Core { atom::TABLE } else { extension::elements(ns) }
}

/// Whether an element is of the Atom Publishing Protocol's own documents.
fn is_of_protocol(ns: Ns, name: &str) -> bool {
    ns == Ns::App && ["workspace", "collection", "categories"].contains(&name)
}

/// Whether an element does no harm where it is not made for.
fn is_harmless(ns: Ns, name: &str) -> bool {
    (ns == Ns::Atom && atom::IN_RSS.iter().any(|element| element.name == name && element.within != PERSON))
        || extension::elements(ns)
            .iter()
            .any(|element| element.name == name && element.within & EVERYWHERE == EVERYWHERE)
}
