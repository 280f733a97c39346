//! Rules of Atom 1.0 (RFC 4287), its threads (RFC 4685) and histories (RFC 5005).

use super::definition::rules;

const FEED: &str = "https://www.rfc-editor.org/rfc/rfc4287#section-4.1.1";
const ENTRY: &str = "https://www.rfc-editor.org/rfc/rfc4287#section-4.1.2";
const CONTENT: &str = "https://www.rfc-editor.org/rfc/rfc4287#section-4.1.3";
const TEXT: &str = "https://www.rfc-editor.org/rfc/rfc4287#section-3.1.1";
const LINK: &str = "https://www.rfc-editor.org/rfc/rfc4287#section-4.2.7";
const ID: &str = "https://www.rfc-editor.org/rfc/rfc4287#section-4.2.6";
const HISTORY: &str = "https://www.rfc-editor.org/rfc/rfc5005#section-2";

rules! {
    OBSOLETE_NAMESPACE: Error "obsolete-namespace", "Publish Atom 1.0: its namespace is http://www.w3.org/2005/Atom", FEED;
    MISSING_NAMESPACE: Error "missing-namespace", "Add xmlns=\"http://www.w3.org/2005/Atom\"", "https://www.rfc-editor.org/rfc/rfc4287#section-1.2";
    MISPLACED_METADATA: Error "misplaced-metadata", "Put it before the first entry; readers that read as they go miss it", FEED;
    DUPLICATE_ENTRIES: Warning "duplicate-entries", "Give each entry its own id; of several with one id, readers show one", ID;
    DUPLICATE_IDS: Error "duplicate-ids", "Give each entry an id of its own: these are all the same", ID;
    DUPLICATE_UPDATED: Warning "duplicate-updated", "Give each entry a date of its own; readers order entries by it", "https://www.rfc-editor.org/rfc/rfc4287#section-4.2.15";
    MISSING_SOURCE_ELEMENT: Warning "missing-source-element", "Copy the element from the feed that the entry comes from", "https://www.rfc-editor.org/rfc/rfc4287#section-4.2.11";
    MISSING_SUMMARY: Error "missing-summary", "Add a summary; the content is not in the feed, or is no text", ENTRY;
    MISSING_TEXTUAL_CONTENT: Warning "missing-textual-content", "Add a summary or a content", ENTRY;
    MISSING_CONTENT_OR_ALTERNATE: Error "missing-content-or-alternate", "Add a content, or a link with rel=\"alternate\"", ENTRY;
    DUPLICATE_ATOM_LINK: Error "duplicate-atom-link", "Keep one link with rel=\"alternate\" for each type and language", FEED;
    MISSING_HREF: Error "missing-href", "Add the address as href", LINK;
    ATOM_LINK_NOT_EMPTY: Warning "atom-link-not-empty", "Take the text away; the address of a link is its href", LINK;
    UNREGISTERED_ATOM_LINK_REL: Warning "unregistered-atom-link-rel", "Use a registered relation, or a whole address as your own", LINK;
    SELF_NOT_ATOM: Warning "self-not-atom", "Give the link to the feed itself the media type of the feed", LINK;
    RELATIVE_SELF: Warning "relative-self", "Write the whole address; a feed that was saved has no base", LINK;
    SELF_DOESNT_MATCH_LOCATION: Warning "self-doesnt-match-location", "Link to the address that the feed is found at", LINK;
    SAME_DOCUMENT_REFERENCE: Warning "same-document-reference", "Write the whole address", "https://www.rfc-editor.org/rfc/rfc3986#section-4.4";
    FEED_HISTORY_REL_IN_ENTRY: Warning "feed-history-rel-in-entry", "Move the link into the feed", HISTORY;
    FEED_REL_IN_COMPLETE_FEED: Error "feed-rel-in-complete-feed", "Take the link away: a complete feed has no other documents", HISTORY;
    CURRENT_NOT_SELF: Error "current-not-self-in-complete-feed", "Let the link with rel=\"current\" lead to the feed itself", HISTORY;
    LINK_PAST_END: Error "link-past-end", "Take the link away: there is nothing before the first and after the last document", "https://www.rfc-editor.org/rfc/rfc5005#section-3";
    ARCHIVE_INCOMPLETE: Warning "archive-incomplete", "Add a link with rel=\"prev-archive\" or rel=\"next-archive\"", "https://www.rfc-editor.org/rfc/rfc5005#section-4";
    MISSING_CURRENT_IN_ARCHIVE: Warning "missing-current-in-archive", "Add a link with rel=\"current\" to the feed that is subscribed to", "https://www.rfc-editor.org/rfc/rfc5005#section-4";
    NO_THR_WHEN: Error "no-thr-when", "Call the attribute thr:updated", "https://www.rfc-editor.org/rfc/rfc4685#section-5";
    INVALID_TEXT_TYPE: Error "invalid-text-type", "Write text, html or xhtml", TEXT;
    MISSING_TYPE_ATTR: Warning "missing-type-attr", "Say the media type of what src leads to", CONTENT;
    NOT_BASE64: Error "not-base64", "Encode the content in Base64, or give it another type", CONTENT;
    NOT_ESCAPED: Error "not-escaped", "Take the attribute mode away; it is of Atom 0.3", CONTENT;
    NOT_INLINE: Warning "not-inline", "Write the markup as elements: with type=\"xhtml\" it is not escaped", TEXT;
    MISSING_XHTML_DIV: Error "missing-xhtml-div", "Put everything into one <div xmlns=\"http://www.w3.org/1999/xhtml\">", "https://www.rfc-editor.org/rfc/rfc4287#section-3.1.1.3";
    HTML_FRAGMENT: Warning "html-fragment", "Write type=\"html\"; the media type text/html is for whole documents", CONTENT;
    CONTAINS_EMAIL: Warning "contains-email", "Put the address into <email>", "https://www.rfc-editor.org/rfc/rfc4287#section-3.2.1";
}
