//! HTML inside of feeds: whether it is right, what of it is unsafe, what it is relative to.
//!
//! Parsed by the rules of HTML ([`html5ever`]), as readers do; no tree is kept. HTML that would take more than linear
//! time is a finding, and not parsed.
//!
//! Not supported: SVG and MathML beyond their scripts.

mod markup;
pub(super) mod names;
pub(super) mod style;
mod watch;

use super::rule::html::{NOT_HTML, SECURITY_RISK};
use markup::bare_ampersand;
pub(super) use markup::{end_tag, reference};
use watch::Found;

/// How deep elements may be nested.
const DEEPEST: usize = 512;
/// The finding about HTML that cannot be checked.
pub(super) const TOO_DEEP: &str = "holds HTML that is too deep or too large to be looked at";

/// The faults in HTML, in the order of their places; `None` if it cannot be checked.
pub(super) fn faults(html: &str, may_be_relative: bool) -> Option<Vec<Found>> {
    if memchr::memchr2(b'<', b'&', html.as_bytes()).is_none() {
        return Some(Vec::new());
    }
    let mut found = watch::watch(html, may_be_relative, DEEPEST)?;
    if let Some((at, reference)) = bare_ampersand(html) {
        found.push((
            &NOT_HTML,
            at..at + reference.len(),
            format!("has an ampersand that begins no reference: {reference}"),
        ));
    }
    if let Some(at) = html.find("<?import ") {
        found.push((&SECURITY_RISK, at..at + 8, "loads code: <?import".to_owned()));
    }
    found.sort_by_key(|(_, range, _)| range.start);
    // One fault makes others.
    let mut has_error = false;
    found.retain(|(rule, ..)| !std::ptr::eq(*rule, &raw const NOT_HTML) || !std::mem::replace(&mut has_error, true));
    Some(found)
}
