//! Rules of HTML pages.

use super::definition::rules;

const AUTODISCOVERY: &str = "https://www.rssboard.org/rss-autodiscovery";
const LINK: &str = "https://html.spec.whatwg.org/multipage/links.html#rel-alternate";

rules! {
    HTML_PARSE_ERROR: Warning "html-parse-error", "Close and nest elements as HTML has it; browsers mend this, each program in its own way", "https://html.spec.whatwg.org/multipage/parsing.html#parse-errors";
    QUIRKS_MODE: Warning "quirks-mode", "Begin the page with <!DOCTYPE html>", "https://html.spec.whatwg.org/multipage/syntax.html#the-doctype";
    MISSING_CHARSET: Warning "missing-charset", "Write <meta charset=\"utf-8\"> at the beginning of the head", "https://html.spec.whatwg.org/multipage/semantics.html#charset";
    MISSING_PAGE_TITLE: Warning "missing-page-title", "Give the page a title", "https://html.spec.whatwg.org/multipage/semantics.html#the-title-element";
    MISSING_LANG: Warning "missing-lang", "Say the language of the page: <html lang=\"en\">", "https://html.spec.whatwg.org/multipage/dom.html#attr-lang";
    MISSING_VIEWPORT: Info "missing-viewport", "Write <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">", "https://www.w3.org/TR/css-viewport-1/#viewport-meta";
    HEADING_COUNT: Info "heading-count", "Have one <h1>, the headline of the page", "https://html.spec.whatwg.org/multipage/sections.html#headings-and-outlines";
    DUPLICATE_HTML_ID: Error "duplicate-html-id", "Give each element its own id; links lead to the first only", "https://html.spec.whatwg.org/multipage/dom.html#the-id-attribute";
    ALTERNATE_IN_BODY: Error "alternate-in-body", "Move the link into the head; readers look for feeds nowhere else", LINK;
    ALTERNATE_HREF: Error "alternate-without-address", "Give the link the address of the feed as href", AUTODISCOVERY;
    ALTERNATE_TYPE: Warning "alternate-type", "Write application/rss+xml, application/atom+xml or application/feed+json as the type; readers look for these", AUTODISCOVERY;
    ALTERNATE_TITLE: Warning "alternate-without-title", "Give the link a title; readers offer the feeds of a page by their titles", AUTODISCOVERY;
    MISSING_ALT: Warning "missing-alt", "Say what the picture shows in alt, or write alt=\"\" if it shows nothing", "https://html.spec.whatwg.org/multipage/images.html#alt";
    BLOCKED_BY_POLICY: Error "blocked-by-policy", "Take it away, or allow it in the page's Content-Security-Policy", "https://www.w3.org/TR/CSP3/#directives-fetch";
}
