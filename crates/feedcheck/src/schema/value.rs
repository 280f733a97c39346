//! What a text has to be.

use crate::rule::Rule;

/// What a text has to be.
#[derive(Clone, Copy)]
pub(crate) enum Value {
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
