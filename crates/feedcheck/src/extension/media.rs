//! Media RSS (<https://www.rssboard.org/media-rss>).

mod words;

use crate::checker::{Checker, Node, Subject};
use crate::namespace::Ns;
use crate::rule::extension::{
    DEPRECATED_MEDIA_ADULT, INVALID_COUNTRY_CODE, INVALID_CREDIT_ROLE, INVALID_FLOAT, INVALID_MEDIA_EXPRESSION,
    INVALID_MEDIA_HASH, INVALID_MEDIA_MEDIUM, INVALID_MEDIA_RATING, INVALID_MEDIA_RESTRICTION,
    INVALID_MEDIA_RESTRICTION_REL, INVALID_MEDIA_RESTRICTION_TYPE, INVALID_MEDIA_TEXT_TYPE, INVALID_NPT_TIME,
    INVALID_TRUE_FALSE, MEDIA_GROUP_WITHOUT_ALTERNATIVES,
};
use crate::rule::html::CONTAINS_UNDECLARED_HTML;
use crate::rule::rss::MISSING_ATTRIBUTE;
use crate::rule::value::INVALID_MIME_ATTRIBUTE;
use crate::schema::{
    Element, Value, any, optional, required, text, texts, tree,
    within::{BODY, HEAD, MEDIA_CONTENT, MEDIA_GROUP, NOTHING},
};
use crate::value::number;
use crate::xml::text as texts_of;
use crate::xml::text::trimmed;
use Value::{Language, MediaType, NonNegative, OneOf, OneOfAnyCase, Plain, Positive, Test, Uri};

/// Where descriptions of media stand.
const ALL: u64 = HEAD | BODY | MEDIA_GROUP | MEDIA_CONTENT;
const TIME: &[Value] = &[Test(number::is_play_time, &INVALID_NPT_TIME, "is no moment of a recording")];
const NUMBER: &[Value] = &[Test(begins_with_number, &INVALID_FLOAT, "is no number")];

pub(super) static TABLE: &[Element] = &[
    tree("group", BODY, MEDIA_GROUP).often().and(group),
    tree("content", BODY | MEDIA_GROUP, MEDIA_CONTENT).often().with(&[
        optional("url", &[Uri]),
        optional("fileSize", &[Positive]),
        optional("type", &[MediaType(&INVALID_MIME_ATTRIBUTE)]),
        optional("medium", &[OneOf(&["image", "audio", "video", "document", "executable"], &INVALID_MEDIA_MEDIUM)]),
        optional("isDefault", &[OneOfAnyCase(&["true", "false"], &INVALID_TRUE_FALSE)]),
        optional("expression", &[OneOf(&["sample", "full", "nonstop"], &INVALID_MEDIA_EXPRESSION)]),
        optional("bitrate", NUMBER),
        optional("framerate", NUMBER),
        optional("samplingrate", NUMBER),
        optional("channels", &[NonNegative]),
        optional("duration", NUMBER),
        optional("height", &[Positive]),
        optional("width", &[Positive]),
        optional("lang", &[Language]),
    ]),
    text("adult", ALL, &[OneOfAnyCase(&["true", "false"], &INVALID_TRUE_FALSE)]).and(adult),
    texts("rating", ALL, &[]).with(&[optional("scheme", &[])]).and(rating),
    text("title", ALL, &[]).with(&[optional("type", &[])]).and(worded),
    text("description", ALL, &[]).with(&[optional("type", &[])]).and(worded),
    texts("text", ALL, &[])
        .with(&[optional("type", &[]), optional("lang", &[Language]), optional("start", TIME), optional("end", TIME)])
        .and(worded),
    texts("keywords", ALL, &[]),
    texts("thumbnail", ALL, &[]).with(&[
        required("url", &[Uri]),
        optional("height", &[Positive]),
        optional("width", &[Positive]),
        optional("time", TIME),
    ]),
    texts("category", ALL, &[Plain]).with(&[optional("label", &[Plain]), optional("scheme", &[Uri])]),
    texts("hash", ALL, &[]).with(&[optional("algo", &[])]).and(hash),
    tree("player", ALL, NOTHING).often().with(&[
        required("url", &[Uri]),
        optional("height", &[Positive]),
        optional("width", &[Positive]),
    ]),
    texts("credit", ALL, &[]).with(&[optional("role", &[]), optional("scheme", &[])]).and(credit),
    text("copyright", ALL, &[Plain]).with(&[optional("url", &[Uri])]),
    any("community", ALL),
    any("comments", ALL),
    any("embed", ALL),
    any("responses", ALL),
    any("backLinks", ALL),
    any("status", ALL),
    any("price", ALL),
    any("license", ALL),
    any("subTitle", ALL),
    any("peerLink", ALL),
    any("rights", ALL),
    any("location", ALL),
    any("scenes", ALL),
    texts("restriction", ALL, &[]).with(&[optional("relationship", &[]), optional("type", &[])]).and(restriction),
];

fn begins_with_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// A group holds several forms of the same.
fn group<'d>(checker: &mut Checker<'_, 'd>, group: Node<'d>) {
    let forms = checker.children(group, Ns::Media, "content").count();
    if forms < 2 {
        checker.report_tag(&MEDIA_GROUP_WITHOUT_ALTERNATIVES, group, "holds less than two <media:content>");
    }
}

fn adult<'d>(checker: &mut Checker<'_, 'd>, adult: Node<'d>) {
    checker.report_tag(&DEPRECATED_MEDIA_ADULT, adult, "is old");
}

/// A text that is plain or HTML.
fn worded<'d>(checker: &mut Checker<'_, 'd>, node: Node<'d>) {
    let raw = texts_of::of(node);
    match Subject::of(node, "type") {
        Some((_, "html")) => checker.html(node, &raw),
        other => {
            if let Some((subject, kind)) = other
                && kind != "plain"
            {
                checker.report(&INVALID_MEDIA_TEXT_TYPE, subject, &format!("is neither plain nor html: \"{kind}\""));
            }
            checker.plain(&CONTAINS_UNDECLARED_HTML, raw.trim(), node.into());
        }
    }
}

/// A sum has the length of its algorithm.
fn hash<'d>(checker: &mut Checker<'_, 'd>, node: Node<'d>) {
    let text = trimmed(node);
    let algorithm = Subject::of(node, "algo");
    let length = if algorithm.is_some_and(|(_, name)| name == "sha-1") { 40 } else { 32 };
    match algorithm {
        Some((subject, name)) if !["md5", "sha-1"].contains(&name) => {
            checker.report(&INVALID_MEDIA_HASH, subject, &format!("is neither md5 nor sha-1: \"{name}\""));
        }
        _ if text.len() != length || !text.bytes().all(|b| b.is_ascii_alphanumeric()) => {
            checker.report(&INVALID_MEDIA_HASH, node, &format!("has not {length} digits"));
        }
        _ => {}
    }
}

/// A rating is one of its scheme.
fn rating<'d>(checker: &mut Checker<'_, 'd>, node: Node<'d>) {
    let text = trimmed(node);
    let scheme = node.attribute("scheme").filter(|scheme| !scheme.is_empty()).unwrap_or("urn:simple");
    let is_right = match scheme {
        "urn:simple" => ["adult", "nonadult"].contains(&text.as_str()),
        "urn:mpaa" => ["g", "m", "nc-17", "pg", "pg-13", "r", "x"].contains(&text.as_str()),
        "urn:v-chip" => words::V_CHIP.contains(&text.as_str()),
        "urn:icra" => words::is_icra(&text),
        _ => {
            if let Some((subject, scheme)) = Subject::of(node, "scheme") {
                checker.value(Uri, scheme, subject);
            }
            true
        }
    };
    if !is_right {
        checker.report(&INVALID_MEDIA_RATING, node, &format!("is no rating of {scheme}: \"{text}\""));
    }
}

/// A role is one of the list of the European Broadcasting Union, unless there is another scheme.
fn credit<'d>(checker: &mut Checker<'_, 'd>, node: Node<'d>) {
    let scheme = node.attribute("scheme").filter(|scheme| !scheme.is_empty()).unwrap_or("urn:ebu");
    if let Some((subject, role)) = Subject::of(node, "role")
        && !role.is_empty()
        && ((scheme == "urn:ebu" && !words::ROLES.contains(&role)) || role != role.to_lowercase())
    {
        checker.report(&INVALID_CREDIT_ROLE, subject, &format!("is no role of {scheme}: \"{role}\""));
    }
    if let Some((subject, scheme)) = Subject::of(node, "scheme")
        && scheme != "urn:ebu"
    {
        checker.value(Uri, scheme, subject);
    }
}

/// A restriction names countries or addresses, or all.
fn restriction<'d>(checker: &mut Checker<'_, 'd>, node: Node<'d>) {
    let text = trimmed(node);
    match Subject::of(node, "relationship") {
        None | Some((_, "")) => checker.report_tag(&MISSING_ATTRIBUTE, node, "has no relationship"),
        Some((_, "allow" | "deny")) => {}
        Some((subject, other)) => {
            checker.report(&INVALID_MEDIA_RESTRICTION_REL, subject, &format!("is neither allow nor deny: \"{other}\""));
        }
    }
    match Subject::of(node, "type") {
        None | Some((_, "")) => {
            if !text.is_empty() && !["all", "none"].contains(&text.as_str()) {
                checker.report(&INVALID_MEDIA_RESTRICTION, node, &format!("is neither all nor none: \"{text}\""));
            }
        }
        Some((_, "country")) => {
            for code in text.split(' ') {
                let upper = code.to_uppercase();
                if !words::COUNTRIES.split(' ').any(|known| known == upper) {
                    checker.report(&INVALID_COUNTRY_CODE, node, &format!("names no country: \"{code}\""));
                }
            }
        }
        Some((_, "uri")) => checker.value(Uri, &text, node.into()),
        Some((subject, other)) => {
            checker.report(
                &INVALID_MEDIA_RESTRICTION_TYPE,
                subject,
                &format!("is neither country nor uri: \"{other}\""),
            );
        }
    }
}
