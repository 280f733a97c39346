//! Rules of HTML inside of feeds.

use super::definition::rules;

const SAFE: &str = "https://validator.w3.org/feed/docs/warning/SecurityRisk.html";
const PLAIN: &str = "https://www.rssboard.org/rss-profile#data-types-characterdata";

rules! {
    CONTAINS_HTML: Warning "contains-html", "Write plain text; where & or < is meant, write &#x26; or &#x3C;", PLAIN,
        why "Where a title is taken for plain text people see tags and codes; where it is taken for HTML, text in \
            angle brackets disappears.",
        readers "Some clients read such a value as HTML, some strip the tags, and some show them as they are.";
    CHARACTER_DATA: Warning "character-data",
        "Write &#x26; for an ampersand and &#x3C; for a bracket, so that no reader takes them for HTML",
        PLAIN,
        why "RSS does not say whether a title is HTML, so a plain bracket or ampersand disappears in some readers \
            and is shown in others.",
        readers "With references such as &#x26; titles come out right in all eleven readers and libraries tried; \
            with &amp;amp; in one of them at most.";
    CONTAINS_UNDECLARED_HTML: Warning "contains-undeclared-html",
        "Say type=\"html\", or write plain text",
        "https://www.rfc-editor.org/rfc/rfc4287#section-3.1.1",
        why "Atom says plainly that the text is not HTML, so readers show people the tags.";
    NOT_HTML: Warning "not-html",
        "Mend the HTML; readers mend it each in their own way",
        "https://html.spec.whatwg.org/multipage/parsing.html#parse-errors",
        why "Each program mends broken HTML in its own way; links, lists and pictures can be lost or swallow the \
            text after them.";
    HTML_TOO_DEEP: Warning "html-too-deep",
        "Make the HTML simpler; readers give up, too",
        "https://html.spec.whatwg.org/multipage/parsing.html",
        why "Programs stop at some depth or take very long, so that people see a part of the text or wait for it.";
    SECURITY_RISK: Warning "security-risk",
        "Take the element away; readers drop it, or what they do with it is no good",
        SAFE,
        why "The element could run code or reach into the page around the text, so whatever was to be shown by it \
            is missing for most people.",
        readers "Readers usually strip such elements before they show the text.";
    SECURITY_RISK_ATTRIBUTE: Warning "security-risk-attr", "Take the attribute away; readers drop scripts", SAFE,
        why "An attribute that runs code would let a feed act in the name of its reader, so it is taken away, and \
            what depends on it does not work.",
        readers "Careful readers strip such attributes; not all do, so leave nothing to them.";
    DANGEROUS_STYLE: Warning "dangerous-style-attr",
        "Take the style away; readers drop it, or it changes what stands around the text",
        SAFE,
        why "Styles can cover what stands around the text or load things, so they are dropped, and a text whose \
            sense depends on them is misread.",
        readers "What is considered dangerous differs from browser to browser and between versions.";
    CONTAINS_REL_REF: Warning "contains-rel-ref",
        "Write the whole address; few readers know what it is relative to",
        "https://www.rssboard.org/rss-profile#data-types-url",
        why "In a reader nothing says what the address is relative to, so pictures are missing and links lead \
            nowhere.",
        readers "Some news readers look for such pictures on the reader's own site or machine.";
}
