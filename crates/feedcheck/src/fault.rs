//! Values of any document: which rule one breaks, and how, as the end of a sentence.

use chrono::{DateTime, Utc};

use super::rule::Rule;
use super::rule::json_feed::NOT_WEB;
use super::rule::value::{
    IMPLAUSIBLE_DATE, INCORRECT_DOW, INVALID_RFC2822_DATE, INVALID_TAG, INVALID_URI_CHAR, INVALID_URN, INVALID_UUID,
    PROBLEMATICAL_RFC822_DATE, SCHEME_NOT_IANA_REGISTERED, URI_NOT_IRI,
};
use super::value::date;
use super::value::uri::{self, Fault};

/// A rule that is broken, and the end of a sentence that says how.
pub(super) type Broken = (&'static Rule, String);

/// Checks an address of the web; `rule` is broken where none is more exact, and `others` are schemes that are right,
/// too.
pub(super) fn web(text: &str, rule: &'static Rule, others: &[&str]) -> Result<(), Broken> {
    uri::absolute(text).map_err(|fault| tell(fault, text, rule))?;
    let scheme = uri::scheme(text).unwrap_or_default().to_ascii_lowercase();
    if matches!(scheme.as_str(), "http" | "https") || others.contains(&scheme.as_str()) {
        return Ok(());
    }
    Err((&NOT_WEB, format!("has the scheme \"{scheme}\", which readers do not load")))
}

/// What a fault of an address is; `rule` is broken where none is more exact.
pub(super) fn tell(fault: Fault, text: &str, rule: &'static Rule) -> Broken {
    match fault {
        Fault::Character(c) => (&INVALID_URI_CHAR, format!("has a character that no URI has: {c:?}")),
        Fault::Iri => (&URI_NOT_IRI, "has characters that only an IRI has".to_owned()),
        Fault::Relative => (rule, format!("is relative: \"{text}\"")),
        Fault::NoHost => (rule, format!("has no host: \"{text}\"")),
        Fault::Invalid if text.is_empty() => (rule, "is empty".to_owned()),
        Fault::Invalid => (rule, format!("is no address: \"{text}\"")),
        Fault::Scheme(scheme) => {
            (&SCHEME_NOT_IANA_REGISTERED, format!("has the scheme \"{scheme}\", which nobody registered"))
        }
        Fault::Tag => (&INVALID_TAG, format!("is no tag URI: \"{text}\"")),
        Fault::Urn => (&INVALID_URN, format!("is no URN: \"{text}\"")),
        Fault::Uuid => (&INVALID_UUID, format!("is no UUID: \"{text}\"")),
    }
}

/// Checks a date of RSS.
pub(super) fn rss_date(text: &str, now: DateTime<Utc>) -> Result<(), Broken> {
    match date::rfc822(text) {
        Ok(at) if date::is_implausible(at, now) => {
            Err((&IMPLAUSIBLE_DATE, format!("is in the future or before there were feeds: {text}")))
        }
        Ok(_) => Ok(()),
        Err(date::Fault::Invalid(reason)) => Err((&INVALID_RFC2822_DATE, format!("is no date of RFC 822: {reason}"))),
        Err(date::Fault::Lenient(reason)) => {
            Err((&PROBLEMATICAL_RFC822_DATE, format!("is a date that some readers cannot read: {reason}")))
        }
        Err(date::Fault::Weekday(expected)) => {
            Err((&INCORRECT_DOW, format!("names the wrong day of the week; it is {expected}")))
        }
    }
}
