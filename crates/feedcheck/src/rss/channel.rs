//! What is not regular about a channel of RSS.

use std::collections::BTreeSet;

use crate::checker::{Checker, Node, Subject};
use crate::link;
use crate::namespace::Ns;
use crate::rule::rss::{
    AVOID_TEXT_INPUT, EIGHT_DAYS, IMAGE_LINK_DOESNT_MATCH, IMAGE_TITLE_DOESNT_MATCH, IMAGE_URL_FORMAT, INVALID_DAY,
    INVALID_FORM_COMPONENT_NAME, INVALID_HEIGHT, INVALID_HOUR, INVALID_WIDTH, MISPLACED_ITEM, MISSING_LANGUAGE,
    MISSING_SELF, NO_BLINK, NOT_ENOUGH_HOURS, USE_ZERO_FOR_MIDNIGHT,
};
use crate::rule::value::{DUPLICATE_VALUE, INVALID_INTEGER_ATTRIBUTE};
use crate::value::number;
use crate::xml::inherited;
use crate::xml::text::trimmed;
use crate::{extension, lint};

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The channel as a whole.
pub(super) fn check<'d>(checker: &mut Checker<'_, 'd>, channel: Node<'d>) {
    let has_language = checker.child(channel, Ns::Core, "language").is_some()
        || checker.child(channel, Ns::Dc, "language").is_some()
        || inherited::language(channel).is_some();
    if !has_language {
        checker.report_tag(&MISSING_LANGUAGE, channel, "says no language");
    }
    let has_self = checker.children(channel, Ns::Atom, "link").any(|link| link::relation(link) == "self");
    if !has_self && checker.is_rss2 {
        checker.report_tag(&MISSING_SELF, channel, "has no <atom:link rel=\"self\">");
    }
    misplaced_items(checker, channel);
    extension::itunes::channel(checker, channel);
    lint::feed(checker, channel, "item");
}

/// Items before the elements about the channel (RSS Profile, "channel").
fn misplaced_items<'d>(checker: &mut Checker<'_, 'd>, channel: Node<'d>) {
    let is_item = |checker: &Checker<'_, 'd>, node: Node<'d>| checker.classify(node) == (Ns::Core, "item");
    let elements: Vec<_> = channel.children().filter(Node::is_element).collect();
    let last = elements.iter().rposition(|node| {
        let (ns, name) = checker.classify(*node);
        (ns == Ns::Core && name != "item") || (ns == Ns::Atom && name == "link")
    });
    let first = elements.iter().position(|node| is_item(checker, *node));
    if let (Some(first), Some(last)) = (first, last)
        && first < last
    {
        let name = elements[last].tag_name().name();
        checker.report_tag(&MISPLACED_ITEM, elements[first], &format!("stands before the <{name}> of the channel"));
    }
}

/// The port of a cloud is a number.
pub(super) fn cloud<'d>(checker: &mut Checker<'_, 'd>, cloud: Node<'d>) {
    if let Some((subject, port)) = Subject::of(cloud, "port")
        && number::integer(port).is_none_or(|port| port <= 0)
    {
        checker.report(&INVALID_INTEGER_ATTRIBUTE, subject, &format!("is no port: \"{port}\""));
    }
}

/// The image of a channel has its title and link, and a size within limits.
pub(super) fn image<'d>(checker: &mut Checker<'_, 'd>, image: Node<'d>) {
    for (name, rule) in [("title", &IMAGE_TITLE_DOESNT_MATCH), ("link", &IMAGE_LINK_DOESNT_MATCH)] {
        if let (Some(own), Some(channels)) = (checker.child(image, Ns::Core, name), checker.sibling(image, name))
            && trimmed(own) != trimmed(channels)
        {
            let channels = trimmed(channels);
            checker.report(rule, own, &format!("is not that of the channel, \"{channels}\""));
        }
    }
    if let Some(url) = checker.child(image, Ns::Core, "url") {
        let address = trimmed(url);
        let extension = address.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        let is_extension = !extension.is_empty() && extension.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if is_extension && !["jpg", "jpeg", "gif", "png"].contains(&extension.as_str()) {
            checker.report(&IMAGE_URL_FORMAT, url, "is no GIF, JPEG or PNG by its name");
        }
    }
    for (name, most, rule) in [("width", 144, &INVALID_WIDTH), ("height", 400, &INVALID_HEIGHT)] {
        if let Some(size) = checker.child(image, Ns::Core, name) {
            let text = trimmed(size);
            if number::integer(&text).is_none_or(|number| !(1..=most).contains(&number)) {
                checker.report(rule, size, &format!("is no number from 1 to {most}: \"{text}\""));
            }
        }
    }
}

/// A text input is hardly ever shown.
pub(super) fn text_input<'d>(checker: &mut Checker<'_, 'd>, input: Node<'d>) {
    checker.report_tag(&AVOID_TEXT_INPUT, input, "is hardly ever shown");
}

/// The name of a text input is one of a form's.
pub(super) fn form_name<'d>(checker: &mut Checker<'_, 'd>, name: Node<'d>) {
    let text = trimmed(name);
    if !text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        checker.report(&INVALID_FORM_COMPONENT_NAME, name, &format!("cannot be a name of a form: \"{text}\""));
    }
}

/// Hours are from 0 to 23, each once.
pub(super) fn skip_hours<'d>(checker: &mut Checker<'_, 'd>, hours: Node<'d>) {
    let mut seen = BTreeSet::new();
    let hours_inside: Vec<_> = checker.children(hours, Ns::Core, "hour").collect();
    if hours_inside.len() > 24 {
        checker.report_tag(&NOT_ENOUGH_HOURS, hours, &format!("holds {} hours", hours_inside.len()));
    }
    for hour in hours_inside {
        let text = trimmed(hour);
        match number::integer(&text) {
            Some(number @ 0..=24) => {
                if number == 24 {
                    checker.report(&USE_ZERO_FOR_MIDNIGHT, hour, "is midnight, which is 0");
                }
                if !seen.insert(number % 24) {
                    checker.report(&DUPLICATE_VALUE, hour, &format!("says {number} again"));
                }
            }
            _ => checker.report(&INVALID_HOUR, hour, &format!("is no hour from 0 to 23: \"{text}\"")),
        }
    }
}

/// Days have their English names, each once.
pub(super) fn skip_days<'d>(checker: &mut Checker<'_, 'd>, days: Node<'d>) {
    let mut seen = BTreeSet::new();
    let days_inside: Vec<_> = checker.children(days, Ns::Core, "day").collect();
    if days_inside.len() > 7 {
        checker.report_tag(&EIGHT_DAYS, days, &format!("holds {} days", days_inside.len()));
    }
    for day in days_inside {
        let text = trimmed(day);
        if !DAYS.contains(&text.as_str()) {
            checker.report(&INVALID_DAY, day, &format!("is no day of the week: \"{text}\""));
        } else if !seen.insert(text.clone()) {
            checker.report(&DUPLICATE_VALUE, day, &format!("says {text} again"));
        }
    }
}

/// Blinking was never an element of RSS.
pub(super) fn blink<'d>(checker: &mut Checker<'_, 'd>, blink: Node<'d>) {
    checker.report_tag(&NO_BLINK, blink, "is no element of RSS");
}
