//! Rules of OPML.

use super::definition::rules;

const SPEC: &str = "https://opml.org/spec2.opml";

rules! {
    INVALID_OPML_VERSION: Error "invalid-opml-version", "Write version=\"2.0\"", SPEC;
    INVALID_EXPANSION_STATE: Error "invalid-expansion-state", "Write numbers of lines with commas between them", SPEC;
    MISSING_XML_URL: Warning "missing-xml-url", "Add xmlUrl, the address of the feed; without it readers import nothing", SPEC;
    MISSING_TITLE_ATTRIBUTE: Warning "missing-title-attr", "Add title, the title of the feed", SPEC;
    MISSING_URL_ATTRIBUTE: Warning "missing-url-attr", "Add url, the address that the outline leads to", SPEC;
    MISSING_OUTLINE_TYPE: Warning "missing-outline-type", "Add type=\"rss\"; some readers import nothing else", SPEC;
    INVALID_OUTLINE_TYPE: Warning "invalid-outline-type", "Use a type that is known: rss, link or include", SPEC;
    INVALID_OUTLINE_VERSION: Warning "invalid-outline-version", "Write RSS, RSS1, RSS2 or scriptingNews, or leave the version out", SPEC;
    DUPLICATE_XML_URL: Warning "duplicate-xml-url", "List each feed once; some readers subscribe twice", SPEC;
    UNKNOWN_OUTLINE_ATTRIBUTE: Info "unknown-outline-attribute", "Mind that readers do not know this attribute", SPEC;
    MISSING_OPML_TITLE: Info "missing-opml-title", "Give the list a title", SPEC;
}
