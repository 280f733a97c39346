//! What is not regular about an item of RSS.

use crate::checker::{Checker, Node, Subject};
use crate::namespace::Ns;
use crate::rule::extension::SLASH_DATE;
use crate::rule::html::CONTAINS_HTML;
use crate::rule::rss::{
    INVALID_HTTP_GUID, INVALID_PERMALINK, ITEM_WITHOUT_TITLE_AND_DESCRIPTION, MISSING_GUID, NOT_SUFFICIENTLY_UNIQUE,
    USE_ZERO_FOR_UNKNOWN,
};
use crate::rule::value::{
    DUPLICATE_VALUE, INVALID_BOOLEAN_ATTRIBUTE, INVALID_INTEGER_ATTRIBUTE, INVALID_MIME_ATTRIBUTE,
    INVALID_NON_NEGATIVE_INTEGER,
};
use crate::schema::Value;
use crate::value::{number, uri};
use crate::xml::text;
use crate::xml::text::trimmed;

/// The item as a whole.
pub(super) fn check<'d>(checker: &mut Checker<'_, 'd>, item: Node<'d>) {
    let has = |checker: &Checker<'_, 'd>, ns, name| checker.child(item, ns, name).is_some();
    if !has(checker, Ns::Core, "title") && !has(checker, Ns::Core, "description") {
        checker.report_tag(&ITEM_WITHOUT_TITLE_AND_DESCRIPTION, item, "has neither title nor description");
    }
    if checker.is_rss2 && !has(checker, Ns::Core, "guid") {
        checker.report_tag(&MISSING_GUID, item, "has no <guid>");
    }
    if let Some(comments) = checker.child(item, Ns::Slash, "comments")
        && item.parent_element().is_some()
        && checker.sibling(item, "lastBuildDate").is_none()
    {
        checker.report_tag(&SLASH_DATE, comments, "counts comments, but the channel has no <lastBuildDate>");
    }
}

/// A description is HTML; in RSS 0.91 it is plain text.
pub(super) fn description<'d>(checker: &mut Checker<'_, 'd>, description: Node<'d>) {
    let text = text::of(description);
    if checker.has_html {
        checker.html(description, &text);
    } else {
        checker.plain(&CONTAINS_HTML, text.trim(), description.into());
    }
}

/// An enclosure has a length and a type.
pub(super) fn enclosure<'d>(checker: &mut Checker<'_, 'd>, enclosure: Node<'d>) {
    if let Some((subject, length)) = Subject::of(enclosure, "length") {
        match number::integer(length) {
            None => checker.report(&INVALID_INTEGER_ATTRIBUTE, subject, &format!("is no number: \"{length}\"")),
            Some(-1) => checker.report(&USE_ZERO_FOR_UNKNOWN, subject, "is -1"),
            Some(number) if number < 0 => {
                checker.report(&INVALID_NON_NEGATIVE_INTEGER, subject, &format!("is less than 0: {number}"));
            }
            Some(_) => {}
        }
    }
    if let Some((subject, media_type)) = Subject::of(enclosure, "type") {
        checker.value(Value::MediaType(&INVALID_MIME_ATTRIBUTE), media_type, subject);
    }
}

/// A guid is an address, unless it says otherwise, and no other item has it.
pub(super) fn guid<'d>(checker: &mut Checker<'_, 'd>, guid: Node<'d>) {
    let text = trimmed(guid);
    let is_permalink = match Subject::of(guid, "isPermaLink") {
        None => true,
        Some((_, value @ ("true" | "false"))) => value == "true",
        Some((subject, value)) => {
            checker.report(&INVALID_BOOLEAN_ATTRIBUTE, subject, &format!("is neither true nor false: \"{value}\""));
            false
        }
    };
    if is_permalink {
        let lower = text.to_ascii_lowercase();
        match uri::absolute(&text) {
            Ok(()) if lower.starts_with("tag:") || lower.starts_with("urn:uuid:") => {
                checker.report(&INVALID_PERMALINK, guid, "is said to be an address, but is none that a browser opens");
            }
            Err(uri::Fault::Scheme(scheme)) => {
                checker.report(
                    &INVALID_PERMALINK,
                    guid,
                    &format!("is said to be an address, but no browser opens \"{scheme}:\""),
                );
            }
            result => checker.uri(&INVALID_HTTP_GUID, result, &text, guid.into()),
        }
    } else if !text.is_empty() && text.len() < 9 && text.bytes().all(|b| b.is_ascii_digit()) {
        checker.report(
            &NOT_SUFFICIENTLY_UNIQUE,
            guid,
            &format!("is only a number, {text}, which other feeds have, too"),
        );
    }
    if text.is_empty() {
        checker.value(Value::NotBlank, &text, guid.into());
    } else if !checker.ids.insert(("guid", text.clone())) {
        checker.report(&DUPLICATE_VALUE, guid, &format!("is that of an item before: \"{text}\""));
    }
}
