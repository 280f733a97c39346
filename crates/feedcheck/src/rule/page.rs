//! Rules of HTML pages.

use super::definition::rules;

const AUTODISCOVERY: &str = "https://www.rssboard.org/rss-autodiscovery";
const LINK: &str = "https://html.spec.whatwg.org/multipage/links.html#rel-alternate";

rules! {
    HTML_PARSE_ERROR: Warning "html-parse-error",
        "Close and nest elements as HTML has it; browsers mend this, each program in its own way",
        "https://html.spec.whatwg.org/multipage/parsing.html#parse-errors",
        why "Browsers repair the page by fixed rules, other programs do not; links or texts can end up in the wrong \
            place.";
    QUIRKS_MODE: Warning "quirks-mode",
        "Begin the page with <!DOCTYPE html>",
        "https://html.spec.whatwg.org/multipage/syntax.html#the-doctype",
        why "Browsers lay the page out as those of the nineties did, so that sizes and tables differ from what the \
            style says.";
    MISSING_CHARSET: Warning "missing-charset",
        "Write <meta charset=\"utf-8\"> at the beginning of the head",
        "https://html.spec.whatwg.org/multipage/semantics.html#charset",
        why "Browsers guess the encoding, and a wrong guess garbles every letter outside of ASCII.";
    MISSING_PAGE_TITLE: Warning "missing-page-title",
        "Give the page a title",
        "https://html.spec.whatwg.org/multipage/semantics.html#the-title-element",
        why "The tab, the bookmark and the result of a search have no name.";
    MISSING_LANG: Warning "missing-lang",
        "Say the language of the page: <html lang=\"en\">",
        "https://html.spec.whatwg.org/multipage/dom.html#attr-lang",
        why "Speech output reads the page in the wrong language, and offers to translate come when they should not.";
    MISSING_VIEWPORT: Info "missing-viewport",
        "Write <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
        "https://www.w3.org/TR/css-viewport-1/#viewport-meta",
        why "Phones show the page as if it were a desktop's, in letters too small to read.";
    HEADING_COUNT: Info "heading-count",
        "Have one <h1>, the headline of the page",
        "https://html.spec.whatwg.org/multipage/sections.html#headings-and-outlines",
        why "People who listen to the page or jump by headings cannot find out what it is about.";
    DUPLICATE_HTML_ID: Error "duplicate-html-id",
        "Give each element its own id; links lead to the first only",
        "https://html.spec.whatwg.org/multipage/dom.html#the-id-attribute",
        why "A link to the id, a label or a script gets the first element only; the other cannot be reached.";
    ALTERNATE_IN_BODY: Error "alternate-in-body",
        "Move the link into the head; readers look for feeds nowhere else",
        LINK,
        why "Browsers and readers look for feeds in the head, so a reader that is given the page offers no feed.";
    ALTERNATE_HREF: Error "alternate-without-address", "Give the link the address of the feed as href", AUTODISCOVERY,
        why "A reader is told that there is a feed and cannot find it.";
    ALTERNATE_TYPE: Warning "alternate-type",
        "Write application/rss+xml, application/atom+xml or application/feed+json as the type; readers look for these",
        AUTODISCOVERY,
        why "Readers recognise a feed by its media type, and do not offer this one.";
    ALTERNATE_TITLE: Warning "alternate-without-title",
        "Give the link a title; readers offer the feeds of a page by their titles",
        AUTODISCOVERY,
        why "Where a page has several feeds, people cannot tell them apart in the choice that a reader offers.";
    MISSING_ALT: Warning "missing-alt",
        "Say what the picture shows in alt, or write alt=\"\" if it shows nothing",
        "https://html.spec.whatwg.org/multipage/images.html#alt",
        why "People who do not see the picture learn nothing of it, or hear the name of its file.";
    BLOCKED_BY_POLICY: Error "blocked-by-policy",
        "Take it away, or allow it in the page's Content-Security-Policy",
        "https://www.w3.org/TR/CSP3/#directives-fetch",
        why "The browser refuses it because the page itself forbids it, so something is missing for everybody.";
}
