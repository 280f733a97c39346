//! RSS 2.0 (<https://www.rssboard.org/rss-specification>) with the RSS Profile
//! (<https://www.rssboard.org/rss-profile>): the table of its elements.

mod channel;
mod item;

use crate::checker::{Checker, Node, Subject};
use crate::namespace::Ns;
use crate::rule::rss::{
    DUPLICATE_ENCLOSURE, INVALID_NAMESPACE, INVALID_RSS_VERSION, MISSING_ATTRIBUTE, MISSING_DESCRIPTION,
    MISSING_ELEMENT, MISSING_LINK, MISSING_TITLE,
};
use crate::schema::within::{CHANNEL, CONFLICTS, IMAGE, ITEM, NOTHING, RSS, SKIP_DAYS, SKIP_HOURS, TEXT_INPUT};
use crate::schema::{Element, Needed, Value, optional, required, text, texts, tree};
use Value::{EmailWithName, Language, NotBlank, Plain, Positive, Rfc822, Uri, WebUrl};

/// The elements of RSS.
pub(super) static TABLE: &[Element] = &[
    tree("channel", RSS, CHANNEL).and(channel::check),
    text("title", CHANNEL, &[NotBlank, Plain]),
    text("link", CHANNEL, &[Uri]),
    text("description", CHANNEL, &[Plain]),
    text("language", CHANNEL, &[Language]),
    text("copyright", CHANNEL, &[Plain]),
    text("managingEditor", CHANNEL, &[EmailWithName]),
    text("webMaster", CHANNEL, &[EmailWithName]),
    text("pubDate", CHANNEL | ITEM, &[Rfc822]),
    text("lastBuildDate", CHANNEL, &[Rfc822]),
    texts("category", CHANNEL, &[Plain]).with(&[optional("domain", &[])]),
    text("generator", CHANNEL, &[]),
    text("docs", CHANNEL, &[Uri]),
    tree("cloud", CHANNEL, NOTHING)
        .with(&[
            required("domain", &[]),
            required("port", &[]),
            required("path", &[]),
            required("registerProcedure", &[]),
            required("protocol", &[]),
        ])
        .and(channel::cloud),
    text("ttl", CHANNEL, &[NotBlank, Positive]),
    texts("rating", CHANNEL, &[]),
    tree("image", CHANNEL, IMAGE).and(channel::image),
    text("url", IMAGE, &[Uri]),
    text("title", IMAGE, &[NotBlank, Plain]),
    text("link", IMAGE, &[Uri]),
    text("width", IMAGE, &[]),
    text("height", IMAGE, &[]),
    text("description", IMAGE, &[Plain]),
    tree("textInput", CHANNEL, TEXT_INPUT).and(channel::text_input),
    text("title", TEXT_INPUT, &[Plain]),
    text("description", TEXT_INPUT, &[]),
    text("name", TEXT_INPUT, &[]).and(channel::form_name),
    text("link", TEXT_INPUT, &[Uri]),
    tree("skipHours", CHANNEL, SKIP_HOURS).and(channel::skip_hours),
    texts("hour", SKIP_HOURS, &[]),
    tree("skipDays", CHANNEL, SKIP_DAYS).and(channel::skip_days),
    texts("day", SKIP_DAYS, &[]),
    text("blink", CHANNEL, &[]).and(channel::blink),
    tree("item", CHANNEL | CONFLICTS, ITEM).often().and(item::check),
    text("title", ITEM, &[NotBlank, Plain]),
    text("link", ITEM, &[Uri]),
    text("description", ITEM, &[]).and(item::description),
    text("author", ITEM, &[EmailWithName]),
    texts("category", ITEM, &[NotBlank, Plain]).with(&[optional("domain", &[])]),
    text("comments", ITEM, &[Uri]),
    tree("enclosure", ITEM, NOTHING)
        .but(&DUPLICATE_ENCLOSURE)
        .with(&[required("url", &[WebUrl]), required("length", &[]), required("type", &[])])
        .and(item::enclosure),
    text("guid", ITEM, &[]).with(&[optional("isPermaLink", &[])]).and(item::guid),
    text("source", ITEM, &[Plain]).with(&[required("url", &[Uri])]),
];

/// What has to be there.
pub(super) static NEEDED: &[Needed] = &[
    Needed { within: RSS, ns: Ns::Core, name: "channel", rule: &MISSING_ELEMENT },
    Needed { within: CHANNEL | TEXT_INPUT, ns: Ns::Core, name: "description", rule: &MISSING_DESCRIPTION },
    Needed { within: CHANNEL | IMAGE | TEXT_INPUT, ns: Ns::Core, name: "link", rule: &MISSING_LINK },
    Needed { within: CHANNEL | IMAGE | TEXT_INPUT, ns: Ns::Core, name: "title", rule: &MISSING_TITLE },
    Needed { within: IMAGE, ns: Ns::Core, name: "url", rule: &MISSING_ELEMENT },
    Needed { within: TEXT_INPUT, ns: Ns::Core, name: "name", rule: &MISSING_ELEMENT },
    Needed { within: SKIP_HOURS, ns: Ns::Core, name: "hour", rule: &MISSING_ELEMENT },
    Needed { within: SKIP_DAYS, ns: Ns::Core, name: "day", rule: &MISSING_ELEMENT },
];

/// Checks the version and the namespace of the root, which is `rss`, and gives its record.
#[expect(clippy::unnecessary_wraps, reason = "a schema of another format may give none")]
pub(super) fn root<'d>(checker: &mut Checker<'_, 'd>, root: Node<'d>) -> Option<&'static Element> {
    static ROOT: Element = tree("rss", 0, RSS).with(&[optional("version", &[])]);
    if let Some(core) = checker.core {
        checker.report_tag(&INVALID_NAMESPACE, root, &format!("is in the namespace {core}; RSS has none"));
    }
    match Subject::of(root, "version") {
        None => checker.report_tag(&MISSING_ATTRIBUTE, root, "has no version"),
        Some((subject, version)) => {
            checker.is_rss2 = version.starts_with("2.");
            checker.has_html = version != "0.91";
            if !matches!(version, "0.91" | "0.92" | "2.0") {
                checker.report(&INVALID_RSS_VERSION, subject, &format!("is \"{version}\""));
            }
        }
    }
    Some(&ROOT)
}
