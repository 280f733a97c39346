//! Rules of OPML.

use super::definition::rules;

const SPEC: &str = "https://opml.org/spec2.opml";

rules! {
    INVALID_OPML_VERSION: Error "invalid-opml-version", "Write version=\"2.0\"", SPEC,
        why "A program decides by the version how to read the outlines, and may refuse to import the list.";
    INVALID_EXPANSION_STATE: Error "invalid-expansion-state", "Write numbers of lines with commas between them", SPEC,
        why "An outliner opens the wrong branches, or none.";
    MISSING_XML_URL: Warning "missing-xml-url",
        "Add xmlUrl, the address of the feed; without it readers import nothing",
        SPEC,
        why "The line looks like a subscription, but there is nothing that a reader could subscribe to.";
    MISSING_TITLE_ATTRIBUTE: Warning "missing-title-attr", "Add title, the title of the feed", SPEC,
        why "After an import there is nothing to recognise the subscription by until it has been fetched.";
    MISSING_URL_ATTRIBUTE: Warning "missing-url-attr", "Add url, the address that the outline leads to", SPEC,
        why "The line says that it leads somewhere and does not say where, so a program cannot open it.";
    MISSING_OUTLINE_TYPE: Warning "missing-outline-type", "Add type=\"rss\"; some readers import nothing else", SPEC,
        why "A reader that imports feeds only skips lines that do not say that they are feeds.",
        readers "Some readers import lines of the type rss only.";
    INVALID_OUTLINE_TYPE: Warning "invalid-outline-type", "Use a type that is known: rss, link or include", SPEC,
        why "Programs skip types that they do not know, so the subscription is left out of the import.";
    INVALID_OUTLINE_VERSION: Warning "invalid-outline-version",
        "Write RSS, RSS1, RSS2 or scriptingNews, or leave the version out",
        SPEC,
        why "A program that goes by the version finds none that it knows, and may skip the line.";
    DUPLICATE_XML_URL: Warning "duplicate-xml-url", "List each feed once; some readers subscribe twice", SPEC,
        why "After an import people have one feed twice, and read each article twice.",
        readers "Some readers subscribe a second time.";
    UNKNOWN_OUTLINE_ATTRIBUTE: Info "unknown-outline-attribute", "Mind that readers do not know this attribute", SPEC,
        why "Whatever the attribute says is kept by no reader, and lost at the next export.";
    MISSING_OPML_TITLE: Info "missing-opml-title", "Give the list a title", SPEC,
        why "Somebody who opens the list does not know what it is a list of.";
}
