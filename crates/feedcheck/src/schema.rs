//! What feeds are made of, as plain records: where an element may stand, how often, its attributes, what it holds.
//!
//! A [`Schema`] is a format: its tables and what is not regular about it. The entry point of the crate hands one to the
//! walk. The records are in the modules of the formats and of their extensions; what is not regular about an element is
//! a function that its record names.

pub(super) mod value;
pub(super) mod within;

use crate::checker::{Checker, Node};
use crate::namespace::Ns;
use crate::rule::Rule;
use crate::rule::rss::DUPLICATE_ELEMENT;
pub(super) use value::Value;

/// A format of feeds.
pub(super) struct Schema {
    /// The namespace that the elements of the format belong to, if they belong to one.
    pub(super) own: Option<Ns>,
    /// Checks the root, and gives the record that it is walked with; `None` where nothing more can be said.
    pub(super) root: for<'w, 'd> fn(&mut Checker<'w, 'd>, Node<'d>) -> Option<&'static Element>,
    /// The elements of a namespace.
    pub(super) elements: fn(Ns) -> &'static [Element],
    /// What has to be there.
    pub(super) needed: &'static [&'static [Needed]],
    /// Elements that say the same as another one.
    pub(super) twice: &'static [Twice],
    /// Whether an element of that name in an element of that kind is not made for it, but does no harm.
    pub(super) is_questionable: fn(Ns, &str, u64) -> bool,
    /// Whether elements of modules have to be in a namespace.
    pub(super) needs_namespaces: bool,
    /// Whether elements of the format may have attributes of modules.
    pub(super) may_have_foreign_attributes: bool,
    /// Whether some readers of the format do not read prefixes of its own namespace and that of XHTML.
    pub(super) avoids_prefixes: bool,
}

impl Schema {
    /// The record of an element that may stand there.
    pub(super) fn find(&self, ns: Ns, name: &str, inside: u64) -> Option<&'static Element> {
        (self.elements)(ns).iter().find(|element| element.within & inside != 0 && element.is_called(name))
    }
}

/// An attribute.
pub(super) struct Attribute {
    pub(super) ns: Ns,
    pub(super) name: &'static str,
    /// Whether it has to be there.
    pub(super) is_required: bool,
    pub(super) values: &'static [Value],
}

/// A function that checks what the record of an element cannot say.
pub(super) type Check = for<'w, 'd> fn(&mut Checker<'w, 'd>, Node<'d>);

/// An element.
pub(super) struct Element {
    pub(super) name: &'static str,
    /// Whether a point and a qualifier may follow its name.
    pub(super) has_qualifiers: bool,
    /// Where it may stand.
    pub(super) within: u64,
    /// The rule that a second one of it breaks.
    pub(super) once: Option<&'static Rule>,
    pub(super) attributes: &'static [Attribute],
    pub(super) holds: Holds,
    /// The function that checks what this record cannot say.
    pub(super) check: Option<Check>,
}

/// What an element holds.
pub(super) enum Holds {
    /// Text.
    Text(&'static [Value]),
    /// Elements that may stand within this.
    Elements(u64),
    /// Anything, unchecked.
    Anything,
}

impl Element {
    /// Whether that is its name.
    fn is_called(&self, name: &str) -> bool {
        let name = if self.has_qualifiers { name.split('.').next().unwrap_or(name) } else { name };
        self.name == name
    }

    /// The same with a name that may be qualified.
    pub(super) const fn qualified(self) -> Self {
        Self { has_qualifiers: true, ..self }
    }

    /// The same with attributes.
    pub(super) const fn with(self, attributes: &'static [Attribute]) -> Self {
        Self { attributes, ..self }
    }

    /// The same with a function that checks more.
    pub(super) const fn and(self, check: Check) -> Self {
        Self { check: Some(check), ..self }
    }

    /// The same with another rule against a second one.
    pub(super) const fn but(self, rule: &'static Rule) -> Self {
        Self { once: Some(rule), ..self }
    }

    /// The same at most once.
    pub(super) const fn once(self) -> Self {
        Self { once: Some(&DUPLICATE_ELEMENT), ..self }
    }

    /// The same any number of times.
    pub(super) const fn often(self) -> Self {
        Self { once: None, ..self }
    }
}

const fn element(name: &'static str, within: u64, holds: Holds) -> Element {
    Element { name, within, once: Some(&DUPLICATE_ELEMENT), attributes: &[], holds, check: None, has_qualifiers: false }
}

/// An element that holds a text, and may be there once.
pub(super) const fn text(name: &'static str, within: u64, values: &'static [Value]) -> Element {
    element(name, within, Holds::Text(values))
}

/// An element that holds a text, and may be there any number of times.
pub(super) const fn texts(name: &'static str, within: u64, values: &'static [Value]) -> Element {
    text(name, within, values).often()
}

/// An element that holds elements, and may be there once.
pub(super) const fn tree(name: &'static str, within: u64, inside: u64) -> Element {
    element(name, within, Holds::Elements(inside))
}

/// An element whose content is not checked, any number of times.
pub(super) const fn any(name: &'static str, within: u64) -> Element {
    element(name, within, Holds::Anything).often()
}

/// An attribute that has to be there.
pub(super) const fn required(name: &'static str, values: &'static [Value]) -> Attribute {
    Attribute { ns: Ns::None, name, is_required: true, values }
}

/// An attribute that may be there.
pub(super) const fn optional(name: &'static str, values: &'static [Value]) -> Attribute {
    Attribute { ns: Ns::None, name, is_required: false, values }
}

impl Attribute {
    /// The same in a namespace.
    pub(super) const fn of(self, ns: Ns) -> Self {
        Self { ns, ..self }
    }
}

/// A child that has to be there.
pub(super) struct Needed {
    pub(super) within: u64,
    pub(super) ns: Ns,
    pub(super) name: &'static str,
    pub(super) rule: &'static Rule,
}

/// Two elements that say the same.
pub(super) struct Twice {
    pub(super) within: u64,
    /// The element of the format.
    pub(super) core: (Ns, &'static str),
    /// The element of the module.
    pub(super) module: (Ns, &'static str),
    pub(super) rule: &'static Rule,
}
