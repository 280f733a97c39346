//! `FeedSync`: who changed an entry, and when, for feeds that are written at several places.

use crate::checker::{Checker, Node, Subject};
use crate::namespace::Ns;
use crate::rule::extension::{
    INVALID_NSS, INVALID_SSE_TYPE, INVALID_TRUE_FALSE, MISSING_BY_AND_WHEN, MISSING_RECOMMENDED_ATTRIBUTE,
    SINCE_AFTER_UNTIL,
};
use crate::rule::rss::{MISSING_ATTRIBUTE, MISSING_ELEMENT};
use crate::rule::value::DUPLICATE_VALUE;
use crate::schema::{
    Element, Needed, Value, optional, required, tree,
    within::{BODY, CONFLICTS, HEAD, NOTHING, SHARING, SYNC},
};
use crate::value::uri;
use Value::{NotBlank, OneOf, Plain, Positive31, Rfc3339, Test, Uri};

const NSS: Value = Test(is_nss, &INVALID_NSS, "has signs that it may not have");
const BOOLEAN: &[Value] = &[OneOf(&["true", "false"], &INVALID_TRUE_FALSE)];

pub(super) static TABLE: &[Element] = &[
    tree("sharing", HEAD, SHARING)
        .often()
        .with(&[optional("expires", &[Rfc3339]), optional("since", &[Rfc3339]), optional("until", &[Rfc3339])])
        .and(sharing),
    tree("related", SHARING, NOTHING).often().with(&[
        required("link", &[Uri]),
        optional("title", &[Plain, NotBlank]),
        required("type", &[OneOf(&["complete", "aggregated"], &INVALID_SSE_TYPE)]),
    ]),
    tree("sync", BODY, SYNC)
        .often()
        .with(&[
            optional("deleted", BOOLEAN),
            optional("noconflicts", BOOLEAN),
            required("id", &[NotBlank, NSS]),
            required("updates", &[Positive31]),
        ])
        .and(sync),
    tree("history", SYNC, NOTHING)
        .often()
        .with(&[
            optional("by", &[Plain, NotBlank, NSS]),
            required("sequence", &[Positive31]),
            optional("when", &[Rfc3339]),
        ])
        .and(history),
    tree("conflicts", SYNC, CONFLICTS).often(),
];

pub(crate) static NEEDED: &[Needed] = &[Needed { within: SYNC, ns: Ns::Sx, name: "history", rule: &MISSING_ELEMENT }];

fn is_nss(text: &str) -> bool {
    !text.is_empty() && uri::is_nss(text, b"()+,-.:=@;$_!*'/?#")
}

fn sharing<'d>(checker: &mut Checker<'_, 'd>, node: Node<'d>) {
    let (since, until) = (Subject::of(node, "since"), Subject::of(node, "until"));
    match (since, until) {
        (Some((subject, since)), Some((_, until))) if since > until => {
            checker.report(&SINCE_AFTER_UNTIL, subject, &format!("is after until: {since}, {until}"));
        }
        (Some(_), None) => checker.report_tag(&MISSING_ATTRIBUTE, node, "has since, but no until"),
        (None, Some(_)) => checker.report_tag(&MISSING_ATTRIBUTE, node, "has until, but no since"),
        _ => {}
    }
}

fn sync<'d>(checker: &mut Checker<'_, 'd>, node: Node<'d>) {
    // A conflict is of the item that it stands in.
    let is_conflict = node.ancestors().any(|outer| outer.tag_name().name() == "conflicts");
    if let Some((subject, id)) = Subject::of(node, "id")
        && !is_conflict
        && !id.is_empty()
        && !checker.ids.insert(("sync", id.to_owned()))
    {
        checker.report(&DUPLICATE_VALUE, subject, &format!("is that of an item before: \"{id}\""));
    }
}

fn history<'d>(checker: &mut Checker<'_, 'd>, node: Node<'d>) {
    match (node.has_attribute("by"), node.has_attribute("when")) {
        (true, true) => {}
        (false, false) => checker.report_tag(&MISSING_BY_AND_WHEN, node, "says neither who nor when"),
        (true, false) => checker.report_tag(&MISSING_RECOMMENDED_ATTRIBUTE, node, "does not say when"),
        (false, true) => checker.report_tag(&MISSING_RECOMMENDED_ATTRIBUTE, node, "does not say who"),
    }
}
