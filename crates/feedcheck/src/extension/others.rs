//! Modules of few elements each.

use crate::checker::{Checker, Node, Subject};
use crate::document::Kind;
use crate::link;
use crate::namespace::Ns;
use crate::rule::extension::{
    COMMENT_RSS, DUPLICATE_DESCRIPTION_SEMANTICS, INVALID_ACCESS_RESTRICTION, INVALID_META_CONTENT, INVALID_META_NAME,
    INVALID_UPDATE_PERIOD,
};
use crate::rule::html::CONTAINS_REL_REF;
use crate::rule::rss::{NEED_DESCRIPTION_BEFORE_CONTENT, UNDEFINED_ELEMENT};
use crate::rule::value::{INVALID_INTEGER, INVALID_MIME_TYPE};
use crate::schema::{
    Attribute, Element, Value, any, optional, required, text, texts, tree,
    within::{BODY, ENTRY, EVERYWHERE, FEED, HEAD, LIST_INFO, NOTHING, PERSON, RSS, SOURCE},
};
use crate::value::uri;
use crate::xhtml;
use Value::{
    Canonical, Email, Float, Html, Integer, Iri, Iso8601, MediaType, NonNegative, NotBlank, OneOf, OneOfAnyCase, Plain,
    Positive, Rfc822, Test, Uri, W3cdtf, WebUrl,
};

/// The addresses of resources in RDF.
const RESOURCE: &[Attribute] = &[optional("resource", &[Uri]).of(Ns::Rdf), optional("title", &[]).of(Ns::Dc)];
const LINK_MODULE: &[Attribute] = &[
    optional("resource", &[Uri]).of(Ns::Rdf),
    optional("title", &[]).of(Ns::Dc),
    optional("lang", &[Value::Language]).of(Ns::L),
    required("rel", &[Uri]).of(Ns::L),
    optional("type", &[]).of(Ns::L),
    optional("title", &[Plain]).of(Ns::L),
];
const ROBOTS: &[&str] = &[
    "all",
    "none",
    "index",
    "index,follow",
    "index,nofollow",
    "noindex",
    "noindex,follow",
    "noindex,nofollow",
    "follow",
    "follow,index",
    "follow,noindex",
    "nofollow",
    "nofollow,index",
    "nofollow,noindex",
];

pub(super) static CONTENT: &[Element] = &[text("encoded", BODY, &[Html]).and(encoded), any("items", BODY).once()];
pub(super) static SLASH: &[Element] = &[
    text("comments", BODY, &[NonNegative]),
    texts("section", BODY, &[]),
    texts("department", BODY, &[]),
    text("hit_parade", BODY, &[Test(is_list_of_numbers, &INVALID_INTEGER, "is no list of numbers with commas")]),
];
pub(super) static WFW: &[Element] = &[
    text("comment", BODY, &[Uri]),
    text("commentRss", BODY, &[Uri]),
    text("commentRSS", BODY, &[Uri]).and(comment_rss),
];
pub(super) static THR: &[Element] = &[
    any("children", BODY).and(children),
    text("total", BODY, &[NonNegative]),
    any("in-reply-to", BODY | HEAD)
        .with(&[
            optional("href", &[Iri]),
            optional("ref", &[Canonical]),
            optional("source", &[Iri]),
            optional("type", &[MediaType(&INVALID_MIME_TYPE)]),
        ])
        .and(in_reply_to),
];
pub(super) static FH: &[Element] = &[tree("archive", HEAD, NOTHING).often(), tree("complete", HEAD, NOTHING).often()];
pub(super) static SY: &[Element] = &[
    text("updatePeriod", HEAD, &[OneOf(&["hourly", "daily", "weekly", "monthly", "yearly"], &INVALID_UPDATE_PERIOD)]),
    text("updateFrequency", HEAD, &[NotBlank, Positive]),
    text("updateBase", HEAD, &[W3cdtf]),
];
pub(super) static ADMIN: &[Element] =
    &[any("generatorAgent", HEAD).once().with(RESOURCE), any("errorReportsTo", HEAD).once().with(RESOURCE)];
pub(super) static BLOG_CHANNEL: &[Element] = &[
    text("blogRoll", HEAD, &[Uri]),
    text("mySubscriptions", HEAD, &[Uri]),
    text("blink", HEAD, &[Uri]),
    text("changes", HEAD, &[Uri]),
];
pub(super) static CREATIVE_COMMONS: &[Element] = &[texts("license", HEAD | BODY, &[Uri])];
pub(super) static CC: &[Element] = &[any("license", EVERYWHERE)];
pub(super) static EV: &[Element] = &[
    text("startdate", BODY, &[Iso8601(false)]),
    text("enddate", BODY, &[Iso8601(false)]),
    any("location", BODY),
    any("organizer", BODY),
    text("type", BODY, &[]),
];
pub(super) static AG: &[Element] =
    &[text("source", BODY, &[]), text("sourceURL", BODY, &[Uri]), text("timestamp", BODY, &[Iso8601(true)])];
pub(super) static FEED_BURNER: &[Element] = &[
    text("awareness", HEAD | BODY, &[Uri]),
    text("origEnclosureLink", BODY, &[Uri]),
    text("origLink", BODY, &[Uri]),
    text("browserFriendly", HEAD, &[Plain]),
    any("emailServiceId", HEAD).once(),
    texts("feedFlare", HEAD, &[Plain]).with(&[required("href", &[]), required("src", &[])]).and(feed_flare),
    tree("info", HEAD, NOTHING).often().with(&[required("uri", &[Iri])]),
    text("feedburnerHostname", HEAD, &[Uri]),
];
pub(super) static ACCESS: &[Element] = &[tree("restriction", RSS | FEED | SOURCE, NOTHING)
    .with(&[required("relationship", &[OneOf(&["allow", "deny"], &INVALID_ACCESS_RESTRICTION)])])];
pub(super) static CF: &[Element] = &[
    tree("listinfo", HEAD, LIST_INFO).often(),
    texts("treatAs", HEAD, &[]),
    tree("sort", LIST_INFO, NOTHING).often().with(&[
        optional("data-type", &[]),
        optional("default", &[]),
        optional("element", &[]),
        optional("label", &[]),
        optional("ns", &[]),
    ]),
    tree("group", LIST_INFO, NOTHING).often().with(&[
        optional("element", &[]),
        optional("label", &[]),
        optional("ns", &[]),
    ]),
];
pub(super) static CONVERSATIONS_NETWORK: &[Element] = &[
    text("introMilliseconds", BODY, &[NonNegative]),
    text("image", BODY, &[WebUrl]),
    text("ratingAverage", BODY, &[Float]),
    text("ratingCount", BODY, &[NonNegative]),
    text("ratingIndividual", BODY, &[Positive]),
    text("ratingTimestamp", BODY, &[Iso8601(true)]),
];
pub(super) static OPEN_SEARCH: &[Element] = &[
    text("totalResults", HEAD, &[NonNegative]),
    text("startIndex", HEAD, &[Integer]),
    text("itemsPerPage", HEAD, &[NonNegative]),
    any("Query", HEAD),
];
pub(super) static TRACKBACK: &[Element] = &[text("ping", BODY, &[Uri]), texts("about", BODY, &[Uri])];
pub(super) static OPML: &[Element] = &[
    text("dateCreated", EVERYWHERE, &[Rfc822]),
    text("dateModified", EVERYWHERE, &[Rfc822]),
    text("ownerName", EVERYWHERE, &[Html]),
    text("ownerEmail", EVERYWHERE, &[Email]),
    text("ownerId", EVERYWHERE, &[WebUrl]),
];
pub(super) static XHTML: &[Element] = &[
    any("div", HEAD),
    tree("meta", HEAD, NOTHING).often().with(&[
        required("name", &[OneOfAnyCase(&["robots"], &INVALID_META_NAME)]),
        required("content", &[OneOfAnyCase(ROBOTS, &INVALID_META_CONTENT)]),
    ]),
    any("body", BODY).and(body),
];
pub(super) static WIKI: &[Element] = &[
    texts("interwiki", HEAD, &[]),
    texts("diff", BODY, &[]),
    texts("history", BODY, &[]),
    texts("importance", BODY, &[]),
    texts("status", BODY, &[]),
    texts("version", BODY, &[]),
];
pub(super) static L: &[Element] = &[any("link", HEAD | BODY).with(LINK_MODULE)];
pub(super) static FOAF: &[Element] = &[
    any("maker", HEAD | BODY),
    any("primaryTopic", BODY),
    any("workplaceHomepage", PERSON).with(RESOURCE),
    any("homepage", PERSON).with(RESOURCE),
    any("weblog", PERSON).with(RESOURCE),
    any("plan", PERSON),
    any("firstName", PERSON),
];
pub(super) static TAXO: &[Element] = &[any("topics", HEAD | BODY)];
pub(super) static RDF: &[Element] = &[any("RDF", EVERYWHERE), any("type", EVERYWHERE), any("Description", EVERYWHERE)];
pub(super) static RDFS: &[Element] = &[any("seeAlso", EVERYWHERE)];
pub(super) static CP: &[Element] = &[any("server", HEAD)];
pub(super) static ANNOTATE: &[Element] = &[any("reference", BODY).once()];
pub(super) static TOMBSTONES: &[Element] = &[any("deleted-entry", FEED), any("comment", ENTRY)];

/// The whole text comes after its summary (RSS Profile, "content:encoded").
fn encoded<'d>(checker: &mut Checker<'_, 'd>, encoded: Node<'d>) {
    let Some(item) = encoded.parent_element().filter(|_| checker.kind == Kind::Rss) else { return };
    let description = checker.child(item, Ns::Core, "description");
    if description.is_none_or(|description| description.range().start > encoded.range().start) {
        checker.report_tag(&NEED_DESCRIPTION_BEFORE_CONTENT, encoded, "stands where no description is before it");
    }
}

fn comment_rss<'d>(checker: &mut Checker<'_, 'd>, node: Node<'d>) {
    checker.report_tag(&COMMENT_RSS, node, "is called commentRss");
}

/// Counting children is of the older module for RSS 1.0.
fn children<'d>(checker: &mut Checker<'_, 'd>, node: Node<'d>) {
    checker.report_tag(&UNDEFINED_ELEMENT, node, "is of a module for RSS 1.0");
}

fn in_reply_to<'d>(checker: &mut Checker<'_, 'd>, node: Node<'d>) {
    for name in ["href", "source"] {
        if let Some((subject, reference)) = Subject::of(node, name) {
            link::same_document(checker, node, reference, subject);
        }
    }
}

/// The addresses of a flare are whole, because nothing says what they are relative to in RSS.
fn feed_flare<'d>(checker: &mut Checker<'_, 'd>, flare: Node<'d>) {
    for name in ["href", "src"] {
        let Some((subject, address)) = Subject::of(flare, name) else { continue };
        if checker.kind != Kind::Rss {
            checker.value(Iri, address, subject);
        } else if uri::absolute(address).is_err() {
            checker.report(&CONTAINS_REL_REF, subject, &format!("is no whole address: \"{address}\""));
        }
    }
}

/// XHTML as the text of an item says what its description says.
fn body<'d>(checker: &mut Checker<'_, 'd>, body: Node<'d>) {
    if checker.kind == Kind::Rss {
        checker.report_tag(&DUPLICATE_DESCRIPTION_SEMANTICS, body, "says what a description says");
    }
    xhtml::inline(checker, body);
}

fn is_list_of_numbers(text: &str) -> bool {
    text.split(',').all(|part| {
        let part = part.trim_start();
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())
    })
}
