//! What feeds are made of, as plain records: where an element may stand, how often, its attributes, what it holds.
//!
//! The tables are in the modules of the formats and of their extensions. What is regular stands in a record, what is not
//! is a function that the record names.

use super::namespace::Ns;
use super::rule::Rule;
use super::rule::rss::DUPLICATE_ELEMENT;
use super::walk::{Node, Walk};

/// Where an element stands: one bit each.
pub(super) mod within {
    pub(crate) const RSS: u64 = 1;
    pub(crate) const CHANNEL: u64 = 1 << 1;
    pub(crate) const ITEM: u64 = 1 << 2;
    pub(crate) const IMAGE: u64 = 1 << 3;
    pub(crate) const TEXT_INPUT: u64 = 1 << 4;
    pub(crate) const SKIP_HOURS: u64 = 1 << 5;
    pub(crate) const SKIP_DAYS: u64 = 1 << 6;
    pub(crate) const FEED: u64 = 1 << 7;
    pub(crate) const ENTRY: u64 = 1 << 8;
    pub(crate) const SOURCE: u64 = 1 << 9;
    pub(crate) const PERSON: u64 = 1 << 10;
    pub(crate) const MEDIA_GROUP: u64 = 1 << 11;
    pub(crate) const MEDIA_CONTENT: u64 = 1 << 12;
    pub(crate) const OWNER: u64 = 1 << 13;
    pub(crate) const ITUNES_CATEGORY: u64 = 1 << 14;
    pub(crate) const WHERE: u64 = 1 << 15;
    pub(crate) const GML_POINT: u64 = 1 << 16;
    pub(crate) const GML_LINE: u64 = 1 << 17;
    pub(crate) const GML_POLYGON: u64 = 1 << 18;
    pub(crate) const GML_EXTERIOR: u64 = 1 << 19;
    pub(crate) const GML_ENVELOPE: u64 = 1 << 20;
    pub(crate) const GEO_POINT: u64 = 1 << 21;
    pub(crate) const SHARING: u64 = 1 << 22;
    pub(crate) const SYNC: u64 = 1 << 23;
    pub(crate) const CONFLICTS: u64 = 1 << 25;
    pub(crate) const LIST_INFO: u64 = 1 << 26;
    pub(crate) const CONTROL: u64 = 1 << 27;
    pub(crate) const SERVICE: u64 = 1 << 28;
    pub(crate) const WORKSPACE: u64 = 1 << 29;
    pub(crate) const COLLECTION: u64 = 1 << 30;
    pub(crate) const CATEGORIES: u64 = 1 << 31;
    /// Nothing may stand there.
    pub(crate) const NOTHING: u64 = 1 << 32;

    /// Where a feed tells about itself.
    pub(crate) const HEAD: u64 = CHANNEL | FEED | SOURCE;
    /// Where an article is.
    pub(crate) const BODY: u64 = ITEM | ENTRY;
    /// Where modules for everything may stand.
    pub(crate) const EVERYWHERE: u64 = HEAD | BODY | IMAGE | TEXT_INPUT | MEDIA_CONTENT;
    /// Elements of RSS.
    pub(crate) const OF_RSS: u64 = CHANNEL | ITEM;
    /// Elements of Atom.
    pub(crate) const OF_ATOM: u64 = FEED | ENTRY | SOURCE;
}

/// What a text has to be.
#[derive(Clone, Copy)]
pub(super) enum Value {
    /// Not empty.
    NotBlank,
    /// Not empty, for attributes.
    AttributeNotBlank,
    /// Plain text, in RSS.
    Plain,
    /// Plain text, where markup would have to be declared.
    Undeclared,
    /// HTML.
    Html,
    /// Without blank space around it.
    NoSpace,
    /// A date of RSS.
    Rfc822,
    /// A date of Atom.
    Rfc3339,
    /// A date of the W3C's profile.
    W3cdtf,
    /// A date of ISO 8601, plausible if that is `true`.
    Iso8601(bool),
    /// A URI with its scheme.
    Uri,
    /// A URI, or one relative to another.
    UriReference,
    /// An IRI, or one relative to another.
    Iri,
    /// An address of the web.
    WebUrl,
    /// A URI in the one form that can be compared.
    Canonical,
    /// An e-mail address alone.
    AddrSpec,
    /// An e-mail address, perhaps with a name.
    Email,
    /// An e-mail address and a name, as RSS wants it.
    EmailWithName,
    /// A tag of a language.
    Language,
    /// A media type.
    MediaType(&'static Rule),
    /// A whole number.
    Integer,
    /// A whole number from 0 on.
    NonNegative,
    /// A whole number from 1 on.
    Positive,
    /// A whole number from 1 on, of 31 bits.
    Positive31,
    /// A decimal number without a sign.
    Float,
    /// A decimal number.
    Decimal,
    /// Degrees of latitude or longitude.
    Angle(f64, &'static Rule),
    /// One of these words.
    OneOf(&'static [&'static str], &'static Rule),
    /// One of these words in any case.
    OneOfAnyCase(&'static [&'static str], &'static Rule),
    /// At most so many characters.
    AtMost(usize),
    /// Whatever a function says; its message is the end of a sentence.
    Test(fn(&str) -> bool, &'static Rule, &'static str),
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
pub(super) type Look = for<'w, 'd> fn(&mut Walk<'w, 'd>, Node<'d>);

/// An element.
pub(super) struct Element {
    pub(super) name: &'static str,
    /// Where it may stand.
    pub(super) within: u64,
    /// The rule that a second one of it breaks.
    pub(super) once: Option<&'static Rule>,
    pub(super) attributes: &'static [Attribute],
    pub(super) holds: Holds,
    /// The function that checks what this record cannot say.
    pub(super) look: Option<Look>,
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
    /// The same with attributes.
    pub(super) const fn with(self, attributes: &'static [Attribute]) -> Self {
        Self { attributes, ..self }
    }

    /// The same with a function that checks more.
    pub(super) const fn and(self, look: Look) -> Self {
        Self { look: Some(look), ..self }
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
    Element { name, within, once: Some(&DUPLICATE_ELEMENT), attributes: &[], holds, look: None }
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

/// An element that is not looked into, any number of times.
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
