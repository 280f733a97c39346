//! Rules of HTML inside of feeds.

use super::definition::rules;

const SAFE: &str = "https://validator.w3.org/feed/docs/warning/SecurityRisk.html";
const PLAIN: &str = "https://www.rssboard.org/rss-profile#data-types-characterdata";

rules! {
    CONTAINS_HTML: Warning "contains-html", "Write plain text; where & or < is meant, write &#x26; or &#x3C;", PLAIN;
    CHARACTER_DATA: Warning "character-data", "Write &#x26; for an ampersand and &#x3C; for a bracket, so that no reader takes them for HTML", PLAIN;
    CONTAINS_UNDECLARED_HTML: Warning "contains-undeclared-html", "Say type=\"html\", or write plain text", "https://www.rfc-editor.org/rfc/rfc4287#section-3.1.1";
    NOT_HTML: Warning "not-html", "Mend the HTML; readers mend it each in their own way", "https://html.spec.whatwg.org/multipage/parsing.html#parse-errors";
    HTML_TOO_DEEP: Warning "html-too-deep", "Make the HTML simpler; readers give up, too", "https://html.spec.whatwg.org/multipage/parsing.html";
    SECURITY_RISK: Warning "security-risk", "Take the element away; readers drop it, or what they do with it is no good", SAFE;
    SECURITY_RISK_ATTRIBUTE: Warning "security-risk-attr", "Take the attribute away; readers drop scripts", SAFE;
    DANGEROUS_STYLE: Warning "dangerous-style-attr", "Take the style away; readers drop it, or it changes what stands around the text", SAFE;
    CONTAINS_REL_REF: Warning "contains-rel-ref", "Write the whole address; few readers know what it is relative to", "https://www.rssboard.org/rss-profile#data-types-url";
}
