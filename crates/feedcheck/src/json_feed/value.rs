//! Values of members: which rule a text breaks.

use super::model::{Field, Holds};
use super::walk::Walk;
use crate::json::{self, Node};
use crate::rule::html::HTML_TOO_DEEP;
use crate::rule::json_feed::{
    CONTROL_IN_TEXT, HTML_IN_PLAIN_TEXT, INVALID_ATTACHMENT_NUMBER, INVALID_FEED_VERSION, OLD_FEED_VERSION,
};
use crate::rule::value::{
    IMPLAUSIBLE_DATE, INVALID_FULL_LINK, INVALID_LANGUAGE, INVALID_MIME_TYPE, INVALID_RFC3339_DATE, NOT_BLANK,
};
use crate::value::{date, is_media_type, language};
use crate::{fault, html, plain};

/// Version 1.0, without a slash at the end.
pub(super) const OLD: &str = "https://jsonfeed.org/version/1";
/// Version 1.1.
const PRESENT: &str = "https://jsonfeed.org/version/1.1";

impl Walk<'_, '_> {
    /// Holds a text against what its member has to be.
    pub(super) fn value(&mut self, node: &Node<'_>, text: &str, field: &Field) {
        let name = field.name;
        self.characters(node, text, name);
        if text.trim().is_empty() {
            // An item may well have an empty text.
            if !matches!(field.holds, Holds::Html | Holds::Text) {
                self.add(&NOT_BLANK, &node.at, format!("{name} is empty"));
            }
            return;
        }
        match field.holds {
            Holds::Version => match text.trim_end_matches('/') {
                PRESENT => {}
                OLD => self.add(&OLD_FEED_VERSION, &node.at, "the feed is of version 1.0"),
                _ => self.add(&INVALID_FEED_VERSION, &node.at, format!("JSON Feed has no version \"{text}\"")),
            },
            Holds::Plain => self.markup(node, text, name),
            Holds::Html => self.html(node, text, name),
            Holds::Web => self.address(node, text, name, &[]),
            Holds::Contact => self.address(node, text, name, &["mailto", "tel", "acct", "xmpp"]),
            Holds::Date => match date::rfc3339(text) {
                Err(reason) => {
                    self.add(&INVALID_RFC3339_DATE, &node.at, format!("{name} is no date of RFC 3339: {reason}"));
                }
                Ok(at) if date::is_implausible(at, self.options.now) => {
                    let message = format!("{name} is in the future or before there were feeds: {text}");
                    self.add(&IMPLAUSIBLE_DATE, &node.at, message);
                }
                Ok(_) => {}
            },
            Holds::Language if !language::is_language(text) => {
                self.add(&INVALID_LANGUAGE, &node.at, format!("{name} is no tag of a language: \"{text}\""));
            }
            Holds::MediaType if !is_media_type(text) => {
                self.add(&INVALID_MIME_TYPE, &node.at, format!("{name} is no media type: \"{text}\""));
            }
            _ => {}
        }
    }

    /// A text that is shown as it is.
    pub(super) fn plain(&mut self, node: &Node<'_>, text: &str, name: &str) {
        self.characters(node, text, name);
        if text.trim().is_empty() {
            self.add(&NOT_BLANK, &node.at, format!("{name} holds an empty string"));
        }
        self.markup(node, text, name);
    }

    fn markup(&mut self, node: &Node<'_>, text: &str, name: &str) {
        if let Some(at) = plain::markup(text) {
            let mut map = json::Map::of(self.text, &node.at);
            let (start, end) = (map.place(at.start).start, map.place(at.end - 1).end);
            let message = format!("{name} is plain text, and holds {}", &text[at]);
            self.add(&HTML_IN_PLAIN_TEXT, &(start..end), message);
        }
    }

    fn html(&mut self, node: &Node<'_>, text: &str, name: &str) {
        let Some(found) = html::faults(text, false) else {
            let message = format!("{name} {}", html::TOO_DEEP);
            return self.add(&HTML_TOO_DEEP, &(node.at.start..node.at.start + 1), message);
        };
        let mut map = json::Map::of(self.text, &node.at);
        for (rule, range, what) in found {
            let start = map.place(range.start).start;
            let end = map.clone().place(range.end.max(range.start + 1) - 1).end;
            self.add(rule, &(start..end), format!("{name} {what}"));
        }
    }

    /// Characters that are nothing to show.
    fn characters(&mut self, node: &Node<'_>, text: &str, name: &str) {
        if let Some((offset, c)) = plain::unshown(text) {
            let at = json::Map::of(self.text, &node.at).place(offset);
            self.add(&CONTROL_IN_TEXT, &at, format!("{name} holds U+{:04X}", u32::from(c)));
        }
    }

    fn address(&mut self, node: &Node<'_>, text: &str, name: &str, others: &[&str]) {
        if let Err((rule, what)) = fault::web(text, &INVALID_FULL_LINK, others) {
            self.add(rule, &node.at, format!("{name} {what}"));
        }
    }

    pub(super) fn number(&mut self, node: &Node<'_>, number: &str, (name, units): (&str, &str)) {
        let value = number.parse::<f64>().unwrap_or(f64::NAN);
        let is_whole = units != "bytes" || value.fract() == 0.0;
        if !value.is_finite() || value < 0.0 || !is_whole {
            self.add(&INVALID_ATTACHMENT_NUMBER, &node.at, format!("{name} is no number of {units}: {number}"));
        }
    }
}
