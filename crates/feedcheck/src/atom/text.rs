//! Texts and contents of Atom (RFC 4287 §3.1 and §4.1.3): plain, HTML, XHTML, or of a media type.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::entry::is_binary;
use crate::checker::{Checker, Node, Subject};
use crate::document::Kind;
use crate::html;
use crate::namespace::Ns;
use crate::rule::atom::{
    HTML_FRAGMENT, INVALID_TEXT_TYPE, MISSING_TYPE_ATTR, MISSING_XHTML_DIV, NOT_BASE64, NOT_ESCAPED, NOT_INLINE,
};
use crate::rule::extension::DUPLICATE_DESCRIPTION_SEMANTICS;
use crate::rule::html::{CONTAINS_UNDECLARED_HTML, NOT_HTML};
use crate::rule::rss::{MISSING_LANGUAGE, UNDEFINED_ELEMENT, UNEXPECTED_TEXT};
use crate::rule::value::{ATTR_NOT_BLANK, INVALID_MIME_TYPE, INVALID_URI_ATTRIBUTE, NOT_BLANK};
use crate::value::{is_media_type, uri};
use crate::xhtml;
use crate::xml;
use crate::xml::inherited;
use crate::xml::text;

const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// A text: a title, subtitle, summary or rights.
pub(crate) fn construct<'d>(checker: &mut Checker<'_, 'd>, node: Node<'d>) {
    check(checker, node, false);
}

/// A content.
pub(crate) fn content<'d>(checker: &mut Checker<'_, 'd>, node: Node<'d>) {
    check(checker, node, true);
}

fn is_xml(kind: &str) -> bool {
    kind.ends_with("+xml") || kind.ends_with("/xml")
}

/// Checks a construct and all that is in it.
fn check<'d>(checker: &mut Checker<'_, 'd>, node: Node<'d>, is_content: bool) {
    let source = Subject::of(node, "src");
    let has_source = source.is_some();
    let named = Subject::of(node, "type");
    let kind = named.map_or(if has_source { "" } else { "text" }, |(_, kind)| kind);
    if checker.kind == Kind::Rss && !has_source && node.tag_name().name() != "summary" {
        checker.report_tag(&DUPLICATE_DESCRIPTION_SEMANTICS, node, "says what an element of RSS says");
    }
    if let Some((subject, kind)) = named {
        check_type(checker, subject, kind, is_content);
        let is_word = ["text", "html", "xhtml"].contains(&kind) && !has_source;
        if !is_word && !kind.is_empty() && !is_media_type(kind) {
            checker.report(&INVALID_MIME_TYPE, subject, &format!("is no media type: \"{kind}\""));
        }
    }
    if let Some((subject, address)) = source {
        let result = uri::iri_reference(address);
        checker.uri(&INVALID_URI_ATTRIBUTE, result, address, subject);
        if named.is_none() {
            checker.report_tag(&MISSING_TYPE_ATTR, node, "has no type for what its src leads to");
        }
    }
    if inherited::language(node).is_none() && !std::mem::replace(&mut checker.lacks_language, true) {
        checker.report_tag(&MISSING_LANGUAGE, node, "is in no language that is said");
    }
    if let Some((subject, "escaped")) = Subject::of(node, "mode") {
        checker.report(&NOT_ESCAPED, subject, "is of Atom 0.3");
    }
    let elements: Vec<_> = node.children().filter(Node::is_element).collect();
    check_elements(checker, node, kind, &elements);
    let raw = text::of(node);
    if has_source && !raw.trim().is_empty() {
        checker.report(&UNEXPECTED_TEXT, node, "holds text, and has an src");
    }
    check_text(checker, node, kind, &raw);
    if raw.trim().is_empty() && elements.is_empty() && !has_source {
        checker.report(&NOT_BLANK, node, "is empty");
    }
}

/// Checks that the type is not empty, and may be that of a text or a content.
fn check_type<'d>(checker: &mut Checker<'_, 'd>, subject: Subject<'d>, kind: &str, is_content: bool) {
    if kind.is_empty() {
        checker.report(&ATTR_NOT_BLANK, subject, "is empty");
    } else if kind.contains('/') && !is_content {
        checker.report(&INVALID_TEXT_TYPE, subject, &format!("is none of text, html and xhtml: \"{kind}\""));
    } else if kind == "multipart/alternative" {
        checker.report(&INVALID_MIME_TYPE, subject, "is a type of several parts");
    }
}

/// Checks the elements in a construct: only XHTML and other XML may have some.
fn check_elements<'d>(checker: &mut Checker<'_, 'd>, node: Node<'d>, kind: &str, elements: &[Node<'d>]) {
    if kind == "xhtml" {
        return xhtml(checker, node);
    }
    if !is_xml(kind) {
        for element in elements {
            let (name, _) = xml::name(node, checker.text);
            let what = format!("stands inside of the text of <{name}>, whose type is \"{kind}\"");
            checker.report_tag(&UNDEFINED_ELEMENT, *element, &what);
        }
        return;
    }
    let has_text = node.children().any(|child| child.is_text() && !child.text().unwrap_or_default().trim().is_empty());
    if has_text && !elements.is_empty() {
        checker.report(&UNEXPECTED_TEXT, node, "holds text beside its element");
    }
    if let Some(first) = elements.first()
        && kind == "application/xhtml+xml"
    {
        let name = first.tag_name();
        if name.name() != "html" {
            checker.report_tag(&HTML_FRAGMENT, *first, "is no whole document");
        } else if name.namespace() != Some(XHTML) {
            checker.report_tag(&NOT_HTML, *first, "is not in the namespace of XHTML");
        }
    }
}

/// Checks the text in a construct by its type.
fn check_text<'d>(checker: &mut Checker<'_, 'd>, node: Node<'d>, kind: &str, raw: &str) {
    match kind {
        "xhtml" => {}
        "text" => checker.plain(&CONTAINS_UNDECLARED_HTML, raw.trim(), node.into()),
        "html" => checker.html(node, raw),
        _ if kind.ends_with("/html") => {
            checker.html(node, raw);
            if !raw.to_ascii_lowercase().contains("<html") && Subject::of(node, "src").is_none() {
                checker.report(&HTML_FRAGMENT, node, "is no whole document");
            }
        }
        _ if is_binary(kind) => {
            let packed: String = raw.split_ascii_whitespace().collect();
            if STANDARD.decode(packed.as_bytes()).is_err() {
                checker.report(&NOT_BASE64, node, "is not in Base64");
            }
        }
        _ => checker.plain(&CONTAINS_UNDECLARED_HTML, raw.trim(), node.into()),
    }
}

/// XHTML stands in one `div` (RFC 4287 §3.1.1.3).
fn xhtml<'d>(checker: &mut Checker<'_, 'd>, node: Node<'d>) {
    let is_div = |node: Node<'d>| node.tag_name().namespace() == Some(XHTML) && node.tag_name().name() == "div";
    let mut has_div = false;
    for child in node.children() {
        if child.is_text() && !child.text().unwrap_or_default().trim().is_empty() {
            let text = child.text().unwrap_or_default();
            if html::end_tag(text).is_some() || html::reference(text).is_some() {
                checker.report(&NOT_INLINE, node, "holds escaped markup, and is of type xhtml");
            }
            if !has_div {
                checker.report(&MISSING_XHTML_DIV, node, "holds text outside of a <div>");
                return;
            }
        } else if child.is_element() {
            if is_div(child) {
                has_div = true;
                xhtml::inline(checker, child);
            } else if child.tag_name().name() == "div" {
                checker.report_tag(&MISSING_XHTML_DIV, child, "is not in the namespace of XHTML");
                checker.report_tag(&NOT_HTML, child, "is not in the namespace of XHTML");
                return;
            } else if !has_div {
                checker.report_tag(&MISSING_XHTML_DIV, child, "stands outside of a <div>");
                return;
            } else if checker.classify(child).0 != Ns::Xhtml {
                checker.report_tag(&NOT_HTML, child, "is not in the namespace of XHTML");
            }
        }
    }
}
