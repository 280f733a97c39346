//! Where the record of an element is found.

use super::extension;
use super::model::within::{EVERYWHERE, PERSON};
use super::model::{Element, Needed, Twice};
use super::namespace::{KNOWN, Ns};
use super::rule::rss::MISSING_ELEMENT;
use super::{Kind, atom, rss};

/// The table of a namespace in a format.
fn table(kind: Kind, ns: Ns) -> &'static [Element] {
    match (kind, ns) {
        (Kind::Rss, Ns::Core) => rss::TABLE,
        (_, Ns::Core) => atom::TABLE,
        (Kind::Rss, Ns::Atom) => atom::IN_RSS,
        (_, ns) => extension::table(ns),
    }
}

/// The record of an element that may stand there.
pub(super) fn find(kind: Kind, ns: Ns, name: &str, inside: u64) -> Option<&'static Element> {
    // Dublin Core is qualified with a point.
    let name = if ns == Ns::Dc { name.split('.').next().unwrap_or(name) } else { name };
    table(kind, ns).iter().find(|element| element.within & inside != 0 && element.name == name)
}

/// Whether an element stands where it is not made for, but does no harm.
pub(super) fn is_questionable(kind: Kind, ns: Ns, name: &str) -> bool {
    let is_of_atom = matches!(ns, Ns::Atom) || (ns == Ns::Core && kind == Kind::AtomPub);
    is_of_atom && atom::IN_RSS.iter().any(|element| element.name == name && element.within != PERSON)
        || (ns == Ns::App && kind != Kind::AtomPub && ["workspace", "collection", "categories"].contains(&name))
        || extension::table(ns).iter().any(|element| element.name == name && element.within & EVERYWHERE == EVERYWHERE)
}

/// What has to be there, in that format.
pub(super) fn needed(kind: Kind) -> impl Iterator<Item = &'static Needed> {
    static OF_RSS: &[Needed] = &[Needed { within: PERSON, ns: Ns::Atom, name: "name", rule: &MISSING_ELEMENT }];
    static OF_ATOM: &[Needed] = &[Needed { within: PERSON, ns: Ns::Core, name: "name", rule: &MISSING_ELEMENT }];
    let own = if kind == Kind::Rss { [rss::NEEDED, OF_RSS] } else { [atom::NEEDED, OF_ATOM] };
    own.into_iter().chain(extension::NEEDED.iter().copied()).flatten()
}

/// Elements that say the same as another one, in that format.
pub(super) fn twice(kind: Kind) -> &'static [Twice] {
    if kind == Kind::Rss { extension::TWICE } else { &[] }
}

/// The usual prefix of a namespace with its colon.
pub(super) fn prefix(ns: Ns) -> String {
    match ns {
        Ns::Core | Ns::None => String::new(),
        _ => KNOWN.iter().find(|known| known.ns == ns).map_or(String::new(), |known| format!("{}:", known.prefix)),
    }
}
