//! Podcasts, as Apple's directory wants them (<https://podcasters.apple.com/support/823-podcast-requirements>).

mod category;

use crate::checker::{Checker, Node, Subject};
use crate::namespace::Ns;
use crate::rule::extension::{
    INVALID_DURATION, INVALID_ITUNES_CHANNEL_TYPE, INVALID_ITUNES_EPISODE_TYPE, INVALID_KEYWORDS, INVALID_TRUE_FALSE,
    INVALID_YES_NO_CLEAN, MISSING_ITUNES_ELEMENT, MISSING_ITUNES_EMAIL, NOT_UTF8, UNSUPPORTED_ITUNES_FORMAT,
};
use crate::rule::rss::MISSING_ELEMENT;
use crate::schema::{
    Element, Needed, Value, required, text, texts, tree,
    within::{BODY, HEAD, ITUNES_CATEGORY, NOTHING, OWNER},
};
use crate::value::number;
use crate::xml::inherited;
use Value::{AtMost, Email, OneOf, OneOfAnyCase, Plain, Positive, Rfc822, Test, Uri, WebUrl};

const BOTH: u64 = HEAD | BODY;
/// Formats that the directory plays.
const FORMATS: &[&str] = &["m4a", "mp3", "mov", "mp4", "m4v", "pdf", "epub"];

pub(super) static TABLE: &[Element] = &[
    text("author", BOTH, &[AtMost(255), Plain]),
    text("block", BOTH, &[OneOfAnyCase(&["yes", "no", "clean"], &INVALID_YES_NO_CLEAN)]),
    text("explicit", BOTH, &[OneOfAnyCase(&["true", "false"], &INVALID_TRUE_FALSE)]),
    text("keywords", BOTH, &[AtMost(255), Plain, Test(is_separated, &INVALID_KEYWORDS, "has words without commas")]),
    text("subtitle", BOTH, &[AtMost(255), Plain]),
    text("summary", BOTH, &[AtMost(4_000), Plain]),
    tree("image", BOTH, NOTHING).with(&[required("href", &[WebUrl])]),
    tree("owner", HEAD, OWNER),
    text("email", OWNER, &[Email]),
    text("name", OWNER, &[AtMost(255), Plain]),
    tree("category", HEAD, ITUNES_CATEGORY).often().with(&[required("text", &[])]).and(category::check),
    tree("category", ITUNES_CATEGORY, NOTHING).often().with(&[required("text", &[])]).and(category::check),
    text("pubDate", HEAD, &[Rfc822]),
    text("new-feed-url", HEAD, &[Uri]),
    text("type", HEAD, &[OneOf(&["episodic", "serial"], &INVALID_ITUNES_CHANNEL_TYPE)]),
    text("title", BOTH, &[]),
    text("duration", BODY, &[Test(number::is_duration, &INVALID_DURATION, "is no length of time")]),
    text("episode", BODY, &[Positive]),
    text("season", BODY, &[Positive]),
    text("episodeType", BODY, &[OneOf(&["full", "trailer", "bonus"], &INVALID_ITUNES_EPISODE_TYPE)]),
    texts("isClosedCaptioned", BODY, &[]),
    texts("order", BODY, &[]),
    texts("complete", HEAD, &[]),
];

pub(crate) static NEEDED: &[Needed] =
    &[Needed { within: OWNER, ns: Ns::Itunes, name: "email", rule: &MISSING_ELEMENT }];

fn is_separated(text: &str) -> bool {
    !text.contains(' ') || text.contains(',')
}

/// What a directory asks of a channel, if any element of the module is there.
pub(crate) fn channel<'d>(checker: &mut Checker<'_, 'd>, channel: Node<'d>) {
    let Some(first) = checker.first(Ns::Itunes) else { return };
    let has_language = checker.child(channel, Ns::Core, "language").is_some() || inherited::language(channel).is_some();
    if !has_language {
        checker.report_tag(&MISSING_ITUNES_ELEMENT, channel, "is a podcast's, and has no <language>");
    }
    for name in ["category", "explicit"] {
        if checker.child(channel, Ns::Itunes, name).is_none() {
            checker.report_tag(
                &MISSING_ITUNES_ELEMENT,
                channel,
                &format!("is a podcast's, and has no <itunes:{name}>"),
            );
        }
    }
    if checker.child(channel, Ns::Itunes, "owner").is_none() {
        checker.report_tag(&MISSING_ITUNES_EMAIL, channel, "is a podcast's, and has no <itunes:owner>");
    }
    if !checker.is_utf8 {
        checker.findings.add(&NOT_UTF8, first, "the podcast is not in UTF-8");
    }
    let items: Vec<_> = checker.children(channel, Ns::Core, "item").collect();
    for item in items {
        if !item.children().any(|child| child.is_element() && checker.classify(child).0 == Ns::Itunes) {
            continue;
        }
        let enclosures: Vec<_> = checker.children(item, Ns::Core, "enclosure").collect();
        for enclosure in enclosures {
            let Some((subject, url)) = Subject::of(enclosure, "url") else { continue };
            let path = url.split(['?', '#']).next().unwrap_or_default();
            let extension = path.rsplit('.').next().unwrap_or_default();
            if !FORMATS.contains(&extension) {
                checker.report(&UNSUPPORTED_ITUNES_FORMAT, subject, "is in no format that is played");
            }
        }
    }
}
