//! What is not regular about an item of RSS.

use crate::html;
use crate::model::Value;
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
use crate::value::{number, uri};
use crate::walk::{Node, Subject, Walk, text, trimmed};

/// The item as a whole.
pub(super) fn look<'d>(walk: &mut Walk<'_, 'd>, item: Node<'d>) {
    let has = |walk: &Walk<'_, 'd>, ns, name| walk.child(item, ns, name).is_some();
    if !has(walk, Ns::Core, "title") && !has(walk, Ns::Core, "description") {
        walk.report_tag(&ITEM_WITHOUT_TITLE_AND_DESCRIPTION, item, "has neither title nor description");
    }
    if walk.is_rss2 && !has(walk, Ns::Core, "guid") {
        walk.report_tag(&MISSING_GUID, item, "has no <guid>");
    }
    if let Some(comments) = walk.child(item, Ns::Slash, "comments")
        && item.parent_element().is_some()
        && walk.sibling(item, "lastBuildDate").is_none()
    {
        walk.report_tag(&SLASH_DATE, comments, "counts comments, but the channel has no <lastBuildDate>");
    }
}

/// A description is HTML; in RSS 0.91 it is plain text.
pub(super) fn description<'d>(walk: &mut Walk<'_, 'd>, description: Node<'d>) {
    let text = text::of(description);
    if walk.has_html {
        html::check(walk, description, &text);
    } else {
        walk.plain(&CONTAINS_HTML, text.trim(), description.into());
    }
}

/// An enclosure has a length and a type.
pub(super) fn enclosure<'d>(walk: &mut Walk<'_, 'd>, enclosure: Node<'d>) {
    if let Some((subject, length)) = Subject::of(enclosure, "length") {
        match number::integer(length) {
            None => walk.report(&INVALID_INTEGER_ATTRIBUTE, subject, &format!("is no number: \"{length}\"")),
            Some(-1) => walk.report(&USE_ZERO_FOR_UNKNOWN, subject, "is -1"),
            Some(number) if number < 0 => {
                walk.report(&INVALID_NON_NEGATIVE_INTEGER, subject, &format!("is less than 0: {number}"));
            }
            Some(_) => {}
        }
    }
    if let Some((subject, media_type)) = Subject::of(enclosure, "type") {
        walk.value(Value::MediaType(&INVALID_MIME_ATTRIBUTE), media_type, subject);
    }
}

/// A guid is an address, unless it says otherwise, and no other item has it.
pub(super) fn guid<'d>(walk: &mut Walk<'_, 'd>, guid: Node<'d>) {
    let text = trimmed(guid);
    let is_permalink = match Subject::of(guid, "isPermaLink") {
        None => true,
        Some((_, value @ ("true" | "false"))) => value == "true",
        Some((subject, value)) => {
            walk.report(&INVALID_BOOLEAN_ATTRIBUTE, subject, &format!("is neither true nor false: \"{value}\""));
            false
        }
    };
    if is_permalink {
        let lower = text.to_ascii_lowercase();
        match uri::absolute(&text) {
            Ok(()) if lower.starts_with("tag:") || lower.starts_with("urn:uuid:") => {
                walk.report(&INVALID_PERMALINK, guid, "is said to be an address, but is none that a browser opens");
            }
            Err(uri::Fault::Scheme(scheme)) => {
                walk.report(
                    &INVALID_PERMALINK,
                    guid,
                    &format!("is said to be an address, but no browser opens \"{scheme}:\""),
                );
            }
            looked => walk.uri(&INVALID_HTTP_GUID, looked, &text, guid.into()),
        }
    } else if !text.is_empty() && text.len() < 9 && text.bytes().all(|b| b.is_ascii_digit()) {
        walk.report(&NOT_SUFFICIENTLY_UNIQUE, guid, &format!("is only a number, {text}, which other feeds have, too"));
    }
    if text.is_empty() {
        walk.value(Value::NotBlank, &text, guid.into());
    } else if !walk.ids.insert(("guid", text.clone())) {
        walk.report(&DUPLICATE_VALUE, guid, &format!("is that of an item before: \"{text}\""));
    }
}
