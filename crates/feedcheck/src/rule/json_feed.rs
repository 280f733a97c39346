//! Rules of JSON Feed.

use super::definition::rules;

const TOP: &str = "https://www.jsonfeed.org/version/1.1/#top-level-a-name-top-level-a";
const ITEMS: &str = "https://www.jsonfeed.org/version/1.1/#items-a-name-items-a";
const ATTACHMENTS: &str = "https://www.jsonfeed.org/version/1.1/#attachments-a-name-attachments-a";
const EXTENSIONS: &str = "https://www.jsonfeed.org/version/1.1/#extensions-a-name-extensions-a";
const STRINGS: &str = "https://www.rfc-editor.org/rfc/rfc8259#section-7";

rules! {
    INVALID_JSON: Error "invalid-json", "Write JSON, best with a library; readers show nothing of a feed that is none", "https://www.rfc-editor.org/rfc/rfc8259#section-2";
    CONTROL_IN_STRING: Error "json-control-character", "Write the character as an escape such as \\n, or take it away", STRINGS;
    LONE_SURROGATE: Error "lone-surrogate", "Write both halves of the character, or the character itself", "https://www.rfc-editor.org/rfc/rfc8259#section-8.2";
    DUPLICATE_MEMBER: Warning "duplicate-member", "Keep one of them; some readers take the first, some the last", "https://www.rfc-editor.org/rfc/rfc8259#section-4";
    NOT_A_JSON_FEED: Error "not-a-json-feed", "Give a JSON Feed: an object with version, title and items", TOP;
    MISSING_MEMBER: Error "missing-member", "Add the member", TOP;
    RECOMMENDED_MEMBER: Warning "missing-recommended-member", "Add the member; it is strongly recommended", TOP;
    MISSING_CONTENT: Error "missing-content", "Add content_html or content_text", ITEMS;
    INVALID_FEED_VERSION: Error "invalid-json-feed-version", "Write \"https://jsonfeed.org/version/1.1\"", TOP;
    OLD_FEED_VERSION: Info "old-json-feed-version", "Move to version 1.1: authors as a list, and a language", "https://www.jsonfeed.org/version/1.1/#changes-a-name-changes-a";
    WRONG_TYPE: Error "wrong-json-type", "Write a value of the right type, or leave the member out", ITEMS;
    UNKNOWN_MEMBER: Error "unknown-member", "Spell the member as the format does, or begin its name with _", EXTENSIONS;
    INVALID_EXTENSION: Warning "invalid-extension", "Name an extension with _ and a letter, and make it an object", EXTENSIONS;
    NUMBER_ID: Warning "number-id", "Write the id as a string", ITEMS;
    DUPLICATE_ITEM_ID: Error "duplicate-item-id", "Give each item its own id; readers keep only one of those that share one", ITEMS;
    DEPRECATED_AUTHOR: Warning "deprecated-author", "Write authors, an array of objects", "https://www.jsonfeed.org/version/1.1/#changes-a-name-changes-a";
    EMPTY_AUTHOR: Error "empty-author", "Give a name, url or avatar, or leave the author out", TOP;
    CONTROL_IN_TEXT: Warning "control-character-in-text", "Take the character away; it is nothing that can be shown", STRINGS;
    HTML_IN_PLAIN_TEXT: Warning "html-in-plain-text", "Write plain text; readers show the tags and references as they are", ITEMS;
    NOT_WEB: Warning "not-a-web-address", "Write an address with http or https", TOP;
    FEED_URL_MISMATCH: Warning "feed-url-mismatch", "Write the address that the feed is served at; readers take it for the feed's identity", TOP;
    NEXT_URL_LOOP: Error "next-url-loop", "Leave next_url out on the last page", "https://www.jsonfeed.org/version/1.1/#top-level-a-name-top-level-a";
    MODIFIED_BEFORE_PUBLISHED: Warning "modified-before-published", "Set date_modified to date_published or later", ITEMS;
    INVALID_ATTACHMENT_NUMBER: Error "invalid-attachment-number", "Write a number from 0 on", ATTACHMENTS;
}
