//! The names of the documents that rules are written in, with the section.

use super::definition::Rule;

/// What an address begins with, and how the document there is called.
const NAMES: &[(&str, &str)] = &[
    ("https://www.rfc-editor.org/rfc/rfc", "RFC "),
    ("https://www.rssboard.org/rss-profile", "RSS Best Practices Profile"),
    ("https://www.rssboard.org/rss-specification", "RSS 2.0 specification"),
    ("https://www.rssboard.org/rss-autodiscovery", "RSS Autodiscovery"),
    ("https://www.rssboard.org/media-rss", "Media RSS specification"),
    ("https://www.rssboard.org/skip-hours-days", "RSS, skipHours and skipDays"),
    ("https://www.w3.org/TR/xml/", "XML 1.0"),
    ("https://www.w3.org/TR/xml-names/", "Namespaces in XML 1.0"),
    ("https://www.w3.org/TR/NOTE-datetime", "W3C, Date and Time Formats"),
    ("https://www.w3.org/TR/css-viewport-1/", "CSS Viewport"),
    ("https://www.w3.org/TR/CSP3/", "Content Security Policy 3"),
    ("https://html.spec.whatwg.org/", "HTML"),
    ("https://www.jsonfeed.org/version/1.1/", "JSON Feed 1.1"),
    ("https://opml.org/spec2.opml", "OPML 2.0"),
    ("https://validator.w3.org/feed/docs/", "W3C Feed Validation Service"),
    ("https://www.iana.org/assignments/uri-schemes/", "IANA, URI schemes"),
    ("https://web.resource.org/rss/1.0/modules/syndication/", "RSS syndication module"),
    ("https://learn.microsoft.com/en-us/previous-versions/dd320270", "FeedSync"),
    ("https://help.apple.com/itc/podcasts_connect/", "Apple Podcasts, RSS tags"),
    ("https://docs.ogc.org/cs/17-002r1/", "GeoRSS"),
    ("https://miniflux.app/docs/", "Miniflux documentation"),
];

impl Rule {
    /// The name of the document that the rule is written in, and its section where that has a number.
    ///
    /// ```
    /// let rule = feedcheck::rule::named("unexpected-whitespace").unwrap();
    /// assert_eq!(rule.specification(), "RFC 4287, section 4.2.6");
    /// ```
    pub fn specification(&self) -> String {
        let known = NAMES.iter().find_map(|(start, name)| Some((*name, self.link.strip_prefix(start)?)));
        let Some((name, rest)) = known else { return self.link.to_owned() };
        let (path, fragment) = rest.split_once('#').unwrap_or((rest, ""));
        let number = if name.ends_with(' ') { path } else { "" };
        match fragment.strip_prefix("section-") {
            Some(section) => format!("{name}{number}, section {section}"),
            None => format!("{name}{number}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rule;

    #[test]
    fn every_rule_is_written_in_a_document_that_has_a_name() {
        for rule in rule::all() {
            assert!(!rule.specification().starts_with("https:"), "{}: {}", rule.code, rule.link);
        }
    }
}
