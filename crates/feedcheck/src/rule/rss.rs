//! Rules of RSS 2.0, and of elements in general; for those there is no one paragraph, but a page of the W3C's validator.

use super::definition::rules;

const SPEC: &str = "https://www.rssboard.org/rss-specification";
const REQUIRED: &str = "https://www.rssboard.org/rss-specification#requiredChannelElements";
const GUID: &str = "https://www.rssboard.org/rss-profile#element-channel-item-guid";
const ENCLOSURE: &str = "https://www.rssboard.org/rss-profile#element-channel-item-enclosure";
const ITEM: &str = "https://www.rssboard.org/rss-profile#element-channel-item";
const IMAGE: &str = "https://www.rssboard.org/rss-profile#element-channel-image";
const SKIP: &str = "https://www.rssboard.org/skip-hours-days";

rules! {
    UNDEFINED_ELEMENT: Error "undefined-element", "Take the element away, or put it into a namespace of your own", "https://validator.w3.org/feed/docs/error/UndefinedElement.html";
    UNEXPECTED_TEXT: Error "unexpected-text", "Take the text away, or put it into an element", "https://validator.w3.org/feed/docs/error/UnexpectedText.html";
    DUPLICATE_ELEMENT: Error "duplicate-element", "Keep one of them: readers take the first or the last, as it comes", "https://validator.w3.org/feed/docs/error/DuplicateElement.html";
    MISSING_ATTRIBUTE: Error "missing-attribute", "Add the attribute", "https://validator.w3.org/feed/docs/error/MissingAttribute.html";
    UNEXPECTED_ATTRIBUTE: Error "unexpected-attribute", "Take the attribute away", "https://validator.w3.org/feed/docs/error/UnexpectedAttribute.html";
    MISSING_ELEMENT: Error "missing-element", "Add the element", "https://validator.w3.org/feed/docs/error/MissingElement.html";
    INVALID_RSS_VERSION: Error "invalid-rss-version", "Write version=\"2.0\"", SPEC;
    INVALID_NAMESPACE: Error "invalid-namespace", "Use the namespace that the format has: none for RSS, http://www.w3.org/2005/Atom for Atom", "https://validator.w3.org/feed/docs/error/InvalidNamespace.html";
    NOT_IN_A_NAMESPACE: Error "not-in-a-namespace", "Put the element into a namespace", "https://www.rssboard.org/rss-specification#extendingRss";
    MISSING_DESCRIPTION: Error "missing-description", "Add a description", REQUIRED;
    MISSING_LINK: Error "missing-link", "Add a link", REQUIRED;
    MISSING_TITLE: Error "missing-title", "Add a title", REQUIRED;
    MISSING_LANGUAGE: Info "missing-dc-language", "Say the language, so that readers can speak, search and break lines", "https://www.rssboard.org/rss-profile#element-channel-language";
    ITEM_WITHOUT_TITLE_AND_DESCRIPTION: Error "item-must-contain-title-or-description", "Give the item a title or a description", ITEM;
    MISSING_GUID: Warning "missing-guid", "Give the item a guid that never changes; without one, readers show an edited item again", GUID;
    INVALID_HTTP_GUID: Error "invalid-http-guid", "Write isPermaLink=\"false\", or a whole address", GUID;
    INVALID_PERMALINK: Error "invalid-permalink", "Write isPermaLink=\"false\"; this is no address that a browser opens", GUID;
    NOT_SUFFICIENTLY_UNIQUE: Warning "not-sufficiently-unique", "Make the guid longer, so that no other feed has it: an address, or a tag URI", GUID;
    DUPLICATE_ENCLOSURE: Warning "duplicate-enclosure", "Keep one enclosure; most readers take one, and which one differs", ENCLOSURE;
    USE_ZERO_FOR_UNKNOWN: Error "use-zero-for-unknown", "Write length=\"0\" where the size is not known", ENCLOSURE;
    MISPLACED_ITEM: Warning "misplaced-item", "Put the items after everything else; some readers stop reading at the first item", "https://www.rssboard.org/rss-profile#element-channel";
    NEED_DESCRIPTION_BEFORE_CONTENT: Warning "need-description-before-content", "Put the description before the content; some readers take the first of the two", "https://www.rssboard.org/rss-profile#namespace-elements-content-encoded";
    IMAGE_TITLE_DOESNT_MATCH: Warning "image-title-doesnt-match", "Give the image the title of the channel", IMAGE;
    IMAGE_LINK_DOESNT_MATCH: Warning "image-link-doesnt-match", "Give the image the link of the channel", IMAGE;
    IMAGE_URL_FORMAT: Warning "image-url-format", "Use a GIF, JPEG or PNG image", IMAGE;
    INVALID_WIDTH: Error "invalid-width", "Write a number from 1 to 144", IMAGE;
    INVALID_HEIGHT: Error "invalid-height", "Write a number from 1 to 400", IMAGE;
    AVOID_TEXT_INPUT: Warning "avoid-text-input", "Leave it out; hardly any reader shows it", "https://www.rssboard.org/rss-profile#element-channel-textinput";
    INVALID_FORM_COMPONENT_NAME: Error "invalid-form-component-name", "Begin the name with a letter", "https://www.rssboard.org/rss-profile#element-channel-textinput-name";
    INVALID_HOUR: Error "invalid-hour", "Write a number from 0 to 23", SKIP;
    USE_ZERO_FOR_MIDNIGHT: Warning "use-zero-for-midnight", "Write 0", SKIP;
    NOT_ENOUGH_HOURS: Error "not-enough-hours-in-the-day", "Keep at most 24 hours", SKIP;
    INVALID_DAY: Error "invalid-day", "Write Monday, Tuesday, Wednesday, Thursday, Friday, Saturday or Sunday", SKIP;
    EIGHT_DAYS: Error "eight-days-a-week", "Keep at most seven days", SKIP;
    NO_BLINK: Error "no-blink", "Take the element away; it was a joke", SPEC;
    MISSING_SELF: Warning "missing-self", "Add a link with rel=\"self\" and the feed's own address, so that readers find it again", "https://validator.w3.org/feed/docs/warning/MissingSelf.html";
}
