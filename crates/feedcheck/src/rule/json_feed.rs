//! Rules of JSON Feed.

use super::definition::rules;

const TOP: &str = "https://www.jsonfeed.org/version/1.1/#top-level-a-name-top-level-a";
const ITEMS: &str = "https://www.jsonfeed.org/version/1.1/#items-a-name-items-a";
const ATTACHMENTS: &str = "https://www.jsonfeed.org/version/1.1/#attachments-a-name-attachments-a";
const EXTENSIONS: &str = "https://www.jsonfeed.org/version/1.1/#extensions-a-name-extensions-a";
const STRINGS: &str = "https://www.rfc-editor.org/rfc/rfc8259#section-7";

rules! {
    INVALID_JSON: Error "invalid-json",
        "Write JSON, best with a library; readers show nothing of a feed that is none",
        "https://www.rfc-editor.org/rfc/rfc8259#section-2",
        why "A JSON parser refuses the whole document because of one fault, so subscribers see nothing new.";
    CONTROL_IN_STRING: Error "json-control-character",
        "Write the character as an escape such as \\n, or take it away",
        STRINGS,
        why "JSON does not allow the character in a string, and a strict parser refuses the whole feed because of \
            it.";
    LONE_SURROGATE: Error "lone-surrogate",
        "Write both halves of the character, or the character itself",
        "https://www.rfc-editor.org/rfc/rfc8259#section-8.2",
        why "Half of a character is none; a parser refuses the string, or shows a replacement sign.";
    DUPLICATE_MEMBER: Warning "duplicate-member",
        "Keep one of them; some readers take the first, some the last",
        "https://www.rfc-editor.org/rfc/rfc8259#section-4",
        why "Which of the two counts depends on the parser, so two people see different things.",
        readers "RFC 8259 calls the behaviour of parsers unpredictable here: many take the last, some fail.";
    NOT_A_JSON_FEED: Error "not-a-json-feed", "Give a JSON Feed: an object with version, title and items", TOP,
        why "Readers look for the members of JSON Feed, find none, and refuse to subscribe.";
    MISSING_MEMBER: Error "missing-member", "Add the member", TOP,
        why "The format promises that it is there; readers that rely on it refuse the feed or the item.";
    RECOMMENDED_MEMBER: Warning "missing-recommended-member", "Add the member; it is strongly recommended", TOP,
        why "Readers do without, but then people miss something: a site to go to, or a way to subscribe to a copy.";
    MISSING_CONTENT: Error "missing-content", "Add content_html or content_text", ITEMS,
        why "There is no text to show, so people see a title at most.";
    INVALID_FEED_VERSION: Error "invalid-json-feed-version", "Write \"https://jsonfeed.org/version/1.1\"", TOP,
        why "Readers recognise the format by this address, and may not take the document for a feed.";
    OLD_FEED_VERSION: Info "old-json-feed-version",
        "Move to version 1.1: authors as a list, and a language",
        "https://www.jsonfeed.org/version/1.1/#changes-a-name-changes-a",
        why "Readers have to know both versions to show authors and language; new ones may know only the second.";
    WRONG_TYPE: Error "wrong-json-type", "Write a value of the right type, or leave the member out", ITEMS,
        why "A reader in a typed language fails at the whole feed because of one value of another type.";
    UNKNOWN_MEMBER: Error "unknown-member", "Spell the member as the format does, or begin its name with _", EXTENSIONS,
        why "Readers ignore it, so whatever it was to say is lost; often it is a misspelt member.";
    INVALID_EXTENSION: Warning "invalid-extension",
        "Name an extension with _ and a letter, and make it an object",
        EXTENSIONS,
        why "A later version of the format may use the name, and readers would then misunderstand the feed.";
    NUMBER_ID: Warning "number-id", "Write the id as a string", ITEMS,
        why "Readers turn the number into text in different ways, and large numbers lose digits, so items get new \
            ids or share one.",
        readers "The format asks readers to take a number as a string, which not every parser can do without loss.";
    DUPLICATE_ITEM_ID: Error "duplicate-item-id",
        "Give each item its own id; readers keep only one of those that share one",
        ITEMS,
        why "A reader that keeps items by their id keeps one, and the other is never seen.";
    DEPRECATED_AUTHOR: Warning "deprecated-author",
        "Write authors, an array of objects",
        "https://www.jsonfeed.org/version/1.1/#changes-a-name-changes-a",
        why "Readers of version 1.1 may look only for the list, and show no author.";
    EMPTY_AUTHOR: Error "empty-author", "Give a name, url or avatar, or leave the author out", TOP,
        why "The reader is told that there is an author and has nothing to show.";
    CONTROL_IN_TEXT: Warning "control-character-in-text",
        "Take the character away; it is nothing that can be shown",
        STRINGS,
        why "People see a box or a question mark, or the text breaks off there.";
    HTML_IN_PLAIN_TEXT: Warning "html-in-plain-text",
        "Write plain text; readers show the tags and references as they are",
        ITEMS,
        why "The member promises plain text, so people see tags and codes between the words.";
    NOT_WEB: Warning "not-a-web-address", "Write an address with http or https", TOP,
        why "A reader loads nothing but http and https, so the picture or page is missing.";
    FEED_URL_MISMATCH: Warning "feed-url-mismatch",
        "Write the address that the feed is served at; readers take it for the feed's identity",
        TOP,
        why "A reader that takes the address over fetches another document than this one, or counts one feed as two.";
    NEXT_URL_LOOP: Error "next-url-loop",
        "Leave next_url out on the last page",
        "https://www.jsonfeed.org/version/1.1/#top-level-a-name-top-level-a",
        why "A reader that fetches all pages never comes to an end.";
    MODIFIED_BEFORE_PUBLISHED: Warning "modified-before-published",
        "Set date_modified to date_published or later",
        ITEMS,
        why "An item cannot have changed before it was there, so one of the dates is wrong, and readers do not \
            notice the next change.";
    INVALID_ATTACHMENT_NUMBER: Error "invalid-attachment-number", "Write a number from 0 on", ATTACHMENTS,
        why "Players show a wrong size or length, or fail at the whole item.";
}
