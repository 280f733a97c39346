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
    OBSOLETE_NAMESPACE: Error "obsolete-namespace",
        "Publish Atom 1.0: its namespace is http://www.w3.org/2005/Atom",
        FEED,
        why "Elements changed their names and meaning between Atom 0.3 and 1.0, so readers of Atom 1.0 find little \
            that they know.";
    MISSING_NAMESPACE: Error "missing-namespace",
        "Add xmlns=\"http://www.w3.org/2005/Atom\"",
        "https://www.rfc-editor.org/rfc/rfc4287#section-1.2",
        why "A program that knows namespaces sees elements of nothing that it knows, and shows an empty feed.";
    MISPLACED_METADATA: Error "misplaced-metadata",
        "Put it before the first entry; readers that read as they go miss it",
        FEED,
        why "A program that reads as it goes has shown the entries before it knows what their feed says.";
    DUPLICATE_ENTRIES: Warning "duplicate-entries",
        "Give each entry its own id; of several with one id, readers show one",
        ID,
        why "A reader that keeps entries by their id keeps one, and the other article is never seen.",
        readers "newsboat loses one of two entries with the same id.";
    DUPLICATE_IDS: Error "duplicate-ids", "Give each entry an id of its own: these are all the same", ID,
        why "Readers keep one entry for each id, so people see one article and never the others. The template \
            writes a constant where the id of the entry belongs.";
    DUPLICATE_UPDATED: Warning "duplicate-updated",
        "Give each entry a date of its own; readers order entries by it",
        "https://www.rfc-editor.org/rfc/rfc4287#section-4.2.15",
        why "Nothing says which of the two entries comes first, so their order differs from reader to reader and \
            from day to day.";
    MISSING_SOURCE_ELEMENT: Warning "missing-source-element",
        "Copy the element from the feed that the entry comes from",
        "https://www.rfc-editor.org/rfc/rfc4287#section-4.2.11",
        why "Whoever gathers entries from several feeds cannot say where this one comes from, nor link to it.";
    MISSING_SUMMARY: Error "missing-summary", "Add a summary; the content is not in the feed, or is no text", ENTRY,
        why "Readers without the means to load or show the content have nothing to show at all.";
    MISSING_TEXTUAL_CONTENT: Warning "missing-textual-content", "Add a summary or a content", ENTRY,
        why "People see a bare title and have to open the page to learn what it is about.";
    MISSING_CONTENT_OR_ALTERNATE: Error "missing-content-or-alternate",
        "Add a content, or a link with rel=\"alternate\"",
        ENTRY,
        why "There is no text to read and no page to go to: a dead entry.";
    DUPLICATE_ATOM_LINK: Error "duplicate-atom-link",
        "Keep one link with rel=\"alternate\" for each type and language",
        FEED,
        why "A program cannot tell which of the pages is the entry's, so it opens either.";
    MISSING_HREF: Error "missing-href", "Add the address as href", LINK,
        why "A link without an address leads nowhere, and programs drop it.";
    ATOM_LINK_NOT_EMPTY: Warning "atom-link-not-empty", "Take the text away; the address of a link is its href", LINK,
        why "Whoever wrote the address between the tags, as RSS has it, has no link in Atom, because readers look \
            into href.";
    UNREGISTERED_ATOM_LINK_REL: Warning "unregistered-atom-link-rel",
        "Use a registered relation, or a whole address as your own",
        LINK,
        why "Programs act on relations that they know; one that nobody registered is ignored, or is a misspelt one \
            that was meant to do something.";
    SELF_NOT_ATOM: Warning "self-not-atom", "Give the link to the feed itself the media type of the feed", LINK,
        why "A program that asks for the type it was told may be refused by the server, or take the feed for a page.";
    RELATIVE_SELF: Warning "relative-self", "Write the whole address; a feed that was saved has no base", LINK,
        why "The link is there so that a copy of the feed can find its origin, and a relative address cannot do \
            that.";
    SELF_DOESNT_MATCH_LOCATION: Warning "self-doesnt-match-location",
        "Link to the address that the feed is found at",
        LINK,
        why "Readers that take the address over subscribe to another one, which may be old, a test server, or \
            nothing.",
        readers "The address that a feed names for itself is the preferred one to fetch it from (RFC 4287), so some \
            readers move to it.";
    SAME_DOCUMENT_REFERENCE: Warning "same-document-reference",
        "Write the whole address",
        "https://www.rfc-editor.org/rfc/rfc3986#section-4.4",
        why "Some programs go to the base, others to the feed itself, so people land at different places.",
        readers "Clients are known to differ where the base is not the address of the document.";
    FEED_HISTORY_REL_IN_ENTRY: Warning "feed-history-rel-in-entry", "Move the link into the feed", HISTORY,
        why "Programs look for the pages of a feed beside its title; in an entry nobody follows the link, and older \
            entries stay out of reach.";
    FEED_REL_IN_COMPLETE_FEED: Error "feed-rel-in-complete-feed",
        "Take the link away: a complete feed has no other documents",
        HISTORY,
        why "A complete feed says that there is nothing more, and the link says the opposite; a program may drop \
            entries or fetch for nothing.";
    CURRENT_NOT_SELF: Error "current-not-self-in-complete-feed",
        "Let the link with rel=\"current\" lead to the feed itself",
        HISTORY,
        why "A program takes the other document for the present one, and may drop every entry that is not in it.";
    LINK_PAST_END: Error "link-past-end",
        "Take the link away: there is nothing before the first and after the last document",
        "https://www.rfc-editor.org/rfc/rfc5005#section-3",
        why "A program that walks through the pages comes to one that does not exist, or goes round in circles.";
    ARCHIVE_INCOMPLETE: Warning "archive-incomplete",
        "Add a link with rel=\"prev-archive\" or rel=\"next-archive\"",
        "https://www.rfc-editor.org/rfc/rfc5005#section-4",
        why "Somebody who was away cannot be given the entries in between, because nothing leads to the next \
            archive.";
    MISSING_CURRENT_IN_ARCHIVE: Warning "missing-current-in-archive",
        "Add a link with rel=\"current\" to the feed that is subscribed to",
        "https://www.rfc-editor.org/rfc/rfc5005#section-4",
        why "Somebody who comes upon an archive subscribes to a document that never changes.";
    NO_THR_WHEN: Error "no-thr-when",
        "Call the attribute thr:updated",
        "https://www.rfc-editor.org/rfc/rfc4685#section-5",
        why "Programs look for the name that the final standard has, and do not show when the last reply came.";
    INVALID_TEXT_TYPE: Error "invalid-text-type", "Write text, html or xhtml", TEXT,
        why "A program that does not know the type shows the markup itself, or nothing.";
    MISSING_TYPE_ATTR: Warning "missing-type-attr", "Say the media type of what src leads to", CONTENT,
        why "A program has to load the content before it knows whether it can show it.";
    NOT_BASE64: Error "not-base64", "Encode the content in Base64, or give it another type", CONTENT,
        why "A program that decodes the content gets an error, and people get a broken file.";
    NOT_ESCAPED: Error "not-escaped", "Take the attribute mode away; it is of Atom 0.3", CONTENT,
        why "Readers of Atom 1.0 ignore the attribute and take the escaped markup for plain text, so people see \
            tags.";
    NOT_INLINE: Warning "not-inline", "Write the markup as elements: with type=\"xhtml\" it is not escaped", TEXT,
        why "Readers expect elements here, and show people the tags as they are written.";
    MISSING_XHTML_DIV: Error "missing-xhtml-div",
        "Put everything into one <div xmlns=\"http://www.w3.org/1999/xhtml\">",
        "https://www.rfc-editor.org/rfc/rfc4287#section-3.1.1.3",
        why "The standard makes the div a part of the wrapping and not of the text, so a program that takes it away \
            loses an element of the text, or finds nothing.";
    HTML_FRAGMENT: Warning "html-fragment",
        "Write type=\"html\"; the media type text/html is for whole documents",
        CONTENT,
        why "A program that opens a whole document for this media type finds only a piece, without head or encoding.";
    CONTAINS_EMAIL: Warning "contains-email",
        "Put the address into <email>",
        "https://www.rfc-editor.org/rfc/rfc4287#section-3.2.1",
        why "Readers show the name everywhere, and with it an address that attracts spam.";
}
